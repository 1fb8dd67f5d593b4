"""Each name that has a place of its own, written a second time: a name that is lost here is lost for everybody."""

from __future__ import annotations

import pytest

from backend_standards import layout
from backend_standards.layout.tree import Settings
from layouts import DONE, PINS, TEST, judged

BASE = "src/app/api.py tests/test_api.py README.md"
OWN_FOLDERS = (
    "scripts bin tools tool ci dev devenv devops devtools hack docs doc docs_src infra infrastructure iac cdk terraform pulumi "
    "ansible deploy deployment deployments docker helm k8s kubernetes kustomize charts dags airflow migrations alembic "
    "examples example samples demo demos benchmarks benchmark evals notebooks contrib packaging build _build typings "
    "requirements"
).split()
ROOT_FILES = (
    "setup conftest noxfile toxfile manage tasks fabfile dodo duties pavement build hatch_build versioneer locustfile wsgi asgi "
    "passenger_wsgi celeryconfig sitecustomize usercustomize hubconf zappa_settings streamlit_app __init__"
).split()
OTHERS_CODE = (
    "vendor vendored _vendor _vendored third_party thirdparty third-party extern external node_modules site-packages venv "
    "virtualenv"
).split()
TEST_FOLDERS = (
    "test testing unittest unittests itest itests inttest inttests integtest integtests functest functests apitest apitests "
    "uitest uitests systest systests smoketest smoketests loadtest loadtests perftest perftests acceptancetest "
    "acceptancetests e2etest e2etests testsuite testsuites e2e acceptance smoke"
).split()
PERHAPS_TESTS = (
    "integ integration functional regression system performance perf load stress contract contracts component unit qa bdd spec "
    "specs"
).split()
DATA = (
    "data testdata test_data fixtures resources assets snapshots __snapshots__ golden goldens samples examples templates "
    "cassettes inputs input"
).split()
LEVELS = (
    "unit integration functional e2e acceptance smoke regression system performance load stress contract component qa"
).split()
LOCKS = (
    "poetry.lock uv.lock pdm.lock Pipfile.lock pylock.toml pixi.lock conda-lock.yml requirements.lock requirements.txt"
).split()
DEVELOPERS = "dev develop development test tests testing lint docs doc ci build typing types local".split()
LANGUAGES = (
    "package.json go.mod pom.xml build.gradle build.gradle.kts Cargo.toml composer.json Gemfile mix.exs x.csproj x.sln"
).split()
PROJECTS = (
    "poetry.lock uv.lock pdm.lock Pipfile.lock pylock.toml pixi.lock conda-lock.yml requirements.lock template.yaml template.yml "
    "samconfig.toml serverless.yml serverless.yaml pyproject.toml setup.py Pipfile cdk.json cdktf.json Pulumi.yaml Pulumi.yml "
    "PulumiPolicy.yaml zappa_settings.json zappa_settings.toml zappa_settings.yaml zappa_settings.yml requirements.txt "
    "requirements.in"
).split()
BESIDE = {
    "app.py": "cdk.json .chalice/x",
    "chalicelib/a.py": ".chalice/x",
    "application.py": ".ebextensions/x .elasticbeanstalk/x",
    "hooks/a.py": "cookiecutter.json copier.yml copier.yaml",
    "extensions/a.py": "copier.yml copier.yaml",
    "local_extensions.py": "cookiecutter.json",
    "__main__.py": "Pulumi.yaml Pulumi.yml PulumiPolicy.yaml",
    "main.py": "app.yaml cdktf.json",
    "function_app.py": "host.json",
    "plugins/a.py": "dags/x.py",
    "include/a.py": "dags/x.py",
}


@pytest.mark.parametrize("folder", OWN_FOLDERS)
def test_a_folder_of_its_own_right(folder: str) -> None:
    assert judged(f"{DONE} {folder}/a.py {folder}/test_a.py") == []
    assert judged(f"{DONE} x{folder}x/a.py") == [f"x{folder}x: stray-code"]


@pytest.mark.parametrize("name", ROOT_FILES)
def test_a_file_that_a_tool_looks_for(name: str) -> None:
    assert judged(f"{DONE} {name}.py") == []
    assert judged(f"{DONE} x{name}.py") == [f"x{name}.py: stray-code"]


@pytest.mark.parametrize("folder", OTHERS_CODE)
def test_code_of_others(folder: str) -> None:
    assert judged(f"{DONE} lib/{folder}/a.py {folder}/b.py src/{folder}/x/tests/test_a.py") == []


@pytest.mark.parametrize("folder", TEST_FOLDERS)
def test_a_folder_of_tests(folder: str) -> None:
    assert judged(f"{DONE} {folder}/helpers.py") == [], "what helps tests is no application code"
    assert judged(f"{DONE} my-{folder}/test_a.py my-{folder}/helpers.py") == [f"my-{folder}: stray-test"]


@pytest.mark.parametrize("folder", PERHAPS_TESTS)
def test_a_folder_that_may_hold_tests(folder: str) -> None:
    assert judged(f"{DONE} {folder}/helpers.py") == [f"{folder}: stray-code"]
    assert judged(f"{DONE} {folder}/helpers.py {folder}/test_a.py") == [f"{folder}: stray-test"]


@pytest.mark.parametrize("folder", DATA)
def test_data_of_tests(folder: str) -> None:
    assert judged(f"{DONE} tests/{folder}/a.py=test tests/{folder}/b_test.py") == []
    assert judged(f"{DONE} tests/{folder}/test_a.py", Settings(mirror=True)) == []


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_of_tests(level: str) -> None:
    mirror = Settings(mirror=True)
    for folder in (level, f"{level}_tests", f"{level}-tests", f"{level}_test"):
        assert judged(f"{DONE} tests/{folder}/app/test_b.py", mirror) == []
    assert judged(f"{DONE} tests/{level}x/test_b.py", mirror) == [f"tests/{level}x: unmirrored-tests"]


@pytest.mark.parametrize("name", LOCKS)
def test_pinned_dependencies(name: str) -> None:
    assert judged(f"{BASE} {name}") == []
    assert judged(f"{BASE} x{name}") == ["requirements.txt: missing-entry"]


@pytest.mark.parametrize("word", DEVELOPERS)
def test_requirements_of_developers(word: str) -> None:
    for name in (f"requirements-{word}.txt", f"{word}_requirements.txt", f"requirements.{word}.txt"):
        assert judged(f"{BASE} {name}") == ["requirements.txt: missing-entry"]
    assert judged(f"{BASE} requirements-{word}x.txt") == []


@pytest.mark.parametrize("name", ["README", "readme.md", "ReadMe.rst", "README.TXT"])
def test_a_readme(name: str) -> None:
    assert judged(f"src/app/api.py tests/test_api.py uv.lock {name}") == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_another_language(name: str) -> None:
    assert judged(f"{DONE} web/{name} web/x/a.py web/x/test_b.py") == []
    assert judged(f"{DONE} web/x{name}x web/x/a.py") == ["web: stray-code"]
    assert judged(f"{name} scripts/a.py") == []


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_of_its_own(name: str) -> None:
    held = f"{BASE} uv.lock shop/src/a.py shop/tests/test_a.py shop/x.py shop/{name}"
    assert f"shop/{name}: undeclared-root" in judged(held)
    assert judged(held.replace(f"shop/{name}", f"shop/x{name}")) == ["shop: stray-code", "shop: stray-test"]


@pytest.mark.parametrize(("path", "mark"), [(path, mark) for path, marks in BESIDE.items() for mark in marks.split()])
def test_what_one_tool_wants_at_the_root(path: str, mark: str) -> None:
    entry = path.partition("/")[0]
    assert judged(f"{DONE} {path} {mark}") == []
    assert judged(f"{DONE} {path} x/{mark.replace('.py', '.txt')}") == [f"{entry}: stray-code"]


@pytest.mark.parametrize("name", ["cdk.json", "cdktf.json", "Pulumi.yaml", "Pulumi.yml", "PulumiPolicy.yaml", "template.yaml", "template.yml", "samconfig.toml", "serverless.yml", "serverless.yaml", "zappa_settings.json", "zappa_settings.toml", "zappa_settings.yaml", "zappa_settings.yml", "zappa_settings.py"])  # fmt: skip
def test_a_tool_with_a_place_for_the_code(name: str) -> None:
    assert judged(f"docs/conf.py tests/test_a.py README.md uv.lock {name}") == []
    assert judged(f"docs/conf.py tests/test_a.py README.md uv.lock docs/{name}") == ["src: missing-entry"]


@pytest.mark.parametrize("name", ["gunicorn.conf.py", "gunicorn_config.py", "hypercorn_cfg.py", "uvicorn_settings.py", "uwsgi-conf.py", "pre_prompt.py", "pre_gen_project.py", "post_gen_project.py", "airflow_local_settings.py", "webserver_config.py"])  # fmt: skip
def test_a_file_with_a_right_in_any_folder(name: str) -> None:
    assert judged(f"{DONE} {name} etc/x/{name}") == []


@pytest.mark.parametrize("name", ["cookiecutter.json", "copier.yml", "copier.yaml"])
def test_what_makes_projects_is_none(name: str) -> None:
    assert judged(f"{name} tests/test_bake.py") == []
    assert judged(f"{name} src/a.py", Settings(required=["LICENSE"])) != []
    assert judged(f"{name} tests/test_bake.py", Settings(required=["LICENSE"])) == ["LICENSE: missing-entry"]


@pytest.mark.parametrize("manifest", ["pyproject.toml", "requirements.in", "setup.py", "setup.cfg", "Pipfile"])
def test_a_manifest_beside_an_empty_list(manifest: str) -> None:
    contents = {
        "pyproject.toml": b'[project]\ndependencies = ["boto3"]\n',
        "Pipfile": b'[packages]\nboto3 = "*"\n',
        "requirements.in": PINS,
        "setup.py": b"setup(install_requires=['boto3'])\n",
        "setup.cfg": b"[options]\ninstall_requires = boto3\n",
    }
    paths = f"{BASE} requirements.txt=empty {manifest}"
    assert judged(paths, contents=contents) == ["requirements.txt: missing-entry"]
    assert judged(paths, contents={manifest: b""}) == []


def test_the_words_of_the_standard() -> None:
    wanted = Settings(strict=True).entries()
    assert list(wanted) == [
        "src/app/", "src/config/", "src/services/", "src/models/", "src/utils/", "src/main.py", "scripts/", "requirements.txt",
        "README.md", "tests/",
    ]  # fmt: skip
    assert len(set(wanted.values())) == len(wanted) == len(layout.PURPOSES)


def test_no_table_has_a_name_that_is_not_here() -> None:
    assert {*OWN_FOLDERS} == layout.OWN_RIGHT
    assert {f"{name}.py" for name in ROOT_FILES} == layout.TOOL_FILES
    assert {*OTHERS_CODE} == layout.VENDORED
    assert {*TEST_FOLDERS, "tests"} == layout.TEST_WORDS
    assert {*PERHAPS_TESTS} == layout.MAYBE_TESTS
    assert {*DATA} == layout.TEST_DATA
    assert [*LEVELS] == [*layout.TEST_LEVELS]
    assert {*LOCKS} - {"requirements.txt"} == {*layout.LOCKS}
    assert {*DEVELOPERS} == layout.FOR_DEVELOPERS
    assert {*LANGUAGES} - {"x.csproj", "x.sln"} == layout.OTHER_LANGUAGES
    assert {*PROJECTS} == {*layout.OWN_PROJECT, *layout.PERHAPS_PROJECT}
    assert {path.partition("/")[0] for path in BESIDE} == set(layout.TOOL_ENTRIES)
    assert TEST.startswith(b"def test")
