"""The workflows of GitHub and the file of GitLab. What any CI file runs already is not written again."""

from __future__ import annotations

import re

from backend_standards.init import steps
from backend_standards.init.steps import LEAVE, Step
from backend_standards.standard import templates, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backend_standards.init.project import Project

_GITHUB = ".github/workflows/"
_GITLAB = ".gitlab-ci.yml"
_LINES = {"lint": "M23", "test": "T1", "build": "M25", "deploy": "M24", "audit": "M10"}
_PRESENT = {
    "formatter": r"\b(black|ruff format|ruff-format|yapf|blue|darker|pre-commit|prek)\b",
    "linter": r"\b(ruff|flake8|pylint|prospector|pylama|pre-commit|prek|super-linter|megalinter)\b",
    "types": r"\b(mypy|pyright|basedpyright|pyrefly|ty check)\b",
    "unused": r"\b(deptry|fawltydeps|creosote|pip-extra-reqs)\b",
    "test": r"\b(pytest|py\.test|tox|nox|unittest|nosetests|manage\.py test|hatch test)\b",
    "build": r"docker (buildx )?(compose )?build|docker-compose build|build-push-action|kaniko|buildah|sam build|"
    r"docker/bake",
    "audit": r"\b(pip-audit|safety (check|scan)|osv-scanner|trivy|snyk|grype|dependency-check|uv audit)\b",
    "deploy": r"\b(cdk deploy|terraform apply|sam deploy|serverless deploy|sls deploy|zappa|chalice deploy|"
    r"helm upgrade|kubectl apply|aws ecs|aws lambda|aws s3 sync|aws cloudformation deploy|copilot)\b",
}
"""What a command, or an action, of CI has in it if it does the work."""
_RUNNERS = {
    r"\bmake\b": r"^(GNUm|M|m)akefile$",
    r"\bjust\b": r"^\.?justfile$",
    r"\btox\b": r"^(tox\.ini|setup\.cfg|pyproject\.toml)$",
    r"\bnox\b": r"^noxfile\.py$",
    r"\b(pre-commit|prek)\b": r"^\.pre-commit-config\.ya?ml$",
    r"\b(hatch|pdm|poe|pipenv|task|invoke|inv)\b": r"^(pyproject\.toml|Pipfile|tasks\.py|Taskfile\.ya?ml)$",
    r"\.sh\b|\bscripts?/|\bbin/": r"\.(sh|bash)$|^(scripts?|bin|ci)/",
}
"""What CI starts to run more commands, and where these are."""
_FOREIGN = re.compile(r"(?m)^[ \t]{0,40}(?:-[ \t]{0,9})?uses:[ \t]{0,9}[\"']?[\w.-]+/[\w.-]+/\.github/workflows/")
"""A workflow of another repository, which may run anything."""
_FEW = 100


def steps_of(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps of the CI files."""
    seen = project.seen
    if seen.below:
        yield Step(LEAVE, ".github" if project.ci == "github" else _GITLAB, ("I1",), "belongs to the repository's root")
        return
    if project.ci == "gitlab":
        yield from _gitlab(project, filled)
    elif project.ci == "github":
        yield from _github(project, filled)
    elif seen.ci_files:
        yield Step(LEAVE, seen.ci_files[0], ("I1",), f"{seen.ci[0]}: no file is written for it")


def text_of(project: Project) -> str:
    """Return what CI runs: its files, and the files of the tools that these start, without comments."""
    seen = project.seen
    text = "\n".join(map(seen.text, seen.ci_files))
    for clue, place in _RUNNERS.items():
        if re.search(clue, text):
            found = [path for path in seen.paths if re.search(place, path)][:_FEW]
            text += "\n" + "\n".join(map(seen.text, found))
    return re.sub(r"(?m)^[ \t]*#.*$", "", text)


def _github(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    present = {name for name, pattern in _PRESENT.items() if re.search(pattern, text_of(project))}
    lint = [
        name for name in ("formatter", "linter", "types", "unused") if name not in present and _wanted(project, name)
    ]
    wanted = {
        "lint": bool(lint),
        "test": "test" not in present,
        "build": bool(project.dockerfile) and "build" not in present,
        "deploy": "deploy" not in present,
        "audit": "audit" not in present,
    }
    if project.stranger:
        yield Step(LEAVE, _GITHUB, ("M23",), project.stranger)
        wanted = {"build": wanted["build"]}
    elif any(_FOREIGN.search(project.seen.text(path)) for path in project.seen.ci_files) and any(wanted.values()):
        yield Step(LEAVE, _GITHUB, ("M23",), "a workflow of another repository may do it: nobody can tell from here")
        wanted = {}
    for name, is_wanted in wanted.items():
        if not project.wants(name) or (name == "deploy" and not project.seen.is_new):
            continue
        path = f"{_GITHUB}{name}.yml"
        if not is_wanted and not project.seen.has(path):
            if name != "build" or project.dockerfile:
                yield Step(LEAVE, _GITHUB, (_LINES[name],), f"{name}: CI runs it already")
            continue
        yield steps.new(path, (_LINES[name], "I2"), lambda name=name: _workflow(project, name, lint, filled))  # type: ignore[misc]
    if project.wants("audit"):
        existing = [path for path in project.seen.paths if re.search(r"(^|/)(renovate\.json5?|\.renovaterc.*)$", path)]
        existing.append(".github/dependabot.yaml")
        yield steps.new(".github/dependabot.yml", ("S5",), lambda: _updates(project, filled), existing)


def _wanted(project: Project, name: str) -> bool:
    return project.wants({"formatter": "black", "linter": "ruff", "types": "mypy", "unused": "deptry"}[name])


def _workflow(project: Project, name: str, lint: list[str], filled: Mapping[str, str]) -> str:
    kind = "uv" if project.manager.name == "uv" else "pip"
    install = "\n".join(f"- run: {command}" for command in project.manager.install)
    setup = templates.filled(f"github/setup-{kind}.yml", {**filled, "install": install})
    text = templates.filled(f"github/{name}.yml", {**filled, "setup": setup})
    if name == "lint":
        commands = {"formatter": filled["formatter"], "linter": filled["linter"], "types": "mypy ."}
        commands["unused"] = f"deptry {project.source}"
        for each, command in commands.items():
            if each not in lint:
                text = text.replace(f"      - run: {filled['run']}{command}\n", "")
    return text


def _updates(project: Project, filled: Mapping[str, str]) -> str:
    nested = [f"/{folder}" for folder in project.seen.nested]
    places = {"github-actions": ["/"]}
    if not project.seen.is_foreign:
        places["uv" if project.manager.name == "uv" else "pip"] = nested or ["/"]
    if project.dockerfile:
        places["docker"] = ["/"]
    entries = (_update(ecosystem, folders) for ecosystem, folders in places.items())
    return templates.filled("github/dependabot.yml", {**filled, "updates": "".join(entries)})


def _update(ecosystem: str, folders: list[str]) -> str:
    where = f"directory: {folders[0]}" if len(folders) == 1 else f"directories: [{', '.join(folders)}]"
    return (
        f"  - package-ecosystem: {ecosystem}\n    {where}\n    schedule:\n      interval: weekly\n"
        "    cooldown:\n      default-days: 7\n"
    )


def _gitlab(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    if project.stranger:
        yield Step(LEAVE, _GITLAB, ("M23",), project.stranger)
        return

    def text() -> str:
        commands = list(project.manager.install)
        if project.manager.name == "uv":
            commands.insert(0, f"pip install uv=={versions.MANAGERS['uv']}")
        install = "\n".join(f"    - {command}" for command in commands)
        build = templates.filled("gitlab/build.yml", filled) if project.dockerfile and project.wants("build") else ""
        text = templates.filled("gitlab/ci.yml", {**filled, "install": install, "build": build})
        return text if project.seen.is_new else text[: text.index("\ndeploy:")]

    existing = [path for path in (".gitlab-ci.yaml",) if project.seen.has(path)]
    yield steps.new(_GITLAB, ("I1", "I2", "M23"), text, existing)
    if project.wants("audit"):
        yield steps.new("renovate.json", ("S5",), lambda: templates.filled("renovate.json", filled), ["renovate.json5"])
