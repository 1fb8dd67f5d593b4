"""Require that the repository as a whole cannot pick a `.env` file up.

Source: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control") and
"Configuration Management" ("Never commit `.env` files or sensitive configuration"). Judged from the index
below the current folder: no `.env` file is tracked, `.env` would be ignored, no image takes it in.
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import Finding, Stopped, git
from backend_standards.core.output import report
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from backend_standards.readers import docker
    from backend_standards.secrets.env_files import Policy

HOOK = "require-env-ignored"
OPTIONS = (
    _hook.Option("root", "a folder whose .env must be ignored, in place of the current one; may be a glob", "DIR"),
    _hook.Option("allow", "let a path in, but still read it for real secrets; as in .gitignore", "PATTERN"),
    _hook.Option("forbid", "keep a further path out; as in .gitignore", "PATTERN", tightens=True),
    _hook.Option("no-encrypted", "refuse encrypted env files too", tightens=True),
)
# What a path holds, in lower case, if any rule here can be about it; nearly all paths hold none.
_STEMS = (b"env", b"dockerfile", b"containerfile", b"dockerignore", b"containerignore", b".gitignore")
_IGNORE_FILES = (".dockerignore", ".containerignore")
# A folder that holds one of these is a project, and so the likely context of a Dockerfile that says no more.
_PROJECT_FILES = ("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "package.json", "go.mod")


def check(
    env_files: Iterable[tuple[str, bytes]],
    must_be_ignored: Mapping[str, tuple[str, str] | None],
    ignore_files: Mapping[str, Sequence[str]],
    dockerfiles: Mapping[str, Sequence[str]],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
) -> Iterator[Finding]:
    """Yield the findings about one repository.

    Args:
        env_files: (path, content) of each tracked file that may be an env file.
        must_be_ignored: each path that must be ignored, with the ignore file and the pattern that do it, if any.
        ignore_files: the lines, as staged, of each tracked ignore file among them.
        dockerfiles: the lines of each tracked Dockerfile by path.
        dockerignores: the lines of each tracked ``.dockerignore`` by path.
        is_tracked: tells of a path whether it is a tracked file, or a folder with one below it.
        policy: what the team allows and forbids.
    """
    from backend_standards.secrets.env_files import judge

    for finding in judge(env_files, policy):
        if finding.rule.startswith(("env-", "virtualenv-")):
            finding.message = f"already in the index: {finding.message}"
            finding.rule = "env-file-tracked"
            yield finding
    for path, deciding in must_be_ignored.items():
        source, pattern = deciding or ("", "")
        if pattern.strip() not in map(str.strip, ignore_files.get(source, ())):
            yield _not_ignored(path, source, is_tracked=source in ignore_files)
    for path, lines in dockerfiles.items():
        if not policy.allows(path):
            yield from _judge_dockerfile(path, lines, tuple(must_be_ignored), dockerignores, is_tracked, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _judge_repository, argv)


def _judge_repository(options: _hook.Options) -> int:
    """Read the index, the ignore files and the Dockerfiles, and report."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    from backend_standards.secrets.env_files import Policy

    policy = Policy(options.texts("allow"), options.texts("forbid"), encrypted=not options.flag("no-encrypted"))
    index = git.index()
    stems = () if options.texts("forbid") else _STEMS
    entries = {path: oid for mode, oid, path in index.entries(stems) if mode != git.SUBMODULE}
    roots = list(dict.fromkeys(each for root in options.texts("root") for each in _roots(root, index))) or [""]

    env_paths = [path for path in entries if policy.kind(path)]
    dockerfiles = [path for path in entries if _is_dockerfile(path)]
    dockerignores = [path for path in entries if path.endswith(_IGNORE_FILES)] if dockerfiles else []
    patterns = git.ignored_by([root + name for root in roots for name in (".env", ".env.keys")])
    sources = {source for source, _ in patterns.values()}
    above = [source for source in sources if source.startswith("../")]
    oids = entries | {path: oid for _, oid, path in (git.index(above).entries() if above else ())}
    ignore_files = [source for source in sources if source in oids]

    wanted = [*(path for path in env_paths if policy.needs_content(path)), *dockerfiles, *dockerignores, *ignore_files]
    blobs = git.blobs(oids[path] for path in wanted)
    contents = {path: blobs[oids[path]] for path in wanted}
    env_files = [(path, contents.get(path, b"")) for path in env_paths]
    return report(
        check(
            env_files,
            {path: patterns.get(path) for path in _must_be_ignored(roots, dict(env_files), policy)},
            {path: _lines(contents[path]) for path in ignore_files},
            {path: _lines(contents[path]) for path in dockerfiles},
            {path: _lines(contents[path]) for path in dockerignores},
            index.has,
            policy,
        )
    )


def _must_be_ignored(roots: Sequence[str], env_files: Mapping[str, bytes], policy: Policy) -> list[str]:
    """Return the paths that must be ignored: each root's ``.env``, or, where that is committed encrypted, its keys."""
    from backend_standards.secrets.env_files import judge

    paths = []
    for root in roots:
        path = f"{root}.env"
        if policy.allows(path):
            continue
        is_sealed = path in env_files and not any(judge([(path, env_files[path])], policy))
        paths.append(f"{root}.env.keys" if is_sealed else path)
    return paths


def _roots(root: str, index: git.Index) -> list[str]:
    """Return a --root, or the folders that it matches as a glob, as prefixes of the paths below."""
    folder = os.path.normpath(root).replace(os.sep, "/")
    if folder == ".":
        return [""]
    if index.has(folder + "/"):
        return [folder + "/"]
    from backend_standards.core import patterns as core_patterns

    if found := core_patterns.folders(folder, index.paths()):
        return found
    # A typing error must not pass.
    raise Stopped(f"--root {root}: no tracked file stands below it, seen from the current folder")


def _lines(data: bytes) -> list[str]:
    from backend_standards.core import text

    return text.lines(text.decode(data))


def _is_dockerfile(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    if "dockerfile" not in name and "containerfile" not in name:
        return False
    from backend_standards.readers import docker

    return docker.is_dockerfile(path)


def _not_ignored(path: str, source: str, *, is_tracked: bool) -> Finding:
    from backend_standards.core.remedies import append, quote, quoted_argument

    fix = f"{append(path.rpartition('/')[2], '.gitignore')} && git add .gitignore"
    if not source:
        message = "no ignore file of this repository ignores it: the next `git add .` commits it"
    elif os.path.isabs(source) or source.endswith(".git/info/exclude"):
        message = "only a personal ignore file ignores it: every other clone can still commit it"
    else:
        which = f"a line of {source} that is not staged" if is_tracked else f"{source}, which is not tracked,"
        message = f"only {which} ignores it: every other clone can still commit it"
        fix = f"git add {quote(source)}"
    exception = f"in this hook's args: {quoted_argument('--allow', path)}"
    return Finding(path, "env-not-ignored", message, fix=fix, exception=exception)


def _judge_dockerfile(
    path: str,
    lines: Sequence[str],
    env_files: Sequence[str],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
) -> Iterator[Finding]:
    from backend_standards.readers import docker

    copies = list(docker.copies(lines))
    if not any(_may_take(copy, env_files) for copy in copies):
        return  # whatever the context is
    context = _context(path, copies, dockerignores, is_tracked)
    ignore_file = _dockerignore(path, context, dockerignores)
    ignored = dockerignores.get(ignore_file, ())
    inside = [file.removeprefix(context) for file in env_files if file.startswith(context)]
    kept_out: dict[str, bool] = {}
    for copy in copies:
        for name in dict.fromkeys([".env", *inside, *_named(copy)]):
            file = context + name
            if policy.allows(file) or (is_tracked(file) and file not in env_files) or not copy.takes(name):
                continue
            if name not in kept_out:
                kept_out[name] = docker.is_ignored(ignored, name)
            if not kept_out[name]:
                yield _in_context(path, copy.line, file, context, ignore_file)
                break


def _named(copy: docker.Copy) -> list[str]:
    """Return the env files that a COPY names itself."""
    from backend_standards.readers import docker

    sources = [docker.clean(source) for source in copy.sources]
    return [source for source in sources if env_names.classify(source) in (env_names.ENV, env_names.KEYS)]


def _may_take(copy: docker.Copy, env_files: Sequence[str]) -> bool:
    """Return whether a COPY would take an env file in from any context."""
    tails = {"/".join(parts[at:]) for parts in (file.split("/") for file in env_files) for at in range(len(parts))}
    return bool(_named(copy)) or any(copy.takes(name) for name in (".env", *tails))


def _in_context(path: str, line: int, file: str, context: str, ignore_file: str) -> Finding:
    from backend_standards.core.remedies import append, quote, quoted_argument

    why = f"{ignore_file} lets it through" if ignore_file else "no .dockerignore keeps it out"
    target = ignore_file or f"{context}.dockerignore"
    keep_out = f"{append(file.removeprefix(context), target)} && git add {quote(target)}"
    return Finding(
        path,
        "env-in-docker-context",
        f"copies {file}, where it exists, into the image: {why} (build context taken to be {context or './'})",
        line=line,
        column=1,
        fix=f"{keep_out}; hand secrets over when the container starts",
        exception=f"in this hook's args, to accept this Dockerfile: {quoted_argument('--allow', path)}",
    )


def _context(
    path: str,
    copies: Sequence[docker.Copy],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
) -> str:
    """Return a Dockerfile's build context, as a prefix of paths.

    It is written down nowhere, so it is inferred: a folder, from the Dockerfile's own up to the root, below which
    every plain COPY source is tracked; of these the nearest with a ``.dockerignore``, else the nearest with a project
    file, else the nearest.
    """
    from backend_standards.readers import docker

    folder = path.rpartition("/")[0]
    folders = []
    while folder:
        folders.append(folder + "/")
        folder = folder.rpartition("/")[0]
    folders.append("")
    plain = [docker.clean(source) for copy in copies for source in copy.sources if not set(source) & set("*?[$")]
    plain = [source for source in plain if source != "." and not env_names.classify(source)]
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


if __name__ == "__main__":
    raise SystemExit(main())
