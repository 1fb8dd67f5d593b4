"""Grants in every format that the hook reads: which are refused, and which pass."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backend_standards.core import Options
from backend_standards.forbid_admin_policies import check

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
SCOPED = 'Action: "s3:GetObject", Resource: "*"'


def rules(path: str, text: str, **values: list[str] | bool) -> list[str]:
    options = Options()
    options.values = {name.replace("_", "-"): value for name, value in values.items()}
    return [f"{each.line}:{each.rule.id}" for each in check([(path, text.encode())], options)]


def statement(effect: str = '"Allow"', action: str = '"*"', resource: str = '"*"', more: str = "") -> str:
    return f"Effect = {effect}, Action = {action}, Resource = {resource}{more}"


def policy(inner: str, head: str = 'resource "aws_iam_policy" "p" {') -> str:
    return f"{head}\n  policy = jsonencode({{ Statement = [{{ {inner} }}] }})\n}}\n"


def document(inner: str, label: str = "p") -> str:
    return f'data "aws_iam_policy_document" "{label}" {{\n  statement {{\n{inner}  }}\n}}\n'


ALL = '    actions = ["*"]\n    resources = ["*"]\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(policy(statement()), ["2:admin-policy"], id="jsonencode"),
        pytest.param(policy(statement(action='["s3:GetObject", "*"]')), ["2:admin-policy"], id="one-of-several-actions"),
        pytest.param(policy(statement(resource='["arn:aws:s3:::x", "*"]')), ["2:admin-policy"], id="one-of-several-resources"),
        pytest.param(policy(statement(resource='"arn:aws:*:*:*:*"')), ["2:admin-policy"], id="arn-of-all-services"),
        pytest.param(policy(statement(resource='"arn:*:*:*:*:*"')), ["2:admin-policy"], id="arn-of-stars"),
        pytest.param(policy(statement(action='"iam:*"', resource='"arn:aws:iam::${var.a}:*"')), ["2:iam-full-access"], id="all-of-iam"),
        pytest.param(policy(statement(action='"iam:*"', resource='"arn:aws:iam::1:role/app"')), [], id="iam-on-one-role"),
        pytest.param(policy(statement(action='"IAM:*"')), ["2:iam-full-access"], id="case"),
        pytest.param(policy(statement(action="var.actions")), [], id="unknown-actions"),
        pytest.param(policy(statement(effect="var.effect")), [], id="unknown-effect"),
        pytest.param(policy(statement(effect='"Deny"')), [], id="deny"),
        pytest.param(policy(statement(more=', Principal = { AWS = "*" }')), [], id="principal"),
        pytest.param(policy(statement(more=', Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }')), ["2:admin-policy"], id="condition-of-who"),
        pytest.param(policy(statement(more=', Condition = { StringEquals = { "aws:ResourceTag/team" = "a" } }')), [], id="condition-of-what"),
        pytest.param(policy(statement(action='"iam:*"', more=', Condition = { StringEquals = { "iam:PermissionsBoundary" = "a" } }')), [], id="condition-of-a-boundary"),
        pytest.param(policy(statement(), 'resource "aws_iam_policy" "permissions_boundary" {'), [], id="boundary"),
        pytest.param(policy(statement(), 'resource "aws_iam_policy" "p" {\n  name = "app-boundary"'), [], id="boundary-by-name"),
        pytest.param(policy(statement(), 'resource "aws_organizations_policy" "p" {'), [], id="organizations"),
        pytest.param(policy(statement(), 'resource "aws_vpc_endpoint" "p" {'), [], id="endpoint"),
        pytest.param(policy("NotAction = \"iam:*\", Effect = \"Allow\", Resource = \"*\""), ["2:allow-not-action"], id="not-action"),
        pytest.param(policy("Action = \"*\", Effect = \"Allow\", NotResource = \"arn:aws:s3:::x\""), ["2:admin-policy"], id="not-resource"),
        pytest.param(document(ALL), ["2:admin-policy"], id="document"),
        pytest.param(document(f'    effect = "Deny"\n{ALL}'), [], id="document-deny"),
        pytest.param(document(f'{ALL}    principals {{\n      type = "AWS"\n      identifiers = ["*"]\n    }}\n'), [], id="document-principals"),
        pytest.param(document(f'{ALL}    dynamic "principals" {{\n      for_each = var.x\n      content {{}}\n    }}\n'), [], id="document-dynamic-principals"),
        pytest.param(document(f'{ALL}    condition {{\n      test = "StringEquals"\n      variable = "aws:ResourceTag/a"\n      values = ["b"]\n    }}\n'), [], id="document-condition"),
        pytest.param(document('    not_actions = ["iam:*"]\n    resources = ["*"]\n'), ["2:allow-not-action"], id="document-not-actions"),
        pytest.param('data "aws_iam_policy_document" "p" {\n  dynamic "statement" {\n    for_each = var.x\n    content {\n' + ALL + "    }\n  }\n}\n", ["4:admin-policy"], id="dynamic-statement"),
        pytest.param(document(ALL) + 'resource "aws_organizations_policy" "o" {\n  content = data.aws_iam_policy_document.p.json\n}\n', [], id="document-of-organizations"),
        pytest.param(document(ALL) + 'resource "aws_iam_policy" "o" {\n  policy = data.aws_iam_policy_document.p.json\n}\n', ["2:admin-policy"], id="document-of-a-policy"),
        pytest.param(policy(statement()) + 'resource "aws_iam_role" "r" {\n  permissions_boundary = aws_iam_policy.p.arn\n}\n', [], id="used-as-boundary"),
        pytest.param('locals {\n  all = ["*"]\n}\n' + document('    actions = local.all\n    resources = ["*"]\n'), ["5:admin-policy"], id="local"),
        pytest.param(policy(statement(action='concat(["a:b"], ["*"])')), ["2:admin-policy"], id="concat"),
        pytest.param(policy(statement(action='var.x ? "*" : "a:b"')), ["2:admin-policy"], id="conditional"),
        pytest.param('resource "aws_iam_policy" "p" {\n  policy = "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": \\"*\\", \\"Resource\\": \\"*\\"}]}"\n}\n', ["2:admin-policy"], id="quoted-json"),
        pytest.param('resource "aws_iam_policy" "p" {\n  policy = <<-EOF\n  {"Statement": [\n    ${x},\n    {"Effect": "Allow", "Action": "*", "Resource": "*"}]}\n  EOF\n}\n', ["5:admin-policy"], id="heredoc-with-templates"),
        pytest.param('module "f" {\n  policy_statements = {\n    all = { effect = "Allow", actions = ["*"], resources = ["*"] }\n  }\n}\n', ["3:admin-policy"], id="module"),
        pytest.param('module "f" {\n  policies = [for s in x : { Effect = "Allow", Action = "*", Resource = "*" }]\n}\n', ["2:admin-policy"], id="for-expression"),
        pytest.param(policy(statement(action="local.missing")), [], id="local-of-another-file"),
        pytest.param(policy(statement(), 'resource "aws_ssoadmin_permission_set_inline_policy" "p" {'), [], id="people"),
    ],
)  # fmt: skip
def test_statements_of_terraform(text: str, expected: Sequence[str]) -> None:
    assert rules("infra/main.tf", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f'resource "aws_iam_role_policy_attachment" "a" {{\n  policy_arn = "{ADMIN}"\n}}\n', ["2"], id="attachment"),
        pytest.param(f'resource "aws_iam_user_policy_attachment" "a" {{\n  policy_arn = "{ADMIN}"\n}}\n', ["2"], id="user"),
        pytest.param(f'resource "aws_iam_role_policy_attachment" "a" {{\n  for_each = toset([\n    "arn:aws:iam::aws:policy/ReadOnlyAccess",\n    "{ADMIN}",\n  ])\n  policy_arn = each.value\n}}\n', ["4"], id="for-each"),
        pytest.param(f'locals {{\n  admin = "{ADMIN}"\n}}\nresource "aws_iam_role_policy_attachment" "a" {{\n  policy_arn = local.admin\n}}\n', ["5"], id="local"),
        pytest.param(f'locals {{\n  arns = {{ a = "{ADMIN}" }}\n}}\nresource "aws_iam_role_policy_attachment" "a" {{\n  for_each = local.arns\n  policy_arn = each.value\n}}\n', ["5"], id="map-of-a-local"),
        pytest.param(f'locals {{\n  arns = {{ a = "{ADMIN}", b = "c" }}\n}}\nresource "aws_iam_role_policy_attachment" "a" {{\n  policy_arn = local.arns.a\n}}\nresource "aws_iam_role_policy_attachment" "b" {{\n  policy_arn = local.arns.b\n}}\n', ["5"], id="key-of-a-local"),
        pytest.param(f'locals {{\n  policies = ["{ADMIN}"]\n}}\nresource "aws_iam_role" "a" {{\n  managed_policy_arns = local.policies\n}}\n', ["2"], id="local-of-policies"),
        pytest.param(f'variable "policy_arn" {{\n  default = "{ADMIN}"\n}}\nresource "aws_iam_role_policy_attachment" "a" {{\n  policy_arn = var.policy_arn\n}}\n', ["2"], id="default-of-a-variable"),
        pytest.param('resource "aws_iam_role" "a" {\n  managed_policy_arns = [format("arn:%s:iam::aws:policy/AdministratorAccess", local.p)]\n}\n', ["2"], id="format"),
        pytest.param('resource "aws_iam_role" "a" {\n  managed_policy_arns = [join("", ["arn:", local.p, ":iam::aws:policy/AdministratorAccess"])]\n}\n', ["2"], id="join"),
        pytest.param('resource "aws_iam_role" "a" {\n  managed_policy_arns = ["arn:aws-us-gov:iam::aws:policy/job-function/AdministratorAccess"]\n}\n', ["2"], id="job-function"),
        pytest.param('data "aws_iam_policy" "a" {\n  arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n', ["2"], id="looked-up"),
        pytest.param(f'module "eks" {{\n  iam_role_additional_policies = {{\n    admin = "{ADMIN}"\n  }}\n}}\n', ["3"], id="module"),
        pytest.param(f'resource "aws_ssoadmin_managed_policy_attachment" "a" {{\n  managed_policy_arn = "{ADMIN}"\n}}\n', [], id="people"),
        pytest.param(f'locals {{\n  admin_permission_set = [{{ policy_attachments = ["{ADMIN}"] }}]\n}}\n', [], id="people-by-the-name"),
        pytest.param(f'module "sso" {{\n  permission_sets = [{{ policy_attachments = ["{ADMIN}"] }}]\n}}\n', [], id="people-of-a-module"),
        pytest.param(f'variable "permission_sets" {{\n  default = {{ admin = {{ managed_policies = ["{ADMIN}"] }} }}\n}}\n', [], id="people-of-a-variable"),
        pytest.param(f'locals {{\n  tiers = {{ a = {{ policy_arn = "{ADMIN}" }} }}\n}}\nresource "aws_ssoadmin_managed_policy_attachment" "a" {{\n  for_each = local.tiers\n}}\n', [], id="people-of-the-file"),
        pytest.param(f'locals {{\n  tiers = {{ a = {{ policy_arn = "{ADMIN}" }} }}\n}}\nresource "aws_ssoadmin_account_assignment" "a" {{}}\nresource "aws_iam_role" "b" {{}}\n', ["2"], id="people-and-a-role"),
        pytest.param(f'locals {{\n  permission_set = "admin"\n  policy_arns = ["{ADMIN}"]\n}}\n', ["3"], id="people-and-other-locals"),
        pytest.param(f'resource "aws_cloudwatch_event_rule" "r" {{\n  event_pattern = jsonencode({{ detail = {{ eventName = ["AttachRolePolicy"], requestParameters = {{ policyArn = ["{ADMIN}"] }} }} }})\n}}\n', [], id="alarm"),
        pytest.param(f'resource "aws_iam_role" "a" {{\n  permissions_boundary = "{ADMIN}"\n}}\n', [], id="boundary"),
        pytest.param(f'data "aws_iam_policy_document" "a" {{\n  statement {{\n    actions = ["iam:AttachRolePolicy"]\n    resources = ["*"]\n    condition {{\n      variable = "iam:PolicyARN"\n      values = ["{ADMIN}"]\n    }}\n  }}\n}}\n', [], id="condition"),
        pytest.param('resource "aws_iam_role" "a" {\n  managed_policy_arns = ["arn:aws:iam::123456789012:policy/AdministratorAccess"]\n}\n', [], id="own-policy-of-that-name"),
        pytest.param('locals {\n  roles = ["AWSReservedSSO_AdministratorAccess_0123456789abcdef"]\n}\n', [], id="role-of-people"),
        pytest.param('resource "aws_eks_access_policy_association" "a" {\n  policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"\n}\n', [], id="policy-of-eks"),
    ],
)  # fmt: skip
def test_managed_policies_of_terraform(text: str, expected: Sequence[str]) -> None:
    assert rules("infra/main.tf", text) == [f"{line}:admin-managed-policy" for line in expected]


def role(properties: str, kind: str = "AWS::IAM::Role") -> str:
    return f"Resources:\n  R:\n    Type: {kind}\n    Properties:\n{properties}"


def of_policies(inner: str) -> str:
    return role(f"      PolicyName: p\n      PolicyDocument:\n        Statement:\n{inner}", "AWS::IAM::Policy")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(of_policies('        - {Effect: Allow, Action: "*", Resource: "*"}\n'), ["8:admin-policy"], id="flow"),
        pytest.param(of_policies("          Effect: Allow\n          Action: ['*']\n          Resource:\n          - '*'\n"), ["8:admin-policy"], id="object"),
        pytest.param(of_policies("        - Action:\n          - s3:GetObject\n          - '*:*'\n          Effect: Allow\n          Resource: !If [x, '*', !Ref Y]\n"), ["8:admin-policy"], id="if"),
        pytest.param(of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: !Sub arn:${AWS::Partition}:s3:::x/*\n"), [], id="one-bucket"),
        pytest.param(of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: !Ref Everything\n"), [], id="unknown"),
        pytest.param(of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: '*'\n          Condition: {ForAllValues:StringEqualsIfExists: {aws:ResourceTag/a: b}}\n"), ["8:admin-policy"], id="condition-if-there-is-a-tag"),
        pytest.param(of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: '*'\n          Condition: {StringEquals: {aws:ResourceTag/a: b}}\n"), [], id="condition-of-a-tag"),
        pytest.param(of_policies("        - &s\n          Effect: Allow\n          Action: '*'\n          Resource: '*'\n        - *s\n"), ["8:admin-policy"], id="alias"),
        pytest.param("x: &allow {Effect: Allow, Resource: '*'}\n" + of_policies("        - <<: *allow\n          Action: '*'\n"), ["9:admin-policy"], id="merge"),
        pytest.param(role("      ManagedPolicyArns:\n      - !Join ['', ['arn:', !Ref AWS::Partition, ':iam::aws:policy/AdministratorAccess']]\n"), ["6:admin-managed-policy"], id="join"),
        pytest.param(role("      ManagedPolicyArns:\n      - Fn::Join: [':', [arn, !Ref AWS::Partition, 'iam::aws:policy/AdministratorAccess']]\n"), ["6:admin-managed-policy"], id="fn-join"),
        pytest.param(role("      ManagedPolicyArns:\n      - Fn::Sub: 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess'\n"), ["6:admin-managed-policy"], id="fn-sub"),
        pytest.param(role(f"      ManagedPolicyArns: !If [IsProd, [!Ref P], [{ADMIN}]]\n"), ["5:admin-managed-policy"], id="one-branch"),
        pytest.param(role(f"      PermissionsBoundary: {ADMIN}\n"), [], id="boundary"),
        pytest.param(role("      ManagedPolicyArns: [arn:aws:iam::aws:policy/PowerUserAccess]\n"), ["5:broad-managed-policy"], id="broad"),
        pytest.param(role("      Policies:\n      - PolicyName: AdministratorAccess\n        PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:Get*', Resource: '*'}]}\n"), [], id="own-policy-of-that-name"),
        pytest.param(role("      Policies: [AWSLambdaBasicExecutionRole, AdministratorAccess]\n", "AWS::Serverless::Function"), ["5:admin-managed-policy"], id="sam"),
        pytest.param("Globals:\n  Function:\n    Policies: AdministratorAccess\n", ["3:admin-managed-policy"], id="sam-globals"),
        pytest.param(role("      Policies:\n      - Statement: {Effect: Allow, Action: '*', Resource: '*'}\n", "AWS::Serverless::Function"), ["6:admin-policy"], id="sam-statement"),
        pytest.param(f"Parameters:\n  AdminArn: {{Type: String, Default: '{ADMIN}'}}\n" + role("      ManagedPolicyArns: [!Ref AdminArn]\n"), ["7:admin-managed-policy"], id="parameter"),
        pytest.param(f"Parameters:\n  PolicyArns: {{Type: CommaDelimitedList, Default: 'a,{ADMIN}'}}\n" + role("      ManagedPolicyArns: !Ref PolicyArns\n"), ["7:admin-managed-policy"], id="list-of-a-parameter"),
        pytest.param("Parameters:\n  Actions: {Type: String, Default: '*'}\n" + of_policies("        - {Effect: Allow, Action: {Ref: Actions}, Resource: '*'}\n"), ["10:admin-policy"], id="parameter-of-actions"),
        pytest.param("custom: {x: {all: ['*']}}\nprovider:\n  iamRoleStatements:\n  - Effect: Allow\n    Action: ${self:custom.x.all}\n    Resource: '*'\n", ["4:admin-policy"], id="serverless-variable"),
        pytest.param("custom: {x: '${self:custom.x}'}\niamRoleStatements: [{Effect: Allow, Action: '${self:custom.x}', Resource: '*'}]\n", [], id="serverless-variable-of-itself"),
        pytest.param("provider:\n  iam:\n    role:\n      statements: [{Effect: Allow, Action: '*'}]\n", ["4:admin-policy"], id="serverless-without-resource"),
        pytest.param(f"provider:\n  iam:\n    role:\n      managedPolicies: ['{ADMIN}']\n", ["4:admin-managed-policy"], id="serverless-managed"),
        pytest.param(f"Parameters:\n  PolicyArn: {{Type: String, Default: '{ADMIN}'}}\n", ["2:admin-managed-policy"], id="default"),
        pytest.param(of_policies("        - Effect: Allow\n          Action: iam:AttachRolePolicy\n          Resource: '*'\n          Condition: {ArnEquals: {iam:PolicyARN: " + ADMIN + "}}\n"), [], id="condition"),
        pytest.param(role(f"      InputParameters: {{policyArns: '{ADMIN}'}}\n", "AWS::Config::ConfigRule"), [], id="rule-of-config"),
        pytest.param(role("      Content: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}\n", "AWS::Organizations::Policy"), [], id="organizations"),
        pytest.param(role("      ManagedPolicyName: !Sub '${AWS::StackName}-Boundary'\n      PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}\n", "AWS::IAM::ManagedPolicy"), [], id="boundary-by-name"),
        pytest.param("Resources:\n  PermissionsBoundary:\n    Type: AWS::IAM::ManagedPolicy\n    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}\n", [], id="boundary-by-id"),
        pytest.param(f"identityCenterPermissionSets:\n- policies:\n    awsManaged: ['{ADMIN}']\n", [], id="people"),
        pytest.param(f"Parameters:\n  permissionSetName: Administrator\n  managedPolicies: ['{ADMIN}']\n", [], id="people-by-a-key-beside"),
        pytest.param(f"Parameters:\n  permissionSetArn: !CopyValue [a]\n  managedPolicies: ['{ADMIN}']\n", [], id="people-by-a-function-beside"),
        pytest.param(role(f"      ManagedPolicyArns: ['{ADMIN}']\n").rstrip() + "\n  PermissionSet: {Type: AWS::SSO::PermissionSet}\n", ["5:admin-managed-policy"], id="people-and-a-role"),
        pytest.param(f"EventPattern:\n  detail:\n    eventName: [AttachRolePolicy]\n    requestParameters: {{policyArn: ['{ADMIN}']}}\n", [], id="alarm"),
        pytest.param("- iam_role:\n    managed_policies: [AdministratorAccess]\n", ["2:admin-managed-policy"], id="ansible"),
        pytest.param('- iam_policy:\n    policy_json: |\n      {"Statement": [\n        {"Effect": "Allow", "Action": "*", "Resource": "*"}]}\n', ["4:admin-policy"], id="block-scalar"),
        pytest.param("Resources:\n  R: {Type: AWS::EKS::Nodegroup, Labels: {effect: allow, action: '*'}}\n", [], id="other-words"),
        pytest.param("a: {{ x }}\n{% if y %}\n" + of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: '*'\n").replace("Resources", "b") + "{% endif %}\n", ["10:admin-policy"], id="template"),
        pytest.param("Bucket: !Sub %BUCKET_NAME%\nKey: %%KEY%%/a\n" + of_policies("        - Effect: Allow\n          Action: '*'\n          Resource: '*'\n"), ["10:admin-policy"], id="placeholders"),
        pytest.param("Effect: '*'\na: [\n", ["3:unreadable-infrastructure"], id="unreadable"),
        pytest.param("{{ x }\nEffect: '*'\na: [{{ y }}\n", [], id="unreadable-template"),
    ],
)  # fmt: skip
def test_yaml(text: str, expected: Sequence[str]) -> None:
    assert rules("template.yaml", text) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("p.json", '{"Statement": {"Effect": "Allow", "Action": "\\u002a", "Resource": "*"}}', ["1:admin-policy"], id="escaped"),
        pytest.param("p.json", '{"Statement": [\n{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}', ["2:allow-not-action"], id="not-action"),
        pytest.param("p.json.tpl", '{"Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}, ${x}]}', ["1:admin-policy"], id="template"),
        pytest.param("cfn.template", '{"Resources": {"R": {"Properties": {"ManagedPolicyArns": [{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/AdministratorAccess"]]}]}}}}', ["1:admin-managed-policy"], id="cdk-output"),
        pytest.param("vpn.template", "a: b: Effect '*'\n", [], id="template-of-something-else"),
        pytest.param("main.tf.json", '{"data": {"aws_iam_policy_document": {"p": {"statement": [{"actions": ["*"], "resources": ["*"]}]}}}}', ["1:admin-policy"], id="terraform"),
        pytest.param("main.tf.json", f'{{"resource": {{"aws_iam_role_policy_attachment": {{"a": {{"policy_arn": "{ADMIN}"}}}}}}}}', ["1:admin-managed-policy"], id="terraform-attachment"),
        pytest.param("policies/scp.json", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', [], id="scp"),
        pytest.param("org/full.json", '{"Statement": [{"Sid": "FullAWSAccess", "Effect": "Allow", "Action": "*", "Resource": "*"}]}', [], id="full-access-of-organizations"),
        pytest.param("tests/p.json", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', [], id="test-data"),
        pytest.param("iam/boundary.json", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', [], id="boundary"),
        pytest.param("finding.json", f'{{"AttachedManagedPolicies": [{{"PolicyName": "AdministratorAccess", "PolicyArn": "{ADMIN}"}}]}}', [], id="answer-of-aws"),
        pytest.param("account.json", f'{{"Policies": [{{"Arn": "{ADMIN}", "CreateDate": "2015", "PolicyVersionList": [{{"Document": {{"Statement": [{{"Effect": "Allow", "Action": "*", "Resource": "*"}}]}}}}]}}]}}', [], id="listing-of-policies"),
        pytest.param("account.json", '{"RoleDetailList": [{"CreateDate": "2015", "RolePolicyList": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}]}', [], id="listing-of-roles"),
        pytest.param("log.json", f'[{{"eventSource": "iam.amazonaws.com", "requestParameters": {{"policyArn": "{ADMIN}"}}}}]', [], id="log"),
        pytest.param("attach.json", f'{{"RoleName": "a", "PolicyArn": "{ADMIN}"}}', ["1:admin-managed-policy"], id="input-of-the-cli"),
        pytest.param("rules.json", f'{{"policyArns": {{"Type": "CSV", "Default": "{ADMIN}"}}}}', [], id="parameter-of-a-rule"),
        pytest.param("trust.json", '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}]}', [], id="principal"),
        pytest.param("p.json", '{"effect": "allow", "action": "*", "resource": "*"}', [], id="other-words"),
    ],
)  # fmt: skip
def test_json(path: str, text: str, expected: Sequence[str]) -> None:
    assert rules(path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('iam.PolicyStatement(actions=["*"], resources=["*"])', ["admin-policy"], id="cdk"),
        pytest.param('iam.PolicyStatement(effect=iam.Effect.ALLOW, actions=["iam:*"], resources=["*"])', ["iam-full-access"], id="cdk-iam"),
        pytest.param('iam.PolicyStatement(effect=iam.Effect.DENY, actions=["*"], resources=["*"])', [], id="cdk-deny"),
        pytest.param('iam.PolicyStatement(actions=["*"], resources=["*"], principals=[p])', [], id="cdk-principals"),
        pytest.param('iam.PolicyStatement(not_actions=["iam:*"], resources=["*"])', ["allow-not-action"], id="cdk-not-actions"),
        pytest.param('ALL = ["*"]\niam.PolicyStatement(actions=ALL, resources=ALL)', ["admin-policy"], id="cdk-constant"),
        pytest.param('s = iam.PolicyStatement()\ns.add_actions("*")\ns.add_all_resources()', ["admin-policy"], id="cdk-methods"),
        pytest.param('s = iam.PolicyStatement()\ns.add_actions("*")\ns.add_all_resources()\ns.add_any_principal()', [], id="cdk-methods-with-principal"),
        pytest.param('iam.PolicyStatement(actions=["*"], resources=["*"], conditions={"StringEquals": {"aws:ResourceTag/a": "b"}})', [], id="cdk-condition"),
        pytest.param('iam.PolicyStatement(actions=["*"], resources=["*"], conditions={"StringEqualsIfExists": {"aws:ResourceTag/a": "b"}})', ["admin-policy"], id="cdk-condition-if-there-is-a-tag"),
        pytest.param('iam.PolicyStatement(actions=["*"])', [], id="cdk-without-resources"),
        pytest.param('iam.PolicyStatement.from_json({"Effect": "Allow", "Action": "*", "Resource": "*"})', ["admin-policy"], id="cdk-from-json"),
        pytest.param('role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess"))', ["admin-managed-policy"], id="cdk-add"),
        pytest.param('for name in ["ReadOnlyAccess", "AdministratorAccess"]:\n    iam.ManagedPolicy.from_aws_managed_policy_name(name)', ["admin-managed-policy"], id="cdk-loop"),
        pytest.param(f'iam.ManagedPolicy.from_managed_policy_arn(self, "x", "{ADMIN}")', ["admin-managed-policy"], id="cdk-arn"),
        pytest.param('iam.ManagedPolicy.from_aws_managed_policy_name("PowerUserAccess")', ["broad-managed-policy"], id="cdk-broad"),
        pytest.param('iam.ManagedPolicy(self, "Boundary", statements=[iam.PolicyStatement(actions=["*"], resources=["*"])])', [], id="cdk-boundary"),
        pytest.param('boundary = iam.ManagedPolicy(self, "X", statements=[iam.PolicyStatement(actions=["*"], resources=["*"])])', [], id="cdk-boundary-by-name"),
        pytest.param(f'ARN = "{ADMIN}"\nclient.attach_user_policy(UserName="a", PolicyArn=ARN)', ["admin-managed-policy"], id="boto3-constant"),
        pytest.param('client.attach_role_policy(PolicyArn=f"arn:{partition}:iam::aws:policy/AdministratorAccess")', ["admin-managed-policy"], id="boto3-f-string"),
        pytest.param(f'for arn in ("{ADMIN}",):\n    client.attach_role_policy(PolicyArn=arn)', ["admin-managed-policy"], id="boto3-loop"),
        pytest.param(f'client.detach_role_policy(PolicyArn="{ADMIN}")', [], id="boto3-detach"),
        pytest.param(f'client.list_entities_for_policy(PolicyArn="{ADMIN}")', [], id="boto3-list"),
        pytest.param(f'client.put_role_permissions_boundary(PermissionsBoundary="{ADMIN}")', [], id="boto3-boundary"),
        pytest.param(f'attach_policy(role, "{ADMIN}")', ["admin-managed-policy"], id="helper"),
        pytest.param(f'aws.iam.RolePolicyAttachment("a", policy_arn="{ADMIN}")', ["admin-managed-policy"], id="pulumi"),
        pytest.param('aws.iam.RolePolicyAttachment("a", policy_arn=aws.iam.ManagedPolicy.ADMINISTRATOR_ACCESS)', ["admin-managed-policy"], id="pulumi-constant"),
        pytest.param('role.grant(Level.ADMINISTRATOR_ACCESS)', [], id="constant-of-another-class"),
        pytest.param(f'sso.CfnPermissionSet(self, "a", managed_policies=["{ADMIN}"])', [], id="people"),
        pytest.param(f'sets = [{{"permission_set": "admin", "managed_policies": ["{ADMIN}"]}}]', [], id="people-by-a-key-beside"),
        pytest.param(f'event = {{"eventName": "AttachRolePolicy", "requestParameters": {{"policyArn": "{ADMIN}"}}}}', [], id="log"),
        pytest.param(f'Role("r", ManagedPolicyArns=["{ADMIN}"])', ["admin-managed-policy"], id="troposphere"),
        pytest.param('Role("r", ManagedPolicyArns=[t.Sub("arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess")])', ["admin-managed-policy"], id="troposphere-sub"),
        pytest.param('Role("r", ManagedPolicyArns=[Join("", ["arn:", Ref("AWS::Partition"), ":iam::aws:policy/AdministratorAccess"])])', ["admin-managed-policy"], id="troposphere-join"),
        pytest.param('p = dict(Statement=[dict(Effect="Allow", Action="*", Resource="*")])', ["admin-policy"], id="dict"),
        pytest.param('p = json.dumps(dict(Statement=[dict(Effect="Allow", Action="*", Resource="*")]))\nsync(sts.assume_role)(Policy=p)', [], id="dict-of-a-session"),
        pytest.param('p = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}\nsts.get_federation_token(Policy=p)', [], id="variable-of-a-session"),
        pytest.param('Statement(Effect=Allow, Action=[Action("*")], Resource=["*"])', ["admin-policy"], id="awacs"),
        pytest.param(f't = {{"Resources": {{"R": {{"ManagedPolicyArns": ["{ADMIN}"]}}}}}}', ["admin-managed-policy"], id="template"),
        pytest.param('P = \'{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}\'', ["admin-policy"], id="json-text"),
        pytest.param('"""{"Effect": "Allow", "Action": "*", "Resource": "*"}"""', [], id="docstring"),
        pytest.param('if s == {"Effect": "Allow", "Action": "*", "Resource": "*"}:\n    pass', [], id="compared"),
        pytest.param('sts.assume_role(Policy=json.dumps({"Effect": "Allow", "Action": "*", "Resource": "*"}))', [], id="session"),
        pytest.param(f'subprocess.run(["aws", "iam", "attach-role-policy", "--policy-arn", "{ADMIN}"], check=True)', ["admin-managed-policy"], id="subprocess"),
        pytest.param(f'os.system("aws iam attach-role-policy --policy-arn {ADMIN}")', ["admin-managed-policy"], id="system"),
        pytest.param(f'subprocess.run(["aws", "iam", "detach-role-policy", "--policy-arn", "{ADMIN}"])', [], id="subprocess-detach"),
        pytest.param(f'BAD = ["{ADMIN}"]\nfound = [x for x in arns if x in BAD]', [], id="names"),
        pytest.param('{"Effect": effect, "Action": "*", "Resource": "*"}', [], id="unknown-effect"),
        pytest.param('{"Effect": "Allow", "Action": "*", "Resource": bucket}', [], id="unknown-resource"),
    ],
)  # fmt: skip
def test_python(text: str, expected: Sequence[str]) -> None:
    assert [each.partition(":")[2] for each in rules("infra/stack.py", f"{text}\n")] == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.sh", f"aws iam attach-user-policy --user-name a --policy-arn={ADMIN}\n", ["1"], id="equals"),
        pytest.param("a.sh", f"ARN={ADMIN}\naws iam attach-role-policy --policy-arn \"$ARN\"\n", ["2"], id="variable"),
        pytest.param("a.sh", f"for p in x {ADMIN}; do\n  aws iam attach-role-policy --policy-arn $p\ndone\n", ["2"], id="loop"),
        pytest.param("a.sh", f"aws iam attach-role-policy \\\n  --role-name a \\\n  --policy-arn {ADMIN}\n", ["1"], id="continued"),
        pytest.param("a.sh", f"bash -c 'aws iam attach-role-policy --policy-arn {ADMIN}'\n", ["1"], id="inner-shell"),
        pytest.param("a.sh", f"eksctl create iamserviceaccount --attach-policy-arn={ADMIN}\n", ["1"], id="eksctl"),
        pytest.param("a.sh", f"aws iam attach-role-policy --role-name get-orders --policy-arn {ADMIN}\n", ["1"], id="name-of-a-role"),
        pytest.param("a.sh", f"aws --profile list iam attach-role-policy --policy-arn {ADMIN}\n", ["1"], id="name-of-a-profile"),
        pytest.param("a.sh", f"aws --no-cli-pager iam detach-role-policy --policy-arn {ADMIN}\n", [], id="detach-after-a-switch"),
        pytest.param("a.sh", f"aws iam --debug detach-role-policy --policy-arn {ADMIN}\n", [], id="detach-after-debug"),
        pytest.param("a.sh", f"aws --region=x iam detach-role-policy --policy-arn {ADMIN}\n", [], id="detach-after-a-value"),
        pytest.param("a.sh", f"cdk bootstrap --cloudformation-execution-policies {ADMIN}\n", ["1"], id="cdk-bootstrap"),
        pytest.param("a.sh", f"aws iam create-role --permissions-boundary {ADMIN}\n", [], id="boundary"),
        pytest.param("a.sh", f"aws iam list-entities-for-policy --policy-arn {ADMIN}\n", [], id="list"),
        pytest.param("a.sh", f"# aws iam attach-role-policy --policy-arn {ADMIN}\n", [], id="comment"),
        pytest.param("a.sh", f"aws sso-admin attach-managed-policy-to-permission-set --managed-policy-arn {ADMIN}\n", [], id="people"),
        pytest.param("Makefile", f"ARN := {ADMIN}\na:\n\taws iam attach-role-policy --policy-arn $(ARN)\n", ["3"], id="make"),
        pytest.param("justfile", f"a:\n    aws iam attach-role-policy --policy-arn {ADMIN}\n", ["2"], id="just"),
        pytest.param(".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n    - run: |\n        aws iam attach-role-policy --policy-arn {ADMIN}\n", ["5"], id="workflow"),
        pytest.param("Jenkinsfile", f"sh 'aws iam attach-role-policy --policy-arn {ADMIN}'\n", ["1"], id="jenkins"),
    ],
)  # fmt: skip
def test_commands(path: str, text: str, expected: Sequence[str]) -> None:
    assert rules(path, text) == [f"{line}:admin-managed-policy" for line in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("aws iam put-role-policy --policy-document '{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}'\n", ["1"], id="argument"),
        pytest.param("aws iam put-role-policy --role-name simulator --policy-document '{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}'\n", ["1"], id="name-of-a-role"),
        pytest.param('cat > p.json <<EOF\n{"Statement": [\n  {"Effect": "Allow", "Action": "*", "Resource": "*"}]}\nEOF\n', ["3"], id="heredoc"),
        pytest.param('aws sts assume-role --policy \'{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}\'\n', [], id="session"),
    ],
)  # fmt: skip
def test_policies_in_commands(text: str, expected: Sequence[str]) -> None:
    assert rules("a.sh", text) == [f"{line}:admin-policy" for line in expected]


def test_options() -> None:
    text = role("      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonS3FullAccess]\n")
    assert rules("a.yaml", text) == []
    assert rules("a.yaml", text, managed=["AmazonS3FullAccess"]) == ["5:broad-managed-policy"]
    whole = of_policies("        - {Effect: Allow, Action: 's3:*', Resource: '*'}\n")
    assert rules("a.yaml", whole) == []
    assert rules("a.yaml", whole, service_wildcards=True) == ["8:service-wildcard"]
