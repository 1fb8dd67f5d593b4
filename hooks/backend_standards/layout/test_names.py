"""Which names say that a module or a folder holds tests. A clean run imports it."""

from __future__ import annotations

from backend_standards.layout import TEST_WORDS


def is_test_name(name: str, *, any_habit: bool = False) -> bool:
    """Return whether a module is named ``test_<feature>.py``, or (``any_habit``) in another way that tests are."""
    if name.startswith("test_"):
        return name.endswith(".py")
    return any_habit and (name.endswith("_test.py") or name in ("tests.py", "test.py"))


def test_folder(path: str) -> str:
    """Return the outermost folder of tests on a path from a root, or ""."""
    at = 0
    while (end := path.find("/", at)) >= 0:
        if is_test_folder(path[at:end], is_top=not at):
            return path[:end]
        at = end + 1
    return ""


def is_test_folder(name: str, *, is_top: bool) -> bool:
    """Return whether a folder's name says that it holds tests; below the root, ``test_state`` may be a feature."""
    if name in ("tests", "test") or name.endswith(("_tests", "-tests")):
        return True
    return is_top and not TEST_WORDS.isdisjoint(name.lower().replace("-", "_").split("_"))
