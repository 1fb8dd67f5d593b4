"""The journal of work on many repositories, from which a second run continues."""

from __future__ import annotations

import contextlib
import json
import os

from backend_standards.audit.members import COMPLETE
from backend_standards.core import Stopped, disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from backend_standards.audit.members import Report


class Journal:
    """Finished reports, one per line, so that a second run continues where the first one stopped."""

    __slots__ = ("_file", "_is_report", "_path")

    def __init__(self, output: str, is_report: Callable[[object], bool]) -> None:
        self._is_report = is_report
        self._file: IO[bytes] | None = None
        self._path = _path_of(output) if output else ""

    def read(self) -> list[Report]:
        """Return the reports of an earlier run."""
        if not self._path or not os.path.exists(self._path):
            return []
        rows = disk.read(self._path).split(b"\n")
        with contextlib.suppress(ValueError, RecursionError):
            reports: list[Report] = [json.loads(line) for line in rows[:-1]]  # the last one may be incomplete
            if all(map(self._is_report, reports)):
                return reports
        raise Stopped(f"{self._path}: is not a journal of this command; delete it to start again")

    def __enter__(self) -> None:
        if not self._path:
            return
        if os.path.lexists(self._path) and (os.path.islink(self._path) or not os.path.isfile(self._path)):
            raise Stopped(f"{self._path}: is not a regular file; delete it")
        disk.require_inside(self._path)
        with self._faults():
            self._file = open(self._path, "a+b")
            self._drop_incomplete_line()

    def _drop_incomplete_line(self) -> None:
        """Remove an incomplete last line, which an interrupted run may leave."""
        if self._file:
            self._file.seek(0)
            self._file.truncate(self._file.read().rfind(b"\n") + 1)

    def add(self, report: Report) -> None:
        """Write a report, if it is complete."""
        if not self._file or report["state"] != COMPLETE:
            return
        with self._faults():
            self._file.write(json.dumps(report).encode() + b"\n")
            self._file.flush()

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Stopped(f"{self._path}: cannot be written: {error.strerror}") from error

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # an error of writing was already reported
                self._file.close()


def forget(output: str) -> None:
    """Remove the journal of an output that is complete."""
    with contextlib.suppress(OSError):
        os.remove(_path_of(output))


def _path_of(output: str) -> str:
    return f"{output}.partial"
