"""The README, the template for pull requests and the commands of a project."""

from __future__ import annotations

import os

import pytest

from backend_standards import backend_standards
from backend_standards.check_project_docs import check, main
from backend_standards.project.settings import Settings
from support import Repository

PURPOSE = "# Orders\n\nTakes orders.\n"
SETUP = "## Setup\n\n    cp .env.example .env\n\n"
DEPENDENCIES = "## Dependencies\n\n`pip-compile requirements.in`\n\n"
API = "## API\n\nSee `/docs`.\n\n"
README = PURPOSE + SETUP + DEPENDENCIES + API
TEMPLATE = "## What and why\n## Changes\n- [ ] tested\n- [ ] docs updated\n- [ ] ticket linked\n- [ ] style followed\n"
PLACE = ".github/pull_request_template.md"
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
ALL = "all"


def found(files: dict[str, str], *require: str, is_top: bool = True, **settings: object) -> list[str]:
    """Return the findings about some files, as ``path: rule``."""
    contents = {path: text.encode() for path, text in files.items()}
    asked = Settings(require=require, **settings) if require or settings else None  # type: ignore[arg-type]

    def read(paths: object) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}  # type: ignore[attr-defined]

    return [f"{each.path}: {each.rule.id}" for each in check(sorted(files), read, asked, is_top=is_top)]


def lacks(readme: str, *require: str, name: str = "README.md", **others: str) -> list[str]:
    """Return the parts that a README lacks."""
    rules = found({name: readme, **others}, *(require or ("readme",)))
    return [rule.partition("readme-no-")[2] for rule in rules if "readme-no-" in rule]


# --- what a README must have ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readme", "lacking"),
    [
        pytest.param(README, [], id="all"),
        pytest.param(SETUP + DEPENDENCIES + API, ["purpose"], id="no purpose"),
        pytest.param("# Orders\n\nOrders\n\n" + SETUP + DEPENDENCIES + API, ["purpose"], id="the title again"),
        pytest.param("# Orders\n![a](b) ![c](d)\n" + SETUP + DEPENDENCIES + API, ["purpose"], id="badges"),
        pytest.param("# Orders\n- [Setup](#setup)\n" + SETUP + DEPENDENCIES + API, ["purpose"], id="contents"),
        pytest.param(
            "# Orders\n## License\nThe MIT License.\n" + SETUP + DEPENDENCIES + API, ["purpose"], id="license"
        ),
        pytest.param("## Orders API\nTakes orders.\n" + SETUP + DEPENDENCIES + API, [], id="a title of level 2"),
        pytest.param("# Orders\n" + SETUP + "## About\nTakes orders.\n" + DEPENDENCIES + API, [], id="purpose below"),
        pytest.param("# 订单\n处理订单\n" + SETUP + DEPENDENCIES + API, [], id="purpose without spaces"),
        pytest.param(PURPOSE + DEPENDENCIES + API, ["setup"], id="no setup"),
        pytest.param(PURPOSE + "## Setup\n\n" + DEPENDENCIES + API, ["setup"], id="empty setup"),
        pytest.param(PURPOSE + "## Setup\n<!-- pip install -->\n" + DEPENDENCIES + API, ["setup"], id="comment"),
        pytest.param(PURPOSE + "## Setup\n[![b](c)](d)\n" + DEPENDENCIES + API, ["setup"], id="a badge is no setup"),
        pytest.param(PURPOSE + "## Running the tests\n`pytest`\n" + DEPENDENCIES + API, ["setup"], id="tests"),
        pytest.param(PURPOSE + "```\n## Setup\nx\n```\n" + DEPENDENCIES + API, ["setup"], id="heading in a fence"),
        pytest.param(PURPOSE + "## Setup\n### Docker\nx\n" + DEPENDENCIES + API, [], id="below a heading below"),
        pytest.param(PURPOSE + "## 🚀 2. How to run it\nx\n" + DEPENDENCIES + API, [], id="other words"),
        pytest.param(PURPOSE + "## Commands\n    uv sync\n" + DEPENDENCIES + API, [], id="a command of the setup"),
        pytest.param(PURPOSE + "<h2>Installation</h2>\nx\n" + DEPENDENCIES + API, [], id="heading of HTML"),
        pytest.param(PURPOSE + "**Setup**\nx\n" + DEPENDENCIES + API, [], id="bold heading"),
        pytest.param(
            PURPOSE + "Setup is in [the guide](setup.md).\n" + DEPENDENCIES + API, [], id="sentence with a link"
        ),
        pytest.param(PURPOSE + "Setup is easy.\n" + DEPENDENCIES + API, ["setup"], id="sentence without one"),
        pytest.param(PURPOSE + SETUP + API, ["dependencies"], id="no dependencies"),
        pytest.param(PURPOSE + "## Setup\n`pip install -r requirements.txt`\n" + API, ["dependencies"], id="install"),
        pytest.param(PURPOSE + "## Setup\n`uv lock --upgrade`\n" + API, [], id="a command that locks"),
        pytest.param(PURPOSE + SETUP + "Dependencies are locked by Poetry.\n" + API, [], id="a tool"),
        pytest.param(PURPOSE + SETUP + "It has few dependencies.\n" + API, ["dependencies"], id="no tool"),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES, ["api"], id="no api"),
        pytest.param("# Orders API\nTakes orders.\n" + SETUP + DEPENDENCIES, ["api"], id="the title is no section"),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES + "## API keys\nSet `KEY`.\n", ["api"], id="keys"),
        pytest.param(
            PURPOSE + SETUP + DEPENDENCIES + "Uses the [Stripe API](https://x.org).\n", ["api"], id="another's"
        ),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES + "## Routes\n| `GET /v1/orders` | x |\n", [], id="routes"),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES + "## Use\n    curl http://localhost:8000/v1/x\n", [], id="curl"),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES + "API: [Swagger](https://x.org/swagger).\n", [], id="link"),
        pytest.param(
            PURPOSE + SETUP + DEPENDENCIES + "    curl -LsSf https://x.org/install.sh | sh\n", ["api"], id="a download"
        ),
        pytest.param(
            PURPOSE + SETUP + DEPENDENCIES + "See the [docs of AWS](https://docs.x.org).\n", ["api"], id="others' docs"
        ),
        pytest.param(
            PURPOSE + SETUP + DEPENDENCIES + "## Add a DNS record for the new API\nx\n", ["api"], id="mentioned"
        ),
        pytest.param(PURPOSE + SETUP + DEPENDENCIES + "Its docs are at `/docs`.\n", [], id="generated"),
        pytest.param(
            PURPOSE + SETUP + API + "`make requirements` installs the dependencies.\n", ["dependencies"], id="target"
        ),
        pytest.param(PURPOSE + SETUP + API + "## Library\nx\n", ["dependencies"], id="a library"),
        pytest.param(PURPOSE + "See the [documentation](https://docs.x.org).\n", [], id="documentation elsewhere"),
        pytest.param(
            PURPOSE + "View the docs at <https://x.org/b>.\n", [], id="documentation elsewhere by its address"
        ),
        pytest.param(PURPOSE + "To learn more, visit https://docs.orders.org or us.\n", [], id="site of documentation"),
        pytest.param(
            PURPOSE + "How to [sync](https://docs.orders-x.org/q).\n",
            ["setup", "dependencies", "api"],
            id="site of others",
        ),
        pytest.param(PURPOSE + "See [FastAPI](https://x.org).\n", ["setup", "dependencies", "api"], id="other links"),
        pytest.param(
            "# Bestellungen\nNimmt Bestellungen an.\n## Einrichtung\nx\n## Abhängigkeiten\nx\n## Schnittstelle\nx\n",
            [],
            id="German",
        ),
        pytest.param(
            "# Commandes\nPrend les commandes.\n## Démarrage\nx\n## Dépendances\nx\n## API\nx\n", [], id="French"
        ),
    ],
)
def test_parts(readme: str, lacking: list[str]) -> None:
    assert lacks(readme) == lacking


def test_nothing_is_required_by_default() -> None:
    assert found({"README.md": "# Orders\n"}) == []


@pytest.mark.parametrize("readme", ["# Orders\n", "", "# Orders\n## Setup\n## API\n", "![a](b)\n"])
def test_a_readme_without_text_is_one_finding(readme: str) -> None:
    assert lacks(readme) == ["purpose"]


def test_words_of_the_team() -> None:
    readme = {"README.md": PURPOSE + "## Bringing it up\nx\n" + DEPENDENCIES + API}
    assert found(readme, "readme") == ["README.md: readme-no-setup"]
    assert found(readme, "readme", words={"setup": ["Bringing it up"]}) == []


def test_documents_that_the_readme_links_to_are_read() -> None:
    readme = PURPOSE + "See [contributing](CONTRIBUTING.md), `docs/api.md`.\n"
    assert lacks(readme, **{"CONTRIBUTING.md": "# Contributing\n" + SETUP, "docs/api.md": "# API\nx\n"}) == [
        "dependencies"
    ]
    assert lacks(PURPOSE + "See [docs](docs/).\n", **{"docs/a.md": SETUP + DEPENDENCIES + API}) == []
    assert lacks(PURPOSE + "See [more](more.md).\n", **{"other.md": SETUP}) == ["setup", "dependencies", "api"]


def test_what_shows_an_api() -> None:
    readme = PURPOSE + SETUP + DEPENDENCIES
    assert lacks(readme, **{"src/main.py": "print(1)\n"}) == [], "the code has none"
    assert lacks(readme, "api", **{"src/main.py": "print(1)\n"}) == ["api"], "asked for by its name"
    assert lacks(readme, **{"src/main.py": APP}) == ["api"]
    assert lacks(readme, **{"src/main.py": f"# {APP}".replace("\n", "\n# ")}) == []
    assert lacks(readme, **{"src/main.py": "class MyFastAPI(FastAPI): ...\napp = MyFastAPI()\n"}) == []
    assert lacks(readme, **{"src/main.py": "x = 1\n", "tests/test_app.py": APP}) == [], "an application of the tests"
    assert lacks(readme, **{"src/main.py": "x = 1\n", "vendored/shop/app.py": APP}) == [], "other people's"
    assert lacks(readme, **{"src/main.py": "x = 1\n", "openapi.yaml": "x"}) == ["api"]
    flask = "app = Flask(__name__)\n\n@app.route('/orders')\ndef orders():\n    return "
    assert lacks(readme, **{"src/main.py": f"{flask}[]\n"}) == ["api"]
    assert lacks(readme, **{"src/main.py": f"{flask}render_template('orders.html')\n"}) == [], "web pages"
    assert lacks(readme, **{"src/filters.py": "filters = Blueprint('filters', __name__)\n"}) == [], "no route"


@pytest.mark.parametrize(
    "application",
    "FastAPI APIRouter APIFlask Litestar Starlite Starlette Chalice Sanic RouteTableDef APIGatewayRestResolver "
    "APIGatewayHttpResolver ApiGatewayResolver LambdaFunctionUrlResolver ALBResolver VPCLatticeResolver "
    "VPCLatticeV2Resolver".split(),
)
def test_each_kind_of_application_shows_an_api(application: str) -> None:
    code = f"app = {application}()\n"
    assert lacks(PURPOSE + SETUP + DEPENDENCIES, **{"src/main.py": code}) == ["api"]


def test_a_root_of_its_own() -> None:
    files = {"README.md": README, "services/a/README.md": PURPOSE, "services/a/x.py": "", "services/b/x.py": ""}
    assert found(files, "setup", roots=["services/a/", "services/b/"]) == ["services/a/README.md: readme-no-setup"]


@pytest.mark.parametrize("name", ["readme.md", "README", "README.txt", ".github/README.md", "docs/README.md"])
def test_places_of_a_readme(name: str) -> None:
    assert lacks(PURPOSE, "setup", name=name) == ["setup"]


def test_two_readmes_count_together() -> None:
    assert found({"README.md": PURPOSE + SETUP, "README.rst": "a\n===\nx\n\nAPI\n---\nx\n"}, "setup", "api") == []
    assert found({"README.md": PURPOSE, "docs/README.md": SETUP}, "setup") == ["README.md: readme-no-setup"]


def test_optional() -> None:
    assert found({"README.md": PURPOSE}, "readme", optional=["setup", "dependencies"]) == ["README.md: readme-no-api"]


# --- placeholders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "readme",
    [
        "# Project name\nTakes orders.\n",
        "# [Project Title]\nTakes orders.\n",
        "# Orders\nTODO: describe the project.\n",
        "# Orders\nDescribe the project here.\n",
        "# Orders\nTakes orders.\n## Setup\nTODO\n",
        "# Orders\nTakes orders.\n## Setup\n*Coming soon…*\n",
        "# Orders\nTakes orders.\n## Setup\n...\n",
        "# Orders\nTakes orders.\n## Setup\nTBD: the database\n",
        "# {{ cookiecutter.name }}\nTakes orders.\n",
        "# Orders\n{{ project_description }}\n",
        "# Orders\nOne Paragraph of project description goes here\n",
        "# Orders\nLorem ipsum dolor sit amet\n",
        "# Orders\n## Name\nChoose a self-explaining name for your project.\n",
        "# Orders\nInsert a short description here.\n",
        "Project name\n============\nTakes orders.\n",
        "# <project name>\nTakes orders.\n",
        "# TODO\nTakes orders.\n",
        "# Orders\nA short description of the project.\n",
    ],
)
def test_a_placeholder(readme: str) -> None:
    assert found({"README.md": readme}) == ["README.md: readme-placeholder"]


BADGES = f"[![build](https://ci.example.com/{'x' * 500}.svg)](https://ci.example.com)\n"


@pytest.mark.parametrize(
    "title",
    [
        *("# Project name\n", "<h1 align='center'>Project title</h1>\n", "<h1 align='center'>\n  Title\n</h1>\n"),
        *("Service name\n============\n", "  <h1 id='the-beginning-of-the-page'>Your project</h1>\n"),
    ],
)
def test_a_placeholder_below_badges(title: str) -> None:
    assert found({"README.md": f"{BADGES}\n{title}\nTakes orders.\n"}) == ["README.md: readme-placeholder"]


@pytest.mark.parametrize(
    "readme",
    [
        "# Orders\nTakes orders.\n",
        "# Orders\nTakes orders. TODO: say more.\n",
        "# Orders\nTakes orders.\n## Setup\n`uv sync`\n\nTODO: Windows\n",
        "# Orders\nTakes orders.\n## TODO\n- refunds\n- [ ] returns\n",
        "# Orders\nTakes orders.\n```\nTODO\n{{ cookiecutter.name }}\n```\n",
        "# Orders\nRenders `{{ project_name }}`, and ``{{ cookiecutter.name }}``, with Jinja.\n",
        "# Orders\n<!-- TODO: describe the project -->\nTakes orders.\n",
        "# Todo\nKeeps a list of what is to be done.\n",
        "# Orders\nRun `make...`, and describe the project's state with `make status`.\n",
        "# Orders\nTakes orders.\n## License\nMIT\n## Name\nA title of a book.\n",
    ],
)
def test_no_placeholder(readme: str) -> None:
    assert found({"README.md": readme}) == []


def test_a_placeholder_speaks_for_the_parts_that_it_stands_for() -> None:
    readme = "# Project name\nTODO: describe the project.\n## Setup\nTODO\n## Dependencies\nTODO\n## API\nTODO\n"
    assert found({"README.md": readme}, "readme") == ["README.md: readme-placeholder"]
    readme = readme.replace("## API\nTODO\n", "")
    assert found({"README.md": readme}, "readme") == ["README.md: readme-placeholder", "README.md: readme-no-api"]


# --- the template for pull requests -----------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("pull_request_template.md", "docs/PULL_REQUEST_TEMPLATE.md", ".github/Pull_Request_Template.txt", PLACE),
        *(".github/PULL_REQUEST_TEMPLATE/feature.md", ".gitlab/merge_request_templates/Default.md"),
        *(".azuredevops/pull_request_template.md", ".forgejo/PULL_REQUEST_TEMPLATE.md"),
    ],
)
def test_places_of_a_template(path: str) -> None:
    assert found({".github/x": "", path: TEMPLATE}, ALL) == []
    assert found({path: "<!-- -->\n"}) == [f"{path}: pr-template-missing"]
    assert found({path: "## Why\n"}, ALL) == [f"{path}: pr-template-incomplete"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (".github/workflows/ci.yml", PLACE),
        (".gitlab-ci.yml", ".gitlab/merge_request_templates/Default.md"),
        ("azure-pipelines.yml", ".azuredevops/pull_request_template.md"),
    ],
)
def test_the_forge_tells_that_there_are_pull_requests(path: str, place: str) -> None:
    assert found({path: ""}) == [f"{place}: pr-template-missing"]
    assert found({path: ""}, is_top=False) == []
    assert found({path: ""}, optional=["pr-template"]) == []


def test_no_forge_is_known() -> None:
    assert found({"src/main.py": ""}) == []
    assert found({"src/main.py": "", "Makefile": "a:\n"}, ALL) == []
    assert found({"src/main.py": ""}, "pr-template") == [f"{PLACE}: pr-template-missing"]


@pytest.mark.parametrize(
    "path",
    [
        *("vendor/x/.github/PULL_REQUEST_TEMPLATE.md", "{{cookiecutter.slug}}/.github/pull_request_template.md"),
        *("docs/webhooks/pull_request.md", "docs/terms/pr.md"),
    ],
)
def test_another_file_is_not_a_template_in_the_wrong_place(path: str) -> None:
    assert found({path: "x"}) == []
    (finding,) = check([path, ".github/x"], lambda _: {})
    assert finding.message == "no template for pull requests is tracked"


@pytest.mark.parametrize("path", ["src/pull_request_template.md", ".github/PR_TEMPLATE.md", "docs/pull-request.md"])
def test_a_template_where_no_forge_looks(path: str) -> None:
    (finding,) = check([path], lambda paths: dict.fromkeys(paths, b"Why?"))
    assert (finding.path, finding.rule.id) == (PLACE, "pr-template-missing")
    assert path in finding.message
    assert finding.commands == (f"mkdir -p .github && git mv -- {path} {PLACE}",)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("## Description\n## Changes\n", "a checklist"),
        ("## Description\n- [ ] tested\n- [ ] docs\n- [ ] issue\n- [ ] style\n", "the changes"),
        ("## Changes\n- [ ] tested\n- [ ] docs\n- [ ] issue\n", "a description and the coding style"),
        ("## What\n- [ ] docs\n", "tests, the related issue and the coding style"),
    ],
)
def test_ideas_that_a_template_lacks(template: str, message: str) -> None:
    (finding,) = check(
        [PLACE], lambda paths: dict.fromkeys(paths, template.encode()), Settings(require=["pr-template-parts"])
    )
    assert finding.message == f"the template does not ask for {message}"


def test_one_complete_template_of_several_is_enough() -> None:
    folder = ".github/PULL_REQUEST_TEMPLATE/"
    assert found({f"{folder}a.md": "## Why\n", f"{folder}b.md": TEMPLATE}, "pr-template-parts") == []


@pytest.mark.parametrize("names", ["abc", "cba"])
def test_the_order_of_what_is_read_does_not_matter(names: str) -> None:
    folder = ".github/PULL_REQUEST_TEMPLATE/"
    texts = {f"{folder}{name}.md": b"## Why\n" for name in names}
    (finding,) = check(sorted(texts), lambda _: texts, Settings(require=["pr-template-parts"]))
    assert finding.path == f"{folder}a.md"


# --- the commands -----------------------------------------------------------------------------------

BY_HAND = "# Orders\n\nTakes orders. Run `pytest`, `mypy .` and `docker build .`.\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *(("Makefile", "test:\n\tpytest\n"), ("justfile", "test:\n  pytest\n"), ("GNUmakefile", "include a.mk\n")),
        *(("noxfile.py", ""), ("tox.ini", ""), ("Taskfile.yml", ""), ("tasks.py", ""), ("scripts/test", "")),
        *(("pyproject.toml", "[tool.poe.tasks]\n"), ("pyproject.toml", "[tool.hatch.envs.default.scripts]\n")),
        *(("package.json", '{\n  "scripts": {\n'), ("setup.cfg", "[tox:tox]\n"), ("Pipfile", "[scripts]\n")),
        *(("package.json", '{"scripts" :\n{'), ("mise.toml", "[tasks.test]\n"), (".mise.toml", "[tasks]\n")),
        *(("pyproject.toml", "[tool.pixi.tasks]\n"), ("pixi.toml", "[tasks]\n"), ("Makefile", "all:: test\n")),
    ],
)
def test_commands_are_documented(path: str, text: str) -> None:
    assert found({"README.md": BY_HAND, path: text}, "commands") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *(("Makefile", ""), ("Makefile", "A := b\n# test:\n.PHONY: x\n"), ("docs/Makefile", "html:\n")),
        *(("pyproject.toml", "[project]\n# [tool.poe.tasks]\n"), ("package.json", "{}"), ("src/noxfile.py", "")),
        *(("package.json", '{"files": [\n"scripts"\n]}'), ("mise.toml", '[env]\nPORT = "1"\n')),
        *(("Makefile", "A ::= b\n"), ("Makefile", "A :::= b\n"), ("pyproject.toml", "[tool.pixi.dependencies]\n")),
    ],
)
def test_commands_are_not_documented(path: str, text: str) -> None:
    assert found({"README.md": BY_HAND, path: text}, "commands") == ["Makefile: commands-undocumented"]


def test_where_commands_are_asked_for() -> None:
    assert found({"README.md": PURPOSE}, ALL, optional=["readme"]) == []
    assert found({"src/main.py": ""}, ALL) == []
    assert found({"src/main.py": "", ".gitlab-ci.yml": ""}, ALL, optional=["pr-template"]) == [
        "Makefile: commands-undocumented"
    ]
    files = {"README.md": BY_HAND, "api/pyproject.toml": "", "api/Makefile": "test:\n"}
    assert found(files, "commands") == [], "beside the manifest of a project below"
    assert found({"a/README.md": BY_HAND}, "commands", roots=["a/"]) == ["a/Makefile: commands-undocumented"]


# --- options and git --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["README.md"], "takes no file names"),
        (["--require=licence"], "--require licence: known are purpose, setup"),
        (["--optional=licence"], "--optional licence: known are"),
        (["--words=setup"], "write a part and a word"),
        (["--words=licence=MIT"], "write a part and a word"),
        (["--words=setup= "], "write a part and a word"),
        (["--root=nothing"], "--root nothing: no file below it is tracked"),
    ],
)
def test_wrong_use(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    repository.add("README.md", README)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_the_index_counts(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("README.md", "# Project name\n")
    repository.write("README.md", PURPOSE)
    assert main(["--"]) == 1
    assert "README.md:1:1: readme-placeholder: " in capsys.readouterr().out
    repository.git("add", "README.md")
    assert main(["--"]) == 0


def test_options_from_pyproject(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("README.md", PURPOSE)
    repository.write("pyproject.toml", '[tool.backend-standards.check-project-docs]\nrequire = ["setup"]\n')
    assert main(["--"]) == 1
    assert "README.md: readme-no-setup: " in capsys.readouterr().out
    assert main(["--require=purpose"]) == 0
    assert main(["--require=setup", "--allow=README.md"]) == 0
    assert main(["--require=setup", "--words=setup=Takes"]) == 1


def test_a_link_to_another_readme(repository: Repository) -> None:
    repository.add("docs/index.md", README)
    os.symlink("docs/index.md", "README.md")
    repository.git("add", "README.md")
    assert main(["--require=readme"]) == 0


def test_the_command_tells_of_a_readme_without_text_once(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.add("README.md", "# Orders\n")
    repository.add("src/orders.py", "LIMIT = 10\n")
    repository.add("tests/test_orders.py", "def test_limit():\n    assert True\n")
    repository.add("requirements.txt", "boto3==1.34.0\n")
    repository.write("pyproject.toml", '[tool.backend-standards.check-project-docs]\nrequire = ["readme"]\n')
    assert backend_standards.main(["check", "--hook=check-project-docs", "--hook=check-project-layout"]) == 1
    out = capsys.readouterr().out
    assert out.count("README.md: ") == 1
    assert "(also " in out


def test_a_folder_with_a_manifest_of_its_own(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add(".github/workflows/ci.yml", "on: push\n")
    repository.add("a/pyproject.toml", "[project]\n")
    assert main(["--"]) == 1
    monkeypatch.chdir(repository.path / "a")
    assert main(["--"]) == 0, "the template belongs to the root"
