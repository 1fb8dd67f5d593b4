"""Requirements that are URLs: files, checkouts, paths of one machine."""

from __future__ import annotations

import pytest

import fakes
from pinning import HASH, NOTHING, SHA, SHA256, found, rules
from support import is_shell


@pytest.mark.parametrize(
    "text",
    [
        f"https://example.org/a.zip#sha256={SHA256}",
        f"https://example.org/a.zip#egg=a&sha384={SHA256}",
        f"x @ https://example.org/latest.zip#sha512={SHA256}",
        f"x @ https://example.org/latest.zip {HASH}",
        "https://example.org/x-1.0-py3-none-any.whl",
        "https://example.org/x-1.0.tar.gz",
        "x @ https://example.org/x-1.0.zip",
        "x @ https://example.org/x-1.0.zip ; python_version < '3.8'",
        "https://github.com/a/b/releases/download/v1.0/b.zip",
        "https://github.com/a/b/archive/v1.0.tar.gz",
        "https://github.com/a/b/archive/refs/tags/1.0.2.zip",
        f"https://github.com/a/b/archive/{SHA}.zip",
        f"https://github.com/a/b/zipball/{SHA}",
        f"git+https://github.com/a/b@{SHA}",
        f"git+ssh://{SHA}@example.org/a/b@{SHA}",  # as CodeCommit has it, which takes the id of a key for the user
        f"git+https://github.com/a/b.git@{SHA}#egg=b",
        f"git+https://github.com/a/b.git@{SHA256}#egg=b&subdirectory=c",
        f"git+ssh://git@github.com/a/b.git@{SHA}",
        f"git+https://${{TOKEN}}@github.com/a/b@{SHA}",
        f"git+https://long-organisation-name-inc@dev.azure.com/a/b/_git/c@{SHA}",
        f"git+https://${{USER}}:${{TOKEN}}@github.com/a/b@{SHA.upper()}#egg=b",
        f"x @ git+https://github.com/a/b@{SHA}",
        f"x[y] @ git+https://github.com/a/b@{SHA} ; python_version < '3.8'",
        f"-e git+https://github.com/a/b@{SHA}#egg=b",
        f"hg+https://example.org/a@{SHA}#egg=a",
        "svn+https://example.org/a@123#egg=a",
        "-e file:.",
    ],
)
def test_pinned(text: str | bytes) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unpinned-url", "https://github.com/a/b/archive/main.zip"),
        ("unpinned-url", "x @ https://github.com/a/b/archive/refs/heads/master.tar.gz"),
        ("unpinned-url", "https://github.com/a/b/zipball/master"),
        ("unpinned-url", "https://github.com/a/b/releases/latest/download/b.whl"),
        ("unpinned-url", "https://example.org/v1/archive/main.zip"),
        ("unpinned-url", "https://github.com/a/b/archive/1.x.zip"),
        ("unpinned-url", "https://example.org/x.zip#md5=" + SHA[:32]),
        ("unpinned-url", f"https://example.org/x.zip#md5={SHA[:32]}&sha256={SHA256}"),  # pip verifies the first alone
        ("unpinned-url", f"https://example.org/x.zip#sha256=&sha256={SHA256}"),
        ("unpinned-url", f"https://example.org/x.zip?a=b&md5={SHA[:32]}#sha256={SHA256}"),
        ("unpinned-vcs", f"git+https://example.org?a/@{SHA}"),  # no path, so no ref
        ("unpinned-url", "https://example.org/x.zip#sha1=" + SHA),
        ("unpinned-url", "https://example.org/"),
        ("unpinned-vcs", "git+https://github.com/a/b"),
        ("unpinned-vcs", "git+https://github.com/a/b.git@main#egg=b"),
        ("unpinned-vcs", "git+ssh://git@github.com/a/b.git"),
        ("unpinned-vcs", "git+https://user@github.com/a/b"),
        ("unpinned-vcs", f"git+https://github.com/a/b@{SHA[:7]}"),
        ("unpinned-vcs", f"git+https://github.com/a/b@{SHA[:39]}"),
        ("unpinned-vcs", "git+https://github.com/a/b@feature/login"),
        ("unpinned-vcs", "x @ git+https://github.com/a/b"),
        ("unpinned-vcs", "-e git+https://github.com/a/b#egg=b"),
        ("unpinned-vcs", "-e git://example.org/a/b#egg=b"),
        ("unpinned-vcs", "-e x@git+https://github.com/a/b"),
        ("unpinned-vcs", f"git+https://github.com/a/b#egg=b@{SHA}"),
        ("unpinned-vcs", "hg+https://example.org/a@default"),
        ("unpinned-vcs", "svn+https://example.org/a"),
        ("unpinned-vcs-tag", "git+https://github.com/a/b@v1.2.3"),
        ("unpinned-vcs-tag", "git+https://github.com/a/b@1.2"),
        ("unpinned-vcs-tag", "git+https://github.com/a/b@release-1.2.3"),
        ("unpinned-vcs-tag", "git+https://github.com/a/b@refs/tags/x"),
        ("unpinned-vcs-tag", "x @ git+ssh://git@github.com/a/b@v1"),
        ("unpinned-variable", "git+https://github.com/a/b@${SHA}"),
        ("unpinned-variable", "git+https://${TOKEN}@github.com/a/b@${SHA}"),
        ("unpinned-variable", "https://example.org/x-${V}.zip"),
        ("unpinned-variable", "https://example.org/x.zip#sha256=${SUM}"),
        ("url-credentials", f"git+https://oauth2:{fakes.PASSWORD}@github.com/a/b@{SHA}"),
        ("url-credentials", f"git+https://{fakes.GITHUB}@github.com/a/b@main"),
        ("url-credentials", f"x @ https://reader:{fakes.PASSWORD}@example.org/x-1.0.tar.gz#sha256={SHA256}"),
        ("url-credentials", f"https://reader:{fakes.PASSWORD}@example.org/x-1.0.zip --hash=sha256:{SHA256}"),
        ("url-credentials", f"-e git+https://reader:{fakes.PASSWORD}@example.org/x@{SHA}#egg=x"),
        ("local-build-path", "x @ file:///croot/x_1650000000000/work"),
        ("local-build-path", "x @ file:///home/conda/feedstock_root/build_artifacts/x_1/work"),
        ("local-build-path", "x @ file:///C:/ci/x_1/work"),
        ("local-build-path", "-e file:///home/me/x"),
        ("local-build-path", "file:///home/me/x-1.0.tar.gz"),
        ("invalid-requirement", "-e https://example.org/x-1.0.zip"),
        ("invalid-requirement", f"-e git+https://github.com/a/b@{SHA}"),
        ("invalid-requirement", "git://example.org/a/b"),
        ("invalid-requirement", f"git+git@github.com:a/b@{SHA}"),
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule.id == rule
    if isinstance(text, str):  # a baseline knows a finding by its message, so that holds no line number
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        pytest.param(
            "a @ git+https://h.example/o/a.git@v1.2", "git ls-remote https://h.example/o/a.git v1.2", id="tag"
        ),
        pytest.param("a @ git+ssh://git@h.example/o/a@main", "git ls-remote ssh://git@h.example/o/a main", id="ssh"),
        pytest.param("a @ git+https://h.example/o/a", "git ls-remote https://h.example/o/a HEAD", id="no-ref"),
        pytest.param(
            "git+https://h.example/o/a@it's#egg=a", "git ls-remote https://h.example/o/a 'it'\"'\"'s'", id="quoted"
        ),
        pytest.param(
            "a @ hg+https://h.example/a@tip", "hg identify --debug --id --rev tip https://h.example/a", id="hg"
        ),
        pytest.param("a @ git+https://${TOKEN}@h.example/o/a@main", "git ls-remote URL REF", id="variable"),
        pytest.param(f"a @ git+https://h.example/{fakes.GITHUB}/a@main", "git ls-remote URL REF", id="secret"),
    ],
)
def test_the_command_that_prints_the_commit_has_url_and_ref(line: str, command: str) -> None:
    (finding,) = found({"requirements.txt": line})
    assert finding.note == f"Write the whole commit ID after the @: `{command}` prints it."
    assert is_shell(command)


def test_a_short_commit_id_is_looked_up_in_a_clone() -> None:
    """A server lists branches and tags: `git ls-remote` prints nothing for the ID of a commit."""
    (finding,) = found({"requirements.txt": "a @ git+https://h.example/o/a@0a1b2c3"})
    assert finding.note == "Write the whole commit ID after the @: `git rev-parse 0a1b2c3` prints it in a clone."
    (finding,) = found({"requirements.txt": "a @ hg+https://h.example/o/a@0a1b2c3"})
    assert "`hg identify --debug --id --rev 0a1b2c3 https://h.example/o/a` prints it." in finding.note


# pip's vcs/: for each tool, how it is reached
TRANSPORTS = {
    "git": ("http", "https", "ssh", "git", "file"),
    "hg": ("file", "http", "https", "ssh", "static-http"),
    "svn": ("ssh", "http", "https", "svn", "file"),
    "bzr": ("http", "https", "ssh", "sftp", "ftp", "lp", "file"),
}
REVISIONS = {"git": SHA, "hg": SHA, "svn": "12", "bzr": "12"}


@pytest.mark.parametrize(("vcs", "transport"), [(vcs, each) for vcs, names in TRANSPORTS.items() for each in names])
def test_each_way_to_a_checkout(vcs: str, transport: str) -> None:
    url = f"{vcs}+{transport}://example.org/a"
    for text in (url, f"x @ {url}", f"-e {url}#egg=x", f"-e x@{url}"):
        assert rules(text) == ["unpinned-vcs"], text
        assert rules(text.replace("example.org/a", f"example.org/a@{REVISIONS[vcs]}")) == NOTHING
    assert rules(f"{vcs}+{transport}x://example.org/a") == ["invalid-requirement"]


@pytest.mark.parametrize(
    ("vcs", "ref", "is_pinned"),
    [
        ("git", SHA, True),
        ("hg", SHA, True),
        ("svn", SHA, False),
        ("bzr", SHA, False),
        ("git", "12", False),
        ("hg", "12", False),
        ("svn", "12", True),
        ("bzr", "12", True),
        ("svn", "trunk", False),
        ("svn", "1.2", False),
    ],
)
def test_a_whole_revision_of_each_tool(vcs: str, ref: str, *, is_pinned: bool) -> None:
    assert (rules(f"{vcs}+https://example.org/a@{ref}#egg=a") == NOTHING) == is_pinned


@pytest.mark.parametrize(
    ("vcs", "words"),
    [("git", "commit ID"), ("hg", "commit ID"), ("svn", "revision's number"), ("bzr", "revision's number")],
)
def test_the_note_on_a_checkout(vcs: str, words: str) -> None:
    (finding,) = found({"requirements.txt": f"{vcs}+https://example.org/a"})
    assert words in finding.note


@pytest.mark.parametrize("scheme", ["http", "https", "ftp"])
def test_each_scheme_of_a_file(scheme: str) -> None:
    for text in (f"{scheme}://example.org/main.zip", f"x @ {scheme}://example.org/main.zip"):
        assert rules(text) == ["unpinned-url"]


@pytest.mark.parametrize(
    ("scheme", "whole"),
    [("git", "https"), ("ssh", "ssh"), ("hg", "hg"), ("bzr", "bzr"), ("sftp", "sftp"), ("svn", "svn")],
)
def test_a_checkout_without_its_tool(scheme: str, whole: str) -> None:
    (finding,) = found({"requirements.txt": f"{scheme}://example.org/a"})
    assert (finding.rule.id, f"Write git+{whole}://" in finding.note) == ("invalid-requirement", True)


@pytest.mark.parametrize(
    ("algorithm", "is_strong"),
    [("sha512", True), ("sha384", True), ("sha256", True), ("sha224", False), ("sha1", False), ("md5", False)],
)
def test_the_first_hash_of_a_url_counts(algorithm: str, *, is_strong: bool) -> None:
    for mark in ("#", "?a=b&", "#egg=x&"):
        assert (rules(f"https://example.org/x.zip{mark}{algorithm}={SHA256}") == NOTHING) == is_strong
    other = "md5" if is_strong else "sha256"
    assert (rules(f"https://example.org/x.zip#{algorithm}={SHA256}&{other}={SHA256}") == NOTHING) == is_strong
    assert (rules(f"https://example.org/x.zip#{algorithm}&{other}={SHA256}") == NOTHING) != is_strong  # no digest


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [("a.b-c_d", True), ("a b", False), ("ä", False), ("x[y]", True), ("x==0.5.6", True), ("x>=1", True)],
)
def test_the_name_of_an_egg_is_shown_if_it_is_one(name: str, *, is_shown: bool) -> None:
    (finding,) = found({"requirements.txt": f"git+https://example.org/a#egg={name}"})
    shown = name[:1] if name[0] == "x" else name if is_shown else "this"
    assert finding.message.startswith(f"{shown} has no ref")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("git+https://example.org/a@main", "this has a branch"),
        ("x @ git+https://example.org/a@main", "x has a branch"),
        ("git+https://example.org/a@v1.2", "this has a tag"),
        (f"git+https://example.org/a@{SHA[:8]}", "this has a short commit ID"),
        ("git+https://example.org/a@", "this has no ref"),
        ("https://example.org/main.zip", "this has a URL"),
        ("x @ https://example.org/main.zip", "x has a URL"),
        ("git+https://example.org/a@${X}", "this depends on an environment variable for its ref"),
        ("x @ file:///a/b", "x is a path that exists only"),
        ("x @ file://localhost/a/b", "x is a path that exists only"),
    ],
)
def test_the_message_on_a_url(text: str, words: str) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.message.startswith(words)


@pytest.mark.parametrize(
    ("text", "is_login"), [("ssh://me", False), ("ssh://me:@PASSWORD@", True), ("https://@GITHUB@", True)]
)
def test_a_login_in_the_url_of_a_checkout(text: str, *, is_login: bool) -> None:
    text = text.replace("@PASSWORD@", fakes.PASSWORD).replace("@GITHUB@", fakes.GITHUB)
    assert rules(f"git+{text}@example.org/a@{SHA}") == ["url-credentials"] * is_login
