"""Any settings of tools, hooks, tasks and workflows, given to the hook about quality gates."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from backend_standards.project import coverage_gate, gate_findings, gates, switched_off
from backend_standards.project.gate_settings import PARTS, Settings
from backend_standards.require_quality_gates import check
from fuzzing import TEXTS, reported

LINES = st.sampled_from(
    [
        *("[tool.coverage.report]", "[tool.coverage.run]", "[report]", "[coverage:report]", "fail_under = 60", "[tool.ruff]"),
        *("fail_under = '$X'", "omit = ['src/*', '*/a?']", "omit = src/*", "[tool.pytest.ini_options]", "[pytest]", "[tool]"),
        *("addopts = '--cov --cov-fail-under=70'", "addopts = --cov", "  --cov-fail-under=90", "[tool:pytest]", "[tool.mypy]"),
        *("ignore_errors = true", "exclude = ['src', '^(a|b)/']", "exclude = src|(", "[[tool.mypy.overrides]]", "[mypy-*]"),
        *("module = ['*']", "select = []", "[lint]", "[tool.ruff.lint.per-file-ignores]", "'src/**' = ['ALL']", "[flake8]"),
        *("repos:", "- repo: local", "- repo: https://x.org/a", "  rev: main", "  hooks: [{id: mypy, exclude: ^src/}]", "[[repos]]"),
        *("rev = 'main'", "repo = 'x'", "coverage: {status: {project: {default: {target: 70%}}}}", "on: push", "jobs:", "  a:"),
        *("    steps:", "    - run: pytest --cov-fail-under=50 || true", "    - uses: a/b@v1", "test:", "\tcoverage report --fail-under=$(M)"),
        *("M = 9", "x = 1", "[", "]", "{", "a: &b [*b]", "# standards: ignore[tool-switched-off] x", "tool = 1", "[tool]\nruff = 3"),
        *("coverage = 1", "[tool.coverage]", "report = 5", "run = {omit = 3}", "[tool.pytest]", "lint = 7", "repos: {a: b}", "tool.mypy = []"),
        *("updates:", "- package-ecosystem: pip", '{"exclude": ["src"], "strict": 3}', '{"enabled": false', "", "", "  "),
    ]
)  # fmt: skip
CONTENTS = st.one_of(TEXTS, st.lists(st.one_of(LINES, LINES, LINES, TEXTS), max_size=20).map("\n".join))
NAMES = st.sampled_from(
    [
        *("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "pytest.toml", ".coveragerc", ".coveragerc.toml", "mypy.ini"),
        *("ruff.toml", "a/pyproject.toml", ".flake8", ".pylintrc", ".bandit", "bandit.yaml", "ty.toml", "pyrightconfig.json"),
        *("codecov.yml", ".pre-commit-config.yaml", "prek.toml", ".github/workflows/a.yml", ".gitlab-ci.yml", "Makefile"),
        *("noxfile.py", "package.json", "scripts/x.sh", "renovate.json", ".github/dependabot.yml", "src/main.py", "a/b.py"),
        *("tests/test_a.py", "Pipfile", "justfile", "{{x}}/ruff.toml"),
    ]
)  # fmt: skip
SETTINGS = st.one_of(
    st.none(),
    st.builds(
        Settings,
        minimum=st.sampled_from([0, 80, 100]),
        optional=st.lists(st.sampled_from(PARTS), max_size=3),
        roots=st.sampled_from([("",), ("a/",), ("", "a/")]),
    ),
)


@given(st.dictionaries(NAMES, CONTENTS, max_size=6), SETTINGS)
def test_any_settings(files: dict[str, str], settings: Settings | None) -> None:
    contents = {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}

    findings = list(check(sorted(files), read, settings))
    reported(findings)
    for finding in findings:
        assert finding.note or finding.rule.hook != "require-quality-gates"
        assert finding.exempt or finding.rule.hook != "require-quality-gates"
        assert finding.line <= files.get(finding.path, "").count("\n") + files.get(finding.path, "").count("\r") + 1
    chosen = settings or Settings()
    every = [gates.Gates(sorted(files), read, chosen, root) for root in chosen.roots]
    if all(each.is_clean for each in every):
        assert not list(gate_findings.findings(every)), "the literal search rules nothing out"
    shown = list(gates.Gates(sorted(files), read, settings or Settings()).verdicts())
    assert [verdict.part for verdict in shown] == ["coverage", "lint", "types", "tests", "audit", "security"]


@given(
    st.lists(st.one_of(TEXTS, st.sampled_from(["--cov", "--cov-fail-under", "80", "--cov-fail-under=", "--no-cov"])))
)
def test_any_words(words: list[str]) -> None:
    asked = coverage_gate.asked(words)
    assert asked.least is None or asked.option


@given(
    st.lists(st.one_of(TEXTS, st.from_regex(r"[\\^(/.*src|)$]{0,20}", fullmatch=True))),
    st.sets(st.sampled_from(["src", "app", "."])),
)
def test_any_patterns(patterns: list[str], tops: set[str]) -> None:
    assert switched_off.covers([*patterns, "**"], tops)
    assert not switched_off.covers([], tops)
