"""Kinds of words in a summary that are more than letters: names, signs, versions, numbers of tickets.

Imported only for a summary with such a word.
"""

from __future__ import annotations


def is_name(token: str, count: int) -> bool:
    """Return whether a word is marked as code or as a name: `update`, .env, --fix, $HOME, @types, save(), all_, "any".

    ``count`` is the number of words in the description. Quotation marks around its only word do not count.
    """
    if token.startswith("--"):
        return token[2:3].isalnum()
    first, last = token[:1], token.rstrip(".,:;!?")[-1:]
    if first in ("`", "@", "$", "%", "~", "\\", ".", "/") and token[1:2].isalnum():
        return True
    core = token.strip(".,:;!?()")
    if "`" in token or "__" in token or "::" in token or "=" in token[1:]:
        return any(map(str.isalnum, token))
    if token.rstrip(".,:;!?").endswith("()") and token[:1].isalnum():
        return True
    if (core[:1] == "_") != (core[-1:] == "_") or core.strip("_").count("_"):
        return True
    if first == "-" and len(core) == 2 and core[1:].isalpha():  # an option: -v
        return True
    is_quoted = first in "\"'\u201c\u2018\u00ab<{" and last in "\"'\u201d\u2019\u00bb>}" and len(token) > 2
    return is_quoted and count > 1 and core.strip("<>{}\"'").lower() != "wip"


def is_sign(tokens: list[str], at: int) -> bool:
    """Return whether a token without a letter is what the description is about: change " to ', remove extra ;."""
    token = tokens[at]
    if any(map(str.isalnum, token)) or (token[:1] == token[-1:] == ":" and len(token) > 2):
        return False
    if token in _SIGNS or (len(token) > 1 and all(char in "(){}[];" for char in token)):
        return True
    if token.startswith("`") and token.strip("`.,"):  # a sign that is written as code
        return True
    is_last = at == len(tokens) - 1
    if token in SEPARATORS:
        return is_last and at > 0
    return is_last and at > 0 and token in _ENDS and tokens[at - 1].lower() in _BEFORE_A_SIGN


def is_telling_number(tokens: list[str], at: int, scope: str) -> bool:
    """Return whether a number is a version, a date or a status of HTTP, and not the number of a ticket."""
    core = tokens[at].strip("()[]{}.,:;!")
    before = tokens[at - 1].lower().strip("()[]:,") if at else ""
    after = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
    is_alone = len(tokens) == 1
    first, dash, last = core.partition("-")
    if scope and dash and first.isdigit() and last.isdigit():  # a range of numbered things: test(tpcds): 28-37
        return True
    if _is_date(core):
        return bool(scope) or not is_alone
    if not (core.isdigit() and core.isascii()) or "#" in tokens[at]:
        return False
    if is_alone:
        return bool(scope) and (core in _STATUSES or any(word in scope.lower() for word in _OF_VERSIONS))
    if before in ("to", "from", "v", "version") and (
        not after[:1].isalpha() or after in ("to", "from", "in", "for", "on")
    ):
        return True
    return core in _STATUSES and before not in _BEFORE_A_REFERENCE


def _is_date(text: str) -> bool:
    """Return whether a text is a date, a month or a day of this century: 2024-03, 2024-03-15, 20240315."""
    parts = [text[:4], text[4:6], text[6:]] if len(text) == 8 else text.replace("/", "-").replace(".", "-").split("-")
    if not 2 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    year, month, day = [*map(int, parts), 1][:3]
    return len(parts[0]) == 4 and year // 100 == 20 and 1 <= month <= 12 and 1 <= day <= 31


def is_reference(token: str) -> bool:
    """Return whether a word is the number of a ticket or a pull request, a link to one, or to a commit."""
    url = token.lstrip("([<")
    if url.startswith(("http://", "https://")):
        return _links_to_a_ticket(url)
    core = token.strip("()[]{}.,:;#!")
    if core.isdigit() and core.isascii():
        return True
    if "#" in token:  # owner/repository#12
        head, _, number = core.rpartition("#")
        plain = head.replace("-", "").replace("_", "").replace(".", "")
        return number.isdigit() and plain.count("/") == 1 and plain.replace("/", "").isalnum() and plain.isascii()
    key, _, number = core.partition("-")
    return number.isdigit() and key.isalnum() and key.isupper() and len(key) > 1 and key not in _NO_TICKETS


def _links_to_a_ticket(url: str) -> bool:
    """Return whether a URL ends in a number, a key such as ABC-12 or the name of a commit."""
    path = url.rstrip(".,:;!)]>/").partition("#")[0].partition("?")[0].rstrip("/")
    last = path.rpartition("/")[2]
    key, _, number = last.rpartition("-")
    is_commit = len(last) >= 7 and all(char in "0123456789abcdef" for char in last)
    return last.isdigit() or is_commit or (number.isdigit() and key.isalnum() and key.isupper())


SEPARATORS = ("&", "+", ",", ";", "/")
"""The signs that divide a summary like "and", unless one is the last word: then the summary is about that sign."""
_SIGNS = frozenset(
    """\" ' ` '' \"\" `` : { } {} ( ) () [ ] [] < > <> = != == !== === := <= >= ~> ~= += -= ++ % $ @ ^ ~ \\ ? # ## -> =>
    --> ==> <- <-- <-> \u2192 && || :: //
    ** /* */ ?? \uff08 \uff09 \uff1a \uff0c \u3001 \u3002""".split()
)
"""Signs that are in no sentence for their own sake. Dashes, bullets and smileys are not among them."""
_ENDS = (".", "!", "\u2026", "...", "-", "--", "_", "|", "*")
_BEFORE_A_SIGN = ("extra", "additional", "another", "a", "the", "remove", "delete", "add", "drop", "to", "use", "with")
"""After these words, a sign at the end that could close a sentence is what the summary is about: remove the ."""
NAMES_IN_CAPITALS = frozenset(("CHANGES", "TODO", "TODOS", "FIXME", "IT", "US"))
"""Words that in capitals are files, marks in code, integration tests and a country."""
_STATUSES = frozenset(
    "301 302 304 307 308 400 401 403 404 405 406 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 "
    "428 429 431 451 500 501 502 503 504 505 507 508 511".split()
)
"""The statuses of HTTP that stand for redirections and errors (RFC 9110 and the registry of IANA)."""
_BEFORE_A_REFERENCE = frozenset(
    "issue issues bug bugs pr prs mr mrs ticket tickets problem problems part step round day commit story task".split()
)
_OF_VERSIONS = ("release", "version", "bump", "deps", "dependenc", "upgrade")
_NO_TICKETS = frozenset(
    "UTF SHA RFC ISO HTTP PEP AES ES GPT MD TLS SSL IPV PY RSA CP EC UCS ASCII BASE LATIN WINDOWS KOI8 GB BIG EUC ANSI "
    "HMAC CRC COVID WCAG PCI S3 H X P A B C V T ARM X86 AMD NTP RS HS PS ED CVE IPV4 IPV6 PS3 PS4 CSS HTML ECMA".split()
)
