"""Findings that a file records are hidden: those and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fakes
from backend_standards import (
    backend_standards,
    check_branch_name,
    check_project_layout,
    forbid_env_files,
    require_env_ignored,
    require_pinned_requirements,
)
from backend_standards.core import Finding, Outcome, Stopped, rules
from backend_standards.reporting.baseline import Baseline, read, told
from support import Repository

LAYOUT = "check-project-layout"
NAME = ".standards-baseline.json"


def outcome(*findings: Finding, hook: str = LAYOUT, files: list[str] | None = None, stopped: str = "") -> Outcome:
    made = Outcome(hook, findings, stopped=stopped)
    made.files = files
    return made


def finding(path: str = "a", line: int = 1, message: str = "m", rule: str = "stray-code") -> Finding:
    return Finding(path, rules.every()[rule], message, line=line)


def findings_of(out: str) -> list[str]:
    """Return the lines of a printed report that are findings."""
    return [
        line for line in out.splitlines() if not line.startswith((" ", "explain: ", "except all: ", "note: ", "run: "))
    ]


def shown(made: Outcome) -> list[tuple[str, int]]:
    return [(each.rule.id, each.line) for each in made.findings]


@pytest.mark.parametrize(
    ("recorded", "found", "expected"),
    [
        pytest.param([finding()], [finding()], [], id="the-same"),
        pytest.param([finding()], [finding(line=90)], [], id="moved"),
        pytest.param([finding()], [finding(), finding(line=2)], [("stray-code", 2)], id="second-copy"),
        pytest.param([finding(), finding(line=2)], [finding(line=7), finding(line=8)], [], id="two-copies"),
        pytest.param([finding()], [finding("b")], [("stray-code", 1), ("stale-baseline", 0)], id="other-file"),
        pytest.param(
            [finding()], [finding(message="n")], [("stray-code", 1), ("stale-baseline", 0)], id="other-message"
        ),
        pytest.param(
            [finding()], [finding(rule="missing-entry")], [("missing-entry", 1), ("stale-baseline", 0)], id="other-rule"
        ),
        pytest.param([finding()], [], [("stale-baseline", 0)], id="mended"),
        pytest.param([finding(), finding(line=2)], [finding()], [("stale-baseline", 0)], id="one-of-two-mended"),
        pytest.param([], [finding()], [("stray-code", 1)], id="empty"),
        pytest.param([finding("./a")], [finding("a")], [], id="spelling-of-the-path"),
    ],
)
def test_apply(tmp_path: Path, recorded: list[Finding], found: list[Finding], expected: list[tuple[str, int]]) -> None:
    path = str(tmp_path / NAME)
    read(path, [LAYOUT], secrets=False, may_be_absent=True).update([outcome(*recorded)])
    made = outcome(*found)
    read(path, [LAYOUT], secrets=False, may_be_absent=False).apply(made)
    assert shown(made) == expected


def test_an_entry_is_stale_only_where_the_hook_looked(repository: Repository) -> None:
    path = str(repository.path / NAME)
    repository.write("a", "")
    repository.add("b").unlink()  # as outside of a sparse checkout: not on the disk, but tracked
    old = [finding("a"), finding("b")]
    read(path, [LAYOUT], secrets=False, may_be_absent=True).update([outcome(*old)])
    baseline = read(path, [LAYOUT], secrets=False, may_be_absent=False)
    for made, expected in (
        (outcome(files=["b"]), 1),
        (outcome(files=["c"]), 0),
        (outcome(files=[]), 0),
        (outcome(files=None), 2),
        (outcome(hook="require-env-ignored"), 0),
        (outcome(stopped="git failed"), 0),
    ):
        baseline.apply(made)
        assert [each.rule.id for each in made.findings] == ["stale-baseline"] * expected
    made = outcome(files=["a"])
    baseline.apply(made)
    (stale,) = made.findings
    assert stale.path == path
    assert stale.message == "check-project-layout finds this no longer: a: stray-code: m"
    assert stale.commands[0].endswith("--update-baseline --hook=check-project-layout -- a")
    assert stale.commands[1] == f"git add -- {path}"


@pytest.mark.parametrize(
    ("count", "now", "words"),
    [
        pytest.param(1, 0, "finds this no longer: ", id="one"),
        pytest.param(3, 0, "finds this no longer: ", id="all"),
        pytest.param(3, 2, "finds this 1 time less: ", id="one-of-three"),
        pytest.param(3, 1, "finds this 2 times less: ", id="two-of-three"),
    ],
)
def test_stale_entries_tell_how_many(tmp_path: Path, count: int, now: int, words: str) -> None:
    baseline = read(str(tmp_path / NAME), [LAYOUT], secrets=False, may_be_absent=True)
    baseline.update([outcome(*[finding()] * count)])
    made = outcome(*[finding()] * now)
    baseline.apply(made)
    assert [words in each.message for each in made.findings] == [True]


def test_what_is_recorded_of_a_deleted_or_renamed_file_is_stale(repository: Repository) -> None:
    repository.write("pyproject.toml", f'[tool.backend-standards]\nbaseline = "{NAME}"\n')
    for name in ("requirements.txt", "sub/requirements.txt"):
        repository.add(name, "flask\n")
    arguments = ["check", "--hook=require-pinned-requirements"]
    assert backend_standards.main([*arguments, "--update-baseline"]) == 0
    repository.git("mv", "sub/requirements.txt", "sub/requirements-dev.txt")
    # The commit of a renamed file, the whole tree, and the single hook.
    assert backend_standards.main([*arguments, "--format=json", "--output=1", "--", "sub/requirements-dev.txt"]) == 1
    assert backend_standards.main([*arguments, "--format=json", "--output=2"]) == 1
    files = ["requirements.txt", "sub/requirements-dev.txt"]
    assert require_pinned_requirements.main(["--format=json", "--output=3", "--", *files]) == 1
    for report in ("1", "2", "3"):
        found = json.loads((repository.path / report).read_text(encoding="utf-8"))["findings"]
        assert [each["rule"]["id"] for each in found] == ["unpinned-bare", "stale-baseline"]
    assert backend_standards.main([*arguments, "--update-baseline"]) == 0
    assert "sub/requirements.txt" not in (repository.path / NAME).read_text(encoding="utf-8")


def test_an_update_does_not_add_up_what_stands_in_an_included_file(repository: Repository) -> None:
    repository.add("deps/web.in", "flask\n")
    repository.add("requirements.txt", "-r deps/web.in\n")
    arguments = ["--update-baseline", "--", "requirements.txt"]
    assert require_pinned_requirements.main(arguments) == 0
    text = (repository.path / NAME).read_text(encoding="utf-8")
    assert require_pinned_requirements.main(arguments) == 0
    assert (repository.path / NAME).read_text(encoding="utf-8") == text
    assert "deps/web.in" in text


def test_an_update_keeps_what_it_did_not_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        (tmp_path / name).touch()
    first = read(NAME, [LAYOUT], secrets=False, may_be_absent=True)
    first.update(
        [outcome(finding("a"), finding("b"), finding("gone")), outcome(finding("z"), hook="require-env-ignored")]
    )
    second = read(NAME, [LAYOUT], secrets=False, may_be_absent=True)
    second.update([outcome(finding("a", message="new"), files=["a"])])
    entries = json.loads(Path(NAME).read_text(encoding="utf-8"))["findings"]
    assert [(each["path"], each["message"]) for each in entries] == [("a", "new"), ("b", "m"), ("z", "m")]
    second.update([outcome(stopped="git failed")])
    assert len(json.loads(Path(NAME).read_text(encoding="utf-8"))["findings"]) == 3


def test_form(tmp_path: Path) -> None:
    path = tmp_path / NAME
    findings = [finding("b", 3), finding("b", 9), finding("a", 5, "é \udcff"), finding("B", 1, rule="missing-entry")]
    read(str(path), [LAYOUT], secrets=False, may_be_absent=True).update([outcome(*findings)])
    assert path.read_bytes().decode("ascii") == (
        '{\n  "version": 1,\n  "findings": [\n'
        '    {"path": "B", "hook": "check-project-layout", "rule": "missing-entry", "message": "m"},\n'
        '    {"path": "a", "hook": "check-project-layout", "rule": "stray-code", "message": "\\u00e9 \\udcff"},\n'
        '    {"path": "b", "hook": "check-project-layout", "rule": "stray-code", "message": "m", "count": 2}\n'
        "  ]\n}\n"
    )
    made = outcome(*findings)
    read(str(path), [LAYOUT], secrets=False, may_be_absent=False).apply(made)
    assert made.findings == []


def one_entry(**facts: object) -> str:
    """Return the text of a baseline with one entry."""
    entry = {"path": "a", "hook": LAYOUT, "rule": "stray-code", "message": "m", **facts}
    return json.dumps({"version": 1, "findings": [entry]})


def test_the_count_of_an_entry(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for text, count in ((one_entry(), 1), (one_entry(count=1), 1), (one_entry(count=2), 2)):
        path.write_text(text, encoding="utf-8")
        assert read(str(path), [LAYOUT], secrets=False, may_be_absent=False).counts == {
            ("a", LAYOUT, "stray-code", "m"): count
        }


def test_a_baseline_that_names_no_hook_of_the_run_is_not_read_further(tmp_path: Path) -> None:
    path = tmp_path / NAME
    head = '{\n  "version": 1,\n'
    path.write_text(f"{head}of another hook", encoding="utf-8")
    assert read(str(path), [LAYOUT], secrets=False, may_be_absent=False).counts == {}
    for text, hooks, may_be_absent in (
        (f"{head}of another hook", [LAYOUT], True),  # an update writes the other hooks' entries again
        (f"{head}of another hook", [LAYOUT, "another"], False),
        ('{"version": 2}', [LAYOUT], False),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Stopped, match="is n"):
            read(str(path), hooks, secrets=False, may_be_absent=may_be_absent)


@pytest.mark.parametrize(
    ("rule", "secrets", "told"),
    [
        pytest.param("env-template-secret", False, 0, id="nobody-asked-for-secrets"),
        pytest.param("env-template-secret", True, 1, id="secret"),
        pytest.param("unused-ignore", False, 1, id="no-secret"),
        pytest.param("unused-ignore", True, 1, id="no-secret-among-secrets"),
        pytest.param("a-rule-of-later", False, 1, id="unknown-rule"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_told_of_a_secret_that_is_gone(rule: str, told: int, *, secrets: bool) -> None:
    made = outcome(hook="forbid-env-files")
    Baseline(NAME, {(".env.example", "forbid-env-files", rule, "m"): 1}, secrets=secrets).apply(made)
    assert [each.rule.id for each in made.findings] == ["stale-baseline"] * told


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "there is no such baseline; write it once: backend-standards check", id="absent"),
        pytest.param('{\n"version": 1,\n<<<<<<< HEAD\n', ":3: is not valid JSON", id="merge-conflict"),
        pytest.param('{"version": 2, "findings": []}', "is no baseline of version 1", id="other-version"),
        pytest.param("[]", "is no baseline of version 1", id="other-json"),
        pytest.param('{"version": 1}', "is no baseline of version 1", id="no-findings"),
        pytest.param('{"version": 1, "findings": {}}', "is no baseline of version 1", id="findings-in-a-table"),
        pytest.param('{"version": 1, "findings": [{"path": "a"}]}', "entry 1 is not in order", id="entry"),
        pytest.param('{"version": 1, "findings": [7]}', "entry 1 is not in order", id="number"),
        *(
            pytest.param(one_entry(count=count), "entry 1 is not in order", id=f"count-{count}")
            for count in (-1, 0, 1.5, "2", True, None)
        ),
        *(
            pytest.param(one_entry(**{key: value}), "entry 1 is not in order", id=f"{key}-{value}")
            for key in ("path", "hook", "rule", "message")
            for value in (7, None)
        ),
        pytest.param(
            '{"version": 1, "findings": [{"path": "\\ud800", "hook": "h", "rule": "r", "message": "m"}]}',
            "entry 1 is not in order",
            id="no-path",
        ),
        pytest.param("[" * 100_000, ":1: is not valid JSON", id="deep"),
        pytest.param("\ud800".encode("utf-16-le", "surrogatepass"), ":1: is not valid JSON", id="not-text"),
    ],
)
def test_a_broken_file_stops_the_check(tmp_path: Path, content: str | bytes | None, message: str) -> None:
    path = tmp_path / NAME
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(Stopped) as stopped:
        read(str(path), [LAYOUT], secrets=False, may_be_absent=False)
    assert str(stopped.value).startswith(str(path))
    assert message in str(stopped.value)


PATHS = st.sampled_from(["a", "b/c", "d e", "\udcff"])
FOUND = st.lists(st.builds(finding, PATHS, st.integers(1, 9), st.sampled_from(["m", "n"])), max_size=12)


@given(FOUND, FOUND)
def test_what_is_recorded_is_hidden_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, old: list[Finding], new: list[Finding]
) -> None:
    path = str(tmp_path_factory.mktemp("baseline") / NAME)
    read(path, [LAYOUT], secrets=False, may_be_absent=True).update([outcome(*old)])

    def rest(*found: Finding) -> list[Finding]:
        made = outcome(*found)
        read(path, [LAYOUT], secrets=False, may_be_absent=False).apply(made)
        return made.findings

    assert rest(*old) == []
    # Of each kind as many are left as there are more than recorded ones; fewer are stale.
    kinds = {(each.path, each.message) for each in [*old, *new]}
    left = rest(*new)
    for kind in kinds:
        before, now = (sum((each.path, each.message) == kind for each in every) for every in (old, new))
        after = sum((each.path, each.message) == kind for each in left)
        assert after == max(now - before, 0)
    assert any(each.rule.id == "stale-baseline" for each in left) is any(
        sum((each.path, each.message) == kind for each in old) > sum((each.path, each.message) == kind for each in new)
        for kind in kinds
    )


@pytest.fixture
def old_repository(repository: Repository) -> Repository:
    """Return a repository of many old findings: what is not pinned, and a template with a secret."""
    for number in range(250):
        repository.write(f"service{number}/requirements.txt", "boto3\nsix\n")
    repository.write(".env.example", f"SECRET_KEY={fakes.HEX64}\n")
    repository.write(".gitignore", ".env\n.env.*\n!.env.example\n")
    repository.git("add", "--force", "--all")
    repository.git("checkout", "-q", "-b", "feature/x")
    return repository


def test_adoption_in_two_commands(old_repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["check"]) == 1
    assert len(findings_of(capsys.readouterr().out)) >= 500
    # The two commands of the README.
    old_repository.write("pyproject.toml", f'[tool.backend-standards]\nbaseline = "{NAME}"\n')
    assert backend_standards.main(["check", "--update-baseline"]) == 1
    out, error = capsys.readouterr()
    assert out.startswith(".env.example:1:12: env-template-secret: ")
    assert len(findings_of(out)) == 1
    assert "2 more are secrets, or files made to hold some, and are not" in error
    assert "Rotate it" in error
    assert "baseline-secrets = true beside baseline in pyproject.toml" in error
    text = Path(NAME).read_text(encoding="utf-8")
    assert fakes.HEX64[:8] not in text
    assert text.count("\n") >= 500
    # The secret is still refused, once for the two hooks that see it, and nothing else; fixed, all is clean.
    assert backend_standards.main(["check"]) == 1
    assert len(findings_of(capsys.readouterr().out)) == 1
    old_repository.add(".env.example", "SECRET_KEY=changeme\n")
    assert backend_standards.main(["check"]) == 0
    assert require_pinned_requirements.main(["--", "service1/requirements.txt"]) == 0
    # A new finding fails, and a mended one has to leave the baseline.
    old_repository.add("service250/requirements.txt", "boto3\n")
    assert require_pinned_requirements.main(["--", "service250/requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("service250/requirements.txt:1:1: unpinned-bare: ")
    old_repository.git("rm", "-rq", "--force", "service250", "service0")
    assert backend_standards.main(["check"]) == 1
    out = capsys.readouterr().out
    hook, place = "require-pinned-requirements", "service0/requirements.txt"
    assert out.startswith(f"{NAME}: stale-baseline: {hook} finds this no longer: {place}: unpinned-bare: boto3 ")
    assert out.count("stale-baseline: ") == 1, "two entries of one file leave by one command"
    assert backend_standards.main(["check", "--update-baseline"]) == 0
    assert backend_standards.main(["check"]) == 0
    assert '"service0/' not in Path(NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "changed", "rule"),
    [
        pytest.param(["app/b.py", "app/c.py"], "app/a.py", "stray-code", id="code-outside"),
        pytest.param(["lib/test_b.py", "lib/test_c.py"], "lib/test_a.py", "stray-test", id="tests-outside"),
        pytest.param(
            ["tests/b/test_b.py", "tests/b/test_c.py"], "tests/b/test_a.py", "unmirrored-tests", id="unmirrored"
        ),
    ],
)
def test_a_folder_in_the_wrong_place_is_one_finding_whatever_it_holds(
    repository: Repository, capsys: pytest.CaptureFixture[str], files: list[str], changed: str, rule: str
) -> None:
    for path in (*files, "src/a.py", "tests/test_a.py", "README.md", "requirements.txt"):
        repository.add(path, "def test_a(): assert 1\n" if "test" in path else "a = 1\n")
    options = ["--mirror", f"--baseline={NAME}"]
    assert check_project_layout.main(["--mirror", "--update-baseline"]) == 0
    assert f'"rule": "{rule}"' in Path(NAME).read_text(encoding="utf-8")
    repository.add(changed, "def test_a(): assert 1\n")
    assert check_project_layout.main(options) == 0, capsys.readouterr().out
    repository.git("rm", "-q", "--force", changed, files[0])
    assert check_project_layout.main(options) == 0, capsys.readouterr().out
    repository.git("rm", "-q", "--force", files[1])
    assert check_project_layout.main(options) == 1
    assert "stale-baseline: check-project-layout finds this no longer" in capsys.readouterr().out


def test_secrets_in_a_baseline(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env.example", f"SECRET_KEY={fakes.HEX64}\n")
    files = ["--", ".env.example"]
    assert forbid_env_files.main(["--update-baseline", "--baseline-secrets", *files]) == 0
    text = Path(NAME).read_text(encoding="utf-8")
    assert "env-template-secret" in text
    assert fakes.HEX64[:8] not in text
    assert forbid_env_files.main([f"--baseline={NAME}", "--baseline-secrets", *files]) == 0
    # Who does not say so does not get them hidden, whoever wrote the file; they are not stale either.
    capsys.readouterr()
    assert forbid_env_files.main([f"--baseline={NAME}", *files]) == 1
    out = capsys.readouterr().out
    assert out.startswith(".env.example:1:12: env-template-secret: ")
    assert "stale" not in out


def test_a_faulty_ignore_is_no_secret(tmp_path: Path) -> None:
    baseline = read(str(tmp_path / NAME), ["forbid-aws-keys"], secrets=False, may_be_absent=True)
    made = outcome(finding(rule="unused-ignore"), finding(rule="aws-access-key-id"), hook="forbid-aws-keys")
    assert baseline.update([made]) == (1, 1, 0, 1)
    assert shown(made) == [("aws-access-key-id", 1)]


def test_an_update_tells_what_it_adds(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    # Who drops a stale entry is not to record a new finding without knowing.
    for text, words in (
        ("flask\ndjango\n", "2 findings recorded, 2 of them new; 0 dropped"),
        ("flask\ndjango\n", "2 findings recorded, 0 of them new; 0 dropped"),
        ("flask\ncelery\n", "2 findings recorded, 1 of them new; 1 dropped"),
        ("flask\n", "1 finding recorded, 0 of them new; 1 dropped"),
    ):
        repository.add("requirements.txt", text)
        assert require_pinned_requirements.main(["--update-baseline", "--", "requirements.txt"]) == 0
        assert capsys.readouterr().err == f"{NAME}: {words}\n"


def test_a_branch_is_not_recorded(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env.example", "A=1\n")
    repository.git("commit", "-q", "-m", "feat: start")
    repository.git("checkout", "-q", "-b", "stuff")
    hooks = "--hook=check-branch-name,forbid-env-files"
    assert backend_standards.main(["check", hooks, "--update-baseline"]) == 1
    assert capsys.readouterr().out.startswith("stuff: invalid-branch-name: ")
    repository.git("checkout", "-q", "-b", "feature/x")
    assert backend_standards.main(["check", hooks, f"--baseline={NAME}"]) == 0
    assert check_branch_name.main(["--update-baseline", "--"]) == 2
    assert "a baseline records findings in files" in capsys.readouterr().err
    # The table in pyproject.toml is for all hooks: one that takes no baseline passes it by.
    assert check_branch_name.main(["--baseline=no-such-file", "--"]) == 0


def test_a_baseline_of_a_folder_above_is_refused(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # An update would take the paths of the one folder for those of the other, and drop all others.
    for name in ("requirements.txt", "sub/requirements.txt"):
        repository.add(name, "flask\n")
    arguments = ["check", "--hook=require-pinned-requirements", "--update-baseline"]
    assert backend_standards.main(arguments) == 0
    monkeypatch.chdir(repository.path / "sub")
    for baseline in (f"../{NAME}", str(repository.path / NAME)):
        capsys.readouterr()
        assert backend_standards.main([*arguments, f"--baseline={baseline}"]) == 2
        assert f"{baseline}: its paths are from ..; run this there" in capsys.readouterr().err
    # Its own one is fine, and one outside of the repository.
    assert backend_standards.main(arguments) == 0
    assert backend_standards.main([*arguments, f"--baseline={repository.path.parent / NAME}"]) == 0


@pytest.mark.parametrize(
    ("target", "words"), [("elsewhere", f"{NAME}: is a link"), ("../elsewhere", "a link leads out of the repository")]
)
def test_a_link_is_no_baseline(
    repository: Repository, capsys: pytest.CaptureFixture[str], target: str, words: str
) -> None:
    # A repository's own link leads an update to any file of its user.
    (repository.path / NAME).symlink_to(target)
    repository.add(".env.example", "A=1\n")
    assert forbid_env_files.main(["--update-baseline", "--", ".env.example"]) == 2
    assert words in capsys.readouterr().err
    assert not (repository.path.parent / "elsewhere").exists()


@pytest.mark.parametrize("place", ["../outside.json", "{parent}/outside.json", "linked/outside.json"])
def test_an_update_writes_nothing_outside_because_a_file_of_the_repository_says_so(
    repository: Repository, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parent = repository.path.parent
    path = place.format(parent=parent.as_posix())
    (repository.path / "linked").symlink_to(parent)
    repository.add(".gitignore", "x\n")
    repository.write("pyproject.toml", f'[tool.backend-standards]\nbaseline = "{path}"\n')
    assert require_env_ignored.main(["--update-baseline"]) == 2
    assert "the repository" in capsys.readouterr().err
    assert not (parent / "outside.json").exists()
    repository.write("pyproject.toml", "")
    assert require_env_ignored.main([f"--baseline={parent / 'outside.json'}", "--update-baseline"]) == 0
    assert (parent / "outside.json").exists()


def test_options_of_the_baseline_in_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env", f"SECRET_KEY={fakes.HEX64}\n")
    table = "[tool.backend-standards]\nbaseline = 'b.json'\n"
    repository.write("pyproject.toml", table)
    assert forbid_env_files.main(["--", ".env"]) == 2
    assert "b.json: there is no such baseline" in capsys.readouterr().err
    repository.write("pyproject.toml", f"{table}baseline-secrets = true\n")
    assert forbid_env_files.main(["--update-baseline", "--", ".env"]) == 0
    assert forbid_env_files.main(["--", ".env"]) == 0
    repository.write("pyproject.toml", f"{table}baselines = 'x'\n")
    capsys.readouterr()
    assert forbid_env_files.main(["--", ".env"]) == 2
    assert "did you mean 'baseline'?" in capsys.readouterr().err
    repository.write("pyproject.toml", "[tool.backend-standards]\nbaseline = true\n")
    assert forbid_env_files.main(["--", ".env"]) == 2
    assert "[tool.backend-standards] baseline must be a text" in capsys.readouterr().err


def test_a_rule_that_was_renamed_is_known_by_both_names(tmp_path: Path) -> None:
    path = tmp_path / NAME
    entry = '{"path": "a", "hook": "check-project-layout", "rule": "stray", "message": "m"}'
    path.write_text(f'{{"version": 1, "findings": [{entry}]}}', encoding="utf-8")
    baseline = read(str(path), [LAYOUT], secrets=False, may_be_absent=False)
    made = outcome(finding())
    baseline.apply(made)
    assert made.findings == []


@pytest.mark.usefixtures("folder")
def test_what_is_hidden_is_counted() -> None:
    base = Baseline(NAME, {("a", LAYOUT, "stray-code", "m"): 2}, secrets=False)
    made = outcome(finding(), finding(line=2), finding("b"))
    base.apply(made)
    assert (made.hidden, shown(made)) == (2, [("stray-code", 1)])


@pytest.mark.parametrize(
    ("secrets", "words"),
    [
        (0, ""),
        (1, "1 more is a secret, or a file made to hold some, and is not: hidden, a secret is still known"),
        (2, "2 more are secrets, or files made to hold some, and are not: hidden, a secret is still known"),
    ],
)
def test_what_an_update_says(secrets: int, words: str) -> None:
    first, _, rest = told("x.json", 3, 2, 1, secrets).partition("\n")
    assert first == "x.json: 3 findings recorded, 2 of them new; 1 dropped"
    assert rest.startswith(words)
    assert bool(rest) == bool(words)


def test_the_baseline_of_a_revision(repository: Repository) -> None:
    kept = Baseline(NAME, {("a", LAYOUT, "stray-code", "m"): 1}, secrets=False)
    repository.add(NAME, kept.dump())
    repository.git("commit", "-qm", "x")
    repository.write(NAME, Baseline(NAME, {}, secrets=False).dump())
    assert read(NAME, [LAYOUT], secrets=False, may_be_absent=False, revision="HEAD").counts == kept.counts
    assert read(NAME, [LAYOUT], secrets=False, may_be_absent=False).counts == {}
    assert read("other.json", [LAYOUT], secrets=False, may_be_absent=False, revision="HEAD").counts == {}
    with pytest.raises(Stopped, match="no such baseline"):
        read("other.json", [LAYOUT], secrets=False, may_be_absent=False)


def test_an_old_repository_is_led_to_a_baseline(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The day on which the hooks about Python code come: tens of findings, and the way to record them once."""
    check = ["check", "--hook=forbid-swallowed-errors"]
    handler = "def f{0}(a):\n    try:\n        a.run({0})\n    except Exception:\n        pass\n"
    repository.add("src/old.py", "".join(handler.format(number) for number in range(25)))
    assert backend_standards.main([*check, "--format=json"]) == 1
    assert "--update-baseline" not in "".join(capsys.readouterr())
    assert backend_standards.main(check) == 1
    out = capsys.readouterr().out
    assert "note: A baseline can record 25 of the findings" in out
    assert out.count("check --update-baseline") == 1
    repository.add("pyproject.toml", f'[tool.backend-standards]\nbaseline = "{NAME}"\n')  # what the note says
    assert backend_standards.main([*check, "--update-baseline"]) == 0
    assert backend_standards.main(check) == 0
    repository.add("src/new.py", "".join(handler.format(number) for number in range(25)))
    capsys.readouterr()
    assert backend_standards.main(check) == 1
    out = capsys.readouterr().out
    assert "src/new.py:4:5: swallowed-error: " in out
    assert "--update-baseline" not in out, "what is new is fixed, and the baseline is known"
