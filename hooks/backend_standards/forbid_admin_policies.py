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

    from backend_standards.core import Finding
    from backend_standards.infrastructure.checks import Check

HOOK = "forbid-admin-policies"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("managed", "refuse this policy of AWS's too; may be repeated, and takes commas", "NAME", tightens=True),
    Option("service-wildcards", "refuse all actions of one service on all resources", tightens=True),
)


def begin(options: Options) -> Check:
    """Return what this run of the hook asks of each file."""
    from backend_standards.infrastructure import checks

    return checks.Check(HOOK, options)


def check(contents: Iterable[tuple[str, bytes]], options: Options) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content)."""
    words = clues.words(options.words("managed"))
    services = options.flag("service-wildcards")
    for path, data in contents:
        if clues.kind(path) and clues.concerns(data, words, services=services):
            from backend_standards.code.source import Source

            yield from begin(options).findings(Source(path, data))


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, check(files.contents(options.files), options))


if __name__ == "__main__":
    raise SystemExit(main())
