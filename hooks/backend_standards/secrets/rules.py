"""The rules of AWS keys, env files and files of credentials. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_KEYS = "forbid-aws-keys"
_ENV = "forbid-env-files"
_FILES = "forbid-secret-files"
_TREE = "require-env-ignored"
_STORE = "AWS Secrets Manager or SSM Parameter Store"
_AT_RUN_TIME = f"Load it at run time from {_STORE}."
_ROTATE = "If it was ever pushed, rotate it first."
_ROTATE_KEY = "If it was ever pushed, deactivate and rotate the key first."
_NEW_KEY = "If it was ever pushed, make a new key first."
_ROTATE_ALL = "If it was ever pushed, rotate every secret in it."
_UNTRACK = "Untrack the file with `git rm --cached` and add it to `.gitignore`."
_READABLE = "Everybody who clones the repository can read the secret."

# --- forbid-aws-keys --------------------------------------------------------------------------------

AWS_ACCESS_KEY_ID = Rule(
    "aws-access-key-id",
    _KEYS,
    "AWS access key ID in a file",
    reason="The ID is one half of a key pair. Attackers search code for IDs, because the secret is often near.",
    fix=f"Delete it and let the code use an IAM role. {_ROTATE_KEY}",
    section="M2",
    bad={"src/upload.py": 's3 = boto3.client("s3", aws_access_key_id="@KEY_ID@")\n'},
    good={"src/upload.py": 's3 = boto3.client("s3")\n'},
    secret=True,
)
AWS_SECRET_ACCESS_KEY = Rule(
    "aws-secret-access-key",
    _KEYS,
    "AWS secret access key in a file",
    reason="The secret is the key itself. With its ID, it can do everything that the IAM user may do.",
    fix=f"Delete it and let the code use an IAM role. {_ROTATE_KEY}",
    section="M2",
    bad={"src/upload.py": 's3 = boto3.client("s3", aws_secret_access_key="@AWS_SECRET@")\n'},
    good={"src/upload.py": 's3 = boto3.client("s3")\n'},
    secret=True,
)
AWS_SESSION_TOKEN = Rule(
    "aws-session-token",
    _KEYS,
    "AWS session token in a file",
    reason="With its key pair, the token has all rights of a role or user until it expires.",
    fix="Delete it and assume a role at run time. If it was ever pushed, revoke the role's sessions in IAM first.",
    section="M2",
    bad={"scripts/deploy.sh": "export AWS_SESSION_TOKEN=@SESSION_TOKEN@\naws s3 sync dist s3://shop-assets\n"},
    good={"scripts/deploy.sh": "aws s3 sync dist s3://shop-assets --profile deploy\n"},
    secret=True,
)
AWS_PRESIGNED_URL = Rule(
    "aws-presigned-url",
    _KEYS,
    "Pre-signed AWS URL in a file",
    reason="Until it expires, whoever has the URL can do what it allows. It also names the key that signed it.",
    fix="Sign the URL at run time.",
    section="M2",
    bad={
        "src/reports.py": 'URL = "https://shop.s3.amazonaws.com/may.pdf'
        '?X-Amz-Credential=@KEY_ID@&X-Amz-Signature=@HEX64@"\n'
    },
    good={
        "src/reports.py": 'url = s3.generate_presigned_url("get_object", Params={"Bucket": "shop", "Key": "may.pdf"})\n'
    },
    secret=True,
)
AWS_BEDROCK_API_KEY = Rule(
    "aws-bedrock-api-key",
    _KEYS,
    "Amazon Bedrock API key in a file",
    reason="Whoever has the key can use Amazon Bedrock as the user or role that it was made for.",
    fix="Delete it and let the code use an IAM role. If it was ever pushed, revoke the key first.",
    section="M2",
    bad={"src/config.py": 'AWS_BEARER_TOKEN_BEDROCK = "@BEDROCK_KEY@"\n'},
    good={"src/config.py": 'bedrock = boto3.client("bedrock-runtime")\n'},
    secret=True,
)
AWS_APPSYNC_API_KEY = Rule(
    "aws-appsync-api-key",
    _KEYS,
    "AWS AppSync API key in a file",
    reason="Whoever has the key can query the API until the key expires.",
    fix=f"Load it at run time from {_STORE}, or authorise with IAM. If it was ever pushed, delete the key first.",
    section="M2",
    bad={"src/config.py": 'APPSYNC_KEY = "@APPSYNC_KEY@"\n'},
    good={"src/config.py": 'APPSYNC_KEY = os.environ["APPSYNC_KEY"]\n'},
    secret=True,
)
AWS_SES_SMTP_PASSWORD = Rule(
    "aws-ses-smtp-password",
    _KEYS,
    "Amazon SES SMTP password in a file",
    reason="Whoever has the password can send e-mail in your name. It is derived from a secret access key.",
    fix=f"{_AT_RUN_TIME} If it was ever pushed, delete the access key of its IAM user first.",
    section="M2",
    bad={"config/mail.yml": "smtp_user: shop\nsmtp_password: @SES_PASSWORD@\n"},
    good={"config/mail.yml": "smtp_user: shop\nsmtp_password: ${SMTP_PASSWORD}\n"},
    secret=True,
)
AWS_CODECOMMIT_PASSWORD = Rule(
    "aws-codecommit-password",
    _KEYS,
    "AWS CodeCommit password in a file",
    reason="Whoever has the password can read your repositories, and push to those that its user may change.",
    fix="Use `git-remote-codecommit` instead. If it was ever pushed, reset the user's Git credentials first.",
    section="M2",
    bad={
        "scripts/clone.sh": "git clone https://deploy:@CODECOMMIT_PASSWORD@"
        "@git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop\n"
    },
    good={"scripts/clone.sh": "git clone codecommit::eu-west-1://shop\n"},
    secret=True,
)
AWS_MWS_AUTH_TOKEN = Rule(
    "aws-mws-auth-token",
    _KEYS,
    "Amazon MWS auth token in a file",
    reason="The token is a seller's consent. Whoever has it and a developer's keys can act for the seller.",
    fix=f"{_AT_RUN_TIME} If it was ever pushed, have the seller revoke it first.",
    section="M2",
    bad={"src/config.py": 'MWS_TOKEN = "@MWS_TOKEN@"\n'},
    good={"src/config.py": 'MWS_TOKEN = os.environ["MWS_TOKEN"]\n'},
    secret=True,
)

PRIVATE_KEY = Rule(
    "private-key",
    _KEYS,
    "Private key in a file",
    reason="Whoever has the key can sign, decrypt or log in as its owner, also behind code, JSON or base64.",
    fix=f"{_AT_RUN_TIME} {_NEW_KEY}",
    section="M2",
    bad={"src/app/jwt.py": 'SIGNING_KEY = """\n@PRIVATE_KEY@"""\n'},
    good={"src/app/jwt.py": 'SIGNING_KEY = os.environ["SIGNING_KEY"]\n'},
    secret=True,
)

# --- forbid-env-files -------------------------------------------------------------------------------

ENV_FILE = Rule(
    "env-file",
    _ENV,
    "Env file in the repository",
    reason="Env files hold settings and secrets, and git's history keeps them for everybody who clones it.",
    fix=f"{_UNTRACK} {_ROTATE_ALL}",
    section="C2",
    bad={".env": "DATABASE_URL=postgres://localhost/shop\n"},
    good={".env.example": "DATABASE_URL=postgres://localhost/shop\n", ".gitignore": ".env\n"},
    secret=True,
)
ENV_KEYS_FILE = Rule(
    "env-keys-file",
    _ENV,
    "Keys to env files in the repository",
    reason="The file holds the keys (dotenvx) or the login (dotenv-vault) that open all other env files.",
    fix=f"{_UNTRACK} If it was ever pushed, make new keys and rotate every secret that they opened.",
    section="M1",
    bad={".env.keys": "DOTENV_PRIVATE_KEY_PRODUCTION=@HEX64@\n"},
    good={".gitignore": ".env.keys\n"},
    secret=True,
)
ENV_NOT_ENCRYPTED = Rule(
    "env-not-encrypted",
    _ENV,
    "Env file that is not fully encrypted",
    reason="The file's name or its other values say that it is encrypted, but a value in it is plain text.",
    fix=f"Encrypt it before you stage it, for instance with `dotenvx encrypt`, or untrack it. {_ROTATE_ALL}",
    section="C2",
    bad={".env.production": "API_TOKEN=@SEALED@\nDB_PASSWORD=correct-horse\n"},
    good={".env.production": "API_TOKEN=@SEALED@\nDB_PASSWORD=@SEALED@\n"},
    secret=True,
)
ENV_SECRET_VALUE = Rule(
    "env-secret-value",
    _ENV,
    "Secret in an env file that may be committed",
    reason=f"The repository may hold this file, but no secret. {_READABLE}",
    fix=f"Refer to it (`$NAME`, `$(command)`), or load it at run time from {_STORE}. {_ROTATE}",
    section="S2",
    bad={".envrc": "export API_TOKEN=@RANDOM32@\n"},
    good={".envrc": "export API_TOKEN=$(op read op://shop/api/token)\n"},
    secret=True,
)
ENV_TEMPLATE_SECRET = Rule(
    "env-template-secret",
    _ENV,
    "Secret in a template of an env file",
    reason="A template is copied and published. It shows which settings there are, not their values.",
    fix=f"Write a placeholder such as `changeme`. {_ROTATE}",
    section="M1",
    bad={".env.example": "API_TOKEN=@RANDOM32@\n"},
    good={".env.example": "API_TOKEN=changeme\n"},
    secret=True,
)
VIRTUALENV_FILE = Rule(
    "virtualenv-file",
    _ENV,
    "Virtual environment in the repository",
    reason="A virtual environment holds installed packages, which fit one machine. It is not source code.",
    fix="Untrack the folder with `git rm -r --cached` and add it to `.gitignore`.",
    section="C2",
    bad={".env/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.3\n"},
    good={".gitignore": ".env/\n"},
)

# --- forbid-secret-files ----------------------------------------------------------------------------

PRIVATE_KEY_FILE = Rule(
    "private-key-file",
    _FILES,
    "Private key in the repository",
    reason="Git's history keeps the key for ever. A passphrase only slows down whoever guesses at it.",
    fix=f"Untrack it, and load it at run time from {_STORE}. {_NEW_KEY}",
    section="M1",
    bad={"deploy/id_ed25519": "@PRIVATE_KEY@"},
    good={"deploy/id_ed25519.pub": "@PUBLIC_KEY@ deploy@example.com\n"},
    secret=True,
)
KEY_STORE_FILE = Rule(
    "key-store-file",
    _FILES,
    "Key store in the repository",
    reason="The store holds a key, or cannot be read. Whoever has the file can guess at its password for ever.",
    fix=f"Untrack it, and load it at run time from {_STORE}. {_NEW_KEY}",
    section="M1",
    bad={"deploy/client.p12": "@KEY_STORE@"},
    good={".gitignore": "*.p12\n"},
    secret=True,
)
AWS_CREDENTIALS_FILE = Rule(
    "aws-credentials-file",
    _FILES,
    "AWS credentials file in the repository",
    reason="Whoever can read the repository can use the AWS account with the rights of these credentials.",
    fix=f"Untrack it, and use a role or SSO instead. {_ROTATE}",
    section="M2",
    bad={".aws/config": "[profile deploy]\naws_secret_access_key = @AWS_SECRET@\n"},
    good={".aws/config": "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/deploy\n"},
    secret=True,
)
LOGIN_FILE = Rule(
    "login-file",
    _FILES,
    "Login of a registry, host or database in a file",
    reason="Whoever can read the repository can log in there in your name.",
    fix=f"Untrack the file, or write `${{NAME}}` where its program replaces variables. {_ROTATE}",
    section="M1",
    bad={".npmrc": "//npm.example.com/:_authToken=@RANDOM32@\n"},
    good={".npmrc": "//npm.example.com/:_authToken=${NPM_TOKEN}\n"},
    secret=True,
)
SECRETS_FILE = Rule(
    "secrets-file",
    _FILES,
    "Plain secret in a file of secrets",
    reason=_READABLE,
    fix=f"Load it at run time from {_STORE}, or encrypt the file (sops, SealedSecret). {_ROTATE}",
    section="M1",
    bad={"secrets.yaml": "database:\n  password: @PASSWORD@\n"},
    good={"secrets.yaml": "database:\n  password: ${DB_PASSWORD}\n"},
    secret=True,
)
TERRAFORM_STATE_FILE = Rule(
    "terraform-state-file",
    _FILES,
    "Terraform state in the repository",
    reason="A state holds what the providers returned as plain text, passwords included.",
    fix=f"Untrack it, and keep it in a remote backend such as S3. {_ROTATE_ALL}",
    section="M1",
    bad={
        "infra/terraform.tfstate": '{"version": 4, "resources": [{"type": "aws_db_instance", "name": "shop"}]}\n',
    },
    good={
        "infra/backend.tf": 'terraform {\n  backend "s3" {\n    bucket = "shop-state"\n    key    = "shop"\n  }\n}\n',
    },
    secret=True,
)
TERRAFORM_VARIABLE_SECRET = Rule(
    "terraform-variable-secret",
    _FILES,
    "Secret in a Terraform variables file",
    reason=_READABLE,
    fix=f"Let Terraform read it from {_STORE}, or set `TF_VAR_name` in the environment. {_ROTATE}",
    section="S2",
    bad={"infra/prod.tfvars": 'db_password = "@PASSWORD@"\n'},
    good={"infra/main.tf": 'data "aws_secretsmanager_secret_version" "db" {\n  secret_id = "shop/db"\n}\n'},
    secret=True,
)

# --- require-env-ignored ----------------------------------------------------------------------------

ENV_FILE_TRACKED = Rule(
    "env-file-tracked",
    _TREE,
    "Env file that is already in the index",
    reason="`forbid-env-files` refuses such a file when it is committed. This one was in the index before.",
    fix=f"{_UNTRACK} {_ROTATE_ALL}",
    section="C2",
    bad={".env": "DATABASE_URL=postgres://localhost/shop\n", ".gitignore": ".env\n"},
    good={".env.example": "DATABASE_URL=postgres://localhost/shop\n", ".gitignore": ".env\n"},
    secret=True,
)
UNIGNORED_ENV = Rule(
    "unignored-env",
    _TREE,
    ".env is not ignored",
    reason="The next `git add .` stages `.env`. A personal ignore file protects only one clone.",
    fix="Add `.env`, without a final slash, to `.gitignore` and stage that file.",
    section="C2",
    bad={".gitignore": "__pycache__/\n"},
    good={".gitignore": "__pycache__/\n.env\n"},
)
ENV_IN_DOCKER_CONTEXT = Rule(
    "env-in-docker-context",
    _TREE,
    "Env file copied into a Docker image",
    reason="A `COPY` or `ADD` takes the env file, and no `.dockerignore` keeps it out. The image then holds secrets.",
    fix="Add `.env` to the `.dockerignore`, and hand secrets over when the container starts.",
    section="C2",
    bad={".gitignore": ".env\n", "Dockerfile": "FROM python:3.12-slim\nCOPY . /app\n"},
    good={
        ".dockerignore": ".env\n",
        ".gitignore": ".env\n",
        "Dockerfile": "FROM python:3.12-slim\nCOPY . /app\n",
    },
)

RULES = (
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN,
    AWS_PRESIGNED_URL,
    AWS_BEDROCK_API_KEY,
    AWS_APPSYNC_API_KEY,
    AWS_SES_SMTP_PASSWORD,
    AWS_CODECOMMIT_PASSWORD,
    AWS_MWS_AUTH_TOKEN,
    PRIVATE_KEY,
    ENV_FILE,
    ENV_KEYS_FILE,
    ENV_NOT_ENCRYPTED,
    ENV_SECRET_VALUE,
    ENV_TEMPLATE_SECRET,
    VIRTUALENV_FILE,
    PRIVATE_KEY_FILE,
    KEY_STORE_FILE,
    AWS_CREDENTIALS_FILE,
    LOGIN_FILE,
    SECRETS_FILE,
    TERRAFORM_STATE_FILE,
    TERRAFORM_VARIABLE_SECRET,
    ENV_FILE_TRACKED,
    UNIGNORED_ENV,
    ENV_IN_DOCKER_CONTEXT,
)
"""All of them, by hook, in the order in which the docs show them."""


def of_credential(id: str) -> Rule:  # noqa: A002 - the field's own word
    """Return the rule that a kind of AWS credential breaks."""
    return next(rule for rule in RULES if rule.id == id)
