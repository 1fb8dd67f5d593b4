"""Pre-commit hooks that hold Python backends on AWS to one written standard."""

__version__ = "0.1.0"
