"""Any text, given to the follower: as a shell text, and as each file that runners of tasks read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.project.following import MOST, Command, Project, Unknown, follow
from backend_standards.readers import ini, justfile, makefile, toml_lines
from backend_standards.readers.shell import commands
from backend_standards.readers.shell_failures import Settings, can_fail
from fuzzing import TEXTS

FILES = {
    "Makefile": "make",
    "justfile": "just a",
    "tox.ini": "tox -e a,b-c",
    "tox.toml": "tox",
    "setup.cfg": "tox",
    "noxfile.py": "nox",
    "tasks.py": "inv a",
    "dodo.py": "doit",
    "Taskfile.yml": "task a",
    "package.json": "npm run a",
    ".pre-commit-config.yaml": "pre-commit run",
    "prek.toml": "prek",
    "a.sh": "./a.sh",
    "mise.toml": "mise run a",
    "Pipfile": "pipenv run a",
    "pyproject.toml": "tox; poe a; hatch run a; pdm run a; task a; rye run a; pixi run a",
}
"""A command for each file that runners of tasks read."""
PIECES = {
    "Makefile": ("a: b\n", "\t@a $(A) \\\n", "A := $(B)\n", "include a.sh\n", "ifdef A\n", "else\n", "endif\n", "%: %.x\n", "define A\n", "endef\n", "\tmake a\n", "$(", "$(call A,", "a: A = b\n", ";"),
    "justfile": ("a b='c': d\n", "  {{b}}\n", "x := y + 'z'\n", "mod a\n", "import 'a'\n", "[script]\n", "alias a := b\n", "'''", "(", "  just a\n"),
    "tox.ini": ("[tox]\n", "envlist = a,b{c,d}\n", "[testenv]\n", "[testenv:a]\n", "commands =\n", "  a: b {posargs}\n", "  {[testenv]commands}\n", "{[a]b}", "  - a \\\n"),
    "noxfile.py": ("@nox.session\n", "def a(session):\n", "    session.run('a', *session.posargs)\n", "    a(session)\n", "    session.notify('a')\n", "b = ['c']\n"),
    "tasks.py": ("@task\n", "def a(c):\n", "    c.run(f'a {b}')\n", "    a(c)\n"),
    "Taskfile.yml": ("tasks:\n", "  a:\n", "    cmds: [b, {task: a}]\n", "    deps: [a]\n", "vars: {A: b}\n", "includes: {a: .}\n"),
    "package.json": ('{"scripts": {', '"a": "npm run a",\n', '"a": "run-s *", ', '"prea": "b"', "}}"),
    ".pre-commit-config.yaml": ("repos:\n", "- repo: local\n", "  hooks:\n", "  - id: a\n", "    entry: pre-commit run\n", "    args: [a]\n"),
    "a.sh": ("a() {\n", "}\n", "case $1 in\n", "a) b;;\n", "esac\n", "./a.sh\n", "source a.sh\n", "A=(", ")\n", "[[ a && b ]]\n", '"$@"\n', "if a; then\n", "fi\n", "cd ${A}/b\n", "a || {\n", "bash -c '", "<<E\n"),
    "pyproject.toml": ("[tool.poe.tasks]\n", "a = 'poe a'\n", "b = ['a']\n", "[tool.hatch.envs.default.scripts]\n", "[tool.pdm.scripts]\n", "a = {composite = ['a']}\n", "[tool.tox]\n", "env_list = ['a']\n"),
}  # fmt: skip
"""What the texts of some files are made of, besides any text."""


def followed(text: str, name: str, content: str) -> list[Command | Unknown]:
    files = {name: content.encode("utf-8", "surrogatepass"), "b/Makefile": b"a:\n\tb\n"}

    def read(paths: Sequence[str]) -> Mapping[str, bytes]:
        return {path: files[path] for path in paths}

    return list(follow(text, "ci.yml", 1, "", Project(list(files), read)))


def check(found: list[Command | Unknown], texts: Mapping[str, str]) -> None:
    """Check what holds of everything that is found."""
    assert len(found) <= MOST
    for each in found:
        assert 1 <= each.line <= texts.get(each.path, "").count("\n") + 1
        if isinstance(each, Command):
            assert each.words[0]
            assert "$" not in each.words[0]
        else:
            assert each.why


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_any_file_of_tasks(name: str, data: st.DataObject) -> None:
    pieces = PIECES.get(name, PIECES["pyproject.toml"])
    text = data.draw(TEXTS | st.lists(st.sampled_from(pieces), max_size=12).map("".join))
    check(followed(FILES[name], name, text), {name: text, "b/Makefile": "\n", "ci.yml": ""})


@given(TEXTS | st.lists(st.sampled_from(PIECES["a.sh"]), max_size=20).map("".join))
def test_any_shell_text(text: str) -> None:
    check(followed(text, "a.sh", "b\n"), {"ci.yml": text, "a.sh": "b\n"})
    found = list(commands(text))
    assert len(can_fail(found, Settings(errexit=True, pipefail=True))) == len(found)


@given(TEXTS)
def test_any_text_of_a_reader(text: str) -> None:
    last = text.count("\n") + 1
    for section in ini.sections(text).values():
        assert all(1 <= line <= last for option in section.options.values() for _, line in option.lines)
    assert all(1 <= line <= last for line in toml_lines.lines(text).values())
    for rule in makefile.read(text, "Makefile").rules:
        assert all(1 <= line.number <= last for line in rule.recipe)
    for recipe in justfile.read(text, "justfile").recipes.values():
        assert all(1 <= line <= last for _, line in recipe.lines)
