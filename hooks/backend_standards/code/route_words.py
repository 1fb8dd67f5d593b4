"""What is said of routes without a version, with the code that gives them one in the file's own names.

An address is not repeated, because that of a webhook may hold a secret: "…" stands for it.
"""

from __future__ import annotations

from backend_standards.code import endpoints, rules
from backend_standards.code.names import last
from backend_standards.core import IGNORE, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.route_prefixes import Group, Routing
    from backend_standards.code.routes import Include, Route, Router

_GATEWAY = f"If a gateway adds it, set prefix in [tool.backend-standards.{rules.UNVERSIONED_ROUTE.hook}]."
_PREFIXES = {"include_router": "prefix", "register_blueprint": "url_prefix", "add_namespace": "path"}
"""By the method that joins, the argument that holds the prefix."""
_REPLACING = ("register_blueprint", "add_namespace")
"""Methods whose prefix stands in place of the router's own."""
_NEW_ROUTERS = {
    endpoints.FASTAPI: ('v1 = APIRouter(prefix="/v1")', "include_router(v1)"),
    endpoints.FLASK: ('v1 = Blueprint("v1", __name__, url_prefix="/v1")', "register_blueprint(v1)"),
    endpoints.POWERTOOLS: ("v1 = Router()", 'include_router(v1, prefix="/v1")'),
}
"""By framework, how a router is made, and how the application joins it."""


def of_group(routing: Routing, group: Group) -> Finding:
    """Return the finding about routes whose prefix belongs in one place."""
    first = min(group.addresses, key=lambda address: (address.facts.path, address.route.line))
    count = len(group.addresses)
    such = f"{first.route.function}()" if first.route.function else "one of them"
    routes = f"the route {such} has" if count == 1 else f"{count} routes, such as {such}, have"
    if group.join:
        path, include = group.join
        line, column = include.line, include.column
        known_as = f"{include.written or 'a router'} is joined without a version"
        message = f"{known_as}: {routes} none in the address"
        note = _of_join(include, _child(routing, path, include))
    else:
        path, line, column = first.facts.path, first.route.line, first.route.column
        known_as = f"the route {such} has no version in the address"
        message = f"{routes} no version in the address"
        app = _router(routing, first.root) if first.place == first.root else None
        note = _of_routes(first.route, app) if count > 1 and app else _of_route(first.route)
    return Finding(
        path,
        rules.UNVERSIONED_ROUTE,
        message,
        line=line,
        column=column,
        note=f"{note} {_GATEWAY}",
        exempt=IGNORE,
        known_as=known_as,
    )


def _child(routing: Routing, path: str, include: Include) -> Router | None:
    facts = routing.files[path]
    place = routing.find(facts, include.child) if facts else None
    return _router(routing, place) if place else None


def _router(routing: Routing, place: tuple[str, str]) -> Router | None:
    facts = routing.files[place[0]]
    return facts.routers.get(place[1]) if facts else None


def _of_join(include: Include, child: Router | None) -> str:
    """Return how the call that joins a router gives it a version."""
    method = last(include.method)
    if include.argument and method == "mount":
        return f'Mount it below /v1: `{include.method}("/v1…", {include.argument})`.'
    if not (include.argument and method in _PREFIXES):
        return f"Give {include.written or 'it'} the prefix /v1 here or where it is made."
    has_own = bool(child and child.prefix) or method == "add_namespace"  # a namespace has its name for a path
    rest = "…" if include.prefix or (has_own and method in _REPLACING) else ""
    return f'Give it the prefix: `{include.method}({include.argument}, {_PREFIXES[method]}="/v1{rest}")`.'


def _of_route(route: Route) -> str:
    """Return how one route gets a version."""
    method = last(route.written)
    if not route.written:
        return "Begin the path with /v1."
    if method in endpoints.DECORATORS:
        code = f'@{route.written}("/v1…")'
    elif method == "add_resource":
        code = f'{route.written}({route.function}, "/v1…")'
    else:
        code = f'{route.written}("/v1…", …)'
    return f"Begin the path with /v1: `{code}`."


def _of_routes(route: Route, app: Router) -> str:
    """Return how several routes of an application get a version: by a router of their own."""
    name = route.written.rpartition(".")[0]
    method = last(route.written)
    if not name or app.kind not in _NEW_ROUTERS or method not in endpoints.DECORATORS:
        return _of_route(route)
    make, join = _NEW_ROUTERS[app.kind]
    return f"Put them on a router: `{make}`, `@v1.{method}(…)`, and after them `{name}.{join}`."
