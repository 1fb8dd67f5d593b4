"""Any listing of files, given to the layout."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from backend_standards.check_project_layout import check as check_layout
from backend_standards.layout import OWN_PROJECT, PERHAPS_PROJECT
from backend_standards.layout.test_code import holds_tests
from backend_standards.layout.tree import Settings
from fuzzing import (
    TEXTS,
    reported,
)

# --- the project's layout ---------------------------------------------------------------------------

PARTS = st.sampled_from(
    "src app tests test unit config models services scripts docs a b tests_old integration_tests Src .github vendor {{x}} test_state features data sub e2e".split()
)
MODULES = st.sampled_from(
    "main.py app.py test_a.py a_test.py tests.py conftest.py __init__.py setup.py users.py test_.py .py -x.py".split()
)
DATA_FILES = st.sampled_from(
    "README.md uv.lock requirements.txt x.json pyproject.toml cdk.json .gitkeep a.feature py src tests".split()
)
ODD = st.text(min_size=1, max_size=6).filter(
    lambda text: "/" not in text and "\0" not in text and text not in (".", "..")
)
FOLDERS = st.lists(st.one_of(PARTS, ODD), max_size=4)
PYTHON_PATHS = st.builds(
    lambda folders, name: "/".join([*folders, name]), FOLDERS, st.one_of(MODULES, ODD.map("{}.py".format))
)
DATA_PATHS = st.builds(lambda folders, name: "/".join([*folders, name]), FOLDERS, DATA_FILES)
SUBMODULES = st.builds(lambda folders, name: "/".join([*folders, name, ""]), FOLDERS, PARTS)
LISTINGS = st.lists(st.one_of(PYTHON_PATHS, PYTHON_PATHS, DATA_PATHS, SUBMODULES), max_size=25, unique=True)
SETTINGS = st.builds(
    Settings,
    strict=st.booleans(),
    mirror=st.booleans(),
    sources=st.sampled_from([["src"], ["app", "a"], ["src/app"], ["."]]),
    tests=st.sampled_from([["tests"], ["test", "e2e"], ["src/tests"]]),
    required=st.sampled_from([[], ["docs/", "x"]]),
)


def layout_findings(paths: list[str], settings: Settings, content: bytes = b"") -> list[tuple[str, str]]:
    findings = list(check_layout(paths, settings, lambda asked: dict.fromkeys(asked, content)))
    reported(findings)
    for finding in findings:
        assert finding.commands or finding.note
        assert finding.exempt
        assert not any("\n" in command for command in finding.commands)
    return sorted((finding.path, finding.rule.id) for finding in findings)


@given(
    LISTINGS,
    SETTINGS,
    st.one_of(st.binary(max_size=60), st.just(b"def test_a():\n    assert 1\n")),
    st.randoms(use_true_random=False),
)
def test_any_listing(paths: list[str], settings: Settings, content: bytes, generator: random.Random) -> None:
    found = layout_findings(paths, settings, content)
    assert len(set(found)) == len(found)
    shuffled = generator.sample(paths, len(paths))
    assert layout_findings(shuffled, settings, content) == found, "the order of the paths decides nothing"
    assert not found or any(path.endswith(".py") for path in paths)


@given(LISTINGS, SETTINGS, st.one_of(DATA_PATHS, DATA_PATHS, FOLDERS.map(lambda parts: "/".join([*parts, "x.bin"]))))
def test_a_data_file_adds_no_finding(paths: list[str], settings: Settings, data: str) -> None:
    assume(data.rpartition("/")[2] not in {*OWN_PROJECT, *PERHAPS_PROJECT})  # these make a folder a project of its own
    assert set(layout_findings([*paths, data], settings)) <= set(layout_findings(paths, settings))


@given(LISTINGS, SETTINGS, st.lists(st.sampled_from(["app", "b", "deep"]), max_size=3))
def test_code_in_the_source_adds_no_finding(paths: list[str], settings: Settings, parts: list[str]) -> None:
    paths = [*paths, "setup.py"]
    more = [
        *paths,
        "/".join([*([] if settings.sources[0] == "." else settings.sources[:1]), "pkg", *parts, "feature.py"]),
    ]
    before, after = layout_findings(paths, settings), layout_findings(more, settings)
    # What is stray is one finding as long as the source is empty, and then one for each entry.
    assert {rule for _, rule in after} <= {rule for _, rule in before}
    assert {each for each in after if each[1] == "missing-entry"} <= set(before)


@given(LISTINGS, SETTINGS)
def test_a_root_is_judged_as_a_repository_is(paths: list[str], settings: Settings) -> None:
    expected = layout_findings(paths, settings)
    settings.roots = ["svc/api/"]
    below = layout_findings([*(f"svc/api/{path}" for path in paths), "other.py"], settings)
    assert below == sorted((f"svc/api/{path}".removesuffix("/."), rule) for path, rule in expected)


@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_module(data: bytes) -> None:
    assert not holds_tests(data) or b"def test" in data
