"""The lines of the standard: the id, the section and the words of each.

The text itself is docs/standard.md, where each id is an anchor: ``standard.md#G1``. Imported only for a finding.
"""

from __future__ import annotations


class Line:
    """One line of the standard.

    ``section`` is the heading above it, after the heading above that one. ``text`` is in the standard's own words,
    without links: a list item (after the words of the item that holds it, if one does), an entry of the project tree
    with its comment, a heading, or a line of an example.
    """

    __slots__ = ("id", "section", "text")

    def __init__(self, id: str, section: str, text: str) -> None:  # noqa: A002 - the field's own word
        self.id = id
        self.section = section
        self.text = text

    def __repr__(self) -> str:
        return f"<Line {self.id}>"


# By section, in the order of the text. P12 is what the tree implies; R stands for all references.
_SECTIONS = {
    "Git Commit & Merge Standards: Branching Strategy": {
        "G1": "Use feature branches: `feature/<ticket-or-feature-name>`",
        "G2": "Bug fixes: `bugfix/<issue-description>`",
        "G3": "Hotfixes: `hotfix/<critical-patch>`",
    },
    "Git Commit & Merge Standards: Commit Message Format": {
        "G4": "type(scope): short summary",
        "G5": "body (optional)",
        "G6": "`feat(auth): add JWT token refresh handler`",
        "G7": "`fix(db): correct NULL constraint error in user model`",
        "G8": "`chore(deps): bump boto3 from 1.20.0 to 1.21.0`",
    },
    "Git Commit & Merge Standards: Commit Types": {
        "G9": "`feat`: new feature",
        "G10": "`fix`: bug fix",
        "G11": "`docs`: documentation only",
        "G12": "`style`: code formatting, no logic changes",
        "G13": "`refactor`: code change that neither fixes nor adds features",
        "G14": "`test`: adding or updating tests",
        "G15": "`chore`: updates to build tools or dependencies",
    },
    "Git Commit & Merge Standards: Pull Request Guidelines": {
        "G16": "Always open a pull request (PR), even for small changes",
        "G17": "Link the PR to the corresponding issue/ticket",
        "G18": "Add reviewers and request a review",
        "G19": "Ensure CI checks (lint, type check, test) pass before merging",
        "G20": "Squash commits before merging unless preserving detailed history is intentional",
        "G21": "Use protected branches and prevent force-push on `main`",
    },
    "Git Commit & Merge Standards: Pull Request Template": {
        "G22": "Pull Request Template",
    },
    "Common Developer Mistakes (Python + AWS): Configuration & Secrets": {
        "M1": "Committing `.env` or secrets to version control",
        "M2": "Hardcoding AWS credentials or tokens",
        "M3": "Missing environment variable validation before runtime",
    },
    "Common Developer Mistakes (Python + AWS): Code Quality": {
        "M4": "No type hints or inconsistent usage",
        "M5": "Mixing tabs and spaces",
        "M6": "Catching bare `except:` without handling specific exceptions",
        "M7": "Swallowing errors without logging or re-raising",
    },
    "Common Developer Mistakes (Python + AWS): Dependency Management": {
        "M8": "Using `latest` versions of dependencies",
        "M9": "Forgetting to pin dependency versions",
        "M10": "Failing to regularly audit dependencies for security issues",
    },
    "Common Developer Mistakes (Python + AWS): Logging & Monitoring": {
        "M11": "Printing instead of using the logging module",
        "M12": "Logging sensitive info (e.g., passwords, tokens)",
        "M13": "Logging at `DEBUG` level in production",
    },
    "Common Developer Mistakes (Python + AWS): Testing": {
        "M14": "Not writing any tests or missing critical paths",
        "M15": "Using real AWS services in tests without mocks",
        "M16": "Missing teardown/cleanup after tests (e.g., leaving test resources on S3)",
    },
    "Common Developer Mistakes (Python + AWS): API Design": {
        "M17": "Returning 200 OK for error conditions",
        "M18": "Inconsistent response formats across endpoints",
        "M19": "No schema validation for inputs",
    },
    "Common Developer Mistakes (Python + AWS): AWS Integration": {
        "M20": "Not retrying failed AWS calls (e.g., due to throttling)",
        "M21": "Not releasing AWS resources (e.g., open connections)",
        "M22": "Granting full admin IAM permissions for every Lambda/EC2/app",
    },
    "Common Developer Mistakes (Python + AWS): CI/CD": {
        "M23": "Missing lint/type/test checks in CI pipeline",
        "M24": "Directly deploying from local without using CI/CD",
        "M25": "Skipping Docker build validation in CI",
    },
    "Common Developer Mistakes (Python + AWS): Git & Version Control": {
        "M26": "Using vague or unrelated commit messages",
        "M27": "Committing directly to `main` or `master` without PRs",
        "M28": "Not rebasing before merge, causing noisy histories",
        "M29": "Pushing code without reviewing diffs",
        "M30": "Not squashing redundant or WIP commits",
    },
    "Project Structure": {
        "P12": "Standardized layout improves maintainability and readability.",
        "P1": "`src/`",
        "P2": "`src/app/`: Core application logic",
        "P3": "`src/config/`: Configuration loaders",
        "P4": "`src/services/`: External integrations (AWS, APIs, etc.)",
        "P5": "`src/models/`: Data schemas and ORM models",
        "P6": "`src/utils/`: Common helper functions",
        "P7": "`src/main.py`: App entry point",
        "P8": "`tests/`: Unit and integration tests",
        "P9": "`scripts/`: DevOps or migration scripts",
        "P10": "`requirements.txt`: Dependencies",
        "P11": "`README.md`: Project documentation",
    },
    "Python Standards": {
        "Y1": "Follow PEP8 using `flake8`, `black`, or `ruff`.",
        "Y2": "Use type hints and run mypy for type safety.",
        "Y3": "Prefer f-strings over `.format()` or `%`.",
        "Y4": "Isolate dependencies using `venv`, `poetry`, or `pipenv`.",
    },
    "Dependency Management": {
        "D1": "Pin exact versions: `requirements.txt` or `poetry.lock`.",
        "D2": "Run `pip-audit` regularly.",
        "D3": "Avoid unused or bloated packages.",
        "D4": "Use `pip-tools` for clean dependency resolution (optional).",
    },
    "Configuration Management": {
        "C1": "Use environment variables with a `.env` file. Load them using `python-dotenv`.",
        "C2": "Never commit `.env` files or sensitive configuration.",
        "C3": "Structure your `config.py` to load and validate config via `pydantic.BaseSettings`.",
        "C4": "Use hierarchical config and switch environments via env vars like `APP_ENV=production`.",
        "C5": "class Settings(BaseSettings):",
    },
    "Logging & Monitoring": {
        "L1": "Use the built-in `logging` module.",
        "L2": "Prefer structured logs using `python-json-logger`.",
        "L3": "Integrate with observability tools: AWS CloudWatch, DataDog, New Relic.",
        "L4": "Use log levels appropriately: `DEBUG`, `INFO`, `WARNING`, `ERROR`, `CRITICAL`.",
        "L5": "Do not log secrets or personal data (PII).",
    },
    "Testing": {
        "T1": "Use `pytest` as the primary framework.",
        "T2": "Organize tests to match the source layout: `tests/<module>/test_<feature>.py`.",
        "T3": "Use pytest fixtures to avoid setup duplication.",
        "T4": "Mock AWS and DB calls using `unittest.mock` or `moto` for AWS.",
        "T5": "Ensure coverage ≥80% using `coverage.py`.",
    },
    "API Design (REST)": {
        "A1": "Use FastAPI or Flask if FastAPI isn't suitable.",
        "A2": "Always use URL versioning (e.g. `/v1/users`).",
        "A3": "Define clear request/response schemas using `pydantic`.",
        "A4": "Handle validation errors with custom exception handlers.",
        "A5": "Return proper status codes and messages (avoid generic 500s).",
        "A6": "Use OpenAPI docs (FastAPI auto-generates).",
    },
    "Security Guidelines": {
        "S1": "Use AWS Secrets Manager or SSM Parameter Store to manage credentials.",
        "S2": "Load secrets at runtime; never hardcode.",
        "S3": "Validate inputs to avoid XSS, SQL injection, etc.",
        "S4": "Use `bandit` for static security analysis.",
        "S5": "Keep packages updated with known vulnerability patches.",
        "S6": "Apply the Principle of Least Privilege to IAM policies.",
    },
    "AWS Integration Best Practices": {
        "W1": "Use boto3 or aiobotocore.",
        "W2": "Implement retry mechanisms using `botocore.config.Config(retries=...)`.",
        "W3": "Handle edge cases: rate limits, service quotas, timeouts.",
        "W4": "Separate AWS credentials using named profiles or IAM roles in EC2/Lambda/ECS.",
        "W5": "Store object metadata/tags in S3 for better tracing and debugging.",
    },
    "CI/CD and DevOps": {
        "I1": "Use GitHub Actions or GitLab CI/CD.",
        "I2": "Use separate workflows for: lint, test, build, deploy.",
        "I3": "Example GitHub Actions steps: `black . --check`",
        "I4": "Example GitHub Actions steps: `mypy .`",
        "I5": "Example GitHub Actions steps: `pytest --cov=src tests/`",
        "I6": "Prefer `Docker` for reproducible builds.",
        "I7": "Use `Makefile` or `justfile` to document commands.",
        "I8": "Infrastructure should be code-managed via Terraform or AWS CDK.",
    },
    "Documentation": {
        "O1": "Document all public APIs and business logic using docstrings.",
        "O2": "Use Sphinx for API docs generation.",
        "O3": "FastAPI auto-generates OpenAPI docs via `/docs`.",
        "O4": "Your `README.md` should include: Project purpose",
        "O5": "Your `README.md` should include: Setup instructions (including env setup)",
        "O6": "Your `README.md` should include: Dependency management instructions",
        "O7": "Your `README.md` should include: API reference or a link to auto-generated docs",
    },
    "Next Sections (To Be Added)": {
        "N1": "Node.js backend standards",
        "N2": "CI/CD reusable templates (YAML examples)",
        "N3": "Frontend-backend integration guidelines",
        "N4": "Infrastructure & monitoring standards (Terraform, AWS CDK, Prometheus, etc.)",
    },
    "References": {
        "R": "References",
    },
}
LINES = {id_: Line(id_, section, text) for section, lines in _SECTIONS.items() for id_, text in lines.items()}
"""The lines by id."""
