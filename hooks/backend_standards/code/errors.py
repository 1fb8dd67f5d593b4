"""Which exceptions a handler catches, and which of them must not pass unseen."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from backend_standards.code.names import Names

BARE = "a bare except"
BROAD = frozenset(("Exception", "BaseException", "StandardError", "ExceptionGroup", "BaseExceptionGroup"))
AWS = frozenset(("ClientError", "BotoCoreError"))
OUTSIDE = AWS | frozenset(
    # AWS
    "EndpointConnectionError NoCredentialsError HTTPClientError Boto3Error S3UploadFailedError "
    # HTTP
    "RequestException HTTPError HTTPStatusError RequestError TransportError URLError ClientResponseError "
    "ClientConnectorError ClientConnectionError "
    # databases
    "SQLAlchemyError DBAPIError OperationalError DatabaseError InterfaceError PyMongoError "
    "ConnectionFailure RedisError ElasticsearchException OpenSearchException "
    # services
    "SlackApiError SlackClientError SMTPException TwilioException TwilioRestException StripeError GoogleAPIError "
    "GoogleAPICallError HttpError GithubException KafkaError AMQPError RpcError SSHException LDAPException LDAPError "
    "DockerException AioRpcError OpenAIError AnthropicError MySQLError PostgresError AzureError all_errors".split()
)
"""Failures of what is outside of the process: nobody expects them as an answer, and everybody wants to know them."""
_LIBRARIES = ("botocore.exceptions.", "requests.", "httpx.", "urllib3.exceptions.")
"""Libraries whose exceptions are all failures of the outside world, but for those of a wrong value."""
_OF_INPUT = frozenset(
    "JSONDecodeError InvalidJSONError InvalidURL InvalidSchema MissingSchema InvalidHeader LocationParseError".split()
)
_OF_LIBRARIES = {
    "ConnectionError": ("requests.", "redis.", "elasticsearch.", "opensearchpy."),
    "Error": ("psycopg", "pymysql.", "MySQLdb.", "mysql.", "sqlite3."),
    "HTTPException": ("http.client.",),  # that of a web framework is an answer to a request
    "APIError": ("openai.", "anthropic.", "docker."),
}
"""Names that several libraries have, and those in which they are a failure of the outside world."""
_MOST_LOOKED_AT = 200
"""Parts of what one handler names: tuples of tuples of tuples have millions."""


class Caught:
    """One exception that a handler names: its dotted name, as far as the file tells."""

    __slots__ = ("name", "qualified")

    def __init__(self, qualified: str) -> None:
        self.qualified = qualified
        self.name = last(qualified)

    @property
    def is_broad(self) -> bool:
        """Whether it is everything that a program may raise."""
        return self.name in BROAD or self.qualified == BARE

    def is_outside(self, also: Collection[str] = ()) -> bool:
        """Return whether it is a failure of the outside world, or one that the team adds."""
        if self.name in also or self.qualified in also:
            return True
        if self.name in _OF_LIBRARIES:
            return self.qualified.startswith(_OF_LIBRARIES[self.name])
        if self.qualified.startswith(_LIBRARIES):
            return self.name not in _OF_INPUT
        return self.name in OUTSIDE or self.name.endswith("RequestException")


def caught(handler: ast.ExceptHandler, names: Names) -> list[Caught]:
    """Return what a handler catches; a tuple may have a name of its own."""
    return [Caught(BARE)] if handler.type is None else list(named(handler.type, names))


def named(expression: ast.expr, names: Names) -> Iterator[Caught]:
    """Yield the exceptions that an expression names: a name, a tuple of names, or a name or sum of such tuples."""
    stack = [expression]
    for _ in range(_MOST_LOOKED_AT):
        if not stack:
            break
        each = stack.pop()
        value = names.value(each)
        if isinstance(value, ast.Starred):
            stack.append(value.value)
        elif isinstance(value, ast.Tuple | ast.List):
            stack += value.elts[_MOST_LOOKED_AT::-1]
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            stack += [value.right, value.left]
        else:
            yield Caught(names.qualified(each) or names.qualified(value))


def catches_all(found: Iterable[Caught]) -> bool:
    """Return whether exceptions have KeyboardInterrupt and the end of the process among them."""
    return any(each.qualified == BARE or each.name == "BaseException" for each in found)
