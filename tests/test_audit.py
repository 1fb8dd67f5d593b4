from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import random
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import fakes
from backend_standards.audit import history as audit_history
from backend_standards.audit import many, scan
from backend_standards.audit.command import main
from backend_standards.core import Stopped
from backend_standards.core import pool as core_pool
from backend_standards.core.progress import bar
from conftest import PATIENCE, Repository, new_group

KEY, OTHER = fakes.KEY_ID, "AK" + "IA" + fakes.text(fakes.BASE32, 16, 11)
SECRET = fakes.AWS_SECRET
ID_LINE = f"key = '{KEY}'\n"
SECRET_LINE = f"aws_secret_access_key = '{SECRET}'\n"
SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def commit(repository: Repository, message: str = "change", *arguments: str) -> str:
    repository.git("commit", "--quiet", "--allow-empty", "--message", message, *arguments)
    return repository.git("rev-parse", "HEAD").strip()


def put(repository: Repository, name: str, content: bytes | str, *arguments: str) -> str:
    repository.add(name, content)
    return commit(repository, "change", *arguments)


def drop(repository: Repository, name: str) -> str:
    repository.git("rm", "--quiet", "--", name)
    return commit(repository)


class Audits:
    """Runs of the command in this process, and what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def text(self, *arguments: str) -> tuple[int, str, str]:
        code = main([*arguments])
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code, out, _err = self.text("--format", "json", *arguments)
        document = json.loads(out)
        assert document["version"] == 1
        return code, document["repositories"]

    def one(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code, (report,) = self.json(*arguments)
        return code, report

    def secrets(self, *arguments: str) -> list[dict[str, Any]]:
        return list(self.one(*arguments)[1]["secrets"])


@pytest.fixture
def audits(capsys: pytest.CaptureFixture[str]) -> Audits:
    return Audits(capsys)


# --- where secrets come from ------------------------------------------------------------------------


def test_a_secret_that_was_removed_again(repository: Repository, audits: Audits) -> None:
    put(repository, "README", "x")
    first = put(
        repository,
        "src/a.py",
        f"# a\n\n{ID_LINE}",
        "--author",
        "Änne <ae@example.com>",
        "--date",
        "2024-03-02T10:00:00+01:00",
    )
    put(repository, "src/a.py", f"# a\n\n# more\n{ID_LINE}")
    drop(repository, "src/a.py")
    code, report = audits.one()
    (secret,) = report["secrets"]
    assert code == 1
    assert report["state"] == "complete"
    assert (report["commits"], report["blobs"], report["excepted"]) == (4, 3, 0)
    assert secret["rule"] == "aws-access-key-id"
    assert secret["first"] == {
        "commit": first,
        "author": "Änne",
        "email": "ae@example.com",
        "date": "2024-03-02T10:00:00+01:00",
        "tag": None,
        "path": "src/a.py",
        "line": 3,
        "column": 8,
    }
    assert (secret["commits"], secret["blobs"], secret["paths"]) == (2, 2, ["src/a.py"])
    assert (secret["head"], secret["branches"]) == ([], [])


def test_what_is_in_head_and_at_the_tips_of_branches(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("switch", "--quiet", "--create", "feature/x")
    put(repository, "b.py", f"\n{ID_LINE}{SECRET_LINE}")
    repository.git("switch", "--quiet", "main")
    put(repository, "a.py", f"\n{ID_LINE}")
    key, secret = audits.secrets()
    assert key["head"] == [{"path": "a.py", "line": 2}]
    assert key["branches"] == ["feature/x", "main"]
    assert (key["first"]["path"], key["first"]["line"], key["blobs"]) == ("a.py", 1, 3)
    assert key["paths"] == ["a.py", "b.py"]
    assert (secret["rule"], secret["head"], secret["branches"]) == ("aws-secret-access-key", [], ["feature/x"])


def test_one_secret_in_several_files_is_one(repository: Repository, audits: Audits) -> None:
    repository.add("b.py", ID_LINE)
    repository.add("a.py", ID_LINE)
    commit(repository)
    (secret,) = audits.secrets()
    assert (secret["first"]["path"], secret["paths"], secret["blobs"], secret["commits"]) == (
        "a.py",
        ["a.py", "b.py"],
        1,
        1,
    )
    assert [place["path"] for place in secret["head"]] == ["a.py", "b.py"]


def test_a_renamed_file(repository: Repository, audits: Audits) -> None:
    first = put(repository, "old.py", ID_LINE)
    repository.git("mv", "old.py", "new.py")
    commit(repository)
    (secret,) = audits.secrets()
    assert (secret["first"]["commit"], secret["first"]["path"]) == (first, "old.py")
    assert secret["head"] == [{"path": "new.py", "line": 1}]


def test_an_evil_merge(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", "a\n")
    repository.git("switch", "--quiet", "--create", "side")
    put(repository, "b.py", "b\n")
    repository.git("switch", "--quiet", "main")
    put(repository, "c.py", "c\n")
    repository.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    merge = put(repository, "a.py", f"a\n{ID_LINE}")
    put(repository, "a.py", "a\n")
    (secret,) = audits.secrets()
    assert secret["first"]["commit"] == merge
    assert len(repository.git("rev-parse", f"{merge}^@").split()) == 2


def test_a_secret_on_both_sides_of_a_merge_came_with_the_earlier_one(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", "a\n", "--date", "2024-01-01T00:00:00Z")
    repository.git("switch", "--quiet", "--create", "side")
    first = put(repository, "b.py", ID_LINE)
    repository.git("switch", "--quiet", "main")
    put(repository, "c.py", f"\n{ID_LINE}")
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
    (secret,) = audits.secrets()
    assert secret["commits"] == 2
    # Both have one time stamp here; what is told must be one of the two, and not the merge.
    assert secret["first"]["commit"] in (first, repository.git("rev-parse", "main^1").strip())


def test_clocks_that_go_wrong(repository: Repository, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2030-01-01T00:00:00Z")
    first = put(repository, "a.py", ID_LINE)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    put(repository, "a.py", f"\n{ID_LINE}")
    assert audits.secrets()[0]["first"]["commit"] == first


def test_a_side_branch_a_tag_a_note_a_stash(repository: Repository, audits: Audits) -> None:
    put(repository, "README", "x")
    keys = {
        name: "AK" + "IA" + fakes.text(fakes.BASE32, 16, seed)
        for seed, name in enumerate(("tag", "note", "one", "two"), 20)
    }
    repository.git("switch", "--quiet", "--detach")
    put(repository, "tag.py", keys["tag"])
    repository.git("tag", "--annotate", "--message", "v1", "v1")
    repository.git("switch", "--quiet", "main")
    repository.git("notes", "add", "--message", keys["note"])
    for name in ("one", "two"):  # of two stashes only the newer one is a ref
        repository.add(f"{name}.py", keys[name])
        repository.git("stash", "push", "--quiet")
    found = audits.secrets()
    assert sorted(secret["first"]["path"] for secret in found if "/" not in secret["first"]["path"])[-3:] == [
        "one.py",
        "tag.py",
        "two.py",
    ]
    assert len(found) == 4
    assert {json.dumps(secret["branches"]) for secret in found} == {"[]"}


def test_tags_of_a_file_and_of_a_folder(repository: Repository, audits: Audits) -> None:
    put(repository, "README", "x")
    repository.git("tag", "file", repository.git("hash-object", "-w", "--stdin", stdin=ID_LINE.encode()).strip())
    repository.add("folder/b.py", SECRET_LINE)
    repository.git("tag", "--annotate", "--message", "x", "folder", repository.git("write-tree").strip())
    repository.git("rm", "--quiet", "--cached", "folder/b.py")
    again = repository.git("hash-object", "-w", "--stdin", stdin=f"x = '{OTHER}'\n".encode()).strip()
    repository.git("tag", "--annotate", "--message", "x", "inner", again)
    repository.git("tag", "--annotate", "--message", "x", "outer", "inner")
    repository.git("tag", "--delete", "inner")
    found = audits.secrets()
    assert [(each["first"]["tag"], each["first"]["path"], each["first"]["commit"]) for each in found] == [
        ("refs/tags/folder", "folder/b.py", None),
        ("refs/tags/file", "refs/tags/file", None),
        ("refs/tags/outer", "refs/tags/outer", None),
    ]
    assert "tag refs/tags/file" in audits.text()[1]


def test_what_nothing_reaches_is_a_note(repository: Repository, audits: Audits) -> None:
    put(repository, "README", "x")
    repository.stage_only("a.py", ID_LINE.encode())
    code, report = audits.one()
    assert (code, report["secrets"]) == (0, [])
    assert "1 more blob with a credential" in report["notes"][0]
    assert "git gc --prune=now" in audits.text()[1]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(ID_LINE.encode(), 1, id="utf-8"),
        pytest.param(f"\n{ID_LINE}".encode("utf-16"), 2, id="utf-16"),
        pytest.param(f"\r\n\r\n{ID_LINE}".encode(), 3, id="crlf"),
        pytest.param(b"\0\1\2\0 binary \xff " + KEY.encode() + b" \0", None, id="binary"),
        pytest.param(b"caf\xe9\n" + ID_LINE.encode(), 2, id="latin-1"),
    ],
)
def test_contents(repository: Repository, audits: Audits, content: bytes, line: int | None) -> None:
    put(repository, "file", content)
    (secret,) = audits.secrets()
    assert secret["first"]["line"] == line


@pytest.mark.parametrize(
    "path",
    ["a b.py", "a'b.py", 'a"b.py', "a\nb.py", "a\tb.py", ":(top)x", "-x", "HEAD:x", "ä.py", "\x01x", " ", "a\\b"],
)
def test_paths(repository: Repository, audits: Audits, path: str) -> None:
    repository.stage_only(path, ID_LINE.encode())
    commit(repository)
    (secret,) = audits.secrets()
    assert secret["first"]["path"] == path
    assert secret["head"] == [{"path": path, "line": 1}]


def test_a_path_that_git_reads_as_a_commit(repository: Repository, audits: Audits) -> None:
    before = commit(repository)
    put(repository, f"settings-1.0-3-g{before[:10]}", ID_LINE)
    (secret,) = audits.secrets()
    assert secret["head"] == [{"path": f"settings-1.0-3-g{before[:10]}", "line": 1}]


def test_names_that_are_not_utf_8(repository: Repository, audits: Audits) -> None:
    repository.stage_only(os.fsdecode(b"caf\xe9.py"), ID_LINE.encode())
    tree = repository.git("write-tree").strip()
    raw = (
        b"tree %s\nauthor J\xfcrgen \x01 <j\xfc@x> 1700000000 +0000\ncommitter x <x@x> 1700000000 +0000\n\nx\n"
        % tree.encode()
    )
    oid = repository.git("hash-object", "-w", "-t", "commit", "--stdin", stdin=raw).strip()
    repository.git("update-ref", "refs/heads/main", oid)
    (secret,) = audits.secrets()
    assert secret["first"]["path"] == r"caf\xe9.py"
    assert secret["first"]["author"].startswith("J\\xfcrgen")
    assert secret["head"] == [{"path": r"caf\xe9.py", "line": 1}]
    json.dumps(secret, ensure_ascii=False).encode()
    code, out, _ = audits.text()
    assert code == 1
    assert "\x01" not in out


def test_a_submodule_is_another_repository(repository: Repository, audits: Audits) -> None:
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    commit(repository)
    assert audits.one()[1]["state"] == "complete"


def test_the_users_configuration_changes_nothing(repository: Repository, audits: Audits) -> None:
    settings = {
        "log.showRoot": "false", "diff.renames": "copies", "diff.relative": "true", "log.showSignature": "true", "color.ui": "always",
        "log.follow": "true", "diff.orderFile": "nowhere", "log.date": "relative", "core.abbrev": "4", "diff.ignoreSubmodules": "all",
        "log.diffMerges": "off", "format.pretty": "oneline", "i18n.logOutputEncoding": "latin1", "core.quotePath": "true",
    }  # fmt: skip
    put(repository, "sub/ä.py", ID_LINE, "--author", "Jürgen <j@example.com>")
    for name, value in settings.items():
        repository.git("config", name, value)
    os.chdir(repository.path / "sub")
    (secret,) = audits.secrets()
    assert (secret["first"]["path"], secret["first"]["author"]) == ("sub/ä.py", "Jürgen")
    assert secret["head"]


def test_replacements_hide_nothing(repository: Repository, audits: Audits) -> None:
    first = put(repository, "a.py", ID_LINE)
    clean = repository.git("hash-object", "-w", "--stdin", stdin=b"clean").strip()
    repository.git("replace", repository.git("rev-parse", "HEAD:a.py").strip(), clean)
    assert audits.secrets()[0]["first"]["commit"] == first


@pytest.mark.parametrize("how", ["a graft", "a commit graph"])
def test_no_other_history_is_believed(repository: Repository, audits: Audits, how: str) -> None:
    put(repository, "a.py", ID_LINE)
    last = drop(repository, "a.py")
    if how == "a graft":
        (repository.path / ".git" / "info").mkdir(exist_ok=True)
        (repository.path / ".git" / "info" / "grafts").write_text(f"{last}\n")
    else:
        repository.git("commit-graph", "write", "--reachable")
        graph = repository.path / ".git" / "objects" / "info" / "commit-graph"
        graph.chmod(0o644)
        graph.write_bytes(without_parents(graph.read_bytes()))
    quiet = ("-c", "advice.graftFileDeprecated=false")
    assert repository.git(*quiet, "log", "--format=%H", "--all").split() == [last]
    assert audits.one()[1]["commits"] == 2
    assert len(audits.secrets()) == 1


def without_parents(graph: bytes) -> bytes:
    """Return a commit graph in which no commit has a parent. Source: gitformat-commit-graph(5)."""
    chunks = {graph[at : at + 4]: int.from_bytes(graph[at + 4 : at + 12]) for at in range(8, 8 + 12 * graph[6], 12)}
    changed = bytearray(graph[:-20])
    first, number = chunks[b"CDAT"], int.from_bytes(graph[chunks[b"OIDF"] + 1020 :][:4])
    for at in range(first, first + 36 * number, 36):
        changed[at + 20 : at + 28] = (0x70000000).to_bytes(4) * 2
    return bytes(changed) + hashlib.sha1(changed).digest()


def test_no_content_of_a_tangled_history_is_passed_by(repository: Repository) -> None:
    generator = random.Random(7)
    stream = []
    for mark in range(1, 121):
        parents = generator.sample(range(max(mark - 8, 1), mark), min(mark - 1, generator.choice((1, 1, 1, 2, 2, 3))))
        stream.append(
            f"commit refs/heads/b{mark % 5}\nmark :{mark}\ncommitter x <x@x> {1_700_000_000 - 60 * (mark % 13)} +0000\ndata 0\n"
        )
        stream += [f"{word} :{parent}\n" for word, parent in zip(("from", "merge", "merge"), parents, strict=False)]
        for _ in range(generator.choice((0, 1, 2, 3))):
            path, text = f"f{generator.randrange(6)}", f"{generator.randrange(60)}"
            change = f"M 100644 inline {path}\ndata {len(text)}\n{text}\n"
            stream.append(change if generator.random() < 0.8 else f"D {path}\n")
    repository.git("fast-import", "--quiet", "--force", stdin="".join(stream).encode())
    objects = repository.git(
        "rev-list", "--objects", "--all", "--no-object-names", "--filter=object:type=blob", "--filter-provided-objects"
    )
    blobs = audit_history.blobs(".", 1 << 20)
    history = audit_history.read(".", blobs.names, lambda _oid, _path: True)
    assert {oid for oid, _path in history.places} == set(objects.split())
    assert len(set(objects.split())) > 40
    assert history.commits == int(repository.git("rev-list", "--all", "--count"))


# --- env files --------------------------------------------------------------------------------------


def test_env_files(repository: Repository, audits: Audits) -> None:
    first = put(repository, ".env", "A=1\n")
    put(repository, ".env", "A=2\n")
    drop(repository, ".env")
    put(repository, ".env.example", f"A=changeme\nDB_PASSWORD={fakes.PASSWORD}\n")
    repository.add(".env/bin/activate", "x")
    repository.add(".env/pyvenv.cfg", "x")
    commit(repository)
    template, environment, file = audits.secrets()
    assert (file["rule"], file["first"]["path"], file["first"]["commit"], file["commits"]) == (
        "env-file",
        ".env",
        first,
        2,
    )
    assert (file["head"], file["first"]["line"], file["sha256"], file["whole_file"]) == ([], None, None, True)
    assert (template["rule"], template["first"]["line"], template["whole_file"]) == ("env-template-secret", 2, False)
    assert (environment["rule"], len(environment["paths"])) == ("virtualenv-file", 2)
    _code, out, _err = audits.text()
    assert "git filter-repo --sensitive-data-removal --invert-paths --path .env --path .env/bin/activate" in out


def test_an_encrypted_env_file_is_none(repository: Repository, audits: Audits) -> None:
    sealed = (Path(__file__).parent / "ciphertexts" / "sealed" / "sops-dotenv").read_bytes()
    put(repository, ".env", sealed)
    assert audits.one()[0] == 0


# --- exceptions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content", "configuration"),
    [
        pytest.param("a.py", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n", "", id="ignore"),
        pytest.param(
            "a.txt", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n".encode("utf-16"), "", id="utf-16"
        ),
        pytest.param("a.py", f"x = '{KEY}'  # gitleaks:allow\n", "", id="pragma"),
        pytest.param("a.py", SECRET_LINE, "forbid-aws-keys]\nallow-sha256 = ['{sum}']", id="sum"),
        pytest.param(".env", "A=1\n", "forbid-env-files]\nallow = ['/.env']", id="env"),
        pytest.param(
            ".env.example", f"PASSWORD={fakes.PASSWORD} # standards: ignore[env-template-secret] x\n", "", id="template"
        ),
    ],
)
def test_exceptions_of_the_repository(
    repository: Repository, audits: Audits, path: str, content: bytes | str, configuration: str
) -> None:
    import hashlib

    put(repository, path, content)
    if configuration:
        text = configuration.format(sum=hashlib.sha256(SECRET.encode()).hexdigest())
        put(repository, "pyproject.toml", f"[tool.backend-standards.{text}\n")
    code, report = audits.one()
    assert (code, report["excepted"], report["secrets"]) == (0, 1, [])
    assert "excepted by the repository: 1" in audits.text()[1]
    code, report = audits.one("--no-exceptions")
    assert (code, report["excepted"], len(report["secrets"])) == (1, 0, 1)


def test_a_secret_that_is_excepted_in_one_place_alone(repository: Repository, audits: Audits) -> None:
    repository.add("a.py", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n")
    put(repository, "b.py", ID_LINE)
    (secret,) = audits.secrets()
    assert secret["paths"] == ["a.py", "b.py"]


def test_a_broken_configuration_stops(repository: Repository, audits: Audits) -> None:
    put(repository, "pyproject.toml", "[tool.backend-standards.forbid-aws-keys]\nalow = 1\n")
    code, _out, err = audits.text()
    assert code == 2
    assert "--no-exceptions" in err
    assert audits.text("--no-exceptions")[0] == 0


# --- repositories of all kinds ----------------------------------------------------------------------


def test_no_commit_yet(repository: Repository, audits: Audits) -> None:
    code, report = audits.one(str(repository.path))
    assert (code, report["commits"], report["head"]) == (0, 0, None)


def test_no_repository(tmp_path: Path, audits: Audits) -> None:
    code, _out, err = audits.text(str(tmp_path))
    assert code == 2
    assert "no git repository" in err


def test_a_bare_one_and_a_worktree(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("worktree", "add", "--quiet", "--detach", "../tree")
    (tmp_path / "tree" / "b.py").write_text(f"x = '{OTHER}'\n")
    subprocess.run(["git", "add", "b.py"], cwd=tmp_path / "tree", check=True)
    subprocess.run(["git", "commit", "--quiet", "--message", "x"], cwd=tmp_path / "tree", check=True)
    for place in (".", "../tree"):
        assert len(audits.secrets(place)) == 2
    repository.git("clone", "--quiet", "--bare", ".", "../bare")
    assert len(audits.secrets("../bare")) == 1


def test_the_callers_git_dir_is_not_meant(
    repository: Repository, audits: Audits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, "a.py", ID_LINE)
    other = Repository(tmp_path)
    put(other, "b", "b")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / ".git" / "index"))
    assert len(audits.secrets(str(repository.path))) == 1


def test_a_shallow_clone_is_said_to_be_cut(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    put(repository, "a.py", f"\n{ID_LINE}")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", "../shallow")
    code, report = audits.one("../shallow")
    assert (code, report["state"], len(report["secrets"])) == (2, "cut", 1)
    assert "1 commit of this shallow clone" in report["problems"][0]
    assert "git fetch --unshallow" in audits.text("../shallow")[1]


def test_a_partial_clone_is_said_to_be_cut_and_fetches_nothing(repository: Repository, audits: Audits) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    put(repository, "a.py", ID_LINE)
    drop(repository, "a.py")
    put(repository, "b.py", "b")
    repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.path}", "../partial")
    for _ in range(2):
        code, report = audits.one("../partial")
        assert (code, report["state"]) == (2, "cut")
        assert "1 blob of it not here, for this clone is partial" in report["problems"][0]


def test_a_treeless_clone_stops(repository: Repository, audits: Audits) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    put(repository, "a.py", ID_LINE)
    put(repository, "b.py", "b")
    repository.git("clone", "--quiet", "--filter=tree:0", "--no-checkout", f"file://{repository.path}", "../treeless")
    assert audits.text("../treeless")[0] == 2


def test_a_damaged_repository_is_not_clean(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    oid = repository.git("rev-parse", "HEAD:a.py").strip()
    drop(repository, "a.py")
    (repository.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    code, report = audits.one()
    assert code == 2
    assert "damaged" in report["problems"][0]


def test_sha_256_repositories(tmp_path: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    repository = Repository(tmp_path)
    put(repository, "a.py", ID_LINE)
    (secret,) = audits.secrets()
    assert len(secret["first"]["commit"]) == 64
    assert secret["head"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")
def test_a_large_blob_is_read_in_pieces(repository: Repository) -> None:
    filler = b"0123456789abcdef" * 63 + b" filler line.  \n"  # 1 KiB
    middle = scan.PIECE // len(filler)
    head, tail = filler * (middle - 1), filler * (52 * 1024)
    half = len(filler) - len(ID_LINE) // 2  # so that the end of a piece falls into the key
    content = head + b"x" * (half - 1) + b"\n" + ID_LINE.encode() + tail + SECRET_LINE.encode()
    assert len(content) > 59 << 20
    put(repository, "large.txt", content)
    code = (
        "import re, sys; from backend_standards.audit import command; code = command.main(['--format', 'json', '--jobs', '1'])\n"
        "status = open('/proc/self/status').read(); print(re.search(r'VmHWM:\\s+(\\d+)', status)[1], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    (report,) = json.loads(done.stdout)["repositories"]
    lines = [(each["rule"], each["first"]["line"]) for each in report["secrets"]]
    assert lines == [("aws-access-key-id", middle + 1), ("aws-secret-access-key", content.count(b"\n"))]
    assert int(done.stderr) >> 10 < 80  # MiB


def test_processes_find_what_one_finds(repository: Repository, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend_standards.audit import repository as audit_repository

    for number in range(20):
        put(repository, f"{number}.py", f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, number)}'\n{'y' * 1000}")
    alone = audits.one("--jobs", "1")
    monkeypatch.setattr(audit_repository, "_PORTION", 2000)
    monkeypatch.setattr(audit_repository, "_WORTH_A_POOL", 0)
    assert audits.one("--jobs", "3") == alone
    assert len(alone[1]["secrets"]) == 20


# --- output -----------------------------------------------------------------------------------------


def test_the_table(repository: Repository, audits: Audits) -> None:
    first = put(repository, "a.py", ID_LINE)
    put(repository, "a.py", f"\n{ID_LINE}")
    code, out, err = audits.text()
    assert (code, err) == (1, "")
    assert out.startswith(f"{repository.path}: 1 secret (2 commits, 2 blobs, 0.0 MB read)\n")
    assert f" {first[:10]}  Nobody <nobody@example.com>  in HEAD  a.py:1:8 (in HEAD: line 2)\n" in out
    assert "git filter-repo --sensitive-data-removal --replace-text ../secrets.txt" in out
    assert "  - rotate them: make a new one" in out
    assert out.index("rotate") < out.index("filter-repo")
    put(repository, ".env", "A=1\n")
    assert "  - rotate them, and every secret that the env files held: make a new one" in audits.text()[1]


def test_one_commit_and_one_blob_are_counted_as_one(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    assert audits.text()[1].startswith(f"{repository.path}: 1 secret (1 commit, 1 blob, 0.0 MB read)\n")


@pytest.mark.parametrize("form", ["table", "json", "sarif"])
def test_no_form_shows_a_secret(repository: Repository, audits: Audits, form: str) -> None:
    import hashlib

    put(repository, "a.py", ID_LINE + SECRET_LINE + f"token = '{fakes.SESSION_TOKEN}'\n")
    put(repository, ".env.example", f"DB_PASSWORD={fakes.PASSWORD}\n")
    _code, out, err = audits.text("--format", form)
    assert "aws-session-token" in out
    for value in (KEY, SECRET, fakes.SESSION_TOKEN, fakes.PASSWORD):
        assert not any(value[at : at + 6] in out + err for at in range(4, len(value) - 5))
    account_of_key = "of account" in audits.text()[1]
    assert (hashlib.sha256(KEY.encode()).hexdigest() in out) == (form == "json" and not account_of_key)


def test_a_key_id_with_an_account_has_no_sum(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", f"x = 'AK{'IA'}Y3{fakes.text(fakes.BASE32, 14, 3)}'\n")
    (secret,) = audits.secrets()
    assert (secret["account"] is None) == (secret["sha256"] is not None)


@pytest.mark.parametrize("state", ["found", "clean", "cut"])
def test_sarif_is_valid(repository: Repository, audits: Audits, state: str) -> None:
    put(repository, "a b/ä.py", "x" if state == "clean" else ID_LINE)
    if state != "clean":
        put(repository, ".env", "A=1\n")
        repository.git(
            "tag", "file", repository.git("hash-object", "-w", "--stdin", stdin=SECRET_LINE.encode()).strip()
        )
    if state == "cut":
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", "../shallow")
    code, out, _err = audits.text("--format", "sarif", "../shallow" if state == "cut" else ".")
    document = json.loads(out)
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    assert code == {"found": 1, "clean": 0, "cut": 2}[state]
    assert run["invocations"][0]["executionSuccessful"] == (state != "cut")
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert ("a%20b/%C3%A4.py" in uris) == (state != "clean")
    prints = [each["partialFingerprints"]["backendStandardsAudit/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints) == {"found": 3, "clean": 0, "cut": 2}[state]


def test_fingerprints_stay(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", f"{ID_LINE}other = '{OTHER}'\n")
    before = audits.secrets()
    put(repository, "a.py", f"\nother = '{OTHER}'\n")
    after = audits.secrets()
    assert [each["first"]["line"] for each in (*before, *after)] == [1, 2, 2, 1]  # what is in HEAD comes first
    assert [each["fingerprint"] for each in before] == [each["fingerprint"] for each in reversed(after)]


def test_a_branch_called_head(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("update-ref", "refs/heads/HEAD", "HEAD")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    drop(repository, "a.py")
    (secret,) = audits.secrets()
    assert (secret["head"], secret["branches"]) == ([], ["HEAD", "origin/main"])


def test_names_of_refs_that_hold_a_line_separator(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("branch", "a\u2028b\x85c")
    repository.git("tag", "a\u2028b\x85c")
    assert audits.secrets()[0]["branches"] == ["a\u2028b\x85c", "main"]


def test_a_clone_is_called_by_its_url(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", "x")
    assert audits.one()[1]["repository"] == str(repository.path)
    repository.git("remote", "add", "origin", "https://me:" + "pass" + "w0rd@host.invalid/shop.git")
    assert audits.one()[1]["repository"] == "https://host.invalid/shop.git"
    repository.git("remote", "set-url", "origin", "git@host.invalid:shop.git")
    assert audits.one()[1]["repository"] == "git@host.invalid:shop.git"


def test_output(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    code, out, _err = audits.text("--format", "json", "--output", "report.json")
    assert code == 1
    assert out.startswith(f"{repository.path}: 1 secret")
    assert len(json.loads(Path("report.json").read_text())["repositories"]) == 1
    assert not Path("report.json.new").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--jobs", "0"], "at least one process", id="jobs"),
        pytest.param(["--output", "no/where.json"], "no folder", id="output"),
        pytest.param(["nowhere"], "no such folder", id="path"),
        pytest.param(["--clone-dir", "x"], "--repo-list", id="clone-dir"),
        pytest.param(["--scheduler", "x"], "--repo-list", id="scheduler"),
        pytest.param(["--repo-list", "x", "--merge", "y"], "one of the two", id="both"),
        pytest.param(["--repo-list", "nowhere"], "cannot be read", id="list"),
        pytest.param(["--merge", "nowhere"], "cannot be read", id="merge"),
    ],
)
def test_wrong_use(repository: Repository, audits: Audits, arguments: list[str], words: str) -> None:
    assert repository.path
    code, out, err = audits.text(*arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_written_to_and_not_replaced(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert audits.text("--format", "json", "--output", str(tmp_path / "pipe"))[0] == 1
    assert json.loads(os.read(reader, 1 << 16))["version"] == 1
    os.close(reader)
    assert audits.text("--format", "json", "--output", str(tmp_path / "link"))[0] == 1
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize(
    ("arguments", "file"), [(["one"], "a.json"), (["--repo-list", "list"], "a.json.partial")], ids=["report", "journal"]
)
def test_a_full_disk(three: Path, arguments: list[str], file: str) -> None:
    command = [sys.executable, "-m", "backend_standards.backend_standards", "audit", "--format", "json"]
    limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *command, "--output", "a.json", *arguments]
    (three / "one" / "many").write_text("".join(f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, n)}'\n" for n in range(9)))
    Repository(three / "one").git("add", "many")
    commit(Repository(three / "one"))
    done = subprocess.run(limited, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"backend-standards audit: error: {three / file if file == 'a.json' else file}: cannot"
    )


def test_no_room_for_temporary_files(
    repository: Repository, audits: Audits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, "a.py", ID_LINE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    code, _out, err = audits.text()
    assert code == 2
    assert err.startswith("backend-standards audit: error: not all was read: [Errno 2]")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("whom", ["the terminal's group", "the audit alone"])
def test_ctrl_c(repository: Repository, tmp_path: Path, whom: str, jobs: str) -> None:
    noise = os.urandom(1 << 20).hex().encode()
    for number in range(16):
        repository.add(f"{number}", noise[number:])
    commit(repository)
    shim = slow_git(tmp_path, f"touch {shlex.quote(str(tmp_path))}/reads; while :; do printf x; sleep 0.1; done")
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "audit", "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": f"{shim}:{os.environ['PATH']}"},
    ) as process:
        wait_for((tmp_path / "reads").exists)
        if whom == "the audit alone":
            process.send_signal(signal.SIGINT)
        else:
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (130, b"")
        assert err == b"backend-standards audit: error: interrupted\n"
        wait_for(lambda: not is_alive(process.pid))  # nor is any of its group


def test_what_is_left_by_ctrl_c_is_left_by_all() -> None:
    threads = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        _interrupt_a_pool()
    assert set(threading.enumerate()) <= threads  # others' may have ended
    assert multiprocessing.active_children() == []


def _interrupt_a_pool() -> None:
    with core_pool.processes(2) as pool:
        for _ in range(5):
            pool.submit(time.sleep, 60)
        raise KeyboardInterrupt


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system lacks the signals that the test sends")
def test_ctrl_c_while_processes_begin(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(core_pool, "_leave_ctrl_c", _interrupted)  # that is: before it leaves Ctrl-C to the command
    with core_pool.processes(1) as pool:
        assert pool.submit(sum, [1, 2]).result() == 3
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
def test_workers_end_with_a_command_that_is_killed() -> None:
    code = (
        "import time; from backend_standards.core import pool as core_pool\n"
        "with core_pool.processes(3) as pool: pool.submit(sum, [1]).result(); print(1, flush=True); time.sleep(60)"
    )
    with new_group([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"1\n"
        process.kill()
        process.wait()
        wait_for(lambda: not is_alive(process.pid))


def _interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def rewrite_a_clone(repository: Repository, out: str) -> None:
    """Clone a repository to ``../fresh``, and run there what an audit has printed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    if not shutil.which("git-filter-repo", path=path):
        pytest.skip("git-filter-repo, of the group dev, is not installed")
    (line,) = [line.strip() for line in out.splitlines() if line.strip().startswith("git filter-repo --")]
    repository.git("clone", "--quiet", "--no-local", ".", "../fresh")
    fresh = repository.path.parent / "fresh"
    subprocess.run(line, shell=True, cwd=fresh, env={**os.environ, "PATH": path}, check=True, capture_output=True)


def test_the_command_that_is_printed_does_it(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    for folder in ("it's", "-dash", 'a "b"', "$(x)", "a=b", "glob:*", "#c", "back\\slash"):
        put(repository, f"{folder}/.env", "A=1\n")
    put(repository, "b.py", "b")
    out = audits.text()[1]
    (tmp_path / "secrets.txt").write_text(f"{KEY}\n")
    rewrite_a_clone(repository, out)
    assert audits.one("../fresh")[0] == 0


def test_the_file_of_many_paths_does_it(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    for folder in (*map(str, range(24)), "#c", "regex:[", "glob:*", "literal:x"):
        repository.add(f"{folder}/.env", "A=1\n")
    put(repository, "b.py", "b")
    paths = [path for secret in audits.secrets() for path in secret["paths"]]
    out = audits.text()[1]
    assert "a line literal:PATH for each env file" in out
    (tmp_path / "paths.txt").write_text("".join(f"literal:{path}\n" for path in paths))
    rewrite_a_clone(repository, out)
    assert audits.one("../fresh")[0] == 0


class Terminal:
    """A standard error that says it is a terminal."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("has_tqdm", "shown"), [(True, "50%|"), (False, "\r 50%")])
def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, has_tqdm: bool, shown: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    if not has_tqdm:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    with bar("B") as progress:
        progress(0, 2)
        time.sleep(0.11)  # tqdm draws ten times a second
        progress(1, 2)
    assert shown in "".join(terminal.written)


def test_no_progress_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with bar("B") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""


# --- many -------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three repositories (one clean) and a list with one more, which is not there."""
    for name, content in (("one", ID_LINE), ("two", SECRET_LINE), ("clean", "x")):
        (tmp_path / name).mkdir()
        put(Repository(tmp_path / name), "a.py", content)
    (tmp_path / "list").write_text(f"# ours\none\nfile://{tmp_path}/two\n\nclean\nnowhere\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def states(reports: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(Path(each["repository"]).name, each["state"], len(each["secrets"])) for each in reports]


def test_a_list(three: Path, audits: Audits) -> None:
    code, reports = audits.json("--repo-list", "list")
    assert code == 2
    assert states(reports) == [
        ("one", "complete", 1),
        ("two", "complete", 1),
        ("clean", "complete", 0),
        ("nowhere", "failed", 0),
    ]
    assert reports[-1]["problems"] == ["there is no such folder"]
    out = audits.text("--repo-list", "list")[1]
    assert "nowhere: not read\n  not all was read: " in out
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(audits.text("--repo-list", "list", "--format", "sarif")[1]))
    assert three


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        pytest.param(["one", "one"], 1, id="path-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/a"], 1, id="url-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/b"], 2, id="two"),
        pytest.param(["ssh://alice@h.invalid/~/r", "ssh://bob@h.invalid/~/r"], 0, id="other-login"),
        pytest.param(["https://h.invalid/a?x=1", "https://h.invalid/a?x=2"], 0, id="other-query"),
    ],
)
def test_no_line_of_the_list_is_lost(tmp_path: Path, lines: list[str], number: int) -> None:
    (tmp_path / "list").write_text("\n".join(lines))
    if number:
        assert len(many.sources(str(tmp_path / "list"))) == number
        return
    with pytest.raises(Stopped, match="is listed twice, with another login or query"):
        many.sources(str(tmp_path / "list"))


def test_a_second_run_goes_on(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list", "list", "--output", "report.json", "--format", "json", "--jobs", "1")
    assert audits.text(*arguments)[0] == 2
    assert (three / "report.json.partial").exists()
    (three / "nowhere").mkdir()
    put(Repository(three / "nowhere"), "a.py", "x")
    read: list[str] = []
    whole = many._work_off

    def note(left: Any, *rest: Any) -> Any:
        read.extend(source.name for source in left)
        return whole(left, *rest)

    monkeypatch.setattr(many, "_work_off", note)
    assert audits.text(*arguments)[0] == 1
    assert read == ["nowhere"]
    assert not (three / "report.json.partial").exists()
    assert audits.text(*arguments)[0] == 1
    assert read == ["nowhere"]
    reports = json.loads((three / "report.json").read_text())["repositories"]
    assert [name for name, _state, _count in states(reports)] == ["one", "two", "clean", "nowhere"]


def test_a_run_that_was_killed_goes_on(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list", "list", "--output", "report.sarif", "--format", "sarif", "--jobs", "1")
    whole = many._work_off

    def interrupted(left: Any, *rest: Any) -> Any:
        for report in whole(left, *rest):
            yield report
            raise KeyboardInterrupt

    monkeypatch.setattr(many, "_work_off", interrupted)
    code, _out, err = audits.text(*arguments)
    assert code == 130
    assert "report.sarif.partial" in err
    with (three / "report.sarif.partial").open("a") as journal:
        journal.write('{"repository": "tw')  # as a crash leaves it
    monkeypatch.setattr(many, "_work_off", whole)
    assert audits.text(*arguments)[0] == 2
    assert len(json.loads((three / "report.sarif").read_text())["runs"]) == 4


@pytest.mark.parametrize("line", [b"{}", b"[]", b"\xff", b'{"state": "complete"}', b"[" * 100_000], ids=range(5))
def test_a_journal_of_something_else(three: Path, audits: Audits, line: bytes) -> None:
    (three / "report.json.partial").write_bytes(line + b"\n")
    code, _out, err = audits.text("--repo-list", "list", "--output", "report.json")
    assert (code, (three / "report.json.partial").read_bytes()) == (2, line + b"\n")
    assert err.endswith("report.json.partial: is no journal of this command; delete it to begin again\n")


def test_a_run_with_other_options_is_refused(three: Path, audits: Audits) -> None:
    audits.text("--repo-list", "list", "--output", "report.json", "--format", "json")
    code, _out, err = audits.text(
        "--repo-list", "list", "--output", "report.json", "--format", "json", "--no-exceptions"
    )
    assert code == 2
    assert "delete it" in err
    assert three


def test_clones_are_kept_and_brought_up_to_date(three: Path, audits: Audits) -> None:
    (three / "list").write_text(f"file://{three}/two\n")
    arguments = ("--repo-list", "list", "--clone-dir", "clones")
    assert len(audits.secrets(*arguments)) == 1
    put(Repository(three / "two"), "b.py", ID_LINE)
    found = audits.secrets(*arguments)
    assert len(found) == 2
    assert all(secret["head"] for secret in found)
    (clone,) = (three / "clones").iterdir()
    assert (clone / "HEAD").read_text() == "ref: refs/heads/main\n"


@pytest.mark.skipif(not shutil.which("ssh"), reason="needs ssh")
def test_a_silent_host_is_given_up(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_SSH", tuple(each.replace("=60", "=1") for each in many._SSH))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        (three / "list").write_text(f"ssh://git@127.0.0.1:{silent.getsockname()[1]}/a.git\n")
        code, (report,) = audits.json("--repo-list", "list")
    assert (code, report["state"]) == (2, "failed")
    assert "timed out" in report["problems"][0]


@pytest.mark.parametrize("how", ["GIT_SSH", "GIT_SSH_COMMAND", "core.sshCommand"])
def test_the_users_own_ssh_is_used(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    own = three / "own-ssh"
    own.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(three))}/used\nexit 1\n")
    own.chmod(0o755)
    command = str(own) if how == "GIT_SSH" else shlex.quote(str(own))  # a program; a shell's words
    if how == "core.sshCommand":
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", how)
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", command)
    else:
        monkeypatch.setenv(how, command)
    (three / "list").write_text("ssh://git@127.0.0.1/a.git\n")
    assert audits.json("--repo-list", "list")[0] == 2
    assert (three / "used").exists()


def test_a_login_is_neither_printed_nor_stored(three: Path, audits: Audits) -> None:
    password = "pass" + "w0rd%21x"
    (three / "list").write_text(
        f"https://user:{password}@127.0.0.1:9/x.git?token={password}\nfile://user:{password}@{three}/two\n"
    )
    for form in ("table", "json", "sarif"):
        code, out, err = audits.text(
            "--repo-list", "list", "--clone-dir", "clones", "--output", f"r.{form}", "--format", form
        )
        assert code == 2
        assert "w0rd" not in out + err
        assert "https://127.0.0.1:9/x.git" in out
    files = [path for path in three.rglob("*") if path.is_file() and path.name != "list"]
    assert any(path.name == "config" for path in files)
    assert not any(b"w0rd" in path.read_bytes() for path in files)


def test_without_secret() -> None:
    place = "https://me:p%40ss@host/x?y=z1"
    text = "fatal: https://me:p%40ss@host/x?y=z1 and me:p@ss, p@ss, p%40ss, z1"
    assert many.without_secret(text, place) == "fatal: https://host/x and ***, ***, ***, ***"


@pytest.mark.parametrize(
    ("place", "is_url"),
    [
        ("https://x/y", True), ("git@host:x/y.git", True), ("ext::sh -c x", True), ("../x", False), ("/x/y", False), ("a/b:c", False),
    ],
)  # fmt: skip
def test_is_url(place: str, is_url: bool) -> None:
    assert many.is_url(place) == is_url


@pytest.mark.parametrize("line", ["ext::sh -c 'touch made'", "--upload-pack=touch made:x", "-x://y"])
def test_a_line_of_the_list_starts_nothing(three: Path, audits: Audits, line: str) -> None:
    (three / "list").write_text(f"{line}\n")
    assert audits.text("--repo-list", "list")[0] == 2
    assert not list(three.rglob("made"))


def test_a_worker_that_dies_is_replaced(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, mark = many.one, three / "died"
    monkeypatch.setattr(many, "one", _dying)
    monkeypatch.setattr(sys.modules[__name__], "_one", whole)
    monkeypatch.setenv("DIE_ONCE", str(mark))
    _code, reports = audits.json("--repo-list", "list", "--jobs", "2")
    assert mark.exists()
    assert [state for _name, state, _count in states(reports)] == ["complete", "complete", "complete", "failed"]


_one = many.one


def _dying(*arguments: Any, **options: Any) -> Any:
    """Die at the first call of all, as a worker does that the system kills."""
    try:
        Path(os.environ["DIE_ONCE"]).touch(exist_ok=False)
    except FileExistsError:
        return _one(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
def test_ctrl_c_leaves_no_clone_behind(three: Path) -> None:
    scratch = three / "scratch"
    scratch.mkdir()
    shim = slow_git(three, f"touch {shlex.quote(str(three))}/reads; while :; do printf x; sleep 0.1; done")
    (three / "list").write_text(f"file://{three}/one\nfile://{three}/two\n")
    options = ("--repo-list", "list", "--output", "x", "--jobs", "2")
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "audit", *options],
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": f"{shim}:{os.environ['PATH']}", "TMPDIR": str(scratch)},
    ) as process:
        wait_for((three / "reads").exists)
        assert list(scratch.iterdir())
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert b"x.partial" in err
        assert b"Traceback" not in err
        wait_for(lambda: not is_alive(process.pid))
    assert not list(scratch.iterdir())


def test_a_cluster_that_loses_a_worker_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    names = [f"r{number}" for number in range(8)]
    for name in names:
        (tmp_path / name).mkdir()
        put(Repository(tmp_path / name), "a.py", f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, int(name[1:]))}'\n")
    (tmp_path / "list").write_text("\n".join(names))
    shim = slow_git(tmp_path, f"echo $PPID >> {shlex.quote(str(tmp_path))}/readers; sleep 0.5")
    environment = {
        **os.environ,
        "PATH": f"{shim}:{os.environ['PATH']}",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s",
    }
    with contextlib.ExitStack() as stack:

        def start(*words: str) -> subprocess.Popen[bytes]:
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", *words], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
                )
            )
            stack.callback(process.kill)
            return process

        start(
            "distributed.cli.dask_scheduler", "--port=0", "--no-dashboard", "--host=127.0.0.1", "--scheduler-file=where"
        )
        wait_for(lambda: scheduler_of(tmp_path / "where") != "")
        address = scheduler_of(tmp_path / "where")
        worker = (
            "distributed.cli.dask_worker",
            address,
            "--nthreads=1",
            "--no-nanny",
            "--no-dashboard",
            "--host=127.0.0.1",
        )
        workers = {process.pid: process for process in (start(*worker), start(*worker))}
        both = "import distributed, sys; distributed.Client(sys.argv[1]).wait_for_workers(2)"  # or one may do it all
        subprocess.run([sys.executable, "-c", both, address], env=environment, check=True, timeout=PATIENCE)
        audit = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "backend_standards.backend_standards",
                "audit",
                "--repo-list",
                "list",
                "--format",
                "json",
                "--scheduler",
                address,
            ],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        stack.callback(audit.kill)
        readers = tmp_path / "readers"
        wait_for(lambda: readers.exists() and len(set(readers.read_text().split())) == 2)
        victim = workers[int(readers.read_text().split()[-1])]  # in the middle of a repository
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        out, err = audit.communicate(timeout=PATIENCE)
        assert audit.returncode == 1, err
    reports = json.loads(out)["repositories"]
    assert states(reports) == [(name, "complete", 1) for name in names]


def scheduler_of(file: Path) -> str:
    """Return the address that a scheduler has written to a file; before its last byte is there, nothing."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return ""


def slow_git(folder: Path, action: str) -> Path:
    """Return a folder with a git that does something before it gives the contents of blobs."""
    shim = folder / "bin" / "git"
    shim.parent.mkdir()
    script = (
        f'#!/bin/sh\ncase "$*" in *"cat-file --batch --buffer"*) {action};; esac\nexec {shutil.which("git")} "$@"\n'
    )
    shim.write_text(script)
    shim.chmod(0o755)
    return shim.parent


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_cluster_that_is_not_there(three: Path, address: str) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "backend_standards.backend_standards",
            "audit",
            "--repo-list",
            "list",
            "--scheduler",
            address,
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
    )
    assert done.returncode == 2
    assert f"--scheduler {address}: cannot be reached".encode() in done.stderr
    assert three


def test_a_cluster_without_its_extra(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _out, err = audits.text("--repo-list", "list", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "pip install 'backend-standards[cluster]'" in err
    assert three


def test_merge(three: Path, audits: Audits) -> None:
    (three / "list-2").write_text("nowhere\none\n")
    audits.text("--repo-list", "list", "--output", "1.json", "--format", "json")
    (three / "nowhere").mkdir()
    put(Repository(three / "nowhere"), "a.py", "x")
    audits.text("--repo-list", "list-2", "--output", "2.json", "--format", "json")
    code, reports = audits.json("--merge", "1.json", "2.json")
    assert code == 1
    assert sorted(states(reports)) == [
        ("clean", "complete", 0),
        ("nowhere", "complete", 0),
        ("one", "complete", 1),
        ("two", "complete", 1),
    ]
    assert audits.json("--merge", "2.json", "1.json")[1] == reports
    assert "clean: no secret found" in audits.text("--merge", "1.json", "2.json")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "no JSON report", id="empty"),
        pytest.param("[]", "no JSON report", id="list"),
        pytest.param('{"version": 1, "repositories": [1]}', "no JSON report", id="number"),
        pytest.param('{"version": 2, "repositories": []}', "version 2", id="version"),
    ],
)
def test_merge_of_other_files(tmp_path: Path, audits: Audits, content: str, words: str) -> None:
    (tmp_path / "x.json").write_text(content)
    code, _out, err = audits.text("--merge", str(tmp_path / "x.json"))
    assert code == 2
    assert words in err


# --- documentation ----------------------------------------------------------------------------------

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("\n## Auditing what is already there\n")[2].partition("\n## ")[0]


def documented(heading: str) -> set[str]:
    """Return the names in the first column of the table below a heading of two cells."""
    rows = SECTION.partition(f"| {heading} | meaning |\n|---|---|\n")[2].partition("\n\n")[0]
    return {name for row in rows.splitlines() for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def test_readme_has_every_option(audits: Audits) -> None:
    with pytest.raises(SystemExit) as ended:
        audits.text("--help")
    assert ended.value.code == 0
    printed = set(re.findall(r"^  (--[a-z-]+)", audits.capsys.readouterr().out, re.MULTILINE))
    assert {name.partition(" ")[0] for name in documented("option")} == printed | {"PATH"}


def test_readme_has_every_member(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    _code, report = audits.one()
    first, second = SECTION.split("| member | meaning |\n")[1:]
    for table, members in ((first, report), (second, report["secrets"][0])):
        rows = [row.split(" | ")[0] for row in table.partition("\n\n")[0].splitlines() if row.startswith("| `")]
        assert {name for row in rows for name in re.findall(r"`([a-z_0-9]+)`", row)} == set(members)
    assert all(f"`{name}`" in second for name in report["secrets"][0]["first"])
