"""What to say of a text that is not a requirement: what pip would do, and what its writer probably meant."""

from __future__ import annotations

from backend_standards.dependencies import FLOATING, VERSION, Problem, Requirement, has_variable, is_version
from backend_standards.dependencies.problems import WITHOUT_TEMPLATES, invalid, latest, pin, variable
from backend_standards.dependencies.rules import UNPINNED_WILDCARD
from backend_standards.locks import normal

_LONGEST_NAME = 100
"""Characters of a word that is shown as a package's name; no package has a longer one."""
_LONGEST_VERSION = 50
"""Characters of a word that is shown as a version."""
_MERGE = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_POETRY = ("^", "=^", "= ^", "= {", '= "', "= '", "='", '="')


def judge(text: str) -> Requirement:
    """Return the verdict on a text that ``packaging`` cannot parse."""
    name = _leading_name(text)
    rest = text[len(name) :].lstrip(" \t")
    word = rest.lstrip("=@:~ \t").lower()
    # Otherwise the name may be a part of any text, such as a token.
    is_name = text[len(name) :][:1] in " \t=<>!~^[(;,#" or word in FLOATING
    shown = name if len(name) <= _LONGEST_NAME and is_name else ""
    if has_variable(text):
        note = f"Write the version itself: {shown or 'NAME'}=={VERSION}."
        return Requirement(normal(name), problem=variable(shown, "version", note))
    if name and word in FLOATING:
        return Requirement(
            normal(name), problem=latest(shown, "has no release of that name, so pip ends with an error")
        )
    if name and rest.startswith("=") and word == "*":
        message = f"{shown} has a * for its version, which means any version"
        return Requirement(normal(name), problem=Problem(shown, UNPINNED_WILDCARD, message, pin(shown)))
    message, note = _reason(text, shown, rest)
    return invalid(f"{message}, so pip ends with an error", note, shown)


def _leading_name(text: str) -> str:
    end = next((at for at, char in enumerate(text) if not (char.isascii() and (char.isalnum() or char in "-_."))), None)
    return text[:end].rstrip("-_.")


def _reason(text: str, name: str, rest: str) -> tuple[str, str]:
    """Return why a text is not a requirement, and what to do."""
    if text.startswith(_MERGE):
        return "this line is left over from a merge", "Resolve the conflict."
    if "{{" in text or "{%" in text:
        return "this is a line of a template", WITHOUT_TEMPLATES
    if text.endswith("\\"):
        return "a space follows the backslash, which therefore does not continue the line", "Delete the space."
    if "\t-" in text:
        return "a tab is before the option, and pip separates options only by spaces", "Write a space."
    if text[:1] in "\"'":
        return "pip does not accept quotes in a requirements file", "Delete the quotes."
    if text.startswith("pip") and rest.partition(" ")[0] == "install":
        return "this is a command, not a requirement", "Write only the requirement."
    if not name:
        return "this is not a requirement", "Write NAME==VERSION, or a # before a comment."
    return _wrong_version(name, rest)


def _wrong_version(name: str, rest: str) -> tuple[str, str]:
    """Return why the text after a name is not a version, and what to do."""
    version = rest.lstrip("= \t")
    is_plain = is_version(version) and len(version) < _LONGEST_VERSION
    if "#" in version and rest.startswith("=="):
        head = version.partition("#")[0].strip()
        if is_version(head) and len(head) < _LONGEST_VERSION:
            return "the # does not begin a comment, because no space is before it", f"Write {name}=={head}  # comment."
    if rest.startswith("=") and not rest.startswith("==") and is_plain:
        return "= is not an operator of versions", f"Write {name}=={version}."
    if rest[:1].isdigit() and is_version(rest) and len(rest) < _LONGEST_VERSION:
        return "the version has no == before it", f"Write {name}=={rest}."
    if rest.startswith("==") and " " in version:
        return "the == is followed by more than a version", "Write one requirement a line."
    if rest.startswith("=="):
        reason = "the == is not followed by a version (PEP 440)"
        head, dash, tail = version.partition("-")
        if dash and is_version(head) and tail.isascii() and tail.isalnum() and len(version) < _LONGEST_VERSION:
            return (
                reason,
                f"Write {name}=={head}+{tail} for a local version, or {name}==={version} for this text.",
            )
        return reason, f"Write {name}=={VERSION}."
    if rest.startswith(_POETRY):
        return "this is the syntax of Poetry, not of pip", f"Write {name}=={VERSION}."
    return "pip cannot read this as a requirement", f"Write {name}=={VERSION}, or a # before a comment."
