from __future__ import annotations

import pytest

from backend_standards.readers.docker import Copy, IgnoreFile, clean, copies, escape, is_dockerfile, matches

# The names, written a second time.
DOCKERFILES = (
    "Dockerfile a/dockerfile DOCKERFILE Dockerfile.dev Dockerfile-dev Dockerfile_prod api.Dockerfile a/b.dockerfile "
    "Containerfile a/containerfile Containerfile.dev Containerfile-dev api.Containerfile"
)
OTHERS = (
    "Dockerfile.dockerignore Containerfile.containerignore Dockerfile.md Dockerfile.rst dockerfile_parser.py "
    "dockerfile-build.sh Dockerfile.SH docker-compose.yml Dockerfiles mydockerfile dockerfile/x Dockerfile.d/notes.txt"
)


@pytest.mark.parametrize("path", DOCKERFILES.split())
def test_dockerfiles(path: str) -> None:
    assert is_dockerfile(path)


@pytest.mark.parametrize("path", OTHERS.split())
def test_other_files(path: str) -> None:
    assert not is_dockerfile(path)


def copied(text: str) -> list[tuple[int, list[str], list[str]]]:
    return [(each.line, each.sources, each.excludes) for each in copies(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        pytest.param("COPY a /x", ["a"], id="copy"),
        pytest.param("ADD a /x", ["a"], id="add"),
        pytest.param("COPY a b /x", ["a", "b"], id="two"),
        pytest.param("COPY --chown=a:b --link a /x", ["a"], id="flags"),
        pytest.param("COPY a --exclude=b /x", ["a", "--exclude=b"], id="flags-come-first"),
        pytest.param("COPY \"a\" 'b' /x", ["a", "b"], id="quotes"),
        pytest.param('COPY ["a b", "c", "/x"]', ["a b", "c"], id="json"),
        pytest.param('COPY --link ["a b", "/x"]', ["a b"], id="json-after-a-flag"),
        pytest.param('COPY [1, "/x"]', ["[1,"], id="json-of-other-values"),
        pytest.param("COPY [a-c].txt /x", ["[a-c].txt"], id="set-of-characters"),
        pytest.param("onbuild copy a /x", ["a"], id="on-build"),
        pytest.param("ONBUILD ONBUILD COPY a /x", None, id="on-build-twice"),
        pytest.param("COPY a \\\n  b\\\n /x", ["a", "b"], id="over-lines"),
        pytest.param("COPY a", None, id="no-target"),
        pytest.param("RUN a /x", None, id="run"),
        pytest.param("ARG a /x", None, id="arg"),
        pytest.param("COPY --from=b a /x", None, id="from-a-stage"),
        pytest.param("COPY --link --from=b a /x", None, id="from-a-stage-after-a-flag"),
        pytest.param("ADD https://a.example/b /x", None, id="url"),
        pytest.param("ADD https://a.example/b a /x", ["a"], id="url-and-a-file"),
        pytest.param("ADD git@a.example:b.git a /x", ["a"], id="git-and-a-file"),
        pytest.param("COPY <<E a /x\nE", ["a"], id="heredoc-and-a-file"),
        pytest.param("COPY <<E /x\nE", None, id="heredoc"),
        pytest.param("ARG A=b C='d'\nCOPY $A ${A}/e ${C} /x", ["b", "b/e", "d"], id="arguments"),
        pytest.param("ARG A\nCOPY $A ${A} /x", ["$A", "${A}"], id="arguments-without-a-default"),
        pytest.param("COPY ${A:-b} ${A-c} /x", ["b", "c"], id="defaults-where-they-are-used"),
        pytest.param("ARG A=b\nCOPY ${A:-c} /x", ["b"], id="default-of-the-argument-goes-first"),
    ],
)
def test_sources(text: str, sources: list[str] | None) -> None:
    assert [found for _, found, _ in copied(text)] == ([] if sources is None else [sources])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("FROM b\n\nCOPY a /x\nCOPY c /x", [3, 4], id="lines"),
        pytest.param("COPY a \\\n /x\nCOPY c /x", [1, 3], id="continued"),
        pytest.param("COPY a \\\n\n# why\n  # so\n /x", [1], id="over-blank-lines-and-comments"),
        pytest.param("COPY a /x \\", [1], id="continued-at-the-end"),
        pytest.param("RUN dir C:\\\\\nCOPY a /x", [2], id="an-escape-that-is-escaped"),
        pytest.param("# escape=`\nCOPY a `\n /x\nRUN dir C:\\\nCOPY b /x", [2, 5], id="other-escape"),
        pytest.param("\ufeffCOPY a /x", [1], id="byte-order-mark"),
        pytest.param("\ufeffCOPY a /x \\", [1], id="byte-order-mark-continued-at-the-end"),
        pytest.param("RUN <<E\nCOPY a /x\nE\nCOPY b /x", [4], id="run"),
        pytest.param("COPY <<E /x\nCOPY a /x\nE\nCOPY b /x", [4], id="copy"),
        pytest.param("ADD <<E /x\nCOPY a /x\nE\nCOPY b /x", [4], id="add"),
        pytest.param("LABEL <<E\nCOPY a /x\nE\nCOPY b /x", [2, 4], id="label"),
        pytest.param("ONBUILD RUN <<E\nCOPY a /x\nE\nCOPY b /x", [4], id="on-build"),
        pytest.param("RUN <<A <<B\nCOPY 1 /x\nA\nCOPY 2 /x\nB\nCOPY 3 /x", [6], id="two-heredocs"),
        pytest.param("RUN <<-E\nCOPY a /x\n\tE\nCOPY b /x", [4], id="with-tabs"),
        pytest.param("RUN <<E\nCOPY a /x\n\tE\nCOPY b /x", [], id="without-tabs"),
        pytest.param("RUN 3<<'E'\nCOPY a /x\nE\nCOPY b /x", [4], id="quoted-delimiter"),
        pytest.param("RUN echo 'a <<E b'\nCOPY a /x", [2], id="in-single-quotes"),
        pytest.param('RUN echo "a <<E b"\nCOPY a /x', [2], id="in-double-quotes"),
        pytest.param("RUN echo \\'<<E\nCOPY a /x", [2], id="after-an-escaped-quote"),
        pytest.param("RUN echo don't <<E\nCOPY a /x\nE\nCOPY b /x", [4], id="after-an-open-quote"),
        pytest.param("RUN a<<E\nCOPY a /x", [2], id="inside-a-word"),
    ],
)
def test_lines(text: str, lines: list[int]) -> None:
    assert [line for line, _, _ in copied(text)] == lines


def test_what_is_not_copied() -> None:
    assert copied("COPY --exclude=*.md --chown=b --exclude=c a /x") == [(1, ["a"], ["*.md", "c"])]
    copy = Copy(1, ["src", "*.txt"], ["src/b"])
    assert {name: copy.takes(name) for name in ("src/a", "src/b", "src/b/c", "a.txt", "a.py")} == {
        "src/a": True,
        "src/b": False,
        "src/b/c": False,
        "a.txt": True,
        "a.py": False,
    }
    assert Copy(1, ["./"], []).takes("any/file")
    assert not Copy(1, ["./"], ["any"]).takes("any/file")


@pytest.mark.parametrize(
    ("head", "sign"),
    [
        ("# escape=`", "`"),
        ("#escape=`", "`"),
        ("\ufeff# Escape = ` ", "`"),
        ("#a=b\n# syntax=docker/dockerfile:1\n# escape=`", "`"),
        ("# escape=\\\n# escape=`", "\\"),
        ("# escape=x", "\\"),
        ("# syntax=`", "\\"),
        ("# escape\n# escape=`", "\\"),
        ("# two words=x\n# escape=`", "\\"),
        ("FROM a\n# escape=`", "\\"),
        ("\n# escape=`", "\\"),
        ("ab=c\n# escape=`", "\\"),
        ("xescape=`", "\\"),
        ("", "\\"),
    ],
)
def test_escape(head: str, sign: str) -> None:
    assert escape(head.split("\n")) == sign


@pytest.mark.parametrize(
    ("lines", "path", "excluded"),
    [
        ([".env"], ".env", True),
        ([".env"], ".env/x", True),
        ([".env"], ".envrc", False),
        ([".env"], "a/.env", False),
        ([" /./a//b/ "], "a/b", True),
        (["*.env"], "a.env", True),
        (["*.env"], "a/b.env", False),
        (["**/*.env"], "a/b.env", True),
        (["*.env"], "a.env/x", True),
        (["?"], "ab", False),
        (["[^a]"], "b", True),
        (["[^a]"], "a", False),
        (["a\\*"], "a*", True),
        (["a\\*"], "ab", False),
        (["#x"], "#x", False),
        ([" #x"], "#x", True),
        (["\ufeffa"], "a", True),
        (["x", "\ufeffa"], "a", False),
        (["a", "!a"], "a", False),
        (["a", "! a"], "a", False),
        (["!a", "a"], "a", True),
        (["!a"], "a", False),
        ([""], ".", False),
        (["a", "!"], "a", True),
        (["./a"], "a", True),
        (["b/../a"], "a", True),
        (["b/c/../../a"], "a", True),
        (["../a"], "a", False),
        (["/../a"], "a", False),
        (["./../a"], "a", False),
        (["b/../../a"], "a", False),
        (["../a", "b"], "b", True),
    ],
)
def test_ignore_file(lines: list[str], path: str, *, excluded: bool) -> None:
    assert IgnoreFile(lines).excludes(path) is excluded


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "."),
        ("/", "."),
        ("./.", "."),
        ("..", "."),
        (" a ", "a"),
        ("a//b/./c/", "a/b/c"),
        ("a/../b", "b"),
        ("../a", "a"),
        ("a/../../b", "b"),
        ("/a", "a"),
    ],
)
def test_clean(path: str, expected: str) -> None:
    assert clean(path) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [("a", "a", True), ("a", "a/b", True), ("a", "ab", False), ("a*", "ab/c", True), ("a*", "b", False)],
)
def test_matches(pattern: str, path: str, *, expected: bool) -> None:
    assert matches(pattern, path) is expected
