"""What keeps code of a test from the real AWS: mocks, stubs, servers on the machine, false credentials, no network.

Sources: the documentation of moto 4 and 5, botocore.stub, unittest.mock, pytest, pytest-mock, pytest-socket, VCR.py,
LocalStack and testcontainers.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import aws
from backend_standards.code.names import last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Act: TypeAlias = ast.Call | ast.Assign | ast.AugAssign

    from backend_standards.code.aws import Clients
    from backend_standards.code.names import Names

_LIBRARIES = ("boto3", "botocore", "aioboto3", "aiobotocore")
_CREDENTIALS = frozenset(
    ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE")
)
ENDPOINT = "AWS_ENDPOINT_URL"
_PROFILES = frozenset(("AWS_PROFILE", "AWS_DEFAULT_PROFILE"))
_REAL = "amazonaws.com"
_SERVERS = frozenset(("ThreadedMotoServer", "MotoServer", "LocalStackContainer", "MotoContainer", "LocalStack"))
_IMAGES = ("localstack", "moto", "minio", "dynamodb-local", "elasticmq", "dynalite")
"""Words in the name of an image that answers in the place of AWS."""
_RECORDED = frozenset(("use_cassette", "mocketize", "Mocketizer", "Stubber", "patch_client", "patch_resource"))
_NETWORKS = frozenset(
    (
        *("httpretty.activate", "httpretty.enabled", "httpretty.enable", "httpretty.httprettified"),
        *("pook.on", "pook.use", "pook.activate", "pytest.mark.vcr", "pytest.mark.disable_socket"),
        *("pytest_socket.disable_socket", "pytest_socket.socket_allow_hosts", "placebo.attach"),
    )
)
_PATCHES = frozenset(("patch", "object", "multiple", "dict", "setattr", "setitem", "spy"))
_STARTS = frozenset(("start", "__enter__", "activate", "enable", "playback"))
_ENTERS = frozenset(("enter_context", "enterContext", "enter_async_context", "enterClassContext"))
_SERVICES = frozenset(
    "aws all s3 sqs sns ses sesv2 ssm sts iam ec2 ecs ecr eks efs kms rds dynamodb dynamodb2 lambda secretsmanager "
    "cloudwatch logs events kinesis firehose cognitoidp cognitoidentity stepfunctions batch athena glue elb elbv2 "
    "route53 cloudformation acm apigateway autoscaling redshift emr organizations config sdb xray codebuild codecommit "
    "codepipeline cloudtrail cloudfront dynamodbstreams elasticache es iot scheduler textract transcribe".split()
)
WORDS = frozenset(
    "moto mock mocked mocks stub stubs stubbed stubber fake faked localstack aws minio vcr cassette dynalite "
    "elasticmq".split()
)
"""Words in the name of something from elsewhere, such as a fixture of a plugin, that probably stands in for AWS."""


class Guards:
    """What of one file keeps code from the real AWS."""

    __slots__ = ("_clients", "_data", "_names")

    def __init__(self, names: Names, clients: Clients, data: bytes) -> None:
        self._names = names
        self._clients = clients
        self._data = data

    def is_guard(self, expression: ast.expr) -> bool:
        """Return whether a decorator, or what a ``with`` enters, guards."""
        value = self._clients.value(expression)
        call = value if isinstance(value, ast.Call) else None
        name = self._names.qualified(call.func if call else value)
        if _is_mock(name) or name in _NETWORKS or last(name) in _RECORDED:
            return True
        if call is None:
            return False
        return self._is_server(call, name) or self._is_patch(call, name) or self._is_started(call)

    def acts(self, node: Act) -> bool:
        """Return whether a node, once it has run, guards what runs later."""
        if isinstance(node, ast.Call):
            return self._is_started(node) or self._sets(node)
        if isinstance(node, ast.AugAssign):  # os.environ |= {…}
            return self._is_environment(node.target) and self._is_mapping_of_guards(node.value)
        return any(self._is_replaced(target, node.value) for target in node.targets)

    def takes_profile(self, node: ast.Assign) -> bool:
        """Return whether an assignment takes a profile for all that runs later, by ``AWS_PROFILE``."""
        return self._names.text(node.value) is not None and any(
            isinstance(target, ast.Subscript)
            and self._is_environment(target.value)
            and self._names.text(target.slice) in _PROFILES
            for target in node.targets
        )

    def is_stub(self, node: Act) -> bool:
        """Return whether a node replaces what a client does, so that the client may be made before it."""
        if isinstance(node, ast.AugAssign):
            return False
        if isinstance(node, ast.Assign):
            return any(isinstance(each, ast.Attribute) and self.client(each.value) is not None for each in node.targets)
        word = last(self._names.called(node))
        if word in ("Stubber", "patch_client", "patch_resource"):
            return True
        return word in ("object", "setattr") and bool(node.args) and self.client(node.args[0]) is not None

    def _is_started(self, call: ast.Call) -> bool:
        """Return whether a call starts a guard: ``mock.start()``, ``stack.enter_context(mock_aws())``."""
        if not isinstance(call.func, ast.Attribute):
            return False
        if call.func.attr in _ENTERS:
            return any(self.is_guard(each) for each in call.args)
        if call.func.attr not in _STARTS:
            return False
        value = self._clients.value(call.func.value)
        if isinstance(value, ast.Call) and last(self._names.called(value)) in _STARTS:
            return False  # no chain of starts: each is looked at once
        if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id in ("self", "cls"):
            values = self._clients.attributes().get(value.attr, [])
            return any(each is not call and self._is_plain_guard(each) for each in values[:20])
        return self._is_plain_guard(value)

    def _is_plain_guard(self, expression: ast.expr) -> bool:
        call = expression if isinstance(expression, ast.Call) else None
        name = self._names.qualified(call.func if call else expression)
        if _is_mock(name) or name in _NETWORKS or last(name) in _RECORDED:
            return True
        return call is not None and (self._is_server(call, name) or self._is_patch(call, name))

    def _is_server(self, call: ast.Call, name: str) -> bool:
        """Return whether a call makes a server that answers in the place of AWS."""
        if last(name) in _SERVERS:
            return True
        if not last(name).endswith("Container"):
            return False
        given = [*call.args[:1], *[each.value for each in call.keywords if each.arg == "image"]]
        texts = [self._names.text(each) or "" for each in given]
        return any(word in text for text in texts for word in _IMAGES)

    def _is_patch(self, call: ast.Call, name: str) -> bool:
        """Return whether a call replaces a part of the libraries, or sets what they read in the environment."""
        if last(name) not in _PATCHES or not call.args:
            return False
        first = call.args[0]
        if last(name) == "dict" and self._is_environment(first):
            return any(map(self._is_mapping_of_guards, call.args[1:2])) or self._sets_by_keywords(call)
        text = self._names.text(first)
        target = text if text is not None else self._names.qualified(first)
        if last(name) == "setitem":
            return len(call.args) > 2 and self._is_item_guard(first, call.args[1], call.args[2])
        return any(part in _LIBRARIES for part in target.split("."))

    def client(self, expression: ast.expr) -> ast.Call | None:
        """Return the call that makes the client which an expression stands for, if the file has it."""
        value = self._clients.value(expression)
        return value if isinstance(value, ast.Call) and self._clients.made(value) else None

    def _sets(self, call: ast.Call) -> bool:
        """Return whether a call sets false credentials or an endpoint, stubs a client, or cuts the network off."""
        name = self._names.called(call)
        word = last(name)
        if name in _NETWORKS or word in _RECORDED:
            return True
        if isinstance(call.func, ast.Attribute):
            whole = self._names.qualified(call.func.value)
            if (word in ("setattr", "setitem") or "mocker" in name) and self._is_patch(call, name):
                return True
            if word in ("setdefault", "update") and self._is_environment(call.func.value):
                pairs = call.args[:2]
                if word == "setdefault":
                    return len(pairs) == 2 and self._is_variable(pairs[0], pairs[1])
                return any(map(self._is_mapping_of_guards, pairs)) or self._sets_by_keywords(call)
            if word in ("setenv", "putenv", "set") and len(call.args) >= 2 and ("env" in word or "env" in whole):
                return self._is_variable(call.args[0], call.args[1])
        if word == "setup_default_session":
            return self.has_false_credentials(call)
        return False

    def _is_replaced(self, target: ast.expr, value: ast.expr) -> bool:
        """Return whether an assignment sets a variable of the environment, or a part of the libraries."""
        if isinstance(target, ast.Subscript):
            return self._is_item_guard(target.value, target.slice, value)
        return isinstance(target, ast.Attribute) and self._names.qualified(target.value).split(".")[0] in _LIBRARIES

    def _is_item_guard(self, mapping: ast.expr, key: ast.expr, value: ast.expr) -> bool:
        if self._is_environment(mapping):
            return self._is_variable(key, value)
        return self._names.qualified(mapping) == "sys.modules" and (self._names.text(key) or "") in _LIBRARIES

    def _is_environment(self, expression: ast.expr) -> bool:
        name = self._names.text(expression) or self._names.qualified(expression)
        return name in ("os.environ", "environ", "os.environb")

    def _is_variable(self, key: ast.expr, value: ast.expr) -> bool:
        """Return whether a variable keeps the libraries from the real AWS: false credentials, an endpoint."""
        name = self._names.text(key)
        if name is None:  # in a loop over names that the file has
            return b"AWS_ACCESS_KEY_ID" in self._data or ENDPOINT.encode() in self._data
        if name in _CREDENTIALS:
            return self.is_false(value)
        return name.startswith(ENDPOINT) and self.is_elsewhere(value)

    def _is_mapping_of_guards(self, expression: ast.expr) -> bool:
        pairs = aws.pairs_of(expression, self._names)
        if pairs is None:
            value = self._names.value(expression)
            keys = value.keys if isinstance(value, ast.Dict) else []
            return any(key is not None and self._names.text(key) in _CREDENTIALS for key in keys)
        return any(
            self.is_false(value) if key in _CREDENTIALS else key.startswith(ENDPOINT) and self.is_elsewhere(value)
            for key, value in pairs.items()
        )

    def _sets_by_keywords(self, call: ast.Call) -> bool:
        return any(
            (each.arg in _CREDENTIALS and self.is_false(each.value))
            or ((each.arg or "").startswith(ENDPOINT) and self.is_elsewhere(each.value))
            for each in call.keywords
        )

    def is_false(self, value: ast.expr) -> bool:
        """Return whether credentials are no real ones: a text of the file that is not shaped like a key."""
        text = self._names.text(value)
        if text is not None:
            return not (text.startswith(("AKIA", "ASIA")) and len(text) == 20 and "EXAMPLE" not in text)
        return not any(
            self._names.qualified(each) in ("os.environ", "os.getenv", "os.environ.get", "environ")
            for each in _names_in(self._names.value(value))
        )

    def is_elsewhere(self, value: ast.expr) -> bool:
        """Return whether an endpoint is given, and is not one of AWS."""
        return not aws.is_none(value) and _REAL not in (self._names.text(value) or "")

    def has_false_credentials(self, call: ast.Call) -> bool:
        """Return whether a client or session is given credentials that are no real ones."""
        key, _ = aws.argument(call, "aws_access_key_id", self._names)
        return key is not None and not aws.is_none(key) and self._names.text(key) is not None and self.is_false(key)


def _names_in(expression: ast.expr) -> Iterator[ast.expr]:
    from backend_standards.code.tree import inside

    for each in inside([expression]):
        if isinstance(each, ast.Name | ast.Attribute):
            yield each


def _is_mock(name: str) -> bool:
    """Return whether a name is one of moto's mocks; ``mock_s3`` is one wherever it is imported from."""
    word = last(name)
    if not word.startswith("mock_"):
        return False
    return name.startswith("moto.") or word[5:] in _SERVICES


def words(name: str) -> frozenset[str]:
    """Return the words of a name in snake or camel case."""
    plain = "".join(f"_{each}" if each.isupper() else each for each in name) if not name.isupper() else name
    return frozenset(plain.lower().split("_"))
