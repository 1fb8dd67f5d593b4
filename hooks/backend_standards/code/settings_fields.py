"""The classes of settings in one file: their class Config, fields whose env is ignored, secrets as defaults."""

from __future__ import annotations

import _ast as ast

from backend_standards.code import env_reads, secret_words, settings_classes, settings_words
from backend_standards.code.names import dotted, last
from backend_standards.code.settings_classes import NEW

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_FIELDS = frozenset(("pydantic.Field", "pydantic.fields.Field", "pydantic_settings.Field"))
_SECRET_TYPES = frozenset(("SecretStr", "SecretBytes", "Secret"))
_GETTERS = frozenset(("os.getenv", "os.environ.get"))
_FOR_DEVELOPERS = frozenset("test tests testing dev develop development local localhost fake mock example".split())
"""Words of a class or a module whose settings are for no production."""
_HOLLOW = frozenset("dummy fake mock sample todo fillmein fixme notset unset changeme replaceme placeholder".split())
"""Words at either end of a value that is none: ``DummyKey``."""
_PUBLISHED = ("phc_", "pk_live_", "pk_test_", "pk.eyJ", "sb_publishable_")
"""How keys begin that are made to be published: PostHog's, Stripe's, Mapbox's, Supabase's."""
_NAMES_OF_PLACES = frozenset(("cookie", "cookies", "authorization", "header", "jwt"))
"""Last words of names whose value, in settings, is the name of a cookie or a header, or an algorithm."""
_SHORTEST = 4  # characters of a password; shorter ones are switches
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[", "0.0.0.0", "host.docker.internal")  # noqa: S104 - compared, not bound
_MOST = 200
"""Nodes of a default, and of an annotation, that are looked at."""


def findings(source: Source, kinds: Mapping[ast.ClassDef, frozenset[str]]) -> Iterator[Finding]:
    """Yield the findings about the classes of settings in a file."""
    for node, kind in kinds.items():
        if kind == {NEW}:
            yield from _of_new(source, node)
    if not _is_for_developers(source.path.removesuffix(".py")):
        for node in (*kinds, *_parts(source, kinds)):
            if not _is_for_developers(node.name):
                yield from _secrets(source, node)


def _is_for_developers(name: str) -> bool:
    words = {word for part in name.split("/")[-2:] for word in secret_words.words(part)}
    return not _FOR_DEVELOPERS.isdisjoint(words)


def _of_new(source: Source, node: ast.ClassDef) -> Iterator[Finding]:
    """Yield what a class of pydantic-settings still has from pydantic 1."""
    prefix = settings_classes.prefix(node)
    for statement in node.body:
        if isinstance(statement, ast.ClassDef) and statement.name == "Config":
            yield settings_words.of_config(source, node, statement)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            for call in _field_calls(source, statement):
                name = next((each for each in call.keywords if each.arg in ("env", "env_names")), None)
                if name is not None:
                    known = f"{prefix}{statement.target.id}"
                    yield settings_words.of_env(source, statement, call, name, known)


def _field_calls(source: Source, field: ast.AnnAssign) -> Iterator[ast.Call]:
    """Yield the calls of Field that describe a field: its value, and those in Annotated[]."""
    found: list[ast.expr] = [field.value] if field.value else []
    annotation = field.annotation
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        found += annotation.slice.elts[1:_MOST]
    for each in found:
        if isinstance(each, ast.Call) and source.names.called(each) in _FIELDS:
            yield each


def _parts(source: Source, kinds: Mapping[ast.ClassDef, frozenset[str]]) -> Iterator[ast.ClassDef]:
    """Yield the classes of the file that are the types of fields of settings."""
    seen: set[ast.ClassDef] = set(kinds)
    stack = list(kinds)
    while stack:
        node = stack.pop()
        for field in node.body:
            if isinstance(field, ast.AnnAssign):
                for name in _names(field.annotation):
                    for binding in source.names.bindings(name)[:1]:
                        part = binding.node
                        if isinstance(part, ast.ClassDef) and part not in seen:
                            seen.add(part)
                            stack.append(part)
                            yield part


def _names(annotation: ast.expr) -> list[ast.Name]:
    found: list[ast.Name] = []
    stack: list[ast.expr] = [annotation]
    for _ in range(_MOST):
        if not stack:
            break
        each = stack.pop()
        if isinstance(each, ast.Name):
            found.append(each)
        elif isinstance(each, ast.Subscript):
            stack += [each.value, each.slice]
        elif isinstance(each, ast.Tuple):
            stack += each.elts[:_MOST]
        elif isinstance(each, ast.BinOp):
            stack += [each.left, each.right]
    return found


# --- secrets ------------------------------------------------------------------------------------------------


def _secrets(source: Source, node: ast.ClassDef) -> Iterator[Finding]:
    """Yield the fields of a class whose default is a secret."""
    for field in node.body:
        target: ast.expr | None = None
        if isinstance(field, ast.AnnAssign):
            target = field.target
        elif isinstance(field, ast.Assign) and len(field.targets) == 1:
            target = field.targets[0]
        if isinstance(target, ast.Name) and isinstance(field, ast.AnnAssign | ast.Assign):
            what = _secret(source, target.id, field)
            if what:
                yield settings_words.of_secret(source, field, target.id, node.name, is_url=what == "url")


def _secret(source: Source, name: str, field: ast.AnnAssign | ast.Assign) -> str:
    """Return "value" or "url" for a field with a secret as its default, "" for any other."""
    value = field.value
    if value is None and isinstance(field, ast.AnnAssign):
        value = next(_field_calls(source, field), None)
    text = _default(source, value)
    if not text:
        return ""
    if _has_password(text):
        return "url"
    of_type = isinstance(field, ast.AnnAssign) and any(each.id in _SECRET_TYPES for each in _names(field.annotation))
    is_named = secret_words.is_secret(name) and secret_words.words(name)[-1] not in _NAMES_OF_PLACES
    if not (of_type or is_named or _is_secret_type(source, value)):
        return ""
    return "value" if _works(text) else ""


def _works(text: str) -> bool:
    """Return whether a value could be in use: it does not say that it is to be replaced, or for developers."""
    from backend_standards.secrets import placeholders

    words = secret_words.words(text)
    if len(text) < _SHORTEST or text.isdigit() or text.startswith(_PUBLISHED) or placeholders.is_hollow(text):
        return False
    if not _FOR_DEVELOPERS.isdisjoint(words) or (words and not _HOLLOW.isdisjoint((words[0], words[-1]))):
        return False
    return not ("/" in text and placeholders.is_path(text))


def _is_secret_type(source: Source, value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and last(source.names.called(value)) in _SECRET_TYPES


def _default(source: Source, value: ast.expr | None) -> str:
    """Return the text that a field has when no variable is set; "" for none, and for one that is worked out."""
    for _ in range(_MOST):
        if isinstance(value, ast.BoolOp):  # os.getenv("X") or "text"
            value = value.values[-1]
        elif isinstance(value, ast.Lambda):
            value = value.body
        elif isinstance(value, ast.Call):
            called = source.names.called(value)
            keywords = {each.arg: each.value for each in value.keywords if each.arg}
            if called in _GETTERS or env_reads.is_loader(source, value.func):
                value = value.args[1] if len(value.args) > 1 else keywords.get("default")
            elif called in _FIELDS:
                value = value.args[0] if value.args else keywords.get("default") or keywords.get("default_factory")
            elif last(called) in (*_SECRET_TYPES, "str", "PostgresDsn", "AnyUrl", "RedisDsn", "MultiHostUrl"):
                value = value.args[0] if value.args else None
            else:
                return ""
        else:
            break
    if isinstance(value, ast.Constant) and isinstance(value.value, bytes):
        return value.value.decode("latin-1")
    return (source.names.text(value) or "") if isinstance(value, ast.expr) and dotted(value) != "..." else ""


def _has_password(text: str) -> bool:
    """Return whether a text is a URL with a password that is no placeholder, for a host that is not this machine."""
    scheme, separator, rest = text.partition("://")
    authority = rest.partition("/")[0].partition("?")[0]
    login, at, host = authority.rpartition("@")
    user, colon, password = login.partition(":")
    if not (separator and at and colon and password) or password.lower() == user.lower() or not scheme.isascii():
        return False
    if host.lower().startswith(_LOCAL_HOSTS) or not _works(password):
        return False
    from backend_standards.secrets import placeholders

    return not placeholders.is_placeholder(password) or any(char.isdigit() for char in password)
