"""The rules of a project's documents. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule
from backend_standards.project.pull_request import STANDARD

_DOCS = "check-project-docs"
_README = """\
# Orders

Takes the shop's orders and sends them to the warehouse.

## Setup

    cp .env.example .env
    uv sync

## Dependencies

`uv lock --upgrade-package NAME` updates one.

## API

See `/docs` of the running service.
"""
"""The smallest README that has all parts."""
_TEMPLATE = ".github/pull_request_template.md"
_WORKFLOW = {".github/workflows/ci.yml": "on: push\njobs: {}\n"}


def _without(heading: str) -> str:
    """Return the README without one of its sections."""
    before, _, rest = _README.partition(f"## {heading}\n")
    return before + (f"## {after}" if (after := rest.partition("\n## ")[2]) else "")


# --- check-project-docs -----------------------------------------------------------------------------

README_PLACEHOLDER = Rule(
    "readme-placeholder",
    _DOCS,
    "Placeholder of a template in a README",
    reason="The README still has the text of a template, so a reader learns nothing and no longer trusts the rest.",
    fix="Write the text, or delete the section.",
    section="P11",
    bad={"README.md": "# Project name\n\nTODO: describe the project.\n"},
    good={"README.md": "# Orders\n\nTakes the shop's orders.\n"},
)
PR_TEMPLATE_MISSING = Rule(
    "pr-template-missing",
    _DOCS,
    "No pull request template",
    reason="Without a template each author decides anew what to tell the reviewer.",
    fix="Write the standard's template to the place that your forge reads, or one in your own words.",
    section="G22",
    bad=_WORKFLOW,
    good={**_WORKFLOW, _TEMPLATE: STANDARD},
)
README_NO_PURPOSE = Rule(
    "readme-no-purpose",
    _DOCS,
    "README that does not say what the project is for",
    reason="Whoever is on call, or new, has to read the code to learn what the service does.",
    fix="Write a sentence below the title: what the service does, and for whom.",
    section="O4",
    args=("--require=readme",),
    bad={"README.md": _README.replace("Takes the shop's orders and sends them to the warehouse.\n", "")},
    good={"README.md": _README},
)
README_NO_SETUP = Rule(
    "readme-no-setup",
    _DOCS,
    "README without instructions for the setup",
    reason="A new developer cannot start the service, or starts it in a way of their own.",
    fix="Write a section Setup: the commands, and the variables of the environment.",
    section="O5",
    args=("--require=readme",),
    bad={"README.md": _without("Setup")},
    good={"README.md": _README},
)
README_NO_DEPENDENCIES = Rule(
    "readme-no-dependencies",
    _DOCS,
    "README that does not say how dependencies are managed",
    reason="People who do not know which tool writes the lock file edit it by hand, or pin in the wrong place.",
    fix="Write a section Dependencies: how one is added, updated and locked.",
    section="O6",
    args=("--require=readme",),
    bad={"README.md": _without("Dependencies")},
    good={"README.md": _README},
)
README_NO_API = Rule(
    "readme-no-api",
    _DOCS,
    "README without the API, or a link to it",
    reason="Those who call the service have to guess the address of its documentation.",
    fix="Write a section API: the endpoints, or a link to the generated documentation, such as `/docs`.",
    section="O7",
    args=("--require=readme",),
    bad={"README.md": _without("API"), "src/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
    good={"README.md": _README, "src/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
)
PR_TEMPLATE_INCOMPLETE = Rule(
    "pr-template-incomplete",
    _DOCS,
    "Pull request template that lacks points of the standard's template",
    reason="What the template does not ask for is forgotten first: the tests, the documentation, the issue.",
    fix="Add what is missing, in your own words.",
    section="G22",
    args=("--require=pr-template-parts",),
    bad={_TEMPLATE: "### Description\n\n### Changes Made\n"},
    good={_TEMPLATE: STANDARD},
)
COMMANDS_UNDOCUMENTED = Rule(
    "commands-undocumented",
    _DOCS,
    "No Makefile or justfile that documents the commands",
    reason="If the commands are not written down, each developer runs other ones, and so does CI.",
    fix="Write a Makefile or justfile with a target for each: lint, type check, test, build.",
    section="I7",
    args=("--require=commands",),
    bad={"README.md": "# Orders\n\nTakes orders. Run `pytest`, `mypy .` and `docker build .` by hand.\n"},
    good={
        "README.md": "# Orders\n\nTakes orders. Run `make test`.\n",
        "Makefile": "test:  ## run the tests\n\tpytest\n",
    },
)

RULES = (
    README_PLACEHOLDER,
    PR_TEMPLATE_MISSING,
    README_NO_PURPOSE,
    README_NO_SETUP,
    README_NO_DEPENDENCIES,
    README_NO_API,
    PR_TEMPLATE_INCOMPLETE,
    COMMANDS_UNDOCUMENTED,
)
"""All of them, in the order in which the docs show them."""
