"""Base64 in files. Text that is not base64 gives no bytes, and no error."""

from __future__ import annotations

import binascii
import re

_BASE64 = r"[A-Za-z0-9+/]+={0,2}"


def decoded(text: str) -> bytes:
    """Return the bytes of a text that is base64 from end to end, with or without its padding; b"" for another text."""
    return decoded_padded(text + "=" * (-len(text) % 4))


def decoded_padded(text: str) -> bytes:
    """Return the bytes of a text that is base64 from end to end, with its padding; b"" for another text."""
    if not text or len(text) % 4 or not re.fullmatch(_BASE64, text):
        return b""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        return b""
