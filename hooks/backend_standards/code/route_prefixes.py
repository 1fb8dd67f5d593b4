"""The addresses of routes: prefixes joined over files, from the application down. What no file tells is unknown."""

from __future__ import annotations

from backend_standards.code.endpoints import maker
from backend_standards.code.repository import shared_folders
from backend_standards.code.routes import Ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.code.endpoints import Maker
    from backend_standards.code.routes import Facts, Include, Route, Router, Text

    Known: TypeAlias = "tuple[str | None, ...]"
    """A text whose parts have been looked up; None for what nobody knows."""
    Place: TypeAlias = "tuple[str, str]"
    """A file's path, and a key in it."""

_MOST_STEPS = 40
"""Names that are followed one after another."""
_DEEPEST = 12
"""Routers one in another; a repository with more has a cycle."""
_MOST_ADDRESSES = 20_000
"""Addresses of one repository: a router that is joined several times counts as often."""
_VERSION_NAMES = frozenset("v ver version api_version apiversion api_ver".split())
"""Names of a parameter that stands for the version of the API: not ``version_id``, which is that of something."""
_STAGES = ("alpha", "beta", "rc", "a", "b")
_DATE = (4, 2, 2)
"""Digits of the parts of a date."""
_MOST_DIGITS = 4
_ANYWHERE = frozenset(
    "health healthz healthcheck healthchecks healthstatus readyz readiness livez liveness heartbeat lbheartbeat "
    "statusz prometheus swagger swaggerui openapi apispec static "
    "favicon.ico robots.txt sitemap.xml .well-known graphql graphiql".split()
)
"""Segments of addresses that machines and browsers look for as they are, or whose form others lay down."""
_ALONE = frozenset(
    "ready live alive ping pong status metrics docs doc redoc assets favicon version ws websocket startup up "
    "info apidocs documentation".split()
)
"""The same, in an address that has little besides: ``/status``, ``/api/docs``, not ``/orders/{id}/status``."""
_ENDS = ("health", "healthcheck")
_STARTS = ("openapi.", "swagger.", "healthcheck")
_FIRST = frozenset(("_status", "oauth", "oauth2", "oidc", "saml", "saml2", "sso"))
"""The first segments of status pages, and of protocols whose addresses are announced."""
_CALLED_BACK = ("callback", "webhook")
_MOST_ALONE = 2


class Address:
    """One address of a route: the joins that lead to it, the outermost first, and what is known of its path."""

    __slots__ = ("facts", "path", "place", "root", "route", "via")

    def __init__(
        self,
        root: Place,
        place: Place,
        via: tuple[tuple[str, Include], ...],
        facts: Facts,
        route: Route,
        path: Known,
    ) -> None:
        self.root = root
        """The application."""
        self.place = place
        """The router of the route."""
        self.via = via
        """Each with the path of its file."""
        self.facts = facts
        self.route = route
        self.path = path


class Routing:
    """The facts of the files of a repository, and those of others that they import from."""

    def __init__(
        self, facts: Iterable[Facts], paths: Iterable[str], load: Callable[[str], Facts | None] | None = None
    ) -> None:
        self.files: dict[str, Facts | None] = {each.path: each for each in facts}
        """By path; None for a file that has none."""
        self._load = load
        self._rewritten: set[Place] = set()
        """The applications that something wraps which may change their path; known when all is joined."""
        self._by_end: dict[str, list[str]] = {}
        """By the last part of a module's name, the files that may be it."""
        for path in paths:
            if path.endswith(".py"):
                name = _module(path)
                self._by_end.setdefault(name.rpartition("/")[2], []).append(path)

    # --- names over files -------------------------------------------------------------------------------

    def find(self, facts: Facts, key: str, kind: str = "") -> Place | None:
        """Return where a key of a file leads: to a router, or to a text if ``kind`` is "text"; None if unknown."""
        seen: set[Place] = set()
        for _ in range(_MOST_STEPS):
            if (facts.path, key) in seen or not key:
                return None
            seen.add((facts.path, key))
            if not key.startswith("#"):
                found = self._imported(facts, key)
                if found is None:
                    return None
                facts, key = found
                continue
            if key in (facts.texts if kind == "text" else facts.routers):
                return facts.path, key
            following = self._following(facts, key)
            if following is None:
                return None
            facts, key = following
        return None

    def _following(self, facts: Facts, key: str) -> tuple[Facts, str] | None:
        """Return what a key of a file stands for there, one step further."""
        head, rest = key, ""
        while head:
            if head in facts.aliases:
                return facts, facts.aliases[head] + rest
            if head.endswith("()"):
                if head[:-2] in facts.bases or rest:  # an object of a class has the fields of the class
                    return facts, head[:-2] + rest
                if (inner := self._called(facts, head[:-2])) is not None:
                    return inner[0], inner[1] + rest
            elif head in facts.bases and rest:
                return facts, facts.bases[head] + rest
            elif "." not in head and "@" not in head and head[1:] in facts.imports:
                return facts, facts.imports[head[1:]] + rest
            shorter, dot, last = head.rpartition(".")
            if not dot:
                break
            head, rest = shorter, f".{last}{rest}"
        if "@" not in key:
            for module in facts.stars:
                found = self._imported(facts, f"{module}{'' if module.endswith('.') else '.'}{key[1:]}")
                if found and (self._has(found[0], found[1])):
                    return found
        return None

    def _called(self, facts: Facts, function: str) -> tuple[Facts, str] | None:
        name = function[1:]
        if name in facts.imports:
            return facts, f"{facts.imports[name]}()"
        return None

    def _has(self, facts: Facts, key: str) -> bool:
        head = key.partition(".")[0].removesuffix("()")
        return (
            head in facts.routers
            or head in facts.aliases
            or head in facts.texts
            or head in facts.bases
            or f"{head}()" in facts.aliases
            or head[1:] in facts.imports
        )

    def _imported(self, facts: Facts, dotted: str) -> tuple[Facts, str] | None:
        """Return the file that a dotted name leads to, and the key there; None if it is not in the repository."""
        level = len(dotted) - len(dotted.lstrip("."))
        parts = [part for part in dotted[level:].split(".") if part]
        for count in range(len(parts), -1 if level else 0, -1):
            path = self._file(facts.path, level, parts[:count])
            if path:
                rest = ".".join(parts[count:])
                if not rest:  # the module itself, or what its package calls by the same name
                    continue
                other = self._facts(path)
                return (other, f"#{rest}") if other else None
        return None

    def _file(self, path: str, level: int, parts: Sequence[str]) -> str:
        """Return the file of a module, as the file at ``path`` imports it; "" if none or several are meant."""
        if level:
            folders = path.split("/")[:-1]
            if level - 1 > len(folders):
                return ""
            base = folders[: len(folders) - (level - 1)]
            name = "/".join([*base, *parts])
            ends = self._by_end.get(name.rpartition("/")[2], ())
            return next((each for each in ends if _module(each) == name), "")
        if not parts:
            return ""
        name = "/".join(parts)
        fits = [
            each
            for each in self._by_end.get(parts[-1], ())
            if _module(each) == name or _module(each).endswith(f"/{name}")
        ]
        if len(fits) > 1:  # services beside each other have modules of one name: the nearest is meant
            near = [shared_folders(path, each) for each in fits]
            fits = [each for each, much in zip(fits, near, strict=True) if much == max(near)]
        return fits[0] if len(fits) == 1 else ""

    def _facts(self, path: str) -> Facts | None:
        if path not in self.files:
            self.files[path] = self._load(path) if self._load else None
        return self.files[path]

    # --- texts ------------------------------------------------------------------------------------------

    def text(self, facts: Facts, text: Text) -> Known:
        """Return a text whose parts have been looked up."""
        found: list[str | None] = []
        stack: list[tuple[Facts, str | Ref | None]] = [(facts, part) for part in reversed(text)]
        for _ in range(_MOST_STEPS):
            if not stack:
                return tuple(found)
            where, part = stack.pop()
            if not isinstance(part, Ref):
                found.append(part)
                continue
            place = self.find(where, part.key, "text")
            other = self.files.get(place[0]) if place else None
            if place is None or other is None:
                found.append(_of_name(part.key))
            else:
                stack += [(other, each) for each in reversed(other.texts[place[1]])]
        return (None,)

    # --- addresses --------------------------------------------------------------------------------------

    def addresses(self, front: str = "") -> list[Address]:
        """Return the addresses of all routes that an application leads to; ``front`` is what stands before all."""
        routers, routes, joins, inner = self._joined()
        found: list[Address] = []
        for root, router in routers.items():
            if not router.is_app or root in inner:
                continue
            stack: list[tuple[Place, tuple[tuple[str, Include], ...], Known]] = [
                (root, (), (front, *self._own(root, router)))
            ]
            while stack and len(found) < _MOST_ADDRESSES:
                place, via, prefix = stack.pop()
                for facts, route in routes.get(place, ()):
                    found.append(Address(root, place, via, facts, route, (*prefix, "/", *self.text(facts, route.path))))
                if len(via) >= _DEEPEST:
                    continue
                for facts, include, child in reversed(joins.get(place, ())):
                    own = () if include.replaces else self._own(child, routers[child])
                    path = (*prefix, "/", *self.text(facts, include.prefix), "/", *own)
                    stack.append((child, (*via, (facts.path, include)), path))
        return found

    def _make_derived(self) -> None:
        """Make routers of the objects whose class derives from one of a framework."""
        for facts in [each for each in self.files.values() if each]:
            for key, (kind, router) in facts.made.items():
                made = self._maker(facts, kind)
                if made:
                    router.kind = made.kind
                    router.is_app = made.is_app
                    facts.routers.setdefault(key, router)

    def _maker(self, facts: Facts, key: str) -> Maker | None:
        """Return what a class of the project derives from, if that is an application or router of a framework."""
        for _, each in self._derived(facts, key):
            if made := maker(each):
                return made
        return None

    def _renders(self, facts: Facts, key: str) -> bool:
        """Return whether a function or class that is named elsewhere, or one that it derives from, renders a page."""
        return any(each in where.pages for where, each in self._derived(facts, key))

    def _derived(self, facts: Facts, key: str) -> Iterator[tuple[Facts, str]]:
        """Yield a name and what it leads to, by imports and by the first class that each class derives from."""
        for _ in range(_MOST_STEPS):
            yield facts, key
            if not key.startswith("#"):
                found = self._imported(facts, key)
                if found is None:
                    return
                facts, key = found
            elif key in facts.bases:
                key = facts.bases[key]
            elif key[1:] in facts.imports:
                key = facts.imports[key[1:]]
            else:
                return

    def _own(self, place: Place, router: Router) -> Known:
        facts = self.files[place[0]]
        assert facts is not None  # noqa: S101 - it has the router
        return (None,) if place in self._rewritten else self.text(facts, router.prefix)

    def _joined(
        self,
    ) -> tuple[
        Mapping[Place, Router],
        Mapping[Place, Sequence[tuple[Facts, Route]]],
        Mapping[Place, Sequence[tuple[Facts, Include, Place]]],
        set[Place],
    ]:
        """Return the routers, the routes of each, what is joined to each, and those that are joined to something."""
        routes: dict[Place, list[tuple[Facts, Route]]] = {}
        joins: dict[Place, list[tuple[Facts, Include, Place]]] = {}
        inner: set[Place] = set()
        self._make_derived()
        for facts in [each for each in self.files.values() if each]:
            for route in facts.routes:
                route.is_page = route.is_page or (bool(route.view) and self._renders(facts, route.view))
                if place := self.find(facts, route.router):
                    routes.setdefault(place, []).append((facts, route))
            for include in facts.includes:
                child = self.find(facts, include.child)
                if child is None:
                    continue
                inner.add(child)
                if (parent := self.find(facts, include.parent)) and parent != child:
                    joins.setdefault(parent, []).append((facts, include, child))
            self._rewritten.update(place for key in facts.rewritten if (place := self.find(facts, key)))
        routers = {
            (facts.path, key): router for facts in self.files.values() if facts for key, router in facts.routers.items()
        }
        return routers, routes, joins, inner


def is_versioned(path: Known) -> bool | None:
    """Return whether an address has a version in it, None if nobody knows."""
    known = "".join("/{}/" if part is None else part for part in path)
    if any(_names_version(segment) for segment in _segments(known)):
        return True
    return None if None in path else False


def is_exempt(path: Known) -> bool:
    """Return whether an address needs no version: the root, health checks, documentation, callbacks."""
    segments = [_plain(segment) for segment in _segments("".join("{}" if part is None else part for part in path))]
    if not segments or segments[0] in _FIRST or any(_needs_none(segment) for segment in segments):
        return True
    if _leads_back(segments):
        return True
    return len(segments) <= _MOST_ALONE and segments[-1].lstrip("_") in _ALONE


def _leads_back(segments: Sequence[str]) -> bool:
    """Return whether an address is one that a service was given: ``/login/callback``, ``/webhooks/stripe``.

    ``/webhooks``, ``/webhooks/{id}`` and ``/services/{id}/callback`` are resources: what somebody has registered.
    """
    for segment, following in zip(segments, (*segments[1:], ""), strict=True):
        if _is_parameter(segment):
            return False
        if segment.endswith(_CALLED_BACK):
            return True
        if segment.endswith(tuple(f"{word}s" for word in _CALLED_BACK)) and following and not _is_parameter(following):
            return True
    return False


def _is_parameter(segment: str) -> bool:
    return segment[:1] in ("{", "<")


def _is_called_back(address: Address) -> bool:
    """Return whether a route without parameters is named after a callback or a webhook."""
    names = f"{address.route.function} {address.route.router}".lower()
    path = "".join(part or "" for part in address.path)
    return any(word in names for word in _CALLED_BACK) and "{" not in path and "<" not in path


def shown(path: Known) -> str:
    """Return an address as it is known."""
    return "/" + "/".join(_segments("".join("{}" if part is None else part for part in path)))


def _needs_none(segment: str) -> bool:
    word = segment.lstrip("_")
    return segment in _ANYWHERE or word in _ANYWHERE or word.endswith(_ENDS) or word.startswith(_STARTS)


def _plain(segment: str) -> str:
    word = segment.lower()
    return word if word.startswith((".", "_")) else word.replace("-", "").replace("_", "").removesuffix(".json")


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _names_version(segment: str) -> bool:
    """Return whether a segment is a version: v1, v2.1, v1beta1, api-v1, 2024-01-31, {version}, <int:api_version>."""
    if segment[:1] in ("{", "<"):
        name = segment.strip("{}<>").lower()
        return not _VERSION_NAMES.isdisjoint(name.split(":"))
    parts = segment.split("-")
    if tuple(map(len, parts)) in (_DATE, _DATE[:2]) and all(_is_number(part) for part in parts):
        return True
    return any(_is_version(part) for part in (segment, *(segment.rpartition(mark)[2] for mark in "-_.")))


def _is_version(word: str) -> bool:
    """Return whether a word is v1, v2.1 or v1beta1."""
    if word[:1] not in ("v", "V"):
        return False
    for stage in _STAGES:
        head, found, rest = word[1:].lower().partition(stage)
        if found and (not rest or _is_number(rest)):
            word = f"v{head}"
            break
    return all(_is_number(part) for part in word[1:].replace("_", ".").split("."))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS


def _of_name(key: str) -> str | None:
    """Return what the name of an unknown text tells: ``settings.API_V1_STR`` holds a version."""
    words = key.rpartition(".")[2].lower().replace("#", "_").replace("@", "_").split("_")
    return next((f"/{word}" for word in words if _is_version(word)), None)


def _module(path: str) -> str:
    """Return the name of a file's module, with slashes: "app/api" for app/api.py and app/api/__init__.py."""
    return path.removesuffix(".py").removesuffix("/__init__")


class Group:
    """Routes without a version whose prefix belongs in one place: the join above them, or their own router."""

    __slots__ = ("addresses", "join")

    def __init__(self, join: tuple[str, Include] | None) -> None:
        self.join = join
        """The path of its file, and the join; None for the router itself."""
        self.addresses: list[Address] = []


def unversioned(addresses: Iterable[Address], exempt: Callable[[str], bool]) -> Iterable[Group]:
    """Return the routes without a version, put together by the place where the prefix belongs.

    That is the outermost join below which no route has a version. A route that has one address with a version, or an
    unknown one, passes. So do pages, the routes beside them, and those of a site.
    """
    of_route: dict[int, list[Address]] = {}
    for address in addresses:
        of_route.setdefault(id(address.route), []).append(address)
    plain: list[Address] = []
    passed: set[int] = set()
    """The joins with a route below that has a version, or may have one."""
    for each in of_route.values():
        if any(is_versioned(address.path) is not False for address in each):
            passed.update(id(include) for address in each for _, include in address.via)
        elif not (each[0].route.is_hidden or _is_called_back(each[0])) and not any(
            is_exempt(address.path) or exempt(shown(address.path)) for address in each
        ):
            plain.append(each[0])
    groups: dict[object, Group] = {}
    for address in _without_pages(plain):
        join = next((each for each in address.via if id(each[1]) not in passed), None)
        groups.setdefault(id(join[1]) if join else address.place, Group(join)).addresses.append(address)
    return groups.values()


def _without_pages(plain: Sequence[Address]) -> list[Address]:
    """Leave out pages, the other routes of their routers, and those of an application that is a site.

    A site has more pages than other routes. What it has below ``/api`` is judged.
    """
    with_pages = {address.place for address in plain if address.route.is_page}
    pages: dict[Place, int] = {}
    for address in plain:
        pages[address.root] = pages.get(address.root, 0) + (1 if address.route.is_page else -1)
    return [
        address
        for address in plain
        if address.place not in with_pages and (pages[address.root] <= 0 or _is_api(address.path))
    ]


def _is_api(path: Known) -> bool:
    return "api" in _segments("".join(part or "" for part in path).lower())
