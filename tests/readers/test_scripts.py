from __future__ import annotations

from collections.abc import Callable

import pytest

from backend_standards.readers.scripts import Script, of_dockerfile, of_makefile, of_yaml
from backend_standards.readers.shell import commands


def run(reader: Callable[[str], Script], text: str) -> list[str]:
    """Return the commands of a file, and see that each word is where the file has it."""
    script = reader(text)
    assert len(script.text) == len(text)
    found = list(commands(script.text))
    for command in found:
        for word in command.words:
            if word.text.isalnum():
                assert word.text in text[word.start : word.end]
    return [" ".join(word.text for word in command.words) for command in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FROM x\nRUN a b\nWORKDIR /c", ["a b"], id="run"),
        pytest.param("run a", ["a"], id="lower-case"),
        pytest.param("ONBUILD RUN a", ["a"], id="onbuild"),
        pytest.param("RUN a \\\n  # why\n\n  b", ["a b"], id="continued"),
        pytest.param("# escape=`\nRUN a `\n b", ["a b"], id="escape"),
        pytest.param('CMD ["a", "b c"]', ["a b c"], id="exec-form"),
        pytest.param("RUN --mount=type=cache,target=/x a", ["a"], id="flag"),
        pytest.param("RUN <<EOF\na\nb\nEOF\nRUN c", ["a", "b", "c"], id="heredoc"),
        pytest.param("RUN <<EOF\n#!/usr/bin/env python\na\nEOF\nRUN c", ["c"], id="heredoc-of-another-language"),
        pytest.param("COPY <<EOF /x\na\nEOF\nRUN c", ["c"], id="copied-heredoc"),
        pytest.param("RUN a <<EOF", ["a"], id="heredoc-without-an-end"),
        pytest.param("COPY a b", [], id="copy"),
        pytest.param("ENV A 1\nARG B=2", ["A=1", "B=2"], id="assignments"),
    ],
)
def test_dockerfile(text: str, expected: list[str]) -> None:
    assert run(of_dockerfile, text) == expected


def test_comments_above_an_instruction_speak_for_it() -> None:
    assert of_dockerfile("FROM x\n# a\n# b\nRUN c\n# d\n\nRUN e").above == {2: 4, 3: 4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("all: x\n\t@a b\n\t-c\nd:\n\te", ["a b", "c", "e"], id="recipes"),
        pytest.param("a:\n\tb \\\n\tc", ["b c"], id="continued"),
        pytest.param("a:\n\tb $$x", ["b ${x}"], id="dollar"),
        pytest.param("A = $(shell b)", [], id="no-recipe"),
    ],
)
def test_makefile(text: str, expected: list[str]) -> None:
    assert run(of_makefile, text) == expected


def test_values_of_a_makefile() -> None:
    text = "A = 1\nB := 2 # x\nexport C ?= 3\nA = 4\na:\n\tD = 5\n"
    assert of_makefile(text).values == {"A": ["1", "4"], "B": ["2"], "C": ["3"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("steps:\n  - run: a b\n  - uses: c", ["a b"], id="plain"),
        pytest.param("run: |\n  a\n  b\nx: c", ["a", "b"], id="literal"),
        pytest.param("run: >-\n  a\n  b\n\n  c", ["a b", "c"], id="folded"),
        pytest.param("run: >\n  a\n    b\n  c", ["a", "b", "c"], id="folded-deeper"),
        pytest.param('run: "a \\"b c\\""', ["a b c"], id="double-quoted"),
        pytest.param("run: 'a ''b'''", ["a b"], id="single-quoted"),
        pytest.param("script:\n  - a\n  - b: c", ["a"], id="list"),
        pytest.param('script: ["a b", c]', ["a b", "c"], id="list-in-brackets"),
        pytest.param("run: a\n  b", ["a b"], id="plain-on-two-lines"),
        pytest.param("run:\n  a", ["a"], id="below-its-key"),
        pytest.param("run: &x !!str a", ["a"], id="anchor-and-tag"),
        pytest.param("name: run\n# run: a", [], id="no-command"),
        pytest.param("inputs:\n  run:\n    default: a", ["a"], id="default"),
    ],
)
def test_yaml(text: str, expected: list[str]) -> None:
    assert run(of_yaml, text) == expected


def test_values_of_yaml() -> None:
    text = 'env:\n  A: "1"\n  B: 2 # x\nmatrix:\n  C: [3, "4"]\nall: {D: 5, E: 6}\n'
    values = of_yaml(text).values
    assert values == {"A": ["1"], "B": ["2"], "C": ["3", "4"], "D": ["5"], "E": ["6"]}
