"""Settings of pydantic that no longer work or hold secrets, and variables that are read past the settings.

Source: the standard's "Configuration Management" and, of the common mistakes, "Missing environment variable validation
before runtime". What pydantic 2 does: its migration guide, and pydantic-settings.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import settings_classes
from backend_standards.code.settings_classes import BASES, NEW, OLD, SHIM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.repository import Repository
    from backend_standards.code.settings_choice import Choices
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_PACKAGE = "pydantic"
_OLD_MODULES = {each.removesuffix(".BaseSettings"): kind for each, kind in BASES.items() if kind != NEW}
_CLASS_CLUES = (b"BaseSettings", b"class Config", b"Settings)", b"Settings,", b"env=", b"Config)", b"Config,")


def judge(source: Source, repository: Repository, choices: Choices) -> Iterator[Finding]:
    """Yield the findings about one file; ``repository`` and ``choices`` tell what other files say."""
    kinds = settings_classes.kinds(source, repository) if any(clue in source.data for clue in _CLASS_CLUES) else {}
    if b"pydantic" in source.data:
        yield from _imports(source, repository)
    if kinds:
        from backend_standards.code import settings_fields

        yield from settings_fields.findings(source, kinds)
    yield from _reads(source, choices, has_settings=bool(kinds))


def _imports(source: Source, repository: Repository) -> Iterator[Finding]:
    """Yield the places where pydantic 1's BaseSettings is taken from pydantic."""
    found = [*_imported(source), *_attributes(source)]
    if not found:
        return
    from backend_standards.code import settings_words

    is_alone = {kind: not _has_import(source, others) for kind, others in ((OLD, (NEW, SHIM)), (SHIM, (NEW,)))}
    for node, kind in found:
        if (is_alone[kind] or not _is_branch(source, node)) and not _is_first(repository, source.path):
            yield settings_words.of_import(source, node, kind)


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

    def of_folder(folder: str) -> list[tuple[str, bool]]:
        found: list[tuple[str, bool]] = []
        inside = (f"{folder}requirements/", f"{folder}reqs/", f"{folder}deps/", f"{folder}constraints/")
        paths = [
            each
            for each in repository.paths
            if declared.is_of_interest(each) and (each[: each.rfind("/") + 1] in (folder, *inside))
        ]
        for each, data in repository.contents(paths):
            found += declared.specifiers(each, data, _PACKAGE)
        return found

    for folder in folders(path):
        said = repository.once(("pins", folder), lambda folder=folder: of_folder(folder))  # type: ignore[misc]
        if isinstance(said, list) and said:
            return declared.excludes(said, 2)
    return False


def _reads(source: Source, choices: Choices, *, has_settings: bool) -> Iterator[Finding]:
    """Yield the variables that are read outside the settings, where the project has chosen such a place."""
    from backend_standards.code import env_reads

    if has_settings or not any(clue in source.data for clue in env_reads.CLUES):
        return
    if env_reads.is_config(source.path) or env_reads.is_elsewhere(source.path, source.data):
        return
    reads = list(env_reads.of_file(source))
    choice = choices.of(source.path) if reads else None
    if choice:
        from backend_standards.code import settings_words

        for read in reads:
            if not read.loader or choice.has(read.loader):
                yield settings_words.of_read(source, read, choice)
