"""Is a path a file of credentials, going by its name?

Every run imports this module, so it works with plain strings: no regular expression, and no import for a clean name.
Sources: the file names that the AWS CLI and console, OpenSSH, OpenSSL, PuTTY, Java's keytool, Terraform, curl
(netrc), twine, npm, Yarn, pip, git, PostgreSQL, Docker, MySQL, s3cmd, boto, s3fs, Apache, Streamlit and
Dynaconf document.
"""

from __future__ import annotations

AWS = "aws"
AWS_CSV = "aws-csv"
"""The file that the AWS console gives with a new user or access key."""
KEY = "key"
STORE = "store"
STATE = "state"
TFVARS = "tfvars"
SECRETS = "secrets"
NETRC = "netrc"
PGPASS = "pgpass"
GIT = "git"
DOCKER = "docker"
HTPASSWD = "htpasswd"
S3FS = "s3fs"
NPM = "npm"
YARN = "yarn"
PIP = "pip"
LOGIN = "login"
"""The settings of a program, as ``name = value``, with a login among them."""

_BY_NAME = {
    ".netrc": NETRC,
    "_netrc": NETRC,
    ".pgpass": PGPASS,
    "pgpass.conf": PGPASS,
    ".git-credentials": GIT,
    ".dockercfg": DOCKER,
    ".dockerconfigjson": DOCKER,
    ".passwd-s3fs": S3FS,
    ".npmrc": NPM,
    ".yarnrc": NPM,
    ".yarnrc.yml": YARN,
    "pip.conf": PIP,
    "pip.ini": PIP,
    ".pypirc": LOGIN,
    ".my.cnf": LOGIN,
    ".s3cfg": LOGIN,
    ".boto": LOGIN,
    "alembic.ini": LOGIN,
    "airflow.cfg": LOGIN,
    "profiles.yml": SECRETS,
}
_BY_PLACE = {
    ".aws/credentials": AWS,
    "aws/credentials": AWS,
    ".aws/config": AWS,
    "aws/config": AWS,
    "git/credentials": GIT,
    ".docker/config.json": DOCKER,
}
_BY_SUFFIX = {
    "pem": KEY,
    "key": KEY,
    "der": KEY,
    "ppk": KEY,
    "p8": KEY,
    "crt": KEY,
    "cer": KEY,
    "cert": KEY,
    "priv": KEY,
    "private": KEY,
    "p12": STORE,
    "pfx": STORE,
    "jks": STORE,
    "keystore": STORE,
    "truststore": STORE,
    "tfvars": TFVARS,
    "tfstate": STATE,
    "htpasswd": HTPASSWD,
}
INI_SUFFIXES = (".ini", ".properties", ".cfg", ".conf")
_DATA_SUFFIXES = frozenset(("yml", "yaml", "json", "toml", *(suffix[1:] for suffix in INI_SUFFIXES)))
_TOKEN_CACHES = (".aws/sso/cache", ".aws/cli/cache")
_SECRET_WORDS = frozenset(("secret", "secrets", "credential", "credentials"))
_NO_SSH_KEYS = ("config", "known_hosts", "authorized_keys", "environment", "rc")
_SSH_KEYS = ("id_rsa", "id_ed25519", "id_ecdsa", "id_dsa")


def classify(path: str) -> str:
    """Return the kind of secret file that a path (with slashes, as in git) names, or "" for another file.

    Case does not matter, nor does the depth, nor whether the file exists. The mark of a template, a copy or a cipher at
    the end of a name (``.example``, ``.bak``, ``~``, ``.gpg``) does not change the kind.
    """
    folder, _, name = path.lower().rpartition("/")
    kind = _by_name(folder, name)
    if kind or (name[-1:] != "~" and not _may_be_mark(name)):
        return kind
    from backend_standards.secrets.env_names import BACKUPS, ENCRYPTED, TEMPLATES

    while not kind:
        stem, _, mark = name.rpartition(".")
        if name.endswith("~"):
            name = name.rstrip("~")
        elif stem and (mark in BACKUPS or mark in TEMPLATES or mark in ENCRYPTED or mark == "in"):
            name = stem
        else:
            return ""
        kind = _by_name(folder, name)
    return kind


def is_template(path: str) -> bool:
    """Return whether a name says that it is a template, or a folder does, like ``{{cookiecutter.slug}}``."""
    from backend_standards.secrets import env_names

    return "{{" in path or env_names.is_template(path.lower().rpartition("/")[2])


def _by_name(folder: str, name: str) -> str:
    """Return the kind of a lower-case file name in a lower-case folder."""
    stem, dot, suffix = name.rpartition(".")
    kind = _BY_NAME.get(name) or (dot and _BY_SUFFIX.get(suffix))
    if kind:
        return kind
    if _is_below_ssh(folder, name):
        kind = KEY
    elif name == "credentials" or name.startswith("config"):
        kind = _BY_PLACE.get(f"{folder.rpartition('/')[2]}/{name}", "")
    elif suffix == "csv" and any(word in stem for word in ("accesskeys", "credentials", "rootkey")):
        kind = AWS_CSV
    elif not dot and name.endswith(("_key", "-key")):
        kind = KEY
    elif suffix == "json" and folder.endswith(_TOKEN_CACHES):
        kind = SECRETS
    elif suffix in _DATA_SUFFIXES:
        kind = TFVARS if stem.endswith(".tfvars") else _by_words(stem)
    may_be_ssh = ("id_" in name or name.startswith("ssh_host_")) and suffix != "pub"
    if not kind and (".tfstate." in name or (may_be_ssh and _is_ssh_key(name))):
        from backend_standards.secrets.env_names import is_code

        if not is_code(name):
            return STATE if ".tfstate." in name else KEY
    return kind or ""


def _by_words(stem: str) -> str:
    """Return SECRETS if the first or the last word before a suffix says so: ``secrets.prod``, ``db-secret``.

    ``secret_scanning`` is about secrets; the first word of a file that has some is in the plural.
    """
    words = stem.strip(".").replace("-", ".").replace("_", ".").replace(" ", ".").split(".")
    return SECRETS if words[0] in ("secrets", "credentials") or words[-1] in _SECRET_WORDS else ""


def _is_below_ssh(folder: str, name: str) -> bool:
    """Return whether a file is one of a folder ``.ssh`` that may be a private key."""
    return folder.endswith(".ssh") and name not in _NO_SSH_KEYS and not name.endswith(".pub")


def _is_ssh_key(name: str) -> bool:
    """Return whether a name has the name of a user's key of OpenSSH as a word, or is the name of a host's key."""
    if name.startswith("ssh_host_"):
        return "_key" in name
    for key in _SSH_KEYS:
        head, found, tail = name.partition(key)
        if found and not head[-1:].isalnum() and not tail[:1].isalnum():
            return True
    return False


def _may_be_mark(name: str) -> bool:
    """Return whether a name could be one of a secret file without its last suffix; for most names it could not."""
    if name.count(".") > 1 or name.startswith(("_netrc.", "config.")):
        return True
    return "credentials." in name or "_key." in name or "-key." in name
