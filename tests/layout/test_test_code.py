from __future__ import annotations

import pytest

from backend_standards.layout.test_code import holds_tests, is_test


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("def test_a():\n    assert 1\n", True, id="function"),
        pytest.param("async def test_a():\n    assert 1\n", True, id="coroutine"),
        pytest.param("import pytest\ndef test_a():\n    with pytest.raises(E):\n        f()\n", True, id="raises"),
        pytest.param("import pytest\n@pytest.mark.slow\ndef test_a():\n    assert 1\n", True, id="mark"),
        pytest.param("class TestA:\n    def test_a(self):\n        assert 1\n", True, id="class"),
        pytest.param(
            "class A(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n", True, id="case"
        ),
        pytest.param("def test_a():\r\n    assert 1\r\n", True, id="crlf"),
        pytest.param("'''A doc.'''\ndef test_a():\n    assert 1\n", True, id="docstring"),
        pytest.param("", False, id="empty"),
        pytest.param("A = '''\ndef test_a():\n    assert 1\n'''\n", False, id="quoted"),
        pytest.param("import pytest\n@pytest.fixture\ndef test_a():\n    assert 1\n", False, id="fixture"),
        pytest.param("@pytest.fixture(\n    scope='x',\n)\ndef test_a():\n    assert 1\n", False, id="long-fixture"),
        pytest.param("@click.command()\ndef test_db(url):\n    assert url\n", False, id="command"),
        pytest.param(
            "import unittest\ndef test_valid(case: unittest.TestCase, x):\n    case.assertTrue(x)\n",
            False,
            id="given-a-case",
        ),
        pytest.param(
            "class A(TestCase):\n    @property\n    def test_app(self):\n        return 1\n    def check(self):\n        assert 1\n",
            False,
            id="property",
        ),
        pytest.param("def test_settings():\n    return Settings()\n", False, id="helper"),
        pytest.param("class BaseTest(TestCase):\n    def test_a(self):\n        assert 1\n", False, id="base-class"),
        pytest.param("class TestMixin:\n    def test_a(self):\n        assert 1\n", False, id="mixin"),
        pytest.param("class Api:\n    def test_a(self):\n        assert 1\n", False, id="other-class"),
        pytest.param("class TestClient:\n    def get(self):\n        assert 1\n", False, id="class-without-tests"),
        pytest.param("def f():\n    def test_a():\n        assert 1\n", False, id="inner-function"),
        pytest.param("def contest_a():\n    assert 1\n", False, id="inside-a-word"),
    ],
)
def test_content(text: str, *, expected: bool) -> None:
    assert holds_tests(text.encode()) is expected


@pytest.mark.parametrize("word", "base mixin abstract common shared suite contract".split())
def test_a_class_that_others_derive_from(word: str) -> None:
    text = "class Test{}Orders:\n    def test_a(self):\n        assert 1\n"
    assert not holds_tests(text.format(word.title()).encode())
    assert holds_tests(text.format("").encode())


@pytest.mark.parametrize("library", "pytest unittest TestCase mock hypothesis".split())
def test_a_decorated_test(library: str) -> None:
    text = b"@mark\ndef test_a():\n    assert 1\n"
    assert not holds_tests(text), "a command or a task of that name"
    assert holds_tests(b"# %b\n" % library.encode() + text)


def test_the_head_of_a_class_has_a_limit() -> None:
    text = "class TestA({}):\n    def test_a(self):\n        assert 1\n"
    assert holds_tests(text.format("x" * 398).encode())
    assert holds_tests(text.format("x" * 400).encode())
    assert not holds_tests(text.format("x" * 401).encode())
    assert not is_test("test_a.txt", b"")
    assert is_test("test_a.py", b"")
