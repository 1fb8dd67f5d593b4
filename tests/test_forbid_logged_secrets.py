from __future__ import annotations

import pytest

from backend_standards.forbid_logged_secrets import main
from support import Repository

LOGIN = (
    "import logging\nlogger = logging.getLogger()\ndef login(user, password):\n    logger.info(f'{user} {password}')\n"
)


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/login.py", LOGIN)
    assert main(["--", "src/login.py"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/login.py:4:5: logged-secret: logger.info() logs password in login()",
        "    note: Leave password out, or write what you want to know about it, such as bool(password).",
        "    except: at the end of the line: # standards: ignore[logged-secret] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("src/login.py", LOGIN)
    repository.write("src/login.py", "x = 1\n")
    assert main(["--", "src/login.py"]) == 1
    repository.add("src/login.py", "x = 1\n")
    repository.write("src/login.py", LOGIN)
    assert main(["--", "src/login.py"]) == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/conftest.py", 0),
        ("vendor/login.py", 0),
        ("src/migrations/0001.py", 0),
        ("layers/a/python/botocore/auth.py", 0),
        ("botocore/auth.py", 1),
        ("scripts/login.py", 1),
    ],
)
def test_what_is_left_out(repository: Repository, path: str, expected: int) -> None:
    repository.add(path, LOGIN)
    assert main(["--", path]) == expected


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        pytest.param(["--allow=/src/"], LOGIN, 0, id="allow"),
        pytest.param(["--public=user_password"], LOGIN, 1, id="public-other"),
        pytest.param(["--public=password,token"], LOGIN, 0, id="public"),
        pytest.param(["--also=email"], "print(user.work_email)\n", 1, id="also"),
        pytest.param([], "print(user.work_email)\n", 0, id="not-also"),
        pytest.param(["--events"], "def handler(event, context):\n    print(event)\n", 1, id="events"),
        pytest.param([], "def handler(event, context):\n    print(event)\n", 0, id="not-events"),
        pytest.param(["--exceptions"], "raise ValueError(f'{token}')\n", 1, id="exceptions"),
        pytest.param([], "raise ValueError(f'{token}')\n", 0, id="not-exceptions"),
        pytest.param(["--telemetry"], "span.set_attribute('auth', token)\n", 1, id="telemetry"),
        pytest.param([], "span.set_attribute('auth', token)\n", 0, id="not-telemetry"),
    ],
)
def test_options(repository: Repository, options: list[str], text: str, expected: int) -> None:
    repository.add("src/a.py", text)
    assert main([*options, "--", "src/a.py"]) == expected


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("  # standards: ignore[logged-secret] a password of the demonstration", 0, id="ignored"),
        pytest.param("  # standards: ignore[logged-secret]", 1, id="without-reason"),
        pytest.param("  # standards: ignore[logged-headers] another rule", 1, id="another-rule"),
    ],
)
def test_ignores(repository: Repository, comment: str, expected: int) -> None:
    repository.add("src/login.py", LOGIN.rstrip() + comment + "\n")
    assert main(["--", "src/login.py"]) == expected


def test_the_ignore_of_a_long_call_is_at_its_first_line(repository: Repository) -> None:
    text = "logger.info(  # standards: ignore[logged-secret] it is public\n    '%s',\n    token,\n)\n"
    repository.add("src/login.py", text)
    assert main(["--", "src/login.py"]) == 0


def test_a_message_names_no_value(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(
        "src/a.py", "print(d['hunter2 password'], e.get('s3cr3t-token'), f(password='hunter2'), {'token': x})\n"
    )
    assert main(["--", "src/a.py"]) == 1
    assert "hunter2" not in capsys.readouterr().out
