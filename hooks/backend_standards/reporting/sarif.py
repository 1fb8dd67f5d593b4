"""SARIF 2.1.0, for GitHub's code scanning and other readers; of the hooks, and of the audit.

Sources: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (OASIS), and GitHub's "SARIF support for
code scanning" for the fields that it reads.
"""

from __future__ import annotations

from backend_standards.core import address, examples, rules
from backend_standards.reporting.rendering import advice, dump, from_root, numbered, tool, unicode, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from backend_standards.core import Finding, Outcome
    from backend_standards.core.rules import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SEVERITY = "9.0"
"""Of a secret. GitHub calls 9.0 and above critical: whoever reads the repository has the secret."""


def render(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings of hooks as a SARIF log with one run."""
    hooks = {outcome.hook for outcome in outcomes}
    found = list(numbered(outcomes))
    used = {rule.id: rule for rule in rules.every().values() if rule.hook in hooks}
    used.update((finding.rule.id, finding.rule) for _, finding, _ in found)
    order = {rule: number for number, rule in enumerate(used)}
    results = [
        result(
            finding.rule.id,
            order[finding.rule.id],
            "\n".join(filter(None, (unicode(finding.message), advice(finding)))),
            _location(finding, prefix, about_files=outcome.about_files),
            {"backendStandards/v1": fingerprint},
        )
        for outcome, finding, fingerprint in found
    ]
    problems = [f"{outcome.hook}: {unicode(outcome.stopped)}" for outcome in outcomes if outcome.stopped]
    category = outcomes[0].hook if len(outcomes) == 1 else "check"
    return log([run(used.values(), results, problems, name="backend-standards", category=category)])


def log(runs: Sequence[dict[str, Any]]) -> str:
    """Return a SARIF log as text."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": list(runs)})


def run(
    used: Iterable[Rule],
    results: Sequence[dict[str, Any]],
    problems: Sequence[str],
    *,
    name: str,
    category: str,
    repository: str = "",
    revision: str = "",
) -> dict[str, Any]:
    """Return a run; ``problems`` say why something could not be read.

    ``category`` tells runs of one commit apart: GitHub replaces the results of the same category. ``repository`` is the
    URL that was read, and ``revision`` its commit, each "" where the run does not name them.
    """
    notifications = [{"level": "error", "message": {"text": problem}} for problem in problems]
    driver = {**tool("semanticVersion"), "name": name, "rules": [_rule(rule) for rule in used]}
    if address.REPOSITORY:
        driver["informationUri"] = address.DOCS or address.REPOSITORY
    described = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"backend-standards/{category}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the root of the repository"}}},
        "invocations": [{"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}],
        "results": list(results),
    }
    if repository:
        origin = {"repositoryUri": repository, "revisionId": revision}
        described["versionControlProvenance"] = [{key: value for key, value in origin.items() if value}]
    return described


def result(
    rule: str,
    index: int | None,
    message: str,
    location: dict[str, Any],
    fingerprints: dict[str, str],
    properties: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a result; ``index`` is the rule's place in the run's rules, None if it is not among them."""
    return {
        "ruleId": rule,
        **({} if index is None else {"ruleIndex": index}),
        "level": "error",
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": fingerprints,
        **({"properties": properties} if properties else {}),
    }


def place(path: str, line: int = 0, column: int = 0) -> dict[str, Any]:
    """Return the location of a path from the repository's root; ``line`` 0 means the whole file."""
    found: dict[str, Any] = {"artifactLocation": {"uri": uri(path), "uriBaseId": "SRCROOT"}}
    if line:
        found["region"] = {"startLine": line, "startColumn": column or 1}
    return {"physicalLocation": found}


def _location(finding: Finding, prefix: str, *, about_files: bool) -> dict[str, Any]:
    if not about_files:  # a branch or a commit has no file
        return {"logicalLocations": [{"fullyQualifiedName": unicode(finding.path)}]}
    return place(from_root(prefix, finding.path), finding.line, finding.column)


def _rule(rule: Rule) -> dict[str, Any]:
    """Return what a reader is told of a rule: its title, why it is a fault, how to fix it, and examples."""
    described: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.reason.replace("`", "")},
        "help": {"text": _help(rule).replace("`", ""), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [rule.hook], "precision": "high", "problem.severity": "error"},
    }
    if page := address.page(rule.id):
        described["helpUri"] = page
    if rule.secret:
        described["properties"] |= {"tags": [rule.hook, "security"], "security-severity": _SEVERITY}
    return described


def _help(rule: Rule) -> str:
    if not rule.bad:
        return f"{rule.reason}\n\nFix: {rule.fix}"
    return f"{rule.reason}\n\nFix: {rule.fix}\n\nBad:\n{examples.shown(rule.bad)}\n\nGood:\n{examples.shown(rule.good)}"


def _markdown(rule: Rule) -> str:
    if not rule.bad:
        return f"{rule.reason}\n\n**Fix:** {rule.fix}"
    bad, good = (f"```text\n{examples.shown(example)}\n```" for example in (rule.bad, rule.good))
    return f"{rule.reason}\n\n**Fix:** {rule.fix}\n\n**Bad:**\n\n{bad}\n\n**Good:**\n\n{good}"
