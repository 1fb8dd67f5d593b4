from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import fakes
from backend_standards.forbid_env_files import main
from support import Repository

GITHUB = f"GITHUB_TOKEN={fakes.GITHUB}"
SECRET = f"AWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}"
URL = f"DATABASE_URL=postgres://app:{fakes.PASSWORD}@db.acme-corp.io:5432/app"


def test_messages_say_what_to_do_and_hide_the_secret(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".env", SECRET)
    repository.add("my app/.env.example", URL)
    assert main([".env", "my app/.env.example"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        ".env: env-file: env files hold settings and secrets, and do not belong in the repository",
        "    run: git rm --cached --ignore-unmatch -- .env",
        "    run: grep -qsxFe /.env .gitignore || printf '%s\\n' /.env >> .gitignore && git add .gitignore",
        "    note: If it was ever pushed, rotate every secret in it.",
        '    except: in the args of forbid-env-files (secrets in it are still refused): "--allow=/.env"',
        (
            "my app/.env.example:1:14: env-template-secret: DATABASE_URL holds a password in the URL of a remote host; "
            "a template shows names, not values"
        ),
        "    note: Write a placeholder such as changeme. If it was ever pushed, rotate it.",
        "    except: on the line above: # standards: ignore-next-line[env-template-secret] reason",
    ]


def test_the_printed_exception_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    names = [".env", "a b/.env", "x*y/[z].env", "line\nbreak/.env", "back\\slash/.env", "\u00fc.env"]
    for name in names:
        repository.add(name, "A=1")
    assert main(names) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    except: ")]
    arguments = [json.loads(line.partition(": ")[2].partition(": ")[2]) for line in lines]
    assert len(arguments) == len(names)
    assert main([*arguments, *names]) == 0


def test_the_index_is_judged_not_the_disk(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sealed = (Path(__file__).parent / "ciphertexts/sealed/git-crypt").read_bytes()
    repository.stage_only(".env", sealed)
    repository.write(".env", "PLAIN=1")
    assert main(["--", ".env"]) == 0, "git-crypt's work tree is plain, what is staged is not"
    assert main(["--no-encrypted", ".env"]) == 1
    repository.stage_only("prod.env", b"PLAIN=1")
    repository.write("prod.env", sealed)
    assert main(["--", "prod.env"]) == 1
    repository.stage_only(".env.example", GITHUB.encode())
    assert main(["--", ".env.example"]) == 1, "in the index alone"
    assert "env-template-secret" in capsys.readouterr().out


def test_renamed_template(repository: Repository) -> None:
    repository.add(".env.example", "A=1")
    repository.git("commit", "-qm", "x")
    repository.git("mv", ".env.example", ".env")
    assert main(["--", ".env"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege on Windows")
def test_symlinks(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    os.symlink("/nowhere/secret", ".env")
    os.symlink("nowhere", ".env.example")
    repository.git("add", "-f", ".env", ".env.example")
    assert main(["--", ".env", ".env.example"]) == 1
    assert capsys.readouterr().out.count("env-file:") == 1
    repository.git("rm", "-q", "--cached", ".env", ".env.example")
    assert main(["--", ".env.example"]) == 0
    assert main(["--", ".env"]) == 1


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text(GITHUB)
    assert main(["--", ".env.example"]) == 1
    Path(".env.sample").write_text("A=1")
    assert main(["--", ".env.sample"]) == 0
    assert main(["--", ".env"]) == 2, "no such file, so nothing was judged"
    assert main(["--", str(tmp_path / ".env.example")]) == 1


def test_paths_outside_this_repository_and_in_submodules(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / ".env.example"
    outside.write_text(GITHUB)
    assert main(["--", str(outside), "../.env.example"]) == 1
    inner = tmp_path / "inner"
    inner.mkdir()
    Repository(inner).add(".env.example", GITHUB)
    Repository(inner).git("commit", "-qm", "x")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    repository.add(".env.sample", "A=1")
    assert main(["--", ".env.sample", "sub/.env.example"]) == 1
    assert main(["--", ".env.sample", "sub"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hard_names(repository: Repository, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    names = [
        "a b.env",
        "new\nline.env",
        "\udcff\udcfe.env",
        "-rf.env",
        "--allow=*",
        "--help",
        "\x1b[31m.env",
        '"q".env',
    ]
    for name in names:
        repository.add(name, "A=1")
    assert main(["--", *names]) == 1
    out = capsysbinary.readouterr().out
    assert out.count(b": env-file: ") == len(names) - 2
    assert b"\xff\xfe.env: env-file" in out
    assert b'"new\\nline.env": env-file' in out
    assert b"\x1b" not in out


def test_a_file_named_like_an_option_switches_nothing_off(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("--help", "--allow=.env", "--version", "--", ".env"):
        repository.add(name, "A=1")
    for argv in (["--"], ["--forbid=x"], ["--allow=other.env"], ["--allow", "other.env"]):
        assert main([*argv, "--allow=.env", "--help", "--version", ".env"]) == 1, argv
        assert ".env: env-file" in capsys.readouterr().out


def test_a_file_named_like_a_tightening_option_does_not_switch_it_off(repository: Repository) -> None:
    repository.add(".env", (Path(__file__).parent / "ciphertexts/sealed/dotenvx-2.38").read_bytes())
    repository.add("a.pem")
    for name in ("--no-encrypted", "--forbid=*.pem"):
        repository.add(name)
    for end in (["--"], []):
        assert main(["--no-encrypted", *end, ".env", "--no-encrypted"]) == 1
        assert main(["--forbid=*.pem", *end, "a.pem", "--forbid=*.pem"]) == 1
    assert main(["--", ".env", "a.pem", "--no-encrypted", "--forbid=*.pem"]) == 0


def test_unreadable_file_stops_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text("A=1")
    Path("pyproject.toml").write_text("")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert main(["--", ".env.example"]) == 2
    monkeypatch.undo()
    assert "pyproject.toml: cannot be read: Permission denied" in capsys.readouterr().err


@pytest.mark.parametrize("name", [".env", ".env.keys", ".env.example"])
def test_at_a_push_the_commit_counts(repository: Repository, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    repository.git("commit", "-qm", "x", "--allow-empty")
    repository.add(name, GITHUB)
    assert main(["--", name]) == 1
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--", name]) == 0, "staged, but not pushed"
    repository.git("commit", "-qm", "y")
    repository.git("rm", "-rq", "--cached", ".")
    assert main(["--", name]) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    monkeypatch.chdir(tmp_path)
    os.mkfifo(".env.example")
    assert main(["--", ".env.example"]) == 2, "not judged, so not clean"
