"""Write ``core/schema.json``: the JSON Schema of ``[tool.backend-standards]``, for editors and checkers.

Run ``make catalog`` after a change to an option; tests/core/test_schema.py fails while the file is out of date.
Source: JSON Schema draft 7, which SchemaStore and validate-pyproject use.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend_standards.core import REPORTING
from backend_standards.core.catalog import TEXTS
from backend_standards.core.configuration import COMMAND
from backend_standards.core.options import OPTIONS
from catalog import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend_standards.core import Option

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "hooks" / "backend_standards" / "core" / "schema.json"
_TEXT = {"type": "string", "minLength": 1}
_SHARED = {
    "commits": "Options of all hooks that check commit messages.",
    "branches": "Options of all hooks that check branches and pushes.",
    "env-files": "Options of all hooks that check env files.",
}


def render() -> str:
    """Return the schema's text."""
    modules = {hook: importlib.import_module(f"backend_standards.{hook.replace('-', '_')}") for hook in OPTIONS}
    subjects: dict[str, dict[str, Option]] = {}
    for module in modules.values():
        for option in module.OPTIONS:
            if option.subject:
                subjects.setdefault(option.subject, {})[option.name] = option
    general = [*modules[COMMAND].OPTIONS, *(each for each in REPORTING if each.name.startswith("baseline"))]
    properties = {option.name: _value(option) for option in general}
    properties |= {name: _table(_SHARED[name], options.values()) for name, options in sorted(subjects.items())}
    properties |= {
        hook: _table(TEXTS[hook]["description"], module.OPTIONS) for hook, module in modules.items() if hook != COMMAND
    }
    properties |= {
        name: _table(f"Options of backend-standards {name}.", importlib.import_module(module).OPTIONS)
        for name, module in COMMANDS.items()
    }
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:backend-standards:pyproject",
        "title": "[tool.backend-standards] of pyproject.toml",
        "description": "Options of the command and its hooks; the command line wins.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _table(description: str, options: Iterable[Option]) -> dict[str, Any]:
    values = {option.name: _value(option) for option in options if not option.is_action}
    return {"description": description, "type": "object", "additionalProperties": False, "properties": values}


def _value(option: Option) -> dict[str, Any]:
    """Return the schema of an option's value: a flag, one value, or a list. A string counts as a list of one."""
    described: dict[str, Any] = {"description": f"{option.purpose[:1].upper()}{option.purpose[1:]}."}
    if not option.metavar:
        return described | {"type": "boolean"}
    if option.single:
        return described | {"anyOf": [_TEXT, {"type": "integer"}]}
    return described | {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT]}


if __name__ == "__main__":
    SCHEMA.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"wrote {SCHEMA.relative_to(ROOT)}\n")
