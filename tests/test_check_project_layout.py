from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from backend_standards import layout
from backend_standards.check_project_layout import main
from layouts import CODE, DONE, TEST, findings, put
from support import ROOT, Repository, places

PAGE = (ROOT / "docs/hooks/check-project-layout.md").read_text(encoding="utf-8")


def test_options_from_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, DONE.replace("src/", "hooks/"))
    table = '[tool.backend-standards.check-project-layout]\nsource = ["hooks/"]\nprofile = ["default"]\nmirror = true\n'
    repository.write("pyproject.toml", table)
    assert findings(capsys, "--") == []
    assert findings(capsys, "--source=src") == ["hooks: stray-code"]
    assert findings(capsys, "--require=Dockerfile") == ["Dockerfile: missing-entry"]
    repository.add("tests/zzz/test_a.py")
    assert findings(capsys, "--") == ["tests/zzz: unmirrored-tests"]
    assert findings(capsys, "--tests=./tests/zzz") == ["tests: stray-test"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src/a.py"], "takes no file names"),
        (["--root=nothing"], "--root nothing: no file below it is tracked"),
        (["--root=src/app/api.py"], "no file below it is tracked"),
        (["--root=serv*"], "no file below it is tracked"),
        (["--root=../x"], "must be a path inside the repository"),
        (["--root=/x"], "must be a path inside the repository"),
        (["--profile=strikt"], "--profile strikt: known are default, strict"),
        (["--profile=strict", "--profile=default"], "choose one"),
        (["--optional=readme"], "--optional readme: the tree has no such entry; known are src, tests"),
        (["--source=../src"], "must be a path inside the repository"),
        (["--source=tests"], "the tests need a folder of their own"),
        (["--tests=."], "the tests need a folder of their own"),
        (["--sorce=x"], "did you mean '--source'?"),
        (["--allow=[[:alpha:]]", "--source=x"], "character classes"),
    ],
)  # fmt: skip
def test_wrong_use(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    put(repository, DONE)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_actions_are_not_configured(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("pyproject.toml", "[tool.backend-standards.check-project-layout]\ninit = true\n")
    assert main([]) == 2
    assert "unknown key 'init'" in capsys.readouterr().err


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([]) == 2
    assert "not in a git repository" in capsys.readouterr().err
    assert main(["--help"]) == 0
    assert "--mirror" in capsys.readouterr().out


def test_the_page_lists_what_has_its_own_right() -> None:
    listed = set(re.findall(r"`([^`\s]+?)/?`", PAGE))
    assert set(layout.OWN_RIGHT) <= listed
    assert set(layout.TOOL_FILES) <= listed
    assert set(layout.TOOL_ENTRIES) <= listed
    assert set(layout.VENDORED) <= listed


# --- real git ---------------------------------------------------------------------------------------


def test_at_a_push_the_commit_counts(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in DONE.split():
        repository.add(name, TEST)
    repository.git("commit", "-qm", "x")
    repository.add("notes.py", CODE)
    repository.git("commit", "-qm", "y")
    assert findings(capsys) == ["notes.py: stray-code"]
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD~1")
    assert findings(capsys) == []
    repository.git("reset", "-q", "--hard", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "ORIG_HEAD")
    assert findings(capsys) == ["notes.py: stray-code"]


def test_only_what_is_tracked_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(capsys) == []
    repository.write("main.py", CODE)
    assert findings(capsys) == []
    put(repository, DONE)
    (repository.path / "scripts").mkdir()
    assert findings(capsys) == []
    repository.git("add", "main.py")
    assert findings(capsys) == ["main.py: stray-code"]
    (repository.path / "main.py").unlink()
    assert findings(capsys) == ["main.py: stray-code"], "still in the index"


def test_a_staged_rename_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, DONE.replace("src/app", "app"))
    repository.git("commit", "-qm", "x")
    assert findings(capsys) == ["app: stray-code"]
    (repository.path / "src").mkdir()
    repository.git("mv", "app", "src/app")
    assert findings(capsys) == []


def test_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("main.py")
    put(repository, [f"services/api/{name}" for name in DONE.split()])
    monkeypatch.chdir(repository.path / "services/api")
    assert findings(capsys) == []
    repository.git("rm", "-q", "--cached", "services/api/README.md")
    assert findings(capsys) == ["README.md: missing-entry"]


def test_worktree(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(repository, DONE)
    repository.git("commit", "-qm", "x")
    repository.git("worktree", "add", "-q", str(tmp_path / "worktree"))
    repository.add("main.py")
    assert findings(capsys) == ["main.py: stray-code"]
    monkeypatch.chdir(tmp_path / "worktree")
    assert findings(capsys) == []


def test_sparse_checkout(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, [*DONE.split(), "app/a.py"])
    repository.git("commit", "-qm", "x")
    repository.git("sparse-checkout", "set", "docs")
    assert not (repository.path / "src").exists()
    assert findings(capsys) == ["app: stray-code"]


def test_submodules_are_opaque(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    inner = Repository(tmp_path / "inner")
    inner.add("main.py")
    inner.git("commit", "-qm", "x")
    put(repository, DONE)
    for place in ("common", "main2.py", "src/models"):
        repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), place)
    assert findings(capsys) == []
    assert "src/models: missing-entry" not in findings(capsys, "--profile=strict")
    assert main(["--root=common"]) == 2


def test_an_unmerged_index(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    oid = repository.git("hash-object", "-w", "--stdin", stdin=TEST).strip()
    rows = "".join(f"100644 {oid} {stage}\tmain.py\0" for stage in (1, 2, 3))
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    put(repository, DONE)
    assert findings(capsys) == ["main.py: stray-code"]


def test_contents_are_read_as_staged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, DONE)
    repository.add("tests/users.py", TEST)
    repository.write("tests/users.py", CODE)
    assert findings(capsys) == ["tests/users.py: misnamed-test"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hard_names(repository: Repository, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    put(repository, DONE)
    names = [
        "a b/x.py",
        "new\nline.py",
        "tab\tname.py",
        "\u00fc.py",
        os.fsdecode(b"caf\xe9/x.py"),
        "\x1b[31m.py",
        "src/x\n.py",
    ]
    for name in names:
        repository.stage_only(name, CODE)
    for name in ("A/x.py", "a/x.py"):  # one folder where case does not count
        repository.stage_only(name, CODE)
    assert main([]) == 1
    out = os.fsdecode(capsysbinary.readouterr().out)
    assert "\x1b" not in out
    assert sorted(line.split(": ")[0] for line in places(out)) == sorted(
        [".", "A", "a", "a b", os.fsdecode(b"caf\xe9")]
    )  # fmt: skip
    moved = out.partition("run: git mv -- ")[2].partition("\n")[0]
    assert all(name in moved for name in ("\\033[31m.py", "new\\012line.py", "tab\\011name.py", "\u00fc.py"))


def test_two_hundred_thousand_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, DONE)
    oid = repository.git("hash-object", "-w", "--stdin", stdin=CODE).strip()
    names = [f"src/p{number // 100}/m{number}.py" for number in range(150_000)]
    names += [f"static/{number}.js" for number in range(50_000)]
    rows = "".join(f"100644 {oid}\t{name}\0" for name in names)
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    assert findings(capsys) == []
    repository.stage_only("zz/last.py", CODE)
    assert findings(capsys) == ["zz: stray-code"]
