from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from backend_standards.core import Finding, Outcome, Stopped
from backend_standards.core.output import collect, note, printable_path, report, show, stop
from backend_standards.reporting import formats


def test_form_and_order(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [
        Finding("b", "rule", "m"),
        Finding("a", "rule", "m", line=10, column=2),
        Finding("a", "rule", "m", line=9, column=3, fix="do this", exception="write that"),
        Finding("a", "rule", "m", line=9, column=1),
        Finding("a", "rule", "m"),
        Finding("a", "rule", "m", line=11),
    ]
    assert report(iter(findings)) == 1
    assert capsys.readouterr().out == (
        "a: rule: m\n"
        "a:9:1: rule: m\n"
        "a:9:3: rule: m\n"
        "    fix: do this\n"
        "    exception: write that\n"
        "a:10:2: rule: m\n"
        "a:11:1: rule: m\n"
        "b: rule: m\n"
    )


def test_nothing_to_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([]) == 0
    assert capsys.readouterr() == ("", "")


def test_stop(capsys: pytest.CaptureFixture[str]) -> None:
    assert stop("hook", Stopped("x: cannot be read")) == 2
    assert capsys.readouterr() == ("", "hook: error: x: cannot be read\n")


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colour"),
    [
        pytest.param({"TERM": "xterm"}, True, id="terminal"),
        pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, id="no-color"),
        pytest.param({"TERM": "xterm", "NO_COLOR": ""}, True, id="empty-no-color"),
        pytest.param({"TERM": "dumb"}, False, id="dumb"),
    ],
)
def test_colour(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, colour: bool) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(raw, "utf-8"))
    report([Finding("a", "rule", "m")])
    assert (b"\x1b[" in raw.getvalue()) is colour


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "\u00fc\u65e5".encode() + b"\xff: rule: m\n"),
        ("cp1252", b"\\xfc\\u65e5\\udcff: rule: m\n"),
        ("ascii", b"\\xfc\\u65e5\\udcff: rule: m\n"),
    ],
)
def test_any_console_takes_any_path(monkeypatch: pytest.MonkeyPatch, encoding: str, expected: bytes) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    assert report([Finding("\u00fc\u65e5\udcff", "rule", "m")]) == 1
    assert raw.getvalue().replace(b"\xfc", b"\\xfc") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/c.py", "a b/c.py"),
        ("\u00fc", "\u00fc"),
        ("\udcff", "\udcff"),
        ("a\nb", '"a\\nb"'),
        ('a"\t\\', '"a\\"\\t\\\\"'),
        ("\x1b[31m", '"\\033[31m"'),
        ("\u202e", '"\\342\\200\\256"'),
    ],
)
def test_printable_path(path: str, expected: str) -> None:
    assert printable_path(path) == expected


def test_closed_pipe_keeps_the_exit_code() -> None:
    program = (
        "import sys; from backend_standards.core import Finding; from backend_standards.core.output import report; "
        "sys.stdin.readline(); sys.exit(report([Finding('a', 'rule', 'm')]))"
    )
    read_end, write_end = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=write_end, stderr=subprocess.PIPE
    ) as process:
        os.close(write_end)
        os.close(read_end)
        _, error = process.communicate(b"\n")
    assert (process.returncode, error) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk_keeps_the_exit_code() -> None:
    program = "import sys; from backend_standards.core import Finding; from backend_standards.core.output import report; sys.exit(report([Finding('a', 'rule', 'm')]))"
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


def test_closed_output_keeps_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert report([Finding("a", "rule", "m")]) == 1


def test_one_finding_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    report([Finding("a", "rule", "m\nb: rule: forged", fix="\x1b[31m", exception="\u202e")])
    assert (
        capsys.readouterr().out == "a: rule: m\\nb: rule: forged\n    fix: \\033[31m\n    exception: \\342\\200\\256\n"
    )


@pytest.mark.parametrize(
    ("source", "column", "shown", "width"),
    [
        pytest.param("feat:x", 6, "feat:x", 5, id="plain"),
        pytest.param("feat:x", 7, "feat:x", 6, id="behind-the-end"),
        pytest.param("\u767b\u5f55:x", 3, "\u767b\u5f55:x", 4, id="wide"),
        pytest.param("e\u0301:x", 3, "e\u0301:x", 1, id="combining"),
        pytest.param("a\tb", 3, "a\\tb", 3, id="escaped"),
        pytest.param("\u200bab", 2, "\\342\\200\\213ab", 12, id="invisible"),
        pytest.param("x" * 300, 1, "x" * 100 + "...", 0, id="long-start"),
        pytest.param("x" * 300, 200, "..." + "x" * 100 + "...", 52, id="long-middle"),
        pytest.param("x" * 300, 301, "..." + "x" * 49, 52, id="long-end"),
    ],
)
def test_source_with_a_caret(
    capsys: pytest.CaptureFixture[str], source: str, column: int, shown: str, width: int
) -> None:
    report([Finding("a", "rule", "m", line=1, column=column, source=source, fix="f")])
    out = capsys.readouterr().out
    assert out == f"a:1:{column}: rule: m\n    {shown}\n    {' ' * width}^\n    fix: f\n"


HOSTILE = [
    "::add-mask::feat",
    "  ::error::forged",
    "x ##[add-mask]feat",
    "##vso[task.setvariable variable=PATH]x",
    "###[x]",
]


@pytest.mark.parametrize("ci", [{"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"}], ids=["github", "azure"])
@pytest.mark.parametrize("words", HOSTILE)
def test_no_line_is_a_command_to_a_ci(
    words: str, ci: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in ci.items():
        monkeypatch.setenv(name, value)
    report([Finding(words, "rule", words, line=1, column=1, fix=words, exception=words, source=words)])
    stop(words, Stopped(words))
    show(words + "\n")
    note(words + "\n")
    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert len(lines) == 8
    assert not any(line.lstrip().startswith("::") or "##" in line for line in lines), lines
    assert lines[0].replace("\\072", ":").replace("\\043", "#").startswith(words), "and all else stays"


def test_elsewhere_text_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    report([Finding("::x", "rule", "## m")])
    assert capsys.readouterr().out == "::x: rule: ## m\n"


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit"])
def test_reports_hold_no_command_to_a_ci(form: str) -> None:
    outcome = Outcome("forbid-env-files")
    outcome.findings = [Finding(words, "env-file", words, fix=words) for words in HOSTILE]
    outcome.stopped = "##[x]"
    words = formats.FORMATS[form]([outcome], "")
    assert "##" not in words
    assert not any(line.lstrip().startswith("::") for line in words.splitlines())
    read = "".join(ElementTree.fromstring(words).itertext()) if form == "junit" else json.dumps(json.loads(words))
    assert "##vso[" in read, "who reads the report gets the text as it is"


@pytest.mark.parametrize(
    ("findings", "code", "expected"),
    [
        pytest.param(0, 0, 0, id="clean"),
        pytest.param(2, 1, 1, id="findings"),
        pytest.param(0, 1, 1, id="mended-by-the-hook"),
        pytest.param(1, 0, 1, id="findings-not-told"),
        pytest.param(0, 2, 2, id="stopped-without-a-word"),
        pytest.param(1, 3, 2, id="odd-code"),
    ],
)
def test_collect(capsys: pytest.CaptureFixture[str], findings: int, code: int, expected: int) -> None:
    def judge() -> int:
        report(Finding("a", "rule", "m") for _ in range(findings))
        return code

    outcome = collect("hook", judge)
    assert (outcome.code, len(outcome.findings), bool(outcome.stopped)) == (expected, findings, expected == 2)
    assert capsys.readouterr() == ("", "")
