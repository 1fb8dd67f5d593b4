"""Require Conventional Commits with a summary that says something, and show how to correct the others.

Source: the standard's "Commit Message Format" and "Commit Types", and "Using vague or unrelated commit messages" and
"Not squashing redundant or WIP commits" of its "Git & Version Control".
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.commits.message import problems
from backend_standards.commits.options import MESSAGES
from backend_standards.commits.options import rules as rules_of
from backend_standards.core import Finding, Option, Options, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.commits import Rules
    from backend_standards.commits.cleanup import Stored

HOOK = "check-commit-message"
OPTIONS = (
    *MESSAGES,
    Option("pushed", "judge as at a push: refuse fixup!, squash!, amend! and merges too", tightens=True),
    Option("fix", "correct the message if no correction is a guess, and fail once"),
    Option("message", "judge this text, such as the title of a pull request", "TEXT", tightens=True),
)


def check(path: str, stored: Stored, rules: Rules, *, pushed: bool = False, title: bool = False) -> Iterator[Finding]:
    """Yield the findings about a message as git stores it. Their path and lines are those of its file.

    Only `git commit --verbose` cuts at a scissors line in every mode, and no hook sees whether it runs. So both
    messages are judged if a person wrote something below such a line.
    """
    told = set()
    for each in filter(None, (stored, stored.uncut)):
        for finding in _findings(path, each, rules, pushed=pushed, title=title):
            if (key := (finding.rule.id, finding.line)) not in told or each is stored:
                told.add(key)
                yield finding


def _findings(path: str, stored: Stored, rules: Rules, *, pushed: bool, title: bool) -> Iterator[Finding]:
    if stored.fault:
        from backend_standards.commits.rules import COMMIT_MESSAGE_ENCODING

        line, column, message, note = stored.fault
        yield Finding(path, COMMIT_MESSAGE_ENCODING, message, line=line, column=column, note=note)
    found = problems(stored.text, rules, pushed=pushed, title=title)
    lines = stored.text.split("\n") if found else []
    is_told = False
    for problem in found:
        note = problem.note
        if problem.corrected and not is_told:  # one header corrects all its faults
            note, is_told = f"Write: {problem.corrected}", True
        yield Finding(
            path,
            problem.rule,
            problem.message,
            line=stored.line_of_file(problem.line),
            column=problem.column,
            note=note,
            source=lines[problem.line - 1],
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given messages; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, "FILE...|-")


def judge(options: Options) -> Outcome:
    """Read, judge and report the messages, and keep the refused ones."""
    rules, pushed = rules_of(options), options.flag("pushed")
    texts = options.texts("message")
    files = options.files
    if not texts and not files:
        from backend_standards.commits import message_file

        files = [message_file.current()]
    findings: list[Finding] = []
    refused = []
    for text in texts:
        findings += _judge_text("message", text.encode("utf-8", "surrogateescape"), rules, pushed=pushed)
    for path in files:
        if path == "-":
            if sys.stdin is None:
                raise Stopped("standard input is closed: give a file or --message=TEXT")
            findings += _judge_text("-", sys.stdin.buffer.read(), rules, pushed=pushed)
            continue
        from backend_standards.core import disk

        disk.require_inside(path)
        data = disk.content(os.path.realpath(path))
        if data is None:
            raise Stopped(f"{path}: no such file: give a file with a message, - or --message=TEXT")
        if not (data or os.path.isfile(path)):
            raise Stopped(f"{path}: is not a regular file: give a file with a message, - or --message=TEXT")
        found = list(_judge_file(path, data, rules, pushed=pushed))
        if found:
            findings += found
            refused.append((path, data))
    said = ""
    for path, data in refused:
        from backend_standards.commits import message_file

        said += message_file.keep(HOOK, path, data, rules, fix=options.flag("fix"))
    return Outcome(HOOK, findings, about_files=False, said=said)


def _judge_file(path: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    from backend_standards.commits import cleanup

    editor = cleanup.editor_ran()
    if cleanup.is_plain(data, editor=editor):
        settings = cleanup.Settings(editor=editor)
    else:
        settings = cleanup.settings_of_git(editor=editor)
    return check(path, cleanup.stored(data, settings), rules, pushed=pushed)


def _judge_text(name: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    """Judge a text that is not a file of git's. It has no comments."""
    from backend_standards.commits import cleanup

    stored = cleanup.stored(data, cleanup.Settings(editor=False))
    if not stored.text:
        from backend_standards.commits.rules import EMPTY_COMMIT_DESCRIPTION

        yield Finding(name, EMPTY_COMMIT_DESCRIPTION, "the message is empty", note="Write type(scope): description.")
    yield from check(name, stored, rules, pushed=pushed, title=True)


if __name__ == "__main__":
    raise SystemExit(main())
