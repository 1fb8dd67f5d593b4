"""Any output of git and any content, given to the audit."""

from __future__ import annotations

import contextlib
import io
import os
from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

import fakes
from backend_standards import forbid_aws_keys
from backend_standards.audit import history, scan, sources
from backend_standards.audit.report import as_table
from backend_standards.core import Stopped, git_stream
from backend_standards.secrets import AwsPolicy
from fuzzing import (
    NEAR_SECRETS,
)

OIDS = st.text("0123456789abcdef", min_size=40, max_size=40)
FIELDS = st.one_of(
    st.sampled_from([b"\n:100644 100644 a b M", b"::", b":", b"\x01", b"\x01x", b"\n", b"commit x", b" ", b"\xff"]),
    st.binary(min_size=1, max_size=12),
).map(lambda field: field.replace(b"\0", b" "))
ENTRIES = st.tuples(st.integers(1, 4), OIDS, FIELDS, st.sampled_from(["100644", "120000", "160000", "000000"]))
COMMITS = st.tuples(OIDS, st.lists(ENTRIES, max_size=4))


@given(st.lists(COMMITS, max_size=5), st.integers(1, 50))
def test_no_path_is_taken_for_an_entry(commits: list[tuple[str, list[tuple[int, str, bytes, str]]]], size: int) -> None:
    out, expected = io.BytesIO(), []
    for oid, entries in commits:
        out.write(b"\x01%s\0" % oid.encode())
        expected.append((oid, "", ""))
        for number, (parents, blob, path, mode) in enumerate(entries):
            words = [*["100644"] * parents, mode, *["0" * 40] * parents, blob, "M" * parents]
            out.write(b"" if number else b"\n")
            out.write(b":" * parents + " ".join(words).encode() + b"\0" + path + b"\0")
            if mode.startswith("1") and not mode.startswith("16"):
                expected.append(("", blob, os.fsdecode(path)))
    out.seek(0)
    assert list(history.entries(git_stream.between_nuls(iter(lambda: out.read(size), b"")))) == expected


@given(st.lists(st.one_of(FIELDS, st.binary(max_size=30)), max_size=20))
def test_other_output_of_git_stops_an_audit(fields: list[bytes]) -> None:
    with contextlib.suppress(Stopped):
        list(history.entries(fields))


HOSTILE_TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(["\n", "\x1b[31m", "\r", "a\u2028b", "-", "$(x)", "'"]))


@given(HOSTILE_TEXTS, HOSTILE_TEXTS, HOSTILE_TEXTS, HOSTILE_TEXTS)
def test_nothing_forges_a_line_of_the_audits_table(path: str, author: str, branch: str, name: str) -> None:
    def lines(path: str, author: str, branch: str, name: str) -> list[str]:
        first = {
            "commit": "0" * 40,
            "author": author,
            "email": author,
            "date": "2024-01-01",
            "tag": None,
            "path": path,
            "line": 1,
            "column": 1,
        }
        secret = {
            "rule": "env-file", "kind": "x", "account": None, "first": first, "paths": [path], "head": [{"path": path, "line": None}],
            "branches": [branch], "whole_file": True,
        }  # fmt: skip
        report = {
            "repository": name, "state": "cut", "problems": [author], "notes": [author], "commits": 1, "blobs": 1, "bytes": 1, "excepted": 1,
            "secrets": [secret, {**secret, "head": []}],
        }  # fmt: skip
        return as_table([report]).split("\n")

    found = lines(path, author, branch, name)
    assert len(found) == len(lines("a", "b", "c", "d"))
    assert all(line.isprintable() or any("\ud800" <= char <= "\udfff" for char in line) for line in found)


@given(
    st.sampled_from(["https", "ssh", "http"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), max_size=8),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=6, max_size=20),
)
def test_no_login_is_shown(scheme: str, user: str, password: str) -> None:
    place = f"{scheme}://{user}:{password}@host.invalid/a/b.git?token={password}"
    for text in (sources.shown(place), sources.without_secret(f"fatal: '{place}' and {password}", place)):
        assert password not in text


@given(st.sampled_from([b"", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xfe\xff"]), NEAR_SECRETS, st.binary(max_size=200))
def test_an_audit_takes_any_content(head: bytes, near: str, tail: bytes) -> None:
    data = head + near.encode() + tail
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for hit in scan.judge(data, AwsPolicy()):
        assert 0 <= hit.line <= lines


PIECES = st.sampled_from(
    [
        *(
            fakes.KEY_ID,
            fakes.SESSION_TOKEN,
            f"secret = {fakes.AWS_SECRET}",
            "\n",
            "\r\n",
            " ",
            "# ",
            "'",
            "\0",
            "\ufeff",
        ),
        *("gitleaks:allow", "pragma: allowlist secret", "pragma: allowlist nextline secret"),
        *("standards: ignore[aws-access-key-id] x", "standards: ignore[aws-session-token, aws-secret-access-key] x"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"]))
def test_an_audit_excepts_what_the_hook_does_not_report(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    findings = forbid_aws_keys.check([("a.py", data)], AwsPolicy())
    reported = [(each.line, each.column, each.rule.id) for each in findings if each.rule.id.startswith("aws-")]
    hits = [(hit.line, hit.column, hit.rule) for hit in scan.judge(data, AwsPolicy()) if not hit.excepted]
    assert sorted(hits) == sorted(reported)


# Lines that make a credential together, or keep another line from being one, when changes move them or their neighbours.
LINES_OF_CREDENTIALS = st.sampled_from(
    [
        f"id = '{fakes.KEY_ID}'\n",
        f"id = '{fakes.KEY_ID[:9]}'\n",
        f"  '{fakes.KEY_ID[9:]}'\n",
        "secret = \\\n",
        'secret = "' + fakes.AWS_SECRET[:20] + '"\n',
        '  "' + fakes.AWS_SECRET[20:] + '"\n',
        f"value: '{fakes.AWS_SECRET}'\n",
        f"sha256 = {fakes.AWS_SECRET}\n",
        f"secret: {fakes.AWS_SECRET}",
        f"{fakes.SESSION_TOKEN[:200]}\n",
        f"{fakes.SESSION_TOKEN[200:]}\n",
        f"https://bucket.s3.amazonaws.com/?X-Amz-Credential={fakes.KEY_ID}&",
        "X-Amz-Signature=0123456789abcdef0123456789abcdef\n",
        "kind: Secret\ndata:\n",
        f"  a: {b64encode(fakes.KEY_ID.encode()).decode()}\n",
        f"{b64encode(f'aws_access_key_id = {fakes.KEY_ID}'.encode()).decode()}\n",
        "name,secret\n",
        f"x,{fakes.AWS_SECRET}\n",
        "smtp\n",
        "password = " + fakes.SES_PASSWORD + "\n",
        *("\0", "\r\n", "\ufeff", "plain\n", "# example\n", 40 * "word " + "\n", 8 * "\n"),
    ]
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "insert", "delete", "move"]),
        st.sampled_from([0, 1, 700, 701, 702, 703, 704, 1590]),
        st.sampled_from([1, 2, 700, 701, 702, 703]),
        st.lists(LINES_OF_CREDENTIALS, max_size=3),
    ),
    min_size=1,
    max_size=5,
)
FILLER = [f"{number} {number * 7919 % 10007} the quick brown fox, {number:x}, jumps\n" for number in range(1600)]


@given(st.lists(EDITS, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))
def test_a_version_is_judged_by_its_changes_as_if_it_were_judged_whole(
    versions: list[list[tuple[str, int, int, list[str]]]], encoding: str
) -> None:
    lines, contents = [*FILLER], []
    for edits in [[], *versions]:
        for edit, at, other, added in edits:
            if edit == "insert":
                lines[at:at] = added
            elif edit == "delete":
                del lines[at : at + other % 100]
            else:
                lines[at:at], lines[other : other + 3] = lines[other : other + 3], []
        contents.append("".join(lines).encode(encoding, "replace"))
    assert len(contents[0]) > scan.LONG
    keyed = [((str(number), 0), data) for number, data in enumerate(contents)]
    slow = {key[0]: scan.judge(data, None) for key, data in keyed}
    assert {oid: places(found) for oid, found in scan.hits(keyed, None).items()} == {
        oid: places(found) for oid, found in slow.items() if found
    }


def places(found: list[scan.Hit]) -> list[tuple[str, str, int, int]]:
    return [(hit.rule, hit.sha256, hit.line, hit.column) for hit in found]
