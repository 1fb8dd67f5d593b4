"""A Sphinx extension: the pages' tables, rules and refusals come from the program, at build time.

So a new rule is in the documentation as soon as it is in a ``rules.py``, and no page is out of date. The directives:

- ``{hook-options} HOOK``: the table of a hook's options; for ``every-hook``, the options that all hooks have.
- ``{hook-rules} HOOK``: the table of a hook's rules, with the lines of the standard that each decides.
- ``{all-rules}``: every rule with its reason, examples, fix and exception, each with its own anchor.
- ``{coverage}``: what decides each line of the standard, by section; ``{coverage-tally}``: how many lines.
- ``{configuration-tables}``: which table of ``pyproject.toml`` has which keys.
- ``{refusal} SCENE``: the input and output of a scene of ``scenes.py``, which runs at build time.

Code that is the name of a rule or a hook, such as ``env-file``, becomes a link to it. A link in an included file of
the repository leads to the page that includes its target.
"""

from __future__ import annotations

import functools
import importlib
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

import decided
import scenes
from backend_standards.core import OF_EVERY_HOOK, rules
from backend_standards.core.rules import SHARED, Rule
from backend_standards.standard.table import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from backend_standards.core import Option

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
EVERY_HOOK = "every-hook"
"""In place of a hook's id: the options or rules that all hooks have."""
RULES_PAGE = "rules"
PAGES = {
    "README.md": "index",
    "CHANGELOG.md": "changelog",
    "CONTRIBUTING.md": "contributing",
    "SECURITY.md": "security",
    "benchmarks/README.md": "benchmarks",
}
"""The page of each file of the repository outside docs/ that has one."""
ELISIONS = {
    "KEY_ID": "AKIA…",
    "SESSION_TOKEN": "IQoJ…",
    "GITHUB": "ghp_…",
    "GITLAB": "glpat-…",
    "SLACK": "xoxb-…",
    "SLACK_HOOK": "https://hooks.slack.com/services/…",
    "STRIPE": "sk_live_…",
    "GOOGLE": "AIza…",
    "SENDGRID": "SG.…",
    "OPENAI": "sk-proj-…",
    "ANTHROPIC": "sk-ant-…",
    "NPM": "npm_…",
    "PYPI": "pypi-…",
    "JWT": "eyJ…",
}
"""The text for each placeholder of an example: it shows the kind, and never looks like a whole key."""
COMMAND = "backend-standards"
BASELINE_KEYS = ("baseline", "baseline-secrets")
"""The options of every hook that ``pyproject.toml`` may set."""
NO_KEYS = {option.name for option in OF_EVERY_HOOK} - {*BASELINE_KEYS}
_RULES_HEAD = ("rule", "what is wrong", "why it is refused")
_ANCHOR = re.compile(r'<a id="([\w.-]+)">')
_PLACEHOLDER = re.compile(r"@([A-Z][A-Z0-9_]*)@")
_LANGUAGES = {
    ".cfg": "ini", ".ini": "ini", ".json": "json", ".lock": "toml", ".py": "python", ".sh": "sh", ".tf": "terraform",
    ".toml": "toml", ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_KINDS = {"check-commit-message": "The message", "check-push": "The commands"}
_LINK_OR_CODE = re.compile(
    r"^```.*?^```|(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)|`[^`\n]+`", re.MULTILINE | re.DOTALL
)


@functools.cache
def hook_ids() -> tuple[str, ...]:
    """Return the ids of all hooks, in the manifest's order."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return tuple(entry["id"] for entry in manifest)


def options_of(hook: str) -> Sequence[Option]:
    """Return the options of a hook from its module."""
    if hook == EVERY_HOOK:
        return OF_EVERY_HOOK
    if hook not in hook_ids():
        raise ExtensionError(f"unknown hook {hook!r}")
    return cast("Sequence[Option]", importlib.import_module(f"backend_standards.{hook.replace('-', '_')}").OPTIONS)


def rules_of(hook: str) -> list[Rule]:
    """Return the rules of a hook; for ``every-hook``, the rules that all hooks have."""
    if hook != EVERY_HOOK and hook not in hook_ids():
        raise ExtensionError(f"unknown hook {hook!r}")
    owner = SHARED if hook == EVERY_HOOK else hook
    return [rule for rule in rules.every().values() if rule.hook == owner]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def options_table(hook: str) -> str:
    """Return the table of a hook's options in Markdown."""
    return table(("option", "meaning"), ((_spelt(option), _sentence(option.purpose)) for option in options_of(hook)))


def _spelt(option: Option) -> str:
    return " or ".join(f"`--{name} {option.metavar}".rstrip() + "`" for name in (option.name, *option.also))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def rules_table(hook: str) -> str:
    """Return the table of a hook's rules in Markdown; their names become links."""
    if hook == EVERY_HOOK:  # whose rules are about exceptions, and decide no line
        return table(_RULES_HEAD, ((f"`{rule.id}`", rule.title, rule.reason) for rule in rules_of(hook)))
    rows = (
        (f"`{rule.id}`", rule.title, rule.reason, decided.lines_of(rule, "../coverage.md")) for rule in rules_of(hook)
    )
    return table((*_RULES_HEAD, "line"), rows)


def configuration_table() -> str:
    """Return the table of the tables and keys of ``pyproject.toml``, in Markdown; shared tables come first."""
    settings = {hook: [option for option in options_of(hook) if not option.is_action] for hook in hook_ids()}
    shared: dict[str, dict[str, list[str]]] = {}
    for hook, options in settings.items():
        for option in options:
            if option.subject:
                shared.setdefault(option.subject, {}).setdefault(option.name, []).append(hook)
    general = [option.name for option in (*OF_EVERY_HOOK, *settings.pop(COMMAND)) if option.name not in NO_KEYS]
    note = f"the command `backend-standards`, as a hook too; {_names(BASELINE_KEYS)}: every hook"
    rows = [("`[tool.backend-standards]`", _names(general), note)]
    for subject, keys in shared.items():
        readers = dict.fromkeys(hook for hooks in keys.values() for hook in hooks)
        rows.append((f"`[tool.backend-standards.{subject}]`", _names(keys), _names(readers)))
    for hook, options in settings.items():
        rows.append((f"`[tool.backend-standards.{hook}]`", _names(option.name for option in options), f"`{hook}`"))
    return table(("table", "keys", "read by"), rows)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def elided(text: str) -> str:
    """Return an example with a short text in place of each fake secret."""
    return _PLACEHOLDER.sub(lambda match: ELISIONS.get(match[1], "…"), text)


@functools.cache
def exceptions_of(hook: str) -> str:
    """Return the first paragraph of the section "Exceptions" on a hook's page."""
    text = (DOCS / "hooks" / f"{hook}.md").read_text(encoding="utf-8")
    match = re.search(r"^## Exceptions\n\n(.+?)(?=\n\n|\n*\Z)", text, re.MULTILINE | re.DOTALL)
    if not match:
        raise ExtensionError(f"docs/hooks/{hook}.md has no section 'Exceptions'")
    return match[1]


def rule_text(rule: Rule) -> str:
    """Return the text about a rule for the page of all rules, in Markdown."""
    parts = [f"**{rule.title}.** {rule.reason}\n" if rule.title else f"{rule.reason}\n"]
    if line := ROWS.get(rule.section):
        parts.append(f"**The standard, [{line.id}](standard.md#{line.id}).** {line.section}: “{line.text}”\n")
    if not rule.by_default:
        parts.append(f"Only with `{' '.join(rule.args)}`.\n")
    parts += [*_example("Refused", rule, rule.bad), *_example("Allowed", rule, rule.good)]
    parts.append(f"**Fix.** {rule.fix}\n")
    if rule.hook == SHARED:
        parts.append("**Exception.** None: this finding is about an exception.\n")
    else:
        parts.append(f"**Exception.** {exceptions_of(rule.hook)}\n")
    return "\n".join(parts)


def _example(verdict: str, rule: Rule, example: Mapping[str, str] | str) -> Iterator[str]:
    if isinstance(example, str):
        if example and rule.hook == "check-branch-name":
            yield f"**{verdict}.** The branch `{example}`.\n"
        elif example:
            kind = _KINDS.get(rule.hook, "The text")
            yield f"**{verdict}.** {kind}:\n"
            yield _code(elided(example), "sh" if rule.hook == "check-push" else "text")
        return
    for at, (path, text) in enumerate(example.items()):
        words = "" if elided(text).strip() else ", an empty file"
        yield f"{'' if at else f'**{verdict}.** '}`{path}`{words}{':' if not words else '.'}\n"
        if not words:
            yield _code(elided(text), _LANGUAGES.get(posixpath.splitext(path)[1], "text"))


def _code(text: str, language: str) -> str:
    """Return a block of code. Code with an elision is plain text, because it is not valid syntax."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", text)), 3)
    language = "text" if "…" in text else language
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


class Generated(SphinxDirective):
    """A directive that generates Markdown."""

    required_arguments = 0
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the Markdown."""
        return self.parsed(self.markdown())

    def markdown(self) -> str:
        """Return the Markdown."""
        raise NotImplementedError

    def parsed(self, text: str) -> list[nodes.Node]:
        """Return the nodes of a text in Markdown without headings."""
        return self.parse_text_to_nodes(text)


class HookOptions(Generated):
    """The table of a hook's options."""

    required_arguments = 1
    optional_arguments = 0

    def markdown(self) -> str:
        """Return the table."""
        return options_table(self.arguments[0])


class HookRules(HookOptions):
    """The table of a hook's rules."""

    def markdown(self) -> str:
        """Return the table."""
        return rules_table(self.arguments[0])


class ConfigurationTables(Generated):
    """The tables of ``pyproject.toml`` and their keys."""

    def markdown(self) -> str:
        """Return the table."""
        return configuration_table()


class Coverage(Generated):
    """What decides each line of the standard, in a section for each of the standard's."""

    def run(self) -> list[nodes.Node]:
        """Return a section with a table for each section of the standard."""
        found: list[nodes.Node] = []
        for title, rows in decided.sections().items():
            above = _section(self, f"of-{nodes.make_id(title)}", title)
            above += self.parsed(
                table(("line", "the standard", "what decides it", "how surely"), map(decided.cells, rows))
            )
            found.append(above)
        return [*self.parsed(decided.without_line()), *found]


class CoverageTally(Generated):
    """How many lines each kind decides."""

    def markdown(self) -> str:
        """Return the sentence of the README."""
        return decided.sentence()


class AllRules(Generated):
    """All rules by hook, each with its own anchor."""

    def run(self) -> list[nodes.Node]:
        """Return a section per hook, with a section per rule in it."""
        found: list[nodes.Node] = []
        for hook in (*hook_ids(), EVERY_HOOK):
            if rules_of(hook):
                heading = "every hook" if hook == EVERY_HOOK else hook
                above = _section(self, f"of-{hook}", nodes.literal("", heading) if hook != EVERY_HOOK else heading)
                for rule in rules_of(hook):
                    below = _section(self, rule.id, nodes.literal("", rule.id))
                    below += self.parsed(rule_text(rule))
                    above += below
                found.append(above)
        return found


def _section(directive: SphinxDirective, anchor: str, title: nodes.Node | str) -> nodes.section:
    """Return a section with an anchor."""
    heading = nodes.title("", "", title if isinstance(title, nodes.Node) else nodes.Text(title))
    section = nodes.section("", heading, ids=[anchor], names=[anchor])
    directive.state.document.note_explicit_target(section, section)
    return section


class Refusal(SphinxDirective):
    """The input and output of a scene."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Run the scene and return its transcript as a block of code."""
        name = self.arguments[0]
        if name not in scenes.SCENES:
            raise ExtensionError(f"unknown scene {name!r}: tools/scenes.py does not have it")
        text = scenes.play(name).rstrip()
        classes = [] if "├" in text else ["refusal"]  # this class wraps lines, which would destroy a drawing
        return [nodes.literal_block(text, text, language="console", classes=classes)]


class NamesAsLinks(SphinxPostTransform):
    """Turns code that is the name of a rule or a hook into a link, except in headings, links and its own section."""

    default_priority = 500

    def run(self, **_kwargs: Any) -> None:
        """Put a link around each name."""
        here = self.env.docname
        for code in list(self.document.findall(nodes.literal)):
            name = code.astext()
            page = f"hooks/{name}" if name in hook_ids() else RULES_PAGE if name in rules.every() else ""
            anchor = "" if name in hook_ids() else f"#{name}"
            is_at_home = page == here and (not anchor or _is_in_section(code, name))
            if page and not is_at_home and not _is_within(code, nodes.title, nodes.reference, addnodes.pending_xref):
                link = nodes.reference("", "", code.deepcopy(), internal=True)
                link["refuri"] = self.app.builder.get_relative_uri(here, page) + anchor
                code.replace_self(link)


def _is_within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    above: nodes.Node | None = node.parent
    while above is not None:
        if isinstance(above, kinds):
            return True
        above = above.parent
    return False


def _is_in_section(node: nodes.Node, anchor: str) -> bool:
    above: nodes.Node | None = node.parent
    while above is not None:
        if isinstance(above, nodes.section) and anchor in above["ids"]:
            return True
        above = above.parent
    return False


def _record_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Let pages link to the ``<a id="..."></a>`` of another one, as in ``standard.md#G1``.

    MyST resolves these links only to headings and to its own targets, which a forge shows as text. So this adds the ids
    in the HTML to the headings that MyST has recorded for the page.
    """
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        for name in _ANCHOR.findall(raw.astext()):
            known[name] = (raw.line or 0, name, "")


def rewrite_links(_app: Sphinx | None, path: Path, parent: str, content: list[str]) -> None:
    """Point the links of an included file to pages. A link to a file without a page becomes plain text."""
    folder = posixpath.dirname((DOCS / path).resolve().relative_to(ROOT).as_posix())
    content[0] = _LINK_OR_CODE.sub(lambda match: _link(match, folder, parent), content[0])


def _link(match: re.Match[str], folder: str, parent: str) -> str:
    image, text, target = match.groups()
    if not target or image or re.match(r"[a-z]+:|#", target):
        return match[0]
    path, hash_, anchor = target.partition("#")
    path = posixpath.normpath(posixpath.join(folder, path))
    page = f"docs/{PAGES[path]}.md" if path in PAGES else path
    if not page.startswith("docs/"):
        return text
    return f"[{text}]({posixpath.relpath(page, posixpath.join('docs', posixpath.dirname(parent)))}{hash_}{anchor})"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives."""
    app.add_directive("hook-options", HookOptions)
    app.add_directive("hook-rules", HookRules)
    app.add_directive("all-rules", AllRules)
    app.add_directive("coverage", Coverage)
    app.add_directive("coverage-tally", CoverageTally)
    app.add_directive("configuration-tables", ConfigurationTables)
    app.add_directive("refusal", Refusal)
    app.add_post_transform(NamesAsLinks)
    app.connect("doctree-read", _record_anchors)
    app.connect("include-read", rewrite_links)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
