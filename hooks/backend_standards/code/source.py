"""One Python file: its text, and its tree, which is parsed once for all hooks of a process.

The classes of the tree come from ``_ast``, which is built in: ``ast`` costs a start two thirds of a bare interpreter.
Nothing of a file is run. Imported only for a file that a literal search has not ruled out.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import Tree
from backend_standards.core import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.names import Names

LARGEST = 3_000_000
"""Bytes of a file that is parsed: a tree takes a hundred times as much. Of 7,076 files of services the largest has
0.7 MB."""


class Fault:
    """Why a file has no tree: what the parser says, and where (0 for the whole file)."""

    __slots__ = ("column", "line", "message")

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        self.message = message
        self.line = line
        self.column = column


class Source:
    """One file of a run, with what several hooks ask about it; it is dropped before the next file is read."""

    __slots__ = ("_lines", "_names", "_parsed", "_text", "data", "path")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._text: str | None = None
        self._lines: list[str] | None = None
        self._parsed: Tree | Fault | None = None
        self._names: Names | None = None

    @property
    def text(self) -> str:
        """The text, in which every character of ASCII is right; the parser itself reads the bytes."""
        if self._text is None:
            self._text = text.decode(self.data)
        return self._text

    def line(self, number: int) -> str:
        """Return a line of the text, counted from 1; "" if there is none."""
        if self._lines is None:
            self._lines = text.lines(self.text)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def column(self, number: int, offset: int) -> int:
        """Return the column of an offset that the parser gives, in characters from 1: the parser counts bytes."""
        line = self.line(number)
        if line.isascii():
            return offset + 1
        return len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")) + 1

    @property
    def parsed(self) -> Tree | Fault:
        """The tree, or why there is none."""
        if self._parsed is None:
            self._parsed = _parse(self.data)
        return self._parsed

    @property
    def tree(self) -> Tree:
        """The tree of a file that could be parsed: no rule is asked about any other."""
        tree = self.parsed
        assert isinstance(tree, Tree)  # noqa: S101 - judging asks no rule about another file
        return tree

    @property
    def names(self) -> Names:
        """What the names in the file stand for."""
        if self._names is None:
            from backend_standards.code.names import Names

            self._names = Names(self.tree)
        return self._names


def _parse(data: bytes) -> Tree | Fault:
    """Return the tree of a file, or what the parser says of it."""
    if len(data) > LARGEST:
        return Fault(f"the file has more than {LARGEST // 1_000_000} MB, which is too much to parse")
    if b"\0" in data:
        return Fault("the file has NUL bytes: Python reads no UTF-16, save it as UTF-8")
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on escapes and literals, which have rules in linters
            module = compile(data, "<file>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return Fault(error.msg or "invalid syntax", error.lineno or 0, max(error.offset or 0, 0))
    except (RecursionError, MemoryError):
        return Fault("the code is nested too deeply to parse")
    except (ValueError, OverflowError) as error:  # such as a number with too many digits
        return Fault(str(error))
    assert isinstance(module, ast.Module)  # noqa: S101 - that is what the mode "exec" gives
    return Tree(module)
