"""The journal from which a second run continues."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from auditing import Audits
from backend_standards.audit import many
from backend_standards.audit.journal import Journal, forget
from backend_standards.audit.members import is_report
from backend_standards.core import Stopped


def test_a_run_that_was_killed_goes_on(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list", "list", "--output", "report.sarif", "--format", "sarif", "--jobs", "1")
    whole = many._reports

    def interrupted(left: Any, *rest: Any) -> Any:
        for report in whole(left, *rest):
            yield report
            raise KeyboardInterrupt

    monkeypatch.setattr(many, "_reports", interrupted)
    code, _out, err = audits.text(*arguments)
    assert code == 130
    assert "report.sarif.partial" in err
    with (three / "report.sarif.partial").open("a") as journal:
        journal.write('{"repository": "tw')  # as a crash leaves it
    monkeypatch.setattr(many, "_reports", whole)
    assert audits.text(*arguments)[0] == 2
    assert len(json.loads((three / "report.sarif").read_text())["runs"]) == 4


@pytest.mark.parametrize("line", [b"{}", b"[]", b"\xff", b'{"state": "complete"}', b"[" * 100_000], ids=range(5))
def test_a_journal_of_something_else(three: Path, audits: Audits, line: bytes) -> None:
    (three / "report.json.partial").write_bytes(line + b"\n")
    code, _out, err = audits.text("--repo-list", "list", "--output", "report.json")
    assert (code, (three / "report.json.partial").read_bytes()) == (2, line + b"\n")
    assert err.endswith("report.json.partial: is not a journal of this command; delete it to start again\n")


@pytest.mark.parametrize("what", ["a link", "a pipe", "a link out of the repository"])
def test_a_journal_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").write_bytes(b"{}")
    path = tmp_path / "x.partial"
    if what == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("other" if what == "a link" else "/dev/null")
    with pytest.raises(Stopped, match=r"x.partial: is not a regular file; delete it"), Journal("x", is_report):
        pass
    assert (tmp_path / "other").read_bytes() == b"{}"


def test_only_complete_reports_are_kept(tmp_path: Path) -> None:
    output = str(tmp_path / "report.json")
    complete = {"repository": "a", "state": "complete", "secrets": []}
    journal = Journal(output, is_report)
    with journal:
        journal.add(complete)
        journal.add({"repository": "b", "state": "failed", "secrets": []})
    assert Journal(output, is_report).read() == [complete]
    forget(output)
    assert Journal(output, is_report).read() == []
    forget(output)  # there is nothing left to remove


def test_without_an_output_there_is_no_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    journal = Journal("", is_report)
    with journal:
        journal.add({"repository": "a", "state": "complete", "secrets": []})
    assert journal.read() == []
    assert list(tmp_path.iterdir()) == []
