"""What the review says of the tree, settings and tests, where no hook decides."""

from __future__ import annotations

import re

from backend_standards.standard.project import searched
from backend_standards.standard.verdict import Place, broken, inapplicable, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

_STAGE = r"(?i)^(?:app_?env(?:ironment)?|environment|env|stage|deploy(?:ment)?_env)\s{0,9}:\s{0,9}[\w\[\"]"
_NAME = r"[\"'](?:\w{1,30}_)?(?:ENV|ENVIRONMENT|STAGE|DJANGO_SETTINGS_MODULE|ENV_FOR_DYNACONF)[\"']"
_READ = r"\b(?:environ|getenv)\b|\b(?:config|env)\("
_CLASSES = searched(b"BaseSettings")
_READS = searched(
    *(b"APP_ENV", b"ENVIRONMENT", b"FLASK_ENV", b"DJANGO_SETTINGS_MODULE", b"ENV_FOR_DYNACONF", b"app_env", b"STAGE"),
    *(b'ENV"', b"ENV'"),
    *(b"environment:", b"environment =", b"app_environment", b"env: ", b"stage: "),
    in_texts=True,
)
_IN_TESTS = 400
"""Files of tests whose imports are read for the modules that they name."""
_SHARE = 0.5
"""The share of modules without a test from which on critical paths are surely among them."""
_NAMED = 20
_IMPORT = rb"(?m)^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+([^\n#]{0,2000})|import[ \t]+([\w., \t]{1,2000}))"
_TEXT = rb"[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"':]"
_PLUMBING = frozenset(
    "__init__.py __main__.py _version.py version.py conftest.py setup.py manage.py wsgi.py asgi.py".split()
)


def entry(path: str) -> Callable[[Project], Verdict]:
    """Return the check that an entry of the standard's tree is there, below whichever folder the source is."""

    def check(project: Project) -> Verdict:
        table = project.tool("backend-standards", "check-project-layout")
        sources = table.get("source") or ["src"]
        places = [path.replace("src/", f"{source.rstrip('/')}/", 1) for source in sources if isinstance(source, str)]
        entries = table.get("optional")
        left = {each.rstrip("/") for each in entries if isinstance(each, str)} if isinstance(entries, list) else set()
        if left & {place.rstrip("/") for place in (*places, path)}:
            return inapplicable("optional in [tool.backend-standards.check-project-layout]")
        for place in places:
            if project.has_folder(place) if place.endswith("/") else place in project.paths:
                return kept(place)
        inner = re.compile(rf"src/[^/]+/{re.escape(path.removeprefix('src/'))}") if path.startswith("src/") else None
        found = next((each for each in project.paths if inner and inner.match(each)), "")
        if found:  # the source is one package: src/shop/config/
            return kept(found[: found.index(path.removeprefix("src/")) + len(path.removeprefix("src/"))])
        return broken(
            f"there is no {' or '.join(places or [path])}",
            fix="Move there what belongs there.",
            commands=["check-project-layout --profile=strict"],
            places=[Place((places or [path])[0], message="is not there")],
        )

    return check


def stages(project: Project) -> Verdict:
    """Return whether the settings know the environment that they are for."""
    settings = {spot.path for spot in project.clue(*_CLASSES)}
    for spot in project.clue(*_READS):
        is_field = spot.path in settings and re.search(_STAGE, spot.text)
        if is_field or (re.search(_READ, spot.text) and re.search(_NAME, spot.text)):
            return kept(f"{spot}: {spot.text[:60]}")
    if spots := project.clue(*_CLASSES):
        return broken(
            f"no setting says which environment this is ({spots[0]})",
            fix='Add a field to the settings, such as app_env: Literal["local", "staging", "production"].',
            places=[Place(spots[0].path, spots[0].line, message="settings without app_env")],
        )
    return broken(
        "no setting such as APP_ENV says which environment this is",
        fix="Read APP_ENV in the settings.",
    )


def isolation(project: Project) -> Verdict:
    """Return whether a virtual environment can be made from what is declared, and cannot be committed."""
    for name in ("uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pylock.toml"):
        if name in project.paths:
            return kept(name)
    ignored = project.text(".gitignore")
    if re.search(r"^/?\.?v?env(?:/|\*|$)|^\*?\.?venv", ignored, re.MULTILINE):
        return kept(".gitignore leaves the virtual environment out")
    return broken(
        "no lock of poetry, uv or pipenv, and .gitignore does not name a virtual environment",
        fix="Ignore it.",
        commands=["printf '.venv/\\n' >> .gitignore"],
    )


def tested(project: Project) -> Verdict:
    """Return whether tests name the modules of the service: a share, for no machine knows what is critical."""
    if not project.tests:
        return broken("there is no test", fix="Write the first test for what must not break.")
    untested = modules_without_test(project)
    whole = len(_modules(project))
    said = f"{len(untested)} of {whole} modules are neither imported nor named by a test"
    if whole and len(untested) > whole * _SHARE:
        return broken(
            said,
            fix="Begin with what moves money, data or rights. Coverage says more, but only when the tests run.",
            places=[Place(path, message="no test names this module") for path in untested[:_NAMED]],
        )
    return kept(said if whole else "there are tests")


def modules_without_test(project: Project) -> list[str]:
    """Return the modules of the service that no test imports or is named after."""
    named: set[str] = set()
    for path, data in project.read(project.tests):
        stem = path.rpartition("/")[2].removesuffix(".py")
        named.update((stem.removeprefix("test_"), stem.removesuffix("_test")))
        for match in re.finditer(_IMPORT, data):
            module, names, plain = (part.decode("utf-8", "replace") if part else "" for part in match.groups())
            named.update(_parts(module))
            named.update(word.strip("() \\").partition(" ")[0] for word in names.split(","))
            for each in plain.split(","):
                named.update(_parts(each.strip().partition(" ")[0]))
        named.update(part for match in re.finditer(_TEXT, data) for part in _parts(match[1].decode("utf-8", "replace")))
    return [path for path in _modules(project) if path.rpartition("/")[2].removesuffix(".py") not in named]


def _parts(module: str) -> list[str]:
    return [part for part in module.split(".") if part]


def _modules(project: Project) -> list[str]:
    return [path for path in project.service if path.rpartition("/")[2] not in _PLUMBING]


def pytest(project: Project) -> Verdict:
    """Return whether pytest runs the tests."""
    for name in ("pytest.ini", "pyproject.toml", "conftest.py", "tests/conftest.py"):
        if name in project.paths and (name != "pyproject.toml" or project.tool("pytest")):
            return kept("pytest is configured")
    name, manifest = project.dependency("pytest")
    if name:
        return kept(f"pytest in {manifest}")
    if not project.tests:
        return broken("there is no test", fix="Add pytest, and the first test.")
    return broken(
        "no manifest declares pytest, and no file configures it",
        fix="Add pytest to the requirements of development; it runs tests of unittest as they are.",
    )
