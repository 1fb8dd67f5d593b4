from __future__ import annotations

import pytest

from backend_standards.layout.tree import Settings
from layouts import DONE, README, STRICT, judged

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
    pytest.param("src/app/create/main.py tests/test_a.py README.md src/app/create/requirements.txt", "", id="function-of-no-template"),
    pytest.param("src/a/x.py src/b/x.py src/a/requirements.txt src/b/requirements.txt tests/test_a.py README.md", "", id="services"),
    pytest.param(f"{DONE} __init__.py", "", id="init-at-the-root"),
    pytest.param(f"{DONE} shop/script.py.mako shop/env.py shop/versions/1.py", "", id="alembic-of-any-name"),
    pytest.param(f"{DONE} web/scripts/a.py web/package.json kustomize/x/scripts/gen.py app2/tools/a.py", "", id="scripts-of-a-part"),
    pytest.param(f"{DONE} web/package.json web/lambda/a.py web/lambda/requirements.txt api/go.mod api/x/test_a.py net/a.csproj net/x/y.py", "", id="parts-of-other-languages"),
    pytest.param(f"{DONE} web/package.json web/cdk.json web/handler.py", "", id="stack-in-another-language"),
    pytest.param("package.json scripts/a.py tests/test_a.py", "", id="another-language-with-a-script"),
    pytest.param(f"{DONE} app/gunicorn_conf.py gunicorn_config.py deploy2/hypercorn.conf.py uvicorn_settings.py uwsgi_cfg.py", "", id="servers"),
    pytest.param(f"{DONE} web/.claude/x.py", "", id="hidden-below"),
    pytest.param(f"{DONE} boto3-stubs/a.py mypy_stubs/b.py stubs/c.py", "", id="stubs"),
    pytest.param("{{cookiecutter.name}}/app.py {{cookiecutter.name}}/tests/test_a.py README.md", "", id="only-a-template"),
    pytest.param(["template/{% if x %}a{% endif %}.py"], "", id="only-a-template-of-copier"),
    pytest.param("cookiecutter.json hooks/post_gen_project.py tests/test_bake.py setup.py {{cookiecutter.name}}/app.py README.md", "", id="maker-of-projects"),
    pytest.param("copier.yml extensions/context.py template/{{name}}.py", "", id="maker-of-projects-copier"),
    pytest.param("dags/etl.py plugins/hook.py include/sql.py tests/dags/test_dag.py requirements.txt README.md", "", id="airflow"),
    pytest.param("Pulumi.yaml __main__.py requirements.txt README.md tests/test_a.py", "", id="pulumi"),
    pytest.param("zappa_settings.py tests/test_a.py uv.lock README.md", "", id="zappa-settings-in-python"),
    pytest.param("function_app.py host.json requirements.txt tests/test_a.py README.md", "", id="azure-functions"),
    pytest.param("main.py app.yaml requirements.txt tests/test_a.py README.md", "", id="app-engine"),
    pytest.param("main.py cdktf.json Pipfile.lock tests/test_a.py README.md", "", id="cdktf"),
    pytest.param("src/a.py tests/test_a.py README.md requirements-prod.txt", "", id="requirements-of-an-environment"),
    pytest.param("src/a.py tests/test_a.py README.md base_requirements.txt", "", id="requirements-named-otherwise"),
    pytest.param("src/a.py tests/test_a.py README.md requirements.lock", "", id="rye"),
    pytest.param("src/a.py tests/test_a.py README.md pixi.lock", "", id="pixi"),
    pytest.param("src/a.py tests/test_a.py README.md conda-lock.yml", "", id="conda"),
    pytest.param("PulumiPolicy.yaml __main__.py requirements.txt README.md tests/test_a.py", "", id="pulumi-policies"),
    pytest.param(f"{DONE} config/airflow_local_settings.py resources/dev_webserver_config.py", "", id="airflow-settings"),
    pytest.param("src/a.py tests/test_a.py README.md src/app/x/y.py src/app/requirements.txt", "", id="requirements-around-the-code"),
    # --- missing ---
    pytest.param("src/a.py tests/test_a.py README.md requirements-dev.txt test-requirements.txt docs_requirements.txt", "requirements.txt: missing-entry", id="requirements-of-developers"),
    pytest.param("src/a.py tests/test_a.py README.md myrequirements.txt requirements.md", "requirements.txt: missing-entry", id="nearly-requirements"),
    pytest.param("src/shop/a.py src/shop/templates/x/a.py src/shop/templates/x/requirements.txt tests/test_a.py README.md", "requirements.txt: missing-entry", id="requirements-of-a-template"),
    pytest.param("src/a.py tests/test_a.py=empty README.md uv.lock", "tests: missing-entry", id="empty-test"),
    pytest.param("src/a.py tests/test_a.py=empty tests/test_b.py README.md uv.lock", "", id="one-test-is-enough"),
    pytest.param("src/a.py tests/test_a.py README.md=empty uv.lock", "README.md: missing-entry", id="empty-readme"),
    pytest.param("src/a.py tests/test_a.py README.md requirements.txt=empty pyproject.toml", "", id="empty-requirements-beside-a-bare-manifest"),
    pytest.param("src/a.py tests/test_a.py README.md requirements.txt=empty", "", id="empty-requirements"),
    pytest.param("src/a.py tests/test_a.py README.md requirements.txt=empty requirements.in", "requirements.txt: missing-entry", id="empty-requirements-beside-a-manifest"),
    pytest.param("src/a.py tests/test_a.py README.md requirements.txt=empty requirements-prod.txt requirements.in", "", id="one-list-is-enough"),
    pytest.param("tests/test_a.py README.md uv.lock", "src: missing-entry", id="no-source"),
    pytest.param("src/app.js tests/test_a.py README.md uv.lock", "src: missing-entry", id="source-without-python"),
    pytest.param("src/a.py README.md uv.lock", "tests: missing-entry", id="no-tests"),
    pytest.param("src/a.py tests/conftest.py README.md uv.lock", "tests: missing-entry", id="conftest-is-no-test"),
    pytest.param("src/a.py tests/__init__.py tests/.gitkeep README.md uv.lock", "tests: missing-entry", id="gitkeep"),
    pytest.param("src/a.py tests/test_a.pyc README.md uv.lock", "tests: missing-entry", id="compiled-test"),
    pytest.param("src/a.py tests/helpers.py=code README.md uv.lock", "tests: missing-entry", id="helper-is-no-test"),
    pytest.param("src/a.py tests/test_a.py uv.lock", "README.md: missing-entry", id="no-readme"),
    pytest.param("src/a.py tests/test_a.py docs/README.md uv.lock", "README.md: missing-entry", id="readme-elsewhere"),
    pytest.param("src/a.py tests/test_a.py README.html uv.lock", "README.md: missing-entry", id="readme-html"),
    pytest.param("src/a.py tests/test_a.py README.md", "requirements.txt: missing-entry", id="no-dependencies"),
    pytest.param(
        "src/a.py tests/test_a.py README.md pyproject.toml Pipfile requirements.in requirements-dev.txt",
        "requirements.txt: missing-entry",
        id="unpinned-dependencies",
    ),
    pytest.param(
        "src/a.py tests/test_a.py README.md src/requirements.txt", "requirements.txt: missing-entry", id="requirements-below"
    ),
    pytest.param(
        "src/a.py tests/test_a.py README.md requirements/base.in", "requirements.txt: missing-entry", id="requirements-in"
    ),
    # --- stray ---
    pytest.param(f"{DONE} main.py", "main.py: stray-code", id="main-at-the-root"),
    pytest.param(f"{DONE} app/a.py app/b.py", "app: stray-code", id="folder"),
    pytest.param(f"{DONE} app/a.py lib/b.py run.py", "app: stray-code, lib: stray-code, run.py: stray-code", id="one-an-entry"),
    pytest.param(f"{DONE} app.py", "app.py: stray-code", id="app-without-cdk"),
    pytest.param(f"{DONE} app.py infra/cdk.json", "app.py: stray-code", id="cdk-elsewhere"),
    pytest.param(f"{DONE} hooks/slack.py", "hooks: stray-code", id="hooks-of-no-cookiecutter"),
    pytest.param(f"{DONE} hooks/post_gen_project.py", "", id="hooks-of-cookiecutter-by-their-names"),
    pytest.param(f"{DONE} hooks/a.py shop/cookiecutter.json", "hooks: stray-code", id="cookiecutter-elsewhere"),
    pytest.param(f"{DONE} shop/hooks/a.py cookiecutter.json", "shop: stray-code", id="hooks-below"),
    pytest.param(f"{DONE} app.py .chalicelib/x", "app.py: stray-code", id="nearly-chalice"),
    pytest.param(f"{DONE} chalicelib/db.py", "chalicelib: stray-code", id="chalicelib-alone"),
    pytest.param(f"{DONE} setup.py/x.py", "setup.py: stray-code", id="folder-named-as-a-tool-file"),
    pytest.param(f"{DONE} scripts.py docs.py", ".: stray-code", id="files-named-as-folders"),
    pytest.param(f"{DONE} myscripts/a.py", "myscripts: stray-code", id="nearly-own-right"),
    pytest.param(f"{DONE} features/store.py", "features: stray-code", id="features-without-behave"),
    pytest.param(f"{DONE} src2/a.py source/b.py", "source: stray-code, src2: stray-code", id="nearly-source"),
    pytest.param(f"{DONE} Src/a.py", "Src: stray-code", id="case-clash"),
    pytest.param("Src/a.py tests/test_a.py README.md uv.lock", "Src: stray-code", id="other-case"),
    pytest.param(f"{DONE} contest/a.py latest/b.py", "contest: stray-code, latest: stray-code", id="test-inside-a-word"),
    pytest.param(f"{DONE} backend/app/tests/helpers.py backend/app/a.py", "backend: stray-code", id="test-helpers-go-along"),
    pytest.param(f"{DONE} robostubs/a.py", "robostubs: stray-code", id="nearly-stubs"),
    pytest.param(f"{DONE} shop/a.py shop/migrations/script.py.mako", "shop: stray-code", id="alembic-below"),
    pytest.param(f"{DONE} shop/package.json shop/settings.py", "shop: stray-code", id="package-json-beside-python"),
    pytest.param(f"{DONE} web/package.json web/requirements.txt web/api/a.py", "web: stray-code", id="two-languages"),
    pytest.param(f"{DONE} shop/a.py shop/scripts/b.py", "shop: stray-code", id="scripts-beside-code"),
    pytest.param(f"{DONE} plugins/a.py include/b.py", "include: stray-code, plugins: stray-code", id="plugins-without-airflow"),
    pytest.param(f"{DONE} __main__.py", "__main__.py: stray-code", id="main-without-pulumi"),
    pytest.param(f"{DONE} gunicorn_app.py confgunicorn.py", ".: stray-code", id="nearly-servers"),
    pytest.param(f"{DONE} wsgi.py asgi.py passenger_wsgi.py celeryconfig.py", "", id="entry-points-by-name"),
    # --- tests outside ---
    *(
        pytest.param(f"{DONE} {folder}/helpers.py {folder}/test_a.py", f"{folder}: stray-test", id=folder)
        for folder in (
            "integtests integ-tests acceptance smoke qa functional regression performance contract specs bdd shop_tests apitests "
            "load_testing systemtests"
        ).split()
    ),
    *(
        pytest.param(f"{DONE} {folder}/helpers.py", f"{folder}: stray-code", id=f"{folder}-without-tests")
        for folder in ("qa", "functional", "contract", "specs", "contests", "load")
    ),
    pytest.param(f"{DONE} smoke/helpers.py acceptance/run.py integtests/a.py", "", id="helpers-of-tests-alone"),
    pytest.param(f"{DONE} test_x.py", "test_x.py: stray-test", id="test-at-the-root"),
    pytest.param(f"{DONE} tests_old/test_a.py", "tests_old: stray-test", id="old-tests"),
    pytest.param(f"{DONE} test/test_a.py test/helpers.py", "test: stray-test", id="test-singular"),
    pytest.param(f"{DONE} integration-tests/test_a.py", "integration-tests: stray-test", id="integration-tests"),
    pytest.param(f"{DONE} e2e/test_a.py e2e/conftest.py", "e2e: stray-test", id="e2e"),
    pytest.param(f"{DONE} src/app/tests/test_a.py src/b/test/test_b.py", "src: stray-test", id="in-the-source"),
    pytest.param(f"{DONE} src/app/test_api.py", "src: stray-test", id="beside-the-code"),
    pytest.param(f"{DONE} src/app/test_api.py=test", "src: stray-test", id="beside-the-code-by-content"),
    pytest.param(f"{DONE} src/app/api_test.py=test", "src: stray-test", id="other-habit"),
    pytest.param(f"{DONE} src/app/tests.py=test", "src: stray-test", id="django-tests"),
    pytest.param(f"{DONE} src/app/tests.py", "", id="django-tests-empty"),
    pytest.param(f"{DONE} src/app/test_connection.py=code", "", id="a-feature-named-test"),
    pytest.param(f"{DONE} src/app/ab_test.py=code src/app/load_test.py", "", id="a-feature-named-by-the-habit"),
    pytest.param(f"{DONE} src/state/test_state/test_state.py=code", "", id="a-folder-named-test"),
    pytest.param(f"{DONE} src/app/testing.py src/app/testing/client.py src/app/latest.py", "", id="test-tools"),
    pytest.param(f"{DONE} src/app/_vendor/x/tests/test_x.py", "", id="vendored-tests"),
    pytest.param(f"{DONE} src/app/templates/service/tests/test_x.py", "", id="tests-in-a-template"),
    pytest.param(f"{DONE} src/tests/templates/test_x.py", "src: stray-test", id="tests-of-templates"),
    pytest.param(f"{DONE} app/a.py app/tests/test_a.py", "app: stray-code, app: stray-test", id="both"),
    pytest.param("src/a.py test/test_a.py README.md uv.lock", "test: stray-test", id="test-for-tests"),
    # --- names of tests ---
    pytest.param(f"{DONE} tests/api_test.py", "tests/api_test.py: misnamed-test", id="habit"),
    pytest.param(f"{DONE} tests/users.py=test", "tests/users.py: misnamed-test", id="content"),
    pytest.param(f"{DONE} tests/tests.py=test tests/a/testb.py=test", "tests: misnamed-test", id="unittest-names"),
    pytest.param("src/a.py tests/a_test.py README.md uv.lock", "tests/a_test.py: misnamed-test", id="habit-alone"),
    pytest.param(f"{DONE} tests/helpers.py=code tests/factories.py tests/conftest.py=test tests/__init__.py", "", id="helpers"),
    pytest.param(f"{DONE} tests/data/sample.py=test tests/fixtures/a_test.py", "", id="data-of-tests"),
    pytest.param([*DONE.split(), "tests/{{name}}/x_test.py"], "", id="template-in-tests"),
    pytest.param(f"{DONE} tests/_vendor/lib/x_test.py tests/.cache/x_test.py tests/vendor/users.py=test", "", id="code-of-others-in-tests"),
    pytest.param(f"{DONE} lib/test_connection.py=code", "", id="a-feature-named-test-outside"),
    # --- typical services, as their frameworks' own guides lay them out ---
    pytest.param(
        "app/__init__.py app/main.py app/dependencies.py app/routers/items.py app/internal/admin.py requirements.txt README.md",
        "app: stray-code, tests: missing-entry",
        id="fastapi-guide",
    ),
    pytest.param(
        "flaskr/__init__.py flaskr/db.py flaskr/schema.sql flaskr/templates/base.html tests/conftest.py tests/test_db.py pyproject.toml README.rst",
        "flaskr: stray-code, requirements.txt: missing-entry",
        id="flask-guide",
    ),
    pytest.param(
        "manage.py mysite/settings.py mysite/urls.py polls/models.py polls/tests.py=test polls/migrations/0001_initial.py requirements.txt README.md",
        ".: stray-code, .: stray-test",
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
        "hello_world: stray-code",
        id="sam-init",
    ),
    pytest.param("app.py requirements.txt .chalice/config.json .gitignore", "README.md: missing-entry, tests: missing-entry", id="chalice-new-project"),
    pytest.param(
        "app.py cdk.json requirements.txt requirements-dev.txt source.bat README.md shop/shop_stack.py tests/unit/test_shop_stack.py",
        "shop: stray-code",
        id="cdk-init",
    ),
    pytest.param(
        "backend/app/main.py backend/app/tests/test_main.py backend/pyproject.toml backend/uv.lock frontend/src/main.ts README.md",
        "backend/app: stray-code, backend/app: stray-test, backend/pyproject.toml: undeclared-root",
        id="full-stack",
    ),
    pytest.param("handler.py serverless.yml package.json requirements.txt README.md", "handler.py: stray-code, tests: missing-entry", id="serverless"),
    pytest.param(
        "src/handlers/create.py src/handlers/read.py src/shared/db.py layers/common/python/common.py tests/unit/test_create.py "
        "serverless.yml requirements.txt README.md Makefile .github/workflows/ci.yml",
        "layers: stray-code",
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
            pytest.param(STRICT.replace(entry, "x.txt"), Settings(strict=True), [f"{missing}: missing-entry"], id=f"strict-no-{missing}")
            for entry, missing in [
                ("src/app/a.py", "src/app"), ("src/config/settings.py", "src/config"), ("src/services/s3.py", "src/services"),
                ("src/models/user.py", "src/models"), ("src/utils/text.py", "src/utils"), ("src/main.py", "src/main.py"),
                ("tests/test_a.py", "tests"), ("scripts/deploy.sh", "scripts"), ("requirements.txt", "requirements.txt"), ("README.md", "README.md"),
            ]
        ),
        pytest.param(STRICT.replace("README.md", "README.rst"), Settings(strict=True), ["README.md: missing-entry"], id="strict-readme"),
        pytest.param(STRICT.replace("requirements.txt", "poetry.lock"), Settings(strict=True), [], id="strict-poetry"),
        pytest.param(STRICT.replace("requirements.txt", "uv.lock"), Settings(strict=True), ["requirements.txt: missing-entry"], id="strict-uv"),
        pytest.param(STRICT.replace("scripts/deploy.sh", "scripts"), Settings(strict=True), ["scripts: missing-entry"], id="strict-file-for-a-folder"),
        pytest.param(STRICT.replace("src/app/a.py", "src/app/"), Settings(strict=True), [], id="strict-submodule"),
        pytest.param(STRICT.replace("src/utils/text.py", "src/Utils/text.py"), Settings(strict=True), ["src/utils: missing-entry"], id="strict-case"),
        pytest.param(STRICT.replace("src/", "src/shop/"), Settings(strict=True), [f"src/{name}: missing-entry" for name in "app config main.py models services utils".split()], id="strict-wrapper"),
        pytest.param("src/a.py tests/test_a.py", Settings(strict=True), sorted(f"{name}: missing-entry" for name in "src/app src/config src/services src/models src/utils src/main.py scripts requirements.txt README.md".split()), id="strict-all"),
        # --- other names ---
        pytest.param(DONE.replace("src/", "lib/"), Settings(sources=["lib"]), [], id="source"),
        pytest.param(DONE, Settings(sources=["lib"]), ["src: stray-code"], id="source-replaces"),
        pytest.param(f"{DONE} lib/a.py", Settings(sources=["src", "lib"]), [], id="two-sources"),
        pytest.param("backend/app/a.py tests/test_a.py README.md uv.lock backend/b.py", Settings(sources=["backend/app"]), ["backend: stray-code"], id="source-below"),
        pytest.param("main.py app/a.py tests/test_a.py README.md uv.lock", Settings(sources=["."]), [], id="source-is-the-root"),
        pytest.param("tests/test_a.py README.md uv.lock", Settings(sources=["."]), [".: missing-entry"], id="root-without-source"),
        pytest.param("svc/tests/test_a.py svc/README.md svc/uv.lock", Settings(sources=["."], roots=["svc/"]), ["svc: missing-entry"], id="folder-without-source"),
        pytest.param("src/a.py data/users.py=test data/test_a.py README.md uv.lock", Settings(tests=["data"]), ["data/users.py: misnamed-test"], id="tests-named-data"),
        pytest.param(STRICT.replace("src/", ""), Settings(sources=["."], strict=True), [], id="strict-source-is-the-root"),
        pytest.param(DONE.replace("tests/", "test/"), Settings(tests=["test"]), [], id="tests"),
        pytest.param(f"{DONE} e2e/test_b.py", Settings(tests=["tests", "e2e"]), [], id="two-test-folders"),
        pytest.param("src/a.py src/tests/test_a.py README.md uv.lock", Settings(tests=["src/tests"]), [], id="tests-in-the-source"),
        pytest.param("src/a.py src/tests/test_a.py tests/test_b.py README.md uv.lock", Settings(tests=["tests", "src/tests"]), [], id="tests-in-both"),
        pytest.param(STRICT.replace("src/", "lib/"), Settings(sources=["lib"], strict=True), [], id="strict-source"),
        # --- require, optional, allow ---
        pytest.param(DONE, Settings(required=["Dockerfile", "docs/"]), ["Dockerfile: missing-entry", "docs: missing-entry"], id="require"),
        pytest.param(f"{DONE} Dockerfile docs/index.md", Settings(required=["Dockerfile", "docs/"]), [], id="required"),
        pytest.param(f"{DONE} docs", Settings(required=["docs/"]), ["docs: missing-entry"], id="require-a-folder"),
        pytest.param(DONE.replace("requirements.txt", "poetry.lock"), Settings(required=["requirements.txt"]), ["requirements.txt: missing-entry"], id="require-the-very-file"),
        pytest.param("src/a.py", Settings(optional=["tests", "README.md", "requirements.txt"]), [], id="optional"),
        pytest.param("scripts/a.py README.md uv.lock", Settings(optional=["src", "tests/"]), [], id="optional-source"),
        pytest.param(f"{DONE} legacy/a.py legacy/test_a.py main.py", Settings(allow=["/legacy/", "/main.py"]), [], id="allow"),
        pytest.param(f"{DONE} legacy/a.py legacy/new/b.py", Settings(allow=["/legacy/*.py"]), ["legacy: stray-code"], id="allow-a-part"),
        pytest.param(f"{DONE} src/a/tests/test_b.py tests/b_test.py", Settings(allow=["/src/**/tests/", "*_test.py"]), [], id="allow-tests"),
        # --- roots ---
        pytest.param("a/main.py b/src/x.py b/tests/test_x.py b/README.md b/uv.lock", Settings(roots=["b/"]), [], id="root"),
        pytest.param("a/src/main.py b/main.js", Settings(roots=["a/", "b/"]), ["a/README.md: missing-entry", "a/requirements.txt: missing-entry", "a/tests: missing-entry"], id="roots"),
        pytest.param(f"{DONE} api/app.py", Settings(roots=["", "api/"]), ["api/app.py: stray-code", "api/requirements.txt: missing-entry", "api/tests: missing-entry"], id="nested-roots"),
        pytest.param("uv.lock a/pyproject.toml a/src/x.py a/tests/test_x.py a/README.md", Settings(roots=["a/"]), [], id="uv-workspace"),
        pytest.param("uv.lock a/src/x.py a/tests/test_x.py a/README.md", Settings(roots=["a/"]), ["a/requirements.txt: missing-entry"], id="no-member-of-the-workspace"),
        # --- mirror ---
        pytest.param(f"{DONE} tests/app/test_b.py tests/unit/app/test_c.py tests/e2e/test_d.py", Settings(mirror=True), [], id="mirror"),
        pytest.param(f"{DONE} tests/shop/test_b.py tests/shop/test_c.py", Settings(mirror=True), ["tests/shop: unmirrored-tests"], id="mirror-nothing"),
        pytest.param(f"{DONE} tests/shop/test_b.py", Settings(), [], id="mirror-not-asked-for"),
        pytest.param("src/pkg/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-wrapper"),
        pytest.param("src/pkg/users/a.py tests/pkg/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-with-the-wrapper"),
        pytest.param("src/a/b/users/a.py src/a/c.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), ["tests/users: unmirrored-tests"], id="mirror-too-deep"),
        pytest.param("src/acme/__init__.py src/acme/shop/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), [], id="mirror-namespace"),
        pytest.param(f"{DONE} tests/unit_tests/app/test_a.py tests/e2e-tests/test_b.py", Settings(mirror=True), [], id="mirror-levels"),
        pytest.param("src/users.py tests/users/test_create.py README.md uv.lock", Settings(mirror=True), [], id="mirror-a-module"),
        pytest.param("src/a/b/c.py tests/a/b/test_c.py tests/a/x/test_c.py README.md uv.lock", Settings(mirror=True), ["tests/a/x: unmirrored-tests"], id="mirror-below"),
        pytest.param(f"{DONE} tests/src/app/test_b.py tests/data/test_x.py", Settings(mirror=True), [], id="mirror-source-and-data"),
        pytest.param(f"{DONE} tests/helpers/a.py tests/shop/conftest.py", Settings(mirror=True), [], id="mirror-helpers"),
        pytest.param("app/users/a.py tests/users/test_a.py README.md uv.lock", Settings(mirror=True), ["app: stray-code"], id="mirror-of-stray-code"),
        pytest.param(f"{DONE} scripts/db/a.py tests/scripts/test_a.py", Settings(mirror=True), [], id="mirror-of-scripts"),
        pytest.param(f"{DONE} static/shop/a.js tests/shop/test_a.py", Settings(mirror=True), ["tests/shop: unmirrored-tests"], id="mirror-of-no-code"),
        pytest.param(f"{DONE} tests/shop/test_b.py", Settings(mirror=True, allow=["/tests/shop/"]), [], id="mirror-allowed"),
    ],
)  # fmt: skip
def test_settings(paths: str, settings: Settings, expected: list[str]) -> None:
    assert judged(paths, settings) == sorted(expected)


STACK = "from {} import Stack\n"


@pytest.mark.parametrize(
    ("paths", "contents", "expected"),
    [
        pytest.param(
            "app.py cdk.json requirements.txt README.md shop/__init__.py shop/shop_stack.py tests/unit/test_shop_stack.py",
            {"shop/shop_stack.py": "import aws_cdk as cdk\n"},
            [],
            id="cdk-init",
        ),
        pytest.param(f"{DONE} cdk.json stack.py", {"stack.py": STACK.format("monocdk")}, [], id="cdk-1"),
        pytest.param(f"{DONE} cdktf.json net.py", {"net.py": STACK.format("cdktf")}, [], id="cdktf"),
        pytest.param(f"{DONE} Pulumi.yaml __main__.py vpc.py", {"vpc.py": "import pulumi_aws\n"}, [], id="pulumi"),
        pytest.param(f"{DONE} Pulumi.yml vpc.py", {"vpc.py": "import pulumi\n"}, [], id="pulumi-yml"),
        pytest.param(f"{DONE} cdk.json service/api.py", {"service/api.py": "import boto3\n"}, ["service: stray-code"], id="service-beside-a-stack"),
        pytest.param(f"{DONE} stack.py", {"stack.py": "import aws_cdk\n"}, ["stack.py: stray-code"], id="library-without-its-tool"),
        pytest.param(f"{DONE} Pulumi.yaml stack.py", {"stack.py": "import aws_cdk\n"}, ["stack.py: stray-code"], id="library-of-another-tool"),
        pytest.param("zappa_settings.json app/api.py uv.lock README.md tests/test_a.py", {"zappa_settings.json": '{"dev": {"app_function": "app.api.app"}}'}, [], id="zappa"),
        pytest.param("zappa_settings.toml api.py uv.lock README.md tests/test_a.py", {"zappa_settings.toml": "app_function = 'api.app'"}, [], id="zappa-toml"),
        pytest.param("zappa_settings.yml api.py uv.lock README.md tests/test_a.py", {"zappa_settings.yml": "app_function: api.app"}, [], id="zappa-yml"),
        pytest.param("zappa_settings.yaml api.py lib.py uv.lock README.md tests/test_a.py", {"zappa_settings.yaml": "app_function: my.api.app"}, [".: stray-code"], id="zappa-names-another"),
        pytest.param(f"{DONE} requirements.txt", {"README.md": "# Shop\n"}, ["README.md: missing-entry"], id="headings-alone"),
        pytest.param(DONE, {"tests/test_api.py": "import pytest\n"}, ["tests: missing-entry"], id="imports-alone"),
    ],
)  # fmt: skip
def test_content_decides(paths: str, contents: dict[str, str], expected: list[str]) -> None:
    assert judged(paths, contents={path: text.encode() for path, text in contents.items()}) == expected


def test_a_link_counts_by_its_target() -> None:
    paths = "src/a.py tests/test_a.py uv.lock README.md docs/README.md"
    assert judged(paths, contents={"README.md": b"docs/README.md"}) == []
    assert judged(paths, contents={"README.md": b"docs/README.md", "docs/README.md": b""}) == [
        "README.md: missing-entry"
    ]
    assert judged(paths, contents={"README.md": b"../README.md"}) == ["README.md: missing-entry"]
    below = [f"x/{path}" for path in paths.split()]
    assert judged(below, Settings(roots=["x/"]), {"x/README.md": b"./docs/../docs/README.md"}) == []
    assert judged(below, Settings(roots=["x/"]), {"x/README.md": b"/x/docs/README.md"}) == [
        "x/README.md: missing-entry"
    ]


@pytest.mark.parametrize(("length", "expected"), [(4095, []), (4096, ["README.md: missing-entry"])])
def test_how_long_a_link_is(length: int, expected: list[str]) -> None:
    target = "docs/README.md"
    link = "/" * (length - len(target))
    paths = "src/a.py tests/test_a.py uv.lock README.md docs/README.md"
    assert judged(paths, contents={"README.md": f"docs{link}{target[4:]}".encode()}) == expected


def test_a_link_to_a_name_of_one_letter() -> None:
    paths = "src/a.py tests/test_a.py uv.lock README.md R"
    assert judged(paths, contents={"README.md": b"R", "R": README}) == []
    assert judged(paths, contents={"README.md": b"R", "R": b"R"}) == ["README.md: missing-entry"]


def test_a_readme_above_a_root_counts() -> None:
    paths = "a/b/src/x.py a/b/tests/test_x.py a/b/uv.lock"
    root = Settings(roots=["a/b/"])
    assert judged(paths, root) == ["a/b/README.md: missing-entry"]
    for readme in ("README.md", "a/readme.rst"):
        assert judged(f"{paths} {readme}", root) == []
    assert judged(f"{paths} README.md=empty", root) == ["a/b/README.md: missing-entry"]
    assert judged(f"{paths} README.md=empty a/README.md", root) == []
    assert judged(f"{paths} c/README.md", root) == ["a/b/README.md: missing-entry"]
    strict = Settings(roots=["a/b/"], strict=True)
    assert "a/b/README.md: missing-entry" in judged(f"{paths} README.md", strict)
