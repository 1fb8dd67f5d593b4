"""Which hooks the command runs, on which files, and what they come to in this process.

Hooks get files as pre-commit would give them, by the manifest's own facts.

Source: pre-commit's documentation of ``files``, ``exclude``, ``types``, ``types_or``, ``exclude_types`` and
``pass_filenames``; a file's types are identify's.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.core import Outcome, Stopped
from backend_standards.core.catalog import FINDERS, LISTS, LITERALS, TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

COMMAND = "backend-standards"
_KINDS = {0o100000: "file", 0o120000: "symlink", 0o040000: "directory"}  # by a mode's type (inode(7))
_TYPE = 0o170000


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

    A file that is named is judged whether it is tracked or not.

    Raises:
        Stopped: a path is not there, or git failed.
    """
    from backend_standards.core import git

    folders = [path for path in paths if os.path.isdir(path) and not os.path.islink(path)]
    for path in paths:
        if not os.path.lexists(path):
            raise Stopped(f"{path}: there is no such file or folder")
    found = [path for path in paths if path not in folders]
    if folders or not paths:
        found += [path for path in git.index(folders).paths() if not path.endswith("/")]
    return list(dict.fromkeys(found))


class Selector:
    """Says which files a hook is given; looks at each file once, and only as closely as the hooks ask."""

    def __init__(self, files: Sequence[str], exclude: Sequence[str] = ()) -> None:
        """Take the files to choose from, and what to leave out: patterns as of .gitignore, or HOOK:PATTERN.

        Raises:
            Stopped: there is no such hook, or it is given no files.
        """
        self._exclude: dict[str, list[str]] = {}
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
        self._files = self._without([path for path in files if os.path.lexists(path)], "")
        self._kinds: dict[str, str] = {}
        self._tags: dict[str, Collection[str]] = {}

    def files(self, hook: str) -> list[str] | None:
        """Return the files for a hook, in the order in which they were given; None for one that looks for its own."""
        if hook in FINDERS:
            return None
        found: Iterable[str] = self._files
        pattern, unwanted = TEXTS[hook]["files"], TEXTS[hook]["exclude"]
        parts = LITERALS[hook]  # which spares most files the regular expression, and most runs its import
        found = [path for path in found if any(part in path for part in parts)]
        if found and (pattern or unwanted != "^$"):
            import re

            found = [path for path in found if re.search(pattern, path) and not re.search(unwanted, path)]
        every, some, none = (LISTS[hook][key] for key in ("types", "types_or", "exclude_types"))
        tags = self._kind if {*every, *some, *none} <= {*_KINDS.values()} else self._all_tags
        return self._without([path for path in found if _fits(tags(path), every, some, none)], hook)

    def _without(self, files: list[str], hook: str) -> list[str]:
        if hook not in self._exclude:
            return files
        from backend_standards.core.patterns import Patterns

        excluded = Patterns(self._exclude[hook])
        return [path for path in files if not excluded.cover(path)]

    def _kind(self, path: str) -> Collection[str]:
        kind = self._kinds.get(path)
        if kind is None:
            kind = self._kinds[path] = _KINDS.get(os.lstat(path).st_mode & _TYPE, "")
        return (kind,)

    def _all_tags(self, path: str) -> Collection[str]:
        if path not in self._tags:
            from identify.identify import tags_from_path

            self._tags[path] = tags_from_path(path)
        return self._tags[path]


def _is_name(word: str) -> bool:
    """Return whether a word could be the id of a hook, and is no path or pattern."""
    return word.replace("-", "").replace("_", "").isalpha()


def _fits(tags: Collection[str], every: Collection[str], some: Collection[str], none: Collection[str]) -> bool:
    return (
        all(tag in tags for tag in every)
        and (not some or any(tag in tags for tag in some))
        and not any(tag in tags for tag in none)
    )


def run(chosen: Mapping[str, Sequence[str] | None]) -> list[Outcome]:
    """Return what each hook comes to on its files, or on the repository if they are None."""
    from backend_standards.core import git

    git.keep_index(keep=True)
    try:
        return [judged((hook, given)) for hook, given in chosen.items() if given != []]
    finally:
        git.keep_index(keep=False)


def judged(task: tuple[str, Sequence[str] | None]) -> Outcome:
    """Return what a hook comes to on files, or on the repository if they are None."""
    hook, files = task
    name = f"backend_standards.{hook.replace('-', '_')}"
    __import__(name)  # importlib itself, with what it imports, costs more than a hook
    module = sys.modules[name]
    try:
        options = _hook.read(hook, module.OPTIONS, ["--", *(files or ())])
    except Stopped as stopped:
        return Outcome(hook, stopped=str(stopped))
    outcome = _hook.judged(hook, module.judge, options)
    outcome.files = files
    outcome.by_command = True
    return outcome
