"""Secrets and personal data that are written to a log, printed, or put into the context of a logger.

Source: the standard's "Logging and Monitoring" ("Logging sensitive info (e.g., passwords, tokens)", "Do not log secrets
or personal data (PII)"). What is judged was measured on public services: see the hook's page.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import logs, reaching
from backend_standards.code.findings import at
from backend_standards.code.names import dotted, last
from backend_standards.code.reaching import Part
from backend_standards.code.secret_words import words
from backend_standards.code.sensitive import Hit, Sensitive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function
    from backend_standards.core import Finding, Options
    from backend_standards.core.rules import Rule

_MOST_NAMED = 3
"""Values that a message names."""
_PRINTS = frozenset("pprint.pprint pprint.pp sys.stdout.write sys.stderr.write rich.print icecream.ic".split())
_STREAMS = frozenset(("sys.stdout", "sys.stderr", "self.stdout", "self.stderr", "stdout", "stderr"))
_BINDERS = frozenset("bind append_keys append_context_keys contextualize structure_logs patch_context".split())
_BOUND = frozenset(
    "structlog.contextvars.bind_contextvars structlog.contextvars.bound_contextvars "
    "structlog.threadlocal.bind_threadlocal structlog.threadlocal.tmp_bind logging.LoggerAdapter".split()
)
_TELEMETRY = frozenset(
    "set_attribute set_attributes set_tag set_tags set_extra set_context set_user capture_message add_breadcrumb "
    "put_annotation put_metadata add_metadata add_event set_data notice_error add_custom_attribute".split()
)
_NOT_TEXT = frozenset(("exc_info", "stack_info", "stacklevel", "file", "end", "sep", "flush", "stream"))
_STREAMED = frozenset(("new", "llm", "text", "stream", "streamed", "delta", "answer"))


class Policy:
    """What a team decides: names that are secrets too or are not, whole events, exceptions, telemetry."""

    __slots__ = ("also", "events", "exceptions", "public", "telemetry")

    def __init__(
        self,
        also: Iterable[str] = (),
        public: Iterable[str] = (),
        *,
        events: bool = False,
        exceptions: bool = False,
        telemetry: bool = False,
    ) -> None:
        self.also = frozenset(also)
        self.public = frozenset(public)
        self.events = events
        self.exceptions = exceptions
        self.telemetry = telemetry

    @classmethod
    def of(cls, options: Options) -> Policy:
        """Return the policy that the options ask for."""
        return cls(
            options.words("also"),
            options.words("public"),
            events=options.flag("events"),
            exceptions=options.flag("exceptions"),
            telemetry=options.flag("telemetry"),
        )


def judge(source: Source, policy: Policy) -> Iterator[Finding]:
    """Yield the findings about one file."""
    module = _Module(source, policy)
    yield from module.calls()
    yield from module.decorators()
    if policy.exceptions:
        yield from module.exceptions()


class _Module:
    """One file, and what its calls write."""

    def __init__(self, source: Source, policy: Policy) -> None:
        self._source = source
        self._names = source.names
        self._tree = source.tree
        self._policy = policy
        self._sensitive = Sensitive(source, policy.also, policy.public)

    def calls(self) -> Iterator[Finding]:
        """Yield what is written to logs and printed."""
        for call in self._tree.of(ast.Call):
            verb = self._verb(call)
            if verb:
                yield from self._findings(call, _parts(call), f"{self._written(call)} {verb}")

    def _verb(self, call: ast.Call) -> str:
        """Return what a call does with its arguments, in a word for a message; "" if it writes nothing."""
        function = call.func
        if isinstance(function, ast.Name):
            target = self._names.qualified(function)
            if target in ("print", *_PRINTS):
                return "prints" if self._is_shown(call) else ""
            if target in _BOUND:
                return "logs"
        elif isinstance(function, ast.Attribute):
            method = function.attr
            if method == "write":
                return "prints" if dotted(function.value) in _STREAMS and not _is_stream(call) else ""
            if method in _BINDERS and logs.is_logger(function.value, self._names):
                return "logs"
            target = self._names.qualified(function)
            if target in _PRINTS:
                return "prints" if self._is_shown(call) else ""
            if target in _BOUND:
                return "logs"
            if self._policy.telemetry and method in _TELEMETRY:
                return "reports"
        return "logs" if logs.is_log_call(call, self._names) else ""

    def _is_shown(self, call: ast.Call) -> bool:
        """Return whether what a call prints goes to the terminal, and not to a file that it names."""
        named = {each.arg: each.value for each in call.keywords}
        if "end" in named and _is_stream(call):
            return False
        file = named.get("file") or named.get("stream")
        return file is None or dotted(file) in _STREAMS

    def _findings(self, call: ast.expr | ast.stmt, parts: list[Part], what: str) -> Iterator[Finding]:
        hits = self._sensitive.hits(parts, call)
        for kind in _KINDS if hits else ():
            found = [hit for hit in hits if hit.kind == kind and (kind != "event" or self._has_secrets(call))]
            if found:
                yield self._finding(call, _rule(kind), found, what)

    def _has_secrets(self, call: ast.AST) -> bool:
        """Return whether the event of the handler around a call is judged: it has the headers of a request in it."""
        function = self._tree.function(call)
        return self._policy.events or (function is not None and self._is_gateway(function))

    def _is_gateway(self, function: Function) -> bool:
        return bool(function.args.args) and self._sensitive.seen.is_gateway(function)

    def _finding(self, node: ast.expr | ast.stmt, rule: Rule, hits: list[Hit], what: str) -> Finding:
        more = ", …" if len(hits) > _MOST_NAMED else ""
        shown = ", ".join(hit.shown for hit in hits[:_MOST_NAMED]) + more
        message = f"{what} {_WHAT.get(rule.id, '')}{shown}{self._tree.place(node)}"
        return at(self._source, node, rule, message, note=_note(rule, hits[0].shown))

    # --- decorators and exceptions ----------------------------------------------------------------------

    def decorators(self) -> Iterator[Finding]:
        """Yield the handlers whose event a decorator of Powertools logs."""
        for function in self._tree.functions:
            for each in function.decorator_list:
                if not isinstance(each, ast.Call) or last(dotted(each.func)) != "inject_lambda_context":
                    continue
                is_on = any(
                    keyword.arg == "log_event"
                    and isinstance(keyword.value, ast.Constant)
                    and keyword.value.value is True
                    for keyword in each.keywords
                )
                if is_on and (self._policy.events or self._is_gateway(function)):
                    message = f"{dotted(each.func)}(log_event=True) logs the whole event of {function.name}()"
                    yield at(self._source, each, _rule("event"), message, note=_LOG_EVENT_NOTE)

    def exceptions(self) -> Iterator[Finding]:
        """Yield the secrets in the texts of exceptions, which are logged where they are caught."""
        for node in self._tree.of(ast.Raise):
            if isinstance(node.exc, ast.Call):
                hits = [hit for hit in self._sensitive.hits(_parts(node.exc), node.exc) if hit.kind == "secret"]
                if hits:
                    what = f"raise {last(dotted(node.exc.func)) or 'an exception'} shows"
                    yield self._finding(node, _rule("exception"), hits, what)

    def _written(self, call: ast.Call) -> str:
        function = call.func
        return f"{dotted(function) or getattr(function, 'attr', 'a call')}()"


def _is_stream(call: ast.Call) -> bool:
    """Return whether a call writes one token after another, as a language model gives them: ``write(token)``."""
    found = words(last(dotted(call.args[0]))) if len(call.args) == 1 else []
    return found[-1:] == ["token"] and (len(found) == 1 or found[-2] in _STREAMED)


def _parts(call: ast.Call) -> list[Part]:
    """Return the arguments of a call that get into its text."""
    named = [each for each in reaching.keywords(Part(call), call) if each.key not in _NOT_TEXT]
    return [*(Part(each) for each in call.args), *named]


_KINDS = ("secret", "headers", "environment", "body", "event")
_WHAT = {
    "logged-headers": "all headers of the request: ",
    "logged-environment": "the environment or the settings: ",
    "logged-request-body": "the body of the request: ",
    "logged-event": "the whole event: ",
}
_NOTES = {
    "logged-headers": 'Log the one header that you need, such as headers.get("User-Agent"), or only the names.',
    "logged-environment": "Log the one value that you need, or the names alone.",
    "logged-request-body": "Log the one field that you need, such as an id, or the names of the fields.",
    "logged-event": "Log the keys that you need, and context.aws_request_id to find the call again.",
}
_LOG_EVENT_NOTE = "Leave log_event out, and log the keys that you need."


def _rule(kind: str) -> Rule:
    """Return the rule of a kind of value. The rules are imported only for a finding."""
    from backend_standards.code import rules

    return {
        "secret": rules.LOGGED_SECRET,
        "headers": rules.LOGGED_HEADERS,
        "environment": rules.LOGGED_ENVIRONMENT,
        "body": rules.LOGGED_REQUEST_BODY,
        "event": rules.LOGGED_EVENT,
        "exception": rules.SECRET_IN_EXCEPTION,
    }[kind]


def _note(rule: Rule, shown: str) -> str:
    """Return what to write instead, with the name in the file's own spelling where it is one."""
    if rule.id in _NOTES:
        return _NOTES[rule.id]
    if all(part.isidentifier() for part in shown.split(".")):
        return f"Leave {shown} out, or write what you want to know about it, such as bool({shown})."
    return "Leave it out, or write what you want to know about it: whether there is one, whose it is."
