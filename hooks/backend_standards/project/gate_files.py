"""Which tracked files configure the checks of a project, and whether it has Python to check, by the names of the files.

Runs on every tracked path, so it reads nothing.
"""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import OWN_RIGHT, STACKS, TEST_DATA, VENDORED
from backend_standards.layout.test_names import is_test_name, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

PYTEST = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
"""Where pytest looks for its configuration, in its order: the first that has one counts (pytest 9)."""
COVERAGE = (".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml")
"""The same for coverage.py (7)."""
CODECOV = ("codecov.yml", "codecov.yaml", ".codecov.yml", ".codecov.yaml")
CODECOV_FOLDERS = ("", ".github/", "dev/")
HOOKS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
_DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
_RENOVATE = ("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".renovaterc.json5")
_WORKFLOWS = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/")
"""Folders whose files are named after tools, and do not configure them."""
_RENOVATE_FOLDERS = ("", ".github/", ".gitlab/")
_READ = frozenset(
    (
        *(*PYTEST, *COVERAGE, *HOOKS, "Pipfile", "hatch.toml"),
        *("ruff.toml", ".ruff.toml", ".flake8", "mypy.ini", ".mypy.ini", "pyrightconfig.json", "ty.toml"),
        *("pyrefly.toml", "bandit.yaml", "bandit.yml", ".bandit", ".bandit.yml", ".bandit.yaml"),
        *(".pylintrc", "pylintrc", ".pylintrc.toml", "pylintrc.toml"),
    )
)
"""Files whose content counts, in any folder of the project."""
PRESENT = {
    **dict.fromkeys(("ruff.toml", ".ruff.toml", ".flake8", ".pylintrc", "pylintrc", ".pylintrc.toml"), "lint"),
    **dict.fromkeys(("pylintrc.toml", "pylama.ini", ".style.yapf", ".prospector.yaml", ".prospector.yml"), "lint"),
    **dict.fromkeys((".landscape.yml", ".landscape.yaml", ".codeclimate.yml", ".pycodestyle"), "lint"),
    **dict.fromkeys(("mypy.ini", ".mypy.ini", "pyrightconfig.json", "ty.toml", "pyrefly.toml"), "types"),
    **dict.fromkeys((".pyre_configuration", "pytype.cfg", "zuban.ini"), "types"),
    **dict.fromkeys(("pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "conftest.py"), "tests"),
    **dict.fromkeys((".coveragerc", ".coveragerc.toml"), "tests"),
    **dict.fromkeys((".bandit", "bandit.yaml", "bandit.yml", ".bandit.yml", ".bandit.yaml"), "security"),
    **dict.fromkeys((".semgrep.yml", ".semgrep.yaml", ".semgrepignore", "semgrep.yml", "semgrep.yaml"), "security"),
    **dict.fromkeys(("sonar-project.properties", ".sonarcloud.properties", "bearer.yml"), "security"),
    **dict.fromkeys(("horusec-config.json", ".lgtm.yml", "lgtm.yml", "veracode.json"), "security"),
    **dict.fromkeys((".deepsource.toml", ".codacy.yml", ".codacy.yaml"), "lint security"),
    **dict.fromkeys((".mega-linter.yml", ".mega-linter.yaml"), "lint types security"),
    **dict.fromkeys((".snyk", "trivy.yaml", "osv-scanner.toml", ".grype.yaml", ".pyup.yml"), "audit"),
    **dict.fromkeys((".safety-policy.yml", ".safety-project.ini", ".trivyignore", ".whitesource"), "audit"),
}
"""Files by whose mere name a check is configured: its kinds."""
_PRESENT_FOLDERS = {".semgrep": "security", "codeql": "security", ".bearer": "security", ".snyk.d": "audit"}
_FOREIGN = VENDORED.union("examples example samples sample demo demos templates skeleton cookiecutters".split())
"""Folders of code that is not the project's own."""
_STATIC = _FOREIGN.union(TEST_DATA, ("docs", "doc"))
"""Folders whose files configure nothing of the project itself."""
_PACKAGED = ("pyproject.toml", "setup.py", "Pipfile", "poetry.lock", "uv.lock")
"""Manifests of a project in Python."""
_MANIFESTS = (*_PACKAGED, "setup.cfg", "requirements.txt", "requirements.in")
"""The same, and what stands beside a function of Lambda, too."""
_MANY = 10
"""Projects below a root that is none itself: more are a collection of examples."""


class GateFiles:
    """The files of a project that say how it is checked; ``root`` is "" or ends with a slash."""

    __slots__ = ("_manifests", "audits", "codecov", "hooks", "present", "python", "read", "root")

    def __init__(self, root: str = "") -> None:
        self.root = root
        self.read: list[str] = []
        """Files whose content counts."""
        self.present: dict[str, str] = {}
        """By kind, the first file that configures it by its name."""
        self.hooks: list[str] = []
        """Files of pre-commit and prek."""
        self.codecov: list[str] = []
        self.audits: list[str] = []
        """Files of Dependabot and Renovate."""
        self.python: list[str] = []
        """The project's own modules, tests too."""
        self._manifests: dict[str, set[str]] = {}
        """By folder, the names of its manifests."""

    def add(self, path: str) -> None:
        """Take a tracked path, if it is one of these."""
        folder, slash, name = path.rpartition("/")
        place = folder + slash
        if not (path.startswith(self.root) or self.root.startswith(place)):
            return
        folders = folder.split("/") if folder else []
        if name.endswith(".py") and path.startswith(self.root):
            if _FOREIGN.isdisjoint(folders) and not is_template(path):
                self.python.append(path)
            if name not in PRESENT and name not in _MANIFESTS:
                return
        if not _STATIC.isdisjoint(folders) or is_template(path):
            return
        if path.startswith(_WORKFLOWS):
            return
        if name in HOOKS:
            self.hooks.append(path)
        elif name in _READ:
            self.read.append(path)
        elif name in CODECOV and place in CODECOV_FOLDERS:
            self.codecov.append(path)
        elif path in _DEPENDABOT or (name in _RENOVATE and place in _RENOVATE_FOLDERS):
            self.audits.append(path)
        for kind in PRESENT.get(name, "").split():
            self.present.setdefault(kind, path)
        for each in _PRESENT_FOLDERS.keys() & folders:
            self.present.setdefault(_PRESENT_FOLDERS[each], path)
        if name in _MANIFESTS or name in STACKS:
            self._manifests.setdefault(place[len(self.root) :], set()).add(name)

    def modules(self, folder: str) -> list[str]:
        """Return the modules of a folder that are not tests, as paths from there."""
        at = len(folder)
        below = (path[at:] for path in self.python if path.startswith(folder))
        return [path for path in below if not (test_folder(path) or is_test_name(path.rpartition("/")[2]))]

    def sources(self, folder: str) -> set[str]:
        """Return the folders directly in a folder that hold the application's Python; "." for modules beside them."""
        tops = {path.partition("/")[0] if "/" in path else "." for path in self.modules(folder)}
        named = {top for top in tops if top not in OWN_RIGHT and not top.startswith(".")}
        return named or (tops & {"."})

    def has_tests(self) -> str:
        """Return a module of tests, or "" if there is none."""
        own = (path[len(self.root) :] for path in self.python)
        return next((path for path in own if is_test_name(path.rpartition("/")[2], any_habit=True)), "")

    def has_code(self) -> bool:
        """Return whether there is Python that is to be tested: more than infrastructure and lone functions."""
        at = len(self.root)
        own = [path[at:] for path in self.python]
        tested = [path for path in own if is_test_name(path.rpartition("/")[2], any_habit=True)]
        if any(path.startswith("src/") for path in own) or any(
            "/" not in (test_folder(path) or path) for path in tested
        ):
            return True
        here = self._manifests.get("", set())
        if not here.isdisjoint(_MANIFESTS):
            if here.isdisjoint(STACKS):
                return any(path.partition("/")[0] not in OWN_RIGHT for path in own)
            return bool(tested)
        projects = {
            folder
            for folder, names in self._manifests.items()
            if not names.isdisjoint(_MANIFESTS) and OWN_RIGHT.isdisjoint(folder.split("/"))
        }
        if len(projects) > _MANY:
            return False
        packaged = (folder for folder in projects if not self._manifests[folder].isdisjoint(_PACKAGED))
        return any(map(test_folder, tested)) or any(path.startswith(folder) for folder in packaged for path in own)


def found(paths: Iterable[str], root: str = "") -> GateFiles:
    """Return the files of a root that say how the project in it is checked; those of the folders above count too."""
    files = GateFiles(root)
    for path in paths:
        files.add(path)
    return files
