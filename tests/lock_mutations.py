"""Changes of manifests, chosen by a seed, to see whether the hook and a tool's own check say the same of the lock.

Each change has a name. One of a manifest edits its tables in place, and returns False where it does not fit. One of a
lock returns the new text, or the same where it does not fit.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from lock_tools import NAMES

Tables: TypeAlias = "dict[str, Any]"
Change: TypeAlias = "Callable[[Tables, random.Random], bool]"
TextChange: TypeAlias = "Callable[[str, random.Random], str]"
_SPECIFIERS = (">=1.0", "<9", ">=1.16,<2", "!=1.5", "~=1.16", "==1.17.0", "==1.*", ">1", "<=1.17", "===1.17.0", "")
_MARKERS = (
    "python_version < '3.12'",
    "python_version >= '3.12'",
    "python_full_version < '3.12'",
    "sys_platform == 'win32'",
    "platform_system == 'Windows'",
    "os_name == 'nt' or sys_platform == 'linux'",
    "python_version in '3.11 3.12'",
    "sys_platform != 'darwin' and implementation_name == 'cpython'",
    "python_version == '3.12'",
    "",
)
_PYTHONS = (">=3.11", ">=3.10", ">=3.12", ">=3.11,<4", "~=3.11", ">=3.11,!=3.11.1", ">=3.11,<3.15", ">=3.11.0")


def dump(tables: Tables) -> str:
    """Return tables as TOML: one line a key, with all below it inline."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in tables.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def requirement(choose: random.Random, names: Sequence[str] = NAMES) -> str:
    """Return a requirement of a package of the made-up index."""
    marker = choose.choice(_MARKERS) if choose.random() < 0.3 else ""
    extra = "[x]" if choose.random() < 0.2 else ""
    return f"{choose.choice(names)}{extra}{choose.choice(_SPECIFIERS)}{f'; {marker}' if marker else ''}"


# --- PEP 621 and PEP 735 ----------------------------------------------------------------------------


def _lists(tables: Tables) -> list[list[Any]]:
    """Return the lists of requirements that a manifest has, those that are not empty."""
    project = tables.get("project", {})
    found = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    found += tables.get("dependency-groups", {}).values()
    return [each for each in found if any(isinstance(row, str) for row in each)]


def _any_row(tables: Tables, choose: random.Random) -> tuple[list[Any], int] | None:
    lists = _lists(tables)
    if not lists:
        return None
    rows = choose.choice(lists)
    return rows, choose.choice([at for at, row in enumerate(rows) if isinstance(row, str)])


def _name(row: str) -> str:
    end = 0
    while end < len(row) and (row[end].isalnum() or row[end] in "-_."):
        end += 1
    return row[:end]


def add(tables: Tables, choose: random.Random) -> bool:
    tables.setdefault("project", {}).setdefault("dependencies", []).append(requirement(choose))
    return "name" in tables["project"]


def remove(tables: Tables, choose: random.Random) -> bool:
    if place := _any_row(tables, choose):
        del place[0][place[1]]
    return bool(place)


def rename(tables: Tables, choose: random.Random) -> bool:
    if place := _any_row(tables, choose):
        rows, at = place
        rows[at] = choose.choice(NAMES) + rows[at][len(_name(rows[at])) :]
    return bool(place)


def specifier(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place or " @ " in place[0][place[1]]:
        return False
    rows, at = place
    body, semicolon, marker = rows[at].partition(";")
    head = body.partition("]")[0] + "]" if "]" in body else _name(body)
    rows[at] = head + choose.choice(_SPECIFIERS) + semicolon + marker
    return True


def marker(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place:
        return False
    rows, at = place
    chosen = choose.choice(_MARKERS)
    rows[at] = rows[at].partition(";")[0].rstrip() + (f" ; {chosen}" if chosen else "")
    return True


def extra_of_requirement(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place:
        return False
    rows, at = place
    name, rest = _name(rows[at]), rows[at][len(_name(rows[at])) :].lstrip()
    rows[at] = name + rest.partition("]")[2] if rest.startswith("[") else f"{name}[x]{rest}"
    return True


def spelling(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place:
        return False
    rows, at = place
    name, rest = _name(rows[at]), rows[at][len(_name(rows[at])) :]
    rows[at] = name.upper().replace("-", "_") + rest.replace(",", " , ").replace("'", '"')
    return True


def order(tables: Tables, choose: random.Random) -> bool:
    lists = [each for each in _lists(tables) if len(each) > 1]
    for rows in lists:
        choose.shuffle(rows)
    return bool(lists)


def duplicate(tables: Tables, choose: random.Random) -> bool:
    if place := _any_row(tables, choose):
        place[0].append(place[0][place[1]])
    return bool(place)


def add_optional(tables: Tables, choose: random.Random) -> bool:
    extras = tables.setdefault("project", {}).setdefault("optional-dependencies", {})
    extras.setdefault(choose.choice(("new", "Fast_X", "x")), []).append(requirement(choose))
    return "name" in tables["project"]


def empty_optional(tables: Tables, _: random.Random) -> bool:
    tables.setdefault("project", {}).setdefault("optional-dependencies", {}).setdefault("hollow", [])
    return "name" in tables["project"]


def remove_optional(tables: Tables, choose: random.Random) -> bool:
    extras = tables.get("project", {}).get("optional-dependencies", {})
    if extras:
        del extras[choose.choice(list(extras))]
    return bool(extras)


def rename_optional(tables: Tables, choose: random.Random) -> bool:
    extras = tables.get("project", {}).get("optional-dependencies", {})
    if not extras:
        return False
    name = choose.choice(list(extras))
    new = choose.choice((f"{name}2", name.upper(), name.replace("-", "_")))
    tables["project"]["optional-dependencies"] = {new if each == name else each: rows for each, rows in extras.items()}
    return True


def add_group(tables: Tables, choose: random.Random) -> bool:
    groups = tables.setdefault("dependency-groups", {})
    groups.setdefault(choose.choice(("dev", "Docs", "new")), []).append(requirement(choose))
    return True


def empty_group(tables: Tables, _: random.Random) -> bool:
    tables.setdefault("dependency-groups", {}).setdefault("hollow", [])
    return True


def remove_group(tables: Tables, choose: random.Random) -> bool:
    groups = tables.get("dependency-groups", {})
    if not groups:
        return False
    name = choose.choice(list(groups))
    del groups[name]
    for rows in groups.values():
        rows[:] = [row for row in rows if not (isinstance(row, dict) and row.get("include-group") == name)]
    return True


def include_group(tables: Tables, choose: random.Random) -> bool:
    groups = tables.get("dependency-groups", {})
    if not groups:
        return False
    groups["everything"] = [{"include-group": choose.choice(list(groups))}]
    return True


def python(tables: Tables, choose: random.Random) -> bool:
    tables.setdefault("project", {})["requires-python"] = choose.choice(_PYTHONS)
    return "name" in tables["project"]


def no_python(tables: Tables, _: random.Random) -> bool:
    return bool(tables.get("project", {}).pop("requires-python", ""))


def version(tables: Tables, choose: random.Random) -> bool:
    project = tables.get("project", {})
    if "version" in project:
        project["version"] = choose.choice(("1", "1.0", "2.3", "1.0.0", "1.0rc1", "1.0+local"))
    return "version" in project


def dynamic_version(tables: Tables, _: random.Random) -> bool:
    project = tables.get("project", {})
    if "version" not in project:
        return False
    del project["version"]
    project["dynamic"] = ["version"]
    return True


def name(tables: Tables, choose: random.Random) -> bool:
    project = tables.get("project", {})
    if "name" in project:
        project["name"] = choose.choice(("other-app", project["name"].upper(), project["name"].replace("-", "_")))
    return "name" in project


def unrelated(tables: Tables, choose: random.Random) -> bool:
    key, value = choose.choice(
        [
            ("description", "other"),
            ("keywords", ["x"]),
            ("urls", {"a": "https://example.org"}),
            ("scripts", {"x": "y:z"}),
        ]
    )
    project = tables.setdefault("project", {})
    if key in project.get("dynamic", []):
        return False
    project[key] = value
    tables.setdefault("tool", {})["ruff"] = {"line-length": choose.randrange(80, 120)}
    return "name" in project


STANDARD: dict[str, Change] = {
    "add": add,
    "remove": remove,
    "rename": rename,
    "specifier": specifier,
    "marker": marker,
    "extra-of-requirement": extra_of_requirement,
    "spelling": spelling,
    "order": order,
    "duplicate": duplicate,
    "add-optional": add_optional,
    "empty-optional": empty_optional,
    "remove-optional": remove_optional,
    "rename-optional": rename_optional,
    "add-group": add_group,
    "empty-group": empty_group,
    "remove-group": remove_group,
    "include-group": include_group,
    "python": python,
    "no-python": no_python,
    "version": version,
    "dynamic-version": dynamic_version,
    "name": name,
    "unrelated": unrelated,
}
"""Changes of ``[project]`` and ``[dependency-groups]``."""


def _tool(tables: Tables, name: str) -> Tables:
    found: Tables = tables.setdefault("tool", {}).setdefault(name, {})
    return found


def _set(tool: str, key: str, *values: object) -> Change:
    """Return the change that sets a key of a tool's table to one of some values, or takes it away."""

    def change(tables: Tables, choose: random.Random) -> bool:
        own = _tool(tables, tool)
        if key in own and choose.random() < 0.5:
            del own[key]
        else:
            own[key] = choose.choice(values)
        return True

    return change


# --- uv ---------------------------------------------------------------------------------------------


def uv_source(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place:
        return False
    sources = _tool(tables, "uv").setdefault("sources", {})
    own = _name(place[0][place[1]])
    kinds: list[object] = [
        {"url": f"https://files.example.org/{own}-1.17.0-py3-none-any.whl"},
        {"git": "https://git.example.org/a/b", "tag": "v1"},
        {"git": "https://git.example.org/a/b", "rev": "0" * 40, "subdirectory": "c"},
        {"path": "no/such/folder", "editable": True},
        [{"path": "no/such/folder", "marker": "sys_platform == 'win32'"}],
    ]
    sources[own] = choose.choice(kinds)
    return True


def uv_no_source(tables: Tables, choose: random.Random) -> bool:
    sources = _tool(tables, "uv").get("sources", {})
    if sources:
        del sources[choose.choice(list(sources))]
    return bool(sources)


def uv_sources_changed(tables: Tables, choose: random.Random) -> bool:
    """Change one field of a source: its ref, its folder, whether it is editable, its marker."""
    sources = _tool(tables, "uv").get("sources", {})
    rows = [row for value in sources.values() for row in (value if isinstance(value, list) else [value])]
    if not rows:
        return False
    row = choose.choice(rows)
    if "git" in row:
        key = choose.choice(("rev", "branch", "tag", "subdirectory", "git"))
        for each in ("rev", "branch", "tag") if key in ("rev", "branch", "tag") else ():
            row.pop(each, None)
        row[key] = "https://git.example.org/other" if key == "git" else "other"
    elif "workspace" in row or "path" in row:
        row["editable"] = choose.choice((True, False))
    elif "url" in row:
        row["url"] += "?x"
    else:
        row["marker"] = choose.choice(_MARKERS[:4])
    return True


def uv_index(tables: Tables, choose: random.Random) -> bool:
    indexes = _tool(tables, "uv").setdefault("index", [])
    indexes.append({"name": "second", "url": "http://127.0.0.1:9/simple/", "explicit": choose.random() < 0.5})
    return True


def uv_index_source(tables: Tables, choose: random.Random) -> bool:
    place = _any_row(tables, choose)
    if not place:
        return False
    indexes = _tool(tables, "uv").setdefault("index", [])
    indexes.append({"name": "second", "url": "http://127.0.0.1:9/simple/", "explicit": True})
    _tool(tables, "uv").setdefault("sources", {})[_name(place[0][place[1]])] = {"index": "second"}
    return True


def uv_members(tables: Tables, choose: random.Random) -> bool:
    workspace = _tool(tables, "uv").get("workspace", {})
    if not workspace:
        return False
    workspace.update(
        choose.choice([{"members": []}, {"members": ["none/*"]}, {"exclude": ["pkgs/*"]}, {"exclude": []}])
    )
    return True


def uv_dynamic_dependencies(tables: Tables, _: random.Random) -> bool:
    project = tables.get("project", {})
    if not project.pop("optional-dependencies", {}):
        return False
    project["dynamic"] = [*project.get("dynamic", []), "optional-dependencies"]
    return True


UV: dict[str, Change] = STANDARD | {
    "source": uv_source,
    "no-source": uv_no_source,
    "source-changed": uv_sources_changed,
    "index": uv_index,
    "index-source": uv_index_source,
    "members": uv_members,
    "constraint": _set("uv", "constraint-dependencies", ["zipp<8"], ["zipp<9", "six<9"], ["zipp < 9.0"], []),
    "override": _set("uv", "override-dependencies", ["six>=1.11"], ["six >= 1.10"], ["toolz==1.17.0"], []),
    "exclude": _set("uv", "exclude-dependencies", ["zipp"], ["six", "Toolz"], []),
    "build-constraint": _set("uv", "build-constraint-dependencies", ["six==1.17.0"], ["zipp"], []),
    "dev-dependencies": _set("uv", "dev-dependencies", ["toolz"], ["six>=1"], []),
    "environments": _set("uv", "environments", ["sys_platform == 'linux'"], ["python_version >= '3.11'"], []),
    "required-environments": _set("uv", "required-environments", ["sys_platform == 'linux'"], []),
    "resolution": _set("uv", "resolution", "lowest", "lowest-direct", "highest"),
    "prerelease": _set("uv", "prerelease", "allow", "disallow", "if-necessary-or-explicit"),
    "fork-strategy": _set("uv", "fork-strategy", "fewest", "requires-python"),
    "exclude-newer": _set("uv", "exclude-newer", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
    "conflicts": _set(
        "uv", "conflicts", [[{"extra": "y"}, {"extra": "fast-x"}]], [[{"group": "dev"}, {"group": "lint"}]]
    ),
    "default-groups": _set("uv", "default-groups", ["dev"], ["lint"], [], "all"),
    "group-python": _set("uv", "dependency-groups", {"dev": {"requires-python": ">=3.12"}}),
    "package": _set("uv", "package", True, False),
    "managed": _set("uv", "managed", True, False),
    "metadata": _set(
        "uv", "dependency-metadata", [{"name": "six", "version": "1.17.0", "requires-dist": ["zipp"]}], []
    ),
    "no-build": _set("uv", "no-build", True, False),
    "dynamic-optional": uv_dynamic_dependencies,
}
"""Changes of a manifest of uv."""


# --- poetry -----------------------------------------------------------------------------------------


def _poetry_tables(tables: Tables) -> list[Tables]:
    poetry = _tool(tables, "poetry")
    found = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    found += [group.get("dependencies") for group in poetry.get("group", {}).values()]
    return [each for each in found if each]


def poetry_row(tables: Tables, choose: random.Random) -> bool:
    own = _tool(tables, "poetry").setdefault("dependencies", {})
    values: list[object] = [
        "^1.0",
        "*",
        "~1.16",
        ">=1,<2",
        {"version": "^1", "optional": True},
        {"git": "https://x.org/y"},
    ]
    own[choose.choice((*NAMES, *own))] = choose.choice(values)
    return True


def poetry_no_row(tables: Tables, choose: random.Random) -> bool:
    rows = [each for each in _poetry_tables(tables) if set(each) - {"python"}]
    if rows:
        own = choose.choice(rows)
        del own[choose.choice([name for name in own if name != "python"])]
    return bool(rows)


def poetry_python(tables: Tables, choose: random.Random) -> bool:
    own = _tool(tables, "poetry").get("dependencies", {})
    if "python" in own:
        own["python"] = choose.choice(("^3.11", "^3.12", ">=3.11", ">=3.11,<4.0"))
    return "python" in own


def poetry_group(tables: Tables, choose: random.Random) -> bool:
    groups = _tool(tables, "poetry").setdefault("group", {})
    own = groups.setdefault(choose.choice(("dev", "new", *groups)), {})
    own.setdefault("dependencies", {})[choose.choice(NAMES)] = choose.choice(("*", "^1.1"))
    if choose.random() < 0.3:
        own["optional"] = True
    return True


def poetry_extra(tables: Tables, choose: random.Random) -> bool:
    extras = _tool(tables, "poetry").setdefault("extras", {})
    extras[choose.choice(("x", "y", *extras))] = [choose.choice(NAMES)]
    return True


def poetry_source(tables: Tables, choose: random.Random) -> bool:
    sources = _tool(tables, "poetry").setdefault("source", [])
    if sources and choose.random() < 0.5:
        sources[0]["priority"] = choose.choice(("primary", "supplemental", "explicit"))
    else:
        sources.append({"name": "more", "url": "https://index.example.org/simple/", "priority": "supplemental"})
    return True


def poetry_unrelated(tables: Tables, choose: random.Random) -> bool:
    _tool(tables, "poetry")[choose.choice(("description", "readme"))] = choose.choice(("a", "b"))
    return True


POETRY: dict[str, Change] = STANDARD | {
    "row": poetry_row,
    "no-row": poetry_no_row,
    "poetry-python": poetry_python,
    "poetry-group": poetry_group,
    "poetry-extra": poetry_extra,
    "poetry-source": poetry_source,
    "poetry-unrelated": poetry_unrelated,
    "package-mode": _set("poetry", "package-mode", True, False),
    "requires-poetry": _set("poetry", "requires-poetry", ">=2.0"),
}
"""Changes of a manifest of Poetry."""


# --- pdm --------------------------------------------------------------------------------------------


def pdm_group(tables: Tables, choose: random.Random) -> bool:
    groups = _tool(tables, "pdm").setdefault("dev-dependencies", {})
    groups.setdefault(choose.choice(("dev", "Lint_x", *groups)), []).append(requirement(choose))
    return True


def pdm_source(tables: Tables, choose: random.Random) -> bool:
    sources = _tool(tables, "pdm").setdefault("source", [])
    sources.append({"name": "more", "url": "https://index.example.org/simple", "verify_ssl": choose.random() < 0.5})
    return True


PDM: dict[str, Change] = STANDARD | {
    "pdm-group": pdm_group,
    "pdm-source": pdm_source,
    "pdm-overrides": _set("pdm", "resolution", {"overrides": {"six": "1.17.0"}}, {"excludes": ["zipp"]}, {}),
    "pdm-strategy": _set("pdm", "resolution", {"allow-prereleases": True}, {"respect-source-order": True}),
    "pdm-distribution": _set("pdm", "distribution", True, False),
}
"""Changes of a manifest of pdm."""


# --- pipenv -----------------------------------------------------------------------------------------


def pipfile_row(tables: Tables, choose: random.Random) -> bool:
    own = tables.setdefault(choose.choice(("packages", "dev-packages", "docs")), {})
    values: list[object] = [
        "*",
        ">=1.16",
        "==1.17.0",
        {"version": "*", "extras": ["x"]},
        {"version": "*", "markers": "os_name == 'nt'"},
    ]
    own[choose.choice((*NAMES, *own))] = choose.choice(values)
    return True


def pipfile_no_row(tables: Tables, choose: random.Random) -> bool:
    rows = [tables[each] for each in ("packages", "dev-packages") if tables.get(each)]
    if rows:
        own = choose.choice(rows)
        del own[choose.choice(list(own))]
    return bool(rows)


def pipfile_spelling(tables: Tables, _: random.Random) -> bool:
    for section in ("packages", "dev-packages"):
        rows = tables.get(section, {})
        tables[section] = {each.upper().replace("-", "_"): value for each, value in reversed(list(rows.items()))}
    return True


def pipfile_source(tables: Tables, choose: random.Random) -> bool:
    sources = tables.setdefault("source", [])
    if sources and choose.random() < 0.5:
        sources[0]["verify_ssl"] = not sources[0].get("verify_ssl", True)
    else:
        sources.append({"name": "more", "url": "https://index.example.org/simple", "verify_ssl": True})
    return True


def pipfile_requires(tables: Tables, choose: random.Random) -> bool:
    tables["requires"] = choose.choice([{"python_version": "3.11"}, {"python_full_version": "3.11.7"}, {}])
    return True


def pipfile_unrelated(tables: Tables, choose: random.Random) -> bool:
    tables[choose.choice(("scripts", "pipenv"))] = choose.choice([{"x": "y"}, {}])
    return True


PIPENV: dict[str, Change] = {
    "pipfile-row": pipfile_row,
    "pipfile-no-row": pipfile_no_row,
    "pipfile-spelling": pipfile_spelling,
    "pipfile-source": pipfile_source,
    "pipfile-requires": pipfile_requires,
    "pipfile-unrelated": pipfile_unrelated,
}
"""Changes of a Pipfile."""

NEEDS_A_BUILD = ("dynamic-optional",)
"""Changes about which a tool asks the build of the project, if the project is a package."""
CHANGES = {"uv.lock": UV, "poetry.lock": POETRY, "pdm.lock": PDM, "Pipfile.lock": PIPENV}
"""The changes of the manifest of each lock."""


# --- locks ------------------------------------------------------------------------------------------


def _line(pattern: str, *values: str) -> TextChange:
    """Return the change of the one group of an expression, in one of the lines in which it is, to one of some values."""

    def change(text: str, choose: random.Random) -> str:
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if not places:
            return text
        place = choose.choice(places)
        return text[: place.start(1)] + choose.choice(values) + text[place.end(1) :]

    return change


def _any_of(choose: random.Random, text: str, head: str) -> tuple[int, int] | None:
    """Return where one table of an array of tables is, with all up to the next table that is not below it."""
    starts = [each.start() for each in re.finditer(rf"^\[\[{head}\]\]$", text, re.MULTILINE)]
    if not starts:
        return None
    start = choose.choice(starts)
    end = re.compile(rf"^\[(?!{head}\.|\[{head}\.)", re.MULTILINE).search(text, start + 2)
    return start, end.start() if end else len(text)


def drop_package(text: str, choose: random.Random) -> str:
    place = _any_of(choose, text, "package")
    return text[: place[0]] + text[place[1] :] if place else text


def order_of_packages(text: str, choose: random.Random) -> str:
    """Move a package to where another one begins."""
    place = _any_of(choose, text, "package")
    if place is None:
        return text
    block, rest = text[place[0] : place[1]].rstrip("\n") + "\n\n", text[: place[0]] + text[place[1] :]
    other = _any_of(choose, rest, "package")
    return rest[: other[0]] + block + rest[other[0] :] if other else text


def line_breaks(text: str, _: random.Random) -> str:
    return text.replace("\n", "\r\n")


def comment(text: str, _: random.Random) -> str:
    return f"# why\n{text}"


_DIGITS = "0123456789abcdef"
_SHARED: dict[str, TextChange] = {
    "drop-package": drop_package,
    "order-of-packages": order_of_packages,
    "line-breaks": line_breaks,
    "comment": comment,
}
LOCKS: dict[str, dict[str, TextChange]] = {
    "uv.lock": _SHARED
    | {
        "declared-gone": _line(r"^requires-dist = \[\n(    \{ [^\n]*\n)", ""),
        "group-gone": _line(r"^\[package.metadata.requires-dev\]\n[a-z]+ = \[\n(    \{ [^\n]*\n)", ""),
        "declared-specifier": _line(r"^    \{ name = .*specifier = \"([^\"]+)\"", ">=0.0.1", "==99"),
        "declared-extra": _line(r"^provides-extras = \[(\"[^\"]*\")", '"other"'),
        "lock-python": _line(r"^requires-python = \"([^\"]*)\"", ">=3.11", ">=3.6", ">=3.12, <4"),
        "revision": _line(r"^revision = (\d+)$", "0", "1", "2", "3", "4"),
        "own-version": _line(r"^version = \"([^\"]*)\"\nsource = \{ (?:virtual|editable)", "99.1"),
        "own-kind": _line(r"^source = \{ (virtual|editable) = \"\.\"", "virtual", "editable", "directory"),
        "member": _line(r"^members = \[\n    (\"[^\"]*\")", '"other-member"'),
        "option": _line(r"\A(version = 1\n)", 'version = 1\noptions = { resolution-mode = "lowest" }\n'),
    },
    "poetry.lock": _SHARED
    | {
        "content-hash": _line(r"^content-hash = \"([0-9a-f])", *_DIGITS),
        "lock-python": _line(r"^python-versions = \"([^\"]*)\"", ">=3.11"),
        "package-version": _line(r"^version = \"([^\"]*)\"", "0.0.1"),
        "writer": _line(r"\A# This file is automatically @generated by Poetry ([0-9.]+)", "1.8.5", "2.1.0", "2.5.1"),
    },
    "pdm.lock": _SHARED
    | {
        "content-hash": _line(r"^content_hash = \"sha256:([0-9a-f])", *_DIGITS),
        "package-version": _line(r"^version = \"([^\"]*)\"", "0.0.1"),
        "strategy": _line(r"^strategy = \[(\"[^\"]*\")", '"cross_platform"'),
    },
    "Pipfile.lock": {
        "hash": _line(r"\"hash\": \{\s*\"sha256\": \"([0-9a-f])", *_DIGITS),
        "package-version": _line(r"\"version\": \"==([^\"]*)\"", "0.0.1"),
        "requires": _line(r"\"python_version\": \"([^\"]*)\"", "3.6", "3.12"),
        "source": _line(r"\"url\": \"([^\"]*)\"", "https://index.example.org/simple"),
        "line-breaks": line_breaks,
    },
}
"""Changes of each lock."""
