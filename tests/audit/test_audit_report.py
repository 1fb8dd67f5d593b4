"""The audit's table, files and progress, and what its page says of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import fakes
from auditing import (
    ID_LINE,
    KEY,
    SCHEMA,
    SECRET,
    SECRET_LINE,
    Audits,
    put,
)
from backend_standards.core import rules
from support import ROOT, Repository


def test_the_table(repository: Repository, audits: Audits) -> None:
    first = put(repository, "a.py", ID_LINE)
    put(repository, "a.py", f"\n{ID_LINE}")
    code, out, err = audits.text()
    assert (code, err) == (1, "")
    assert out.startswith(f"{repository.path}: 1 secret (2 commits, 2 blobs, 0.0 MB read)\n")
    assert f" {first[:10]}  Nobody <nobody@example.com>  in HEAD  a.py:1:8 (in HEAD: line 2)\n" in out
    assert "git filter-repo --sensitive-data-removal --replace-text ../secrets.txt" in out
    assert "  - Rotate the secrets above.\n" in out
    assert out.index("Rotate") < out.index("filter-repo")
    put(repository, ".env", "A=1\n")
    assert "  - Rotate the secrets above and every secret in the env files.\n" in audits.text()[1]


def test_one_commit_and_one_blob_are_counted_as_one(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    assert audits.text()[1].startswith(f"{repository.path}: 1 secret (1 commit, 1 blob, 0.0 MB read)\n")


@pytest.mark.parametrize("form", ["table", "json", "sarif"])
def test_no_form_shows_a_secret(repository: Repository, audits: Audits, form: str) -> None:
    import hashlib

    put(repository, "a.py", ID_LINE + SECRET_LINE + f"token = '{fakes.SESSION_TOKEN}'\n")
    put(repository, ".env.example", f"DB_PASSWORD={fakes.PASSWORD}\n")
    _code, out, err = audits.text("--format", form)
    assert "aws-session-token" in out
    for value in (KEY, SECRET, fakes.SESSION_TOKEN, fakes.PASSWORD):
        assert not any(value[at : at + 6] in out + err for at in range(4, len(value) - 5))
    account_of_key = "of account" in audits.text()[1]
    assert (hashlib.sha256(KEY.encode()).hexdigest() in out) == (form == "json" and not account_of_key)


@pytest.mark.parametrize("state", ["found", "clean", "cut"])
def test_sarif_is_valid(repository: Repository, audits: Audits, state: str) -> None:
    put(repository, "a b/ä.py", "x" if state == "clean" else ID_LINE)
    if state != "clean":
        put(repository, ".env", "A=1\n")
        repository.git(
            "tag", "file", repository.git("hash-object", "-w", "--stdin", stdin=SECRET_LINE.encode()).strip()
        )
    if state == "cut":
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", "../shallow")
    code, out, _err = audits.text("--format", "sarif", "../shallow" if state == "cut" else ".")
    document = json.loads(out)
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    assert code == {"found": 1, "clean": 0, "cut": 2}[state]
    assert run["invocations"][0]["executionSuccessful"] == (state != "cut")
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert ("a%20b/%C3%A4.py" in uris) == (state != "clean")
    prints = [each["partialFingerprints"]["backendStandardsAudit/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints) == {"found": 3, "clean": 0, "cut": 2}[state]
    # GitHub's "reportingDescriptor object": these fields are required, and those of the properties are read.
    described = run["tool"]["driver"]["rules"]
    assert all(described[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    for each in described:
        assert each["shortDescription"]["text"] == rules.every()[each["id"]].title
        assert each["fullDescription"]["text"] == rules.every()[each["id"]].reason.replace("`", "")
        assert "Fix: " in each["help"]["text"]
        assert "**Bad:**" in each["help"]["markdown"]
        assert set(each["properties"]) >= {"tags", "precision", "problem.severity"}
        assert "security" in each["properties"]["tags"]
        assert float(each["properties"]["security-severity"]) >= 9
        assert not re.search(r"@[A-Z]", each["help"]["text"]), "no placeholder of a secret is left"
    for result in run["results"]:
        assert set(result["properties"]) == {"account", "first", "commits", "paths", "head", "branches"}
        assert result["message"]["text"].endswith("Rotate it, then rewrite the history.")


def test_sarif_tells_repositories_apart(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    (local,) = json.loads(audits.text("--format", "sarif")[1])["runs"]
    repository.git("remote", "add", "origin", "https://host.invalid/shop.git")
    (cloned,) = json.loads(audits.text("--format", "sarif")[1])["runs"]
    assert local["automationDetails"]["id"] == f"backend-standards/audit/{repository.path}/"
    assert "versionControlProvenance" not in local
    assert cloned["automationDetails"]["id"] == "backend-standards/audit/https://host.invalid/shop.git/"
    head = repository.git("rev-parse", "HEAD").strip()
    assert cloned["versionControlProvenance"] == [
        {"repositoryUri": "https://host.invalid/shop.git", "revisionId": head}
    ]


def test_sarif_of_a_report_of_another_version(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    text = audits.text("--format", "json")[1].replace("aws-access-key-id", "no-longer-a-rule")
    (tmp_path / "old.json").write_text(text, encoding="utf-8")
    document = json.loads(audits.text("--merge", str(tmp_path / "old.json"), "--format", "sarif")[1])
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    (result,) = document["runs"][0]["results"]
    assert (result["ruleId"], "ruleIndex" in result) == ("no-longer-a-rule", False)


def rewrite_a_clone(repository: Repository, out: str) -> None:
    """Clone a repository to ``../fresh``, and run there what an audit has printed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    if not shutil.which("git-filter-repo", path=path):
        pytest.skip("git-filter-repo, of the group dev, is not installed")
    (line,) = [line.strip() for line in out.splitlines() if line.strip().startswith("git filter-repo --")]
    repository.git("clone", "--quiet", "--no-local", ".", "../fresh")
    fresh = repository.path.parent / "fresh"
    subprocess.run(line, shell=True, cwd=fresh, env={**os.environ, "PATH": path}, check=True, capture_output=True)


def test_the_command_that_is_printed_does_it(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    for folder in ("it's", "-dash", 'a "b"', "$(x)", "a=b", "glob:*", "#c", "back\\slash"):
        put(repository, f"{folder}/.env", "A=1\n")
    put(repository, "b.py", "b")
    out = audits.text()[1]
    (tmp_path / "secrets.txt").write_text(f"{KEY}\n")
    rewrite_a_clone(repository, out)
    assert audits.one("../fresh")[0] == 0


def test_the_file_of_many_paths_does_it(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    for folder in (*map(str, range(24)), "#c", "regex:[", "glob:*", "literal:x"):
        repository.add(f"{folder}/.env", "A=1\n")
    put(repository, "b.py", "b")
    paths = [path for secret in audits.secrets() for path in secret["paths"]]
    out = audits.text()[1]
    assert "a line literal:PATH per env file" in out
    (tmp_path / "paths.txt").write_text("".join(f"literal:{path}\n" for path in paths))
    rewrite_a_clone(repository, out)
    assert audits.one("../fresh")[0] == 0


# --- documentation ----------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def documented(heading: str) -> set[str]:
    """Return the names in the first column of the table below a heading of two cells."""
    rows = PAGE.partition(f"| {heading} | meaning |\n|---|---|\n")[2].partition("\n\n")[0]
    return {name for row in rows.splitlines() for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def test_page_has_every_option(audits: Audits) -> None:
    with pytest.raises(SystemExit) as ended:
        audits.text("--help")
    assert ended.value.code == 0
    printed = set(re.findall(r"^  (--[a-z-]+)", audits.capsys.readouterr().out, re.MULTILINE))
    assert {name.partition(" ")[0] for name in documented("option")} == printed | {"PATH"}


def test_page_has_every_member(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    _code, report = audits.one()
    first, second = PAGE.split("| member | meaning |\n")[1:]
    for table, members in ((first, report), (second, report["secrets"][0])):
        rows = [row.split(" | ")[0] for row in table.partition("\n\n")[0].splitlines() if row.startswith("| `")]
        assert {name for row in rows for name in re.findall(r"`([a-z_0-9]+)`", row)} == set(members)
    assert all(f"`{name}`" in second for name in report["secrets"][0]["first"])


def test_the_last_line_is_about_all(three: Path, audits: Audits) -> None:
    out = audits.text("--repo-list", "list")[1]
    assert out.splitlines()[-1] == "4 repositories: 2 with 2 secrets, 1 not read"
    assert three


def test_one_repository_has_no_sum(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", "x")
    assert "1 repository" not in audits.text()[1]


def test_the_form_html(three: Path, audits: Audits) -> None:
    code, out, _err = audits.text("--repo-list", "list", "--format", "html", "--output", "audit.html")
    assert code == 2
    assert out.splitlines()[-1].endswith("1 not read")
    page = (three / "audit.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert KEY not in page
    assert SECRET not in page
