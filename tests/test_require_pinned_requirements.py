"""The hook as a whole: what it reads, and from where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend_standards.require_pinned_requirements import main
from support import Repository


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("requirements.txt", "x==1.0\n")
    assert main(["--", "requirements.txt"]) == 0
    repository.add("requirements.txt", "x==1.0\ny\n")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("requirements.txt:2:1: unpinned-bare: y has no version: ")
    assert main(["--allow=y", "--", "requirements.txt"]) == 0
    assert main(["--require-hashes", "--", "requirements.txt"]) == 1
    assert main(["--", "nowhere.txt"]) == 2
    assert main(["--"]) == 0
    assert main([]) == 2


def test_main_judges_what_is_staged(repository: Repository) -> None:
    repository.add("requirements.txt", "x==1.0\n-r base.txt\n")
    repository.add("base.txt", "y==1.0\n")
    repository.write("base.txt", "y\n")
    assert main(["--", "requirements.txt"]) == 0


def test_main_reads_what_is_staged_alone(repository: Repository) -> None:
    repository.stage_only("requirements.txt", b"x==1.0\n-r base.txt\n")
    repository.stage_only("base.txt", b"y\n")
    assert main(["--", "requirements.txt"]) == 1
    repository.stage_only("base.txt", b"")
    assert main(["--", "requirements.txt"]) == 0


def test_main_reads_the_commit_that_is_pushed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("requirements.txt", "x\n")
    repository.git("commit", "-qm", "x")
    repository.add("requirements.txt", "x==1.0\n")
    assert main(["--", "requirements.txt"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--", "requirements.txt"]) == 1


def test_main_follows_links(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("deps/prod.lock", "x\n-r more.txt\n")
    repository.add("more.txt", "y==1.0\n")
    (repository.path / "requirements.txt").symlink_to("deps/prod.lock")
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.count(": unpinned-bare: ") == 1
    repository.add("deps/prod.lock", "x==1\n-r more.txt\n")
    assert main(["--", "requirements.txt"]) == 0


def test_main_looks_for_includes_from_the_folder_of_a_link(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("deps/prod.lock", "-r more.txt\n")
    repository.add("deps/more.txt", "x==1.0\n")
    repository.add("more.txt", "x\n")
    (repository.path / "requirements.txt").symlink_to("deps/prod.lock")
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("more.txt:1:1: unpinned-bare: ")
    assert main(["--", "deps/prod.lock"]) == 0
    assert main(["--", "deps/prod.lock", "requirements.txt"]) == 1


@pytest.mark.parametrize("name", ["install.sh", "Dockerfile", "pyproject.toml"])
def test_main_takes_a_link_for_what_its_own_name_says(repository: Repository, name: str) -> None:
    repository.add(name, "x\n")
    (repository.path / "requirements.txt").symlink_to(name)
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert main(["--", name]) == 0  # judged only where an option asks for it


def test_main_stops_at_links_that_lead_round(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("requirements.txt", "-r a/requirements.txt\n-r b/requirements.txt\n")
    for name in ("a", "b"):
        (repository.path / name).symlink_to(".", target_is_directory=True)
    assert main(["--", "requirements.txt"]) == 2
    assert "includes more than 10000 files, or itself by way of links" in capsys.readouterr().err


def test_main_refuses_an_include_that_is_a_folder(repository: Repository) -> None:
    repository.add("requirements.txt", "-r lib\n")
    repository.add("lib/x", "")
    assert main(["--", "requirements.txt"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_main_takes_no_pipe_for_an_empty_file(repository: Repository) -> None:
    os.mkfifo(repository.path / "pipe-requirements.txt")
    assert main(["--", "pipe-requirements.txt"]) == 2
    repository.add("requirements.txt", "-r pipe-requirements.txt\n")
    assert main(["--", "requirements.txt"]) == 1


def test_main_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requirements.txt").write_text("x\n-r nowhere.txt\n")
    assert main(["--", "requirements.txt"]) == 1
    assert main(["./requirements.txt"]) == 1


def test_configuration(repository: Repository) -> None:
    repository.add("requirements.txt", "x\n")
    repository.write("pyproject.toml", '[tool.backend-standards.require-pinned-requirements]\nallow = ["x"]\n')
    assert main(["--", "requirements.txt"]) == 0


@pytest.mark.parametrize("folder", ["{{cookiecutter.slug}}", "{{ x }}/y", "{% if x %}a{% endif %}"])
def test_a_path_of_a_template_is_not_read(repository: Repository, folder: str) -> None:
    repository.add(f"{folder}/requirements.txt", "{% if x %}\nboto3\n")
    assert main(["--", f"{folder}/requirements.txt"]) == 0
