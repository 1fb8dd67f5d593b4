"""The settings of coverage.py and pytest, held to coverage.py and pytest themselves."""

from __future__ import annotations

import itertools
import shlex
from pathlib import Path

import coverage
import pytest
from _pytest.config.findpaths import locate_config
from coverage.exceptions import ConfigError
from coverage.files import GlobMatcher, prep_patterns
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.project import coverage_gate, coverage_scope
from backend_standards.project.tool_tables import Tables

COVERAGE = {
    ".coveragerc": ("", "[run]\nbranch = 1\n", "[report]\nfail_under = 81\n", "[coverage:report]\nfail_under: 81.5\n", "[x]\ny = 1\n"),
    ".coveragerc.toml": ("", "[report]\nfail_under = 82\n", "[tool.coverage.report]\nfail_under = 82.5\n", "[run]\nbranch = true\n"),
    "setup.cfg": ("", "[coverage:report]\nfail_under = 83\n", "[report]\nfail_under = 99\n", "[coverage:run]\nbranch = True\n", "[coverage:html]\ntitle = a\n"),
    "tox.ini": ("", "[coverage:report]\nfail_under = 84\n", "[coverage:paths]\nsource = src\n", "[testenv]\ncommands = x\n"),
    "pyproject.toml": ("", "[tool.coverage.report]\nfail_under = 85\n", "[tool.coverage]\nreport.fail_under = 85\n", "[tool.coverage.report]\nfail_under = 0\n", "[tool.ruff]\n"),
}  # fmt: skip
"""By file that coverage.py reads, what may be in it."""
PYTEST = {
    "pytest.toml": ("", "[pytest]\naddopts = ['--cov-fail-under=1']\n"),
    ".pytest.toml": ("", "[pytest]\naddopts = ['--cov-fail-under=2', '--cov']\n"),
    "pytest.ini": ("", "[pytest]\naddopts = --cov-fail-under=3\n", "[other]\nx = 1\n"),
    ".pytest.ini": ("", "[pytest]\naddopts =\n    --cov\n    # --cov-fail-under=9\n    --cov-fail-under=4\n"),
    "pyproject.toml": ("", "[tool.pytest.ini_options]\naddopts = '--cov-fail-under=5'\n", "[tool.pytest]\naddopts = ['-q']\n", "[tool.pytest.ini_options]\n"),
    "tox.ini": ("", "[pytest]\naddopts = --cov-fail-under=6\n", "[tox]\nenvlist = py\n"),
    "setup.cfg": ("", "[tool:pytest]\naddopts = --cov-fail-under=7 'a b'\n", "[metadata]\nname = a\n"),
}  # fmt: skip
"""By file that pytest reads, what may be in it."""


def chosen(contents: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """Return all pairs of files with all of their contents, and each file alone."""
    single = [{name: text} for name, texts in contents.items() for text in texts]
    pairs = [one | other for one, other in itertools.combinations(single, 2) if one.keys() != other.keys()]
    return [*single, *pairs]


def tables(files: dict[str, str]) -> dict[str, Tables]:
    return {name: Tables(name, text.encode()) for name, text in files.items()}


def put(folder: Path, files: dict[str, str]) -> None:
    for name in {*COVERAGE, *PYTEST}:
        (folder / name).unlink(missing_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_the_least_coverage_is_what_coverage_itself_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COVERAGE_RCFILE", raising=False)
    for files in chosen(COVERAGE):
        put(tmp_path, files)
        expected = coverage.Coverage(config_file=True).config.fail_under
        least = coverage_gate.Folder(tables(files)).least
        assert (least.value if least else 0.0) == expected, files


def test_a_named_file_of_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"ci.ini": "[report]\nfail_under = 70\n", ".coveragerc": "[report]\nfail_under = 90\n"}
    (tmp_path / "ci.ini").write_text(files["ci.ini"], encoding="utf-8")
    (tmp_path / ".coveragerc").write_text(files[".coveragerc"], encoding="utf-8")
    least = coverage_gate.Folder(tables(files), "ci.ini").least
    assert least
    assert least.value == coverage.Coverage(config_file="ci.ini").config.fail_under == 70


def test_the_words_are_those_that_pytest_itself_finds(tmp_path: Path) -> None:
    for files in chosen(PYTEST):
        put(tmp_path, files)
        _, path, settings, _ = locate_config(tmp_path, [])
        value = settings["addopts"].value if "addopts" in settings else ""
        expected = value if isinstance(value, list) else shlex.split(str(value))
        found = coverage_gate.pytest_settings(tables(files))
        assert (found[0].name if found else None) == (path.name if path and _says(path) else None), files
        assert coverage_gate.addopts(found[1] if found else {}) == expected, files


def _says(path: Path) -> bool:
    """Return whether pytest takes a file for its settings, and not only for the root."""
    return path.name != "pyproject.toml" or "[tool.pytest" in path.read_text(encoding="utf-8")


GLOBS = st.lists(
    st.sampled_from(["*", "**", "?", "/", "/", "src", "app", "a", "b", ".py", "*/", "/*", "**/", "x"]),
    min_size=1,
    max_size=6,
).map("".join)
PATHS = st.lists(st.sampled_from(["src", "app", "a", "b", "xa"]), min_size=1, max_size=4).map(
    lambda parts: "/".join(parts) + ".py"
)


@given(GLOBS, PATHS)
def test_a_pattern_covers_what_coverage_itself_leaves_out(glob: str, path: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("/")  # a pattern must not match the folders above the project
        try:
            matcher = GlobMatcher(prep_patterns([glob]), "omit")
        except ConfigError:  # "***", "a**", "**/**"
            return
    tokens = coverage_scope.tokens_of(glob)
    expected = matcher.match(f"/{path}")
    if tokens:
        assert coverage_scope.matches(tokens, path) == expected
    else:
        assert glob.startswith("/") or "//" in glob or not expected
