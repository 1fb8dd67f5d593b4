"""Check that the repository's files stand where the standard's project tree has them.

Source: the standard's "Project Structure", and "Organize tests to match the source layout" of its "Testing".
Judged from the index below the current folder: what is ignored, empty or only on the disk does not count.
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import CLEAN, Finding, Stopped, git
from backend_standards.core.output import counted, report, show
from backend_standards.layout.tree import Settings, Tree, trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HOOK = "check-project-layout"
OPTIONS = (
    _hook.Option("source", "the folder of the application code, in place of src", "DIR"),
    _hook.Option("tests", "the folder of the tests, in place of tests", "DIR"),
    _hook.Option("root", "a folder to judge by itself, such as a service of a monorepo; may be a glob", "DIR"),
    _hook.Option("require", "a further path that must be tracked", "PATH", tightens=True),
    _hook.Option("optional", "an entry of the tree that may be absent", "ENTRY"),
    _hook.Option("allow", "let a path stand where it is; as in .gitignore", "GLOB"),
    _hook.Option("profile", "default, or strict: the standard's tree to the letter", "NAME"),
    _hook.Option("mirror", "demand that the folders of the tests mirror those of the source", tightens=True),
    _hook.Option("explain", "draw the expected tree, marked with what is there, and end"),
    _hook.Option("init", "write the entries that are missing, never touching what exists, and end"),
)
_PROFILES = ("default", "strict")


def _nothing(_: Sequence[str]) -> Mapping[str, bytes]:
    return {}


def check(
    paths: Sequence[str], settings: Settings, read: Callable[[Sequence[str]], Mapping[str, bytes]] = _nothing
) -> Iterator[Finding]:
    """Yield the findings about the tracked paths of a repository.

    Args:
        paths: every tracked path from the repository's root; that of a submodule with a final slash.
        settings: what the team asks for.
        read: returns the contents of paths; called with the few whose name does not tell whether they hold tests.
    """
    for tree in trees(paths, settings):
        if tree.python:
            yield from _judge(tree, settings, read)


def _judge(tree: Tree, settings: Settings, read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> Iterator[Finding]:
    lacks = list(tree.lacks())
    outside = tree.tests_outside(read)
    tests = {path for found in outside.values() for path in found}
    strays = {
        entry: rest for entry, found in tree.strays().items() if (rest := [path for path in found if path not in tests])
    }
    misnamed = tree.misnamed(read)
    unmirrored = tree.unmirrored() if settings.mirror else {}
    if not (lacks or strays or outside or misnamed or unmirrored):
        return
    from backend_standards.layout.advice import Advice

    source, tests_folder = f"{settings.sources[0]}/", f"{settings.tests[0]}/"
    advice = Advice(tree, settings, strays, outside, misnamed)
    for entry, purpose in lacks:
        path = (tree.root + entry).removesuffix("./").rstrip("/") or "."
        message, fix = advice.missing(entry, purpose)
        yield Finding(path, "missing", message, fix=fix, exception=advice.optional(entry))
    # Tests before the code around them: the fixes work in the order in which they are printed.
    for entry, found in outside.items():
        path = tree.root + entry
        message = f"{counted(len(found), 'test module')} outside {tests_folder}"
        if found != [path]:
            message += f", the first {found[0]}"
        known_as = f"test modules outside {tests_folder}"
        fix = advice.into_tests(entry)
        yield Finding(path, "test-outside", message, fix=fix, exception=advice.tests(entry), known_as=known_as)
    for entry, found in strays.items():
        path = tree.root + entry
        message = known_as = f"application code outside {source}"
        if found != [path]:
            message += f": {counted(len(found), 'Python file')}, the first {found[0]}"
        fix = advice.into_source(entry)
        yield Finding(path, "stray", message, fix=fix, exception=advice.stray(entry), known_as=known_as)
    for path in misnamed:
        message = "named as a test, but not as test_<feature>.py"
        if not path.endswith("_test.py"):
            message = "holds tests, but is not named test_<feature>.py: pytest does not find it by itself"
        yield Finding(path, "test-name", message, fix=advice.rename(path), exception=advice.allow(path))
    for folder, found in unmirrored.items():
        what = f"for {source}{tree.module_of(folder)}, which is not there"
        message, known_as = f"{counted(len(found), 'test module')} {what}", f"test modules {what}"
        fix, exception = advice.mirror(folder, found), advice.allow(folder, folder=True)
        yield Finding(folder, "mirror", message, fix=fix, exception=exception, known_as=known_as)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _run, argv)


def _run(options: _hook.Options) -> int:
    """Read the index, and report, draw or write."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    for name in options.configured.intersection(("explain", "init")):
        raise Stopped(f"{name} is asked for on the command line, as --{name}; a configuration cannot set it")
    index = git.index()
    paths = index.paths()
    settings = _settings(options, paths)
    if options.flag("init") or options.flag("explain"):
        from backend_standards.layout import scaffold

        if options.flag("init"):
            show(scaffold.write(paths, settings))
        if options.flag("explain"):
            show(scaffold.explain(paths, settings, index.contents))
        return CLEAN
    return report(check(paths, settings, index.contents))


def _settings(options: _hook.Options, paths: Sequence[str]) -> Settings:
    """Return the options as settings; a typing error must not pass.

    Raises:
        Stopped: a profile, folder or entry that does not make sense, or a root below which nothing is tracked.
    """
    profiles = set(options.texts("profile"))
    if unknown := profiles.difference(_PROFILES):
        raise Stopped(f"--profile {min(unknown)}: known are {', '.join(_PROFILES)}")
    if len(profiles) > 1:
        raise Stopped("--profile is given as default and as strict; choose one")
    folders = {name: [_inside(name, each) for each in options.texts(name)] for name in ("source", "tests")}
    sources, tests = folders["source"] or ["src"], folders["tests"] or ["tests"]
    if same := set(sources) & set(tests):
        raise Stopped(f"--tests {min(same)}: is the source too; the tests need a folder of their own")
    if "." in tests:
        raise Stopped("--tests .: the tests need a folder of their own")
    settings = Settings(
        roots=_roots(options, paths) or [""],
        sources=sources,
        tests=tests,
        strict="strict" in profiles,
        mirror=options.flag("mirror"),
        required=[_inside("require", path) + "/" * path.endswith("/") for path in options.texts("require")],
        allow=options.texts("allow"),
    )
    settings.optional = frozenset(_optional(options.texts("optional"), settings))
    return settings


def _optional(entries: Sequence[str], settings: Settings) -> Iterator[str]:
    if not entries:
        return
    known: dict[str, None] = {}
    for strict in (False, True):
        every = Settings(sources=settings.sources, tests=settings.tests, strict=strict, required=settings.required)
        known.update(dict.fromkeys(entry.rstrip("/") for entry in every.entries()))
    for entry in entries:
        name = _inside("optional", entry)
        if name not in known:
            raise Stopped(f"--optional {entry}: is no entry of the tree; known are {', '.join(known)}")
        yield name


def _inside(option: str, path: str) -> str:
    """Return a path of an option in git's spelling, without a final slash."""
    found = os.path.normpath(path).replace(os.sep, "/")
    if found.startswith(("/", "../")) or found == ".." or os.path.isabs(path):
        raise Stopped(f"--{option} {path}: must be a path inside the repository, from its root")
    return found


def _roots(options: _hook.Options, paths: Sequence[str]) -> list[str]:
    """Return the roots as prefixes, each once, with the folders that a glob matches among those of tracked files."""
    found: dict[str, None] = {}
    for root in options.texts("root"):
        pattern = _inside("root", root)
        if pattern == ".":
            found[""] = None
            continue
        prefix = f"{pattern}/"
        is_new = options.flag("init") and not set(pattern) & set("*?[")
        if is_new or any(path.startswith(prefix) and path != prefix for path in paths):
            found[prefix] = None
            continue
        from backend_standards.core import patterns

        matches = patterns.folders(pattern, paths)
        if not matches:
            raise Stopped(f"--root {root}: no tracked file stands below it, seen from the current folder")
        found.update(dict.fromkeys(matches))
    return list(found)


if __name__ == "__main__":
    raise SystemExit(main())
