"""CI systems of which only the commands are read, by the keys that hold them: Travis, Drone, Woodpecker, and more.

Their conditions are not read: what such a file has is taken to run on changes. Sources: the reference of each system.
"""

from __future__ import annotations

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.ci_gitlab import joined
from backend_standards.readers.marked import Items, Node, Pairs, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = frozenset("script commands command cmds install before_script before_install run tests".split())


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return the commands of a file, as one job.

    Raises:
        Unreadable: it cannot be read.
    """
    workflow = Workflow(path, path, ci.ON_CHANGES)
    job = Job("commands", path, 1, ci.ON_CHANGES)
    for root in tracked.documents(path):
        ci.steps_of(job, _steps(path, root))
    workflow.jobs.append(job)
    return [workflow] if job.steps else []


def _steps(path: str, root: Node) -> Iterator[Step]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Items):
            stack += node.items[::-1]
        elif isinstance(node, Pairs):
            arguments = ci.words(node.get("args"))
            builder = ci.word(node, "name").rpartition("/")[2].partition(":")[0]
            if arguments and isinstance(node.get("args"), Items) and builder:  # a step of Google's Cloud Build
                yield Step(path, node.line, text=" ".join([builder, *arguments]))
            for name, each in ci.named(node).items():
                if name in _KEYS or name.endswith("_script"):
                    yield from joined([(path, text) for text in ci.items(each) if isinstance(text, Text)], {})
                    stack += [inner for inner in ci.items(each) if not isinstance(inner, Text)]
                else:
                    stack.append(each)
