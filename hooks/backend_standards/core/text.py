"""Bytes to text. Imported only when a file has to be read."""

from __future__ import annotations

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)
"""Byte order marks and the encodings of what follows; the mark of UTF-32 (little endian) begins with that of UTF-16."""
GIT_CRYPT = b"\0GITCRYPT\0"
"""What a file that git-crypt has encrypted begins with: nothing in it can be read."""
_BYTES_OF_TEXT = rb"[\t\n\r -~]{16}"
"""More than a Chinese text in UTF-16 has by chance, and less than a name and its secret have."""


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; never fails, and loses no ASCII character.

    By the byte order mark; else UTF-16 where every other byte of the beginning is NUL; else UTF-8; else
    Latin-1, which gives every byte a character, binaries included. A broken UTF-16 gets U+FFFD. Where a mark or
    the beginning does not tell the truth about the rest, all NULs are left out, which makes text of UTF-16 and UTF-32.
    """
    encoding = unicode_encoding(data)
    data = data[next((len(mark) for mark, _ in MARKS if data.startswith(mark)), 0) :]
    if encoding.startswith(("utf-16", "utf-32")) and not _has_bytes_of_text(data):
        return data.decode(encoding, "replace")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _has_bytes_of_text(data: bytes) -> bool:
    """Return whether a part of a content is text with one byte a character, which no UTF-16 or UTF-32 has."""
    import re

    return re.search(_BYTES_OF_TEXT, data) is not None


def unicode_encoding(data: bytes) -> str:
    """Return the encoding that a byte order mark, or UTF-16's look, tells; "" for bytes that tell none."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if len(head) >= 4 and b"\0" in head:
        for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = head[at::2]
            if half.count(b"\0") * 10 >= len(half) * 9 and head[1 - at :: 2].count(b"\0") * 10 < len(half):
                return encoding
    return ""


def with_newlines(text: str) -> str:
    r"""Return a text with ``\n`` in place of ``\r\n`` and ``\r``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines(text: str) -> list[str]:
    r"""Return the lines of a text as editors count them: only ``\n``, ``\r\n`` and ``\r`` end one."""
    return with_newlines(text).split("\n")
