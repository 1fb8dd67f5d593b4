"""Is a path an env file, going by its name?

Every run imports this module, so it works with plain strings: no regular expression, and no import.
Sources: the standard's "Configuration & Secrets" and "Configuration Management" ("Never commit `.env` files or
sensitive configuration"); the file names that python-dotenv, Docker Compose, direnv, Flask, dotenvx and
dotenv-vault document.
"""

from __future__ import annotations

ENV = "env"
"""Refused because of its name, unless the staged content is provably encrypted."""
TEMPLATE = "template"
"""Allowed, unless a value in it looks real."""
SHELL = "shell"
"""``.envrc`` and ``.flaskenv``: refused only if there is a secret in it."""
DATA = "data"
"""May have the variables of a stage (``env.json``, ``prod.env.yml``) or anything else: refused only if there is a real
secret in it."""
KEYS = "keys"
"""Has the keys or the login for other env files: refused unless an exception names exactly this file."""
VENV = "venv"
"""Part of a virtual environment that happens to be called ``.env``."""

STAGES = frozenset(
    "local dev devel develop development test tests testing stage staging stg prod prd production live qa uat ci int "
    "integration acc acceptance preprod nonprod preview sandbox e2e perf canary docker private secret secrets "
    "override".split()
)
TEMPLATES = frozenset(
    "example examples sample samples template templates tmpl tpl dist default defaults schema j2 jinja jinja2 "
    "erb".split()
)
BACKUPS = frozenset("bak backup old orig save saved swp swo swn tmp temp copy".split())
DATA_SUFFIXES = frozenset("json yml yaml toml list txt ini sh".split())
ENCRYPTED = frozenset("enc encrypted gpg pgp asc age sops vault crypt secret kms".split())
# Suffixes of code, documentation and pictures. A test compares them with those of `identify`, which pre-commit has its
# types from. The list is short on purpose: each suffix allows names, so data and shell formats (`.env.json`, `.env.sh`,
# `.env.tfvars`) and rare kinds are not in it.
_CODE_SUFFIXES = frozenset(
    "adoc asciidoc astro avif bmp cjs cs css csx dart gemspec gif go gradle graphql groovy gyp gypi htm html ipynb "
    "java jbuilder jenkins jenkinsfile jpeg jpg js jsx kt kts less lua markdown md mdx mjs pdf plantuml png proto puml "
    "pxd pxi py pyi pyt pyw pyx rake rb rs rst sass sbt sc scala scss svelte svg swift tac tif tiff ts tsx vue webp "
    "wsgi xhtml".split()
)
_VENV_FOLDERS = ("bin/", "include/", "scripts/", "share/")
_VENV_FILES = frozenset(("pyvenv.cfg", "cachedir.tag", ".lock", "lib64"))
_LIBRARIES = ("/lib/python", "/lib64/python", "/lib/site-packages/")
_ENV_FOLDERS = ("/.env/", "/.envs/")
_HARMLESS = frozenset((".gitkeep", ".keep", ".gitignore", ".gitattributes", ".dockerignore"))


def classify(path: str) -> str:
    """Return the kind of env file that a path (with slashes, as in git) names, or "" for another file.

    Case does not matter, nor does the depth, nor whether the file exists.
    """
    if "env" not in path and "env" not in path.lower():
        return ""
    folder, _, name = _lower(path).rpartition("/")
    name = name.lstrip("# \t\r\n").rstrip("# \t\r\n.")
    below = _below_env_folder(f"/{folder}/", name)
    if below == VENV:
        return VENV
    kind = _by_name(name)
    if not kind and below and name not in _HARMLESS and not is_code(name):
        kind = TEMPLATE if is_template(name) else ENV
    # Below {{cookiecutter.slug}} and the like, it is a file of a skeleton.
    return TEMPLATE if kind == ENV and "{{" in path else kind


def venv_root(path: str) -> str:
    """Return the folder ``.env`` or ``.envs`` of a file in a virtual environment."""
    lowered = f"/{_lower(path)}"
    for folder in _ENV_FOLDERS:
        at = lowered.find(folder)
        if at >= 0:
            return path[: at + len(folder) - 2]
    return path


def claims_encryption(path: str) -> bool:
    """Return whether a name says that the content is encrypted, as ``.env.gpg`` and ``.env.enc`` do."""
    return not ENCRYPTED.isdisjoint(_parts(_lower(path).rpartition("/")[2])[1:])


def _by_name(name: str) -> str:
    """Return the kind of a lower-case file name in any folder."""
    for head in (".envrc", ".flaskenv", ".env"):
        tail = name[len(head) :]
        if not name.startswith(head) or tail[:1].isalnum():
            continue
        by_content = head == ".flaskenv" or (head == ".envrc" and not tail)
        if is_template(tail):
            return TEMPLATE
        if head == ".env" and tail[:1] == "." and _parts(tail)[1] in ("keys", "me"):
            return KEYS
        return "" if is_code(name) else SHELL if by_content else ENV
    if name.startswith(".env") and (name[4:] in STAGES or name[4:].isdigit()):
        return ENV
    if name.startswith(("env.", "env-", "env_")):
        stem, tail = "", name[len("env") :]
    else:
        stem, dot, tail = name.rpartition(".env")
        if not stem or not dot or tail[:1].isalnum():
            return ""
    parts = _parts(tail)[1:]
    is_data = bool(parts) and parts[-1] in DATA_SUFFIXES and (name.startswith("env.") or _parts(stem)[-1] in STAGES)
    if not all(_says_env(part) for part in (parts[:-1] if is_data else parts)):
        return ""
    if is_template(name):
        return TEMPLATE
    return DATA if is_data else ENV


def _says_env(part: str) -> bool:
    """Return whether a part after ``env`` is one of an env file: a stage, or the mark of a copy, template or cipher."""
    if not part or part.strip("()").isdigit() or part.rstrip("0123456789") in STAGES:
        return True
    return part in BACKUPS or part in TEMPLATES or part in ENCRYPTED


def _below_env_folder(folder: str, name: str) -> str:
    """Return VENV, ENV or "" for a lower-case folder (with a slash at both ends) and a name in it."""
    for env_folder in _ENV_FOLDERS:
        at = folder.find(env_folder)
        if at < 0:
            continue
        inner = folder[at + len(env_folder) :] + name
        if inner in _VENV_FILES or any(library in f"/{inner}" for library in _LIBRARIES):
            return VENV
        if env_folder == "/.env/" and inner.startswith(_VENV_FOLDERS) and not _by_name(name):
            return VENV
        return ENV
    return ""


def is_template(name: str) -> bool:
    """Return whether a part of a name says that it is a template; ``in`` says so only as a suffix (``.env.in``)."""
    return not TEMPLATES.isdisjoint(_parts(name)) or "in" in name.split(".")[1:]


def is_code(name: str) -> bool:
    """Return whether a name has a suffix of code, documentation or a picture."""
    stem, dot, suffix = name.rpartition(".")
    return bool(dot and stem) and suffix in _CODE_SUFFIXES


def _parts(name: str) -> list[str]:
    return name.replace("-", ".").replace("_", ".").replace("~", ".").replace(" ", ".").split(".")


def _lower(path: str) -> str:
    """Return a path with only ASCII in lower case: its length stays, which a capital I with a dot would change."""
    return path.lower() if path.isascii() else "".join(char.lower() if char.isascii() else char for char in path)
