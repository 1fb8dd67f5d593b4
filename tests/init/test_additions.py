"""What is added to files that exist: nothing old changes, and the parser of the file says so."""

from __future__ import annotations

import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.init import additions
from backend_standards.init.additions import CannotAdd

TABLE = '[tool.ruff]\nline-length = 88\n\n[tool.ruff.lint]\nselect = ["E"]\n'
ENTRY = "- repo: https://example.com/new\n  rev: v1\n  hooks:\n    - id: new\n"
RULES = {"lint": ".PHONY: lint\nlint:  ## check\n\truff check .\n", "test": ".PHONY: test\ntest:\n\tpytest\n"}

# --- TOML ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b'[project]\nname = "a"\n', id="plain"),
        pytest.param(b'[project]\nname = "a"', id="no-line-break-at-the-end"),
        pytest.param(b'[project]\r\nname = "a"\r\n', id="crlf"),
        pytest.param(b'\xef\xbb\xbf[project]\nname = "a"\n', id="byte-order-mark"),
        pytest.param(b"", id="empty"),
        pytest.param(b"# only a comment", id="a-comment"),
        pytest.param(b"[tool.black]\nline-length = 100\n\n\n# last words\n", id="another-tool"),
        pytest.param(b"[[tool.mypy.overrides]]\nmodule = 'a'\n", id="an-array-of-tables"),
        pytest.param(b"tool.black.line-length = 100\n", id="dotted"),
        pytest.param("[project]\nname = 'ü'  # é\n".encode(), id="not-ascii"),
    ],
)
def test_a_table_comes_after_all_that_is_there(text: bytes) -> None:
    new = additions.tables(text, [TABLE])
    assert new.startswith(text)
    found = tomllib.loads(additions.text_of(new))
    assert found.get("tool", {}).pop("ruff") == {"line-length": 88, "lint": {"select": ["E"]}}
    old = tomllib.loads(additions.text_of(text))
    assert {name: value for name, value in found.items() if value or name in old} == old
    if b"\r\n" in text:
        assert b"\n" not in new.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(b"tool = {black = {line-length = 1}}\n", "none can be added", id="tool-in-one-line"),
        pytest.param(b"[tool]\nruff = {line-length = 1}\n", "none can be added", id="the-table-in-one-line"),
        pytest.param(b"[project\n", "not valid TOML", id="broken"),
        pytest.param(b"[project]\nname = '\xe9'\n", "not UTF-8", id="latin-1"),
        pytest.param(b"tool.ruff.line-length = 1\n", "none can be added", id="dotted"),
    ],
)
def test_a_table_that_cannot_be_added(text: bytes, words: str) -> None:
    with pytest.raises(CannotAdd, match=words):
        additions.tables(text, [TABLE])


KEYS = st.sampled_from(["a", "tool", "project", "b-c", '"x y"'])
VALUES = st.sampled_from(["1", '"text"', "[1, 2]", "{a = 1}", '"""\nmany\n"""', "true", "1979-05-27"])
LINES = st.one_of(
    st.builds("{} = {}".format, KEYS, VALUES),
    st.builds("[{}]".format, KEYS),
    st.builds("[tool.{}]".format, KEYS),
    st.builds("[[{}]]".format, KEYS),
    st.sampled_from(["", "# comment", "\t"]),
)


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_hypothesis_tables(lines: list[str], end: str, is_ended: bool) -> None:
    data = (end.join(lines) + end * is_ended).encode()
    try:
        new = additions.tables(data, [TABLE])
    except CannotAdd:
        return
    old, found = tomllib.loads(data.decode()), tomllib.loads(new.decode())
    assert new.startswith(data)
    assert additions.missing(found, old) == []
    assert found["tool"]["ruff"]["lint"] == {"select": ["E"]}


def test_missing_names_what_a_table_does_not_have() -> None:
    wanted = {"tool": {"mypy": {"strict": True}, "ruff": {"a": 1}}}
    old = {"tool": {"mypy": {"strict": False}}}
    assert additions.missing(old, wanted) == [("tool.ruff", {"a": 1})]
    assert additions.missing({"tool": {"mypy": {}}}, {"tool": {"mypy": {"strict": True}}}) == [
        ("tool.mypy.strict", True)
    ]


# --- YAML ---------------------------------------------------------------------------------------------

OLD = "repos:\n  - repo: https://example.com/old\n    rev: v0\n    hooks:\n      - id: old\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(OLD, id="at-the-end"),
        pytest.param(OLD.rstrip("\n"), id="no-line-break-at-the-end"),
        pytest.param(f"# head\ndefault_stages: [pre-commit]\n{OLD}", id="after-another-key"),
        pytest.param(f"{OLD}\n# about CI\nci:\n  skip: [old]\n", id="before-another-key"),
        pytest.param(f"{OLD}      # - id: off\n", id="a-comment-of-the-last-entry"),
        pytest.param(f"{OLD}\n\n", id="empty-lines"),
        pytest.param("repos:\n- repo: local\n  hooks:\n  - id: a\n    name: 'x: y'\n", id="no-indentation"),
        pytest.param("---\n" + OLD, id="a-document-mark"),
        pytest.param("repos:\n    - repo: local\n      hooks: [{id: a}]\nfail_fast: true\n", id="four"),
        pytest.param(OLD.replace("\n", "\r\n"), id="crlf"),
        pytest.param("\ufeff" + OLD, id="byte-order-mark"),
        pytest.param(f"x: &x [1]\n{OLD}y: *x\n", id="an-alias"),
        pytest.param(OLD + "        args: |\n          many\n\n          lines\n", id="a-block"),
    ],
)
def test_an_entry_is_the_last_of_the_list(text: str) -> None:
    data = text.encode()
    new = additions.entries(data, "repos", [ENTRY, ENTRY.replace("new", "newer")])
    old, found = yaml.safe_load(text.lstrip("\ufeff")), yaml.safe_load(new.decode("utf-8-sig"))
    assert [entry["repo"][-5:] for entry in found["repos"][-2:]] == ["m/new", "newer"]
    found["repos"] = found["repos"][:-2]
    assert found == old
    kept = iter(new.splitlines(keepends=True))
    ended = data if data.endswith(b"\n") else data + b"\n"
    assert all(line in kept for line in ended.splitlines(keepends=True)), "the old lines are there, in their order"
    if b"\r\n" in data:
        assert b"\n" not in new.replace(b"\r\n", b"")


def test_the_entry_is_before_the_comment_of_the_next_key() -> None:
    new = additions.entries(f"{OLD}\n# about CI\nci: {{}}\n".encode(), "repos", [ENTRY]).decode()
    assert new == OLD + "".join(f"  {line}\n" for line in ENTRY.splitlines()) + "\n# about CI\nci: {}\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("repos: []\n", id="in-one-line"),
        pytest.param("repos: [{repo: local, hooks: []}]\n", id="flow"),
        pytest.param("repos:\n", id="empty"),
        pytest.param("a: 1\n", id="no-list"),
        pytest.param("- a\n", id="a-list"),
        pytest.param("repos: [\n", id="broken"),
        pytest.param(OLD + "---\n" + OLD, id="two-documents"),
        pytest.param(OLD + OLD, id="twice"),
        pytest.param("{repos: [a]}\n", id="all-in-one-line"),
        pytest.param("", id="nothing"),
        pytest.param(
            "a0: &a0 [1]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
            + "repos:\n  - *a8\n",
            id="aliases-of-aliases",
        ),
        pytest.param("repos:\n  - a\nb: " + "[" * 300 + "]" * 300 + "\n", id="nested-deep"),
        pytest.param("repos:\n\t- a\n", id="a-tab"),
    ],
)
def test_an_entry_that_cannot_be_added(text: str) -> None:
    with pytest.raises(CannotAdd):
        additions.entries(text.encode(), "repos", [ENTRY])


YAML_LINES = st.sampled_from(
    [
        "repos:",
        "- repo: a",
        "  hooks:",
        "  - id: b",
        "    args: [x]",
        "# c",
        "  # d",
        "",
        "ci: {}",
        "a: 'b'",
        "  b: |",
        "---",
    ]
)


@given(st.lists(YAML_LINES, max_size=9), st.booleans())
def test_hypothesis_entries(lines: list[str], is_ended: bool) -> None:
    data = ("\n".join(lines) + "\n" * is_ended).encode()
    try:
        new = additions.entries(data, "repos", [ENTRY])
    except CannotAdd:
        return
    old, found = yaml.safe_load(data), yaml.safe_load(new)
    assert found["repos"] == [*old["repos"], *yaml.safe_load(ENTRY)]
    assert {**found, "repos": 0} == {**old, "repos": 0}


# --- Makefile -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("all: a\n\ttouch a\n", id="plain"),
        pytest.param("all: a\n\ttouch a", id="no-line-break-at-the-end"),
        pytest.param("ifdef X\nall:\n\ta\nendif\n", id="a-closed-condition"),
        pytest.param("X := 1\nY ?= 2\n", id="no-target"),
        pytest.param("", id="empty"),
        pytest.param("a b: c\n", id="two-targets"),
    ],
)
def test_targets_come_last(text: str) -> None:
    new = additions.rules(text.encode(), RULES)
    assert new.startswith(text.encode())
    assert additions.targets(new.decode()) == [*additions.targets(text), "lint", "test"]


@pytest.mark.parametrize(
    "text", ["a:\n\tb \\\n", "define x\nfoo\n", "ifdef X\na:\n\tb\n", ".RECIPEPREFIX = >\n", "a:\\"]
)
def test_targets_that_cannot_be_added(text: str) -> None:
    with pytest.raises(CannotAdd):
        additions.rules(text.encode(), RULES)


@pytest.mark.parametrize("data", [b"a", b"a\n", b"", b"a\r\nb", b"\xff\xfe"])
def test_lines(data: bytes) -> None:
    new = additions.lines(data, ["x", "y"])
    assert new.startswith(data)
    assert new.splitlines()[-2:] == [b"x", b"y"]
    assert (b"\r\n" in new) == (b"\r\n" in data)
