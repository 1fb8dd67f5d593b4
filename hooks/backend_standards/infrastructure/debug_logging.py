"""The root logger's level in a dictionary for ``dictConfig`` that a file of YAML or JSON holds.

Source: Python's logging.config, "Configuration dictionary schema".
"""

from __future__ import annotations

from backend_standards.infrastructure import debug_words
from backend_standards.infrastructure.debug_hits import INLINE, Hit
from backend_standards.infrastructure.debug_words import ROOT
from backend_standards.readers.marked import Items, Node, Pairs, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def configuration(root: Node) -> Pairs | None:
    """Return the dictionary that a document is, or has under ``logging``; None for another document."""
    if not isinstance(root, Pairs):
        return None
    inner = root.get("logging", "LOGGING", "log_config")
    for each in (root, inner):
        if isinstance(each, Pairs) and all(map(each.get, ("version", "handlers"))) and each.get("root", "loggers"):
            return each
    return None


def judge(found: Pairs, comment: str = INLINE) -> Iterator[Hit]:
    """Yield the level of the root logger, unless each of its handlers is above DEBUG or has a filter."""
    loggers = found.get("loggers")
    for root in (found.get("root"), loggers.get("", "root") if isinstance(loggers, Pairs) else None):
        level = root.get("level") if isinstance(root, Pairs) else None
        if not isinstance(root, Pairs) or not isinstance(level, Text) or not debug_words.is_debug(level.text):
            continue
        if not _are_all_above(root.get("handlers"), found.get("handlers")):
            yield Hit(ROOT, "the root logger has the level DEBUG", level.line, level.column, comment)


def _are_all_above(names: Node | None, handlers: Node | None) -> bool:
    if not isinstance(names, Items) or not names.items or not isinstance(handlers, Pairs):
        return False
    for name in names.items:
        handler = handlers.get(name.text) if isinstance(name, Text) else None
        if not isinstance(handler, Pairs):
            return False
        level = handler.get("level")
        if not handler.get("filters") and (not isinstance(level, Text) or debug_words.is_debug(level.text)):
            return False
    return True
