"""What the module of the tests says about AWS: its clients, guards, fixtures and calls, without its tree.

Facts are kept for all files of the tests, and trees of thousands of files would not fit. ``aws_tests``, which
sees the facts of all files, tells what a fixture or helper of another file gives.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import aws
from backend_standards.code.aws_guards import Guards
from backend_standards.code.names import last
from backend_standards.code.tree import FUNCTIONS, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.aws_guards import Act
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function
    from backend_standards.core import Finding

    Position = tuple[int, int]

MODULE = ""
"""The name of the unit that the code outside of functions is."""
_SETUPS = frozenset(
    "setUp setUpClass asyncSetUp setup_method setup_class setup_module setUpModule setup_function "
    "pytest_configure pytest_sessionstart pytest_runtest_setup pytest_load_initial_conftests setUpTestData".split()
)
_MODULE_SETUPS = frozenset(("setup_module", "setUpModule", "setup_function"))
HOOKS = frozenset(("pytest_configure", "pytest_sessionstart", "pytest_runtest_setup", "pytest_load_initial_conftests"))
_SKIPS = frozenset(("pytest.mark.skip", "unittest.skip"))
_SCOPES = ("function", "class", "module", "package", "session")
_SESSION_NOTE = (
    "Take the profile out, and mock AWS: `from moto import mock_aws`, `with mock_aws():` around the session. Code that "
    "is meant to reach an account is no test: exempt its folder by --allow."
)
_AT_IMPORT = "is made when the module is imported, before any mock starts"
_EARLIER = (
    "A client keeps the credentials that it was made with. Ask for the fixture that mocks before this one, or start "
    "the mock in this one: `with mock_aws():` around the client and its `yield`."
)


class Site:
    """A call in a unit: one that makes a client, or one of what may be a helper of the tests."""

    __slots__ = ("at", "early", "finding", "is_safe", "target", "under")

    def __init__(self, at: Position) -> None:
        self.at = at
        self.target = ""
        self.finding: Finding | None = None
        """The finding about a client, if no other file guards it."""
        self.early: Finding | None = None
        """The finding about one that is used in mocks, and made before they start."""
        self.is_safe = False
        """Whether the unit itself guards it."""
        self.under: list[str] = []
        """What is entered around it, and called before it: names of what may be guards in other files."""


class Unit:
    """A function or method with all that is nested in it; or the module's own code."""

    __slots__ = (
        *("asks", "autouse", "calls", "clients", "decorators", "fixture", "gives", "has_profile", "holds"),
        *("is_guarded", "is_skipped", "name", "owner", "scope"),
    )

    def __init__(self, name: str, owner: str = "") -> None:
        self.name = name
        self.owner = owner
        """The class of a method."""
        self.fixture = ""
        """The name by which tests ask for a fixture."""
        self.scope = 0
        self.autouse = False
        self.asks: list[str] = []
        """The fixtures that it asks for, in the order in which pytest makes them."""
        self.clients: list[Site] = []
        self.calls: list[Site] = []
        self.decorators: list[str] = []
        """Names of decorators that may be guards of other files."""
        self.has_profile = False
        self.is_guarded = False
        self.is_skipped = False
        self.gives = False
        """Whether whoever asks for it, or calls it, is guarded from then on."""
        self.holds = False
        """Whether there is a guard anywhere in it, as in a decorator of one's own."""

    @property
    def is_setup(self) -> bool:
        """Whether a test runner runs it before the tests."""
        return self.name in _SETUPS or (self.name == "setup" and bool(self.owner))

    @property
    def is_module_setup(self) -> bool:
        """Whether it runs before all tests of its module."""
        return self.name in _MODULE_SETUPS and not self.owner

    @property
    def is_run(self) -> bool:
        """Whether a test runner runs it, so that its callers do not matter."""
        return bool(self.fixture) or self.is_setup or self.name.startswith("test") or self.name == MODULE


class Group:
    """A class of tests: what holds for all of its methods."""

    __slots__ = ("asks", "bases", "decorators", "is_guarded", "is_skipped")

    def __init__(self, bases: list[str]) -> None:
        self.bases = bases
        self.asks: list[str] = []
        self.decorators: list[str] = []
        self.is_guarded = False
        self.is_skipped = False


class Facts:
    """What one file says."""

    __slots__ = (
        *("asks", "comments", "groups", "imports", "is_guarded", "is_skipped", "modules", "path", "plugins"),
        *("profiles", "stars", "units"),
    )

    def __init__(self, path: str) -> None:
        self.path = path
        self.units: dict[tuple[str, str], Unit] = {}
        self.groups: dict[str, Group] = {}
        self.imports: dict[str, str] = {}
        """By local name, what is imported ("tests.helpers.bucket")."""
        self.modules: list[str] = []
        """The modules that are imported, whole or in part."""
        self.stars: list[str] = []
        self.plugins: list[str] = []
        self.asks: list[str] = []
        self.is_guarded = False
        self.is_skipped = False
        self.profiles: list[Finding] = []
        self.comments = ""

    @property
    def folder(self) -> str:
        """The folder, with a final slash; "" for the root."""
        return self.path[: self.path.rfind("/") + 1]

    @property
    def is_shared(self) -> bool:
        """Whether it counts for all tests in its folder and below."""
        return self.path.rpartition("/")[2] in ("conftest.py", "__init__.py")


def of(source: Source) -> Facts:
    """Return the facts of a file that could be parsed."""
    return _Reader(source).read()


class _Reader:
    """One reading of one file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tree = source.tree
        self._names = source.names
        self._clients = aws.Clients(self._tree, self._names)
        self._guards = Guards(self._names, self._clients, source.data)
        self._facts = Facts(source.path)
        self._starts: dict[Unit, Position] = {}
        """By unit, where its first guard starts that holds for all that follows."""
        self._stubbed: set[Unit] = set()
        self._answered: set[ast.Call] = set()
        """The calls that make clients which somebody stubs."""
        self._homes: dict[ast.AST, Unit] = {}
        self._loads: dict[ast.AST, dict[str, list[ast.Name]]] = {}
        """By function and name, where a name is used."""

    def read(self) -> Facts:
        facts = self._facts
        self._read_imports()
        facts.units[MODULE, ""] = Unit(MODULE)
        facts.is_skipped = self._is_deployed()
        for each in self._tree.of(ast.ClassDef):
            self._read_class(each)
        for function in self._tree.functions:
            outermost = self._outermost(function)
            if outermost is function:
                self._read_function(function)
            elif any(map(self._guards.is_guard, function.decorator_list)):
                self._unit(function).holds = True
        acts: list[Act] = [*self._tree.of(ast.Call), *self._tree.of(ast.Assign), *self._tree.of(ast.AugAssign)]
        for node in acts:
            self._read_act(node)
        for assigned in self._tree.of(ast.Assign):
            if self._guards.takes_profile(assigned):
                message = f"a variable{self._tree.place(assigned)} chooses a profile of whoever runs the tests"
                facts.profiles.append(self._profile_at(assigned, message))
        entered: list[ast.With | ast.AsyncWith] = [*self._tree.of(ast.With), *self._tree.of(ast.AsyncWith)]
        for statement in entered:
            self._read_with(statement)
        for call in self._tree.of(ast.Call):
            self._read_call(call)
        self._read_marks()
        return facts

    # --- where something is ----------------------------------------------------------------------------

    def _outermost(self, node: ast.AST) -> Function | None:
        """Return the function around a node, or itself, that is in no other one."""
        found = node if isinstance(node, FUNCTIONS) else None
        for outer in self._tree.around(node):
            if isinstance(outer, FUNCTIONS):
                found = outer
        return found

    def _unit(self, node: ast.AST) -> Unit:
        """Return the unit that a node belongs to."""
        steps: list[ast.AST] = []
        unit = self._facts.units[MODULE, ""]
        outer: ast.AST | None = node
        while outer is not None:
            if outer in self._homes:
                unit = self._homes[outer]
                break
            steps.append(outer)
            outer = self._tree.parent(outer)
        for each in steps:
            if not isinstance(each, FUNCTIONS):
                self._homes[each] = unit
        return unit

    # --- what is written down --------------------------------------------------------------------------

    def _read_imports(self) -> None:
        for node in self._tree.of(ast.ImportFrom):
            module = self._absolute(node)
            self._facts.modules.append(module)
            for alias in node.names:
                if alias.name == "*":
                    self._facts.stars.append(module)
                else:
                    target = f"{module}.{alias.name}".lstrip(".")
                    self._facts.imports[alias.asname or alias.name] = target
                    self._facts.modules.append(target)
        for whole in self._tree.of(ast.Import):
            for alias in whole.names:
                self._facts.modules.append(alias.name)
                self._facts.imports[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )

    def _absolute(self, node: ast.ImportFrom) -> str:
        """Return the module of an import from the repository's root, if it is relative."""
        if not node.level:
            return node.module or ""
        parts = self._source.path.split("/")[: -node.level]
        return ".".join([*parts, *([node.module] if node.module else [])])

    def _read_class(self, node: ast.ClassDef) -> None:
        group = Group([self._target(base) for base in node.bases])
        for decorator in node.decorator_list:
            group.is_guarded |= self._guards.is_guard(decorator)
            group.is_skipped |= self._is_skip(decorator)
            group.asks += self._used(decorator)
            group.decorators.append(self._target(decorator))
        self._facts.groups[node.name] = group

    def _read_function(self, node: Function) -> None:
        owner = self._tree.nearest(node, ast.ClassDef)
        unit = Unit(node.name, owner.name if owner else "")
        self._facts.units[unit.name, unit.owner] = unit
        self._homes[node] = unit
        used: list[str] = []
        for decorator in node.decorator_list:
            self._homes[decorator] = self._facts.units[MODULE, ""]
            unit.is_guarded |= self._guards.is_guard(decorator)
            unit.is_skipped |= self._is_skip(decorator)
            used += self._used(decorator)
            unit.decorators.append(self._target(decorator))
            self._read_fixture(unit, decorator)
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        unit.asks = [*used, *(each.arg for each in arguments if each.arg not in ("self", "cls"))]

    def _read_fixture(self, unit: Unit, decorator: ast.expr) -> None:
        call = decorator if isinstance(decorator, ast.Call) else None
        if last(self._names.qualified(call.func if call else decorator)) not in ("fixture", "yield_fixture"):
            return
        unit.fixture = unit.name
        for keyword in call.keywords if call else ():
            text = self._names.text(keyword.value) or ""
            if keyword.arg == "name" and text:
                unit.fixture = text
            elif keyword.arg == "scope" and text in _SCOPES:
                unit.scope = _SCOPES.index(text)
            elif keyword.arg == "autouse":
                unit.autouse = isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)

    def _read_act(self, node: Act) -> None:
        """Take down a guard that holds from here to the end of its unit, and for who asks for the unit."""
        if self._guards.is_stub(node):
            self._stubbed.add(self._unit(node))
            if isinstance(node, ast.Call):
                self._answered.update(filter(None, map(self._guards.client, node.args[:1])))
        if not self._guards.acts(node):
            return
        unit = self._unit(node)
        place = (node.lineno, node.col_offset)
        self._starts[unit] = min(self._starts.get(unit, place), place)
        unit.gives = unit.holds = True

    def _read_with(self, statement: ast.With | ast.AsyncWith) -> None:
        """Take down what a unit guards for others, because it yields below its guard."""
        if not any(self._guards.is_guard(item.context_expr) for item in statement.items):
            return
        unit = self._unit(statement)
        unit.holds = True
        if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in inside(statement.body)):
            unit.gives = True

    def _read_call(self, call: ast.Call) -> None:
        made = self._clients.made(call)
        unit = self._unit(call)
        profile = self._profile(call)
        if profile is not None:
            unit.has_profile = True
            self._facts.profiles.append(profile)
        site = Site((call.lineno, call.col_offset))
        if made is None:
            site.target = self._target(call.func)
            if not site.target:
                return
            if last(site.target) == "getfixturevalue" and call.args:
                unit.asks.append(self._names.text(call.args[0]) or "")
        elif self._is_elsewhere(made):
            return
        self._read_place(call, unit, site)
        if made is None:
            unit.calls.append(site)
        elif not (site.is_safe or self._is_decorated(unit) or call in self._answered or self._is_answer(call)):
            site.finding = self._finding(
                made, _AT_IMPORT if unit.name == MODULE else "reaches the real AWS: nothing mocks it", _note(unit)
            )
            site.early = self._finding(made, "is made before the mock starts", _EARLIER)
            unit.clients.append(site)

    def _read_place(self, call: ast.Call, unit: Unit, site: Site) -> None:
        """Look at what is around a call, and at what its unit has done before it."""
        start = self._starts.get(unit)
        site.is_safe = unit in self._stubbed or (start is not None and start < site.at)
        for outer in self._tree.around(call):
            if isinstance(outer, ast.With | ast.AsyncWith):
                for item in outer.items:
                    site.is_safe |= self._guards.is_guard(item.context_expr)
                    if name := self._target(item.context_expr):
                        site.under.append(name)
            elif isinstance(outer, FUNCTIONS) and self._homes.get(outer) is not unit:
                site.is_safe |= any(map(self._guards.is_guard, outer.decorator_list))
            elif isinstance(outer, ast.If) and _is_program(outer.test):
                site.is_safe = True

    def _is_decorated(self, unit: Unit) -> bool:
        """Return whether a decorator of a function or its class guards all of it, or skips it."""
        group = self._facts.groups.get(unit.owner) if unit.owner else None
        return unit.is_guarded or unit.is_skipped or (group is not None and (group.is_guarded or group.is_skipped))

    def _is_answer(self, call: ast.Call) -> bool:
        """Return whether a client, or what it names, is only what a mock is told to return: it asks AWS for nothing."""
        outer: ast.AST = call
        for each in self._tree.around(call):
            if not isinstance(each, ast.Attribute | ast.Call):
                break
            outer = each
        statement = self._tree.parent(outer)
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return False
        target = statement.targets[0]
        scope = self._tree.function(call)
        if (
            not isinstance(target, ast.Name)
            or scope is None
            or self._called_on(outer, call) - {"Object", "Bucket", "Table"}
        ):
            return False
        if scope not in self._loads:
            loads = self._loads[scope] = {}
            for each in everything(scope.body):
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                    loads.setdefault(each.id, []).append(each)
        uses = self._loads[scope].get(target.id, [])
        return bool(uses) and all(self._is_told(each) for each in uses)

    def _called_on(self, outer: ast.AST, call: ast.Call) -> set[str]:
        """Return the names of the methods that are called from a client on, in one expression."""
        found = set()
        while outer is not call and isinstance(outer, ast.Call | ast.Attribute):
            if isinstance(outer, ast.Attribute):
                found.add(outer.attr)
                outer = outer.value
            else:
                outer = outer.func
        return found

    def _is_told(self, name: ast.Name) -> bool:
        """Return whether a name is in what a mock is told to return."""
        for outer in self._tree.around(name):
            if isinstance(outer, ast.keyword):
                return outer.arg in ("return_value", "side_effect")
            if not isinstance(outer, ast.List | ast.Tuple):
                return False
        return False

    def _is_elsewhere(self, made: aws.Made) -> bool:
        """Return whether a client itself goes elsewhere, or has credentials that are no real ones."""
        endpoint, is_known = aws.argument(made.call, "endpoint_url", self._names)
        if not is_known or (endpoint is not None and self._guards.is_elsewhere(endpoint)):
            return True
        if made.session is not None and not aws.argument(made.session, "aws_access_key_id", self._names)[1]:
            return True
        return any(self._guards.has_false_credentials(each) for each in (made.call, made.session) if each is not None)

    def _profile(self, call: ast.Call) -> Finding | None:
        """Return the finding about a session with a profile of whoever runs the tests."""
        name = self._names.called(call)
        if self._clients.session(call) is not call and name != "boto3.setup_default_session":
            return None
        profile, _ = aws.argument(call, "profile_name", self._names)
        if aws.is_none(profile):
            return None
        message = f"{last(name)}(profile_name=…){self._tree.place(call)} uses a profile of whoever runs the tests"
        return self._profile_at(call, message)

    def _profile_at(self, node: ast.Call | ast.Assign, message: str) -> Finding:
        from backend_standards.code import findings, rules  # most runs need none

        return findings.at(self._source, node, rules.REAL_AWS_PROFILE, message, note=_SESSION_NOTE)

    def _finding(self, made: aws.Made, fault: str, note: str) -> Finding:
        from backend_standards.code import findings, rules

        known_as = f"{made.api}(){self._tree.place(made.call)}"
        message = f"{known_as} {fault}"
        return findings.at(self._source, made.call, rules.REAL_AWS_CLIENT, message, note=note, known_as=known_as)

    def _read_marks(self) -> None:
        """Take down what the module says of all of its tests: ``pytestmark``, ``pytest_plugins``."""
        for statement in self._tree.module.body:
            if not isinstance(statement, ast.Assign):
                continue
            for target in statement.targets:
                if isinstance(target, ast.Name) and target.id == "pytestmark":
                    for mark in _several(statement.value):
                        self._facts.asks += self._used(mark)
                        self._facts.is_guarded |= self._guards.is_guard(mark)
                        self._facts.is_skipped |= self._is_skip(mark)
                elif isinstance(target, ast.Name) and target.id == "pytest_plugins":
                    self._facts.plugins += [self._names.text(each) or "" for each in _several(statement.value)]

    # --- names -----------------------------------------------------------------------------------------

    def _target(self, expression: ast.expr) -> str:
        """Return the name of what is called or used, as imports tell it; "" for none."""
        if isinstance(expression, ast.Call):
            expression = expression.func
        name = self._names.qualified(expression)
        if not name and isinstance(expression, ast.Attribute):
            return f"?.{expression.attr}"
        return self._from_root(name) if name.startswith(".") else name

    def _from_root(self, name: str) -> str:
        """Return a relative name from the repository's root."""
        plain = name.lstrip(".")
        parts = self._source.path.split("/")[: len(plain) - len(name)]
        return ".".join([*parts, plain])

    def _used(self, mark: ast.expr) -> list[str]:
        """Return the fixtures that ``usefixtures`` names."""
        if isinstance(mark, ast.Call) and last(self._names.called(mark)) == "usefixtures":
            return [self._names.text(each) or "" for each in mark.args]
        return []

    def _is_deployed(self) -> bool:
        """Return whether the file is a program that tests deploy or drive a service with: no test runs it here.

        A Lambda function, an application of Chalice, a load test of Locust.
        """
        name = self._source.path.rpartition("/")[2]
        if "locust" in self._facts.imports or any(each.partition(".")[0] == "locust" for each in self._facts.modules):
            return True
        if any(each.name.startswith("test") for each in self._tree.functions) or name == "conftest.py":
            return False
        if any(self._names.called(call) == "chalice.Chalice" for call in self._tree.of(ast.Call)):
            return True
        return any(
            [each.arg for each in (*function.args.posonlyargs, *function.args.args)] == ["event", "context"]
            for function in self._tree.functions
            if "handler" in function.name
        )

    def _is_skip(self, mark: ast.expr) -> bool:
        return self._names.qualified(mark.func if isinstance(mark, ast.Call) else mark) in _SKIPS


def _several(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]


def _is_program(test: ast.expr) -> bool:
    """Return whether a condition is ``__name__ == "__main__"``, under which no test runs."""
    return any(isinstance(each, ast.Name) and each.id == "__name__" for each in everything([test]))


def _note(unit: Unit) -> str:
    """Return what to write, in the words of the place."""
    if unit.fixture:
        return (
            "Make the client in a mock: `from moto import mock_aws`, and in the fixture `with mock_aws():` around "
            "the client and its `yield`."
        )
    if unit.name == MODULE:
        return "A client of a module is made before any mock starts. Make it in a fixture, below `with mock_aws():`."
    if unit.is_setup:
        return f"Start a mock first in {unit.name}(): `self.mock = mock_aws(); self.mock.start()`."
    return f"Mock AWS: `from moto import mock_aws`, and `@mock_aws` on the line above `def {unit.name}`."
