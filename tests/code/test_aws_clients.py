"""How clients of AWS are made: tables of small files."""

from __future__ import annotations

import textwrap

import pytest

from backend_standards.code.aws_clients import Wish, judge
from backend_standards.code.source import Source

HEAD = """\
import functools, os
import aioboto3, boto3, botocore.config
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.config import Config
import backoff, tenacity
from fastapi import APIRouter
router = APIRouter()
"""


def found(text: str, *, placement: bool = False, retries: bool = False) -> list[str]:
    source = Source("src/app/aws.py", (HEAD + textwrap.dedent(text)).encode())
    wish = Wish(has_placement=placement, is_settled=(lambda: False) if retries else None)
    return [finding.rule.id for finding in judge(source, wish)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Config(retries={'max_attempts': 0})", id="no-retries"),
        pytest.param("Config(retries={'total_max_attempts': 1})", id="one-attempt"),
        pytest.param("Config(retries={'total_max_attempts': 0, 'mode': 'standard'})", id="no-attempt"),
        pytest.param("Config(retries=dict(max_attempts=0))", id="dict"),
        pytest.param("botocore.config.Config(read_timeout=5, retries={'max_attempts': 0})", id="module"),
        pytest.param("AioConfig(retries={'max_attempts': 0})", id="aiobotocore"),
        pytest.param("RETRIES = {'max_attempts': 0}\nC = Config(retries=RETRIES)", id="name"),
        pytest.param("MOST = 0\nC = Config(retries={'max_attempts': MOST})", id="constant"),
        pytest.param("def f():\n    return boto3.client('s3', config=Config(retries={'max_attempts': 0}))", id="function"),
        pytest.param("os.environ['AWS_MAX_ATTEMPTS'] = '1'", id="variable"),
        pytest.param("os.environ.setdefault('AWS_MAX_ATTEMPTS', '1')", id="default-of-variable"),
    ],
)  # fmt: skip
def test_disabled(text: str) -> None:
    assert found(text) == ["retries-disabled"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Config(retries={'max_attempts': 1})", id="one-retry"),
        pytest.param("Config(retries={'max_attempts': 5, 'mode': 'adaptive'})", id="retries"),
        pytest.param("Config(retries={'total_max_attempts': 2})", id="two-attempts"),
        pytest.param("Config(retries={'mode': 'standard'})", id="mode-alone"),
        pytest.param("Config(retries={'max_attempts': most})", id="unknown"),
        pytest.param("Config(retries={'max_attempts': False})", id="no-number"),
        pytest.param("Config(**options)", id="options"),
        pytest.param("@tenacity.retry(stop=3)\ndef f():\n    Config(retries={'max_attempts': 0})", id="tenacity"),
        pytest.param("@backoff.on_exception(backoff.expo, E)\ndef f():\n    Config(retries={'max_attempts': 0})", id="backoff"),
        pytest.param("from kafka import Config as Other\nOther(retries={'max_attempts': 0})", id="another-config"),
        pytest.param("os.environ['AWS_MAX_ATTEMPTS'] = '5'", id="variable"),
        pytest.param("s3 = boto3.client('s3')", id="not-asked-for"),
        pytest.param("def handler(event, context):\n    boto3.client('s3')", id="place-not-asked-for"),
    ],
)  # fmt: skip
def test_enabled(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("s3 = boto3.client('s3')", id="client"),
        pytest.param("s3 = boto3.client('s3', config=None)", id="none"),
        pytest.param("s3 = boto3.client('s3', config=Config(region_name='eu-west-1'))", id="config-without"),
        pytest.param("C = Config(connect_timeout=5)\ns3 = boto3.client('s3', config=C)", id="name"),
        pytest.param("s3 = boto3.Session(region_name='eu-west-1').resource('s3')", id="session"),
        pytest.param("def a():\n    boto3.client('s3')\ndef b():\n    boto3.client('sqs')", id="one-a-file"),
        pytest.param("async def f():\n    async with get_session().create_client('s3') as c: pass", id="aiobotocore"),
    ],
)
def test_undecided(text: str) -> None:
    assert found(text, retries=True) == ["retries-undecided"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("s3 = boto3.client('s3', config=Config(retries={'mode': 'standard'}))", id="config"),
        pytest.param("s3 = boto3.client('s3', config=make())", id="factory-of-configurations"),
        pytest.param("def f(config):\n    boto3.client('s3', config=config)", id="argument"),
        pytest.param("s3 = boto3.client('s3', **OPTIONS)", id="options"),
        pytest.param("s3 = boto3.client('s3', config=Config(**OPTIONS))", id="options-of-config"),
        pytest.param("s3 = boto3.Session(botocore_session=session).client('s3')", id="botocore-session"),
        pytest.param("@tenacity.retry\ndef f():\n    boto3.client('s3')", id="tried-again"),
        pytest.param("session = boto3.Session()", id="session-alone"),
    ],
)
def test_decided(text: str) -> None:
    assert found(text, retries=True) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("def handler(event, context):\n    boto3.client('s3')", "client-in-handler", id="lambda"),
        pytest.param("def lambda_handler(event, _context):\n    with x:\n        boto3.resource('s3')", "client-in-handler", id="underscore"),
        pytest.param("@router.get('/v1/a')\ndef f():\n    boto3.client('s3')", "client-in-handler", id="route"),
        pytest.param("@router.post('/v1/a', status_code=201)\nasync def f(order: Order):\n    boto3.client('s3').put_object(Key=order.id)", "client-in-handler", id="argument-of-the-call"),
        pytest.param("@router.get('')\ndef f():\n    boto3.Session().client('s3')", "client-in-handler", id="session"),
        pytest.param("def f(keys):\n    for key in keys:\n        boto3.client('s3').delete_object(Key=key)", "client-in-loop", id="for"),
        pytest.param("def f():\n    while True:\n        c = boto3.client('sqs')\n        c.receive_message()", "client-in-loop", id="while"),
        pytest.param("def f(keys):\n    return [boto3.client('s3').head_object(Key=k) for k in keys]", "client-in-loop", id="comprehension"),
        pytest.param("def handler(event, context):\n    for r in event['Records']:\n        boto3.client('s3')", "client-in-loop", id="loop-of-a-handler"),
        pytest.param("REGION = 'eu-west-1'\nfor key in KEYS:\n    boto3.client('s3', region_name=REGION)", "client-in-loop", id="constant"),
    ],
)  # fmt: skip
def test_places(text: str, rule: str) -> None:
    assert found(text, placement=True) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("s3 = boto3.client('s3')\ndef handler(event, context):\n    s3.list_buckets()", id="module"),
        pytest.param("def handler(event, context):\n    boto3.client('s3', region_name=event['region'])", id="region-of-the-event"),
        pytest.param("def handler(event, context):\n    role = sts(event)\n    boto3.client('s3', aws_access_key_id=role.key)", id="role"),
        pytest.param("def handler(event, context):\n    session = boto3.Session(region_name=event['r'])\n    session.client('s3')", id="session-of-the-event"),
        pytest.param("s3 = None\ndef handler(event, context):\n    global s3\n    if s3 is None:\n        s3 = boto3.client('s3')", id="only-once"),
        pytest.param("@functools.cache\ndef s3():\n    return boto3.client('s3')", id="cached"),
        pytest.param("class Store:\n    def __init__(self):\n        self.s3 = boto3.client('s3')", id="constructor"),
        pytest.param("def f(regions):\n    for r in regions:\n        boto3.client('ec2', region_name=r)", id="regions"),
        pytest.param("def f(regions):\n    return {r: boto3.client('ec2', region_name=r) for r in regions}", id="regions-in-a-comprehension"),
        pytest.param("def f(accounts):\n    for a in accounts:\n        s = boto3.Session(a.key, a.secret)\n        s.client('ec2')", id="sessions"),
        pytest.param("def f():\n    for key in boto3.client('s3').list_objects()['Contents']: pass", id="what-is-gone-through"),
        pytest.param("def f():\n    return [k for k in boto3.client('s3').list_objects()]", id="source-of-a-comprehension"),
        pytest.param("def f(xs):\n    for x in xs:\n        def g():\n            return boto3.client('s3')", id="function-in-a-loop"),
        pytest.param("def f():\n    while True:\n        c = boto3.client('s3')\n        break", id="ends-at-once"),
        pytest.param("@app.command('/x')\ndef f():\n    boto3.client('s3')", id="command"),
    ],
)  # fmt: skip
def test_places_that_are_right(text: str) -> None:
    assert found(text, placement=True) == []
