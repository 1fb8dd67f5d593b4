"""Lines of requirements files: options, hashes, comments, encodings, places."""

from __future__ import annotations

import pytest

from backend_standards.core import IGNORE, Exempt
from pinning import HASH, NOTHING, SHA, SHA256, found, places, rules


@pytest.mark.parametrize(
    "text",
    [
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
        f"-e 'x @ git+https://github.com/a/b@{SHA}'",
        "--editable=.",
        "--editable ./lib",
        "--no-binary :all:\n--only-binary=x\n--prefer-binary\n--pre\n--no-index",
        "--use-feature=fast-deps",
        b"\xef\xbb\xbfx==1.0",
        "x==1.0".encode("utf-16"),
        b"\xfe\xff" + "x==1.0".encode("utf-16-be"),
        "x==1.0".encode("utf-32"),
        b"\x00\x00\xfe\xff" + "x==1.0".encode("utf-32-be"),
        "# -*- coding: latin-1 -*-\nx==1.0 # \xe9".encode("latin-1"),
        "x==1.0 # \xe9",
    ],
)
def test_pinned(text: str | bytes) -> None:
    assert rules(text) == NOTHING


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("unpinned-bare", "x # ==1.0"),
        ("unpinned-range", f"x>=1.0 {HASH}"),
        ("unpinned-range", "x>=1 \\\n  ,<2"),
        ("unpinned-variable", "-r ${DIR}/x.txt"),
        ("invalid-requirement", "- x"),
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
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule.id == rule
    if isinstance(text, str):  # a baseline knows a finding by its message, so that holds no line number
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


def test_prose_is_one_finding() -> None:
    text = "Constraints\n===========\n\n" + "Words of the manual, (some) of them.\n" * 20 + "index\n"
    (finding,) = found({"docs/constraints.txt": text})
    assert (finding.rule.id, finding.line) == ("invalid-requirement", 0)
    assert finding.note.endswith(r"`exclude: ^docs/constraints\.txt$`")
    pins = "".join(f"x{number}==1.0\n" for number in range(40))
    assert len(found({"requirements.txt": pins + "x=1.0\n" * 20})) == 20


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


def test_exception_names_the_line_that_may_hold_it() -> None:
    one, two = found({"requirements.txt": "x>=1\ny>=1 \\\n,<2"})
    assert one.exempt == (*IGNORE, Exempt("allow", "x"))
    assert two.exempt == (Exempt(place="at the end of line 3, the last of the requirement"), Exempt("allow", "y"))


def test_a_template_is_one_finding() -> None:
    (finding,) = found({"requirements.txt": "x==1\n{% if y %}\nz\n{% endif %}\n{{ w }}\nv>1\n"})
    assert (finding.rule.id, finding.line, "template" in finding.message) == ("invalid-requirement", 2, True)
    assert "`exclude: ^requirements\\.txt$`" in finding.note


def test_a_template_in_an_included_file_is_one_finding() -> None:
    files: dict[str, str | bytes] = {"requirements.txt": "-r base.txt\ny\n", "base.txt": "x\n{% if y %}\n{% endif %}\n"}
    assert places(found(files)) == ["base.txt:2: invalid-requirement", "requirements.txt:2: unpinned-bare"]
