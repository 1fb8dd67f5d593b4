"""Made-up repositories with locks, and what check-lock-files finds in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend_standards import check_lock_files
from backend_standards.core import Finding, Stopped

Files = Mapping[str, str | bytes]


def judge(files: Files, *, allow: Sequence[str] = (), allow_missing: Sequence[str] = ()) -> list[Finding]:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}

    return list(check_lock_files.check(sorted(contents), read, allow, allow_missing))


def told(files: Files) -> list[str]:
    return [f"{each.path}: {each.rule.id}: {each.message}" for each in judge(files)]


def stopped(files: Files) -> str:
    """Return why the check stops, or "" where it does not."""
    try:
        judge(files)
    except Stopped as error:
        return str(error)
    return ""


def project(dependencies: str = '"requests>=2.31"', more: str = "", python: str = ">=3.11") -> str:
    return (
        f'[project]\nname = "app"\nversion = "1"\nrequires-python = "{python}"\ndependencies = [{dependencies}]\n{more}'
    )


def uv(
    requires: str = '{ name = "requests", specifier = ">=2.31" }',
    more: str = "",
    *,
    head: str = 'requires-python = ">=3.11"\n',
    names: str = "requests",
    source: str = 'virtual = "."',
) -> str:
    pins = "".join(
        f'\n[[package]]\nname = "{name}"\nversion = "2.31.9"\nsource = {{ registry = "https://index.example.org/simple" }}\n'
        f'sdist = {{ url = "https://files.example.org/{name}-2.31.9.tar.gz", hash = "sha256:00" }}\n'
        for name in names.split()
    )
    return (
        f'version = 1\nrevision = 3\n{head}\n[[package]]\nname = "app"\nversion = "1"\nsource = {{ {source} }}\n\n'
        f"[package.metadata]\nrequires-dist = [{requires}]\n{more}{pins}"
    )


WORKSPACE = project(
    '"member"', '[tool.uv.sources]\nmember = {workspace = true}\n[tool.uv.workspace]\nmembers = ["pkgs/*"]\n'
)
MEMBER = '[project]\nname = "member"\nversion = "1"\ndependencies = ["six"]\n'


def workspace_lock(six: str = '{ name = "six" }') -> str:
    return (
        uv('{ name = "member", editable = "pkgs/member" }', names="six")
        + f'\n[[package]]\nname = "member"\nversion = "1"\nsource = {{ editable = "pkgs/member" }}\n\n'
        f"[package.metadata]\nrequires-dist = [{six}]\n"
    )


POETRY = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.11"\nrequests = "^2.31"\n'
PIPFILE = """\
[[source]]
name = "own"
url = "https://index.example.org/simple"
verify_ssl = true

[packages]
Requests = ">=2.31"

[dev-packages]
pytest = "*"

[requires]
python_version = "3.11"
"""
