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


def test_main_judges_the_index_whatever_is_on_the_disk(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("requirements.txt", "x\n")
    repository.write("requirements.txt", "x==1.0\n")
    for options in ([], ["--fix"]):
        assert main([*options, "--", "requirements.txt"]) == 1
        assert capsys.readouterr().out.startswith("requirements.txt:1:1: unpinned-bare: ")
    (repository.path / "requirements.txt").unlink()
    assert main(["--", "requirements.txt"]) == 1


@pytest.mark.parametrize("option", ["-r", "-c"])
def test_an_include_that_git_does_not_know_does_not_exist(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    (tmp_path / "outside.txt").write_text("x==1.0\n")
    repository.write("base.txt", "x==1.0\n")
    repository.write("given.txt", "x==1.0\n")
    repository.write("intended.txt", "x==1.0\n")
    repository.git("add", "--intent-to-add", "intended.txt")
    (repository.path / "link.txt").symlink_to("../outside.txt")
    (repository.path / "folder").symlink_to("..", target_is_directory=True)
    repository.git("add", "link.txt", "folder")
    outside = ["../outside.txt", str(tmp_path / "outside.txt"), "link.txt", "folder/outside.txt"]
    for name in ("base.txt", "intended.txt", "nowhere.txt", *outside):
        repository.add("requirements.txt", f"{option} {name}\n")
        assert main(["--", "requirements.txt"]) == 1, name
        assert "requirements.txt:1:1: missing-include: " in capsys.readouterr().out
    repository.add("requirements.txt", f"{option} given.txt\n")
    assert main(["--", "requirements.txt", "given.txt"]) == 0, "named by the user, it exists"
    repository.git("add", "base.txt")
    (repository.path / "base.txt").unlink()
    repository.add("requirements.txt", f"{option} base.txt\n")
    assert main(["--", "requirements.txt"]) == 0, "tracked, though not on the disk"


def test_a_link_out_of_the_repository_is_not_read(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "outside.txt").write_text("x\n")
    (repository.path / "requirements.txt").symlink_to("../outside.txt")
    repository.git("add", "requirements.txt")
    for options in ([], ["--fix"]):
        assert main([*options, "--", "requirements.txt"]) == 2
        out, error = capsys.readouterr()
        assert not out
        assert "requirements.txt: is a link to ../outside.txt, which is not tracked" in error
    assert (tmp_path / "outside.txt").read_text() == "x\n"


def test_links_to_folders_are_followed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("common/base.txt", "x\n")
    (repository.path / "shared").symlink_to("common", target_is_directory=True)
    repository.add("requirements.txt", "-r shared/base.txt\n")
    repository.git("add", "shared")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("common/base.txt:1:1: unpinned-bare: ")


@pytest.fixture
def including(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A commit whose requirements.txt includes others, as pre-commit and prek run the hook at the next one."""
    repository.add("requirements.txt", "-r deps/base.in\n")
    repository.add("deps/base.in", "x==1.0\n-c bounds\n")
    repository.add("deps/bounds", "y==1.0\n")
    repository.add("requirements/other.txt", "z\n")
    repository.add("Dockerfile", "FROM x\nRUN pip install -c bounds.txt y\n")
    repository.add("bounds.txt", "y==1.0\n")
    repository.git("commit", "-qm", "feat: start")
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    return repository


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(["rm", "-q", "deps/base.in"], "requirements.txt:1:1: missing-include", id="deleted"),
        pytest.param(["rm", "-q", "deps/bounds"], "deps/base.in:2:1: missing-include", id="deleted-further-down"),
        pytest.param(["mv", "deps/base.in", "base.in"], "requirements.txt:1:1: missing-include", id="renamed"),
        pytest.param(["add", "deps/base.in"], "deps/base.in:1:1: unpinned-bare", id="changed"),
        pytest.param(["rm", "-q", "requirements/other.txt"], "", id="not-included"),
    ],
)
def test_what_includes_a_changed_file_is_judged_again(
    including: Repository, capsys: pytest.CaptureFixture[str], change: list[str], expected: str
) -> None:
    if change[:1] == ["add"]:
        including.write("deps/base.in", "x\n")
    if change:
        including.git(*change)
    assert main(["--"]) == int(bool(expected))
    assert capsys.readouterr().out.startswith(expected)


def test_what_includes_a_changed_file_is_judged_at_a_push(
    including: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    including.git("rm", "-q", "deps/base.in")
    including.git("commit", "-qm", "feat: drop it")
    monkeypatch.delenv("GIT_INDEX_FILE")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--"]) == 1
    assert capsys.readouterr().out.startswith("requirements.txt:1:1: missing-include")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
    assert main(["--"]) == 0


def test_install_commands_that_name_a_deleted_file_are_judged_again(including: Repository) -> None:
    including.add("bounds.txt", "y>=1.0\n")
    assert main(["--"]) == 0
    assert main(["--install-commands", "--"]) == 1
    including.git("reset", "-q")
    assert main(["--install-commands", "--"]) == 0


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
    assert main(["--", "requirements.txt"]) == 1, "a clone has no such links"
    repository.git("add", "a", "b")
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


@pytest.mark.parametrize("folder", ["{{cookiecutter.slug}}", "{{ x }}/y", "{% if x %}a{% endif %}", ".cookiecutter"])
def test_a_path_of_a_template_is_not_read(repository: Repository, folder: str) -> None:
    repository.add(f"{folder}/requirements.txt", "{% if x %}\nboto3\n")
    assert main(["--", f"{folder}/requirements.txt"]) == 0


HEADER = "# This file is autogenerated by pip-compile with Python 3.11\n# by the following command:\n#\n#    {}\n#\n"


def test_an_input_of_a_compiled_file_need_not_pin_and_is_not_edited(repository: Repository) -> None:
    repository.add("requirements.txt", "boto3\n")
    assert main(["--", "requirements.txt"]) == 1
    command = "pip-compile --output-file=requirements-locked.txt requirements.txt"
    repository.add("requirements-locked.txt", HEADER.format(command) + "boto3==1.34.0\n")
    assert main(["--", "requirements.txt"]) == 0
    assert main(["--fix", "--", "requirements.txt"]) == 0
    assert (repository.path / "requirements.txt").read_text() == "boto3\n"
    repository.add("dev.txt", "-r requirements.txt\n")
    assert main(["--", "dev.txt"]) == 1
    repository.add("requirements.txt", "boto3=1\n")
    assert main(["--", "requirements.txt"]) == 1
