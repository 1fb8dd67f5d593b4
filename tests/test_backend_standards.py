"""The command: which hooks it runs on which files, what it prints, and how it ends."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import fake_keys
import fakes
from backend_standards import backend_standards
from backend_standards.command import parallel, selection
from backend_standards.core import git_process
from backend_standards.core.ignores import apply_ignores
from support import GATES, PATIENCE, PIPELINE, Repository, new_group

if TYPE_CHECKING:
    from collections.abc import Callable

HOOKS = selection.hooks()


@pytest.fixture
def project(repository: Repository) -> Repository:
    """Return a project in which nothing is found."""
    repository.add(".gitignore", ".env\n.env.*\n!.env.example\n")
    repository.add("README.md", "# A project\n\nIt keeps the orders of the shop.\n")
    repository.add("requirements.txt", "boto3==1.35.2\n")
    repository.add("src/main.py", "import os\n")
    repository.add("tests/test_main.py", "def test_it(): assert 1\n")
    repository.add(*PIPELINE)
    for name, text in GATES.items():
        repository.add(name, text)
    repository.git("checkout", "-q", "-b", "feature/x")
    return repository


def run(*arguments: str) -> int:
    return backend_standards.main(["check", *arguments])


def test_a_clean_project(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    out, error = capsys.readouterr()
    assert out == ""
    assert error == f"backend-standards: 0 findings; {len(HOOKS)} hooks, 10 files\n"
    assert project


def test_what_another_run_read_of_ignores_is_not_told(project: Repository) -> None:
    list(apply_ignores("a.txt", "# standards: ignore[missing-lock] reason\n", [], "forbid-env-files"))
    assert run() == 0
    assert project


def test_findings_of_all_hooks_come_in_one_order(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.add("src/aws.py", f"import os\nKEY = '{fakes.KEY_ID}'\n")
    project.add("lib/code.py", "import os\n")
    project.add(".env", f"SECRET_KEY={fakes.HEX64}\n")
    project.git("commit", "-q", "-m", "feat: start")
    project.git("checkout", "-q", "-b", "stuff")
    assert run() == 1
    out, error = capsys.readouterr()
    found = [line.split(": ")[:2] for line in out.splitlines() if not line.startswith((" ", "explain: "))]
    assert found == [
        [".env", "env-file"],
        ["src/aws.py:2:8", "aws-access-key-id"],
        ["stuff", "invalid-branch-name"],
        ["lib", "stray-code"],
    ], "moves come last: what else is printed names the files as they are now"
    assert error.startswith("backend-standards: 4 findings; ")
    assert fakes.HEX64[:8] not in out + error


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        pytest.param([], 11, id="all"),
        pytest.param(["src"], 2, id="folder"),
        pytest.param(["src", "src/main.py", "README.md"], 3, id="folder-and-files"),
        pytest.param(["untracked.py"], 1, id="untracked"),
        pytest.param(["--"], 0, id="none"),
        pytest.param(["."], 11, id="the-folder-itself"),
        pytest.param(["--", "src/aws.py"], 1, id="files-alone"),
    ],
)
def test_paths(project: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], files: int) -> None:
    project.add("src/aws.py", f"KEY = '{fakes.KEY_ID}'\n")
    project.write("untracked.py", f"KEY = '{fakes.KEY_ID}'\n")
    judged = {"README.md", "--"}.isdisjoint(arguments) or len(arguments) > 1
    assert run("--hook=forbid-aws-keys", *arguments) == int(judged)
    assert f"1 hook, {files} file" in capsys.readouterr().err


def test_without_files_the_tree_is_judged_all_the_same(project: Repository) -> None:
    # So pre-commit starts it for a commit that only deletes files.
    assert run("--") == 0
    project.git("rm", "-q", "--cached", "README.md")
    assert run("--") == 1


def delete(file: Path) -> None:
    file.unlink()


def put_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "x").write_text("not staged")


def put_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def mend(file: Path) -> None:
    file.write_text("KEY = ''\n")


def skip_worktree(file: Path) -> None:
    subprocess.run(["git", "update-index", "--skip-worktree", file.name], cwd=file.parent, check=True)
    file.unlink()


def leave_out_of_the_checkout(file: Path) -> None:
    folder = file.parent
    subprocess.run(["git", "sparse-checkout", "set", "--no-cone", "/*", "!/src/"], cwd=folder.parent, check=True)
    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
@pytest.mark.parametrize(
    "change",
    [delete, put_a_folder, put_a_pipe, mend, skip_worktree, leave_out_of_the_checkout],
    ids=lambda change: change.__name__,
)
def test_a_tracked_file_is_judged_whatever_the_disk_has(
    project: Repository, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None]
) -> None:
    file = project.add("src/gone.py", f"KEY = '{fakes.KEY_ID}'\n")
    secret = project.add("src/id_rsa", fake_keys.pem())
    template = project.add("src/.env.example", f"SECRET_KEY={fakes.HEX64}\n")
    pins = project.add("src/requirements.txt", "requests\n")
    project.git("commit", "-q", "-m", "feat: start")
    for each in (file, secret, template, pins):
        change(each)
    assert run("--skip=check-project-layout") == 1
    out, error = capsys.readouterr()
    assert "src/gone.py:1:8: aws-access-key-id: " in out
    assert "src/id_rsa: private-key-file: " in out
    assert "src/.env.example:1:12: env-template-secret: " in out
    assert "src/requirements.txt:1:1: unpinned-bare: " in out
    assert "14 files" in error
    assert run("--hook=forbid-aws-keys", "src/gone.py") == 1, "named by itself"
    assert run("--hook=forbid-aws-keys", "--", "src/gone.py") == 1, "named after --"


def test_submodules_are_passed_by(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    assert run("--hook=forbid-aws-keys") == 0
    assert "1 hook, 10 files" in capsys.readouterr().err


def test_what_is_only_intended_to_be_added_is_not_tracked(
    project: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    project.add("src/__init__.py")
    project.write("src/new.py", f"KEY = '{fakes.KEY_ID}'\n")
    project.git("add", "--intent-to-add", "src/new.py")
    assert run("--hook=forbid-aws-keys") == 0
    assert "1 hook, 11 files" in capsys.readouterr().err
    assert run("--hook=forbid-aws-keys", "src/new.py") == 1, "named, it is judged as the disk has it"


@pytest.mark.parametrize("arguments", [[], ["--hook=forbid-aws-keys"], ["main.py"]], ids=["all", "one", "file"])
def test_a_folder_of_the_repository_is_not_taken_for_a_project(
    project: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    project.add("src/app/main.py", "import os\n")
    monkeypatch.chdir(project.path / "src/app")
    assert run(*arguments) == 2
    expected = "src/app/ is only a part of the repository, without a manifest of its own; first run: cd ../.."
    assert expected in capsys.readouterr().err
    project.write("src/app/pyproject.toml", "")
    assert run("--skip=check-branch-name", *arguments) in (0, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--hook=forbid-aws-key"], "there is no hook 'forbid-aws-key'; did you mean 'forbid-aws-keys'?", id="hook"),
        pytest.param(["--skip=zzz"], "there is no hook 'zzz'; known are ", id="skip"),
        pytest.param(["--hook=check-push"], "check-push does not judge files or the tree: run it by itself", id="stage"),
        pytest.param(["--hook=check-branch-name", "--skip=check-branch-name"], "no hook is left", id="none-left"),
        pytest.param(["no/such"], "no/such: there is no such file or folder", id="path"),
        pytest.param(["--exclude=check-lock-files:x"], "option --exclude=check-lock-files:x: check-lock-files looks", id="exclude"),
        pytest.param(["--exclude=forbid-env-file:/x"], "option --exclude=forbid-env-file:/x: there is no hook 'forbid-env-file'; did you mean 'forbid-env-files'?; a pattern with a colon begins with a slash: /forbid-env-file:/x", id="exclude-of-no-hook"),
        pytest.param(["--exclude=x:y"], "option --exclude=x:y: there is no hook 'x'; known are forbid-aws-keys, forbid-env-files", id="exclude-of-a-word"),
        pytest.param(["--jobs=0"], "option --jobs=0: give a number of processes", id="jobs"),
        pytest.param(["--job=2"], "unknown option --job; did you mean '--jobs'?", id="option"),
        pytest.param(["--format=xml"], "option --format=xml: there is no such format", id="format"),
    ],
)  # fmt: skip
def test_wrong_use(project: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert run(*arguments) == 2
    assert capsys.readouterr().err.startswith(f"backend-standards: error: {message}")
    assert project


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run() == 2
    assert "not in a git repository's work tree" in capsys.readouterr().err


def test_a_hook_that_stops_does_not_stop_the_others(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("pyproject.toml", "[tool.backend-standards.forbid-aws-keys]\nallow-account = ['1']\n")
    project.add(".env")
    assert run("--format=json") == 2
    out, error = capsys.readouterr()
    report = json.loads(out)
    assert [each["hook"] for each in report["errors"]] == ["forbid-aws-keys"]
    assert "env-file" in {each["rule"]["id"] for each in report["findings"]}
    assert "forbid-aws-keys: error: option --allow-account=1" in error


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        pytest.param([], ["aws-access-key-id", "env-file"], id="nothing"),
        pytest.param(["/vendor/"], [], id="for-all"),
        pytest.param(["forbid-env-files:/vendor/"], ["aws-access-key-id"], id="for-one"),
        pytest.param(["forbid-env-files:.env", "forbid-aws-keys:*.py"], [], id="for-each"),
        pytest.param(["*.py", "!vendor/key.py"], ["aws-access-key-id", "env-file"], id="taken-back"),
        pytest.param(["/forbid-env-file:/vendor/"], ["aws-access-key-id", "env-file"], id="a-path-with-a-colon"),
    ],
)
def test_exclude(
    project: Repository, capsys: pytest.CaptureFixture[str], exclude: list[str], expected: list[str]
) -> None:
    project.add("vendor/key.py", f"KEY = '{fakes.KEY_ID}'\n")
    project.add("vendor/.env")
    arguments = ["--hook=forbid-aws-keys,forbid-env-files", "--format=json"]
    assert run(*arguments, *(f"--exclude={each}" for each in exclude)) == int(bool(expected))
    assert sorted(each["rule"]["id"] for each in json.loads(capsys.readouterr().out)["findings"]) == expected
    project.write("pyproject.toml", f"[tool.backend-standards]\nexclude = {exclude!r}\n")
    assert run(*arguments) == int(bool(expected))


def test_exceptions_are_for_pyproject(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command prints as an exception can be pasted, and excepts."""
    names = ["lib/code.py", 'odd "name\\é/.env', "id_rsa", "deploy/requirements.txt", "service/pyproject.toml"]
    project.add(names[0], "import os\n")
    project.add(names[1], "A=1\n")
    project.add(names[2], fake_keys.pem())
    project.add(names[3], "boto3\n")
    project.add(names[4], '[project]\nname = "x"\nversion = "1"\ndependencies = ["boto3"]\n')
    assert run("--format=json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    rules = {"env-file", "missing-lock", "private-key-file", "stray-code", "unpinned-bare"}
    assert {each["rule"]["id"] for each in findings} == rules
    tables: dict[str, list[str]] = {}
    for each in findings:
        for exception in each["exception"]:
            if "[tool." not in exception["where"]:
                continue  # a comment, which a requirement may have instead
            place = re.fullmatch(r"in pyproject.toml, \[tool\.backend-standards\.(.*?)\].*", exception["where"])
            assert place, exception
            tables.setdefault(place[1], []).append(exception["text"])
    text = ""
    for hook, rows in tables.items():
        values: dict[str, list[str]] = {}
        for row in dict.fromkeys(rows):
            for name, value in tomllib.loads(row).items():
                values.setdefault(name, []).extend(value)
        text += f"[tool.backend-standards.{hook}]\n"
        text += "".join(f"{name} = {json.dumps(each)}\n" for name, each in values.items())
    project.write("pyproject.toml", text)
    assert run() == 0, capsys.readouterr().out


def test_what_a_hook_mends_fails_once(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("pyproject.toml", "[tool.backend-standards.require-pinned-requirements]\nfix = true\n")
    project.add("constraints.txt", "boto3==1.35.2\n")
    project.add("requirements.txt", "boto3\n")
    project.add("all.txt", "-r requirements.txt\n-c constraints.txt\n")
    project.add("poetry.lock", '[[package]]\nname = "boto3"\nversion = "1.35.2"\n\n[metadata]\nlock-version = "2.0"\n')
    only = "--hook=require-pinned-requirements"
    assert run(only) == 1
    out, error = capsys.readouterr()
    assert "requirements.txt:1: boto3 -> boto3==1.35.2 (from poetry.lock)" in out
    assert "0 findings" in error
    assert run(only, "--format=json") == 1, "mended only on the disk"
    project.git("add", "requirements.txt")
    assert run(only, "--format=json") == 0


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_hooks_and_skip(project: Repository, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    assert (
        run(f"--jobs={jobs}", "--hook=forbid-aws-keys,forbid-env-files", "--hook", "check-branch-name", "--format=json")
        == 0
    )
    assert json.loads(capsys.readouterr().out)["hooks"] == ["check-branch-name", "forbid-aws-keys", "forbid-env-files"]
    assert run(f"--jobs={jobs}", "--skip=forbid-aws-keys", "--format=json") == 0
    assert json.loads(capsys.readouterr().out)["hooks"] == [hook for hook in HOOKS if hook != "forbid-aws-keys"]
    assert project


def test_processes_come_to_the_same_as_one(
    project: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        project.write(f"src/a{number}.py", f"\nKEY = '{fakes.KEY_ID}'\n" if number % 3 else "import os\n")
        project.write(f"lib{number}/.env", "A=1\n")
    project.git("add", "--force", "--all")
    assert run("--jobs=1") == 1
    expected = capsys.readouterr()
    assert expected.out.count("aws-access-key-id: ") == 26
    monkeypatch.setattr(parallel, "_AT_ONCE", 7)
    for _ in range(3):
        assert run("--jobs=2") == 1
        assert capsys.readouterr() == expected


def test_a_process_that_dies_is_no_pass(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    # Half of the files' hooks run in a process that is killed as the kernel does for want of memory.
    killer = project.path / "sitecustomize.py"
    killer.write_text(
        "import os, signal\nfrom backend_standards import forbid_env_files\n"
        "forbid_env_files.judge = lambda options: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = command("check", "--jobs=2", PYTHONPATH=os.pathsep.join([str(project.path), *sys.path]))
    assert done.returncode == 2
    assert "a process ended before its files were judged" in done.stderr
    assert capsys


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend_standards.backend_standards", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_it_without_a_traceback(project: Repository, jobs: str) -> None:
    (project.path / "sitecustomize.py").write_text(
        "import time\nfrom backend_standards import forbid_env_files\n"
        # In short pieces: a signal that comes just before a sleep begins does not end it.
        "def judge(options):\n    print('begun', flush=True)\n    for _ in range(6000):\n        time.sleep(0.1)\n"
        "forbid_env_files.judge = judge\n"
    )
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "check", f"--jobs={jobs}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(project.path), *sys.path])},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        os.killpg(process.pid, signal.SIGINT)
        _out, error = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert error == b"backend-standards: interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("has_tqdm", [True, False])
def test_a_bar_on_a_terminal(project: Repository, *, has_tqdm: bool) -> None:
    import pty
    import termios

    if not has_tqdm:
        (project.path / "tqdm.py").write_text("raise ImportError\n")
    (project.path / ".env").write_text("A=1\n")
    terminal, its_end = pty.openpty()
    termios.tcsetwinsize(its_end, (25, 80))
    done = subprocess.run(
        [sys.executable, "-m", "backend_standards.backend_standards", "check", "--jobs=2", "--", ".env"],
        stdout=subprocess.PIPE,
        stderr=its_end,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(project.path), *sys.path]), "TERM": "xterm"},
    )
    os.close(its_end)
    shown = os.read(terminal, 1 << 16).decode()
    os.close(terminal)
    assert done.returncode == 1
    assert done.stdout.startswith(b".env: env-file: ")
    assert ("parts/s" in shown) is has_tqdm
    assert shown.endswith(f"backend-standards: 1 finding; {len(HOOKS)} hooks, 1 file\r\n")


def test_the_index_is_read_once(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    original = git_process.run

    def recorded(words: list[str], **more: Any) -> bytes:
        asked.append(words)
        return original(words, **more)

    monkeypatch.setattr(git_process, "run", recorded)
    assert run("--", "src/main.py") == 0
    assert [words[0] for words in asked].count("ls-files") == 1
    # Only within one run: the next one may find another index.
    project.add("lib/code.py", "import os\n")
    assert run("--", "src/main.py") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["explain", "env-fil"],
            "there is no rule, hook or line of the standard 'env-fil'; did you mean 'env-file'?",
            id="rule",
        ),
        pytest.param(
            ["explain", "nope"],
            "there is no rule, hook or line of the standard 'nope'; backend-standards explain lists all rules\n",
            id="no-rule",
        ),
        pytest.param(["chek"], "there is no command 'chek'; did you mean 'check'?", id="command"),
        pytest.param(["--hook=x"], "there is no command '--hook=x'", id="option"),
    ],
)
def test_wrong_commands(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert backend_standards.main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"backend-standards: error: {message}")


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main([]) == 2
    assert capsys.readouterr().err.startswith("usage: backend-standards check ")
    assert backend_standards.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: backend-standards check ")
    assert backend_standards.main(["--version"]) == 0
    for command in ("check", "audit", "explain", "help"):
        assert backend_standards.main([command, "--version"]) == backend_standards.main([command, "-V"]) == 0
    assert capsys.readouterr().out.startswith("backend-standards 0.")
    assert backend_standards.main(["check", "--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: backend-standards check [OPTION...] [--] [PATH...]\n")


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_no_process_runs_what_is_checked(repository: Repository, tmp_path: Path, method: str) -> None:
    for name in ("multiprocessing", "signal", "pickle", "backend_standards"):
        repository.add(f"{name}.py", "open('pwned', 'w')\n")
    driver = tmp_path / "driver.py"
    driver.write_text(
        "import multiprocessing, sys\n"
        "from backend_standards.backend_standards import main\n"
        "if __name__ == '__main__':\n"
        f"    context = multiprocessing.get_context({method!r})\n"
        "    multiprocessing.get_context = lambda _=None: context\n"
        "    sys.exit(main(['check', '--hook=forbid-env-files', '--jobs=2']))\n"
    )
    done = subprocess.run([sys.executable, str(driver)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (repository.path / "pwned").exists()


@pytest.mark.parametrize("option", ["--format=sarif", "--skip=check-branch-name", "--jobs=1"])
def test_a_file_with_the_name_of_an_option_does_not_take_the_place_of_the_tree(
    repository: Repository, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    repository.add(option, "x\n")
    repository.add(".env", "A=1\n")
    assert backend_standards.main(["check", option]) == 2
    assert f"{option}: is an option and the name of a file; rename the file, or write ./{option}" in (
        capsys.readouterr().err
    )
    assert backend_standards.main(["check"]) == 1
    assert backend_standards.main(["check", "--hook=forbid-env-files", f"./{option}"]) == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("path", "text", "skipped", "expected"),
    [
        pytest.param("requirements.txt", "boto3==1.34.0  # standards: ignore[missing-lock] a library\n", "", True, id="no-hook-used-it"),
        pytest.param("requirements.txt", "boto3==1.34.0  # standards: ignore[missing-lock] a library\n", "check-lock-files", False, id="left-out"),
        pytest.param(".env.example", f"# standards: ignore-next-line[aws-access-key-id, env-template-secret] made up\nAWS_SECRET_KEY={fakes.HEX64}\n", "", True, id="one-of-two"),
        pytest.param("config.yaml", f"key: {fakes.KEY_ID}  # standards: ignore[aws-access-key-id] made up\n", "", False, id="used"),
    ],
)  # fmt: skip
def test_an_ignore_of_a_rule_of_another_hook_that_excepts_nothing(
    project: Repository,
    capsys: pytest.CaptureFixture[str],
    path: str,
    text: str,
    skipped: str,
    jobs: str,
    *,
    expected: bool,
) -> None:
    project.add(path, text)
    assert run(f"--jobs={jobs}", "--format=json", *([f"--skip={skipped}"] if skipped else [])) == int(expected)
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(each["path"], each["rule"]["id"]) for each in found] == [(path, "unused-ignore")] * expected
