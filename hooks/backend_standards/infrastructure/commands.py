"""Grants in shell commands: the AWS CLI, eksctl, cdk bootstrap, and policies in heredocs and arguments."""

from __future__ import annotations

import re

from backend_standards.infrastructure import documents, policies
from backend_standards.infrastructure.hits import Hit
from backend_standards.readers import json_marks, shell
from backend_standards.readers.marked import Places, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.infrastructure.hits import Wanted

_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.+)", re.DOTALL)
_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_HEREDOC = re.compile(r"<<-?[ \t]*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\1[^\n]*\n")
_NOT_GRANTING = ("detach", "list", "get", "delete", "remove", "simulate", "describe", "generate")
"""Beginnings of subcommands that take the name of a policy and grant nothing."""
_SWITCHES = ("--no-", "--debug", "--cli-auto-prompt")
"""Beginnings of the AWS CLI's global options that take no value."""
_PEOPLE = "attach-managed-policy-to-permission-set"
_DEEPEST = 2
"""Commands within the words of others."""
_MOST_MISSING = 20
"""Heredocs without an end, after which no end is looked for: each look goes through the whole text."""
_MOST_VALUES = 20
"""Values of one variable."""


def judge(text: str, wanted: Wanted, *, original: str = "") -> Iterator[Hit]:
    """Yield what the commands of a shell text grant; ``original`` is the file, if the text leaves parts of it out."""
    places = Places(text)
    values: dict[str, list[str]] = {}
    for at, end, words in _commands(text):
        _assign(words, values)
        for kind, name in (*_of_command(words, wanted, values), *_of_documents(words, wanted)):
            line, column = places.of(at)
            yield Hit(kind, line, column, name, has_comments=_has_comments(text, at, end))
    yield from _of_heredocs(original or text, wanted)


def _has_comments(text: str, at: int, end: int) -> bool:
    """Return whether the first line of a command can end in a comment: not if the command goes on in the next line."""
    newline = text.find("\n", at)
    return newline < 0 or (end <= newline and not text[at:newline].rstrip("\r").endswith("\\"))


def _commands(text: str, depth: int = 0, outer: shell.Word | None = None) -> Iterator[tuple[int, int, list[str]]]:
    """Yield start, end and words of each command, those in a quoted word too: ``bash -c "aws iam …"``.

    A command in a quoted word has the place of the ``outer`` word.
    """
    for command in shell.commands(text):
        start, end = (outer.start, outer.end) if outer else (command.words[0].start, command.words[-1].end)
        yield start, end, [word.text for word in command.words]
        for word in command.words if depth < _DEEPEST else ():
            if word.is_quoted and "polic" in word.text and " " in word.text and not word.text.lstrip().startswith("{"):
                yield from _commands(word.text, depth + 1, outer or word)


def _assign(words: Sequence[str], values: dict[str, list[str]]) -> None:
    """Keep what a command gives to variables: ``NAME=VALUE``, and the list of a loop."""
    if len(words) > 3 and words[0] == "for" and words[2] == "in":
        values.setdefault(words[1], []).extend(words[3 : 3 + _MOST_VALUES])
    for word in words:
        match = _ASSIGNED.fullmatch(word)
        if match and len(values.get(match[1], ())) < _MOST_VALUES:
            values.setdefault(match[1], []).append(match[2])


def _of_command(words: Sequence[str], wanted: Wanted, values: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Yield kind and name of the policy that a command attaches."""
    if any(word.startswith(_NOT_GRANTING) or word == _PEOPLE for word in _subcommands(words)):
        return
    for at, word in enumerate(words):
        name, equal, value = word.partition("=")
        if not name.startswith("--") or "polic" not in word or "boundar" in word:
            continue
        given = [value] if equal else _until_option(words, at + 1)
        for each in given:
            granted = next(filter(None, (policies.managed(one, wanted.names) for one in _expanded(each, values))), None)
            if granted:
                yield granted
                return


def _subcommands(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that are no values of options: a role may be named ``get-orders``."""
    before = ""
    for word in words:
        if not before.startswith("--") or "=" in before or before.startswith(_SWITCHES):
            yield word
        before = word


def _until_option(words: Sequence[str], at: int) -> list[str]:
    found = []
    while at < len(words) and not words[at].startswith("--"):
        found.append(words[at])
        at += 1
    return found


def _expanded(word: str, values: dict[str, list[str]]) -> list[str]:
    """Return what a word may be: each item of a list with commas, and each value of the variable that it is."""
    found = []
    for item in word.split(","):
        match = _NAME.fullmatch(item)
        found += values.get(match[1], []) if match else [item]
    return found


def _of_documents(words: Sequence[str], wanted: Wanted) -> Iterator[tuple[int, str]]:
    """Yield kind and name of what a policy in an argument grants: a session's policy grants nothing."""
    subcommands = _subcommands(words)
    if any(word in ("assume-role", "get-federation-token") or word.startswith("simulate") for word in subcommands):
        return
    for word in words:
        if "Effect" in word and "{" in word:
            for hit in _of_json(word[word.index("{") :], 1, wanted):
                yield hit.kind, hit.name


def _of_heredocs(text: str, wanted: Wanted) -> Iterator[Hit]:
    """Yield what the policies in heredocs grant."""
    missing: set[str] = set()
    at = 0
    while match := _HEREDOC.search(text, at):
        at = match.end()
        if match[2] in missing or len(missing) == _MOST_MISSING:
            continue
        end = re.compile(rf"^[ \t]*{match[2]}[ \t]*\r?$", re.MULTILINE).search(text, at)
        if end is None:
            missing.add(match[2])
            continue
        body = text[at : end.start()]
        if '"Effect"' in body:
            yield from _of_json(body, text.count("\n", 0, at) + 1, wanted)
        at = end.end()


def _of_json(text: str, line: int, wanted: Wanted) -> Iterator[Hit]:
    try:
        root = json_marks.value(text, line)
    except Unreadable:
        return
    if root:
        yield from documents.judge([root], wanted, documents.Place(has_comments=False))
