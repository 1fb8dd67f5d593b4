"""What is outside the repository is neither opened nor written, whatever a committed file says.

Each hook runs in a process that notes what it opens (sys.addaudithook). git opens nothing of it either: it stores the
target of a link, and follows none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.core import catalog
from support import Repository

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")

WORDS = ["hunter2" + "secret", "OneWord" + "Password", "-----BEGIN " + "PRIVATE KEY-----"]
NAMES = """
requirements.txt requirements.in requirements/base.txt constraints.txt pyproject.toml uv.lock poetry.lock Pipfile
Pipfile.lock pdm.lock pylock.toml setup.cfg setup.py .env.example .env.local secrets.yaml credentials.json id_rsa
terraform.tfstate .npmrc .netrc Dockerfile .dockerignore docker-compose.yml .gitignore .gitattributes README.md
.standards-baseline.json src/main.py tests/test_main.py COMMIT_EDITMSG .github/workflows/ci.yml setup.sh
""".split()
INCLUDES = [
    "-r {0}",
    "-c {0}",
    "-r ../outside/file",
    "-c../outside/file",
    "--requirement={0}",
    "-e ../outside",
    "-r linked/file",
]
ARGUMENTS = {
    "backend-standards": ["check"],
    "require-pinned-requirements": ["--install-commands", "--pyproject", "--fix"],
    "check-project-layout": ["--init"],
    "check-commit-message": ["--fix"],
}
PROGRAM = """
import json, os, sys
seen = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_NOFOLLOW and os.path.islink(arguments[0]):
        return  # the link itself, which cannot be opened so
    if event in ("open", "os.listdir", "os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate"):
        paths = [each for each in arguments[:2] if isinstance(each, (str, bytes)) and each]
        seen.extend(f"{event} {os.path.realpath(os.fsdecode(each))}" for each in paths)
sys.addaudithook(note)
from importlib import import_module
code = import_module(sys.argv[1]).main(sys.argv[2:])
print(json.dumps([code, seen]))
"""


def run(hook: str, arguments: list[str], folder: Path) -> tuple[int, list[str], str]:
    """Return the exit code of a hook, what it opened, and what it printed."""
    command = [sys.executable, "-c", PROGRAM, f"backend_standards.{hook.replace('-', '_')}", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    *printed, last = done.stdout.splitlines()
    code, seen = json.loads(last)
    return code, seen, "\n".join(printed) + done.stderr


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text("".join(f"{word}\n" for word in WORDS) + "key = value one\n")
    return folder


@pytest.mark.parametrize("hook", catalog.TEXTS)
def test_links_out_of_the_repository(hook: str, repository: Repository, outside: Path) -> None:
    for name in NAMES:
        (repository.path / name).parent.mkdir(parents=True, exist_ok=True)
        (repository.path / name).symlink_to(outside / "file")
    repository.git("add", "--force", "--all")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    for without in ("", "pyproject.toml"):  # with it, every hook stops
        if without:
            repository.git("rm", "--quiet", without)
        judge(hook, repository, outside, NAMES)


@pytest.mark.parametrize("hook", catalog.TEXTS)
def test_paths_out_of_the_repository(hook: str, repository: Repository, outside: Path) -> None:
    lines = "".join(f"{line.format(outside / 'file')}\n" for line in INCLUDES)
    repository.add("requirements.txt", lines)
    repository.add("requirements.in", lines)
    repository.add("compiled/requirements.txt", "# by pip-compile\n#    pip-compile ../../outside/file\nx==1\n")
    repository.add("Dockerfile", f"FROM x\nCOPY ../outside .\nRUN pip install -r ../outside/file -r {outside}/file\n")
    repository.add("docker-compose.yml", "services: {a: {build: {context: ../outside, dockerfile: file}}}\n")
    repository.add("uv.lock", 'version = 1\n[[package]]\nname = "x"\nsource = { editable = "../outside" }\n')
    repository.add("setup.cfg", "[options]\ninstall_requires = file: ../outside/file\n")
    repository.add(
        "pyproject.toml",
        '[project]\nname = "x"\ndependencies = ["y"]\n[tool.uv.workspace]\nmembers = ["../outside", "../*"]\n'
        '[tool.uv.sources]\ny = { path = "../outside" }\n',
    )
    (repository.path / "linked").symlink_to(outside)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    judge(hook, repository, outside, ["requirements.txt", "requirements.in", "Dockerfile", "pyproject.toml", "linked"])


@pytest.mark.parametrize("hook", catalog.TEXTS)
def test_a_folder_that_became_a_link(hook: str, repository: Repository, outside: Path) -> None:
    for name in NAMES:
        repository.add(f"folder/{name}", f"{name} of the repository\n")
        copy = outside / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(f"{name} of the repository\n")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    repository.git("mv", "folder", "moved")
    repository.git("reset", "--quiet")
    (repository.path / "folder").symlink_to(outside)
    (outside / "file").unlink()
    takes_files = hook not in catalog.FINDERS and hook not in ("backend-standards", "check-branch-name", "check-push")
    given = [f"folder/{name}" for name in NAMES]
    arguments = [*ARGUMENTS.get(hook, []), *(["--", *given] if takes_files else [])]
    _code, seen, _printed = run(hook, arguments, repository.path)
    assert [each for each in seen if str(outside) in each] == []


def judge(hook: str, repository: Repository, outside: Path, names: list[str]) -> None:
    given = [name for name in names if os.path.lexists(repository.path / name)]
    takes_files = hook not in catalog.FINDERS and hook not in ("backend-standards", "check-branch-name", "check-push")
    arguments = [*ARGUMENTS.get(hook, []), *(["--", *given] if takes_files else [])]
    before = (outside / "file").read_bytes()
    _code, seen, printed = run(hook, arguments, repository.path)
    assert [each for each in seen if str(outside) in each] == []
    assert not any(word in printed for word in WORDS)
    assert (outside / "file").read_bytes() == before
    assert os.listdir(outside) == ["file"]
