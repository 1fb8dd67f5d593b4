"""Each word that the install commands know, from its meaning: written here a second time."""

from __future__ import annotations

import pytest

from backend_standards.dependencies import Policy
from backend_standards.require_pinned_requirements import check

# pip install --help, uv pip install --help, uv tool install --help, pipx install --help: options with a value
WITH_VALUE = (
    "target platform python-version implementation abi root prefix src upgrade-strategy config-settings global-option "
    "no-binary only-binary progress-bar root-user-action report log keyring-provider proxy retries timeout "
    "exists-action cert client-cert cache-dir use-feature use-deprecated group build-constraint uploaded-prior-to "
    "overrides excludes build-constraints extra python-platform torch-backend index-strategy upgrade-package resolution "
    "prerelease fork-strategy exclude-newer exclude-newer-package no-sources-package reinstall-package link-mode "
    "config-setting no-build-isolation-package refresh-package color directory project config-file no-build-package "
    "no-binary-package suffix pip-args backend"
).split()
PRINTERS = (
    "echo printf print cat grep egrep fgrep rg sed awk git man which type alias log info warn warning error err die fail say "
    "note msg message fatal abort debug hint log_info log_error log_warn pr_info fold tee test [ complete"
).split()
PREFIXES = "sudo env time exec command nice nohup builtin !".split()
BLOCKS = {
    "if": "if {}; then :; fi",
    "then": "if :; then {}; fi",
    "elif": "if :; then :; elif {}; then :; fi",
    "else": "if :; then :; else {}; fi",
    "while": "while {}; do :; done",
    "until": "until {}; do :; done",
    "do": "while :; do {}; done",
    "brace": "{{ {}; }}",
}


def found(command: str) -> list[str]:
    """Return the packages without a pin that a script installs."""
    findings = check([("install.sh", f"{command}\n".encode())], Policy())
    return [each.message.partition(" ")[0] for each in findings if each.rule.id == "unpinned-bare"]


@pytest.mark.parametrize("option", WITH_VALUE)
def test_the_value_of_an_option_is_no_package(option: str) -> None:
    assert found(f"pip install --{option} value flask") == ["flask"]
    assert found(f"pip install --{option}=value flask") == ["flask"]


@pytest.mark.parametrize("option", ["-r", "-c", "-e", "-t", "-i", "-f", "-C", "-b", "-p", "-P", "-d"])
def test_the_value_of_a_short_option_is_no_package(option: str) -> None:
    names = found(f"pip install {option} https://example.org/value flask")
    assert names == ([] if option == "-c" else ["flask"])  # a constraint that is not there may pin it


@pytest.mark.parametrize("program", PRINTERS)
def test_what_is_only_printed_is_not_installed(program: str) -> None:
    assert found(f"{program} pip install flask") == []


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_word_that_a_command_follows(prefix: str) -> None:
    assert found(f"{prefix} pip install flask") == ["flask"]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_command_in_a_block(block: str) -> None:
    assert found(BLOCKS[block].format("pip install flask")) == ["flask"]


@pytest.mark.parametrize("shell", ["sh", "bash", "dash", "zsh", "ksh", "ash", "su"])
def test_a_command_in_another_shell(shell: str) -> None:
    assert found(f"{shell} -c 'pip install flask'") == ["flask"]
