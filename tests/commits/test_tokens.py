"""Words of a summary that are more than letters: names, signs, numbers that say something, and references."""

from __future__ import annotations

import pytest

from backend_standards.commits import VAGUE
from backend_standards.commits.tokens import is_name, is_reference, is_sign, is_telling_number
from backend_standards.commits.vagueness import emptiness

NAMES = """
`update` `__all__` `a __all__ fix= .env .git @types $HOME %s ~bug \\n /updates /fix --fix --x -v save() save()? fix(). a::b x=1 all= _fix fix_ next_
an_item "any" 'any' "any", <a> <div> {id} \u201cany\u201d \u2018any\u2019 \u00abany\u00bb
"""
NO_NAMES = "fix fix. (fix) [fix] *fix* _fix_ __ ` -- --- -fix - * = == :) @ $ % # fix! fix? ... *v -1 <wip> {wip} 'wip'".split()
SIGNS = """
" ' ` '' "" `` : { } {} ( ) () [ ] [] < > <> = != == !== === := <= >= ~> ~= += -= ++ % $ @ ^ ~ \\ ? # ## -> => \u2192 && || :: // ** /* */ ??
"""
STATUSES = """
301 302 304 307 308 400 401 403 404 405 406 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 428 429 431 451 500 501 502 503 504
505 507 508 511
"""
NUMBERED = "issue issues bug bugs pr prs mr mrs ticket tickets problem problems part step round day commit story task"
NO_TICKETS = """
UTF SHA RFC ISO HTTP PEP AES ES GPT MD TLS SSL IPV PY RSA CP EC UCS ASCII BASE LATIN WINDOWS KOI8 GB BIG EUC ANSI HMAC CRC COVID WCAG PCI S3 ARM X86
AMD NTP RS HS PS ED CVE IPV4 IPV6 PS3 PS4 CSS HTML ECMA
"""


def test_names() -> None:
    assert [token for token in NAMES.split() if not is_name(token, 2)] == []
    assert [token for token in NO_NAMES if is_name(token, 2)] == []
    assert [token for token in NAMES.split() if emptiness(f"update {token}")[0]] == []


def test_quotation_marks_around_the_only_word_are_no_mark() -> None:
    for token in ('"any"', "'any'", "<a>", "\u00abany\u00bb"):
        assert is_name(token, 2)
        assert not is_name(token, 1)
    assert emptiness('"update"')[0] == VAGUE


@pytest.mark.parametrize("name", ["CHANGES", "TODO", "TODOS", "FIXME", "IT", "US"])
def test_names_in_capitals(name: str) -> None:
    assert emptiness(f"fix {name}")[0] == ""
    assert emptiness("fix BUGS")[0] == VAGUE


def test_signs() -> None:
    assert [sign for sign in SIGNS.split() if not is_sign(["fix", sign, "bug"], 1)] == []
    assert [sign for sign in SIGNS.split() if emptiness(f"remove extra {sign}")[0]] == []
    others = ":) :( - -- \u2013 * ... . ! | \u2026 ; , + & / :tada: x".split()
    assert [sign for sign in others if is_sign(["fix", sign, "bug"], 1)] == []
    assert emptiness(". -> .")[0] == VAGUE, "without a word, signs say nothing"


@pytest.mark.parametrize("sign", ["&", "+", ",", ";", "/"])
def test_separators_are_signs_at_the_end(sign: str) -> None:
    assert is_sign(["extra", sign], 1)
    assert not is_sign(["fix", sign, "bug"], 1)
    assert not is_sign([sign], 0)
    assert emptiness(f"fix bug {sign} clean up")[0] == VAGUE


@pytest.mark.parametrize("sign", [".", "!", "\u2026", "...", "-", "--", "_", "|", "*"])
def test_signs_that_end_a_sentence(sign: str) -> None:
    for word in "extra additional another a the remove delete add drop to use with Extra".split():
        assert is_sign(["fix", word, sign], 2)
    assert not is_sign(["fix", "bug", sign], 2)
    assert not is_sign(["the", sign, "bug"], 1)
    assert not is_sign([sign], 0)


def test_statuses() -> None:
    for status in STATUSES.split():
        assert is_telling_number(["handle", status, "errors"], 1, "")
        assert is_telling_number([status, "errors"], 0, "")
        assert is_telling_number([f"({status}),", "errors"], 0, "")
        assert not is_telling_number([status], 0, "")
        assert is_telling_number([status], 0, "cart")
        assert not is_telling_number([f"#{status}", "errors"], 0, "")
    assert [word for word in NUMBERED.split() if is_telling_number([word, "404"], 1, "")] == []
    assert not is_telling_number(["Bug:", "404"], 1, "")
    assert not is_telling_number(["fix", "999"], 1, "")
    assert not is_telling_number(["fix", "\u0664\u0660\u0664"], 1, "")


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("update to 18", True), ("updated from 17", True), ("bump v 18", True), ("version 18", True), ("update to 18.", True),
        ("change 18 to 20", True), ("update to 18 in code", True), ("from 1 to 2", True), ("update to 3 for it", True), ("update to 3 on it", True),
        ("update to 3 from 2", True), ("changes to 3 files", False), ("fix 18", False), ("part 2", False), ("update to 18 (again)", True),
        ("update to #18", False), ("release", False), ("update (to) 18", True),
    ],
)  # fmt: skip
def test_versions(summary: str, expected: bool) -> None:
    tokens = summary.split()
    assert any(is_telling_number(tokens, at, "") for at in range(len(tokens))) is expected


@pytest.mark.parametrize("scope", ["release", "Releases", "version", "bump", "deps", "dependencies", "upgrade"])
def test_a_number_alone_is_a_version_in_a_scope_of_versions(scope: str) -> None:
    assert is_telling_number(["18"], 0, scope)
    assert not is_telling_number(["18"], 0, "cart")
    assert not is_telling_number(["18"], 0, "")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-03", True), ("2024-03-15", True), ("20240315", True), ("2024/03", True), ("2024.03.15", True), ("2024-12-31", True),
        ("2024-13", False), ("2024-00", False), ("2024-01-32", False), ("2024-01-00", False), ("20241301", False), ("1999-01", False),
        ("2100-01", False), ("2000-01", True), ("2099-01", True), ("2024", False), ("2024-01-02-03", False), ("24-01-02", False),
        ("2024-x1", False), ("202403151", False), ("2024031", False), ("\u0662\u0660\u0662\u0664-03", False), ("02024-03", False),
    ],
)  # fmt: skip
def test_dates(date: str, expected: bool) -> None:
    assert is_telling_number(["update", "for", date], 2, "") is expected
    assert is_telling_number([date], 0, "cart") or not expected
    assert not is_telling_number([date], 0, "")


REFERENCES = """
#12 (#12) [#12] #12, 12 (12). o/r#12 o-r/a.b_c#12 (o/r#12) ABC-12 [ABC-12] A1-2 GH-12 https://x.example/issues/12 http://x.example/issues/12
https://x.example/issues/12. https://x.example/issues/12/ https://x.example/issues/12#issuecomment-1 https://x.example/issues/12?a=b
(https://x.example/pull/12) https://x.example/browse/ABC-12 https://x.example/commit/0123abc https://x.example/commit/0123456789abcdef
"""
NO_REFERENCES = """
https://x.example/astral-sh/ruff https://x.example https://x.example/v1.2 https://x.example/commit/0123ab https://x.example/commit/0123abg
https://x.example/browse/abc-12 https://x.example/docs/#12 a#12 o/r/s#12 /#12 doc\u4fee/x#12 \u4fee\u590d\u6253\u5f00doc/chat\u663e\u793a404(#747) o/r#x o/r# ABC-x abc-12
A-12 x ABC \u0661\u0662
"""


def test_ranges_in_a_scope() -> None:
    assert is_telling_number(["28-37"], 0, "tpcds")
    for token, scope in (("28-37", ""), ("28-x", "tpcds"), ("x-37", "tpcds"), ("28-", "tpcds")):
        assert not is_telling_number([token], 0, scope)


@pytest.mark.parametrize("sign", ["})", "))", ");", "[]", "{}", "([{"])
def test_brackets_in_a_row(sign: str) -> None:
    assert is_sign(["fix", sign, "bug"], 1)


def test_references() -> None:
    assert [token for token in REFERENCES.split() if not is_reference(token)] == []
    assert [token for token in NO_REFERENCES.split() if is_reference(token)] == []
    assert [key for key in NO_TICKETS.split() if is_reference(f"{key}-1")] == []
