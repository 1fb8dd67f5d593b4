"""Refuse pushes to `main`, and of merges, `fixup!` commits and messages that break the standard.

Source: the standard's "Pull Request Guidelines" ("Always open a pull request", "prevent force-push on `main`") and "Git
& Version Control" ("Committing directly to `main` or `master` without PRs", "Not rebasing before merge, causing noisy
histories", "Not squashing redundant or WIP commits"). With --from and --to it judges a range, as CI asks for.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.core import Finding, Stopped
from backend_standards.core.output import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.commits.pushed import Advice, Commit

HOOK = "check-push"
OPTIONS = (
    _hook.Option("protected", "a protected branch, in place of main and master", "NAME"),
    _hook.Option("allow-fast-forward", "let a push to a protected branch pass that rewrites nothing"),
    _hook.Option("allow-merges", "let merge commits pass"),
    _hook.Option("local-main-ahead", "refuse while a local protected branch is ahead of its upstream", tightens=True),
    _hook.Option("from", "judge the commits that --to has and this revision has not; for CI", "REF", single=True),
    _hook.Option("to", "the end of the range, in place of HEAD", "REF", single=True),
    _hook.Option("stdin", "read the pushed refs as git gives them to a pre-push hook: -- NAME URL"),
    _hook.Option("types", "the types of messages in use, in place of the standard's; takes commas", "LIST"),
    _hook.Option("extra-types", "types beside the standard's; takes commas", "LIST"),
    _hook.Option("scopes", "the scopes in use; takes commas", "LIST", tightens=True),
    _hook.Option("require-scope", "refuse a message without a scope", tightens=True),
    _hook.Option("require-ticket", "refuse a message that this matches nowhere", "REGEX", single=True, tightens=True),
    _hook.Option("max-header", "refuse a longer first line", "N", single=True, tightens=True),
    _hook.Option("allow-vague", "let messages pass that say nothing"),
)
PROTECTED = ("main", "master")
_HEADS = "refs/heads/"
_SHOWN = 50
_CI_MARKS = ("CI", "TF_BUILD", "JENKINS_URL", "CODEBUILD_BUILD_ID")


# What pre-commit 4.7 and prek 0.5 say of a push, as real pushes showed (prek sets PRE_COMMIT_TO_REF always):
# - PRE_COMMIT_REMOTE_BRANCH and PRE_COMMIT_LOCAL_BRANCH are full refs (or whatever the user wrote, such as HEAD, for
#   the local one), PRE_COMMIT_REMOTE_NAME is the URL where the push names no remote.
# - A range that begins with a root commit (an empty remote, a push by URL): pre-commit sets neither
#   PRE_COMMIT_FROM_REF nor PRE_COMMIT_TO_REF, prek no FROM. A new branch: FROM is the last commit that the remote
#   has, in both.
# - An update: FROM is the remote's own commit in pre-commit, if it is known here, and the last one of this history
#   that a remote-tracking branch has in prek. So only pre-commit's FROM can show a force push, and it need not.
# - Several refs: one run, for the first of them; git names those that the remote has first, then the new ones. A new
#   one that brings no commit is skipped in favour of the next; where none is left (a tag, a new name), nothing runs.
# - A deletion: nothing runs; the hook of git itself (--stdin) sees it. git refuses an update that is no fast-forward
#   without --force before any hook runs, so one that a hook sees is forced.


class Update:
    """One ref that a push changes.

    ``tip`` is what it gets (a revision, "" for a deletion), ``ref`` its full name on the remote, ``local`` its source,
    ``old`` a commit that the remote's ref has or had, as far as is known.
    """

    __slots__ = ("local", "old", "ref", "tip")

    def __init__(self, tip: str, ref: str, local: str = "", old: str = "") -> None:
        self.tip = tip
        self.ref = ref
        self.local = local
        self.old = old

    @property
    def branch(self) -> str:
        """The branch on the remote, "" for a tag or another ref."""
        return self.ref.removeprefix(_HEADS) if self.ref.startswith(_HEADS) else ""


class Remote:
    """Where a push goes: its name (or URL), its URL, and what it said that it has, if it was asked.

    ``shown`` is the name without a password.

    ``branches`` are its branches with their commits, None if it could not be asked, for the reason in ``error``.
    """

    __slots__ = ("branches", "error", "name", "shown", "url")

    def __init__(self, name: str, url: str, branches: Mapping[str, str] | None = None, error: str = "") -> None:
        self.name = name
        self.shown = name if "://" not in name else _without_login(name)
        self.url = url
        self.branches = branches
        self.error = error


def check(
    update: Update,
    remote: Remote,
    protected: Sequence[str] = PROTECTED,
    *,
    is_forced: bool,
    allow_fast_forward: bool = False,
) -> Iterator[Finding]:
    """Yield the findings about the update of a protected branch, judged by what the remote has.

    ``is_forced`` says that the update loses commits of the remote. The first protected branch of a remote has to be
    pushed somehow, so that passes.
    """
    branch = update.branch
    if not update.tip:
        yield _to_protected(update, remote, f"deletes {branch} on {remote.shown}")
        return
    if remote.branches is not None and not any(each in protected for each in remote.branches):
        return
    if is_forced:
        yield Finding(
            branch,
            "force-push-to-protected",
            f"rewrites {branch} on {remote.shown}: commits that others have would be lost",
            fix=_without_force(update, remote),
        )
    if not allow_fast_forward:
        message = f"pushes to {branch} on {remote.shown}; commits reach it through pull requests"
        if remote.error:
            message += f" (whether this rewrites it could not be asked: {remote.error})"
        yield _to_protected(update, remote, message)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the push, or the range; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _judge, argv, "[NAME URL]")


def _judge(options: _hook.Options) -> int:
    """Find out what is pushed, and report."""
    if options.files and not options.flag("stdin"):
        raise Stopped(f"takes no file names (got {options.files[0]!r}): a range goes to --from and --to")
    environment = os.environ
    start, end = options.text("from"), options.text("to")
    if start or end:
        if not start:
            raise Stopped("--to needs --from: the commit or branch where the range begins, such as origin/main")
        return _judge_range(options, start, end or "HEAD")
    if options.flag("stdin"):
        name, url = [*options.files, "origin"][0], [*options.files, "", ""][1]
        updates = _updates(sys.stdin.buffer.read())
        for update in updates:
            update.old = update.old if update.old and _is_here(update.old) else ""
        return _judge_updates(options, updates, Remote(name, url or name))
    if environment.get("PRE_COMMIT_REMOTE_BRANCH"):
        name = environment.get("PRE_COMMIT_REMOTE_NAME") or "origin"
        remote = Remote(name, environment.get("PRE_COMMIT_REMOTE_URL") or name)
        return _judge_updates(options, [_update(environment)], remote)
    if environment.get("PRE_COMMIT_FROM_REF") and environment.get("PRE_COMMIT_TO_REF"):
        return _judge_range(options, environment["PRE_COMMIT_FROM_REF"], environment["PRE_COMMIT_TO_REF"])
    if any(environment.get(mark) for mark in _CI_MARKS):
        raise Stopped("nothing is pushed here: in CI, give the range: --from=origin/main --to=HEAD")
    return _judge_updates(options, [Update("HEAD", "")] if _is_here("HEAD") else [], Remote("", ""))


def _update(environment: Mapping[str, str]) -> Update:
    """Return the update that pre-commit and prek tell of; see the module's docstring."""
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    tip = environment.get("PRE_COMMIT_TO_REF") or local or "HEAD"
    if local == "(delete)" or not tip.strip("0"):
        tip = ""
    return Update(tip, environment["PRE_COMMIT_REMOTE_BRANCH"], local, environment.get("PRE_COMMIT_FROM_REF", ""))


def _updates(lines: bytes) -> list[Update]:
    """Return the updates that git tells its pre-push hook of on standard input. Source: githooks(5), "pre-push"."""
    updates = []
    for line in filter(None, os.fsdecode(lines).split("\n")):
        words = line.rsplit(" ", 3)  # the local one may be an expression with blanks
        if len(words) != 4:
            raise Stopped(f"--stdin: no line of git's pre-push hook: {line!r}")
        local, tip, ref, old = words
        updates.append(Update(tip if tip.strip("0") else "", ref, local, old if old.strip("0") else ""))
    return updates


def _judge_range(options: _hook.Options, start: str, end: str) -> int:
    """Judge the commits of a pull request: those of ``end`` that ``start`` does not have."""
    from backend_standards.commits import options as commits_options
    from backend_standards.commits import pushed

    first, last = _resolved(start), _resolved(end)
    commits = _without_test_merge(pushed.log([last], [first]))
    advice = _Lazy([last], [first], base=start if start.strip("0123456789abcdef") else start[:10])
    rules = commits_options.rules(options)
    return _report(pushed.check(commits, rules, advice, allow_merges=options.flag("allow-merges")))


def _judge_updates(options: _hook.Options, updates: Sequence[Update], remote: Remote) -> int:
    """Judge the targets of a push, and the commits that the remote does not have yet."""
    protected = options.texts("protected") or PROTECTED
    findings: list[Finding] = []
    targets = [each for each in updates if each.branch in protected]
    for update in targets:
        findings += _judge_target(update, remote, protected, allow_fast_forward=options.flag("allow-fast-forward"))
    if options.flag("local-main-ahead"):
        findings += _local_ahead([each for each in protected if each not in [update.branch for update in updates]])
    tips = [update.tip for update in updates if update.tip]
    if not tips:
        return report(findings)
    from backend_standards.commits import options as commits_options
    from backend_standards.commits import pushed

    for tip in tips:
        if tip.startswith("-"):
            raise Stopped(f"{tip} is no revision")
    # What the base branch of any remote has is somebody else's: a fork's own remote may be behind it.
    by_url = not remote.name or remote.name == remote.url
    without = ["--remotes"] if by_url else [f"--remotes={remote.name}", *(f"--remotes=*/{each}" for each in protected)]
    without += [update.old for update in updates if update.old]
    advice = _Lazy(tips, without, remote=remote.name or "origin", protected=protected)
    rules = commits_options.rules(options)
    into_base = len(targets) == len(updates)
    allow_merges = options.flag("allow-merges")
    commits = pushed.log(tips, without)
    found = pushed.check(commits, rules, advice, allow_merges=allow_merges, into_base=into_base)
    return _report(found, findings)


def _judge_target(
    update: Update, remote: Remote, protected: Sequence[str], *, allow_fast_forward: bool
) -> Iterator[Finding]:
    """Ask what has to be asked about the update of a protected branch, and judge it."""
    from backend_standards.core import git

    is_forced = bool(update.tip and update.old and not _is_ancestor(update.old, update.tip))
    if update.tip and not is_forced and remote.branches is None and not remote.error:
        try:
            remote.branches = git.remote_branches(remote.url)
        except Stopped as stopped:
            remote.error = " ".join(str(stopped).replace(remote.url, _without_login(remote.url)).split())
            has_been_fetched = git.run(["for-each-ref", "--count=1", f"refs/remotes/{remote.shown}"])
            if allow_fast_forward or not (update.old or has_been_fetched):
                raise Stopped(f"{remote.shown} does not say what its {update.branch} is: {remote.error}") from stopped
    if remote.branches and update.branch in remote.branches:
        is_forced = bool(update.tip) and not _is_ancestor(remote.branches[update.branch], update.tip)
    return check(update, remote, protected, is_forced=is_forced, allow_fast_forward=allow_fast_forward)


def _without_login(url: str) -> str:
    from backend_standards.core import git

    return git.without_login(url)


def _is_ancestor(old: str, new: str) -> bool:
    """Return whether a commit is in another's history; one that is not here is not."""
    from backend_standards.core import git

    if not _is_here(old):
        return False
    out = git.run(["rev-list", "--count", "--max-count=1", old, "--not", new, "--"])
    return out.strip() == b"0"


def _is_here(revision: str) -> bool:
    return bool(_oid(revision))


def _oid(revision: str) -> str:
    """Return the object name of a commit, "" for one that is not here."""
    from backend_standards.core import git

    arguments = ["rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}"]
    lines = os.fsdecode(git.run(arguments, accept=(0, 1))).split()
    return lines[-1] if lines else ""


def _resolved(revision: str) -> str:
    """Return the object name of a commit that the user named; one that is not here must not pass."""
    if not revision.strip("0"):
        raise Stopped(
            f"{revision} is no commit (a new branch has none before): give the base branch, --from=origin/main"
        )
    oid = _oid(revision)
    if not oid:
        raise Stopped(
            f"{revision} is not in this clone: fetch the whole history (GitHub: fetch-depth: 0 of actions/checkout; "
            "GitLab: GIT_DEPTH: 0; else git fetch)"
        )
    return oid


def _without_test_merge(commits: Iterator[Commit]) -> Iterator[Commit]:
    """Yield the commits but for the merge that GitHub makes of a pull request to test it, if that is the first."""
    for number, commit in enumerate(commits):
        words = commit.message.split()
        is_test = number == 0 and len(words) == 4 and [words[0], words[2]] == ["Merge", "into"]
        if not (is_test and commit.parents[::-1] == [words[1], words[3]]):
            yield commit


class _Lazy:
    """Find out what the commands of a refusal need, at the first finding."""

    def __init__(
        self,
        tips: Sequence[str],
        without: Sequence[str],
        *,
        base: str = "",
        remote: str = "",
        protected: Sequence[str] = (),
    ) -> None:
        self._range = [*tips, "--not", *without, "--"]
        self._base = base
        self._remote = remote
        self._protected = protected
        self._advice: Advice | None = None

    def __call__(self) -> Advice:
        if self._advice is None:
            from backend_standards.commits import pushed
            from backend_standards.core import git
            from backend_standards.core.remedies import quote

            rows = os.fsdecode(git.run(["rev-list", "--topo-order", "--parents", *self._range])).splitlines()
            last = rows[-1].split() if rows else [""]
            base = quote(self._base) if self._base else (last[1][:10] if len(last) > 1 else "--root")
            onto = base if self._base else _tracked(self._remote, self._protected) or base
            head = os.fsdecode(git.run(["rev-parse", "--quiet", "--verify", "HEAD"], accept=(0, 1))).strip()
            oids = (row.partition(" ")[0] for row in rows)
            self._advice = pushed.Advice(base, onto, oids, head)
        return self._advice


def _tracked(remote: str, protected: Sequence[str]) -> str:
    """Return the remote-tracking branch that a feature branch is rebased onto, or ""."""
    from backend_standards.core import git
    from backend_standards.core.remedies import quote

    refs = [f"refs/remotes/{remote}/{each}" for each in protected]
    found = os.fsdecode(git.run(["for-each-ref", "--count=1", "--format=%(refname:lstrip=2)", *refs])).strip()
    return quote(found) if found else ""


def _local_ahead(protected: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each local protected branch with commits that its upstream does not have."""
    from backend_standards.core import git
    from backend_standards.core.remedies import quote

    form = "%(refname:lstrip=2) %(upstream:lstrip=2) %(upstream:track,nobracket)"
    refs = [f"{_HEADS}{each}" for each in protected] or [_HEADS + "-"]  # no pattern would mean all
    rows = os.fsdecode(git.run(["for-each-ref", f"--format={form}", *refs])).split("\n")
    for line in filter(None, rows):
        branch, upstream, track = [*line.split(" ", 2), "", ""][:3]
        if "ahead" in track:
            yield Finding(
                branch,
                "local-main-ahead",
                f"the local {branch} has commits that {upstream} has not ({track})",
                fix=f"git branch feature/name-of-the-change {quote(branch)} keeps them; then, on {branch}: "
                f"git reset --keep {quote(upstream)}",
            )


def _to_protected(update: Update, remote: Remote, message: str) -> Finding:
    from backend_standards.core.remedies import quote

    where = quote(remote.shown)
    source = update.local.removeprefix(_HEADS)
    if not update.tip:
        fix = f"leave it, or have it deleted by who administers {remote.shown}"
    elif source and source not in ("HEAD", update.branch):
        fix = f"git push -u {where} {quote(source)}, and open a pull request"
    else:
        name = "feature/name-of-the-change"
        fix = f"git branch {name} {quote(source or 'HEAD')} && git push -u {where} {name}, and open a pull request"
    exception = 'in this hook\'s args: "--allow-fast-forward"' if update.tip else ""
    return Finding(update.branch, "push-to-protected", message, fix=fix, exception=exception)


def _without_force(update: Update, remote: Remote) -> str:
    from backend_standards.core.remedies import quote

    where, branch = quote(remote.shown), quote(update.branch)
    return f"git fetch {where} {branch} && git rebase FETCH_HEAD, and push without --force; undo by git revert"


def _report(found: Iterator[Finding], first: Sequence[Finding] = ()) -> int:
    """Print the findings in the history's order, as many as anybody reads; the others are counted."""
    shown, more = list(first), 0
    for finding in found:
        if len(shown) < _SHOWN:
            shown.append(finding)
        else:
            more += 1
    return report(shown, in_order=True, more=more)


if __name__ == "__main__":
    raise SystemExit(main())
