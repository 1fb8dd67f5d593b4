"""The tools of others that decide lines of the standard: the codes that mean a line, and examples that prove each code.

The tests run each tool over its examples, configured as `init` writes it: a bad example gives the code that it stands
for, a good one gives nothing. So the table claims of no tool what the tool does not do.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Files: TypeAlias = Mapping[str, str]
    """The files of a repository by path. ``@NAME@`` stands for a fake secret, as in the examples of a rule."""


class Tool:
    """A tool that decides a line, or a part of it, and where a repository configures it.

    ``reason`` says why the standard asks for it. ``bad`` has an example for each of the codes that mean the line;
    a code of letters alone stands for all that begin with it. ``good`` are examples that the tool has to leave alone.
    ``misses`` are examples, by what they are, that break the line and that the tool passes; ``alarms`` are examples
    that keep the line and that it refuses. ``configured`` is the place of the setting without which the tool does not
    look for these codes.
    """

    __slots__ = ("alarms", "bad", "configured", "good", "misses", "name", "reason")

    def __init__(
        self,
        name: str,
        configured: str,
        *,
        reason: str = "",
        bad: Mapping[str, Files],
        good: Sequence[Files],
        misses: Mapping[str, Files] | None = None,
        alarms: Mapping[str, Files] | None = None,
    ) -> None:
        self.name = name
        self.configured = configured
        self.reason = reason
        self.bad = bad
        self.good = good
        self.misses = misses or {}
        self.alarms = alarms or {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the findings that mean the line, as the tool prints them."""
        return tuple(self.bad)

    def __repr__(self) -> str:
        return f"<Tool {self.name} {','.join(self.codes)}>"


_HOOKS = ".pre-commit-config.yaml"
_SERVICE = "src/app/service.py"


def _ruff(
    reason: str,
    bad: Mapping[str, str],
    *good: Files | str,
    misses: Mapping[str, str] | None = None,
    alarms: Mapping[str, str] | None = None,
) -> Tool:
    """Return what ruff decides. An example that is a text is a module of the service."""
    return Tool(
        "ruff",
        "pyproject.toml: [tool.ruff.lint] select",
        reason=reason,
        bad=_modules(bad),
        good=[{_SERVICE: each} if isinstance(each, str) else each for each in good],
        misses=_modules(misses or {}),
        alarms=_modules(alarms or {}),
    )


def _modules(texts: Mapping[str, str]) -> dict[str, Files]:
    return {name: {_SERVICE: text} for name, text in texts.items()}


def _mypy(reason: str, bad: Mapping[str, str], *good: str) -> Tool:
    return Tool(
        "mypy",
        "pyproject.toml: [tool.mypy] strict = true",
        reason=reason,
        bad=_modules(bad),
        good=[{_SERVICE: text} for text in good],
    )


# --- Python code ---------------------------------------------------------------------------------------

_TYPED = '''"""Prices."""


def total(prices: list[int], discount: int = 0) -> int:
    """Return the sum of the prices, less the discount."""
    return sum(prices) - discount
'''
HINTS = _ruff(
    "A type checker finds a wrong argument only where the types are written down.",
    {
        "ANN001": "def total(prices) -> int:\n    return sum(prices)\n",
        "ANN002": "def total(*prices) -> int:\n    return sum(prices)\n",
        "ANN003": "def total(**prices) -> int:\n    return sum(prices.values())\n",
        "ANN201": "def total(prices: list[int]):\n    return sum(prices)\n",
        "ANN202": "def _total(prices: list[int]):\n    return sum(prices)\n",
        "ANN204": "class Basket:\n    def __len__(self):\n        return 0\n",
        "ANN205": "class Basket:\n    @staticmethod\n    def load(path: str):\n        return path\n",
        "ANN206": "class Basket:\n    @classmethod\n    def load(cls, path: str):\n        return cls()\n",
        "ANN401": "from typing import Any\n\n\ndef total(prices: Any) -> int:\n    return sum(prices)\n",
    },
    _TYPED,
    '"""Shapes."""\n\n\nclass Shape:\n    """A shape."""\n\n    sides = 0\n',
    {"tests/app/test_service.py": "def test_total():\n    assert 1 + 1 == 2\n"},
)
"""Missing type hints. The hints of tests are left to their authors."""
STRICT = _mypy(
    "What has no types is not checked, and neither are its callers.",
    {
        "no-untyped-def": "def total(prices):\n    return sum(prices)\n",
        "type-arg": "def total(prices: list) -> int:\n    return sum(prices)\n",
    },
    _TYPED,
    "def first(names: dict[str, int]) -> str | None:\n    return next(iter(names), None)\n",
)
"""Missing type hints, and types without their parameters."""
TYPES = _mypy(
    "A wrong type is an error at run time, on the path that no test takes.",
    {
        "arg-type": 'def double(number: int) -> int:\n    return 2 * number\n\n\ndouble("2")\n',
        "return-value": "def name(number: int) -> str:\n    return number\n",
        "assignment": 'number: int = "2"\n',
        "union-attr": "def upper(name: str | None) -> str:\n    return name.upper()\n",
        "attr-defined": "import json\n\njson.laods('{}')\n",
    },
    _TYPED,
    'def upper(name: str | None) -> str:\n    return name.upper() if name else ""\n',
)
"""Types that do not fit together."""
TABS = _ruff(
    "Editors show a tab as two, four or eight columns: what looks aligned is not.",
    {
        "E101": "def total(prices: list[int]) -> int:\n    if prices:\n\t    return sum(prices)\n    return 0\n",
        "W191": "def total(prices: list[int]) -> int:\n\treturn sum(prices)\n",
    },
    '"""A table."""\n\nHEAD = "name\tprice"\n',
)
"""Tabs in the indentation; those in a text are none of it."""
BARE = _ruff(
    "A bare handler catches Ctrl-C, the end of the process and misspelt names, too.",
    {"E722": "def number(text: str) -> int:\n    try:\n        return int(text)\n    except:\n        return 0\n"},
    '"""Numbers."""\n\n\ndef number(text: str) -> int:\n    """Return a number, 0 if there is none."""\n'
    "    try:\n        return int(text)\n    except ValueError:\n        return 0\n",
    misses={
        "`except BaseException` without a raise": "def start(job: object) -> None:\n    try:\n        job.run()\n"
        "    except BaseException:\n        job.stop()\n",
    },
)
PEP8 = _ruff(
    "In code of one style nobody notices the style, and a review is about what the code does.",
    {
        "E": "def is_new(user: object) -> bool:\n    return user == None\n",
        "F": "import json\n\nNAMES = ()\n",
        "W": "NAMES = ()    \n",
        "I": "import sys\nimport json\n\nprint(json, sys)\n",
        "N": "def TotalOf(prices: list[int]) -> int:\n    return sum(prices)\n",
    },
    _TYPED,
)
FORMAT = Tool(
    "black",
    f"{_HOOKS}: the hook black",
    reason="A formatter ends the discussion about where a line breaks.",
    bad={"would reformat": {_SERVICE: "def total( prices ):\n  return sum( prices )\n"}},
    good=[{_SERVICE: _TYPED}],
)
F_STRINGS = _ruff(
    "An f-string has each value at its place; a list of values behind the text is easily in the wrong order.",
    {
        "UP031": 'def greeting(name: str) -> str:\n    return "Hello %s" % name\n',
        "UP032": 'def greeting(name: str) -> str:\n    return "Hello {}".format(name)\n',
    },
    '"""Greetings."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef greet(name: str) -> str:\n'
    '    """Return a greeting, and log whom it is for."""\n    logger.info("greeting %s", name)\n'
    '    return f"Hello {name}"\n',
    '"""Numbers."""\n\n\ndef is_odd(number: int) -> bool:\n    """Return whether a number is odd."""\n'
    "    return number % 2 == 1\n",
    misses={
        "a template in a constant": 'GREETING = "Hello {}"\n\n\ndef greeting(name: str) -> str:\n'
        "    return GREETING.format(name)\n",
    },
)
"""Old ways to format; arguments of a logger and remainders are none."""
PRINTS = _ruff(
    "What is printed has no level, no time and no module: nobody can filter it, or set an alarm on it.",
    {
        "T201": 'def load(path: str) -> None:\n    print(f"loading {path}")\n',
        "T203": "from pprint import pprint\n\n\ndef load(paths: list[str]) -> None:\n    pprint(paths)\n",
    },
    '"""Loading."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef load(path: str) -> None:\n'
    '    """Load a file."""\n    logger.info("loading %s", path)\n',
    {"scripts/migrate.py": '"""Migrate the tables."""\n\nprint("migrating")\n'},
    {"src/app/cli.py": '"""The command line."""\n\nprint("usage: app COMMAND")\n'},
    misses={
        "writes to sys.stdout": "import sys\n\n\ndef load(path: str) -> None:\n    sys.stdout.write(path)\n",
        "traceback.print_exc": "import traceback\n\n\ndef failed() -> None:\n    traceback.print_exc()\n",
    },
)
"""Prints, except in scripts and command lines, whose output is what they are for."""
LEVELS = _ruff(
    "Alarms are set on levels: an error below its level, or without its traceback, wakes nobody.",
    {
        "LOG007": "import logging\n\nlogger = logging.getLogger(__name__)\n\ntry:\n    open('a')\nexcept OSError:\n"
        '    logger.exception("cannot open", exc_info=False)\n',
        "LOG009": "import logging\n\nlogging.getLogger(__name__).setLevel(logging.WARN)\n",
        "LOG014": 'import logging\n\nlogging.getLogger(__name__).error("no file", exc_info=True)\n',
    },
    '"""Files."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef size(path: str) -> int:\n'
    '    """Return the characters of a file, 0 without one."""\n    try:\n        with open(path) as file:\n'
    "            return len(file.read())\n    except OSError:\n"
    '        logger.exception("cannot read %s", path)\n        return 0\n',
    misses={
        "`logger.exception` outside of a handler": "import logging\n\n"
        'logging.getLogger(__name__).exception("cannot start")\n',
    },
)
_BASKET = '"""Baskets."""\n\n\nclass Basket:\n    """A basket."""\n\n'
DOCSTRINGS = _ruff(
    "Who calls a function should not have to read its body to learn what it returns.",
    {
        "D100": "NAMES = ()\n",
        "D101": '"""Baskets."""\n\n\nclass Basket:\n    pass\n',
        "D102": _BASKET + "    def total(self) -> int:\n        return 0\n",
        "D103": '"""Prices."""\n\n\ndef total(prices: list[int]) -> int:\n    return sum(prices)\n',
        "D105": _BASKET + "    def __len__(self) -> int:\n        return 0\n",
        "D106": _BASKET + "    class Item:\n        pass\n",
        "D107": _BASKET + "    def __init__(self) -> None:\n        self.items = ()\n",
    },
    _TYPED,
    '"""Prices."""\n\n\ndef _total(prices: list[int]) -> int:\n    return sum(prices)\n',
    {"tests/app/test_service.py": "def test_total() -> None:\n    assert 1 + 1 == 2\n"},
    misses={
        "a docstring that repeats the name": '"""Users."""\n\n\ndef create(name: str) -> None:\n    """Create."""\n',
    },
)
"""Public names without a docstring; a private one needs none."""
RELEASED = _ruff(
    "A file that is not closed stays open until the process has too many of them.",
    {"SIM115": "def read(path: str) -> str:\n    file = open(path)\n    return file.read()\n"},
    '"""Files."""\n\n\ndef read(path: str) -> str:\n    """Return the text of a file."""\n'
    "    with open(path) as file:\n        return file.read()\n",
    misses={
        "a session that nobody closes": "import requests\n\n\ndef page(url: str) -> str:\n"
        "    session = requests.Session()\n    return session.get(url, timeout=10).text\n",
    },
)
UNRELEASED = Tool(
    "pytest",
    "pyproject.toml: [tool.pytest.ini_options] filterwarnings",
    reason="A connection that nobody closes is missed on the day when the pool is empty.",
    bad={
        "ResourceWarning": {
            _SERVICE: "def read(path):\n    return open(path).read()\n",
            "tests/app/test_service.py": "from app.service import read\n\n\ndef test_read():\n"
            "    assert read(__file__)\n",
        }
    },
    good=[
        {
            _SERVICE: "def read(path):\n    with open(path) as file:\n        return file.read()\n",
            "tests/app/test_service.py": "from app.service import read\n\n\ndef test_read():\n"
            "    assert read(__file__)\n",
        }
    ],
)
"""A file or a connection that a test leaves open. The warning comes from a destructor, so it fails a test only by the
filter for unraisable exceptions."""

# --- security --------------------------------------------------------------------------------------------

_ENVIRON = (
    '"""Settings."""\n\nimport os\n\n\ndef password() -> str:\n    """Return the password of the database."""\n'
    '    return os.environ["DB_PASSWORD"]\n'
)
HARDCODED = _ruff(
    "Who can read the code can use the secret, and to change it takes a release.",
    {
        "S105": 'DB_PASSWORD = "Sommer-2024"\n',
        "S106": 'from db import connect\n\nconnect(user="app", password="Sommer-2024")\n',
        "S107": 'def connect(user: str, password: str = "Sommer-2024") -> None:\n    """Connect."""\n',
    },
    _ENVIRON,
    misses={"a password in a URL": 'DATABASE = "postgresql://app:Sommer-2024@db/app"\n'},
    alarms={
        "the name of a secret": 'SECRET_NAME = "prod/app/database"\n',
        "a member of an enumeration": 'from enum import Enum\n\n\nclass Kind(Enum):\n    TOKEN = "token"\n',
    },
)
INJECTION = _ruff(
    "A value that becomes a part of a query or a page runs as the code of whoever sent it.",
    {
        "S608": "def user(cursor, name):\n    cursor.execute(f\"SELECT id FROM users WHERE name = '{name}'\")\n",
        "S701": "from jinja2 import Environment\n\npages = Environment(autoescape=False)\n",
        "S704": "from markupsafe import Markup\n\n\ndef page(name):\n    return Markup(f'<b>{name}</b>')\n",
    },
    '"""Users."""\n\nfrom sqlite3 import Cursor\n\n\ndef find(cursor: Cursor, name: str) -> None:\n'
    '    """Look for a user."""\n    cursor.execute("SELECT id FROM users WHERE name = ?", (name,))\n',
    alarms={
        "a sentence that reads like a query": 'def hint(name: str) -> str:\n    return f"Select {name} from it"\n',
    },
)
ANALYSIS = _ruff(
    "A weak hash, a shell or an unsafe loader looks like any other line to a reviewer.",
    {"S": "import subprocess\n\n\ndef run(command: str) -> None:\n    subprocess.run(command, shell=True)\n"},
    _TYPED,
)
"""Static security analysis: the checks of bandit, as ruff has them."""
TIMEOUTS = _ruff(
    "Without a timeout, a service that hangs makes its callers hang.",
    {"S113": 'import requests\n\nrequests.get("https://example.com")\n'},
    '"""Pages."""\n\nimport requests\n\n\ndef page(url: str) -> str:\n    """Return a page."""\n'
    "    return requests.get(url, timeout=10).text\n",
    misses={
        "a session": 'import requests\n\nrequests.Session().get("https://example.com")\n',
        "urllib": 'from urllib.request import urlopen\n\nurlopen("https://example.com")\n',
    },
)
TOKENS = Tool(
    "gitleaks",
    f"{_HOOKS}: the hook gitleaks",
    reason="A token in the history is known to everybody who ever cloned the repository.",
    bad={
        "github-pat": {"src/config/settings.py": 'GITHUB = "@GITHUB@"\n'},
        "gitlab-pat": {"src/config/settings.py": 'GITLAB = "@GITLAB@"\n'},
        "sendgrid-api-token": {"src/services/mail.py": 'SENDGRID = "@SENDGRID@"\n'},
        "stripe-access-token": {"src/services/payments.py": 'STRIPE = "@STRIPE@"\n'},
        "npm-access-token": {".npmrc": "//registry.example.com/:_authToken=@NPM@\n"},
        "generic-api-key": {"src/services/mail.py": 'MAIL_API_KEY = "@RANDOM32@"\n'},
    },
    good=[
        {_SERVICE: _ENVIRON},
        {"README.md": "Set `GITHUB_TOKEN` to a token that may read packages.\n"},
        {".env.example": "GITHUB_TOKEN=\nSTRIPE_API_KEY=change-me\n"},
    ],
)
"""Tokens of other providers."""

# --- images, workflows and packages ----------------------------------------------------------------------

_PINNED = "python:3.13-slim@sha256:9662417aace5ae7b8e2609cce472b72a8958e134ba372808abe9cc1a0c0125e6"
IMAGES = Tool(
    "hadolint",
    f"{_HOOKS}: the hook hadolint",
    reason="The same name is another image next week, although nobody changed a line.",
    bad={
        "DL3006": {"Dockerfile": 'FROM python\nUSER 10001\nCMD ["python", "-m", "app"]\n'},
        "DL3007": {"Dockerfile": 'FROM python:latest\nUSER 10001\nCMD ["python", "-m", "app"]\n'},
    },
    good=[
        {"Dockerfile": f'FROM {_PINNED}\nUSER 10001\nCMD ["python", "-m", "app"]\n'},
        {"Dockerfile": 'FROM python:3.13-slim AS base\nFROM base\nUSER 10001\nCMD ["python", "-m", "app"]\n'},
    ],
    misses={
        "a tag in an ARG": {"Dockerfile": "ARG TAG=latest\nFROM python:${TAG}\nUSER 10001\n"},
    },
)


def _workflow(*steps: str, container: str = "") -> Files:
    """Return a workflow of a job with these steps, in a container."""
    lines = [
        "name: test", "on: pull_request", "permissions: {}", "jobs:", "  test:", "    name: test",
        "    runs-on: ubuntu-24.04", *([f"    container: {container}"] if container else []), "    steps:",
        *(f"      - {step}" for step in steps), "      - run: make test",
    ]  # fmt: skip
    return {".github/workflows/test.yml": "\n".join(lines) + "\n"}


WORKFLOWS = Tool(
    "zizmor",
    f"{_HOOKS}: the hook zizmor",
    reason="Who can move the tag of an action runs code in your pipeline, beside its secrets.",
    bad={
        "unpinned-uses": _workflow("uses: actions/setup-python@main"),
        "unpinned-images": _workflow(container="python:latest"),
    },
    good=[
        _workflow("uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0"),
        _workflow(container=_PINNED),
    ],
)


def _project(*packages: str) -> str:
    """Return the end of a pyproject.toml that asks for these packages."""
    listed = ", ".join(f'"{package}"' for package in packages)
    return f'[project]\nname = "app"\nversion = "1"\ndependencies = [{listed}]\n'


UNUSED = Tool(
    "deptry",
    "pyproject.toml: [tool.deptry]",
    reason="Each package has to be updated and audited; if no module imports it, for nothing.",
    bad={"DEP002": {"pyproject.toml": _project("pyyaml==6.0.3", "requests==2.34.2"), _SERVICE: "import requests\n"}},
    good=[
        {
            "pyproject.toml": _project("pyyaml==6.0.3", "requests==2.34.2"),
            _SERVICE: "import requests\nimport yaml\n",
        }
    ],
    alarms={
        "a driver that is loaded by its name in a URL": {
            "pyproject.toml": _project("asyncpg==0.30.0", "requests==2.34.2"),
            _SERVICE: "import requests\n",
        },
    },
)

# --- exceptions --------------------------------------------------------------------------------------------


class Excepted:
    """How a tool excepts something: ``mark`` is the text that does it, and ``files`` an example that holds it."""

    __slots__ = ("files", "mark", "words")

    def __init__(self, words: str, mark: str, files: Files) -> None:
        self.words = words
        self.mark = mark
        self.files = files


EXCEPTIONS = {
    "black": Excepted(
        "black: `# fmt: skip` at the end of the line.",
        "  # fmt: skip",
        {_SERVICE: "ROWS = [1,  2,\n        3]  # fmt: skip\n"},
    ),
    "deptry": Excepted(
        "deptry: the package in DEP002 of [tool.deptry.per_rule_ignores].",
        '\n[tool.deptry.per_rule_ignores]\nDEP002 = ["pyyaml"]\n',
        {
            "pyproject.toml": _project("pyyaml==6.0.3", "requests==2.34.2")
            + '\n[tool.deptry.per_rule_ignores]\nDEP002 = ["pyyaml"]\n',
            _SERVICE: "import requests\n",
        },
    ),
    "gitleaks": Excepted(
        "gitleaks: `gitleaks:allow` in a comment at the end of the line.",
        "  # gitleaks:allow",
        {"src/services/payments.py": 'STRIPE = "@STRIPE@"  # gitleaks:allow\n'},
    ),
    "hadolint": Excepted(
        "hadolint: `# hadolint ignore=DL3006` on the line above.",
        "# hadolint ignore=DL3006\n",
        {"Dockerfile": "# hadolint ignore=DL3006\nFROM python\nUSER 10001\n"},
    ),
    "mypy": Excepted(
        "mypy: `# type: ignore[CODE]` at the end of the line.",
        "  # type: ignore[no-untyped-def]",
        {_SERVICE: "def total(prices):  # type: ignore[no-untyped-def]\n    return sum(prices)\n"},
    ),
    "pytest": Excepted(
        'pytest: `@pytest.mark.filterwarnings("ignore::ResourceWarning")` above the test.',
        '@pytest.mark.filterwarnings("ignore::ResourceWarning")\n',
        {
            "tests/app/test_service.py": 'import pytest\n\n\n@pytest.mark.filterwarnings("ignore::ResourceWarning")\n'
            "def test_read():\n    assert open(__file__).read()\n"
        },
    ),
    "ruff": Excepted(
        "ruff: `# noqa: CODE` at the end of the line.",
        "  # noqa: T201",
        {_SERVICE: '"""Loading."""\n\nprint("loading")  # noqa: T201\n'},
    ),
    "zizmor": Excepted(
        "zizmor: `# zizmor: ignore[unpinned-uses]` at the end of the line.",
        " # zizmor: ignore[unpinned-uses]",
        _workflow("uses: actions/setup-python@main # zizmor: ignore[unpinned-uses]"),
    ),
}
"""By tool."""
