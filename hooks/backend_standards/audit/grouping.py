"""The secrets of a history: the hits in its blobs and its env files, grouped by what is one secret."""

from __future__ import annotations

from backend_standards.audit import scan
from backend_standards.core import PYPROJECT, Stopped, disk, git_process, git_stream
from backend_standards.core.output import printable_path
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import TypeAlias

    from backend_standards.audit.scan import Hit
    from backend_standards.core import Finding
    from backend_standards.secrets.env_files import Policy

    Spot: TypeAlias = tuple[str, str]
    """Blob and path."""
    Key: TypeAlias = tuple[str, ...]
    """Spots with the same key are one secret. A credential's key is rule and SHA-256, an env file's rule and path."""

_AWS, _ENV = "forbid-aws-keys", "forbid-env-files"
_TOO_LARGE = (
    f"this env file is larger than {scan.PIECE >> 20} MiB, and only its beginning was judged; read the rest yourself"
)
WHOLE_FILE = ("env-file", "env-keys-file", "env-not-encrypted", "virtualenv-file")


class Secret:
    """One secret, while its places are collected."""

    __slots__ = ("account", "excepted", "kind", "rule", "sha256", "spots")

    def __init__(self, rule: str, kind: str, account: str, sha256: str) -> None:
        self.rule = rule
        self.kind = kind
        self.account = account
        self.sha256 = sha256
        self.excepted = True
        self.spots: dict[Spot, tuple[int, int]] = {}
        """Line and column by (blob, path)."""


class Policies:
    """What the configuration of HEAD allows; ``aws`` and ``env`` are None if exceptions do not count."""

    __slots__ = ("aws", "env", "env_strict")

    def __init__(self, repository: str, *, exceptions: bool) -> None:
        from backend_standards.core import Options, configuration
        from backend_standards.secrets import AwsPolicy
        from backend_standards.secrets.env_files import Policy

        data = _pyproject(repository)
        try:
            if len(data) > disk.LARGEST_SETTINGS:
                raise Stopped(disk.TOO_LARGE.format(PYPROJECT))
            env = configuration.options_of(data, _ENV)
            aws = AwsPolicy.of(configuration.options_of(data, _AWS))
        except Stopped as stopped:
            if exceptions:
                raise Stopped(f"HEAD's configuration: {stopped}; to audit without it: --no-exceptions") from stopped
            env, aws = Options(), AwsPolicy()
        self.aws = aws if exceptions else None
        self.env = Policy.of(env) if exceptions else None
        self.env_strict = Policy((), env.texts("forbid"), encrypted=not env.flag("no-encrypted"))


def _pyproject(repository: str) -> bytes:
    """Return HEAD's ``pyproject.toml``, only its beginning if it is too large; b"" if there is none."""
    data = b""
    try:
        with git_stream.Running(repository, ["cat-file", "blob", "HEAD:pyproject.toml"]) as out:
            data = out.read(disk.LARGEST_SETTINGS + 1)
    except git_process.NotARepository as stopped:
        raise Stopped(f"{repository}: is not a git repository") from stopped
    except Stopped:
        pass  # no commit, or no such file in it; any other fault stops the next question to git
    return data


def aws_secrets(hits: dict[str, list[Hit]], places: Iterable[Spot]) -> dict[Key, Secret]:
    """Return the AWS credentials among the hits, which are given by blob."""
    secrets: dict[Key, Secret] = {}
    for oid, path in places:
        for hit in hits.get(oid, ()):
            key = (hit.rule, hit.sha256)
            secret = secrets.setdefault(key, Secret(hit.rule, hit.kind, hit.account, hit.sha256))
            secret.excepted = secret.excepted and hit.excepted
            secret.spots.setdefault((oid, path), (hit.line, hit.column))
    return secrets


def env_secrets(
    repository: str, known: Collection[bytes], places: Iterable[Spot], policies: Policies
) -> tuple[dict[Key, Secret], list[str]]:
    """Return the secrets that ``forbid-env-files`` finds in the history, and problems with what it could not read."""
    strict = policies.env_strict
    named = [(oid, path) for oid, path in places if strict.kind(path)]
    needed = [oid for oid, path in named if strict.needs_content(path) or (policies.env and policies.env.kind(path))]
    paths: dict[str, list[str]] = {}
    for oid, path in named:
        paths.setdefault(oid, []).append(path)
    secrets: dict[Key, Secret] = {}
    readable = [oid for oid in dict.fromkeys(needed) if bytes.fromhex(oid) in known]
    open_paths: list[str] = []
    unread: dict[str, None] = {}
    for oid, data in scan.blobs(repository, readable):
        if data is None:  # the rest of a large blob
            unread.update(dict.fromkeys(open_paths))
        else:
            open_paths = [path for path in paths.pop(oid) if not _note_env(secrets, oid, path, data, policies)]
    for oid, others in paths.items():  # judged only by their names, or missing in a partial clone
        for path in others:
            _note_env(secrets, oid, path, b"", policies)
    return secrets, [f"{printable_path(path)}: {_TOO_LARGE}" for path in unread]


def _note_env(secrets: dict[Key, Secret], oid: str, path: str, data: bytes, policies: Policies) -> bool:
    """Note the secrets of an env file; return whether the whole file is one."""
    found = list(_judged(path, scan.without_markers(data), policies.env_strict))
    kept = {_place(each) for each in _judged(path, data, policies.env)} if policies.env else None
    for each in found:
        rule = each.rule.id
        is_venv = env_names.classify(path) == env_names.VENV
        place = env_names.venv_root(path) if is_venv else path
        kind = "a virtual environment" if is_venv else each.message
        key = (rule, place) if rule in WHOLE_FILE else (rule, place, kind)
        secret = secrets.setdefault(key, Secret(rule, kind, "", ""))
        if kept is None or _place(each) in kept:
            secret.excepted = False
        secret.spots.setdefault((oid, path), (each.line, each.column))
    return any(each.rule.id in WHOLE_FILE for each in found)


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.rule.id, finding.line, finding.column


def _judged(path: str, data: bytes, policy: Policy) -> Iterator[Finding]:
    from backend_standards.secrets.env_files import judge

    return (each for each in judge([(path, data)], policy) if each.rule.hook == _ENV)
