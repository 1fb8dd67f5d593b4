"""Refuse IAM policies that grant everything, in Terraform, CloudFormation, the CDK, boto3 and scripts.

Source: the standard's "Security" ("Granting full admin IAM permissions for every Lambda/EC2/app").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import files
from backend_standards.core import FILES, Option, Options, Outcome
from backend_standards.infrastructure import clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.core import Finding
    from backend_standards.infrastructure.hits import Wanted

HOOK = "forbid-admin-policies"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("managed", "refuse this policy of AWS's too; may be repeated, and takes commas", "NAME", tightens=True),
    Option("service-wildcards", "refuse all actions of one service on all resources", tightens=True),
)


def check(contents: Iterable[tuple[str, bytes]], options: Options) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content)."""
    names = (clues.ADMIN, *clues.BROAD, *options.words("managed"))
    words = [name.encode() for name in names]
    services = options.flag("service-wildcards")
    for path, data in contents:
        kind = clues.kind(path)
        if kind and clues.concerns(data, words, services=services):
            yield from _judged(path, data, kind, options)


def _judged(path: str, data: bytes, kind: str, options: Options) -> Iterator[Finding]:
    from backend_standards.infrastructure import places
    from backend_standards.infrastructure.hits import Wanted

    wanted = Wanted(tuple(options.words("managed")), services=options.flag("service-wildcards"))
    if places.is_left_out(path):
        return
    if kind == clues.PYTHON:
        yield from _of_python(path, data, options, wanted)
        return
    if options.texts("allow"):
        from backend_standards.core.patterns import Patterns

        if Patterns(options.texts("allow")).cover(path):
            return
    from backend_standards.infrastructure import judging

    yield from judging.judge(path, data, kind, wanted, HOOK)


def _of_python(path: str, data: bytes, options: Options, wanted: Wanted) -> Iterator[Finding]:
    from backend_standards.code import checks
    from backend_standards.code import judging as code_judging
    from backend_standards.code.source import Source
    from backend_standards.infrastructure import python_policies

    def found(source: Source) -> Iterator[Finding]:
        for hit in python_policies.judge(source, wanted):
            from backend_standards.infrastructure import findings

            yield findings.of(source.path, hit)

    yield from code_judging.judge(checks.Check(HOOK, options, (), found), Source(path, data))


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, check(files.contents(options.files), options))


if __name__ == "__main__":
    raise SystemExit(main())
