"""The verdict on a requirement that is a URL: a file, a checkout, or a path of one machine.

Source: pip's documentation ("VCS Support", "Direct URLs") and its ``models/link.py`` and ``vcs/``. Imported only where
a requirement holds a colon.
"""

from __future__ import annotations

from backend_standards.dependencies.requirements import (
    Problem,
    Requirement,
    has_variable,
    invalid,
    is_archive,
    local_build,
    normal,
)

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
"""What pip takes for a checkout; of those without ``+`` it reads git, hg, svn and bzr behind ``-e``."""
SCHEMES = VCS_SCHEMES | {"http", "https", "file", "ftp"}
_STRONG, _WEAK = ("sha512", "sha384", "sha256"), ("sha224", "sha1", "md5")
_HEX = "0123456789abcdef"
_REFERENCES = ("archive", "zipball", "tarball", "tar.gz", "zip")  # behind which hosts of repositories name a ref


def judge(name: str, url: str, marker: str) -> Requirement:
    """Return the verdict on a URL; ``name`` is what stands before its ``@``, or ""."""
    algorithm, digest = _hash(url)
    url, hash_mark, fragment = url.partition("#")
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    fields = dict(field.partition("=")[::2] for field in fragment.split("&")) if hash_mark else {}
    shown = name or _egg(fields.get("egg", ""))
    if scheme not in SCHEMES:
        if has_variable(url):
            return _with(shown, marker, "url", _variable(shown, "the URL"))
        return invalid("what stands behind @ is no URL that pip can open", "write NAME==VERSION, or NAME @ its URL")
    if scheme == "file":
        path = rest.removeprefix("//").removeprefix("localhost")
        is_relative = not path.startswith("/")
        return _with(shown, marker, "path", None if is_relative else local_build(shown))
    host, _, path = rest.partition("?")[0].removeprefix("//").partition("/")
    if problem := _credentials(shown, scheme, host):
        return _with(shown, marker, "vcs" if scheme in VCS_SCHEMES else "url", problem)
    if scheme in VCS_SCHEMES:
        if "+" not in scheme:
            message = "pip wants the tool before the transport: it ends with an error"
            return invalid(message, f"write git+{'https' if scheme == 'git' else scheme}://…", shown)
        return _with(shown, marker, "vcs", _judge_ref(shown, scheme.partition("+")[0], path))
    is_hashed = algorithm in _STRONG and bool(digest)
    if is_hashed:
        problem = _variable(shown, "the hash") if has_variable(digest) else None
    else:
        problem = _judge_file(shown, path)
    verdict = _with(shown, marker, "url", problem)
    verdict.hashed = is_hashed
    return verdict


def _hash(url: str) -> tuple[str, str]:
    """Return algorithm and digest of the hash that pip verifies: the first in a URL, even a weak or an empty one."""
    for field in url.replace("#", "&").split("&")[1:]:
        algorithm, equals, digest = field.partition("=")
        if equals and algorithm in (*_STRONG, *_WEAK):
            return algorithm, digest
    return "", ""


def _with(shown: str, marker: str, kind: str, problem: Problem | None) -> Requirement:
    return Requirement(normal(shown), marker=marker, problem=problem, kind=kind)


def _credentials(name: str, scheme: str, host: str) -> Problem | None:
    login, at, _ = host.rpartition("@")
    if not at or ("ssh" in scheme and ":" not in login):  # a user of ssh may be long, as the id of a key is
        return None
    from backend_standards.dependencies import indexes

    if not indexes.holds_secret(login):
        return None
    message = f"{name or 'this'}: the URL holds a password or token"
    fix = "write ${NAME}@ in its place, which pip fills in, or use ssh; if it was ever pushed, rotate it"
    return Problem(name, "url-credentials", message, fix)


def _egg(text: str) -> str:
    """Return the name of an ``egg=`` field, if it is one."""
    name = text.partition("[")[0]
    is_name = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum() and len(name) <= 100
    return name if is_name else ""


def _variable(name: str, what: str) -> Problem:
    message = f"{name or 'this'}: {what} depends on the environment's variables"
    return Problem(name, "unpinned-variable", message, f"write {what} out; a token may stay a variable")


def _judge_ref(name: str, vcs: str, path: str) -> Problem | None:
    """Return the problem with the ref of a checkout: all but a whole commit may move."""
    shown = name or "this"
    _, at, ref = path.rpartition("@")
    fix = "write the whole commit behind @: git ls-remote URL REF prints it"
    if vcs in ("svn", "bzr"):
        if at and ref.isdigit():
            return None
        fix = "write the revision's number behind @"
    if not at or not ref:
        message = f"{shown}: without a ref, pip takes what the repository's default branch holds on the day"
        return Problem(name, "unpinned-vcs", message, fix)
    if has_variable(ref):
        return _variable(name, "the ref")
    if vcs in ("git", "hg") and _is_commit(ref):
        return None
    if not ref.lower().strip(_HEX) and len(ref) >= 7 and not ref.isdigit():
        message = f"{shown}: a short commit is resolved anew each time, as a branch or a tag first"
        return Problem(name, "unpinned-vcs", message, fix)
    if ref.startswith(("refs/tags/", "tags/")) or _has_version(ref):
        message = f"{shown}: a tag can be moved to another commit"
        return Problem(name, "unpinned-vcs-tag", message, fix)
    message = f"{shown}: a branch moves with every push"
    return Problem(name, "unpinned-vcs", message, fix)


def _judge_file(name: str, path: str) -> Problem | None:
    """Return the problem with a file's URL that holds no strong hash: it has to name a release."""
    shown = name or "this"
    *folders, file = path.rstrip("/").split("/")
    stem = _stem(file)
    if has_variable(file):
        return _variable(name, "the file's name")
    if _is_commit(stem.rpartition("-")[2]):
        return None
    is_reference = any(folder in _REFERENCES for folder in folders)
    if (is_archive(file) or is_reference) and _has_version(stem):
        return None
    if is_archive(file) and not is_reference and any(_is_version(each) and "." in each for each in folders):
        return None
    message = f"{shown}: what this URL gives can change from one day to the next"
    fix = "write the URL of a release, and its hash behind it: #sha256=DIGEST (pip hash FILE prints it)"
    return Problem(name, "unpinned-url", message, fix)


def _is_commit(text: str) -> bool:
    return len(text) in (40, 64) and not text.lower().strip(_HEX)


def _stem(file: str) -> str:
    for end in (".whl", ".zip", ".tgz", ".tbz", ".txz", ".tlz", ".gz", ".bz2", ".xz", ".lz", ".lzma"):
        file = file.removesuffix(end)
    return file.removesuffix(".tar")


def _has_version(text: str) -> bool:
    """Return whether a ref or the stem of a file names a version: ``v1.2``, ``name-1.2-py3-none-any``."""
    parts = text.replace("/", "-").replace("%2B", "+").replace("_", "-").split("-")
    return any(_is_version(part) for part in parts) and not parts[-1].endswith((".x", ".*"))


def _is_version(text: str) -> bool:
    """Return whether a text is a version of at least two numbers, or one number behind a ``v``."""
    release = text.removeprefix("v").removeprefix("V")
    parts = release.partition("+")[0].split(".")
    if not parts[0].isdigit() or not text.isascii():
        return False
    if len(parts) == 1:
        return release != text or len(release) >= 6  # v2, 20240131
    return parts[1][:1].isdigit()
