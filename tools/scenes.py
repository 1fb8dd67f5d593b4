"""Refusals for the documentation, from real runs: a scratch repository, a real git command, real output.

``python tools/scenes.py NAME`` prints one. The pages show them with the directive ``{refusal} NAME``, and
``tools/picture.py`` draws one as the README's picture. No output is committed, so a page never shows a message that the
program no longer prints.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import fakes  # noqa: E402 - the fake secrets of the tests, put together at run time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH = 88
"""Columns of the terminal: as many as a block of code on a page shows on a wide screen."""
_DATE = "2024-03-04T09:30:00+00:00"
_KEPT = re.compile(r"(refused-messages/)[0-9-]+")


class Stage:
    """A scratch repository with some of the hooks installed, and the transcript of its commands."""

    def __init__(self, folder: Path, hooks: Sequence[str]) -> None:
        self.folder = folder / "shop"
        self.folder.mkdir()
        self.transcript = ""
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_"))},
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "COLUMNS": str(WIDTH),
            "PYTHONUTF8": "1",
            **{f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in _PERSON},
        }
        for name in ("CI", "NO_COLOR", "FORCE_COLOR"):
            self._environment.pop(name, None)
        self.run("git init --quiet --initial-branch=main")
        self._install(folder / "hooks.yaml", hooks)

    def _install(self, config: Path, hooks: Sequence[str]) -> None:
        """Install the hooks of the manifest from the environment of this Python."""
        manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        entries = [{**entry, "language": "system"} for entry in manifest if entry["id"] in hooks]
        for entry in entries:
            del entry["description"], entry["minimum_pre_commit_version"]
        config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": entries}]}), encoding="utf-8")
        if entries:
            kinds = " ".join(f"--hook-type={kind}" for kind in ("pre-commit", "commit-msg", "pre-push"))
            self.run(f"pre-commit install --config={shlex.quote(str(config))} {kinds}")

    def write(self, name: str, content: str) -> None:
        """Write a file and add it to the index."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        self.run(f"git add --force -- {shlex.quote(name)}")

    def run(self, command: str, *, check: bool = True) -> str:
        """Run a command in the repository and return what it prints."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            encoding="utf-8",
        )
        if check and done.returncode:
            raise SystemExit(f"{command}\n{done.stdout}")
        self._code = done.returncode
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit the staged files without the hooks, to prepare the scene."""
        self.run(f"git commit --quiet --no-verify --allow-empty -m {shlex.quote(message)}")

    def show(self, command: str, code: int = 1) -> None:
        """Run a command for the page. The build fails if the command ends with another exit code."""
        out = self.run(command, check=False)
        if self._code != code:
            raise SystemExit(f"{command}\nended with {self._code} in place of {code}:\n{out}")
        out = _KEPT.sub(r"\g<1>20240304-093000-000000001", out).replace(str(self.folder), "shop")
        # Until the project has an address, a refusal names the interpreter that runs here.
        out = out.replace(f"{shlex.quote(sys.executable)} -P -m backend_standards", "backend-standards")
        self.transcript += f"$ {command}\n{out}"

    def colour(self) -> None:
        """Make pre-commit and the hooks print in colour."""
        self._environment |= {"PRE_COMMIT_COLOR": "always", "FORCE_COLOR": "1"}


_PERSON = (("NAME", "dev"), ("EMAIL", "dev@example.com"), ("DATE", _DATE))


def secrets(stage: Stage) -> None:
    """Commit an env file, and a template of one with a real-looking value in it."""
    stage.write(".env", f"AWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}\n")
    stage.write(".env.example", f"APP_ENV=production\nAWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}\n")
    stage.show('git commit -m "feat: add the settings"')


def unignored(stage: Stage) -> None:
    """Commit in a repository that does not ignore ``.env``."""
    stage.write("src/main.py", "")
    stage.show('git commit -m "feat: start"')


def picture(stage: Stage) -> None:
    """Commit an env file, and a key in the source, in colour."""
    stage.colour()
    stage.write(".env", f"DB_PASSWORD={fakes.PASSWORD}\n")
    stage.write("src/app/upload.py", f'import boto3\n\ns3 = boto3.client("s3", aws_access_key_id="{fakes.KEY_ID}")\n')
    stage.show('git commit -m "feat: upload reports"')


def branch(stage: Stage) -> None:
    """Commit on a branch whose name is not valid."""
    stage.commit("chore: start")
    stage.run("git switch --quiet --create fix/log_in#2")
    stage.show('git commit --allow-empty -m "feat: log in"')


def message(stage: Stage) -> None:
    """Commit with a message that breaks several rules."""
    stage.write("login.py", "")
    stage.show('git commit -m "Feature(): add login"')


def push(stage: Stage) -> None:
    """Push a merge, a ``fixup!`` commit and a wrong type."""
    stage.run("git init --quiet --bare --initial-branch=main ../origin && git remote add origin ../origin")
    stage.commit("chore: start")
    stage.run("git push --quiet --no-verify origin main")
    stage.run("git switch --quiet --create feature/PROJ-12")
    stage.commit("feature(parser): read dates with a zone")
    stage.commit("fixup! feature(parser): read dates with a zone")
    stage.run("git switch --quiet main")
    stage.commit("fix(auth): keep the session")
    stage.run("git push --quiet --no-verify origin main && git switch --quiet feature/PROJ-12")
    stage.run("git merge --quiet --no-verify --no-edit main")
    stage.show("git push origin feature/PROJ-12")


def key(stage: Stage) -> None:
    """Commit an access key ID."""
    stage.write("src/app/upload.py", f'import boto3\n\ns3 = boto3.client("s3", aws_access_key_id="{fakes.KEY_ID}")\n')
    stage.show('git commit -m "feat: upload"')


def state(stage: Stage) -> None:
    """Commit a file with a login."""
    stage.write(".netrc", f"machine pypi.example.com login dev password {fakes.PASSWORD}\n")
    stage.show('git commit -m "chore: deploy"')


def layout(stage: Stage) -> None:
    """Commit a project whose code is not in ``src/`` and that pins nothing."""
    for name in ("src/main.py", "tests/test_shop.py", "README.md"):
        stage.write(name, "\n")
    for number in range(12):
        stage.write(f"app/{'__init__' if not number else f'part_{number}'}.py", "")
    stage.show('git commit -m "feat: shop"')


def tree(stage: Stage) -> None:
    """Draw the tree of that project."""
    for name in ("src/main.py", "tests/test_shop.py", "README.md"):
        stage.write(name, "\n")
    for number in range(12):
        stage.write(f"app/{'__init__' if not number else f'part_{number}'}.py", "")
    stage.show("check-project-layout --show-tree", code=0)


def pins(stage: Stage) -> None:
    """Commit requirements that are not pinned."""
    stage.write("requirements.txt", "flask==3.0.3\nrequests[socks]>=2.31\nboto3=1.34.0\n")
    stage.show('git commit -m "feat: fetch reports"')


def pins_fixed(stage: Stage) -> None:
    """Write the versions that a lock knows."""
    locked = (("django", "4.2.11"), ("requests", "2.32.3"))
    packages = "".join(f'[[package]]\nname = "{name}"\nversion = "{version}"\n\n' for name, version in locked)
    stage.write("poetry.lock", f'{packages}[metadata]\nlock-version = "2.0"\n')
    stage.write("requirements.txt", "flask==3.0.3\nDjango[argon2] >=4,<5\nrequests>=2.31\nmylib\n")
    stage.show("require-pinned-requirements --fix requirements.txt")


def install_command(stage: Stage) -> None:
    """Judge the install commands of a Dockerfile."""
    stage.write("Dockerfile", "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN python -m pip install 'django>=4'\n")
    stage.show("require-pinned-requirements --install-commands Dockerfile")


def lock(stage: Stage) -> None:
    """Commit a manifest with a requirement that differs from its lock."""
    project = '[project]\nname = "shop"\nversion = "1.0.0"\nrequires-python = ">=3.11"\n'
    stage.write("pyproject.toml", f'{project}dependencies = ["requests>=2.32"]\n')
    stage.write(
        "uv.lock",
        'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n\n[[package]]\nname = "requests"\nversion = "2.32.3"\n'
        'source = { registry = "https://packages.example.com/simple" }\n\n'
        '[[package]]\nname = "shop"\nversion = "1.0.0"\n'
        'source = { virtual = "." }\ndependencies = [{ name = "requests" }]\n\n[package.metadata]\n'
        'requires-dist = [{ name = "requests", specifier = ">=2.31" }]\n',
    )
    stage.show('git commit -m "feat: retry requests"')


def swallowed(stage: Stage) -> None:
    """Commit handlers that swallow errors."""
    stage.write(
        "src/app/store.py",
        "import logging\n\nfrom botocore.exceptions import ClientError\n\nlog = logging.getLogger(__name__)\n\n\n"
        "def delete_reports(s3, names):\n    for name in names:\n        try:\n"
        '            s3.delete_object(Bucket="reports", Key=name)\n        except Exception:\n'
        "            continue\n\n\n"
        "def has_bucket(s3, bucket):\n    try:\n        s3.head_bucket(Bucket=bucket)\n        return True\n"
        "    except ClientError:\n        return False\n",
    )
    stage.show('git commit -m "feat: delete old reports"')


def debugging(stage: Stage) -> None:
    """Commit a debugger and log levels that go to production."""
    stage.write(
        "src/app/main.py",
        "import logging\n\nfrom flask import Flask\n\nlogging.basicConfig(level=logging.DEBUG)\n"
        "app = Flask(__name__)\n\n"
        'if __name__ == "__main__":\n    app.run(debug=True)\n',
    )
    stage.write("Dockerfile", 'FROM python:3.12.4-slim\nENV LOG_LEVEL=DEBUG\nCMD ["gunicorn", "app.main:app"]\n')
    stage.show('git commit -m "feat: serve orders"')


def settings(stage: Stage) -> None:
    """Commit settings of pydantic 1 beside a variable that is read past them."""
    stage.write(
        "src/config/settings.py",
        "from pydantic import Field\nfrom pydantic_settings import BaseSettings\n\n\n"
        'class Settings(BaseSettings):\n    db_url: str = Field(env="DATABASE_URL")\n\n'
        '    class Config:\n        env_file = ".env"\n        allow_mutation = False\n\n\n'
        "settings = Settings()\n",
    )
    stage.write("src/services/s3.py", 'import os\n\n\ndef bucket() -> str:\n    return os.environ["BUCKET"]\n')
    stage.show('git commit -m "feat: read settings"')


def routes(stage: Stage) -> None:
    """Commit an API without a version and without schemas."""
    stage.write(
        "src/app/api.py",
        "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
        '@router.post("/orders")\ndef create(order: dict):\n    if not order:\n'
        '        return {"error": "no order"}\n    return save(order)\n',
    )
    stage.write(
        "src/main.py",
        "from app.api import router\nfrom fastapi import FastAPI\n\napp = FastAPI()\napp.include_router(router)\n",
    )
    stage.show('git commit -m "feat: take orders"')


def real_aws(stage: Stage) -> None:
    """Commit a test that uses AWS, and a fixture that makes its client before the mock."""
    stage.write(
        "tests/app/test_orders.py",
        "import boto3\nimport pytest\nfrom moto import mock_aws\n\n\n"
        "def test_upload():\n"
        '    s3 = boto3.client("s3")\n'
        '    s3.put_object(Bucket="orders", Key="1", Body=b"x")\n\n\n'
        "@pytest.fixture\ndef table():\n"
        '    return boto3.resource("dynamodb").Table("orders")\n\n\n'
        "@mock_aws\ndef test_save(table):\n"
        '    table.put_item(Item={"id": "1"})\n',
    )
    stage.show('git commit -m "test: save orders"')


def logged(stage: Stage) -> None:
    """Commit a log line that shows a password."""
    stage.write(
        "src/app/login.py",
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n"
        "def login(user, password):\n"
        '    logger.info("login of %s with %s", user, password)\n',
    )
    stage.show('git commit -m "feat: log in"')


def clients(stage: Stage) -> None:
    """Commit a client that tries a call only once."""
    stage.write(
        "src/services/s3.py",
        "import boto3\nfrom botocore.config import Config\n\n"
        's3 = boto3.client("s3", config=Config(retries={"max_attempts": 0}))\n',
    )
    stage.show('git commit -m "feat: store orders"')


def documents(stage: Stage) -> None:
    """Commit a README that still has the words of a template, without a template for pull requests."""
    stage.write("README.md", "# Project name\n\nTODO: describe the project.\n")
    stage.write(".github/workflows/ci.yml", "on: push\n")
    stage.show('git commit -m "docs: add a README"')


def admin(stage: Stage) -> None:
    """Commit a role that may do everything."""
    stage.write(
        "infra/role.tf",
        'resource "aws_iam_role_policy_attachment" "orders" {\n'
        "  role       = aws_iam_role.orders.name\n"
        '  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n\n'
        'data "aws_iam_policy_document" "orders" {\n'
        '  statement {\n    actions   = ["*"]\n    resources = ["*"]\n  }\n}\n',
    )
    stage.show('git commit -m "feat: give orders a role"')


def pipeline(stage: Stage) -> None:
    """Commit a workflow that installs a type checker, and never runs it."""
    stage.write("src/orders.py", "LIMIT = 10\n")
    stage.write("Makefile", "lint:\n\truff check src\n")
    stage.write(
        ".github/workflows/ci.yml",
        "on: pull_request\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n"
        "      - run: pip install ruff mypy pytest\n      - run: make lint\n      - run: pytest || true\n",
    )
    stage.show('git commit -m "feat: check each change"')


def gates(stage: Stage) -> None:
    """Commit settings that switch mypy off and ask for little coverage."""
    stage.write(
        "pyproject.toml",
        "[tool.coverage.report]\nfail_under = 60\n\n[tool.mypy]\nstrict = true\nignore_errors = true\n\n"
        '[tool.ruff.lint]\nselect = ["E", "F", "S"]\n',
    )
    stage.write("src/main.py", "print('started')\n")
    stage.show('git commit -m "chore: configure the tools"')


def command(stage: Stage) -> None:
    """Run all hooks as a command."""
    for name in ("src/main.py", "tests/test_shop.py", "README.md", "requirements.txt"):
        stage.write(name, "\n")
    stage.write(".gitignore", ".env\n")
    stage.write("src/settings.py", f'KEY = "{fakes.KEY_ID}"\n')
    stage.commit("feat: start")
    stage.show("backend-standards check")


def audit(stage: Stage) -> None:
    """Audit a history with a key in it, and an env file that was deleted."""
    stage.write("src/upload.py", f'def upload():\n    key = "{fakes.KEY_ID}"\n    secret = "{fakes.AWS_SECRET}"\n')
    stage.commit("feat: upload")
    stage.write("deploy/.env", f"DB_PASSWORD={fakes.PASSWORD}\n")
    stage.commit("chore: deploy")
    stage.run("git rm --quiet deploy/.env")
    stage.commit("chore: clean up")
    stage.show("backend-standards audit")


def review(stage: Stage) -> None:
    """Review a small service: the lines about code and about its documentation."""
    stage.write("src/app/main.py", "from fastapi import FastAPI\n\napp = FastAPI()\n")
    stage.write("src/app/jobs.py", "def run():\n    try:\n        send()\n    except Exception:\n        pass\n")
    stage.write("tests/app/test_main.py", "from src.app import main\n\n\ndef test_app():\n    assert main.app\n")
    stage.write(".pre-commit-config.yaml", "repos:\n  - repo: local\n    hooks:\n      - id: black\n")
    stage.commit("feat(app): serve orders")
    stage.show("backend-standards review --lines=M5,M6,M7,M15,M16,M17,M22,M24", code=0)


SCENES: dict[str, tuple[Callable[[Stage], None], tuple[str, ...]]] = {
    "secrets": (secrets, ("forbid-env-files",)),
    "unignored": (unignored, ("require-env-ignored",)),
    "picture": (picture, ("forbid-aws-keys", "forbid-env-files")),
    "branch": (branch, ("check-branch-name",)),
    "message": (message, ("check-commit-message",)),
    "push": (push, ("check-push",)),
    "key": (key, ("forbid-aws-keys",)),
    "login": (state, ("forbid-secret-files",)),
    "layout": (layout, ("check-project-layout",)),
    "tree": (tree, ()),
    "pins": (pins, ("require-pinned-requirements",)),
    "pins-fixed": (pins_fixed, ()),
    "install-command": (install_command, ()),
    "lock": (lock, ("check-lock-files",)),
    "swallowed": (swallowed, ("forbid-swallowed-errors",)),
    "debugging": (debugging, ("forbid-debug-in-production",)),
    "settings": (settings, ("check-settings",)),
    "routes": (routes, ("check-api-routes",)),
    "real-aws": (real_aws, ("forbid-real-aws-in-tests",)),
    "logged": (logged, ("forbid-logged-secrets",)),
    "clients": (clients, ("check-aws-clients",)),
    "documents": (documents, ("check-project-docs",)),
    "admin": (admin, ("forbid-admin-policies",)),
    "pipeline": (pipeline, ("require-ci-checks",)),
    "gates": (gates, ("require-quality-gates",)),
    "command": (command, ()),
    "review": (review, ()),
    "audit": (audit, ()),
}
"""The scenes by name: the function, and the hooks that are installed."""


@functools.cache
def play(name: str) -> str:
    """Return the transcript of a scene."""
    act, hooks = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), hooks)
        act(stage)
    return stage.transcript


if __name__ == "__main__":
    sys.stdout.write("\n".join(play(name) for name in sys.argv[1:] or SCENES))
