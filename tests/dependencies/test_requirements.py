"""What the fast way calls a pin, ``packaging`` calls one too."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import fakes
from backend_standards.dependencies import LONGEST
from backend_standards.dependencies.plain import plain
from backend_standards.dependencies.requirements import _judge, _plainly_open, _versions, judge
from pinning import NOTHING, found, rules

PIECES = (
    *("x", "X1", "-", "_", ".", "..", "[", "]", "[a]", "[a,b]", ",", "==", "===", "=", "1", "0", "12", "2.3", "v", "V", "!", "1!", "+", "+cu1"),
    *("a", "b", "rc", "rc1", ".dev1", ".post2", "post", "dev", "-1", "*", ".*", " ", "  ", "\t", "\n", "\r", "\f", ";", " ; ", "#", "(", ")", "@"),
    *("python_version", "os_name", "extra", "<", "<=", ">=", "!=", "~=", " in ", " and ", " or ", "'3.8'", '"3.8"', "'", '"', "''", "\\"),
    *("\u0663", "\xe9", "\xa0", "\x85", "\u2028", "latest", "${V}"),
)  # fmt: skip
PINS = (
    *("x==1.2.3", "X_y.z-1==1", "x[a]==1.0", "x [a, b] == 1.0", "x==1!2.0", "x==1.0+cu118.a", "x==1.0rc1", "x==1.0a1.post2.dev3", "x==v1.0"),
    *('x==1.0 ; python_version < "3.8"', "x==1.0;os_name == 'nt' and sys_platform != 'win32'", "x == 1.0.post1 ; os_name >= 'a' or os_name < 'b'"),
)  # fmt: skip


def is_exact(text: str) -> bool:
    """Return whether packaging reads one ``==`` with a whole version."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return False
    (specifier, *others) = requirement.specifier or (None,)
    if specifier is None or others or requirement.url is not None:
        return False
    if specifier.operator != "==" or specifier.version.endswith(".*"):
        return False
    return str(Version(specifier.version)) != ""


def edited(generator: random.Random) -> str:
    """Return a pin with up to three changes."""
    text = generator.choice(PINS)
    for _ in range(generator.randrange(4)):
        start = generator.randrange(len(text) + 1)
        end = start + generator.randrange(3)
        text = text[:start] + generator.choice(("", *PIECES)) + text[end:]
    return text


def test_300000_strings() -> None:
    generator = random.Random(5)
    accepted = 0
    wrong = []
    for _ in range(300_000):
        text = edited(generator)
        if plain(text):
            accepted += 1
            if not is_exact(text):
                wrong.append(text)
    assert wrong == []
    assert accepted > 80_000


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(PINS), st.text(max_size=3)), max_size=8).map("".join)
)
def test_no_other_text_is_plain(text: str) -> None:
    found = plain(text)
    assert not found or is_exact(text)
    verdict = judge(text)
    assert not found or (verdict.problem is None and verdict.version == found.version)


@pytest.mark.parametrize("text", [*PINS, "x==2024.10.1", "x==1.0.dev1", "A==0", "x==1.0+1"])
def test_plain(text: str) -> None:
    assert plain(text)
    assert is_exact(text)


@given(
    st.lists(
        st.one_of(st.sampled_from(["x", ">=1.0", "<2", "~=1.0", "!=1.*", "==1.*", ",", " "]), st.sampled_from(PIECES)), max_size=7
    ).map("".join)
)  # fmt: skip
def test_what_is_judged_without_packaging_is_judged_alike_with_it(text: str) -> None:
    found = _plainly_open(text)
    if found:
        by_packaging = _judge(text)
        assert found.name == canonicalize_name(Requirement(text).name) == by_packaging.name
        assert SpecifierSet(found.specifier) == SpecifierSet(by_packaging.specifier)
        assert (found.version, found.marker) == (by_packaging.version, by_packaging.marker)
        assert (found.problem and found.problem.rule) == (by_packaging.problem and by_packaging.problem.rule)


def test_versions_are_those_of_the_whole_requirement() -> None:
    generator = random.Random(6)
    accepted = 0
    for _ in range(60_000):
        text = edited(generator).partition(";")[0].strip()
        if generator.random() < 0.5:
            name, sign, rest = text.partition("==")
            text = f"{name}({generator.choice(('==', '>=', '~=', '!=', '<'))}{rest})" if sign else f"{text}()"
        if found := _versions(text):
            accepted += 1
            whole = Requirement(text)
            assert (found[0], set(found[1])) == (whole.name, whole.extras)
            assert found[2] == [(each.operator, each.version) for each in whole.specifier]
    assert accepted > 20_000


@given(st.sampled_from(PINS), st.sampled_from(["==1.*", ">=1", "", "~=1.0", "<2,>1", "!=1.0"]))
def test_judge_agrees_on_what_is_no_pin(pin: str, specifier: str) -> None:
    head, _, marker = pin.partition(";")
    text = head.partition("==")[0] + specifier + (f" ;{marker}" if marker else "")
    verdict = judge(text)
    assert verdict.problem
    assert verdict.problem.rule.id in ("unpinned-bare", "unpinned-range", "unpinned-wildcard")


@pytest.mark.parametrize(
    "text",
    [
        "x==1.2.3",
        "x==1",
        "x===1.2.3",
        "x===1.0-custom",
        "x == 1.2.3",
        "x==\t1.2.3",
        "X_y.Z-1==1.0",
        "x[a]==1.0",
        "x[a,b]==1.0",
        "x [a, b] == 1.0",
        "x[]==1.0",
        "x==1.0 ; python_version < '3.8'",
        'x==1.0;python_version<"3.8"',
        'x==1.0 ; python_version >= "3.8" and sys_platform == "linux" or os_name == "nt"',
        'x==1.0 ; (python_version >= "3.8" and extra == "test")',
        'x==1.0 ; platform_system != "Windows" and "arm" in platform_machine',
        "x==1!2.0",
        "x==1.0+cu118",
        "x==1.0+ubuntu.1",
        "x==1.0rc1",
        "x==1.0.0a1",
        "x==1.0b2.post3.dev4",
        "x==1.0.post1",
        "x==1.0.dev1",
        "x==1.0-1",
        "x==v1.0",
        "x==1.0.RC1",
        "x(==1.0)",
        "x (==1.0)",
        "x==1.0,",
        "x==1.0,!=1.1",
        "x>=0.9,==1.0",
        "x==1.0,==1.*",
        "x==2024.10.1",
        "x==1.0;",
        ".",
        "./lib",
        "../lib",
        "./lib[dev]",
        ".[dev]",
        "lib/sub",
        "-e .",
        "-e.",
        "-e .[dev]",
        "-e ./lib",
        "-e lib",
        "./wheels/x-1.0-py3-none-any.whl",
        "wheels/x.tar.gz",
        "x-1.0.tar.gz",
    ],
)
def test_pinned(text: str | bytes) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unpinned-bare", "x"),
        ("unpinned-bare", "x[a]"),
        ("unpinned-bare", "x ; python_version < '3.8'"),
        ("unpinned-bare", "x()"),
        ("unpinned-bare", "latest"),
        ("unpinned-range", "x>=1.0"),
        ("unpinned-range", "x<1.0"),
        ("unpinned-range", "x~=1.0"),
        ("unpinned-range", "x!=1.0"),
        ("unpinned-range", "x!=1.*"),
        ("unpinned-range", "x>=1.0,<2.0"),
        ("unpinned-range", "x<=1.0"),
        ("unpinned-range", "x[a]>1.0;os_name=='nt'"),
        ("unpinned-range", "\tx>=1"),
        ("unpinned-wildcard", "x==1.*"),
        ("unpinned-wildcard", "x[a]==1.2.* ; python_version < '3.8'"),
        ("unpinned-wildcard", "x==1.*,>=1.1"),
        ("unpinned-wildcard", "x==*"),
        ("unpinned-wildcard", "x = *"),
        ("unpinned-latest", "x==latest"),
        ("unpinned-latest", "x@latest"),
        ("unpinned-latest", "x @ latest"),
        ("unpinned-latest", "x===latest"),
        ("unpinned-latest", "x latest"),
        ("unpinned-latest", "x=latest"),
        ("unpinned-latest", "x:latest"),
        ("unpinned-latest", "x == Latest"),
        ("unpinned-variable", "x==${V}"),
        ("unpinned-variable", "x==1.${MINOR}"),
        ("unpinned-variable", "${NAME}==1.0"),
        ("unpinned-variable", "x @ ${URL}"),
        ("unpinned-variable", "-e ${HOME}/x"),
        ("unpinned-variable", "x==1.0 ; python_version < '${V}'"),
        ("local-build-path", "-e /home/me/x"),
        ("local-build-path", "/home/me/x"),
        ("local-build-path", "C:\\work\\x"),
        ("conflicting-pins", "x==1.0,==2.0"),
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule.id == rule
    if isinstance(text, str):  # a baseline knows a finding by its message, so that holds no line number
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


@pytest.mark.parametrize("text", ["x==1.0", "x[a]==1.0 ; os_name == 'nt'", "x==1.0rc1.post1.dev2", "x==1!1.0+a.b1"])
def test_plain_lines_need_no_parser(text: str) -> None:
    found_plain = plain(text)
    assert found_plain
    assert found_plain.name == "x"


# --- each way that a requirement is read, with what is told of it -------------------------------------

COMMIT = "a" * 40
SUM = "#sha256=" + "0" * 64
NT = "os_name == 'nt'"


@pytest.mark.parametrize(
    ("text", "specifier", "marker"),
    [
        ("x", "", ""),
        (" x\t", "", ""),
        ("x[a, b]", "", ""),
        ("x>=1", ">=1", ""),
        ("x >= 1.0 , < 2", ">=1.0,<2", ""),
        ("x\t>=1\t", ">=1", ""),
        ("x>1", ">1", ""),
        ("x<=1", "<=1", ""),
        ("x!=1", "!=1", ""),
        ("x!=1.*", "!=1.*", ""),
        ("x==1.*", "==1.*", ""),
        ("x==1.2.*,>=1.1", "==1.2.*,>=1.1", ""),
        ("x~=1.0", "~=1.0", ""),
        ("x>=1!2", ">=1!2", ""),
        (f"x>=1 ; {NT}", ">=1", NT),
        (f"x;{NT}", "", NT),
        ("x" + "y" * (LONGEST - 1), "", ""),
    ],
)
def test_an_open_requirement_needs_no_parser(text: str, specifier: str, marker: str) -> None:
    for read in (_plainly_open, judge, _judge):
        verdict = read(text)
        assert verdict
        assert verdict.problem
        given = {each.strip() for each in verdict.specifier.split(",")}
        assert (given, verdict.marker) == ({*specifier.split(",")}, marker)


@pytest.mark.parametrize(
    "text",
    [
        *("\xe9", "\xe9>=1", "x>=1\xe9", "x;", "x;y", f"x;{NT} ", "x;${M}", "x-1.zip", "x.whl", "x>=1.zip", "", "x y", "-x", "x-", "x[", "x[a"),
        *("x=1", "x=>1", "x<>1", "x>=", "x>=1,", "x,", "x>=1,,<2", "x~=1", "x>=1.*", "x<1.*", "x==*", "x===1", "x>=1+a", "x==1!2.*", "x==v1.*"),
        *("x>=1.x", "x (>=1)", "x>=1 x", "x@1", "x>=1\xa0", "x>=1\x0b", "x" + "y" * LONGEST, "x>=1" + " " * LONGEST),
    ],
)  # fmt: skip
def test_in_doubt_the_parser_judges(text: str) -> None:
    if text not in ("x;", f"x;{NT} "):
        assert _plainly_open(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", None),
        ("x[a]", None),
        ("x[a]>1", ("x", ["a"], [(">", "1")])),
        ("x()", None),
        ("x (==1.0)", ("x", [], [("==", "1.0")])),
        ("x==1.0-custom", None),
        ("x==1.0-1", ("x", [], [("==", "1.0-1")])),
        ("x(==1.0", None),
        ("x==1.0)", None),
        ("x===1.0", None),
        ("x>=1,", None),
        ("x>=1,,<2", None),
        ("x>=\xe91", None),
        ("x>=1\x0b", None),
        ("x\t>=\t1", ("x", [], [(">=", "1")])),
        ("-x>=1", None),
    ],
)
def test_versions(text: str, expected: tuple[str, list[str], list[tuple[str, str]]] | None) -> None:
    assert _versions(text) == expected


OUTCOMES = [
    # what is told: kind, rule, name, version, marker
    ("\xe9", "unknown", "invalid-requirement", "", "", ""),
    ("x>=1\xe9", "unknown", "invalid-requirement", "", "", ""),
    ("x\xa0>=1", "unknown", "invalid-requirement", "", "", ""),
    ("x>=1\x0b", "index", "unpinned-range", "x", "", ""),
    ("x>=1 x", "unknown", "invalid-requirement", "", "", ""),
    ("x~=1", "unknown", "invalid-requirement", "", "", ""),
    ("x>=1.0+a", "unknown", "invalid-requirement", "", "", ""),
    ("x>=1,", "index", "unpinned-range", "x", "", ""),
    ("x(>=1", "unknown", "invalid-requirement", "", "", ""),
    (f"x ==1.0-1 ; {NT}", "index", "", "x", "1.0-1", NT),
    ("x===1.0", "index", "", "x", "1.0", ""),
    ("x==1.0,==1.0.0", "index", "", "x", "1.0", ""),
    ("x==1.0,==1.0.0,==2.0", "index", "conflicting-pins", "x", "1.0", ""),
    ("x===1.0,==2.0", "index", "conflicting-pins", "x", "1.0", ""),
    ("x>=0,===1.0", "index", "", "x", "1.0", ""),
    ("x==1.0.*,==1.0", "index", "", "x", "1.0", ""),
    ("x===latest", "index", "unpinned-latest", "x", "", ""),
    # a URL
    ("x @ https://h.example/x-1.0.whl", "url", "", "x", "", ""),
    ("x@https://h.example/x-1.0.whl", "url", "", "x", "", ""),
    (f"x[a] @ HTTPS://h.example/x.zip{SUM} ; {NT}", "url", "", "x", "", NT),
    (f"x @ https://h.example/x-1.0.whl ; {NT}", "url", "", "x", "", NT),
    ("x @ https://h.example/\xe9-1.0.whl", "url", "", "x", "", ""),
    ("x @ https://h.example/a b-1.0.whl", "unknown", "invalid-requirement", "", "", ""),
    ("-x @ https://h.example/x-1.0.whl", "unknown", "invalid-requirement", "", "", ""),
    (f"https://h.example/x-1.0.zip ; {NT}", "url", "", "", "", NT),
    (f"https://h.example/x.zip;y{SUM}", "url", "", "", "", ""),
    (f"git+https://h.example/r@{COMMIT}", "vcs", "", "", "", ""),
    ("x @ latest", "index", "unpinned-latest", "x", "", ""),
    (f"x @ LATEST ; {NT}", "index", "unpinned-latest", "x", "", NT),
    ("x @ word", "unknown", "invalid-requirement", "", "", ""),
    ("x @ lib/y.whl", "unknown", "invalid-requirement", "", "", ""),
    ("word://h.example/x", "unknown", "invalid-requirement", "", "", ""),
    # a marker
    ("x==1.0 ;", "index", "", "x", "1.0", ""),
    (f"x==1.0;  {NT} ", "index", "", "x", "1.0", NT),
    (f"x==1.0;({NT})", "index", "", "x", "1.0", f"({NT})"),
    ("x==1.0;y", "unknown", "invalid-requirement", "", "", ""),
    ("x==1.0;${Y}", "unknown", "unpinned-variable", "", "", ""),
    ("x==1.0;os_name == '${Y}'", "unknown", "unpinned-variable", "", "", ""),
    # a path
    (".", "path", "", "", "", ""),
    (".[a]", "path", "", "", "", ""),
    (".x", "path", "", "", "", ""),
    (". x", "unknown", "invalid-requirement", "", "", ""),
    ("./my lib", "path", "", "", "", ""),
    ("../my lib", "path", "", "", "", ""),
    ("/my lib", "path", "local-build-path", "", "", ""),
    ("C:/my lib", "path", "local-build-path", "", "", ""),
    ("C:\\my lib", "path", "local-build-path", "", "", ""),
    ("lib/x", "path", "", "", "", ""),
    ("lib/x[a, b]", "path", "", "", "", ""),
    ("lib/x y", "unknown", "invalid-requirement", "", "", ""),
    *((f"lib/x{sign}y", "unknown", "invalid-requirement", "", "", "") for sign in "@<>=!~?\"'"),
    ("x-1.0.whl", "path", "", "", "", ""),
    (f"x-1.0.tar.gz ; {NT}", "path", "", "", "", NT),
    ("x y.whl", "path", "", "", "", ""),
    ("lib/x@1/y.whl[a]", "path", "", "", "", ""),
    ("x@lib/y.whl", "unknown", "invalid-requirement", "", "", ""),
    ("lib/${A}.whl", "path", "unpinned-variable", "", "", ""),
    ("/lib/x==1.0.whl", "path", "local-build-path", "", "", ""),
    ("x==1.0.zip", "unknown", "invalid-requirement", "", "", ""),
    ("lib/x==1.0.zip", "unknown", "invalid-requirement", "", "", ""),
]
EDITABLE = [
    ("lib", "path", "", "", "", ""),
    (".[a]", "path", "", "", "", ""),
    ("./a=b", "path", "", "", "", ""),
    ("../a<b", "path", "", "", "", ""),
    ("/a>b", "path", "local-build-path", "", "", ""),
    ("${A}==1", "path", "unpinned-variable", "", "", ""),
    *((f"x{sign}1", "unknown", "invalid-requirement", "", "", "") for sign in ("==", ">", "<")),
    ("x @ ./lib", "path", "", "", "", ""),
    (f"x @ git+https://h.example/r@{COMMIT}", "vcs", "", "x", "", ""),
    (f"x[a]@git+https://h.example/r@{COMMIT}", "vcs", "", "x", "", ""),
    (f"x @ git+https://h.example/r@{COMMIT} ; {NT}", "vcs", "", "x", "", NT),
    ("x @ git+https://h.example/r@main", "vcs", "unpinned-vcs", "x", "", ""),
    (f"x @ https://h.example/x.zip{SUM}", "unknown", "invalid-requirement", "", "", ""),
    ("x @ https://${H}/x.zip", "url", "unpinned-url", "x", "", ""),
    ("x @ file:./lib", "path", "", "x", "", ""),
    ("x @ FILE:///lib", "path", "local-build-path", "x", "", ""),
    (f"x y @ git+https://h.example/r@{COMMIT}", "path", "", "", "", ""),
    ("file:./lib", "path", "", "", "", ""),
    ("File:///lib", "path", "local-build-path", "", "", ""),
    (f"https://h.example/x.zip{SUM}", "unknown", "invalid-requirement", "", "", ""),
    (f"git+https://h.example/r@{COMMIT}", "unknown", "invalid-requirement", "", "", ""),
    (f"git+https://h.example/r@{COMMIT}#egg=x", "vcs", "", "x", "", ""),
    (f"git+https://h.example/r@{COMMIT}#subdirectory=a&egg=x", "vcs", "", "x", "", ""),
    (f"git://h.example/r@{COMMIT}#egg=x", "vcs", "", "x", "", ""),
]


@pytest.mark.parametrize(
    ("text", "kind", "rule", "name", "version", "marker", "editable"),
    [*((*row, False) for row in OUTCOMES), *((*row, True) for row in EDITABLE)],
)
def test_outcomes(text: str, kind: str, rule: str, name: str, version: str, marker: str, *, editable: bool) -> None:
    verdict = judge(text, editable=editable)
    told = verdict.problem.rule.id if verdict.problem else ""
    assert (verdict.kind, told, verdict.name, verdict.version, verdict.marker) == (kind, rule, name, version, marker)


def test_a_token_is_no_name() -> None:
    for name in (fakes.GITHUB, fakes.NPM):
        verdict = judge(name)
        assert verdict.problem
        assert verdict.problem.rule.id == "invalid-requirement"
        assert name not in verdict.problem.message + verdict.problem.note
    assert judge("a" * 40).problem != judge(fakes.GITHUB).problem
    assert judge("a-long-name-of-a-package-that-is-open").name == "a-long-name-of-a-package-that-is-open"


@pytest.mark.parametrize("word", "latest newest current stable master main head trunk any".split())
def test_words_for_the_newest_version(word: str) -> None:
    for text in (f"x=={word}", f"x==={word}", f"x @ {word}", f"x @ {word.upper()}", f"x==={word.title()}"):
        verdict = judge(text)
        assert verdict.problem
        assert (verdict.problem.rule.id, verdict.problem.subject) == ("unpinned-latest", "x"), text
