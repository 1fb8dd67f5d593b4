"""Errors that nobody hears of: handlers, ``suppress``, gathered exceptions, ``return`` in ``finally``.

Source: the standard's "Code Quality". What is judged was measured on public services: see the hook's page.
Most files hold handlers of expected exceptions alone, and are judged without what names mean.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import places
from backend_standards.code.hits import BARE, CONVERSION, DROPPED, EXIT, FINALLY, SUPPRESSED, SWALLOWED, Hit
from backend_standards.code.tree import FUNCTIONS, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from backend_standards.code.errors import Caught
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function
    from backend_standards.core import Finding, Options

_EXPECTED = frozenset(
    "ArithmeticError AssertionError AttributeError EOFError FileExistsError FileNotFoundError ImportError IndexError "
    "IsADirectoryError KeyError KeyboardInterrupt LookupError ModuleNotFoundError NameError NotADirectoryError "
    "NotImplementedError OSError OverflowError PermissionError RuntimeError StopAsyncIteration StopIteration "
    "SyntaxError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError "
    "ZeroDivisionError".split()
)
"""Python's own exceptions that are an answer: a handler of these alone is not judged."""
_NOT_AWS = ("aiohttp.ClientError", "aiohttp.client_exceptions.ClientError")
"""The class that has the name of botocore's, and no code to look at."""
_GATHER = "asyncio.gather"
_RUNS = ("run", "run_until_complete")
_EXITS = ("__exit__", "__aexit__")
_SUPPRESS = ("contextlib.suppress", "suppress")
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class Policy:
    """What a team decides about handlers: which exceptions are judged besides, only broad ones, bare ones."""

    __slots__ = ("also", "bare", "only_broad")

    def __init__(self, also: Iterable[str] = (), *, only_broad: bool = False, bare: bool = False) -> None:
        self.also = frozenset(also)
        self.only_broad = only_broad
        self.bare = bare

    @classmethod
    def of(cls, options: Options) -> Policy:
        """Return the policy that the options ask for."""
        return cls(options.words("also"), only_broad=options.flag("only-broad"), bare=options.flag("bare"))

    def judges(self, caught: Caught) -> bool:
        """Return whether nobody may catch an exception without a word."""
        return caught.is_broad or (not self.only_broad and caught.is_outside(self.also))


def judge(source: Source, policy: Policy) -> Iterator[Finding]:
    """Yield the findings about one file."""
    hits = [*_handlers(source, policy), *_suppressions(source, policy), *_gathered(source), *_exits(source)]
    hits += _finally(source)
    if hits:
        from backend_standards.code import swallowed_words

        yield from swallowed_words.findings(source, hits)


def _handlers(source: Source, policy: Policy) -> Iterator[Hit]:
    handlers = [node for node in source.tree.of(ast.ExceptHandler) if policy.also or not _is_expected(node)]
    if not handlers:
        return
    from backend_standards.code import conversions, errors
    from backend_standards.code.handling import Handlers

    every = Handlers(source)
    is_script = places.is_script(source.path)
    for node in handlers:
        caught = errors.caught(node, source.names)
        if policy.bare and errors.catches_all(caught) and not _ends(node):
            yield Hit(BARE, node)
            continue
        judged = [each for each in caught if policy.judges(each)]
        if not judged or not every.swallows(node, prints=is_script or _is_main(source, node)):
            continue
        outer = source.tree.parent(node)
        narrow = conversions.errors_of(outer.body, source.names) if isinstance(outer, ast.Try) else ()
        if narrow and any(each.is_broad for each in judged):
            yield Hit(CONVERSION, node, narrow)
        else:
            yield Hit(SWALLOWED, node, [each.qualified if each.qualified in _NOT_AWS else each.name for each in judged])


def _is_expected(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler is for expected exceptions of Python's own alone."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(isinstance(each, ast.Name) and each.id in _EXPECTED for each in kinds)


def _ends(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler raises, or ends the process."""
    from backend_standards.code.names import dotted

    ends = ("sys.exit", "os._exit", "os.abort", "exit", "quit")
    return any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and dotted(node.func) in ends)
        for node in inside(handler.body)
    )


def _is_main(source: Source, node: ast.AST) -> bool:
    """Return whether a node runs only when its file is started: below ``if __name__ == "__main__"``."""
    return any(
        isinstance(outer, ast.If)
        and isinstance(outer.test, ast.Compare)
        and isinstance(outer.test.left, ast.Name)
        and outer.test.left.id == "__name__"
        for outer in source.tree.around(node)
    )


def _suppressions(source: Source, policy: Policy) -> Iterator[Hit]:
    if b"suppress" not in source.data:
        return
    from backend_standards.code import errors

    cancelled: set[Function | None] = set()
    for call in source.tree.of(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cancel":
            cancelled.add(source.tree.function(call))
        if source.names.called(call) not in _SUPPRESS:
            continue
        given = [each.value if isinstance(each, ast.Starred) else each for each in call.args]
        named = [caught.name for each in given for caught in errors.named(each, source.names) if policy.judges(caught)]
        block = source.tree.statement(call)
        if named and not (isinstance(block, ast.With | ast.AsyncWith) and _only_ends(source, block, cancelled)):
            yield Hit(SUPPRESSED, call, named)


def _only_ends(source: Source, block: ast.With | ast.AsyncWith, cancelled: Collection[Function | None]) -> bool:
    """Return whether a block cleans up after another error, or waits for the end of tasks that were cancelled."""
    from backend_standards.code.handling import cleans_up

    if cleans_up(block, block.body, source.tree):
        return True
    return source.tree.function(block) in cancelled and all(
        isinstance(each, ast.Expr) and isinstance(each.value, ast.Await) and _is_an_end(each.value.value)
        for each in block.body
    )


def _is_an_end(awaited: ast.expr) -> bool:
    """Return whether an awaited expression is a task, or waits for the end of several or of a connection."""
    if not isinstance(awaited, ast.Call):
        return True
    return isinstance(awaited.func, ast.Attribute) and awaited.func.attr in (
        "wait_closed",
        "wait",
        "wait_for",
        "gather",
    )


def _gathered(source: Source) -> Iterator[Hit]:
    if b"return_exceptions" not in source.data:
        return
    cancelled: set[Function | None] = set()
    """The functions that have cancelled tasks: gathering them afterwards is how one waits for their end."""
    read: dict[Function | None, set[str]] = {}
    for call in source.tree.of(ast.Call):
        function = source.tree.function(call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cancel":
            cancelled.add(function)
        elif _returns_exceptions(call) and source.names.called(call) == _GATHER and function not in cancelled:
            kept = _kept(source, call)
            if kept and function not in read:
                read[function] = _read(source, function)
            if kept is not None and kept.isdisjoint(read.get(function, ())):
                yield Hit(DROPPED, call)


def _returns_exceptions(call: ast.Call) -> bool:
    return any(
        keyword.arg == "return_exceptions" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def _kept(source: Source, call: ast.Call) -> set[str] | None:
    """Return the names that keep what a call gives when it is awaited or run; None if something else takes it."""
    outer = source.tree.parent(call)
    if isinstance(outer, ast.Call) and isinstance(outer.func, ast.Attribute):
        if outer.func.attr not in _RUNS:
            return None
    elif not isinstance(outer, ast.Await):
        return None
    statement = source.tree.parent(outer)
    if isinstance(statement, ast.Expr):
        return set()
    if not isinstance(statement, ast.Assign):
        return None
    kept = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return kept if len(kept) == len(statement.targets) else None


def _read(source: Source, function: Function | None) -> set[str]:
    """Return the names that are read in a function, or anywhere in the file."""
    nodes = everything(function.body) if function else source.tree.of(ast.Name)
    return {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def _exits(source: Source) -> Iterator[Hit]:
    """Yield the ``__exit__`` that drop every error: they return True whatever the error is, and do nothing with it."""
    if b"exit__" not in source.data:
        return
    for function in source.tree.functions:
        if function.name not in _EXITS:
            continue
        body = list(inside(function.body))
        given = {each.arg for each in (*function.args.args[1:], function.args.vararg) if each}
        returns = [each for each in body if isinstance(each, ast.Return)]
        is_always = bool(returns) and all(_is_true(each.value) for each in returns)
        if is_always and not any(_deals(each, given, source) for each in body):
            yield Hit(EXIT, returns[0], [function.name])


def _is_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _deals(node: ast.AST, given: set[str], source: Source) -> bool:
    """Return whether a node of an ``__exit__`` reads the error that it is given, raises or logs."""
    if isinstance(node, ast.Call):
        from backend_standards.code import logs

        return logs.is_log_call(node, source.names)
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id in given)


def _finally(source: Source) -> Iterator[Hit]:
    """Yield what leaves a finally: each once, although one finally may be in another."""
    for each in source.tree.of(ast.Return):
        if _leaves_a_finally(source, each, is_return=True):
            yield Hit(FINALLY, each, ["return"])
    for word, kind in (("break", ast.Break), ("continue", ast.Continue)):
        for other in source.tree.of(kind):
            if _leaves_a_finally(source, other, is_return=False):
                yield Hit(FINALLY, other, [word])


def _leaves_a_finally(source: Source, node: ast.stmt, *, is_return: bool) -> bool:
    below: ast.AST = node
    for outer in source.tree.around(node):
        if isinstance(outer, ast.Try | ast.TryStar) and any(below is each for each in outer.finalbody):
            return True
        if isinstance(outer, FUNCTIONS) or (isinstance(outer, _LOOPS) and not is_return):
            return False
        below = outer
    return False
