"""Whether a project has an API, by a literal search. Imported only where a README lacks that part."""

from __future__ import annotations

from backend_standards.code.endpoints import applications
from backend_standards.layout import VENDORED
from backend_standards.layout.test_names import is_test_name, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_APPLICATIONS = (
    *(f"{name}(".encode() for name in applications()),
    *(b"APIRouter(", b"APIFlask(", b"Chalice(", b"Sanic(", b"from rest_framework", b"RouteTableDef("),
)
"""How an application or a part of one is made, in the frameworks of the standard and their kind."""
_PAGES_TOO = (b"Flask(", b"Blueprint(", b"Quart(")
"""The same of frameworks that many write web pages with."""
_ROUTES = (b".route(", b".get(", b".post(", b".put(", b".patch(", b".delete(")
_PAGES = (b"render_template", b"send_from_directory", b"template_folder")
_DESCRIPTIONS = ("openapi", "swagger")
_SUFFIXES = (".yaml", ".yml", ".json")
_NO_CODE = (b"#", b'"', b"'", b"`")
"""What is before a clue in a comment or text."""
_BEFORE = 200
"""Bytes of a line before a clue that are looked at."""
_PORTION = 200
"""Files whose contents are in memory together."""
_LEFT_OUT = VENDORED | {"examples", "docs"}
"""Folders whose code is not the project's."""


def found(paths: Sequence[str], root: str, read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> tuple[str, str]:
    """Return the first file that shows an API, and what in it does; ("", "") if none does."""
    below = [path for path in paths if path.startswith(root) and not _is_left_out(path[len(root) :])]
    for path in below:
        name = path.rpartition("/")[2].lower()
        if name.endswith(_SUFFIXES) and name.startswith(_DESCRIPTIONS):
            return path, "a description of an API"
    code = [path for path in below if path.endswith(".py")]
    for start in range(0, len(code), _PORTION):
        portion = code[start : start + _PORTION]
        contents = read(portion)
        for path in portion:
            if made := next(_made(contents.get(path, b"")), ""):
                return path, made
    return "", ""


def _is_left_out(path: str) -> bool:
    *folders, name = path.split("/")
    return not _LEFT_OUT.isdisjoint(folders) or bool(test_folder(path)) or is_test_name(name)


def _made(data: bytes) -> Iterator[str]:
    """Yield the applications that a module makes; comments and longer names do not count."""
    for clue in (*_APPLICATIONS, *(_PAGES_TOO if _has_routes(data) else ())):
        at = data.find(clue)
        while at >= 0:
            before = data[max(0, at - _BEFORE) : at].rpartition(b"\n")[2]
            if not (_is_in_name(before) or any(mark in before for mark in _NO_CODE)):
                yield clue.decode().rstrip("(").removeprefix("from ")
            at = data.find(clue, at + 1)


def _is_in_name(before: bytes) -> bool:
    """Return whether a clue is the end of a longer name, or the name of a class."""
    return before[-1:].isalnum() or before[-1:] == b"_" or before.lstrip().startswith(b"class ")


def _has_routes(data: bytes) -> bool:
    """Return whether a module of Flask or Quart has routes, and renders no pages."""
    if not any(clue in data for clue in _PAGES_TOO) or any(page in data for page in _PAGES):
        return False
    if b".add_url_rule(" in data:
        return True
    return any(line.startswith(b"@") and any(route in line for route in _ROUTES) for line in data.splitlines())
