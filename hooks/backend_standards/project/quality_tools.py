"""Which checks are configured: by the tables of tools, the hooks of pre-commit, and the commands that are run.

Sources: the documentation of the tools that are named.
"""

from __future__ import annotations

from backend_standards.project.tool_tables import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.project.tool_tables import Tables
    from backend_standards.readers.marked import Node

KINDS = ("lint", "types", "tests", "audit", "security")
_TABLES = {
    "ruff": "lint",
    "flake8": "lint",
    "pylint": "lint",
    "black": "lint",
    "pycodestyle": "lint",
    "pydocstyle": "lint",
    "pylama": "lint",
    "prospector": "lint",
    "yapf": "lint",
    "autopep8": "lint",
    "blue": "lint",
    "mypy": "types",
    "pyright": "types",
    "basedpyright": "types",
    "ty": "types",
    "pyre": "types",
    "pyrefly": "types",
    "pytype": "types",
    "zuban": "types",
    "pytest": "tests",
    "coverage": "tests",
    "bandit": "security",
    "semgrep": "security",
    "safety": "audit",
    "pip-audit": "audit",
}
"""Tables below ``[tool]``, and sections of INI files, by the first word of their name."""
_BESIDES_PYRIGHT = ("mypy", "ty", "pyrefly", "pyre", "pytype", "zuban")
_SECTIONS = {
    **_TABLES,
    **dict.fromkeys(("tool:pytest", "unittest", "nosetests", "testenv"), "tests"),
    **dict.fromkeys(("pep8", "messages control", "main", "master"), "lint"),
}
_INI = ("setup.cfg", "tox.ini")
_PROGRAMS = {
    **dict.fromkeys(("ruff", "flake8", "pylint", "black", "pycodestyle", "prospector", "pylama", "yapf"), "lint"),
    **dict.fromkeys(("pep8", "autopep8", "blue", "wemake", "flakeheaven", "flake9", "pyflakes"), "lint"),
    **dict.fromkeys(("mypy", "dmypy", "pyright", "basedpyright", "ty", "pyre", "pyrefly", "pytype"), "types"),
    **dict.fromkeys(("zuban", "zmypy"), "types"),
    **dict.fromkeys(("pytest", "py.test", "unittest", "nose2", "nosetests", "green", "ward", "tox"), "tests"),
    **dict.fromkeys(("behave", "trial", "stestr", "pytest-xdist", "karma-python"), "tests"),
    **dict.fromkeys(
        ("bandit", "semgrep", "opengrep", "codeql", "sonar-scanner", "pysonar", "pysonar-scanner"), "security"
    ),
    **dict.fromkeys(("horusec", "bearer", "pysa", "dlint", "fluidattacks", "veracode"), "security"),
    **dict.fromkeys(("pip-audit", "pip_audit", "safety", "osv-scanner", "grype", "jake", "ossaudit"), "audit"),
    **dict.fromkeys(("dependency-check", "owasp-dependency-check", "cve-bin-tool"), "audit"),
    **dict.fromkeys(("mega-linter-runner",), "lint types security"),
}
"""Programs, and words of hooks' ids, by the kinds of check that they do."""
_RUNNERS = ("uv", "poetry", "pdm", "hatch", "pipenv", "rye", "pixi", "micromamba", "conda", "mamba")
_MOST_RUNNERS = 6
_WITH_VALUE = frozenset(
    "--group --with --extra --python -p --project --directory --env-file --only-group --package --from --spec -C -e "
    "--with-requirements -n -u --user -E".split()
)
"""Options of runners whose value is the next word."""
_ACTIONS = (
    *(("pip-audit", "audit"), ("dependency-review-action", "audit"), ("osv-scanner", "audit"), ("pyup", "audit")),
    *(
        ("trivy-action", "audit"),
        ("snyk/", "audit security"),
        ("snyk", "audit"),
        ("anchore/scan-action", "audit"),
        ("safety", "audit"),
    ),
    *(("dependency-check", "audit"), ("renovate", "audit"), ("mend", "audit"), ("fossa", "audit")),
    *(("codeql-action", "security"), ("bandit", "security"), ("semgrep", "security"), ("sonar", "security")),
    *(("bearer", "security"), ("codeguru", "security"), ("veracode", "security"), ("checkmarx", "security")),
    *(("ruff", "lint"), ("flake8", "lint"), ("pylint", "lint"), ("psf/black", "lint"), ("wemake", "lint")),
    *(("mypy", "types"), ("pyright", "types"), ("pytest", "tests"), ("tox", "tests")),
    *(("super-linter", "lint types"), ("megalinter", "lint types security"), ("mega-linter", "lint types security")),
    ("python-lint", "lint types"),
)
"""Parts of the names of actions, by the kinds of check that they do."""
_ECOSYSTEMS = ("pip", "uv", "poetry", "pipenv", "conda")
_TEMPLATES = (("Dependency-Scanning", "audit"), ("SAST", "security"), ("Auto-DevOps", "security audit tests"))
"""Parts of the names of GitLab's own templates."""


def of_tables(file: Tables) -> Iterator[tuple[str, int]]:
    """Yield each kind of check that a file's tables configure, with the line."""
    if file.name == "Pipfile":
        return
    if file.name in ("ruff.toml", ".ruff.toml"):
        tops: Mapping[str, object] = {"ruff": file.top}
    else:
        tops = file.table("tool") if file.is_toml else file.top
    for name in tops:
        place = file.line("tool", name) if file.is_toml else file.line(name)
        first = name.partition(":")[0].partition("-")[0].partition(".")[0].strip().lower()
        kind = _TABLES.get(name) or _TABLES.get(first) if file.is_toml else _SECTIONS.get(name) or _SECTIONS.get(first)
        if kind and (file.is_toml or file.name in _INI or file.name.strip(".").startswith(first)):
            yield kind, place
    if _has_bandit(file):
        yield "security", 0
    if file.is_toml and file.has("tool", "uv", "audit"):
        yield "audit", file.line("tool", "uv", "audit")


def _has_bandit(file: Tables) -> bool:
    """Return whether ruff or flake8 is asked for bandit's rules (S)."""
    if file.name == ".flake8" or file.name in _INI:
        section = file.table("flake8")
        return any("S" in (each[:1]) for key in ("select", "extend-select") for each in words(section.get(key)))
    if not file.is_toml:
        return False
    ruff = file.top if file.name.endswith("ruff.toml") else file.table("tool", "ruff")
    for table in (ruff, ruff.get("lint")):
        if isinstance(table, dict):
            chosen = [each for key in ("select", "extend-select") for each in words(table.get(key))]
            ignored = words(table.get("ignore")) + words(table.get("extend-ignore"))
            if any(is_of_bandit(each) for each in chosen) and "S" not in ignored:
                return True
    return False


def is_of_bandit(code: str) -> bool:
    """Return whether a code of ruff's stands for rules of bandit: S, S1, S608, ALL; SIM and SLF are others."""
    return code == "ALL" or (code[:1] == "S" and (code[1:] == "" or code[1:].isdecimal()))


def has_type_checker_besides_pyright(files: Iterable[Tables], hooks: Iterable[str]) -> bool:
    """Return whether a table, or the id of a hook, is that of a type checker other than pyright, which editors run."""
    names = {name.partition("-")[0] for file in files for name in (file.table("tool") if file.is_toml else file.top)}
    names.update(part for identifier in hooks for part in identifier.split("-"))
    return not names.isdisjoint(_BESIDES_PYRIGHT)


def of_words(given: Sequence[str]) -> set[str]:
    """Return the kinds of check that the words of a command do; what only starts the program is passed over."""
    command = _without_runner(given)
    if not command:
        return set()
    name, rest = command[0].rpartition("/")[2], command[1:]
    name = name.partition("==")[0].partition("@")[0].partition("[")[0]
    found = set(_PROGRAMS.get(name, "").split())
    if (name in ("uv", "poetry", "pdm", "hatch", "rye", "pixi") and "audit" in rest[:1]) or (
        name == "pipenv" and not {"check", "scan", "audit"}.isdisjoint(rest[:1])
    ):
        found.add("audit")
    elif name == "snyk":
        found.add("security" if "code" in rest[:1] else "audit")
    elif name == "trivy" and not {"fs", "filesystem", "repo", "repository", "image", "rootfs"}.isdisjoint(rest):
        found.add("audit")
    elif name == "manage.py" and "test" in rest[:1]:
        found.add("tests")
    elif name == "coverage":
        found |= {"tests"} if "run" in rest[:1] or "report" in rest[:1] else set()
    elif name == "ruff" and _asks_bandit(rest):
        found.add("security")
    return found


def _without_runner(given: Sequence[str]) -> Sequence[str]:
    """Return the words of a command from its program on: ``uv run --group dev mypy .`` begins with ``mypy``."""
    at = 0
    for _ in range(_MOST_RUNNERS):
        start = at
        while at < len(given) and "=" in given[at] and given[at].partition("=")[0].isidentifier():
            at += 1
        name = given[at].rpartition("/")[2] if at < len(given) else ""
        following = given[at + 1] if at + 1 < len(given) else ""
        if name in _RUNNERS and following == "run":
            at = _past_options(given, at + 2)
        elif name == "uv" and given[at + 1 : at + 3] == ["tool", "run"]:
            at = _past_options(given, at + 3)
        elif name in ("uvx", "pipx", "sudo", "env", "time", "exec", "xvfb-run", "command", "nice", "timeout"):
            at = _past_options(given, at + (2 if following == "run" else 1))
        elif name.startswith(("python", "pypy")) and following == "-m":
            at += 2
        elif name.startswith("python") and following.endswith("manage.py"):
            at += 1
        if at == start:
            break
    return given[at:]


def _past_options(given: Sequence[str], at: int) -> int:
    """Return the place of the first word that is neither an option nor the value of one that takes one."""
    while at < len(given) and (given[at].startswith("-") or given[at].isdecimal()):
        at += 2 if given[at] in _WITH_VALUE else 1
    return at


def of_action(name: str) -> set[str]:
    """Return the kinds of check that an action of a marketplace does, by its name."""
    lowered = name.lower()
    return {kind for part, kinds in _ACTIONS if part in lowered for kind in kinds.split()}


def of_gitlab_template(name: str) -> set[str]:
    """Return the kinds of check that a template of GitLab's does, by its name."""
    return {kind for part, kinds in _TEMPLATES if part in name for kind in kinds.split()}


def of_hook(identifier: str, entry: Sequence[str], arguments: Sequence[str]) -> set[str]:
    """Return the kinds of check that a hook of pre-commit does, by its id and by the command of its own."""
    found = of_words([*entry, *arguments])
    name = identifier.lower()
    for part in (name, *name.replace("_", "-").split("-")):
        found.update(_PROGRAMS.get(part, "").split())
    if "pip-audit" in name or "dependencies-check" in name or name in ("uv-audit", "poetry-audit"):
        found.add("audit")
    if name in ("ruff", "ruff-check") and _asks_bandit(arguments):
        found.add("security")
    return found


def _asks_bandit(given: Sequence[str]) -> bool:
    for number, word in enumerate(given):
        option, equals, value = word.partition("=")
        if option in ("--select", "--extend-select"):
            value = value if equals else (given[number + 1] if number + 1 < len(given) else "")
            if any(is_of_bandit(code) for code in words(value)):
                return True
    return False


def updates_python(path: str, text: str) -> bool:
    """Return whether a file of Dependabot or Renovate has the dependencies of Python looked after.

    Both raise pull requests for known vulnerabilities; Renovate does so for every language unless it is told not to.
    """
    if "dependabot" in path:
        lines = [line.strip().removeprefix("-").strip() for line in text.split("\n")]
        found = [line.partition(":")[2] for line in lines if line.startswith("package-ecosystem:")]
        return any(each.partition("#")[0].strip().strip("\"'") in _ECOSYSTEMS for each in found)
    from backend_standards.readers import json_marks
    from backend_standards.readers.marked import Pairs, Unreadable

    try:
        node = json_marks.value(text)
    except Unreadable:
        return True
    alerts = node.get("vulnerabilityAlerts") if isinstance(node, Pairs) else None
    return not any(isinstance(each, Pairs) and _is_false(each.get("enabled")) for each in (node, alerts))


def _is_false(node: Node | None) -> bool:
    from backend_standards.readers.marked import Text

    return isinstance(node, Text) and node.text == "false"
