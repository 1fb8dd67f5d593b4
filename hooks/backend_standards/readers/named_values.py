"""The names and values of a text: HCL, TOML, JSON, YAML, ini, ``.npmrc`` and ``.yarnrc``.

Readers for what is judged value by value: they give places, take linear time on any input, and find no fault with it.
Sources: YAML 1.2.2 (block and flow styles), TOML 1.0, HashiCorp's HCL native syntax (variable definitions files), RFC
8259 (JSON), Python's configparser, the manuals of npm and Yarn.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

Pair: TypeAlias = "tuple[int, int, tuple[str, ...], str]"
"""A value as it is read: line and column (from 1), the names that lead to it, and itself."""

# Compiled on first use (re caches them), as in `_values`.
# One piece of HCL, TOML, JSON or flow YAML. A quote need not be closed, or a line of quotes would take quadratic time.
_PIECE = (
    r"(?s)(?P<comment>\#[^\n]*|//[^\n]*|/\*)|<<-?(?P<heredoc>[A-Za-z_]\w{0,63})[ \t]*\n|(?P<triple>\"{3}|'{3})"
    r"|\"(?P<double>[^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"?|'(?P<single>[^'\n]*)'?"
    r"|(?P<word>[^\s\"'=:,\[\]{}]+(?::[^\s\"'=:,\[\]{}]+)*)|(?P<sign>[=:,\[\]{}\n])"
)
FIELD = r"\"(?P<quoted>[^\"]*)\"?|(?P<bare>[^\s\"]+)"
"""A word of ``.netrc`` or ``.yarnrc``, in quotes or not."""
_INI_LINE = r"(?P<name>[^\s=:#;\[][^=:]{0,200}?)[ \t]*[=:][ \t]*(?P<value>.*)"
_INI_COMMENT = r"(?:^|[ \t])[#;][ \t].*"
_YAML_COMMENT = r"(?:^|[ \t])#.*"


def token_pairs(text: str) -> Iterator[Pair]:
    """Yield the quoted values of HCL, TOML or JSON, and heredocs, with the names that lead to them."""
    for line, column, path, value, is_word in tokens(text):
        if not is_word:
            yield line, column, path, value


def tokens(text: str, *, is_value: bool = False) -> Iterator[tuple[int, int, tuple[str, ...], str, bool]]:
    """Yield (line, column, names, value, is a bare word) for each value of a text, in whatever layout.

    ``is_value``: the text stands behind a name, so that an element of its outermost list has one.
    """
    outer: list[str] = []
    name, last, is_word = "", "", False  # the name whose value comes next; the piece that may be a name or an element
    place = (0, 0)
    line, line_start, counted, at = 1, 0, 0, 0
    next_token = re.compile(_PIECE).search
    while match := next_token(text, at):
        at, group = match.end(), match.lastgroup or ""
        if group == "comment":
            if match[0] == "/*":
                at = text.find("*/", at) + 2
                if at < 2:
                    return
            continue
        if group == "sign":
            sign = match[0]
            if sign in "=:":
                name, last = last or name, ""
                continue
            if last and not name and (is_value or any(outer)):  # an element of a list
                yield *place, tuple(filter(None, outer)), last, is_word
            last = ""
            if sign in "{[":
                outer = [*outer, name] if len(outer) < 64 else outer
                name = ""
            elif sign in "}]":
                outer, name = outer[:-1], ""
            elif sign == ",":
                name = ""
            continue
        start = match.start(group) if group else at
        value = match[group] or ""
        if group in ("heredoc", "triple"):
            start = at = at + (group == "triple" and text.startswith("\n", at))
            end = _end_of_heredoc(text, at, value) if group == "heredoc" else text.find(value, at)
            value, at = text[at : end if end >= 0 else len(text)], end + len(value) if end >= 0 else len(text)
        elif group == "double":
            value = value.replace("\\n", "\n").replace("\\/", "/")
        line += text.count("\n", counted, start)
        newline = text.rfind("\n", counted, start)
        line_start = newline + 1 if newline >= 0 else line_start
        counted = start
        if name:
            yield line, start - line_start + 1, (*filter(None, outer), name), value.strip(), group == "word"
            name, last = "", ""
        else:
            last, is_word, place = value, group == "word", (line, start - line_start + 1)


def _end_of_heredoc(text: str, at: int, mark: str) -> int:
    end = re.compile(rf"^[ \t]*{mark}[ \t]*$", re.MULTILINE).search(text, at)
    return end.start() if end else -1


def yaml_pairs(text: str) -> Iterator[Pair]:
    """Yield the scalars of a YAML document in block style, flow style within it, with the keys that lead to them.

    A reader of lines: it keeps to indentation alone and gives no errors. Values behind a tag of one's own (``!vault``,
    ``!secret``) are references, and left out.
    """
    lines = text.split("\n")
    outer: list[tuple[int, str]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        body = line.lstrip(" \t")
        if not body or body.startswith(("#", "{{", "{%", "<%")):
            continue
        dash = indent = len(line) - len(body)
        for _ in range(8):
            if not body.startswith("- "):
                break
            body = body[2:].lstrip(" ")
            indent = len(line) - len(body)
        if not body:
            continue
        while outer and outer[-1][0] > (dash if indent != dash else indent - 1):
            outer.pop()
        path = tuple(name for _, name in outer)
        key, value = _yaml_key(body)
        if key:
            path = (*path, key)
            outer = [*outer, (indent, key)][-64:]
        if not path and value[:1] != "{":
            continue
        value, is_reference = _without_properties(value)
        column = len(line.rstrip()) - len(value) + 1
        first = number
        style = value[:1]
        if style in ("|", ">") and key:
            number, value = _block(lines, number, indent if indent == dash else dash)
            first = next((at for at in range(first, number) if lines[at].strip()), first) + 1
            column = _indent(lines[min(first, len(lines)) - 1]) + 1
            value = value if style == "|" else " ".join(value.split())
        elif style in ("{", "[") and not value.startswith(("{{", "{%")):
            parts, opened = [value], _opened(value)
            while opened > 0 and number < len(lines):
                parts.append(lines[number])
                opened += _opened(lines[number])
                number += 1
            for below, at, names, inner, _ in tokens("\n".join(parts), is_value=bool(path)):
                yield first + below - 1, at + (column - 1 if below == 1 else 0), (*path, *names), inner
            continue
        elif style in ("'", '"') and value:
            end = _closing_quote(value)
            while end < 0 and number < len(lines) and _indent(lines[number]) > dash:
                end = _closing_quote(style + lines[number])
                value += lines[number].strip()
                end = end if end < 0 else value.rfind(style)
                number += 1
            value = value[1 : end if end > 0 else len(value)]
            column += 1
        else:
            value = re.sub(_YAML_COMMENT, "", value)
        if value and not is_reference:
            yield first, column, path, value.strip()


def _yaml_key(body: str) -> tuple[str, str]:
    """Return the key of a line without its indentation, and what stands behind the colon; "" and all for none."""
    if body[0] in "\"'":
        end = body.find(body[0], 1)
        rest = body[end + 1 :].lstrip(" ") if end > 0 else ""
        return (body[1:end], rest[1:].strip()) if rest.startswith(":") and end < 256 else ("", body.strip())
    if body[0] in "{[&*!|>%@`,":
        return "", body.strip()
    body = body.rstrip()
    at = body.find(": ")
    at = at if at >= 0 else len(body) - 1 if body.endswith(":") else body.find(":\t")
    if at < 0 or at > 256 or " #" in body[:at]:
        return "", body
    return body[:at].rstrip(), body[at + 1 :].strip()


def _without_properties(value: str) -> tuple[str, bool]:
    """Return a value without its tags and anchor, and whether it refers to another place."""
    is_reference = value.startswith("*")
    for _ in range(4):
        if not value.startswith(("!", "&")):
            break
        word, _, value = value.partition(" ")
        value = value.lstrip(" ")
        is_reference = is_reference or (word[0] == "!" and word not in ("!!str", "!!binary", "!binary", "!"))
    return value, is_reference


def _block(lines: list[str], number: int, indent: int) -> tuple[int, str]:
    """Return the number of the line behind a block scalar, and its text without indentation."""
    parts = []
    while number < len(lines):
        body = lines[number].strip()
        if body and _indent(lines[number]) <= indent:
            break
        parts.append(body)
        number += 1
    return number, "\n".join(parts).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _opened(text: str) -> int:
    """Return how many more brackets a text opens than it closes."""
    return text.count("{") + text.count("[") - text.count("}") - text.count("]")


def _closing_quote(value: str) -> int:
    """Return where the quoted scalar at the beginning of a value ends, or -1."""
    if value[0] == "'":
        match = re.match(r"'[^']*(?:''[^']*)*'", value)
    else:
        match = re.match(r'(?s)"[^"\\]*(?:\\.[^"\\]*)*"', value)
    return match.end() - 1 if match else -1


def ini_pairs(text: str) -> Iterator[Pair]:
    """Yield the options of an ini file as configparser reads it; an indented line continues the value above."""
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        body = line.strip()
        if not body or body[0] in "#;[":
            continue
        match = re.match(_INI_LINE, body)
        indent = len(line) - len(line.lstrip())
        if indent and name and (not match or "://" in body.partition("=")[0]):
            yield number, indent + 1, (name,), re.sub(_INI_COMMENT, "", body)
        elif match:
            name, value = match["name"], re.sub(_INI_COMMENT, "", match["value"]).rstrip()
            quoted = value[:1] in ("'", '"') and value[-1:] == value[:1]
            yield number, indent + match.start("value") + 1, (name,), value[1:-1] if quoted else value


def npm_pairs(text: str) -> Iterator[Pair]:
    """Yield the settings of ``.npmrc`` (``//host/:_authToken=…``) and ``.yarnrc`` (``"//host/:_authToken" "…"``)."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip()[:1] in ("#", ";", "["):
            continue
        name, equals, value = line.partition("=")
        if equals and '"' not in name:
            column = len(line) - len(value.lstrip()) + 1
            yield number, column, (name.strip(),), re.sub(_INI_COMMENT, "", value).strip().strip("\"'")
            continue
        words = list(re.finditer(FIELD, line))
        if len(words) == 2:
            word = words[1]
            yield (
                number,
                word.start() + 1,
                (words[0]["quoted"] or words[0]["bare"] or "",),
                word["quoted"] or word["bare"] or "",
            )
