"""Which versions of one package the manifests and locks of a repository let in.

For rules about code that works with some versions of a library only. Imported only where such code was found.
"""

from __future__ import annotations

import re

from backend_standards.core import PYPROJECT, Stopped
from backend_standards.dependencies.pins import allows
from backend_standards.locks import files, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SETUP = ("setup.py", "setup.cfg", "environment.yml", "environment.yaml")
OF_REQUIREMENTS = ("requirements", "constraints", "reqs", "deps")
"""Folders of requirements, and words in the names of their files."""
_MOST = 1000
"""Values of a TOML file that are looked at, times ten: the largest manifests have some hundred."""
_CARET = re.compile(r"\^[ ]*v?(\d{1,6})((?:\.\d{1,6}){0,3})")
_TILDE = re.compile(r"~[ ]*v?(\d{1,6})((?:\.\d{1,6}){0,3})")
_VERSION = re.compile(r"(?<![\w.])(\d{1,6})(?:\.\d{1,6}){0,3}")
_MINORS = 30
"""Minor versions that are tried: pydantic 2 has 14."""
_SPECIFIER = r"(?:[<>=!~]=?|===)[ \t]{0,9}v?[\w.*+!-]{1,60}"
_AFTER = rf"(?:\[[\w, -]{{0,200}}\])?[ \t]{{0,9}}\(?[ \t]{{0,9}}((?:{_SPECIFIER}[ \t]{{0,9}},?[ \t]{{0,9}}){{0,9}})"


def is_of_interest(path: str) -> bool:
    """Return whether a file may declare or lock packages, by its name."""
    folder, _, name = path.lower().rpartition("/")
    if name in (PYPROJECT, "pipfile", *_SETUP) or files.kind(path) or name in (files.PDM, "pipfile.lock"):
        return True
    in_folder = folder.rpartition("/")[2] in OF_REQUIREMENTS
    return name.endswith((".txt", ".in")) and (in_folder or any(word in name for word in OF_REQUIREMENTS))


def specifiers(path: str, data: bytes, package: str) -> list[tuple[str, bool]]:
    """Return the specifiers of a package in one file, each with whether a lock has it; "" for any version.

    A file that cannot be read says nothing: the hooks about requirements and locks tell of it.
    """
    name = path.rpartition("/")[2]
    if package.encode() not in data.lower():
        return []
    try:
        if files.kind(path):
            return [(f"=={version}", True) for each, version, _ in files.packages(path, data) if each == package]
        if name == files.PDM:
            return [(f"=={version}", True) for version in _of_pdm(files.toml_table(path, data), package)]
        if name in (PYPROJECT, "Pipfile"):
            return [(each, False) for each in _of_toml(files.toml_table(path, data), package)]
    except (Stopped, TypeError, AttributeError, KeyError):
        return []
    return [(each, False) for each in _of_text(data.decode("utf-8", "replace"), package)]


def excludes(found: Sequence[tuple[str, bool]], major: int) -> bool:
    """Return whether what the files say lets in no release from a major version on; False if they say nothing.

    What locks have counts more than what manifests ask for.
    """
    locked = [specifier for specifier, is_locked in found if is_locked]
    said = locked or [specifier for specifier, _ in found]
    return bool(said) and not any(_lets_in(specifier, major) for specifier in dict.fromkeys(said))


def _lets_in(specifier: str, major: int) -> bool:
    """Return whether a specifier allows a release from a major version on: one that it names, or one of many."""
    named = [match[0] for match in _VERSION.finditer(specifier) if int(match[1]) >= major]
    tried = [*named, *(f"{each}.1" for each in named), f"{major + 1}.0", *(f"{major}.{at}" for at in range(_MINORS))]
    return any(allows(specifier, version) for version in tried)


def _of_text(text: str, package: str) -> Iterator[str]:
    """Yield the specifiers in requirements, in setup.py and its kind: the package's name, and what follows."""
    pattern = re.compile(rf"(?i)(?:^|[\"'\s-]){re.escape(package)}(?![\w.-]){_AFTER}")
    for line in text.splitlines():
        code = line.partition("#")[0]
        if package in code.lower():
            yield from (_joined(match[1]) for match in pattern.finditer(code[:_MOST]))


def _joined(text: str) -> str:
    """Return specifiers without blanks; the ``=`` of conda means any version that begins so."""
    text = text.replace(" ", "").replace("\t", "").strip(",")
    return f"={text}.*" if text.startswith("=") and not text.startswith("==") else text


def _of_toml(document: dict[str, object], package: str) -> Iterator[str]:
    """Yield the specifiers in lists of requirements (PEP 621, groups) and in tables of Poetry and pipenv."""
    stack: list[object] = [document]
    for _ in range(_MOST * 10):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, dict):
            for key, each in value.items():
                if normal(key) == package:
                    yield from _of_poetry(each)
                else:
                    stack.append(each)
        elif isinstance(value, list):
            stack += [each for each in value if isinstance(each, dict | list)]
            yield from (
                found for each in value if isinstance(each, str) for found in _of_text(each.partition(";")[0], package)
            )


def _of_poetry(value: object) -> Iterator[str]:
    """Yield the specifiers of a dependency as Poetry and pipenv write it."""
    for each in value if isinstance(value, list) else [value]:
        text = each.get("version", "") if isinstance(each, dict) else each
        if isinstance(text, str):
            yield _pip_form(text.strip())


def _pip_form(text: str) -> str:
    """Return a constraint of Poetry in pip's form; "" for one that is not understood."""
    if text in ("", "*") or "|" in text:
        return ""
    if match := _CARET.fullmatch(text):
        return f">={match[1]}{match[2]},<{int(match[1]) + 1}"
    if match := _TILDE.fullmatch(text):
        return f"=={match[1]}.*"
    return f"=={text}" if text[0].isdigit() and "," not in text else text


def _of_pdm(lock: dict[str, object], package: str) -> Iterator[str]:
    rows = lock.get("package")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and normal(str(row.get("name"))) == package:
            yield str(row.get("version"))
