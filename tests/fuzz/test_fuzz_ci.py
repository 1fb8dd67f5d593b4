"""Any CI file, given to its reader and to the hook: no crash, and nothing that is not in the files."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.project import ci, ci_checks
from backend_standards.readers.ci import filled
from backend_standards.readers.ci_conditions import possible
from backend_standards.readers.ci_files import containing, kind
from backend_standards.readers.ci_gitlab import holds
from backend_standards.require_ci_checks import check
from pipelines import project

FILES = (
    *(".github/workflows/a.yml", ".gitlab-ci.yml", ".circleci/config.yml", "bitbucket-pipelines.yml"),
    *("azure-pipelines.yml", "buildspec.yml", "Jenkinsfile", ".travis.yml", ".pre-commit-config.yaml", "action.yml"),
)
KEYS = st.sampled_from(
    "on jobs steps run uses with needs if env matrix strategy include name script extends stage rules only workflows "
    "commands pipelines step parallel default template parameters phases build trigger push pull_request a b ci true "
    "working-directory continue-on-error allow_failure when parameters filters branches tags requires << .a".split()
)
WORDS = st.sampled_from(
    [
        *(
            "pytest",
            "ruff check .",
            "mypy . || true",
            "make a",
            "./",
            "a",
            "b",
            ".a",
            "false",
            "main",
            "${{ matrix.a }}",
        ),
        *("${{ inputs.b }}", "<< parameters.a >>", "$(a)", "push", "cdk deploy", "a.yml", "./.github/workflows/a.yml"),
        *(
            "github.event_name == 'push'",
            "$CI_COMMIT_TAG",
            "docker compose up",
            "bash -c 'pytest'",
            "",
            "!",
            "**",
            "&x",
        ),
    ]
)
TREES = st.recursive(
    WORDS | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
JOBS = st.dictionaries(st.sampled_from("abc"), st.dictionaries(KEYS, TREES, max_size=4), max_size=3)
PIPELINES = st.fixed_dictionaries({"on": WORDS | TREES | st.just("push"), "jobs": JOBS}) | st.dictionaries(KEYS, JOBS)
TEXTS = (TREES | PIPELINES).map(lambda tree: yaml.safe_dump(tree, sort_keys=False)) | st.text(max_size=200)


@given(st.dictionaries(st.sampled_from(FILES), TEXTS, min_size=1, max_size=4))
def test_any_ci_files(files: dict[str, str]) -> None:
    tree = project({**files, "src/app.py": "", "Dockerfile": "FROM a\nRUN pytest\n", "Makefile": "a:\n\tpytest\n"})
    run = ci.everything(tree)
    lines = {path: text.count("\n") + 2 for path, text in files.items()}
    for each in [*run.commands, *run.hidden]:
        assert each.path not in lines or 0 < each.line <= lines[each.path]
    checks = ci_checks.judge(tree, is_whole=True)
    for found in check(tree.paths, tree.read):
        assert found.path in {*files, "src/app.py", "Dockerfile", "Makefile", ".github/workflows/ci.yml"}
    for verdict in checks.verdicts.values():
        assert verdict.answer in (ci_checks.RUNS, ci_checks.MISSING, ci_checks.PASSES_ALWAYS, ci_checks.UNKNOWN)


@given(st.dictionaries(st.sampled_from(FILES), TEXTS, min_size=1, max_size=3))
def test_reading_less_gives_the_same_answers(files: dict[str, str]) -> None:
    tree = {**files, "src/app.py": "", ".github/workflows/z.yml": "on: push\njobs: {z: {steps: [{run: mypy .}]}}\n"}
    part, whole = (ci_checks.judge(project(tree), is_whole=is_whole) for is_whole in (False, True))
    for name in part.needed:
        assert part.answer(name) == whole.answer(name) or part.unreadable != whole.unreadable


@given(st.text(max_size=80) | st.lists(WORDS, max_size=6).map(" && ".join), st.sampled_from(("push", "request", "tag")))
def test_any_condition(condition: str, trigger: str) -> None:
    assert possible(condition, [trigger]) <= {trigger}
    assert holds(condition, trigger) in (True, False, None)


@given(st.lists(st.sampled_from(["${{ matrix.a }}", "${{ inputs.b }}", "${{ matrix.c }}", " x "]), max_size=12))
def test_a_filled_text_has_all_values_and_no_more_variants_than_it_may(parts: list[str]) -> None:
    values = {"matrix": {"a": ["1", "2", "3"]}, "inputs": {"b": [str(number) for number in range(50)]}}
    found = filled("".join(parts), values)
    assert 1 <= len(found) <= 40
    assert all(text.count("${{ matrix.c }}") == parts.count("${{ matrix.c }}") for text in found)
    assert not any("matrix.a" in text or "inputs.b" in text for text in found)


@given(st.lists(st.text(st.sampled_from("aAbB/.yml-İß"), min_size=1, max_size=12), unique=True, max_size=8))
def test_a_search_in_all_paths_is_one_in_each(paths: list[str]) -> None:
    words = ("ab", ".yml", "ba/")
    assert sorted(containing(paths, words)) == sorted(
        path for path in paths if any(word in path.lower() for word in words)
    )
    for path in paths:
        assert isinstance(kind(path), str)


@pytest.mark.parametrize("path", FILES)
def test_deep_and_wide_files_end(path: str) -> None:
    deep = "{jobs: " * 150 + "a" + "}" * 150
    wide = "jobs:\n" + "".join(
        [f"  a{number}: {{needs: a{number + 1}, steps: [{{run: a}}]}}\n" for number in range(500)]
    )
    for text in (deep, wide, "on: push\n" + wide):
        tree = project({path: text, "src/app.py": ""})
        assert list(check(tree.paths, tree.read)) is not None
