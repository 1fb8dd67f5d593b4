"""Kind, subject and placeholder of each option of pyproject.toml; written by ``make catalog``."""

# fmt: off
OPTIONS = {
    'check-branch-name': {
        'prefix': ('list', '', 'PREFIX'),
        'allow': ('list', '', 'PATTERN'),
        'branch': ('list', '', 'NAME'),
        'forbid-protected': ('flag', '', ''),
        'protected': ('list', 'branches', 'NAME'),
    },
    'check-commit-message': {
        'types': ('list', 'commits', 'LIST'),
        'extra-types': ('list', 'commits', 'LIST'),
        'scopes': ('list', 'commits', 'LIST'),
        'require-scope': ('flag', 'commits', ''),
        'require-ticket': ('value', 'commits', 'REGEX'),
        'max-header': ('value', 'commits', 'N'),
        'allow-vague': ('flag', 'commits', ''),
        'pushed': ('flag', '', ''),
        'fix': ('flag', '', ''),
        'message': ('list', '', 'TEXT'),
    },
    'check-push': {
        'protected': ('list', 'branches', 'NAME'),
        'allow-fast-forward': ('flag', '', ''),
        'allow-merges': ('flag', '', ''),
        'protected-branch-ahead': ('flag', '', ''),
        'from': ('value', '', 'REF'),
        'to': ('value', '', 'REF'),
        'stdin': ('flag', '', ''),
        'types': ('list', 'commits', 'LIST'),
        'extra-types': ('list', 'commits', 'LIST'),
        'scopes': ('list', 'commits', 'LIST'),
        'require-scope': ('flag', 'commits', ''),
        'require-ticket': ('value', 'commits', 'REGEX'),
        'max-header': ('value', 'commits', 'N'),
        'allow-vague': ('flag', 'commits', ''),
    },
    'forbid-aws-keys': {
        'allow-account': ('list', '', 'NUMBER'),
        'allow-sha256': ('list', '', 'HASH'),
        'no-foreign-pragmas': ('flag', '', ''),
    },
    'forbid-env-files': {
        'allow': ('list', 'env-files', 'PATTERN'),
        'forbid': ('list', 'env-files', 'PATTERN'),
        'no-encrypted': ('flag', 'env-files', ''),
    },
    'forbid-secret-files': {
        'allow': ('list', '', 'PATTERN'),
    },
    'require-env-ignored': {
        'root': ('list', '', 'DIR'),
        'allow': ('list', 'env-files', 'PATTERN'),
        'forbid': ('list', 'env-files', 'PATTERN'),
        'no-encrypted': ('flag', 'env-files', ''),
    },
    'check-project-layout': {
        'source': ('list', '', 'DIR'),
        'tests': ('list', '', 'DIR'),
        'root': ('list', '', 'DIR'),
        'require': ('list', '', 'PATH'),
        'optional': ('list', '', 'ENTRY'),
        'allow': ('list', '', 'GLOB'),
        'profile': ('list', '', 'NAME'),
        'mirror': ('flag', '', ''),
    },
    'require-pinned-requirements': {
        'allow': ('list', '', 'NAME'),
        'require-hashes': ('flag', '', ''),
        'forbid-extra-index': ('flag', '', ''),
        'fix': ('flag', '', ''),
        'from-env': ('value', '', 'PYTHON'),
        'install-commands': ('flag', '', ''),
        'images': ('flag', '', ''),
        'pyproject': ('flag', '', ''),
    },
    'check-lock-files': {
        'allow': ('list', '', 'PATTERN'),
        'allow-missing': ('list', '', 'PATTERN'),
    },
    'forbid-swallowed-errors': {
        'allow': ('list', '', 'PATTERN'),
        'also': ('list', '', 'NAME'),
        'only-broad': ('flag', '', ''),
        'bare': ('flag', '', ''),
    },
    'forbid-debug-in-production': {
        'allow': ('list', '', 'PATTERN'),
    },
    'check-settings': {
        'allow': ('list', '', 'PATTERN'),
    },
    'check-api-routes': {
        'allow': ('list', '', 'PATTERN'),
        'exempt': ('list', '', 'PATTERN'),
        'prefix': ('value', '', 'PATH'),
        'flask-bodies': ('flag', '', ''),
    },
    'forbid-real-aws-in-tests': {
        'allow': ('list', '', 'PATTERN'),
    },
    'forbid-logged-secrets': {
        'allow': ('list', '', 'PATTERN'),
        'also': ('list', '', 'NAME'),
        'public': ('list', '', 'NAME'),
        'events': ('flag', '', ''),
        'exceptions': ('flag', '', ''),
        'telemetry': ('flag', '', ''),
    },
    'check-aws-clients': {
        'allow': ('list', '', 'PATTERN'),
        'placement': ('flag', '', ''),
        'retries': ('flag', '', ''),
    },
    'check-project-docs': {
        'require': ('list', '', 'PART'),
        'optional': ('list', '', 'PART'),
        'words': ('list', '', 'WORD'),
        'root': ('list', '', 'DIR'),
        'allow': ('list', '', 'PATTERN'),
    },
    'forbid-admin-policies': {
        'allow': ('list', '', 'PATTERN'),
        'managed': ('list', '', 'NAME'),
        'service-wildcards': ('flag', '', ''),
    },
    'require-ci-checks': {
        'optional': ('list', '', 'PART'),
        'separate': ('flag', '', ''),
        'allow': ('list', '', 'PATTERN'),
    },
    'require-quality-gates': {
        'minimum': ('value', '', 'N'),
        'optional': ('list', '', 'PART'),
        'root': ('list', '', 'DIR'),
        'allow': ('list', '', 'PATTERN'),
    },
    'backend-standards': {
        'hook': ('list', '', 'ID'),
        'skip': ('list', '', 'ID'),
        'exclude': ('list', '', 'PATTERN'),
        'jobs': ('value', '', 'N'),
    },
}
COMMANDS = {
    'init': {
        'without': ('list', '', 'NAME'),
    },
    'review': {
        'exempt': ('list', '', 'LINE: REASON'),
        'require': ('list', '', 'LINES'),
        'fail-under': ('value', '', 'N'),
    },
}
