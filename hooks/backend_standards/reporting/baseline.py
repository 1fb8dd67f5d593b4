"""Findings that were there before the collection was: recorded in a file, and hidden as long as they are.

An entry is a finding's hook, path, rule and message, and how many of these there are. It has no line number, so a moved
line stays hidden, no time and no hash: from neither the file nor its history can a secret be had. Of a finding about a
whole folder it has no number of files either: one more or one less in it is no other finding.
"""

from __future__ import annotations

import os

from backend_standards.core import Finding, Outcome, Stopped, address, disk, git, writing
from backend_standards.core.git_process import NotARepository
from backend_standards.core.output import counted, printable_path
from backend_standards.core.remedies import quote
from backend_standards.core.rules import RENAMED, STALE_BASELINE, find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    Entry: TypeAlias = "tuple[str, ...]"
    """Path, hook, rule, message: in the order by which a baseline is sorted."""

VERSION = 1
_KEYS = ("path", "hook", "rule", "message")


class Baseline:
    """How many findings of each kind a file records, and whether it may record secrets."""

    __slots__ = ("_path", "_secrets", "counts")

    def __init__(self, path: str, counts: Mapping[Entry, int], *, secrets: bool) -> None:
        self._path = path
        self._secrets = secrets
        self.counts = dict(counts)

    def apply(self, outcome: Outcome) -> None:
        """Take the recorded findings out of an outcome, and put in what is recorded but is there no longer.

        Of findings alike the first ones are hidden, as many as are recorded. An entry is looked for only where the hook
        looked (see ``_judged``).
        """
        left = {entry: count for entry, count in self.counts.items() if entry[1] == outcome.hook}
        if not left:
            return
        kept = []
        for finding in outcome.findings:
            entry = _entry(outcome.hook, finding)
            if left.get(entry) and (self._secrets or not finding.rule.secret):
                left[entry] -= 1
                outcome.hidden += 1
            else:
                kept.append(finding)
                left.pop(entry, None)
        if not outcome.stopped:
            kept += self._stale({entry: left[entry] for entry in self._judged(outcome) if left.get(entry)})
        outcome.findings = kept

    def _stale(self, left: Mapping[Entry, int]) -> Iterator[Finding]:
        for (path, hook, rule, message), count in sorted(left.items()):
            if self._secrets or not _is_secret(rule):
                less = f"{count} time{'s' * (count > 1)} less"
                words = f"{hook} finds this {less if count < self.counts[path, hook, rule, message] else 'no longer'}"
                words += f": {printable_path(path)}: {rule}: {message}"
                update = f"check --baseline={quote(self._path)} --update-baseline --hook={hook} -- {quote(path)}"
                commands = address.command(update), f"git add -- {quote(self._path)}"
                yield Finding(self._path, STALE_BASELINE, words, commands=commands)

    def update(self, outcomes: Sequence[Outcome]) -> tuple[int, int, int, int]:
        """Record the findings of outcomes in place of what was recorded where they looked, and write the file.

        Returns how many findings of these outcomes are recorded now, how many of them were not before, how many left
        the file, and how many are secrets and therefore not recorded. A hook that stopped keeps its entries.
        """
        before = dict(self.counts)
        recorded = secrets = 0
        for outcome in outcomes:
            if outcome.stopped:
                continue
            # A finding may stand in a file that an other one includes: it takes the place of its own entry, too.
            found = {_entry(outcome.hook, finding) for finding in outcome.findings}
            for entry in found.union(self._judged(outcome)):
                self.counts.pop(entry, None)
            rest = []
            for finding in outcome.findings:
                if finding.rule.secret and not self._secrets:
                    rest.append(finding)
                    secrets += 1
                    continue
                entry = _entry(outcome.hook, finding)
                self.counts[entry] = self.counts.get(entry, 0) + 1
                recorded += 1
            outcome.findings = rest
        writing.write(self._path, self.dump().encode())
        new = sum(max(count - before.get(entry, 0), 0) for entry, count in self.counts.items())
        dropped = sum(max(count - self.counts.get(entry, 0), 0) for entry, count in before.items())
        return recorded, new, dropped, secrets

    def _judged(self, outcome: Outcome) -> list[Entry]:
        """Return the entries of a hook that this run of it speaks of: those in files that it was given, or are gone."""
        entries = [entry for entry in self.counts if entry[1] == outcome.hook]
        if outcome.files is None:
            return entries
        judged = {_normal(path) for path in outcome.files}
        judged |= _gone({entry[0] for entry in entries} - judged)
        return [entry for entry in entries if entry[0] in judged]

    def dump(self) -> str:
        """Return the file's text: sorted, one entry a line, so that two branches' changes seldom meet."""
        import json

        rows = []
        for entry, count in sorted(self.counts.items()):
            facts: dict[str, str | int] = dict(zip(_KEYS, entry, strict=True))
            if count > 1:
                facts["count"] = count
            rows.append("    " + json.dumps(facts))
        body = ",\n".join(rows)
        return f'{{\n  "version": {VERSION},\n  "findings": [\n{body}{chr(10) if rows else ""}  ]\n}}\n'


def told(path: str, recorded: int, new: int, dropped: int, secrets: int) -> str:
    """Return what an update did, for people; the numbers are those of ``Baseline.update``."""
    words = f"{path}: {counted(recorded, 'finding')} recorded, {new} of them new; {dropped} dropped\n"
    if secrets:
        what = "are secrets, or files made to hold some, and are not"
        if secrets == 1:
            what = "is a secret, or a file made to hold some, and is not"
        words += (
            f"{secrets} more {what}: hidden, a secret is still known to all who have the history.\n"
            "Rotate it and take it out. baseline-secrets = true beside baseline in pyproject.toml\n"
            "records and hides secrets, too.\n"
        )
    return words


def read(path: str, hooks: Sequence[str], *, secrets: bool, may_be_absent: bool, revision: str = "") -> Baseline:
    """Return a baseline. If the file names none of the hooks, it is empty, and the rest of the file is not read.

    With a ``revision``, the file is read from it. If the revision does not have the file, the baseline is empty.

    Raises:
        Stopped: the file is absent, a link, cannot be read, or is not a baseline of this version.
    """
    if revision:
        from backend_standards.core.named_configuration import content

        data = content(revision, path)
    elif os.path.islink(path):
        raise Stopped(f"{path}: is a link, through which no baseline is read or written; name the file itself")
    else:
        data = disk.content(path)
    if data is None:
        if may_be_absent or revision:
            return Baseline(path, {}, secrets=secrets)
        command = f"backend-standards check --baseline={path} --update-baseline"
        raise Stopped(f"{path}: there is no such baseline; write it once: {command}")
    if not may_be_absent and not any(hook.encode() in data for hook in hooks) and data.startswith(_HEAD):
        return Baseline(path, {}, secrets=secrets)
    import json

    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Stopped(f"{path}:{line}: is not valid JSON ({error}); mend it, or write it anew: {_ANEW}") from error
    if not isinstance(value, dict) or value.get("version") != VERSION or not isinstance(value.get("findings"), list):
        raise Stopped(f"{path}: is no baseline of version {VERSION}, the one that is supported; write it anew: {_ANEW}")
    counts: dict[Entry, int] = {}
    for number, facts in enumerate(value["findings"], 1):
        entry, count = _parsed(facts)
        if not entry:
            raise Stopped(f"{path}: entry {number} is not in order: it needs the texts {', '.join(_KEYS)}; {_ANEW}")
        counts[entry] = counts.get(entry, 0) + count  # two branches that were merged may both have it
    return Baseline(path, counts, secrets=secrets)


_HEAD = f'{{\n  "version": {VERSION},\n'.encode()
_ANEW = "delete it, and backend-standards check --update-baseline"


def _entry(hook: str, finding: Finding) -> Entry:
    return _normal(finding.path), hook, finding.rule.id, finding.known_as or finding.message


def _gone(paths: Iterable[str]) -> set[str]:
    """Return the paths that are neither on the disk nor tracked, as those outside of a sparse checkout still are."""
    absent = {path for path in paths if not os.path.lexists(path)}
    if not absent:
        return absent
    try:
        return absent.difference(git.judged().paths())
    except NotARepository:
        return absent


def _normal(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")


def _parsed(facts: object) -> tuple[Entry | None, int]:
    if not isinstance(facts, dict):
        return None, 0
    entry = tuple(text for key in _KEYS if isinstance(text := facts.get(key), str))
    count = facts.get("count", 1)
    if len(entry) != len(_KEYS) or not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return None, 0
    try:
        os.fsencode(entry[0])
    except UnicodeEncodeError:  # half a surrogate pair is in no path
        return None, 0
    path, hook, rule, message = entry
    return (path, hook, RENAMED.get(rule, rule), message), count


def _is_secret(rule: str) -> bool:
    """Return whether an entry of a rule stands for a secret, which stays one however old it is."""
    found = find(rule)
    return found is not None and found.secret
