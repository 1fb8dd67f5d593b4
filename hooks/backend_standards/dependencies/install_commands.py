"""The requirements of install commands in Dockerfiles, scripts, makefiles and CI files, and the findings about them.

Sources: the option lists of ``pip install`` (pip 26), ``uv pip install`` and ``uv tool install`` (uv 0.13), ``pipx
install`` (pipx 1.8). ``requirements.judge`` gives the verdict on a word, as on a line of a requirements file.
"""

from __future__ import annotations

import bisect
import re

from backend_standards.core import Finding
from backend_standards.dependencies import install_names, requirements
from backend_standards.dependencies.requirements import Problem
from backend_standards.readers import scripts
from backend_standards.readers import shell as readers_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.dependencies.installs import Policy, Read
    from backend_standards.dependencies.requirements import Requirement
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
_PIP_VARIABLE = re.compile(r"\$\{(?:[a-z0-9]+_)*pip[0-9]*(?:_(?:cmd|bin|exe|command|install))?\}")
_PRINTERS = frozenset(
    "echo printf print cat grep egrep fgrep rg sed awk git man which type alias log info warn warning error err die "
    "fail say note msg message fatal abort debug hint log_info log_error log_warn pr_info fold tee test [ [[ : "
    "complete write-host write-output write-error write-warning write-information".split()
)
_PREFIXES = frozenset("sudo env time exec command then do else if elif while until ! { nice nohup builtin @".split())
_SHELLS = frozenset("sh bash dash zsh ksh ash su".split())
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_DECLARES = frozenset("export local readonly declare typeset".split())
_VARIABLE = re.compile(r"\$\{([\w-]+)\}")
_UNJUDGED = ("${", "~", "%", "<")  # a variable, a home, a variable of Windows, a placeholder
_FROM_INDEX = ("unpinned-bare", "unpinned-range", "unpinned-wildcard")
_MOST_VALUES = 50
_DEEPEST = 3  # shells in a shell's -c


class _Install:
    """What one command installs: its words of requirements, with whether each is editable, and its other options."""

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


def findings(path: str, data: bytes, policy: Policy, read: Read, hook: str) -> Iterator[Finding]:
    """Yield the findings about the install commands of a file; ``read`` returns what ``-c`` names."""
    from backend_standards.core.text import decode, with_newlines

    text = with_newlines(decode(data)).replace("\0", " ").removeprefix("\ufeff")
    yield from _File(path, text, policy, read).findings(hook)


class _File:
    """One file: its commands, what it gives its variables, and the findings so far."""

    def __init__(self, path: str, text: str, policy: Policy, read: Read) -> None:
        self.path = path
        self.text = text
        self.policy = policy
        self.read = read
        self.kind = install_names.kind(path)
        self.script = scripts.read(self.kind, text)
        self.starts = [0, *[match.end() for match in re.finditer("\n", text)]]
        self.found: list[Finding] = []
        self.firsts: dict[int, int] = {}
        """By the line of a finding, the first line of its command, on whose lines an ignore may stand."""
        self.joined: dict[int, int] = {}
        self.spans: set[int] = set()
        self.comments: dict[int, list[int]] = {}
        """The lines of comments that speak for a command further down, by its line."""
        for number, target in self.script.above.items():
            self.comments.setdefault(target, []).append(number)

    def findings(self, hook: str) -> Iterator[Finding]:
        """Yield the findings that no ignore excepts."""
        from backend_standards.core.text import apply_ignores

        commands = list(_commands(self.script.text))
        values = _values(commands, self.script.values)
        for command in commands:
            install = _install(command)
            if install:
                self._judge(install, values)
        if "standards:" not in self.text:
            yield from self.found
            return
        # An ignore excepts by the first line of a command; a finding is shown where its word stands.
        lines = {}
        for each in self.found:
            lines[id(each)] = each.line
            each.line = self.firsts.get(each.line, each.line)
        for each in apply_ignores(self.path, self.text, self.found, hook, self.joined):
            each.line = lines.get(id(each), each.line)
            yield each

    def _judge(self, install: _Install, values: Mapping[str, Sequence[str]]) -> None:
        for word, name, value in install.options:
            from backend_standards.dependencies import indexes

            for problem in indexes.problems(_SAME_AS.get(name, name), value):
                self._add(install, word, problem)
        pins: dict[str, list[Requirement]] | None = None
        for word, text, is_editable in install.words:
            found = self._problem(install, word, text, values, is_editable=is_editable)
            if not found:
                continue
            if install.has_no_index and found.rule in _FROM_INDEX:  # then it comes from a folder of the build itself
                continue
            if install.constraints and found.rule in _FROM_INDEX:
                pins = self._pins(install.constraints) if pins is None else pins
                if "" in pins or requirements.normal(found.subject) in pins:
                    continue
            self._add(install, word, found)

    def _problem(
        self, install: _Install, word: Word, text: str, values: Mapping[str, Sequence[str]], *, is_editable: bool
    ) -> Problem | None:
        """Return what is wrong with a word; None for what cannot be judged or cannot change.

        That is a path, what a variable gives as a whole, and what pip cannot read: there the command itself fails.
        """
        if not text or text.startswith(_UNJUDGED) or "{" in text.replace("${", "") or _is_path_of_variables(text):
            return None
        problem = None
        for each in _expanded(text, values):
            requirement = requirements.judge(_of_tool(each) if install.tool != "pip" else each, editable=is_editable)
            found = requirement.problem
            if requirement.kind == "path" or (found and found.rule == "invalid-requirement"):
                return None
            problem = problem or found
        if not problem or (is_editable and problem.rule == "unpinned-variable"):
            return None
        if word.compared and problem.rule == "unpinned-bare":
            message = (
                f"{problem.subject}: the shell takes what stands behind for a file to read or write, not a version"
            )
            fix = f"write '{problem.subject}==VERSION'"
            return Problem(problem.subject, "unpinned-bare", message, fix)
        if problem.rule == "unpinned-variable" and problem.subject:
            fix = f"{problem.fix}, or give the variable an exact version in this file"
            return Problem(problem.subject, problem.rule, problem.message, fix)
        return problem

    def _pins(self, constraints: Sequence[str]) -> dict[str, list[Requirement]]:
        """Return what the files of ``-c`` pin, by name; the key "" stands for one that is not to be found."""
        import os

        from backend_standards.dependencies import installs

        pins: dict[str, list[Requirement]] = {}
        for written in constraints:
            found = None
            for folder in ("", os.path.dirname(self.path)):
                path = os.path.normpath(os.path.join(folder, written)).replace(os.sep, "/")
                found = found or (None if "://" in written or path.startswith("..") else self.read(path))
            if not found:
                pins.setdefault("", [])
                continue
            for entry in installs.File(*found).entries:
                if entry.requirement.version:
                    pins.setdefault(entry.requirement.name, []).append(entry.requirement)
        return pins

    def _span(self, command: Command) -> tuple[int, int]:
        """Return the first and the last line of a command; an ignore on any of them, or above, is for the first."""
        first = bisect.bisect_right(self.starts, command.first)
        last = bisect.bisect_right(self.starts, max(command.last - 1, command.first))
        if first not in self.spans:
            self.spans.add(first)
            for number in range(first, last + 1):
                for each in (number, *self.comments.get(number, ())):
                    self.joined.setdefault(each, first)
        return first, last

    def _add(self, install: _Install, word: Word, problem: Problem) -> None:
        if self.policy.allows(problem) or (problem.rule == "extra-index" and not self.policy.forbid_extra_index):
            return
        line = bisect.bisect_right(self.starts, word.start)
        first, last = self._span(install.command)
        self.firsts[line] = first
        if self.kind == install_names.DOCKERFILE and last > first:
            where = "in a comment line among its lines"
        else:
            where = f"at the end of {'the line' if last == line else f'line {last}'}"
        exception = f"{where}: # standards: ignore[{problem.rule}] reason"
        if problem.rule.startswith("unpinned-") and problem.subject:
            exception += f'; or in this hook\'s args: "--allow={requirements.normal(problem.subject)}"'
        column = word.start - self.starts[line - 1] + 1
        self.found.append(
            Finding(
                self.path, problem.rule, problem.message, line=line, column=column, fix=problem.fix, exception=exception
            )
        )


def _commands(text: str, depth: int = 0) -> Iterator[Command]:
    """Yield the commands of a shell text, and those that a shell is given as one quoted word behind ``-c``."""
    for command in readers_shell.commands(text):
        yield command
        words = command.words
        shell = next((at for at, word in enumerate(words) if word.program() in _SHELLS), len(words))
        if depth == _DEEPEST or shell == len(words):
            continue
        for option, script in zip(words[shell + 1 :], words[shell + 2 :], strict=False):
            if not option.text.startswith("-") or not option.text.endswith("c") or not script.is_quoted:
                continue
            # What stands between the quotes; of that, \" is a quote for the inner shell.
            inner = text[script.start + 1 : script.end - 1].replace('\\"', '\0"')
            for each in list(_commands(inner, depth + 1)):  # whose places change below
                for word in each.words:
                    word.start += script.start + 1
                each.first, each.last = command.first, command.last
                yield each
            break


def _values(commands: Sequence[Command], given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what the file gives its variables: those to which it gives nothing else than plain words."""
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
    """Return a word with the file's own values for its variables, once for each value; others are ``${V}``."""
    if "${" not in text:
        return [text]
    names = _VARIABLE.findall(text)
    count = max([len(values[name]) for name in names if name in values], default=1)
    texts = []
    for number in range(count):
        chosen = {name: values[name][number % len(values[name])] for name in names if name in values}
        texts.append(_VARIABLE.sub(lambda match, chosen=chosen: chosen.get(match[1], "${V}"), text))  # type: ignore[misc]
    # Extras do not matter here, and stand for a name.
    return [re.sub(r"\[([^\[\]]*)\]", lambda match: f"[{match[1].replace('${V}', 'x')}]", each) for each in texts]


def _is_path_of_variables(text: str) -> bool:
    """Return whether a word is a path of which a variable gives a part: ``dist/$WHEEL``."""
    before, variable, _ = text.partition("${")
    return bool(variable) and "/" in before and not any(sign in before for sign in ("://", "@", "=", "<", ">"))


def _of_tool(text: str) -> str:
    """Return a package as ``uv tool install`` takes it, which reads ``name@version`` as a pin, in pip's form."""
    name, at, version = text.partition("@")
    return f"{name}=={version}" if at and version[:1].isdigit() else text


# --- which commands install -------------------------------------------------------------------------


def _install(command: Command) -> _Install | None:
    """Return what a command installs, None for any other command."""
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
            arguments = _behind(words, at + 1, "install")
            if arguments or name.endswith("_install}"):
                return _arguments(command, "uv" if is_uv else "pip", words, arguments or at + 1)
        elif name == "pipx":
            arguments = _behind(words, at + 1, "install")
            injected = _behind(words, at + 1, "inject")
            if arguments or injected:
                found = _arguments(command, "pipx", words, arguments or injected)
                found.words = found.words[1:] if injected else found.words
                return found
        elif (
            name == "uv" and (tool := _behind(words, at + 1, "tool")) and (arguments := _behind(words, tool, "install"))
        ):
            return _arguments(command, "uv tool", words, arguments)
    return None


def _behind(words: Sequence[Word], at: int, name: str) -> int:
    """Return the place behind a subcommand, 0 where another word than the options of the program stands before."""
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if words[at].text in _WITH_VALUE else 1
    return at + 1 if at < len(words) and words[at].text == name else 0


def _arguments(command: Command, tool: str, words: Sequence[Word], at: int) -> _Install:
    """Return an install command's arguments, parted into requirements and options."""
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
    """Return an option that takes a value with the one in the same word, or None; "" for a flag."""
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
