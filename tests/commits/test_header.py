"""The diagnosis of a header: its parts, its correction and an example."""

from __future__ import annotations

import pytest

from backend_standards.commits import TYPES, Rules
from backend_standards.commits.header import diagnose


@pytest.mark.parametrize(
    ("header", "parts", "corrected"),
    [
        pytest.param("feature: add login", ("feat", "", "add login"), "feat: add login", id="alias"),
        pytest.param("feat/auth: add login", ("feat", "auth", "add login"), "feat(auth): add login", id="scope-in-the-type"),
        pytest.param("feat/auth(db): add login", ("feat", "db", "add login"), "feat(db): add login", id="two-scopes"),
        pytest.param("feat(): add login", ("feat", "", "add login"), "feat: add login", id="empty-scope"),
        pytest.param("feat(auth]: add login", ("feat", "auth", "add login"), "", id="two-kinds-of-brackets"),
        pytest.param("text: add login", ("text", "", "add login"), "", id="unknown"),
        pytest.param("[ABC-1] feat: add login", ("feat", "", "[ABC-1] add login"), "feat: [ABC-1] add login", id="ticket-first"),
        pytest.param("[feat] add login", ("feat", "", "add login"), "feat: add login", id="in-brackets"),
        pytest.param("feat(auth)!add login", ("feat", "auth", "add login"), "feat(auth)!: add login", id="no-colon"),
        pytest.param("feat(auth: add login", ("feat", "auth", "add login"), "feat(auth): add login", id="not-closed"),
        pytest.param("feat:", ("feat", "", ""), "", id="no-description"),
    ],
)  # fmt: skip
def test_parts_and_correction(header: str, parts: tuple[str, str, str], corrected: str) -> None:
    found = diagnose(header, 1, Rules())
    assert (found.type, found.scope, found.description) == parts
    assert found.is_divided
    assert found.corrected == corrected
    assert found.problems


@pytest.mark.parametrize(
    ("header", "type_", "example"),
    [
        pytest.param("Add login", "", "feat: Add login", id="verb"),
        pytest.param("Bump the dependencies", "", "chore: Bump the dependencies", id="dependencies"),
        pytest.param("WIP add login", "", "", id="wip"),
        pytest.param("update", "", "chore: update", id="not-proved"),
        pytest.param("Add login " * 30, "", "", id="too-long-for-an-example"),
    ],
)
def test_a_header_without_a_type(header: str, type_: str, example: str) -> None:
    found = diagnose(header, 1, Rules())
    assert not found.is_divided
    assert (found.type, found.scope, found.description) == (type_, "", header)
    assert (found.corrected, found.example) == ("", example)


def test_a_type_that_the_team_adds_is_not_an_alias() -> None:
    assert diagnose("perf:cache the parser", 1, Rules()).corrected == "refactor: cache the parser"
    assert diagnose("perf:cache the parser", 1, Rules((*TYPES, "perf"))).corrected == "perf: cache the parser"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("feat : add login", "there is a space before the colon"),
        ("feat! : add login", "there is a space before the colon"),
        ("feat (auth): add login", "there is a space after the type"),
        ("feat(auth) : add login", "there is a space before the colon"),
        ("feat\uff1aadd login", "U+FF1A FULLWIDTH COLON only looks like :"),
        (" \u00a0feat: add login", "U+00A0 NO-BREAK SPACE is not a plain space"),
    ],
)
def test_a_wrong_blank_is_one_problem(header: str, message: str) -> None:
    assert [each.message for each in diagnose(header, 1, Rules()).problems] == [message]


@pytest.mark.parametrize(
    ("header", "corrected"),
    [
        pytest.param("Fix --target not working", "", id="option"),
        pytest.param("fix -x not working", "", id="short-option"),
        pytest.param("[fix] --target not working", "fix: --target not working", id="option-after-brackets"),
        pytest.param(
            "[docs] clean up: sort the pages", "docs: clean up: sort the pages", id="brackets-before-two-words"
        ),
        pytest.param("[feat] the page: sort it", "feat: the page: sort it", id="brackets-and-a-later-colon"),
        pytest.param("[fix]! handle null", "", id="brackets-and-mark"),
        pytest.param("[fix](api) handle null", "", id="brackets-and-scope"),
        pytest.param("[fix]:: handle null", "", id="brackets-and-two-colons"),
        pytest.param("[fix] x", "fix: x", id="brackets-and-one-letter"),
        pytest.param("[fix]", "", id="brackets-alone"),
        pytest.param("[feat/api] add login", "", id="path-in-brackets"),
        pytest.param("fix(auth) page is missing", "fix(auth): page is missing", id="scope"),
        pytest.param("fix! page is missing", "fix!: page is missing", id="mark"),
        pytest.param("feat(auth) the page: sort it", "feat(auth): the page: sort it", id="scope-and-a-later-colon"),
        pytest.param("feat(auth)the page: sort it", "", id="text-after-the-scope"),
        pytest.param("feat x-ray view", "feat: x-ray view", id="one-letter-and-a-dash"),
        pytest.param("feat x", "feat: x", id="one-letter"),
        pytest.param("feat[auth): add login", "", id="two-other-kinds-of-brackets"),
        pytest.param("feat(\u200b): add login", "feat: add login", id="invisible-scope"),
        pytest.param("feat(a\u200bb): add login", "feat(ab): add login", id="scope-with-an-invisible-character"),
        pytest.param("feat(a\u00a0b): add login", "feat(a b): add login", id="scope-with-another-blank"),
        pytest.param("#12 fix: escape #", "fix: #12 escape #", id="sign-at-both-ends"),
        pytest.param("'fix: handle null'", "fix: handle null", id="quoted"),
        pytest.param("dep: bump boto3 to 1.2", "chore(deps): bump boto3 to 1.2", id="dep"),
        pytest.param("dependencies: bump boto3 to 1.2", "chore(deps): bump boto3 to 1.2", id="dependencies"),
        pytest.param("[fix]: handle null", "fix: handle null", id="brackets-and-colon"),
        pytest.param("[fix] - handle null", "fix: handle null", id="brackets-and-dash"),
        pytest.param("[fix] Bug: handle null", "fix: handle null", id="one-type-twice"),
        pytest.param("[Bug] fix(api)!: handle null", "fix(api)!: handle null", id="one-type-twice-with-a-scope"),
        pytest.param("[feat] fix: handle null", "fix: [feat] handle null", id="two-types"),
        pytest.param("[fix] parser: handle null", "fix: parser: handle null", id="brackets-and-a-part"),
        pytest.param("fix -- handle null", "fix: handle null", id="two-dashes"),
        pytest.param("fix --- handle null", "fix: handle null", id="three-dashes"),
        pytest.param("fix ---- handle null", "", id="four-dashes"),
        pytest.param("fix \u2013 handle null", "fix: handle null", id="en-dash"),
        pytest.param("fix \u2014 handle null", "fix: handle null", id="em-dash"),
        pytest.param("fix -> handle null", "fix: handle null", id="arrow"),
        pytest.param("fix => handle null", "fix: handle null", id="double-arrow"),
        pytest.param("fix > 80 columns", "", id="greater"),
        pytest.param("Style = dark is ignored", "", id="equals"),
        pytest.param("Fix / in paths", "", id="slash"),
        pytest.param("Test | in tables", "", id="bar"),
        pytest.param("Fix ~ in paths", "", id="tilde"),
        pytest.param("README.md: add a badge", "", id="file"),
        pytest.param("style.css: use a grid", "", id="another-file"),
        pytest.param("test.utils: add a helper", "", id="module"),
        pytest.param("Docs did not mention the default", "", id="sentence"),
        pytest.param("Docs add confusion", "", id="sentence-with-a-verb"),
        pytest.param("Chore list is empty", "", id="sentence-about-chores"),
        pytest.param("docs add a page on keys", "docs: add a page on keys", id="verb"),
        pytest.param("docs page on keys", "", id="noun"),
        pytest.param("chore bump boto3 to 1.35.2", "chore: bump boto3 to 1.35.2", id="chore"),
        pytest.param("Feat login page", "feat: login page", id="feat-is-no-word"),
        pytest.param("feat / login page", "", id="sign-after-feat"),
        pytest.param("docs/install: add a note", "", id="folder"),
        pytest.param("tests/api: handle flakes", "", id="another-folder"),
        pytest.param("fix/auth: handle null", "fix(auth): handle null", id="no-folder"),
        pytest.param("readme: add a badge", "docs(readme): add a badge", id="readme"),
        pytest.param("deps: bump boto3 to 1.2", "chore(deps): bump boto3 to 1.2", id="deps"),
        pytest.param("dependencies(api): bump boto3 to 1.2", "chore(api): bump boto3 to 1.2", id="deps-and-scope"),
        pytest.param("[deps] bump boto3 to 1.2", "chore(deps): bump boto3 to 1.2", id="deps-in-brackets"),
        pytest.param("fix:!important is ignored", "fix: !important is ignored", id="important"),
        pytest.param("feat:! drop v1", "feat!: drop v1", id="late-mark"),
        pytest.param("test(foo: int) returns: 3", "", id="call"),
        pytest.param("fix(auth:handle null", "fix(auth): handle null", id="open-scope-and-no-space"),
        pytest.param("fix(the auth: handle null", "", id="two-words-after-an-open-scope"),
        pytest.param("f\u0435ature: add login", "feat: add login", id="look-alike-in-an-alias"),
        pytest.param("fix(auth: handle (null)", "fix(auth): handle (null)", id="brackets-after-an-open-scope"),
    ],
)
def test_a_certain_correction_keeps_the_meaning(header: str, corrected: str) -> None:
    assert diagnose(header, 1, Rules()).corrected == corrected


@pytest.mark.parametrize("word", "dependency document documents enhance format maintenance patch".split())
def test_a_word_that_may_be_a_part_of_the_code_gives_an_example_only(word: str) -> None:
    for header in (f"{word}: print dates", f"[{word}] print dates"):
        found = diagnose(header, 1, Rules())
        assert found.corrected == ""
        assert found.example.endswith(": print dates")
        assert any("the type may be " in problem.message for problem in found.problems)


IMPERATIVES = """
add allow bump clarify correct create delete describe document drop enable explain fix implement improve introduce link mention move pin prevent
refactor release remove rename replace rewrite set simplify split support switch translate update upgrade use
"""


def test_verbs_after_docs_and_chore() -> None:
    for verb in IMPERATIVES.split():
        assert diagnose(f"docs {verb} the page", 1, Rules()).corrected == f"docs: {verb} the page"


@pytest.mark.parametrize("opener", list("`\"'[{<.$@#"))
def test_signs_that_a_description_may_begin_with(opener: str) -> None:
    assert diagnose(f"feat {opener}x", 1, Rules()).corrected == f"feat: {opener}x"


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ("[ABC-1] handler: close it", ["the header does not begin with a type and a colon"]),
        ("feat(auth add login", ["the header does not begin with a type and a colon"]),
        ("feat(auth)the page: sort it", ["there is text between the scope and the colon"]),
        ("#12 feature: add login", ["the header begins with '#12' instead of the type", "'feature' is not a type of commit; the type for that is feat"]),
        ("feat\uff1a  add login", ["U+FF1A FULLWIDTH COLON only looks like :", "the colon is followed by 2 spaces instead of one"]),
    ],
)  # fmt: skip
def test_all_that_is_said_of_a_header(header: str, messages: list[str]) -> None:
    assert [each.message for each in diagnose(header, 1, Rules()).problems] == messages


@pytest.mark.parametrize("blank", list("\t\x0b\x0c\x1f\x85\u00a0\u2003\u3000"))
def test_each_other_blank_is_named(blank: str) -> None:
    (problem,) = diagnose(f"feat:{blank}add login", 1, Rules()).problems
    assert problem.message.startswith(f"U+{ord(blank):04X} ")
    assert problem.message.endswith(" is not a plain space")


@pytest.mark.parametrize("number", [0x80, 0xFF])
def test_a_byte_is_visible_and_named(number: int) -> None:
    byte = chr(0xDC00 + number)
    assert "empty-commit-description" not in [each.rule.id for each in diagnose(f"feat:{byte}", 1, Rules()).problems]
    messages = [each.message for each in diagnose(f"feat({byte}): add login", 1, Rules()).problems]
    assert messages == [f"the byte 0x{number:02x} is invisible and hides the type from tools"]


def test_a_word_for_a_type_that_the_team_does_not_use() -> None:
    for word in ("fixes", "documentation", "perf", "ci"):
        (problem,) = diagnose(f"{word}: add login", 1, Rules(("other",))).problems
        assert problem.message == f"{word!r} is not a type of commit"


def test_a_path_before_the_colon_is_no_scope() -> None:
    assert diagnose("login/api: add a page", 1, Rules()).scope == ""
    assert diagnose("feat/api: add a page", 1, Rules()).scope == "api"


def test_types_that_differ_in_case() -> None:
    for word in ("feat", "Feat"):
        assert diagnose(f"{word}:add login", 1, Rules(("Feat", "feat"))).corrected == f"{word}: add login"


def test_a_type_that_looks_like_a_ticket() -> None:
    assert diagnose("v-2 : fix: handle null", 1, Rules(("v-2", "fix"))).corrected == "v-2: fix: handle null"


NO_TYPOS = """
text rest best nest west zest vest pest lest jest fest tent teat feet felt heat meat neat peat seat beat fiat flat frat feta fear fat eat feast fit
fib fie six mix fox fax fin fig fir nix pix wix dock docks docx does dogs doms dons dots dos locs stale stile stele styled styler chose shore choke
chord chorea core score store more where testy factor reactor rector redactor refectory reflector refractor relator retractor
"""


def test_words_that_are_no_typing_errors() -> None:
    for word in NO_TYPOS.split():
        assert diagnose(f"{word}: add login", 1, Rules()).corrected == ""
        assert diagnose(f"{word}: add login", 1, Rules((f"{word}x",))).corrected == "", "whatever a team's types are"
