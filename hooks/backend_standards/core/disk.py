"""Files on the disk, read with few system calls: some hooks read every file of a repository."""

from __future__ import annotations

import os

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Hash(Protocol):
        """A running SHA-1."""

        def update(self, data: bytes, /) -> None:
            """Take more bytes."""

        def hexdigest(self) -> str:
            """Return the digest in hexadecimal."""


# Do not follow links, and do not wait for the other end of a pipe. Windows has neither flag, but it has a text mode.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
LARGEST_SETTINGS = 1 << 20
"""Bytes of a file of settings, such as pyproject.toml. The largest of 630 in public repositories has 22 kB."""
_SHA1 = 40  # hexadecimal digits of an object name
_MANY = 300_000  # bytes: CPython's SHA-1 then takes as long as importing OpenSSL's, which is nine times as fast
_hashed = 0
TOO_LARGE = "{}: is larger than 1 MiB, the limit for a file of settings"
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
        raise unreadable(path, error) from error
    finally:
        os.close(descriptor)


def content_if(path: str, oid: str, folders: dict[str, bool]) -> bytes | None:
    """Return the bytes of a file, or the target of a symlink, if git stores them under this object name; else None.

    A file below a folder that is a link gives None: it may be outside the repository, and git does not look there.
    ``folders`` keeps what is known of folders from one file to the next; it begins empty.

    Source: git's object names are SHA-1 over a head and the bytes ("git-hash-object(1)"). A repository with the longer
    names of SHA-256 gives None.
    """
    if len(oid) != _SHA1 or _is_below_link(path, folders):
        return None
    try:
        data = content(path)
    except Stopped:
        return None
    if data is None:
        return None
    digest = _hasher(len(data))(b"blob %d\0" % len(data))
    digest.update(data)
    return data if digest.hexdigest() == oid else None


def _is_below_link(path: str, folders: dict[str, bool]) -> bool:
    """Return whether a folder of a path is a link."""
    seen = []
    found = False
    folder = path.rpartition("/")[0]
    while folder:
        if folder in folders:
            found = folders[folder]
            break
        seen.append(folder)
        if os.path.islink(folder):
            found = True
            break
        folder = folder.rpartition("/")[0]
    for each in seen:  # each is below the place where the walk ended
        folders[each] = found
    return found


def _hasher(size: int) -> Callable[[bytes], Hash]:
    """Return a SHA-1: CPython's own for the first bytes, then OpenSSL's, which is faster but slow to import."""
    global _hashed
    _hashed += size
    if _hashed < _MANY:
        try:
            import _sha1  # type: ignore[import-not-found] # of CPython itself; a build may lack it

            own: Callable[[bytes], Hash] = _sha1.sha1
        except ImportError:
            pass
        else:
            return own
    import hashlib

    return lambda data: hashlib.sha1(data, usedforsecurity=False)


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


def settings(path: str) -> bytes | None:
    """Return the bytes of a file of settings in the repository; None for a path that leads to nothing.

    A link is followed, but not out of the repository. A device or a pipe would be read or waited for without an end.

    Raises:
        Stopped: it is not a regular file, is too large, is outside the repository, or cannot be read.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Stopped(f"{path}: cannot be read: {error.strerror}") from error
    if status.st_mode & _TYPE != _REGULAR:
        raise Stopped(f"{path}: is not a regular file")
    if status.st_size > LARGEST_SETTINGS:
        raise Stopped(TOO_LARGE.format(path))
    require_inside(path)
    return read(path)


def repository(folder: str = os.curdir) -> str:
    """Return the work tree around a folder, without links: where its ``.git`` is, otherwise the folder itself."""
    here = found = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(found, ".git")):
        if os.path.dirname(found) == found:
            return here
        found = os.path.dirname(found)
    return found


def is_inside(path: str, top: str) -> bool:
    """Return whether a path without links is a folder or below it."""
    return path == top or path.startswith(os.path.join(top, ""))


def require_inside(path: str) -> None:
    """Stop at a path of this repository that leads out of it through a link. Somebody may have committed the link.

    Raises:
        Stopped: the path leads out.
    """
    top, named = repository(), os.path.normpath(os.path.join(os.path.realpath(os.curdir), path))
    if is_inside(named, os.path.join(top, ".git")):  # git writes no committed file there; it may be a link
        return
    if is_inside(named, top) and not is_inside(os.path.realpath(path), top):
        raise Stopped(f"{path}: a link leads out of the repository, where nothing is read or written")


def _content_of_other(path: str, error: OSError) -> bytes | None:
    try:
        if os.path.islink(path):
            return os.fsencode(os.readlink(path))
    except OSError as link_error:
        raise unreadable(path, link_error) from link_error
    if not os.path.lexists(path):
        return None
    if not os.path.isfile(path):
        return b""
    raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> Stopped:
    """Return the exception for a file that cannot be read."""
    return Stopped(f"{path}: cannot be read: {error.strerror}; make it readable, or exclude it")
