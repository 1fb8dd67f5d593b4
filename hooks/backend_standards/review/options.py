"""The options of ``review``; pyproject.toml takes those of a project in ``[tool.backend-standards.review]``."""

from __future__ import annotations

from backend_standards.core import Option

NAME = "review"
FORMATS = ("text", "json", "sarif", "markdown", "html", "junit")
OPTIONS = (
    Option("exempt", "except a line of the standard, with the reason: O2: OpenAPI serves", "LINE: REASON"),
    Option("require", "end with exit code 1 if one of these lines or sections is broken: S,M22", "LINES"),
    Option("fail-under", "end with exit code 1 if fewer per cent of the lines are kept", "N", single=True),
    Option(
        "against", "only what got worse since this revision left the same history", "REF", single=True, is_action=True
    ),
    Option("lines", "only these lines or sections, with every place: S,M22", "LINES", is_action=True),
    Option("explain", "say what a line asks, why, and what decides it, and end", "LINE", is_action=True),
    Option(
        "repo-list",
        "review the repositories in this file: one path or clone URL per line",
        "FILE",
        single=True,
        is_action=True,
    ),
    Option(
        "clone-dir",
        "keep their clones in this folder, and update them the next time",
        "DIR",
        single=True,
        is_action=True,
    ),
    Option("scheduler", "review the list on a Dask cluster", "ADDRESS", single=True, is_action=True),
    Option("since", "show what changed since this JSON report of many", "FILE", single=True, is_action=True),
    Option("merge", "join JSON reports of many; read no repository; may be repeated", "FILE", is_action=True),
    Option("badge", "write the share of kept lines as an SVG to this file", "FILE", single=True, is_action=True),
    Option(
        "jobs", "use this many processes; the default is one a core, on many files", "N", single=True, is_action=True
    ),
)
