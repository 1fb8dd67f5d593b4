from __future__ import annotations

import configparser
import json
import tomllib
from collections.abc import Iterator

import pytest
import yaml

from backend_standards.readers.named_values import ini_pairs, npm_pairs, token_pairs, tokens, yaml_pairs


def leaves(node: object, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names and the text of each value, as another parser reads it."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, (*names, str(name)))
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, names)
    elif node is not None and node != "":
        yield names, str(node).strip()


@pytest.mark.parametrize(
    "text",
    [
        "a: b\nc: d\n",
        "a:\n  b: c\n  d:\n    e: f\ng: h\n",
        "a:\n  - b\n  - c: d\n    e: f\n  - - g\n",
        "a:\n- b\n- c\nd: e\n",
        "a: 'b c'\nd: \"e f\" # g\n",
        "a: |\n  b\n  c\nd: >-\n  e\n  f\n",
        "a: {b: c, d: [e, f]}\ng: [h, i]\n",
        "a: {b: c,\n    d: e}\n",
        "'a b': c\n\"d\": e\n",
        "a: &x b # c\nd: !!str e\n",
        "a: http://b/c\n",
    ],
)
def test_yaml_is_read_as_pyyaml_reads_it(text: str) -> None:
    assert [(names, value) for _, _, names, value in yaml_pairs(text)] == list(leaves(yaml.safe_load(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: !vault x\nb: *y\nc: d", [(3, 4, ("c",), "d")], id="references"),
        pytest.param("{{ x }}: a\n{% if b %}\nc: d", [(3, 4, ("c",), "d")], id="template"),
        pytest.param("a:\n  - b: c", [(2, 8, ("a", "b"), "c")], id="place-in-a-list"),
        pytest.param("a: |\n\n  b", [(3, 3, ("a",), "b")], id="place-of-a-block"),
        pytest.param("a: {b: 'c'}", [(1, 9, ("a", "b"), "c")], id="place-in-flow"),
        pytest.param("prose without a colon", [], id="prose"),
        pytest.param("a: b\n: {{\n: {% x", [(1, 4, ("a",), "b")], id="template-without-a-key"),
    ],
)
def test_yaml_places(text: str, expected: list[object]) -> None:
    assert list(yaml_pairs(text)) == expected


@pytest.mark.parametrize(
    "text", ['{"a": "b", "c": {"d": ["e", "f"]}}', '{\n  "a": {"b": "c"},\n  "d": "e\\nf"\n}', '[{"a": "b"}]']
)
def test_json_is_read_as_json_reads_it(text: str) -> None:
    assert [(names, value) for _, _, names, value in token_pairs(text)] == list(leaves(json.loads(text)))


@pytest.mark.parametrize(
    "text", ["a = \"b\"\nc = 'd'\n", 'a = ["b", "c"]\n', 'a = { b = "c" }\n', 'a = """\nb\nc"""\n']
)
def test_toml_is_read_as_tomllib_reads_it(text: str) -> None:
    assert [(names, value) for _, _, names, value in token_pairs(text)] == list(leaves(tomllib.loads(text)))


def test_hcl() -> None:
    text = 'a = "b" # "c"\n/* "d" */ e {\n  f = <<EOT\n  g\n  EOT\n  h = i.j\n}\n'
    assert list(tokens(text)) == [
        (1, 6, ("a",), "b", False),
        (4, 1, ("f",), "g", False),
        (6, 7, ("h",), "i.j", True),
    ]
    assert [value for _, _, _, value in token_pairs(text)] == ["b", "g"]


def test_ini_is_read_as_configparser_reads_it() -> None:
    text = "[s]\na = b\nc: d ; e\nf = g\n  h\n# i = j\nk =\n"
    parser = configparser.ConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(text)
    theirs = [(name, line) for name, value in parser["s"].items() for line in value.split("\n")]
    assert [(names[0], value) for _, _, names, value in ini_pairs(text)] == theirs


def test_npm_and_yarn() -> None:
    text = '//h/:_authToken=x ; y\n"//h/:_authToken" "z"\n# a=b\nregistry "https://h/"\n'
    assert list(npm_pairs(text)) == [
        (1, 17, ("//h/:_authToken",), "x"),
        (2, 19, ("//h/:_authToken",), "z"),
        (4, 10, ("registry",), "https://h/"),
    ]
