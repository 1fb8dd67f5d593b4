"""Bare clones of the repositories that are listed by URL."""

from __future__ import annotations

import hashlib
import os

from backend_standards.core import Stopped, git_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
_SSH = ("-c", "core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=60 -o ServerAliveInterval=20")
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
# A line of the list must not be a command (ext), nor the number of an open file (fd), which git would read for ever.
_TRANSPORTS = ("-c", "protocol.ext.allow=never", "-c", "protocol.fd.allow=never")
_LONGEST_NAME = 60  # characters of a repository's name in that of its folder, which most file systems limit to 255
_DIGITS = 8  # of a hash after it; two of a thousand repositories get the same with a chance of 1 in 10,000


def clone(url: str, folder: str, *, newest: int = 0) -> None:
    """Make a bare clone of a URL with all refs, or update the one in the folder.

    With ``newest`` it has only so many commits of each branch, and no other refs.

    ``git clone`` is not used, because it would store the URL with its login. Nobody is asked for a password.

    Raises:
        Stopped: git failed.
    """
    os.makedirs(folder, exist_ok=True)
    _run(folder, ["init", "--quiet", "--bare", "--template="])
    fetch = ["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--no-recurse-submodules", "--prune", "--"]
    ssh = _ssh(folder)
    refs = "+refs/heads/*:refs/heads/*" if newest else "+refs/*:refs/*"
    depth = [f"--depth={newest}"] if newest else []
    try:
        _run(folder, [*fetch[:-1], *depth, "--", url, refs], ssh, network=True)
    except Stopped:  # git refuses a depth of nothing
        if not depth or _run(folder, ["ls-remote", "--heads", "--", url], ssh, network=True):
            raise
    head = os.fsdecode(_run(folder, ["ls-remote", "--symref", "--", url, "HEAD"], ssh, network=True))
    target, _, _ = head.partition("\t")
    if target.startswith("ref: refs/"):
        _run(folder, ["symbolic-ref", "HEAD", target.removeprefix("ref: ")])


def _ssh(folder: str) -> tuple[str, ...]:
    """Return the setting that makes ssh give up after a minute of silence; () if the user has set an ssh command.

    Source: ssh_config(5), "core.sshCommand" of git-config(1). GIT_SSH_COMMAND overrides it.
    """
    if "GIT_SSH" in os.environ:
        return ()
    try:
        _run(folder, ["config", "--get", "core.sshCommand"])
    except Stopped:
        return _SSH
    return ()


def _run(folder: str, arguments: Sequence[str], settings: Sequence[str] = (), *, network: bool = False) -> bytes:
    with git_stream.Running(
        folder, arguments, settings=(*_SLOW, *_QUIET, *_TRANSPORTS, *settings), network=network
    ) as out:
        return out.read()


def folder_of(name: str) -> str:
    """Return the name of the folder for a clone: readable, and different for each repository."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in name)
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()
    return f"{plain[-_LONGEST_NAME:].strip('-')}-{digest[:_DIGITS]}.git"
