"""Python sources for the fuzz tests: made at random, written again by ``ast.unparse``, with other names, broken.

Every hook about Python code is tried on them: ``tests/fuzz/test_fuzz_code.py``.
"""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Sequence

from hypothesis import strategies as st

NAMES = ("a", "b2", "_c", "data", "naïve", "self")
"""Names that mean nothing to any rule."""
_WORDS = ("x", "no such thing", "é", "{}", "\\n", "")
_ATOMS = st.sampled_from(
    [*NAMES, "None", "True", "1", "2.5", "...", "'x'", "'no such thing'", "b'x'", "f'{a} {b2!r}'", "[]", "{}", "()"]
)


def _joined(parts: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return parts.map(", ".join)


def expressions(atoms: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """Return expressions; some of their atoms are the given ones."""
    base = st.one_of(_ATOMS, st.sampled_from(list(atoms))) if atoms else _ATOMS
    return st.recursive(
        base,
        lambda below: st.one_of(
            st.builds("{}.{}".format, below.map(_bracketed), st.sampled_from(["get", "x", "load"])),
            st.builds("{}({})".format, below.map(_bracketed), _joined(st.lists(below, max_size=3))),
            st.builds("{}(key={}, **{})".format, st.sampled_from(NAMES), below, st.sampled_from(NAMES)),
            st.builds(
                "({} {} {})".format, below, st.sampled_from(["+", "or", "and", "%", "is", "==", "not in"]), below
            ),
            st.builds("({} if {} else {})".format, below, below, below),
            st.builds("[{}]".format, _joined(st.lists(below, max_size=3))),
            st.builds("({}, {})".format, below, below),
            st.builds("{{'x': {}, **{}}}".format, below, st.sampled_from(NAMES)),
            st.builds("{}[{}]".format, below.map(_bracketed), below),
            st.builds("(lambda x, /, *y, z=1: {})".format, below),
            st.builds("[{} for a in {} if {}]".format, below, below, below),
            st.builds("(await {})".format, below.map(_bracketed)),
            st.builds("(a := {})".format, below),
        ),
        max_leaves=6,
    )


def _bracketed(text: str) -> str:
    return text if text.isidentifier() and not keyword.iskeyword(text) else f"({text})"


def sources(lines: Sequence[str] = (), atoms: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """Return modules; some statements are the given ones, some atoms of expressions the given ones."""
    expression = expressions(atoms)
    simple = st.one_of(
        st.sampled_from(["pass", "...", "'docstring'", "return", "raise", "continue", "break", "import a.b as c", "from . import b2", "global data", "del a", "assert a"]),
        st.builds("{} = {}".format, st.sampled_from([*NAMES, "a, b2", "self.x", "a['x']"]), expression),
        st.builds("data: {} = {}".format, expression, expression),
        st.builds("a += {}".format, expression),
        st.builds("return {}".format, expression),
        st.builds("raise {}".format, expression),
        expression,
        *([st.sampled_from(list(lines))] if lines else []),
    )  # fmt: skip
    statement = st.recursive(
        simple.map(lambda line: line.split("\n")),
        lambda below: st.one_of(
            st.builds(_compound, st.sampled_from(_HEADS), st.lists(below, min_size=1, max_size=3), expression),
            st.builds(_tried, st.lists(below, min_size=1, max_size=2), st.sampled_from(_HANDLERS), st.lists(below, min_size=1, max_size=2), st.booleans()),
        ),
        max_leaves=8,
    )  # fmt: skip
    return st.lists(statement, min_size=1, max_size=5).map(_module)


_HEADS = (
    "if {}:", "while {}:", "for a in {}:", "async for a, b2 in {}:", "with {} as data:", "async with {}:", "def a(self, *, b2={}):",
    "async def data(self):", "@{}\nclass A(object):", "@(lambda f: f)\ndef b2(x=1): ", "match {}:\n    case [a, *_]:",
)  # fmt: skip
_HANDLERS = (
    "except Exception as b2:",
    "except:",
    "except (KeyError, OSError):",
    "except* ValueError as a:",
    "finally:",
)


def _compound(head: str, body: Sequence[Sequence[str]], expression: str) -> list[str]:
    lines = head.replace("{}", expression).split("\n")
    indent = "        " if lines[-1].startswith(" ") else "    "
    return [*lines, *(indent + line for part in body for line in part)]


def _tried(body: Sequence[Sequence[str]], head: str, handler: Sequence[Sequence[str]], has_else: bool) -> list[str]:
    found = ["try:", *(f"    {line}" for part in body for line in part), head]
    found += [f"    {line}" for part in handler for line in part]
    return [*found, "else:", "    pass"] if has_else and head.startswith("except ") else found


def _module(statements: Sequence[Sequence[str]]) -> str:
    """Return statements in an asynchronous function in a loop, where each of them is allowed."""
    body = "".join(f"        {line}\n" for statement in statements for line in statement)
    return f"async def main(self, a, b2, _c, data, naïve):\n    for x in a:\n{body}"


def is_valid(text: str) -> bool:
    """Return whether a text is Python: some combinations of statements are not."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def unparsed(text: str) -> str:
    """Return the same module as Python itself writes it: without comments, on other lines, with other quotes."""
    return ast.unparse(ast.parse(text))


def renamed(text: str) -> str:
    """Return the same module with other names in place of those that mean nothing."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for field in ("id", "arg", "name", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str) and value in NAMES and value not in ("self", *vars(builtins)):
                setattr(node, field, f"other_{value}")
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [f"other_{name}" if name in NAMES and name != "self" else name for name in node.names]
    return ast.unparse(tree)


def broken(text: str, at: int, piece: str, length: int) -> str:
    """Return a text with a piece in place of some of its characters."""
    at %= len(text) + 1
    return text[:at] + piece + text[at + length :]
