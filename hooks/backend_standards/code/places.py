"""Which Python files the rules leave out by their place: tests, vendored trees, migrations, templates."""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import VENDORED, test_names

_VENDORED = VENDORED | {".venv", ".tox", ".nox", "node-modules", "__pypackages__"}
_PACKAGES = frozenset("botocore boto3 s3transfer jmespath urllib3 certifi charset_normalizer idna dateutil".split())
"""Packages that are copied into the layers of Lambda functions, which have any names."""
_MIGRATIONS = frozenset(("migrations", "alembic"))
_SCRIPTS = frozenset(("scripts", "script", "bin", "tools", "commands"))
"""Folders of programs for people, who read what is printed; ``commands`` is Django's and Click's."""
_SCRIPT_WORDS = frozenset(("scripts", "script", "cli"))
"""Words of a name that say so anywhere in it: ``support_scripts/``, ``scheduler_cli.py``."""
_PROGRAMS = frozenset(
    ("cli.py", "commands.py", "command.py", "manage.py", "__main__.py", "setup.py", "fabfile.py", "tasks.py")
)


def is_left_out(path: str, data: bytes, *, with_tests: bool = False, with_migrations: bool = False) -> bool:
    """Return whether no rule is about a file: others wrote it, or (unless asked for) it is a test or a migration."""
    if is_template(path) or is_vendored(path):
        return True
    return not (with_migrations or not is_migration(path)) or (not with_tests and is_test(path, data))


def is_vendored(path: str) -> bool:
    """Return whether a file is in a folder of code that others wrote."""
    folders = path.lower().split("/")[:-1]
    return not _VENDORED.isdisjoint(folders) or not _PACKAGES.isdisjoint(folders[1:])


def is_migration(path: str) -> bool:
    """Return whether a file is a migration of a database, which runs once and is not changed."""
    folders = path.split("/")[:-1]
    return not _MIGRATIONS.isdisjoint(folders) or folders[-1:] == ["versions"]


def is_test(path: str, data: bytes) -> bool:
    """Return whether a file belongs to the tests, as ``check-project-layout`` tells them.

    A module outside the folders of tests is one if its name says so and its content does not contradict.
    """
    name = path.rpartition("/")[2]
    if name == "conftest.py" or test_names.test_folder(path):
        return True
    if not test_names.is_test_name(name, any_habit=True):
        return False
    from backend_standards.layout.test_code import is_test as holds_test

    return holds_test(name, data)


def is_script(path: str) -> bool:
    """Return whether a file is a program that people start and whose output they read."""
    *folders, name = path.lower().split("/")
    words = {word for folder in (*folders, name[:-3]) for word in folder.replace("-", "_").split("_")}
    return name in _PROGRAMS or not _SCRIPTS.isdisjoint(folders) or not _SCRIPT_WORDS.isdisjoint(words)
