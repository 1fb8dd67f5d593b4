from __future__ import annotations

import pytest

from backend_standards.check_settings import main
from support import Repository

SETTINGS = "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    region: str\n"
READ = "import os\n\n\ndef bucket():\n    return os.environ['BUCKET']\n"


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/config/settings.py", SETTINGS + "\n\nsettings = Settings()\n")
    repository.add("src/services/s3.py", READ)
    assert main(["--", "src/services/s3.py"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "src/services/s3.py:5:12: env-read-outside-config: os.environ reads BUCKET in bucket(), outside the settings",
        "    note: Add to Settings in src/config/settings.py: `bucket: str`. Here, use settings.bucket.",
        "    except: at the end of the line: # standards: ignore[env-read-outside-config] reason",
    ]


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("src/services/s3.py", READ)
    repository.write("src/config/settings.py", SETTINGS)
    assert main(["--", "src/services/s3.py"]) == 0, "the settings are not tracked"
    repository.add("src/config/settings.py", SETTINGS)
    assert main(["--", "src/services/s3.py"]) == 1
    repository.write("src/config/settings.py", "x = 1\n")
    assert main(["--", "src/services/s3.py"]) == 1
    repository.add("src/config/settings.py", "x = 1\n")
    assert main(["--", "src/services/s3.py"]) == 0


def test_a_pushed_commit_is_judged(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("src/services/s3.py", READ)
    repository.git("commit", "-qm", "feat: store")
    pushed = repository.git("rev-parse", "HEAD").strip()
    repository.add("src/config/settings.py", SETTINGS)
    assert main(["--", "src/services/s3.py"]) == 1
    monkeypatch.setenv("PRE_COMMIT_TO_REF", pushed)
    assert main(["--", "src/services/s3.py"]) == 0


def test_pins_are_read_from_the_index(repository: Repository) -> None:
    repository.add("src/config/settings.py", "from pydantic import BaseSettings\n")
    assert main(["--", "src/config/settings.py"]) == 1
    repository.add("requirements.txt", "pydantic==1.10.13\n")
    assert main(["--", "src/config/settings.py"]) == 0


def test_links_are_no_files_of_settings(repository: Repository) -> None:
    (repository.path / "src").mkdir()
    (repository.path / "src" / "settings.py").symlink_to("/etc/passwd")
    repository.git("add", "src/settings.py")
    repository.add("src/s3.py", READ)
    assert main(["--", "src/s3.py"]) == 0


@pytest.mark.parametrize("path", ["tests/conftest.py", "vendor/main.py", "src/migrations/0001.py"])
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, "from pydantic import BaseSettings\n")
    assert main(["--", path]) == 0


def test_allow(repository: Repository) -> None:
    repository.add("src/settings.py", "from pydantic import BaseSettings\n")
    assert main(["--allow=/src/", "--", "src/settings.py"]) == 0


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param(
            "  # standards: ignore[pydantic-v1-settings] pydantic 1 is installed by the image", 0, id="ignored"
        ),
        pytest.param("  # standards: ignore[pydantic-v1-settings]", 1, id="without-reason"),
        pytest.param("  # standards: ignore[pydantic-v1-shim] another rule", 1, id="another-rule"),
    ],
)
def test_ignores(repository: Repository, comment: str, expected: int) -> None:
    repository.add("src/settings.py", f"from pydantic import BaseSettings{comment}\n")
    assert main(["--", "src/settings.py"]) == expected
