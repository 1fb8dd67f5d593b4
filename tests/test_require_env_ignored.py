from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import fakes
from backend_standards.core.git import Index
from backend_standards.readers import docker
from backend_standards.require_env_ignored import check, main
from backend_standards.secrets.env_files import Policy
from support import Repository

SEALED = Path(__file__).parent / "ciphertexts/sealed"


def tracked(*paths: str) -> Callable[[str], bool]:
    return Index("".join(f"100644 {'0' * 40} 0\t{path}\0" for path in paths).encode()).has


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run the hook here and return "place: rule" for each finding."""
    code = main(arguments)
    captured = capsys.readouterr()
    assert code != 2, captured.err
    places = [line.split(": ")[:2] for line in captured.out.splitlines() if not line.startswith(" ")]
    assert code == bool(places)
    return [": ".join(place) for place in places]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({".gitignore": ".env\n"}, [], id="ignored"),
        pytest.param({".gitignore": ".env*\n!.env.example\n", ".env.example": "A="}, [], id="star"),
        pytest.param({".gitignore": "*\n!*.py\n"}, [], id="ignored-by-all"),
        pytest.param({"app.py": ""}, [".env: env-not-ignored"], id="no-ignore-file"),
        pytest.param({}, [".env: env-not-ignored"], id="nothing-tracked"),
        pytest.param({".gitignore": "*.pyc\n"}, [".env: env-not-ignored"], id="other-patterns"),
        pytest.param({".gitignore": ".env\n!.env\n"}, [".env: env-not-ignored"], id="taken-back"),
        pytest.param({".gitignore": ".env/\n"}, [".env: env-not-ignored"], id="folders-only"),
        pytest.param({"sub/.gitignore": ".env\n"}, [".env: env-not-ignored"], id="only-in-a-subfolder"),
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
    assert findings(capsys) == [".env: env-not-ignored"]
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
    assert findings(capsys) == [".env: env-not-ignored"]


def test_case_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("config", "core.ignoreCase", "true")
    repository.add(".gitignore", ".ENV\n")
    assert findings(capsys) == [".env: env-not-ignored"]


def test_an_untracked_ignore_file_does_not_count(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(".gitignore", ".env\n")
    assert main([]) == 1
    assert "fix: git add .gitignore\n" in capsys.readouterr().out
    repository.git("add", ".gitignore")
    assert findings(capsys) == []


@pytest.mark.parametrize("ignored_in", [".gitignore", "sub/.gitignore"])
def test_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ignored_in: str
) -> None:
    repository.add(ignored_in, ".env\n")
    repository.add("sub/app.py")
    repository.add("prod.env", "outside the folder")
    monkeypatch.chdir(repository.path / "sub")
    assert findings(capsys) == []
    repository.git("rm", "-q", "--cached", ignored_in)
    assert findings(capsys) == [".env: env-not-ignored"]


def test_roots(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("a/.gitignore", ".env\n")
    repository.add("b/app.py")
    repository.add("Dockerfile", "FROM x\nCOPY b /b\n")
    assert findings(capsys, "--root=a") == []
    assert findings(capsys, "--root=a/", "--root", "./b") == [
        "Dockerfile:2:1: env-in-docker-context",
        "b/.env: env-not-ignored",
    ]
    assert findings(capsys, "--root=*") == findings(capsys, "--root=a", "--root=b")
    assert main(["--root=c"]) == 2
    assert "--root c: no tracked file stands below it" in capsys.readouterr().err
    repository.add("x\ta")
    for folder in ("a/.gitignore", "y", "x"):
        assert main([f"--root={folder}"]) == 2, folder


def test_allowed_and_encrypted_env_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env", "A=1")
    repository.add("Dockerfile", "FROM x\nCOPY . .\n")
    assert findings(capsys, "--allow=/.env") == []
    repository.add(".env", (SEALED / "dotenvx-2.38").read_bytes())
    assert findings(capsys) == [".env.keys: env-not-ignored", "Dockerfile:2:1: env-in-docker-context"]
    repository.add(".gitignore", ".env.keys\n")
    repository.add(".dockerignore", ".env.keys\n")
    assert findings(capsys) == []
    assert findings(capsys, "--no-encrypted") == [
        ".env: env-file-tracked",
        ".env: env-not-ignored",
        "Dockerfile:2:1: env-in-docker-context",
    ]


def test_options_from_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app/.gitignore", ".env\n")
    repository.write("pyproject.toml", '[tool.backend-standards.require-env-ignored]\nroot = ["app"]\n')
    assert findings(capsys, "--") == []
    assert findings(capsys, "--root=.") == [".env: env-not-ignored"]


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
    assert findings(capsys) == [".env: env-file-tracked", ".env: env-not-ignored"]


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
    assert "in a partial clone, fetch it once: git cat-file -e" in error
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


def test_the_printed_fixes_work(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", "*.log")  # without a line break at the end
    repository.add("my api/.dockerignore", "*.md")
    repository.add("my api/Dockerfile", "FROM x\nCOPY . .\n")
    repository.add("a b/prod.env", "A=1")
    assert main([]) == 1
    fixes = [
        line.partition("fix: ")[2].partition(";")[0] for line in capsys.readouterr().out.splitlines() if "fix: " in line
    ]
    assert len(fixes) == 3
    for fix in fixes:
        subprocess.run(fix, shell=True, cwd=repository.path, check=True, capture_output=True)
    repository.git("add", "--all")
    assert findings(capsys) == []
    assert "*.log" in (repository.path / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize(
    ("dockerfile", "dockerignore", "lets_in"),
    [
        pytest.param("COPY . /app", None, True, id="dot"),
        pytest.param("COPY ./ /app/", None, True, id="dot-slash"),
        pytest.param("COPY / /app", None, True, id="slash"),
        pytest.param("COPY ./. /app", None, True, id="dot-slash-dot"),
        pytest.param("copy . /app", None, True, id="lower-case"),
        pytest.param("ADD . /app", None, True, id="add"),
        pytest.param("ONBUILD COPY . /app", None, True, id="onbuild"),
        pytest.param("COPY --chown=app:app --link . /app", None, True, id="flags"),
        pytest.param('COPY [".", "/app"]', None, True, id="json"),
        pytest.param('COPY --chown=1 ["./", "/app"]', None, True, id="json-flags"),
        pytest.param("COPY * /app/", None, True, id="star"),
        pytest.param("COPY .env* /app/", None, True, id="env-star"),
        pytest.param("COPY .env /app/", None, True, id="named"),
        pytest.param("COPY a.txt ./.env /app/", None, True, id="named-among-others"),
        pytest.param("COPY .env.production /app/.env", None, True, id="named-stage"),
        pytest.param("COPY \\\n  # a comment\n\n  . \\\n  /app", None, True, id="continued"),
        pytest.param("# escape=`\nCOPY `\n . /app", None, True, id="escape-directive"),
        pytest.param("\ufeffCOPY . /app", None, True, id="byte-order-mark"),
        pytest.param("RUN <<EOF\nCOPY nothing\nEOF\nCOPY . /app", None, True, id="behind-a-heredoc"),
        pytest.param("COPY --exclude=*.md . /app", None, True, id="other-exclude"),
        pytest.param("COPY . /app", "*.md\n# .env\n", True, id="ignore-comment"),
        pytest.param("COPY . /app", ".env\n!.env\n", True, id="ignore-taken-back"),
        pytest.param("COPY . /app", "!.env\n.envrc\n", True, id="ignore-other"),
        pytest.param("COPY . /app", "*/.env\n", True, id="ignore-one-below"),
        pytest.param("COPY .env.production /app/.env", ".env\n", True, id="ignore-lets-the-stage-in"),
        pytest.param("COPY --chown=a:b\t. /app", None, True, id="tab-behind-a-flag"),
        pytest.param("ARG SRC=.\nCOPY ${SRC} /app", None, True, id="argument"),
        pytest.param("COPY ${SRC:-.} /app", None, True, id="argument-default"),
        pytest.param('RUN cat <<<"foo"\nCOPY . /app', None, True, id="here-string"),
        pytest.param("RUN echo $((1 << n))\nCOPY . /app", None, True, id="shift"),
        pytest.param("RUN echo '<<EOF'\nCOPY . /app", None, True, id="quoted-heredoc"),
        pytest.param('LABEL a="b <<c"\nCOPY . /app', None, True, id="label"),
        pytest.param("RUN <<EOF\n  EOF\nEOF\nCOPY . /app", None, True, id="indented-end"),
        pytest.param("RUN <<-EOF\n\tEOF\nCOPY . /app", None, True, id="heredoc-with-tabs"),
        pytest.param("COPY . /app", "../.env\n", True, id="ignore-outside-the-context"),
        pytest.param("RUN dir C:\\\\\nCOPY . /app", None, True, id="doubled-escape"),
        pytest.param("COPY . /app", ".en[!a]\n", True, id="ignore-exclamation-mark-in-a-bracket"),
        pytest.param("COPY . /app", ".en[^a]\n", False, id="ignore-negated-bracket"),
        pytest.param("COPY . /app", "**/" * 40 + "x\n", True, id="ignore-many-stars"),
        pytest.param("ARG SRC=src\nCOPY $SRC /app", None, False, id="argument-of-a-folder"),
        pytest.param("ARG JAR\nCOPY ${JAR} app.jar", None, False, id="argument-without-a-default"),
        pytest.param("ARG SRC=src\nFROM x\nARG SRC\nCOPY $SRC /app", None, False, id="argument-of-an-earlier-stage"),
        pytest.param("ARG A\nCOPY ${A:-src} /app", None, False, id="argument-with-its-own-default"),
        pytest.param("COPY <<A <<B /x/\nCOPY . /app\nA\nCOPY . /app\nB", None, False, id="two-heredocs"),
        pytest.param("RUN <<EOF-1\nCOPY . /app\nEOF-1", None, False, id="heredoc-with-a-dash-in-its-name"),
        pytest.param("COPY " + "[" * 100_000, None, False, id="nested-json"),
        pytest.param("COPY --from=build . /app", None, False, id="from-a-stage"),
        pytest.param("COPY --chown=a --from=build / /", None, False, id="from-a-stage-with-flags"),
        pytest.param("COPY src /app", None, False, id="folder"),
        pytest.param("COPY *.py /app/", None, False, id="pattern"),
        pytest.param("COPY .env.example /app/", None, False, id="template"),
        pytest.param("COPY --exclude=.env* . /app", None, False, id="exclude"),
        pytest.param("# COPY . /app", None, False, id="comment"),
        pytest.param("RUN cp . /app", None, False, id="run"),
        pytest.param("RUN <<EOF\nCOPY . /app\nEOF", None, False, id="in-a-heredoc"),
        pytest.param("COPY <<EOF /app/x\nhello\nEOF", None, False, id="copied-heredoc"),
        pytest.param("ADD https://acme-corp.io/. /app", None, False, id="url"),
        pytest.param("COPY .", None, False, id="no-destination"),
        pytest.param("COPY . /app", ".env\n", False, id="ignore"),
        pytest.param("COPY . /app", "  .env  \r\n", False, id="ignore-spaces-and-crlf"),
        pytest.param("COPY . /app", "/.env\n", False, id="ignore-from-the-root"),
        pytest.param("COPY . /app", "**/.env*\n", False, id="ignore-two-stars"),
        pytest.param("COPY . /app", ".e?v\n", False, id="ignore-question-mark"),
        pytest.param("COPY . /app", ".[a-f]nv\n", False, id="ignore-range"),
        pytest.param("COPY . /app", "*\n!src\n", False, id="ignore-all-but"),
        pytest.param("COPY . /app", "\ufeff.env\n", False, id="ignore-byte-order-mark"),
        pytest.param("COPY . /app", "!.env\n.env\n", False, id="ignore-last-wins"),
        pytest.param("COPY .env /app/", ".env\n", False, id="named-but-ignored"),
    ],
)
def test_dockerfile(dockerfile: str, dockerignore: str | None, *, lets_in: bool) -> None:
    ignores = {} if dockerignore is None else {".dockerignore": dockerignore.splitlines()}
    lines = dockerfile.split("\n")
    found = list(check([], {}, {}, {"Dockerfile": lines}, ignores, tracked("Dockerfile", *ignores), Policy()))
    assert [each.rule for each in found] == (["env-in-docker-context"] if lets_in else [])


@pytest.mark.parametrize(
    ("paths", "copy", "context"),
    [
        pytest.param(["docker/Dockerfile"], ".", "docker/", id="alone"),
        pytest.param(["docker/Dockerfile", ".dockerignore"], ".", "", id="ignore-file-at-the-root"),
        pytest.param(
            ["docker/Dockerfile", "docker/.dockerignore", ".dockerignore"], ".", "docker/", id="nearest-ignore-file"
        ),
        pytest.param(["docker/Dockerfile", "pyproject.toml"], ".", "", id="project-at-the-root"),
        pytest.param(["api/Dockerfile", "api/pyproject.toml", "pyproject.toml"], ".", "api/", id="own-project"),
        pytest.param(
            ["api/Dockerfile", "api/src/a.py", "api/pyproject.toml", "src/b.py"],
            "api/src .",
            "",
            id="source-from-the-root",
        ),
        pytest.param(["a/api/Dockerfile", "a/lib/x.py"], "lib .", "a/", id="source-from-between"),
    ],
)
def test_build_context(paths: list[str], copy: str, context: str) -> None:
    path = next(each for each in paths if each.endswith("Dockerfile"))
    ignores = {each: ["nothing"] for each in paths if each.endswith(".dockerignore")}
    lines = ["FROM x", f"COPY {copy} /app/"]
    (finding,) = check([], {}, {}, {path: lines}, ignores, tracked(*paths), Policy())
    assert f"copies {context}.env, where it exists" in finding.message


def test_the_dockerfiles_own_ignore_file_goes_first() -> None:
    ignores = {"Dockerfile.dockerignore": ["*.md"], ".dockerignore": [".env"]}
    (finding,) = check([], {}, {}, {"Dockerfile": ["COPY . ."]}, ignores, tracked("Dockerfile", *ignores), Policy())
    assert "Dockerfile.dockerignore lets it through" in finding.message
    assert not list(
        check([], {}, {}, {"Dockerfile": ["COPY . ."]}, ignores, tracked("Dockerfile"), Policy(allow=["/Dockerfile"]))
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("a/dockerfile", True),
        ("Dockerfile.dev", True),
        ("Dockerfile-dev", True),
        ("Dockerfile_prod", True),
        ("api.Dockerfile", True),
        ("Containerfile", True),
        ("Dockerfile.dockerignore", False),
        ("Dockerfile.md", False),
        ("dockerfile_parser.py", False),
        ("docker-compose.yml", False),
    ],
)
def test_is_dockerfile(path: str, *, expected: bool) -> None:
    assert docker.is_dockerfile(path) is expected
