"""The forms in which a CI reads findings; imported only where one is asked for.

Sources: GitHub's "Workflow commands for GitHub Actions"; SARIF 2.1.0 (OASIS) and what GitHub's code scanning reads of
it; GitLab's "Code Quality report format"; the JUnit form that Jenkins' and Azure's readers take. The form ``json`` is
the project's own, see README.
"""

from __future__ import annotations

import os

from backend_standards.core import Finding, Outcome
from backend_standards.core.output import printable, printable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

JSON_VERSION = 1
SECRET_HOOKS = ("forbid-aws-keys", "forbid-env-files", "forbid-secret-files")
"""Hooks whose own rules are about secrets, or files that are made to hold some."""
SECRET_RULES = ("env-file-tracked", "index-credentials", "url-credentials")
"""Such rules of other hooks."""
SUMMARY_ROWS = 500  # GitHub cuts a step's summary at a megabyte


def is_secret(rule: str) -> bool:
    """Return whether a finding stands for a secret, which stays one however old it is."""
    from backend_standards.core.catalog import RULES

    return rule in SECRET_RULES or (rule in RULES and RULES[rule][0] in SECRET_HOOKS)


def numbered(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, Finding, str]]:
    """Yield hook, finding and fingerprint of every finding.

    The fingerprint (64 hexadecimal digits) is of path, rule and message, and the number among those alike: no line
    number, so it stays when lines move, and nothing of what stands in the file.
    """
    import hashlib

    seen: dict[tuple[str, str, str], int] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            key = (finding.path, finding.rule, finding.known_as or finding.message)
            seen[key] = seen.get(key, 0) + 1
            data = "\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")
            yield outcome.hook, finding, hashlib.sha256(data).hexdigest()


def as_json(outcomes: Sequence[Outcome], _prefix: str) -> str:
    """Return the findings as JSON of the project's own form; paths are as the text has them."""
    findings = [
        {
            "hook": hook,
            "rule": finding.rule,
            "path": _unicode(finding.path),
            "line": finding.line or None,
            "column": (finding.column or 1) if finding.line else None,
            "message": _unicode(finding.message),
            "fix": _unicode(finding.fix),
            "exception": _unicode(finding.exception),
            "fingerprint": fingerprint,
        }
        for hook, finding, fingerprint in numbered(outcomes)
    ]
    return _dump(
        {
            "version": JSON_VERSION,
            "tool": _tool(),
            "hooks": [outcome.hook for outcome in outcomes],
            "findings": findings,
            "more": sum(outcome.more for outcome in outcomes),
            "errors": [
                {"hook": outcome.hook, "message": _unicode(outcome.stopped)} for outcome in outcomes if outcome.stopped
            ],
        }
    )


def as_github(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings as workflow commands, which become annotations."""
    lines = []
    for hook, finding, _ in numbered(outcomes):
        properties = {"file": _unicode(_from_root(prefix, finding.path))} if is_about_file(hook) else {}
        if properties and finding.line:
            properties |= {"line": str(finding.line), "col": str(finding.column or 1)}
        properties["title"] = finding.rule
        message = _unicode(finding.message if is_about_file(hook) else f"{finding.path}: {finding.message}")
        if finding.fix:
            message += f"\nfix: {_unicode(finding.fix)}"
        lines.append(_workflow_command(properties, message))
    lines += [_workflow_command({"title": each.hook}, _unicode(each.stopped)) for each in outcomes if each.stopped]
    return "".join(lines)


def _workflow_command(properties: dict[str, str], message: str) -> str:
    for char, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message = message.replace(char, escape)
        properties = {name: value.replace(char, escape) for name, value in properties.items()}
    words = (f"{name}={value.replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items())
    return f"::error {','.join(words)}::{message}\n"


def github_summary(outcomes: Sequence[Outcome]) -> str:
    """Return the findings as a Markdown table, for ``GITHUB_STEP_SUMMARY``."""
    rows = [
        f"| {_cell(_place(finding))} | {_cell(finding.rule)} | {_cell(finding.message)} |\n"
        for _, finding, _ in numbered(outcomes)
    ]
    more = sum(outcome.more for outcome in outcomes) + max(len(rows) - SUMMARY_ROWS, 0)
    hooks = ", ".join(f"`{outcome.hook}`" for outcome in outcomes if outcome.code)
    words = f"### {hooks}\n\n"
    if rows:
        words += "| where | rule | what is wrong |\n|---|---|---|\n" + "".join(rows[:SUMMARY_ROWS])
    if more:
        words += f"\nand {more} more\n"
    for outcome in outcomes:
        if outcome.stopped:
            words += f"\n{_cell(outcome.hook)} could not run: {_cell(outcome.stopped)}\n"
    return f"{words}\n"


def _cell(words: str) -> str:
    """Return text for a table's cell, in which nothing of a file can become Markdown or HTML."""
    words = printable(_unicode(words))
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(char, entity)
    return "".join(f"&#{ord(char)};" if char in "|`*_[]!\\~#@:" else char for char in words)


def as_sarif(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings as a SARIF 2.1.0 log."""
    from backend_standards.core.catalog import RULES

    results = []
    used = {rule: None for rule, facts in RULES.items() if facts[0] in {outcome.hook for outcome in outcomes}}
    found = list(numbered(outcomes))
    used.update(dict.fromkeys(finding.rule for _, finding, _ in found))
    order = {rule: number for number, rule in enumerate(used)}
    for hook, finding, fingerprint in found:
        message = _unicode(finding.message) + (f"\nfix: {_unicode(finding.fix)}" if finding.fix else "")
        location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": _unicode(finding.path)}]}
        if is_about_file(hook):
            artifact = {"uri": _uri(_from_root(prefix, finding.path)), "uriBaseId": "SRCROOT"}
            region = {"startLine": finding.line, "startColumn": finding.column or 1} if finding.line else {}
            location = {"physicalLocation": {"artifactLocation": artifact, **({"region": region} if region else {})}}
        results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": order[finding.rule],
                "level": "error",
                "message": {"text": message},
                "locations": [location],
                "partialFingerprints": {"backendStandards/v1": fingerprint},
            }
        )
    notifications = [
        {"level": "error", "message": {"text": f"{outcome.hook}: {_unicode(outcome.stopped)}"}}
        for outcome in outcomes
        if outcome.stopped
    ]
    run = {
        "tool": {"driver": {**_tool("semanticVersion"), "rules": [_sarif_rule(rule) for rule in used]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the root of the repository"}}},
        "invocations": [
            {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications},
        ],
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _dump({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: str) -> dict[str, Any]:
    from backend_standards.core.catalog import RULES

    hook, reason, fix = RULES[rule]
    described: dict[str, Any] = {
        "id": rule,
        "name": "".join(word.capitalize() for word in rule.split("-")),
        "shortDescription": {"text": reason.replace("`", "")},
        "help": {"text": f"{reason} Fix: {fix}".replace("`", ""), "markdown": f"{reason}\n\n**Fix:** {fix}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [hook]},
    }
    if is_secret(rule):
        described["properties"] = {"tags": [hook, "security"], "security-severity": "8.0"}
    return described


def as_gitlab(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings as GitLab's Code Quality report, a subset of Code Climate's."""
    return _dump(
        [
            {
                "description": f"{finding.rule}: {_unicode(finding.message)}",
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": "critical" if is_secret(finding.rule) else "major",
                "location": {
                    "path": _unicode(_from_root(prefix, finding.path) if is_about_file(hook) else finding.path),
                    "lines": {"begin": finding.line or 1},
                },
            }
            for hook, finding, fingerprint in numbered(outcomes)
        ]
        + [
            {
                "description": f"{outcome.hook} could not run: {_unicode(outcome.stopped)}",
                "check_name": outcome.hook,
                "fingerprint": _fingerprint(outcome),
                "severity": "blocker",
                "location": {"path": ".", "lines": {"begin": 1}},
            }
            for outcome in outcomes
            if outcome.stopped
        ]
    )


def _fingerprint(outcome: Outcome) -> str:
    import hashlib

    return hashlib.sha256(f"{outcome.hook}\0{outcome.stopped}".encode("utf-8", "surrogatepass")).hexdigest()


def as_junit(outcomes: Sequence[Outcome], _prefix: str) -> str:
    """Return the findings as JUnit's XML: a suite a hook, in it a failure a finding, or one test that passed."""
    from xml.sax.saxutils import escape, quoteattr

    suites = []
    for outcome in outcomes:
        name = quoteattr(outcome.hook)
        cases = []
        for finding in outcome.findings:
            words = [printable(_unicode(finding.message))]
            words += [f"fix: {printable(_unicode(finding.fix))}"] if finding.fix else []
            place = quoteattr(f"{_place(finding)}: {finding.rule}")
            cases.append(
                f"    <testcase classname={name} name={place}>\n"
                f"      <failure type={quoteattr(finding.rule)} message={quoteattr(words[0])}>"
                f"{escape(chr(10).join(words))}</failure>\n    </testcase>\n"
            )
        if outcome.stopped:
            message = quoteattr(printable(_unicode(outcome.stopped)))
            cases.append(
                f'    <testcase classname={name} name="could run">\n'
                f'      <error type="stopped" message={message}/>\n    </testcase>\n'
            )
        if not cases:
            cases.append(f'    <testcase classname={name} name="no findings"/>\n')
        counts = f'tests="{len(cases)}" failures="{len(outcome.findings)}" errors="{int(bool(outcome.stopped))}"'
        suites.append(f'  <testsuite name={name} {counts} skipped="0" time="0">\n{"".join(cases)}  </testsuite>\n')
    failures = sum(len(outcome.findings) for outcome in outcomes)
    errors = sum(bool(outcome.stopped) for outcome in outcomes)
    tests = sum(max(len(outcome.findings) + bool(outcome.stopped), 1) for outcome in outcomes)
    head = f'<testsuites name="backend-standards" tests="{tests}" failures="{failures}" errors="{errors}">'
    body = "".join(suites).replace("##", "#&#35;")  # a log's reader obeys ##[...] anywhere
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</testsuites>\n'


def is_about_file(hook: str) -> bool:
    """Return whether a hook's findings stand in files, and not in commits, branches or messages."""
    from backend_standards.core.catalog import LISTS

    return "pre-merge-commit" in LISTS[hook]["stages"]  # what judges files does so at a merge, too


def _place(finding: Finding) -> str:
    place = _unicode(printable_path(finding.path))
    return f"{place}:{finding.line}:{finding.column or 1}" if finding.line else place


def _unicode(words: str) -> str:
    r"""Return a text without the surrogates by which bytes that are not UTF-8 come here: they become ``\xff``."""
    if words.isascii():
        return words
    try:
        return os.fsencode(words).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a surrogate pair, from a JSON file; a console that is not UTF-8
        return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _from_root(prefix: str, path: str) -> str:
    """Return a path, given from the current folder or absolute, from the root of the repository and without detours."""
    try:
        return os.path.normpath(prefix + os.path.relpath(path)).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return path.replace(os.sep, "/")


def _uri(path: str) -> str:
    """Return a relative path as a URI reference (RFC 3986): bytes as they are, percent-encoded."""
    from urllib.parse import quote

    return quote(os.fsencode(path), safe="/")


def _tool(version_key: str = "version") -> dict[str, str]:
    from backend_standards import __version__

    return {"name": "backend-standards", version_key: __version__}


def _dump(value: object) -> str:
    import json

    return json.dumps(value, indent=2).replace("##", "#\\u0023") + "\n"  # a log's reader obeys ##[...] anywhere


FORMATS: dict[str, Callable[[Sequence[Outcome], str], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "gitlab": as_gitlab,
    "junit": as_junit,
}
"""By name: what renders outcomes; the second argument is the current folder's path from the repository's root."""
