"""The options of the audit, its files, and the merge of reports."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from auditing import ID_LINE, Audits, put, states
from support import Repository


def test_a_clone_is_called_by_its_url(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", "x")
    assert audits.one()[1]["repository"] == str(repository.path)
    repository.git("remote", "add", "origin", "https://me:" + "pass" + "w0rd@host.invalid/shop.git")
    assert audits.one()[1]["repository"] == "https://host.invalid/shop.git"
    repository.git("remote", "set-url", "origin", "git@host.invalid:shop.git")
    assert audits.one()[1]["repository"] == "git@host.invalid:shop.git"


def test_output(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    code, out, _err = audits.text("--format", "json", "--output", "report.json")
    assert code == 1
    assert out.startswith(f"{repository.path}: 1 secret")
    assert len(json.loads(Path("report.json").read_text())["repositories"]) == 1
    assert not Path("report.json.new").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--jobs", "0"], "at least one process", id="jobs"),
        pytest.param(["--output", "no/where.json"], "the folder no does not exist", id="output"),
        pytest.param(["nowhere"], "nowhere: is not a folder", id="path"),
        pytest.param(["--clone-dir", "x"], "--repo-list", id="clone-dir"),
        pytest.param(["--scheduler", "x"], "--repo-list", id="scheduler"),
        pytest.param(["--repo-list", "x", "--merge", "y"], "exclude each other", id="both"),
        pytest.param(["--repo-list", "nowhere"], "cannot be read", id="list"),
        pytest.param(["--merge", "nowhere"], "cannot be read", id="merge"),
    ],
)
def test_wrong_use(repository: Repository, audits: Audits, arguments: list[str], words: str) -> None:
    assert repository.path
    code, out, err = audits.text(*arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_written_to_and_not_replaced(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert audits.text("--format", "json", "--output", str(tmp_path / "pipe"))[0] == 1
    assert json.loads(os.read(reader, 1 << 16))["version"] == 1
    os.close(reader)
    assert audits.text("--format", "json", "--output", str(tmp_path / "link"))[0] == 1
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").is_file()


def test_merge(three: Path, audits: Audits) -> None:
    (three / "list-2").write_text("nowhere\none\n")
    audits.text("--repo-list", "list", "--output", "1.json", "--format", "json")
    (three / "nowhere").mkdir()
    put(Repository(three / "nowhere"), "a.py", "x")
    audits.text("--repo-list", "list-2", "--output", "2.json", "--format", "json")
    code, reports = audits.json("--merge", "1.json", "2.json")
    assert code == 1
    assert sorted(states(reports)) == [
        ("clean", "complete", 0),
        ("nowhere", "complete", 0),
        ("one", "complete", 1),
        ("two", "complete", 1),
    ]
    assert audits.json("--merge", "2.json", "1.json")[1] == reports
    assert "clean: no secret found" in audits.text("--merge", "1.json", "2.json")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "not a JSON report", id="empty"),
        pytest.param("[]", "not a JSON report", id="list"),
        pytest.param('{"version": 1, "repositories": [1]}', "not a JSON report", id="number"),
        pytest.param('{"version": 2, "repositories": []}', "version 2", id="version"),
    ],
)
def test_merge_of_other_files(tmp_path: Path, audits: Audits, content: str, words: str) -> None:
    (tmp_path / "x.json").write_text(content)
    code, _out, err = audits.text("--merge", str(tmp_path / "x.json"))
    assert code == 2
    assert words in err
