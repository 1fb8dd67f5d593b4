"""Every hook about Python code, on sources that are made at random: no crash, and one verdict for one meaning."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend_standards import check_api_routes, forbid_admin_policies, forbid_real_aws_in_tests
from backend_standards.code import api_routes, files, repository
from backend_standards.code.repository import Repository
from backend_standards.core import Finding, Options
from backend_standards.core.catalog import TEXTS
from python_code import broken, is_valid, renamed, sources, unparsed

PATH = "src/shop/orders.py"
TEST_PATH = "tests/shop/test_orders.py"
MODULES = [importlib.import_module(f"backend_standards.{hook.replace('-', '_')}") for hook in TEXTS]


def _of_tests(data: bytes) -> Iterable[Finding]:
    return forbid_real_aws_in_tests.check([TEST_PATH], lambda paths: [(path, data) for path in paths], Options())


def _of_routes(data: bytes) -> Iterable[Finding]:
    policy = api_routes.Policy(flask_bodies=True)
    return check_api_routes.check([(PATH, data)], [PATH], lambda _: {}, policy)


def _of_policies(data: bytes) -> Iterable[Finding]:
    return forbid_admin_policies.check([(PATH, data)], Options())


TREES: dict[ModuleType, Callable[[bytes], Iterable[Finding]]] = {
    forbid_real_aws_in_tests: _of_tests,
    check_api_routes: _of_routes,
    forbid_admin_policies: _of_policies,
}
"""The hooks that judge several files of a repository together, or files of other kinds too."""
HOOKS = [module for module in MODULES if hasattr(module, "begin") and module not in TREES] + list(TREES)
LINES = {
    "forbid-swallowed-errors": (
        "except_ = 1",
        "logger.exception('no')",
        "print(b2)",
        "with contextlib.suppress(Exception): a()",
        "await asyncio.gather(a, return_exceptions=True)",
        "return {'statusCode': 500}",
        "failed = True",
    ),
    "forbid-debug-in-production": (
        "logging.basicConfig(level=logging.DEBUG)",
        "a = os.getenv('LOG_LEVEL', 'DEBUG')",
        "app.run(debug=True)",
        "LOGGING = {'version': 1, 'root': {'level': 'DEBUG'}}",
        "logger.setLevel(10)",
        "import aws_cdk; a = {'LOG_LEVEL': 'DEBUG'}",
        "f(environment={**a, 'FLASK_DEBUG': '1'}, command=['a', '--reload'])",
    ),
    "check-settings": (
        "from pydantic import BaseSettings",
        "class Settings(BaseSettings): db_url: str = Field(env='DATABASE_URL')",
        "class Config: env_file = '.env'",
        "a = os.environ['BUCKET']",
        "password: str = SecretStr('correct horse')",
    ),
    "check-aws-clients": (
        "from botocore.config import Config; MOST = 0",
        "c = Config(retries={'max_attempts': 0})",
        "c = Config(retries=dict(total_max_attempts=MOST))",
        "os.environ['AWS_MAX_ATTEMPTS'] = '1'",
    ),
    "forbid-real-aws-in-tests": (
        "import boto3\ndef test_b2(a):\n    boto3.client('s3').list_buckets()",
        "import boto3\n@pytest.fixture\ndef b2():\n    return boto3.client('s3')",
        "from moto import mock_aws",
        "s3 = boto3.client('s3')",
        "session = boto3.Session(profile_name=a)",
        "self.s3 = session.resource('s3', **options)",
        "with mock_aws(): boto3.client('s3')",
        "mock = mock_aws(); mock.start()",
        "os.environ['AWS_ACCESS_KEY_ID'] = 'x'",
        "monkeypatch.setattr(boto3, 'client', a)",
        "patch.dict(os.environ, {'AWS_ACCESS_KEY_ID': 'x'})",
        "pytestmark = [pytest.mark.usefixtures('a')]",
        "Stubber(s3)",
    ),
    "forbid-admin-policies": (
        "iam.PolicyStatement(actions=['*'], resources=['*'])",
        "iam.ManagedPolicy.from_aws_managed_policy_name('AdministratorAccess')",
        "a.attach_role_policy(RoleName=b2, PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')",
        "data = {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}",
        "a.put_role_policy(PolicyDocument=json.dumps(data))",
    ),
    "check-api-routes": (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef read(a: int):\n    return data",
        "from flask import Flask\napp = Flask('shop')\n@app.post('/orders')\ndef create():\n    return {'error': data}",
        "router = APIRouter(prefix='/orders')",
        "app.include_router(router, prefix=a)",
        "@app.post('/orders')\ndef create(data: dict):\n    return {'error': data}",
        "@router.get('/{a}')\nasync def read(a: int) -> dict:\n    return data",
        "@app.exception_handler(a)\ndef handle(a, b2):\n    return JSONResponse({'detail': a})",
        "return jsonify(error=data)",
        "data = await request.json()",
    ),
    "forbid-logged-secrets": (
        "logger.info('%s', a, password=b2, **data)",
        "print(token, request.headers, f'{os.environ}')",
        "password = data",
        "data = await request.json()",
        "token = f'{token[:4]}'",
        "logger.info(data)",
        "data['token'] = a",
    ),
}
"""By hook, lines that its rules look for: what is made at random would not come by them."""
MARK = "standards" + ":"  # apart, because the hooks read this file too

OTHERS = {"src/settings.py": b"import pydantic_settings\nclass Settings(pydantic_settings.BaseSettings): ...\n"}
"""The other files of the repository, for the hooks that ask about them: this one's own may change."""

each_hook = pytest.mark.parametrize("module", [pytest.param(module, id=module.HOOK) for module in HOOKS])


@pytest.fixture(autouse=True, scope="module")
def others() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repository, "of_run", lambda: Repository(lambda: OTHERS, lambda _: OTHERS.items()))
        yield


@cache
def lines(hook: str) -> tuple[str, ...]:
    return LINES.get(hook, ())


def findings(module: ModuleType, text: str) -> list[Finding]:
    data = text.encode("utf-8", "surrogatepass")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Python about what the generator writes, such as a call of a text
        return of_bytes(module, data)


def of_bytes(module: ModuleType, data: bytes) -> list[Finding]:
    if module in TREES:
        return list(TREES[module](data))
    return list(files.findings(module.begin(Options()), [(PATH, data)]))


def verdict(module: ModuleType, text: str) -> list[str]:
    return sorted(f"{found.rule.id}: {found.message}" for found in findings(module, text))


@each_hook
@given(st.data())
def test_one_verdict_for_one_meaning(module: ModuleType, data: st.DataObject) -> None:
    text = data.draw(sources(lines(module.HOOK)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assume(is_valid(text))
        again, other = unparsed(text), renamed(text)
        assume(is_valid(again) and is_valid(other))
    found = verdict(module, text)
    assert found == verdict(module, again), "as Python writes it"
    assert [each.partition(":")[0] for each in found] == [each.partition(":")[0] for each in verdict(module, other)], (
        "with other names"
    )
    spaced = text.replace("\n", "  # a comment\n\n")
    assert not is_valid(spaced) or found == verdict(module, spaced), "with comments and blank lines"


@each_hook
@given(st.data())
def test_broken_sources(module: ModuleType, data: st.DataObject) -> None:
    text = data.draw(sources(lines(module.HOOK)))
    piece = data.draw(
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(["(" * 300, "\\", '"""', "\r", "\0", "\f", "    ", f"# {MARK} ignore[", "f'{"]),
        )
    )
    text = broken(text, data.draw(st.integers(0, 10_000)), piece, data.draw(st.integers(0, 30)))
    for found in findings(module, text):
        assert found.message
        assert found.note
        assert 0 <= found.line <= text.count("\n") + text.count("\r") + 2


@each_hook
@given(st.binary(max_size=200))
def test_bytes(module: ModuleType, data: bytes) -> None:
    of_bytes(module, b"import boto3\ntry:\n    boto3.client(a)\nexcept Exception:\n    pass\n" + data)


def test_every_hook_about_python_code_is_tried() -> None:
    about_code = {module for module in MODULES if "backend_standards.code" in inspect.getsource(module)}
    assert about_code == set(HOOKS)
    assert {module.HOOK for module in HOOKS} == set(LINES)
