"""``python -m backend_standards``: the command ``backend-standards``."""

from backend_standards.backend_standards import main

if __name__ == "__main__":
    raise SystemExit(main())
