"""Refuse AWS access keys, secrets, tokens, pre-signed URLs and private keys in any file.

Source: the standard's "Configuration & Secrets" ("Hardcoding AWS credentials or tokens") and "Security Guidelines"
("Load secrets at runtime; never hardcode").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import FILES, Option, Options, Outcome
from backend_standards.secrets import AwsPolicy, aws_clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core import Finding

HOOK = "forbid-aws-keys"
OPTIONS = (
    Option("allow-account", "allow the access key IDs of an account, such as a honeypot's", "NUMBER"),
    Option("allow-sha256", "allow the value with this SHA-256, as a refusal prints it", "HASH"),
    Option("no-foreign-pragmas", "do not honour detect-secrets' and gitleaks' comments", tightens=True),
)
_MANY = 300  # files; from this number on, the search for many files is the faster one


def check(files: Iterable[tuple[str, bytes]], policy: AwsPolicy, *, many: bool = False) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content); ``many`` chooses the search for many files."""
    return _check((((path,), data) for path, data in files), policy, many=many)


def _check(contents: Iterable[tuple[Sequence[str], bytes]], policy: AwsPolicy, *, many: bool) -> Iterator[Finding]:
    """Yield the findings about contents, each with the paths that have it."""
    for paths, data, clues in aws_clues.suspects(contents, many=many):
        from backend_standards.secrets import aws_findings

        yield from aws_findings.judge_all(paths, data, clues, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Search the files as they are staged, or at a push as the commit has them: not as the disk shows them."""
    policy = AwsPolicy.of(options)
    if not options.files:
        return Outcome(HOOK)
    from backend_standards.core import index_file

    files = index_file.contents(options.files)
    if files is not None:
        return Outcome(HOOK, check(files, policy))
    from backend_standards.core import git

    return Outcome(HOOK, _check(git.staged_once(options.files), policy, many=len(options.files) >= _MANY))


if __name__ == "__main__":
    raise SystemExit(main())
