"""What runs in a container that a command of CI starts: the command of a service of compose, or a script of its entry.

Sources: the Compose specification ("command", "entrypoint"), and the reference of ``docker compose run`` and ``up``.
"""

from __future__ import annotations

import posixpath

from backend_standards.readers import ci
from backend_standards.readers.marked import Node, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.project.following import Command, Project

_NAMES = ("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml")
_WITH_VALUE = frozenset(
    "-f --file -p --project-name --profile --env-file --project-directory -e --env -v --volume -w --workdir -u --user "
    "--publish --name --entrypoint --exit-code-from --scale --attach -t --timeout --pull --wait-timeout -l "
    "--label".split()
)
"""Options of compose that take a value."""
_FILES = ("-f", "--file")
_TOOLS = frozenset(
    "chmod cp mv rm cat echo ls sed grep shellcheck shfmt git test [ touch ln head tail diff install tar zip scp rsync "
    "aws curl wget source . dos2unix file stat black ruff docker kubectl gcloud az apt-get pip printf".split()
)
"""Programs that do something with a script, and do not run it."""
_MOST_SERVICES = 30


def behind(command: Command, folder: str, project: Project) -> Iterator[tuple[str, str, int, str]]:
    """Yield the shell texts that a command starts in containers: each with its file, its line, and how it was found."""
    words = command.words
    if words[0] in ("docker-compose", "podman-compose") or (
        words[0] in ("docker", "podman") and "compose" in words[1:3]
    ):
        yield from _services(words, command.path, folder, project)
    elif words[0] not in _TOOLS:
        for word in words[1:3]:
            path = ci.inside(folder, word.removeprefix("./"))
            if word.endswith((".sh", ".bash")) and project.has(path):
                yield f"bash {path}", command.path, command.line, words[0]
                return


def builds(words: Sequence[str], path: str, folder: str, project: Project) -> bool:
    """Return whether a command of compose builds an image; True if its files are not tracked."""
    files, plain = _arguments(words[1:])
    if "build" in plain or "--build" in words:
        return True
    found = _found(files, (folder, posixpath.dirname(path), ""), project)
    services = [service for file in found for _, service in _of_file(file, project)]
    return not found or any(ci.value(service, "build") is not None for service in services)


def _services(words: Sequence[str], path: str, folder: str, project: Project) -> Iterator[tuple[str, str, int, str]]:
    files, plain = _arguments(words[1:])
    plain = plain[1:] if plain[:1] == ["compose"] else plain
    if plain[:1] not in (["up"], ["run"], ["start"], ["create"]) or (plain[0] == "run" and len(plain) != 2):
        return
    wanted = plain[1:]
    program = words[0] if "compose" in words[0] else f"{words[0]} compose"
    found = _found(files, (folder, posixpath.dirname(path), ""), project)
    for file in found:
        for name, service in _of_file(file, project):
            if not wanted or name in wanted:
                for text, line in _commands(service):
                    yield text, file, line, f"{program} {plain[0]} {name}"


def _arguments(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the files that options name, and the words that are no options."""
    files: list[str] = []
    plain: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        option, has_value, value = word.partition("=")
        if word[:1] != "-":
            plain.append(word)
        elif option in _WITH_VALUE and not (option == "-f" and "logs" in plain):
            value = value if has_value else words[at] if at < len(words) else ""
            at += not has_value
            files += [value] if option in _FILES else []
    return files, plain


def _found(files: Sequence[str], folders: Sequence[str], project: Project) -> list[str]:
    for folder in dict.fromkeys(folders):
        if files:
            paths = [ci.inside(folder, file) for file in files]
            found = [path for path in paths if project.has(path)]
        else:
            found = [path for name in _NAMES if project.has(path := ci.inside(folder, name))][:1]
        if found:
            return found
    return []


def _of_file(path: str, project: Project) -> list[tuple[str, Node]]:
    def read() -> object:
        try:
            root = ci.Tracked(project).mapping(path)
        except Unreadable:
            return []
        return list(ci.named(ci.value(root, "services")).items())[:_MOST_SERVICES]

    found = project.once("services of compose", path, read)
    return found if isinstance(found, list) else []


def _commands(service: Node) -> Iterator[tuple[str, int]]:
    command = ci.value(service, "command")
    entry = ci.value(service, "entrypoint")
    for node in (entry, command):
        if isinstance(node, Text):
            yield node.text, ci.first_line(node)
        elif node is not None:
            words = ci.words(node)
            if len(words) > 1 and words[-2] in ("-c", "-lc", "-ec"):
                yield words[-1], node.line
            elif words:
                yield " ".join(words), node.line
