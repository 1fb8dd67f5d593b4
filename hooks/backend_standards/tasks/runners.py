"""The program that a command really starts, behind the programs that only start another one.

``uv run --group dev pytest`` starts pytest, ``docker compose run app mypy`` starts mypy. Sources: the reference of each
program's command line. An option that is not in these tables takes no value.
"""

from __future__ import annotations

import re

from backend_standards.tasks.runner_options import WITH_VALUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 20
"""Programs before the one that is looked for."""
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=", re.ASCII)
_PYTHON = re.compile(r"(?:python|pypy)(?:\d+(?:\.\d+)*)?w?t?|py", re.ASCII)
_MODULE = re.compile(r"-[BbdEiIOPqsSuvx]*m(.*)", re.ASCII | re.DOTALL)
"""The options of Python that end in a module: ``-m pytest``, ``-Im pytest``, ``-mpytest``."""
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))


_PLAIN = frozenset(
    """
    time nohup exec command builtin setsid catchsegv tini dumb-init opentelemetry-instrument ddtrace-run ionice unbuffer
    winpty xargs sudo nice stdbuf xvfb-run
    """.split()
)
"""Programs that take the command as their arguments, after options."""
_RUN: dict[str, tuple[str, ...]] = {
    "uv": ("run",),
    "poetry": ("run",),
    "pipenv": ("run",),
    "pdm": ("run",),
    "rye": ("run",),
    "pixi": ("run",),
    "conda": ("run",),
    "mamba": ("run",),
    "micromamba": ("run",),
    "pipx": ("run",),
    "op": ("run",),
    "doppler": ("run",),
    "infisical": ("run",),
    "dotenv": ("run",),
    "coverage": ("run",),
    "mise": ("exec", "x"),
    "rtx": ("exec", "x"),
    "asdf": ("exec",),
    "pyenv": ("exec",),
    "chamber": ("exec",),
    "aws-vault": ("exec",),
    "direnv": ("exec",),
    "hatch": ("run",),
}
"""Programs with a command that runs another program, by their names."""
_ONE_MORE = frozenset(("chamber", "aws-vault", "direnv", "timeout", "gosu", "su-exec"))
"""Programs that take one more word before the command: a service, a profile, a folder, a time or a user."""
_ALIASES = {
    "mamba": "conda",
    "micromamba": "conda",
    "rtx": "mise",
    "gtimeout": "timeout",
    "bunx": "npx",
    "podman": "docker",
    "nerdctl": "docker",
    "cross-env": "env",
    "cross-env-shell": "env",
}
"""Programs with the command line of another one."""


class Program:
    """What a command starts: ``words`` from the program's name on, or a shell ``text`` that it runs.

    ``by`` are the names of the runners before it, ``folder`` is the one that an option of them names, ``shell`` are the
    options of a shell, and ``values`` the variables that are set for it.
    """

    __slots__ = ("by", "folder", "shell", "text", "values", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.text = ""
        self.by: list[str] = []
        self.folder = ""
        self.shell: list[str] = []
        self.values: dict[str, str] = {}


def name(word: str) -> str:
    """Return the name of the program that a word starts, in lower case, without its folder."""
    found = word.replace("\\", "/").rpartition("/")[2].lower()
    return found.removesuffix(".exe").removesuffix(".cmd")


def behind(words: Sequence[str]) -> Program:
    """Return what a command starts, behind its runners."""
    found = Program()
    words = list(words)
    at = _past_assignments(words, 0, found.values)
    for _ in range(_MOST):
        if at >= len(words):
            break
        following = _past(words, at, found)
        if following == at:
            break
        at = following
    found.words = list(words[at:])
    if found.words and not found.text:
        found.words[0] = _unversioned(found)
    return found


def _unversioned(found: Program) -> str:
    """Return the name of a tool without the version that it is fetched in: ``uvx ruff@0.9``, ``pipx run black==24``."""
    word = found.words[0]
    if found.by[-1:] in (["uvx"], ["pipx"], ["npx"]) and (match := re.match(r"(@?[\w./-]+)", word)):
        return match[1]
    return word


def _past_assignments(words: Sequence[str], at: int, values: dict[str, str]) -> int:
    while at < len(words) and (match := _ASSIGNMENT.match(words[at])):
        values[match[0].rstrip("+=")] = words[at][match.end() :]
        at += 1
    return at


def _past(words: list[str], at: int, found: Program) -> int:
    """Return the place after a runner, or the same place if the program there is none."""
    program = name(words[at])
    known = _ALIASES.get(program, program)
    is_python = _PYTHON.fullmatch(program) is not None
    if is_python or (program.startswith("${") and _module(words, at + 1)):
        return _python(words, at, found)
    if program in SHELLS:
        return _shell(words, at, found)
    if program == "command" and words[at + 1 : at + 2] in (["-v"], ["-V"]):
        return at  # it only looks for a program
    if program == "find" and (following := _executed(words, at)):
        return following
    if program in ("su", "runuser") and "-c" in words[at:-1]:
        found.text = words[words.index("-c", at) + 1]
        return len(words)
    if program == "eval":
        found.text = " ".join(words[at + 1 :])
        return len(words)
    if known == "docker" or program in ("docker-compose", "podman-compose"):
        return _docker(words, at, found)
    if known in ("uvx", "npx"):
        found.by.append(known)
        return _arguments(words, at + 1, known, found)
    if program == "uv" and (inner := _subcommand(words, at, "uv", ("tool",))) and words[inner : inner + 1] == ["run"]:
        found.by.append("uvx")
        return _arguments(words, inner + 1, "uv", found)
    if known == "env":
        return _past_assignments(words, _arguments(words, at + 1, "env", found), found.values)
    if program in _PLAIN:
        following = _arguments(words, at + 1, known, found)
        return _past_assignments(words, following, found.values) if program == "sudo" else following
    if known in _ONE_MORE and known not in _RUN:
        return min(_arguments(words, at + 1, known, found) + 1, len(words))
    if known == "mise" and (following := _subcommand(words, at, "mise", ("exec", "x"))):
        return _after_dashes(words, following)
    if "wait" in program and "--" in words[at:]:
        return words.index("--", at) + 1
    if program in _RUN and (following := _subcommand(words, at, known, _RUN[program], found)):
        return _run(words, following, program, found)
    return at


def _subcommand(words: Sequence[str], at: int, known: str, names: Sequence[str], found: Program | None = None) -> int:
    """Return the place after a subcommand with one of these names; 0 if another one or none is there."""
    at = _arguments(words, at + 1, known, found)
    return at + 1 if at < len(words) and words[at] in names else 0


def _arguments(words: Sequence[str], at: int, program: str, found: Program | None = None) -> int:
    """Return the place of the first argument that is neither an option nor the value of one."""
    with_value = WITH_VALUE.get(program, frozenset())
    while at < len(words) and words[at][:1] == "-" and len(words[at]) > 1:
        word = words[at]
        at += 1
        if word == "--":
            break
        option, has_value, value = word.partition("=")
        if option in with_value and not has_value:
            value = words[at] if at < len(words) else ""
            at += 1
        if found is not None and program == "hatch" and option in ("-e", "--env") and value:
            found.values["HATCH_ENV"] = value
        if found is not None and option in ("--directory", "--project", "--chdir", "-C", "--cwd") and value:
            found.folder = value
    return min(at, len(words))


def _run(words: list[str], at: int, program: str, found: Program) -> int:
    """Return the place of the command of ``uv run`` and its like."""
    known = _ALIASES.get(program, program)
    found.by.append(program)
    if known == "uv" and _module(words, at):
        return _python(words, at - 1, found)
    following = _arguments(words, at, known, found)
    if known in _ONE_MORE:
        following = min(following + 1, len(words))
    if known in _ONE_MORE or known == "conda":
        following = _after_dashes(words, following)
    if known in ("doppler", "pipenv", "dotenv") and words[following : following + 1] == ["--"]:
        following += 1
    return following


def _after_dashes(words: Sequence[str], at: int) -> int:
    """Return the place after the dashes that end the options, or the same place."""
    return words.index("--", at) + 1 if "--" in words[at:] else at


def _module(words: Sequence[str], at: int) -> str:
    """Return the module that options of Python name with ``-m``, "" if they name none."""
    while at < len(words) and words[at][:1] == "-":
        if match := _MODULE.fullmatch(words[at]):
            return match[1] or (words[at + 1] if at + 1 < len(words) else "")
        at += 2 if words[at] in WITH_VALUE["python"] else 1
    return ""


def _python(words: list[str], at: int, found: Program) -> int:
    """Return the place of a module that Python runs, which has the name of its program, or of its script."""
    start, at = at, at + 1
    while at < len(words) and words[at][:1] == "-" and len(words[at]) > 1:
        if match := _MODULE.fullmatch(words[at]):
            found.by.append("python")
            words[at] = match[1]  # -mpytest
            return at if match[1] else min(at + 1, len(words))
        if words[at] == "-c":
            return start
        at += 2 if words[at] in WITH_VALUE["python"] else 1
    if at < len(words) and words[at].endswith(".py"):
        found.by.append("python")
        return at
    return start


def _shell(words: Sequence[str], at: int, found: Program) -> int:
    """Return the place of a shell's script; ``-c`` gives its text."""
    start, at = at, at + 1
    while at < len(words) and words[at][:1] in ("-", "+") and len(words[at]) > 1:
        word = words[at]
        at += 1
        if word[0] == "-" and word[1:2] != "-" and "s" in word and "c" not in word:
            return start  # it reads its script from elsewhere
        if word[0] == "-" and word[1:2] != "-" and "c" in word:
            while at < len(words) and words[at][:1] == "-":  # bash -c -e "…"
                at += 1
            found.by.append("shell")
            found.shell = list(words[start + 1 : at])
            found.text = words[at] if at < len(words) else ""
            return len(words)
        if word in ("--rcfile", "--init-file", "-O") or (word[:2] != "--" and word.endswith("o")):
            at += 1
    if at >= len(words):
        return start
    found.shell = list(words[start + 1 : at])
    found.by.append("shell")
    return at


def _docker(words: Sequence[str], at: int, found: Program) -> int:
    """Return the place of the command that runs in a container; the same place if none is named."""
    start = at
    is_compose = name(words[at]).endswith("-compose")
    if not is_compose:
        at = _arguments(words, at + 1, "docker")
        if words[at : at + 1] == ["container"]:
            at += 1
        if words[at : at + 1] == ["compose"]:
            is_compose = True
        else:
            at -= 1
    known = "compose" if is_compose else "docker"
    at = _arguments(words, at + 1, known)
    if words[at : at + 1] not in (["run"], ["exec"]):
        return start
    options = at + 1
    at = _arguments(words, options, "docker")
    entry = _entrypoint(words[options:at])
    if at >= len(words):
        return start
    if entry:
        found.by.append("docker")
        found.text = " ".join(quoted(word) for word in (entry, *words[at + 1 :]))
        return len(words)
    if at + 1 >= len(words):
        return start
    found.by.append("docker")
    return at + 1


def _executed(words: Sequence[str], at: int) -> int:
    """Return the place of the command that ``find`` runs, 0 if it runs none."""
    for option in ("-exec", "-execdir", "-ok"):
        if option in words[at:]:
            return words.index(option, at) + 1
    return 0


def _entrypoint(options: Sequence[str]) -> str:
    for at, word in enumerate(options):
        option, has_value, value = word.partition("=")
        if option == "--entrypoint":
            return value if has_value else "".join(options[at + 1 : at + 2])
    return ""


def quoted(word: str) -> str:
    """Return a word as it is written in a shell text; variables stay variables."""
    if re.fullmatch(r"[\w@%+=:,./${}-]+", word, re.ASCII):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"
