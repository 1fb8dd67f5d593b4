"""Requirements as they stand in manifests and locks, compared: first by their text, then by what they mean.

Nearly all pairs are equal by text, so ``packaging`` is imported for the rest alone. Source: PEP 508, PEP 440.
"""

from __future__ import annotations

from backend_standards.locks.files import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_PYTHON = ("python_version", "python_full_version")
_SYSTEMS = {"'Windows'": "'win32'", "'Linux'": "'linux'", "'Darwin'": "'darwin'"}  # of which uv writes sys_platform
_POINTS = 4096  # environments in which two markers are compared, at most


class Requirement:
    """One requirement: ``place`` says where it comes from (``git``, ``url``, ``path``, ``index``), "" by default.

    ``specifier`` is without blanks; ``place`` is followed by what is known of the place, such as ``git https://…``.
    """

    __slots__ = ("extras", "marker", "name", "place", "specifier")

    def __init__(self, name: str, extras: Iterable[str], specifier: str, marker: str, place: str = "") -> None:
        self.name = normal(name)
        self.extras = frozenset(map(normal, extras))
        self.specifier = specifier
        self.marker = marker
        self.place = place

    def plain(self) -> tuple[object, ...]:
        """Return what is equal for requirements that are equal without a doubt."""
        return self.name, self.extras, frozenset(self.specifier.split(",")), plain_marker(self.marker), self.place

    def same(self, other: Requirement, *, markers: bool = True) -> bool:
        """Return whether another requirement means the same."""
        return (
            (self.name, self.extras) == (other.name, other.extras)
            and _same_place(self.place, other.place)
            and same_specifier(self.specifier, other.specifier)
            and (not markers or same_marker(self.marker, other.marker))
        )

    def __str__(self) -> str:
        extras = f"[{','.join(sorted(self.extras))}]" if self.extras else ""
        place = self.place.partition(" ")[0]  # a URL may hold a password
        where = f" (from {place})" if place else ""
        return f"{self.name}{extras}{self.specifier}{'; ' if self.marker else ''}{self.marker}{where}"


def parse(text: str) -> Requirement | None:
    """Return the requirement that a PEP 508 text is, or None for a text that is none."""
    text = text.strip()
    end = 0
    while end < len(text) and text[end] in _NAME:
        end += 1
    name, rest = text[:end], text[end:].lstrip()
    if not name or not name[0].isalnum() or not name[-1].isalnum():
        return None
    extras: list[str] = []
    if rest.startswith("["):
        inside, bracket, rest = rest[1:].partition("]")
        if not bracket:
            return None
        extras = [each.strip() for each in inside.split(",") if each.strip()]
        rest = rest.lstrip()
    if rest.startswith("@"):
        url, _, marker = rest[1:].strip().partition(" ;")
        return Requirement(name, extras, "", marker.strip(), _place_of_url(url.strip())) if url.strip() else None
    specifier, _, marker = rest.partition(";")
    specifier = "".join(specifier.split())
    if specifier.startswith("(") and specifier.endswith(")"):
        specifier = specifier[1:-1]
    specifier = specifier.removesuffix(",")
    if specifier and specifier[0] not in "<>=!~":
        return None
    return Requirement(name, extras, specifier, marker.strip())


def same_specifier(one: str, other: str) -> bool:
    """Return whether two specifiers are the same list of clauses; one that cannot be parsed is only its own text."""
    if set(one.split(",")) == set(other.split(",")):
        return True
    if not one or not other:
        return False
    from packaging.specifiers import SpecifierSet

    try:
        return SpecifierSet(one) == SpecifierSet(other)
    except ValueError:  # InvalidSpecifier is one; so is a number of more than 4300 digits
        return False


def satisfies(version: str, specifier: str) -> bool:
    """Return whether a version fulfils a specifier, pre-releases included; True where either cannot be parsed."""
    if not specifier or specifier == f"=={version}":
        return True
    plainly = _satisfies_plainly(version, specifier)
    if plainly is not None:
        return plainly
    from packaging.specifiers import SpecifierSet

    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except ValueError:  # as above, and InvalidVersion
        return True


def same_pythons(declared: Sequence[str], locked: str) -> bool:
    """Return whether Pythons that fulfil all declared specifiers are those that the locked one allows.

    Exclusions (``!=``) are left out: uv writes a range.
    """
    wanted = "".join(",".join(declared).split())
    has = "".join(locked.split())
    if set(wanted.split(",")) == set(has.split(",")):
        return True
    from packaging.specifiers import SpecifierSet

    clauses = [[each for each in text.split(",") if each and not each.startswith("!=")] for text in (wanted, has)]
    try:
        one, other = (SpecifierSet(",".join(each)) for each in clauses)
        samples = [each for clause in (*clauses[0], *clauses[1]) for each in _around(clause.lstrip("<>=~"))]
        return all(one.contains(each, prereleases=True) == other.contains(each, prereleases=True) for each in samples)
    except ValueError:
        return False


def plain_marker(marker: str) -> str:
    """Return a marker in one spelling of quotes, blanks and of what uv writes for ``python_version``."""
    if not marker:
        return ""
    words = list(_words(marker))
    for at, word in enumerate(words[:-1]):
        if word == "python_version" and words[at + 1] in ("<", ">="):
            words[at] = "python_full_version"
        same = _SYSTEMS.get(words[at + 2]) if word == "platform_system" and at + 2 < len(words) else None
        if same and words[at + 1] in ("==", "!="):
            words[at], words[at + 2] = "sys_platform", same
    while len(words) > 2 and words[0] == "(" and words[-1] == ")" and ")" not in words[1:-1]:
        words = words[1:-1]
    return " ".join(words)


def same_marker(one: str, other: str) -> bool:
    """Return whether two markers hold in the same environments.

    uv drops a comparison with what is no version (``python_version < '<3.10'``), so nothing is said of such markers.
    Judged at environments around every value that either marker names: as many as ``_POINTS``, at random beyond that.
    One that cannot be parsed is only its own text.
    """
    one, other = plain_marker(one), plain_marker(other)
    if one == other:
        return True
    from packaging.markers import InvalidMarker, Marker

    try:
        markers = [Marker(each) if each else None for each in (one, other)]
    except (InvalidMarker, RecursionError):
        return False
    words = [*_words(one), *_words(other)]
    if any(word[0] == "'" and word[1:2] in "<>=!~" for word in words if word != "''"):
        return True
    for point in _environments(words):
        held = [marker is None or _holds(marker, point) for marker in markers]
        if held[0] != held[1]:
            return False
    return True


def _holds(marker: object, point: dict[str, str]) -> bool:
    from packaging.markers import Marker, UndefinedEnvironmentName

    assert isinstance(marker, Marker)  # noqa: S101
    try:
        return marker.evaluate(point)
    except (ValueError, UndefinedEnvironmentName):  # UndefinedComparison, or a huge number
        return False


def _environments(words: Sequence[str]) -> Iterator[dict[str, str]]:
    values: dict[str, dict[str, None]] = {"extra": {"": None}}
    for at, word in enumerate(words):
        if word[0] != "'":
            continue
        # The variable stands two words before its value, or (value first) behind; `not in` is two words.
        near = [words[each] for each in (at - 2, at - 3, at + 2, at + 3) if 0 <= each < len(words)]
        for name in near:
            if name.replace(".", "_").replace("_", "").isalpha() and name not in ("and", "or", "not", "in"):
                values.setdefault(name, {}).update(dict.fromkeys(_values(name, word[1:-1])))
    pythons = {each: None for name in _PYTHON for each in values.pop(name, {})}
    names = [*values, "python_full_version"]
    lists = [list(values[name]) for name in values] + [list(pythons) or ["3.11.0"]]
    count = 1
    for each in lists:
        count *= len(each)
    if count <= _POINTS:
        import itertools

        points: Iterable[Sequence[str]] = itertools.product(*lists)
    else:
        import random

        choose = random.Random(0)  # noqa: S311  # the same points each time
        points = ([choose.choice(each) for each in lists] for _ in range(_POINTS))
    for point in points:
        environment = dict(zip(names, point, strict=True))
        environment["python_version"] = ".".join(environment["python_full_version"].split(".")[:2])
        yield {_ALIASES.get(name, name): value for name, value in environment.items()}


_ALIASES = {
    "os.name": "os_name",
    "sys.platform": "sys_platform",
    "platform.version": "platform_version",
    "platform.machine": "platform_machine",
    "platform.python_implementation": "platform_python_implementation",
    "python_implementation": "platform_python_implementation",
}


def _values(name: str, literal: str) -> list[str]:
    """Return values of a variable between which a comparison with the literal can tell."""
    if name in _PYTHON:
        return [each for word in literal.replace(",", " ").split() for each in _around(word)]
    return [literal, f"{literal}~", "", *literal.replace(",", " ").split()]


def _around(version: str) -> list[str]:
    """Return Python versions at, below and above one."""
    parts = [int(part) for part in version.removesuffix(".*").split(".")[:3] if part.isdecimal() and len(part) < 6]
    if not parts:
        return []
    major, minor, micro = [*parts, 0, 0][:3]
    near = [(major, minor, micro), (major, minor, micro + 1), (major, minor, 0), (major, minor, 99)]
    near += [(major, minor, micro - 1)] if micro else [(major, minor - 1, 99)] if minor else [(major - 1, 99, 99)]
    near += [(major, minor + 1, 0), (major + 1, 0, 0)]
    return [f"{one}.{two}.{three}" for one, two, three in near]


def _words(marker: str) -> Iterator[str]:
    """Yield a marker's words, texts in single quotes."""
    at = 0
    while at < len(marker):
        char = marker[at]
        end = at + 1
        if char in "\"'":
            close = marker.find(char, end)
            close = len(marker) if close < 0 else close
            yield f"'{marker[end:close]}'"
            end = close + 1
        elif char in "<>=!~":
            while end < len(marker) and marker[end] in "<>=!~":
                end += 1
            yield marker[at:end]
        elif char in _NAME:
            while end < len(marker) and marker[end] in _NAME:
                end += 1
            yield marker[at:end]
        elif not char.isspace():
            yield char
        at = end


def _place_of_url(url: str) -> str:
    kind, _, rest = url.partition("+")
    return f"git {rest}" if kind == "git" else f"url {url}"


def _same_place(one: str, other: str) -> bool:
    """Return whether two places are the same as far as both are known."""
    kind, _, rest = one.partition(" ")
    other_kind, _, other_rest = other.partition(" ")
    return kind == other_kind and (not rest or not other_rest or rest == other_rest)


def _satisfies_plainly(version: str, specifier: str) -> bool | None:
    """Return whether a version of plain numbers fulfils a specifier of such, or None where either is not plain."""
    number = _numbers(version)
    if number is None:
        return None
    held = True
    for clause in specifier.split(","):
        operator = clause[: len(clause) - len(clause.lstrip("<>=!~"))]
        text = clause[len(operator) :]
        limit = _numbers(text.removesuffix(".*"))
        if limit is None or operator not in ("==", "!=", ">=", "<=", "<", ">", "~="):
            return None
        if text.endswith(".*") and operator not in ("==", "!="):
            return None
        width = max(len(number), len(limit))
        has, bound = ([*each, *[0] * (width - len(each))] for each in (number, limit))
        if text.endswith(".*"):
            held &= (has[: len(limit)] == limit) == (operator == "==")
        elif operator == "~=":
            if len(limit) < 2:
                return None
            held &= has >= bound and has[: len(limit) - 1] == limit[:-1]
        else:
            held &= {
                "==": has == bound,
                "!=": has != bound,
                ">=": has >= bound,
                "<=": has <= bound,
                "<": has < bound,
                ">": has > bound,
            }[operator]
    return held


def _numbers(text: str) -> list[int] | None:
    parts = text.split(".")
    return [int(part) for part in parts] if all(p.isascii() and p.isdecimal() and len(p) < 10 for p in parts) else None
