"""What to write for a requirement that is not pinned, and the edits that write it: they only change its version.

Imported only where a requirement is not pinned.
"""

from __future__ import annotations

from backend_standards.core import masking
from backend_standards.dependencies import pip_lines, requirements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend_standards.dependencies.installs import Unpinned
    from backend_standards.dependencies.known_versions import Versions
    from backend_standards.dependencies.pip_lines import Line
    from backend_standards.dependencies.requirements_file import File

_NAME_MARKS = "-_."
_ANY_HASH_OPTION = " --h"
"""How each spelling of ``--hash`` begins that pip accepts."""


class Edit:
    """A change of one line: ``version`` in place of the characters from ``start`` to ``end`` of the file's text."""

    __slots__ = ("end", "line", "path", "said", "start", "version")

    def __init__(self, path: str, line: int, place: tuple[int, int], version: str, said: str) -> None:
        self.path = path
        self.line = line
        self.start, self.end = place
        self.version = version
        """With its operator."""
        self.said = said
        """The text before, the text after, and where the version is known from."""


class Fixer:
    """Proposes how to pin a requirement, and notes in ``edits`` the changes of the files that may be edited.

    ``can_fix`` says that a note may speak of ``--fix``, because it is not used.
    """

    def __init__(
        self, versions: Versions, editable: Mapping[str, bytes] | None = None, *, can_fix: bool = False
    ) -> None:
        self.edits: list[Edit] = []
        self._versions = versions
        self._editable = editable or {}
        self._files: dict[str, File] = {}
        self._can_fix = can_fix

    def propose(self, unpinned: Unpinned) -> str:
        """Return the note of a finding, and keep its edit.

        Raises:
            Stopped: a source of versions cannot be read.
        """
        file, line, requirement = unpinned.file, unpinned.entry.line, unpinned.requirement
        note = requirement.problem.note if requirement.problem else ""
        text = pip_lines.words(line.text).requirement
        if _ANY_HASH_OPTION in line.text[len(text) :]:
            return f"{note} A hash is that of one version: `pip-compile --generate-hashes` writes both."
        choice = self._versions.choose(unpinned)
        if not choice.version:
            return f"{note} {choice.reason}." if choice.reason else note
        start, end = version_span(text)
        version = f"=={choice.version}"
        pinned = text[:start] + version + text[end:]
        verdict = requirements.judge(pinned)
        if verdict.problem or (verdict.name, verdict.version) != (requirement.name, choice.version):
            return note
        place = _place(line, text, start, end)
        if place and self._may_edit(file):
            said = masking.cleaned(f"{text[:end]} -> {text[:start]}{version} (from {choice.source})")
            self.edits.append(Edit(file.path, line.number, place, version, said))
        hint = " The option --fix writes it." if self._can_fix and place else ""
        return f"Write {pinned}, the version in {choice.source}.{hint}"

    def contents(self) -> dict[str, bytes]:
        """Return the new content of each file that has edits."""
        changed = {}
        by_path: dict[str, list[Edit]] = {}
        for edit in self.edits:
            by_path.setdefault(edit.path, []).append(edit)
        for path, edits in by_path.items():
            source = self._files[path].source
            parts = []
            at = 0
            for edit in sorted(edits, key=lambda each: each.start):
                parts += [source.text[at : edit.start], edit.version]
                at = edit.end
            parts.append(source.text[at:])
            changed[path] = source.mark + "".join(parts).encode(source.encoding)
        return changed

    def _may_edit(self, file: File) -> bool:
        """Return whether a file was given to be edited, and its encoding gives exactly its bytes again."""
        if file.path not in self._editable:
            return False
        if file.path not in self._files:
            source = file.source
            try:
                is_same = source.mark + source.text.encode(source.encoding) == self._editable[file.path]
            except UnicodeError:
                is_same = False
            if not is_same:
                return False
            self._files[file.path] = file
        return True


def version_span(text: str) -> tuple[int, int]:
    """Return the place of a requirement's version specifiers, with brackets and the spaces before them."""
    body = text.partition(";")[0].rstrip()
    start = 0
    while start < len(body) and (body[start].isalnum() or body[start] in _NAME_MARKS):
        start += 1
    rest = body[start:].lstrip()
    if rest.startswith("["):
        start = body.index("]") + 1
    return start, len(body)


def _place(line: Line, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets of the version in the file; None if it is on more than one line."""
    if start == end:
        after = line.offset(end - 1) + 1
        return after, after
    return line.span(start, end) or line.span(end - len(text[start:end].lstrip()), end)
