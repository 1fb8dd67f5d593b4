"""The repositories that an audit is about: a list of paths and URLs, and what of a URL may be shown."""

from __future__ import annotations

import os

from backend_standards.audit.members import text
from backend_standards.core import Stopped, disk, git
from backend_standards.core.text import lines


class Source:
    """One line of the list: a path or a URL, and the name under which it is reported."""

    __slots__ = ("name", "place")

    def __init__(self, line: str) -> None:
        self.place = line if is_url(line) else os.path.abspath(line)
        self.name = text(shown(line))


def is_url(place: str) -> bool:
    """Return whether git has to clone a place: a URL, or ``host:path`` that is not a folder here."""
    if os.path.isdir(place):
        return False
    return "::" in place or "://" in place or ":" in place.partition("/")[0]


def shown(place: str) -> str:
    """Return a place without secrets, for output and reports: a URL loses its login and its query."""
    if not is_url(place):
        return place
    if login := _login(place):
        place = place.replace(f"{login}@", "", 1)
    return git.without_login(place).partition("?")[0]


def _login(place: str) -> str:
    """Return the login in a URL: everything before the "@" that precedes the host.

    A password may contain a slash that should have been escaped. So "https://host:8443/@scope/name" counts as one
    with a login: it is safer to show too little of a URL than too much.
    """
    rest = place.partition("://")[2]
    before = rest.rpartition("@")[0]
    return before if ":" in before else rest.partition("/")[0].rpartition("@")[0]


def sources(path: str) -> list[Source]:
    """Return the sources in a file with one per line, each once; a line that starts with ``#`` is a comment.

    Raises:
        Stopped: the file cannot be read, lists nothing, or lists two URLs that differ only in their login or query.
    """
    rows = [line.strip() for line in lines(disk.read(path).decode("utf-8", "surrogateescape"))]
    found = [Source(row) for row in rows if row and not row.startswith("#")]
    if not found:
        raise Stopped(f"{path}: lists no repository; write one path or clone URL per line")
    by_name: dict[str, Source] = {}
    for source in found:
        if by_name.setdefault(source.name, source).place != source.place:
            message = "is listed twice with different logins or queries; list them in two files"
            raise Stopped(f"{path}: {source.name} {message}")
    return list(by_name.values())


def without_secret(message: str, place: str) -> str:
    """Return git's output without the login and the query values of the URL ``place``."""
    from urllib.parse import unquote

    message = message.replace(place, shown(place))
    login = _login(place)
    values = [pair.partition("=")[2] for pair in place.partition("?")[2].split("&")]
    for part in (login, *login.split(":", 1)[1:], *values):
        for form in {part, unquote(part)} - {""}:
            message = message.replace(form, "***")
    return message
