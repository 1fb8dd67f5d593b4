"""The commits of a push, without git."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.commits import Rules, pushed
from backend_standards.commits.message import problems
from backend_standards.core import Exempt, Stopped, git_process, git_stream
from pushes import OID, OTHER, THIRD, commit, judged, rules_of


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("feat: parse dates\n", [], id="good"),
        pytest.param("fixup! feat: parse dates\n", ["autosquash-commit"], id="fixup"),
        pytest.param("squash! feat: parse dates\n\nmore", ["autosquash-commit"], id="squash"),
        pytest.param("amend! feat: parse dates\n", ["autosquash-commit"], id="amend"),
        pytest.param("fix: fixup! is a word of git's\n", [], id="fixup-inside"),
        pytest.param("chore: wip\n", ["work-in-progress"], id="wip"),
        pytest.param("fixed the login\n", ["commit-header-format"], id="grammar"),
        pytest.param("fix: update\n", ["vague-summary"], id="vague"),
        pytest.param("Merge branch 'x'\n", ["merge-commit"], id="message-of-a-merge"),
        pytest.param("", [], id="none"),
    ],
)
def test_messages(message: str, expected: list[str]) -> None:
    assert rules_of(judged(commit(OTHER, [THIRD], message))) == expected


def test_the_messages_of_a_push_are_judged_as_check_commit_message_judges_them() -> None:
    message = "feature: parse dates\nand times\nbreaking change: all\n"
    expected = [(each.rule.id, each.line, each.column) for each in problems(message, Rules(), pushed=True)]
    findings = judged(commit(OTHER, [THIRD], message))
    assert [(each.rule.id, each.line, each.column) for each in findings] == expected
    assert len(findings) > 1
    assert findings[0].path == '2222222222 "feature: parse dates"'
    assert findings[0].commands == ("git rebase -i origin/main",)
    how = "In the list that opens, write reword in place of pick before 2222222222."
    assert findings[0].note == f"{how} Write: feat: parse dates"
    assert not any(each.commands or "rebase" in each.note for each in findings[1:]), "the command is told once"
    assert [each.note for each in findings[1:]] == ["Put a blank line before this line."]
    assert not any(each.exempt for each in findings)
    (finding,) = judged(commit(OID, [THIRD], "feature: parse dates\n"))
    assert finding.commands == ("git commit --amend -m 'feat: parse dates'",), "the tip needs no rebase"
    assert finding.note == ""
    first, *_ = judged(commit(OID, [THIRD], message))
    assert (first.commands, first.note) == (("git commit --amend",), "Write: feat: parse dates"), "the body stays"
    (finding,) = judged(commit(OTHER, [THIRD], "chore: wip\n"))
    assert "write reword in place of pick" in finding.note, "no commit is before it in the list"
    (finding,) = judged(commit(OTHER, [THIRD], "chore: wip\n"), commit(THIRD, ["4" * 40], "feat: parse dates\n"))
    assert finding.commands == ("git rebase -i origin/main",)
    how = "In the list that opens, write fixup or reword in place of pick before 2222222222."
    what = "Finish the work and say what it does. Until then, keep it in git stash or in a fixup! commit."
    assert finding.note == f"{how} {what}"
    assert finding.source == "chore: wip"


@pytest.mark.parametrize("word", ["fixup!", "squash!", "amend!"])
def test_what_a_commit_to_be_squashed_says(word: str) -> None:
    (finding,) = judged(commit(OTHER, [THIRD], f"{word} feat: parse dates\n"))
    assert finding.message == f"a {word} commit has to be squashed into another commit before the push"
    assert finding.commands == ("git rebase -i --autosquash origin/main",)


def test_a_long_subject_is_cut() -> None:
    (finding,) = judged(commit(OTHER, [THIRD], "x" * 100))
    assert finding.path == f'2222222222 "{"x" * 59}…"'


def test_merges() -> None:
    merge = commit(OID, [OTHER, THIRD], "Merge branch 'main' into feature/x\n")
    own, theirs = commit(OTHER, ["4" * 40], "feat: parse dates\n"), commit(THIRD, ["4" * 40], "feat: parse times\n")
    (finding,) = judged(merge, own)
    assert finding.rule.id == "merge-commit"
    assert "this commit merges what the remote already has" in finding.message
    assert finding.commands == ("git rebase origin/main",)
    assert finding.exempt == (Exempt("allow-merges"),)
    (finding,) = judged(merge, own, theirs)
    assert "this commit merges another branch into this one" in finding.message
    assert judged(merge, own, allow_merges=True) == []
    assert judged(merge, own, theirs, into_base=True) == [], "how a feature branch is merged into main"
    assert rules_of(judged(merge, own, into_base=True)) == ["merge-commit"]


def test_merges_are_refused_if_nothing_allows_them() -> None:
    merge = commit(OID, [OTHER, THIRD], "Merge branch 'y' into x\n")
    advice = pushed.Advice("main", "main", [OID, OTHER, THIRD])
    assert rules_of(pushed.check([merge], Rules(), lambda: advice)) == ["merge-commit"]


@pytest.mark.parametrize(
    ("message", "sources"),
    [
        ("feature: parse dates\n", [""]),
        ("[bugfix] parse dates\n", ["", "[bugfix] parse dates"]),
        ("feat : parse dates\n", ["feat : parse dates"]),
        ("feat: parse dates\nand times\n", ["and times"]),
    ],
)
def test_the_line_of_a_problem_is_shown_unless_the_place_shows_it(message: str, sources: list[str]) -> None:
    assert [each.source for each in judged(commit(OTHER, [THIRD], message))] == sources


RECORDS = st.lists(
    st.tuples(st.text("0123456789abcdef", min_size=40, max_size=40), st.integers(0, 3), st.binary(max_size=60))
)


@given(RECORDS, st.integers(1, 7))
def test_the_log_is_parsed_whatever_the_pieces(rows: list[tuple[str, int, bytes]], size: int) -> None:
    rows = [(oid, parents, message.replace(b"\0", b"")) for oid, parents, message in rows]
    data = b"".join(
        f"{oid} {' '.join([OTHER] * parents)}\n".encode() + message + b"\0" for oid, parents, message in rows
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(git_stream, "_chunks", lambda *_: (data[at : at + size] for at in range(0, len(data), size)))
        commits = [pushed.parse(record) for record in git_stream.records(["log"])]
    assert [(each.oid, len(each.parents), os.fsencode(each.message)) for each in commits] == rows


@pytest.mark.parametrize(
    ("parents", "answer", "is_stopped"),
    [("", b"true\n", True), ("", b"false\n", False), (OTHER, None, False), (f"{OTHER} {THIRD}", None, False)],
)
def test_the_first_commit_of_a_shallow_clone_is_no_first_commit(
    monkeypatch: pytest.MonkeyPatch, parents: str, answer: bytes | None, is_stopped: bool
) -> None:
    record = f"{OID} {parents}\nfeat: parse dates\n".encode()
    monkeypatch.setattr(git_stream, "records", lambda _: iter([record, record]))
    asked = {("rev-parse", "--is-shallow-repository"): answer} if answer else {}
    monkeypatch.setattr(git_process, "run", lambda words: asked[tuple(words)])
    found = pushed.log(["HEAD"], [])
    assert [next(found).parents, next(found).parents] == [parents.split()] * 2
    if is_stopped:
        with pytest.raises(Stopped, match="this clone is shallow"):
            next(found)
    else:
        assert list(found) == []


def test_subjects_are_cut_at_sixty_characters() -> None:
    for length, shown in ((60, "x" * 60), (61, "x" * 59 + "\u2026")):
        assert commit(OTHER, [THIRD], "x" * length).place == f'2222222222 "{shown}"'


def known(rules: Rules, *learned: str) -> pushed._Known:
    shortcut = pushed._Known(rules)
    for message in learned:
        shortcut.learn(message)
    return shortcut


LEARNED = "feat(api): parse dates"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("feat(api): parse dates", True), ("feat(api): parse times", True), ("feat(api): times parse", True), ("feat(api): parses times", False),
        ("fix(api): parse dates", False), ("feat: parse dates", False), ("feat(api):  parse dates", False), ("feat(api): -parse dates", False),
        ("feat(api): parse d\u00e4tes", False), ("feat(api): parse dates\t", False), ("feat(api): parse dates\n\nbody", True),
        ("feat(api): parse dates\nbody", False), ("feat(api): parse dates\n\nb\u00f6dy", False), ("feat(api): parse dates\n\nBreaking", False),
        ("feat(api): parse WIP", False), ("feat(api): wip parse", False), ("feat(api): parse (draft)", False), ("feat(api): PARSE times", True),
        ("feat(api): x", False), ("feat(api): update", False),
    ],
)  # fmt: skip
def test_the_shortcut(message: str, expected: bool) -> None:
    assert known(Rules(), LEARNED).passes(message) is expected
    assert not pushed._Known(Rules()).passes(message)


@pytest.mark.parametrize("rules", [Rules(require_ticket="x"), Rules(max_header=72)])
def test_nothing_is_learned_where_a_rule_looks_at_the_whole(rules: Rules) -> None:
    assert not known(rules, LEARNED).passes(LEARNED)


def test_what_is_learned() -> None:
    assert not known(Rules(), "feat(api): x").passes("feat(api): x"), "one letter says nothing"
    assert not known(Rules(), "feat(api): update 1.2").passes("feat(api): update"), "a number is no telling word"
    assert not known(Rules(), "feat (api): parse dates").passes("feat (api): parse dates")
    many = [f"feat: {''.join(chr(97 + int(digit)) for digit in f'{number:05}')}q parse" for number in range(5000)]
    assert known(Rules(), *many[:-1], "feat: sort keys").passes("feat: sort keys"), "with parse, these are 5000 words"
    assert not known(Rules(), *many, "feat: sort keys").passes("feat: sort keys")


def test_what_to_write_comes_last() -> None:
    """A header has no full stop, so what follows it would read as a part of it."""
    again = "Push it again."
    advice = pushed.Advice("main", "main", [OTHER], OID, again=again, again_by_hand=again)
    commits = [commit(OTHER, [THIRD], "feature: parse dates\n"), commit(OID, [OTHER], "feature: parse times\n\nmore\n")]
    notes = [finding.note for finding in pushed.check(commits, Rules(), lambda: advice)]
    assert notes[0].endswith(f"{again} Write: feat: parse dates")
    assert notes[1] == f"{again} Write: feat: parse times"
