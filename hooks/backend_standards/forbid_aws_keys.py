"""Refuse AWS access keys, secrets, tokens and pre-signed URLs in any file.

Source: the standard's "Configuration & Secrets" ("Hardcoding AWS credentials or tokens") and "Security Guidelines"
("Load secrets at runtime; never hardcode").
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import FILES, Option, Options, Outcome, Stopped, disk
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
_PORTION = 100  # files whose contents are read from git together; all of them would need too much memory
_MANY = 300  # files; from this number on, the search for many files is the faster one


def check(files: Iterable[tuple[str, bytes]], policy: AwsPolicy, *, many: bool = False) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content); ``many`` chooses the search for many files."""
    for path, data, clues in aws_clues.suspects(files, many=many):
        from backend_standards.secrets import aws_findings

        yield from aws_findings.judge(path, data, clues, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Search the files, and judge what is staged for those with findings."""
    policy = AwsPolicy.of(options)
    files = _read(options.files)
    suspicious = {finding.path for finding in check(files, policy, many=len(options.files) >= _MANY)}
    if not suspicious:
        return Outcome(HOOK)
    from backend_standards.core import git

    # The staged content counts: a filter such as git-crypt's shows plain text only in the work tree.
    return Outcome(HOOK, check(git.staged(sorted(suspicious)), policy))


def _read(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content): at a push from the commit, otherwise from the disk, or from the index if it is not there.

    Raises:
        Stopped: a path is in none of these places, is a folder, or cannot be read.
    """
    if os.environ.get("PRE_COMMIT_TO_REF"):
        from backend_standards.core import git

        for start in range(0, len(paths), _PORTION):
            yield from git.staged(paths[start : start + _PORTION])
        return
    for path in paths:
        data = disk.content(path)
        if data or (data is not None and not os.path.isdir(path)):
            yield path, data
            continue
        from backend_standards.core import git

        entries = git.index([path]).entries()
        if data is not None and not any(mode == git.SUBMODULE for mode, _oid, _path in entries):
            raise Stopped(f"{path}: is a folder; give files: git ls-files -z | xargs -0 {HOOK} --")
        if data is None and not entries:
            raise Stopped(f"{path}: there is no such file, neither on the disk nor staged")
        if data is None:
            yield from git.staged([path])


if __name__ == "__main__":
    raise SystemExit(main())
