"""Whole installs: a requirements file with all files that it includes, and the findings about them.

A file is judged as ``pip install -r FILE``: the constraints and hashes of one file hold for the whole install.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped
from backend_standards.dependencies import Problem, Requirement
from backend_standards.dependencies.requirements_file import File
from backend_standards.locks import BY_UV, COMPILED_HEAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.core import Finding
    from backend_standards.dependencies import Policy
    from backend_standards.dependencies.pins import Pins
    from backend_standards.dependencies.pip_lines import Line
    from backend_standards.dependencies.requirements_file import Entry, Include

    Read: TypeAlias = Callable[[str], tuple[str, bytes] | None]
    """Returns the path that a path leads to (another one for a link) and its content; None if there is no file."""
    Links: TypeAlias = Mapping[str, Collection[str]]
    """All paths by which a file was given, by its own path, if there are others: pip looks for includes from there."""
    Propose: TypeAlias = Callable[["Unpinned"], str]
    """Returns the note on a requirement that is not pinned."""
    Placed: TypeAlias = "tuple[File, Requirement]"
    Name: TypeAlias = "tuple[str, str]"
    """The name of a requirement, and its marker."""
    Named: TypeAlias = "tuple[dict[object, Placed], dict[object, Placed]]"
    """The constraints and the requirements of one name in one install; those that say the same are there once."""

_MOST_INCLUDES = 10_000
"""Files of one install: links to folders can lead round and round."""
_MOST_VISITS = 200_000
"""The most visits to files and lines, which each install that has them visits again: 0.5 seconds."""
_MOST_GATHERED = 50_000
"""Lines that are gathered for notes, at most; beyond that, no note names a version."""
_ASKED_FOR, _ONE_HAS = "asked for", "one has"
"""Why each requirement of an install needs a hash."""


class Unpinned:
    """A requirement that a version would fix, and all requirements and constraints of its name in its installs."""

    __slots__ = ("entry", "file", "named")

    def __init__(self, file: File, entry: Entry) -> None:
        self.file = file
        self.entry = entry
        self.named: Named = ({}, {})

    @property
    def requirement(self) -> Requirement:
        """What the line asks for."""
        return self.entry.requirement

    def is_about(self, finding: Finding) -> bool:
        """Return whether a finding at the place of the requirement is that it is not pinned."""
        problem = self.requirement.problem
        return problem is not None and finding.rule is problem.rule

    def finding(self, note: str) -> Finding:
        """Return the finding about the requirement, with this note."""
        problem = self.requirement.problem
        assert problem  # noqa: S101 - a requirement without one is not here
        return self.file.finding(self.entry.line, self.entry.index, problem, note)

    def constraints(self) -> list[Placed]:
        """Return the constraints of its name; of those that say the same, one."""
        return list(self.named[0].values())

    def requirements(self) -> list[Placed]:
        """Return the requirements of its name, with itself; of those that say the same, one."""
        return list(self.named[1].values())


def findings(
    files: Iterable[tuple[str, bytes]],
    policy: Policy,
    read: Read,
    hook: str,
    propose: Propose | None = None,
    links: Links | None = None,
    inputs: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield the findings about files, given as (path, content), and about the files that they include.

    ``propose`` is asked for a note on each finding that a version would fix and that no ignore excepts. ``inputs`` are
    the files that others are compiled from: what they ask for is pinned there.
    """
    judge = _Judge(policy, read, inputs, gathers=propose is not None)
    given = {path: judge.add(path, data) for path, data in files}
    roots = [(place, file) for path, file in given.items() for place in (links or {}).get(path, (path,))]
    for place, file in judge.in_order(roots):
        judge.install(file, place)
    for path, by_place in judge.found.items():
        file = judge.contents[path]
        found: Iterable[Finding] = by_place.values()
        if "standards:" in file.source.text:
            found = _not_ignored(file, found, hook, is_included=path not in given)
        for finding in found:
            unpinned = judge.unpinned.get((path, finding.line, finding.column))
            if propose and unpinned and unpinned.is_about(finding) and path not in judge.constraining:
                yield unpinned.finding(propose(unpinned))
            else:
                yield finding


def _not_ignored(file: File, found: Iterable[Finding], hook: str, *, is_included: bool) -> Iterator[Finding]:
    """Yield the findings about a file that no ignore excepts, and those about its ignores."""
    from backend_standards.core.ignores import apply_ignores
    from backend_standards.core.rules import UNUSED_IGNORE

    for finding in apply_ignores(file.path, file.source.text, found, hook, file.joined()):
        # An ignore in an included file may be for another install than this one.
        if not (is_included and finding.rule is UNUSED_IGNORE):
            yield finding


_CONSTRAINTS = ("constraint", "constraints")


def is_constraints(path: str) -> bool:
    """Return whether the name of a file says that it holds the constraints of installs, and not an install.

    ``constraints.txt``, ``constraints-3.12.txt``, ``upper-constraints.txt`` and ``common_constraints.txt`` say so: the
    word comes first, or last and not after "no".
    """
    stem = path.rpartition("/")[2].lower().rpartition(".")[0]
    words = stem.replace("_", "-").replace(".", "-").split("-")
    return words[0].startswith(_CONSTRAINTS) or (words[-1] in _CONSTRAINTS and not {"no", "without"} & set(words))


class _Judge:
    """The findings about installs so far, each once, in the file that holds the line."""

    def __init__(self, policy: Policy, read: Read, inputs: Collection[str], *, gathers: bool) -> None:
        self.policy = policy
        self.inputs = inputs
        self.gathers = gathers
        """Whether notes will be asked for, which need to know what else the installs say."""
        self.read = read
        self.files: dict[str, File | None] = {}
        """By each path that was asked for; None if there is no file."""
        self.contents: dict[str, File] = {}
        """By the path of the file that holds the lines."""
        self.found: dict[str, dict[tuple[int, int, str], Finding]] = {}
        self.unpinned: dict[tuple[str, int, int], Unpinned] = {}
        """By path, line and column."""
        self.constraining: set[str] = set()
        """The files of constraints, whose lines need not be pins."""
        self.covered: set[tuple[str, str]] = set()
        """Path and folder of the files in installs without constraints. Their own installs have no other findings."""
        self.judged: set[tuple[str, str]] = set()
        """The files that are judged without constraints, with the reason why each requirement needs a hash."""
        self.pins: dict[str, dict[Name, list[Entry]]] = {}
        """The exact pins of these files, by path and by what they are a pin of."""
        self.readable: dict[str, bool] = {}
        """Of included files."""
        self.hashed: dict[str, bool] = {}
        self.loose: dict[str, list[Entry]] = {}
        self.gathered = 0
        self.visits = 0

    def add(self, path: str, data: bytes) -> File:
        """Return the file of a path, read once."""
        file = self.contents.get(path)
        if not file:
            file = File(path, data, forbid_extra_index=self.policy.forbid_extra_index)
            self.contents[path] = self.files[path] = file
        return file

    def in_order(self, roots: Sequence[tuple[str, File]]) -> list[tuple[str, File]]:
        """Return (place, file) of the installs. Those that others include come last: they are judged by then."""
        self.found.update((file.path, {}) for _, file in roots)
        included = {each.target(os.path.dirname(place)) for place, file in roots for each in file.includes}
        return sorted(roots, key=lambda each: each[0] in included)

    def install(self, root: File, place: str) -> None:
        """Judge one file with the files that it includes.

        In a file of constraints, and in an input of a compiled file, only what pip cannot read is a finding.

        ``place`` is its path, or that of a link to it: its includes are looked for from there.
        """
        alone = is_constraints(root.path)
        if not alone and (root.path, os.path.dirname(place)) in self.covered:
            return
        if unreadable := root.unreadable():
            self._add_unreadable(unreadable)
            return
        if root.path in self.inputs:
            self._members(root, place, alone)
            self._judge_loosely(root)
            return
        required, constraints, places = self._members(root, place, alone)
        required = [file for file in required if file is root or self._is_readable(file)]
        if alone:
            self._judge_constraints(root)
        mode = self._hash_mode(required, constraints)
        if constraints:
            self._judge_together(root, required, constraints, mode)
        else:
            self._judge_apart(root, required, mode)
            if mode != _ONE_HAS:
                self.covered |= places
        if self.gathers:
            self._gather(required, constraints)

    def _judge_together(self, root: File, required: list[File], constraints: list[File], mode: str) -> None:
        """Judge an install with constraints, which decide about each line."""
        pins = _pins(constraints)
        hashed_names = {entry.requirement.name for file in constraints for entry in file.entries if entry.hashed}
        seen: dict[Name, tuple[File, Entry]] = {}
        self._visit(root, sum(len(file.entries) for file in (*required, *constraints)))
        for file in required:
            self._add_problems(file)
            for entry in file.entries:
                problem = self._problem(entry.requirement, pins) or _conflict(file, entry, seen)
                if not problem and _wants_hash(file, entry, mode) and not _has_hash(entry, hashed_names):
                    problem = _without_hash(entry.requirement, mode)
                if problem:
                    self._add(file, entry.line, entry.index, problem)

    def _judge_apart(self, root: File, required: list[File], mode: str) -> None:
        """Judge an install without constraints: of each file once, and then what two files say of one name."""
        seen: dict[Name, tuple[File, Entry]] = {}
        self._visit(root, len(required))
        for number, file in enumerate(required, 1):
            if (file.path, mode) not in self.judged:
                self.judged.add((file.path, mode))
                self._judge_alone(file, mode)
            pins = self.pins[file.path]
            for name in seen.keys() & pins.keys():
                for entry in pins[name]:
                    if problem := _conflict(file, entry, seen):
                        self._add(file, entry.line, entry.index, problem)
            if number < len(required):
                self._visit(root, len(pins))
                for name, entries in pins.items():
                    seen.setdefault(name, (file, entries[0]))

    def _judge_alone(self, file: File, mode: str) -> None:
        """Add what is wrong with a file in any install without constraints."""
        self._add_problems(file)
        pins: dict[Name, list[Entry]] = {}
        seen: dict[Name, tuple[File, Entry]] = {}
        for entry in file.entries:
            problem = entry.requirement.problem or _conflict(file, entry, seen)
            if not problem and _wants_hash(file, entry, mode) and not _has_hash(entry, ()):
                problem = _without_hash(entry.requirement, mode)
            if problem:
                self._add(file, entry.line, entry.index, problem)
            if entry.requirement.version and not entry.requirement.problem:
                pins.setdefault((entry.requirement.name, entry.requirement.marker_key), []).append(entry)
        self.pins[file.path] = pins

    def _is_readable(self, file: File) -> bool:
        """Return whether pip can read a file; if not, that is the only finding about it."""
        if file.path not in self.readable:
            unreadable = file.unreadable()
            self.readable[file.path] = unreadable is None
            if unreadable:
                self._add_unreadable(unreadable)
        return self.readable[file.path]

    def _visit(self, root: File, number: int) -> None:
        self.visits += number
        if self.visits > _MOST_VISITS:
            raise Stopped(
                f"{root.path}: the files include one another so often that judging each install takes too long "
                f"(limit: {_MOST_VISITS} lines); give fewer files at a time, or except some with `exclude:`"
            )

    def _gather(self, required: list[File], constraints: list[File]) -> None:
        """Note all that an install says of each package with a requirement that a version would fix."""
        from backend_standards.dependencies.pins import MANY

        self.constraining.update(file.path for file in constraints)
        loose = [(file, entry) for file in required for entry in self._loose(file)]
        if not loose:
            return
        self.gathered += sum(len(file.entries) for file in (*required, *constraints))
        if self.gathered > _MOST_GATHERED:
            self.gathers = False
            self.unpinned.clear()
            return
        names = {entry.requirement.name for _, entry in loose}
        named: dict[str, Named] = {name: ({}, {}) for name in names}
        for at, files in enumerate((constraints, required)):
            for file in files:
                for entry in file.entries:
                    if entry.requirement.name in names:
                        same = named[entry.requirement.name][at]
                        if len(same) <= MANY:
                            same.setdefault(entry.requirement.key, (file, entry.requirement))
        for file, entry in loose:
            place = (file.path, entry.line.number, file.column(entry.line.offset(entry.index)))
            known = self.unpinned.setdefault(place, Unpinned(file, entry)).named
            for one, other in zip(known, named[entry.requirement.name], strict=True):
                one.update(other)

    def _loose(self, file: File) -> list[Entry]:
        """Return the requirements of a file that a version would fix."""
        if file.path not in self.loose:
            from backend_standards.dependencies.problems import is_loose

            self.loose[file.path] = [
                entry
                for entry in file.entries
                if (problem := entry.requirement.problem) and is_loose(problem) and entry.requirement.name
            ]
        return self.loose[file.path]

    def _members(self, root: File, place: str, alone: bool) -> tuple[list[File], list[File], set[tuple[str, str]]]:
        """Return the files of an install that hold requirements, and those that hold constraints, each once.

        The third value is the paths of the former with the folders from which their includes are looked for.
        """
        required: dict[str, File] = {}
        constraints: dict[str, File] = {}
        waiting = [(root, os.path.dirname(place), alone)]
        seen: set[tuple[str, str, bool]] = set()
        while waiting:
            file, folder, is_constraint = waiting.pop()
            if (file.path, folder, is_constraint) in seen:
                continue
            seen.add((file.path, folder, is_constraint))
            if len(seen) > _MOST_INCLUDES:
                raise Stopped(f"{root.path}: includes more than {_MOST_INCLUDES} files, or itself by way of links")
            self._visit(root, 1 + len(file.includes))
            members = constraints if is_constraint else required
            members[file.path] = file
            for include in reversed(file.includes):
                target = include.target(folder)
                found = self._file(target)
                if found:
                    waiting.append((found, os.path.dirname(target), include.constraint))
                elif not is_constraint or file is root:
                    self._add(file, include.line, include.index, self._missing(folder, include))
        places = {(path, folder) for path, folder, is_constraint in seen if not is_constraint}
        return list(required.values()), list(constraints.values()), places

    def _missing(self, folder: str, include: Include) -> Problem:
        note = "Correct the path, which begins at the folder of this file, or commit the file."
        from_here = os.path.normpath(include.written).replace(os.sep, "/")
        if self._file(from_here):
            path = os.path.relpath(from_here, folder or ".").replace(os.sep, "/")
            note = f"Write {path}: the path begins at the folder of this file."
        from backend_standards.dependencies.rules import MISSING_INCLUDE

        return Problem("", MISSING_INCLUDE, "the included file does not exist, so pip ends with an error", note)

    def _file(self, path: str) -> File | None:
        if path not in self.files:
            found = self.read(path)
            self.files[path] = self.add(*found) if found else None
        return self.files[path]

    def _hash_mode(self, required: list[File], constraints: list[File]) -> str:
        """Return why each requirement needs a hash, or ""."""
        flags = {flag for file in (*required, *constraints) for flag in file.flags}
        if self.policy.require_hashes or "--require-hashes" in flags:
            return _ASKED_FOR
        if "--no-require-hashes" in flags:
            return ""
        return _ONE_HAS if any(map(self._has_hash, (*required, *constraints))) else ""

    def _has_hash(self, file: File) -> bool:
        """Return whether a requirement of a file has a hash."""
        if file.path not in self.hashed:
            self.hashed[file.path] = any(entry.hashed for entry in file.entries)
        return self.hashed[file.path]

    def _problem(self, requirement: Requirement, pins: dict[str, Pins]) -> Problem | None:
        problem = requirement.problem
        if not requirement.name or requirement.name not in pins or requirement.kind != "index":
            return problem
        pin = pins[requirement.name].holding(requirement)
        if not pin:
            return problem
        if problem:
            from backend_standards.dependencies.problems import is_loose

            if not is_loose(problem):
                return problem
        from backend_standards.dependencies.pins import allows, same_version

        if requirement.version:
            fits = same_version(requirement.version, pin.version)
        else:
            fits = not requirement.specifier or allows(requirement.specifier, pin.version)
        if fits:
            return None
        from backend_standards.dependencies.rules import CONFLICTING_PINS

        shown = problem.subject if problem else requirement.name
        message = f"{shown} is pinned to {pin.version} by a constraint, and no version satisfies both"
        return Problem(shown, CONFLICTING_PINS, message, f"Write the same in both, such as {shown}=={pin.version}.")

    def _judge_constraints(self, file: File) -> None:
        """Add what is wrong with a file of constraints, given by itself: its lines need not be pins."""
        for entry in file.entries:
            if entry.requirement.kind == "path":
                from backend_standards.dependencies.problems import invalid

                note = "Write NAME==VERSION."
                found = invalid("a constraint must have a name, so pip ends with an error", note).problem
                if found:
                    self._add(file, entry.line, entry.index, found)
        self._judge_loosely(file)

    def _judge_loosely(self, file: File) -> None:
        """Add what is wrong with a file whose lines need not be pins."""
        self._add_problems(file)
        for entry in file.entries:
            if found := entry.requirement.problem:
                from backend_standards.dependencies.problems import counts_in_constraints

                if counts_in_constraints(found):
                    self._add(file, entry.line, entry.index, found)

    def _add_problems(self, file: File) -> None:
        for line, index, problem in file.problems:
            self._add(file, line, index, problem)

    def _add(self, file: File, line: Line, index: int, problem: Problem) -> None:
        if not self.policy.allows(problem):
            finding = file.finding(line, index, problem)
            self.found.setdefault(file.path, {})[finding.line, finding.column, problem.rule.id] = finding

    def _add_unreadable(self, finding: Finding) -> None:
        self.found.setdefault(finding.path, {})[0, 0, ""] = finding


def _pins(constraints: Iterable[File]) -> dict[str, Pins]:
    """Return the exact pins of files of constraints by name."""
    from backend_standards.dependencies.pins import Pins

    pins: dict[str, Pins] = {}
    for file in constraints:
        for entry in file.entries:
            pins.setdefault(entry.requirement.name, Pins()).add(entry.requirement)
    return pins


def _conflict(file: File, entry: Entry, seen: dict[Name, tuple[File, Entry]]) -> Problem | None:
    """Return the problem of a pin if the install pins the same name under the same marker to another version."""
    requirement = entry.requirement
    if not requirement.version:
        return None
    other, first = seen.setdefault((requirement.name, requirement.marker_key), (file, entry))
    if first is entry:
        return None
    from backend_standards.dependencies.pins import same_version

    version = first.requirement.version
    if same_version(version, requirement.version):
        return None
    from backend_standards.dependencies.rules import CONFLICTING_PINS

    # A message holds no line number, because a baseline knows the finding by it.
    message = f"{requirement.name} is pinned to another version, {version}, too, so pip ends with an error"
    place = f"line {first.line.number}" + ("" if other is file else f" of {other.path}")
    return Problem(requirement.name, CONFLICTING_PINS, message, f"Delete one of the two: this, or that in {place}.")


def _wants_hash(file: File, entry: Entry, mode: str) -> bool:
    """Return whether a requirement needs a hash. In a file that uv wrote, a checkout or a folder needs none.

    pip would install nothing from such a file. uv does, unless it is asked for hashes.
    """
    if mode != _ONE_HAS or entry.requirement.kind not in ("vcs", "path"):
        return bool(mode)
    return BY_UV not in file.source.text[:COMPILED_HEAD]


def _has_hash(entry: Entry, hashed_names: Collection[str]) -> bool:
    """Return whether pip has a hash for a requirement: its own, its URL's, or that of a constraint of its name."""
    requirement = entry.requirement
    return entry.hashed or requirement.hashed or (requirement.kind == "index" and requirement.name in hashed_names)


def _without_hash(requirement: Requirement, mode: str) -> Problem:
    from backend_standards.dependencies.rules import MISSING_HASH

    name = requirement.name or "this"
    why = "other requirements have one, so pip demands it of all" if mode == _ONE_HAS else "this install demands hashes"
    if requirement.kind in ("vcs", "path"):
        kind = "checkout" if requirement.kind == "vcs" else "folder"
        message = f"{name} is a {kind}, for which pip cannot check a hash; {why}"
        return Problem(requirement.name, MISSING_HASH, message, "Install it with a command of its own, without hashes.")
    note = "`pip-compile --generate-hashes` writes all hashes, and `pip hash FILE` prints one."
    return Problem(requirement.name, MISSING_HASH, f"{name} has no hash; {why}", note)
