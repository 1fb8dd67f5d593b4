"""What is installed in a Python environment, read only from its files: starting an interpreter would run code.

Sources: PEP 405 (``pyvenv.cfg``), Python's ``sysconfig`` (installation paths), PyPA's "Recording installed projects"
and "Recording the Direct URL Origin of installed distributions". Imported only where versions are looked up.
"""

from __future__ import annotations

import os
import sys

from backend_standards.core import Stopped, disk

_HEAD = 1 << 16
"""Bytes of METADATA that are read: name and version are in its first lines."""
_GIVE = "give the folder of the project's virtual environment, such as --from-env=.venv"


def installed(given: str) -> list[tuple[str, str]]:
    """Return name (as written) and version of each package of an environment that was installed from an index.

    ``given`` is the path of a virtual environment or of an interpreter. A package that was installed from a URL, a
    checkout or a folder (``direct_url.json``) is left out, because an index may not have its version.

    Raises:
        Stopped: there is no such environment, its packages cannot be found with certainty, or it is the hook's own.
    """
    found: dict[tuple[str, str], None] = {}
    for folder in folders(given):
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            raise Stopped(f"--from-env: {folder}: cannot be read: {error.strerror}") from error
        for name in names:
            path = os.path.join(folder, name)
            if not name.endswith(".dist-info") or name.startswith("~"):  # ~: a package that pip is removing
                continue
            if not os.path.exists(os.path.join(path, "direct_url.json")) or _is_of_conda(path):
                metadata = os.path.realpath(os.path.join(path, "METADATA"))  # a link, where uv is told so
                found[_name_and_version(disk.content(metadata) or b"")] = None
    return [(name, version) for name, version in found if name and version]


def _is_of_conda(path: str) -> bool:
    """Return whether conda installed a package, whose ``direct_url.json`` is then left over from conda's own build."""
    return (disk.content(os.path.join(path, "INSTALLER")) or b"").strip() == b"conda"


def _name_and_version(metadata: bytes) -> tuple[str, str]:
    fields = {"name": "", "version": ""}
    for line in metadata[:_HEAD].splitlines():
        if not line.strip():  # the description follows
            break
        key, _, value = line.decode("utf-8", "replace").partition(":")
        key = key.lower()
        if key in fields and not fields[key]:
            fields[key] = value.strip()
    return fields["name"], fields["version"]


def folders(given: str) -> list[str]:
    """Return the folders in which an environment has its packages.

    Raises:
        Stopped: as in ``installed``.
    """
    root, version = _virtual(given) or _base(given)
    found = _of(root, version)
    own = {os.path.realpath(path) for path in (sys.prefix, *filter(None, sys.path))}
    if own.intersection(os.path.realpath(path) for path in (root, *found)):
        raise Stopped(f"--from-env: {given}: is the environment of this hook itself, not the project's; {_GIVE}")
    if not found:
        raise Stopped(f"--from-env: {given}: its packages cannot be found; {_GIVE}")
    return found


def _virtual(given: str) -> tuple[str, str] | None:
    """Return folder and Python version of a virtual environment; None for any other path.

    Its interpreter is often a link to the one that it was made with, so links are not followed.
    """
    if not os.path.exists(given):
        raise Stopped(f"--from-env: {given}: there is no such environment; {_GIVE}")
    beside = os.path.dirname(os.path.abspath(given))
    for root in [given] if os.path.isdir(given) else [beside, os.path.dirname(beside)]:
        settings = disk.content(os.path.realpath(os.path.join(root, "pyvenv.cfg")))
        if settings is not None:
            for line in settings.decode("utf-8", "replace").splitlines():
                key, _, value = line.partition("=")
                if key.strip().lower() in ("version", "version_info"):  # of venv; of virtualenv and uv
                    return root, ".".join(value.strip().split(".")[:2])
            return root, ""
    return None


def _base(given: str) -> tuple[str, str]:
    """Return the folder of an installation of Python, and its version, or "" if no name tells it."""
    if os.path.isdir(given):
        return given, ""
    path = os.path.realpath(given)
    name = os.path.basename(path).lower().removesuffix(".exe")
    version = _version_in(name)
    if version is None:
        raise Stopped(f"--from-env: {given}: is neither a virtual environment nor an interpreter; {_GIVE}")
    folder = os.path.dirname(path)
    is_bin = os.path.basename(folder).lower() in ("bin", "scripts")
    return os.path.dirname(folder) if is_bin else folder, version if "." in version else ""


def _version_in(name: str) -> str | None:
    """Return the version in a name such as ``python3.11``, or "" in ``python``; None for any other name."""
    if not name.startswith(("python", "pypy")):
        return None
    version = name.lstrip("abcdefghijklmnopqrstuvwxyz").removesuffix("t")  # t: of a free-threaded build
    return version if not version or version.replace(".", "0").isdigit() else None


def _of(root: str, version: str) -> list[str]:
    """Return the ``site-packages`` of a root, each once; none if several versions of Python share it."""
    windows = os.path.join(root, "Lib", "site-packages")
    if os.path.isdir(windows):
        return [windows]
    found: dict[str, str] = {}
    versions = set()
    for lib in ("lib", "lib64"):
        folder = os.path.join(root, lib)
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            path = os.path.join(folder, name, "site-packages")
            real = os.path.realpath(path)
            of = _version_in(os.path.basename(os.path.dirname(real)))  # conda links python3.1 to python3.11
            if of and of == (version or of) and os.path.isdir(path):
                found.setdefault(real, path)
                versions.add(of)
    return list(found.values()) if len(versions) == 1 else []
