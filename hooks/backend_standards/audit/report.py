"""The output of an audit: a table for people, JSON with the whole reports, and SARIF."""

from __future__ import annotations

from backend_standards import __version__
from backend_standards.audit.members import COMPLETE, is_report
from backend_standards.core import CLEAN, FINDINGS, STOPPED, Stopped
from backend_standards.core.output import counted, printable, printable_path
from backend_standards.core.remedies import quote
from backend_standards.core.rules import find
from backend_standards.reporting import sarif
from backend_standards.reporting.rendering import unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from backend_standards.audit.members import Report

VERSION = 1
"""The version of the JSON report. It is raised when a member is removed or changes its meaning."""
_SHORT = 10  # digits of a commit's name in the table
_PATHS_A_COMMAND = 24  # more paths are written to a file: the command would be too long to read


def exit_code(reports: Sequence[Report]) -> int:
    """Return 2 if something could not be read, otherwise 1 if secrets were found, otherwise 0."""
    if any(report["state"] != COMPLETE for report in reports):
        return STOPPED
    return FINDINGS if any(report["secrets"] for report in reports) else CLEAN


def as_json(reports: Sequence[Report]) -> str:
    """Return the reports as JSON."""
    import json

    document = {"version": VERSION, "tool": f"backend-standards {__version__}", "repositories": list(reports)}
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def from_json(data: bytes, name: str) -> list[Report]:
    """Return the reports in a JSON file; ``name`` is its name in messages.

    Raises:
        Stopped: it is not a JSON report of this command, or it has another version.
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
            raise Stopped(f"{name}: the report has version {version}; this command reads only version {VERSION}")
    raise Stopped(f"{name}: is not a JSON report of backend-standards audit; choose another file, or delete it")


# --- for people -------------------------------------------------------------------------------------


def as_table(reports: Sequence[Report]) -> str:
    """Return the reports as text: one table per repository, and below it the steps to take; of several, their sum."""
    words = "\n".join("".join(_of_repository(report)) for report in reports)
    return words + (f"\n{summary(reports)}\n" if len(reports) > 1 else "")


def summary(reports: Sequence[Report]) -> str:
    """Return how many repositories there are, with what, and how many could not be read, or only in part."""
    found = [report for report in reports if report["secrets"]]
    secrets = sum(len(report["secrets"]) for report in found)
    failed = sum("commits" not in report for report in reports)
    cut = sum(report["state"] != COMPLETE for report in reports) - failed
    parts = [f"{len(reports):,} {'repository' if len(reports) == 1 else 'repositories'}"]
    parts += [f"{len(found):,} with {counted(secrets, 'secret')}" if secrets else "no secret found"]
    parts += [f"{cut:,} not complete"] if cut else []
    parts += [f"{failed:,} not read"] if failed else []
    return f"{parts[0]}: {', '.join(parts[1:])}"


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
        yield f"  not complete: {printable(problem)}\n"
    for note in report.get("notes", ()):
        yield f"  note: {printable(note)}\n"
    if excepted := report.get("excepted"):
        yield f"  {excepted} more allowed by the repository; to list them: --no-exceptions\n"
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
    return str(number), what, printable(when), printable(who), printable(now(secret)), at(secret)


def now(secret: Report) -> str:
    """Return where a secret is now: in HEAD, at the tip of a branch, or only in the history."""
    branches = secret["branches"]
    if secret["head"]:
        return "in HEAD"
    more = f" and {len(branches) - 1} more" if len(branches) > 1 else ""
    return f"on {branches[0]}{more}" if branches else "only in history"


def at(secret: Report) -> str:
    """Return the first place of a secret, followed by its place in HEAD if that is a different one."""
    first, head = secret["first"], secret["head"]
    where = _place(first) + (f":{first['column']}" if first["line"] else "")
    if not head or any(_place(each) == _place(first) for each in head):
        return where
    more = f" and {len(head) - 1} more" if len(head) > 1 else ""
    here = f"line {head[0]['line']}" if head[0]["path"] == first["path"] and head[0]["line"] else _place(head[0])
    return f"{where} (in HEAD: {here}{more})"


def _place(place: Report) -> str:
    return printable_path(place["path"]) + (f":{place['line']}" if place["line"] else "")


def _advice(secrets: Sequence[Report]) -> Iterator[str]:
    """Yield the steps in their order. Rotation is the first one: everybody with a clone has the secrets."""
    values = [secret for secret in secrets if not secret["whole_file"]]
    paths = sorted({path for secret in secrets if secret["whole_file"] for path in secret["paths"]})
    yield "  Do this, in this order:\n"
    what = "the secrets above and every secret in the env files" if paths else "the secrets above"
    yield f"  - Rotate {what}.\n"
    yield "    Create new ones, then deactivate and delete the old ones.\n"
    yield "    Everybody who cloned the repository has them. Rewriting the history does not change that.\n"
    if any(secret["rule"].startswith("aws-") for secret in secrets):
        yield "  - Look in CloudTrail for uses of the AWS keys.\n"
    if any(secret["head"] for secret in secrets):
        yield "  - Remove the secrets that are still in HEAD, and commit.\n"
    yield "  - Rewrite the history in a fresh clone, with git filter-repo 2.47 or later:\n"
    command = "git filter-repo --sensitive-data-removal"
    if paths and len(paths) <= _PATHS_A_COMMAND:
        command += " --invert-paths " + " ".join(map(_option, paths))
    elif paths:
        command += " --invert-paths --paths-from-file ../paths.txt"
    if values:
        command += " --replace-text ../secrets.txt"
    yield f"      {command}\n"
    if values:
        yield "    Before that, write ../secrets.txt with one secret value per line. Delete it afterwards.\n"
    if len(paths) > _PATHS_A_COMMAND:
        yield "    Before that, write ../paths.txt with a line literal:PATH per env file. The JSON report lists them.\n"
    yield "    Then follow the steps that it prints: push, clear the host's caches, have everybody clone again.\n"


def _option(path: str) -> str:
    return f"--path{'=' if path.startswith('-') else ' '}{quote(path)}"  # "--path -x" would be read as two options


# --- for machines -----------------------------------------------------------------------------------


def as_sarif(reports: Sequence[Report]) -> str:
    """Return the reports as a SARIF log with one run per repository; a result's place is where its secret was first."""
    return sarif.log([_run(report) for report in reports])


def _run(report: Report) -> dict[str, Any]:
    secrets = report["secrets"]
    rules = {rule.id: rule for secret in secrets if (rule := find(secret["rule"]))}
    order = {rule: number for number, rule in enumerate(rules)}
    name = unicode(report["repository"])
    return sarif.run(
        rules.values(),
        [_result(secret, order) for secret in secrets],
        [unicode(problem) for problem in report["problems"]],
        name="backend-standards audit",
        category=f"audit/{name}",
        repository=name if "://" in name else "",
        revision=report.get("head") or "",
    )


def _result(secret: Report, order: Mapping[str, int]) -> dict[str, Any]:
    first = secret["first"]
    rule = find(secret["rule"])
    name = rule.id if rule else secret["rule"]  # a report of another version may have a rule that this one does not
    origin = f"first seen in commit {first['commit']}" if first["commit"] else f"in tag {first['tag']}"
    return sarif.result(
        name,
        order.get(name),
        unicode(f"{secret['kind']}: {origin}; now: {now(secret)}. Rotate it, then rewrite the history."),
        sarif.place(unicode(first["path"]), first["line"] or 0, first["column"] or 0),
        {"backendStandardsAudit/v1": secret["fingerprint"]},
        {member: secret[member] for member in ("account", "first", "commits", "paths", "head", "branches")},
    )
