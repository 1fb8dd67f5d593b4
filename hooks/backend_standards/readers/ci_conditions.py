"""The conditions of workflows: for what of a few events they certainly do not hold.

Source: GitHub's "Evaluate expressions in workflows and actions". Anything that the text alone does not decide may hold.
"""

from __future__ import annotations

import re

from backend_standards.readers.ci import AFTER, MANUAL, OTHER, PUSH, REQUEST, SCHEDULE, TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

EVENTS = {
    "push": PUSH,
    "pull_request": REQUEST,
    "pull_request_target": REQUEST,
    "merge_group": REQUEST,
    "schedule": SCHEDULE,
    "workflow_dispatch": MANUAL,
    "repository_dispatch": MANUAL,
    "workflow_run": AFTER,
    "release": TAG,
    "create": OTHER,
}
"""What starts a workflow, by the names of GitHub's events; any other is ``OTHER``."""
_NAMES = {
    PUSH: ("push",),
    TAG: ("push", "release"),
    REQUEST: ("pull_request", "pull_request_target", "merge_group"),
    SCHEDULE: ("schedule",),
    MANUAL: ("workflow_dispatch", "repository_dispatch"),
    AFTER: ("workflow_run",),
}
_LONGEST = 2_000
"""Characters of a condition that is read; a longer one may hold."""
_MOST_BRACKETS = 30
_TOKEN = re.compile(r"\s*(?:(&&|\|\||[!=]=|!|[(),])|'((?:[^']|'')*)'|([\w.*-]+(?:\[[^\]\s]*\][\w.*-]*)*)|(\S))")
"""An operator, a text in quotes, a name or number, or anything else."""


def possible(condition: str, triggers: Collection[str]) -> frozenset[str]:
    """Return those triggers for which a condition may hold, and nothing has failed before."""
    text = condition.strip()
    if text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
        text = text[3:-2].strip()
    if not text or len(text) > _LONGEST or "${{" in text or text.count("(") + text.count("!") > _MOST_BRACKETS:
        return frozenset(triggers)
    return frozenset(trigger for trigger in triggers if _Reader(text, trigger).holds() is not False)


class _Reader:
    """Evaluates a condition for one trigger: True, False, or None where the text does not decide."""

    def __init__(self, text: str, trigger: str) -> None:
        self._tokens = [(match[1], match[2], match[3]) for match in _TOKEN.finditer(text)]
        self._at = 0
        self._trigger = trigger

    def holds(self) -> bool | None:
        found = self._either()
        return found if self._at == len(self._tokens) else None

    def _next(self, *operators: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][0] in operators:
            self._at += 1
            return True
        return False

    def _either(self) -> bool | None:
        found = self._both()
        while self._next("||"):
            other = self._both()
            found = True if True in (found, other) else False if found is other is False else None
        return found

    def _both(self) -> bool | None:
        found = self._comparison()
        while self._next("&&"):
            other = self._comparison()
            found = False if False in (found, other) else True if found is other is True else None
        return found

    def _comparison(self) -> bool | None:
        left, truth = self._operand()
        for operator in ("==", "!="):
            if self._next(operator):
                right, _ = self._operand()
                is_same = self._same(left, right)
                return is_same if is_same is None or operator == "==" else not is_same
        return truth

    def _operand(self) -> tuple[str, bool | None]:
        """Return the next operand as its name or text (a text begins with a quote), and whether it is true."""
        if self._next("!"):
            _, truth = self._operand()
            return "", None if truth is None else not truth
        if self._next("("):
            truth = self._either()
            self._next(")")
            return "", truth
        if self._at == len(self._tokens):
            return "", None
        operator, quoted, name = self._tokens[self._at]
        self._at += 1
        if quoted:
            return f"'{quoted}", True
        if not name:
            return ("'", False) if not operator else ("", None)
        if self._next("("):
            return "", self._called(name.lower())
        if name.lower() in ("true", "false"):
            return f"'{name.lower()}", name.lower() == "true"
        return name.lower(), None

    def _called(self, name: str) -> bool | None:
        arguments = []
        while self._at < len(self._tokens) and not self._next(")"):
            if not self._next(","):
                arguments.append(self._operand()[0])
        if name in ("failure", "cancelled"):
            return False
        if name in ("always", "success"):
            return True
        if name == "startswith" and len(arguments) == 2 and arguments[0] == "github.ref":
            return self._is_ref(arguments[1][1:])
        return None

    def _same(self, left: str, right: str) -> bool | None:
        if left.startswith("'") and not right.startswith("'"):
            left, right = right, left
        if not right.startswith("'") or not left:
            return None
        text = right[1:].lower()
        if left.startswith("'"):
            return left[1:].lower() == text
        if left == "github.event_name" and self._trigger in _NAMES:
            names = _NAMES[self._trigger]
            return (names == (text,) or None) if text in names else False
        if left == "github.ref_type":
            return (text == "tag") if self._trigger in (PUSH, TAG) else None
        if left == "github.ref":
            return self._is_ref(text)
        if left in ("github.actor", "github.triggering_actor"):
            return False  # a check for one person, or one robot, is none for the others
        if left.endswith((".result", ".outcome", ".conclusion")) and text in ("failure", "cancelled", "skipped"):
            return False
        return None

    def _is_ref(self, beginning: str) -> bool | None:
        """Return whether the ref may be, or begin with, a text: a pull request's is none of a branch."""
        if beginning.startswith("refs/tags"):
            return None if self._trigger not in (PUSH, REQUEST) else False
        if beginning.startswith("refs/heads"):
            return False if self._trigger in (REQUEST, TAG) else None
        return False if beginning.startswith("refs/pull") and self._trigger in (PUSH, TAG) else None
