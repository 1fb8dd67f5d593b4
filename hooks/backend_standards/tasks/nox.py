"""Sessions of nox: what ``session.run`` is given in those that a command asks for.

Source: nox's documentation, "Configuration & API" and "Command-line usage". The file is read, never run.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.tasks import Step, python_calls
from backend_standards.tasks.python_calls import Code, called, keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.tree import Function
    from backend_standards.tasks import Call, Unknown

_WITH_VALUE = frozenset(
    """
    -s -e -p -t -k -f -db -fb --session --sessions --python --pythons --tags --keywords --noxfile --envdir
    --default-venv-backend --force-venv-backend --force-python --extra-pythons --report --download-python
    """.split()
)
_RUNS = frozenset(("run", "run_always", "run_install"))


class _Asked:
    """What a command of nox asks for."""

    __slots__ = ("arguments", "file", "sessions", "tags", "tells")

    def __init__(self, words: Sequence[str]) -> None:
        self.arguments: list[str] = []
        self.sessions: list[str] = []
        self.tags: list[str] = []
        self.file = "noxfile.py"
        self.tells = False
        option = ""
        for at, word in enumerate(words):
            if word == "--":
                self.arguments = list(words[at + 1 :])
                break
            if word[:1] == "-":
                option, has_value, value = word.partition("=")
                self.tells = self.tells or option in (
                    "-l",
                    "--list",
                    "--list-sessions",
                    "--version",
                    "--help",
                    "-h",
                    "--usage",
                )
                if has_value:
                    self._take(option, value)
                continue
            self._take(option, word)

    def _take(self, option: str, value: str) -> None:
        """Take a value of an option; one option may have several."""
        if option in ("-s", "-e", "--session", "--sessions"):
            self.sessions += [each for each in value.split(",") if each]
        elif option in ("-t", "--tags"):
            self.tags.append(value)
        elif option in ("-f", "--noxfile"):
            self.file = value
        elif option in ("-k", "--keywords"):
            self.sessions.append("${KEYWORDS}")


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what the sessions of a command of nox run; None if it runs none."""
    asked = _Asked(call.words)
    return None if asked.tells else _steps(call, asked)


def _steps(call: Call, asked: _Asked) -> Iterator[Step | Unknown]:
    path = call.find([asked.file])
    code = python_calls.code(call.project, path) if path else None
    if code is None:
        yield call.unknown(f"there is no {asked.file} that can be read", "nox")
        return
    sessions = _Sessions(code, path)
    names = asked.sessions
    if asked.tags:
        names = [name for name, found in sessions.by_name.items() if found.tags.intersection(asked.tags)]
    elif not names and call.values.get("NOXSESSION"):
        names = call.values["NOXSESSION"].split(",")
    for name in names or sessions.default():
        yield from sessions.steps(name, asked.arguments, call)


class _Session:
    __slots__ = ("function", "is_default", "tags")

    def __init__(self, function: Function, tags: frozenset[str], *, is_default: bool) -> None:
        self.function = function
        self.tags = tags
        self.is_default = is_default


class _Sessions:
    """The sessions of one file."""

    def __init__(self, code: Code, path: str) -> None:
        self.code = code
        self.path = path
        self.by_name: dict[str, _Session] = {}
        self.calls: dict[str, list[ast.Call]] = {}
        for function in code.functions.values():
            for decorator, options in python_calls.decorators(function):
                if decorator.rpartition(".")[2] in ("session", "nox_session"):
                    self._add(function, options)
        for each in code.tree.of(ast.Call):
            self.calls.setdefault(code.around(each), []).append(each)

    def _add(self, function: Function, options: ast.Call | None) -> None:
        given = keyword(options, "name")
        name = python_calls.text(given, self.code) if given is not None else function.name
        tags = keyword(options, "tags")
        listed = python_calls.words(tags.elts, self.code, {}) if isinstance(tags, ast.List | ast.Tuple) else []
        default = keyword(options, "default")
        is_default = not (isinstance(default, ast.Constant) and default.value is False)
        self.by_name[name] = _Session(function, frozenset(listed), is_default=is_default)

    def default(self) -> list[str]:
        """Return the sessions that run without being asked for."""
        for statement in self.code.tree.of(ast.Assign):
            if any(called(target) == "nox.options.sessions" for target in statement.targets):
                value = statement.value
                if isinstance(value, ast.List | ast.Tuple):
                    return python_calls.words(value.elts, self.code, {})
        return [name for name, session in self.by_name.items() if session.is_default]

    def steps(self, name: str, arguments: Sequence[str], call: Call) -> Iterator[Step | Unknown]:
        """Yield what a session runs, with the sessions that it notifies."""
        waiting = [name]
        for each in waiting:
            trail = f"nox -s {each}"
            session = self._named(each)
            if session is None:
                why = (
                    f"the session comes from a variable: {each}"
                    if "$" in each
                    else f"{self.path} has no session {each}"
                )
                yield call.unknown(why, trail)
                continue
            for function in python_calls.reached(session.function.name, self.code):
                for made in self.calls.get(function, ()):
                    if called(made.func).endswith(".notify") and made.args:
                        other = python_calls.text(made.args[0], self.code)
                        if other not in waiting:
                            waiting.append(other)
                    elif step := self._run(made, arguments, trail, call):
                        yield step

    def _named(self, name: str) -> _Session | None:
        """Return the session of a name, which may end in a version of Python and parameters."""
        plain = name.partition("(")[0]
        found = self.by_name.get(plain)
        if found is None:
            start, dash, version = plain.rpartition("-")
            if dash and (version[:1].isdigit() or version.startswith(("py", "$"))):
                found = self.by_name.get(start)
        return found

    def _run(self, made: ast.Call, arguments: Sequence[str], trail: str, call: Call) -> Step | None:
        name = called(made.func)
        receiver, _, method = name.rpartition(".")
        if method not in _RUNS or not receiver or not made.args:
            return None
        words = python_calls.words(made.args, self.code, {f"{receiver}.posargs": arguments})
        folder = call.folders[0] if self.path.count("/") == 0 else self.path.rpartition("/")[0]
        codes = keyword(made, "success_codes")
        is_ignored = isinstance(codes, ast.List) and len(codes.elts) > 1
        return Step(python_calls.shell(words), self.path, made.lineno, folder, (trail,), can_fail=not is_ignored)
