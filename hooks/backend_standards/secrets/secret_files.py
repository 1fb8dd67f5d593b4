"""Which files with the name of a credentials file must not be committed.

Sources: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control", "Hardcoding AWS
credentials or tokens") and "Security Guidelines" ("Load secrets at runtime; never hardcode"). Imported only when a
path has such a name.
"""

from __future__ import annotations

from backend_standards.core import IGNORE, Finding
from backend_standards.core.ignores import apply_ignores
from backend_standards.core.remedies import allow, patterns, untrack
from backend_standards.core.text import decode
from backend_standards.secrets import rules, secret_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets.env_values import Hit

_OWNER = "forbid-secret-files"
_KEYS = (secret_names.KEY, secret_names.STORE)
# Formats with comments after a value, or that skip what they do not know: the exception goes on the line.
_WITH_COMMENTS = (secret_names.NPM, secret_names.YARN, secret_names.TFVARS, secret_names.SECRETS)
_WITH_VARIABLES = (secret_names.NPM, secret_names.YARN)  # which their programs fill in; pip does so in no pip.conf
_RULES = {
    secret_names.SECRETS: rules.SECRETS_FILE,
    secret_names.TFVARS: rules.TERRAFORM_VARIABLE_SECRET,
    secret_names.AWS: rules.AWS_CREDENTIALS_FILE,
    secret_names.AWS_CSV: rules.AWS_CREDENTIALS_FILE,
    secret_names.STATE: rules.TERRAFORM_STATE_FILE,
}
_LFS = b"version https://git-lfs.github.com/spec/"
_STORES_ONLY = (".p12", ".pfx", ".jks", ".keystore", ".ppk", ".p8")  # what Git LFS keeps under these names has keys
_ROTATE = "If it was ever pushed, rotate it first."
_ROTATE_STATE = "If it was ever pushed, rotate every secret in it first."
_ABOUT_STATE = "it stores the data of providers in plain text, secrets included"
_RUNTIME = "Load it at run time from AWS Secrets Manager, SSM Parameter Store or an IAM role."


class Policy:
    """What a team decides about secret files: the paths that it allows."""

    __slots__ = ("_allow",)

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self._allow = patterns(allow)

    def allows(self, path: str) -> bool:
        """Return whether ``--allow`` covers a path; private keys and key stores need their exact name."""
        if self._allow is None:
            return False
        by_name = secret_names.classify(path) in _KEYS
        return self._allow.name_exactly(path) if by_name else self._allow.cover(path)

    def needs_content(self, path: str) -> bool:
        """Return whether a path names a secret file that has to be read: an allowed one may still hold a real value."""
        kind = secret_names.classify(path)
        return bool(kind) and (kind in _WITH_COMMENTS or not self.allows(path))


def judge(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content as staged)."""
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
        what = private_keys.private_key(data) or _written_key(data)
    else:
        what = private_keys.holds_keys(data, is_trust_store=private_keys.is_trust_store(name))
    if data.startswith(_LFS) and name.endswith(_STORES_ONLY) and not private_keys.is_trust_store(name):
        what = "keys that Git LFS keeps, and everybody who clones the repository gets"
    if not what:
        return []
    rule, message = rules.PRIVATE_KEY_FILE, f"this file holds {what}"
    if kind == secret_names.STORE:
        rule, message = rules.KEY_STORE_FILE, f"this key store holds {what}"
    elif what == private_keys.ENCRYPTED:
        message += ": whoever has the file can try passphrases for ever"
    note = f"If it was ever pushed, make a new key first. {_RUNTIME}"
    exempt = [allow(path, words="by its exact name")]
    return [Finding(path, rule, message, commands=untrack(path), note=note, exempt=exempt)]


def _written_key(data: bytes) -> str:
    """Return the kind of the first private key that is written in text, as in base64 or in a manifest; "" for none."""
    from backend_standards.secrets.aws_clues import finder
    from backend_standards.secrets.written_keys import written_keys

    return next((hit.kind for hit in written_keys(data, finder()(data))), "")


def _value(path: str, kind: str, hit: Hit, *, is_template: bool) -> Finding:
    rule = _RULES.get(kind, rules.LOGIN_FILE)
    message, note = hit.message, f"{_ROTATE} {_RUNTIME}"
    commands: tuple[str, ...] = untrack(path)
    if kind == secret_names.STATE:
        note = f"{_ROTATE_STATE} Keep the state in a remote backend (S3)."
        if not hit.line:
            message = f"this Terraform state holds {hit.kind}: {_ABOUT_STATE}"
    elif is_template and hit.line:
        message += "; a template shows names, not values"
        commands, note = (), f"Write a placeholder such as changeme. {_ROTATE}"
    elif kind in _WITH_VARIABLES:
        commands, note = (), f"Write ${{NAME}} in its place, which is read from the environment. {_ROTATE}"
    exempt = IGNORE if kind in _WITH_COMMENTS else [allow(path)]
    return Finding(path, rule, message, line=hit.line, column=hit.column, commands=commands, note=note, exempt=exempt)
