from __future__ import annotations

import pytest

from backend_standards.forbid_real_aws_in_tests import main
from support import Repository, commands

UPLOAD = "import boto3\n\n\ndef test_upload():\n    boto3.client('s3').create_bucket(Bucket='orders')\n"
STORE = "import boto3\n\n\ndef save():\n    boto3.client('s3').list_buckets()\n"
PLAIN = "from app.orders import save\n\n\ndef test_save():\n    assert save() is None\n"


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("tests/test_orders.py", UPLOAD)
    assert main(["--"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "tests/test_orders.py:5:5: real-aws-client: boto3.client() in test_upload() reaches the real AWS: nothing mocks it",
        "    note: Mock AWS: `from moto import mock_aws`, and `@mock_aws` on the line above `def test_upload`.",
        "    except: at the end of the line: # standards: ignore[real-aws-client] reason",
    ]  # fmt: skip


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("tests/test_orders.py", UPLOAD)
    repository.write("tests/test_orders.py", "x = 1\n")
    repository.write("tests/test_other.py", UPLOAD)
    assert main(["--"]) == 1
    repository.add("tests/test_orders.py", "x = 1\n")
    assert main(["--"]) == 0


def test_allow(repository: Repository) -> None:
    repository.add("tests/e2e/test_orders.py", UPLOAD)
    assert main(["--allow=/tests/e2e/", "--"]) == 0


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("  # standards: ignore[real-aws-client] the client is never asked", 0, id="ignored"),
        pytest.param("  # standards: ignore[real-aws-client]", 1, id="without-reason"),
        pytest.param("  # standards: ignore[real-aws-profile] another rule", 1, id="another-rule"),
    ],
)
def test_ignores(repository: Repository, comment: str, expected: int) -> None:
    repository.add("tests/test_orders.py", UPLOAD.rstrip() + comment + "\n")
    assert main(["--"]) == expected


def test_an_ignore_that_excepts_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    text = "import boto3\nx = 1  # standards: ignore[real-aws-client] no client here\n"
    repository.add("tests/test_orders.py", text)
    assert main(["--"]) == 1
    assert "tests/test_orders.py:2:10: unused-ignore: " in capsys.readouterr().out


def test_file_names_are_refused(repository: Repository) -> None:
    repository.add("tests/test_orders.py", UPLOAD)
    assert main(["--", "tests/test_orders.py"]) == 2


def test_unguarded_tests(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/app/orders.py", STORE)
    repository.add("tests/test_orders.py", PLAIN)
    assert main(["--"]) == 1
    printed = capsys.readouterr().out
    assert "tests/test_orders.py: aws-tests-unguarded: imports src/app/orders.py, which uses AWS" in printed
    (command,) = commands(printed)
    assert command.endswith(">> tests/conftest.py && git add -- tests/conftest.py")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("tests/conftest.py", "import os\nos.environ['AWS_ACCESS_KEY_ID'] = 'x'\n", id="credentials"),
        pytest.param("tests/test_b.py", "def test_b(monkeypatch): pass\n", id="patch"),
        pytest.param("compose.yaml", "services:\n  aws:\n    image: localstack/localstack\n", id="localstack"),
        pytest.param("tests/test_orders.py", "def test_x(): assert 1\n", id="imports-nothing"),
        pytest.param("src/app/orders.py", "def save(): pass\n", id="no-aws"),
    ],
)
def test_guarded_tests(repository: Repository, path: str, text: str) -> None:
    repository.add("src/app/orders.py", STORE)
    repository.add("tests/test_orders.py", PLAIN)
    repository.add(path, text)
    assert main(["--"]) == 0


def test_unguarded_through_another_module(repository: Repository) -> None:
    repository.add("src/app/store.py", STORE)
    repository.add("src/app/orders.py", "from .store import save\n")
    repository.add("tests/test_orders.py", PLAIN)
    assert main(["--"]) == 1
    assert main(["--allow=/tests/", "--"]) == 0
