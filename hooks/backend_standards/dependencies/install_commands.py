"""The requirements of install commands in Dockerfiles, scripts, makefiles and CI files, and the findings about them.

Sources: the option lists of ``pip install`` (pip 26), ``uv pip install`` and ``uv tool install`` (uv 0.13), ``pipx
install`` (pipx 1.8). ``requirements.judge`` gives the verdict on a word, as on a line of a requirements file.
"""

from __future__ import annotations

import bisect
import re

from backend_standards.dependencies import Problem, install_names, requirements
from backend_standards.locks import normal
from backend_standards.readers import shell
from backend_standards.readers.scripts import Script, of_dockerfile, of_makefile, of_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.dependencies import Policy, Requirement
    from backend_standards.dependencies.installs import Read
    from backend_standards.readers.shell import Command, Word

_WITH_VALUE = frozenset(
    # pip
    "--requirement --constraint --editable --target --platform --python-version --implementation --abi --root --prefix "
    "--src --source --source-dir --source-directory --upgrade-strategy --config-settings --global-option "
    "--install-option --no-binary --only-binary --progress-bar --root-user-action --report --index-url --pypi-url "
    "--extra-index-url --find-links --python --log --log-file --local-log --keyring-provider --proxy --retries "
    "--download --timeout --default-timeout --exists-action --trusted-host --cert --client-cert --cache-dir "
    "--use-feature --use-deprecated --group --build --build-constraint --uploaded-prior-to --all-releases --only-final "
    # uv
    "--requirements --constraints --override --overrides --excludes --build-constraints --extra --no-editable-package "
    "--python-platform --output-format --torch-backend --index --default-index --index-strategy --upgrade-package "
    "--upgrade-group --resolution --prerelease --prerelease-package --fork-strategy --exclude-newer "
    "--exclude-newer-package --no-sources-package --reinstall-package --link-mode --config-setting "
    "--config-settings-package --no-build-isolation-package --refresh-package --color --allow-insecure-host "
    "--directory --project --config-file --with --with-requirements --with-editable --with-executables-from "
    "--no-build-package --no-binary-package "
    # pipx
    "--suffix --fetch-python --preinstall --app --lock --pip-args --cooldown --backend --output "
    "--include-resources-from".split()
)
"""The options that take a value, of all tools."""
_SHORT_WITH_VALUE = {
    "r": "--requirement",
    "c": "--constraint",
    "e": "--editable",
    "t": "--target",
    "i": "--index-url",
    "f": "--find-links",
    "C": "--config-settings",
    "b": "--build",
    "p": "--python",
    "P": "--upgrade-package",
    "w": "--with",
    "d": "--download",
}
_INDEXES = ("--index-url", "--pypi-url", "--extra-index-url", "--find-links", "--trusted-host")
_SAME_AS = {"--index": "--extra-index-url", "--default-index": "--index-url", "--allow-insecure-host": "--trusted-host"}
_PIP = re.compile(r"pip(?:\d+(?:\.\d+)*)?")
"""pip, pip3, pip3.12."""
_PIP_VARIABLE = re.compile(r"\$\{(?:[a-z0-9]+_)*pip[0-9]*(?:_(?:cmd|bin|exe|command|install))?\}")
"""A variable whose name says that it holds pip: ``$PIP``, ``${VENV_PIP}``, ``$PIP_INSTALL``, in lower case."""
_PRINTERS = frozenset(
    "echo printf print cat grep egrep fgrep rg sed awk git man which type alias log info warn warning error err die "
    "fail say note msg message fatal abort debug hint log_info log_error log_warn pr_info fold tee test [ [[ : "
    "complete write-host write-output write-error write-warning write-information".split()
)
"""Programs whose arguments are only printed, searched or compared."""
_PREFIXES = frozenset("sudo env time exec command then do else if elif while until ! { nice nohup builtin @".split())
"""Words that another command may follow."""
_SHELLS = frozenset("sh bash dash zsh ksh ash su".split())
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_ESCAPES = re.compile(r"(\\+)(\"?)")
_DECLARES = frozenset("export local readonly declare typeset".split())
_VARIABLE = re.compile(r"\$\{([\w-]+)\}")
_UNJUDGED = ("${", "~", "%", "<")
"""How words begin that cannot be judged: a variable, a home, a variable of Windows, a placeholder."""
_MOST_VALUES = 50
"""Values of a variable that are tried: each word with the variable is judged with each of them."""
_READERS = {install_names.DOCKERFILE: of_dockerfile, install_names.MAKE: of_makefile, install_names.YAML: of_yaml}
"""The reader of the shell text in a file, by its kind; any other file is only shell text."""
_DEEPEST = 10
"""Shells that are started by ``-c`` in one another, at most."""


class _TooDeep(Exception):
    """More than ``_DEEPEST`` shells are in one another."""


class _Install:
    """What one command installs: its requirements and its other options."""

    __slots__ = ("command", "constraints", "has_no_index", "options", "tool", "words")

    def __init__(self, command: Command, tool: str) -> None:
        self.command = command
        self.tool = tool
        self.words: list[tuple[Word, str, bool]] = []
        """(word, the text of the requirement in it, editable)"""
        self.constraints: list[str] = []
        self.has_no_index = any(word.text == "--no-index" for word in command.words)
        self.options: list[tuple[Word, str, str]] = []
        """(word, long name, value)"""


def findings(
    path: str, data: bytes, policy: Policy, read: Read, hook: str, others: Sequence[Finding] = ()
) -> Iterator[Finding]:
    """Yield the findings about the install commands of a file, and the others of it, without what comments except.

    ``read`` returns the files that ``-c`` names.
    """
    from backend_standards.core.text import decode, with_newlines

    text = decode(data)
    if install_names.kind(path) not in _READERS:
        # To a shell, the backslash is before a carriage return, so the next line is a command of its own.
        text = text.replace("\\\r\n", " \r\n")
    text = with_newlines(text).replace("\0", " ").removeprefix("\ufeff")
    yield from _File(path, text, policy, read).findings(hook, others)


class _File:
    """One file: its commands, the values of its variables, and the findings so far."""

    def __init__(self, path: str, text: str, policy: Policy, read: Read) -> None:
        self.path = path
        self.text = text
        self.policy = policy
        self.read = read
        self.kind = install_names.kind(path)
        self.script = _READERS.get(self.kind, Script)(text)
        self.starts = [0, *[match.end() for match in re.finditer("\n", text)]]
        self.found: list[tuple[Finding, int]] = []
        """Each with the first line of its command: an ignore on any line of the command is for that one."""
        self.joined: dict[int, int] = {}
        """By the line of an ignore, the first line of the command that it is for."""
        self.spans: set[int] = set()
        """The first lines of the commands in ``joined``."""
        self.comments: dict[int, list[int]] = {}
        """The lines of comments that are about a command further down, by the command's line."""
        for number, target in self.script.above.items():
            self.comments.setdefault(target, []).append(number)

    def findings(self, hook: str, others: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings that no ignore excepts, the others of the file among them."""
        from backend_standards.core import Finding, Stopped
        from backend_standards.core.ignores import apply_ignores

        try:
            commands = list(_commands(self.script.text))
        except _TooDeep as error:
            message = f"{self.path}: starts more than {_DEEPEST} shells in one another with -c; write a script instead"
            raise Stopped(message) from error
        values = _values(commands, self.script.values)
        for command in commands:
            install = _install(command)
            if install:
                self._judge(install, values)
        self.found += [(each, each.line) for each in others]
        if "standards:" not in self.text:
            yield from (found for found, _ in self.found)
            return
        # An ignore excepts what is found in the first line of its command; a finding is shown at its own word.
        shown = {Finding(self.path, found.rule, "", line=first): found for found, first in self.found}
        for each in apply_ignores(self.path, self.text, shown, hook, self.joined):
            yield shown.get(each, each)

    def _judge(self, install: _Install, values: Mapping[str, Sequence[str]]) -> None:
        for word, name, value in install.options:
            from backend_standards.dependencies import indexes

            option = _SAME_AS.get(name, name)
            for problem in indexes.problems(option, value, forbid_extra=self.policy.forbid_extra_index):
                self._add(install, word, problem)
        pins: dict[str, list[Requirement]] | None = None
        for word, text, is_editable in install.words:
            found = self._problem(install, word, text, values, is_editable=is_editable)
            if not found:
                continue
            from backend_standards.dependencies.problems import is_loose

            if install.has_no_index and is_loose(found):  # then it comes from a folder of the build itself
                continue
            if install.constraints and is_loose(found):
                pins = self._pins(install.constraints) if pins is None else pins
                if "" in pins or normal(found.subject) in pins:
                    continue
            self._add(install, word, found)

    def _problem(
        self, install: _Install, word: Word, text: str, values: Mapping[str, Sequence[str]], *, is_editable: bool
    ) -> Problem | None:
        """Return what is wrong with a word; None if it cannot be judged, or cannot change.

        That is a path, a word that is only a variable, and a word that pip cannot read: there the command itself fails.
        """
        if not text or text.startswith(_UNJUDGED) or "{" in text.replace("${", "") or _is_path_of_variables(text):
            return None
        problem = None
        for each in _expanded(text, values):
            requirement = requirements.judge(_of_tool(each) if install.tool != "pip" else each, editable=is_editable)
            found = requirement.problem
            if requirement.kind == "path" or _is_invalid(found):
                return None
            problem = problem or found
        return _in_a_command(problem, word, is_editable=is_editable) if problem else None

    def _pins(self, constraints: Sequence[str]) -> dict[str, list[Requirement]]:
        """Return the pins in the files of ``-c``, by name; the key "" means that a file was not found."""
        import os

        from backend_standards.dependencies.requirements_file import File

        pins: dict[str, list[Requirement]] = {}
        for written in constraints:
            found = None
            for folder in ("", os.path.dirname(self.path)):
                path = os.path.normpath(os.path.join(folder, written)).replace(os.sep, "/")
                found = found or (None if "://" in written or path.startswith("..") else self.read(path))
            if not found:
                pins.setdefault("", [])
                continue
            for entry in File(*found).entries:
                if entry.requirement.version:
                    pins.setdefault(entry.requirement.name, []).append(entry.requirement)
        return pins

    def _span(self, command: Command) -> tuple[int, int]:
        """Return the first and the last line of a command, and note which ignores are for it."""
        first = bisect.bisect_right(self.starts, command.first)
        last = bisect.bisect_right(self.starts, max(command.last - 1, command.first))
        if first not in self.spans:
            self.spans.add(first)
            for number in range(first, last + 1):
                for each in (number, *self.comments.get(number, ())):
                    self.joined.setdefault(each, first)
        return first, last

    def _add(self, install: _Install, word: Word, problem: Problem) -> None:
        if self.policy.allows(problem):
            return
        from backend_standards.dependencies.problems import finding

        line = bisect.bisect_right(self.starts, word.start)
        first, last = self._span(install.command)
        where = "" if last == line else f"at the end of line {last}, the last of the command"
        if self.kind == install_names.DOCKERFILE and last > first:
            where = f"on a line of its own above line {first}"
        column = word.start - self.starts[line - 1] + 1
        self.found.append((finding(self.path, problem, line, column, where=where), first))


def _is_invalid(problem: Problem | None) -> bool:
    if problem is None:
        return False
    from backend_standards.dependencies.problems import is_invalid

    return is_invalid(problem)


def _in_a_command(problem: Problem, word: Word, *, is_editable: bool) -> Problem | None:
    """Return a requirement's problem as that of a word of a command; None if it is none there."""
    from backend_standards.dependencies import VERSION
    from backend_standards.dependencies.rules import UNPINNED_BARE, UNPINNED_VARIABLE

    name = problem.subject
    if is_editable and problem.rule is UNPINNED_VARIABLE:
        return None
    if word.compared and problem.rule is UNPINNED_BARE:
        message = f"{name} has no version: the shell reads the > or < as a redirection to or from a file"
        return Problem(name, UNPINNED_BARE, message, f"Write '{name}=={VERSION}', in quotes.")
    if name and problem.rule is UNPINNED_VARIABLE:
        note = f"{problem.note} Or give the variable an exact version in this file."
        return Problem(name, UNPINNED_VARIABLE, problem.message, note)
    return problem


def _for_inner_shell(match: re.Match[str]) -> str:
    """Return what an inner shell gets of escapes in double quotes, with as many characters."""
    run, quote = match.groups()
    kept = (len(run) + (not quote)) // 2
    return "\0" * (len(run) - kept) + "\\" * kept + quote


def _commands(text: str, depth: int = 0) -> Iterator[Command]:
    """Yield the commands of a shell text, and those that a shell is given as one quoted word after ``-c``."""
    for command in shell.commands(text):
        yield command
        words = command.words
        inner_shell = next((at for at, word in enumerate(words) if word.program() in _SHELLS), len(words))
        if inner_shell == len(words):
            continue
        if depth == _DEEPEST:
            raise _TooDeep
        for option, script in zip(words[inner_shell + 1 :], words[inner_shell + 2 :], strict=False):
            if not option.text.startswith("-") or not option.text.endswith("c") or not script.is_quoted:
                continue
            inner = text[script.start + 1 : script.end - 1]
            if text[script.start : script.end].lstrip("\0").startswith('"'):
                inner = _ESCAPES.sub(_for_inner_shell, inner)
            for each in list(_commands(inner, depth + 1)):  # whose places change below
                for word in each.words:
                    word.start += script.start + 1
                each.first, each.last = command.first, command.last
                yield each
            break


def _values(commands: Sequence[Command], given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the values of the file's variables, of those to which it gives only plain words."""
    values = {name: list(dict.fromkeys(each)) for name, each in given.items()}
    for command in commands:
        for word in command.words:
            if not _ASSIGNMENT.match(word.text):
                if word.text in _DECLARES:
                    continue
                break
            name, _, value = word.text.partition("=")
            values.setdefault(name, []).append(value)
    return {
        name: each
        for name, each in values.items()
        if len(each) <= _MOST_VALUES and not any("$" in one or not one or any(c.isspace() for c in one) for one in each)
    }


def _expanded(text: str, values: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a word with the file's own values of its variables, once for each value; other variables are ``${V}``."""
    if "${" not in text:
        return [text]
    names = _VARIABLE.findall(text)
    count = max([len(values[name]) for name in names if name in values], default=1)
    texts = []
    for number in range(count):
        chosen = {name: values[name][number % len(values[name])] for name in names if name in values}
        texts.append(_VARIABLE.sub(lambda match, chosen=chosen: chosen.get(match[1], "${V}"), text))  # type: ignore[misc]
    # A variable in the brackets is only an extra, for which any name will do.
    return [re.sub(r"\[([^\[\]]*)\]", lambda match: f"[{match[1].replace('${V}', 'x')}]", each) for each in texts]


def _is_path_of_variables(text: str) -> bool:
    """Return whether a word is a path with a variable in it: ``dist/$WHEEL``."""
    before, variable, _ = text.partition("${")
    return bool(variable) and "/" in before and not any(sign in before for sign in ("://", "@", "=", "<", ">"))


def _of_tool(text: str) -> str:
    """Return a package of ``uv tool install`` or pipx in pip's form: ``name@version`` is a pin there."""
    name, at, version = text.partition("@")
    return f"{name}=={version}" if at and version[:1].isdigit() else text


# --- which commands install -------------------------------------------------------------------------


def _install(command: Command) -> _Install | None:
    """Return what a command installs; None for any other command."""
    words = command.words
    begin = 0
    while begin < len(words) and (words[begin].text in _PREFIXES or _ASSIGNMENT.match(words[begin].text)):
        begin += 1
    if begin == len(words) or words[begin].program() in _PRINTERS:
        return None
    is_uv = False
    for at in range(begin, len(words)):
        name = words[at].program()
        is_uv = is_uv or name == "uv"
        if _PIP.fullmatch(name) or _PIP_VARIABLE.fullmatch(name):
            arguments = _after(words, at + 1, "install")
            if arguments or name.endswith("_install}"):
                return _arguments(command, "uv" if is_uv else "pip", words, arguments or at + 1)
        elif name == "pipx":
            arguments = _after(words, at + 1, "install")
            injected = _after(words, at + 1, "inject")
            if arguments or injected:
                found = _arguments(command, "pipx", words, arguments or injected)
                found.words = found.words[1:] if injected else found.words
                return found
        elif name == "uv" and (tool := _after(words, at + 1, "tool")) and (arguments := _after(words, tool, "install")):
            return _arguments(command, "uv tool", words, arguments)
    return None


def _after(words: Sequence[Word], at: int, name: str) -> int:
    """Return the place after a subcommand; 0 if the word after the program and its options is another one."""
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if words[at].text in _WITH_VALUE else 1
    return at + 1 if at < len(words) and words[at].text == name else 0


def _arguments(command: Command, tool: str, words: Sequence[Word], at: int) -> _Install:
    """Return the arguments of an install command: its requirements and its options."""
    found = _Install(command, tool)
    rest = iter(words[at:])
    for word in rest:
        text = word.text
        if text == "--":
            found.words += [(each, each.text, False) for each in rest]
        elif not text.startswith("-") or text == "-":
            if text not in ("}", "]", "-"):
                found.words.append((word, text.strip(), False))
        elif (option := _option(text, tool))[0]:
            name, value = option
            if value is None:
                following = next(rest, None)
                if following is None:
                    break
                word, value = following, following.text
            _keep(found, word, name, value)
    return found


def _option(text: str, tool: str) -> tuple[str, str | None]:
    """Return an option that takes a value, with the value in the same word or None; "" for a flag."""
    if text.startswith("--"):
        name, equals, value = text.partition("=")
        return (name, value if equals else None) if name in _WITH_VALUE else ("", None)
    for at, letter in enumerate(text[1:], 1):
        if letter in _SHORT_WITH_VALUE and not (tool == "pipx" and letter in "fe"):
            return _SHORT_WITH_VALUE[letter], text[at + 1 :].removeprefix("=") or None
    return "", None


def _keep(found: _Install, word: Word, name: str, value: str) -> None:
    if name == "--editable":
        found.words.append((word, value, True))
    elif name == "--with" or name == "--preinstall":
        found.words += [(word, each.strip(), False) for each in value.split(",")]
    elif name in ("--constraint", "--constraints"):
        found.constraints.append(value)
    elif name in _INDEXES or name in _SAME_AS:
        found.options.append((word, name, value))
