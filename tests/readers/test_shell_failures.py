"""Which commands make a shell text fail: held to bash, which runs small texts with each of their commands failing."""

from __future__ import annotations

import random
import subprocess

import pytest

from backend_standards.readers.shell import commands
from backend_standards.readers.shell_failures import Settings, can_fail, options

_COMMAND = 'c() { [ "$1" != "$FAILS" ]; }\n'


def answers(text: str, *, errexit: bool, pipefail: bool = False) -> dict[str, bool]:
    """Return the answer for each command ``c NUMBER`` of a text."""
    found = list(commands(text))
    judged = can_fail(found, Settings(errexit=errexit, pipefail=pipefail))
    words = [[word.text for word in command.words] for command in found]
    return {each[each.index("c") + 1]: answer for each, answer in zip(words, judged, strict=True) if "c" in each[:-1]}


def statuses(text: str, numbers: list[str], *, errexit: bool, pipefail: bool = False) -> dict[str, bool]:
    """Return for each command whether bash ends in a failure when it fails."""
    arguments = ["bash", *(["-e"] if errexit else []), *(["-o", "pipefail"] if pipefail else []), "-c", _COMMAND + text]
    return {
        number: subprocess.run(
            arguments, env={"FAILS": number, "PATH": "/usr/bin:/bin"}, capture_output=True, check=False
        ).returncode
        != 0
        for number in numbers
    }


class _Maker:
    """Makes texts in which each command has a number of its own."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)
        self.number = 0

    def command(self) -> str:
        self.number += 1
        return f"c {self.number}"

    def piece(self, depth: int) -> str:
        kind = self.choose.randrange(6 if depth else 3)
        if kind == 3:
            return f"( {self.text(depth - 1, 2)})"
        if kind == 4:
            return f"{{ {self.text(depth - 1, 2)}; }}"
        return self.command()

    def listed(self, depth: int) -> str:
        text = self.piece(depth)
        for _ in range(self.choose.randrange(3)):
            operator = self.choose.choice(["&&", "&&", "||", "|"])
            other = (
                self.choose.choice(["true", "exit 1", ":", "(:; exit 1)"]) if operator == "||" else self.piece(depth)
            )
            text = f"{text} {operator} {other}"
        return text

    def text(self, depth: int, most: int) -> str:
        return self.choose.choice(["; ", "\n"]).join(
            self.listed(depth) for _ in range(self.choose.randrange(1, most + 1))
        )


@pytest.mark.parametrize("seed", range(12))
def test_what_cannot_fail_does_not_fail_in_bash(seed: int) -> None:
    text = _Maker(seed).text(2, 3)
    for errexit, pipefail in ((True, True), (False, False)):
        given = answers(text, errexit=errexit, pipefail=pipefail)
        real = statuses(text, list(given), errexit=errexit, pipefail=pipefail)
        assert [number for number, answer in given.items() if not answer and real[number]] == [], text


@pytest.mark.parametrize(
    "text",
    [
        "c 1; c 2",
        "c 1 && c 2\nc 3",
        "c 1 && c 2 || true",
        "c 1 || exit 1\nc 2",
        "c 1 | c 2 | c 3",
        "c 1 | c 2 || true\nc 3 && c 4",
        "c 1 || { echo a; exit 1; }",
        "c 1 || (echo a)",
        "(c 1; c 2) || true; c 3",
        "set +e\nc 1\nc 2\nset -e\nc 3\nc 4",
        "c 1; code=$?; c 2; exit $code",
        "set -o pipefail; c 1 | c 2",
    ],
)
@pytest.mark.parametrize("errexit", [True, False])
def test_answers_are_those_of_bash(text: str, *, errexit: bool) -> None:
    given = answers(text, errexit=errexit)
    assert given == statuses(text, list(given), errexit=errexit)


@pytest.mark.parametrize(
    ("words", "errexit", "pipefail"),
    [
        pytest.param(["-euo", "pipefail", "-c"], True, True, id="bundle"),
        pytest.param(["-o", "errexit", "-o", "nounset"], True, False, id="names"),
        pytest.param(["+e"], False, False, id="off"),
        pytest.param(["--", "-e"], True, False, id="after-dashes"),
        pytest.param(["-x"], False, False, id="other"),
    ],
)
def test_options(words: list[str], *, errexit: bool, pipefail: bool) -> None:
    found = options(words, Settings(errexit=False, pipefail=False))
    assert (found.errexit, found.pipefail) == (errexit, pipefail)
