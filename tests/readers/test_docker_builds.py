from __future__ import annotations

import pytest

from backend_standards.readers.docker_builds import builds, is_build_file

_STEP = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n"
_ACTION = "      - uses: docker/build-push-action@v6\n        with:\n"


def known(path: str, text: str, links: dict[str, str] | None = None) -> dict[str, list[str]]:
    """Return the contexts by Dockerfile."""
    return {each: [build.context for build in found] for each, found in builds([(path, text)], links or {}).items()}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("compose.yaml", True),
        ("docker-compose.yml", True),
        ("deploy/docker-compose.prod.yml", True),
        ("compose.override.yaml", True),
        (".github/workflows/build.yml", True),
        ("compose.json", False),
        ("docs/workflows/build.yml", False),
        ("mycompose.yaml", False),
    ],
)
def test_is_build_file(path: str, *, expected: bool) -> None:
    assert is_build_file(path) == expected


@pytest.mark.parametrize(
    ("path", "build", "expected"),
    [
        pytest.param("compose.yaml", "build: .", {"Dockerfile": [""]}, id="dot"),
        pytest.param("compose.yaml", "build: ./api", {"api/Dockerfile": ["api/"]}, id="short"),
        pytest.param("deploy/compose.yaml", "build: ..", {"Dockerfile": [""]}, id="from-its-folder"),
        pytest.param("compose.yaml", "build: {context: ., dockerfile: docker/D}", {"docker/D": [""]}, id="flow"),
        pytest.param(
            "compose.yaml", "build:\n      dockerfile: ../D\n      context: api", {"D": ["api/"]}, id="below-the-context"
        ),
        pytest.param("compose.yaml", "build:\n      dockerfile: D", {"D": [""]}, id="default-context"),
        pytest.param("compose.yaml", "build:\n      context: api\n      args:\n        A: b", {"api/Dockerfile": ["api/"]}, id="args"),
        pytest.param("compose.yaml", "build:\n      dockerfile_inline: FROM x", {}, id="inline"),
        pytest.param("compose.yaml", "build: ${DIR:-api}", {"api/Dockerfile": ["api/"]}, id="default-of-a-variable"),
        pytest.param("compose.yaml", "build: ${DIR}", {}, id="variable"),
        pytest.param("compose.yaml", "build: ../outside", {}, id="outside"),
        pytest.param("compose.yaml", "build: ..", {}, id="folder-above"),
        pytest.param("compose.yaml", "build: ..data", {"..data/Dockerfile": ["..data/"]}, id="name-with-points"),
        pytest.param("compose.yaml", "build: ~/api", {}, id="home"),
        pytest.param("compose.yaml", "build: {context: ., dockerfile: $FILE}", {}, id="variable-file"),
        pytest.param("compose.yaml", "build: {context: ., dockerfile: ../D}", {}, id="file-outside"),
        pytest.param("compose.yaml", "build: {context: ., dockerfile: .}", {}, id="folder-as-a-file"),
        pytest.param(
            "compose.yaml", "build:\n      args:\n        A: b\n      context: api", {"api/Dockerfile": ["api/"]}, id="args-first"
        ),
        pytest.param("compose.yaml", "build: https://github.com/a/b.git", {}, id="remote"),
        pytest.param("compose.yaml", "build: /srv/api", {}, id="absolute"),
        pytest.param("compose.yaml", "image: x\n    labels:\n      build: api", {}, id="another-build"),
    ],
)  # fmt: skip
def test_compose(path: str, build: str, expected: dict[str, list[str]]) -> None:
    assert known(path, f"services:\n  web:\n    {build}\n  db:\n    image: x\n") == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param("context: ./api", {"api/Dockerfile": ["api/"]}, id="context"),
        pytest.param("context: .\n          file: docker/D", {"docker/D": [""]}, id="file-is-from-the-top"),
        pytest.param("file: ./D\n          context: api", {"D": ["api/"]}, id="other-order"),
        pytest.param("context: ${{ github.workspace }}/api", {"api/Dockerfile": ["api/"]}, id="workspace"),
        pytest.param("context: ${{ matrix.folder }}", {}, id="matrix"),
        pytest.param("push: true", {}, id="clone-of-git"),
        pytest.param("context: https://github.com/a/b", {}, id="remote"),
        pytest.param("context: ${{ github.workspace }}", {"Dockerfile": [""]}, id="workspace-alone"),
        pytest.param("context: ${{ matrix.folder }}\n          file: ./D", {}, id="matrix-and-a-file"),
        pytest.param("context: ..\n          file: ./D", {}, id="folder-above-and-a-file"),
        pytest.param("context: .\n          file: ${{ github.workspace }}/D", {"D": [""]}, id="file-in-the-workspace"),
        pytest.param("push: true\n        env:\n          context: api", {}, id="not-an-input"),
    ],
)
def test_workflow(inputs: str, expected: dict[str, list[str]]) -> None:
    text = (
        f"{_STEP}{_ACTION}          {inputs}\n      - uses: other/action@v1\n        with:\n          context: other\n"
    )
    assert known(".github/workflows/build.yml", text) == expected


def test_only_services_are_built() -> None:
    assert known("compose.yaml", "x-common:\n  web:\n    build: api\nservices: {}\n") == {}


@pytest.mark.parametrize("folder", [".github/workflows", ".GitHub/Workflows"])
def test_a_workflow_is_known_by_its_folder(folder: str) -> None:
    path = f"{folder}/Build.YML"
    assert is_build_file(path)
    assert known(path, f"{_STEP}{_ACTION}          context: api\n") == {"api/Dockerfile": ["api/"]}


def test_all_builds_of_a_file_once() -> None:
    text = "services:\n  a: {build: .}\n  b: {build: .}\n  c: {build: {context: sub, dockerfile: ../Dockerfile}}\n"
    assert known("compose.yaml", text) == {"Dockerfile": ["", "sub/"]}


def test_links() -> None:
    links = {"Dockerfile": "docker/Dockerfile"}
    [(path, found)] = builds([("compose.yaml", "services:\n  a: {build: .}\n")], links).items()
    assert path == "docker/Dockerfile"
    assert [(each.dockerfile, each.context, each.source) for each in found] == [("Dockerfile", "", "Dockerfile")]


def test_a_link_is_built_in_its_folder() -> None:
    [(path, (build,))] = builds([], {"api/Dockerfile": "docker/Dockerfile"}).items()
    assert (path, build.context, build.source) == ("docker/Dockerfile", "api/", "api/Dockerfile")


@pytest.mark.parametrize("text", ["", "services: [", "services:\n  a:\n    build: ", "\0", "services: " + "{a: " * 500])
def test_broken_files(text: str) -> None:
    assert known("compose.yaml", text) in ({}, {"Dockerfile": [""]})
