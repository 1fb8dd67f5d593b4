"""What names stand for, as far as one file tells."""

from __future__ import annotations

import ast

import pytest

from backend_standards.code.source import Source
from backend_standards.code.tree import Tree


def last_call(text: str) -> tuple[Source, ast.Call]:
    source = Source("a.py", text.encode())
    return source, source.tree.of(ast.Call)[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import boto3\nboto3.client()", "boto3.client", id="module"),
        pytest.param("import boto3 as b\nb.client()", "boto3.client", id="alias"),
        pytest.param("import os.path\nos.path.join()", "os.path.join", id="package"),
        pytest.param("import a.b as c\nc.d()", "a.b.d", id="alias-of-a-part"),
        pytest.param("from boto3 import client\nclient()", "boto3.client", id="from"),
        pytest.param("from boto3 import client as c\nmake = c\nmake()", "boto3.client", id="bound-once"),
        pytest.param("from . import aws\naws.client()", ".aws.client", id="relative"),
        pytest.param("from ..a import b\nb()", "..a.b", id="relative-module"),
        pytest.param("def f(boto3):\n    boto3.client()\nimport boto3", "boto3.client", id="argument-has-the-name"),
        pytest.param("from a import b\ndef f():\n    b = other\n    b()", "other", id="bound-in-the-function"),
        pytest.param(
            "from a import b\nclass C:\n    b = other\n    def f(self):\n        b()", "a.b", id="not-of-the-class"
        ),
        pytest.param("try:\n    import a as j\nexcept ImportError:\n    import b as j\nj.x()", "a.x", id="two-imports"),
        pytest.param("x = y\nx = z\nx()", "x", id="bound-twice"),
        pytest.param("self.log.error()", "self.log.error", id="attribute"),
        pytest.param("(lambda: 1)()", "", id="lambda"),
        pytest.param("x = y\ny = x\nx()", "x", id="a-ring"),
        pytest.param("from a import mock\n@mock()\ndef f(mock): pass", "a.mock", id="decorator"),
        pytest.param("from a import b\nclass C(b()):\n    b = other", "a.b", id="base"),
        pytest.param("from a import b\nclass C(metaclass=b()):\n    b = other", "a.b", id="keyword-of-a-class"),
        pytest.param("from a import b\ndef f():\n    b = other\n    g = lambda x: b()", "other", id="in-a-lambda"),
        pytest.param("from a import b\ndef f():\n    global b\n    b()", "a.b", id="global"),
    ],
)
def test_qualified(text: str, expected: str) -> None:
    source, call = last_call(text)
    assert source.names.called(call) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("f('a')", "a", id="literal"),
        pytest.param("A = 'a'\nB = A + '/b'\nf(f'{B}/c')", "a/b/c", id="together"),
        pytest.param("f(1)", None, id="number"),
        pytest.param("A = 'a'\nA = 'b'\nf(A)", None, id="bound-twice"),
        pytest.param("def g(A):\n    f(A)\nA = 'a'", None, id="argument"),
        pytest.param("A = A + 'a'\nf(A)", None, id="ring"),
    ],
)
def test_text(text: str, expected: str | None) -> None:
    source, call = last_call(text)
    assert source.names.text(call.args[0]) == expected


def test_stars_and_builtins() -> None:
    source, call = last_call("from a.b import *\nprint(x)\n")
    assert source.names.stars == ["a.b"]
    assert isinstance(call.func, ast.Name)
    assert source.names.is_builtin(call.func)


def test_no_way_to_a_scope_is_gone_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sum nests one step deeper with each of its parts: whoever climbed from all of them would need their square."""
    steps = 0
    parent = Tree.parent

    def counted(self: Tree, node: ast.AST) -> ast.AST | None:
        nonlocal steps
        steps += 1
        return parent(self, node)

    source = Source("a.py", b"def f():\n    return a" + b" + (a := b)" * 200)
    names = source.tree.of(ast.Name)
    monkeypatch.setattr(Tree, "parent", counted)
    assert len(source.names.bindings(names[0])) == 200
    assert steps < 6 * len(names)
