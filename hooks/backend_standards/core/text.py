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


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; never fails, and loses no ASCII character.

    By the byte order mark; else UTF-16 where every other byte of the beginning is NUL; else UTF-8; else
    Latin-1, which gives every byte a character, binaries included. A broken UTF-16 gets U+FFFD.
    """
    if encoding := unicode_encoding(data):
        length = next((len(mark) for mark, _ in MARKS if data.startswith(mark)), 0)
        return data[length:].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


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
