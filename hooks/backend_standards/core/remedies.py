"""The commands and exceptions that a refusal prints, and the patterns that such an exception gives.

Imported only when a file is judged.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core.patterns import Patterns


def patterns(given: Sequence[str]) -> Patterns | None:
    """Return the patterns of an option, or None where none is given: the expressions of most runs are not needed."""
    if not given:
        return None
    from backend_standards.core.patterns import Patterns

    return Patterns(given)


def exact(path: str) -> str:
    """Return the ``.gitignore`` pattern of exactly this path."""
    from backend_standards.core import patterns as core_patterns

    return core_patterns.exact(path)


def quoted_argument(option: str, path: str, *, folder: bool = False) -> str:
    """Return the line of YAML for one argument whose value is the pattern of exactly this path."""
    import json

    # A JSON string is a YAML one, so the line can be pasted as it is.
    return json.dumps(f"{option}={exact(path)}{'/' if folder else ''}", ensure_ascii=not path.isprintable())


def in_pyproject(words: str, hook: str) -> str:
    """Return an exception's or a fix's text with the arguments of a hook as its table in ``pyproject.toml`` has them.

    For the command, which has no arguments of single hooks.
    """
    if "this hook's args" not in words:
        return words
    import json
    import re

    table = f"[tool.backend-standards.{hook}]"

    def as_keys(match: re.Match[str]) -> str:
        keys: dict[str, list[str]] = {}
        for argument in re.findall(_JSON_STRING, match[2]):
            name, _, value = json.loads(argument).removeprefix("--").partition("=")
            keys.setdefault(name, []).append(json.dumps(value, ensure_ascii=not value.isprintable()) if value else "")
        texts = (
            f"{name} = [{', '.join(values)}]" if any(values) else f"{name} = true" for name, values in keys.items()
        )
        return f"in pyproject.toml, {table}{match[1]}: {', '.join(texts)}"

    words = re.sub(rf"in this hook's args([^:\"]*): ({_JSON_STRING}(?:, {_JSON_STRING})*)", as_keys, words)
    return re.sub(r"--([a-z-]+) in this hook's args", rf"\1 = true in {table} of pyproject.toml", words)


_JSON_STRING = r'"(?:[^"\\]|\\.)*"'


def untrack(path: str, recursive: str = "") -> str:
    """Return the command that takes a path out of the index, not off the disk, and has git ignore it."""
    ignore = exact(path) + ("/" if recursive else "")
    return f"git rm {recursive}--cached -- {quote(path)} && {append(ignore, '.gitignore')} && git add .gitignore"


def append(line: str, file: str) -> str:
    """Return the command that appends a line to a file, whether or not the file ends in a line break."""
    return f"printf '\\n%s\\n' {quote(line)} >> {quote(file)}"


def inline(rule: str, path: str) -> str:
    """Return how to write the exception for a line of a file."""
    marker = f"standards: ignore[{rule}] reason"
    return (
        f'on the line itself, as a member: "//": "{marker}"'
        if path.endswith(".json")
        else f"at the end of the line: # {marker}"
    )


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
