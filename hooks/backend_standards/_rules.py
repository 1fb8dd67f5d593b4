"""Every rule of the collection and the hook that owns it; imported only to tell a typing error in an ignore.

``tests/test_agreement.py`` holds this table equal to the rules that the code can emit and to README.
"""

SHARED = "every hook that reads text"

RULES = {
    "aws-access-key-id": "forbid-aws-keys",
    "aws-appsync-api-key": "forbid-aws-keys",
    "aws-bedrock-api-key": "forbid-aws-keys",
    "aws-codecommit-password": "forbid-aws-keys",
    "aws-mws-auth-token": "forbid-aws-keys",
    "aws-presigned-url": "forbid-aws-keys",
    "aws-secret-access-key": "forbid-aws-keys",
    "aws-ses-smtp-password": "forbid-aws-keys",
    "aws-session-token": "forbid-aws-keys",
    "env-file": "forbid-env-files",
    "env-keys-file": "forbid-env-files",
    "env-not-encrypted": "forbid-env-files",
    "env-secret-value": "forbid-env-files",
    "env-template-secret": "forbid-env-files",
    "virtualenv-file": "forbid-env-files",
    "aws-credentials-file": "forbid-secret-files",
    "key-store-file": "forbid-secret-files",
    "login-file": "forbid-secret-files",
    "private-key-file": "forbid-secret-files",
    "secrets-file": "forbid-secret-files",
    "terraform-state-file": "forbid-secret-files",
    "terraform-variable-secret": "forbid-secret-files",
    "env-file-tracked": "require-env-ignored",
    "env-in-docker-context": "require-env-ignored",
    "env-not-ignored": "require-env-ignored",
    "ignore-unknown-rule": SHARED,
    "ignore-without-reason": SHARED,
    "ignore-without-rule": SHARED,
    "unused-ignore": SHARED,
}
