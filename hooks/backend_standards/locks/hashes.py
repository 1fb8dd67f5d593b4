"""The hash that poetry, pipenv and pdm write into their locks: that of a part of the manifest, as JSON."""

from __future__ import annotations

import hashlib
import json

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def of_json(value: object, separators: tuple[str, str] | None = None) -> str:
    """Return the SHA-256 of a value as JSON, in hexadecimal digits.

    Raises:
        TypeError: JSON has no such value, for instance a date.
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=separators).encode()).hexdigest()


def all_of(hashes: Iterable[str], manifest: str) -> list[str]:
    """Return the hashes that a generator makes of a manifest.

    Raises:
        Stopped: the manifest holds a value that JSON does not have.
    """
    try:
        return list(hashes)
    except (TypeError, ValueError) as error:
        raise Stopped(f"{manifest}: holds a value that JSON does not have, such as a date; fix the value") from error
