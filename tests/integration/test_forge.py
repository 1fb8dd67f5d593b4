"""What the forge reads: forms, the pull request's template, Dependabot's settings, the release."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from backend_standards import check_commit_message
from support import ROOT

FORGE = ROOT / ".github"
FORMS = sorted((FORGE / "ISSUE_TEMPLATE").glob("*.yml"))
SCHEMAS = {
    **{path: "github-issue-forms" for path in FORMS if path.stem != "config"},
    FORGE / "ISSUE_TEMPLATE" / "config.yml": "github-issue-config",
    FORGE / "dependabot.yml": "dependabot",
    FORGE / "workflows" / "release.yml": "github-workflows",
}
RELEASE = yaml.safe_load((FORGE / "workflows" / "release.yml").read_text(encoding="utf-8"))
# The standard's own template, "Pull Request Template".
TEMPLATE = """\
### Description
Briefly describe the purpose of this pull request.

### Changes Made
- Bullet point the key changes made
- Mention any new dependencies or breaking changes

### Checklist
- [ ] Code has been tested locally
- [ ] Documentation has been updated (if necessary)
- [ ] This pull request has a related issue
- [ ] I have followed the coding style guidelines
"""


@pytest.mark.parametrize(("path", "schema"), [pytest.param(*each, id=each[0].stem) for each in SCHEMAS.items()])
def test_schema(path: Path, schema: str) -> None:
    check = [str(Path(sys.executable).parent / "check-jsonschema"), f"--builtin-schema=vendor.{schema}", str(path)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pull_request_template_is_the_standards() -> None:
    assert (FORGE / "pull_request_template.md").read_text(encoding="utf-8") == TEMPLATE


def test_there_is_a_form_for_each_kind_of_report() -> None:
    assert {path.stem for path in FORMS} == {"config", "fault", "false-alarm", "idea", "missed-secret"}
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        assert path.stem in ("config", "idea") or "secret" in text, "says that no real secret belongs into it"


@pytest.mark.parametrize(
    "rest",
    [
        "(deps): bump ruff from 0.17.6 to 0.17.7",
        "(deps-dev): bump pytest from 9.2.0 to 9.3.0",
        "(deps): bump the tools group with 3 updates",
        "(deps): bump the tools group across 1 directory with 2 updates",
    ],
)
def test_what_dependabot_writes_is_in_order(rest: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = yaml.safe_load((FORGE / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    documented = (ROOT / "docs" / "adopting.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(version: 2\n.*?)^```", documented, re.MULTILINE | re.DOTALL)
    for update in [*settings, *yaml.safe_load(block)["updates"]]:
        assert update["commit-message"]["include"] == "scope"
        assert check_commit_message.main([f"--message={update['commit-message']['prefix']}{rest}"]) == 0


def test_nothing_is_released_until_an_address_is_set() -> None:
    jobs = RELEASE["jobs"]
    assert jobs["build"]["if"] == "vars.PACKAGE_INDEX != ''"
    # What needs a job that was left out is left out itself.
    assert all(job == "build" or "build" in jobs[job]["needs"] for job in jobs)


def test_each_job_of_a_release_may_do_one_thing() -> None:
    jobs = RELEASE["jobs"]
    assert RELEASE["permissions"] == {}
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    for job in jobs.values():
        for step in job["steps"]:
            assert "uses" not in step or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
            assert "${{" not in step.get("run", "")


@pytest.mark.skipif(sys.platform == "win32", reason="the script is run by a POSIX shell")
@pytest.mark.parametrize(("tag", "code"), [("v0.0.0", 1), ("", 0)])
def test_a_tag_that_is_not_the_version_is_not_released(tag: str, code: int) -> None:
    (script,) = (
        step["run"] for step in RELEASE["jobs"]["build"]["steps"] if step.get("name", "").startswith("compare")
    )
    version = subprocess.run(
        [sys.executable, "-c", "import backend_standards as b; print(b.__version__)"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    environment = {"GITHUB_REF_NAME": tag or f"v{version}", "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == code, done.stderr
