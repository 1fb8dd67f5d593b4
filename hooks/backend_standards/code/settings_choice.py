"""Whether a project has chosen one place for its settings. If so, all of them belong there.

A class of pydantic's settings is such a choice, and a loader (environs, dynaconf) in a module of configuration.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import env_reads, places, settings_classes
from backend_standards.code.source import Fault, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.repository import Repository

_CLUES = (b"BaseSettings", b"environs", b"ynaconf", b"decouple", b"environ.Env", b"environ.config", b"starlette.config")
_MAKERS = env_reads.LOADERS | frozenset(
    "dynaconf.Dynaconf dynaconf.LazySettings dynaconf.FlaskDynaconf decouple.config environ.config "
    "environ.to_config".split()
)
_WHOLE = frozenset(("Settings", "Config", "AppSettings", "AppConfig", "ApplicationSettings", "BaseConfig"))
"""Names of the class that has all settings."""


class Choice:
    """One place for settings: its file, its class or "", the object that other modules import or "", its prefix.

    ``is_sure`` says that the class is the one for settings of all kinds, and not one of many or a base.
    """

    __slots__ = ("instance", "is_sure", "name", "path", "prefix")

    def __init__(
        self, path: str, name: str = "", instance: str = "", prefix: str = "", *, is_sure: bool = False
    ) -> None:
        self.path = path
        self.name = name
        self.instance = instance
        self.prefix = prefix
        self.is_sure = is_sure

    def has(self, dotted: str) -> bool:
        """Return whether an object with this dotted name, as another module imports it, is one of this file."""
        module = dotted.rpartition(".")[0].lstrip(".").replace(".", "/")
        return bool(module) and f"/{self.path}".endswith((f"/{module}.py", f"/{module}/__init__.py"))


class Others:
    """What the other files of a repository say of settings, looked for as far as it takes to answer."""

    __slots__ = ("_found", "repository")

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._found: dict[str, Choice | None] = {}
        """By the folder of a project."""

    @classmethod
    def of_run(cls) -> Others:
        """Return what the files say that this run judges."""
        from backend_standards.code import repository

        return cls(repository.of_run())

    def choice(self, path: str) -> Choice | None:
        """Return the choice of the project that a file belongs to."""
        root = self.repository.root(path)
        if root not in self._found:
            self._found[root] = next(self._look(root), None)
        return self._found[root]

    def _look(self, root: str) -> Iterator[Choice]:
        """Yield the choices of one project, those in modules of configuration first."""
        paths = [path for path in self.repository.paths if path.endswith(".py") and path.startswith(root)]
        paths = [path for path in paths if self.repository.root(path) == root]
        likely = [path for path in paths if env_reads.is_config(path)]
        known = set(likely)
        others = [path for path in paths if path not in known]
        for path, data in self.repository.contents([*likely, *others]):
            if any(clue in data for clue in _CLUES) and not _is_aside(path, data):
                yield from of_source(Source(path, data))


def _is_aside(path: str, data: bytes) -> bool:
    return places.is_left_out(path, data) or env_reads.is_elsewhere(path, data)


def of_source(source: Source) -> Iterator[Choice]:
    """Yield the choice that a file makes, if it makes one."""
    if isinstance(source.parsed, Fault):
        return
    classes = list(settings_classes.kinds(source))
    if classes:
        node = next((each for each in classes if each.name in _WHOLE), classes[-1])
        instance = _instance(source, node)
        is_sure = node.name in _WHOLE or bool(instance)
        yield Choice(source.path, node.name, instance, settings_classes.prefix(node), is_sure=is_sure)
    elif env_reads.is_config(source.path) and any(
        called in _MAKERS or called.startswith("environs.env.")
        for called in map(source.names.called, source.tree.of(ast.Call))
    ):
        yield Choice(source.path)


def _instance(source: Source, node: ast.ClassDef) -> str:
    """Return the name of the module to which an object of a class is bound, "" if there is none."""
    for statement in source.tree.module.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if not (isinstance(target, ast.Name) and isinstance(value, ast.Call)):
            continue
        if isinstance(value.func, ast.Name) and value.func.id == node.name:
            return target.id
    return ""
