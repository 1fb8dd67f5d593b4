"""Bring this repository to the standard: say what is missing, show it, or write it.

It looks at what is there, and plans a file a line: write, add to, leave, or differs. Nothing that exists is
overwritten. A file is added to only where its own parser proves that all that was there is the same. No network.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import CLEAN, FINDINGS, PYPROJECT, Stopped, address, configuration, disk, git, writing
from backend_standards.core.output import counted, printable, printable_path, show
from backend_standards.core.remedies import quote
from backend_standards.init import files, hooks_config, others, seen, steps, tables, values, work, workflows
from backend_standards.init.options import NAME, OPTIONS
from backend_standards.init.project import NO_ADDRESS, Project
from backend_standards.init.steps import ADD, DIFFERS, LEAVE, WRITE
from backend_standards.layout.options import settings_of
from backend_standards.standard.table import ROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.init.steps import Step
    from backend_standards.layout.tree import Settings

COMMAND = "backend-standards init"
_LAYOUT = "check-project-layout"
_WIDTH = 40
"""Characters of a path before its words move to the right."""


def main(argv: Sequence[str]) -> int:
    """Plan, or write; return 0 if nothing is to be done, 1 if something is, 2 if it could not run."""
    options = _hook.read(NAME, OPTIONS, argv)
    if options.wants:
        show(_usage(options.wants))
        return CLEAN
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): run it in the folder of the project")
    for name in ("format", "output", "baseline", "update-baseline", "baseline-secrets"):
        if name in options.arguments:
            raise Stopped(f"unknown option --{name}")
    layout = _layout()
    project = Project(options, layout, seen.look(starts=bool(options.text("framework"))))
    plan = sorted((_on_disk(project, step) for step in planned(project)), key=lambda step: step.path)
    if options.flag("diff"):
        show("".join(map(_difference, plan)))
    if options.flag("write"):
        return _write(project, plan, layout)
    if not options.flag("diff"):
        show(_told(project, plan, layout, argv))
    return FINDINGS if any(step.new is not None for step in plan) else CLEAN


def planned(project: Project) -> Iterator[Step]:
    """Yield the steps of a project, in the order of its parts."""
    filled = values.of(project)
    parts: Mapping[str, Callable[[Project, Mapping[str, str]], Iterator[Step]]] = {
        "code": files.code,
        "tests": files.tests,
        "dependencies": files.dependencies,
        "hooks": hooks_config.steps_of,
        "ci": workflows.steps_of,
        "docker": files.docker,
        "make": others.make,
        "ignore": others.ignore,
        "docs": files.docs,
    }
    if not project.parts.isdisjoint(("python", "dependencies")):
        yield from tables.steps_of(project, filled)
    for name, make in parts.items():
        if name in project.parts:
            yield from make(project, filled)


def _on_disk(project: Project, step: Step) -> Step:
    """Return a step; a file that is tracked and not on the disk, as in a sparse checkout, is left."""
    if step.action == WRITE and step.path in project.seen.paths:
        return steps.Step(LEAVE, step.path, step.lines, "is tracked, but not on the disk")
    return step


def _layout() -> Settings:
    """Return where the team has its code, as it told ``check-project-layout``."""
    data = disk.settings(PYPROJECT) or b""
    return settings_of(configuration.options_of(data, _LAYOUT), git.project().paths())


def _write(project: Project, plan: Sequence[Step], layout: Settings) -> int:
    """Write what is planned, and say so."""
    todo = [step for step in plan if step.new is not None]
    for step in todo:
        _check_unchanged(step)
    lines = []
    for step in todo:
        _write_step(step)
        lines.append(f"{'wrote' if step.action == WRITE else 'added to'} {printable_path(step.path)}\n")
    if todo:
        # A file that .gitignore names, such as .env.example below .env*, is added all the same.
        lines.append(f"run: git add --force -- {' '.join(quote(step.path) for step in todo)}\n")
    lines += _rest(project, plan, layout)
    show("".join(lines) or "nothing is missing; nothing was written\n")
    return CLEAN


def _check_unchanged(step: Step) -> None:
    now = disk.settings(step.path)
    if steps.obstacle(step.path) or now != step.old:
        raise Stopped(f"{printable_path(step.path)}: changed while it was read, so nothing was written; run it again")


def _write_step(step: Step) -> None:
    import os

    data = step.new or b""
    try:
        if folder := os.path.dirname(step.path):
            os.makedirs(folder, exist_ok=True)
        if step.old is None:
            writing.create(step.path, data)
        else:
            writing.replace({step.path: data})
    except OSError as error:
        raise Stopped(f"{printable_path(step.path)}: cannot be written: {error.strerror}") from error


def _told(project: Project, plan: Sequence[Step], layout: Settings, argv: Sequence[str]) -> str:
    """Return the plan; the commands that it ends with repeat the options of this run."""
    lines = [f"seen: {printable(project.seen.words())}\n"]
    width = min(_WIDTH, max((len(step.path) for step in plan), default=0))
    for step in plan:
        section = ", ".join(step.lines[:2])
        heading = ROWS[step.lines[0]].section.rpartition(": ")[2]
        words = f"; {printable(step.words)}" if step.words else ""
        lines.append(f"{step.action:<7}  {printable_path(step.path):<{width}}  {section} {heading}{words}\n")
    count = {action: sum(step.action == action for step in plan) for action in (WRITE, ADD, LEAVE, DIFFERS)}
    todo = count[WRITE] + count[ADD]
    lines.append(f"{counted(count[WRITE], 'file')} to write, {count[ADD]} to add to\n")
    if todo:
        options = " ".join(map(quote, argv))
        command = address.command(f"{NAME} {options}".rstrip())
        lines.append(f"run: {command} --diff\nrun: {command} --write\n")
    return "".join([*lines, *_rest(project, plan, layout)])


def _rest(project: Project, plan: Sequence[Step], layout: Settings) -> list[str]:
    """Return the lines of what no file of ours does: the lock, and the work in a repository with code."""
    lines: list[str] = []
    if project.repository == NO_ADDRESS and any(NO_ADDRESS.encode() in (step.new or b"") for step in plan):
        lines.append(f"note: {NO_ADDRESS} stands for your team's copy of this collection: --repository=URL\n")
    lock = {"uv": "uv.lock", "poetry": "poetry.lock", "pdm": "pdm.lock"}.get(project.manager.name, "")
    is_declared = project.seen.has(PYPROJECT) or any(step.path == PYPROJECT and step.new for step in plan)
    if lock and is_declared and not project.seen.has(lock) and "dependencies" in project.parts:
        lines.append(f"run: {project.manager.lock} && git add {lock}\n")
    elif not project.seen.is_new or project.seen.manifests:
        index = git.project()
        lines += [f"{line}\n" for line in work.of(index.paths(), layout, index.contents)]
    return lines


def _difference(step: Step) -> str:
    """Return what a step changes as a unified diff; of a file that differs, what it lacks, as comments."""
    import difflib

    if step.new is None:
        return (
            f"# {printable_path(step.path)}: {step.words}\n"
            + "".join(f"#   {line}\n" for line in step.hints) * (step.action == DIFFERS)
            if step.action == DIFFERS
            else ""
        )
    old = (step.old or b"").decode("utf-8", "replace").splitlines(keepends=True)
    new = step.new.decode("utf-8", "replace").splitlines(keepends=True)
    name = printable_path(step.path)
    rows = difflib.unified_diff(old, new, "/dev/null" if step.old is None else f"a/{name}", f"b/{name}")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def _usage(wants: str) -> str:
    from backend_standards import __version__

    if wants == "version":
        return f"{COMMAND} {__version__}\n"
    rows = [(f"--{option.name} {option.metavar}".rstrip(), option.purpose) for option in OPTIONS]
    rows += [("-h, --help", "print this text"), ("-V, --version", "print the version")]
    width = max(len(name) for name, _ in rows) + 2
    return (
        f"usage: {COMMAND} [OPTION...]\n\n{(__doc__ or '').strip()}\n\noptions:\n"
        + "".join(f"  {name:<{width}}{purpose}\n" for name, purpose in rows)
        + f"\npyproject.toml takes without in the table [tool.backend-standards.{NAME}].\n"
        "Exit code: 0 if nothing is to be done, 1 if something is, 2 if it could not run.\n"
    )
