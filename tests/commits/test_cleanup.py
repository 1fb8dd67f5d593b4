"""What git stores of a message: its cleanup and its encoding."""

from __future__ import annotations

import pytest

from backend_standards.commits import cleanup
from backend_standards.commits.cleanup import Settings, stored
from backend_standards.core import Stopped
from support import Repository


@pytest.mark.parametrize(
    ("data", "settings", "expected"),
    [
        pytest.param(b"a\n# b\n", Settings(editor=True), "a", id="comment"),
        pytest.param(b"a\n# b\n", Settings(editor=False), "a\n# b", id="no-editor"),
        pytest.param(b"a\n# b\n", Settings(editor=False, cleanup="strip"), "a", id="strip"),
        pytest.param(b"a\n# b\n", Settings(editor=True, cleanup="whitespace"), "a\n# b", id="whitespace"),
        pytest.param(b"\na \n\n\n# b\n", Settings(editor=True, cleanup="verbatim"), "\na \n\n\n# b\n", id="verbatim"),
        pytest.param(b"a\n# b\n", Settings(editor=True, cleanup="nonsense"), "a", id="unknown-mode"),
        pytest.param(b"\n \na \t\r\n\n\n\nb\n\n \n", Settings(editor=False), "a\n\nb", id="blanks"),
        pytest.param(b"a\n#c\n\n#d\n\nb", Settings(editor=True), "a\n\nb", id="comments-between"),
        pytest.param(b"a\r\n\r\nb\r\n", Settings(editor=False), "a\n\nb", id="crlf"),
        pytest.param(b"a\n;b\n#c", Settings(editor=True, comment=";"), "a\n#c", id="comment-char"),
        pytest.param(b"a\n//b\n/c", Settings(editor=True, comment="//"), "a\n/c", id="comment-string"),
        pytest.param(b"#a\n\n; Please\n;\n", Settings(editor=True, comment="auto"), "#a", id="auto"),
        pytest.param(b"#a\n\n; Please\n;\n", Settings(editor=True, comment="Auto"), "#a", id="auto-in-any-case"),
        pytest.param(b"a\n\n# Please\n", Settings(editor=True, comment="auto"), "a", id="auto-hash"),
        pytest.param(b"a\n# -{24} >8 -{24}\nb\n", Settings(editor=True), "a\nb", id="no-scissors"),
        pytest.param(
            b"a\n# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n", Settings(editor=True), "a", id="scissors"
        ),
        pytest.param(
            b"# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n", Settings(editor=True), "", id="scissors-first"
        ),
        pytest.param(
            b"a\n# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\nb\n",
            Settings(editor=False, cleanup="scissors"),
            "a\n# " + "-" * 24 + " >8 " + "-" * 24 + "\nb",
            id="scissors-without-editor",
        ),
        pytest.param("\u4fee\u590d".encode("gbk"), Settings(editor=True, encoding="GBK"), "\u4fee\u590d", id="gbk"),
        pytest.param(b"\xe9t\xe9", Settings(editor=True, encoding="ISO-8859-1"), "\u00e9t\u00e9", id="latin-1"),
        pytest.param("\u8a8d\u8a3c".encode("shift-jis"), Settings(editor=True, encoding="SHIFT-JIS"), "\u8a8d\u8a3c", id="sjis"),
        pytest.param(b"\xef\xbb\xbfa", Settings(editor=True), "\ufeffa", id="bom"),
    ],
)  # fmt: skip
def test_stored(data: bytes, settings: Settings, expected: str) -> None:
    assert stored(data, settings).text == expected
    assert stored(data, settings).fault is None


@pytest.mark.parametrize(
    ("data", "encoding", "place", "text"),
    [
        pytest.param(b"a\nb\xff\n", "utf-8", (2, 2), "byte 4 (0xff) is not UTF-8", id="utf-8"),
        pytest.param(b"\xc3\xa9\xff", "UTF-8", (1, 2), "byte 3 (0xff) is not UTF-8", id="column"),
        pytest.param(b"a\x81\n", "ascii", (1, 2), "byte 2 (0x81) is not ascii", id="declared"),
        pytest.param(b"a\nb\0", "utf-8", (2, 2), "byte 4 is NUL", id="nul"),
        pytest.param("feat: add login".encode("utf-16"), "utf-8", (1, 4), "UTF-16", id="utf-16"),
    ],
)
def test_bytes_that_are_not_text(data: bytes, encoding: str, place: tuple[int, int], text: str) -> None:
    fault = stored(data, Settings(editor=False, encoding=encoding)).fault
    assert fault is not None
    assert fault[:2] == place
    assert text in fault[2]
    assert fault[3][0].isupper()


@pytest.mark.parametrize(
    ("data", "editor", "expected"),
    [
        (b"feat: add login\n", False, True),
        (b"feat: add login\n\n- bullet\n# x\n", False, True),
        ("feat: \u767b\u5f55\n".encode(), False, True),
        (b"feat: add login\n# Please\n", True, False),
        (b"# feat: add login\n", False, False),
        (b"\nfeat: add login\n", False, False),
        (b"feat: \xff\n", False, False),
        (b"feat: \x1b$B\n", False, False),
        (b"feat: a\0b\n", False, False),
        (b"feat: add login\n\n# --- >8 ---\n", True, False),
        (b"", False, False),
    ],
)
def test_git_is_asked_only_where_it_matters(data: bytes, editor: bool, expected: bool) -> None:
    assert cleanup.is_plain(data, editor=editor) is expected


CUT = b"# " + b"-" * 24 + b" >8 " + b"-" * 24 + b"\n"
GITS = b"# Do not modify or remove the line above.\n# Everything below it will be ignored.\n"


@pytest.mark.parametrize(
    ("below", "settings", "expected"),
    [
        pytest.param(b"b\n", Settings(editor=True), "a\nb", id="prose"),
        pytest.param(GITS + b"b\n", Settings(editor=True), "a\nb", id="prose-below-what-git-writes"),
        pytest.param(GITS, Settings(editor=True), None, id="gits-own"),
        pytest.param(b"", Settings(editor=True), None, id="nothing"),
        pytest.param(b" \t\n\n", Settings(editor=True), None, id="blanks"),
        pytest.param(GITS + b"diff --git a/x b/x\n+b\n", Settings(editor=True), None, id="diff"),
        pytest.param(b"diff --cc x\n+b\n", Settings(editor=True), None, id="diff-first"),
        pytest.param(b"b\ndiff --git a/x b/x\n", Settings(editor=True), "a\nb\ndiff --git a/x b/x", id="prose-and-diff"),
        pytest.param(b"b\n", Settings(editor=True, cleanup="scissors"), None, id="mode-scissors"),
        pytest.param(b"b\n", Settings(editor=True, verbose=True), None, id="verbose"),
        pytest.param(b"b\n", Settings(editor=False), None, id="no-editor"),
        pytest.param(b"b\n", Settings(editor=True, cleanup="whitespace"), "a\n" + CUT.decode() + "b", id="whitespace"),
        pytest.param(b"b\n", Settings(editor=True, cleanup="verbatim"), "a\n" + CUT.decode() + "b\n", id="verbatim"),
    ],
)  # fmt: skip
def test_what_git_may_store_below_a_scissors_line(below: bytes, settings: Settings, expected: str | None) -> None:
    found = stored(b"a\n" + CUT + below, settings)
    assert (found.uncut.text if found.uncut else None) == expected
    assert settings.editor is (found.text in ("a", "a\n"))


@pytest.mark.parametrize(
    ("value", "verbose"), [("true", True), ("2", True), ("", False), ("False", False), ("no", False), ("off", False), ("0", False)]
)  # fmt: skip
def test_settings_of_git(repository: Repository, value: str, verbose: bool) -> None:
    repository.git("config", "commit.verbose", value)
    repository.git("config", "commit.cleanup", "scissors")
    repository.git("config", "i18n.commitEncoding", "GBK")
    repository.git("config", "core.commentChar", ";")
    found = cleanup.settings_of_git(editor=True)
    assert (found.verbose, found.cleanup, found.encoding, found.comment, found.editor) == (
        verbose,
        "scissors",
        "GBK",
        ";",
        True,
    )


def test_a_setting_without_a_value_is_true(repository: Repository) -> None:
    with (repository.path / ".git/config").open("a") as file:
        file.write("[commit]\n\tverbose\n")
    assert cleanup.settings_of_git(editor=True).verbose


@pytest.mark.parametrize("char", list("#;@!$%^&|:"))
def test_each_comment_character_that_git_takes_by_itself(char: str) -> None:
    settings = Settings(editor=True, comment="auto")
    assert stored(f"a\n\n{char} Please\n{char}\n\n".encode(), settings).text == "a"
    assert stored(f"a\n{char}{' ' + '-' * 24 + ' >8 ' + '-' * 24}\nb\n".encode(), settings).text == "a"


def test_another_character_is_none() -> None:
    assert stored(b"a\n\n~ Please\n# x\n~ y\n", Settings(editor=True, comment="auto")).text == "a\n\n~ Please\n~ y"


@pytest.mark.parametrize(
    ("mode", "editor", "expected"),
    [
        ("strip", False, "a\n\nb"), ("strip", True, "a\n\nb"), ("whitespace", True, "a\n# c\n\nb"), ("whitespace", False, "a\n# c\n\nb"),
        ("scissors", True, "a\n# c\n\nb"), ("scissors", False, "a\n# c\n\nb"), ("verbatim", False, "a \n# c\n\n\n\nb\n\n"),
        ("verbatim", True, "a \n# c\n\n\n\nb\n\n"), ("default", True, "a\n\nb"), ("default", False, "a\n# c\n\nb"),
    ],
)  # fmt: skip
def test_modes(mode: str, editor: bool, expected: str) -> None:
    assert stored(b"a \n# c\n\n\n\nb\n\n", Settings(editor=editor, cleanup=mode)).text == expected


@pytest.mark.parametrize(
    ("data", "line", "wanted"),
    [
        (b"a\nb\n", 1, 1), (b"\n\na\nb\n", 1, 3), (b"\n\na\nb\n", 2, 4), (b"# x\na\n# y\nb\n", 1, 2), (b"# x\na\n# y\nb\n", 2, 4),
        (b"a\n\n\n\nb\n", 3, 5), (b"a\n\n# x\n\nb\n", 3, 5), (b"a\n\n# x\n\nb\n", 2, 2), (b"a \nb\n", 2, 2), (b"# x\na\nb", 2, 3),
    ],
)  # fmt: skip
def test_lines_of_the_file(data: bytes, line: int, wanted: int) -> None:
    assert stored(data, Settings(editor=True)).line_of_file(line) == wanted


@pytest.mark.parametrize("editor", [True, False])
def test_whether_an_editor_ran(monkeypatch: pytest.MonkeyPatch, editor: bool) -> None:
    monkeypatch.setenv("GIT_EDITOR", "vi" if editor else ":")
    assert cleanup.editor_ran() is editor
    monkeypatch.delenv("GIT_EDITOR")
    assert cleanup.editor_ran()


def test_a_message_is_encoded_as_git_is_told() -> None:
    assert cleanup.encoded("\u00e9", Settings(editor=False, encoding="latin-1")) == b"\xe9\n"
    assert cleanup.encoded("\u4fee", Settings(editor=False, encoding="latin-1")) == "\u4fee\n".encode()
    assert cleanup.encoded("\u00e9\udcff", Settings(editor=False, encoding="nonsense")) == b"\xc3\xa9\xff\n"


def test_an_encoding_that_python_does_not_know() -> None:
    with pytest.raises(Stopped, match=r"i18n\.commitEncoding is nonsense"):
        stored(b"a", Settings(editor=False, encoding="nonsense"))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"\xff\xfea\0", "Save it as UTF-8 without a byte order mark."), (b"\xfe\xff\0a", "Save it as UTF-8 without a byte order mark."),
        (b"a\0", "Delete this byte."),
    ],
)  # fmt: skip
def test_what_to_do_about_a_nul_byte(data: bytes, note: str) -> None:
    fault = stored(data, Settings(editor=False)).fault
    assert fault is not None
    assert fault[3] == note


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "UTF-8"), ("UTF8", "UTF-8"), ("utf_8", "UTF-8"), ("ascii", "ascii")]
)
def test_the_name_of_an_encoding(encoding: str, name: str) -> None:
    fault = stored(b"\xff", Settings(editor=False, encoding=encoding)).fault
    assert fault is not None
    assert fault[2] == f"byte 1 (0xff) is not {name}"
    assert ("declare its encoding" in fault[3]) is (name == "UTF-8")


def test_without_settings_the_defaults_count(repository: Repository) -> None:
    assert repository.path
    found = cleanup.settings_of_git(editor=False)
    assert (found.verbose, found.cleanup, found.encoding, found.comment) == (False, "default", "utf-8", "#")
