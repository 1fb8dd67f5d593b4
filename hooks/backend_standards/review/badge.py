"""A badge: the share of kept lines as an SVG, made without the network."""

from __future__ import annotations

_COLOURS = ((90, "#2e7d32"), (70, "#6b7a00"), (50, "#a15c00"), (0, "#b3261e"))
"""From which share on which colour; each is dark enough for white letters (WCAG 2, 4.5 to 1)."""
_GREY = "#555"
_LABEL = "standard"
_LETTER = 7
"""Pixels of a letter of 11 points of Verdana, on average."""
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{label}: {value}">
<title>{label}: {value}</title>
<rect width="{left}" height="20" rx="3" fill="#444"/>
<rect x="{left}" width="{right}" height="20" rx="3" fill="{colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{middle_left}" y="14">{label}</text>
<text x="{middle_right}" y="14">{value}</text>
</g>
</svg>
"""


def render(share: int | None) -> str:
    """Return the badge for a share in per cent, None if no line could be told."""
    value = "unknown" if share is None else f"{share}%"
    colour = _GREY if share is None else next(colour for least, colour in _COLOURS if share >= least)
    left, right = _LETTER * len(_LABEL) + 12, _LETTER * len(value) + 12
    return _SVG.format(
        label=_LABEL,
        value=value,
        colour=colour,
        left=left,
        right=right,
        whole=left + right,
        middle_left=left / 2,
        middle_right=left + right / 2,
    )
