from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets.login_values import is_login, printable_name, url_login
from backend_standards.secrets.values import LOGIN_IN_URL
from secret_samples import RANDOM, WORD


@pytest.mark.parametrize(
    ("value", "literals", "expected"),
    [
        pytest.param(RANDOM, False, True, id="random"),
        pytest.param(WORD, False, False, id="word"),
        pytest.param(WORD, True, True, id="word-that-counts"),
        pytest.param("abc", True, False, id="short"),
        pytest.param("changeme", True, False, id="placeholder"),
        pytest.param("sk-xxx", True, False, id="elided"),
        pytest.param("${TOKEN}", True, False, id="variable"),
        pytest.param("%(password)s", True, False, id="interpolation"),
        pytest.param(f"prefix-${{A}}-{WORD}", True, False, id="word-beside-a-variable"),
        pytest.param(f"${{A}}{RANDOM}", True, True, id="random-beside-a-variable"),
    ],
)
def test_is_login(value: str, literals: bool, expected: bool) -> None:
    assert is_login(value, literals) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(f"https://app:{fakes.PASSWORD}@packages.acme-corp.io", LOGIN_IN_URL, id="password"),
        pytest.param(f"https://{RANDOM}@packages.acme-corp.io", "a token in a URL", id="token"),
        pytest.param(f"https://{fakes.GITHUB}@github.com", "a GitHub token", id="shape"),
        pytest.param("https://app@packages.acme-corp.io", "", id="user"),
        pytest.param("https://packages.acme-corp.io/@scope", "", id="none"),
    ],
)
def test_url_login(text: str, kind: str) -> None:
    assert url_login(text) == kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [("db_password", "db_password"), ("//a.acme-corp.io/:_authToken", "_authToken"), (RANDOM, ""), (f"a{WORD}", "")],
)
def test_no_part_of_a_secret_is_shown_as_a_name(name: str, shown: str) -> None:
    assert printable_name(name) == shown
