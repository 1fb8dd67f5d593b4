from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend_standards.check_commit_message import check, main
from backend_standards.commits import cleanup, message_file
from backend_standards.commits.cleanup import Settings, stored
from backend_standards.commits.message import TYPES, Problem, Rules, fixed, problems
from support import Repository

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

# header; the rules and columns of what is wrong; the corrected header, or nothing.
REFUSED = [
    ("feature: add login", "unknown-commit-type:1", "feat: add login"),
    ("features(ui): add login", "unknown-commit-type:1", "feat(ui): add login"),
    ("bugfix: handle null", "unknown-commit-type:1", "fix: handle null"),
    ("bug: handle null", "unknown-commit-type:1", "fix: handle null"),
    ("hotfix(db)!: handle null", "unknown-commit-type:1", "fix(db)!: handle null"),
    ("Bug Fix: handle null", "unknown-commit-type:1", "fix: handle null"),
    ("doc: say why", "unknown-commit-type:1", "docs: say why"),
    ("documentation: say why", "unknown-commit-type:1", "docs: say why"),
    ("tests: cover the parser", "unknown-commit-type:1", "test: cover the parser"),
    ("perf: cache the parser", "unknown-commit-type:1", "refactor: cache the parser"),
    ("build: pin hatchling", "unknown-commit-type:1", "chore: pin hatchling"),
    ("ci: run on 3.14", "unknown-commit-type:1", "chore: run on 3.14"),
    ("Feat: add login", "unknown-commit-type:1", "feat: add login"),
    ("FIX: handle null", "unknown-commit-type:1", "fix: handle null"),
    ("faet: add login", "unknown-commit-type:1", "feat: add login"),
    ("fxi: handle null", "unknown-commit-type:1", "fix: handle null"),
    ("refacter: split the parser", "unknown-commit-type:1", "refactor: split the parser"),
    ("choer: pin hatchling", "unknown-commit-type:1", "chore: pin hatchling"),
    ("text: add login", "unknown-commit-type:1", ""),
    ("release: 1.2.3", "unknown-commit-type:1", ""),
    ("Update: the parser", "unknown-commit-type:1", ""),
    ("feat/fix: add login", "unknown-commit-type:1", ""),
    ("feat,fix: add login", "unknown-commit-type:1", ""),
    ("feature/login: add a page", "unknown-commit-type:1", "feat(login): add a page"),
    ("hotfix/ABC-1: handle null", "unknown-commit-type:1", "fix(ABC-1): handle null"),
    ("ABC-123: add login", "unknown-commit-type:1", ""),
    ("revert: feat: add login", "unknown-commit-type:1", ""),
    ("feat/auth: add login", "unknown-commit-type:1", "feat(auth): add login"),
    ("feat:add login", "commit-header-spacing:6", "feat: add login"),
    ("feat:  add login", "commit-header-spacing:6", "feat: add login"),
    ("feat : add login", "commit-header-spacing:5", "feat: add login"),
    ("feat (auth): add login", "commit-header-spacing:5", "feat(auth): add login"),
    ("feat(auth) : add login", "commit-header-spacing:11", "feat(auth): add login"),
    (" feat: add login", "commit-header-spacing:1", "feat: add login"),
    ("feature :add login", "unknown-commit-type:1 commit-header-spacing:8 commit-header-spacing:10", "feat: add login"),
    ("feat!(auth): drop v1", "commit-header-format:5", "feat(auth)!: drop v1"),
    ("feat:! drop v1", "commit-header-format:6", "feat!: drop v1"),
    ("feat!!: drop v1", "commit-header-format:5", "feat!: drop v1"),
    ("feat:: add login", "commit-header-format:6", "feat: add login"),
    ("feat(): add login", "invalid-commit-scope:5", "feat: add login"),
    ("feat(  ): add login", "invalid-commit-scope:5", "feat: add login"),
    ("feat[auth]: add login", "invalid-commit-scope:5", "feat(auth): add login"),
    ("feat(a(b)): add login", "invalid-commit-scope:5", ""),
    ("feat(a)(b): add login", "invalid-commit-scope:5", ""),
    ("feat(auth: add login", "invalid-commit-scope:5", "feat(auth): add login"),
    ("[feat] add login", "commit-header-format:1", "feat: add login"),
    ("[bugfix] handle null", "commit-header-format:1 unknown-commit-type:2", "fix: handle null"),
    ("feat(auth) add login", "commit-header-format:11", "feat(auth): add login"),
    ("feat add login", "commit-header-format:5", "feat: add login"),
    ("feat(auth)add login", "commit-header-format:11", "feat(auth): add login"),
    ("feat(auth)!add login", "commit-header-format:12", "feat(auth)!: add login"),
    ("feat>: add login", "commit-header-format:1", ""),
    ("!feat: drop v1", "commit-header-format:1", "feat!: drop v1"),
    ('"feat: add login"', "commit-header-format:1", "feat: add login"),
    ("feat - add login", "commit-header-format:5", "feat: add login"),
    ("feat; add login", "commit-header-format:5", "feat: add login"),
    ("[ABC-123] feat: add login", "commit-header-format:1", "feat: [ABC-123] add login"),
    ("ABC-123: feat: add login", "commit-header-format:1", "feat: ABC-123 add login"),
    ("#12 fix: handle null", "commit-header-format:1", "fix: #12 handle null"),
    ("\u2728 feat: add login", "commit-header-format:1", "feat: \u2728 add login"),
    (":sparkles: feat: add login", "commit-header-format:1", "feat: :sparkles: add login"),
    ("- feat: add login", "commit-header-format:1", "feat: add login"),
    ("Add login", "commit-header-format:1", ""),
    ("fix the broken link", "commit-header-format:1", ""),
    ("Merge conflicts fixed", "commit-header-format:1 vague-summary:1", ""),
    ("Merged the login branch", "commit-header-format:1", ""),
    ("Revert the login page", "commit-header-format:1", ""),
    ("BREAKING CHANGE: drop v1", "commit-header-format:1", ""),
    ("wip", "commit-header-format:1 work-in-progress:1", ""),
    ("update", "commit-header-format:1 vague-summary:1", ""),
    ("WIP add login", "commit-header-format:1 work-in-progress:1", ""),
    ("WIP feat: add login", "commit-header-format:1 work-in-progress:1", ""),
    ("wip: add login", "unknown-commit-type:1 work-in-progress:6", ""),
    ("feat: wip", "work-in-progress:7", ""),
    ("feat(ui): update", "vague-summary:11", ""),
    ("feature: update", "unknown-commit-type:1 vague-summary:10", ""),
    ("feat:", "empty-commit-description:6", ""),
    ("feat(auth):", "empty-commit-description:12", ""),
    ("feat: \u200b", "empty-commit-description:6", ""),
    ("feat\uff1aadd login", "commit-header-character:5 commit-header-spacing:6", "feat: add login"),
    ("feat\uff1a add login", "commit-header-character:5", "feat: add login"),
    (
        "feat\uff08auth\uff09: add login",
        "commit-header-character:5 commit-header-character:10",
        "feat(auth): add login",
    ),
    ("feat:\u00a0add login", "commit-header-character:6", "feat: add login"),
    ("feat:\tadd login", "commit-header-character:6", "feat: add login"),
    ("feat: \u00a0add login", "commit-header-character:7", "feat: add login"),
    ("feat\u200b: add login", "commit-header-character:5", "feat: add login"),
    ("feat: \u200badd login", "commit-header-character:7", "feat: add login"),
    ("\ufefffeat: add login", "commit-header-character:1", "feat: add login"),
    ("f\u0435at: add login", "commit-header-character:2", "feat: add login"),
    ("fi\u0445: handle null", "commit-header-character:3", "fix: handle null"),
    ("\uff46eat: add login", "commit-header-character:1", "feat: add login"),
]


def brief(found: list[Problem]) -> str:
    return " ".join(f"{problem.rule}:{problem.column}" for problem in found)


@pytest.mark.parametrize("header", VALID)
def test_valid_header(header: str) -> None:
    assert problems(header, Rules()) == []
    assert problems(f"{header}\n\nbody\n\nRefs: #12", Rules()) == []


@pytest.mark.parametrize(("header", "expected", "corrected"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_header(header: str, expected: str, corrected: str) -> None:
    found = problems(header, Rules())
    assert brief(found) == expected
    assert {problem.corrected for problem in found} == {corrected}
    assert all(problem.message and problem.fix for problem in found)
    assert fixed(header, Rules()) == corrected


def test_an_alias_stands_for_the_type_that_is_in_use() -> None:
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
        pytest.param("\n\nRefs: #1\nbreaking change: x", "breaking-change-footer:4", id="behind-a-footer"),
        pytest.param("\n\n\u0130\n\nbreaking change: x", "breaking-change-footer:5", id="letter-that-grows"),
        pytest.param("\nbreaking change: x", "missing-blank-line:2 breaking-change-footer:2", id="right-below"),
        pytest.param("\n\nBreaking changes:\n- x", "", id="heading"),
        pytest.param("\n\nThis is a\nbreaking change: x", "", id="prose"),
        pytest.param("\n\nbreaking change without a colon", "", id="no-colon"),
        pytest.param("\n\nbreakingchange: x", "", id="one-word"),
        pytest.param("\n\n  breaking change: x", "", id="indented"),
    ],
)
def test_body_and_footers(rest: str, expected: str) -> None:
    found = problems("feat: add login" + rest, Rules())
    assert " ".join(f"{problem.rule}:{problem.line}" for problem in found) == expected
    mended = fixed("feat: add login" + rest, Rules())
    assert bool(mended) == bool(found)
    assert problems(mended, Rules()) == []


def test_all_problems_at_once() -> None:
    message = "Feature(): add login\nbody\n\nbreaking change: x"
    found = problems(message, Rules())
    assert [(problem.line, problem.rule) for problem in found] == [
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
    assert " ".join(problem.rule for problem in problems(message, rules)) == expected


def test_unfinished_work_is_sent_only_where_it_passes() -> None:
    (problem,) = problems("feat: wip", Rules())
    assert problem.fix.endswith("git stash, or in a fixup! commit")
    assert problems("fixup! feat: add login", Rules()) == []


MERGES = """
Merge branch 'x'
Merge branch 'x' into y
Merge branch 'feature/x' into 'main'
Merge branch 'x' of https://example.com/o/r into y
Merge branch 'main' of example.com:o/r
Merge branch 'x' (early part)
Merge branches 'a' and 'b'
Merge branches 'a', 'b' and 'c' into next
Merge remote-tracking branch 'origin/x'
Merge remote-tracking branches 'origin/a' and 'origin/b' into x
Merge tag 'v1.2' into x
Merge tags 'a' and 'b'
Merge commit '0f3c9a1'
Merge commits 'a' and 'b' into x
Merge branch 'a', tag 'b'
Merge branch 'a' of ../other; branch 'b' of ../third
Merge HEAD of ../other
Merge ../other
Merge https://example.com/o/r into x
Merge 0123456789abcdef0123456789abcdef01234567 into 0123456789abcdef0123456789abcdef01234568
Merge pull request #12 from o/x
Merge commit from fork
Merge commit '0f3c9a1' as 'vendor/x'
Merge pull request 'Add login' (#12) from o/x into main
Merge pull request #12 in PRJ/repo from x to main
Pull request #12: Add login
Merged in feature/x (pull request #12)
Merged PR 12: Add login
Merge "Add login" into stable
""".strip().splitlines()


@pytest.mark.parametrize("header", MERGES)
def test_merges(header: str) -> None:
    assert problems(header, Rules()) == []
    assert problems(f"{header}\n\n* x: add login\n", Rules()) == []
    assert brief(problems(header, Rules(), pushed=True)) == "merge-commit:1"


@pytest.mark.parametrize(
    "header",
    """
Merge x into y
Merge branch x
Merge the login branch
Merge conflicts fixed
Merge branch 'x' and fix the tests
Merge: add login
Merged x
Merge
Merging 'x'
merge branch 'x'
Pull request 12
""".strip().splitlines(),
)
def test_what_only_looks_like_a_merge(header: str) -> None:
    assert problems(header, Rules()) != []


@pytest.mark.parametrize(
    ("message", "is_right"),
    [
        ('Revert "feat: add login"\n\nThis reverts commit 0f3c9a1.', True),
        ('Revert "feat: add login"\n\nThis reverts commit ' + "0f" * 20 + ".", True),
        ('Revert "feat: add login"\n\nThis reverts commit ' + "0f" * 32 + ".", True),
        ('Revert "x"\n\nThis reverts commit 0f3c9a1, reversing\nchanges made to 0f3c9a2.', True),
        ('Revert "x"\n\nThis reverts commit 0f3c9a1 (feat: add login, 2024-01-02).', True),
        ('Reapply "x"\n\nThis reverts commit 0f3c9a1.', True),
        ('Revert "Revert "x""\n\nIt works.\n\nThis reverts commit 0f3c9a1.', True),
        ('Revert "x" (#12)\n\nReverts o/r#11', True),
        ('Revert "x"\n\nThis reverts merge request !12', True),
        ('Revert "x"', False),
        ('Revert "x"\n\nIt broke the build.', False),
        ("Revert x\n\nThis reverts commit 0f3c9a1.", False),
    ],
)
def test_reverts(message: str, is_right: bool) -> None:
    assert (problems(message, Rules()) == []) is is_right
    assert (problems(message, Rules(), pushed=True) == []) is is_right


def test_a_title_has_no_body() -> None:
    assert problems('Revert "x"', Rules(), title=True) == []
    assert problems("Revert x", Rules(), title=True) != []


@pytest.mark.parametrize("word", ["fixup!", "squash!", "amend!"])
def test_autosquash(word: str) -> None:
    assert problems(f"{word} anything", Rules()) == []
    assert brief(problems(f"{word} anything", Rules(), pushed=True)) == "autosquash-commit:1"
    assert problems(f"{word}x", Rules()) != []


@pytest.mark.parametrize("message", ["", "\n", " \n\t\n"])
def test_an_empty_message_is_left_to_git(message: str) -> None:
    assert problems(message, Rules()) == []


def test_header_below_blank_lines() -> None:
    assert [(problem.line, problem.rule) for problem in problems("\n \nfeature: add login\nx", Rules())] == [
        (3, "unknown-commit-type"),
        (4, "missing-blank-line"),
    ]


# --- what git stores --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "settings", "expected"),
    [
        pytest.param(b"a\n# b\n", Settings(editor=True), "a", id="comment"),
        pytest.param(b"a\n# b\n", Settings(editor=False), "a\n# b", id="no-editor"),
        pytest.param(b"a\n# b\n", Settings(editor=False, cleanup="strip"), "a", id="strip"),
        pytest.param(b"a\n# b\n", Settings(editor=True, cleanup="whitespace"), "a\n# b", id="whitespace"),
        pytest.param(b"\na \n\n\n# b\n", Settings(editor=True, cleanup="verbatim"), "\na \n\n\n# b\n", id="verbatim"),
        pytest.param(b"a\n# b\n", Settings(editor=True, cleanup="nonsense"), "a", id="unknown-mode"),
        pytest.param(b"\n \na \t\r\n\n\n\nb\n\n \n", Settings(editor=False), "a\n\nb", id="blanks"),
        pytest.param(b"a\n#c\n\n#d\n\nb", Settings(editor=True), "a\n\nb", id="comments-between"),
        pytest.param(b"a\r\n\r\nb\r\n", Settings(editor=False), "a\n\nb", id="crlf"),
        pytest.param(b"a\n;b\n#c", Settings(editor=True, comment=";"), "a\n#c", id="comment-char"),
        pytest.param(b"a\n//b\n/c", Settings(editor=True, comment="//"), "a\n/c", id="comment-string"),
        pytest.param(b"#a\n\n; Please\n;\n", Settings(editor=True, comment="auto"), "#a", id="auto"),
        pytest.param(b"a\n\n# Please\n", Settings(editor=True, comment="auto"), "a", id="auto-hash"),
        pytest.param(b"a\n# -{24} >8 -{24}\nb\n", Settings(editor=True), "a\nb", id="no-scissors"),
        pytest.param(
            b"a\n# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n", Settings(editor=True), "a", id="scissors"
        ),
        pytest.param(
            b"# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n", Settings(editor=True), "", id="scissors-first"
        ),
        pytest.param(
            b"a\n# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n",
            Settings(editor=False, cleanup="scissors"),
            "a\n# " + "-" * 24 + " >8 " + "-" * 24 + "\nb",
            id="scissors-without-editor",
        ),
        pytest.param("\u4fee\u590d".encode("gbk"), Settings(editor=True, encoding="GBK"), "\u4fee\u590d", id="gbk"),
        pytest.param(b"\xe9t\xe9", Settings(editor=True, encoding="ISO-8859-1"), "\u00e9t\u00e9", id="latin-1"),
        pytest.param("\u8a8d\u8a3c".encode("shift-jis"), Settings(editor=True, encoding="SHIFT-JIS"), "\u8a8d\u8a3c", id="sjis"),
        pytest.param(b"\xef\xbb\xbfa", Settings(editor=True), "\ufeffa", id="bom"),
    ],
)  # fmt: skip
def test_stored(data: bytes, settings: Settings, expected: str) -> None:
    assert stored(data, settings).text == expected
    assert stored(data, settings).fault is None


@pytest.mark.parametrize(
    ("data", "encoding", "place", "text"),
    [
        pytest.param(b"a\nb\xff\n", "utf-8", (2, 2), "byte 4 (0xff) is not UTF-8", id="utf-8"),
        pytest.param(b"\xc3\xa9\xff", "UTF-8", (1, 2), "byte 3 (0xff) is not UTF-8", id="column"),
        pytest.param(b"a\x81\n", "ascii", (1, 2), "byte 2 (0x81) is not ascii", id="declared"),
        pytest.param(b"a\nb\0", "utf-8", (2, 2), "byte 4 is NUL", id="nul"),
        pytest.param("feat: add login".encode("utf-16"), "utf-8", (1, 4), "UTF-16", id="utf-16"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, encoding: str, place: tuple[int, int], text: str) -> None:
    fault = stored(data, Settings(editor=False, encoding=encoding)).fault
    assert fault is not None
    assert fault[:2] == place
    assert text in fault[2]
    assert fault[3]


def test_undeclared_bytes_are_one_finding() -> None:
    for text in ("\u4fee\u590d", "\u4fee\u590d\u767b\u5f55 null", "null \u4fee"):
        message = stored(f"fix: {text}\n".encode("gbk"), Settings(editor=False))
        assert [each.rule for each in check("m", message, Rules())] == ["commit-message-encoding"]


def test_findings_name_the_line_of_the_file() -> None:
    message = stored(b"# c\n\n#d\nfeature: add login\n# e\nbody\n#f\n\n\nbreaking change: x\n", Settings(editor=True))
    assert [(each.line, each.column, each.rule, each.source) for each in check("m", message, Rules())] == [
        (4, 1, "unknown-commit-type", "feature: add login"),
        (6, 1, "missing-blank-line", "body"),
        (10, 1, "breaking-change-footer", "breaking change: x"),
    ]


@pytest.mark.parametrize(
    ("data", "editor", "expected"),
    [
        (b"feat: add login\n", False, True),
        (b"feat: add login\n\n- bullet\n# x\n", False, True),
        ("feat: \u767b\u5f55\n".encode(), False, True),
        (b"feat: add login\n# Please\n", True, False),
        (b"# feat: add login\n", False, False),
        (b"\nfeat: add login\n", False, False),
        (b"feat: \xff\n", False, False),
        (b"feat: \x1b$B\n", False, False),
        (b"feat: a\0b\n", False, False),
        (b"feat: add login\n\n# --- >8 ---\n", True, False),
        (b"", False, False),
    ],
)
def test_git_is_asked_only_where_it_matters(data: bytes, editor: bool, expected: bool) -> None:
    assert cleanup.is_plain(data, editor=editor) is expected


# --- the command ------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    code = main(argv)
    out, error = capsys.readouterr()
    return code, out + error


@pytest.mark.parametrize(
    ("argv", "message", "code"),
    [
        (["--types=feature,bugfix"], "feature: add login", 0),
        (["--types=feature", "--types", "bugfix"], "bugfix: handle null", 0),
        (["--types=feature"], "feat: add login", 1),
        (["--extra-types=perf,ci"], "ci: run on 3.14", 0),
        (["--extra-types=perf"], "feat: add login", 0),
        (["--scopes=auth, db"], "feat(db): add login", 0),
        (["--scopes=auth"], "feat(db): add login", 1),
        (["--require-scope"], "feat: add login", 1),
        (["--require-ticket=[A-Z]+-[0-9]+"], "feat: add login", 1),
        (["--require-ticket=[A-Z]+-[0-9]+"], "feat: add login, ABC-1", 0),
        (["--max-header=10"], "feat: add login", 1),
        (["--max-header=10", "--max-header=100"], "feat: add login", 0),
        (["--allow-vague"], "feat: update", 0),
        (["--pushed"], "fixup! feat: add login", 1),
        ([], "fixup! feat: add login", 0),
        ([], 'Revert "feat: add login"', 0),
        ([], "feat: add login\n# no comment", 1),
        ([], " ", 1),
    ],
)
def test_options(capsys: pytest.CaptureFixture[str], argv: list[str], message: str, code: int) -> None:
    assert run(capsys, *argv, f"--message={message}")[0] == code


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--max-header=x", "--message=x"], "'x' is no number of characters"),
        (["--max-header=0", "--message=x"], "'0' is no number of characters"),
        (["--require-ticket=(", "--message=x"], "'(' is no regular expression"),
        (["--types=a b", "--message=x"], "'a b' cannot be a type"),
        (["--message="], "option --message needs a value"),
        (["nowhere"], "nowhere: no such file"),
        (["--tpyes=a"], "did you mean '--types'?"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], argv: list[str], message: str) -> None:
    code, out = run(capsys, *argv)
    assert (code, message in out) == (2, True), out


def test_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.backend-standards.check-commit-message]\nextra-types = ["perf"]\nmax-header = 30\nrequire-ticket = "#[0-9]+"\n'
    )
    assert run(capsys, "--message=perf: cache the parser, #1")[0] == 0
    assert run(capsys, "--message=perf: cache the parser")[0] == 1
    assert run(capsys, "--message=perf: cache the parser of the parser, #1")[0] == 1


def test_output(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("m", "Feature(): add \u767b\u5f55\nbody\n")
    assert run(capsys, "m") == (
        1,
        """m:1:1: unknown-commit-type: 'Feature' is no type of commit; feat is the word for that
    Feature(): add \u767b\u5f55
    ^
    fix: write feat: add \u767b\u5f55
m:1:8: invalid-commit-scope: the scope is empty
    Feature(): add \u767b\u5f55
           ^
    fix: write the part that changes in one pair of parentheses, such as (auth), or leave them out
m:2:1: missing-blank-line: the header and the body are not parted by an empty line
    body
    ^
    fix: put an empty line above this one
""",
    )


def test_standard_input_and_several_files(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("a", "feature: add login\n")
    repository.write("b", "feat: add login\n")
    repository.write("c", "Add login\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"bugfix: handle null\n")))
    code, out = run(capsys, "a", "b", "c", "-")
    assert code == 1
    assert [line.split(" ")[0] for line in out.splitlines() if line[0] != " "] == ["-:1:1:", "a:1:1:", "c:1:1:"]


def test_fix_writes_the_message_and_fails_once(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.write("m", "Feature: add login\nbody\n")
    code, out = run(capsys, "--fix", "m")
    assert code == 1
    assert "check-commit-message: mended m\n" in out
    assert file.read_text() == "feat: add login\n\nbody\n"
    assert run(capsys, "--fix", "m") == (0, "")


def test_fix_leaves_what_it_cannot_mend(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.write("m", "Feature: update\nbody\n")
    assert run(capsys, "--fix", "m")[0] == 1
    assert file.read_text() == "Feature: update\nbody\n"


def test_no_git_is_needed_for_a_plain_file(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("m", "feature: add login\n")
    monkeypatch.setenv("PATH", "")
    assert run(capsys, "m")[0] == 1
    repository.write("COMMIT_EDITMSG", "feature: add login\n")
    assert run(capsys, "COMMIT_EDITMSG")[0] == 2


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(capsys, "-")[0] == 2


def test_without_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "--") == (
        2,
        "check-commit-message: error: no message to check: give a file, - for standard input, or --message=TEXT\n",
    )


# --- real git ---------------------------------------------------------------------------------------

HOOK = f"#!/bin/sh\nexec '{sys.executable}' -m backend_standards.check_commit_message \"$@\"\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the git hook and the editors are shell scripts")


class Committer(Repository):
    """A repository with the hook, in which each commit changes a file."""

    def __init__(self, path: Path, *arguments: str) -> None:
        super().__init__(path)
        self.install("--", *arguments) if not arguments else self.install(*arguments, "--")
        self.count = 0

    def install(self, *arguments: str) -> None:
        folder = Path(self.git("rev-parse", "--git-path", "hooks").strip())
        file = self.path / folder / "commit-msg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(HOOK.replace('"$@"', " ".join(f"'{each}'" for each in arguments) + ' "$@"'))
        file.chmod(0o755)

    def commit(self, *arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str]:
        self.count += 1
        self.add("file", f"{self.count}\n")
        return self.try_git("commit", *arguments, stdin=stdin, **environment)

    def try_git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **environment},
        )
        return done.returncode, os.fsdecode(done.stdout + done.stderr)

    @property
    def message(self) -> str:
        return self.git("-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--format=%B").strip()


def editor(folder: Path, text: bytes, *, append: bool = False) -> str:
    """Return an editor that puts a text in front of what git wrote, or behind it."""
    words, script = folder / "text", folder / "editor"
    words.write_bytes(text)
    order = '"$1" "$0.text"' if append else '"$0.text" "$1"'
    words.rename(folder / "editor.text")
    script.write_text(f'#!/bin/sh\ncat {order} > "$1.new" && mv "$1.new" "$1"\n')
    script.chmod(0o755)
    return shlex.quote(str(script))


@pytest.fixture
def committer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Committer:
    (tmp_path / "committer").mkdir()
    monkeypatch.chdir(tmp_path / "committer")
    return Committer(tmp_path / "committer")


def test_commit_with_m_and_f(committer: Committer) -> None:
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert committer.commit("-m", "feat: add login", "-m", "body", "-m", "Refs: #1")[0] == 0
    assert committer.commit("-F", "-", stdin=b"\n\nfix: handle null  \r\n\r\nbody\r\n\n\n")[0] == 0
    assert committer.message == "fix: handle null\n\nbody"
    code, out = committer.commit("-m", "feature: add login")
    assert code == 1
    assert ".git/COMMIT_EDITMSG:1:1: unknown-commit-type: " in out
    assert "fix: write feat: add login" in out
    # Without an editor git keeps lines with #, so they are text.
    assert committer.commit("-m", "#12 handle null")[0] == 1
    assert committer.commit("-m", "fix: handle null\n# not a comment")[0] == 1
    assert committer.commit("-m", "fix: handle null\n\n# not a comment")[0] == 0
    assert committer.message.endswith("# not a comment")
    assert "Aborting commit due to empty" in committer.commit("-m", "")[1]


def test_amend_and_no_edit(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    assert committer.commit("--amend", "--no-edit")[0] == 0
    assert committer.commit("--amend", "-m", "update")[0] == 1
    assert committer.message == "feat: add login"


def test_the_editor_and_its_comments(committer: Committer, tmp_path: Path) -> None:
    right = editor(tmp_path, b"# a note\nfeat: add login\n")
    assert committer.commit(GIT_EDITOR=right)[0] == 0
    assert committer.message == "feat: add login"
    assert committer.commit("-v", GIT_EDITOR=right)[0] == 0
    assert committer.commit("-v", "--cleanup=scissors", GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    code, out = committer.commit("-v", GIT_EDITOR=editor(tmp_path, b"# a note\n\nfeature: add login\n"))
    assert code == 1
    assert "COMMIT_EDITMSG:3:1: unknown-commit-type" in out
    code, out = committer.commit(GIT_EDITOR=editor(tmp_path, b""))
    assert "Aborting commit due to empty commit message" in out


def test_comment_characters(committer: Committer, tmp_path: Path) -> None:
    committer.git("config", "core.commentChar", ";")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"; a note\nfeat: add login\n"))[0] == 0
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"# no note\n\nfeat: add login\n"))[0] == 1
    committer.git("config", "core.commentChar", "auto")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    # The message that is edited has a # in front, so git takes the next character for its own lines.
    code, out = committer.commit("-e", "-m", "feat: add login", "-m", "# x", GIT_EDITOR=editor(tmp_path, b"; a note\n"))
    assert code == 0, out
    assert committer.message == "feat: add login\n\n# x"


def test_cleanup_setting(committer: Committer, tmp_path: Path) -> None:
    committer.git("config", "commit.cleanup", "strip")
    assert committer.commit("-m", "# a note\nfeat: add login")[0] == 0
    assert committer.message == "feat: add login"
    committer.git("config", "commit.cleanup", "scissors")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    assert committer.message == "feat: add login"
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"#12 add login\n"))[0] == 1


@pytest.mark.parametrize(
    ("encoding", "text"), [("GBK", "\u4fee\u590d\u767b\u5f55"), ("ISO-8859-1", "\u00e9t\u00e9"), ("SHIFT-JIS", "\u8a8d\u8a3c\u3092\u76f4\u3059")]
)  # fmt: skip
def test_declared_encodings(committer: Committer, encoding: str, text: str) -> None:
    data = f"fix: {text}\n".encode(encoding)
    code, out = committer.commit("-F", "-", stdin=data)
    assert code == 1
    assert "COMMIT_EDITMSG:1:6: commit-message-encoding: byte 6 (0x" in out
    assert "git config i18n.commitEncoding" in out
    committer.git("config", "i18n.commitEncoding", encoding)
    assert committer.commit("-F", "-", stdin=data)[0] == 0
    assert committer.message == f"fix: {text}"
    # What is kept of a refused message is in the encoding, too.
    folder = committer.path / ".git/backend-standards/refused-messages"
    before = set(folder.iterdir())
    code, out = committer.commit("-F", "-", stdin=data.replace(b"fix", b"bug"))
    assert code == 1
    (kept,) = set(folder.iterdir()) - before
    assert kept.read_bytes() == data.replace(b"fix", b"bug")


def test_byte_order_mark(committer: Committer) -> None:
    code, out = committer.commit("-F", "-", stdin=b"\xef\xbb\xbffeat: add login\n")
    assert code == 1
    assert "U+FEFF" in out
    assert "fix: write feat: add login\n" in out


def test_merge_revert_and_reapply(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("checkout", "-qb", "other")
    committer.add("other", "x")
    committer.git("commit", "-qm", "feat: add sorting")
    committer.git("checkout", "-q", "main")
    committer.commit("-m", "fix: handle null")
    assert committer.try_git("merge", "--no-ff", "--no-edit", "other")[0] == 0
    code, out = committer.try_git("revert", "--no-edit", "-m1", "HEAD")
    assert code == 0, out
    assert committer.message.startswith("Revert \"Merge branch 'other'\"")
    assert committer.try_git("revert", "--no-edit", "HEAD")[0] == 0
    code, out = committer.try_git("merge", "--no-ff", "-m", "Merge it", "HEAD~2")
    assert "Already up to date" in out
    committer.git("checkout", "-qb", "third")
    committer.add("third", "x")
    committer.git("commit", "-qm", "feat: add search")
    committer.git("checkout", "-q", "main")
    code, out = committer.try_git("merge", "--no-ff", "-m", "Merge it", "third")
    assert code != 0
    assert "MERGE_MSG:1:1: commit-header-format" in out
    assert "git commit -e -F " in out


def test_conflicts_and_rebase(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("checkout", "-qb", "other")
    committer.commit("-m", "feat: add sorting")
    committer.commit("-m", "fixup! feat: add sorting")
    committer.git("checkout", "-q", "main")
    committer.add("file", "mine\n")
    assert committer.try_git("commit", "-m", "fix: handle null")[0] == 0
    assert committer.try_git("merge", "other", GIT_EDITOR="true")[0] != 0
    committer.add("file", "both\n")
    # git's own merge message with its comment on the conflicts
    assert committer.try_git("commit", "--no-edit")[0] == 0
    committer.git("reset", "-q", "--hard", "other")
    done = committer.try_git("rebase", "-i", "--autosquash", "HEAD~2", GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true")
    assert done[0] == 0, done
    assert committer.message == "feat: add sorting"
    committer.commit("-m", "squash! feat: add sorting", "-m", "more")
    done = committer.try_git("rebase", "-i", "--autosquash", "HEAD~2", GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true")
    assert done[0] == 0, done


def test_worktree_and_submodule(committer: Committer, tmp_path: Path) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "tree")
    done = subprocess.run(
        ["git", "commit", "--allow-empty", "-m", "update"], cwd=tmp_path / "tree", capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    kept = list((committer.path / ".git/worktrees/tree/backend-standards/refused-messages").iterdir())
    assert [file.read_text() for file in kept] == ["update\n"]
    assert str(kept[0]) in done.stdout + done.stderr

    (tmp_path / "inner").mkdir()
    Repository(tmp_path / "inner").git("commit", "--allow-empty", "-qm", "feat: add login")
    committer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "inner"), "sub")
    inner = committer.path / ".git/modules/sub"
    (inner / "hooks").mkdir(exist_ok=True)
    (inner / "hooks/commit-msg").write_text(HOOK)
    (inner / "hooks/commit-msg").chmod(0o755)
    done = subprocess.run(
        ["git", "commit", "--allow-empty", "-m", "update"], cwd=committer.path / "sub", capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert len(list((inner / "backend-standards/refused-messages").iterdir())) == 1


def test_sha256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r").mkdir()
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    committer = Committer(tmp_path / "r")
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert len(committer.git("rev-parse", "HEAD").strip()) == 64
    committer.commit("-m", "fix: handle null")
    assert committer.try_git("revert", "--no-edit", "HEAD")[0] == 0
    assert committer.message.startswith('Revert "fix: handle null"')


def test_a_refused_message_is_kept_and_the_printed_command_commits_it(committer: Committer, tmp_path: Path) -> None:
    code, out = committer.commit("-m", "feature: add login", "-m", "A body that took long to write.")
    assert code == 1
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("git commit"))
    mend = tmp_path / "mend"
    mend.write_text('#!/bin/sh\nsed -i.bak s/feature/feat/ "$1"\n')
    mend.chmod(0o755)
    done = subprocess.run(
        command, shell=True, cwd=committer.path, env={**os.environ, "GIT_EDITOR": shlex.quote(str(mend))}, check=False
    )
    assert done.returncode == 0
    assert committer.message == "feat: add login\n\nA body that took long to write."


def test_the_newest_twenty_are_kept(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    folder = committer.path / ".git/backend-standards/refused-messages"
    folder.mkdir(parents=True)
    for number in range(25):
        (folder / f"20200101-000000-{number:09}.txt").write_text("old")
    (folder / "note").write_text("not ours")
    committer.commit("-m", "update")
    names = sorted(file.name for file in folder.glob("*.txt"))
    assert len(names) == 20
    assert (folder / names[-1]).read_text() == "update\n"
    assert (folder / "note").exists()


def test_names_of_kept_messages_sort_by_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for moment in (1_799_999_999_999_999_999, 1_800_000_000_000_000_001):
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        names.append(os.path.basename(message_file._keep_in(str(tmp_path), b"update\n")))
    assert names == ["20270115-075959-999999999.txt", "20270115-080000-000000001.txt"]


def test_fix_in_a_commit(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    committer = Committer(tmp_path / "r", "--fix")
    code, out = committer.commit("-m", "Feature: add login\nbody")
    assert code == 1
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("git commit -F"))
    subprocess.run(command, shell=True, cwd=committer.path, check=True, capture_output=True)
    assert committer.message == "feat: add login\n\nbody"


def test_no_name_given_takes_the_message_that_is_being_committed(
    committer: Committer, capsys: pytest.CaptureFixture[str]
) -> None:
    committer.commit("-m", "feature: add login")
    capsys.readouterr()
    assert run(capsys, "--")[0] == 1
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert run(capsys, "--")[0] == 0


# --- what a reading of the first version found --------------------------------------------------------


def test_a_breaking_footer_behind_one_with_a_number_sign() -> None:
    message = "feat: add a parser for dates\n\nRefs #12\nbreaking change: the old one is gone\n"
    assert [problem.rule for problem in problems(message, Rules())] == ["breaking-change-footer"]


@pytest.mark.parametrize("header", ["update", "update stuff", "Fixes #12", "wip"])
def test_no_example_is_offered_that_would_be_refused(header: str) -> None:
    for problem in problems(header, Rules()):
        assert "for example" not in problem.fix, problem.fix


def test_the_retry_command_keeps_all_and_works_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    message = repository.write(".git/COMMIT_EDITMSG", "bad\n\n# this is text\n")
    monkeypatch.setenv("GIT_EDITOR", ":")
    monkeypatch.setenv("GIT_PREFIX", "sub/")
    assert main(["--", str(message)]) == 1
    command = shlex.split(capsys.readouterr().out.splitlines()[-1])
    assert command[:5] == ["git", "commit", "--cleanup=scissors", "-e", "-F"]
    assert os.path.isabs(command[5])
    assert Path(command[5]).read_text() == "bad\n\n# this is text\n"
