from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import fakes
from backend_standards.core import IGNORE
from backend_standards.forbid_env_files import check, main
from backend_standards.secrets import env_names
from backend_standards.secrets.env_files import Policy
from support import Repository

FORBIDDEN = """
.env  .ENV  .Env  app/.env  a/b/c/.env  .env.local  .env.development  .env.production  .env.test  .env.prod.local
.env-prod  .env_staging  .env-  .env_  prod.env  docker/PROD.ENV  config.prod.env  a.b.env  -.env  .-.env  --allow=.env
env.local  env.dev  env.development  env.test  env.testing  env.stage  env.staging  env.stg  env.prod  env.production
env.qa  env.uat  env.prod.local  env.local.bak  env.prod.enc  ENV.PROD  services/api/env.live  env.ci
.env.bak  .env~  .env.old  .env.orig  .env.save  .env.swp  .env.swo  .prod.env.swp  prod.env.bak  prod.env~  prod.env.old
.env.1  .env.2024-01-01  prod.env.1  prod.env.(2)  .#.env  #.env#  .env.un~  .env,v  .envlocal  .envproduction
.env.json  .env.yml  .env.yaml  .env.toml  .env.sh  .env.bash  .env.fish  .env.ps1  .env.bat  .env.txt  .env.ini  .env.xml
.env.php  .env.local.php  .env.tfvars  .env.mk  .env.lock  .env.cfg  .env.conf
.env/prod  .env/settings.yml  app/.env/x  .envs/.local/.django  .envs/.production/.postgres  .ENVS/x  .envs/lib/prod  .envs/example/django
.env/prod.env  .env/bin/prod.env  .envs/bin/anything  .env/lib/settings
.envrc.local  .envrc.private  .envrc~  .envrc.bak  .envrc-prod
.env.enc  .env.gpg  .env.age  .env.asc  .env.vault  .env.encrypted  .env.secret  .env.sops  prod.env.gpg  prod.env.enc
prod.env.local  prod.env.production  sign-in.env  log_in.env
env-prod  env_dev  env-local  env.staging2  .env1  .env.ex
""".split()
FORBIDDEN += [
    ".env copy",
    ".env copy 2",
    ".env (1)",
    "Copy of .env",
    ".env - Copy",
    "prod.env copy",
    ".env ",
    ".env.",
    " .env",
]
FORBIDDEN += [".env\n", "a b/.env", "a\nb/.env", "\u00fc/.env", "\udcff/.env", "\u0130/.env/x", ".env.\u00e9"]
TEMPLATES = """
.env.example  .env.sample  .env.template  .env.tmpl  .env.tpl  .env.dist  .env.default  .env.defaults  .env.schema  .env.j2
.env.erb  .env.in  .ENV.EXAMPLE  .env.local.example  .env.example.local  .env-example  .env_sample  .env.example.bak
example.env  sample.env  template.env  default.env  docker/defaults.env  prod.example.env  prod.env.example  my-sample.env
env.example  env.sample  env.template  env.prod.example  .envrc.example  .envrc.template  .flaskenv.example
.env.json.example  .env.example.json  .env.example.yml  .env.sh.tpl  .envs/.local/.django.example
.env.keys.example  .env.example~  .env.jinja2  sign.in.env  .env.examples
env_example  env-sample  {{cookiecutter.slug}}/.env  {{cookiecutter.slug}}/.envs/.local/.django
""".split()
NOT_ENV = """
env  env.py  prod.env.js  prod.env.ts  .env.js  .env.md  .env.rst  .env.d.ts  .env.test.ts  .env.mjs  .env.go  .env.html
environment.yml  environment.yaml  .environment  dev.environment  service.environment  environments/prod.yml  src/env/__init__.py
env/bin/activate  env/prod  venv/bin/python  .venv/pyvenv.cfg  myenv  env_setup  env-vars  dotenv  dotenv.py  test_env  env.example.ts  env.d.ts
env.prod.js  foo.env.json  http-client.env.json  conda-env.yml  .env.py  .env.ipynb  .env.png  .env.svg
.envs/README.md  .envs/.gitkeep  .env/.gitignore  .envs/render.py  .env.d/foo  src/environment.ts  tests/test_env_files.py
inventory  envelope.env.xsd  .envoy.yaml  .environments/x  tox.envlist  env.rb  env.config  env.d/10-proxy.conf  .envy
""".split()
BY_CONTENT = ".envrc .flaskenv app/.envrc .ENVRC .flaskenv.local .flaskenv~".split()
DATA = (
    "env.sh env.json env.yml env.list env.dev.yml env.dev.json prod.env.json api-prod.env.yml env.staging2.txt".split()
)
KEYS = ".env.keys .env.me a/.env.keys .ENV.KEYS .env.keys.bak .env.keys.local".split()
VENV = """
.env/pyvenv.cfg  .env/bin/python  .env/bin/activate  .env/lib/python3.11/site-packages/x.py  .env/lib64/python3.12/y
.env/Lib/site-packages/z.py  .env/Scripts/activate.bat  .env/include/site/python3.11/greenlet.h  .env/share/man/man1/x.1
app/.env/lib/python3.13/site-packages/certifi/cacert.pem  .envs/lib/python3.11/site-packages/a.py  .env/lib64
""".split()

# Lines of a template: NAME=value, refused.
REAL = {
    "aws-key-id": f"AWS_ACCESS_KEY_ID={fakes.KEY_ID}",
    "aws-key-id-under-any-name": f"FOO={fakes.KEY_ID}",
    "aws-secret": f"AWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}",
    "aws-secret-quoted": f'AWS_SECRET_ACCESS_KEY="{fakes.AWS_SECRET}"',
    "aws-session-token": f"X={fakes.SESSION_TOKEN}",
    "github": f"GITHUB_TOKEN={fakes.GITHUB}",
    "gitlab": f"A={fakes.GITLAB}",
    "slack": f"A={fakes.SLACK}",
    "slack-webhook": f"SLACK_URL={fakes.SLACK_HOOK}",
    "stripe": f"A={fakes.STRIPE}",
    "google": f"A={fakes.GOOGLE}",
    "sendgrid": f"A={fakes.SENDGRID}",
    "openai": f"A={fakes.OPENAI}",
    "anthropic": f"A={fakes.ANTHROPIC}",
    "npm": f"A={fakes.NPM}",
    "pypi": f"A={fakes.PYPI}",
    "age-key": f"A={fakes.AGE_KEY}",
    "private-key": f'A="{fakes.PEM_HEAD}\\n{fakes.text(fakes.BASE64, 64)}\\n"',
    "private-key-lines": f'A="{fakes.PEM_HEAD}\n{fakes.text(fakes.BASE64, 64)}\n"',
    "private-key-own-line": fakes.PEM_HEAD,
    "azure": f"A={fakes.AZURE}",
    "telegram": f"A={fakes.TELEGRAM}",
    "dotenv-vault-key": f"DOTENV_KEY={fakes.VAULT_KEY}",
    "jwt": f"SERVICE_TOKEN={fakes.JWT}",
    "url-password": f"DATABASE_URL=postgres://app:{fakes.PASSWORD}@db.acme-corp.io:5432/app",
    "settings": f"DB_CREDENTIALS=user=app,password={fakes.PASSWORD}",
    "mount-with-a-value": f"DB_CREDENTIALS=id=app,src={fakes.PASSWORD}",
    "mount-with-a-random-path": f"BUILD_SECRET=id=app,src=/run/{fakes.RANDOM32}",
    "mount-then-a-value": f"DB_CREDENTIALS=id=app,{fakes.RANDOM32}",
    "url-password-ip": f"DATABASE_URL=postgres://app:{fakes.PASSWORD}@10.1.2.3/app",
    "url-password-in-quotes": f"R='rediss://:{fakes.PASSWORD}@cache.abc.euw1.cache.amazonaws.com:6379/0'",
    "url-password-mongodb": f"M=mongodb+srv://svc:{fakes.PASSWORD}@cluster0.x1y2z.mongodb.net/?w=majority",
    "hex-secret-key": f"SECRET_KEY={fakes.HEX64}",
    "base62-password": f"DB_PASSWORD={fakes.RANDOM32}",
    "punctuated-password": "DB_PASSWORD=" + "Kj8#mN2$" + "pL5@qR9!",
    "uuid-api-key": f"API_KEY={fakes.UUID}",
    "camel-case": f"apiKey={fakes.RANDOM32}",
    "numbered": f"JWT_SECRET_2={fakes.RANDOM32}",
    "lower-case": f"secret_key = {fakes.RANDOM32}",
    "export": f"export SECRET_KEY={fakes.RANDOM32}",
    "yaml": f"SECRET_KEY: {fakes.RANDOM32}",
    "json": f'  "SECRET_KEY": "{fakes.RANDOM32}",',
    "json-one-line": f'{{"SECRET_KEY": "{fakes.RANDOM32}"}}',
    "yaml-list": f"- SECRET_KEY={fakes.RANDOM32}",
    "powershell": f'$env:SECRET_KEY = "{fakes.RANDOM32}"',
    "batch": f"set SECRET_KEY={fakes.RANDOM32}",
    "commented-out": f"# SECRET_KEY={fakes.RANDOM32}",
    "with-comment": f"SECRET_KEY={fakes.RANDOM32}  # rotate me",
    "default": f"SECRET_KEY=${{SECRET_KEY:-{fakes.RANDOM32}}}",
    "no-quote-at-end": f'SECRET_KEY="{fakes.RANDOM32}',
    "padding": f"SECRET_KEY={fakes.text(fakes.BASE64, 43)}=",
    "beside-a-placeholder": f"A=changeme B={fakes.KEY_ID}",
    "behind-an-example-key": "A=AKIAIOSFODNN7" + f"EXAMPLE {fakes.KEY_ID}",
    "django-startproject": "SECRET_KEY=django-" + f"insecure-{fakes.text(fakes.BASE62 + '!@#%^&*(-_=+)', 50)}",
    "rails": f"SECRET_KEY_BASE={fakes.text(fakes.HEX, 128)}",
    "short-hex": f"JWT_SECRET={fakes.text(fakes.HEX, 22)}",
    "secret-of-a-browser-name": f"VITE_CLIENT_SECRET={fakes.RANDOM32}",
    "app-password": "SMTP_PASSWORD=" + "qxzr wkpd vbnt jhgf",
    "random-file-name": f"SIGNING_KEY=/keys/{fakes.RANDOM32}",
    "second-of-json": f'{{"DEBUG": true, "SECRET_KEY": "{fakes.RANDOM32}"}}',
    "second-of-flow-yaml": f"env: {{A: 1, SECRET_KEY: {fakes.RANDOM32}}}",
    "second-of-exports": f"export A=1 SECRET_KEY={fakes.RANDOM32}",
    "second-behind-semicolon": f"A=1;SECRET_KEY={fakes.RANDOM32}",
    "make": f"SECRET_KEY := {fakes.RANDOM32}",
    "make-default": f"SECRET_KEY ?= {fakes.RANDOM32}",
    "ruby": f'"SECRET_KEY" => "{fakes.RANDOM32}"',
    "fish": f"set -gx SECRET_KEY {fakes.RANDOM32}",
    "csh": f"setenv SECRET_KEY {fakes.RANDOM32}",
    "declare": f"declare -rx SECRET_KEY={fakes.RANDOM32}",
    "triple-quotes": f'SECRET_KEY = """{fakes.RANDOM32}"""',
    "hash-first": f"SECRET_KEY=#{fakes.RANDOM32}",
    "next-line-in-quotes": f'SECRET_KEY="\n{fakes.RANDOM32}"',
    "next-line-padded": f'SECRET_KEY="\n{fakes.text(fakes.BASE62, 43)}="',
    "next-line-continued": f"SECRET_KEY=\\\n{fakes.RANDOM32}",
    "next-line-of-yaml": f"secret_key: >-\n  {fakes.RANDOM32}",
    "next-line-of-json": f'"SECRET_KEY":\n"{fakes.RANDOM32}"',
    "query": f"SHARE_KEY=https://acme.blob.core.windows.net/c?sp=r&sig={fakes.RANDOM32}",
    "time-and-secret": f"ACCESS_TOKEN=2024-05-01T10:{fakes.RANDOM32}",
    "page-access": f"FACEBOOK_PAGE_TOKEN={fakes.RANDOM32}",
    "name-and-value-on-a-line": f'{{"name": "SECRET_KEY", "value": "{fakes.RANDOM32}"}}',
    "name-and-value-in-flow-yaml": f"- {{name: SECRET_KEY, value: {fakes.RANDOM32}}}",
    "name-and-value": f"- name: SECRET_KEY\n  value: {fakes.RANDOM32}",
    "token-before-the-sign": f"# KEY {fakes.GITHUB} = old",
    "prefixed-random": f"SECRET_KEY=prod-{fakes.RANDOM32}",
}
# Lines of a template that pass; ~~ parts what scanners of this file would take for a secret.
HARMLESS = """
empty|SECRET_KEY=
empty-quotes|SECRET_KEY=""
comment-only|SECRET_KEY=  # set me
changeme|SECRET_KEY=changeme
change-me|SECRET_KEY=change-me-please
change-this|SECRET_KEY=ChangeThisToYourOwnSecret
angle|SECRET_KEY=<your secret key>
your|SECRET_KEY=your-secret-key
your-2|SECRET_KEY=YOUR_SECRET_KEY_GOES_HERE
my|SECRET_KEY=my-super-secret-jwt-key-for-development
xxx|SECRET_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
stars|SECRET_KEY=********************
dots|SECRET_KEY=...
dollar-brace|SECRET_KEY=${SECRET_KEY}
dollar|SECRET_KEY=$SECRET_KEY
braces|SECRET_KEY={{ secret_key }}
jinja|SECRET_KEY={{ lookup('aws_ssm', '/prod/key') }}
erb|SECRET_KEY=<%= ENV["SECRET_KEY"] %>
command|SECRET_KEY=$(openssl rand -hex 32)
one-password|SECRET_KEY=op://vault/item/field
arn|SECRET=arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf
ssm|SECRET_KEY=ssm:/prod/app/secret-key
resolve|SECRET_KEY={{resolve:secretsmanager:MySecret:SecretString:password}}
sequence|SECRET_KEY=01234567~~89abcdef~~01234567~~89abcdef
alphabet|SECRET_KEY=abcdef~~ghijkl~~mnopqr~~stuvwx~~yz
repeat|SECRET_KEY=abc~~abc~~abcabc~~abc~~abcabc~~abc~~abcabcabc
zero-uuid|API_KEY=00000000-0000-0000-0000-000000000000
aws-example-secret|AWS_SECRET_ACCESS_KEY=wJa~~lrX~~Utn~~FEM~~I/K7MDENG/bPxRfiCYEXAMPLEKEY
stripe-placeholder|STRIPE_KEY=sk_test_your_key
github-placeholder|GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
openai-placeholder|OPENAI_API_KEY=sk-your-openai-api-key-goes-right-here
words|SECRET_KEY=correct-horse-battery-staple
sentence|SECRET_KEY=thisisaverylongsecretkeythatnobodyknows
generate|SECRET_KEY=generate-one-with-openssl-rand-base64-32
insecure|SECRET_KEY=insecure-local-development-key
path-of-a-key|DEVICE_KEY=/path/to/greenlt/device.pem
path-of-a-certificate|TLS_KEY=certs/tls/srv-k8s-prd01.key
path-of-a-secret|GCP_CREDENTIALS=/run/secrets/gcp-sa-prd-eu1.json
path-with-variable|GCP_CREDENTIALS=$HOME/.config/gcloud/prd-eu1-sa7.json
context|CODER_AUTH_CONTEXT=3f2a81c4-~~5d6e-4f70~~-8a9b-1c2~~d3e4f5a6b
time|PASSWORD_LAST_USED=2026-10-25T16:01:50Z
page|NEXT_TOKEN=eyJNYXJrZX~~IiOiBudWxs~~LCAiYm90b2~~NvcmVfdHJ1
browser|NEXT_PUBLIC_SUPABASE_ANON_KEY=eyJhb~~GciOi~~JIUzI~~1NiJ9.eyJpc3MiOiJzdXBhYmFzZSJ9.Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m
elided|SERVICE_TOKEN=eyJhb~~GciOi~~JIUzI~~1NiJ9.eyJ...Xk29dkf8
private-key-dots|FIREBASE_PRIVATE_KEY="-----B~~EGIN P~~RIVATE~~ KEY--~~---\\n...\\n-----END PRIVATE KEY-----\\n"
private-key-words|FIREBASE_PRIVATE_KEY="-----B~~EGIN P~~RIVATE~~ KEY--~~---\\nYOUR_KEY\\n-----END PRIVATE KEY-----\\n"
db-pass|MONGO_URL=mongodb+srv://dbuser:dbpass@cluster0.abcde.mongodb.net
redis-pass|REDIS_URL=redis://default:redispass123@cache.acme-corp.io
issuer|AUTH_ISSUER_BASE=https://login.acme-corp.io/3f2a81c4-~~5d6e-4f70~~-8a9b-1c2~~d3e4f5a6b/v2.0
next-variable|SECRET_KEY=\nBUILD_ID=Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m
comment-below|SECRET_KEY=\nBUILD=1\n#https://docs.acme-corp.io/a1b2c3d4e5f6a7b8
label|CMD=docker run -e TOKEN=$TOKEN --label key=x7k2~~m9q4~~v8b3~~n6c5~~z1
mount|BUILD_SECRETS=id=npmrc,src=/home/app/.npmrc
mount-of-a-variable|DOCKER_SECRET=type=env,id=github_token,env=GITHUB_TOKEN
mount-below-home|BUILD_SECRET=id=aws,src=$HOME/.aws/credentials
names|SECRET_NAMES=db:prod/db-7f3e9a2b,cache:prod/cache-8c1d4e5f
azurite|AZURE=DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPL~~lmEtlCDXJ1OUzFT50uSRZ6~~IFsuFq2UVErCz4I6tq/K1S~~ZFPTOtr/KBHBeksoGMGw==
french|DB_PASSWORD=ton_mot_de_passe
portuguese|SECRET_KEY=cole-sua-chave-aqui
four-words|SMTP_PASSWORD=this will stay here
short-hex|SECRET_KEY=deadbeef
postgres|POSTGRES_PASSWORD=postgres
simple|DB_PASSWORD=password123
minio|MINIO_SECRET_KEY=minioadmin
local-url|DATABASE_URL=postgres://app:Xk2~~9dk~~f8s~~Lq3@localhost:5432/app
fixed-password|GIT_URL=https://${TOKEN}:x-oauth-basic@github.com/acme/app
eyaml|DB_PASSWORD=ENC[PKCS7,Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m==]
jasypt|DB_PASSWORD=ENC(Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m==)
spring-cipher|DB_PASSWORD={cipher}4f8~~a2c~~9e1~~b7d3f6a5c8e0d2b4
service-url|DATABASE_URL=postgres://app:Xk2~~9dk~~f8s~~Lq3@db:5432/app
loopback-url|REDIS_URL=redis://:Xk2~~9dk~~f8s~~Lq3@127.0.0.1:6379
docker-host|DATABASE_URL=mysql://root:Xk2~~9dk~~f8s~~Lq3@host.docker.internal/app
example-host|DATABASE_URL=postgres://app:Xk2~~9dk~~f8s~~Lq3@db.example.com/app
your-host|DATABASE_URL=postgres://app:Xk2~~9dk~~f8s~~Lq3@your-db-host.rds.amazonaws.com/app
placeholder-password|DATABASE_URL=postgres://user:password@db.acme-corp.io/app
same-password|AMQP_URL=amqp://service:service@mq.acme-corp.io
variable-password|DATABASE_URL=postgres://app:${DB_PASSWORD}@db.acme-corp.io/app
angle-password|DATABASE_URL=mongodb+srv://<user>:<password>@cluster0.mongodb.net
url-without-password|SENTRY_DSN=https://0123abcd@o1.ingest.sentry.io/2
plain-url|API_URL=https://api.acme-corp.io/v1?x=a:b@c
at-in-path|PACKAGE_URL=https://cdn.acme-corp.io/npm/x@1.2.3:4
token-url|TOKEN_URL=https://login.acme-corp.io/oauth2/v2.0/token
endpoint|SECRETS_ENDPOINT=https://secretsmanager.eu-west-1.amazonaws.com
secret-name|DB_SECRET_NAME=prod/app/database-credentials-Xk2~~9dk~~f8s~~Lq3
ttl|TOKEN_TTL=86400
secret-arn|DB_SECRET_ARN=Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m
region|AWS_SECRETS_REGION=eu-west-1
path|TLS_KEY_PATH=/etc/ssl/private/server-4f8~~a2c~~9e1~~b7d3f6a.key
algorithm|JWT_ALGORITHM=HS256
minutes|ACCESS_TOKEN_EXPIRE_MINUTES=30
public-key|STRIPE_PUBLIC_KEY=Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m
key-id|KMS_KEY_ID=123~~4ab~~cd-~~12a~~b-34cd-56ef-1234567890ab
not-secret-name|BUILD=Xk2~~9dk~~f8s~~Lq3Xk29dkf8sLq4m
sha|GIT_COMMIT=4f8~~a2c~~9e1~~b7d3f6a5c8e0d2b4f6a8c0e2d4b6f8a
boolean|USE_AUTH_TOKEN=true
number|PASSWORD_MIN_LENGTH=12
bucket|S3_BUCKET=acme-artifacts-4f8~~a2c~~9e1~~b7d
prose|# Set the secret key: run openssl rand -hex 32 and paste what it prints
""".strip().split("\n")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param(path, kind, id=f"{kind}:{path!r}")
        for kind, paths in {
            env_names.ENV: FORBIDDEN,
            env_names.TEMPLATE: TEMPLATES,
            "": NOT_ENV,
            env_names.SHELL: BY_CONTENT,
            env_names.DATA: DATA,
            env_names.KEYS: KEYS,
            env_names.VENV: VENV,
        }.items()
        for path in paths
    ],
)
def test_name(path: str, kind: str) -> None:
    assert env_names.classify(path) == kind


def rules(*files: tuple[str, bytes | str], allow: Sequence[str] = (), forbid: Sequence[str] = ()) -> list[str]:
    """Return "rule" or "rule:line" for each finding about (path, content) pairs."""
    encoded = [(path, text.encode() if isinstance(text, str) else text) for path, text in files]
    findings = list(check(encoded, Policy(allow, forbid)))
    return [each.rule.id + (f":{each.line}" if each.line else "") for each in findings]


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in REAL.items()])
def test_real_value_in_a_template_is_refused(line: str) -> None:
    number = 3 if "\n" in line and not line.startswith('A="-----') else 2  # a value on the next line stands there
    assert rules((".env.example", f"DEBUG=1\n{line}\n")) == [f"env-template-secret:{number}"]


def test_the_place_of_a_value_on_the_next_line() -> None:
    (finding,) = check([(".env.example", f"secret_key: >- # why\n  {fakes.RANDOM32}\n".encode())], Policy())
    assert (finding.line, finding.column) == (2, 3)
    excepted = f"secret_key: >-\n  {fakes.RANDOM32} # standards: ignore[env-template-secret] a dummy\n"
    assert rules((".env.example", excepted)) == []
    assert rules((".env.example", f'X_TOKEN="\n{fakes.GITHUB}"\n')) == ["env-template-secret:2"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            row.partition("|")[2].replace("~~", "").replace("\\nBUILD", "\nBUILD").replace("\\n#", "\n#"),
            id=row.partition("|")[0],
        )
        for row in HARMLESS
    ],
)
def test_harmless_value_in_a_template_passes(line: str) -> None:
    assert rules((".env.example", f"{line}\n")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("export DB_PASSWORD=hunter22", ["env-secret-value:1"], id="literal"),
        pytest.param("export DB_PASSWORD='correct horse battery'", ["env-secret-value:1"], id="passphrase"),
        pytest.param("DB_PASSWORD=hunter22; export DB_PASSWORD", ["env-secret-value:1"], id="semicolon"),
        pytest.param("export A=1 API_KEY=k-8347-acqr", ["env-secret-value:1"], id="second-of-a-line"),
        pytest.param("export API_KEY=${API_KEY:-k-8347-acqr}", ["env-secret-value:1"], id="default"),
        pytest.param(f"export FOO={fakes.KEY_ID}", ["env-secret-value:1"], id="known-shape"),
        pytest.param(f"# export SECRET_KEY={fakes.RANDOM32}", ["env-secret-value:1"], id="commented-out"),
        pytest.param(f"use flake # SECRET_KEY={fakes.RANDOM32}", ["env-secret-value:1"], id="behind-a-comment"),
        pytest.param("export DB_PASSWORD=$(op read op://vault/db/password)", [], id="command"),
        pytest.param('export DB_PASSWORD="$(aws ssm get-parameter --name /x (y))"', [], id="command-quoted"),
        pytest.param("export DB_PASSWORD=`pass show db | awk '{print $3}'`", [], id="backticks"),
        pytest.param('export DB_PASSWORD="$(jq -r .x <<<"${creds}")"', [], id="command-with-quotes"),
        pytest.param('export DB_PASSWORD="$(op read "op://a/b/c")"', [], id="command-with-quotes-2"),
        pytest.param('export GOOGLE_CREDENTIALS="$PWD/.gcloud/key.json"', [], id="path-with-variable"),
        pytest.param('export API_TOKEN="prefix-$OTHER"', [], id="composed"),
        pytest.param('echo "export MINIO_SECRET_KEY=abcd" > file', [], id="in-a-quoted-text"),
        pytest.param("[ -z \"$X\" ] && export DB_PASSWORD='hunter22'", ["env-secret-value:1"], id="after-and"),
        pytest.param('export DB_PASSWORD=hunt"er 22"', ["env-secret-value:1"], id="partly-quoted"),
        pytest.param("it's TOKEN", [], id="open-quote"),
        pytest.param('export "DB_PASSWORD=hunter2x9"', ["env-secret-value:1"], id="quoted-word"),
        pytest.param(': "${DB_PASSWORD:=hunter2x9}"', ["env-secret-value:1"], id="assigned-default"),
        pytest.param("DB_PASSWORD+=hunter2x9", ["env-secret-value:1"], id="appended"),
        pytest.param(
            "export MSG=\"don't\"; export DB_PASSWORD='hunter2x9'", ["env-secret-value:1"], id="apostrophe-in-quotes"
        ),
        pytest.param(f'export DB_PASSWORD="\n{fakes.RANDOM32}"', ["env-secret-value:2"], id="next-line"),
        pytest.param('log_status "DB_PASSWORD=missing-value"', [], id="said-to-the-user"),
        pytest.param("export AUTH_USER_MODEL=accounts.User AUTH_ADAPTER=keycloak", [], id="about-authentication"),
        pytest.param("export SIGNING_KEY=jane@acme-corp.io GPG_KEY=0xDEADBEEF", [], id="key-ids"),
        pytest.param("export DB_PASSWORD=$OTHER_PASSWORD", [], id="variable"),
        pytest.param("export DB_PASSWORD=${OTHER:?is not set}", [], id="required-variable"),
        pytest.param("export DB_PASSWORD=changeme", [], id="placeholder"),
        pytest.param("export DB_PASSWORD=postgres", [], id="known-default"),
        pytest.param("export DB_PASSWORD=", [], id="empty"),
        pytest.param("# export DB_PASSWORD=hunter22", [], id="commented-literal"),
        pytest.param("export AWS_PROFILE=dev AWS_REGION=eu-west-1", [], id="settings"),
        pytest.param("export TOKEN_FILE=/run/secrets/token", [], id="file"),
        pytest.param("export API_KEY=/run/secrets/api_key", [], id="path"),
        pytest.param("dotenv_if_exists .env.local\nlayout python3\nPATH_add bin", [], id="direnv"),
        pytest.param("FLASK_APP=app:create_app\nFLASK_DEBUG=1", [], id="flask"),
    ],
)
def test_envrc_is_judged_by_content(line: str, expected: list[str]) -> None:
    assert rules((".envrc", line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("SECRET_KEY=hunter22", ["env-secret-value:1"], id="literal"),
        pytest.param("SECRET_KEY = hunter22", ["env-secret-value:1"], id="spaces"),
        pytest.param("'SECRET_KEY'=hunter22", ["env-secret-value:1"], id="quoted-name"),
        pytest.param("export SECRET_KEY='hunter 22'", ["env-secret-value:1"], id="export"),
        pytest.param("SECRET_KEY=#hunter22", ["env-secret-value:1"], id="no-comment"),
        pytest.param(f"# SECRET_KEY={fakes.RANDOM32}", ["env-secret-value:1"], id="commented-out"),
        pytest.param("SECRET_KEY=# to be set", [], id="comment"),
        pytest.param("SECRET_KEY=${SECRET_KEY}", [], id="reference"),
        pytest.param("SECRET_KEY=changeme", [], id="placeholder"),
        pytest.param("FLASK_APP=app:create_app\nFLASK_DEBUG=1", [], id="settings"),
    ],
)
def test_flaskenv_is_judged_by_content(line: str, expected: list[str]) -> None:
    assert rules((".flaskenv", line)) == expected


@pytest.mark.parametrize("path", ["env.json", "prod.env.json", "env.prod.yml", "env.list", "env.staging.txt"])
def test_data_files_of_an_environment_are_refused_for_real_secrets_alone(path: str) -> None:
    assert rules((path, '{"A": "1", "DB_PASSWORD": "hunter22"}')) == []
    assert rules((path, f'{{"A": "1",\n "DB_PASSWORD": "{fakes.RANDOM32}"}}')) == ["env-secret-value:2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings(encoding: str, newline: str) -> None:
    text = newline.join(["NAME=caf\u00e9", "DEBUG=1", REAL["aws-secret"], ""])
    assert rules((".env.example", text.encode(encoding))) == ["env-template-secret:3"]


def test_empty_files() -> None:
    assert rules((".env", b""), (".env.example", b""), (".envrc", b"")) == ["env-file"]


def test_a_forbidden_template_is_refused_in_the_options_name() -> None:
    (finding,) = check([(".env.example", b"A=1")], Policy(forbid=[".env.example"]))
    assert finding.message.startswith("--forbid ")


def test_no_newline_at_the_end() -> None:
    assert rules((".env.example", REAL["aws-secret"])) == ["env-template-secret:1"]


def test_binary_and_huge_files_are_read() -> None:
    assert rules((".env.example", bytes(range(256)) * 400)) == []
    assert rules((".env.example", bytes(range(256)) * 40 + b"\n" + REAL["github"].encode())) == [
        "env-template-secret:82"
    ]
    assert rules((".env", bytes(range(256)) * 40)) == ["env-file"]
    huge = b"NAME=value of some length\n" * 2_000_000
    assert rules((".env.example", huge + REAL["github"].encode())) == ["env-template-secret:2000001"]


@pytest.mark.parametrize(
    ("path", "allow", "expected"),
    [
        pytest.param(".env", [".env"], [], id="anywhere"),
        pytest.param("a/.env", [".env"], [], id="at-any-depth"),
        pytest.param("a/.env", ["/.env"], ["env-file"], id="from-the-root"),
        pytest.param("a/.env", ["a/.env"], [], id="with-a-slash"),
        pytest.param("b/a/.env", ["a/.env"], ["env-file"], id="a-slash-anchors"),
        pytest.param("a/b/.env", ["/a/"], [], id="folder"),
        pytest.param("a/b/.env", ["a/**/.env"], [], id="two-stars"),
        pytest.param("test.env", ["*.env"], [], id="star"),
        pytest.param("a/.env", ["*", "!/a/"], ["env-file"], id="taken-back"),
        pytest.param(".env.keys", ["*"], ["env-keys-file"], id="keys-not-by-star"),
        pytest.param(".env.keys", [".env.*"], ["env-keys-file"], id="keys-not-by-prefix"),
        pytest.param(".env.me", ["/**"], ["env-keys-file"], id="login-not-by-folder"),
        pytest.param(".env.keys", ["/.env.keys"], [], id="keys-by-name"),
        pytest.param("d/.env.keys", ["/d/"], ["env-keys-file"], id="keys-not-by-their-folder"),
        pytest.param("d/.env.keys", ["d"], ["env-keys-file"], id="keys-not-by-their-folder-2"),
        pytest.param(".env/bin/python", ["/.env/"], [], id="virtual-environment"),
    ],
)
def test_allow(path: str, allow: list[str], expected: list[str]) -> None:
    assert rules((path, "A=1"), allow=allow) == expected


def test_an_allowed_file_is_still_read() -> None:
    assert rules((".env", f"A=1\n{REAL['github']}"), allow=[".env"]) == ["env-secret-value:2"]
    assert rules((".env.example", REAL["github"]), allow=["*"]) == ["env-secret-value:1"]
    assert rules((".envrc", "DB_PASSWORD=hunter22"), allow=["*"]) == []


def test_forbid_adds_names_and_allow_takes_them_out() -> None:
    assert rules(("secrets.ini", "x"), forbid=["secrets.*"]) == ["env-file"]
    assert rules(("secrets.ini", "x"), forbid=["secrets.*"], allow=["secrets.ini"]) == []
    assert rules(("other.ini", "x"), forbid=["secrets.*"]) == []
    for path in (".env.example", ".envrc", "env.json"):
        assert rules((path, "A=1"), forbid=[path]) == ["env-file"]


def test_one_finding_for_a_whole_virtual_environment() -> None:
    findings = list(check([(path, b"") for path in VENV], Policy()))
    assert [(each.path, each.rule.id) for each in findings] == [
        (".env", "virtualenv-file"),
        ("app/.env", "virtualenv-file"),
        (".envs", "virtualenv-file"),
    ]
    assert "rotate" not in findings[0].note.lower()


def test_inline_exceptions() -> None:
    line = REAL["github"]
    assert rules((".env.example", f"{line} # standards: ignore[env-template-secret] a dummy")) == []
    assert rules((".env.example", f"{line} # standards: ignore[env-template-secret]")) == ["ignore-without-reason:1"]
    assert rules((".env.example", f"{line} # standards: ignore a dummy")) == [
        "ignore-without-rule:1",
        "env-template-secret:1",
    ]
    assert rules((".env.example", "A=1 # standards: ignore[env-template-secret] none")) == ["unused-ignore:1"]
    assert rules((".env.example", "A=1 # standards: ignore[env-templat-secret] typo")) == ["ignore-unknown-rule:1"]
    assert rules((".env.example", f"# standards: ignore[env-template-secret] elsewhere\n{line}")) == [
        "unused-ignore:1",
        "env-template-secret:2",
    ]
    assert rules((".env.example", "A=1 # standards: ignore[env-not-ignored] another hook's")) == []
    assert rules((".env", "A=1 # standards: ignore[env-file] not in this way")) == ["unused-ignore:1", "env-file"]
    json_line = f'{{"SECRET_KEY": "{fakes.RANDOM32}", "//": "standards: ignore[env-template-secret] a dummy"}}'
    assert rules((".env.example.json", json_line)) == []
    (finding,) = check([("env.json", f'{{"SECRET_KEY": "{fakes.RANDOM32}"}}'.encode())], Policy())
    assert finding.exempt == IGNORE


def test_messages_say_what_to_do_and_hide_the_secret(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add(".env", REAL["aws-secret"])
    repository.add("my app/.env.example", REAL["url-password"])
    assert main([".env", "my app/.env.example"]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        ".env: env-file: env files hold settings and secrets, and do not belong in the repository",
        "    run: git rm --cached -- .env",
        "    run: printf '%s\\n' /.env >> .gitignore && git add .gitignore",
        "    note: If it was ever pushed, rotate every secret in it.",
        '    except: in the args of forbid-env-files: "--allow=/.env"',
        (
            "my app/.env.example:1:14: env-template-secret: DATABASE_URL holds a password in the URL of a remote host; "
            "a template shows names, not values"
        ),
        "    note: Write a placeholder such as changeme. If it was ever pushed, rotate it.",
        "    except: on the line above: # standards: ignore-next-line[env-template-secret] reason",
    ]


def test_the_printed_exception_works(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    names = [".env", "a b/.env", "x*y/[z].env", "line\nbreak/.env", "back\\slash/.env", "\u00fc.env"]
    for name in names:
        repository.add(name, "A=1")
    assert main(names) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    except: ")]
    arguments = [json.loads(line.partition(": ")[2].partition(": ")[2]) for line in lines]
    assert len(arguments) == len(names)
    assert main([*arguments, *names]) == 0


def test_the_index_is_judged_not_the_disk(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sealed = (Path(__file__).parent / "ciphertexts/sealed/git-crypt").read_bytes()
    repository.stage_only(".env", sealed)
    repository.write(".env", "PLAIN=1")
    assert main(["--", ".env"]) == 0, "git-crypt's work tree is plain, what is staged is not"
    assert main(["--no-encrypted", ".env"]) == 1
    repository.stage_only("prod.env", b"PLAIN=1")
    repository.write("prod.env", sealed)
    assert main(["--", "prod.env"]) == 1
    repository.stage_only(".env.example", REAL["github"].encode())
    assert main(["--", ".env.example"]) == 1, "in the index alone"
    assert "env-template-secret" in capsys.readouterr().out


def test_renamed_template(repository: Repository) -> None:
    repository.add(".env.example", "A=1")
    repository.git("commit", "-qm", "x")
    repository.git("mv", ".env.example", ".env")
    assert main(["--", ".env"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege on Windows")
def test_symlinks(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    os.symlink("/nowhere/secret", ".env")
    os.symlink("nowhere", ".env.example")
    repository.git("add", "-f", ".env", ".env.example")
    assert main(["--", ".env", ".env.example"]) == 1
    assert capsys.readouterr().out.count("env-file:") == 1
    repository.git("rm", "-q", "--cached", ".env", ".env.example")
    assert main(["--", ".env.example"]) == 0
    assert main(["--", ".env"]) == 1


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text(REAL["github"])
    assert main(["--", ".env.example"]) == 1
    Path(".env.sample").write_text("A=1")
    assert main(["--", ".env.sample"]) == 0
    assert main(["--", ".env"]) == 1, "a name is refused whether or not the file is there"
    assert main(["--", str(tmp_path / ".env.example")]) == 1


def test_paths_outside_this_repository_and_in_submodules(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / ".env.example"
    outside.write_text(REAL["github"])
    assert main(["--", str(outside), "../.env.example"]) == 1
    inner = tmp_path / "inner"
    inner.mkdir()
    Repository(inner).add(".env.example", REAL["github"])
    Repository(inner).git("commit", "-qm", "x")
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    repository.add(".env.sample", "A=1")
    assert main(["--", ".env.sample", "sub/.env.example"]) == 1
    assert main(["--", ".env.sample", "sub"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hard_names(repository: Repository, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    names = [
        "a b.env",
        "new\nline.env",
        "\udcff\udcfe.env",
        "-rf.env",
        "--allow=*",
        "--help",
        "\x1b[31m.env",
        '"q".env',
    ]
    for name in names:
        repository.add(name, "A=1")
    assert main(["--", *names]) == 1
    out = capsysbinary.readouterr().out
    assert out.count(b": env-file: ") == len(names) - 2
    assert b"\xff\xfe.env: env-file" in out
    assert b'"new\\nline.env": env-file' in out
    assert b"\x1b" not in out


def test_a_file_named_like_an_option_switches_nothing_off(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("--help", "--allow=.env", "--version", "--", ".env"):
        repository.add(name, "A=1")
    for argv in (["--"], ["--forbid=x"], ["--allow=other.env"], ["--allow", "other.env"]):
        assert main([*argv, "--allow=.env", "--help", "--version", ".env"]) == 1, argv
        assert ".env: env-file" in capsys.readouterr().out


def test_a_file_named_like_a_tightening_option_does_not_switch_it_off(repository: Repository) -> None:
    repository.add(".env", (Path(__file__).parent / "ciphertexts/sealed/dotenvx-2.38").read_bytes())
    repository.add("a.pem")
    for name in ("--no-encrypted", "--forbid=*.pem"):
        repository.add(name)
    for end in (["--"], []):
        assert main(["--no-encrypted", *end, ".env", "--no-encrypted"]) == 1
        assert main(["--forbid=*.pem", *end, "a.pem", "--forbid=*.pem"]) == 1
    assert main(["--", ".env", "a.pem", "--no-encrypted", "--forbid=*.pem"]) == 0


def test_unreadable_file_stops_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env.example").write_text("A=1")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert main(["--", ".env.example"]) == 2
    monkeypatch.undo()
    assert "pyproject.toml: cannot be read: Permission denied" in capsys.readouterr().err


def test_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    monkeypatch.chdir(tmp_path)
    os.mkfifo(".env.example")
    os.mkfifo(".env")
    assert main(["--", ".env.example"]) == 0
    assert main(["--", ".env"]) == 1


@pytest.mark.parametrize(
    "form", ["- {{name: DB_PASSWORD, value: {}}}", "name=DB_PASSWORD value={}", "- name: DB_PASSWORD, value: {}"]
)
def test_a_value_behind_a_name_on_its_line_is_never_shown(form: str) -> None:
    for path in (".env.example", "env.yml", ".envrc"):
        for finding in check([(path, form.format(fakes.RANDOM32).encode())], Policy()):
            assert fakes.RANDOM32[:6] not in finding.message, path
