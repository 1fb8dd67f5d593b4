"""What a repository is, as far as its files tell: framework, manager of dependencies, CI, containers, source, Python.

Looks at the index and the disk, at names first; reads manifests and settings, never code that could run.
"""

from __future__ import annotations

import os
import re

from backend_standards.core import PYPROJECT, Stopped, disk, git, git_process
from backend_standards.layout import LOCKS, MANIFESTS, OTHER_LANGUAGES, OWN_RIGHT, VENDORED
from backend_standards.layout.tree import Settings, trees
from backend_standards.readers import docker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MANIFEST = re.compile(
    r"(^|/)(pyproject\.toml|setup\.(py|cfg)|Pipfile|[^/]*requirements[^/]*\.(txt|in)|requirements/[^/]+\.(txt|in))$"
)
_CI = {
    "github": re.compile(r"^\.github/workflows/[^/]+\.ya?ml$"),
    "gitlab": re.compile(r"^\.gitlab-ci\.ya?ml$|^\.gitlab/ci/.*\.ya?ml$"),
    "CircleCI": re.compile(r"^\.circleci/config\.yml$"),
    "Jenkins": re.compile(r"(^|/)Jenkinsfile[^/]*$"),
    "Azure Pipelines": re.compile(r"^azure-pipelines[^/]*\.ya?ml$"),
    "Bitbucket": re.compile(r"^bitbucket-pipelines\.yml$"),
    "CodeBuild": re.compile(r"(^|/)buildspec[^/]*\.ya?ml$"),
    "Travis": re.compile(r"^\.travis\.yml$"),
    "Drone": re.compile(r"^\.drone\.yml$"),
}
_INFRASTRUCTURE = {
    "Terraform": re.compile(r"\.tf$"),
    "the AWS CDK": re.compile(r"(^|/)cdk\.json$"),
    "SAM or CloudFormation": re.compile(r"(^|/)(template\.ya?ml|samconfig\.toml)$"),
    "Serverless": re.compile(r"(^|/)serverless\.(ya?ml|ts)$"),
    "Pulumi": re.compile(r"(^|/)Pulumi\.ya?ml$"),
    "Chalice": re.compile(r"(^|/)\.chalice/config\.json$"),
}
_LOCKS = {"uv.lock": "uv", "poetry.lock": "poetry", "pdm.lock": "pdm", "Pipfile.lock": "pipenv", "Pipfile": "pipenv"}
_TABLES = {"[tool.uv": "uv", "[tool.poetry": "poetry", "[tool.pdm": "pdm"}
_COMPILED = ("by pip-compile", "by uv via", "uv pip compile", "pip-compile ")
_PYTHONS = (
    (r"^\.python-version$", r"^\s{0,9}(3\.\d{1,2})"),
    (r"^pyproject\.toml$", r"(?m)^(?:requires-python|python)[ \t]{0,9}=[ \t]{0,9}[\"'][^\"'\d]{0,20}(3\.\d{1,2})"),
    (r"^setup\.(py|cfg)$", r"python_requires[ \t]{0,9}=[ \t]{0,9}[\"']?[^\"'\d]{0,20}(3\.\d{1,2})"),
    (r"(^|/)[^/]*Dockerfile[^/]*$", r"(?mi)^FROM[ \t][^\n]{0,200}?\bpython:(3\.\d+)"),
    (r"^runtime\.txt$", r"python-(3\.\d+)"),
    (r"(^|/)(template\.ya?ml|serverless\.ya?ml)$", r"(?i)runtime:[ \t]{0,9}[\"']?python(3\.\d{1,2})"),
    (r"^\.github/workflows/[^/]+$", r"python-version:[ \t]{0,9}[\[\"' ]{0,9}(3\.\d{1,2})"),
)
"""Where a version of Python is written, the surest first: names of files, and the text in them."""
_CODE = frozenset("js ts jsx tsx mjs go java kt rb rs php c cc cpp cs scala ex exs tf ipynb swift vue".split())
"""Suffixes of files that are the work of a repository."""
_FEW = 200
"""Files of one kind that are read at most."""


class Seen:
    """What was seen of a repository; paths are from the current folder."""

    def __init__(
        self,
        paths: Sequence[str],
        read: Callable[[str], str],
        *,
        below: str = "",
        branch: str = "main",
        is_at_gitlab: bool = False,
        starts: bool = False,
    ) -> None:
        """See a repository in its paths and, through ``read``, in the texts of some of them.

        ``starts`` says that a service begins here, whatever else is in the repository.
        """
        self.paths = paths
        """The files that are tracked, and those that are new on the disk and not ignored."""
        self.below = below
        """The current folder from the repository's root, with a final slash; "" at the root."""
        self.branch = branch
        self.is_at_gitlab = is_at_gitlab
        self._read = read
        self._known = frozenset(paths)
        self._texts: dict[str, str] = {}
        own = [path for path in self.paths if VENDORED.isdisjoint(path.split("/")[:-1])]
        self.manifests = [path for path in own if _MANIFEST.search(path)][:_FEW]
        self.dockerfiles = [path for path in own if docker.is_dockerfile(path)]
        self.ci = [name for name, pattern in _CI.items() if any(map(pattern.search, self.paths))]
        self.ci_files = [path for path in self.paths if any(pattern.search(path) for pattern in _CI.values())]
        self.infrastructure = [name for name, pattern in _INFRASTRUCTURE.items() if any(map(pattern.search, own))]
        (tree,) = trees(self.paths, Settings())
        code = [path for path in own if path.endswith((".py", ".ipynb"))]
        is_application = tree.python and any(path.partition("/")[0] not in OWN_RIGHT for path in code)
        self.code = code if is_application else []
        """The Python files, if one of them is code of an application."""
        self.is_new = not self.code and (starts or all(map(_is_beginning, self.paths)))
        """Whether a service begins here: nothing is in the repository but what comes before code."""
        self.is_foreign = not self.code and not self.is_new
        """Whether the repository is about something else than Python: infrastructure, charts, another language."""
        self.framework = self._framework(own)
        self.manager = self._manager()
        self.python = self._python(own)
        self.source, self.imports = self._source()
        self.tests = next((name for name in ("tests", "test") if self.has(f"{name}/")), "tests")

    @property
    def is_blank(self) -> bool:
        """Whether nothing is there that says what the project depends on: beside it, our pins would hide a finding."""
        others = any(map(self.has, (*LOCKS, *(name for name in MANIFESTS if name != PYPROJECT))))
        manifest = self.text(PYPROJECT)
        return self.is_new and not others and "[project]" not in manifest and "[tool.poetry" not in manifest

    @property
    def nested(self) -> list[str]:
        """The folders with a manifest, if there is code and the current folder has none itself."""
        above = (re.sub(r"(^|/)requirements/", r"\1", path) for path in self.manifests)
        folders = {path.rpartition("/")[0] for path in above}
        return [] if self.is_new or "" in folders or self.manager in _LOCKS.values() else sorted(folders)

    def has(self, path: str) -> bool:
        """Return whether a path is on the disk or in the index; with a final slash, as a folder."""
        if path.endswith("/"):
            return any(each.startswith(path) for each in self.paths)
        return path in self._known or os.path.lexists(path)

    def text(self, path: str) -> str:
        """Return a file's text, "" if there is none that can be read."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _framework(self, own: Sequence[str]) -> str:
        text = "\n".join(map(self.text, self.manifests)).lower()
        for name in ("fastapi", "flask"):
            if re.search(rf"(?<![\w-]){name}(?![\w-])", text):
                return name
        stacks = [path for path in own if re.search(r"(^|/)(template\.ya?ml|serverless\.ya?ml)$", path)][:_FEW]
        clues = ("AWS::Serverless::Function", "AWS::Lambda::Function", "provider:")
        if "aws-lambda-powertools" in text or any(clue in self.text(path) for path in stacks for clue in clues):
            return "lambda"
        return ""

    def _manager(self) -> str:
        for name, manager in _LOCKS.items():
            if self.has(name):
                return manager
        pyproject = self.text(PYPROJECT)
        for head, manager in _TABLES.items():
            if head in pyproject:
                return manager
        requirements = [path for path in self.manifests if path.endswith((".txt", ".in"))]
        if any(path.endswith(".in") for path in requirements):
            return "pip-tools"
        if any(clue in self.text(path)[:1000] for path in requirements for clue in _COMPILED):
            return "pip-tools"
        return "pip" if requirements or self.has("setup.py") or "[project]" in pyproject else ""

    def _python(self, own: Sequence[str]) -> str:
        for name, text in _PYTHONS:
            for path in [each for each in own if re.search(name, each)][:_FEW]:
                if match := re.search(text, self.text(path)):
                    return match[1]
        return ""

    def _source(self) -> tuple[str, str]:
        """Return the folder of the code, and the folder that is on the path of imports."""
        if self.is_new or any(path.startswith("src/") for path in self.code):
            return "src", "." if self.has("src/__init__.py") else "src"
        count: dict[str, int] = {}
        for path in self.code:
            top, slash, _ = path.partition("/")
            if slash and not _is_of_tests(top):
                count[top] = count.get(top, 0) + 1
        packages = {top: number for top, number in count.items() if self.has(f"{top}/__init__.py")}
        found = packages or count
        return (max(sorted(found), key=lambda top: found[top]) if found else "."), "."

    def words(self) -> str:
        """Return what was seen, in one line for people."""
        facts = [
            _LABELS.get(self.framework, "no framework"),
            self.manager or "no manager of dependencies",
            ", ".join(_LABELS.get(name, name) for name in self.ci) or "no CI",
            f"Docker ({', '.join(self.dockerfiles[:3])}{', …' if len(self.dockerfiles) > 3 else ''})"
            if self.dockerfiles
            else "no Docker",
            ", ".join(self.infrastructure) or "no infrastructure as code",
            f"Python {self.python}" if self.python else "no version of Python",
            "no code yet" if self.is_new else f"code in {self.source}" if self.code else "no Python code",
        ]
        return "; ".join(facts)


_LABELS = {
    "github": "GitHub Actions",
    "gitlab": "GitLab CI",
    "fastapi": "FastAPI",
    "flask": "Flask",
    "lambda": "AWS Lambda",
}


def _is_of_tests(top: str) -> bool:
    return bool(re.search(r"(^|_)tests?($|_)", top)) or top.startswith(".")


def _is_beginning(path: str) -> bool:
    """Return whether a file may be there before there is code."""
    top, slash, _ = path.partition("/")
    name = path.rpartition("/")[2]
    if name in OTHER_LANGUAGES or name.rpartition(".")[2] in _CODE:
        return False
    if not slash or top.startswith(".") or top in ("docs", "doc", "requirements"):
        return True
    return name in (".gitkeep", "README.md") or (top in ("tests", "test") and path.endswith(".py"))


def look(*, starts: bool = False) -> Seen:
    """Return what is seen of the repository at the current folder.

    Raises:
        Stopped: this is no repository, or a part of one without a manifest of its own.
    """
    tracked = git.project().paths()
    others = git_process.run(["ls-files", "-z", "--others", "--exclude-standard"])
    paths = sorted({*tracked, *filter(None, os.fsdecode(others).split("\0"))})
    return Seen(paths, _text, below=git.prefix(), branch=_branch(), is_at_gitlab=_is_at_gitlab(), starts=starts)


def _text(path: str) -> str:
    try:
        return (disk.settings(path) or b"").decode("utf-8", "replace")
    except Stopped:
        return ""


def _branch() -> str:
    """Return the name of the main branch: master if there is one and no main."""
    out = git_process.run(["for-each-ref", "--format=%(refname:lstrip=-1)", "refs/heads", "refs/remotes/origin"])
    names = out.decode("utf-8", "replace").split()
    return "master" if "master" in names and "main" not in names else "main"


def _is_at_gitlab() -> bool:
    """Return whether a remote of the clone is at a GitLab."""
    out = git_process.run(["config", "--get-regexp", r"^remote\..*\.url$"], accept=(0, 1))
    return b"gitlab" in out.lower()
