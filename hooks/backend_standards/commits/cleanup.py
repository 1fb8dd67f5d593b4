"""The message that git stores: a hook sees the file before git cleans it up.

Source: git-commit(1) "--cleanup"; git-config(1) "commit.cleanup", "core.commentChar" and "i18n.commitEncoding"; and,
for what they leave open, wt-status.c and strbuf_stripspace of git.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Fault: TypeAlias = "tuple[int, int, str, str]"

_SPACES = " \t\r\n"  # git's isspace
_CUT = " ------------------------ >8 ------------------------"
_AUTO = "#;@!$%^&|:"  # in git's order of preference
_KEYS = r"^(commit\.cleanup|commit\.verbose|core\.comment(char|string)|i18n\.commitencoding)$"


class Settings:
    """How git cleans a message up: whether an editor ran, and what git's configuration says."""

    __slots__ = ("cleanup", "comment", "editor", "encoding", "verbose")

    def __init__(
        self,
        *,
        editor: bool,
        cleanup: str = "default",
        comment: str = "#",
        encoding: str = "utf-8",
        verbose: bool = False,
    ) -> None:
        self.editor = editor
        self.cleanup = cleanup
        self.comment = comment
        self.encoding = encoding
        self.verbose = verbose


class Stored:
    """A message as git stores it.

    ``uncut`` is the message with what is below its scissors line, if git may store that too; otherwise None.
    """

    __slots__ = ("_comment", "_source", "fault", "text", "uncut")

    def __init__(
        self, text: str, source: str, comment: str, fault: Fault | None, *, uncut: Stored | None = None
    ) -> None:
        self.uncut = uncut
        self.text = text
        self._source = source
        self._comment = comment
        self.fault = fault
        """Line and column in the file, message and fix, if some bytes are not text. The text has surrogates instead."""

    def line_of_file(self, wanted: int) -> int:
        """Return which line of the file a line of the message was."""
        if self.text == self._source:
            return wanted
        at = self._source.rfind("\n", 0, len(self._source) - len(self._source.lstrip(_SPACES))) + 1
        number = self._source.count("\n", 0, at)
        kept, was_blank = 0, True
        while at >= 0:
            number += 1
            end = self._source.find("\n", at)
            line = self._source[at : end if end >= 0 else len(self._source)]
            at = end + 1 if end >= 0 else -1
            if self._comment and line.startswith(self._comment):
                continue
            is_blank = not line.strip(_SPACES)
            kept += not (is_blank and was_blank)
            was_blank = is_blank
            if kept == wanted:
                break
        return number


def editor_ran() -> bool:
    """Return whether git opened an editor. If it did not, it sets ``GIT_EDITOR=:`` for its hooks."""
    return os.environ.get("GIT_EDITOR") != ":"


def is_plain(data: bytes, *, editor: bool) -> bool:
    """Return whether git's settings cannot change what matters in a message, so that git need not be asked.

    This holds for UTF-8 whose first line begins like a word, so that it is not a comment under any setting, and whose
    second line does too, if it is not blank.
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
    """Return what git's configuration says about messages. Outside a repository, the user's configuration counts.

    Raises:
        Stopped: git cannot be asked.
    """
    from backend_standards.core import git_process

    found = Settings(editor=editor)
    out = git_process.run(["config", "-z", "--get-regexp", _KEYS], accept=(0, 1))
    for entry in out.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        key, has_value, value = entry.partition("\n")
        if key == "commit.cleanup":
            found.cleanup = value
        elif key == "commit.verbose":
            found.verbose = not has_value or value.lower() not in ("", "false", "no", "off", "0")
        elif key == "i18n.commitencoding":
            found.encoding = value
        elif value:
            found.comment = value
    return found


def stored(data: bytes, settings: Settings) -> Stored:
    """Return the message that git stores for the bytes of a file."""
    text, fault = _decoded(data, settings.encoding)
    comment = _auto_comment(text) if settings.comment.lower() == "auto" else settings.comment
    mode = settings.cleanup
    if mode not in ("verbatim", "whitespace", "strip", "scissors"):
        mode = "strip" if settings.editor else "whitespace"
    elif mode == "scissors" and not settings.editor:
        mode = "whitespace"
    uncut = None
    if settings.editor:
        # In the other modes too: `git commit --verbose` writes the scissors line, and cuts there.
        above, _, below = ("\n" + text).partition("\n" + comment + _CUT + "\n")
        if _has_prose(below, comment) and mode != "scissors" and not settings.verbose:
            uncut = _in_mode(mode, text, comment, fault)
        text = above[1:]
    return _in_mode(mode, text, comment, fault, uncut)


def _in_mode(mode: str, text: str, comment: str, fault: Fault | None, uncut: Stored | None = None) -> Stored:
    if mode == "verbatim":
        return Stored(text, text, "", fault, uncut=uncut)
    if mode != "strip":
        comment = ""
    return Stored(_cleaned(text, comment), text, comment, fault, uncut=uncut)


def _has_prose(below: str, comment: str) -> bool:
    """Return whether a person wrote the text below a scissors line: git writes comments there, and then a diff."""
    written = ("\n" + below).partition("\ndiff --")[0]
    return any(line.strip(_SPACES) and not line.startswith(comment) for line in written.split("\n"))


def _cleaned(text: str, comment: str) -> str:
    """Return a text without comments, spaces at line ends, and repeated blank lines (git's strbuf_stripspace)."""
    text = _without_blank_runs(text)  # first, because there may be millions of them
    if comment and comment in text:
        text = "\n".join([line for line in text.split("\n") if not line.startswith(comment)])
    if text[-1:] in _SPACES or any(blank + "\n" in text for blank in " \t\r"):
        text = "\n".join([line.rstrip(_SPACES) for line in text.split("\n")])
    return _without_blank_runs(text).strip("\n")


def _without_blank_runs(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def encoded(text: str, settings: Settings) -> bytes:
    """Return a message as bytes for git, with a line break at the end."""
    try:
        return (text + "\n").encode(settings.encoding, "surrogateescape")
    except (LookupError, UnicodeError):
        return (text + "\n").encode("utf-8", "surrogateescape")


def _decoded(data: bytes, encoding: str) -> tuple[str, Fault | None]:
    at = data.find(b"\0")
    if at >= 0:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message, note = "the file is UTF-16, which git does not read", "Save it as UTF-8 without a byte order mark."
        else:
            message, note = f"byte {at + 1} is NUL (0x00), and git ends the message there", "Delete this byte."
        return data.decode("utf-8", "surrogateescape"), (*_place(data, at), message, note)
    try:
        return data.decode(encoding), None
    except LookupError as error:
        raise Stopped(
            f"i18n.commitEncoding is {encoding}, which Python does not know: correct it with git config, or unset it"
        ) from error
    except UnicodeDecodeError as error:
        at = error.start
    except UnicodeError:
        at = 0
    name = "UTF-8" if encoding.lower().replace("-", "").replace("_", "") == "utf8" else encoding
    message = f"byte {at + 1} (0x{data[at]:02x}) is not {name}"
    if name == "UTF-8":
        note = "Save the message as UTF-8, or declare its encoding: git config i18n.commitEncoding NAME"
    else:
        note = "Save the message in that encoding, or correct i18n.commitEncoding."
    return data.decode("utf-8", "surrogateescape"), (*_place(data, at), message, note)


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Return the line and the column of a byte."""
    start = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[start:at].decode("utf-8", "surrogateescape")) + 1


def _auto_comment(text: str) -> str:
    """Return the comment character that git chose under ``core.commentChar = auto``; its own lines come last."""
    for char in _AUTO:
        if f"\n{char}{_CUT}\n" in text:
            return char
    text = text.rstrip(_SPACES)
    last = text[text.rfind("\n") + 1 :]
    return last[0] if last[:1] in tuple(_AUTO) else "#"
