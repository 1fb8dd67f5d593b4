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
