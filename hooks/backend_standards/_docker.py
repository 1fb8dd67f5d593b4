"""What a Dockerfile copies out of its build context, and what a ``.dockerignore`` keeps out of it.

Sources: Dockerfile reference (parser directives, COPY, ADD, heredocs); "Build context", section
".dockerignore files"; the pattern rules of moby's patternmatcher. Nothing here touches the disk.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ESCAPE = r"(?i)#[ \t]*escape[ \t]*=[ \t]*([\\`])[ \t]*"
_HEREDOC = r"<<-?[ \t]*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?"
_INSTRUCTION = r"(?is)(?:ONBUILD[ \t]+)?(?P<word>COPY|ADD)[ \t]+(?P<rest>.*)"


class Copy:
    """One COPY or ADD from the build context: line (from 1), sources as written, and ``--exclude`` patterns."""

    __slots__ = ("excludes", "line", "sources")

    def __init__(self, line: int, sources: list[str], excludes: list[str]) -> None:
        self.line = line
        self.sources = sources
        self.excludes = excludes

    def takes(self, name: str) -> bool:
        """Return whether a file of the context, given by its path in it, would be copied."""
        if any(matches(pattern, name) for pattern in self.excludes):
            return False
        return any(is_whole_context(source) or matches(source, name) for source in self.sources)


def is_dockerfile(path: str) -> bool:
    """Return whether a path names a Dockerfile: the default names, ``Dockerfile.dev``, ``api.Dockerfile``."""
    name = path.rpartition("/")[2].lower()
    if name.endswith((".dockerignore", ".containerignore", ".md", ".rst", ".py", ".sh")):
        return False
    return (
        name in ("dockerfile", "containerfile")
        or name.startswith(("dockerfile.", "containerfile."))
        or name.endswith((".dockerfile", ".containerfile"))
    )


def copies(lines: Sequence[str]) -> Iterator[Copy]:
    """Yield each instruction of a Dockerfile that copies from the build context."""
    for number, instruction in _instructions(lines):
        match = re.match(_INSTRUCTION, instruction)
        if not match:
            continue
        flags, words = _words(match["rest"])
        if any(flag.startswith("--from=") for flag in flags) or len(words) < 2:
            continue
        excludes = [flag.removeprefix("--exclude=") for flag in flags if flag.startswith("--exclude=")]
        sources = [word for word in words[:-1] if "://" not in word and not word.startswith(("<<", "git@"))]
        if sources:
            yield Copy(number, sources, excludes)


def is_whole_context(source: str) -> bool:
    """Return whether a COPY source is the whole context: ``.``, ``./``, ``/`` and the like."""
    return clean(source) == "."


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern of COPY or of a ``.dockerignore`` matches a path or a folder above it."""
    from backend_standards import _patterns

    expression = _patterns.glob(clean(pattern)) + "(?:/.*)?"
    return re.fullmatch(expression, path, re.DOTALL) is not None


def is_ignored(lines: Sequence[str], path: str) -> bool:
    """Return whether a ``.dockerignore`` keeps a path out of the context; the last pattern that matches decides."""
    ignored = False
    for number, line in enumerate(lines):
        pattern = line.removeprefix("\ufeff") if number == 0 else line
        if pattern.startswith("#"):
            continue
        pattern = pattern.strip()
        negated = pattern.startswith("!")
        pattern = pattern[1:].strip() if negated else pattern
        if pattern and ignored == negated and matches(pattern, path):
            ignored = not negated
    return ignored


def clean(path: str) -> str:
    """Return a source or pattern as Go's filepath.Clean gives it, from the context's root."""
    parts: list[str] = []
    for part in path.strip().split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts) or "."


def _instructions(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, text) for each instruction, its continuation lines joined, comments and heredocs left out."""
    escape = "\\"
    for line in lines:
        if not line.strip().removeprefix("\ufeff").startswith("#"):
            break
        directive = re.fullmatch(_ESCAPE, line.strip().removeprefix("\ufeff"))
        if directive:
            escape = directive[1]
    parts: list[str] = []
    start, heredoc = 0, ""
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if heredoc:
            heredoc = "" if stripped == heredoc else heredoc
            continue
        if stripped.startswith("#") or (parts and not stripped):
            continue
        start = start if parts else number
        continued = stripped.endswith(escape)
        parts.append(stripped[:-1] if continued else stripped)
        if continued:
            continue
        instruction, parts = " ".join(parts).strip(), []
        opened = re.search(_HEREDOC, instruction) if "<<" in instruction else None
        heredoc = opened[1] if opened else ""
        yield start, instruction.removeprefix("\ufeff")
    if parts:
        yield start, " ".join(parts).strip()


def _words(rest: str) -> tuple[list[str], list[str]]:
    """Return the flags and the words of COPY or ADD, in the shell form or the JSON form."""
    flags = []
    rest = rest.strip()
    while rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        flags.append(flag)
        rest = rest.strip()
    if rest.startswith("["):
        import json

        try:
            words = json.loads(rest)
        except ValueError:
            words = None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return flags, words
    return flags, [word.strip("\"'") for word in rest.split()]
