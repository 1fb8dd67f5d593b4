"""Which values must not be in a log, and how they get there: tables of small files."""

from __future__ import annotations

import textwrap

import pytest

from backend_standards.code import reaching
from backend_standards.code.logged import Policy, judge
from backend_standards.code.names import Names
from backend_standards.code.reaching import Part
from backend_standards.code.source import Source

HEAD = """\
import enum, getpass, hashlib, json, logging, os, pprint, sys, warnings
import boto3, jwt, structlog
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities import parameters
from flask import current_app, request
from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings
logger = logging.getLogger(__name__)
log = structlog.get_logger()
"""


def found(text: str, policy: Policy | None = None, path: str = "src/shop/main.py") -> list[str]:
    source = Source(path, (HEAD + textwrap.dedent(text)).encode())
    return [finding.rule.id for finding in judge(source, policy or Policy())]


LOGS = [
    "logger.info('%s', password)",
    "logger.info(f'{password}')",
    "logger.info(f'{password!r:>20}')",
    "logger.info('x ' + password)",
    "logger.info('%s' % password)",
    "logger.info('%s %s' % (user, password))",
    "logger.info('{}'.format(password))",
    "logger.info('{p}'.format(p=password))",
    "logger.info(' '.join([user, password]))",
    "logger.log(logging.INFO, '%s', password)",
    "logging.warning(password)",
    "self._logger.error(password)",
    "LOG.critical(password)",
    "audit_logger.info(password)",
    "current_app.logger.info(password)",
    "logging.getLogger('x').info(password)",
    "structlog.get_logger().info('x', password=password)",
    "logger.opt(lazy=True).debug('{}', lambda: password)",
    "logger.bind(password=password).info('x')",
    "structlog.contextvars.bind_contextvars(password=password)",
    "Logger().append_keys(password=password)",
    "logging.LoggerAdapter(logger, {'password': password})",
    "logger.info('x', extra={'a': {'b': [password]}})",
    "logger.info('x', extra=dict(password=password))",
    "logger.info('x', extra={**a, 'password': b})",
    "logger.info('x', **{'password': b})",
    "log.info('x', password=b)",
    "log.info('x', password=f'{a}{b}')",
    "log.info('x', password=make_password())",
    "await log.ainfo('x', password=b)",
    "logger.info(password or 'none')",
    "logger.info(password if user else user)",
    "logger.info(user and password)",
    "logger.info(str(password))",
    "logger.info(json.dumps({'a': password}))",
    "logger.info(password.encode().strip().decode())",
    "logger.info(password[:20])",
    "logger.info(password[2:])",
    "logger.info((x := password))",
    "logger.info([each.password for each in users])",
    "print('x', password)",
    "pprint.pprint(password)",
    "print(password, file=sys.stderr)",
    "sys.stdout.write(password)",
    "warnings.warn(f'{password}')",
    "message = f'x {password}'\n    logger.info(message)",
    "message = 'x'\n    message += password\n    logger.info(message)",
    "data = {}\n    data['a'] = password\n    logger.info(data)",
    "data = {'a': password}\n    logger.info('x', extra=data)",
    "value = password\n    logger.info(value)",
    "logger.info(dataclasses.asdict(password))",
    "logger.info(user.credentials.model_dump())",
    "logger.info(locals())",
    "logger.info('%(a)s', vars())",
]


@pytest.mark.parametrize("text", LOGS)
def test_ways_into_a_log(text: str) -> None:
    assert found(f"async def f(self, user, users, password, a, b):\n    {text}\n") == ["logged-secret"]


SECRETS = [
    "settings.secret_key",
    "data['api_key']",
    "data.get('api_key', '')",
    "request.headers['Authorization']",
    "request.headers.get('X-Api-Key')",
    "request.cookies.get('session')",
    "request.form['password']",
    "os.environ['DB_PASSWORD']",
    "os.getenv('DB_PASSWORD')",
    "env.str('DB_PASSWORD')",
    "getattr(settings, 'api_token')",
    "settings.key.get_secret_value()",
    "client.get_secret_value(SecretId=name)",
    "client.get_secret_value(SecretId=name)['SecretString']",
    "client.get_parameter(Name=name, WithDecryption=True)",
    "client.get_parameter(Name=name, WithDecryption=True)['Parameter']['Value']",
    "parameters.get_parameter(name, decrypt=True)",
    "parameters.get_secret(name)",
    "sts.assume_role(RoleArn=name)['Credentials']",
    "kms.decrypt(CiphertextBlob=name)['Plaintext']",
    "getpass.getpass()",
    "jwt.encode(name, name)",
    "token.value",
    "tokens[0]['access_token']",
    "secrets_by_name[name].client_secret",
    "user.ssn",
    "card['cardNumber']",
]


@pytest.mark.parametrize("value", SECRETS)
def test_secrets(value: str) -> None:
    assert found(f"def f(settings, data, client, name):\n    logger.info({value})\n") == ["logged-secret"]


HARMLESS = [
    "'the password was changed'",
    "len(token)",
    "bool(token)",
    "mask(token)",
    "hashlib.sha256(token.encode()).hexdigest()",
    "token is None",
    "not token",
    "token == other",
    "token[:4]",
    "token[0:6]",
    "f'{token[-4:]}'",
    "f'{token:.4}'",
    "'***' if token else None",
    "token and '***'",
    "token.token_type",
    "token.expires_at",
    "data['token_type']",
    "secret_name",
    "secret['Name']",
    "has_password",
    "next_token",
    "response['NextToken']",
    "usage.total_tokens",
    "password_hash",
    "request.headers.get('User-Agent')",
    "request.json['id']",
    "request.args",
    "response.json()",
    "sorted(os.environ)",
    "list(request.headers)",
    "list(credentials)",
    "os.environ['HOME']",
    "os.environ.get('AWS_REGION')",
    "GrantType.PASSWORD",
    "errors.INVALID_TOKEN",
    "validate_token",
    "{'token': '***', 'user': user}",
    "{'token': mask(token)}",
    "dict(token=token is not None)",
    "dict(token=token_id)",
    "type(token)",
    "[each.id for each in tokens]",
    "get_token()",
]


@pytest.mark.parametrize("value", HARMLESS)
def test_harmless_values(value: str) -> None:
    assert found(f"def f(token, user, secret):\n    logger.info({value})\n") == []


CLEARED = [
    "def f(password: SecretStr):\n    logger.info(password)",
    "def f(password: 'SecretStr | None' = None):\n    logger.info(password)",
    "def f(token: bool):\n    logger.info(token)",
    "def f(token: bool, user):\n    logger.info(locals())",
    "def f(secret: int | None):\n    logger.info(secret)",
    "def f(token: Token):\n    logger.info(token)",
    "class A(BaseModel):\n    token: SecretStr\ndef f(a: A):\n    logger.info(a.token)",
    "def f(token):\n    if token is None:\n        logger.error('no %s', token)",
    "def f(token):\n    if not token:\n        logger.error('no %s', token)",
    "def f(a):\n    if not a.token and a.x:\n        logger.error('no %s', a.token)",
    "def f(token):\n    if token:\n        pass\n    else:\n        logger.error('no %s', token)",
    "def f(token):\n    token = mask(token)\n    logger.info(token)",
    "def f(token):\n    token = f'{token[:4]}…'\n    logger.info(token)",
    "def f(token):\n    token = '***'\n    logger.info(token)",
    "def f(token):\n    logger.info(token)\n    client.set(token.get_secret_value())",
    "def f(event):\n    token = event['ClientRequestToken']\n    logger.info(token)",
    "def f(arn, token):\n    logger.info('version %s', token)\nf(arn, event['ClientRequestToken'])",
    "def f(event):\n    secret = event['SecretId']\n    logger.info(secret)",
    "def f(a, b):\n    session_key = '{}_{}'.format(a, b)\n    logger.info(session_key)",
    "def f(a, b):\n    session_key = f'{a}_{b}'\n    logger.info(session_key)",
    "def f(lock):\n    logger.info(lock.token)",
    "def f(checkout):\n    logger.info(checkout.token)",
    "def f(token, text):\n    logger.info(token)\nwords = [token for token in text.split()]",
    "def f(password):\n    if settings.is_development():\n        print(password)",
    "def f(password):\n    if is_local:\n        print(password)",
    "def handler(event, context):\n    print(event)\n    return event['actionGroup'], event['httpMethod']",
    "def f(token):\n    print(token, end='', flush=True)",
    "def f(token):\n    sys.stdout.write(token)",
    "def f(answer):\n    logger.info(refresh_token=answer.refresh_token_payload)",
    "print(request.cookies.get('last-login-method'))",
    "def f(password):\n    data = {'password': password}\n    data['password'] = '***'\n    logger.info(data)",
    "def f(password):\n    data = {'password': password}\n    data.pop('password')\n    logger.info(data)",
    "def f(password):\n    data = {'password': password}\n    del data['password']\n    logger.info(data)",
    "TOKEN = 'X-Auth-Token'\nlogger.info('the header %s', TOKEN)",
    "for secret in ('db', 'api'):\n    print(secret)",
    "for secret in client.list_secrets()['SecretList']:\n    print(secret['Name'])",
    "for token in text.split():\n    print(token)",
    "for token in tokens:\n    print(token)",
    "def secret():\n    pass\nprint(secret)",
    "import secrets\nprint(secrets)",
    "class Kind(enum.Enum):\n    TOKEN = 1\nprint(Kind.TOKEN)",
    "def f(token, path):\n    with open(path, 'w') as handle:\n        print(token, file=handle)",
    "def f(token, path):\n    path.write(token)",
    "def f(response):\n    print(response.headers)",
    "import urllib.request as req\nprint(req.data)",
    "def f():\n    req = requests.get(url)\n    print(req.json())",
    "for name, value in request.headers.items():\n    if name in SAFE:\n        print(name, value)",
    "class Settings(BaseSettings):\n    region: str\nsettings = Settings()\nprint(settings.model_dump())",
    "class Settings(BaseSettings):\n    token: SecretStr\nsettings = Settings()\nprint(settings)",
    "settings.model_dump(exclude={'token'})\nprint(settings.model_dump(exclude={'token'}))",
    "def handler(event, context):\n    logger.info(event['Records'])",
    "def handler(event, context):\n    logger.info(event)",
    "def f(credentials):\n    s = boto3.Session(credentials.access_key)\n    print(credentials)",
]


@pytest.mark.parametrize("text", CLEARED)
def test_what_clears_a_value(text: str) -> None:
    assert found(text) == []


WHOLES = [
    ("logger.info(request.headers)", "logged-headers"),
    ("logger.info('%s', dict(request.headers))", "logged-headers"),
    ("logger.info({**request.headers})", "logged-headers"),
    ("logger.info(request.headers.items())", "logged-headers"),
    ("headers = request.headers\nlogger.info(headers)", "logged-headers"),
    ("logger.info('x', extra={'headers': request.headers})", "logged-headers"),
    ("for name, value in request.headers.items():\n    print(name, value)", "logged-headers"),
    ("print({k: v for k, v in request.headers.items()})", "logged-headers"),
    ("def f(request):\n    print(request.META)", "logged-headers"),
    ("def f(event):\n    print(event['headers'])", "logged-headers"),
    ("def f(event):\n    print(event.get('headers', {}))", "logged-headers"),
    ("print(app.current_event.headers)", "logged-headers"),
    ("def f(r: Request):\n    print(r.headers)", "logged-headers"),
    ("print(request.cookies)", "logged-headers"),
    ("print(os.environ)", "logged-environment"),
    ("print(dict(os.environ))", "logged-environment"),
    ("print(json.dumps(dict(os.environ)))", "logged-environment"),
    ("print({**os.environ})", "logged-environment"),
    ("from os import environ\nprint(f'{environ}')", "logged-environment"),
    ("for k, v in os.environ.items():\n    print(k, v)", "logged-environment"),
    ("env = os.environ.copy()\nprint(env)", "logged-environment"),
    ("print(settings.model_dump())", "logged-environment"),
    ("print(vars(settings))", "logged-environment"),
    ("print(settings.to_dict())", "logged-environment"),
    ("def f(info):\n    print(info.context['request'].headers)", "logged-headers"),
    ("async def f(request):\n    print(await request.text())", "logged-request-body"),
    ("print(get_settings().dict())", "logged-environment"),
    ("print(app.config)", "logged-environment"),
    ("class Settings(BaseSettings):\n    token: str\nsettings = Settings()\nprint(settings)", "logged-environment"),
    ("print(request.json)", "logged-request-body"),
    ("print(request.get_json())", "logged-request-body"),
    ("data = request.get_json()\nprint(data)", "logged-request-body"),
    ("async def f(request):\n    data = await request.json()\n    print(data)", "logged-request-body"),
    ("async def f(request):\n    print((await request.body()).decode()[:500])", "logged-request-body"),
    ("def f(request):\n    print(request.POST)", "logged-request-body"),
    ("def f(self):\n    print(self.request.data)", "logged-request-body"),
    ("def f(event):\n    print(event['body'])", "logged-request-body"),
    ("def f(event):\n    body = json.loads(event['body'])\n    print(body)", "logged-request-body"),
    ("print(app.current_event.json_body)", "logged-request-body"),
    ("def handler(event, context):\n    print(event)\n    return event['body']", "logged-event"),
    ("def handler(event, _context):\n    print(json.dumps(event))\n    x = event.get('headers')", "logged-event"),
    ("def handler(event, context):\n    print(event)\n    return app.resolve(event, context)", "logged-event"),
    ("def handler(event: APIGatewayProxyEvent, context):\n    print(event)", "logged-event"),
    (
        "@logger.inject_lambda_context(log_event=True)\ndef handler(event, context):\n    return event['body']",
        "logged-event",
    ),
]


@pytest.mark.parametrize(("text", "rule"), WHOLES)
def test_whole_requests(text: str, rule: str) -> None:
    assert found(text) == [rule]


def test_a_branch_that_runs_in_production() -> None:
    text = "def f(password):\n    if settings.is_development():\n        pass\n    else:\n        print(password)\n"
    assert found(text) == ["logged-secret"]
    assert found("def f(password):\n    if settings.DEBUG:\n        print(password)\n") == ["logged-secret"]


def test_the_keys_of_a_secret_that_was_read() -> None:
    read = "def f(answer):\n    data = json.loads(answer['SecretString'])\n    print({})\n"
    assert found(read.format("data['pass']")) == ["logged-secret"]
    assert found(read.format("data")) == ["logged-secret"]
    assert found(read.format("data['username']")) == []


def test_tokens_of_a_language() -> None:
    text = "def f(token):\n    logger.debug('unexpected %s', token)\n"
    assert found(text) == ["logged-secret"]
    assert found(text, path="src/query/lexer.py") == []
    assert found("import sqlparse\n" + text) == []
    assert found(text.replace("token", "access_token"), path="src/query/lexer.py") == ["logged-secret"]


def test_one_finding_for_a_call_and_rule() -> None:
    assert found("logger.info(token, secret, password, request.headers)") == ["logged-secret", "logged-headers"]


def test_the_message_names_where_a_value_was_found() -> None:
    source = Source("a.py", b"def f(token):\n    text = f'x {token}'\n    print(text)\n")
    (finding,) = judge(source, Policy())
    assert finding.message == "print() prints token (in text) in f()"


def test_a_password_in_the_code() -> None:
    assert found("password = 'Not-A-Word-1-password'\nprint(password)\n") == ["logged-secret"]
    assert found("password = 'X-Auth-Password'\nprint(password)\n") == []
    assert found("api_key = 'with an API key'\nprint(api_key)\n") == []


def test_a_value_that_many_lines_set_is_not_followed() -> None:
    text = "def f(a, token):\n" + "    a = token\n" * 100 + "    print(a)\n"
    assert found(text) == []


def test_what_names_stand_for_is_followed_so_far_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of names, each printed: each alone leads to 200 others. What is printed itself is always judged."""
    looked_at = 0

    def below(part: Part, names: Names) -> list[Part] | None:
        nonlocal looked_at
        looked_at += 1
        return reaching_below(part, names)

    reaching_below = reaching.below
    monkeypatch.setattr(reaching, "below", below)
    chain = "".join(f"a{at + 1} = a{at} + 'x'\nprint(a{at + 1})\n" for at in range(1000))
    assert found(f"a0 = password\n{chain}print(password)\nprint(a1)")[-1:] == ["logged-secret"]
    assert looked_at < 50_000
