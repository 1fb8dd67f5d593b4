"""The words of a project's documents: the parts that the standard asks for. Private: no API."""

from __future__ import annotations

README_PARTS = ("purpose", "setup", "dependencies", "api")
"""What a README should include, in the standard's order."""
TEMPLATE, TEMPLATE_PARTS, COMMANDS = "pr-template", "pr-template-parts", "commands"
PARTS = (*README_PARTS, TEMPLATE, TEMPLATE_PARTS, COMMANDS)
"""Everything that the options can require, or except."""
GROUPS = {"readme": README_PARTS, "all": PARTS}
"""Names for several parts. They are asked for where they apply; a part that is named by itself is always asked for."""
