from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from backend_standards.core.output import note, printable_path, show, wants_colour


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "terminal", "colour"),
    [
        pytest.param({"TERM": "xterm"}, True, True, id="terminal"),
        pytest.param({"TERM": "xterm"}, False, False, id="file"),
        pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, True, False, id="no-color"),
        pytest.param({"TERM": "xterm", "NO_COLOR": ""}, True, True, id="empty-no-color"),
        pytest.param({"TERM": "dumb"}, True, False, id="dumb"),
        pytest.param({"FORCE_COLOR": "1"}, False, True, id="force-color"),
        pytest.param({"FORCE_COLOR": ""}, False, False, id="empty-force-color"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, id="both"),
    ],
)
def test_colour(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, terminal: bool, colour: bool) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = (Terminal if terminal else io.TextIOWrapper)(io.BytesIO(), "utf-8")
    assert wants_colour(stream) is colour


def test_a_closed_stream_has_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert not wants_colour(None)


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "\u00fc\u65e5".encode() + b"\xff\n"),
        ("cp1252", b"\\xfc\\u65e5\\udcff\n"),
        ("ascii", b"\\xfc\\u65e5\\udcff\n"),
    ],
)
def test_any_console_takes_any_path(monkeypatch: pytest.MonkeyPatch, encoding: str, expected: bytes) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    show("\u00fc\u65e5\udcff\n")
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


PROGRAM = "import sys; from backend_standards.core.output import show; sys.stdin.readline(); show('x'); sys.exit(1)"


def test_closed_pipe_keeps_the_exit_code() -> None:
    read_end, write_end = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=write_end, stderr=subprocess.PIPE
    ) as process:
        os.close(write_end)
        os.close(read_end)
        _, error = process.communicate(b"\n")
    assert (process.returncode, error) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk_keeps_the_exit_code() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], stdout=full, stderr=subprocess.PIPE, input=b"", check=False
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_closed_output_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    show("x")


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
    show(f"{words}\nx\n{words}\n")
    note(f"{words}\n")
    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert len(lines) == 4
    assert not any(line.lstrip().startswith("::") or "##" in line for line in lines), lines
    assert lines[0].replace("\\072", ":").replace("\\043", "#").startswith(words), "and the rest stays"


def test_elsewhere_text_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show("::x ## m\n")
    assert capsys.readouterr().out == "::x ## m\n"
