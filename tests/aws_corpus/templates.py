"""How forms are written, and how they are filled in.

A text of templates has a line ``§§ section`` before each section, and before each form a line ``§ name path options``;
what follows, up to the next such line, is the file. Options: ``crlf``, ``times=N`` (cases of this form), ``unended``
(without the last line feed), and an encoding, if not UTF-8.

In the file, ``«name»`` or ``«name:argument»`` is a value (see ``values``). A credential is the same wherever it stands
in a file, but for ``«id#2»``, which is a second one. ``«secret[20:40]»`` is a part of it; ``«secret|url»`` goes through
a filter. Where a credential, or its part that begins at 0, stands, a finding is expected.
"""

from __future__ import annotations

import base64
import html
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from aws_corpus.values import CONSTANTS, CREDENTIALS, HARMLESS

Expected = list[tuple[int, str]]
"""What is to be found in a file: the line and the rule of each credential."""

_MARKER = re.compile(
    r"«(?P<name>\w+)(?:#(?P<number>\d+))?(?::(?P<argument>[^«»|[\]]+))?"
    r"(?:\[(?P<start>\d+):(?P<end>\d+)\])?(?P<filters>(?:\|\w+)*)»"
)
_FILTERS: dict[str, Callable[[str], str]] = {
    "url": lambda value: quote(value, safe=""),
    "b64": lambda value: base64.b64encode(value.encode()).decode(),
    "b64nl": lambda value: base64.b64encode(f"{value}\n".encode()).decode(),  # echo value | base64
    "jsonslash": lambda value: value.replace("/", "\\/"),
    "jsonamp": lambda value: value.replace("&", "\\u0026"),
    "html": html.escape,
}
# Filters that break a value into lines, by the quote and the separator: wrap64_2 is 64 characters a line, indented by 2.
_BREAKS = {"wrap": ("", "\n"), "backslash": ("", "\\\n"), "strings": ('"', "\n"), "plus": ('"', " +\n")}


class Form(NamedTuple):
    """A kind of file; ``content`` is a template, or a function of a random generator and a style."""

    name: str
    section: str
    path: str
    content: str | Callable[[random.Random, int], tuple[bytes, Expected]]
    times: int
    has_credential: bool
    encoding: str = "utf-8"
    crlf: bool = False


def read(templates: str, *, has_credential: bool) -> Iterator[Form]:
    """Yield the forms of a text of templates."""
    for part in re.split(r"^§§ ", templates, flags=re.MULTILINE)[1:]:
        section, *written = re.split(r"^§ ", part, flags=re.MULTILINE)
        for each in written:
            head, content = each.split("\n", 1)
            name, path, *options = head.split()
            yield form(name, section.strip(), path, content, options, has_credential=has_credential)


def form(
    name: str, section: str, path: str, content: str, options: Sequence[str] = (), *, has_credential: bool
) -> Form:
    """Return the form of a template; a harmless one whose values are always the same makes one case."""
    is_constant = all(marker["name"] in (*CONSTANTS, "repeat") for marker in _MARKER.finditer(content))
    times, encoding = 3 if has_credential else 1 if is_constant else 2, "utf-8"
    for option in options:
        if option.startswith("times="):
            times = int(option.removeprefix("times="))
        elif option == "unended":
            content = content.removesuffix("\n")
        elif option != "crlf":
            encoding = option
    return Form(name, section, path, content, times, has_credential, encoding, "crlf" in options)


def filled(form: Form, r: random.Random, style: int) -> tuple[bytes, Expected]:
    """Return one file of a form, and what is expected in it."""
    if not isinstance(form.content, str):
        return form.content(r, style)
    text, expected = _fill(form.content, r, style)
    if form.crlf:
        text = text.replace("\n", "\r\n")
    return text.encode(form.encoding), sorted(expected)


def _fill(template: str, r: random.Random, style: int) -> tuple[str, Expected]:
    credentials: dict[tuple[str, ...], str] = {}
    expected: Expected = []
    text, position = "", 0
    for marker in _MARKER.finditer(template):
        text += template[position : marker.start()]
        position = marker.end()
        name, argument = marker["name"], marker["argument"] or ""
        if name in CREDENTIALS:
            key = (name, marker["number"], argument)
            if key not in credentials:
                credentials[key] = CREDENTIALS[name].make(r, argument, style)
            value = credentials[key]
            if marker["start"] in (None, "0"):
                expected.append((text.count("\n") + 1, CREDENTIALS[name].rule))
        else:
            value = CONSTANTS[name] if name in CONSTANTS else HARMLESS[name](r, argument)
        if marker["start"]:
            value = value[int(marker["start"]) : int(marker["end"])]
        for name_of_filter in marker["filters"].split("|")[1:]:
            value = _filtered(value, name_of_filter)
        text += value
    text += template[position:]
    assert not {"«", "»"} & set(text), f"a marker is misspelt: {template}"
    return text, expected


def _filtered(value: str, name: str) -> str:
    if name in _FILTERS:
        return _FILTERS[name](value)
    match = re.fullmatch(r"([a-z]+)(\d+)_(\d+)", name)
    assert match, name
    quotes, separator = _BREAKS[match[1]]
    width, indent = int(match[2]), " " * int(match[3])
    parts = (f"{quotes}{value[at : at + width]}{quotes}" for at in range(0, len(value), width))
    return (separator + indent).join(parts)
