from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from backend_standards import backend_standards
from backend_standards.check_project_layout import check, main
from backend_standards.layout import tree
from backend_standards.layout.tree import Settings, holds_tests
from support import Repository

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
TEST = b"def test_a():\n    assert True\n"
CODE = b"VALUE = 1\n"
# What the default profile asks for; most trees below are this and something else.
DONE = "src/app/api.py tests/test_api.py README.md requirements.txt"
STRICT = (
    "src/app/a.py src/config/settings.py src/services/s3.py src/models/user.py src/utils/text.py src/main.py "
    "tests/test_a.py scripts/deploy.sh requirements.txt README.md"
)


def judged(
    paths: str | Sequence[str], settings: Settings | None = None, contents: Mapping[str, bytes] | None = None
) -> list[str]:
    """Return "path: rule" for each finding, sorted; a path with a mark behind it holds: ``=test``, ``=code``."""
    given = paths.split() if isinstance(paths, str) else list(paths)
    held = dict(contents or {})
    plain = []
    for path in given:
        name, mark, what = path.rpartition("=")
        plain.append(name if mark else path)
        if mark:
            held[name] = {"test": TEST, "code": CODE}[what]
    found = check(plain, settings or Settings(), lambda asked: {each: held.get(each, b"") for each in asked})
    return sorted(f"{finding.path}: {finding.rule}" for finding in found)


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run the hook here and return "place: rule" for each finding."""
    code = main(arguments)
    captured = capsys.readouterr()
    assert code != 2, captured.err
    places = [line.split(": ")[:2] for line in captured.out.splitlines() if not line.startswith(" ")]
    assert code == bool(places)
    return [": ".join(place) for place in places]


TREES = [
    # --- nothing to judge ---
    pytest.param("", "", id="nothing"),
    pytest.param("README.md main.tf infra/vpc.tf", "", id="no-python"),
    pytest.param("src/index.ts package.json", "", id="another-language"),
    pytest.param("libs/common/", "", id="submodule-only"),
    # --- the default profile, kept ---
    pytest.param(DONE, "", id="least"),
    pytest.param(STRICT, "", id="the-standards-tree"),
    pytest.param("src/main.py tests/test_main.py README requirements.txt", "", id="readme-without-suffix"),
    pytest.param("src/main.py tests/test_main.py readme.rst requirements.txt", "", id="readme-rst"),
    pytest.param("src/main.py tests/test_main.py Readme.TXT requirements.txt", "", id="readme-any-case"),
    pytest.param("src/main.py tests/test_main.py README.md poetry.lock", "", id="poetry"),
    pytest.param("src/main.py tests/test_main.py README.md uv.lock", "", id="uv"),
    pytest.param("src/main.py tests/test_main.py README.md pylock.toml", "", id="pylock"),
    pytest.param("src/main.py tests/test_main.py README.md pylock.dev.toml", "", id="named-pylock"),
    pytest.param("src/main.py tests/test_main.py README.md Pipfile Pipfile.lock", "", id="pipenv"),
    pytest.param("src/main.py tests/test_main.py README.md pdm.lock", "", id="pdm"),
    pytest.param("src/main.py tests/test_main.py README.md requirements/base.txt", "", id="requirements-folder"),
    pytest.param("src/main.py tests/unit/api/test_a.py README.md uv.lock", "", id="tests-below"),
    pytest.param(f"{DONE} src/py.typed src/app/__init__.py tests/__init__.py tests/conftest.py", "", id="package"),
    pytest.param(f"{DONE} setup.py conftest.py noxfile.py manage.py tasks.py fabfile.py", "", id="tool-files"),
    pytest.param(f"{DONE} gunicorn.conf.py locustfile.py toxfile.py versioneer.py", "", id="more-tool-files"),
    pytest.param(f"{DONE} scripts/a.py docs/conf.py infra/app.py migrations/env.py alembic/env.py", "", id="own-right"),
    pytest.param(f"{DONE} infrastructure/a.py cdk/a.py terraform/lambda.py deploy/a.py tools/a.py", "", id="infra"),
    pytest.param(f"{DONE} examples/a.py benchmarks/a.py notebooks/a.py Docs/conf.py", "", id="own-right-any-case"),
    pytest.param(f"{DONE} .github/scripts/a.py .circleci/a.py .hidden.py", "", id="hidden"),
    pytest.param(f"{DONE} vendor/x/a.py third_party/y.py node_modules/gyp/a.py", "", id="vendored"),
    pytest.param(f"{DONE} layer/python/lib/site-packages/x.py", "", id="vendored-below"),
    pytest.param(f"{DONE} examples/tests/test_a.py infra/tests/test_stack.py", "", id="tests-with-own-right"),
    pytest.param(f"{DONE} data/users.csv static/app.js Dockerfile template.yaml", "", id="data"),
    pytest.param(f"{DONE} app.ipynb web/package.json app/schema.json", "", id="data-in-code-like-folders"),
    pytest.param(f"{DONE} app.py cdk.json", "", id="cdk-app"),
    pytest.param(f"{DONE} app.py chalicelib/db.py .chalice/config.json", "", id="chalice"),
    pytest.param(f"{DONE} application.py .ebextensions/a.config", "", id="elastic-beanstalk"),
    pytest.param(f"{DONE} hooks/post_gen_project.py cookiecutter.json", "", id="cookiecutter-hooks"),
    pytest.param(f"{DONE} features/login.feature features/steps/login.py", "", id="behave"),
    pytest.param(f"{DONE} uv-examples/a/main.py", "", id="named-as-examples"),
    pytest.param([*DONE.split(), "{{cookiecutter.name}}/app.py"], "", id="cookiecutter"),
    pytest.param("src/ tests/test_a.py README.md uv.lock", "", id="source-is-a-submodule"),
    pytest.param("src/a.py tests/ README.md uv.lock", "", id="tests-are-a-submodule"),
    pytest.param("src/app/main.py tests/test_a.py README.md template.yaml src/app/requirements.txt", "", id="sam"),
    # --- missing ---
    pytest.param("tests/test_a.py README.md uv.lock", "src: missing", id="no-source"),
    pytest.param("src/app.js tests/test_a.py README.md uv.lock", "src: missing", id="source-without-python"),
    pytest.param("src/a.py README.md uv.lock", "tests: missing", id="no-tests"),
    pytest.param("src/a.py tests/conftest.py README.md uv.lock", "tests: missing", id="conftest-is-no-test"),
    pytest.param("src/a.py tests/__init__.py tests/.gitkeep README.md uv.lock", "tests: missing", id="gitkeep"),
    pytest.param("src/a.py tests/test_a.pyc README.md uv.lock", "tests: missing", id="compiled-test"),
    pytest.param("src/a.py tests/helpers.py=code README.md uv.lock", "tests: missing", id="helper-is-no-test"),
    pytest.param("src/a.py tests/test_a.py uv.lock", "README.md: missing", id="no-readme"),
    pytest.param("src/a.py tests/test_a.py docs/README.md uv.lock", "README.md: missing", id="readme-elsewhere"),
    pytest.param("src/a.py tests/test_a.py README.html uv.lock", "README.md: missing", id="readme-html"),
    pytest.param("src/a.py tests/test_a.py README.md", "requirements.txt: missing", id="no-dependencies"),
    pytest.param(
        "src/a.py tests/test_a.py README.md pyproject.toml Pipfile requirements.in requirements-dev.txt",
        "requirements.txt: missing",
        id="unpinned-dependencies",
    ),
    pytest.param(
        "src/a.py tests/test_a.py README.md src/requirements.txt", "requirements.txt: missing", id="requirements-below"
    ),
    pytest.param(
        "src/a.py tests/test_a.py README.md requirements/base.in", "requirements.txt: missing", id="requirements-in"
    ),
    # --- stray ---
    pytest.param(f"{DONE} main.py", "main.py: stray", id="main-at-the-root"),
    pytest.param(f"{DONE} app/a.py app/b.py", "app: stray", id="folder"),
    pytest.param(f"{DONE} app/a.py lib/b.py run.py", "app: stray, lib: stray, run.py: stray", id="one-an-entry"),
    pytest.param(f"{DONE} app.py", "app.py: stray", id="app-without-cdk"),
    pytest.param(f"{DONE} app.py infra/cdk.json", "app.py: stray", id="cdk-elsewhere"),
    pytest.param(f"{DONE} hooks/post_gen_project.py", "hooks: stray", id="hooks-of-no-cookiecutter"),
    pytest.param(f"{DONE} hooks/a.py shop/cookiecutter.json", "hooks: stray", id="cookiecutter-elsewhere"),
    pytest.param(f"{DONE} shop/hooks/a.py cookiecutter.json", "shop: stray", id="hooks-below"),
    pytest.param(f"{DONE} app.py .chalicelib/x", "app.py: stray", id="nearly-chalice"),
    pytest.param(f"{DONE} chalicelib/db.py", "chalicelib: stray", id="chalicelib-alone"),
    pytest.param(f"{DONE} setup.py/x.py", "setup.py: stray", id="folder-named-as-a-tool-file"),
    pytest.param(f"{DONE} scripts.py docs.py", "docs.py: stray, scripts.py: stray", id="files-named-as-folders"),
    pytest.param(f"{DONE} myscripts/a.py", "myscripts: stray", id="nearly-own-right"),
    pytest.param(f"{DONE} features/store.py", "features: stray", id="features-without-behave"),
    pytest.param(f"{DONE} src2/a.py source/b.py", "source: stray, src2: stray", id="nearly-source"),
    pytest.param(f"{DONE} Src/a.py", "Src: stray", id="case-clash"),
    pytest.param("Src/a.py tests/test_a.py README.md uv.lock", "Src: stray, src: missing", id="other-case"),
    pytest.param(f"{DONE} contest/a.py latest/b.py", "contest: stray, latest: stray", id="test-inside-a-word"),
    pytest.param(f"{DONE} backend/app/tests/helpers.py backend/app/a.py", "backend: stray", id="test-helpers-go-along"),
    # --- tests outside ---
    pytest.param(f"{DONE} test_x.py", "test_x.py: test-outside", id="test-at-the-root"),
    pytest.param(f"{DONE} tests_old/test_a.py", "tests_old: test-outside", id="old-tests"),
    pytest.param(f"{DONE} test/test_a.py test/helpers.py", "test: test-outside", id="test-singular"),
    pytest.param(f"{DONE} integration-tests/test_a.py", "integration-tests: test-outside", id="integration-tests"),
    pytest.param(f"{DONE} e2e/test_a.py e2e/conftest.py", "e2e: test-outside", id="e2e"),
    pytest.param(f"{DONE} src/app/tests/test_a.py src/b/test/test_b.py", "src: test-outside", id="in-the-source"),
    pytest.param(f"{DONE} src/app/test_api.py", "src: test-outside", id="beside-the-code"),
    pytest.param(f"{DONE} src/app/test_api.py=test", "src: test-outside", id="beside-the-code-by-content"),
    pytest.param(f"{DONE} src/app/api_test.py=test", "src: test-outside", id="other-habit"),
    pytest.param(f"{DONE} src/app/tests.py=test", "src: test-outside", id="django-tests"),
    pytest.param(f"{DONE} src/app/tests.py", "", id="django-tests-empty"),
    pytest.param(f"{DONE} src/app/test_connection.py=code", "", id="a-feature-named-test"),
    pytest.param(f"{DONE} src/app/ab_test.py=code src/app/load_test.py", "", id="a-feature-named-by-the-habit"),
    pytest.param(f"{DONE} src/state/test_state/test_state.py=code", "", id="a-folder-named-test"),
    pytest.param(f"{DONE} src/app/testing.py src/app/testing/client.py src/app/latest.py", "", id="test-tools"),
    pytest.param(f"{DONE} src/app/_vendor/x/tests/test_x.py", "", id="vendored-tests"),
    pytest.param(f"{DONE} src/app/templates/service/tests/test_x.py", "", id="tests-in-a-template"),
    pytest.param(f"{DONE} src/tests/templates/test_x.py", "src: test-outside", id="tests-of-templates"),
    pytest.param(f"{DONE} app/a.py app/tests/test_a.py", "app: stray, app: test-outside", id="both"),
    pytest.param("src/a.py test/test_a.py README.md uv.lock", "test: test-outside, tests: missing", id="test-for-tests"),
    # --- names of tests ---
    pytest.param(f"{DONE} tests/api_test.py", "tests/api_test.py: test-name", id="habit"),
    pytest.param(f"{DONE} tests/users.py=test", "tests/users.py: test-name", id="content"),
    pytest.param(f"{DONE} tests/tests.py=test tests/a/testb.py=test", "tests/a/testb.py: test-name, tests/tests.py: test-name", id="unittest-names"),
    pytest.param("src/a.py tests/a_test.py README.md uv.lock", "tests/a_test.py: test-name, tests: missing", id="habit-alone"),
    pytest.param(f"{DONE} tests/helpers.py=code tests/factories.py tests/conftest.py=test tests/__init__.py", "", id="helpers"),
    pytest.param(f"{DONE} tests/data/sample.py=test tests/fixtures/a_test.py", "", id="data-of-tests"),
    pytest.param([*DONE.split(), "tests/{{name}}/x_test.py"], "", id="template-in-tests"),
    # --- typical services, as their frameworks' own guides lay them out ---
    pytest.param(
        "app/__init__.py app/main.py app/dependencies.py app/routers/items.py app/internal/admin.py requirements.txt README.md",
        "app: stray, src: missing, tests: missing",
        id="fastapi-guide",
    ),
    pytest.param(
        "flaskr/__init__.py flaskr/db.py flaskr/schema.sql flaskr/templates/base.html tests/conftest.py tests/test_db.py pyproject.toml README.rst",
        "flaskr: stray, requirements.txt: missing, src: missing",
        id="flask-guide",
    ),
    pytest.param(
        "manage.py mysite/settings.py mysite/urls.py polls/models.py polls/tests.py=test polls/migrations/0001_initial.py requirements.txt README.md",
        "mysite: stray, polls: stray, polls: test-outside, src: missing, tests: missing",
        id="django-guide",
    ),
    pytest.param(
        "manage.py src/mysite/settings.py src/polls/models.py src/polls/tests.py tests/polls/test_models.py requirements/base.txt README.md",
        "",
        id="django-in-src",
    ),
    pytest.param(
        "hello_world/__init__.py hello_world/app.py hello_world/requirements.txt events/event.json template.yaml samconfig.toml "
        "tests/__init__.py tests/unit/test_handler.py tests/integration/test_api_gateway.py tests/requirements.txt README.md",
        "hello_world: stray, requirements.txt: missing, src: missing",
        id="sam-init",
    ),
    pytest.param("app.py requirements.txt .chalice/config.json .gitignore", "README.md: missing, src: missing, tests: missing", id="chalice-new-project"),
    pytest.param(
        "app.py cdk.json requirements.txt requirements-dev.txt source.bat README.md shop/shop_stack.py tests/unit/test_shop_stack.py",
        "shop: stray, src: missing",
        id="cdk-init",
    ),
    pytest.param(
        "backend/app/main.py backend/app/tests/test_main.py backend/pyproject.toml backend/uv.lock frontend/src/main.ts README.md",
        "backend: stray, backend: test-outside, requirements.txt: missing, src: missing, tests: missing",
        id="full-stack",
    ),
    pytest.param("handler.py serverless.yml package.json requirements.txt README.md", "handler.py: stray, src: missing, tests: missing", id="serverless"),
    pytest.param(
        "src/handlers/create.py src/handlers/read.py src/shared/db.py layers/common/python/common.py tests/unit/test_create.py "
        "serverless.yml requirements.txt README.md Makefile .github/workflows/ci.yml",
        "layers: stray",
        id="serverless-with-layers",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("paths", "expected"), TREES)
def test_trees(paths: str | list[str], expected: str) -> None:
    wanted = expected.split(", ") if expected else []
    assert judged(paths) == sorted(wanted)


@pytest.mark.parametrize(
    ("paths", "settings", "expected"),
    [
        # --- strict ---
        pytest.param(STRICT, Settings(strict=True), [], id="strict"),
        *(
            pytest.param(STRICT.replace(entry, "x.txt"), Settings(strict=True), [f"{missing}: missing"], id=f"strict-no-{missing}")
            for entry, missing in [
                ("src/app/a.py", "src/app"), ("src/config/settings.py", "src/config"), ("src/services/s3.py", "src/services"),
                ("src/models/user.py", "src/models"), ("src/utils/text.py", "src/utils"), ("src/main.py", "src/main.py"),
                ("tests/test_a.py", "tests"), ("scripts/deploy.sh", "scripts"), ("requirements.txt", "requirements.txt"), ("README.md", "README.md"),
            ]
        ),
        pytest.param(STRICT.replace("README.md", "README.rst"), Settings(strict=True), ["README.md: missing"], id="strict-readme"),
        pytest.param(STRICT.replace("requirements.txt", "poetry.lock"), Settings(strict=True), [], id="strict-poetry"),
        pytest.param(STRICT.replace("requirements.txt", "uv.lock"), Settings(strict=True), ["requirements.txt: missing"], id="strict-uv"),
        pytest.param(STRICT.replace("scripts/deploy.sh", "scripts"), Settings(strict=True), ["scripts: missing"], id="strict-file-for-a-folder"),
        pytest.param(STRICT.replace("src/app/a.py", "src/app/"), Settings(strict=True), [], id="strict-submodule"),
        pytest.param(STRICT.replace("src/utils/text.py", "src/Utils/text.py"), Settings(strict=True), ["src/utils: missing"], id="strict-case"),
        pytest.param(STRICT.replace("src/", "src/shop/"), Settings(strict=True), [f"src/{name}: missing" for name in "app config main.py models services utils".split()], id="strict-wrapper"),
        pytest.param("src/a.py tests/test_a.py", Settings(strict=True), sorted(f"{name}: missing" for name in "src/app src/config src/services src/models src/utils src/main.py scripts requirements.txt README.md".split()), id="strict-all"),
        # --- other names ---
        pytest.param(DONE.replace("src/", "lib/"), Settings(sources=["lib"]), [], id="source"),
        pytest.param(DONE, Settings(sources=["lib"]), ["lib: missing", "src: stray"], id="source-replaces"),
        pytest.param(f"{DONE} lib/a.py", Settings(sources=["src", "lib"]), [], id="two-sources"),
        pytest.param("backend/app/a.py tests/test_a.py README.md uv.lock backend/b.py", Settings(sources=["backend/app"]), ["backend: stray"], id="source-below"),
        pytest.param("main.py app/a.py tests/test_a.py README.md uv.lock", Settings(sources=["."]), [], id="source-is-the-root"),
        pytest.param("tests/test_a.py README.md uv.lock", Settings(sources=["."]), [".: missing"], id="root-without-source"),
        pytest.param("svc/tests/test_a.py svc/README.md svc/uv.lock", Settings(sources=["."], roots=["svc/"]), ["svc: missing"], id="folder-without-source"),
        pytest.param("src/a.py data/users.py=test data/test_a.py README.md uv.lock", Settings(tests=["data"]), ["data/users.py: test-name"], id="tests-named-data"),
        pytest.param(STRICT.replace("src/", ""), Settings(sources=["."], strict=True), [], id="strict-source-is-the-root"),
        pytest.param(DONE.replace("tests/", "test/"), Settings(tests=["test"]), [], id="tests"),
        pytest.param(f"{DONE} e2e/test_b.py", Settings(tests=["tests", "e2e"]), [], id="two-test-folders"),
        pytest.param("src/a.py src/tests/test_a.py README.md uv.lock", Settings(tests=["src/tests"]), [], id="tests-in-the-source"),
        pytest.param("src/a.py src/tests/test_a.py tests/test_b.py README.md uv.lock", Settings(tests=["tests", "src/tests"]), [], id="tests-in-both"),
        pytest.param(STRICT.replace("src/", "lib/"), Settings(sources=["lib"], strict=True), [], id="strict-source"),
        # --- require, optional, allow ---
        pytest.param(DONE, Settings(required=["Dockerfile", "docs/"]), ["Dockerfile: missing", "docs: missing"], id="require"),
        pytest.param(f"{DONE} Dockerfile docs/index.md", Settings(required=["Dockerfile", "docs/"]), [], id="required"),
        pytest.param(f"{DONE} docs", Settings(required=["docs/"]), ["docs: missing"], id="require-a-folder"),
        pytest.param(DONE.replace("requirements.txt", "poetry.lock"), Settings(required=["requirements.txt"]), ["requirements.txt: missing"], id="require-the-very-file"),
        pytest.param("src/a.py", Settings(optional=["tests", "README.md", "requirements.txt"]), [], id="optional"),
        pytest.param("scripts/a.py README.md uv.lock", Settings(optional=["src", "tests/"]), [], id="optional-source"),
        pytest.param(f"{DONE} legacy/a.py legacy/test_a.py main.py", Settings(allow=["/legacy/", "/main.py"]), [], id="allow"),
        pytest.param(f"{DONE} legacy/a.py legacy/new/b.py", Settings(allow=["/legacy/*.py"]), ["legacy: stray"], id="allow-a-part"),
        pytest.param(f"{DONE} src/a/tests/test_b.py tests/b_test.py", Settings(allow=["/src/**/tests/", "*_test.py"]), [], id="allow-tests"),
        # --- roots ---
        pytest.param("a/main.py b/src/x.py b/tests/test_x.py b/README.md b/uv.lock", Settings(roots=["b/"]), [], id="root"),
        pytest.param("a/src/main.py b/main.js", Settings(roots=["a/", "b/"]), ["a/README.md: missing", "a/requirements.txt: missing", "a/tests: missing"], id="roots"),
        pytest.param(f"{DONE} api/app.py", Settings(roots=["", "api/"]), ["api/README.md: missing", "api/app.py: stray", "api/requirements.txt: missing", "api/src: missing", "api/tests: missing"], id="nested-roots"),
        pytest.param("uv.lock a/pyproject.toml a/src/x.py a/tests/test_x.py a/README.md", Settings(roots=["a/"]), [], id="uv-workspace"),
        pytest.param("uv.lock a/src/x.py a/tests/test_x.py a/README.md", Settings(roots=["a/"]), ["a/requirements.txt: missing"], id="no-member-of-the-workspace"),
        # --- mirror ---
        pytest.param(f"{DONE} tests/app/test_b.py tests/unit/app/test_c.py tests/e2e/test_d.py", Settings(mirror=True), [], id="mirror"),
        pytest.param(f"{DONE} tests/shop/test_b.py tests/shop/test_c.py", Settings(mirror=True), ["tests/shop: mirror"], id="mirror-nothing"),
        pytest.param(f"{DONE} tests/shop/test_b.py", Settings(), [], id="mirror-not-asked-for"),
        pytest.param("src/pkg/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-wrapper"),
        pytest.param("src/pkg/users/a.py tests/pkg/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-with-the-wrapper"),
        pytest.param("src/a/b/users/a.py src/a/c.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), ["tests/users: mirror"], id="mirror-too-deep"),
        pytest.param("src/acme/__init__.py src/acme/shop/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-namespace"),
        pytest.param(f"{DONE} tests/unit_tests/app/test_a.py tests/e2e-tests/test_b.py", Settings(mirror=True), [], id="mirror-levels"),
        pytest.param("src/users.py tests/users/test_create.py README.md uv.lock", Settings(mirror=True), [], id="mirror-a-module"),
        pytest.param("src/a/b/c.py tests/a/b/test_c.py tests/a/x/test_c.py README.md uv.lock", Settings(mirror=True), ["tests/a/x: mirror"], id="mirror-below"),
        pytest.param(f"{DONE} tests/src/app/test_b.py tests/data/test_x.py", Settings(mirror=True), [], id="mirror-source-and-data"),
        pytest.param(f"{DONE} tests/helpers/a.py tests/shop/conftest.py", Settings(mirror=True), [], id="mirror-helpers"),
        pytest.param("app/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), ["app: stray", "src: missing"], id="mirror-of-stray-code"),
        pytest.param(f"{DONE} scripts/db/a.py tests/scripts/test_a.py", Settings(mirror=True), [], id="mirror-of-scripts"),
        pytest.param(f"{DONE} static/shop/a.js tests/shop/test_a.py", Settings(mirror=True), ["tests/shop: mirror"], id="mirror-of-no-code"),
        pytest.param(f"{DONE} tests/shop/test_b.py", Settings(mirror=True, allow=["/tests/shop/"]), [], id="mirror-allowed"),
    ],
)  # fmt: skip
def test_settings(paths: str, settings: Settings, expected: list[str]) -> None:
    assert judged(paths, settings) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("def test_a():\n    assert 1\n", True, id="function"),
        pytest.param("async def test_a():\n    assert 1\n", True, id="coroutine"),
        pytest.param("import pytest\ndef test_a():\n    with pytest.raises(E):\n        f()\n", True, id="raises"),
        pytest.param("import pytest\n@pytest.mark.slow\ndef test_a():\n    assert 1\n", True, id="mark"),
        pytest.param("class TestA:\n    def test_a(self):\n        assert 1\n", True, id="class"),
        pytest.param(
            "class A(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n", True, id="case"
        ),
        pytest.param("def test_a():\r\n    assert 1\r\n", True, id="crlf"),
        pytest.param("'''A doc.'''\ndef test_a():\n    assert 1\n", True, id="docstring"),
        pytest.param("", False, id="empty"),
        pytest.param("A = '''\ndef test_a():\n    assert 1\n'''\n", False, id="quoted"),
        pytest.param("import pytest\n@pytest.fixture\ndef test_a():\n    assert 1\n", False, id="fixture"),
        pytest.param("@pytest.fixture(\n    scope='x',\n)\ndef test_a():\n    assert 1\n", False, id="long-fixture"),
        pytest.param("@click.command()\ndef test_db(url):\n    assert url\n", False, id="command"),
        pytest.param("def test_settings():\n    return Settings()\n", False, id="helper"),
        pytest.param("class BaseTest(TestCase):\n    def test_a(self):\n        assert 1\n", False, id="base-class"),
        pytest.param("class TestMixin:\n    def test_a(self):\n        assert 1\n", False, id="mixin"),
        pytest.param("class Api:\n    def test_a(self):\n        assert 1\n", False, id="other-class"),
        pytest.param("class TestClient:\n    def get(self):\n        assert 1\n", False, id="class-without-tests"),
        pytest.param("def f():\n    def test_a():\n        assert 1\n", False, id="inner-function"),
        pytest.param("def contest_a():\n    assert 1\n", False, id="inside-a-word"),
    ],
)
def test_content(text: str, *, expected: bool) -> None:
    assert holds_tests(text.encode()) is expected


@pytest.mark.parametrize(
    ("paths", "path", "fix"),
    [
        pytest.param(f"{DONE} tests_old/test_a.py", "tests_old", "git mv tests_old/test_a.py tests/test_a.py", id="issue"),
        pytest.param(f"{DONE} main.py", "main.py", "git mv main.py src/main.py", id="file"),
        pytest.param("main.py", "main.py", "mkdir -p src && git mv main.py src/main.py", id="new-folder"),
        pytest.param(f"{DONE} app/a.py", "app", "git mv -k app/* src/app/", id="folder-into-one"),
        pytest.param(f"{DONE} app/api.py", "app", "git mv app src/app_2", id="taken"),
        pytest.param(f"{DONE} src/main.py main.py", "main.py", "git mv main.py src/main_2.py", id="file-taken"),
        pytest.param(f"{DONE} Src/a.py", "Src", "git mv Src src/Src", id="case-clash"),
        pytest.param("Src/a.py", "Src", "git mv Src src", id="other-case"),
        pytest.param(f"{DONE} test/test_a.py test/b/test_b.py", "test", "git mv -k test/* tests/", id="into-tests"),
        pytest.param("src/a.py test/test_a.py test/x.json", "test", "git mv test tests", id="renamed"),
        pytest.param(f"{DONE} integration_tests/test_a.py integration_tests/b.py", "integration_tests", "git mv integration_tests tests/integration", id="level"),
        pytest.param(f"{DONE} src/app/users/tests/test_a.py src/app/users/tests/x.json", "src", "mkdir -p tests/app && git mv src/app/users/tests tests/app/users", id="mirrored"),
        pytest.param(f"{DONE} src/app/api_test.py=test", "src", "mkdir -p tests/app && git mv src/app/api_test.py tests/app/test_api.py", id="one-file"),
        pytest.param(f"{DONE} src/app/test_api.py", "src", "mkdir -p tests/app && git mv src/app/test_api.py tests/app/test_api.py", id="one-named-file"),
        pytest.param(f"{DONE} tests/a_test.py", "tests/a_test.py", "git mv tests/a_test.py tests/test_a.py", id="name"),
        pytest.param(f"{DONE} tests/api_test.py", "tests/api_test.py", "git mv tests/api_test.py tests/test_api_2.py", id="name-taken"),
        pytest.param(f"{DONE} tests/shop/tests.py=test", "tests/shop/tests.py", "git mv tests/shop/tests.py tests/shop/test_shop.py", id="name-of-the-folder"),
        pytest.param(f"{DONE} tests/slow_test_a.py=test", "tests/slow_test_a.py", "git mv tests/slow_test_a.py tests/test_slow_a.py", id="name-inside"),
        pytest.param([*DONE.split(), "my app/a.py"], "my app", "git mv 'my app' 'src/my app'", id="space"),
        pytest.param([*DONE.split(), "a\nb/a.py"], "a\nb", "git mv $'a\\012b' $'src/a\\012b'", id="line-break"),
        pytest.param([*DONE.split(), "-x/a.py"], "-x", "git mv -- -x src/-x", id="dash"),
        pytest.param("src/a.py pyproject.toml", "requirements.txt", "pip-compile --output-file=requirements.txt pyproject.toml && git add requirements.txt", id="pin"),
        pytest.param("src/a.py Pipfile", "requirements.txt", "pipenv lock && git add Pipfile.lock", id="pin-pipenv"),
        pytest.param("src/a.py", "README.md", "touch README.md && git add README.md", id="readme"),
        pytest.param("src/a.py", "tests", "mkdir -p tests && touch tests/test_main.py && git add tests/test_main.py", id="tests"),
    ],
)  # fmt: skip
def test_fix(paths: str | list[str], path: str, fix: str) -> None:
    given = paths.split() if isinstance(paths, str) else paths
    held = {each.rpartition("=")[0]: TEST for each in given if each.endswith("=test")}
    plain = [each.removesuffix("=test") for each in given]
    found = check(plain, Settings(), lambda asked: {each: held.get(each, b"") for each in asked})
    assert [finding.fix for finding in found if finding.path == path] == [fix]


@pytest.mark.parametrize(
    ("lock", "fix"),
    [
        ("uv.lock", "uv export --output-file=requirements.txt && git add requirements.txt"),
        ("Pipfile.lock", "pipenv requirements > requirements.txt && git add requirements.txt"),
        ("setup.py", "pip-compile --output-file=requirements.txt setup.py && git add requirements.txt"),
        ("pdm.lock", "pip freeze > requirements.txt && git add requirements.txt"),
    ],
)
def test_strict_pin(lock: str, fix: str) -> None:
    paths = [*STRICT.replace("requirements.txt", lock).split()]
    (finding,) = check(paths, Settings(strict=True))
    assert (finding.message, finding.fix) == ("neither it nor poetry.lock is tracked (Dependencies)", fix)
    (finding,) = check([f"my svc/{path}" for path in paths], Settings(strict=True, roots=["my svc/"]))
    assert finding.fix == f"(cd 'my svc/' && {fix})"


def test_strict_fix() -> None:
    paths = [*STRICT.split(), "x.py"]
    for entry in ("src/main.py", "src/app/a.py", "scripts/deploy.sh"):
        paths.remove(entry)
    required = Settings(strict=True, required=["Dockerfile", "data/"], allow=["/x.py"])
    assert {finding.path: (finding.message, finding.fix) for finding in check(paths, required)} == {
        "src/main.py": (
            "is not tracked (App entry point)",
            "mkdir -p src && touch src/main.py && git add src/main.py",
        ),
        "src/app": (
            "nothing is tracked in src/app/ (Core application logic)",
            "mkdir -p src/app && touch src/app/__init__.py && git add src/app/__init__.py",
        ),
        "scripts": (
            "nothing is tracked in scripts/ (DevOps or migration scripts)",
            "mkdir -p scripts && touch scripts/.gitkeep && git add scripts/.gitkeep",
        ),
        "Dockerfile": ("is not tracked", "touch Dockerfile && git add Dockerfile"),
        "data": ("nothing is tracked in data/", "mkdir -p data && touch data/.gitkeep && git add data/.gitkeep"),
    }
    moved = [path.replace("src/models/", "models/").replace("README.md", "readme.rst") for path in STRICT.split()]
    found = {finding.path: (finding.message, finding.fix) for finding in check(moved, Settings(strict=True))}
    assert found["src/models"] == ("stands outside src/ (Data schemas and ORM models)", "git mv models src/models")
    assert found["README.md"] == ("is tracked as readme.rst (Project documentation)", "git mv readme.rst README.md")


def test_mirror_fix() -> None:
    def fix(paths: str) -> str:
        (finding,) = check(f"{DONE} {paths}".split(), Settings(mirror=True))
        return finding.fix

    assert fix("src/services/s3.py tests/service/test_s3.py") == "git mv tests/service tests/services"
    assert fix("src/shop/users/a.py tests/e2e/user/test_a.py") == "git mv tests/e2e/user tests/e2e/users"
    assert fix("tests/zzz/test_s3.py") == "git mv tests/zzz/test_s3.py tests/test_s3.py"


def test_every_finding_says_what_where_and_how() -> None:
    paths = "app/a.py app/b.py test/test_a.py test/test_b.py tests/x_test.py tests/zzz/test_c.py README.md".split()
    found = list(check(paths, Settings(mirror=True, strict=True)))
    assert {finding.rule for finding in found} == {"missing", "stray", "test-outside", "test-name", "mirror"}
    by_path = {finding.path: finding.message for finding in found}
    assert by_path["app"].startswith("application code outside src/: 2 Python files, the first app/a.py")
    assert "2 test modules outside tests/, the first test/test_a.py" in by_path["test"]
    assert "(Configuration loaders)" in by_path["src/config"]
    for finding in found:
        assert re.match(r"(mkdir -p \S+ && )?(git mv|touch|pip|pip-compile) ", finding.fix), finding.fix
        assert re.fullmatch(r'.*in this hook\'s args: ("--(allow|optional|root)=[^"]+"(, )?)+', finding.exception)


def exceptions(text: str) -> list[str]:
    """Return the arguments that the printed exceptions ask for."""
    return re.findall(r'"(--[^"]+)"', "".join(line for line in text.splitlines() if "exception: " in line))


@pytest.mark.parametrize("arguments", [(), ("--profile=strict", "--mirror")], ids=["default", "strict"])
def test_the_printed_exceptions_work(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    for name in (
        "app/a b[1].py",
        "app/tests/test_a.py",
        "app/tests/test_b.py",
        "src/x/tests/test_y.py",
        "run.py",
        "tests/a_test.py",
    ):
        repository.add(name, TEST)
    repository.add("src/x/test_z.py", TEST)
    repository.add("tests/zzz/test_q.py", TEST)
    assert main([*arguments]) == 1
    given = exceptions(capsys.readouterr().out)
    assert findings(capsys, *arguments, *given) == []


def test_a_project_of_its_own_is_told_to_be_a_root(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for service in "abcd":
        for name in ("src/x.py", "tests/test_x.py", "README.md", "uv.lock", "pyproject.toml"):
            repository.add(f"services/{service}/{name}", TEST if "test" in name else CODE)
    assert main([]) == 1
    assert '"--root=services/*"' in capsys.readouterr().out
    assert findings(capsys, "--root=services/*") == []
    assert findings(capsys, "--root=services/a", "--root=services/[bc]") == []
    repository.git("rm", "-q", "--cached", "services/c/README.md", "services/d/src/x.py")
    assert findings(capsys, "--root=services/*") == ["services/c/README.md: missing", "services/d/src: missing"]


def test_the_printed_fixes_work(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fix that moves something, one after the other, until nothing is left to move."""
    for name in (
        "README.md", "requirements.txt", "main.py", "my app/a.py", "my app/tests/test_a.py", "my app/tests/x.json", "app/b.py", "app/b_test.py", "src/app/b.py",
        "test/test_c.py", "test/unit/test_d.py", "tests/test_c.py", "tests/helper_test.py", "src/app/deep/tests/test_e.py", "src/app/deep/tests/sub/test_f.py",
        "src/app/tests/test_g.py", "src/app/tests/conftest.py", "-dash/a.py", "integration_tests/test_h.py", "line\nbreak.py", "test_root.py", "tests/zzz/test_z.py",
    ):  # fmt: skip
        repository.add(name, TEST)
    for folder in ("app", "test", "src/app/tests"):
        repository.write(f"{folder}/__pycache__/a.pyc")
    count = len(repository.git("ls-files", "-z").split("\0"))
    for _ in range(40):
        if main(["--mirror"]) == 0:
            break
        out = capsys.readouterr().out
        fix = next(line.partition("fix: ")[2].partition(";")[0] for line in out.splitlines() if "fix: " in line)
        assert "git mv" in fix, out
        done = subprocess.run(["bash", "-c", fix], cwd=repository.path, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{fix}\n{done.stderr}\n{out}"
    else:
        pytest.fail(f"does not come to an end: {out}")
    assert len(repository.git("ls-files", "-z").split("\0")) == count


# --- options ----------------------------------------------------------------------------------------


def test_options_from_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in DONE.replace("src/", "hooks/").split():
        repository.add(name, TEST)
    table = '[tool.backend-standards.check-project-layout]\nsource = ["hooks/"]\nprofile = ["default"]\nmirror = true\n'
    repository.write("pyproject.toml", table)
    assert findings(capsys, "--") == []
    assert findings(capsys, "--source=src") == ["hooks: stray", "src: missing"]
    assert findings(capsys, "--require=Dockerfile") == ["Dockerfile: missing"]
    repository.add("tests/zzz/test_a.py")
    assert findings(capsys, "--") == ["tests/zzz: mirror"]
    assert findings(capsys, "--tests=./tests/zzz") == ["tests: test-outside"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src/a.py"], "takes no file names"),
        (["--root=nothing"], "--root nothing: no tracked file stands below it"),
        (["--root=src/app/api.py"], "no tracked file stands below it"),
        (["--root=serv*"], "no tracked file stands below it"),
        (["--root=../x"], "must be a path inside the repository"),
        (["--root=/x"], "must be a path inside the repository"),
        (["--profile=strikt"], "--profile strikt: known are default, strict"),
        (["--profile=strict", "--profile=default"], "choose one"),
        (["--optional=readme"], "--optional readme: is no entry of the tree; known are src, tests"),
        (["--source=../src"], "must be a path inside the repository"),
        (["--source=tests"], "the tests need a folder of their own"),
        (["--tests=."], "the tests need a folder of their own"),
        (["--sorce=x"], "did you mean '--source'?"),
        (["--allow=[[:alpha:]]", "--source=x"], "character classes"),
    ],
)  # fmt: skip
def test_wrong_use(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    for name in DONE.split():
        repository.add(name)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_actions_are_not_configured(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("pyproject.toml", "[tool.backend-standards.check-project-layout]\ninit = true\n")
    assert main([]) == 2
    assert "asked for on the command line" in capsys.readouterr().err


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([]) == 2
    assert "not in a git repository" in capsys.readouterr().err
    assert main(["--help"]) == 0
    assert "--mirror" in capsys.readouterr().out


def test_readme_lists_what_has_its_own_right() -> None:
    section = README.partition("\n### `check-project-layout`\n")[2].partition("\n### ")[0]
    listed = set(re.findall(r"`([^`\s]+?)/?`", section))
    assert set(tree.OWN_RIGHT) <= listed
    assert set(tree.TOOL_FILES) <= listed
    assert set(tree.TOOL_ENTRIES) <= listed
    assert set(tree.VENDORED) <= listed


# --- real git ---------------------------------------------------------------------------------------


def test_only_what_is_tracked_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(capsys) == []
    repository.write("main.py", CODE)
    assert findings(capsys) == []
    for name in DONE.split():
        repository.add(name)
    (repository.path / "scripts").mkdir()
    assert findings(capsys) == []
    repository.git("add", "main.py")
    assert findings(capsys) == ["main.py: stray"]
    (repository.path / "main.py").unlink()
    assert findings(capsys) == ["main.py: stray"], "still in the index"


def test_a_staged_rename_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in DONE.replace("src/app", "app").split():
        repository.add(name, TEST)
    repository.git("commit", "-qm", "x")
    assert findings(capsys) == ["app: stray", "src: missing"]
    (repository.path / "src").mkdir()
    repository.git("mv", "app", "src/app")
    assert findings(capsys) == []


def test_from_a_subfolder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("main.py")
    for name in DONE.split():
        repository.add(f"services/api/{name}")
    monkeypatch.chdir(repository.path / "services/api")
    assert findings(capsys) == []
    repository.git("rm", "-q", "--cached", "services/api/README.md")
    assert findings(capsys) == ["README.md: missing"]


def test_worktree(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in DONE.split():
        repository.add(name)
    repository.git("commit", "-qm", "x")
    repository.git("worktree", "add", "-q", str(tmp_path / "worktree"))
    repository.add("main.py")
    assert findings(capsys) == ["main.py: stray"]
    monkeypatch.chdir(tmp_path / "worktree")
    assert findings(capsys) == []


def test_sparse_checkout(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in [*DONE.split(), "app/a.py"]:
        repository.add(name, TEST)
    repository.git("commit", "-qm", "x")
    repository.git("sparse-checkout", "set", "docs")
    assert not (repository.path / "src").exists()
    assert findings(capsys) == ["app: stray"]


def test_submodules_are_opaque(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    inner = Repository(tmp_path / "inner")
    inner.add("main.py")
    inner.git("commit", "-qm", "x")
    for name in DONE.split():
        repository.add(name)
    for place in ("common", "main2.py", "src/models"):
        repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), place)
    assert findings(capsys) == []
    assert "src/models: missing" not in findings(capsys, "--profile=strict")
    assert main(["--root=common"]) == 2


def test_an_unmerged_index(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    oid = repository.git("hash-object", "-w", "--stdin", stdin=TEST).strip()
    rows = "".join(f"100644 {oid} {stage}\tmain.py\0" for stage in (1, 2, 3))
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    for name in DONE.split():
        repository.add(name)
    assert findings(capsys) == ["main.py: stray"]


def test_contents_are_read_as_staged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in DONE.split():
        repository.add(name)
    repository.add("tests/users.py", TEST)
    repository.write("tests/users.py", CODE)
    assert findings(capsys) == ["tests/users.py: test-name"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hard_names(repository: Repository, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for name in DONE.split():
        repository.add(name)
    names = [
        "a b/x.py",
        "new\nline.py",
        "tab\tname.py",
        "\u00fc.py",
        os.fsdecode(b"caf\xe9/x.py"),
        "\x1b[31m.py",
        "src/x\n.py",
    ]
    for name in names:
        repository.stage_only(name, CODE)
    for name in ("A/x.py", "a/x.py"):  # one folder where case does not count
        repository.stage_only(name, CODE)
    assert main([]) == 1
    out = os.fsdecode(capsysbinary.readouterr().out)
    assert "\x1b" not in out
    assert sorted(line.split(": ")[0] for line in out.splitlines() if not line.startswith(" ")) == sorted(
        ["A", "a", "a b", '"new\\nline.py"', '"tab\\tname.py"', "\u00fc.py", os.fsdecode(b"caf\xe9"), '"\\033[31m.py"']
    )  # fmt: skip


def test_two_hundred_thousand_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in DONE.split():
        repository.add(name)
    oid = repository.git("hash-object", "-w", "--stdin", stdin=CODE).strip()
    names = [f"src/p{number // 100}/m{number}.py" for number in range(150_000)]
    names += [f"static/{number}.js" for number in range(50_000)]
    rows = "".join(f"100644 {oid}\t{name}\0" for name in names)
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    assert findings(capsys) == []
    repository.stage_only("zz/last.py", CODE)
    assert findings(capsys) == ["zz: stray"]


# --- explain and init -------------------------------------------------------------------------------


def test_explain(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("src/app/a.py", "src/main.py", "run.py", "lib/a.py", "lib/b.py", "README.md", "test/test_a.py"):
        repository.add(name)
    assert main(["--explain", "--profile=strict"]) == 0
    assert capsys.readouterr().out == (
        "✓ repository/\n"
        "✓ ├── src/              # Application code (2 Python files)\n"
        "✓ │   ├── app/          # Core application logic\n"
        "✗ │   ├── config/       # Configuration loaders\n"
        "✗ │   ├── services/     # External integrations (AWS, APIs, etc.)\n"
        "✗ │   ├── models/       # Data schemas and ORM models\n"
        "✗ │   ├── utils/        # Common helper functions\n"
        "✓ │   └── main.py       # App entry point\n"
        "✗ ├── tests/            # Unit and integration tests\n"
        "✗ ├── scripts/          # DevOps or migration scripts\n"
        "✗ ├── requirements.txt  # Dependencies\n"
        "✓ └── README.md         # Project documentation\n"
        "! lib/: application code outside src/ (2 Python files)\n"
        "! run.py: application code outside src/\n"
        "! test/: tests outside tests/ (1 Python file)\n"
        "\n"
        "✓ is there  ✗ is missing  · is not there and need not be  ! stands outside its place\n"
    )
    assert main(["--explain"]) == 0
    assert "· │   ├── config/ " in capsys.readouterr().out


def test_explain_in_an_old_code_page(repository: Repository) -> None:
    repository.add("src/a.py")
    command = [sys.executable, "-m", "backend_standards.check_project_layout", "--explain"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=repository.path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"+ |-- src/ " in done.stdout


def pytest_passes(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [(), ("--profile=strict",), ("--source=lib/x", "--tests=qa/tests")])
def test_init_in_an_empty_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["--init", *arguments]) == 0
    out = capsys.readouterr().out
    written = [line.removeprefix("wrote ") for line in out.splitlines() if line.startswith("wrote ")]
    assert {"README.md", ".env.example", "requirements.txt"} <= set(written)
    on_disk = {path.relative_to(repository.path).as_posix() for path in repository.path.rglob("*") if path.is_file()}
    assert set(written) == {path for path in on_disk if not path.startswith(".git/")}
    command = next(line.partition("next: ")[2] for line in out.splitlines() if line.startswith("next: "))
    subprocess.run(command.split(), cwd=repository.path, check=True)
    assert findings(capsys, *arguments) == []
    pytest_passes(repository.path)
    assert backend_standards.main(["check", "--skip=check-project-layout"]) == 0
    assert "7 hooks" in capsys.readouterr().err
    assert main(["--init", *arguments]) == 0
    assert capsys.readouterr().out == "nothing is missing; nothing was written\n"
    for part in ("## Purpose", "## Setup", "## Dependencies", "## API"):
        assert part in (repository.path / "README.md").read_text()


def test_init_touches_nothing_that_exists(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", "print('mine')\n")
    repository.write("README.md", "mine\n")  # not tracked
    repository.add("tests/helpers.py", CODE)
    assert main(["--init", "--profile=strict"]) == 0
    assert "wrote README.md" not in capsys.readouterr().out
    assert (repository.path / "src/main.py").read_text() == "print('mine')\n"
    assert (repository.path / "README.md").read_text() == "mine\n"
    repository.git("add", "--all")
    assert findings(capsys, "--profile=strict") == []
    pytest_passes(repository.path)


def test_init_in_roots(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--init", "--root=services/new", "--profile=strict"]) == 0
    repository.git("add", "--all")
    capsys.readouterr()
    assert findings(capsys, "--root=services/new", "--profile=strict") == []
    pytest_passes(repository.path / "services/new")


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_init_writes_through_no_link(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", repository.path / "src")
    assert main(["--init"]) == 2
    assert "src is no folder" in capsys.readouterr().err
    assert not list((tmp_path / "elsewhere").iterdir())
    shutil.rmtree(tmp_path / "elsewhere")
    assert main(["--init"]) == 2


def test_no_two_fixes_have_one_target() -> None:
    names = [
        "src/a.py",
        "README.md",
        "uv.lock",
        "tests/test_a.py",
        "tests/a_test.py",
        "tests_old/test_a.py",
        "test/test_a.py",
    ]
    fixes = [
        each.fix
        for each in check(names, Settings(), lambda paths: dict.fromkeys(paths, b"def test_a():\n    assert 1\n"))
    ]
    targets = [fix.split()[-1] for fix in fixes]
    assert len(fixes) == 3
    assert len(set(targets)) == 3, fixes


def test_a_test_at_the_root_is_no_stray_code() -> None:
    names = ["src/a.py", "README.md", "uv.lock", "tests/test_a.py", "b_test.py"]
    found = list(check(names, Settings(), lambda paths: dict.fromkeys(paths, b"def test_b():\n    assert 1\n")))
    assert [(each.path, each.rule) for each in found] == [("b_test.py", "test-outside")]
