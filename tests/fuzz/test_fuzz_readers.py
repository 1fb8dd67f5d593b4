"""Any text, given to the readers of formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core.text import lines
from backend_standards.readers import named_values
from backend_standards.readers.docker import IgnoreFile, copies
from backend_standards.readers.scripts import Script, of_dockerfile, of_makefile, of_yaml
from backend_standards.readers.shell import commands
from fuzzing import TEXTS


@given(
    st.lists(st.sampled_from([*"{}[]\"'|>#?,=:\n", ": ", "{{", "{%", "a", "- ", "  ", "!x ", "&y ", "*z"])).map("".join)
)
def test_every_value_has_a_name(text: str) -> None:
    for reader in (named_values.yaml_pairs, named_values.token_pairs, named_values.ini_pairs, named_values.npm_pairs):
        assert all(path for _, _, path, _ in reader(text))


@given(TEXTS, TEXTS)
def test_any_dockerfile(dockerfile: str, dockerignore: str) -> None:
    for copy in copies(lines(dockerfile)):
        copy.takes(".env")
    assert IgnoreFile([*lines(dockerignore), ".env"]).excludes(".env")


@pytest.mark.parametrize("reader", [of_dockerfile, of_makefile, of_yaml])
@given(text=TEXTS)
def test_any_script(reader: Callable[[str], Script], text: str) -> None:
    text = text.replace("\r", "").replace("\0", " ")
    script = reader(text).text
    assert len(script) == len(text), "every place stays that of the file"
    for command in commands(script):
        assert all(0 <= word.start <= word.end <= len(text) for word in command.words)
