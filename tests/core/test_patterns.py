"""git itself is the oracle: each pattern is put into a .gitignore and asked about."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend_standards.core import Stopped
from backend_standards.core.patterns import Patterns, folders, glob, literal
from support import Repository

PATHS = [
    ".env",
    "a/.env",
    "a/b/.env",
    "b/a/.env",
    "prod.env",
    "a/prod.env",
    "x y",
    "a/x y",
    "[x]",
    "a*b",
    "-",
    "a-b",
    "ab",
    "a/b/c/d",
]
PATTERNS = """
.env /.env a/.env /a/.env a/ /a/ b/ *.env /*.env a/*.env **/.env a/** **/b/** a/**/.env a/**/d ?.env .en? .[e]nv .[!x]nv
.[^e]nv .[a-f]nv [[]x] \\[x\\] a\\*b a*b [a-]-b [-a]-b [z-a] [ [x [] []x] [!]x] ** * a**b a/**b **b .env/ /** /*/.env */.env x\\ y
"x y" a[/]b a?b [a-c]b
""".split()


@pytest.mark.parametrize("pattern", [*PATTERNS, "x y", ".env  ", "x\\ y", "x y\\ ", "\\!x", "\\#x", "a\\"])
def test_as_git_reads_it(repository: Repository, pattern: str) -> None:
    repository.write(".gitignore", pattern + "\n")
    asked = "".join(path + "\0" for path in PATHS).encode()
    out = repository.git("check-ignore", "--no-index", "-z", "--stdin", stdin=asked, check=False)
    patterns = Patterns([pattern])
    assert [path for path in PATHS if patterns.cover(path)] == out.split("\0")[:-1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(".env*?/[]!-\\ab", min_size=1, max_size=8), min_size=1, max_size=12))
def test_as_git_reads_it_fuzzed(repository: Repository, patterns: list[str]) -> None:
    paths = [path for path in PATHS if path != "-"]
    for pattern in patterns:
        if pattern.startswith("!") or "[:" in pattern or "//" in pattern or pattern.endswith("\\"):
            continue
        repository.write(".gitignore", pattern + "\n")
        asked = "".join(path + "\0" for path in paths).encode()
        out = repository.git("check-ignore", "--no-index", "-z", "--stdin", stdin=asked, check=False)
        assert [path for path in paths if Patterns([pattern]).cover(path)] == out.split("\0")[:-1], pattern


@given(st.text(min_size=1).filter(lambda path: not path.startswith("/") and not path.endswith("/")))
def test_the_literal_pattern_names_its_path(path: str) -> None:
    assert Patterns([literal(path)]).cover(path)
    assert not Patterns([literal(path)]).cover(f"{path}y")


@pytest.mark.parametrize("path", ["[:", "[[:alpha:]]", "a[:b:]c"])
def test_a_path_that_looks_like_a_class_can_be_named(path: str) -> None:
    assert Patterns([literal(path)]).cover(path)


def told_apart(pattern: str) -> str:
    """Return the expression of a pattern as its words say it: every wildcard tries everything."""
    expressions = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    return "".join(expressions.get(word) or re.escape(word) for word in re.findall(r"\*\*/|[*?]|[^*?]", pattern))


@given(
    st.lists(st.sampled_from(["**/", "*a/", "a*/", "a*b*/", "*a*b/", "b/", "?a*/", "*/"]), max_size=5),
    st.sampled_from(["*a*b*", "*a", "b", "a*b?*"]),
    st.text("ab/", max_size=16),
)
def test_what_is_tried_once_is_found_as_if_all_were_tried(folders: list[str], last: str, path: str) -> None:
    pattern = re.sub(r"(?:\*\*/)+", "**/", "".join(folders)) + last
    assert bool(re.fullmatch(glob(pattern), path)) == bool(re.fullmatch(told_apart(pattern), path))


@pytest.mark.parametrize(
    ("pattern", "folders"),
    [
        pytest.param("*a" * 30 + "*/b", "a" * 200, id="stars"),
        pytest.param("**/a/" * 30 + "b", "a/" * 200 + "a", id="folders"),
        pytest.param("**/*a*a/" * 30 + "b", "aaaa/" * 100 + "aaaa", id="both"),
    ],
)
def test_many_wildcards_end(pattern: str, folders: str) -> None:
    assert not Patterns([pattern]).cover(f"{folders}/c")
    assert Patterns([pattern]).cover(f"{folders}/b")


def test_the_last_match_decides() -> None:
    assert Patterns(["*.env", "!prod.env"]).cover("dev.env")
    assert not Patterns(["*.env", "!prod.env"]).cover("prod.env")
    assert Patterns(["!prod.env", "*.env"]).cover("prod.env")


def test_wildcards_do_not_name_exactly() -> None:
    assert Patterns(["a/.env.keys"]).name_exactly("a/.env.keys")
    assert not Patterns(["**/.env.keys"]).name_exactly("a/.env.keys")
    assert Patterns(["a\\*b"]).name_exactly("a*b")


def test_posix_classes_are_refused() -> None:
    with pytest.raises(Stopped, match=re.escape("character classes such as [:alpha:] are not supported")):
        Patterns(["[[:alpha:]]"])


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        pytest.param("a\\", "a\\", True, id="a-backslash-at-the-end-is-itself"),
        pytest.param("a\\", "a ", False, id="and-no-blank"),
        pytest.param("a\\ ", "a ", True, id="an-escaped-blank"),
        pytest.param("a  ", "a", True, id="blanks-at-the-end"),
        pytest.param("[a-]", "-", True, id="a-dash-at-the-end-of-a-set"),
        pytest.param("[a-c]", "b", True, id="range"),
        pytest.param("[c-a]", "b", False, id="reversed-range"),
        pytest.param("[]a]", "]", True, id="a-bracket-first"),
        pytest.param("[!]a]", "]", False, id="a-bracket-first-negated"),
        pytest.param("[!]a]", "b", True, id="negated"),
        pytest.param("[a", "[a", False, id="unclosed"),
        pytest.param("[\\]]", "]", True, id="escaped-bracket"),
        pytest.param("[\\a-\\c]", "b", True, id="escaped-range"),
        pytest.param("[!c-a]", "x", True, id="negated-empty-set"),
        pytest.param("[c-a]x", "ax", False, id="empty-set"),
        pytest.param("a[!b]c", "a/c", False, id="a-set-is-no-slash"),
        pytest.param("a?c", "a/c", False, id="one-character-is-no-slash"),
        pytest.param("\\*", "*", True, id="escaped-star"),
        pytest.param("\\*", "a", False, id="escaped-star-is-no-wildcard"),
        pytest.param("a**b", "axxb", True, id="two-stars-inside-a-name"),
        pytest.param("a**b", "a/b", False, id="two-stars-inside-a-name-stop"),
        pytest.param("a/**", "a/b/c", True, id="all-below"),
        pytest.param("a/**", "a", False, id="not-the-folder"),
        pytest.param("**/**/a", "a", True, id="several-mean-one"),
        pytest.param("x**/a", "x/y/a", False, id="stars-beside-a-name"),
        pytest.param("*a*b*/*c", "xaybz/wc", True, id="stars-begin-anew-in-each-folder"),
        pytest.param("/a/", "a/b", True, id="folder"),
        pytest.param("/a/", "a", False, id="no-folder"),
        pytest.param("a/b", "x/a/b", False, id="a-slash-anchors"),
        pytest.param("a", "x/a/y", True, id="a-name-anywhere"),
    ],
)
def test_pattern(pattern: str, path: str, expected: bool) -> None:
    assert Patterns([pattern]).cover(path) == expected


def test_what_names_exactly() -> None:
    assert Patterns(["a.py"]).name_exactly("x/a.py")
    assert Patterns(["a\\*"]).name_exactly("a*")
    for pattern in ("a*", "a?", "[a]", "a/"):
        assert not Patterns([pattern]).name_exactly("a")
    assert not Patterns(["a"]).name_exactly("a/b")
    assert not Patterns(["a.py", "!a*"]).name_exactly("a.py")
    assert not Patterns(["", "!", "/"]).cover("a")


def test_folders() -> None:
    paths = ["a/b/x.py", "a/c/y.py", "d/z.py", "sub/module/", "top.py"]
    assert folders("*", paths) == ["a/", "d/"]
    assert folders("a/*", paths) == ["a/b/", "a/c/"]
    assert folders("**/*", ["a/b/c.py"]) == ["a/", "a/b/"]
    assert folders("sub", paths) == []
    assert folders("nothing", paths) == []


@pytest.mark.parametrize(
    ("pattern", "expression"),
    [
        ("**", ".+"),
        ("a/**", "a/.+"),
        ("a**", "a[^/]*"),
        ("**a", "[^/]*a"),
        ("***", "[^/]*"),
        ("**/a", "(?:.*/)?a"),
        ("*a*", "(?>[^/]*?a)[^/]*"),
        ("*/*", "[^/]*/[^/]*"),
        ("?", "[^/]"),
        ("a\\", "a\\\\"),
    ],
)
def test_expression(pattern: str, expression: str) -> None:
    assert glob(pattern) == expression
