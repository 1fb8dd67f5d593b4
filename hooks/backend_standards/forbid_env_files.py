"""Refuse `.env` files, and templates of them that hold real secrets.

Source: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control") and
"Configuration Management" ("Never commit `.env` files or sensitive configuration").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import FILES, Option, Options, Outcome
from backend_standards.secrets import env_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core import Finding
    from backend_standards.secrets.env_files import Policy

HOOK = "forbid-env-files"
OPTIONS = (
    Option(
        "allow", "allow a path, but still read it for real secrets; as in .gitignore", "PATTERN", subject="env-files"
    ),
    Option("forbid", "keep a further path out; as in .gitignore", "PATTERN", tightens=True, subject="env-files"),
    Option("no-encrypted", "refuse encrypted env files too", tightens=True, subject="env-files"),
)


def check(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content as staged)."""
    from backend_standards.secrets.env_files import judge

    return judge(files, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the paths, with the staged content of those that need it."""
    paths = options.files if options.texts("forbid") else [path for path in options.files if env_names.classify(path)]
    if not paths:
        return Outcome(HOOK)
    from backend_standards.core import git
    from backend_standards.secrets.env_files import Policy

    policy = Policy.of(options)
    named = [path for path in paths if policy.kind(path)]
    files = [(path, b"") for path in git.sent(path for path in named if not policy.needs_content(path))]
    files += git.staged([path for path in named if policy.needs_content(path)])
    return Outcome(HOOK, check(files, policy))


if __name__ == "__main__":
    raise SystemExit(main())
