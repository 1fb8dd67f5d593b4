"""Actions of marketplaces: those that run a known command, and which checks the others may hide.

Sources: the ``action.yml`` of each. An action that no table knows is judged by the words of its name.
"""

from __future__ import annotations

import re

from backend_standards.project.ci_kinds import IMAGE, LINT, TESTS, TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COMMANDS = {
    "pre-commit/action": "pre-commit run {extra_args|--all-files}",
    "tox-dev/action-pre-commit-uv": "pre-commit run {extra_args|--all-files}",
    "j178/prek-action": "prek run {extra_args|--all-files} {extra-args}",
    "cloudposse/github-action-pre-commit": "pre-commit run {extra_args|--all-files}",
    "astral-sh/ruff-action": "ruff {args|check} {src}",
    "chartboost/ruff-action": "ruff {args|check} {src}",
    "psf/black": "black {options|--check --diff} {src|.}",
    "jpetrucciani/mypy-check": "mypy {path|.} {args}",
    "jakebailey/pyright-action": "pyright",
    "serverless/github-action": "serverless {args}",
    "devcontainers/ci": "docker build .devcontainer\n{runCmd}",
}
"""The commands of actions: ``{input}`` is the text of an input, ``{input|text}`` has a default."""
_INPUT = re.compile(r"\{([\w-]+)(?:\|([^{}]*))?\}")
_PROGRAMS = frozenset("pytest mypy flake8 pylint ruff black pyright basedpyright pycodestyle prospector".split())
"""Programs whose names are in those of the actions that run them: ``tsuyoshicho/action-mypy``."""
_AFTERWARDS = frozenset(
    "comment comments report reports reporter publish publisher badge badges result results annotate annotations "
    "summary coverage cov upload setup install cache parse splitter durations".split()
)
"""Words of actions that only tell, or prepare, what another step runs."""
_BUILDS = (
    *("docker/build-push-action", "docker/bake-action", "docker/build-action", "redhat-actions/buildah-build"),
    *("whoan/docker-build-with-cache-action", "mr-smithers-excellent/docker-build-push", "elgohr/publish-docker"),
    *("elgohr/Publish-Docker-Github-Action", "aevea/action-kaniko", "int128/kaniko-action", "depot/build-push-action"),
    *(
        "hoverkraft-tech/compose-action",
        "isbang/compose-action",
        "adambirds/docker-compose-action",
        "depot/bake-action",
    ),
    *("kciter/aws-ecr-action", "jwalton/gh-ecr-push", "vitr/actions-build-and-upload-to-ecs", "namespacelabs/nscloud"),
    *("aws-ecr/build-and-push-image", "aws-ecr/build_and_push_image", "aws-ecr/build-image", "aws-ecr/build_image"),
    *("docker/build", "docker/publish", "gcp-gcr/build-image", "gcp-gcr/build-and-push-image", "docker.build"),
    *("task:Docker", "task:DockerCompose", "blacksmith-sh/build-push-action", "useblacksmith/build-push-action"),
)
_LINTERS = ("super-linter/super-linter", "github/super-linter", "oxsecurity/megalinter", "megalinter/megalinter")
_DEPLOYS = (
    *("aws-actions/amazon-ecs-deploy", "aws-actions/aws-cloudformation-github-deploy", "aws-actions/aws-lambda-deploy"),
    *("appleboy/lambda-action", "azure/webapps-deploy", "azure/functions-action", "azure/k8s-deploy"),
    *("google-github-actions/deploy-", "einaregilsson/beanstalk-deploy", "dflook/terraform-apply", "dflook/tofu-apply"),
    *(
        "akhileshns/heroku-deploy",
        "aws-code-deploy",
        "aws-ecs/deploy",
        "aws-ecs/update",
        "aws-elastic-beanstalk/deploy",
    ),
    *("pipe:atlassian/aws-ecs-deploy", "pipe:atlassian/aws-lambda-deploy", "pipe:atlassian/aws-sam-deploy"),
    *("pipe:atlassian/aws-cloudformation-deploy", "pipe:atlassian/aws-elasticbeanstalk-deploy"),
    *("pipe:atlassian/aws-code-deploy", "task:AzureWebApp", "task:AzureFunctionApp", "task:Kubernetes"),
    *("task:HelmDeploy", "task:LambdaDeploy", "task:CloudFormationCreateOrUpdateStack", "task:ECSDeploy"),
)
"""How the names of actions begin that deploy a service."""
_HARMLESS_OWNERS = frozenset(
    "actions aws-actions azure google-github-actions hashicorp astral-sh codecov slackapi softprops peter-evans docker "
    "snok abatilo pdm-project gradle ruby step-security dependabot coverallsapp pypa sigstore anchore aquasecurity "
    "peaceiris webfactory tj-actions dorny mxschmitt crazy-max release-drafter 8398a rtcamp ossf fossa-contrib "
    "conda-incubator mamba-org opentofu terraform-linters returntocorp semgrep trufflesecurity gitleaks zizmorcore "
    "amannn wagoid mikefarah jwalton cloudposse extractions denoland oven-sh pnpm jdx nick-fields helm chromaui "
    "codespell-project crate-ci lycheeverse bridgecrewio checkmarx snyk orhun googleapis".split()
)
"""Owners of actions that prepare, tell, scan or release, and run none of the four kinds of checks."""
_HARMLESS_WORDS = frozenset(
    "release releases publish stale label labeler labels dependabot codeql scorecard security docs documentation pages "
    "notify notification slack teams sync issue issues cla trivy scan scanner scanning triage changelog semantic "
    "version renovate merge automerge backport lock sbom secret secrets gitleaks trufflehog assign project projects "
    "commit commits title greet welcome cleanup purge tag tags drafter approve review comment login credentials setup "
    "checkout cache upload download artifact artifacts coverage report summary badge notice license licenses "
    "health url link links terraform tflint tf helm lighthouse wait matrix conditional scala java node npm pnpm yarn "
    "spelling typos semgrep snyk bandit audit vulnerability vulnerabilities hadolint zizmor actionlint".split()
)
"""Words of the names of workflows and actions that say that they check none of the four."""
_HARMLESS_PARTS = ("security", "changelog", "dependabot", "release", "notif", "labele", "commitlint", "sast")
"""The same, inside a longer word."""
_MEANS = (
    (frozenset("lint linter linters linting format formatter style quality flake8 ruff black sonar "
               "sonarcloud sonarqube sonarsource codacy codeclimate qodana deepsource pylint".split()), LINT),
    (frozenset("types typing typecheck mypy pyright".split()), TYPES),
    (frozenset("test tests testing pytest unittest unit e2e integration bdd".split()), TESTS),
    (frozenset("docker image images container containers build builder buildx kaniko ecr ghcr oci".split()), IMAGE),
)  # fmt: skip
"""Words of names, and the checks that they may stand for."""
_ANYTHING = frozenset("ci check checks pipeline validate validation verify tox nox precommit qa cicd".split())
"""Words of names that may stand for every check."""
_VAGUE = frozenset("check checks validate validation verify ci pipeline".split())
"""Words that in the name of an action are about anything: pull requests, links, other checks."""
_OF_CODE = frozenset("python py code qa tox nox precommit".split())
"""Words with which they are about code."""
_COMMAND_WORDS = frozenset(
    "cmd cmds command commands run runner task target test tests lint check checks tool exec script pytest mypy "
    "flake8 ruff black pylint pyright unittest nose".split()
)
"""Words of variables that hold a command."""
ALL = frozenset((LINT, TYPES, TESTS, IMAGE))
_WORD = re.compile(r"[a-z0-9]+")


def _owner_and_name(action: str) -> str:
    return action.partition("@")[0].strip("/")


def _begins(action: str, beginnings: tuple[str, ...]) -> bool:
    return action.lower().startswith(tuple(each.lower() for each in beginnings))


def command(action: str, inputs: Mapping[str, str]) -> str:
    """Return the shell command that an action is known to run, "" for any other."""
    known = _COMMANDS.get(_owner_and_name(action).lower(), "")
    if known:
        return _INPUT.sub(lambda match: inputs.get(match[1]) or match[2] or "", known)
    words = words_of(_owner_and_name(action))
    if words.isdisjoint(_AFTERWARDS):
        named = sorted(words & _PROGRAMS)
        if named:
            program = "ruff check" if named[0] == "ruff" else "black --check" if named[0] == "black" else named[0]
            return f"{program} ."
    return ""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def kinds(action: str, inputs: Mapping[str, str]) -> frozenset[str]:
    """Return the checks that an action is known to be."""
    if _begins(action, _BUILDS):
        name = _owner_and_name(action)
        if name.startswith("task:") and "build" not in " ".join(inputs.values()).lower() and inputs.get("command"):
            return frozenset()
        return frozenset((IMAGE,))
    if _begins(action, _LINTERS):
        validated = {name: text.lower() for name, text in inputs.items() if name.startswith("VALIDATE_")}
        has_types = "megalinter" not in action.lower() and (
            validated.get("VALIDATE_PYTHON_MYPY") == "true"
            or (
                not any(text == "true" for text in validated.values())
                and validated.get("VALIDATE_PYTHON_MYPY") != "false"
            )
        )
        return frozenset((LINT, TYPES)) if has_types else frozenset((LINT,))
    return frozenset()


def deploys(action: str, inputs: Mapping[str, str]) -> bool:
    """Return whether an action deploys a service."""
    if _begins(action, ("youyo/aws-cdk-github-actions",)):
        return "deploy" in inputs.get("cdk_subcommand", "")
    return _begins(action, _DEPLOYS)


def hidden_in_action(action: str, title: str) -> frozenset[str]:
    """Return the checks that may be in an action, a pipe, a task or the command of an orb, by the words of its name.

    ``title`` is what the step is called, which tells more than an action without a telling name.
    """
    owner, _, rest = _owner_and_name(action).partition("/")
    if owner.lower() in _HARMLESS_OWNERS:
        return frozenset()
    words = words_of(rest or owner)
    if words.isdisjoint(_OF_CODE):
        words -= _VAGUE
    found = of_words(" ".join(words))
    return of_words(title) or frozenset() if found is None else found


def hidden_in_file(name: str) -> frozenset[str]:
    """Return the checks that may be in a workflow, an included file or the job of an orb, by the words of its name.

    ``name`` is the path of a workflow in another repository, or "" if the files do not tell it.
    """
    path = name.partition("@")[0].rpartition(".github/workflows/")[2]
    found = of_words(path if "/.github/workflows/" in name else path.rpartition("/")[2])
    return ALL if found is None else found


def of_words(text: str) -> frozenset[str] | None:
    """Return the checks that the words of a name stand for; None if they say nothing."""
    words = words_of(text)
    found = frozenset(kind for clues, kind in _MEANS if not words.isdisjoint(clues))
    if found:
        return found if words.isdisjoint(_ANYTHING - {"check", "checks"}) else ALL
    if not words.isdisjoint(_HARMLESS_WORDS) or any(word in text.lower() for word in _HARMLESS_PARTS):
        return frozenset()
    return None if words.isdisjoint(_ANYTHING) else ALL


def behind_unknown(trail: Sequence[str], why: str) -> frozenset[str]:
    """Return the checks that may be in what could not be followed: a script, a target, the name of a program.

    The words of its name tell. A variable stands for anything if its name is that of a command.
    """
    if "name of the program" in why:
        words = words_of(why.rpartition(":")[2])
        return frozenset() if words.isdisjoint(_COMMAND_WORDS) else of_words(" ".join(words)) or ALL
    if any(name in text for name in ("pre-commit", "prek") for text in trail[-1:]):
        return frozenset((LINT, TYPES))
    if any(words in why for words in ("from a variable", "more than", "are not followed")):
        found = of_words(" ".join(trail[-1:]))
        return ALL if found is None else found
    return of_words(f"{' '.join(trail[-1:])} {why}") or frozenset()
