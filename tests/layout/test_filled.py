"""Whether a file holds what it is there for."""

from __future__ import annotations

import pytest

from backend_standards.layout.filled import holds_pins, holds_prose, holds_test
from backend_standards.layout.manifests import declares_dependencies

CASE = "class TestOrders(Base):\n    pass\n"


@pytest.mark.parametrize(
    "text",
    [
        "def test_a():\n    assert 1\n",
        "async def test_a():\n    pass\n",
        "class TestA:\n    def test_b(self):\n        pass\n",
        "class A(unittest.TestCase):\n    def runTest(self):\n        pass\n",
        CASE,
        "def load_tests(loader, tests, pattern):\n    return tests\n",
        "scenarios('orders.feature')\n",
        "from shared_tests import *\n",
        "import doctest\n",
        "TestStack = Stack.TestCase\n",
        "test_total = make_test(2)\n",
        '"""Tests."""\n\ndef test_a():\n    pass\n',
        '"""\nTests\n"""\ndef test_a(): pass\n',
        "'''a\n'''\ndef test_a(): pass\n",
        "x = '''a''' + '''b'''\ndef test_a(): pass\n",
        "def test_a():\r\n    pass\r\n",
    ],
)
def test_a_test(text: str) -> None:
    assert holds_test(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        '"""Tests of orders."""\n',
        "# def test_a():\n",
        "# scenarios('a')\n",
        "import pytest\n\nVALUE = 1\n",
        "def helper():\n    pass\n",
        '"""\ndef test_a():\n    pass\n"""\n',
        "'''\ndef test_a():\n'''\n",
        "class Tests:\n    pass\n",
        "class TestA:\n    pass\n",
        "x = 1  # import *\n",
        "pass\n",
        "protest = 1\n",
    ],
)
def test_no_test(text: str) -> None:
    assert not holds_test(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "Takes orders.\n",
        "# Shop\n\nTakes orders.\n",
        "Shop\n====\n\nTakes orders.\n",
        "# Shop\n- takes orders\n",
        "# Shop\n\n![build](x.svg)\n\nTakes orders.\n",
        "<!-- hidden -->\nTakes orders.\n",
        "<!-- hidden\nmore -->\nTakes orders.\n",
        "\ufeffTakes orders.\n",
        "\u8ba2\u5355\u670d\u52a1\u3002\n",
        "Takes orders.\r\n",
        "Takes 2 orders\n",
    ],
)
def test_prose(text: str) -> None:
    assert holds_prose(text.encode())


def test_prose_in_other_encodings() -> None:
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert holds_prose(mark + "Takes orders.\n".encode(encoding))
        assert not holds_prose(mark + "# Shop of orders\n".encode(encoding))
    assert holds_prose(b"Pr\xe9nd les commandes\n")
    assert not holds_prose("# Shop\n".encode("utf-16"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# Shop of the house\n",
        "Shop of the house\n=================\n",
        "Shop of the house\n-----------------\n",
        "Shop of the house\n~~~~\n",
        "Shop of the house\n****\n",
        "Shop of the house\n^^^^\n",
        "Shop of the house\n++++\n",
        "shop\n",
        "![build of main](x.svg)\n",
        "[![build of main](x.svg)](y)\n",
        "<h1>The Shop</h1>\n",
        "<!-- What it does -->\n",
        "<!--\nWhat it does\n-->\n",
        "```\n```\n",
        ".. image:: a of b\n",
        ":alt: a of b\n",
        "| a | b |\n",
        "1 2 3\n",
    ],
)
def test_no_prose(text: str) -> None:
    assert not holds_prose(text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("boto3==1.34.0\n", True),
        ("# pins\nboto3==1.34.0\n", True),
        ("-r base.txt\n", True),
        ("-e .\n", True),
        ("", False),
        ("\n  \n", False),
        ("# boto3\n", False),
        ("--index-url https://pypi.example/simple\n", False),
    ],
)
def test_pins(text: str, expected: bool) -> None:
    assert holds_pins(text.encode()) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("requirements.in", "boto3\n", True),
        ("requirements.in", "# none\n", False),
        ("setup.py", "setup(install_requires=['boto3'])\n", True),
        ("setup.py", "setup()\n", False),
        ("setup.cfg", "[options]\ninstall_requires =\n  boto3\n", True),
        ("setup.cfg", "[flake8]\n", False),
        ("pyproject.toml", '[project]\ndependencies = ["boto3"]\n', True),
        ("pyproject.toml", "[project]\ndependencies = []\n", False),
        ("pyproject.toml", "[tool.ruff]\n", False),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\nboto3 = "^1"\n', True),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\n', False),
        ("pyproject.toml", "[project\n", False),
        ("pyproject.toml", "project = 1\ntool = 2\n", False),
        ("Pipfile", '[packages]\nboto3 = "*"\n', True),
        ("Pipfile", "[packages]\n", False),
    ],
)
def test_manifests(name: str, text: str, expected: bool) -> None:
    assert declares_dependencies(name, text.encode()) == expected
