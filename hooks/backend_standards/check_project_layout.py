"""Check that the files of the repository are where the standard's project tree has them.

Source: the standard's "Project Structure", and "Organize tests to match the source layout" of its "Testing".
Judged from the index below the current folder: ignored files, empty folders and untracked files do not count.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import Option, Options, Outcome, Stopped, git
from backend_standards.layout.tree import Settings, trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.layout.tree import Reader

HOOK = "check-project-layout"
OPTIONS = (
    Option("source", "the folder of the application code, instead of src", "DIR"),
    Option("tests", "the folder of the tests, instead of tests", "DIR"),
    Option("root", "a folder to judge by itself, such as a service of a monorepo; may be a glob", "DIR"),
    Option("require", "another path that must be tracked", "PATH", tightens=True),
    Option("optional", "an entry of the tree that may be missing", "ENTRY"),
    Option("allow", "allow a path where it is; as in .gitignore", "GLOB"),
    Option("profile", "default, or strict: the standard's tree to the letter", "NAME"),
    Option("mirror", "require that the folders of the tests mirror those of the source", tightens=True),
    Option("show-tree", "draw the expected tree, marked with what is there, and end", is_action=True),
    Option(
        "init",
        "the same as backend-standards init --write, which see",
        is_action=True,
    ),
)
_OF_SETTINGS = frozenset(option.name for option in OPTIONS if not option.is_action)


def _nothing(_: Sequence[str]) -> Mapping[str, bytes]:
    return {}


def check(paths: Sequence[str], settings: Settings, read: Reader = _nothing) -> Iterator[Finding]:
    """Yield the findings about the tracked paths of a repository.

    Args:
        paths: every tracked path from the repository's root; that of a submodule with a final slash.
        settings: what the team asks for.
        read: returns the contents of paths; called with the few whose names do not tell what they hold.
    """
    for tree in trees(paths, settings):
        if tree.python and (faults := tree.faults(read)):
            from backend_standards.layout import findings

            yield from findings.of_root(tree, settings, faults, paths, read)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read the index, and report, draw or write."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    index = git.project()
    paths = index.paths()
    settings = Settings()
    if options.flag("init"):
        return _init(options)
    if not _OF_SETTINGS.isdisjoint(options.values):
        from backend_standards.layout.options import settings_of

        settings = settings_of(options, paths)
    if options.flag("show-tree"):
        from backend_standards.layout import drawing

        return Outcome(HOOK, said=drawing.of_trees(paths, settings, index.contents))
    return Outcome(HOOK, check(paths, settings, index.contents), moves=True)


def _init(options: Options) -> Outcome:
    """Write the files of ``backend-standards init``: the option is older than that command."""
    from backend_standards.init import command

    others = options.arguments - {"init", "source", "tests", "profile"}
    if others:
        raise Stopped(f"--init does not go with --{min(others)}; see backend-standards init --help")
    words = [f"--{name}={options.text(name)}" for name in ("source", "tests") if name in options.arguments]
    command.main(["--write", *words])
    return Outcome(HOOK)


if __name__ == "__main__":
    raise SystemExit(main())
