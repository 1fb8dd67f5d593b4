"""Which clients of the tests reach the real AWS, told from the facts of all their files.

A client is safe where its own function guards it, or its class, its module, a fixture that is asked for, a fixture of
an enclosing ``conftest.py`` that is used of itself, or the configuration of pytest. A helper is safe where all of its
callers are.
"""

from __future__ import annotations

from backend_standards.code.aws_facts import HOOKS, MODULE, Unit
from backend_standards.code.aws_guards import WORDS, words
from backend_standards.code.names import last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from backend_standards.code.aws_facts import Facts, Site
    from backend_standards.core import Finding

_MOST_CLASSES = 20
"""Classes above one."""
_MOST_PARTS = 12
"""Parts of a module's name that somebody may write."""
_MOST_CALLS = 20
"""Calls of one name on what no file explains: they may mean any method of that name."""
_MOST_PATHS = 50
"""Modules of one name that are compared by their places."""
_FOR_AWS = frozenset("moto localstack aws minio vcr cassette dynalite elasticmq boto boto3 botocore".split())
_SERVICES = frozenset("s3 sqs sns ses sesv2 ssm sts dynamo dynamodb kms secretsmanager kinesis cognito ec2".split())


class Modules:
    """The modules of the tests by their dotted names, as far as they may be imported."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._known: dict[tuple[str, str], str] = {}
        for path in paths:
            parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
            for start in range(max(0, len(parts) - _MOST_PARTS), len(parts)):
                self._by_name.setdefault(".".join(parts[start:]), []).append(path)

    def path(self, module: str, folder: str) -> str:
        """Return the file of a module that is imported by a file in a folder; "" if it is none of the tests."""
        if (module, folder) not in self._known:
            found = self._by_name.get(module, [])[:_MOST_PATHS]
            self._known[module, folder] = max(found, key=lambda path: _common(path, folder), default="")
        return self._known[module, folder]


class Tests:
    """The files of the tests that have been read, and what they guard for each other."""

    def __init__(self, files: Mapping[str, Facts], modules: Modules, is_configured: Callable[[str], bool]) -> None:
        self._files = files
        self._modules = modules
        self._is_configured = is_configured
        self._plugins = [
            path for facts in files.values() for name in facts.plugins if (path := modules.path(name, facts.folder))
        ]
        self._fixtures: dict[str, dict[str, list[Unit]]] = {}
        """By path and name."""
        self._seen: dict[str, dict[str, list[Unit]]] = {}
        """By path and name, with the fixtures that are imported."""
        self._homes: dict[Unit, Facts] = {}
        self._asking: dict[str, list[Unit]] = {}
        self._asked: dict[str, dict[Unit, list[Unit]]] = {}
        """By the name of a fixture, who asks for each fixture of that name."""
        self._methods: dict[tuple[str, str], list[Unit]] = {}
        """By path and class; those of class "" are functions."""
        self._before: dict[tuple[str, str], list[Unit]] = {}
        """By path and class, what runs before each of its tests."""
        self._setups: dict[str, list[Unit]] = {}
        """By path, what runs before all tests of the module."""
        self._automatic: dict[str, list[Unit]] = {}
        """By path, the fixtures that are used of themselves."""
        self._begins: dict[Unit, tuple[int, int] | None] = {}
        """By unit, where it first calls what guards."""
        for path, facts in files.items():
            named = self._fixtures[path] = {}
            for unit in facts.units.values():
                self._homes[unit] = facts
                self._methods.setdefault((path, unit.owner), []).append(unit)
                if unit.owner and (unit.is_setup or unit.autouse):
                    self._before.setdefault((path, unit.owner), []).append(unit)
                if unit.is_module_setup:
                    self._setups.setdefault(path, []).append(unit)
                if unit.autouse:
                    self._automatic.setdefault(path, []).append(unit)
                for name in dict.fromkeys(unit.asks):
                    self._asking.setdefault(name, []).append(unit)
                if unit.fixture:
                    named.setdefault(unit.fixture, []).append(unit)
        self._calls: dict[object, list[tuple[Unit, Site]]] | None = None
        self._shared: dict[tuple[str, bool], bool] = {}
        self._safe: dict[Unit, bool] = {}
        self._giving: set[Unit] = set()
        self._find_giving()

    # --- answers ---------------------------------------------------------------------------------------

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Yield the findings, each with its path: one for a function, however many clients it makes."""
        pending = list(self.pending())
        safe, early = self._by_use({unit for unit, _ in pending})
        told: set[Unit] = set()
        for path, facts in self._files.items():
            yield from ((path, finding) for finding in facts.profiles)
        for unit, site in pending:
            if unit in safe or unit in told or unit.has_profile:
                continue
            told.add(unit)
            finding = site.early if unit in early else site.finding
            assert finding is not None  # noqa: S101 - every client has both
            yield self._homes[unit].path, finding

    def pending(self) -> Iterator[tuple[Unit, Site]]:
        """Yield the clients that nothing guards but, perhaps, the callers of their functions."""
        for facts in self._files.values():
            for unit in facts.units.values():
                if unit.clients and not self._is_safe(unit):
                    yield from ((unit, site) for site in unit.clients if not self._is_site_safe(unit, site))

    def names_of(self, units: Iterable[Unit]) -> Iterator[str]:
        """Yield the words by which other files use units: the callers of helpers, and who asks for fixtures."""
        for unit in units:
            if unit.fixture:
                yield unit.fixture
            elif not unit.is_run:
                yield unit.owner if unit.name == "__init__" else unit.name

    def callers(self, units: Iterable[Unit]) -> set[Unit]:
        """Return units with those that use them, however indirectly, where nothing guards the use."""
        found = set(units)
        stack = list(found)
        while stack:
            for user, is_safe in self._uses(stack.pop()):
                if not is_safe and user not in found:
                    found.add(user)
                    stack.append(user)
        return found

    # --- what guards a unit ----------------------------------------------------------------------------

    def _is_safe(self, unit: Unit) -> bool:
        """Return whether something guards all of a unit."""
        facts = self._homes[unit]
        if unit not in self._safe:
            self._safe[unit] = facts.is_skipped or self._is_unit_safe(facts, unit) or self._is_configured(facts.path)
        return self._safe[unit]

    def _is_unit_safe(self, facts: Facts, unit: Unit) -> bool:
        if unit.name == MODULE:
            return self._is_shared(facts, is_import=True)
        if unit.is_guarded or unit.is_skipped or any(self._is_guard(facts, name) for name in unit.decorators):
            return True
        module = facts.units[MODULE, ""]
        if facts.is_guarded or module in self._giving or self._is_shared(facts, is_import=False):
            return True
        if self._gives_any(facts, unit.owner, facts.asks) or self._is_class_safe(facts, unit):
            return True
        before = [*self._setups.get(facts.path, ()), *self._automatic.get(facts.path, ())]
        if any(each in self._giving and each is not unit and each.owner in ("", unit.owner) for each in before):
            return True
        return unit.is_run and self._gives_any(facts, unit.owner, [name for name in unit.asks if name != unit.fixture])

    def _is_site_safe(self, unit: Unit, site: Site) -> bool:
        """Return whether something guards one call of a unit."""
        facts = self._homes[unit]
        if site.is_safe or any(self._is_guard(facts, name, unit.owner) for name in site.under):
            return True
        if unit not in self._begins:
            calls = (
                each.at
                for each in unit.calls
                if any(found in self._giving for found in self._units(facts, each.target, unit.owner))
            )
            self._begins[unit] = min(calls, default=None)
        begin = self._begins[unit]
        return begin is not None and begin < site.at

    def _is_class_safe(self, facts: Facts, unit: Unit) -> bool:
        for home, name in self._classes(facts, unit.owner):
            group = home.groups[name]
            if group.is_guarded or group.is_skipped or any(self._is_guard(home, each) for each in group.decorators):
                return True
            if self._gives_any(home, name, group.asks):
                return True
            methods = self._before.get((home.path, name), ())
            if any(each in self._giving and each is not unit for each in methods):
                return True
        return False

    def _classes(self, facts: Facts, name: str) -> list[tuple[Facts, str]]:
        """Return a class and those above it, as far as they belong to the tests."""
        found: list[tuple[Facts, str]] = []
        stack = [(facts, name)] if name in facts.groups else []
        while stack and len(found) < _MOST_CLASSES:
            home, each = stack.pop()
            if (home, each) in found:
                continue
            found.append((home, each))
            for base in home.groups[each].bases:
                if base in home.groups:
                    stack.append((home, base))
                elif (other := self._file(base.rpartition(".")[0], home)) and last(base) in other.groups:
                    stack.append((other, last(base)))
        return found

    def _is_shared(self, facts: Facts, *, is_import: bool) -> bool:
        """Return whether the files that count for all tests of a folder guard them, or an imported module does.

        ``is_import`` is for what runs when the module is imported: fixtures have not begun then.
        """
        key = (facts.path, is_import)
        if key not in self._shared:
            homes = [each for each in self._above(facts) if each is not facts or not is_import]
            imported = [home for name in facts.modules if (home := self._file(name, facts))]
            self._shared[key] = any(self._guards_all(home, is_import=is_import) for home in homes) or any(
                home.units[MODULE, ""] in self._giving for home in imported
            )
        return self._shared[key]

    def _guards_all(self, home: Facts, *, is_import: bool) -> bool:
        if home.units[MODULE, ""] in self._giving:
            return True
        if any(unit in self._giving for unit in home.units.values() if unit.name in HOOKS):
            return True
        if is_import or (not home.is_shared and home.path not in self._plugins):
            return False
        return any(
            unit.autouse and unit in self._giving
            for named in self._offered(home).values()
            for unit in named
            if not unit.owner
        )

    def _above(self, facts: Facts) -> list[Facts]:
        """Return the files that count for all tests of a folder: of the folder, and of those above it; plugins."""
        found: list[Facts] = []
        folder = facts.folder
        while True:
            here = (self._files.get(folder + name) for name in ("conftest.py", "__init__.py"))
            found += [each for each in here if each]
            if not folder:
                break
            folder = folder[: folder.rfind("/", 0, -1) + 1]
        return [*found, *(self._files[path] for path in self._plugins if path in self._files)]

    # --- names -----------------------------------------------------------------------------------------

    def _is_guard(self, facts: Facts, name: str, owner: str = "") -> bool:
        """Return whether a decorator, or what is entered, is a guard of a file, or looks like one of elsewhere."""
        found = list(self._units(facts, name, owner))
        if found:
            return any(unit.holds or unit in self._giving for unit in found)
        home = self._file(name.rpartition(".")[0], facts)
        return home is None and _stands_in(last(name))

    def _gives_any(self, facts: Facts, owner: str, asks: Sequence[str]) -> bool:
        """Return whether one of the fixtures that are asked for guards."""
        for name in asks:
            found = self._fixture(facts, owner, name)
            if any(unit in self._giving for unit in found) or (not found and _stands_in(name)):
                return True
        return False

    def _fixture(self, facts: Facts, owner: str, name: str) -> list[Unit]:
        """Return the fixtures of a name that a file sees: its own first, then those of the folders above it."""
        own = self._offered(facts).get(name, [])
        nearest = [each for each in own if each.owner in ("", owner)] or own
        if nearest:
            return nearest
        for home in self._above(facts):
            if found := self._offered(home).get(name):
                return found
        return []

    def _offered(self, facts: Facts) -> dict[str, list[Unit]]:
        """Return the fixtures of a file, and those that it imports, by name."""
        if facts.path in self._seen:
            return self._seen[facts.path]
        found = self._seen[facts.path] = dict(self._fixtures[facts.path])
        for name, target in facts.imports.items():
            source = self._file(target.rpartition(".")[0], facts)
            if source and (units := self._fixtures[source.path].get(last(target))):
                found.setdefault(name, units)
        for star in facts.stars:
            if module := self._file(star, facts):
                for name, units in self._fixtures[module.path].items():
                    found.setdefault(name, units)
        return found

    def _units(self, facts: Facts, name: str, owner: str) -> Iterator[Unit]:
        """Yield the units that a name of a file may stand for: a function, a method, or all methods of a class."""
        module, _, word = name.rpartition(".")
        if module in ("self", "cls", "super"):
            for home, group in self._classes(facts, owner):
                if unit := home.units.get((word, group)):
                    yield unit
                    return
            return
        homes = [facts] if not module else [home for home in [self._file(module, facts)] if home]
        if not module:
            homes += [each for star in facts.stars if (each := self._file(star, facts))]
        for home in homes:
            if word in home.groups:
                yield from self._methods.get((home.path, word), ())
            elif unit := home.units.get((word, "")):
                yield unit
        above, _, group = module.rpartition(".")
        owned = facts if not above else self._file(above, facts)
        if owned and group and (unit := owned.units.get((word, group))):
            yield unit

    def _file(self, module: str, facts: Facts) -> Facts | None:
        return self._files.get(self._modules.path(module, facts.folder)) if module else None

    # --- what runs through several files ---------------------------------------------------------------

    def _find_giving(self) -> None:
        """Find the units that guard whoever asks for them or calls them, also because they themselves ask or call."""
        users: dict[Unit, list[Unit]] = {}
        stack: list[Unit] = []
        for facts in self._files.values():
            for unit in facts.units.values():
                if unit.gives:
                    stack.append(unit)
                if unit.name.startswith("test"):
                    continue
                for call in unit.calls:
                    for found in self._units(facts, call.target, unit.owner):
                        users.setdefault(found, []).append(unit)
                for name in unit.asks if unit.is_run else ():
                    found_fixtures = self._fixture(facts, unit.owner, name)
                    if not found_fixtures and _stands_in(name):
                        stack.append(unit)
                    for each in found_fixtures:
                        if each is not unit:
                            users.setdefault(each, []).append(unit)
        while stack:
            unit = stack.pop()
            if unit not in self._giving:
                self._giving.add(unit)
                stack += users.get(unit, [])

    def _by_use(self, pending: set[Unit]) -> tuple[set[Unit], set[Unit]]:
        """Return the units all of whose users are guarded before they use them, and those guarded afterwards alone."""
        units = self.callers(pending)
        uses = {unit: list(self._uses(unit)) for unit in units if unit.fixture or not unit.is_run}
        waits = {unit: sum(not is_safe for _, is_safe in found) for unit, found in uses.items()}
        back: dict[Unit, list[Unit]] = {}
        for unit, found in uses.items():
            for user, is_safe in found:
                if not is_safe:
                    back.setdefault(user, []).append(unit)
        safe: set[Unit] = set()
        stack = [unit for unit, found in uses.items() if found and not waits[unit]]
        while stack:
            unit = stack.pop()
            safe.add(unit)
            for used in back.get(unit, ()):
                waits[used] -= 1
                if not waits[used]:
                    stack.append(used)
        early = {
            unit
            for unit, found in uses.items()
            if unit.fixture and found and all(is_safe or self._is_safe(user) for user, is_safe in found)
        }
        return safe, early

    def _uses(self, unit: Unit) -> Iterator[tuple[Unit, bool]]:
        """Yield who uses a unit, and whether the use is guarded."""
        if unit.fixture:
            yield from self._uses_of_fixture(unit)
        elif not unit.is_run:
            yield from self._calls_of(unit)

    def _uses_of_fixture(self, unit: Unit) -> Iterator[tuple[Unit, bool]]:
        if unit.fixture not in self._asked:
            asked = self._asked[unit.fixture] = {}
            for user in self._asking.get(unit.fixture, ()):
                for each in self._fixture(self._homes[user], user.owner, unit.fixture) if user.is_run else ():
                    asked.setdefault(each, []).append(user)
        for user in self._asked[unit.fixture].get(unit, ()):
            home = self._homes[user]
            if user is unit:
                continue
            earlier = user.asks[: user.asks.index(unit.fixture)]
            before = [each for name in earlier for each in self._fixture(home, user.owner, name)]
            groups = self._classes(home, user.owner)
            yield (
                user,
                any(each in self._giving and each.scope >= unit.scope for each in before)
                or self._gives_any(home, user.owner, home.asks)
                or any(self._gives_any(place, name, place.groups[name].asks) for place, name in groups)
                or any(not self._fixture(home, user.owner, name) and _stands_in(name) for name in earlier)
                or self._is_shared(home, is_import=False)
                or home.units[MODULE, ""] in self._giving
                or user.is_skipped,
            )

    def _calls_of(self, unit: Unit) -> Iterator[tuple[Unit, bool]]:
        if self._calls is None:
            self._calls = self._sorted_calls()
        word = unit.owner if unit.name == "__init__" else unit.name
        known = self._calls.get(unit, ())
        # A method may also be called on an object that the file does not explain.
        others = self._calls.get(f".{word}", ()) if unit.owner else self._calls.get((self._homes[unit].path, word), ())
        for user, site in (*known, *others):
            if user is not unit:
                yield user, self._is_site_safe(user, site) or self._is_safe(user)

    def _sorted_calls(self) -> dict[object, list[tuple[Unit, Site]]]:
        """Return who calls what: by unit; by path and name for a name that the file does not have; by ".name" else."""
        found: dict[object, list[tuple[Unit, Site]]] = {}
        for user, home in self._homes.items():
            for site in user.calls:
                keys: list[object] = list(self._units(home, site.target, user.owner))
                if not keys:
                    module, _, word = site.target.rpartition(".")
                    file = self._file(module, home)
                    if file:
                        keys.append((file.path, word))
                    if module and module.partition(".")[0] not in home.imports:
                        keys.append(f".{word}")
                for key in keys:
                    calls = found.setdefault(key, [])
                    if len(calls) < _MOST_CALLS or isinstance(key, Unit):
                        calls.append((user, site))
        return found


def _stands_in(name: str) -> bool:
    """Return whether something from elsewhere probably stands in for AWS, by the words of its name."""
    found = words(name)
    if not found.isdisjoint(_FOR_AWS):
        return True
    return not found.isdisjoint(WORDS) and not found.isdisjoint(_SERVICES)


def _common(path: str, folder: str) -> int:
    """Return how many characters the beginnings of two paths share, and prefer the shorter path."""
    shared = 0
    for one, other in zip(path, folder, strict=False):
        if one != other:
            break
        shared += 1
    return shared * 10_000 - len(path)
