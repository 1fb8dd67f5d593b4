from __future__ import annotations

import os
from pathlib import Path

import pytest

import fakes
from backend_standards.core import Finding
from backend_standards.dependencies import requirements
from backend_standards.dependencies.installs import Policy
from backend_standards.require_pinned_requirements import check, main
from support import Repository

SHA = fakes.text(fakes.HEX, 40).replace("0", "a")
SHA256 = fakes.HEX64
HASH = f"--hash=sha256:{SHA256}"
NOTHING: list[str] = []


def found(files: dict[str, str | bytes], *given: str, policy: Policy | None = None) -> list[Finding]:
    """Return the findings of some of the files, by default of the first one; the others are there to be included."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def read(path: str) -> tuple[str, bytes] | None:
        return (path, contents[path]) if path in contents else None

    names = given or (next(iter(files)),)
    findings = check([(name, contents[name]) for name in names], policy or Policy(), read)
    return sorted(findings, key=lambda each: (each.path, each.line, each.column))


def places(findings: list[Finding]) -> list[str]:
    return [f"{each.path}:{each.line}: {each.rule}" for each in findings]


def rules(text: str | bytes, policy: Policy | None = None, name: str = "requirements.txt") -> list[str]:
    return [each.rule for each in found({name: text}, policy=policy)]


PINNED = [
    "x==1.2.3",
    "x==1",
    "x===1.2.3",
    "x===1.0-custom",
    "x == 1.2.3",
    "x==\t1.2.3",
    "X_y.Z-1==1.0",
    "x[a]==1.0",
    "x[a,b]==1.0",
    "x [a, b] == 1.0",
    "x[]==1.0",
    "x==1.0 ; python_version < '3.8'",
    'x==1.0;python_version<"3.8"',
    'x==1.0 ; python_version >= "3.8" and sys_platform == "linux" or os_name == "nt"',
    'x==1.0 ; (python_version >= "3.8" and extra == "test")',
    'x==1.0 ; platform_system != "Windows" and "arm" in platform_machine',
    "x==1!2.0",
    "x==1.0+cu118",
    "x==1.0+ubuntu.1",
    "x==1.0rc1",
    "x==1.0.0a1",
    "x==1.0b2.post3.dev4",
    "x==1.0.post1",
    "x==1.0.dev1",
    "x==1.0-1",
    "x==v1.0",
    "x==1.0.RC1",
    "x(==1.0)",
    "x (==1.0)",
    "x==1.0,",
    "x==1.0,!=1.1",
    "x>=0.9,==1.0",
    "x==1.0,==1.*",
    "x==2024.10.1",
    "x==1.0;",
    f"x==1.0 {HASH}",
    f"x==1.0 --hash sha256:{SHA256}",
    f"x==1.0 --hash=sha512:{SHA256}{SHA256} {HASH}",
    f"x==1.0 \\\n    {HASH} \\\n    {HASH}",
    "x==1.0 --config-settings=a=b",
    'x==1.0 --config-settings "a=b c"',
    "x==1.0 -C a=b",
    "x==1.0 # a comment",
    "x==1.0\t# a comment",
    "# a comment",
    "   # a comment",
    "# x>=1 \\\ny==1.0",
    "",
    "\n\n",
    "x==1.0\r\ny==2.0\r\n",
    "x==1.0\ry==2.0",
    "x==1.0\x0cy==2.0",
    "x==\\\n1.0",
    "x==1.0 # a \\\n\ny==1.0",
    "x==1.0 # a \\\n# b\ny==1.0",
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
    f"-e 'x @ git+https://github.com/a/b@{SHA}'",
    f"hg+https://example.org/a@{SHA}#egg=a",
    "svn+https://example.org/a@123#egg=a",
    ".",
    "./lib",
    "../lib",
    "./lib[dev]",
    ".[dev]",
    "lib/sub",
    "-e .",
    "-e.",
    "-e .[dev]",
    "-e ./lib",
    "-e lib",
    "--editable=.",
    "--editable ./lib",
    "-e file:.",
    "./wheels/x-1.0-py3-none-any.whl",
    "wheels/x.tar.gz",
    "x-1.0.tar.gz",
    "--index-url https://example.org/simple",
    "-i https://example.org/simple",
    "--index-url=https://${USER}:${PASSWORD}@example.org/simple",
    "--extra-index-url https://example.org/simple",
    "--index-url http://localhost:3141/simple",
    "--index-url https://reader@example.org/simple",
    "-f ./wheels",
    "--find-links=https://example.org/wheels",
    "--no-binary :all:\n--only-binary=x\n--prefer-binary\n--pre\n--no-index",
    "--trusted-host localhost",
    "--use-feature=fast-deps",
    b"\xef\xbb\xbfx==1.0",
    "x==1.0".encode("utf-16"),
    b"\xfe\xff" + "x==1.0".encode("utf-16-be"),
    "x==1.0".encode("utf-32"),
    b"\x00\x00\xfe\xff" + "x==1.0".encode("utf-32-be"),
    "# -*- coding: latin-1 -*-\nx==1.0 # \xe9".encode("latin-1"),
    "x==1.0 # \xe9",
]


@pytest.mark.parametrize("text", PINNED)
def test_pinned(text: str | bytes) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unpinned-bare", "x"),
        ("unpinned-bare", "x[a]"),
        ("unpinned-bare", "x ; python_version < '3.8'"),
        ("unpinned-bare", "x # ==1.0"),
        ("unpinned-bare", "x()"),
        ("unpinned-bare", "latest"),
        ("unpinned-range", "x>=1.0"),
        ("unpinned-range", "x<1.0"),
        ("unpinned-range", "x~=1.0"),
        ("unpinned-range", "x!=1.0"),
        ("unpinned-range", "x!=1.*"),
        ("unpinned-range", "x>=1.0,<2.0"),
        ("unpinned-range", "x<=1.0"),
        ("unpinned-range", "x[a]>1.0;os_name=='nt'"),
        ("unpinned-range", f"x>=1.0 {HASH}"),
        ("unpinned-range", "x>=1 \\\n  ,<2"),
        ("unpinned-range", "\tx>=1"),
        ("unpinned-wildcard", "x==1.*"),
        ("unpinned-wildcard", "x[a]==1.2.* ; python_version < '3.8'"),
        ("unpinned-wildcard", "x==1.*,>=1.1"),
        ("unpinned-wildcard", "x==*"),
        ("unpinned-wildcard", "x = *"),
        ("unpinned-latest", "x==latest"),
        ("unpinned-latest", "x@latest"),
        ("unpinned-latest", "x @ latest"),
        ("unpinned-latest", "x===latest"),
        ("unpinned-latest", "x latest"),
        ("unpinned-latest", "x=latest"),
        ("unpinned-latest", "x:latest"),
        ("unpinned-latest", "x == Latest"),
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
        ("unpinned-variable", "x==${V}"),
        ("unpinned-variable", "x==1.${MINOR}"),
        ("unpinned-variable", "${NAME}==1.0"),
        ("unpinned-variable", "git+https://github.com/a/b@${SHA}"),
        ("unpinned-variable", "git+https://${TOKEN}@github.com/a/b@${SHA}"),
        ("unpinned-variable", "x @ ${URL}"),
        ("unpinned-variable", "https://example.org/x-${V}.zip"),
        ("unpinned-variable", "https://example.org/x.zip#sha256=${SUM}"),
        ("unpinned-variable", "-e ${HOME}/x"),
        ("unpinned-variable", "x==1.0 ; python_version < '${V}'"),
        ("unpinned-variable", "-r ${DIR}/x.txt"),
        ("url-credentials", f"git+https://oauth2:{fakes.PASSWORD}@github.com/a/b@{SHA}"),
        ("url-credentials", f"git+https://{fakes.GITHUB}@github.com/a/b@main"),
        ("url-credentials", f"x @ https://reader:{fakes.PASSWORD}@example.org/x-1.0.tar.gz#sha256={SHA256}"),
        ("url-credentials", f"https://reader:{fakes.PASSWORD}@example.org/x-1.0.zip --hash=sha256:{SHA256}"),
        ("url-credentials", f"-e git+https://reader:{fakes.PASSWORD}@example.org/x@{SHA}#egg=x"),
        ("invalid-requirement", fakes.GITHUB),
        ("invalid-requirement", f"{fakes.GITHUB}>=1.0"),
        ("local-build-path", "x @ file:///croot/x_1650000000000/work"),
        ("local-build-path", "x @ file:///home/conda/feedstock_root/build_artifacts/x_1/work"),
        ("local-build-path", "x @ file:///C:/ci/x_1/work"),
        ("local-build-path", "-e /home/me/x"),
        ("local-build-path", "/home/me/x"),
        ("local-build-path", "C:\\work\\x"),
        ("local-build-path", "-e file:///home/me/x"),
        ("local-build-path", "file:///home/me/x-1.0.tar.gz"),
        ("invalid-requirement", "x==1.0-custom"),
        ("invalid-requirement", "x=1.0"),
        ("invalid-requirement", "x==1.0#c"),
        ("invalid-requirement", "- x"),
        ("invalid-requirement", "x 1.0"),
        ("invalid-requirement", "x==1.0 y==1.0"),
        ("invalid-requirement", "x^1.0"),
        ("invalid-requirement", "x = '^1.0'"),
        ("invalid-requirement", "x=="),
        ("invalid-requirement", "x==1..0"),
        ("invalid-requirement", "x>=${lower}"),
        ("invalid-requirement", "x==$V"),
        ("invalid-requirement", "x=={{ version }}"),
        ("invalid-requirement", "'x==1.0'"),
        ("invalid-requirement", "pip install x==1.0"),
        ("invalid-requirement", "<<<<<<< HEAD"),
        ("invalid-requirement", "======="),
        ("invalid-requirement", "Some words about it"),
        ("invalid-requirement", ".. module:: requirements"),
        ("invalid-requirement", "x{% endif %}"),
        ("invalid-requirement", "x==1.0 ; python < '3'"),
        ("invalid-requirement", "x==1.0 ; python_version < 3"),
        ("invalid-requirement", "x==1.0 -e ."),
        ("invalid-requirement", "x==1.0 --pre"),
        ("invalid-requirement", "x==1.0 --no-such-option"),
        ("invalid-requirement", "x==1.0 --hash=abc"),
        ("invalid-requirement", "x==1.0 --hash"),
        ("invalid-requirement", f"x==1.0\t{HASH}"),
        ("invalid-requirement", "x==1.0 --config-settings a"),
        ("invalid-requirement", HASH),
        ("invalid-requirement", "--no-such-option"),
        ("invalid-requirement", "--pre=1"),
        ("invalid-requirement", "--re x"),
        ("invalid-requirement", "-x"),
        ("invalid-requirement", "-r"),
        ("invalid-requirement", "-e 'x"),
        ("invalid-requirement", "--pre x"),
        ("invalid-requirement", "-e . -e ./lib"),
        ("invalid-requirement", "-e x==1.0"),
        ("invalid-requirement", "-e https://example.org/x-1.0.zip"),
        ("invalid-requirement", f"-e git+https://github.com/a/b@{SHA}"),
        ("invalid-requirement", "git://example.org/a/b"),
        ("invalid-requirement", f"git+git@github.com:a/b@{SHA}"),
        ("invalid-requirement", "x @ lib"),
        ("invalid-requirement", "x==1.0.zip"),
        ("invalid-requirement", "x==1.0".encode("utf-16-le")),
        ("invalid-requirement", b"\xff\xfex"),
        ("invalid-requirement", b"x==1.0 # \xe9"),
        ("invalid-requirement", b"# coding: nothing\nx==1.0"),
        ("invalid-requirement", b"# coding: rot13\nx==1.0"),
        ("weak-hash", "x==1.0 --hash=md5:" + SHA[:32]),
        ("weak-hash", "x==1.0 --hash=sha1:" + SHA),
        ("swallowed-line", "x==1.0 # note \\\ny==1.0"),
        ("swallowed-line", "x==1.0 # note \\\n\\\ny"),
        ("remote-include", "-r https://example.org/x.txt"),
        ("remote-include", "-c https://example.org/x.txt"),
        ("remote-include", "-r file:///x.txt"),
        ("missing-include", "-r x.txt"),
        ("missing-include", "-c x.txt"),
        ("conflicting-pins", "x==1.0\nX==2.0"),
        ("conflicting-pins", "x_y==1.0\nx-y[a]==1.1"),
        ("conflicting-pins", "x==1.0,==2.0"),
        ("index-credentials", f"--index-url https://reader:{fakes.PASSWORD}@example.org/simple"),
        ("index-credentials", f"-ihttps://reader:{fakes.PASSWORD}@example.org/simple"),
        ("index-credentials", f"--extra-index-url=https://{fakes.RANDOM32}@example.org/simple"),
        ("index-credentials", f"--find-links https://:{fakes.PASSWORD}@example.org/simple"),
        ("trusted-host", "--trusted-host example.org"),
        ("trusted-host", "--trusted-host=example.org:8080"),
        ("insecure-index", "--index-url http://example.org/simple"),
        ("insecure-index", "--extra-index-url HTTP://example.org/simple"),
        ("insecure-index", "-f http://example.org/wheels"),
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule == rule
    if isinstance(text, str):  # a baseline knows it by its message, which holds no line number therefore
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


@pytest.mark.parametrize(
    ("files", "given", "expected"),
    [
        pytest.param({"a.txt": "-r b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="in the included file"),
        pytest.param({"a.txt": "-rb.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="without a blank"),
        pytest.param({"a.txt": "--requirement=b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="long, with ="),
        pytest.param({"a.txt": "--requirement b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="long"),
        pytest.param({"a.txt": "--requ b.txt", "b.txt": "x"}, [], ["a.txt:1: invalid-requirement"], id="too short"),
        pytest.param({"a.txt": "--requirem b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="shortened"),
        pytest.param({"a.txt": "-r=b.txt", "b.txt": "x"}, [], ["a.txt:1: missing-include"], id="a file called =b.txt"),
        pytest.param({"a.txt": "-r 'b c.txt'", "b c.txt": "x"}, [], ["b c.txt:1: unpinned-bare"], id="in quotes"),
        pytest.param({"a.txt": "-r b.txt", "b.txt": "x"}, ["a.txt", "b.txt"], ["b.txt:1: unpinned-bare"], id="once"),
        pytest.param({"d/a.txt": "-r ../b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="relative to it"),
        pytest.param({"d/a.txt": "-r b.txt", "b.txt": "x"}, [], ["d/a.txt:1: missing-include"], id="not to the folder"),
        pytest.param(
            {"a.txt": "-r d/b.txt", "d/b.txt": "\n-r e/c.txt", "d/e/c.txt": "x==1\ny"}, [], ["d/e/c.txt:2: unpinned-bare"],
            id="nested",
        ),
        pytest.param({"a.txt": "-r d/b.txt", "d/b.txt": "-r c.txt"}, [], ["d/b.txt:1: missing-include"], id="nested missing"),
        pytest.param({"a.txt": "-r a.txt\nx"}, [], ["a.txt:2: unpinned-bare"], id="itself"),
        pytest.param(
            {"a.txt": "-r b.txt", "b.txt": "-r a.txt\nx"}, ["a.txt", "b.txt"], ["b.txt:2: unpinned-bare"], id="a cycle"
        ),
        pytest.param({"a.txt": "-r b.txt\n-r b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="repeated"),
        pytest.param({"a.txt": "-r b.txt -r c.txt", "b.txt": "", "c.txt": "x"}, [], ["a.txt:1: invalid-requirement"], id="two"),
        pytest.param(
            {"a.txt": "-c c.txt -r b.txt", "b.txt": "x", "c.txt": "x==1"}, [],
            ["a.txt:1: invalid-requirement", "b.txt:1: unpinned-bare"], id="of -c and -r the latter",
        ),
        pytest.param({"a.txt": "x==1 -r b.txt", "b.txt": "y"}, [], ["a.txt:1: invalid-requirement"], id="behind a name"),
        pytest.param({"a.txt": "x\n-c c.txt", "c.txt": "x==1"}, [], [], id="a constraint pins a bare name"),
        pytest.param({"a.txt": "X_y\n-cc.txt", "c.txt": "x-Y==1"}, [], [], id="in any spelling"),
        pytest.param({"a.txt": "x>=1\n--constraint=c.txt", "c.txt": "x==1.2"}, [], [], id="a range"),
        pytest.param({"a.txt": "x==1.*\n-c c.txt", "c.txt": "x==1.2"}, [], [], id="a wildcard"),
        pytest.param({"a.txt": "x[e]\n-c c.txt", "c.txt": "x==1.2"}, [], [], id="with extras"),
        pytest.param({"a.txt": "x==1\n-c c.txt", "c.txt": "x==1.0"}, [], [], id="the same pin"),
        pytest.param({"a.txt": "x\n-c c.txt", "c.txt": "x>=1\ny"}, [], ["a.txt:1: unpinned-bare"], id="a constraint that pins not"),
        pytest.param({"a.txt": "x\n-c c.txt", "c.txt": "x==1.*"}, [], ["a.txt:1: unpinned-bare"], id="a wildcard pins not"),
        pytest.param({"a.txt": "x>=2\n-c c.txt", "c.txt": "x==1"}, [], ["a.txt:1: conflicting-pins"], id="a range without it"),
        pytest.param({"a.txt": "x==2\n-c c.txt", "c.txt": "x==1"}, [], ["a.txt:1: conflicting-pins"], id="another pin"),
        pytest.param(
            {"a.txt": "x\n-c c.txt", "c.txt": "x==1; os_name=='nt'"}, [], ["a.txt:1: unpinned-bare"], id="on one system alone"
        ),
        pytest.param(
            {"a.txt": "x; os_name=='nt'\n-c c.txt", "c.txt": "x==1; os_name=='nt'"}, [], [], id="with the same marker"
        ),
        pytest.param(
            {"a.txt": "x\n-c c.txt", "c.txt": "x==1; os_name=='nt'\nx==2; os_name!='nt'"}, [], [], id="on every system"
        ),
        pytest.param({"a.txt": "-c c.txt\n-r b.txt", "b.txt": "x", "c.txt": "x==1"}, [], [], id="of an included file"),
        pytest.param(
            {"a.txt": "-c c.txt\n-r b.txt", "b.txt": "x", "c.txt": "x==1"}, ["a.txt", "b.txt"], ["b.txt:1: unpinned-bare"],
            id="not of the same file by itself",
        ),
        pytest.param({"a.txt": "-r b.txt\nx", "b.txt": "-c c.txt", "c.txt": "x==1"}, [], [], id="from an included file"),
        pytest.param({"a.txt": "x==1\n-c c.txt", "c.txt": "y\nz>=1\n!!\n-e ."}, [], [], id="lines of -c are no findings"),
        pytest.param({"a.txt": "-c c.txt", "c.txt": "-r b.txt", "b.txt": "x"}, [], ["b.txt:1: unpinned-bare"], id="-r below -c"),
        pytest.param({"a.txt": "x\n-c https://example.org/c"}, [], ["a.txt:1: unpinned-bare", "a.txt:2: remote-include"], id="remote -c"),
        pytest.param({"constraints.txt": "x\ny>=1\nz==1.*\nw==1"}, [], [], id="constraints by themselves"),
        pytest.param({"d/upper-constraints.txt": "x"}, [], [], id="of that kind"),
        pytest.param({"constraints.txt": "x=1"}, [], ["constraints.txt:1: invalid-requirement"], id="an unreadable one"),
        pytest.param({"constraints.txt": "-e ."}, [], ["constraints.txt:1: invalid-requirement"], id="an editable one"),
        pytest.param({"constraints.txt": "x[a]==1"}, [], [], id="one with extras, which uv reads"),
        pytest.param({"constraints.txt": "x==latest"}, [], ["constraints.txt:1: unpinned-latest"], id="latest"),
        pytest.param(
            {"constraints.txt": "--trusted-host=example.org"}, [], ["constraints.txt:1: trusted-host"], id="options of constraints"
        ),
        pytest.param({"a.txt": "-r constraints.txt", "constraints.txt": "x"}, [], ["constraints.txt:1: unpinned-bare"], id="as -r"),
        pytest.param({"a.txt": "x==1\n-r b.txt", "b.txt": "x==2"}, [], ["b.txt:1: conflicting-pins"], id="conflict of two files"),
        pytest.param({"a.txt": "x==1.0\nx==1"}, [], [], id="equal versions"),
        pytest.param({"a.txt": "x==1\nx==1.0+cpu"}, [], [], id="a local version of the same"),
        pytest.param({"a.txt": "x==1.0+cu1\nx==1.0+cpu"}, [], ["a.txt:2: conflicting-pins"], id="two local versions"),
        pytest.param(
            {"a.txt": "x==1;os_name=='nt'\nx==2 ; os_name == \"nt\""}, [], ["a.txt:2: conflicting-pins"], id="one marker, written twice"
        ),
        pytest.param(
            {"a.txt": "x; os_name=='nt'\n-c c.txt", "c.txt": "x==1 ; os_name == \"nt\""}, [], [], id="the marker of a constraint"
        ),
        pytest.param({"a.txt": "x==1; os_name=='nt'\nx==2; os_name!='nt'"}, [], [], id="versions under markers"),
        pytest.param({"a.txt": "x==1", "b.txt": "x==2"}, ["a.txt", "b.txt"], [], id="two installs"),
        pytest.param({"a.txt": f"x==1 {HASH}\ny==1"}, [], ["a.txt:2: missing-hash"], id="one has a hash"),
        pytest.param({"a.txt": f"x==1 {HASH}\n-e ."}, [], ["a.txt:2: missing-hash"], id="no hash of a folder"),
        pytest.param(
            {"a.txt": f"x==1 {HASH}\ngit+https://github.com/a/b@{SHA}"}, [], ["a.txt:2: missing-hash"], id="nor of a checkout"
        ),
        pytest.param({"a.txt": f"x==1 {HASH}\n-r b.txt", "b.txt": "y==1"}, [], ["b.txt:1: missing-hash"], id="in all files"),
        pytest.param({"a.txt": "--require-hashes\nx==1"}, [], ["a.txt:2: missing-hash"], id="asked for in the file"),
        pytest.param({"a.txt": f"--no-require-hashes\nx==1 {HASH}\ny==1"}, [], [], id="hashes for some"),
        pytest.param({"a.txt": f"x==1\n-c c.txt\ny==1 {HASH}", "c.txt": f"x==1 {HASH}"}, [], [], id="the constraint's hash"),
        pytest.param(
            {"a.txt": f"x==1 {HASH}\nhttps://example.org/y.zip#sha256={SHA256}"}, [], [], id="the URL's hash"
        ),
    ],
)  # fmt: skip
def test_installs(files: dict[str, str | bytes], given: list[str], expected: list[str]) -> None:
    assert places(found(files, *given)) == expected


def test_prose_is_one_finding() -> None:
    text = "Constraints\n===========\n\n" + "Words of the manual, (some) of them.\n" * 20 + "index\n"
    (finding,) = found({"docs/constraints.txt": text})
    assert (finding.rule, finding.line) == ("invalid-requirement", 0)
    assert finding.fix.endswith(r"exclude: ^docs/constraints\.txt$")
    pins = "".join(f"x{number}==1.0\n" for number in range(40))
    assert len(found({"requirements.txt": pins + "x=1.0\n" * 20})) == 20


@pytest.mark.parametrize(
    ("policy", "text", "expected"),
    [
        pytest.param(Policy(["X.y"]), "x_y\nx-y>=1\nz", ["3: unpinned-bare"], id="allow"),
        pytest.param(Policy(["b"]), "git+https://github.com/a/b#egg=b", [], id="allow a checkout"),
        pytest.param(Policy(["x"]), "x=1.0", ["1: invalid-requirement"], id="but nothing else"),
        pytest.param(Policy(require_hashes=True), f"x==1\ny==1 {HASH}", ["1: missing-hash"], id="require hashes"),
        pytest.param(
            Policy(require_hashes=True), "https://example.org/x-1.0.zip", ["1: missing-hash"], id="of a URL with a version"
        ),
        pytest.param(Policy(require_hashes=True), "x", ["1: unpinned-bare"], id="one finding a line"),
        pytest.param(
            Policy(forbid_extra_index=True), "--extra-index-url https://example.org", ["1: extra-index"], id="extra index"
        ),
    ],
)  # fmt: skip
def test_policy(policy: Policy, text: str, expected: list[str]) -> None:
    findings = found({"requirements.txt": text}, policy=policy)
    assert [f"{each.line}: {each.rule}" for each in findings] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x>=1  # standards: ignore[unpinned-range] why", [], id="one line"),
        pytest.param("x>=1 \\\n ,<2  # standards: ignore[unpinned-range] why", [], id="at the end of a continued line"),
        pytest.param("x>=1 \\\n # standards: ignore[unpinned-range] why\ny==1", [], id="a comment that ends it"),
        pytest.param("x==1 # standards: ignore[swallowed-line] why \\\ny==1", [], id="on the first line"),
        pytest.param("x>=1\n# standards: ignore[unpinned-range] why", ["1: unpinned-range", "2: unused-ignore"], id="below"),
        pytest.param("x>=1 # standards: ignore[unpinned-bare] why", ["1: unpinned-range", "1: unused-ignore"], id="another rule"),
        pytest.param("x>=1 # standards: ignore[unpinned-range]", ["1: ignore-without-reason"], id="no reason"),
    ],
)  # fmt: skip
def test_ignores(text: str, expected: list[str]) -> None:
    findings = found({"requirements.txt": text})
    assert sorted(f"{each.line}: {each.rule}" for each in findings) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_ignores_in_any_encoding(encoding: str) -> None:
    assert rules("x>=1 # standards: ignore[unpinned-range] why\r\ny".encode(encoding)) == ["unpinned-bare"]


def test_an_ignore_of_an_included_file_may_be_for_another_install() -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "-c c.txt\n-r b.txt",
        "b.txt": "x # standards: ignore[unpinned-bare] why",
        "c.txt": "x==1",
    }
    assert places(found(files)) == []
    assert places(found(files, "b.txt")) == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param("x==1\n\n  y", 3, 3, id="indented"),
        pytest.param("# a\r\n\ty>=1", 2, 2, id="a tab"),
        pytest.param("x==1\ry", 2, 1, id="carriage returns"),
        pytest.param("x==1\x0cy", 1, 6, id="what parts lines for pip alone"),
        pytest.param("x==1\n \\\n \\\n y", 2, 2, id="the first of a continued line"),
        pytest.param("-e git+https://example.org/x#egg=x", 1, 4, id="an option's value"),
    ],
)
def test_place(text: str, line: int, column: int) -> None:
    (finding,) = found({"requirements.txt": text})
    assert (finding.line, finding.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("x[b,a]>=1 ; os_name=='nt'", "write x[a,b]==VERSION ; os_name=='nt', with the version"),
        ("x=1.0", "write x==1.0"),
        ("x 1.0", "write x==1.0"),
        ("x==1.0-custom", "write x==1.0+custom for a local version, or x===1.0-custom"),
        ("x==1.0#c", "write x==1.0  #"),
        ("- x", "leave the dash out"),
        ("x==2\n-c c.txt", "x==1"),
    ],
)
def test_fix(text: str, fix: str) -> None:
    (finding,) = found({"requirements.txt": text, "c.txt": "x==1"})
    assert fix in finding.fix


def test_fix_of_a_path_from_the_wrong_folder() -> None:
    (finding,) = found({"d/e/a.txt": "-r d/f/b.txt", "d/f/b.txt": ""})
    assert finding.fix.startswith("write ../f/b.txt: ")


@pytest.mark.parametrize("option", ["--index-url", "--extra-index-url", "--find-links"])
def test_no_credential_is_shown(option: str) -> None:
    text = f"{option} https://reader:{fakes.PASSWORD}@example.org/simple"
    (finding,) = found({"requirements.txt": text})
    shown = finding.message + finding.fix + finding.exception + finding.source
    assert fakes.PASSWORD[:6] not in shown
    assert option in shown


def test_exception_names_the_line_that_may_hold_it() -> None:
    one, two = found({"requirements.txt": "x>=1\ny>=1 \\\n,<2"})
    assert one.exception == (
        'at the end of the line: # standards: ignore[unpinned-range] reason; or in this hook\'s args: "--allow=x"'
    )
    assert two.exception.startswith("at the end of line 3: # standards")


@pytest.mark.parametrize("text", ["x==1.0", "x[a]==1.0 ; os_name == 'nt'", "x==1.0rc1.post1.dev2", "x==1!1.0+a.b1"])
def test_plain_lines_need_no_parser(text: str) -> None:
    found_plain = requirements.plain(text)
    assert found_plain
    assert found_plain.name == "x"


# --- main -------------------------------------------------------------------------------------------


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("requirements.txt", "x==1.0\n")
    assert main(["--", "requirements.txt"]) == 0
    repository.add("requirements.txt", "x==1.0\ny\n")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("requirements.txt:2:1: unpinned-bare: y: ")
    assert main(["--allow=y", "--", "requirements.txt"]) == 0
    assert main(["--require-hashes", "--", "requirements.txt"]) == 1
    assert main(["--", "nowhere.txt"]) == 2
    assert main([]) == 0


def test_main_judges_what_is_staged(repository: Repository) -> None:
    repository.add("requirements.txt", "x==1.0\n-r base.txt\n")
    repository.add("base.txt", "y==1.0\n")
    repository.write("base.txt", "y\n")
    assert main(["--", "requirements.txt"]) == 0


def test_main_reads_what_is_staged_alone(repository: Repository) -> None:
    repository.stage_only("requirements.txt", b"x==1.0\n-r base.txt\n")
    repository.stage_only("base.txt", b"y\n")
    assert main(["--", "requirements.txt"]) == 1
    repository.stage_only("base.txt", b"")
    assert main(["--", "requirements.txt"]) == 0


def test_main_reads_the_commit_that_is_pushed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("requirements.txt", "x\n")
    repository.git("commit", "-qm", "x")
    repository.add("requirements.txt", "x==1.0\n")
    assert main(["--", "requirements.txt"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--", "requirements.txt"]) == 1


def test_main_follows_links(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("deps/prod.lock", "x\n-r more.txt\n")
    repository.add("more.txt", "y==1.0\n")
    (repository.path / "requirements.txt").symlink_to("deps/prod.lock")
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.count(": unpinned-bare: ") == 1
    repository.add("deps/prod.lock", "x==1\n-r more.txt\n")
    assert main(["--", "requirements.txt"]) == 0


def test_main_looks_for_includes_from_the_folder_of_a_link(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("deps/prod.lock", "-r more.txt\n")
    repository.add("deps/more.txt", "x==1.0\n")
    repository.add("more.txt", "x\n")
    (repository.path / "requirements.txt").symlink_to("deps/prod.lock")
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert capsys.readouterr().out.startswith("more.txt:1:1: unpinned-bare: ")
    assert main(["--", "deps/prod.lock"]) == 0
    assert main(["--", "deps/prod.lock", "requirements.txt"]) == 1


@pytest.mark.parametrize("name", ["install.sh", "Dockerfile", "pyproject.toml"])
def test_main_takes_a_link_for_what_its_own_name_says(repository: Repository, name: str) -> None:
    repository.add(name, "x\n")
    (repository.path / "requirements.txt").symlink_to(name)
    repository.git("add", "requirements.txt")
    assert main(["--", "requirements.txt"]) == 1
    assert main(["--", name]) == 0  # judged only where an option asks for it


def test_main_stops_at_links_that_lead_round(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("requirements.txt", "-r a/requirements.txt\n-r b/requirements.txt\n")
    for name in ("a", "b"):
        (repository.path / name).symlink_to(".", target_is_directory=True)
    assert main(["--", "requirements.txt"]) == 2
    assert "includes more than 10000 files, or itself by way of links" in capsys.readouterr().err


def test_main_refuses_an_include_that_is_a_folder(repository: Repository) -> None:
    repository.add("requirements.txt", "-r lib\n")
    repository.add("lib/x", "")
    assert main(["--", "requirements.txt"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_main_takes_no_pipe_for_an_empty_file(repository: Repository) -> None:
    os.mkfifo(repository.path / "pipe-requirements.txt")
    assert main(["--", "pipe-requirements.txt"]) == 2
    repository.add("requirements.txt", "-r pipe-requirements.txt\n")
    assert main(["--", "requirements.txt"]) == 1


def test_main_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requirements.txt").write_text("x\n-r nowhere.txt\n")
    assert main(["--", "requirements.txt"]) == 1
    assert main(["./requirements.txt"]) == 1


def test_configuration(repository: Repository) -> None:
    repository.add("requirements.txt", "x\n")
    repository.write("pyproject.toml", '[tool.backend-standards.require-pinned-requirements]\nallow = ["x"]\n')
    assert main(["--", "requirements.txt"]) == 0
