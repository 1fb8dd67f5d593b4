from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import fakes
from backend_standards import _hook
from backend_standards._hook import Option, Options, read
from backend_standards.core import Stopped

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
        pytest.param(["a", "--strict"], ([], True, ["a"]), id="option-behind-a-file"),
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
            "unknown option --zzz; known are --allow, --strict, --format, --output, --baseline, --update-baseline, --baseline-secrets",
            id="far",
        ),
        pytest.param(
            ["-a"],
            "unknown option -a; known are --allow, --strict, --format, --output, --baseline, --update-baseline, --baseline-secrets",
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


def test_pyproject_gives_the_same_options_and_the_command_line_wins() -> None:
    Path("pyproject.toml").write_text('[tool.backend-standards.forbid-env-files]\nallow = ["x", "y"]\nstrict = true\n')
    assert outcome(read(HOOK, KNOWN, ["--", "a"])) == (["x", "y"], True, ["a"])
    assert outcome(read(HOOK, KNOWN, ["--allow=z", "a"])) == (["z"], True, ["a"])
    assert outcome(read("require-env-ignored", KNOWN, ["--"])) == ([], False, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "[tool.backend-standards.forbid-env-files]\nalow = []",
            "has the unknown key 'alow'; did you mean 'allow'?",
            id="key",
        ),
        pytest.param(
            "[tool.backend-standards.forbid-env-files]\nallow = 'x'",
            'allow must be a list of texts: allow = ["PATTERN"]',
            id="text-for-list",
        ),
        pytest.param(
            "[tool.backend-standards.forbid-env-files]\nallow = [1]",
            'allow must be a list of texts: allow = ["PATTERN"]',
            id="number-in-list",
        ),
        pytest.param(
            "[tool.backend-standards.forbid-env-files]\nallow = ['']",
            'allow must be a list of texts: allow = ["PATTERN"]',
            id="empty-in-list",
        ),
        pytest.param(
            "[tool.backend-standards.forbid-env-files]\nstrict = 1",
            "strict must be true or false",
            id="number-for-flag",
        ),
        pytest.param(
            "[tool.backend-standards.forbid-env-file]\n",
            "names no hook of this collection; did you mean 'forbid-env-files'?",
            id="hook",
        ),
        pytest.param(
            "[tool.backend-standards]\nallow = []", "names no hook of this collection", id="key-outside-a-hook"
        ),
        pytest.param("[tool.backend-standards]\nforbid-env-files = 1", "must be a table", id="no-table"),
        pytest.param("[tool.backend-standards.forbid-env-files]\nallow = [", "is not valid TOML", id="toml"),
        pytest.param("# [tool.backend-standards\ntool = 5", "", id="tool-is-a-number"),
        pytest.param("# [tool.backend-standards\n[[tool]]", "", id="tool-is-a-list"),
        pytest.param(
            "# [tool.backend-standards\n[tool]\nbackend-standards = 5", "must be a table", id="all-is-a-number"
        ),
        pytest.param("# [tool.backend-standards\na = " + "[" * 50_000, "is not valid TOML", id="nested"),
        pytest.param("# [tool.backend-standards\na = " + "9" * 50_000, "is not valid TOML", id="long-number"),
    ],
)
def test_wrong_pyproject(text: str, message: str) -> None:
    Path("pyproject.toml").write_text(text)
    if not message:
        assert outcome(read(HOOK, KNOWN, ["--"])) == ([], False, [])
        return
    with pytest.raises(Stopped) as stopped:
        read(HOOK, KNOWN, ["--"])
    assert str(stopped.value).startswith("pyproject.toml: ")
    assert message in str(stopped.value)


SINGLE = (Option("limit", "one value", "N", single=True), Option("names", "a list", "LIST"))


def test_the_last_of_a_single_option_wins_and_lists_take_commas() -> None:
    options = read(HOOK, SINGLE, ["--limit=1", "--limit", "2", "--names=a, b", "--names=c,"])
    assert (options.text("limit"), options.words("names")) == ("2", ["a", "b", "c"])
    options = read(HOOK, SINGLE, [])
    assert (options.text("limit"), options.words("names")) == ("", [])


def test_a_single_option_in_pyproject() -> None:
    for value, expected in (("72", "72"), ('"x,y"', "x,y")):
        Path("pyproject.toml").write_text(f"[tool.backend-standards.{HOOK}]\nlimit = {value}\n")
        assert read(HOOK, SINGLE, ["--"]).text("limit") == expected
        assert read(HOOK, SINGLE, ["--limit=5"]).text("limit") == "5"
    for value in ("true", "[1]", '""', "1.5"):
        Path("pyproject.toml").write_text(f"[tool.backend-standards.{HOOK}]\nlimit = {value}\n")
        with pytest.raises(Stopped, match='limit must be a text or a number: limit = "N"'):
            read(HOOK, SINGLE, ["--"])


@pytest.mark.parametrize(
    "text",
    [
        '[tool."backend-standards".forbid-env-files]\nallow = ["x"]',
        "[ tool . backend-standards . forbid-env-files ]\nallow = ['x']",
        'tool.backend-standards.forbid-env-files.allow = ["x"]',
        '[tool]\nbackend-standards = {forbid-env-files = {allow = ["x"]}}',
    ],
)
def test_every_spelling_of_the_table_counts(text: str) -> None:
    Path("pyproject.toml").write_text(text)
    assert read(HOOK, KNOWN, ["--"]).texts("allow") == ["x"]


def test_pyproject_that_is_not_utf_8() -> None:
    Path("pyproject.toml").write_bytes(b'[tool.backend-standards.forbid-env-files]\nallow = ["\xff"]\n')
    with pytest.raises(Stopped, match="byte 52 is not UTF-8"):
        read(HOOK, KNOWN, ["--"])


def test_a_foreign_pyproject_is_not_parsed() -> None:
    Path("pyproject.toml").write_text('broken = [\n[project]\nname = "backend-standards"\n')
    program = f"import sys; from backend_standards._hook import read; read('{HOOK}', (), ['--']); print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_hook_ids_are_the_public_modules() -> None:
    names = {path.stem for path in (Path(_hook.__file__).parent).glob("*.py") if not path.stem.startswith("_")}
    assert _hook.hook_ids() == sorted(name.replace("_", "-") for name in names)
    assert "forbid-env-files" in _hook.hook_ids()


def test_version() -> None:
    assert _hook.answer("version", HOOK, "", KNOWN) == "forbid-env-files 0.1.0\n"


def test_a_fault_of_a_hook_is_exit_code_2_and_says_nothing_of_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    def judge(_: Options) -> int:
        raise ValueError(fakes.AWS_SECRET)

    assert _hook.run(HOOK, "doc", KNOWN, judge, ["--"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{HOOK}: error: ValueError at _hook.py:")
    assert "> test_options.py:" in error
    assert fakes.AWS_SECRET[:6] not in error
