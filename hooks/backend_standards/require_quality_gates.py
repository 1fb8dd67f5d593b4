"""Require a coverage gate, and tools for lint, types, tests, audit and security that are configured and on.

Source: the standard's "Testing" ("Ensure coverage ≥80%"), "Python Standards", "Dependency Management" ("Run pip-audit
regularly") and "Security Guidelines" ("Use bandit"). Judged from the index below the current folder.
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.core import Option, Options, Outcome, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.core import Finding
    from backend_standards.project.gate_settings import Settings

HOOK = "require-quality-gates"
OPTIONS = (
    Option("minimum", "the least coverage that a gate has to ask for, in percent; 80 without it", "N", single=True),
    Option(
        "optional",
        "a part that may be missing, or is kept elsewhere: coverage, lint, types, tests, audit or security",
        "PART",
    ),
    Option("root", "a folder that is judged by itself, such as a service of a monorepo; may be a glob", "DIR"),
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
)


def check(
    paths: Sequence[str],
    read: Callable[[Sequence[str]], Mapping[str, bytes]],
    settings: Settings | None = None,
) -> Iterator[Finding]:
    """Yield the findings about the quality gates of a repository.

    Args:
        paths: every tracked path from the current folder; that of a submodule with a final slash.
        read: returns the contents of paths; called with the few that configure tools, tasks and CI.
        settings: what the team asks for; None for the defaults.
    """
    from backend_standards.project.gate_settings import Settings as Chosen
    from backend_standards.project.gates import Gates

    chosen = settings or Chosen()
    every = [Gates(paths, read, chosen, root) for root in chosen.roots]
    if not all(gates.is_clean for gates in every):
        from backend_standards.project import gate_findings

        yield from gate_findings.findings(every)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Read the index, or the pushed commit, and judge the settings of the tools in it."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; folders go to --root")
    index = git.project()
    paths = index.paths()
    settings = None
    if any(option.name in options.values for option in OPTIONS):
        from backend_standards.project.gate_settings import settings_of

        settings = settings_of(options, paths)
    return Outcome(HOOK, check(paths, index.contents, settings))


if __name__ == "__main__":
    raise SystemExit(main())
