"""Requirements as pip reads them, and what is wrong with them. Private: no API.

Here are the words that the modules share. Each clean run imports this module, so it imports nearly nothing.
"""

from __future__ import annotations

from backend_standards.locks import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend_standards.core.rules import Rule

VERSION = "VERSION"
"""What a note writes for a version that is not known."""
FLOATING = ("latest", "newest", "current", "stable", "master", "main", "head", "trunk", "any")
"""Words that people write for the newest version."""
LONGEST = 200
"""Characters of a requirement that is judged without ``packaging``; a longer one is rare, and may take longer."""


class Problem:
    """What is wrong with a requirement. No text holds a part of a URL, or of a word that is not a package's name."""

    __slots__ = ("message", "note", "rule", "subject")

    def __init__(self, subject: str, rule: Rule, message: str, note: str = "") -> None:
        self.subject = subject
        """The package's name as written, or ""."""
        self.rule = rule
        self.message = message
        self.note = note
        """What to do about it, in full sentences."""


class Requirement:
    """One requirement as far as pinning goes.

    ``name`` is normalised, ``version`` that of an exact pin; either may be "". ``marker`` is its text. ``problem`` says
    why it is not pinned, or is None. ``kind`` is ``index``, ``url``, ``vcs``, ``path``, or ``unknown`` for a text that
    pip cannot read; ``hashed`` says that a URL holds its hash.
    """

    __slots__ = ("hashed", "kind", "marker", "name", "problem", "specifier", "version")

    def __init__(
        self, name: str, version: str = "", marker: str = "", problem: Problem | None = None, kind: str = "index"
    ) -> None:
        self.name = name
        self.version = version
        self.marker = marker
        self.problem = problem
        self.kind = kind
        self.specifier = ""
        """The version specifiers of a range, separated by commas."""
        self.hashed = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """A key that two requirements of one name share if they ask for the same."""
        return self.kind, self.version, self.specifier, self.marker

    @property
    def marker_key(self) -> str:
        """The marker without its spaces, and with quotes of one kind."""
        return "".join(self.marker.split()).replace("'", '"')


class Policy:
    """What a team asks for: names that may stay unpinned, hashes for all, only one index.

    ``images`` and ``commands`` say whether files that are no requirements are read for the one and for the other.
    """

    __slots__ = ("allow", "commands", "forbid_extra_index", "images", "require_hashes")

    def __init__(
        self,
        allow: Iterable[str] = (),
        *,
        require_hashes: bool = False,
        forbid_extra_index: bool = False,
        images: bool = False,
        commands: bool = True,
    ) -> None:
        self.allow = frozenset(map(normal, allow))
        self.require_hashes = require_hashes
        self.forbid_extra_index = forbid_extra_index
        self.images = images
        self.commands = commands

    def allows(self, problem: Problem) -> bool:
        """Return whether a problem is that a package is not pinned, and the team allows that."""
        return bool(self.allow) and normal(problem.subject) in self.allow and problem.rule.id.startswith("unpinned-")


def has_variable(text: str) -> bool:
    """Return whether a text holds ``${NAME}``, which pip fills in from the environment."""
    at = text.find("${")
    while at >= 0:
        end = text.find("}", at, at + LONGEST)
        name = text[at + 2 : max(end, 0)].replace("_", "A")
        if name.isascii() and name.isalnum() and name == name.upper():
            return True
        at = text.find("${", at + 2)
    return False


def is_archive(path: str) -> bool:
    """Return whether a file name has the ending of an archive that pip installs."""
    ends = (".zip", ".whl", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz")
    return path.lower().endswith((*ends, ".tar.lzma"))


def is_version(text: str) -> bool:
    """Return whether a text is a version in the normal form of PyPA's "Version specifiers", or that after a ``v``."""
    if text.replace(".", "0").isdigit():
        return ".." not in text and text[0] != "." and text[-1] != "."
    text, plus, local = text.removeprefix("v").partition("+")
    if plus and not all(part.isalnum() for part in local.split(".")):
        return False
    epoch, mark, release = text.partition("!")
    if mark and not epoch.isdigit():
        return False
    parts = (release if mark else text).split(".")
    for tag in ("dev", "post"):
        if len(parts) > 1 and parts[-1].startswith(tag) and parts[-1][len(tag) :].isdigit():
            parts.pop()
    for tag in ("a", "b", "rc"):
        head, found, number = parts[-1].partition(tag)
        if found and number.isdigit():
            parts[-1] = head
            break
    return all(part.isdigit() for part in parts)
