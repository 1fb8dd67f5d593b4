"""Each parser takes linear time: a text of eight times the length takes about eight times as long, whatever is in it.

The texts are generated from the parsers' own sources (``parsers``): each special character and each token repeated, each
token before, after and between each special character. CI tries a sample of them, ``make fuzz`` nearly all. The shapes
of several files that belong together are written out below.

The measure is CPU time of this thread, the least of several runs, compared with that of a shorter text: no clock, so that
a busy machine decides nothing. A quadratic parser takes 64 times as long, the limit is 2.3 times for each doubling.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

import pytest

from backend_standards import (
    check_lock_files,
    check_settings,
    forbid_debug_in_production,
    forbid_logged_secrets,
    forbid_swallowed_errors,
    require_pinned_requirements,
)
from backend_standards.check_project_layout import check as check_layout
from backend_standards.code import files as code_files
from backend_standards.code.repository import Repository
from backend_standards.code.settings_choice import Others
from backend_standards.code.source import Source
from backend_standards.core import Options, Stopped, git
from backend_standards.dependencies import Policy, including, known_versions
from backend_standards.layout.tree import Settings
from backend_standards.locks import requirements
from backend_standards.readers import docker, docker_builds
from backend_standards.secrets import docker_context
from backend_standards.secrets.env_files import Policy as EnvPolicy
from parsers import PARSERS, SOURCES, Parser, characters, matching

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
SHORT, LONG = 500, 4000
"""Characters of the two texts: three doublings apart. Windows that are read again and again have up to 4096."""
LIMIT = 2.3**3
AT_ONCE = 0.004
"""Seconds for a long text that nobody has to wait for: a quadratic parser takes longer."""
SHAPES = 100_000 if IS_LONG else 60
"""Texts that are tried of each parser, besides those of one repeated special character."""
SECONDS = 60.0 if IS_LONG else 1.0
"""CPU time for each parser; what was not tried by then is left out."""
ROUNDS = 6
"""Looks at a text before it is called a fault: caches, the heap and a busy machine may slow down single runs."""


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """Return the least CPU time of a piece of work, without looks for cycles in all that the tests hold."""
    least = float("inf")
    gc.disable()
    try:
        for _ in range(runs):
            start = time.thread_time()
            with contextlib.suppress(Stopped):
                work()
            least = min(least, time.thread_time() - start)
    finally:
        gc.enable()
    return least


def growth(work: Callable[[int], object], short: int, long: int) -> float:
    """Return how much longer a piece of work takes for the long size than for the short one; 0 if it takes no time."""
    ratio, least_short, least_long = 0.0, float("inf"), float("inf")
    for number in range(ROUNDS):
        least_long = min(least_long, seconds(lambda: work(long)))
        if least_long < AT_ONCE:
            return 0
        least_short = min(least_short, seconds(lambda: work(short), 1 + number))
        ratio = least_long / max(least_short, 0.0001)
        if ratio <= LIMIT:
            return ratio
    return ratio


def repeated(piece: str, length: int) -> str:
    return piece * max(length // len(piece), 1)


Shape = tuple[str, str, str, str]
"""How the text begins, how it is made, and its two parts."""


def text_of(shape: Shape, length: int) -> str:
    head, kind, piece, char = shape
    if kind == "repeated":
        return head + repeated(piece, length)
    if kind == "before":
        return head + piece + repeated(char, length)
    if kind == "after":
        return head + repeated(char, length) + piece
    return head + repeated(piece + char, length)


def shapes(parser: Parser) -> Iterator[Shape]:
    """Yield the texts of a parser: each special character repeated, then a sample of the others in a fixed order."""
    pieces = parser.pieces()
    chars = characters(pieces)
    yield from ((head, "repeated", char, "") for head in parser.heads for char in chars)
    choose = random.Random(parser.name)
    others = [("repeated", piece, "") for piece in pieces]
    others += [(kind, piece, char) for piece in pieces for char in chars for kind in ("before", "after", "between")]
    # Seeds come first; of the others each kind gets its share.
    yield from ((head, "repeated", seed, "") for head in parser.heads for seed in parser.seeds)
    for kind, piece, char in choose.sample(others, min(SHAPES, len(others))):
        yield choose.choice(parser.heads), kind, piece, char


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_a_parser_takes_linear_time(parser: Parser) -> None:
    start, faults = time.thread_time(), []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of expressions in patterns
        for shape in shapes(parser):
            ratio = growth(lambda length, shape=shape: parser.read(text_of(shape, length)), SHORT, LONG)  # type: ignore[misc]
            if ratio > LIMIT:
                faults.append((f"{ratio:.0f} times as long", shape))
            if time.thread_time() - start > SECONDS:
                break
    assert faults == []


NOT_PARSERS = {
    "core.rules core.catalog core.options core.schema core.examples core standard standard.*": "constants",
    "check_* forbid_* require_* backend_standards _hook __main__ __init__": "options and files",
    "reporting reporting.*": "writes findings",
    "audit audit.* command command.* init init.command init.files init.options init.steps init.tables init.values init.work review review.* readers": "runs the parsers",
    "core.pool core.progress core.address core.disk core.unseen core.tree core.pushed_commit core.current_branch core.writing": "the system",
    "core.git_process core.git_folder core.manifest core.roots core.named_configuration": "git and options",
}
"""Modules that read no text of a checked repository, or that the parsers above do not go through, and why."""


def test_each_module_is_in_a_parser() -> None:
    parsed = {module for parser in PARSERS for module in matching(parser.modules)}
    others = {module for patterns in NOT_PARSERS for module in matching(patterns)}
    assert set(SOURCES) - parsed - others == set(), "name what the module reads in tests/parsers.py"


# --- files that belong together -----------------------------------------------------------------------


def pins(files: dict[str, bytes], given: Sequence[str] = ()) -> object:
    return list(
        require_pinned_requirements.check(
            [(path, files[path]) for path in given or sorted(files)],
            Policy(),
            lambda path: (path, files[path]) if path in files else None,
            lambda _: "",
        )
    )


def numbered(form: str, number: int) -> bytes:
    return "".join([form.format(at) for at in range(number)]).encode()


def chain(number: int) -> object:
    files = {f"{at:05}.txt": f"x{at}==1\n-r {at + 1:05}.txt\n".encode() for at in range(number)}
    return pins({**files, f"{number:05}.txt": b""})


def chain_backwards(number: int) -> object:
    files = {f"{at + 1:05}.txt": f"x{at}==1\n-r {at:05}.txt\n".encode() for at in range(number)}
    return pins({**files, "00000.txt": b""})


def ring(number: int) -> object:
    return pins({f"{at}.txt": f"x{at}==1\n-r {(at + 1) % number}.txt\n".encode() for at in range(number)})


def star(number: int) -> object:
    files = {f"{at}.txt": b"-r hub.txt\n" for at in range(number)}
    return pins({**files, "hub.txt": numbered("x{}==1\n", number)})


def changed_at_the_end(number: int) -> object:
    files = {f"{at}.txt": f"-r {at + 1}.txt\n".encode() for at in range(number)}
    files[f"{number}.txt"] = b"x==1\n"
    given = {path: (path, data) for path, data in files.items()}
    assert len(including._including(given, {f"{number}.txt"}, given.get)) == number
    return None


def many_constraints(number: int) -> object:
    return pins({"c.txt": numbered("x==1.{0}; os_name=='{0}'\n", number), "a.txt": b"-c c.txt\n" + b"x\n" * number})


def index(paths: Sequence[str]) -> git.Index:
    return git.Index(b"".join(b"100644 %040d 0\t%s\0" % (0, path.encode()) for path in paths))


def images(
    number: int, form: str = "COPY src/a{}.py x", ignores: int = 0, env_files: Sequence[str] = (".env",)
) -> object:
    paths = [name for at in range(number) for name in (f"d{at}/Dockerfile", f"d{at}/src/a{at}.py")]
    dockerfiles = {f"d{at}/Dockerfile": [form.format(at), "COPY . ."] for at in range(number)}
    ignored = {".dockerignore": [f"x{at}" for at in range(ignores)]}
    return list(docker_context.judge(dockerfiles, env_files, ignored, index(paths).has, EnvPolicy()))


def one_image(number: int) -> object:
    lines = [*(f"COPY src/a{at}.py x" for at in range(number)), "COPY . ."]
    paths = [f"src/a{at}.py" for at in range(number)]
    return list(docker_context.judge({"Dockerfile": lines}, [".env"], {}, index(paths).has, EnvPolicy()))


def builds(number: int) -> object:
    step = (
        "      - uses: docker/build-push-action@v6\n        with:\n          context: c{}\n          file: Dockerfile\n"
    )
    text = "jobs:\n  a:\n    steps:\n" + numbered(step, number).decode()
    return docker_builds.builds([(".github/workflows/a.yml", text)], {})


def locked(files: dict[str, str]) -> object:
    contents = {path: text.encode() for path, text in files.items()}
    return list(
        check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
    )


def listed(form: str, number: int) -> str:
    return ", ".join([form.format(at) for at in range(number)])


PROJECT = '[project]\nname = "a"\nversion = "1"\ndependencies = [{}]\n'
UV = 'version = 1\n\n[[package]]\nname = "a"\nversion = "1"\nsource = {{ virtual = "." }}\n\n[package.metadata]\nrequires-dist = [{}]\n'
POETRY = '[metadata]\nlock-version = "2.1"\ncontent-hash = "x"\npython-versions = "*"\n'


def uv(wanted: str, has: str, number: int) -> object:
    return locked({"pyproject.toml": PROJECT.format(listed(wanted, number)), "uv.lock": UV.format(listed(has, number))})


def workspace(number: int) -> object:
    files = {f"p{at}/pyproject.toml": PROJECT.replace('"a"', f'"p{at}"').format('"a"') for at in range(number)}
    files["pyproject.toml"] = "[tool.uv.workspace]\nmembers = ['*']\n"
    rows = [
        f'\n[[package]]\nname = "p{at}"\nversion = "1"\nsource = {{ virtual = "p{at}" }}\n\n'
        '[package.metadata]\nrequires-dist = [{ name = "a" }]\n'
        for at in range(number)
    ]
    return locked({**files, "uv.lock": "version = 1\n" + "".join(rows)})


def members(number: int) -> object:
    files = {f"p{at}/pyproject.toml": PROJECT.format("") for at in range(number)}
    globs = listed('"p{}"', number)
    return locked(
        {**files, "pyproject.toml": f"[tool.uv.workspace]\nmembers = [{globs}]\n", "uv.lock": "version = 1\n"}
    )


def groups(number: int) -> object:
    rows = "".join([f'g{at} = [{{include-group = "g{at + 1}"}}, "x{at}"]\n' for at in range(number)])
    text = f"{PROJECT.format('')}[dependency-groups]\n{rows}g{number} = []\n"
    return locked({"pyproject.toml": text, "uv.lock": UV.format("")})


def doubled_groups(number: int) -> object:
    rows = "".join(
        [f'g{at} = [{{include-group = "g{at + 1}"}}, {{include-group = "g{at + 1}"}}]\n' for at in range(number)]
    )
    text = f'{PROJECT.format("")}[dependency-groups]\n{rows}g{number} = ["x"]\n'
    return locked({"pyproject.toml": text, "uv.lock": UV.format("")})


def poetry(
    number: int, form: str = '"x{0}>=1.{0}"', package: str = '[[package]]\nname = "x{0}"\nversion = "1"\n'
) -> object:
    rows = "".join([package.format(at) for at in range(number)])
    return locked({"pyproject.toml": PROJECT.format(listed(form, number)), "poetry.lock": rows + POETRY})


def compiled(number: int, wanted: str = "x>=1.{}\n", has: str = "x==1.{}\n") -> object:
    return locked(
        {"requirements.in": numbered(wanted, number).decode(), "requirements.txt": numbered(has, number).decode()}
    )


def pipenv(number: int) -> object:
    lock = '{"_meta": {"pipfile-spec": 6}, "default": {' + listed('"x{}": {{"version": "==1"}}', number) + "}}"
    return locked({"Pipfile": "[packages]\n" + numbered("x{} = '>=2'\n", number).decode(), "Pipfile.lock": lock})


def comparisons(number: int, form: str = "python_full_version == '3.{}.{}'") -> object:
    one, other = (" or ".join([form.format(at, last) for at in range(number)]) for last in (1, 2))
    return known_versions.exclusive(one, other), requirements.same_marker(one, other)


def listing(form: str) -> Callable[[int], object]:
    def work(number: int) -> object:
        paths = [*(form.format(at) for at in range(number)), "app.py", "src/b/x.py", "tests/a1/test_a.py"]
        return list(check_layout(paths, Settings(mirror=True), lambda asked: dict.fromkeys(asked, b"")))

    return work


def module(hook: ModuleType, *forms: str, head: str = "", path: str = "src/a/main.py") -> Callable[[int], object]:
    """Return what judges one module, in which each form stands many times, one form after the other."""

    def work(number: int) -> object:
        lines = "".join([form.format(at) for form in forms for at in range(number)])
        return list(code_files.findings(hook.begin(Options()), [(path, f"{head}{lines}".encode())]))

    return work


def handlers(form: str) -> Callable[[int], object]:
    """Return what judges one function with many statements of a form."""
    return module(forbid_swallowed_errors, form, head="def f(a):\n")


def log_levels(number: int) -> object:
    """Judge one configuration of logs with many loggers, and a handler for each."""
    loggers = {f"a{at}": {"level": "DEBUG", "handlers": [f"b{at}"]} for at in range(number)}
    handlers = {f"b{at}": {"level": "INFO"} for at in range(number)}
    configuration = {"version": 1, "loggers": loggers, "handlers": handlers}
    return module(forbid_debug_in_production, head=f"a = {configuration}\n")(number)


def settings(form: str, head: str = "") -> Callable[[int], object]:
    """Return what judges the settings in one file with many statements of a form, which may name the one before."""

    def work(number: int) -> object:
        lines = "".join([form.format(at, at + 1) for at in range(number)])
        text = f"import os\nfrom pydantic import Field\nfrom pydantic_settings import BaseSettings as A0\n{head}{lines}"
        files = {"src/settings.py": b"import pydantic_settings as p\nclass Settings(p.BaseSettings): ...\n"}
        others = Others(Repository(lambda: files, lambda _: files.items()))
        return list(check_settings.check(Source("src/a.py", text.encode()), lambda: others))

    return work


STRUCTURES: dict[str, tuple[Callable[[int], object], int]] = {
    "a chain of includes": (chain, 800),
    "a chain of includes, from its end": (chain_backwards, 800),
    "a ring of includes": (ring, 800),
    "one include of many files": (star, 800),
    "a change at the end of a chain": (changed_at_the_end, 800),
    "many constraints of a name": (many_constraints, 2000),
    "Dockerfiles and the index": (images, 800),
    "Dockerfiles and env files": (lambda number: images(number, env_files=[f"d{at}/.env" for at in range(number)]), 800),
    "Dockerfiles and lines of a .dockerignore": (lambda number: images(number, ignores=number), 800),
    "many copies": (one_image, 4000),
    "patterns of a .dockerignore": (lambda number: docker.IgnoreFile([f"*a{at}*b" for at in range(number)]).excludes("x"), 2000),
    "a long pattern": (lambda number: docker.IgnoreFile(["*a" * number, "**/" * number, "[a-z]" * number]).excludes("a/b"), 2000),
    "builds of one Dockerfile": (builds, 2000),
    "requirements of a uv.lock": (lambda number: uv('"x{}"', '{{ name = "x{}" }}', number), 2000),
    "other requirements in a uv.lock": (lambda number: uv('"x{}"', '{{ name = "y{}" }}', number), 2000),
    "markers of one name in a uv.lock": (
        lambda number: uv("\"x; os_name == '{}'\"", "{{ name = \"x\", marker = \"sys_platform == '{}'\" }}", number), 800,
    ),
    "specifiers of one name in a uv.lock": (lambda number: uv('"x>=1.{}"', '{{ name = "x", specifier = ">=2.{}" }}', number), 800),
    "members of a workspace": (workspace, 800),
    "named members of a workspace": (members, 800),
    "groups in one another": (groups, 200),
    "groups twice in one another": (doubled_groups, 200),
    "packages of a poetry.lock": (poetry, 2000),
    "versions of one package in a poetry.lock": (
        lambda number: poetry(number, '"x>={0}"', '[[package]]\nname = "x"\nversion = "0.{0}"\n'), 800,
    ),
    "versions of one package in compiled requirements": (compiled, 2000),
    "markers of one package in compiled requirements": (lambda number: compiled(number, "x>=1.{0}; os_name=='{0}'\n"), 2000),
    "constraints of compiled requirements": (
        lambda number: locked({"requirements.in": "-c c.txt\nx\n", "c.txt": numbered("x>=1.{}\n", number).decode(), "requirements.txt": numbered("x==2.{}\n", number).decode()}), 2000,
    ),
    "packages of a Pipfile": (pipenv, 2000),
    "comparisons of versions": (comparisons, 160),
    "comparisons of texts": (lambda number: comparisons(number, "sys_platform in 'a{} {}'"), 160),
    "clauses of requires-python": (
        lambda number: requirements.same_pythons([listed(">=3.{}", number)], listed("<4.{}", number)), 400,
    ),
    "handlers that set a name": (handlers("    try: a()\n    except Exception: x{} = None\n"), 1600),
    "attempts one after the other": (handlers("    try: return a()\n    except Exception: pass\n"), 1600),
    "names that are told of later": (handlers("    try: a()\n    except Exception: x{0} = None\n    if x{0}: a.log.info(x{0})\n"), 1600),
    "returns in finally": (handlers("    try: a()\n    finally: return {}\n"), 1600),
    "types of one tuple": (
        lambda number: module(forbid_swallowed_errors, "try: a()\nexcept E: pass\n", head=f"E = [{'Exception, ' * number}]\n")(number), 1600,
    ),
    "handlers in classes without a logger": (
        module(forbid_swallowed_errors, "class A{}:\n  def b(self):\n    try: a()\n    except Exception: pass\n"), 800,
    ),
    "levels of loggers": (
        module(forbid_debug_in_production, "log.setLevel('DEBUG')\nlog.addHandler(a)\n", head="import logging\nlog = logging.getLogger()\n"), 800,
    ),
    "levels of a configuration": (log_levels, 1600),
    "classes of settings and those for production": (
        module(forbid_debug_in_production, "class A{0}(BaseSettings):\n  DEBUG = True\nclass ProdA{0}:\n  a = 1\n", path="src/settings.py"), 800,
    ),
    "decorators of a function": (
        lambda number: module(forbid_debug_in_production, "  uvicorn.run(debug=True)\n", head="@a('b')\n" * number + "def f():\n")(number), 800,
    ),
    "values of one name that are printed": (module(forbid_logged_secrets, "token = a()\nprint(token)\n"), 1600),
    "requests of one name": (module(forbid_logged_secrets, "request = a{}\nprint(request.headers)\n"), 1600),
    "loggers of one name": (module(forbid_logged_secrets, "a = b{}\na.info(token)\n"), 3200),
    "settings that are printed": (
        module(forbid_logged_secrets, "  a{}: str\n", "print(vars(A()))\n", head="class A(BaseSettings):\n"), 800,
    ),
    "classes of settings in a line": (settings("class A{1}(A{0}):\n    class Config:\n        env_file = '{0}'\n"), 800),
    "one class of settings again and again": (settings("class A0(A0): x: str = Field(env='B')\n"), 800),
    "fields of one class of settings": (settings("    a{0}: 'B' = Field('x', env='B{0}')\n", "class A(A0):\n"), 1600),
    "types of the fields of settings": (settings("class B{0}: password: str = 'a'\nclass C{0}(A0): b: B{0}\n"), 800),
    "settings of pydantic 1": (settings("from pydantic import BaseSettings\nclass D{0}(BaseSettings): ...\n"), 800),
    "variables of the environment": (settings("    a{0} = os.environ['B{0}']\n", "def f():\n"), 1600),
    "objects of a loader": (settings("env{1} = env{0}\na = env{1}('A')\n", "import environs\nenv0 = environs.Env()\n"), 800),
    "names of names": (handlers("    A{0} = A{0}1\n    try: a()\n    except A{0}: pass\n"), 1600),
    "files": (listing("f{}.py"), 8000), "folders": (listing("d{}/a.py"), 8000), "tests": (listing("test_{}.py"), 8000),
    "folders of tests": (listing("tests_{}/test_a.py"), 8000), "names of tests": (listing("tests/f{}_test.py"), 8000),
    "mirrors": (listing("tests/m{}/test_a.py"), 8000), "tests in the source": (listing("src/m{}/tests/test_a.py"), 8000),
    "projects": (listing("services/s{}/pyproject.toml"), 8000), "clashes": (listing("test/a{}/test_a.py"), 8000),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUCTURES)
def test_files_that_belong_together_take_linear_time(name: str) -> None:
    work, size = STRUCTURES[name]
    ratio = growth(work, size // 8, size)
    assert ratio <= LIMIT, f"{ratio:.0f} times as long for eight times the size"
