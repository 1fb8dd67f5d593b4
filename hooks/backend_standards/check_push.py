"""Refuse pushes to `main`, merge commits, `fixup!` commits, and messages that break the standard.

Source: the standard's "Pull Request Guidelines" ("Always open a pull request", "prevent force-push on `main`") and "Git
& Version Control" ("Committing directly to `main` or `master` without PRs", "Not rebasing before merge, causing noisy
histories", "Not squashing redundant or WIP commits"). With --from and --to it judges a range of commits, for CI.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.commits import CI_MARKS, PROTECTED, push, pushed
from backend_standards.commits.options import MESSAGES
from backend_standards.commits.options import rules as rules_of
from backend_standards.commits.push import Remote, check
from backend_standards.commits.pushed import Update
from backend_standards.core import Finding, Option, Options, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.commits.protection import Branches
    from backend_standards.commits.pushed import Advice

__all__ = ("HOOK", "OPTIONS", "check", "main")
HOOK = "check-push"
OPTIONS = (
    Option(
        "protected",
        "a protected branch, instead of main and master; a pattern adds to them",
        "NAME",
        subject="branches",
    ),
    Option("allow-fast-forward", "allow pushes to a protected branch that rewrite nothing"),
    Option("allow-merges", "allow merge commits"),
    Option("protected-branch-ahead", "refuse while a local protected branch is ahead of its upstream", tightens=True),
    Option("from", "judge the commits of --to that this revision does not have; for CI", "REF", single=True),
    Option("to", "the end of the range, instead of HEAD", "REF", single=True),
    Option("stdin", "read the pushed refs from standard input, as git's own pre-push hook gets them: -- NAME URL"),
    *MESSAGES,
)
_SHOWN = 50
"""How many findings are printed. Nobody reads more, and the first push of an old branch may have thousands."""

# What pre-commit 4.7 and prek 0.5 tell their hooks about a push, as real pushes showed (prek always sets
# PRE_COMMIT_TO_REF):
# - PRE_COMMIT_REMOTE_BRANCH and PRE_COMMIT_LOCAL_BRANCH are full refs; the local one may also be what the user wrote,
#   such as HEAD. PRE_COMMIT_REMOTE_NAME is the URL if the push names no remote.
# - For a range that begins with a root commit (an empty remote, a push to a URL), pre-commit sets neither
#   PRE_COMMIT_FROM_REF nor PRE_COMMIT_TO_REF, and prek sets no FROM. For a new branch, FROM is the last commit that the
#   remote has, in both.
# - For an update, FROM is the remote's commit in pre-commit, if this clone has it. In prek it is the last commit of
#   this history that a remote-tracking branch has. So only pre-commit's FROM can show a force push, and not always.
# - For several refs, the hooks run once, for the first of them. git lists the refs that the remote has before the new
#   ones. A new one without a new commit is skipped for the next. If none is left (a tag, a new name), no hook runs.
# - For a deletion no hook runs, but git's own hook (--stdin) sees it. Without --force, git refuses an update that is
#   not a fast-forward before any hook runs. So if a hook sees one, it is forced.


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the push or the range; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, "[NAME URL]")


def judge(options: Options) -> Outcome:
    """Judge what is pushed. Findings that a legacy hook of the same push has printed are left out."""
    outcome = _judge(options)
    if options.flag("stdin") and any(name.endswith("_RUNNING_LEGACY") for name in os.environ):
        from backend_standards.commits import told

        if told.is_legacy(os.environ):
            told.note(outcome)
    elif outcome.findings and os.environ.get("PRE_COMMIT_REMOTE_BRANCH") and not options.is_reporting:
        from backend_standards.commits import told

        return told.without(outcome)
    return outcome


def _judge(options: Options) -> Outcome:
    if options.files and not options.flag("stdin"):
        raise Stopped(f"this hook takes no file names, but got {options.files[0]!r}: give a range with --from and --to")
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
            update.old = update.old if update.old and push.is_here(update.old) else ""
        return _judge_updates(options, updates, Remote(name, url or name))
    if environment.get("PRE_COMMIT_REMOTE_BRANCH"):
        name = environment.get("PRE_COMMIT_REMOTE_NAME") or "origin"
        remote = Remote(name, environment.get("PRE_COMMIT_REMOTE_URL") or name)
        return _judge_updates(options, [_update(environment)], remote)
    if environment.get("PRE_COMMIT_FROM_REF") and environment.get("PRE_COMMIT_TO_REF"):
        return _judge_range(options, environment["PRE_COMMIT_FROM_REF"], environment["PRE_COMMIT_TO_REF"])
    if any(environment.get(mark) for mark in CI_MARKS):
        raise Stopped("there is no push here: in CI, give a range, such as --from=origin/main --to=HEAD")
    return _judge_updates(options, [Update("HEAD", "")] if push.is_here("HEAD") else [], Remote("", ""))


def _update(environment: Mapping[str, str]) -> Update:
    """Return the update that pre-commit or prek describes; see the comment above."""
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    tip = environment.get("PRE_COMMIT_TO_REF") or local or "HEAD"
    if local == "(delete)" or not tip.strip("0"):
        tip = ""
    ref = environment["PRE_COMMIT_REMOTE_BRANCH"]
    if sys.getfilesystemencoding() != "utf-8":
        from backend_standards.commits import utf8

        ref, local, tip = utf8.text(ref), utf8.text(local), utf8.text(tip)
    return Update(tip, ref, local, environment.get("PRE_COMMIT_FROM_REF", ""))


def _updates(lines: bytes) -> list[Update]:
    """Return the updates that git writes to its pre-push hook's standard input. Source: githooks(5), "pre-push"."""
    updates = []
    for line in filter(None, lines.decode("utf-8", "surrogateescape").split("\n")):
        words = line.rsplit(" ", 3)  # the local one may be an expression with spaces
        if len(words) != 4:
            raise Stopped(f"--stdin: git's pre-push hook gets no such line: {line!r}")
        local, tip, ref, old = words
        updates.append(Update(tip if tip.strip("0") else "", ref, local, old if old.strip("0") else ""))
    return updates


def _judge_range(options: Options, start: str, end: str) -> Outcome:
    """Judge the commits of a pull request: those of ``end`` that ``start`` does not have."""
    first, last = push.resolved(start), push.resolved(end)
    commits = push.without_test_merge(pushed.log([last], [first]), first, os.environ)
    rules = rules_of(options)

    def advise() -> Advice:
        from backend_standards.commits import advice

        return advice.of_range(last, [first], start)

    return _outcome(pushed.check(commits, rules, advise, allow_merges=options.flag("allow-merges")))


def _judge_updates(options: Options, updates: Sequence[Update], remote: Remote) -> Outcome:
    """Judge the targets of a push, and the commits that the remote does not have yet."""
    protected: Branches = PROTECTED
    if options.texts("protected"):
        from backend_standards.commits.protection import Protected

        protected = Protected(options.texts("protected"))
    findings: list[Finding] = []
    targets = [each for each in updates if each.branch in protected]
    for update in targets:
        findings += push.judge_target(update, remote, protected, allow_fast_forward=options.flag("allow-fast-forward"))
    if options.flag("protected-branch-ahead"):
        findings += push.local_ahead(protected, [update.branch for update in updates])
    tips = [update.tip for update in updates if update.tip]
    if not tips:
        return _outcome(iter(()), findings)
    for tip in tips:
        if tip.startswith("-"):
            raise Stopped(f"{tip} is not a revision")
    # The commits in the base branch of any remote are not the user's own: the remote of a fork may be behind it.
    by_url = not remote.name or remote.name == remote.url
    without = ["--remotes"] if by_url else [f"--remotes={remote.name}", *(f"--remotes=*/{each}" for each in protected)]
    without += [update.old for update in updates if update.old]

    def advise() -> Advice:
        from backend_standards.commits import advice

        return advice.of_push(updates, tips, without, remote.name or "origin", protected)

    rules = rules_of(options)
    into_base = len(targets) == len(updates)
    allow_merges = options.flag("allow-merges")
    commits = pushed.log(_for_git(tips), _for_git(without))
    found = pushed.check(commits, rules, advise, allow_merges=allow_merges, into_base=into_base)
    return _outcome(found, findings)


def _for_git(names: Sequence[str]) -> Sequence[str]:
    if sys.getfilesystemencoding() == "utf-8":
        return names
    from backend_standards.commits import utf8

    return [utf8.argument(name) for name in names]


def _outcome(found: Iterator[Finding], of_targets: Sequence[Finding] = ()) -> Outcome:
    """Return the first findings in the order of the history, and the number of the others.

    Those about the targets come last: what is pushed to another branch has to be corrected first.
    """
    shown: list[Finding] = []
    more = 0
    for finding in found:
        if len(shown) < _SHOWN:
            shown.append(finding)
        else:
            more += 1
    return Outcome(HOOK, [*shown, *of_targets], in_order=True, more=more, about_files=False)


if __name__ == "__main__":
    raise SystemExit(main())
