"""TOML files. Imported only where one has to be parsed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_PARTS = 64
"""Parts of a dotted key: tomllib takes quadratic time for them, and the keys of real files have less than ten."""
_PART = r"(?:(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_DOTTED = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}"


def tables(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises:
        ValueError: it is not valid TOML, or is nested too deep to be read; the message has no secret in it.
    """
    import tomllib

    if text.count(".") >= _MOST_PARTS:
        _refuse_long_keys(text)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    except ValueError as error:
        from backend_standards.core.masking import cleaned

        raise ValueError(cleaned(str(error))) from error  # it may quote a key


def _refuse_long_keys(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") >= _MOST_PARTS:
            import re

            if re.search(_DOTTED, line):
                raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {number})")
