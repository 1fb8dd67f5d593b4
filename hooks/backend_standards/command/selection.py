"""Which hooks the command runs, on which files, and their outcomes in this process.

Hooks get files as pre-commit would give them, by the manifest's own facts.

Source: pre-commit's documentation of ``files``, ``exclude``, ``types``, ``types_or``, ``exclude_types`` and
``pass_filenames``. Of identify's types, the manifest names only "file" and "symlink".
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.command import modules, reading
from backend_standards.core import RUNNER, Outcome, Stopped
from backend_standards.core.catalog import FINDERS, LISTS, TEXTS
from backend_standards.core.manifest import matching

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

COMMAND = "backend-standards"
_FILE, _SYMLINK, _FOLDER = "file", "symlink", "directory"
_KINDS = {"10": _FILE, "12": _SYMLINK, "16": _FOLDER}  # by the beginning of a mode, as git writes it


def hooks(chosen: Sequence[str] = (), skipped: Sequence[str] = ()) -> list[str]:
    """Return the ids of the hooks of the pre-commit stage, in the manifest's order; only those of ``chosen``, if any.

    Raises:
        Stopped: no such hook, one of another stage, or none left.
    """
    known = [hook for hook in TEXTS if hook != COMMAND and "pre-commit" in LISTS[hook]["stages"]]
    for hook in (*chosen, *skipped):
        if hook in TEXTS and hook not in known:
            raise Stopped(f"{hook} does not judge files or the tree: run it by itself, see {hook} --help")
        if hook not in known:
            from backend_standards.core.arguments import nearest

            raise Stopped(f"there is no hook {hook!r}{nearest(hook, known)}")
    found = [hook for hook in known if (not chosen or hook in chosen) and hook not in skipped]
    if not found:
        raise Stopped("no hook is left to run; take one of --skip away")
    return found


def below(paths: Sequence[str]) -> list[str]:
    """Return the tracked files at or below the current folder, or the paths: folders give the files below them.

    A file that is named is judged whether it is tracked or not, and a tracked one whether it is on the disk or not.

    Raises:
        Stopped: a path is not there, or git failed.
    """
    from backend_standards.core import git

    if not paths:
        return [path for path in git.project().paths() if not path.endswith("/")]
    found: list[str] = []
    for path in paths:
        if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
            found.append(path)
            continue
        below = git.below(path)
        if not (below or os.path.lexists(path)):
            raise Stopped(f"{path}: there is no such file or folder")
        found += below
    return list(dict.fromkeys(found))


class Selector:
    """Says which files a hook is given; looks at each file once, and only as closely as the hooks ask."""

    def __init__(self, files: Sequence[str], exclude: Sequence[str] = ()) -> None:
        """Take the files to choose from, and what to leave out: patterns as of .gitignore, or HOOK:PATTERN.

        Raises:
            Stopped: there is no such hook, or it is given no files.
        """
        self._exclude: dict[str, list[str]] = {}
        self.excluded: set[str] = set()
        """The files that ``exclude`` has kept from all hooks, or from one, so far."""
        for word in exclude:
            hook, colon, pattern = word.partition(":")
            key, pattern = (hook, pattern) if colon and _is_name(hook) else ("", word)
            if key and key not in TEXTS:
                from backend_standards.core.arguments import nearest

                known = [each for each in hooks() if each not in FINDERS]
                raise Stopped(
                    f"option --exclude={word}: there is no hook {key!r}{nearest(key, known)}; "
                    f"a pattern with a colon begins with a slash: /{word}"
                )
            if key in FINDERS:
                raise Stopped(
                    f"option --exclude={word}: {key} looks for its own files; see the options of {key} --help"
                )
            self._exclude.setdefault(key, []).append(pattern)
        self._files = self._without(list(files), "")
        self.kept = len(self._files)
        """How many files are left for the hooks together."""
        self._kinds: dict[str, str] = {}

    def files(self, hook: str) -> list[str] | None:
        """Return the files for a hook, in the order in which they were given; None for one that looks for its own."""
        if hook in FINDERS:
            return None
        found = matching(hook, self._files)
        every, some, none = (LISTS[hook][key] for key in ("types", "types_or", "exclude_types"))
        return self._without([path for path in found if _fits(self._kind(path), every, some, none)], hook)

    def _without(self, files: list[str], hook: str) -> list[str]:
        if hook not in self._exclude:
            return files
        from backend_standards.core.patterns import Patterns

        patterns = Patterns(self._exclude[hook])
        excluded = {path for path in files if patterns.cover(path)}
        self.excluded |= excluded
        return [path for path in files if path not in excluded]

    def _kind(self, path: str) -> str:
        """Return the kind of a file, from git or else from the disk. Hooks report a file that neither has."""
        if not self._kinds:
            self._kinds = _tracked_kinds()
        kind = self._kinds.get(path)
        if kind is None:
            kind = self._kinds[path] = _SYMLINK if os.path.islink(path) else _FILE
        return kind


def _is_name(word: str) -> bool:
    """Return whether a word could be the id of a hook, and is no path or pattern."""
    return word.replace("-", "").replace("_", "").isalpha()


def _tracked_kinds() -> dict[str, str]:
    from backend_standards.core import git, git_process

    try:
        return {path: _KINDS[mode[:2]] for mode, _, path in git.judged().entries()}
    except git_process.NotARepository:
        return {}


def _fits(kind: str, every: Collection[str], some: Collection[str], none: Collection[str]) -> bool:
    return all(tag == kind for tag in every) and (not some or kind in some) and kind not in none


def run(
    chosen: Mapping[str, Sequence[str] | None], config: str = "", besides: Mapping[str, Sequence[str]] | None = None
) -> list[Outcome]:
    """Return the outcome of each hook on its files, or on the repository if they are None.

    The hooks that parse Python files judge each file one after the other, so that it is parsed once. ``config`` is what
    ``--config`` names, or "". ``besides`` are options by hook that a run sets besides those of the configuration.
    """
    # Under a runner, a hook without files still looks for those that include what the commit deletes.
    is_run = bool(os.environ.get(RUNNER))
    wanted = {hook: given for hook, given in chosen.items() if is_run or given != []}
    together = {hook: given for hook, given in wanted.items() if given and modules.parses_files(hook)}
    asked = besides or {}
    outcomes = [
        judged((hook, given), config, asked.get(hook, ())) for hook, given in wanted.items() if hook not in together
    ]
    if together:
        from backend_standards.command import together as one_parse

        outcomes += one_parse.run(together, config, asked)
    return outcomes


def judged(task: tuple[str, Sequence[str] | None], config: str = "", besides: Sequence[str] = ()) -> Outcome:
    """Return what a hook comes to on files, or on the repository if they are None; ``besides`` are further options."""
    hook, files = task
    module = modules.module_of(hook)
    try:
        options = reading.options(hook, files or (), config, besides)
    except Stopped as stopped:
        return Outcome(hook, stopped=str(stopped))
    modules.ignores_read()  # by another run in this process
    outcome = _hook.judged(hook, module.judge, options)
    outcome.files = files
    outcome.by_command = True
    outcome.ignores = modules.ignores_read()
    return outcome


def tell_unused_ignores(outcomes: Sequence[Outcome]) -> None:
    """Add a finding for each ignore that its hook did not use: that hook ran, and read no ignores in the file.

    A hook alone cannot tell: the other one may need the ignore.
    """
    ran = {outcome.hook for outcome in outcomes if not outcome.stopped}
    read = {each for outcome in outcomes for each in outcome.ignores[1]}
    told = set()
    for outcome in outcomes:
        for owner, finding in outcome.ignores[0]:
            place = finding.path, finding.line, finding.message
            if owner in ran and (owner, finding.path) not in read and place not in told:
                told.add(place)
                outcome.findings.append(finding)
