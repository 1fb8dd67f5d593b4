"""Files on the disk, written atomically. Imported only to write one."""

from __future__ import annotations

import os

from backend_standards.core import Stopped, disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def replace(contents: Mapping[str, bytes]) -> None:
    """Write files by path, each atomically and with its old mode. If one cannot be written, none is changed.

    A reader sees either the old content or the new. All new contents are on the disk before the first file is replaced,
    so only the renames can stop halfway. No path may be a link, because the link would be replaced.

    Raises:
        Stopped: a file cannot be written.
    """
    modes = {}
    for path in contents:
        modes[path] = mode = _mode(path)
        if not mode & 0o222 or (os.path.lexists(path) and not os.access(path, os.W_OK)):
            raise Stopped(f"{path}: is read-only, so nothing was changed; make it writable")
    with _Beside() as beside:
        for path, data in contents.items():
            beside.write(path, data, modes[path])
        for path in contents:
            beside.move(path, os.replace)


def create(path: str, data: bytes, mode: int = 0o666) -> None:
    """Write a new file atomically: nothing is at the path before all of it is there.

    Raises:
        FileExistsError: something is there already.
        Stopped: it cannot be written.
    """
    if os.path.lexists(path):
        raise FileExistsError(path)
    with _Beside() as beside:
        beside.write(path, data, mode & ~_mask())
        beside.move(path, _move_to_new)


class _Beside:
    """Temporary files, each in the folder of its target. Those that are not moved in the end are deleted."""

    def __init__(self) -> None:
        self._temporary: dict[str, str] = {}

    def __enter__(self) -> _Beside:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._temporary.values():  # also after an interrupt
            os.unlink(each)

    def write(self, path: str, data: bytes, mode: int) -> None:
        import tempfile

        try:
            descriptor, temporary = tempfile.mkstemp(
                prefix=f"{os.path.basename(path)}.", dir=os.path.dirname(path) or "."
            )
            self._temporary[path] = temporary
            with open(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(descriptor)  # some file systems say only now that the disk is full
            os.chmod(temporary, mode)
        except OSError as error:
            raise _unwritable(path, error) from error

    def move(self, path: str, move: Callable[[str, str], None]) -> None:
        try:
            move(self._temporary[path], path)
        except FileExistsError:
            raise
        except OSError as error:
            raise _unwritable(path, error) from error
        del self._temporary[path]


def _move_to_new(temporary: str, path: str) -> None:
    """Rename a file, but not over another one."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links; Windows renames over nothing
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(temporary, path)
    else:
        os.unlink(temporary)


def write(path: str, data: bytes) -> None:
    """Write a file atomically. A path that is not a regular file, such as ``/dev/stdout``, is opened and written to.

    Raises:
        Stopped: it cannot be written, or a link leads out of the repository.
    """
    disk.require_inside(path)
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
        return 0o666 & ~_mask()
    except OSError as error:
        raise disk.unreadable(path, error) from error


def _mask() -> int:
    mask = os.umask(0)  # the only way to read it is to set it
    os.umask(mask)
    return mask


def _unwritable(path: str, error: OSError) -> Stopped:
    return Stopped(f"{path}: cannot be written: {error.strerror}; make its folder writable")
