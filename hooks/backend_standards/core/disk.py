"""Files on the disk, read with few system calls: some hooks read every file of a repository."""

from __future__ import annotations

import os

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Do not follow links, and do not wait for the other end of a pipe. Windows has neither flag, but it has a text mode.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_TYPE, _REGULAR = 0o170000, 0o100000  # of a file's mode (inode(7)); importing stat is not free


def content(path: str) -> bytes | None:
    """Return a file's bytes, the target of a symlink, or None for a path that does not exist.

    A folder (such as a submodule) and a pipe give ``b""``: git stores no content for them.

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
        parts = [data]  # the file grew, or is larger than one call can read
        while data:
            data = os.read(descriptor, 1 << 24)
            parts.append(data)
        return b"".join(parts)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(descriptor)


def read(path: str) -> bytes:
    """Return the bytes of a file that the user names. Links are followed.

    Raises:
        Stopped: the file cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise Stopped(f"{path}: cannot be read: {error.strerror}") from error


def replace(contents: Mapping[str, bytes]) -> None:
    """Write files by path, each atomically and with its old mode. If one is read-only, none is written.

    A reader sees either the old content or the new. No path may be a link, because the link would be replaced.

    Raises:
        Stopped: a file cannot be written.
    """
    import tempfile

    modes = {}
    for path in contents:
        modes[path] = mode = _mode(path)
        if not mode & 0o222 or (os.path.lexists(path) and not os.access(path, os.W_OK)):
            raise Stopped(f"{path}: is read-only, so nothing was changed; make it writable")
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
            except BaseException:  # also after an interrupt no temporary file is left
                os.unlink(temporary)
                raise
        except OSError as error:
            raise Stopped(f"{path}: cannot be written: {error.strerror}; make its folder writable") from error


def write(path: str, data: bytes) -> None:
    """Write a file atomically. A path that is not a regular file, such as ``/dev/stdout``, is opened and written to.

    Raises:
        Stopped: it cannot be written.
    """
    if os.path.isfile(path) or not os.path.exists(path):  # /dev/stdout may be a link to a pipe, which has no path
        replace({os.path.realpath(path): data})  # the link itself is kept
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
        mask = os.umask(0)  # the only way to read it is to set it
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
    return Stopped(f"{path}: cannot be read: {error.strerror}; make it readable, or exclude it")
