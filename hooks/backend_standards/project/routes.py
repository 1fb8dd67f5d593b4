"""Whether a project has an API, by a literal search. Imported only where a README lacks that part."""

from __future__ import annotations

from backend_standards.layout.test_names import is_test_name, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_APPLICATIONS = (
    *(b"FastAPI(", b"APIRouter(", b"Flask(", b"APIFlask(", b"Blueprint(", b"Litestar(", b"Starlette(", b"Chalice("),
    *(b"APIGatewayRestResolver(", b"APIGatewayHttpResolver(", b"LambdaFunctionUrlResolver(", b"ALBResolver("),
    *(b"ApiGatewayResolver(", b"VPCLatticeResolver(", b"Sanic(", b"Quart(", b"from rest_framework", b"RouteTableDef("),
)
"""How an application or a part of one is made, in the frameworks of the standard and their kind."""
_DESCRIPTIONS = ("openapi", "swagger")
_SUFFIXES = (".yaml", ".yml", ".json")
_NO_CODE = (b"#", b'"', b"'", b"`")
"""What is before a clue in a comment or text."""
_BEFORE = 200
"""Bytes of a line before a clue that are looked at."""
_PORTION = 200
"""Files whose contents are in memory together."""
_LEFT_OUT = ("vendor/", "node_modules/", "site-packages/", "third_party/", "examples/", "docs/")


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
    inside = f"/{path}"
    if any(f"/{folder}" in inside for folder in _LEFT_OUT):
        return True
    return bool(test_folder(path)) or is_test_name(path.rpartition("/")[2])


def _made(data: bytes) -> Iterator[str]:
    """Yield the applications that a module makes; comments and longer names do not count."""
    for clue in _APPLICATIONS:
        at = data.find(clue)
        while at >= 0:
            before = data[max(0, at - _BEFORE) : at].rpartition(b"\n")[2]
            if not (_is_in_name(before) or any(mark in before for mark in _NO_CODE)):
                yield clue.decode().rstrip("(").removeprefix("from ")
            at = data.find(clue, at + 1)


def _is_in_name(before: bytes) -> bool:
    """Return whether a clue is the end of a longer name, or the name of a class."""
    return before[-1:].isalnum() or before[-1:] == b"_" or before.lstrip().startswith(b"class ")
