"""Check that CI runs a linter, a type checker, the tests and a build of the image, and that each of them can fail.

Source: the standard's "CI/CD" ("Missing lint/type/test checks in CI pipeline", "Skipping Docker build validation in
CI", the steps of its example), and "Ensure CI checks pass before merging". Judged from the index of the repository.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import Option, Options, Outcome, Stopped, git
from backend_standards.project import ci_needs
from backend_standards.readers import ci_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.project.ci_findings import Settings

HOOK = "require-ci-checks"
OPTIONS = (
    Option(
        "optional",
        "a check that may be missing, or is done elsewhere: lint, types, tests, image, deploy, ci",
        "PART",
    ),
    Option("separate", "ask for separate workflows for lint, test, build and deploy", tightens=True),
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
)
_MOST_AHEAD = 200
_SECOND = 2
"""The reading with which the files of tasks come; the first one is that of the CI files."""


def check(
    paths: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, bytes]], settings: Settings | None = None
) -> Iterator[Finding]:
    """Yield the findings about what the CI of a repository runs.

    Args:
        paths: every tracked path of the repository; that of a submodule with a final slash.
        read: returns the contents of paths; called with the CI files, and with what their commands lead to.
        settings: what the team asks for; None for the defaults.
    """
    if not ci_needs.has_python(paths) and not ci_files.files(paths):
        return
    from backend_standards.project import ci_checks
    from backend_standards.tasks import Project

    project = Project(paths, _ahead(paths, read))
    checks = ci_checks.judge(project, is_whole=settings is not None and settings.is_separate)
    if settings or checks.is_doubtful:
        from backend_standards.project import ci_findings

        yield from ci_findings.of(checks, project, settings or ci_findings.Settings())


def _ahead(
    paths: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, bytes]]
) -> Callable[[Sequence[str]], Mapping[str, bytes]]:
    """Return a function that reads the files of tasks all at once, after the CI files: each reading starts git."""
    readings = 0

    def reading(asked: Sequence[str]) -> Mapping[str, bytes]:
        nonlocal readings
        readings += 1
        return read([*asked, *ci_needs.of_tasks(paths)[:_MOST_AHEAD]] if readings == _SECOND else asked)

    return reading


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index of the repository; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read the index, or the pushed commit, and judge what CI runs."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index")
    index = git.project()
    settings = None
    if any(option.name in options.values for option in OPTIONS):
        settings = settings_of(options)
    if git.prefix():
        return Outcome(HOOK)  # CI is a matter of the whole repository
    paths = index.paths()
    read: Callable[[Sequence[str]], Mapping[str, bytes]] = index.contents
    if index.has_links():
        from backend_standards.core.tree import Tree

        tree = Tree(index=index)
        read = tree.through_links
        elsewhere = {path for path in index.links() if not index.has(tree.follow(path))}
        paths = [path for path in paths if path not in elsewhere]
    return Outcome(HOOK, check(paths, read, settings))


def settings_of(options: Options) -> Settings:
    """Return the options as settings.

    Raises:
        Stopped: a part that does not exist.
    """
    from backend_standards.core.remedies import patterns
    from backend_standards.project import ci_findings

    for name in options.words("optional"):
        if name not in ci_findings.PARTS:
            raise Stopped(f"--optional {name}: known are {', '.join(ci_findings.PARTS)}")
    return ci_findings.Settings(
        options.words("optional"),
        is_separate=options.flag("separate"),
        allowed=patterns(options.texts("allow")),
    )


if __name__ == "__main__":
    raise SystemExit(main())
