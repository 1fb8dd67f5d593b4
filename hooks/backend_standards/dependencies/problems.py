"""The problems that several modules find, and what kind of problem one is. Imported only where there is one."""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt, Finding, masking
from backend_standards.dependencies import VERSION, Problem, Requirement, rules
from backend_standards.locks import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WITHOUT_TEMPLATES = "Leave templates out, with `exclude:` in the configuration of this hook."
_LOOSE = (rules.UNPINNED_BARE, rules.UNPINNED_RANGE, rules.UNPINNED_WILDCARD)
_OF_CONSTRAINTS = (
    rules.INVALID_REQUIREMENT,
    rules.UNPINNED_LATEST,
    rules.LOCAL_BUILD_PATH,
    rules.URL_CREDENTIALS,
)


def is_loose(problem: Problem) -> bool:
    """Return whether a version alone fixes a problem."""
    return problem.rule in _LOOSE


def is_unpinned(problem: Problem) -> bool:
    """Return whether a problem is that a requirement does not name one version."""
    return problem.rule.id.startswith("unpinned-")


def is_invalid(problem: Problem) -> bool:
    """Return whether a problem is that pip cannot read a text."""
    return problem.rule is rules.INVALID_REQUIREMENT


def counts_in_constraints(problem: Problem) -> bool:
    """Return whether a problem is one in a file of constraints too, whose lines need not be pins."""
    return problem.rule in _OF_CONSTRAINTS


def finding(path: str, problem: Problem, line: int, column: int, *, where: str = "", note: str = "") -> Finding:
    """Return the finding about a problem at a place.

    ``where`` says in which line an ignore goes, if that is not the line itself. ``note`` replaces the problem's own.
    A word of the line that may be a secret is not printed: a token alone is a valid name of a package.
    """
    exempt = [Exempt(place=where)] if where else list(IGNORE)
    if is_unpinned(problem) and problem.subject and masking.is_plain(problem.subject):
        exempt.append(Exempt("allow", normal(problem.subject)))
    return Finding(
        path,
        problem.rule,
        masking.cleaned(problem.message),
        line=line,
        column=column,
        note=masking.cleaned(note or problem.note),
        exempt=exempt,
    )


def pin(name: str, after: str = "") -> str:
    """Return the note that tells how to pin a package whose version is not known."""
    return f"Write {name}=={VERSION}{after}, with the version that you have tested: `pip show {_bare(name)}` prints it."


def _bare(name: str) -> str:
    return name.partition("[")[0]


def invalid(message: str, note: str = "", subject: str = "") -> Requirement:
    """Return the verdict on a text that pip cannot read."""
    return Requirement("", problem=Problem(subject, rules.INVALID_REQUIREMENT, message, note), kind="unknown")


def variable(name: str, part: str, note: str = "") -> Problem:
    """Return the problem of a requirement with a part that depends on an environment variable."""
    message = f"{name or 'this'} depends on an environment variable for its {part}"
    return Problem(name, rules.UNPINNED_VARIABLE, message, note or f"Write the {part} itself.")


def local_build(name: str) -> Problem:
    """Return the problem of a path that begins at the root of a machine."""
    message = f"{name or 'this'} is a path that exists only on the machine that wrote the file"
    note = "Write a path that begins at the project's folder."
    if name:
        note = f"Write {name}=={VERSION}, as `pip list --format=freeze` prints it."
    return Problem(name, rules.LOCAL_BUILD_PATH, message, note)


def latest(name: str, message: str) -> Problem:
    """Return the problem of a requirement for the newest version, in a word."""
    return Problem(name, rules.UNPINNED_LATEST, f"{name} {message}", pin(name))


def loose(name: str, extras: Sequence[str], operators: Sequence[str], marker: str) -> Problem:
    """Return the problem of a package with these operators of version specifiers, of which none pins it."""
    bracket = f"[{','.join(sorted(extras))}]" if extras else ""
    note = pin(name + bracket, f" ; {marker}" if marker else "")
    if "==" in operators:
        message = f"{name} has a wildcard: pip installs whichever release of the series is newest that day"
        return Problem(name, rules.UNPINNED_WILDCARD, message, note)
    if operators:
        message = f"{name} has a version range: pip installs whichever matching release is newest that day"
        return Problem(name, rules.UNPINNED_RANGE, message, note)
    message = f"{name} has no version: pip installs whichever release is newest that day"
    return Problem(name, rules.UNPINNED_BARE, message, note)
