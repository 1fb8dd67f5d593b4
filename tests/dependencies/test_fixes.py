"""``--fix`` and ``--from-env`` of require-pinned-requirements: what is edited, what never, and where versions are from."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.requirements import Requirement

import fakes
from backend_standards.dependencies import Policy, pip_lines
from backend_standards.dependencies.fixes import Fixer
from backend_standards.dependencies.installs import Unpinned
from backend_standards.dependencies.known_versions import Candidate, Versions
from backend_standards.locks import normal
from backend_standards.require_pinned_requirements import check, main
from pinning import HASH, LOCK, pylock, run
from support import Repository

# --- the edit ---------------------------------------------------------------------------------------

EDITS = [
    ("x", "x==1.5"),
    ("x>=1", "x==1.5"),
    ("x>=1,<2", "x==1.5"),
    ("x >= 1, < 2", "x==1.5"),
    ("x\t>=1", "x==1.5"),
    ("x~=1.2", "x==1.5"),
    ("x!=1.4", "x==1.5"),
    ("x>1", "x==1.5"),
    ("x<=1.5", "x==1.5"),
    ("x==1.*", "x==1.5"),
    ("x == 1.*", "x==1.5"),
    ("x==1.*,!=1.4", "x==1.5"),
    ("x(>=1)", "x==1.5"),
    ("x (>=1,<2)", "x==1.5"),
    ("x[a]", "x[a]==1.5"),
    ("x[a,b]>=1", "x[a,b]==1.5"),
    ("x [a, b] >=1", "x [a, b]==1.5"),
    ("x[]>=1", "x[]==1.5"),
    ("x;os_name=='nt'", "x==1.5;os_name=='nt'"),
    ("x ; os_name == 'nt'", "x==1.5 ; os_name == 'nt'"),
    ("x>=1;os_name=='nt'", "x==1.5;os_name=='nt'"),
    ("x >=1  ;  os_name == 'nt'", "x==1.5  ;  os_name == 'nt'"),
    ("x>=1;", "x==1.5;"),
    ('Django[argon2] >=4,<5 ; python_version>"3.8"  # web', 'Django[argon2]==4.2.11 ; python_version>"3.8"  # web'),
    ("  x>=1", "  x==1.5"),
    ("\tx>=1  ", "\tx==1.5  "),
    ("x>=1 # why", "x==1.5 # why"),
    ("x>=1\t# x>=1", "x==1.5\t# x>=1"),
    ("x # x", "x==1.5 # x"),
    ("x>=1  #", "x==1.5  #"),
    ("X>=1", "X==1.5"),
    ("Y_z>=1", "Y_z==3.0"),
    ("y.Z", "y.Z==3.0"),
    ("y--z", "y--z==3.0"),
    ("pre", "pre==2.0rc1"),
    ("pre>=1,<3", "pre==2.0rc1"),
    ("epoch>1!1", "epoch==1!2.0"),
    ("local>=2", "local==2.0+cu118"),
    ("dev", "dev==1.0.dev3"),
    ("x>=1 --config-settings=a=b", "x==1.5 --config-settings=a=b"),
    ("x -C a=b", "x==1.5 -C a=b"),
    ("x>=1\\", "x==1.5\\"),
    ("x>=1 \\\n  ; os_name == 'nt'", "x==1.5 \\\n  ; os_name == 'nt'"),
    ("x \\\n  >=1 \\\n  ; os_name == 'nt'", "x \\\n  ==1.5 \\\n  ; os_name == 'nt'"),
    ("x \\\n  # why", "x==1.5 \\\n  # why"),
    ("\\\nx>=1", "\\\nx==1.5"),
    ("x\\\n[a]\\\n>=1", "x\\\n[a]\\\n==1.5"),
    ("x>=1\r\ny-z\r\n", "x==1.5\r\ny-z==3.0\r\n"),
    ("x>=1\ry-z\r", "x==1.5\ry-z==3.0\r"),
    ("x>=1\r\ny-z\nx # a\r", "x==1.5\r\ny-z==3.0\nx==1.5 # a\r"),
    ("x>=1\x0cy-z\u2028x", "x==1.5\x0cy-z==3.0\u2028x==1.5"),
    ("\n\nx\n\n# x\n", "\n\nx==1.5\n\n# x\n"),
    ("# é ü 漢\nx>=1  # é", "# é ü 漢\nx==1.5  # é"),
    ("\ufeffx>=1", "\ufeffx==1.5"),
    ("z==1.0\nx\nz2 @ https://example.org/z2-1.0.tar.gz\n", "z==1.0\nx==1.5\nz2 @ https://example.org/z2-1.0.tar.gz\n"),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_edits(folder: Path, before: str, after: str) -> None:
    assert run(folder, {"requirements.txt": before, "pylock.toml": LOCK}) == (1, after)
    assert main(["--fix", "--", "requirements.txt"]) == 0, "a second run has nothing to change"
    assert (folder / "requirements.txt").read_bytes().decode() == after


@pytest.mark.parametrize(
    "text",
    [
        "x>=2",
        "x<1.5",
        "x!=1.5",
        "unknown",
        f"x>=1 {HASH}",
        f"x>=1 --has sha256:{fakes.HEX64}",
        f"x {HASH}",
        "x>=1 --hash=md5:00",
        "x>=1, \\\n <2",
        "x @ git+https://example.org/x",
        "x @ git+https://example.org/x@v1",
        "git+https://example.org/x#egg=x",
        "-e git+https://example.org/x#egg=x",
        "x @ https://example.org/archive/main.zip",
        "https://example.org/archive/main.zip#egg=x",
        "x @ file:///build/x",
        "x==${VERSION}",
        "x>=${VERSION}",
        "x==latest",
        "x@latest",
        "x=1.0",
        "x>=1 ; python_version",
        "- x",
        "-r nowhere.txt",
    ],
)
def test_never_edited(folder: Path, text: str) -> None:
    assert run(folder, {"requirements.txt": text, "pylock.toml": LOCK}) == (1, text)


def test_a_line_that_a_comment_swallows_is_not_edited(folder: Path) -> None:
    files = {"requirements.txt": "z # why \\\nx\ny-z", "pylock.toml": LOCK}
    assert run(folder, files) == (1, "z # why \\\nx\ny-z==3.0")


def test_an_ignore_of_another_rule_keeps_no_line(folder: Path) -> None:
    text = "x>=1  # standards: ignore[unpinned-wildcard] why"
    assert run(folder, {"requirements.txt": text, "pylock.toml": LOCK}) == (1, text.replace(">=1", "==1.5"))


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("x>=1  # standards: ignore[unpinned-range] why", []),
        ("x", ["--allow=x"]),
        ("X>=1", ["--allow", "x,y"]),
        ("x>=1\n-c c.txt", []),
        ("x==1.4", []),
        (". ", []),
    ],
)
def test_what_is_no_finding_is_no_edit(folder: Path, text: str, options: list[str]) -> None:
    files = {"requirements.txt": text, "pylock.toml": LOCK, "c.txt": "x==1.1"}
    assert run(folder, files, *options) == (0, text)


ENCODINGS = {
    "UTF-8": (b"", "", "utf-8"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf", "", "utf-8"),
    "UTF-16 little": (b"\xff\xfe", "", "utf-16-le"),
    "UTF-16 big": (b"\xfe\xff", "", "utf-16-be"),
    "Latin-1": (b"", "# -*- coding: latin-1 -*-\n", "latin-1"),
    "cp1252": (b"", "# vim: set fileencoding=cp1252 :\n", "cp1252"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(folder: Path, encoding: str) -> None:
    mark, head, codec = ENCODINGS[encoding]
    (folder / "pylock.toml").write_text(LOCK)
    (folder / "requirements.txt").write_bytes(mark + f"{head}# é\r\nx>=1  # ü\r\n".encode(codec))
    assert main(["--fix", "--", "requirements.txt"]) == 1
    assert (folder / "requirements.txt").read_bytes() == mark + f"{head}# é\r\nx==1.5  # ü\r\n".encode(codec)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"# coding: utf-7\n# +AOk-+AOk-\nx\n", id="more than one way to write a character"),
        pytest.param(b"# coding: utf-8-sig\nx\n", id="a mark that is not there"),
        pytest.param(b"x\n# \xff\n", id="not UTF-8"),
        pytest.param(b"# coding: nothing\nx\n", id="an unknown encoding"),
    ],
)
def test_what_would_not_come_back_the_same_is_not_written(folder: Path, data: bytes) -> None:
    (folder / "pylock.toml").write_text(LOCK)
    (folder / "requirements.txt").write_bytes(data)
    assert main(["--fix", "--", "requirements.txt"]) == 1
    assert (folder / "requirements.txt").read_bytes() == data


# --- the property -----------------------------------------------------------------------------------


class Known(Versions):
    """Versions that are simply told."""

    def __init__(self, versions: dict[str, str]) -> None:
        super().__init__()
        self.versions = versions

    def sources(self, unpinned: Unpinned) -> Iterator[Sequence[Candidate]]:
        name = unpinned.requirement.name
        yield [Candidate(self.versions[name], "", "told")] if name in self.versions else []


VERSIONS = {"x": "1.5", "y-z": "3.0rc1", "long-name": "1!2.0.post1"}
NAMES = st.sampled_from(["x", "X", "y-z", "Y_z", "y.z", "long.name", "Long_Name"])
BLANKS = st.sampled_from(["", "", " ", "  ", "\t"])
SPECIFIERS = st.sampled_from(["", "", ">=1", ">= 1 , < 9!0", "~=1.2", "!=4", "==1.*", "==3.*", "(>=1)", "==1.0", "<0"])
TAILS = st.sampled_from(
    ["", " ", "  # why", "\t# é ü", ' ; python_version > "3.8"', ";os_name=='nt' # x>=1", " -C a=b"]
)
LINES = st.builds(
    lambda lead, name, gap, extras, gap2, specifier, tail: f"{lead}{name}{gap}{extras}{gap2}{specifier}{tail}",
    BLANKS,
    NAMES,
    BLANKS,
    st.sampled_from(["", "", "[a]", "[a, b]"]),
    BLANKS,
    SPECIFIERS,
    TAILS,
)
CONTINUED = LINES.map(lambda line: line.replace(" ", " \\\n ", 1) if "#" not in line else line)
OTHERS = st.sampled_from(
    ["", "# x>=1", "-r other.txt", "x @ git+https://example.org/x", "-e .", "--pre", "x==latest", "- x", "é"]
)
FILES = st.lists(
    st.tuples(st.one_of(LINES, CONTINUED, OTHERS), st.sampled_from(["\n", "\r\n", "\r", "\n\n"])), max_size=8
)


def edited(data: bytes, versions: dict[str, str]) -> tuple[bytes, Fixer]:
    fixer = Fixer(Known(versions), {"requirements.txt": data})
    findings = list(check([("requirements.txt", data)], Policy(), propose=fixer.propose))
    assert len(fixer.edits) <= len(findings)
    return fixer.contents().get("requirements.txt", data), fixer


@given(FILES, st.booleans(), st.sampled_from(sorted(ENCODINGS)))
@example([("x \\\n >=1 # é", "\r")], True, "UTF-16 big")
def test_only_version_text_changes(lines: list[tuple[str, str]], is_ended: bool, encoding: str) -> None:
    mark, head, codec = ENCODINGS[encoding]
    text = head + "".join(line + end for line, end in lines)
    text = text if is_ended else text.rstrip("\r\n")
    data = mark + text.encode(codec)
    now, fixer = edited(data, VERSIONS)

    # Everything outside the edits is the same, byte for byte, and each edit is version text.
    assert now.startswith(mark)
    at = new_at = len(mark)
    offset = 0
    for edit in sorted(fixer.edits, key=lambda each: each.start):
        kept = text[offset : edit.start].encode(codec)
        assert data[at : at + len(kept)] == kept == now[new_at : new_at + len(kept)]
        was = text[edit.start : edit.end]
        assert re.fullmatch(r"[ \t]*\(?[-=<>!~., \t0-9*]*\)?", was), was
        assert re.fullmatch(r"==[0-9a-z.!+]+", edit.version)
        at += len(kept) + len(was.encode(codec))
        new_at += len(kept) + len(edit.version.encode(codec))
        offset = edit.end
    assert data[at:] == now[new_at:]

    # What packaging reads is an exact pin of the candidate, with the same extras and marker.
    before = list(pip_lines.lines(pip_lines.decode(data).text))
    after = list(pip_lines.lines(pip_lines.decode(now).text))
    assert [(line.number, line.last) for line in before] == [(line.number, line.last) for line in after]
    changed = [(old.text, new.text) for old, new in zip(before, after, strict=True) if old.text != new.text]
    assert len(changed) == len(fixer.edits)
    for old, new in changed:
        loose = Requirement(pip_lines.words(old).requirement)
        pin = Requirement(pip_lines.words(new).requirement)
        assert str(pin.specifier) == f"=={VERSIONS[normal(pin.name)]}"
        assert (loose.name, loose.extras, str(loose.marker)) == (pin.name, pin.extras, str(pin.marker))

    # And again changes nothing.
    assert edited(now, VERSIONS)[0] == now


UV = 'version = 1\n[[package]]\nname = "x"\nversion = "1.2"\nsource = { registry = "https://example.org" }\n'


# --- which files, and how ---------------------------------------------------------------------------


def test_what_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"requirements.txt": "y\nx[b,a]>=1 ; os_name == 'nt'\n", "pylock.toml": pylock(x="1.5")}
    for name, text in files.items():
        (folder / name).write_text(text)
    assert main(["--", "requirements.txt"]) == 1
    assert (
        "    note: Write x[b,a]==1.5 ; os_name == 'nt', the version in pylock.toml. The option --fix writes it.\n"
    ) in capsys.readouterr().out
    assert main(["--fix", "--", "requirements.txt"]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("requirements.txt:1:1: unpinned-bare: y has no version: ")
    assert last == "requirements.txt:2: x[b,a]>=1 -> x[b,a]==1.5 (from pylock.toml)"


def test_parted_version_is_told_not_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "x>=1, \\\n <2"
    assert run(folder, {"requirements.txt": text, "pylock.toml": LOCK}) == (1, text)
    assert "    note: Write x==1.5, the version in pylock.toml.\n" in capsys.readouterr().out


def test_hashed_line_is_told_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder, {"requirements.txt": f"x>=1 {HASH}", "pylock.toml": LOCK})
    assert "A hash is that of one version: `pip-compile --generate-hashes` writes both." in capsys.readouterr().out


def test_only_given_files_are_edited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"requirements.txt": "x\n-r base.txt\n-c c.txt", "base.txt": "y-z", "c.txt": "dev>=1", "pylock.toml": LOCK}
    assert run(folder, files) == (1, "x==1.5\n-r base.txt\n-c c.txt")
    assert (folder / "base.txt").read_text() == "y-z"
    assert (folder / "c.txt").read_text() == "dev>=1"
    assert "base.txt:1:1: unpinned-bare" in capsys.readouterr().out


def test_lines_of_constraints_are_not_edited(folder: Path) -> None:
    files = {"requirements.txt": "x==1.5\n-c more-requirements.txt", "more-requirements.txt": "x>=1", "uv.lock": UV}
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "constraints.txt").write_text("x>=1")
    assert main(["--fix", "--", *files, "constraints.txt"]) == 1
    assert (folder / "more-requirements.txt").read_text() == "x>=1"
    assert (folder / "constraints.txt").read_text() == "x>=1"


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_links(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "pylock.toml").write_text(LOCK)
    (folder / "all.txt").write_text("x")
    (folder / "requirements.txt").symlink_to("all.txt")
    outside = tmp_path_factory.mktemp("outside") / "requirements.txt"
    outside.write_text("x")
    (outside.parent / "pylock.toml").write_text(LOCK)
    (folder / "dev-requirements.txt").symlink_to(outside)
    assert main(["--fix", "--", "requirements.txt", "dev-requirements.txt"]) == 1
    assert (folder / "requirements.txt").is_symlink()
    assert (folder / "all.txt").read_text() == "x==1.5"
    assert outside.read_text() == "x", "what a link leads to outside is not this repository's"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows one bit of the mode")
def test_mode_is_kept_and_nothing_left(folder: Path) -> None:
    (folder / "requirements.txt").write_text("x")
    (folder / "requirements.txt").chmod(0o754)
    assert run(folder, {"pylock.toml": LOCK, "requirements.txt": "x"}) == (1, "x==1.5")
    assert stat.S_IMODE((folder / "requirements.txt").stat().st_mode) == 0o754
    assert sorted(os.listdir(folder)) == ["pylock.toml", "requirements.txt"]


def test_read_only_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pylock.toml").write_text(LOCK)
    for name in ("a-requirements.txt", "b-requirements.txt"):
        (folder / name).write_text("x")
    (folder / "b-requirements.txt").chmod(0o444)
    assert main(["--fix", "--", "a-requirements.txt", "b-requirements.txt"]) == 2
    assert "b-requirements.txt: is read-only, so nothing was changed; make it writable" in capsys.readouterr().err
    assert (folder / "a-requirements.txt").read_text() == "x"
    (folder / "b-requirements.txt").chmod(0o644)


def test_the_disk_is_what_is_edited(repository: Repository) -> None:
    repository.add("requirements.txt", "x\n")
    repository.write("pylock.toml", LOCK)
    repository.write("requirements.txt", "x\n# not staged\n")
    assert main(["--fix", "--", "requirements.txt"]) == 1
    assert (repository.path / "requirements.txt").read_text() == "x==1.5\n# not staged\n"
    assert repository.git("show", ":requirements.txt") == "x\n", "what to stage is the user's decision"


def test_nothing_is_edited_at_a_push(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("requirements.txt", "x\n")
    repository.write("pylock.toml", LOCK)
    repository.git("commit", "-qm", "x")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert main(["--fix", "--", "requirements.txt"]) == 1
    assert (repository.path / "requirements.txt").read_text() == "x\n"


def test_a_file_of_an_option_s_name_switches_nothing_on(folder: Path) -> None:
    (folder / "--fix").write_text("x")
    (folder / "pylock.toml").write_text(LOCK)
    assert main(["--", "--fix"]) == 1
    assert main(["--fix"]) == 1
    assert (folder / "--fix").read_text() == "x"


def test_configuration(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.backend-standards.require-pinned-requirements]\nfix = true\n")
    (folder / "requirements.txt").write_text("x")
    (folder / "pylock.toml").write_text(LOCK)
    assert main(["--", "requirements.txt"]) == 1
    assert (folder / "requirements.txt").read_text() == "x==1.5"
