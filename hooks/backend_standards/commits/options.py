"""The options about commit messages, and the rules that they set."""

from __future__ import annotations

from backend_standards.commits import TYPES, Rules, message
from backend_standards.core import Option, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.core import Options

MESSAGES = (
    Option(
        "types", "the types that are allowed, instead of the standard's; separated by commas", "LIST", subject="commits"
    ),
    Option("extra-types", "types that are allowed in addition; separated by commas", "LIST", subject="commits"),
    Option("scopes", "the scopes that are allowed; separated by commas", "LIST", tightens=True, subject="commits"),
    Option("require-scope", "refuse a header without a scope", tightens=True, subject="commits"),
    Option(
        "require-ticket",
        "refuse a message that does not match this expression",
        "REGEX",
        single=True,
        tightens=True,
        subject="commits",
    ),
    Option("max-header", "refuse a header of more characters", "N", single=True, tightens=True, subject="commits"),
    Option("allow-vague", "allow summaries that say nothing", subject="commits"),
)
"""What a team asks of its messages, in commits and in pushes."""


def rules(options: Options) -> Rules:
    """Return the rules that the options set.

    Raises:
        Stopped: the value of an option is not valid.
    """
    types = [*(options.words("types") or TYPES), *options.words("extra-types")]
    for type_ in types:
        if message.parse(f"{type_}: x") is None:
            raise Stopped(f"option --types: {type_!r} is not a type: write letters, digits, - and _")
    limit = options.text("max-header")
    if limit and not (limit.isascii() and limit.isdigit() and int(limit[:9])):
        raise Stopped(f"option --max-header: {limit!r} is not a number of characters: write --max-header=72")
    ticket = options.text("require-ticket")
    if ticket:
        import re

        try:
            re.compile(ticket)
        except re.error as error:
            raise Stopped(f"option --require-ticket: {ticket!r} is not a regular expression: {error}") from error
    return Rules(
        types,
        options.words("scopes"),
        require_scope=options.flag("require-scope"),
        require_ticket=ticket,
        max_header=int(limit or 0),
        allow_vague=options.flag("allow-vague"),
    )
