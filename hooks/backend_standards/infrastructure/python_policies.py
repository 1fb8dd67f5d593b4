"""Grants in Python: the CDK, boto3, Pulumi, troposphere, and policies as dictionaries or texts of JSON."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import dotted, last
from backend_standards.code.tree import FUNCTIONS
from backend_standards.infrastructure import clues, policies
from backend_standards.infrastructure.hits import UNKNOWN, Hit
from backend_standards.infrastructure.policies import Statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backend_standards.code.source import Source
    from backend_standards.infrastructure.hits import Wanted

_STATEMENTS = frozenset(
    ("PolicyStatement", "Statement", "GetPolicyDocumentStatementArgs", "GetPolicyDocumentStatementArgsDict")
)
"""Classes of the CDK, awacs and Pulumi whose objects are statements."""
_EFFECT = ("effect", "Effect")
_ACTIONS = ("actions", "Action", "Actions", "action")
_NOT_ACTIONS = ("not_actions", "NotAction")
_RESOURCES = ("resources", "Resource", "Resources", "resource")
_NOT_RESOURCES = ("not_resources", "NotResource")
_PRINCIPALS = ("principals", "Principal", "NotPrincipal", "not_principals", "principal")
_CONDITIONS = ("conditions", "Condition", "Conditions")
_GRANTING = ("from_aws_managed_policy_name", "from_managed_policy_arn", "add_managed_policy")
_BARE = ("from_aws_managed_policy_name",)
"""Functions that take the name of a policy without the rest of its ARN."""
_KEYS = frozenset(
    "policy_arn policyarn policy_arns policyarns managed_policy_arn managed_policy_arns managedpolicyarns "
    "managedpolicyarn managed_policies managedpolicies".split()
)
"""Arguments and keys, in lower case, that name policies to attach."""
_ENUM = "ManagedPolicy"
"""Pulumi's class of constants for the policies of AWS."""
_RUNNING = frozenset("system popen Popen run call check_call check_output getoutput getstatusoutput".split())
"""Functions of os and subprocess that start a command."""
_NOT_GRANTED = frozenset("assume_role get_federation_token simulate_custom_policy simulate_principal_policy".split())
"""Calls that take a policy which only limits, or is only tried out."""
_MOST = 1000
"""Parts of one list."""


def judge(source: Source, wanted: Wanted) -> Iterator[Hit]:
    """Yield what a file grants."""
    found = _File(source, wanted)
    yield from found.hits()


class _File:
    """One file, with what is added to its statements after they are made."""

    def __init__(self, source: Source, wanted: Wanted) -> None:
        self.source = source
        self.tree = source.tree
        self.names = source.names
        self.wanted = wanted
        self.added: dict[ast.expr, list[ast.Call]] = {}
        """By the call that makes a statement, the calls of its methods."""
        self.sessions: set[str] | None = None

    def hits(self) -> Iterator[Hit]:
        """Yield the grants, in the order of the kinds of nodes."""
        calls = self.tree.of(ast.Call)
        for call in calls:
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr.startswith("add_")
                and isinstance(call.func.value, ast.Name)
            ):
                self.added.setdefault(self.names.value(call.func.value), []).append(call)
        for call in calls:
            yield from self._of_call(call)
        for mapping in self.tree.of(ast.Dict):
            yield from self._of_mapping(mapping)
        for constant in self.tree.of(ast.Constant):
            if isinstance(constant.value, str) and '"Effect"' in constant.value:
                yield from self._of_text(constant, constant.value)

    # --- statements -------------------------------------------------------------------------------------

    def _of_call(self, call: ast.Call) -> Iterator[Hit]:
        name = last(self.names.called(call)) or self._name(call.func)
        if name in _STATEMENTS:
            statement = self._statement(_named(call))
            self._add(statement, call)
            # The CDK has no default for the resources: a statement without them is of a resource's own policy.
            if statement.resources is not None or statement.not_resources:
                yield from self._judged(statement, call)
            return
        if name == "dict":
            given = _named(call)
            if "Effect" in given:
                yield from self._judged(self._statement(given), call)
            return
        if name in _RUNNING and call.args:
            yield from self._run(call)
        yield from self._attached(call, name)

    def _run(self, call: ast.Call) -> Iterator[Hit]:
        """Yield what a command grants that the program starts."""
        words = [text for _, text in self._texts(call.args[0])]
        if not any("polic" in word for word in words):
            return
        import shlex

        from backend_standards.infrastructure import commands

        text = words[0] if len(words) == 1 else shlex.join(words)
        for hit in commands.judge(text, self.wanted):
            yield self._hit(hit.kind, call, hit.name)

    def _of_mapping(self, mapping: ast.Dict) -> Iterator[Hit]:
        given = {
            key.value: value
            for key, value in zip(mapping.keys, mapping.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }
        if "Effect" in given:
            yield from self._judged(self._statement(given), mapping)
            return
        for key, value in given.items():
            if key.lower() in _KEYS and not self._grants_nothing(mapping):
                yield from self._policies(value, bare=False)

    def _statement(self, given: Mapping[str, ast.expr]) -> Statement:
        def of(names: tuple[str, ...]) -> ast.expr | None:
            return next((given[name] for name in names if name in given), None)

        resources = of(_RESOURCES)
        conditions = of(_CONDITIONS)
        return Statement(
            self._effect(of(_EFFECT)),
            [text for _, text in self._texts(of(_ACTIONS))],
            None if resources is None else [text for _, text in self._texts(resources)],
            not_actions=of(_NOT_ACTIONS) is not None,
            not_resources=of(_NOT_RESOURCES) is not None,
            has_principal=of(_PRINCIPALS) is not None,
            conditions=self._condition_keys(conditions) if conditions else (),
        )

    def _add(self, statement: Statement, call: ast.Call) -> None:
        """Add what methods of a statement add to it."""
        actions, resources = list(statement.actions), list(statement.resources or ())
        for added in self.added.get(call, ()):
            name = self._name(added.func)
            values = [text for argument in added.args for _, text in self._texts(argument)]
            if name == "add_actions":
                actions += values
            elif name == "add_not_actions":
                statement.not_actions = True
            elif name == "add_resources":
                resources += values
            elif name == "add_all_resources":
                resources.append("*")
            elif "principal" in name or "condition" in name:
                statement.has_principal = True  # or less than all is granted
        statement.actions = actions
        if resources:
            statement.resources = resources

    def _judged(self, statement: Statement, node: ast.expr) -> Iterator[Hit]:
        kind = statement.grants(services=self.wanted.services)
        if kind is not None and not self._grants_nothing(node):
            yield self._hit(kind, node)

    def _effect(self, expression: ast.expr | None) -> str:
        if expression is None:
            return "Allow"
        value = self.names.value(expression)
        return self.names.text(value) or last(dotted(value))

    def _condition_keys(self, expression: ast.expr) -> list[str]:
        value = self.names.value(expression)
        if not isinstance(value, ast.Dict):
            return []
        return [
            key.value
            for operator, inner in zip(value.keys, value.values, strict=True)
            if isinstance(inner, ast.Dict)
            and not (isinstance(operator, ast.Constant) and policies.holds_without_key(str(operator.value)))
            for key in inner.keys
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]

    def _of_text(self, node: ast.Constant, text: str) -> Iterator[Hit]:
        """Yield what a policy in a text grants, unless the text is a docstring or a part of an f-string."""
        if isinstance(self.tree.parent(node), ast.Expr | ast.JoinedStr) or self._grants_nothing(node):
            return
        from backend_standards.infrastructure import documents
        from backend_standards.readers import json_marks
        from backend_standards.readers.marked import Unreadable

        try:
            root = json_marks.value(text)
        except Unreadable:
            return
        if root:
            for hit in documents.judge([root], self.wanted, documents.Place()):
                yield self._hit(hit.kind, node, hit.name)
                return

    # --- managed policies -------------------------------------------------------------------------------

    def _attached(self, call: ast.Call, name: str) -> Iterator[Hit]:
        """Yield AWS's policies that a call attaches: its name or the name of an argument says that it does."""
        lower = name.lower()
        if "detach" in lower or self._is_limit(lower):
            return
        attaches = name in _GRANTING or "attach" in lower
        makes = name[:1].isupper() or lower.startswith(("create", "add", "put"))
        for argument in call.args if attaches else ():
            yield from self._policies(argument, bare=name in _BARE)
        for keyword in call.keywords:
            if keyword.arg and (attaches or makes) and (keyword.arg.lower() in _KEYS or name in _GRANTING):
                yield from self._policies(keyword.value, bare=name in _BARE)

    def _policies(self, expression: ast.expr, *, bare: bool) -> Iterator[Hit]:
        for node, text in self._texts(expression):
            granted = policies.managed(text, self.wanted.names, bare=bare)
            if granted and not self._grants_nothing(expression):
                yield self._hit(granted[0], node, granted[1])

    # --- values -----------------------------------------------------------------------------------------

    def _texts(self, expression: ast.expr | None) -> Iterator[tuple[ast.expr, str]]:
        """Yield the texts that an expression may stand for, each with the node in the place that it is used in."""
        stack = [(expression, expression)] if expression is not None else []
        for _ in range(_MOST):
            if not stack:
                return
            place, each = stack.pop()
            value = self._looped(each)
            place = place if value is not each else value
            if isinstance(value, ast.List | ast.Tuple | ast.Set):
                stack += [(item if value is each else place, item) for item in reversed(value.elts)]
            elif isinstance(value, ast.Starred):
                stack.append((place, value.value))
            elif isinstance(value, ast.IfExp):
                stack += [(place, value.orelse), (place, value.body)]
            elif isinstance(value, ast.BinOp) and isinstance(value.left, ast.List):
                stack += [(place, value.right), (place, value.left)]
            elif isinstance(value, ast.Call):
                if built := self._built(value):
                    yield place, built
            else:
                text = self._text(value)
                if text is not None:
                    yield place, text

    def _built(self, call: ast.Call) -> str:
        """Return the text that a call makes: of awacs' Action, or of troposphere's and the CDK's Sub and Join."""
        name = last(self.names.called(call))
        arguments = [self._text(argument) or UNKNOWN for argument in call.args]
        if name == "Action":
            return ":".join(arguments)
        if name in ("Sub", "sub") and arguments:
            return arguments[0]
        if name in ("Join", "join") and len(call.args) == 2 and isinstance(call.args[1], ast.List):
            return arguments[0].join(self._text(each) or UNKNOWN for each in call.args[1].elts)
        return ""

    def _looped(self, expression: ast.expr) -> ast.expr:
        """Return the value of a name, and the list for the variable of a loop over it."""
        value = self.names.value(expression)
        if isinstance(value, ast.Name):
            bindings = self.names.bindings(value)
            outer = self.tree.parent(bindings[0].node) if len(bindings) == 1 else None
            if isinstance(outer, ast.For | ast.comprehension) and outer.target is bindings[0].node:
                return self.names.value(outer.iter)
        return value

    def _text(self, value: ast.expr) -> str | None:
        """Return a text; in an f-string what is not known is an empty template; Pulumi's constants are ARNs."""
        text = self.names.text(value)
        if isinstance(value, ast.Attribute) and value.attr in clues.CONSTANTS and self._name(value.value) == _ENUM:
            return policies.arn(clues.CONSTANTS[value.attr])
        if text is None and isinstance(value, ast.JoinedStr):
            return "".join(
                each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else UNKNOWN
                for each in value.values
            )
        return text

    # --- places -----------------------------------------------------------------------------------------

    def _grants_nothing(self, node: ast.AST) -> bool:
        """Return whether a policy is compared, limits a session, is a boundary or a record, by what is around it."""
        for outer in self.tree.around(node):
            if isinstance(outer, ast.Compare) or (isinstance(outer, ast.Dict) and _grants_elsewhere(outer)):
                return True
            if isinstance(outer, ast.Call):
                name = self._name(outer.func)
                own = [
                    each.value for each in outer.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                if name in _NOT_GRANTED or any(self._is_limit(word) for word in (name, *own)):
                    return True
            elif isinstance(outer, ast.keyword) and outer.arg and self._is_limit(outer.arg):
                return True
            elif isinstance(outer, ast.Assign | ast.AnnAssign):
                targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
                return any(
                    self._is_limit(last(dotted(each))) or dotted(each) in self._of_sessions() for each in targets
                )
            elif isinstance(outer, FUNCTIONS):
                return self._is_limit(outer.name)
        return False

    def _of_sessions(self) -> set[str]:
        """Return the names that are given to calls which take a policy that only limits."""
        if self.sessions is None:
            self.sessions = {
                each.value.id
                for call in self.tree.of(ast.Call)
                if self._name(call.func) in _NOT_GRANTED or self._is_passed_on(call)
                for each in call.keywords
                if isinstance(each.value, ast.Name)
            }
        return self.sessions

    @staticmethod
    def _name(function: ast.expr) -> str:
        """Return the last part of the name of a function, whatever it is an attribute of."""
        return function.attr if isinstance(function, ast.Attribute) else last(dotted(function))

    def _is_passed_on(self, call: ast.Call) -> bool:
        """Return whether a function is called by another one: ``sync_to_async(client.assume_role)(…)``."""
        inner = call.func
        return isinstance(inner, ast.Call) and any(self._name(each) in _NOT_GRANTED for each in inner.args)

    @staticmethod
    def _is_limit(name: str) -> bool:
        return "boundary" in name.lower() or policies.is_of_people(name)

    def _hit(self, kind: int, node: ast.expr, name: str = "") -> Hit:
        return Hit(kind, node.lineno, self.source.column(node.lineno, node.col_offset), name)


def _grants_elsewhere(mapping: ast.Dict) -> bool:
    """Return whether a dictionary is a record, or names the permission set that it is about."""
    keys = [key.value for key in mapping.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return not policies.RECORDS.isdisjoint(keys) or any(map(policies.is_of_people, keys))


def _named(call: ast.Call) -> dict[str, ast.expr]:
    """Return the arguments of a call that are given by their names."""
    return {each.arg: each.value for each in call.keywords if each.arg}
