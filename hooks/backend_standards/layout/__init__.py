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
    "build.py hatch_build.py versioneer.py gunicorn.conf.py locustfile.py".split()
)
"""Files that a tool looks for in the root, by this name."""
TOOL_ENTRIES = {
    "app.py": ("cdk.json", ".chalice/"),
    "chalicelib": (".chalice/",),
    "application.py": (".ebextensions/", ".elasticbeanstalk/"),
    "hooks": ("cookiecutter.json",),
}
"""Entries of the root that only one tool wants there: they count if one of the tool's own entries is tracked too."""
OWN_RIGHT = frozenset(
    "scripts bin tools tool ci dev devtools hack docs doc docs_src "
    "infra infrastructure iac cdk terraform pulumi ansible deploy deployment deployments docker helm k8s kubernetes "
    "migrations alembic examples example samples demo demos benchmarks benchmark evals notebooks "
    "contrib packaging build _build stubs typings requirements".split()
)
"""Folders of the root whose Python is not application code; the same holds for names that begin with a dot."""
VENDORED = frozenset(
    "vendor vendored _vendor _vendored third_party thirdparty third-party extern external node_modules site-packages "
    "venv virtualenv".split()
)
"""Folders, at any depth, of code that others wrote."""
TEST_LEVELS = ("unit", "integration", "functional", "e2e")
"""Folders below ``tests/`` that sort the tests by their level."""
TEST_WORDS = frozenset("test tests testing unittest unittests itest itests testsuite e2e".split())
"""A folder of the root whose name has one of these words holds tests."""
TEST_DATA = frozenset(
    "data testdata test_data fixtures resources assets snapshots __snapshots__ golden goldens samples examples "
    "templates cassettes inputs input".split()
)
"""Folders below ``tests/`` whose Python the tests read and do not run."""
LOCKS = ("poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")
"""Files of pinned dependencies besides ``requirements.txt``."""
READMES = ("readme", "readme.md", "readme.rst", "readme.txt")
"""The names of a README, in lower case."""
FUNCTION_MAKERS = ("template.yaml", "template.yml", "samconfig.toml", "serverless.yml", "serverless.yaml")
"""SAM and serverless take a function's requirements from beside its code: so they may be there if one is tracked."""


class Faults:
    """What is wrong with one root: paths from the repository's root, by the entry or folder that holds them."""

    __slots__ = ("lacks", "misnamed", "outside", "strays", "unmirrored")

    def __init__(
        self,
        lacks: Sequence[tuple[str, str]],
        strays: Mapping[str, Sequence[str]],
        outside: Mapping[str, Sequence[str]],
        misnamed: Sequence[str],
        unmirrored: Mapping[str, Sequence[str]],
    ) -> None:
        self.lacks = lacks
        """The missing entries and their purposes."""
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
