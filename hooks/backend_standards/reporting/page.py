"""One HTML page that needs nothing else: a table of repositories that sorts, filters and opens its rows.

The page is three files beside this module: HTML, style and script. The values go into it once, as JSON, and the script
makes text nodes of them, so no name and no message can become HTML. A policy in the page (CSP) allows its own style and
script by their hashes, and no request to anywhere. Sources: HTML, "Restrictions for contents of script elements";
"Content Security Policy Level 3".

There is no template library: with values as JSON there is nothing to template, and one place to escape.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FOLDER = os.path.dirname(__file__)


def render(data: dict[str, Any]) -> str:
    """Return the page of some values; ``page.js`` says which it reads."""
    import html
    import json

    style, script = _part("page.css"), _part("page.js")
    values = {
        "style-hash": _hash(style),
        "script-hash": _hash(script),
        "title": html.escape(data["title"]),
        "style": style,
        "script": script,
        "data": _escaped(json.dumps(data, ensure_ascii=True, separators=(",", ":"))),
    }
    page = _part("page.html")
    parts = []
    while page:
        before, _, rest = page.partition("{{")
        name, _, page = rest.partition("}}")
        parts += [before, values[name] if name else ""]
    return "".join(parts)


def _escaped(text: str) -> str:
    r"""Return JSON in which nothing can end the script element around it: ``<`` is ``\u003c``."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(text: str) -> str:
    import base64
    import hashlib

    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _part(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as stream:  # which makes one line break of CR and LF
        return stream.read()
