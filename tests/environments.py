"""What the environment that pre-commit or prek makes for the collection is made of.

``benchmarks/environment.py`` prints it; ``tests/integration/test_pre_commit.py`` bounds it.
"""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from pathlib import Path

GOAL = 20.0
"""MiB that a fresh environment may take, with pip."""
LIMIT = 16.0
"""MiB that the hooks may take of it with all that they need: 14.5 in November 2026."""
_BYTECODE_OF_PIP = "bytecode of pip"
_OF_TOOLS = frozenset((_BYTECODE_OF_PIP, "setuptools"))
"""virtualenv puts setuptools into an environment of Python 3.11. pip writes its bytecode when it runs, unless
``PYTHONDONTWRITEBYTECODE`` is set."""
NOT_OURS = _OF_TOOLS | {"pip"}
_BLOCK = 4096
"""Bytes of a block, the least that a file takes: so ``du`` counts on most file systems."""


def shares(environment: Path) -> dict[str, float]:
    """Return the MiB that each package takes, and the rest of an environment; the largest first."""
    (site,) = environment.glob("[Ll]ib/**/site-packages")
    owners = {}
    for distribution in importlib.metadata.distributions(path=[str(site)]):
        for file in distribution.files or ():
            owners[file.parts[0]] = distribution.name
    blocks: Counter[str] = Counter()
    for path in environment.rglob("*"):
        blocks[_owner(path, site, owners)] += -(-path.lstat().st_size // _BLOCK)
    return {name: count * _BLOCK / 2**20 for name, count in blocks.most_common()}


def _owner(path: Path, site: Path, owners: dict[str, str]) -> str:
    if not path.is_relative_to(site) or path == site:
        return "programs"
    inside = path.relative_to(site).parts
    owner = owners.get(inside[0], inside[0])
    if owner == "pip" and "__pycache__" in inside:
        return _BYTECODE_OF_PIP
    return owner


def fresh(parts: dict[str, float]) -> float:
    """Return the MiB of an environment without what the tools put in besides pip."""
    return sum(size for name, size in parts.items() if name not in _OF_TOOLS)


def own(parts: dict[str, float]) -> float:
    """Return the MiB of the hooks and of all that they need."""
    return sum(size for name, size in parts.items() if name not in NOT_OURS)
