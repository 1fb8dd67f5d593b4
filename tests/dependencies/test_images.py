"""Images of containers in each format: which are refused, and which pass."""

from __future__ import annotations

import pytest

from backend_standards.dependencies import Policy
from backend_standards.require_pinned_requirements import check

KUBERNETES = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - "
TASK = 'resource "aws_ecs_task_definition" "t" {\n  container_definitions = '
DIGEST = "sha256:" + "1" * 64
AFTER = ": each pull may bring another image"


def found(path: str, text: str, *allow: str, commands: bool = False) -> list[str]:
    policy = Policy(allow, images=True, commands=commands)
    return [f"{each.line}: {each.message.removesuffix(AFTER)}" for each in check([(path, text.encode())], policy)]


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param("postgres:latest", "postgres has the tag latest", id="latest"),
        pytest.param("postgres", "postgres has no tag, which means latest", id="no-tag"),
        pytest.param("ghcr.io/shop/api", "ghcr.io/shop/api has no tag, which means latest", id="registry"),
        pytest.param(
            "registry.example.com:5000/api", "registry.example.com:5000/api has no tag, which means latest", id="port"
        ),
        pytest.param("api:main", "api has the tag main", id="branch"),
        pytest.param("python:slim", "python has the tag slim", id="variant"),
        pytest.param("pg:pg14-latest", "pg has a tag with the word latest", id="latest-of-a-series"),
        pytest.param("api:${TAG:-latest}", "api has the tag latest unless a variable is set", id="default"),
        pytest.param("${REGISTRY}/api:latest", "the image has the tag latest", id="registry-of-a-variable"),
        pytest.param("${REGISTRY}/api", "the image has no tag, which means latest", id="only-the-registry"),
        pytest.param("postgres:16.4", "", id="version"),
        pytest.param("postgres:16", "", id="major"),
        pytest.param("debian:bookworm", "", id="release"),
        pytest.param("python:3.12-slim", "", id="version-and-variant"),
        pytest.param(f"postgres@{DIGEST}", "", id="digest"),
        pytest.param(f"postgres:latest@{DIGEST}", "", id="latest-with-a-digest"),
        pytest.param("api:${TAG}", "", id="variable"),
        pytest.param("${IMAGE}", "", id="all-a-variable"),
        pytest.param("$IMAGE:$TAG", "", id="two-variables"),
        pytest.param("localhost:5000/api", "", id="own-machine"),
        pytest.param("./image.png", "", id="picture"),
    ],
)
def test_a_reference(image: str, expected: str) -> None:
    assert found("docker-compose.yml", f"services:\n  a:\n    image: {image}\n") == (
        [f"3: {expected}"] if expected else []
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("compose.yaml", "services:\n  a: {image: 'api:latest', build: .}\n  b: {image: 'api:latest'}\n", [], id="built-here"),
        pytest.param("compose.yaml", "x: &x {image: redis}\nservices:\n  a: *x\n  b: {<<: *x}\n", ["1: redis has no tag, which means latest"], id="anchor"),
        pytest.param("compose.yaml", "services:\n  a:\n    image: redis  # standards: ignore[unpinned-image] only on a laptop\n", [], id="ignored"),
        pytest.param("compose.yaml", "services: [", ["2: the images of the file cannot be read: did not find expected node content"], id="unreadable"),
        pytest.param(".gitlab-ci.yml", "image: python\ntest:\n  image: {name: 'node:latest'}\n  services: ['docker:dind', {name: postgres}]\n  variables: {IMAGE: python}\n", ["1: python has no tag, which means latest", "3: node has the tag latest", "4: docker has the tag dind", "4: postgres has no tag, which means latest"], id="gitlab"),
        pytest.param(".gitlab-ci.yml", "test:\n  image: $CI_REGISTRY_IMAGE:latest\n", ["2: the image has the tag latest"], id="gitlab-own"),
        pytest.param(".github/workflows/a.yml", "jobs:\n  t:\n    runs-on: ubuntu-latest\n    container: python\n    services:\n      db: {image: postgres}\n    steps:\n    - uses: docker://alpine\n    - uses: a/b@v1\n      with: {image: api}\n", ["4: python has no tag, which means latest", "6: postgres has no tag, which means latest", "8: alpine has no tag, which means latest"], id="github"),
        pytest.param("action.yml", "runs: {using: docker, image: 'docker://alpine:latest'}\n", ["1: alpine has the tag latest"], id="action"),
        pytest.param("action.yml", "runs: {using: docker, image: Dockerfile}\n", [], id="action-with-a-dockerfile"),
        pytest.param(".circleci/config.yml", "jobs:\n  t:\n    docker: [{image: cimg/python}]\n  m:\n    machine: {image: 'ubuntu-2204:current'}\n", ["3: cimg/python has no tag, which means latest"], id="circleci"),
        pytest.param("bitbucket-pipelines.yml", "image: python:latest\ndefinitions:\n  services:\n    db: {image: postgres}\n", ["1: python has the tag latest", "4: postgres has no tag, which means latest"], id="bitbucket"),
        pytest.param("azure-pipelines.yml", "pool: {vmImage: ubuntu-latest}\nresources:\n  containers: [{container: py, image: 'python:latest'}]\njobs: [{container: py}]\n", ["3: python has the tag latest"], id="azure"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}image: nginx\n", ["5: nginx has no tag, which means latest"], id="kubernetes"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}image: nginx:1.27\n  volumes: [{{image: nginx}}]\n", [], id="kubernetes-other-keys"),
        pytest.param("chart/templates/a.yaml", f"{KUBERNETES}image: {{{{ .Values.image }}}}:{{{{ .Values.tag }}}}\n", [], id="helm-template"),
        pytest.param("k8s/kustomization.yaml", "images: [{name: api, newName: 'localhost:5000/api', newTag: latest}]\n", [], id="kustomize-own-machine"),
        pytest.param("rules/run.test.yaml", f"{KUBERNETES}image: nginx\n", [], id="data-of-a-test"),
        pytest.param("test/a.js.snapshot/a.template.json", '{"containerDefinitions": [{"image": "a"}]}', [], id="snapshot"),
        pytest.param("a.tfvars", "\0GITCRYPT\0image {", [], id="ciphertext"),
        pytest.param("k8s/kustomization.yaml", "images: [{name: api, newTag: latest}]\n", ["1: api has the tag latest"], id="kustomize"),
        pytest.param("chart/values.yaml", "image:\n  repository: api\n  tag: latest\n", ["3: api has the tag latest"], id="helm"),
        pytest.param("chart/values.yaml", "image: {repository: api, tag: ''}\nsidecar: {image: nginx}\n", [], id="helm-without-a-tag"),
        pytest.param("ecs/task.json", '{"containerDefinitions": [{"image": "api:latest"}, {"image": "api:1.2"}]}', ["1: api has the tag latest"], id="ecs"),
        pytest.param("template.yaml", "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: [{Image: !Sub '${AWS::AccountId}.dkr.ecr.a.amazonaws.com/api:latest'}]\n", ["5: the image has the tag latest"], id="cloudformation-sub"),
        pytest.param("template.yaml", "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: {ImageUri: !Join [':', [!GetAtt R.RepositoryUri, latest]]}\n", ["5: the image has the tag latest"], id="cloudformation-join"),
        pytest.param("template.yaml", "Parameters:\n  ImageTag: {Type: String, Default: latest}\n  Other: {Default: latest}\nResources:\n  F: {Type: AWS::Lambda::Function, Code: {ImageUri: !Ref Image}}\n", ["2: the image has the tag latest unless ImageTag is set"], id="parameter"),
        pytest.param("main.tf", 'resource "aws_lambda_function" "f" {\n  image_uri = "${aws_ecr_repository.a.repository_url}:latest"\n}\n', ["2: the image has the tag latest"], id="terraform"),
        pytest.param("main.tf", 'resource "aws_lambda_function" "f" {\n  image_uri = "${aws_ecr_repository.a.repository_url}:${var.tag}"\n}\n', [], id="terraform-variable"),
        pytest.param("main.tf", 'resource "aws_lambda_function" "f" {\n  image_uri = var.dev ? "a:latest" : "a:1.2"\n}\n', [], id="terraform-condition"),
        pytest.param("main.tf", f'{TASK}jsonencode([{{ name = "a", image = "nginx" }}])\n}}\n', ["2: nginx has no tag, which means latest"], id="terraform-jsonencode"),
        pytest.param("main.tf", f'{TASK}<<EOF\n[{{"name": "a",\n  "image": "nginx:latest"}}]\nEOF\n}}\n', ["4: nginx has the tag latest"], id="terraform-heredoc"),
        pytest.param("main.tf", 'data "docker_registry_image" "a" {\n  name = "a:latest"\n}\n', ["2: a has the tag latest"], id="terraform-docker"),
        pytest.param(".devcontainer/devcontainer.json", '{"name": "a", "image": "b:latest"} // mine\n', ["1: b has the tag latest"], id="devcontainer"),
        pytest.param("main.tf", 'variable "image_tag" {\n  default = "latest"\n}\n', ["2: the image has the tag latest unless image_tag is set"], id="terraform-default"),
        pytest.param("main.tf", 'resource "google_compute_instance" "a" {\n  image = "debian-cloud/debian-12:latest"\n}\n', [], id="terraform-machine"),
        pytest.param("mkdocs.yml", "image: python:latest\n", [], id="another-file"),
        pytest.param("template.yaml", "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Metadata: {Dockerfile: Dockerfile, DockerContext: .}\n    Properties: {ImageUri: 'f:latest'}\n", [], id="sam-builds-it"),
        pytest.param(".github/workflows/a.yml", "jobs:\n  t:\n    steps:\n    - name: docker://alpine\n      run: make\n", [], id="github-name"),
        pytest.param("tests/models/k8s.yaml", f"{KUBERNETES}image: nginx\n", [], id="data-of-tests"),
        pytest.param("tests/compose.yaml", "services: {a: {image: redis}}\n", ["1: redis has no tag, which means latest"], id="compose-of-tests"),
        pytest.param("infra/test/main.tf", 'resource "aws_lambda_function" "f" {\n  image_uri = "a:latest"\n}\n', ["2: a has the tag latest"], id="environment-called-test"),
        pytest.param("tests/fixtures/compose.yaml", "services: {a: {image: redis}}\n", [], id="fixture"),
        pytest.param("Dockerfile", "FROM python:latest\n", [], id="dockerfile-is-hadolints"),
        pytest.param("Dockerfile", "ARG TAG=latest\nFROM python:${TAG}\n", ["2: python has the tag latest unless an argument is given"], id="dockerfile-argument"),
        pytest.param("Dockerfile", "ARG TAG=3.12\nFROM python:${TAG} AS a\nFROM $BASE\nCOPY --from=a /x /x\n", [], id="dockerfile-versions"),
        pytest.param("Dockerfile", "FROM python:3.12\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\n", ["2: ghcr.io/astral-sh/uv has the tag latest"], id="dockerfile-copy"),
        pytest.param("Dockerfile", "FROM python:3.12\n# standards: ignore-next-line[unpinned-image] its newest is wanted\nCOPY --from=uv:latest /uv /bin/\n", [], id="dockerfile-ignored"),
    ],
)  # fmt: skip
def test_a_file(path: str, text: str, expected: list[str]) -> None:
    assert found(path, text) == expected


def test_allow() -> None:
    text = "services:\n  a: {image: 'ghcr.io/shop/api:main'}\n  b: {image: redis}\n"
    assert found("compose.yaml", text, "ghcr.io/shop/api") == ["3: redis has no tag, which means latest"]


def test_images_and_install_commands_share_the_comments_of_a_file() -> None:
    text = (
        "test:\n  image: python:latest  # standards: ignore[unpinned-image] the newest is tested\n"
        "  script:\n  - pip install boto3  # standards: ignore[unpinned-bare] the newest is tested\n"
    )
    assert found(".gitlab-ci.yml", text, commands=True) == []
    bare = "".join(f"{line.partition('#')[0]}\n" for line in text.split("\n"))
    rules = [each.rule.id for each in check([(".gitlab-ci.yml", bare.encode())], Policy(images=True))]
    assert sorted(rules) == ["unpinned-bare", "unpinned-image"]
