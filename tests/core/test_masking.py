"""No word of a file that may be a secret is in a message."""

from __future__ import annotations

import importlib
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fakes
from backend_standards.core.masking import MASK, cleaned, is_plain

if TYPE_CHECKING:
    from support import Repository

SECRETS = {
    "an AWS key ID": fakes.KEY_ID,
    "an AWS secret": fakes.AWS_SECRET,
    "GitHub": fakes.GITHUB,
    "GitLab": fakes.GITLAB,
    "Stripe": fakes.STRIPE,
    "npm": fakes.NPM,
    "PyPI": fakes.PYPI,
    "JWT": fakes.JWT,
    "hexadecimal": fakes.HEX64,
    "hexadecimal, short": fakes.text(fakes.HEX, 32),
    "letters and digits": fakes.RANDOM32,
    "capitals": fakes.text(string.ascii_uppercase, 20),
    "small letters": fakes.text(string.ascii_lowercase, 40),
    "base64 for URLs": fakes.text(fakes.BASE62 + "-_", 32),
    "a UUID": fakes.UUID,
}
NAMES = """
requests boto3 djangorestframework-simplejwt opentelemetry-instrumentation-aiohttp-client antlr4-python3-runtime
typing_extensions zope.interface backports.zoneinfo Flask-SQLAlchemy PyYAML SQLAlchemy importlib-metadata h5py py4j
types-python-dateutil google-cloud-secret-manager aws-lambda-powertools nvidia-cublas-cu12 xlsxwriter
2.0.0rc1.post2.dev3 2024.12.14 1!2.0.1 >=2.31,<3 ==3.12.* python_version>='3.8' extra=='security' sys_platform
requirements/base.txt src/app/main.py services/orders-api/pyproject.toml origin/main refs/tags/v1.2.3
https://github.com/psf/requests/archive/v2.32.3.zip git+ssh://git.example.com/shop/client.git@v1.4.0
--index-url=https://pypi.example.com/simple --output-file=requirements.txt --generate-hashes --no-emit-index-url
""".split()


@pytest.mark.parametrize("name", NAMES)
def test_what_people_write_is_printed(name: str) -> None:
    assert cleaned(name) == name
    assert is_plain(name)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize(
    "form", ["{}", "x {} y", "'{}'", "a=={}", "https://h.example/{}/simple", "a[{}]", "-{}", "{},"]
)
def test_what_looks_random_is_not(secret: str, form: str) -> None:
    words = cleaned(form.format(secret))
    assert MASK in words
    assert not leaks(secret, words)


def leaks(secret: str, words: str) -> bool:
    """Return whether eight characters in a row of a secret's random end are in a text."""
    end = secret[-20:]
    return any(end[at : at + 8] in words for at in range(len(end) - 7))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("git+https://user:word@h.example/x.git", "git+https://h.example/x.git", id="login"),
        pytest.param("https://a@b@c.example/x and https://d:e@f/g", "https://c.example/x and https://f/g", id="logins"),
        pytest.param("x@" + "0a" * 20, "x@" + "0a" * 20, id="a commit"),
        pytest.param("x@" + "0a" * 21, MASK, id="not a commit"),
        pytest.param("", "", id="empty"),
        pytest.param("a  b\n c", "a  b\n c", id="blanks"),
        pytest.param("a1b2c3d", "a1b2c3d", id="short"),
        pytest.param("a1b2c3d4", MASK, id="not short"),
        pytest.param("a" * 32, "a" * 32, id="long"),
        pytest.param("a" * 33, MASK, id="too long"),
        pytest.param("A" * 15, "A" * 15, id="capitals"),
        pytest.param("A" * 16, MASK, id="too many capitals"),
    ],
)
def test_cleaned(words: str, expected: str) -> None:
    assert cleaned(words) == expected


@given(st.text())
def test_any_text_hypothesis(words: str) -> None:
    once = cleaned(words)
    assert cleaned(once) == once
    assert len(once) <= len(words)


# By hook: the files, in which @ is the secret, and the arguments. Each gives a message about the very place.
PLACES = {
    "a package without a version": ("require-pinned-requirements", {"requirements.txt": "@\n"}, ["requirements.txt"]),
    "a package with a range": ("require-pinned-requirements", {"requirements.txt": "@>=1\n"}, ["requirements.txt"]),
    "an extra": ("require-pinned-requirements", {"requirements.txt": "a[@]>=1\n"}, ["requirements.txt"]),
    "a marker": ("require-pinned-requirements", {"requirements.txt": "a;extra=='@'\n"}, ["requirements.txt"]),
    "an unreadable line": ("require-pinned-requirements", {"requirements.txt": "@ @\n"}, ["requirements.txt"]),
    "an unreadable version": ("require-pinned-requirements", {"requirements.txt": "a==@\n"}, ["requirements.txt"]),
    "a wrong operator": ("require-pinned-requirements", {"requirements.txt": "a=@\n"}, ["requirements.txt"]),
    "a version after a comment": ("require-pinned-requirements", {"requirements.txt": "a==1-@\n"}, ["requirements.txt"]),
    "an option": ("require-pinned-requirements", {"requirements.txt": "--@=1\n"}, ["requirements.txt"]),
    "an include": ("require-pinned-requirements", {"requirements.txt": "-r @\n"}, ["requirements.txt"]),
    "a ref": ("require-pinned-requirements", {"requirements.txt": "a AT gitAT+https://h/xAT@\n"}, ["requirements.txt"]),
    "an egg": ("require-pinned-requirements", {"requirements.txt": "git+https://h/x#egg=@\n"}, ["requirements.txt"]),
    "a conflict": ("require-pinned-requirements", {"requirements.txt": "@==1\n@==2\n"}, ["requirements.txt"]),
    "a fixed package": (
        "require-pinned-requirements",
        {"requirements.txt": "@\n", "requirements.in": "", "constraints.txt": "@==1\n"},
        ["--fix", "requirements.txt"],
    ),
    "a command": ("require-pinned-requirements", {"a.sh": "pip install @\n"}, ["--install-commands", "a.sh"]),
    "a key of TOML": (
        "require-pinned-requirements",
        {"pyproject.toml": '"@" = 1\n"@" = 2 # dependencies\n'},
        ["--pyproject", "pyproject.toml"],
    ),
    "an index of a compiled file": (
        "check-lock-files",
        {
            "requirements.in": "requests\nboto3\n",
            "requirements.txt": "# This file is autogenerated by pip-compile with Python 3.12\n# by the following "
            "command:\n#\n#    pip-compile --index-url=https://h.example/@/simple requirements.in\n#\nrequests==1\n",
        },
        [],
    ),
    "a package that is not locked": (
        "check-lock-files",
        {"requirements.in": "@\n", "requirements.txt": "# by pip-compile\n#    pip-compile requirements.in\nx==1\n"},
        [],
    ),
    "a table of a lock": ("check-lock-files", {"poetry.lock": "[@]\n[@]\n", "pyproject.toml": "[tool.poetry]\n"}, []),
    "a group": (
        "check-lock-files",
        {"pyproject.toml": '[dependency-groups]\n"@" = [{include-group = "@"}]\n[project]\nname = "x"\n', "uv.lock": ""},
        [],
    ),
    "a key of the settings": ("forbid-env-files", {"pyproject.toml": '[tool.backend-standards]\n"@" = 1\n'}, ["a"]),
    "a table of the settings": ("forbid-env-files", {"pyproject.toml": "[tool.backend-standards.@]\n"}, ["a"]),
    "broken settings": ("forbid-env-files", {"pyproject.toml": "[tool.backend-standards]\na.@ = 1\na = 1\n[a.@]\n"}, ["a"]),
    "a variable's name": ("forbid-env-files", {".env.example": "@_TOKEN=" + fakes.GITHUB + "\n"}, [".env.example"]),
    "a key of a secret file": ("forbid-secret-files", {"secrets.json": '{"@_password": "' + fakes.PASSWORD + '"}'}, ["secrets.json"]),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "secret", [fakes.KEY_ID, fakes.GITHUB, fakes.text(fakes.HEX, 32)], ids=["aws", "github", "hex"]
)
def test_no_message_quotes_a_secret(
    place: str, secret: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    hook, files, arguments = PLACES[place]
    for name, content in files.items():
        repository.add(name, content.replace("@", secret).replace("AT", "@"))
    code = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}").main(arguments)
    out, err = capsys.readouterr()
    assert not leaks(secret, out + err)
    assert code or place == "a command"  # in which a known token is not taken for a package
