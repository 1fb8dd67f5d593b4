"""Clues that a document may need a look, as bytes. A clean run imports it, so it imports nothing."""

from __future__ import annotations

_CLUES = (
    *(b"todo", b"tbd", b"tba", b"tbc", b"fixme", b"xxx", b"wip", b"coming soon", b"work in progress", b"\n..."),
    *(b"\n\xe2\x80\xa6", b"to be done", b"to be written", b"to be added", b"to be determined", b"to be defined"),
    *(b"to be completed", b"to be documented", b"to be filled", b"fill ", b"placeholder", b"under construction"),
    *(b"ausf\xc3\xbcllen", b"folgt", b"noch offen", b"{{", b"{%", b"lorem ipsum", b"describe "),
    *(b"text here", b"text goes", b"name here", b"name goes", b"summary here", b"summary goes", b"overview here"),
    *(b"overview goes", b"to make it easy for you", b"self-explaining name", b"let people know what your project"),
    *(b"things you need to install", b"automated tests for this system", b"projekt hier", b"projekt beschreiben"),
    *(b"description here", b"description goes", b"project description", b"project's description"),
    *(b"description about the project", b"description of the project", b"insert ", b"boilerplate you need"),
)
"""In lower case: a README without any of them has no placeholder below its title."""
_IN_TITLE = (
    *(b"project name", b"project-name", b"project_name", b"projectname", b"projektname", b"repo name", b"repo-name"),
    *(b"repository name", b"service name", b"service-name", b"app name", b"application name", b"<name>"),
    *(b"name of the", b"name des", b"title", b"titel", b"your project", b"your-project"),
)
_TITLE = 400
"""Bytes in which the title is, unless badges are above it: its clues are words that are common further down."""
_HEADINGS = (b"#", b"<h1")
"""How a heading begins that may be the title below badges."""
_SHORT = 40
"""Bytes of a line that may be such a title without a sign before it; the longest that is known has 19."""


def has_clue(data: bytes) -> bool:
    """Return whether the bytes of a README may hold a placeholder. Bytes of UTF-16 always may."""
    if b"\0" in data:
        return True
    lowered = data.lower()
    if any(clue in lowered for clue in _CLUES):
        return True
    headings = (line for line in lowered.splitlines() if len(line) < _SHORT or line.lstrip().startswith(_HEADINGS))
    return any(clue in place for place in (lowered[:_TITLE], *headings) for clue in _IN_TITLE)


def holds_something(data: bytes) -> bool:
    """Return whether a template has a letter or digit."""
    return any(byte > 127 or chr(byte).isalnum() for byte in data)
