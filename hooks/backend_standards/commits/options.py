"""The options of the hooks that judge commit messages, and the rules that they ask for."""

from __future__ import annotations

from backend_standards.commits import message
from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards import _hook


def rules(options: _hook.Options) -> message.Rules:
    """Return the rules that ``--types`` and the other options ask for.

    Raises:
        Stopped: a value that cannot be.
    """
    types = [*(options.words("types") or message.TYPES), *options.words("extra-types")]
    for type_ in types:
        if message.parse(f"{type_}: x") is None:
            raise Stopped(f"option --types: {type_!r} cannot be a type: write letters, digits, - and _")
    limit = options.text("max-header")
    if limit and not (limit.isascii() and limit.isdigit() and int(limit[:9])):
        raise Stopped(f"option --max-header: {limit!r} is no number of characters: write --max-header=72")
    ticket = options.text("require-ticket")
    if ticket:
        import re

        try:
            re.compile(ticket)
        except re.error as error:
            raise Stopped(f"option --require-ticket: {ticket!r} is no regular expression: {error}") from error
    return message.Rules(
        types,
        options.words("scopes"),
        require_scope=options.flag("require-scope"),
        require_ticket=ticket,
        max_header=int(limit or 0),
        allow_vague=options.flag("allow-vague"),
    )
