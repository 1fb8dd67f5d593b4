"""The faults of a commit message: Conventional Commits 1.0.0, the standard's types, and a summary that says something.

Nothing here reads files or settings. A valid message is judged only by string methods.
"""

from __future__ import annotations

from backend_standards.commits import UNFINISHED, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.commits import Rules


def problems(message: str, rules: Rules, *, pushed: bool = False, title: bool = False) -> list[Problem]:
    """Return all faults of a message as git stores it. An empty message has none, because git itself refuses it.

    With ``pushed``, ``fixup!``, ``squash!`` and ``amend!`` commits and merges are faults too. ``title`` is for a text
    that gets its body later, such as the title of a pull request.
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
        from backend_standards.commits.rules import MISSING_COMMIT_TICKET

        note = f"Name a ticket that matches {rules.require_ticket} in the summary or in a Refs: footer."
        found.append(Problem(line, MISSING_COMMIT_TICKET, "the message names no ticket", column=len(header), note=note))
    for problem in found:
        problem.corrected = corrected
    if rest:
        found += _body_problems(rest, line + 1)
    return found


def fixed(message: str, rules: Rules) -> str:
    """Return the message with all faults corrected, or "" if a correction would be a guess."""
    found = problems(message, rules)
    if not found:
        return ""
    line, header, rest = split(message)
    corrected = next((problem.corrected for problem in found if problem.corrected), header)
    lines = rest.split("\n") if rest else []
    for problem in found:
        from backend_standards.commits.rules import BREAKING_CHANGE_FOOTER

        if problem.rule is BREAKING_CHANGE_FOOTER:
            at = problem.line - line - 1
            lines[at] = _breaking_line(lines[at])
    if lines and not _is_blank(lines[0]):
        lines.insert(0, "")
    whole = "\n".join([corrected, *lines])
    return "" if problems(whole, rules) else whole


def split(message: str) -> tuple[int, str, str]:
    """Return the number of the header's line, the header without blanks at its end, and all lines after it."""
    lead = len(message) - len(message.lstrip(_BLANKS))
    start = message.rfind("\n", 0, lead) + 1
    header, _, rest = message[start:].partition("\n")
    return message.count("\n", 0, start) + 1, header.rstrip(_BLANKS), rest


def parse(header: str) -> tuple[str, str, str] | None:
    """Return the type, scope and description of a header that keeps the grammar exactly, otherwise None.

    Source: Conventional Commits 1.0.0, points 1, 4, 5 and 13. An unknown type does not break the grammar.
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
    if not rest.startswith(": ") or not first.isprintable() or first in ("", " "):
        return None
    return (type_, scope, rest[2:]) if type_.replace("-", "").replace("_", "").isalnum() else None


_EXEMPT = ("Merge", "Pull request ", "Revert ", "Reapply ", "fixup! ", "squash! ", "amend! ")
_BLANKS = " \t\r\n"  # what git's clean-up removes from line ends (git's isspace)
_MOST_FOOTERS = 20
"""How many wrong footers of a message are reported: nobody reads more of one kind."""
_MOST_TRIED = 2000
"""How many lines that begin like such a footer are judged: a hostile message may have a million."""
_SEARCHED = 500
"""Characters of each line in which a ticket is looked for."""
_LONGEST_QUOTE = 60
"""How many characters of a text are quoted in a fix, so that it stays on one line."""


def _header_problems(header: str, line: int, rules: Rules) -> tuple[list[Problem], str]:
    """Return the faults of a header, and its correction, or "" if that would be a guess."""
    found: list[Problem] = []
    candidate = ""
    parts = parse(header)
    if parts and parts[0] in rules.types:
        type_, scope, description = parts
        is_divided = True
    else:
        from backend_standards.commits.header import diagnose

        diagnosis = diagnose(header, line, rules)
        found, candidate = diagnosis.problems, diagnosis.corrected
        type_, scope, description = diagnosis.type, diagnosis.scope, diagnosis.description
        is_divided = diagnosis.is_divided
        if diagnosis.example and not problems(diagnosis.example, rules):
            found[-1].note += f" For example: {diagnosis.example}"
    at = max(len(header) - len(description), 0)
    if is_divided and rules.require_scope and not scope:
        from backend_standards.commits.rules import MISSING_COMMIT_SCOPE

        note = f"Write {type_ or 'type'}(scope): {_short(description)}"
        found.append(
            Problem(
                line, MISSING_COMMIT_SCOPE, "the header has no scope", column=max(header.find(":"), 0) + 1, note=note
            )
        )
    if scope and rules.scopes and not _has_scope(scope, rules.scopes):
        from backend_standards.commits.rules import UNKNOWN_COMMIT_SCOPE

        note = f"Write one of {', '.join(rules.scopes)}."
        message = f"{scope!r} is not one of the team's scopes"
        found.append(Problem(line, UNKNOWN_COMMIT_SCOPE, message, column=header.find("(") + 2, note=note))
    if 0 < rules.max_header < len(header):
        from backend_standards.commits.rules import COMMIT_HEADER_TOO_LONG

        message = f"the header has {len(header)} characters; the team allows {rules.max_header}"
        note = "Write the main point in the header and the rest in the body, after a blank line."
        found.append(Problem(line, COMMIT_HEADER_TOO_LONG, message, column=rules.max_header + 1, note=note))
    if not rules.allow_vague:
        from backend_standards.commits import vagueness

        kind, words, mark = vagueness.emptiness(description, type_, scope, is_in_use=type_ in rules.types)
        if kind == UNFINISHED:
            column = _column_of(mark, header, 0 if mark in (type_, scope) else at)
            others = _other_causes(found, header, column)
            what = "say what it does" if others == found else "write type(scope): description"
            found = [*others, _unfinished(line, column, words, what)]
        elif kind and description.strip():
            from backend_standards.commits.rules import VAGUE_SUMMARY

            note = "Say what is different now, and where. Readers of the log see only this line."
            found.append(Problem(line, VAGUE_SUMMARY, words, column=at + 1, note=note))
    if candidate and parse(candidate) and not _header_problems(candidate, line, rules)[0]:
        return found, candidate
    return found, ""


def _column_of(mark: str, header: str, start: int) -> int:
    """Return the column of a mark of unfinished work in a header, or that of the description, at ``start``."""
    import re

    written = re.escape(mark)
    found = re.compile(written, re.IGNORECASE).search(header, start) or re.search(written, header, re.IGNORECASE)
    return (found.start() if found else start) + 1


def _other_causes(found: list[Problem], header: str, column: int) -> list[Problem]:
    """Return the problems of a header without those of a mark of unfinished work in the place of its type.

    Such a header has no type because it has the mark: WIP add login.
    """
    from backend_standards.commits.rules import COMMIT_HEADER_FORMAT, EMPTY_COMMIT_DESCRIPTION, UNKNOWN_COMMIT_TYPE

    rules = (COMMIT_HEADER_FORMAT, EMPTY_COMMIT_DESCRIPTION, UNKNOWN_COMMIT_TYPE)
    is_first = not any(map(str.isalnum, header[: column - 1]))
    return [each for each in found if each.rule not in rules or not (is_first or each.column == column)]


def _unfinished(line: int, column: int, words: str, what: str) -> Problem:
    from backend_standards.commits.rules import WORK_IN_PROGRESS

    note = f"Finish the work and {what}. Until then, keep it in git stash or in a fixup! commit."
    return Problem(line, WORK_IN_PROGRESS, words, column=column, note=note)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3] + "..."


def _has_scope(scope: str, scopes: Sequence[str]) -> bool:
    return scope in scopes or all(each.strip() in scopes for each in scope.split(","))


def _has_ticket(message: str, ticket: str) -> bool:
    import re

    # Expressions such as [A-Z]+-\d+ take quadratic time for a long word.
    lines = message.split("\n")
    return re.search(ticket, "\n".join(line[:_SEARCHED] for line in lines)) is not None


def _pushed(kind: str, line: int) -> list[Problem]:
    """Return what only a push refuses in a message of git's or a forge's own."""
    from backend_standards.commits.rules import AUTOSQUASH_COMMIT, MERGE_COMMIT

    if kind == "autosquash":
        message, note = (
            "this commit has to be squashed before the push",
            "Run git rebase -i --autosquash before the push.",
        )
        return [Problem(line, AUTOSQUASH_COMMIT, message, note=note)]
    if kind == "merge":
        message = "merge commits make the history noisy"
        return [Problem(line, MERGE_COMMIT, message, note="Rebase onto the target branch instead of merging it.")]
    return []


def _body_problems(rest: str, line: int) -> list[Problem]:
    found: list[Problem] = []
    first = rest.partition("\n")[0]
    if not _is_blank(first):
        from backend_standards.commits.rules import MISSING_BLANK_LINE

        message = "there is no blank line between the header and the body"
        found.append(Problem(line, MISSING_BLANK_LINE, message, note="Put a blank line before this line."))
    lowered = rest.replace("\u0130", "I").lower()  # the only letter that becomes two in lower case
    if "breaking" in lowered:
        found += _breaking_problems(rest, lowered, line)
    return found


def _breaking_problems(rest: str, lowered: str, line: int) -> list[Problem]:
    r"""Return a problem for each footer that people read as ``BREAKING CHANGE`` and tools do not.

    Source: Conventional Commits 1.0.0, points 12, 15 and 16. In prose, a line may begin with the same words. So a
    footer has to begin a paragraph or follow another footer, and a plural with nothing after its colon is a heading.
    """
    found: list[Problem] = []
    at = _next_start(lowered, 0)
    counted = number = tried = 0
    while at >= 0 and len(found) < _MOST_FOOTERS and tried < _MOST_TRIED:
        tried += 1
        end = rest.find("\n", at)
        text = rest[at : end if end >= 0 else len(rest)]
        if _breaking_line(text) != text and _may_be_footer(rest, at):
            from backend_standards.commits.rules import BREAKING_CHANGE_FOOTER

            number += rest.count("\n", counted, at)
            counted = at
            message = "tools look for 'BREAKING CHANGE: ', in capitals and with the space, and do not see this footer"
            note = f"Write: {_short(_breaking_line(text))}"
            found.append(Problem(line + number, BREAKING_CHANGE_FOOTER, message, note=note))
        at = _next_start(lowered, at + 1)
    return found


def _next_start(lowered: str, at: int) -> int:
    """Return where the next line that begins with "breaking" begins, or -1."""
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
    """Return a line with a correct breaking-change footer; any other line comes back unchanged."""
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
    footer = f"BREAKING{'-' if between == '-' else ' '}CHANGE:{' ' + value if value else ''}"
    return text if text.rstrip() == footer else footer


def _is_blank(line: str) -> bool:
    return not line.strip(_BLANKS)
