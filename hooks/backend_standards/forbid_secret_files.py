"""Refuse private keys, logins, Terraform state, and real values in files such as `secrets.yaml`.

Source: the standard's "Configuration & Secrets" ("Committing `.env` or secrets to version control", "Hardcoding AWS
credentials or tokens") and "Security Guidelines" ("Load secrets at runtime; never hardcode").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import FILES, Option, Options, Outcome
from backend_standards.secrets import secret_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core import Finding
    from backend_standards.secrets.secret_files import Policy

HOOK = "forbid-secret-files"
OPTIONS = (Option("allow", "allow a path; as in .gitignore; keys and key stores only by their exact path", "PATTERN"),)


def check(files: Iterable[tuple[str, bytes]], policy: Policy) -> Iterator[Finding]:
    """Yield the findings about files given as (path, content as staged)."""
    from backend_standards.secrets.secret_files import judge

    return judge(files, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the staged content of the paths that need it."""
    paths = [path for path in options.files if secret_names.classify(path)]
    if not paths:
        return Outcome(HOOK)
    from backend_standards.core import git
    from backend_standards.secrets.secret_files import Policy

    policy = Policy(options.texts("allow"))
    return Outcome(HOOK, check(git.staged([path for path in paths if policy.needs_content(path)]), policy))


if __name__ == "__main__":
    raise SystemExit(main())
