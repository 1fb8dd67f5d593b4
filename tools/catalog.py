"""Write ``core/catalog.py``: what the manifest and README say of hooks and rules, for the program.

``make catalog`` after a change of either; tests/test_agreement.py fails until the module is what this would write.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "hooks" / "backend_standards" / "core" / "catalog.py"
SHARED = "every hook"
_SPELLINGS = 50
# What says on which files a hook runs, with pre-commit's defaults; the rest of an entry is for pre-commit alone.
_TEXTS = {"description": "", "files": "", "exclude": "^$"}
_LISTS: dict[str, list[str]] = {"types": ["file"], "types_or": [], "exclude_types": [], "stages": []}
_HEAD = '''"""The hooks and rules, from the manifest and README: written by ``make catalog``, never by hand."""

# fmt: off
'''


def section(readme: str, heading: str) -> str:
    """Return README's text below a heading, up to the next one of the same or a higher level."""
    level = heading.index(" ")
    match = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{level}}} |\\Z)", readme, re.MULTILINE | re.DOTALL)
    if not match:
        raise SystemExit(f"README.md has no heading {heading!r}")
    return match[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table's rows, without its head."""
    found = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in found if not set("".join(cells)) <= set("-: ")][1:]


def rules(text: str) -> dict[str, tuple[str, str]]:
    """Return reason and fix of each rule in the tables of a section whose head says ``| rule | reason | fix |``."""
    tables = re.findall(r"^\| rule \| reason \| fix \|\n\|[-| ]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    head = "| rule | reason | fix |\n|---|---|---|\n"
    return {row[0].strip("`"): (row[1], row[2]) for table in tables for row in rows(head + table)}


def exceptions(text: str) -> str:
    """Return the paragraph of a hook's section that begins with "Exceptions:", in one line."""
    match = re.search(r"^Exceptions: (.*?)(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def literals(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of a pattern holds one, as long as can be told; ("",) if nothing can."""
    if re.compile(pattern).flags & re.IGNORECASE:
        return ("",)
    return tuple(sorted(_surest(re._parser.parse(pattern))))  # type: ignore[attr-defined]


def _surest(sequence: Iterable[tuple[Any, Any]]) -> set[str]:
    """Return of a sequence's stretches that can be spelt out the one whose shortest spelling is the longest."""
    stretches: list[set[str]] = [{""}]
    for operation, argument in sequence:
        if str(operation) == "AT":
            continue
        spelt = _spelt(operation, argument)
        if spelt:
            longer = {one + other for one in stretches[-1] for other in spelt}
            stretches += [longer] if len(longer) <= _SPELLINGS else [spelt]
            continue
        if str(operation) == "SUBPATTERN":
            stretches.append(_surest(argument[3]))
        elif str(operation) == "BRANCH":
            stretches.append(set().union(*map(_surest, argument[1])))
        stretches.append({""})
    return max(stretches, key=lambda each: min(map(len, each)))


def _spelt(operation: Any, argument: Any) -> set[str]:
    """Return all texts that an element matches, an empty set where they are many."""
    name = str(operation)
    if name == "LITERAL":
        return {chr(argument)}
    if name == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
        return {chr(code) for _, code in argument}
    if name == "MAX_REPEAT" and argument[:2] == (0, 1):
        spelt = _sequence(argument[2])
        return spelt and spelt | {""}
    if name == "SUBPATTERN":
        return _sequence(argument[3])
    if name == "BRANCH":
        branches = [_sequence(branch) for branch in argument[1]]
        return set().union(*branches) if all(branches) else set()
    return set()


def _sequence(elements: Iterable[tuple[Any, Any]]) -> set[str]:
    found = {""}
    for operation, argument in elements:
        spelt = {""} if str(operation) == "AT" else _spelt(operation, argument)
        found = {one + other for one in found for other in spelt}
    return found if len(found) <= _SPELLINGS else set()


def render() -> str:
    """Return the module's text."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [_HEAD]
    for name, defaults in (("TEXTS", _TEXTS), ("LISTS", _LISTS)):
        facts = {hook["id"]: {key: hook.get(key, default) for key, default in defaults.items()} for hook in manifest}
        lines += [f"{name} = {{\n", *(f"    {hook!r}: {each!r},\n" for hook, each in facts.items()), "}\n"]
    parts = {hook["id"]: literals(hook.get("files", "")) for hook in manifest}
    lines += ["# Texts of which every match of `files` holds one.\n", f"LITERALS = {parts!r}\n"]
    finders = tuple(hook["id"] for hook in manifest if not hook.get("pass_filenames", True))
    lines += ["# Hooks that are given no files.\n", f"FINDERS = {finders!r}\n", "EXCEPTIONS = {\n"]
    sections = {hook["id"]: section(readme, f"### `{hook['id']}`") for hook in manifest}
    lines += [f"    {hook!r}: {exceptions(text)!r},\n" for hook, text in sections.items()]
    lines += ["}\n", f"SHARED = {SHARED!r}\n", "RULES = {\n"]
    for hook, text in {**sections, SHARED: section(readme, "## Exceptions")}.items():
        lines += [f"    {rule!r}: ({hook!r}, {why!r}, {fix!r}),\n" for rule, (why, fix) in sorted(rules(text).items())]
    return "".join([*lines, "}\n"])


if __name__ == "__main__":
    CATALOG.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"wrote {CATALOG.relative_to(ROOT)}\n")
