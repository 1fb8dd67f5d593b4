"""Print what the environments that pre-commit and prek make for the collection take on the disk, and of what.

``python benchmarks/environment.py`` installs the hooks of this work tree with both tools, which have to be
installed beside this Python, into a temporary folder. It needs git and pip's package registry.
``tests/integration/test_pre_commit.py`` bounds what is ours of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import environments  # noqa: E402
from consumers import SCRIPTS, Consumer  # noqa: E402

if TYPE_CHECKING:
    from benchmarks import goals
else:  # run as a script, whose own folder is on the path
    import goals

PLACES = {"pre-commit": ("PRE_COMMIT_HOME", "repo*/py_env-*"), "prek": ("PREK_HOME", "hooks/*")}
"""By tool, the variable that says where it keeps environments, and the environments in there."""


def main() -> int:
    """Install and print; return 0."""
    os.environ["PATH"] = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"  # prek finds uv there
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        source = scratch / "source"
        subprocess.run(["git", "clone", "--quiet", ROOT, source], check=True)
        print("| tool | all, MiB | fresh, MiB | goal | without pip | of what |")
        print("| --- | ---: | ---: | --- | ---: | --- |")
        for tool, (variable, pattern) in PLACES.items():
            home = scratch / tool
            os.environ[variable] = str(home)
            (scratch / f"{tool}-user").mkdir()
            Consumer(scratch / f"{tool}-user", tool, source).run("install-hooks")
            (environment,) = home.glob(pattern)
            parts = environments.shares(environment)
            words = ", ".join(f"{name} {size:.1f}" for name, size in parts.items())
            fresh, own = environments.fresh(parts), environments.own(parts)
            verdict = goals.verdict(f"environment of {tool}, MiB", "nothing", fresh, environments.GOAL)
            print(f"| {tool} | {sum(parts.values()):.1f} | {fresh:.1f} | {verdict} | {own:.1f} | {words} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
