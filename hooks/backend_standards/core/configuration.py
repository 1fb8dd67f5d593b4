"""The tables of ours in ``pyproject.toml``. Imported only where the file has one.

``[tool.backend-standards]`` holds the options of the command and the baseline; ``[tool.backend-standards.<subject>]``
what the hooks of a subject share; ``[tool.backend-standards.<hook>]`` the options of one hook, which win over those of
its subject. All tables are checked at every run: a typo in the table of the message hook must not wait until the next
commit of somebody else.
"""

from __future__ import annotations

from backend_standards.core import PYPROJECT, Options, Stopped
from backend_standards.core.arguments import nearest
from backend_standards.core.options import COMMANDS
from backend_standards.core.options import OPTIONS as OF_HOOKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Values: TypeAlias = "dict[str, list[str] | bool]"
    """The values of options: True or False for a flag, otherwise a list."""

OPTIONS = {**OF_HOOKS, **COMMANDS}
"""The options of every table that is no subject: those of the hooks and of the commands."""
COMMAND = "backend-standards"
"""The hook whose options are in ``[tool.backend-standards]`` itself."""
_NEAR = 0.9
"""How much of two names must be alike (difflib): two wrong letters of seventeen are a typo, "backend-lint" is not."""
FLAG, VALUE = "flag", "value"
"""The kinds of options that are not lists: one that is on or off, one with a single value."""


def of_hook(data: bytes, hook: str) -> Values:
    """Return what the bytes of a ``pyproject.toml`` set for a hook, each value of the type that its option takes.

    Raises:
        Stopped: not TOML, an unknown table or key in any table of ours, or a value of the wrong type.
    """
    tables = _tables(data)
    names = [*OPTIONS, *_subjects()]
    own = {name: value for name, value in tables.items() if name not in names}
    # A key of the command may have the name of no table, so what is left is the command's, or a typo.
    found = {"": _checked(own, "", _kinds(COMMAND), names)}
    for name, values in tables.items():
        if name in names:
            if not isinstance(values, dict):
                raise Stopped(f"{_where(name)} must be a table")
            found[name] = _checked(values, name, _kinds(name) if name in OPTIONS else _subjects()[name])
    subjects = {subject for _, subject, _ in OPTIONS.get(hook, {}).values() if subject}
    shared = {
        key: value
        for subject in sorted(subjects)
        for key, value in found.get(subject, {}).items()
        if OPTIONS[hook].get(key, ("", "", ""))[1] == subject
    }
    general = {key: value for key, value in found[""].items() if hook == COMMAND or key in _BASELINE}
    return {**general, **shared, **found.get(hook, {})}


def options_of(data: bytes, hook: str) -> Options:
    """Return the options that the bytes of some ``pyproject.toml`` set for a hook.

    Raises:
        Stopped: a broken configuration.
    """
    options = Options()
    if COMMAND.encode() in data and b"tool" in data:  # as in _hook, for a broken file of others is their own affair
        options.values = of_hook(data, hook)
    return options


_BASELINE = ("baseline", "baseline-secrets")
_OF_EVERY_HOOK: dict[str, tuple[str, str]] = {"baseline": (VALUE, "FILE"), "baseline-secrets": (FLAG, "")}


def _kinds(hook: str) -> dict[str, tuple[str, str]]:
    """Return kind and placeholder of each key that a hook's own table may have."""
    kinds = {name: (kind, metavar) for name, (kind, _, metavar) in OPTIONS[hook].items()}
    return {**kinds, **_OF_EVERY_HOOK} if hook == COMMAND else kinds


def _subjects() -> dict[str, dict[str, tuple[str, str]]]:
    """Return kind and placeholder of each key that a subject's table may have."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for options in OPTIONS.values():
        for name, (kind, subject, metavar) in options.items():
            if subject:
                found.setdefault(subject, {})[name] = kind, metavar
    return found


def refuse_misspelt(data: bytes) -> None:
    """Refuse a table of ``[tool]`` with a misspelling of our name: its settings would be ignored silently.

    A file that is not valid TOML and does not contain our name is left to its other readers.

    Raises:
        Stopped: there is such a table.
    """
    import tomllib

    try:
        _require_own_name(tomllib.loads(data.decode("utf-8")).get("tool"))
    except (ValueError, RecursionError):
        return


def _require_own_name(tool: object) -> None:
    names = [name for name in tool if name != COMMAND] if isinstance(tool, dict) else []
    folded = {name.lower().replace("_", "-"): name for name in names}
    if not any("stand" in name or "back" in name for name in folded):  # spares most runs the import
        return
    import difflib

    for near in difflib.get_close_matches(COMMAND, folded, n=1, cutoff=_NEAR):
        raise Stopped(f"{PYPROJECT}: [tool.{folded[near]}] is not read: write [tool.{COMMAND}]")


def _tables(data: bytes) -> Mapping[str, object]:
    from backend_standards.core import toml

    try:
        tool = toml.tables(data.decode("utf-8")).get("tool")
    except UnicodeDecodeError as error:
        raise Stopped(f"{PYPROJECT}: byte {error.start} is not UTF-8, which TOML requires") from error
    except ValueError as error:
        raise Stopped(f"{PYPROJECT}: is not valid TOML: {error}") from error
    _require_own_name(tool)
    tables = tool.get("backend-standards", {}) if isinstance(tool, dict) else {}
    if not isinstance(tables, dict):
        raise Stopped(f"{_where('')} must be a table")
    return tables


def _checked(
    values: Mapping[str, object], table: str, kinds: Mapping[str, tuple[str, str]], tables: list[str] | None = None
) -> Values:
    """Return the values of a table, each of the type that its option takes: a text where a list of one is meant."""
    checked: Values = {}
    for name, value in values.items():
        if name not in kinds:
            from backend_standards.core.masking import cleaned

            shown = cleaned(name)
            if isinstance(value, dict):
                raise Stopped(f"{_where(shown)} is not a table of this collection{nearest(name, tables or [])}")
            raise Stopped(f"{_where(table)} has the unknown key {shown!r}{nearest(name, [*kinds, *(tables or [])])}")
        kind, metavar = kinds[name]
        if kind == FLAG:
            if not isinstance(value, bool):
                raise Stopped(f"{_where(table)} {name} must be true or false")
            checked[name] = value
        elif kind == VALUE:
            if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
                raise Stopped(f'{_where(table)} {name} must be a text or a number: {name} = "{metavar}"')
            checked[name] = [str(value)]
        else:
            texts = [value] if isinstance(value, str) else value
            if not isinstance(texts, list) or not all(isinstance(each, str) and each for each in texts):
                raise Stopped(f'{_where(table)} {name} must be a list of texts: {name} = ["{metavar}"]')
            checked[name] = texts
    return checked


def _where(table: str) -> str:
    return f"{PYPROJECT}: [tool.backend-standards{table and '.'}{table}]"
