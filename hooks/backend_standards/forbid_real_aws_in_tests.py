"""Refuse tests that reach the real AWS, because no mock, stub or endpoint keeps them from it.

Source: the standard's "Testing" ("Using real AWS services in tests without mocks").
The hook reads the tests of the index below the current folder, or at a push those of the commit that is pushed.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks
from backend_standards.core import Option, Options, Outcome, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.repository import Reader
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "forbid-real-aws-in-tests"
OPTIONS = (Option("allow", "do not judge these tests, which are meant to use AWS; as in .gitignore", "PATTERN"),)
_CLUES = (b"boto",)
_GUARDS = (
    *(b"mock", b"Mock", b"patch", b"stub", b"Stub", b"fake", b"Fake", b"moto", b"localstack", b"endpoint_url"),
    *(b"AWS_ACCESS_KEY_ID", b"AWS_ENDPOINT_URL", b"disable_socket", b"responses", b"vcr"),
)
"""What tests have that keep, or may keep, the code that they import from the real AWS."""
_LIBRARIES = (b"import boto3", b"from boto3", b"import aioboto3", b"from aiobotocore", b"import aiobotocore")


def check(paths: Sequence[str], read: Reader, options: Options) -> Iterator[Finding]:
    """Yield the findings about the tests among the tracked paths of a repository.

    Args:
        paths: every tracked path from the repository's root.
        read: returns the contents of some of them.
        options: the hook's own, of which ``allow`` counts.
    """
    wanted = checks.Check(HOOK, options, _CLUES, _nothing, with_tests=True)
    tests = [path for path in paths if path.endswith(".py") and _may_be_test(path)]
    concerned, is_guarded = [], not tests
    for path, data in read(tests):
        if wanted.concerns(data):
            concerned.append(path)
        is_guarded = is_guarded or any(word in data for word in _GUARDS)
    if concerned:
        from backend_standards.code import aws_project

        yield from aws_project.findings(wanted, paths, tests, concerned, read)
    if not is_guarded and not concerned:
        users = _users_of_aws(paths, frozenset(tests), read)
        if users:
            from backend_standards.code import aws_unguarded

            yield from aws_unguarded.findings(wanted, paths, tests, users, read)


def _nothing(_: Source) -> Iterator[Finding]:
    """Judge no file by itself: the tests are judged together."""
    yield from ()


def _may_be_test(path: str) -> bool:
    """Return whether a path has a word of tests, before the more costly look."""
    lowered = path.lower()
    return "test" in lowered or "e2e" in lowered or "acceptance" in lowered or "smoke" in lowered


def _users_of_aws(paths: Sequence[str], tests: frozenset[str], read: Reader) -> list[str]:
    """Return the modules of the application that import one of the libraries."""
    others = [path for path in paths if path.endswith(".py") and path not in tests]
    return [path for path, data in read(others) if any(word in data for word in _LIBRARIES)]


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the tests below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Judge the tests as they are staged, or at a push as the commit has them."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; except files by --allow")
    index = git.project()
    return Outcome(HOOK, check(index.files(), index.each, options))


if __name__ == "__main__":
    raise SystemExit(main())
