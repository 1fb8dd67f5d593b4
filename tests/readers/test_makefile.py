"""Makefiles: what is read is compared with the database that GNU make prints of files that are made here."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from backend_standards.readers import makefile
from backend_standards.readers.makefile import Makefile

MAKE = shutil.which("make") or ""
needs_make = pytest.mark.skipif(not MAKE, reason="GNU make is not installed")
SIGNS = "@-+ \t"
OTHERS = ("MAKEFILE_LIST", ".RECIPEPREFIX")
"""Variables that make itself sets."""

Rules = dict[str, tuple[list[str], list[str], int]]
"""By target: its prerequisites, the lines of its recipe without the signs before them, and the first line's number."""


def rules(found: Makefile) -> Rules:
    """Return the rules of targets, as make puts several rules of one target together."""
    result: Rules = {}
    for rule in found.rules:
        for target in rule.targets:
            if "%" in target or rule.is_double:
                continue
            needed, recipe, line = result.get(target, ([], [], 0))
            stem = _stem(rule.pattern, target)
            needed = needed + [name for each in rule.prerequisites if (name := each.replace("%", stem)) not in needed]
            if rule.recipe:
                recipe, line = [each.text for each in rule.recipe], rule.recipe[0].number
            result[target] = needed, recipe, line
    return result


def _stem(pattern: str, target: str) -> str:
    before, _, after = pattern.partition("%")
    return target[len(before) : len(target) - len(after)] if pattern else ""


def database(text: str, folder: Path) -> tuple[Rules, dict[str, str]]:
    """Return the rules and the variables that make says a file has. It runs nothing: the option is ``-n``."""
    (folder / "Makefile").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [MAKE, "-pnrR", "-f", "Makefile"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "# Files" in done.stdout, done.stderr
    assert "***" not in done.stderr or "No rule to make target" in done.stderr or "No targets" in done.stderr, (
        done.stderr
    )
    printed, _, rest = done.stdout.partition("# Files")
    result: Rules = {}
    for block in rest.split("\n\n"):
        lines = block.split("\n")
        heads = [line for line in lines if re.match(r"[^#\t:=]+: ?(?!.*=)", line)]
        if not heads:
            continue
        target, _, needed = heads[0].partition(":")
        if needed.startswith(":"):
            continue
        numbers = re.findall(r"recipe to execute \(from 'Makefile', line (\d+)\)", block)
        recipe: list[str] = []
        parts = block.partition("line " + numbers[0] + "):\n")[2].split("\n") if numbers else []
        for line in parts:
            if recipe and recipe[-1].endswith("\\"):
                recipe[-1] += "\n" + line[1:]
            elif line.strip():
                recipe.append(line[1:])
        result[target] = (
            [word for word in dict.fromkeys(needed.split()) if word != "|"],
            [line.lstrip(SIGNS) for line in recipe],
            int(numbers[0]) if numbers else 0,
        )
    variables = dict(re.findall(r"# makefile \(from 'Makefile', line \d+\)\n([\w.]+) :?= ?(.*)", printed))
    defined = re.findall(r"# makefile \(from 'Makefile', line \d+\)\ndefine (\w+)\n(.*?)\nendef", printed, re.DOTALL)
    variables.update(defined)
    return result, variables


def compare(text: str, folder: Path) -> None:
    expected, variables = database(text, folder)
    found = makefile.read(text, "Makefile")
    mine = rules(found)
    assert mine == {target: expected[target] for target in mine}, text
    explicit = {target for target, (_, _, line) in expected.items() if line}
    implicit = {target for rule in found.rules if rule.targets and "%" in rule.targets[0] for target in explicit}
    assert explicit - set(mine) <= implicit, text
    assert {name: found.values.variables[name].value for name in variables if name not in OTHERS} == {
        name: value.rstrip() for name, value in variables.items() if name not in OTHERS
    }, text


WHOLE = """\
A = $(B) x
B := one
C ?= two
C ?= three
D := $(B)-$(A)
D += more
A += y   # a comment
override F = $(subst o,0,$(B)) \\
    next
export G := $(patsubst %.c,%.o,a.c b.c) $(addprefix x/,p q) $(A:x=z) ${C}
define E =
echo 1
\t@echo 2
endef
ifeq ($(B),one)
T = a
else ifeq ($(B),two)
T = b
else
T = c
endif
ifdef NOTHING_$(B)
endif
ifneq "$(B)" 'one'
U = 1
else
U = 2
endif
.PHONY: all lint
all: lint test | dirs ; @echo inline # no comment
\t-@mypy $(A) \\
\t  src

\t# a line for the shell
\truff $$HOME
lint test: %: %.x
\truff
lint: X = 1
test: export Y := 2
$(B).txt: all
dirs:
ifeq ($(T),a)
\tmkdir -p $@
else
\tno
endif
%.x:
\ttouch $@
d:: a b
\tone
d:: c
\ttwo
a b \\
  c:
a: b
"""


@needs_make
def test_a_makefile_is_read_as_make_reads_it(tmp_path: Path) -> None:
    compare(WHOLE, tmp_path)


@needs_make
def test_another_prefix(tmp_path: Path) -> None:
    compare(".RECIPEPREFIX = >\na:\n> @echo 1\n>-echo 2\nb: a\n>echo 3\n", tmp_path)


PIECES = (
    "A = $(B)1\n",
    "B := $(A)\n",
    "B ?= x\n",
    "C += $(B) y\n",
    "A := a b# c\n",
    "D = \\\n  e \\\n\tf\n",
    "define C\nx\n\ny\nendef\n",
    "ifeq ($(A),a b)\nE = 1\nelse\nE = 2\nendif\n",
    "ifneq (,$(strip $(C)))\nF = 1\nendif\n",
    "ifdef B\nt1: t2\nendif\n",
    "t1: t2\n\t@echo $(A)\n",
    "t2: ; echo a; echo b\n",
    "t3 t4: t2 | t5\n\techo \\\n\t  $@\n\n\t-echo 2\n",
    "t5:\n",
    "t6.o: %.o: %.c\n\techo $<\n",
    "t6.c:\n\ttouch $@\n",
    "$(firstword t7 t8): t5\n",
    "t2: G = 1\n",
    "# a comment \\\n goes on\n",
    "\n",
    "t5: # a comment\n\techo '#'\n",
    ".PHONY: t1 t2\n",
    "t9:: t5\n\techo 1\n",
    "H := $(filter %.c,a.c b.o) $(notdir x/y) $(if $(A),1,2) $(or $(Z),3)\n",
    "unexport A\n",
    "I = $(A:b=c) $(B:%b=%d)\nJ := $(I)\n",
)


@needs_make
@pytest.mark.parametrize("seed", range(12))
def test_files_of_many_pieces_are_read_as_make_reads_them(seed: int, tmp_path: Path) -> None:
    choose = random.Random(seed)
    pieces = ["A = 0\nB = 0\nC = 0\nZ =\nCURDIR = /\n", *choose.sample(PIECES, 14)]
    compare("".join(pieces), tmp_path)


def test_what_a_condition_decides_is_possible() -> None:
    text = "A = 0\nifdef CI\nA = 1\na:\n\tx\nelse\na:\n\ty\nendif\nb:\n\techo $(A)\n"
    found = makefile.read(text, "Makefile")
    assert [(rule.targets, rule.is_possible) for rule in found.rules] == [
        (("a",), True),
        (("a",), True),
        (("b",), False),
    ]
    line = found.rules[-1].recipe[0].text
    assert [found.values.expand(line, choice=choice) for choice in range(found.values.choices(line))] == [
        "echo 0",
        "echo 1",
    ]


def test_includes_and_variables_of_the_command_line() -> None:
    files = {"a.mk": "X = 1\ninclude b.mk\n", "b.mk": "Y = $(X)\nb:\n\techo $(Y)\n"}
    opened = [(name, files[name]) for name in files]
    found = makefile.read(
        "-include a.mk nothing.mk\n", "Makefile", lambda name: [each for each in opened if each[0] == name], {"X": "2"}
    )
    assert [(rule.path, rule.line) for rule in found.rules] == [("b.mk", 2)]
    assert found.values.expand("$(Y)") == "2"
    assert found.missing == ["nothing.mk"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$(shell date)", "${V}", id="shell"),
        pytest.param("$(HOME) ${X-Y}", "${HOME} ${V}", id="undefined"),
        pytest.param("$$x $@", "$x ${V}", id="dollar"),
        pytest.param("$(L)", "${V}", id="circle"),
        pytest.param("$(A", "${V}", id="open"),
        pytest.param("$(call F,a,b c)", "b c-a", id="call"),
        pytest.param("$(foreach v,x y,<$(v)>)", "<x> <y>", id="foreach"),
        pytest.param("$(eval A := 2)", "", id="eval"),
    ],
)
def test_values(text: str, expected: str) -> None:
    found = makefile.read("A = 1\nL = $(M)\nM = $(L)\nF = $(2)-$1\n", "Makefile")
    assert found.values.expand(text) == expected
