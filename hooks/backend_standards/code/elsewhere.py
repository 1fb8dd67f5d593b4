"""What of a project does not run in production, or only when something asks for it, by its words and what is around it.

Files, classes, functions and keys say so by a word of their names: ``dev``, ``tests``, ``examples``.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import dotted
from backend_standards.code.words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.source import Source

_LONGEST = 200
"""Characters of a name that are read."""
_ELSEWHERE = frozenset(
    "dev devel devstack develop development local localhost test tests testing sandbox debug debugging example "
    "examples sample samples demo demos playground notebook notebooks benchmark benchmarks docs tutorial "
    "tutorials mock mocks profiler profiling scripts script bin tools commands verbose".split()
)
"""Words of a path, a class, a function or a key that say: not what runs in production, or only when asked for."""
_PROGRAMS = frozenset(("manage.py", "setup.py", "fabfile.py", "tasks.py", "noxfile.py"))


def is_elsewhere(path: str) -> bool:
    """Return whether a module is for a developer's machine, a test or an example, by its name or folders."""
    parts = path.removesuffix(".py").split("/")
    return path.rpartition("/")[2] in _PROGRAMS or any(map(says_elsewhere, parts))


def says_elsewhere(name: str) -> bool:
    """Return whether a name has a word of what does not run in production."""
    return not _ELSEWHERE.isdisjoint(words(name[:_LONGEST]))


class Guards:
    """What decides in one file whether something runs in production."""

    __slots__ = ("_members", "_names", "_owners", "_tree")

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._names = source.names
        self._owners: dict[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, bool] = {}
        """By class and function, whether it is not for production."""
        self._members: dict[ast.Dict, set[ast.AST]] = {}
        """By dictionary, the values whose keys are not for production."""

    def cover(self, node: ast.AST) -> bool:
        """Return whether something decides if a node runs, or its class, function or key is not for production."""
        inner = node
        for outer in self._tree.around(node):
            if self._decides(outer, inner):
                return True
            inner = outer
        return False

    def _decides(self, outer: ast.AST, inner: ast.AST) -> bool:
        """Return whether a node decides if one that is directly in it runs."""
        if isinstance(outer, ast.If):
            # What an `if` tests always runs, and so does what follows `if __name__ == "__main__"`.
            return inner is not outer.test and not _is_main(outer)
        if isinstance(outer, ast.IfExp):
            return inner is not outer.test
        if isinstance(outer, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if outer not in self._owners:
                self._owners[outer] = says_elsewhere(outer.name) or any(map(self._is_command, outer.decorator_list))
            return self._owners[outer]
        if isinstance(outer, ast.Dict):
            if outer not in self._members:
                members = zip(outer.keys, outer.values, strict=True)
                self._members[outer] = {value for key, value in members if key is not None and self._says(key)}
            return inner in self._members[outer]
        return isinstance(outer, ast.match_case)

    def _is_command(self, decorator: ast.expr) -> bool:
        """Return whether a decorator gives a function a name for developers: ``@server.command("develop")``."""
        return isinstance(decorator, ast.Call) and any(map(self._says, decorator.args))

    def _says(self, expression: ast.expr) -> bool:
        return says_elsewhere(self._names.text(expression) or "")


def _is_main(node: ast.If) -> bool:
    return isinstance(node.test, ast.Compare) and dotted(node.test.left) == "__name__"
