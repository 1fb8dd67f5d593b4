"""The hook as a whole: exceptions, what stops it, where it reads."""

from __future__ import annotations

import pytest

from backend_standards import check_lock_files
from backend_standards.core import Stopped
from locking import PIPFILE, POETRY, Files, judge, project, uv
from support import Repository


def test_exceptions() -> None:
    stale = {"pyproject.toml": project('"requests>=2.32"'), "uv.lock": uv()}
    assert judge(stale, allow=["uv.lock"]) == []
    assert len(judge(stale, allow_missing=["*"])) == 1
    assert judge({"pyproject.toml": project()}, allow_missing=["/pyproject.toml"]) == []
    assert judge({"pyproject.toml": project()}, allow=["/pyproject.toml"]) == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param({"pyproject.toml": project(), "uv.lock": "version = 2\n"}, "uv.lock: has version 2; supported versions: 1", id="uv"),
        pytest.param({"pyproject.toml": project(), "uv.lock": uv() + "<<<<<<< HEAD\n"}, "holds the mark of an unresolved merge", id="uv-merge"),
        pytest.param({"pyproject.toml": "<<<<<<< HEAD\n" + project(), "uv.lock": uv()}, "pyproject.toml:1: holds the mark", id="manifest-merge"),
        pytest.param({"pyproject.toml": "[project\n", "uv.lock": uv()}, "pyproject.toml: is not valid TOML", id="manifest"),
        pytest.param({"pyproject.toml": POETRY, "poetry.lock": '[metadata]\nlock-version = "3.0"\n'}, "supported versions: 1.0", id="poetry"),
        pytest.param({"pyproject.toml": POETRY, "poetry.lock": "x"}, "poetry.lock: is not valid TOML", id="poetry-syntax"),
        pytest.param({"Pipfile": PIPFILE, "Pipfile.lock": '{"_meta": {"pipfile-spec": 5}}'}, "supported versions: 6", id="pipfile"),
        pytest.param({"pyproject.toml": project(), "pylock.toml": 'lock-version = "2.0"\n'}, "supported versions: 1.0", id="pylock"),
        pytest.param({"pyproject.toml": project(), "pylock.x.toml": 'lock-version = "2.0"\n'}, "supported versions: 1.0", id="pylock-name"),
        pytest.param({"pyproject.toml": project(), "pdm.lock": '[metadata]\nlock_version = "5.0"\n'}, "supported versions: 4.x", id="pdm"),
        pytest.param({"pyproject.toml": project(), "pdm.lock": 'package = 3\n[metadata]\nlock_version = "4.5"\n'}, "pdm.lock:1: package must be an array of tables", id="pdm-shape"),
        pytest.param({"pyproject.toml": project('"- x"'), "uv.lock": uv()}, "project.dependencies: entry 1 is not a requirement", id="requirement"),
        pytest.param({"requirements.in": "a b\n", "requirements.txt": "a==1\n"}, "requirements.in:1: is not a requirement", id="line"),
        pytest.param({"pyproject.toml": project(more='[dependency-groups]\na = [{include-group = "a"}]\n'), "uv.lock": uv()}, "includes itself", id="group-cycle"),
        pytest.param({"pyproject.toml": project(more='[dependency-groups]\na = [{include-group = "b"}]\n'), "uv.lock": uv()}, "is included, but missing", id="group-missing"),
        pytest.param({"pyproject.toml": project(), "uv.lock": uv().replace("requires-dist = [", "requires-dist = [1, ")}, "uv.lock:11: package[1].metadata.requires-dist[1] must be a table, but is an integer", id="shape"),
    ],
)  # fmt: skip
def test_stops(files: Files, words: str) -> None:
    with pytest.raises(Stopped) as stopped:
        judge(files)
    assert words in str(stopped.value)


HUGE = "9" * 5000  # Python reads no number of more than 4300 digits


@pytest.mark.parametrize(
    ("files", "count"),
    [
        pytest.param({"requirements.in": "x>=1\n", "requirements.txt": f"x=={HUGE}.dev1\n"}, 0, id="version"),
        pytest.param({"requirements.in": f"x>={HUGE}\n", "requirements.txt": "x==1\n"}, 0, id="specifier"),
        pytest.param({"pyproject.toml": project(f'"requests>={HUGE}"'), "uv.lock": uv()}, 1, id="two-specifiers"),
        pytest.param({"pyproject.toml": project(python=f">={HUGE}"), "uv.lock": uv()}, 1, id="python"),
        pytest.param(
            {
                "pyproject.toml": project(f"\"requests>=2.31; python_version<'{HUGE}'\""),
                "uv.lock": uv('{ name = "requests", specifier = ">=2.31", marker = "python_version < \'4\'" }'),
            },
            1,
            id="marker",
        ),
        pytest.param(
            {
                "pyproject.toml": project(f"\"requests>=2.31; {'(' * 3000}os_name=='a'{')' * 3000}\""),
                "uv.lock": uv('{ name = "requests", specifier = ">=2.31", marker = "os_name == \'b\'" }'),
            },
            1,
            id="brackets",
        ),
    ],
)
def test_what_python_cannot_compare_crashes_nothing(files: Files, count: int) -> None:
    assert [each.rule.id for each in judge(files)] == ["stale-lock"] * count


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    assert check_lock_files.main(["--"]) == 0
    repository.add("pyproject.toml", project('"requests>=2.32"'))
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.startswith(
        "pyproject.toml: missing-lock: this file lists dependencies, but its folder has "
    )
    repository.add("uv.lock", uv())
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "uv.lock: stale-lock: pyproject.toml asks for requests>=2.32, but the lock has requests>=2.31",
        "    run: uv lock && git add uv.lock",
        '    except: in pyproject.toml, [tool.backend-standards.check-lock-files]: allow = ["/uv.lock"]',
    ]
    assert check_lock_files.main(["--allow=/uv.lock", "--"]) == 0
    repository.add("pyproject.toml", project())
    repository.write("pyproject.toml", "not staged")
    assert check_lock_files.main(["--"]) == 0
    repository.write("requirements/x", "not staged")
    assert check_lock_files.main(["--", "uv.lock"]) == 2
    assert "takes no file names" in capsys.readouterr().err


def test_main_reads_the_commit_that_is_pushed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("pyproject.toml", project())
    repository.add("uv.lock", uv('{ name = "requests" }'))
    repository.git("commit", "-qm", "x")
    repository.add("uv.lock", uv())
    assert check_lock_files.main(["--"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert check_lock_files.main(["--"]) == 1
    repository.git("commit", "-qm", "x")
    assert check_lock_files.main(["--"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "no-such-commit")
    assert check_lock_files.main(["--"]) == 2


def test_main_follows_links(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app/pyproject.toml", project())
    repository.add("locks/app", uv())
    (repository.path / "locks/uv.lock").symlink_to("app")
    (repository.path / "app/uv.lock").symlink_to("../locks/uv.lock")
    repository.git("add", ".")
    assert check_lock_files.main(["--"]) == 0
    repository.add("locks/app", uv('{ name = "requests" }'))
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.startswith("app/uv.lock: stale-lock: ")
    (repository.path / "locks/uv.lock").unlink()
    (repository.path / "locks/uv.lock").symlink_to("uv.lock")
    repository.git("add", ".")
    assert check_lock_files.main(["--"]) == 2


def test_main_follows_links_to_folders(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("common/base.in", "requests>=2.31\n")
    (repository.path / "shared").symlink_to("common", target_is_directory=True)
    repository.git("add", "shared")
    repository.add("requirements.in", "-r shared/base.in\n")
    repository.add("requirements.txt", "requests==2.30\n")
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.startswith("requirements.txt: stale-lock: requests>=2.31 is asked for")


def test_main_stops_at_an_unknown_version(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("pyproject.toml", project())
    repository.add("uv.lock", "version = 2\n")
    assert check_lock_files.main(["--"]) == 2
    assert capsys.readouterr().err.startswith("check-lock-files: error: uv.lock: has version 2; supported versions: 1")
