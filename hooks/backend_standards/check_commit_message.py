"""Require Conventional Commits with a summary that says something, and show how to mend what is not.

Source: the standard's "Commit Message Format" and "Commit Types", and "Using vague or unrelated commit messages" and
"Not squashing redundant or WIP commits" of its "Git & Version Control".
"""

from __future__ import annotations

import sys

from backend_standards import _hook
from backend_standards.commits import options as commits_options
from backend_standards.commits.message import problems
from backend_standards.core import FINDINGS, Finding, Stopped
from backend_standards.core.output import report, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.commits.cleanup import Stored
    from backend_standards.commits.message import Rules

HOOK = "check-commit-message"
OPTIONS = (
    _hook.Option("types", "the types in use, in place of the standard's; takes commas", "LIST"),
    _hook.Option("extra-types", "types beside the standard's; takes commas", "LIST"),
    _hook.Option("scopes", "the scopes in use; takes commas", "LIST", tightens=True),
    _hook.Option("require-scope", "refuse a header without a scope", tightens=True),
    _hook.Option("require-ticket", "refuse a message that this matches nowhere", "REGEX", single=True, tightens=True),
    _hook.Option("max-header", "refuse a longer header", "N", single=True, tightens=True),
    _hook.Option("allow-vague", "let summaries pass that say nothing"),
    _hook.Option("pushed", "judge as at a push: refuse fixup!, squash!, amend! and merges too", tightens=True),
    _hook.Option("fix", "mend what can be mended with confidence, and fail once"),
    _hook.Option("message", "judge this text, such as a pull request's title", "TEXT"),
)


def check(path: str, stored: Stored, rules: Rules, *, pushed: bool = False, title: bool = False) -> Iterator[Finding]:
    """Yield the findings for one message as git will store it; ``path`` and the lines are its file's."""
    if stored.fault:
        line, column, message, fix = stored.fault
        yield Finding(path, "commit-message-encoding", message, line=line, column=column, fix=fix)
    found = problems(stored.text, rules, pushed=pushed, title=title)
    lines = stored.text.split("\n") if found else []
    is_told = False
    for problem in found:
        fix = problem.fix
        if problem.corrected:
            fix, is_told = (fix if is_told else f"write {problem.corrected}"), True
        yield Finding(
            path,
            problem.rule,
            problem.message,
            line=stored.line_of_file(problem.line),
            column=problem.column,
            fix=fix,
            source=lines[problem.line - 1],
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given messages; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _judge, argv, "FILE...|-")


def _judge(options: _hook.Options) -> int:
    """Read the messages, judge, report, and keep what was refused."""
    rules, pushed = commits_options.rules(options), options.flag("pushed")
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
                raise Stopped("standard input is closed; give a file or --message=TEXT")
            findings += _judge_text("-", sys.stdin.buffer.read(), rules, pushed=pushed)
            continue
        from backend_standards.core import disk

        data = disk.content(path)
        if data is None:
            raise Stopped(f"{path}: no such file; give a file with a message, - or --message=TEXT")
        found = list(_judge_file(path, data, rules, pushed=pushed))
        if found:
            findings += found
            refused.append((path, data))
    code = report(findings)
    for path, data in refused:
        from backend_standards.commits import message_file

        show(message_file.keep(HOOK, path, data, rules if options.flag("fix") else None))
    return FINDINGS if refused else code


def _judge_file(path: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    from backend_standards.commits import cleanup

    editor = cleanup.editor_ran()
    if cleanup.is_plain(data, editor=editor):
        settings = cleanup.Settings(editor=editor)
    else:
        settings = cleanup.settings_of_git(editor=editor)
    return check(path, cleanup.stored(data, settings), rules, pushed=pushed)


def _judge_text(name: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    """Judge a text that comes from no file of git's: nothing in it is a comment."""
    from backend_standards.commits import cleanup

    stored = cleanup.stored(data, cleanup.Settings(editor=False))
    if not stored.text:
        yield Finding(name, "empty-commit-description", "there is no text", fix="write type(scope): description")
    yield from check(name, stored, rules, pushed=pushed, title=True)


if __name__ == "__main__":
    raise SystemExit(main())
