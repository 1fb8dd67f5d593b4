"""The messages about swallowed errors, and the code to write in the file's own names. Imported only for a finding."""

from __future__ import annotations

import _ast as ast
from itertools import islice

from backend_standards.code import errors, hits, logs, rules
from backend_standards.code.findings import at
from backend_standards.code.names import dotted, last
from backend_standards.code.tree import FUNCTIONS, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.hits import Hit
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_SHORT = 3
"""Letters of a name that says nothing, such as ``f``."""
_GENERAL = frozenset("handler lambda_handler main wrapper inner decorator decorated".split())
"""Names of functions that do not say what the function does."""
_QUESTIONS = ("is", "has", "can", "should", "does")
_NOT_LOGGED = frozenset(
    "self cls request req event context ctx db session conn connection client cursor credentials headers body payload "
    "data args kwargs".split()
)
"""Arguments that say nothing in a log, or must not be in one."""
_SECRET = frozenset("password passwd pwd secret token credential cookie jwt otp auth authorization apikey".split())
"""Words of the names of arguments that must not be logged."""
_MOST_LOOKED_AT = 500
"""Nodes of a try, and arguments, in which the name of what failed is looked for."""


def findings(source: Source, found: Iterable[Hit]) -> Iterator[Finding]:
    """Yield a finding for each hit."""
    words = _Words(source)
    for hit in found:
        node = hit.node
        place = source.tree.place(node)
        if isinstance(node, ast.ExceptHandler):
            yield words.handler(hit.kind, node, hit.words, place)
        elif hit.kind == hits.SUPPRESSED:
            message = f"suppress({hit.words[0]}){place}: nobody hears of the error"
            note = f"Write try and except {hit.words[0]}, and there: {words.log_call(node)}. Or name what you expect."
            yield at(source, node, rules.SUPPRESSED_ERROR, message, note=note)
        elif hit.kind == hits.DROPPED:
            message = f"the results of gather(){place} are dropped, and with them the exceptions"
            note = "Keep the results and log those that are exceptions, or leave return_exceptions out."
            yield at(source, node, rules.DROPPED_EXCEPTIONS, message, note=note)
        elif hit.kind == hits.EXIT:
            message = f"{hit.words[0]}() returns True for every error: nobody hears of it"
            note = "Log the error, and return True only for the exception that you expect. Without return it goes on."
            yield at(source, node, rules.SUPPRESSED_ERROR, message, note=note)
        else:
            message = f"{hit.words[0]} in finally{place} discards any error that is being raised"
            note = f"Move {hit.words[0]} after the try statement."
            yield at(source, node, rules.RETURN_IN_FINALLY, message, note=note)


class _Words:
    """The words for one file, whose loggers are looked for once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._loggers: logs.Own | None = None

    def handler(self, kind: int, node: ast.ExceptHandler, words: Sequence[str], place: str) -> Finding:
        """Return the finding about a handler."""
        what = f"{_written(node)}{place}"
        if kind == hits.BARE:
            message = f"{what} stops KeyboardInterrupt and SystemExit too, and does not raise them again"
            note = "Name the exceptions that you expect, or write: `except Exception:`. Or end the handler with: raise"
            return at(self._source, node, rules.BARE_EXCEPT, message, note=note)
        if kind == hits.CONVERSION:
            wanted = words[0] if len(words) == 1 else f"({', '.join(words)})"
            message = f"{what} {_does(node)}, around a conversion that raises {' or '.join(words)}"
            note = f"Write `except {wanted}:` so that no other error is hidden with it."
            known_as = f"{what} around a conversion"
            return at(self._source, node, rules.BROAD_CONVERSION, message, note=note, known_as=known_as)
        message = f"{what} {_does(node)}: the error is neither logged nor raised"
        note = f"Write in the handler: {self.log_call(node)}. Or catch only the exception that you expect."
        if _looks_only(node):
            note = f"End the handler with raise, for what you do not expect. Or log it: {self.log_call(node)}."
        elif "ClientError" in words:
            note = (
                f"Write `except {_type(node)} as {node.name or 'error'}:` and "
                f'look at `{node.name or "error"}.response["Error"]["Code"]` for the code that you expect, '
                f"and raise the rest. Or log it: {self.log_call(node)}."
            )
        known_as = f"{what} swallows the error"
        return at(self._source, node, rules.SWALLOWED_ERROR, message, note=note, known_as=known_as)

    def log_call(self, node: ast.AST) -> str:
        """Return the call that logs an error where a node is, in backticks, with the file's own logger and names."""
        if self._loggers is None:
            self._loggers = logs.Own(self._source.tree, self._source.names)
        logger = self._loggers.at(node)
        subject = self._subject(node)
        text = f'"cannot {self._action(node)} %s", {subject}' if subject else f'"cannot {self._action(node)}"'
        defined = "" if logger else ", with `logger = logging.getLogger(__name__)` at the top of the file"
        return f"`{logger or 'logger'}.exception({text})`{defined}"

    def _action(self, node: ast.AST) -> str:
        """Return in words what failed: the name of the function, or of what is called in the try."""
        function = self._source.tree.function(node)
        name = function.name if function else ""
        if len(name) <= _SHORT or name.startswith("__") or name in _GENERAL:
            called = (last(dotted(call.func)) for call in self._calls(node))
            name = next((each for each in called if each and each not in ("print", "str")), name)
        words = [part for part in name.split("_") if part]
        if words[:1] and words[0] in _QUESTIONS:
            words[0] = "check"
        return " ".join(words) or "go on"

    def _subject(self, node: ast.AST) -> str:
        """Return the name of what it failed for: the variable of the loop, or an argument of the function.

        An argument that the try passes on comes before another one.
        """
        for outer in self._source.tree.around(node):
            if isinstance(outer, ast.For | ast.AsyncFor):
                if isinstance(outer.target, ast.Name) and _may_be_logged(outer.target.id):
                    return outer.target.id
            elif isinstance(outer, FUNCTIONS):
                arguments = (*outer.args.posonlyargs, *outer.args.args, *outer.args.kwonlyargs)
                own = [each.arg for each in arguments[:_MOST_LOOKED_AT] if _may_be_logged(each.arg)]
                passed = self._passed(node)
                return next((each for each in own if each in passed), next(iter(own), ""))
        return ""

    def _passed(self, node: ast.AST) -> set[str]:
        """Return the names that calls in the try are given."""
        given = [value for call in self._calls(node) for value in (*call.args, *(each.value for each in call.keywords))]
        return {value.id for value in given if isinstance(value, ast.Name)}

    def _calls(self, node: ast.AST) -> list[ast.Call]:
        """Return the first calls in the body of the try, or of the with statement, that a node belongs to."""
        outer = self._source.tree.statement(node) if isinstance(node, ast.expr) else self._source.tree.parent(node)
        body = outer.body if isinstance(outer, ast.Try | ast.TryStar | ast.With | ast.AsyncWith) else []
        return [each for each in islice(inside(body), _MOST_LOOKED_AT) if isinstance(each, ast.Call)]


def _may_be_logged(name: str) -> bool:
    """Return whether a name says something in a log, and holds no secret."""
    return name != "_" and name not in _NOT_LOGGED and _SECRET.isdisjoint(name.lower().split("_"))


def _written(handler: ast.ExceptHandler) -> str:
    """Return the head of a handler as it is written, shortened: "except Exception", "except (A, B)"."""
    if handler.type is None:
        return errors.BARE
    if isinstance(handler.type, ast.Tuple):
        names = [dotted(each) or "…" for each in handler.type.elts]
        return f"except ({', '.join(names[:2])}{', …' if len(names) > 2 else ''})"
    return f"except {dotted(handler.type) or '…'}"


def _type(handler: ast.ExceptHandler) -> str:
    return (dotted(handler.type) if handler.type else "") or "ClientError"


def _does(handler: ast.ExceptHandler) -> str:
    """Return what a handler does instead of dealing with the error."""
    end = handler.body[-1]
    called = (last(dotted(node.func)) for node in inside(handler.body) if isinstance(node, ast.Call))
    if any(name in ("print", "pprint", "pp") for name in called):
        return "only prints"
    if _looks_only(handler):
        return "only looks at the error"
    if isinstance(end, ast.Return):
        return f"returns {_shown(end.value)}"
    if isinstance(end, ast.Continue):
        return "continues"
    if isinstance(end, ast.Break):
        return "breaks"
    if isinstance(end, ast.Assign):
        return f"sets {dotted(end.targets[0]) or 'a value'} to {_shown(end.value)}"
    return "passes"


def _looks_only(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler asks which error it is."""
    return any(isinstance(node, ast.If) and _reads(node.test, handler.name) for node in handler.body)


def _reads(expression: ast.expr, name: str | None) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in inside([expression]))


def _shown(value: ast.expr | None) -> str:
    """Return a value that says nothing of its own: None, False, an empty list; any other one is not shown."""
    if value is None:
        return "None"
    if isinstance(value, ast.Constant) and (value.value in (None, True, False, "", 0)):
        return repr(value.value)
    if isinstance(value, ast.List) and not value.elts:
        return "[]"
    if isinstance(value, ast.Dict) and not value.keys:
        return "{}"
    return dotted(value) or "a value"
