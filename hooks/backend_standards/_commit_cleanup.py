"""What git will store of a message file: the hook sees the file before git's clean-up.

Source: git-commit(1) "--cleanup", git-config(1) "commit.cleanup", "core.commentChar", "i18n.commitEncoding", and git's
own wt-status.c and strbuf_stripspace for what they leave open.
"""

from __future__ import annotations

import os

from backend_standards._report import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACES = " \t\r\n"  # git's isspace
_CUT = " ------------------------ >8 ------------------------"
_AUTO = "#;@!$%^&|:"  # in git's order of preference
_ENOUGH = 200  # characters of a header that can matter before the configuration is asked
_KEYS = r"^(commit\.cleanup|core\.comment(char|string)|i18n\.commitencoding)$"


class Settings:
    """How git treats a message: whether an editor ran, and what its configuration says."""

    __slots__ = ("cleanup", "comment", "editor", "encoding")

    def __init__(self, *, editor: bool, cleanup: str = "default", comment: str = "#", encoding: str = "utf-8") -> None:
        self.editor = editor
        self.cleanup = cleanup
        self.comment = comment
        self.encoding = encoding


class Stored:
    """A message as git will store it: its text, and for each line of it the line of the file."""

    __slots__ = ("fault", "numbers", "text")

    def __init__(self, text: str, numbers: Sequence[int], fault: tuple[int, int, str, str] | None) -> None:
        self.text = text
        self.numbers = numbers
        self.fault = fault
        """Line and column (in the file), message and fix, where the bytes are no text; they come as surrogates then."""


def editor_ran() -> bool:
    """Return whether git opened an editor: it tells its hooks by ``GIT_EDITOR=:`` that it did not."""
    return os.environ.get("GIT_EDITOR") != ":"


def is_plain(data: bytes, *, editor: bool) -> bool:
    """Return whether no setting of git's can change what counts of a message, so that none has to be asked for.

    That is UTF-8 whose first paragraph is one line that begins like a word: no comment, whatever the comment character.
    """
    if b"\0" in data or b"\x1b" in data or data[:1] in b" \t\r\n":
        return False
    first, _, rest = data.partition(b"\n")
    if not first[:1].isalnum() or (editor and b" >8 " in data):
        return False
    second = rest.partition(b"\n")[0]
    if second.strip() and not second[:1].isalnum():
        return False
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def settings_of_git(*, editor: bool) -> Settings:
    """Return what git's configuration says about messages; outside a repository, that of the user.

    Raises:
        Stopped: git cannot be asked.
    """
    from backend_standards import _git

    found = Settings(editor=editor)
    out = _git.run(["config", "-z", "--get-regexp", _KEYS], accept=(0, 1))
    for entry in out.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        key, _, value = entry.partition("\n")
        if key == "commit.cleanup":
            found.cleanup = value
        elif key == "i18n.commitencoding":
            found.encoding = value
        elif value:
            found.comment = value
    return found


def stored(data: bytes, settings: Settings) -> Stored:
    """Return the message that git makes of a file's bytes."""
    text, fault = _decoded(data, settings.encoding)
    lines = text.split("\n")
    comment = _auto_comment(lines) if settings.comment == "auto" else settings.comment
    mode = settings.cleanup
    if mode not in ("verbatim", "whitespace", "strip", "scissors"):
        mode = "strip" if settings.editor else "whitespace"
    elif mode == "scissors" and not settings.editor:
        mode = "whitespace"
    if settings.editor:
        # Also under another mode: `git commit --verbose` cuts, and writes the line.
        cut = comment + _CUT
        lines = lines[: lines.index(cut)] if cut in lines else lines
    if mode == "verbatim":
        return Stored("\n".join(lines), range(1, len(lines) + 1), fault)
    kept: list[str] = []
    numbers: list[int] = []
    was_blank = True
    for number, raw in enumerate(lines, 1):
        if mode == "strip" and raw.startswith(comment):
            continue
        line = raw.rstrip(_SPACES)
        if not line and was_blank:
            continue
        was_blank = not line
        kept.append(line)
        numbers.append(number)
    if kept and not kept[-1]:
        kept.pop()
        numbers.pop()
    return Stored("\n".join(kept), numbers, fault)


def encoded(text: str, settings: Settings) -> bytes:
    """Return the bytes of a message for git, with a line break at the end."""
    try:
        return (text + "\n").encode(settings.encoding, "surrogateescape")
    except (LookupError, UnicodeError):
        return (text + "\n").encode("utf-8", "surrogateescape")


def _decoded(data: bytes, encoding: str) -> tuple[str, tuple[int, int, str, str] | None]:
    at = data.find(b"\0")
    if at >= 0:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message, fix = "the file is UTF-16, which git does not read", "save it as UTF-8 without a byte order mark"
        else:
            message, fix = f"byte {at + 1} is NUL (0x00), which git takes for the end of the message", "delete it"
        return data.decode("utf-8", "surrogateescape"), (*_place(data, at), message, fix)
    try:
        return data.decode(encoding), None
    except LookupError as error:
        raise Stopped(
            f"i18n.commitEncoding = {encoding}: Python knows no such encoding; correct it with git config, or unset it"
        ) from error
    except UnicodeDecodeError as error:
        at = error.start
    except UnicodeError:
        at = 0
    name = "UTF-8" if encoding.lower().replace("-", "").replace("_", "") == "utf8" else encoding
    message = f"byte {at + 1} (0x{data[at]:02x}) is not {name}"
    if name == "UTF-8":
        fix = "save the message as UTF-8, or say what it is: git config i18n.commitEncoding NAME"
    else:
        fix = "save the message in that encoding, or correct the setting i18n.commitEncoding"
    return data.decode("utf-8", "surrogateescape"), (*_place(data, at), message, fix)


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Return line and column of a byte."""
    start = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "surrogateescape")) + 1


def _auto_comment(lines: list[str]) -> str:
    """Return the character that git chose for its own lines, which stand last, under ``core.commentChar = auto``."""
    for char in _AUTO:
        if char + _CUT in lines:
            return char
    last = next((line for line in reversed(lines) if line.strip()), "")
    return last[0] if last[:1] in tuple(_AUTO) else "#"
