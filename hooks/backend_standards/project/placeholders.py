"""Texts that a template leaves in a README for somebody to replace. Imported only where a README has a clue of one."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.project.readme import Document

_TITLES = frozenset(
    "project name|project title|your project name|name of the project|my project name|<project name>|[project name]|"
    "<project-name>|repo name|repository name|service name|app name|application name|<service name>|[service name]|"
    "[your project]|<your project>|your project|your-project-name|project-name|project_name|projectname|<name>|title|"
    "your project title|[project title]|<project title>|projektname|projekttitel|name des projekts|your service name|"
    "<service-name>|service-name|<repo-name>|<repository name>|todo: project name|todo: title".split("|")
)
"""Titles that name no project, in lower case."""
_PHRASES = re.compile(
    r"\b(?:describe (?:the|your|this) (?:project|service|app|application|repository|repo)(?: here)?\s*(?:[.:…]*$|in)"
    r"|(?:a |one )?paragraph (?:of |about )?(?:the )?project(?:'s)? description"
    r"|(?:project|service|short|brief) description (?:goes )?here"
    r"|(?:insert|add|put|write|enter) (?:a |an |the |your |some )?(?:short |brief |project )*"
    r"(?:description|summary|overview|text|name) (?:of (?:the|your|this) (?:project|service) )?(?:goes )?here"
    r"|insert (?:a |the |your )?(?:short |brief )?(?:project )?description\s*[.…]*$"
    r"|^\W*(?:a )?(?:short |brief )?(?:your )?(?:project description|description of (?:the|your) project)\s*[.…]*$"
    r"|all the boilerplate you need to create a python package"
    r"|lorem ipsum dolor"
    r"|to make it easy for you to get started with gitlab, here's a list"
    r"|choose a self-explaining name for your project"
    r"|let people know what your project can do specifically"
    r"|what things you need to install the software and how to install them"
    r"|explain how to run the automated tests for this system"
    r"|a short description about the project and/or client"
    r"|(?:hier )?(?:das )?projekt (?:hier )?beschreiben)",
    re.IGNORECASE,
)
"""What well-known templates, and people who mean to come back, leave."""
_MARKED = re.compile(
    r"^\W*(?:todo|tbd|fixme|xxx)\b\W*(?:describe|add|write|document|explain|fill|insert|complete|update this|"
    r"description|finish|beschreib)",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\{\{[-\s]{0,5}(?:cookiecutter\b|copier\b|project|repo|service|app_|name\b|package|author|description)|"
    r"\{%-?\s{0,5}(?:if|for|set) (?:cookiecutter|copier)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:todo|tbd|tba|tbc|fixme|xxx+|wip|coming soon|work in progress|to be (?:done|written|added|determined|defined|"
    r"completed|documented|filled(?: in)?)|fill (?:me |this )?in|placeholder|\.\.\.|…|under construction|ausfüllen|"
    r"folgt|noch offen)(?: (?:here|later))?",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:todo|tbd|fixme)\b\s*[:(\-\u2013]", re.IGNORECASE)
_DECORATION = " \t*_`~-+#>[]()<>!.,:;|…🚧"


def is_filler(texts: Sequence[str]) -> bool:
    """Return whether some lines hold nothing but words that say that something is missing."""
    return bool(texts) and all(_is_filler(text) for text in texts)


def _is_filler(text: str) -> bool:
    plain = text.strip(_DECORATION)
    if not plain:
        return text in ("...", "…")
    return bool(_EMPTY.fullmatch(plain) or _MARK.match(plain))


def in_document(document: Document) -> Iterator[tuple[int, str]]:
    """Yield line and text of each placeholder of a README, in order."""
    title = document.title
    for at, section in enumerate(document.sections):
        is_title = at == title
        heading = section.heading.strip().casefold()
        if (is_title and (heading in _TITLES or section.heading in ("TODO", "TBD"))) or _TEMPLATE.search(
            section.heading
        ):
            yield section.number, section.heading
        texts = [line.text for line in section.lines]
        if section.level and is_filler(texts):
            yield section.lines[0].number, texts[0]
            continue
        for line in section.lines:
            if line.is_code:
                continue
            text = _without_spans(line.text)
            if _PHRASES.search(text) or _MARKED.match(text) or _TEMPLATE.search(text):
                yield line.number, line.text


def _without_spans(text: str) -> str:
    """Return a line without what is in backticks."""
    return " ".join(text.replace("``", "`").split("`")[::2]) if "`" in text else text
