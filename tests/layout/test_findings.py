from __future__ import annotations

import subprocess

from backend_standards.layout.tree import Settings
from layouts import DONE, found


def test_messages() -> None:
    paths = "app/a.py app/b.py run.py test/test_a.py test/test_b.py tests/x_test.py tests/y.py=test tests/zzz/test_c.py"
    told = {each.path: each.message for each in found(f"{paths} README.md uv.lock", Settings(mirror=True))}
    assert told == {
        "app": "2 Python files of application code are not in src/, which has none: the first is app/a.py",
        "run.py": "this Python file is application code, but it is not in src/, which has none",
        "test": "2 test modules are not in tests/: the first is test/test_a.py",
        "tests/x_test.py": "the name of this test module is not of the form test_<feature>.py",
        "tests/y.py": "this module holds tests, but pytest does not find them: it is not named test_<feature>.py",
        "tests/zzz": "the folder holds 1 test module of src/zzz, which does not exist",
    }


def test_what_other_findings_bring_is_not_missing() -> None:
    (finding,) = found("src/a.py README.md uv.lock test/test_a.py")
    assert finding.message == "1 test module is not in tests/, which has none: test/test_a.py"
    told = found("src/a.py README.md uv.lock test/test_a.py", Settings(allow=["/test/"]))
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
