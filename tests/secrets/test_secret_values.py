from __future__ import annotations

import json

import pytest

import fake_keys
import fakes
from backend_standards.secrets.secret_files import Policy, judge
from secret_samples import PAIR, PRIVATE, PUBLIC_PEM, RANDOM, SEALED, URL, WORD, encoded, rules

# --- AWS, Terraform's variables ---------------------------------------------------------------------


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
    ],
)  # fmt: skip
def test_aws_settings(path: str, content: str, expected: list[int]) -> None:
    assert rules(path, content) == [f"aws-credentials-file:{line}" for line in expected]


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


# --- settings with a login among them ---------------------------------------------------------------

AUTH = encoded(f"bot:{WORD}")
LOGINS_REFUSED = {
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
    "mysql": (".my.cnf", f"[client]\nuser=app\npassword={WORD}\n", 3),
    "mysql-quoted": (".my.cnf", f'[client]\npassword="{WORD}#1"\n', 2),
    "s3cmd": (".s3cfg", f"[default]\nsecret_key = {fakes.AWS_SECRET}\n", 2),
    "boto": (".boto", f"[Credentials]\ngs_secret_access_key = {RANDOM}\n", 2),
}  # fmt: skip
LOGINS_PASS = {
    "npm-actions": (".npmrc", "//a.acme-corp.io/:_authToken=${{ secrets.NPM_TOKEN }}\n//b/:_authToken=npm_xxxxxxxxxxxx\n"),
    "pypirc-index": (".pypirc", "[distutils]\nindex-servers =\n    pypi\n    acme\n[acme]\nrepository = https://a.acme-corp.io/simple\nusername = __token__\n"),
    "npm-settings": (".npmrc", "registry=https://registry.acme-corp.io/\nsave-exact=true\nalways-auth=true\n; _authToken=abc\n@acme:registry=https://a.acme-corp.io\n"),
    "npm-variable": (".npmrc", "//a.acme-corp.io/:_authToken=${NPM_TOKEN}\n//b/:_authToken=$NPM_TOKEN\n_auth=${AUTH}\n"),
    "npm-placeholder": (".npmrc", f"//a.acme-corp.io/:_authToken=<token>\n_auth={encoded('username:password')}\n"),
    "yarn-1": (".yarnrc", '"@acme:registry" "https://a.acme-corp.io"\n--install.ignore-engines true\n'),
    "yarn": (".yarnrc.yml", 'nodeLinker: node-modules\nnpmAuthToken: "${NPM_TOKEN}"\nnpmAlwaysAuth: true\nnpmAuthIdent: "${A:-}"\n'),
    "pip": ("pip.conf", "[global]\nindex-url = https://packages.acme-corp.io/simple\ntimeout = 60\ntrusted-host = a\n"),
    "pip-variable": ("pip.conf", "[global]\nindex-url = https://${USER}:${PASS}@packages.acme-corp.io/simple\nextra-index-url = https://aws:$TOKEN@a.acme-corp.io\n"),
    "pip-user": ("pip.conf", "[global]\nindex-url = https://oauth2accesstoken@a.acme-corp.io/simple\n"),
    "mysql": (".my.cnf", "[client]\nuser=app\nhost=localhost\npassword=\n# password=abc123xyz\n"),
    "s3cmd": (".s3cfg", "[default]\nhost_base = s3.amazonaws.com\nuse_https = True\naccess_key =\nsecret_key =\naccess_token_refresh = True\ngpg_passphrase =\n"),
    "boto": (".boto", "[Boto]\nhttps_validate_certificates = True\n[GSUtil]\nparallel_composite_upload_threshold = 150M\n"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content", "line"), [pytest.param(*case, id=name) for name, case in LOGINS_REFUSED.items()]
)
def test_settings_with_a_login(path: str, content: str, line: int) -> None:
    assert rules(path, content) == [f"login-file:{line}"]


@pytest.mark.parametrize(("path", "content"), [pytest.param(*case, id=name) for name, case in LOGINS_PASS.items()])
def test_settings_without_a_login(path: str, content: bytes | str) -> None:
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
        (finding,) = judge([("secrets.yaml", text.encode())], Policy())
        assert (finding.line, finding.column) == place, text
    (finding,) = judge([("a.tfvars", f'x = {{\n  db_password = "{WORD}"\n}}'.encode())], Policy())
    assert (finding.line, finding.column) == (2, 18)
    (finding,) = judge([(".netrc", f"machine a login b password {WORD}".encode())], Policy())
    assert (finding.line, finding.column) == (1, 28)
