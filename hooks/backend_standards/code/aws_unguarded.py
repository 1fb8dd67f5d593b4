"""Tests that import code which uses AWS, where nothing keeps them from it: one finding a repository."""

from __future__ import annotations

import re

from backend_standards.code import places, rules
from backend_standards.code.aws_project import is_test
from backend_standards.code.aws_tests import Modules
from backend_standards.core import Finding
from backend_standards.core.remedies import allow, patterns, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.checks import Check
    from backend_standards.code.repository import Reader

_IMPORT = re.compile(rb"(?m)^[ \t]*+(?:from[ \t]++([.\w]++)[ \t]++import[ \t]++([^\n#]*+)|import[ \t]++([^\n#]*+))")
_NAME = re.compile(r"[\w.]++")
_LINES = (
    "import os",
    "",
    'os.environ["AWS_ACCESS_KEY_ID"] = "testing"',
    'os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"',
    'os.environ["AWS_DEFAULT_REGION"] = "us-east-1"',
)
"""What keeps code that is imported from real credentials, whichever library it uses; the values are moto's."""
_ELSEWHERE = (
    b"localstack",
    b"AWS_ENDPOINT_URL",
    b"dynamodb-local",
    b"AWS_ACCESS_KEY_ID",
    b"minio",
    b"elasticmq",
    b"moto",
)
_MAY_SET = (
    "compose",
    ".github/workflows/",
    "makefile",
    "justfile",
    "tox.ini",
    "pytest.ini",
    "pyproject.toml",
    "setup.cfg",
)
_MAY_SET_TOO = (".gitlab-ci", "noxfile", ".env.test", "dockerfile")


def findings(
    check: Check, paths: Sequence[str], tests: Sequence[str], users: Sequence[str], read: Reader
) -> Iterator[Finding]:
    """Yield the one finding, if a test imports one of ``users``, the modules that use AWS."""
    allowed = patterns(check.allow)
    begin = [path for path, data in read(tests) if _is_judged(path, data) and not (allowed and allowed.cover(path))]
    found = _reached(begin, paths, frozenset(users), read) if begin else None
    if found is None or _is_set_elsewhere(paths, read):
        return
    test, user = found
    folder = test.partition("/")[0] + "/" if "/" in test else ""
    target = quote(f"{folder}conftest.py")
    lines = " ".join(map(quote, _LINES))
    yield Finding(
        test,
        rules.AWS_TESTS_UNGUARDED,
        f"imports {user}, which uses AWS, and nothing keeps any of the tests from the real one",
        commands=(f"printf '%s\\n' {lines} >> {target} && git add -- {target}",),
        note="The false credentials make a forgotten mock fail. For answers, mock AWS: `from moto import mock_aws`.",
        exempt=(allow(test),),
        known_as="nothing keeps the tests from the real AWS",
    )


def _is_judged(path: str, data: bytes) -> bool:
    return not places.is_left_out(path, data, with_tests=True) and is_test(path, data)


def _reached(begin: Sequence[str], paths: Sequence[str], users: frozenset[str], read: Reader) -> tuple[str, str] | None:
    """Return the first test that imports one of the users of AWS, however indirectly, and that one; None without."""
    modules = Modules(path for path in paths if path.endswith(".py"))
    origin = {path: path for path in begin}
    level = list(begin)
    while level:
        following: list[str] = []
        for path, data in read(level):
            if path in users:
                return origin[path], path
            for module in _imported(path, data):
                target = modules.path(module, path[: path.rfind("/") + 1])
                if target and target not in origin:
                    origin[target] = origin[path]
                    following.append(target)
        level = following
    return None


def _imported(path: str, data: bytes) -> Iterator[str]:
    """Yield the modules that a file may import, by the lines that do."""
    for match in _IMPORT.finditer(data):
        source, names, whole = (each.decode("utf-8", "replace") if each else "" for each in match.groups())
        if whole:
            yield from (each.split(" ")[0] for each in map(str.strip, whole.split(",")) if each)
            continue
        dots = len(source) - len(source.lstrip("."))
        if dots:
            source = ".".join([*path.split("/")[:-dots], *filter(None, [source.lstrip(".")])])
        yield source
        yield from (f"{source}.{name}" for name in _NAME.findall(names))


def _is_set_elsewhere(paths: Sequence[str], read: Reader) -> bool:
    """Return whether how the tests are run says that something answers in the place of AWS."""
    words = (*_MAY_SET, *_MAY_SET_TOO)
    files = [path for path in paths if any(word in path.lower() for word in words)]
    return any(word in data for _, data in read(files) for word in _ELSEWHERE)
