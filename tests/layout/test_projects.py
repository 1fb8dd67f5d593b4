"""Folders that are projects of their own, and the roots that the hook names for them."""

from __future__ import annotations

import pytest

from backend_standards.check_project_layout import main
from backend_standards.core import Finding
from backend_standards.layout.tree import Settings
from layouts import findings, found, judged, put
from support import Repository

SERVICE = "src/x.py tests/test_x.py uv.lock pyproject.toml README.md"


def below(folder: str, names: str) -> str:
    return " ".join(f"{folder}/{name}" for name in names.split())


def undeclared(paths: str, settings: Settings | None = None) -> Finding | None:
    told = [each for each in found(paths, settings) if each.rule.id == "undeclared-root"]
    assert len(told) <= 1, "one finding for all projects"
    return told[0] if told else None


@pytest.mark.parametrize(
    ("paths", "roots"),
    [
        pytest.param("orders/template.yaml orders/src/create/main.py orders/src/create/requirements.txt orders/tests/test_create.py users/template.yaml users/src/create/main.py users/src/create/requirements.txt users/tests/test_create.py README.md", ["orders", "users"], id="sam-services"),
        pytest.param("orders/src/create/main.py orders/src/create/requirements.txt orders/tests/test_create.py template.yml README.md", ["."], id="functions-of-one-template"),
        pytest.param("orders/src/create/main.py orders/src/create/requirements.txt orders/tests/test_create.py README.md", ["orders"], id="function-in-a-source"),
        pytest.param("orders/create/main.py orders/create/requirements.txt orders/tests/test_create.py README.md", ["orders"], id="function-beside-tests"),
        pytest.param("orders/serverless.yml orders/handler.py users/serverless.yaml users/handler.py", ["orders", "users"], id="serverless"),
        pytest.param(f"{below('api', SERVICE)} {below('web', SERVICE)}", ["api", "web"], id="top-folders"),
        pytest.param(f"{below('api', SERVICE)} src/main.py", [".", "api"], id="and-the-root"),
        pytest.param(f"{below('api', SERVICE)} run.py", [".", "api"], id="and-a-stray-file"),
        pytest.param(f"{below('api', SERVICE)} setup.py scripts/a.py docs/conf.py tests/test_all.py", ["api"], id="and-tools-alone"),
        pytest.param(f"{below('a/b', SERVICE)} {below('a/c', SERVICE)} {below('d', SERVICE)}", ["a/b", "a/c", "d"], id="at-any-depth"),
        pytest.param(" ".join(below(f"services/{each}", SERVICE) for each in "abcd"), ["services/*"], id="glob"),
        pytest.param(" ".join(below(f"services/{each}", SERVICE) for each in "abc"), ["services/a", "services/b", "services/c"], id="few"),
        pytest.param(" ".join(below(f"services/{each}", SERVICE) for each in "abcd") + " services/common/x.py", [".", "services/a", "services/b", "services/c", "services/d"], id="no-glob-over-what-is-no-project"),
        pytest.param(" ".join(below(f"s{number}", SERVICE) for number in range(21)), ["*"], id="many-tops"),
        pytest.param(" ".join(below(f"s{number:02}", SERVICE) for number in range(20)), [f"s{number:02}" for number in range(20)], id="not-many-tops"),
        pytest.param(f"{below('api', SERVICE)} {below('api/plugins/p', SERVICE)}", ["api", "api/plugins/p"], id="project-in-a-project"),
        pytest.param("app/main.py app/requirements.txt tests/test_main.py README.md", ["."], id="requirements-of-the-one-service"),
        pytest.param("app/main.py app/requirements.txt README.md", ["app"], id="requirements-without-tests-beside"),
        pytest.param("app/main.py app/requirements.txt app/tests/test_a.py tests/test_main.py README.md", ["app"], id="requirements-and-tests"),
        pytest.param("src/a/main.py src/a/requirements.txt src/b/main.py src/b/requirements.txt tests/test_main.py README.md", ["."], id="services-in-the-source"),
        pytest.param("shop/a.py shop/plugins/x/a.py shop/plugins/x/pyproject.toml uv.lock README.md tests/test_a.py", ["."], id="inside-a-package"),
        pytest.param("shop/a.py shop/docs/requirements.txt uv.lock README.md tests/test_a.py", ["."], id="of-the-documentation"),
        pytest.param("app/__init__.py app/setup.py app/a.py README.md", ["."], id="setup-module-of-a-package"),
        pytest.param("api/setup.py api/api/__init__.py README.md", ["api"], id="setup-script-beside-a-package"),
        pytest.param("x/dbsetup.py x/mypyproject.toml x/a.py uv.lock README.md tests/test_a.py", ["."], id="names-that-only-end-so"),
        pytest.param("web/package.json web/lambda/a.py web/lambda/requirements.txt src/a.py tests/test_a.py uv.lock README.md", ["."], id="function-of-another-language"),
        pytest.param("web/package.json web/api/app.py web/api/requirements.txt web/api/cdk.json", ["web/api"], id="stack-in-another-languages-folder"),
        pytest.param("web/package.json web/api/pyproject.toml web/api/app.py", ["web/api"], id="project-in-another-languages-folder"),
        pytest.param("src/a/x.py src/a/pyproject.toml tests/test_a.py README.md", ["."], id="one-manifest-in-the-source"),
        pytest.param("src/a/x.py src/a/pyproject.toml src/b/x.py src/b/pyproject.toml tests/test_a.py README.md", ["src/a", "src/b"], id="two-manifests-in-the-source"),
        pytest.param("src/a/x.py src/a/pyproject.toml src/b/x.py src/b/pyproject.toml tests/test_a.py README.md uv.lock", ["."], id="two-members-of-one-lock"),
        pytest.param(f"{below('api', SERVICE)} e2e/test_x.py", [".", "api"], id="and-stray-tests"),
        pytest.param(" ".join(below(f"services/{each}", SERVICE) for each in "abcd") + " services/common/scripts/x.py", ["services/a", "services/b", "services/c", "services/d"], id="no-glob-over-scripts"),
        pytest.param("svc/docs/pyproject.toml svc/docs/conf.py svc/api/a.py tests/test_a.py README.md uv.lock", ["."], id="manifest-of-documentation"),
        pytest.param("src/a.py scripts/a.py scripts/pyproject.toml tests/test_a.py README.md", ["."], id="nothing-pinned-and-scripts-with-a-manifest"),
        pytest.param("orders/src/create/main.py orders/src/create/pyproject.toml README.md", ["orders"], id="manifest-in-a-source"),
        pytest.param("orders/src/x.py orders/src/create/main.py orders/src/create/pyproject.toml README.md", ["orders"], id="manifest-beside-code-in-a-source"),
        pytest.param("a/b/src/x/y/main.py a/b/src/x/y/pyproject.toml README.md", ["a/b"], id="manifest-deep-in-a-source"),
        pytest.param("orders/create/main.py orders/create/pyproject.toml orders/tests/test_create.py README.md", [".", "orders/create"], id="sure-manifest-beside-tests"),
        pytest.param("setup.py run.py src/a.py tests/test_a.py README.md uv.lock", ["."], id="manifest-of-the-root"),
        pytest.param("cdk/cdk.json cdk/app.py src/a.py tests/test_a.py uv.lock README.md", ["."], id="in-a-place-of-its-own"),
    ],
)  # fmt: skip
def test_roots(paths: str, roots: list[str]) -> None:
    finding = undeclared(paths)
    named = [exempt.value for exempt in finding.exempt] if finding else ["."]
    assert named == roots
    for each in found(paths):
        tops = {root.rstrip("*/") for root in roots} - {"."}
        moved = {command.split()[-2] for command in each.commands if "git mv" in command}
        assert not tops & moved, "a project does not move"


@pytest.mark.parametrize(
    ("paths", "roots"),
    [
        pytest.param("orders/lib/app/create/main.py orders/lib/app/create/pyproject.toml README.md", ["orders"], id="in-a-source"),
        pytest.param("orders/lib/create/main.py orders/lib/create/pyproject.toml README.md", ["orders/lib/create"], id="in-a-part-of-its-path"),
        pytest.param("orders/app/create/main.py orders/app/create/pyproject.toml README.md", ["orders/app/create"], id="in-the-other-part"),
    ],
)  # fmt: skip
def test_a_source_of_several_folders(paths: str, roots: list[str]) -> None:
    finding = undeclared(paths, Settings(sources=["lib/app"]))
    assert finding
    assert [exempt.value for exempt in finding.exempt] == roots


def test_a_template_above_a_root_makes_functions_of_it() -> None:
    paths = "a/orders/src/create/main.py a/orders/src/create/requirements.txt a/orders/tests/test_create.py a/README.md"
    finding = undeclared(paths, Settings(roots=["a/"]))
    assert finding
    assert [exempt.value for exempt in finding.exempt] == ["a/orders"]
    assert undeclared(f"{paths} template.yaml", Settings(roots=["a/"])) is None


def test_the_finding() -> None:
    finding = undeclared(f"{below('api', SERVICE)} {below('web', SERVICE)}")
    assert finding
    assert finding.path == "api/pyproject.toml"
    assert finding.message == (
        "2 folders are projects of their own, but not roots: api (pyproject.toml), web (pyproject.toml)"
    )
    assert finding.note
    assert not finding.commands
    sam = undeclared("orders/template.yaml orders/src/create/main.py orders/src/create/requirements.txt")
    assert sam
    assert sam.path == "orders/template.yaml", "the manifest nearest to the project"
    more = undeclared(" ".join(below(each, SERVICE) for each in "abcdef"))
    assert more
    assert more.message.endswith("c (pyproject.toml) and 3 more")
    assert more.known_as == finding.known_as
    (one,) = found(below("api", SERVICE))
    assert one.message == "this folder is a project of its own, but not a root: api (pyproject.toml)"


def test_what_is_wrong_in_a_project_is_told_at_once() -> None:
    paths = f"{below('api', SERVICE)} api/run.py web/main.py web/Pipfile"
    told = judged(paths)
    assert told == [
        "api/pyproject.toml: undeclared-root",
        "api/run.py: stray-code",
        "web/README.md: missing-entry",
        "web/main.py: stray-code",
        "web/requirements.txt: missing-entry",
        "web/tests: missing-entry",
    ]
    assert [each for each in told if "undeclared" not in each] == judged(paths, Settings(roots=["api/", "web/"]))


def test_other_roots_stay() -> None:
    paths = f"{below('a', SERVICE)} {below('b/c', SERVICE)} b/x.py"
    finding = undeclared(paths, Settings(roots=["a/", "b/"]))
    assert finding
    assert [exempt.value for exempt in finding.exempt] == ["a", "b", "b/c"]
    paths = f"{below('a', SERVICE)} {below('b/c', SERVICE)}"
    finding = undeclared(paths, Settings(roots=["a/", "b/"]))
    assert finding
    assert [exempt.value for exempt in finding.exempt] == ["a", "b/c"]


def test_the_printed_roots_work(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for service in "abcd":
        put(repository, below(f"services/{service}", SERVICE))
    repository.write("pyproject.toml", "")
    assert main(["--"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "except: " in line]
    place, _, text = line.partition("except: ")[2].partition(": ")
    assert place == "in pyproject.toml, [tool.backend-standards.check-project-layout]"
    repository.write("pyproject.toml", f"[tool.backend-standards.check-project-layout]\n{text}\n")
    assert findings(capsys, "--") == []
    assert findings(capsys, "--root=services/a", "--root=services/[bc]") == []
    repository.git("rm", "-q", "--cached", "services/c/README.md", "services/d/src/x.py")
    assert findings(capsys, "--root=services/*") == [
        "services/c/README.md: missing-entry",
        "services/d/src: missing-entry",
    ]


def test_several_roots_are_one_exception(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, f"{below('api', SERVICE)} {below('web', SERVICE)}")
    assert main([]) == 1
    out = capsys.readouterr().out
    assert 'except: in the args of check-project-layout: "--root=api", "--root=web"' in out
    assert "except all" not in out
