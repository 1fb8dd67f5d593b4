from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.core import Stopped
from backend_standards.dependencies import environments
from venvs import POSIX, VENV, WINDOWS, make, put


@pytest.mark.parametrize(
    ("files", "settings", "given", "folders"),
    [
        pytest.param(POSIX, VENV, "", ["lib/python3.11/site-packages"], id="a venv's folder"),
        pytest.param(POSIX, VENV, "bin/python", ["lib/python3.11/site-packages"], id="a venv's interpreter"),
        pytest.param(POSIX, "version_info = 3.11.5.final.0\n", "", ["lib/python3.11/site-packages"], id="virtualenv"),
        pytest.param(POSIX, "home = /usr/bin\n", "", ["lib/python3.11/site-packages"], id="no version told"),
        pytest.param(
            [*POSIX, "lib/python3.9/site-packages/"],
            VENV,
            "",
            ["lib/python3.11/site-packages"],
            id="an older one's rest",
        ),
        pytest.param(
            [*POSIX, "lib64/python3.11/site-packages/"],
            VENV,
            "",
            ["lib/python3.11/site-packages", "lib64/python3.11/site-packages"],
            id="lib64",
        ),
        pytest.param(
            ["lib/pypy3.10/site-packages/"], "version = 3.10.14\n", "", ["lib/pypy3.10/site-packages"], id="PyPy"
        ),
        pytest.param(
            ["lib/python3.13t/site-packages/"], "version = 3.13.0\n", "", ["lib/python3.13t/site-packages"], id="no GIL"
        ),
        pytest.param(WINDOWS, VENV, "Scripts/python.exe", ["Lib/site-packages"], id="Windows"),
        pytest.param(WINDOWS, VENV, "", ["Lib/site-packages"], id="Windows, the folder"),
        pytest.param(
            ["python.exe", "Lib/site-packages/"], None, "python.exe", ["Lib/site-packages"], id="Windows, a base"
        ),
        pytest.param(
            ["bin/python3.11", "lib/python3.11/site-packages/", "lib/python3.9/site-packages/"],
            None,
            "bin/python3.11",
            ["lib/python3.11/site-packages"],
            id="a base interpreter",
        ),
        pytest.param(POSIX, None, "bin/python", ["lib/python3.11/site-packages"], id="a base without a version"),
        pytest.param(POSIX, None, "", ["lib/python3.11/site-packages"], id="a base's folder, such as conda's"),
    ],
)
def test_folders(tmp_path: Path, files: list[str], settings: str | None, given: str, folders: list[str]) -> None:
    make(tmp_path, files, settings)
    found = environments.folders(str(tmp_path / given))
    assert [os.path.relpath(folder, tmp_path).replace(os.sep, "/") for folder in found] == folders


@pytest.mark.parametrize(
    ("files", "settings", "given", "why"),
    [
        pytest.param([], None, "nowhere", "there is no such environment", id="nothing there"),
        pytest.param([], VENV, "", "packages cannot be found", id="no packages"),
        pytest.param(
            ["lib/python3.9/site-packages/"], VENV, "", "packages cannot be found", id="those of another version"
        ),
        pytest.param(
            ["bin/python", "lib/python3.9/site-packages/", "lib/python3.11/site-packages/"],
            None,
            "bin/python",
            "packages cannot be found",
            id="which of two",
        ),
        pytest.param(["bin/ls", *POSIX], None, "bin/ls", "is neither", id="another program"),
        pytest.param(["bin/python-config", *POSIX], None, "bin/python-config", "is neither", id="no interpreter"),
        pytest.param(["shims/python"], None, "shims/python", "packages cannot be found", id="a shim"),
        pytest.param(
            ["bin/python3", "lib/python3/dist-packages/"], None, "bin/python3", "packages cannot be found", id="Debian"
        ),
    ],
)
def test_refused(tmp_path: Path, files: list[str], settings: str | None, given: str, why: str) -> None:
    make(tmp_path, files, settings)
    with pytest.raises(Stopped, match=rf"^--from-env: .*{why}.*; give the folder of the project's virtual environment"):
        environments.folders(str(tmp_path / given))


@pytest.mark.parametrize("given", [sys.prefix, sys.executable])
def test_the_own_environment_is_refused(given: str) -> None:
    with pytest.raises(Stopped, match="is the environment of this hook itself"):
        environments.folders(given)


def test_a_link_to_the_own_environment_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(sys.prefix)
    with pytest.raises(Stopped, match="is the environment of this hook itself"):
        environments.folders(str(tmp_path / "link"))


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege, and conda makes none there")
def test_conda_links_a_shorter_name(tmp_path: Path) -> None:
    make(tmp_path, ["bin/python3.11", "lib/python3.11/site-packages/"])
    (tmp_path / "lib/python3.1").symlink_to("python3.11")
    (tmp_path / "bin/python").symlink_to("python3.11")
    for given in ("", "bin/python"):
        assert len(environments.folders(str(tmp_path / given))) == 1
    put(tmp_path / "lib/python3.11/site-packages", "certifi", "2024.2.2", files=["direct_url.json"])
    assert environments.installed(str(tmp_path)) == []
    (tmp_path / "lib/python3.11/site-packages/certifi-2024.2.2.dist-info/INSTALLER").write_text("conda\n")
    assert environments.installed(str(tmp_path)) == [("certifi", "2024.2.2")]


def test_packages(tmp_path: Path) -> None:
    make(tmp_path, POSIX, VENV)
    site = tmp_path / "lib/python3.11/site-packages"
    put(site, "Django", "4.2.11")
    put(site, "torch", "2.0+cu118")
    put(site, "Late", "1", metadata="Summary: Name: no\nname:Late\nVERSION : 2\nVersion:  1  \r\n")
    put(site, "own-code", "1.0", files=["direct_url.json"])
    put(site, "~jango", "4.0", metadata="Name: Django\nVersion: 4.0\n")
    put(site, "broken", "1.0", metadata="no: metadata\n")
    (site / "empty-1.0.dist-info").mkdir()
    (site / "linked-3.0.dist-info").mkdir()
    (tmp_path / "cache").write_text("Name: linked\nVersion: 3.0\n")
    (site / "linked-3.0.dist-info/METADATA").symlink_to(tmp_path / "cache")
    assert environments.installed(str(tmp_path)) == [
        ("Django", "4.2.11"),
        ("Late", "1"),
        ("linked", "3.0"),
        ("torch", "2.0+cu118"),
    ]


def test_a_real_environment(tmp_path: Path) -> None:
    """What ``venv`` makes is found from its folder and from its interpreter, and pip is told in both."""
    root = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root)], check=True)
    (folder,) = environments.folders(str(root))
    put(Path(folder), "Django", "4.2.11")
    for given in (root, root / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")):
        assert environments.installed(str(given)) == [("Django", "4.2.11")]


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, POSIX, VENV)
    folders = environments.folders(str(tmp_path))

    def fail(_: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(environments, "folders", lambda _: folders)
    monkeypatch.setattr(os, "listdir", fail)
    with pytest.raises(Stopped, match=r"site-packages: cannot be read: Permission denied"):
        environments.installed(str(tmp_path))
