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
