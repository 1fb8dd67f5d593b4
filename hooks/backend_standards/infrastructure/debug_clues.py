"""Which deployment files may switch a debug mode on, by their names and by a literal search.

A clean run imports it, so it imports nothing.
"""

from __future__ import annotations

DOCKERFILE, TERRAFORM, YAML, JSON, TOML, LINES = "Dockerfile", "Terraform", "YAML", "JSON", "TOML", "lines"
_TERRAFORM = (".tf", ".tofu", ".hcl", ".tfvars")
_YAML = (".yaml", ".yml", ".template")
_JSON = (".json", ".json.tpl", ".json.tftpl", ".json.tmpl", ".json.j2")
_LINES = (".service", ".ini", ".cfg", ".conf")
_CI = frozenset(
    ".travis.yml bitbucket-pipelines.yml bitbucket-pipelines.yaml appveyor.yml .appveyor.yml action.yml action.yaml "
    ".pre-commit-config.yaml package.json package-lock.json composer.json tsconfig.json jenkinsfile docker-bake.json "
    "devcontainer.json launch.json tasks.json".split()
)
"""Files of CI systems, editors and other languages."""
_CI_BEGINNINGS = (".gitlab-ci", "azure-pipelines", "buildspec", "tsconfig", "taskfile")
_CI_FOLDERS = frozenset(
    ".github .gitlab .circleci .buildkite .vscode .idea .devcontainer .woodpecker .azure-pipelines .harness".split()
)
_COMPOSE = ("compose", "docker-stack")
"""Parts of the names of Compose files: ``docker-compose.yml``, ``podman-compose.yml``."""
_PRODUCTION = frozenset("prod production prd live staging stage stg preprod".split())
_WORDS = (
    *(b"debug", b"flask_env", b"quart_env", b"reload", b"sqlalchemy_echo", b"db_echo", b"sql_echo", b"database_echo"),
    *(b"pythondevmode", b"fastapi dev", b'"fastapi", "dev"', b'"fastapi","dev"', b"ptvsd"),
)
_NUMBER = b"10"
"""The level DEBUG as a number."""
_BEFORE = (b" ", b"=", b":", b'"', b"'")
_NEAR = 40
"""Bytes between a level's name and its value."""
_KUBERNETES = (b"apiversion", b"kind")
_CLOUDFORMATION = (b"resources", b"aws::")
_BEANSTALK = b"option_settings"
_CONTAINERS = b"containerdefinitions"
_SERVERLESS = (b"provider", b"functions")
_SERVICES = b"\nservices:"
_LOGGING = (b"version", b"level")
_NAMES = ("serverless", "kustomization", "apprunner", "zappa_settings", "task-definition", "taskdef")
"""Beginnings of names of files that deploy, whatever is in them."""


def kind(path: str) -> str:
    """Return as what a file is read; "" for one that the hook is not about."""
    folder, _, name = path.lower().rpartition("/")
    if (
        name in _CI
        or name.startswith(".env")
        or name.startswith(_CI_BEGINNINGS)
        or not _CI_FOLDERS.isdisjoint(folder.split("/"))
    ):
        return ""
    if name.startswith(("dockerfile", "containerfile")) or name.endswith((".dockerfile", ".containerfile")):
        return DOCKERFILE
    if name.endswith(_TERRAFORM):
        return TERRAFORM
    if name.endswith(_JSON):
        return JSON
    if name.endswith(_YAML) or (name.endswith(".config") and folder.endswith(".ebextensions")):
        return YAML
    if name.endswith(".toml"):
        return TOML if name == "samconfig.toml" or "log" in name else ""
    is_procfile = name == "procfile" or name.startswith("procfile.")
    return LINES if name.endswith(_LINES) or is_procfile else ""


def concerns(data: bytes) -> bool:
    """Return whether a file may switch something on: it has one of the words, in any case, or a level as a number.

    A file with NULs may be text of UTF-16.
    """
    if b"\0" in data:
        return True
    lower = data.lower()
    if any(word in lower for word in _WORDS):
        return True
    at = lower.find(b"level")
    while at >= 0:
        near = lower[at : at + _NEAR]
        if b"trace" in near or _has_number(near):
            return True
        at = lower.find(b"level", at + 1)
    return False


def _has_number(near: bytes) -> bool:
    """Return whether bytes have the number of DEBUG as a value of its own, and not as a part of one."""
    at = near.find(_NUMBER)
    end = at + len(_NUMBER)
    return at > 0 and near[at - 1 : at] in _BEFORE and not near[end : end + 1].isalnum()


def deploys(path: str, data: bytes) -> bool:
    """Return whether a file of YAML or JSON is one that deploys, or configures logs: it is parsed only then."""
    folder, _, name = path.lower().rpartition("/")
    if any(word in name for word in _COMPOSE) and name.endswith((".yaml", ".yml")):
        return is_for_production(path)
    if name.startswith(_NAMES) or is_of_chart(path) or name.endswith(".config"):
        return True
    if folder.endswith(".chalice") or (name.startswith("manifest.") and "copilot" in folder):
        return True
    lower = data.lower()
    is_known = any(all(word in lower for word in words) for words in (_KUBERNETES, _CLOUDFORMATION, _SERVERLESS))
    if not is_known and (lower.startswith(_SERVICES[1:]) or _SERVICES in lower):
        return is_for_production(path)  # a Compose file by another name
    return (
        is_known
        or _CONTAINERS in lower
        or _BEANSTALK in lower
        or _has_environment(lower)
        or (all(word in lower for word in _LOGGING) and (b"handlers" in lower or b"loggers" in lower))
    )


def _has_environment(lower: bytes) -> bool:
    """Return whether a file has keys of a container or function with an environment; quotes are those of JSON."""
    return any(b"environment" + sign in lower for sign in (b":", b'"')) and any(
        word + sign in lower for word in (b"image", b"variables") for sign in (b":", b'"')
    )


def is_of_chart(path: str) -> bool:
    """Return whether a file has values of a Helm chart, by its name."""
    name = path.lower().rpartition("/")[2]
    return name.startswith("values") or name.endswith(("values.yaml", "values.yml"))


def is_for_production(path: str) -> bool:
    """Return whether a word of a path says that a file is for production, or for what is like it."""
    words = "".join(char if char.isalnum() else " " for char in path.lower()).split()
    return not _PRODUCTION.isdisjoint(words)
