"""Draw the README's picture: ``make picture`` writes the output of a real refusal to ``docs/refusal.svg``.

rich makes the drawing. Its own frame loads a font from a server, so this module has a plainer frame: the reader's
monospace font, and a dark terminal, which is readable on a light page and on a dark one.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import scenes

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "refusal.svg"
SCENE = "picture"
WIDTH = 104
"""Columns of the terminal; longer lines wrap."""
_BAR = 32  # pixels
_TITLE = "A commit with an AWS key and a .env file is refused, with the commands that fix it"
_BACKGROUND, _FOREGROUND, _RED, _GREEN, _DIM = (
    (24, 26, 31),
    (214, 218, 224),
    (220, 80, 88),
    (152, 195, 121),
    (128, 134, 145),
)
_THEME = TerminalTheme(
    _BACKGROUND, _FOREGROUND, [_BACKGROUND, _RED, _GREEN, *[_FOREGROUND] * 5], [_DIM, _RED, _GREEN, *[_FOREGROUND] * 5]
)
_FRAME = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="TITLE">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
    font-variant-east-asian: full-width;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect fill="#181a1f" width="100%" height="100%" rx="8"/>
<g transform="translate({terminal_x}, {terminal_x})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def draw(transcript: str) -> str:
    """Return a picture of a terminal with this text, as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", legacy_windows=False)
    console.print(Text.from_ansi(transcript.rstrip()), soft_wrap=False)
    frame = _FRAME.replace("TITLE", _TITLE)
    text = console.export_svg(title=_TITLE, theme=_THEME, code_format=frame, unique_id="refusal")
    text = re.sub(r'(viewBox="0 0 \S+) ([\d.]+)', _without_bar, text, count=1)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def _without_bar(match: re.Match[str]) -> str:
    """Return the size of rich's picture without the title bar, which this frame does not have."""
    return f"{match[1]} {float(match[2]) - _BAR:.1f}"


def shown(picture: str) -> str:
    """Return the text in a picture without spaces, to compare it whatever the drawing looks like."""
    text = re.sub(r"<[^>]*>", "", picture.partition('-matrix">')[2])
    return re.sub(r"\s|&#160;", "", text)


if __name__ == "__main__":
    PICTURE.write_text(draw(scenes.play(SCENE)), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote docs/{PICTURE.name}\n")
