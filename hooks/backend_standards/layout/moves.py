"""The commands that move files and folders of one root to where the standard has them.

Imported only if there is a finding.
"""

from __future__ import annotations

from bisect import bisect_left

from backend_standards.core.remedies import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.layout.tree import Tree

_MOST = 20
"""Moves of one finding that are printed: a longer list is not read, and the next run prints the rest."""


class Moves:
    """The moves of one root in the order in which they run: each knows what those before it make and take."""

    def __init__(self, tree: Tree) -> None:
        self._paths = sorted(tree.paths)
        self._held: dict[str, set[str]] = {}
        self._arriving: dict[str, set[str]] = {}  # by folder, the names that moves so far put there
        self._source_of: dict[str, str] = {}  # by target of a move so far, what is moved
        self._numbers: dict[str, int] = {}

    # --- the tracked paths: there may be many, so each question takes a bisection -----------------------

    def below(self, folder: str) -> Sequence[str]:
        """Return the tracked paths below a folder of the repository."""
        start = bisect_left(self._paths, f"{folder}/")
        return self._paths[start : bisect_left(self._paths, f"{folder}0")]  # "0" follows "/"

    def has(self, path: str) -> bool:
        """Return whether a path of the repository is tracked: only as a folder, if it ends with a slash."""
        name = path.rstrip("/")
        at = bisect_left(self._paths, name)
        if self._paths[at : at + 1] == [name] and not path.endswith("/"):
            return True
        at = bisect_left(self._paths, f"{name}/")
        return at < len(self._paths) and self._paths[at].startswith(f"{name}/")

    def clash(self, old: str, new: str) -> bool:
        """Return whether a folder and the one that it moves into have an entry of the same name."""
        names = self._names(old)
        return not (names.isdisjoint(self._names(new)) and names.isdisjoint(self._arriving.get(new, ())))

    def _names(self, folder: str) -> set[str]:
        if folder not in self._held:
            self._held[folder] = {path[len(folder) + 1 :].partition("/")[0] for path in self.below(folder)}
        return self._held[folder]

    # --- commands ---------------------------------------------------------------------------------------

    def one(self, old: str, new: str) -> str:
        """Return the command that moves a file or folder."""
        return self._one(old, new, set())

    def several(self, moves: Sequence[tuple[str, str]]) -> tuple[list[str], str]:
        """Return the commands for moves (from, to), one for all that go to the same folder, and a note."""
        made: set[str] = set()
        commands = []
        together: dict[str, list[tuple[str, str]]] = {}
        for old, new in moves[:_MOST]:
            folder, _, name = new.rpartition("/")
            is_there = bool(self._names(new) or new in self._arriving)
            if old.rpartition("/")[2] != name or (self._names(old) and is_there):
                commands.append(self._one(old, new, made))
            else:
                together.setdefault(folder, []).append((old, new))
        for folder, files in together.items():
            free = {new: old for old, new in files if not self._is_taken(old, new)}
            if len(free) > 1:
                commands.append(self._into(folder, free, made))
                files = [(old, new) for old, new in files if free.get(new) != old]
            commands += [self._one(old, new, made) for old, new in files]
        rest = len(moves) - len(moves[:_MOST])
        return commands, f"{rest} more move in the same way: the next run prints their commands." if rest else ""

    def _one(self, old: str, new: str, made: set[str]) -> str:
        """Return the command for one move; ``made`` are the folders that commands of the same finding make."""
        source, options, target = quote(old), "-- " if old.startswith("-") else "", new
        is_there = bool(self._names(new) or new in self._arriving)
        if self._names(old) and is_there and not self.clash(old, new):
            source, target = f"{source}/*", f"{new}/"
            options = f"-k {options}"  # passes over what is not tracked, such as __pycache__
            self._arriving.setdefault(new, set()).update(self._names(old))
        else:
            if is_there or self._is_taken(old, new):
                target = self._free(new, old)
            if self._names(old):
                self._arriving.setdefault(target, set()).update(self._names(old))
        self._record(old, target)
        return f"{self._make_folder(target, made)}git mv {options}{source} {quote(target)}"

    def _into(self, folder: str, files: Mapping[str, str], made: set[str]) -> str:
        """Return the one command that moves several entries (by target), which keep their names, into a folder."""
        for new, old in files.items():
            if self._names(old):
                self._arriving.setdefault(new, set()).update(self._names(old))
            self._record(old, new)
        make = self._make_folder(f"{folder}/", made)
        return f"{make}git mv -- {' '.join(map(quote, files.values()))} {quote(f'{folder}/')}"

    def _is_taken(self, old: str, new: str) -> bool:
        folder, _, name = new.rpartition("/")
        is_coming = new in self._arriving or (
            name in self._arriving.get(folder, ()) and self._source_of.get(new) != old
        )
        return self.has(new) or is_coming or self._source_of.get(new, old) != old

    def _record(self, old: str, target: str) -> None:
        """Remember what a move takes, and the folders that it makes."""
        self._source_of[target] = old
        folder, _, name = target.rpartition("/")
        while folder:
            self._arriving.setdefault(folder, set()).update({name} if name else ())
            folder, _, name = folder.rpartition("/")

    def _make_folder(self, target: str, made: set[str]) -> str:
        """Return the beginning of a command whose target is in a folder that nothing tracked is in."""
        folder = target.rpartition("/")[0]
        is_made = not folder or folder in made or self.has(f"{folder}/")
        make = "" if is_made else f"mkdir -p {quote(folder)} && "
        while folder:
            made.add(folder)
            folder = folder.rpartition("/")[0]
        return make

    def _free(self, path: str, old: str) -> str:
        """Return a path that nothing has or takes: with a number after its name."""
        stem, dot, suffix = path.rpartition(".") if path.endswith(".py") else (path, "", "")
        number = self._numbers.get(path, 2)
        while self._is_taken(old, free := f"{stem}_{number}{dot}{suffix}"):
            number += 1
        self._numbers[path] = number  # without it, a thousand files of one name would take a million looks
        return free
