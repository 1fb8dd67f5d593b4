"""Pre-commit hooks that hold Python backends on AWS to one written standard."""

import sys

__version__ = "0.1.0"

if sys.version_info < (3, 11):  # noqa: UP036 - pip refuses it too, but not where the source is on the path
    _version = ".".join(map(str, sys.version_info[:3]))
    sys.stderr.write(
        f"backend-standards: error: needs Python 3.11 or newer, and this is {_version}: {sys.executable}\n"
    )
    raise SystemExit(2)
