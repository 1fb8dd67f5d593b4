"""The goals of all benchmarks in one table: work, peer, ratio, goal, met or missed.

Each benchmark notes its goals in the file that the variable ``BENCHMARK_GOALS`` names, if it is set;
``python benchmarks/goals.py FILE`` prints them as Markdown. ``make bench`` does both.
"""

from __future__ import annotations

import json
import os
import sys

VARIABLE = "BENCHMARK_GOALS"
HEAD = ("work", "beside", "ratio", "goal", "")


def verdict(work: str, peer: str, ratio: float, most: float) -> str:
    """Note a goal, and return its cell for a table: the ratio may be at most ``most``."""
    if path := os.environ.get(VARIABLE):
        with open(path, "a", encoding="utf-8") as stream:
            stream.write(json.dumps([work, peer, f"{ratio:.2f}", f"≤ {most}", _answer(ratio, most)]) + "\n")
    return f"≤ {most}: {_answer(ratio, most)}"


def _answer(ratio: float, most: float) -> str:
    return "met" if ratio <= most else "MISSED"


def main() -> int:
    """Print the table of the goals in a file; return 0, whatever was missed: times are for people."""
    with open(sys.argv[1], encoding="utf-8") as stream:
        rows = [HEAD, ("---", "---", "---:", "---:", "---"), *map(json.loads, stream)]
    print("\n".join("| " + " | ".join(row) + " |" for row in rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
