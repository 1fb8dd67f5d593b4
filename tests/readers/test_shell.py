from __future__ import annotations

import shlex

import pytest

from backend_standards.readers.shell import commands


def words(text: str) -> list[list[str]]:
    return [[word.text for word in command.words] for command in commands(text)]


@pytest.mark.parametrize(
    "text",
    [
        "pip install flask",
        "pip install 'a b' \"c d\" e\\ f",
        'echo \'it\'"\'"\'s\' "a\\"b" "a\\b"',
        "x  \t y",
    ],
)
def test_words_are_those_of_posix(text: str) -> None:
    assert words(text) == [shlex.split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a; b && c || d | e & f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]], id="separators"),
        pytest.param("a\nb # c\n# d\ne", [["a"], ["b"], ["e"]], id="lines-and-comments"),
        pytest.param("a \\\n  b", [["a", "b"]], id="continued"),
        pytest.param("a#b", [["a#b"]], id="not-a-comment"),
        pytest.param("(cd x; a)", [["cd", "x"], ["a"]], id="subshell"),
        pytest.param("a > b 2>&1 < c d", [["a", "d"]], id="redirections"),
        pytest.param("a <<EOF\nb\nEOF\nc", [["a"], ["c"]], id="heredoc"),
        pytest.param("a <<-'EOF'\n\tb\n\tEOF\nc", [["a"], ["c"]], id="heredoc-with-tabs"),
        pytest.param("bash <<EOF\nb\nEOF", [["bash"], ["b"], ["EOF"]], id="heredoc-of-a-shell"),
        pytest.param("a <<EOF\nb", [["a"], ["b"]], id="heredoc-without-an-end"),
        pytest.param("a <<< b c", [["a", "c"]], id="here-string"),
        pytest.param("a $X ${Y} ${Z:-1} $(b c) `d` $1", [["a", "${X}", "${Y}", "1", "${V}", "${V}", "${1}"]], id="variables"),
        pytest.param("a ${{ env.X }} ${{ secrets.Y }}", [["a", "${X}", "${V}"]], id="expressions"),
        pytest.param("a {{ x }}/b", [["a", "{{}}/b"]], id="template"),
        pytest.param("a\0b \0c", [["ab", "c"]], id="nul"),
    ],
)  # fmt: skip
def test_commands(text: str, expected: list[list[str]]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "writes"),
    [("a >> b", True), ("a > b 2>&1", True), ("a >&2", False), ("a >/dev/null 2>&1", False), ("a < b", False)],
)
def test_whether_the_output_goes_into_a_file(text: str, *, writes: bool) -> None:
    assert [command.writes for command in commands(f"{text}; c")] == [writes, False]


def test_what_is_between_commands() -> None:
    found = [(command.words[0].text, command.before) for command in commands("a && (b; c) || d &\n\ne &> f")]
    assert found == [("a", ""), ("b", "&&("), ("c", ";"), ("d", ")||"), ("e", "&\n\n")]


def test_places() -> None:
    text = "x=1\npip install 'a b' \\\n  c\n"
    (_, command) = commands(text)
    assert [text[word.start : word.end] for word in command.words] == ["pip", "install", "'a b'", "c"]
    assert [word.is_quoted for word in command.words] == [False, False, True, False]
    assert text[command.first : command.last] == "pip install 'a b' \\\n  c"


@pytest.mark.parametrize(("text", "compared"), [("a>=1", True), ("a<2", True), ("a > b", False), ("'a>=1'", False)])
def test_a_version_behind_an_unquoted_sign_is_a_redirection(text: str, *, compared: bool) -> None:
    (command,) = commands(f"pip install {text}")
    assert command.words[-1].compared is compared


@pytest.mark.parametrize(("word", "name"), [("/usr/bin/pip3", "pip3"), (r"C:\py\Pip.EXE", "pip"), ("pip", "pip")])
def test_program(word: str, name: str) -> None:
    (command,) = commands(f"'{word}'")
    assert command.words[0].program() == name
