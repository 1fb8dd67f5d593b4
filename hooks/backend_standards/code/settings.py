"""Settings of pydantic that no longer work or hold secrets, and variables that are read past the settings.

Source: the standard's "Configuration Management" and, of the common mistakes, "Missing environment variable validation
before runtime". Here is what to look for in a file; each part is imported where a file has a word of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backend_standards.code.settings_choice import Others
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_CLASS_CLUES = (b"BaseSettings", b"class Config", b"Settings)", b"Settings,", b"env=", b"Config)", b"Config,")


def judge(source: Source, others: Callable[[], Others]) -> Iterator[Finding]:
    """Yield the findings about one file; ``others`` gives what other files say, and is asked when that matters."""
    has_settings = False
    if any(clue in source.data for clue in _CLASS_CLUES):
        from backend_standards.code import settings_classes, settings_imports

        if b"pydantic" in source.data:
            yield from settings_imports.findings(source, others)
        if kinds := settings_classes.kinds(source, lambda: others().repository):
            from backend_standards.code import settings_fields

            has_settings = True
            yield from settings_fields.findings(source, kinds)
    yield from _reads(source, others, has_settings=has_settings)


def _reads(source: Source, others: Callable[[], Others], *, has_settings: bool) -> Iterator[Finding]:
    """Yield the variables that are read outside the settings, where the project has chosen such a place."""
    from backend_standards.code import env_reads

    if has_settings or not any(clue in source.data for clue in env_reads.CLUES):
        return
    if env_reads.is_config(source.path) or env_reads.is_elsewhere(source.path, source.data):
        return
    reads = list(env_reads.of_file(source))
    choice = others().choice(source.path) if reads else None
    if choice:
        from backend_standards.code import settings_words

        for read in reads:
            # Where a loader is the choice, another one of its kind is a place for configuration too.
            if (choice.name or not read.is_loaded) and (not read.loader or choice.has(read.loader)):
                yield settings_words.of_read(source, read, choice)
