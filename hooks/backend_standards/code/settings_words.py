"""The messages about settings, without values, and the code to write in the file's own names.

Imported only for a finding.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import rules
from backend_standards.code.findings import at
from backend_standards.code.settings_classes import SHIM
from backend_standards.core import masking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.env_reads import Read
    from backend_standards.code.settings_choice import Choice
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_RENAMED = {
    "allow_population_by_field_name": "populate_by_name",
    "anystr_lower": "str_to_lower",
    "anystr_strip_whitespace": "str_strip_whitespace",
    "anystr_upper": "str_to_upper",
    "keep_untouched": "ignored_types",
    "max_anystr_length": "str_max_length",
    "min_anystr_length": "str_min_length",
    "orm_mode": "from_attributes",
    "schema_extra": "json_schema_extra",
    "validate_all": "validate_default",
}
"""Keys of pydantic 1 and what they are called in pydantic 2 (its migration guide, "Changes to config")."""
_KEPT = frozenset(
    "alias_generator arbitrary_types_allowed case_sensitive cli_parse_args env_file env_file_encoding "
    "env_ignore_empty env_nested_delimiter env_parse_none_str env_prefix extra frozen from_attributes "
    "json_encoders json_file json_schema_extra nested_model_default_partial_update populate_by_name "
    "protected_namespaces secrets_dir str_strip_whitespace title toml_file use_enum_values validate_assignment "
    "validate_default yaml_file".split()
)
_GONE = frozenset(
    "copy_on_model_validation error_msg_templates getter_dict json_dumps json_loads post_init_call smart_union "
    "underscore_attrs_are_private".split()
)
"""Keys that pydantic 2 does not have."""
_TEXTS = frozenset(
    "env_file env_file_encoding env_prefix env_nested_delimiter extra secrets_dir toml_file yaml_file json_file".split()
)
"""Keys whose texts are names of files, prefixes and choices, which may be printed."""
_LONGEST = 60
"""Characters of a value, and of a name, that is printed."""
_MOST_KEYS = 12
"""Keys of one class Config that a note spells out."""
_MASK = "…"


def of_import(source: Source, node: ast.stmt | ast.expr, kind: str, *, has_config: bool) -> Finding:
    """Return the finding about BaseSettings of pydantic 1."""
    names = [alias for alias in node.names if alias.name != "BaseSettings"] if isinstance(node, ast.ImportFrom) else []
    own = next((each for each in getattr(node, "names", ()) if each.name == "BaseSettings"), None)
    renamed = f" as {own.asname}" if own is not None and own.asname else ""
    note = f"Write `from pydantic_settings import BaseSettings{renamed}` (the package is pydantic-settings)."
    if isinstance(node, ast.Attribute):
        note = "Import pydantic_settings, of the package pydantic-settings, and write `pydantic_settings.BaseSettings`."
    if has_config:
        note += " There, class Config is `model_config = SettingsConfigDict(...)`."
    if names:
        rest = ", ".join(f"{each.name} as {each.asname}" if each.asname else each.name for each in names)
        note += f" The rest stays: `from pydantic import {rest}`"
    if kind == SHIM:
        message = "pydantic.v1 has the BaseSettings of pydantic 1, and exists for the migration only"
        return at(source, node, rules.PYDANTIC_V1_SHIM, message, note=note)
    message = "BaseSettings is taken from pydantic, which raises an error since pydantic 2"
    return at(source, node, rules.PYDANTIC_V1_SETTINGS, message, note=note)


def of_config(source: Source, node: ast.ClassDef, config: ast.ClassDef) -> Finding:
    """Return the finding about a class Config in settings of pydantic-settings, whose keys are translated."""
    arguments, others = _translated(source, config)
    note = f"Write: `model_config = SettingsConfigDict({', '.join(arguments)})`"
    if others:
        note += f". {' '.join(others)}"
    message = f"class Config in {node.name} is the form of pydantic 1, which pydantic 2 deprecates"
    return at(source, config, rules.SETTINGS_CLASS_CONFIG, message, note=note)


def _translated(source: Source, config: ast.ClassDef) -> tuple[list[str], list[str]]:
    """Return the arguments that stand for the keys of a class Config, and sentences about what has no argument."""
    arguments: list[str] = []
    others: list[str] = []
    for name, value in _keys(config):
        if name == "fields":
            others.append("Its fields are validation_alias of each Field.")
        elif name == "env":
            others.append("Its env is validation_alias of a Field.")
        elif name == "allow_mutation":
            is_false = isinstance(value, ast.Constant) and value.value is False
            arguments.append(f"frozen={is_false}" if isinstance(value, ast.Constant) else f"frozen=not {_MASK}")
        elif name in _GONE:
            others.append(f"pydantic 2 has no {name}.")
        elif name in _RENAMED or name in _KEPT:
            arguments.append(f"{_RENAMED.get(name, name)}={_written(source, name, value)}")
        elif name.isascii() and len(name) <= _LONGEST and masking.is_plain(name):
            arguments.append(f"{name}={_MASK}")
    for statement in config.body:
        if isinstance(statement, ast.FunctionDef) and statement.name in ("customise_sources", "parse_env_var"):
            new = "settings_customise_sources" if statement.name == "customise_sources" else "a field_validator"
            others.append(f"{statement.name} is ignored there: it is {new} of the class itself now.")
    if len(arguments) > _MOST_KEYS:
        arguments[_MOST_KEYS:] = [_MASK]
    return arguments, others


def _keys(config: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in config.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if isinstance(target, ast.Name) and value is not None:
            yield target.id, value


def _written(source: Source, name: str, value: ast.expr) -> str:
    """Return a value as code: a switch, a number, a name, and the text of a key that holds no secret."""
    if isinstance(value, ast.Attribute) and source.names.qualified(value).startswith("pydantic.Extra."):
        return f'"{value.attr}"'
    if isinstance(value, ast.Constant):
        text = value.value
        if text is None or isinstance(text, bool | int):
            return repr(text)
        if isinstance(text, str) and name in _TEXTS and len(text) <= _LONGEST and _is_printable(text):
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif isinstance(value, ast.Name) and len(value.id) <= _LONGEST and masking.is_plain(value.id):
        return value.id
    return _MASK


def _is_printable(text: str) -> bool:
    return text.isprintable() and masking.is_plain(text)


def of_env(source: Source, field: ast.AnnAssign, call: ast.Call, env: ast.keyword, known: str) -> Finding:
    """Return the finding about a field whose variable is named by ``env``; ``known`` is the name that is read."""
    name = field.target.id if isinstance(field.target, ast.Name) else ""
    texts = _texts(source, env.value)
    is_listed = isinstance(env.value, ast.List | ast.Tuple | ast.Set)
    alias = f"AliasChoices({_MASK})" if is_listed else _MASK
    if texts and all(map(_is_name, texts)):
        quoted = ", ".join(f'"{text}"' for text in texts)
        alias = f"AliasChoices({quoted})" if is_listed and len(texts) > 1 else quoted
    if len(texts) == 1 and texts[0].lower() == known.lower():
        message = (
            f"pydantic-settings ignores {env.arg}= of the field {name}, and reads the variable by the field's name"
        )
        note = f"Delete {env.arg}=: the name is the same. Should it differ: `Field(validation_alias={alias})`"
    else:
        message = f"pydantic-settings ignores {env.arg}= of the field {name}: the variable that it names is not read"
        of_type = field.annotation.id if isinstance(field.annotation, ast.Name) else _MASK
        rest = f"{_MASK}, " if call.args or len(call.keywords) > 1 else ""
        note = f"Write: `{name}: {of_type} = Field({rest}validation_alias={alias})`"
    return at(source, field, rules.SETTINGS_FIELD_ENV, message, note=note)


def _texts(source: Source, value: ast.expr) -> list[str]:
    each = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]
    found = [source.names.text(one) for one in each[:_MOST_KEYS]]
    return [text for text in found if text is not None] if None not in found else []


def of_secret(source: Source, field: ast.stmt, name: str, owner: str, *, is_url: bool) -> Finding:
    """Return the finding about a field whose default is a secret."""
    what = "has a URL with a password as its default" if is_url else "has a secret as its default"
    of_type = ""
    if isinstance(field, ast.AnnAssign) and isinstance(field.annotation, ast.Name):
        of_type = field.annotation.id
    note = f"Leave the default out, so that the start fails without the variable: `{name}: {of_type or 'SecretStr'}`"
    return at(source, field, rules.SETTINGS_SECRET_DEFAULT, f"the field {name} of {owner} {what}", note=note)


def of_read(source: Source, read: Read, choice: Choice) -> Finding:
    """Return the finding about a variable that is read outside the settings."""
    name = read.name if _is_name(read.name) else ""
    place = source.tree.place(read.node)
    what = f"{read.how} reads {name}{place}" if name else f"{read.how} reads the environment{place}"
    message = f"{what}, outside the settings"
    where = f"{choice.name} in {choice.path}" if choice.name else choice.path
    if choice.name and not choice.is_sure:
        note = f"Make it a field of a class of settings, such as {where}, and take the value from there."
    elif not name or not choice.name:
        note = f"Read it in {where}, and take the value from there."
    else:
        field, alias = _field(name, choice.prefix)
        use = f"{choice.instance}.{field}" if choice.instance else f"the field {field}"
        note = f"Add to {where}: `{field}: str{alias}`. Here, use {use}."
    return at(source, read.node, rules.ENV_READ_OUTSIDE_CONFIG, message, note=note)


def _field(name: str, prefix: str) -> tuple[str, str]:
    """Return the name of a field for a variable, and the alias that it needs under a prefix."""
    if name.lower().startswith(prefix.lower()):
        return name[len(prefix) :].lower(), ""
    return name.lower(), f' = Field(validation_alias="{name}")'


def _is_name(text: str) -> bool:
    """Return whether a text is the name of a variable, which may be printed."""
    return text.isascii() and text.isidentifier() and len(text) <= _LONGEST and masking.is_plain(text)
