"""Check that the routes of an API have a version, schemas, and the status of what they answer.

Source: the standard's "API Design" ("Always use URL versioning", "Define clear request/response schemas using
`pydantic`", "Returning 200 OK for error conditions", "No schema validation for inputs").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code.checks import Check
from backend_standards.core import Option, Options, Outcome, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.api_routes import Policy, Read
    from backend_standards.core import Finding

HOOK = "check-api-routes"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("exempt", "an address that needs no version, such as /internal/; as in .gitignore", "PATTERN"),
    Option("prefix", "what a gateway puts before all addresses, such as /v1", "PATH", single=True),
    Option("flask-bodies", "refuse bodies that Flask or a Lambda reads without a check, too", tightens=True),
)
_CLUES = (
    *(b"fastapi", b"flask", b"Flask", b"litestar", b"starlite", b"starlette", b"quart", b"event_handler"),
    *(b".route(", b"statusCode", b"include_router", b"register_blueprint", b"router.", b"errorhandler"),
)
"""A file without any of them has no route: the names of frameworks, and what routers are joined with."""


def check(files: Iterable[tuple[str, bytes]], paths: Sequence[str], read: Read, policy: Policy) -> Iterator[Finding]:
    """Yield the findings about the routes of a repository.

    Args:
        files: the Python files that may have routes, as (path, content).
        paths: every tracked path, among which imports are looked for.
        read: returns the contents of paths; called with those that are imported from.
        policy: what the team asks for.
    """
    from backend_standards.code.api_routes import Run

    run = Run(paths, read, policy)
    for path, data in files:
        run.add(path, data)
    return run.findings()


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read the Python files of the index, or at a push of the pushed commit, that may have routes."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index")
    index = git.project()
    paths = index.paths()
    concerns = Check(HOOK, options, _CLUES, lambda _: ()).concerns
    python = [path for path in paths if path.endswith(".py")]
    files = ((path, data) for same, data in git.staged_once(python) if concerns(data) for path in same)
    first = next(files, None)
    if first is None:
        return Outcome(HOOK)
    from itertools import chain

    from backend_standards.code.api_routes import Policy

    return Outcome(HOOK, check(chain((first,), files), paths, index.contents, Policy.of(options)))


if __name__ == "__main__":
    raise SystemExit(main())
