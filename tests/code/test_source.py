"""One file: its parse, what the parser cannot read, and whose files those are."""

from __future__ import annotations

import _ast as ast
import sys
import warnings

import pytest

from backend_standards.code import source as source_module
from backend_standards.code.checks import Check
from backend_standards.code.comments import alone
from backend_standards.code.files import findings
from backend_standards.code.source import Fault, Source
from backend_standards.core import Options

HANDLER = b"try:\n    run()\nexcept OSError:\n    raise\n"


def said(data: bytes, path: str = "src/a.py") -> list[str]:
    check = Check("forbid-swallowed-errors", Options(), (b"except",), lambda _: ())
    return [f"{each.line}:{each.column}: {each.rule.id}: {each.message}" for each in findings(check, [(path, data)])]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HANDLER, id="plain"),
        pytest.param(HANDLER.replace(b"\n", b"\r\n"), id="crlf"),
        pytest.param(HANDLER.replace(b"\n", b"\r"), id="cr"),
        pytest.param(b"\xef\xbb\xbf" + HANDLER, id="bom"),
        pytest.param(b"\f\n" + HANDLER, id="form-feed"),
        pytest.param("# coding: latin-1\nx = '\u00fc'\n".encode("latin-1") + HANDLER, id="latin-1"),
        pytest.param("# coding: utf-7\nx = 1\ntry:\n    run()\nexcept OSError:\n    raise\n".encode("ascii"), id="utf-7"),
        pytest.param(rb"x = '\d'" + b"\n" + HANDLER, id="warning"),
    ],
)  # fmt: skip
def test_what_is_parsed(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert said(data) == []


VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def test_a_mistake() -> None:
    assert said(b"def f(:\n    pass\n" + HANDLER) == [
        f"1:7: unparsable-python: Python {VERSION} cannot parse the file: invalid syntax"
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(HANDLER.decode().encode("utf-16"), "nul bytes", id="utf-16"),
        pytest.param(HANDLER + b"x = '\0'\n", "nul bytes", id="nul"),
        pytest.param(b"# coding: klingon\n" + HANDLER, "klingon", id="unknown-encoding"),
        pytest.param(HANDLER + b"x = '\xff'\n", "utf-8", id="not-utf-8"),
        pytest.param(HANDLER + b"x = " + b"(" * 5000 + b")" * 5000 + b"\n", "nested", id="brackets"),
        pytest.param(HANDLER + b"x = " + b"-" * 100_000 + b"1\n", "nested", id="signs"),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed(data: bytes, words: str) -> None:
    (finding,) = said(data)
    assert ": unparsable-python: " in finding
    assert words in finding.lower()


def test_a_long_chain_of_attributes() -> None:
    data = HANDLER + b"x = a" + b".a" * 100_000 + b"\n"
    found = said(data)
    if sys.version_info >= (3, 14):  # whose parser has no bound there
        assert found == []
        assert len(Source("src/a.py", data).tree.of(ast.Attribute)) == 100_000
    else:
        assert ["nested" in finding for finding in found] == [True]


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "LARGEST", 1_000_000)
    (finding,) = said(HANDLER + b"#" * 1_000_000)
    assert "the file has more than 1 MB" in finding


def test_an_encoding_in_which_the_words_are_other_bytes() -> None:
    data = b"# coding: utf-7\n" + "try:\n    run()\nexcept Exception:\n    pass\n".replace("x", "+AHg-").encode()
    source = Source("src/a.py", data)
    assert not isinstance(source.parsed, Fault)
    seen: list[Source] = []
    check = Check("forbid-swallowed-errors", Options(), (b"except",), lambda each: seen.append(each) or ())  # type: ignore[func-returns-value]
    assert list(findings(check, [("src/a.py", data), ("src/b.py", b"# coding: utf-8\nx = 1\n")])) == []
    assert [each.path for each in seen] == ["src/a.py"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("print 'loading'", id="print"),
        pytest.param("try:\n    run()\nexcept ValueError, error:\n    raise", id="except"),
        pytest.param("exec 'x = 1'", id="exec"),
        pytest.param("x = `y`", id="backticks"),
        pytest.param("if x <> y: pass", id="not-equal"),
        pytest.param("x = ur'a'", id="ur"),
        pytest.param("raise ValueError, 'x'", id="raise"),
        pytest.param("x = 0777", id="octal"),
        pytest.param("x = 10L", id="long"),
        pytest.param("def f(a, (b, c)): pass", id="tuple-parameter"),
        pytest.param("x = {{ cookiecutter.name }}", id="template"),
        pytest.param("{% if x %}", id="jinja"),
    ],
)
def test_what_is_not_for_this_python(text: str) -> None:
    source = Source("src/a.py", f"{text}\n".encode() + HANDLER)
    if not isinstance(source.parsed, Fault):
        assert text.startswith("try") or "cookiecutter" in text  # which a later Python reads in its own way
        return
    assert said(source.data) == []


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
@pytest.mark.parametrize(
    "text",
    [
        "type Names = list[str]",
        "def first[T](names: list[T]) -> T: ...",
        "class Box[T]: ...",
        'x = f"{\\n    1}"',
        "x = f'{d['a']}'",
        'x = f"{"{:.3f}".format(y)}"',
        "x = f'{'\\n'.join(y)}'",
    ],
)
def test_newer_syntax(text: str) -> None:
    (finding,) = said(f"{text}\n".encode() + HANDLER)
    assert f"this is syntax of Python 3.12, and the hooks run on {VERSION}" in finding


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads it")
def test_syntax_of_python_3_14() -> None:
    (finding,) = said(b"try:\n    run()\nexcept OSError, ValueError:\n    raise\n")
    assert "this is syntax of Python 3.14" in finding


def test_columns_count_characters() -> None:
    assert Source("a.py", "x = '\u00fc\u00fc' + y\n".encode()).column(1, 13) == 12


def test_the_comments_alone() -> None:
    text = "x = '# no'  # yes\ny = '''\n# no\n'''\n# not indented\nz = f'{x!r:>{y}}'  # last"
    assert alone(text) == "\n".join(["            # yes", "", "", "", "# not indented", "                   # last"])
