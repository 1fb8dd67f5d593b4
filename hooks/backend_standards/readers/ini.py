"""INI files as configparser reads them: sections and options with the number of each line.

Lines that configparser refuses are passed over, of an option that is there twice the last one counts. Source: the
documentation of configparser, "Supported INI File Structure", with its defaults: ``=`` and ``:``, ``#`` and ``;`` at
the beginning of a line, empty lines within values.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Option:
    """An option: its name in lower case, and the lines of its value with their numbers; the first may be empty."""

    __slots__ = ("line", "lines", "name")

    def __init__(self, name: str, value: str, line: int) -> None:
        self.name = name
        self.line = line
        self.lines = [(value, line)]

    @property
    def value(self) -> str:
        """The value as configparser gives it."""
        return "\n".join(text for text, _ in self.lines).rstrip()


class Section:
    """A section: its name, the number of its first header, and its options by their names."""

    __slots__ = ("line", "name", "options")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.options: dict[str, Option] = {}

    def get(self, *names: str) -> Option | None:
        """Return the first option that is there under one of these names."""
        return next((self.options[name] for name in names if name in self.options), None)


def sections(text: str) -> Mapping[str, Section]:
    """Return the sections of a text by their names, in order; linear in its length."""
    found: dict[str, Section] = {}
    section: Section | None = None
    option: Option | None = None
    indent = 0
    for number, line in enumerate(text.split("\n"), 1):
        value = line.strip()
        if value[:1] in ("#", ";"):
            continue
        if not value:
            if option is not None:
                option.lines.append(("", number))
            continue
        depth = len(line) - len(line.lstrip())
        if option is not None and depth > indent:
            option.lines.append((value, number))
            continue
        indent = depth
        if value[0] == "[" and (end := value.rfind("]")) > 1:
            name = value[1:end]
            section = found.setdefault(name, Section(name, number))
            option = None
        elif section is not None:
            read = _option(value, number)
            if read is not None:
                option = section.options[read.name] = read
    return found


def _option(value: str, number: int) -> Option | None:
    """Return the option that a line begins, None if it begins none."""
    ends = [at for sign in "=:" if (at := value.find(sign)) >= 0]
    if not ends or not min(ends):
        return None
    return Option(value[: min(ends)].rstrip().lower(), value[min(ends) + 1 :].strip(), number)


def rows(option: Option) -> Iterator[tuple[str, int]]:
    """Yield the lines of a value that are not empty; a backslash at the end of one joins it to the next."""
    waiting, first = "", 0
    for text, number in option.lines:
        if not waiting:
            first = number
        if text.endswith("\\"):
            waiting += text[:-1]
            continue
        whole, waiting = waiting + text, ""
        if whole.strip():
            yield whole.strip(), first
    if waiting.strip():
        yield waiting.strip(), first
