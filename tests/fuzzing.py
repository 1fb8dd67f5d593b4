"""What the fuzz tests of several subjects share: strategies, and the proof of linear time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import strategies as st

import fakes
from backend_standards.core import Finding, Outcome
from backend_standards.reporting import text
from backend_standards.secrets import secret_files
from backend_standards.secrets.env_files import Policy, judge

PIECES = st.sampled_from(
    [
        "DB_PASSWORD=", "export ", "SECRET_KEY", "=", ":", '"', "'", "`", "$(", ")", "${", "}", ":-", "#", " ", "\n", "\r\n", "\t",
        "://", "@", "postgres://u:", "host.acme-corp.io", "changeme", "example", "encrypted:", "DOTENV_PUBLIC_KEY=", "sops:", "sops_mac=",
        "ENC[AES256_GCM,data:", "$ANSIBLE_VAULT;1.1;AES256\n", "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----", "gAAAAA", "{",
        '"sops"', "standards: ignore[env-template-secret] reason", "standards: ignore[", "]", "\\", "\0", "\ufeff", "\u0130", "eyJpdiI6",
        "password: ", "password = ", "machine a login b password ", "kind: Secret\ndata:\n  ", "kind: SealedSecret\nencryptedData:\n", "- ", "|\n  ",
        "<<EOT\n", "EOT", "/*", "*/", "[", "{", "}", ",", 3 * '"', 3 * "'", "!vault ", "&a ", "//r/:_authToken=", '"auths"', '"resources"', "a:b:c:d:",
        "Access key ID,Secret access key\n", "macdef x\n", "    ", "---\n", "-----BEGIN ", "KEY-----", "PuTTY-User-Key-File-",
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
    st.sampled_from(
        [
            "",
            "- {name: DB_PASSWORD, value: ",
            "- name: DB_PASSWORD, value: ",
            "name=DB_PASSWORD value=",
            "DB_PASSWORD=",
            "export X_TOKEN='",
            'API_KEY="',
            "# KEY: ",
            "URL=postgres://u:",
        ]
    ),
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
    "encrypted:",
    "not-encrypted",
)
COMMON = {head[at : at + 6] for head in HEADS for at in range(len(head) - 5)}


def printed(files: Iterable[tuple[str, bytes]], policy: Policy) -> str:
    return reported(judge(files, policy))


def reported(findings: Iterable[Finding]) -> str:
    """Return findings as the hooks print them, without the lines about the run, which hold only names of rules."""
    outcome = Outcome("forbid-env-files", findings)
    words = text.render([outcome], [(outcome, finding) for finding in outcome.findings])
    return words.partition("\nexplain: ")[0]


def printed_secret_files(files: Iterable[tuple[str, bytes]], *allow: str) -> str:
    return reported(secret_files.judge(files, secret_files.Policy(allow)))


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the time of a piece of work as the hooks do it: without looks for cycles, in all that the tests hold."""
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Eight times the input may take at most twenty times the time, or sixteen times the input sixty-four times.

    A quadratic one would take sixty-four, and two hundred and fifty-six. The second look is for a busy machine, whose
    caches hold the small input and not the large one.
    """
    work(1000)
    for _ in range(5):
        small = min(cpu_seconds(lambda: work(size // 8)) for _ in range(3))
        large = min(cpu_seconds(lambda: work(size)) for _ in range(2))
        if large < 0.05 or large < 20 * small:
            return
        larger = min(cpu_seconds(lambda: work(2 * size)) for _ in range(2))
        if larger < 64 * small:
            return
    pytest.fail(f"{small:.3f} s -> {large:.3f} s -> {larger:.3f} s")
