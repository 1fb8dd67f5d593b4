"""What a ref or the name of a file says: each table entry from its meaning, and one on each side of each bound."""

from __future__ import annotations

import pytest

from backend_standards.core import Finding
from pinning import NOTHING, SHA, found, rules

HOST = "git+https://git.example.org/a/b"
FILES = "https://files.example.org"


@pytest.mark.parametrize(
    "ref",
    [
        "v1.2.3",
        "1.2",
        "v1",
        "release-1.2.3",
        "name_1.2.3",
        "pkg/v1.2.3",  # the tags of a repository with several packages
        "refs/tags/x",
        "tags/stable",
        "240131",
        "20240131",
        "2024013112",
        "20240131120000",
        "v1!2.0",
        "1!2.0",
        "1.2+local",
    ],
)
def test_a_tag_can_be_moved(ref: str) -> None:
    assert rules(f"{HOST}@{ref}") == ["unpinned-vcs-tag"]


BRANCH_WORDS = (
    "release releases rel feature features feat bugfix hotfix fix stable maint maintenance support dev develop lts origin "
    "upstream dependabot renovate users"
).split()
LAST_WORDS = (
    "latest newest current stable master main head trunk any nightly snapshot dev develop edge tip default".split()
)


@pytest.mark.parametrize(
    "ref",
    [
        *(f"{word}/1.2" for word in BRANCH_WORDS),
        "Release/1.2.3",
        *(f"v1.2-{word}" for word in LAST_WORDS),
        "refs/heads/v1.2",
        "refs/pull/12/head",
        "heads/v1.2",
        "remotes/origin/v1.2",
        "1.2.x",
        "stable-1.*",
        "24013",
        "1",
        "main",
        "x1.2",
    ],
)
def test_a_branch_moves(ref: str) -> None:
    (finding,) = _findings(f"{HOST}@{ref}")
    assert (finding.rule.id, "branch" in finding.message) == ("unpinned-vcs", True)


@pytest.mark.parametrize(
    "ref",
    [
        SHA[:7],
        SHA[:39],
        SHA[:12].upper(),
        "0123456",
        "1234567",
        "12345678",
        "20241331",  # no such month
        "20240031",
        "20240132",  # no such day
        "20240100",
        "21240131",
        "202401311",
        "2024013112000",
        "20240131120000000",
        f"{SHA}0",
        SHA + SHA[:23],
    ],
)
def test_a_short_commit_is_none(ref: str) -> None:
    (finding,) = _findings(f"{HOST}@{ref}")
    assert (finding.rule.id, "short commit" in finding.message) == ("unpinned-vcs", True)


@pytest.mark.parametrize("ref", [SHA[:6], f"{SHA[:12]}g"])
def test_other_words_are_branches(ref: str) -> None:
    assert "branch" in _findings(f"{HOST}@{ref}")[0].message


def _findings(text: str) -> list[Finding]:

    return found({"requirements.txt": text})


# is_archive() of pip, each with the rest of its name taken away
ENDS = [
    ".zip",
    ".whl",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tlz",
    ".tar.lz",
    ".tar.lzma",
]
PINNED = [
    *(f"{FILES}/pkg-1.0{end}" for end in ENDS),
    *(f"{FILES}/pkg-{SHA}{end}" for end in ENDS),
    *(f"{FILES}/v1.0/pkg{end.upper()}" for end in ENDS),
    *(f"https://github.com/a/b/archive/{SHA}{end}" for end in ENDS),
    f"{FILES}/archive/pkg-1.0.zip",
    "https://files.example.org/archive/pkg-5.tar.gz",
    f"{FILES}/pkg-v5.zip",
    f"{FILES}/pkg-V5rc1.zip",
    f"{FILES}/pkg-v5-py3-none-any.whl",
    # wheels
    f"{FILES}/pkg-5-py3-none-any.whl",
    f"{FILES}/pkg-1.0-py3-none-any.whl",
    f"{FILES}/pkg-1!2.0-py3-none-any.whl",
    f"{FILES}/pkg-1%212.0-py3-none-any.whl",
    f"{FILES}/pkg-1.0+cu118-1-cp311-cp311-linux_x86_64.whl",
    f"{FILES}/pkg-1.0%2Bcu118-cp311-cp311-linux_x86_64.whl",
    f"{FILES}/pkg-1.0-1build2-py3-none-any.whl",
    f"{FILES}/pkg-2012b-py2.py3-none-any.whl",
    f"{FILES}/pkg-1.0_1-py3-none-any.whl",
    f"{FILES}/PKG-1.0-PY3-NONE-ANY.WHL",
    # source distributions: PEP 625, and the names before it
    f"{FILES}/pkg-5.tar.gz",
    f"{FILES}/pytz-2012b.tar.gz#md5=00",
    f"{FILES}/my-pkg-1rc1.tar.gz",
    f"{FILES}/my-pkg-1.0.post1.zip",
    f"{FILES}/my_pkg-1.0.dev3.tar.bz2",
    f"{FILES}/my.pkg-1.0a1.tar.xz",
    f"{FILES}/pkg-1!2.0.tar.gz",
    f"{FILES}/my-pkg-1.0-1.tgz",
    f"my-pkg @ {FILES}/my_pkg-5.zip",
    f"{FILES}/my-pkg-5.zip#egg=my_pkg",
    f"{FILES}/my-pkg-5.zip#egg=my_pkg&subdirectory=src",
    f"{FILES}/pkg-1.0-src.zip",
    f"{FILES}/pkg-v1.0.zip",
    f"{FILES}/v1.0.zip",
    f"{FILES}/v2.zip",
    f"{FILES}/20240131.zip",
    # folders that name a release
    f"{FILES}/v1.0/b.zip",
    f"{FILES}/pkg@1.2.3/b.zip",
    "https://github.com/a/b/raw/v1.2.3/dist/b.zip",
    # archives of tags
    "https://github.com/a/b/archive/v1.0.tar.gz",
    "https://github.com/a/b/archive/refs/tags/v1.0.zip",
    "https://github.com/a/b/archive/pkg/v1.0.zip",
    "https://codeload.github.com/a/b/zip/refs/tags/1.0",
    "https://codeload.github.com/a/b/tar.gz/v1.0",
    "https://codeload.github.com/a/b/legacy.tar.gz/v1.0",
    "https://codeload.github.com/a/b/legacy.zip/v1.0",
    "https://api.github.com/repos/a/b/tarball/v1.0",
    "https://api.github.com/repos/a/b/zipball/refs/tags/v1.0",
    "https://gitlab.com/a/b/-/archive/v1.0/b-v1.0.tar.gz",
    "https://bitbucket.org/a/b/get/v1.0.zip",
    "https://bitbucket.org/a/b/downloads/b-1.0.tar.gz",
    f"{FILES}/archive/release/pkg-1.0.tar.gz",
    # archives of commits
    *(f"https://github.com/a/b/{word}/{SHA}" for word in ("zipball", "tarball")),
    f"https://codeload.github.com/a/b/zip/{SHA}",
    f"https://github.com/a/b/archive/{SHA}.zip",
    f"https://gitlab.com/a/b/-/archive/{SHA}/b-{SHA}.tar.gz",
    f"https://gitlab.com/a/b/-/archive/{SHA}/b.zip",
    f"https://bitbucket.org/a/b/get/{SHA}.zip",
    *(f"https://git.example.org/a/archive.zip?format=zip&{key}={SHA}" for key in ("ref", "sha", "at", "rev", "commit")),
    "https://gitlab.com/api/v4/projects/1/repository/archive.zip?sha=v1.0",
]
MOVING = [
    *(f"{FILES}/pkg-main{end}" for end in ENDS),
    f"{FILES}/my-pkg-5.tar.gz",
    f"{FILES}/pkg-5.zip",
    f"other @ {FILES}/my-pkg-5.zip",
    f"{FILES}/pkg-a5-py3-none-any.whl",
    f"{FILES}/pkg-five.zip",
    f"{FILES}/pkg-x-py3-none-any.whl",
    f"{FILES}/archive/main.zip",
    f"{FILES}/pkg-latest-py3-none-any.whl",
    f"{FILES}/pkg-main-py3-none-any.whl",
    f"{FILES}/py3-none-any.whl",
    f"{FILES}/pkg.tar.gz",
    f"{FILES}/pkg-main.zip",
    f"{FILES}/pkg-linux-64.zip",  # not the version 64
    f"{FILES}/pkg-x86-64.tar.gz",
    f"{FILES}/my-pkg-5.zip",  # of my, or of my-pkg
    f"{FILES}/pkg-1.x.zip",
    *(f"{FILES}/pkg-1.0-{word}.zip" for word in LAST_WORDS if word != "dev"),  # 1.0-dev is a version
    *(f"{FILES}/1.2.3/pkg-{word}.zip" for word in LAST_WORDS),
    f"{FILES}/1.2.3/latest.zip",
    f"{FILES}/3/b.zip",
    f"{FILES}/v1/main.zip",
    f"{FILES}/v1.2.3",  # no archive
    "https://github.com/o/r/archive/refs/heads/v1.2.3.zip",
    "https://github.com/o/r/archive/heads/v1.2.3.zip",
    "https://github.com/o/r/archive/refs/tags/latest.zip",
    "https://github.com/o/r/archive/refs/pull/3/v1.0.zip",
    "https://github.com/o/r/archive/release/1.2.zip",
    "https://github.com/o/r/archive/feature/1.2.zip",
    "https://github.com/o/r/archive/main.zip",
    "https://github.com/o/r/raw/refs/heads/v1.2/b.zip",
    "https://codeload.github.com/o/r/zip/refs/heads/1.2",
    "https://codeload.github.com/o/r/legacy.zip/refs/heads/1.2",
    "https://api.github.com/repos/o/r/tarball/refs/heads/v1.2.3",
    "https://api.github.com/repos/o/r/zipball/main",
    "https://gitlab.com/o/r/-/archive/main/r-main.tar.gz",
    "https://gitlab.com/o/r/-/archive/release/1.2/r-release-1.2.tar.gz",
    "https://bitbucket.org/o/r/get/main.zip",
    "https://bitbucket.org/o/r/get/1.2.x.zip",
    "https://gitlab.com/api/v4/projects/1/repository/archive.zip?sha=main",
    f"https://gitlab.com/api/v4/projects/1/repository/archive.zip?private={SHA}",
    f"https://git.example.org/a/archive.zip?sha={SHA}&ref=main",
    f"https://github.com/a/b/archive/{SHA[:39]}.zip",
    "pkg @ https://files.example.org/" + "a" * 220 + "-1.0.zip",
]  # fmt: skip


@pytest.mark.parametrize("text", PINNED)
def test_a_file_of_a_release(text: str) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize("text", MOVING)
def test_a_file_that_can_change(text: str) -> None:
    assert rules(text) == ["unpinned-url"]
