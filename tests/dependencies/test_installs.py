"""Whole installs: includes, constraints, hashes, policies, ignores."""

from __future__ import annotations

import pytest

from backend_standards.dependencies import Policy
from pinning import HASH, SHA, SHA256, found, places, rules


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
    assert [f"{each.line}: {each.rule.id}" for each in findings] == expected


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
    assert sorted(f"{each.line}: {each.rule.id}" for each in findings) == expected


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


def test_note_on_a_path_from_the_wrong_folder() -> None:
    (finding,) = found({"d/e/a.txt": "-r d/f/b.txt", "d/f/b.txt": ""})
    assert finding.note.startswith("Write ../f/b.txt: ")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("constraints.txt", True),
        ("constraint-3.12.txt", True),
        ("Constraints.txt", True),
        ("upper-constraints.txt", True),
        ("lower-constraints.txt", True),
        ("requirements/common_constraints.txt", True),
        ("pip.constraints.in", True),
        ("constraints-3.12.txt", True),
        ("constraint_solver/requirements.txt", False),
        ("solver_constraints_dev.txt", False),
        ("requirements-no-constraints.txt", False),
        ("my-constraints.txt", True),
        ("constraints/requirements.txt", False),
    ],
)
def test_which_names_are_those_of_constraints(name: str, *, is_one: bool) -> None:
    assert places(found({name: "x\n"})) == ([] if is_one else [f"{name}:1: unpinned-bare"])


@pytest.mark.parametrize(
    ("line", "words", "note"),
    [
        ("y==1", "y has no hash", "`pip-compile --generate-hashes` writes all hashes"),
        (
            f"y @ git+https://example.org/a@{SHA}",
            "y is a checkout, for which pip cannot check a hash",
            "a command of its own",
        ),
        (
            f"git+https://example.org/a@{SHA}",
            "this is a checkout, for which pip cannot check a hash",
            "a command of its own",
        ),
        ("./lib", "this is a folder, for which pip cannot check a hash", "a command of its own"),
    ],
)
def test_the_message_on_a_missing_hash(line: str, words: str, note: str) -> None:
    (finding,) = found({"a.txt": f"x==1 {HASH}\n{line}\n"})
    assert finding.message == f"{words}; other requirements have one, so pip demands it of all"
    assert note in finding.note
    (finding,) = found({"a.txt": f"{line}\n"}, policy=Policy(require_hashes=True))
    assert finding.message == f"{words}; this install demands hashes"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.txt": "-r lost.txt\n"}, ["a.txt:1: missing-include"]),
        ({"a.txt": "-c lost.txt\n"}, ["a.txt:1: missing-include"]),
        ({"a.txt": "-r b.txt\n", "b.txt": "-r lost.txt\n"}, ["b.txt:1: missing-include"]),
        ({"a.txt": "-c c.txt\n", "c.txt": "-r lost.txt\n"}, []),
        ({"constraints.txt": "-c lost.txt\n"}, ["constraints.txt:1: missing-include"]),
        ({"constraints.txt": "-c c.txt\n", "c.txt": "-c lost.txt\n"}, []),
    ],
)
def test_includes_that_are_missing(files: dict[str, str | bytes], expected: list[str]) -> None:
    assert places(found(files)) == expected


@pytest.mark.parametrize(
    ("line", "constraint", "rule"),
    [
        ("x", "x==1", ""),
        ("x>=1", "x==1.5", ""),
        ("x==1.*", "x==1.5", ""),
        ("x>=2", "x==1", "conflicting-pins"),
        ("x==2", "x==1", "conflicting-pins"),
        ("x==latest", "x==1", "unpinned-latest"),
        ("x==${V}", "x==1", "unpinned-variable"),
        ("x", "x>=1", "unpinned-bare"),
        ("x @ https://example.org/main.zip", "x==1", "unpinned-url"),
    ],
)
def test_what_a_constraint_pins(line: str, constraint: str, rule: str) -> None:
    files: dict[str, str | bytes] = {"a.txt": f"{line}\n-c c.txt\n", "c.txt": f"{constraint}\n"}
    assert [each.rule.id for each in found(files)] == ([rule] if rule else [])
