"""Which calls write to a log: logging, structlog, loguru, Powertools, warnings, and the logs of frameworks."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import dotted, last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.names import Names
    from backend_standards.code.tree import Tree

METHODS = frozenset(
    "debug info warning warn error exception critical fatal log trace success msg notice "
    "ainfo adebug awarning aerror aexception acritical".split()
)
"""Methods that write one line: those of logging, loguru (trace, success) and structlog (msg, the asynchronous ones)."""
_LOGGERS = frozenset("log logs logger logging lgr logr".split())
_MAKERS = frozenset("getlogger get_logger get_task_logger bind opt new contextualize getchild".split())
_LOGGER_CLASSES = frozenset(
    "logging.getLogger structlog.get_logger structlog.getLogger structlog.stdlib.get_logger loguru.logger "
    "aws_lambda_powertools.Logger aws_lambda_powertools.logging.Logger celery.utils.log.get_task_logger".split()
)


def is_logger_name(name: str) -> bool:
    """Return whether a name is one that loggers have: "logger", "_log", "LOG", "app_logger", "request_log"."""
    word = name.lower().strip("_")
    return word in _LOGGERS or word.endswith(("logger", "_log"))


def is_log_call(call: ast.Call, names: Names) -> bool:
    """Return whether a call writes to a log: a method of a logger, or a function of logging or warnings."""
    function = call.func
    if isinstance(function, ast.Name):
        target = names.qualified(function)
        return target.startswith(("logging.", "warnings.")) and last(target) in METHODS
    if not isinstance(function, ast.Attribute) or function.attr not in METHODS:
        return False
    return is_logger(function.value, names) or names.qualified(function) == "warnings.warn"


def is_logger(expression: ast.expr, names: Names) -> bool:
    """Return whether an expression is a logger: by its name, by what it was made of, or a call that gives one."""
    if isinstance(expression, ast.Call):
        made = expression.func
        name = made.attr if isinstance(made, ast.Attribute) else made.id if isinstance(made, ast.Name) else ""
        return name.lower() in _MAKERS or names.qualified(made) in _LOGGER_CLASSES or is_logger_name(name)
    name = expression.attr if isinstance(expression, ast.Attribute) else ""
    if isinstance(expression, ast.Name):
        name = expression.id
        value = names.value(expression)
        if isinstance(value, ast.Call) and names.qualified(value.func) in _LOGGER_CLASSES:
            return True
        if names.qualified(expression) in ("logging", "loguru.logger", "structlog"):
            return True
    return is_logger_name(name)


def own(tree: Tree, names: Names, node: ast.AST) -> str:
    """Return how a file's own logger is written where a node is: "logger", "self.log"; "" if the file has none.

    A logger of the module comes first, then one that the node's class uses as an attribute.
    """
    for statement in tree.module.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            target = statement.targets[0]
            if isinstance(statement.value, ast.Call) and is_logger(statement.value, names):
                return target.id
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name
                if is_logger_name(name) and alias.name != "logging":
                    return name
    owner = tree.nearest(node, ast.ClassDef)
    for call in tree.of(ast.Call):
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in METHODS and is_logger(function.value, names):
            written = dotted(function.value)
            if written and (not written.startswith(("self.", "cls.")) or tree.nearest(call, ast.ClassDef) is owner):
                return written
    return ""
