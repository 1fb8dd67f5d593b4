"""The words of the project's layout: which names the standard's tree has, and which others have their own place.

Private: no API.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PURPOSES = {
    "app/": "Core application logic",
    "config/": "Configuration loaders",
    "services/": "External integrations (AWS, APIs, etc.)",
    "models/": "Data schemas and ORM models",
    "utils/": "Common helper functions",
    "main.py": "App entry point",
    "tests/": "Unit and integration tests",
    "scripts/": "DevOps or migration scripts",
    "requirements.txt": "Dependencies",
    "README.md": "Project documentation",
}
"""The standard's own words for each entry of its tree."""
IN_SOURCE = ("app/", "config/", "services/", "models/", "utils/", "main.py")
"""The entries of the tree that are inside the source."""

TOOL_FILES = frozenset(
    "setup.py conftest.py noxfile.py toxfile.py manage.py tasks.py fabfile.py dodo.py duties.py pavement.py "
    "build.py hatch_build.py versioneer.py locustfile.py wsgi.py asgi.py passenger_wsgi.py celeryconfig.py "
    "sitecustomize.py usercustomize.py hubconf.py zappa_settings.py streamlit_app.py __init__.py".split()
)
"""Files that a tool looks for in the root, by this name."""
SERVERS = ("gunicorn", "hypercorn", "uvicorn", "uwsgi")
"""Servers whose configuration is a Python file: `gunicorn.conf.py`, `gunicorn_config.py`. It may be in any folder."""
TOOL_ENTRIES = {
    "app.py": ("cdk.json", ".chalice/"),
    "chalicelib": (".chalice/",),
    "application.py": (".ebextensions/", ".elasticbeanstalk/"),
    "hooks": ("cookiecutter.json", "copier.yml", "copier.yaml"),
    "extensions": ("copier.yml", "copier.yaml"),
    "local_extensions.py": ("cookiecutter.json",),
    "__main__.py": ("Pulumi.yaml", "Pulumi.yml", "PulumiPolicy.yaml"),
    "main.py": ("app.yaml", "cdktf.json"),
    "function_app.py": ("host.json",),
    "plugins": ("dags/",),
    "include": ("dags/",),
}
"""Entries of the root that only one tool wants there: they count if one of the tool's own entries is tracked too."""
STACKS = {
    "cdk.json": (b"aws_cdk", b"monocdk"),
    "cdktf.json": (b"cdktf",),
    "Pulumi.yaml": (b"pulumi",),
    "Pulumi.yml": (b"pulumi",),
    "PulumiPolicy.yaml": (b"pulumi",),
}
"""Files of tools that run the root as infrastructure code, and what such code imports."""
SETTINGS_OF_ENTRIES = ("zappa_settings.json", "zappa_settings.toml", "zappa_settings.yaml", "zappa_settings.yml")
"""Files that name the module of the application, which the tool imports from the root."""
TEMPLATE_MAKERS = ("cookiecutter.json", "copier.yml", "copier.yaml")
"""Files of a repository that makes projects, and is not a project itself."""
OWN_RIGHT = frozenset(
    "scripts bin tools tool ci dev devenv devops devtools hack docs doc docs_src "
    "infra infrastructure iac cdk terraform pulumi ansible deploy deployment deployments docker helm k8s kubernetes "
    "kustomize charts dags airflow "
    "migrations alembic examples example samples demo demos benchmarks benchmark evals notebooks "
    "contrib packaging build _build typings requirements".split()
)
"""Folders of the root whose Python is not application code; the same holds for names that begin with a dot."""
STUBS = "stubs"
"""The end of the name of a folder of types, such as ``stubs`` and ``boto3-stubs`` (PEP 561)."""
VENDORED = frozenset(
    "vendor vendored _vendor _vendored third_party thirdparty third-party extern external node_modules site-packages "
    "venv virtualenv".split()
)
"""Folders, at any depth, of code that others wrote."""
TEST_LEVELS = (
    "unit integration functional e2e acceptance smoke regression system performance load stress contract component "
    "qa".split()
)
"""Folders below ``tests/`` that sort the tests by their level."""
TEST_WORDS = frozenset(
    "test tests testing unittest unittests itest itests inttest inttests integtest integtests functest functests "
    "apitest apitests uitest uitests systest systests smoketest smoketests loadtest loadtests perftest perftests "
    "acceptancetest acceptancetests e2etest e2etests testsuite testsuites e2e acceptance smoke".split()
)
"""A folder of the root whose name has one of these words holds tests."""
MAYBE_TESTS = frozenset(
    "integ integration functional regression system performance perf load stress contract contracts component unit "
    "qa bdd spec specs".split()
)
"""A folder of the root whose name has one of these words, or one that ends with "tests", holds tests only if a module
in it has the name of a test. ``qa`` may also answer questions, and ``contests`` are not tests."""
TEST_DATA = frozenset(
    "data testdata test_data fixtures resources assets snapshots __snapshots__ golden goldens samples examples "
    "templates cassettes inputs input".split()
)
"""Folders below ``tests/`` whose Python the tests read and do not run."""
LOCKS = (
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "Pipfile.lock",
    "pylock.toml",
    "pixi.lock",
    "conda-lock.yml",
    "requirements.lock",
)
"""Files of pinned dependencies besides ``requirements.txt``."""
FOR_DEVELOPERS = frozenset(
    "dev develop development test tests testing lint docs doc ci build typing types local".split()
)
"""Words of requirement files that are not those of the service, such as ``requirements-dev.txt``."""
MANIFESTS = ("pyproject.toml", "requirements.in", "setup.py", "setup.cfg", "Pipfile")
"""Files that say what the service depends on, without pinning it."""
READMES = ("readme", "readme.md", "readme.rst", "readme.txt")
"""The names of a README, in lower case."""
FUNCTION_MAKERS = ("template.yaml", "template.yml", "samconfig.toml", "serverless.yml", "serverless.yaml")
"""SAM and serverless take a function's requirements from beside its code: so they may be there if one is tracked."""
OWN_PROJECT = frozenset(
    (
        *LOCKS,
        *FUNCTION_MAKERS,
        *("pyproject.toml", "setup.py", "Pipfile"),
        *STACKS,
        *SETTINGS_OF_ENTRIES,
    )
)
"""A folder with one of these is a project of its own."""
OTHER_LANGUAGES = frozenset(
    "package.json go.mod pom.xml build.gradle build.gradle.kts Cargo.toml composer.json Gemfile mix.exs".split()
)
"""A folder with one of these, with a ``.csproj`` or a ``.sln``, and without Python of its own is a project in another
language: the Python in it is a part of that one."""
PERHAPS_PROJECT = ("requirements.txt", "requirements.in")
"""A folder with one of these may be a project of its own, or a part of one that is installed by itself."""


class Faults:
    """What is wrong with one root: paths from the repository's root, by the entry or folder that holds them."""

    __slots__ = ("hollow", "lacks", "misnamed", "outside", "strays", "unmirrored")

    def __init__(
        self,
        lacks: Sequence[tuple[str, str]],
        strays: Mapping[str, Sequence[str]],
        outside: Mapping[str, Sequence[str]],
        misnamed: Sequence[str],
        unmirrored: Mapping[str, Sequence[str]],
        hollow: Mapping[str, str] | None = None,
    ) -> None:
        self.lacks = lacks
        """The missing entries and their purposes."""
        self.hollow = hollow or {}
        """By missing entry, the file that is there but holds nothing."""
        self.strays = strays
        """The application code outside the source."""
        self.outside = outside
        """The test modules outside the tests."""
        self.misnamed = misnamed
        """The test modules that are not named ``test_<feature>.py``."""
        self.unmirrored = unmirrored
        """The test modules in folders that no module of the source has the name of."""

    def __bool__(self) -> bool:
        return bool(self.lacks or self.strays or self.outside or self.misnamed or self.unmirrored)
