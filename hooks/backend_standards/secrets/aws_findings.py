"""The places of the AWS credentials in a file, and the findings about them.

Imported only for a content that may have one (``aws_clues``).
"""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt, Finding, text
from backend_standards.secrets import aws_clues, aws_keys, aws_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets import AwsPolicy
    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_credentials import Credential

_OWNER = "forbid-aws-keys"
_PRIVATE_KEY = "private-key"
_FOREIGN_PRAGMAS = (b"pragma: allowlist secret", b"pragma: whitelist secret", b"gitleaks:allow")
_FOREIGN_PRAGMAS_ABOVE = (b"pragma: allowlist nextline secret", b"pragma: whitelist nextline secret")
# Bytes of a long line in which a comment excepts a credential; a session token may have two thousand.
_PRAGMA_BEFORE, _PRAGMA_AFTER = 1000, 5000
_WITHOUT_COMMENTS = (".json", ".ipynb", ".lock", ".csv")

REACH = 1 << 14
"""Bytes around a change that tell whether it adds a credential, in a content that ``is_local``.

A credential is decided by at most 12 KiB that follow one another, those of a private key in base64
(``written_keys``). If a change is one of these bytes, all of them are near it.
"""


class Located:
    """A credential and its place: line and column count from 1, and are 0 in a binary, which has no lines.

    ``has_foreign_pragma`` says whether another scanner's comment excepts it.
    """

    __slots__ = ("column", "credential", "has_foreign_pragma", "line")

    def __init__(
        self, credential: Credential, line: int = 0, column: int = 0, *, has_foreign_pragma: bool = False
    ) -> None:
        self.credential = credential
        self.line = line
        self.column = column
        self.has_foreign_pragma = has_foreign_pragma


def judge(path: str, data: bytes, clues: Clues, policy: AwsPolicy) -> Iterator[Finding]:
    """Yield the findings about the credentials that nothing allows, and about the ignores of the file."""
    return judge_all((path,), data, clues, policy)


def judge_all(paths: Iterable[str], data: bytes, clues: Clues, policy: AwsPolicy) -> Iterator[Finding]:
    """Yield, for each path of a content, the findings about what nothing allows, and about the ignores in it."""
    refused = [each for each in located(data, clues) if not _is_allowed(each, policy)]
    has_private_key = any(each.credential.rule == _PRIVATE_KEY for each in refused)
    for path in paths:
        found = refused
        if has_private_key:
            from backend_standards.secrets import secret_names

            if secret_names.classify(path) in (secret_names.KEY, secret_names.STORE):  # forbid-secret-files judges it
                found = [each for each in refused if each.credential.rule != _PRIVATE_KEY]
        yield from _without_ignored(path, data, [_finding(path, each) for each in found])


def located(data: bytes, clues: Clues | None = None) -> Iterator[Located]:
    """Yield all credentials of a content; ``clues`` are those of the content, if they are known."""
    if clues is None:
        clues = aws_clues.finder(many=True)(data)
    encoding = text.unicode_encoding(data)
    if _is_binary(data, encoding):
        yield from _in_binary(data, clues)
    else:
        yield from _in_lines(data, encoding, clues)


def is_local(data: bytes, parts: Iterable[bytes]) -> bool:
    """Return whether each credential of a content is found by what is near it, going by some parts of the content.

    That does not hold in a binary, in UTF-16, in a table whose first line names the columns, in a Kubernetes Secret.
    """
    if b"\0" in data or text.unicode_encoding(data) or aws_secrets.has_named_columns(data):
        return False
    return not any(aws_keys.is_manifest(part) for part in parts)


def excepted(data: bytes, found: Sequence[Located], policy: AwsPolicy) -> set[Located]:
    """Return which of the credentials of a content the policy or an inline ignore excepts."""
    refused = {_finding("", each): each for each in found if not _is_allowed(each, policy)}
    left = set(_without_ignored("", data, refused))
    return set(found).difference(each for finding, each in refused.items() if finding in left)


def _is_binary(data: bytes, encoding: str) -> bool:
    return not encoding and b"\0" in data


def _in_binary(data: bytes, clues: Clues) -> Iterator[Located]:
    """Yield the credentials of a content without lines; without its NULs, UTF-16 in it is text."""
    found = [*aws_keys.scan(data, clues, binary=True), *aws_keys.scan(data.replace(b"\0", b""))]
    for credential in {(each.rule, each.value): each for each in found}.values():
        yield Located(credential)


def _in_lines(data: bytes, encoding: str, clues: Clues) -> Iterator[Located]:
    # Without an encoding the bytes are UTF-8 or Latin-1, and can be scanned as they are.
    view = text.decode(data).encode("utf-8", "surrogatepass") if encoding else data
    if b"\r" in view:
        view = view.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    counted, line, column = 0, 1, 1
    for credential in aws_keys.scan(view, clues if view is data else None):
        start = view.rfind(b"\n", counted, credential.offset) + 1
        if start:
            line += view.count(b"\n", counted, start)
            counted, column = start, 1
        column += len(text.decode(view[counted : credential.offset]))
        counted = credential.offset
        yield Located(credential, line, column, has_foreign_pragma=_has_foreign_pragma(view, counted))


def _has_foreign_pragma(view: bytes, at: int) -> bool:
    """Return whether another scanner's comment excepts this offset; in a long line, only a comment nearby does."""
    start = _line_start(view, at)
    end = view.find(b"\n", at, at + _PRAGMA_AFTER)
    line = view[start : end if end >= 0 else at + _PRAGMA_AFTER]
    if any(pragma in line for pragma in _FOREIGN_PRAGMAS):
        return True
    above = view[_line_start(view, start - 1) : start] if view[start - 1 : start] == b"\n" else b""
    return any(pragma in above for pragma in _FOREIGN_PRAGMAS_ABOVE)


def _line_start(view: bytes, at: int) -> int:
    """Return where the line of an offset begins; of a long line, the first place that counts."""
    low = max(at - _PRAGMA_BEFORE, 0)
    return view.rfind(b"\n", low, at) + 1 or low


def _without_ignored(path: str, data: bytes, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that no inline ignore excepts, and findings about the ignores themselves."""
    in_lines = []
    for finding in findings:
        if finding.line:
            in_lines.append(finding)
        else:
            yield finding
    encoding = text.unicode_encoding(data)
    if _is_binary(data, encoding):
        return
    if in_lines or encoding or b"standards:" in data:  # most suspected files have neither
        from backend_standards.core.ignores import apply_ignores

        yield from apply_ignores(path, text.decode(data), in_lines, _OWNER)


def _is_allowed(found: Located, policy: AwsPolicy) -> bool:
    """Return whether a credential is allowed because of its account, its sum or the comment of another scanner."""
    if policy.foreign_pragmas and found.has_foreign_pragma:
        return True
    credential = found.credential
    return credential.account in policy.accounts or (bool(policy.sums) and credential.sha256() in policy.sums)


def _finding(path: str, found: Located) -> Finding:
    """Return the finding about a credential; it has no character of the value in it."""
    from backend_standards.secrets import rules

    credential = found.credential
    rule = rules.of_credential(credential.rule)
    owner = f" of account {credential.account}" if credential.account else ""
    allowed = Exempt("allow-sha256", credential.sha256())
    if credential.account:  # it is half of the ID: with the sum, the other half could be guessed
        allowed = Exempt("allow-sha256", "SUM", words="SUM is that of the key ID: printf %s ID | sha256sum")
    # A comment on the line of a private key's head would be a part of the key.
    has_comment = found.line and rule is not rules.PRIVATE_KEY and not path.endswith(_WITHOUT_COMMENTS)
    exempt = (*IGNORE, allowed) if has_comment else (allowed,)
    note = rule.fix.replace("`", "")
    return Finding(path, rule, credential.kind + owner, line=found.line, column=found.column, note=note, exempt=exempt)
