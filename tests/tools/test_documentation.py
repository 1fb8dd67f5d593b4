"""The pages, and what the extension writes into them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from sphinx.errors import ExtensionError

import backend_standards
import documentation
import scenes
from backend_standards.core import configuration, rules
from backend_standards.core.rules import SHARED, Rule
from documentation import DOCS, EVERY_HOOK, ROOT

PAGES = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
HOOKS = documentation.hook_ids()
RULE = Rule(
    "a-rule",
    "forbid-env-files",
    "Fault | with a bar",
    reason="Because.",
    fix="`run this`",
    section="M1",
    bad={".env.example": "KEY=@KEY_ID@\n", "empty.env": ""},
    good={"src/app.py": "x = 1\n"},
    args=["--allow=x"],
)


def test_options_table() -> None:
    rows = documentation.options_table("forbid-env-files").splitlines()
    assert rows[:2] == ["| option | meaning |", "| --- | --- |"]
    assert rows[2].startswith("| `--allow PATTERN` | ")
    assert rows[-1].startswith("| `--no-encrypted` | ")
    assert all(row.endswith(". |") for row in rows[2:])


def test_options_of_every_hook() -> None:
    table = documentation.options_table(EVERY_HOOK)
    assert all(f"--{name}" in table for name in ("format", "output", "baseline", "update-baseline", "baseline-secrets"))


@pytest.mark.parametrize("hook", HOOKS)
def test_rules_table(hook: str) -> None:
    found = documentation.rules_of(hook)
    assert bool(found) == (hook != "backend-standards")
    rows = documentation.rules_table(hook).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [rule.id for rule in found]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert all(f"[{rule.section}](../coverage.md#{rule.section})" in row for rule, row in zip(found, rows, strict=True))


def test_what_is_not_known() -> None:
    for table in (documentation.options_table, documentation.rules_table):
        with pytest.raises(ExtensionError, match="unknown hook 'forbid-nothing'"):
            table("forbid-nothing")


def test_configuration_table() -> None:
    table = documentation.configuration_table()
    assert all(f"`[tool.backend-standards.{hook}]`" in table or hook == "backend-standards" for hook in HOOKS)
    assert "`max-header`" in table


def test_a_bar_in_a_cell() -> None:
    assert documentation.table(["a"], [["x | y"]]) == "| a |\n| --- |\n| x \\| y |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("id = @KEY_ID@", "id = AKIA…", id="known"),
        pytest.param("@SOMETHING_ELSE@", "…", id="unknown"),
        pytest.param("a@example.com @b@ x@Y", "a@example.com @b@ x@Y", id="none"),
    ],
)
def test_elided(text: str, expected: str) -> None:
    assert documentation.elided(text) == expected


def test_rule_text() -> None:
    assert documentation.rule_text(RULE) == (
        "**Fault | with a bar.** Because.\n\n"
        "**The standard, [M1](standard.md#M1).** Common Developer Mistakes (Python + AWS): Configuration & Secrets: "
        "“Committing `.env` or secrets to version control”\n\n"
        "Only with `--allow=x`.\n\n"
        "**Refused.** `.env.example`:\n\n```text\nKEY=AKIA…\n```\n\n"
        "`empty.env`, an empty file.\n\n"
        "**Allowed.** `src/app.py`:\n\n```python\nx = 1\n```\n\n"
        "**Fix.** `run this`\n\n"
        f"**Exception.** {documentation.exceptions_of('forbid-env-files')}\n"
    )


@pytest.mark.parametrize(
    ("hook", "example", "expected"),
    [
        pytest.param("check-commit-message", "wip", "**Refused.** The message:\n\n```text\nwip\n```\n", id="message"),
        pytest.param("check-branch-name", "fix/x", "**Refused.** The branch `fix/x`.\n", id="branch"),
        pytest.param("check-push", "git x\n", "**Refused.** The commands:\n\n```sh\ngit x\n```\n", id="push"),
        pytest.param("check-commit-message", "a\n```\nb", "````text\na\n```\nb\n````\n", id="a-fence-within"),
    ],
)
def test_example_that_is_a_text(hook: str, example: str, expected: str) -> None:
    rule = Rule("a-rule", hook, "", reason="Because.", fix="Do.", section="", bad=example, good="")
    text = documentation.rule_text(rule)
    assert expected in text
    assert "Allowed" not in text


def test_a_rule_of_every_hook_has_no_exception() -> None:
    rule = Rule("a-rule", SHARED, "", reason="Because.", fix="Do.", section="", bad="", good="")
    assert "**Exception.** None" in documentation.rule_text(rule)


def test_no_rule_shows_a_secret() -> None:
    for rule in rules.every().values():
        for example in (rule.bad, rule.good):
            for text in example.values() if not isinstance(example, str) else [example]:
                assert "@KEY_ID@" not in documentation.elided(text)
    assert not [text for text in documentation.ELISIONS.values() if not text.endswith("…")]


@pytest.mark.parametrize(
    ("folder", "parent", "link", "expected"),
    [
        pytest.param("", "contributing", "[x](SECURITY.md)", "[x](security.md)", id="included"),
        pytest.param("", "contributing", "[x](SECURITY.md#a-b)", "[x](security.md#a-b)", id="anchor"),
        pytest.param("", "contributing", "[x](docs/ci.md)", "[x](ci.md)", id="a-page"),
        pytest.param("benchmarks", "benchmarks", "[x](../docs/ci.md)", "[x](ci.md)", id="from-a-folder"),
        pytest.param("benchmarks", "benchmarks", "[x](cases.py)", "x", id="a-source"),
        pytest.param("", "contributing", "[`x`](Makefile)", "`x`", id="code"),
        pytest.param("", "contributing", "[x](https://example.com/a)", "[x](https://example.com/a)", id="address"),
        pytest.param("", "contributing", "[x](#below)", "[x](#below)", id="in-the-page"),
        pytest.param("", "contributing", "`[x](Makefile)`", "`[x](Makefile)`", id="not-in-code"),
        pytest.param("", "contributing", "```\n[x](Makefile)\n```", "```\n[x](Makefile)\n```", id="not-in-a-block"),
    ],
)
def test_links_of_an_included_file(folder: str, parent: str, link: str, expected: str) -> None:
    content = [link]
    documentation.rewrite_links(None, Path("..", folder, "file.md"), parent, content)
    assert content == [expected]


@pytest.mark.parametrize("hook", HOOKS)
def test_page_of_a_hook(hook: str) -> None:
    """Each page has the same parts, so that a reader finds them, and the tables of its own hook."""
    page = PAGES[f"hooks/{hook}.md"]
    headings = re.findall(r"^#+ .*$", page, re.MULTILINE)
    assert headings[0] == f"# `{hook}`"
    assert {"## Options", "## Exceptions"} <= set(headings)
    assert re.search(r"^From the standard", page, re.MULTILINE)
    assert re.findall(r"^```\{(hook-\w+)\} (\S+)$", page, re.MULTILINE) == [
        (directive, hook)
        for directive in ("hook-options", "hook-rules")
        if directive == "hook-options" or documentation.rules_of(hook)
    ]
    assert documentation.exceptions_of(hook)
    assert f"\n{hook}\n" in PAGES["hooks/index.md"], "in the table of contents"
    assert f"| `{hook}` |" in PAGES["hooks/index.md"]


@pytest.mark.parametrize("hook", HOOKS)
def test_options_that_a_page_explains(hook: str) -> None:
    """An option in the prose of a hook's page that begins a paragraph of the list below "Options" is one of it."""
    _, _, below = PAGES[f"hooks/{hook}.md"].partition("\n## Options\n")
    notes = re.findall(r"^- (.*)", below.partition("\n## ")[0], re.MULTILINE)
    known = {option.name for option in documentation.options_of(hook)}
    assert {name for note in notes for name in re.findall(r"^`--([a-z0-9-]+)", note)} <= known


def test_every_page_is_played_or_written() -> None:
    played = {name for page in PAGES.values() for name in re.findall(r"^```\{refusal\} (\S+)$", page, re.MULTILINE)}
    assert played | {"picture"} == set(scenes.SCENES)


def test_configurations_in_the_pages() -> None:
    """Each example of a configuration names this release and hooks that exist, and keeps other hooks at the commit."""
    found = 0
    for page in PAGES.values():
        for block in re.findall(r"^```yaml\n(default_install.*?)^```", page, re.MULTILINE | re.DOTALL):
            found += 1
            config = yaml.safe_load(block)
            assert config["default_install_hook_types"] == ["pre-commit", "pre-push", "commit-msg"]
            assert config["default_stages"] == ["pre-commit"]
            (repo,) = config["repos"]
            assert repo["rev"] == f"v{backend_standards.__version__}"
            assert {hook["id"] for hook in repo["hooks"]} <= set(HOOKS)
    assert found >= 2


def test_tables_of_pyproject_in_the_pages() -> None:
    """Each example of a table of ours is one that the program accepts."""
    found = 0
    for name, page in PAGES.items():
        for block in re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
            found += 1
            assert "[tool.backend-standards" in block, name
            configuration.of_hook(block.encode(), "forbid-env-files")
    assert found >= 3


def test_no_page_names_a_place_of_this_machine() -> None:
    for name, page in PAGES.items():
        assert not re.search(r"/(?:home|root|Users)/", page), name
    assert (ROOT / "docs" / "conf.py").is_file()
