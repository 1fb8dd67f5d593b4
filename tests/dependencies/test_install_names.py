"""Which files hold requirements, by their names."""

from __future__ import annotations

import re

import pytest
import yaml

from backend_standards.dependencies import install_names
from support import ROOT

MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
(PASSED,) = (hook["files"] for hook in MANIFEST if hook["id"] == "require-pinned-requirements")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Dockerfile", "Dockerfile"),
        ("api/Dockerfile.dev", "Dockerfile"),
        ("api.Dockerfile", "Dockerfile"),
        ("Containerfile", "Dockerfile"),
        ("dockerfile_template.py", "none"),
        ("plugins/dockerfile.py", "none"),
        ("Dockerfile.dockerignore", "none"),
        ("Containerfile.md", "none"),
        ("Dockerfile.sh", "shell"),
        ("Dockerfile.py310", "Dockerfile"),
        ("my-dockerfile.lock", ""),
        ("requirements/dockerfile.txt", ""),
        ("docs/licenses/requirements-parser.txt", "none"),
        ("Licences/requirements.txt", "none"),
        ("license-api/requirements.txt", ""),
        ("scripts/install.sh", "shell"),
        ("a.bash", "shell"),
        ("Makefile", "make"),
        ("rules.mk", "make"),
        (".github/workflows/ci.yml", "YAML"),
        ("sub/.github/workflows/ci.yaml", "YAML"),
        (".github/dependabot.yml", "images"),
        ("my.github/workflows/ci.yml", "images"),
        ("x.circleci/config.yml", "images"),
        (".github/actions/setup/action.yml", "YAML"),
        ("action.yaml", "YAML"),
        (".gitlab-ci.yml", "YAML"),
        ("ci/test.gitlab-ci.yml", "YAML"),
        ("buildspec.yml", "YAML"),
        ("buildspec-deploy.yaml", "YAML"),
        ("azure-pipelines.yml", "YAML"),
        ("bitbucket-pipelines.yml", "YAML"),
        (".circleci/config.yml", "YAML"),
        ("config.yml", "images"),
        ("infra/main.tf", "images"),
        ("ecs/task.json", "images"),
        ("ecs/task.json.tpl", "images"),
        ("pyproject.toml", "pyproject"),
        ("api/pyproject.toml", "pyproject"),
        ("requirements.txt", ""),
        ("deps/prod.lock", ""),
    ],
)
def test_kind(path: str, kind: str) -> None:
    assert install_names.kind(path) == kind
    assert not kind or re.search(PASSED, path)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"RUN pip install x", True),
        (b"pipx inject x y", True),
        ("pip install x".encode("utf-16-le"), True),
        ("pipx inject x".encode("utf-16-be"), True),
        (b"FROM python", False),
        (b"", False),
    ],
)
def test_may_install(data: bytes, expected: bool) -> None:
    assert install_names.may_install(data) is expected
