"""The audit of one repository: its blobs are read, its history is asked where the hits come from, the rest is a report.

A report is made of what JSON can hold; README has its members. Nothing in it gives a secret away.
"""

from __future__ import annotations

import functools
import hashlib
import os

from backend_standards import _audit_history, _audit_scan, _env_names, _git
from backend_standards._report import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from backend_standards import forbid_aws_keys
    from backend_standards._audit_history import Blobs, Commit, History
    from backend_standards._audit_scan import Hit
    from backend_standards._env_files import Policy
    from backend_standards._report import Finding

    Report: TypeAlias = dict[str, Any]
    Key: TypeAlias = tuple[str, ...]
    """What makes places one secret: rule and SHA-256 of a credential, rule and path (and text) of an env file."""

_PORTION = 16 << 20  # bytes of blobs that one process reads at a time
_WORTH_A_POOL = 24 << 20  # bytes; below, starting processes costs more than they save
_PATHS = 1 << 16  # whose kinds are remembered
_ENV = "forbid-env-files"
_WHOLE_FILE = ("env-file", "env-keys-file", "env-not-encrypted", "virtualenv-file")

COMPLETE = "complete"
CUT = "cut"
FAILED = "failed"


class Settings:
    """How to read: processes at once, and whether the repository's own exceptions count."""

    __slots__ = ("exceptions", "jobs")

    def __init__(self, *, jobs: int = 1, exceptions: bool = True) -> None:
        self.jobs = jobs
        self.exceptions = exceptions


class _Secret:
    """Everything that is known of one secret while its places are put together."""

    __slots__ = ("account", "excepted", "kind", "rule", "sha256", "spots")

    def __init__(self, rule: str, kind: str, account: str, sha256: str) -> None:
        self.rule = rule
        self.kind = kind
        self.account = account
        self.sha256 = sha256
        self.excepted = True
        self.spots: dict[tuple[str, str], tuple[int, int]] = {}
        """Line and column by (blob, path)."""


class _Policies:
    """What the configuration of HEAD lets stand; None for both where nothing is excepted."""

    __slots__ = ("aws", "env", "env_strict")

    def __init__(self, repository: str, *, exceptions: bool) -> None:
        from backend_standards import _options, forbid_aws_keys, forbid_env_files
        from backend_standards._env_files import Policy

        data = _pyproject(repository)
        try:
            env = _options.of_pyproject(data, forbid_env_files.HOOK, forbid_env_files.OPTIONS)
            aws = _options.of_pyproject(data, forbid_aws_keys.HOOK, forbid_aws_keys.OPTIONS)
            aws_policy = forbid_aws_keys.policy_of(aws)
        except Stopped as stopped:
            if exceptions:
                raise Stopped(f"HEAD's configuration: {stopped}; --no-exceptions does without it") from stopped
            env, aws_policy = _options.Options(), None
        forbid, encrypted = env.texts("forbid"), not env.flag("no-encrypted")
        self.aws = aws_policy if exceptions else None
        self.env = Policy(env.texts("allow"), forbid, encrypted=encrypted) if exceptions else None
        self.env_strict = Policy((), forbid, encrypted=encrypted)


def audit(repository: str, name: str, settings: Settings, progress: Callable[[int, int], None]) -> Report:
    """Return the report on one repository, which it calls ``name``.

    ``progress`` is called with the bytes that have been read and those that will be.

    Raises:
        Stopped: it is no repository, or git cannot read it.
    """
    policies = _Policies(repository, exceptions=settings.exceptions)
    blobs = _audit_history.blobs(repository, _PORTION)
    hits = _scan(repository, blobs, policies.aws, settings.jobs, progress)
    kind_of = functools.lru_cache(_PATHS)(policies.env_strict.kind)

    def is_wanted(oid: str, path: str) -> bool:
        return oid in hits or bool(kind_of(path))

    history = _audit_history.read(repository, blobs.names, is_wanted)
    places: dict[tuple[str, str], Commit | None] = {place: each.first for place, each in history.places.items()}
    tags: dict[tuple[str, str], str] = {}
    for tag, oid, path in _audit_history.tagged(repository):
        if is_wanted(oid, path) and (oid, path) not in places:
            places[oid, path] = None
            tags[oid, path] = tag
    secrets = _secrets_of(hits, places)
    secrets.update(_env_secrets(repository, blobs.names, places, policies))
    tips = _audit_history.tips(repository)
    report: Report = {
        "repository": name,
        "state": COMPLETE,
        "problems": [],
        "notes": [],
        "head": next((oid for oid, names in tips.items() if "HEAD" in names), None),
        "commits": history.commits,
        "blobs": len(blobs.names),
        "bytes": blobs.size,
        "exceptions": settings.exceptions,
        "excepted": sum(secret.excepted for secret in secrets.values()),
        "secrets": _described(repository, secrets, history, tags, tips),
    }
    _name_gaps(report, repository, history)
    reached = {oid for oid, _path in places}
    beyond = [oid for oid, found in hits.items() if oid not in reached and not all(hit.excepted for hit in found)]
    if beyond:
        report["notes"].append(
            f"{_counted(len(beyond), 'more blob')} with a credential, but on no branch, tag or stash (any more); "
            "to drop what nothing reaches: git reflog expire --expire=now --all && git gc --prune=now"
        )
    return report


def _pyproject(repository: str) -> bytes:
    try:
        with _git.Running(repository, ["cat-file", "blob", "HEAD:pyproject.toml"]) as out:
            return out.read()
    except _git.NotARepository as stopped:
        raise Stopped(f"{repository}: is no git repository") from stopped
    except Stopped as stopped:
        if "dubious ownership" in str(stopped) or "No such file" in str(stopped):
            raise
        return b""  # no commit, or no such file


def _scan(
    repository: str,
    blobs: Blobs,
    policy: forbid_aws_keys.Policy | None,
    jobs: int,
    progress: Callable[[int, int], None],
) -> dict[str, list[Hit]]:
    """Return the hits by blob."""
    found: dict[str, list[Hit]] = {}
    done = 0
    if jobs < 2 or blobs.size < _WORTH_A_POOL:
        for _size, oids in blobs.portions:
            read, hits = _audit_scan.scan(repository, oids, policy)
            found.update(hits)
            done += read
            progress(done, blobs.size)
        return found
    from concurrent.futures import BrokenExecutor, as_completed

    from backend_standards import _audit_pool

    with _audit_pool.processes(jobs) as pool:
        largest_first = sorted(blobs.portions, key=lambda portion: -portion[0])
        tasks = [pool.submit(_audit_scan.scan, repository, oids, policy) for _size, oids in largest_first]
        for task in as_completed(tasks):
            try:
                read, hits = task.result()
            except BrokenExecutor as error:
                raise Stopped("a process that read died (out of memory?); try with fewer: --jobs 1") from error
            found.update(hits)
            done += read
            progress(done, blobs.size)
    return found


# --- from places to secrets -------------------------------------------------------------------------


def _secrets_of(hits: dict[str, list[Hit]], places: Iterable[tuple[str, str]]) -> dict[Key, _Secret]:
    secrets: dict[Key, _Secret] = {}
    for oid, path in places:
        for hit in hits.get(oid, ()):
            key = (hit.rule, hit.sha256)
            secret = secrets.setdefault(key, _Secret(hit.rule, hit.kind, hit.account, hit.sha256))
            secret.excepted = secret.excepted and hit.excepted
            secret.spots.setdefault((oid, path), (hit.line, hit.column))
    return secrets


def _env_secrets(
    repository: str, known: set[bytes], places: Iterable[tuple[str, str]], policies: _Policies
) -> dict[Key, _Secret]:
    """Return what ``forbid-env-files`` finds in the history's env files."""
    strict = policies.env_strict
    named = [(oid, path) for oid, path in places if strict.kind(path)]
    needed = [oid for oid, path in named if strict.needs_content(path) or (policies.env and policies.env.kind(path))]
    paths: dict[str, list[str]] = {}
    for oid, path in named:
        paths.setdefault(oid, []).append(path)
    secrets: dict[Key, _Secret] = {}
    readable = [oid for oid in dict.fromkeys(needed) if bytes.fromhex(oid) in known]
    for oid, data in _audit_scan.blobs(repository, readable):
        for path in paths.pop(oid):
            _note_env(secrets, oid, path, data, policies)
    for oid, others in paths.items():  # judged by their names, or missing in a partial clone
        for path in others:
            _note_env(secrets, oid, path, b"", policies)
    return secrets


def _note_env(secrets: dict[Key, _Secret], oid: str, path: str, data: bytes, policies: _Policies) -> None:
    found = list(_judged(path, _audit_scan.without_markers(data), policies.env_strict))
    kept = {(each.rule, each.line, each.column) for each in _judged(path, data, policies.env)} if policies.env else None
    for each in found:
        is_venv = _env_names.classify(path) == _env_names.VENV
        place = _env_names.venv_root(path) if is_venv else path
        kind = "a virtual environment" if is_venv else each.message
        key = (each.rule, place) if each.rule in _WHOLE_FILE else (each.rule, place, kind)
        secret = secrets.setdefault(key, _Secret(each.rule, kind, "", ""))
        if kept is None or (each.rule, each.line, each.column) in kept:
            secret.excepted = False
        secret.spots.setdefault((oid, path), (each.line, each.column))


def _judged(path: str, data: bytes, policy: Policy) -> Iterator[Finding]:
    from backend_standards._env_files import judge
    from backend_standards._rules import RULES

    return (each for each in judge([(path, data)], policy) if RULES[each.rule] == _ENV)


# --- from secrets to the report ---------------------------------------------------------------------


def _described(
    repository: str,
    secrets: dict[Key, _Secret],
    history: History,
    tags: dict[tuple[str, str], str],
    tips: dict[str, list[str]],
) -> list[Report]:
    """Return the secrets that are not excepted, those that are still in HEAD first, then the oldest first."""
    wanted = [secret for secret in secrets.values() if not secret.excepted]
    paths = sorted({path for secret in wanted for _oid, path in secret.spots})
    standing = _audit_history.standing(repository, list(tips), paths) if wanted else {}
    described = []
    for secret in wanted:
        spots = [place for place in secret.spots if place in history.places]
        first_place = min(spots or secret.spots, key=lambda place: _age(history, place, secret.spots[place]))
        path = first_place[1]
        line, column = secret.spots[first_place]
        place = history.places.get(first_place)
        first = {
            "commit": place.first.oid if place else None,
            "author": text(place.first.author) if place else None,
            "email": text(place.first.email) if place else None,
            "date": place.first.date if place else None,
            "tag": text(tags[first_place]) if not place else None,
            "path": text(path),
            "line": line or None,
            "column": (column or 1) if line else None,
        }
        head = []
        branches: list[str] = []
        for commit, names in tips.items():
            here = [spot for spot in secret.spots if standing.get((commit, spot[1])) == spot[0]]
            if here and "HEAD" in names:
                head = [
                    {"path": text(spot[1]), "line": secret.spots[spot][0] or None}
                    for spot in sorted(here, key=lambda spot: spot[1])
                ]
            if here:
                branches += [text(name) for name in names if name != "HEAD"]
        every_path = sorted({text(path) for _oid, path in secret.spots})
        order = (not head, not branches, *_age(history, first_place, secret.spots[first_place]), secret.rule)
        report: Report = {
            "rule": secret.rule,
            "kind": text(secret.kind),
            "account": secret.account or None,
            "sha256": secret.sha256 if not secret.account and secret.sha256 else None,
            "fingerprint": "",
            "first": first,
            "commits": _commits(history, secret.spots),
            "blobs": len({oid for oid, _path in secret.spots}),
            "paths": every_path,
            "head": head,
            "branches": sorted(branches),
            "whole_file": secret.rule in _WHOLE_FILE,
        }
        described.append((order, report))
    reports = [report for _order, report in sorted(described, key=lambda each: each[0])]
    _add_fingerprints(reports)
    return reports


def _age(history: History, place: tuple[str, str], spot: tuple[int, int]) -> tuple[int, str, int]:
    known = history.places.get(place)
    return (-known.first.number if known else 0, place[1], spot[0])


def _commits(history: History, spots: Iterable[tuple[str, str]]) -> int:
    """Return how many commits brought one of the places."""
    found: set[int] = set()
    for spot in spots:
        if spot in history.places:
            found.update(history.places[spot].commits)
    return len(found)


def _add_fingerprints(reports: Sequence[Report]) -> None:
    """Give each secret a name that stays in later audits and tells nothing of its value: where it first stood."""
    seen: dict[str, int] = {}
    for each in reports:
        first = each["first"]
        key = "\0".join((each["rule"], first["commit"] or first["tag"] or "", first["path"], each["kind"]))
        seen[key] = seen.get(key, 0) + 1
        each["fingerprint"] = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()[:32]


def text(raw: str) -> str:
    r"""Return a text for JSON: a byte that is not UTF-8 comes as ``\xNN``."""
    return os.fsencode(raw).decode("utf-8", "backslashreplace")


def _name_gaps(report: Report, repository: str, history: History) -> None:
    """Say what of the history is not there."""
    if cut := _audit_history.boundary(repository):
        report["problems"].append(
            f"history is cut: {_counted(cut, 'commit')} of this shallow clone lack their parents; for the rest: "
            "git fetch --unshallow (GitHub: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0)"
        )
    if history.missing:
        blobs = f"history is cut: {_counted(len(history.missing), 'blob')} of it not here"
        report["problems"].append(
            f"{blobs}, for this clone is partial; for the rest: clone again without --filter"
            if _audit_history.is_partial(repository)
            else f"{blobs}, for this repository is damaged; see git fsck"
        )
    if report["problems"]:
        report["state"] = CUT


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
