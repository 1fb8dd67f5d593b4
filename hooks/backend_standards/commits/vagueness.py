"""The summaries that say nothing, and those that say that the work is unfinished.

The whole description is judged, not a single word: each word has to be one that says nothing in its place. One word
that is in no table, such as a name, a path or a number with a dot, makes the description pass. This module is imported
for every short description, so it imports only the words of the tables.
"""

from __future__ import annotations

from backend_standards.commits import UNFINISHED, VAGUE, known_words


def emptiness(description: str, type_: str = "", scope: str = "", *, is_in_use: bool = False) -> tuple[str, str, str]:
    """Return VAGUE or UNFINISHED, a message that says why, and the words that it is about; three times "" for neither.

    ``type_`` is the type of the commit; a description that only repeats it says nothing. ``is_in_use`` says that the
    team uses this type. A ``scope`` can be the object of a verb: chore(deps): update. An empty description is
    judged by its type alone.
    """
    found = marker(description)
    if found:
        return UNFINISHED, f"{found!r} marks unfinished work", found
    if type_.lower() in _UNFINISHED_TYPES and not is_in_use:
        return UNFINISHED, f"the type {type_!r} marks unfinished work", type_
    if scope and _may_have_mark(scope.lower()):
        from backend_standards.commits import unfinished

        if found := unfinished.scope_mark(scope):
            return UNFINISHED, f"the scope {found!r} marks unfinished work", found
    shown = description.strip()
    if len(shown) > _LONGEST:
        return "", "", ""
    words = [] if len(shown) == 1 and shown < "\u2e80" else _words(shown, scope)
    if words is None:
        return "", "", ""
    if not words:
        is_reference = len(shown) > 1 and any(char.isalnum() for char in shown)
        what = "only a number or a reference" if is_reference else "not a word"
        return VAGUE, f"{shown!r} is {what}, and does not say what changed", shown
    from backend_standards.commits import vague_words

    scope_words = _words("".join(char if char.isalnum() else " " for char in scope)) if scope else []
    mashed = frozenset(filter(_is_mashed, words))
    kind, what = vague_words.judged(words, shown, type_, (scope, scope_words), mashed)
    return kind, what and f"{shown!r} {what}", what and shown


def marker(description: str) -> str:
    """Return the mark of unfinished work in a description, such as "[wip]", or ""."""
    if not _may_have_mark(description.lower()):
        return ""
    from backend_standards.commits import unfinished

    return unfinished.mark(description)


def _may_have_mark(lowered: str) -> bool:
    return any(word in lowered for word in _MARKS)


def is_telling(word: str) -> bool:
    """Return whether each description with this word passes, if no marker says that the work is unfinished.

    A single letter is not such a word: a description of one letter says nothing.
    """
    return len(word) > 1 and word.isascii() and word.isalpha() and _words(word) is None


def _words(description: str, scope: str = "") -> list[str] | None:
    """Return the words of a description in lower case, without signs, numbers and references; None if it passes anyway.

    "and", "," and the like become ",". A number passes if it is a version, a date or a status of HTTP beside a word,
    or in a scope.
    """
    if any("\udc80" <= char <= "\udcff" for char in description):  # bytes in an undeclared encoding
        return None
    found: list[str] = []
    if _quotes_words(_unquoted(description)):
        return None
    tokens = _unquoted(description).replace("&", " & ").replace("+", " + ").split()
    for at, token in enumerate(tokens):
        kind = "" if token.isalpha() and not token.isupper() else _kind(tokens, at, scope)
        if kind == _TELLING:
            return None
        word = _bare(token)
        if kind or not word:
            found += [kind] if kind == "," else []
            continue
        if len(word) > _LONGEST_WORD:
            return None
        # A path, but not and/or; names such as many-to-many.
        if "/" in word and not all(part in known_words.ALONE for part in word.lower().split("/")):
            return None
        if "-" in word and all(part in known_words.FILLERS for part in word.lower().split("-")):
            return None
        for part in word.lower().replace("\u2019", "'").replace("/", "-,-").replace(",", "-,-").split("-"):
            plain = _plain(part)
            if plain and plain not in known_words.KNOWN and not _is_mashed(plain):
                return None
            found += [plain] if plain else []
        if token[-1] in ",;":
            found.append(",")
    while found and found[-1] == ",":
        found.pop()
    return found


def _kind(tokens: list[str], at: int, scope: str) -> str:
    """Return _TELLING for a name, a sign or a number that says something, _REFERENCE, "," for a separator, or ""."""
    from backend_standards.commits import tokens as kinds

    token = tokens[at]
    if token.isalpha():
        return _TELLING if len(tokens) > 1 and token in kinds.NAMES_IN_CAPITALS else ""
    if kinds.is_telling_number(tokens, at, scope):
        return _TELLING
    if kinds.is_reference(token):
        return _REFERENCE
    if any(any(map(str.isalnum, each)) for each in tokens) and (
        kinds.is_name(token, len(tokens)) or kinds.is_sign(tokens, at)
    ):
        return _TELLING
    return "," if token in kinds.SEPARATORS else ""


def _unquoted(description: str) -> str:
    """Return a description without quotation marks or brackets around all of it."""
    text = description.strip()
    while len(text) > 2 and text[0] + text[-1] in ('""', "''", "()", "[]") and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _quotes_words(text: str) -> bool:
    """Return whether a part of a text is in double quotation marks: fix "are be"."""
    for opening, closing in ('""', "\u201c\u201d"):
        quoted, found, _ = text.partition(opening)[2].partition(closing)
        if found and any(map(str.isalnum, quoted)):
            return True
    return False


def _plain(part: str) -> str:
    """Return a word as the tables have it: wip for w.i.p, fix for fix2, a comma for "and", "" for a number.

    A word with three digits is the name of something, except one such as test123 or issue1703.
    """
    if part in ("and", "then", "or", "und"):
        return ","
    if "." in part and part[1::2].strip(".") == "" and part.replace(".", "").isalpha():
        return part.replace(".", "")
    word = part.rstrip("0123456789") if part.isascii() else part
    if len(part) - len(word) > _MOST_DIGITS and word and not (_is_mashed(word) or word in known_words.ALONE):
        return part
    return word if not word or (word.isalpha() and len(word) > 2) else part


def _bare(token: str) -> str:
    """Return a word without the signs around it."""
    if token.isalnum():
        return token
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not token[end - 1].isalnum():
        end -= 1
    if start and end < len(token) and token[0] == token[-1] == ":":  # an emoji's name
        return ""
    return token[start:end]


def _is_mashed(word: str) -> bool:
    """Return whether a word is mashed keys or a filler: asdf, xxx, blahblah."""
    if len(set(word)) == 1 and word.isascii():
        return len(word) > 2
    if word in _MASHED or (len(word) > 3 and any(word in row for row in _ROWS)):
        return True
    return any(word == part * (len(word) // len(part)) for part in (*_MASHED, *_FILL_WORDS) if len(word) > len(part))


_TELLING = "telling"
_REFERENCE = "reference"
_LONGEST = 72
"""A longer description is searched for marks only: it may still be bad, but it says something."""
_MOST_DIGITS = 2
"""How many digits are taken off a word: fix2 and test12 are a repeated try, check7124 is a name."""
_LONGEST_WORD = 30
"""A longer word passes: no table has one, and it may be a name."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "abcdef", "qwertz", "azerty")
_MASHED = ("asd", "qwe", "zxc", "sdf", "dfg", "fgh", "ghj", "hjk", "jkl", "xcv", "abc", "xyz", "asdf", "fdsa")
_FILL_WORDS = ("bla", "blah", "foo", "test", "ha")
_MARKS = (
    "wip", "w.i.p", "draft", "merge", "progress", "dnm", "yet", "unfinished", "incomplete", "half-done", "half done",
    "working on", "finished", "not done", "not ready", "not complete", "isn't",
)  # fmt: skip
"""Parts of all marks of unfinished work. A description without one is not searched."""
_UNFINISHED_TYPES = ("wip", "draft", "tmp", "temp", "dnm", "squashme", "checkpoint", "squash")
