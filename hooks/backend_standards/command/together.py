"""The hooks that parse Python files over the files of one run: each file is read and parsed once, and then dropped.

One after the other they would parse every file again, or keep the trees of thousands of files.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import files
from backend_standards.code.source import Source
from backend_standards.command import modules, reading
from backend_standards.core import Options, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.code.checks import Check
    from backend_standards.core import Finding


def run(
    chosen: Mapping[str, Sequence[str] | None], config: str = "", besides: Mapping[str, Sequence[str]] | None = None
) -> list[Outcome]:
    """Return the outcome of each hook on its own files; ``config`` and ``besides`` are as in ``selection.run``."""
    asked = besides or {}
    runs = [_Run(hook, given or (), config, asked.get(hook, ())) for hook, given in chosen.items()]
    paths = list(dict.fromkeys(path for each in runs if not each.stopped for path in each.given))
    modules.ignores_read()  # by another run in this process
    try:
        for path, data in files.contents(paths):
            source = Source(path, data)
            for each in runs:
                each.judge(source)
    except Stopped as stopped:
        for each in runs:
            each.stopped = each.stopped or str(stopped)
    outcomes = [each.outcome() for each in runs]
    outcomes[0].ignores = modules.ignores_read()
    return outcomes


class _Run:
    """One hook in a run of several. What stops it stops none of the others."""

    def __init__(self, hook: str, given: Sequence[str], config: str, besides: Sequence[str]) -> None:
        self.hook = hook
        self.given = given
        self.files = frozenset(given)
        self.stopped = ""
        self._found: list[Finding] = []
        self._check: Check | None = None
        try:
            module = modules.module_of(hook)
            self._check = module.begin(reading.options(hook, given, config, besides))
        except Stopped as stopped:
            self.stopped = str(stopped)

    def judge(self, source: Source) -> None:
        """Judge one file, if it is one of the hook's own and the literal search does not rule it out."""
        if self.stopped or self._check is None or source.path not in self.files:
            return
        if not self._check.concerns(source.data):
            return
        check = self._check
        part = _hook.judged(self.hook, lambda _: Outcome(self.hook, check.findings(source)), Options())
        self._found += part.findings
        self.stopped = part.stopped

    def outcome(self) -> Outcome:
        """Return what the hook comes to."""
        outcome = Outcome(self.hook, self._found, stopped=self.stopped)
        outcome.files = self.given
        outcome.by_command = True
        return outcome
