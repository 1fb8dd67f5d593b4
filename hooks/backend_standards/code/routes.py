"""The applications, routers and routes of one file, and what it joins: facts that remain when its tree is dropped.

A place in a file has a key: "#router" for a name of the module, "#app@12" for one of the function in line 12, and the
dotted name "app.api.router" for what is imported. ``route_prefixes`` follows them over files.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import endpoints
from backend_standards.code.names import dotted, last
from backend_standards.code.tree import FUNCTIONS, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function
    from backend_standards.core import Finding

    Text: TypeAlias = "tuple[str | Ref | None, ...]"
    """A text in parts: literals, what has to be looked up, None for what nobody knows."""
    Endpoint: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

UNKNOWN: Text = (None,)
_MOST_PARTS = 20
_APP_NAMES = frozenset("app application flask_app fastapi_app api_app _app the_app".split())
_PAGES = frozenset(
    "render_template render_template_string TemplateResponse HTMLResponse render stream_template "
    "send_static_file".split()
)
_REDIRECTS = frozenset("redirect RedirectResponse".split())
_WRAPS = ("prefix", "dispatch", "version", "cadwyn")
"""Words in the name of what is called with an application, and may give it another path."""
_ROUTER_CLASSES = ("Router", "API", "Api", "App", "Flask", "Blueprint", "Application")
"""Ends of the names of classes that may derive from one of a framework."""


class Ref:
    """A key that stands for a text."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key


class Router:
    """An application or a router: what of the path it gives, and how its file calls it."""

    __slots__ = ("is_app", "kind", "name", "prefix")

    def __init__(self, name: str, kind: str, prefix: Text, *, is_app: bool) -> None:
        self.name = name
        self.kind = kind
        self.prefix = prefix
        self.is_app = is_app


class Route:
    """One route: the key of its router, its path, the name of its function, and where it is written."""

    __slots__ = ("column", "function", "is_hidden", "is_page", "line", "path", "router", "view", "written")

    def __init__(self, router: str, path: Text, function: str, line: int, column: int) -> None:
        self.router = router
        self.path = path
        self.function = function
        self.line = line
        self.column = column
        self.is_page = False
        """It answers with HTML: a page for people, whose address is no API."""
        self.view = ""
        """The key of a function or class that answers, if it is not written at the route itself."""
        self.is_hidden = False
        """It is left out of the API's own description."""
        self.written = ""
        """What is called for it, as the file writes it: "app.get"; "" for what is no name."""


class Include:
    """One call that joins a router to another one. ``replaces``: its prefix stands in place of the router's own.

    ``method`` and ``argument`` are the method that is called for it and what it is given, as the file writes them
    ("app.include_router", "users.router"); "" for another form of joining, and for what is no name.
    """

    __slots__ = ("argument", "child", "column", "line", "method", "parent", "prefix", "replaces", "written")

    def __init__(self, parent: str, child: str, prefix: Text, line: int, column: int, written: str) -> None:
        self.parent = parent
        self.child = child
        self.prefix = prefix
        self.line = line
        self.column = column
        self.written = written
        self.replaces = False
        self.method = self.argument = ""


class Candidate:
    """A finding about a function, if its router is one of a framework that the rule is about."""

    __slots__ = ("finding", "kinds", "router")

    def __init__(self, router: str, kinds: Sequence[str], finding: Finding) -> None:
        self.router = router
        self.kinds = kinds
        self.finding = finding


class Served:
    """A function that answers requests: the key of its router, and the call that makes it the one of a route."""

    __slots__ = ("call", "function", "nodes", "router")

    def __init__(self, router: str, function: Function, call: ast.Call, nodes: Sequence[ast.AST]) -> None:
        self.router = router
        self.function = function
        self.call = call
        self.nodes = nodes
        """What runs when the function runs, for all rules: the walk costs as much as they do."""


class Facts:
    """What is kept of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.routers: dict[str, Router] = {}
        self.routes: list[Route] = []
        self.includes: list[Include] = []
        self.candidates: list[Candidate] = []
        self.aliases: dict[str, str] = {}
        """By key, the key of what it stands for: another name, a call ("#create_app()")."""
        self.texts: dict[str, Text] = {}
        """By key, a constant: of the module ("#PREFIX"), or a field of a class ("#Settings.PREFIX")."""
        self.bases: dict[str, str] = {}
        """By the key of a class, the key of the first class that it derives from."""
        self.made: dict[str, tuple[str, Router]] = {}
        """By key, the class of the project that an object is made of, and what it is if that class is a router."""
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.pages: set[str] = set()
        """The keys of the functions and classes of the module that render templates."""
        self.rewritten: set[str] = set()
        """The keys of applications that something wraps which may change their path."""
        self.framework = ""
        self.comments = ""
        """The comments, if one of them excepts something."""


class Reader:
    """Reads the facts of one file off its tree."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names = source.names
        self.facts = Facts(source.path)
        self.served: list[Served] = []
        """The functions of the routes: they are read for other rules, and dropped with the tree."""

    def read(self) -> Facts:
        """Return the facts about routers, routes and constants."""
        self._imports()
        tree = self.source.tree
        for node in tree.of(ast.Assign):
            for target in node.targets:
                self._assigned(target, node.value)
        for each in tree.of(ast.AnnAssign):
            if each.value is not None:
                self._assigned(each.target, each.value)
        for klass in tree.of(ast.ClassDef):
            if klass.bases:
                self.facts.bases[f"#{klass.name}"] = self.key(klass.bases[0])
        for function in tree.functions:
            self._returned(function)
            self._decorated(function)
        for klass in tree.of(ast.ClassDef):
            self._decorated(klass)
        for call in tree.of(ast.Call):
            self._called(call)
        return self.facts

    # --- names ------------------------------------------------------------------------------------------

    def key(self, expression: ast.expr) -> str:
        """Return the key of what an expression names; "" for one that is no name and no call of one."""
        if isinstance(expression, ast.Call):
            made = endpoints.maker(self.names.called(expression))
            if made:
                return self._anonymous(expression)
            inner = self.key(expression.func)
            return f"{inner}()" if inner else ""
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name) or len(parts) > _MOST_PARTS:
            return ""
        return ".".join([self._base(expression), *reversed(parts)])

    def _base(self, name: ast.Name) -> str:
        if name.id in ("self", "cls"):
            owner = self.source.tree.nearest(name, ast.ClassDef)
            return f"#self@{owner.lineno if owner else 0}"
        found = self.names.bindings(name)
        target = next((each.target for each in found if each.target), "")
        if target:
            return target
        if not found:
            return f"#{name.id}"
        scope = self.names.scope(found[0].node)
        if isinstance(scope, ast.ClassDef):
            return f"#{scope.name}.{name.id}"
        return f"#{name.id}" if isinstance(scope, ast.Module) else f"#{name.id}@{scope.lineno}"

    def text(self, expression: ast.expr | None) -> Text:
        """Return the parts of a text: of a literal, a sum, an f-string, a name, a default of the environment."""
        parts: list[str | Ref | None] = []
        stack: list[ast.expr | None] = [expression]
        while stack and len(parts) < _MOST_PARTS:
            each = stack.pop()
            if isinstance(each, ast.Constant):
                parts.append(each.value if isinstance(each.value, str) else "" if each.value is None else None)
            elif isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add):
                stack += [each.right, each.left]
            elif isinstance(each, ast.JoinedStr):
                stack += each.values[::-1]
            elif isinstance(each, ast.FormattedValue):
                stack.append(each.value)
            elif isinstance(each, ast.Name | ast.Attribute):
                key = self.key(each)
                parts.append(Ref(key) if key else None)
            elif isinstance(each, ast.List | ast.Tuple) and len(each.elts) == 1:
                stack.append(each.elts[0])
            elif isinstance(each, ast.Call) and (default := _default(each)) is not None and not _is_empty(default):
                stack.append(default)
            else:
                parts.append(None)
        return tuple(parts) if not stack else UNKNOWN

    # --- statements -------------------------------------------------------------------------------------

    def _imports(self) -> None:
        tree, facts = self.source.tree, self.facts
        for plain in tree.of(ast.Import):
            for alias in plain.names:
                name = alias.asname or alias.name.partition(".")[0]
                facts.imports.setdefault(name, alias.name if alias.asname else name)
        for node in tree.of(ast.ImportFrom):
            module = "." * (node.level or 0) + (node.module or "")
            for alias in node.names:
                if alias.name == "*":
                    facts.stars.append(module)
                else:
                    dot = "" if module.endswith(".") else "."
                    facts.imports.setdefault(alias.asname or alias.name, f"{module}{dot}{alias.name}")
        tops = {target.partition(".")[0] for target in facts.imports.values()}
        facts.framework = next((kind for top, kind in endpoints.FRAMEWORKS.items() if top in tops), "")

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        if not isinstance(target, ast.Name | ast.Attribute):
            return
        key = self.key(target)
        if not key.startswith("#"):
            return
        if isinstance(value, ast.Call):
            made = endpoints.maker(self.names.called(value))
            if made:
                self._make(key, value, made, last(f".{_written(target)}"))
                return
            default = _default(value)
            if default is not None:
                self.facts.texts.setdefault(key, self.text(default))
            kind = self.key(value.func)
            self.facts.aliases.setdefault(key, f"{kind}()" if kind else "")
            if last(_written(value.func)).endswith(_ROUTER_CLASSES):
                prefix = self.text(_keyword(value, "prefix") or _keyword(value, "url_prefix") or ast.Constant(value=""))
                self.facts.made[key] = (kind, Router(last(f".{_written(target)}"), "", prefix, is_app=False))
        elif isinstance(value, ast.Name | ast.Attribute):
            self.facts.aliases.setdefault(key, self.key(value))
        else:
            is_open = "." in key and _is_empty(value)  # a setting that a deployment fills in
            self.facts.texts[key] = UNKNOWN if is_open or key in self.facts.texts else self.text(value)

    def _make(self, key: str, call: ast.Call, made: endpoints.Maker, name: str) -> None:
        prefix: Text = ()
        if made.position >= 0 and made.position < len(call.args):
            prefix = self.text(call.args[made.position])
        for keyword in call.keywords:
            if keyword.arg is None:
                prefix = (*prefix, None)
            elif keyword.arg == "servers":
                prefix = (*prefix, *_servers(keyword.value))
            elif keyword.arg in made.prefixes:
                prefix = (*prefix, *self.text(keyword.value))
        known = self.facts.routers.get(key)
        if known:  # made twice, in two branches
            if known.prefix != prefix:
                known.prefix = UNKNOWN
        else:
            self.facts.routers[key] = Router(name, made.kind, prefix, is_app=made.is_app)
        if made.is_joined and call.args:
            self._include(call.args[0], key, (), call)
        for name_, child in self._given(call):
            if name_ in ("routes", "route_handlers", "app"):
                self._structure(key, child)

    def _given(self, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
        for keyword in call.keywords:
            if keyword.arg:
                yield keyword.arg, self.names.value(keyword.value)
        made = endpoints.maker(self.names.called(call))
        if not made or made.kind not in (endpoints.STARLETTE, endpoints.LITESTAR):
            return
        if made.position == 0 and len(call.args) > 1:  # Mount("/v1", app)
            yield "app", call.args[1]
        elif made.position < 0 and call.args:  # Litestar([users]), Router([Route(…)])
            yield "routes", self.names.value(call.args[0])

    def _anonymous(self, call: ast.Call) -> str:
        """Return the key of a router that has no name, such as ``Mount("/v1", routes=[…])`` in a list."""
        parent = self.source.tree.parent(call)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name | ast.Attribute):
            return self.key(parent.targets[0])
        key = f"#@{call.lineno}:{call.col_offset}"
        made = endpoints.maker(self.names.called(call))
        if made and key not in self.facts.routers:
            self._make(key, call, made, last(self.names.called(call)))
        return key

    def _structure(self, key: str, value: ast.expr) -> None:
        """Take down what a list of routes holds, of Starlette or Litestar."""
        items = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        for item in items:
            if isinstance(item, ast.Call) and last(self.names.called(item)) in ("Route", "APIRoute"):
                path = item.args[0] if item.args else _keyword(item, "path")
                endpoint = item.args[1] if len(item.args) > 1 else _keyword(item, "endpoint")
                self._route(key, path, item, _written(endpoint))
            elif isinstance(item, ast.Call | ast.Name | ast.Attribute) and (child := self.key(item)):
                line, column = item.lineno, self.source.column(item.lineno, item.col_offset)
                self.facts.includes.append(Include(key, child, (), line, column, _written(item)))

    def _returned(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Take down what a function gives, if it is a router or may lead to one: ``create_app()``."""
        if not isinstance(self.source.tree.parent(function), ast.Module):
            return
        for node in inside(function.body):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Name | ast.Call | ast.Attribute):
                key = self.key(node.value)
                if key:
                    self.facts.aliases[f"#{function.name}()"] = key

    # --- routes -----------------------------------------------------------------------------------------

    def _decorated(self, endpoint: Endpoint) -> None:
        for decorator in endpoint.decorator_list:
            if not isinstance(decorator, ast.Call):
                continue
            function = decorator.func
            if isinstance(function, ast.Attribute) and function.attr in endpoints.DECORATORS:
                router = self.key(function.value)
                if router:
                    self._route(router, _path(decorator), decorator, endpoint.name, endpoint)
            elif isinstance(function, ast.Name) and self._is_litestar(function):
                self._litestar(endpoint, decorator)

    def _is_litestar(self, name: ast.Name) -> bool:
        qualified = self.names.qualified(name)
        return qualified.startswith(("litestar.", "starlite.")) and last(qualified) in endpoints.DECORATORS

    def _litestar(self, endpoint: Endpoint, decorator: ast.Call) -> None:
        """Take down a handler of Litestar: a router of its own, or a route of the controller around it."""
        owner = self.source.tree.parent(endpoint)
        if isinstance(owner, ast.ClassDef):
            key = f"#{owner.name}"
            if key not in self.facts.routers:
                path = next((each for each in owner.body if _sets_path(each)), None)
                prefix = self.text(getattr(path, "value", None)) if path else ()
                self.facts.routers[key] = Router(owner.name, endpoints.LITESTAR, prefix, is_app=False)
        else:
            key = f"#{endpoint.name}"
            self.facts.routers[key] = Router(endpoint.name, endpoints.LITESTAR, (), is_app=False)
        self._route(key, _path(decorator), decorator, endpoint.name, endpoint)

    def _route(
        self, router: str, path: ast.expr | None, place: ast.expr, name: str, endpoint: Endpoint | None = None
    ) -> None:
        text = self.text(path) if path is not None else ()
        route = Route(router, text, name, place.lineno, self.source.column(place.lineno, place.col_offset))
        if isinstance(place, ast.Call):
            route.written = dotted(place.func)
            hidden = _keyword(place, "include_in_schema")
            route.is_hidden = isinstance(hidden, ast.Constant) and hidden.value is False
            shown = _keyword(place, "response_class")
            route.is_page = shown is not None and _written(shown).rpartition(".")[2] == "HTMLResponse"
            if endpoint is not None:
                served = [Served(router, each, place, list(inside(each.body))) for each in _functions(endpoint)]
                route.is_page = route.is_page or any(is_page(each.nodes) for each in served)
                self.served += served
        self.facts.routes.append(route)

    def _called(self, call: ast.Call) -> None:
        function = call.func
        if last(_written(function)) in _PAGES:
            outer = [each for each in self.source.tree.around(call) if isinstance(each, (*FUNCTIONS, ast.ClassDef))]
            self.facts.pages.update(f"#{each.name}" for each in outer[-1:])
        elif isinstance(function, ast.Attribute) and function.attr in endpoints.ADDERS:
            self._added(call, function)
        elif isinstance(function, ast.Attribute) and function.attr in endpoints.INCLUDERS:
            self._joined(call, function)
        elif any(word in last(self.names.called(call)).lower() for word in _WRAPS):
            for value in (*call.args, *(keyword.value for keyword in call.keywords)):
                inner = value.value if isinstance(value, ast.Attribute) and value.attr == "wsgi_app" else value
                if isinstance(inner, ast.Name | ast.Attribute) and (key := self.key(inner)):
                    self.facts.rewritten.add(key)
        elif _keyword(call, "api_gateway_base_path") is not None and call.args:
            self.facts.rewritten.add(self.key(call.args[0]))

    def _added(self, call: ast.Call, function: ast.Attribute) -> None:
        router = self.key(function.value)
        if not router or not call.args:
            return
        if function.attr == "add_resource":
            for path in call.args[1:]:
                self._route(router, path, call, _written(call.args[0]))
            return
        given = call.args[1:] or [
            value for name in ("endpoint", "view_func", "route") if (value := _keyword(call, name))
        ]
        view = _keyword(call, "view_func") or given[-1] if given else None
        named = _without_as_view(view)
        self._route(router, call.args[0], call, _written(named), self._function(view))
        self.facts.routes[-1].view = self.key(named) if named is not None else ""

    def _function(self, view: ast.expr | None) -> Endpoint | None:
        if not isinstance(view, ast.Name):
            return None
        found = self.names.bindings(view)
        node = found[0].node if len(found) == 1 else None
        return node if isinstance(node, FUNCTIONS) else None

    def _joined(self, call: ast.Call, function: ast.Attribute) -> None:
        method = function.attr
        prefix = _keyword(call, "url_prefix") or _keyword(call, "prefix") or _keyword(call, "path")
        child = call.args[0] if call.args else _keyword(call, "router") or _keyword(call, "blueprint")
        if method == "mount":
            prefix = call.args[0] if call.args else prefix
            child = call.args[1] if len(call.args) > 1 else _keyword(call, "app")
        if method == "add_namespace" and len(call.args) > 1:
            prefix = call.args[1]
        if child is None:
            return
        text = self.text(prefix) if prefix is not None else ()
        if any(keyword.arg is None for keyword in call.keywords):
            text = (*text, None)
        if method == "init_app":
            self._include(child, self.key(function.value), text, call)
            return
        for each in self._items(child):
            key = self.key(each)
            if key:
                include = self._include(function.value, key, text, call)
                if include:
                    include.written = _written(each)
                    include.method, include.argument = dotted(function), dotted(child)
                    include.replaces = method in ("register_blueprint", "add_namespace") and prefix is not None

    def _include(self, parent: ast.expr, child: str, prefix: Text, place: ast.Call) -> Include | None:
        key = self.key(parent)
        if not (key and child):
            return None
        key = self._parameter(parent, key)
        column = self.source.column(place.lineno, place.col_offset)
        found = Include(key, child, prefix, place.lineno, column, child.strip("#"))
        self.facts.includes.append(found)
        return found

    def _parameter(self, parent: ast.expr, key: str) -> str:
        """Return the key of a parent; a parameter that is an application becomes one without a prefix."""
        if isinstance(parent, ast.Name) and key not in self.facts.routers:
            found = self.names.bindings(parent)
            node = found[0].node if len(found) == 1 else None
            if isinstance(node, ast.arg):
                made = endpoints.maker(self.names.qualified(node.annotation)) if node.annotation else None
                if made.is_app if made else not node.annotation and node.arg in _APP_NAMES:
                    kind = made.kind if made else self.facts.framework
                    self.facts.routers[key] = Router(node.arg, kind, (), is_app=True)
        return key

    def _items(self, child: ast.expr) -> Sequence[ast.expr]:
        """Return what is joined: the router, or the elements of the literal list that a loop goes through."""
        if isinstance(child, ast.Name):
            found = self.names.bindings(child)
            node = self.source.tree.parent(found[0].node) if len(found) == 1 else None
            if isinstance(node, ast.For) and node.target is found[0].node:
                several = self.names.value(node.iter)
                return several.elts if isinstance(several, ast.List | ast.Tuple | ast.Set) else []
        return [child]


def _functions(endpoint: Endpoint) -> list[Function]:
    """Return the function of a route, or those of a class that has one for each method of HTTP."""
    if isinstance(endpoint, ast.ClassDef):
        return [each for each in endpoint.body if isinstance(each, FUNCTIONS) and each.name in endpoints.VERBS]
    return [endpoint]


def _path(call: ast.Call) -> ast.expr | None:
    """Return the path that a decorator is given; several paths are judged by the first."""
    found = call.args[0] if call.args else _keyword(call, "path") or _keyword(call, "rule")
    return found.elts[0] if isinstance(found, ast.List | ast.Tuple) and found.elts else found


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _default(call: ast.Call) -> ast.expr | None:
    """Return the default of a variable of the environment, or of a field of a class of settings."""
    function = call.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if name in ("getenv", "get", "pop"):
        found = call.args[1] if len(call.args) > 1 else _keyword(call, "default")
    elif name in ("Field", "field"):
        found = call.args[0] if call.args else _keyword(call, "default")
    elif name == "str" and call.args:
        found = call.args[0]
    else:
        return None
    return found


def _is_empty(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def _servers(value: ast.expr) -> Text:
    """Return the paths of the servers that an application tells of: a gateway in front of it may add them."""
    found: list[str | Ref | None] = []
    for each in value.elts if isinstance(value, ast.List | ast.Tuple) else ():
        if isinstance(each, ast.Dict):
            found += [
                item.value for item in each.values if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
    return tuple("/" + "/".join(part for part in str(each).split("/")[3:]) for each in found)


def _sets_path(statement: ast.stmt) -> bool:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return isinstance(target, ast.Name) and target.id == "path"


def _without_as_view(view: ast.expr | None) -> ast.expr | None:
    """Return the class of which a view is made, as in ``Users.as_view("users")``; any other view as it is."""
    if isinstance(view, ast.Call) and isinstance(view.func, ast.Attribute) and view.func.attr == "as_view":
        return view.func.value
    return view


def is_page(nodes: Iterable[ast.AST]) -> bool:
    """Return whether a function answers with a page, or with nothing but redirections."""
    returned = redirected = 0
    for node in nodes:
        if isinstance(node, ast.Call):
            name = last(_written(node.func))
            if name in _PAGES or any(_says_html(keyword) for keyword in node.keywords):
                return True
        elif isinstance(node, ast.Return) and node.value is not None:
            returned += 1
            redirected += isinstance(node.value, ast.Call) and last(_written(node.value.func)) in _REDIRECTS
    return 0 < returned == redirected


def _says_html(keyword: ast.keyword) -> bool:
    """Return whether a keyword gives a response the type of a page: ``media_type="text/html"``."""
    value = keyword.value
    return (
        keyword.arg in ("media_type", "mimetype", "content_type")
        and isinstance(value, ast.Constant)
        and str(value.value).startswith("text/html")
    )


def _written(expression: ast.expr | None) -> str:
    """Return a name as it is written, without calls: "users.router"; "" for anything else."""
    parts: list[str] = []
    while isinstance(expression, ast.Attribute | ast.Call):
        if isinstance(expression, ast.Call):
            expression = expression.func
        else:
            parts.append(expression.attr)
            expression = expression.value
    return ".".join(reversed([*parts, expression.id])) if isinstance(expression, ast.Name) else ".".join(parts[::-1])
