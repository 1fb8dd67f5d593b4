"""Which tree is judged: by real pre-commit, real prek and by hand, whatever the disk shows.

Each scene has a commit in which every hook finds something, beside one in which none does, and brings the index, the
disk or the checked-out branch to show the other one. All hooks run at once.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import fake_keys
import fakes
from backend_standards.core.catalog import FINDERS
from consumers import COMMAND, SCRIPTS, Consumer
from support import Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

pytestmark = [
    pytest.mark.xdist_group("environments"),
    pytest.mark.skipif(sys.platform == "win32", reason="the scenes use pipes in folders, which Windows does not have"),
]

WORKFLOW = "on: pull_request\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n"
# Each file of BAD has a good version: `git commit -a` takes only what is tracked.
GOOD = {
    "README.md": "# A project\n\nIt keeps the orders of the shop.\n",
    "src/keys.py": "KEY = ''\n",
    "src/.env.example": "SECRET_KEY=changeme\n",
    "src/id_rsa": "deploy@example.com\n",
    "base.in": "requests==2.32.3\n",
    "src/orders.py": "import x\n",
    "src/serve.py": "import logging\n",
    "src/settings.py": "import os\n",
    "src/api.py": "import os\n",
    "tests/test_upload.py": "import boto3\n",
    "src/clients.py": "import boto3\n",
    "src/role.json": "{}\n",
    "src/job/Pipfile": "[packages]\n",
    "src/environment.py": "import os\n",
    "mypy.ini": "[mypy]\nstrict = true\n",
    ".github/pull_request_template.md": "What, and why?\n",
    ".github/workflows/ci.yml": f"{WORKFLOW}      - run: ruff check . && mypy . && pytest\n",
}
BAD = {
    "README.md": None,
    "src/keys.py": f"KEY = '{fakes.KEY_ID}'\n",
    "src/.env.example": f"SECRET_KEY={fakes.HEX64}\n",
    "src/id_rsa": fake_keys.pem(),
    "base.in": "requests\n",
    "src/orders.py": "try:\n    load()\nexcept Exception:\n    pass\n",
    "src/serve.py": "import logging\nlogging.basicConfig(level=logging.DEBUG)\n",
    "src/settings.py": "from pydantic import BaseSettings\n",
    "src/api.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef f() -> str: ...\n",
    "tests/test_upload.py": "import boto3\ndef test_x():\n    boto3.client('s3').list_buckets()\n",
    "src/clients.py": "import boto3\nfrom botocore.config import Config\nC = Config(retries={'max_attempts': 0})\n",
    "src/role.json": '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}\n',
    "src/job/Pipfile": '[packages]\nrequests = "*"\n',
    "src/environment.py": "import os\nprint(os.environ)\n",
    "mypy.ini": "[mypy]\nignore_errors = true\n",
    ".github/pull_request_template.md": "<!-- -->\n",
    ".github/workflows/ci.yml": f"{WORKFLOW}      - run: ruff check . && pytest\n",
}
OTHERS = {
    ".gitignore": ".env\n",
    "requirements.txt": "-r base.in\n",
    "src/main.py": "import os\n",
    "tests/test_main.py": "def test_main():\n    assert True\n",
    "ruff.toml": '[lint]\nselect = ["E", "F", "S"]\n',
    ".coveragerc": "[report]\nfail_under = 80\n",
    "osv-scanner.toml": "# none is ignored\n",
}
FOUND = {
    "forbid-aws-keys": "src/keys.py:1:8: aws-access-key-id: ",
    "forbid-env-files": "src/.env.example:1:12: env-template-secret: ",
    "forbid-secret-files": "src/id_rsa: private-key-file: ",
    "require-env-ignored": "src/.env.example:1:12: env-file-tracked: ",
    "check-project-layout": "README.md: missing-entry: ",
    "require-pinned-requirements": "base.in:1:1: unpinned-bare: ",
    "check-lock-files": "src/job/Pipfile: missing-lock: ",
    "forbid-swallowed-errors": "src/orders.py:3:1: swallowed-error: ",
    "forbid-debug-in-production": "src/serve.py:2:1: debug-level: ",
    "check-settings": "src/settings.py:1:1: pydantic-v1-settings: ",
    "check-api-routes": "src/api.py:3:2: unversioned-route: ",
    "forbid-real-aws-in-tests": "tests/test_upload.py:3:5: real-aws-client: ",
    "forbid-admin-policies": "src/role.json:1:16: admin-policy: ",
    "forbid-logged-secrets": "src/environment.py:2:1: logged-environment: ",
    "check-aws-clients": "src/clients.py:3:5: retries-disabled: ",
    "check-project-docs": ".github/pull_request_template.md: pr-template-missing: ",
    "require-ci-checks": ".github/workflows/ci.yml: ci-no-type-check: ",
    "require-quality-gates": "mypy.ini:2:1: tool-switched-off: ",
}
IN_ONE = {hook: place for hook, place in FOUND.items() if hook != "require-env-ignored"}
"""What the command finds: it tells of one place once."""
HOOKS = [*FOUND, COMMAND]
OF_PYTHON = ("check-settings", "check-aws-clients")
BELOW_SRC = [hook for hook, place in FOUND.items() if place.startswith("src/")]
IDENTITY = ["-c", "user.name=n", "-c", "user.email=n@example.com"]


def sections(output: str) -> dict[str, str]:
    """Return what each hook that failed printed, by its id."""
    parts = re.split(r"^ *- hook id: (\S+)$", output, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def assert_refused(output: str, hooks: list[str] | None = None) -> None:
    """Assert that each of the hooks printed its finding, and the command those of all of them."""
    found = sections(output)
    for hook in hooks or FOUND:
        assert FOUND[hook] in found.get(hook, ""), f"{hook}\n{output}"
        assert FOUND[hook] in found[COMMAND] or hook not in IN_ONE, f"{COMMAND}: {hook}\n{output}"
    assert not set(found) - {*(hooks or FOUND), COMMAND}, output


def write(repository: Repository, files: Mapping[str, str | None]) -> None:
    """Put contents on the disk alone; a file without one is deleted."""
    for name, content in files.items():
        if content is None:
            (repository.path / name).unlink(missing_ok=True)
        else:
            repository.write(name, content)


def stage(repository: Repository, files: Mapping[str, str | None], only: str = "") -> None:
    """Put contents into the index alone; a file without one is taken out."""
    for name, content in files.items():
        if not name.startswith(only):
            continue
        if content is None:
            repository.git("update-index", "--force-remove", name)
        else:
            repository.stage_only(name, content.encode())


class Scene:
    """A repository with a good first commit, and the hooks of one tool installed."""

    def __init__(self, folder: Path, tool: str, source: Path) -> None:
        (folder / "repository").mkdir()
        self.folder = folder
        self.repository = Consumer(folder / "repository", tool, source, only=HOOKS)
        self.git = self.repository.git
        write(self.repository, GOOD | OTHERS)
        self.git("add", "--all")
        self.git("commit", "--no-verify", "-qm", "feat: start")

    def commit_bad(self) -> None:
        """Commit what is bad without the hooks; index and disk are good again afterwards."""
        stage(self.repository, BAD)
        self.git("commit", "--no-verify", "-qm", "feat: go on")
        self.git("read-tree", "HEAD~1")
        self.git("update-index", "-q", "--refresh")

    def remote(self, name: str, *pushed: str) -> str:
        """Make an empty remote, and push to it without the hooks; return its address."""
        place = str(self.folder / f"{name}.git")
        self.git("init", "-q", "--bare", "--initial-branch=main", place)
        self.git("remote", "add", name, place)
        for refs in pushed:
            self.git("push", "--no-verify", "-q", name, refs)
        return place

    def has(self, place: str, branch: str) -> bool:
        return bool(self.git("ls-remote", place, f"refs/heads/{branch}").strip())


@pytest.fixture
def scene(tool: str, source: Path, tmp_path: Path) -> Scene:
    return Scene(tmp_path, tool, source)


# --- commits ----------------------------------------------------------------------------------------


def test_a_commit(scene: Scene) -> None:
    write(scene.repository, BAD)
    stage(scene.repository, {"src/main.py": "import sys\n"})
    scene.git("commit", "-qm", "feat: import sys")  # bad only on the disk
    write(scene.repository, GOOD)
    stage(scene.repository, BAD)
    assert_refused(scene.git("commit", "-qm", "feat: go on", check=False))  # bad only in the index
    assert "feat: import sys" in scene.git("log", "-1", "--format=%s")


def test_a_commit_of_all(scene: Scene) -> None:
    write(scene.repository, BAD)
    assert_refused(scene.git("commit", "-aqm", "feat: go on", check=False))
    scene.git("worktree", "add", "-q", "-b", "feature/x", str(scene.folder / "tree"), "HEAD")
    worktree = Repository.__new__(Repository)
    worktree.path = scene.folder / "tree"
    write(worktree, BAD)
    assert_refused(worktree.git("commit", "-aqm", "feat: go on", check=False))
    write(worktree, GOOD | {"src/main.py": "import sys\n"})
    worktree.git("commit", "-aqm", "feat: import sys")


def test_a_commit_that_deletes(scene: Scene) -> None:
    scene.git("rm", "-q", "base.in")
    found = sections(scene.git("commit", "-qm", "feat: go on", check=False))
    place = "requirements.txt:1:1: missing-include: "
    assert place in found["require-pinned-requirements"]
    assert place in found[COMMAND]
    scene.git("reset", "-q", "--hard")
    scene.git("rm", "-q", "src/keys.py")
    scene.git("commit", "-qm", "feat: drop the keys")


def test_a_commit_of_an_intent_to_add(scene: Scene) -> None:
    scene.repository.write("more.in", "requests==2.32.3\n")
    scene.git("add", "--intent-to-add", "more.in")
    scene.repository.add("requirements.txt", "-r more.in\n")
    found = sections(scene.git("commit", "-qm", "feat: go on", check=False))
    place = "requirements.txt:1:1: missing-include: "
    assert place in found["require-pinned-requirements"]
    assert place in found[COMMAND]
    scene.git("add", "more.in")
    scene.git("commit", "-qm", "feat: include more")


def sparse(scene: Scene) -> None:
    scene.git("sparse-checkout", "set", "--no-cone", "/*", "!/src/")


def skip_worktree(scene: Scene) -> None:
    names = [name for name in GOOD if name.startswith("src/")]
    scene.git("update-index", "--skip-worktree", *names)
    for name in names:
        (scene.repository.path / name).unlink(missing_ok=True)


@pytest.mark.parametrize("hide", [sparse, skip_worktree])
def test_what_is_not_on_the_disk(scene: Scene, hide: Callable[[Scene], None]) -> None:
    hide(scene)
    scene.repository.add("tests/test_more.py", "def test_more():\n    assert True\n")
    scene.git("commit", "-qm", "feat: test more")
    stage(scene.repository, BAD, "src/")
    skip_worktree(scene)
    out = scene.git("commit", "-qm", "feat: go on", check=False)
    assert_refused(out, BELOW_SRC)
    told = "1 file with findings: not on the disk here, so read from the index."
    assert told in " ".join(sections(out)["forbid-aws-keys"].split())
    assert_refused(scene.repository.run("run", "--all-files").stdout, BELOW_SRC)
    scene.git("commit", "--no-verify", "-qm", "feat: go on")
    place = scene.remote("origin", "HEAD~1:refs/heads/feature/x")
    assert_refused(scene.git("push", "origin", "HEAD:refs/heads/feature/x", check=False), BELOW_SRC)
    assert_refused(scene.git("push", place, "HEAD:refs/heads/feature/y", check=False), BELOW_SRC)


def test_a_commit_in_a_submodule(tool: str, source: Path, tmp_path: Path) -> None:
    inner = Scene(tmp_path, tool, source)
    (tmp_path / "outer").mkdir()
    outer = Repository(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.repository.path), "lib")
    module = Repository.__new__(Consumer)
    module.path, module.tool = outer.path / "lib", tool
    module.run("install")
    stage(module, BAD)
    assert_refused(module.git("commit", "-qm", "feat: go on", check=False))
    module.git("read-tree", "HEAD")
    stage(module, {"src/main.py": "import sys\n"})
    module.git("commit", "-qm", "feat: import sys")


# --- pushes -----------------------------------------------------------------------------------------


def test_pushes_of_a_branch_that_is_known(scene: Scene) -> None:
    scene.remote("origin", "HEAD:refs/heads/feature/x")
    scene.commit_bad()
    assert_refused(scene.git("push", "origin", "HEAD:refs/heads/feature/x", check=False))
    scene.git("commit", "--no-verify", "-qm", "feat: mend")
    write(scene.repository, BAD)
    stage(scene.repository, BAD)
    scene.git("push", "origin", "HEAD:refs/heads/feature/x")  # bad in the index and on the disk


def test_first_pushes(scene: Scene) -> None:
    """The tools name no commit, or no range: the whole history is new to the remote."""
    scene.commit_bad()
    fork = scene.remote("fork")
    assert_refused(scene.git("push", "fork", "HEAD:refs/heads/feature/x", check=False))
    assert_refused(scene.git("push", fork, "HEAD:refs/heads/feature/x", check=False))
    assert not scene.has(fork, "feature/x")
    write(scene.repository, BAD)
    stage(scene.repository, BAD)
    scene.repository.add("notes.py", f"KEY = '{fakes.KEY_ID}'\n")  # in no commit
    scene.git("push", "fork", "HEAD~1:refs/heads/feature/x")
    assert scene.has(fork, "feature/x")


def test_pushes_of_a_branch_that_is_not_checked_out(scene: Scene) -> None:
    scene.remote("origin", "HEAD:refs/heads/feature/x")
    fork = scene.remote("fork")
    scene.git("switch", "-qc", "feature/bad")
    write(scene.repository, BAD)
    scene.git("add", "--all")
    (scene.repository.path / "src/more").mkdir()
    for name in {name.split("/")[1] for name in BAD if name.startswith("src/")}:
        scene.git("mv", f"src/{name}", "src/more/")  # which is not on the disk of the other branch
    scene.git("commit", "--no-verify", "-qm", "feat: go on")
    scene.git("switch", "-q", "main")
    scene.repository.write("src/more/keys.py", "not tracked on this branch\n")
    for remote in ("origin", "fork", fork):
        found = sections(scene.git("push", remote, "feature/bad", check=False))
        for hook, place in FOUND.items():
            assert place.replace("src/", "src/more/") in found.get(hook, ""), f"{remote} {hook}"
        assert all(place.replace("src/", "src/more/") in found[COMMAND] for place in IN_ONE.values())
    (scene.repository.path / "src/more/keys.py").unlink()
    scene.git("switch", "-q", "feature/bad")
    scene.git("push", fork, "main:refs/heads/feature/good")
    scene.git("push", "origin", ":feature/x")  # a deletion sends nothing


def test_a_push_that_deletes_a_file(scene: Scene) -> None:
    scene.remote("origin", "HEAD:refs/heads/feature/x")
    scene.git("rm", "-q", "base.in")
    scene.git("commit", "--no-verify", "-qm", "feat: go on")
    found = sections(scene.git("push", "origin", "HEAD:refs/heads/feature/x", check=False))
    assert "requirements.txt:1:1: missing-include: " in found["require-pinned-requirements"]
    assert "requirements.txt:1:1: missing-include: " in found[COMMAND]


def test_a_partial_clone(scene: Scene) -> None:
    """What was not fetched cannot be judged, so it is never called clean."""
    scene.commit_bad()
    scene.git("config", "uploadpack.allowFilter", "true")
    clone = Repository.__new__(Consumer)
    clone.path, clone.tool = scene.folder / "clone", scene.repository.tool
    scene.git("clone", "-q", "--filter=blob:none", "--sparse", scene.repository.path.as_uri(), str(clone.path))
    clone.run("install")
    found = sections(clone.run("run", "--all-files").stdout)
    assert set(found) == {*HOOKS} - {"check-project-layout"} | {"check-project-layout"} & set(found)
    assert all("git has no blob" in found[hook] for hook in BELOW_SRC)
    clone.git(*IDENTITY, "commit", "--allow-empty", "--no-verify", "-qm", "feat: go on")
    fork = scene.remote("fork")
    found = sections(clone.git("push", fork, "HEAD:refs/heads/feature/x", check=False))
    assert all("git has no blob" in found[hook] for hook in BELOW_SRC)
    assert not scene.has(fork, "feature/x")


def test_a_project_that_looks_like_a_bare_repository(
    source: Path, tmp_path: Path, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """git would take the folder of a workspace's project for the repository, and its empty index for what is judged."""
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    scene = Scene(tmp_path, "prek", source)
    project = {
        ".pre-commit-config.yaml": scene.repository.configuration,
        ".env": f"SECRET_KEY={fakes.HEX64}\n",
        "HEAD": "ref: refs/heads/main\n",
        "config": "[core]\n\tbare = false\n\tworktree = .\n",
        "objects/.keep": "",
        "refs/heads/.keep": "",
    }
    for name, content in project.items():
        scene.repository.add(f"api/{name}", content)
    done = scene.repository.run("run", "--all-files", "api/")
    assert done.returncode, "prek stops, or the hooks do"
    found = sections(done.stdout)
    assert all("looks like a bare repository" in found[hook] for hook in ("require-env-ignored", COMMAND)), done.stdout
    assert "Passed" not in done.stdout


# --- by hand ----------------------------------------------------------------------------------------


def test_by_hand(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    write(repository, GOOD | OTHERS)
    repository.git("add", "--all")

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run([SCRIPTS / words[0], *words[1:]], cwd=tmp_path, capture_output=True, check=False)
        return done.returncode, os.fsdecode(done.stdout)

    def run_all() -> dict[str, tuple[int, str]]:
        names = repository.git("ls-files").splitlines()
        files = {hook: names for hook in FOUND if hook.startswith("forbid-") and hook not in FINDERS}
        files |= {hook: [name for name in names if name.endswith(".py")] for hook in OF_PYTHON}
        files["require-pinned-requirements"] = ["requirements.txt"]
        return {hook: run(hook, "--", *files.get(hook, ())) for hook in FOUND}

    write(repository, BAD)  # on the disk alone
    assert {hook: out for hook, (code, out) in run_all().items() if code} == {}
    assert run(COMMAND, "check", "--skip=check-branch-name") == (0, "")
    write(repository, GOOD)
    stage(repository, BAD)  # in the index alone
    for change in ("mended", "deleted", "a pipe"):
        for name in BAD if change != "mended" else ():
            (tmp_path / name).unlink()
            if change == "a pipe":
                os.mkfifo(tmp_path / name)
        found = run_all()
        missed = {
            hook: found[hook] for hook, place in FOUND.items() if found[hook][0] != 1 or place not in found[hook][1]
        }
        assert not missed, change
        code, out = run(COMMAND, "check")
        assert (code, [place for place in IN_ONE.values() if place not in out]) == (1, []), change
        if change == "a pipe":
            break
        write(repository, GOOD)
