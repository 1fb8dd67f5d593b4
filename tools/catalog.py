"""Write what every run needs, so that no run has to work it out.

``core/catalog.py`` comes from the manifest, ``core/options.py`` from the options of the hooks and commands, and
``commits/known_words.py`` from the tables of vague words. The README's sentence about the standard comes from the
rules. Run ``make catalog`` after a change to one of them; tests/test_agreement.py fails while one is out of date.
"""

from __future__ import annotations

import importlib
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import decided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend_standards.core import Option

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "hooks" / "backend_standards" / "core" / "catalog.py"
OPTIONS = CATALOG.with_name("options.py")
WORDS = ROOT / "hooks" / "backend_standards" / "commits" / "known_words.py"
_WIDTH = 100  # characters of a line of words
_SPELLINGS = 50
COMMANDS = {"init": "backend_standards.init.options", "review": "backend_standards.review.options"}
"""The commands with a table of their own in pyproject.toml, and the modules with their options."""
# The keys that select a hook's files, with pre-commit's defaults. Only pre-commit reads the other keys of an entry.
_TEXTS = {"description": "", "files": "", "exclude": "^$"}
_LISTS: dict[str, list[str]] = {"types": ["file"], "types_or": [], "exclude_types": [], "stages": []}
_HEAD = '''"""The hooks, from the manifest; written by ``make catalog``."""

# fmt: off
'''
_OPTIONS_HEAD = '''"""Kind, subject and placeholder of each option of pyproject.toml; written by ``make catalog``."""

# fmt: off
'''
_WORDS_HEAD = '''"""The words of the tables in vague_words.py; written by ``make catalog``."""

# fmt: off
'''


def literals(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match of a pattern contains one, as long as possible; ("",) if there are none."""
    if re.compile(pattern).flags & re.IGNORECASE:
        return ("",)
    return tuple(sorted(_surest(importlib.import_module("re._parser").parse(pattern))))


def _surest(sequence: Iterable[tuple[Any, Any]]) -> set[str]:
    """Return the spellings of that stretch of a sequence whose shortest spelling is the longest."""
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
    """Return all texts that an element matches; an empty set if there are too many."""
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
    lines = [_HEAD]
    for name, defaults in (("TEXTS", _TEXTS), ("LISTS", _LISTS)):
        facts = {hook["id"]: {key: hook.get(key, default) for key, default in defaults.items()} for hook in manifest}
        lines += [f"{name} = {{\n", *(f"    {hook!r}: {each!r},\n" for hook, each in facts.items()), "}\n"]
    parts = {hook["id"]: literals(hook.get("files", "")) for hook in manifest}
    lines += ["# Every match of `files` contains one of these texts.\n", f"LITERALS = {parts!r}\n"]
    finders = tuple(hook["id"] for hook in manifest if not hook.get("pass_filenames", True))
    lines += ["# Hooks that get no file names.\n", f"FINDERS = {finders!r}\n"]
    return "".join(lines)


def render_options() -> str:
    """Return the text of the module with the options. A clean run without a configuration does not import it."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    lines = [_OPTIONS_HEAD, "OPTIONS = {\n"]
    for hook in manifest:
        lines += [f"    {hook['id']!r}: {{\n", *(f"        {row},\n" for row in _options(hook["id"])), "    },\n"]
    lines.append("}\nCOMMANDS = {\n")
    for name, module in COMMANDS.items():
        lines += [f"    {name!r}: {{\n", *(f"        {row},\n" for row in _rows(module)), "    },\n"]
    return "".join([*lines, "}\n"])


def render_words() -> str:
    """Return the text of the module with the words that a description needs to be judged at all."""
    from backend_standards.commits import vague_words

    text = _WORDS_HEAD
    for name in ("KNOWN", "ALONE", "FILLERS"):
        lines = textwrap.wrap(" ".join(sorted(getattr(vague_words, name))), _WIDTH, break_on_hyphens=False)
        text += f"{name} = frozenset(\n" + "".join(f'    "{line} "\n' for line in lines) + ".split())\n"
    return text.replace('"\n.split', '".split').replace(' ".split', '".split')


def _options(hook: str) -> list[str]:
    return _rows(f"backend_standards.{hook.replace('-', '_')}")


def _rows(module: str) -> list[str]:
    return [
        f"{option.name!r}: {(_kind(option), option.subject, option.metavar)!r}"
        for option in importlib.import_module(module).OPTIONS
        if not option.is_action
    ]


def _kind(option: Option) -> str:
    if not option.metavar:
        return "flag"
    return "value" if option.single else "list"


if __name__ == "__main__":
    readme = decided.with_sentence(decided.README.read_text(encoding="utf-8"))
    texts = ((CATALOG, render()), (OPTIONS, render_options()), (WORDS, render_words()), (decided.README, readme))
    for path, text in texts:
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
