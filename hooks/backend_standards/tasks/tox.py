"""Environments of tox: the commands of those that a command asks for.

Source: tox 4's documentation, "Configuration" (ini and TOML, substitutions, generative environments, conditional
settings) and "Command line interface".
"""

from __future__ import annotations

import re
from itertools import product

from backend_standards.readers import ini
from backend_standards.readers.make_values import NOT_KNOWN
from backend_standards.tasks import Step, folder_of, joined, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.tasks import Call, Unknown

    Line = tuple[str, int]
    """A command, and the number of its line."""

_MOST_ENVS = 200
"""Environments of a list with braces."""
_MOST_REFERENCES = 20
"""References to other sections, one after another."""
_LONGEST = 2_000
_RUNS = frozenset(("run", "r", "run-parallel", "p", "legacy", "le"))
_OTHER_COMMANDS = frozenset(
    (
        "list",
        "l",
        "config",
        "c",
        "devenv",
        "d",
        "depends",
        "de",
        "exec",
        "e",
        "quickstart",
        "q",
        "schema",
        "man",
        "tasks",
    )
)
_WITH_VALUE = frozenset(
    """
    -e --env -c --conf -m --label --labels -f --factors -x --override --workdir --root --result-json --skip-env
    --colored --installpkg --hashseed --discover --runner --default-runner --exit-and-dump-after --stderr-color
    """.split()
)
_BUNDLE = re.compile(r"-[qvrpa]+(?=[ecmf])")
"""Short options without a value before one that has one, such as ``-qe lint``."""
_FACTORS = re.compile(r"(?P<factors>[!\w.{},-]+):\s+(?P<rest>.*)", re.DOTALL)
_REFERENCE = re.compile(r"\{\[([^\[\]{}]*)\]([\w-]+)\}")
_SUBSTITUTION = re.compile(r"\{([A-Za-z_]+|/|:)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
_PYTHON = re.compile(r"(?:py|pypy|python|cpython|jython|graalpy)[\d.]*t?", re.ASCII)
_TOML_NAMES = ("env_list", "envlist")


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what the environments of a command of tox run; None if it runs none."""
    asked = _Asked(call)
    if asked.is_other:
        return None
    return _steps(call, asked)


class _Asked:
    """What a command of tox asks for."""

    __slots__ = ("arguments", "envs", "file", "is_other", "label")

    def __init__(self, call: Call) -> None:
        self.envs = call.values.get("TOXENV", "")
        self.file = self.label = ""
        self.arguments: list[str] = []
        words = list(call.words)
        if "--" in words:
            self.arguments = words[words.index("--") + 1 :]
            words = words[: words.index("--")]
        self.is_other = not {"--version", "--help", "-h", "--listenvs", "-l", "-a", "--showconfig"}.isdisjoint(words)
        at = 0
        is_first = True
        while at < len(words):
            word = _BUNDLE.sub("-", words[at])
            option, has_value, value = word.partition("=")
            if option[:2] in ("-e", "-c", "-m", "-f") and len(option) > 2:
                option, value, has_value = word[:2], word[2:], "="
            elif option in _WITH_VALUE and not has_value:
                at += 1
                value = words[at] if at < len(words) else ""
            elif option[:1] != "-" and is_first:
                is_first = False
                self.is_other = self.is_other or option in _OTHER_COMMANDS
            at += 1
            if option in ("-e", "--env"):
                self.envs = value
            elif option in ("-c", "--conf"):
                self.file = value
            elif option in ("-m", "--label", "--labels", "-f", "--factors"):
                self.label = value


def _steps(call: Call, asked: _Asked) -> Iterator[Step | Unknown]:
    found = _configuration(call, asked.file)
    if found is None:
        yield call.unknown("there is no configuration of tox", "tox")
        return
    envs = expanded(asked.envs) if asked.envs and asked.envs != "ALL" else found.envs()
    if asked.label:
        envs = found.labelled(asked.label) or [env for env in found.envs() if asked.label in env.split("-")]
    if not envs:
        envs = ["py"]
    for env in envs:
        trail = f"tox -e {env}"
        if "$" in env:
            yield call.unknown(f"the environment comes from a variable: {env}", "tox")
            continue
        if not found.knows(env):
            yield call.unknown(f"{found.path} has no environment {env}", trail)
            continue
        yield from found.steps(env, asked.arguments, trail)


def expanded(text: str) -> list[str]:
    """Return the names of a list of environments, in which braces stand for each of the words in them."""
    found: list[str] = []
    for part in _parts(text):
        name = part.partition("#")[0].strip()
        if not name:
            continue
        pieces = re.split(r"\{([^{}]*)\}", name)
        choices = [
            [each.strip() for each in piece.split(",")] if at % 2 else [piece] for at, piece in enumerate(pieces)
        ]
        for each in product(*choices):
            if len(found) == _MOST_ENVS:
                return found
            found.append("".join(each))
    return list(dict.fromkeys(found))


def _parts(text: str) -> Iterator[str]:
    """Yield what is between the commas and line ends of a list, without those in braces."""
    start, is_open = 0, False
    for match in re.finditer(r"[{},\n]", text):
        if match[0] in "{}":
            is_open = match[0] == "{"
        elif not is_open:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


class _Ini:
    """A configuration in an INI file. ``core`` is the name of its main section, ``offset`` is added to its lines."""

    def __init__(self, text: str, path: str, core: str = "tox", offset: int = 0) -> None:
        self.path = path
        self.sections = ini.sections(text)
        self.core = core
        self.offset = offset
        self._factors: set[str] | None = None
        self.by_env: dict[str, list[ini.Section]] = {}
        for name, section in self.sections.items():
            if name.startswith("testenv:"):
                for env in expanded(name.removeprefix("testenv:")):
                    self.by_env.setdefault(env, []).append(section)

    @property
    def factors(self) -> set[str]:
        """The factors of all environments, and of the conditions in their options."""
        if self._factors is None:
            self._factors = {factor for each in (*self.envs(), *self.by_env) for factor in each.split("-")}
            for name, section in self.sections.items():
                for option in section.options.values() if name.startswith("testenv") else ():
                    for text, _ in option.lines:
                        if match := _FACTORS.fullmatch(text):
                            parts = expanded(match["factors"])
                            self._factors.update(each.lstrip("!") for part in parts for each in part.split("-"))
        return self._factors

    def is_one(self) -> bool:
        """Return whether the file configures tox at all."""
        return self.core in self.sections or "testenv" in self.sections or bool(self.by_env)

    def envs(self) -> list[str]:
        """Return the environments that run without being asked for."""
        core = self.sections.get(self.core)
        option = core.get("envlist", "env_list") if core else None
        if option is None:
            return []
        return expanded("\n".join(text for text, _ in self._rows(option, "")))

    def labelled(self, label: str) -> list[str]:
        """Return the environments of a label."""
        core = self.sections.get(self.core)
        option = core.get("labels") if core else None
        for text, _ in option.lines if option else ():
            name, _, envs = text.partition("=")
            if name.strip() == label:
                return expanded(envs)
        return []

    def knows(self, env: str) -> bool:
        """Return whether there is an environment of a name."""
        if env in self.by_env or env in self.envs():
            return True
        known = self.factors
        return all(factor in known or _PYTHON.fullmatch(factor) for factor in env.split("-"))

    def _option(self, env: str, *names: str) -> ini.Option | None:
        base = self.sections.get("testenv")
        for section in [*self.by_env.get(env, []), *([base] if base else [])]:
            option = section.get(*names)
            if option is not None:
                return option
        return None

    def _rows(self, option: ini.Option, env: str) -> Iterator[Line]:
        """Yield the lines of an option, with those that it refers to and that are for this environment."""
        waiting = list(ini.rows(option))[::-1]
        left = _MOST_REFERENCES
        while waiting:
            text, line = waiting.pop()
            if match := _FACTORS.fullmatch(text):
                if not _holds(match["factors"], env):
                    continue
                text = match["rest"]
            if (match := _REFERENCE.search(text)) and left:
                left -= 1
                section = self.sections.get(match[1] or "testenv")
                other = section.get(match[2].lower()) if section else None
                lines = list(ini.rows(other)) if other else [(NOT_KNOWN, line)]
                if match.span() == (0, len(text)):
                    waiting += lines[::-1]
                else:
                    value = " ".join(each for each, _ in lines)[:_LONGEST]
                    waiting.append((text[: match.start()] + value + text[match.end() :], line))
                continue
            yield text, line

    def steps(self, env: str, arguments: Sequence[str], trail: str) -> Iterator[Step]:
        """Yield the commands of an environment."""
        ignored = self._option(env, "ignore_outcome")
        can_fail = not (ignored and ignored.value.strip().lower() in ("true", "1", "yes"))
        place = self._option(env, "change_dir", "changedir")
        values = {"envname": env, "env_name": env}
        folder = folder_of(self.path)
        if place and (inside := joined(folder, _substituted(place.value.strip(), values, ()))) is not None:
            folder = inside
        for name in ("commands_pre", "commands", "commands_post"):
            option = self._option(env, name)
            for text, line in self._rows(option, env) if option else ():
                command = _substituted(text, values, arguments)
                yield _step(command, self.path, line + self.offset, folder, trail, can_fail=can_fail)


def _step(text: str, path: str, line: int, folder: str, trail: str, *, can_fail: bool) -> Step:
    signs = text[: len(text) - len(text.lstrip("-! "))]
    return Step(text.lstrip("-! "), path, line, folder, (trail,), can_fail=can_fail and "-" not in signs)


def _holds(expression: str, env: str) -> bool:
    """Return whether a condition on factors holds for an environment."""
    factors = set(env.split("-"))
    for part in expanded(expression):
        wanted = part.split("-")
        if all((each[1:] not in factors) if each.startswith("!") else (each in factors) for each in wanted):
            return True
    return False


def _substituted(text: str, values: Mapping[str, str], arguments: Sequence[str]) -> str:
    """Return a command with tox's substitutions: those that the file does not tell stay unknown."""

    def value(match: re.Match[str]) -> str:
        name, default = match[1], match[2]
        if name == "posargs":
            return " ".join(runners.quoted(word) for word in arguments) if arguments else default or ""
        if name in ("envpython", "env_python", "base_python", "basepython"):
            return "python"
        if name in ("toxinidir", "tox_root"):
            return "."
        if name in ("/", ":"):
            return name
        if name == "env":
            return (default or "").partition(":")[2] or f"${{{(default or '').partition(':')[0]}}}"
        return values.get(name, NOT_KNOWN)

    for _ in range(2):  # a default may have a substitution in it
        text = _SUBSTITUTION.sub(value, text)
    return text


class _Toml:
    """A configuration in TOML: ``table`` is that of tox, ``where`` its place in the file."""

    def __init__(self, table: Mapping[str, object], where: tuple[str, ...], text: str, path: str) -> None:
        from backend_standards.readers.toml_lines import lines

        self.path = path
        self.table = table
        self.where = where
        self.lines = lines(text)

    def _env(self, env: str) -> Mapping[str, object]:
        envs = self.table.get("env")
        found = envs.get(env) if isinstance(envs, dict) else None
        return found if isinstance(found, dict) else {}

    def envs(self) -> list[str]:
        """Return the environments that run without being asked for."""
        names = next((self.table[name] for name in _TOML_NAMES if name in self.table), [])
        return [each for each in names if isinstance(each, str)] if isinstance(names, list) else []

    def labelled(self, label: str) -> list[str]:
        """Return the environments of a label."""
        labels = self.table.get("labels")
        found = labels.get(label) if isinstance(labels, dict) else None
        return [str(each) for each in found] if isinstance(found, list) else []

    def knows(self, env: str) -> bool:
        """Return whether there is an environment of a name."""
        return bool(self._env(env)) or env in self.envs() or all(_PYTHON.fullmatch(each) for each in env.split("-"))

    def steps(self, env: str, arguments: Sequence[str], trail: str) -> Iterator[Step]:
        """Yield the commands of an environment."""
        base = self.table.get("env_run_base")
        own = self._env(env)
        settings = {**(base if isinstance(base, dict) else {}), **own}
        can_fail = settings.get("ignore_outcome") is not True
        folder = folder_of(self.path)
        place = settings.get("change_dir")
        if isinstance(place, str) and (inside := joined(folder, _substituted(place, {}, ()))) is not None:
            folder = inside
        for name in ("commands_pre", "commands", "commands_post"):
            key = (*self.where, "env", env, name) if name in own else (*self.where, "env_run_base", name)
            line = self.lines.get(key, 1)
            commands = settings.get(name)
            for command in commands if isinstance(commands, list) else ():
                text = _of_words(command, arguments)
                text = _substituted(text, {"env_name": env, "envname": env}, arguments)
                yield _step(text, self.path, line, folder, trail, can_fail=can_fail)


def _of_words(command: object, arguments: Sequence[str]) -> str:
    """Return a command of TOML, a list of words and replacements, as a text."""
    if not isinstance(command, list):
        return NOT_KNOWN
    words: list[str] = []
    for each in command:
        if isinstance(each, str):
            words.append(each if "{" in each else runners.quoted(each))
        elif isinstance(each, dict) and each.get("replace") == "posargs":
            words += [runners.quoted(str(word)) for word in arguments or each.get("default") or ()]
        else:
            words.append(NOT_KNOWN)
    return " ".join(words)


def _configuration(call: Call, name: str) -> _Ini | _Toml | None:
    """Return the configuration that tox finds: the first of its files that has one."""
    for each in [name] if name else ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml"):
        path = call.find([each])
        if path and (found := _of_file(call, path)):
            return found
    return None


def _of_file(call: Call, path: str) -> _Ini | _Toml | None:
    text = call.project.text(path)
    if not path.endswith(".toml"):
        found = _Ini(text, path, "tox:tox" if path.endswith("setup.cfg") else "tox")
        return found if found.is_one() else None
    from backend_standards.core.toml import tables
    from backend_standards.readers.toml_lines import line

    try:
        data = tables(text)
    except ValueError:
        return None
    if not path.endswith("pyproject.toml"):
        return _Toml(data, (), text, path)
    tool = data.get("tool")
    table = tool.get("tox") if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        return None
    legacy = table.get("legacy_tox_ini")
    if isinstance(legacy, str):
        first = line(text, ("tool", "tox", "legacy_tox_ini"))
        return _Ini(
            legacy, path, offset=first if text.split("\n")[first - 1].rstrip().endswith(('"', "'")) else first - 1
        )
    return _Toml(table, ("tool", "tox"), text, path)
