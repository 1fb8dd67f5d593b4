"""Debug modes and levels that a module sets for production: servers, applications, flags, levels, wire logs.

Source: the standard's "Logging and Monitoring" ("Logging at `DEBUG` level in production").
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import elsewhere, levels, logs, rules
from backend_standards.code.elsewhere import Guards
from backend_standards.code.findings import at
from backend_standards.code.names import dotted, last
from backend_standards.code.tree import FUNCTIONS
from backend_standards.code.words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.code.names import Names
    from backend_standards.code.source import Source
    from backend_standards.core import Finding
    from backend_standards.core.rules import Rule

_LIBRARIES = frozenset("botocore boto3 urllib3 s3transfer aiobotocore aiohttp httpx httpcore requests http".split())
"""Loggers of clients that write requests at DEBUG, with their headers."""
_FLAG = r"(?i)(?:\w{1,60}_)?debug(?:_mode|_enabled)?"
_LEVEL = r"(?i)(?:\w{1,60}_)?log(?:ging|ger)?_?level"
_ECHO = r"(?i)(?:sqlalchemy|db|database|sql)_echo"
_TRUE = frozenset(("true", "1", "yes", "on"))
_APPS = frozenset(
    "fastapi.FastAPI fastapi.applications.FastAPI starlette.applications.Starlette litestar.Litestar "
    "litestar.app.Litestar starlite.Starlite sanic.Sanic falcon.App connexion.App connexion.FlaskApp "
    "robyn.Robyn".split()
)
_APP_CLASSES = frozenset(
    "Flask Quart APIFlask OpenAPI Bottle Sanic Dash FlaskApp App Chalice FastAPI Starlette Litestar SocketIO "
    "create_app make_app get_app build_app".split()
)
_APP_NAMES = frozenset(("app", "application", "api", "server", "socketio", "sio", "flask_app", "web_app", "dash_app"))
_SERVERS = frozenset(("uvicorn.run", "uvicorn.main.run", "uvicorn.Config", "uvicorn.config.Config"))
_POWERTOOLS = frozenset(("aws_lambda_powertools.Logger", "aws_lambda_powertools.logging.Logger"))
_INSTALLERS = frozenset(("coloredlogs.install", "daiquiri.setup", "logzero.loglevel", "logzero.setup_logger"))
_SETTINGS = frozenset(("settings", "setting", "config", "configs", "configuration", "conf"))
_BASES = frozenset(("BaseSettings", "BaseAppSettings", "Settings"))
_SHARED_SETTINGS = frozenset(("base.py", "common.py", "default.py", "defaults.py", "global_settings.py"))
"""Modules of a folder of settings, of which those of an environment overrule what they set."""
_READERS = frozenset(
    "os.getenv os.environ.get os.environ.setdefault environ.get getenv environ.setdefault decouple.config".split()
)
_PRODUCTION = frozenset(("prod", "production", "live"))
_ENV_OBJECTS = frozenset(("env", "environ", "config"))


def judge(source: Source) -> Iterator[Finding]:
    """Yield the findings about one file."""
    if elsewhere.is_elsewhere(source.path):
        return
    module = _Module(source)
    yield from module.calls()
    yield from module.alternatives()
    yield from module.assignments()
    yield from module.configurations()


def _is(pattern: str, word: str, name: str) -> bool:
    """Return whether a name has a form, in which there is a word: few names have it, and ``re`` is costly to import."""
    if word not in name.lower():
        return False
    import re

    return re.fullmatch(pattern, name) is not None


class _Module:
    """One file, and what its calls and assignments switch on."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names: Names = source.names
        self._guards = Guards(source)
        # What is asked of many nodes, and gathered for the first of them.
        self._handlers: dict[ast.AST, tuple[set[str], set[str]]] | None = None
        self._overruled: dict[str, list[ast.ClassDef]] | None = None
        name = source.path.rpartition("/")[2]
        self._packages = {"app", "src", *source.path.split("/")[:-1]}
        """What the project's own loggers begin with: a logger of something else may write one kind of line alone."""
        self._is_gunicorn = name.startswith("gunicorn")
        told = {word for part in source.path.removesuffix(".py").split("/")[-2:] for word in words(part)}
        self._is_shared = name in _SHARED_SETTINGS
        self._is_settings = not _SETTINGS.isdisjoint(told)

    # --- calls ------------------------------------------------------------------------------------------

    def calls(self) -> Iterator[Finding]:
        """Yield what calls switch on."""
        for call in self._source.tree.of(ast.Call):
            found = self._call(call)
            if found and not self._guards.cover(call):
                yield found

    def _call(self, call: ast.Call) -> Finding | None:
        called = self._names.called(call)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else last(called)
        keywords = {each.arg: each.value for each in call.keywords if each.arg}
        return (
            self._server(call, called, method, keywords)
            or self._app(call, called, method, keywords)
            or self._default(call, called, keywords)
            or self._level(call, called, method, keywords)
            or self._wire(call, called, method, keywords)
        )

    def _server(self, call: ast.Call, called: str, method: str, keywords: dict[str, ast.expr]) -> Finding | None:
        if called in _SERVERS:
            told = next((word for word in ("reload", "debug") if self._is_true(keywords.get(word))), "")
            if told:
                return self._at(call, rules.DEBUG_SERVER, f"{self._written(call)} sets {told}=True", _OFF.format(told))
            if self._is_debug(keywords.get("log_level")):
                return self._at(call, rules.DEBUG_LEVEL, f"{self._written(call)} logs at DEBUG", _FROM_ENV)
        elif called in ("werkzeug.serving.run_simple", "run_simple", "bottle.run"):
            told = next((w for w in ("use_debugger", "use_reloader", "debug", "reloader") if w in keywords), "")
            if told and self._is_true(keywords[told]):
                return self._at(call, rules.DEBUG_SERVER, f"{self._written(call)} sets {told}=True", _OFF.format(told))
        elif method in ("run", "run_server") and isinstance(call.func, ast.Attribute) and self._is_app(call.func.value):
            told = next((w for w in ("debug", "use_debugger", "use_reloader") if self._is_true(keywords.get(w))), "")
            if told:
                return self._at(call, rules.DEBUG_SERVER, f"{self._written(call)} sets {told}=True", _OFF.format(told))
        return None

    def _app(self, call: ast.Call, called: str, method: str, keywords: dict[str, ast.expr]) -> Finding | None:
        is_app = called in _APPS or (
            called.startswith("aws_lambda_powertools.event_handler.") and method.endswith(("Resolver", "ResolverV2"))
        )
        if is_app and self._is_true(keywords.get("debug")):
            return self._at(call, rules.DEBUG_APP, f"{method}() is made with debug=True", _OFF.format("debug"))
        if method in ("update", "from_mapping") and self._is_config(call.func) and self._is_true(keywords.get("DEBUG")):
            return self._at(call, rules.DEBUG_APP, f"{self._written(call)} sets DEBUG=True", _OFF.format("DEBUG"))
        if called == "bottle.debug" and (not call.args or self._is_true(call.args[0])):
            return self._at(call, rules.DEBUG_APP, "bottle.debug() switches the debug mode on", _OFF.format("debug"))
        return None

    def _level(self, call: ast.Call, called: str, method: str, keywords: dict[str, ast.expr]) -> Finding | None:
        level = keywords.get("level")
        first = call.args[0] if call.args else None
        if called == "logging.basicConfig":
            if self._is_debug(level) and not self._is_held_back(call):
                return self._at(call, rules.DEBUG_LEVEL, "basicConfig() sets the level DEBUG", _FROM_ENV)
        elif method == "setLevel" and isinstance(call.func, ast.Attribute):
            if self._is_debug(level or first):
                return self._set_level(call, call.func.value)
        elif called in _POWERTOOLS:
            if self._is_debug(level) or self._is_debug(keywords.get("log_level")):
                return self._at(call, rules.DEBUG_LEVEL, "Logger() has the level DEBUG", _POWERTOOLS_NOTE)
        elif called in ("loguru.logger.add", *_INSTALLERS):
            if self._is_debug(level or (first if called == "logzero.loglevel" else None)):
                return self._at(call, rules.DEBUG_LEVEL, f"{self._written(call)} has the level DEBUG", _FROM_ENV)
        elif called == "structlog.make_filtering_bound_logger" and self._is_debug(first):
            return self._at(call, rules.DEBUG_LEVEL, "structlog lets the level DEBUG through", _FROM_ENV)
        return None

    def _set_level(self, call: ast.Call, receiver: ast.expr) -> Finding | None:
        name = self._logger(receiver)
        if name is None or self._is_held_back(call):
            return None
        if name.partition(".")[0] in _LIBRARIES:
            return self._at(call, rules.WIRE_LOG, f"the logger {name} writes requests at DEBUG", _NO_WIRE)
        what = f"the logger {name}" if name else dotted(receiver) or "the root logger"
        return self._at(call, rules.DEBUG_LEVEL, f"{what} is set to DEBUG", _FROM_ENV)

    def _logger(self, receiver: ast.expr) -> str | None:
        """Return the name of a logger, "" for the root and for one of the module; None for no logger.

        A logger whose name is worked out is none: loops over all loggers hand them to another library.
        """
        if not logs.is_logger(receiver, self._names) and self._names.qualified(receiver) != "logging.root":
            return None
        made = self._names.value(receiver)
        if isinstance(made, ast.Call) and made.args and self._names.called(made).endswith("getLogger"):
            if dotted(made.args[0]) == "__name__":
                return ""
            return self._names.text(made.args[0])
        return ""

    def _is_held_back(self, node: ast.AST) -> bool:
        """Return whether every handler that is added beside a level has a level of its own, and none is DEBUG."""
        if self._handlers is None:
            self._handlers = self._added_handlers()
        added, above = self._handlers.get(self._names.scope(node), (set(), set()))
        return bool(added) and added <= above - {""}

    def _added_handlers(self) -> dict[ast.AST, tuple[set[str], set[str]]]:
        """Return by scope the handlers that are added to loggers, and the names whose level is set above DEBUG."""
        found: dict[ast.AST, tuple[set[str], set[str]]] = {}
        for call in self._source.tree.of(ast.Call):
            if not isinstance(call.func, ast.Attribute) or len(call.args) != 1:
                continue
            if call.func.attr not in ("addHandler", "setLevel"):
                continue
            added, above = found.setdefault(self._names.scope(call), (set(), set()))
            if call.func.attr == "addHandler":
                added.add(dotted(call.args[0]))
            elif not self._is_debug(call.args[0]):
                above.add(dotted(call.func.value))
        return found

    def _default(self, call: ast.Call, called: str, keywords: dict[str, ast.expr]) -> Finding | None:
        """Return what is said of a variable of the environment whose default is DEBUG."""
        two = 2
        if called not in _READERS and called.partition(".")[0] not in _ENV_OBJECTS:
            return None
        name = self._names.text(call.args[0]) if call.args else None
        default = call.args[1] if len(call.args) >= two else keywords.get("default")
        if name is None or default is None:
            return None
        if _is(_LEVEL, "level", name) and self._is_debug(default):
            return self._at(call, rules.DEBUG_DEFAULT, f"{name} is DEBUG unless it is set", _INFO.format(name))
        if _is(_FLAG, "debug", name) and self._is_true(default):
            return self._at(call, rules.DEBUG_DEFAULT, f"{name} is on unless it is set", _DEFAULT_OFF)
        return None

    def _wire(self, call: ast.Call, called: str, method: str, keywords: dict[str, ast.expr]) -> Finding | None:
        if called in ("boto3.set_stream_logger", "boto3.session.set_stream_logger"):
            level = keywords.get("level") or (call.args[1] if len(call.args) > 1 else None)
            if level is None or self._is_debug(level):
                return self._at(call, rules.WIRE_LOG, "set_stream_logger() writes requests to AWS at DEBUG", _NO_WIRE)
        elif method == "set_debug_logger":
            return self._at(call, rules.WIRE_LOG, "set_debug_logger() writes requests to AWS at DEBUG", _NO_WIRE)
        elif method in ("create_engine", "create_async_engine") and called.startswith(
            ("sqlalchemy", "sqlmodel", method)
        ):
            echo = keywords.get("echo")
            if self._is_true(echo) or self._is_debug(echo):
                return self._at(call, rules.WIRE_LOG, f"{method}() writes each statement with its values", _NO_ECHO)
        elif (
            "debuglevel" in keywords
            and method in ("HTTPHandler", "HTTPSHandler")
            and self._is_on(keywords["debuglevel"])
        ):
            return self._at(call, rules.WIRE_LOG, f"{method}() writes each request with its headers", _NO_WIRE)
        return None

    def alternatives(self) -> Iterator[Finding]:
        """Yield the variables of the environment that DEBUG stands in for: ``getenv("LOG_LEVEL") or "DEBUG"``."""
        for either in self._source.tree.of(ast.BoolOp):
            read, otherwise = either.values[0], either.values[-1]
            if not isinstance(either.op, ast.Or) or not isinstance(read, ast.Call) or len(read.args) != 1:
                continue
            found = self._default(read, self._names.called(read), {"default": otherwise})
            if found and not self._guards.cover(either):
                yield found

    # --- assignments ------------------------------------------------------------------------------------

    def assignments(self) -> Iterator[Finding]:
        """Yield what assignments switch on."""
        for target, value, node in self._assigned():
            found = self._assignment(target, value, node)
            if found and not self._guards.cover(node):
                yield found

    def _assigned(self) -> Iterator[tuple[ast.expr, ast.expr, ast.stmt]]:
        for assignment in self._source.tree.of(ast.Assign):
            if len(assignment.targets) == 1:
                yield assignment.targets[0], assignment.value, assignment
        for annotated in self._source.tree.of(ast.AnnAssign):
            if annotated.value is not None:
                yield annotated.target, annotated.value, annotated

    def _assignment(self, target: ast.expr, value: ast.expr, node: ast.stmt) -> Finding | None:
        if isinstance(target, ast.Name):
            return self._flag(target, value, node)
        if isinstance(target, ast.Attribute):
            if target.attr == "debuglevel" and self._is_on(value):
                return self._at(
                    node, rules.WIRE_LOG, f"{dotted(target)} writes each request with its headers", _NO_WIRE
                )
            if target.attr == "debug" and self._is_app(target.value) and self._is_true(value):
                return self._at(node, rules.DEBUG_APP, f"{dotted(target)} is switched on", _OFF.format("debug"))
        if isinstance(target, ast.Subscript) and self._is_true(value):
            name = self._names.text(target.slice)
            if name == "DEBUG" and isinstance(target.value, ast.Attribute) and target.value.attr == "config":
                return self._at(node, rules.DEBUG_APP, f'{dotted(target.value)}["DEBUG"] is on', _OFF.format("DEBUG"))
            if name == "SQLALCHEMY_ECHO":
                return self._at(node, rules.WIRE_LOG, "SQLALCHEMY_ECHO writes each statement with its values", _NO_ECHO)
        return None

    def _flag(self, target: ast.Name, value: ast.expr, node: ast.stmt) -> Finding | None:
        """Return what is said of a constant or field of the settings that switches the debug mode on."""
        scope = self._names.scope(node)
        if isinstance(scope, FUNCTIONS) or len(self._names.bindings(target)) > 1:
            return None  # what is set again depends on something
        if self._is_gunicorn and isinstance(scope, ast.Module):
            return self._gunicorn(target.id, value, node)
        is_field = isinstance(scope, ast.ClassDef) and self._is_settings_class(scope)
        if self._is_shared or not (is_field or self._is_settings):
            return None
        value = self._field_default(value)
        name = target.id
        if isinstance(scope, ast.ClassDef) and self._is_overruled(scope, name):
            return None
        if _is(_FLAG, "debug", name) and self._is_true(value):
            return self._at(node, rules.DEBUG_FLAG, f"{name} is on", _DEFAULT_OFF)
        if _is(_LEVEL, "level", name) and self._is_debug(value):
            return self._at(node, rules.DEBUG_DEFAULT, f"{name} is DEBUG unless it is set", _FIELD.format(name))
        if _is(_ECHO, "echo", name) and self._is_true(value):
            return self._at(node, rules.WIRE_LOG, f"{name} writes each statement with its values", _NO_ECHO)
        return None

    def _gunicorn(self, name: str, value: ast.expr, node: ast.stmt) -> Finding | None:
        if name == "loglevel" and self._is_debug(value):
            return self._at(node, rules.DEBUG_LEVEL, "gunicorn logs at DEBUG", _FROM_ENV)
        if name in ("reload", "debug") and self._is_true(value):
            return self._at(node, rules.DEBUG_SERVER, f"gunicorn runs with {name} = True", _OFF.format(name))
        return None

    def _field_default(self, value: ast.expr) -> ast.expr:
        """Return the default of a field: that of ``Field("DEBUG")`` and ``Field(default=True)``, or the value."""
        if isinstance(value, ast.Call) and last(self._names.called(value)) in ("Field", "field", "attrib", "ib"):
            named = next((each.value for each in value.keywords if each.arg == "default"), None)
            return named or (value.args[0] if value.args else value)
        return value

    def _is_settings_class(self, scope: ast.ClassDef) -> bool:
        bases = {last(self._names.qualified(base)) for base in scope.bases}
        return not _BASES.isdisjoint(bases) or any(base.endswith("Settings") for base in bases)

    def _is_overruled(self, scope: ast.ClassDef, name: str) -> bool:
        """Return whether another class of the file that is for production sets a name itself."""
        if self._overruled is None:
            self._overruled = self._set_for_production()
        return any(other is not scope for other in self._overruled.get(name, ())[:2])

    def _set_for_production(self) -> dict[str, list[ast.ClassDef]]:
        """Return by name the classes for production that set it, each once."""
        found: dict[str, list[ast.ClassDef]] = {}
        for other in self._source.tree.of(ast.ClassDef):
            for each in other.body if not _PRODUCTION.isdisjoint(words(other.name)) else ():
                targets = each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", None)]
                for target in targets:
                    if isinstance(target, ast.Name) and found.setdefault(target.id, [])[-1:] != [other]:
                        found[target.id].append(other)
        return found

    # --- dictConfig -------------------------------------------------------------------------------------

    def configurations(self) -> Iterator[Finding]:
        """Yield the levels of the dictionaries for ``logging.config.dictConfig``."""
        for configuration in self._source.tree.of(ast.Dict):
            if not levels.is_configuration(configuration, self._names) or self._guards.cover(configuration):
                continue
            if any(elsewhere.says_elsewhere(name) for name in self._bound(configuration)):
                continue
            for level, name in levels.in_configuration(configuration, self._names):
                if self._guards.cover(level):
                    continue
                top = name.partition(".")[0]
                if top in _LIBRARIES:
                    yield self._at(level, rules.WIRE_LOG, f"the logger {name} writes requests at DEBUG", _NO_WIRE)
                elif not top or top in self._packages:
                    what = f"the logger {name}" if name else "the root logger"
                    yield self._at(level, rules.DEBUG_LEVEL, f"{what} has the level DEBUG", _FROM_ENV)

    def _bound(self, node: ast.AST) -> Iterable[str]:
        statement = self._source.tree.statement(node)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        return [dotted(target) for target in targets]

    # --- words ------------------------------------------------------------------------------------------

    def _is_app(self, expression: ast.expr) -> bool:
        if isinstance(expression, ast.Call):
            return last(self._names.called(expression)) in _APP_CLASSES
        made = self._names.value(expression)
        if isinstance(made, ast.Call) and last(self._names.called(made)) in _APP_CLASSES:
            return True
        name = last(dotted(expression)).lower().strip("_")
        return name in _APP_NAMES or name.endswith("_app")

    def _is_config(self, function: ast.expr) -> bool:
        """Return whether a method is one of the configuration of an application: ``app.config.update``."""
        return isinstance(function, ast.Attribute) and last(dotted(function.value)) == "config"

    def _is_true(self, expression: ast.expr | None) -> bool:
        value = self._names.value(expression) if expression is not None else None
        if not isinstance(value, ast.Constant):
            return False
        if isinstance(value.value, str):
            return value.value.lower() in _TRUE
        return isinstance(value.value, int) and value.value == 1

    def _is_on(self, expression: ast.expr) -> bool:
        value = self._names.value(expression)
        return isinstance(value, ast.Constant) and bool(value.value)

    def _is_debug(self, expression: ast.expr | None) -> bool:
        return expression is not None and levels.is_debug(expression, self._names)

    def _written(self, call: ast.Call) -> str:
        return f"{dotted(call.func) or last(self._names.called(call)) or getattr(call.func, 'attr', 'a call')}()"

    def _at(self, node: ast.stmt | ast.expr, rule: Rule, message: str, note: str) -> Finding:
        return at(self._source, node, rule, f"{message}{self._source.tree.place(node)}", note=note)


_OFF = 'Leave {0} out, or read it from the environment, off by default: `{0}=os.environ.get("APP_DEBUG") == "1"`'
_FROM_ENV = 'Read the level from the environment: `os.environ.get("LOG_LEVEL", "INFO")`'
_POWERTOOLS_NOTE = "Leave level out: Logger() reads POWERTOOLS_LOG_LEVEL, and logs at INFO without it."
_INFO = 'Write "INFO" for the default, and set {0} where you want more.'
_FIELD = 'Write "INFO" for the default, and set {0} in the environment where you want more.'
_DEFAULT_OFF = "Switch it off by default, and on in the environment of a developer."
_NO_WIRE = "Delete it: it logs headers and bodies, credentials among them."
_NO_ECHO = "Leave echo out: the statements hold personal data and secrets."
