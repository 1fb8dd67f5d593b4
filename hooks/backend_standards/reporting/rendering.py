"""What the forms of reports share: fingerprints, paths, and text that is safe in each of them."""

from __future__ import annotations

import os

from backend_standards.core.output import printable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.core import Finding, Outcome


def numbered(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, Finding, str]]:
    """Yield outcome, finding and fingerprint of every finding.

    The fingerprint (64 hexadecimal digits) is of path, rule and message, and the number among those alike: no line
    number, so it stays when lines move, and nothing of what stands in the file.
    """
    import hashlib

    seen: dict[tuple[str, str, str], int] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            key = (finding.path, finding.rule.id, finding.known_as or finding.message)
            seen[key] = seen.get(key, 0) + 1
            data = "\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")
            yield outcome, finding, hashlib.sha256(data).hexdigest()


def advice(finding: Finding) -> str:
    """Return what to do about a finding: its commands, a line each, and its note."""
    lines = [f"run: {unicode(command)}" for command in finding.commands]
    lines += [f"note: {unicode(finding.note)}"] if finding.note else []
    return "\n".join(lines)


def place(finding: Finding) -> str:
    """Return path, line and column as one text."""
    place = unicode(printable_path(finding.path))
    return f"{place}:{finding.line}:{finding.column or 1}" if finding.line else place


def unicode(words: str) -> str:
    r"""Return a text without the surrogates by which bytes that are not UTF-8 come here: they become ``\xff``."""
    if words.isascii():
        return words
    try:
        return os.fsencode(words).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a surrogate pair, from a JSON file; a console that is not UTF-8
        return words.encode("utf-8", "backslashreplace").decode("utf-8")


def from_root(prefix: str, path: str) -> str:
    """Return a path, given from the current folder or absolute, from the root of the repository and without detours."""
    try:
        return os.path.normpath(prefix + os.path.relpath(path)).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return path.replace(os.sep, "/")


def uri(path: str) -> str:
    """Return a relative path as a URI reference (RFC 3986): bytes as they are, percent-encoded."""
    from urllib.parse import quote

    return quote(os.fsencode(path), safe="/")


def tool(version_key: str = "version") -> dict[str, str]:
    """Return the name and version of this program."""
    from backend_standards import __version__

    return {"name": "backend-standards", version_key: __version__}


def dump(value: object) -> str:
    """Return a value as JSON."""
    import json

    return json.dumps(value, indent=2).replace("##", "#\\u0023") + "\n"  # a log's reader obeys ##[...] anywhere


def stopped_fingerprint(outcome: Outcome) -> str:
    """Return the fingerprint of a check that could not run."""
    import hashlib

    return hashlib.sha256(f"{outcome.hook}\0{outcome.stopped}".encode("utf-8", "surrogatepass")).hexdigest()
