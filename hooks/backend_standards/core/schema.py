"""The JSON Schema of ``[tool.backend-standards]``, for validate-pyproject, which finds it by its entry point."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def of_tool(tool: str) -> dict[str, Any]:
    """Return the schema of the table of this tool.

    Source: validate-pyproject, "Writing plugins": a function of the entry point group validate_pyproject.tool_schema.

    Raises:
        ValueError: the table is another tool's.
    """
    import json
    import os

    if tool != "backend-standards":
        raise ValueError(f"[tool.{tool}] is not a table of backend-standards")
    with open(os.path.join(os.path.dirname(__file__), "schema.json"), encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return schema
