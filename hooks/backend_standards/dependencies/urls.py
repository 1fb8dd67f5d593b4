"""The verdict on a requirement that is a URL: a file, a checkout, or a path of one machine.

Source: pip's documentation ("VCS Support", "Direct URLs") and its ``models/link.py`` and ``vcs/``. Imported only where
a requirement holds a colon.
"""

from __future__ import annotations

from backend_standards.dependencies import Problem, Requirement, has_variable, is_archive
from backend_standards.locks import egg_name, is_commit, normal

_TRANSPORTS = {
    "git": "http https ssh git file",
    "hg": "file http https ssh static-http",
    "svn": "ssh http https svn file",
    "bzr": "http https ssh sftp ftp lp file",
}
VCS_SCHEMES = frozenset(
    [f"{vcs}+{transport}" for vcs, transports in _TRANSPORTS.items() for transport in transports.split()]
    + "ssh git hg bzr sftp svn".split()
)
"""The schemes of checkouts; of those without ``+``, pip reads git, hg, svn and bzr after ``-e``."""
SCHEMES = VCS_SCHEMES | {"http", "https", "file", "ftp"}
_STRONG, _WEAK = ("sha512", "sha384", "sha256"), ("sha224", "sha1", "md5")
_REF_FIELDS = ("ref", "sha", "at", "rev", "commit")
"""Fields of a query that hold the ref of an archive: GitLab's and Bitbucket's."""


def judge(name: str, url: str, marker: str) -> Requirement:
    """Return the verdict on a URL; ``name`` is the package's name before its ``@``, or ""."""
    algorithm, digest = _hash(url)
    url, hash_mark, fragment = url.partition("#")
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    fields = dict(field.partition("=")[::2] for field in fragment.split("&")) if hash_mark else {}
    shown = name or _egg(fields.get("egg", ""))
    if scheme not in SCHEMES:
        if has_variable(url):
            return _with(shown, marker, "url", _variable(shown, "URL"))
        from backend_standards.dependencies.problems import invalid

        return invalid("the @ is not followed by a URL that pip can open", "Write NAME==VERSION, or NAME @ its URL.")
    if scheme == "file":
        return _with(shown, marker, "path", _judge_path(shown, rest))
    rest, _, query = rest.partition("?")
    host, _, path = rest.removeprefix("//").partition("/")
    if problem := _credentials(shown, scheme, host):
        return _with(shown, marker, "vcs" if scheme in VCS_SCHEMES else "url", problem)
    if scheme in VCS_SCHEMES:
        if "+" not in scheme:
            from backend_standards.dependencies.problems import invalid

            message = "the URL does not name the tool before the transport, so pip ends with an error"
            return invalid(message, f"Write git+{'https' if scheme == 'git' else scheme}://….", shown)
        return _with(shown, marker, "vcs", _judge_ref(shown, scheme, host, path))
    is_hashed = algorithm in _STRONG and bool(digest)
    problem = None if is_hashed else _judge_file(shown, path, query)
    if is_hashed and has_variable(digest):
        problem = _variable(shown, "hash")
    verdict = _with(shown, marker, "url", problem)
    verdict.hashed = is_hashed
    return verdict


def _hash(url: str) -> tuple[str, str]:
    """Return algorithm and digest of the hash that pip verifies: the first in a URL, even if it is weak or empty."""
    for field in url.replace("#", "&").split("&")[1:]:
        algorithm, equals, digest = field.partition("=")
        if equals and algorithm in (*_STRONG, *_WEAK):
            return algorithm, digest
    return "", ""


def _with(shown: str, marker: str, kind: str, problem: Problem | None) -> Requirement:
    return Requirement(normal(shown), marker=marker, problem=problem, kind=kind)


def _judge_path(name: str, rest: str) -> Problem | None:
    """Return the problem of a ``file:`` URL, given without its scheme: a relative path has none."""
    if not rest.removeprefix("//").removeprefix("localhost").startswith("/"):
        return None
    from backend_standards.dependencies.problems import local_build

    return local_build(name)


def _credentials(name: str, scheme: str, host: str) -> Problem | None:
    login, at, _ = host.rpartition("@")
    if not at or ("ssh" in scheme and ":" not in login):  # a user of ssh may be as long as the ID of a key
        return None
    from backend_standards.dependencies import indexes

    if not indexes.holds_secret(login):
        return None
    from backend_standards.dependencies.rules import URL_CREDENTIALS

    note = "Write ${NAME}@ in its place, which pip fills in, or use ssh. If it was ever pushed, rotate it."
    return Problem(name, URL_CREDENTIALS, f"{name or 'this'} has a URL that holds a password or token", note)


def _egg(text: str) -> str:
    """Return the name in an ``egg=`` field, or "" if it is not a name."""
    name = egg_name(text)
    is_name = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return name if is_name else ""


def _variable(name: str, part: str) -> Problem:
    from backend_standards.dependencies.problems import variable

    return variable(name, part, f"Write the {part} itself. A token may stay a variable.")


def _judge_ref(name: str, scheme: str, host: str, path: str) -> Problem | None:
    """Return the problem of the ref of a checkout; only a whole commit ID has none."""
    vcs, _, transport = scheme.partition("+")
    before, at, ref = path.rpartition("@")
    if (vcs in ("svn", "bzr") and at and ref.isdigit()) or (vcs in ("git", "hg") and is_commit(ref)):
        return None
    if has_variable(ref):
        return _variable(name, "ref")
    from backend_standards.dependencies import releases
    from backend_standards.dependencies.rules import UNPINNED_VCS, UNPINNED_VCS_TAG

    shown = name or "this"
    kind = releases.kind_of_ref(ref) if at and ref else ""
    if vcs == "git" and kind == releases.SHORT:  # a server tells only the commits of branches and tags
        asking, where = _of_commit(ref), " in a clone"
    else:
        asking, where = _asking(vcs, f"{transport}://{host}/{before if at else path}", ref if at else ""), ""
    note = f"Write the whole commit ID after the @: `{asking}` prints it{where}."
    if vcs in ("svn", "bzr"):
        note = "Write the revision's number after the @."
    if not kind:
        message = f"{shown} has no ref: pip installs what the repository's default branch holds that day"
        return Problem(name, UNPINNED_VCS, message, note)
    if kind == releases.SHORT:
        message = f"{shown} has a short commit ID, which a branch or a tag of that name would override"
        return Problem(name, UNPINNED_VCS, message, note)
    if kind == releases.TAG:
        return Problem(name, UNPINNED_VCS_TAG, f"{shown} has a tag as its ref, which can be moved", note)
    return Problem(name, UNPINNED_VCS, f"{shown} has a branch as its ref, which moves with every push", note)


def _of_commit(ref: str) -> str:
    """Return the command that prints the whole ID of a commit in a clone."""
    from backend_standards.core import masking

    return f"git rev-parse {ref if masking.is_plain(ref) else 'REF'}"


def _asking(vcs: str, url: str, ref: str) -> str:
    """Return the command that prints the commit ID of a ref, or of the default branch.

    ``URL`` and ``REF`` replace a URL and a ref that may hold a secret.
    """
    from backend_standards.core import masking
    from backend_standards.core.remedies import quote

    where, which = quote(url), quote(ref)
    if has_variable(url) or not (masking.is_plain(where) and masking.is_plain(which)):
        where, which = "URL", "REF"
    if vcs == "hg":
        return f"hg identify --debug --id --rev {which if ref else 'default'} {where}"
    return f"git ls-remote {where} {which if ref else 'HEAD'}"


def _judge_file(name: str, path: str, query: str) -> Problem | None:
    """Return the problem of a file's URL without a strong hash; one that names a release has none."""
    *folders, file = path.rstrip("/").split("/")
    if has_variable(file):
        return _variable(name, "file name")
    from backend_standards.dependencies import releases

    if releases.is_release(folders, file, name, is_archive=is_archive(file)):
        return None
    refs = [value for key, _, value in (field.partition("=") for field in query.split("&")) if key in _REF_FIELDS]
    if len(refs) == 1 and (is_commit(refs[0]) or releases.kind_of_ref(refs[0]) == releases.TAG):
        return None
    from backend_standards.dependencies.rules import UNPINNED_URL

    message = f"{name or 'this'} has a URL whose file can change from one day to the next"
    note = "Write the URL of a release, and its hash after it: #sha256=DIGEST, as `pip hash FILE` prints it."
    return Problem(name, UNPINNED_URL, message, note)
