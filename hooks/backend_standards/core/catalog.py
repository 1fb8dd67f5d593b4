"""The hooks, from the manifest; written by ``make catalog``."""

# fmt: off
TEXTS = {
    'check-branch-name': {'description': 'Refuse branch names other than `feature/…`, `bugfix/…` and `hotfix/…`, and on request commits on `main`.', 'files': '', 'exclude': '^$'},
    'check-commit-message': {'description': 'Require Conventional Commits with a summary that says something, and show how to correct the others.', 'files': '', 'exclude': '^$'},
    'check-push': {'description': 'Refuse pushes to `main`, merge commits, `fixup!` commits, and messages that break the standard.', 'files': '', 'exclude': '^$'},
    'forbid-aws-keys': {'description': 'Refuse AWS access keys, secrets, tokens, pre-signed URLs and private keys in any file.', 'files': '', 'exclude': '^$'},
    'forbid-env-files': {'description': 'Refuse `.env` files, and templates of them that hold real secrets.', 'files': '', 'exclude': '^$'},
    'forbid-secret-files': {'description': 'Refuse private keys, logins, Terraform state, and real values in files such as `secrets.yaml`.', 'files': '', 'exclude': '^$'},
    'require-env-ignored': {'description': 'Require that no `.env` file can get into the repository or into an image.', 'files': '', 'exclude': '^$'},
    'check-project-layout': {'description': "Check that the files of the repository are where the standard's project tree has them.", 'files': '', 'exclude': '^$'},
    'require-pinned-requirements': {'description': 'Require that requirements files pin every package to one version, as pip reads them.', 'files': '(?x)(^|/)(\n    ([Rr]equirements[^/]*|[^/]*[Rr]equirements|requirements/([^/]+/)*[^/]*|[Cc]onstraint[^/]*)\\.(txt|pip)\n    |[Dd]ockerfile([._-][^/]*)?|[Cc]ontainerfile([._-][^/]*)?|[^/]*\\.([Dd]ocker|[Cc]ontainer)file\n    |[^/]*\\.(sh|bash|mk)|(GNU)?[Mm]akefile\n    |\\.github/workflows/[^/]*\\.ya?ml|action\\.ya?ml|\\.circleci/config\\.ya?ml|bitbucket-pipelines\\.ya?ml\n    |[^/]*\\.gitlab-ci\\.ya?ml|(buildspec|azure-pipelines)[^/]*\\.ya?ml\n    |pyproject\\.toml\n    |[^/]*\\.(ya?ml|json(\\.(tpl|tftpl|tmpl))?|tf|tofu|hcl|tfvars|template)\n)$\n', 'exclude': '(?x)\\{[{%]|(?i:(^|/)([^/]*[-_])?(\n    (tests?|testing)_*/(?!(requirements/)?[^/]*$)\n    |(testdata|test[-_]data|fixtures|examples?|samples?|templates?|node[-_]modules|vendor|vendored)_*/\n    |(third[-_]party|thirdparty|extern|external|site[-_]packages|\\.?venv)_*/\n).*\\.(txt|pip)$)\n'},
    'check-lock-files': {'description': 'Check that each manifest has a lock file, and that the lock says what the manifest says.', 'files': '', 'exclude': '^$'},
    'forbid-swallowed-errors': {'description': 'Refuse errors that are caught and then neither logged, raised nor passed on.', 'files': '\\.py$', 'exclude': '^$'},
    'forbid-debug-in-production': {'description': 'Refuse debug modes, and logs at the level DEBUG, in code and deployments that run in production.', 'files': '(?i)\\.(py|tf|tofu|hcl|tfvars|ya?ml|json(\\.(tpl|tftpl|tmpl|j2))?|template|service|ini|cfg|conf)$|(^|/)((docker|container)file[^/]*|[^/]*\\.(docker|container)file|procfile(\\.[^/]*)?|samconfig\\.toml|[^/]*log[^/]*\\.toml)$|(^|/)\\.ebextensions/[^/]*\\.config$', 'exclude': '^$'},
    'check-settings': {'description': 'Check that settings are loaded and validated in one place, in a form that pydantic reads, without secrets in it.', 'files': '\\.py$', 'exclude': '^$'},
    'check-api-routes': {'description': 'Check that the routes of an API have a version, schemas, and the status of what they answer.', 'files': '', 'exclude': '^$'},
    'forbid-real-aws-in-tests': {'description': 'Refuse tests that reach the real AWS, because no mock, stub or endpoint keeps them from it.', 'files': '', 'exclude': '^$'},
    'forbid-logged-secrets': {'description': 'Refuse passwords, tokens and whole requests that Python code logs or prints.', 'files': '\\.py$', 'exclude': '^$'},
    'check-aws-clients': {'description': 'Check that AWS clients retry failed calls, and are created once.', 'files': '\\.py$', 'exclude': '^$'},
    'check-project-docs': {'description': 'Check that the README is filled in, and that pull requests have a template; on request, what both say.', 'files': '', 'exclude': '^$'},
    'forbid-admin-policies': {'description': 'Refuse IAM policies that grant everything, in Terraform, CloudFormation, the CDK, boto3 and scripts.', 'files': '(?i)\\.(py|tf|tofu|hcl|tfvars|ya?ml|json(\\.(tpl|tftpl|tmpl|j2))?|template|sh|bash|mk|just)$|(^|/)(gnumakefile|makefile|justfile|[^/]*jenkinsfile[^/]*)$', 'exclude': '^$'},
    'require-ci-checks': {'description': 'Check that CI runs a linter, a type checker, the tests and a build of the image, and that each of them can fail.', 'files': '', 'exclude': '^$'},
    'require-quality-gates': {'description': 'Require a coverage gate, and tools for lint, types, tests, audit and security that are configured and on.', 'files': '', 'exclude': '^$'},
    'backend-standards': {'description': 'Run every hook that judges files or the tree, in one process.', 'files': '', 'exclude': '^$'},
}
LISTS = {
    'check-branch-name': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-push', 'manual']},
    'check-commit-message': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['commit-msg']},
    'check-push': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-push', 'manual']},
    'forbid-aws-keys': {'types': [], 'types_or': ['file', 'symlink'], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-env-files': {'types': [], 'types_or': ['file', 'symlink'], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-secret-files': {'types': [], 'types_or': ['file', 'symlink'], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'require-env-ignored': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-project-layout': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'require-pinned-requirements': {'types': [], 'types_or': ['file', 'symlink'], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-lock-files': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-swallowed-errors': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-debug-in-production': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-settings': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-api-routes': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-real-aws-in-tests': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-logged-secrets': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-aws-clients': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'check-project-docs': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'forbid-admin-policies': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'require-ci-checks': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'require-quality-gates': {'types': ['file'], 'types_or': [], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
    'backend-standards': {'types': [], 'types_or': ['file', 'symlink'], 'exclude_types': [], 'stages': ['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']},
}
# Every match of `files` contains one of these texts.
LITERALS = {'check-branch-name': ('',), 'check-commit-message': ('',), 'check-push': ('',), 'forbid-aws-keys': ('',), 'forbid-env-files': ('',), 'forbid-secret-files': ('',), 'require-env-ignored': ('',), 'check-project-layout': ('',), 'require-pinned-requirements': ('.Containerfile', '.Dockerfile', '.bash', '.circleci/config.yaml', '.circleci/config.yml', '.containerfile', '.dockerfile', '.github/workflows/', '.gitlab-ci.yaml', '.gitlab-ci.yml', '.hcl', '.json', '.json.tftpl', '.json.tmpl', '.json.tpl', '.mk', '.sh', '.template', '.tf', '.tfvars', '.tofu', '.yaml', '.yml', 'Constraint', 'Containerfile', 'Dockerfile', 'GNUMakefile', 'GNUmakefile', 'Makefile', 'Requirements', 'action.yaml', 'action.yml', 'azure-pipelines', 'bitbucket-pipelines.yaml', 'bitbucket-pipelines.yml', 'buildspec', 'constraint', 'containerfile', 'dockerfile', 'makefile', 'pyproject.toml', 'requirements', 'requirements/'), 'check-lock-files': ('',), 'forbid-swallowed-errors': ('.py',), 'forbid-debug-in-production': ('',), 'check-settings': ('.py',), 'check-api-routes': ('',), 'forbid-real-aws-in-tests': ('',), 'forbid-logged-secrets': ('.py',), 'check-aws-clients': ('.py',), 'check-project-docs': ('',), 'forbid-admin-policies': ('',), 'require-ci-checks': ('',), 'require-quality-gates': ('',), 'backend-standards': ('',)}
# Hooks that get no file names.
FINDERS = ('check-branch-name', 'check-push', 'require-env-ignored', 'check-project-layout', 'check-lock-files', 'check-api-routes', 'forbid-real-aws-in-tests', 'check-project-docs', 'require-ci-checks', 'require-quality-gates')
