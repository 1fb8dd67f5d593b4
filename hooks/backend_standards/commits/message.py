"""What a commit message has to be: Conventional Commits 1.0.0, with the standard's types and a telling summary.

Pure: a text as git stores it and the team's rules in, problems out. A valid message is judged by string methods alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TYPES = ("feat", "fix", "docs", "style", "refactor", "test", "chore")
"""The standard's "Commit Types"."""


class Rules:
    """What a team asks of a message; the defaults are the standard's."""

    __slots__ = ("allow_vague", "max_header", "require_scope", "require_ticket", "scopes", "types")

    def __init__(
        self,
        types: Sequence[str] = TYPES,
        scopes: Sequence[str] = (),
        *,
        require_scope: bool = False,
        require_ticket: str = "",
        max_header: int = 0,
        allow_vague: bool = False,
    ) -> None:
        self.types = tuple(types)
        self.scopes = tuple(scopes)
        self.require_scope = require_scope
        self.require_ticket = require_ticket
        self.max_header = max_header
        self.allow_vague = allow_vague


class Problem:
    """One thing that is wrong with a message.

    ``line`` and ``column`` count from 1, in the message as git stores it. ``corrected`` is the whole corrected header,
    given only where it can be derived with confidence.
    """

    __slots__ = ("column", "corrected", "fix", "line", "message", "rule")

    def __init__(
        self, line: int, rule: str, message: str, *, column: int = 1, fix: str = "", corrected: str = ""
    ) -> None:
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.fix = fix
        self.corrected = corrected

    def __repr__(self) -> str:
        return f"Problem({self.line}, {self.rule!r}, column={self.column}, corrected={self.corrected!r})"


def problems(message: str, rules: Rules, *, pushed: bool = False, title: bool = False) -> list[Problem]:
    """Return all that is wrong with a message as git stores it; an empty message has no problem, for git refuses it.

    ``pushed`` judges as at a push: ``fixup!`` and its like and merges are refused too. ``title`` is for a text that
    will get its body later, such as a pull request's title.
    """
    line, header, rest = split(message)
    if not header:
        return []
    if header.startswith(_EXEMPT):
        from backend_standards.commits import generated

        kind = generated.kind(header, rest, title=title)
        if kind:
            return _pushed(kind, line) if pushed else []
    found, corrected = _header_problems(header, line, rules)
    if rules.require_ticket and not _has_ticket(message, rules.require_ticket):
        fix = f"name the ticket, in the summary or as a footer such as Refs: (it must match {rules.require_ticket})"
        found.append(Problem(line, "missing-commit-ticket", "the message names no ticket", column=len(header), fix=fix))
    for problem in found:
        problem.corrected = corrected
    if rest:
        found += _body_problems(rest, line + 1)
    return found


def fixed(message: str, rules: Rules) -> str:
    """Return the message with all problems mended, or "" where one of them cannot be mended with confidence."""
    found = problems(message, rules)
    if not found:
        return ""
    line, header, rest = split(message)
    corrected = next((problem.corrected for problem in found if problem.corrected), header)
    lines = rest.split("\n") if rest else []
    for problem in found:
        if problem.rule == "breaking-change-footer":
            at = problem.line - line - 1
            lines[at] = _breaking_line(lines[at])
    if lines and not _is_blank(lines[0]):
        lines.insert(0, "")
    mended = "\n".join([corrected, *lines])
    return "" if problems(mended, rules) else mended


def split(message: str) -> tuple[int, str, str]:
    """Return the number of the header's line, the header without trailing blanks, and all lines behind it."""
    lead = len(message) - len(message.lstrip(_BLANKS))
    start = message.rfind("\n", 0, lead) + 1
    header, _, rest = message[start:].partition("\n")
    return message.count("\n", 0, start) + 1, header.rstrip(_BLANKS), rest


def parse(header: str) -> tuple[str, str, str] | None:
    """Return type, scope and description of a header that keeps the grammar to the letter, else None.

    Source: Conventional Commits 1.0.0, points 1, 4, 5 and 13. An unknown type is no matter of grammar.
    """
    colon, open_ = header.find(":"), header.find("(")
    scope = ""
    if 0 <= open_ < colon:
        close = header.find(")", open_)
        type_, scope, rest = header[:open_], header[open_ + 1 : close], header[close + 1 :]
        if close < 0 or not scope.strip() or "(" in scope or not scope.isprintable():
            return None
        rest = rest.removeprefix("!")
        if not rest.startswith(":"):
            return None
    else:
        type_, rest = header[:colon].removesuffix("!"), header[colon:]
    first = rest[2:3]
    if colon < 0 or not rest.startswith(": ") or not first.isprintable() or first in ("", " "):
        return None
    return (type_, scope, rest[2:]) if type_.replace("-", "").replace("_", "").isalnum() else None


_EXEMPT = ("Merge", "Pull request ", "Revert ", "Reapply ", "fixup! ", "squash! ", "amend! ")
_BLANKS = " \t\r\n"  # what git's clean-up takes for blank (git's isspace)
_LONGEST_VAGUE = 72
"""Above it no description is looked at for vagueness: it may still be bad, but it is not empty."""

_MOST = 20  # findings of one kind in a message; a hundred times as many lines are looked at for them


def _header_problems(header: str, line: int, rules: Rules) -> tuple[list[Problem], str]:
    """Return what is wrong with a header, and the corrected header where one can be derived with confidence."""
    found: list[Problem] = []
    candidate = ""
    parts = parse(header)
    if parts is None or parts[0] not in rules.types:
        from backend_standards.commits.header import diagnose

        found, candidate, parts = diagnose(header, line, rules)
    # A header without a type has only its first word to say so: WIP add login.
    type_, scope, description = parts or ("wip" if header[:4].lower() == "wip " else "", "", header)
    at = max(len(header) - len(description), 0)
    if parts and rules.require_scope and not scope:
        fix = f"write {type_ or 'type'}(scope): {_short(description)}"
        found.append(
            Problem(
                line, "missing-commit-scope", "the header has no scope", column=max(header.find(":"), 0) + 1, fix=fix
            )
        )
    if scope and rules.scopes and not _has_scope(scope, rules.scopes):
        fix = f"write one of {', '.join(rules.scopes)}"
        message = f"{scope!r} is none of the scopes in use here"
        found.append(Problem(line, "unknown-commit-scope", message, column=header.find("(") + 2, fix=fix))
    if 0 < rules.max_header < len(header):
        message = f"the header has {len(header)} characters; at most {rules.max_header} are allowed here"
        fix = "say the gist in the header and the rest in the body, behind an empty line"
        found.append(Problem(line, "commit-header-too-long", message, column=rules.max_header + 1, fix=fix))
    if not rules.allow_vague and len(description) <= _LONGEST_VAGUE and description.strip():
        from backend_standards.commits import vagueness

        kind, words = vagueness.emptiness(description, type_, is_in_use=type_ in rules.types)
        if kind == vagueness.UNFINISHED:
            fix = "finish it and say what it does; until then it can wait in git stash, or in a fixup! commit"
            found.append(Problem(line, "work-in-progress", words, column=at + 1, fix=fix))
        elif kind:
            fix = "say what is different now, and where: the reader of the log sees this line alone"
            found.append(Problem(line, "vague-summary", words, column=at + 1, fix=fix))
    if candidate and parse(candidate) and not _header_problems(candidate, line, rules)[0]:
        return found, candidate
    return found, ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _has_scope(scope: str, scopes: Sequence[str]) -> bool:
    return scope in scopes or all(each.strip() in scopes for each in scope.split(","))


def _has_ticket(message: str, ticket: str) -> bool:
    import re

    return re.search(ticket, message) is not None


def _pushed(kind: str, line: int) -> list[Problem]:
    """Return what is wrong at a push with a message that may be committed."""
    if kind == "autosquash":
        message, fix = "a commit that waits to be squashed is not pushed", "git rebase -i --autosquash @{upstream}"
        return [Problem(line, "autosquash-commit", message, fix=fix)]
    if kind == "merge":
        message = "a merge commit makes a noisy history"
        return [Problem(line, "merge-commit", message, fix="rebase onto the target branch in place of merging it")]
    return []


def _body_problems(rest: str, line: int) -> list[Problem]:
    found: list[Problem] = []
    first = rest.partition("\n")[0]
    if not _is_blank(first):
        message = "the header and the body are not parted by an empty line"
        found.append(Problem(line, "missing-blank-line", message, fix="put an empty line above this one"))
    lowered = rest.replace("\u0130", "I").lower()  # the one letter that gets longer
    if "breaking" in lowered:
        found += _breaking_problems(rest, lowered, line)
    return found


def _breaking_problems(rest: str, lowered: str, line: int) -> list[Problem]:
    r"""Return the footers that readers take for ``BREAKING CHANGE`` and tools do not.

    Source: Conventional Commits 1.0.0, points 12, 15 and 16. In prose the words may start a line, too, so a footer is
    what starts a paragraph or follows another footer, and a plural with nothing behind it is a heading.
    """
    found: list[Problem] = []
    at = _next_start(lowered, 0)
    counted = number = tried = 0
    while at >= 0 and len(found) < _MOST and tried < _MOST * 100:
        tried += 1
        end = rest.find("\n", at)
        text = rest[at : end if end >= 0 else len(rest)]
        if _breaking_line(text) != text and _may_be_footer(rest, at):
            number += rest.count("\n", counted, at)
            counted = at
            message = f"{text[:16].rstrip(': ')!r} is not the footer that tools look for, BREAKING CHANGE: with a space"
            fix = f"write {_short(_breaking_line(text))}"
            found.append(Problem(line + number, "breaking-change-footer", message, fix=fix))
        at = _next_start(lowered, at + 1)
    return found


def _next_start(lowered: str, at: int) -> int:
    """Return where the next line that starts with "breaking" starts, or -1."""
    if at == 0 and lowered.startswith("breaking"):
        return 0
    return lowered.find("\nbreaking", max(at - 1, 0)) + 1 or -1


def _may_be_footer(rest: str, at: int) -> bool:
    previous = rest[rest.rfind("\n", 0, max(at - 1, 0)) + 1 : max(at - 1, 0)]
    if _is_blank(previous) or previous[:8].lower() == "breaking":
        return True
    token, separator, _ = previous.partition(": " if ": " in previous else " #")
    return bool(separator) and token.replace("-", "").isalnum()


def _breaking_line(text: str) -> str:
    """Return a line with its breaking-change footer as it should be, and any other line as it is."""
    words = text[8:]
    between, words = words[:1], words[1:]
    if between not in (" ", "-", "_") or words[:6].lower() != "change":
        return text
    words = words[6:]
    is_plural = words[:1] in ("s", "S")
    token, colon, value = words[is_plural:].partition(":")
    if not colon or token.strip() or (is_plural and not value.strip()):
        return text
    value = value.strip()
    mended = f"BREAKING{'-' if between == '-' else ' '}CHANGE:{' ' + value if value else ''}"
    return text if text.rstrip() == mended else mended


def _is_blank(line: str) -> bool:
    return not line.strip(_BLANKS)
