"""The faults of a header that breaks the grammar or has an unknown type, and its correction. Imported only for one."""

from __future__ import annotations

import re
import unicodedata

from backend_standards.commits import Problem
from backend_standards.commits.rules import (
    COMMIT_HEADER_CHARACTER,
    COMMIT_HEADER_FORMAT,
    COMMIT_HEADER_SPACING,
    EMPTY_COMMIT_DESCRIPTION,
    INVALID_COMMIT_SCOPE,
    UNKNOWN_COMMIT_TYPE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.commits import Rules

_REACH = 300
"""How many characters of a header are searched for type, scope and colon. Real ones need far fewer."""
_LONGEST_LISTED = 200
"""A header of more characters gets no example: nobody reads one of that length."""
_LONGEST_SHOWN = 40
"""How many characters of a quoted word are printed, so that a message stays on one line."""
_LONGEST_TYPO = 30
"""A longer word is not compared with the types: the longest usual type has 13 letters (documentation)."""
_LONG_TYPE = 6
"""A type of so many letters may have two typing errors. In a shorter type, two errors make another word."""
_SHORTEST_TYPO = 3
"""A shorter word is one typing error away from too many others."""

# The words that people write for a type, and the type that may replace it if the team does not use any of the words.
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
# Words that just as often name the part of the code that changes: "format: print dates" is about an option.
_AMBIGUOUS = frozenset("dependency document documents enhance format maintenance patch".split())
# Words for a type that also say which part changes.
_PARTS = {"readme": "readme", **dict.fromkeys(("dep", "deps", "dependencies"), "deps")}
# Types that are also folders: "docs/install" is more likely a path than a type and a scope.
_FOLDERS = frozenset(
    "doc docs documentation test tests testing style styles build builds ci deps dependencies format".split()
)
# Words that are one typing error away from a type, but are words of their own.
_NO_TYPOS = frozenset(
    """
    text rest best nest west zest vest pest lest jest fest tent teat feet felt heat meat neat peat seat beat
    fiat flat frat feta fear fat eat feast fit fib fie six mix fox fax fin fig fir nix pix wix dock docks docx
    does dogs doms dons dots dos locs stale stile stele styled styler chose shore choke chord chorea core score
    store more where testy factor reactor rector redactor refectory reflector refractor relator retractor
    """.split()
)
_VERBS = {
    "feat": "add adds added implement implements implemented introduce introduces support supports allow enable create",
    "fix": "fix fixes fixed resolve resolves resolved correct corrects corrected prevent avoid handle repair",
    "docs": "document documents documented explain describe",
    "refactor": "refactor refactors refactored rename renamed move moves moved simplify extract inline split",
    "test": "test tests cover",
    "chore": "bump bumps bumped upgrade upgrades upgraded release update initial pin",
}
# Signs that look like those of the header. Each is replaced by one character, so that columns stay the same.
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
# Invisible characters, such as the soft hyphen, zero-width spaces, direction marks and the byte order mark, and blanks.
_GAP = rf"[\s{_HIDDEN}]*+"
# A word in the place of the type. Only these pairs of words count, or each sentence with a colon would have a type.
_WORD = r"(?:(?:bug|hot|quick)[ ]fix(?:es)?|new[ ]feature|clean[ ]up|code[ ]style|[^\W\d_][\w/.+|,&-]{0,40}+)"
# All that comes before the description, with blanks anywhere and brackets of any kind. The parts are possessive, so
# that the time is linear. Compiled on first use.
_HEADER = (
    rf"(?P<type>{_WORD})(?P<gap1>{_GAP})(?P<early>!*+)(?P<gap2>{_GAP})"
    rf"(?:(?P<open>[(\[{{<])(?P<scope>[^()\[\]{{}}<>\n]*+)(?P<close>[)\]}}>])(?P<gap3>{_GAP}))?"
    rf"(?P<bang>!*+)(?P<gap4>{_GAP})(?P<colon>:++)(?P<late>(?:!(?=\s))?)(?P<gap5>{_GAP})"
)
# What people put before the type: [ABC-1], (tag), #12, ABC-1, :emoji:, signs and blanks. The group is atomic and not
# possessive, because "++" after a group is broken before Python 3.11.5.
_IN_FRONT = (
    r"(?>(?:\[[^\[\]\n]{1,60}+\]|\([^()\n]{1,60}+\)|\#\d++|[A-Za-z][A-Za-z0-9]*+-\d++|:[\w+-]{1,40}+:|[^\w\s(\[:]|"
    rf"[\s:{_HIDDEN}])+)"
)
# A type in brackets, or a type that is followed by a scope, a "!" or another separator instead of the colon.
_NO_COLON = (
    rf"[\[(](?P<boxed>{_WORD})[\])](?P<sep1>\s*+(?:(?::|[-\u2013\u2014]+(?=\s))\s*+)?)|"
    rf"(?P<type>{_WORD})(?P<scope>\([^()\n]+\))?(?P<bang>!?)"
    r"(?P<sep2>[ ]*+(?:-{1,3}|[\u2013\u2014]|[-=]>)[ ]++|;[ ]++|[ ]++|(?<=[)!]))"
)
_OPENERS = "`\"'[{<.$@#"
"""Signs that a description may begin with."""
# The verbs that make a type without a colon certain: "docs add a page" is a header, "Docs did not say" a sentence.
_IMPERATIVES = frozenset(
    """
    add allow bump clarify correct create delete describe document drop enable explain fix implement improve
    introduce link mention move pin prevent refactor release remove rename replace rewrite set simplify split
    support switch translate update upgrade use
    """.split()
)
# A type and the rest after an opening parenthesis, for scopes that the other expressions do not match.
_BROKEN_SCOPE = r"([\w-]{1,40}+)\s*+\((.{0,200}+)"
# The description is a header itself: [fix] fix: handle null.
_SECOND_TYPE = r"(?P<type>[\w-]++)(?P<scope>\([^()]*+\))?(?P<bang>!?):\s++"
_EMOJI_LAST = r":[\w+-]+:$"
_TICKET = r"[A-Z][A-Z0-9]+-\d+"
_TICKET_FIRST = rf"\[?{_TICKET}\]?[\s:-]+"
_BREAKING_FIRST = r"breaking[ -]changes?\s*:?\s*"
# Dependabot's and Renovate's own headers, and those of people who write alike.
_BUMP = r"(?:[Bb]ump|[Uu]pdate(?: dependency)?) (?:the )?[\w@./-]+ (?:group|from \S+ to \S+|to v?\d\S*)"
_LETTERS_ONLY = r"[^\W\d_]+"
_FIRST_WORDS = 80
"""How many characters of a header without a type are searched for a word that suggests one."""
_LOOK_ALIKE = "look-alike letters"
_FORM = "Write type(scope): description. The scope is optional."


class Diagnosis:
    """The faults of a header, its parts, and its correction.

    ``corrected`` is the correct header, or "" if it would be a guess. ``example`` is such a guess, for the last of the
    ``problems``, or "". The caller has to check both against the other rules. If the parts cannot be told apart,
    ``is_divided`` is false and ``description`` is the whole header.
    """

    __slots__ = ("corrected", "description", "example", "is_divided", "problems", "scope", "type")

    def __init__(
        self,
        problems: list[Problem],
        description: str,
        *,
        corrected: str = "",
        example: str = "",
        type: str = "",  # noqa: A002 - the field's own word
        scope: str = "",
        is_divided: bool = True,
    ) -> None:
        self.problems = problems
        self.corrected = corrected
        self.example = example
        self.type = type
        self.scope = scope
        self.description = description
        self.is_divided = is_divided


class _Meaning:
    """The type that a word means, and the reason.

    ``scope`` is the scope in a word such as feat/auth or readme. ``is_sure`` is false if the word may mean something
    else.
    """

    __slots__ = ("is_sure", "reason", "scope", "type")

    def __init__(self, type_: str = "", reason: str = "", scope: str = "", *, is_sure: bool = True) -> None:
        self.type = type_
        self.reason = reason
        self.scope = scope
        self.is_sure = is_sure


def diagnose(header: str, line: int, rules: Rules) -> Diagnosis:
    """Return the diagnosis of a header that breaks the grammar or has an unknown type."""
    plain = _look_alikes_replaced(header[:_REACH])
    start = _skip_blank(plain, 0)
    found = _characters(header, plain, 0, start, line)
    if start and not header[:start].strip(" "):
        found.append(_spacing(line, 1, "there is a space before the type"))
    diagnosis = (
        _without_colon(header, plain, start, line, rules, only_boxed=True)
        or _with_colon(header, plain, start, line, rules)
        or _without_colon(header, plain, start, line, rules)
        or _with_broken_scope(header, start, line, rules)
        or _formless(header, start, line, rules)
    )
    diagnosis.problems[:0] = found
    return diagnosis


def _with_colon(header: str, plain: str, start: int, line: int, rules: Rules) -> Diagnosis | None:
    """Return the diagnosis of a header that has a colon after the type, or None."""
    match = re.compile(_HEADER, re.IGNORECASE).match(plain, start)
    if match and _meaning(match["type"], rules).type:
        return _judge(match, header, plain, "", line, rules)
    front = re.match(_IN_FRONT, plain[start:])
    after = re.compile(_HEADER, re.IGNORECASE).match(plain, start + front.end()) if front else None
    if front and after and _meaning(after["type"], rules).type:
        moved = header[start : start + front.end()].strip(" \t-*\u2022>\"'`~_")
        header = header.removesuffix(header[start]) if header[start] in "\"'`" else header
        if not re.search(_EMOJI_LAST, moved):
            moved = moved.strip(":")
        diagnosis = _judge(after, header, plain, moved, line, rules)
        message = f"the header begins with {_shown(header[start : after.start()].strip())} instead of the type"
        diagnosis.problems.insert(0, Problem(line, COMMIT_HEADER_FORMAT, message, column=start + 1, note=_FORM))
        return diagnosis
    return _judge(match, header, plain, "", line, rules) if match else None


def _judge(match: re.Match[str], header: str, plain: str, moved: str, line: int, rules: Rules) -> Diagnosis:
    """Return the diagnosis of a header whose parts were found. ``moved`` is the text before the type."""
    found = _characters(header, plain, match.start(), match.start("colon") + 1, line)
    word = match["type"]
    meaning = _meaning(word, rules)
    scope = match["scope"] or meaning.scope
    if not _visible(scope):
        scope = ""
    if word not in rules.types:
        found.append(_unknown_type(word, meaning, match.start("type") + 1, line, rules))
    found += _scope_problems(match, scope, line)
    found += _gap_problems(match, header, line)
    found += _mark_problems(match, line)
    end = match.end()
    description = header[end:]
    if not _visible(description) or not description.strip():
        message = "the colon is not followed by a description"
        note = "Say after the colon what changes."
        found.append(Problem(line, EMPTY_COMMIT_DESCRIPTION, message, column=match.end("colon") + 1, note=note))
        return Diagnosis(found, "", type=meaning.type or word, scope=scope)
    found += _characters(header, plain, match.start("gap5"), end, line)
    gap = header[match.start("gap5") : end]
    # A full-width colon is as wide as a colon and a space, so its finding says it all.
    if gap.strip(" ") == "" and gap != " " and (gap or header[match.end("colon") - 1] == ":"):
        message = (
            f"the colon is followed by {len(gap)} spaces instead of one"
            if gap
            else "the colon is not followed by a space"
        )
        found.append(_spacing(line, match.end("colon") + 1, message))
    bang = "!" if match["early"] or match["bang"] or match["late"] or moved == "!" else ""
    if moved and moved != "!":
        description = f"{moved} {description}"
    header = ""
    if meaning.type and not _is_half_open(match):
        header = f"{meaning.type}{f'({_cleaned(scope)})' if scope else ''}{bang}: {description}"
    type_ = meaning.type or word
    if not meaning.is_sure:
        return Diagnosis(found, description, example=header, type=type_, scope=scope)
    return Diagnosis(found, description, corrected=header, type=type_, scope=scope)


def _is_half_open(match: re.Match[str]) -> bool:
    """Return whether only one bracket of the scope is a parenthesis: feat(auth]."""
    brackets = (match["open"] or "") + (match["close"] or "")
    return brackets != "()" and ("(" in brackets or ")" in brackets)


def _scope_problems(match: re.Match[str], scope: str, line: int) -> list[Problem]:
    if not match["open"]:
        return []
    found = []
    if (brackets := match["open"] + match["close"]) != "()":
        message = f"the scope is in {brackets}, not in parentheses"
        found.append(_scope(line, match.start("open") + 1, message))
    if not scope:
        found.append(_scope(line, match.start("open") + 1, "the scope is empty"))
    return found


def _gap_problems(match: re.Match[str], header: str, line: int) -> list[Problem]:
    """Return a problem for each place with superfluous spaces. Other blanks are reported as characters."""
    found = []
    for name, where in (
        ("gap1", "after the type"),
        ("gap2", "after the !"),
        ("gap3", "after the scope"),
        ("gap4", "before the colon"),
    ):
        is_plain = match[name] and not header[match.start(name) : match.end(name)].strip(" ")
        if is_plain:
            where = "before the colon" if match.end(name) == match.start("colon") else where
            found.append(_spacing(line, match.start(name) + 1, f"there is a space {where}"))
    return found


def _mark_problems(match: re.Match[str], line: int) -> list[Problem]:
    """Return the problems of a ! in the wrong place, and of repeated ! and colons."""
    found = []
    bangs = match["early"] + match["bang"] + match["late"]
    if bangs and (bangs != "!" or match["late"] or (match["early"] and match["open"])):
        at = next(match.start(name) for name in ("early", "bang", "late") if match[name])
        message = "a breaking change has one !, directly before the colon"
        found.append(Problem(line, COMMIT_HEADER_FORMAT, message, column=at + 1, note=_FORM))
    if len(match["colon"]) > 1:
        message = f"there are {len(match['colon'])} colons instead of one"
        found.append(Problem(line, COMMIT_HEADER_FORMAT, message, column=match.start("colon") + 2, note=_FORM))
    return found


def _without_colon(
    header: str, plain: str, start: int, line: int, rules: Rules, *, only_boxed: bool = False
) -> Diagnosis | None:
    """Return the diagnosis of a header with a type but no colon after it, or None."""
    match = re.compile(_NO_COLON, re.IGNORECASE).match(plain, start)
    if not match or (only_boxed and not match["boxed"]):
        return None
    word = match["boxed"] or match["type"]
    meaning = _meaning(word, rules)
    description = header[match.end() :]
    if not meaning.type or "/" in word or not description.strip() or description[0] in ":!(":
        return None
    if not match["boxed"] and not match["sep2"] and ":" in description:  # feat(auth)page: add login
        return None
    if match["boxed"]:
        message = f"the type is in {plain[start]}{plain[match.end('boxed')]} and not followed by a colon"
        column = start + 1
    else:
        message = "the type is not followed by a colon"
        column = match.start("sep2") + 1
        if not (match["scope"] or match["bang"] or match["sep2"].strip() or _is_before_a_verb(word, description)):
            return None
    second, scope, bang = re.match(_SECOND_TYPE, description), match["scope"] or "", match["bang"] or ""
    if second:
        other = _meaning(second["type"], rules).type
        if not match["boxed"] or other not in ("", meaning.type):
            return None
        if other:  # [fix] Bug: handle null
            scope, bang, description = second["scope"] or "", second["bang"], description[second.end() :]
    found = [Problem(line, COMMIT_HEADER_FORMAT, message, column=column, note=_FORM)]
    if word not in rules.types:
        at = match.start("boxed" if match["boxed"] else "type")
        found.append(_unknown_type(word, meaning, at + 1, line, rules))
    scope = scope.strip("()") or meaning.scope
    corrected = f"{meaning.type}{f'({scope})' if scope else ''}{bang}: {description}"
    if not meaning.is_sure:
        return Diagnosis(found, description, example=corrected, type=meaning.type, scope=scope)
    return Diagnosis(found, description, corrected=corrected, type=meaning.type, scope=scope)


def _is_before_a_verb(word: str, description: str) -> bool:
    """Return whether a word before a space is certainly a type: "feat" is, but "docs" and "chore" are common words."""
    if word.lower() == "feat":
        return description[0].isalnum() or description[0] in _OPENERS
    return word in ("chore", "docs") and description.split(None, 1)[0] in _IMPERATIVES


def _with_broken_scope(header: str, start: int, line: int, rules: Rules) -> Diagnosis | None:
    """Return the diagnosis of a header with a type and a malformed scope, or None."""
    nested = re.match(_BROKEN_SCOPE, header[start:])
    colon = header.find(":")
    if not nested or colon <= 0 or not (meaning := _meaning(nested[1], rules)).type:
        return None
    at = start + nested.start(2)
    scope, closing, after = header[at:colon].partition(")")
    if not closing:
        message = "the parenthesis of the scope is not closed"
    elif "(" in scope or after.startswith("("):
        message = "the scope has more than one pair of parentheses"
    else:
        message = "there is text between the scope and the colon"
    found = [_scope(line, at, message)]
    scope, description = scope.strip(), header[colon + 1 :].strip()
    is_sure = not closing and " " not in scope and description.count(")") <= description.count("(")
    corrected = f"{meaning.type}({scope}): {description}" if is_sure else ""
    return Diagnosis(found, description, corrected=corrected, type=nested[1], scope=scope)


def _formless(header: str, start: int, line: int, rules: Rules) -> Diagnosis:
    """Return the diagnosis of a header without a type."""
    example = ""
    if header.startswith(('Revert "', 'Reapply "')):
        message = "this looks like a revert, but the line 'This reverts commit ...' is missing"
        note = f"Keep the body that git revert writes. Or: {_FORM}"
    else:
        message = "the header does not begin with a type and a colon"
        note = f"{_FORM} Types are {_listed(rules.types)}."
        example = _likely(header[start:], rules) if len(header) <= _LONGEST_LISTED else ""
    found = [Problem(line, COMMIT_HEADER_FORMAT, message, column=start + 1, note=note)]
    return Diagnosis(found, header, example=example, is_divided=False)


def _meaning(word: str, rules: Rules) -> _Meaning:
    """Return what a word means. The type is "" if that is not clear."""
    if word in rules.types:
        return _Meaning(word)
    latin = unicodedata.normalize("NFKC", "".join(_LETTERS.get(char, char) for char in word))
    if latin != word and latin in rules.types:
        return _Meaning(latin, _LOOK_ALIKE)
    lowered = latin.lower()
    for type_ in rules.types:
        if type_.lower() == lowered:
            return _Meaning(type_, "types are case-sensitive")
    for words, other in _MEANINGS:
        if lowered.replace(" ", "_") in words.split():
            known = next((each for each in (*words.split(), other) if each and each in rules.types), "")
            if known:
                if lowered in _AMBIGUOUS:
                    return _Meaning(known, f"the type may be {known}", is_sure=False)
                return _Meaning(known, f"the type for that is {known}", _PARTS.get(lowered, ""))
    head, _, tail = word.partition("/")
    if tail.replace("-", "").isalnum() and head.lower() not in _FOLDERS and not _meaning(tail, rules).type:
        known = _meaning(head, rules).type if head.isalpha() else ""
        if known:
            return _Meaning(known, "a scope goes in parentheses after the type", tail)
    if len(lowered) < _SHORTEST_TYPO or lowered in _NO_TYPOS:
        return _Meaning()
    near = [type_ for type_ in rules.types if _is_typo(lowered, type_.lower())]
    return _Meaning(near[0], f"did you mean {near[0]}?") if len(near) == 1 else _Meaning()


def _is_typo(word: str, type_: str) -> bool:
    """Return whether a word is a type with one typing error, or two in a long type.

    The errors are Damerau's four: a letter too many, one too few, a wrong one, and two in the wrong order.
    """
    most = 1 if len(type_) < _LONG_TYPE else 2
    if len(type_) < _SHORTEST_TYPO or abs(len(word) - len(type_)) > most or len(word) > _LONGEST_TYPO:
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


def _unknown_type(word: str, meaning: _Meaning, column: int, line: int, rules: Rules) -> Problem:
    type_ = meaning.type
    if meaning.reason == _LOOK_ALIKE:
        at = next(at for at, char in enumerate(word) if not char.isascii())
        message = f"{_name(word[at])} only looks like a letter of {type_!r}"
        return Problem(line, COMMIT_HEADER_CHARACTER, message, column=column + at, note=f"Write {type_}.")
    if not type_ and re.search(r"[/|,&+]", word):
        message = f"{_shown(word)} is not one type of commit"
        note = f"Write the type that matters most, or make two commits. Types are {_listed(rules.types)}."
        return Problem(line, UNKNOWN_COMMIT_TYPE, message, column=column, note=note)
    if re.fullmatch(_TICKET, word):
        message = f"{_shown(word)} is a ticket, not a type of commit"
        note = f"Write a type before it, such as {rules.types[0]}: {word} ... Types are {_listed(rules.types)}."
        return Problem(line, UNKNOWN_COMMIT_TYPE, message, column=column, note=note)
    if word.lower() == "revert":
        message = f"{_shown(word)} is not a type of commit"
        note = f"Use the message that git revert writes, or a type: {_listed(rules.types)}."
        return Problem(line, UNKNOWN_COMMIT_TYPE, message, column=column, note=note)
    message = f"{_shown(word)} is not a type of commit" + (f"; {meaning.reason}" if meaning.reason else "")
    note = f"Write {type_}." if type_ else f"Write one of {_listed(rules.types)}."
    return Problem(line, UNKNOWN_COMMIT_TYPE, message, column=column, note=note)


def _likely(header: str, rules: Rules) -> str:
    """Return a header with the type that the first words suggest, or ""."""
    breaking = re.match(_BREAKING_FIRST, header, re.IGNORECASE)
    if breaking and rules.types:
        return f"{rules.types[0]}!: {header[breaking.end() :]}"
    if re.match(_BUMP, header) and "chore" in rules.types:
        return f"chore(deps): {header[0].lower()}{header[1:]}"
    ticket = re.match(_TICKET_FIRST, header)
    words = re.findall(_LETTERS_ONLY, header[ticket.end() if ticket else 0 :][:_FIRST_WORDS].lower()) or [""]
    if words[0] in rules.types and not ticket:
        return f"{words[0]}: {header[len(words[0]) :].lstrip()}"
    type_ = next((type_ for type_, verbs in _VERBS.items() if words[0] in verbs.split() and type_ in rules.types), "")
    if "chore" in rules.types and ("dependencies" in words[:4] or "deps" in words[:4]):
        type_ = "chore"
    return f"{type_}: {header}" if type_ else ""


def _characters(header: str, plain: str, start: int, end: int, line: int) -> list[Problem]:
    """Return a problem for each character before the description that is invisible or looks like another one."""
    found: dict[str, Problem] = {}
    for at in range(start, min(end, len(plain))):
        char = header[at]
        if char in found or (char == plain[at] and char.isprintable()) or char == " ":
            continue
        wanted = plain[at]
        if char in _PUNCTUATION:
            message, note = f"{_name(char)} only looks like {wanted}", f"Write {wanted}."
        elif wanted == " ":
            message, note = f"{_name(char)} is not a plain space", "Write a plain space, or delete it."
        else:
            message, note = f"{_name(char)} is invisible and hides the type from tools", "Delete it."
        found[char] = Problem(line, COMMIT_HEADER_CHARACTER, message, column=at + 1, note=note)
    return list(found.values())


def _spacing(line: int, column: int, message: str) -> Problem:
    note = "Write type(scope): description, with one space after the colon and none before it."
    return Problem(line, COMMIT_HEADER_SPACING, message, column=column, note=note)


def _scope(line: int, column: int, message: str) -> Problem:
    note = "Write the part that changes in one pair of parentheses, such as (auth), or leave it out."
    return Problem(line, INVALID_COMMIT_SCOPE, message, column=column, note=note)


def _look_alikes_replaced(text: str) -> str:
    """Return a text of the same length with plain spaces, colons and parentheses."""
    return "".join(_PUNCTUATION.get(char) or (" " if char.isspace() else char) for char in text)


def _skip_blank(plain: str, at: int) -> int:
    match = re.compile(_GAP).match(plain, at)
    return match.end() if match else at


def _cleaned(scope: str) -> str:
    """Return a scope, with plain spaces, without invisible characters."""
    return "".join(filter(str.isprintable, scope)).strip()


def _visible(text: str) -> bool:
    """Return whether a text has a visible character. A byte in an undeclared encoding counts as one."""
    shown = ((char.isprintable() and not char.isspace()) or "\udc80" <= char <= "\udcff" for char in text[:_REACH])
    return any(shown) or len(text) > _REACH


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "...")


def _name(char: str) -> str:
    """Return the code and the name of a character that readers may not see."""
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02x}"
    return f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"
