from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import pytest

import fakes
from backend_standards import forbid_aws_keys
from backend_standards.core import rules
from backend_standards.forbid_aws_keys import check, main
from backend_standards.secrets import AwsPolicy
from support import Repository

ID, SECRET, TOKEN = fakes.KEY_ID, fakes.AWS_SECRET, fakes.SESSION_TOKEN
ACCOUNT_ID = "AK" + "IA" + "RZPUZDIKGB2VALC4"  # of account 123456789012
SUM = hashlib.sha256(ID.encode()).hexdigest()


# --- the message ------------------------------------------------------------------------------------


def test_message(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app.py", f"KEY = '{ACCOUNT_ID}'\nTOKEN = '{TOKEN}'\n")
    assert main(["--", "app.py"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "app.py:1:8: aws-access-key-id: a long-term AWS access key ID (AKIA...) of account 123456789012",
        "    note: Delete it and let the code use an IAM role. If it was ever pushed, deactivate and rotate the key first.",
        "    except: at the end of the line: # standards: ignore[aws-access-key-id] reason",
        # The account is half of the ID, so its sum would give the other half away.
        (
            "    except: in the args of forbid-aws-keys (SUM is that of the key ID: printf %s ID | sha256sum): "
            '"--allow-sha256=SUM"'
        ),
        "app.py:2:10: aws-session-token: an AWS session token",
        (
            "    note: Delete it and assume a role at run time. "
            "If it was ever pushed, revoke the role's sessions in IAM first."
        ),
        "    except: at the end of the line: # standards: ignore[aws-session-token] reason",
        f'    except: in the args of forbid-aws-keys: "--allow-sha256={hashlib.sha256(TOKEN.encode()).hexdigest()}"',
        (
            f'except all: in the args of forbid-aws-keys: "--allow-sha256=SUM", '
            f'"--allow-sha256={hashlib.sha256(TOKEN.encode()).hexdigest()}"'
        ),
    ]


def test_the_printed_exception_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("a.ipynb", f'"source": ["secret = \\"{SECRET}\\"\\n"]')
    assert main(["--", "a.ipynb"]) == 1
    out = capsys.readouterr().out
    assert "ignore[" not in out
    argument = out.partition("except: in the args of forbid-aws-keys: ")[2].partition("\n")[0].strip('"')
    assert main([argument, "--", "a.ipynb"]) == 0


# --- files ------------------------------------------------------------------------------------------


def test_clean_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("a.py", "import boto3\n\nclient = boto3.client('secretsmanager')\n")
    assert main(["--", "a.py"]) == 0
    assert main(["--"]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_staged_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("a.py", f"KEY = '{ID}'\n")
    repository.write("a.py", f"# a new line, not staged\nKEY = '{ID}'\n")
    assert main(["--", "a.py"]) == 1
    assert capsys.readouterr().out.startswith("a.py:1:8: ")
    repository.add("a.py", "KEY = ''\n")
    repository.write("a.py", f"KEY = '{ID}'\n")
    assert main(["--", "a.py"]) == 0, "as under git-crypt: plain in the work tree, not in the index"
    repository.add("gone.py", f"KEY = '{ID}'\n").unlink()
    assert main(["--", "gone.py"]) == 1
    repository.write("untracked.py", f"KEY = '{ID}'\n")
    assert main(["--", "untracked.py"]) == 1
    repository.add("mended.py", f"KEY = '{ID}'\n")
    repository.write("mended.py", "KEY = ''\n")
    assert main(["--", "mended.py"]) == 1, "mended on the disk alone"


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text(ID)
    assert main(["--", "a"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege, and there are no pipes in folders")
def test_links_folders_and_pipes(repository: Repository) -> None:
    repository.write("target", ID)
    os.symlink("target", repository.path / "link")
    os.symlink(f"s3/{ID}/x", repository.path / "dangling")
    os.mkfifo(repository.path / "pipe")
    assert main(["--", "link"]) == 0
    assert main(["--", "pipe"]) == 2, "not judged, so not clean"
    assert main(["--", "dangling"]) == 1


def test_paths_in_other_spellings(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("a/b.py", ID)
    repository.write("a/b.py", f"{ID} # changed")
    monkeypatch.chdir(repository.path / "a")
    for path in ("../a/b.py", "./b.py", str(repository.path / "a" / "b.py")):
        assert main(["--", path]) == 1, path
    repository.stage_only("a/b.py", b"clean")
    for path in ("../a/b.py", "./b.py", str(repository.path / "a" / "b.py")):
        assert main(["--", path]) == 0, f"{path}: what is staged counts"


def test_what_cannot_be_checked_is_no_clean_file(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("src/a.py", ID)
    assert main(["--", "src"]) == 2
    assert "src: is a folder; give the names of files, as git ls-files prints them" in capsys.readouterr().err
    assert main(["--", "srx/typo.py"]) == 2
    assert "srx/typo.py: there is no such file, neither on the disk nor staged" in capsys.readouterr().err


def test_at_a_push_the_commit_counts(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("sub/a.py", f"KEY = '{ID}'\n")
    repository.git("commit", "-qm", "x")
    repository.add("sub/a.py", "KEY = ''\n")
    assert main(["--", "sub/a.py"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", repository.git("rev-parse", "HEAD").strip())
    assert main(["--", "sub/a.py"]) == 1
    repository.git("commit", "-qm", "y")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--", "sub/a.py"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "no-such-commit")
    assert main(["--", "sub/a.py"]) == 2


def test_submodule_is_skipped(repository: Repository) -> None:
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    (repository.path / "sub").mkdir()
    assert main(["--", "sub"]) == 0


def test_odd_names(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["--no-foreign-pragmas", "--allow-account=1", "a b", "é"]
    for name in names:
        repository.add(name, f"{ID} gitleaks:allow" if name == names[0] else ID)
    assert main(["--", *names]) == 1
    out = capsys.readouterr().out
    assert [line.partition(":")[0] for line in out.splitlines() if ": aws-" in line] == sorted(names[1:])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--allow-account=12345"], "option --allow-account=12345: an account number has twelve digits"),
        (["--allow-account=12345678901x"], "twelve digits"),
        (
            ["--allow-sha256=abc"],
            "option --allow-sha256: a SHA-256 has 64 hexadecimal digits; copy it from the refusal",
        ),
        (["--nonsense"], "unknown option --nonsense"),
    ],
)
def test_wrong_options(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    repository.add("a", ID)
    assert main([*arguments, "--", "a"]) == 2
    assert error in capsys.readouterr().err


def test_options_reach_the_judgement(repository: Repository) -> None:
    repository.add("a", f"{ACCOUNT_ID} # gitleaks:allow")
    assert main(["--", "a"]) == 0
    assert main(["--no-foreign-pragmas", "--", "a"]) == 1
    assert main(["--no-foreign-pragmas", "--allow-account=123456789012", "--", "a"]) == 0
    digest = hashlib.sha256(ACCOUNT_ID.encode()).hexdigest()
    repository.write("pyproject.toml", f'[tool.backend-standards.forbid-aws-keys]\nallow-sha256 = ["{digest}"]\n')
    assert main(["--no-foreign-pragmas", "--", "a"]) == 0


def test_many_files_are_searched_too(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    names = [repository.write(f"m{number}.py", "print()\n").name for number in range(forbid_aws_keys._MANY)]
    repository.write("last.py", f'K = "{ID[:4]}" "{ID[4:]}"\n')
    assert main(["--", *names, "last.py"]) == 1
    assert capsys.readouterr().out.startswith("last.py:1:6: aws-access-key-id: ")


def test_every_rule_has_a_case() -> None:
    own = {rule.id for rule in rules.every().values() if rule.hook == forbid_aws_keys.HOOK}
    samples = {
        "aws-access-key-id": ID,
        "aws-secret-access-key": f"secret: {SECRET}",
        "aws-session-token": TOKEN,
        "aws-bedrock-api-key": "AB" + "SK" + fakes.text(fakes.BASE64, 128),
        "aws-mws-auth-token": "amzn" + ".mws." + fakes.UUID,
        "aws-appsync-api-key": "da" + "2-" + fakes.text(fakes.HEX + "ghijklmnopqrstuvwxyz", 26),
        "aws-codecommit-password": f"codecommit password: {fakes.text(fakes.BASE64, 43)}=",
        "aws-ses-smtp-password": f"SES_SMTP_PASSWORD=BA{fakes.text(fakes.BASE64, 42)}",
        "private-key": f"k: {fakes.PEM_HEAD} {fakes.text(fakes.BASE64, 300)} -----END RSA",
        "aws-presigned-url": f"https://x/?X-Amz-Credential={ID}%2F2026&X-Amz-Signature={fakes.HEX64}",
    }
    assert set(samples) == own
    for rule, text in samples.items():
        assert [each.rule.id for each in check([("a.py", f"{text}\n".encode())], AwsPolicy())] == [rule]


@pytest.mark.parametrize("encoding", ["UTF-16LE", "IBM037", "UTF-7"])
def test_what_git_stores_is_judged_and_not_the_encoding_of_the_disk(
    repository: Repository, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    repository.add(".gitattributes", f"*.txt working-tree-encoding={encoding}\n")
    text = f"key = '{fakes.KEY_ID}'\n"
    repository.write("a.txt", text.encode("cp037" if encoding == "IBM037" else encoding))
    repository.git("add", "a.txt")
    stored = repository.git("cat-file", "blob", ":a.txt")
    assert stored == text
    assert main(["--", "a.txt"]) == 1
    assert "a.txt:1:8: aws-access-key-id" in capsys.readouterr().out


def test_exception_of_a_private_key(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A comment behind the head of a key would be a part of the key, so the sum is the exception."""
    repository.add("a.py", f'KEY = """{fakes.PEM_HEAD}\n{fakes.text(fakes.BASE64, 300)}\n-----END RSA"""\n')
    assert main(["--", "a.py"]) == 1
    printed = capsys.readouterr().out
    assert "ignore[" not in printed
    digest = re.search(r"[0-9a-f]{64}", printed)
    assert digest
    assert main([f"--allow-sha256={digest[0]}", "--", "a.py"]) == 0
