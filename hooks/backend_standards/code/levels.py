"""Levels of logs: which expressions stand for DEBUG, and which dictionaries of ``dictConfig`` let it through.

Source: the levels of Python's logging (10 and below), and of loguru and uvicorn, which have TRACE below DEBUG.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.names import Names

_DEBUG = 10
_NAMES = frozenset(("debug", "trace"))
_ATTRIBUTES = frozenset(("DEBUG", "TRACE"))


def is_debug(expression: ast.expr, names: Names) -> bool:
    """Return whether an expression is surely DEBUG or below: ``logging.DEBUG``, "debug", 10, or a name for one."""
    expression = names.value(expression)
    if isinstance(expression, ast.Constant):
        value = expression.value
        if isinstance(value, str):
            return value.lower() in _NAMES
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _DEBUG
    if isinstance(expression, ast.Attribute | ast.Name):
        qualified = names.qualified(expression)
        return "." in qualified and last(qualified) in _ATTRIBUTES
    if isinstance(expression, ast.Call):  # logging.getLevelName("DEBUG"), getattr(logging, "DEBUG"), "debug".upper()
        return _is_made_debug(expression, names)
    return False


def _is_made_debug(call: ast.Call, names: Names) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("upper", "lower") and not call.args:
        return is_debug(call.func.value, names)
    called = names.called(call)
    if called in ("logging.getLevelName", "logging._checkLevel") and call.args:
        return is_debug(call.args[0], names)
    two = 2
    return called == "getattr" and len(call.args) >= two and is_debug(call.args[1], names)


def value_of(expression: ast.Dict, key: str, names: Names) -> ast.expr | None:
    """Return what a dictionary written in the file has for a key; None for no such key."""
    for each, value in zip(expression.keys, expression.values, strict=True):
        if each is not None and names.text(each) == key:
            return value
    return None


def in_configuration(configuration: ast.Dict, names: Names) -> Iterator[tuple[ast.expr, str]]:
    """Yield the level of each logger of a ``dictConfig`` through which DEBUG is written, with the logger's name.

    The root's name is "". A logger whose handlers all have a level above DEBUG, or a filter, may write none. One whose
    name is worked out is left out.

    Source: Python's logging.config, "Configuration dictionary schema".
    """
    table = _table(configuration, "handlers", names)
    handlers = _by_name(table, names) if table is not None else None
    for name, logger in _loggers(configuration, names):
        level = value_of(logger, "level", names)
        if level is not None and is_debug(level, names) and not _are_all_above(logger, handlers, names):
            yield level, name


def is_configuration(expression: ast.Dict, names: Names) -> bool:
    """Return whether a dictionary is one for ``dictConfig``: it has a version, and loggers or a root."""
    keys = {names.text(key) for key in expression.keys if key is not None}
    return "version" in keys and bool(keys & {"root", "loggers"})


def _loggers(configuration: ast.Dict, names: Names) -> Iterator[tuple[str, ast.Dict]]:
    root = value_of(configuration, "root", names)
    if root is not None and isinstance(root := names.value(root), ast.Dict):
        yield "", root
    table = _table(configuration, "loggers", names)
    for key, logger in zip(table.keys, table.values, strict=True) if table else ():
        logger = names.value(logger)
        name = names.text(key) if key is not None else None
        if name is not None and isinstance(logger, ast.Dict):
            yield name, logger


def _table(configuration: ast.Dict, key: str, names: Names) -> ast.Dict | None:
    found = value_of(configuration, key, names)
    found = names.value(found) if found is not None else None
    return found if isinstance(found, ast.Dict) else None


def _by_name(table: ast.Dict, names: Names) -> dict[str, ast.expr]:
    """Return the values of a dictionary by the texts of their keys, the first of each."""
    found: dict[str, ast.expr] = {}
    for key, value in zip(table.keys, table.values, strict=True):
        name = names.text(key) if key is not None else None
        if name is not None:
            found.setdefault(name, value)
    return found


def _are_all_above(logger: ast.Dict, handlers: dict[str, ast.expr] | None, names: Names) -> bool:
    """Return whether a logger has handlers of its own, and each writes only what is above DEBUG or passes a filter."""
    own = value_of(logger, "handlers", names)
    own = names.value(own) if own is not None else None
    if own is None or (isinstance(own, ast.List | ast.Tuple) and not own.elts):
        return False  # those of the root write it
    if not isinstance(own, ast.List | ast.Tuple) or handlers is None:
        return True  # worked out elsewhere
    for each in own.elts:
        name = names.text(each)
        handler = handlers.get(name) if name is not None else None
        if not isinstance(handler, ast.Dict):
            return False
        level = value_of(handler, "level", names)
        if value_of(handler, "filters", names) is None and (level is None or is_debug(level, names)):
            return False
    return True
