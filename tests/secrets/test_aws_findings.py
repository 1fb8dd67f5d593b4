from __future__ import annotations

import base64
import hashlib
import os
import py_compile
import random
from pathlib import Path

import pytest

import fakes
from backend_standards.core import IGNORE, Exempt, Finding
from backend_standards.secrets import AwsPolicy, aws_clues
from backend_standards.secrets.aws_findings import REACH, excepted, is_local, judge, located
from fake_keys import INTEGER, SEQUENCE, der, pem

ID, SECRET = fakes.KEY_ID, fakes.AWS_SECRET
ACCOUNT_ID = "AK" + "IA" + "RZPUZDIKGB2VALC4"  # of account 123456789012
SUM = hashlib.sha256(ID.encode()).hexdigest()
PAIR = f"[default]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"


def found(data: bytes | str, path: str = "a.py", policy: AwsPolicy | None = None) -> list[tuple[int, int, str]]:
    content = data.encode() if isinstance(data, str) else data
    suspects = aws_clues.suspects([(path, content)])
    findings = [each for _, data, clues in suspects for each in judge(path, data, clues, policy or AwsPolicy())]
    return [(each.line, each.column, each.rule.id) for each in findings]


def judged(data: str, path: str = "a.py") -> list[Finding]:
    content = data.encode()
    return list(judge(path, content, aws_clues.finder()(content), AwsPolicy()))


PLACES = [(2, 21, "aws-access-key-id"), (3, 25, "aws-secret-access-key")]


@pytest.mark.parametrize(
    "data",
    [
        PAIR.encode(),
        PAIR.encode().rstrip(),
        PAIR.replace("\n", "\r\n").encode(),
        PAIR.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + PAIR.encode(),
        PAIR.encode("utf-16"),
        PAIR.encode("utf-16-le"),
        PAIR.encode("utf-16-be"),
        b"\xfe\xff" + PAIR.encode("utf-16-be"),
        PAIR.encode("utf-32"),
        PAIR.replace("default", "d\xe9faut").encode("latin-1"),
        PAIR.replace("default", "défaut").encode(),
    ],
    ids=["lf", "no-end", "crlf", "cr", "bom", "utf-16", "le", "be", "be-bom", "utf-32", "latin-1", "utf-8"],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    assert found(data) == PLACES


def test_column_counts_characters() -> None:
    assert found(f"é = '{ID}'") == [(1, 6, "aws-access-key-id")]
    assert found(f"é = '{ID}'".encode("latin-1")) == [(1, 6, "aws-access-key-id")]


def test_minified_line_of_megabytes() -> None:
    filler = "var a=1;" * 400_000
    assert found(f'{filler}k="{ID}";{filler}', "a.js") == [(1, len(filler) + 4, "aws-access-key-id")]


def test_binaries_are_reported_without_a_place(tmp_path: Path) -> None:
    source = tmp_path / "settings.py"
    source.write_text(f"aws_access_key_id = '{ID}'\naws_secret_access_key = '{SECRET}'\n")
    compiled = Path(py_compile.compile(str(source), str(tmp_path / "settings.pyc")) or "")
    assert sorted(found(compiled.read_bytes(), "a.pyc")) == [(0, 0, rule) for _, _, rule in PLACES]
    wide = b"\x7fELF\0\x01\x02" + os.urandom(0) + bytes(range(256)) * 4 + f" key={ID} ".encode("utf-16-le")
    assert found(wide, "a.exe") == [(0, 0, "aws-access-key-id")]
    (finding,) = judge("a.exe", wide, {}, AwsPolicy())
    assert finding.exempt == (Exempt("allow-sha256", SUM),)


def test_a_mark_does_not_switch_the_search_off() -> None:
    """A credential in UTF-8 below a mark of UTF-16 has its place, and is found once."""
    for data, line, column in (
        ("hello=1\r\n".encode("utf-16") + f"aws_key={ID}\n".encode(), 2, 9),
        (b"\xff\xfe" + ID.encode(), 1, 1),
        (b"\xff\xfe\0\0" + ID.encode(), 1, 1),
    ):
        assert found(data, "a.txt") == [(line, column, "aws-access-key-id")]
        assert [each.credential.value for each in located(data)] == [ID], (
            "the clues are looked for where none are given"
        )


def test_names_do_not_matter() -> None:
    for path in (
        "tests/test_x.py",
        "package-lock.json",
        "LICENSE",
        "a.min.js",
        ".gitleaks.toml",
        "x/.git-blame-ignore-revs",
    ):
        assert [rule for _, _, rule in found(ID, path)] == ["aws-access-key-id"], path


@pytest.mark.parametrize(
    ("line", "path", "rules"),
    [
        (f"k = '{ID}'  # standards: ignore[aws-access-key-id] a honeypot", "a.py", []),
        (f"k = '{ID}'  // standards: ignore[aws-access-key-id] a honeypot", "a.js", []),
        (f'"k": "{ID}", "//": "standards: ignore[aws-access-key-id] a honeypot"', "a.json", []),
        (f"k = '{ID}'  # standards: ignore[aws-secret-access-key] x", "a.py", ["aws-access-key-id", "unused-ignore"]),
        (f"k = '{ID}'  # standards: ignore[aws-access-key-id]", "a.py", ["ignore-without-reason"]),
        (f"k = '{ID}'  # standards: ignore all", "a.py", ["aws-access-key-id", "ignore-without-rule"]),
        (f"k = '{ID}'  # standards: ignore[aws-key] x", "a.py", ["aws-access-key-id", "ignore-unknown-rule"]),
        ("k = 1  # standards: ignore[aws-access-key-id] gone", "a.py", ["unused-ignore"]),
        ("k = 1  # standards: ignore[aws-access-key-id, aws-session-token] gone", "a.py", ["unused-ignore"] * 2),
        ("k = 1  # standards: ignore[env-file] another hook's", "a.py", []),
        # Texts that speak of ignores.
        ("k = '# standards: ignore[aws-access-key-id] x'", "a.py", []),
        ("A comment such as `# standards: ignore[nonsense]` …", "a.py", []),
        ("# standards: ignore[aws-access-key-id] reason", "README.md", []),
        ("# standards: ignore", "docs/how.rst", []),
        # Other scanners' comments.
        (f"k = '{ID}'  # pragma: allowlist secret", "a.py", []),
        (f"k = '{ID}'  # gitleaks:allow", "a.py", []),
        (f"# pragma: allowlist nextline secret\nk = '{ID}'", "a.py", []),
        (f"# gitleaks:allow\nk = '{ID}'", "a.py", ["aws-access-key-id"]),
        (f"k = '{ID}'\n# gitleaks:allow", "a.py", ["aws-access-key-id"]),
        (f"k='{ID}';{'x=1;' * 2000}/*gitleaks:allow*/", "a.min.js", ["aws-access-key-id"]),
        ("k = 1  # standards:ignore[aws-access-key-id] gone", "a.py", ["unused-ignore"]),
    ],
)
def test_comments(line: str, path: str, rules: list[str]) -> None:
    assert sorted(rule for _, _, rule in found(line + "\n", path)) == rules


# Comments of other scanners, each with what is found where it is on the line, and where it is on the line above.
FOREIGN = {
    "pragma: allowlist secret": (0, 1),
    "pragma: whitelist secret": (0, 1),
    "gitleaks:allow": (0, 1),
    "pragma: allowlist nextline secret": (1, 0),
    "pragma: whitelist nextline secret": (1, 0),
}
BEFORE, AFTER = 1000, 5000
"""Bytes of a long line in which a comment counts."""


@pytest.mark.parametrize(("comment", "counts"), FOREIGN.items())
def test_foreign_pragmas(comment: str, counts: tuple[int, int]) -> None:
    for text, count in (
        (f"k = '{ID}'  # {comment}", counts[0]),
        (f"x = 1  # {comment}\nk = '{ID}'", counts[1]),
        (f"x = 1  # {comment}\n\nk = '{ID}'", 1),
        (f"x = 1  # {comment[1:]}\nk = '{ID}'  # {comment[1:]}", 1),
    ):
        assert len(found(f"{text}\n")) == count, text


@pytest.mark.parametrize("more", [0, 1])
def test_how_near_a_foreign_pragma_is(more: int) -> None:
    on, above = "gitleaks:allow", "pragma: allowlist nextline secret"
    before, after = " " * (BEFORE - len(on) + more), " " * (AFTER - len(on) - len(ID) + more)
    assert len(found(f"{on}{before}{ID}")) == more
    assert len(found(f"x\n{on}{before}{ID}")) == more
    assert len(found(f"{ID}{after}{on}")) == more
    # The line above is as long as the comment may be away from its end.
    assert len(found(f"x\n{above}{' ' * (BEFORE - len(above) + more)}\n{ID}")) == more
    assert len(found(f"{above}\nx = 1\n{' ' * (BEFORE + more)}\n{ID}")) == 1
    assert len(found(f"{above}{' ' * (BEFORE + 10)}{ID}")) == 1, "the same line is not the line above"


PEM = f"-----BEGIN EC {'PRIVATE'} KEY-----\n{base64.b64encode(bytes.fromhex('30770201010420') + fakes.text(fakes.BASE62, 130).encode()[:110]).decode()}\n-----END EC {'PRIVATE'} KEY-----\n"


@pytest.mark.parametrize(
    ("path", "has_comment"),
    [
        ("a.py", True),
        ("a.js", True),
        ("a.env", True),
        ("Makefile", True),
        ("a.json", False),
        ("a.ipynb", False),
        ("uv.lock", False),
        ("a.csv", False),
    ],
)
def test_a_comment_is_offered_where_the_format_has_comments(path: str, *, has_comment: bool) -> None:
    (finding,) = judged(f"k = '{ID}'", path)
    allowed = Exempt("allow-sha256", SUM)
    assert finding.exempt == ((*IGNORE, allowed) if has_comment else (allowed,))


def test_no_comment_is_offered_inside_a_private_key() -> None:
    (finding,) = judged(PEM)
    assert finding.rule.id == "private-key"
    assert [each.option for each in finding.exempt] == ["allow-sha256"]


@pytest.mark.parametrize(
    ("path", "count"), [("a.py", 1), ("settings.yaml", 1), ("id_rsa", 0), ("tls/server.key", 0), ("a.pem", 0)]
)
def test_a_private_key_in_a_file_of_keys_is_judged_by_its_name(path: str, count: int) -> None:
    """forbid-secret-files refuses such a file for its name; what else is in it is found all the same."""
    assert len(judged(PEM, path)) == count
    assert len(judged(f"{PEM}\n{ID}\n", path)) == count + 1


@pytest.mark.parametrize("comment", FOREIGN)
def test_no_foreign_pragmas(comment: str) -> None:
    assert found(f"k = '{ID}'  # {comment}\n", policy=AwsPolicy(foreign_pragmas=False)) == [(1, 6, "aws-access-key-id")]


def test_allowed_account() -> None:
    policy = AwsPolicy(accounts=["123456789012"])
    assert found(f"k = '{ACCOUNT_ID}'", policy=policy) == []
    assert found(f"k = '{ID}'", policy=policy) == [(1, 6, "aws-access-key-id")]
    # An ID that carries no account is in no account that may pass.
    assert found(f"k = '{'AK' + 'IA' + 'J' + ID[5:]}'", policy=policy) == [(1, 6, "aws-access-key-id")]


def test_allowed_sum() -> None:
    assert found(f"k = '{ID}'", policy=AwsPolicy(sums=[SUM.upper()])) == []
    assert found(f"k = '{ACCOUNT_ID}'", policy=AwsPolicy(sums=[SUM])) == [(1, 6, "aws-access-key-id")]


def test_what_is_excepted_is_located_all_the_same() -> None:
    marker = "# standards: ignore[aws-access-key-id] a honeypot"
    lines = [f"a = '{ID}'  {marker}", f"b = '{ACCOUNT_ID}'", f"c = '{ID}'  # gitleaks:allow", f"d = '{ID}'"]
    data = "\n".join(lines).encode()
    found = list(located(data))
    assert [(each.line, each.has_foreign_pragma) for each in found] == [(1, False), (2, False), (3, True), (4, False)]
    policy = AwsPolicy(accounts=["123456789012"])
    assert sorted(each.line for each in excepted(data, found, policy)) == [1, 2, 3]
    strict = AwsPolicy(foreign_pragmas=False)
    assert sorted(each.line for each in excepted(data, found, strict)) == [1]


@pytest.mark.parametrize(
    ("data", "part", "expected"),
    [
        pytest.param(b"key = 1\n" * 9, b"key = 1\n", True, id="text"),
        pytest.param(b"secret = 1\nkey", b"key", False, id="first-line-of-a-table"),
        pytest.param(b"key\nsecret = 1\n", b"secret = 1\n", True, id="second-line"),
        pytest.param(b"a\0b", b"a", False, id="binary"),
        pytest.param(b"\xff\xfe" + "\u4e2d\u6587".encode("utf-16-le"), b"\x2d", False, id="utf-16-without-nuls"),
        pytest.param(b"\xef\xbb\xbfkey", b"key", False, id="byte-order-mark"),
        pytest.param(b"x\nkind: Secret\n", b"kind: Secret\n", False, id="manifest"),
        pytest.param(b"x\nkind: Secret\n", b"data:\n", True, id="manifest-in-no-part"),
    ],
)
def test_where_credentials_are_found_by_what_is_near(data: bytes, part: bytes, *, expected: bool) -> None:
    assert is_local(data, [b"", part]) is expected


_NUMBERS = (der(INTEGER, b"\0"), *(der(INTEGER, b"\1" + random.Random(seed).randbytes(1020)) for seed in range(4)))
_LARGE_KEY = pem("RSA PRIV" + "ATE KEY", base64.b64encode(der(SEQUENCE, *_NUMBERS)).decode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(base64.b64encode(_LARGE_KEY.encode()).decode(), id="a private key in base64"),
        pytest.param(
            "secrets = [" + ", ".join(f"'{fakes.text(fakes.BASE64, 40, number)}'" for number in range(180)) + "]\n",
            id="a list of secrets",
        ),
        pytest.param("t = '" + fakes.SESSION_TOKEN + fakes.text(fakes.BASE62, 3600) + "'\n", id="a session token"),
    ],
)
def test_a_credential_is_found_by_what_is_near_each_of_its_bytes(text: str) -> None:
    filler = "the quick brown fox jumps\n" * 1000
    data = f"{filler}\n{text}\n{filler}".encode()
    whole = list(located(data))
    assert whole
    for at in range(len(filler), len(filler) + len(text), 500):
        assert len(list(located(data[at - REACH : at + REACH]))) == len(whole)
