"""Require that no `.env` file can get into the repository or into an image.

Source: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control") and
"Configuration Management" ("Never commit `.env` files or sensitive configuration"). Judged from the index
below the current folder: no `.env` file is tracked, git ignores `.env`, no Dockerfile copies it into an image.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import Option, Options, Outcome, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.readers.docker_builds import Build
    from backend_standards.secrets.env_files import Policy

HOOK = "require-env-ignored"
OPTIONS = (
    Option("root", "a folder whose .env must be ignored, instead of the current one; may be a glob", "DIR"),
    Option(
        "allow", "allow a path, but still read it for real secrets; as in .gitignore", "PATTERN", subject="env-files"
    ),
    Option("forbid", "refuse another path; as in .gitignore", "PATTERN", tightens=True, subject="env-files"),
    Option("no-encrypted", "refuse encrypted env files too", tightens=True, subject="env-files"),
)
_STEMS = (b"env", b"dockerfile", b"containerfile", b"dockerignore", b"containerignore", b".gitignore")
"""A path that a rule can be about has one of these, in lower case; nearly all paths have none."""
_BUILD_STEMS = (b"compose", b".github/workflows/")
_IGNORE_FILES = (".dockerignore", ".containerignore")


def check(
    env_files: Sequence[tuple[str, bytes]],
    unignored: Mapping[str, tuple[str, bool]],
    must_be_ignored: Sequence[str],
    dockerfiles: Mapping[str, Sequence[str]],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
    known_builds: Callable[[], Mapping[str, Sequence[Build]]] = dict,
) -> Iterator[Finding]:
    """Yield the findings about one repository.

    Args:
        env_files: (path, content) of each tracked file that may be an env file.
        unignored: each path that no ignore file of the tree ignores, with the ignore file that ignores it on this
            machine, if any, and whether that file is tracked.
        must_be_ignored: each path that must be ignored.
        dockerfiles: the lines of each tracked Dockerfile by path.
        dockerignores: the lines of each tracked ``.dockerignore`` by path.
        is_tracked: tells whether a path is a tracked file, or a folder with one below it.
        policy: what the team allows and forbids.
        known_builds: reads what other files say about the builds of each Dockerfile.
    """
    from backend_standards.secrets.env_files import judge

    tracked = set()
    for found in judge(env_files, policy):
        from backend_standards.secrets import env_tree

        if finding := env_tree.tracked(found):
            tracked.add(found.path)
            yield finding
    # The commands of a finding about a tracked file have git ignore it, too.
    tracked.intersection_update(path for path, _ in env_files)
    for path, (source, is_known) in unignored.items():
        if path not in tracked:
            from backend_standards.secrets import env_tree

            yield env_tree.unignored(path, source, is_tracked=is_known)
    if dockerfiles:
        from backend_standards.secrets import docker_context

        yield from docker_context.judge(dockerfiles, must_be_ignored, dockerignores, is_tracked, policy, known_builds)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read what is judged, its ignore files and Dockerfiles, and report."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    from backend_standards.secrets.env_files import Policy

    policy = Policy.of(options)
    index = git.project()
    stems = () if options.texts("forbid") else _STEMS
    rows = [row for row in index.entries(stems) if row[0] != git.SUBMODULE]
    entries = {path: oid for _, oid, path in rows}
    roots = [""]
    if options.texts("root"):
        from backend_standards.core.roots import prefixes

        roots = prefixes(options.texts("root"), index.paths())
    env_paths = [path for path in entries if policy.kind(path)]
    dockerfiles = [path for path in entries if _is_dockerfile(path)]
    dockerignores = [path for path in entries if path.endswith(_IGNORE_FILES)] if dockerfiles else []
    links = _links([path for mode, _, path in rows if mode == git.LINK and path in dockerfiles], index)
    dockerfiles = list(dict.fromkeys([path for path in dockerfiles if path not in links] + list(links.values())))
    read = [path for path in env_paths if policy.needs_content(path)]
    contents = index.contents([*read, *dockerfiles, *dockerignores])
    env_files = [(path, contents.get(path, b"")) for path in env_paths]
    must = _must_be_ignored(roots, dict(env_files), policy)
    return Outcome(
        HOOK,
        check(
            env_files,
            _unignored(must, rows),
            must,
            {path: _lines(contents[path]) for path in dockerfiles},
            {path: _lines(contents[path]) for path in dockerignores},
            index.has,
            policy,
            lambda: _known_builds(index, links),
        ),
    )


def _links(paths: Sequence[str], index: git.Index) -> dict[str, str]:
    """Return where each of these links leads, if that is a tracked file."""
    if not paths:
        return {}
    import posixpath

    contents = index.contents(paths)
    found = {path: posixpath.normpath(posixpath.join(posixpath.dirname(path), _text(contents[path]))) for path in paths}
    return {path: target for path, target in found.items() if (entry := index.entry(target)) and entry[0] != git.LINK}


def _known_builds(index: git.Index, links: Mapping[str, str]) -> dict[str, list[Build]]:
    """Return what the Compose files, workflows and links of the tree say of the builds of each Dockerfile."""
    from backend_standards.readers.docker_builds import builds, is_build_file

    paths = [path for mode, _, path in index.entries(_BUILD_STEMS) if mode != git.SUBMODULE and is_build_file(path)]
    return builds([(path, _text(data)) for path, data in index.contents(paths).items()], links)


def _unignored(paths: Sequence[str], rows: Sequence[git.Entry]) -> dict[str, tuple[str, bool]]:
    """Return those of the paths that no ignore file of the tree ignores.

    With each comes the ignore file that ignores it on this machine, or "", and whether that file is tracked.
    """
    from backend_standards.core import gitignore

    prefix = git.prefix()
    above = [
        f"{'../' * (prefix.count('/') - folder.count('/'))}{gitignore.NAME}" for folder in gitignore.folders(prefix)
    ]
    known = [(path, oid) for mode, oid, path in rows if path.endswith(gitignore.NAME) and mode != git.LINK]
    if prefix:
        known += [(path, oid) for mode, oid, path in git.judged(above[:-1]).entries() if mode != git.LINK]
    folders = {f"{folder}{gitignore.NAME}" for path in paths for folder in gitignore.folders(path)}
    wanted = [(path, oid) for path, oid in known if path in folders or path.startswith("../")]
    files = {
        _from_top(prefix, path).removesuffix(gitignore.NAME): gitignore.lines(data)
        for (path, _), data in zip(wanted, git.stored(wanted), strict=True)
    }
    found = [path for path in paths if not gitignore.ignores(prefix + path, files)]
    patterns = git.ignored_by(found)
    tracked = {path for path, _ in known}
    sources = {path: patterns.get(path, ("", ""))[0] for path in found}
    return {path: (source, source in tracked) for path, source in sources.items()}


def _from_top(prefix: str, path: str) -> str:
    """Return a path from the repository's top, given from the folder ``prefix``."""
    while path.startswith("../"):
        path = path[3:]
        prefix = prefix[: prefix.rstrip("/").rfind("/") + 1]
    return prefix + path


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


def _text(data: bytes) -> str:
    from backend_standards.core import text

    return text.with_newlines(text.decode(data))


def _lines(data: bytes) -> list[str]:
    return _text(data).split("\n")


def _is_dockerfile(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    if "dockerfile" not in name and "containerfile" not in name:
        return False
    from backend_standards.readers import docker

    return docker.is_dockerfile(path)


if __name__ == "__main__":
    raise SystemExit(main())
