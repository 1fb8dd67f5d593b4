"""Errors that nobody hears of: handlers, ``suppress``, gathered exceptions, ``return`` in ``finally``.

Source: the standard's "Code Quality". What is judged was measured on public services: see the hook's page.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import conversions, errors, logs, places, rules
from backend_standards.code.findings import at
from backend_standards.code.handling import Handler, cleans_up
from backend_standards.code.names import dotted, last
from backend_standards.code.tree import FUNCTIONS, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.errors import Caught
    from backend_standards.code.source import Source
    from backend_standards.core import Finding, Options

_GATHER = "asyncio.gather"
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
    yield from _handlers(source, policy)
    yield from _suppressions(source, policy)
    yield from _gathered(source)
    yield from _finally(source)


def _handlers(source: Source, policy: Policy) -> Iterator[Finding]:
    is_script = places.is_script(source.path)
    for node in source.tree.of(ast.ExceptHandler):
        caught = errors.caught(node, source.names)
        if policy.bare and _catches_all(caught) and not _ends(node):
            yield _bare(source, node)
            continue
        judged = [each for each in caught if policy.judges(each)]
        if not judged or not Handler(source, node, prints=is_script or _is_main(source, node)).swallows():
            continue
        outer = source.tree.parent(node)
        narrow = conversions.errors_of(outer.body, source.names) if isinstance(outer, ast.Try) else ()
        if narrow and any(each.is_broad for each in judged):
            yield _broad_conversion(source, node, narrow)
        else:
            yield _swallowed(source, node, judged)


def _catches_all(caught: Sequence[Caught]) -> bool:
    return any(each.qualified == errors.BARE or each.name == "BaseException" for each in caught)


def _ends(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler raises, or ends the process."""
    return any(
        isinstance(node, ast.Raise)
        or (isinstance(node, ast.Call) and dotted(node.func) in ("sys.exit", "os._exit", "os.abort", "exit", "quit"))
        for node in inside(handler.body)
    )


def _is_main(source: Source, node: ast.AST) -> bool:
    """Return whether a node runs only when its file is started: below ``if __name__ == "__main__"``."""
    return any(
        isinstance(outer, ast.If) and isinstance(outer.test, ast.Compare) and dotted(outer.test.left) == "__name__"
        for outer in source.tree.around(node)
    )


# --- findings ---------------------------------------------------------------------------------------


def _swallowed(source: Source, handler: ast.ExceptHandler, judged: Sequence[Caught]) -> Finding:
    what = f"{_written(handler)}{source.tree.place(handler)}"
    message = f"{what} {_does(handler)}: the error is neither logged nor raised"
    note = _note(source, handler, judged)
    return at(source, handler, rules.SWALLOWED_ERROR, message, note=note, known_as=f"{what} swallows the error")


def _bare(source: Source, handler: ast.ExceptHandler) -> Finding:
    what = f"{_written(handler)}{source.tree.place(handler)}"
    message = f"{what} stops KeyboardInterrupt and SystemExit too, and does not raise them again"
    note = "Name the exceptions that you expect, or write: except Exception. Or end the handler with: raise"
    return at(source, handler, rules.BARE_EXCEPT, message, note=note)


def _broad_conversion(source: Source, handler: ast.ExceptHandler, narrow: Sequence[str]) -> Finding:
    what = f"{_written(handler)}{source.tree.place(handler)}"
    wanted = narrow[0] if len(narrow) == 1 else f"({', '.join(narrow)})"
    message = f"{what} {_does(handler)}, around a conversion that raises {' or '.join(narrow)}"
    note = f"Write: except {wanted}: so that no other error is hidden with it."
    return at(source, handler, rules.BROAD_CONVERSION, message, note=note, known_as=f"{what} around a conversion")


def _suppressions(source: Source, policy: Policy) -> Iterator[Finding]:
    for call in source.tree.of(ast.Call):
        if source.names.called(call) not in ("contextlib.suppress", "suppress"):
            continue
        judged = [
            caught
            for argument in call.args
            for caught in errors.named(argument.value if isinstance(argument, ast.Starred) else argument, source.names)
            if policy.judges(caught)
        ]
        with_ = source.tree.statement(call)
        if isinstance(with_, ast.With | ast.AsyncWith) and cleans_up(with_, with_.body, source.tree):
            continue
        if judged:
            name = judged[0].name
            message = f"suppress({name}){source.tree.place(call)}: nobody hears of the error"
            note = f"Write try and except {name}: with {_log_call(source, call)} Or name the exception you expect."
            yield at(source, call, rules.SUPPRESSED_ERROR, message, note=note)


def _gathered(source: Source) -> Iterator[Finding]:
    for call in source.tree.of(ast.Call):
        if source.names.called(call) != _GATHER or not _returns_exceptions(call) or not _is_dropped(source, call):
            continue
        function = source.tree.function(call)
        before = inside(function.body) if function else ()
        if any(_is_cancelled(node) and getattr(node, "lineno", 0) <= call.lineno for node in before):
            continue  # the way to wait for cancelled tasks
        message = f"the results of gather(){source.tree.place(call)} are dropped, and with them the exceptions"
        note = "Keep the results and log those that are exceptions, or leave return_exceptions out."
        yield at(source, call, rules.DROPPED_EXCEPTIONS, message, note=note)


def _returns_exceptions(call: ast.Call) -> bool:
    return any(
        keyword.arg == "return_exceptions" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def _is_dropped(source: Source, call: ast.Call) -> bool:
    """Return whether nobody keeps what an awaited call gives: it is a statement, or assigned to ``_``."""
    outer = source.tree.parent(call)
    if not isinstance(outer, ast.Await):
        return False
    statement = source.tree.parent(outer)
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id == "_" for target in statement.targets)
    return isinstance(statement, ast.Expr)


def _is_cancelled(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cancel"


def _finally(source: Source) -> Iterator[Finding]:
    tries: list[ast.Try | ast.TryStar] = [*source.tree.of(ast.Try), *source.tree.of(ast.TryStar)]
    for node in tries:
        for each in inside(node.finalbody):
            if isinstance(each, ast.Return):
                word = "return"
            elif isinstance(each, ast.Break | ast.Continue) and not _is_in_own_loop(source, each, node):
                word = "break" if isinstance(each, ast.Break) else "continue"
            else:
                continue
            message = f"{word} in finally{source.tree.place(each)} drops the error that is on its way"
            yield at(source, each, rules.RETURN_IN_FINALLY, message, note=f"Move {word} after the try statement.")


def _is_in_own_loop(source: Source, node: ast.AST, outermost: ast.AST) -> bool:
    """Return whether a break belongs to a loop inside of a finally."""
    for outer in source.tree.around(node):
        if outer is outermost:
            return False
        if isinstance(outer, _LOOPS):
            return True
    return False


# --- words ------------------------------------------------------------------------------------------


def _written(handler: ast.ExceptHandler) -> str:
    """Return the head of a handler as it is written, shortened: "except Exception", "except (A, B)"."""
    if handler.type is None:
        return "a bare except"
    if isinstance(handler.type, ast.Tuple):
        names = [dotted(each) or "…" for each in handler.type.elts]
        return f"except ({', '.join(names[:2])}{', …' if len(names) > 2 else ''})"
    return f"except {dotted(handler.type) or '…'}"


def _does(handler: ast.ExceptHandler) -> str:
    """Return what a handler does instead of dealing with the error."""
    last_one = handler.body[-1]
    prints = any(
        isinstance(node, ast.Call) and last(dotted(node.func)) in ("print", "pprint", "pp")
        for node in inside(handler.body)
    )
    if prints:
        return "only prints"
    if isinstance(last_one, ast.Return):
        return f"returns {_shown(last_one.value)}"
    if isinstance(last_one, ast.Continue):
        return "continues"
    if isinstance(last_one, ast.Break):
        return "breaks"
    if isinstance(last_one, ast.Assign):
        return f"sets {dotted(last_one.targets[0]) or 'a value'} to {_shown(last_one.value)}"
    return "passes"


def _shown(value: ast.expr | None) -> str:
    """Return a value that says nothing of its own: None, False, an empty list; any other one is not shown."""
    if value is None:
        return "None"
    if isinstance(value, ast.Constant) and (
        value.value is None or isinstance(value.value, bool) or value.value in ("", 0)
    ):
        return repr(value.value)
    if isinstance(value, ast.List) and not value.elts:
        return "[]"
    if isinstance(value, ast.Dict) and not value.keys:
        return "{}"
    return dotted(value) or "a value"


def _note(source: Source, handler: ast.ExceptHandler, judged: Sequence[Caught]) -> str:
    if any(each.name in errors.AWS for each in judged):
        name = next(each.name for each in judged if each.name in errors.AWS)
        if name == "ClientError":
            error = handler.name or "error"
            return (
                f'Write: except {_type(handler)} as {error}: look at {error}.response["Error"]["Code"] for the code '
                f"that you expect, and raise the rest. Or write: {_log_call(source, handler)}"
            )
    return f"Write in the handler: {_log_call(source, handler)} Or catch only the exception that you expect."


def _type(handler: ast.ExceptHandler) -> str:
    return dotted(handler.type) if handler.type is not None and dotted(handler.type) else "ClientError"


def _log_call(source: Source, node: ast.AST) -> str:
    """Return the call that logs an error, with the file's own logger and names."""
    logger = logs.own(source.tree, source.names, node) or "logger"
    action, subject = _action(source, node), _subject(source, node)
    if subject:
        return f'{logger}.exception("cannot {action} %s", {subject})'
    return f'{logger}.exception("cannot {action}")'


_SHORT = 3
"""Letters of a name that says nothing, such as ``f``."""


def _action(source: Source, node: ast.AST) -> str:
    """Return in words what failed: the name of the function, or of what is called in the try."""
    function = source.tree.function(node)
    name = function.name if function else ""
    if len(name) <= _SHORT or name.startswith("__"):
        outer = source.tree.parent(node)
        calls = (
            [each for each in inside(outer.body) if isinstance(each, ast.Call)] if isinstance(outer, ast.Try) else []
        )
        name = next((last(dotted(each.func)) for each in calls if dotted(each.func)), name)
    return " ".join(part for part in name.split("_") if part) or "go on"


def _subject(source: Source, node: ast.AST) -> str:
    """Return the name of what it failed for: the variable of the loop, or an argument of the function.

    An argument that the try passes on comes before another one.
    """
    for outer in source.tree.around(node):
        if isinstance(outer, ast.For | ast.AsyncFor) and isinstance(outer.target, ast.Name) and outer.target.id != "_":
            return outer.target.id
        if isinstance(outer, FUNCTIONS):
            own = [each.arg for each in (*outer.args.posonlyargs, *outer.args.args, *outer.args.kwonlyargs)]
            own = [each for each in own if each not in _NOT_LOGGED]
            passed = _passed(source.tree.parent(node))
            return next((each for each in own if each in passed), next(iter(own), ""))
    return ""


def _passed(outer: ast.AST | None) -> set[str]:
    """Return the names that calls in the body of a try are given."""
    calls = [each for each in inside(outer.body) if isinstance(each, ast.Call)] if isinstance(outer, ast.Try) else []
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    return {value.id for value in given if isinstance(value, ast.Name)}


_NOT_LOGGED = frozenset(
    "self cls request req event context ctx db session conn connection client cursor password token secret api_key "
    "credentials headers body payload data".split()
)
"""Arguments that say nothing in a log, or must not be in one."""
