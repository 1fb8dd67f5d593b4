"""The verdict on a requirement that is a URL: a file, a checkout, or a path of one machine.

Source: pip's documentation ("VCS Support", "Direct URLs") and its ``models/link.py`` and ``vcs/``. Imported only where
a requirement holds a colon.
"""

from __future__ import annotations

from backend_standards.dependencies import Problem, Requirement, has_variable, is_archive
from backend_standards.locks import normal

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
_HEX = "0123456789abcdef"
_COMMITS = (40, 64)
"""Digits of a whole commit ID: SHA-1, SHA-256."""
_SHORTEST_COMMIT = 7
"""Digits of the shortest commit ID that git prints."""
_DATE = 6
"""Digits of one number that is a version: 240131, or 20240131."""
_LONGEST_NAME = 100
"""Characters of a name in ``egg=`` that is shown; no package has a longer one."""
_REFERENCES = ("archive", "zipball", "tarball", "tar.gz", "zip")
"""Folders in the URLs of repository hosts that a ref follows."""


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
    host, _, path = rest.partition("?")[0].removeprefix("//").partition("/")
    if problem := _credentials(shown, scheme, host):
        return _with(shown, marker, "vcs" if scheme in VCS_SCHEMES else "url", problem)
    if scheme in VCS_SCHEMES:
        if "+" not in scheme:
            from backend_standards.dependencies.problems import invalid

            message = "the URL does not name the tool before the transport, so pip ends with an error"
            return invalid(message, f"Write git+{'https' if scheme == 'git' else scheme}://….", shown)
        return _with(shown, marker, "vcs", _judge_ref(shown, scheme.partition("+")[0], path))
    is_hashed = algorithm in _STRONG and bool(digest)
    problem = None if is_hashed else _judge_file(shown, path)
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
    name = text.partition("[")[0]
    is_name = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return name if is_name and len(name) <= _LONGEST_NAME else ""


def _variable(name: str, part: str) -> Problem:
    from backend_standards.dependencies.problems import variable

    return variable(name, part, f"Write the {part} itself. A token may stay a variable.")


def _judge_ref(name: str, vcs: str, path: str) -> Problem | None:
    """Return the problem of the ref of a checkout; only a whole commit ID has none."""
    _, at, ref = path.rpartition("@")
    if (vcs in ("svn", "bzr") and at and ref.isdigit()) or (vcs in ("git", "hg") and _is_commit(ref)):
        return None
    if has_variable(ref):
        return _variable(name, "ref")
    from backend_standards.dependencies.rules import UNPINNED_VCS, UNPINNED_VCS_TAG

    shown = name or "this"
    note = "Write the whole commit ID after the @: `git ls-remote URL REF` prints it."
    if vcs in ("svn", "bzr"):
        note = "Write the revision's number after the @."
    if not at or not ref:
        message = f"{shown} has no ref: pip installs what the repository's default branch holds that day"
        return Problem(name, UNPINNED_VCS, message, note)
    if not ref.lower().strip(_HEX) and len(ref) >= _SHORTEST_COMMIT and not ref.isdigit():
        message = f"{shown} has a short commit ID, which a branch or a tag of that name would override"
        return Problem(name, UNPINNED_VCS, message, note)
    if ref.startswith(("refs/tags/", "tags/")) or _has_version(ref):
        return Problem(name, UNPINNED_VCS_TAG, f"{shown} has a tag as its ref, which can be moved", note)
    return Problem(name, UNPINNED_VCS, f"{shown} has a branch as its ref, which moves with every push", note)


def _judge_file(name: str, path: str) -> Problem | None:
    """Return the problem of a file's URL without a strong hash; one that names a release has none."""
    *folders, file = path.rstrip("/").split("/")
    stem = _stem(file)
    if has_variable(file):
        return _variable(name, "file name")
    if _is_commit(stem.rpartition("-")[2]):
        return None
    is_reference = any(folder in _REFERENCES for folder in folders)
    if (is_archive(file) or is_reference) and _has_version(stem):
        return None
    if is_archive(file) and not is_reference and any(_is_version(each) and "." in each for each in folders):
        return None
    from backend_standards.dependencies.rules import UNPINNED_URL

    message = f"{name or 'this'} has a URL whose file can change from one day to the next"
    note = "Write the URL of a release, and its hash after it: #sha256=DIGEST, as `pip hash FILE` prints it."
    return Problem(name, UNPINNED_URL, message, note)


def _is_commit(text: str) -> bool:
    return len(text) in _COMMITS and not text.lower().strip(_HEX)


def _stem(file: str) -> str:
    for end in (".whl", ".zip", ".tgz", ".tbz", ".txz", ".tlz", ".gz", ".bz2", ".xz", ".lz", ".lzma"):
        file = file.removesuffix(end)
    return file.removesuffix(".tar")


def _has_version(text: str) -> bool:
    """Return whether a ref or the stem of a file names a version: ``v1.2``, ``name-1.2-py3-none-any``."""
    parts = text.replace("/", "-").replace("%2B", "+").replace("_", "-").split("-")
    return any(_is_version(part) for part in parts) and not parts[-1].endswith((".x", ".*"))


def _is_version(text: str) -> bool:
    """Return whether a text is a version of two or more numbers, a date, or one number after a ``v``."""
    release = text.removeprefix("v").removeprefix("V")
    parts = release.partition("+")[0].split(".")
    if not parts[0].isdigit() or not text.isascii():
        return False
    if len(parts) == 1:
        return release != text or len(release) >= _DATE  # v2, 20240131
    return parts[1][:1].isdigit()
