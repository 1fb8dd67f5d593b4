"""The audit of one repository: find secrets in its blobs, find their commits in its history, and report them.

A report holds only values that JSON can hold; docs/audit.md describes its members. It never contains a secret.
"""

from __future__ import annotations

import functools
import hashlib
import os

from backend_standards.audit import scan
from backend_standards.audit.history import (
    blobs_at,
    branch_tips,
    is_partial,
    read_history,
    shallow_boundary,
    stored_blobs,
    tagged_files,
)
from backend_standards.core import Stopped, git_process, git_stream
from backend_standards.core.output import counted
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from backend_standards.audit.history import Blobs, History
    from backend_standards.audit.scan import Hit
    from backend_standards.core import Finding
    from backend_standards.secrets import AwsPolicy
    from backend_standards.secrets.env_files import Policy

    Report: TypeAlias = dict[str, Any]
    Place: TypeAlias = tuple[str, str]
    """Blob and path."""
    Key: TypeAlias = tuple[str, ...]
    """Places with the same key are one secret. A credential's key is rule and SHA-256, an env file's rule and path."""

_PORTION = 16 << 20  # bytes of the blobs in one task
_WORTH_A_POOL = 24 << 20  # bytes; for fewer, starting processes takes longer than it saves
_PATHS = 1 << 16  # size of the cache of their kinds
_AWS, _ENV = "forbid-aws-keys", "forbid-env-files"
_WHOLE_FILE = ("env-file", "env-keys-file", "env-not-encrypted", "virtualenv-file")

COMPLETE = "complete"
CUT = "cut"
FAILED = "failed"


class Settings:
    """The number of processes, and whether the exceptions in the repository count."""

    __slots__ = ("exceptions", "jobs")

    def __init__(self, *, jobs: int = 1, exceptions: bool = True) -> None:
        self.jobs = jobs
        self.exceptions = exceptions


class _Secret:
    """One secret, while its places are collected."""

    __slots__ = ("account", "excepted", "kind", "rule", "sha256", "spots")

    def __init__(self, rule: str, kind: str, account: str, sha256: str) -> None:
        self.rule = rule
        self.kind = kind
        self.account = account
        self.sha256 = sha256
        self.excepted = True
        self.spots: dict[Place, tuple[int, int]] = {}
        """Line and column by (blob, path)."""


class _Policies:
    """What the configuration of HEAD allows; ``aws`` and ``env`` are None if exceptions do not count."""

    __slots__ = ("aws", "env", "env_strict")

    def __init__(self, repository: str, *, exceptions: bool) -> None:
        from backend_standards.core import Options, configuration
        from backend_standards.secrets import AwsPolicy
        from backend_standards.secrets.env_files import Policy

        data = _pyproject(repository)
        try:
            env = configuration.options_of(data, _ENV)
            aws = AwsPolicy.of(configuration.options_of(data, _AWS))
        except Stopped as stopped:
            if exceptions:
                raise Stopped(f"HEAD's configuration: {stopped}; to audit without it: --no-exceptions") from stopped
            env, aws = Options(), AwsPolicy()
        self.aws = aws if exceptions else None
        self.env = Policy.of(env) if exceptions else None
        self.env_strict = Policy((), env.texts("forbid"), encrypted=not env.flag("no-encrypted"))


def is_report(value: object) -> bool:
    """Return whether a value from JSON has the members that every report has."""
    return isinstance(value, dict) and value.keys() >= {"repository", "state", "secrets"}


def audit(repository: str, name: str, settings: Settings, progress: Callable[[int, int], None]) -> Report:
    """Return the report on one repository under this name.

    ``progress`` is called with the number of bytes read so far and of all bytes.

    Raises:
        Stopped: it is not a repository, or git cannot read it.
    """
    policies = _Policies(repository, exceptions=settings.exceptions)
    blobs = stored_blobs(repository, _PORTION)
    hits = _scan(repository, blobs, policies.aws, settings.jobs, progress)
    kind_of = functools.lru_cache(_PATHS)(policies.env_strict.kind)

    def is_wanted(oid: str, path: str) -> bool:
        return oid in hits or bool(kind_of(path))

    history = read_history(repository, blobs.names, is_wanted)
    tags: dict[Place, str] = {}
    for tag, oid, path in tagged_files(repository):
        if is_wanted(oid, path) and (oid, path) not in history.places:
            tags.setdefault((oid, path), tag)
    places = [*history.places, *tags]
    secrets = _secrets_of(hits, places)
    secrets.update(_env_secrets(repository, blobs.names, places, policies))
    head, tips = branch_tips(repository)
    report: Report = {
        "repository": name,
        "state": COMPLETE,
        "problems": [],
        "notes": _unreached(hits, places),
        "head": head or None,
        "commits": history.commits,
        "blobs": len(blobs.names),
        "bytes": blobs.size,
        "exceptions": settings.exceptions,
        "excepted": sum(secret.excepted for secret in secrets.values()),
        "secrets": _described(secrets, history, tags, _Tips(repository, secrets, head, tips)),
    }
    _name_gaps(report, repository, history)
    return report


def _unreached(hits: dict[str, list[Hit]], places: Iterable[Place]) -> list[str]:
    """Return a note about blobs with a credential that nothing reaches; [] if there are none."""
    reached = {oid for oid, _path in places}
    beyond = [oid for oid, found in hits.items() if oid not in reached and not all(hit.excepted for hit in found)]
    if not beyond:
        return []
    note = (
        f"{counted(len(beyond), 'more blob')} with a credential, which no branch, tag or stash reaches; "
        "to delete unreachable objects: git reflog expire --expire=now --all && git gc --prune=now"
    )
    return [note]


def _pyproject(repository: str) -> bytes:
    try:
        with git_stream.Running(repository, ["cat-file", "blob", "HEAD:pyproject.toml"]) as out:
            return out.read()
    except git_process.NotARepository as stopped:
        raise Stopped(f"{repository}: is not a git repository") from stopped
    except Stopped:
        return b""  # no commit, or no such file in it; any other fault stops the next question to git


def _scan(
    repository: str,
    blobs: Blobs,
    policy: AwsPolicy | None,
    jobs: int,
    progress: Callable[[int, int], None],
) -> dict[str, list[Hit]]:
    """Return the hits by blob."""
    found: dict[str, list[Hit]] = {}
    done = 0
    if jobs < 2 or blobs.size < _WORTH_A_POOL:
        for size, oids in blobs.portions:
            found.update(scan.scan(repository, oids, policy))
            done += size
            progress(done, blobs.size)
        return found
    from concurrent.futures import BrokenExecutor, as_completed

    from backend_standards.core.pool import processes

    with processes(jobs) as pool:
        largest_first = sorted(blobs.portions, key=lambda portion: -portion[0])
        tasks = {pool.submit(scan.scan, repository, oids, policy): size for size, oids in largest_first}
        for task in as_completed(tasks):
            try:
                found.update(task.result())
            except BrokenExecutor as error:
                raise Stopped("a worker process died, perhaps without memory; try --jobs 1") from error
            done += tasks[task]
            progress(done, blobs.size)
    return found


# --- from places to secrets -------------------------------------------------------------------------


def _secrets_of(hits: dict[str, list[Hit]], places: Iterable[Place]) -> dict[Key, _Secret]:
    secrets: dict[Key, _Secret] = {}
    for oid, path in places:
        for hit in hits.get(oid, ()):
            key = (hit.rule, hit.sha256)
            secret = secrets.setdefault(key, _Secret(hit.rule, hit.kind, hit.account, hit.sha256))
            secret.excepted = secret.excepted and hit.excepted
            secret.spots.setdefault((oid, path), (hit.line, hit.column))
    return secrets


def _env_secrets(
    repository: str, known: set[bytes], places: Iterable[Place], policies: _Policies
) -> dict[Key, _Secret]:
    """Return the secrets that ``forbid-env-files`` finds in the env files of the history."""
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
    for oid, others in paths.items():  # judged only by their names, or missing in a partial clone
        for path in others:
            _note_env(secrets, oid, path, b"", policies)
    return secrets


def _note_env(secrets: dict[Key, _Secret], oid: str, path: str, data: bytes, policies: _Policies) -> None:
    found = list(_judged(path, scan.without_markers(data), policies.env_strict))
    kept = (
        {(each.rule.id, each.line, each.column) for each in _judged(path, data, policies.env)} if policies.env else None
    )
    for each in found:
        is_venv = env_names.classify(path) == env_names.VENV
        place = env_names.venv_root(path) if is_venv else path
        kind = "a virtual environment" if is_venv else each.message
        key = (each.rule.id, place) if each.rule.id in _WHOLE_FILE else (each.rule.id, place, kind)
        secret = secrets.setdefault(key, _Secret(each.rule.id, kind, "", ""))
        if kept is None or (each.rule.id, each.line, each.column) in kept:
            secret.excepted = False
        secret.spots.setdefault((oid, path), (each.line, each.column))


def _judged(path: str, data: bytes, policy: Policy) -> Iterator[Finding]:
    from backend_standards.core import rules
    from backend_standards.secrets.env_files import judge

    return (each for each in judge([(path, data)], policy) if (rule := rules.find(each.rule.id)) and rule.hook == _ENV)


# --- from secrets to the report ---------------------------------------------------------------------


class _Tips:
    """Where secrets still are: in HEAD, and at the tips of branches."""

    __slots__ = ("_blobs", "_head", "_tips")

    def __init__(self, repository: str, secrets: dict[Key, _Secret], head: str, tips: dict[str, list[str]]) -> None:
        self._head = head
        self._tips = tips
        paths = sorted({path for secret in secrets.values() if not secret.excepted for _oid, path in secret.spots})
        self._blobs = blobs_at(repository, list(tips), paths) if paths else {}

    def in_head(self, secret: _Secret) -> list[Report]:
        """Return the paths and lines of a secret in HEAD."""
        here = sorted((path, line) for (_oid, path), (line, _column) in self._spots(secret, self._head))
        return [{"path": text(path), "line": line or None} for path, line in here]

    def on_branches(self, secret: _Secret) -> list[str]:
        """Return the names of the branches that have a secret at their tip."""
        return sorted(text(name) for tip, names in self._tips.items() if self._spots(secret, tip) for name in names)

    def _spots(self, secret: _Secret, commit: str) -> list[tuple[Place, tuple[int, int]]]:
        return [(spot, at) for spot, at in secret.spots.items() if self._blobs.get((commit, spot[1])) == spot[0]]


def _described(secrets: dict[Key, _Secret], history: History, tags: dict[Place, str], now: _Tips) -> list[Report]:
    """Return the secrets without an exception: first those in HEAD, then those on branches, each oldest first."""
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
            "head": now.in_head(secret),
            "branches": now.on_branches(secret),
            "whole_file": secret.rule in _WHOLE_FILE,
        }
        described.append(((*_age(secret, first, history), secret.rule), report))
    reports = [report for _order, report in sorted(described, key=lambda each: each[0])]
    _add_fingerprints(reports)
    return sorted(reports, key=lambda each: (not each["head"], not each["branches"]))


def _first(secret: _Secret, history: History) -> Place:
    """Return the place that a commit added first; if no commit did, one that only a tag has."""
    spots = [place for place in secret.spots if place in history.places]
    return min(spots or secret.spots, key=lambda place: _age(secret, place, history))


def _age(secret: _Secret, place: Place, history: History) -> tuple[int, str, tuple[int, int]]:
    """Return the sort key of a place: the oldest is first."""
    known = history.places.get(place)
    return -known.first.number if known else 0, place[1], secret.spots[place]


def _origin(secret: _Secret, place: Place, history: History, tags: dict[Place, str]) -> dict[str, str | int | None]:
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


def _commits(history: History, spots: Iterable[Place]) -> int:
    """Return how many commits added one of the places."""
    found: set[int] = set()
    for spot in spots:
        if spot in history.places:
            found.update(history.places[spot].commits)
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


def text(raw: str) -> str:
    r"""Return a text for JSON: a byte that is not UTF-8 becomes ``\xNN``."""
    return os.fsencode(raw).decode("utf-8", "backslashreplace")


def _name_gaps(report: Report, repository: str, history: History) -> None:
    """Add a problem for each part of the history that the clone lacks."""
    if cut := shallow_boundary(repository):
        parents = "its parents" if cut == 1 else "their parents"
        report["problems"].append(
            f"the clone is shallow: {counted(cut, 'commit')} without {parents}; to fetch the rest: "
            "git fetch --unshallow (GitHub: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0)"
        )
    if history.missing:
        missing = counted(len(history.missing), "missing blob")
        report["problems"].append(
            f"the clone is partial: {missing}; clone again without --filter"
            if is_partial(repository)
            else f"the repository is damaged: {missing}; run git fsck"
        )
    if report["problems"]:
        report["state"] = CUT
