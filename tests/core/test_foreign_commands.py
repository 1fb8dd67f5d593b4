"""No command that a checked repository's configuration names is run.

Source: every key of git-config(1) that names a command, of git 2.55 and before.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

import fakes
from backend_standards.audit import command as audit
from backend_standards.audit.clones import clone
from backend_standards.core import Stopped, catalog, git, git_process, git_stream
from support import Repository

if TYPE_CHECKING:
    from pathlib import Path

# `@` stands for a command that writes the key's own file.
KEYS = """
alias.cat-file=!@
alias.config=!@
alias.log=!@
alias.log.command=!@
alias.ls-files=!@
blame.ignoreRevsFile=/dev/null
browser.w3m.cmd=@
browser.w3m.path=@
core.alternateRefsCommand=@
core.askPass=@
core.editor=@
core.fsmonitor=@
core.gitProxy=@
core.hooksPath=HOOKS
core.pager=@
core.sshCommand=@
credential.helper=!@
credential.https://example.com.helper=!@
diff.external=@
diff.x.command=@
diff.x.textconv=@
difftool.x.cmd=@
difftool.x.path=@
diff.tool=x
extensions.partialClone=origin
fetch.parallel=0
filter.x.clean=@
filter.x.process=@
filter.x.required=true
filter.x.smudge=@
gc.recentObjectsHook=@
gpg.format=openpgp
gpg.openpgp.program=@
gpg.program=@
gpg.ssh.defaultKeyCommand=@
gpg.ssh.program=@
gpg.x509.program=@
guitool.x.cmd=@
help.browser=x
hook.x.command=@
hook.x.enabled=true
hook.x.event=post-index-change
hook.x.event=pre-commit
hook.x.event=reference-transaction
imap.tunnel=@
include.path=more
instaweb.browser=@
instaweb.httpd=@
interactive.diffFilter=@
log.showSignature=true
maintenance.auto=true
man.viewer=x
man.x.cmd=@
man.x.path=@
merge.tool=x
merge.x.driver=@
mergetool.x.cmd=@
mergetool.x.path=@
pager.cat-file=@
pager.config=@
pager.for-each-ref=@
pager.log=@
pager.ls-files=@
pager.ls-tree=@
pager.rev-list=@
pager.rev-parse=@
protocol.allow=always
protocol.ext.allow=always
receive.procReceiveRefs=refs
remote.origin.partialCloneFilter=blob:none
remote.origin.promisor=true
remote.origin.proxy=http://127.0.0.1:9
remote.origin.receivepack=@
remote.origin.uploadpack=@
remote.origin.url=ext::@
remote.origin.vcs=ext
sendemail.smtpServer=@
sendemail.sendmailCmd=@
sendemail.toCmd=@
sendemail.ccCmd=@
sendemail.headerCmd=@
sequence.editor=@
submodule.x.update=!@
tar.x.command=@
tar.x.remote=true
trailer.x.command=@
trailer.x.cmd=@
uploadpack.packObjectsHook=@
url.ext::@.insteadOf=https://
versionsort.suffix=-
web.browser=x
""".split("\n")[1:-1]
ATTRIBUTES = "* filter=x diff=x merge=x export-subst\n"
HOOKS = ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman")
MESSAGE = "# a comment or a heading\n\nfix: wip\n"

# Each hook with arguments with which it asks git, if it ever does.
RUNS = {
    "check-branch-name": [],
    "check-commit-message": ["COMMIT_EDITMSG"],
    "check-push": [],
    "forbid-aws-keys": ["key.py"],
    "forbid-env-files": [".env.example"],
    "forbid-secret-files": ["id_rsa"],
    "require-env-ignored": [],
    "check-project-layout": [],
    "require-pinned-requirements": ["requirements.txt"],
    "check-lock-files": [],
    "forbid-swallowed-errors": ["key.py"],
    "forbid-debug-in-production": ["key.py"],
    "check-api-routes": [],
    "forbid-logged-secrets": ["key.py"],
    "forbid-real-aws-in-tests": [],
    "check-settings": ["key.py"],
    "check-aws-clients": ["key.py"],
    "forbid-admin-policies": ["key.py"],
    "check-project-docs": [],
    "require-ci-checks": [],
    "require-quality-gates": [],
    "backend-standards": ["check"],
}


class Canaries:
    """The files that the commands of a configuration would write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def configuration(self) -> str:
        """Return a configuration with every key, each with a command that writes a file of its number."""
        lines = ["[core]\n\trepositoryFormatVersion = 1\n"]
        for number, row in enumerate(KEYS):
            name, _, value = row.partition("=")
            if name.startswith("url."):
                name, value = row.rpartition("=")[0], row.rpartition("=")[2]
            section, _, rest = name.partition(".")
            middle, _, key = rest.rpartition(".")
            subsection = middle.replace("@", self._command(number)).replace('"', '\\"')
            value = value.replace("@", self._command(number)).replace("HOOKS", str(self.folder / "hooks"))
            head = f'[{section} "{subsection}"]' if middle else f"[{section}]"
            lines.append(f'{head}\n\t{key} = "{value}"\n')
        return "".join(lines)

    def _command(self, number: int) -> str:
        """Return a program that writes a file: some keys are given to a shell, and some are not."""
        program = self.folder / f"run-{number}"
        program.write_text(f"#!/bin/sh\ntouch '{self.folder / f'ran-{number}'}'\n")
        program.chmod(0o755)
        return str(program)

    def plant(self, folder: Path) -> None:
        """Write the configuration into a git folder, with hooks beside it and in the folder that it names."""
        with (folder / "config").open("a") as stream:
            stream.write(self.configuration())
        (folder / "more").write_text(f'[core]\n\tfsmonitor = "{self._command(1000)}"\n')
        for place in (folder / "hooks", self.folder / "hooks"):
            place.mkdir(exist_ok=True)
            for name in HOOKS:
                (place / name).write_text(f"#!/bin/sh\n{self._command(2000)}\n")
                (place / name).chmod(0o755)

    def ran(self) -> list[str]:
        """Return the keys whose command was run."""
        numbers = sorted(int(path.name[4:]) for path in self.folder.glob("ran-*"))
        return [KEYS[number] if number < len(KEYS) else f"a hook or an include ({number})" for number in numbers]


@pytest.fixture
def canaries(tmp_path: Path) -> Canaries:
    return Canaries(tmp_path / "canaries")


def fill(folder: Path) -> None:
    """Write files for which hooks ask git."""
    for name, content in {
        "COMMIT_EDITMSG": MESSAGE,
        "key.py": f"key = '{fakes.KEY_ID}'\n",
        ".env.example": f"API_TOKEN={fakes.text(fakes.BASE32, 32)}\n",
        "id_rsa": "no key\n",
        "requirements.txt": "requests\n",
        ".gitattributes": ATTRIBUTES,
    }.items():
        (folder / name).write_text(content)


def run(hook: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    module = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}")
    # A push to a protected branch asks the remote.
    environment = {"REMOTE_BRANCH": "refs/heads/main", "LOCAL_BRANCH": "refs/heads/main", "TO_REF": "HEAD"}
    with monkeypatch.context() as patch:
        if hook == "check-push":
            for name, value in {**environment, "REMOTE_NAME": "origin", "REMOTE_URL": "https://example.com/x"}.items():
                patch.setenv(f"PRE_COMMIT_{name}", value)
        code: int = module.main(arguments)
        return code


def sign(repository: Repository) -> None:
    """Make the last commit a signed one, whose signature a program would be asked about."""
    commit = repository.git("cat-file", "commit", "HEAD")
    head, _, message = commit.partition("\n\n")
    marks = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----"
    signed = f"{head}\n{marks}\n\n{message}".encode()
    repository.git("reset", repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed).strip())


def embed(repository: Repository, canaries: Canaries, how: str) -> Path:
    """Commit a folder that git takes for a repository, and return it."""
    inner = repository.path / "sub" / "inner"
    store = inner if how == "plain" else repository.path / "sub" / "store"
    for folder in (store / "objects", store / "refs" / "heads", inner):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".keep").touch()
    (inner / "HEAD").write_text("ref: refs/heads/main\n")
    (store / "config").write_text("[core]\n\tbare = false\n\tworktree = .\n")
    if store != inner:
        (inner / "commondir").write_text("../store\n")
    canaries.plant(store)
    fill(inner)
    repository.git("add", "--force", "--all")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    return inner


def test_the_commands_would_be_run(repository: Repository, bare: Path, canaries: Canaries) -> None:
    subprocess.run(["git", "log"], cwd=bare, capture_output=True, check=False)
    assert canaries.ran() == ["gpg.program=@"]
    inner = embed(repository, canaries, "plain")
    subprocess.run(["git", "-c", "safe.bareRepository=all", "status"], cwd=inner, capture_output=True, check=False)
    assert any("include" in each for each in canaries.ran())


def test_every_hook_is_in_the_table() -> None:
    assert set(RUNS) == set(catalog.TEXTS)


@pytest.mark.parametrize("git_version", ["new", "older than 2.38"])
@pytest.mark.parametrize("how", ["plain", "with a common folder elsewhere"])
@pytest.mark.parametrize("hook", RUNS)
def test_a_committed_bare_repository(
    hook: str,
    how: str,
    git_version: str,
    repository: Repository,
    canaries: Canaries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(embed(repository, canaries, how))
    if git_version != "new":
        monkeypatch.setattr(git_process, "_EXPLICIT", ())
    code = run(hook, RUNS[hook], monkeypatch)
    out, err = capsys.readouterr()
    assert canaries.ran() == []
    assert code == (1 if hook == "check-commit-message" and not err else 2), out + err
    assert "looks like a bare repository" in err


def test_git_refuses_a_committed_bare_repository_too(
    repository: Repository, canaries: Canaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the folder and the start of git, somebody could put the files there."""
    monkeypatch.chdir(embed(repository, canaries, "plain"))
    monkeypatch.setattr(git_process, "bare_repository", lambda _: "")
    version = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    with pytest.raises(Stopped) if tuple(map(int, version.split(".")[:2])) >= (2, 38) else contextlib.nullcontext():
        git.index()
    assert canaries.ran() == []


def test_a_committed_bare_repository_is_not_audited(
    repository: Repository, canaries: Canaries, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = embed(repository, canaries, "plain")
    for place, path in ((inner, "."), (inner / "objects", "."), (repository.path, "sub/inner")):
        monkeypatch.chdir(place)
        assert audit.main([path]) == 2
        assert "looks like a bare repository" in capsys.readouterr().err
    assert canaries.ran() == []


@pytest.fixture
def bare(repository: Repository, canaries: Canaries) -> Path:
    """A bare repository with a secret in its history, and the configuration."""
    repository.add("key.py", f"key = '{fakes.KEY_ID}'\n")
    repository.add(".gitattributes", ATTRIBUTES)
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    sign(repository)
    folder = repository.path.parent / "bare.git"
    repository.git("clone", "--quiet", "--bare", ".", str(folder))
    canaries.plant(folder)
    return folder


@pytest.mark.parametrize("safe", ["all", "explicit"])
def test_a_bare_repository_is_audited(
    bare: Path,
    canaries: Canaries,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    safe: str,
) -> None:
    subprocess.run(["git", "config", "--global", "safe.bareRepository", safe], check=True)
    assert audit.main([str(bare)]) == 1
    assert "aws-access-key-id" in capsys.readouterr().out
    monkeypatch.chdir(bare)
    assert audit.main([]) == 1
    assert canaries.ran() == []


@pytest.mark.parametrize("hook", RUNS)
def test_hooks_in_a_bare_repository(
    hook: str, bare: Path, canaries: Canaries, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(bare)
    monkeypatch.chdir(bare)
    assert run(hook, RUNS[hook], monkeypatch)
    assert "looks like a bare repository" in capsys.readouterr().err
    assert canaries.ran() == []


RUNNERS = {
    "by hand": {},
    "a commit": {"PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"},
    "a push": {"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "HEAD~1", "PRE_COMMIT_TO_REF": "HEAD"},
    "all files": {"PRE_COMMIT": "1"},
}


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("hook", [hook for hook in RUNS if hook != "check-push"])
def test_the_repositorys_own_configuration(
    hook: str, runner: str, repository: Repository, canaries: Canaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository's own .git is its user's. Only a question to the remote of a push has a use for its commands."""
    repository.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin the project")
    fill(repository.path)
    repository.git("add", "--force", "--all")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    (repository.path / "requirements.txt").unlink()
    canaries.plant(repository.path / ".git")
    for name, value in RUNNERS[runner].items():
        monkeypatch.setenv(name, value)
    assert run(hook, RUNS[hook], monkeypatch) in (0, 1)
    assert canaries.ran() == []


def test_all_history_of_a_repository_with_its_own_configuration(
    repository: Repository, canaries: Canaries, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("key.py", f"key = '{fakes.KEY_ID}'\n")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    sign(repository)
    repository.git("tag", "-a", "-m", "x", "v1")
    repository.write("key.py", "x = 1\n")
    repository.git("stash")
    canaries.plant(repository.path / ".git")
    assert audit.main([]) == 1
    assert capsys.readouterr().out
    assert canaries.ran() == []


def test_a_clone_runs_nothing_of_the_other_side(bare: Path, canaries: Canaries, tmp_path: Path) -> None:
    clone(f"file://{bare}", str(tmp_path / "clone.git"))
    assert canaries.ran() == []


@pytest.mark.parametrize("url", ["ext::touch ran", "fd::0", "fd::0,1/x"])
def test_a_clone_uses_no_transport_that_is_a_command_or_an_open_file(url: str, folder: Path) -> None:
    subprocess.run(["git", "config", "--global", "protocol.allow", "always"], check=True)
    with pytest.raises(Stopped, match="not allowed"):
        clone(url, "clone.git")
    assert not list(folder.glob("**/ran"))


@pytest.mark.parametrize("how", ["a worktree", "a worktree of a bare one", "a submodule", "a subfolder", "GIT_DIR"])
def test_repositories_that_git_names_go_on_working(
    how: str, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.add("a/b.py", "x = 1\n")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    place = tmp_path / "place"
    if how == "a worktree":
        repository.git("worktree", "add", "--quiet", str(place))
    elif how == "a worktree of a bare one":
        repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
        repository.git("-C", str(tmp_path / "bare.git"), "worktree", "add", "--quiet", str(place), "main")
    elif how == "a submodule":
        outer = Repository(tmp_path)
        outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository.path), "place")
    elif how == "a subfolder":
        place = repository.path / "a"
    else:
        repository.git("clone", "--quiet", "--bare", ".", str(place))
        (place / "a").mkdir()
        (place / "a" / "b.py").write_text("x = 1\n")
        monkeypatch.setenv("GIT_DIR", str(place))
        monkeypatch.setenv("GIT_WORK_TREE", str(place))
        subprocess.run(["git", "read-tree", "HEAD"], check=True)
    monkeypatch.chdir(place)
    assert [os.path.basename(path) for path in git.index().paths()] == ["b.py"]


def test_no_bare_repository_in_a_git_folder_itself(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository.path / ".git")
    assert git_process.bare_repository(".") == ""
    assert git_process.bare_repository("hooks") == ""


def test_replacements_and_grafts_are_off(repository: Repository) -> None:
    repository.add("a.txt", "staged")
    other = repository.git("hash-object", "-w", "--stdin", stdin=b"shown in its place").strip()
    repository.git("replace", repository.git("rev-parse", ":a.txt").strip(), other)
    assert git.index().contents(["a.txt"]) == {"a.txt": b"staged"}
    assert list(git.staged(["a.txt"])) == [("a.txt", b"staged")]


def test_grafts_are_off_and_nothing_is_said_of_them(repository: Repository) -> None:
    for number in range(3):
        repository.git("commit", "--quiet", "--allow-empty", "-m", f"feat: add part {number}")
    (repository.path / ".git" / "info").mkdir(exist_ok=True)
    (repository.path / ".git" / "info" / "grafts").write_text(repository.git("rev-parse", "HEAD").strip() + "\n")
    assert len(list(git_stream.records(["log", "-z", "--format=%H"]))) == 3
    with git_stream.Running(str(repository.path), ["log", "--format=%H"]) as out:
        assert len(out.readlines()) == 3
    with pytest.raises(Stopped) as stopped:
        git_process.run(["log", "no-such-branch"])
    assert "hint" not in str(stopped.value)
