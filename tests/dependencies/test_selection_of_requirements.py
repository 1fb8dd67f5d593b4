"""Which files the manifest gives to require-pinned-requirements, and that check-lock-files leaves out the same folders."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core.catalog import TEXTS
from backend_standards.locks.repository import is_ours

HOOK = "require-pinned-requirements"


def is_selected(path: str) -> bool:
    return bool(re.search(TEXTS[HOOK]["files"], path) and not re.search(TEXTS[HOOK]["exclude"], path))


@pytest.mark.parametrize(
    "path",
    [
        "requirements.txt",
        "Requirements.txt",
        "requirements.pip",
        "requirements-dev.pip",
        "requirements-no-constraints.txt",
        "dev-requirements.txt",
        "deps/devRequirements.txt",
        "requirements/base.txt",
        "requirements/extras/x.txt",
        "a/requirements/b/c/d.txt",
        "requirements/x.pip",
        "constraints.txt",
        "constraint.txt",
        "Constraints-3.12.txt",
        "tests/requirements.txt",
        "src/test/requirements.txt",
        "tests/requirements/ci.txt",
        "latest/requirements.txt",  # not test
        "contest/x/requirements.txt",
        "my.templates.d/requirements.txt",
    ],
)
def test_selected(path: str) -> None:
    assert is_selected(path)


@pytest.mark.parametrize(
    "path",
    [
        "requirements.in",
        "requirements.txt.bak",
        "requirement.txt",
        "my-constraints.txt",
        "notes.txt",
        "{{cookiecutter.slug}}/requirements/base.txt",
        "a/{{ x }}/requirements.txt",
        "{% if x %}a{% endif %}/requirements.txt",
        "tests/data/requirements.txt",
        "tests/data/requirements/x.txt",
        "unit-tests/data/requirements.txt",
        "Tests/Data/requirements.txt",
        "examples/requirements.txt",
        "x/uv-examples/requirements/y.txt",
        ".venv/lib/requirements.txt",
        "tests/requirements/data/x.txt",
    ],
)
def test_not_selected(path: str) -> None:
    assert not is_selected(path)


WORDS = (
    "tests test testing testdata test_data test-data fixtures examples example samples sample templates template "
    "node_modules vendor vendored third_party third-party thirdparty extern external site_packages site-packages venv .venv"
).split()


@pytest.mark.parametrize("word", WORDS)
def test_each_folder_is_left_out_by_both(word: str) -> None:
    for folder in (
        f"__{word.lstrip('.')}__/x",
        f"{word}/x",
        f"a/{word}/x/y",
        f"a-{word.lstrip('.')}/x",
        f"{word.upper()}/x",
    ):
        assert not is_ours(folder)
        assert not is_selected(f"{folder}/requirements.txt")
    for folder in (f"{word}x/y", f"x{word.lstrip('.')}/y"):
        assert is_ours(folder)
        assert is_selected(f"{folder}/requirements.txt")


@given(
    st.lists(
        st.sampled_from(
            [
                *WORDS,
                "a",
                "b-c",
                "{{x}}",
                "{%y%}",
                "{z}",
                "requirements",
                "my-tests",
                "__fixtures__",
                "__tests__",
                "tests_",
            ]
        ),
        min_size=1,
        max_size=4,
    )
)
def test_both_hooks_look_at_the_same_folders_hypothesis(parts: list[str]) -> None:
    folder = "/".join(parts)
    assert is_selected(f"{folder}/requirements.txt") == is_ours(folder)
