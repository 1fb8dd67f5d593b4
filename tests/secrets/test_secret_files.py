from __future__ import annotations

import base64
import json

import pytest

import fake_keys
import fakes
from backend_standards.secrets.secret_files import Policy, judge
from secret_samples import NETRC, PAIR, RANDOM, URL, WORD, encoded, rules, state

ENCODED_KEY = base64.b64encode(fake_keys.pem(body=base64.b64encode(fake_keys.DER_PKCS8).decode()).encode()).decode()


@pytest.mark.parametrize(
    ("path", "content", "allow", "expected"),
    [
        pytest.param("t/a.key", fake_keys.pem(), ["/t/"], ["private-key-file"], id="key-not-by-folder"),
        pytest.param("t/a.key", fake_keys.pem(), ["*.key"], ["private-key-file"], id="key-not-by-wildcard"),
        pytest.param("t/a.key", fake_keys.pem(), ["/t/a.key"], [], id="key-by-name"),
        pytest.param("t/a.jks", fake_keys.jks(1), ["/t/"], ["key-store-file"], id="store-not-by-folder"),
        pytest.param("t/a.jks", fake_keys.jks(1), ["a.jks"], [], id="store-by-name"),
        pytest.param("t/a.tfstate", state(resources=[1]), ["/t/"], [], id="state-by-folder"),
        pytest.param("t/.netrc", NETRC, ["/t/"], [], id="login-by-folder"),
        pytest.param("t/.aws/credentials", PAIR, ["/t/"], [], id="aws-by-folder"),
        pytest.param("t/secrets.yaml", f"password: {WORD}", ["/t/"], [], id="literal-by-folder"),
        pytest.param("t/secrets.yaml", f"password: {RANDOM}", ["/t/"], ["secrets-file:1"], id="still-read"),
        pytest.param("t/secrets.yaml", f"password: {WORD}", ["/t/", "!/t/secrets.yaml"], ["secrets-file:1"], id="taken-back"),
    ],
)  # fmt: skip
def test_allow(path: str, content: bytes | str, allow: list[str], expected: list[str]) -> None:
    assert rules(path, content, allow) == expected


MANIFEST = "apiVersion: v1\nkind: Secret\ndata:\n  tls.key: "
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + fakes.HEX64 + "\nsize 3000\n"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param("main.key", MANIFEST + ENCODED_KEY, ["private-key-file"], id="manifest"),
        pytest.param("main.pem", ENCODED_KEY, ["private-key-file"], id="base64-of-PEM"),
        pytest.param(
            "main.key", base64.encodebytes(fake_keys.DER_PKCS8).decode(), ["private-key-file"], id="base64-of-DER"
        ),
        pytest.param("mail.private", fake_keys.pem(), ["private-key-file"], id="private"),
        pytest.param(".ssh/github", fake_keys.openssh("none"), ["private-key-file"], id="ssh-folder"),
        pytest.param(".ssh/notes", "call them", [], id="note-in-ssh-folder"),
        pytest.param("a.p12", POINTER, ["key-store-file"], id="LFS-store"),
        pytest.param("a.p8", POINTER, ["private-key-file"], id="LFS-key"),
        pytest.param("talk.key", POINTER, [], id="LFS-presentation"),
        pytest.param("truststore.jks", POINTER, [], id="LFS-trust-store"),
        pytest.param("ca.pem", POINTER, [], id="LFS-certificate-perhaps"),
    ],
)
def test_keys_that_are_not_plain(path: str, content: str, expected: list[str]) -> None:
    assert rules(path, content) == expected


_WORKFLOW = "on: push\npermissions:\n  id-token: {}\n  contents: read\njobs:\n  a:\n    secrets: inherit\n"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param(".github/workflows/export_secrets.yml", _WORKFLOW.format("write"), [], id="permission"),
        pytest.param(".github/workflows/export_secrets.yml", _WORKFLOW.format(WORD), ["secrets-file:3"], id="word"),
        pytest.param("secrets.yaml", "auth_token: header\npassword: prompt\ncredentials: same-origin\n", [], id="choices"),
        pytest.param("secrets.yaml", "password: Prompt-22\n", ["secrets-file:1"], id="no-choice"),
        pytest.param(
            "credentials.json", f'{{"accessTokens": {{"https://a.io": "pul-{fakes.text(fakes.HEX, 40)}"}}}}', ["secrets-file:1"], id="camel-case-plural"
        ),
        pytest.param("credentials.json", f'{{"userPasswords": {{"bob": "{WORD}"}}}}', ["secrets-file:1"], id="passwords"),
        pytest.param("credentials.json", f'{{"apiKeys": {{"bob": "{WORD}"}}}}', ["secrets-file:1"], id="api-keys"),
        pytest.param("credentials.json", f'{{"compassWords": {{"bob": "{WORD}"}}}}', [], id="other-plural"),
        pytest.param("a.tfvars", f'db_password = "${WORD}"', ["terraform-variable-secret:1"], id="dollar-before"),
        pytest.param("a.tfvars", f'db_password = "$${WORD}"', ["terraform-variable-secret:1"], id="two-dollars"),
        pytest.param("a.tfvars", 'db_password = "$DB_PASSWORD"', [], id="variable"),
        pytest.param("a.tfvars", 'db_password = "${var.password}"', [], id="expression"),
        pytest.param("secrets.ini", f"[db]\npassword = {WORD}\n", ["secrets-file:2"], id="ini"),
        pytest.param("secrets.properties", f"db.password={WORD}\n", ["secrets-file:1"], id="properties"),
        pytest.param("app-secrets.cfg", f"[db]\npassword = {RANDOM}\n", ["secrets-file:2"], id="cfg"),
        pytest.param("alembic.ini", f"[alembic]\nsqlalchemy.url = {URL}\n", ["login-file:2"], id="alembic"),
        pytest.param("alembic.ini", "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n", [], id="alembic-default"),
        pytest.param("airflow.cfg", f"[core]\nfernet_key = {encoded(fakes.RANDOM32)}\n", ["login-file:2"], id="airflow"),
        pytest.param("airflow.cfg", "[core]\nfernet_key =\nsql_alchemy_conn = sqlite:////a.db\n", [], id="airflow-default"),
        pytest.param(
            "profiles.yml", f"shop:\n  outputs:\n    dev:\n      password: {WORD}\n", ["secrets-file:4"], id="dbt"
        ),
        pytest.param("profiles.yml", "shop:\n  outputs:\n    dev:\n      password: \"{{ env_var('X') }}\"\n", [], id="dbt-variable"),
        pytest.param(
            ".aws/sso/cache/0a1b.json", f'{{"accessToken": "{fakes.text(fakes.BASE62, 90)}"}}', ["secrets-file:1"], id="sso-cache"
        ),
        pytest.param(".aws/sso/cache/0a1b.json", '{"startUrl": "https://a.awsapps.com/start"}', [], id="sso-settings"),
    ],
)  # fmt: skip
def test_more_files(path: str, content: str, expected: list[str]) -> None:
    assert rules(path, content) == expected


def test_inline_exceptions() -> None:
    marker = "standards: ignore[secrets-file] a dummy"
    assert rules("secrets.yaml", f"password: {RANDOM}  # {marker}") == []
    assert rules("secrets.yaml", f"password: changeme  # {marker}") == ["unused-ignore:1"]
    assert rules("secrets.yaml", f"password: {RANDOM}  # standards: ignore[secrets-file]") == [
        "ignore-without-reason:1"
    ]
    assert rules("secrets.json", f'{{"password": "{RANDOM}", "//": "{marker}"}}') == []
    tfvars = f'db_password = "{RANDOM}" # standards: ignore[terraform-variable-secret] a dummy'
    assert rules("a.tfvars", tfvars) == []
    npm = f"//a.acme-corp.io/:_authToken={RANDOM} # standards: ignore[login-file] a dummy"
    assert rules(".npmrc", npm) == []
    assert rules("a.pem", f"# standards: ignore[private-key-file] none\n{fake_keys.pem()}") == ["private-key-file"]


def test_binary_and_huge_files() -> None:
    every = bytes(range(256)) * 400
    for name in (
        "a.pem",
        "a.key",
        ".netrc",
        "secrets.yaml",
        "secrets.toml",
        "a.tfvars",
        "a.tfstate",
        ".npmrc",
        "x.csv",
    ):
        assert rules(name, every) == [], name
    assert rules("a.jks", every) == ["key-store-file"]
    huge = b"name: value of some length\n" * 2_000_000
    assert rules("secrets.yaml", huge + f"token: {fakes.GITHUB}".encode()) == ["secrets-file:2000001"]
    assert rules("a.pem", huge + fake_keys.pem().encode()) == ["private-key-file"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("secrets.yaml", f"- {{name: DB_PASSWORD, value: {RANDOM}}}\n"),
        ("secrets.yaml", f"- name: DB_PASSWORD, value: {RANDOM}\n"),
        ("secrets.yaml", f"- {{value: {RANDOM}, name: DB_PASSWORD}}\n"),
        ("secrets.yaml", f"- name: DB_PASSWORD\n  value: {WORD}\n"),
        ("secrets.yaml", f"tokens: ['{RANDOM}']\n"),
        ("secrets.yaml", f"tokens: [{RANDOM}, x]\n"),
        ("secrets.yaml", f"tokens:\n  [\n    {RANDOM},\n  ]\n"),
        ("secrets.yaml", f"{{password: {RANDOM}, user: bob}}\n"),
        ("secrets.yaml", f"password: {{current: {RANDOM}}}\n"),
        ("secrets.json", json.dumps([{"name": "DB_PASSWORD", "value": RANDOM}])),
        ("secrets.json", json.dumps([{"Name": "/prod/db/password", "Value": RANDOM, "Type": "SecureString"}])),
        ("secrets.json", json.dumps([{"key": "db_password", "value": WORD}])),
        ("secrets.json", json.dumps({"password": {"value": RANDOM}})),
        ("app_credentials.csv", f"User name,Password,Console sign-in URL\nbob,{RANDOM},https://x\n"),
        ("ses_credentials.csv", f"IAM user name,SMTP user name,SMTP password\nbob,x,{RANDOM}\n"),
        ("git_credentials.csv", f"User Name,Password\nbob-at-123456789012,{RANDOM}\n"),
        ("accessKeys.csv", f'"Access key ID";"Secret access key"\n"x";"{fakes.AWS_SECRET}"\n'),
        ("x.key", f"# public key: age1x\n{fakes.AGE_KEY}\n"),
    ],
)
def test_also_refused_and_never_shown(path: str, content: str) -> None:
    findings = list(judge([(path, content.encode())], Policy()))
    assert findings
    for finding in findings:
        shown = f"{finding.message} {finding.note} {finding.commands} {finding.exempt}"
        for secret in (RANDOM, WORD, fakes.AWS_SECRET, fakes.AGE_KEY[17:]):
            assert not any(secret[at : at + 6] in shown for at in range(len(secret) - 5)), shown


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("secrets.yaml", "- {name: DB_PASSWORD, value: changeme}\n"),
        ("secrets.yaml", "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: {name: db, key: password}\n"),
        ("secrets.json", json.dumps([{"name": "DB_HOST", "value": "db.acme-corp.io"}])),
        ("secrets.json", json.dumps({"password": {"value": "${DB_PASSWORD}"}})),
        ("secrets.yaml", "tokens: []\npasswords: [changeme]\n"),
        ("movie_credentials.csv", "title,name,role\nx,y,z\n"),
    ],
)
def test_near_misses_of_these(path: str, content: str) -> None:
    assert rules(path, content) == []
