"""How an exception is written: as a comment in the file, as an argument of the hook, or in ``pyproject.toml``.

An argument replaces the same option of ``pyproject.toml``. So if the run has the option as an argument, the exception
is one too. Otherwise it goes to the file, if there is one, into the table of the subject that shares the option.
"""

from __future__ import annotations

import os

from backend_standards.core import ABOVE, PYPROJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from backend_standards.core import Exempt, Finding, Outcome

_MEMBER = (".json", ".ipynb", ".webmanifest")
"""Formats without comments: the ignore is a member of the object."""
_VALUE_TO_THE_END = (".properties", ".ini", ".cfg", ".conf", ".env", ".envrc", ".service")
"""Formats in which what follows a value on its line belongs to the value: the comment goes on the line above."""
_COMMENTS = (
    ("//", "", (".js .jsx .mjs .cjs .ts .tsx .java .kt .go .rs .c .h .cpp .cs .swift .scala .jsonc .json5".split())),
    ("--", "", (".sql .lua .hs".split())),
    ("<!--", " -->", (".xml .html .htm .md .markdown .svg .vue".split())),
    ("/*", " */", (".css .scss .less".split())),
    (";", "", (".lisp .clj .el".split())),
)
_HASH = ("#", "")


def ignore(path: str, rules: Sequence[str], place: str = "") -> tuple[str, str]:
    """Return where the comment goes that excepts rules on a line of a file, and its text; ``place`` says where else."""
    name = os.path.basename(path).lower()
    suffix = os.path.splitext(name)[1]
    listed = ", ".join(rules)
    if suffix in _MEMBER:
        return "on the line, as a member", f'"//": "standards: ignore[{listed}] reason"'
    begin, end = next(((begin, end) for begin, end, suffixes in _COMMENTS if suffix in suffixes), _HASH)
    if place == ABOVE or suffix in _VALUE_TO_THE_END or name.startswith((".env", "env.")) or ".env." in name:
        return ABOVE, f"{begin} standards: ignore-next-line[{listed}] reason{end}"
    return place or "at the end of the line", f"{begin} standards: ignore[{listed}] reason{end}"


def setting(exempts: Sequence[Exempt], outcome: Outcome) -> tuple[str, str]:
    """Return where the exceptions by one option of one hook go, and their text."""
    option = exempts[0].option
    values = [exempt.value for exempt in exempts if exempt.value]
    if option in outcome.arguments or not (outcome.by_command or os.path.exists(PYPROJECT)):
        words = [f"--{option}={value}" for value in values] or [f"--{option}"]
        return f"in the args of {outcome.hook}", ", ".join(map(_quoted, words))
    text = f"{option} = [{', '.join(map(_quoted, values))}]" if values else f"{option} = true"
    return f"in {PYPROJECT}, [{table(outcome.hook, option)}]", text


def table(hook: str, option: str) -> str:
    """Return the name of the table in which an option of a hook is set: that of its subject, or the hook's own."""
    from backend_standards.core.options import OPTIONS

    subject = OPTIONS.get(hook, {}).get(option, ("", "", ""))[1]
    return f"tool.backend-standards.{subject or hook}"


def of_finding(finding: Finding, outcome: Outcome, beside: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return place and text of each exception that a finding can have.

    ``beside`` are the rules of all findings on its line that a comment can except: they share one comment. A finding
    that speaks for others is excepted with them: by one comment, or by each one's own option.
    """
    every = [(outcome, finding), *finding.others]
    found = []
    for group in _alternatives(finding):
        if not group[0].option:
            rules = [_comment(each) for _, each in every if (each.path, each.line) == (finding.path, finding.line)]
            if len(rules) == len(every) and all(rules):
                where, text = ignore(finding.path, sorted({*beside, *rules}), group[0].place)
                found.append((where + _meaning(group), text))
        else:
            found += _settings(every, group)
    return found


def beside(findings: Iterable[Finding]) -> dict[tuple[str, int], set[str]]:
    """Return the rules of all findings on one line that a comment can except, by path and line: one comment has all."""
    found: dict[tuple[str, int], set[str]] = {}  # as sets: a line may have thousands of findings
    for finding in findings:
        if finding.line and (rule := _comment(finding)):
            found.setdefault((finding.path, finding.line), set()).add(rule)
    return found


def _alternatives(finding: Finding) -> list[list[Exempt]]:
    """Return the ways to except a finding, each with all values of its option: all of them are needed."""
    groups: dict[str, list[Exempt]] = {}
    for exempt in finding.exempt:
        if _can_be_written(exempt.value):
            groups.setdefault(exempt.option, []).append(exempt)
    return list(groups.values())


def _settings(every: Sequence[tuple[Outcome, Finding]], group: Sequence[Exempt]) -> list[tuple[str, str]]:
    """Return the settings that together except findings of one cause: of each, its first option.

    ``group`` is the option of the first finding.
    """
    tables: dict[tuple[str, str], tuple[Outcome, dict[str, Exempt]]] = {}
    for number, (outcome, finding) in enumerate(every):
        own = [each for each in _alternatives(finding) if each[0].option]
        if not own:
            return []
        for exempt in own[0] if number else group:
            key = table(outcome.hook, exempt.option), exempt.option
            tables.setdefault(key, (outcome, {}))[1].setdefault(exempt.value, exempt)
    found: list[tuple[str, str]] = []
    for outcome, values in tables.values():
        exempts = list(values.values())
        place, text = setting(exempts, outcome)
        found.append((f"{'and ' if found else ''}{place}{_meaning(exempts)}", text))
    return found


def _comment(finding: Finding) -> str:
    """Return the rule that a comment has to name to except a finding, or ""."""
    return next((each.value or finding.rule.id for each in finding.exempt if not each.option), "")


def _meaning(exempts: Sequence[Exempt]) -> str:
    return f" ({exempts[0].words})" if exempts[0].words else ""


def _can_be_written(value: str) -> bool:
    """Return whether TOML and YAML can hold a value: a name may have bytes that are not UTF-8."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def combined(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    """Return place and text of each option that excepts several findings of a run, with all its values."""
    groups: dict[tuple[str, str], tuple[Outcome, dict[str, Exempt]]] = {}
    counts: dict[tuple[str, str], int] = {}
    for each_outcome in outcomes:
        for each_finding in each_outcome.findings:
            for outcome, finding in ((each_outcome, each_finding), *each_finding.others):
                for exempts in _alternatives(finding):
                    if exempts[0].option and exempts[0].value:
                        key = table(outcome.hook, exempts[0].option), exempts[0].option
                        counts[key] = counts.get(key, 0) + (finding is each_finding)
                        groups.setdefault(key, (outcome, {}))[1].update((each.value, each) for each in exempts)
    return [setting(list(groups[key][1].values()), groups[key][0]) for key in groups if counts[key] > 1]


def _quoted(text: str) -> str:
    """Return a text in quotes, as YAML and TOML read it. Importing ``json`` would cost a refusal some milliseconds."""
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    if not shown.isprintable():
        shown = "".join(char if char.isprintable() else _escaped(ord(char)) for char in shown)
    return f'"{shown}"'


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
