"""Options that say where packages come from."""

from __future__ import annotations

import pytest

import fakes
from pinning import NOTHING, found, rules


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://example.org/simple",
        "-i https://example.org/simple",
        "--index-url=https://${USER}:${PASSWORD}@example.org/simple",
        "--extra-index-url https://example.org/simple",
        "--index-url http://localhost:3141/simple",
        "--index-url https://reader@example.org/simple",
        "-f ./wheels",
        "--find-links=https://example.org/wheels",
        "--trusted-host localhost",
    ],
)
def test_pinned(text: str | bytes) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("index-credentials", f"--index-url https://reader:{fakes.PASSWORD}@example.org/simple"),
        ("index-credentials", f"-ihttps://reader:{fakes.PASSWORD}@example.org/simple"),
        ("index-credentials", f"--extra-index-url=https://{fakes.RANDOM32}@example.org/simple"),
        ("index-credentials", f"--find-links https://:{fakes.PASSWORD}@example.org/simple"),
        ("trusted-host", "--trusted-host example.org"),
        ("trusted-host", "--trusted-host=example.org:8080"),
        ("insecure-index", "--index-url http://example.org/simple"),
        ("insecure-index", "--extra-index-url HTTP://example.org/simple"),
        ("insecure-index", "-f http://example.org/wheels"),
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule.id == rule
    if isinstance(text, str):  # a baseline knows a finding by its message, so that holds no line number
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


@pytest.mark.parametrize("option", ["--index-url", "--extra-index-url", "--find-links"])
def test_no_credential_is_shown(option: str) -> None:
    text = f"{option} https://reader:{fakes.PASSWORD}@example.org/simple"
    (finding,) = found({"requirements.txt": text})
    shown = finding.message + finding.note + str(finding.exempt) + finding.source
    assert fakes.PASSWORD[:6] not in shown
    assert option in shown
