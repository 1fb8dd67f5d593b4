"""The command's hooks over many files: in a process a core, with a bar on a terminal, and in a fixed order."""

from __future__ import annotations

import os
import sys

from backend_standards._report import Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards._report import Finding

Task: TypeAlias = "tuple[str, Sequence[str] | None]"
_AT_ONCE = 1000  # files; enough that starting to search pays, few enough that all cores end together


def run(chosen: Mapping[str, Sequence[str] | None], jobs: int = 0) -> list[Outcome]:
    """Return what each hook comes to on its files (None for the repository), with ``jobs`` processes or one a core.

    Raises:
        Stopped: a process died.
    """
    import concurrent.futures
    import concurrent.futures.process

    from backend_standards.backend_standards import judged

    # Where processes are not forked (macOS, Windows, Linux from Python 3.14 on) each begins with `python -c`, which
    # looks for modules in the current folder first: in the very files that are checked.
    safe_path = os.environ.get("PYTHONSAFEPATH", "")
    os.environ["PYTHONSAFEPATH"] = "1"
    tasks = list(_tasks(chosen))
    merged: dict[str, Outcome] = {}
    executor = concurrent.futures.ProcessPoolExecutor(
        min(jobs or os.cpu_count() or 1, len(tasks)) or 1, initializer=_leave_interrupts_to_the_parent
    )
    try:
        for outcome in _with_bar(executor.map(judged, tasks), len(tasks)):
            before = merged.setdefault(outcome.hook, outcome)
            if before is not outcome:
                _add(before, outcome)
    except concurrent.futures.process.BrokenProcessPool as broken:
        raise Stopped(
            "a process ended before its files were judged, perhaps for want of memory: try --jobs=1"
        ) from broken
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        os.environ["PYTHONSAFEPATH"] = safe_path  # an empty one counts as none
    return list(merged.values())


def _tasks(chosen: Mapping[str, Sequence[str] | None]) -> Iterator[Task]:
    # What looks at the whole repository takes longest in one piece, so it begins first.
    yield from ((hook, None) for hook, files in chosen.items() if files is None)
    for hook, files in chosen.items():
        for start in range(0, len(files or ()), _AT_ONCE):
            yield hook, (files or ())[start : start + _AT_ONCE]


def _add(outcome: Outcome, more: Outcome) -> None:
    """Add what a hook came to on further files; a finding about a file that both looked into comes once."""
    known = {_identity(finding) for finding in outcome.findings}
    outcome.findings += [finding for finding in more.findings if _identity(finding) not in known]
    outcome.files = [*(outcome.files or ()), *(more.files or ())]
    outcome.more += more.more
    outcome.stopped = outcome.stopped or more.stopped


def _identity(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _with_bar(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Yield the outcomes, with a bar on standard error where that is a terminal and tqdm is installed."""
    if not sys.stderr or not sys.stderr.isatty():
        return outcomes
    try:
        from tqdm import tqdm
    except ImportError:
        return outcomes
    return iter(tqdm(outcomes, total=total, desc="backend-standards", unit="part", leave=False))
