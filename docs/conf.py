"""How Sphinx builds these pages: ``make docs``, without the network, every warning an error."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools")]

import backend_standards  # noqa: E402 - from the checkout

project = "backend-standards"
version = release = backend_standards.__version__
extensions = ["myst_parser", "documentation"]
exclude_patterns = ["_build", "ci/*"]
nitpicky = True
smartquotes = False  # what is quoted is often what to type

myst_heading_anchors = 3
myst_enable_extensions = ["attrs_inline"]

html_theme = "furo"
html_title = f"backend-standards {release}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_copyright = False
html_use_index = False
html_favicon = "_static/favicon.svg"
