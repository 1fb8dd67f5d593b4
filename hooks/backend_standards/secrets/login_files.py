"""Files that hold logins and nothing else: which of them look real.

Sources: the manuals of netrc (curl), PostgreSQL (pgpass), git-credential-store, Docker's ``config.json``, htpasswd and
s3fs; the columns of the CSV files of the AWS console.
"""

from __future__ import annotations

import re

from backend_standards.readers import named_values
from backend_standards.secrets import secret_names
from backend_standards.secrets.base64_text import decoded
from backend_standards.secrets.env_values import Hit
from backend_standards.secrets.login_values import is_login, printable_name, url_login
from backend_standards.secrets.placeholders import is_placeholder
from backend_standards.secrets.values import judge, known_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NETRC_PASSWORDS = ("password", "account")
_NETRC_USERS = ("login", "machine")
_DOCKER_NAMES = ("auth", "identitytoken", "registrytoken", "password")
# The columns of the console's files that hold a secret, and those that show that it is one of these files.
_AWS_COLUMNS = frozenset(("secret access key", "password", "smtp password"))
_AWS_HEADS = frozenset(
    ("access key id", "user name", "iam user name", "smtp user name", "console login link", "console sign-in url")
)
_LONGEST_ROW = 65_536  # characters; a row of the console has a few hundred

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_PGPASS_FIELD = r"(?:\\.|[^\\:])*"
_PGPASS_PASSWORD = 4  # fields before it
_GIT_URL = r"\s*[a-z+]{1,16}://([^\s/?#]{1,2048})@"
_HTPASSWD = r"[^:\s#][^:]{0,255}:(?P<hash>\S+)"


def _netrc(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the passwords of a ``.netrc``, and tokens in the place of a user.

    Source: curl's and inetutils' netrc.
    """
    for line, column, name, value in _netrc_pairs(text):
        if name in _NETRC_USERS:
            for _, _, kind in known_secrets(value):
                yield Hit(line, column, name, kind)
        elif is_login(value, literals):
            yield Hit(line, column, name, "a login")


def _netrc_pairs(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (line, column, name, value) for each value that may be secret; a macro ends at an empty line."""
    name, in_macro = "", False
    for number, line in enumerate(text.split("\n"), 1):
        in_macro = in_macro and bool(line.strip())
        if in_macro or line.lstrip().startswith("#"):
            continue
        for word in re.finditer(named_values.FIELD, line):
            value = word["quoted"] or word["bare"] or ""
            if name in _NETRC_PASSWORDS or name in _NETRC_USERS:
                yield number, word.start() + 1, name, value
                name = ""
            elif value == "macdef":
                in_macro = True
                break
            else:
                name = value


def _pgpass(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the passwords of a ``.pgpass``, whose lines are hostname:port:database:username:password.

    Source: PostgreSQL's manual, "The Password File".
    """
    for number, line in enumerate(text.split("\n"), 1):
        fields = [] if line.startswith("#") else list(re.finditer(_PGPASS_FIELD, line))
        starts = [field.start() for field in fields if not field.start() or line[field.start() - 1] == ":"]
        if len(starts) > _PGPASS_PASSWORD and is_login(line[starts[_PGPASS_PASSWORD] :].strip(), literals):
            yield Hit(number, starts[_PGPASS_PASSWORD] + 1, "", "a database's password")


def _git(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the logins of a ``.git-credentials``, whose lines are URLs.

    Source: git-credential-store(1).
    """
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(_GIT_URL, line)
        if not match:
            continue
        user, _, password = match[1].partition(":")
        if is_login(password, literals) or url_login(line) or is_login(user, literals=False):
            yield Hit(number, match.start(1) + 1, "", "a login of a git host")


def docker_logins(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the logins of Docker's ``config.json``, which has the base64 of user:password for each registry.

    Source: the manual of ``docker login``.
    """
    for line, column, path, value in named_values.token_pairs(text):
        name = path[-1].lower()
        if name == "auth":
            login = decoded(value).decode("latin-1")
            value = login.partition(":")[2] if login else value
        if name in _DOCKER_NAMES and is_login(value, literals):
            yield Hit(line, column, path[-1], "a login of a container registry")
        elif name not in _DOCKER_NAMES and judge(path[-1], value):
            yield Hit(line, column, printable_name(path[-1]), "a login")


def _htpasswd(text: str, _literals: bool) -> Iterator[Hit]:
    """Yield the hashes of a ``.htpasswd``, whose lines are user:hash; nobody can stop guesses at a published hash.

    Source: htpasswd(1).
    """
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(_HTPASSWD, line)
        if match and not is_placeholder(match["hash"]):
            yield Hit(number, match.start("hash") + 1, "", "a user's password or its hash")


def _s3fs(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the secrets of a ``.passwd-s3fs``, whose lines are [bucket:]access key ID:secret access key.

    Source: s3fs(1).
    """
    for number, line in enumerate(text.split("\n"), 1):
        head, colon, value = line.strip().rpartition(":")
        if colon and head and not head.startswith("#") and is_login(value, literals):
            yield Hit(number, line.rfind(":") + 2, "", "a secret access key")


def _aws_csv(text: str, literals: bool) -> Iterator[Hit]:
    """Yield the secrets of a CSV file of the AWS console; an old ``rootkey.csv`` has NAME=value lines."""
    import csv

    columns: dict[int, str] = {}
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if len(line) > _LONGEST_ROW or not line.strip():
            continue
        delimiter = ";" if line.count(";") > line.count(",") else ","
        cells = next(csv.reader([line], strict=False, delimiter=delimiter), [])
        names = [cell.strip().lower() for cell in cells]
        if _AWS_HEADS & {*names} and _AWS_COLUMNS & {*names}:
            columns = {at: name for at, name in enumerate(names) if name in _AWS_COLUMNS}
            continue
        for at, name in columns.items():
            if at < len(cells) and is_login(cells[at].strip(), literals):
                yield Hit(number, max(line.find(cells[at]), 0) + 1, "", f"the {name} of a user")
        name, equals, value = line.strip().partition("=")
        if equals and name in ("AWSSecretKey", "AWSAccessKeyId") and judge("AWSSecretKey", value):
            yield Hit(number, line.find("=") + 2, name, "an access key of the account's root user")


READERS: dict[str, Callable[[str, bool], Iterable[Hit]]] = {
    secret_names.NETRC: _netrc,
    secret_names.PGPASS: _pgpass,
    secret_names.GIT: _git,
    secret_names.DOCKER: docker_logins,
    secret_names.HTPASSWD: _htpasswd,
    secret_names.S3FS: _s3fs,
    secret_names.AWS_CSV: _aws_csv,
}
"""Give the hits of a text by the kind of its file; the second argument says if values that are not random count too."""
