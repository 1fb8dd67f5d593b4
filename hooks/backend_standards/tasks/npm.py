"""Scripts of package.json, as npm, yarn, pnpm and bun run them.

Sources: npm, "npm run-script" and "scripts"; yarn, "yarn run"; pnpm, "pnpm run"; bun, "bun run"; npm-run-all's README.
"""

from __future__ import annotations

import posixpath
import re

from backend_standards.tasks import folder_of, joined, runners
from backend_standards.tasks.named import Item, Tasks, of_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.tasks import Call, Project, Step, Unknown

_FOLDER = ("--prefix", "-C", "--dir", "--cwd")
_WITH_VALUE = (*_FOLDER, "-w", "--workspace", "--filter", "-F")
_COMMANDS = frozenset(
    """
    -- add audit bin cache ci config create dedupe dlx exec fetch global help import info init install link list ls node
    npm outdated pack patch prune publish rebuild remove root self-update set setup store up update upgrade version why
    workspace workspaces
    """.split()
)
"""Commands of yarn and pnpm themselves, which come before scripts with their names."""
_MOST_WORKSPACES = 100
_SHORT = {"test": "test", "t": "test", "tst": "test", "start": "start", "stop": "stop", "restart": "restart"}
_RUN = ("run", "run-script", "rum", "urn")
_TOGETHER = ("run-s", "run-p", "npm-run-all", "npm-run-all2")
_KEY = re.compile(r'^\s*"((?:[^"\\]|\\.)*)"\s*:', re.MULTILINE)


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what a command runs of the scripts of package.json; None if it runs none."""
    program = runners.name(call.program)
    folder, words, workspace = _words(call.words)
    if workspace:
        folder = _workspace(call, workspace)
        if not folder:
            return [call.unknown(f"there is no workspace {workspace}", f"{program} run")]
    if program in _TOGETHER:
        found = next(of_files(call, ["package.json"], _read), None)
        names = [name for word in words for name in _matching(found, word)] if found else []
        return [step for name in names if found for step in found.steps(name, [], call.values)] or None
    name, rest = _asked(program, words)
    if not name:
        return None
    path = f"{folder}/package.json" if folder else "package.json"
    for found in of_files(call, [path], _read):
        if name in found.by_name:
            return found.steps(name, rest, call.values)
        if words[0] in _RUN:
            why = f"the script comes from a variable: {name}" if "$" in name else f"{found.path} has no script {name}"
            return [call.unknown(why, f"{program} run {name}")]
        break
    if words[0] in _RUN or name in ("test", "start"):
        why = f"there is no package.json in the folder {folder or call.folders[0] or '.'}"
        return [call.unknown(why, f"{program} run {name}")]
    return None


def _workspace(call: Call, name: str) -> str:
    """Return the folder of a workspace, which has its path or the name in its package.json; "" if there is none."""
    path = joined(call.folders[0], name)
    if path and call.project.has(f"{path}/package.json"):
        return name
    manifests = [path for path in call.project.paths if path.endswith("/package.json")][:_MOST_WORKSPACES]
    for path, data in call.project.read(manifests).items():
        if f'"name": "{name}"'.encode() in data:
            return posixpath.relpath(folder_of(path), call.folders[0] or ".")
    return ""


def _words(words: Sequence[str]) -> tuple[str, list[str], str]:
    """Return the folder that options name, the other words, and the workspace that options name."""
    folder, workspace = "", ""
    rest: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        option, has_value, value = word.partition("=")
        at += 1
        if option in _WITH_VALUE:
            if not has_value:
                value = words[at] if at < len(words) else ""
                at += 1
            if option in _FOLDER:
                folder = value.rstrip("/")
            else:
                workspace = value
        elif word == "--":
            return folder, [*rest, word, *words[at:]], workspace
        elif word[:1] != "-" or len(rest) > 1:
            rest.append(word)
    return folder, rest, workspace


def _asked(program: str, words: list[str]) -> tuple[str, list[str]]:
    """Return the name of the script that words ask for, and its arguments."""
    if not words:
        return "", []
    if words[0] in _RUN:
        names = [word for word in words[1:] if word != "--"]
        name, rest = "".join(names[:1]), names[1:]
    elif words[0] in _SHORT:
        name, rest = _SHORT[words[0]], words[1:]
    elif program in ("yarn", "pnpm") and words[0] not in _COMMANDS:
        name, rest = words[0], words[1:]
    else:
        return "", []
    return name, [word for word in rest if word != "--"]


def _matching(found: Tasks, word: str) -> list[str]:
    """Return the scripts that a word of npm-run-all names, in which ``*`` stands for a part."""
    if "*" not in word:
        return [word] if word in found.by_name else []
    pattern = re.compile(re.escape(word).replace(r"\*\*", ".*").replace(r"\*", "[^:]*"))
    return [name for name in found.by_name if pattern.fullmatch(name)]


def _read(project: Project, path: str) -> Tasks:
    return project.once("npm", path, lambda: _tasks(project, path))


def _tasks(project: Project, path: str) -> Tasks:
    import json

    found = Tasks(path, "npm run")
    text = project.text(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return found
    scripts = data.get("scripts") if isinstance(data, dict) else None
    if not isinstance(scripts, dict):
        return found
    start = text.find('"scripts"')
    lines: dict[str, int] = {}
    number, at = text.count("\n", 0, max(start, 0)) + 1, max(start, 0)
    for match in _KEY.finditer(text, at):
        number += text.count("\n", at, match.start(1))
        at = match.start(1)
        lines.setdefault(match[1], number)
    for name, value in scripts.items():
        if isinstance(value, str):
            found.by_name[name] = [Item(value, lines.get(name, 1))]
    for name, items in found.by_name.items():
        for other, place in ((f"pre{name}", 0), (f"post{name}", len(items) + 1)):
            if other in found.by_name:
                items.insert(place, Item("", items[0].line, task=other))
    return found
