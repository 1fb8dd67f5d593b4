"""How AWS clients are created: where, and whether they retry a failed call.

Sources: botocore's documentation of ``Config`` and of retries, and AWS Lambda's best practices ("Initialize SDK clients
outside of the function handler").
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import aws
from backend_standards.code.names import last
from backend_standards.code.tree import FUNCTIONS, SCOPES, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function
    from backend_standards.core import Finding
    from backend_standards.core.rules import Rule

_CONFIGS = frozenset(
    (
        *("botocore.config.Config", "botocore.client.Config", "boto3.session.Config", "botocore.configloader.Config"),
        *("aiobotocore.config.AioConfig", "boto3.session.botocore.config.Config", "botocore.args.Config"),
    )
)
_ATTEMPTS = {"max_attempts": 0, "total_max_attempts": 1}
"""What means no second attempt: the first counts retries, the second all attempts."""
_VARIABLE = "AWS_MAX_ATTEMPTS"
_RETRIERS = frozenset("retry retrying retriable retryable on_exception on_predicate backoff tenacity".split())
"""Names of decorators that try a function again: of tenacity, backoff, retrying, retry."""
_ROUTES = frozenset("get post put patch delete head options route websocket api_route any".split())
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Wish:
    """What a run asks for besides the rule that is always on."""

    __slots__ = ("has_placement", "is_settled")

    def __init__(self, *, has_placement: bool = False, is_settled: Callable[[], bool] | None = None) -> None:
        self.has_placement = has_placement
        self.is_settled = is_settled
        """Tells whether the repository settles retries elsewhere; None if nobody asks about retries."""


def judge(source: Source, wish: Wish) -> Iterator[Finding]:
    """Yield the findings about one file."""
    reader = _Reader(source)
    yield from reader.disabled()
    if wish.has_placement:
        yield from reader.places()
    if wish.is_settled is not None:
        yield from reader.undecided(wish.is_settled)


class _Reader:
    """One file, with its clients."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tree = source.tree
        self._names = source.names
        self._clients = aws.Clients(source.tree, source.names)
        self._bound: dict[ast.AST, set[str]] = {}

    # --- retries ---------------------------------------------------------------------------------------

    def disabled(self) -> Iterator[Finding]:
        """Yield a finding for each configuration that tries a call only once."""
        for call in self._tree.of(ast.Call):
            name = self._names.called(call)
            if name in _CONFIGS:
                word = self._only_once(call)
                if word and not self._is_tried_again(call):
                    message = f"Config(retries=…) sets {word} to {_ATTEMPTS[word]}{self._tree.place(call)}"
                    yield self._disabled(call, message, _RETRY_NOTE)
            elif name == "os.environ.setdefault" and len(call.args) == 2 and self._is_one(*call.args):
                yield self._disabled(call, f"{_VARIABLE} is set to 1", _VARIABLE_NOTE)
        for assigned in self._tree.of(ast.Assign):
            target = assigned.targets[0]
            if not isinstance(target, ast.Subscript) or self._names.qualified(target.value) != "os.environ":
                continue
            if self._is_one(target.slice, assigned.value):
                yield self._disabled(assigned, f"{_VARIABLE} is set to 1", _VARIABLE_NOTE)

    def _disabled(self, node: ast.expr | ast.stmt, message: str, note: str) -> Finding:
        from backend_standards.code import rules

        return self._finding(node, rules.RETRIES_DISABLED, message, note)

    def _only_once(self, call: ast.Call) -> str:
        """Return the key of ``retries`` that forbids a second attempt, or ""."""
        retries = next((each.value for each in call.keywords if each.arg == "retries"), None)
        pairs = aws.pairs_of(retries, self._names) if retries is not None else None
        for word, most in _ATTEMPTS.items():
            value = self._names.value(pairs[word]) if pairs and word in pairs else None
            if isinstance(value, ast.Constant) and type(value.value) is int and value.value <= most:
                return word
        return ""

    def _is_one(self, name: ast.expr, value: ast.expr) -> bool:
        """Return whether a variable is the number of attempts, and its value none or one."""
        return self._names.text(name) == _VARIABLE and self._names.text(value) in ("0", "1")

    def _is_tried_again(self, call: ast.Call) -> bool:
        """Return whether a function around a call tries again itself."""
        outer = [each for each in self._tree.around(call) if isinstance(each, FUNCTIONS)]
        return any(self._tries(each) for each in outer)

    def _tries(self, function: Function) -> bool:
        for decorator in function.decorator_list:
            name = self._names.qualified(decorator.func if isinstance(decorator, ast.Call) else decorator)
            if last(name) in _RETRIERS:
                return True
        return False

    def undecided(self, is_settled: Callable[[], bool]) -> Iterator[Finding]:
        """Yield a finding at the first client of the file whose retries are left to the default."""
        if b"set_default_client_config" in self._source.data:
            return
        for made in self._clients.all():
            if self._is_undecided(made) and not self._is_tried_again(made.call):
                if not is_settled():
                    from backend_standards.code import rules

                    message = f"{made.api}(){self._tree.place(made.call)} leaves the retries to botocore's default"
                    yield self._finding(made.call, rules.RETRIES_UNDECIDED, message, _RETRY_NOTE)
                return

    def _is_undecided(self, made: aws.Made) -> bool:
        config, is_known = aws.argument(made.call, "config", self._names)
        if not is_known:
            return False
        if made.session is not None and not aws.is_none(aws.argument(made.session, "botocore_session", self._names)[0]):
            return False
        if config is None or aws.is_none(config):
            return True
        value = self._clients.value(config)
        if not isinstance(value, ast.Call) or self._names.called(value) not in _CONFIGS:
            return False
        return not any(each.arg in ("retries", None) for each in value.keywords)

    # --- places ----------------------------------------------------------------------------------------

    def places(self) -> Iterator[Finding]:
        """Yield a finding for each client that is made again and again, and need not be."""
        for made in self._clients.all():
            function = self._tree.function(made.call)
            loop = self._loop(made.call)
            block = loop or function
            if block is None or self._is_kept(made.call) or self._depends(made, self._bound_in(block)):
                continue
            kind = self._kind(function) if loop is None and function is not None else ""
            if loop is None and not kind:
                continue
            from backend_standards.code import rules

            if loop is not None:
                message = f"{made.api}(){self._tree.place(made.call)} creates the same client in each iteration"
                yield self._finding(made.call, rules.CLIENT_IN_LOOP, message, "Create the client before the loop.")
            elif function is not None:
                message = f"{made.api}() in {function.name}() creates a client for each {kind}"
                yield self._finding(made.call, rules.CLIENT_IN_HANDLER, message, _HANDLER_NOTE)

    def _loop(self, call: ast.Call) -> ast.AST | None:
        """Return the loop of the same function that runs a call in each iteration."""
        inner: ast.AST = call
        for outer in self._tree.around(call):
            if isinstance(outer, SCOPES):
                return None
            if isinstance(outer, _LOOPS) and not self._is_once(outer, inner):
                return outer
            if isinstance(outer, _COMPREHENSIONS) and inner is not outer.generators[0]:
                return outer
            inner = outer
        return None

    def _is_once(self, loop: ast.AST, inner: ast.AST) -> bool:
        """Return whether a part of a loop runs once: what it goes through, its ``else``, a body that ends it."""
        if isinstance(loop, ast.For | ast.AsyncFor) and inner is loop.iter:
            return True
        assert isinstance(loop, _LOOPS)  # noqa: S101 - its caller has asked
        if any(inner is each for each in loop.orelse):
            return True
        return isinstance(loop.body[-1], ast.Return | ast.Break | ast.Raise)

    def _bound_in(self, block: ast.AST) -> set[str]:
        """Return the names that get their values in a loop or function: its variables, its arguments."""
        if block in self._bound:
            return self._bound[block]
        found = self._bound[block] = set()
        for each in everything([block]):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                found.add(each.id)
            elif isinstance(each, ast.arg):
                found.add(each.arg)
        return found

    def _depends(self, made: aws.Made, names: set[str]) -> bool:
        """Return whether what a client is made of changes with some names, such as a region or credentials."""
        call = made.call
        given = [*call.args, *(each.value for each in call.keywords)]
        if isinstance(call.func, ast.Attribute):
            given.append(call.func.value)
        if made.session is not None:
            given += [*made.session.args, *(each.value for each in made.session.keywords)]
        for each in inside(given):
            if isinstance(each, ast.Name) and each.id in names and not self._is_same(each):
                return True
            if isinstance(each, ast.Await):
                return True
            if isinstance(each, ast.Call) and each is not made.session and self._names.called(each) not in _CONFIGS:
                return True
        return False

    def _is_same(self, name: ast.Name) -> bool:
        """Return whether a name is bound once to what never changes: a constant, a session, a configuration."""
        value = self._names.value(name)
        if self._names.text(value) is not None or isinstance(value, ast.Constant):
            return True
        if not isinstance(value, ast.Call):
            return False
        is_plain = not value.args and not value.keywords
        return self._names.called(value) in _CONFIGS or (is_plain and self._clients.session(value) is value)

    def _is_kept(self, call: ast.Call) -> bool:
        """Return whether a client is made only if there is none yet, or kept for the next time."""
        for outer in self._tree.around(call):
            if isinstance(outer, ast.If | ast.IfExp | ast.BoolOp):
                return True
            if isinstance(outer, ast.Try):
                continue
            if isinstance(outer, FUNCTIONS):
                return False
        return False

    def _kind(self, function: Function) -> str:
        """Return what a function answers, each time anew: "invocation", "request", or ""."""
        arguments = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        plain = [each.lstrip("_") for each in arguments]
        if plain[:2] in (["event", "context"], ["event", "ctx"]) and self._tree.nearest(function, *SCOPES) is None:
            return "invocation"
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
                path = self._names.text(decorator.args[0]) if decorator.args else None
                if decorator.func.attr in _ROUTES and path is not None and path[:1] in ("/", ""):
                    return "request"
        return ""

    def _finding(self, node: ast.expr | ast.stmt, rule: Rule, message: str, note: str) -> Finding:
        from backend_standards.code.findings import at

        return at(self._source, node, rule, message, note=note)


_RETRY_NOTE = (
    "Let botocore retry: `from botocore.config import Config`, and "
    '`config=Config(retries={"max_attempts": 5, "mode": "standard"})` for the client.'
)
_VARIABLE_NOTE = "Set it to 3 or more, with AWS_RETRY_MODE=standard."
_HANDLER_NOTE = "Create the client once, at the top of the module, or in a function with `@functools.cache`."
