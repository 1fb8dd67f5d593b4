"""The judgement of env files that ``forbid-env-files`` and ``require-env-ignored`` share.

Sources: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control"),
"Configuration Management" and "Security Guidelines". Imported only when a path may name an env file.
"""

from __future__ import annotations

from backend_standards.core import Finding
from backend_standards.core.remedies import inline, patterns, quoted_argument, untrack
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets.env_values import Hit

_OWNER = "forbid-env-files"  # of the rules below; require-env-ignored reports them under its own
_ROTATE_FILE = "if it was ever pushed, rotate every secret that it held"
_ROTATE_VALUE = "if it was ever pushed, rotate it"


class Policy:
    """What a team decided about env files: patterns let through, patterns added, and encrypted files or not."""

    __slots__ = ("_allow", "_forbid", "encrypted")

    def __init__(self, allow: Sequence[str] = (), forbid: Sequence[str] = (), *, encrypted: bool = True) -> None:
        self._allow = patterns(allow)
        self._forbid = patterns(forbid)
        self.encrypted = encrypted

    def allows(self, path: str) -> bool:
        """Return whether ``--allow`` covers a path; the keys to other env files only by their exact name."""
        if self._allow is None:
            return False
        if env_names.classify(path) == env_names.KEYS:
            return self._allow.name_exactly(path)
        return self._allow.cover(path)

    def kind(self, path: str) -> str:
        """Return the kind of env file that a path names for this team, or "" for any other file."""
        kind = env_names.classify(path)
        if kind not in (env_names.KEYS, env_names.VENV) and self._forbid and self._forbid.cover(path):
            return env_names.ENV
        return kind

    def needs_content(self, path: str) -> bool:
        """Return whether the judgement of an env file depends on what stands in it."""
        kind = self.kind(path)
        return kind != env_names.KEYS and (kind != env_names.VENV or self.allows(path))


def judge(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings for files given as (path, content as staged)."""
    environments: dict[str, int] = {}
    for path, data in files:
        kind = policy.kind(path)
        allowed = policy.allows(path)
        if kind == env_names.KEYS:
            if not allowed:
                yield _keys_file(path)
        elif kind == env_names.VENV and not allowed:
            root = env_names.venv_root(path)
            environments[root] = environments.get(root, 0) + 1
        elif kind:
            yield from _judge_content(path, data, kind, policy)
    for root, count in environments.items():
        yield _virtual_environment(root, count)


def _judge_content(path: str, data: bytes, kind: str, policy: Policy) -> Iterator[Finding]:
    from backend_standards.core.text import apply_ignores, decode

    text = decode(data)
    allowed = policy.allows(path)
    if allowed or kind in (env_names.TEMPLATE, env_names.SHELL, env_names.DATA):
        from backend_standards.secrets.env_values import real_values

        make = _template_secret if kind == env_names.TEMPLATE and not allowed else _secret_value
        # Both are judged by what is written out in them, but Flask reads its file with python-dotenv.
        by_shell = kind == env_names.SHELL and ".flaskenv" not in path.rpartition("/")[2].lower()
        syntax = env_names.SHELL if by_shell else env_names.ENV
        hits = real_values(text, syntax=syntax, literals=kind == env_names.SHELL and not allowed)
        findings = [make(path, hit) for hit in hits]
        if findings and _encryption_of(data, text) == (True, 0):
            return
    else:
        sealed, plain_line = _encryption_of(data, text)
        if sealed and not plain_line and policy.encrypted:
            return
        findings = [_plain_value(path, plain_line) if plain_line else _env_file(path, sealed=sealed)]
    yield from apply_ignores(path, text, findings, _OWNER)


def _encryption_of(data: bytes, text: str) -> tuple[bool, int]:
    from backend_standards.secrets import encryption

    return encryption.encryption(data, text)


def _template_secret(path: str, hit: Hit) -> Finding:
    return Finding(
        path,
        "env-template-secret",
        f"{hit.name or 'this line'} holds {hit.kind}; a template shows names, not values",
        line=hit.line,
        column=hit.column,
        fix=f"write a placeholder such as changeme; {_ROTATE_VALUE}",
        exception=inline("env-template-secret", path),
    )


def _secret_value(path: str, hit: Hit) -> Finding:
    return Finding(
        path,
        "env-secret-value",
        f"{hit.name or 'this line'} holds {hit.kind}",
        line=hit.line,
        column=hit.column,
        fix=f"refer to it ($NAME, $(command)) or load it from AWS Secrets Manager or SSM; {_ROTATE_VALUE}",
        exception=inline("env-secret-value", path),
    )


def _env_file(path: str, *, sealed: bool) -> Finding:
    fix = f"{untrack(path)}; {_ROTATE_FILE}"
    exception = f"in this hook's args: {quoted_argument('--allow', path)}"
    if sealed:
        message = "--no-encrypted lets no env file in, and so not this encrypted one"
    elif env_names.claims_encryption(path):
        message = "the name says that it is encrypted, but the content is not, in any form known here"
        return Finding(path, "env-not-encrypted", message, fix=f"encrypt it, or {fix}", exception=exception)
    elif env_names.classify(path) == env_names.ENV:
        message = "env files hold settings and secrets, and stay out of the repository"
    else:
        message = "--forbid keeps files of this name out of the repository"
    return Finding(path, "env-file", message, fix=fix, exception=exception)


def _plain_value(path: str, line: int) -> Finding:
    return Finding(
        path,
        "env-not-encrypted",
        "the rest of this file is encrypted, but this line is not",
        line=line,
        column=1,
        fix=f"encrypt it again before staging (dotenvx encrypt, sops --encrypt), or {untrack(path)}; {_ROTATE_FILE}",
        exception=inline("env-not-encrypted", path),
    )


def _keys_file(path: str) -> Finding:
    return Finding(
        path,
        "env-keys-file",
        "this file holds the keys or the login that open your other env files",
        fix=f"{untrack(path)}; if it was ever pushed, make new keys and rotate every secret that they opened",
        exception=f"in this hook's args, by its exact name: {quoted_argument('--allow', path)}",
    )


def _virtual_environment(root: str, count: int) -> Finding:
    return Finding(
        root,
        "virtualenv-file",
        f"this is a virtual environment (files given: {count}): it holds no secret, but is no source either",
        fix=untrack(root, "-r "),
        exception=f"in this hook's args: {quoted_argument('--allow', root, folder=True)}",
        known_as="this is a virtual environment",
    )
