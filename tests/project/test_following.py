"""What a shell text of CI leads to: a table of texts with their files, and of the commands that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from backend_standards.project.following import MOST, Command, Project, Unknown, follow


def project(files: Mapping[str, str]) -> Project:
    def read(paths: Sequence[str]) -> Mapping[str, bytes]:
        return {path: files[path].encode() for path in paths}

    return Project(list(files), read)


def followed(
    text: str, files: Mapping[str, str] | None = None, variables: Mapping[str, str] | None = None
) -> list[Command | Unknown]:
    return list(follow(text, "ci.yml", 1, "", project(files or {}), variables or {}))


def told(text: str, files: Mapping[str, str] | None = None, variables: Mapping[str, str] | None = None) -> list[str]:
    """Return the commands; those that cannot fail with a dash in front, and the unknown as a question mark."""
    return [
        "?" if isinstance(each, Unknown) else ("" if each.can_fail else "-") + " ".join(each.words)
        for each in followed(text, files, variables)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ruff check . && mypy .\npytest -x", ["-ruff check .", "mypy .", "pytest -x"], id="plain"),
        pytest.param("uv run --group dev --python 3.12 pytest -x", ["pytest -x"], id="uv"),
        pytest.param("uv --directory a run -m mypy b", ["mypy b"], id="uv-module"),
        pytest.param("uvx --from ruff==0.9 ruff@0.9.1 check", ["ruff check"], id="uvx"),
        pytest.param("uv tool run mypy", ["mypy"], id="uv-tool"),
        pytest.param("poetry run python -m pytest", ["pytest"], id="poetry"),
        pytest.param("pipenv run -- mypy", ["mypy"], id="pipenv"),
        pytest.param("pipx run --spec black==24 black --check .", ["black --check ."], id="pipx"),
        pytest.param("conda run -n dev --no-capture-output pytest", ["pytest"], id="conda"),
        pytest.param("coverage run --source src -m pytest -x", ["pytest -x"], id="coverage"),
        pytest.param("python3.12 -W error -m coverage run -m pytest", ["pytest"], id="python-coverage"),
        pytest.param(".venv/bin/python -m pytest; ${VENV}/bin/ruff check", ["pytest", "ruff check"], id="environment"),
        pytest.param("$PYTHON -m mypy src", ["mypy src"], id="python-of-a-variable"),
        pytest.param("python -mpytest -x; python3 -Im mypy; py -3 -m ruff check", ["pytest -x", "mypy", "ruff check"], id="bundled-module"),
        pytest.param("find . -name '*.py' -exec pylint {} +", ["pylint {} +"], id="find"),
        pytest.param("su - app -c 'mypy src'", ["mypy src"], id="su"),
        pytest.param("earthly +lint; turbo run test", ["earthly +lint", "turbo run test"], id="not-followed"),
        pytest.param("docker run --rm -v $PWD:/a -e X=1 img:1 pytest -x", ["pytest -x"], id="docker-run"),
        pytest.param("docker run --entrypoint mypy img src", ["mypy src"], id="docker-entrypoint"),
        pytest.param("docker run img", ["docker run img"], id="docker-run-alone"),
        pytest.param("docker build -t x .", ["docker build -t x ."], id="docker-build"),
        pytest.param("docker compose -f a.yml run --rm -e A=1 app sh -c 'ruff check . && pytest'", ["ruff check .", "pytest"], id="compose"),
        pytest.param("docker-compose exec -T app mypy .", ["mypy ."], id="compose-exec"),
        pytest.param("env A=1 B=2 timeout -k 5 60 sudo -E nohup pytest", ["pytest"], id="env-timeout-sudo"),
        pytest.param("A=1 B=$(date) time mypy", ["mypy"], id="assignment-time"),
        pytest.param("git ls-files '*.py' | xargs -n 50 pylint", ["git ls-files *.py", "pylint"], id="xargs"),
        pytest.param("dotenv -f .env run -- pytest; op run --env-file=a -- mypy; chamber exec svc -- ruff check", ["pytest", "mypy", "ruff check"], id="secrets"),
        pytest.param("bash -euo pipefail -c 'mypy .; pytest'", ["mypy .", "pytest"], id="bash-c-e"),
        pytest.param("if true; then ruff check; else pytest; fi", ["true", "ruff check", "pytest"], id="if"),
        pytest.param("for tool in mypy pylint; do $tool src; done", ["mypy src", "pylint src"], id="for"),
        pytest.param("lint() { ruff check $1; }\nother() { mypy; }\nlint src", ["ruff check src"], id="function"),
        pytest.param("run_a() { mypy; }\nrun_b() { pytest; }\nc() { d; }\nrun_$X || true", ["true", "-mypy", "-pytest"], id="functions-of-a-variable"),
        pytest.param("a=1\ncase $a in 0|2) mypy;; 1) pytest;; *) ruff check;; esac", ["pytest"], id="case"),
        pytest.param("case $a in\n  -h|--help)\n    mypy ;;\n  x) ;;\n  *) pytest\nesac", ["mypy", "pytest"], id="case-of-a-variable"),
        pytest.param("A=(ruff check)\nA+=(\n  -q\n  $B)\n\"${A[@]}\" src", ["ruff check -q ${B} src"], id="array"),
        pytest.param("if [[ -n $A && $A != b ]]; then mypy; fi; ((i++)); pytest", ["mypy", "pytest"], id="condition-and-arithmetic"),
        pytest.param("x=$(echo \"a\\(.b)|.[]\" | jq)\npytest", ["pytest"], id="quotes-in-a-substitution"),
        pytest.param("CMD='mypy src'\n$CMD --strict\neval \"$CMD\"", ["mypy src --strict", "mypy src"], id="variable"),
        pytest.param("pip install mypy; echo pytest; # ruff", ["pip install mypy", "echo pytest"], id="words-of-others"),
        pytest.param("cat <<EOF\npytest\nEOF", ["cat"], id="heredoc"),
        pytest.param("python manage.py test; python setup.py test", ["manage.py test", "setup.py test"], id="python-script"),
        pytest.param("python -c 'import a'", ["python -c import a"], id="python-c"),
        pytest.param("./wait-for-it.sh db:5432 -- pytest", ["pytest"], id="wait"),
        pytest.param("bash <(curl https://x) -y a.sh; command -v mypy >/dev/null", ["?", "command -v mypy"], id="script-of-a-substitution"),
        pytest.param("time -p mypy; nice -n 5 ionice -c 3 pytest", ["mypy", "pytest"], id="time-and-nice"),
        pytest.param("curl https://x | sh -s -- -y", ["curl https://x", "sh -s -- -y"], id="script-of-a-pipe"),
        pytest.param("declare -A m\nm[a]=1 m[b]+=$X\nmypy", ["mypy"], id="element-of-an-array"),
        pytest.param("$CMD", ["?"], id="unknown"),
    ],
)  # fmt: skip
def test_runners_are_left_out(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pytest || true", ["-pytest", "true"], id="or-true"),
        pytest.param("pytest || exit 1", ["pytest", "exit 1"], id="or-exit"),
        pytest.param("pytest || (echo no; exit 1)", ["pytest", "echo no", "exit 1"], id="or-group-that-fails"),
        pytest.param("pytest || { echo no; }", ["-pytest", "echo no"], id="or-group"),
        pytest.param("(mypy; pytest) || true", ["-mypy", "-pytest", "true"], id="group-or-true"),
        pytest.param("a && b || true", ["-a", "-b", "true"], id="and-or-true"),
        pytest.param("set +e\nmypy\npytest", ["-set +e", "-mypy", "pytest"], id="set-plus-e"),
        pytest.param("set +e\nmypy\ncode=$?\nexit $code", ["-set +e", "mypy", "exit ${code}"], id="status-is-kept"),
        pytest.param("bash -c 'mypy; true'", ["-mypy", "true"], id="bash-c"),
        pytest.param("mypy; true", ["mypy", "true"], id="ends-at-the-first"),
        pytest.param("pytest || echo failed >> log\nmypy", ["pytest", "echo failed", "mypy"], id="a-file-tells-it"),
        pytest.param("pytest || echo failed >&2\nmypy", ["-pytest", "echo failed", "mypy"], id="an-output-does-not"),
        pytest.param("pytest | tee log", ["pytest", "tee log"], id="pipefail"),
        pytest.param("bash -c 'pytest | tee log'", ["-pytest", "tee log"], id="no-pipefail"),
        pytest.param("pytest &\nmypy", ["-pytest", "mypy"], id="background"),
        pytest.param("pytest &> log\nmypy", ["pytest", "mypy"], id="redirected"),
    ],
)
def test_failures(text: str, expected: list[str]) -> None:
    assert told(text) == expected


MAKEFILE = """\
MIN := 80
RUN ?= uv run
.PHONY: all lint
all: lint test
lint:
\t$(RUN) ruff check src
\t-$(RUN) mypy src
test: install ; cd sub && $(MAKE) unit; echo done
install:
\tpip install -r r.txt
cover:
\tcoverage report --fail-under=$(MIN)
check-%:
\t./scripts/$*.sh
loop: loop2
\tmake loop
loop2: loop
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("make lint", ["ruff check src", "-mypy src"], id="target"),
        pytest.param(
            "make", ["ruff check src", "-mypy src", "pip install -r r.txt", "-pytest", "echo done"], id="default"
        ),
        pytest.param("make cover MIN=90", ["coverage report --fail-under=90"], id="variable"),
        pytest.param("make -C sub", ["pytest"], id="folder"),
        pytest.param("make -f other.mk x || true", ["-flake8", "true"], id="file"),
        pytest.param("make check-types", ["set -e", "mypy ."], id="pattern"),
        pytest.param("make nothing", ["?"], id="no-rule"),
        pytest.param("make $TARGET", ["?"], id="target-of-a-variable"),
        pytest.param("make loop", [], id="circle"),
        pytest.param("cd sub && make unit", ["pytest"], id="cd"),
        pytest.param("make -n lint", [], id="dry-run"),
    ],
)
def test_make(text: str, expected: list[str]) -> None:
    files = {"Makefile": MAKEFILE, "sub/Makefile": "unit:\n\tpytest\n", "other.mk": "x:; flake8\n"}
    files["scripts/types.sh"] = "#!/bin/sh\nset -e\nmypy .\n"
    assert told(text, files) == expected


def test_functions_of_make() -> None:
    text = "run = uv run $(1) $(2)\ndefine both\n@$(call run,mypy,$1)\n-ruff check\nendef\n"
    text += "a:\n\t$(call both,src)\nb:\n\t$(foreach d,x y,$(MAKE) $(d);)\nx:\n\tpytest x\ny:\n\tpytest y\n"
    text += "d:\n\t@:$(call nothing,X)\n\tflake8\n"
    text += "c:\n\t$(eval V := 1)\n\tcd $(shell pwd) && flake8\n"
    assert told("make a", {"Makefile": text}) == ["mypy src", "-ruff check"]
    assert told("make b", {"Makefile": text}) == ["-pytest x", "pytest y"]
    assert told("make c", {"Makefile": text}) == ["flake8"]
    assert told("make d", {"Makefile": text}) == [":", "flake8"]


def test_a_command_says_where_it_is_and_what_leads_to_it() -> None:
    (found,) = followed("\n make all", {"Makefile": "all: lint\nlint:\n\t@ruff \\\n\t  check\n"})
    assert isinstance(found, Command)
    assert (found.words, found.path, found.line) == (("ruff", "check"), "Makefile", 3)
    assert found.trail == ("make all", "make lint")


def test_an_unknown_target_says_why() -> None:
    (found,) = followed("make lint", {"Makefile": "include common.mk\n"})
    assert isinstance(found, Unknown)
    assert (found.path, found.line, found.trail) == ("ci.yml", 1, ("make lint",))
    why = "Makefile has no rule for the target lint, and includes common.mk, which is not in the repository"
    assert found.why == why


TOX = """\
[tox]
envlist = lint,py{311,312}-{unit,it}
[testenv:lint]
commands = flake8 src
    - ruff check {posargs:src}
[testenv]
commands =
    unit: pytest {posargs} \\
        -x
    it: {[base]run} it
[testenv:type]
ignore_outcome = true
commands = mypy src
[base]
run = python -m pytest -k
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("tox", ["flake8 src", "-ruff check src", "pytest -x", "pytest -k it"], id="all"),
        pytest.param("tox run -e lint -- a b", ["flake8 src", "-ruff check a b"], id="positional"),
        pytest.param("tox -qe type; tox -re lint", ["-mypy src", "flake8 src", "-ruff check src"], id="short-options"),
        pytest.param("tox -epy310-it", ["pytest -k it"], id="factor"),
        pytest.param("TOXENV=type uvx --with tox-uv tox", ["-mypy src"], id="variable"),
        pytest.param("python -m tox -e nothing", ["?"], id="no-environment"),
        pytest.param("tox -e $X", ["?"], id="environment-of-a-variable"),
        pytest.param("tox list", ["tox list"], id="other-command"),
    ],
)
@pytest.mark.parametrize("name", ["tox.ini", "setup.cfg", "pyproject.toml"])
def test_tox(text: str, expected: list[str], name: str) -> None:
    content = TOX
    if name == "setup.cfg":
        content = TOX.replace("[tox]", "[tox:tox]")
    elif name == "pyproject.toml":
        content = f"[tool.tox]\nlegacy_tox_ini = '''\n{TOX}'''\n"
    assert told(text, {name: content}) == expected


TOX_OF_ALL = """\
[tox]
envlist = lint,py{311,312}-{unit,it}, {a,b}-x
    docs
skipsdist = true
[testenv:lint]
commands = flake8 src
    - ruff check {posargs:src}
[testenv]
commands =
    unit: pytest {posargs} \\
        -x
    it,!unit: {[base]run} it
    py311-it: echo py
    {[base]both}
[testenv:docs]
ignore_outcome = true
change_dir = docs
commands_pre = echo {envname}
commands = {[testenv:lint]commands}
    sphinx {toxinidir}/src # no
[testenv:{a,b}-x]
commands = a: mypy
   b: pylint {env:NOPE:dflt}
[base]
run = python -m pytest -k
both = echo 1
    echo 2
"""


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ("lint", ["flake8 src", "-ruff check src"]),
        ("py311-unit", ["pytest -x", "echo 1", "echo 2"]),
        ("py311-it", ["pytest -k it", "echo py", "echo 1", "echo 2"]),
        ("py312-it", ["pytest -k it", "echo 1", "echo 2"]),
        ("a-x", ["mypy"]),
        ("b-x", ["pylint dflt"]),
        ("docs", ["-echo docs", "-flake8 src", "-ruff check src", "-sphinx ./src"]),
    ],
)
def test_environments_are_those_of_tox(env: str, expected: list[str]) -> None:
    """The expected commands are those that tox 4.67 prints: ``tox config -k commands_pre commands``."""
    assert told(f"tox -e {env}", {"tox.ini": TOX_OF_ALL}) == expected


def test_tox_in_toml() -> None:
    table = (
        'env_list = ["a", "b"]\n[env_run_base]\ncommands = [["pytest", {replace = "posargs", default = ["tests"]}]]\n'
    )
    table += '[env.a]\ncommands = [["ruff", "check"], ["-", "mypy"]]\n'
    assert told("tox", {"tox.toml": table}) == ["ruff check", "-mypy", "pytest tests"]
    table = table.replace("[env", "[tool.tox.env")
    found = followed("tox", {"pyproject.toml": f"[tool.tox]\n{table}"})
    assert [each.line for each in found] == [6, 6, 4]


HOOKS = """\
repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.15.2
    hooks:
      - id: ruff-check
        args: [--fix]
      - id: ruff-format
  - repo: local
    hooks:
      - id: types
        alias: t
        entry: make types
        language: system
        args: ["X=a b"]
      - id: slow
        entry: pytest
        language: system
        stages: [pre-push]
      - id: words
        entry: mypy
        language: pygrep
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pre-commit run --all-files", ["ruff check --fix", "ruff format --check", "mypy a b"], id="all"),
        pytest.param("uvx pre-commit run -a ruff-check", ["ruff check --fix"], id="id"),
        pytest.param("prek run --hook-stage pre-push slow", ["pytest"], id="stage"),
        pytest.param("prek", ["ruff check --fix", "ruff format --check", "mypy a b"], id="no-command"),
        pytest.param("SKIP=types,ruff-format pre-commit run", ["ruff check --fix"], id="skip"),
        pytest.param("pre-commit run ruff-check $OPTIONS", ["ruff check --fix"], id="options-of-a-variable"),
        pytest.param("pre-commit run nothing", ["?"], id="no-hook"),
        pytest.param("pre-commit run -c other.yaml", ["?"], id="no-file"),
        pytest.param("pre-commit install", ["pre-commit install"], id="install"),
    ],
)
def test_hooks_of_pre_commit(text: str, expected: list[str]) -> None:
    files = {".pre-commit-config.yaml": HOOKS, "Makefile": "types:\n\tmypy 'a b'\n"}
    assert told(text, files) == expected


SCRIPT = """\
#!/usr/bin/env python3
import subprocess, sys
from subprocess import run
LINT = ["ruff", "check"]
run(LINT, check=True)
subprocess.run([sys.executable, "-m", "mypy", path], cwd="x")
code = subprocess.call("pytest -x", shell=True)
os.system("flake8")
subprocess.check_call(command)
"""


def test_python_scripts() -> None:
    files = {"scripts/ci.py": SCRIPT, "manage.py": "import os\n", "tools/lint/__main__.py": SCRIPT}
    expected = ["ruff check", "-mypy ${V}", "pytest -x", "-flake8", "?"]
    assert told("python a/run.py", {"a/run.py": SCRIPT}) == ["run.py", *expected[:-1]], (
        "its name says nothing of checks"
    )
    assert told("python scripts/ci.py all", files) == ["ci.py all", *expected]
    assert told("uv run ./scripts/ci.py", files) == ["ci.py", *expected]
    assert told("python -m tools.lint src", files) == ["tools.lint src", *expected]
    main = {"test/all.py": "import pytest\nif __name__ == '__main__':\n    sys.exit(pytest.main(['-x']))\n"}
    assert told("coverage run test/all.py", main) == ["all.py", "pytest"]
    assert told("python manage.py test; python nothing.py", files) == ["manage.py test", "nothing.py"]


def test_scripts() -> None:
    files = {
        "scripts/all.sh": '#!/bin/bash -e\ncd "$(dirname "$0")/.."\nmypy .\n./scripts/one.sh\n',
        "scripts/one.sh": "ruff check\npytest\n",
        "bin/tool": "#!/usr/bin/env python3\nimport a\n",
    }
    assert told("./scripts/all.sh", files) == ["mypy .", "-ruff check", "pytest"]
    assert told("cd scripts; bash -e one.sh; ../bin/tool a", files) == ["ruff check", "pytest", "tool a"]
    assert told("sh nothing.sh; source .venv/bin/activate", files) == ["?", "source .venv/bin/activate"]


def test_what_a_script_is_called_with_and_what_it_sources() -> None:
    files = {
        "ci.sh": '#!/bin/sh\n. ./lib.sh\ncase "$1" in\n  lint) lint "$@" ;;\n  test) exec pytest "${@:2}" ;;\nesac\n"$@"\n',
        "lib.sh": "lint() {\n  ruff check $2\n}\nunused() {\n  mypy\n}\n",
    }
    found = followed("./ci.sh lint src", files)
    calls = [("ruff", "check", "src"), ("ruff", "check", "${2}")]
    assert [getattr(each, "words", None) for each in found] == calls
    assert (found[0].path, found[0].line, found[0].trail) == ("lib.sh", 2, ("ci.sh",))


def test_a_function_that_chooses_by_its_parameter() -> None:
    text = '#!/usr/bin/env bash\nset -eu\nmain() { local cmd=${1:-all}; case "$cmd" in lint) ruff check;; all) main lint; mypy; pytest;; esac; }\n'
    files = {"ci/run": text + 'main "$@"\n'}
    assert told("ci/run", files) == ["set -eu", "mypy", "pytest", "ruff check"]
    assert told("ci/run lint", files) == ["set -eu", "ruff check"]


def test_folders() -> None:
    files = {"a/Makefile": "x:\n\tmypy\n", "b/Makefile": "x:\n\tpytest\n", "a/run.sh": "ruff check\n"}
    assert told("if true; then cd a && make x; else cd b && make x; fi", files) == ["true", "mypy", "pytest"]
    assert told("(cd a; make x); make -C b x", files) == ["mypy", "pytest"]
    assert told("cd $GITHUB_WORKSPACE/a && make x; cd ${ROOT}/b && make x", files) == ["mypy", "pytest"]
    assert told(
        "docker run -v $PWD/a:/srv img bash /srv/a/run.sh; cd b; sh $(git rev-parse --show-toplevel)/a/run.sh", files
    ) == ["ruff check", "ruff check"]
    assert told("docker run img sh -c 'cd /srv/a && make x; cd /nowhere/at/all && make -C b x'", files) == [
        "-mypy",
        "pytest",
    ]


def test_values_of_a_matrix() -> None:
    assert told("${{ matrix.cmd }}", {}, {"cmd": "ruff check . && mypy"}) == ["ruff check .", "mypy"]
    assert told("tox -e ${{ matrix.env }}", {"tox.ini": TOX}, {"env": "type"}) == ["-mypy src"]
    assert told("${{ matrix.cmd }}") == ["?"]


def test_the_output_has_an_end() -> None:
    found = followed("pytest\n" * (MOST + 10))
    assert len(found) == MOST - 1
    assert isinstance(found[-1], Unknown)
    assert "more than" in found[-1].why


def test_depth_has_an_end() -> None:
    files = {f"{number}.sh": f"bash {number + 1}.sh\n" for number in range(9)}
    (found,) = followed("bash 0.sh", files)
    assert isinstance(found, Unknown)
    assert found.trail == tuple(f"{number}.sh" for number in range(6))
