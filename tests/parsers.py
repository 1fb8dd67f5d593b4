"""Every parser of outside input, for the proof that each takes linear time.

A parser names the modules that it goes through. The texts it is given are made of what those modules look for: the
constants of their source and the parts of their regular expressions. So a new special character is tried unasked.
"""

from __future__ import annotations

import ast
import contextlib
import fnmatch
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import backend_standards
import fakes
from backend_standards import (
    check_api_routes,
    check_aws_clients,
    check_commit_message,
    check_lock_files,
    check_project_docs,
    check_settings,
    forbid_admin_policies,
    forbid_aws_keys,
    forbid_debug_in_production,
    forbid_env_files,
    forbid_logged_secrets,
    forbid_real_aws_in_tests,
    forbid_secret_files,
    forbid_swallowed_errors,
    require_pinned_requirements,
    require_quality_gates,
)
from backend_standards.audit import changes, history, report, scan
from backend_standards.code import api_routes, files, pytest_settings, unparsable
from backend_standards.code.repository import Repository
from backend_standards.code.settings_choice import Others
from backend_standards.code.source import Fault, Source
from backend_standards.commits import Rules, branch_names, cleanup, generated, pushed
from backend_standards.commits.message import fixed, problems
from backend_standards.core import (
    PYPROJECT,
    Options,
    Stopped,
    configuration,
    git,
    git_stream,
    gitignore,
    index_file,
    masking,
    output,
    patterns,
    remedies,
)
from backend_standards.core.ignores import apply_ignores
from backend_standards.core.text import decode, lines
from backend_standards.dependencies import Policy as PinPolicy
from backend_standards.dependencies import declared, known_versions
from backend_standards.init import additions, hooks_config, others, seen, workflows
from backend_standards.init import project as init_project
from backend_standards.layout import test_code
from backend_standards.layout.tree import Settings, trees
from backend_standards.locks import requirements as lock_requirements
from backend_standards.project import ci
from backend_standards.project.following import Project, follow
from backend_standards.project.settings import Settings as DocsSettings
from backend_standards.readers import (
    docker,
    docker_builds,
    hcl,
    ini,
    json_marks,
    justfile,
    makefile,
    toml_lines,
    yaml_marks,
)
from backend_standards.readers.marked import Unreadable
from backend_standards.secrets import AwsPolicy, env_names, secret_names
from backend_standards.secrets.env_files import Policy as EnvPolicy
from backend_standards.secrets.secret_files import Policy as SecretPolicy
from backend_standards.standard import conditions, tools
from backend_standards.standard.checks import CHECKS
from backend_standards.standard.table import ROWS
from reviewing import project

ROOT = Path(backend_standards.__file__).parent
SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}
"""The modules of the package by their name in it."""


class Parser:
    """One way of outside text into the project.

    ``read`` reads a text, ``modules`` are patterns of the modules that it goes through, ``heads`` are beginnings that
    put a text where it is read in a certain way, and ``seeds`` are further pieces of hostile texts.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[str], object],
        modules: str,
        heads: Sequence[str] = ("",),
        seeds: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.read = read
        self.modules = modules
        self.heads = heads
        self.seeds = seeds

    def pieces(self) -> tuple[str, ...]:
        """Return what hostile texts are made of: what the modules look for, and the seeds."""
        return tuple(dict.fromkeys((*self.seeds, *tokens(self.modules))))


_parser = importlib.import_module("re._parser")  # Python's own parser of expressions, which typeshed does not have


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _aws(name: str) -> Callable[[str], object]:
    return lambda text: list(forbid_aws_keys.check([(name, _bytes(text))], AwsPolicy()))


def _env(name: str, *, allow: Sequence[str] = ()) -> Callable[[str], object]:
    return lambda text: list(forbid_env_files.check([(name, _bytes(text))], EnvPolicy(allow)))


def _secret(name: str) -> Callable[[str], object]:
    return lambda text: list(forbid_secret_files.check([(name, _bytes(text))], SecretPolicy()))


def _pinned(name: str, *, is_strict: bool = False) -> Callable[[str], object]:
    def read(text: str) -> object:
        files = {name: _bytes(text), "b.txt": b"y==1\n"}
        return list(
            require_pinned_requirements.check(
                [(name, files[name])],
                PinPolicy(require_hashes=is_strict, forbid_extra_index=is_strict),
                lambda path: (path, files[path]) if path in files else None,
                lambda _: "",
            )
        )

    return read


def _locked(name: str, others: dict[str, str] | None = None) -> Callable[[str], object]:
    def read(text: str) -> object:
        contents = {path: _bytes(each) for path, each in {**(others or {}), name: text}.items()}
        return list(
            check_lock_files.check(
                sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
            )
        )

    return read


def _message(text: str) -> object:
    for editor in (True, False):
        stored = cleanup.stored(_bytes(text), cleanup.Settings(editor=editor))
        list(check_commit_message.check("m", stored, Rules()))
        fixed(stored.text, Rules())
        stored.line_of_file(3)
    return problems(text, Rules(require_ticket=r"[A-Z]+-\d+", scopes=["a"], max_header=72), pushed=True, title=True)


def _push(text: str) -> object:
    commits = [
        pushed.Commit(f"{number:040x} {'1' * 40}", message)
        for number, message in enumerate([text, *text.split("\n")[:50]])
    ]
    return list(pushed.check(commits, Rules(), lambda: pushed.Advice("main", "main")))


_REVIEWED = (
    "src/a.py",
    "tests/test_a.py",
    "Makefile",
    "requirements.txt",
    "template.yaml",
    "infra/policy.json",
    "docs/conf.py",
    ".gitignore",
    ".github/workflows/ci.yml",
    ".pre-commit-config.yaml",
    "mypy.ini",
    "pytest.ini",
)
"""Files that the checks of a review read."""


def _reviewed(text: str) -> object:
    files = project(dict.fromkeys(_REVIEWED, text))
    found = [check(files) for check in CHECKS.values()]
    found += [tools.decide(row.tools, files) for row in ROWS.values() if row.tools]
    return found, [conditions.unmet(name, files) for name in conditions.NAMES]


_BROUGHT = (
    "pyproject.toml setup.py setup.cfg tox.ini requirements.txt requirements-dev.txt .python-version Dockerfile "
    "template.yaml Makefile app/main.py .github/workflows/ci.yml .pre-commit-config.yaml .gitignore .env.example"
).split()


def _brought(text: str) -> object:
    repository = seen.Seen(_BROUGHT, lambda _: text)
    project_ = init_project.Project(Options(), Settings(), repository)
    data = _bytes(text)
    found: list[object] = [
        repository.words(),
        workflows.text_of(project_),
        hooks_config.ids_in(text),
        project_.line_length,
    ]
    adds: list[Callable[[], object]] = [
        lambda: additions.tables(data, ["[tool.ruff]\nline-length = 88\n"]),
        lambda: additions.entries(data, "repos", ["- repo: local\n"]),
        lambda: additions.rules(data, {"lint": "lint:\n"}),
        lambda: others.with_rules(project_, data, {"lint": "lint:\n"}),
        lambda: others.with_lines(data, [".env"], is_new=True),
        lambda: others.with_patterns(data, [".env"]),
        lambda: others.with_names(data, ["A=1"]),
    ]
    for add in adds:
        with contextlib.suppress(additions.CannotAdd):
            found.append(add())
    return found


def _branch(text: str) -> object:
    prefixes = ("feature", "bugfix", "hotfix")
    branch_names.is_allowed(text, ["a*b", "release/**"])
    return branch_names.problem(text, prefixes), branch_names.proposal(text, prefixes)


def _layout(text: str) -> object:
    paths = [*text.split("\n"), "src/app.py", "tests/test_app.py"]
    settings = Settings(mirror=True)
    return [
        tree.faults(lambda asked: dict.fromkeys(asked, b"def test_a():\n    assert 1\n"))
        for tree in trees(paths, settings)
    ]


_PYTHON_SEEDS = (
    *("except* A as b:\n    pass\n", "try:\n    a\nfinally:\n    return\n", "async def f():\n    await g()\n"),
    *(
        "# standards: ignore[swallowed-error] reason\n",
        "from a import b as c\n",
        "x = y\n",
        "a.b.c(",
        "f'{x!r}'",
        "# coding: utf-7\n",
    ),
)


_ROUTE_SEEDS = (
    *("@router.get('/a')\ndef f():\n    return {'error': 1}\n", "router.include_router(router, prefix=P)\n"),
    *(
        "P = P + P\n",
        "a = b = c\n",
        "b = a()\n",
        "f'{x}/v1'",
        "class A(A):\n    P = P\n",
        "Mount('/', routes=[",
        "a.b.c.",
    ),
    "@router.post('/a')\nasync def f(r: Request):\n    a = await r.json()\n    a['b']\n",
)


PYTHON_HOOKS = (forbid_swallowed_errors, forbid_debug_in_production, forbid_logged_secrets, check_aws_clients)


def _every_rule() -> Options:
    options = Options()
    options.values["placement"] = True
    return options


def _python_code(text: str) -> object:
    checks = [module.begin(_every_rule()) for module in PYTHON_HOOKS]
    found = [
        list(files.findings(check, [("src/a.py", b"#except DEBUG log token boto3\n" + _bytes(text))]))
        for check in checks
    ]
    test = b"import boto3\nboto3.client(a)\n" + _bytes(text)
    return found, list(
        forbid_real_aws_in_tests.check(
            ["tests/conftest.py", "tests/test_a.py"], lambda paths: [(path, test) for path in paths], Options()
        )
    )


def _pytest_settings(text: str) -> object:
    return [pytest_settings.guards(name, _bytes(text)) for name in pytest_settings.NAMES]


def _settings(text: str) -> object:
    source = Source("src/a.py", _bytes(text))
    others = {"src/settings.py": b"import pydantic_settings as p\nclass Settings(p.BaseSettings): ...\n", "a.txt": b""}
    repository = Repository(lambda: others, lambda paths: [(path, others[path]) for path in paths])
    if isinstance(source.parsed, Fault):
        return None
    return list(check_settings.check(source, lambda: Others(repository)))


def _declared(text: str) -> object:
    found = [each for path in _DECLARING for each in declared.specifiers(path, _bytes(f"pydantic{text}"), "pydantic")]
    return declared.excludes(found[:20], 2)


_DECLARING = ("requirements.txt", "setup.py", PYPROJECT, "Pipfile", "pdm.lock")


def _routes(text: str) -> object:
    """Return what is found in a file as it is made up, and in one that joins its routers to an application."""
    main = b"from a import *\nfrom fastapi import FastAPI\napp = FastAPI()\napp.include_router(router)\n"
    paths = ["src/a.py", "src/main.py"]
    policy = api_routes.Policy(flask_bodies=True)
    return list(
        check_api_routes.check([("src/a.py", _bytes(text)), ("src/main.py", main)], paths, lambda _: {}, policy)
    )


def _index(text: str) -> object:
    entries = git.Index(b"".join(b"100644 %040d 0\t%s\0" % (0, each) for each in _bytes(text).split(b"\n")))
    return entries.entries((b".env", b"docker")), entries.paths(), entries.has(text[:100])


def _index_file(text: str) -> object:
    data = _bytes("DIRC" + text.replace("\n", "\0"))
    return index_file.entry(data, "a"), index_file.entry(data, text[:100])


def _docker(text: str) -> object:
    rows = lines(text)
    for copy in docker.copies(rows):
        copy.takes(".env")
    return docker.is_dockerfile(text)


def _dockerignore(text: str) -> object:
    rows = lines(text)
    return (
        docker.IgnoreFile([*rows, ".env"]).excludes(".env"),
        docker.IgnoreFile(rows).excludes("a/b/.env"),
        docker.clean(text),
    )


def _gitignore(text: str) -> object:
    rows = gitignore.lines(_bytes(text))
    path = text.replace("\0", "")[:99]  # a path is short
    return gitignore.ignores("a/b/.env", {"": rows, "a/": rows}), gitignore.ignores(path, {"": ["*.x"]})


def _changes(text: str) -> object:
    data = _bytes(text)
    return changes.changed(data, data + b"x"), changes.changed(data[1:] + b"y", b"z" + data)


def _pattern(text: str) -> object:
    one = patterns.Patterns(["*.py", "a/**/b", "!x*y*z"])
    covered = one.cover(text), one.name_exactly(text)
    with contextlib.suppress(Stopped):
        other = patterns.Patterns([text])
        other.cover("a/b/c.py"), other.cover(text), other.name_exactly(text)
    patterns.literal(text)
    return covered


def _configuration(text: str) -> object:
    return configuration.options_of(_bytes(text), "forbid-env-files")


def _printed(text: str) -> object:
    return (
        output.printable(text),
        output.printable_path(text),
        remedies.quote(text),
        remedies.append(text, ".gitignore"),
        remedies.untrack(text),
        masking.cleaned(text),
        git.without_login(text),
    )


def _markers(text: str) -> object:
    lock_requirements.same_marker(text, "os_name == 'nt'")
    lock_requirements.same_specifier(text, ">=1")
    lock_requirements.satisfies("1.0", text)
    lock_requirements.same_pythons([text], ">=3.11")
    lock_requirements.parse(text)
    return known_versions.exclusive(text, "os_name == 'nt'")


def _history(text: str) -> object:
    data = _bytes(text)
    fields = git_stream.between_nuls(data[at : at + 4096] for at in range(0, len(data), 4096))
    return list(history.entries(fields))


def _marked(read: Callable[[str], object]) -> Callable[[str], object]:
    def reading(text: str) -> object:
        with contextlib.suppress(Unreadable):
            return read(text)
        return None

    return reading


def _followed(name: str, command: str, more: str = "x") -> Callable[[str], object]:
    """Return a reader that follows a command into a file; a text without a name is the command itself."""

    def read(text: str) -> object:
        files = {name: _bytes(text), more: b"pytest\n"}
        project = Project(list(files), lambda paths: {path: files[path] for path in paths})
        return list(follow(command or text, "ci.yml", 1, "", project))

    return read


def _pipeline(name: str, more: str = "a/action.yml") -> Callable[[str], object]:
    """Return a reader of a CI file; the text is that of the file, and of one that it may include."""

    def read(text: str) -> object:
        files = {name: _bytes(text), more: _bytes(text), "a.py": b""}
        return ci.everything(Project(list(files), lambda paths: {path: files[path] for path in paths}))

    return read


def _granting(name: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        return list(forbid_admin_policies.check([(name, _bytes(f"{text}\n#Effect'*' AdministratorAccess"))], Options()))

    return read


_MAKE_SEEDS = (
    "A += x\n",
    "A = $(A)\n",
    "B := $(A)$(A)\n",
    "$(A)",
    "${B:a=b}",
    "ifdef C\n",
    "else\n",
    "endif\n",
    "define D\n",
    "a: b\n\tc\n",
    "%.o: %.c\n\tcc\n",
    "a b: %: c\n",
    "\t-@c \\\n",
    "include a\n",
    "a: X = 1\n",
    "$(subst a,b,",
    "a$(MAKE) a\n",
)
_JUST_SEEDS = (
    "x := x + x\n",
    "x := 'a' + y\n",
    "{{x}}",
    "a b='c': d\n  e\n",
    "  -@e \\\n",
    "import 'a'\n",
    "mod a\n",
    "set shell := ['a']\n",
    "[private]\n",
    "(d 'a' + x) ",
    "'''",
    "f(",
)
_POLICY_SEEDS = (
    *("Effect: Allow\n", "Action: '*'\n", '{"Effect": "Allow", "Action": "*", "Resource": "*"}, ', "ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess, "),
    *('a = "arn:aws:iam::aws:policy/AdministratorAccess"\n', "!Join ['', [", "{Fn::If: [a, ", "cat <<EOF\n", "A=$A\n", "aws iam attach-role-policy --policy-arn $A,", "bash -c 'aws iam --policy-arn "),
    *("locals {\n  a = local.b\n}\n", "concat(", "s.add_actions(a)\n", "PolicyStatement(actions=[", "f(PolicyArn=a)\n", "x ? y : ", "- <<: *a\n", "&a "),
)  # fmt: skip
_POLICY_FILES = (
    ("a.tf", "readers.hcl", ("", "a {\n", "policy = ", "locals {\n  a = ")),
    ("a.yaml", "readers.yaml_marks", ("", "Policies: ", "ManagedPolicyArns:\n- ", "policy: |\n  ")),
    ("a.json", "readers.json_marks", ("{", '{"Policies": ')),
    ("a.py", "infrastructure.python_policies", ("", "attach(", "PolicyStatement(actions=")),
    ("a.sh", "readers.shell", ("", "aws iam attach-role-policy --policy-arn ")),
    ("Makefile", "readers.scripts", ("", "a:\n\taws iam attach-role-policy --policy-arn ")),
)


def _debugging(name: str) -> Callable[[str], object]:
    check = forbid_debug_in_production.begin(Options())
    return lambda text: list(check.findings(Source(name, _bytes(f"#debug\n{text}"))))


def _imaging(name: str) -> Callable[[str], object]:
    policy = PinPolicy(images=True, commands=False)
    return lambda text: list(require_pinned_requirements.check([(name, _bytes(f"{text}\n#image"))], policy))


_IMAGE_SEEDS = (
    *("image: a\n", "image: a:latest\n", "image: {name: a, tag: latest}\n", "services:\n", "services: [a, {name: b}, ", "container: a\n", "uses: docker://a\n", "${A:-latest}", "${a", "{{ a }}"),
    *("&a ", "*a ", "<<: *a\n", "!Sub a:latest\n", "!Join [':', [a, ", "ImageUri: ", 'image = "a"\n', 'format("%s:latest", ', "<<E\n[{}]\nE\n", "ARG A=$A\n", "FROM a:$A AS b\n", "COPY --from=a:latest ", "a/", "a:"),
)  # fmt: skip
_IMAGE_FILES = (
    ("compose.yaml", "readers.yaml_marks", ("services:\n  a:\n    image: ", "services: ")),
    (".github/workflows/a.yml", "readers.yaml_marks", ("jobs:\n  a:\n    container: ",)),
    (".gitlab-ci.yml", "readers.yaml_marks", ("", "a:\n  services: [")),
    ("values.yaml", "readers.yaml_templates", ("", "image: ")),
    ("a.tf", "readers.hcl", ("", "container_definitions = ", 'variable "image_tag" {\n')),
    ("Dockerfile", "readers.docker", ("", "ARG A=", "FROM ", "COPY --from=")),
)
_DEBUG_SEEDS = (
    *("ENV LOG_LEVEL=DEBUG\n", "ENV A=1 ", "ARG A=$A\n", "FROM a AS b\n", 'CMD ["a", "--reload"]\n', "CMD a --debug ", "sh -c '", "LOG_LEVEL: debug\n", "- {name: LOG_LEVEL, value: debug}\n"),
    *("command: [a, --debug, ", "{{ if a }}\n", "{{ end }}\n", "{% if a %}", "A_PLACEHOLDER\n", "environment { LOG_LEVEL = ", "merge(", '"LOG_LEVEL": "DEBUG", ', "[handler_a]\n", "level=DEBUG\n"),
    *("handlers=a,a,", "Environment=LOG_LEVEL=debug ", "ExecStart=a \\\n", "[program:a]\n", "root: {level: DEBUG, handlers: [a, ", "<<: *a\n", "&a ", "LOG_LEVEL_", "${A:-"),
)  # fmt: skip
_DEBUG_FILES = (
    ("Dockerfile", "readers.docker", ("FROM a\n", "FROM a\nENV ", "FROM a\nCMD ")),
    ("a.tf", "readers.hcl", ("", "environment_variables = {", 'variable "a" {\n')),
    ("values.yaml", "readers.yaml_marks readers.yaml_templates", ("", "env: ", "version: 1\nhandlers: {}\nroot: ")),
    ("a.json", "readers.json_marks", ("", '{"containerDefinitions": [')),
    ("a.service", "readers.words", ("", "[Service]\nEnvironment=")),
    ("logging.ini", "readers.ini", ("", "[logger_root]\nlevel=DEBUG\nhandlers=")),
)

_LOCKED_BY = {PYPROJECT: '[project]\nname = "a"\nversion = "1"\ndependencies = ["b"]\n', "requirements.in": "a\n"}
_AWS = "secrets.aws_* secrets.written_keys core.text core.ignores"
_VALUES = "secrets.value* secrets.placeholders secrets.variable_names secrets.base64_text core.ignores core.text"
_ENV = f"secrets.env_files secrets.env_values secrets.env_findings secrets.encryption secrets.env_names {_VALUES}"
_SECRETS = f"secrets.secret_files secrets.secret_values secrets.login_values secrets.encryption {_VALUES}"
_PINS = "dependencies dependencies.* locks core.ignores readers.words"
_INSTALLS = f"dependencies.install_commands dependencies.install_names readers.shell readers.scripts {_PINS}"
_LOCKS = "locks locks.*"
_COMMITS = "commits commits.*"
_RUN = "RUN pip install "

_AWS_SEEDS = (
    f"{fakes.KEY_ID} ", f"secret={fakes.AWS_SECRET} ", f"X-Amz-Credential={fakes.KEY_ID}&", f"+{fakes.KEY_ID}/", 'AKIA"', '"A" ', "QUtJ ", "QUtJ",
    "QUtJQUtJQUtJQUtJQUtJ ", "IQoJb3JpZ2luX2Vj ", "secret\\/", "secret%2F", "secretaB3+", "aB3+", "smtp BA", "codecommit ",
    f"https://x/?X-Amz-Credential={fakes.KEY_ID}&X-Amz-Signature=abcdef0123456789abcd ", "standards: ignore[", f"A={fakes.KEY_ID} # standards: ignore[aws-access-key-id] x\n",
)  # fmt: skip
_ENV_SEEDS = (
    "A_KEY=$(", "SECRET=${", "SECRET='", 'A_KEY="', "a://b:c@", "DB_PASSWORD=changeme\n", "SECRET ", "SECRET=my-your-", "-----BEGIN ", "TOKEN=\\",
    "KEY=<%", "TOKEN=abcd/", "sops:\n a: ENC[AES256_GCM,data:", '{"sops":', "age-encryption.org/v1\n-> ", "A=gh" + "p_" + "aB3" * 13 + " ", ", A: b",
    "- name: SECRET_KEY\n", f"API_KEY={fakes.PASSWORD} # standards: ignore[x] y\n", "PASSWORD=-a", " #TOKEN",
)  # fmt: skip


def _documents(name: str, more: str = "") -> Callable[[str], object]:
    def read(text: str) -> object:
        contents = {name: _bytes(text)} | ({more: b"# a\n"} if more else {})
        return [
            list(
                check_project_docs.check(
                    [*contents], lambda paths: {path: contents[path] for path in paths if path in contents}, settings
                )
            )
            for settings in (None, DocsSettings(require=["all"]))
        ]

    return read


def _gates(name: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        contents = {name: _bytes(text), "src/main.py": b"", "tests/test_main.py": b""}
        return list(
            require_quality_gates.check(
                [*contents], lambda paths: {path: contents[path] for path in paths if path in contents}
            )
        )

    return read


_GATES = "project.gates project.gate_findings project.gate_files project.tool_tables project.quality_tools project.switched_off"
_REQUIREMENT_SEEDS = (
    "x \\\n", "\\\n", "x # \\\n", "x#", " #", "x==${", ",!=1", "a,", "--trusted-host a -i http://a ", "--trusted-host a\n", "x\n", "x\r", "@/",
    "x # standards: ignore[unpinned-bare] a\n", "-r b.txt\n", "x ; python_version > '3.1'\n", "x>=0,!=2", "# coding: punycode\n", "'x ", 'x "',
)  # fmt: skip
_README_SEEDS = (
    "# ", "## Setup\n", "[a](b)", "![a](b)", "[", "](", "![", "`", "```\n", "<!--", "-->", "<a href='", "</h1>", "**a**\n", "a:\n", "===\n", "---\n", "- [ ] ",
    "https://a", ">`_", ".. include:: ", "::\n", "   ", "TODO\n", "{{ cookiecutter", "| GET /a", "see ", "dependencies ", ". ", "curl ",
)  # fmt: skip
_INSTALL_SEEDS = (
    "$(", "${", "${{", "{{", "<<A\n", "<<EOF ", "pip ", "pip install x\n", "pip install x \\\n", "bash -c 'pip install x' ", "RUN pip install x\n",
    "RUN <<EOF\nEOF\n", "RUN [", '["', "ARG V=1\n", "V=1 ", "x==$V ", "- run: |\n  x\n", "run: >\n  x\n", "a: {b: 1, ", "\tpip install $(V)\n", "&a ", "-c x ",
    "- run: pip install x  # standards: ignore[unpinned-bare] a\n", "--a ", "- ",
)  # fmt: skip
_MESSAGE_SEEDS = (
    " \n", "feat(", "()", "a-", "[a]", "ABC-1 ", "fix ", "\u200b", "feat!", "#\n", "\nbreaking change: x", "x\nbreaking change: x\n", "Merge branch 'a', ",
    'Revert "', "This reverts ", "\u0130", ":a:", "wip ", "(wip)", "fix: a, ", "\nRefs: #1", "fixup! ",
)  # fmt: skip

PARSERS = [
    Parser("init", _brought, "init.additions init.seen init.project init.managers init.hooks_config init.workflows init.others", ("", "repos:\n", "[tool.x]\n")),
    Parser("review", _reviewed, "standard.about_* standard.facts standard.project standard.tools standard.conditions"),
    Parser("aws", _aws("a.py"), _AWS, seeds=_AWS_SEEDS),
    Parser("aws in json", _aws("a.json"), _AWS),
    Parser("aws in an audit", lambda text: scan.judge(scan.without_markers(_bytes(text)), AwsPolicy()), f"audit.scan {_AWS}"),
    Parser("env file", _env(".env"), _ENV),
    Parser("env template", _env(".env.example"), _ENV, seeds=_ENV_SEEDS),
    Parser("env file for a shell", _env(".envrc"), _ENV, seeds=_ENV_SEEDS),
    Parser("env file allowed", _env(".env", allow=[".env"]), _ENV),
    Parser("env data", _env("env.json"), _ENV),
    Parser("secrets.yaml", _secret("secrets.yaml"), f"readers.named_values {_SECRETS}", ("", "password: ")),
    Parser("secrets.toml", _secret("secrets.toml"), f"readers.named_values {_SECRETS}", ("", "password = ")),
    Parser("secrets.json", _secret("secrets.json"), f"readers.named_values {_SECRETS}"),
    Parser("tfvars", _secret("a.tfvars"), f"readers.named_values {_SECRETS}", ("", "password = ")),
    Parser("tfstate", _secret("a.tfstate"), f"secrets.terraform_state {_SECRETS}"),
    Parser("ini", _secret(".pypirc"), f"readers.named_values {_SECRETS}", ("", "[a]\npassword = ")),
    Parser("pip.conf", _secret("pip.conf"), f"readers.named_values {_SECRETS}", ("", "index-url = ")),
    Parser("npmrc", _secret(".npmrc"), f"readers.named_values {_SECRETS}", ("", "//r/:_authToken=")),
    Parser("yarnrc", _secret(".yarnrc"), f"readers.named_values {_SECRETS}"),
    Parser("yarnrc.yml", _secret(".yarnrc.yml"), f"readers.named_values {_SECRETS}", ("", "npmAuthToken: ")),
    Parser("netrc", _secret(".netrc"), f"secrets.login_files {_SECRETS}", ("", "machine a login b password ")),
    Parser("pgpass", _secret(".pgpass"), f"secrets.login_files {_SECRETS}"),
    Parser("git-credentials", _secret(".git-credentials"), f"secrets.login_files {_SECRETS}", ("", "https://a:")),
    Parser("dockercfg", _secret(".dockercfg"), f"secrets.login_files {_SECRETS}"),
    Parser("htpasswd", _secret(".htpasswd"), f"secrets.login_files {_SECRETS}", ("", "a:")),
    Parser("passwd-s3fs", _secret(".passwd-s3fs"), f"secrets.login_files {_SECRETS}"),
    Parser("rootkey.csv", _secret("rootkey.csv"), f"secrets.login_files {_SECRETS}", ("", "Access key ID,Secret access key\n")),
    Parser("aws credentials", _secret(".aws/credentials"), f"readers.named_values {_SECRETS}", ("", "[a]\naws_secret_access_key = ")),
    Parser("private key", _secret("id_rsa"), "secrets secrets.*", ("", "-----BEGIN PRIVATE " + "KEY-----\n")),
    Parser("key store", _secret("a.p12"), f"secrets.private_keys {_SECRETS}", ("", "MII")),
    Parser("names of env files", env_names.classify, "secrets.env_names"),
    Parser("names of secret files", secret_names.classify, "secrets.secret_names"),
    Parser("requirements", _pinned("requirements.txt"), _PINS, ("", "x", "x==1", "x @ ", "x; ", "-e "), _REQUIREMENT_SEEDS),
    Parser("requirements with hashes", _pinned("requirements.txt", is_strict=True), _PINS, ("x==1 ", "--index-url ", "x @ git+https://h/a@")),
    Parser("constraints", _pinned("constraints.txt"), _PINS),
    Parser("pyproject.toml", _pinned("pyproject.toml"), f"dependencies.pyproject {_PINS}", ("", "[project]\ndependencies = [\n", "[tool.poetry.dependencies]\nx = ")),
    *(Parser(f"images in {name}", _imaging(name), f"dependencies.image* {modules}", heads, _IMAGE_SEEDS) for name, modules, heads in _IMAGE_FILES),
    Parser("Dockerfile", _pinned("Dockerfile"), _INSTALLS, ("", _RUN), _INSTALL_SEEDS),
    Parser("shell script", _pinned("a.sh"), _INSTALLS, ("", "pip install "), _INSTALL_SEEDS),
    Parser("Makefile", _pinned("Makefile"), _INSTALLS, ("", "a:\n\tpip install "), _INSTALL_SEEDS),
    Parser("workflow", _pinned(".github/workflows/ci.yml"), _INSTALLS, ("", "run: pip install ", "run: |\n  pip install "), _INSTALL_SEEDS),
    Parser("GitLab CI", _pinned(".gitlab-ci.yml"), _INSTALLS, ("", "a:\n  script: [pip install ")),
    Parser("markers", _markers, "locks.requirements locks.markers locks.plain dependencies.known_versions", ("", "os_name == '", ">=")),
    Parser("uv.lock", _locked("uv.lock", _LOCKED_BY), f"locks.uv* {_LOCKS}", ("version = 1\n", 'version = 1\n\n[[package]]\nname = "a"\nversion = "1"\nsource = { virtual = "." }\n')),
    Parser("poetry.lock", _locked("poetry.lock", _LOCKED_BY), f"locks.poetry {_LOCKS}", ('metadata.lock-version = "2.1"\n',)),
    Parser("pdm.lock", _locked("pdm.lock", _LOCKED_BY), f"locks.pdm {_LOCKS}", ('[metadata]\nlock_version = "4.5"\n',)),
    Parser("pylock.toml", _locked("pylock.toml", _LOCKED_BY), f"locks.pylock {_LOCKS}", ('lock-version = "1.0"\n',)),
    Parser("Pipfile.lock", _locked("Pipfile.lock", {"Pipfile": "[packages]\na = '*'\n"}), f"locks.pipenv {_LOCKS}", ('{"_meta": {"pipfile-spec": 6}, "default": ',)),
    Parser("Pipfile", _locked("Pipfile", {"Pipfile.lock": '{"_meta": {"pipfile-spec": 6}}'}), f"locks.pipenv {_LOCKS}", ("", "[packages]\na = ")),
    Parser("manifest", _locked(PYPROJECT, {"uv.lock": "version = 1\n"}), f"locks.uv* {_LOCKS}", ("", '[project]\nname = "a"\ndependencies = [', "[dependency-groups]\na = [", "[tool.uv.workspace]\nmembers = [")),
    Parser("manifest of poetry", _locked(PYPROJECT, {"poetry.lock": 'metadata.lock-version = "2.1"\n'}), f"locks.poetry {_LOCKS}", ("[tool.poetry.dependencies]\na = ",)),
    Parser("compiled requirements", _locked("requirements.txt", _LOCKED_BY), f"locks.compiled {_LOCKS}", ("", "# This file is autogenerated by pip-compile\n#    pip-compile ", "a==1 # via ")),
    Parser("input of requirements", _locked("requirements.in", {"requirements.txt": "a==1\n"}), f"locks.compiled {_LOCKS}", ("", "a", "-r ")),
    Parser("setup.cfg", _locked("setup.cfg", {"requirements.txt": "# autogenerated by pip-compile\n# pip-compile setup.cfg\na==1\n"}), f"locks.compiled {_LOCKS}", ("", "[options]\ninstall_requires = ")),
    Parser("Dockerfile's copies", _docker, "readers.docker secrets.docker_context", ("", "COPY ", "RUN ", "COPY --from=", "ARG V=", 'COPY ["')),
    Parser("Compose file", lambda text: docker_builds.builds([("compose.yaml", text)], {}), "readers.docker_builds readers.named_values", ("", "services:\n  a:\n    build:\n      context: ")),
    Parser("builds of a workflow", lambda text: docker_builds.builds([(".github/workflows/a.yml", text)], {}), "readers.docker_builds readers.named_values", ("", "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: ")),
    Parser("YAML with marks", _marked(yaml_marks.documents), "readers.yaml_marks readers.marked", ("", "a: ", "- ", "a: [", "a: |\n  ", "a: &x "), ("*x ", "&x ", "!Sub ", "<<: *x\n", "- *x\n", "---\n", "? ", "b: c\n", "{", "[", "- ")),
    Parser("JSON with marks", _marked(json_marks.value), "readers.json_marks readers.marked", ("", "{", "["), ('"a": ', '"a", ', "${", "//", "/*")),
    Parser("HCL", _marked(hcl.body), "readers.hcl readers.marked", ("", "a = ", "a {\n", "a = [", 'a = "', "a = <<E\n"), ('"${', "<<E\nE\n", "b = c\n", "d {\n}\n", "f(", "a ? b : c\n", "/*", "e[0].g ")),
    *(Parser(f"debug modes in {name}", _debugging(name), f"infrastructure.debug_* {modules}", heads, _DEBUG_SEEDS) for name, modules, heads in _DEBUG_FILES),
    *(Parser(f"policies in {name}", _granting(name), f"infrastructure infrastructure.* {modules}", heads, _POLICY_SEEDS) for name, modules, heads in _POLICY_FILES),
    Parser("INI", ini.sections, "readers.ini", ("", "[a]\n", "[a]\nb = ")),
    Parser("lines of TOML", toml_lines.lines, "readers.toml_lines", ("", "[a]\n"), ("a.b = 1\n", '"""')),
    Parser("makefile", lambda text: makefile.read(text, "Makefile"), "readers.makefile readers.make_values", ("", "a:\n\t", "a = "), _MAKE_SEEDS),
    Parser("followed shell text", _followed("Makefile", "", "a.sh"), "project.following readers.shell readers.shell_failures tasks.shell_text tasks.scripts tasks.runners tasks.runner_options", ("", "x || (", "bash -c '"), ("make ", "./a.sh\n", "x || true\n", "(", "{ a; ", "X=1\n$X ", "cd a\n", "for x in a b; do $x; done\n", "case $x in a) b;; esac\n", "f() { f; }\n", "A+=(a)\n", "[[ a && b ]]\n", "export A=b\n")),
    Parser("followed makefile", _followed("Makefile", "make"), "tasks tasks.programs tasks.make readers.makefile readers.make_values", ("", "a:\n\t", "a: "), _MAKE_SEEDS),
    Parser("justfile", lambda text: justfile.read(text, "justfile"), "readers.justfile", ("", "a:\n  ", "a := "), _JUST_SEEDS),
    Parser("followed justfile", _followed("justfile", "just"), "tasks.just readers.justfile", ("", "a:\n  ", "a: "), _JUST_SEEDS),
    Parser("followed sessions of nox", _followed("noxfile.py", "nox"), "tasks.nox tasks.python_calls", ("import nox\n@nox.session\ndef a(session):\n    ",), ("session.run('a')\n    ", "a(session)\n    ", "session.notify('a')\n    ", "f('')(", "session.run(*")),
    Parser("followed Python script", _followed("a.py", "python a.py"), "tasks.python_scripts tasks.python_calls", ("import subprocess\n",), ("subprocess.run(['a'])\n", "subprocess.run('a')\n", "[a, *b]")),
    Parser("followed tasks of invoke", _followed("tasks.py", "inv a"), "tasks.invoke tasks.python_calls", ("from invoke import task\n@task\ndef a(c):\n    ",), ("c.run('a')\n    ",)),
    Parser("followed tasks of poe", _followed("pyproject.toml", "poe a"), "tasks.poe tasks.named readers.toml_lines", ("[tool.poe.tasks]\na = ", "[tool.poe.tasks]\na = ['"), ("['a', 'b'],", "a = 'b'\n", "{cmd = 'a'},")),
    Parser("followed scripts of Hatch", _followed("pyproject.toml", "hatch run a"), "tasks.hatch tasks.named", ("[tool.hatch.envs.default.scripts]\na = '", "[tool.hatch.envs.default.scripts]\na = ['"), ("{args:", "a', '",)),
    Parser("followed scripts of PDM", _followed("pyproject.toml", "pdm run a"), "tasks.tables tasks.named", ("[tool.pdm.scripts]\na = '", "[tool.pdm.scripts]\na.composite = ['"), ("{args:", "a', '",)),
    Parser("followed package.json", _followed("package.json", "npm test"), "tasks.npm tasks.named", ('{"scripts": {"test": "', '{"scripts": {"test": "run-s x", '), ('"a": "b",\n', "npm test && ")),
    Parser("followed Taskfile", _followed("Taskfile.yml", "task a"), "tasks.taskfile tasks.named readers.yaml_marks", ("tasks:\n  a:\n    cmds:\n", "tasks:\n  a: "), ("    - b\n", "    - task: a\n", "{{.A}}")),
    Parser("followed tox.ini", _followed("tox.ini", "tox"), "tasks.tox readers.ini", ("[testenv]\ncommands = ", "[tox]\nenvlist = "), ("[testenv:a]\ncommands = b\n", "{a,b}", "{[testenv]commands}", "{posargs:{posargs:", "\n  a: b", "a-b: c\n")),
    Parser("followed tox.toml", _followed("tox.toml", "tox"), "tasks.tox readers.toml_lines", ("", 'env_list = ["a"]\n[env.a]\ncommands = [')),
    Parser("followed hooks", _followed(".pre-commit-config.yaml", "pre-commit run"), "tasks.commit_hooks readers.yaml_marks", ("", "repos:\n- repo: local\n  hooks:\n"), ("  - {id: a, entry: b}\n", "  - id: a\n    entry: b\n")),
    Parser("GitHub's workflow", _pipeline(".github/workflows/a.yml"), "project.ci project.ci_actions readers.ci readers.ci_files readers.ci_github readers.ci_conditions readers.ci_paths", ("", "on: push\njobs:\n  a:\n    steps:\n    - run: ", "on: push\njobs:\n  a:\n    if: ", "on: {push: {paths: ['"), ("${{ matrix.a }}", "matrix: {a: [b, c]}\n", "- uses: ./a\n", "- {run: a, if: b}\n", "(!", "a == b && ")),
    Parser("GitLab's pipeline", _pipeline(".gitlab-ci.yml", "a.yml"), "readers.ci_gitlab", ("", "a:\n  script:\n  - ", "a: {script: b, rules: [{if: '", "include:\n"), ("- a.yml\n", "b: {extends: a}\n", "!reference [a, script], ", "($A == ", "- '*a*'\n", "  - x\n")),
    Parser("CircleCI's configuration", _pipeline(".circleci/config.yml", ".circleci/a.yml"), "readers.ci_circle", ("", "jobs:\n  build:\n    steps:\n", "commands: {a: {steps: [{run: "), ("    - run: << parameters.a >>\n", "    - a\n", "setup: true\n")),
    Parser("Bitbucket's pipelines", _pipeline("bitbucket-pipelines.yml"), "readers.ci_bitbucket", ("", "pipelines:\n  default:\n"), ("  - step: {script: [a]}\n", "  - parallel: [{step: {script: a}}]\n")),
    Parser("Azure's pipeline", _pipeline("azure-pipelines.yml", "a.yml"), "readers.ci_azure", ("", "steps:\n", "jobs:\n- job: a\n  strategy: {matrix: {"), ("- template: a.yml\n", "- script: $(a)\n", "- '${{ if a }}':\n  - script: b\n", "- ${{ parameters.a }}\n")),
    Parser("CodeBuild's specification", _pipeline("buildspec.yml"), "readers.ci_codebuild", ("", "phases:\n  build:\n    commands:\n"), ("    - a\n",)),
    Parser("Jenkinsfile", _pipeline("Jenkinsfile"), "readers.ci_jenkins", ("", "sh '"), ("sh 'a'\n", "catchError(", "buildResult: 'SUCCESS') {", "/*", "//")),
    Parser("pre-commit.ci", _pipeline(".pre-commit-config.yaml"), "readers.ci_hooks", ("", "ci:\n  skip: ["), ("ci: {skip: [a]}\n", "repos:\n")),
    Parser("other pipelines", _pipeline(".travis.yml"), "readers.ci_others", ("", "script:\n"), ("- a\n", "install: b\n")),
    Parser("dockerignore", _dockerignore, "readers.docker core.patterns"),
    Parser("gitignore", _gitignore, "core.gitignore core.patterns"),
    Parser("ignores", lambda text: list(apply_ignores("a.py", text, [], "forbid-env-files")), "core.ignores", ("", "# standards: ignore[")),
    Parser("patterns", _pattern, "core.patterns", ("", "a", "[")),
    Parser("configuration", _configuration, "core.configuration core.arguments core.toml", ("[tool.backend-standards]\n", "[tool.backend-standards.env-files]\nallow = ")),
    Parser("what is printed", _printed, "core.output core.remedies core.masking core.git"),
    Parser("text", lambda text: (decode(_bytes(text)), decode(text.encode("utf-16", "surrogatepass")), lines(text)), "core.text"),
    Parser("index", _index, "core.git"),
    Parser("file of the index", _index_file, "core.index_file"),
    Parser("commit message", _message, _COMMITS, ("", "feat", "feat: add login\n\n", "feat(", "Merge branch '", 'Revert "x"\n\n'), _MESSAGE_SEEDS),
    Parser("pushed commits", _push, f"commits.pushed {_COMMITS}"),
    Parser("generated commits", lambda text: generated.kind(text.partition("\n")[0], text.partition("\n")[2]), "commits.generated", ("", "Merge branch '")),
    Parser("branch", _branch, "commits.branch_names", ("", "feature/")),
    Parser("layout", _layout, "layout layout.*"),
    Parser("README.md", _documents("README.md"), "project project.*", ("", "# a\n", "# a\n## Setup\n", "# Project name\n", "<h1>"), _README_SEEDS),
    Parser("README.rst", _documents("README.rst"), "project project.*", ("", "a\n===\n", "a\n===\n.. code::\n\n   "), _README_SEEDS),
    Parser("template for pull requests", _documents(".github/pull_request_template.md"), "project.pull_request", ("", "## Why\n"), ("- [ ] ", "closes #1 ")),
    Parser("Makefile of commands", _documents("Makefile", "README.md"), "project.commands", ("", "a: ")),
    Parser("pyproject.toml of commands", _documents("pyproject.toml", "README.md"), "project.commands", ("", "[")),
    Parser("settings of tools in TOML", _gates("pyproject.toml"), f"{_GATES} readers.toml_lines", ("", "[tool.mypy]\nexclude = '", "[tool.ruff]\nexclude = ['", "[tool.ruff.lint.per-file-ignores]\n'"), ("'ALL',", "src|", "[[tool.mypy.overrides]]\n")),
    Parser("settings of coverage", _gates("pyproject.toml"), "project.coverage_gate project.coverage_scope readers.words", ("[tool.coverage.run]\nomit = ['", "[tool.coverage.run]\nomit = ['src/*/*", "[tool.pytest.ini_options]\naddopts = '"), ("*/", "**/", "*a", "',\n'", "--cov-fail-under=")),
    Parser("settings of tools in INI", _gates("setup.cfg"), f"{_GATES} project.coverage_gate readers.ini", ("", "[flake8]\nexclude =\n", "[tool:pytest]\naddopts =\n", "[coverage:run]\nomit =\n"), ("  a,\n", "[mypy-a]\n", "ignore_errors = 1\n")),
    Parser("hooks of pre-commit", _gates(".pre-commit-config.yaml"), "project.hook_config", ("", "repos:\n- repo: a\n  rev: ", "exclude: "), ("- repo: a\n  rev: b\n  hooks: [{id: c, entry: 'd'}]\n",)),
    Parser("hooks of prek", _gates("prek.toml"), "project.hook_config", ("", "[[repos]]\nrepo = 'a'\nrev = '"), ("[[repos]]\nrev = 'a'\n", "hooks = [{id = 'a', entry = '",)),
    Parser("codecov.yml", _gates("codecov.yml"), "project.coverage_gate", ("", "coverage: {status: {project: {default: {target: ")),
    Parser("words of tasks", _gates("noxfile.py"), "project.gate_runs project.task_files project.quality_tools", ("", "session.run('"), ("mypy ", "--cov-fail-under=80 ", "\n")),
    Parser("targets of tasks", _gates("Makefile"), "project.gate_runs", ("", "a:\n\t"), ("a: b\n", "\tpytest --cov-fail-under=80\n")),
    Parser("code with routes", _documents("src/a.py", "README.md"), "project.routes", ("", "a = ")),
    Parser("Python code", _python_code, "code code.*", ("", "try:\n    a()\nexcept Exception:\n    "), _PYTHON_SEEDS),
    Parser("settings", _settings, "code code.*", ("import os, pydantic, pydantic_settings\n", "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    "), _PYTHON_SEEDS),
    Parser("declared versions", _declared, "dependencies.declared", ("", "==", ">=1,<2", "[a] ~= ")),
    Parser(
        "routes",
        _routes,
        "code.api_routes code.bodies code.endpoints code.ok_answers code.route_prefixes code.route_words code.routes code.schemas",
        ("", "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/a')\ndef f(): return "),
        _ROUTE_SEEDS,
    ),
    Parser("settings of pytest", _pytest_settings, "code.pytest_settings", ("", "[pytest]\nenv = ", "[tool.pytest.ini_options]\nenv = ['")),
    Parser("Python code that is not parsed", lambda text: list(unparsable.findings(Source("a.py", _bytes(text)), Fault("f-string: x", 1))), "code.unparsable"),
    Parser("test code", lambda text: test_code.holds_tests(_bytes("def test assert" + text)), "layout.test_code", ("", "class TestA")),
    Parser("history", _history, "audit.history core.git_stream"),
    Parser("changes of a file", _changes, "audit.changes"),
    Parser("audit's journal", lambda text: report.from_json(_bytes(text), "x"), "audit.report audit.members"),
]  # fmt: skip


# --- what a module looks for ------------------------------------------------------------------------

_LONGEST_TOKEN = 60
_ALWAYS = (*"aA0 \t\n\r\0\\\"'`#=:;,./-_+*?!%&@$^~|<>()[]{}", "\r\n", "\u00e9", "\ufeff", "\u2028", "\\\n", '"""')
_ANY = "x"


def matching(patterns: str) -> list[str]:
    """Return the modules that patterns match, such as ``secrets.aws_*``."""
    found = [module for pattern in patterns.split() for module in fnmatch.filter(SOURCES, pattern)]
    assert found, patterns
    return list(dict.fromkeys(found))


@cache
def tokens(modules: str) -> tuple[str, ...]:
    """Return what the sources of modules look for: short constants, and the parts of regular expressions."""
    found: dict[str, None] = {}
    for module in matching(modules):
        for constant in _constants_of(module):
            found.update(dict.fromkeys(_parts(constant)))
    return tuple(each for each in found if each and len(each) <= _LONGEST_TOKEN)


def characters(words: Iterable[str]) -> tuple[str, ...]:
    """Return the special characters of tokens: all that are no letters or digits, and some that always are."""
    special = {char for word in words for char in word if not char.isalnum()}
    return (*_ALWAYS, *sorted(special.difference(_ALWAYS)))


def _constants_of(module: str) -> Iterator[str]:
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    messages = {id(each) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose and id(node) not in messages:
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                yield node.value.decode("latin-1")


def _parts(constant: str) -> Iterator[str]:
    """Yield the constant itself if it is a token, the words of a list, and the parts of a regular expression."""
    is_prose = " " in constant.strip() and not any(sign in constant for sign in "\\[(|*")
    if len(constant) <= _LONGEST_TOKEN and not is_prose:
        yield constant
    if any(sign in constant for sign in "\\[(|*+?"):
        with contextlib.suppress(re.error, OverflowError, RecursionError):
            yield from _samples(_parser.parse(constant))
    elif is_prose and len(constant) > _LONGEST_TOKEN:
        yield from constant.split()[:12]


def _samples(parsed: Any) -> Iterator[str]:
    """Yield a text that matches a parsed expression, and one for each of its groups, alternatives and repeats."""
    yield _sample(parsed)
    for operation, argument in parsed:
        name = str(operation)
        if name == "BRANCH":
            for each in argument[1]:
                yield from _samples(each)
        elif name == "SUBPATTERN":
            yield from _samples(argument[3])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from _samples(argument[2])
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _samples(argument[1])
        elif name == "ATOMIC_GROUP":
            yield from _samples(argument)


def _sample(parsed: Any) -> str:
    parts = []
    for operation, argument in parsed:
        name = str(operation)
        if name == "LITERAL":
            parts.append(chr(argument))
        elif name == "NOT_LITERAL":
            parts.append(_ANY if chr(argument) != _ANY else "y")
        elif name == "ANY":
            parts.append(_ANY)
        elif name == "IN":
            parts.append(_member(argument))
        elif name == "BRANCH":
            parts.append(_sample(argument[1][0]))
        elif name == "SUBPATTERN":
            parts.append(_sample(argument[3]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least = min(max(argument[0], 1), 20)
            parts.append(_sample(argument[2]) * least)
        elif name == "ATOMIC_GROUP":
            parts.append(_sample(argument))
    return "".join(parts)


_CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": _ANY, "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_DIGIT": _ANY}  # fmt: skip


def _member(members: Any) -> str:
    """Return a character of a class; of a negated one, a character that it has too."""
    if str(members[0][0]) == "NEGATE":
        return next((each for each in "x1 -;\n" if not any(_has(member, each) for member in members[1:])), _ANY)
    operation, argument = members[0]
    if str(operation) == "RANGE":
        return chr(argument[0])
    return chr(argument) if str(operation) == "LITERAL" else _CATEGORIES.get(str(argument), _ANY)


def _has(member: Any, char: str) -> bool:
    operation, argument = member
    if str(operation) == "LITERAL":
        return chr(argument) == char
    if str(operation) == "RANGE":
        return bool(argument[0] <= ord(char) <= argument[1])
    name = str(argument)
    return (name == "CATEGORY_DIGIT" and char.isdigit()) or (name == "CATEGORY_SPACE" and char.isspace())
