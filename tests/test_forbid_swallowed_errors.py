from __future__ import annotations

import pytest

from backend_standards import backend_standards
from backend_standards.code import source as source_module
from backend_standards.forbid_swallowed_errors import main
from support import Repository

STORE = (
    "def load(store, name):\n    try:\n        return store.load(name)\n    except Exception:\n        return None\n"
)


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/store.py", STORE)
    assert main(["--", "src/store.py"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/store.py:4:5: swallowed-error: except Exception in load() returns None: the error is neither logged nor raised",
        '    note: Write in the handler: `logger.exception("cannot load %s", name)`, with `logger = logging.getLogger(__name__)` at the top of the file. Or catch only the exception that you expect.',
        "    except: at the end of the line: # standards: ignore[swallowed-error] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("src/store.py", STORE)
    repository.write("src/store.py", "x = 1\n")
    assert main(["--", "src/store.py"]) == 1
    repository.git("add", "src/store.py")
    repository.write("src/store.py", STORE)
    assert main(["--", "src/store.py"]) == 0


@pytest.mark.parametrize(
    "path",
    ["tests/test_store.py", "src/shop/tests/helpers.py", "conftest.py", "vendor/store.py", "a/site-packages/b.py", "src/migrations/0001.py", "{{x}}/store.py"],
)  # fmt: skip
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, STORE)
    assert main(["--", path]) == 0


def test_allow(repository: Repository) -> None:
    repository.add("src/store.py", STORE)
    assert main(["--allow=/src/store.py", "--", "src/store.py"]) == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("    except Exception:  # standards: ignore[swallowed-error] the caller logs", 0, id="ignored"),
        pytest.param("    except Exception:\n        'standards: ignore[swallowed-error] x'", 1, id="string"),
        pytest.param("    except Exception:  # standards: ignore[swallowed-error]", 1, id="without-reason"),
    ],
)
def test_ignores(repository: Repository, line: str, expected: int) -> None:
    repository.add("src/store.py", STORE.replace("    except Exception:", line))
    assert main(["--", "src/store.py"]) == expected


def test_an_ignore_in_a_string_excepts_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    text = "try:\n    x = '# standards: ignore[swallowed-error] not a comment'\nexcept Exception: '# standards: ignore[swallowed-error] no'\n"
    repository.add("src/a.py", text)
    assert main(["--", "src/a.py"]) == 1
    assert "unused-ignore" not in capsys.readouterr().out


def test_one_parse_for_all_hooks(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("src/store.py", STORE)
    repository.add("src/clean.py", "x = 1\n")
    parsed = []
    parse = source_module._parse
    monkeypatch.setattr(source_module, "_parse", lambda data: parsed.append(data) or parse(data))  # type: ignore[func-returns-value]
    assert backend_standards.main(["check"]) == 1
    assert "src/store.py:4:5: swallowed-error" in capsys.readouterr().out
    assert parsed == [STORE.encode()]


def test_several_processes_find_the_same(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(5):
        repository.add(f"src/store_{number}.py", STORE)
    reports = []
    for jobs in (1, 2):
        assert backend_standards.main(["check", "--hook=forbid-swallowed-errors", f"--jobs={jobs}"]) == 1
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]
    assert reports[0].count(": swallowed-error: ") == 5
