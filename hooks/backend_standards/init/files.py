"""The files of a new project: code, tests, dependencies, documents. Where code exists, none that hides a finding."""

from __future__ import annotations

from backend_standards.init import steps, values
from backend_standards.layout import PURPOSES
from backend_standards.project import places, pull_request
from backend_standards.standard import templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backend_standards.init.project import Project
    from backend_standards.init.steps import Step

_PACKAGES = {"app": "P2", "config": "P3", "services": "P4", "models": "P5", "utils": "P6"}
_CODE = {
    "config/settings.py": ("src/settings.py", ("C3", "C4", "M3")),
    "config/logging.py": ("src/logging.py", ("L1", "L2", "L5")),
    "services/aws.py": ("src/aws.py", ("W2", "S1")),
    "models/greeting.py": ("src/greeting.py", ("A3",)),
    "app/greetings.py": ("src/greetings.py", ("P2",)),
}
_TESTS = {
    "conftest.py": ("tests/conftest.py", ("T3", "T4")),
    "config/test_settings.py": ("tests/test_settings.py", ("T2",)),
    "config/test_logging.py": ("tests/test_logging.py", ("T2",)),
    "services/test_aws.py": ("tests/test_aws.py", ("T2",)),
}


def code(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the code of a new project."""
    if not project.seen.is_new:
        return
    prefix = "" if project.source == "." else f"{project.source}/"
    for name, line in _PACKAGES.items():
        text = f'"""{PURPOSES[f"{name}/"]}."""\n'
        yield steps.new(f"{prefix}{name}/__init__.py", (line,), lambda text=text: text)  # type: ignore[misc]
    own: dict[str, tuple[str, tuple[str, ...]]] = {"main.py": (f"{_folder(project)}/main.py", ("P7",))}
    if project.framework != "none":
        own["app/api.py"] = (f"{_folder(project)}/api.py", ("A1", "A2", "A4"))
    if project.framework in ("flask", "lambda"):
        yield steps.new("openapi.yaml", ("A6", "O7"), lambda: templates.filled("openapi.yaml", filled))
    yield from _templates({**_CODE, **own}, prefix, filled)
    yield steps.new("scripts/.gitkeep", ("P9",), lambda: "")


def tests(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the tests of the code of a new project."""
    if not project.seen.is_new:
        return
    feature = "test_main.py" if project.framework == "none" else "app/test_api.py"
    own = {feature: (f"{_folder(project)}/{feature.rpartition('/')[2]}", ("T1", "T2"))}
    yield from _templates({**_TESTS, **own}, f"{project.tests}/", filled)


def dependencies(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the pins of a new project that uses pip; a lock of the other managers needs the network."""
    if not project.seen.is_blank or project.manager.name != "pip-tools":
        return
    of_service, of_tools = values.requirements(project)
    yield steps.new("requirements.txt", ("D1", "P10"), lambda: templates.filled(of_service, filled))
    yield steps.new("requirements-dev.in", ("D4",), lambda: templates.filled("requirements/dev.in", filled))
    yield steps.new("requirements-dev.txt", ("D1",), lambda: templates.filled(of_tools, filled))


def docker(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the image's file, on request, and what it leaves out."""
    if project.with_docker and not project.seen.dockerfiles:
        kind = project.manager.name if project.manager.name in ("uv", "poetry") else "pip"
        copy = templates.filled(f"docker/copy-{kind}", filled)
        yield steps.new("Dockerfile", ("I6",), lambda: templates.filled("docker/Dockerfile", {**filled, "copy": copy}))


def docs(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the documents."""
    readmes = places.readmes(project.seen.paths, "")
    if project.wants("readme") and (project.seen.is_new or readmes):
        yield steps.new("README.md", ("O4", "O5", "O6", "O7"), lambda: templates.filled("README.md", filled), readmes)
    if project.wants("pull-request") and not project.seen.below:
        place = ".github/pull_request_template.md"
        if project.ci == "gitlab":
            place = ".gitlab/merge_request_templates/Default.md"
        found = places.templates(project.seen.paths)
        yield steps.new(place, ("G22",), lambda: pull_request.STANDARD, found)
    if project.with_sphinx:
        existing = [path for path in project.seen.paths if path.startswith("docs/") and path.endswith("conf.py")]
        for name in ("docs/conf.py", "docs/index.rst", "docs/requirements.txt"):
            yield steps.new(name, ("O2",), lambda name=name: templates.filled(name, filled), existing)  # type: ignore[misc]


def _folder(project: Project) -> str:
    return project.framework or "none"


def _templates(
    files: Mapping[str, tuple[str, tuple[str, ...]]], prefix: str, filled: Mapping[str, str]
) -> Iterator[Step]:
    for path, (template, lines) in files.items():
        yield steps.new(prefix + path, lines, lambda template=template: templates.filled(template, filled))  # type: ignore[misc]
