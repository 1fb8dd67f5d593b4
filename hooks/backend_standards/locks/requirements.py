"""The requirements of manifests and locks, compared: first by their text, then by what they mean.

Nearly all pairs are equal by text, so ``packaging`` is imported only for the others. Sources: PEP 508, PEP 440.
"""

from __future__ import annotations

from backend_standards.locks import normal
from backend_standards.locks.plain import NAME, PYTHON, satisfies_plainly, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.locks.files import Package
    from backend_standards.locks.markers import Expression

_SYSTEMS = {"'Windows'": "'win32'", "'Linux'": "'linux'", "'Darwin'": "'darwin'"}
"""Values of platform_system, and of sys_platform, which uv writes in its place."""
MANY = 50
"""Versions of one package, or clauses, that are compared with one another, at most; no real lock has so many."""
_POINTS = 4096
"""Environments in which two markers are compared, at most: 0.1 seconds."""
_MOST_COMPARED = 20_000
"""Comparisons of markers with different values, at most: the longest markers of real locks need some hundred."""
_PYTHON_DIGITS = 6
"""Digits of a number of a version of Python, fewer than these."""
_LAST = 99
"""Higher than any minor or micro version of Python."""


class Requirement:
    """One requirement.

    ``specifier`` has no spaces. ``place`` says where the package comes from (``git``, ``url``, ``path``, ``index``, ""
    by default), and after a space what is known of the place, such as ``git https://…``.
    """

    __slots__ = ("extras", "marker", "name", "place", "specifier")

    def __init__(self, name: str, extras: Iterable[str], specifier: str, marker: str, place: str = "") -> None:
        self.name = normal(name)
        self.extras = frozenset(map(normal, extras))
        self.specifier = specifier
        self.marker = marker
        self.place = place

    def plain(self) -> tuple[object, ...]:
        """Return a key that only requirements with the same meaning share; others may have the same meaning too."""
        return self.name, self.extras, frozenset(self.specifier.split(",")), plain_marker(self.marker), self.place

    def same(self, other: Requirement, pythons: str = "") -> bool:
        """Return whether another requirement means the same, for the Pythons of a specifier."""
        return (
            (self.name, self.extras) == (other.name, other.extras)
            and _same_place(self.place, other.place)
            and same_specifier(self.specifier, other.specifier)
            and same_marker(self.marker, other.marker, pythons)
        )

    def under(self, marker: str) -> Requirement:
        """Return the same requirement, only where a marker holds too."""
        return Requirement(self.name, self.extras, self.specifier, joined(self.marker, marker), self.place)

    def __str__(self) -> str:
        extras = f"[{','.join(sorted(self.extras))}]" if self.extras else ""
        place = self.place.partition(" ")[0]  # a URL may hold a password
        where = f" (from {place})" if place else ""
        return f"{self.name}{extras}{self.specifier}{'; ' if self.marker else ''}{self.marker}{where}"


def by_name(requirements: Iterable[Requirement]) -> dict[str, list[Requirement]]:
    """Return requirements by their names."""
    found: dict[str, list[Requirement]] = {}
    for each in requirements:
        found.setdefault(each.name, []).append(each)
    return found


def parse(text: str) -> Requirement | None:
    """Return the requirement that a text is (PEP 508), or None for any other text."""
    text = text.strip()
    end = 0
    while end < len(text) and text[end] in NAME:
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
        return Requirement(name, extras, "", marker.strip(), place_of_url(url.strip())) if url.strip() else None
    specifier, _, marker = rest.partition(";")
    specifier = "".join(specifier.split())
    if specifier.startswith("(") and specifier.endswith(")"):
        specifier = specifier[1:-1]
    specifier = specifier.removesuffix(",")
    if specifier and specifier[0] not in "<>=!~":
        return None
    return Requirement(name, extras, specifier, marker.strip())


def same_specifier(one: str, other: str) -> bool:
    """Return whether two specifiers are the same list of clauses.

    One that cannot be parsed only equals its own text.
    """
    if set(one.split(",")) == set(other.split(",")):
        return True
    if not one or not other:
        return False
    from packaging.specifiers import SpecifierSet

    try:
        return SpecifierSet(one) == SpecifierSet(other)
    except ValueError:  # InvalidSpecifier, or a number of more than 4300 digits
        return False


def satisfies(version: str, specifier: str) -> bool:
    """Return whether a version fulfils a specifier, pre-releases included; True where either cannot be parsed."""
    if not specifier or specifier == f"=={version}":
        return True
    plainly = satisfies_plainly(version, specifier)
    if plainly is not None:
        return plainly
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    try:  # a text that is not a version satisfies nothing in newer releases of packaging
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except ValueError:  # as above, and InvalidVersion
        return True


def unlocked(wanted: Iterable[Requirement], pins: Iterable[Package], manifest: str) -> Iterator[str]:
    """Yield the requirements of a manifest that a lock's packages do not fulfil, each as a sentence.

    A requirement with a marker may be absent.
    """
    versions: dict[str, list[str]] = {}
    for name, version, _ in pins:
        versions.setdefault(normal(name), []).append(version)
    for each in wanted:
        has = versions.get(each.name)
        if has is None:
            if not each.marker:
                yield f"{manifest} asks for {each}, which the lock does not have"
        elif not each.place and not any(not version or satisfies(version, each.specifier) for version in has[:MANY]):
            yield f"{manifest} asks for {each}, but the lock has {', '.join(has[:MANY])}"


def same_pythons(declared: Sequence[str], locked: str) -> bool:
    """Return whether the Pythons that fulfil all declared specifiers are those that the locked one allows.

    Exclusions (``!=``) do not count, because uv writes a range. More than ``MANY`` clauses are equal only if their text
    is.
    """
    wanted = "".join(",".join(declared).split())
    has = "".join(locked.split())
    if set(wanted.split(",")) == set(has.split(",")):
        return True
    from packaging.specifiers import SpecifierSet

    clauses = [[each for each in text.split(",") if each and not each.startswith("!=")] for text in (wanted, has)]
    if sum(map(len, clauses)) > MANY:
        return False
    try:
        one, other = (SpecifierSet(",".join(each)) for each in clauses)
        samples = [each for clause in (*clauses[0], *clauses[1]) for each in _around(clause.lstrip("<>=~"))]
        return all(one.contains(each, prereleases=True) == other.contains(each, prereleases=True) for each in samples)
    except ValueError:
        return False


def joined(one: str, other: str) -> str:
    """Return the marker that holds where two do; "" always holds."""
    both = [f"({each})" if " or " in each else each for each in (one, other) if each]
    return " and ".join(both)


def plain_marker(marker: str) -> str:
    """Return a marker with single quotes, single spaces, and the variables that uv writes."""
    if not marker:
        return ""
    found = list(words(marker))
    for at, word in enumerate(found[:-1]):
        if word == "python_version" and found[at + 1] in ("<", ">="):
            found[at] = "python_full_version"
        same = _SYSTEMS.get(found[at + 2]) if word == "platform_system" and at + 2 < len(found) else None
        if same and found[at + 1] in ("==", "!="):
            found[at], found[at + 2] = "sys_platform", same
    while len(found) > 2 and found[0] == "(" and found[-1] == ")" and ")" not in found[1:-1]:
        found = found[1:-1]
    return " ".join(found)


def python_marker(pythons: str) -> str:
    """Return the marker that holds for the Pythons of a specifier; exclusions (``!=``) do not count."""
    clauses = [each for each in "".join(pythons.split()).split(",") if each and not each.startswith("!=")]
    operators = [each[: len(each) - len(each.lstrip("<>=~"))] for each in clauses]
    pairs = zip(operators, clauses, strict=True)
    return " and ".join(f"python_full_version {operator} '{each[len(operator) :]}'" for operator, each in pairs)


def same_marker(one: str, other: str, pythons: str = "") -> bool:
    """Return whether two markers hold in the same environments, of those whose Python fulfils a specifier.

    They are compared in environments around every value that either marker names: in all of them, or in ``_POINTS``
    random ones if there are more. Markers that are too long to be compared count as different. uv drops a comparison
    with a text that is not a version (``python_version < '<3.10'``), so such markers count as equal. Markers that
    cannot be parsed are equal only if their text is.
    """
    one, other = plain_marker(one), plain_marker(other)
    if one == other:
        return True
    from packaging.markers import InvalidMarker

    from backend_standards.locks.markers import Expression, TooLong

    try:
        markers = [Expression(each) if each else None for each in (one, other)]
        among = Expression(limit) if (limit := python_marker(pythons)) else None
    except (InvalidMarker, RecursionError):
        return False
    found = [*words(one), *words(other), *words(limit)]
    if any(word[0] == "'" and word[1:2] in "<>=!~" for word in found if word != "''"):
        return True
    points = _environments(found, sum(len(each) for each in markers if each))
    try:
        return points is not None and all(
            _holds(markers[0], point) == _holds(markers[1], point) for point in points if _holds(among, point)
        )
    except TooLong:
        return False


def _holds(marker: Expression | None, point: Mapping[str, str]) -> bool:
    from packaging.markers import UndefinedEnvironmentName

    try:
        return marker is None or marker.holds(point)
    except (ValueError, UndefinedEnvironmentName):  # UndefinedComparison, or a huge number
        return False


def _environments(words: Sequence[str], comparisons: int) -> Iterator[dict[str, str]] | None:
    """Return environments around every value that markers name; None if so many comparisons in them take too long."""
    values: dict[str, dict[str, None]] = {"extra": {"": None}}
    for at, word in enumerate(words):
        if word[0] != "'":
            continue
        # The variable is two words before its value, or two after it; `not in` is two words.
        near = [words[each] for each in (at - 2, at - 3, at + 2, at + 3) if 0 <= each < len(words)]
        for name in near:
            if name.replace(".", "_").replace("_", "").isalpha() and name not in ("and", "or", "not", "in"):
                values.setdefault(name, {}).update(dict.fromkeys(_values(name, word[1:-1])))
    pythons = {each: None for name in PYTHON for each in values.pop(name, {})}
    names = [*values, "python_full_version"]
    lists = [list(values[name]) for name in values] + [list(pythons) or ["3.11.0"]]
    count = 1
    for each in lists:
        count *= len(each)
    if comparisons * max(map(len, lists)) > _MOST_COMPARED:
        return None
    if count <= _POINTS:
        import itertools

        points: Iterable[Sequence[str]] = itertools.product(*lists)
    else:
        import random

        choose = random.Random(0)  # noqa: S311  # the same environments each time
        points = ([choose.choice(each) for each in lists] for _ in range(_POINTS))
    return _named(names, points)


def _named(names: Sequence[str], points: Iterable[Sequence[str]]) -> Iterator[dict[str, str]]:
    from backend_standards.locks.markers import ALIASES

    for point in points:
        environment = dict(zip(names, point, strict=True))
        environment["python_version"] = ".".join(environment["python_full_version"].split(".")[:2])
        yield {ALIASES.get(name, name): value for name, value in environment.items()}


def _values(name: str, literal: str) -> list[str]:
    """Return values of a variable for which a comparison with the literal may come out differently."""
    if name in PYTHON:
        return [each for word in literal.replace(",", " ").split() for each in _around(word)]
    return [literal, f"{literal}~", "", *literal.replace(",", " ").split()]


def _around(version: str) -> list[str]:
    """Return Python versions at, below and above one."""
    words = version.removesuffix(".*").split(".")[:3]
    parts = [int(word) for word in words if word.isdecimal() and len(word) < _PYTHON_DIGITS]
    if not parts:
        return []
    major, minor, micro = [*parts, 0, 0][:3]
    near = [(major, minor, micro), (major, minor, micro + 1), (major, minor, 0), (major, minor, _LAST)]
    if micro:
        near.append((major, minor, micro - 1))
    else:
        near.append((major, minor - 1, _LAST) if minor else (major - 1, _LAST, _LAST))
    near += [(major, minor + 1, 0), (major + 1, 0, 0)]
    return [f"{one}.{two}.{three}" for one, two, three in near]


def place_of_url(url: str) -> str:
    """Return the place of a URL. Only the folder of its fragment counts."""
    url, _, fragment = url.partition("#")
    for field in fragment.split("&"):
        key, _, value = field.partition("=")
        if key == "subdirectory":
            url += f"#{value}"
    kind, _, rest = url.partition("+")
    return f"git {rest}" if kind == "git" else f"url {url}"


def _same_place(one: str, other: str) -> bool:
    """Return whether two places are the same, as far as both are known."""
    kind, _, rest = one.partition(" ")
    other_kind, _, other_rest = other.partition(" ")
    return kind == other_kind and (not rest or not other_rest or rest == other_rest)
