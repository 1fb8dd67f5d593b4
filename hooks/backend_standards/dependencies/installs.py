"""Whole installs: a requirements file with all that it includes, and the findings about them.

``pip install -r FILE`` is what a file is judged as: constraints and hashes of one file hold for all of its install.
"""

from __future__ import annotations

import os

from backend_standards.core import Finding, Stopped
from backend_standards.dependencies import pip_lines
from backend_standards.dependencies import requirements as dependencies_requirements
from backend_standards.dependencies.requirements import Pins, Problem, Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from backend_standards.dependencies.pip_lines import Line

    Read: TypeAlias = Callable[[str], tuple[str, bytes] | None]
    """Returns the path that a path leads to (another one for a link) and its content; None where there is no file."""
    Links: TypeAlias = Mapping[str, Collection[str]]
    """By a file's path all paths by which it was given, if not by its own alone: pip does not follow a link first."""
    Propose: TypeAlias = Callable[["Unpinned"], str]
    """Returns how to mend what is not pinned."""
    Placed: TypeAlias = "tuple[File, Requirement]"
    Named: TypeAlias = "tuple[dict[object, Placed], dict[object, Placed]]"
    """The constraints and the requirements of one name in one install, those that say the same once."""

LOOSE = ("unpinned-bare", "unpinned-range", "unpinned-wildcard")
"""The rules that a version alone mends."""
_OF_REQUIREMENTS = ("--hash", "--config-settings")
MANY = 50
"""So many different lines of one name are compared with one another, no more."""
_OF_CONSTRAINTS = ("invalid-requirement", "unpinned-latest", "local-build-path", "url-credentials")
_PROSE = 10  # lines that pip cannot read
_MOST_INCLUDES = 10_000  # of one install: links to folders can lead round and round
_INDEXES = ("--index-url", "--pypi-url", "--extra-index-url", "--find-links")


class Policy:
    """What a team asks for: names that may stay unpinned, hashes for all, one index alone."""

    __slots__ = ("allow", "forbid_extra_index", "require_hashes")

    def __init__(
        self, allow: Iterable[str] = (), *, require_hashes: bool = False, forbid_extra_index: bool = False
    ) -> None:
        self.allow = frozenset(dependencies_requirements.normal(name) for name in allow)
        self.require_hashes = require_hashes
        self.forbid_extra_index = forbid_extra_index

    def allows(self, problem: Problem) -> bool:
        """Return whether a problem is that a package is not pinned which need not be."""
        return problem.rule.startswith("unpinned-") and dependencies_requirements.normal(problem.subject) in self.allow


class Entry:
    """A requirement of a file: where it stands, the verdict, and whether it has a hash that pip takes."""

    __slots__ = ("hashed", "index", "line", "requirement")

    def __init__(self, line: Line, index: int, requirement: Requirement, *, hashed: bool) -> None:
        self.line = line
        self.index = index
        self.requirement = requirement
        self.hashed = hashed


class Unpinned:
    """A requirement without one version, and what all installs that it is part of have of its name."""

    __slots__ = ("entry", "file", "installs")

    def __init__(self, file: File, entry: Entry) -> None:
        self.file = file
        self.entry = entry
        self.installs: list[Named] = []

    @property
    def requirement(self) -> Requirement:
        """What the line asks for."""
        return self.entry.requirement

    def constraints(self) -> list[Placed]:
        """Return the constraints of its name, those that say the same once."""
        return list({key: placed for named, _ in self.installs for key, placed in named.items()}.values())

    def requirements(self) -> list[Placed]:
        """Return the requirements of its name, itself among them, those that say the same once."""
        return list({key: placed for _, named in self.installs for key, placed in named.items()}.values())


class Include:
    """A ``-r`` or ``-c`` of a file, with the path that is written there."""

    __slots__ = ("constraint", "index", "line", "written")

    def __init__(self, line: Line, index: int, written: str, *, constraint: bool) -> None:
        self.line = line
        self.index = index
        self.written = written
        self.constraint = constraint

    def target(self, folder: str) -> str:
        """Return the path from the current folder, for a file that stands in ``folder``, or is linked to from there."""
        return os.path.normpath(os.path.join(folder, self.written)).replace(os.sep, "/")


class File:
    """What one file says, whatever includes it. ``problems`` are those of lines, by line and index."""

    __slots__ = ("_starts", "_told", "continued", "entries", "flags", "includes", "path", "problems", "source")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.source = pip_lines.decode(data)
        self.entries: list[Entry] = []
        self.includes: list[Include] = []
        self.problems: list[tuple[Line, int, Problem]] = []
        self.flags: set[str] = set()
        self.continued: list[Line] = []
        self._told: set[tuple[int, str]] = set()
        self._starts: list[int] = []
        for line in pip_lines.lines(self.source.text):
            self._read(line)

    def joined(self) -> dict[int, int]:
        """Return the number of the first line of each logical line that spans several, by each of the others."""
        return {number: line.number for line in self.continued for number in range(line.number + 1, line.last + 1)}

    def unreadable(self) -> Finding | None:
        """Return the one finding about a file that pip cannot decode, or that seems to hold prose; else None."""
        if self.source.fault:
            message = f"pip cannot decode the file: {self.source.fault}"
            fix = "save it as UTF-8, or declare the encoding in the first line: # -*- coding: latin-1 -*-"
            return Finding(self.path, "invalid-requirement", message, fix=fix)
        refused = sum(problem.rule == "invalid-requirement" for _, _, problem in self.problems)
        refused += sum(entry.requirement.kind == "unknown" for entry in self.entries)
        if refused < _PROSE or refused * 2 <= len(self.entries):
            return None
        import re

        message = f"pip cannot read {refused} of its lines: this seems to be no requirements file"
        fix = f"leave it out, in the configuration of this hook: exclude: ^{re.escape(self.path)}$"
        return Finding(self.path, "invalid-requirement", message, fix=fix)

    def finding(self, line: Line, index: int, problem: Problem, *, allow: bool = False) -> Finding:
        """Return the finding about a problem at a character of a line; ``allow`` says that an option may except it."""
        column = self.column(line.offset(index))
        where = "the line" if line.number == line.last else f"line {line.last}"
        exception = f"at the end of {where}: # standards: ignore[{problem.rule}] reason"
        if allow:
            exception += f'; or in this hook\'s args: "--allow={dependencies_requirements.normal(problem.subject)}"'
        return Finding(
            self.path,
            problem.rule,
            problem.message,
            line=line.number,
            column=column,
            fix=problem.fix,
            exception=exception,
        )

    def column(self, offset: int) -> int:
        """Return the column of a character of the text, as an editor counts lines."""
        import bisect

        if not self._starts:
            at = 0
            self._starts.append(at)
            for line in self.source.text.splitlines(keepends=True):
                at += len(line)
                if line[-1] in "\n\r":
                    self._starts.append(at)
        return offset - self._starts[bisect.bisect_right(self._starts, offset) - 1] + 1

    def _read(self, line: Line) -> None:
        if line.last > line.number:
            self.continued.append(line)
        if line.swallowed:
            message = "pip does not read what follows: it belongs to the comment, which ends in a backslash"
            fix = f"take the backslash off the comment's end, and line {line.swallowed} counts"
            self._add(line, 0, Problem("", "swallowed-line", message, fix))
        try:
            words = pip_lines.words(line.text)
        except pip_lines.Refused as refused:
            why = "this is a line of a template" if "{%" in line.text else refused
            fix = _fix_of_options(line.text)
            self._add(line, 0, Problem("", "invalid-requirement", f"{why}: pip ends with an error", fix))
            return
        hashes = [value for name, value in words.options if name == "--hash"]
        strong = sum(map(pip_lines.is_strong, hashes))
        if strong < len(hashes):
            message = "pip takes no hash but sha256, sha384 and sha512, and ends with an error"
            self._add(line, 0, Problem("", "weak-hash", message, "pip hash FILE prints one to write"))
        editable = ""
        if words.ignored or len(hashes) < len(words.options):
            self._read_options(line, words)
            editable = next((value for name, value in words.options if name == "--editable"), "")
        if words.requirement or editable:
            is_editable = not words.requirement
            text = words.requirement or editable
            requirement = dependencies_requirements.judge(text, editable=is_editable)
            is_hashed = strong > 0
            problem = requirement.problem
            if is_hashed and requirement.kind == "url" and problem and problem.rule.startswith("unpinned-"):
                requirement.problem = None  # a hash pins whatever the URL is
            index = max(line.text.find(text), 0) if is_editable else 0
            self.entries.append(Entry(line, index, requirement, hashed=is_hashed))
        elif hashes:
            message = "pip passes over a hash without a requirement: the line above lacks its backslash at the end"
            self._add(line, 0, Problem("", "invalid-requirement", message, "end the line above in a backslash"))

    def _read_options(self, line: Line, words: pip_lines.Words) -> None:
        editables = sum(name == "--editable" for name, _ in words.options)
        is_requirement = bool(words.requirement or editables)
        includes = (
            [] if is_requirement else [pair for pair in words.options if pair[0] in ("--requirement", "--constraint")]
        )
        ignored = ""
        if words.ignored:
            ignored = "the words behind the options"
            if line.text.startswith("- "):
                ignored = "a line that begins with a dash and a blank"
        elif len(includes) > 1:
            ignored = "all but one file of the line"
        elif editables > 1:
            ignored = "all but the first -e of the line"
        elif words.requirement and any(name not in _OF_REQUIREMENTS for name, _ in words.options):
            ignored = "such an option behind a requirement"
        if ignored:
            fix = "leave the dash out" if line.text.startswith("- ") else "write each on a line of its own"
            self._add(line, 0, Problem("", "invalid-requirement", f"pip passes over {ignored}", fix))
        if includes:
            # Of -r and -c on one line, pip reads the first -r.
            name, value = min(includes, key=lambda pair: pair[0] != "--requirement")
            self._include(line, value, constraint=name == "--constraint")
        for name, value in words.options:
            if name in ("--require-hashes", "--no-require-hashes") and not is_requirement:
                self.flags.add(name)
            elif name == "--trusted-host" or name in _INDEXES:
                from backend_standards.dependencies import indexes

                for problem in indexes.problems(name, value):
                    self._add(line, 0, problem)

    def _include(self, line: Line, value: str, *, constraint: bool) -> None:
        if dependencies_requirements.has_variable(value):
            message = "which file is read depends on the environment's variables"
            self._add(line, 0, Problem("", "unpinned-variable", message, "write the path out"))
        elif value.lower().startswith(("http:", "https:", "file:")):
            message = "what a URL gives can change from one day to the next; it is not read here"
            self._add(line, 0, Problem("", "remote-include", message, "commit the file, and include it by its path"))
        else:
            self.includes.append(Include(line, 0, value, constraint=constraint))

    def _add(self, line: Line, index: int, problem: Problem) -> None:
        if (line.number, problem.rule) not in self._told:  # a line may hold thousands of options
            self._told.add((line.number, problem.rule))
            self.problems.append((line, index, problem))


def _fix_of_options(text: str) -> str:
    if "{%" in text:
        return dependencies_requirements.WITHOUT_TEMPLATES
    if "--global-option" in text:
        return "write --config-settings"
    return "write what pip's documentation has under Requirements File Format"


def findings(
    files: Iterable[tuple[str, bytes]],
    policy: Policy,
    read: Read,
    hook: str,
    propose: Propose | None = None,
    links: Links | None = None,
) -> Iterator[Finding]:
    """Yield the findings about files, given as (path, content), and about what they include.

    ``propose`` is asked only about what remains a finding, whatever the lines' ignores say.
    """
    judge = _Judge(policy, read, gathers=propose is not None)
    given = {path: judge.add(path, data) for path, data in files}
    for path, file in given.items():
        for place in (links or {}).get(path, (path,)):
            judge.install(file, place)
    for path, by_place in judge.found.items():
        file = judge.contents[path]
        found: Iterable[Finding] = by_place.values()
        if "standards:" in file.source.text:
            from backend_standards.core.text import apply_ignores

            found = apply_ignores(path, file.source.text, found, hook, file.joined())
            if path not in given:  # an ignore may be for another install than this one
                found = (each for each in found if each.rule != "unused-ignore")
        for finding in found:
            unpinned = judge.unpinned.get((path, finding.line, finding.column))
            if propose and unpinned and finding.rule in LOOSE and path not in judge.constraining:
                finding.fix = propose(unpinned)
            yield finding


def is_constraints(path: str) -> bool:
    """Return whether a file's name says that it constrains installs, and is none itself."""
    return "constraint" in path.rpartition("/")[2].lower()


class _Judge:
    """The findings about installs so far, each once, in the file that holds the line."""

    def __init__(self, policy: Policy, read: Read, *, gathers: bool) -> None:
        self.policy = policy
        self.gathers = gathers
        """Whether somebody will ask what versions there are: on a clean run, nobody does."""
        self.read = read
        self.files: dict[str, File | None] = {}
        """By each path that was asked for; None for one where there is no file."""
        self.contents: dict[str, File] = {}
        """By the path that holds the lines."""
        self.found: dict[str, dict[tuple[int, int, str], Finding]] = {}
        self.unpinned: dict[tuple[str, int, int], Unpinned] = {}
        """By path, line and column."""
        self.constraining: set[str] = set()
        """The files of constraints, whose lines need not be pins."""

    def add(self, path: str, data: bytes) -> File:
        """Return the file of a path, read once."""
        file = self.contents.get(path)
        if not file:
            file = self.contents[path] = self.files[path] = File(path, data)
        return file

    def install(self, root: File, place: str) -> None:
        """Judge one file with what it includes. A file of constraints is only held to what pip can read.

        ``place`` is its path, or that of a link to it: what it includes is looked for from there.
        """
        self.found.setdefault(root.path, {})
        alone = is_constraints(root.path)
        if unreadable := root.unreadable():
            self._add_finding(unreadable)
            return
        required, constraints = self._members(root, place, alone)
        pins: dict[str, Pins] = {}
        hashed_names = set()
        for file in constraints:
            for entry in file.entries:
                pins.setdefault(entry.requirement.name, Pins()).add(entry.requirement)
                if entry.hashed:
                    hashed_names.add(entry.requirement.name)
        for file in required:
            if file is not root and (unreadable := file.unreadable()):
                self._add_finding(unreadable)
            else:
                self._add_problems(file)
        if alone:
            self._judge_constraints(root)
        mode = self._hash_mode(required, constraints)
        seen: dict[tuple[str, str], tuple[File, Entry]] = {}
        for file in required:
            for entry in file.entries:
                problem = self._problem(entry.requirement, pins) or _conflict(file, entry, seen)
                if not problem and mode and not _has_hash(entry, hashed_names):
                    problem = _without_hash(entry.requirement, mode)
                if problem:
                    self._add(file, entry.line, entry.index, problem)
        if self.gathers:
            self._gather(required, constraints)

    def _gather(self, required: list[File], constraints: list[File]) -> None:
        """Note what an install says besides of each package that has a requirement without a version."""
        self.constraining.update(file.path for file in constraints)
        loose = [
            (file, entry)
            for file in required
            for entry in file.entries
            if (problem := entry.requirement.problem) and problem.rule in LOOSE and entry.requirement.name
        ]
        if not loose:
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
            self.unpinned.setdefault(place, Unpinned(file, entry)).installs.append(named[entry.requirement.name])

    def _members(self, root: File, place: str, alone: bool) -> tuple[list[File], list[File]]:
        """Return the files of an install that hold requirements, and those that hold constraints, each once."""
        required: dict[str, File] = {}
        constraints: dict[str, File] = {}
        waiting = [(root, os.path.dirname(place), alone)]
        seen = set()
        while waiting:
            file, folder, is_constraint = waiting.pop()
            if (file.path, folder, is_constraint) in seen:
                continue
            seen.add((file.path, folder, is_constraint))
            if len(seen) > _MOST_INCLUDES:
                raise Stopped(f"{root.path}: includes more than {_MOST_INCLUDES} files, or itself by way of links")
            members = constraints if is_constraint else required
            members[file.path] = file
            for include in reversed(file.includes):
                target = include.target(folder)
                found = self._file(target)
                if found:
                    waiting.append((found, os.path.dirname(target), include.constraint))
                elif not is_constraint or file is root:
                    self._add(file, include.line, include.index, self._missing(folder, include))
        return list(required.values()), list(constraints.values())

    def _missing(self, folder: str, include: Include) -> Problem:
        fix = "correct the path, which starts from the folder of this file; or commit the file"
        from_here = os.path.normpath(include.written).replace(os.sep, "/")
        if self._file(from_here):
            path = os.path.relpath(from_here, folder or ".").replace(os.sep, "/")
            fix = f"write {path}: pip looks from the folder of this file"
        return Problem("", "missing-include", "there is no such file: pip ends with an error", fix)

    def _file(self, path: str) -> File | None:
        if path not in self.files:
            found = self.read(path)
            self.files[path] = self.add(*found) if found else None
        return self.files[path]

    def _hash_mode(self, required: list[File], constraints: list[File]) -> str:
        """Return why each requirement needs a hash, or ""."""
        flags = {flag for file in (*required, *constraints) for flag in file.flags}
        if self.policy.require_hashes or "--require-hashes" in flags:
            return "asked for"
        if "--no-require-hashes" in flags:
            return ""
        return "one has" if any(entry.hashed for file in (*required, *constraints) for entry in file.entries) else ""

    def _problem(self, requirement: Requirement, pins: dict[str, Pins]) -> Problem | None:
        problem = requirement.problem
        if not requirement.name or requirement.name not in pins or requirement.kind != "index":
            return problem
        pin = pins[requirement.name].holding(requirement)
        if not pin or (problem and problem.rule not in LOOSE):
            return problem
        shown = problem.subject if problem else requirement.name
        fits = (
            dependencies_requirements.same_version(requirement.version, pin.version)
            if requirement.version
            else not requirement.specifier or dependencies_requirements.allows(requirement.specifier, pin.version)
        )
        if fits:
            return None
        message = f"{shown}: the constraints of this install pin another version, {pin.version}: pip ends with an error"
        return Problem(shown, "conflicting-pins", message, f"let both say the same, such as {shown}=={pin.version}")

    def _judge_constraints(self, file: File) -> None:
        """Add what pip cannot read of a file of constraints, given by itself: its lines need not be pins."""
        self._add_problems(file)
        for entry in file.entries:
            found = entry.requirement.problem
            if entry.requirement.kind == "path":
                message = "a constraint needs a name: pip ends with an error"
                found = Problem("", "invalid-requirement", message, "write NAME==VERSION")
            if found and found.rule in _OF_CONSTRAINTS:
                self._add(file, entry.line, entry.index, found)

    def _add_problems(self, file: File) -> None:
        for line, index, problem in file.problems:
            self._add(file, line, index, problem)

    def _add(self, file: File, line: Line, index: int, problem: Problem) -> None:
        if self.policy.allows(problem):
            return
        if problem.rule == "extra-index" and not self.policy.forbid_extra_index:
            return
        can_allow = problem.rule.startswith("unpinned-") and bool(problem.subject)
        self._add_finding(file.finding(line, index, problem, allow=can_allow))

    def _add_finding(self, finding: Finding) -> None:
        self.found.setdefault(finding.path, {})[finding.line, finding.column, finding.rule] = finding


def _conflict(file: File, entry: Entry, seen: dict[tuple[str, str], tuple[File, Entry]]) -> Problem | None:
    """Return the problem of a pin that another one of the same name and marker contradicts."""
    requirement = entry.requirement
    if not requirement.version:
        return None
    other, first = seen.setdefault((requirement.name, dependencies_requirements.marker_key(requirement)), (file, entry))
    if first is entry or dependencies_requirements.same_version(first.requirement.version, requirement.version):
        return None
    place = f"line {first.line.number}" + ("" if other is file else f" of {other.path}")
    # The number of a line is no part of a message, which a baseline knows the finding by.
    message = f"{requirement.name}: pinned to another version, {first.requirement.version}, too: pip ends with an error"
    return Problem(requirement.name, "conflicting-pins", message, f"delete one of the two, this or {place}")


def _has_hash(entry: Entry, hashed_names: Collection[str]) -> bool:
    """Return whether pip has a hash for a requirement: its own, its URL's, or that of a constraint of its name."""
    requirement = entry.requirement
    return entry.hashed or requirement.hashed or (requirement.kind == "index" and requirement.name in hashed_names)


def _without_hash(requirement: Requirement, mode: str) -> Problem:
    name = requirement.name or "this"
    if requirement.kind in ("vcs", "path"):
        message = f"{name}: pip can verify no {'checkout' if requirement.kind == 'vcs' else 'folder'} by a hash"
        fix = "install it by a command of its own, without hashes"
    else:
        message = f"{name}: has no hash"
        fix = "pip-compile --generate-hashes writes them for all; pip hash FILE prints one"
    why = "other lines have one, so that pip demands it of all" if mode == "one has" else "this install demands hashes"
    return Problem(requirement.name, "missing-hash", f"{message}; {why}", fix)
