"""Justfiles: what is read is compared with what just itself prints of files that are made here."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend_standards.readers import justfile
from backend_standards.readers.justfile import Justfile, Recipe

JUST = Path(sys.executable).parent / "just"


def read(text: str) -> Justfile:
    return justfile.read(text, "justfile")


def dumped(text: str, folder: Path) -> dict[str, Any]:
    """Return what just reads. It runs nothing: the option is ``--dump``."""
    (folder / "justfile").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [JUST, "--dump", "--dump-format", "json"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def mine(recipe: Recipe) -> dict[str, Any]:
    kinds = {"": "singular", "*": "star", "+": "plus"}
    return {
        "parameters": [(each.name, kinds[each.sign], each.default is not None) for each in recipe.parameters],
        "before": [(each.name, len(each.arguments)) for each in recipe.before],
        "after": [(each.name, len(each.arguments)) for each in recipe.after],
        "body": [re.sub(r"(?<!\{)\{\{(?!\{).*?\}\}", "{{}}", line) for line, _ in recipe.lines],
    }


def theirs(recipe: dict[str, Any]) -> dict[str, Any]:
    needed = [(each["recipe"], len(each["arguments"])) for each in recipe["dependencies"]]
    return {
        "parameters": [(each["name"], each["kind"], each["default"] is not None) for each in recipe["parameters"]],
        "before": needed[: recipe["priors"]],
        "after": needed[recipe["priors"] :],
        "body": ["".join(each if isinstance(each, str) else "{{}}" for each in line) for line in recipe["body"]],
    }


def compare(text: str, folder: Path) -> None:
    expected, found = dumped(text, folder), read(text)
    assert {name: mine(recipe) for name, recipe in found.recipes.items()} == {
        name: theirs(recipe) for name, recipe in expected["recipes"].items()
    }, text
    assert set(found.variables) == set(expected["assignments"]), text
    assert found.aliases == {name: each["target"] for name, each in expected["aliases"].items()}, text
    constants = {
        name: each["value"] for name, each in expected["assignments"].items() if isinstance(each["value"], str)
    }
    assert {name: found.value(found.variables[name], {}) for name in constants} == constants, text
    assert next(iter(found.recipes), None) == expected["first"], text


WHOLE = r"""
set shell := ["bash", "-euo",
              "pipefail", "-c"]
set export
set dotenv-load := true
x := "a\n\"b" + 'c\n' / "d"
plain := "a\tb"
raw := 'a\tb'
long := '''
  one
    two
'''
cooked := "
three"
export Y := env("Q", "z")
cond := if x == "a" { "b" } else { 'c' }
alias t := test
alias l:=lint # comment

# documentation
[private]
[group('a'), no-cd]
@lint a b='x' c=(x + "y") +rest=x: first (second "q" a) && third
    ruff {{a}} {{ b }}
    -mypy \
      src

    @echo {{{{x}} {{"}"}}

first:
second a b:
third: first (second ("a" + "b") x)
import_ := "no import"
set-up $port='1': # a comment
	pytest $port
test *args:
  #!/usr/bin/env bash
  set -e
  if true; then
    pytest {{args}}
  fi

mod_ x=`date` y=uuid(): && first second-one
  a
second-one:
  # comment
  b
"""


def test_a_justfile_is_read_as_just_reads_it(tmp_path: Path) -> None:
    compare(WHOLE, tmp_path)


PIECES = (
    "a := 'x'\n",
    'b := "y" + "z"\n',
    "c := `date`\n",
    "set positional-arguments\n",
    "alias r1a := r1\n",
    "# a comment\n",
    "\n\n",
    "r1:\n  one\n  two\n",
    "r2 p q='1':\n\tone {{p}}\n\n\ttwo {{ q }}\n",
    "r3 *p: r1 (r2 'x')\n    @-one \\\n      more\n",
    "@r4 +p: && r1\n  one\n",
    "[private]\nr5: r1 r4_\n  #!/bin/sh\n  x\n   y\n",
    "r4_: r1 && (r2 'a' 'b')\n",
    "r6 p=('a' + 'b') q=env('X', ''):\n  {{p}}{{q}}\n",
    "[linux]\n[confirm('sure?')]\nr7:\n  x\n",
    "export d := '''\n  long\n'''\n",
)
NEEDED = {
    "alias r1a := r1\n",
    "r1:\n  one\n  two\n",
    "r2 p q='1':\n\tone {{p}}\n\n\ttwo {{ q }}\n",
    "r4_: r1 && (r2 'a' 'b')\n",
}


@pytest.mark.parametrize("seed", range(6))
def test_files_of_many_pieces_are_read_as_just_reads_them(seed: int, tmp_path: Path) -> None:
    choose = random.Random(seed)
    pieces = [*NEEDED, *choose.sample([each for each in PIECES if each not in NEEDED], 7)]
    choose.shuffle(pieces)
    compare("".join(pieces), tmp_path)


def test_lines_and_settings() -> None:
    found = read(WHOLE)
    assert [(number, text.split()[0]) for text, number in found.recipes["lint"].lines if text] == [
        (24, "ruff"),
        (25, "-mypy"),
        (26, "src"),
        (28, "@echo"),
    ]
    assert {"private", "no-cd"} <= set(found.recipes["lint"].attributes)
    assert [word.text for word in found.settings["shell"] if word.kind == "text"] == ["bash", "-euo", "pipefail", "-c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{{x}} {{ y }}", "1 1-2", id="variables"),
        pytest.param("{{x / 'a'}}", "1/a", id="path"),
        pytest.param("{{p}} {{nothing}}", "given ${nothing}", id="given"),
        pytest.param("{{env('A', 'b')}} {{env('A')}}", "b ${A}", id="environment"),
        pytest.param("{{`date`}} {{f(x)}} {{if a == b {'c'} else {'d'}}}", "${V} ${V} ${V}", id="unknown"),
        pytest.param("{{{{x}}", "{{x}}", id="braces"),
        pytest.param("{{z}}", "${z}", id="circle"),
        pytest.param("{{just_executable()}} {{justfile_directory()}}", "just .", id="functions"),
    ],
)
def test_values(text: str, expected: str) -> None:
    found = read("x := '1'\ny := x + '-2'\nz := z\n")
    assert found.filled(text, {"p": "given"}) == expected
