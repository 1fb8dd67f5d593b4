"""Whether a ref or the name of a file names a release: a tag with a version, a wheel, a source distribution.

Sources: the wheel format ("File name convention"), PEP 625 and the names before it (sdists), gitrevisions(7), and the
archives' URLs of GitHub, GitLab, Bitbucket and Gitea. Imported only for a URL without a hash or a whole commit ID.
"""

from __future__ import annotations

from urllib.parse import unquote

from backend_standards.dependencies import FLOATING, LONGEST, is_version
from backend_standards.locks import HEX, is_commit, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT, TAG, BRANCH = "short", "tag", "branch"
_SHORTEST_COMMIT = 7
"""Digits of the shortest commit ID that git prints."""
_DATE = 6
"""Digits of one number that is a version: 240131, or 20240131."""
_MONTHS, _DAYS = 12, 31
_REFERENCES = ("archive", "zipball", "tarball", "tar.gz", "zip", "legacy.tar.gz", "legacy.zip", "get")
"""Folders in the URLs of repository hosts that a ref follows: GitHub, its codeload, GitLab, Gitea, Bitbucket."""
_BRANCHES = (
    "release releases rel feature features feat bugfix hotfix fix stable maint maintenance support dev develop lts "
    "origin upstream dependabot renovate users"
).split()
"""First words of branches with a slash: ``release/1.2``. A tag with one begins with the name of a package."""
_MOVING = (*FLOATING, "nightly", "snapshot", "dev", "develop", "edge", "tip", "default")
"""Last words of file names that stand for whatever is newest."""
_ENDS = (".whl", ".zip", ".tgz", ".tbz", ".txz", ".tlz", ".gz", ".bz2", ".xz", ".lz", ".lzma")
_WHEEL_PARTS = (5, 6)
"""Parts of a wheel's name: without and with a build tag."""


def kind_of_ref(ref: str) -> str:
    """Return what a ref that is not a whole commit ID is: SHORT, BRANCH, or for one that names a version TAG."""
    if ref.startswith(("refs/tags/", "tags/")):
        return TAG
    if ref.startswith(("refs/", "heads/", "remotes/")):
        return BRANCH
    if len(ref) >= _SHORTEST_COMMIT and not ref.lower().strip(HEX) and not (ref.isdigit() and _is_date(ref)):
        return SHORT
    first, slash, _ = ref.partition("/")
    return BRANCH if (slash and first.lower() in _BRANCHES) or not _has_version(ref) else TAG


def is_release(folders: Sequence[str], file: str, name: str, *, is_archive: bool) -> bool:
    """Return whether the path of a URL names a release, or a whole commit.

    ``folders`` lead to the file; ``name`` is the package's, if it is known.
    """
    folders, file = [unquote(each) for each in folders], unquote(file)
    stem = _stem(file)
    if is_commit(stem.rpartition("-")[2]):
        return True
    if "/refs/heads/" in f"/{'/'.join(folders)}/":
        return False
    at = max((at for at, folder in enumerate(folders) if folder in _REFERENCES), default=-1)
    if at >= 0:
        return _is_reference(folders[at + 1 :], stem, file, name)
    if not is_archive or _names_version(file, stem, name):
        return is_archive
    if stem.replace("_", "-").rpartition("-")[2].lower() in _MOVING:
        return False
    return any(_is_version(part) and "." in part for folder in folders for part in (folder, folder.rpartition("@")[2]))


def _is_reference(between: Sequence[str], stem: str, file: str, name: str) -> bool:
    """Return whether an archive is that of a version or a commit; ``between`` lead from the host's word to its file."""
    if any(map(is_commit, between)):
        return True
    if len(between) > 1 and between[:2] == ["refs", "tags"]:
        return _has_version(stem)
    if between and (between[0] in ("refs", "heads") or (between[0].lower() in _BRANCHES and _is_bare(stem, between))):
        return False
    return _names_version(file, stem, name)


def _is_bare(stem: str, between: Sequence[str]) -> bool:
    """Return whether the stem of a file is only the end of a ref, as of ``release/1.2.zip``, or repeats the ref."""
    return _is_version(stem) or stem.endswith("-".join(between))


def _stem(file: str) -> str:
    for end in _ENDS:
        if file.lower().endswith(end):
            file = file[: -len(end)]
    return file[:-4] if file.lower().endswith(".tar") else file


def _names_version(file: str, stem: str, name: str) -> bool:
    """Return whether the name of a file holds a version, in the place where its kind of file has it."""
    if len(stem) > LONGEST:
        return False
    parts = stem.split("-")
    if file.lower().endswith(".whl") and len(parts) in _WHEEL_PARTS:
        return _is_any_version(parts[1].replace("_", "-"))
    for at in range(1, len(parts)):
        version = "-".join(parts[at:])
        is_known = bool(name) and normal("-".join(parts[:at])) == normal(name)
        is_named = is_known or (len(parts) == len(("name", "version")) and file.lower().endswith(".tar.gz"))
        if _is_any_version(version) and (is_named or not version.isdigit()):
            return True
    return _has_version(stem)


def _is_any_version(text: str) -> bool:
    """Return whether a text is a version (PEP 440), in any of its spellings."""
    if not text[:1].isdigit() and text[:1] not in ("v", "V"):
        return False
    if is_version(text):
        return True
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except (InvalidVersion, ValueError):
        return False
    return True


def _has_version(text: str) -> bool:
    """Return whether a ref or the stem of a file names a version: ``v1.2``, ``name-1.2-linux``."""
    parts = text.replace("/", "-").replace("_", "-").split("-")
    is_moving = parts[-1].lower() in _MOVING or parts[-1].endswith((".x", ".*"))
    return any(_is_version(part) for part in parts) and not is_moving


def _is_version(text: str) -> bool:
    """Return whether a text is a version of two or more numbers, a date, or one number after a ``v``."""
    release = text.removeprefix("v").removeprefix("V")
    parts = release.partition("+")[0].split(".")
    if not text.isascii() or not parts[0].replace("!", "", 1).isdigit():
        return False
    if len(parts) == 1:
        return release != text or (len(release) >= _DATE and release.isdigit())  # v2, 20240131
    return parts[1][:1].isdigit()


def _is_date(digits: str) -> bool:
    """Return whether digits begin with a day of this century or the last: 20240131, and perhaps the time of day."""
    is_day = 1 <= int(digits[4:6] or 0) <= _MONTHS and 1 <= int(digits[6:8] or 0) <= _DAYS
    return digits[:2] in ("19", "20") and is_day and len(digits) in (8, 10, 12, 14)
