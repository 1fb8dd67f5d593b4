"""The routes of a repository: facts of each file, joined; then what the rules say of them."""

from __future__ import annotations

from backend_standards.code import places
from backend_standards.code.source import Fault, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.code.route_prefixes import Routing
    from backend_standards.code.routes import Candidate, Facts
    from backend_standards.core import Finding, Options

    Read: TypeAlias = "Callable[[Sequence[str]], Mapping[str, bytes]]"

HOOK = "check-api-routes"

_EXAMPLES = frozenset("example examples demo demos docs docs_src doc sample tutorial tutorials cookbook".split())
"""Folders of code that is read, and not served."""


class Policy:
    """What a team decides about its routes."""

    __slots__ = ("allow", "exempt", "flask_bodies", "prefix")

    def __init__(
        self, *, allow: Sequence[str] = (), exempt: Sequence[str] = (), prefix: str = "", flask_bodies: bool = False
    ) -> None:
        self.allow = allow
        self.exempt = exempt
        self.prefix = prefix
        self.flask_bodies = flask_bodies

    @classmethod
    def of(cls, options: Options) -> Policy:
        """Return the policy that the options ask for."""
        return cls(
            allow=options.texts("allow"),
            exempt=options.texts("exempt"),
            prefix=options.text("prefix"),
            flask_bodies=options.flag("flask-bodies"),
        )


class Run:
    """One run over the files of a repository; of each file the facts are kept, not its tree."""

    def __init__(self, paths: Sequence[str], read: Read, policy: Policy) -> None:
        self._paths = paths
        self._read = read
        self._policy = policy
        self._facts: list[Facts] = []
        self._broken: list[Finding] = []

    def add(self, path: str, data: bytes) -> None:
        """Read one file that a literal search has not ruled out."""
        if places.is_left_out(path, data) or not _EXAMPLES.isdisjoint(path.lower().split("/")[:-1]):
            return
        source = Source(path, data)
        parsed = source.parsed
        fault = parsed if isinstance(parsed, Fault) else None
        if fault is None:
            try:
                self._facts.append(_facts(source, self._policy))
            except RecursionError:
                fault = Fault("the code is nested too deeply to judge")
        if fault:
            from backend_standards.code import unparsable

            self._broken += unparsable.findings(source, fault)

    def findings(self) -> Iterator[Finding]:
        """Yield what is found when all files have been read."""
        from backend_standards.code.route_prefixes import Routing
        from backend_standards.core.remedies import patterns

        self._facts.sort(key=lambda facts: facts.path)
        routing = Routing(self._facts, self._paths, self._load)
        found: dict[str, list[Finding]] = {facts.path: [] for facts in self._facts if facts.comments}
        for finding in (*self._unversioned(routing), *self._candidates(routing), *self._broken):
            found.setdefault(finding.path, []).append(finding)
        if not found:
            return
        from backend_standards.core.ignores import apply_ignores

        comments = {facts.path: facts.comments for facts in self._facts}
        allowed = patterns(self._policy.allow)
        for path, each in found.items():
            if not (allowed and allowed.cover(path)):
                yield from apply_ignores(path, comments.get(path, ""), each, HOOK)

    def _load(self, path: str) -> Facts | None:
        """Return the facts of a file that others import from; None if there are none."""
        from backend_standards.code.routes import Reader

        data = self._read([path]).get(path)
        if data is None:
            return None
        source = Source(path, data)
        try:
            return None if isinstance(source.parsed, Fault) else Reader(source).read()
        except RecursionError:
            return None

    def _candidates(self, routing: Routing) -> Iterator[Finding]:
        for facts in self._facts:
            known: set[tuple[int, int, str]] = set()  # a function may be that of several routes
            for candidate in facts.candidates:
                finding = candidate.finding
                place = finding.line, finding.column, finding.rule.id
                if place in known or (candidate.kinds and _kind(routing, facts, candidate) not in candidate.kinds):
                    continue
                known.add(place)
                yield finding

    def _unversioned(self, routing: Routing) -> Iterator[Finding]:
        from backend_standards.code.route_prefixes import unversioned
        from backend_standards.core.remedies import patterns

        exempt = patterns(self._policy.exempt)
        is_exempt = exempt.cover if exempt else None
        for group in unversioned(
            routing.addresses(self._policy.prefix), lambda path: bool(is_exempt and is_exempt(path.lstrip("/")))
        ):
            from backend_standards.code import route_words

            yield route_words.of_group(routing, group)


def _facts(source: Source, policy: Policy) -> Facts:
    from backend_standards.code import bodies, ok_answers, schemas
    from backend_standards.code.routes import Reader

    reader = Reader(source)
    facts = reader.read()
    facts.candidates += schemas.judge(source, reader.served)
    facts.candidates += bodies.judge(source, reader.served, flask=policy.flask_bodies)
    facts.candidates += ok_answers.judge(source, reader.served)
    if b"standards:" in source.data:
        from backend_standards.code import comments

        facts.comments = comments.alone(source.text)
    return facts


def _kind(routing: Routing, facts: Facts, candidate: Candidate) -> str:
    """Return the framework of a function's router: as it is made, or as the file imports."""
    place = routing.find(facts, candidate.router)
    other = routing.files.get(place[0]) if place else None
    return other.routers[place[1]].kind if place and other else facts.framework
