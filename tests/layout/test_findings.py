from __future__ import annotations

import subprocess

from backend_standards.layout.tree import Settings
from layouts import DONE, found


def test_messages() -> None:
    paths = "app/a.py app/b.py run.py test/test_a.py test/test_b.py tests/x_test.py tests/y.py=test tests/zzz/test_c.py"
    told = {each.path: each.message for each in found(f"{paths} README.md uv.lock src/z.py", Settings(mirror=True))}
    assert told == {
        "app": "2 Python files of application code are not in src/: the first is app/a.py",
        "run.py": "this Python file is application code, but it is not in src/",
        "test": "2 test modules are not in tests/: the first is test/test_a.py",
        "tests/x_test.py": "the name of this test module is not of the form test_<feature>.py",
        "tests/y.py": "this module holds tests, but pytest does not find them: it is not named test_<feature>.py",
        "tests/zzz": "the folder holds 1 test module of src/zzz, which does not exist",
    }


def test_what_other_findings_bring_is_not_missing() -> None:
    (finding,) = found("src/a.py README.md uv.lock test/test_a.py")
    assert finding.message == "1 test module is not in tests/, which has none: test/test_a.py"
    # What the team allows elsewhere is not missing here: an exception brings no new finding.
    assert found("src/a.py README.md uv.lock test/test_a.py", Settings(allow=["/test/"])) == []
    assert found("app/a.py README.md uv.lock tests/test_a.py", Settings(allow=["/app/"])) == []
    told = found("src/a.py README.md uv.lock test/helpers.py", Settings(allow=["/test/"]))
    assert [(each.path, each.rule.id) for each in told] == [("tests", "missing-entry")]
    strict = Settings(strict=True)
    assert "src/models" not in {each.path for each in found("src/a.py models/user.py", strict)}
    assert "src/models" in {each.path for each in found("src/a.py models/user.json", strict)}


def test_each_finding_says_what_to_do() -> None:
    paths = "app/a.py app/b.py test/test_a.py test/test_b.py tests/x_test.py tests/zzz/test_c.py README.md"
    told = found(paths, Settings(mirror=True, strict=True, required=["Dockerfile"]))
    assert {each.rule.id for each in told} == {
        "missing-entry", "stray-code", "stray-test", "misnamed-test", "unmirrored-tests"
    }  # fmt: skip
    for finding in told:
        assert finding.commands or finding.note
        assert finding.exempt
        assert not finding.message.endswith(".")
        for command in finding.commands:
            subprocess.run(["bash", "-n", "-c", command], check=True)


def test_a_test_at_the_root_is_not_stray_code() -> None:
    told = found(f"{DONE} b_test.py=test")
    assert [(each.path, each.rule.id) for each in told] == [("b_test.py", "stray-test")]


def test_what_a_baseline_knows_does_not_count() -> None:
    one, two = found(f"{DONE} app/a.py"), found(f"{DONE} app/a.py app/b.py")
    assert one[0].message != two[0].message
    assert one[0].known_as == two[0].known_as == "application code outside src/"


def told(paths: str, settings: Settings | None = None) -> list[tuple[str, str, int]]:
    return [(each.rule.id, each.message, len(each.commands)) for each in found(paths, settings)]


def test_one_cause_is_one_finding() -> None:
    assert told("app/a.py lib/b.py run.py tests/test_a.py README.md uv.lock") == [
        ("stray-code", "3 Python files of application code are not in src/, which has none: in app, lib, run.py", 1)
    ]
    assert told("a/x.py a/tests/test_x.py b/x.py b/tests/test_y.py c/x.py d/x.py README.md uv.lock") == [
        ("stray-test", "2 test modules are not in tests/, which has none: in a, b", 2),
        ("stray-code", "4 Python files of application code are not in src/, which has none: in a, b, c and 1 more", 1),
    ]
    names = " ".join(f"tests/t{number}_test.py" for number in range(23))
    assert told(f"src/a.py README.md uv.lock {names}") == [
        ("misnamed-test", "23 test modules are not named test_<feature>.py: the first is tests/t0_test.py", 20)
    ]
    assert told(f"{DONE} tests/a.py=test tests/b.py=test tests/c_test.py") == [
        ("misnamed-test", "2 test modules are not named test_<feature>.py, so pytest does not find their tests: the first is tests/a.py", 2),
        ("misnamed-test", "the name of this test module is not of the form test_<feature>.py", 1),
    ]  # fmt: skip
    assert told(f"{DONE} a.py b.py c/x.py d/x.py") == [
        ("stray-code", "2 Python files of application code are not in src/: in a.py, b.py", 1),
        ("stray-code", "1 Python file of application code is not in src/: c/x.py", 1),
        ("stray-code", "1 Python file of application code is not in src/: d/x.py", 1),
    ]
    assert told(f"{DONE} test_a.py test_b.py") == [
        ("stray-test", "2 test modules are not in tests/: in test_a.py, test_b.py", 1)
    ]


def test_the_strict_tree_names_a_move_once() -> None:
    strict = Settings(strict=True)
    for tree in ("app/a.py", "app/a.py src/main.py", "main.py app/a.py models/b.py"):
        commands = [command for each in found(f"{tree} README.md uv.lock", strict) for command in each.commands]
        moves = [command.rpartition("git mv ")[2] for command in commands if "git mv" in command]
        assert len(moves) == len(set(moves)) <= 1


def test_tests_of_one_stray_entry_stay_with_it() -> None:
    told = found("a/x.py a/tests/test_x.py test/test_y.py tests/test_z.py README.md uv.lock")
    assert [(each.path, each.rule.id) for each in told] == [
        ("a", "stray-test"),
        ("a", "stray-code"),
        ("test", "stray-test"),
    ]


def test_the_exceptions_of_misnamed_tests() -> None:
    def values(paths: str) -> list[list[str]]:
        return [[exempt.value for exempt in each.exempt] for each in found(paths)]

    assert values(f"{DONE} tests/a.py=test tests/b.py=test") == [["/tests/a.py", "/tests/b.py"]]
    assert values(f"{DONE} tests/a_test.py tests/x/b_test.py") == [["/tests/**/*_test.py"]]
    assert values(f"{DONE} tests/a_test.py") == [["/tests/a_test.py"]]
    many = found(f"{DONE} tests/a.py=test tests/b.py=test") + found(f"{DONE} tests/a_test.py tests/b_test.py")
    assert len({each.known_as for each in many}) == 2
    assert all(each.path == "tests" and each.known_as for each in many)


def test_a_lock_is_one_cause_with_what_other_hooks_find() -> None:
    tree = "src/a.py tests/test_a.py README.md"
    assert [each.cause for each in found(tree)] == ["unlocked dependencies in "]
    required = Settings(required=["requirements.txt"])
    assert [each.cause for each in found(f"{tree} uv.lock", required)] == [""]
    strict = [each.cause for each in found(tree, Settings(strict=True)) if each.path == "requirements.txt"]
    assert strict == [""]
