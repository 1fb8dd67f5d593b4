"""Check that the README is filled in, and that pull requests have a template; on request, what both say.

Source: the standard's "Documentation" (the four parts of a README), "Pull Request Template", and "Use `Makefile` or
`justfile` to document commands" of its "CI/CD and DevOps". Judged from the index below the current folder.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import Option, Options, Outcome, Stopped, git
from backend_standards.project import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.project.settings import Settings

HOOK = "check-project-docs"
OPTIONS = (
    Option(
        "require",
        "ask for a part besides: purpose, setup, dependencies, api, pr-template-parts, commands; readme, or all",
        "PART",
        tightens=True,
    ),
    Option("optional", "a part that may be missing, or is kept elsewhere, such as pr-template", "PART"),
    Option("words", "a further word of a heading, such as setup=Bootstrapping", "WORD"),
    Option("root", "a folder with a README of its own, such as a service of a monorepo; may be a glob", "DIR"),
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
)


def check(
    paths: Sequence[str],
    read: Callable[[Sequence[str]], Mapping[str, bytes]],
    settings: Settings | None = None,
    *,
    is_top: bool = True,
) -> Iterator[Finding]:
    """Yield the findings about the documents of a repository.

    Args:
        paths: every tracked path from the current folder; that of a submodule with a final slash.
        read: returns the contents of paths; called with the few that are documents.
        settings: what the team asks for; None for the defaults.
        is_top: whether the paths are those of a whole repository, in which a template for pull requests belongs.
    """
    readmes = [path for root in (settings.roots if settings else ("",)) for path in places.readmes(paths, root)]
    templates = places.templates(paths) if is_top else []
    contents = read([*readmes, *templates])
    if settings is None:
        from backend_standards.project.clues import has_clue, holds_something

        is_doubtful = any(has_clue(contents.get(path, b"")) for path in readmes)
        has_template = any(holds_something(contents.get(path, b"")) for path in templates)
        lacks_template = is_top and not has_template and bool(templates or places.place_of_template(paths))
        if not (is_doubtful or lacks_template):
            return
    from backend_standards.project import documents

    yield from documents.findings(paths, read, settings, is_top=is_top)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read the index, or the pushed commit, and judge the documents in it."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    index = git.project()
    paths = index.paths()
    settings = None
    if any(option.name in options.values for option in OPTIONS):
        from backend_standards.project.settings import settings_of

        settings = settings_of(options, paths)
    return Outcome(HOOK, check(paths, index.contents, settings, is_top=not git.prefix()))


if __name__ == "__main__":
    raise SystemExit(main())
