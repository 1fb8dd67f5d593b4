"""Do a README, a file of pinned dependencies and a test module hold what they are there for?

Read on every run, as bytes: it imports nothing, and the time is linear on any input.
"""

from __future__ import annotations

_TESTS = (b"def test", b"async def test", b"def runTest", b"def load_tests")
_OTHER_TESTS = (b"scenarios(", b"import *", b"doctest", b".TestCase")
"""Tests that a module takes from elsewhere: those of features, of another module, of docstrings, of a state machine."""
_NO_PROSE = ("#", "<", "![", "[![", "```", "..", ":", "|")
"""How a line of a README begins that is a heading, a picture, a comment, a directive or a table."""


def holds_test(data: bytes) -> bool:
    """Return whether a module of tests holds a test; comments and long strings do not count."""
    quotes = b""
    for line in data.splitlines():
        text = line.strip()
        if quotes:
            quotes = b"" if quotes in text else quotes
            continue
        if text.startswith(_TESTS):
            return True
        code = text.partition(b"#")[0]
        if code.startswith(b"class Test") and b"(" in code:
            return True
        if (code.startswith(b"test") and b"=" in code) or any(word in code for word in _OTHER_TESTS):
            return True
        for mark in (b'"""', b"'''"):
            if code.count(mark) % 2:
                quotes = mark
    return False


def holds_prose(data: bytes) -> bool:
    """Return whether a README has a line of prose, besides headings, pictures and comments."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    lines = [line.strip("\ufeff \t") for line in data.decode(encoding, "replace").splitlines()]
    in_comment = False
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        in_comment = in_comment or line.startswith("<!--")
        if in_comment:
            in_comment = "-->" not in line
            continue
        is_title = below[:1] in ("=", "-", "~", "*", "^", "+") and len(set(below)) == 1
        words = [word for word in line.split() if any(char.isalpha() for char in word)]
        # A language without spaces says in one word what others say in several.
        if (len(words) > 1 or not "".join(words).isascii()) and not is_title and not line.startswith(_NO_PROSE):
            return True
    return False


def holds_pins(data: bytes) -> bool:
    """Return whether a file of pinned dependencies has a line besides comments and options of pip."""
    for line in data.splitlines():
        text = line.strip()
        if text and not text.startswith((b"#", b"--")):
            return True
    return False
