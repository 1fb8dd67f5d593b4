"""Require Conventional Commits with a summary that says something, and show how to mend what is not.

Source: the standard's "Commit Message Format" and "Commit Types", and "Using vague or unrelated commit messages" and
"Not squashing redundant or WIP commits" of its "Git & Version Control".
"""

from __future__ import annotations

import sys

from backend_standards import _commit_message, _commit_options, _options
from backend_standards._report import FINDINGS, Finding, Stopped, report, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards._commit_cleanup import Stored
    from backend_standards._commit_message import Rules

HOOK = "check-commit-message"
OPTIONS = (
    _options.Option("types", "the types in use, in place of the standard's; takes commas", "LIST"),
    _options.Option("extra-types", "types beside the standard's; takes commas", "LIST"),
    _options.Option("scopes", "the scopes in use; takes commas", "LIST", tightens=True),
    _options.Option("require-scope", "refuse a header without a scope", tightens=True),
    _options.Option(
        "require-ticket", "refuse a message that this matches nowhere", "REGEX", single=True, tightens=True
    ),
    _options.Option("max-header", "refuse a longer header", "N", single=True, tightens=True),
    _options.Option("allow-vague", "let summaries pass that say nothing"),
    _options.Option("pushed", "judge as at a push: refuse fixup!, squash!, amend! and merges too", tightens=True),
    _options.Option("fix", "mend what can be mended with confidence, and fail once"),
    _options.Option("message", "judge this text, such as a pull request's title", "TEXT"),
)


def check(path: str, stored: Stored, rules: Rules, *, pushed: bool = False, title: bool = False) -> Iterator[Finding]:
    """Yield the findings for one message as git will store it; ``path`` and the lines are its file's."""
    if stored.fault:
        line, column, message, fix = stored.fault
        yield Finding(path, "commit-message-encoding", message, line=line, column=column, fix=fix)
    found = _commit_message.problems(stored.text, rules, pushed=pushed, title=title)
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
    return _options.run(HOOK, __doc__, OPTIONS, _judge, argv, "FILE...|-")


def _judge(options: _options.Options) -> int:
    """Read the messages, judge, report, and keep what was refused."""
    rules, pushed = _commit_options.rules(options), options.flag("pushed")
    texts = options.texts("message")
    files = options.files
    if not texts and not files:
        from backend_standards import _commit_file

        files = [_commit_file.current()]
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
        from backend_standards import _disk

        data = _disk.content(path)
        if data is None:
            raise Stopped(f"{path}: no such file; give a file with a message, - or --message=TEXT")
        found = list(_judge_file(path, data, rules, pushed=pushed))
        if found:
            findings += found
            refused.append((path, data))
    code = report(findings)
    for path, data in refused:
        from backend_standards import _commit_file

        show(_commit_file.keep(HOOK, path, data, rules if options.flag("fix") else None))
    return FINDINGS if refused else code


def _judge_file(path: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    from backend_standards import _commit_cleanup

    editor = _commit_cleanup.editor_ran()
    if _commit_cleanup.is_plain(data, editor=editor):
        settings = _commit_cleanup.Settings(editor=editor)
    else:
        settings = _commit_cleanup.settings_of_git(editor=editor)
    return check(path, _commit_cleanup.stored(data, settings), rules, pushed=pushed)


def _judge_text(name: str, data: bytes, rules: Rules, *, pushed: bool) -> Iterator[Finding]:
    """Judge a text that comes from no file of git's: nothing in it is a comment."""
    from backend_standards import _commit_cleanup

    stored = _commit_cleanup.stored(data, _commit_cleanup.Settings(editor=False))
    if not stored.text:
        yield Finding(name, "empty-commit-description", "there is no text", fix="write type(scope): description")
    yield from check(name, stored, rules, pushed=pushed, title=True)


if __name__ == "__main__":
    raise SystemExit(main())
