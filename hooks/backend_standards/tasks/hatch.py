"""Scripts of Hatch's environments, and its own commands for tests and formatting.

Source: Hatch's documentation, "Environment configuration" (scripts, inheritance), "hatch run", "hatch test" and "hatch
fmt".
"""

from __future__ import annotations

from backend_standards.tasks import Step
from backend_standards.tasks.named import Item, Tasks, line_of, of_files, table, tables, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backend_standards.tasks import Call, Project, Unknown

_FILES = ("hatch.toml", "pyproject.toml")
_MOST_INHERITED = 10
_OWN = {
    "hatch-test": {"run": "pytest {args}", "run-cov": "coverage run -m pytest {args}", "cov-report": "coverage report"},
    "hatch-static-analysis": {"format-check": "ruff format --check --diff .", "lint-check": "ruff check ."},
}
"""Scripts that Hatch's own environments have unless the project says something else."""


def run(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what ``hatch run`` runs, None if it runs a program; the first word may name the environment."""
    words = list(call.words)
    while words and words[0][:1] in ("+", "-"):  # variables of a matrix
        words.pop(0)
    if not words:
        return None
    env, has_env, name = words[0].partition(":")
    if not has_env:
        env, name = call.values.get("HATCH_ENV", "default"), words[0]
    elif not env:
        env = "default"
    return _script(call, env, name, words[1:])


def direct(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what ``hatch test`` and ``hatch fmt`` run; None for other commands."""
    words = list(call.words)
    if words[:1] == ["test"]:
        rest = [word for word in words[1:] if word not in ("-a", "--all", "-c", "--cover", "-r", "-p", "--cover-quiet")]
        name = "run-cov" if {"-c", "--cover", "--cover-quiet"} & set(words) else "run"
        return _script(call, "hatch-test", name, rest)
    if words[:1] in (["fmt"], ["check"]):
        names = ["lint-check", "format-check"]
        if {"-l", "--linter"} & set(words):
            names = names[:1]
        elif {"-f", "--formatter"} & set(words):
            names = names[1:]
        return [step for name in names for step in _script(call, "hatch-static-analysis", name, []) or ()]
    return None


def _script(call: Call, env: str, name: str, arguments: list[str]) -> Iterable[Step | Unknown] | None:
    for found in of_files(call, _FILES, lambda project, path: _read(project, path, env)):
        if name in found.by_name:
            return found.steps(name, arguments, call.values, appends=False)
    text = _OWN.get(env, {}).get(name)
    if text is None:
        return None
    from backend_standards.tasks.named import filled

    return [Step(filled(text, arguments, appends=False), call.path, call.line, call.folders[0], (f"hatch {name}",))]


def _read(project: Project, path: str, env: str) -> Tasks | None:
    data = tables(project, path)
    place: tuple[str, ...] = ("envs",) if path.endswith("hatch.toml") else ("tool", "hatch", "envs")
    envs = table(data, *place)
    if not envs:
        return None
    found = Tasks(path, "hatch run" if env == "default" else f"hatch run {env}:")
    for each in _inherited(envs, env):
        for name, value in table(envs, each, "scripts").items():
            line = line_of(project, path, *place, each, "scripts", name)
            found.by_name.setdefault(name, [_item(text, line) for text in texts(value)])
    for name, items in found.by_name.items():
        for item in items:
            first, _, rest = item.text.partition(" ")
            if first in found.by_name and first != name and not rest.replace("{args}", "").strip():
                item.task, item.text = first, ""
    return found


def _inherited(envs: Mapping[str, object], env: str) -> list[str]:
    """Return an environment and those whose scripts it has too: its templates, and the default one."""
    if env not in envs:
        base = env.rpartition(".")[0]  # of a matrix, such as test.py3.12
        env = base if base in envs else env
    found = [env]
    for _ in range(_MOST_INHERITED):
        settings = table(envs, found[-1])
        template = settings.get("template")
        following = template if isinstance(template, str) else "default"
        if following in found or settings.get("detached") is True:
            break
        found.append(following)
    return found


def _item(text: str, line: int) -> Item:
    can_fail = not text.startswith("- ")
    return Item(text.removeprefix("- "), line, can_fail=can_fail)
