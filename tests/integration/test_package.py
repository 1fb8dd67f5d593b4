"""The package: what its archives hold, what an index shows of it, and which Python it needs."""

from __future__ import annotations

import ast
import email
import io
import re
import runpy
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

import index_page
from support import ROOT

START = ROOT / "hooks/backend_standards/__init__.py"


@pytest.fixture(scope="module")
def archive(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tarfile.TarFile:
    """The source archive of this working tree."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--sdist", f"--outdir={folder}", str(source)]
    subprocess.run(build, check=True, capture_output=True)
    (path,) = folder.iterdir()
    return tarfile.open(path)  # closed with the process


def test_the_archive_has_what_its_tests_need(source: Path, archive: tarfile.TarFile) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=source, capture_output=True, text=True, check=True).stdout
    held = {name.partition("/")[2] for name in archive.getnames()}
    assert set(listed.split("\n")) - {""} <= held
    read = {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r'ROOT / "([^"]+)"', path.read_text(encoding="utf-8"))}  # fmt: skip
    tracked = {name for name in read if (ROOT / name).is_file() and not name.startswith("tests/")}
    assert ".github/workflows/standards.yml" in tracked
    assert tracked <= held


def test_an_index_shows_no_dead_link(archive: tarfile.TarFile) -> None:
    (name,) = [name for name in archive.getnames() if name.endswith("/PKG-INFO")]
    stream = archive.extractfile(name)
    assert stream
    facts = email.message_from_binary_file(io.BytesIO(stream.read()))
    text = facts.get_payload()
    assert isinstance(text, str)
    assert "# backend-standards" in text
    assert not re.findall(r"\]\((?!https?:)[^)]*\)", text)
    address = runpy.run_path(str(ROOT / "hooks/backend_standards/core/address.py"))["REPOSITORY"]
    assert bool(facts.get_all("Project-URL")) == bool(address), "links only where the address is settled"
    assert facts["Requires-Python"] == ">=3.11"


def test_links_lead_to_the_repository_once_it_is_known() -> None:
    readme = "![a b](docs/x.svg) [c](docs/y.md#z) [d](https://example.com) [e](#start) `[f](g)`"
    assert index_page.page(readme, "", "1.0") == " c [d](https://example.com) [e](#start) `f`"
    assert index_page.page(readme, "https://git.example/o/r", "1.0").startswith(
        "![a b](https://git.example/o/r/raw/v1.0/docs/x.svg) [c](https://git.example/o/r/blob/v1.0/docs/y.md#z) [d](h"
    )
    assert index_page.urls("", "") == {}
    assert list(index_page.urls("https://git.example/o/r", "https://docs.example/")) == [
        "Documentation",
        "Source",
        "Changelog",
    ]


def test_nothing_is_installed_by_a_name_that_is_not_taken() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "optional-dependencies" not in project
    places = [*(ROOT / "hooks").rglob("*.py"), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.yml")]
    by_name = r"(?:\bpip3? install|pipx install|pipx run|uvx|uv tool install|uv pip install)\s+(?!--(?:from|spec) )['\"]?backend-standards\b(?![^\n]{0,40}@ git\+)"
    for path in places:
        assert not re.search(by_name, path.read_text(encoding="utf-8")), path


def older(version: tuple[int, ...]) -> SimpleNamespace:
    return SimpleNamespace(version_info=(*version, 0), executable="/usr/bin/python3", stderr=io.StringIO())


@pytest.mark.parametrize("version", [(3, 8), (3, 9), (3, 10)])
def test_an_older_python_ends_in_one_sentence(version: tuple[int, int]) -> None:
    text = START.read_text(encoding="utf-8")
    ast.parse(text, feature_version=version)
    system = older(version)
    code = compile(text.replace("import sys\n", ""), str(START), "exec")
    with pytest.raises(SystemExit) as stopped:
        exec(code, {"sys": system, "__name__": "backend_standards"})
    assert stopped.value.code == 2
    assert system.stderr.getvalue() == (
        f"backend-standards: error: needs Python 3.11 or newer, and this is {version[0]}.{version[1]}.0: /usr/bin/python3\n"
    )


def test_the_entry_points_reach_the_sentence_first() -> None:
    """What a program imports before the package would be a traceback there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(place.startswith("backend_standards.") for place in project["scripts"].values())
    assert "3.11" in (ROOT / "docs/start.md").read_text(encoding="utf-8").split("##")[0]
