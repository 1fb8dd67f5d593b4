"""Refuse AWS access keys, secrets, tokens and pre-signed URLs in any file.

Source: the standard's "Configuration & Secrets" ("Hardcoding AWS credentials or tokens") and "Security Guidelines"
("Load secrets at runtime; never hardcode").
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import CLEAN, Finding, Stopped, disk
from backend_standards.core.output import report
from backend_standards.secrets import aws_clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_keys import Credential

    Make: TypeAlias = Callable[[str, Credential, int, int], Finding]
    """Gives the finding about a credential, by path, line and column."""

HOOK = "forbid-aws-keys"
OPTIONS = (
    _hook.Option("allow-account", "let the access key IDs of an account pass, such as a honeypot's", "NUMBER"),
    _hook.Option("allow-sha256", "let the value with this SHA-256 pass, as a refusal prints it", "HASH"),
    _hook.Option("no-foreign-pragmas", "do not honour detect-secrets' and gitleaks' comments", tightens=True),
)
_FOREIGN_PRAGMAS = (b"pragma: allowlist secret", b"pragma: whitelist secret", b"gitleaks:allow")
_FOREIGN_PRAGMAS_ABOVE = (b"pragma: allowlist nextline secret", b"pragma: whitelist nextline secret")
_PRAGMA_BEFORE, _PRAGMA_BEHIND = 1000, 5000  # characters: a session token may have two thousand
_WITHOUT_COMMENTS = (".json", ".ipynb", ".lock", ".csv")
_AT_ONCE = 100  # files whose contents are read from git at once
_MANY = 300  # files; from here on the search for many files is the faster one
_PUSHED = "do not commit it; if it was ever pushed,"
_STORES = "AWS Secrets Manager or SSM Parameter Store"
_FIXES = {
    "aws-presigned-url": "do not commit it: until it expires, whoever has it has what it signs; sign it at run time",
    "aws-appsync-api-key": f"{_PUSHED} delete the key first; load it at run time from {_STORES}, or authorise with IAM",
    "aws-codecommit-password": f"{_PUSHED} reset the user's Git credentials first; use git-remote-codecommit",
    "aws-mws-auth-token": f"{_PUSHED} have the seller revoke it first; load it at run time from {_STORES}",
    "aws-ses-smtp-password": f"{_PUSHED} delete the access key of its user first; load it at run time from {_STORES}",
    "aws-session-token": f"{_PUSHED} revoke the role's sessions in IAM first; take the role itself at run time",
}
_FIX = f"{_PUSHED} deactivate and rotate it first; load it at run time from an IAM role, {_STORES}"


class Policy:
    """What a team lets pass: account numbers, SHA-256 sums of values, and other scanners' comments or not."""

    __slots__ = ("accounts", "foreign_pragmas", "sums")

    def __init__(self, accounts: Iterable[str] = (), sums: Iterable[str] = (), *, foreign_pragmas: bool = True) -> None:
        self.accounts = frozenset(accounts)
        self.sums = frozenset(each.lower() for each in sums)
        self.foreign_pragmas = foreign_pragmas

    def allows(self, credential: Credential) -> bool:
        """Return whether a credential may stay because of its account or its sum."""
        return credential.account in self.accounts or (bool(self.sums) and credential.sha256() in self.sums)


def check(
    files: Iterable[tuple[str, bytes]], policy: Policy, *, many: bool = False, make: Make | None = None
) -> Iterator[Finding]:
    """Yield the findings for files given as (path, content); ``many`` chooses the search for many files."""
    find_clues = aws_clues.finder(many=many)
    for path, data in files:
        clues = find_clues(data)
        if clues or (b"\0" in data and find_clues(data.replace(b"\0", b""))):
            yield from _judge(path, data, clues, policy, make or _finding)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _judge_files, argv, "FILE...")


def _judge_files(options: _hook.Options) -> int:
    """Search the files, ask git about those with findings, and report."""
    policy = policy_of(options)
    files = _read(options.files)
    suspicious = {finding.path for finding in check(files, policy, many=len(options.files) >= _MANY)}
    if not suspicious:
        return CLEAN
    from backend_standards.core import git

    # What counts is what is staged: a filter such as git-crypt's shows the plain text in the work tree alone.
    return report(check(git.staged(sorted(suspicious)), policy))


def policy_of(options: _hook.Options) -> Policy:
    """Return what the options let pass.

    Raises:
        Stopped: a value is none that could match.
    """
    for account in options.texts("allow-account"):
        if len(account) != 12 or not account.isdecimal():
            raise Stopped(f"option --allow-account={account}: an account number has twelve digits")
    for value in options.texts("allow-sha256"):
        if len(value) != 64 or value.lower().strip("0123456789abcdef"):
            raise Stopped("option --allow-sha256: a SHA-256 has 64 hexadecimal digits; copy it from the refusal")
    return Policy(
        options.texts("allow-account"),
        options.texts("allow-sha256"),
        foreign_pragmas=not options.flag("no-foreign-pragmas"),
    )


def _read(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content): as on the disk; as staged where it is there no longer; at a push, as in the commit.

    Raises:
        Stopped: a path is in none of these places, is a folder, or cannot be read.
    """
    if os.environ.get("PRE_COMMIT_TO_REF"):
        from backend_standards.core import git

        for start in range(0, len(paths), _AT_ONCE):
            yield from git.staged(paths[start : start + _AT_ONCE])
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


def _judge(path: str, data: bytes, clues: Clues, policy: Policy, make: Make) -> Iterator[Finding]:
    from backend_standards.core import text
    from backend_standards.secrets import aws_keys

    encoding = text.unicode_encoding(data)
    if not encoding and b"\0" in data:
        yield from _judge_binary(path, data, clues, policy, make)
        return
    if clues and encoding.startswith(("utf-16", "utf-32")):  # the mark is there, but not all bytes follow it
        yield from _judge_binary(path, data, clues, policy, make)
    # Without a mark the bytes are UTF-8 or Latin-1, and can be scanned as they are.
    view = text.decode(data).encode("utf-8", "surrogatepass") if encoding else data
    if b"\r" in view:
        view = view.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    findings = []
    counted, number, column = 0, 1, 1
    for credential in aws_keys.scan(view, clues if view is data else None):
        start = view.rfind(b"\n", counted, credential.offset) + 1
        if start:
            number += view.count(b"\n", counted, start)
            counted, column = start, 1
        column += len(text.decode(view[counted : credential.offset]))
        counted = credential.offset
        if not policy.allows(credential) and not (policy.foreign_pragmas and _has_foreign_pragma(view, counted)):
            findings.append(make(path, credential, number, column))
    if findings or b"standards:" in view:
        yield from text.apply_ignores(path, text.decode(view), findings, HOOK)


def _judge_binary(path: str, data: bytes, clues: Clues, policy: Policy, make: Make) -> Iterator[Finding]:
    """Yield the findings of a file without lines; UTF-16 may stand in it too, whose text comes out without the NULs."""
    from backend_standards.secrets import aws_keys

    found = [*aws_keys.scan(data, clues, binary=True), *aws_keys.scan(data.replace(b"\0", b""))]
    for credential in {(each.rule, each.value): each for each in found}.values():
        if not policy.allows(credential):
            yield make(path, credential, 0, 0)


def _has_foreign_pragma(view: bytes, at: int) -> bool:
    """Return whether another scanner's comment excepts what stands at an offset, in a long line only from nearby."""
    start = view.rfind(b"\n", max(at - _PRAGMA_BEFORE, 0), at) + 1 or max(at - _PRAGMA_BEFORE, 0)
    end = view.find(b"\n", at, at + _PRAGMA_BEHIND)
    line = view[start : end if end >= 0 else at + _PRAGMA_BEHIND]
    above = view[view.rfind(b"\n", max(start - _PRAGMA_BEFORE, 0), max(start - 1, 0)) + 1 : start]
    return any(pragma in line for pragma in _FOREIGN_PRAGMAS) or any(each in above for each in _FOREIGN_PRAGMAS_ABOVE)


def _finding(path: str, credential: Credential, line: int, column: int) -> Finding:
    """Return the finding about a credential; none of the value's characters stand in it."""
    owner = f" of account {credential.account}" if credential.account else ""
    comment = f"in a comment on the line: standards: ignore[{credential.rule}] reason"
    argument = f'in this hook\'s args: "--allow-sha256={credential.sha256()}"'
    if credential.account:  # which is half of the ID: with it, the other half could be guessed from its sum
        argument = (
            'in this hook\'s args: "--allow-sha256=SUM" with the SHA-256 of the key ID (printf %s ID | sha256sum)'
        )
    exception = f"{comment}; or {argument}" if line and not path.endswith(_WITHOUT_COMMENTS) else argument
    fix = _FIXES.get(credential.rule, _FIX)
    return Finding(
        path, credential.rule, credential.kind + owner, line=line, column=column, fix=fix, exception=exception
    )


if __name__ == "__main__":
    raise SystemExit(main())
