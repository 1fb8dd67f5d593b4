"""Messages that git or a forge writes: merges, reverts and autosquash commits."""

from __future__ import annotations

import pytest

from backend_standards.commits import Rules, generated
from backend_standards.commits.message import problems
from messages import brief

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
Merge "Add login"
Merge changes I0a1b2c3d,I4e5f6a7b
Merge changes from topic "login" into stable
Merge . into x
Merge ..
Merge 0f3c9a1 into 0f3c9a2
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
        ('Revert "feat: add login" (#12)', True),
        ('Reapply "feat: add login (#11)" (#12)', True),
        ('Revert "Revert "feat: add login"" (#12)', True),
        ('Revert "x" (pull request #12)', True),
        ('Revert "x" (!12)', False),
        ('Revert "x" #12', False),
        ("Revert x (#12)", False),
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


def test_one_blank_is_no_header_to_squash_into() -> None:
    assert generated.kind("fixup! \u00a0", "") == ""
    assert generated.kind("fixup! x", "") == "autosquash"


@pytest.mark.parametrize(("length", "is_object"), [(6, False), (7, True), (64, True), (65, False)])
def test_the_length_of_an_object_name(length: int, is_object: bool) -> None:
    assert (generated.kind(f"Merge {'0' * length} into {'1' * length}", "") == "merge") is is_object
    assert (generated.kind('Revert "x"', f"This reverts commit {'0' * length}.") == "revert") is is_object
    assert generated.kind('Revert "x"', "") == ""


@pytest.mark.parametrize(("length", "kind"), [(2000, "merge"), (2001, "")])
def test_the_longest_header(length: int, kind: str) -> None:
    assert generated.kind("Merge branch '".ljust(length - 1, "x") + "'", "") == kind
