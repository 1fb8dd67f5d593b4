"""Debug modes of deployments that Python code describes: the CDK, Pulumi, troposphere, boto3.

A value that a condition or another name gives is unknown, and passes, as in the rest of the code.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import elsewhere
from backend_standards.code.elsewhere import Guards
from backend_standards.infrastructure import debug_words
from backend_standards.infrastructure.debug_hits import Hit
from backend_standards.infrastructure.debug_words import COMMAND, LEVEL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.source import Source

_ENVIRONMENTS = frozenset(
    "environment Environment environment_variables environmentVariables EnvironmentVariables variables Variables "
    "environment_vars env_vars runtime_environment_variables containerDefinitions ContainerDefinitions "
    "containerOverrides".split()
)
"""Arguments and keys whose values are variables of an environment, in every file."""
_PACKAGES = ("aws_cdk", "constructs", "pulumi", "troposphere", "cdktf", "cdk8s")
"""Packages in whose files each dictionary with such a variable is one of a deployment."""
_LEVELS = ("application_log_level", "application_log_level_v2", "system_log_level", "system_log_level_v2")
_COMMANDS = frozenset(("command", "entry_point", "entrypoint", "Command", "EntryPoint"))
_ADDING = ("add_environment", "add_environment_variable", "add_env")
_NAME, _VALUE = ("name", "Name"), ("value", "Value")


def judge(source: Source) -> Iterator[Hit]:
    """Yield what the deployments of a file switch on, each place once."""
    if elsewhere.is_elsewhere(source.path):
        return
    found = _File(source)
    told: set[tuple[int, int]] = set()
    for hit in found.hits():
        if (hit.line, hit.column) not in told:
            told.add((hit.line, hit.column))
            yield hit


class _File:
    """One file of Python."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = source.names
        self._guards = Guards(source)
        self._deploys = _imports_a_package(source)
        self._seen: set[ast.expr] = set()
        """Values of environments that were judged: a dictionary may be one of several functions."""

    def hits(self) -> Iterator[Hit]:
        """Yield the places, in the order of the kinds of nodes."""
        for call in self._source.tree.of(ast.Call):
            for keyword in call.keywords:
                if keyword.arg in _ENVIRONMENTS:
                    yield from self._of_environment(keyword.value)
                elif keyword.arg in _LEVELS and self._is_debug(keyword.value):
                    yield from self._hit(keyword.value, LEVEL, f"{keyword.arg} is DEBUG")
                elif keyword.arg in _COMMANDS and self._deploys:
                    yield from self._of_command(keyword.value)
            if isinstance(call.func, ast.Attribute) and call.func.attr in _ADDING and len(call.args) > 1:
                yield from self._of_pair(call.args[0], call.args[1], call)
        if self._deploys:
            for mapping in self._source.tree.of(ast.Dict):
                yield from self._of_mapping(mapping)
            for assigned in self._source.tree.of(ast.Assign):
                target = assigned.targets[0]
                if isinstance(target, ast.Subscript):  # environment["LOG_LEVEL"] = "DEBUG"
                    yield from self._of_pair(target.slice, assigned.value, target)

    def _of_environment(self, expression: ast.expr) -> Iterator[Hit]:
        """Yield what an environment has: a dictionary, a call that makes one, or a list of dictionaries."""
        stack = [expression]
        while stack:
            value = self._names.value(stack.pop())
            if value in self._seen:
                continue
            self._seen.add(value)
            if isinstance(value, ast.Dict):
                yield from self._of_mapping(value)
                stack += [
                    each
                    for key, each in zip(value.keys, value.values, strict=True)
                    if key is None or isinstance(self._names.value(each), ast.Dict | ast.List)
                ]
            elif isinstance(value, ast.List | ast.Tuple):
                stack += value.elts
            elif isinstance(value, ast.Call):
                for keyword in value.keywords:
                    if keyword.arg is None or keyword.arg in _ENVIRONMENTS:
                        stack.append(keyword.value)
                    else:
                        yield from self._of_variable(keyword.arg, keyword.value, value)
            elif isinstance(value, ast.BinOp):  # common | {"LOG_LEVEL": "DEBUG"}
                stack += [value.left, value.right]

    def _of_mapping(self, mapping: ast.Dict) -> Iterator[Hit]:
        texts = {
            self._names.text(key) or "": value for key, value in zip(mapping.keys, mapping.values, strict=True) if key
        }
        name = next((texts[each] for each in _NAME if each in texts), None)
        value = next((texts[each] for each in _VALUE if each in texts), None)
        if name is not None and value is not None:
            yield from self._of_pair(name, value, mapping)
            return
        for key, each in zip(mapping.keys, mapping.values, strict=True):
            if key is not None:
                yield from self._of_pair(key, each, mapping)

    def _of_pair(self, name: ast.expr, value: ast.expr, around: ast.expr) -> Iterator[Hit]:
        text = self._names.text(name)
        if text and (text.isupper() or debug_words.is_level(text)):
            yield from self._of_variable(text, value, around)

    def _of_variable(self, name: str, value: ast.expr, around: ast.expr) -> Iterator[Hit]:
        known = self._names.value(value)
        if isinstance(known, ast.Constant) and isinstance(known.value, str | int):
            kind, said = debug_words.of_variable(name, str(known.value))
            if kind:
                yield from self._hit(value, kind, said, around)

    def _of_command(self, value: ast.expr) -> Iterator[Hit]:
        known = self._names.value(value)
        each = known.elts if isinstance(known, ast.List | ast.Tuple) else [known]
        told = debug_words.of_command([text for one in each if (text := self._names.text(one))])
        if told:
            yield from self._hit(value, COMMAND, f"the command has {told}")

    def _is_debug(self, value: ast.expr) -> bool:
        known = self._names.value(value)
        if isinstance(known, ast.Attribute):
            return known.attr in ("DEBUG", "TRACE")
        return isinstance(known, ast.Constant) and isinstance(known.value, str) and debug_words.is_debug(known.value)

    def _hit(self, node: ast.expr, kind: str, said: str, around: ast.expr | None = None) -> Iterator[Hit]:
        """Yield a place that nothing decides about; ``around`` is what has the variable, whose name may say "debug"."""
        if not self._guards.cover(around or node):
            column = self._source.column(node.lineno, node.col_offset)
            yield Hit(kind, f"{said}{self._source.tree.place(node)}", node.lineno, column)


def _imports_a_package(source: Source) -> bool:
    """Return whether a file imports a package that describes deployments."""
    modules = [alias.name for node in source.tree.of(ast.Import) for alias in node.names]
    modules += [node.module or "" for node in source.tree.of(ast.ImportFrom)]
    return any(module.partition(".")[0].startswith(_PACKAGES) for module in modules)
