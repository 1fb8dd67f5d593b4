"""Does a Python module hold tests? Told by its content, for modules whose name does not say.

Source: pytest's "Conventions for Python test discovery". The modules are read as bytes and never parsed or run: the
time is linear on any input. Imported only if there is such a module; `re` only if it may define a test.
"""

from __future__ import annotations

_LONG_STRING = rb"(?s)(\"\"\"|''').*?(?:\1|\Z)"
"""A docstring or another long string, which may quote tests; an open one goes to the end."""
_STATEMENT = rb"(?m)^(?=[^\s#)\]}])"
"""The beginning of a statement of the module: a line without indentation that does not close a bracket."""
_TEST_FUNCTION = rb"(?:async\s+)?def\s+test"
_TAKES_A_TEST = rb"(?:async\s+)?def\s+\w{1,200}\s*+\([^)]{0,400}TestCase\b"
"""A function for tests to call: it is given a test case, which no fixture gives."""
_TEST_METHOD = rb"(?<!property)\n[ \t]+(?:async\s+)?def\s+test"
"""A method, and not a property."""
_CLASS = rb"class\s++(\w{1,200})\s*+(\([^:]{0,400}\))?\s*+:"
"""The head of a class. The limits and the possessive blanks keep the time linear if no colon follows."""
_TEST_LIBRARIES = (b"pytest", b"unittest", b"TestCase", b"mock", b"hypothesis")
_SHARED_CLASSES = (b"base", b"mixin", b"abstract", b"common", b"shared", b"suite", b"contract")
"""Words in the names of classes that other test classes derive from."""


def is_test(name: str, data: bytes) -> bool:
    """Return whether a module outside the tests is one; ``test_*.py`` is, unless it holds code and no test."""
    return holds_tests(data) or (name.startswith("test_") and name.endswith(".py") and not _holds_code(data))


def holds_tests(data: bytes) -> bool:
    """Return whether a module defines a test: a function ``test…``, or a class with a method ``test…``, that asserts.

    The class is named ``Test…`` or derives from a TestCase. Fixtures do not count, and neither do classes that other
    classes derive from.
    """
    if b"def test" not in data:
        return False
    import re

    data = re.sub(_LONG_STRING, b'""', data.replace(b"\r\n", b"\n"))
    speaks_of_tests = any(word in data for word in _TEST_LIBRARIES)
    decorators = b""
    for statement in re.split(_STATEMENT, data):
        if statement.startswith(b"@"):
            decorators += statement
            continue
        # Without a library for tests, what is decorated may be a command or a task of that name.
        is_free = not decorators or (speaks_of_tests and b"fixture" not in decorators)
        decorators = b""
        if b"def test" not in statement or not (b"assert" in statement or b"raises(" in statement):
            continue
        is_function = is_free and re.match(_TEST_FUNCTION, statement) and not re.match(_TAKES_A_TEST, statement)
        if is_function or _is_test_class(statement):
            return True
    return False


def _is_test_class(statement: bytes) -> bool:
    """Return whether a statement is a class that pytest collects, with a test."""
    import re

    found = re.match(_CLASS, statement)
    if not found or any(word in found[1].lower() for word in _SHARED_CLASSES):
        return False
    is_collected = found[1].startswith(b"Test") or b"TestCase" in (found[2] or b"")
    return is_collected and re.search(_TEST_METHOD, statement) is not None


def _holds_code(data: bytes) -> bool:
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in data.splitlines())
