"""What ``init`` works with: what was seen of the repository, and what the options say instead."""

from __future__ import annotations

import os
import re

from backend_standards.core import Stopped, address
from backend_standards.core.arguments import nearest
from backend_standards.core.roots import inside
from backend_standards.init.managers import manager_of
from backend_standards.init.options import EXTRAS, FRAMEWORKS, MANAGERS, PARTS, SERVERS, WITHOUT
from backend_standards.standard import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.core import Options
    from backend_standards.init.seen import Seen
    from backend_standards.layout.tree import Settings

_LINE_LENGTH = "88"
"""Black's own."""
_OLDEST = 7
"""The oldest 3.x that ruff knows."""
NO_ADDRESS = "https://github.com/OWNER/backend-standards"


class Project:
    """One repository, and what is to be written for it."""

    def __init__(self, options: Options, layout: Settings, seen: Seen) -> None:
        self.seen = seen
        extras = _known("with", options.words("with"), EXTRAS)
        self.without = frozenset(_known("without", options.words("without"), WITHOUT)).difference(extras)
        self.parts = frozenset(_known("only", options.words("only"), PARTS) or PARTS)
        self.parts -= frozenset(_known("skip", options.words("skip"), PARTS)) | self.without
        self.framework = _one("framework", options, FRAMEWORKS) or seen.framework or ("fastapi" if seen.is_new else "")
        name = _one("manager", options, MANAGERS) or seen.manager or "pip-tools"
        self.manager = manager_of(name, seen)
        self.ci = _one("ci", options, SERVERS) or self._ci()
        self.source, self.imports = self._source(options, layout)
        self.tests = _folder(options, "tests") or (layout.tests[0] if layout.tests[0] != "tests" else seen.tests)
        self.python = self._python(options)
        self.repository = options.text("repository") or address.REPOSITORY or NO_ADDRESS
        self.with_sphinx = "sphinx" in extras
        self.with_docker = "docker" in extras
        self.dockerfile = "Dockerfile" if self.with_docker or "Dockerfile" in seen.dockerfiles else ""
        """The file of the image that CI builds, or "": of others it is not known from which folder they are built."""
        self.has_images = self.with_docker or bool(seen.dockerfiles)
        if self.with_docker and self.framework == "lambda":
            raise Stopped("--with docker: a Lambda function of this template is deployed as a zip file; leave it out")
        if self.with_docker and not (seen.is_new or seen.dockerfiles):
            raise Stopped("--with docker: there is code, and how it starts is not known; write the Dockerfile by hand")

    @property
    def stranger(self) -> str:
        """Why nobody can tell how to run tools over the whole repository, or ""."""
        if self.seen.is_foreign:
            return "there is no Python code; --framework=fastapi begins a service all the same"
        if self.seen.nested:
            return f"the manifests are in {', '.join(self.seen.nested[:3])}: run it there"
        return "" if self.manager.install else "nothing says how the project is installed"

    def wants(self, *names: str) -> bool:
        """Return whether none of these parts, tools and files is left out."""
        return self.without.isdisjoint(names)

    @property
    def name(self) -> str:
        """The name of the repository's folder, in one printable line."""
        name = os.path.basename(os.path.realpath(os.curdir))
        return "".join(char if char.isprintable() and char not in "\"'\\<>`$" else "-" for char in name) or "service"

    @property
    def package(self) -> str:
        """The name as a distribution has it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "service"

    @property
    def line_length(self) -> str:
        """How long a line may be: what black or ruff is set to already."""
        match = re.search(
            r"(?m)^line[-_]length[ \t]{0,9}=[ \t]{0,9}(\d{2,3})[ \t\r]{0,9}(?:#|$)", self.seen.text("pyproject.toml")
        )
        return match[1] if match else _LINE_LENGTH

    def _ci(self) -> str:
        found = [name for name in self.seen.ci if name in SERVERS]
        if found or self.seen.ci:
            return found[0] if found else ""
        return "gitlab" if self.seen.is_at_gitlab else "github"

    def _source(self, options: Options, layout: Settings) -> tuple[str, str]:
        chosen = _folder(options, "source") or (layout.sources[0] if layout.sources[0] != "src" else "")
        if not chosen:
            return self.seen.source, self.seen.imports
        return chosen, "." if self.seen.has(f"{chosen}/__init__.py") else chosen

    def _python(self, options: Options) -> str:
        version = options.text("python")
        if version and not re.fullmatch(r"3\.\d{1,2}", version):
            raise Stopped(f"--python={version}: write a version such as 3.13")
        return version or self.seen.python or versions.PYTHON

    @property
    def python_digits(self) -> str:
        """The version as ruff writes it, such as 313."""
        return f"3{max(int(self.python.split('.')[1]), _OLDEST)}"


def _known(option: str, names: Sequence[str], known: Iterable[str]) -> list[str]:
    for name in names:
        if name not in known:
            raise Stopped(f"--{option} {name}: there is no such name{nearest(name, known)}")
    return list(names)


def _folder(options: Options, name: str) -> str:
    return inside(name, options.text(name)) if options.text(name) else ""


def _one(option: str, options: Options, known: Sequence[str]) -> str:
    return "".join(_known(option, options.texts(option)[-1:], known))
