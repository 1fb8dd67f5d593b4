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
FOLDERS = ("commits", "secrets", "layout", "dependencies", "locks")
"""The folders that have a ``rules.py``."""


class Rule:
    """One rule: what is refused, and why.

    ``title`` is what a person calls the fault ("AWS access key ID in a file"), ``reason`` says why it is one, and
    ``fix`` what to do about it; a finding says both more closely. ``section`` is the id of the standard's line that the
    rule stands for (``standard/lines.py``), "" for the rules of the project's own machinery. ``secret`` says that a
    finding stands for a secret, which a baseline does not hide. ``bad`` and ``good`` are the smallest examples: the
    hook, given ``args``, finds exactly this rule in the one and nothing in the other.
    """

    __slots__ = ("args", "bad", "fix", "good", "hook", "id", "reason", "secret", "section", "title")

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
        self.secret = secret

    def __repr__(self) -> str:
        return f"<Rule {self.id}>"
