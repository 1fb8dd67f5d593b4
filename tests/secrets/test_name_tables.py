"""The tables of names of secret files and env files, written a second time by what they mean."""

from __future__ import annotations

import pytest

from backend_standards.secrets import env_names, secret_names

STAGES = (
    "local dev devel develop development test tests testing stage staging stg prod prd production live qa uat ci int integration "
    "acc acceptance preprod nonprod preview sandbox e2e perf canary docker private secret secrets override"
)
TEMPLATES = (
    "example examples sample samples template templates tmpl tpl dist default defaults schema j2 jinja jinja2 erb"
)
COPIES = "bak backup old orig save saved swp swo swn tmp temp copy"
SEALED = "enc encrypted gpg pgp asc age sops vault crypt secret kms"
DATA = "json yml yaml toml list txt ini sh"
CODE = (
    "py pyi pyx ipynb js jsx ts tsx vue svelte astro md mdx rst adoc html css scss sass less rb go rs java kt scala groovy swift "
    "dart cs lua svg png pdf puml graphql proto"
)
FOLDERS_OF_VENV = "bin include scripts share"


@pytest.mark.parametrize("stage", STAGES.split())
def test_stages(stage: str) -> None:
    for path in (
        f"env.{stage}",
        f"env-{stage}",
        f"env_{stage}",
        f".env{stage}",
        f"a/ENV.{stage.upper()}",
        f"env.{stage}2",
    ):
        assert env_names.classify(path) == env_names.ENV, path
    assert env_names.classify(f"{stage}.env.json") == env_names.DATA
    assert env_names.classify(f"env.{stage}x") == ""


@pytest.mark.parametrize("word", TEMPLATES.split())
def test_templates(word: str) -> None:
    for path in (
        f".env.{word}",
        f"env.{word}",
        f"{word}.env",
        f"prod.env.{word}",
        f".envrc.{word}",
        f".flaskenv.{word}",
    ):
        assert env_names.classify(path) == env_names.TEMPLATE, path
    assert secret_names.classify(f"secrets.yaml.{word}") == secret_names.SECRETS
    assert secret_names.is_template(f"secrets.yaml.{word}")
    assert env_names.classify(f"env.x{word}") == ""


@pytest.mark.parametrize("word", COPIES.split())
def test_copies(word: str) -> None:
    assert env_names.classify(f"prod.env.{word}") == env_names.ENV
    assert env_names.classify(f"env.{word}") == env_names.ENV
    assert secret_names.classify(f"a.pem.{word}") == secret_names.KEY


@pytest.mark.parametrize("word", SEALED.split())
def test_marks_of_ciphers(word: str) -> None:
    assert env_names.claims_encryption(f".env.{word}")
    assert env_names.classify(f"prod.env.{word}") == env_names.ENV
    assert secret_names.classify(f"a.pem.{word}") == secret_names.KEY
    assert not env_names.claims_encryption(f"{word}.env")


@pytest.mark.parametrize("suffix", DATA.split())
def test_data(suffix: str) -> None:
    assert env_names.classify(f"env.{suffix}") == env_names.DATA
    assert env_names.classify(f"prod.env.{suffix}") == env_names.DATA
    assert env_names.classify(f"shop.env.{suffix}") == ""


@pytest.mark.parametrize("suffix", CODE.split())
def test_code(suffix: str) -> None:
    assert env_names.classify(f".env.{suffix}") == ""
    assert env_names.classify(f".envs/a.{suffix}") == ""
    assert env_names.classify(f".env{suffix}") == ""


@pytest.mark.parametrize("folder", FOLDERS_OF_VENV.split())
def test_folders_of_a_virtual_environment(folder: str) -> None:
    assert env_names.classify(f".env/{folder}/x") == env_names.VENV
    assert env_names.classify(f".envs/{folder}/x") == env_names.ENV


@pytest.mark.parametrize(
    "path",
    ["lib/python3.12/x", "lib64/python3.12/x", "Lib/site-packages/x", "pyvenv.cfg", "CACHEDIR.TAG", ".lock", "lib64"],
)
@pytest.mark.parametrize("folder", [".env", ".envs", "a/.ENV"])
def test_files_of_a_virtual_environment(folder: str, path: str) -> None:
    assert env_names.classify(f"{folder}/{path}") == env_names.VENV
    assert env_names.venv_root(f"{folder}/{path}") == folder


@pytest.mark.parametrize("name", [".gitkeep", ".keep", ".gitignore", ".gitattributes", ".dockerignore"])
def test_harmless_files_below_an_env_folder(name: str) -> None:
    assert env_names.classify(f".envs/{name}") == ""


NAMES = {
    secret_names.KEY: "pem key der ppk p8 crt cer cert priv private",
    secret_names.STORE: "p12 pfx jks keystore truststore",
    secret_names.TFVARS: "tfvars",
    secret_names.STATE: "tfstate",
    secret_names.HTPASSWD: "htpasswd",
}


@pytest.mark.parametrize(
    ("kind", "suffix"), [(kind, each) for kind, suffixes in NAMES.items() for each in suffixes.split()]
)
def test_suffixes_of_secret_files(kind: str, suffix: str) -> None:
    assert secret_names.classify(f"a/shop.{suffix}") == kind
    assert secret_names.classify(f"a/shop.{suffix.upper()}") == kind
    assert secret_names.classify(f"shop.{suffix}x") == ""
    assert secret_names.classify(suffix) == ""


@pytest.mark.parametrize("suffix", "yml yaml json toml ini properties cfg conf".split())
@pytest.mark.parametrize("word", ["secret", "secrets", "credential", "credentials"])
def test_data_that_is_named_as_secret(word: str, suffix: str) -> None:
    for path in (f"{word}.{suffix}", f"db-{word}.{suffix}", f"a/db_{word}.{suffix}"):
        assert secret_names.classify(path) == secret_names.SECRETS, path
    assert (secret_names.classify(f"{word}_prod.{suffix}") == secret_names.SECRETS) == word.endswith("s")
    assert secret_names.classify(f"{word}ish.{suffix}") == ""


@pytest.mark.parametrize("name", ["id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"])
def test_ssh_keys(name: str) -> None:
    for path in (name, f"{name}_deploy", f"deploy-{name}", f"{name}.bak", f"a/{name}"):
        assert secret_names.classify(path) == secret_names.KEY, path
    for path in (f"{name}.pub", f"gr{name}", f"{name}2", f"{name}.py"):
        assert secret_names.classify(path) == "", path


@pytest.mark.parametrize("name", ["config", "known_hosts", "authorized_keys", "environment", "rc"])
def test_files_below_ssh_that_are_no_keys(name: str) -> None:
    assert secret_names.classify(f"home/.ssh/{name}") == ""
    assert secret_names.classify(f"home/.ssh/{name}1") == secret_names.KEY
