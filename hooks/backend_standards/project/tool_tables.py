"""One file of tools' settings: its tables or sections, and the line of each key. Nothing of it is run.

A file of INI has sections of texts; one of TOML has tables of values. Both are asked in the same way.
"""

from __future__ import annotations

from backend_standards.core import text as text_of
from backend_standards.readers import ini

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Broken(Exception):
    """A file that its tools cannot read: what is wrong, and the line (0 for the whole file)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Tables:
    """The tables of one file. ``path`` is its path, ``text`` what is in it, ``is_toml`` whether values have types."""

    __slots__ = ("_lines", "is_toml", "path", "text", "top")

    def __init__(self, path: str, data: bytes) -> None:
        """Read a file.

        Raises:
            Broken: no tool can read it.
        """
        self.path = path
        self.text = text_of.with_newlines(text_of.decode(data)).removeprefix("\ufeff")
        self.is_toml = path.endswith(".toml")
        self._lines: Mapping[tuple[str, ...], int] | None = None
        self.top: Mapping[str, object] = _toml(self.text) if self.is_toml else _ini(self.text)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder it is in: "", or with a final slash."""
        return self.path[: self.path.rfind("/") + 1]

    def table(self, *keys: str) -> Mapping[str, object]:
        """Return a table by its keys; an empty one if there is none."""
        return table(self.top, *keys)

    def has(self, *keys: str) -> bool:
        """Return whether there is a table, an empty one too."""
        found = self.table(*keys[:-1]).get(keys[-1])
        return isinstance(found, (dict, list))

    def line(self, *keys: str) -> int:
        """Return the line of a key by the keys of its tables; that of the table if it is written otherwise, or 0."""
        if self._lines is None:
            from backend_standards.readers import toml_lines

            self._lines = toml_lines.lines(self.text) if self.is_toml else _lines_of_ini(self.text)
        wanted = keys
        while wanted:
            if wanted in self._lines:
                return self._lines[wanted]
            wanted = wanted[:-1]
        return 0


def table(top: Mapping[str, object], *keys: str) -> Mapping[str, object]:
    """Return a table below another by its keys; an empty one if there is none."""
    found: object = top
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def words(value: object) -> list[str]:
    """Return the texts of a value: of a list, or of a text with commas and lines between them."""
    if isinstance(value, str):
        return [part.strip() for line in value.split("\n") for part in line.split(",") if part.strip()]
    return [each.strip() for each in value if isinstance(each, str)] if isinstance(value, list) else []


def is_true(value: object) -> bool:
    """Return whether a value switches something on."""
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "1"))


def _toml(text: str) -> Mapping[str, object]:
    from backend_standards.core import toml

    try:
        return toml.tables(text)
    except ValueError as error:
        message = str(error)
        number = message.rpartition("line ")[2].partition(",")[0].rstrip(")")
        raise Broken(f"it is not valid TOML: {message}", int(number) if number.isdecimal() else 0) from error


def _ini(text: str) -> Mapping[str, object]:
    """Return the sections of an INI file with the values of their options, whose names are in lower case."""
    return {
        name: {key: option.value for key, option in section.options.items()}
        for name, section in ini.sections(text).items()
    }


def _lines_of_ini(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each section and option."""
    found: dict[tuple[str, ...], int] = {}
    for name, section in ini.sections(text).items():
        found[(name,)] = section.line
        found.update({(name, key): option.line for key, option in section.options.items()})
    return found
