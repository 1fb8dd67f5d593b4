"""The file of the message: where it is, and how a refused message is kept."""

from __future__ import annotations

import os

from backend_standards.commits import cleanup, message
from backend_standards.core import Stopped, git_process, remedies, writing
from backend_standards.core.output import printable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.commits import Rules

_FOLDER = "backend-standards/refused-messages"
_KEPT = 20
"""How many refused messages stay, the newest ones: some days of work, and no more than a few kilobytes."""
_OF_GIT = ("COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG")


def current() -> str:
    """Return the file of the message that is being committed, for a hook that was given none.

    prek gives none to a hook that runs in a folder of the repository.

    Raises:
        Stopped: there is no such file.
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


def keep(hook: str, path: str, data: bytes, rules: Rules, *, fix: bool = False) -> str:
    """Keep a refused message, and return what to tell the user.

    With ``fix``, the file is corrected if the whole message can be corrected. Only the message of a commit is kept,
    because git overwrites only that file. A kept message of several lines is corrected too, because the printed command
    commits it. For a message of one line, the command itself has the corrected text.
    """
    is_gits = os.path.basename(path) in _OF_GIT
    if not is_gits and not fix:
        return ""
    settings = cleanup.settings_of_git(editor=cleanup.editor_ran())
    stored = cleanup.stored(data, settings)
    stored = stored.uncut or stored
    # A terminal writes UTF-8, so a command cannot contain a text in another encoding.
    is_utf8 = settings.encoding.lower() in ("utf-8", "utf8")
    corrected = message.fixed(stored.text, rules) if not stored.fault and (fix or is_utf8) else ""
    said = ""
    is_one_line = not fix and "\n" not in corrected
    if corrected and not is_one_line:
        data = cleanup.encoded(corrected, settings)
    elif not stored.fault:
        data = cleanup.encoded(stored.text, settings)
    if corrected and fix:
        writing.write(path, data)
        said = f"{hook}: corrected {printable_path(path)}\n"
    if not is_gits:
        return said
    try:
        folder = _git_path(_FOLDER)
        kept = _keep_in(folder, data)
    except (OSError, Stopped) as error:
        return said + f"{hook}: the message could not be kept: {error}\n"
    # git starts the hook in the root, wherever the user is: in a subfolder, or elsewhere with -C.
    kept = os.path.abspath(kept)
    option = f"-F {remedies.quote(kept)}" if corrected else f"-e -F {remedies.quote(kept)}"
    if corrected and is_one_line:
        option = f"-m {remedies.quote(corrected)}"
    elif not settings.editor and any(line.startswith("#") for line in stored.text.split("\n")):
        option = f"--cleanup=scissors {option}"  # no editor ran, so git kept these lines; an editor would remove them
    what = "the corrected message" if corrected else "it"
    return said + (
        f"{hook}: the message is kept. Commit with {what}, and add the options that you used, such as -C, -a or "
        "--amend:\n"
        f"    git commit {option}\n"
    )


def _keep_in(folder: str, data: bytes) -> str:
    """Write a message to a new file, named after the time (UTC), and return its path. The newest files stay."""
    import time

    os.makedirs(folder, exist_ok=True)
    # The clock is read once: between two readings, the second could change.
    seconds, number = divmod(time.time_ns(), 1_000_000_000)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(seconds))
    while True:
        path = os.path.join(folder, f"{stamp}-{number:09}.txt")
        try:
            writing.create(path, data, 0o600)
            break
        except FileExistsError:
            number += 1
    names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    for name in names[:-_KEPT]:
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:  # another commit deleted it
            continue
    return path


def _git_path(name: str) -> str:
    out = os.fsdecode(git_process.run(["rev-parse", "--git-path", name])).removesuffix("\n")
    return out if os.sep == "/" else out.replace(os.sep, "/")
