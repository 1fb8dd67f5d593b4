"""Bytes to text, and the exceptions that a line of text may carry.

Imported only when a file has to be read.
"""

from __future__ import annotations

from backend_standards.core import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The longest first: the mark of UTF-32 (little endian) begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_MARKER = (
    r"standards:[ \t]*ignore(?:\[([^\]\r\n]{0,400})\])?[ \t]*([^\r\n]*)"  # compiled on first use: few files carry one
)
_PROSE = (".md", ".markdown", ".rst", ".adoc")
_FORM = "write it as: standards: ignore[rule-name] reason"


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; never fails, and loses no ASCII character.

    By the byte order mark; else UTF-16 where every other byte of the beginning is NUL; else UTF-8; else
    Latin-1, which gives every byte a character, binaries included. A broken UTF-16 gets U+FFFD.
    """
    if encoding := unicode_encoding(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def unicode_encoding(data: bytes) -> str:
    """Return the encoding that a byte order mark, or UTF-16's look, tells; "" for bytes that tell none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if len(head) >= 4 and b"\0" in head:
        for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = head[at::2]
            if half.count(b"\0") * 10 >= len(half) * 9 and head[1 - at :: 2].count(b"\0") * 10 < len(half):
                return encoding
    return ""


def with_newlines(text: str) -> str:
    r"""Return a text whose lines end in ``\n`` alone, where they may have ended in ``\r\n`` or ``\r``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines(text: str) -> list[str]:
    r"""Return the lines of a text, ended by ``\n``, ``\r\n`` or ``\r`` alone, as editors count them."""
    return with_newlines(text).split("\n")


def apply_ignores(
    path: str, text: str, findings: Iterable[Finding], hook: str, joined: Mapping[int, int] | None = None
) -> Iterator[Finding]:
    """Yield the findings that no ``standards: ignore[rule] reason`` on their line excepts, and the faulty ignores.

    ``joined`` gives, for a line that continues another, the number of the first: an ignore on either excepts.

    An ignore is faulty without a rule, without a reason, with a rule that no hook has, and, where the rule is
    one of ``hook``'s own, when it excepts nothing; but a text that only speaks of ignores is none. Source: the
    project's own syntax, one for all hooks.
    """
    remaining: dict[tuple[int, str], list[Finding]] = {}
    for each in findings:
        remaining.setdefault((each.line, each.rule), []).append(each)
    for number, line in enumerate(lines(text), 1) if "standards:" in text else ():
        if "standards:" not in line:
            continue
        import re

        for marker in re.finditer(_MARKER, line):
            column = marker.start() + 1
            is_meant = _is_meant(path, line[: marker.start()])
            names = [name.strip() for name in (marker[1] or "").split(",") if name.strip()]
            if not names and is_meant:
                message = "this ignore names no rule"
                yield Finding(path, "ignore-without-rule", message, line=number, column=column, fix=_FORM)
            if names and is_meant and not marker[2].strip(" \t*/->#\"'"):
                message = "this ignore gives no reason"
                yield Finding(path, "ignore-without-reason", message, line=number, column=column, fix=_FORM)
            for name in names:
                if remaining.pop((number, name), None) or (
                    joined and remaining.pop((joined.get(number, 0), name), None)
                ):
                    continue
                from backend_standards.core.catalog import RULES

                if not is_meant:
                    continue
                if name not in RULES:
                    message = "no hook has the rule that this ignore names"
                    yield Finding(path, "ignore-unknown-rule", message, line=number, column=column, fix=_FORM)
                elif RULES[name][0] == hook:
                    message, fix = f"nothing on this line breaks {name}", "delete the ignore"
                    yield Finding(path, "unused-ignore", message, line=number, column=column, fix=fix)
    for each_place in remaining.values():
        yield from each_place


def _is_meant(path: str, before: str) -> bool:
    """Return whether a marker speaks to the hooks: it stands in no manual and, but in JSON, in no string."""
    path = path.lower()
    if path.endswith(_PROSE):
        return False
    return path.endswith((".json", ".ipynb")) or not any(before.count(quote) % 2 for quote in "\"'`")
