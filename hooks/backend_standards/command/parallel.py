"""The command's hooks over many files: in a process a core, with a bar on a terminal, and in a fixed order."""

from __future__ import annotations

from backend_standards.core import Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

Task: TypeAlias = "Mapping[str, Sequence[str] | None]"
_AT_ONCE = 1000  # files; enough that starting to search pays, few enough that all cores end together


def run(
    chosen: Mapping[str, Sequence[str] | None],
    jobs: int = 0,
    config: str = "",
    besides: Mapping[str, Sequence[str]] | None = None,
) -> list[Outcome]:
    """Return the outcome of each hook on its files (None for the repository), with ``jobs`` processes or one a core.

    ``config`` is what ``--config`` names, or ""; ``besides`` are options by hook that the run sets besides.

    Raises:
        Stopped: a process died.
    """
    from concurrent.futures.process import BrokenProcessPool
    from functools import partial

    from backend_standards.command import selection
    from backend_standards.core import pool, progress

    run_part = partial(selection.run, config=config, besides=besides)
    tasks = list(_tasks(chosen))
    merged: dict[str, _Merged] = {}
    try:
        with pool.processes(min(jobs or pool.cores(), len(tasks)) or 1) as executor, progress.bar("parts") as show:
            for done, outcomes in enumerate(executor.map(run_part, tasks), 1):
                for outcome in outcomes:
                    merged.setdefault(outcome.hook, _Merged(outcome)).add(outcome)
                show(done, len(tasks))
    except BrokenProcessPool as broken:
        message = "a process ended before its files were judged, perhaps for want of memory: try --jobs=1"
        raise Stopped(message) from broken
    return [each.outcome for each in merged.values()]


def _tasks(chosen: Mapping[str, Sequence[str] | None]) -> Iterator[Task]:
    """Yield what one process does at a time: a hook on a part of its files, or all that parse Python on a part."""
    from backend_standards.command.modules import parses_files

    # What looks at the whole repository takes longest in one piece, so it begins first.
    yield from ({hook: None} for hook, files in chosen.items() if files is None)
    together: dict[str, frozenset[str]] = {}
    for hook, files in chosen.items():
        if files and parses_files(hook):
            together[hook] = frozenset(files)
        elif files is not None:
            yield from ({hook: part} for part in _parts(files))
    every = list(dict.fromkeys(path for hook in together for path in chosen[hook] or ()))
    for part in _parts(every) if every else ():
        yield {hook: [path for path in part if path in files] for hook, files in together.items()}


def _parts(files: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (files[start : start + _AT_ONCE] for start in range(0, len(files) or 1, _AT_ONCE))


class _Merged:
    """What a hook came to on several parts; a finding about a file that two parts looked into comes once."""

    def __init__(self, first: Outcome) -> None:
        self.outcome = Outcome(first.hook, about_files=first.about_files, moves=first.moves)
        self.outcome.files = None if first.files is None else []
        self.outcome.by_command = first.by_command
        self._files: list[str] = []
        self._known: set[tuple[str, int, int, str, str]] = set()

    def add(self, part: Outcome) -> None:
        for finding in part.findings:
            identity = finding.path, finding.line, finding.column, finding.rule.id, finding.message
            if identity not in self._known:
                self._known.add(identity)
                self.outcome.findings.append(finding)
        self.outcome.ignores[0].extend(part.ignores[0])
        self.outcome.ignores[1].update(part.ignores[1])
        if part.files is not None:
            self._files += part.files
            self.outcome.files = self._files
        self.outcome.more += part.more
        self.outcome.has_edited |= part.has_edited
        self.outcome.stopped = self.outcome.stopped or part.stopped
