from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.check_commit_message import check, main
from backend_standards.commits import Rules
from backend_standards.commits.cleanup import Settings, stored
from messages import REFUSED
from support import Repository, commands, is_shell, places

# --- what git stores --------------------------------------------------------------------------------


def test_undeclared_bytes_are_one_finding() -> None:
    for text in ("\u4fee\u590d", "\u4fee\u590d\u767b\u5f55 null", "null \u4fee"):
        message = stored(f"fix: {text}\n".encode("gbk"), Settings(editor=False))
        assert [each.rule.id for each in check("m", message, Rules())] == ["commit-message-encoding"]


def test_findings_name_the_line_of_the_file() -> None:
    message = stored(b"# c\n\n#d\nfeature: add login\n# e\nbody\n#f\n\n\nbreaking change: x\n", Settings(editor=True))
    assert [(each.line, each.column, each.rule.id, each.source) for each in check("m", message, Rules())] == [
        (4, 1, "unknown-commit-type", "feature: add login"),
        (6, 1, "missing-blank-line", "body"),
        (10, 1, "breaking-change-footer", "breaking change: x"),
    ]


# --- the command ------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    code = main(argv)
    out, error = capsys.readouterr()
    return code, out + error


@pytest.mark.parametrize(
    ("argv", "message", "code"),
    [
        (["--types=feature,bugfix"], "feature: add login", 0),
        (["--types=feature", "--types", "bugfix"], "bugfix: handle null", 0),
        (["--types=feature"], "feat: add login", 1),
        (["--extra-types=perf,ci"], "ci: run on 3.14", 0),
        (["--extra-types=perf"], "feat: add login", 0),
        (["--scopes=auth, db"], "feat(db): add login", 0),
        (["--scopes=auth"], "feat(db): add login", 1),
        (["--require-scope"], "feat: add login", 1),
        (["--require-ticket=[A-Z]+-[0-9]+"], "feat: add login", 1),
        (["--require-ticket=[A-Z]+-[0-9]+"], "feat: add login, ABC-1", 0),
        (["--max-header=10"], "feat: add login", 1),
        (["--max-header=10", "--max-header=100"], "feat: add login", 0),
        (["--allow-vague"], "feat: update", 0),
        (["--pushed"], "fixup! feat: add login", 1),
        ([], "fixup! feat: add login", 0),
        ([], 'Revert "feat: add login"', 0),
        ([], "feat: add login\n# no comment", 1),
        ([], " ", 1),
    ],
)
def test_options(capsys: pytest.CaptureFixture[str], argv: list[str], message: str, code: int) -> None:
    assert run(capsys, *argv, f"--message={message}")[0] == code


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--max-header=x", "--message=x"], "'x' is not a number of characters"),
        (["--max-header=0", "--message=x"], "'0' is not a number of characters"),
        (["--require-ticket=(", "--message=x"], "'(' is not a regular expression"),
        (["--types=a b", "--message=x"], "'a b' is not a type"),
        (["--message="], "option --message needs a value"),
        (["nowhere"], "nowhere: no such file"),
        (["--tpyes=a"], "did you mean '--types'?"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], argv: list[str], message: str) -> None:
    code, out = run(capsys, *argv)
    assert (code, message in out) == (2, True), out


def test_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.backend-standards.check-commit-message]\nextra-types = ["perf"]\nmax-header = 30\nrequire-ticket = "#[0-9]+"\n'
    )
    assert run(capsys, "--message=perf: cache the parser, #1")[0] == 0
    assert run(capsys, "--message=perf: cache the parser")[0] == 1
    assert run(capsys, "--message=perf: cache the parser of the parser, #1")[0] == 1


def test_output(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("m", "Feature(): add \u767b\u5f55\nbody\n")
    code, out = run(capsys, "m")
    lines = out.splitlines(keepends=True)
    assert code == 1
    assert (
        "".join(lines[:-1])
        == """m:1:1: unknown-commit-type: 'Feature' is not a type of commit; the type for that is feat
    Feature(): add \u767b\u5f55
    ^
    note: Write: feat: add \u767b\u5f55
m:1:8: invalid-commit-scope: the scope is empty
    Feature(): add \u767b\u5f55
           ^
    note: Write the part that changes in one pair of parentheses, such as (auth), or leave it out.
m:2:1: missing-blank-line: there is no blank line between the header and the body
    body
    ^
    note: Put a blank line before this line.
"""
    )
    assert lines[-1].startswith("explain: ")


def test_standard_input_and_several_files(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("a", "feature: add login\n")
    repository.write("b", "feat: add login\n")
    repository.write("c", "Add login\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"bugfix: handle null\n")))
    code, out = run(capsys, "a", "b", "c", "-")
    assert code == 1
    assert [line.split(" ")[0] for line in places(out)] == ["-:1:1:", "a:1:1:", "c:1:1:"]


def test_fix_writes_the_message_and_fails_once(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.write("m", "Feature: add login\nbody\n")
    code, out = run(capsys, "--fix", "m")
    assert code == 1
    assert "check-commit-message: corrected m\n" in out
    assert file.read_text() == "feat: add login\n\nbody\n"
    assert run(capsys, "--fix", "m") == (0, "")


def test_fix_leaves_a_message_that_it_cannot_correct(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    file = repository.write("m", "Feature: update\nbody\n")
    assert run(capsys, "--fix", "m")[0] == 1
    assert file.read_text() == "Feature: update\nbody\n"


def test_no_git_is_needed_for_a_plain_file(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("m", "feature: add login\n")
    monkeypatch.setenv("PATH", "")
    assert run(capsys, "m")[0] == 1
    repository.write("COMMIT_EDITMSG", "feature: add login\n")
    assert run(capsys, "COMMIT_EDITMSG")[0] == 2


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(capsys, "-")[0] == 2


def test_without_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "--") == (
        2,
        "check-commit-message: error: no message to check: give a file, - for standard input, or --message=TEXT\n",
    )


# --- real git ---------------------------------------------------------------------------------------

HOOK = f"#!/bin/sh\nexec '{sys.executable}' -m backend_standards.check_commit_message \"$@\"\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the git hook and the editors are shell scripts")


class Committer(Repository):
    """A repository with the hook, in which each commit changes a file."""

    def __init__(self, path: Path, *arguments: str) -> None:
        super().__init__(path)
        self.install("--", *arguments) if not arguments else self.install(*arguments, "--")
        self.count = 0

    def install(self, *arguments: str) -> None:
        folder = Path(self.git("rev-parse", "--git-path", "hooks").strip())
        file = self.path / folder / "commit-msg"
        file.parent.mkdir(exist_ok=True)
        file.write_text(HOOK.replace('"$@"', " ".join(f"'{each}'" for each in arguments) + ' "$@"'))
        file.chmod(0o755)

    def commit(self, *arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str]:
        self.count += 1
        self.add("file", f"{self.count}\n")
        return self.try_git("commit", *arguments, stdin=stdin, **environment)

    def try_git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **environment},
        )
        return done.returncode, os.fsdecode(done.stdout + done.stderr)

    @property
    def message(self) -> str:
        return self.git("-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--format=%B").strip()


def editor(folder: Path, text: bytes, *, append: bool = False) -> str:
    """Return an editor that puts a text before or after what git wrote."""
    words, script = folder / "text", folder / "editor"
    words.write_bytes(text)
    order = '"$1" "$0.text"' if append else '"$0.text" "$1"'
    words.rename(folder / "editor.text")
    script.write_text(f'#!/bin/sh\ncat {order} > "$1.new" && mv "$1.new" "$1"\n')
    script.chmod(0o755)
    return shlex.quote(str(script))


@pytest.fixture
def committer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Committer:
    (tmp_path / "committer").mkdir()
    monkeypatch.chdir(tmp_path / "committer")
    return Committer(tmp_path / "committer")


def test_commit_with_m_and_f(committer: Committer) -> None:
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert committer.commit("-m", "feat: add login", "-m", "body", "-m", "Refs: #1")[0] == 0
    assert committer.commit("-F", "-", stdin=b"\n\nfix: handle null  \r\n\r\nbody\r\n\n\n")[0] == 0
    assert committer.message == "fix: handle null\n\nbody"
    code, out = committer.commit("-m", "feature: add login")
    assert code == 1
    assert ".git/COMMIT_EDITMSG:1:1: unknown-commit-type: " in out
    assert "    note: Write: feat: add login\n" in out
    # Without an editor git keeps lines with #, so they are text.
    assert committer.commit("-m", "#12 handle null")[0] == 1
    assert committer.commit("-m", "fix: handle null\n# not a comment")[0] == 1
    assert committer.commit("-m", "fix: handle null\n\n# not a comment")[0] == 0
    assert committer.message.endswith("# not a comment")
    assert "Aborting commit due to empty" in committer.commit("-m", "")[1]


def test_amend_and_no_edit(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    assert committer.commit("--amend", "--no-edit")[0] == 0
    assert committer.commit("--amend", "-m", "update")[0] == 1
    assert committer.message == "feat: add login"


def test_the_editor_and_its_comments(committer: Committer, tmp_path: Path) -> None:
    right = editor(tmp_path, b"# a note\nfeat: add login\n")
    assert committer.commit(GIT_EDITOR=right)[0] == 0
    assert committer.message == "feat: add login"
    assert committer.commit("-v", GIT_EDITOR=right)[0] == 0
    assert committer.commit("-v", "--cleanup=scissors", GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    code, out = committer.commit("-v", GIT_EDITOR=editor(tmp_path, b"# a note\n\nfeature: add login\n"))
    assert code == 1
    assert "COMMIT_EDITMSG:3:1: unknown-commit-type" in out
    code, out = committer.commit(GIT_EDITOR=editor(tmp_path, b""))
    assert "Aborting commit due to empty commit message" in out


def test_comment_characters(committer: Committer, tmp_path: Path) -> None:
    committer.git("config", "core.commentChar", ";")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"; a note\nfeat: add login\n"))[0] == 0
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"# no note\n\nfeat: add login\n"))[0] == 1
    committer.git("config", "core.commentChar", "auto")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    # The message that is edited has a # in front, so git takes the next character for its own lines. git 2.55, which
    # warns of the setting, takes the # all the same. What counts is which lines it stores.
    code, out = committer.commit("-e", "-m", "feat: add login", "-m", "# x", GIT_EDITOR=editor(tmp_path, b"; a note\n"))
    is_obeyed = b"\n; Please enter" in Path(".git/COMMIT_EDITMSG").read_bytes()
    assert code == (0 if is_obeyed else 1), out
    assert committer.message == "feat: add login\n\n# x" if is_obeyed else "COMMIT_EDITMSG:1:1: commit-header-f" in out


def test_cleanup_setting(committer: Committer, tmp_path: Path) -> None:
    committer.git("config", "commit.cleanup", "strip")
    assert committer.commit("-m", "# a note\nfeat: add login")[0] == 0
    assert committer.message == "feat: add login"
    committer.git("config", "commit.cleanup", "scissors")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))[0] == 0
    assert committer.message == "feat: add login"
    assert committer.commit(GIT_EDITOR=editor(tmp_path, b"#12 add login\n"))[0] == 1


@pytest.mark.parametrize(
    ("encoding", "text"), [("GBK", "\u4fee\u590d\u767b\u5f55"), ("ISO-8859-1", "\u00e9t\u00e9"), ("SHIFT-JIS", "\u8a8d\u8a3c\u3092\u76f4\u3059")]
)  # fmt: skip
def test_declared_encodings(committer: Committer, encoding: str, text: str) -> None:
    data = f"fix: {text}\n".encode(encoding)
    code, out = committer.commit("-F", "-", stdin=data)
    assert code == 1
    assert "COMMIT_EDITMSG:1:6: commit-message-encoding: byte 6 (0x" in out
    assert "git config i18n.commitEncoding" in out
    committer.git("config", "i18n.commitEncoding", encoding)
    assert committer.commit("-F", "-", stdin=data)[0] == 0
    assert committer.message == f"fix: {text}"
    # What is kept of a refused message is in the encoding, too.
    folder = committer.path / ".git/backend-standards/refused-messages"
    before = set(folder.iterdir())
    code, out = committer.commit("-F", "-", stdin=data.replace(b"fix", b"bug"))
    assert code == 1
    (kept,) = set(folder.iterdir()) - before
    assert kept.read_bytes() == data.replace(b"fix", b"bug")


def test_byte_order_mark(committer: Committer) -> None:
    code, out = committer.commit("-F", "-", stdin=b"\xef\xbb\xbffeat: add login\n")
    assert code == 1
    assert "U+FEFF" in out
    assert "    note: Write: feat: add login\n" in out


def test_merge_revert_and_reapply(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("checkout", "-qb", "other")
    committer.add("other", "x")
    committer.git("commit", "-qm", "feat: add sorting")
    committer.git("checkout", "-q", "main")
    committer.commit("-m", "fix: handle null")
    assert committer.try_git("merge", "--no-ff", "--no-edit", "other")[0] == 0
    code, out = committer.try_git("revert", "--no-edit", "-m1", "HEAD")
    assert code == 0, out
    assert committer.message.startswith("Revert \"Merge branch 'other'\"")
    assert committer.try_git("revert", "--no-edit", "HEAD")[0] == 0
    code, out = committer.try_git("merge", "--no-ff", "-m", "Merge it", "HEAD~2")
    assert "Already up to date" in out
    committer.git("checkout", "-qb", "third")
    committer.add("third", "x")
    committer.git("commit", "-qm", "feat: add search")
    committer.git("checkout", "-q", "main")
    code, out = committer.try_git("merge", "--no-ff", "-m", "Merge it", "third")
    assert code != 0
    assert "MERGE_MSG:1:1: commit-header-format" in out
    assert "git commit -e -F " in out


def test_conflicts_and_rebase(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("checkout", "-qb", "other")
    committer.commit("-m", "feat: add sorting")
    committer.commit("-m", "fixup! feat: add sorting")
    committer.git("checkout", "-q", "main")
    committer.add("file", "mine\n")
    assert committer.try_git("commit", "-m", "fix: handle null")[0] == 0
    assert committer.try_git("merge", "other", GIT_EDITOR="true")[0] != 0
    committer.add("file", "both\n")
    # git's own merge message with its comment on the conflicts
    assert committer.try_git("commit", "--no-edit")[0] == 0
    committer.git("reset", "-q", "--hard", "other")
    done = committer.try_git("rebase", "-i", "--autosquash", "HEAD~2", GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true")
    assert done[0] == 0, done
    assert committer.message == "feat: add sorting"
    committer.commit("-m", "squash! feat: add sorting", "-m", "more")
    done = committer.try_git("rebase", "-i", "--autosquash", "HEAD~2", GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true")
    assert done[0] == 0, done


def test_worktree_and_submodule(committer: Committer, tmp_path: Path) -> None:
    committer.commit("-m", "feat: add login")
    committer.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "tree")
    done = subprocess.run(
        ["git", "commit", "--allow-empty", "-m", "update"], cwd=tmp_path / "tree", capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    kept = list((committer.path / ".git/worktrees/tree/backend-standards/refused-messages").iterdir())
    assert [file.read_text() for file in kept] == ["update\n"]
    assert str(kept[0]) in done.stdout + done.stderr

    (tmp_path / "inner").mkdir()
    Repository(tmp_path / "inner").git("commit", "--allow-empty", "-qm", "feat: add login")
    committer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "inner"), "sub")
    inner = committer.path / ".git/modules/sub"
    (inner / "hooks").mkdir(exist_ok=True)
    (inner / "hooks/commit-msg").write_text(HOOK)
    (inner / "hooks/commit-msg").chmod(0o755)
    done = subprocess.run(
        ["git", "commit", "--allow-empty", "-m", "update"], cwd=committer.path / "sub", capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert len(list((inner / "backend-standards/refused-messages").iterdir())) == 1


def test_sha256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r").mkdir()
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    committer = Committer(tmp_path / "r")
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert len(committer.git("rev-parse", "HEAD").strip()) == 64
    committer.commit("-m", "fix: handle null")
    assert committer.try_git("revert", "--no-edit", "HEAD")[0] == 0
    assert committer.message.startswith('Revert "fix: handle null"')


def test_a_refused_message_is_kept_and_the_printed_command_commits_it(committer: Committer, tmp_path: Path) -> None:
    code, out = committer.commit("-m", "feature: add login", "-m", "A body that took long to write.")
    assert code == 1
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("git commit"))
    mend = tmp_path / "mend"
    mend.write_text('#!/bin/sh\nsed -i.bak s/feature/feat/ "$1"\n')
    mend.chmod(0o755)
    done = subprocess.run(
        command, shell=True, cwd=committer.path, env={**os.environ, "GIT_EDITOR": shlex.quote(str(mend))}, check=False
    )
    assert done.returncode == 0
    assert committer.message == "feat: add login\n\nA body that took long to write."


def test_the_newest_twenty_are_kept(committer: Committer) -> None:
    committer.commit("-m", "feat: add login")
    folder = committer.path / ".git/backend-standards/refused-messages"
    folder.mkdir(parents=True)
    for number in range(25):
        (folder / f"20200101-000000-{number:09}.txt").write_text("old")
    (folder / "note").write_text("not ours")
    committer.commit("-m", "update")
    names = sorted(file.name for file in folder.glob("*.txt"))
    assert len(names) == 20
    assert (folder / names[-1]).read_text() == "update\n"
    assert (folder / "note").exists()


def test_fix_in_a_commit(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    committer = Committer(tmp_path / "r", "--fix")
    code, out = committer.commit("-m", "Feature: add login\nbody")
    assert code == 1
    command = next(line.strip() for line in out.splitlines() if line.strip().startswith("git commit -F"))
    subprocess.run(command, shell=True, cwd=committer.path, check=True, capture_output=True)
    assert committer.message == "feat: add login\n\nbody"


def test_no_name_given_takes_the_message_that_is_being_committed(
    committer: Committer, capsys: pytest.CaptureFixture[str]
) -> None:
    committer.commit("-m", "feature: add login")
    capsys.readouterr()
    assert run(capsys, "--")[0] == 1
    assert committer.commit("-m", "feat: add login")[0] == 0
    assert run(capsys, "--")[0] == 0


# --- faults of the first version -----------------------------------------------------------------------


def test_the_printed_command_keeps_all_lines_and_works_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    message = repository.write(".git/COMMIT_EDITMSG", "bad\n\n# this is text\n")
    monkeypatch.setenv("GIT_EDITOR", ":")
    monkeypatch.setenv("GIT_PREFIX", "sub/")
    assert main(["--", str(message)]) == 1
    command = shlex.split(capsys.readouterr().out.splitlines()[-1])
    assert command[:5] == ["git", "commit", "--cleanup=scissors", "-e", "-F"]
    assert os.path.isabs(command[5])
    assert Path(command[5]).read_text() == "bad\n\n# this is text\n"


# --- the printed commands ---------------------------------------------------------------------------


def printed(out: str) -> str:
    """Return the command that commits a refused message which was kept."""
    (command,) = [line.strip() for line in out.splitlines() if line.startswith("    git commit ")]
    return command


@pytest.mark.parametrize("header", [row[0] for row in REFUSED])
def test_a_refusal_of_a_message_says_in_prose_what_to_write(header: str) -> None:
    """No command of a finding could: a commit that was refused does not exist yet."""
    message = stored(header.encode(), Settings(editor=False))
    for finding in check("m", message, Rules()):
        assert (finding.commands, finding.exempt) == ((), ())
        assert finding.note[0].isupper()


def test_the_note_names_the_corrected_header_once() -> None:
    message = stored(b"feature :add login", Settings(editor=False))
    spacing = "Write type(scope): description, with one space after the colon and none before it."
    assert [finding.note for finding in check("m", message, Rules())] == ["Write: feat: add login", spacing, spacing]


def test_no_finding_prints_a_command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("m", "Feature(): update\nbody\n\nbreaking change: x\n")
    code, out = run(capsys, "m")
    assert (code, commands(out)) == (1, [])
    assert out.count("    note: ") == 5


@pytest.mark.parametrize("folder", ["plain", "a b", "it's", "$(x)", "\u00e9", '"'])
@pytest.mark.parametrize("is_below", [False, True], ids=["top", "subfolder"])
def test_the_printed_command_is_shell_and_commits_the_message(tmp_path: Path, folder: str, is_below: bool) -> None:
    (tmp_path / folder).mkdir()
    committer = Committer(tmp_path / folder)
    committer.add("sub/file", "")
    below = committer.path / "sub" if is_below else committer.path
    done = subprocess.run(
        ["git", "commit", "-m", "feature: add login", "-m", "# it's text"], cwd=below, capture_output=True, check=False
    )
    assert done.returncode == 1
    command = printed(os.fsdecode(done.stdout + done.stderr))
    assert is_shell(command)
    correct = tmp_path / "correct"
    correct.write_text('#!/bin/sh\nsed -i.bak s/feature/feat/ "$1"\n')
    correct.chmod(0o755)
    environment = {**os.environ, "GIT_EDITOR": shlex.quote(str(correct))}
    subprocess.run(["bash", "-c", command], cwd=below, env=environment, check=True, capture_output=True)
    assert committer.message == "feat: add login\n\n# it's text"


def test_a_file_with_the_name_of_an_option_does_not_take_the_place_of_the_text(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("--message=wip", "feat: add login\n")
    assert main(["--message=wip"]) == 1
    assert "message:1:1: " in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("what", ["pipe", "folder", "/dev/null", "/dev/zero"])
def test_a_message_is_in_a_regular_file(repository: Repository, capsys: pytest.CaptureFixture[str], what: str) -> None:
    os.mkfifo("pipe")
    Path("folder").mkdir()
    assert main([what]) == 2
    assert f"{what}: is not a regular file: give a file with a message" in capsys.readouterr().err
    assert repository.path.exists()


def test_a_link_to_a_message(repository: Repository) -> None:
    repository.write("message", "feat: add login\n")
    Path("link").symlink_to("message")
    assert main(["link"]) == 0
    repository.write("message", "bad\n")
    assert main(["link"]) == 1


def test_one_line_stands_corrected_in_the_printed_command(committer: Committer) -> None:
    code, out = committer.commit("-m", "feature: add the user's login")
    assert code == 1
    assert printed(out) == """git commit -m 'feat: add the user'"'"'s login'"""
    subprocess.run(["bash", "-c", printed(out)], cwd=committer.path, check=True, capture_output=True)
    assert committer.message == "feat: add the user's login"


def test_several_lines_are_kept_corrected(committer: Committer) -> None:
    code, out = committer.commit("-m", "feature: add login", "-m", "# it is text")
    assert code == 1
    assert "Commit with the corrected message" in out
    subprocess.run(["bash", "-c", printed(out)], cwd=committer.path, check=True, capture_output=True)
    assert committer.message == "feat: add login\n\n# it is text"


def test_a_message_without_a_certain_correction_is_edited(committer: Committer) -> None:
    code, out = committer.commit("-m", "Add login")
    assert code == 1
    assert "Commit with it, " in out
    assert printed(out).startswith("git commit -e -F ")


def test_text_below_a_scissors_line_that_git_stores_is_judged(committer: Committer, tmp_path: Path) -> None:
    line = "# " + "-" * 24 + " >8 " + "-" * 24
    text = f"feat: add login\n{line}\nbreaking change: all of it\n".encode()
    code, out = committer.commit(GIT_EDITOR=editor(tmp_path, text))
    assert code == 1
    assert "missing-blank-line" in out
    good = f"feat: add login\n\n{line}\nmore of it\n".encode()
    assert committer.commit(GIT_EDITOR=editor(tmp_path, good))[0] == 0
    assert committer.message == "feat: add login\n\nmore of it", "git stores it"
    code, out = committer.commit("-v", GIT_EDITOR=editor(tmp_path, b"feat: add login\n"))
    assert code == 0, out
    committer.git("config", "commit.verbose", "true")
    assert committer.commit(GIT_EDITOR=editor(tmp_path, text))[0] == 0, "git cuts it"
    assert committer.message == "feat: add login"


def test_a_finding_of_both_messages_is_told_once(committer: Committer, tmp_path: Path) -> None:
    line = "# " + "-" * 24 + " >8 " + "-" * 24
    code, out = committer.commit(GIT_EDITOR=editor(tmp_path, f"Add login\n\n{line}\nmore of it\n".encode()))
    assert (code, out.count("commit-header-format: ")) == (1, 1)


@pytest.mark.parametrize("place", [".", "sub", "elsewhere"])
def test_the_printed_command_works_wherever_the_commit_was_started(
    committer: Committer, tmp_path: Path, place: str
) -> None:
    committer.add("file", "x")
    folder = tmp_path if place == "elsewhere" else committer.path / place
    folder.mkdir(exist_ok=True)
    option = ["-C", str(committer.path)] if place == "elsewhere" else []
    done = subprocess.run(
        ["git", *option, "commit", "-m", "stuff\n\nThe body."], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    command = printed(done.stdout + done.stderr)
    message = shlex.split(command)[-1]
    assert os.path.isabs(message)
    mend = {**os.environ, "GIT_EDITOR": 'sh -c \'printf %s "feat: add login" > "$1"\' -'}
    whole = command.replace("git commit", shlex.join(["git", *option, "commit"]), 1)
    assert subprocess.run(whole, shell=True, cwd=folder, env=mend, check=False).returncode == 0
    assert committer.message == "feat: add login"
