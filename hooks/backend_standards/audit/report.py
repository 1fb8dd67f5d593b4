"""What an audit prints and writes: a table for people, JSON (the reports themselves) and SARIF for machines."""

from __future__ import annotations

from backend_standards import __version__
from backend_standards.audit.repository import COMPLETE, is_report
from backend_standards.core import CLEAN, FINDINGS, STOPPED, Stopped
from backend_standards.core.output import counted, printable, printable_path
from backend_standards.core.remedies import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from backend_standards.audit.repository import Report

VERSION = 1
"""Of the JSON. A new member leaves it as it is; a member that goes or changes its meaning counts it up."""
_SHORT = 10  # digits of a commit's name
_ALONE = 24  # paths in one command; more are better in a file
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def exit_code(reports: Sequence[Report]) -> int:
    """Return 2 where something could not be read, else 1 where something was found, else 0."""
    if any(report["state"] != COMPLETE for report in reports):
        return STOPPED
    return FINDINGS if any(report["secrets"] for report in reports) else CLEAN


def as_json(reports: Sequence[Report]) -> str:
    """Return the reports as JSON."""
    import json

    document = {"version": VERSION, "tool": f"backend-standards {__version__}", "repositories": list(reports)}
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def from_json(data: bytes, name: str) -> list[Report]:
    """Return the reports of a JSON report.

    Raises:
        Stopped: it is none, or of another version.
    """
    import json

    try:
        document = json.loads(data)
        version, reports = document["version"], document["repositories"]
        if version == VERSION and all(map(is_report, reports)):
            return list(reports)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    else:
        if version != VERSION:
            raise Stopped(f"{name}: is a report of version {version}, and this command reads version {VERSION}")
    raise Stopped(f"{name}: is no JSON report of backend-standards audit; give another file, or delete it")


# --- for people -------------------------------------------------------------------------------------


def as_table(reports: Sequence[Report]) -> str:
    """Return the reports as text: a table a repository, and below it what to do."""
    return "\n".join("".join(_of_repository(report)) for report in reports)


def _of_repository(report: Report) -> Iterator[str]:
    name, secrets = printable_path(report["repository"]), report["secrets"]
    if "commits" in report:
        size = f"{report['bytes'] / 1e6:.1f} MB"
        read = f"{counted(report['commits'], 'commit')}, {counted(report['blobs'], 'blob')}, {size} read"
        count = counted(len(secrets), "secret") if secrets else "no secret found"
        yield f"{name}: {count} ({read})\n"
    else:
        yield f"{name}: not read\n"
    for problem in report["problems"]:
        yield f"  not all was read: {printable(problem)}\n"
    for note in report.get("notes", ()):
        yield f"  note: {printable(note)}\n"
    if excepted := report.get("excepted"):
        yield f"  excepted by the repository: {excepted}; to see them: --no-exceptions\n"
    if not secrets:
        return
    rows = [("", "secret", "first seen", "by", "now", "at")]
    rows += [_cells(number, secret) for number, secret in enumerate(secrets, 1)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    yield "\n"
    for number, *cells, place in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        yield f"  {'  '.join((number.rjust(widths[0]), *padded, place))}\n"
    yield "\n"
    yield from _advice(secrets)


def _cells(number: int, secret: Report) -> tuple[str, str, str, str, str, str]:
    first = secret["first"]
    what = secret["rule"] + (f" of account {secret['account']}" if secret["account"] else "")
    if first["commit"]:
        when, who = f"{first['date'][:10]} {first['commit'][:_SHORT]}", f"{first['author']} <{first['email']}>"
    else:
        when, who = f"tag {first['tag']}", ""
    return str(number), what, printable(when), printable(who), printable(_now(secret)), _at(secret)


def _now(secret: Report) -> str:
    """Return where a secret still stands: in HEAD, at the tip of a branch, or in the history alone."""
    branches = secret["branches"]
    if secret["head"]:
        return "in HEAD"
    more = f" and {len(branches) - 1} more" if len(branches) > 1 else ""
    return f"on {branches[0]}{more}" if branches else "history"


def _at(secret: Report) -> str:
    """Return where a secret first stood, and behind it where in HEAD it stands, if that is another place."""
    first, head = secret["first"], secret["head"]
    at = _place(first) + (f":{first['column']}" if first["line"] else "")
    if not head or any(_place(each) == _place(first) for each in head):
        return at
    more = f" and {len(head) - 1} more" if len(head) > 1 else ""
    here = f"line {head[0]['line']}" if head[0]["path"] == first["path"] and head[0]["line"] else _place(head[0])
    return f"{at} (in HEAD: {here}{more})"


def _place(place: Report) -> str:
    return printable_path(place["path"]) + (f":{place['line']}" if place["line"] else "")


def _advice(secrets: Sequence[Report]) -> Iterator[str]:
    """Yield what to do, in order: to rotate comes first, for whoever has cloned the repository has the secrets."""
    values = [secret for secret in secrets if not secret["whole_file"]]
    paths = sorted({path for secret in secrets if secret["whole_file"] for path in secret["paths"]})
    yield "  what to do, in this order:\n"
    held = ", and every secret that the env files held" if paths else ""
    yield f"  - rotate them{held}: make a new one, deactivate and delete the old.\n"
    yield "    Whoever has cloned the repository has them, and keeps them whatever becomes of the history\n"
    if any(secret["rule"].startswith("aws-") for secret in secrets):
        yield "  - look in CloudTrail for what was done with the AWS keys\n"
    if any(secret["head"] for secret in secrets):
        yield "  - take out of HEAD what is still in it, and commit that\n"
    yield "  - then rewrite the history, in a fresh clone, with git filter-repo 2.47 or later:\n"
    command = "git filter-repo --sensitive-data-removal"
    if paths and len(paths) <= _ALONE:
        command += " --invert-paths " + " ".join(map(_option, paths))
    elif paths:
        command += " --invert-paths --paths-from-file ../paths.txt"
    if values:
        command += " --replace-text ../secrets.txt"
    yield f"      {command}\n"
    if values:
        yield "    where ../secrets.txt, yours to write and delete, has a line a value, as it stands in its file\n"
    if len(paths) > _ALONE:
        yield "    where ../paths.txt has a line literal:PATH for each env file; the JSON report lists them\n"
    yield "    It tells what comes next: the push, the host's caches, and that everybody clones again\n"


def _option(path: str) -> str:
    return f"--path{'=' if path.startswith('-') else ' '}{quote(path)}"  # "--path -x" would be two options


# --- for machines -----------------------------------------------------------------------------------


def as_sarif(reports: Sequence[Report]) -> str:
    """Return the reports as SARIF 2.1.0, a run a repository; a result stands where its secret first stood.

    Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (OASIS).
    """
    import json

    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report) for report in reports]}
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def _run(report: Report) -> dict[str, Any]:
    rules = sorted({secret["rule"] for secret in report["secrets"]})
    driver = {
        "name": "backend-standards audit",
        "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": rule.replace("-", " ")}} for rule in rules],
    }
    notices = [{"level": "error", "message": {"text": problem}} for problem in report["problems"]]
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"backend-standards-audit/{report['repository']}/"},
        "invocations": [
            {"executionSuccessful": report["state"] == COMPLETE, "toolExecutionNotifications": notices},
        ],
        "results": [_result(secret, rules) for secret in report["secrets"]],
    }
    if "://" in report["repository"]:
        origin = {"repositoryUri": report["repository"], "revisionId": report.get("head") or ""}
        run["versionControlProvenance"] = [origin]
    return run


def _result(secret: Report, rules: list[str]) -> dict[str, Any]:
    from urllib.parse import quote as percent_encoded

    first = secret["first"]
    location: dict[str, Any] = {"artifactLocation": {"uri": percent_encoded(first["path"])}}
    if first["line"]:
        location["region"] = {"startLine": first["line"], "startColumn": first["column"]}
    came = f"first seen in commit {first['commit']}" if first["commit"] else f"in tag {first['tag']}"
    return {
        "ruleId": secret["rule"],
        "ruleIndex": rules.index(secret["rule"]),
        "level": "error",
        "message": {"text": f"{secret['kind']}: {came}; now: {_now(secret)}. Rotate it, then rewrite the history."},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"backendStandardsAudit/v1": secret["fingerprint"]},
        "properties": {name: secret[name] for name in ("account", "first", "commits", "paths", "head", "branches")},
    }
