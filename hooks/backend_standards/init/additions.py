"""What is added to a file that exists: pure functions from bytes to bytes, each with a proof that nothing old changed.

The old bytes are the beginning of the new ones, or, in YAML, both halves of them. The file's own parser reads both and
must find all that was there, and what was added. If it does not, nothing is added.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BOM = b"\xef\xbb\xbf"


class CannotAdd(Exception):
    """Nothing can be added without touching what is there; the text says why."""


def text_of(data: bytes) -> str:
    """Return the text of a file without a byte-order mark.

    Raises:
        CannotAdd: it is not UTF-8.
    """
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise CannotAdd("is not UTF-8") from None


def newline(data: bytes) -> bytes:
    """Return the line break of a file: that of its first line."""
    at = data.find(b"\n")
    return b"\r\n" if at > 0 and data[at - 1 : at] == b"\r" else b"\n"


def at_the_end(data: bytes, text: str, *, apart: bool = True) -> bytes:
    """Return the bytes with a text after them, in their kind of lines; ``apart`` puts an empty line between."""
    end = newline(data)
    between = b"" if not data.removeprefix(_BOM) or data.endswith(b"\n") else end
    if apart and data.removeprefix(_BOM).strip():
        between += end
    return data + between + text.encode().replace(b"\n", end)


# --- TOML ---------------------------------------------------------------------------------------------


def tables(data: bytes, texts: Sequence[str]) -> bytes:
    """Return a TOML file with tables at its end.

    Raises:
        CannotAdd: the file is not valid TOML, or would not be the same with more in it.
    """
    from backend_standards.core import toml

    try:
        old = toml.tables(text_of(data))
    except ValueError:
        raise CannotAdd("is not valid TOML") from None
    new = at_the_end(data, "\n".join(texts))
    wanted = old
    for text in texts:
        wanted = merged(wanted, toml.tables(text))
    try:
        found = toml.tables(text_of(new))
    except ValueError:
        raise CannotAdd("its tables are written so that none can be added at the end") from None
    if found != wanted:
        raise CannotAdd("a table at its end would change another one")
    return new


def merged(old: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Return two mappings in one, with all values of the first; where both have a mapping, the two in one."""
    found = {**more, **old}
    for name, value in more.items():
        other = old.get(name)
        if isinstance(value, dict) and isinstance(other, dict):
            found[name] = merged(other, value)
    return found


def missing(old: Mapping[str, object], wanted: Mapping[str, object], above: str = "") -> list[tuple[str, object]]:
    """Return the dotted names, with their values, that a table does not have."""
    found: list[tuple[str, object]] = []
    for name, value in wanted.items():
        other = old.get(name)
        if other is None:
            found.append((above + name, value))
        elif isinstance(value, dict) and isinstance(other, dict):
            found += missing(other, value, f"{above}{name}.")
    return found


# --- lines --------------------------------------------------------------------------------------------


def lines(data: bytes, wanted: Sequence[str]) -> bytes:
    """Return a file with more lines at its end."""
    return at_the_end(data, "".join(f"{line}\n" for line in wanted), apart=False)


# --- YAML ---------------------------------------------------------------------------------------------


def entries(data: bytes, key: str, texts: Sequence[str]) -> bytes:
    """Return a YAML file with more entries at the end of the list that a key of the top level holds.

    Raises:
        CannotAdd: the file is not YAML, or the list is not written in lines, or would not be the same with more in it.
    """
    import yaml

    from backend_standards.readers import yaml_marks
    from backend_standards.readers.marked import Unreadable

    text = text_of(data)
    try:
        yaml_marks.documents(text)  # neither nested so deep, nor full of aliases, that the rest would take for ever
        nodes = yaml.compose(text, Loader=yaml.SafeLoader)
        old = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError, Unreadable):
        raise CannotAdd("is not valid YAML, or holds more than one document") from None
    held = _list_of(nodes, key)
    if held is None:
        raise CannotAdd(f"has no list {key}: in lines")
    indent, end = held
    end = _before_comments(text, end)
    head, tail = text[:end], text[end:]
    added = "".join(_indented(each, indent) for each in texts)
    line_end = newline(data).decode()
    between = "" if not head or head.endswith("\n") else line_end
    new = head + between + added.replace("\n", line_end) + tail
    wanted = {**old, key: [*old[key], *(entry for each in texts for entry in yaml.safe_load(each))]}
    if not _means(new, wanted):
        raise CannotAdd("its list cannot be added to without a change of the rest")
    return (_BOM if data.startswith(_BOM) else b"") + new.encode()


def _means(text: str, wanted: Mapping[str, object]) -> bool:
    import yaml

    try:
        found = yaml.safe_load(text)
        return bool(found == wanted) and list(found) == list(wanted)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False


def _list_of(node: object, key: str) -> tuple[int, int] | None:
    """Return the indentation of a list's entries, and the index at which the list ends; None for another form."""
    import yaml

    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return None
    for name, value in node.value:
        if name.value == key and isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value:
            return value.start_mark.column, value.end_mark.index
    return None


def _before_comments(text: str, end: int) -> int:
    """Return the index behind the last line before ``end`` that is neither empty nor a comment of the left margin."""
    end = text.rfind("\n", 0, end) + 1 if end < len(text) or text.endswith("\n") else len(text)
    while end:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end]
        if line.strip() and not line.startswith("#"):
            break
        end = start
    return end


def _indented(text: str, indent: int) -> str:
    return "".join(f"{' ' * indent}{line}".rstrip() + "\n" for line in text.splitlines())


# --- Makefile -----------------------------------------------------------------------------------------

_TARGET = re.compile(r"^([\w./-]+(?:[ \t]+[\w./-]+){0,20})[ \t]{0,20}::?(?!=)", re.MULTILINE)
_OPEN = re.compile(r"^[ \t]{0,20}(define|ifeq|ifneq|ifdef|ifndef)\b", re.MULTILINE)
_CLOSED = re.compile(r"^[ \t]{0,20}(endef|endif)\b", re.MULTILINE)


def targets(text: str) -> list[str]:
    """Return the names of the targets of a Makefile."""
    return [name for match in _TARGET.finditer(text) for name in match[1].split() if not name.startswith(".")]


def rules(data: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a Makefile with more targets at its end.

    Raises:
        CannotAdd: what is at the end would become a part of something else.
    """
    text = text_of(data)
    if text.rstrip().endswith("\\"):
        raise CannotAdd("its last line goes on")
    if len(_OPEN.findall(text)) != len(_CLOSED.findall(text)):
        raise CannotAdd("a condition or a definition is open at its end")
    if ".RECIPEPREFIX" in text or ".ONESHELL" in text:
        raise CannotAdd("its recipes are written in a form of their own")
    new = at_the_end(data, "\n".join(texts.values()))
    if targets(text_of(new)) != [*targets(text), *texts]:
        raise CannotAdd("its targets cannot be told")
    return new
