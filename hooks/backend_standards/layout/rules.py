"""The rules of the project's layout. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_HOOK = "check-project-layout"
_TEST = "from orders import total\n\n\ndef test_total() -> None:\n    assert total([2, 3]) == 5\n"
_PROJECT = {
    "README.md": "# Shop\n\nTakes orders and sends them to the warehouse.\n",
    "requirements.txt": "boto3==1.34.0\n",
    "src/orders.py": "def total(prices: list[int]) -> int:\n    return sum(prices)\n",
    "tests/test_orders.py": _TEST,
}
"""The smallest project in which nothing is missing."""
_MANIFEST = '[project]\nname = "orders"\nversion = "1.0"\n'

MISSING_ENTRY = Rule(
    "missing-entry",
    _HOOK,
    "Missing part of the project layout",
    reason="People and tools look for code, tests, dependencies and documentation in the same place everywhere.",
    fix="Write it. A file without content does not count: a README without prose, a module of tests without a test.",
    section="P1",
    bad={path: text for path, text in _PROJECT.items() if path != "README.md"},
    good=_PROJECT,
)
STRAY_CODE = Rule(
    "stray-code",
    _HOOK,
    "Application code outside src/",
    reason="Coverage, type checks and images take only what is in `src/`, and leave other code out.",
    fix="Move it into `src/` with `git mv`.",
    section="P1",
    bad=_PROJECT | {"shop/refunds.py": "LIMIT = 30\n"},
    good=_PROJECT | {"src/shop/refunds.py": "LIMIT = 30\n"},
)
UNDECLARED_ROOT = Rule(
    "undeclared-root",
    _HOOK,
    "Project of its own that is not a root",
    reason="Each project has code, tests and dependencies of its own beside its manifest; they do not make one tree.",
    fix="Name the folders of the projects in `root`.",
    section="P1",
    bad={f"orders/{path}": text for path, text in _PROJECT.items()} | {"orders/pyproject.toml": _MANIFEST},
    good={f"orders/{path}": text for path, text in _PROJECT.items()}
    | {"orders/pyproject.toml": _MANIFEST}
    | {"pyproject.toml": '[tool.backend-standards.check-project-layout]\nroot = ["orders"]\n'},
)
STRAY_TEST = Rule(
    "stray-test",
    _HOOK,
    "Test module outside tests/",
    reason="The standard's CI step, `pytest --cov=src tests/`, does not run it.",
    fix="Move it into `tests/` with `git mv`.",
    section="P8",
    bad=_PROJECT | {"src/test_total.py": _TEST},
    good=_PROJECT | {"tests/test_total.py": _TEST},
)
MISNAMED_TEST = Rule(
    "misnamed-test",
    _HOOK,
    "Test module not named test_<feature>.py",
    reason="The standard names tests `test_<feature>.py`. Under most other names pytest never finds them.",
    fix="Rename it to `test_<feature>.py` with `git mv`.",
    section="T2",
    bad=_PROJECT | {"tests/total_tests.py": _TEST},
    good=_PROJECT | {"tests/test_total.py": _TEST},
)
UNMIRRORED_TESTS = Rule(
    "unmirrored-tests",
    _HOOK,
    "Folder of tests without a module of its name",
    reason="People find the tests of a module by its path: those of `src/orders.py` are in `tests/orders/`.",
    fix="Give the folder the name of the module, or move its tests up to `tests/`.",
    section="T2",
    args=("--mirror",),
    bad=_PROJECT | {"tests/basket/test_total.py": _TEST},
    good=_PROJECT | {"tests/orders/test_total.py": _TEST},
)

RULES = (MISSING_ENTRY, STRAY_CODE, UNDECLARED_ROOT, STRAY_TEST, MISNAMED_TEST, UNMIRRORED_TESTS)
"""All of them, in the order in which the docs show them."""
