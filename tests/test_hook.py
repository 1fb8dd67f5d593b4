"""One run of a hook: what it answers, what it ends with, and where its outcome goes."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import fakes
from backend_standards import __version__, _hook, backend_standards, check_push, forbid_env_files
from backend_standards.core import FILES, Finding, Option, Options, Outcome, Stopped, rules
from support import ROOT, Repository

HOOK = "forbid-env-files"
IDS = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))]
FINDING = Finding("a", rules.every()["env-file"], "m")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        pytest.param(Outcome(HOOK), 0, id="clean"),
        pytest.param(Outcome(HOOK, [FINDING]), 1, id="findings"),
        pytest.param(Outcome(HOOK, more=1), 1, id="more"),
        pytest.param(Outcome(HOOK, has_edited=True), 1, id="edited"),
        pytest.param(Outcome(HOOK, said="a tree\n"), 0, id="only-words"),
        pytest.param(Outcome(HOOK, stopped="why"), 2, id="stopped"),
        pytest.param(Outcome(HOOK, [FINDING], stopped="why"), 2, id="stopped-late"),
    ],
)
def test_exit_codes(outcome: Outcome, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert _hook.run(HOOK, "doc", (), lambda _: outcome, ["--"]) == code
    out, error = capsys.readouterr()
    assert ("a: env-file: m" in out) == bool(outcome.findings)
    assert out.endswith(outcome.said)
    assert error == (f"{HOOK}: error: why\n" if code == 2 else "")


def test_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    def judge(_: Options) -> Outcome:
        raise Stopped("x: cannot be read")

    assert _hook.run(HOOK, "doc", (), judge, ["--"]) == 2
    assert capsys.readouterr() == ("", f"{HOOK}: error: x: cannot be read\n")


def test_a_fault_of_a_hook_is_exit_code_2_and_says_nothing_of_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    def judge(_: Options) -> Outcome:
        raise ValueError(fakes.AWS_SECRET)

    assert _hook.run(HOOK, "doc", (), judge, ["--"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{HOOK}: error: ValueError at _hook.py:")
    assert "> test_hook.py:" in error
    assert fakes.AWS_SECRET[:6] not in error


def test_a_hook_about_files_without_a_word_has_judged_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert _hook.run(HOOK, "doc", (), lambda _: Outcome(HOOK), [], FILES) == 2
    assert "no file is given" in capsys.readouterr().err
    assert _hook.run(HOOK, "doc", (), lambda _: Outcome(HOOK), ["--"], FILES) == 0
    assert _hook.run(HOOK, "doc", (), lambda _: Outcome(HOOK), []) == 0


@pytest.mark.parametrize("word", ["-h", "--help", "-V", "--version"])
@pytest.mark.parametrize("hook", IDS)
def test_every_hook_answers(hook: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}")
    assert module.main([word]) == 0
    out, error = capsys.readouterr()
    assert error == ""
    assert out == f"{hook} {__version__}\n" if word in ("-V", "--version") else out.startswith("usage: ")


@pytest.mark.parametrize("hook", IDS[:-1])
def test_help_has_every_option(hook: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}")
    module.main(["--help"])
    out = capsys.readouterr().out
    assert (module.__doc__ or "").splitlines()[0] in out
    for option in module.OPTIONS:
        assert re.search(rf"^  --{option.name}\b", out, re.MULTILINE), option.name


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        pytest.param([], 2, "usage: backend-standards check", id="nothing"),
        pytest.param(["help"], 0, "usage: backend-standards check", id="help"),
        pytest.param(["--help"], 0, "usage: backend-standards check", id="option"),
        pytest.param(["-h"], 0, "usage: backend-standards check", id="short"),
        pytest.param(["help", "check"], 0, "usage: backend-standards check [OPTION...]", id="of-a-command"),
        pytest.param(["help", "audit"], 0, "usage: backend-standards audit", id="of-the-audit"),
        pytest.param(["help", "explain"], 0, "usage: backend-standards explain", id="of-explain"),
        pytest.param(["check", "-h"], 0, "usage: backend-standards check [OPTION...]", id="of-a-command-short"),
        pytest.param(["--version"], 0, f"backend-standards {__version__}", id="version"),
        pytest.param(["-V"], 0, f"backend-standards {__version__}", id="version-short"),
        pytest.param(["chek"], 2, "there is no command 'chek'; did you mean 'check'?", id="typo"),
    ],
)
def test_the_command_answers(words: list[str], code: int, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backend_standards", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert expected in (done.stdout if code == 0 else done.stderr)
    assert (done.stderr if code == 0 else done.stdout) == ""


def test_a_hook_that_stopped_is_not_counted_as_run(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: Options) -> Outcome:
        raise Stopped("why")

    repository.add("a.py", "x = 1\n")
    monkeypatch.setattr(forbid_env_files, "judge", stopped)
    hooks = ["--hook=forbid-env-files", "--hook=forbid-aws-keys"]
    assert backend_standards.main(["check", *hooks]) == 2
    assert "0 findings; 1 hook, 1 file; 1 hook could not run\n" in capsys.readouterr().err


def test_options_of_a_file_hook_are_its_own() -> None:
    assert all(isinstance(option, Option) for option in forbid_env_files.OPTIONS)


@pytest.mark.parametrize("what", ["a pipe", "/dev/zero", "too large", "a link out of the repository"])
def test_settings_that_are_no_file_of_the_repository_stop_every_hook(
    repository: Repository, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    path = repository.path / "pyproject.toml"
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "too large":
        path.write_bytes(b"#" * (1 << 20) + b"\n")
    elif what == "/dev/zero":
        path.symlink_to(what)
    else:
        (repository.path.parent / "other.toml").write_text("[tool.backend-standards.unknown-word]\n")
        path.symlink_to("../other.toml")
    for hook in (forbid_env_files, check_push, backend_standards):
        assert hook.main(["check"] if hook is backend_standards else ["--", *["a"] * (hook is forbid_env_files)]) == 2
        err = capsys.readouterr().err
        assert "pyproject.toml: " in err
        assert "unknown-word" not in err
