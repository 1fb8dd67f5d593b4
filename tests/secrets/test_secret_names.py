from __future__ import annotations

import pytest

from backend_standards.secrets import secret_names

NAMES = {
    secret_names.AWS: ".aws/config.bak aws/config.example .aws/credentials aws/credentials a/b/.aws/credentials .aws/config docker/aws/config .AWS/Credentials aws/credentials.example .aws/credentials.bak",
    secret_names.AWS_CSV: "rootkey.csv app_accessKeys.csv accessKeys.csv credentials.csv new_user_credentials.csv movie_credentials.csv",
    secret_names.KEY: "ssh_host_ed25519_key_old deploy-key github_key.bak deploy-key.old server.pem.in prod/deploy_key~ .ssh/github home/.ssh/backup mail.private server.pem server.key id_rsa .ssh/id_rsa id_ed25519 id_ecdsa id_dsa id_rsa_deploy deploy_id_ed25519 id_rsa.bak id_rsa~ ID_RSA key.ppk key.der AuthKey.p8 id_rsa.gpg server.key.old a.pem.example {{cookiecutter.slug}}/tls.key id_ed25519_sk id_rsa.txt server.PEM ssh_host_rsa_key etc/ssh/ssh_host_ed25519_key ssh_host_rsa_key.bak ssh_host_key server.crt ca.CER uber.cert server.crt.old MOK.priv deploy_key .ssh/github-deploy-key private_key",
    secret_names.STORE: "id_rsa.p12 a.p12 a.pfx a.jks a.keystore a.truststore A.JKS a.jks.bak debug.keystore",
    secret_names.STATE: "terraform.tfstate terraform.tfstate.backup terraform.tfstate.1700000000.backup prod.tfstate errored.tfstate .terraform/terraform.tfstate",
    secret_names.TFVARS: "terraform.tfvars prod.auto.tfvars prod.tfvars.json terraform.tfvars.example example.tfvars terraform.tfvars.json.dist",
    secret_names.SECRETS: "profiles.yml .aws/sso/cache/0a1b.json home/.aws/cli/cache/0a1b.json secrets.yaml.in secrets.yml secrets.yaml secrets.json secrets.toml .streamlit/secrets.toml .secrets.toml prod.secrets.yaml secrets.prod.yaml secrets-prod.yaml secrets_prod.yml db-secret.yaml secret.yaml credentials.json credentials.yml client_secret.json secrets.yaml.example secrets.enc.yaml config/credentials.yml.enc secrets.yaml~",
    secret_names.NETRC: "_netrc.bak .netrc _netrc home/.netrc .netrc.example .NETRC",
    secret_names.PGPASS: ".pgpass pgpass.conf",
    secret_names.GIT: ".git-credentials .config/git/credentials",
    secret_names.DOCKER: ".docker/config.json .dockercfg .dockerconfigjson",
    secret_names.HTPASSWD: ".htpasswd nginx/site.htpasswd",
    secret_names.S3FS: ".passwd-s3fs",
    secret_names.NPM: ".npmrc .yarnrc web/.npmrc .npmrc.template",
    secret_names.YARN: ".yarnrc.yml",
    secret_names.PIP: "pip.conf pip.ini .pip/pip.conf",
    secret_names.LOGIN: "alembic.ini airflow.cfg migrations/alembic.ini .pypirc .my.cnf .s3cfg .boto .pypirc.sample",
    "": (
        "id_rsa.pub id_ed25519.pub ssh_host_rsa_key.pub ssh_host_key.py ssh_hosts my_ssh_host_keys.md deploy_key.py deploy_keys deploykey monkey turn_key.md private_key/a.py crt cert.py cert.txt src/services/secrets.py secrets.py credentials.py test_id_rsa.py id_rsa_test.go secrets/README.md credentials/__init__.py "
        "aws/config.py aws/config/main.py aws/credentials.go .ssh/config home/.ssh/known_hosts .ssh/github.pub ssh/github pem key keys.txt monkey.py grid_rsa secrets.md secret_scanning.yml "
        "aws_secretsmanager_secret.schema.json secrets secretsmanager.json tfstate.tf main.tf variables.tf state.tfstate.md config.json "
        "movies.csv keys.csv .aws/sso/cache/a.txt sso/cache/a.json fields.primary_key messages.api-key a-kid_rsa id_rsa2-old paid_ my_id_card- deploy_key.md turn-key.go secrets.md.in "
        "docker/config.json netrc.py npmrc app/credentials config rootkey.txt accessKeys.py no_secrets_in_code.metadata.json kid_rsa_2 .env pip.cfg my.cnf htpasswd.py"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [pytest.param(path, kind, id=f"{kind}:{path}") for kind, paths in NAMES.items() for path in paths.split()],
)
def test_name(path: str, kind: str) -> None:
    assert secret_names.classify(path) == kind


def test_templates_by_their_folder() -> None:
    assert secret_names.is_template("{{cookiecutter.slug}}/secrets.yaml")
    assert secret_names.is_template("a/Secrets.yaml.EXAMPLE")
    assert not secret_names.is_template("example/secrets.yaml")
    assert not secret_names.is_template("{cookiecutter}/secrets.yaml")
