"""Require that the repository as a whole cannot pick a `.env` file up.

Source: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control") and
"Configuration Management" ("Never commit `.env` files or sensitive configuration"). Judged from the index
below the current folder: no `.env` file is tracked, `.env` would be ignored, no image takes it in.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _env_names, _git, _options
from backend_standards._report import CLEAN, Finding, Stopped, report, show, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from backend_standards import _docker
    from backend_standards._env_files import Policy

HOOK = "require-env-ignored"
OPTIONS = (
    _options.Option("root", "a folder whose .env must be ignored, in place of the current one", "DIR"),
    _options.Option("allow", "let a path in, but still read it for real secrets; as in .gitignore", "PATTERN"),
    _options.Option("forbid", "keep a further path out; as in .gitignore", "PATTERN"),
    _options.Option("no-encrypted", "refuse encrypted env files too"),
)
# What a path holds, in lower case, if any rule here can be about it; nearly all paths hold none.
_STEMS = (b"env", b"dockerfile", b"containerfile", b"dockerignore", b"containerignore")
_IGNORE_FILES = (".dockerignore", ".containerignore")
# A folder that holds one of these is a project, and so the likely context of a Dockerfile that says no more.
_PROJECT_FILES = ("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "package.json", "go.mod")


def check(
    env_files: Iterable[tuple[str, bytes]],
    must_be_ignored: Mapping[str, str],
    dockerfiles: Mapping[str, Sequence[str]],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
) -> Iterator[Finding]:
    """Yield the findings about one repository.

    Args:
        env_files: (path, content) of each tracked file that may be an env file.
        must_be_ignored: each path that must be ignored, with the tracked ignore file that does it, or "" for none,
            or the untracked or personal one that does.
        dockerfiles: the lines of each tracked Dockerfile by path.
        dockerignores: the lines of each tracked ``.dockerignore`` by path.
        is_tracked: tells of a path whether it is a tracked file, or a folder with one below it.
        policy: what the team allows and forbids.
    """
    from backend_standards._env_files import judge

    for finding in judge(env_files, policy):
        if finding.rule.startswith(("env-", "virtualenv-")):
            finding.message = f"already in the index: {finding.message}"
            finding.rule = "env-file-tracked"
            yield finding
    for path, source in must_be_ignored.items():
        if not source or not is_tracked(source):
            yield _not_ignored(path, source)
    for path, lines in dockerfiles.items():
        if not policy.allows(path):
            yield from _judge_dockerfile(path, lines, tuple(must_be_ignored), dockerignores, is_tracked, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    try:
        options = _options.read(HOOK, OPTIONS, sys.argv[1:] if argv is None else argv)
        if options.wants:
            show(_options.answer(options.wants, HOOK, __doc__, OPTIONS))
            return CLEAN
        if options.files:
            raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
        return _judge_repository(options)
    except Stopped as stopped:
        return stop(HOOK, stopped)


def _judge_repository(options: _options.Options) -> int:
    """Read the index, the ignore files and the Dockerfiles, and report."""
    from backend_standards._env_files import Policy

    policy = Policy(options.texts("allow"), options.texts("forbid"), encrypted=not options.flag("no-encrypted"))
    index = _git.index()
    stems = (b"\0",) if options.texts("forbid") else _STEMS
    entries = {path: oid for mode, oid, path in index.entries(stems) if mode != _git.SUBMODULE}
    roots = [_root(root, index.has) for root in options.texts("root")] or [""]

    env_paths = [path for path in entries if policy.kind(path)]
    dockerfiles = [path for path in entries if _is_dockerfile(path)]
    ignores = [path for path in entries if path.endswith(_IGNORE_FILES)] if dockerfiles else []
    wanted = [path for path in env_paths if policy.needs_content(path)] + dockerfiles + ignores
    blobs = _git.blobs(entries[path] for path in wanted)
    contents = {path: blobs[entries[path]] for path in wanted}

    env_files = [(path, contents.get(path, b"")) for path in env_paths]
    must_be_ignored = _must_be_ignored(roots, dict(env_files), policy)
    sources = _git.ignored_by(must_be_ignored)
    above = [source for source in sources.values() if source.startswith("../")]
    tracked_above = {path for _, _, path in _git.index(above).entries()} if above else set()
    return report(
        check(
            env_files,
            {path: sources.get(path, "") for path in must_be_ignored},
            {path: _lines(contents[path]) for path in dockerfiles},
            {path: _lines(contents[path]) for path in ignores},
            lambda path: path in tracked_above or index.has(path),
            policy,
        )
    )


def _must_be_ignored(roots: Sequence[str], env_files: Mapping[str, bytes], policy: Policy) -> list[str]:
    """Return the paths that must be ignored: each root's ``.env``, or, where that is committed encrypted, its keys."""
    from backend_standards._env_files import judge

    paths = []
    for root in roots:
        path = f"{root}.env"
        if policy.allows(path):
            continue
        if path in env_files and not any(judge([(path, env_files[path])], policy)):
            path = f"{root}.env.keys"
        paths.append(path)
    return paths


def _root(root: str, is_tracked: Callable[[str], bool]) -> str:
    """Return a --root as the prefix of the paths below it; a typing error must not pass."""
    folder = os.path.normpath(root).replace(os.sep, "/")
    if folder == ".":
        return ""
    if not is_tracked(folder):
        raise Stopped(f"--root {root}: no tracked file stands below it, seen from the current folder")
    return folder + "/"


def _lines(data: bytes) -> list[str]:
    from backend_standards import _text

    return _text.lines(_text.decode(data))


def _is_dockerfile(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    if "dockerfile" not in name and "containerfile" not in name:
        return False
    from backend_standards import _docker

    return _docker.is_dockerfile(path)


def _not_ignored(path: str, source: str) -> Finding:
    name = path.rpartition("/")[2]
    if source:
        where = "a personal ignore file" if source.endswith("info/exclude") else f"{source}, which is not tracked,"
        message = f"only {where} ignores it: every other clone can still commit it"
    else:
        message = "no ignore file of this repository ignores it: the next `git add .` commits it"
    tracked_file = source if source and not source.endswith("info/exclude") else ""
    fix = f"git add {tracked_file}" if tracked_file else f"echo {name} >> .gitignore && git add .gitignore"
    return Finding(path, "env-not-ignored", message, fix=fix, exception=_exception(path))


def _judge_dockerfile(
    path: str,
    lines: Sequence[str],
    env_files: Sequence[str],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
) -> Iterator[Finding]:
    from backend_standards import _docker

    copies = list(_docker.copies(lines))
    context = _context(path, copies, dockerignores, is_tracked)
    ignore_file = _dockerignore(path, context, dockerignores)
    ignored = dockerignores.get(ignore_file, ())
    for copy in copies:
        named = [_docker.clean(source) for source in copy.sources]
        named = [source for source in named if _env_names.classify(source) in (_env_names.ENV, _env_names.KEYS)]
        inside = [file.removeprefix(context) for file in env_files if file.startswith(context)]
        for name in dict.fromkeys([".env", *inside, *named]):
            file = context + name
            if policy.allows(file) or (is_tracked(file) and file not in env_files):
                continue
            if copy.takes(name) and not _docker.is_ignored(ignored, name):
                yield _in_context(path, copy.line, file, context, ignore_file)
                break


def _in_context(path: str, line: int, file: str, context: str, ignore_file: str) -> Finding:
    place = context or "./"
    why = f"{ignore_file} lets it through" if ignore_file else "no .dockerignore keeps it out"
    name = file.removeprefix(context)
    return Finding(
        path,
        "env-in-docker-context",
        f"copies {file}, where it exists, into the image: {why} (build context taken to be {place})",
        line=line,
        column=1,
        fix=f"echo {name} >> {ignore_file or context + '.dockerignore'}; hand secrets over when the container starts",
        exception=_exception(path).replace("args:", "args, to accept this Dockerfile:"),
    )


def _context(
    path: str,
    copies: Sequence[_docker.Copy],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
) -> str:
    """Return a Dockerfile's build context, as a prefix of paths.

    It is written down nowhere, so it is inferred: a folder, from the Dockerfile's own up to the root, below which
    every plain COPY source is tracked; of these the nearest with a ``.dockerignore``, else the nearest with a project
    file, else the nearest.
    """
    from backend_standards import _docker

    folder = path.rpartition("/")[0]
    folders = []
    while folder:
        folders.append(folder + "/")
        folder = folder.rpartition("/")[0]
    folders.append("")
    plain = [_docker.clean(source) for copy in copies for source in copy.sources if not set(source) & set("*?[$")]
    plain = [source for source in plain if source != "." and not _env_names.classify(source)]
    fitting = [each for each in folders if all(is_tracked(each + source) for source in plain)] or folders
    for each in fitting:
        if f"{each}.dockerignore" in dockerignores or f"{each}.containerignore" in dockerignores:
            return each
    for each in fitting:
        if any(is_tracked(each + name) for name in _PROJECT_FILES):
            return each
    return fitting[0]


def _dockerignore(path: str, context: str, dockerignores: Mapping[str, Sequence[str]]) -> str:
    """Return the ignore file that applies to a Dockerfile in a context, or "": its own, else the context's."""
    names = [f"{path}.dockerignore", f"{context}.dockerignore"]
    if "containerfile" in path.lower():
        names.insert(1, f"{context}.containerignore")
    return next((name for name in names if name in dockerignores), "")


def _exception(path: str) -> str:
    from backend_standards._env_files import quoted_argument

    return f"in this hook's args: {quoted_argument('--allow', path)}"


if __name__ == "__main__":
    raise SystemExit(main())
