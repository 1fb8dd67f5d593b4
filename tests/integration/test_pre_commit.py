"""The hooks as users get them: installed from this repository by real pre-commit and real prek, and from the wheel."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

import environments
import fake_keys
import fakes
from consumers import COMMAND, LAYOUT, SCRIPTS, Consumer
from support import GATES, PIPELINE, ROOT, Repository, commands

EXAMPLES = ROOT / "tests" / "examples"
FILLED_IN = {
    b"@AWS_SECRET@": fakes.AWS_SECRET,
    b"@KEY_ID@": fakes.KEY_ID,
    b"@PASSWORD@": fakes.PASSWORD,
    b"@HEX64@": fakes.HEX64,
    b"@PRIVATE_KEY@": fake_keys.pem(),
    b"@PKCS12@": base64.b64encode(fake_keys.pkcs12(fake_keys.KEY_BAG)).decode(),
    b"@CERTIFICATE@": fake_keys.pem("CERTIFICATE"),
}

pytestmark = pytest.mark.xdist_group("environments")


def copy_tree(tree: Path, repository: Repository) -> list[str]:
    """Copy an example, its fake secrets filled in; return the names."""
    names = []
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        content = path.read_bytes().replace(b"@IGNORE@", b"standards: ignore")  # which would be an unused one here
        for mark, value in FILLED_IN.items():
            content = content.replace(mark, value.encode())
        names.append(path.relative_to(tree).as_posix())
        repository.add(names[-1], content)
    return names


@pytest.mark.parametrize(
    "hook", ["forbid-aws-keys", "forbid-env-files", "forbid-secret-files", "require-pinned-requirements"]
)
def test_examples(tool: str, source: Path, tmp_path: Path, hook: str) -> None:
    (tmp_path / "pass").mkdir()
    passing = Consumer(tmp_path / "pass", tool, source)
    assert len(copy_tree(EXAMPLES / hook / "pass", passing)) >= 5
    done = passing.run_hook(hook)
    assert done.returncode == 0, done.stdout + done.stderr

    (tmp_path / "fail").mkdir()
    failing = Consumer(tmp_path / "fail", tool, source)
    names = copy_tree(EXAMPLES / hook / "fail", failing)
    for stage in ("pre-commit", "pre-push", "manual"):
        done = failing.run_hook(hook, stage)
        assert done.returncode == 1, done.stdout + done.stderr
        for name in names:
            assert f"{name}:" in done.stdout, name
        assert not any(value in done.stdout for value in FILLED_IN.values())


def test_install_commands_and_pyproject_on_demand(tool: str, source: Path, tmp_path: Path) -> None:
    hook = "require-pinned-requirements"
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, args={hook: ["--install-commands", "--pyproject"]})
    files = {
        "Dockerfile": "FROM x\nRUN pip install flask\n",
        "api/app.Dockerfile": "FROM x\nRUN pip install flask\n",
        "scripts/install.sh": "pip install flask\n",
        "Makefile": "install:\n\tpip install flask\n",
        ".github/workflows/ci.yml": "run: pip install flask\n",
        ".gitlab-ci.yml": "a:\n  script: pip install flask\n",
        "pyproject.toml": '[project]\ndependencies = ["flask"]\n',
    }
    for name, content in files.items():
        consumer.add(name, content)
    done = consumer.run_hook(hook)
    assert done.returncode == 1, done.stdout + done.stderr
    assert [name for name in files if f"{name}:" not in done.stdout] == []
    for name, content in files.items():
        consumer.add(name, content.replace("flask", "flask==3.0.0"))
    done = consumer.run_hook(hook)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tree", sorted((EXAMPLES / "require-env-ignored").glob("*/*")), ids=lambda tree: tree.name)
def test_require_env_ignored_examples(tool: str, source: Path, tmp_path: Path, tree: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source)
    copy_tree(tree, consumer)
    done = consumer.run_hook("require-env-ignored")
    assert done.returncode == (0 if tree.parent.name == "pass" else 1), done.stdout + done.stderr
    assert tree.parent.name == "pass" or f": {tree.name}: " in done.stdout


def test_size_of_the_environment(tool: str, source: Path, tmp_path: Path, homes: dict[str, str]) -> None:
    (tmp_path / "repository").mkdir()
    Consumer(tmp_path / "repository", tool, source).run("install-hooks")
    pattern = "prek/hooks/*" if tool == "prek" else "pre-commit/repo*/py_env-*"
    environment = next(Path(homes["PRE_COMMIT_HOME"]).parent.glob(pattern))
    parts = environments.shares(environment)
    assert {"backend-standards", "packaging", "PyYAML"} == {*parts} - {"programs", *environments.NOT_OURS}
    assert 5 < environments.own(parts) < environments.LIMIT, parts


def test_messages_at_commit_msg(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, messages=True)
    consumer.add(".gitignore", ".env\n")
    for example in sorted((EXAMPLES / "check-commit-message").glob("*/*.txt")):
        out = consumer.git("commit", "--allow-empty", "--quiet", "-F", str(example), check=False)
        assert (".git/COMMIT_EDITMSG:" in out) is (example.parent.name == "fail"), out
        subject = consumer.git("log", "-1", "--format=%s", check=False).strip()
        is_in = subject == example.read_text(encoding="utf-8").partition("\n")[0]
        assert is_in is (example.parent.name == "pass"), example
    # The command that a refusal prints, word by word.
    out = consumer.git("commit", "--allow-empty", "-m", "feature: add login", check=False)
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("git commit -m "))
    done = subprocess.run(f"{command} --allow-empty", shell=True, cwd=consumer.path, check=False)
    assert done.returncode == 0
    assert consumer.git("log", "-1", "--format=%s").strip() == "feat: add login"
    # In a merge the message stands in another file; in a worktree, elsewhere.
    consumer.git("checkout", "-q", "-b", "feature/other", "HEAD~1")
    consumer.git("commit", "--allow-empty", "-q", "-m", "fix: handle null")
    out = consumer.git("merge", "--no-ff", "-m", "Merge it", "main", check=False)
    assert "MERGE_MSG:1:1: commit-header-format" in out
    consumer.git("merge", "--abort", check=False)
    consumer.git("merge", "--no-ff", "--no-edit", "main")
    consumer.git("worktree", "add", "-q", "-b", "feature/tree", str(tmp_path / "tree"))
    done = subprocess.run(
        ["git", "commit", "--allow-empty", "-m", "update"], cwd=tmp_path / "tree", capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"vague-summary" in done.stdout + done.stderr


def test_a_commit_is_refused_and_accepted_once_mended(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source)
    consumer.add("app.py", "print()\n")
    consumer.add(*PIPELINE)
    consumer.add(".env", f"SECRET_KEY={fakes.HEX64}\n")
    out = consumer.git("commit", "-m", "feat: x", check=False)
    assert ".env: env-file: " in out
    assert ".env: env-file-tracked: " in out
    assert fakes.HEX64[:6] not in out
    assert "fatal" in consumer.git("rev-parse", "--verify", "HEAD", check=False)
    # What the two refusals say to do, word by word.
    command = next(line for line in out.splitlines() if "run: git rm" in line).partition("run: ")[2]
    subprocess.run(command, shell=True, cwd=consumer.path, check=True, capture_output=True)
    subprocess.run("echo .env >> .gitignore && git add .gitignore", shell=True, cwd=consumer.path, check=True)
    consumer.git("commit", "-m", "feat: x")
    assert consumer.git("ls-files").split() == [PIPELINE[0], ".gitignore", ".pre-commit-config.yaml", "app.py"]
    assert (consumer.path / ".env").exists()


def test_versions_are_written_and_accepted_once_staged(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, args={"require-pinned-requirements": ["--fix", "--"]})
    consumer.add(".gitignore", ".env\n")
    consumer.add("requirements.txt", "django[argon2] >=4,<5  # web\n")
    lock = '[[package]]\nname = "django"\nversion = "4.2.11"\n[metadata]\nlock-version = "2.1"\n'
    consumer.add("poetry.lock", lock)
    consumer.write("README.md", "not staged\n")
    out = consumer.git("commit", "-m", "feat: x", check=False)
    assert "requirements.txt:1: django[argon2] >=4,<5 -> django[argon2]==4.2.11 (from poetry.lock)" in out
    assert "files were modified by this hook" in out.lower()
    assert "fatal" in consumer.git("rev-parse", "--verify", "HEAD", check=False)
    assert (consumer.path / "requirements.txt").read_text() == "django[argon2]==4.2.11  # web\n"
    consumer.git("commit", "-am", "feat: x")
    assert consumer.git("show", "HEAD:requirements.txt") == "django[argon2]==4.2.11  # web\n"


def test_keys_are_refused_at_commit_and_at_push(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "remote").mkdir()
    Repository(tmp_path / "remote").git("config", "receive.denyCurrentBranch", "ignore")
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source)
    consumer.git("remote", "add", "origin", str(tmp_path / "remote"))
    consumer.add(".gitignore", ".env\n")
    consumer.git("commit", "-m", "feat: set the parser up")
    consumer.git("push", "origin", "main")
    cell = f'{{"cells": [{{"cell_type": "code", "source": ["aws_secret_access_key = \\"{fakes.AWS_SECRET}\\"\\n"]}}]}}'
    consumer.add("src/app.py", f"session = Session('{fakes.KEY_ID}')\n")
    consumer.add("study.ipynb", cell)
    consumer.add("notes.txt", f"the key\r\n{fakes.KEY_ID}\r\n".encode("utf-16"))
    consumer.add("deploy", f"#!/bin/sh\nexport AWS_SESSION_TOKEN={fakes.SESSION_TOKEN}\n")
    expected = [
        "src/app.py:1:20: aws-access",
        "study.ipynb:1:72: aws-secret",
        "notes.txt:2:1: aws-access",
        "deploy:2:26: aws-session",
    ]
    out = consumer.git("commit", "-m", "feat: x", check=False)
    assert [place for place in expected if place not in out] == [], out
    consumer.git("commit", "--no-verify", "-m", "feat: x")
    out = consumer.git("push", "origin", "main", check=False)
    assert [place for place in expected if place not in out] == [], out
    secrets = (fakes.KEY_ID, fakes.AWS_SECRET, fakes.SESSION_TOKEN)
    assert not any(value[at : at + 6] in out for value in secrets for at in range(4, len(value) - 5))
    assert "feat: set the parser up" in consumer.git("log", "--oneline", "origin/main", "-1")


def test_a_branch_name_is_refused_and_accepted_once_mended(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, args={"check-branch-name": ["--forbid-protected"]})
    consumer.add(".gitignore", ".env\n")
    consumer.git("switch", "--create", "fix_login")
    consumer.git("commit", "-m", "feat: set the parser up")  # of an unborn branch nothing is asked
    out = consumer.git("commit", "--allow-empty", "-m", "feat: parse dates", check=False)
    assert "fix_login: invalid-branch-name: " in out
    assert commands(out) == ["git branch -m fix_login bugfix/login"]
    subprocess.run(commands(out)[0], shell=True, cwd=consumer.path, check=True)
    consumer.git("commit", "--allow-empty", "-m", "feat: parse dates")
    consumer.git("switch", "--create", "main")
    assert consumer.run_hook("check-branch-name").returncode == 0, "nobody commits"
    out = consumer.git("commit", "--allow-empty", "-m", "feat: parse times", check=False)
    assert "main: commit-on-protected-branch: " in out
    assert commands(out) == ["git switch -c feature/name-of-the-change"]
    assert "feat: parse dates" in consumer.git("log", "--oneline", "-1")
    consumer.git("worktree", "add", "-q", "-b", "odd", str(tmp_path / "worktree"))
    command = ["git", "commit", "--allow-empty", "-m", "feat: parse times"]
    done = subprocess.run(command, cwd=tmp_path / "worktree", capture_output=True, text=True, check=False)
    assert "odd: invalid-branch-name: " in done.stdout + done.stderr


def with_remote(path: Path, tool: str, source: Path, *args: str) -> Consumer:
    """Return a repository that has pushed its `main` to an empty remote, by way of the hooks."""
    (path / "repository").mkdir()
    consumer = Consumer(path / "repository", tool, source, args={"check-push": list(args)})
    consumer.git("init", "--bare", "--initial-branch=main", str(path / "remote.git"))
    consumer.git("remote", "add", "origin", str(path / "remote.git"))
    consumer.add(".gitignore", ".env\n")
    consumer.git("commit", "-m", "feat: set the parser up")
    consumer.git("push", "-u", "origin", "main")
    return consumer


def test_pushes(tool: str, source: Path, tmp_path: Path) -> None:
    consumer = with_remote(tmp_path, tool, source, "--")
    consumer.git("switch", "--create", "feature/dates")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "feat: parse dates")
    consumer.git("push", "-u", "origin", "feature/dates")
    consumer.git("commit", "--no-verify", "--amend", "--allow-empty", "-m", "feat: parse all dates")
    consumer.git("push", "--force", "origin", "feature/dates")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "fixup! feat: parse all dates")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "stuff")
    out = consumer.git("push", "origin", "feature/dates", check=False)
    assert "autosquash-commit: " in out
    assert '"stuff":1:1: commit-header-format: ' in out
    consumer.git("reset", "--hard", "HEAD~2")
    out = consumer.git("push", "origin", "feature/dates:main", check=False)
    assert "main: push-to-protected: " in out
    consumer.git("switch", "main")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "fix: skip empty lines")
    assert "main: push-to-protected: " in consumer.git("push", check=False)
    assert "main: push-to-protected: " in consumer.git("push", "--all", "origin", check=False), "main comes first"
    # A range, as CI asks for it: not even the tools' hook needs a push.
    option = "--stage" if tool == "prek" else "--hook-stage"
    ends = ["--from-ref=feature/dates", "--to-ref=main"]
    assert consumer.run("run", "check-push", option, "pre-push", *ends).returncode == 0
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "stuff")
    assert consumer.run("run", "check-push", option, "pre-push", *ends).returncode == 1


def test_force_pushes(tool: str, source: Path, tmp_path: Path) -> None:
    """pre-commit tells the remote's commit only if it is known here, prek never does."""
    consumer = with_remote(tmp_path, tool, source, "--allow-fast-forward")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "feat: parse dates")
    consumer.git("push")
    consumer.git("commit", "--no-verify", "--allow-empty", "--amend", "-m", "feat: parse all dates")
    assert "main: force-push-to-protected: " in consumer.git("push", "--force", check=False)
    consumer.git("clone", str(tmp_path / "remote.git"), str(tmp_path / "other"))
    for command in (["commit", "--allow-empty", "-m", "feat: parse times"], ["push"]):
        subprocess.run(["git", *command], cwd=tmp_path / "other", check=True, capture_output=True)
    consumer.git("reset", "--hard", "origin/main")
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "feat: parse zones")
    assert "main: force-push-to-protected: " in consumer.git("push", "--force", check=False), "unknown here"


@pytest.mark.skipif(sys.platform == "win32", reason="the hook is written for a POSIX shell")
def test_what_the_tools_leave_out_gits_own_hook_sees(
    tool: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer = with_remote(tmp_path, tool, source, "--")
    consumer.git("branch", "feature/dates")
    consumer.git("push", "origin", "feature/dates")
    legacy = consumer.write(".git/hooks/pre-push.legacy", '#!/bin/sh\nexec check-push --stdin -- "$@"\n')
    consumer.git("push", "--dry-run", "origin", ":main")  # nothing runs
    legacy.chmod(0o755)
    script = tmp_path / "bin" / "check-push"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m backend_standards.check_push "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(source / "hooks"))
    assert "main: push-to-protected: this push deletes main on origin" in consumer.git(
        "push", "origin", ":main", check=False
    )
    consumer.git("commit", "--no-verify", "--allow-empty", "-m", "fix: skip empty lines")
    out = consumer.git("push", "origin", "feature/dates", "HEAD:refs/heads/feature/lines", "main", check=False)
    assert "main: push-to-protected: this push goes to main on origin" in out
    out = consumer.git("push", "origin", "main", check=False)
    assert out.count("main: push-to-protected: ") == 1, "both hooks run, and one of them tells it"
    assert "pre-push.legacy has printed the rest" in out
    consumer.git("push", "--no-verify", "origin", "main")
    consumer.git("reset", "-q", "--hard", "HEAD~1")
    out = consumer.git("push", "--force", "origin", "main", check=False)
    assert "main: force-push-to-protected: " in out, "prek starts no hook for it"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names, and symlinks need a privilege")
@pytest.mark.parametrize("args", [None, ["--forbid=x"], ["--allow=other.env"]], ids=["default", "forbid", "allow"])
def test_hard_names_under_the_real_tools(tool: str, source: Path, tmp_path: Path, args: list[str] | None) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, args={"forbid-env-files": args} if args else None)
    for name in ("--help", "--allow=.env", "--version", "-rf", "a b.env", ".env", "sub/.ENV"):
        consumer.add(name, "A=1")
    os.symlink("nowhere", consumer.path / "link.env")
    consumer.git("add", "--all", "--force")
    done = consumer.run_hook("forbid-env-files")
    assert done.returncode == 1
    for name in (".env", "a b.env", "sub/.ENV", "link.env"):
        assert f"{name}: env-file:" in done.stdout, name


def test_worktree_and_commit_all(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source)
    consumer.add(".gitignore", ".env\n")
    consumer.add(".env.example", "SECRET_KEY=changeme\n")
    consumer.git("commit", "-m", "feat: x")
    consumer.git("worktree", "add", "-q", str(tmp_path / "worktree"))
    for folder in (consumer.path, tmp_path / "worktree"):
        (folder / ".env.example").write_text(f"SECRET_KEY={fakes.HEX64}\n")
        command = ["git", "commit", "--all", "-m", "feat: y"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stdout + done.stderr
        assert ".env.example:1:12: env-template-secret" in done.stdout + done.stderr
        assert ".env.example:1:12: env-file-tracked" in done.stdout + done.stderr


def test_prek_workspace(source: Path, tmp_path: Path, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", "prek", source)
    consumer.add("services/api/.pre-commit-config.yaml", consumer.configuration)
    consumer.add("services/api/.env.example", f"A=1\nSECRET_KEY={fakes.HEX64}\n")
    consumer.add("services/api/Dockerfile", "FROM x\nCOPY . .\n")
    consumer.add(".gitignore", ".env\n")
    done = consumer.run("run", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " .env.example:2:12: env-template-secret: " in done.stdout, "paths are the project's own"
    assert " services/api/.env.example:2:12: env-template-secret: " in done.stdout, "and the workspace's"
    assert "Dockerfile:2:1: env-in-docker-context: " in done.stdout
    assert ".env: unignored-env" not in done.stdout, "the root's .gitignore covers the project"


def test_messages_in_a_prek_workspace(
    source: Path, tmp_path: Path, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", "prek", source, messages=True)
    consumer.add(".gitignore", ".env\n")
    consumer.git("commit", "-q", "-m", "feat: start the project")
    consumer.add("services/api/.pre-commit-config.yaml", consumer.configuration)
    out = consumer.git("commit", "-m", "feature: add login", check=False)
    assert "COMMIT_EDITMSG:1:1: unknown-commit-type: " in out
    consumer.git("commit", "-m", "feat: add login")  # in the repository and in the workspace, which is told no file


def layout_findings(done: subprocess.CompletedProcess[str]) -> list[str]:
    places = [line.strip().split(": ")[:2] for line in done.stdout.splitlines()]
    rules = ("missing-entry", "stray-code", "stray-test", "misnamed-test", "unmirrored-tests")
    return [": ".join(place) for place in places if len(place) > 1 and place[1] in rules]


def test_layout_from_a_subfolder_and_a_worktree(
    tool: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, layout=True, args={LAYOUT: ["--mirror", "--"]})
    consumer.add(".gitignore", ".env\n")
    for name, text in (PIPELINE, *GATES.items()):
        consumer.add(name, text)
    for name in ("app/a b.py", "tests/x/test_a.py", "tests/b_test.py", "tests/users.py", "README.md"):
        consumer.add(name, "def test_a():\n    assert True\n")
    expected = [
        "app: stray-code",
        "requirements.txt: missing-entry",
        "tests/b_test.py: misnamed-test",
        "tests/users.py: misnamed-test",
        "tests/x: unmirrored-tests",
    ]
    assert layout_findings(consumer.run_hook(LAYOUT)) == expected
    consumer.git("commit", "--no-verify", "-qm", "x")
    consumer.git("worktree", "add", "-q", str(tmp_path / "worktree"))
    for folder in (consumer.path / "tests" / "x", tmp_path / "worktree", tmp_path / "worktree" / "app"):
        done = subprocess.run(
            [SCRIPTS / tool, "run", LAYOUT, "--all-files"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert layout_findings(done) == expected, done.stdout + done.stderr
    monkeypatch.chdir(consumer.path)
    moves = "mkdir src && git mv app src/app && git mv tests/b_test.py tests/test_b.py && git mv tests/users.py tests/test_users.py"
    subprocess.run(moves, shell=True, check=True)
    consumer.git("mv", "tests/x", "tests/app")
    consumer.add("requirements.txt", "fastapi==0.1\n")
    out = consumer.git("commit", "-m", "refactor: layout", check=False)
    assert "refactor: layout" in consumer.git("log", "-1", "--format=%s"), out


def test_layout_in_a_prek_workspace(
    source: Path, tmp_path: Path, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "repository").mkdir()
    args = {LAYOUT: ["--root=services/*", "--"]}
    consumer = Consumer(tmp_path / "repository", "prek", source, layout=True, args=args)
    configuration = consumer.configuration.replace("--root=services/*", "--mirror")
    assert configuration != consumer.configuration
    consumer.add("services/api/.pre-commit-config.yaml", configuration)
    for name in ("src/a.py", "tests/test_a.py", "main.py", "uv.lock"):
        test = "def test_a():\n    assert True\n" if name.startswith("tests/") else ""
        consumer.add(f"services/api/{name}", test)
    done = consumer.run("run", LAYOUT, "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert sorted(layout_findings(done)) == [
        "README.md: missing-entry",
        "main.py: stray-code",
        "services/api/README.md: missing-entry",
        "services/api/main.py: stray-code",
    ]


def test_lock_files_from_a_commit(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source)
    consumer.add(".gitignore", ".env\n")
    consumer.add("requirements.in", "requests>=2.31\n")
    consumer.add("requirements.txt", "requests==2.30\n")
    done = consumer.run_hook("check-lock-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "requirements.txt: stale-lock: requests>=2.31 is asked for, but 2.30 is pinned" in done.stdout
    consumer.write("requirements.in", "requests\n")  # on the disk alone
    assert consumer.run_hook("check-lock-files").returncode == 1
    consumer.add("requirements.in", "requests\n")
    assert consumer.run_hook("check-lock-files").returncode == 0


def test_wheel_alone_gives_working_scripts(tmp_path: Path) -> None:
    """Nothing but the wheel and what it asks for: a run-time dependency that is missing shows here."""
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").iterdir()
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (tmp_path / "repository").mkdir()
    repository = Repository(tmp_path / "repository")
    repository.git("commit", "--allow-empty", "-m", "feat: parse dates")
    repository.git("commit", "--allow-empty", "-m", "oops")
    repository.add(".env.json", "{}")
    repository.add("prod.env.js", "")
    repository.add("Dockerfile", "FROM x\nCOPY . .\n")
    repository.add("upload.py", fakes.KEY_ID)
    repository.add(
        "orders.py",
        "try:\n    load()\nexcept Exception:\n    pass\nimport logging\nlogging.basicConfig(level=10)\n"
        "import os\nprint(os.environ)\n",
    )
    repository.add("settings.py", "from pydantic import BaseSettings\n")
    repository.add("api.py", "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a')\ndef f() -> str: ...\n")
    repository.add("tests/test_upload.py", "import boto3\nboto3.client('s3')\n")
    repository.add(
        "clients.py", "import boto3\nfrom botocore.config import Config\nC = Config(retries={'max_attempts': 0})\n"
    )
    repository.add("role.tf", 'a "b" "c" {\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n')
    repository.add("id_rsa", fake_keys.pem())
    repository.add("requirements.txt", "x (>=1)\n")  # in brackets, for which packaging is asked
    repository.add("requirements.in", "a>=1\n")
    repository.add("docs/pull_request_template.md", "\n")
    repository.add(".flake8", "[flake8]\nexclude = *\n")
    repository.write("message", "feature: add login\n")
    expected = {
        "check-branch-name": "odd: invalid-branch-name",
        "check-commit-message": "message:1:1: unknown-commit-type",
        "check-push": '"oops":1:1: commit-header-format',
        "forbid-aws-keys": "upload.py:1:1: aws-access-key-id",
        "forbid-env-files": ".env.json: env-file",
        "forbid-secret-files": "id_rsa: private-key-file",
        "require-env-ignored": ".env: unignored-env",
        "check-project-layout": ".: stray-code",
        "require-pinned-requirements": "requirements.txt:1:1: unpinned-range",
        "check-lock-files": "requirements.txt: stale-lock",
        "forbid-swallowed-errors": "orders.py:3:1: swallowed-error",
        "forbid-debug-in-production": "orders.py:6:1: debug-level",
        "check-settings": "settings.py:1:1: pydantic-v1-settings",
        "check-api-routes": "api.py:3:2: unversioned-route",
        "forbid-real-aws-in-tests": "tests/test_upload.py:2:1: real-aws-client",
        "forbid-logged-secrets": "orders.py:8:1: logged-environment",
        "check-aws-clients": "clients.py:3:5: retries-disabled",
        "check-project-docs": "docs/pull_request_template.md: pr-template-missing",
        "forbid-admin-policies": "role.tf:2:16: admin-managed-policy",
        "require-ci-checks": ".github/workflows/ci.yml: ci-missing",
        "require-quality-gates": ".flake8:2:1: tool-switched-off",
        "backend-standards": "upload.py:1:1: aws-access-key-id",
    }
    assert list(expected) == [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())]
    own = {
        "check-branch-name": ["--branch=odd"],
        "check-commit-message": ["--", "message"],
        "check-push": ["--from=HEAD~1"],
        "require-env-ignored": ["--"],
        "check-project-layout": ["--"],
        "require-pinned-requirements": ["--", "requirements.txt"],
        "check-lock-files": ["--"],
        "forbid-swallowed-errors": ["--", "orders.py"],
        "forbid-debug-in-production": ["--", "orders.py"],
        "check-settings": ["--", "settings.py"],
        "check-api-routes": ["--"],
        "forbid-real-aws-in-tests": ["--"],
        "forbid-logged-secrets": ["--", "orders.py"],
        "check-aws-clients": ["--", "clients.py"],
        "check-project-docs": ["--"],
        "forbid-admin-policies": ["--", "role.tf"],
        "require-ci-checks": ["--"],
        "require-quality-gates": ["--"],
        "backend-standards": ["check", "--", "upload.py"],
    }
    for hook, finding in expected.items():
        command = [str(scripts / hook), *own.get(hook, ["--", ".env.json", "prod.env.js", "upload.py", "id_rsa"])]
        done = subprocess.run(command, cwd=repository.path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert finding in done.stdout
        assert "prod.env.js" not in done.stdout
        assert hook == COMMAND or not done.stderr
    (tmp_path / "new").mkdir()  # init takes its templates from the wheel
    Repository(tmp_path / "new")
    subprocess.run([str(scripts / COMMAND), "init", "--write"], cwd=tmp_path / "new", check=True, capture_output=True)
    assert (tmp_path / "new" / "src" / "main.py").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="`make check` is for machines with make")
def test_make_check_leaves_the_other_repository_as_it_is(tmp_path: Path, source: Path) -> None:
    (tmp_path / "repository").mkdir()
    repository = Repository(tmp_path / "repository")
    repository.add(".gitignore", ".env\n")
    repository.add("README.md", "# A project\n\nIt keeps the orders of the shop.\n")
    repository.add("tests/test_app.py", "def test_app(): assert 1\n")
    for name in ("src/app.py", "requirements.txt"):
        repository.add(name)
    for name, text in (PIPELINE, *GATES.items()):
        repository.add(name, text)
    repository.git("commit", "-qm", "x")

    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in repository.path.rglob("*") if path.is_file()}

    environment = tmp_path / "venv"
    environment.mkdir()
    os.symlink(SCRIPTS, environment / "bin")
    (environment / ".ready").touch()
    check = ["make", "--no-print-directory", "check", f"REPO={repository.path}", f"VENV={environment}"]
    before = state()
    done = subprocess.run(check, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert state() == before
    repository.add("prod.env", "A=1")
    before = state()
    done = subprocess.run(check, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "prod.env: env-file: " in done.stdout
    assert state() == before


def test_the_command_gives_each_hook_the_files_that_pre_commit_gives(tool: str, tmp_path: Path) -> None:
    # Over a real tree: this project's own, and what it has none of.
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(tmp_path / "tree")], check=True)
    repository = Repository(tmp_path / "tree")
    repository.add("deploy/requirements-dev.txt", "boto3==1.35.2\n")
    repository.add("Dockerfile", "FROM scratch\n")
    repository.add("binary.bin", bytes(range(256)))
    repository.add("a file with blanks.txt")
    (repository.path / "link.py").symlink_to("Makefile")
    (repository.path / "broken").symlink_to("nowhere")
    repository.add("tool.sh", "#!/bin/sh\n").chmod(0o755)
    repository.git("add", "--all")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    (repository.path / "README.md").unlink()
    record = tmp_path / "record"
    recorder = tmp_path / "recorder.py"
    recorder.write_text(
        f"import sys\nwith open({str(record)!r}, 'a') as stream:\n"
        "    stream.writelines(f'{sys.argv[1]}\\0{path}\\n' for path in sys.argv[2:])\n"
    )
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hooks = [
        {**hook, "language": "system", "entry": f"{sys.executable} {recorder}", "args": [hook["id"]]}
        for hook in manifest
        if "pre-commit" in hook["stages"] and hook["id"] != "backend-standards"
    ]
    repository.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    repository.git("add", ".pre-commit-config.yaml")
    done = subprocess.run(
        [SCRIPTS / tool, "run", "--all-files"], cwd=repository.path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    given = {tuple(line.split("\0")) for line in record.read_text(encoding="utf-8").splitlines()}
    script = (
        "from backend_standards.command import selection\n"
        "selector = selection.Selector(selection.below([]))\n"
        "for hook in selection.hooks():\n"
        "    for path in selector.files(hook) or ():\n"
        "        print(hook, path, sep='\\0')\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=repository.path, capture_output=True, text=True, check=True
    ).stdout
    selected = {tuple(line.split("\0")) for line in found.splitlines()}
    # The command also judges what is tracked but not on the disk; under the tools, the hooks look for that themselves.
    assert {path for _, path in selected - given} == {"README.md"}
    assert not given - selected
    assert {hook for hook, _ in selected} == {hook["id"] for hook in hooks if hook.get("pass_filenames", True)}
    assert len(selected) > 500


def test_one_line_for_all_hooks(tool: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    consumer = Consumer(tmp_path / "repository", tool, source, only=["backend-standards"])
    consumer.add(".gitignore", ".env\n")
    consumer.add("README.md", "# A project\n\nIt keeps the orders of the shop.\n")
    consumer.add("requirements.txt", "boto3==1.35.2\n")
    consumer.add("src/main.py", "import os\n")
    consumer.add("tests/test_main.py", "def test_it(): assert 1\n")
    for name, text in (PIPELINE, *GATES.items()):
        consumer.add(name, text)
    consumer.git("commit", "-m", "feat: start")
    assert "feat: start" in consumer.git("log", "--oneline")
    consumer.add("src/aws.py", f"KEY = '{fakes.KEY_ID}'\n")
    consumer.add("lib/code.py", "import os\n")
    out = consumer.git("commit", "-m", "feat: add keys", check=False)
    assert "src/aws.py:1:8: aws-access-key-id: " in out
    assert "lib: stray-code: " in out
    assert "2 files" in out  # those of the commit
    # A commit that only deletes gives no file, and the tree is judged all the same.
    consumer.git("reset", "-q", "--hard")
    consumer.git("rm", "-q", "README.md")
    out = consumer.git("commit", "-m", "feat: drop the readme", check=False)
    assert "README" in out
    assert "feat: drop the readme" not in consumer.git("log", "--oneline")
