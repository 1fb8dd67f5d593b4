"""Require that requirements files pin every package to one version, as pip reads them.

Source: the standard's "Dependency Management" ("Pin exact versions: `requirements.txt` or `poetry.lock`").
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import FILES, Option, Options, Outcome, Stopped, is_template
from backend_standards.dependencies import install_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from backend_standards.core import Finding
    from backend_standards.dependencies import Policy
    from backend_standards.dependencies.installs import Links, Propose, Read
    from backend_standards.dependencies.known_versions import Versions

HOOK = "require-pinned-requirements"
OPTIONS = (
    Option("allow", "allow a package without a pin", "NAME"),
    Option("require-hashes", "require a hash for each requirement", tightens=True),
    Option("forbid-extra-index", "refuse --extra-index-url", tightens=True),
    Option("fix", "write the version that a constraint, a lock or --from-env gives, and fail once"),
    Option("from-env", "take versions from a virtual environment, or that of an interpreter", "PYTHON", single=True),
    Option("install-commands", "also check pip install in Dockerfiles, scripts and CI files", tightens=True),
    Option("pyproject", "also check the dependencies in the pyproject.toml of an application", tightens=True),
)


def _nothing(_: str) -> None:
    return None


def check(
    files: Iterable[tuple[str, bytes]],
    policy: Policy,
    read: Read = _nothing,
    propose: Propose | None = None,
    links: Links | None = None,
) -> Iterator[Finding]:
    """Yield the findings about files, given as (path, content), and about the files that they include.

    Args:
        files: the files, each once.
        policy: what the team asks for.
        read: returns an included file.
        propose: returns the note on a requirement that is not pinned.
        links: the paths by which a file was given, if those are links to it.
    """
    from backend_standards.dependencies import installs

    requirements = []
    for path, data in files:
        # The link's own name counts: pip reads requirements.txt as a requirements file, whatever it leads to.
        kinds = {install_names.kind(place) for place in (links or {}).get(path, (path,))}
        if "" in kinds:
            requirements.append((path, data))
        if install_names.PYPROJECT in kinds:
            from backend_standards.dependencies import pyproject

            yield from pyproject.findings(path, data, policy, HOOK)
        elif kinds != {""} and install_names.may_install(data):
            from backend_standards.dependencies import install_commands

            yield from install_commands.findings(path, data, policy, read, HOOK)
    yield from installs.findings(requirements, policy, read, HOOK, propose, links)


def main(argv: Sequence[str] | None = None) -> int:
    """Check the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Return what a run finds: in the files on the disk, and if that is something, in the files as they are staged."""
    links: dict[str, dict[str, None]] = {}
    for place, path in _wanted(options):
        links.setdefault(path, {})[place] = None
    paths = list(links)
    if not paths:
        return Outcome(HOOK)
    from backend_standards.dependencies import Policy

    policy = Policy(
        options.words("allow"),
        require_hashes=options.flag("require-hashes"),
        forbid_extra_index=options.flag("forbid-extra-index"),
    )
    files = []
    if not os.environ.get("PRE_COMMIT_TO_REF"):  # at a push, the commit counts, not the disk
        files = [found for path in paths if (found := _on_disk(path))]
        if len(files) == len(paths) and not any(True for _ in check(files, policy, _on_disk, links=links)):
            return Outcome(HOOK)
    from backend_standards.dependencies.fixes import Fixer
    from backend_standards.dependencies.known_versions import Versions

    is_fix = options.flag("fix")
    versions = Versions(options.text("from-env"), strict=is_fix)
    if is_fix and files and len(files) == len(paths):
        outside = {_followed(path) for path in options.files if os.path.islink(path) and _is_outside(_followed(path))}
        return _fix(files, outside, policy, versions, links)
    propose = Fixer(versions, can_fix=not is_fix).propose
    return Outcome(HOOK, check(_staged(paths), policy, _in_index, propose, links))


def _fix(
    files: Sequence[tuple[str, bytes]], outside: Collection[str], policy: Policy, versions: Versions, links: Links
) -> Outcome:
    """Write the known versions into the given files on the disk; return that, and the findings that remain."""
    from backend_standards.core import disk
    from backend_standards.core.output import printable, printable_path
    from backend_standards.dependencies.fixes import Fixer

    fixer = Fixer(versions, {path: data for path, data in files if path not in outside})
    findings = list(check(files, policy, _on_disk, fixer.propose, links))
    if not fixer.edits:
        return Outcome(HOOK, findings)
    disk.replace(fixer.contents())
    edits = sorted(fixer.edits, key=lambda each: (each.path, each.start))
    said = "".join(f"{printable_path(each.path)}:{each.line}: {printable(each.said)}\n" for each in edits)
    changed = [found for path, _ in files if (found := _on_disk(path))]
    remaining = check(changed, policy, _on_disk, Fixer(versions).propose, links)
    return Outcome(HOOK, remaining, said=said, has_edited=True)


def _is_outside(path: str) -> bool:
    return os.path.isabs(path) or path.startswith("../")


def _wanted(options: Options) -> Iterator[tuple[str, str]]:
    """Yield the files to check, each as it was given and as it is found; a file that no option asks for is left out."""
    for given in options.files:
        kind = install_names.kind(given)
        if kind == install_names.NONE or is_template(given):
            continue
        if kind and not options.flag("pyproject" if kind == install_names.PYPROJECT else "install-commands"):
            continue
        path = _followed(given)
        if not kind or install_names.kind(path) == kind:  # otherwise a link to a file that is checked by its own name
            yield _spelled(given), path


def _followed(path: str) -> str:
    """Return the path in git's spelling; for a link, that of the file itself, in which findings are shown."""
    return _spelled(os.path.relpath(os.path.realpath(path)) if os.path.islink(path) else path)


def _spelled(path: str) -> str:
    return path if os.path.isabs(path) else os.path.normpath(path).replace(os.sep, "/")


def _on_disk(path: str) -> tuple[str, bytes] | None:
    from backend_standards.core import disk

    path = _followed(path)
    data = disk.content(path)
    return (path, data) if data or (data is not None and os.path.isfile(path)) else None


def _in_index(path: str) -> tuple[str, bytes] | None:
    from backend_standards.core import git

    path = _followed(path)
    for found in git.staged([path]):
        if found[1] or os.path.isfile(path):
            return found
    try:
        return (path, b"") if any(entry[2] == path for entry in git.index([path]).entries()) else None
    except Stopped:  # outside any repository, or of this one
        return None


def _staged(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content as staged).

    Raises:
        Stopped: a path is neither on the disk nor staged, or is a folder.
    """
    from backend_standards.core import git

    for path, data in git.staged(paths):
        if not data and not os.path.isfile(path) and not _in_index(path):
            raise Stopped(f"{path}: there is no such file, neither on the disk nor staged")
        yield path, data


if __name__ == "__main__":
    raise SystemExit(main())
