"""The files that ``--init`` writes where the standard's tree has an entry and the repository has none.

Sources: the standard's "Project Structure", "Configuration Management" and "Documentation". Imported only for that.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, disk
from backend_standards.core.output import printable, printable_path
from backend_standards.core.remedies import quote
from backend_standards.layout import IN_SOURCE
from backend_standards.layout.tree import Tree, is_test_name, trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.layout.tree import Settings


def write(paths: Sequence[str], settings: Settings) -> str:
    """Write the entries that are missing below each root; return what to print about it.

    Raises:
        Stopped: a file cannot be written.
    """
    written: list[str] = []
    # One stub after the other: the first test depends on whether main.py is ours by then.
    for tree in trees(paths, settings):
        for path, content in _stubs(tree, settings):
            if _write(path, content):
                written.append(path)
    if not written:
        return "nothing is missing; nothing was written\n"
    rows = "".join(f"wrote {printable(path)}\n" for path in written)
    return f"{rows}next: git add {' '.join(quote(path) for path in written)}\n"


def _stubs(tree: Tree, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the path and the content of each file to write, if it does not exist."""
    root, source, tests = tree.root, settings.sources[0], settings.tests[0]
    prefix = "" if source == "." else f"{source}/"
    lacks = {entry for entry, _ in tree.lacks()} if tree.python else set(settings.entries())
    is_new = not tree.has_source
    for entry in (f"{prefix}{name}" for name in IN_SOURCE):
        if entry in lacks and entry.endswith("/") and not entry.endswith("config/"):
            yield f"{root}{entry}__init__.py", ""
    if is_new or f"{prefix}config/" in lacks:
        yield f"{root}{prefix}config/__init__.py", ""
        yield f"{root}{prefix}config/settings.py", _SETTINGS
    main = f"{root}{prefix}main.py"
    if is_new or f"{prefix}main.py" in lacks:
        yield main, _MAIN
    if f"{tests}/" in lacks and not (tree.tests and _holds_a_test_module(tree)):
        up = ".parent" * (tests.count("/") + 2)
        is_ours = _is_ours(main)
        yield f"{root}{tests}/test_main.py", (_TEST_MAIN if is_ours else _TEST_SOURCES).format(up=up, source=source)
    if "scripts/" in lacks:
        yield f"{root}scripts/.gitkeep", ""
    if "requirements.txt" in lacks:
        yield f"{root}requirements.txt", _REQUIREMENTS
    if "README.md" in lacks:
        name = os.path.basename(os.path.realpath(root or "."))
        yield f"{root}README.md", _README.format(name=printable(name), prefix=prefix)
    if is_new or "README.md" in lacks:
        yield f"{root}.env.example", _ENV_EXAMPLE
        yield f"{root}.gitignore", _GIT_IGNORE
    for entry in settings.required:
        if entry in lacks:
            yield root + entry + (".gitkeep" if entry.endswith("/") else ""), ""


def _holds_a_test_module(tree: Tree) -> bool:
    return any(is_test_name(path.rpartition("/")[2]) for path in tree.tests)


def _is_ours(path: str) -> bool:
    return disk.content(path) == _MAIN.encode()


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
        disk.create(path, content.encode())
    except FileExistsError:
        return False
    except OSError as error:
        raise Stopped(f"{printable_path(path)} cannot be written: {error.strerror}") from error
    return True


_MAIN = '''"""The service's entry point: ``python src/main.py``."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)


def describe(app_env: str) -> str:
    """Return what the service says of itself when it starts."""
    return f"starting in {app_env}"


def main() -> int:
    """Load the settings and start; return the exit code."""
    from config.settings import Settings

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

import runpy
from pathlib import Path

MAIN = Path(__file__){up} / "{source}" / "main.py"


def test_describe_names_the_environment() -> None:
    main = runpy.run_path(str(MAIN))
    assert main["describe"]("test") == "starting in test"
'''

_TEST_SOURCES = '''"""A first test: replace it with tests of what the service does."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__){up} / "{source}"


def test_the_sources_compile() -> None:
    modules = list(SOURCE.rglob("*.py"))
    assert modules
    for module in modules:
        compile(module.read_bytes(), str(module), "exec")
'''

_REQUIREMENTS = """pydantic-settings==2.16.3
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
"""

_README = """# {name}

## Purpose

What the service does, for whom, and who answers for it.

## Setup

```sh
python -m venv .venv
. .venv/bin/activate
pip install -r requirements.txt
cp .env.example .env  # then fill in; .env stays out of git
python {prefix}main.py
```

## Dependencies

Every version is pinned in `requirements.txt`. To change one: edit the file, install, run `pip-audit` and the tests, and
commit.

## API

Where the API is described: with FastAPI, `/docs` of the running service.
"""
