"""The members of a report: values that JSON can hold, and never a secret. docs/audit.md describes them."""

from __future__ import annotations

import hashlib
import os

from backend_standards.audit.grouping import WHOLE_FILE
from backend_standards.audit.history import blobs_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TypeAlias

    from backend_standards.audit.grouping import Key, Secret, Spot
    from backend_standards.audit.history import Places

    Report: TypeAlias = dict[str, Any]

COMPLETE = "complete"
CUT = "cut"
FAILED = "failed"


def is_report(value: object) -> bool:
    """Return whether a value from JSON has the members that every report has."""
    return isinstance(value, dict) and value.keys() >= {"repository", "state", "secrets"}


def text(raw: str) -> str:
    r"""Return a text for JSON: a byte that is not UTF-8 becomes ``\xNN``."""
    return os.fsencode(raw).decode("utf-8", "backslashreplace")


class Tips:
    """Where secrets still are: in HEAD, and at the tips of branches."""

    __slots__ = ("_blobs", "_head", "_tips")

    def __init__(self, repository: str, secrets: dict[Key, Secret], head: str, tips: dict[str, list[str]]) -> None:
        self._head = head
        self._tips = tips
        paths = sorted({path for secret in secrets.values() if not secret.excepted for _oid, path in secret.spots})
        self._blobs = blobs_at(repository, list(tips), paths) if paths else {}

    def in_head(self, secret: Secret) -> list[Report]:
        """Return the paths and lines of a secret in HEAD."""
        here = sorted((path, line) for (_oid, path), (line, _column) in self._spots(secret, self._head))
        return [{"path": text(path), "line": line or None} for path, line in here]

    def on_branches(self, secret: Secret) -> list[str]:
        """Return the names of the branches that have a secret at their tip."""
        return sorted(text(name) for tip, names in self._tips.items() if self._spots(secret, tip) for name in names)

    def _spots(self, secret: Secret, commit: str) -> list[tuple[Spot, tuple[int, int]]]:
        return [(spot, at) for spot, at in secret.spots.items() if self._blobs.get((commit, spot[1])) == spot[0]]


def described(secrets: dict[Key, Secret], places: Places, tags: dict[Spot, str], now: Tips) -> list[Report]:
    """Return the secrets without an exception: first those in HEAD, then those on branches, each oldest first."""
    found = []
    for secret in secrets.values():
        if secret.excepted:
            continue
        first = _first(secret, places)
        report: Report = {
            "rule": secret.rule,
            "kind": text(secret.kind),
            "account": secret.account or None,
            "sha256": secret.sha256 if not secret.account and secret.sha256 else None,
            "fingerprint": "",
            "first": _origin(secret, first, places, tags),
            "commits": _commits(places, secret.spots),
            "blobs": len({oid for oid, _path in secret.spots}),
            "paths": sorted({text(path) for _oid, path in secret.spots}),
            "head": now.in_head(secret),
            "branches": now.on_branches(secret),
            "whole_file": secret.rule in WHOLE_FILE,
        }
        found.append(((*_age(secret, first, places), secret.rule), report))
    reports = [report for _order, report in sorted(found, key=lambda each: each[0])]
    _add_fingerprints(reports)
    return sorted(reports, key=lambda each: (not each["head"], not each["branches"]))


def _first(secret: Secret, places: Places) -> Spot:
    """Return the place that a commit added first; if no commit did, one that only a tag has."""
    spots = [place for place in secret.spots if place in places]
    return min(spots or secret.spots, key=lambda place: _age(secret, place, places))


def _age(secret: Secret, place: Spot, places: Places) -> tuple[int, str, tuple[int, int]]:
    """Return the sort key of a place: the oldest is first."""
    known = places.get(place)
    return -known.first.number if known else 0, place[1], secret.spots[place]


def _origin(secret: Secret, place: Spot, places: Places, tags: dict[Spot, str]) -> dict[str, str | int | None]:
    line, column = secret.spots[place]
    known = places.get(place)
    commit = known.first if known else None
    return {
        "commit": commit.oid if commit else None,
        "author": text(commit.author) if commit else None,
        "email": text(commit.email) if commit else None,
        "date": commit.date if commit else None,
        "tag": None if commit else text(tags[place]),
        "path": text(place[1]),
        "line": line or None,
        "column": (column or 1) if line else None,
    }


def _commits(places: Places, spots: Iterable[Spot]) -> int:
    """Return how many commits added one of the places."""
    found: set[int] = set()
    for spot in spots:
        if spot in places:
            found.update(places[spot].commits)
    return len(found)


def _add_fingerprints(reports: Sequence[Report]) -> None:
    """Give each secret a fingerprint that later audits repeat. It is made of the first place, not of the value.

    ``reports`` are sorted from the oldest on, so equal secrets keep their numbers while the history grows.
    """
    seen: dict[str, int] = {}
    for each in reports:
        first = each["first"]
        key = "\0".join((each["rule"], first["commit"] or first["tag"] or "", first["path"], each["kind"]))
        seen[key] = seen.get(key, 0) + 1
        each["fingerprint"] = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()[:32]
