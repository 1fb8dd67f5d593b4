"""What is wrong with a message, what corrects it, and what the notes say."""

from __future__ import annotations

import pytest

from backend_standards.commits import TYPES, Rules
from backend_standards.commits.message import fixed, parse, problems
from messages import REFUSED, brief

VALID = """
feat(auth): add JWT token refresh handler
fix(db): correct NULL constraint error in user model
chore(deps): bump boto3 from 1.20.0 to 1.21.0
feat: add login
feat!: drop Python 3.10
feat(api)!: drop v1
fix(a/b): handle null
fix(a, b): handle null
fix(a-b.c_d#1): handle null
fix(\u8a8d\u8a3c): handle null
fix(scope: inner): handle null
fix(two words): handle null
feat: Add login.
feat: \u767b\u5f55\u9875\u652f\u6301\u591a\u8bed\u8a00
feat: \u2728 add login
feat: (experimental) add login
feat: a: b
feat: !important wins
docs: say why \u00abquoted\u00a0\u00bb
fix: handle #12 in titles
chore: initial commit
chore: release 1.2.3
style: run black
test: cover the parser
refactor: split the parser
feat: add a very long description that goes on and on and on and on and on and on and on and on and on and on and on
""".strip().splitlines()


@pytest.mark.parametrize("header", VALID)
def test_valid_header(header: str) -> None:
    assert problems(header, Rules()) == []
    assert problems(f"{header}\n\nbody\n\nRefs: #12", Rules()) == []


@pytest.mark.parametrize(("header", "expected", "corrected"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_header(header: str, expected: str, corrected: str) -> None:
    found = problems(header, Rules())
    assert brief(found) == expected
    assert {problem.corrected for problem in found} == {corrected}
    assert all(problem.message and problem.note for problem in found)
    assert all(problem.note[0].isupper() for problem in found)
    assert fixed(header, Rules()) == corrected


def test_an_alias_means_the_type_that_the_team_uses() -> None:
    rules = Rules(types=("feature", "bugfix", "perf"))
    assert problems("feature: add login", rules) == []
    assert problems("feat: add login", rules)[0].corrected == "feature: add login"
    assert problems("fix: handle null", rules)[0].corrected == "bugfix: handle null"
    assert problems("performance: cache it all", rules)[0].corrected == "perf: cache it all"
    assert problems("docs: say why", rules)[0].corrected == ""


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        pytest.param("\n\nbody\nmore body", "", id="body"),
        pytest.param("\nbody", "missing-blank-line:2", id="no-blank"),
        pytest.param("\nRefs: #1", "missing-blank-line:2", id="footer-without-blank"),
        pytest.param(
            "\n\nbody\n\nReviewed-by: Z\nRefs #123\nSee-also: a\n  b\nBREAKING CHANGE: x\n  y", "", id="footers"
        ),
        pytest.param("\n\nBREAKING-CHANGE: x", "", id="hyphen"),
        pytest.param("\n\nBREAKING CHANGE:\n\nx", "", id="value-below"),
        pytest.param("\n\nbreaking change: x", "breaking-change-footer:3", id="lower"),
        pytest.param("\n\nBreaking Change: x", "breaking-change-footer:3", id="mixed"),
        pytest.param("\n\nBreaking-change: x", "breaking-change-footer:3", id="mixed-hyphen"),
        pytest.param("\n\nBREAKING_CHANGE: x", "breaking-change-footer:3", id="underscore"),
        pytest.param("\n\nBREAKING CHANGES: x", "breaking-change-footer:3", id="plural"),
        pytest.param("\n\nBREAKING CHANGE:x", "breaking-change-footer:3", id="no-space"),
        pytest.param("\n\nBREAKING CHANGE : x", "breaking-change-footer:3", id="space-before"),
        pytest.param("\n\nRefs: #1\nbreaking change: x", "breaking-change-footer:4", id="after-a-footer"),
        pytest.param("\n\n\u0130\n\nbreaking change: x", "breaking-change-footer:5", id="letter-that-grows"),
        pytest.param("\nbreaking change: x", "missing-blank-line:2 breaking-change-footer:2", id="right-below"),
        pytest.param("\n\nBreaking changes:\n- x", "", id="heading"),
        pytest.param("\n\nThis is a\nbreaking change: x", "", id="prose"),
        pytest.param("\n\nbreaking change without a colon", "", id="no-colon"),
        pytest.param("\n\nbreaking change", "", id="nothing-else"),
        pytest.param("\n\nbreaking things: x", "", id="another-word"),
        pytest.param("\n\nbreaking/change: x", "", id="another-sign"),
        pytest.param("\n\nbreaking change for all: x", "", id="more-words"),
        pytest.param("\n\nbreaking changes: x", "breaking-change-footer:3", id="lower-plural"),
        pytest.param("\n\nBREAKING CHANGE: x  ", "", id="blanks-at-the-end"),
        pytest.param("\n\nBREAKING CHANGES", "", id="nothing-else-in-capitals"),
        pytest.param("\n\nbreaking change:\n\nx", "breaking-change-footer:3", id="lower-with-the-value-below"),
        pytest.param("\n\nbreakingchange: x", "", id="one-word"),
        pytest.param("\n\n  breaking change: x", "", id="indented"),
    ],
)
def test_body_and_footers(rest: str, expected: str) -> None:
    found = problems("feat: add login" + rest, Rules())
    assert " ".join(f"{problem.rule.id}:{problem.line}" for problem in found) == expected
    corrected = fixed("feat: add login" + rest, Rules())
    assert bool(corrected) == bool(found)
    assert problems(corrected, Rules()) == []


def test_all_problems_at_once() -> None:
    message = "Feature(): add login\nbody\n\nbreaking change: x"
    found = problems(message, Rules())
    assert [(problem.line, problem.rule.id) for problem in found] == [
        (1, "unknown-commit-type"),
        (1, "invalid-commit-scope"),
        (2, "missing-blank-line"),
        (4, "breaking-change-footer"),
    ]
    assert fixed(message, Rules()) == "feat: add login\n\nbody\n\nBREAKING CHANGE: x"


@pytest.mark.parametrize(
    ("rules", "message", "expected"),
    [
        (Rules(types=("feature",)), "feat: add login", "unknown-commit-type"),
        (Rules(types=(*TYPES, "wip")), "wip: add login", ""),
        (Rules(types=(*TYPES, "wip")), "wip: wip", "work-in-progress"),
        (Rules(types=(*TYPES, "perf")), "perf: cache the parser", ""),
        (Rules(scopes=("auth", "db")), "feat(auth): add login", ""),
        (Rules(scopes=("auth", "db")), "feat(auth,db): add login", ""),
        (Rules(scopes=("auth", "db")), "feat(ui): add login", "unknown-commit-scope"),
        (Rules(scopes=("auth", "db")), "feat: add login", ""),
        (Rules(require_scope=True), "feat: add login", "missing-commit-scope"),
        (Rules(require_scope=True), "feat(ui): add login", ""),
        (Rules(require_scope=True), "Merge branch 'x'", ""),
        (Rules(require_scope=True), "Add login", "commit-header-format"),
        (Rules(max_header=1), "feat: add login", "commit-header-too-long"),
        (Rules(require_ticket=r"ABC-\d+"), "feat: add login", "missing-commit-ticket"),
        (Rules(require_ticket=r"ABC-\d+"), "feat: add login (ABC-1)", ""),
        (Rules(require_ticket=r"ABC-\d+"), "feat: add login\n\nRefs: ABC-1", ""),
        (Rules(max_header=15), "feat: add login", ""),
        (Rules(max_header=14), "feat: add login", "commit-header-too-long"),
        (Rules(max_header=5), "feat: \u767b\u5f55", "commit-header-too-long"),
        (Rules(allow_vague=True), "feat: update", ""),
        (Rules(allow_vague=True), "feat: wip", ""),
    ],
)
def test_rules(rules: Rules, message: str, expected: str) -> None:
    assert " ".join(problem.rule.id for problem in problems(message, rules)) == expected


def test_the_advice_about_unfinished_work_passes() -> None:
    (problem,) = problems("feat: wip", Rules())
    assert problem.note.endswith(" Until then, keep it in git stash or in a fixup! commit.")
    assert problems("fixup! feat: add login", Rules()) == []


@pytest.mark.parametrize("message", ["", "\n", " \n\t\n"])
def test_an_empty_message_is_left_to_git(message: str) -> None:
    assert problems(message, Rules()) == []


def test_a_correction_keeps_the_body() -> None:
    assert fixed("feature: add login\n\nbody", Rules()) == "feat: add login\n\nbody"
    assert fixed("feature: add login\n \nbody", Rules()) == "feat: add login\n \nbody"
    assert fixed("feature: add login\nbody", Rules()) == "feat: add login\n\nbody"
    assert fixed("feature: add login", Rules()) == "feat: add login"


def test_header_below_blank_lines() -> None:
    assert [(problem.line, problem.rule.id) for problem in problems("\nfeature: add login", Rules())] == [
        (2, "unknown-commit-type"),
    ]
    assert [(problem.line, problem.rule.id) for problem in problems("\n \nfeature: add login\nx", Rules())] == [
        (3, "unknown-commit-type"),
        (4, "missing-blank-line"),
    ]


def test_a_breaking_footer_after_one_with_a_number_sign() -> None:
    message = "feat: add a parser for dates\n\nRefs #12\nbreaking change: the old one is gone\n"
    assert [problem.rule.id for problem in problems(message, Rules())] == ["breaking-change-footer"]


@pytest.mark.parametrize("header", ["update", "update stuff", "Fixes #12", "wip"])
def test_no_example_is_offered_that_would_be_refused(header: str) -> None:
    for problem in problems(header, Rules()):
        assert "for example" not in problem.note.lower(), problem.note


@pytest.mark.parametrize(
    ("rules", "message", "pushed", "note"),
    [
        (Rules(require_ticket=r"ABC-\d+"), "feat: add login", False, r"Name a ticket that matches ABC-\d+ in the summary or in a Refs: footer."),
        (Rules(require_scope=True), "feat: add login", False, "Write feat(scope): add login"),
        (Rules(scopes=("auth", "db")), "feat(ui): add login", False, "Write one of auth, db."),
        (Rules(max_header=9), "feat: add login", False, "Write the main point in the header and the rest in the body, after a blank line."),
        (Rules(), "feature: add login", False, "Write feat."),
        (Rules(), "feat: update", False, "Say what is different now, and where. Readers of the log see only this line."),
        (Rules(), "feat: add login\n\nbreaking change: x", False, "Write: BREAKING CHANGE: x"),
        (Rules(), "Revert \"x\"", False, "Keep the body that git revert writes. Or: Write type(scope): description. The scope is optional."),
        (Rules(types=("feat", "fix")), "Add login", False, "Write type(scope): description. The scope is optional. Types are feat, fix. For example: feat: Add login"),
        (Rules(types=("feat", "fix")), "text: add login", False, "Write one of feat, fix."),
        (Rules(types=("feat", "fix")), "feat/fix: add login", False, "Write the type that matters most, or make two commits. Types are feat, fix."),
        (Rules(types=("feat", "fix")), "ABC-1: add login", False, "Write a type before it, such as feat: ABC-1 ... Types are feat, fix."),
        (Rules(types=("feat", "fix")), "revert: add login", False, "Use the message that git revert writes, or a type: feat, fix."),
        (Rules(), "fixup! feat: add login", True, "Run git rebase -i --autosquash before the push."),
        (Rules(), "Merge branch 'x'", True, "Rebase onto the target branch instead of merging it."),
    ],
)  # fmt: skip
def test_notes(rules: Rules, message: str, pushed: bool, note: str) -> None:
    (problem,) = problems(message, rules, pushed=pushed)
    assert problem.note == note


def test_the_columns_of_scopes_and_tickets() -> None:
    (problem,) = problems("feat(ui): add login", Rules(scopes=("auth",)))
    assert (problem.rule.id, problem.column) == ("unknown-commit-scope", 6)
    (problem,) = problems("feat: add login", Rules(require_ticket="ABC"))
    assert problem.column == len("feat: add login")
    (problem,) = problems("feat: add login", Rules(require_scope=True))
    assert problem.column == 5
    *_, problem = problems("[feat] add login", Rules(require_scope=True))
    assert (problem.rule.id, problem.column) == ("missing-commit-scope", 1)
    (problem,) = problems("feat: add login", Rules(max_header=9))
    assert problem.column == 10


@pytest.mark.parametrize(("before", "is_found"), [(1999, True), (2000, False)])
def test_so_many_lines_are_tried_for_a_footer(before: int, is_found: bool) -> None:
    lines = ["feat: add login", "", *["breaking news"] * before, "", "breaking change: x"]
    assert bool(problems("\n".join(lines), Rules())) is is_found


@pytest.mark.parametrize(("before", "is_found"), [(493, True), (494, False)])
def test_so_many_characters_of_a_line_are_searched_for_a_ticket(before: int, is_found: bool) -> None:
    rules = Rules(require_ticket=r"[A-Z]+-\d+")
    body = "x " * (before // 2) + "x" * (before % 2)
    found = [problem.rule.id for problem in problems(f"feat: add login\n\n{body} SHOP-1", rules)]
    assert ("missing-commit-ticket" not in found) is is_found


@pytest.mark.parametrize(("number", "found"), [(19, 19), (20, 20), (21, 20)])
def test_so_many_wrong_footers_are_reported(number: int, found: int) -> None:
    message = "feat: add login\n\n" + "\n\n".join(["breaking change: x"] * number)
    assert len(problems(message, Rules())) == found


@pytest.mark.parametrize(("length", "shown"), [(43, "x" * 43), (44, "x" * 40 + "...")])
def test_a_long_footer_is_shortened(length: int, shown: str) -> None:
    (problem,) = problems(f"feat: add login\n\nbreaking change: {'x' * length}", Rules())
    assert problem.note == f"Write: BREAKING CHANGE: {shown}"


@pytest.mark.parametrize(
    ("previous", "is_footer"),
    [("Refs: #1", True), ("See-also: x", True), ("Refs #1", True), ("See this: x", False), ("It is", False), ("breaking change: x", True), ("x", False), ("Thanks", False)],
)  # fmt: skip
def test_what_a_footer_may_follow(previous: str, is_footer: bool) -> None:
    found = problems(f"feat: add login\n\nbody\n{previous}\nbreaking change: y", Rules())
    assert any(each.line == 5 for each in found) is is_footer


@pytest.mark.parametrize(
    "header",
    [
        "feat",
        ": add login",
        "feat(: add login",
        "feat(a: add login",
        "feat(a) add: login",
        "feat(a(b): add login",
        "feat(\u200b): add login",
        "fe at: add login",
        "feat:  add",
        "feat: ",
        "feat:",
    ],
)
def test_headers_that_break_the_grammar(header: str) -> None:
    assert parse(header) is None


def test_parts_of_a_header() -> None:
    assert parse("feat: add login") == ("feat", "", "add login")
    assert parse("feat!: add login") == ("feat", "", "add login")
    assert parse("feat(a, b)!: add (x): y") == ("feat", "a, b", "add (x): y")
    assert parse("my-type_2: add login") == ("my-type_2", "", "add login")
