from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import fake_keys
import fakes
from backend_standards.forbid_secret_files import check, main
from backend_standards.secrets import secret_names
from backend_standards.secrets.secret_files import Policy
from support import Repository

SEALED = Path(__file__).parent / "ciphertexts" / "sealed"

NAMES = {
    secret_names.AWS: ".aws/credentials aws/credentials a/b/.aws/credentials .aws/config docker/aws/config .AWS/Credentials aws/credentials.example .aws/credentials.bak",
    secret_names.AWS_CSV: "rootkey.csv app_accessKeys.csv accessKeys.csv credentials.csv new_user_credentials.csv movie_credentials.csv",
    secret_names.KEY: "server.pem server.key id_rsa .ssh/id_rsa id_ed25519 id_ecdsa id_dsa id_rsa_deploy deploy_id_ed25519 id_rsa.bak id_rsa~ ID_RSA key.ppk key.der AuthKey.p8 id_rsa.gpg server.key.old a.pem.example {{cookiecutter.slug}}/tls.key id_ed25519_sk id_rsa.txt server.PEM ssh_host_rsa_key etc/ssh/ssh_host_ed25519_key ssh_host_rsa_key.bak ssh_host_key server.crt ca.CER uber.cert server.crt.old MOK.priv deploy_key .ssh/github-deploy-key private_key",
    secret_names.STORE: "a.p12 a.pfx a.jks a.keystore a.truststore A.JKS a.jks.bak debug.keystore",
    secret_names.STATE: "terraform.tfstate terraform.tfstate.backup terraform.tfstate.1700000000.backup prod.tfstate errored.tfstate .terraform/terraform.tfstate",
    secret_names.TFVARS: "terraform.tfvars prod.auto.tfvars prod.tfvars.json terraform.tfvars.example example.tfvars terraform.tfvars.json.dist",
    secret_names.SECRETS: "secrets.yml secrets.yaml secrets.json secrets.toml .streamlit/secrets.toml .secrets.toml prod.secrets.yaml secrets.prod.yaml secrets-prod.yaml secrets_prod.yml db-secret.yaml secret.yaml credentials.json credentials.yml client_secret.json secrets.yaml.example secrets.enc.yaml config/credentials.yml.enc secrets.yaml~",
    secret_names.NETRC: ".netrc _netrc home/.netrc .netrc.example .NETRC",
    secret_names.PGPASS: ".pgpass pgpass.conf",
    secret_names.GIT: ".git-credentials .config/git/credentials",
    secret_names.DOCKER: ".docker/config.json .dockercfg .dockerconfigjson",
    secret_names.HTPASSWD: ".htpasswd nginx/site.htpasswd",
    secret_names.S3FS: ".passwd-s3fs",
    secret_names.NPM: ".npmrc .yarnrc web/.npmrc .npmrc.template",
    secret_names.YARN: ".yarnrc.yml",
    secret_names.PIP: "pip.conf pip.ini .pip/pip.conf",
    secret_names.LOGIN: ".pypirc .my.cnf .s3cfg .boto .pypirc.sample",
    "": (
        "id_rsa.pub id_ed25519.pub ssh_host_rsa_key.pub ssh_host_key.py ssh_hosts my_ssh_host_keys.md deploy_key.py deploy_keys deploykey monkey turn_key.md private_key/a.py crt cert.py cert.txt src/services/secrets.py secrets.py credentials.py test_id_rsa.py id_rsa_test.go secrets/README.md credentials/__init__.py "
        "aws/config.py aws/config/main.py aws/credentials.go pem key keys.txt monkey.py grid_rsa secrets.md secret_scanning.yml "
        "aws_secretsmanager_secret.schema.json secrets secretsmanager.json tfstate.tf main.tf variables.tf state.tfstate.md config.json "
        "docker/config.json netrc.py npmrc app/credentials config rootkey.txt accessKeys.py no_secrets_in_code.metadata.json kid_rsa_2 .env pip.cfg my.cnf htpasswd.py"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [pytest.param(path, kind, id=f"{kind}:{path}") for kind, paths in NAMES.items() for path in paths.split()],
)
def test_name(path: str, kind: str) -> None:
    assert secret_names.classify(path) == kind


def rules(path: str, content: bytes | str, allow: Sequence[str] = ()) -> list[str]:
    """Return "rule" or "rule:line" for each finding about a file."""
    data = content.encode() if isinstance(content, str) else content
    return [each.rule.id + (f":{each.line}" if each.line else "") for each in check([(path, data)], Policy(allow))]


def encoded(value: str | bytes) -> str:
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


RANDOM = fakes.RANDOM32
WORD = "hunt" + "er22x"
PRIVATE = "PRIV" + "ATE KEY"
PUBLIC_PEM = fake_keys.pem("CERTIFICATE")
URL = f"https://bot:{fakes.PASSWORD}@packages.acme-corp.io/simple"


# --- keys and key stores ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        pytest.param("a.pem", fake_keys.pem(), "a private key", id="pkcs8"),
        pytest.param("id_rsa", fake_keys.pem(f"RSA {PRIVATE}"), "a private key", id="pkcs1"),
        pytest.param("ssh_host_rsa_key", fake_keys.pem(f"RSA {PRIVATE}"), "a private key", id="host"),
        pytest.param("server.crt", PUBLIC_PEM + fake_keys.pem(), "a private key", id="beside-the-certificate"),
        pytest.param("deploy_key", fake_keys.pem(), "a private key", id="no-suffix"),
        pytest.param("id_rsa", fake_keys.pem().replace("\n", "\r\n"), "a private key", id="crlf"),
        pytest.param("id_rsa", fake_keys.pem().encode("utf-16"), "a private key", id="utf-16"),
        pytest.param("id_rsa", fake_keys.pem().encode("utf-8-sig"), "a private key", id="bom"),
        pytest.param("a.pem", fake_keys.pem().replace("\n", "\\n"), "a private key", id="escaped"),
        pytest.param("a.pem", PUBLIC_PEM + fake_keys.pem(f"EC {PRIVATE}"), "a private key", id="behind-a-certificate"),
        pytest.param("a.pem", fake_keys.pem()[:200], "a private key", id="cut-off"),
        pytest.param("a.pem", "0\n" + fake_keys.pem(), "a private key", id="behind-text-that-begins-as-der"),
        pytest.param("a.key", fake_keys.pem(f"PGP {PRIVATE} BLOCK", head="Version: 1\n\n"), "a private key", id="openpgp"),
        pytest.param("a.pem", fake_keys.pem(f"ENCRYPTED {PRIVATE}"), "encrypted with a passphrase", id="pkcs8-encrypted"),
        pytest.param("a.pem", fake_keys.pem(f"RSA {PRIVATE}", head="Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0\n\n"), "encrypted with a passphrase", id="pkcs1-encrypted"),
        pytest.param("id_ed25519", fake_keys.openssh("none"), "a private key", id="openssh"),
        pytest.param("id_ed25519", fake_keys.openssh("aes256-ctr"), "encrypted with a passphrase", id="openssh-encrypted"),
        pytest.param("a.ppk", fake_keys.ppk("none"), "a private key", id="putty"),
        pytest.param("a.ppk", fake_keys.ppk("aes256-cbc"), "encrypted with a passphrase", id="putty-encrypted"),
        pytest.param("a.key", f"---- BEGIN SSH2 ENCRYPTED {PRIVATE} ----\nComment: x\n{fakes.text(fakes.BASE64, 70)}\n", "a private key", id="ssh-com"),
        pytest.param("a.der", fake_keys.DER_PKCS1, "a private key", id="der-pkcs1"),
        pytest.param("a.key", fake_keys.DER_PKCS8, "a private key", id="der-pkcs8"),
        pytest.param("a.key", fake_keys.DER_SEC1, "a private key", id="der-sec1"),
        pytest.param("a.key", fake_keys.DER_DSA, "a private key", id="der-dsa"),
        pytest.param("a.der", fake_keys.DER_SEALED, "encrypted with a passphrase", id="der-pkcs8-encrypted"),
        pytest.param("a.pem.example", fake_keys.pem(), "a private key", id="template"),
    ],
)  # fmt: skip
def test_private_key(path: str, content: bytes | str, words: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (finding,) = check([(path, data)], Policy())
    assert (finding.rule.id, finding.line) == ("private-key-file", 0)
    assert finding.message.startswith("this file holds a private key")
    assert words in finding.message
    assert ("passphrase" in finding.message) == ("passphrase" in words)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("cacert.pem", PUBLIC_PEM * 3, id="certificates"),
        pytest.param("a.pem", fake_keys.pem("PUBLIC KEY"), id="public-key"),
        pytest.param("a.pem", fake_keys.pem("CERTIFICATE REQUEST"), id="request"),
        pytest.param("a.pem", fake_keys.pem("DH PARAMETERS") + fake_keys.pem("EC PARAMETERS"), id="parameters"),
        pytest.param("a.key", PUBLIC_PEM, id="certificate-called-key"),
        pytest.param("sort_key", "name: created_at\n", id="another-kind-of-key"),
        pytest.param("deploy-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA deploy\n", id="public-key-of-openssh"),
        pytest.param("chain.crt", PUBLIC_PEM * 3, id="chain"),
        pytest.param("root.cer", fake_keys.DER_CERTIFICATE, id="der-root"),
        pytest.param("uber.cert", PUBLIC_PEM + "a note on the PRIVATE KEY, which lies elsewhere\n", id="note-on-the-key"),
        pytest.param("ssh_host_rsa_key", "@SSH_HOST_KEY@\n", id="host-to-fill-in"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----\nYOUR KEY HERE\n-----END {PRIVATE}-----\n", id="placeholder"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----\n...\n", id="dots"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----", id="header-alone"),
        pytest.param("a.pem", fake_keys.pem(body="x" * 300), id="filled-with-x"),
        pytest.param("a.pem", fake_keys.pem(body="MIIEXAMPLE" + fakes.text(fakes.BASE64, 90)), id="example"),
        pytest.param("a.pem", "a note on -----BEGIN and PRIVATE KEY", id="words"),
        pytest.param("slides.key", b"PK\x03\x04" + fake_keys.NOISE * 20, id="keynote"),
        pytest.param("de.key", "greeting=Hallo\nPRIVATE KEY=Schl\u00fcssel\n", id="translations"),
        pytest.param("us.key", "key <AE01> { [ 1, exclam ] };\n", id="keyboard"),
        pytest.param("a.ppk", "not a key", id="other-ppk"),
        pytest.param("a.ppk", fake_keys.ppk("none").replace("Private-Lines: 1", "Private-Lines: 0"), id="putty-without-key"),
        pytest.param("a.der", fake_keys.DER_CERTIFICATE, id="der-certificate"),
        pytest.param("a.der", fake_keys.DER_PUBLIC, id="der-public-key"),
        pytest.param("a.der", fake_keys.DER_REQUEST, id="der-request"),
        pytest.param("a.key", fake_keys.DER_PARAMETERS, id="der-parameters"),
        pytest.param("a.der", fake_keys.DER_PKCS8[:40], id="der-cut-off"),
        pytest.param("id_rsa", b"", id="empty"),
        pytest.param("id_rsa", "../keys/id_rsa", id="link"),
        pytest.param("id_rsa.age", (SEALED / "age-binary").read_bytes(), id="age"),
        pytest.param("id_rsa.asc", (SEALED / "gpg-rsa-armor").read_bytes(), id="openpgp-message"),
        pytest.param("id_rsa", (SEALED / "git-crypt").read_bytes(), id="git-crypt"),
        pytest.param("id_rsa", (SEALED / "ansible-1.1").read_bytes(), id="ansible-vault"),
        pytest.param("a.key", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", id="lfs"),
    ],
)  # fmt: skip
def test_no_private_key(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.SHROUDED_BAG, fake_keys.CERTIFICATE_BAG), "a private or secret key", id="shrouded"),
        pytest.param("a.pfx", fake_keys.pkcs12(fake_keys.KEY_BAG), "a private or secret key", id="plain"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.SECRET_BAG), "a private or secret key", id="secret"),
        pytest.param("truststore.p12", fake_keys.pkcs12(fake_keys.SHROUDED_BAG), "a private or secret key", id="key-in-a-trust-store"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), "which may be a private key", id="encrypted-as-a-whole"),
        pytest.param("a.p12", encoded(fake_keys.pkcs12(fake_keys.KEY_BAG)), "a private or secret key", id="base64"),
        pytest.param("a.p12", b"\x30\x80\x02\x01\x03\x30\x80" + fake_keys.pkcs12(fake_keys.KEY_BAG), "a private or secret key", id="indefinite-length"),
        pytest.param("a.jks", fake_keys.pkcs12(fake_keys.SHROUDED_BAG), "a private or secret key", id="pkcs12-called-jks"),
        pytest.param("a.jks", fake_keys.jks(1), "a private key (Java", id="jks"),
        pytest.param("a.jks", fake_keys.jks(2, 2, 1), "a private key (Java", id="jks-behind-certificates"),
        pytest.param("a.truststore", fake_keys.jks(2, 1, version=1), "a private key (Java", id="jks-1"),
        pytest.param("a.keystore", fake_keys.jks(2, 3, magic="cececece"), "a secret key (Java", id="jceks"),
        pytest.param("a.jks", fake_keys.jks(2, count=2), "a damaged Java key store", id="jks-count"),
        pytest.param("a.jks", fake_keys.jks(2, 9), "a damaged Java key store", id="jks-tag"),
        pytest.param("a.jks", fake_keys.jks(2)[:60], "a damaged Java key store", id="jks-cut-off"),
        pytest.param("a.jks", fake_keys.jks(2, version=3), "a damaged Java key store", id="jks-version"),
        pytest.param("a.jks", fake_keys.NOISE, "content of an unknown form", id="noise"),
        pytest.param("a.keystore", b"\xfe\xed\xfe\xed", "a damaged Java key store", id="jks-head"),
        pytest.param("a.p12", fake_keys.pem(), "a private key", id="pem"),
    ],
)  # fmt: skip
def test_key_store(path: str, content: bytes | str, words: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (finding,) = check([(path, data)], Policy())
    assert (finding.rule.id, finding.line) == ("key-store-file", 0)
    assert words in finding.message


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("a.jks", fake_keys.jks(2, 2), id="jks-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(2, version=1), id="jks-1-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(2, magic="cececece"), id="jceks-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(), id="no-entry"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.CERTIFICATE_BAG), id="certificates-in-clear"),
        pytest.param("truststore.p12", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="encrypted-trust-store"),
        pytest.param("a.truststore", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="encrypted-trust-store-2"),
        pytest.param("cacerts.jks", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="cacerts"),
        pytest.param("a.jks", b"", id="empty"),
        pytest.param("a.jks", "../ssl/a.jks", id="link"),
        pytest.param("a.keystore", "put the key store here\n", id="note"),
        pytest.param("a.p12", (SEALED / "git-crypt").read_bytes(), id="git-crypt"),
        pytest.param("a.p12.age", (SEALED / "age-binary").read_bytes(), id="age"),
    ],
)
def test_no_key_in_the_store(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []


# --- AWS --------------------------------------------------------------------------------------------

PAIR = f"aws_access_key_id = {fakes.KEY_ID}\naws_secret_access_key = {fakes.AWS_SECRET}\n"
CSV_HEAD = "Access key ID,Secret access key"
CONSOLE_HEAD = "User name,Password,Access key ID,Secret access key,Console login link"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param(".aws/credentials", f"[default]\n{PAIR}", [2, 3], id="credentials"),
        pytest.param("docker/aws/credentials", f"[default]\n{PAIR}".replace("\n", "\r\n"), [2, 3], id="crlf"),
        pytest.param(".aws/credentials", f"[a]\naws_session_token={fakes.SESSION_TOKEN}", [2], id="session-token"),
        pytest.param(".aws/config", f"[profile a]\nregion = x\naws_secret_access_key={fakes.AWS_SECRET}\n", [3], id="config"),
        pytest.param(".aws/config", "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = b\nregion = eu-west-1\nmfa_serial = arn:aws:iam::123456789012:mfa/x\n", [], id="role"),
        pytest.param(".aws/config", "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = x\nsso_registration_scopes = sso:account:access\n", [], id="sso"),
        pytest.param(".aws/config", "[default]\ncredential_process = /opt/bin/aws-creds --profile a1b2c3d4e5\n", [], id="process"),
        pytest.param(".aws/credentials", "[default]\naws_access_key_id = AKIAIOSFODNN7" + "EXAMPLE\naws_secret_access_key = " + "wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCYEXAMPLEKEY\n", [], id="documented"),
        pytest.param(".aws/credentials", "[default]\naws_access_key_id = test\naws_secret_access_key = testing\n", [], id="dummies"),
        pytest.param(".aws/credentials.example", f"[default]\n{PAIR}", [2, 3], id="template-with-keys"),
        pytest.param("rootkey.csv", f"{CSV_HEAD}\n{fakes.KEY_ID},{fakes.AWS_SECRET}\n", [2], id="csv"),
        pytest.param("rootkey.csv", f"\ufeff{CSV_HEAD}\r\n{fakes.KEY_ID},{fakes.AWS_SECRET}", [2], id="csv-bom-crlf"),
        pytest.param("rootkey.csv", f"AWSAccessKeyId={fakes.KEY_ID}\nAWSSecretKey={fakes.AWS_SECRET}\n", [1, 2], id="old-root-key"),
        pytest.param("a_accessKeys (1).csv", f"{CSV_HEAD}\n{fakes.KEY_ID},{fakes.AWS_SECRET}\n", [2], id="csv-downloaded-twice"),
        pytest.param("credentials.csv", f'User Name,Access Key Id,Secret Access Key\n"app",{fakes.KEY_ID},{fakes.AWS_SECRET}\n', [2], id="csv-old"),
        pytest.param("credentials.csv", f"{CONSOLE_HEAD}\napp,,,,https://a.signin.aws.amazon.com/console\n", [], id="csv-without-values"),
        pytest.param("app_credentials.csv", f'User name,Password,Console login link\napp,"{fakes.PASSWORD},1",https://a.signin.aws.amazon.com/console\n', [2], id="csv-password"),
        pytest.param("movie_credentials.csv", "movie,Password,director\nx,y1234567,z\n", [], id="csv-of-films"),
        pytest.param("accessKeys.csv", "", [], id="csv-empty"),
    ],
)  # fmt: skip
def test_aws(path: str, content: str, expected: list[int]) -> None:
    assert rules(path, content) == [f"aws-credentials-file:{line}" for line in expected]


# --- Terraform --------------------------------------------------------------------------------------


def state(**fields: object) -> str:
    return json.dumps(
        {"version": 4, "terraform_version": "1.9.0", "serial": 1, "outputs": {}, "resources": []} | fields
    )


@pytest.mark.parametrize(
    ("path", "content", "refused"),
    [
        pytest.param("terraform.tfstate", state(resources=[{"type": "aws_vpc"}]), True, id="resources"),
        pytest.param("a.tfstate.backup", state(resources=[{"type": "aws_vpc"}]), True, id="backup"),
        pytest.param("a.tfstate", state(outputs={"p": {"value": "x", "sensitive": True}}), True, id="sensitive-output"),
        pytest.param("a.tfstate", json.dumps({"version": 3, "modules": [{"resources": {"a": {}}}]}), True, id="version-3"),
        pytest.param("a.tfstate", state(outputs={"token": {"value": fakes.GITHUB}}), True, id="key-shape-in-an-output"),
        pytest.param("a.tfstate", '<<<<<<< HEAD\n{"resources": [', True, id="no-json"),
        pytest.param("a.tfstate", "[" * 100_000 + '"resources"', True, id="too-deep"),
        pytest.param("a.tfstate", state().encode("utf-16"), False, id="empty"),
        pytest.param("a.tfstate", state(outputs={"url": {"value": "https://x.acme-corp.io"}}), False, id="open-output"),
        pytest.param("a.tfstate", json.dumps({"version": 3, "modules": [{"resources": {}}, 1]}), False, id="version-3-empty"),
        pytest.param("a.tfstate", json.dumps({"meta": {"key_provider.pbkdf2.my_passphrase": RANDOM}, "encrypted_data": RANDOM * 9}), False, id="opentofu-encrypted"),
        pytest.param("a.tfstate", "", False, id="no-content"),
        pytest.param("a.tfstate.lock.info", '{"ID": "x", "Operation": "OperationTypeApply"}', False, id="lock"),
        pytest.param("a.tfstate", (SEALED / "git-crypt").read_bytes(), False, id="git-crypt"),
    ],
)  # fmt: skip
def test_terraform_state(path: str, content: bytes | str, *, refused: bool) -> None:
    found = rules(path, content)
    assert [rule.partition(":")[0] for rule in found] == ["terraform-state-file"] * refused


TFVARS_REFUSED = {
    "literal": f'region = "x"\ndb_password = "{WORD}"',
    "random": f'\ndb_password = "{RANDOM}"',
    "url": f'\ndatabase_url = "postgres://app:{fakes.PASSWORD}@db.acme-corp.io/x"',
    "shape": f'\ntoken_of_bot = "{fakes.GITHUB}"',
    "map": f'app = {{\n  db_password = "{WORD}"\n}}',
    "map-on-a-line": f'\napp = {{ user = "x", db_password = "{WORD}" }}',
    "list": f'\ndb_passwords = ["{WORD}"]',
    "list-over-lines": f'db_passwords = [\n  "{WORD}",\n]',
    "map-of-passwords": f'passwords = {{\n  app = "{WORD}"\n}}',
    "heredoc": f"private_key = <<-EOT\n  {fake_keys.pem().replace(chr(10), chr(10) + '  ')}\nEOT",
    "heredoc-of-words": f"db_password = <<EOT\n{WORD}\nEOT",
    "quoted-name": f'\n"db_password" : "{WORD}"',
    "commented-out": f'\n# db_password = "{RANDOM}"',
    "stage": f'\ndb_password_prod = "{WORD}"',
    "two-on-a-line": f'\na = "1", db_password = "{WORD}"',
    "escapes": '\ndb_password = "hu\\"' + 'nter22\\"x"',
    "behind-a-comment": f'/* a = {{ */\ndb_password = "{WORD}" // note',
}  # fmt: skip
TFVARS_PASS = {
    "settings": 'region = "eu-west-1"\ninstance_type = "t3.micro"\ncidr = ["10.0.0.0/16"]\nenabled = true\n',
    "empty": 'db_password = ""\n',
    "placeholder": 'db_password = "changeme"\napi_key = "<your-key>"\nsecret_key = "xxx-xxx"\n',
    "names": 'key_name = "deploy"\nsecret_name = "prod/db"\nkms_key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"\nkms_' + 'key = "' + fakes.UUID + '"\nsecret_manager = "vault"\n',
    "arn": 'db_password_secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf"\ndb_secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf"\n',
    "public-key": f'ssh_public_key = "ssh-rsa {fakes.text(fakes.BASE64, 90)}"\nssh_key = "ssh-ed25519 AAAA{fakes.text(fakes.BASE64, 60)} a@b"\n',
    "path": 'private_key = "~/.ssh/id_rsa"\naws_credentials_location = "~/.aws/credentials"\n',
    "tags": 'tags = {\n  key = "Environment"\n  value = "prod"\n}\n',
    "switch": 'rotate_password = true\npassword_length = 24\nmanage_master_user_password = "true"\n',
    "names-of-variables": 'secrets = ["DB_PASSWORD", "API_KEY"]\n',
    "equal-to-its-name": 'client_secret = "client-secret"\n',
    "sentence": 'password_policy_text = "At least 12 letters"\nuser_password = "the password that the team agreed on"\n',
    "certificate": f"ca_key = <<EOT\n{PUBLIC_PEM}EOT\n",
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TFVARS_REFUSED.items()])
def test_terraform_variables_with_a_secret(text: str) -> None:
    assert rules("prod.tfvars", text) == ["terraform-variable-secret:2"]
    assert rules("prod.auto.tfvars", text.replace("\n", "\r\n")) == ["terraform-variable-secret:2"]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TFVARS_PASS.items()])
def test_terraform_variables_without_a_secret(text: str) -> None:
    assert rules("prod.tfvars", text) == []


def test_terraform_variables_in_json() -> None:
    assert rules("a.tfvars.json", f'{{"db": {{"password": "{WORD}"}}}}') == ["terraform-variable-secret:1"]
    assert rules("a.tfvars.json", f'{{\n"keys": [],\n"db_passwords": ["{WORD}"]}}') == ["terraform-variable-secret:3"]
    assert rules("a.tfvars.json", '{"region": "eu-west-1", "db_password": ""}') == []


# --- logins -----------------------------------------------------------------------------------------

AUTH = encoded(f"bot:{WORD}")
LOGINS_REFUSED = {
    "netrc": (".netrc", f"machine a.acme-corp.io login app password {WORD}", 1),
    "netrc-lines": ("_netrc", f"machine a.acme-corp.io\n  login app\n  password {WORD}\n", 3),
    "netrc-split": (".netrc", f"machine a login app password\n{WORD}\n", 2),
    "netrc-quoted": (".netrc", f'machine a login app password "{WORD} 1"\n', 1),
    "netrc-account": (".netrc", f"machine a login app account {WORD}\n", 1),
    "netrc-behind-a-macro": (".netrc", f"macdef init\npassword xyz123\n\ndefault login b password {WORD}\n", 4),
    "netrc-crlf": (".netrc", f"machine a\r\nlogin password\r\npassword {WORD}\r\n", 3),
    "netrc-template": (".netrc.example", f"machine a login app password {RANDOM}\n", 1),
    "netrc-token-as-user": (".netrc", f"machine github.com login {fakes.GITHUB} password x-oauth-basic\n", 1),
    "pypirc": (".pypirc", f"[pypi]\nusername = app\npassword = {WORD}\n", 3),
    "pypirc-token": (".pypirc", f"[pypi]\nusername: __token__\npassword: {fakes.PYPI}\n", 3),
    "npm-token": (".npmrc", f"//registry.acme-corp.io/:_authToken={fakes.NPM}\n", 1),
    "npm-token-old": (".npmrc", f"_authToken = {fakes.UUID}\n", 1),
    "npm-auth": (".npmrc", f"email=a@acme-corp.io\n_auth = {AUTH}\n", 2),
    "npm-password": (".npmrc", f"//a.acme-corp.io/:_password={encoded(WORD)}\n", 1),
    "npm-url": (".npmrc", f"registry={URL}\n", 1),
    "npm-template": (".npmrc.template", f"//a.acme-corp.io/:_authToken={RANDOM}\n", 1),
    "yarn-1": (".yarnrc", f'"//a.acme-corp.io/:_authToken" "{fakes.NPM}"\n', 1),
    "yarn": (".yarnrc.yml", f'npmScopes:\n  acme:\n    npmAuthToken: "{RANDOM}"\n', 3),
    "yarn-identity": (".yarnrc.yml", f"npmAuthIdent: bot:{WORD}\n", 1),
    "yarn-default": (".yarnrc.yml", f"npmAuthToken: ${{TOKEN:-{RANDOM}}}\n", 1),
    "pip": ("pip.conf", f"[global]\nindex-url = {URL}\n", 2),
    "pip-extra": ("pip.ini", f"[global]\nextra-index-url =\n    https://a.acme-corp.io/simple\n    {URL}\n", 4),
    "pip-token": ("pip.conf", f"[global]\nindex-url = https://{RANDOM}@packages.acme-corp.io/simple\n", 2),
    "pip-proxy": ("pip.conf", f"[global]\nproxy = http://app:{fakes.PASSWORD}@proxy.acme-corp.io:3128\n", 2),
    "git": (".git-credentials", f"https://app:{WORD}@git.acme-corp.io\n", 1),
    "git-token": (".config/git/credentials", f"https://{fakes.GITHUB}:x-oauth-basic@github.com\n", 1),
    "pgpass": (".pgpass", f"# c\ndb.acme-corp.io:5432:app:app:{WORD}\n", 2),
    "pgpass-escapes": ("pgpass.conf", f"db\\:1:5432:*:app:a\\:{WORD}\n", 1),
    "docker": (".docker/config.json", f'{{"auths": {{"https://r.acme-corp.io/v1/": {{"auth": "{AUTH}"}}}}}}', 1),
    "docker-lines": (".dockercfg", f'{{"r.acme-corp.io": {{\n"auth": "{AUTH}",\n"email": "a@b"}}}}', 2),
    "docker-token": (".dockerconfigjson", f'{{"auths": {{"x": {{"identitytoken": "{RANDOM}"}}}}}}', 1),
    "mysql": (".my.cnf", f"[client]\nuser=app\npassword={WORD}\n", 3),
    "mysql-quoted": (".my.cnf", f'[client]\npassword="{WORD}#1"\n', 2),
    "s3cmd": (".s3cfg", f"[default]\nsecret_key = {fakes.AWS_SECRET}\n", 2),
    "boto": (".boto", f"[Credentials]\ngs_secret_access_key = {RANDOM}\n", 2),
    "s3fs": (".passwd-s3fs", f"AKIDx:{RANDOM}\n", 1),
    "s3fs-bucket": (".passwd-s3fs", f"bucket:AKIDx:{RANDOM}\n", 1),
    "apache-bcrypt": (".htpasswd", "app:$2y$05$" + fakes.text(fakes.BASE62, 53) + "\n", 1),
    "apache-md5": ("a.htpasswd", "# c\napp:$apr1$" + fakes.text(fakes.BASE62, 31) + "\n", 2),
    "apache-sha": (".htpasswd", "app:{SHA}" + fakes.text(fakes.BASE62, 27) + "=\n", 1),
}  # fmt: skip
LOGINS_PASS = {
    "netrc-placeholder": (".netrc", "machine a login app password <password>\nmachine b login c password ${TOKEN}\n"),
    "netrc-without": (".netrc", "# machine a password abc123xyz\nmachine a login app\ndefault login anonymous password guest\n"),
    "netrc-template": (".netrc.example", f"machine a login app password {WORD}\n"),
    "netrc-fixed": (".netrc", "machine github.com login ${TOKEN} password x-oauth-basic\n"),
    "git-fixed": (".git-credentials", "https://${TOKEN}:x-oauth-basic@github.com\nhttps://oauth2:$CI_JOB_TOKEN@git.acme-corp.io\n"),
    "npm-actions": (".npmrc", "//a.acme-corp.io/:_authToken=${{ secrets.NPM_TOKEN }}\n//b/:_authToken=npm_xxxxxxxxxxxx\n"),
    "netrc-macro": (".netrc", "macdef init\npassword abc123xyz\n"),
    "netrc-link": (".netrc", "../home/.netrc"),
    "pypirc-index": (".pypirc", "[distutils]\nindex-servers =\n    pypi\n    acme\n[acme]\nrepository = https://a.acme-corp.io/simple\nusername = __token__\n"),
    "npm-settings": (".npmrc", "registry=https://registry.acme-corp.io/\nsave-exact=true\nalways-auth=true\n; _authToken=abc\n@acme:registry=https://a.acme-corp.io\n"),
    "npm-variable": (".npmrc", "//a.acme-corp.io/:_authToken=${NPM_TOKEN}\n//b/:_authToken=$NPM_TOKEN\n_auth=${AUTH}\n"),
    "npm-placeholder": (".npmrc", f"//a.acme-corp.io/:_authToken=<token>\n_auth={encoded('username:password')}\n"),
    "yarn-1": (".yarnrc", '"@acme:registry" "https://a.acme-corp.io"\n--install.ignore-engines true\n'),
    "yarn": (".yarnrc.yml", 'nodeLinker: node-modules\nnpmAuthToken: "${NPM_TOKEN}"\nnpmAlwaysAuth: true\nnpmAuthIdent: "${A:-}"\n'),
    "pip": ("pip.conf", "[global]\nindex-url = https://packages.acme-corp.io/simple\ntimeout = 60\ntrusted-host = a\n"),
    "pip-variable": ("pip.conf", "[global]\nindex-url = https://${USER}:${PASS}@packages.acme-corp.io/simple\nextra-index-url = https://aws:$TOKEN@a.acme-corp.io\n"),
    "pip-user": ("pip.conf", "[global]\nindex-url = https://oauth2accesstoken@a.acme-corp.io/simple\n"),
    "git": (".git-credentials", "https://app@git.acme-corp.io\n"),
    "pgpass": (".pgpass", "# host:port:db:user:hunt\nlocalhost:5432:*:postgres:postgres\n"),
    "docker-lists": (".dockercfg", '[["abc123xyz"], {"a": [["b"]]}]'),
    "docker-helper": (".docker/config.json", '{"credsStore": "ecr-login", "credHelpers": {"a.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"}, "auths": {"b": {}}}'),
    "docker-placeholder": (".docker/config.json", f'{{"auths": {{"x": {{"auth": "{encoded("user:password")}"}}, "y": {{"auth": "${{AUTH}}"}}}}}}'),
    "mysql": (".my.cnf", "[client]\nuser=app\nhost=localhost\npassword=\n# password=abc123xyz\n"),
    "s3cmd": (".s3cfg", "[default]\nhost_base = s3.amazonaws.com\nuse_https = True\naccess_key =\nsecret_key =\naccess_token_refresh = True\ngpg_passphrase =\n"),
    "boto": (".boto", "[Boto]\nhttps_validate_certificates = True\n[GSUtil]\nparallel_composite_upload_threshold = 150M\n"),
    "apache": (".htpasswd", "# app:hash\napp:\n"),
    "sealed": (".netrc", (SEALED / "git-crypt").read_bytes()),
    "sealed-2": (".htpasswd", (SEALED / "ansible-1.1").read_bytes()),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content", "line"), [pytest.param(*case, id=name) for name, case in LOGINS_REFUSED.items()]
)
def test_login(path: str, content: str, line: int) -> None:
    assert rules(path, content) == [f"login-file:{line}"]


@pytest.mark.parametrize(("path", "content"), [pytest.param(*case, id=name) for name, case in LOGINS_PASS.items()])
def test_no_login(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []


# --- secrets.yaml and its kin -----------------------------------------------------------------------

SEALED_VALUE = encoded(b"\x02\0" + fake_keys.NOISE * 3)
MANIFEST = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n"
YAML_REFUSED = {
    "literal": f"\ndb_password: {WORD}",
    "quoted": f'\ndb_password: "{WORD}"  # note',
    "single-quoted": f"\n'db_password': 'it''s {WORD}'",
    "nested": f"db:\n  password: {WORD}",
    "random": f"\napi_key: {RANDOM}",
    "url": f"\nurl: postgres://app:{fakes.PASSWORD}@db.acme-corp.io/x",
    "shape-under-any-name": f"\nfoo: {fakes.GITHUB}",
    "list-item": f"users:\n- password: {WORD}",
    "list-of-passwords": f"passwords:\n  - {WORD}",
    "map-of-passwords": f"passwords:\n  app: {WORD}",
    "key-of-an-api": f"api:\n  key: {WORD}",
    "secret": f"\nsecret: {WORD}",
    "folded": f"db_password: >-\n  {WORD}",
    "block": f"private_key: |\n  {fake_keys.pem().replace(chr(10), chr(10) + '  ')}",
    "next-line": f"db_password:\n  {WORD}",
    "quote-over-lines": f'\ndb_password: "{WORD}\n  more"',
    "flow": f"\ndb: {{user: app, password: {WORD}}}",
    "flow-quoted": f'\ndb: {{"user": "app", "password": "{WORD}"}}',
    "flow-over-lines": f"db: {{user: app,\n  password: {WORD}}}",
    "anchor": f"\ndb_password: &p {WORD}",
    "tag": f"\ndb_password: !!str {WORD}",
    "name-and-value": f"- name: DB_PASSWORD\n  value: {RANDOM}",
    "rails": f"production:\n  secret_key_base: {fakes.text(fakes.HEX, 128)}",
    "home-assistant": f"\nwifi_password: {WORD}",
    "default": f"\ndb_password: ${{DB_PASSWORD:-{RANDOM}}}",
    "sealed-in-name-alone": f"kind: SealedSecret\nencryptedData: {{password: {WORD}}}",
    "second-document": f"---\npassword: {WORD}\n---\npassword: changeme",
}  # fmt: skip
YAML_PASS = {
    "empty": "db_password:\napi_key: ''\ntoken: ~\nsecret: null\n",
    "placeholder": "db_password: changeme\napi_key: <your key>\ntoken: xxx\napi_secret: sk-xxx\n",
    "variable": "db_password: ${DB_PASSWORD}\ntoken: $TOKEN\napi_key: ${env:API_KEY}\n",
    "helm": "db_password: {{ .Values.db.password | b64enc | quote }}\n{{- if .Values.x }}\ntoken: '{{ .Values.t }}-suffix'\n{{- end }}\n",
    "erb": 'production:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>\n',
    "jinja": "password: \"{{ lookup('env', 'X') }}\"\n",
    "arn": "db_password: arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf\n",
    "cloudformation": "password: '{{resolve:secretsmanager:x:SecretString:password}}'\ntoken: !Ref Token\nsecret: !Sub '${A}-b'\n",
    "vault-tag": "db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3536323537\n  3536323538\ntoken: !vault vault:secret/data/a\n",
    "secret-tag": "wifi_password: !secret wifi_password_home\n",
    "alias": "password: *password\n",
    "external-secret": "kind: ExternalSecret\nspec:\n  data:\n    - secretKey: password\n      remoteRef:\n        key: prod/db\n        property: password\n  target:\n    name: db-secret\n",
    "reference": "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password\n",
    "names": "existingSecret: db-credentials\npasswordSecret: db-creds\nsecretName: db\nsecret: my/path\nimagePullSecrets:\n  - name: regcred-a1\n",
    "names-of-variables": "secretsNames:\n  API_KEY:\n    - API_KEY_ALL\n",
    "compose": "secrets:\n  db_password:\n    file: ./db_password.txt\n    external: true\n",
    "modes": "auth: ldap\ncookie: strict1\ntoken_type: bearer9\nsecret_scanning: enabled1\nsignature: v4signed\n",
    "sentences": "password: Please type it in\ninvalid_password: The password is wrong\n",
    "public-key": f"deploy_key: ssh-ed25519 AAAA{fakes.text(fakes.BASE64, 60)} app@host\n",
    "certificate": f"tls_key: |\n  {PUBLIC_PEM.replace(chr(10), chr(10) + '  ')}\n",
    "eyaml": f"db_password: ENC[PKCS7,{fakes.text(fakes.BASE64, 300)}]\ntoken: ENC({fakes.text(fakes.BASE64, 44)})\nsecret: '{{cipher}}{fakes.text(fakes.HEX, 64)}'\n",
    "sops": (SEALED / "sops-yaml").read_bytes(),
    "sops-json-in-yaml": (SEALED / "sops-json").read_bytes(),
    "ansible": (SEALED / "ansible-1.2").read_bytes(),
    "age": (SEALED / "age-armor").read_bytes(),
    "git-crypt": (SEALED / "git-crypt").read_bytes(),
    "sealed-secret": f"kind: SealedSecret\nspec:\n  encryptedData:\n    password: {SEALED_VALUE}\n    token: >-\n      {SEALED_VALUE}\n",
    "schema": "properties:\n  password:\n    type: string\n    example: abc123def\n    description: The password2\n  token: {type: string, format: jwt9}\n",
    "provider-class": "kind: SecretProviderClass\nspec:\n  parameters:\n    objects: |\n      - objectName: prod/db1\n        objectType: secretsmanager\n",
    "reference-to-a-key": "auth:\n  passwordSecret: {name: db, key: pw1-of-db}\n  secret:\n    name: db\n    key: pw1\n  tokenSecretRef:\n    key: token1\n",
    "store": "secrets:\n- key: SOME_SECRET\n- key: ANOTHER_SECRET\n  remoteKey: key-is-different-in-vault\n",
    "backstage": "token: ${{ values.token }}\nsecret: '${{ parameters.secret }}'\npassword: <redacted>\n",
    "roles": "kind: Role\nrules:\n  - resources: [secrets]\n    resourceNames: [db-password1]\n    verbs: [get]\n",
    "local-url": f"url: postgres://app:{fakes.PASSWORD}@localhost/x\n",
    "link": "../shared/secrets.yaml",
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in YAML_REFUSED.items()])
def test_yaml_with_a_secret(text: str) -> None:
    assert rules("secrets.yaml", text) == ["secrets-file:2"]
    assert rules("prod.secrets.yml", text.replace("\n", "\r\n")) == ["secrets-file:2"]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in YAML_PASS.items()])
def test_yaml_without_a_secret(text: bytes | str) -> None:
    assert rules("secrets.yaml", text) == []


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(f"data:\n  password: {encoded(WORD)}", ["secrets-file:6"], id="data"),
        pytest.param(f"data:\n  any: {encoded(RANDOM)}", ["secrets-file:6"], id="random-under-any-name"),
        pytest.param(f"data:\n  tls.key: {encoded(fake_keys.pem())}", ["secrets-file:6"], id="private-key"),
        pytest.param(f"data:\n  a.jks: {encoded(fake_keys.jks(1))}", ["secrets-file:6"], id="key-store"),
        pytest.param(f"data:\n  conf: {encoded(f'a = 1{chr(10)}db_password = {RANDOM}')}", ["secrets-file:6"], id="settings"),
        pytest.param(f"data:\n  .dockerconfigjson: {encoded(json.dumps({'auths': {'x': {'auth': AUTH}}}))}", ["secrets-file:6"], id="docker"),
        pytest.param(f"stringData:\n  password: {WORD}", ["secrets-file:6"], id="string-data"),
        pytest.param(f"stringData:\n  any: {RANDOM}", ["secrets-file:6"], id="string-data-any-name"),
        pytest.param(f"data:\n  encryption_key: {encoded(fake_keys.NOISE[:32])}", ["secrets-file:6"], id="binary-key"),
        pytest.param(f"data:\n  tls.key: {encoded(fake_keys.DER_PKCS8)}", ["secrets-file:6"], id="der-key"),
        pytest.param(f"data:\n  logo.png: {encoded(fake_keys.NOISE)}\n  tls.der: {encoded(fake_keys.DER_CERTIFICATE)}", [], id="binary"),
        pytest.param("data:\n  password: changeme\n  greeting: " + encoded("Gr\u00fc\u00dfe aus K\u00f6ln"), [], id="not-encoded-and-not-ascii"),
        pytest.param(f"data:\n  password: {encoded('changeme')}\n  user: {encoded('admin')}", [], id="placeholder"),
        pytest.param(f"data:\n  password: {encoded('password123456')}", [], id="placeholder-that-looks-random"),
        pytest.param(f"data:\n  ca.crt: {encoded(PUBLIC_PEM)}", [], id="certificate"),
        pytest.param(f"data:\n  trust.jks: {encoded(fake_keys.jks(2))}", [], id="trust-store"),
        pytest.param("data:\n  password: {{ .Values.password | b64enc }}\n  token: <base64 of it>", [], id="templates"),
        pytest.param("stringData:\n  password: ${PASSWORD}\n  host: db.acme-corp.io", [], id="references"),
    ],
)  # fmt: skip
def test_manifest_of_kubernetes(entries: str, expected: list[str]) -> None:
    assert rules("db-secret.yaml", f"{MANIFEST}{entries}\n") == expected
    listed = f"kind: ConfigMap\ndata:\n  a: b\n---\n{MANIFEST}{entries}\n"
    assert rules("secrets.yml", listed) == [f"secrets-file:{int(each.partition(':')[2]) + 4}" for each in expected]


def test_manifest_in_json() -> None:
    text = json.dumps({"kind": "Secret", "data": {"password": encoded(WORD), "b": encoded("changeme")}}, indent=1)
    assert rules("secret.json", text) == ["secrets-file:4"]


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param("secrets.json", f'{{"a": 1, "db": {{"password": "{WORD}"}}}}', ["secrets-file:1"], id="json"),
        pytest.param("secrets.json", f'{{\n "db_password":\n  "{WORD}"\n}}', ["secrets-file:3"], id="json-lines"),
        pytest.param("secrets.json", '{"db_password": "changeme", "token": null, "keys": []}', [], id="json-placeholder"),
        pytest.param("credentials.json", json.dumps({"type": "service_account", "private_key": fake_keys.pem()}), ["secrets-file:1"], id="google"),
        pytest.param("credentials.json", json.dumps({"type": "authorized_user", "client_id": "1-a.apps.googleusercontent.com", "refresh_token": "1//" + RANDOM}), ["secrets-file:1"], id="google-user"),
        pytest.param("credentials.json", json.dumps({"type": "service_account", "private_key": f"-----BEGIN {PRIVATE}-----\n...\n"}), [], id="google-placeholder"),
        pytest.param("credentials.json", '{"Credentials": {"RoleArn": "arn:aws:iam::123456789012:role/a"}}', [], id="states-language"),
        pytest.param("locales/de/credentials.json", '{"password": "Passwort", "invalidToken": "Das Token ist falsch", "secret": "Geheimnis"}', [], id="translations"),
        pytest.param("secrets.json", f'[["{WORD}"], {{"tokens": [["{WORD}"]]}}]', ["secrets-file:1"], id="lists"),
        pytest.param(".streamlit/secrets.toml", f'[connections.db]\npassword = "{WORD}"\n', ["secrets-file:2"], id="toml"),
        pytest.param("secrets.toml", f"password = '''\n{WORD}'''\n", ["secrets-file:2"], id="toml-over-lines"),
        pytest.param("secrets.toml", f'[a]\nb = {{ password = "{WORD}" }}\n', ["secrets-file:2"], id="toml-inline-table"),
        pytest.param("secrets.toml", 'OPENAI_API_KEY="sk-xxx"\npassword = ""\n# token = "abc123"\n', [], id="toml-placeholder"),
        pytest.param("secrets.json", '{\n"secrets": ["id=npmrc,src=/home/app/.npmrc"]\n}', [], id="mount"),
        pytest.param("secrets.json", f'{{"secrets": ["id=npmrc,src={WORD}"]}}', ["secrets-file:1"], id="mount-of-a-value"),
        pytest.param("secrets.yaml", "credentials: user=app,pwd=horse\n", ["secrets-file:1"], id="login-in-one-value"),
        pytest.param("secrets.yaml.example", f"db_password: {WORD}\n", [], id="template-with-a-word"),
        pytest.param("secrets.example.yaml", f"db_password: {RANDOM}\n", ["secrets-file:1"], id="template-with-a-secret"),
        pytest.param("{{cookiecutter.slug}}/secrets.yaml", f"db_password: {WORD}\n", [], id="skeleton"),
    ],
)  # fmt: skip
def test_secrets_in_other_formats(path: str, content: str, expected: list[str]) -> None:
    assert rules(path, content) == expected


def test_the_place_of_a_value() -> None:
    places = {
        "db:\n  password: " + WORD: (2, 13),
        f'db: {{"a": 1, "password": "{WORD}"}}': (1, 27),
        f"- password: '{WORD}'": (1, 14),
        f"password: >-\n  {WORD}": (2, 3),
        f"password:\n  {WORD}": (2, 3),
        f"---\n---\npassword:  {WORD} # x": (3, 12),
        f"db: {{a: 1,\n     password: {WORD}}}": (2, 16),
    }
    for text, place in places.items():
        (finding,) = check([("secrets.yaml", text.encode())], Policy())
        assert (finding.line, finding.column) == place, text
    (finding,) = check([("a.tfvars", f'x = {{\n  db_password = "{WORD}"\n}}'.encode())], Policy())
    assert (finding.line, finding.column) == (2, 18)
    (finding,) = check([(".netrc", f"machine a login b password {WORD}".encode())], Policy())
    assert (finding.line, finding.column) == (1, 28)


# --- exceptions, messages, the whole hook -----------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content", "allow", "expected"),
    [
        pytest.param("t/a.key", fake_keys.pem(), ["/t/"], ["private-key-file"], id="key-not-by-folder"),
        pytest.param("t/a.key", fake_keys.pem(), ["*.key"], ["private-key-file"], id="key-not-by-wildcard"),
        pytest.param("t/a.key", fake_keys.pem(), ["/t/a.key"], [], id="key-by-name"),
        pytest.param("t/a.jks", fake_keys.jks(1), ["/t/"], ["key-store-file"], id="store-not-by-folder"),
        pytest.param("t/a.jks", fake_keys.jks(1), ["a.jks"], [], id="store-by-name"),
        pytest.param("t/a.tfstate", state(resources=[1]), ["/t/"], [], id="state-by-folder"),
        pytest.param("t/.netrc", LOGINS_REFUSED["netrc"][1], ["/t/"], [], id="login-by-folder"),
        pytest.param("t/.aws/credentials", PAIR, ["/t/"], [], id="aws-by-folder"),
        pytest.param("t/secrets.yaml", f"password: {WORD}", ["/t/"], [], id="literal-by-folder"),
        pytest.param("t/secrets.yaml", f"password: {RANDOM}", ["/t/"], ["secrets-file:1"], id="still-read"),
        pytest.param("t/secrets.yaml", f"password: {WORD}", ["/t/", "!/t/secrets.yaml"], ["secrets-file:1"], id="taken-back"),
    ],
)  # fmt: skip
def test_allow(path: str, content: bytes | str, allow: list[str], expected: list[str]) -> None:
    assert rules(path, content, allow) == expected


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
        "    run: git rm --cached -- deploy/id_rsa",
        "    run: printf '%s\\n' /deploy/id_rsa >> .gitignore && git add .gitignore",
        f"    note: If it was ever pushed, make a new key first. {runtime}",
        '    except: in the args of forbid-secret-files (by its exact name): "--allow=/deploy/id_rsa"',
        "my app/secrets.yaml:1:14: secrets-file: db_password holds a literal value under a secret-like name",
        "    run: git rm --cached -- 'my app/secrets.yaml'",
        "    run: printf '%s\\n' '/my app/secrets.yaml' >> .gitignore && git add .gitignore",
        f"    note: If it was ever pushed, rotate it first. {runtime}",
        "    except: at the end of the line: # standards: ignore[secrets-file] reason",
        (
            "secrets.yaml.example:1:10: secrets-file: api_key holds a high-entropy value under a secret-like name; "
            "a template shows names, not values"
        ),
        "    note: Write a placeholder such as changeme. If it was ever pushed, rotate it first.",
        "    except: at the end of the line: # standards: ignore[secrets-file] reason",
        f"terraform.tfstate: terraform-state-file: this Terraform state holds resources: {clear}",
        "    run: git rm --cached -- terraform.tfstate",
        "    run: printf '%s\\n' /terraform.tfstate >> .gitignore && git add .gitignore",
        "    note: If it was ever pushed, rotate every secret in it first. Keep the state in a remote backend (S3).",
        '    except: in the args of forbid-secret-files: "--allow=/terraform.tfstate"',
        'except all: in the args of forbid-secret-files: "--allow=/deploy/id_rsa", "--allow=/terraform.tfstate"',
    ]


def test_the_printed_exception_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["a b/id_rsa", "x*y/[z].pem", "back\\slash/.netrc", "\u00fc.tfstate", "a.jks"]
    contents: list[str | bytes] = [fake_keys.pem(), fake_keys.pem(), LOGINS_REFUSED["netrc"][1]]
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
    assert main(["--", "id_rsa", ".netrc", "a.jks", "a.tfstate"]) == 0
    inner = tmp_path / "inner"
    inner.mkdir()
    Repository(inner).add("id_rsa", fake_keys.pem())
    Repository(inner).git("commit", "-qm", "x")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "secrets.yaml")
    assert main(["--", "secrets.yaml"]) == 0


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


def test_a_file_named_like_an_option_switches_nothing_off(repository: Repository) -> None:
    for name in ("--help", "--allow=.netrc", "--", ".netrc"):
        repository.add(name, LOGINS_REFUSED["netrc"][1])
    for argv in (["--"], ["--allow=other"], ["--allow", "other"]):
        assert main([*argv, "--allow=.netrc", "--help", ".netrc"]) == 1, argv


# --- what a reading of the first version found --------------------------------------------------------


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
    findings = list(check([(path, content.encode())], Policy()))
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
