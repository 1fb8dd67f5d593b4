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


class Own:
    """The loggers of one file, as they are written: "logger", "self.log"."""

    __slots__ = ("_anywhere", "_module", "_of_class", "_tree")

    def __init__(self, tree: Tree, names: Names) -> None:
        self._tree = tree
        self._module = _of_module(tree.module, names)
        self._anywhere: tuple[int, str] | None = None
        self._of_class: dict[ast.ClassDef | None, tuple[int, str]] = {}
        """By class, the first logger that it uses as an attribute of its own, with the number of the call."""
        for number, call in enumerate(() if self._module else tree.of(ast.Call)):
            function = call.func
            if not isinstance(function, ast.Attribute) or function.attr not in METHODS:
                continue
            written = dotted(function.value) if is_logger(function.value, names) else ""
            if written.startswith(("self.", "cls.")):
                self._of_class.setdefault(tree.nearest(call, ast.ClassDef), (number, written))
            elif written and self._anywhere is None:
                self._anywhere = number, written

    def at(self, node: ast.AST) -> str:
        """Return how a logger is written where a node is, "" if the file has none.

        One of the module comes first, then the first that is used anywhere or as an attribute of the node's class.
        """
        found = [self._anywhere, self._of_class.get(self._tree.nearest(node, ast.ClassDef))]
        return self._module or min((each for each in found if each), default=(0, ""))[1]


def _of_module(module: ast.Module, names: Names) -> str:
    for statement in module.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            if isinstance(statement.value, ast.Call) and is_logger(statement.value, names):
                return statement.targets[0].id
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name
                if is_logger_name(name) and alias.name != "logging":
                    return name
    return ""
