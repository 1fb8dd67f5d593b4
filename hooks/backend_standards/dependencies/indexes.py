"""What is wrong with the options of a requirements file that say where packages come from. No value is ever shown."""

from __future__ import annotations

from backend_standards.dependencies import Problem, has_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_TOKEN = 20
"""Characters of the shortest token; the names of most users are shorter."""


def problems(option: str, value: str, *, forbid_extra: bool) -> Iterator[Problem]:
    """Yield what is wrong with the value of an index option, ``--find-links`` or ``--trusted-host``.

    ``forbid_extra`` says that a second index is a problem.
    """
    if option == "--trusted-host":
        if value.rpartition(":")[0] not in _LOCAL and value not in _LOCAL:
            from backend_standards.dependencies.rules import TRUSTED_HOST

            message = "--trusted-host switches off the check of the server's certificate"
            note = "Tell pip which certificate to trust: PIP_CERT, or `pip --cert FILE`."
            yield Problem("", TRUSTED_HOST, message, note)
        return
    if option == "--extra-index-url" and forbid_extra:
        from backend_standards.dependencies.rules import EXTRA_INDEX

        message = "pip takes a package from the index with the newest version, and a stranger can publish your names"
        note = "Use one --index-url, of an index that also serves the public packages."
        yield Problem("", EXTRA_INDEX, message, note)
    scheme, separator, rest = value.partition("://")
    if not separator:
        return
    login, at, host = rest.partition("/")[0].rpartition("@")
    if at and holds_secret(login):
        from backend_standards.dependencies.rules import INDEX_CREDENTIALS

        note = "Write ${INDEX_USER}:${INDEX_PASSWORD}@, which pip fills in. If it was ever pushed, rotate it."
        yield Problem("", INDEX_CREDENTIALS, f"the URL of {option} holds a password or token", note)
    if scheme.lower() == "http" and host.rpartition(":")[0] not in _LOCAL and host not in _LOCAL:
        from backend_standards.dependencies.rules import INSECURE_INDEX

        message = f"the URL of {option} is plain http: whoever controls the network can put in other packages"
        yield Problem("", INSECURE_INDEX, message, "Write https.")


def holds_secret(login: str) -> bool:
    """Return whether the login in a URL holds a password or a token, which is not a variable."""
    user, colon, password = login.partition(":")
    if password:
        return not has_variable(password)
    if colon or len(user) < _TOKEN or has_variable(user):
        return False
    # The name of an organisation may be as long: Azure puts it there.
    from backend_standards.secrets.placeholders import is_random
    from backend_standards.secrets.values import known_secrets

    return is_random(user) or any(True for _ in known_secrets(user))
