"""The end of a command that clones and starts processes, whatever ends it."""

from __future__ import annotations

import contextlib
import signal
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end a command as Ctrl-C does, which deletes its clones and ends its processes."""
    before = {}
    if threading.current_thread() is threading.main_thread():  # which alone may ask for signals
        for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
            if number and signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
