"""Which clients in tests reach the real AWS: each case is a few files and the places of the findings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from backend_standards.core import Options
from backend_standards.forbid_real_aws_in_tests import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

BOTO = "import boto3\n"
USE = '    boto3.client("s3").list_buckets()\n'
MOTO = "from moto import mock_aws\n"
MAKE = f'{BOTO}def test_x():\n    c = boto3.client("s3")\n    c.list_buckets()\n'
FIXTURE = f"import pytest\n{MOTO}@pytest.fixture\ndef cloud():\n    with mock_aws():\n        yield\n"
AUTOUSE = FIXTURE.replace("@pytest.fixture", "@pytest.fixture(autouse=True)")


def found(files: dict[str, str], *allow: str) -> list[str]:
    options = Options()
    options.values["allow"] = list(allow)
    data = {path: text.encode() for path, text in files.items()}
    findings = check(sorted(data), lambda paths: [(path, data[path]) for path in paths], options)
    return [f"{each.path}:{each.line} {each.rule.id}" for each in findings]


def one(text: str) -> list[str]:
    """Return the lines and rules that are found in the text of one test module."""
    return [each.removeprefix("tests/test_a.py:") for each in found({"tests/test_a.py": text})]


REAL = {
    "alias": "import boto3 as aws\ndef test_x():\n    aws.client('s3')\n",
    "from-import": "from boto3 import client\ndef test_x():\n    client('s3')\n",
    "renamed": "from boto3 import resource as make\ndef test_x():\n    make('dynamodb').Table('t')\n",
    "name-for-the-maker": "import boto3\nmake = boto3.client\ndef test_x():\n    make('s3')\n",
    "session-module": "import boto3.session\ndef test_x():\n    boto3.session.Session().client('s3')\n",
    "session-of-module": f"{BOTO}session = boto3.Session()\ndef test_x():\n    session.resource('s3')\n",
    "session-of-self": f"{BOTO}class TestX:\n    def setup_method(self):\n        self.session = boto3.Session()\n    def test_x(self):\n        self.session.client('s3')\n",
    "session-of-fixture": f"import pytest\n{BOTO}@pytest.fixture\ndef session():\n    return boto3.Session()\ndef test_x(session):\n    session.client('s3')\n",
    "session-of-function": f"{BOTO}def session():\n    return boto3.Session(region_name='eu-west-1')\ndef test_x():\n    session().client('s3')\n",
    "aioboto3": "import aioboto3\nasync def test_x():\n    async with aioboto3.Session().client('s3') as c:\n        await c.list_buckets()\n",
    "botocore": "import botocore.session\ndef test_x():\n    botocore.session.get_session().create_client('s3')\n",
    "aio-session": "from aiobotocore.session import AioSession\nasync def test_x():\n    s = AioSession()\n    async with s.create_client('sqs') as c: pass\n",
    "unittest": f"import unittest\n{BOTO}class T(unittest.TestCase):\n    def test_x(self):\n    {USE}",
    "set-up": f"import unittest\n{BOTO}class T(unittest.TestCase):\n    def setUp(self):\n        self.c = boto3.client('s3')\n    def test_x(self):\n        self.c.list_buckets()\n",
    "body-of-class": f"{BOTO}class TestX:\n    c = boto3.client('s3')\n    def test_x(self): self.c.list_buckets()\n",
    "moto-imported-alone": f"{BOTO}{MOTO}def test_x():\n{USE}",
    "mock-made-and-not-started": f"{BOTO}{MOTO}def test_x():\n    mock = mock_aws()\n{USE}",
    "mock-started-afterwards": f"{BOTO}{MOTO}def test_x():\n    c = boto3.client('s3')\n    m = mock_aws()\n    m.start()\n    c.list_buckets()\n",
    "before-the-with": f"{BOTO}{MOTO}def test_x():\n    c = boto3.client('s3')\n    with mock_aws():\n        c.list_buckets()\n",
    "after-the-with": f"{BOTO}{MOTO}def test_x():\n    with mock_aws():\n        pass\n{USE}",
    "module-below-decorated": f"{BOTO}{MOTO}c = boto3.client('s3')\n@mock_aws\ndef test_x():\n    c.list_buckets()\n",
    "fixture-nobody-asks-for": f"{BOTO}{FIXTURE}def test_x():\n{USE}",
    "another-patch": f"from unittest.mock import patch\n{BOTO}@patch('app.users.get_user')\ndef test_x(mock_get):\n{USE}",
    "patched-elsewhere": f"{BOTO}def test_x(mocker):\n    mocker.patch('app.users.find')\n{USE}",
    "endpoint-of-aws": f"{BOTO}def test_x():\n    boto3.client('s3', endpoint_url='https://s3.eu-west-1.amazonaws.com')\n",
    "endpoint-none": f"{BOTO}def test_x():\n    boto3.client('s3', endpoint_url=None)\n",
    "region-in-the-environment": f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setenv('AWS_DEFAULT_REGION', 'eu-west-1')\n{USE}",
    "real-credentials-passed-on": f"import os\n{BOTO}def test_x():\n    os.environ['AWS_ACCESS_KEY_ID'] = os.environ['CI_KEY']\n{USE}",
    "class-not-decorated": f"{BOTO}{MOTO}@mock_aws\nclass TestA:\n    def test_a(self): pass\nclass TestB:\n    def test_b(self):\n    {USE}",
    "mock-of-another-fixture": f"import pytest\n{BOTO}{FIXTURE}def test_a(cloud):\n{USE}def test_b():\n{USE}",
    "options-known": f"{BOTO}OPTIONS = {{'region_name': 'eu-west-1'}}\ndef test_x():\n    boto3.client('s3', **OPTIONS)\n",
    "mock-ends-in-the-fixture": f"import pytest\n{BOTO}{MOTO}@pytest.fixture\ndef cloud():\n    with mock_aws():\n        pass\n    return 1\ndef test_x(cloud):\n{USE}",
    "fixture-asked-for-before-the-mock": f"{BOTO}{FIXTURE}@pytest.fixture\ndef s3():\n    return boto3.client('s3')\ndef test_x(s3, cloud):\n    s3.list_buckets()\n",
    "fixture-below-decorated": f"import pytest\n{BOTO}{MOTO}@pytest.fixture\ndef s3():\n    return boto3.client('s3')\n@mock_aws\ndef test_x(s3):\n    s3.list_buckets()\n",
    "responses": f"import responses\n{BOTO}@responses.activate\ndef test_x():\n{USE}",
    "helper-of-a-test": f"{BOTO}def bucket():\n    return boto3.resource('s3').Bucket('b')\ndef test_x():\n    bucket().delete()\n",
    "function-called-setup": f"{BOTO}def setup():\n    return boto3.client('s3')\ndef test_x():\n    setup()\n",
    "session-of-branches": f"{BOTO}if LOCAL:\n    s = boto3.Session(region_name='a')\nelse:\n    s = boto3.Session()\ndef test_x():\n    s.client('s3')\n",
    "session-as-default": f"{BOTO}class Bucket:\n    def __init__(self, session=boto3.Session()):\n        self.c = session.client('s3')\n",
    "object-that-is-asked": f"{BOTO}def test_x(mocker):\n    o = boto3.resource('s3').Object('b', 'k')\n    mocker.patch('app.f', return_value=o)\n    o.load()\n",
    "nested": f"{BOTO}def test_x():\n    def make():\n        return boto3.client('s3')\n    make().list_buckets()\n",
}  # fmt: skip


@pytest.mark.parametrize("text", REAL.values(), ids=REAL)
def test_real(text: str) -> None:
    assert [each.split(" ")[1] for each in one(text)] == ["real-aws-client"]


SAFE = {
    "decorator": f"{BOTO}{MOTO}@mock_aws\ndef test_x():\n{USE}",
    "decorator-called": f"{BOTO}{MOTO}@mock_aws()\nasync def test_x():\n{USE}",
    "moto-4": f"{BOTO}from moto import mock_s3\n@mock_s3\ndef test_x():\n{USE}",
    "moto-module": f"{BOTO}import moto\n@moto.mock_dynamodb\ndef test_x():\n{USE}",
    "with": f"{BOTO}{MOTO}def test_x():\n    with mock_aws():\n    {USE}",
    "with-two": f"{BOTO}{MOTO}def test_x(tmp):\n    with open(tmp), mock_aws() as m:\n    {USE}",
    "started": f"{BOTO}{MOTO}def test_x():\n    mock = mock_aws()\n    mock.start()\n{USE}    mock.stop()\n",
    "exit-stack": f"{BOTO}{MOTO}def test_x(stack):\n    stack.enter_context(mock_aws())\n{USE}",
    "set-up-class": f"{BOTO}{MOTO}class TestX:\n    @classmethod\n    def setup_class(cls):\n        cls.m = mock_aws()\n        cls.m.start()\n    def test_x(self):\n    {USE}",
    "mock-of-class": f"{BOTO}{MOTO}class T:\n    mock = mock_aws()\n    def setUp(self):\n        self.mock.start()\n    def test_x(self):\n    {USE}",
    "base-class": f"{BOTO}{MOTO}class Base:\n    def setUp(self):\n        self.m = mock_aws()\n        self.m.start()\nclass TestX(Base):\n    def test_x(self):\n    {USE}",
    "set-up-module": f"{BOTO}{MOTO}MOCK = mock_aws()\ndef setup_module():\n    MOCK.start()\ndef test_x():\n{USE}",
    "started-at-import": f"{BOTO}{MOTO}MOCK = mock_aws()\nMOCK.start()\nc = boto3.client('s3')\ndef test_x():\n    c.list_buckets()\n",
    "server": f"{BOTO}from moto.server import ThreadedMotoServer\ndef test_x():\n    server = ThreadedMotoServer(port=0)\n    server.start()\n{USE}",
    "localstack-container": f"{BOTO}from testcontainers.localstack import LocalStackContainer\ndef test_x():\n    with LocalStackContainer() as ls:\n    {USE}",
    "endpoint-of-settings": f"{BOTO}def test_x(settings):\n    boto3.client('s3', endpoint_url=settings.endpoint)\n",
    "endpoint-positional": f"{BOTO}def test_x():\n    boto3.client('s3', 'eu-west-1', None, True, None, 'http://localhost:4566')\n",
    "endpoint-of-options": f"{BOTO}OPTIONS = dict(endpoint_url='http://minio:9000')\ndef test_x():\n    boto3.client('s3', **OPTIONS)\n",
    "options-unknown": f"{BOTO}def test_x(options):\n    boto3.client('s3', **options)\n",
    "false-credentials": f"{BOTO}def test_x():\n    boto3.client('s3', aws_access_key_id='test', aws_secret_access_key='test')\n",
    "false-credentials-of-session": f"{BOTO}def test_x():\n    boto3.Session('test', 'test').client('s3')\n",
    "environment": f"import os\n{BOTO}os.environ['AWS_ACCESS_KEY_ID'] = 'testing'\ndef test_x():\n{USE}",
    "environment-default": f"import os\n{BOTO}os.environ.setdefault('AWS_ACCESS_KEY_ID', 'testing')\nc = boto3.client('s3')\n",
    "environment-updated": f"import os\n{BOTO}os.environ.update({{'AWS_ACCESS_KEY_ID': 'x'}})\ndef test_x():\n{USE}",
    "environment-joined": f"import os\n{BOTO}os.environ |= {{'AWS_ACCESS_KEY_ID': 'x'}}\ndef test_x():\n{USE}",
    "environment-loop": f"import os\n{BOTO}for key in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'):\n    os.environ[key] = 'testing'\ndef test_x():\n{USE}",
    "monkeypatch": f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setenv('AWS_ACCESS_KEY_ID', 'testing')\n{USE}",
    "patch-dict": f"from unittest import mock\nimport os\n{BOTO}@mock.patch.dict(os.environ, {{'AWS_ACCESS_KEY_ID': 'x'}})\ndef test_x():\n{USE}",
    "patch-dict-keywords": f"from unittest.mock import patch\n{BOTO}def test_x():\n    with patch.dict('os.environ', AWS_ACCESS_KEY_ID='x'):\n    {USE}",
    "endpoint-in-the-environment": f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setenv('AWS_ENDPOINT_URL_S3', 'http://localhost:4566')\n{USE}",
    "patch-object": f"from unittest.mock import patch\n{BOTO}@patch.object(boto3, 'client')\ndef test_x(client):\n{USE}",
    "patch-started": f"from unittest.mock import patch\n{BOTO}class T:\n    def setUp(self):\n        self.p = patch('boto3.client')\n        self.p.start()\n    def test_x(self):\n    {USE}",
    "api-call": f"from unittest.mock import patch\n{BOTO}def test_x():\n    with patch('botocore.client.BaseClient._make_api_call'):\n    {USE}",
    "monkeypatched-maker": f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setattr(boto3, 'client', lambda *a: None)\n{USE}",
    "monkeypatched-text": f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setattr('app.s3.boto3.client', lambda *a: None)\n{USE}",
    "mocker": f"{BOTO}def test_x(mocker):\n    mocker.patch('boto3.client')\n{USE}",
    "mocker-object": f"{BOTO}def test_x(mocker):\n    mocker.patch.object(boto3, 'client')\n{USE}",
    "replaced": f"from unittest.mock import MagicMock\n{BOTO}boto3.client = MagicMock()\ndef test_x():\n{USE}",
    "stubber": f"{BOTO}from botocore.stub import Stubber\ndef test_x():\n    c = boto3.client('s3')\n    stub = Stubber(c)\n    stub.activate()\n    c.list_buckets()\n",
    "method-patched": f"from unittest.mock import patch\n{BOTO}def test_x():\n    c = boto3.client('s3')\n    with patch.object(c, 'list_buckets'):\n        c.list_buckets()\n    c.meta\n",
    "fixture": f"{BOTO}{FIXTURE}def test_x(cloud):\n{USE}",
    "fixture-of-fixture": f"{BOTO}{FIXTURE}@pytest.fixture\ndef bucket(cloud):\n    yield\ndef test_x(bucket):\n{USE}",
    "fixture-renamed": f"{BOTO}{FIXTURE.replace('@pytest.fixture', '@pytest.fixture(name=' + repr('aws') + ')')}def test_x(aws):\n{USE}",
    "use-fixtures": f"{BOTO}{FIXTURE}@pytest.mark.usefixtures('cloud')\ndef test_x():\n{USE}",
    "mark-of-module": f"{BOTO}{FIXTURE}pytestmark = [pytest.mark.usefixtures('cloud')]\ndef test_x():\n{USE}",
    "mark-of-class": f"{BOTO}{FIXTURE}@pytest.mark.usefixtures('cloud')\nclass TestX:\n    def test_x(self):\n    {USE}",
    "fixture-asked-for-by-name": f"{BOTO}{FIXTURE}def test_x(request):\n    request.getfixturevalue('cloud')\n{USE}",
    "autouse": f"{BOTO}{AUTOUSE}def test_x():\n{USE}",
    "client-of-fixture-after-the-mock": f"{BOTO}{FIXTURE}@pytest.fixture\ndef s3():\n    return boto3.client('s3')\ndef test_x(cloud, s3):\n    s3.list_buckets()\n",
    "sockets": f"import pytest\n{BOTO}@pytest.mark.disable_socket\ndef test_x():\n{USE}",
    "recorded": f"import vcr\n{BOTO}@vcr.use_cassette('a.yaml')\ndef test_x():\n{USE}",
    "helper-with-safe-callers": f"{BOTO}{MOTO}def bucket():\n    return boto3.resource('s3').Bucket('b')\n@mock_aws\ndef test_x():\n    bucket()\ndef test_y():\n    with mock_aws():\n        bucket()\n",
    "helper-of-helper": f"{BOTO}{MOTO}def make():\n    return boto3.client('s3')\ndef fill():\n    make().create_bucket()\n@mock_aws\ndef test_x():\n    fill()\n",
    "method-helper": f"{BOTO}{MOTO}class TestX:\n    def make(self):\n        return boto3.client('s3')\n    @mock_aws\n    def test_x(self):\n        self.make()\n",
    "starter": f"{BOTO}{MOTO}def begin():\n    mock = mock_aws()\n    mock.start()\ndef test_x():\n    begin()\n{USE}",
    "own-context-manager": f"from contextlib import contextmanager\n{BOTO}{MOTO}@contextmanager\ndef cloud():\n    with mock_aws():\n        yield\ndef test_x():\n    with cloud():\n    {USE}",
    "own-decorator": f"import functools\n{BOTO}{MOTO}def cloud(f):\n    @functools.wraps(f)\n    def inner(*a):\n        with mock_aws():\n            return f(*a)\n    return inner\n@cloud\ndef test_x():\n{USE}",
    "fixture-of-a-plugin": f"{BOTO}def test_x(localstack):\n{USE}",
    "skipped": f"import pytest\n{BOTO}@pytest.mark.skip(reason='needs an account')\ndef test_x():\n{USE}",
    "program": f"{BOTO}if __name__ == '__main__':\n    boto3.client('s3')\n",
    "stubbed-in-the-class": f"{BOTO}from botocore.stub import Stubber\nC = boto3.client('s3')\nclass T:\n    c = None\n    @classmethod\n    def setUpClass(cls):\n        cls.c = C\n        cls.stub = Stubber(cls.c)\n",
    "object-that-a-mock-returns": f"{BOTO}def test_x(mocker):\n    o = boto3.resource('s3').Object('b', 'k')\n    mocker.patch('app.f', return_value=[o])\n",
    "load-test": f"from locust import HttpUser\n{BOTO}class U(HttpUser):\n    def on_start(self):\n        boto3.client('ssm')\n",
    "lambda-that-is-deployed": f"{BOTO}c = boto3.client('s3')\ndef lambda_handler(event, context):\n    c.list_buckets()\n",
    "chalice": f"{BOTO}from chalice import Chalice\napp = Chalice(app_name='x')\nc = boto3.client('s3')\n",
    "function-called-setup-in-mocks": f"{BOTO}{MOTO}def setup():\n    return boto3.client('s3')\n@mock_aws\ndef test_x():\n    setup()\n",
    "session-alone": f"{BOTO}def test_x():\n    assert boto3.Session().region_name\n",
    "argument-of-that-name": "def test_x(boto3):\n    boto3.client('s3')\n",
    "another-client": "import httpx, boto3\ndef test_x(session):\n    session.client('s3')\n    httpx.client('x')\n",
    "in-a-text": "TEXT = '''\nimport boto3\nboto3.client('s3')\n'''\ndef test_x(): exec(TEXT)\n",
}  # fmt: skip


@pytest.mark.parametrize("text", SAFE.values(), ids=SAFE)
def test_safe(text: str) -> None:
    assert one(text) == []


TREES = {
    "autouse-above": ({"tests/conftest.py": AUTOUSE, "tests/unit/test_a.py": MAKE}, []),
    "autouse-beside": ({"tests/other/conftest.py": AUTOUSE, "tests/unit/test_a.py": MAKE}, ["tests/unit/test_a.py:3"]),
    "not-autouse-above": ({"tests/conftest.py": FIXTURE, "tests/test_a.py": MAKE}, ["tests/test_a.py:3"]),
    "asked-for-above": (
        {"conftest.py": FIXTURE, "tests/test_a.py": f"{BOTO}def test_x(cloud):\n{USE}"},
        [],
    ),
    "imported-fixture": (
        {"tests/fixtures/aws.py": FIXTURE, "tests/conftest.py": "from tests.fixtures.aws import cloud\n",
         "tests/test_a.py": f"{BOTO}def test_x(cloud):\n{USE}"},
        [],
    ),
    "star": (
        {"tests/aws.py": AUTOUSE, "tests/conftest.py": "from .aws import *\n", "tests/test_a.py": MAKE},
        [],
    ),
    "plugin": (
        {"tests/aws.py": AUTOUSE, "conftest.py": "pytest_plugins = ['tests.aws']\n", "tests/test_a.py": MAKE},
        [],
    ),
    "conftest-environment": (
        {"tests/conftest.py": "import os\nos.environ['AWS_ACCESS_KEY_ID'] = 'x'\n", "tests/test_a.py": f"{BOTO}c = boto3.client('s3')\n"},
        [],
    ),
    "package-environment": (
        {"tests/__init__.py": "import os\nos.environ['AWS_ACCESS_KEY_ID'] = 'x'\n", "tests/unit/test_a.py": MAKE},
        [],
    ),
    "configured-in-a-hook": (
        {"tests/conftest.py": "from pytest_socket import disable_socket\ndef pytest_runtest_setup():\n    disable_socket()\n", "tests/test_a.py": MAKE},
        [],
    ),
    "autouse-and-a-client-of-the-module": (
        {"tests/conftest.py": AUTOUSE, "tests/test_a.py": f"{BOTO}c = boto3.client('s3')\ndef test_x(): c.list_buckets()\n"},
        ["tests/test_a.py:2"],
    ),
    "helper-all-safe": (
        {"tests/helpers.py": f"{BOTO}def bucket():\n    return boto3.client('s3')\n",
         "tests/test_a.py": f"from tests.helpers import bucket\n{MOTO}@mock_aws\ndef test_x(): bucket()\n",
         "tests/test_b.py": f"from tests import helpers\n{MOTO}@mock_aws\ndef test_x(): helpers.bucket()\n"},
        [],
    ),
    "helper-one-open": (
        {"tests/helpers.py": f"{BOTO}def bucket():\n    return boto3.client('s3')\n",
         "tests/test_a.py": f"from tests.helpers import bucket\n{MOTO}@mock_aws\ndef test_x(): bucket()\n",
         "tests/test_b.py": "from .helpers import bucket\ndef test_x(): bucket()\n"},
        ["tests/helpers.py:3"],
    ),
    "helper-nobody-calls": (
        {"tests/helpers.py": f"{BOTO}def bucket():\n    return boto3.client('s3')\n"},
        ["tests/helpers.py:3"],
    ),
    "helper-class": (
        {"tests/helpers.py": f"{BOTO}class Store:\n    def __init__(self):\n        self.c = boto3.client('s3')\n",
         "tests/test_a.py": f"from tests.helpers import Store\n{MOTO}@mock_aws\ndef test_x(): Store()\n"},
        [],
    ),
    "base-class-of-another-file": (
        {"tests/base.py": f"{MOTO}class Base:\n    def setUp(self):\n        self.m = mock_aws()\n        self.m.start()\n",
         "tests/test_a.py": f"from tests.base import Base\n{BOTO}class TestX(Base):\n    def test_x(self):\n    {USE}"},
        [],
    ),
    "fixture-of-conftest-used-safely": (
        {"tests/conftest.py": f"{BOTO}{FIXTURE}@pytest.fixture\ndef s3(cloud):\n    return boto3.client('s3')\n",
         "tests/test_a.py": "def test_x(s3): s3.list_buckets()\n"},
        [],
    ),
    "addopts": ({"pyproject.toml": "[tool.pytest.ini_options]\naddopts = ['--disable-socket']\n", "tests/test_a.py": MAKE}, []),
    "addopts-in-a-comment": (
        {"pyproject.toml": "[tool.pytest.ini_options]\n# addopts = ['--disable-socket']\n", "tests/test_a.py": MAKE},
        ["tests/test_a.py:3"],
    ),
    "addopts-that-let-aws-through": (
        {"pytest.ini": "[pytest]\naddopts = --disable-socket --allow-hosts=s3.amazonaws.com\n", "tests/test_a.py": MAKE},
        ["tests/test_a.py:3"],
    ),
    "pytest-env": ({"pytest.ini": "[pytest]\nenv =\n    D:AWS_ACCESS_KEY_ID=testing\n", "tests/test_a.py": MAKE}, []),
    "pytest-env-table": ({"pyproject.toml": "[tool.pytest_env]\nAWS_ENDPOINT_URL = 'http://localhost:4566'\n", "tests/test_a.py": MAKE}, []),
    "setup-cfg": ({"setup.cfg": "[tool:pytest]\naddopts = -q --disable-socket\n", "tests/test_a.py": MAKE}, []),
    "tox": ({"tox.ini": "[testenv]\nsetenv =\n    AWS_ACCESS_KEY_ID = testing\n", "tests/test_a.py": MAKE}, []),
    "configuration-of-another-service": (
        {"one/pytest.ini": "[pytest]\naddopts = --disable-socket\n", "two/tests/test_a.py": MAKE},
        ["two/tests/test_a.py:3"],
    ),
    "configuration-broken": ({"pyproject.toml": "[tool.pytest", "tests/test_a.py": MAKE}, ["tests/test_a.py:3"]),
    "folder-of-the-root": ({"integtests/clients.py": MAKE}, ["integtests/clients.py:3"]),
    "folder-with-the-word": ({"python-test-samples/app/src/app.py": MAKE}, []),
    "data-of-tests": ({"tests/testdata/app.py": MAKE.replace("test_x", "load")}, []),
    "script": ({"scripts/test_deployment.py": f"{MAKE}    assert c\n"}, []),
    "source": ({"src/app/s3.py": MAKE.replace("test_x", "load")}, []),
    "test-beside-the-source": ({"src/app/test_s3.py": f"{MAKE}    assert c\n"}, ["src/app/test_s3.py:3"]),
}  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), TREES.values(), ids=TREES)
def test_trees(files: dict[str, str], expected: list[str]) -> None:
    assert [each.split(" ")[0] for each in found(files)] == expected


def test_one_finding_a_function() -> None:
    assert one(f"{BOTO}def test_x():\n{USE}{USE}def test_y():\n{USE}") == ["3 real-aws-client", "6 real-aws-client"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{BOTO}def test_x():\n    boto3.Session(profile_name='dev').client('s3')\n", ["3 real-aws-profile"], id="session"),
        pytest.param(f"{BOTO}{MOTO}@mock_aws\ndef test_x():\n    boto3.Session(profile_name='dev')\n", ["5 real-aws-profile"], id="mocked"),
        pytest.param(f"{BOTO}boto3.setup_default_session(profile_name='dev')\n", ["2 real-aws-profile"], id="default-session"),
        pytest.param(f"import os\n{BOTO}os.environ['AWS_PROFILE'] = 'dev'\n", ["3 real-aws-profile"], id="variable"),
        pytest.param(f"import os\n{BOTO}def test_x():\n    os.environ['AWS_PROFILE'] = before\n", [], id="variable-put-back"),
        pytest.param(f"{BOTO}def test_x(monkeypatch):\n    monkeypatch.setenv('AWS_PROFILE', 'dev')\n", [], id="variable-of-one-test"),
        pytest.param(f"{BOTO}def test_x():\n    boto3.Session(profile_name=None)\n", [], id="none"),
        pytest.param("from app import Session\ndef test_x():\n    Session(profile_name='dev')\n", [], id="another-session"),
    ],
)  # fmt: skip
def test_profiles(text: str, expected: list[str]) -> None:
    assert one(text) == expected


def test_allow() -> None:
    files = {"tests/e2e/test_a.py": MAKE, "tests/unit/test_a.py": MAKE}
    assert found(files, "/tests/e2e/") == ["tests/unit/test_a.py:3 real-aws-client"]


def test_a_file_that_cannot_be_parsed() -> None:
    assert found({"tests/test_a.py": "import boto3\ndef ("}) == ["tests/test_a.py:2 unparsable-python"]


SHAPES: dict[str, Callable[[int], dict[str, str]]] = {
    "a helper of one name in each folder": lambda number: {
        **{f"tests/d{each}/helpers.py": f"{BOTO}def h():\n    return boto3.client('s3')\n" for each in range(number)},
        **{f"tests/d{each}/test_a.py": "from helpers import h\ndef test_x(): h()\n" for each in range(number)},
    },
    "a fixture of one name in each folder": lambda number: {
        f"tests/d{each}/test_a.py": f"import pytest\n{BOTO}@pytest.fixture\ndef f():\n    return boto3.client('s3')\n"
        "def test_x(f): f.x()\n"
        for each in range(number)
    },
    "methods of one name": lambda number: {
        "tests/test_a.py": BOTO
        + "".join(
            f"class A{each}:\n    def make(self):\n        return boto3.client('s3')\n"
            "    def test_x(self, o):\n        o.make()\n"
            for each in range(number)
        )
    },
    "helpers that call each other": lambda number: {
        "tests/test_a.py": BOTO
        + "".join(f"def h{each}():\n    h{each + 1}()\n    boto3.client('s3')\n" for each in range(number))
    },
    "classes above each other": lambda number: {
        "tests/test_a.py": BOTO
        + "".join(
            f"class T{each}(T{each - 1}):\n    def test_x(self):\n        self.y()\n        boto3.client('s3')\n"
            for each in range(number)
        )
    },
}


def steps(files: dict[str, str]) -> int:
    """Return how many lines of the project run for the files: that depends on nothing but them."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        nonlocal count
        if "backend_standards" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        found(files)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_work_grows_with_the_tests(shape: Callable[[int], dict[str, str]]) -> None:
    steps(shape(2))  # what is imported and kept
    assert steps(shape(48)) < 2.5 * steps(shape(24))
