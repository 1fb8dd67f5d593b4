"""Does a Dockerfile copy an env file into its image? For ``require-env-ignored``; imported only if there is one.

Sources: the standard's "Configuration & Secrets"; Dockerfile reference (COPY, ADD); "Build context", section
".dockerignore files".
"""

from __future__ import annotations

from backend_standards.core import Finding
from backend_standards.readers.docker import clean, copies, is_ignored
from backend_standards.secrets.env_names import ENV, KEYS, classify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.readers.docker import Copy
    from backend_standards.secrets.env_files import Policy

_PROJECT_FILES = ("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "package.json", "go.mod")
"""A folder with one of these is a project, and so the likely context of a Dockerfile that does not tell."""
_WILDCARDS = frozenset("*?[$")


def judge(
    path: str,
    lines: Sequence[str],
    env_files: Sequence[str],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
) -> Iterator[Finding]:
    """Yield a finding for each env file that the lines of a Dockerfile copy into the image, if it exists.

    Args:
        path: the Dockerfile's path; all paths are from the current folder.
        lines: the Dockerfile's lines.
        env_files: the paths of env files that must be ignored.
        dockerignores: the lines of each tracked ``.dockerignore`` by path.
        is_tracked: tells of a path whether it is a tracked file, or a folder with one below it.
        policy: what the team allows.
    """
    found = list(copies(lines))
    if not any(_may_take(copy, env_files) for copy in found):
        return  # whatever the context is
    context = _context(path, found, dockerignores, is_tracked)
    ignore_file = _ignore_file(path, context, dockerignores)
    ignored = dockerignores.get(ignore_file, ())
    inside = [file.removeprefix(context) for file in env_files if file.startswith(context)]
    kept_out: dict[str, bool] = {}
    taken: dict[str, list[int]] = {}
    for copy in found:
        for name in dict.fromkeys([".env", *inside, *_named(copy)]):
            file = context + name
            if policy.allows(file) or (is_tracked(file) and file not in env_files) or not copy.takes(name):
                continue
            if name not in kept_out:
                kept_out[name] = is_ignored(ignored, name)
            if not kept_out[name]:
                taken.setdefault(name, []).append(copy.line)
                break
    for name, numbers in taken.items():
        yield _finding(path, numbers, name, context, ignore_file)


def _finding(path: str, numbers: Sequence[int], name: str, context: str, ignore_file: str) -> Finding:
    """Return the one finding about an env file that lines of a Dockerfile copy."""
    from backend_standards.core.remedies import allow, append, quote
    from backend_standards.secrets import rules

    file = context + name
    which = "this line copies"
    if len(numbers) > 1:
        which = f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} copy"
    why = f"{ignore_file} does not exclude it" if ignore_file else "no .dockerignore excludes it"
    target = ignore_file or f"{context}.dockerignore"
    return Finding(
        path,
        rules.ENV_IN_DOCKER_CONTEXT,
        f"{which} {file}, if it exists, into the image: {why} (assumed build context: {context or './'})",
        line=numbers[0],
        column=1,
        commands=[f"{append(name, target)} && git add -- {quote(target)}"],
        note="Hand secrets over when the container starts.",
        exempt=[allow(path, words="accepts this Dockerfile")],
        known_as=f"copies {file} into the image",
    )


def _named(copy: Copy) -> list[str]:
    """Return the env files that a COPY names itself."""
    return [source for source in map(clean, copy.sources) if classify(source) in (ENV, KEYS)]


def _may_take(copy: Copy, env_files: Sequence[str]) -> bool:
    """Return whether a COPY would take an env file from any context."""
    tails = {"/".join(parts[at:]) for parts in (file.split("/") for file in env_files) for at in range(len(parts))}
    return bool(_named(copy)) or any(copy.takes(name) for name in (".env", *tails))


def _context(
    path: str,
    found: Sequence[Copy],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
) -> str:
    """Return a Dockerfile's build context, as a prefix of paths.

    No file says what it is, so it is inferred: a folder, from the Dockerfile's own up to the root, below which every
    plain COPY source is tracked. Of these it is the nearest with a ``.dockerignore``, otherwise the nearest with a
    project file, otherwise the nearest.
    """
    folder = path.rpartition("/")[0]
    folders = []
    while folder:
        folders.append(f"{folder}/")
        folder = folder.rpartition("/")[0]
    folders.append("")
    plain = [clean(source) for copy in found for source in copy.sources if _WILDCARDS.isdisjoint(source)]
    plain = [source for source in plain if source != "." and not classify(source)]
    fitting = [each for each in folders if all(is_tracked(each + source) for source in plain)] or folders
    for each in fitting:
        if f"{each}.dockerignore" in dockerignores or f"{each}.containerignore" in dockerignores:
            return each
    for each in fitting:
        if any(is_tracked(each + name) for name in _PROJECT_FILES):
            return each
    return fitting[0]


def _ignore_file(path: str, context: str, dockerignores: Mapping[str, Sequence[str]]) -> str:
    """Return the ignore file of a Dockerfile: its own, otherwise that of its context, otherwise ""."""
    names = [f"{path}.dockerignore", f"{context}.dockerignore"]
    if "containerfile" in path.lower():
        names.insert(1, f"{context}.containerignore")
    return next((name for name in names if name in dockerignores), "")
