"""What the configuration of pytest and tox says of all tests below it: no network, false credentials, an endpoint.

Sources: pytest's documentation (where it reads its configuration), pytest-socket, pytest-env, tox 4.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES = (
    *("pyproject.toml", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml"),
    *("tox.ini", "tox.toml", "setup.cfg"),
)
_CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_ENDPOINT = "AWS_ENDPOINT_URL"
_BLOCK = "--disable-socket"
_FREE = "--force-enable-socket"
_REAL = "amazonaws.com"


def guards(path: str, data: bytes) -> bool:
    """Return whether a file of configuration keeps the tests of its folder from the real AWS.

    A file that cannot be parsed says nothing: the tests are judged as if it were not there.
    """
    name = path.rpartition("/")[2]
    texts = list(_from_toml(data) if name.endswith(".toml") else _from_ini(data.decode("utf-8", "replace")))
    options = " ".join(text for kind, text in texts if kind == "options").split()
    if _BLOCK in options and _FREE not in options and not any(_REAL in each for each in options):
        return True
    return any(_is_guard(text) for kind, text in texts if kind == "variable")


def _is_guard(variable: str) -> bool:
    """Return whether ``NAME=value`` sets false credentials, or an endpoint; pytest-env writes flags before it."""
    name, _, value = variable.partition("=")
    name, value = name.strip(), value.strip().strip("\"'")
    while len(name) > 2 and name[1] == ":" and name[0] in "DRU":
        name = name[2:].strip()
    if not value or value.startswith(("{env:", "$")):
        return False
    if name in _CREDENTIALS:
        return not (value.startswith(("AKIA", "ASIA")) and len(value) == 20 and "EXAMPLE" not in value)
    return name.startswith(_ENDPOINT) and _REAL not in value


def _from_toml(data: bytes) -> Iterator[tuple[str, str]]:
    import tomllib

    try:
        top = tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    tool = _table(top, "tool")
    for table in (_table(tool, "pytest", "ini_options"), _table(tool, "pytest"), _table(top, "pytest")):
        yield from (("options", each) for each in _texts(table.get("addopts")))
        yield from (("variable", each) for each in _texts(table.get("env"), is_lines=True))
    for table in (_table(tool, "pytest_env"), _table(top, "pytest_env")):
        for name, value in table.items():
            yield "variable", f"{name}={value.get('value', '') if isinstance(value, dict) else value}"
    legacy = _table(tool, "tox").get("legacy_tox_ini")
    if isinstance(legacy, str):
        yield from _from_ini(legacy)
    for tox in (_table(tool, "tox"), top):
        tables: list[object] = [_table(tox, "env_run_base"), *_table(tox, "env").values()]
        for each in tables:
            if isinstance(each, dict):
                yield from (("variable", f"{name}={value}") for name, value in _table(each, "set_env").items())


def _from_ini(text: str) -> Iterator[tuple[str, str]]:
    import configparser

    parser = configparser.ConfigParser(
        strict=False, interpolation=None, allow_no_value=True, inline_comment_prefixes=("#",)
    )
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    for section in parser.sections():
        values = parser[section]
        if section in ("pytest", "tool:pytest"):
            yield "options", values.get("addopts") or ""
            yield from (("variable", line) for line in (values.get("env") or "").splitlines())
        elif section.startswith("testenv"):
            for key in ("setenv", "set_env"):
                yield from (("variable", line) for line in (values.get(key) or "").splitlines())


def _table(table: Mapping[str, object], *keys: str) -> Mapping[str, object]:
    """Return a table by its keys; an empty one if there is none."""
    found: object = table
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _texts(value: object, *, is_lines: bool = False) -> list[str]:
    if isinstance(value, str):
        return value.splitlines() if is_lines else [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
