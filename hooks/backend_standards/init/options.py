"""The options of ``init``."""

from __future__ import annotations

from backend_standards.core import Option

NAME = "init"
PARTS = ("code", "tests", "dependencies", "python", "hooks", "ci", "docker", "make", "ignore", "docs")
"""What ``--only`` and ``--skip`` choose from."""
FRAMEWORKS = ("fastapi", "flask", "lambda", "none")
MANAGERS = ("pip-tools", "uv", "poetry", "pdm")
"""The managers for which the dependencies of a new project can be written."""
SERVERS = ("github", "gitlab")
EXTRAS = ("docker", "sphinx")
"""What is written only on request."""
WITHOUT = (
    *PARTS,
    *("flake8", "ruff", "black", "mypy", "pytest", "coverage", "deptry", "gitleaks", "zizmor", "hadolint"),
    *(
        "check-jsonschema",
        "lint",
        "test",
        "build",
        "deploy",
        "audit",
        "sphinx",
        "pull-request",
        "readme",
        "env-example",
    ),
)
"""What ``--without`` knows: parts, tools, workflows and files."""
OPTIONS = (
    Option("write", "write the files; without it, only say what would be written", is_action=True),
    Option("diff", "show the changes as a unified diff", is_action=True),
    Option("only", f"plan only these parts: {', '.join(PARTS)}", "PART", is_action=True),
    Option("skip", "leave these parts out of this run", "PART", is_action=True),
    Option("with", f"write this too: {', '.join(EXTRAS)}", "NAME", is_action=True),
    Option("without", "leave this out: a part, a tool, a workflow; pyproject.toml remembers it", "NAME"),
    Option("framework", f"in place of what was seen: {', '.join(FRAMEWORKS)}", "NAME", single=True, is_action=True),
    Option("manager", f"in place of what was seen: {', '.join(MANAGERS)}", "NAME", single=True, is_action=True),
    Option("ci", f"in place of what was seen: {', '.join(SERVERS)}", "NAME", single=True, is_action=True),
    Option("source", "the folder of the code, in place of what was seen", "DIR", single=True, is_action=True),
    Option("tests", "the folder of the tests, in place of what was seen", "DIR", single=True, is_action=True),
    Option("python", "the version of Python, in place of what was seen", "X.Y", single=True, is_action=True),
    Option("repository", "where pre-commit gets this collection from", "URL", single=True, is_action=True),
)
