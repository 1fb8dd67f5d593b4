"""Any requirements, environments and install commands."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards import require_pinned_requirements
from backend_standards.core import Stopped
from backend_standards.core.text import decode, lines
from backend_standards.dependencies import Policy, environments, fixes, known_versions
from backend_standards.dependencies.installs import Unpinned
from backend_standards.secrets.encryption import encryption
from fuzzing import (
    COMMON,
    SECRETS,
    assert_linear,
    printed_secret_files,
    reported,
)

REQUIREMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "x==1.0", "x", ">=1.0", "[a,b]", " ; python_version < '3'", ";", " \\\n", "\\", "\n", "\r\n", " # note", "#", "-r a.txt\n", "-c b.txt\n",
                "-r ", "-e ", "-e .", "--hash=sha256:ab", " --hash=md5:ab", "--index-url ", "https://u:p@example.org/", "git+https://example.org/a@main", "@",
                "#egg=x", "#sha256=ab", "${V}", "${", "}", "file:///x", "./x", "--", "-", "=", "latest", "*", "'", '"', "\0", "\ufeff", "\x0c", "coding: utf-7",
                "standards: ignore[unpinned-bare] why", "--require-hashes\n", "--trusted-host x", "<<<<<<<", "{{ x }}", ",", "(", ")", "~=1",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=24,
).map("".join)  # fmt: skip


def test_python_limits_are_not_reached() -> None:
    for name in ("a.tfstate", "secrets.json", "secrets.yaml", "a.tfvars.json", ".dockercfg"):
        for opener in ("[", '{"a":', "a: {", "- "):
            with contextlib.suppress(Stopped):  # which names the file: it is nested too deep to be judged
                printed_secret_files([(name, (opener * (sys.getrecursionlimit() * 3)).encode())])
    deep = ("[" * (sys.getrecursionlimit() * 3)).encode()
    assert encryption(deep, deep.decode()) == (False, 0)


def pinned(*contents: bytes, policy: Policy | None = None) -> str:
    """Return what is printed about files a.txt, b.txt and so on, all given, that may include one another."""
    files = {f"{name}.txt": data for name, data in zip("abcdef", contents, strict=False)}

    def read(path: str) -> tuple[str, bytes] | None:
        return (path, files[path]) if path in files else None

    return reported(require_pinned_requirements.check(files.items(), policy or Policy(), read))


@given(st.one_of(st.binary(max_size=300), REQUIREMENTS.map(lambda text: text.encode("utf-8", "replace"))), REQUIREMENTS)
def test_any_requirements(data: bytes, included: str) -> None:
    pinned(
        data, included.encode("utf-16", "replace"), policy=Policy(["x"], require_hashes=True, forbid_extra_index=True)
    )
    pinned(b"-r b.txt\n-c c.txt\n" + data, data, included.encode("utf-8", "replace"))


@given(
    SECRETS,
    st.lists(
        st.sampled_from(
            [
                "--index-url https://u:{}@example.org/simple", "-ihttp://{}@example.org", "--extra-index-url=https://u:{}@example.org/", "-f https://:{}@h/x",
                "x @ https://u:{}@example.org/x.zip", "git+https://{}@example.org/a@main#egg=a", "-e git+https://u:{}@example.org/a", "x @ {}", "x{{% {} %}}",
                "-r https://u:{}@example.org/r.txt", "-r {}", "-c {}", "x==1.0 # {}", "x==1.0 --hash=sha256:{}", "x --{}", "x --hash={}", "{}@example.org:a/b", "x==1.0 {}",
                "x==1.0 ; {}", "x==1.0;os_name=='{}'", "x={}", "x = '{}'", "# standards: ignore[{}] {}", "--trusted-host {}", "x[{}", "-e {}:x", "-C {}", "- {}",
            ]
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_no_output_shows_six_characters_of_a_secret_of_requirements(secret: str, forms: list[str]) -> None:
    out = pinned("\n".join(form.format(*[secret] * 2) for form in forms).encode())
    shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert [piece for piece in shown if piece not in COMMON] == []


# --- versions to write ------------------------------------------------------------------------------


@given(st.binary(max_size=80), st.binary(max_size=200))
@example(b"version = 3.11.7", b"Name: x\r\nVersion: 1\r\n\r\nVersion: 2")
@example(b"version_info =\n= 3\n", b"Name:\nname: a\xff\nVersion:: 1")
def test_any_environment(settings: bytes, metadata: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        info = Path(folder, "lib", "python3.11", "site-packages", "x-1.dist-info")
        info.mkdir(parents=True)
        Path(folder, "pyvenv.cfg").write_bytes(settings)
        (info / "METADATA").write_bytes(metadata)
        with contextlib.suppress(Stopped):
            assert all(map(all, environments.installed(folder)))


MARKERS = st.lists(
    st.sampled_from(
        "python_version python_full_version sys_platform os_name platform_machine extra implementation_name < >= == != in "
        "and or not ( ) '3.8' '3.9.1' '3.' '99999999999.1' 'linux' 'nt' \"x\" ' \" é".split(" ")
    ),
    max_size=9,
).map(" ".join)


@given(MARKERS, MARKERS)
def test_any_two_markers(one: str, other: str) -> None:
    assert known_versions.exclusive(one, other) is known_versions.exclusive(other, one)
    assert not known_versions.exclusive(one, one)


def fixed(data: bytes, versions: known_versions.Versions) -> bytes:
    fixer = fixes.Fixer(versions, {"requirements.txt": data})
    findings = list(require_pinned_requirements.check([("requirements.txt", data)], Policy(), propose=fixer.propose))
    assert len(fixer.edits) <= len(findings)
    return fixer.contents().get("requirements.txt", data)


class Pinned(known_versions.Versions):
    """A source that has version 1.0 of x, for two markers."""

    def sources(self, unpinned: Unpinned) -> Iterator[Sequence[known_versions.Candidate]]:
        markers = ("python_version > '3.9'", "python_version < '3.8'") if unpinned.requirement.name == "x" else ()
        yield [known_versions.Candidate("1.0", marker, "told") for marker in markers]


class Told(known_versions.Versions):
    """The same version for every package."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self.version = version

    def choose(self, unpinned: object) -> known_versions.Choice:
        return known_versions.Choice(self.version, "told" if unpinned else "")


@given(
    st.text(alphabet="xy-z[]()<>=!~;,.#\\ \t\r\n\"'@*01", max_size=60), st.sampled_from(["1.0", "2.0rc1", "x; y", ""])
)
def test_a_fix_keeps_every_line(text: str, version: str) -> None:
    data = text.encode()
    now = fixed(data, Told(version))
    assert len(now.splitlines()) == len(data.splitlines())
    assert fixed(now, Told(version)) == now


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: b"x\n" * (size // 2), id="one line many times"),
        pytest.param(lambda size: b"".join(b"x>=0.%d\n" % number for number in range(size // 8)), id="one name"),
        pytest.param(lambda size: b"".join(b"x%d\n" % number for number in range(size // 6)), id="many names"),
        pytest.param(
            lambda size: b"".join(b"x ; python_version > '3.%d'\n" % number for number in range(size // 30)),
            id="markers",
        ),
        pytest.param(lambda size: b"x" + b" \\\n" * (size // 3) + b">=0", id="a continued line"),
        pytest.param(lambda size: b"x>=0" + b",!=2" * (size // 4), id="a long specifier"),
        pytest.param(lambda size: b"x " + b" " * size + b">=0", id="blanks"),
    ],
)
def test_fixes_take_linear_time(make: Callable[[int], bytes]) -> None:
    size = 400_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 40_000
    assert_linear(lambda length: fixed(make(length), Pinned()), size)


# --- install commands and pyproject.toml ------------------------------------------------------------

INSTALL_FILES = ["Dockerfile", "a.sh", "Makefile", ".github/workflows/ci.yml", ".gitlab-ci.yml", "pyproject.toml"]
INSTALLS = st.lists(
    st.sampled_from(
        [
            "pip install ", "uv tool install ", "pipx inject ", "RUN ", "RUN [", "ARG V=", "ENV V ", "COPY ", "FROM x\n", "ONBUILD ", "# escape=`\n", "<<EOF", "EOF",
            "<<-'EOF'", "x", "x==1 ", "'x>=1'", '"', "'", "`", "$", "${", "${V}", "$(", ")", "}", "{{", "}}", "${{ env.V }}", "\\\n", "\n", "\n\n", "\t", " ", "  ", "#",
            " # ", ";", "&&", "||", "|", ">", "<", ">=", "2>&1", "bash -c ", "echo ", "run: ", "- run: |\n", "script:", "- ", "run: >-\n", "[", "]", ",", ": ", "&a ", "!b ",
            "matrix:\n", "V: 1.0", "-r ", "-c ", "-i http://h ", "--with ", "-e ", "\x00", "\r\n", "\ufeff", "\\", "# standards: " + "ignore[unpinned-bare] a", "[project]\n",
            "dependencies = [", '"x>=1"', "'''", '"""', "[tool.poetry.dependencies]\n", 'x = "^1"', "[dependency-groups]\n", "{include-group = 'a'}", "=",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def installed(path: str, data: bytes, policy: Policy | None = None) -> str:
    """Return what is printed about a file that may install something; each place stands in it."""
    check = require_pinned_requirements.check
    found = list(check([(path, data)], policy or Policy(), lambda name: (name, b"y==1\n") if len(name) < 3 else None))
    text = lines(decode(data).removeprefix("\ufeff"))
    for each in found:
        assert each.line == 0 or 1 <= each.column <= len(text[each.line - 1]) + 1
    return reported(found)


@pytest.mark.parametrize("path", INSTALL_FILES)
@given(data=st.one_of(st.binary(max_size=200), INSTALLS.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_install_commands(path: str, data: bytes) -> None:
    installed(path, data, Policy(["y"], forbid_extra_index=True))
    installed(path, b"V=1\nRUN pip install " + data)


IMAGE_PIECES = st.sampled_from(
    [
        *("image: ", "Image: ", "ImageUri: ", "container: ", "services:\n", "containers:\n", "- ", "  ", "\n", "name: ", "tag: ", "newTag: ", "build: .\n", "uses: docker://", "postgres", ":latest", ":16", "@sha256:", "${A}"),
        *("${A:-latest}", "$A", "{{ a }}", "!Sub ", "!Join [':', [a, latest]]", "&a ", "*a", "<<: *a\n", "{", "}", "[", "]", ", ", ": ", '"', "'", "image = ", 'resource "aws_a" "b" {\n', 'variable "image_tag" {\n', "jsonencode("),
        *("default = ", "<<E\n", "\nE\n", "ARG A=latest\n", "FROM a:$A\n", "COPY --from=a:latest b c\n", "apiVersion: v1\nkind: a\n", "# standards: " + "ignore[unpinned-image] a", "\0", "\ufeff"),
    ]
)  # fmt: skip
IMAGE_FILES = ["compose.yaml", ".github/workflows/a.yml", ".gitlab-ci.yml", "values.yaml", "k8s.yaml", "task.json", "a.tf", "a.template", "Dockerfile"]  # fmt: skip


@pytest.mark.parametrize("path", IMAGE_FILES)
@given(text=st.lists(st.one_of(IMAGE_PIECES, st.text(max_size=4)), max_size=30).map("".join), secret=SECRETS)
def test_any_images(path: str, text: str, secret: str) -> None:
    for content in (text, f"image: {secret}\n{text}", f"{text}image: a:{secret}-latest\n"):
        data = content.encode("utf-8", "surrogatepass")
        found = list(require_pinned_requirements.check([(path, data)], Policy(images=True)))
        assert all(0 <= each.line <= content.count("\n") + content.count("\r") + 2 for each in found)
        out = reported(found)
        shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
        assert [piece for piece in shown if piece not in COMMON and piece not in text] == []


@pytest.mark.parametrize("path", INSTALL_FILES)
@given(
    secret=SECRETS,
    forms=st.lists(
        st.sampled_from(
            [
                "pip install -i https://u:{}@example.org/s x", "pip install git+https://{}@example.org/a@main", "pip install x@{}", "pip install x={}", "pip install x=={}",
                "RUN pip install 'x @ https://u:{}@example.org/x.zip'", "\tpip install --trusted-host {} x", "V={}", "pip install x==$V", "pip install 'x ; {}'",
                "- run: pip install -e git+https://{}@example.org/a#egg=a", "pip install -c {} x", "dependencies = ['x @ {}']", "[project]", "x = '{}'",
                "# standards: ignore[{}] {}", "pip install {}@example.org:a/b", "[tool.poetry.dependencies]",
            ]
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_no_output_shows_six_characters_of_a_secret_of_installs(path: str, secret: str, forms: list[str]) -> None:
    out = installed(path, "\n".join(form.format(*[secret] * 2) for form in forms).encode())
    shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert [piece for piece in shown if piece not in COMMON] == []


@pytest.mark.parametrize("path", INSTALL_FILES)
@pytest.mark.parametrize(
    "piece",
    ["<<A%d ", "cat <<A%d\n", "RUN x <<A%d\n", "- run: pip install x==$V%d\n", "x%d==1 ", "V%d=1\n", "x%d = '^1'\n"],
)
def test_many_different_names_take_linear_time(path: str, piece: str) -> None:
    def work(length: int) -> None:
        text = "".join([piece % number for number in range(length // len(piece))])
        installed(path, f"RUN pip install x {text}".encode())
        installed(path, f"[tool.poetry.dependencies]\n{text}".encode())

    assert_linear(work, 200_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 20_000)
