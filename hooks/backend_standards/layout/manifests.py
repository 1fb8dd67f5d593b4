"""Does a manifest say that the project depends on something? Imported only if the file of pins is empty."""

from __future__ import annotations

from backend_standards.layout.filled import holds_pins


def declares_dependencies(name: str, data: bytes) -> bool:
    """Return whether a manifest (by its file name) declares a dependency; False if it cannot be read."""
    if name == "requirements.in":
        return holds_pins(data)
    if name.startswith("setup."):
        return b"install_requires" in data
    import tomllib

    try:
        content = tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        return False
    if name == "Pipfile":
        return bool(content.get("packages"))
    declared = _at(content, "project", "dependencies"), _at(content, "tool", "poetry", "dependencies")
    return any(each != "python" for part in declared if isinstance(part, list | dict) for each in part)


def _at(content: object, *keys: str) -> object:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content
