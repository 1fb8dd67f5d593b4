"""The findings about quality gates. Imported only if there may be one."""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt, Finding
from backend_standards.core.remedies import allow
from backend_standards.project import coverage_scope, hook_config, quality_tools, rules, switched_off
from backend_standards.project.gates import COVERAGE, MISSING, NOT_ASKED, Gates
from backend_standards.readers.marked import Items, Node, Pairs, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.project.gates import Verdict

_HOOK = "require-quality-gates"
_TOOLS = {
    "lint": (rules.LINT_NOT_CONFIGURED, "ruff, flake8, pylint or black"),
    "types": (rules.TYPES_NOT_CONFIGURED, "mypy, pyright or ty"),
    "tests": (rules.TESTS_NOT_CONFIGURED, "pytest"),
    "audit": (
        rules.AUDIT_NOT_CONFIGURED,
        "pip-audit, uv audit, safety, osv-scanner, trivy, grype, snyk, Dependabot or Renovate",
    ),
    "security": (
        rules.SECURITY_NOT_CONFIGURED,
        "ruff's rules S, bandit, semgrep, CodeQL or Sonar",
    ),
}
"""By part: its rule, and the tools of which one would do."""
_NOTES = {
    "lint": "Write a table `[tool.ruff.lint]` into pyproject.toml, and run `ruff check` in CI.",
    "types": "Write a table `[tool.mypy]` with `strict = true` into pyproject.toml, and run `mypy` in CI.",
    "tests": "Write tests/test_….py, and a table `[tool.pytest.ini_options]` into pyproject.toml.",
    "audit": "Run `pip-audit` in CI, or as a hook of pre-commit (https://github.com/pypa/pip-audit).",
    "security": 'Add "S" (the rules of bandit) to `select` of ruff, or run `bandit -r src` in CI.',
}


class _Judge:
    """Makes the findings about one root."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates

    def findings(self) -> Iterator[Finding]:
        """Yield the findings about the gates and the tools; the ignores in the files are not applied yet."""
        yield from self._coverage()
        for verdict in self._gates.verdicts():
            if verdict.state == MISSING and verdict.part != COVERAGE:
                yield self._missing_tool(verdict)
        for file in self._gates.tables:
            tops = self._gates.files.sources(file.folder) or {"src"}
            for off in switched_off.of_file(file, tops):
                if not self._is_of_an_editor(off):
                    yield self._off(file.path, off)
        for path, node in self._gates.marked.items():
            yield from self._of_marked(path, node)
        for config in self._gates.hooks:
            yield from self._sources(config)
        for path, broken, last in self._gates.broken:
            line = min(broken.line, last)  # the parser of YAML may name the line after the last one
            message = f"no tool can read the file: {broken.message}"
            note = "Correct the line that the finding names." if line else "Correct it."
            yield Finding(path, rules.UNREADABLE_TOOL_SETTINGS, message, line=line, note=note, exempt=[allow(path)])

    def _coverage(self) -> Iterator[Finding]:
        verdict = self._gates.verdicts()[0]
        if verdict.state == NOT_ASKED:
            return
        low = self._gates.least()[1]
        if verdict.state == MISSING and low:
            for each in low:
                yield Finding(
                    each.path,
                    rules.COVERAGE_BELOW_80,
                    f"the least coverage is below {self._gates.minimum} %: {each.said}",
                    line=each.line,
                    note=f"Raise it to {self._gates.minimum}, step by step if need be. `minimum` asks for less.",
                    exempt=[*(IGNORE if each.line else ()), allow(each.path)],
                    known_as="the least coverage is too low",
                )
        elif verdict.state == MISSING:
            yield Finding(
                verdict.path,
                rules.COVERAGE_GATE_MISSING,
                "nothing fails when the coverage of the tests falls: no least coverage is asked for",
                note=f"Write `fail_under = {self._gates.minimum}` below `[tool.coverage.report]` in pyproject.toml."
                " Looked at the settings of coverage.py and pytest, codecov.yml, and what CI and the tasks run.",
                exempt=[Exempt("optional", COVERAGE, words="keeps its gate elsewhere")],
            )
        for folder, settings in self._gates.folders.items():
            for hole in coverage_scope.holes(settings, self._gates.files.modules(folder)):
                yield Finding(
                    hole.path,
                    rules.COVERAGE_OMITS_SOURCE,
                    f"coverage does not measure the application: {hole.message}",
                    line=hole.line,
                    note="Leave out single files that no test can run, not the application.",
                    exempt=[*(IGNORE if hole.line else ()), allow(hole.path)],
                )

    def _missing_tool(self, verdict: Verdict) -> Finding:
        rule, tools = _TOOLS[verdict.part]
        return Finding(
            verdict.path,
            rule,
            f"{verdict.why} ({tools})",
            note=_NOTES[verdict.part],
            exempt=[Exempt("optional", verdict.part, words="checks it elsewhere")],
            known_as=verdict.why,
        )

    def _off(self, path: str, off: switched_off.Off) -> Finding:
        return Finding(
            path,
            rules.TOOL_SWITCHED_OFF,
            f"{off.tool} is configured, but switched off: {off.message}",
            line=off.line,
            note="Delete the setting, or narrow it to the modules and rules that need it.",
            exempt=[*(IGNORE if off.line else ()), allow(path)],
        )

    def _is_of_an_editor(self, off: switched_off.Off) -> bool:
        """Return whether it is pyright that is off, for editors, while another type checker is on."""
        if not off.tool.endswith("pyright"):
            return False
        hooks = (hook.id for config in self._gates.hooks for source in config.sources for hook in source.hooks)
        return quality_tools.has_type_checker_besides_pyright(self._gates.tables, hooks)

    def _of_marked(self, path: str, node: Pairs) -> Iterator[Finding]:
        folder = path[: path.rfind("/") + 1]
        settings = {name: _plain(value) for name, value in node.names()}

        def line(key: str) -> int:
            value = node.get(key)
            return value.line if value else 0

        judge = switched_off.of_pyright if path.endswith(".json") else switched_off.of_bandit
        for off in judge(settings, line, self._gates.files.sources(folder) or {"src"}):
            if not self._is_of_an_editor(off):
                yield self._off(path, off)

    def _sources(self, config: hook_config.Config) -> Iterator[Finding]:
        for source in config.sources:
            if source.moves:
                word = source.revision or ""
                said = (
                    f"rev is {word}, which is a branch"
                    if word in hook_config.BRANCHES
                    else "rev is not a tag or commit"
                )
                yield Finding(
                    source.path,
                    rules.UNPINNED_HOOK,
                    f"{source.name}: {said}" if word else f"{source.name}: rev is empty",
                    line=source.line,
                    note="Write a tag or the id of a commit; `pre-commit autoupdate --freeze` writes the newest.",
                    exempt=[*(IGNORE if source.line else ()), allow(source.path)],
                )
        tops = self._gates.files.sources(config.path[: config.path.rfind("/") + 1]) or {"src"}
        if switched_off.covers([config.exclude], tops, are_globs=False):
            off = switched_off.Off("every hook", "exclude leaves out the application", config.exclude_line)
            yield self._off(config.path, off)
        for hook in (hook for source in config.sources for hook in source.hooks):
            is_check = quality_tools.of_hook(hook.id, hook.entry, hook.arguments)
            if is_check and (switched_off.covers([hook.exclude], tops, are_globs=False) or hook.files == "^$"):
                off = switched_off.Off(f"the hook {hook.id}", "it leaves out the application", hook.line)
                yield self._off(config.path, off)


def _plain(node: Node) -> object:
    """Return a text, or a list of texts, as Python's own."""
    if isinstance(node, Items):
        return [each.text for each in node.items if isinstance(each, Text)]
    return node.text if isinstance(node, Text) else None


def findings(every: Iterable[Gates]) -> Iterator[Finding]:
    """Yield the findings about some roots, without those that a comment in its file excepts; each once."""
    from backend_standards.core.ignores import apply_ignores

    found: dict[tuple[str, int, str, str], Finding] = {}
    texts: dict[str, str] = {}
    for gates in every:
        for finding in _Judge(gates).findings():
            if gates.settings.refuses(finding.path):
                found.setdefault((finding.path, finding.line, finding.rule.id, finding.message), finding)
        texts.update(gates.texts())
    by_path: dict[str, list[Finding]] = {}
    for finding in found.values():
        by_path.setdefault(finding.path, []).append(finding)
    for path in dict.fromkeys((*by_path, *texts)):
        yield from apply_ignores(path, texts.get(path, ""), by_path.get(path, ()), _HOOK)
