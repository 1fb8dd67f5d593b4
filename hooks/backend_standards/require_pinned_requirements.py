"""Require that requirements files pin every package to one version, as pip reads them.

Source: the standard's "Dependency Management" ("Pin exact versions: `requirements.txt` or `poetry.lock`").
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import FILES, RUNNER, Option, Options, Outcome, Stopped, is_template, pushed_commit
from backend_standards.dependencies import install_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from backend_standards.core import Finding
    from backend_standards.core.tree import Tree
    from backend_standards.dependencies import Policy
    from backend_standards.dependencies.installs import Links, Propose, Read

HOOK = "require-pinned-requirements"
OPTIONS = (
    Option("allow", "allow a package without a pin", "NAME"),
    Option("require-hashes", "require a hash for each requirement", tightens=True),
    Option("forbid-extra-index", "refuse --extra-index-url", tightens=True),
    Option("fix", "write the version that a constraint, a lock or --from-env gives, and fail once"),
    Option("from-env", "take versions from a virtual environment, or that of an interpreter", "PYTHON", single=True),
    Option("install-commands", "also check pip install in Dockerfiles, scripts and CI files", tightens=True),
    Option("images", "also check the images of Compose, CI, Kubernetes, ECS and Terraform files", tightens=True),
    Option("pyproject", "also check the dependencies in the pyproject.toml of an application", tightens=True),
)


_WITH_IMAGES = (install_names.IMAGES, install_names.YAML, install_names.DOCKERFILE)


def _nothing(_: str) -> None:
    return None


def check(
    files: Iterable[tuple[str, bytes]],
    policy: Policy,
    read: Read = _nothing,
    propose: Propose | None = None,
    links: Links | None = None,
    inputs: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield the findings about files, given as (path, content), and about the files that they include.

    Args:
        files: the files, each once.
        policy: what the team asks for.
        read: returns an included file.
        propose: returns the note on a requirement that is not pinned.
        links: the paths by which a file was given, if those are links to it.
        inputs: the files that others are compiled from.
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
        elif kinds != {""}:
            yield from _of_others(path, data, policy, read)
    yield from installs.findings(requirements, policy, read, HOOK, propose, links, inputs)


def _of_others(path: str, data: bytes, policy: Policy, read: Read) -> Iterator[Finding]:
    """Yield the findings about a file that is no requirements file: its images, and its install commands."""
    kind = install_names.kind(path)
    found: list[Finding] = []
    if policy.images and kind in _WITH_IMAGES and install_names.may_use_images(data):
        from backend_standards.dependencies import images

        found = images.findings(path, data, policy)
    if policy.commands and kind != install_names.IMAGES and install_names.may_install(data):
        from backend_standards.dependencies import install_commands

        yield from install_commands.findings(path, data, policy, read, HOOK, found)
    elif found or (policy.images and b"standards:" in data):
        from backend_standards.core.ignores import apply_ignores
        from backend_standards.core.text import decode

        yield from apply_ignores(path, decode(data), found, HOOK)


def main(argv: Sequence[str] | None = None) -> int:
    """Check the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Return what a run finds in its files and in what they include, as they are staged or pushed."""
    if not (options.files or os.environ.get(RUNNER)):
        return Outcome(HOOK)
    from backend_standards.core.tree import Tree

    given = [_spelled(path) for path in options.files]
    tree = Tree(given)
    links: dict[str, dict[str, None]] = {}
    for place in [*given, *_including(tree, given, options)]:
        if _is_wanted(place, options):
            path = tree.follow(place)
            # A link to a file of another kind is checked by its own name. A link to a file of the same kind is checked
            # with that file.
            if install_names.kind(place) in ("", install_names.kind(path)):
                links.setdefault(path, {})[place] = None
    if not links:
        return Outcome(HOOK)
    from backend_standards.dependencies import Policy

    policy = Policy(
        options.words("allow"),
        require_hashes=options.flag("require-hashes"),
        forbid_extra_index=options.flag("forbid-extra-index"),
        images=options.flag("images"),
        commands=options.flag("install-commands"),
    )
    if options.flag("fix") and not pushed_commit.revision():
        fixed = _fix(tree, policy, links, options.text("from-env"))
        if fixed.code:
            return fixed
    files = list(_contents(tree, links))
    if not any(True for _ in check(files, policy, tree.read, links=links)):
        return Outcome(HOOK)
    from backend_standards.dependencies.fixes import Fixer
    from backend_standards.dependencies.known_versions import Versions

    fixer = Fixer(Versions(options.text("from-env")), can_fix=not options.flag("fix"))
    return Outcome(HOOK, check(files, policy, tree.read, fixer.propose, links, _inputs(tree)))


def _inputs(tree: Tree) -> Collection[str]:
    """Return the tracked requirements files that others are compiled from."""
    from backend_standards.dependencies import compiled_inputs

    compiled = [path for path in tree.paths(compiled_inputs.STEMS) if path.endswith(compiled_inputs.COMPILED)]
    return compiled_inputs.of(tree.contents(compiled), frozenset(tree.paths(compiled_inputs.INPUTS)))


def _contents(tree: Tree, links: Links) -> Iterator[tuple[str, bytes]]:
    """Yield the files, each with its content; what a push leaves out is left out.

    Raises:
        Stopped: a path is not a file, neither in git nor on the disk.
    """
    from backend_standards.core import git

    for path, places in links.items():
        place = next(iter(places))
        if found := tree.read(place):
            yield found
        elif place != path:
            raise Stopped(f"{place}: is a link to {path}, which is not tracked; commit that file, or exclude the link")
        else:
            yield from git.staged([path])


def _fix(tree: Tree, policy: Policy, links: Links, environment: str) -> Outcome:
    """Write the known versions into the files on the disk; return that, and the findings that remain there."""
    from backend_standards.core import writing
    from backend_standards.core.output import printable, printable_path
    from backend_standards.dependencies.fixes import Fixer
    from backend_standards.dependencies.known_versions import Versions

    files = [found for places in links.values() if (found := tree.on_disk(next(iter(places))))]
    if not any(True for _ in check(files, policy, tree.on_disk, links=links)):
        return Outcome(HOOK)
    versions = Versions(environment, strict=True)
    fixer = Fixer(versions, {path: data for path, data in files if not _is_outside(path) or path in links[path]})
    inputs = _inputs(tree)
    findings = list(check(files, policy, tree.on_disk, fixer.propose, links, inputs))
    if not fixer.edits:
        return Outcome(HOOK, findings)
    writing.replace(fixer.contents())
    edits = sorted(fixer.edits, key=lambda each: (each.path, each.start))
    said = "".join(f"{printable_path(each.path)}:{each.line}: {printable(each.said)}\n" for each in edits)
    changed = [found for places in links.values() if (found := tree.on_disk(next(iter(places))))]
    remaining = check(changed, policy, tree.on_disk, Fixer(versions).propose, links, inputs)
    return Outcome(HOOK, remaining, said=said, has_edited=True)


def _is_outside(path: str) -> bool:
    return os.path.isabs(path) or path.startswith("../")


def _is_wanted(path: str, options: Options) -> bool:
    """Return whether a file is to be checked; one that no option asks for is not."""
    kind = install_names.kind(path)
    if kind == install_names.NONE or is_template(path):
        return False
    if kind in _WITH_IMAGES and options.flag("images"):
        return True
    option = {install_names.PYPROJECT: "pyproject", install_names.IMAGES: "images"}.get(kind, "install-commands")
    return not kind or options.flag(option)


def _including(tree: Tree, given: Collection[str], options: Options) -> list[str]:
    """Return the tracked files that include what the commit or push changes or deletes, but are not changed themselves.

    No runner hands over a deleted file, or one whose name does not tell what it is.
    """
    if not os.environ.get(RUNNER):
        return []
    from backend_standards.dependencies import including

    known = frozenset(given)
    stems = (*including.FILES, *(including.COMMANDS if options.flag("install-commands") else ()))
    names = [path for path in tree.paths(stems) if path not in known and _is_wanted(path, options)]
    return including.files(HOOK, names, tree.read)


def _spelled(path: str) -> str:
    return path if os.path.isabs(path) else os.path.normpath(path).replace(os.sep, "/")


if __name__ == "__main__":
    raise SystemExit(main())
