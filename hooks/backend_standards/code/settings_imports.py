"""Where a file takes BaseSettings from: the places that no longer work with pydantic 2, or only for now.

Source: pydantic's migration guide, "BaseSettings has moved to pydantic-settings".
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.settings_classes import BASES, NEW, OLD, SHIM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backend_standards.code.repository import Repository
    from backend_standards.code.settings_choice import Others
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_PACKAGE = "pydantic"
_OLD_MODULES = {each.removesuffix(".BaseSettings"): kind for each, kind in BASES.items() if kind != NEW}


def findings(source: Source, others: Callable[[], Others]) -> Iterator[Finding]:
    """Yield the places where pydantic 1's BaseSettings is taken from pydantic."""
    found = [*_imported(source), *_attributes(source)]
    if not found:
        return
    from backend_standards.code import settings_words

    is_alone = {kind: not _has_import(source, rest) for kind, rest in ((OLD, (NEW, SHIM)), (SHIM, (NEW,)))}
    has_config = any(each.name == "Config" for each in source.tree.of(ast.ClassDef))
    for node, kind in found:
        if (is_alone[kind] or not _is_branch(source, node)) and not _is_first(others().repository, source.path):
            yield settings_words.of_import(source, node, kind, has_config=has_config)


def _imported(source: Source) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    for node in source.tree.of(ast.ImportFrom):
        kind = _OLD_MODULES.get(node.module or "") if not node.level else None
        if kind and any(alias.name == "BaseSettings" for alias in node.names):
            yield node, kind


def _attributes(source: Source) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """Yield ``pydantic.BaseSettings`` where it is used, and the name that comes with a star."""
    names = source.names
    for attribute in source.tree.of(ast.Attribute):
        if attribute.attr == "BaseSettings" and (kind := BASES.get(names.qualified(attribute), NEW)) != NEW:
            yield attribute, kind
    if names.stars:
        for base in (base for node in source.tree.of(ast.ClassDef) for base in node.bases):
            if isinstance(base, ast.Name) and base.id == "BaseSettings" and names.is_builtin(base):
                kinds = [_OLD_MODULES[star] for star in names.stars if star in _OLD_MODULES]
                if kinds and "pydantic_settings" not in names.stars:
                    yield base, kinds[0]


def _has_import(source: Source, kinds: tuple[str, ...]) -> bool:
    """Return whether a file imports BaseSettings in one of some other ways too."""
    modules = {each.removesuffix(".BaseSettings") for each, kind in BASES.items() if kind in kinds}
    return any(not node.level and node.module in modules for node in source.tree.of(ast.ImportFrom)) or any(
        alias.name in modules for node in source.tree.of(ast.Import) for alias in node.names
    )


def _is_branch(source: Source, node: ast.AST) -> bool:
    """Return whether code runs in one branch of a try or an if."""
    return source.tree.nearest(node, ast.Try, ast.If) is not None


def _is_first(repository: Repository, path: str) -> bool:
    """Return whether the nearest manifests and locks above a file that name pydantic let no pydantic 2 in."""
    from backend_standards.code.repository import folders
    from backend_standards.dependencies import declared

    said = next(filter(None, (_pins(repository, folder) for folder in folders(path))), [])
    return declared.excludes(said, 2)


def _pins(repository: Repository, folder: str) -> list[tuple[str, bool]]:
    """Return what the manifests and locks of one folder say of pydantic, as ``declared.specifiers`` has it."""
    from backend_standards.dependencies import declared

    def read() -> list[tuple[str, bool]]:
        places = (folder, *(f"{folder}{inner}/" for inner in declared.OF_REQUIREMENTS))
        paths = [
            each for each in repository.paths if declared.is_of_interest(each) and each[: each.rfind("/") + 1] in places
        ]
        return [said for each, data in repository.contents(paths) for said in declared.specifiers(each, data, _PACKAGE)]

    found = repository.once(("pins", folder), read)
    assert isinstance(found, list)  # noqa: S101 - what read returns
    return found
