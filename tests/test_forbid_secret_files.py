from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

import fake_keys
from backend_standards.forbid_secret_files import main
from secret_samples import NETRC, PRIVATE, RANDOM, SEALED, WORD, state
from support import Repository


def test_messages_say_what_to_do_and_hide_the_secret(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("deploy/id_rsa", fake_keys.pem(f"ENCRYPTED {PRIVATE}"))
    repository.add("my app/secrets.yaml", f"db_password: {WORD}\n")
    repository.add("secrets.yaml.example", f"api_key: {RANDOM}\n")
    repository.add("terraform.tfstate", state(resources=[{"x": RANDOM}]))
    repository.add(".npmrc", f"_authToken={RANDOM}\n")
    names = ["deploy/id_rsa", "my app/secrets.yaml", "secrets.yaml.example", "terraform.tfstate", ".npmrc"]
    assert main(names) == 1
    runtime = "Load it at run time from AWS Secrets Manager, SSM Parameter Store or an IAM role."
    clear = "it stores the data of providers in plain text, secrets included"
    assert capsys.readouterr().out.splitlines()[:-1] == [
        ".npmrc:1:12: login-file: _authToken holds a login of a package registry",
        "    note: Write ${NAME} in its place, which is read from the environment. If it was ever pushed, rotate it first.",
        "    except: at the end of the line: # standards: ignore[login-file] reason",
        (
            "deploy/id_rsa: private-key-file: this file holds a private key, encrypted with a passphrase: "
            "whoever has the file can try passphrases for ever"
        ),
        "    run: git rm --cached --ignore-unmatch -- deploy/id_rsa",
        "    run: grep -qsxFe /deploy/id_rsa .gitignore || printf '%s\\n' /deploy/id_rsa >> .gitignore && git add .gitignore",
        f"    note: If it was ever pushed, make a new key first. {runtime}",
        '    except: in the args of forbid-secret-files (by its exact name): "--allow=/deploy/id_rsa"',
        "my app/secrets.yaml:1:14: secrets-file: db_password holds a literal value under a secret-like name",
        "    run: git rm --cached --ignore-unmatch -- 'my app/secrets.yaml'",
        "    run: grep -qsxFe '/my app/secrets.yaml' .gitignore || printf '%s\\n' '/my app/secrets.yaml' >> .gitignore && git add .gitignore",
        f"    note: If it was ever pushed, rotate it first. {runtime}",
        "    except: at the end of the line: # standards: ignore[secrets-file] reason",
        (
            "secrets.yaml.example:1:10: secrets-file: api_key holds a high-entropy value under a secret-like name; "
            "a template shows names, not values"
        ),
        "    note: Write a placeholder such as changeme. If it was ever pushed, rotate it first.",
        "    except: at the end of the line: # standards: ignore[secrets-file] reason",
        f"terraform.tfstate: terraform-state-file: this Terraform state holds resources: {clear}",
        "    run: git rm --cached --ignore-unmatch -- terraform.tfstate",
        "    run: grep -qsxFe /terraform.tfstate .gitignore || printf '%s\\n' /terraform.tfstate >> .gitignore && git add .gitignore",
        "    note: If it was ever pushed, rotate every secret in it first. Keep the state in a remote backend (S3).",
        '    except: in the args of forbid-secret-files: "--allow=/terraform.tfstate"',
        'except all: in the args of forbid-secret-files: "--allow=/deploy/id_rsa", "--allow=/terraform.tfstate"',
    ]


def test_the_printed_exception_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["a b/id_rsa", "x*y/[z].pem", "back\\slash/.netrc", "\u00fc.tfstate", "a.jks"]
    contents: list[str | bytes] = [fake_keys.pem(), fake_keys.pem(), NETRC]
    contents += [state(resources=[1]), fake_keys.jks(1)]
    for name, content in zip(names, contents, strict=True):
        repository.add(name, content)
    assert main(names) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    except: ")]
    arguments = [json.loads(line.partition(": ")[2].partition(": ")[2]) for line in lines]
    assert len(arguments) == len(names)
    assert main([*arguments, *names]) == 0


def test_the_index_is_judged_not_the_disk(repository: Repository) -> None:
    sealed = (SEALED / "git-crypt").read_bytes()
    repository.stage_only("secrets.yaml", sealed)
    repository.write("secrets.yaml", f"password: {WORD}")
    assert main(["--", "secrets.yaml"]) == 0, "git-crypt's work tree is plain, what is staged is not"
    repository.stage_only("id_rsa", fake_keys.pem().encode())
    assert main(["--", "id_rsa"]) == 1, "in the index alone"
    repository.write("id_rsa", b"")
    assert main(["--", "id_rsa"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege on Windows")
def test_symlinks(repository: Repository) -> None:
    repository.write("key", fake_keys.pem())
    for name in ("id_rsa", ".netrc", "a.jks", "a.tfstate", "secrets.yaml"):
        os.symlink("key", name)
        repository.git("add", "-f", name)
        assert main(["--", name]) == 0, "a link holds the text of the link"


def test_paths_that_are_missing_and_submodules(repository: Repository, tmp_path: Path) -> None:
    for path in ("id_rsa", ".netrc", "a.jks", "a.tfstate"):
        assert main(["--", path]) == 2, "not judged, so not clean"
    inner = tmp_path / "inner"
    inner.mkdir()
    Repository(inner).add("id_rsa", fake_keys.pem())
    Repository(inner).git("commit", "-qm", "x")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "secrets.yaml")
    assert main(["--", "secrets.yaml"]) == 0


def test_a_file_named_like_an_option_switches_nothing_off(repository: Repository) -> None:
    for name in ("--help", "--allow=.netrc", "--", ".netrc"):
        repository.add(name, NETRC)
    for argv in (["--"], ["--allow=other"], ["--allow", "other"]):
        assert main([*argv, "--allow=.netrc", "--help", ".netrc"]) == 1, argv
