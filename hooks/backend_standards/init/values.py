"""What is put into the templates."""

from __future__ import annotations

from backend_standards import __version__
from backend_standards.init.managers import MORE_TOOLS, OF_FRAMEWORK, RUNTIME, TOOLS
from backend_standards.standard import templates, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend_standards.init.project import Project

_KINDS = {"fastapi": ", with FastAPI", "flask": ", with Flask", "lambda": ", as a Lambda function"}
_ROUTES = "Every route is below `/v1`: `POST /v1/greetings` creates a greeting. `openapi.yaml` describes them all."
_APIS = {
    "fastapi": "`/docs` of the running service shows the API, as FastAPI describes it. Every route is below `/v1`.",
    "flask": _ROUTES,
    "lambda": _ROUTES,
    "": "The service has no API: it is started, does its work and ends.",
}
_NO_SPHINX = {
    "fastapi": "FastAPI describes the API at /docs, and nobody imports this code",
    "": "openapi.yaml describes the API, and nobody imports this code",
    "none": "nobody imports this code, and the README says what it does",
}
_STARTS = {"lambda": "# AWS Lambda calls main.handler"}
_COMMANDS = {
    "fastapi": '["uvicorn", "--app-dir", "{source}", "--host", "0.0.0.0", "--port", "8000", "main:app"]',
    "flask": '["gunicorn", "--chdir", "{source}", "--bind", "0.0.0.0:8000", "main:app"]',
    "": '["python", "{source}/main.py"]',
}
_PYTEST_SOCKET = ("-socket", "--allow-")


def of(project: Project) -> dict[str, str]:
    """Return the values of all names that the templates have besides the versions."""
    manager, seen = project.manager, project.seen
    framework = "" if project.framework == "none" else project.framework
    run = manager.run
    setup = ["python -m venv .venv", ". .venv/bin/activate"] if manager.name in ("pip", "pip-tools") else []
    values = {
        "name": project.name,
        "package": project.package,
        "source": project.source,
        "tests": project.tests,
        "python": project.python,
        "python-digits": project.python_digits,
        "line-length": project.line_length,
        "branch": seen.branch,
        "dockerfile": project.dockerfile,
        "context": ".",
        "repository": project.repository,
        "version": __version__,
        "run": run,
        "formatter": formatter(project),
        "linter": linter(project),
        "audit": "pip-audit -r requirements.txt" if "-r requirements.txt" in " ".join(manager.install) else "pip-audit",
        "kind": _KINDS.get(framework, ""),
        "api-words": _APIS.get(framework, _APIS[""]).format(source=project.source),
        "start": _STARTS.get(framework, f"{run}python {project.source}/main.py"),
        "command": _COMMANDS.get(framework, _COMMANDS[""]).format(source=project.source),
        "setup-commands": "\n".join([*setup, *manager.install]),
        "dependencies": _pins((*RUNTIME, *OF_FRAMEWORK.get(framework, ())), '    "{}=={}",'),
        "no-sphinx": _NO_SPHINX.get(project.framework, _NO_SPHINX[""]),
        "underline": "=" * len(project.name),
        "modules": "\n".join(f"   {name}" for name in _modules(project)),
    }
    form = "{}=={}" if manager.name == "pip-tools" else '    "{}=={}",'
    values["tools"] = _pins(tools(project), form)
    values["dependency-words"] = _dependency_words(project)
    return values


def formatter(project: Project) -> str:
    """Return the command that checks the form of the code."""
    return "ruff format --check ." if "ruff-format" in _settings(project) else "black . --check"


def linter(project: Project) -> str:
    """Return the command of the linter that the repository configures, or of ruff."""
    seen = project.seen
    if not seen.is_new and (seen.has(".flake8") or "[flake8]" in seen.text("setup.cfg") + seen.text("tox.ini")):
        return "flake8"
    return "ruff check ."


def tools(project: Project) -> list[str]:
    """Return the tools of a new project."""
    http = ["httpx2"] if project.framework == "fastapi" else []
    return sorted([*TOOLS, *MORE_TOOLS, *http])


def _settings(project: Project) -> str:
    return project.seen.text(".pre-commit-config.yaml") + project.seen.text(".pre-commit-config.yml")


def _modules(project: Project) -> list[str]:
    """Return the packages that the documentation is made of."""
    if project.seen.is_new:
        return ["app", "config", "models", "services", "utils"]
    if project.imports != project.source:
        return [project.source.replace("/", ".")] if project.source != "." else []
    below = [path.removeprefix(f"{project.source}/") for path in project.seen.code if path.startswith(project.source)]
    return sorted({path.partition("/")[0] for path in below if "/" in path})


def _pins(names: Iterable[str], form: str) -> str:
    return "\n".join(form.format(name, versions.PACKAGES[name]) for name in sorted(names))


def _dependency_words(project: Project) -> str:
    name = project.manager.name
    if name == "pip-tools":
        return (
            "`pyproject.toml` and `requirements-dev.in` name the packages; `requirements.txt` and\n"
            "`requirements-dev.txt` pin them all. To change one, edit the first, and compile with pip-tools:\n\n"
            "```sh\n"
            "pip-compile --no-annotate --output-file=requirements.txt --strip-extras pyproject.toml\n"
            "pip-compile --no-annotate --output-file=requirements-dev.txt --strip-extras requirements-dev.in\n"
            "```"
        )
    return (
        f"`pyproject.toml` names the packages, and `{name}.lock` pins them all. To change one, edit the first,\n"
        "and lock:\n\n"
        f"```sh\n{project.manager.lock}\n```"
    )


def requirements(project: Project) -> tuple[str, str]:
    """Return the templates of the two compiled files of pip-tools."""
    name = project.framework if project.framework in OF_FRAMEWORK else "plain"
    return f"requirements/{name}.txt", f"requirements/dev-{'fastapi' if name == 'fastapi' else 'plain'}.txt"


def pytest_table(project: Project, values: dict[str, str]) -> str:
    """Return the table of pytest: of a repository with code, without what could break its tests."""
    text = templates.filled("pyproject/pytest.toml", values)
    manifests = "\n".join(map(project.seen.text, project.seen.manifests))
    if not project.seen.is_new and "pytest-socket" not in manifests:
        text = without(text, *_PYTEST_SOCKET)
    if not project.seen.is_new:
        text = without(text, "--import-mode", "--strict-markers")
        if not project.seen.has(f"{project.tests}/"):
            text = without(text, "testpaths")
    if project.imports != "src" and project.imports != project.source:
        text = without(text, "pythonpath")
    return text.replace("addopts = [\n]\n", "")


def mypy_table(project: Project, values: dict[str, str]) -> str:
    """Return the table of mypy, with pydantic's plugin where the project uses pydantic."""
    text = templates.filled("pyproject/mypy.toml", {**values, "source": project.imports})
    manifests = "\n".join(map(project.seen.text, project.seen.manifests))
    return text if project.seen.is_new or "pydantic" in manifests else without(text, "plugins")


def deptry_table(project: Project, filled: dict[str, str]) -> str:
    """Return the table of deptry; where code exists, it finds the modules itself."""
    text = templates.filled("pyproject/deptry.toml", filled)
    return text if project.seen.is_new else without(text, "known_first_party")


def without(text: str, *words: str) -> str:
    """Return a text without the lines that have one of these words."""
    return "".join(line for line in text.splitlines(keepends=True) if not any(word in line for word in words))
