"""The findings about env files. Imported only where a path names one."""

from __future__ import annotations

from backend_standards.core import IGNORE, Finding
from backend_standards.core.output import counted
from backend_standards.core.remedies import allow, untrack
from backend_standards.secrets import env_names, rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.secrets.env_values import Hit

_ROTATE_FILE = "If it was ever pushed, rotate every secret in it."
_PLAIN_NAMES = "Rename it first if its name ends in _PLAIN or _unencrypted, which they leave as it is."
_ROTATE_VALUE = "If it was ever pushed, rotate it."


def template_secret(path: str, hit: Hit) -> Finding:
    """Return the finding about a secret in a template."""
    return Finding(
        path,
        rules.ENV_TEMPLATE_SECRET,
        f"{hit.message}; a template shows names, not values",
        line=hit.line,
        column=hit.column,
        note=f"Write a placeholder such as changeme. {_ROTATE_VALUE}",
        exempt=IGNORE,
    )


def secret_value(path: str, hit: Hit) -> Finding:
    """Return the finding about a literal secret in a file that is allowed."""
    return Finding(
        path,
        rules.ENV_SECRET_VALUE,
        hit.message,
        line=hit.line,
        column=hit.column,
        note=f"Refer to it ($NAME, $(command)), or load it from AWS Secrets Manager or SSM. {_ROTATE_VALUE}",
        exempt=IGNORE,
    )


def env_file(path: str, *, sealed: bool) -> Finding:
    """Return the finding about an env file; ``sealed`` says that it is encrypted."""
    rule, note = rules.ENV_FILE, _ROTATE_FILE
    if sealed:
        message = "--no-encrypted refuses every env file, so this encrypted one too"
    elif env_names.claims_encryption(path):
        rule, note = rules.ENV_NOT_ENCRYPTED, f"Or encrypt it, and stage it again. {_ROTATE_FILE}"
        message = "the name says that the file is encrypted, but its content is not, in any known format"
    elif env_names.classify(path) == env_names.ENV:
        message = "env files hold settings and secrets, and do not belong in the repository"
    else:
        message = "--forbid keeps files of this name out of the repository"
    exempt = [allow(path, words="secrets in it are still refused")]
    return Finding(path, rule, message, commands=untrack(path), note=note, exempt=exempt)


def plain_value(path: str, line: int) -> Finding:
    """Return the finding about a plain line of an encrypted env file."""
    return Finding(
        path,
        rules.ENV_NOT_ENCRYPTED,
        "the rest of this file is encrypted, but this line is not",
        line=line,
        column=1,
        commands=untrack(path),
        note=f"Or encrypt it again before staging (dotenvx encrypt, sops --encrypt). {_PLAIN_NAMES} {_ROTATE_FILE}",
        exempt=IGNORE,
    )


def keys_file(path: str) -> Finding:
    """Return the finding about a file with the keys to other env files."""
    return Finding(
        path,
        rules.ENV_KEYS_FILE,
        "this file holds the keys or the login that open your other env files",
        commands=untrack(path),
        note="If it was ever pushed, make new keys and rotate every secret that they opened.",
        exempt=[allow(path, words="by its exact name")],
    )


def virtual_environment(root: str, count: int) -> Finding:
    """Return the finding about a virtual environment, one for all its files."""
    return Finding(
        root,
        rules.VIRTUALENV_FILE,
        f"this is a virtual environment of {counted(count, 'file')}: it holds no secret, but it is not source",
        commands=untrack(root, folder=True),
        exempt=[allow(root, folder=True)],
        known_as="this is a virtual environment",
    )
