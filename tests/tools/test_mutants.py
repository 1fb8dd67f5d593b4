"""The small changes that tell whether tests notice anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mutants

if TYPE_CHECKING:
    from pathlib import Path


def changed(source: str) -> set[str]:
    """Return the sources that one change each makes of a module, with the parentheses that it adds taken off."""
    data = source.encode()
    found = set()
    for mutant in mutants.mutants("x.py", data):
        start, end = mutant.start, len(data) - mutant.end
        assert mutant.text == f"({mutant.text[1:-1]})"
        found.add((data[:start] + mutant.text[1:-1].encode() + data[len(data) - end :]).decode())
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f(a == b)", {"f(a != b)"}, id="comparison"),
        pytest.param("f(a < b)", {"f(a >= b)", "f(a <= b)"}, id="comparison-and-bound"),
        pytest.param("f(a not in b)", {"f(a in b)"}, id="membership"),
        pytest.param("LIMIT = 7", {"LIMIT = 8"}, id="number"),
        pytest.param("f(wide=True)", {"f(wide=False)"}, id="flag"),
        pytest.param("T = ('a', b)", {"T = ('a',)", "T = (b,)"}, id="table"),
        pytest.param("T = {'a': 'x', **b}", {"T = {'a': 'x'}", "T = {**b}"}, id="mapping"),
        pytest.param("T = {'a': 1}", {"T = {'a': 2}"}, id="only-entry"),
        pytest.param("T = f('ä b'.split())", {"T = f('ä'.split())", "T = f('b'.split())"}, id="words"),
        pytest.param("f(a in ('b', 'c'))", {"f(a not in ('b', 'c'))", "f(a in ('c',))", "f(a in ('b',))"}, id="constants"),
        pytest.param("f((a, b))", set(), id="no-table"),
        pytest.param("f('a|b(c|d)')", {"f('a')", "f('b(c|d)')", "f('a|b(c)')", "f('a|b(d)')"}, id="alternatives"),
        pytest.param("f(b'(?:a|[|)]|\\\\|)')", {"f(b'(?:[|)]|\\\\|)')", "f(b'(?:a|\\\\|)')", "f(b'(?:a|[|)])')"}, id="what-is-no-alternative"),
        pytest.param("f('x{1,3}')", {"f('x{2,3}')", "f('x{1,4}')"}, id="quantifier"),
        pytest.param("f(f'(?:a|b){x}|c')", {"f(f'(?:a){x}|c')", "f(f'(?:b){x}|c')"}, id="part-of-a-string"),
        pytest.param("f('a|b)')", set(), id="no-expression"),
        pytest.param("f(a and not b)", {"f(a)", "f(not b)", "f(a and b)"}, id="operands"),
        pytest.param("if a: b", {"if True: b", "if False: b"}, id="condition"),
        pytest.param("while a: b", {"while False: b"}, id="loop"),
        pytest.param("f([a for a in b if c])", {"f([a for a in b if True])"}, id="comprehension"),
        pytest.param('"""a|b"""\n__all__ = ["a", "b"]\nif TYPE_CHECKING:\n    a == b', set(), id="passed-over"),
        pytest.param("def f(a: T[1]) -> T[2]: pass", set(), id="types"),
    ],
)  # fmt: skip
def test_changes(source: str, expected: set[str]) -> None:
    assert changed(source) == expected


def test_the_same_seed_chooses_the_same_changes() -> None:
    source = b"f(" + b", ".join(b"%d" % number for number in range(100)) + b")"
    chosen = mutants.sample("x.py", source, 10, seed=1)
    assert len(chosen) == 10
    assert chosen == sorted(chosen) == mutants.sample("x.py", source, 10, seed=1)
    assert chosen != mutants.sample("x.py", source, 10, seed=2)
    assert len(mutants.sample("x.py", b"f(1)", 10, seed=1)) == 1


def test_the_place_of_a_change_is_told() -> None:
    source = "'ä'\nf('ö', 1)\n".encode()
    (mutant,) = mutants.mutants("x.py", source)
    assert mutant.line(source) == 2
    assert mutant.applied(source) == "'ä'\nf('ö', (2))\n".encode()


def test_the_tests_of_a_module() -> None:
    tests = mutants.chosen_tests("hooks/backend_standards/layout/options.py")
    assert "tests/layout/test_tree.py" in tests, "in the folder"
    assert "tests/test_check_project_layout.py" in tests, "a hook of the subject"
    assert "tests/test_check_push.py" not in tests
    assert mutants.chosen_tests("hooks/backend_standards/layout/moves.py")[0] == "tests/layout/test_moves.py"
    assert mutants.chosen_tests("hooks/backend_standards/core/patterns.py")[0] == "tests/core/test_patterns.py"
    assert mutants.modules(["layout/tree"]) == ["hooks/backend_standards/layout/tree.py"]
    assert "hooks/backend_standards/layout/moves.py" in mutants.modules(["layout"])
    with pytest.raises(SystemExit, match="no such module"):
        mutants.modules(["nothing"])


class _Project(mutants.Copy):
    """A project of one module and one test, in place of a copy of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "hooks").mkdir()
        (folder / "hooks/shop.py").write_text("def is_large(n):\n    return n > 3 and n < 9\n")
        (folder / "test_shop.py").write_text(
            "import shop\n\ndef test():\n    assert shop.is_large(4)\n    assert not shop.is_large(3)\n"
        )


def test_each_copy_has_its_own_folder_for_the_files_of_tests(tmp_path: Path) -> None:
    project = _Project(tmp_path)
    place = f"def test(tmp_path):\n    assert str(tmp_path).startswith({f'{tmp_path}.tmp'!r})\n"
    (tmp_path / "test_place.py").write_text(place)
    assert project.passes(["test_place.py"], 60), project.complaint(["test_place.py"])


def test_survivors(tmp_path: Path) -> None:
    project = _Project(tmp_path)
    source = (tmp_path / "hooks/shop.py").read_bytes()
    chosen = [
        each for each in mutants.mutants("hooks/shop.py", source) if "n > 3" in each.what or "n < 9 moves" in each.what
    ]
    left = mutants.survivors([project], chosen, ["test_shop.py"])
    assert {mutant.what for mutant in chosen} == {
        "n > 3 is turned",
        "n > 3 moves by one",
        "n < 9 moves by one",
        "without the condition n > 3",
    }
    assert [mutant.what for mutant in left] == ["n < 9 moves by one"]
    assert (tmp_path / "hooks/shop.py").read_bytes() == source
    (tmp_path / "test_shop.py").write_text("def test():\n    assert False\n")
    with pytest.raises(SystemExit, match="fail without a change"):
        mutants.survivors([project], chosen, ["test_shop.py"])


def test_a_change_that_never_ends_is_noticed(tmp_path: Path) -> None:
    project = _Project(tmp_path)
    (tmp_path / "test_shop.py").write_text(
        "import shop\n\ndef test():\n    while not shop.is_large(4):\n        pass\n"
    )
    (mutant,) = [
        each
        for each in mutants.mutants("hooks/shop.py", (tmp_path / "hooks/shop.py").read_bytes())
        if each.what == "n > 3 is turned"
    ]
    assert project.notices(mutant, ["test_shop.py"], timeout=5)
