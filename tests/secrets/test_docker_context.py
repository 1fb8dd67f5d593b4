from __future__ import annotations

from collections.abc import Callable

import pytest

from backend_standards.core.git import Index
from backend_standards.readers.docker_builds import Build
from backend_standards.require_env_ignored import check
from backend_standards.secrets.docker_context import judge
from backend_standards.secrets.env_files import Policy


def tracked(*paths: str) -> Callable[[str], bool]:
    return Index("".join(f"100644 {'0' * 40} 0\t{path}\0" for path in paths).encode()).has


@pytest.mark.parametrize(
    ("dockerfile", "dockerignore", "lets_in"),
    [
        pytest.param("COPY . /app", None, True, id="dot"),
        pytest.param("COPY ./ /app/", None, True, id="dot-slash"),
        pytest.param("COPY / /app", None, True, id="slash"),
        pytest.param("COPY ./. /app", None, True, id="dot-slash-dot"),
        pytest.param("copy . /app", None, True, id="lower-case"),
        pytest.param("ADD . /app", None, True, id="add"),
        pytest.param("ONBUILD COPY . /app", None, True, id="onbuild"),
        pytest.param("COPY --chown=app:app --link . /app", None, True, id="flags"),
        pytest.param('COPY [".", "/app"]', None, True, id="json"),
        pytest.param('COPY --chown=1 ["./", "/app"]', None, True, id="json-flags"),
        pytest.param("COPY * /app/", None, True, id="star"),
        pytest.param("COPY .env* /app/", None, True, id="env-star"),
        pytest.param("COPY .env /app/", None, True, id="named"),
        pytest.param("COPY a.txt ./.env /app/", None, True, id="named-among-others"),
        pytest.param("COPY .env.production /app/.env", None, True, id="named-stage"),
        pytest.param("COPY \\\n  # a comment\n\n  . \\\n  /app", None, True, id="continued"),
        pytest.param("# escape=`\nCOPY `\n . /app", None, True, id="escape-directive"),
        pytest.param("\ufeffCOPY . /app", None, True, id="byte-order-mark"),
        pytest.param("RUN <<EOF\nCOPY nothing\nEOF\nCOPY . /app", None, True, id="behind-a-heredoc"),
        pytest.param("COPY --exclude=*.md . /app", None, True, id="other-exclude"),
        pytest.param("COPY . /app", "*.md\n# .env\n", True, id="ignore-comment"),
        pytest.param("COPY . /app", ".env\n!.env\n", True, id="ignore-taken-back"),
        pytest.param("COPY . /app", "!.env\n.envrc\n", True, id="ignore-other"),
        pytest.param("COPY . /app", "*/.env\n", True, id="ignore-one-below"),
        pytest.param("COPY .env.production /app/.env", ".env\n", True, id="ignore-lets-the-stage-in"),
        pytest.param("COPY --chown=a:b\t. /app", None, True, id="tab-behind-a-flag"),
        pytest.param("ARG SRC=.\nCOPY ${SRC} /app", None, True, id="argument"),
        pytest.param("COPY ${SRC:-.} /app", None, True, id="argument-default"),
        pytest.param('RUN cat <<<"foo"\nCOPY . /app', None, True, id="here-string"),
        pytest.param("RUN echo $((1 << n))\nCOPY . /app", None, True, id="shift"),
        pytest.param("RUN echo '<<EOF'\nCOPY . /app", None, True, id="quoted-heredoc"),
        pytest.param('LABEL a="b <<c"\nCOPY . /app', None, True, id="label"),
        pytest.param("RUN <<EOF\n  EOF\nEOF\nCOPY . /app", None, True, id="indented-end"),
        pytest.param("RUN <<-EOF\n\tEOF\nCOPY . /app", None, True, id="heredoc-with-tabs"),
        pytest.param("COPY . /app", "../.env\n", True, id="ignore-outside-the-context"),
        pytest.param("RUN dir C:\\\\\nCOPY . /app", None, True, id="doubled-escape"),
        pytest.param("COPY . /app", ".en[!a]\n", True, id="ignore-exclamation-mark-in-a-bracket"),
        pytest.param("COPY . /app", ".en[^a]\n", False, id="ignore-negated-bracket"),
        pytest.param("COPY . /app", "**/" * 40 + "x\n", True, id="ignore-many-stars"),
        pytest.param("ARG SRC=src\nCOPY $SRC /app", None, False, id="argument-of-a-folder"),
        pytest.param("ARG JAR\nCOPY ${JAR} app.jar", None, False, id="argument-without-a-default"),
        pytest.param("ARG SRC=src\nFROM x\nARG SRC\nCOPY $SRC /app", None, False, id="argument-of-an-earlier-stage"),
        pytest.param("ARG A\nCOPY ${A:-src} /app", None, False, id="argument-with-its-own-default"),
        pytest.param("COPY <<A <<B /x/\nCOPY . /app\nA\nCOPY . /app\nB", None, False, id="two-heredocs"),
        pytest.param("RUN <<EOF-1\nCOPY . /app\nEOF-1", None, False, id="heredoc-with-a-dash-in-its-name"),
        pytest.param("COPY " + "[" * 100_000, None, False, id="nested-json"),
        pytest.param("COPY --from=build . /app", None, False, id="from-a-stage"),
        pytest.param("COPY --chown=a --from=build / /", None, False, id="from-a-stage-with-flags"),
        pytest.param("COPY src /app", None, False, id="folder"),
        pytest.param("COPY *.py /app/", None, False, id="pattern"),
        pytest.param("COPY .env.example /app/", None, False, id="template"),
        pytest.param("COPY --exclude=.env* . /app", None, False, id="exclude"),
        pytest.param("# COPY . /app", None, False, id="comment"),
        pytest.param("RUN cp . /app", None, False, id="run"),
        pytest.param("RUN <<EOF\nCOPY . /app\nEOF", None, False, id="in-a-heredoc"),
        pytest.param("COPY <<EOF /app/x\nhello\nEOF", None, False, id="copied-heredoc"),
        pytest.param("ADD https://acme-corp.io/. /app", None, False, id="url"),
        pytest.param("COPY .", None, False, id="no-destination"),
        pytest.param("COPY . /app", ".env\n", False, id="ignore"),
        pytest.param("COPY . /app", "  .env  \r\n", False, id="ignore-spaces-and-crlf"),
        pytest.param("COPY . /app", "/.env\n", False, id="ignore-from-the-root"),
        pytest.param("COPY . /app", "**/.env*\n", False, id="ignore-two-stars"),
        pytest.param("COPY . /app", ".e?v\n", False, id="ignore-question-mark"),
        pytest.param("COPY . /app", ".[a-f]nv\n", False, id="ignore-range"),
        pytest.param("COPY . /app", "*\n!src\n", False, id="ignore-all-but"),
        pytest.param("COPY . /app", "\ufeff.env\n", False, id="ignore-byte-order-mark"),
        pytest.param("COPY . /app", "!.env\n.env\n", False, id="ignore-last-wins"),
        pytest.param("COPY .env /app/", ".env\n", False, id="named-but-ignored"),
    ],
)
def test_dockerfile(dockerfile: str, dockerignore: str | None, *, lets_in: bool) -> None:
    ignores = {} if dockerignore is None else {".dockerignore": dockerignore.splitlines()}
    lines = dockerfile.split("\n")
    found = list(judge({"Dockerfile": lines}, [], ignores, tracked("Dockerfile", *ignores), Policy()))
    assert [each.rule.id for each in found] == (["env-in-docker-context"] if lets_in else [])


@pytest.mark.parametrize(
    ("paths", "copy", "context"),
    [
        pytest.param(["docker/Dockerfile"], ".", "docker/", id="alone"),
        pytest.param(["docker/Dockerfile", ".dockerignore"], ".", "", id="ignore-file-at-the-root"),
        pytest.param(
            ["docker/Dockerfile", "docker/.dockerignore", ".dockerignore"], ".", "docker/", id="nearest-ignore-file"
        ),
        pytest.param(["docker/Dockerfile", "pyproject.toml"], ".", "", id="project-at-the-root"),
        pytest.param(["api/Dockerfile", "api/pyproject.toml", "pyproject.toml"], ".", "api/", id="own-project"),
        pytest.param(
            ["api/Dockerfile", "api/src/a.py", "api/pyproject.toml", "src/b.py"],
            "api/src .",
            "",
            id="source-from-the-root",
        ),
        pytest.param(["a/api/Dockerfile", "a/lib/x.py"], "lib .", "a/", id="source-from-between"),
    ],
)
def test_build_context(paths: list[str], copy: str, context: str) -> None:
    path = next(each for each in paths if each.endswith("Dockerfile"))
    ignores = {each: ["nothing"] for each in paths if each.endswith(".dockerignore")}
    lines = ["FROM x", f"COPY {copy} /app/"]
    (finding,) = judge({path: lines}, [], ignores, tracked(*paths), Policy())
    assert f"copies {context}.env, if it exists" in finding.message


def test_the_dockerfiles_own_ignore_file_goes_first() -> None:
    ignores = {"Dockerfile.dockerignore": ["*.md"], ".dockerignore": [".env"]}
    (finding,) = judge({"Dockerfile": ["COPY . ."]}, [], ignores, tracked("Dockerfile", *ignores), Policy())
    assert "Dockerfile.dockerignore does not exclude it" in finding.message


def test_an_allowed_dockerfile() -> None:
    dockerfiles = {"Dockerfile": ["COPY . ."]}
    assert not list(check([], {}, [], dockerfiles, {}, tracked("Dockerfile"), Policy(allow=["/Dockerfile"])))


def test_one_cause_is_one_finding() -> None:
    lines = ["FROM a", "COPY . .", "FROM b", "COPY . .", "COPY .env.production .env", "FROM c", "ADD . ."]
    found = list(judge({"Dockerfile": lines}, [], {}, tracked("Dockerfile"), Policy()))
    assert [(each.line, each.message, each.commands) for each in found] == [
        (
            2,
            "lines 2, 4 and 7 copy .env, if it exists, into the image: no .dockerignore excludes it (assumed build context: ./)",
            ("grep -qsxFe .env .dockerignore || printf '%s\\n' .env >> .dockerignore && git add -- .dockerignore",),
        ),
        (
            5,
            "this line copies .env.production, if it exists, into the image: no .dockerignore excludes it (assumed build context: ./)",
            (
                "grep -qsxFe .env.production .dockerignore || printf '%s\\n' .env.production >> .dockerignore && git add -- .dockerignore",
            ),
        ),
    ]


@pytest.mark.parametrize("name", "pyproject.toml setup.py requirements.txt Pipfile uv.lock package.json go.mod".split())
def test_files_of_a_project(name: str) -> None:
    files = tracked("docker/Dockerfile", name)
    (finding,) = judge({"docker/Dockerfile": ["COPY . ."]}, [], {}, files, Policy())
    assert "copies .env, if it exists" in finding.message
    assert (finding.line, finding.column) == (1, 1)


def test_allowed_and_tracked_env_files_are_no_leak() -> None:
    dockerfile = {"Dockerfile": ["COPY . ."]}
    assert not list(judge(dockerfile, [".env"], {}, tracked("Dockerfile"), Policy(allow=["/.env"])))
    assert not list(judge(dockerfile, [], {}, tracked("Dockerfile", ".env"), Policy()))
    assert len(list(judge(dockerfile, [".env"], {}, tracked("Dockerfile", ".env"), Policy()))) == 1


def test_nothing_is_said_of_a_dockerfile_that_takes_no_env_file() -> None:
    def never() -> dict[str, list[Build]]:
        raise AssertionError("the builds are read for nothing")

    assert not list(judge({"Dockerfile": ["COPY src /src"]}, [".env"], {}, tracked("Dockerfile"), Policy(), never))


def test_a_pattern_tells_no_context() -> None:
    """A plain source says which folder is the context; one with a wildcard does not."""
    files = tracked("a/api/Dockerfile", "a/lib/x.py")
    (finding,) = judge({"a/api/Dockerfile": ["COPY l*b . /app/"]}, [], {}, files, Policy())
    assert "copies a/api/.env, if it exists" in finding.message


@pytest.mark.parametrize(
    ("source", "named", "ignored"),
    [
        pytest.param(".env.p*", "any .env.p*", ".env.p*", id="star"),
        pytest.param(".env.${STAGE}", "any .env.*", ".env.*", id="build-argument"),
        pytest.param(".env.$STAGE", "any .env.*", ".env.*", id="build-argument-without-braces"),
        pytest.param("config/$A/.env", "any config/*/.env", "config/*/.env", id="folder"),
    ],
)
def test_env_files_by_a_pattern(source: str, named: str, ignored: str) -> None:
    """What the command writes has to keep out the files that exist at a build, not the text of the instruction."""
    dockerfiles = {"Dockerfile": [f"COPY {source} /app/"]}
    (finding,) = judge(dockerfiles, [], {}, tracked("Dockerfile"), Policy())
    assert f"copies {named}, if it exists" in finding.message
    assert f" '{ignored}' >> .dockerignore" in finding.commands[0]
    assert not list(judge(dockerfiles, [], {".dockerignore": [ignored]}, tracked("Dockerfile"), Policy()))
    if source != ignored:
        assert list(judge(dockerfiles, [], {".dockerignore": [source]}, tracked("Dockerfile"), Policy()))


def test_every_known_build_is_judged() -> None:
    builds = {"d/Dockerfile": [Build("d/Dockerfile", "", "compose.yaml"), Build("link", "x/", "link")]}
    ignores = {"link.dockerignore": ["*.md"], ".dockerignore": [".env"], "d/.dockerignore": [".env"]}
    found = judge({"d/Dockerfile": ["COPY . ."]}, [], ignores, tracked("d/Dockerfile"), Policy(), lambda: builds)
    (finding,) = found
    assert "link.dockerignore does not exclude it (build context by link: x/)" in finding.message
