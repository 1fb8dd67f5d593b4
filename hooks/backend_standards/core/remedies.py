"""The commands and exceptions that a refusal prints, and the patterns that such an exception gives.

Imported only when a file is judged.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Exempt
    from backend_standards.core.patterns import Patterns


def patterns(given: Sequence[str]) -> Patterns | None:
    """Return the patterns of an option, or None where none is given: the expressions of most runs are not needed."""
    if not given:
        return None
    from backend_standards.core.patterns import Patterns

    return Patterns(given)


def exact(path: str) -> str:
    """Return the ``.gitignore`` pattern of exactly this path."""
    from backend_standards.core.patterns import literal

    return literal(path)


def allow(path: str, *, folder: bool = False, option: str = "allow", words: str = "") -> Exempt:
    """Return the exception whose option takes the pattern of exactly this path."""
    from backend_standards.core import Exempt

    return Exempt(option, f"{exact(path)}{'/' if folder else ''}", words=words)


def untrack(path: str, *, folder: bool = False) -> tuple[str, str]:
    """Return the commands that take a path out of the index, not off the disk, and have git ignore it.

    They may run twice: two hooks print them for one file.
    """
    ignore = exact(path) + ("/" if folder else "")
    remove = f"git rm {'-r ' if folder else ''}--cached --ignore-unmatch -- {quote(path)}"
    return remove, f"{append(ignore, '.gitignore')} && git add .gitignore"


def append(line: str, file: str) -> str:
    """Return the command that appends a line to a file of the disk, unless the file has it.

    Another command may change the file first. So this command itself checks whether the file has the line. If the last
    line of the file has no line break now, the command checks that again too.
    """
    word, target = quote(line), quote(f"./{file}" if file.startswith("-") else file)
    command = f"grep -qsxFe {word} {target} || printf '%s\\n' {word} >> {target}"
    return command if _is_ended(file) else f'[ -z "$(tail -c 1 {target})" ] || echo >> {target}; {command}'


def _is_ended(file: str) -> bool:
    """Return whether a file is absent or empty, or ends with a line break."""
    from backend_standards.core import Stopped, disk

    try:
        return (disk.settings(file) or b"\n").endswith(b"\n")
    except Stopped:  # not to be read
        return True


def quote(word: str) -> str:
    """Return a word for a shell's command line, in one printable line.

    A word with control characters or bytes that are not UTF-8 comes as ``$'...'`` (POSIX.1-2024, 2.2.4).
    """
    import os
    import shlex

    if word.isprintable():
        return shlex.quote(word)
    plain = {ord("'"): "\\'", ord("\\"): "\\\\"}
    return (
        "$'"
        + "".join(plain.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}") for byte in os.fsencode(word))
        + "'"
    )
