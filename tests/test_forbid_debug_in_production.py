from __future__ import annotations

import pytest

from backend_standards.forbid_debug_in_production import main
from support import Repository

SERVE = "import logging\nlogging.basicConfig(level=logging.DEBUG)\n"


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/app/main.py", SERVE)
    assert main(["--", "src/app/main.py"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/app/main.py:2:1: debug-level: basicConfig() sets the level DEBUG",
        '    note: Read the level from the environment: `os.environ.get("LOG_LEVEL", "INFO")`',
        "    except: at the end of the line: # standards: ignore[debug-level] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("src/app/main.py", SERVE)
    repository.write("src/app/main.py", "x = 1\n")
    assert main(["--", "src/app/main.py"]) == 1
    repository.add("src/app/main.py", "x = 1\n")
    repository.write("src/app/main.py", SERVE)
    assert main(["--", "src/app/main.py"]) == 0


@pytest.mark.parametrize(
    "path",
    ["tests/conftest.py", "vendor/main.py", "src/migrations/0001.py", "src/app/dev.py", "run_local.py", "scripts/load.py", "examples/a.py", "src/settings/development.py"],
)  # fmt: skip
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, SERVE)
    assert main(["--", path]) == 0


def test_allow(repository: Repository) -> None:
    repository.add("src/app/main.py", SERVE)
    assert main(["--allow=/src/app/", "--", "src/app/main.py"]) == 0


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("  # standards: ignore[debug-level] this tool only runs on demand", 0, id="ignored"),
        pytest.param("  # standards: ignore[debug-level]", 1, id="without-reason"),
        pytest.param("  # standards: ignore[debug-server] another rule", 1, id="another-rule"),
    ],
)
def test_ignores(repository: Repository, comment: str, expected: int) -> None:
    repository.add("src/app/main.py", SERVE.rstrip() + comment + "\n")
    assert main(["--", "src/app/main.py"]) == expected


@pytest.mark.parametrize(
    "text",
    ["LOG_LEVEL=debug", "LOG_LEVEL=Debug", "FLASK_DEBUG=1", "LOG_LEVEL=TRACE", "LOG_LEVEL=10", "FLASK_ENV=development", "QUART_ENV=development", "UVICORN_RELOAD=1", "SQLALCHEMY_ECHO=1", "PYTHONDEVMODE=1"],
)  # fmt: skip
def test_the_first_search_rules_nothing_out(repository: Repository, text: str) -> None:
    repository.add("Dockerfile", f"FROM python:3.12.4-slim\nENV {text}\n")
    assert main(["--", "Dockerfile"]) == 1


def test_a_deployment_that_is_allowed(repository: Repository) -> None:
    repository.add("Dockerfile", "FROM python:3.12.4-slim\nENV LOG_LEVEL=debug\n")
    assert main(["--allow=/Dockerfile", "--", "Dockerfile"]) == 0


def test_utf_16(repository: Repository) -> None:
    repository.add("values.yaml", "\ufefflogLevel: debug\n".encode("utf-16-le"))
    assert main(["--", "values.yaml"]) == 1
