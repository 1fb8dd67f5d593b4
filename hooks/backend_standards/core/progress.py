"""The progress of a command on standard error, shown only on a terminal."""

from __future__ import annotations

import contextlib
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that takes the amount done and the whole: it shows tqdm's bar, or a percentage without tqdm."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done, _whole: None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        try:
            yield _show_percentage
        finally:
            sys.stderr.write("\r    \r")
        return
    tqdm.monitor_interval = 0  # tqdm starts no thread then: processes may be forked later
    shown = tqdm(total=0, unit=unit, unit_scale=True, file=sys.stderr, leave=False)

    def show(done: int, whole: int) -> None:
        shown.total = whole
        shown.update(done - shown.n)

    with shown:
        yield show


def _show_percentage(done: int, whole: int) -> None:
    sys.stderr.write(f"\r{100 * done // max(whole, 1):3}%")
    sys.stderr.flush()
