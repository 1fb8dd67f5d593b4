"""The audit of one repository: find secrets in its blobs, find their commits in its history, and report them."""

from __future__ import annotations

import functools
import os

from backend_standards.audit import scan
from backend_standards.audit.blobs import portion_size, portions, stored_blobs
from backend_standards.audit.grouping import Policies, aws_secrets, env_secrets
from backend_standards.audit.history import branch_tips, is_partial, read_history, shallow_boundary, tagged_files
from backend_standards.audit.members import COMPLETE, CUT, Tips, described
from backend_standards.core import Stopped, git_process, git_stream
from backend_standards.core.output import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backend_standards.audit.grouping import Spot
    from backend_standards.audit.history import History
    from backend_standards.audit.members import Report
    from backend_standards.audit.scan import Hit
    from backend_standards.secrets import AwsPolicy

_WORTH_A_POOL = 24 << 20  # bytes; for fewer, starting processes takes longer than it saves
_PATHS = 1 << 16  # size of the cache of their kinds


class Settings:
    """The number of processes, and whether the exceptions in the repository count."""

    __slots__ = ("exceptions", "jobs")

    def __init__(self, *, jobs: int = 1, exceptions: bool = True) -> None:
        self.jobs = jobs
        self.exceptions = exceptions


def audit(
    repository: str,
    name: str,
    settings: Settings,
    progress: Callable[[int, int], None],
    warn: Callable[[str], None] = lambda _problem: None,
) -> Report:
    """Return the report on one repository under this name.

    ``progress`` is called with the number of bytes read so far and of all bytes, and ``warn`` with each problem before
    anything is read.

    Raises:
        Stopped: it is not a repository, git cannot read it, or it is a bare repository that is committed in another.
    """
    _require_own(repository)
    policies = Policies(repository, exceptions=settings.exceptions)
    blobs = stored_blobs(repository)
    history = read_history(repository, blobs)
    problems = _gaps(repository, history)
    for problem in problems:
        warn(problem)
    size = portion_size(blobs.size, settings.jobs)
    hits = _scan(repository, list(portions(blobs, history.additions(), size)), policies.aws, settings.jobs, progress)
    is_env = functools.lru_cache(_PATHS)(lambda path: bool(policies.env_strict.kind(path)))
    known = history.places(repository, hits, is_env)
    tags: dict[Spot, str] = {}
    for tag, oid, path in tagged_files(repository):
        if (oid in hits or is_env(path)) and (oid, path) not in known:
            tags.setdefault((oid, path), tag)
    places = [*known, *tags]
    secrets = aws_secrets(hits, places)
    of_env_files, unread = env_secrets(repository, blobs.numbers, places, policies)
    secrets.update(of_env_files)
    problems += unread
    head, tips = branch_tips(repository)
    return {
        "repository": name,
        "state": CUT if problems else COMPLETE,
        "problems": problems,
        "notes": _unreached(hits, places),
        "head": head or None,
        "commits": history.commits,
        "blobs": len(blobs.numbers),
        "bytes": blobs.size,
        "exceptions": settings.exceptions,
        "excepted": sum(secret.excepted for secret in secrets.values()),
        "secrets": described(secrets, known, tags, Tips(repository, secrets, head, tips)),
    }


def _require_own(repository: str) -> None:
    """Stop at a bare repository that is committed in another one: it would be audited in place of the other.

    Otherwise whoever may commit there could make the audit come out clean.
    """
    folder = git_process.bare_repository(repository)
    above = os.path.dirname(folder)
    while above and not os.path.lexists(os.path.join(above, ".git")):
        above = os.path.dirname(above) if above != os.path.dirname(above) else ""
    if not above:
        return
    head = os.path.relpath(os.path.join(folder, "HEAD"), above)
    with git_stream.Running(above, ["ls-files", "--", head], settings=("--literal-pathspecs",)) as out:
        if out.read():
            raise git_process.nobody_named(folder)


def _scan(
    repository: str,
    portions: Sequence[tuple[int, bytes]],
    policy: AwsPolicy | None,
    jobs: int,
    progress: Callable[[int, int], None],
) -> dict[str, list[Hit]]:
    """Return the hits by blob."""
    found: dict[str, list[Hit]] = {}
    whole, done = sum(size for size, _oids in portions), 0
    if jobs < 2 or whole < _WORTH_A_POOL:
        for size, oids in portions:
            found.update(scan.scan(repository, oids, policy))
            done += size
            progress(done, whole)
        return found
    from concurrent.futures import BrokenExecutor, as_completed

    from backend_standards.core.pool import processes

    with processes(jobs) as pool:
        largest_first = sorted(portions, key=lambda portion: -portion[0])
        tasks = {pool.submit(scan.scan, repository, oids, policy): size for size, oids in largest_first}
        for task in as_completed(tasks):
            try:
                found.update(task.result())
            except BrokenExecutor as error:
                raise Stopped("a worker process died, perhaps without memory; try --jobs 1") from error
            done += tasks[task]
            progress(done, whole)
    return found


def _unreached(hits: dict[str, list[Hit]], places: Iterable[Spot]) -> list[str]:
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


def _gaps(repository: str, history: History) -> list[str]:
    """Return a problem for each part of the history that the clone lacks."""
    problems = []
    if cut := shallow_boundary(repository):
        parents = "its parents" if cut == 1 else "their parents"
        problems.append(
            f"the clone is shallow: {counted(cut, 'commit')} without {parents}; to fetch the rest: "
            "git fetch --unshallow (GitHub: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0)"
        )
    if history.missing:
        missing = counted(len(history.missing), "missing blob")
        problems.append(
            f"the clone is partial: {missing}; clone again without --filter"
            if is_partial(repository)
            else f"the repository is damaged: {missing}; run git fsck"
        )
    return problems
