"""What the review alone looks at: each check with what keeps, breaks and leaves open its line."""

from __future__ import annotations

import pytest

from backend_standards.standard import conditions, facts, table
from backend_standards.standard.about_structure import entry, modules_without_test
from backend_standards.standard.checks import CHECKS
from reviewing import project

API = "from fastapi import FastAPI\n\napp = FastAPI()\n"
FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"
CLIENT = 'import boto3\n\ns3 = boto3.client("s3")\n'
CDK = {"infra/cdk.json": "{}"}
# By check: (name of the case, files, state).
CASES = {
    "api-framework": [
        ("fastapi", {"src/app.py": API, "requirements.txt": "fastapi==0.115.0\n"}, "kept"),
        ("poetry", {"src/app.py": API, "pyproject.toml": "[tool.poetry.dependencies]\nfastapi = '^0.1'\n"}, "kept"),
        ("spelling", {"src/app.py": FLASK, "pyproject.toml": "[project]\ndependencies = ['Flask>=3']\n"}, "kept"),
        ("django", {"src/app.py": "from rest_framework import x\n", "requirements.txt": "Django==5.1\n"}, "broken"),
        ("undeclared", {"src/app.py": API}, "unknown"),
        (
            "another-one-in-the-code",
            {"src/app.py": "app = Chalice('x')\n", "requirements.txt": "flask==3.0.0\nchalice==1.31.0\n"},
            "broken",
        ),
    ],
    "validation-handler": [
        ("handler", {"src/a.py": f"{API}@app.exception_handler(RequestValidationError)\n"}, "kept"),
        ("fastapi-alone", {"src/a.py": API}, "unknown"),
        ("flask-alone", {"src/a.py": FLASK}, "broken"),
        ("django-alone", {"src/a.py": "from rest_framework import views\n"}, "unknown"),
        ("in-a-comment", {"src/a.py": f"{FLASK}# @app.errorhandler(ValidationError)\n"}, "broken"),
    ],
    "generic-500": [
        ("none", {"src/a.py": "raise HTTPException(404)\n"}, "kept"),
        ("position", {"src/a.py": "raise HTTPException(500, str(error))\n"}, "broken"),
        ("name", {"src/a.py": "raise HTTPException(status_code=500)\n"}, "broken"),
        ("constant", {"src/a.py": "raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR)\n"}, "broken"),
        ("abort", {"src/a.py": "abort(500)\n"}, "broken"),
        ("in-tests", {"tests/test_a.py": "abort(500)\n"}, "kept"),
    ],
    "openapi": [
        ("fastapi", {"src/a.py": API}, "kept"),
        ("off", {"src/a.py": "app = FastAPI(openapi_url=None)\n"}, "broken"),
        ("flask", {"src/a.py": FLASK}, "broken"),
        ("flask-with-a-document", {"src/a.py": FLASK, "docs-api/openapi.yaml": "openapi: 3.1.0\n"}, "kept"),
        ("smorest", {"src/a.py": f"from flask_smorest import Api\n{FLASK}"}, "kept"),
    ],
    "aws-sdk": [
        ("declared", {"src/a.py": CLIENT, "requirements.txt": "boto3==1.34.0\n"}, "kept"),
        ("undeclared", {"src/a.py": CLIENT}, "unknown"),
    ],
    "aws-timeouts": [
        ("none", {"src/a.py": CLIENT}, "broken"),
        ("config", {"src/a.py": f"{CLIENT}config = Config(read_timeout=10)\n"}, "kept"),
        ("no-client", {"src/a.py": "x = 1\n"}, "not-applicable"),
        ("of-something-else", {"src/a.py": f"{CLIENT}origin_read_timeout=30\n"}, "broken"),
    ],
    "aws-profile": [
        ("named", {"src/a.py": 'session = boto3.Session(profile_name="dev")\n'}, "broken"),
        ("none", {"src/a.py": CLIENT}, "kept"),
        ("in-a-script", {"scripts/a.py": 'boto3.Session(profile_name="dev")\n'}, "kept"),
        ("in-a-task", {"tasks.py": 'boto3.Session(profile_name="dev")\n'}, "kept"),
    ],
    "object-tags": [
        ("none", {"src/a.py": "s3.put_object(Bucket=b, Key=k)\n"}, "broken"),
        ("metadata", {"src/a.py": "s3.put_object(Bucket=b, Key=k, Metadata={})\n"}, "kept"),
        ("no-upload", {"src/a.py": CLIENT}, "not-applicable"),
    ],
    "secret-store": [
        ("code", {"src/a.py": 'boto3.client("secretsmanager")\n'}, "kept"),
        ("terraform", {"main.tf": 'data "aws_ssm_parameter" "x" {}\n'}, "kept"),
        ("nothing", {"src/a.py": CLIENT}, "unknown"),
    ],
    "code-owners": [
        ("github", {".github/CODEOWNERS": "* @team\n"}, "kept"),
        ("none", {"a": ""}, "not-decidable"),
    ],
    "docker": [
        ("dockerfile", {"Dockerfile": "FROM python:3.12\n"}, "kept"),
        ("of-an-example", {"tests/data/Dockerfile": "FROM x\n"}, "broken"),
        ("of-development", {".devcontainer/Dockerfile": "FROM x\n"}, "broken"),
        ("functions", {"template.yaml": "Transform: AWS::Serverless-2016-10-31\n"}, "unknown"),
    ],
    "infrastructure-as-code": [
        ("cdk", CDK, "kept"),
        ("terraform", {"main.tf": ""}, "kept"),
        ("cloudformation", {"template.yaml": "AWSTemplateFormatVersion: 2010-09-09\n"}, "kept"),
        ("another-template", {"template.yaml": "x: 1\n", "Dockerfile": ""}, "unknown"),
    ],
    "laptop-deploy": [
        ("makefile-alone", {"Makefile": "deploy:\n\tterraform apply\n"}, "broken"),
        (
            "makefile-and-ci",
            {
                "Makefile": "deploy:\n\tcdk deploy\n",
                ".github/workflows/ci.yml": "jobs:\n  deploy:\n    run: make deploy\n",
            },
            "kept",
        ),
        ("ci-by-name", {".github/workflows/deploy.yml": "jobs: {}\n"}, "kept"),
        ("a-comment", {"Makefile": "# cdk deploy\n"}, "unknown"),
    ],
    "updates": [
        ("dependabot", {".github/dependabot.yml": "version: 2\n"}, "kept"),
        ("renovate", {"renovate.json": "{}"}, "kept"),
        ("none", {"a": ""}, "broken"),
    ],
    "sphinx": [
        ("conf", {"docs/conf.py": 'project = "x"\n'}, "kept"),
        ("another-conf", {"src/conf.py": "x = 1\n"}, "broken"),
    ],
    "structured-logs": [
        ("package", {"requirements.txt": "python-json-logger==2.0.7\n"}, "kept"),
        ("package-of-tests", {"requirements-test.txt": "python-json-logger==2.0.7\n"}, "broken"),
        ("formatter", {"src/a.py": "class JsonFormatter(logging.Formatter): ...\n"}, "kept"),
        ("renderer-of-an-api", {"src/a.py": "from rest_framework.renderers import JSONRenderer\n"}, "broken"),
    ],
    "observability": [
        ("package", {"requirements.txt": "ddtrace==2.0.0\n"}, "kept"),
        ("log-driver", {"ecs.json": '{"logDriver": "awslogs"}'}, "kept"),
        ("nothing", {"Dockerfile": ""}, "unknown"),
    ],
    "logging": [
        ("logging", {"src/a.py": "import logging\n"}, "kept"),
        ("of-flask", {"src/a.py": "current_app.logger.info('x')\n"}, "kept"),
        ("nothing", {"src/a.py": "x = 1\n"}, "broken"),
        ("no-code", {"README.md": ""}, "not-decidable"),
    ],
    "settings-class": [
        ("pydantic", {"src/a.py": "class Settings(BaseSettings): ...\n"}, "kept"),
        ("environ", {"src/a.py": 'import os\n\nX = os.environ["X"]\n'}, "broken"),
        ("in-a-text", {"src/a.py": 'x = "BaseSettings"\n'}, "broken"),
    ],
    "environment-switch": [
        ("field", {"src/a.py": "class Settings(BaseSettings):\n    app_env: str\n"}, "kept"),
        ("variable", {"src/a.py": 'ENV = os.getenv("APP_ENV")\n'}, "kept"),
        ("after-many-others", {"src/a.py": 'x = "STAGE"\n' * 99 + 'os.environ["X_STAGE"]\n'}, "kept"),
        ("variable-of-a-service", {"src/a.py": 'x = os.environ["NOTIFY_ENVIRONMENT"]\n'}, "kept"),
        ("field-of-a-model", {"src/a.py": "class Function(BaseModel):\n    environment: str\n"}, "broken"),
        ("another-field", {"src/a.py": "class S(BaseSettings):\n    compute_environment: str\n"}, "broken"),
        ("nothing", {"src/a.py": 'os.environ["X"]\n'}, "broken"),
    ],
    "untested-modules": [
        ("no-tests", {"src/a.py": ""}, "broken"),
        ("named", {"src/a.py": "", "tests/test_a.py": "def test_a(): ...\n"}, "kept"),
        ("imported", {"src/shop/a.py": "", "tests/test_x.py": "from shop import a\n"}, "kept"),
        ("few", {"src/a.py": "", "src/b.py": "", "src/c.py": "", "tests/test_a.py": ""}, "broken"),
    ],
    "pytest": [
        ("settings", {"pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['tests']\n"}, "kept"),
        ("conftest", {"tests/conftest.py": ""}, "kept"),
        ("declared", {"requirements-dev.txt": "pytest==8.3.0\n"}, "kept"),
        ("a-plugin-alone", {"requirements-dev.txt": "pytest-mock==3.14.0\n", "tests/test_a.py": ""}, "broken"),
        ("no-tests", {"src/a.py": ""}, "broken"),
    ],
    "virtual-environment": [
        ("lock", {"uv.lock": ""}, "kept"),
        ("ignored", {".gitignore": ".venv/\n"}, "kept"),
        ("neither", {".gitignore": "*.pyc\n"}, "broken"),
    ],
}


@pytest.mark.parametrize(
    ("check", "files", "state"),
    [
        pytest.param(check, files, state, id=f"{check}-{name}")
        for check, cases in CASES.items()
        for name, files, state in cases
    ],
)
def test_checks(check: str, files: dict[str, str], state: str) -> None:
    verdict = CHECKS[check](project(files))
    assert verdict.state == state, verdict.why
    assert verdict.why
    assert verdict.state != "broken" or verdict.fix


@pytest.mark.parametrize("name", CHECKS)
def test_the_examples_that_explain_shows(name: str) -> None:
    shown = table.CHECKS[name]
    assert CHECKS[name](project(shown.good)).state == "kept"
    assert CHECKS[name](project(shown.bad)).state in ("broken", "unknown", "not-decidable")


def test_every_check_of_the_table_is_there() -> None:
    assert set(table.CHECKS) == set(CHECKS) == set(CASES)
    assert set(table.CONDITIONS) == conditions.NAMES


@pytest.mark.parametrize(
    ("condition", "files", "applies"),
    [
        ("api", {"src/a.py": API}, True),
        ("api", {"src/a.py": 'x = "FastAPI()"\n'}, False),
        ("aws", {"requirements.txt": "boto3==1.34.0\n"}, True),
        ("aws", {"src/a.py": "from botocore import x\n"}, True),
        ("aws", {"src/a.py": ""}, False),
        ("deployed", {"Procfile": ""}, True),
        ("deployed", {"setup.py": ""}, False),
        ("docker", {"docker/api.Dockerfile": ""}, True),
        ("docker", {"examples/Dockerfile": ""}, False),
        ("environment", {"src/a.py": "os.getenv(x)\n"}, True),
        ("environment", {"src/a.py": ""}, False),
        ("fastapi", {"src/a.py": API}, True),
        ("fastapi", {"src/a.py": FLASK}, False),
        ("infrastructure", CDK, True),
        ("infrastructure", {"iam/policy.json": '{"Effect": "Allow", "Action": "*"}'}, True),
        ("infrastructure", {"package.json": "{}"}, False),
    ],
)
def test_conditions(condition: str, files: dict[str, str], applies: bool) -> None:
    assert (conditions.unmet(condition, project(files)) == "") is applies


@pytest.mark.parametrize(
    ("path", "files", "state"),
    [
        ("src/app/", {"src/app/main.py": ""}, "kept"),
        ("src/config/", {"src/shop/config/settings.py": ""}, "kept"),
        ("src/app/", {"src/apple/main.py": ""}, "broken"),
        ("src/main.py", {"src/main.py": ""}, "kept"),
        ("scripts/", {"scripts/a.sh": ""}, "kept"),
        ("scripts/", {"src/scripts/a.sh": ""}, "broken"),
        (
            "src/app/",
            {
                "pyproject.toml": "[tool.backend-standards.check-project-layout]\nsource = ['backend']\n",
                "backend/app/x": "",
            },
            "kept",
        ),
        (
            "scripts/",
            {"pyproject.toml": "[tool.backend-standards.check-project-layout]\noptional = ['scripts/']\n"},
            "not-applicable",
        ),
    ],
)
def test_entries_of_the_tree(path: str, files: dict[str, str], state: str) -> None:
    assert entry(path)(project(files)).state == state


def test_modules_without_a_test() -> None:
    files = {
        "src/shop/orders.py": "",
        "src/shop/mail.py": "",
        "src/shop/pay.py": "",
        "src/shop/stock.py": "",
        "src/shop/__init__.py": "",
        "scripts/seed.py": "",
        "tests/shop/test_orders.py": "from unittest.mock import patch\n\nimport shop.mail\n\npatch('shop.pay.charge')\n",
    }
    assert modules_without_test(project(files)) == ["src/shop/stock.py"]


def test_a_framework_whose_routes_no_hook_reads() -> None:
    files = {"src/a.py": "from rest_framework import views\n", "requirements.txt": "django==5.1\n"}
    assert facts.unread_framework(project(files)) == "django"
    assert facts.unread_framework(project({"src/a.py": API})) == ""
