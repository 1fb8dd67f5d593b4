"""Findings as text: the form, the order, colour, width, and the lines about a run as a whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core import IGNORE, Exempt, Finding, Options, Outcome, address, rules
from backend_standards.reporting import text
from backend_standards.reporting.report import Report
from fuzzing import assert_linear

RULE = rules.every()["env-file"]
OTHER = rules.every()["env-template-secret"]
KEY = rules.every()["aws-access-key-id"]
SWALLOWED = rules.every()["swallowed-error"]
WIDE = text.Style(width=1000)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def whole(
    *findings: Finding,
    style: text.Style = WIDE,
    hook: str = "forbid-env-files",
    more: int = 0,
    has_baseline: bool = False,
) -> str:
    outcome = Outcome(hook, findings, more=more)
    return text.render([outcome], [(outcome, finding) for finding in findings], style, has_baseline=has_baseline)


def rendered(*findings: Finding, style: text.Style = WIDE) -> list[str]:
    """Return the lines about the findings, without those about the run."""
    return [
        line
        for line in whole(*findings, style=style).splitlines()
        if not line.startswith(("explain: ", "except all: "))
    ]


def test_parts() -> None:
    finding = Finding(
        "a",
        RULE,
        "m",
        line=9,
        column=3,
        commands=("git rm --cached -- a", "git add .gitignore"),
        note="Rotate it.",
        exempt=(*IGNORE, Exempt("allow", "/a")),
    )
    assert rendered(finding) == [
        "a:9:3: env-file: m",
        "    run: git rm --cached -- a",
        "    run: git add .gitignore",
        "    note: Rotate it.",
        "    except: at the end of the line: # standards: ignore[env-file] reason",
        '    except: in the args of forbid-env-files: "--allow=/a"',
    ]


def test_places() -> None:
    findings = [Finding("b", RULE, "m"), Finding("a", RULE, "m", line=11), Finding("c\n", RULE, "m", line=1, column=2)]
    assert rendered(*findings) == ["b: env-file: m", "a:11:1: env-file: m", '"c\\n":1:2: env-file: m']


def test_order(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    places = [("b", 0, 0), ("a", 10, 2), ("a", 9, 3), ("a", 9, 1), ("a", 0, 0), ("a", 11, 0)]
    findings = [Finding(path, RULE, "m", line=line, column=column) for path, line, column in places]
    assert Report(Options()).finish([Outcome("forbid-env-files", findings)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["a", "a:9:1", "a:9:3", "a:10:2", "a:11:1", "b"]
    assert Report(Options()).finish([Outcome("check-push", findings, in_order=True)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["b", "a:10:2", "a:9:3", "a:9:1", "a", "a:11:1"]


def test_nothing_to_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert Report(Options()).finish([Outcome("forbid-env-files")]) == 0
    assert capsys.readouterr() == ("", "")


def test_prose_wraps_with_an_indent_and_commands_never_do() -> None:
    words = "a word and another " * 8
    command = "git rm --cached -- " + "x/" * 60
    finding = Finding("src/app/settings.py", RULE, words.strip(), line=1, commands=(command,), note=words + "end.")
    lines = whole(finding, style=text.Style(width=80)).splitlines()
    assert f"    run: {command}" in lines
    prose = [line for line in lines if "run: " not in line and "explain: " not in line]
    assert all(len(line) <= 80 for line in prose)
    assert [line for line in prose if line.startswith("        ")], "what goes on is indented"
    head, *rest = prose[: next(at for at, line in enumerate(prose) if "note:" in line)]
    assert " ".join([head.partition("env-file: ")[2], *(line.strip() for line in rest)]) == words.strip()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("Run `git rm --cached a`.", ["Run", "`git rm --cached a`."], id="in-backticks"),
        pytest.param("(`a b`, or `c d e f`)", ["(`a b`, or", "`c d e f`)"], id="two"),
        pytest.param("a`b c d e f g h i", ["a`b c d e", "f", "g", "h", "i"], id="a-backtick-of-a-name"),
    ],
)
def test_a_command_in_a_note_stays_in_one_line(words: str, expected: list[str]) -> None:
    lines = text.Style(width=10).wrapped("", words).splitlines()
    assert [line.strip() for line in lines] == expected


def test_a_word_that_is_too_long_has_its_own_line() -> None:
    lines = text.Style(width=20).wrapped("note: ", f"a {'b' * 30} c").splitlines()
    assert lines == ["note: a", f"        {'b' * 30}", "        c"]


@pytest.mark.parametrize(
    ("columns", "width"),
    [("40", 40), ("", 80), ("0", 80), ("x", 80), ("99999", 9999)],
    ids=lambda each: str(each) or "unset",
)
def test_the_width_is_that_of_the_terminal(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert text.of_terminal().width == width


@given(st.text(), st.integers(1, 200))
def test_no_word_is_lost_by_wrapping(words: str, width: int) -> None:
    lines = text.Style(width=width).wrapped("note: ", words)
    assert lines.startswith("note: ")
    assert lines.removeprefix("note: ").split() == words.split()


def test_colour() -> None:
    finding = Finding("a", RULE, "m", commands=("git status",), exempt=IGNORE, line=1)
    coloured = whole(finding, style=text.Style(colour=True, width=1000))
    assert "\x1b[1ma:1:1\x1b[m: \x1b[31menv-file\x1b[m: m\n" in coloured
    assert "    run: \x1b[32mgit status\x1b[m\n" in coloured
    assert "\x1b[2m    except: " in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == whole(finding)


def test_links_only_where_the_address_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    style = text.Style(links=True, width=1000)
    assert "\x1b]8" not in whole(Finding("a", RULE, "m"), style=style)
    monkeypatch.setattr(address, "DOCS", "https://standards.example/")
    linked = whole(Finding("a", RULE, "m"), style=style)
    assert "\x1b]8;;https://standards.example/rules.html#env-file\x1b\\env-file\x1b]8;;\x1b\\" in linked


def test_one_finding_is_one_line() -> None:
    finding = Finding(
        "a", RULE, "m\nb: rule: forged", note="\x1b[31m", commands=("a\nb",), exempt=[Exempt("x", "\u202e")]
    )
    assert rendered(finding) == [
        "a: env-file: m\\nb: rule: forged",
        "    run: a\\nb",
        "    note: \\033[31m",
        '    except: in the args of forbid-env-files: "--x=\\u202e"',
    ]


@pytest.mark.parametrize(
    ("source", "column", "shown", "width"),
    [
        pytest.param("feat:x", 6, "feat:x", 5, id="plain"),
        pytest.param("feat:x", 7, "feat:x", 6, id="after-the-end"),
        pytest.param("\u767b\u5f55:x", 3, "\u767b\u5f55:x", 4, id="wide"),
        pytest.param("e\u0301:x", 3, "e\u0301:x", 1, id="combining"),
        pytest.param("a\tb", 3, "a\\tb", 3, id="escaped"),
        pytest.param("\u200bab", 2, "\\342\\200\\213ab", 12, id="invisible"),
        pytest.param("x" * 300, 1, "x" * 100 + "...", 0, id="long-start"),
        pytest.param("x" * 300, 200, "..." + "x" * 100 + "...", 52, id="long-middle"),
        pytest.param("x" * 300, 301, "..." + "x" * 49, 52, id="long-end"),
    ],
)
def test_source_with_a_caret(source: str, column: int, shown: str, width: int) -> None:
    lines = rendered(Finding("a", RULE, "m", line=1, column=column, source=source, note="Do it."))
    assert lines == [f"a:1:{column}: env-file: m", f"    {shown}", f"    {' ' * width}^", "    note: Do it."]


def test_ignores_of_one_line_are_one_comment() -> None:
    findings = [Finding("a.py", rule, "m", line=3, exempt=IGNORE) for rule in (OTHER, KEY)]
    comment = "    except: at the end of the line: # standards: ignore[aws-access-key-id, env-template-secret] reason"
    assert [line for line in rendered(*findings) if "except" in line] == [comment, comment]


def test_options_of_one_run_are_one_line() -> None:
    findings = [Finding(path, RULE, "m", exempt=[Exempt("allow", f"/{path}")]) for path in ("a", "b", "b")]
    assert 'except all: in the args of forbid-env-files: "--allow=/a", "--allow=/b"\n' in whole(*findings)
    assert "except all" not in whole(findings[0])


def test_an_old_repository_is_told_of_the_baseline() -> None:
    findings = [Finding(str(number), SWALLOWED, "m") for number in range(text.MANY)]
    assert f"\nrun: {address.command('check --update-baseline')}\n" in whole(*findings)
    assert "--update-baseline" not in whole(*findings[1:])
    assert "--update-baseline" not in whole(*findings, has_baseline=True), "who has one knows"
    outcome = Outcome("check-push", findings, about_files=False)
    assert "--update-baseline" not in text.render([outcome], [(outcome, each) for each in findings])


def test_secrets_do_not_count_for_the_baseline_that_does_not_record_them() -> None:
    findings = [Finding(str(number), SWALLOWED, "m") for number in range(text.MANY)]
    assert "--update-baseline" not in whole(*[Finding(str(number), KEY, "m") for number in range(text.MANY)])
    assert f"record {text.MANY} of the findings" in whole(*findings, Finding("a", KEY, "m"))


def test_more_than_is_shown() -> None:
    assert "\nand 7 more\n" in whole(Finding("a", RULE, "m"), more=7)


def test_explain_is_run_where_the_user_can_run_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> str:
        (line,) = (
            line
            for line in whole(Finding("a", RULE, "m"), Finding("b", KEY, "m")).splitlines()
            if line.startswith("explain: ")
        )
        return line.removeprefix("explain: ")

    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))
    monkeypatch.setenv("PRE_COMMIT", "1")  # whose environment is on the hook's PATH only
    assert told() == f"{sys.executable} -P -m backend_standards explain env-file aws-access-key-id"
    done = subprocess.run(told().split(), capture_output=True, text=True, check=True)
    assert "env-file: " in done.stdout
    assert "aws-access-key-id: " in done.stdout
    monkeypatch.setattr(address, "REPOSITORY", "https://standards.example/x")
    assert told().startswith("uvx --from git+https://standards.example/x@v")
    monkeypatch.delenv("PRE_COMMIT")
    assert told() == "backend-standards explain env-file aws-access-key-id"


def test_thousands_of_findings_on_one_line_take_linear_time() -> None:
    def work(length: int) -> None:
        exempt = (*IGNORE, Exempt("allow", "/a"))
        whole(*(Finding("a.py", KEY, "m", line=1, column=column, exempt=exempt) for column in range(length)))

    assert_linear(work, 4000)
