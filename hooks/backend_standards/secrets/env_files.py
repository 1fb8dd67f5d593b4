"""Which env files must not be committed, for ``forbid-env-files`` and ``require-env-ignored``.

Sources: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control"),
"Configuration Management" and "Security Guidelines". Imported only when a path may name an env file.
"""

from __future__ import annotations

from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core import Finding, Options
    from backend_standards.core.patterns import Patterns

_OWNER = "forbid-env-files"  # of the rules below; require-env-ignored reports them under its own


class Policy:
    """What a team decided about env files: allowed and added patterns, and whether encrypted files are allowed."""

    __slots__ = ("_allow", "_forbid", "encrypted")

    def __init__(self, allow: Sequence[str] = (), forbid: Sequence[str] = (), *, encrypted: bool = True) -> None:
        self._allow: Patterns | None = None
        self._forbid: Patterns | None = None
        if allow or forbid:  # most runs have neither, and need no expressions
            from backend_standards.core.remedies import patterns

            self._allow, self._forbid = patterns(allow), patterns(forbid)
        self.encrypted = encrypted

    @classmethod
    def of(cls, options: Options) -> Policy:
        """Return the policy that the options of a hook about env files ask for."""
        return cls(options.texts("allow"), options.texts("forbid"), encrypted=not options.flag("no-encrypted"))

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
        """Return whether the judgement of an env file depends on its content."""
        kind = self.kind(path)
        return kind != env_names.KEYS and (kind != env_names.VENV or self.allows(path))


def judge(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content as staged)."""
    environments: dict[str, int] = {}
    for path, data in files:
        kind = policy.kind(path)
        if kind == env_names.KEYS:
            if not policy.allows(path):
                from backend_standards.secrets.env_findings import keys_file

                yield keys_file(path)
        elif kind == env_names.VENV and not policy.allows(path):
            root = env_names.venv_root(path)
            environments[root] = environments.get(root, 0) + 1
        elif kind:
            yield from _judge_content(path, data, kind, policy)
    if environments:
        from backend_standards.secrets.env_findings import virtual_environment

        yield from (virtual_environment(root, count) for root, count in environments.items())


def _judge_content(path: str, data: bytes, kind: str, policy: Policy) -> Iterator[Finding]:
    from backend_standards.core.text import decode

    text = decode(data)
    if policy.allows(path) or kind in (env_names.TEMPLATE, env_names.SHELL, env_names.DATA):
        findings = _written_out(path, text, kind, is_allowed=policy.allows(path))
        if findings and _encryption_of(data, text) == (True, 0):
            return
    else:
        sealed, plain_line = _encryption_of(data, text)
        if sealed and not plain_line and policy.encrypted:
            return
        from backend_standards.secrets.env_findings import env_file, plain_value

        findings = [plain_value(path, plain_line) if plain_line else env_file(path, sealed=sealed)]
    if findings or "standards:" in text:
        from backend_standards.core.ignores import apply_ignores

        yield from apply_ignores(path, text, findings, _OWNER)


def _written_out(path: str, text: str, kind: str, *, is_allowed: bool) -> list[Finding]:
    """Return the findings about literal secrets in a file that is allowed."""
    from backend_standards.core.text import with_newlines
    from backend_standards.secrets.value_clues import suspicious_lines

    literals = kind == env_names.SHELL and not is_allowed
    if not any(suspicious_lines(with_newlines(text), literals=literals)):  # most templates; no expression is compiled
        return []
    from backend_standards.secrets.env_values import real_values

    # A file for the shell is judged by its literals, but Flask reads its file with python-dotenv.
    by_shell = kind == env_names.SHELL and ".flaskenv" not in path.rpartition("/")[2].lower()
    syntax = env_names.SHELL if by_shell else env_names.ENV
    hits = list(real_values(text, syntax=syntax, literals=literals))
    if not hits:
        return []
    from backend_standards.secrets.env_findings import secret_value, template_secret

    make = template_secret if kind == env_names.TEMPLATE and not is_allowed else secret_value
    return [make(path, hit) for hit in hits]


def _encryption_of(data: bytes, text: str) -> tuple[bool, int]:
    from backend_standards.secrets import encryption

    return encryption.encryption(data, text)
