"""Which files can grant too much, by their names and by a literal search.

A clean run imports it, so it imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ADMIN = "AdministratorAccess"
BROAD = ("PowerUserAccess", "IAMFullAccess")
"""AWS's own policies that grant nearly everything, or the right to grant oneself everything."""
CONSTANTS = {
    "ADMINISTRATOR_ACCESS": ADMIN,
    "POWER_USER_ACCESS": "PowerUserAccess",
    "IAM_FULL_ACCESS": "IAMFullAccess",
}
"""The same policies as Pulumi names them in Python."""
PYTHON, TERRAFORM, JSON, YAML, COMMANDS = "Python", "Terraform", "JSON", "YAML", "commands"
_TERRAFORM = (".tf", ".tofu", ".hcl", ".tfvars")
_YAML = (".yaml", ".yml")
_JSON = (".json", ".json.tpl", ".json.tftpl", ".json.tmpl", ".json.j2")
_EVERYTHING = (
    *(b'"*', b"'*", b"iam:*", b"IAM:*", b"NotAction", b"not_actions", b"notActions", b"not_action"),
    *(b"\\u002a", b"\\x2a"),
)
"""In each statement that grants too much: a star that begins a text, all of IAM, or all but some actions."""
_STATEMENTS = (b"Effect", b"effect", b"tatement")
"""In each file with a statement; the last is the end of ``statement``, ``Statement`` and ``PolicyStatement``."""


def kind(path: str) -> str:
    """Return as what a file is read; "" for one that the hook is not about."""
    name = path.rpartition("/")[2].lower()
    if name.endswith(".py"):
        return PYTHON
    if name.endswith(_TERRAFORM):
        return TERRAFORM
    if name.endswith(_JSON):
        return JSON
    if name.endswith((*_YAML, ".template")):
        return YAML
    is_script = name.endswith((".sh", ".bash", ".mk", ".just")) or name in ("makefile", "gnumakefile", "justfile")
    return COMMANDS if is_script or "jenkinsfile" in name else ""


def words(more: Sequence[str] = ()) -> list[bytes]:
    """Return the names of the policies that a run refuses; ``more`` are those that the team has added."""
    return [name.encode() for name in (ADMIN, *BROAD, *CONSTANTS, *more)]


def concerns(data: bytes, names: Sequence[bytes], *, services: bool = False) -> bool:
    """Return whether a file may break a rule: it has one of the policies' names, or a statement with a star.

    ``services`` asks for all actions of one service, too. A file with NULs may be text of UTF-16.
    """
    if b"\0" in data or any(name in data for name in names):
        return True
    stars = (*_EVERYTHING, b":*") if services else _EVERYTHING
    return any(word in data for word in _STATEMENTS) and any(star in data for star in stars)
