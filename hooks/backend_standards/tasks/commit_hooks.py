"""Hooks of pre-commit and prek: what those of the configuration run.

A hook of another repository is known by its id. One that changes files fails as soon as it changes one, so a formatter
stands here with its option that only checks. Sources: pre-commit.com, "pre-commit run", ".pre-commit-config.yaml -
hooks"; prek's documentation, "Configuration"; the manifests of the hooks.
"""

from __future__ import annotations

from backend_standards.tasks import Step, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.readers.marked import Node, Pairs
    from backend_standards.tasks import Call, Unknown

_CONFIGURATION = (".pre-commit-config.yaml", ".pre-commit-config.yml")
_KNOWN = {
    "ruff": "ruff check",
    "ruff-check": "ruff check",
    "ruff-format": "ruff format --check",
    "black": "black --check",
    "black-jupyter": "black --check",
    "isort": "isort --check",
    "python-safety-dependencies-check": "safety check",
    "pip-audit": "pip-audit",
    "hadolint-docker": "hadolint",
    "uv-lock": "uv lock --check",
    "poetry-check": "poetry check",
    "basedpyright": "basedpyright",
    "mypy-commit": "mypy",
    "pyright-pretty": "pyright",
    "prettier": "prettier --check",
    "yapf": "yapf --diff",
    "autopep8": "autopep8 --diff",
    "ty-check": "ty check",
    "pylint-django": "pylint",
}
"""What a hook runs, by its id, where that is not the id itself."""
_WITH_VALUE = frozenset(
    """
    -c --config --hook-stage --stage --from-ref -s --source --to-ref -o --origin --color --remote-branch --local-branch
    --remote-name --remote-url --checkout-type --commit-msg-filename --skip -C --cd --directory -d
    """.split()
)
_OTHER_COMMANDS = frozenset(
    """
    install uninstall install-hooks prepare-hooks autoupdate auto-update update clean cache gc sample-config
    migrate-config try-repo validate-config validate-manifest init-templatedir init-template-dir help hook-impl list
    self identify hazmat
    """.split()
)
_RUN_STAGES = frozenset(("pre-commit", "commit"))
_LANGUAGES = frozenset(("pygrep", "fail"))
"""Languages whose entry is no command."""


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what the hooks run that a command asks for; None if it runs none."""
    ids, options, has_command = _asked(call.words)
    if has_command in _OTHER_COMMANDS or "--version" in call.words:
        return None
    return _hooks(call, ids, options)


def _asked(words: Sequence[str]) -> tuple[list[str], dict[str, str], str]:
    """Return the ids of hooks that a command names, its options, and its subcommand."""
    found: list[str] = []
    options: dict[str, str] = {}
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        option, has_value, value = word.partition("=")
        if option == "--files" or option == "--":
            break
        if word[:1] != "-":
            found += [word] if "$" not in word else []  # options, such as those that name a range of commits
        elif option in _WITH_VALUE and not has_value:
            options[option] = words[at] if at < len(words) else ""
            at += 1
        else:
            options[option] = value
    command = found[0] if found else ""
    return found[1:] if command == "run" else [], options, command


def _hooks(call: Call, ids: list[str], options: dict[str, str]) -> Iterator[Step | Unknown]:
    program = runners.name(call.program)
    name = options.get("-c") or options.get("--config") or ""
    names = [name] if name else [*_CONFIGURATION, "prek.toml"]
    path = call.find(names) or next((each for each in names if call.project.has(each)), "")
    if not path:
        yield call.unknown(f"there is no {name or _CONFIGURATION[0]}", f"{program} run")
        return
    stage = options.get("--hook-stage") or options.get("--stage") or ""
    skipped = {*call.values.get("SKIP", "").split(","), *options.get("--skip", "").split(",")}
    try:
        found = list(_configured(call, path))
    except ValueError as error:
        yield call.unknown(f"{path} cannot be read: {error}", f"{program} run")
        return
    matching = [hook for hook in found if not ids or hook.id in ids or hook.alias in ids]
    if ids and not matching:
        yield call.unknown(f"{path} has no hook {ids[0]}", f"{program} run {ids[0]}")
    for hook in matching:
        is_skipped = hook.id in skipped or (hook.alias and hook.alias in skipped)
        if hook.runs_in(stage) and not is_skipped and hook.text:
            folder = call.folders[0] if name else path.rpartition("/")[0]
            yield Step(hook.text, path, hook.line, folder, (f"{program} run {hook.id}",))


class _Hook:
    """A hook of the configuration: ``text`` is the command that it runs, "" for none."""

    __slots__ = ("alias", "id", "line", "stages", "text")

    def __init__(self, repository: str, values: dict[str, object], line: int, defaults: Sequence[str]) -> None:
        self.id = str(values.get("id", ""))
        self.alias = str(values.get("alias", ""))
        self.line = line
        self.stages = _texts(values.get("stages")) or list(defaults)
        entry = str(values.get("entry", "")) or (
            "" if repository in ("local", "meta") else _KNOWN.get(self.id, self.id)
        )
        if str(values.get("language", "")) in _LANGUAGES or repository == "meta":
            entry = ""
        if str(values.get("language", "")) == "docker_image":
            entry = f"docker run {entry}"
        arguments = " ".join(runners.quoted(each) for each in _texts(values.get("args")))
        self.text = f"{entry} {arguments}".strip() if entry else ""

    def runs_in(self, stage: str) -> bool:
        """Return whether it runs at a stage, "" for the one of a commit."""
        if not stage or stage in _RUN_STAGES:
            return not self.stages or not _RUN_STAGES.isdisjoint(self.stages)
        return not self.stages or stage in self.stages or f"pre-{stage}" in self.stages


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _configured(call: Call, path: str) -> Iterator[_Hook]:
    text = call.project.text(path)
    if path.endswith(".toml"):
        from backend_standards.core.toml import tables
        from backend_standards.readers.toml_lines import line

        yield from _of_data(tables(text), line(text, ("repos",)))
        return
    from backend_standards.readers import yaml_marks
    from backend_standards.readers.marked import Items, Pairs, Unreadable

    try:
        documents = yaml_marks.documents(text)
    except Unreadable as error:
        raise ValueError(error.message) from error
    for document in documents:
        if not isinstance(document, Pairs):
            continue
        defaults = _texts(_plain(document.get("default_stages")))
        for repository in _pairs(document.get("repos")):
            source = str(_plain(repository.get("repo")))
            hooks = repository.get("hooks")
            for hook in _pairs(hooks if isinstance(hooks, Items) else None):
                yield _Hook(source, {key: _plain(value) for key, value in hook.names()}, hook.line, defaults)


def _of_data(data: dict[str, object], line: int) -> Iterator[_Hook]:
    repositories = data.get("repos")
    defaults = _texts(data.get("default_stages"))
    for repository in repositories if isinstance(repositories, list) else ():
        if isinstance(repository, dict):
            for hook in repository.get("hooks") or ():
                if isinstance(hook, dict):
                    yield _Hook(str(repository.get("repo", "")), hook, line, defaults)


def _pairs(node: Node | None) -> list[Pairs]:
    from backend_standards.readers.marked import Items, Pairs

    return [each for each in node.items if isinstance(each, Pairs)] if isinstance(node, Items) else []


def _plain(node: Node | None) -> object:
    """Return a text, or a list of the texts directly in it."""
    from backend_standards.readers.marked import Items, Text

    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [each.text for each in node.items if isinstance(each, Text)]
    return ""
