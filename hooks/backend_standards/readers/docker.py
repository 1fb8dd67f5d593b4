"""What a Dockerfile copies from its build context, and what a ``.dockerignore`` excludes from it.

Sources: Dockerfile reference (parser directives, COPY, ADD, heredocs); "Build context", section
".dockerignore files"; the pattern rules of moby's patternmatcher. Nothing here touches the disk.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence

_SHELL_WORD = r"(?:\\.|'[^']*'|\"[^\"]*\"|[^\s'\"])+|\S"
"""A word of a shell command, with its quotes: ``<<`` in a quoted word does not open a heredoc."""
_HEREDOC = r"[0-9]*<<(-?)([\"']?)([^<\s\"']+)\2"
"""A word that opens a heredoc: whether tabs are stripped, the quote, and the delimiter."""
_ARGUMENT = r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))"
"""A build argument: ``$NAME``, ``${NAME}``, ``${NAME:-default}``."""


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
        or name.startswith(("dockerfile.", "dockerfile-", "dockerfile_", "containerfile.", "containerfile-"))
        or name.endswith((".dockerfile", ".containerfile"))
    )


def copies(lines: Sequence[str]) -> Iterator[Copy]:
    """Yield the instructions of a Dockerfile that copy from the build context."""
    arguments: dict[str, str] = {}
    for number, instruction in instructions(lines):
        word, rest = parted(instruction)
        if word not in ("ARG", "COPY", "ADD"):
            continue
        flags, words = _words(rest)
        if word == "ARG":
            given = (each.partition("=") for each in words)
            arguments.update((name, value.strip("\"'")) for name, equals, value in given if equals)
            continue
        if any(flag.startswith("--from=") for flag in flags):
            continue
        excludes = [flag.removeprefix("--exclude=") for flag in flags if flag.startswith("--exclude=")]
        sources = [_resolved(each, arguments) for each in words[:-1] if not each.startswith(("<<", "git@"))]
        sources = [source for source in sources if "://" not in source]
        if sources:
            yield Copy(number, sources, excludes)


def is_whole_context(source: str) -> bool:
    """Return whether a COPY source is the whole context: ``.``, ``./``, ``/`` and the like."""
    return clean(source) == "."


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern of COPY or of a ``.dockerignore`` matches a path or a folder above it."""
    return _Pattern(pattern).matches(path)


class _Pattern:
    """A pattern, read once."""

    __slots__ = ("_expression", "_text")

    def __init__(self, pattern: str) -> None:
        self._text = clean(pattern)
        self._expression: re.Pattern[str] | None = None
        if set(self._text) & set("*?[\\"):
            import re

            from backend_standards.core import patterns

            self._expression = re.compile(patterns.glob(self._text, negations="^") + "(?:/.*)?", re.DOTALL)

    def matches(self, path: str) -> bool:
        """Return whether it matches a path or a folder above it."""
        if self._expression is None:
            return path == self._text or path.startswith(f"{self._text}/")
        return self._expression.fullmatch(path) is not None


class IgnoreFile:
    """The patterns of a ``.dockerignore``, the last one first: the last that matches decides."""

    __slots__ = ("_rules",)

    def __init__(self, lines: Sequence[str]) -> None:
        self._rules: list[tuple[_Pattern, bool]] = []
        for number, line in enumerate(lines):
            pattern = line.removeprefix("\ufeff") if number == 0 else line
            if pattern.startswith("#"):
                continue
            pattern = pattern.strip()
            is_negated = pattern.startswith("!")
            pattern = pattern[1:].strip() if is_negated else pattern
            if pattern and not _leads_out(pattern):
                self._rules.append((_Pattern(pattern), is_negated))
        self._rules.reverse()

    def excludes(self, path: str) -> bool:
        """Return whether the file excludes a path from the context."""
        return next((not is_negated for pattern, is_negated in self._rules if pattern.matches(path)), False)


def clean(path: str) -> str:
    """Return a source or pattern as Go's filepath.Clean does, from the root of the context."""
    parts: list[str] = []
    for part in path.strip().split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts) or "."


def instructions(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, text) for each instruction, with its lines joined, without comments and heredocs."""
    sign = escape(lines)
    parts: list[str] = []
    heredocs: list[tuple[str, str]] = []
    start = 0
    for number, line in enumerate(lines, 1):
        if heredocs:
            tabs, end = heredocs[0]
            if (line.lstrip("\t") if tabs else line) == end:
                heredocs.pop(0)
            continue
        stripped = line.strip()
        if stripped.startswith("#") or (parts and not stripped):
            continue
        start = start if parts else number
        continued = stripped.endswith(sign) and not stripped.endswith(sign * 2)
        parts.append(stripped[:-1] if continued else stripped)
        if continued:
            continue
        instruction, parts = " ".join(parts).strip().removeprefix("\ufeff"), []
        heredocs = _heredocs(instruction) if "<<" in instruction else []
        yield start, instruction
    if parts:
        yield start, " ".join(parts).strip().removeprefix("\ufeff")


def escape(lines: Sequence[str]) -> str:
    """Return the character that continues a line: a backslash, unless the directive ``escape`` at the top says so."""
    for line in lines:
        name, equals, value = line.strip().removeprefix("\ufeff").partition("=")
        if not name.startswith("#") or not equals or not name[1:].strip().isalnum():
            break
        if name[1:].strip().lower() == "escape" and value.strip() in ("\\", "`"):
            return value.strip()
    return "\\"


def parted(instruction: str) -> tuple[str, str]:
    """Return an instruction's word, in upper case and without ONBUILD, and the rest."""
    word, rest = [*instruction.split(maxsplit=1), "", ""][:2]
    if word.upper() == "ONBUILD":  # which takes one instruction, and no further ONBUILD
        word, rest = [*rest.split(maxsplit=1), "", ""][:2]
    return word.upper(), rest


def _heredocs(instruction: str) -> list[tuple[str, str]]:
    """Return ("-" or "", delimiter) of each heredoc that an instruction opens; only RUN, COPY and ADD do."""
    import re

    word, rest = parted(instruction)
    if word not in ("RUN", "COPY", "ADD"):
        return []
    words = (re.fullmatch(_HEREDOC, each[0]) for each in re.finditer(_SHELL_WORD, rest))
    return [(each[1], each[3]) for each in words if each]


def _resolved(source: str, arguments: Mapping[str, str]) -> str:
    """Return a source with the defaults of its build arguments; an argument without one stays."""
    if "$" not in source:
        return source
    import re

    return re.sub(_ARGUMENT, lambda match: arguments.get(match[1] or match[3], match[2] or match[0]), source)


def _leads_out(pattern: str) -> bool:
    """Return whether ``..`` leads a pattern out of the context: then it matches nothing."""
    depth = 0
    for part in pattern.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def _words(rest: str) -> tuple[list[str], list[str]]:
    """Return the flags and the words of COPY or ADD, from the shell form or the JSON form."""
    words = rest.split()
    count = next((at for at, word in enumerate(words) if not word.startswith("--")), len(words))
    flags, rest = words[:count], "".join(rest.split(maxsplit=count)[count:]).strip()
    if rest.startswith("["):
        import json

        try:
            parsed = json.loads(rest)
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, list) and all(isinstance(word, str) for word in parsed):
            return flags, parsed
    return flags, [word.strip("\"'") for word in rest.split()]
