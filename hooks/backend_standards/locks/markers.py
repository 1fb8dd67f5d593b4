"""Environment markers, evaluated in many environments: each comparison once for each value of its variables.

``packaging`` checks the syntax and decides what is not plain; it takes 30 microseconds for a comparison, so two markers
of sixty comparisons would take seconds. Source: PyPA's "Dependency specifiers". Imported only where markers differ.
"""

from __future__ import annotations

from backend_standards.locks.plain import NAME, PYTHON, satisfies_plainly, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from packaging.markers import Marker

ALIASES = {
    "os.name": "os_name",
    "sys.platform": "sys_platform",
    "platform.version": "platform_version",
    "platform.machine": "platform_machine",
    "platform.python_implementation": "platform_python_implementation",
    "python_implementation": "platform_python_implementation",
}
"""Old names of variables, and the present ones."""
_TEXTS = ("os_name", "sys_platform", "platform_system", "platform_machine", "implementation_name")
"""Variables whose values are compared as texts, if the other side is a word."""
_MOST_EVALUATED = 2000
"""Comparisons that packaging evaluates for one marker, at most: 0.1 seconds. The plain ones do not count."""


class TooLong(Exception):
    """A marker has so many comparisons that evaluating it would take too long."""


class Expression:
    """A marker that can be evaluated often."""

    __slots__ = ("_comparisons", "_evaluated", "_steps")

    def __init__(self, marker: str) -> None:
        """Take a marker apart.

        Raises:
            InvalidMarker, RecursionError: it is not a marker, or is nested too deep.
        """
        from packaging.markers import Marker

        Marker(marker)
        self._comparisons: list[_Comparison] = []
        self._evaluated = 0
        self._steps: list[str] = []
        """In postfix order: "" for the next comparison, "and", "or"."""
        waiting: list[str] = []
        atom: list[str] = []
        for word in [*words(marker), ""]:
            if word not in ("(", ")", "and", "or", ""):
                atom.append(word)
                continue
            if atom:
                self._comparisons.append(_Comparison(atom))
                self._steps.append("")
                atom = []
            if word == "(":
                waiting.append(word)
                continue
            # "and" binds more closely than "or".
            while waiting and waiting[-1] != "(" and (word != "and" or waiting[-1] == "and"):
                self._steps.append(waiting.pop())
            if word == ")":
                waiting.pop()
            elif word:
                waiting.append(word)

    def __len__(self) -> int:
        """Return the number of comparisons."""
        return len(self._comparisons)

    def holds(self, environment: Mapping[str, str]) -> bool:
        """Return whether the marker holds in an environment.

        Raises:
            UndefinedComparison, UndefinedEnvironmentName, ValueError: a comparison cannot be made.
            TooLong: there were too many of them.
        """
        truths = [self._truth(each, environment) for each in self._comparisons]
        truths.reverse()
        stack: list[bool] = []
        for step in self._steps:
            if not step:
                stack.append(truths.pop())
                continue
            last = stack.pop()
            stack[-1] = (stack[-1] and last) if step == "and" else (stack[-1] or last)
        return stack[0]

    def _truth(self, comparison: _Comparison, environment: Mapping[str, str]) -> bool:
        values = tuple(map(environment.get, comparison.names))
        found = comparison.known.get(values)
        if found is None:
            found = comparison.plainly(values[0]) if values else None
        if found is None:
            self._evaluated += 1
            if self._evaluated > _MOST_EVALUATED:
                raise TooLong
            found = comparison.evaluated(environment)
        comparison.known[values] = found
        return found


class _Comparison:
    """One comparison of a marker: the names of its variables, and what is known of it by their values."""

    __slots__ = ("_marker", "_operator", "_text", "_word", "known", "names")

    def __init__(self, atom: Sequence[str]) -> None:
        self.names = [ALIASES.get(word, word) for word in atom if word[0] in NAME and word not in ("in", "not")]
        self.known: dict[tuple[str | None, ...], bool] = {}
        self._text = " ".join(_quoted(word) for word in atom)
        self._marker: Marker | None = None
        is_plain = len(atom) == 3 and self.names == [ALIASES.get(atom[0], atom[0])]
        self._operator, self._word = (atom[1], atom[2][1:-1]) if is_plain else ("", "")

    def plainly(self, value: str | None) -> bool | None:
        """Return whether it holds for a value of its only variable; None if that is not plain."""
        if not self._operator or value is None:
            return None
        if self.names[0] in PYTHON and "," not in self._word:
            return satisfies_plainly(value, self._operator + self._word)
        # What begins with another letter than "v" is no version, so packaging compares texts too.
        is_word = self._word.isascii() and self._word[:1].isalpha() and self._word[0] not in "vV"
        if self.names[0] not in _TEXTS or not is_word:
            return None
        known = {"==": value == self._word, "!=": value != self._word, "in": value in self._word}
        return known.get(self._operator)

    def evaluated(self, environment: Mapping[str, str]) -> bool:
        """Return what packaging says."""
        if self._marker is None:
            from packaging.markers import Marker

            self._marker = Marker(self._text)
        return self._marker.evaluate(dict(environment))


def _quoted(word: str) -> str:
    return f'"{word[1:-1]}"' if word[0] == "'" and "'" in word[1:-1] else word
