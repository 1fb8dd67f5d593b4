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
    """One thing that the review looks at. ``bad`` does not keep a line, ``good`` keeps it."""

    __slots__ = ("bad", "good", "holds")

    def __init__(self, holds: str, *, bad: Files, good: Files) -> None:
        self.holds = holds
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
        bad={
            _REQUIREMENTS: "django==6.0.0\n",
            _MAIN: "from django.urls import path\n\nurlpatterns = [path('', None)]\n",
        },
        good={_REQUIREMENTS: "fastapi==0.140.0\n", _MAIN: _FASTAPI},
    ),
    "aws-profile": Check(
        "no code outside the tests names a profile of one developer's machine",
        bad={"src/services/s3.py": 'import boto3\n\nsession = boto3.Session(profile_name="ann")\n'},
        good={"src/services/s3.py": "import boto3\n\nsession = boto3.Session()\n"},
    ),
    "aws-sdk": Check(
        "boto3 or aiobotocore is a dependency, rather than hand-made requests",
        bad={"src/services/s3.py": _CLIENT},
        good={_REQUIREMENTS: "boto3==1.42.0\n", "src/services/s3.py": _CLIENT},
    ),
    "aws-timeouts": Check(
        "the clients of AWS have timeouts of the project's own",
        bad={"src/services/s3.py": _CLIENT},
        good={
            "src/services/s3.py": "import boto3\nfrom botocore.config import Config\n\n"
            's3 = boto3.client("s3", config=Config(connect_timeout=3, read_timeout=10))\n'
        },
    ),
    "code-owners": Check(
        "a CODEOWNERS file asks for the reviewers by itself",
        bad={"README.md": "# Shop\n"},
        good={".github/CODEOWNERS": "* @acme/shop\n"},
    ),
    "docker": Check(
        "a Dockerfile is tracked",
        bad={"Procfile": "web: gunicorn app.main:app\n"},
        good=_IMAGE,
    ),
    "environment-switch": Check(
        "a field of the settings chooses the environment, such as APP_ENV",
        bad={_SETTINGS: _CLASS},
        good={_SETTINGS: f"{_CLASS}    app_env: str\n"},
    ),
    "generic-500": Check(
        "no handler answers 500 with the text of the exception",
        bad={_MAIN: "def order(number):\n    raise HTTPException(500, str(error))\n"},
        good={_MAIN: 'def order(number):\n    raise HTTPException(404, "there is no such order")\n'},
    ),
    "infrastructure-as-code": Check(
        "files of Terraform, the CDK, CloudFormation, SAM or serverless are tracked",
        bad=_IMAGE,
        good={"infra/main.tf": 'resource "aws_sqs_queue" "orders" {}\n'},
    ),
    "laptop-deploy": Check(
        "no target of a Makefile or a script deploys where no CI job does",
        bad={"Makefile": "deploy:\n\tcdk deploy\n"},
        good={
            "Makefile": "deploy:\n\tcdk deploy\n",
            ".github/workflows/deploy.yml": "on: push\njobs:\n  deploy:\n    steps:\n      - run: make deploy\n",
        },
    ),
    "logging": Check(
        "the code logs with logging, structlog, loguru or Powertools",
        bad=_LIBRARY,
        good={"src/shop/prices.py": "import logging\n\nlogger = logging.getLogger(__name__)\n"},
    ),
    "object-tags": Check(
        "the uploads to S3 set Metadata or Tagging",
        bad={"src/services/s3.py": 's3.put_object(Bucket="orders", Key=key, Body=body)\n'},
        good={"src/services/s3.py": 's3.put_object(Bucket="orders", Key=key, Body=body, Tagging="team=shop")\n'},
    ),
    "observability": Check(
        "CloudWatch, DataDog or New Relic is a dependency or a log driver",
        bad=_IMAGE,
        good={_REQUIREMENTS: "ddtrace==4.0.0\n"},
    ),
    "openapi": Check(
        "no application switches its OpenAPI pages off",
        bad={_MAIN: "from fastapi import FastAPI\n\napp = FastAPI(openapi_url=None)\n"},
        good={_MAIN: _FASTAPI},
    ),
    "pytest": Check(
        "pytest is configured, or CI runs it",
        bad={"tests/app/test_main.py": "import unittest\n"},
        good={"pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'},
    ),
    "secret-store": Check(
        "the code or the infrastructure uses Secrets Manager or the Parameter Store",
        bad={"src/services/s3.py": _CLIENT},
        good={"src/config/secrets.py": 'import boto3\n\nsecrets = boto3.client("secretsmanager")\n'},
    ),
    "settings-class": Check(
        "a class of settings validates the environment",
        bad={_SETTINGS: 'import os\n\nDB_URL = os.environ["DB_URL"]\n'},
        good={_SETTINGS: _CLASS},
    ),
    "sphinx": Check(
        "a docs/conf.py of Sphinx is tracked",
        bad={"docs/index.md": "# Shop\n"},
        good={"docs/conf.py": 'project = "shop"\n'},
    ),
    "structured-logs": Check(
        "a package for structured logs is a dependency",
        bad={_REQUIREMENTS: "requests==2.34.2\n", _MAIN: "import logging\n"},
        good={_REQUIREMENTS: "python-json-logger==4.0.0\n", _MAIN: "import logging\n"},
    ),
    "untested-modules": Check(
        "tests import or name most modules",
        bad=_LIBRARY,
        good={**_LIBRARY, "tests/shop/test_prices.py": "from shop.prices import total\n"},
    ),
    "updates": Check(
        "Dependabot or Renovate is configured",
        bad={_REQUIREMENTS: "requests==2.34.2\n"},
        good={".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n"},
    ),
    "validation-handler": Check(
        "a handler of validation errors is registered",
        bad={_MAIN: _FLASK},
        good={
            _MAIN: f"{_FLASK}\n\n@app.errorhandler(ValidationError)\ndef invalid(error):\n"
            "    return error.errors(), 422\n"
        },
    ),
    "virtual-environment": Check(
        "virtual environments are ignored by git, and none is tracked",
        bad={".gitignore": "*.pyc\n"},
        good={".gitignore": "*.pyc\n.venv/\n"},
    ),
}
"""By name."""
