"""Does a Dockerfile copy an env file into its image? For ``require-env-ignored``; imported only if there is one.

Sources: the standard's "Configuration & Secrets"; Dockerfile reference (COPY, ADD); "Build context", section
".dockerignore files".
"""

from __future__ import annotations

from itertools import chain, islice

from backend_standards.core import Finding
from backend_standards.readers.docker import IgnoreFile, clean, copies, matches
from backend_standards.secrets.env_names import ENV, KEYS, classify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.readers.docker import Copy
    from backend_standards.readers.docker_builds import Build
    from backend_standards.secrets.env_files import Policy

_PROJECT_FILES = ("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "package.json", "go.mod")
"""A folder with one of these is a project, and so the likely context of a Dockerfile that does not tell."""
_WILDCARDS = frozenset("*?[$")
_PATTERN = frozenset("*?[\\")
"""What makes a COPY source more than a path."""
_VARIABLE = r"\$(?:\{[^}]*\}|\w+)"
"""A build argument without a default, which may hold anything."""
_NAMED = 20
"""Env files that one finding names: a repository of many projects may have hundreds, and the next run tells more."""


def judge(
    dockerfiles: Mapping[str, Sequence[str]],
    env_files: Sequence[str],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
    policy: Policy,
    known_builds: Callable[[], Mapping[str, Sequence[Build]]] = dict,
) -> Iterator[Finding]:
    """Yield a finding for each env file that the lines of a Dockerfile copy into the image, if it exists.

    Args:
        dockerfiles: the lines of each Dockerfile by path; all paths are from the current folder.
        env_files: the paths of env files that must be ignored.
        dockerignores: the lines of each tracked ``.dockerignore`` by path.
        is_tracked: tells whether a path is a tracked file, or a folder with one below it.
        policy: what the team allows.
        known_builds: reads what other files say about the builds of each Dockerfile.
    """
    builds = _Builds(env_files, dockerignores, is_tracked, policy, known_builds)
    for path, lines in dockerfiles.items():
        if not policy.allows(path):
            yield from builds.judge(path, lines)


class _Builds:
    """What the builds of one repository have in common, each read once."""

    def __init__(
        self,
        env_files: Sequence[str],
        dockerignores: Mapping[str, Sequence[str]],
        is_tracked: Callable[[str], bool],
        policy: Policy,
        known_builds: Callable[[], Mapping[str, Sequence[Build]]],
    ) -> None:
        self.env_files = frozenset(env_files)
        self.dockerignores = dockerignores
        self.is_tracked = is_tracked
        self.policy = policy
        self.read_known_builds = known_builds
        self.known_builds: Mapping[str, Sequence[Build]] | None = None
        self.inside: dict[str, list[str]] = {}
        """The names of the env files in each context, which is a prefix of their paths."""
        self.tails: set[str] = {".env"}
        """The names of the env files in any context."""
        for file in env_files:
            for at in (0, *(slash + 1 for slash in _slashes(file))):
                self.inside.setdefault(file[:at], []).append(file[at:])
                self.tails.add(file[at:])
        self.parts = {name[:at] for name in self.tails for at in (*_slashes(name), len(name))}
        """These names, and the folders above them."""
        self.ignore_files: dict[str, IgnoreFile] = {}
        self.leaking: dict[tuple[str, str], list[str]] = {}
        self.kept_out: dict[tuple[str, str], bool] = {}
        """Whether an ignore file keeps an env file out."""

    def judge(self, path: str, lines: Sequence[str]) -> Iterator[Finding]:
        """Yield the findings about one Dockerfile."""
        found = list(copies(lines))
        if not any(map(self._may_take, found)):
            return  # whatever the context is
        if self.known_builds is None:
            self.known_builds = self.read_known_builds()
        for build in self.known_builds.get(path, ()):
            yield from self._judge_build(path, found, build.context, build.dockerfile, build.source)
        if path not in self.known_builds:
            yield from self._judge_build(path, found, _context(path, found, self.dockerignores, self.is_tracked), path)

    def _judge_build(
        self, path: str, found: Sequence[Copy], context: str, dockerfile: str, source: str = ""
    ) -> Iterator[Finding]:
        """Yield the findings about one build; ``dockerfile`` is the path that is given to it."""
        ignore_file = _ignore_file(dockerfile, context, self.dockerignores)
        names = self._leaking(context, ignore_file)
        taken: dict[tuple[str, ...], list[int]] = {}
        for copy in found:
            own = (name for name in _named(copy) if self._may_leak(context, ignore_file, name))
            copied = chain(filter(copy.takes, names), own)
            if first := tuple(dict.fromkeys(islice(copied, _NAMED))):
                taken.setdefault(first, []).append(copy.line)
        for names_of_lines, numbers in taken.items():
            yield _finding(path, numbers, names_of_lines, context, ignore_file, source)

    def _leaking(self, context: str, ignore_file: str) -> list[str]:
        """Return the names of the env files that may be in a context."""
        if (context, ignore_file) not in self.leaking:
            names = dict.fromkeys([".env", *self.inside.get(context, ())])
            found = [name for name in names if self._may_leak(context, ignore_file, name)]
            self.leaking[context, ignore_file] = found
        return self.leaking[context, ignore_file]

    def _may_leak(self, context: str, ignore_file: str, name: str) -> bool:
        """Return whether an env file may be in a context: nothing allows it there, and no ignore file keeps it out."""
        file = context + name
        if self.policy.allows(file) or (file not in self.env_files and self.is_tracked(file)):
            return False
        if (ignore_file, name) not in self.kept_out:
            if ignore_file not in self.ignore_files:
                self.ignore_files[ignore_file] = IgnoreFile(self.dockerignores.get(ignore_file, ()))
            self.kept_out[ignore_file, name] = self.ignore_files[ignore_file].excludes(name)
        return not self.kept_out[ignore_file, name]

    def _may_take(self, copy: Copy) -> bool:
        """Return whether a COPY would take an env file from any context."""
        if _named(copy):
            return True
        sources = [clean(source) for source in copy.sources]
        if not copy.excludes and all(_PATTERN.isdisjoint(source) for source in sources):
            return any(source == "." or source in self.parts for source in sources)
        return any(map(copy.takes, self.tails))


def _slashes(path: str) -> list[int]:
    return [at for at, char in enumerate(path) if char == "/"]


def _finding(
    path: str, numbers: Sequence[int], names: Sequence[str], context: str, ignore_file: str, source: str
) -> Finding:
    """Return the one finding about the env files that lines of a Dockerfile copy."""
    from backend_standards.core.remedies import allow, append, quote
    from backend_standards.secrets import rules

    paths = [context + name for name in names]
    files = ", ".join(path if _PATTERN.isdisjoint(path) else f"any {path}" for path in paths)
    if_any = "if it exists" if len(names) == 1 else "if they exist"
    which = "this line copies"
    if len(numbers) > 1:
        which = f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} copy"
    why = f"{ignore_file} does not exclude it" if ignore_file else "no .dockerignore excludes it"
    target = ignore_file or f"{context}.dockerignore"
    which_context = f"build context by {source}" if source else "assumed build context"
    return Finding(
        path,
        rules.ENV_IN_DOCKER_CONTEXT,
        f"{which} {files}, {if_any}, into the image: {why} ({which_context}: {context or './'})",
        line=numbers[0],
        column=1,
        commands=[f"{append(name, target)} && git add -- {quote(target)}" for name in names],
        note="Hand secrets over when the container starts.",
        exempt=[allow(path, words="accepts this Dockerfile")],
        known_as=f"copies {', '.join(paths)} into the image",
    )


def _named(copy: Copy) -> list[str]:
    """Return the env files that a COPY names itself, and does not exclude; a build argument becomes a star."""
    named = [source for source in map(clean, copy.sources) if classify(source) in (ENV, KEYS)]
    if any("$" in name for name in named):
        import re

        named = [re.sub(_VARIABLE, "*", name) for name in named]
    return [name for name in named if not any(matches(pattern, name) for pattern in copy.excludes)]


def _context(
    path: str,
    found: Sequence[Copy],
    dockerignores: Mapping[str, Sequence[str]],
    is_tracked: Callable[[str], bool],
) -> str:
    """Return a Dockerfile's build context, as a prefix of paths.

    Where no file says what it is, it is inferred: a folder, from the Dockerfile's own up to the root, below which every
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
