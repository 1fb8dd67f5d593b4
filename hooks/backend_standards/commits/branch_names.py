"""What is wrong with a branch's name, and a better one; imported only for a name that is not plainly in order."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHERS = "-._"
# What people write for the standard's three.
_ALIASES = {
    "bugfix": ("bug", "bugs", "bug-fix", "bug_fix", "bugfixes", "fix", "fixes"),
    "feature": ("feat", "features", "feats", "ft", "task", "tasks", "story", "enhancement"),
    "hotfix": ("hot", "hot-fix", "hot_fix", "hotfixes", "patch"),
}
_UNNAMED = "name-of-the-change"


def problem(branch: str, prefixes: Sequence[str]) -> str:
    """Return what is wrong with a name, or ""."""
    if reason := git_refuses(branch):
        return f"git itself refuses the name: {reason}"
    prefix = next((each for each in prefixes if branch.startswith(each + "/")), None)
    if prefix is None:
        return f"does not begin with {_either([each + '/' for each in prefixes])}"
    rest = branch[len(prefix) + 1 :]
    for char in rest:
        if char != "/" and not _may_stand(char):
            return f"holds {_name(char)}; letters, digits, -, . and _ may stand behind {prefix}/"
    for part in rest.split("/"):
        if not any(map(str.isalnum, part)):
            return f"has the part {part!r} without a letter or digit"
    return ""


def git_refuses(branch: str) -> str:
    """Return why git takes no branch of this name, or "".

    Source: git-check-ref-format(1), its rules 1 to 10 and those of ``--branch``.
    """
    for char in branch:
        if char < " " or char in "\x7f ~^:?*[\\":
            return f"it holds {_name(char)}"
    for text in ("..", "@{", "//"):
        if text in branch:
            return f"it holds {text}"
    if not branch or branch.startswith(("/", "-")) or branch.endswith(("/", ".")):
        return "it begins with / or -, or ends in / or ., or is empty"
    if branch in ("HEAD", "@"):
        return f"{branch} means the current commit"
    for part in branch.split("/"):
        if part.startswith(".") or part.endswith(".lock"):
            return "a part begins with . or ends in .lock"
    return ""


def proposal(branch: str, prefixes: Sequence[str]) -> str:
    """Return a valid name that is as near to the given one as can be."""
    prefix, rest = _divide(branch, prefixes)
    parts = [_cleaned(part) for part in rest.split("/")]
    return f"{prefix}/{'/'.join(filter(None, parts)) or _UNNAMED}"


def _divide(branch: str, prefixes: Sequence[str]) -> tuple[str, str]:
    """Return the prefix that is meant, and the rest."""
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
    """Return a part with only what may stand in one, or ""."""
    kept = "".join(char if _may_stand(char) else "-" for char in part)
    for char in "-.":
        while char * 2 in kept:
            kept = kept.replace(char * 2, char)
    kept = kept.strip(_OTHERS)
    while kept.endswith(".lock"):
        kept = kept.removesuffix(".lock").strip(_OTHERS)
    return kept if any(map(str.isalnum, kept)) else ""


def _may_stand(char: str) -> bool:
    """Return whether a character may stand in a part; marks belong to the letters of many scripts."""
    return char.isalnum() or char in _OTHERS or unicodedata.category(char)[0] == "M"


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
