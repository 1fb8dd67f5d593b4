"""Install commands: which words of which files are requirements, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

import fakes
from backend_standards.core import Exempt, Finding, Stopped
from backend_standards.dependencies import Policy
from backend_standards.readers import scripts, shell
from backend_standards.require_pinned_requirements import check, main
from support import Repository

SHA = fakes.text(fakes.HEX, 40).replace("0", "a")
WORKFLOW = ".github/workflows/ci.yml"
NOTHING: list[str] = []


def found(path: str, text: str, policy: Policy | None = None, others: dict[str, str] | None = None) -> list[Finding]:
    """Return the findings of one file; the others are there for ``-c``."""

    def read(name: str) -> tuple[str, bytes] | None:
        return (name, others[name].encode()) if others and name in others else None

    findings = check([(path, text.encode())], policy or Policy(), read)
    return sorted(findings, key=lambda each: (each.line, each.column))


def rules(path: str, text: str, policy: Policy | None = None) -> list[str]:
    """Return ``rule name`` of each finding, without ``unpinned-``; the name is what the message begins with."""
    return [
        f"{each.rule.id.removeprefix('unpinned-')} {each.message.partition(' ')[0]}"
        for each in found(path, text, policy)
    ]


# --- commands ---------------------------------------------------------------------------------------

COMMANDS = [
    # programs
    ("pip install flask", ["bare flask"]),
    ("pip3 install flask", ["bare flask"]),
    ("pip3.12 install flask", ["bare flask"]),
    ("/opt/venv/bin/pip install flask", ["bare flask"]),
    (".venv/Scripts/pip.exe install flask", ["bare flask"]),
    ("python -m pip install flask", ["bare flask"]),
    ("python3.12 -m pip install flask", ["bare flask"]),
    ("$PYTHON -m pip install flask", ["bare flask"]),
    ("$PIP install flask", ["bare flask"]),
    ("${VENV_PIP} install flask", ["bare flask"]),
    ('"$PIP_CMD" install flask', ["bare flask"]),
    ("uv pip install boto3", ["bare boto3"]),
    ("uv --quiet pip install boto3", ["bare boto3"]),
    ("uv --directory api pip install boto3", ["bare boto3"]),
    ("uv run pip install boto3", ["bare boto3"]),
    ("uv tool install ruff", ["bare ruff"]),
    ("uv tool install ruff@0.5.0", NOTHING),
    ("uv tool install ruff@latest", ["latest ruff"]),
    ("uv tool install tox==4.1.0 --with tox-uv", ["bare tox-uv"]),
    ("uv tool install tox==4.1.0 --with tox-uv==1.0,tox-gh", ["bare tox-gh"]),
    ("pipx install black", ["bare black"]),
    ("pipx install -f black==24.1.0", NOTHING),
    ("pipx inject poetry poetry-plugin-export", ["bare poetry-plugin-export"]),
    ("pipx inject poetry poetry-plugin-export==1.8.0", NOTHING),
    ("pip --no-cache-dir install flask", ["bare flask"]),
    ("pip --python 3.12 install flask", ["bare flask"]),
    ("pip download flask", NOTHING),
    ("pip uninstall flask", NOTHING),
    ("pip freeze", NOTHING),
    ("pipenv install flask", NOTHING),
    ("poetry add flask", NOTHING),
    ("uv add flask", NOTHING),
    ("uv sync", NOTHING),
    ("npm install express", NOTHING),
    ("apt-get install -y python3-pip", NOTHING),
    ("apk add py3-pip install", NOTHING),
    ("install pip flask", NOTHING),
    # verdicts
    ("pip install flask==3.0.0", NOTHING),
    ("pip install 'flask==3.0.0'", NOTHING),
    ('pip install "flask[async]==3.0.0"', NOTHING),
    ("pip install flask===3.0.0", NOTHING),
    ("pip install 'django>=4'", ["range django"]),
    ('pip install "django>=4,<5"', ["range django"]),
    ("pip install django~=4.2", ["range django"]),
    ("pip install flask==3.*", ["wildcard flask"]),
    ("pip install 'flask == 3.0.0'", NOTHING),
    ("pip install flask@latest", ["latest flask"]),
    ("pip install git+https://github.com/a/b@main", ["vcs this"]),
    ("pip install git+https://github.com/a/b@v1.0", ["vcs-tag this"]),
    (f"pip install git+https://github.com/a/b@{SHA}", NOTHING),
    (f"pip install 'b @ git+https://github.com/a/b@{SHA}'", NOTHING),
    ("pip install 'b @ git+https://github.com/a/b'", ["vcs b"]),
    ("pip install https://github.com/a/b/archive/main.zip", ["url this"]),
    ("pip install https://example.org/b-1.0-py3-none-any.whl", NOTHING),
    ("pip install flask gunicorn==22.0.0 boto3", ["bare flask", "bare boto3"]),
    ("pip install foo=1.0", NOTHING),
    ("pip install --upgrade pip", ["bare pip"]),
    # the shell's redirections
    ("pip install django>=4", ["bare django"]),
    ("pip install django<5", ["bare django"]),
    ("pip install flask==3.0.0 > install.log", NOTHING),
    ("pip install flask==3.0.0 >install.log 2>&1", NOTHING),
    ("pip install flask==3.0.0 2>/dev/null", NOTHING),
    ("pip install flask==3.0.0 &> all.log", NOTHING),
    # options and their values
    ("pip install -r requirements.txt", NOTHING),
    ("pip install -rrequirements.txt", NOTHING),
    ("pip install -qr requirements.txt", NOTHING),
    ("pip install -Ur requirements.txt flask", ["bare flask"]),
    ("pip install --requirement requirements.txt", NOTHING),
    ("pip install --requirement=requirements.txt flask", ["bare flask"]),
    ("pip install -t build flask==3.0.0", NOTHING),
    ("pip install --target build flask==3.0.0", NOTHING),
    ("pip install --platform manylinux2014_x86_64 --only-binary :all: flask==3.0.0", NOTHING),
    ("pip install --prefix /install flask==3.0.0", NOTHING),
    ("pip install --progress-bar off flask", ["bare flask"]),
    ("pip install --timeout 60 flask==3.0.0", NOTHING),
    ("pip install --no-binary :all: flask==3.0.0", NOTHING),
    ("pip install --user flask", ["bare flask"]),
    ("pip install -U flask", ["bare flask"]),
    ("pip install flask --no-cache-dir", ["bare flask"]),
    ("uv pip install --python 3.12 --system flask==3.0.0", NOTHING),
    ("uv pip install -p 3.12 flask==3.0.0", NOTHING),
    ("uv pip install --torch-backend auto torch==2.5.0", NOTHING),
    ("pip install --group dev", NOTHING),
    ("pip install -- flask", ["bare flask"]),
    ("pipx install --python 3.12 --suffix @3 black==24.1.0", NOTHING),
    # paths
    ("pip install .", NOTHING),
    ("pip install -e .", NOTHING),
    ("pip install -e '.[dev]'", NOTHING),
    ("pip install .[dev]", NOTHING),
    ("pip install ./dist/*.whl", NOTHING),
    ("pip install dist/app-*.whl", NOTHING),
    ("pip install *.whl", NOTHING),
    ("pip install /wheels/*", NOTHING),
    ("pip install -e /app", NOTHING),
    ("pip install ~/src/app", NOTHING),
    ("pip install file:///app", NOTHING),
    ("pip install -e git+https://github.com/a/b@main#egg=b", ["vcs b"]),
    # variables and substitutions
    ('pip install "$WHEEL"', NOTHING),
    ('pip install "${PACKAGES[@]}"', NOTHING),
    ("pip install $(cat deps)", NOTHING),
    ("pip install `cat deps`", NOTHING),
    ("pip install $PKG==1.0", NOTHING),
    ("pip install flask==$VERSION", ["variable flask"]),
    ('pip install "flask==${VERSION}"', ["variable flask"]),
    ("pip install flask==$(cat version)", ["variable flask"]),
    ("pip install flask$SPEC", ["variable this"]),
    ('VERSION=3.0.0\npip install "flask==$VERSION"', NOTHING),
    ('export VERSION=3.0.0; pip install "flask==${VERSION}"', NOTHING),
    ('VERSION=latest\npip install "flask==$VERSION"', ["latest flask"]),
    ('VERSION=3.*\npip install "flask==$VERSION"', ["wildcard flask"]),
    ('VERSION=3.0.0\nVERSION=$1\npip install "flask==$VERSION"', ["variable flask"]),
    ('VERSION="$1"\npip install "flask==$VERSION"', ["variable flask"]),
    ('pip install "flask==${VERSION:-3.0.0}"', NOTHING),
    ('pip install "flask==${VERSION:?none}"', ["variable flask"]),
    (f'SHA={SHA}\npip install "git+https://github.com/a/b@$SHA"', NOTHING),
    ('pip install "git+https://github.com/a/b@$REF"', ["variable this"]),
    (f'pip install "git+https://$TOKEN@github.com/a/b@{SHA}"', NOTHING),
    ('pip install "flask[$EXTRAS]==3.0.0"', NOTHING),
    ('pip install ".[$EXTRAS]"', NOTHING),
    ('pip install "dist/$WHEEL"', NOTHING),
    ("pip install flask{,-cors}", NOTHING),
    ("pip install flask==%VERSION%", NOTHING),
    ("pip install --no-index --find-links=/wheels app", NOTHING),
    ("pip install --no-index git+https://github.com/a/b@main", ["vcs this"]),
    # the shell's syntax
    ("sudo pip install flask", ["bare flask"]),
    ("sudo -H -u app pip install flask", ["bare flask"]),
    ("PIP_NO_CACHE_DIR=1 pip install flask", ["bare flask"]),
    ("apt-get update && pip install flask && rm -rf /tmp", ["bare flask"]),
    ("pip install flask || pip install boto3", ["bare flask", "bare boto3"]),
    ("pip install flask;pip install boto3", ["bare flask", "bare boto3"]),
    ("pip install flask | tee log", ["bare flask"]),
    ("pip install flask &", ["bare flask"]),
    ("(cd api && pip install flask)", ["bare flask"]),
    ("{ pip install flask; }", ["bare flask"]),
    ("if ! command -v x; then pip install flask; fi", ["bare flask"]),
    ("for p in a b; do pip install $p; done", NOTHING),
    ("f() { pip install flask; }", ["bare flask"]),
    ("retry 3 pip install flask", ["bare flask"]),
    ("docker run --rm image pip install flask", ["bare flask"]),
    ("pip install \\\n  flask \\\n  boto3==1.34.0", ["bare flask"]),
    ("pip install fl\\\nask==3.0.0", NOTHING),
    ("pip install flask==3.0.0 # and boto3", NOTHING),
    ("# pip install flask", NOTHING),
    ("true # pip install flask", NOTHING),
    ("bash -c 'pip install flask'", ["bare flask"]),
    ('sudo bash -lc "cd x && pip install \\"django>=4\\""', ["range django"]),
    ("bash -c 'echo pip install flask'", NOTHING),
    ("bash <<EOF\npip install flask\nEOF", ["bare flask"]),
    ("cat <<EOF > README\npip install flask\nEOF\npip install boto3", ["bare boto3"]),
    ("cat <<-'EOF'\n\tpip install flask\n\tEOF\npip install boto3", ["bare boto3"]),
    ("x=$((1<<EOF))\npip install flask", ["bare flask"]),
    ("x <<EOF\npip install flask", ["bare flask"]),
    ("cat <<< 'pip install flask'", NOTHING),
    # what only speaks of it
    ('echo "pip install flask"', NOTHING),
    ("echo pip install flask", NOTHING),
    ("printf 'run pip install %s\\n' flask", NOTHING),
    ('die "no flask: pip install flask"', NOTHING),
    ('MESSAGE="pip install flask"', NOTHING),
    ("python -c 'print(\"pip install flask\")'", NOTHING),
    ("grep pip install flask", NOTHING),
    ("git commit -m 'pip install flask'", NOTHING),
    ("which pip || echo pip install flask", NOTHING),
    ("pip install <package>", NOTHING),
    ("pip install {{ package }}", NOTHING),
    ("pip install flask=={{ version }} boto3", ["bare boto3"]),
]


def nested(depth: int) -> str:
    """Return an install command in so many shells, each in double quotes."""
    text = "pip install flask"
    for _ in range(depth):
        text = 'bash -c "{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
    return text


@pytest.mark.parametrize("text", [*map(nested, (1, 2, 3, 10)), f"bash -c '{nested(2)}'"])
def test_shells_in_one_another(text: str) -> None:
    assert rules("a.sh", text) == ["bare flask"]


def test_too_many_shells_in_one_another() -> None:
    with pytest.raises(Stopped, match=r"a\.sh: starts more than 10 shells in one another"):
        rules("a.sh", nested(11))


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0][:60]) for case in COMMANDS])
def test_commands(text: str, expected: list[str]) -> None:
    assert rules("install.sh", text) == expected


FILES = [
    # Dockerfiles
    ("Dockerfile", "FROM x\nRUN pip install flask\n", ["bare flask"]),
    ("Dockerfile", "FROM x\nrun pip install flask\n", ["bare flask"]),
    ("Dockerfile", "FROM x\nONBUILD RUN pip install flask\n", ["bare flask"]),
    ("Dockerfile", "RUN --mount=type=cache,target=/cache --network=none pip install flask", ["bare flask"]),
    ("Dockerfile", "RUN --mount=type=cache \\\n    pip install flask", ["bare flask"]),
    ("Dockerfile", 'RUN ["pip", "install", "flask", "boto3==1.34.0"]', ["bare flask"]),
    ("Dockerfile", 'RUN ["pip", "install", "-r", "requirements.txt"]', NOTHING),
    ("Dockerfile", 'CMD ["sh", "-c", "pip install flask && app"]', ["bare flask"]),
    ("Dockerfile", "RUN pip install \\\n    # the framework\n    flask \\\n\n    boto3==1.34.0", ["bare flask"]),
    ("Dockerfile", "# escape=`\nRUN pip install `\n    flask", ["bare flask"]),
    ("Dockerfile", "RUN <<EOF\npip install flask\nEOF\nRUN pip install boto3", ["bare flask", "bare boto3"]),
    ("Dockerfile", "RUN bash -e <<EOF\npip install flask\nEOF", ["bare flask"]),
    ("Dockerfile", "RUN <<EOF\n#!/usr/bin/env python3\nprint('''\npip install flask\n''')\nEOF", NOTHING),
    ("Dockerfile", "COPY <<EOF /notes\npip install flask\nEOF\nRUN pip install boto3", ["bare boto3"]),
    ("Dockerfile", "RUN cat <<EOF > /notes\npip install flask\nEOF", NOTHING),
    ("Dockerfile", 'LABEL how="pip install flask"\nLABEL x=pip install flask', NOTHING),
    ("Dockerfile", "# RUN pip install flask", NOTHING),
    ("Dockerfile", "ARG VERSION=3.0.0\nRUN pip install flask==${VERSION}", NOTHING),
    ("Dockerfile", 'ARG VERSION="3.0.0"\nRUN pip install "flask==$VERSION"', NOTHING),
    ("Dockerfile", "ENV VERSION 3.0.0\nRUN pip install flask==$VERSION", NOTHING),
    ("Dockerfile", "ENV A=1 \\\n    VERSION=3.0.0\nRUN pip install flask==$VERSION", NOTHING),
    ("Dockerfile", "ARG VERSION\nRUN pip install flask==$VERSION", ["variable flask"]),
    ("Dockerfile", "ARG VERSION=latest\nRUN pip install flask==$VERSION", ["latest flask"]),
    ("Dockerfile", "\ufeffRUN pip install flask\r\n", ["bare flask"]),
    # makefiles
    ("Makefile", "install:\n\tpip install flask\n", ["bare flask"]),
    ("Makefile", "install:\n\t@-pip install flask\n", ["bare flask"]),
    ("Makefile", "install:\n\t$(PIP) install flask\n", ["bare flask"]),
    ("Makefile", "install:\n\t$(PYTHON) -m pip install flask\n", ["bare flask"]),
    ("Makefile", "install: ## pip install flask\n\techo x\n", NOTHING),
    ("Makefile", "V := 3.0.0\ninstall:\n\tpip install flask==$(V)\n", NOTHING),
    ("Makefile", "V ?= 3.0.0 # x\ninstall:\n\tpip install 'flask==${V}'\n", NOTHING),
    ("Makefile", "install:\n\tpip install flask==$(V)\n", ["variable flask"]),
    ("Makefile", "install:\n\tV=3.0.0; pip install flask==$$V\n", NOTHING),
    ("Makefile", "install:\n\tpip install \\\n\t\tflask\n", ["bare flask"]),
    ("Makefile", "NOTE = pip install flask\n", NOTHING),
    # YAML
    (WORKFLOW, "jobs:\n  a:\n    steps:\n      - run: pip install flask\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - name: pip install flask\n    run: pip install boto3\n", ["bare boto3"]),
    (WORKFLOW, "steps:\n  - run: |\n      pip install flask\n      pip install boto3\n", ["bare flask", "bare boto3"]),
    (WORKFLOW, "steps:\n- run: |\n    pip install flask\n- run: x\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run: |-\n      pip install \\\n        flask\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run: >\n      pip install\n      flask\n      boto3==1.34.0\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run: >-\n      pip install flask\n\n      make\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run: pip install\n      flask\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run:\n      pip install\n      flask\n  - run: make\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - run: \"pip install 'django>=4'\"\n", ["range django"]),
    (WORKFLOW, 'steps:\n  - run: "pip install \\"django>=4\\""\n', ["range django"]),
    (WORKFLOW, "steps:\n  - run: 'pip install ''django>=4'''\n", ["range django"]),
    (WORKFLOW, "steps:\n  - run: pip install flask==3.0.0 # not boto3\n", NOTHING),
    (WORKFLOW, "steps:\n  # - run: pip install flask\n  - run: make\n", NOTHING),
    (WORKFLOW, "inputs:\n  x:\n    description: |\n      run: pip install flask\n", NOTHING),
    (WORKFLOW, "inputs:\n  x:\n    description: >-\n      pip install flask\n    default: ''\n", NOTHING),
    (WORKFLOW, "env:\n  V: 3.0.0\nsteps:\n  - run: pip install flask==$V\n", NOTHING),
    (WORKFLOW, 'env:\n  V: "3.0.0"\nsteps:\n  - run: pip install flask==${{ env.V }}\n', NOTHING),
    (WORKFLOW, "steps:\n  - run: pip install flask==${{ env.V }}\n", ["variable flask"]),
    (WORKFLOW, "matrix:\n  dj: ['4.2', '5.0']\nsteps:\n  - run: pip install django==${{ matrix.dj }}\n", NOTHING),
    (
        WORKFLOW,
        "matrix:\n  dj:\n    - '4.2'\n    - 5.0\nsteps:\n  - run: pip install django==${{ matrix.dj }}\n",
        NOTHING,
    ),
    (
        WORKFLOW,
        "matrix:\n  dj: ['4.2.*']\nsteps:\n  - run: pip install django==${{ matrix.dj }}\n",
        ["wildcard django"],
    ),
    (
        WORKFLOW,
        "matrix:\n  include:\n    - {dj: '4.2', py: 3}\nsteps:\n  - run: pip install dj==${{ matrix.dj }}\n",
        NOTHING,
    ),
    (WORKFLOW, "steps:\n  - run: pip install ${{ matrix.packages }}\n", NOTHING),
    (WORKFLOW, "steps:\n  - run: &x |\n      pip install flask\n", ["bare flask"]),
    (WORKFLOW, "steps:\n  - uses: a/b@c\n    with:\n      packages: pip install flask\n", NOTHING),
    ("action.yml", "runs:\n  steps:\n    - shell: bash\n      run: pip install flask\n", ["bare flask"]),
    (".gitlab-ci.yml", "a:\n  before_script:\n    - pip install flask\n  script:\n    - make\n", ["bare flask"]),
    (".gitlab-ci.yml", "a:\n  script:\n  - pip install flask\n  - pip install boto3\n", ["bare flask", "bare boto3"]),
    (".gitlab-ci.yml", "a:\n  script: pip install flask\n", ["bare flask"]),
    (".gitlab-ci.yml", "a:\n  script: ['pip install flask', make]\n", ["bare flask"]),
    (".gitlab-ci.yml", "a:\n  script:\n    - |\n      pip install flask\n", ["bare flask"]),
    (".gitlab-ci.yml", "a:\n  script:\n    - !reference [x, script]\n    - - pip install flask\n", ["bare flask"]),
    (".gitlab-ci.yml", "variables:\n  V: 1.8.2\na:\n  script:\n    - pip install poetry==$V\n", NOTHING),
    ("buildspec.yml", "phases:\n  install:\n    commands:\n      - pip install flask\n", ["bare flask"]),
    ("buildspec.yml", 'phases: \n  install:\n    commands: ["pip install flask", "make"]\n', ["bare flask"]),
    (
        "azure-pipelines.yml",
        "steps:\n- script: |\n    pip install flask\n  displayName: pip install x\n",
        ["bare flask"],
    ),
    ("azure-pipelines.yml", "steps:\n- bash: pip install flask\n", ["bare flask"]),
    ("bitbucket-pipelines.yml", "a:\n  - step:\n      script:\n        - pip install flask\n", ["bare flask"]),
    (".circleci/config.yml", "a:\n  steps:\n    - run: pip install flask\n", ["bare flask"]),
    (
        ".circleci/config.yml",
        "a:\n  steps:\n    - run:\n        name: pip install x\n        command: |\n          pip install flask\n",
        ["bare flask"],
    ),
    # texts
    ("install.sh", "", NOTHING),
    ("install.sh", "#!/bin/sh\r\npip install flask\r\n", ["bare flask"]),
    ("install.sh", "echo x \\\r\npip install flask\r\n", ["bare flask"]),
    ("Dockerfile", "RUN pip install \\\r\n    flask\r\n", ["bare flask"]),
]


@pytest.mark.parametrize(
    ("path", "text", "expected"), [pytest.param(*case, id=f"{case[0]}: {case[1][:70]}") for case in FILES]
)
def test_files(path: str, text: str, expected: list[str]) -> None:
    assert rules(path, text) == expected


def scalars(node: object, key: str = "") -> Iterator[str]:
    """Yield the texts that stand under a key of commands, as PyYAML reads them."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from scalars(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from scalars(value, key)
    elif isinstance(node, str) and key.lower() in scripts.KEYS:
        yield node


YAMLS = [text for path, text, _ in FILES if path.endswith(".yml") and "!reference" not in text]


@pytest.mark.parametrize("text", YAMLS)
def test_yaml_is_read_as_pyyaml_reads_it(text: str) -> None:
    script = scripts.of_yaml(text).text
    ours = [word.text for command in shell.commands(script) for word in command.words]
    theirs = [
        word.text
        for scalar in scalars(yaml.load(text, Loader=yaml.BaseLoader))
        for command in shell.commands(scalar)
        for word in command.words
    ]
    assert len(script) == len(text)
    assert ours == theirs


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("a.sh", "pip install x==1 flask", (1, 18)),
        ("a.sh", 'pip install x==1 "flask"', (1, 18)),
        ("a.sh", "pip install \\\n  x==1 \\\n  flask", (3, 3)),
        ("a.sh", "bash -c 'pip install flask'", (1, 22)),
        ("a.sh", "bash -c \"sh -c 'pip install flask'\"", (1, 29)),
        ("Dockerfile", "FROM x\n\nRUN pip install \\\n  # why\n  flask", (5, 3)),
        ("Dockerfile", 'RUN ["pip", "install", "flask"]', (1, 24)),
        ("Dockerfile", "RUN <<EOF\n  pip install flask\nEOF", (2, 15)),
        (WORKFLOW, "steps:\n  - run: >\n      pip install\n      flask\n", (4, 7)),
        (WORKFLOW, 'steps:\n  - run: "pip install \\"flask\\""\n', (2, 24)),
        (".gitlab-ci.yml", 'a:\n  script: ["make", "pip install flask"]', (2, 33)),
        ("Makefile", "a:\n\t@pip install flask", (2, 15)),
    ],
)
def test_place_is_that_of_the_word(path: str, text: str, place: tuple[int, int]) -> None:
    (finding,) = found(path, text)
    assert (finding.line, finding.column) == place


# --- options that say where packages come from -----------------------------------------------------

INDEXES = [
    ("pip install --extra-index-url https://example.org/s x==1", NOTHING),
    ("pip install --trusted-host example.org x==1", ["trusted-host"]),
    ("pip install -i http://example.org/s x==1", ["insecure-index"]),
    ("pip install --index-url=https://example.org/s x==1", NOTHING),
    ("pip install -ihttp://example.org/s x==1", ["insecure-index"]),
    ("uv pip install --default-index http://example.org/s x==1", ["insecure-index"]),
    ("uv pip install --allow-insecure-host example.org x==1", ["trusted-host"]),
    ("pip install -i https://$USER:$PASSWORD@example.org/s x==1", NOTHING),
    ("pip install -i $INDEX x==1", NOTHING),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in INDEXES])
def test_index_options(text: str, expected: list[str]) -> None:
    assert [each.rule.id for each in found("a.sh", text)] == expected


def test_extra_index_on_demand() -> None:
    policy = Policy(forbid_extra_index=True)
    (finding,) = found("a.sh", "pip install --extra-index-url https://example.org/s x==1", policy)
    assert finding.rule.id == "extra-index"


def test_no_credential_is_shown() -> None:
    (finding,) = found("Dockerfile", f"RUN pip install -i https://reader:{fakes.PASSWORD}@example.org/s x==1")
    assert finding.rule.id == "index-credentials"
    shown = finding.message + finding.note + str(finding.exempt) + finding.source
    assert fakes.PASSWORD[:6] not in shown


# --- constraints ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pip install -c constraints.txt flask", [], id="pinned"),
        pytest.param("pip install -c constraints.txt 'flask>=3'", [], id="range-pinned"),
        pytest.param("pip install -c constraints.txt boto3", ["unpinned-bare"], id="not-pinned"),
        pytest.param("pip install -c near.txt flask", [], id="beside-the-file"),
        pytest.param("pip install -c /tmp/other.txt flask", [], id="not-to-be-found"),
        pytest.param("pip install -c https://example.org/c.txt flask", [], id="url"),
        pytest.param("pip install -c $FILE flask", [], id="variable"),
        pytest.param("pip install -c constraints.txt git+https://example.org/a@main", ["unpinned-vcs"], id="vcs"),
    ],
)
def test_constraints(text: str, expected: list[str]) -> None:
    files = {"constraints.txt": "flask==3.0.0\nboto3>=1\n", "docker/near.txt": "flask==3.0.0\n"}
    assert [each.rule.id for each in found("docker/a.sh", text, others=files)] == expected


# --- exceptions -------------------------------------------------------------------------------------


def test_allow() -> None:
    assert rules("a.sh", "pip install -U pip flask", Policy(["pip"])) == ["bare flask"]


IGNORE = "# standards: " + "ignore[unpinned-bare] a reason"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.sh", f"pip install flask  {IGNORE}", id="shell"),
        pytest.param("a.sh", f"pip install \\\n  flask \\\n  x==1  {IGNORE}", id="last-line"),
        pytest.param("Dockerfile", f"RUN pip install flask  {IGNORE}", id="dockerfile"),
        pytest.param("Dockerfile", f'FROM x\n{IGNORE}\nRUN ["pip", "install", "flask"]', id="comment-above"),
        pytest.param("Dockerfile", f"RUN pip install \\\n    {IGNORE}\n    flask", id="comment-within"),
        pytest.param(
            "Dockerfile", f"RUN apt x && \\\n    {IGNORE}\n    pip install flask && \\\n    x", id="in-a-chain"
        ),
        pytest.param("Makefile", f"a:\n\tpip install flask  {IGNORE}", id="makefile"),
        pytest.param(WORKFLOW, f"a:\n  - run: pip install flask  {IGNORE}", id="workflow"),
        pytest.param(WORKFLOW, f"a:\n  - run: |\n      pip install flask  {IGNORE}", id="block"),
        pytest.param(WORKFLOW, f'a:\n  - run: "pip install flask"  {IGNORE}', id="quoted"),
        pytest.param(WORKFLOW, f"a:\n  - run: >  {IGNORE}\n      pip install\n      flask", id="folded"),
        pytest.param(".gitlab-ci.yml", f"a:\n  script:\n    - pip install flask  {IGNORE}", id="item"),
    ],
)
def test_ignore(path: str, text: str) -> None:
    assert found(path, text) == []
    assert found(path, text.replace(IGNORE, "")) != []


def test_ignore_speaks_for_one_command() -> None:
    assert rules("a.sh", f"pip install flask  {IGNORE}\npip install boto3") == ["bare boto3"]
    assert [each.rule.id for each in found("a.sh", f"pip install x==1  {IGNORE}")] == ["unused-ignore"]


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("a.sh", "pip install flask", ""),
        ("a.sh", "pip install flask \\\n x==1", "at the end of line 2, the last of the command"),
        ("Dockerfile", "RUN pip install flask", ""),
        ("Dockerfile", "RUN pip install flask && \\\n x", "on a line of its own above line 1"),
    ],
)
def test_exception_can_be_written_as_it_is_told(path: str, text: str, where: str) -> None:
    (finding,) = found(path, text)
    assert finding.exempt == (Exempt(place=where), Exempt("allow", "flask"))


def test_note_on_a_redirection() -> None:
    (finding,) = found("a.sh", "pip install django>=4")
    assert "redirection" in finding.message
    assert finding.note == "Write 'django==VERSION', in quotes."


# --- main -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Dockerfile.dockerignore", "dockerfile.py", "dockerfile-notes.md"])
def test_main_passes_over_what_is_called_like_a_dockerfile(repository: Repository, name: str) -> None:
    repository.add(name, "import re\n!src/\npip install flask\n")
    assert main(["--", name]) == 0
    assert main(["--install-commands", "--", name]) == 0
    repository.add("Dockerfile.dev", "RUN pip install flask\n")
    assert main(["--install-commands", "--", name, "Dockerfile.dev"]) == 1
    repository.write("requirements.txt", "flask\n")
    assert main(["--", name, "requirements.txt"]) == 1


def test_main_needs_the_option(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("Dockerfile", "RUN pip install flask\n")
    repository.add(WORKFLOW, "run: pip install boto3\n")
    assert main(["--", "Dockerfile", WORKFLOW]) == 0
    assert main(["--install-commands", "--", "Dockerfile", WORKFLOW]) == 1
    out = capsys.readouterr().out
    assert "Dockerfile:1:17: unpinned-bare: flask has no version: " in out
    assert f"{WORKFLOW}:1:18: unpinned-bare: boto3 has no version: " in out
    repository.write(
        "pyproject.toml", "[tool.backend-standards.require-pinned-requirements]\ninstall-commands = true\n"
    )
    assert main(["--", "Dockerfile"]) == 1


def test_main_follows_no_link_to_another_kind(repository: Repository) -> None:
    repository.add("build/image", "RUN pip install flask\n")
    (repository.path / "Dockerfile").symlink_to("build/image")
    repository.git("add", "Dockerfile")
    assert main(["--install-commands", "--", "Dockerfile"]) == 0


def test_main_reads_constraints(repository: Repository) -> None:
    repository.add("docker/Dockerfile", "RUN pip install -c constraints.txt flask\n")
    repository.add("constraints.txt", "flask==3.0.0\n")
    assert main(["--install-commands", "--", "docker/Dockerfile"]) == 0
    repository.add("constraints.txt", "flask>=3\n")
    assert main(["--install-commands", "--", "docker/Dockerfile"]) == 1
