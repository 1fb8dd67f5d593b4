"""The message file: which it is where none was named, and what becomes of a refused one, which is never lost."""

from __future__ import annotations

import os

from backend_standards.commits import cleanup, message
from backend_standards.core import Stopped, git, remedies
from backend_standards.core.output import printable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.commits.message import Rules

_FOLDER = "backend-standards/refused-messages"
_KEPT = 20
_OF_GIT = ("COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG")


def current() -> str:
    """Return the file of the message that is being committed: hooks that run in a part of a repository are told none.

    Raises:
        Stopped: there is none.
    """
    paths = []
    for name in _OF_GIT[:2]:
        try:
            paths.append(_git_path(name))
        except Stopped:
            break
    present = [path for path in paths if os.path.isfile(path)]
    if not present:
        raise Stopped("no message to check: give a file, - for standard input, or --message=TEXT")
    return max(present, key=lambda path: os.stat(path).st_mtime_ns)


def keep(hook: str, path: str, data: bytes, rules: Rules | None) -> str:
    """Keep a refused message, mended where ``rules`` are given and all can be mended; return what to tell the user.

    Only messages that git is about to commit are kept: any other file stays where it is, and so stays the text.
    """
    is_gits = os.path.basename(path) in _OF_GIT
    if not is_gits and rules is None:
        return ""
    settings = cleanup.settings_of_git(editor=cleanup.editor_ran())
    stored = cleanup.stored(data, settings)
    mended = message.fixed(stored.text, rules) if rules and not stored.fault else ""
    said = ""
    if mended:
        data = cleanup.encoded(mended, settings)
        _write(path, data)
        said = f"{hook}: mended {printable_path(path)}\n"
    elif not stored.fault:
        data = cleanup.encoded(stored.text, settings)
    if not is_gits:
        return said
    try:
        folder = _git_path(_FOLDER)
        kept = _keep_in(folder, data)
    except (OSError, Stopped) as error:
        return said + f"{hook}: the message could not be kept: {error}\n"
    option = "-F" if mended else "-e -F"
    if not settings.editor and any(line.startswith("#") for line in stored.text.split("\n")):
        option = f"--cleanup=scissors {option}"  # no editor ran, so these lines are text, which one would take away
    if os.environ.get("GIT_PREFIX"):  # the user stands in a subfolder, the hook does not
        kept = os.path.abspath(kept)
    return said + (
        f"{hook}: the message is kept; commit with it, and with the options that you gave, such as -a or --amend:\n"
        f"    git commit {option} {remedies.quote(kept)}\n"
    )


def _keep_in(folder: str, data: bytes) -> str:
    """Write a message into a file of its own, named for the time (UTC); return the path. The newest twenty stay."""
    import time

    os.makedirs(folder, exist_ok=True)
    # One reading of the clock: of two, the first may fall before a second's end and the other behind it.
    seconds, number = divmod(time.time_ns(), 1_000_000_000)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(seconds))
    while True:
        path = os.path.join(folder, f"{stamp}-{number:09}.txt")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
        except FileExistsError:
            number += 1
    with open(descriptor, "wb") as stream:
        stream.write(data)
    names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    for name in names[:-_KEPT]:
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:  # another commit was faster
            continue
    return path


def _write(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise Stopped(f"{path}: cannot be written: {error.strerror}") from error


def _git_path(name: str) -> str:
    out = os.fsdecode(git.run(["rev-parse", "--git-path", name])).removesuffix("\n")
    return out if os.sep == "/" else out.replace(os.sep, "/")
