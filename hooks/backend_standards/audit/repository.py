"""The audit of one repository: its blobs are read, its history is asked where the hits come from, the rest is a report.

A report is made of what JSON can hold; README has its members. Nothing in it gives a secret away.
"""

from __future__ import annotations

import functools
import hashlib
import os

from backend_standards.audit import history as audit_history
from backend_standards.audit import scan
from backend_standards.core import Stopped, git
from backend_standards.core.output import counted
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from backend_standards import forbid_aws_keys
    from backend_standards.audit.history import Blobs, Commit, History
    from backend_standards.audit.scan import Hit
    from backend_standards.core import Finding
    from backend_standards.secrets.env_files import Policy

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
        from backend_standards import _hook, forbid_aws_keys, forbid_env_files
        from backend_standards.secrets.env_files import Policy

        data = _pyproject(repository)
        try:
            env = _hook.of_pyproject(data, forbid_env_files.HOOK, forbid_env_files.OPTIONS)
            aws = _hook.of_pyproject(data, forbid_aws_keys.HOOK, forbid_aws_keys.OPTIONS)
            aws_policy = forbid_aws_keys.policy_of(aws)
        except Stopped as stopped:
            if exceptions:
                raise Stopped(f"HEAD's configuration: {stopped}; --no-exceptions does without it") from stopped
            env, aws_policy = _hook.Options(), None
        forbid, encrypted = env.texts("forbid"), not env.flag("no-encrypted")
        self.aws = aws_policy if exceptions else None
        self.env = Policy(env.texts("allow"), forbid, encrypted=encrypted) if exceptions else None
        self.env_strict = Policy((), forbid, encrypted=encrypted)


def is_report(value: object) -> bool:
    """Return whether what comes out of JSON has the members of every report, one that failed included."""
    return isinstance(value, dict) and value.keys() >= {"repository", "state", "secrets"}


def audit(repository: str, name: str, settings: Settings, progress: Callable[[int, int], None]) -> Report:
    """Return the report on one repository, which it calls ``name``.

    ``progress`` is called with the bytes that have been read and those that will be.

    Raises:
        Stopped: it is no repository, or git cannot read it.
    """
    policies = _Policies(repository, exceptions=settings.exceptions)
    blobs = audit_history.blobs(repository, _PORTION)
    hits = _scan(repository, blobs, policies.aws, settings.jobs, progress)
    kind_of = functools.lru_cache(_PATHS)(policies.env_strict.kind)

    def is_wanted(oid: str, path: str) -> bool:
        return oid in hits or bool(kind_of(path))

    history = audit_history.read(repository, blobs.names, is_wanted)
    places: dict[tuple[str, str], Commit | None] = {place: each.first for place, each in history.places.items()}
    tags: dict[tuple[str, str], str] = {}
    for tag, oid, path in audit_history.tagged(repository):
        if is_wanted(oid, path) and (oid, path) not in places:
            places[oid, path] = None
            tags[oid, path] = tag
    secrets = _secrets_of(hits, places)
    secrets.update(_env_secrets(repository, blobs.names, places, policies))
    head, tips = audit_history.tips(repository)
    report: Report = {
        "repository": name,
        "state": COMPLETE,
        "problems": [],
        "notes": [],
        "head": head or None,
        "commits": history.commits,
        "blobs": len(blobs.names),
        "bytes": blobs.size,
        "exceptions": settings.exceptions,
        "excepted": sum(secret.excepted for secret in secrets.values()),
        "secrets": _described(secrets, history, tags, _Standing(repository, secrets, head, tips)),
    }
    _name_gaps(report, repository, history)
    reached = {oid for oid, _path in places}
    beyond = [oid for oid, found in hits.items() if oid not in reached and not all(hit.excepted for hit in found)]
    if beyond:
        report["notes"].append(
            f"{counted(len(beyond), 'more blob')} with a credential, but on no branch, tag or stash (any more); "
            "to drop what nothing reaches: git reflog expire --expire=now --all && git gc --prune=now"
        )
    return report


def _pyproject(repository: str) -> bytes:
    try:
        with git.Running(repository, ["cat-file", "blob", "HEAD:pyproject.toml"]) as out:
            return out.read()
    except git.NotARepository as stopped:
        raise Stopped(f"{repository}: is no git repository") from stopped
    except Stopped:
        return b""  # no commit, or no such file in it; what else is wrong stops the next question to git


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
            read, hits = scan.scan(repository, oids, policy)
            found.update(hits)
            done += read
            progress(done, blobs.size)
        return found
    from concurrent.futures import BrokenExecutor, as_completed

    from backend_standards.core.pool import processes

    with processes(jobs) as pool:
        largest_first = sorted(blobs.portions, key=lambda portion: -portion[0])
        tasks = [pool.submit(scan.scan, repository, oids, policy) for _size, oids in largest_first]
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
    for oid, data in scan.blobs(repository, readable):
        for path in paths.pop(oid):
            _note_env(secrets, oid, path, data, policies)
    for oid, others in paths.items():  # judged by their names, or missing in a partial clone
        for path in others:
            _note_env(secrets, oid, path, b"", policies)
    return secrets


def _note_env(secrets: dict[Key, _Secret], oid: str, path: str, data: bytes, policies: _Policies) -> None:
    found = list(_judged(path, scan.without_markers(data), policies.env_strict))
    kept = {(each.rule, each.line, each.column) for each in _judged(path, data, policies.env)} if policies.env else None
    for each in found:
        is_venv = env_names.classify(path) == env_names.VENV
        place = env_names.venv_root(path) if is_venv else path
        kind = "a virtual environment" if is_venv else each.message
        key = (each.rule, place) if each.rule in _WHOLE_FILE else (each.rule, place, kind)
        secret = secrets.setdefault(key, _Secret(each.rule, kind, "", ""))
        if kept is None or (each.rule, each.line, each.column) in kept:
            secret.excepted = False
        secret.spots.setdefault((oid, path), (each.line, each.column))


def _judged(path: str, data: bytes, policy: Policy) -> Iterator[Finding]:
    from backend_standards.core.catalog import RULES
    from backend_standards.secrets.env_files import judge

    return (each for each in judge([(path, data)], policy) if RULES[each.rule][0] == _ENV)


# --- from secrets to the report ---------------------------------------------------------------------


class _Standing:
    """Where secrets still stand: in HEAD, and at the tips of branches."""

    __slots__ = ("_blobs", "_head", "_tips")

    def __init__(self, repository: str, secrets: dict[Key, _Secret], head: str, tips: dict[str, list[str]]) -> None:
        self._head = head
        self._tips = tips
        paths = sorted({path for secret in secrets.values() if not secret.excepted for _oid, path in secret.spots})
        self._blobs = audit_history.standing(repository, list(tips), paths) if paths else {}

    def in_head(self, secret: _Secret) -> list[Report]:
        """Return paths and lines in HEAD."""
        here = sorted((path, line) for (_oid, path), (line, _column) in self._spots(secret, self._head))
        return [{"path": text(path), "line": line or None} for path, line in here]

    def on_branches(self, secret: _Secret) -> list[str]:
        """Return the names of branches."""
        return sorted(text(name) for tip, names in self._tips.items() if self._spots(secret, tip) for name in names)

    def _spots(self, secret: _Secret, commit: str) -> list[tuple[tuple[str, str], tuple[int, int]]]:
        return [(spot, at) for spot, at in secret.spots.items() if self._blobs.get((commit, spot[1])) == spot[0]]


def _described(
    secrets: dict[Key, _Secret], history: History, tags: dict[tuple[str, str], str], standing: _Standing
) -> list[Report]:
    """Return the secrets that are not excepted, those that are still in HEAD first, then the oldest first."""
    described = []
    for secret in secrets.values():
        if secret.excepted:
            continue
        first = _first(secret, history)
        report: Report = {
            "rule": secret.rule,
            "kind": text(secret.kind),
            "account": secret.account or None,
            "sha256": secret.sha256 if not secret.account and secret.sha256 else None,
            "fingerprint": "",
            "first": _origin(secret, first, history, tags),
            "commits": _commits(history, secret.spots),
            "blobs": len({oid for oid, _path in secret.spots}),
            "paths": sorted({text(path) for _oid, path in secret.spots}),
            "head": standing.in_head(secret),
            "branches": standing.on_branches(secret),
            "whole_file": secret.rule in _WHOLE_FILE,
        }
        described.append(((*_age(secret, first, history), secret.rule), report))
    reports = [report for _order, report in sorted(described, key=lambda each: each[0])]
    _add_fingerprints(reports)
    return sorted(reports, key=lambda each: (not each["head"], not each["branches"]))


def _first(secret: _Secret, history: History) -> tuple[str, str]:
    """Return the place that a commit brought first; one that a tag has by itself, if no commit did."""
    spots = [place for place in secret.spots if place in history.places]
    return min(spots or secret.spots, key=lambda place: _age(secret, place, history))


def _age(secret: _Secret, place: tuple[str, str], history: History) -> tuple[int, str, tuple[int, int]]:
    """Return what sorts places from the oldest on."""
    known = history.places.get(place)
    return -known.first.number if known else 0, place[1], secret.spots[place]


def _origin(
    secret: _Secret, place: tuple[str, str], history: History, tags: dict[tuple[str, str], str]
) -> dict[str, str | int | None]:
    line, column = secret.spots[place]
    known = history.places.get(place)
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


def _commits(history: History, spots: Iterable[tuple[str, str]]) -> int:
    """Return how many commits brought one of the places."""
    found: set[int] = set()
    for spot in spots:
        if spot in history.places:
            found.update(history.places[spot].commits)
    return len(found)


def _add_fingerprints(reports: Sequence[Report]) -> None:
    """Give each secret a name that stays in later audits and tells nothing of its value: where it first stood.

    They come from the oldest on, an order that stays as the history does.
    """
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
    if cut := audit_history.boundary(repository):
        parents = f"without {'its' if cut == 1 else 'their'} parents"
        report["problems"].append(
            f"history is cut: {counted(cut, 'commit')} of this shallow clone {parents}; for the rest: "
            "git fetch --unshallow (GitHub: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0)"
        )
    if history.missing:
        blobs = f"history is cut: {counted(len(history.missing), 'blob')} of it not here"
        report["problems"].append(
            f"{blobs}, for this clone is partial; for the rest: clone again without --filter"
            if audit_history.is_partial(repository)
            else f"{blobs}, for this repository is damaged; see git fsck"
        )
    if report["problems"]:
        report["state"] = CUT
