"""A requirements file is read as pip reads it: its own reader is the oracle."""

from __future__ import annotations

import codecs
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.dependencies import pip_lines as ours

pytest.importorskip("pip", minversion="26", reason="older versions of pip read some options otherwise")
req_file = pytest.importorskip("pip._internal.req.req_file")
PARSE = req_file.get_line_parser(None)

# Option, and the attribute in which pip keeps its value.
KEPT = {
    "--index-url": "index_url",
    "--pypi-url": "index_url",
    "--extra-index-url": "extra_index_urls",
    "--no-index": "no_index",
    "--constraint": "constraints",
    "--requirement": "requirements",
    "--editable": "editables",
    "--find-links": "find_links",
    "--prefer-binary": "prefer_binary",
    "--require-hashes": "require_hashes",
    "--no-require-hashes": "no_require_hashes",
    "--pre": "pre",
    "--trusted-host": "trusted_hosts",
    "--hash": "hashes",
    "--config-settings": "config_settings",
}
UNKEPT = ("format_control", "release_control", "features_enabled")
LINES = [
    "x==1.0",
    "x[a,b] >= 1.0 ; python_version < '3.8'",
    "x==1.0 # a comment",
    "x==1.0#no comment",
    "  # indented",
    "#",
    "x==1.0 \\",
    "x==1.0 # note \\",
    "    --hash=sha256:abc \\",
    "--hash sha256:abc --hash=sha512:def",
    "\\",
    "\\\\x==1.0\\\\",
    "x==1.0 \\ ",
    "x \\\t",
    "x --config-settings=a=b -C c=d",
    "x --config-settings 'a=b c' --pre",
    "-r base.txt",
    "-rbase.txt",
    "-r=base.txt",
    "--requirement=base.txt",
    "--requirement base.txt",
    "--requirem base.txt",
    "--re base.txt",
    "-r a -r b",
    "-r a -c b",
    "-r 'a b'",
    '-r "a b',
    "-c constraints.txt # and a comment",
    "-e .",
    "-e.",
    "-e git+https://example.org/x@main#egg=x",
    "--editable=./lib --pre x",
    "-i https://example.org -f ./wheels",
    "--index https://example.org",
    "--extra-index-url=https://${USER}:${TOKEN}@example.org/simple",
    "--pypi-url https://example.org",
    "--no-index --pre --prefer-binary --require-hashes",
    "--no-require-hashes",
    "--pre=1",
    "--trusted-host",
    "--trusted example.org",
    "--no",
    "--hash=md5:abc",
    "--hash=abc",
    "-x",
    "- x",
    "-- x",
    "-",
    "--",
    "x - y",
    "x -- --pre",
    "x\t--pre",
    "x  --pre",
    "x --pre y",
    "\xa0x==1.0\u3000# wide",
    "x==1.0\x0by==2.0",
    "x\x1f# unit",
    "x\x85y",
    "x\u2028# y",
]
ENDS = ["\n", "\r\n", "\r", "\x0c", "\n\n", ""]
TEXTS = st.lists(
    st.tuples(st.one_of(st.sampled_from(LINES), st.text(max_size=6)), st.sampled_from(ENDS)).map("".join), max_size=8
).map("".join)


def read_by_pip(text: str) -> list[tuple[str, str, dict[str, Any]] | str]:
    """Return each logical line with its requirement and options; the line alone where pip ends with an error."""
    found: list[tuple[str, str, dict[str, Any]] | str] = []
    lines = req_file.ignore_comments(req_file.join_lines(enumerate(text.splitlines(), 1)))
    for _number, line in lines:
        try:
            requirement, options = PARSE(line)
        except req_file.OptionParsingError:
            found.append(line)
            continue
        kept = {name: value for name, value in vars(options).items() if value and name not in UNKEPT}
        found.append((line, requirement.strip(), kept))
    return found


def read_by_us(text: str) -> list[tuple[str, str, dict[str, Any]] | str]:
    found: list[tuple[str, str, dict[str, Any]] | str] = []
    for line in ours.lines(text):
        if not line.text:
            continue
        assert "".join(text[line.offset(at)] for at in range(len(line.text))) == line.text
        try:
            words = ours.words(line.text)
        except ours.Refused:
            found.append(line.text)
            continue
        if any(name == "--hash" and not ours.is_strong(value) for name, value in words.options):
            found.append(line.text)
            continue
        found.append((line.text, words.requirement.strip(), kept(words.options)))
    return found


def kept(options: list[tuple[str, str]]) -> dict[str, Any]:
    """Return options as optparse keeps them."""
    found: dict[str, Any] = {}
    for name, value in options:
        where = KEPT[name]
        if name in ("--index-url", "--pypi-url"):
            found[where] = value
        elif name == "--hash":
            algorithm, _, digest = value.partition(":")
            found.setdefault(where, {}).setdefault(algorithm, []).append(digest)
        elif name == "--config-settings":
            key, _, setting = value.partition("=")
            settings = found.setdefault(where, {})
            settings[key] = (
                setting
                if key not in settings
                else [*([settings[key]] if isinstance(settings[key], str) else settings[key]), setting]
            )
        elif value:
            found.setdefault(where, []).append(value)
        else:
            found[where] = True
    return found  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_each_line(line: str) -> None:
    assert read_by_us(line) == read_by_pip(line)
    assert read_by_us(f"{line}\ny==1") == read_by_pip(f"{line}\ny==1")


@given(TEXTS)
def test_lines_and_options_are_pips(text: str) -> None:
    assert read_by_us(text) == read_by_pip(text)


@given(
    st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE]),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"]),
    st.sampled_from(["", "# -*- coding: latin-1 -*-\n", "#\n# coding=cp1252\n", "# coding: nothing\n", "# coding: utf-8\n"]),
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=255), max_size=20),
)  # fmt: skip
def test_encoding_is_pips(mark: bytes, encoding: str, head: str, text: str) -> None:
    data = mark + (head + text).encode(encoding)
    source = ours.decode(data)
    logging.disable(logging.CRITICAL)
    try:
        by_pip = req_file._decode_req_file(data, "requirements.txt")
    except (UnicodeError, LookupError):
        assert source.fault
    else:
        # pip falls back to the encoding of the machine's locale, which may be any; and reads NUL characters.
        assert source.text == by_pip or "\0" in by_pip or "UTF-8" in source.fault
        assert source.fault or source.mark + source.text.encode(source.encoding) == data
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("x\n\ny", [(1, 1), (3, 3)], id="blank lines"),
        pytest.param("x \\\n  y\nz", [(1, 2), (3, 3)], id="continued"),
        pytest.param("x \\\n# y\nz", [(1, 2), (3, 3)], id="ended by a comment"),
        pytest.param("x\x0cy\nz", [(1, 1), (1, 1), (2, 2)], id="a form feed is no line's end in an editor"),
        pytest.param("x\r\ny\rz", [(1, 1), (2, 2), (3, 3)], id="any line's end"),
        pytest.param("x \\", [(1, 1)], id="nothing follows"),
    ],
)
def test_numbers(text: str, numbers: list[tuple[int, int]]) -> None:
    assert [(line.number, line.last) for line in ours.lines(text)] == numbers


@pytest.mark.parametrize(
    ("text", "part", "span"),
    [
        pytest.param("  x>=1 # y", ">=1", (3, 6), id="one line"),
        pytest.param("a\r\nx>=1", ">=1", (4, 7), id="behind a line"),
        pytest.param("x \\\n  >=1", ">=1", (6, 9), id="continued"),
        pytest.param("x>\\\n=1", ">=1", None, id="parted"),
    ],
)
def test_span(text: str, part: str, span: tuple[int, int] | None) -> None:
    *_, line = ours.lines(text)
    start = line.text.index(part)
    assert line.span(start, start + len(part)) == span
    assert span is None or text[slice(*span)] == part
