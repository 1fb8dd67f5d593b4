"""Examples and their words, as a person reads them on a terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.core.rules import Example

INDENT = "  "
_WIDTH = 88
_GLUE = "\0"
"""In place of a space at which no line may end."""
_PLACEHOLDER = r"@[A-Z][A-Z0-9_]*@"


def shown(example: Example) -> str:
    r"""Return an example as text: files one after the other, each under its path.

    A secret is an ellipsis, a byte that is not UTF-8 is ``\xff``.
    """
    import re

    text = example if isinstance(example, str) else "\n".join(_file(path, example[path]) for path in example)
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return re.sub(_PLACEHOLDER, "…", text).rstrip("\n")


def block(title: str, example: Example) -> Iterator[str]:
    """Yield the lines of an example below a title."""
    yield f"\n{INDENT}{title}:\n"
    yield from (f"{INDENT * 2}{line}".rstrip() + "\n" for line in shown(example).split("\n"))


def wrapped(words: str, indent: str = INDENT) -> str:
    """Return prose in lines for a terminal. Code in it is not broken, so that it can be copied."""
    import re
    import textwrap

    whole = re.sub(r"`[^`]*`", lambda code: code[0].replace(" ", _GLUE), words)
    lines = textwrap.wrap(whole, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{indent}{line}\n" for line in lines).replace(_GLUE, " ")


def _file(path: str, content: str) -> str:
    body = "".join(f"    {line}\n" if line else "\n" for line in content.removesuffix("\n").split("\n"))
    return f"{path}\n{body}" if content.strip() else f"{path} (empty)\n"
