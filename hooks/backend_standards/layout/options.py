"""The options of ``check-project-layout`` as settings. Imported only if one is given."""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.core.roots import inside, prefixes
from backend_standards.layout.tree import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.core import Options

_PROFILES = ("default", "strict")


def settings_of(options: Options, paths: Sequence[str]) -> Settings:
    """Return the options as settings: a typing error must not pass.

    Raises:
        Stopped: a profile, folder or entry that does not make sense, or a root below which nothing is tracked.
    """
    profiles = set(options.texts("profile"))
    if unknown := profiles.difference(_PROFILES):
        raise Stopped(f"--profile {min(unknown)}: known are {', '.join(_PROFILES)}")
    if len(profiles) > 1:
        raise Stopped("--profile is given as default and as strict; choose one")
    sources, tests = _folders(options)
    settings = Settings(
        roots=prefixes(options.texts("root"), paths) or [""],
        sources=sources,
        tests=tests,
        strict="strict" in profiles,
        mirror=options.flag("mirror"),
        required=[inside("require", path) + "/" * path.endswith("/") for path in options.texts("require")],
        allow=options.texts("allow"),
    )
    settings.optional = frozenset(_optional(options.texts("optional"), settings))
    return settings


def _folders(options: Options) -> tuple[list[str], list[str]]:
    """Return the folders of the source and of the tests."""
    sources = [inside("source", each) for each in options.texts("source")] or ["src"]
    tests = [inside("tests", each) for each in options.texts("tests")] or ["tests"]
    if same := set(sources) & set(tests):
        raise Stopped(f"--tests {min(same)}: this is the source too; the tests need a folder of their own")
    if "." in tests:
        raise Stopped("--tests .: the tests need a folder of their own")
    return sources, tests


def _optional(entries: Sequence[str], settings: Settings) -> Iterator[str]:
    """Yield the names of the entries that may be missing."""
    if not entries:
        return
    known: dict[str, None] = {}
    for strict in (False, True):
        every = Settings(sources=settings.sources, tests=settings.tests, strict=strict, required=settings.required)
        known.update(dict.fromkeys(entry.rstrip("/") for entry in every.entries()))
    for entry in entries:
        name = inside("optional", entry)
        if name not in known:
            raise Stopped(f"--optional {entry}: the tree has no such entry; known are {', '.join(known)}")
        yield name
