"""A rule's examples as a person reads them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.core.rules import Example

_PLACEHOLDER = r"@[A-Z][A-Z0-9_]*@"


def shown(example: Example) -> str:
    r"""Return an example as text: files one after the other, each under its path.

    A secret is an ellipsis, a byte that is not UTF-8 is ``\xff``.
    """
    import re

    text = example if isinstance(example, str) else "\n".join(_file(path, example[path]) for path in example)
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return re.sub(_PLACEHOLDER, "…", text).rstrip("\n")


def _file(path: str, content: str) -> str:
    body = "".join(f"    {line}\n" if line else "\n" for line in content.removesuffix("\n").split("\n"))
    return f"{path}\n{body}" if content.strip() else f"{path} (empty)\n"
