"""Any README, template and listing of files, given to the hook about a project's documents."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from backend_standards.check_project_docs import check
from backend_standards.project import PARTS
from backend_standards.project.readme import Document
from backend_standards.project.settings import Settings
from fuzzing import TEXTS, reported

LINES = st.sampled_from(
    [
        *("# Orders", "## Setup", "## API", "Setup", "=====", "-----", "**Usage**", "Usage:", "<h2>Setup</h2>", "<h2>"),
        *("</h2>", "```", "~~~~", "<!--", "-->", "> ## a", "    uv sync", "- [ ] tested", "- [a](#b)", "[a]: b"),
        *("Takes orders.", "TODO", "...", "TBD: x", "# Project name", "{{ cookiecutter.x }}", "Lorem ipsum dolor"),
        *("See [docs](docs/).", "See `docs/api.md`.", "[![b](c)](d)", "| GET /v1/orders |", ".. code-block:: sh"),
        *(".. include:: a.rst", ".. comment", "::", "   x", "`a <b>`_", "a_", ".. _a: b", "|a|", "", "", "\\", "---"),
        *("Dependencies are managed with uv.", "$ pytest", "Run `mypy .`", "### Checklist", "### Description"),
    ]
)
READMES = st.one_of(TEXTS, st.lists(st.one_of(LINES, LINES, TEXTS), max_size=30).map("\n".join))
NAMES = st.sampled_from(
    [
        *("README.md", "README.rst", "readme.txt", "README", "docs/README.md", "docs/api.md", "a.rst", "Makefile"),
        *(".github/x.yml", ".github/PULL_REQUEST_TEMPLATE.md", ".gitlab-ci.yml", "src/app.py", "pyproject.toml"),
        *("openapi.yaml", "package.json", ".gitlab/merge_request_templates/a.md", "x/pr_template.md", "docs/"),
    ]
)
SETTINGS = st.one_of(
    st.none(),
    st.builds(
        Settings,
        require=st.lists(st.sampled_from([*PARTS, "all", "readme"]), max_size=3),
        optional=st.lists(st.sampled_from(PARTS), max_size=2),
        roots=st.sampled_from([("",), ("docs/",), ("", "x/")]),
    ),
)


@given(st.dictionaries(NAMES, READMES, max_size=6), SETTINGS, st.booleans())
def test_any_documents(files: dict[str, str], settings: Settings | None, is_top: bool) -> None:
    contents = {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}

    findings = list(check(sorted(files), read, settings, is_top=is_top))
    reported(findings)
    for finding in findings:
        assert finding.commands or finding.note
        assert finding.exempt
    rules = {finding.rule.id for finding in findings}
    if settings is None:
        assert rules <= {"readme-placeholder", "pr-template-missing"}
        strict = {finding.rule.id for finding in check(sorted(files), read, Settings(), is_top=is_top)}
        assert rules == strict, "the clues rule nothing out that the rules would tell"


@given(READMES, st.sampled_from(["a.md", "a.rst", "a.txt"]))
def test_a_line_is_in_one_section_at_its_place(text: str, path: str) -> None:
    sections = Document(path, text).sections
    numbers = [line.number for section in sections for line in section.lines]
    assert numbers == sorted(numbers)
    assert all(0 <= section.level <= len(text) + 7 for section in sections)
