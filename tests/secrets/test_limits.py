"""What is too large or nested too deep to be judged ends with exit code 2: it never passes unjudged."""

from __future__ import annotations

import pytest

import fakes
from backend_standards import forbid_env_files, forbid_secret_files
from backend_standards.core import Stopped
from backend_standards.secrets.env_files import Policy as EnvPolicy
from backend_standards.secrets.secret_files import Policy
from backend_standards.secrets.values import LARGEST_TEXT, LONGEST

FILLER = "# a comment\n" * (LARGEST_TEXT // 12 + 1)
OUTPUT = '"outputs": {"x": {"sensitive": true, "value": "y"}}'
DEEP = 200_000  # from CPython 3.14 on, json stops at the size of the stack, not at the recursion limit


def rules(path: str, text: str) -> list[str]:
    return [each.rule.id for each in forbid_secret_files.check([(path, text.encode())], Policy())]


@pytest.mark.parametrize(
    "path", ["secrets.yaml", "secrets.toml", "a.tfvars", ".pypirc", ".npmrc", "pip.conf", "secrets.json", ".yarnrc.yml"]
)
def test_a_file_that_is_too_large(path: str) -> None:
    with pytest.raises(Stopped, match=rf"{path}: is larger than 4 MiB, .*exclude"):
        rules(path, f"{FILLER}password: hunter22x\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(f'{{{OUTPUT}, "x": "{FILLER}"}}'.replace("\n", " "), "is larger than 4 MiB", id="large"),
        pytest.param(f'{{"x": {"[" * DEEP}{"]" * DEEP}, {OUTPUT}}}', "is nested too deep", id="deep"),
    ],
)
def test_a_state_that_cannot_be_parsed(text: str, message: str) -> None:
    with pytest.raises(Stopped, match=message):
        rules("a.tfstate", text)
    assert rules("a.tfstate", text.replace('"x": ', '"resources": [1], "x": ', 1)) == ["terraform-state-file"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("secrets.json", '{"a":' * 80 + '{"passwords": ["hunter22x"]}' + "}" * 80, id="deep names"),
        pytest.param(
            "secrets.json", '{"passwords": [' + "[" * 80 + "1" + "]" * 80 + ', "hunter22x"]}', id="deep lists"
        ),
        pytest.param("secrets.yaml", f"{'a' * 300}_password: hunter22x", id="long key"),
        pytest.param(".pypirc", f"[a]\npassword = {fakes.PASSWORD}{' ' * 5000}; x", id="blanks after a value"),
    ],
)
def test_nothing_hides_in_depth_or_length(path: str, text: str) -> None:
    assert rules(path, text) != []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"{'A' * 300}_PASSWORD={fakes.PASSWORD}", id="long name"),
        pytest.param(f"{' ' * 100}DB_PASSWORD={fakes.PASSWORD}", id="blanks before the name"),
        pytest.param(f"DB_PASSWORD{' ' * 100}={' ' * 100}{fakes.PASSWORD}", id="blanks around the sign"),
        pytest.param(f"export{' ' * 100}DB_PASSWORD={fakes.PASSWORD}", id="blanks after export"),
        pytest.param(f"# {'#' * 100} DB_PASSWORD={fakes.PASSWORD}", id="signs of comments"),
        pytest.param(f"A=1, {'B' * 300}_PASSWORD: {fakes.PASSWORD}", id="second on the line"),
        pytest.param(f"setenv {'A' * 300}_PASSWORD {fakes.PASSWORD}", id="setenv"),
        pytest.param(f"URL=postgres://{'u' * 2000}:{fakes.PASSWORD}@db.acme-corp.io/x", id="long user"),
        pytest.param(f"DB_PASSWORD={'x' * LONGEST}{fakes.PASSWORD * 300}", id="end of a long value"),
    ],
)
def test_nothing_hides_in_a_long_line_of_an_env_file(line: str) -> None:
    found = forbid_env_files.check([(".env.example", f"{line}\n".encode())], EnvPolicy())
    assert [each.rule.id for each in found] == ["env-template-secret"]
