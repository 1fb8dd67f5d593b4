"""Where the comment goes that excepts a finding of Python code, and that it does so there."""

from __future__ import annotations

import _ast as ast

import pytest

from backend_standards.code import comments, findings
from backend_standards.code.rules import LOGGED_SECRET
from backend_standards.code.source import Source
from backend_standards.core import IGNORE, Exempt, Finding

HOOK = "forbid-logged-secrets"
COMMENT = "  # standards: ignore[logged-secret] a drill"


def of_calls(text: str) -> list[Finding]:
    """Return what is left of a finding at each call of ``f``."""
    source = Source("src/a.py", text.encode())
    calls = [call for call in source.tree.of(ast.Call) if isinstance(call.func, ast.Name) and call.func.id == "f"]
    found = [findings.at(source, call, LOGGED_SECRET, "it logs", note="Leave it out.") for call in calls]
    return list(comments.apply(source, found, HOOK))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("f(1)\n", 0, id="one-line"),
        pytest.param("f(\n    1,\n)\n", 0, id="brackets"),
        pytest.param('f("""a""")\n', 0, id="string-that-ends"),
        pytest.param('f(  # """\n    1)\n', 0, id="quotes-in-a-comment"),
        pytest.param("f(1)  # \\\n", 0, id="backslash-in-a-comment"),
        pytest.param('f("""\na\n""")\n', 3, id="string"),
        pytest.param("f('''\na\n''', 1,\n  2)\n", 3, id="string-in-an-argument"),
        pytest.param('f(f"""a\n{b} c\n""")\n', 3, id="f-string"),
        pytest.param("f(1, \\\n  2)\n", 2, id="backslash"),
        pytest.param('f("a \\\nb")\n', 2, id="backslash-in-a-string"),
        pytest.param('f("""\na\n""" \\\n  , 1)\n', 4, id="string-and-backslash"),
        pytest.param("f(1, \\\r\n  2)\r\n", 2, id="crlf"),
    ],
)
def test_a_comment_goes_where_it_can_stand(text: str, line: int) -> None:
    (finding,) = of_calls(text)
    assert list(finding.exempt) == ([Exempt(place=f"at the end of line {line}")] if line else list(IGNORE))
    lines = text.split("\n")
    at = (line or 1) - 1
    lines[at] = lines[at].rstrip("\r") + COMMENT
    assert of_calls("\n".join(lines)) == []


def test_the_last_line_of_another_finding_is_no_place() -> None:
    first, second = of_calls('f("""\n""") + f(\n  1)\n')
    assert (list(first.exempt), list(second.exempt)) == ([Exempt("allow", "/src/a.py")], list(IGNORE))
