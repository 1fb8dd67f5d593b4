from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets.env_names import ENV, SHELL
from backend_standards.secrets.env_values import real_values


def lines(text: str, *, syntax: str = ENV, literals: bool = False) -> list[int]:
    """Return the lines of the values that look real."""
    return [hit.line for hit in real_values(text, syntax=syntax, literals=literals)]


# Lines with a real value.
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
# Lines without one; "~~" is inside of what scanners of this file would take for a secret.
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


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in REAL.items()])
def test_a_real_value(line: str) -> None:
    number = 3 if "\n" in line and not line.startswith('A="-----') else 2  # a value on the next line stands there
    assert lines(f"DEBUG=1\n{line}\n") == [number]


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
def test_a_harmless_value(line: str) -> None:
    assert lines(f"{line}\n") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("export DB_PASSWORD=hunter22", [1], id="literal"),
        pytest.param("export DB_PASSWORD='correct horse battery'", [1], id="passphrase"),
        pytest.param("DB_PASSWORD=hunter22; export DB_PASSWORD", [1], id="semicolon"),
        pytest.param("export A=1 API_KEY=k-8347-acqr", [1], id="second-of-a-line"),
        pytest.param("export API_KEY=${API_KEY:-k-8347-acqr}", [1], id="default"),
        pytest.param(f"export FOO={fakes.KEY_ID}", [1], id="known-shape"),
        pytest.param(f"# export SECRET_KEY={fakes.RANDOM32}", [1], id="commented-out"),
        pytest.param(f"use flake # SECRET_KEY={fakes.RANDOM32}", [1], id="behind-a-comment"),
        pytest.param("export DB_PASSWORD=$(op read op://vault/db/password)", [], id="command"),
        pytest.param('export DB_PASSWORD="$(aws ssm get-parameter --name /x (y))"', [], id="command-quoted"),
        pytest.param("export DB_PASSWORD=`pass show db | awk '{print $3}'`", [], id="backticks"),
        pytest.param('export DB_PASSWORD="$(jq -r .x <<<"${creds}")"', [], id="command-with-quotes"),
        pytest.param('export DB_PASSWORD="$(op read "op://a/b/c")"', [], id="command-with-quotes-2"),
        pytest.param('export GOOGLE_CREDENTIALS="$PWD/.gcloud/key.json"', [], id="path-with-variable"),
        pytest.param('export API_TOKEN="prefix-$OTHER"', [], id="composed"),
        pytest.param('echo "export MINIO_SECRET_KEY=abcd" > file', [], id="in-a-quoted-text"),
        pytest.param("[ -z \"$X\" ] && export DB_PASSWORD='hunter22'", [1], id="after-and"),
        pytest.param('export DB_PASSWORD=hunt"er 22"', [1], id="partly-quoted"),
        pytest.param("it's TOKEN", [], id="open-quote"),
        pytest.param('export "DB_PASSWORD=hunter2x9"', [1], id="quoted-word"),
        pytest.param(': "${DB_PASSWORD:=hunter2x9}"', [1], id="assigned-default"),
        pytest.param("DB_PASSWORD+=hunter2x9", [1], id="appended"),
        pytest.param("export MSG=\"don't\"; export DB_PASSWORD='hunter2x9'", [1], id="apostrophe-in-quotes"),
        pytest.param(f'export DB_PASSWORD="\n{fakes.RANDOM32}"', [2], id="next-line"),
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
def test_what_is_written_out_for_a_shell(line: str, expected: list[int]) -> None:
    assert lines(line, syntax=SHELL, literals=True) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("SECRET_KEY=hunter22", [1], id="literal"),
        pytest.param("SECRET_KEY = hunter22", [1], id="spaces"),
        pytest.param("'SECRET_KEY'=hunter22", [1], id="quoted-name"),
        pytest.param("export SECRET_KEY='hunter 22'", [1], id="export"),
        pytest.param("SECRET_KEY=#hunter22", [1], id="no-comment"),
        pytest.param(f"# SECRET_KEY={fakes.RANDOM32}", [1], id="commented-out"),
        pytest.param("SECRET_KEY=# to be set", [], id="comment"),
        pytest.param("SECRET_KEY=${SECRET_KEY}", [], id="reference"),
        pytest.param("SECRET_KEY=changeme", [], id="placeholder"),
        pytest.param("FLASK_APP=app:create_app\nFLASK_DEBUG=1", [], id="settings"),
    ],
)
def test_what_is_written_out_for_dotenv(line: str, expected: list[int]) -> None:
    assert lines(line, literals=True) == expected
