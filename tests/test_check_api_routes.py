from __future__ import annotations

import pytest

from backend_standards import backend_standards, check_api_routes
from backend_standards.check_api_routes import main
from support import Repository

API = "from fastapi import APIRouter\n\nrouter = APIRouter(prefix='/orders')\n\n@router.get('/{number}')\ndef order(number: int) -> int:\n    return number\n"
MAIN = "from fastapi import FastAPI\nfrom shop.api import router\n\napp = FastAPI()\napp.include_router(router)\n"


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN)
    assert main(["--"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/shop/main.py:5:1: unversioned-route: router is joined without a version: the route order() has none in the address",
        '    note: Give it the prefix: `app.include_router(router, prefix="/v1")`. If a gateway adds it, set prefix in [tool.backend-standards.check-api-routes].',
        "    except: at the end of the line: # standards: ignore[unversioned-route] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN)
    repository.write("src/shop/main.py", "")
    assert main(["--"]) == 1
    repository.add("src/shop/main.py", MAIN.replace("(router)", "(router, prefix='/v1')"))
    repository.write("src/shop/main.py", MAIN)
    assert main(["--"]) == 0


@pytest.mark.parametrize(
    "path", ["tests/test_main.py", "tests/app.py", "vendor/main.py", "src/migrations/0001.py", "{{x}}/main.py"]
)
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, MAIN + "@app.get('/orders')\ndef orders() -> int:\n    return 1\n")
    assert main(["--"]) == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], 1, id="none"),
        pytest.param(["--prefix=/v2"], 0, id="prefix"),
        pytest.param(["--prefix=/api"], 1, id="prefix-without-a-version"),
        pytest.param(["--exempt=/orders/"], 0, id="exempt"),
        pytest.param(["--exempt=/invoices/"], 1, id="another-exempt"),
        pytest.param(["--allow=/src/shop/main.py"], 0, id="allow"),
        pytest.param(["--allow=/src/shop/api.py"], 1, id="allow-another-file"),
    ],
)
def test_options(repository: Repository, arguments: list[str], expected: int) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN)
    assert main([*arguments, "--"]) == expected


def test_flask_bodies(repository: Repository) -> None:
    text = "from flask import Flask, request\napp = Flask(__name__)\n@app.post('/v1/a')\ndef a():\n    return {'a': request.json['a']}, 201\n"
    repository.add("src/main.py", text)
    assert main(["--"]) == 0
    assert main(["--flask-bodies", "--"]) == 1


def test_names_of_files_are_refused(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", "")
    assert main(["--", "src/main.py"]) == 2
    assert "it reads the index" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("  # standards: ignore[unversioned-route] the old gateway adds it", 0, id="ignored"),
        pytest.param("  # standards: ignore[unversioned-route]", 1, id="without-reason"),
        pytest.param("  # standards: ignore[ok-on-error] another rule", 1, id="another-rule"),
    ],
)
def test_ignores(repository: Repository, comment: str, expected: int) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN.rstrip() + comment + "\n")
    assert main(["--"]) == expected


def test_an_ignore_that_is_not_needed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/shop/main.py", MAIN.rstrip() + "  # standards: ignore[unversioned-route] once\n")
    assert main(["--"]) == 1
    assert "unused-ignore" in capsys.readouterr().out


def test_a_file_that_cannot_be_parsed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/shop/main.py", MAIN + "def f(:\n")
    assert main(["--"]) == 1
    assert "src/shop/main.py:6:7: unparsable-python" in capsys.readouterr().out


def test_the_pushed_commit_is_judged(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN)
    repository.git("commit", "-qm", "feat: serve orders")
    repository.add("src/shop/main.py", "")
    assert main(["--"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--"]) == 1


def test_it_is_part_of_the_command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/shop/api.py", API)
    repository.add("src/shop/main.py", MAIN)
    assert backend_standards.main(["check"]) == 1
    assert "src/shop/main.py:5:1: unversioned-route" in capsys.readouterr().out


def test_imported_files_alone_are_parsed_besides(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings module without a word of a framework is read, because a prefix comes from it; others are not."""
    from backend_standards.code import source

    repository.add("src/shop/settings.py", "class Settings(Base):\n    PREFIX: str = '/v1'\n\nsettings = Settings()\n")
    repository.add("src/shop/other.py", "x = 1\n")
    repository.add("src/shop/api.py", API)
    text = MAIN.replace("import router", "import router\nfrom shop.settings import settings")
    repository.add("src/shop/main.py", text.replace("(router)", "(router, prefix=settings.PREFIX)"))
    parsed = []
    parse = source._parse
    monkeypatch.setattr(source, "_parse", lambda data: parsed.append(data) or parse(data))  # type: ignore[func-returns-value]
    assert check_api_routes.main(["--"]) == 0
    assert len(parsed) == 3
