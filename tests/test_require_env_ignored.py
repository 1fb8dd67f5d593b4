from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import fakes
from backend_standards.require_env_ignored import main
from support import Repository, places

SEALED = Path(__file__).parent / "ciphertexts/sealed"


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run the hook here and return "place: rule" for each finding."""
    code = main(arguments)
    captured = capsys.readouterr()
    assert code != 2, captured.err
    assert code == bool(captured.out)
    return [": ".join(line.split(": ")[:2]) for line in places(captured.out)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({".gitignore": ".env\n"}, [], id="ignored"),
        pytest.param({".gitignore": ".env*\n!.env.example\n", ".env.example": "A="}, [], id="star"),
        pytest.param({".gitignore": "*\n!*.py\n"}, [], id="ignored-by-all"),
        pytest.param({"app.py": ""}, [".env: unignored-env"], id="no-ignore-file"),
        pytest.param({}, [".env: unignored-env"], id="nothing-tracked"),
        pytest.param({".gitignore": "*.pyc\n"}, [".env: unignored-env"], id="other-patterns"),
        pytest.param({".gitignore": ".env\n!.env\n"}, [".env: unignored-env"], id="taken-back"),
        pytest.param({".gitignore": ".env/\n"}, [".env: unignored-env"], id="folders-only"),
        pytest.param({"sub/.gitignore": ".env\n"}, [".env: unignored-env"], id="only-in-a-subfolder"),
        pytest.param({".gitignore": ".env\n", ".env": "A=1"}, [".env: env-file-tracked"], id="tracked"),
        pytest.param(
            {".gitignore": ".env\n", "a/prod.env": "A=1"}, ["a/prod.env: env-file-tracked"], id="tracked-below"
        ),
        pytest.param(
            {".gitignore": ".env\n", ".env.example": f"A=1\nX={fakes.GITHUB}"},
            [".env.example:2:3: env-file-tracked"],
            id="template-with-a-secret",
        ),
        pytest.param({".gitignore": ".env\n", ".envrc": "use flake"}, [], id="envrc"),
        pytest.param(
            {".gitignore": ".env\n", "Dockerfile": "FROM x\nCOPY . /app\n"},
            ["Dockerfile:2:1: env-in-docker-context"],
            id="copy-all",
        ),
        pytest.param(
            {".gitignore": ".env\n", "Dockerfile": "FROM x\nCOPY . /app\n", ".dockerignore": ".env\n"},
            [],
            id="copy-all-ignored",
        ),
    ],
)
def test_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], files: dict[str, str], expected: list[str]
) -> None:
    for name, content in files.items():
        repository.add(name, content)
    assert findings(capsys) == expected
    assert findings(capsys, "--") == expected


def test_a_personal_ignore_file_does_not_count(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ignore").write_text(".env\n")
    repository.git("config", "--global", "core.excludesFile", str(tmp_path / "ignore"))
    assert repository.git("check-ignore", ".env").strip() == ".env"
    assert findings(capsys) == [".env: unignored-env"]
    repository.write(".git/info/exclude", ".env\n")
    assert main([]) == 1
    assert "only a personal ignore file ignores it" in capsys.readouterr().out


def test_only_what_is_staged_of_an_ignore_file_counts(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".gitignore", "*.log\n")
    repository.write(".gitignore", "*.log\n.env  \n")
    assert main([]) == 1
    assert "only a line of .gitignore that is not staged ignores it" in capsys.readouterr().out
    repository.git("add", ".gitignore")
    assert findings(capsys) == []


def test_a_folder_pattern_does_not_count_where_a_folder_stands(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".gitignore", ".env/\n")
    (repository.path / ".env").mkdir()
    assert findings(capsys) == [".env: unignored-env"]


def test_case_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("config", "core.ignoreCase", "true")
    repository.add(".gitignore", ".ENV\n")
    assert findings(capsys) == [".env: unignored-env"]


def test_an_untracked_ignore_file_does_not_count(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(".gitignore", ".env\n")
    assert main([]) == 1
    assert "    run: git add -- .gitignore\n" in capsys.readouterr().out
    repository.git("add", ".gitignore")
    assert findings(capsys) == []


def test_at_a_push_the_commit_counts(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("app.py")
    repository.git("commit", "-qm", "x")
    bare = repository.git("rev-parse", "HEAD").strip()
    repository.add(".gitignore", ".env\n")
    repository.git("commit", "-qm", "y")
    good = repository.git("rev-parse", "HEAD").strip()
    repository.add(".env.example", f"X={fakes.GITHUB}")
    repository.git("rm", "-q", "--force", ".gitignore")
    assert findings(capsys) == [".env: unignored-env", ".env.example:1:3: env-file-tracked"]
    monkeypatch.setenv("PRE_COMMIT_TO_REF", good)
    assert findings(capsys) == []
    monkeypatch.setenv("PRE_COMMIT_TO_REF", bare)
    repository.write(".gitignore", ".env\n")
    assert findings(capsys) == [".env: unignored-env"]


@pytest.mark.parametrize("ignored_in", [".gitignore", "sub/.gitignore"])
def test_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ignored_in: str
) -> None:
    repository.add(ignored_in, ".env\n")
    repository.add("sub/app.py")
    repository.add("prod.env", "outside the folder")
    monkeypatch.chdir(repository.path / "sub")
    assert main([]) == 2
    assert "sub/ is only a part of the repository" in capsys.readouterr().err
    monkeypatch.setenv("PRE_COMMIT", "1")  # a project of a workspace of prek
    assert findings(capsys) == []
    repository.git("rm", "-q", "--cached", ignored_in)
    assert findings(capsys) == [".env: unignored-env"]


def test_roots(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("a/.gitignore", ".env\n")
    repository.add("b/app.py")
    repository.add("Dockerfile", "FROM x\nCOPY b /b\n")
    assert findings(capsys, "--root=a") == []
    assert findings(capsys, "--root=a/", "--root", "./b") == [
        "Dockerfile:2:1: env-in-docker-context",
        "b/.env: unignored-env",
    ]
    assert findings(capsys, "--root=*") == findings(capsys, "--root=a", "--root=b")
    assert main(["--root=c"]) == 2
    assert "--root c: no file below it is tracked" in capsys.readouterr().err
    repository.add("x\ta")
    for folder in ("a/.gitignore", "y", "x"):
        assert main([f"--root={folder}"]) == 2, folder


def test_allowed_and_encrypted_env_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env", "A=1")
    repository.add("Dockerfile", "FROM x\nCOPY . .\n")
    assert findings(capsys, "--allow=/.env") == []
    repository.add(".env", (SEALED / "dotenvx-2.38").read_bytes())
    assert findings(capsys) == [".env.keys: unignored-env", "Dockerfile:2:1: env-in-docker-context"]
    repository.add(".gitignore", ".env.keys\n")
    repository.add(".dockerignore", ".env.keys\n")
    assert findings(capsys) == []
    assert findings(capsys, "--no-encrypted") == [
        ".env: env-file-tracked",
        "Dockerfile:2:1: env-in-docker-context",
    ]


def test_options_from_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app/.gitignore", ".env\n")
    repository.write("pyproject.toml", '[tool.backend-standards.require-env-ignored]\nroot = ["app"]\n')
    assert findings(capsys, "--") == []
    assert findings(capsys, "--root=.") == [".env: unignored-env"]


@pytest.mark.usefixtures("repository")
def test_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app.py"]) == 2
    assert "takes no file names" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert main([]) == 2
    assert "not in a git repository" in capsys.readouterr().err
    assert main(["--help"]) == 0
    assert "--root DIR" in capsys.readouterr().out


def test_submodules_are_not_entered(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    inner = Repository(tmp_path / "inner")
    inner.add(".env", "A=1")
    inner.git("commit", "-qm", "x")
    repository.add(".gitignore", "/.env\n")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), ".env.d")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "prod.env")
    assert findings(capsys) == []
    assert main(["--root=prod.env"]) == 2


def test_an_unmerged_index_is_read(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    oid = repository.git("hash-object", "-w", "--stdin", stdin=b"A=1").strip()
    rows = "".join(f"100644 {oid} {stage}\t.env\0" for stage in (1, 2, 3))
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    assert findings(capsys) == [".env: env-file-tracked"]


def test_a_missing_blob_stops_the_check(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    rows = f"100644 {'1' * 40}\t.env.example\0"
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    assert main([]) == 2
    assert "git has no blob" in capsys.readouterr().err


def test_a_partial_clone_is_not_completed_over_the_network(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".gitignore", ".env\n")
    repository.add("deep/.env.example", "A=1")
    repository.git("commit", "-qm", "x")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    command = ["git", "clone", "-q", "--filter=blob:none", "--sparse", repository.path.as_uri(), str(clone)]
    subprocess.run(command, check=True)
    monkeypatch.chdir(clone)
    assert main([]) == 2
    error = capsys.readouterr().err
    assert "in a partial clone, fetch it: git cat-file -e" in error
    subprocess.run(error.strip().rpartition(": ")[2].split(), check=True)
    assert main([]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a broken git on PATH is a shell script here")
@pytest.mark.usefixtures("repository")
def test_a_failing_git_stops_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([]) == 2
    assert "git was not found on PATH" in capsys.readouterr().err
    (tmp_path / "git").write_text("#!/bin/sh\necho 'fatal: index file corrupt' >&2\nexit 128\n")
    (tmp_path / "git").chmod(0o755)
    assert main([]) == 2
    assert "git ls-files failed: fatal: index file corrupt" in capsys.readouterr().err


def test_paths_with_hard_names(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", ".env\n")
    repository.add("a b/\u00fc\n.env", "A=1")
    repository.add("a b/Dockerfile", "FROM x\nCOPY . .\n")
    assert findings(capsys) == ["a b/Dockerfile:2:1: env-in-docker-context", '"a b/\u00fc\\n.env": env-file-tracked']


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_nothing_raw_reaches_the_terminal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", ".env\n")
    repository.add("a\x1b[31m/Dockerfile", "FROM x\nCOPY . .\n")
    repository.add("b\nfake.py:1:1: env-file: c/Dockerfile", "FROM x\nCOPY . .\n")
    assert main([]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert not any(line.startswith("fake.py") for line in out.splitlines())


def test_the_printed_commands_work(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", "*.log\n")
    repository.add("my api/.dockerignore", "*.md")  # without a line break at the end
    repository.add("my api/Dockerfile", "FROM x\nCOPY . .\nFROM y\nCOPY . .\n")
    repository.add("a b/src/x.py")
    repository.add("b/src/x.py")
    roots = ["--root=.", "--root=a b", "--root=b"]
    assert main(roots) == 1
    commands = [
        line.removeprefix("    run: ") for line in capsys.readouterr().out.splitlines() if line.startswith("    run: ")
    ]
    assert len(commands) == 4
    for command in commands:
        subprocess.run(["bash", "-c", command], cwd=repository.path, check=True, capture_output=True)
    assert findings(capsys, *roots) == []
    lines = (repository.path / ".gitignore").read_text().splitlines()
    assert lines == ["*.log", ".env", "/a b/.env", "/b/.env"]
    assert (repository.path / "my api/.dockerignore").read_text().splitlines() == ["*.md", ".env"]


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_a_linked_dockerfile_is_built_from_the_folder_of_the_link(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".gitignore", ".env\n")
    repository.add("docker/Dockerfile", "FROM x\nCOPY . /app\n")
    repository.add("docker/.dockerignore", ".env\n")
    assert findings(capsys, "--") == []
    (repository.path / "Dockerfile").symlink_to("docker/Dockerfile")
    repository.git("add", "Dockerfile")
    assert main(["--"]) == 1
    printed = capsys.readouterr().out
    assert "(build context by Dockerfile: ./)" in printed
    assert "docker/.dockerignore" not in printed
    repository.add(".dockerignore", ".env\n")
    assert findings(capsys, "--") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "services:\n  a:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n"),
        (
            ".github/workflows/a.yml",
            (
                "jobs:\n  a:\n    steps:\n    - uses: docker/build-push-action@v6\n"
                "      with:\n        context: .\n        file: docker/Dockerfile\n"
            ),
        ),
    ],
)
def test_files_that_name_the_build_context(
    path: str, text: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".gitignore", ".env\n")
    repository.add("docker/Dockerfile", "FROM x\nCOPY . /app\n")
    repository.add("docker/.dockerignore", ".env\n")
    repository.add(path, text)
    assert main(["--"]) == 1
    assert f"no .dockerignore excludes it (build context by {path}: ./)" in " ".join(capsys.readouterr().out.split())
    repository.add(".dockerignore", ".env\n")
    assert findings(capsys, "--") == []
    repository.git("rm", "-q", "--cached", "docker/.dockerignore")
    assert findings(capsys, "--") == [], "the folder of the Dockerfile is no context"
