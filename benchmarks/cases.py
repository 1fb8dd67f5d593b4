"""File names and contents, each with the right answer of a hook that keeps ``.env`` files out of a repository.

The credentials are fake and put together at run time: no scanner finds one in this file.
"""

from __future__ import annotations

import json
import random
import string
from pathlib import Path
from typing import NamedTuple

SEALED = Path(__file__).parent.parent / "tests" / "ciphertexts" / "sealed"
_BASE32 = string.ascii_uppercase + "234567"
_BASE62 = string.ascii_letters + string.digits


class Case(NamedTuple):
    """One file for a scratch repository; ``link`` makes it a symbolic link with ``content`` as its target."""

    group: str
    name: str
    what: str
    content: bytes
    link: bool = False


class Group(NamedTuple):
    """Cases with one right answer."""

    title: str
    refuse: bool


ENV = "env"
FILLED = "filled"
HARMLESS = "harmless"
ORDINARY = "ordinary"
OTHER = "other"
GROUPS = {
    ENV: Group("env files", refuse=True),
    FILLED: Group("templates, `.envrc`, `.flaskenv` with a real value", refuse=True),
    HARMLESS: Group("templates, references, ciphertexts", refuse=False),
    ORDINARY: Group("code and documents with `env` in the name", refuse=False),
    OTHER: Group("credentials in any other file", refuse=True),
}


def _fake(alphabet: str, length: int) -> str:
    generator = random.Random(f"{alphabet}{length}")
    return "".join(generator.choice(alphabet) for _ in range(length))


KEY_ID = "AK" + "IA" + _fake(_BASE32, 16)
AWS_SECRET = _fake(_BASE62 + "+/", 40)
GITHUB = "gh" + "p_" + _fake(_BASE62, 36)
STRIPE = "sk" + "_live_" + _fake(_BASE62, 24)
PASSWORD = _fake(_BASE62, 18)
DJANGO_KEY = _fake(_BASE62, 50)
URL = f"postgres://app:{PASSWORD}@db.prod.corp.net:5432/app"
KEY_LINE = f"KEY = '{KEY_ID}'\n"
PEM = "-----BEGIN RSA " + "PRIVATE KEY-----\n" + _fake(_BASE62, 64) + "\n-----END RSA " + "PRIVATE KEY-----\n"
# AWS's documentation shows this pair; templates all over the world repeat it.
DOCUMENTED = (
    f"AWS_ACCESS_KEY_ID=AKIA{'IOSFODNN7'}EXAMPLE\nAWS_SECRET_ACCESS_KEY={'wJalrXUtnFEMI'}/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
)

LOCAL = "@localhost:5432/app"
SETTINGS = "DEBUG=false PORT=8000 LOG_LEVEL=info AWS_REGION=eu-central-1 ".replace(" ", "\n")
AWS_PAIR = f"AWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY={AWS_SECRET}\n"
REAL = f"{SETTINGS}{AWS_PAIR}DATABASE_URL={URL}\nSECRET_KEY={DJANGO_KEY}\n"
PLACEHOLDERS = (
    f"{SETTINGS}AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY=your-secret-access-key\n"
    f"SECRET_KEY=changeme\nDATABASE_URL=postgres://user:password{LOCAL}\n"
)
CLEAN = "".join(
    f'def square_{number}(value: int) -> int:\n    """Return the square."""\n    return value * value\n\n\n'
    for number in range(40)
)
PYTHON = 'import os\n\nfrom app import config\n\nurl = os.environ["DATABASE_URL"]\n'


def cases() -> list[Case]:
    """Return all cases; the ciphertexts are what the encrypting tools wrote."""
    return [*_env_files(), *_filled(), *_harmless(), *_ordinary(), *_other()]


def _env_files() -> list[Case]:
    names = (
        ".env .env.local .env.production deploy/.env.prod.local .env_prod .ENV prod.env config/local.env env.prod "
        ".env~ .env.bak env.txt .envs/.local/.django .envs/.production/.postgres"
    ).split()
    pairs = dict(line.split("=", 1) for line in REAL.splitlines())
    opened = _sealed("dotenvx-2.38") + f"\nSTRIPE_KEY={STRIPE}\n".encode()
    key = f'DOTENV_PRIVATE_KEY="{_fake("0123456789abcdef", 64)}"\n'
    return [
        *(Case(ENV, name, "settings and secrets", REAL.encode()) for name in names),
        Case(ENV, "api/.env", "settings alone", SETTINGS.encode()),
        Case(ENV, ".env", "a symbolic link", b"../secrets/app.env", link=True),
        *(Case(ENV, name, "JSON", json.dumps(pairs, indent=2).encode()) for name in (".env.json", "prod.env.json")),
        Case(ENV, ".env.keys", "dotenvx's private key", key.encode()),
        Case(ENV, ".env.gpg", "not encrypted", REAL.encode()),
        Case(ENV, ".env", "dotenvx, one line in plain text", opened),
    ]


def _filled() -> list[Case]:
    contents = {
        (".env.example", "an AWS key pair"): AWS_PAIR,
        (".env.example", "an AWS secret, commented out"): f"{SETTINGS}# AWS_SECRET_ACCESS_KEY={AWS_SECRET}\n",
        (".env.sample", "a password in a URL"): f"{SETTINGS}DATABASE_URL={URL}\n",
        (".env.template", "a Stripe key"): f"STRIPE_API_KEY={STRIPE}\n",
        ("env.example", "a GitHub token"): f"GITHUB_TOKEN={GITHUB}\n",
        (".envrc", "a password"): f"layout python\nexport DB_PASSWORD={PASSWORD}\n",
        (".flaskenv", "a secret key"): f"FLASK_APP=app\nSECRET_KEY={DJANGO_KEY}\n",
    }
    return [Case(FILLED, name, what, content.encode()) for (name, what), content in contents.items()]


def _harmless() -> list[Case]:
    reference = 'export DB_PASSWORD="$(op read op://vault/db/password)"\nexport API_TOKEN=$(pass show api/token)\n'
    contents = {
        (".env.example", "placeholders"): PLACEHOLDERS,
        (".env.sample", "placeholders"): PLACEHOLDERS,
        (".env.dist", "settings alone"): SETTINGS,
        ("example.env", "placeholders"): PLACEHOLDERS,
        (".env.example", "AWS's documented example key pair"): DOCUMENTED,
        (".env.example", "the local database's password"): f"DATABASE_URL=postgres://postgres:postgres{LOCAL}\n",
        (".envrc", "references to a password manager"): reference,
        (".envrc", "no secret"): "layout python\nPATH_add bin\ndotenv_if_exists\n",
        (".flaskenv", "no secret"): "FLASK_APP=app\nFLASK_DEBUG=1\n",
    }
    return [
        *(Case(HARMLESS, name, what, content.encode()) for (name, what), content in contents.items()),
        Case(HARMLESS, ".env", "encrypted by dotenvx", _sealed("dotenvx-2.38")),
        Case(HARMLESS, "secrets.enc.env", "encrypted by sops", _sealed("sops-dotenv")),
        Case(HARMLESS, ".env.gpg", "encrypted by gpg", _sealed("gpg-ecc")),
    ]


def _ordinary() -> list[Case]:
    contents = {
        "migrations/env.py": PYTHON,
        "src/environment.py": PYTHON,
        "src/env/settings.py": PYTHON,
        "docs/.env.md": "# Settings\n\nCopy `.env.example` to `.env`.\n",
        "config/prod.env.js": "module.exports = { NODE_ENV: '\"production\"' }\n",
        "src/.env.d.ts": "interface ImportMetaEnv { readonly VITE_TITLE: string }\n",
        "environment.yml": "name: app\ndependencies:\n  - python=3.12\n",
        "envoy.yaml": "admin:\n  address:\n    socket_address: {address: 127.0.0.1, port_value: 9901}\n",
    }
    return [Case(ORDINARY, name, "", content.encode()) for name, content in contents.items()]


def _other() -> list[Case]:
    contents = {
        "src/settings.py": f'AWS_ACCESS_KEY_ID = "{KEY_ID}"\nAWS_SECRET_ACCESS_KEY = "{AWS_SECRET}"\n',
        "deploy/values.yaml": f"github:\n  token: {GITHUB}\n",
        "deploy/id_rsa": PEM,
    }
    return [Case(OTHER, name, "", content.encode()) for name, content in contents.items()]


def _sealed(name: str) -> bytes:
    return (SEALED / name).read_bytes()
