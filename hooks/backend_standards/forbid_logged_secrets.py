"""Refuse passwords, tokens and whole requests that Python code logs or prints.

Source: the standard's "Logging and Monitoring" ("Logging sensitive info (e.g., passwords, tokens)", "Do not log secrets
or personal data (PII)").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.logged import Policy
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "forbid-logged-secrets"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("also", "names that end in these words are secrets too; takes commas", "NAME", tightens=True),
    Option("public", "names that end in these words are no secrets; takes commas", "NAME"),
    Option("events", "refuse every whole event of a Lambda function, not only those of API Gateway", tightens=True),
    Option("exceptions", "refuse secrets in the texts of exceptions too", tightens=True),
    Option("telemetry", "judge what goes to Sentry, to spans and to metrics too", tightens=True),
)
_WRITTEN = tuple(b"log LOG print .write warn pp( bind".split())
_REPORTED = tuple(b"set_ capture_ add_ put_ notice_error".split())
_SECRETS = tuple(
    b"assw ASSW ssword asscode ASSCODE assphrase ASSPHRASE pwd PWD Pwd ecret ECRET oken OKEN redential REDENTIAL "
    b"creds CREDS uthorization UTHORIZATION uth_header UTH_HEADER ookie OOKIE jwt JWT Jwt otp OTP ssn SSN cvv CVV "
    b"cvc CVC api_key API_KEY API-KEY apikey apiKey ApiKey APIKEY Api-Key api-key ccess_key CCESS_KEY ccessKey "
    b"ccesskey rivate_key RIVATE_KEY rivateKey rivatekey igning_key IGNING_KEY igningKey ryption_key RYPTION_KEY "
    b"ryptionKey ession_key ESSION_KEY auth_key AUTH_KEY authkey aster_key ASTER_KEY hmac_key HMAC_KEY fernet_key "
    b"FERNET_KEY card_number CARD_NUMBER ardNumber redit_card CREDIT_CARD reditCard assport onnection_str "
    b"ONNECTION_STR onnectionStr onnectionstring conn_str CONN_STR iban IBAN ion_code ion_CODE ity_code mfa_code "
    b"MFA_CODE oidc Oidc OIDC laintext headers META environ settings app.config __dict__ event _parameter json "
    b".data .form .body .POST .get_data .values .post( .read() .text() .media".split()
)
"""What the names of secrets are made of, and what whole requests are: a file with none of them is not parsed."""


def begin(options: Options) -> checks.Check:
    """Return what this run of the hook asks of Python files."""

    def found(source: Source) -> Iterator[Finding]:
        from backend_standards.code.logged import Policy

        return check(source, Policy.of(options))

    clues = _WRITTEN
    if options.flag("telemetry"):
        clues = (*clues, *_REPORTED)
    if options.flag("exceptions"):
        clues = (*clues, b"raise")
    # A name of the team's own may be any word.
    secrets = (b"",) if options.words("also") else _SECRETS
    return checks.Check(HOOK, options, clues, found, and_clues=secrets)


def check(source: Source, policy: Policy) -> Iterator[Finding]:
    """Yield the findings about one file that could be parsed."""
    from backend_standards.code import logged

    return logged.judge(source, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())
