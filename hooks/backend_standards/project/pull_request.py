"""What a template for pull requests asks for, beside the ideas of the standard's own.

The standard's template has a description, the changes, and a checklist of four: tested, documented, with an issue, in
the style of the code. Words decide, so a template in one's own words passes.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = """\
### Description
Briefly describe the purpose of this pull request.

### Changes Made
- Bullet point the key changes made
- Mention any new dependencies or breaking changes

### Checklist
- [ ] Code has been tested locally
- [ ] Documentation has been updated (if necessary)
- [ ] This pull request has a related issue
- [ ] I have followed the coding style guidelines
"""
"""The standard's own template."""
_IDEAS = {
    "a description": re.compile(
        r"descri|summar|\bwhat\b|\bwhy\b|purpose|context|overview|motivation|background|\babout\b|intent|problem|\bgoal|"
        r"objective|rationale|reason|beschreibung|\bwarum\b|\bwas\b|zusammenfassung|pourquoi|descripción|descrição|resum"
    ),
    "the changes": re.compile(
        r"chang|\bwhat\b|implement|\bdone\b|solution|approach|updates|modif|added|features?\b|breaking|\bdiff|proposed|"
        r"\bthis (?:pr|mr|pull request|merge request)\b|änderung|modificat|cambios|mudança|alteraç"
    ),
}
_TOPICS = {
    "tests": re.compile(r"\btest|getestet|\bqa\b|verif|probado|testad|tester"),
    "the documentation": re.compile(r"\bdoc|readme|changelog|release note|dokument|\bwiki\b"),
    "the related issue": re.compile(
        r"issue|ticket|jira|story|trello|linear\b|\btask\b|\bcard\b|\bbug\b|(?:clos|fix|resolv|relat)\w*:? *#|refs? #|"
        r"\bthis closes\b|\bwork item|vorgang|incidencia|https?://\S*/(?:issues|browse)"
    ),
    "the coding style": re.compile(
        r"styl|lint|format|convention|guideline|standards?\b|ruff|\bblack\b|flake8|pep ?8|pre-commit|code quality|"
        r"best practice|clean code|contributing|self-review|reviewed my own|type hint|typing|mypy"
    ),
}
_BOX = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]?\]", re.MULTILINE)


def is_empty(text: str) -> bool:
    """Return whether a template holds nothing."""
    return not any(char.isalnum() for char in text)


def lacks(text: str) -> Iterator[str]:
    """Yield the ideas of the standard that a template does not have, in words."""
    lowered = text.casefold()
    for idea, words in _IDEAS.items():
        if not words.search(lowered):
            yield idea
    if not (_BOX.search(text) or "checklist" in lowered or "checkliste" in lowered):
        yield "a checklist"
        return
    for topic, words in _TOPICS.items():
        if not words.search(lowered):
            yield topic
