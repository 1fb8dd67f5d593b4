"""The standard as data: a row for each line, with its words, what decides it, and when it does not apply.

The text itself is docs/standard.md, where each id is an anchor: ``standard.md#G1``. `review`, `explain` and
docs/coverage.md come from this table. Imported only for a finding, or to say something about the standard.
"""

from __future__ import annotations

from backend_standards.core import rules as all_rules
from backend_standards.standard import delegated
from backend_standards.standard.delegated import Tool
from backend_standards.standard.seen import CHECKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Kind: TypeAlias = Literal["hook", "tool", "review", "nothing"]

__all__ = ["CHECKS", "CONDITIONS", "KINDS", "ROWS", "Row", "Tool"]

KINDS: tuple[Kind, ...] = ("hook", "tool", "review", "nothing")
"""What decides a line, the strongest first."""


class Row:
    """One line of the standard, and what decides it.

    ``section`` is the heading above it, after the heading above that one. ``text`` is in the standard's own words,
    without links: a list item (after the words of the item that holds it, if one does), an entry of the project tree
    with its comment, a heading, or a line of an example.

    ``rules`` are the ids of the collection's rules that decide the line: those whose ``section`` it is, then ``also``.
    ``shown`` is the one whose examples show best what the line means, "" for the first.
    Of the project tree, ``entry`` is the path that the line is about: a missing entry counts for the line only if it is
    this one. ``tools`` decide it in a configuration of the repository. ``check`` names what `review` alone looks at, a
    key of ``CHECKS``; ``applies`` the condition without which the line says nothing about a repository, a key of
    ``CONDITIONS``. ``why`` says what is not decided of the line, and what would tell: a command, or whom to ask. It is
    empty where the line is decided whole. ``mainly`` is the kind where it is not the first of those that there are.
    """

    __slots__ = ("also", "applies", "check", "entry", "id", "mainly", "section", "shown", "text", "tools", "why")

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own word
        text: str,
        *tools: Tool,
        also: str = "",
        entry: str = "",
        shown: str = "",
        check: str = "",
        applies: str = "",
        why: str = "",
        mainly: Kind | None = None,
    ) -> None:
        self.id = id
        self.section = ""
        self.text = text
        self.tools = tools
        self.also = tuple(also.split())
        self.entry = entry
        self.shown = shown
        self.check = check
        self.applies = applies
        self.why = why
        self.mainly = mainly

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that decide the line."""
        own = [rule.id for rule in all_rules.every().values() if rule.section == self.id]
        return tuple(dict.fromkeys((*own, *self.also)))

    @property
    def opt_in(self) -> frozenset[str]:
        """Those of the rules that only an option switches on."""
        every = all_rules.every()
        return frozenset(name for name in self.rules if not every[name].by_default and every[name].args != _AT_A_PUSH)

    @property
    def kind(self) -> Kind:
        """What decides the line: the first of hook, tool, review and nothing; a rule by option comes after a tool."""
        if self.mainly:
            return self.mainly
        if set(self.rules) - self.opt_in:
            return "hook"
        if self.tools:
            return "tool"
        if self.rules:
            return "hook"
        return "review" if self.check else "nothing"

    def __repr__(self) -> str:
        return f"<Row {self.id}>"


_AT_A_PUSH = ("--pushed",)
"""What `check-commit-message` needs to judge a message as `check-push` does, which needs no option."""

# --- the conditions that rows name -----------------------------------------------------------------

CONDITIONS = {
    "api": "the code has a route of a web framework",
    "aws": "the code or its dependencies use boto3, aiobotocore or another SDK of AWS",
    "deployed": "something here is deployed: a Dockerfile, infrastructure as code, or a deploy command",
    "docker": "a Dockerfile is tracked",
    "environment": "the code reads the environment or has settings",
    "fastapi": "the code uses FastAPI",
    "infrastructure": "infrastructure as code or an IAM policy is tracked",
}
"""When a line says something about a repository, by name. Elsewhere the line does not apply."""
# --- what the rules of other lines decide too --------------------------------------------------------

_ENV_FILES = "env-file env-not-encrypted virtualenv-file env-file-tracked unignored-env env-in-docker-context"
_AWS_KEYS = "aws-access-key-id aws-secret-access-key aws-session-token"
_ADMIN = "admin-policy admin-managed-policy broad-managed-policy iam-full-access allow-not-action"
_LOGGED = "logged-secret logged-headers logged-environment logged-request-body logged-event secret-in-exception"
_PINS = "unpinned-bare unpinned-range unpinned-wildcard unpinned-variable unpinned-vcs unpinned-url missing-lock"
_SETTINGS = "pydantic-v1-settings settings-class-config settings-field-env"


def _entry(id_: str, path: str, purpose: str) -> Row:
    """Return the row of an entry of the project tree."""
    return Row(id_, f"`{path}`: {purpose}", also="missing-entry", entry=path, shown="missing-entry")


# --- the table, by section, in the order of the text --------------------------------------------------
# P12 is what the tree implies; R stands for all references.

_SECTIONS = {
    "Git Commit & Merge Standards: Branching Strategy": (
        Row("G1", "Use feature branches: `feature/<ticket-or-feature-name>`"),
        Row("G2", "Bug fixes: `bugfix/<issue-description>`", also="invalid-branch-name"),
        Row("G3", "Hotfixes: `hotfix/<critical-patch>`", also="invalid-branch-name"),
    ),
    "Git Commit & Merge Standards: Commit Message Format": (
        Row("G4", "type(scope): short summary", shown="commit-header-format"),
        Row("G5", "body (optional)"),
        Row("G6", "`feat(auth): add JWT token refresh handler`", also="commit-header-format"),
        Row("G7", "`fix(db): correct NULL constraint error in user model`", also="commit-header-format"),
        Row("G8", "`chore(deps): bump boto3 from 1.20.0 to 1.21.0`", also="commit-header-format"),
    ),
    "Git Commit & Merge Standards: Commit Types": (
        Row("G9", "`feat`: new feature"),
        Row("G10", "`fix`: bug fix", also="unknown-commit-type"),
        Row("G11", "`docs`: documentation only", also="unknown-commit-type"),
        Row("G12", "`style`: code formatting, no logic changes", also="unknown-commit-type"),
        Row("G13", "`refactor`: code change that neither fixes nor adds features", also="unknown-commit-type"),
        Row("G14", "`test`: adding or updating tests", also="unknown-commit-type"),
        Row("G15", "`chore`: updates to build tools or dependencies", also="unknown-commit-type"),
    ),
    "Git Commit & Merge Standards: Pull Request Guidelines": (
        Row(
            "G16",
            "Always open a pull request (PR), even for small changes",
            also="commit-on-protected-branch",
            why="Only the forge refuses a push from a machine without hooks: "
            "`gh api repos/{owner}/{repo}/branches/main/protection/required_pull_request_reviews`.",
        ),
        Row(
            "G17",
            "Link the PR to the corresponding issue/ticket",
            why="The text of the pull request is not in the repository: `gh pr view --json closingIssuesReferences`.",
        ),
        Row(
            "G18",
            "Add reviewers and request a review",
            check="code-owners",
            why="Who was asked is not in the repository: `gh pr view --json reviewRequests,reviews`.",
        ),
        Row(
            "G19",
            "Ensure CI checks (lint, type check, test) pass before merging",
            why="Which checks a merge needs is set in the forge: "
            "`gh api repos/{owner}/{repo}/branches/main/protection/required_status_checks`.",
        ),
        Row(
            "G20",
            "Squash commits before merging unless preserving detailed history is intentional",
            also="autosquash-commit work-in-progress",
            why="How a pull request is merged is set in the forge: "
            "`gh api repos/{owner}/{repo} --jq .allow_squash_merge`.",
        ),
        Row(
            "G21",
            "Use protected branches and prevent force-push on `main`",
            also="push-to-protected",
            why="Only the forge protects a branch from a machine without hooks: "
            "`gh api repos/{owner}/{repo}/branches/main/protection`.",
        ),
    ),
    "Git Commit & Merge Standards: Pull Request Template": (Row("G22", "Pull Request Template"),),
    "Common Developer Mistakes (Python + AWS): Configuration & Secrets": (
        Row(
            "M1",
            "Committing `.env` or secrets to version control",
            delegated.TOKENS,
            also=f"{_ENV_FILES} env-secret-value {_AWS_KEYS} private-key",
            shown="env-file",
        ),
        Row("M2", "Hardcoding AWS credentials or tokens", delegated.TOKENS),
        Row(
            "M3",
            "Missing environment variable validation before runtime",
            also="pydantic-v1-settings settings-class-config",
            check="settings-class",
            applies="environment",
        ),
    ),
    "Common Developer Mistakes (Python + AWS): Code Quality": (
        Row("M4", "No type hints or inconsistent usage", delegated.STRICT, delegated.HINTS),
        Row("M5", "Mixing tabs and spaces", delegated.TABS),
        Row("M6", "Catching bare `except:` without handling specific exceptions", delegated.BARE, mainly="tool"),
        Row("M7", "Swallowing errors without logging or re-raising"),
    ),
    "Common Developer Mistakes (Python + AWS): Dependency Management": (
        Row(
            "M8",
            "Using `latest` versions of dependencies",
            delegated.IMAGES,
            delegated.WORKFLOWS,
        ),
        Row("M9", "Forgetting to pin dependency versions", also=f"{_PINS} unpinned-latest"),
        Row(
            "M10",
            "Failing to regularly audit dependencies for security issues",
            also="audit-not-configured",
            why="What an audit finds, only its run says: `pip-audit --requirement requirements.txt`.",
        ),
    ),
    "Common Developer Mistakes (Python + AWS): Logging & Monitoring": (
        Row("M11", "Printing instead of using the logging module", delegated.PRINTS),
        Row("M12", "Logging sensitive info (e.g., passwords, tokens)"),
        Row("M13", "Logging at `DEBUG` level in production"),
    ),
    "Common Developer Mistakes (Python + AWS): Testing": (
        Row(
            "M14",
            "Not writing any tests or missing critical paths",
            also="missing-entry",
            entry="tests/",
            check="untested-modules",
            why="Which paths are critical, the team knows; `pytest --cov=src --cov-report=term-missing tests/` "
            "lists what no test runs.",
        ),
        Row("M15", "Using real AWS services in tests without mocks", applies="aws"),
        Row(
            "M16",
            "Missing teardown/cleanup after tests (e.g., leaving test resources on S3)",
            why="What a test leaves behind, only its run says: list the test account's resources before and after one.",
            applies="aws",
        ),
    ),
    "Common Developer Mistakes (Python + AWS): API Design": (
        Row("M17", "Returning 200 OK for error conditions", applies="api"),
        Row(
            "M18",
            "Inconsistent response formats across endpoints",
            why="The application's OpenAPI document shows it: read the schemas of its errors side by side.",
            applies="api",
        ),
        Row("M19", "No schema validation for inputs", applies="api"),
    ),
    "Common Developer Mistakes (Python + AWS): AWS Integration": (
        Row("M20", "Not retrying failed AWS calls (e.g., due to throttling)", also="retries-undecided", applies="aws"),
        Row(
            "M21",
            "Not releasing AWS resources (e.g., open connections)",
            delegated.UNRELEASED,
            delegated.RELEASED,
            why="A resource that no test opens: a reviewer reads who closes it.",
        ),
        Row("M22", "Granting full admin IAM permissions for every Lambda/EC2/app", applies="infrastructure"),
    ),
    "Common Developer Mistakes (Python + AWS): CI/CD": (
        Row("M23", "Missing lint/type/test checks in CI pipeline", shown="ci-no-type-check"),
        Row("M24", "Directly deploying from local without using CI/CD", check="laptop-deploy", applies="deployed"),
        Row("M25", "Skipping Docker build validation in CI", applies="docker"),
    ),
    "Common Developer Mistakes (Python + AWS): Git & Version Control": (
        Row(
            "M26",
            "Using vague or unrelated commit messages",
            why="Whether a message is about its change: a reviewer reads both.",
        ),
        Row("M27", "Committing directly to `main` or `master` without PRs", also="push-to-protected"),
        Row("M28", "Not rebasing before merge, causing noisy histories"),
        Row(
            "M29",
            "Pushing code without reviewing diffs",
            why="Nothing records it. Ask the author; `git diff @{upstream}...` shows what a push would bring.",
        ),
        Row("M30", "Not squashing redundant or WIP commits"),
    ),
    "Project Structure": (
        Row(
            "P12",
            "Standardized layout improves maintainability and readability.",
            also="stray-code stray-test misnamed-test undeclared-root",
            why="Whether the layers import in one direction: a contract of import-linter, which `init` does not write.",
        ),
        Row("P1", "`src/`", entry="src/", shown="missing-entry"),
        _entry("P2", "src/app/", "Core application logic"),
        _entry("P3", "src/config/", "Configuration loaders"),
        _entry("P4", "src/services/", "External integrations (AWS, APIs, etc.)"),
        _entry("P5", "src/models/", "Data schemas and ORM models"),
        _entry("P6", "src/utils/", "Common helper functions"),
        _entry("P7", "src/main.py", "App entry point"),
        _entry("P8", "tests/", "Unit and integration tests"),
        _entry("P9", "scripts/", "DevOps or migration scripts"),
        _entry("P10", "requirements.txt", "Dependencies"),
        _entry("P11", "README.md", "Project documentation"),
    ),
    "Python Standards": (
        Row("Y1", "Follow PEP8 using `flake8`, `black`, or `ruff`.", delegated.PEP8, delegated.FORMAT, mainly="tool"),
        Row("Y2", "Use type hints and run mypy for type safety.", delegated.TYPES, delegated.STRICT, mainly="tool"),
        Row("Y3", "Prefer f-strings over `.format()` or `%`.", delegated.F_STRINGS),
        Row(
            "Y4",
            "Isolate dependencies using `venv`, `poetry`, or `pipenv`.",
            also="missing-lock",
            check="virtual-environment",
            why="How each developer installs, only they can say.",
        ),
    ),
    "Dependency Management": (
        Row("D1", "Pin exact versions: `requirements.txt` or `poetry.lock`."),
        Row(
            "D2",
            "Run `pip-audit` regularly.",
            why="What an audit finds, only its run says: `pip-audit --requirement requirements.txt`.",
        ),
        Row(
            "D3",
            "Avoid unused or bloated packages.",
            delegated.UNUSED,
            why="Whether a package is larger than its use is worth: a reviewer judges.",
        ),
        Row("D4", "Use `pip-tools` for clean dependency resolution (optional).", also="stale-lock"),
    ),
    "Configuration Management": (
        Row(
            "C1",
            "Use environment variables with a `.env` file. Load them using `python-dotenv`.",
            also="env-read-outside-config",
            applies="environment",
        ),
        Row("C2", "Never commit `.env` files or sensitive configuration.", also="env-keys-file env-template-secret"),
        Row(
            "C3",
            "Structure your `config.py` to load and validate config via `pydantic.BaseSettings`.",
            also="settings-field-env env-read-outside-config",
            check="settings-class",
            applies="environment",
        ),
        Row(
            "C4",
            "Use hierarchical config and switch environments via env vars like `APP_ENV=production`.",
            check="environment-switch",
            applies="environment",
        ),
        Row("C5", "class Settings(BaseSettings):", also=_SETTINGS, applies="environment"),
    ),
    "Logging & Monitoring": (
        Row("L1", "Use the built-in `logging` module.", delegated.PRINTS, check="logging"),
        Row("L2", "Prefer structured logs using `python-json-logger`.", check="structured-logs", applies="deployed"),
        Row(
            "L3",
            "Integrate with observability tools: AWS CloudWatch, DataDog, New Relic.",
            check="observability",
            applies="deployed",
            why="What watches the running service is set outside of the repository: ask who is on call.",
        ),
        Row(
            "L4",
            "Use log levels appropriately: `DEBUG`, `INFO`, `WARNING`, `ERROR`, `CRITICAL`.",
            delegated.LEVELS,
            why="Whether a level fits what happened: a reviewer judges.",
        ),
        Row(
            "L5",
            "Do not log secrets or personal data (PII).",
            also=_LOGGED,
            why="Whether a value is personal data, its name rarely says: a reviewer judges.",
        ),
    ),
    "Testing": (
        Row("T1", "Use `pytest` as the primary framework.", check="pytest"),
        Row("T2", "Organize tests to match the source layout: `tests/<module>/test_<feature>.py`."),
        Row(
            "T3",
            "Use pytest fixtures to avoid setup duplication.",
            why="Whether two tests repeat a setup: a reviewer reads them.",
        ),
        Row(
            "T4",
            "Mock AWS and DB calls using `unittest.mock` or `moto` for AWS.",
            also="real-aws-client real-aws-profile aws-tests-unguarded",
            applies="aws",
            why="Whether a test may use a real database: the team decides, and a test database is often right.",
        ),
        Row(
            "T5",
            "Ensure coverage ≥80% using `coverage.py`.",
            why="The coverage itself, only a run says: `pytest --cov=src tests/`.",
        ),
    ),
    "API Design (REST)": (
        Row("A1", "Use FastAPI or Flask if FastAPI isn't suitable.", check="api-framework", applies="api"),
        Row("A2", "Always use URL versioning (e.g. `/v1/users`).", applies="api"),
        Row(
            "A3", "Define clear request/response schemas using `pydantic`.", also="untyped-request-body", applies="api"
        ),
        Row(
            "A4", "Handle validation errors with custom exception handlers.", check="validation-handler", applies="api"
        ),
        Row(
            "A5",
            "Return proper status codes and messages (avoid generic 500s).",
            also="ok-on-error",
            check="generic-500",
            applies="api",
        ),
        Row("A6", "Use OpenAPI docs (FastAPI auto-generates).", check="openapi", applies="api"),
    ),
    "Security Guidelines": (
        Row(
            "S1",
            "Use AWS Secrets Manager or SSM Parameter Store to manage credentials.",
            check="secret-store",
            applies="aws",
        ),
        Row(
            "S2",
            "Load secrets at runtime; never hardcode.",
            delegated.TOKENS,
            delegated.HARDCODED,
            also=f"{_AWS_KEYS} private-key",
        ),
        Row("S3", "Validate inputs to avoid XSS, SQL injection, etc.", delegated.INJECTION),
        Row("S4", "Use `bandit` for static security analysis.", delegated.ANALYSIS),
        Row("S5", "Keep packages updated with known vulnerability patches.", check="updates"),
        Row(
            "S6",
            "Apply the Principle of Least Privilege to IAM policies.",
            also=f"{_ADMIN} service-wildcard",
            applies="infrastructure",
        ),
    ),
    "AWS Integration Best Practices": (
        Row("W1", "Use boto3 or aiobotocore.", check="aws-sdk", applies="aws"),
        Row(
            "W2",
            "Implement retry mechanisms using `botocore.config.Config(retries=...)`.",
            also="retries-disabled",
            applies="aws",
        ),
        Row(
            "W3",
            "Handle edge cases: rate limits, service quotas, timeouts.",
            delegated.TIMEOUTS,
            check="aws-timeouts",
            why="Timeouts of sessions, and quotas: a reviewer reads the calls.",
        ),
        Row(
            "W4",
            "Separate AWS credentials using named profiles or IAM roles in EC2/Lambda/ECS.",
            also=f"{_AWS_KEYS} aws-credentials-file",
            check="aws-profile",
            applies="aws",
        ),
        Row(
            "W5",
            "Store object metadata/tags in S3 for better tracing and debugging.",
            check="object-tags",
            applies="aws",
        ),
    ),
    "CI/CD and DevOps": (
        Row("I1", "Use GitHub Actions or GitLab CI/CD.", also="ci-missing"),
        Row("I2", "Use separate workflows for: lint, test, build, deploy."),
        Row("I3", "Example GitHub Actions steps: `black . --check`", also="ci-no-lint"),
        Row("I4", "Example GitHub Actions steps: `mypy .`", also="ci-no-type-check"),
        Row("I5", "Example GitHub Actions steps: `pytest --cov=src tests/`", also="ci-no-test"),
        Row("I6", "Prefer `Docker` for reproducible builds.", delegated.IMAGES, check="docker", applies="deployed"),
        Row("I7", "Use `Makefile` or `justfile` to document commands."),
        Row(
            "I8",
            "Infrastructure should be code-managed via Terraform or AWS CDK.",
            check="infrastructure-as-code",
            applies="deployed",
        ),
    ),
    "Documentation": (
        Row(
            "O1",
            "Document all public APIs and business logic using docstrings.",
            delegated.DOCSTRINGS,
            why="Whether a docstring says more than the name: a reviewer reads it.",
        ),
        Row("O2", "Use Sphinx for API docs generation.", check="sphinx"),
        Row("O3", "FastAPI auto-generates OpenAPI docs via `/docs`.", check="openapi", applies="fastapi"),
        Row("O4", "Your `README.md` should include: Project purpose"),
        Row("O5", "Your `README.md` should include: Setup instructions (including env setup)"),
        Row("O6", "Your `README.md` should include: Dependency management instructions"),
        Row("O7", "Your `README.md` should include: API reference or a link to auto-generated docs", applies="api"),
    ),
    "Next Sections (To Be Added)": (
        Row("N1", "Node.js backend standards", why="The standard has no rules for it yet."),
        Row("N2", "CI/CD reusable templates (YAML examples)", why="The standard has no rules for it yet."),
        Row("N3", "Frontend-backend integration guidelines", why="The standard has no rules for it yet."),
        Row(
            "N4",
            "Infrastructure & monitoring standards (Terraform, AWS CDK, Prometheus, etc.)",
            why="The standard has no rules for it yet.",
        ),
    ),
    "References": (Row("R", "References", why="These are links, which a repository neither keeps nor breaks."),),
}


def _in_order() -> dict[str, Row]:
    """Return all rows by id, each with its section."""
    rows = {}
    for section, members in _SECTIONS.items():
        for row in members:
            row.section = section
            rows[row.id] = row
    return rows


ROWS = _in_order()
"""The rows by id, in the order of the text."""
