"""Debug modes that an image has: its environment, and the command that it starts with.

The last stage is judged, with the stages that it is built from; a stage that is named for developers or tests is not.
A later instruction overrules an earlier one, as in the image.

Source: Dockerfile reference (ARG, CMD, ENTRYPOINT, ENV, FROM).
"""

from __future__ import annotations

import re

from backend_standards.code.words import words
from backend_standards.infrastructure import debug_words
from backend_standards.infrastructure.debug_hits import ABOVE, Hit
from backend_standards.infrastructure.debug_places import says_elsewhere
from backend_standards.infrastructure.debug_words import COMMAND
from backend_standards.readers import docker
from backend_standards.readers import words as shell_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ARGUMENT = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
"""A variable: ``$NAME``, ``${NAME}``, ``${NAME:-default}``."""


class _Stage:
    """One stage: its name, what it is built from, and what it sets."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base.lower()
        self.name = name.lower()
        self.environment: dict[str, tuple[int, str, bool]] = {}
        """By variable, its line, its value, and whether that is the default of an argument."""
        self.commands: dict[str, tuple[int, str]] = {}
        """By CMD and ENTRYPOINT, the line and the text."""


def judge(text: str) -> Iterator[Hit]:
    """Yield what the image of a Dockerfile switches on."""
    chain = _chain(_stages(text))
    environment: dict[str, tuple[int, str, bool]] = {}
    commands: dict[str, tuple[int, str]] = {}
    for stage in chain:
        environment.update(stage.environment)
        if "ENTRYPOINT" in stage.commands:
            commands.pop("CMD", None)  # that of the parent is reset
        commands.update(stage.commands)
    for name, (line, value, is_default) in environment.items():
        kind, said = debug_words.of_variable(name, value)
        if kind:
            unless = " unless a build argument is given" if is_default else ""
            yield Hit(kind, f"{said}{unless}", line, comment=ABOVE)
    for word, (line, command) in commands.items():
        told = debug_words.of_command(_command(command))
        if told:
            yield Hit(COMMAND, f"{word} has {told}", line, comment=ABOVE)


def _stages(text: str) -> list[_Stage]:
    stages: list[_Stage] = []
    above: dict[str, str] = {}
    """The arguments before the first stage, which only those that declare them again have."""
    arguments: dict[str, str] = {}
    for line, instruction in docker.instructions(text.split("\n")):
        word, rest = docker.parted(instruction)
        if word == "FROM":
            given = [each for each in rest.split() if not each.startswith("--")]
            named = len(given) > 2 and given[1].upper() == "AS"
            stages.append(_Stage(given[0] if given else "", given[2] if named else ""))
            arguments = {}
        elif word == "ARG":
            for name, value in _pairs(rest):
                given_value = value if value is not None else above.get(name)
                if given_value is not None:
                    (arguments if stages else above)[name] = given_value
        elif word == "ENV" and stages:
            for name, value in _pairs(rest, may_be_old=True):
                known, is_default = _resolved(value or "", arguments)
                stages[-1].environment[name] = line, known, is_default
        elif word in ("CMD", "ENTRYPOINT") and stages:
            stages[-1].commands[word] = line, rest
    return stages


def _chain(stages: list[_Stage]) -> list[_Stage]:
    """Return the stages that the image is made of, the first one first."""
    last = next((at for at in reversed(range(len(stages))) if not _is_for_developers(stages[at].name)), -1)
    names = {stage.name: at for at, stage in enumerate(stages) if stage.name}
    chain: list[_Stage] = []
    while last >= 0:
        chain.append(stages[last])
        before = names.get(stages[last].base, int(stages[last].base) if _is_number(stages[last].base) else -1)
        last = before if before < last else -1
    return chain[::-1]


def _is_for_developers(name: str) -> bool:
    return says_elsewhere(name) or "debug" in words(name)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _pairs(rest: str, *, may_be_old: bool = False) -> Iterator[tuple[str, str | None]]:
    """Yield the names and values of ARG and ENV: ``A=b C=d``, and ENV's older ``A b``."""
    try:
        given = shell_words.split(rest)
    except ValueError:
        given = rest.split()
    if may_be_old and given and "=" not in given[0]:
        yield given[0], " ".join(given[1:])
        return
    for each in given:
        name, sign, value = each.partition("=")
        yield name, value if sign else None


def _resolved(value: str, arguments: Mapping[str, str]) -> tuple[str, bool]:
    """Return a value with the defaults of its arguments, and whether it has any."""
    match = _ARGUMENT.fullmatch(value)
    if match is None:
        return value, False
    default = arguments.get(match[1] or match[3], match[2])
    return (value, False) if default is None else (default, True)


def _command(text: str) -> str | list[str]:
    """Return a command in its shell form as text, in its exec form as words."""
    if text.startswith("["):
        import json

        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(given, list):
            return [each for each in given if isinstance(each, str)]
    return text
