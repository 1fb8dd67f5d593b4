"""Files as they lie on the disk, read with as few calls as there can be: some hooks read every file of a repository."""

from __future__ import annotations

import os

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# A link is not followed, and nobody waits for the other end of a pipe; Windows knows neither flag, but text mode.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_TYPE, _REGULAR = 0o170000, 0o100000  # of a file's mode (inode(7)); importing stat is not free


def content(path: str) -> bytes | None:
    """Return a file's bytes, the text of the link for a symlink, and None for a path that is not there.

    A folder (a submodule) and a pipe have none, so that is ``b""``: neither can be committed.

    Raises:
        Stopped: the file cannot be read.
    """
    try:
        if _FLAGS & getattr(os, "O_NOFOLLOW", 0) == 0 and os.path.islink(path):
            return os.fsencode(os.readlink(path))
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        return _content_of_other(path, error)
    try:
        status = os.fstat(descriptor)
        if status.st_mode & _TYPE != _REGULAR:
            return b""
        data = os.read(descriptor, status.st_size + 1)
        if len(data) == status.st_size:
            return data
        parts = [data]  # it grew, or is larger than one call may read
        while data:
            data = os.read(descriptor, 1 << 24)
            parts.append(data)
        return b"".join(parts)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(descriptor)


def replace(contents: Mapping[str, bytes]) -> None:
    """Write files, given by path: none where one is read-only, and each in one step, with the mode that it had.

    Whoever reads meanwhile sees the old content or the new. No path may be a link, which would be replaced.

    Raises:
        Stopped: a file cannot be written.
    """
    import tempfile

    modes = {}
    for path in contents:
        modes[path] = mode = _mode(path)
        if not mode & 0o222 or (os.path.lexists(path) and not os.access(path, os.W_OK)):
            raise Stopped(f"{path}: is read-only, so that nothing was changed; make it writable")
    for path, data in contents.items():
        try:
            descriptor, temporary = tempfile.mkstemp(
                prefix=f"{os.path.basename(path)}.", dir=os.path.dirname(path) or "."
            )
            try:
                with open(descriptor, "wb") as stream:
                    stream.write(data)
                os.chmod(temporary, modes[path])
                os.replace(temporary, path)
            except BaseException:  # an interrupt leaves nothing behind either
                os.unlink(temporary)
                raise
        except OSError as error:
            raise Stopped(f"{path}: cannot be written: {error.strerror}; make its folder writable") from error


def write(path: str, data: bytes) -> None:
    """Write a file in one step; what is neither absent nor a file, such as ``/dev/stdout``, is written to as it is.

    Raises:
        Stopped: it cannot be written.
    """
    if os.path.isfile(path) or not os.path.exists(path):  # the link /dev/stdout may lead to a pipe, which has no path
        replace({os.path.realpath(path): data})  # a link stays one
        return
    try:
        with open(path, "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise Stopped(f"{path}: cannot be written: {error.strerror}") from error


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)  # there is no other way to ask
        os.umask(mask)
        return 0o666 & ~mask
    except OSError as error:
        raise _unreadable(path, error) from error


def _content_of_other(path: str, error: OSError) -> bytes | None:
    try:
        if os.path.islink(path):
            return os.fsencode(os.readlink(path))
    except OSError as link_error:
        raise _unreadable(path, link_error) from link_error
    if not os.path.lexists(path):
        return None
    if not os.path.isfile(path):
        return b""
    raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> Stopped:
    return Stopped(f"{path}: cannot be read: {error.strerror}; make it readable, or leave it out")
