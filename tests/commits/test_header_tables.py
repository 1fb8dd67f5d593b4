"""Every entry of every table of headers, a second time, and each bound on both sides."""

from __future__ import annotations

import pytest

from backend_standards.commits import TYPES, Rules
from backend_standards.commits.header import diagnose
from backend_standards.commits.message import problems

WORDS = {
    "feat": "feature features feats new_feature new-feature enhancement enhancements",
    "fix": """
        fixes fixed fixing bugfix bugfixes bug bugs hotfix hotfixes quickfix bug_fix hot_fix quick_fix bug_fixes bug-fix
        hot-fix quick-fix
    """,
    "docs": "doc documentation",
    "style": "styles styling formatting fmt code_style code-style",
    "refactor": """
        refactoring refactors refactored refact cleanup clean-up clean_up perf performance optimization optimisation
    """,
    "test": "tests testing",
    "chore": "chores misc maint ci cd build builds",
}
NEAR = "perf performance optimization optimisation ci cd build builds".split()
"""Words that mean a type, and that the type does not mean."""
TWO_WORDS = {
    "fix": ("bug fix", "bug fixes", "hot fix", "quick fix"),
    "feat": ("new feature",),
    "refactor": ("clean up",),
    "style": ("code style",),
}


def corrected(header: str, rules: Rules | None = None) -> str:
    return diagnose(header, 1, rules or Rules()).corrected


@pytest.mark.parametrize("type_", TYPES)
def test_words_for_a_type(type_: str) -> None:
    for word in WORDS[type_].split():
        assert corrected(f"{word}: add login") == f"{type_}: add login"
        assert corrected(f"{word.upper()}: add login") == f"{type_}: add login"
        if word not in NEAR:
            assert corrected(f"{type_}: add login", Rules(types=(word,))) == f"{word}: add login"
    for two in TWO_WORDS.get(type_, ()):
        assert corrected(f"{two}: add login") == f"{type_}: add login"


def test_two_words_of_which_there_is_no_pair() -> None:
    for header in ("hot fixes soon: add login", "new bug: add login", "tidy up: add login", "code rules: add login"):
        assert corrected(header) == ""


FOLDERS = "doc docs documentation test tests testing style styles build builds ci deps dependencies format"


def test_folders_are_paths_and_no_types() -> None:
    for folder in FOLDERS.split():
        assert corrected(f"{folder}/api: add login") == ""
    assert corrected("feature/api: add login") == "feat(api): add login"
    assert corrected("feat/fix: add login") == ""
    assert corrected("feat/a-b: add login") == "feat(a-b): add login"
    assert corrected("feat/a.b: add login") == ""
    assert corrected("f3at/api: add login") == ""


VERBS = {
    "feat": "add adds added implement implements implemented introduce introduces support supports allow enable create",
    "fix": "fix fixes fixed resolve resolves resolved correct corrects corrected prevent avoid handle repair",
    "docs": "document documents documented explain describe",
    "refactor": "refactor refactors refactored rename renamed move moves moved simplify extract inline split",
    "test": "test tests cover",
    "chore": "bump bumps bumped upgrade upgrades upgraded release update initial pin",
}


@pytest.mark.parametrize("type_", list(VERBS))
def test_verbs_that_suggest_a_type(type_: str) -> None:
    for verb in VERBS[type_].split():
        example = f"{verb}: login" if verb in TYPES else f"{type_}: {verb.title()} login"
        header = f"{verb} login" if verb in TYPES else f"{verb.title()} login"
        assert diagnose(header, 1, Rules()).example == example
        others = Rules(types=("other",))
        assert diagnose(header, 1, others).example == ""


@pytest.mark.parametrize(
    ("header", "example"),
    [
        ("ABC-1 Add login", "feat: ABC-1 Add login"),
        ("[ABC-1]: Add login", "feat: [ABC-1]: Add login"),
        ("Login: the page", ""),
        ("Improve the dependencies", "chore: Improve the dependencies"),
        ("Improve the deps", "chore: Improve the deps"),
        ("Improve all of the dependencies", ""),
        ("Improve all of the deps", ""),
        ("ABC-1 fix login", "fix: ABC-1 fix login"),
        ("1.2.3", ""),
        ("BREAKING CHANGE: drop v1", "feat!: drop v1"),
        ("Breaking-changes drop v1", "feat!: drop v1"),
        ("Bump boto3 from 1.34.0 to 1.35.2", "chore(deps): bump boto3 from 1.34.0 to 1.35.2"),
        ("Bump @types/node to v20", "chore(deps): bump @types/node to v20"),
        ("bump the aws group with 2 updates", "chore(deps): bump the aws group with 2 updates"),
        ("Update dependency boto3 to 1.35", "chore(deps): update dependency boto3 to 1.35"),
        ("update boto3 to 2", "chore(deps): update boto3 to 2"),
        ("Update the button to match", "chore: Update the button to match"),
    ],
)
def test_examples(header: str, example: str) -> None:
    found = diagnose(header, 1, Rules())
    assert found.example == (example if not found.is_divided or example else found.example)
    assert diagnose(header, 1, Rules(types=("other",))).example.split("!")[0] in ("", "other"), "a type of the team"


def test_an_example_of_a_long_header_is_left_out() -> None:
    assert diagnose("Add " + "x" * 196, 1, Rules()).example
    assert not diagnose("Add " + "x" * 197, 1, Rules()).example


SIGNS = {
    ":": "\uff1a\ufe55\ufe13\ua789\u2236\u02d0\u0589\u05c3",
    "(": "\uff08\ufe59\u207d",
    ")": "\uff09\ufe5a\u207e",
    "!": "\uff01\u01c3\ufe57",
}


def test_signs_that_look_like_those_of_a_header() -> None:
    for plain, looks in SIGNS.items():
        for look in looks:
            header = "feat(api)!: add login".replace(plain, look)
            assert corrected(header) == "feat(api)!: add login"
            (problem,) = diagnose(header, 1, Rules()).problems
            assert problem.rule.id == "commit-header-character"
            assert problem.message.endswith(f"only looks like {plain}")


LETTERS = {
    "\u0430": "a", "\u0441": "c", "\u0435": "e", "\u043e": "o", "\u0440": "p", "\u0445": "x", "\u0443": "y", "\u0456": "i", "\u0455": "s",
    "\u0501": "d", "\u04bb": "h", "\u043a": "k", "\u043c": "m", "\u0442": "t", "\u0432": "b", "\u043d": "h", "\u0433": "r", "\u0458": "j",
    "\u03bf": "o", "\u03b1": "a", "\u03b5": "e", "\u03c4": "t", "\u03b9": "i", "\u03ba": "k", "\u03c1": "p", "\u03c5": "u", "\u03bd": "v",
    "\u0131": "i", "\u0261": "g", "\u0251": "a", "\u017f": "s", "\u043f": "n",
}  # fmt: skip


def test_letters_that_look_like_latin_ones() -> None:
    for look, plain in LETTERS.items():
        assert corrected(f"ab{look}cd: add login", Rules(types=(f"ab{plain}cd",))) == f"ab{plain}cd: add login"


HIDDEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u206f\ufe00\ufe0f\ufeff"


def test_invisible_characters() -> None:
    for char in HIDDEN:
        assert corrected(f"feat{char}: add login") == "feat: add login"
        assert corrected(f"{char}feat: add login") == "feat: add login"
        assert corrected(f"feat: {char}add login") == "feat: add login"


@pytest.mark.parametrize(
    ("front", "is_known"),
    [
        ("[" + "x" * 60 + "]", True), ("[" + "x" * 61 + "]", False), ("(" + "x" * 60 + ")", True), ("(" + "x" * 61 + ")", False),
        ("#12", True), ("ABC-12", True), ("a1-2", True), (":" + "x" * 40 + ":", True), ("\u2728", True), ("- ", True), ("12", False), ("word", False),
    ],
)  # fmt: skip
def test_what_people_put_before_the_type(front: str, is_known: bool) -> None:
    found = corrected(f"{front} fix: handle null")
    assert (found != "") is is_known
    assert found in ("", f"fix: {front} handle null", "fix: handle null")


@pytest.mark.parametrize(
    ("word", "type_"),
    [
        ("fxi", "fix"), ("fx", ""), ("fixx", "fix"), ("fiixx", ""), ("faet", "feat"), ("efat", "feat"), ("fe", ""), ("fxet", ""), ("faxt", ""), ("fate", ""), ("styel", "style"), ("stylle", "style"),
        ("slyte", ""), ("refacotr", "refactor"), ("refactro", "refactor"), ("refcator", "refactor"), ("rfcator", "refactor"), ("rfcatr", ""),
        ("choer", "chore"), ("chroe", "chore"), ("coher", ""), ("dcos", "docs"), ("docss", "docs"), ("tset", "test"), ("x" * 31, ""),
    ],
)  # fmt: skip
def test_typing_errors(word: str, type_: str) -> None:
    assert corrected(f"{word}: add login") == (f"{type_}: add login" if type_ else "")


def test_typing_errors_that_are_near_two_types() -> None:
    assert corrected("feax: add login", Rules(types=("feat", "fear"))) == ""


def test_the_bounds_of_typing_errors() -> None:
    assert corrected("docum: x y", Rules(types=("docus",))) == "docus: x y"
    assert corrected("dxcux: x y", Rules(types=("docus",))) == "", "five letters have one error"
    assert corrected("dxcuxs: x y", Rules(types=("docuts",))) == "docuts: x y", "six letters may have two"
    assert corrected("ab: x y", Rules(types=("abc",))) == "", "two letters are too few"
    assert corrected("abx: x y", Rules(types=("ab",))) == "", "a type of two letters is none to guess"
    long = "a" * 29
    assert corrected(f"{long}b: x y", Rules(types=(f"{long}c",))) == f"{long}c: x y"
    assert corrected(f"{long}bb: x y", Rules(types=(f"{long}bc",))) == ""


@pytest.mark.parametrize(("length", "is_whole"), [(40, True), (41, False)])
def test_a_long_word_is_shortened(length: int, is_whole: bool) -> None:
    word = "x" * length
    (problem,) = diagnose(f"{word}: add login", 1, Rules()).problems
    assert repr(word if is_whole else "x" * 37 + "...") in problem.message


@pytest.mark.parametrize(("length", "is_empty"), [(595, True), (596, False)])
def test_a_description_is_searched_up_to_a_limit(length: int, is_empty: bool) -> None:
    found = [each.rule.id for each in diagnose("feat:" + "\u200b" * length, 1, Rules()).problems]
    assert ("empty-commit-description" in found) is is_empty


@pytest.mark.parametrize(("length", "is_word"), [(1, True), (41, True), (42, False)])
def test_the_length_of_a_type(length: int, is_word: bool) -> None:
    word = "x" * length
    assert corrected(f"{word}:add login", Rules((word,))) == (f"{word}: add login" if is_word else "")


@pytest.mark.parametrize(("length", "is_word"), [(1, True), (40, True), (41, False)])
def test_the_length_of_a_type_before_an_open_scope(length: int, is_word: bool) -> None:
    word = "x" * length
    assert corrected(f"{word}(api: add login", Rules((word,))) == (f"{word}(api): add login" if is_word else "")


@pytest.mark.parametrize(("length", "type_"), [(67, "chore: "), (68, "")])
def test_the_first_words_are_searched_for_dependencies(length: int, type_: str) -> None:
    header = f"Improve {'x' * length} deps"
    assert diagnose(header, 1, Rules()).example == (type_ and type_ + header)


def test_text_is_searched_up_to_a_limit() -> None:
    assert diagnose(" " * 295 + "fix: handle null", 1, Rules()).corrected == "fix: handle null"
    assert not diagnose(" " * 297 + "fix: handle null", 1, Rules()).corrected
    assert [each.rule.id for each in problems("feat: " + "\u00a0" * 700, Rules())][-1] == "empty-commit-description"
    assert diagnose(" " * 290 + "fix: handle null", 1, Rules()).corrected == "fix: handle null"
    assert not diagnose(" " * 310 + "fix: handle null", 1, Rules()).corrected
    assert problems("feat: " + "\u200b" * 300, Rules())[0].rule.id == "empty-commit-description"
    assert "empty-commit-description" not in [each.rule.id for each in problems("feat: " + "\u200b" * 700, Rules())]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("feat(a: add login", "the parenthesis of the scope is not closed"),
        ("feat(a(b)): add login", "the scope has more than one pair of parentheses"),
        ("feat(a)(b): add login", "the scope has more than one pair of parentheses"),
        ("feat(a)b: add login", "there is text between the scope and the colon"),
        ("feat[a]: add login", "the scope is in [], not in parentheses"),
        ("feat(): add login", "the scope is empty"),
        ("feat!(a): add login", "a breaking change has one !, directly before the colon"),
        ("feat:: add login", "there are 2 colons instead of one"),
        ("feat:add login", "the colon is not followed by a space"),
        ("feat:   add login", "the colon is followed by 3 spaces instead of one"),
        (" feat: add login", "there is a space before the type"),
        ("feat (a): add login", "there is a space after the type"),
        ("feat(a) !: add login", "there is a space after the scope"),
        ("feat! (a): add login", "there is a space after the !"),
        ("feat(a)! : add login", "there is a space before the colon"),
        ("feat add login", "the type is not followed by a colon"),
        ("[feat] add login", "the type is in [] and not followed by a colon"),
        ("#12 feat: add login", "the header begins with '#12' instead of the type"),
        ("feat:", "the colon is not followed by a description"),
        ("feat|fix: add login", "'feat|fix' is not one type of commit"),
        ("feat+fix: add login", "'feat+fix' is not one type of commit"),
        ("feat&fix: add login", "'feat&fix' is not one type of commit"),
        ("feat,fix: add login", "'feat,fix' is not one type of commit"),
        ("feat/fix: add login", "'feat/fix' is not one type of commit"),
        ("ABC-12: add login", "'ABC-12' is a ticket, not a type of commit"),
        ("A1-2: add login", "'A1-2' is a ticket, not a type of commit"),
        ("revert: add login", "'revert' is not a type of commit"),
        ("Feat: add login", "'Feat' is not a type of commit; types are case-sensitive"),
        ("feature: add login", "'feature' is not a type of commit; the type for that is feat"),
        ("faet: add login", "'faet' is not a type of commit; did you mean feat?"),
        ("feat/api: add login", "'feat/api' is not a type of commit; a scope goes in parentheses after the type"),
        ("format: add login", "'format' is not a type of commit; the type may be style"),
        ("unknown: add login", "'unknown' is not a type of commit"),
        ("f\u0435at: add login", "U+0435 CYRILLIC SMALL LETTER IE only looks like a letter of 'feat'"),
        ("feat\u00a0: add login", "U+00A0 NO-BREAK SPACE is not a plain space"),
        ("feat\u200b: add login", "U+200B ZERO WIDTH SPACE is invisible and hides the type from tools"),
        ("Add login", "the header does not begin with a type and a colon"),
        ('Revert "x"', "this looks like a revert, but the line 'This reverts commit ...' is missing"),
        ('Reapply "x"', "this looks like a revert, but the line 'This reverts commit ...' is missing"),
    ],
)
def test_what_is_wrong(header: str, message: str) -> None:
    assert message in [problem.message for problem in diagnose(header, 1, Rules()).problems]
