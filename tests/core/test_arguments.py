from __future__ import annotations

from pathlib import Path

import pytest

from backend_standards import __version__
from backend_standards._hook import read
from backend_standards.core import Option, Options, Stopped, arguments

HOOK = "forbid-env-files"
KNOWN = (Option("allow", "a list", "PATTERN"), Option("strict", "a flag"))


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def outcome(options: Options) -> tuple[list[str], bool, list[str]]:
    return options.texts("allow"), options.flag("strict"), options.files


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        pytest.param([], ([], False, []), id="nothing"),
        pytest.param(["--", "a", "--allow=x", "--"], ([], False, ["a", "--allow=x", "--"]), id="files-only"),
        pytest.param(["a", "b"], ([], False, ["a", "b"]), id="no-dashes"),
        pytest.param(["--allow=x", "a"], (["x"], False, ["a"]), id="equals"),
        pytest.param(["--allow", "x", "a"], (["x"], False, ["a"]), id="two-words"),
        pytest.param(["--allow=x", "--allow", "y", "a"], (["x", "y"], False, ["a"]), id="repeated"),
        pytest.param(["--allow=a=b"], (["a=b"], False, []), id="value-with-equals"),
        pytest.param(["--strict", "a"], ([], True, ["a"]), id="flag"),
        pytest.param(["a", "--strict"], ([], True, ["a"]), id="option-after-a-file"),
        pytest.param(["--strict", "--", "--allow=x"], ([], True, ["--allow=x"]), id="dashes-end-the-options"),
        pytest.param(["-"], ([], False, ["-"]), id="dash"),
    ],
)
def test_command_line(argv: list[str], expected: tuple[list[str], bool, list[str]]) -> None:
    assert outcome(read(HOOK, KNOWN, argv)) == expected


def test_what_exists_is_a_file_whatever_its_name() -> None:
    for name in ("--help", "--allow=x", "--strict", "-x"):
        Path(name).touch()
    options = read(HOOK, KNOWN, ["--allow=y", "--help", "--allow=x", "--strict", "-x"])
    assert outcome(options) == (["y"], False, ["--help", "--allow=x", "--strict", "-x"])
    assert not options.wants


def test_two_dashes_that_are_a_file_are_one_too() -> None:
    Path("--").touch()
    assert outcome(read(HOOK, KNOWN, ["--strict", "--", "a"])) == ([], True, ["a", "--"])
    assert outcome(read(HOOK, KNOWN, ["--strict", "--", "--", "a"])) == ([], True, ["--", "a"])


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        pytest.param(["--alow=x"], "unknown option --alow; did you mean '--allow'?", id="near"),
        pytest.param(
            ["--zzz"],
            "unknown option --zzz; known are --allow, --strict, --format, --output-format, --output, --output-file, --baseline, --update-baseline, --baseline-secrets, --config",
            id="far",
        ),
        pytest.param(
            ["-a"],
            "unknown option -a; known are --allow, --strict, --format, --output-format, --output, --output-file, --baseline, --update-baseline, --baseline-secrets, --config",
            id="short",
        ),
        pytest.param(["--allow"], "option --allow needs a value: write --allow=PATTERN", id="no-value"),
        pytest.param(["--allow="], "option --allow needs a value: write --allow=PATTERN", id="empty-value"),
        pytest.param(["--strict=1"], "option --strict takes no value: write --strict", id="flag-with-value"),
    ],
)
def test_wrong_command_line(argv: list[str], message: str) -> None:
    with pytest.raises(Stopped) as stopped:
        read(HOOK, KNOWN, argv)
    assert str(stopped.value) == message


SINGLE = (Option("limit", "one value", "N", single=True), Option("names", "a list", "LIST"))


def test_the_last_of_a_single_option_wins_and_lists_take_commas() -> None:
    options = read(HOOK, SINGLE, ["--limit=1", "--limit", "2", "--names=a, b", "--names=c,"])
    assert (options.text("limit"), options.words("names")) == ("2", ["a", "b", "c"])
    options = read(HOOK, SINGLE, ["--"])
    assert (options.text("limit"), options.words("names")) == ("", [])


def test_other_names_of_an_option() -> None:
    options = read(HOOK, KNOWN, ["--output-format=json", "--output-file", "r.json", "a"])
    assert (options.text("format"), options.text("output"), options.files) == ("json", "r.json", ["a"])


@pytest.mark.parametrize(
    ("word", "wants"), [("-h", "help"), ("--help", "help"), ("-V", "version"), ("--version", "version")]
)
def test_what_every_hook_answers(word: str, wants: str) -> None:
    assert read(HOOK, KNOWN, [word]).wants == wants


def test_answers() -> None:
    assert arguments.answer("version", HOOK, "", KNOWN) == f"forbid-env-files {__version__}\n"
    words = arguments.answer("help", HOOK, "What it does.\n\nMore.\n", KNOWN, "FILE...")
    assert words.startswith("usage: forbid-env-files [OPTION...] [--] FILE...\n\nWhat it does.\n\nMore.\n\noptions:\n")
    assert "  --allow PATTERN" in words
    assert "[tool.backend-standards.forbid-env-files]" in words
