"""What is wrong with the options of a requirements file that say where packages come from. No value is ever shown."""

from __future__ import annotations

from backend_standards.dependencies.requirements import Problem, has_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_TOKEN = 20  # characters; a user's name is shorter
_VARIABLES = "write ${INDEX_USER}:${INDEX_PASSWORD}@, which pip fills in; if it was ever pushed, rotate it"


def problems(option: str, value: str) -> Iterator[Problem]:
    """Yield what is wrong with the value of an index option, ``--find-links`` or ``--trusted-host``."""
    if option == "--trusted-host":
        if value.rpartition(":")[0] not in _LOCAL and value not in _LOCAL:
            message = "--trusted-host turns the check of the server's certificate off"
            yield Problem("", "trusted-host", message, "trust its certificate: pip --cert FILE, or PIP_CERT")
        return
    if option == "--extra-index-url":
        message = "pip takes a package from whichever index has the higher version: a stranger can publish your names"
        fix = "use one --index-url, of an index that passes the public one through"
        yield Problem("", "extra-index", message, fix)
    scheme, separator, rest = value.partition("://")
    if not separator:
        return
    login, at, host = rest.partition("/")[0].rpartition("@")
    if at and holds_secret(login):
        yield Problem("", "index-credentials", f"the URL of {option} holds a password or token", _VARIABLES)
    if scheme.lower() == "http" and host.rpartition(":")[0] not in _LOCAL and host not in _LOCAL:
        message = f"the URL of {option} is plain http: who is on the way can put other packages in"
        yield Problem("", "insecure-index", message, "write https")


def holds_secret(login: str) -> bool:
    """Return whether the user's part of a URL holds a password, or a token in its place, that is no variable."""
    user, colon, password = login.partition(":")
    if password:
        return not has_variable(password)
    if colon or len(user) < _TOKEN or has_variable(user):
        return False
    from backend_standards.secrets import values  # an organisation's name may be as long: Azure puts it there

    return values.is_random(user) or any(True for _ in values.known_secrets(user))
