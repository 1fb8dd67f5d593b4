"""What is wrong with a branch's name, and a better name. Imported only for a name that may be wrong."""

from __future__ import annotations

import unicodedata

from backend_standards.commits import CI_MARKS, HEADS
from backend_standards.core import Finding, Stopped, git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEX = "[0-9a-f]" * 8
# Branches that bots and forges make, as patterns like those of --allow.
ALLOWED = (
    "all-contributors/*",
    "changeset-release/*",
    f"cherry-pick-{_HEX}*",  # GitLab's button: eight digits of the commit, and -2 for a second one
    "copilot/*",
    "create-pull-request/*",
    "dependabot/*",
    "gh-pages",
    "gh-readonly-queue/*",
    "mergify/*",
    "pre-commit-ci-update-config",
    "pyup-?*",
    "release-please--?*",
    "renovate/*",
    "revert-?*",
    "snyk-fix-?*",
    "snyk-upgrade-?*",
)
_SIGNS = "-._"
"""The signs that a name may contain, besides letters and digits."""
# What people write instead of the standard's prefixes.
_ALIASES = {
    "bugfix": ("bug", "bugs", "bug-fix", "bug_fix", "bugfixes", "fix", "fixes"),
    "feature": (
        *("feat", "features", "feats", "ft", "task", "tasks", "story", "enhancement", "improvement", "chore", "chores"),
        *("docs", "doc", "refactor", "refactoring", "style", "test", "tests", "perf", "ci", "build", "deps"),
    ),
    "hotfix": ("hot", "hot-fix", "hot_fix", "hotfixes", "patch"),
}
_UNNAMED = "name-of-the-change"
_RELEASES = ("release", "releases", "support")
"""First words of branches for releases, as git-flow and others name them. They outlive a change."""


def problem(branch: str, prefixes: Sequence[str]) -> str:
    """Return the fault of a name, or ""."""
    if reason := git_refuses(branch):
        return f"git does not allow this name: {reason}"
    prefix = next((each for each in prefixes if branch.startswith(each + "/")), None)
    if prefix is None:
        return f"the name does not begin with {_either([each + '/' for each in prefixes])}"
    rest = branch[len(prefix) + 1 :]
    for char in rest:
        if char != "/" and not _is_allowed(char):
            return f"the name contains {_name(char)}; only letters, digits, -, . and _ are allowed after {prefix}/"
    for part in rest.split("/"):
        if not any(map(str.isalnum, part)):
            return f"the part {part!r} has no letter and no digit"
    return ""


def git_refuses(branch: str) -> str:
    """Return why git does not allow a branch of this name, or "".

    Source: git-check-ref-format(1), its rules 1 to 10 and those of ``--branch``.
    """
    for char in branch:
        if char < " " or char in "\x7f ~^:?*[\\":
            return f"it contains {_name(char)}"
    for text in ("..", "@{", "//"):
        if text in branch:
            return f"it contains {text}"
    if not branch or branch.startswith(("/", "-")) or branch.endswith(("/", ".")):
        return "it begins with / or -, ends with / or ., or is empty"
    if branch in ("HEAD", "@"):
        return f"{branch} means the current commit"
    for part in branch.split("/"):
        if part.startswith(".") or part.endswith(".lock"):
            return "a part begins with . or ends with .lock"
    return ""


def proposal(branch: str, prefixes: Sequence[str]) -> str:
    """Return the valid name that is nearest to the given one."""
    prefix, rest = _divide(branch, prefixes)
    parts = [_cleaned(part) for part in rest.split("/")]
    return f"{prefix}/{'/'.join(filter(None, parts)) or _UNNAMED}"


def is_allowed(branch: str, allow: Sequence[str]) -> bool:
    """Return whether bots or forges make branches of this name, or a pattern of ``allow`` covers it."""
    from backend_standards.core.patterns import Patterns

    every = [*ALLOWED, *allow]
    anchored = [f"!/{each[1:].lstrip('/')}" if each.startswith("!") else f"/{each.lstrip('/')}" for each in every]
    return Patterns(anchored).cover(branch)


def is_default(branch: str) -> bool:
    """Return whether a remote says that this is its default branch. Source: git-remote(1), "set-head"."""
    try:
        listed = git_process.run(["for-each-ref", "--format=%(symref)", "refs/remotes/*/HEAD"])
    except Stopped:  # a name that is judged outside of a repository
        return False
    refs = listed.decode("utf-8", "surrogateescape").split("\n")
    return any(ref.startswith("refs/remotes/") and ref.split("/", 3)[3] == branch for ref in refs)


def is_commit(environment: Mapping[str, str]) -> bool:
    """Return whether a person is committing: git tells its hooks the index then, and this is not CI.

    Otherwise ``pre-commit run --all-files`` would fail on ``main``, although it commits nothing: CI does so after every
    merged pull request.
    """
    return bool(environment.get("GIT_INDEX_FILE")) and not any(environment.get(mark) for mark in CI_MARKS)


def on_protected(branch: str, prefixes: Sequence[str]) -> Finding:
    """Return the finding about a commit on a protected branch."""
    from backend_standards.commits.advice import free
    from backend_standards.commits.rules import COMMIT_ON_PROTECTED_BRANCH

    return Finding(
        branch,
        COMMIT_ON_PROTECTED_BRANCH,
        f"commits reach {branch} only through pull requests",
        commands=[f"git switch -c {free(f'{prefixes[0]}/{_UNNAMED}')}"],
        note="Then commit again: the new branch has what is staged.",
    )


def invalid(branch: str, problem: str, prefixes: Sequence[str], commands: Sequence[str] = ()) -> Finding:
    """Return the finding about a name; there is no exception for a name that git refuses.

    ``commands`` give the branch another name, if a local rename is not enough.
    """
    from backend_standards.commits.rules import INVALID_BRANCH_NAME
    from backend_standards.core import Exempt
    from backend_standards.core.remedies import allow

    if pattern := _releases(branch, prefixes):
        note = "A branch for releases keeps its name: if your team has such branches, allow them."
        return Finding(branch, INVALID_BRANCH_NAME, problem, note=note, exempt=[Exempt("allow", pattern)])
    exempt = () if git_refuses(branch) else (allow(branch),)
    commands = commands or rename(branch, prefixes)
    return Finding(branch, INVALID_BRANCH_NAME, problem, commands=commands, exempt=exempt)


def _releases(branch: str, prefixes: Sequence[str]) -> str:
    """Return the pattern of all branches for releases if this name is one of them: ``release/1.2``, ``release-1.2``."""
    for word in _RELEASES:
        head, sign, rest = branch[: len(word)], branch[len(word) : len(word) + 1], branch[len(word) + 1 :]
        is_version = rest.lower().removeprefix("v")[:1].isdigit()
        if head.lower() == word and (sign == "/" or (sign in ("-", "_") and is_version)):
            return "" if head in prefixes or git_refuses(branch) else f"/{head}{sign}*"
    return ""


def rename(branch: str, prefixes: Sequence[str]) -> list[str]:
    """Return the command that renames a local branch to the proposed name, with a number if that name is taken."""
    from backend_standards.commits.advice import free
    from backend_standards.core.remedies import quote

    return [f"git branch -m {quote(branch)} {quote(free(proposal(branch, prefixes)))}"]


def rename_elsewhere(branch: str, prefixes: Sequence[str]) -> list[str]:
    """Return the commands for a branch that the remote already has, or is about to get."""
    from backend_standards.commits import utf8
    from backend_standards.commits.advice import free
    from backend_standards.core import git
    from backend_standards.core.remedies import quote

    name = quote(free(proposal(branch, prefixes)))
    environment = utf8.environment()
    local = environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    remote = quote(git.without_login(environment.get("PRE_COMMIT_REMOTE_NAME") or "origin"))
    if local and local != HEADS + branch:
        return [f"git push {remote} {quote(local.removeprefix(HEADS))}:{HEADS}{name}"]
    return [*rename(branch, prefixes), f"git push -u {remote} {name}"]


def _divide(branch: str, prefixes: Sequence[str]) -> tuple[str, str]:
    """Return the prefix that the name means, and the rest of the name."""
    spelled = {prefix.lower(): prefix for prefix in prefixes}
    for prefix, aliases in _ALIASES.items():
        if prefix in prefixes:
            spelled.update({alias: prefix for alias in aliases if alias not in spelled})
    for separators in ("/", "-_. :\\"):
        for word, prefix in sorted(spelled.items(), key=lambda item: -len(item[0])):
            head, separator, rest = branch[: len(word)], branch[len(word) : len(word) + 1], branch[len(word) + 1 :]
            if head.lower() == word and separator and separator in separators:
                return prefix, rest
    return next(iter(prefixes)), "" if branch.lower() in spelled else branch


def _cleaned(part: str) -> str:
    """Return a part without the characters that are not allowed, or ""."""
    kept = "".join(char if _is_allowed(char) else "-" for char in part)
    for char in "-.":
        while char * 2 in kept:
            kept = kept.replace(char * 2, char)
    kept = kept.strip(_SIGNS)
    while kept.endswith(".lock"):
        kept = kept.removesuffix(".lock").strip(_SIGNS)
    return kept if any(map(str.isalnum, kept)) else ""


def _is_allowed(char: str) -> bool:
    """Return whether a part of a name may contain a character. In many scripts, marks belong to the letters."""
    return char.isalnum() or char in _SIGNS or unicodedata.category(char)[0] == "M"


def _name(char: str) -> str:
    if char == " ":
        return "a space"
    if char.isascii() and char.isprintable():
        return repr(char)
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02x}, which is not UTF-8"
    return f"U+{ord(char):04X} {unicodedata.name(char, '(a control character)')}"


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
