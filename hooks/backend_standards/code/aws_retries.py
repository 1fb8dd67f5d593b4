"""Whether a repository sets the retries of all its AWS clients in one place: where it is deployed, or in code."""

from __future__ import annotations

from backend_standards.code import repository

_WORDS = (b"AWS_RETRY_MODE", b"AWS_MAX_ATTEMPTS", b"set_default_client_config")
_NAMES = (
    *("dockerfile", "containerfile", ".env", "compose", ".tf", ".tfvars", ".yaml", ".yml", ".json", ".toml", ".hcl"),
    *(".py", ".ts", ".ini", ".cfg", ".conf", ".sh", ".template", "procfile", ".tpl", ".j2"),
)
"""What the names of files have in which a variable of the environment is set."""
_LEFT_OUT = (".lock", "lock.json", "package.json")


class Settled:
    """Tells whether another file settles retries: it is looked for when the first client asks, and once."""

    __slots__ = ("_answer",)

    def __init__(self) -> None:
        self._answer: bool | None = None

    def __call__(self) -> bool:
        """Return the answer."""
        if self._answer is None:
            tracked = repository.of_run()
            paths = [path for path in tracked.paths if _may_settle(path.lower())]
            self._answer = any(word in data for _, data in tracked.contents(paths) for word in _WORDS)
        return self._answer


def _may_settle(path: str) -> bool:
    name = path.rpartition("/")[2]
    return any(word in name for word in _NAMES) and not name.endswith(_LEFT_OUT)
