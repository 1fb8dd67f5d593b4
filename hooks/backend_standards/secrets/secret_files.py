"""The judgement of files whose names say that they hold credentials.

Sources: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control", "Hardcoding AWS
credentials or tokens") and "Security Guidelines" ("Load secrets at runtime; never hardcode"). Imported only when a
path has such a name.
"""

from __future__ import annotations

from backend_standards.core import Finding
from backend_standards.core.remedies import inline, patterns, quoted_argument, untrack
from backend_standards.core.text import apply_ignores, decode
from backend_standards.secrets import secret_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets.env_values import Hit

_OWNER = "forbid-secret-files"
_KEYS = (secret_names.KEY, secret_names.STORE)
# Formats with comments behind a value, or that ignore what they do not know: an exception stands on the line.
_WITH_COMMENTS = (secret_names.NPM, secret_names.YARN, secret_names.TFVARS, secret_names.SECRETS)
_WITH_VARIABLES = (secret_names.NPM, secret_names.YARN, secret_names.PIP)  # which their programs read
_ROTATE = "if it was ever pushed, rotate it first"
_ROTATE_STATE = "if it was ever pushed, rotate what it held first"
_ABOUT_STATE = "what a provider returned stands in it in clear, secrets too"
_RUNTIME = "load it at runtime (AWS Secrets Manager, SSM Parameter Store, an IAM role), never hardcode it"


class Policy:
    """What a team decided about secret files: the patterns let through."""

    __slots__ = ("_allow",)

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self._allow = patterns(allow)

    def allows(self, path: str) -> bool:
        """Return whether ``--allow`` covers a path; private keys and key stores only by their exact name."""
        if self._allow is None:
            return False
        by_name = secret_names.classify(path) in _KEYS
        return self._allow.name_exactly(path) if by_name else self._allow.cover(path)

    def needs_content(self, path: str) -> bool:
        """Return whether a path names a secret file that has to be read: one let in may still hold a real value."""
        kind = secret_names.classify(path)
        return bool(kind) and (kind in _WITH_COMMENTS or not self.allows(path))


def judge(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings for files given as (path, content as staged)."""
    for path, data in files:
        if policy.needs_content(path):
            yield from _judge_content(path, data, literals=not policy.allows(path))


def _judge_content(path: str, data: bytes, *, literals: bool) -> Iterator[Finding]:
    kind = secret_names.classify(path)
    is_template = secret_names.is_template(path)
    text = decode(data)
    if kind in _KEYS:
        findings = _key_findings(path, data, kind)
    else:
        from backend_standards.secrets.secret_values import secrets

        hits = secrets(text, kind, path, literals=literals and not is_template)
        findings = [_value(path, kind, hit, is_template=is_template) for hit in hits]
    if findings:
        from backend_standards.secrets.encryption import encryption

        if encryption(data, text) == (True, 0):
            return
    yield from apply_ignores(path, text, findings, _OWNER) if kind in _WITH_COMMENTS else findings


def _key_findings(path: str, data: bytes, kind: str) -> list[Finding]:
    from backend_standards.secrets import private_keys

    name = path.lower().rpartition("/")[2]
    if kind == secret_names.KEY:
        what = private_keys.private_key(data)
    else:
        what = private_keys.holds_keys(data, is_trust_store="trust" in name or "cacerts" in name)
    if not what:
        return []
    fix = f"{untrack(path)}; if it was ever pushed, make a new key first; {_RUNTIME}"
    exception = f"in this hook's args, by its exact name: {quoted_argument('--allow', path)}"
    if kind == secret_names.STORE:
        return [Finding(path, "key-store-file", f"this key store holds {what}", fix=fix, exception=exception)]
    message = f"this file holds {what}"
    if what == private_keys.ENCRYPTED:
        message += ": whoever has the file can guess at it for ever"
    return [Finding(path, "private-key-file", message, fix=fix, exception=exception)]


def _value(path: str, kind: str, hit: Hit, *, is_template: bool) -> Finding:
    message = f"{hit.name or 'this line'} holds {hit.kind}"
    fix = f"{untrack(path)}; {_ROTATE}; {_RUNTIME}"
    if is_template and hit.line:
        message += "; a template shows names, not values"
        fix = f"write a placeholder such as changeme; {_ROTATE}"
    elif kind in _WITH_VARIABLES:
        fix = f"write ${{NAME}} in its place, read from the environment; {_ROTATE}"
    finding = Finding(path, "login-file", message, line=hit.line, column=hit.column, fix=fix)
    if kind == secret_names.SECRETS:
        finding.rule = "secrets-file"
    elif kind == secret_names.TFVARS:
        finding.rule = "terraform-variable-secret"
    elif kind in (secret_names.AWS, secret_names.AWS_CSV):
        finding.rule = "aws-credentials-file"
    elif kind == secret_names.STATE:
        finding.rule = "terraform-state-file"
        finding.fix = f"{untrack(path)}; {_ROTATE_STATE}; keep it in a remote backend (S3)"
        if not hit.line:
            finding.message = f"this Terraform state holds {hit.kind}: {_ABOUT_STATE}"
    in_args = f"in this hook's args: {quoted_argument('--allow', path)}"
    finding.exception = inline(finding.rule, path) if kind in _WITH_COMMENTS else in_args
    return finding
