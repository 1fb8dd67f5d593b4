"""Any commit message, by itself and among those of a push."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards import check_commit_message
from backend_standards.commits import TYPES, Rules, pushed
from backend_standards.commits import cleanup as commits_cleanup
from backend_standards.commits.message import fixed, parse, problems
from fuzzing import (
    reported,
)

MESSAGE_PIECES = st.sampled_from(
    [
        "feat", "fix", "feature", "Bug fix", "FIX", "faet", "perf", "wip", "WIP", "docs", "f\u0435at", "(", ")", "(auth)", "()", "[", "]", "{", "}",
        "!", ":", ": ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\0", "\u00a0", "\u200b", "\ufeff", "\uff1a", "\uff08", "\uff09", "\uff01", "#", "# ", "#12",
        "ABC-123", "[ABC-1] ", ":tada:", "\u2728", "add login", "update", "fix bug", "and", ",", "/", "-", "- ", "_", ".", "`", "\"", "'", "x", "asdf",
        "BREAKING CHANGE: ", "breaking change: ", "Breaking-Change:", "BREAKING CHANGES: x", "Refs: #1", "Merge branch 'x'", " into y", "Merge ",
        'Revert "x"', "This reverts commit 0123456.", "fixup! ", "squash!", "Merged PR 1: ", "# ------------------------ >8 ------------------------\n",
        "\u0130", "\u767b\u5f55", "\u0301", "\ud83d", "WIP: ", "(wip)", "https://example.com/1",
    ]
)  # fmt: skip
MESSAGES = st.lists(st.one_of(MESSAGE_PIECES, st.text(max_size=6)), max_size=14).map("".join)
RULES = st.builds(
    Rules,
    st.sampled_from([TYPES, ("feature", "bugfix"), ("Feat", "FIX"), ("x",)]),
    st.sampled_from([(), ("auth", "db")]),
    require_scope=st.booleans(),
    require_ticket=st.sampled_from(["", r"[A-Z]+-\d+"]),
    max_header=st.sampled_from([0, 0, 20, 72]),
    allow_vague=st.booleans(),
)


@given(MESSAGES, RULES, st.booleans(), st.booleans())
def test_any_message(message: str, rules: Rules, pushed: bool, title: bool) -> None:
    found = problems(message, rules, pushed=pushed, title=title)
    lines = message.split("\n")
    for problem in found:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.note
        if problem.corrected:
            assert "\n" not in problem.corrected
            assert parse(problem.corrected)
            header_alone = Rules(rules.types, rules.scopes, allow_vague=rules.allow_vague)
            assert problems(problem.corrected, header_alone) == []


@given(MESSAGES, RULES)
def test_a_corrected_message_passes_and_stays(message: str, rules: Rules) -> None:
    corrected = fixed(message, rules)
    if corrected:
        assert problems(corrected, rules) == []
        assert fixed(corrected, rules) == ""
        # git's clean-up changes nothing that counts
        for is_edited in (True, False):
            stored = commits_cleanup.stored(
                corrected.encode("utf-8", "surrogatepass"), commits_cleanup.Settings(editor=is_edited, comment="\x01")
            )
            if not stored.fault:
                assert problems(stored.text, rules) == []


@given(
    st.one_of(st.binary(max_size=200), MESSAGES.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.sampled_from(["default", "strip", "whitespace", "verbatim", "scissors"]),
    st.sampled_from(["#", ";", "//", "auto"]),
    st.sampled_from(["utf-8", "gbk", "latin-1", "shift-jis", "utf-16", "ascii"]),
    st.booleans(),
)
def test_any_message_file(data: bytes, cleanup: str, comment: str, encoding: str, editor: bool) -> None:
    settings = commits_cleanup.Settings(editor=editor, cleanup=cleanup, comment=comment, encoding=encoding)
    stored = commits_cleanup.stored(data, settings)
    lines = data.count(b"\n") + 1
    rules = Rules()
    findings = list(check_commit_message.check("m", stored, rules))
    if encoding != "utf-16":
        assert all(1 <= finding.line <= lines for finding in findings)
    reported(findings)
    commits_cleanup.encoded(stored.text, settings)
    if cleanup != "verbatim" and comment != "auto":
        again = commits_cleanup.stored(
            stored.text.encode("utf-8", "surrogatepass"), commits_cleanup.Settings(editor=False)
        )
        assert again.fault or again.text == stored.text


@given(MESSAGES)
def test_where_git_is_not_asked_its_answer_does_not_matter(message: str) -> None:
    data = message.encode("utf-8", "surrogatepass")
    for editor in (True, False):
        if not commits_cleanup.is_plain(data, editor=editor):
            continue
        verdicts = set()
        for cleanup in ("default", "strip", "whitespace", "verbatim", "scissors"):
            for comment in ("#", ";", "-"):
                settings = commits_cleanup.Settings(editor=editor, cleanup=cleanup, comment=comment)
                found = problems(commits_cleanup.stored(data, settings).text, Rules())
                verdicts.add(" ".join(problem.rule.id for problem in found))
        assert len(verdicts) == 1, verdicts


# --- a push of many commits ---------------------------------------------------------------------------

HEADS = st.one_of(
    st.sampled_from(["feat", "fix", "fix(api)"]),
    st.sampled_from(["chore!", "feat(a: b)", 'Revert "feat', "fixup! feat", "Merge", "Merge(x)", "nonsense", "wip", "", "\n"]),
    st.text(max_size=4),
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(
        [
            "update", "fix", "wip", "WIP:", "[wip]", "draft", "do not merge", "dates", "parser", "Parser", "the", "of", "and", ",", "misc", "stuff", "tests",
            "asdf", "#12", "ABC-12", "\u00e9", "`x`", "\t", "\u200b", "1.2", "x", "X", "7", "-", "...", "a/b", "and/or", "+", "", "w.i.p", "fix2", "it\u2019s", "\udce9",
        ]
    ),
    st.sampled_from(["x", "y"]),
    st.text("abcdefwipx", min_size=1, max_size=4),
    st.text(max_size=3),
)  # fmt: skip
BODIES = st.sampled_from(
    [
        "", "\n", "\n\nWhy.\n", "\nno blank line\n", "\n\nbreaking change: all\n", "\n\nBREAKING CHANGE: all\n", "\r\n\r\nx",
        "\n\nBreak\u0130ng change: x\n",
    ]
)  # fmt: skip
COMMITTED = st.builds(
    "{}{}{}{}".format,
    HEADS,
    st.sampled_from([": ", ": ", ": ", ":", " : ", ":  "]),
    st.lists(WORDS, max_size=4).map(" ".join),
    BODIES,
)
SETTINGS = st.sampled_from(
    [{}, {"max_header": 20}, {"require_ticket": "#"}, {"scopes": ["api"]}, {"require_scope": True}, {"types": ["wip", "fix", "Merge"]}]
)  # fmt: skip


@given(st.lists(COMMITTED, min_size=2, max_size=40), SETTINGS)
@example(["fix: y"], {})
@example(["fix: wip", "feat: [wip] parse dates", "fix: parse"], {})
def test_the_shortcut_of_a_push_agrees_with_the_judge(messages: list[str], settings: dict[str, Any]) -> None:
    rules = Rules(**settings)
    messages = ["feat: parse dates", "fix: handle x and y", "fix(api): update the parser", *messages]
    messages = [each.replace("\0", "") for each in messages]
    oids = [f"{number:010}" + "0" * 30 for number in range(len(messages))]
    commits = [pushed.Commit(f"{oid} {'1' * 40}", message) for oid, message in zip(oids, messages, strict=True)]
    advice = pushed.Advice("main", "main")
    found = [(each.path[:10], each.rule.id) for each in pushed.check(commits, rules, lambda: advice)]
    alone = [
        (each.short, problem.rule.id) for each in commits for problem in problems(each.message, rules, pushed=True)
    ]
    assert found == alone
