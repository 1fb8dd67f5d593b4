"""The rules of branch names, commit messages and pushes. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_BRANCH = "check-branch-name"
_MESSAGE = "check-commit-message"
_PUSH = "check-push"
# As the shell commands of a push: they run in a clone whose current branch, feature/login, has no commit of its own.
_PUSHED_FEATURE = 'git commit --allow-empty -m "feat: add login"\ngit push origin feature/login'
_PUSHED_MAIN = 'git switch main\ngit commit --allow-empty -m "feat: add login"\ngit push origin main'

COMMIT_ON_PROTECTED_BRANCH = Rule(
    "commit-on-protected-branch",
    _BRANCH,
    "Commit on a protected branch",
    reason="Changes reach `main` and `master` through pull requests, so that people review them and CI checks them.",
    fix="Make a branch with `git switch -c feature/name`, then commit again. Staged changes come along.",
    section="M27",
    args=("--forbid-protected",),
    bad="main",
    good="feature/login",
)
INVALID_BRANCH_NAME = Rule(
    "invalid-branch-name",
    _BRANCH,
    "Branch name outside the naming scheme",
    reason="The prefix tells people and CI what a branch is for. "
    "Spaces and signs in the rest of the name need quotes in every shell.",
    fix="Rename the branch with `git branch -m old new`. The refusal proposes a name.",
    section="G1",
    bad="fix/login",
    good="bugfix/login",
)
AUTOSQUASH_COMMIT = Rule(
    "autosquash-commit",
    _MESSAGE,
    "Fixup commit in a push",
    reason="A `fixup!`, `squash!` or `amend!` commit is meant to be squashed into the commit that it corrects.",
    fix="Run `git rebase -i --autosquash` before the push.",
    section="M30",
    args=("--pushed",),
    bad="fixup! feat: add login",
    good="feat: add login",
)
BREAKING_CHANGE_FOOTER = Rule(
    "breaking-change-footer",
    _MESSAGE,
    "Misspelled footer of a breaking change",
    reason="Release tools look for `BREAKING CHANGE: ` exactly, so they do not see that this change breaks something.",
    fix="Write `BREAKING CHANGE: ` in capital letters, and then what breaks.",
    section="G4",
    bad="feat: remove the first version\n\nbreaking change: clients need the second version",
    good="feat: remove the first version\n\nBREAKING CHANGE: clients need the second version",
)
COMMIT_HEADER_CHARACTER = Rule(
    "commit-header-character",
    _MESSAGE,
    "Look-alike or invisible character in a commit header",
    reason="A full-width colon, a tab, an invisible character or a foreign letter looks right to people, "
    "but tools do not find the type.",
    fix="Type the plain character. The refusal names the character and its place.",
    section="G4",
    bad="feat\uff1a add login",
    good="feat: add login",
)
COMMIT_HEADER_FORMAT = Rule(
    "commit-header-format",
    _MESSAGE,
    "Commit message without a type and a colon",
    reason="Release tools and people read the type from the start of the header, in the form "
    "`type(scope): description`.",
    fix="Write `type(scope): description`. The scope is optional.",
    section="G4",
    bad="Add login",
    good="feat: add login",
)
COMMIT_HEADER_SPACING = Rule(
    "commit-header-spacing",
    _MESSAGE,
    "Wrong spaces in a commit header",
    reason="The colon is followed by one space, and there is no space before it. Many tools accept no other form.",
    fix="Write one space after the colon and none before it.",
    section="G4",
    bad="feat:add login",
    good="feat: add login",
)
COMMIT_HEADER_TOO_LONG = Rule(
    "commit-header-too-long",
    _MESSAGE,
    "Commit header over the team's limit",
    reason="Git and forges cut off long headers. The team sets its limit with `--max-header`.",
    fix="Write the main point in the header and the rest in the body.",
    section="G4",
    args=("--max-header=50",),
    bad="feat: add a login page that keeps people signed in for thirty days",
    good="feat: add a login page\n\nIt keeps people signed in for thirty days.",
)
COMMIT_MESSAGE_ENCODING = Rule(
    "commit-message-encoding",
    _MESSAGE,
    "Commit message in an undeclared encoding",
    reason="Git reads a message as UTF-8 unless `i18n.commitEncoding` says otherwise, so logs show the wrong "
    "characters. A NUL byte ends the message.",
    fix="Save the message as UTF-8, or declare its encoding with `git config i18n.commitEncoding NAME`.",
    section="G4",
    bad="fix: show the caf\udce9 menu",  # the byte 0xe9: é in Latin-1
    good="fix: show the café menu",
)
EMPTY_COMMIT_DESCRIPTION = Rule(
    "empty-commit-description",
    _MESSAGE,
    "Commit message without a description",
    reason="The description tells the readers of the log what changed, and the colon is not followed by one.",
    fix="Say after the colon what changes.",
    section="G4",
    bad="feat:",
    good="feat: add login",
)
INVALID_COMMIT_SCOPE = Rule(
    "invalid-commit-scope",
    _MESSAGE,
    "Malformed scope in a commit header",
    reason="The scope goes into one pair of parentheses. This one is empty, not closed, nested or in other brackets.",
    fix="Write `(scope)` after the type, or leave it out.",
    section="G4",
    bad="feat(): add login",
    good="feat(auth): add login",
)
MERGE_COMMIT = Rule(
    "merge-commit",
    _MESSAGE,
    "Merge commit in a push",
    reason="Merges make a branch's history noisy. A rebase leaves the same code and a history in one line.",
    fix="Rebase onto the target branch instead of merging it.",
    section="M28",
    args=("--pushed",),
    bad="Merge branch 'main' into feature/login",
    good="feat: add login",
)
MISSING_BLANK_LINE = Rule(
    "missing-blank-line",
    _MESSAGE,
    "Commit message without a blank line after the header",
    reason="Without a blank line, git takes the body for a part of the header.",
    fix="Put a blank line after the header.",
    section="G5",
    bad="feat: add login\nPeople sign in with their email address.",
    good="feat: add login\n\nPeople sign in with their email address.",
)
MISSING_COMMIT_SCOPE = Rule(
    "missing-commit-scope",
    _MESSAGE,
    "Commit message without a scope",
    reason="The team asks for a scope in every header (`--require-scope`): the part of the code that changes.",
    fix="Name the part that changes, in parentheses after the type.",
    section="G4",
    args=("--require-scope",),
    bad="feat: add login",
    good="feat(auth): add login",
)
MISSING_COMMIT_TICKET = Rule(
    "missing-commit-ticket",
    _MESSAGE,
    "Commit message without a ticket",
    reason="The team asks for a ticket in every message (`--require-ticket`), which says why the change was made.",
    fix="Name the ticket in the header or in a footer, such as `Refs: PROJ-12`.",
    section="G17",
    args=("--require-ticket=PROJ-[0-9]+",),
    bad="feat: add login",
    good="feat: add login\n\nRefs: PROJ-12",
)
UNKNOWN_COMMIT_SCOPE = Rule(
    "unknown-commit-scope",
    _MESSAGE,
    "Commit scope that is not in the team's list",
    reason="The team lists its scopes with `--scopes`, so that each part of the code has one name in the log.",
    fix="Write a scope from the list. The refusal prints the list.",
    section="G4",
    args=("--scopes=auth,db",),
    bad="feat(login): add a form",
    good="feat(auth): add a form",
)
UNKNOWN_COMMIT_TYPE = Rule(
    "unknown-commit-type",
    _MESSAGE,
    "Unknown type of commit",
    reason="Release tools ignore a commit whose type they do not know. Types are case-sensitive.",
    fix="Write `feat`, `fix`, `docs`, `style`, `refactor`, `test` or `chore`, or a type that the team added.",
    section="G9",
    bad="feature: add login",
    good="feat: add login",
)
VAGUE_SUMMARY = Rule(
    "vague-summary",
    _MESSAGE,
    "Commit summary that says nothing",
    reason="The summary fits any commit, so the readers of the log cannot tell what changed.",
    fix="Say what is different now, and where.",
    section="M26",
    bad="fix: fix some bugs",
    good="fix: reject expired tokens",
)
WORK_IN_PROGRESS = Rule(
    "work-in-progress",
    _MESSAGE,
    "Unfinished work in a commit",
    reason="Unfinished work does not belong in the history, where others build on it.",
    fix="Finish the work. Until then, keep it in `git stash` or in a `fixup!` commit.",
    section="M30",
    bad="feat: wip",
    good="feat: add login",
)
FORCE_PUSH_TO_PROTECTED = Rule(
    "force-push-to-protected",
    _PUSH,
    "Force push to a protected branch",
    reason="A force push removes commits that others have and build on.",
    fix="Rebase onto the remote's branch and push without `--force`. Undo a commit with `git revert`.",
    section="G21",
    args=("--allow-fast-forward",),
    by_default=True,
    bad='git switch main\ngit commit --amend --allow-empty -m "chore: start the project"\ngit push --force origin main',
    good=_PUSHED_MAIN,
)
PROTECTED_BRANCH_AHEAD = Rule(
    "protected-branch-ahead",
    _PUSH,
    "Local protected branch ahead of its upstream",
    reason="A push of several branches takes the commits on the local `main` along, "
    "and pre-commit shows its hooks only one branch of a push.",
    fix="Keep the commits on a new branch, then reset the local branch to its upstream.",
    section="M27",
    args=("--protected-branch-ahead",),
    bad='git switch main\ngit commit --allow-empty -m "feat: add login"\ngit push origin feature/login',
    good=_PUSHED_FEATURE,
)
PUSH_TO_PROTECTED = Rule(
    "push-to-protected",
    _PUSH,
    "Push to a protected branch",
    reason="A direct push puts code that nobody reviewed and no CI checked into the branch that everybody starts from.",
    fix="Push the commits to a branch of their own, and open a pull request.",
    section="G16",
    bad=_PUSHED_MAIN,
    good=_PUSHED_FEATURE,
)

RULES = (
    COMMIT_ON_PROTECTED_BRANCH,
    INVALID_BRANCH_NAME,
    AUTOSQUASH_COMMIT,
    BREAKING_CHANGE_FOOTER,
    COMMIT_HEADER_CHARACTER,
    COMMIT_HEADER_FORMAT,
    COMMIT_HEADER_SPACING,
    COMMIT_HEADER_TOO_LONG,
    COMMIT_MESSAGE_ENCODING,
    EMPTY_COMMIT_DESCRIPTION,
    INVALID_COMMIT_SCOPE,
    MERGE_COMMIT,
    MISSING_BLANK_LINE,
    MISSING_COMMIT_SCOPE,
    MISSING_COMMIT_TICKET,
    UNKNOWN_COMMIT_SCOPE,
    UNKNOWN_COMMIT_TYPE,
    VAGUE_SUMMARY,
    WORK_IN_PROGRESS,
    FORCE_PUSH_TO_PROTECTED,
    PROTECTED_BRANCH_AHEAD,
    PUSH_TO_PROTECTED,
)
"""All of them, by hook, in the order in which the docs show them."""
