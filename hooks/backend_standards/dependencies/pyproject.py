"""The dependencies that a ``pyproject.toml`` declares, and the findings about those that are not pinned.

Sources: PyPA's "pyproject.toml specification" and "Dependency Groups" (PEP 621, PEP 735); Poetry's "Dependency
specification"; uv's "Managing dependencies" and PDM's "Manage dependencies". ``[build-system] requires`` is not read,
because it installs nothing into the application.
"""

from __future__ import annotations

import bisect
import re

from backend_standards.dependencies import requirements
from backend_standards.locks import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.core import Finding
    from backend_standards.dependencies import Policy

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|'
    r"'''.*?(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.)*"?|'
    r"'[^'\n]*'?|#[^\n]*|\n[ \t]*\[[\w.\"' \t\[-]+\]+[ \t]*(?=[#\n]|\Z)",
    re.DOTALL,
)
"""A string (of four kinds, closed or not), a comment, or the head of a table: the tokens in which others may be hidden.
Each alternative ends at its first possible end, so the time is linear."""
_BARE_KEY = re.compile(r"^[ \t]*([A-Za-z0-9_-][A-Za-z0-9._-]*)[ \t]*=", re.MULTILINE)
_EQUALS = re.compile(r"[ \t]*=")


class _Text:
    """The places of the strings and keys of a TOML text, by the dotted path of their table and key."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.strings: dict[tuple[str, str], list[int]] = {}
        """By (path, string): the offsets, the last first."""
        self.keys: dict[tuple[str, str], int] = {}
        """By (table, key)."""
        table = key = ""
        at = 0
        padded = "\n" + text  # the head of a table follows a line end; so each offset is one too high
        for match in _TOKEN.finditer(padded):
            token, start = match[0], max(match.start() - 1, 0)
            for found in _BARE_KEY.finditer(text, at, start):
                key = found[1]
                self.keys.setdefault((table, key), found.start(1))
            at = match.end() - 1
            if token[0] == "\n":
                table, key = _table(token), ""
            elif token[0] != "#":
                value = _value(token)
                if _EQUALS.match(text, at):
                    key = value
                    self.keys.setdefault((table, key), start)
                else:
                    self.strings.setdefault((f"{table}.{key}", value), []).append(start)
        for found in _BARE_KEY.finditer(text, at):
            self.keys.setdefault((table, found[1]), found.start(1))
        for places in self.strings.values():
            places.reverse()

    def of_string(self, path: str, value: str) -> int:
        """Return the place of a string of a list, each time the next one; inline tables are found by the path above."""
        while path:
            if places := self.strings.get((path, value)):
                return places.pop() if len(places) > 1 else places[0]
            path = path.rpartition(".")[0]
        return 0

    def of_key(self, table: str, key: str) -> int:
        """Return the place of a key of a table, or of the table if the key is written in another way."""
        while table:
            for name in (key, f"{table.rpartition('.')[2]}.{key}"):
                if (table, name) in self.keys:
                    return self.keys[table, name]
            table = table.rpartition(".")[0]
        return 0


def _value(token: str) -> str:
    """Return the text of a string, given with its quotes."""
    if token[0] == '"' and "\\" in token:
        import tomllib

        return str(tomllib.loads(f"x = {token}")["x"])
    quotes = 3 if token.startswith(('"""', "'''")) else 1
    return token[quotes:-quotes]


def _table(head: str) -> str:
    """Return the dotted name of a table, given its head, without quotes and spaces."""
    return ".".join(part.strip(" \t\"'") for part in head.strip(" \t\r\n[]").split("."))


def findings(path: str, data: bytes, policy: Policy, hook: str) -> Iterator[Finding]:
    """Yield the findings about the dependencies of a ``pyproject.toml``."""
    if b"dependenc" not in data:
        return
    from backend_standards.core import toml
    from backend_standards.core.ignores import apply_ignores
    from backend_standards.core.text import decode, with_newlines

    text = with_newlines(decode(data)).removeprefix("\ufeff")
    try:
        document = toml.tables(text)
    except ValueError as error:
        from backend_standards.core import Finding
        from backend_standards.dependencies.problems import WITHOUT_TEMPLATES
        from backend_standards.dependencies.rules import INVALID_REQUIREMENT

        message = f"the file is not valid TOML, so no tool can read its dependencies: {error}"
        yield Finding(path, INVALID_REQUIREMENT, message, note=f"Fix it. {WITHOUT_TEMPLATES}")
        return
    yield from apply_ignores(path, text, _findings(path, text, document, policy), hook)


def _findings(path: str, text: str, document: dict[str, object], policy: Policy) -> Iterator[Finding]:
    places = _Text(text)
    starts = [0, *[match.end() for match in re.finditer("\n", text)]]
    for offset, requirement, is_poetry in _declared(document, places):
        problem = requirements.judge(requirement).problem
        if not problem or policy.allows(problem):
            continue
        from backend_standards.dependencies import problems, rules

        if problem.rule is rules.LOCAL_BUILD_PATH:
            continue
        note = ""
        if is_poetry and (problems.is_loose(problem) or problem.rule is rules.UNPINNED_LATEST):
            tested = f"`poetry show {problem.subject}` prints it"
            note = f'Write "==VERSION", with the version that you have tested: {tested}.'
        line = bisect.bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        yield problems.finding(path, problem, line, column, note=note)


def _declared(document: dict[str, object], places: _Text) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, requirement in pip's form, is Poetry's) for each dependency that is not a local path."""
    project = _dictionary(document.get("project"))
    tool = _dictionary(document.get("tool"))
    uv, pdm = _dictionary(tool.get("uv")), _dictionary(tool.get("pdm"))
    sources = {normal(name): source for name, source in _dictionary(uv.get("sources")).items()}
    own = normal(str(project.get("name", "")))
    lists = [("project", "dependencies", project.get("dependencies"))]
    for table, groups in (
        ("project.optional-dependencies", project.get("optional-dependencies")),
        ("dependency-groups", document.get("dependency-groups")),
        ("tool.pdm.dev-dependencies", pdm.get("dev-dependencies")),
    ):
        lists += [(table, name, group) for name, group in _dictionary(groups).items()]
    lists.append(("tool.uv", "dev-dependencies", uv.get("dev-dependencies")))
    for table, key, group in lists:
        for text in group if isinstance(group, list) else ():
            if not isinstance(text, str) or text.startswith("-e"):  # include-group: the group is in the list itself
                continue
            name = normal(re.split(r"[^A-Za-z0-9._-]", text.strip(), maxsplit=1)[0])
            sourced = _of_source(name, sources.get(name), text)
            if name != own and sourced:
                yield places.of_string(f"{table}.{key}", text), sourced, False
    for offset, text in _of_poetry(_dictionary(tool.get("poetry")), places):
        yield offset, text, True


def _dictionary(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _of_source(name: str, source: object, text: str) -> str:
    """Return a requirement with its checkout or URL in ``[tool.uv.sources]``; "" if it is a path there."""
    each = source[0] if isinstance(source, list) and source else source
    if not isinstance(each, dict):
        return text
    if "path" in each or "workspace" in each:
        return ""
    return _of_table(name, each) or text


def _of_table(name: str, table: dict[str, object]) -> str:
    """Return the requirement of a table that gives a checkout or a URL; "" if it gives neither."""
    if "git" in table:
        ref = next((str(table[key]) for key in ("rev", "tag", "branch") if table.get(key)), "")
        if "rev" not in table:  # a branch may have the name of a version
            ref = f"refs/tags/{ref}" if "tag" in table else ref and "branch"
        url = str(table["git"])
        url = url if "://" in url else "ssh://" + url.replace(":", "/", 1)
        return f"{name} @ git+{url.removeprefix('git+')}{'@' if ref else ''}{ref}"
    return f"{name} @ {table['url']}" if "url" in table else ""


def _of_poetry(poetry: dict[str, object], places: _Text) -> Iterator[tuple[int, str]]:
    tables = [(f"tool.poetry.{key}", poetry.get(key)) for key in ("dependencies", "dev-dependencies")]
    for name, group in _dictionary(poetry.get("group")).items():
        tables.append((f"tool.poetry.group.{name}.dependencies", _dictionary(group).get("dependencies")))
    for table, dependencies in tables:
        for name, value in _dictionary(dependencies).items():
            if name.lower() == "python":
                continue
            for each in value if isinstance(value, list) else [value]:
                text = _poetry_requirement(name, each)
                if text:
                    yield places.of_key(table, name), text


def _poetry_requirement(name: str, value: object) -> str:
    """Return a dependency of Poetry in pip's form, in which any caret or tilde is some range."""
    extras = ""
    if isinstance(value, dict):
        if "path" in value:
            return ""
        if text := _of_table(name, value):
            return text
        names = value.get("extras")
        extras = f"[{','.join(map(str, names))}]" if isinstance(names, list) and names else ""
        value = value.get("version", "*")
    constraint = str(value).strip()
    if constraint in ("", "*"):
        return name + extras
    if constraint[0].isdigit() or constraint.lower().startswith(("v", "latest")):
        constraint = f"=={constraint}" if "," not in constraint and "|" not in constraint else ">=0"
    elif constraint.startswith("=") and not constraint.startswith("=="):
        constraint = "=" + constraint
    elif constraint.startswith("^") or "|" in constraint or (constraint[0] == "~" and constraint[1:2] != "="):
        constraint = ">=0"
    return f"{name}{extras}{constraint}"
