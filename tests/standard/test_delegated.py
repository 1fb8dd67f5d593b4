"""The tools of others, configured as `init` configures them, say of the examples what the table says that they say."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from backend_standards.secrets import aws_keys, values
from backend_standards.standard import templates
from backend_standards.standard.delegated import EXCEPTIONS
from backend_standards.standard.table import ROWS
from rule_examples import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backend_standards.standard.delegated import Files, Tool

pytestmark = pytest.mark.xdist_group("delegated")  # each tool runs once over all its examples
BIN = Path(sys.executable).parent
FINDS = (0, 1, 14)
"""The exit codes of a tool that ran; zizmor ends with 14 for its most severe findings."""
CONFIGURATION = "\n".join(
    templates.filled(
        f"pyproject/{name}.toml", {"line-length": "88", "python-digits": "311", "source": "src", "tests": "tests"}
    )
    for name in ("ruff", "mypy", "pytest", "deptry")
)
"""What `init` writes into pyproject.toml for these tools."""
IGNORES = "[tool.deptry.per_rule_ignores]"
"""The last table of it."""
TOOLS = list(dict.fromkeys(tool for row in ROWS.values() for tool in row.tools))


class Case(NamedTuple):
    """An example for a tool, and the folder that it is written into.

    ``finds`` is a regular expression of a code that the tool has to find, ``passes`` one of codes that it must not.
    """

    tool: str
    files: Files
    folder: str
    finds: str = ""
    passes: str = ""


ANYTHING = ".*"


def cases() -> Iterator[Case]:
    """Yield the examples of all tools."""
    for at, tool in enumerate(TOOLS):
        folder, name = f"{tool.name}_{at}", tool.name
        codes = rf"({'|'.join(tool.codes)})\d*"
        for code, files in tool.bad.items():
            yield Case(name, files, f"{folder}_{re.sub('[ -]', '_', code)}", finds=rf"{code}\d*")
        for number, files in enumerate(tool.good, 1):
            yield Case(name, files, f"{folder}_good{number}", passes=ANYTHING)
        for number, files in enumerate(tool.misses.values(), 1):
            yield Case(name, files, f"{folder}_miss{number}", passes=codes)
        for number, files in enumerate(tool.alarms.values(), 1):
            yield Case(name, files, f"{folder}_alarm{number}", finds=codes)
    for name, excepted in EXCEPTIONS.items():
        without = {path: text.replace(excepted.mark, "") for path, text in excepted.files.items()}
        assert without != excepted.files
        yield Case(name, excepted.files, f"{name}_excepted", passes=ANYTHING)
        yield Case(name, without, f"{name}_not_excepted", finds=ANYTHING)


CASES = list(cases())


def write(folder: Path, files: Files) -> None:
    """Write an example into a folder, with the configuration of the tools."""
    own = files.get("pyproject.toml", "")
    ours = CONFIGURATION.partition(IGNORES)[0] if IGNORES in own else CONFIGURATION  # a table is written once
    for path, text in {**files, "pyproject.toml": f"{own}\n{ours}"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(filled(text), encoding="utf-8")


def run(folder: Path, program: str, *arguments: str) -> str:
    """Return what a tool prints on the standard output; it may find something, but has to run."""
    done = subprocess.run([BIN / program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in FINDS, done.stderr
    return done.stdout


def of_json(text: str, path: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the code of each finding of a list in JSON."""
    yield from ((each[path], each[code]) for each in json.loads(text))


def ruff(scratch: Path) -> Iterable[tuple[str, str]]:
    return of_json(run(scratch, "ruff", "check", "--no-cache", "--output-format=json", "."), "filename", "code")


def black(scratch: Path) -> Iterator[tuple[str, str]]:
    done = subprocess.run([BIN / "black", "--check", "."], cwd=scratch, capture_output=True, text=True, check=False)
    yield from ((path, code) for code, path in re.findall(r"^(would reformat) (.*)$", done.stderr, re.MULTILINE))


def mypy(scratch: Path) -> Iterable[tuple[str, str]]:
    """As packages of one project, because a start of mypy costs seconds."""
    write(scratch, {})
    printed = run(scratch, "mypy", "--output=json", "--cache-dir=/dev/null", ".")
    return of_json(f"[{','.join(printed.splitlines())}]", "file", "code")


def hadolint(scratch: Path) -> Iterable[tuple[str, str]]:
    paths = [str(path) for path in scratch.rglob("Dockerfile")]
    return of_json(run(scratch, "hadolint", "--format=json", *paths), "file", "code")


def gitleaks(scratch: Path) -> Iterable[tuple[str, str]]:
    report = run(scratch, "gitleaks", "dir", "--no-banner", "--report-format=json", "--report-path=-", ".")
    return of_json(report, "File", "RuleID")


def zizmor(scratch: Path) -> Iterator[tuple[str, str]]:
    for each in json.loads(run(scratch, "zizmor", "--offline", "--no-progress", "--format=json", ".")):
        yield each["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"], each["ident"]


def deptry(scratch: Path) -> Iterator[tuple[str, str]]:
    for folder in scratch.iterdir():
        run(folder, "deptry", "--json-output=found.json", ".")
        found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
        yield from ((folder.name, each["error"]["code"]) for each in found)


def run_tests(scratch: Path) -> Iterator[tuple[str, str]]:
    for folder in scratch.iterdir():
        printed = run(folder, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={folder}/temp")
        assert re.search(r"\b1 (passed|failed)\b", printed), printed
        if "1 failed" in printed:
            yield from ((folder.name, kind) for kind in re.findall(r"\b(\w+Warning): unclosed", printed))


JUDGES: dict[str, Callable[[Path], Iterable[tuple[str, str]]]] = {
    "ruff": ruff,
    "black": black,
    "mypy": mypy,
    "hadolint": hadolint,
    "gitleaks": gitleaks,
    "zizmor": zizmor,
    "deptry": deptry,
    "pytest": run_tests,
}
"""How each tool is run over the folders in a folder: the path and the code of each finding."""


@functools.cache
def found(name: str) -> dict[str, set[str]]:
    """Return the codes that a tool finds in its examples, by folder."""
    codes: dict[str, set[str]] = defaultdict(set)
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary).resolve()
        for case in CASES:
            if case.tool == name:
                write(scratch / case.folder, case.files)
        for path, code in JUDGES[name](scratch):
            codes[(scratch / path).resolve().relative_to(scratch).parts[0]].add(code)
    return codes


@pytest.mark.parametrize("case", [pytest.param(case, id=case.folder) for case in CASES])
def test_a_tool_says_of_an_example_what_the_table_says(case: Case) -> None:
    codes = found(case.tool)[case.folder]
    if case.finds:
        assert [code for code in codes if re.fullmatch(case.finds, code)], codes
    if case.passes:
        assert [code for code in codes if re.fullmatch(case.passes, code)] == []


def test_each_tool_has_examples_of_both_kinds() -> None:
    assert {tool.name for tool in TOOLS} == JUDGES.keys() == EXCEPTIONS.keys()
    assert [tool for tool in TOOLS if not tool.bad or not tool.good] == []


def test_an_example_holds_no_secret() -> None:
    for case in CASES:
        for text in case.files.values():
            assert list(values.known_secrets(text)) == []
            assert list(aws_keys.scan(text.encode())) == []


@pytest.mark.parametrize("tool", TOOLS, ids=repr)
def test_init_configures_the_tool_where_the_table_says(tool: Tool) -> None:
    path, _, place = tool.configured.partition(": ")
    if path == "pyproject.toml":
        table, _, key = re.sub(r" = \w+$", "", place).partition("] ")
        names = [*table.removeprefix("[").removesuffix("]").split("."), *key.split()]
        written = functools.reduce(lambda value, name: value[name], names, tomllib.loads(CONFIGURATION))
        assert written
    else:
        assert path == ".pre-commit-config.yaml"
        assert f"- id: {place.removeprefix('the hook ')}\n" in templates.read(f"hooks/{tool.name}.yaml")
