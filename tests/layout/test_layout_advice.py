from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from backend_standards.check_project_layout import main
from backend_standards.core import Exempt, Finding
from backend_standards.layout.tree import Settings
from layouts import DONE, STRICT, TEST, findings, found
from support import Repository


@pytest.fixture(autouse=True)
def on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the printed commands name the hook as it is on PATH, wherever the interpreter is."""
    monkeypatch.setattr(
        "backend_standards.core.address.command", lambda words, program="backend-standards": f"{program} {words}"
    )


def only(paths: str | Sequence[str], path: str, settings: Settings | None = None) -> Finding:
    """Return the one finding about a path."""
    (finding,) = [each for each in found(paths, settings) if each.path == path]
    return finding


@pytest.mark.parametrize(
    ("paths", "path", "command"),
    [
        pytest.param(f"{DONE} tests_old/test_a.py", "tests_old", "git mv tests_old/test_a.py tests/test_a.py", id="issue"),
        pytest.param(f"{DONE} main.py", "main.py", "git mv main.py src/main.py", id="file"),
        pytest.param("main.py", "main.py", "mkdir -p src && git mv main.py src/main.py", id="new-folder"),
        pytest.param(f"{DONE} app/a.py", "app", "git mv -k app/* src/app/", id="folder-into-one"),
        pytest.param(f"{DONE} app/api.py", "app", "git mv app src/app_2", id="taken"),
        pytest.param(f"{DONE} src/main.py main.py", "main.py", "git mv main.py src/main_2.py", id="file-taken"),
        pytest.param(f"{DONE} Src/a.py", "Src", "git mv Src src/Src", id="case-clash"),
        pytest.param("Src/a.py", "Src", "git mv Src src", id="other-case"),
        pytest.param(f"{DONE} test/test_a.py test/b/test_b.py", "test", "git mv -k test/* tests/", id="into-tests"),
        pytest.param("src/a.py test/test_a.py test/x.json", "test", "git mv test tests", id="renamed"),
        pytest.param(f"{DONE} integration_tests/test_a.py integration_tests/b.py", "integration_tests", "git mv integration_tests tests/integration", id="level"),
        pytest.param(f"{DONE} src/app/users/tests/test_a.py src/app/users/tests/x.json", "src", "mkdir -p tests/app && git mv src/app/users/tests tests/app/users", id="mirrored"),
        pytest.param(f"{DONE} src/app/api_test.py=test", "src", "mkdir -p tests/app && git mv src/app/api_test.py tests/app/test_api.py", id="one-file"),
        pytest.param(f"{DONE} src/app/test_api.py", "src", "mkdir -p tests/app && git mv src/app/test_api.py tests/app/test_api.py", id="one-named-file"),
        pytest.param(f"{DONE} tests/a_test.py", "tests/a_test.py", "git mv tests/a_test.py tests/test_a.py", id="name"),
        pytest.param(f"{DONE} tests/api_test.py", "tests/api_test.py", "git mv tests/api_test.py tests/test_api_2.py", id="name-taken"),
        pytest.param(f"{DONE} tests/shop/tests.py=test", "tests/shop/tests.py", "git mv tests/shop/tests.py tests/shop/test_shop.py", id="name-of-the-folder"),
        pytest.param(f"{DONE} tests/slow_test_a.py=test", "tests/slow_test_a.py", "git mv tests/slow_test_a.py tests/test_slow_a.py", id="name-inside"),
        pytest.param([*DONE.split(), "my app/a.py"], "my app", "git mv 'my app' 'src/my app'", id="space"),
        pytest.param([*DONE.split(), "a\nb/a.py"], "a\nb", "git mv $'a\\012b' $'src/a\\012b'", id="line-break"),
        pytest.param([*DONE.split(), "-x/a.py"], "-x", "git mv -- -x src/-x", id="dash"),
        pytest.param("src/a.py pyproject.toml", "requirements.txt", "pip-compile --output-file=requirements.txt pyproject.toml && git add requirements.txt", id="pin"),
        pytest.param("src/a.py Pipfile", "requirements.txt", "pipenv lock && git add Pipfile.lock", id="pin-pipenv"),
    ],
)  # fmt: skip
def test_command(paths: str | list[str], path: str, command: str) -> None:
    assert only(paths, path).commands == (command,)


def test_files_of_one_folder_move_together() -> None:
    tests = "src/app/test_api.py src/app/test_b.py src/app/c_test.py=test src/x/test_d.py"
    assert only(f"{DONE} {tests}", "src").commands == (
        "mkdir -p tests/app && git mv src/app/c_test.py tests/app/test_c.py",
        "git mv -- src/app/test_api.py src/app/test_b.py tests/app/",
        "mkdir -p tests/x && git mv src/x/test_d.py tests/x/test_d.py",
    )


def test_many_moves_are_cut_short() -> None:
    finding = only([*DONE.split(), *(f"src/p{number}/test_{number}.py" for number in range(50))], "src")
    assert len(finding.commands) == 20
    assert finding.note == "30 more move in the same way: the next run prints their commands."


@pytest.mark.parametrize(
    ("lock", "fix"),
    [
        ("uv.lock", "uv export --output-file=requirements.txt && git add requirements.txt"),
        ("Pipfile.lock", "pipenv requirements > requirements.txt && git add requirements.txt"),
        ("setup.py", "pip-compile --output-file=requirements.txt setup.py && git add requirements.txt"),
        ("pdm.lock", "pip freeze > requirements.txt && git add requirements.txt"),
    ],
)
def test_strict_pin(lock: str, fix: str) -> None:
    paths = [*STRICT.replace("requirements.txt", lock).split()]
    (finding,) = found(paths, Settings(strict=True))
    assert finding.message == "neither requirements.txt nor poetry.lock is tracked (Dependencies)"
    assert finding.commands == (fix,)
    assert ("virtual environment" in finding.note) == fix.startswith("pip freeze")
    (finding,) = found([f"my svc/{path}" for path in paths], Settings(strict=True, roots=["my svc/"]))
    assert finding.commands == (f"(cd 'my svc/' && {fix})",)


@pytest.mark.parametrize(
    ("paths", "path", "message", "note"),
    [
        pytest.param(
            "src/a.py tests/test_a.py uv.lock",
            "README.md",
            "no README is tracked (Project documentation)",
            "Write what the service does, how to set it up, its dependencies and its API. Stage it with `git add`.",
            id="readme",
        ),
        pytest.param(
            "src/a.py uv.lock README.md",
            "tests",
            "no test module (test_<feature>.py) is tracked in tests/ (Unit and integration tests)",
            "Write a first test of your code. Stage it with `git add`.",
            id="tests",
        ),
        pytest.param(
            "scripts/a.py tests/test_a.py uv.lock README.md",
            "src",
            "no Python file is tracked in src/",
            "Write the application code there. Stage it with `git add`.",
            id="source",
        ),
    ],
)
def test_what_nobody_can_write_for_the_team(paths: str, path: str, message: str, note: str) -> None:
    finding = only(paths, path)
    assert (finding.message, finding.commands, finding.note) == (message, (), note)


@pytest.mark.parametrize(
    ("paths", "path", "message"),
    [
        pytest.param("src/a.py tests/test_a.py=empty uv.lock README.md", "tests", "no module in tests/ holds a test: the first without one is tests/test_a.py", id="tests"),
        pytest.param("src/a.py tests/test_a.py uv.lock README.rst=empty", "README.md", "README.rst has no line of prose (Project documentation)", id="readme"),
        pytest.param("src/a.py tests/test_a.py requirements.in requirements.txt=empty README.md", "requirements.txt", "requirements.txt pins nothing, although the manifest beside it names dependencies", id="requirements"),
    ],
)  # fmt: skip
def test_a_file_that_holds_nothing_is_named(paths: str, path: str, message: str) -> None:
    finding = only(paths, path)
    assert finding.message == message
    assert not any("touch" in command for command in finding.commands)


def test_strict_commands() -> None:
    paths = [*STRICT.split(), "x.py"]
    for entry in ("src/main.py", "src/app/a.py", "scripts/deploy.sh"):
        paths.remove(entry)
    required = Settings(strict=True, required=["Dockerfile", "data/"], allow=["/x.py"])
    assert {each.path: (each.message, each.commands, each.note) for each in found(paths, required)} == {
        "src/main.py": (
            "the file is not tracked (App entry point)",
            (),
            "Write it, and stage it with `git add`.",
        ),
        "src/app": (
            "nothing is tracked in src/app/ (Core application logic)",
            ("mkdir -p src/app && touch src/app/__init__.py && git add -- src/app/__init__.py",),
            "",
        ),
        "scripts": (
            "nothing is tracked in scripts/ (DevOps or migration scripts)",
            ("mkdir -p scripts && touch scripts/.gitkeep && git add -- scripts/.gitkeep",),
            "",
        ),
        "Dockerfile": ("the file is not tracked", (), "Write it, and stage it with `git add`."),
        "data": (
            "nothing is tracked in data/",
            ("mkdir -p data && touch data/.gitkeep && git add -- data/.gitkeep",),
            "",
        ),
    }


def test_what_is_elsewhere_or_spelled_otherwise_moves() -> None:
    moved = [
        path.replace("src/models/user.py", "models/user.json").replace("README.md", "readme.rst")
        for path in STRICT.split()
    ]
    told = {each.path: (each.message, each.commands) for each in found(moved, Settings(strict=True))}
    assert told["src/models"] == (
        "models/ is outside src/ (Data schemas and ORM models)",
        ("git mv models src/models",),
    )
    assert told["README.md"] == (
        "it is tracked as readme.rst (Project documentation)",
        ("git mv readme.rst README.md",),
    )


def test_mirror_commands() -> None:
    def commands(paths: str) -> tuple[str, ...]:
        (finding,) = found(f"{DONE} {paths}", Settings(mirror=True))
        return finding.commands

    assert commands("src/services/s3.py tests/service/test_s3.py") == ("git mv tests/service tests/services",)
    assert commands("src/shop/users/a.py tests/e2e/user/test_a.py") == ("git mv tests/e2e/user tests/e2e/users",)
    assert commands("tests/zzz/test_s3.py") == ("git mv tests/zzz/test_s3.py tests/test_s3.py",)


def test_a_test_in_a_folder_that_moves_is_renamed_later() -> None:
    finding = only(f"{DONE} tests/zzz/test_a.py tests/zzz/b_test.py", "tests/zzz/b_test.py", Settings(mirror=True))
    assert finding.commands == ()
    assert finding.note == "Move the folder of tests/zzz/b_test.py first, and then rename it to test_b.py."


@pytest.mark.parametrize(
    ("paths", "path", "exempt"),
    [
        pytest.param("x/a.py", "x", [Exempt("allow", "/x/")], id="folder"),
        pytest.param("x.py", "x.py", [Exempt("allow", "/x.py")], id="file"),
        pytest.param("x/a.py x/setup.py/b", "x", [Exempt("allow", "/x/")], id="folder-named-as-a-project-file"),
        pytest.param("x/a.py x/dbsetup.py", "x", [Exempt("allow", "/x/")], id="nearly-a-project-file"),
        pytest.param("x/a.py x/y/b.py x/y/setup.py", "x", [Exempt("allow", "/x/")], id="project-in-a-part"),
        pytest.param("src/x/tests/test_a.py", "src", [Exempt("allow", "/src/x/tests/test_a.py")], id="test"),
        pytest.param("src/test_a.py src/test_b.py", "src", [Exempt("allow", "/src/**/*test*")], id="tests-in-the-source"),
        pytest.param("e2e/test_a.py e2e/test_b.py", "e2e", [Exempt("allow", "/e2e/")], id="folder-of-tests"),
    ],
)  # fmt: skip
def test_exception(paths: str, path: str, exempt: list[Exempt]) -> None:
    assert list(only(f"{DONE} {paths}", path).exempt) == exempt


def exceptions(text: str) -> list[str]:
    """Return the arguments that the printed exceptions ask for."""
    lines = [line for line in text.splitlines() if line.startswith("    except: in the args of")]
    return [argument for line in lines for argument in re.findall(r'"(--[^"]+)"', line)]


@pytest.mark.parametrize("arguments", [(), ("--profile=strict", "--mirror")], ids=["default", "strict"])
def test_the_printed_exceptions_work(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    for name in (
        "app/a b[1].py",
        "app/tests/test_a.py",
        "app/tests/test_b.py",
        "src/x/tests/test_y.py",
        "run.py",
        "tests/a_test.py",
    ):
        repository.add(name, TEST)
    repository.add("src/x/test_z.py", TEST)
    repository.add("tests/zzz/test_q.py", TEST)
    given: list[str] = []
    for _ in range(2):  # what a stray folder would bring is missing only when the folder is allowed
        assert main([*arguments, *given]) == 1
        given += exceptions(capsys.readouterr().out)
        if not findings(capsys, *arguments, *given):
            break
    assert findings(capsys, *arguments, *given) == []
