"""Which check a command is: lint, types, tests or an image; whether it can fail; and whether it deploys.

The words of a command begin with the name of the program, as ``following`` gives them. Sources: the reference of each
program's command line. An argument that asks for help, a version or a list makes it no check.
"""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LINT, TYPES, TESTS, IMAGE = KINDS = ("lint", "types", "tests", "image")
CAN_FAIL, CANNOT_FAIL, REWRITES, HIDES = "can fail", "cannot fail", "rewrites", "hides"
"""What a command of a kind is: a check; one that passes always; one that changes files, and so passes always; or one
that may run such a check or not."""
_TELLS = frozenset("--version --help -h -V --collect-only --co --fixtures --markers --fixtures-per-test".split())
"""Arguments with which no program checks anything."""
_LINTERS = frozenset(
    "flake8 pflake8 pylint pycodestyle pep8 pyflakes prospector pylama wps refurb fixit flakeheaven flakehell "
    "mega-linter-runner pylint-exit flake8-markdown autoflake8 pyprojectlint pylint_runner pylint-runner".split()
)
_FORMATTERS = frozenset("black pyink blue darker autopep8 yapf".split())
_TYPE_CHECKERS = frozenset("mypy pyright basedpyright pytype zmypy pyanalyze mypy_primer".split())
_TYPE_COMMANDS = {
    "dmypy": ("run", "check", "recheck"),
    "ty": ("check",),
    "pyrefly": ("check",),
    "pyre": ("check", ""),
    "zuban": ("check", "mypy"),
    "pants": ("check",),
}
"""Programs that check types with one of their commands; "" is for none."""
_TESTERS = frozenset(
    "pytest py.test unittest nose2 nose nosetests green ward trial stestr behave robot zope-testrunner testr "
    "slipcover django-test django-test-plus testslide hammett xdoctest".split()
)
_TEST_COMMANDS = {
    "hatch": ("test",),
    "pants": ("test",),
    "bazel": ("test", "coverage"),
    "bazelisk": ("test", "coverage"),
    "django-admin": ("test",),
    "manage.py": ("test", "test_coverage"),
    "setup.py": ("test", "pytest", "nosetests"),
    "ape": ("test",),
    "frappe": ("run-tests",),
    "schemathesis": ("run",),
    "uv": ("test",),
    "rye": ("test",),
    "briefcase": ("dev",),
}
_RULED = frozenset(
    "check format linter clean rule config server help version analyze generate-shell-completion".split()
)
"""The commands of ruff; ``ruff .`` was a check in its first versions."""
_BUILDS = frozenset(("build", "bake"))
_ANYTHING = frozenset(
    "dagger earthly nix nix-build batect garden act devenv devbox moon buck buck2 dobi please plz waypoint werf "
    "cibuildwheel".split()
)
"""Builders of everything: which of the checks they run is in files that nobody reads here."""
_TEST_SCRIPT_WORDS = frozenset(("test", "tests", "runtest", "runtests", "testsuite"))


def of_command(words: Sequence[str]) -> dict[str, str]:
    """Return the kinds of checks that a command is, and what it is of each."""
    program, arguments = words[0], words[1:]
    if not _TELLS.isdisjoint(arguments):
        return {}
    found: dict[str, str] = dict.fromkeys(KINDS, HIDES) if program in _ANYTHING else {}
    lint = _lint(program, arguments)
    if lint:
        found[LINT] = lint
    if _is_type_check(program, arguments):
        found[TYPES] = CAN_FAIL
    if _is_test(program, arguments):
        found[TESTS] = CAN_FAIL
    image = _image(program, arguments)
    if image:
        found[IMAGE] = image
    return found


def _subcommand(arguments: Sequence[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")


def _flags(arguments: Sequence[str]) -> set[str]:
    return {word.partition("=")[0] for word in arguments if word.startswith("-")}


def _lint(program: str, arguments: Sequence[str]) -> str:
    flags, first = _flags(arguments), _subcommand(arguments)
    if program == "ruff":
        if first == "format":
            return CAN_FAIL if flags & {"--check", "--diff"} else REWRITES
        if first in _RULED and first != "check":
            return ""
        return CANNOT_FAIL if flags & {"--exit-zero", "-e"} else CAN_FAIL
    if program in _LINTERS:
        if program in ("flakeheaven", "flakehell", "fixit") and first not in ("lint", ""):
            return ""
        return CANNOT_FAIL if "--exit-zero" in flags or "--fail-under=0" in arguments else CAN_FAIL
    if program in _FORMATTERS:
        return _format(program, flags)
    if program in ("hatch", "rye", "uv") and first in ("fmt", "lint", "format"):
        return CAN_FAIL if first == "lint" or flags & {"--check", "--diff"} else REWRITES
    if program == "pants" and ("lint" in arguments or "fmt" in arguments):
        return CAN_FAIL if "lint" in arguments else REWRITES
    if program == "trunk" and first == "check":
        return CAN_FAIL
    if program in ("sonar-scanner", "codeclimate", "qodana", "codacy-analysis-cli"):
        return HIDES
    return CAN_FAIL if program == "nbqa" and first in ("ruff", "flake8", "pylint") else ""


def _format(program: str, flags: set[str]) -> str:
    if "--check" in flags or "--exit-code" in flags:
        return CAN_FAIL
    if program == "yapf" and flags & {"--diff", "-d", "-q"}:
        return CAN_FAIL
    return CANNOT_FAIL if flags & {"--diff", "-d"} else REWRITES


def _is_type_check(program: str, arguments: Sequence[str]) -> bool:
    if program in _TYPE_CHECKERS:
        only_installs = program == "mypy" and "--install-types" in arguments and not _subcommand(arguments)
        return not only_installs
    return _has_command(_TYPE_COMMANDS, program, arguments)


def _has_command(known: dict[str, tuple[str, ...]], program: str, arguments: Sequence[str]) -> bool:
    commands = known.get(program, ())
    if program == "pants":  # takes several
        return not frozenset(commands).isdisjoint(arguments)
    return bool(commands) and _subcommand(arguments) in commands


def _is_test(program: str, arguments: Sequence[str]) -> bool:
    if program in _TESTERS or _has_command(_TEST_COMMANDS, program, arguments):
        return True
    if program == "setup.py" and "test" in arguments:
        return True
    if program == "manage.py" and "test" in _subcommand(arguments).replace("-", "_").split("_"):
        return True
    return program.endswith(".py") and _is_test_script(program)


def _is_test_script(program: str) -> bool:
    stem = program.rpartition("/")[2].removesuffix(".py").replace("-", "_")
    parts = stem.split("_")
    return parts[0] == "test" or parts[-1] in _TEST_SCRIPT_WORDS or stem in ("runtests", "run_tests")


def _image(program: str, arguments: Sequence[str]) -> str:
    plain = [word for word in arguments if not word.startswith("-")]
    first, second = (*plain, "", "")[:2]
    if program in ("docker", "podman", "nerdctl", "finch", "depot"):
        if first in _BUILDS or (first in ("buildx", "image", "builder") and second in _BUILDS):
            return CAN_FAIL
        if first == "compose":
            return _compose(plain[1:], arguments)
        return HIDES if first == "run" and "/var/run/docker.sock" in " ".join(arguments) else ""
    if program in ("docker-compose", "podman-compose"):
        return _compose(plain, arguments)
    if program == "buildah":
        return CAN_FAIL if first in ("bud", "build", "build-using-dockerfile") else ""
    if program in ("executor", "kaniko", "img", "buildctl", "pack"):
        return CAN_FAIL if program in ("executor", "kaniko") or first == "build" else ""
    if program in ("sam", "copilot", "skaffold", "cdk", "sls", "serverless", "fly", "flyctl", "gcloud", "az"):
        return _by_tool(program, plain)
    if program == "aws" and plain[:2] == ["codebuild", "start-build"]:
        return HIDES
    return HIDES if program in ("bazel", "bazelisk", "pants", "tilt") else ""


def _compose(plain: Sequence[str], arguments: Sequence[str]) -> str:
    if "build" in plain or "--build" in arguments:
        return CAN_FAIL
    # compose builds the images that are not there yet, which in CI are all of them
    return CAN_FAIL if not {"up", "run", "create"}.isdisjoint(plain) else ""


def _by_tool(program: str, plain: Sequence[str]) -> str:
    """Return what the commands of tools are that build images besides other things."""
    first, second = (*plain, "", "")[:2]
    if program == "sam":
        return CAN_FAIL if first == "build" else ""
    if program == "cdk":
        return CAN_FAIL if first == "deploy" else HIDES if first in ("synth", "synthesize", "diff") else ""
    if program == "copilot":
        return CAN_FAIL if "deploy" in plain or "package" in plain else ""
    if program in ("sls", "serverless"):
        return HIDES if first in ("deploy", "package") else ""
    if program in ("fly", "flyctl"):
        return CAN_FAIL if first == "deploy" else ""
    if program == "skaffold":
        return CAN_FAIL if first in ("build", "run", "dev", "deploy") else ""
    if program == "gcloud":
        return CAN_FAIL if (first, second) == ("builds", "submit") else HIDES if "deploy" in plain else ""
    return CAN_FAIL if (program, first, second) == ("az", "acr", "build") else ""


# --- deployments --------------------------------------------------------------------------------------

_DEPLOYS: dict[str, tuple[str, ...]] = {
    "cdk": ("deploy",),
    "sam": ("deploy", "sync"),
    "serverless": ("deploy",),
    "sls": ("deploy",),
    "sst": ("deploy",),
    "terraform": ("apply",),
    "tofu": ("apply",),
    "terragrunt": ("apply", "apply-all"),
    "kubectl": ("apply", "set", "rollout"),
    "helm": ("upgrade", "install"),
    "eb": ("deploy",),
    "copilot": ("deploy",),
    "chalice": ("deploy",),
    "zappa": ("deploy", "update"),
    "pulumi": ("up",),
    "fly": ("deploy",),
    "flyctl": ("deploy",),
    "ecs-deploy": ("",),
    "ecs": ("deploy",),
}
"""Programs that deploy a service with one of their commands."""
_AWS = (
    ("ecs", "update-service"),
    ("ecs", "deploy"),
    ("lambda", "update-function-code"),
    ("cloudformation", "deploy"),
    ("cloudformation", "create-stack"),
    ("cloudformation", "update-stack"),
    ("deploy", "create-deployment"),
    ("elasticbeanstalk", "update-environment"),
    ("apprunner", "start-deployment"),
)


def deploys(words: Sequence[str]) -> bool:
    """Return whether a command deploys a service."""
    program, arguments = words[0], words[1:]
    plain = [word for word in arguments if not word.startswith("-")]
    first, second = (*plain, "", "")[:2]
    if not _TELLS.isdisjoint(arguments) or not {"--dry-run", "-destroy", "--no-execute-changeset"}.isdisjoint(
        arguments
    ):
        return False
    if program == "aws":
        return any((service, action) in _AWS for service, action in itertools.pairwise(plain))
    if program in ("kubectl",) and first == "rollout":
        return second == "restart"
    if program == "copilot":
        return "deploy" in plain
    if program == "gcloud":
        return "deploy" in plain
    if program in ("terraform", "tofu"):
        return "apply" in plain
    return first in _DEPLOYS.get(program, ())
