"""The files that ``--init`` writes into an empty project, and what it says to do in one that exists.

Sources: the standard's "Project Structure", "Configuration Management", "Testing", "CI/CD" and "Documentation".
Imported only for that.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, writing
from backend_standards.core.output import printable, printable_path
from backend_standards.core.remedies import quote
from backend_standards.layout import IN_SOURCE, LOCKS, MANIFESTS, Faults, findings
from backend_standards.layout.tree import Settings, Tree, trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.layout.tree import Reader


def write(paths: Sequence[str], settings: Settings, read: Reader) -> str:
    """Write the entries that are missing below each root; return what to print about it.

    Where code exists, a stub would only hide what is missing: there the commands and the work are printed instead.

    Raises:
        Stopped: a file cannot be written.
    """
    written: list[str] = []
    work = ""
    for tree in trees(paths, settings):
        stubs = [(f"{tree.root}.gitignore", _GIT_IGNORE)] if tree.python else _stubs(tree, settings)
        written += [path for path, content in stubs if _write(path, content)]
        work += _work(tree, settings, paths, read)
    words = "".join(f"wrote {printable(path)}\n" for path in written)
    if written:
        # A file that .gitignore names, such as .env.example below .env*, is added all the same.
        words += f"run: git add --force -- {' '.join(map(quote, written))}\n"
    return words + work or "nothing is missing; nothing was written\n"


def _work(tree: Tree, settings: Settings, paths: Sequence[str], read: Reader) -> str:
    """Return what is left to do in a project that exists: what the hook says of it, of a bare manifest too."""
    lines = []
    faults = tree.faults(read)
    if not tree.python:
        lacks = [(entry, purpose) for entry, purpose in faults.lacks if entry == "requirements.txt"]
        has_manifest = any(map(tree.has, MANIFESTS))
        faults = Faults(lacks if has_manifest else [], {}, {}, [], {}, faults.hollow)
    for finding in findings.of_root(tree, settings, faults, paths, read) if faults else ():
        lines.append(f"to do: {printable_path(finding.path)}: {printable(finding.message)}")
        lines += [f"    run: {printable(command)}" for command in finding.commands]
        lines += [f"    note: {printable(finding.note)}"] * bool(finding.note)
    return "".join(f"{line}\n" for line in lines)


def _stubs(tree: Tree, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the path and the content of each file of a new project; none replaces a file that exists."""
    root, source, tests = tree.root, settings.sources[0], settings.tests[0]
    prefix = "" if source == "." else f"{source}/"
    wanted = settings.entries()
    values = {
        "source": source,
        "prefix": prefix,
        "tests": tests,
        "name": printable(os.path.basename(os.path.realpath(root or "."))),
    }
    for entry in (f"{prefix}{name}" for name in IN_SOURCE):
        if entry in wanted and entry.endswith("/") and not entry.endswith("config/"):
            yield f"{root}{entry}__init__.py", ""
    yield f"{root}{prefix}config/__init__.py", ""
    yield f"{root}{prefix}config/settings.py", _SETTINGS
    yield f"{root}{prefix}main.py", _MAIN
    yield f"{root}{tests}/test_main.py", _TEST_MAIN
    yield f"{root}{tests}/config/test_settings.py", _TEST_SETTINGS
    if "scripts/" in wanted:
        yield f"{root}scripts/.gitkeep", ""
    # Beside a manifest, pins of our own would hide that its dependencies are not pinned.
    if not any(tree.has(name) or os.path.lexists(root + name) for name in (*MANIFESTS, *LOCKS)):
        yield f"{root}requirements.txt", REQUIREMENTS
        yield f"{root}requirements-dev.txt", REQUIREMENTS_DEV
        yield f"{root}pyproject.toml", _PYPROJECT % values
    yield f"{root}README.md", _README % values
    yield f"{root}.env.example", _ENV_EXAMPLE
    yield f"{root}.gitignore", _GIT_IGNORE
    for entry in settings.required:
        yield root + entry + (".gitkeep" if entry.endswith("/") else ""), ""


def _write(path: str, content: str) -> bool:
    """Write a new file, and return whether it is new: nothing that exists changes, and no link is followed."""
    folder = os.path.dirname(path)
    above = folder
    while above:
        if os.path.islink(above) or (os.path.lexists(above) and not os.path.isdir(above)):
            raise Stopped(f"{printable_path(above)} is not a folder, so {printable_path(path)} cannot be written")
        above = os.path.dirname(above)
    try:
        if folder:
            os.makedirs(folder, exist_ok=True)
        writing.create(path, content.encode())
    except FileExistsError:
        return False
    except OSError as error:
        raise Stopped(f"{printable_path(path)} cannot be written: {error.strerror}") from error
    return True


_MAIN = '''"""The service's entry point: ``python src/main.py``."""

from __future__ import annotations

import logging

from config.settings import Settings

logger = logging.getLogger(__name__)


def describe(app_env: str) -> str:
    """Return what the service says of itself when it starts."""
    return f"starting in {app_env}"


def main() -> int:
    """Load the settings and start; return the exit code."""
    logging.basicConfig(level=logging.INFO)
    logger.info("%s", describe(Settings().app_env))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
'''

_SETTINGS = '''"""The service's settings, from environment variables and from ``.env``, checked when they are loaded."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting without a default must be set; ``.env.example`` names them all."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    app_env: str = "development"
    aws_region: str
    db_url: SecretStr
    secret_key: SecretStr
'''

_TEST_MAIN = '''"""Tests of the entry point."""

from __future__ import annotations

import logging

import pytest

from main import describe, main


def test_describe_names_the_environment() -> None:
    assert describe("test") == "starting in test"


def test_the_service_starts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("AWS_REGION", "DB_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "made-up")
    monkeypatch.setenv("APP_ENV", "test")
    with caplog.at_level(logging.INFO):
        assert main() == 0
    assert "starting in test" in caplog.text
'''

_TEST_SETTINGS = '''"""Tests of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings


def test_a_setting_that_is_missing_stops_the_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # where there is no .env
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.delenv("DB_URL", raising=False)
    with pytest.raises(ValidationError, match="db_url"):
        Settings()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "DB_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "made-up")
    settings = Settings()
    assert settings.aws_region == "made-up"
    assert "made-up" not in repr(settings.secret_key)
'''

REQUIREMENTS = """pydantic-settings==2.16.3
"""

REQUIREMENTS_DEV = """-r requirements.txt
black==26.10.1
mypy==2.4.1
pip-audit==2.10.1
pytest==9.2.0
pytest-cov==7.1.0
"""

_PYPROJECT = """[tool.pytest.ini_options]
testpaths = ["%(tests)s"]
pythonpath = ["%(source)s"]
addopts = ["--strict-markers", "--import-mode=importlib"]

[tool.mypy]
strict = true
mypy_path = "%(source)s"
explicit_package_bases = true
plugins = ["pydantic.mypy"]

[tool.coverage.run]
branch = true
source = ["%(source)s"]
omit = ["%(tests)s/*"]

[tool.coverage.report]
fail_under = 80
exclude_also = ["if __name__ == .__main__.:"]
"""

_ENV_EXAMPLE = """# Copy to .env and fill in; .env stays out of git.
APP_ENV=development
AWS_REGION=eu-west-1
DB_URL=postgresql://localhost:5432/app
SECRET_KEY=changeme
"""

_GIT_IGNORE = """# Settings and secrets
.env
.env.*
!.env.example

# Python
.venv/
__pycache__/
.coverage
htmlcov/
.mypy_cache/
.pytest_cache/
.ruff_cache/
"""

_README = """# %(name)s

## Purpose

What the service does, for whom, and who answers for it.

## Setup

```sh
python -m venv .venv
. .venv/bin/activate
pip install -r requirements-dev.txt
cp .env.example .env  # then fill in; .env stays out of git
python %(prefix)smain.py
```

What CI runs:

```sh
black . --check
mypy .
pytest --cov=%(source)s %(tests)s/
pip-audit -r requirements.txt
```

## Dependencies

Every version is pinned in `requirements.txt`, and those of the tools in `requirements-dev.txt`. To change one: edit the
file, install, run `pip-audit` and the tests, and commit.

## API

Where the API is described: with FastAPI, `/docs` of the running service.
"""
