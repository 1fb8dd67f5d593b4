from __future__ import annotations

import pytest

from backend_standards.check_aws_clients import main
from support import Repository

ONCE = 'import boto3\nfrom botocore.config import Config\ns3 = boto3.client("s3", config=Config(retries={"max_attempts": 0}))\n'
PLAIN = 'import boto3\ns3 = boto3.client("s3")\n'
NOTE = (
    "Let botocore retry: `from botocore.config import Config`, and "
    '`config=Config(retries={"max_attempts": 5, "mode": "standard"})` for the client.'
)
PATH = "src/services/s3.py"


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(PATH, ONCE)
    assert main(["--", PATH]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/services/s3.py:3:32: retries-disabled: Config(retries=…) sets max_attempts to 0",
        f"    note: {NOTE}",
        "    except: at the end of the line: # standards: ignore[retries-disabled] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add(PATH, ONCE)
    repository.write(PATH, "x = 1\n")
    assert main(["--", PATH]) == 1
    repository.add(PATH, "x = 1\n")
    assert main(["--", PATH]) == 0


def test_allow(repository: Repository) -> None:
    repository.add(PATH, ONCE)
    assert main(["--allow=/src/services/", "--", PATH]) == 0


@pytest.mark.parametrize("path", ["tests/conftest.py", "vendor/s3.py", "src/migrations/0001.py"])
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, ONCE)
    assert main(["--", path]) == 0


def test_undecided_retries_are_asked_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(PATH, PLAIN)
    assert main(["--", PATH]) == 0
    assert main(["--retries", "--", PATH]) == 1
    assert (
        "s3.py:2:6: retries-undecided: boto3.client() leaves the retries to botocore's default"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("template.yaml", "Variables:\n  AWS_RETRY_MODE: standard\n", 0, id="template"),
        pytest.param("Dockerfile", "FROM python:3.12\nENV AWS_MAX_ATTEMPTS=5\n", 0, id="dockerfile"),
        pytest.param(".env.example", "AWS_RETRY_MODE=adaptive\n", 0, id="env-example"),
        pytest.param("infra/main.tf", 'AWS_RETRY_MODE = "standard"\n', 0, id="terraform"),
        pytest.param("src/app/aws.py", "session.set_default_client_config(config)\n", 0, id="default-config"),
        pytest.param("README.md", "Set AWS_RETRY_MODE.\n", 1, id="prose"),
    ],
)
def test_what_settles_retries_elsewhere(repository: Repository, path: str, text: str, expected: int) -> None:
    repository.add(PATH, PLAIN)
    repository.add(path, text)
    assert main(["--retries", "--", PATH]) == expected
