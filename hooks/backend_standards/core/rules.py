"""What a rule is, the rules that every hook has, and where all rules are found. Imported only for a finding."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Example: TypeAlias = "Mapping[str, str] | str"
    """The tracked files of a repository by path; or a commit message, a branch name, or shell commands of a push.

    ``@NAME@`` stands for a fake secret, which the tests and the docs put together at run time.
    """

SHARED = "every hook"
"""The hook of the rules that all hooks have."""
FOLDERS = ("commits", "secrets", "layout", "dependencies", "locks", "code", "project", "infrastructure")
"""The folders that have a ``rules.py``."""


class Rule:
    """One rule: what is refused, and why.

    ``title`` is what a person calls the fault ("AWS access key ID in a file"), ``reason`` says why it is one, and
    ``fix`` what to do about it; a finding says both more closely. ``section`` is the id of the standard's line that the
    rule stands for (``standard/table.py``), "" for the rules of the project's own machinery. ``secret`` says that a
    finding stands for a secret, which a baseline does not hide. ``bad`` and ``good`` are the smallest examples: the
    hook, given ``args``, finds exactly this rule in the one and nothing in the other. ``by_default`` says that the rule
    is on without them too: only its examples need them.
    """

    __slots__ = ("args", "bad", "by_default", "fix", "good", "hook", "id", "reason", "secret", "section", "title")

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own word
        hook: str,
        title: str,
        *,
        reason: str,
        fix: str,
        section: str,
        bad: Example,
        good: Example,
        args: Sequence[str] = (),
        by_default: bool = False,
        secret: bool = False,
    ) -> None:
        self.id = id
        self.hook = hook
        self.title = title
        self.reason = reason
        self.fix = fix
        self.section = section
        self.bad = bad
        self.good = good
        self.args = args
        self.by_default = by_default or not args
        self.secret = secret

    def __repr__(self) -> str:
        return f"<Rule {self.id}>"


# --- the rules of all hooks -------------------------------------------------------------------------

_REASON = "the Lambda runtime has boto3"

IGNORE_WITHOUT_RULE = Rule(
    "ignore-without-rule",
    SHARED,
    "Ignore that names no rule",
    reason="An ignore of everything would hide the next, real finding.",
    fix="Name the rule in brackets: `standards: ignore[rule-name] reason`. Or delete the ignore.",
    section="",
    bad={"requirements.txt": f"boto3==1.34.0  # standards: ignore {_REASON}\n"},
    good={"requirements.txt": "boto3==1.34.0\n"},
)
IGNORE_WITHOUT_REASON = Rule(
    "ignore-without-reason",
    SHARED,
    "Ignore that gives no reason",
    reason="The next reader must know why this line may break the rule.",
    fix="Write the reason after the bracket.",
    section="",
    bad={"requirements.txt": "boto3>=1.34  # standards: ignore[unpinned-range]\n"},
    good={"requirements.txt": f"boto3>=1.34  # standards: ignore[unpinned-range] {_REASON}\n"},
)
IGNORE_UNKNOWN_RULE = Rule(
    "ignore-unknown-rule",
    SHARED,
    "Ignore that names an unknown rule",
    reason="No hook has a rule of that name, so the ignore allows nothing.",
    fix="Correct the name. `backend-standards explain` lists all rules.",
    section="",
    bad={"requirements.txt": f"boto3>=1.34  # standards: ignore[unpinned-range, no-pin] {_REASON}\n"},
    good={"requirements.txt": f"boto3>=1.34  # standards: ignore[unpinned-range] {_REASON}\n"},
)
UNUSED_IGNORE = Rule(
    "unused-ignore",
    SHARED,
    "Ignore that is no longer needed",
    reason="The line does not break the rule. The ignore would hide the next finding on it.",
    fix="Delete the ignore.",
    section="",
    bad={"requirements.txt": f"boto3==1.34.0  # standards: ignore[unpinned-range] {_REASON}\n"},
    good={"requirements.txt": "boto3==1.34.0\n"},
)
CROWDED_IGNORE = Rule(
    "crowded-ignore",
    SHARED,
    "Ignore that excepts more than 20 findings",
    reason="A reader cannot review hundreds of findings on one line, and the next one may be a real secret.",
    fix="Break the line, so that each ignore is about a few findings, or leave the whole file out.",
    section="",
    args=("--install-commands",),
    by_default=True,
    bad={
        "setup.sh": "pip install a b c d e f g h i j k l m n o p q r s t u"
        "  # standards: ignore[unpinned-bare] the newest\n"
    },
    good={"setup.sh": "pip install a b c  # standards: ignore[unpinned-bare] the newest\n"},
)
STALE_BASELINE = Rule(
    "stale-baseline",
    SHARED,
    "Baseline entry that is no longer needed",
    reason="The finding that the entry records is fixed. The entry would hide the next one like it.",
    fix="Update the baseline with `backend-standards check --update-baseline`, and commit it.",
    section="",
    args=("--baseline=.standards-baseline.json",),
    bad={
        ".standards-baseline.json": '{\n  "version": 1,\n  "findings": [\n'
        '    {"path": "requirements.txt", "hook": "require-pinned-requirements",'
        ' "rule": "unpinned-range", "message": "boto3: …"}\n  ]\n}\n',
        "requirements.txt": "boto3==1.34.0\n",
    },
    good={
        ".standards-baseline.json": '{\n  "version": 1,\n  "findings": [\n  ]\n}\n',
        "requirements.txt": "boto3==1.34.0\n",
    },
)

RULES = (IGNORE_WITHOUT_RULE, IGNORE_WITHOUT_REASON, IGNORE_UNKNOWN_RULE, UNUSED_IGNORE, CROWDED_IGNORE, STALE_BASELINE)
RENAMED = {
    "env-not-ignored": "unignored-env",
    "local-main-ahead": "protected-branch-ahead",
    "lock-missing": "missing-lock",
    "lock-out-of-date": "stale-lock",
    "mirror": "unmirrored-tests",
    "missing": "missing-entry",
    "stray": "stray-code",
    "test-name": "misnamed-test",
    "test-outside": "stray-test",
}
"""The new name of each rule that had another one in 0.1.0."""


# --- where all rules are found ----------------------------------------------------------------------

_every: dict[str, Rule] = {}


def every() -> dict[str, Rule]:
    """Return all rules by id: those of the folders in the order of ``FOLDERS``, then those of all hooks."""
    if not _every:
        # By name: core imports nothing above it.
        import importlib

        for folder in FOLDERS:
            module = importlib.import_module(f"backend_standards.{folder}.rules")
            _every.update({rule.id: rule for rule in module.RULES})
        _every.update({rule.id: rule for rule in RULES})
    return _every


def find(name: str) -> Rule | None:
    """Return the rule with this id, or that had it once; None if there is none."""
    return every().get(RENAMED.get(name, name))
