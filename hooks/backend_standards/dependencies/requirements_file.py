"""What one requirements file says, whatever includes it: entries, includes, and what is wrong with its lines."""

from __future__ import annotations

import os

from backend_standards.dependencies import Problem, Requirement, has_variable, pip_lines
from backend_standards.dependencies.plain import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.core import Finding
    from backend_standards.dependencies.pip_lines import Line

_OF_REQUIREMENTS = ("--hash", "--config-settings")
"""Options that a requirement may have on its own line."""
_INDEXES = ("--index-url", "--pypi-url", "--extra-index-url", "--find-links")
_PROSE = 10
"""Lines that pip cannot read, in a file that is probably prose: no file with mistakes was seen to have as many."""


class Entry:
    """A requirement of a file: its place, the verdict, and whether it has a hash that pip accepts."""

    __slots__ = ("hashed", "index", "line", "requirement")

    def __init__(self, line: Line, index: int, requirement: Requirement, *, hashed: bool) -> None:
        self.line = line
        self.index = index
        self.requirement = requirement
        self.hashed = hashed


class Include:
    """A ``-r`` or ``-c`` of a file, with the path that is written there."""

    __slots__ = ("constraint", "index", "line", "written")

    def __init__(self, line: Line, index: int, written: str, *, constraint: bool) -> None:
        self.line = line
        self.index = index
        self.written = written
        self.constraint = constraint

    def target(self, folder: str) -> str:
        """Return the path from the current folder, for a file in ``folder`` or a link to one from there."""
        return os.path.normpath(os.path.join(folder, self.written)).replace(os.sep, "/")


class File:
    """What one file says, whatever includes it.

    ``problems`` are those of lines: line, index, problem. ``forbid_extra_index`` says that a second index is one.
    """

    __slots__ = (
        "_forbid_extra_index",
        "_starts",
        "_told",
        "continued",
        "entries",
        "flags",
        "includes",
        "path",
        "problems",
        "source",
    )

    def __init__(self, path: str, data: bytes, *, forbid_extra_index: bool = False) -> None:
        self._forbid_extra_index = forbid_extra_index
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
        """Return, for each line of the file that continues another, the number of the first."""
        return {number: line.number for line in self.continued for number in range(line.number + 1, line.last + 1)}

    def unreadable(self) -> Finding | None:
        """Return the one finding about a file that pip cannot decode, or that seems to hold prose; otherwise None."""
        if self.source.fault:
            message = f"pip cannot decode the file: {self.source.fault}"
            note = "Save it as UTF-8, or declare the encoding in the first line: # -*- coding: latin-1 -*-"
            return self._of_all(message, note)
        if template := self._template():
            return template
        if len(self.problems) + len(self.entries) < _PROSE:
            return None
        refused = sum(entry.requirement.kind == "unknown" for entry in self.entries)
        if self.problems:
            from backend_standards.dependencies.problems import is_invalid

            refused += sum(is_invalid(problem) for _, _, problem in self.problems)
        if refused < _PROSE or refused * 2 <= len(self.entries):
            return None
        message = f"pip cannot read {refused} of its lines, so this is probably not a requirements file"
        return self._of_all(message, self._without_it(), known_as="pip cannot read many of its lines")

    def _template(self) -> Finding | None:
        """Return the one finding about a file with lines of a template; otherwise None."""
        problems = [(line, problem) for line, _, problem in self.problems]
        problems += [(each.line, each.requirement.problem) for each in self.entries if each.requirement.problem]
        if not problems:
            return None
        from backend_standards.dependencies.problems import WITHOUT_TEMPLATES

        lines = [line for line, problem in problems if problem.note == WITHOUT_TEMPLATES]
        if not lines:
            return None
        message = "this is a line of a template, so pip ends with an error, and nothing more is said of this file"
        finding = self._of_all(message, self._without_it())
        finding.line = min(line.number for line in lines)
        return finding

    def _without_it(self) -> str:
        import re

        return f"Leave it out, in the configuration of this hook: `exclude: ^{re.escape(self.path)}$`"

    def _of_all(self, message: str, note: str, known_as: str = "") -> Finding:
        from backend_standards.core import Finding
        from backend_standards.dependencies.rules import INVALID_REQUIREMENT

        return Finding(self.path, INVALID_REQUIREMENT, message, note=note, known_as=known_as)

    def finding(self, line: Line, index: int, problem: Problem, note: str = "") -> Finding:
        """Return the finding about a problem at a character of a line; ``note`` replaces that of the problem."""
        from backend_standards.dependencies.problems import finding

        where = "" if line.number == line.last else f"at the end of line {line.last}, the last of the requirement"
        return finding(self.path, problem, line.number, self.column(line.offset(index)), where=where, note=note)

    def column(self, offset: int) -> int:
        """Return the column of a character of the text, with lines as editors count them."""
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
            self._swallowed(line)
        try:
            words = pip_lines.words(line.text)
        except pip_lines.Refused as refused:
            why = "this is a line of a template" if "{%" in line.text else str(refused)
            self._invalid(line, f"{why}, so pip ends with an error", _note_on_options(line.text))
            return
        hashes = [value for name, value in words.options if name == "--hash"]
        strong = sum(map(pip_lines.is_strong, hashes))
        if strong < len(hashes):
            self._weak_hash(line)
        editable = ""
        if words.ignored or len(hashes) < len(words.options):
            self._read_options(line, words)
            editable = next((value for name, value in words.options if name == "--editable"), "")
        if words.requirement or editable:
            self._add_entry(line, words.requirement, editable, is_hashed=strong > 0)
        elif hashes:
            message = "pip ignores this hash, because the line before it does not end in a backslash"
            self._invalid(line, message, "Write a backslash at the end of the line before.")

    def _add_entry(self, line: Line, text: str, editable: str, *, is_hashed: bool) -> None:
        requirement = plain(text)
        if not requirement:
            from backend_standards.dependencies.requirements import judge

            requirement = judge(text or editable, editable=not text)
        if is_hashed and requirement.kind == "url" and requirement.problem:
            from backend_standards.dependencies.problems import is_unpinned

            if is_unpinned(requirement.problem):
                requirement.problem = None  # a hash pins any URL
        index = 0 if text else max(line.text.find(editable), 0)
        self.entries.append(Entry(line, index, requirement, hashed=is_hashed))

    def _read_options(self, line: Line, words: pip_lines.Words) -> None:
        editables = sum(name == "--editable" for name, _ in words.options)
        is_requirement = bool(words.requirement or editables)
        includes = (
            [] if is_requirement else [pair for pair in words.options if pair[0] in ("--requirement", "--constraint")]
        )
        ignored = ""
        if words.ignored:
            ignored = "the words after the options"
            if line.text.startswith("- "):
                ignored = "a line that begins with a dash and a space"
        elif len(includes) > 1:
            ignored = "all files of the line except one"
        elif editables > 1:
            ignored = "each -e of the line except the first"
        elif words.requirement and any(name not in _OF_REQUIREMENTS for name, _ in words.options):
            ignored = "this option after a requirement"
        if ignored:
            note = "Delete the dash." if line.text.startswith("- ") else "Write each on a line of its own."
            self._invalid(line, f"pip ignores {ignored}", note)
        if includes:
            # Of -r and -c on one line, pip reads the first -r.
            name, value = min(includes, key=lambda pair: pair[0] != "--requirement")
            self._include(line, value, constraint=name == "--constraint")
        for name, value in words.options:
            if name in ("--require-hashes", "--no-require-hashes") and not is_requirement:
                self.flags.add(name)
            elif name == "--trusted-host" or name in _INDEXES:
                from backend_standards.dependencies import indexes

                for problem in indexes.problems(name, value, forbid_extra=self._forbid_extra_index):
                    self._add(line, problem)

    def _include(self, line: Line, value: str, *, constraint: bool) -> None:
        if has_variable(value):
            from backend_standards.dependencies.problems import variable

            self._add(line, variable("", "path"))
        elif value.lower().startswith(("http:", "https:", "file:")):
            from backend_standards.dependencies.rules import REMOTE_INCLUDE

            message = "the file at this URL can change from one day to the next, and nothing checks it"
            self._add(line, Problem("", REMOTE_INCLUDE, message, "Commit the file, and include it by its path."))
        else:
            self.includes.append(Include(line, 0, value, constraint=constraint))

    def _swallowed(self, line: Line) -> None:
        from backend_standards.dependencies.rules import SWALLOWED_LINE

        message = "the comment ends in a backslash, so pip reads the next line as a part of it"
        note = f"Delete the backslash at the end of the comment: pip then reads line {line.swallowed}."
        self._add(line, Problem("", SWALLOWED_LINE, message, note))

    def _weak_hash(self, line: Line) -> None:
        from backend_standards.dependencies.rules import WEAK_HASH

        message = "pip accepts only sha256, sha384 and sha512, and ends with an error at another hash"
        self._add(line, Problem("", WEAK_HASH, message, "Write a sha256: `pip hash FILE` prints it."))

    def _invalid(self, line: Line, message: str, note: str) -> None:
        from backend_standards.dependencies.rules import INVALID_REQUIREMENT

        self._add(line, Problem("", INVALID_REQUIREMENT, message, note))

    def _add(self, line: Line, problem: Problem) -> None:
        if (line.number, problem.rule.id) not in self._told:  # a line may hold thousands of options
            self._told.add((line.number, problem.rule.id))
            self.problems.append((line, 0, problem))


def _note_on_options(text: str) -> str:
    if "{%" in text:
        from backend_standards.dependencies.problems import WITHOUT_TEMPLATES

        return WITHOUT_TEMPLATES
    if "--global-option" in text:
        return "Write --config-settings."
    return 'See "Requirements File Format" in pip\'s documentation for what pip accepts.'
