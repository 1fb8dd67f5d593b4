from __future__ import annotations

import pytest

from backend_standards.forbid_admin_policies import main
from support import Repository

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
DOCUMENT = 'data "aws_iam_policy_document" "p" {\n  statement {\n    actions = ["*"]\n    resources = ["*"]\n  }\n}\n'
STATEMENT = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}\n'


def test_a_refusal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("infra/main.tf", DOCUMENT)
    repository.add("infra/p.json", STATEMENT)
    assert main(["--", "infra/main.tf", "infra/p.json"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "infra/main.tf:2:3: admin-policy: the statement allows every action on every resource" in out
    assert "except: at the end of the line: # standards: ignore[admin-policy] reason" in out
    assert "infra/p.json:1:16: admin-policy" in out
    assert "--allow=/infra/p.json" in out or 'allow = ["/infra/p.json"]' in out


@pytest.mark.parametrize(
    ("text", "has_comments"),
    [
        pytest.param(f"aws iam attach-role-policy --policy-arn {ADMIN}\nls\n", True, id="one-line"),
        pytest.param(f"aws iam attach-role-policy --policy-arn {ADMIN}", True, id="no-newline"),
        pytest.param(f"aws iam attach-role-policy \\\n  --policy-arn {ADMIN}\n", False, id="continued"),
        pytest.param(f"aws iam attach-role-policy --policy-arn {ADMIN} && \\\n  ls\n", False, id="list-continued"),
        pytest.param(f"bash -c '\naws iam attach-role-policy --policy-arn {ADMIN}'\n", False, id="quoted"),
        pytest.param(f"aws iam put-role-policy --policy-document '{STATEMENT}'\n", False, id="document"),
    ],
)
def test_a_comment_is_offered_where_the_command_ends(
    repository: Repository, capsys: pytest.CaptureFixture[str], text: str, has_comments: bool
) -> None:
    repository.add("a.sh", text)
    assert main(["--", "a.sh"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert ("at the end of the line: # standards: ignore[" in out) is has_comments
    assert ("--allow=/a.sh" in out or 'allow = ["/a.sh"]' in out) is not has_comments


def test_the_index_is_judged(repository: Repository) -> None:
    repository.add("infra/main.tf", DOCUMENT)
    repository.write("infra/main.tf", "")
    assert main(["--", "infra/main.tf"]) == 1
    repository.add("infra/main.tf", "")
    repository.write("infra/main.tf", DOCUMENT)
    assert main(["--", "infra/main.tf"]) == 0


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("main.tf", DOCUMENT.replace("statement {", "statement { # standards: ignore[admin-policy] the pipeline's role"), 0, id="terraform"),
        pytest.param("main.tf", DOCUMENT.replace("statement {", "statement { # standards: ignore[admin-policy]"), 1, id="without-reason"),
        pytest.param("a.yaml", f"ManagedPolicyArns:\n- {ADMIN}  # standards: ignore[admin-managed-policy] break glass\n", 0, id="yaml"),
        pytest.param("a.py", f'c.attach_role_policy(PolicyArn="{ADMIN}")  # standards: ignore[admin-managed-policy] a drill\n', 0, id="python"),
        pytest.param("a.sh", f"aws iam attach-role-policy --policy-arn {ADMIN} # standards: ignore[admin-managed-policy] a drill\n", 0, id="shell"),
        pytest.param("main.tf", f"{DOCUMENT}# standards: ignore[iam-full-access] another rule\n", 1, id="unused"),
    ],
)  # fmt: skip
def test_ignores(repository: Repository, path: str, text: str, expected: int) -> None:
    repository.add(path, text)
    assert main(["--", path]) == expected


@pytest.mark.parametrize(
    "path",
    ["tests/a.tf", "test/a.tf", "modules/x/fixtures/a.tf", "vendor/a.tf", "{{ name }}/a.tf", "policies/scp/a.tf", "a/organizations/a.tf", "iam/permission-boundary.tf", "lib/botocore/a.tf", "a.tf.md"],
)  # fmt: skip
def test_what_is_left_out(repository: Repository, path: str) -> None:
    repository.add(path, DOCUMENT)
    assert main(["--", path]) == 0


@pytest.mark.parametrize("path", ["environments/test/a.tf", "infra/a.tofu", "live/terragrunt.hcl"])
def test_what_is_not_left_out(repository: Repository, path: str) -> None:
    repository.add(path, DOCUMENT)
    assert main(["--", path]) == 1


@pytest.mark.parametrize("path", ["infra/main.tf", "infra/p.json", "infra/stack.py"])
def test_allow(repository: Repository, path: str) -> None:
    text = {"tf": DOCUMENT, "json": STATEMENT, "py": f"p = {STATEMENT}"}[path.rpartition(".")[2]]
    repository.add(path, text)
    assert main(["--", path]) == 1
    assert main(["--allow=/infra/", "--", path]) == 0


def test_a_file_in_utf_16(repository: Repository) -> None:
    repository.add("p.json", STATEMENT.encode("utf-16"))
    assert main(["--", "p.json"]) == 1


@pytest.mark.parametrize("path", ["prod.tfvars", "secrets.yaml", "secrets.json", "deploy.sh"])
def test_a_ciphertext_of_git_crypt(repository: Repository, path: str) -> None:
    repository.add(path, b"\0GITCRYPT\0" + bytes(range(256)) * 3)
    assert main(["--", path]) == 0


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        pytest.param("a.tf", DOCUMENT[:-5], "unreadable-infrastructure", id="terraform"),
        pytest.param("a.py", "def f(:\n  'AdministratorAccess'\n", "unparsable-python", id="python"),
        pytest.param("a.yaml", "Effect: '*'\n" + "x" * 3_000_000, "unreadable-infrastructure", id="large"),
    ],
)
def test_a_file_that_cannot_be_read(
    repository: Repository, capsys: pytest.CaptureFixture[str], path: str, text: str, rule: str
) -> None:
    repository.add(path, text)
    assert main(["--", path]) == 1
    assert rule in capsys.readouterr().out
