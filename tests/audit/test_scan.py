"""The credentials in blobs, large ones too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditing import ID_LINE, KEY, SECRET, SECRET_LINE, put
from backend_standards.audit import scan
from backend_standards.core import Stopped
from backend_standards.secrets import AwsPolicy
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
