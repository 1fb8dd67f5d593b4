"""Where a secret came from, and what still has it."""

from __future__ import annotations

import hashlib
import json
import os
import random

import pytest

import fakes
from auditing import (
    ID_LINE,
    KEY,
    OTHER,
    SECRET_LINE,
    Audits,
    commit,
    drop,
    put,
)
from backend_standards.audit.blobs import stored_blobs
from backend_standards.audit.history import read_history
from support import Repository


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
    history = read_history(".", stored_blobs("."))
    assert {oid for oid, _path in history.places(".", [], lambda _path: True)} == set(objects.split())
    assert len(set(objects.split())) > 40
    assert history.commits == int(repository.git("rev-list", "--all", "--count"))
