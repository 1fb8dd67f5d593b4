"""No input crashes the hooks, shows a secret, or takes more than linear time. `make fuzz` runs these for long."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fakes
from backend_standards import _docker, _env_content, _env_names, _text
from backend_standards._encryption import encryption
from backend_standards._env_files import Policy, judge
from backend_standards._report import report

NAMES = [
    ".env",
    "env.json",
    ".env.example",
    ".envrc",
    ".flaskenv",
    ".env.keys",
    ".env.gpg",
    ".env/x",
    "a\n.env.example",
]
PIECES = st.sampled_from(
    [
        "DB_PASSWORD=", "export ", "SECRET_KEY", "=", ":", '"', "'", "`", "$(", ")", "${", "}", ":-", "#", " ", "\n", "\r\n", "\t",
        "://", "@", "postgres://u:", "host.acme-corp.io", "changeme", "example", "encrypted:", "DOTENV_PUBLIC_KEY=", "sops:", "sops_mac=",
        "ENC[AES256_GCM,data:", "$ANSIBLE_VAULT;1.1;AES256\n", "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----", "gAAAAA", "{",
        '"sops"', "standards: ignore[env-template-secret] reason", "standards: ignore[", "]", "\\", "\0", "\ufeff", "\u0130", "eyJpdiI6",
        "COPY ", "ADD ", ". ", "<<EOF", "EOF", "--from=", "[", "]", "-", "DOTENV_VAULT_X=", "key: ", "- ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
SECRETS = st.sampled_from(
    [
        value
        for name, value in sorted(vars(fakes).items())
        if name.isupper() and name not in ("HEX", "BASE32", "BASE62", "BASE64")
    ]
)
NEAR_SECRETS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "DB_PASSWORD=", "export X_TOKEN='", 'API_KEY="', "# KEY: ", "URL=postgres://u:"]),
    SECRETS,
    st.sampled_from(["", "'", '"', " # note", "@db.acme-corp.io/x", "=", "\n"]),
)

# What the fakes share with ordinary words of the messages.
HEADS = (
    "-----BEGIN RSA PRIVATE KEY-----",
    "hooks.slack.com/services/",
    "AccountName=x;AccountKey=",
    "dotenv.org/vault",
    "AGE-SECRET-KEY-1",
)
COMMON = {head[at : at + 6] for head in HEADS for at in range(len(head) - 5)}


def printed(files: Iterable[tuple[str, bytes]], policy: Policy) -> str:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape")
    with contextlib.redirect_stdout(out):
        report(judge(files, policy))
    out.seek(0)
    return out.read()


@given(
    st.sampled_from(NAMES),
    st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    st.booleans(),
)
def test_any_content(name: str, data: bytes, allowed: bool) -> None:
    printed([(name, data)], Policy(allow=["*", ".env.keys"] if allowed else [], encrypted=len(data) % 2 == 0))


@given(
    st.sampled_from(NAMES),
    st.lists(st.one_of(NEAR_SECRETS, TEXTS), min_size=1, max_size=6),
    SECRETS,
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_no_output_shows_six_characters_of_a_secret(name: str, lines: list[str], secret: str, encoding: str) -> None:
    text = "\n".join([*lines, f"{secret}=1", f"API_KEY={secret}", f"standards: ignore[{secret}] {secret}"])
    for policy in (Policy(), Policy(allow=["*"])):
        out = printed([(name, text.encode(encoding, "replace"))], policy)
        shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
        assert [piece for piece in shown if piece not in COMMON] == []


@given(st.text(max_size=60))
def test_any_name(path: str) -> None:
    kind = _env_names.classify(path)
    assert kind in ("", *(getattr(_env_names, name) for name in ("ENV", "TEMPLATE", "SHELL", "DATA", "KEYS", "VENV")))
    assert _env_names.classify(path.swapcase() if path.isascii() else path) == kind


@given(st.text(".envabklocaprd-_~# /", max_size=14))
def test_a_plain_env_file_is_refused_below_any_folder(folder: str) -> None:
    assert _env_names.classify(f"{folder}/.env") in (_env_names.ENV, _env_names.VENV)


@given(TEXTS, TEXTS)
def test_any_dockerfile(dockerfile: str, dockerignore: str) -> None:
    for copy in _docker.copies(_text.lines(dockerfile)):
        copy.takes(".env")
    assert _docker.is_ignored([*_text.lines(dockerignore), ".env"], ".env")


@given(TEXTS.filter(lambda text: "encrypted:" not in text))
def test_text_is_never_taken_for_encrypted(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert encryption(data, _text.decode(data)) != (True, 0)


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


HOSTILE = {
    "letters": "A", "secret-letters": "SECRET", "open-command": "A_KEY=$(", "open-brace": "SECRET=${", "quotes": "SECRET='", "double-quotes": 'A_KEY="',
    "schemes": "://", "urls": "a://b:c@", "sk": "sk-", "key": "key-", "akia": "AKIA", "lines": "DB_PASSWORD=changeme\n", "spaces": "SECRET ",
    "words": "SECRET=my-your-", "begin": "-----BEGIN ", "jwt": "eyJ", "encrypted": "encrypted:", "enc": "ENC[", "json": "[", "sops": '{"sops":',
    "backslash": "TOKEN=\\", "ignores": "standards: ignore[", "angle": "KEY=<%", "base64": "TOKEN=abcd/", "yaml": "sops:\n a: ENC[AES256_GCM,data:", "comments": "#" , "crlf": "\r\n\r",
    "pairs": "A=b\n", "hash": " #TOKEN", "age": "age-encryption.org/v1\n-> ", "slack": "hooks.slack.com/services/T", "dashes": "PASSWORD=-a", "tokens": "A=gh" + "p_" + "aB3" * 13 + " ", "further": ", A: b", "names": "- name: SECRET_KEY\n", "copies": "COPY . .\n", "onbuild": "ONBUILD ",
    "ignored": "API_KEY=" + fakes.PASSWORD + " # standards: ignore[x] y\n", "quoted": '"' + "a'" ,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_linear_time(name: str) -> None:
    """Eight times the input may take at most twenty times the time; a quadratic one would take sixty-four."""
    unit = HOSTILE[name]
    size = 1_000_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 150_000

    def work(length: int) -> None:
        text = unit * (length // len(unit))
        for syntax in (_env_names.ENV, _env_names.SHELL):
            list(_env_content.real_values(text, syntax=syntax, literals=True))
        encryption(text.encode(), text)
        list(_docker.copies(_text.lines(text)))
        list(_text.apply_ignores("x", text, [], "forbid-env-files"))

    work(1000)
    small = min(cpu_seconds(lambda: work(size // 8)) for _ in range(3))
    large = min(cpu_seconds(lambda: work(size)) for _ in range(2))
    assert large < 0.05 or large < 20 * small, f"{small:.3f} s -> {large:.3f} s"


def test_python_limits_are_not_reached() -> None:
    deep = ("[" * (sys.getrecursionlimit() * 3)).encode()
    assert encryption(deep, deep.decode()) == (False, 0)
