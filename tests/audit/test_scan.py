"""The credentials in blobs, large ones too."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import fakes
from auditing import ID_LINE, KEY, SECRET, SECRET_LINE, put
from backend_standards.audit import scan
from backend_standards.core import Stopped
from backend_standards.secrets import AwsPolicy, aws_clues
from support import Repository


def test_judge() -> None:
    data = f"a = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\nb = '{SECRET}' # secret, gitleaks:allow\nc = '{KEY}'\n"
    hits = scan.judge(data.encode(), AwsPolicy(), before=10)
    assert [(hit.rule, hit.line, hit.column, hit.excepted) for hit in hits] == [
        ("aws-access-key-id", 11, 6, True),
        ("aws-secret-access-key", 12, 6, True),
        ("aws-access-key-id", 13, 6, False),
    ]
    assert not any(hit.excepted for hit in scan.judge(data.encode(), None))
    assert hits[0].sha256 == hits[2].sha256 != hits[1].sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_markers_are_taken_out(encoding: str) -> None:
    data = "x = 1  # standards: ignore[env-file] x\n".encode(encoding)
    assert "standards:" not in scan.without_markers(data).decode(encoding)
    assert len(scan.without_markers(data)) == len(data)


def test_a_blob_that_is_missing_stops(repository: Repository) -> None:
    with pytest.raises(Stopped, match=f"blob {'1' * 40} is missing; run git fsck"):
        scan.scan(str(repository.path), f"{'1' * 40}\n".encode(), None)


FILLER = "".join(f"{number} the quick brown fox {number:x} jumps\n" for number in range(4000))
FAR = "".join(f"{number} lazy dogs\n" for number in range(60))
TOKEN = fakes.SESSION_TOKEN + fakes.text(fakes.BASE62, 3600)


@pytest.mark.parametrize(
    ("clean", "data"),
    [
        pytest.param("", ID_LINE, id="all of it is new"),
        pytest.param("secret_key = \\\n\n", f"secret_key = \\\n'{SECRET}'\n", id="the value is new"),
        pytest.param(f"'{SECRET}'\n", f"secret_key = \\\n'{SECRET}'\n", id="the name is new"),
        pytest.param(f"secret\n{FAR}'{SECRET}'\n", f"secret\n'{SECRET}'\n", id="what was between them is gone"),
        pytest.param(f"secret, sha256={SECRET}\n", f"secret, {SECRET}\n", id="its other name is gone"),
        pytest.param(f"x = 'a{KEY}'\n", f"x = '{KEY}'\n", id="a letter before it is gone"),
        pytest.param(f"x = '{KEY[:9]}'\n  'x'\n", f"x = '{KEY[:9]}'\n  '{KEY[9:]}'\n", id="its second part is new"),
        pytest.param(f"{TOKEN}EXAMPLE\n", f"{TOKEN}\n", id="what makes a long token an example is gone"),
    ],
)
def test_a_change_adds_a_credential(clean: str, data: str) -> None:
    contents = [((str(number), 0), (FILLER + text + FILLER).encode()) for number, text in enumerate((clean, data))]
    found = scan.hits(contents, None)
    assert not scan.judge(contents[0][1], None)
    assert [(hit.rule, hit.line) for hit in found["1"]] == [
        (hit.rule, hit.line) for hit in scan.judge(contents[1][1], None)
    ]
    assert list(found) == ["1"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param("name,secret\n", f"x,{SECRET}\n", id="a column's name"),
        pytest.param(
            "---\nkind: Secret\ndata:\n",
            f"  a: {base64.b64encode(fakes.BEDROCK_KEY.encode()).decode()}\n",
            id="a manifest",
        ),
    ],
)
def test_a_change_adds_what_something_far_away_makes_a_credential(first: str, last: str) -> None:
    texts = [first + FILLER, first + FILLER + last]
    found = scan.hits([((text[-9:], 0), text.encode()) for text in texts], None)
    assert list(found) == [last[-9:]]
    texts = [FILLER + last, first + FILLER + last]
    found = scan.hits([((text[:9], 0), text.encode()) for text in texts], None)
    assert list(found) == [first[:9]]


def test_a_change_that_makes_a_text_a_binary() -> None:
    """In bytecode, the length of a string is before it, and any byte after it."""
    data = FILLER.encode() + b"secret (" + SECRET.encode() + b"z" + FILLER.encode()
    contents = [(("text", 0), data), (("binary", 0), data + b"\0")]
    assert list(scan.hits(contents, None)) == ["binary"]


def test_a_version_that_is_clean_is_not_judged_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    find = aws_clues.suspects

    def suspects(contents: list[tuple[int, bytes]], *, many: bool) -> Iterator[tuple[int, bytes, aws_clues.Clues]]:
        seen.extend(len(data) for _, data in contents)
        return find(contents, many=many)

    monkeypatch.setattr(aws_clues, "suspects", suspects)
    texts = [f"{number}\nsecret\n{FILLER}" for number in range(5)]
    assert not scan.hits([((text[0], 0), text.encode()) for text in texts], None)
    assert sum(seen) < len(FILLER) * 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")
def test_a_large_blob_is_read_in_pieces(repository: Repository) -> None:
    filler = b"0123456789abcdef" * 63 + b" filler line.  \n"  # 1 KiB
    middle = scan.PIECE // len(filler)
    head, tail = filler * (middle - 1), filler * (52 * 1024)
    half = len(filler) - len(ID_LINE) // 2  # so that the end of a piece falls into the key
    content = head + b"x" * (half - 1) + b"\n" + ID_LINE.encode() + tail + SECRET_LINE.encode()
    assert len(content) > 59 << 20
    put(repository, "large.txt", content)
    code = (
        "import re, sys; from backend_standards.audit import command; code = command.main(['--format', 'json', '--jobs', '1'])\n"
        "status = open('/proc/self/status').read(); print(re.search(r'VmHWM:\\s+(\\d+)', status)[1], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    (report,) = json.loads(done.stdout)["repositories"]
    lines = [(each["rule"], each["first"]["line"]) for each in report["secrets"]]
    assert lines == [("aws-access-key-id", middle + 1), ("aws-secret-access-key", content.count(b"\n"))]
    assert int(done.stderr) >> 10 < 80  # MiB
