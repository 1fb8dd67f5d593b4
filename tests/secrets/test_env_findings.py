from __future__ import annotations

import pytest

from backend_standards.core import Exempt
from backend_standards.secrets import env_findings, rules
from backend_standards.secrets.env_findings import env_file


@pytest.mark.parametrize(
    ("path", "sealed", "rule", "words"),
    [
        pytest.param("a/.env", False, rules.ENV_FILE, "env files hold settings and secrets", id="env-file"),
        pytest.param(
            "a/.env.gpg", False, rules.ENV_NOT_ENCRYPTED, "the name says that the file is encrypted", id="gpg"
        ),
        pytest.param("a/.env", True, rules.ENV_FILE, "--no-encrypted refuses", id="encrypted"),
        pytest.param("a/.env.gpg", True, rules.ENV_FILE, "--no-encrypted refuses", id="encrypted-gpg"),
        pytest.param("secrets.ini", False, rules.ENV_FILE, "--forbid keeps files of this name out", id="forbid"),
    ],
)
def test_the_message_says_why_the_file_is_refused(path: str, sealed: bool, rule: object, words: str) -> None:
    finding = env_file(path, sealed=sealed)
    assert finding.rule is rule
    assert words in finding.message
    assert "rotate every secret" in finding.note
    assert finding.commands[0] == f"git rm --cached --ignore-unmatch -- {path}"
    assert finding.exempt == (Exempt("allow", f"/{path}", words="secrets in it are still refused"),)


def test_a_file_of_keys_is_allowed_only_by_its_exact_name() -> None:
    finding = env_findings.keys_file(".env.keys")
    assert finding.exempt == (Exempt("allow", "/.env.keys", words="by its exact name"),)
    assert "make new keys" in finding.note


def test_a_virtual_environment_is_the_same_finding_whatever_its_size() -> None:
    one, many = (env_findings.virtual_environment("app/.env", count) for count in (1, 3000))
    assert "of 1 file:" in one.message
    assert "of 3,000 files:" in many.message
    assert one.known_as == many.known_as
    assert one.commands[0] == "git rm -r --cached --ignore-unmatch -- app/.env"
    assert not one.note, "it holds no secret, so there is nothing to rotate"
