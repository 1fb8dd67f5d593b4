"""``review --repo-list``: every repository has its row, one that cannot be read stops none, and a second run goes on."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from auditing import wait_for
from backend_standards.audit import many as work
from backend_standards.review import many
from reviewing import SERVICE, Reviews, fill
from support import PATIENCE, ROOT, Repository, new_group

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
SWALLOWED = "def {}() -> None:\n    try:\n        work()\n    except Exception:\n        pass\n"


def repository_in(folder: Path, files: Mapping[str, str]) -> Repository:
    folder.mkdir(parents=True)
    repository = Repository(folder)
    fill(repository, files)
    return repository


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two services, the second by its URL, and a list with one more, which is not there."""
    repository_in(tmp_path / "one", SERVICE)
    repository_in(tmp_path / "two", {**SERVICE, "src/app/x.py": SWALLOWED.format("x"), ".env": "A=b\n"})
    (tmp_path / "list").write_text(f"# ours\none\nfile://{tmp_path}/two\n\nnowhere\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path) -> dict[str, dict[str, Any]]:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["version"] == 1
    return {report["repository"].rpartition("/")[2]: report for report in document["repositories"]}


def states(report: Mapping[str, Any]) -> dict[str, str]:
    return {line["id"]: line["state"] for line in report["lines"]}


def test_a_list(three: Path, reviews: Reviews) -> None:
    code, out, _err = reviews.text("--repo-list=list", "--format=json", "--output=report.json")
    assert code == 2, "one could not be read"
    reports = written(three / "report.json")
    assert [report["state"] for report in reports.values()] == ["complete", "complete", "failed"]
    assert reports["nowhere"]["problems"] == ["the folder does not exist"]
    assert states(reports["one"])["M7"] == "kept"
    assert states(reports["two"])["M7"] == states(reports["two"])["M1"] == "broken"
    rows = out.splitlines()
    assert rows[1].startswith("file://"), "the one with the most broken lines is first"
    assert "nowhere: not read: the folder does not exist" in rows
    assert rows[-1].startswith("3 repositories: 2 with ")
    assert rows[-1].endswith(" broken lines, 1 not read")


def test_a_clone_is_judged_as_a_checkout(three: Path, reviews: Reviews) -> None:
    settings = "[tool.backend-standards.review]\nexempt = ['O2: OpenAPI serves']\n[tool.ruff.lint]\nselect = ['T20']\n"
    repository_in(three / "full", {**SERVICE, "pyproject.toml": settings, "Dockerfile": "FROM x\nCOPY . /\n"})
    (three / "list").write_text(f"full\nfile://{three}/full\n")
    reviews.text("--repo-list=list", "--format=json", "--output=report.json")
    one, other = json.loads((three / "report.json").read_text(encoding="utf-8"))["repositories"]
    assert one["lines"] == other["lines"]
    assert states(one)["O2"] == "not-applicable"


def test_a_bare_repository_on_this_machine_is_left_as_it_is(three: Path, reviews: Reviews) -> None:
    Repository(three / "two").git("clone", "--quiet", "--bare", ".", "../bare.git")
    before = sorted(path.as_posix() for path in (three / "bare.git").rglob("*"))
    (three / "list").write_text("bare.git\n")
    code, _out, err = reviews.text("--repo-list=list", "--format=json", "--output=report.json")
    assert code == 0, err
    assert states(written(three / "report.json")["bare.git"])["M7"] == "broken"
    assert sorted(path.as_posix() for path in (three / "bare.git").rglob("*")) == before


def test_clones_that_are_kept(three: Path, reviews: Reviews) -> None:
    (three / "list").write_text(f"file://{three}/two\n")
    for _ in range(2):
        assert reviews.text("--repo-list=list", "--clone-dir=clones", "--format=json", "--output=report.json")[0] == 0
        (three / "report.json").unlink()
    (clone,) = (three / "clones").iterdir()
    assert not list((clone / "worktrees").iterdir()) if (clone / "worktrees").exists() else True


@pytest.mark.parametrize("content", ["", "\n# nothing\n"])
def test_an_empty_repository_and_an_empty_list(three: Path, reviews: Reviews, content: str) -> None:
    (three / "list").write_text(content)
    code, _out, err = reviews.text("--repo-list=list")
    assert code == 2
    assert "lists no repository" in err
    (three / "bare").mkdir()
    Repository(three / "bare")
    (three / "list").write_text(f"file://{three}/bare\n")
    assert "not read: has no commit on its default branch" in reviews.text("--repo-list=list")[1]


def test_a_second_run_goes_on(three: Path, reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list=list", "--output=report.json", "--format=json", "--jobs=1")
    assert reviews.text(*arguments)[0] == 2
    assert (three / "report.json.partial").exists()
    repository_in(three / "nowhere", SERVICE)
    read: list[str] = []
    whole = work._reports

    def note(left: Any, *rest: Any) -> Any:
        read.extend(source.name for source in left)
        return whole(left, *rest)

    monkeypatch.setattr(work, "_reports", note)
    assert reviews.text(*arguments)[0] == 0
    assert read == ["nowhere"]
    assert not (three / "report.json.partial").exists()


def test_gates_of_many(three: Path, reviews: Reviews) -> None:
    (three / "list").write_text("one\ntwo\n")
    assert reviews.text("--repo-list=list")[0] == 0
    code, _out, err = reviews.text("--repo-list=list", "--require=M7")
    assert code == 1
    assert "two: --require: broken is M7" in err
    assert "one: " not in err
    assert reviews.text("--repo-list=list", "--fail-under=100")[0] == 1


def test_joined_and_compared(three: Path, reviews: Reviews) -> None:
    (three / "list").write_text("one\n")
    reviews.text("--repo-list=list", "--format=json", "--output=old.json")
    one = Repository(three / "one")
    one.add("src/app/x.py", SWALLOWED.format("x"))
    (three / "list").write_text("one\ntwo\n")
    reviews.text("--repo-list=list", "--format=json", "--output=new.json")
    out = reviews.text("--merge=old.json", "--merge=new.json", "--since=old.json")[1]
    row = next(line for line in out.splitlines() if line.startswith("one "))
    assert "+1" in row.split()
    assert list(written(three / "new.json")) == ["one", "two"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--merge=a", "--repo-list=list"], "exclude each other"),
        (["--clone-dir=x"], "--clone-dir works only together with --repo-list"),
        (["--scheduler=x"], "--scheduler works only together with --repo-list"),
        (["--since=x"], "--since works only together with --repo-list"),
        (["--repo-list=list", "one"], "give either a folder or --repo-list"),
        (["--repo-list=list", "--against=main"], "--against is about one repository"),
        (["--merge=list"], "list: is not a JSON report of backend-standards review --repo-list"),
        (["--repo-list=list", "--since=old"], "old: the report has version 99"),
        (["--repo-list=nothing"], "nothing: cannot be read"),
    ],
)
def test_wrong_use_of_many(three: Path, reviews: Reviews, arguments: list[str], words: str) -> None:
    (three / "old").write_text('{"version": 99, "repositories": []}')
    code, out, err = reviews.text(*arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_forms_of_many(three: Path, reviews: Reviews) -> None:
    reviews.text("--repo-list=list", "--format=json", "--output=report.json")
    log = json.loads(reviews.text("--merge=report.json", "--format=sarif")[1])
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert [run["automationDetails"]["id"].rpartition("/")[0].rpartition("/")[2] for run in log["runs"]] == [
        "two",
        "nowhere",
        "one",
    ]
    suites = ET.fromstring(reviews.text("--merge=report.json", "--format=junit")[1])
    assert [suite.get("errors") for suite in suites] == ["0", "1", "0"]
    text = reviews.text("--merge=report.json", "--format=markdown")[1]
    assert text.startswith("| repository | kept |")
    assert "nowhere&#58; not read" in text
    assert three


def test_what_a_repository_says_of_itself_is_no_login(three: Path) -> None:
    secret = "hunter2"
    with pytest.raises(Exception, match=r"^(?!.*hunter2)") as caught:
        many.one(f"http://user:{secret}@127.0.0.1:9/x", "x", ("", str(three)))
    assert secret not in str(caught.value)


def test_the_environment_of_a_hook_is_that_of_its_repository_alone(
    three: Path, reviews: Reviews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(three / "one" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(three / "one" / ".git" / "index"))
    (three / "list").write_text("two\n")
    reviews.text("--repo-list=list", "--format=json", "--output=report.json")
    assert states(written(three / "report.json")["two"])["M7"] == "broken"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_review_leaves_nothing_behind(three: Path, number: signal.Signals) -> None:
    shim = three / "bin" / "git"
    shim.parent.mkdir()
    begun = shlex.quote(str(three / "begun"))
    wait = f'echo "$PPID" > {begun}.new; echo "$$" >> {begun}.new; mv {begun}.new {begun}; while :; do sleep 0.1; done'
    shim.write_text(f'#!/bin/sh\ncase "$*" in *"ls-files --stage"*) {wait};; esac\nexec {shutil.which("git")} "$@"\n')
    shim.chmod(0o755)
    scratch = three / "scratch"
    scratch.mkdir()
    (three / "list").write_text(f"file://{three}/one\n")
    command = [sys.executable, "-m", "backend_standards", "review", "--repo-list=list", "--format=json", "--output=x"]
    environment = {**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}", "TMPDIR": str(scratch)}
    with new_group(command, stderr=subprocess.PIPE, env=environment) as process:
        wait_for((three / "begun").exists)
        assert list(scratch.iterdir())
        process.send_signal(number)
        _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"run the same command again to continue (x.partial)" in err
    assert b"Traceback" not in err
    assert not list(scratch.iterdir())
    for each in (three / "begun").read_text().split():
        wait_for(lambda each=each: not is_running(int(each)))  # type: ignore[misc]
