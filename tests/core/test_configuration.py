"""The tables of pyproject.toml: of hooks, of subjects, of the command; all of them checked at every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards import backend_standards, check_commit_message, check_push, forbid_env_files, require_env_ignored
from backend_standards._hook import read
from backend_standards.core import Option, Stopped, configuration
from backend_standards.core.options import OPTIONS

HOOK = forbid_env_files.HOOK
KNOWN = forbid_env_files.OPTIONS


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def configure(text: str) -> None:
    Path("pyproject.toml").write_text(text, encoding="utf-8")


def test_the_same_options_and_the_command_line_wins() -> None:
    configure('[tool.backend-standards.forbid-env-files]\nallow = ["x", "y"]\nno-encrypted = true\n')
    options = read(HOOK, KNOWN, ["--", "a"])
    assert (options.texts("allow"), options.flag("no-encrypted"), options.files) == (["x", "y"], True, ["a"])
    assert options.arguments == frozenset()
    options = read(HOOK, KNOWN, ["--allow=z", "a"])
    assert (options.texts("allow"), options.flag("no-encrypted")) == (["z"], True)
    assert options.arguments == {"allow"}
    assert read("require-env-ignored", require_env_ignored.OPTIONS, ["--"]).texts("allow") == []


def test_hooks_of_a_subject_share_a_table_and_their_own_wins() -> None:
    configure(
        '[tool.backend-standards.env-files]\nallow = ["x"]\nforbid = ["f"]\n[tool.backend-standards.forbid-env-files]\nallow = ["y"]'
    )
    options = read(HOOK, KNOWN, ["--"])
    assert (options.texts("allow"), options.texts("forbid")) == (["y"], ["f"])
    options = read("require-env-ignored", require_env_ignored.OPTIONS, ["--"])
    assert (options.texts("allow"), options.texts("forbid")) == (["x"], ["f"])
    assert read("check-project-layout", (), ["--"]).texts("allow") == [], "an option of that name, of another subject"


def test_one_table_for_messages_wherever_they_are_judged() -> None:
    configure(
        '[tool.backend-standards.commits]\nextra-types = "perf,ci"\nmax-header = 72\n[tool.backend-standards.branches]\nprotected = "trunk"'
    )
    for module in (check_commit_message, check_push):
        options = read(module.HOOK, module.OPTIONS, ["--"])
        assert (options.words("extra-types"), options.text("max-header")) == (["perf", "ci"], "72")
    assert read("check-push", check_push.OPTIONS, ["--"]).texts("protected") == ["trunk"]
    assert read("check-branch-name", (), ["--"]).texts("protected") == ["trunk"]


def test_the_commands_own_table() -> None:
    configure('[tool.backend-standards]\nskip = ["check-lock-files"]\nbaseline = "b.json"\n')
    options = read("backend-standards", backend_standards.OPTIONS, [])
    assert (options.texts("skip"), options.text("baseline")) == (["check-lock-files"], "b.json")
    options = read(HOOK, KNOWN, ["--"])
    assert (options.texts("skip"), options.text("baseline")) == ([], "b.json")


OWN = "[tool.backend-standards.forbid-env-files]\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            f"{OWN}alow = []",
            "[tool.backend-standards.forbid-env-files] has the unknown key 'alow'; did you mean 'allow'?",
            id="key",
        ),
        pytest.param(f"{OWN}allow = [1]", 'allow must be a list of texts: allow = ["PATTERN"]', id="number-in-list"),
        pytest.param(f"{OWN}allow = 1", 'allow must be a list of texts: allow = ["PATTERN"]', id="number-for-list"),
        pytest.param(f"{OWN}allow = ['']", 'allow must be a list of texts: allow = ["PATTERN"]', id="empty-in-list"),
        pytest.param(f"{OWN}allow = ''", 'allow must be a list of texts: allow = ["PATTERN"]', id="empty-text"),
        pytest.param(f"{OWN}no-encrypted = 1", "no-encrypted must be true or false", id="number-for-flag"),
        pytest.param(f"{OWN}update-baseline = true", "has the unknown key 'update-baseline'", id="action"),
        pytest.param(
            "[tool.backend-standards.forbid-env-file]\n",
            "[tool.backend-standards.forbid-env-file] is not a table of this collection; did you mean 'forbid-env-files'?",
            id="table",
        ),
        pytest.param("[tool.backend-standards.commit]\n", "did you mean 'commits'?", id="subject"),
        pytest.param(
            "[tool.backend-standards.commits]\nextra-type = []", "did you mean 'extra-types'?", id="key-of-a-subject"
        ),
        pytest.param(
            "[tool.backend-standards.check-commit-message]\ntyps = []",
            "did you mean 'types'?",
            id="table-of-another-hook",
        ),
        pytest.param(
            "[tool.backend-standards]\nskipp = []",
            "[tool.backend-standards] has the unknown key 'skipp'; did you mean 'skip'?",
            id="key-of-the-command",
        ),
        pytest.param(
            "[tool.backend-standards]\nforbid-env-files = 1",
            "[tool.backend-standards.forbid-env-files] must be a table",
            id="no-table",
        ),
        pytest.param(f"{OWN}allow = [", "is not valid TOML", id="toml"),
        pytest.param(
            "# [tool.backend-standards\n[tool]\nbackend-standards = 5", "must be a table", id="all-is-a-number"
        ),
        pytest.param("# [tool.backend-standards\na = " + "[" * 50_000, "is not valid TOML", id="nested"),
        pytest.param("# [tool.backend-standards\na = " + "9" * 50_000, "is not valid TOML", id="long-number"),
    ],
)
def test_a_mistake_stops(text: str, message: str) -> None:
    configure(text)
    for hook, known in ((HOOK, KNOWN), ("check-lock-files", ())):
        with pytest.raises(Stopped) as stopped:
            read(hook, known, ["--"])
        assert str(stopped.value).startswith("pyproject.toml: ")
        assert message in str(stopped.value)


@pytest.mark.parametrize("text", ["# [tool.backend-standards\ntool = 5", "# [tool.backend-standards\n[[tool]]"])
def test_a_tool_that_is_not_a_table_is_somebody_elses(text: str) -> None:
    configure(text)
    assert read(HOOK, KNOWN, ["--"]).values == {}


@pytest.mark.parametrize(("value", "expected"), [("72", "72"), ('"72"', "72")])
def test_a_single_value(value: str, expected: str) -> None:
    configure(f"[tool.backend-standards.check-commit-message]\nmax-header = {value}\n")
    assert read("check-commit-message", check_commit_message.OPTIONS, ["--"]).text("max-header") == expected
    assert read("check-commit-message", check_commit_message.OPTIONS, ["--max-header=5"]).text("max-header") == "5"


@pytest.mark.parametrize("value", ["true", "[1]", '""', "1.5"])
def test_not_a_single_value(value: str) -> None:
    configure(f"[tool.backend-standards.check-commit-message]\nmax-header = {value}\n")
    with pytest.raises(Stopped, match='max-header must be a text or a number: max-header = "N"'):
        read(HOOK, KNOWN, ["--"])


@pytest.mark.parametrize(
    "text",
    [
        '[tool."backend-standards".forbid-env-files]\nallow = ["x"]',
        "[ tool . backend-standards . forbid-env-files ]\nallow = ['x']",
        'tool.backend-standards.forbid-env-files.allow = ["x"]',
        '[tool]\nbackend-standards = {forbid-env-files = {allow = ["x"]}}',
        "[tool.backend-standards.forbid-env-files]\nallow = 'x'",
    ],
)
def test_every_spelling_counts(text: str) -> None:
    configure(text)
    assert read(HOOK, KNOWN, ["--"]).texts("allow") == ["x"]
    assert configuration.options_of(text.encode(), HOOK).texts("allow") == ["x"]


def test_a_file_that_is_not_utf_8() -> None:
    Path("pyproject.toml").write_bytes(b'[tool.backend-standards.forbid-env-files]\nallow = ["\xff"]\n')
    with pytest.raises(Stopped, match="byte 52 is not UTF-8"):
        read(HOOK, KNOWN, ["--"])


def test_a_foreign_file_is_not_parsed() -> None:
    configure('broken = [\n[project]\nname = "backend-standards"\n')
    program = f"import sys; from backend_standards._hook import read; read('{HOOK}', (), ['--']); print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_no_hook_has_the_name_of_a_subject_or_a_key_of_the_command() -> None:
    subjects = {subject for options in OPTIONS.values() for _, subject, _ in options.values() if subject}
    keys = {*OPTIONS["backend-standards"], "baseline", "baseline-secrets"}
    assert not subjects & {*OPTIONS}
    assert not keys & {*OPTIONS, *subjects}


def test_an_option_of_a_subject_is_the_same_in_all_its_hooks() -> None:
    kinds: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for options in OPTIONS.values():
        for name, (kind, subject, metavar) in options.items():
            if subject:
                kinds.setdefault((subject, name), set()).add((kind, metavar))
    assert kinds
    assert all(len(each) == 1 for each in kinds.values())


def test_options_are_values() -> None:
    assert Option("a", "b").subject == ""


@pytest.mark.parametrize(
    "rest", ["", "[tool.backend-standards]\nskip = ['check-branch-name']\n"], ids=["alone", "beside-ours"]
)
@pytest.mark.parametrize(
    "name",
    ["backend-standard", "backend_standards", "Backend-Standards", "backendstandards", "backend-standrads", "backend-standart.commits", "bakcend-standards"],
)  # fmt: skip
def test_a_table_that_is_nearly_called_as_ours_is_refused(name: str, rest: str) -> None:
    configure(f"[tool.{name}]\nmax-header = 72\n{rest}")
    with pytest.raises(Stopped) as stopped:
        read(HOOK, KNOWN, ["--"])
    table = name.partition(".")[0]
    assert str(stopped.value) == f"pyproject.toml: [tool.{table}] is not read: write [tool.backend-standards]"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[tool.backend-lints]\nx = 1\n", id="another-tool"),
        pytest.param("[tool.frontend-standards]\nx = 1\n", id="a-sibling"),
        pytest.param("[tool.backend]\nx = 1\n", id="short"),
        pytest.param("[other]\nbackend-standard = 1\n", id="not-below-tool"),
        pytest.param("tool = 1\nx = 'a-standard'\n", id="no-table"),
        pytest.param("[tool.backend-standard\n", id="broken-file-of-others"),
    ],
)
def test_other_tables_are_their_own_affair(text: str) -> None:
    configure(text)
    assert read(HOOK, KNOWN, ["--"]).values == {}
