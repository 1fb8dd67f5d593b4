"""Any file of infrastructure as code, and policies that are written in several ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend_standards import forbid_debug_in_production
from backend_standards.code.source import Source
from backend_standards.core import Options
from backend_standards.forbid_admin_policies import check

PIECES = st.sampled_from(
    [
        *("Effect: Allow\n", "Action: '*'\n", "Resource: '*'\n", "- ", "  ", "\n", "{", "}", "[", "]", ", ", ": ", '"', "'", "&a ", "*a ", "<<: ", "!Sub ", "!Join "),
        *('"Effect": "Allow"', '"Action": "*"', '"Resource": "*"', "statement {\n", "policy = ", "<<EOF\n", "\nEOF\n", "locals {\n", "local.a", "${", "jsonencode("),
        *("iam.PolicyStatement(", "actions=['*']", "resources=['*']", ")", "attach_role_policy(PolicyArn=", "arn:aws:iam::aws:policy/AdministratorAccess", "x = ", "for x in ", ":\n    "),
        *("aws iam attach-role-policy ", "--policy-arn ", "$(", "\\\n", "standards" + ": ignore[admin-policy] reason", "\0", "\ufeff", "\u2028", "{{ x }}", "{% y %}"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join)


@pytest.mark.parametrize(
    "path",
    ["a.tf", "a.tf.json", "a.yaml", "a.json", "a.template", "a.py", "a.sh", "Makefile", ".github/workflows/a.yml"],
)
@given(text=TEXTS)
def test_any_file_is_judged(path: str, text: str) -> None:
    data = f"{text}\n#Effect'*'".encode("utf-8", "surrogatepass")
    for found in check([(path, data)], Options()):
        assert 0 <= found.line <= text.count("\n") + text.count("\r") + 2
        assert "AKIA" not in found.message


EFFECTS = st.sampled_from(["Allow", "Deny"])
ACTIONS = st.sampled_from(["*", "*:*", "s3:GetObject", "iam:*", "iam:Get*", "s3:*"])
RESOURCES = st.sampled_from(["*", "arn:aws:s3:::a/*", "arn:aws:iam::123456789012:role/a"])


def maybe_list(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.one_of(values, st.lists(values, min_size=1, max_size=3))


STATEMENTS = st.fixed_dictionaries(
    {"Effect": EFFECTS, "Action": maybe_list(ACTIONS), "Resource": maybe_list(RESOURCES)},
    optional={"Principal": st.just("*"), "Sid": st.just("A")},
)


def expected(statement: dict[str, Any]) -> str:
    """Return the rule that a statement breaks, "" for none."""

    def listed(key: str) -> list[str]:
        return [statement[key]] if isinstance(statement[key], str) else statement[key]

    if statement["Effect"] == "Deny" or "Principal" in statement or "*" not in listed("Resource"):
        return ""
    if not {"*", "*:*"}.isdisjoint(listed("Action")):
        return "admin-policy"
    return "iam-full-access" if "iam:*" in listed("Action") else ""


def hcl(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {hcl(each)}" for key, each in value.items()) + " }"
    return "[" + ", ".join(hcl(each) for each in value) + "]" if isinstance(value, list) else json.dumps(value)


WRITTEN: dict[str, Callable[[Any], str]] = {
    "a.json": json.dumps,
    "a.yaml": yaml.safe_dump,
    "b.yaml": lambda policy: yaml.safe_dump(policy, default_flow_style=True),
    "c.yaml": lambda policy: yaml.safe_dump({"policy": json.dumps(policy, indent=1)}, default_style="|"),
    "a.tf": lambda policy: f'resource "aws_iam_policy" "p" {{\n  policy = jsonencode({hcl(policy)})\n}}\n',
    "b.tf": lambda policy: (
        f'resource "aws_iam_policy" "p" {{\n  policy = <<EOF\n{json.dumps(policy, indent=1)}\nEOF\n}}\n'
    ),
    "a.py": lambda policy: f"POLICY = {policy!r}\n",
    "a.sh": lambda policy: f"cat > policy.json <<'EOF'\n{json.dumps(policy, indent=1)}\nEOF\n",
}


@pytest.mark.parametrize("path", WRITTEN)
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=4))
def test_one_verdict_for_one_policy(path: str, statements: list[dict[str, Any]]) -> None:
    text = WRITTEN[path]({"Version": "2012-10-17", "Statement": statements})
    found = sorted(each.rule.id for each in check([(path, text.encode())], Options()))
    assert found == sorted(filter(None, map(expected, statements)))


# --- debug modes ------------------------------------------------------------------------------------

DEBUG_PIECES = st.sampled_from(
    [
        *("FROM a AS b\n", "ENV LOG_LEVEL=DEBUG\n", "ARG A=${B:-debug}\n", 'CMD ["a", "--reload"]\n', "\\\n", "<<EOF\n", "\nEOF\n", "$", "${", "}", "[", "]", "{", '"', "'", "\n", "  ", "- ", ": ", "= ", "? "),
        *("apiVersion: v1\nkind: ConfigMap\n", "LOG_LEVEL: DEBUG\n", "env:\n", "- name: LOG_LEVEL\n  value: debug\n", "<<: *a\n", "&a ", "!If [a, b]", "{{ if }}\n", "{{ end }}\n", "{% if a %}", "A_PLACEHOLDER\n"),
        *('variable "log_level" {\n', 'default = "DEBUG"\n', "merge(", "jsonencode(", '"LOG_LEVEL": "DEBUG"', '"containerDefinitions": [', "[logger_root]\n", "level=DEBUG\n", "handlers=a\n", "[program:a]\n", "environment=LOG_LEVEL=debug\n"),
        *("version: 1\nhandlers: {}\nroot: ", "{level: DEBUG, handlers: [a]}", "command: sh -c 'a --debug", "standards" + ": ignore[debug-in-deployment] reason", "\0", "\ufeff"),
    ]
)  # fmt: skip
DEBUG_TEXTS = st.lists(st.one_of(DEBUG_PIECES, st.text(max_size=4)), max_size=30).map("".join)


def debug_findings(path: str, text: str) -> list[str]:
    check = forbid_debug_in_production.begin(Options())
    found = list(check.findings(Source(path, text.encode("utf-8", "surrogatepass"))))
    for each in found:
        assert 0 <= each.line <= text.count("\n") + text.count("\r") + 2  # the end of a file is a line to libyaml
    return [f"{each.rule.id}: {each.message}" for each in found]


@pytest.mark.parametrize(
    "path",
    ["Dockerfile", "a.tf", "values.yaml", "serverless.yml", "template.json", "a.template", "Procfile", "a.service", "a.ini", ".ebextensions/a.config", "stack.py"],
)  # fmt: skip
@given(text=DEBUG_TEXTS)
def test_any_deployment_is_judged(path: str, text: str) -> None:
    debug_findings(path, f"#debug\n{text}")


NAMES = st.sampled_from(["LOG_LEVEL", "POWERTOOLS_LOG_LEVEL", "FLASK_DEBUG", "SHOP_NAME"])
VALUES = st.sampled_from(["DEBUG", "info", "true", "1", "trace"])


def says(name: str, value: str) -> bool:
    return value in (("true", "1") if name == "FLASK_DEBUG" else ("DEBUG", "trace") if "LEVEL" in name else ())


DEPLOYED: dict[str, Callable[[dict[str, str]], str]] = {
    "Dockerfile": lambda given: "FROM a\n" + "".join(f"ENV {name}={value}\n" for name, value in given.items()),
    "a.tf": lambda given: f'module "a" {{\n  environment_variables = {hcl(given)}\n}}\n',
    "values.yaml": lambda given: yaml.safe_dump({"env": given}),
    "values-b.yaml": lambda given: yaml.safe_dump({"env": [{"name": k, "value": v} for k, v in given.items()]}, default_flow_style=True),
    "task.json": lambda given: json.dumps({"containerDefinitions": [{"environment": [{"name": k, "value": v} for k, v in given.items()]}]}),
    "a.service": lambda given: "[Service]\n" + "".join(f"Environment={name}={value}\n" for name, value in given.items()),
    "stack.py": lambda given: f"import aws_cdk\naws_cdk.f(environment={given!r})\n",
}  # fmt: skip


@pytest.mark.parametrize("path", DEPLOYED)
@given(variables=st.dictionaries(NAMES, VALUES, min_size=1))
def test_each_format_says_the_same(path: str, variables: dict[str, str]) -> None:
    found = debug_findings(path, DEPLOYED[path](variables))
    assert len(found) == sum(says(name, value) for name, value in variables.items())
