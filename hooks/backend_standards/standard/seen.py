"""What `review` alone looks at: what holds where a line is kept, and an example of either kind.

The checks themselves are in ``standard/checks.py``. The tests run them over these examples.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Files: TypeAlias = Mapping[str, str]
    """The files of a repository by path."""


class Check:
    """One thing that the review looks at: what ``holds`` where a line is kept.

    ``reason`` says why the standard asks for it. ``bad`` is an example that does not keep the line, ``good`` one that
    keeps it.
    """

    __slots__ = ("bad", "good", "holds", "reason")

    def __init__(self, holds: str, reason: str, *, bad: Files, good: Files) -> None:
        self.holds = holds
        self.reason = reason
        self.bad = bad
        self.good = good

    def __repr__(self) -> str:
        return f"<Check {self.holds}>"


_REQUIREMENTS = "requirements.txt"
_MAIN = "src/app/main.py"
_SETTINGS = "src/config/settings.py"
_IMAGE = {"Dockerfile": "FROM python:3.13-slim\nUSER 10001\n"}
_FASTAPI = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"
_CLIENT = 'import boto3\n\ns3 = boto3.client("s3")\n'
_CLASS = "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    db_url: str\n"
_LIBRARY = {"src/shop/prices.py": "def total(prices):\n    return sum(prices)\n"}

CHECKS = {
    "api-framework": Check(
        "FastAPI or Flask serves the routes",
        "A framework validates input, answers errors and documents routes; a team would write all of it again.",
        bad={
            _REQUIREMENTS: "django==6.0.0\n",
            _MAIN: "from django.urls import path\n\nurlpatterns = [path('', None)]\n",
        },
        good={_REQUIREMENTS: "fastapi==0.140.0\n", _MAIN: _FASTAPI},
    ),
    "aws-profile": Check(
        "no code outside the tests names a profile of one developer's machine",
        "A profile exists on one machine. A role gives the service keys that nobody has to keep.",
        bad={"src/services/s3.py": 'import boto3\n\nsession = boto3.Session(profile_name="ann")\n'},
        good={"src/services/s3.py": "import boto3\n\nsession = boto3.Session()\n"},
    ),
    "aws-sdk": Check(
        "boto3 or aiobotocore is a dependency, rather than hand-made requests",
        "The SDK signs requests, turns pages and retries; what is made by hand does not.",
        bad={"src/services/s3.py": _CLIENT},
        good={_REQUIREMENTS: "boto3==1.42.0\n", "src/services/s3.py": _CLIENT},
    ),
    "aws-timeouts": Check(
        "the clients of AWS have timeouts of the project's own",
        "botocore waits a minute for a connection and another one for an answer, longer than most callers.",
        bad={"src/services/s3.py": _CLIENT},
        good={
            "src/services/s3.py": "import boto3\nfrom botocore.config import Config\n\n"
            's3 = boto3.client("s3", config=Config(connect_timeout=3, read_timeout=10))\n'
        },
    ),
    "code-owners": Check(
        "a CODEOWNERS file asks for the reviewers by itself",
        "Nobody forgets to ask those who know the code.",
        bad={"README.md": "# Shop\n"},
        good={".github/CODEOWNERS": "* @acme/shop\n"},
    ),
    "docker": Check(
        "a Dockerfile is tracked",
        "The image that was tested is the one that runs.",
        bad={"Procfile": "web: gunicorn app.main:app\n"},
        good=_IMAGE,
    ),
    "environment-switch": Check(
        "a field of the settings chooses the environment, such as APP_ENV",
        "One build runs in every environment, and only its settings differ.",
        bad={_SETTINGS: _CLASS},
        good={_SETTINGS: f"{_CLASS}    app_env: str\n"},
    ),
    "generic-500": Check(
        "no handler answers 500 with the text of the exception",
        "The text of an exception tells an attacker about the inside, and a client nothing about what to do.",
        bad={_MAIN: "def order(number):\n    raise HTTPException(500, str(error))\n"},
        good={_MAIN: 'def order(number):\n    raise HTTPException(404, "there is no such order")\n'},
    ),
    "infrastructure-as-code": Check(
        "files of Terraform, the CDK, CloudFormation, SAM or serverless are tracked",
        "What was clicked together cannot be reviewed, and not be built a second time.",
        bad=_IMAGE,
        good={"infra/main.tf": 'resource "aws_sqs_queue" "orders" {}\n'},
    ),
    "laptop-deploy": Check(
        "no target of a Makefile or a script deploys where no CI job does",
        "What a laptop deploys may not be committed, and nobody can say which version runs.",
        bad={"Makefile": "deploy:\n\tcdk deploy\n"},
        good={
            "Makefile": "deploy:\n\tcdk deploy\n",
            ".github/workflows/deploy.yml": "on: push\njobs:\n  deploy:\n    steps:\n      - run: make deploy\n",
        },
    ),
    "logging": Check(
        "the code logs with logging, structlog, loguru or Powertools",
        "Without logs a failure is known when a user reports it.",
        bad=_LIBRARY,
        good={"src/shop/prices.py": "import logging\n\nlogger = logging.getLogger(__name__)\n"},
    ),
    "object-tags": Check(
        "the uploads to S3 set Metadata or Tagging",
        "An object without a tag says neither who wrote it nor when it may be deleted.",
        bad={"src/services/s3.py": 's3.put_object(Bucket="orders", Key=key, Body=body)\n'},
        good={"src/services/s3.py": 's3.put_object(Bucket="orders", Key=key, Body=body, Tagging="team=shop")\n'},
    ),
    "observability": Check(
        "CloudWatch, DataDog or New Relic is a dependency or a log driver",
        "A failure that nobody sees lasts until a user reports it.",
        bad=_IMAGE,
        good={_REQUIREMENTS: "ddtrace==4.0.0\n"},
    ),
    "openapi": Check(
        "no application switches its OpenAPI pages off",
        "Clients and reviewers read the document, not the code.",
        bad={_MAIN: "from fastapi import FastAPI\n\napp = FastAPI(openapi_url=None)\n"},
        good={_MAIN: _FASTAPI},
    ),
    "pytest": Check(
        "pytest is configured, or CI runs it",
        "One runner for all tests gives one report and one number of coverage.",
        bad={"tests/app/test_main.py": "import unittest\n"},
        good={"pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'},
    ),
    "secret-store": Check(
        "the code or the infrastructure uses Secrets Manager or the Parameter Store",
        "A store rotates secrets, records who reads them, and keeps them out of files.",
        bad={"src/services/s3.py": _CLIENT},
        good={"src/config/secrets.py": 'import boto3\n\nsecrets = boto3.client("secretsmanager")\n'},
    ),
    "settings-class": Check(
        "a class of settings validates the environment",
        "A missing variable then stops the start, not the first request that needs it.",
        bad={_SETTINGS: 'import os\n\nDB_URL = os.environ["DB_URL"]\n'},
        good={_SETTINGS: _CLASS},
    ),
    "sphinx": Check(
        "a docs/conf.py of Sphinx is tracked",
        "Docstrings are read by those who have the pages, not only by those who have the code.",
        bad={"docs/index.md": "# Shop\n"},
        good={"docs/conf.py": 'project = "shop"\n'},
    ),
    "structured-logs": Check(
        "a package for structured logs is a dependency",
        "Logs in JSON are searched by their fields, sentences by luck.",
        bad={_REQUIREMENTS: "requests==2.34.2\n", _MAIN: "import logging\n"},
        good={_REQUIREMENTS: "python-json-logger==4.0.0\n", _MAIN: "import logging\n"},
    ),
    "untested-modules": Check(
        "tests import or name most modules",
        "A module that no test imports may have a misspelt name, and nobody knows.",
        bad=_LIBRARY,
        good={**_LIBRARY, "tests/shop/test_prices.py": "from shop.prices import total\n"},
    ),
    "updates": Check(
        "Dependabot or Renovate is configured",
        "A fix that nobody installs protects nobody.",
        bad={_REQUIREMENTS: "requests==2.34.2\n"},
        good={".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n"},
    ),
    "validation-handler": Check(
        "a handler of validation errors is registered",
        "Clients get errors in one form, which an update of the framework does not change.",
        bad={_MAIN: _FLASK},
        good={
            _MAIN: f"{_FLASK}\n\n@app.errorhandler(ValidationError)\ndef invalid(error):\n"
            "    return error.errors(), 422\n"
        },
    ),
    "virtual-environment": Check(
        "virtual environments are ignored by git, and none is tracked",
        "Packages of the machine are in no lock file, and the next machine lacks them.",
        bad={".gitignore": "*.pyc\n"},
        good={".gitignore": "*.pyc\n.venv/\n"},
    ),
}
"""By name."""
