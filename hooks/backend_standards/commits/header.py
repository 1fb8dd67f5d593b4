"""What is wrong with a header that is not in form, and what it should have been; imported for such a header only."""

from __future__ import annotations

import re
import unicodedata

from backend_standards.commits.message import Problem, problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.commits.message import Rules

_REACH = 300
"""So far into a header type, scope and colon are looked for."""

# Words that people write for a type, by the type that they mean; where it is not in use, the one behind it may be.
_MEANINGS = (
    ("feat feature features feats new_feature new-feature enhancement enhancements enhance", ""),
    (
        (
            "fix fixes fixed fixing bugfix bugfixes bug bugs hotfix hotfixes quickfix patch bug_fix hot_fix quick_fix "
            "bug_fixes bug-fix hot-fix quick-fix"
        ),
        "",
    ),
    ("docs doc document documentation documents readme", ""),
    ("style styles styling format formatting fmt code_style code-style", ""),
    ("refactor refactoring refactors refactored refact cleanup clean-up clean_up", ""),
    ("test tests testing", ""),
    ("perf performance optimization optimisation", "refactor"),
    ("ci cd", "chore"),
    ("build builds deps dep dependencies dependency", "chore"),
    ("chore chores maintenance misc maint", ""),
)
# Words of their own, one slip away from a type.
_NO_TYPOS = frozenset(
    "text rest best nest feet heat meat seat beat fiat feast fit six mix fox fax fin fig fir nix pix dock does dots "
    "dos stale stile chose shore choke chord core score store more where testy".split()
)
_VERBS = {
    "feat": "add adds added implement implements implemented introduce introduces support supports allow enable create",
    "fix": "fix fixes fixed resolve resolves resolved correct corrects corrected prevent avoid handle repair",
    "docs": "document documents documented explain describe",
    "refactor": "refactor refactors refactored rename renamed move moves moved simplify extract inline split",
    "test": "test tests cover",
    "chore": "bump bumps bumped upgrade upgrades upgraded release update initial pin",
}
# Punctuation that looks like the header's own; one character each, so that columns stay.
_PUNCTUATION = {
    **dict.fromkeys("\uff1a\ufe55\ufe13\ua789\u2236\u02d0\u0589\u05c3", ":"),
    **dict.fromkeys("\uff08\ufe59\u207d", "("),
    **dict.fromkeys("\uff09\ufe5a\u207e", ")"),
    **dict.fromkeys("\uff01\u01c3\ufe57", "!"),
}
# Cyrillic and Greek letters that look like Latin ones (of Unicode's confusables.txt).
_LETTERS = dict(
    zip(
        "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0501\u04bb\u043a\u043c\u0442\u0432\u043d\u0433\u0458"
        "\u03bf\u03b1\u03b5\u03c4\u03b9\u03ba\u03c1\u03c5\u03bd\u0131\u0261\u0251\u017f\u043f",
        "aceopxyisdhkmtbhrjoaetikpuvigasn",
        strict=True,
    )
)
_HIDDEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_GAP = rf"[\s{_HIDDEN}]*+"
_WORD = r"(?:(?:bug|hot|quick)[ ]fix(?:es)?|new[ ]feature|clean[ ]up|code[ ]style|[^\W\d_][\w/.+|,&-]{0,40}+)"
_HEADER = (  # compiled on first use
    rf"(?P<type>{_WORD})(?P<gap1>{_GAP})(?P<early>!*+)(?P<gap2>{_GAP})"
    rf"(?:(?P<open>[(\[{{<])(?P<scope>[^()\[\]{{}}<>\n]*+)(?P<close>[)\]}}>])(?P<gap3>{_GAP}))?"
    rf"(?P<bang>!*+)(?P<gap4>{_GAP})(?P<colon>:++)(?P<late>!?)(?P<gap5>{_GAP})"
)
_IN_FRONT = (  # "++" behind a group goes wrong before Python 3.11.5
    r"(?>(?:\[[^\[\]\n]{1,60}+\]|\([^()\n]{1,60}+\)|\#\d++|[A-Za-z][A-Za-z0-9]*+-\d++|:[\w+-]{1,40}+:|[^\w\s(\[:]|"
    rf"[\s:{_HIDDEN}])+)"
)
_NO_COLON = (
    rf"[\[(](?P<boxed>{_WORD})[\])](?P<sep1>[\s:-]*+)|"
    rf"(?P<type>{_WORD})(?P<scope>\([^()\n]+\))?(?P<bang>!?)(?P<sep2>[ ]*+[-\u2013\u2014;=>|/~]++[ ]*+|[ ]++|(?<=[)!]))"
)
_FORM = "write type(scope): description, the scope may be left out"


def diagnose(header: str, line: int, rules: Rules) -> tuple[list[Problem], str, tuple[str, str, str] | None]:
    """Return the problems of a header that is not in form or has an unknown type, its correction, and its parts.

    The correction is "" where it would be a guess; the parts (type, scope, description) are None where nothing tells
    them apart. Whether the correction keeps all other rules is left to the caller.
    """
    plain = _look_alikes_replaced(header[:_REACH])
    found: list[Problem] = []
    start = _skip_blank(plain, 0)
    found += _characters(header, plain, 0, start, line)
    if start and plain[:start].strip(" ") == "" and header[:start].strip(" ") == "":
        found.append(_spacing(line, 1, "a space stands in front of the type"))
    boxed = _without_colon(header, plain, start, line, rules, only_boxed=True)
    if boxed:
        return found + boxed[0], boxed[1], boxed[2]
    match = re.compile(_HEADER, re.IGNORECASE).match(plain, start)
    moved = ""
    if not match or not _resolve(match["type"], rules)[0]:
        front = re.match(_IN_FRONT, plain[start:])
        behind = re.compile(_HEADER, re.IGNORECASE).match(plain, start + front.end()) if front else None
        if front and behind and _resolve(behind["type"], rules)[0]:
            moved = header[start : start + front.end()].strip(" \t-*\u2022>\"'`~_")
            header = header.removesuffix(header[start]) if header[start] in "\"'`" else header
            if not re.search(r":[\w+-]+:$", moved):
                moved = moved.strip(":")
            match = behind
            message = f"{_shown(header[start : behind.start()].strip())} stands in front of the type, which comes first"
            found.append(Problem(line, "commit-header-format", message, column=start + 1, fix=_FORM))
    if not match:
        more, candidate, parts = _without_colon(header, plain, start, line, rules) or _formless(
            header, start, line, rules
        )
        return found + more, candidate, parts
    more, candidate, parts = _judge(match, header, plain, moved, line, rules)
    return found + more, candidate, parts


def _judge(
    match: re.Match[str], header: str, plain: str, moved: str, line: int, rules: Rules
) -> tuple[list[Problem], str, tuple[str, str, str]]:
    """Return the problems, the correction and the parts of a header whose parts can be told apart."""
    found = _characters(header, plain, match.start(), match.start("colon") + 1, line)
    word = match["type"]
    type_, how = _resolve(word, rules)
    scope = match["scope"] or ""
    if "*" in how:  # the word held the scope too
        scope, how = scope or how.removeprefix("*"), "a scope stands in parentheses behind the type"
    if word not in rules.types:
        found.append(_unknown_type(word, type_, how, match.start("type") + 1, line, rules))
    is_broken = False
    if match["open"]:
        opening, closing = match["open"], match["close"]
        if opening + closing != "()":
            message = f"the scope stands in {opening}{closing}, not in parentheses"
            found.append(_scope(line, match.start("open") + 1, message))
            is_broken = "(" in (opening, closing) or ")" in (opening, closing)
        if not scope.strip() or not _visible(scope):
            found.append(_scope(line, match.start("open") + 1, "the scope is empty"))
            scope = ""
    for name, where in (
        ("gap1", "behind the type"),
        ("gap2", "behind the !"),
        ("gap3", "behind the scope"),
        ("gap4", "before the colon"),
    ):
        if (
            match[name]
            and match[name].strip(" ") == ""
            and header[match.start(name) : match.end(name)].strip(" ") == ""
        ):
            found.append(_spacing(line, match.start(name) + 1, f"a space stands {where}"))
    bangs = match["early"] + match["bang"] + match["late"]
    if moved == "!":
        moved, bangs = "", bangs or "!"
    if bangs and (bangs != "!" or match["late"] or (match["early"] and match["open"])):
        at = next(match.start(name) for name in ("early", "bang", "late") if match[name])
        message = "one ! belongs right before the colon, behind the scope"
        found.append(Problem(line, "commit-header-format", message, column=at + 1, fix=_FORM))
    if len(match["colon"]) > 1:
        message = f"{len(match['colon'])} colons follow each other"
        found.append(Problem(line, "commit-header-format", message, column=match.start("colon") + 2, fix=_FORM))
    end = match.end()
    description = header[end:]
    gap = header[match.start("gap5") : end]
    if not _visible(description) or not description.strip():
        message = "nothing stands behind the colon"
        fix = "say in a few words what changes"
        found.append(Problem(line, "empty-commit-description", message, column=match.end("colon") + 1, fix=fix))
        return found, "", (type_, scope, "")
    found += _characters(header, plain, match.start("gap5"), end, line)
    if gap.strip(" ") == "" and gap != " ":
        message = (
            f"{len(gap)} spaces stand behind the colon, where one belongs"
            if gap
            else "no space stands behind the colon"
        )
        found.append(_spacing(line, match.end("colon") + 1, message))
    description = f"{moved} {description}" if moved else description
    head = f"{type_}({_cleaned(scope)})" if scope else type_
    candidate = f"{head}{'!' if bangs else ''}: {description}" if type_ and not is_broken else ""
    return found, candidate, (type_ or word, scope, description)


def _without_colon(
    header: str, plain: str, start: int, line: int, rules: Rules, *, only_boxed: bool = False
) -> tuple[list[Problem], str, tuple[str, str, str] | None] | None:
    """Return the judgement of a header that names a type without a colon, or None for one that names none."""
    match = re.compile(_NO_COLON, re.IGNORECASE).match(plain, start)
    if not match or (only_boxed and not match["boxed"]):
        return None
    word = match["boxed"] or match["type"]
    type_, how = _resolve(word, rules)
    description = header[match.end() :]
    if not type_ or "*" in how or not description.strip() or description[0] in ":!(":
        return None
    if not match["boxed"] and not match["sep2"] and ":" in description:  # feat(auth)page: add login
        return None
    if match["boxed"]:
        message = f"the type stands in {plain[start]}{plain[match.end('boxed')]}, where a colon should follow it"
        column = start + 1
        is_sure = True
    else:
        message = "no colon stands behind the type"
        column = match.start("sep2") + 1
        is_sure = bool(
            match["scope"] or match["bang"] or match["sep2"].strip() or word.lower() in ("feat", "chore", "docs")
        )
        if not is_sure:
            return None
    if re.match(r"[\w-]+(?:\([^()]*\))?!?:\s", description):  # [fix] fix: x
        return None
    head = f"{type_}{match['scope'] or ''}{match['bang'] or ''}"
    found = [Problem(line, "commit-header-format", message, column=column, fix=_FORM)]
    if word not in rules.types:
        at = match.start("boxed" if match["boxed"] else "type")
        found.append(_unknown_type(word, type_, how, at + 1, line, rules))
    return found, f"{head}: {description}", (type_, (match["scope"] or "").strip("()"), description)


def _formless(
    header: str, start: int, line: int, rules: Rules
) -> tuple[list[Problem], str, tuple[str, str, str] | None]:
    """Return the judgement of a header that has no type, or one whose scope is not in order."""
    nested = re.match(r"([\w-]{1,40}+)\s*+\((.{0,200}+)", header[start:])
    colon = header.find(":")
    if nested and _resolve(nested[1], rules)[0] and colon > 0:
        at = start + nested.start(2)
        scope, closing, behind = header[at:colon].partition(")")
        if not closing:
            message = "the parenthesis of the scope is not closed"
        elif "(" in scope or behind.startswith("("):
            message = "a scope is one pair of parentheses with none in it"
        else:
            message = "something stands between the scope and the colon"
        found = [_scope(line, at, message)]
        scope, description = scope.strip(), header[colon + 1 :].strip()
        candidate = f"{_resolve(nested[1], rules)[0]}({scope}): {description}"
        is_sure = not closing and " " not in scope
        return found, candidate if is_sure else "", (nested[1], scope, description)
    if header.startswith(('Revert "', 'Reapply "')):
        message = "a revert is told by git's own body, and that is missing"
        fix = f"keep the line 'This reverts commit ...' that git revert writes, or give it a type: {_FORM}"
        return [Problem(line, "commit-header-format", message, column=start + 1, fix=fix)], "", None
    message = "no type and colon stand in front"
    fix = f"{_FORM}, with one of {_listed(rules.types)}"
    example = _likely(header[start:], rules) if len(header) <= 200 else ""
    if example and not problems(example, rules):
        fix += f"; for example {example}"
    return [Problem(line, "commit-header-format", message, column=start + 1, fix=fix)], "", None


def _resolve(word: str, rules: Rules) -> tuple[str, str]:
    """Return the type that a word stands for, and why; ("", "") where that is unclear.

    The reason begins with ``*`` where the word holds a scope too, which follows the mark.
    """
    if word in rules.types:
        return word, ""
    latin = unicodedata.normalize("NFKC", "".join(_LETTERS.get(char, char) for char in word))
    if latin != word and latin in rules.types:
        return latin, "look-alike letters"
    lowered = latin.lower()
    for type_ in rules.types:
        if type_.lower() == lowered:
            return type_, "types are case-sensitive"
    for meaning, other in _MEANINGS:
        if lowered.replace(" ", "_") in meaning.split():
            known = next((each for each in (*meaning.split(), other) if each and each in rules.types), "")
            if known:
                return known, f"{known} is the word for that"
    for mark in "/.":
        head, _, tail = word.partition(mark)
        if not tail or not tail.replace("-", "").isalnum() or _resolve(tail, rules)[0]:
            continue
        known, _ = _resolve(head, rules) if head.isalpha() else ("", "")
        if known:
            return known, f"*{tail}"
    if len(lowered) < 3 or lowered in _NO_TYPOS:
        return "", ""
    near = [type_ for type_ in rules.types if _is_typo(lowered, type_.lower())]
    return (near[0], f"did you mean {near[0]}?") if len(near) == 1 else ("", "")


def _is_typo(word: str, type_: str) -> bool:
    """Return whether one slip, or two in a long word, makes a type of a word (Damerau's four kinds of slip)."""
    most = 1 if len(type_) < 6 else 2
    if len(type_) < 3 or abs(len(word) - len(type_)) > most or len(word) > 30:
        return False
    before: list[int] = []
    row = list(range(len(type_) + 1))
    for number, char in enumerate(word, 1):
        earlier, before, row = before, row, [number]
        for at, wanted in enumerate(type_, 1):
            cost = min(row[-1] + 1, before[at] + 1, before[at - 1] + (char != wanted))
            if number > 1 and at > 1 and char == type_[at - 2] and word[number - 2] == wanted:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1] <= most


def _unknown_type(word: str, type_: str, how: str, column: int, line: int, rules: Rules) -> Problem:
    if how == "look-alike letters":
        at = next(at for at, char in enumerate(word) if not char.isascii())
        message = f"{_name(word[at])} looks like a letter of {type_!r} and is none"
        return Problem(line, "commit-header-character", message, column=column + at, fix=f"write {type_}")
    if not type_ and re.search(r"[/|,&+]", word):
        message = f"{_shown(word)} names more than one type, or none"
        fix = f"write the one that matters most, or make two commits; types are {_listed(rules.types)}"
        return Problem(line, "unknown-commit-type", message, column=column, fix=fix)
    if re.fullmatch(r"[A-Z][A-Z0-9]+-\d+", word):
        message = f"{_shown(word)} is a ticket, and stands where the type belongs"
        fix = f"write the type in front, such as {rules.types[0]}: {word} ...; types are {_listed(rules.types)}"
        return Problem(line, "unknown-commit-type", message, column=column, fix=fix)
    if word.lower() == "revert":
        message = f"{_shown(word)} is no type of commit"
        fix = f"let git revert write the message, or give it a type, one of {_listed(rules.types)}"
        return Problem(line, "unknown-commit-type", message, column=column, fix=fix)
    message = f"{_shown(word)} is no type of commit" + (f"; {how}" if how else "")
    fix = f"write {type_}" if type_ else f"write one of {_listed(rules.types)}"
    return Problem(line, "unknown-commit-type", message, column=column, fix=fix)


def _likely(header: str, rules: Rules) -> str:
    """Return what a header without a type may have been meant to be, by its first words; "" where they tell nothing."""
    breaking = re.match(r"breaking[ -]changes?\s*:?\s*", header, re.IGNORECASE)
    if breaking and rules.types:
        return f"{rules.types[0]}!: {header[breaking.end() :]}"
    ticket = re.match(r"\[?[A-Z][A-Z0-9]+-\d+\]?[\s:-]+", header)
    words = re.findall(r"[^\W\d_]+", header[ticket.end() if ticket else 0 :][:80].lower()) or [""]
    if words[0] in rules.types and not ticket:
        return f"{words[0]}: {header[len(words[0]) :].lstrip()}"
    type_ = next((type_ for type_, verbs in _VERBS.items() if words[0] in verbs.split() and type_ in rules.types), "")
    if "chore" in rules.types and ("dependencies" in words[:4] or "deps" in words[:4]):
        type_ = "chore"
    return f"{type_}: {header}" if type_ else ""


def _characters(header: str, plain: str, start: int, end: int, line: int) -> list[Problem]:
    """Return a problem for each kind of character, of a part that belongs to the form, that only looks right."""
    found: dict[str, Problem] = {}
    for at in range(start, min(end, len(plain))):
        char = header[at]
        if char in found or (char == plain[at] and char.isprintable()) or char == " ":
            continue
        wanted = plain[at]
        if char in _PUNCTUATION:
            message, fix = f"{_name(char)} looks like {wanted} and is none", f"write {wanted}"
        elif wanted == " ":
            message, fix = (
                f"{_name(char)} stands where a plain space or nothing belongs",
                "write a plain space, or nothing",
            )
        else:
            message, fix = f"{_name(char)} is invisible, and no tool finds the type with it", "delete it"
        found[char] = Problem(line, "commit-header-character", message, column=at + 1, fix=fix)
    return list(found.values())


def _spacing(line: int, column: int, message: str) -> Problem:
    fix = "write type(scope): description, with one space behind the colon and none before it"
    return Problem(line, "commit-header-spacing", message, column=column, fix=fix)


def _scope(line: int, column: int, message: str) -> Problem:
    fix = "write the part that changes in one pair of parentheses, such as (auth), or leave them out"
    return Problem(line, "invalid-commit-scope", message, column=column, fix=fix)


def _look_alikes_replaced(text: str) -> str:
    """Return a text of the same length with plain blanks, colons and parentheses."""
    if text.isascii() and "\t" not in text:
        return text
    return "".join(_PUNCTUATION.get(char) or (" " if char.isspace() else char) for char in text)


def _skip_blank(plain: str, at: int) -> int:
    match = re.compile(_GAP).match(plain, at)
    return match.end() if match else at


def _cleaned(scope: str) -> str:
    """Return a scope without the characters that nobody sees."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in scope).strip()


def _visible(text: str) -> bool:
    """Return whether there is something to see; a byte of an undeclared encoding will be, once it is declared."""
    shown = ((char.isprintable() and not char.isspace()) or "\udc80" <= char <= "\udcff" for char in text[:_REACH])
    return any(shown) or len(text) > _REACH


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _name(char: str) -> str:
    """Return a character's code and name, for a reader who cannot see it."""
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02x}"
    return f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"
