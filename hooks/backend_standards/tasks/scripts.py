"""Scripts of the repository: shell scripts are followed, those of other languages are not."""

from __future__ import annotations

from backend_standards.readers.shell_failures import Settings, options
from backend_standards.tasks import Step, Unknown, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.tasks import Call


def steps(call: Call, found: runners.Program) -> Iterator[Step | Unknown] | None:
    """Return the text of a shell script that a command runs, None if it runs none of the repository."""
    is_sourced = call.program in (".", "source")
    is_given = found.by[-1:] == ["shell"]
    words = call.words if is_sourced else [call.program, *call.words]
    if not words or not (is_sourced or is_given or "/" in words[0]):
        return None
    path = call.find([words[0]])
    if not path:
        if not is_given:
            return None
        why = f"the script {words[0]} is not in the repository"
        return iter([call.unknown(why if "$" not in words[0] else f"the script comes from a variable: {words[0]}")])
    text = call.project.text(path)
    if not (is_given or is_sourced) and not _is_shell(path, text):
        return None
    return _script(call, found, path, text, words, is_sourced=is_sourced)


def _is_shell(path: str, text: str) -> bool:
    """Return whether a file that is started by its name is a script of a shell."""
    head = text.partition("\n")[0]
    if head.startswith("#!"):
        return "sh" in head.split("/")[-1]
    return path.endswith((".sh", ".bash")) or "." not in path.rpartition("/")[2]


def _script(
    call: Call, found: runners.Program, path: str, text: str, words: Sequence[str], *, is_sourced: bool
) -> Iterator[Step]:
    head = text.partition("\n")[0]
    said = head.split()[1:] if head.startswith("#!") and not is_sourced else []
    shell = options([*said, *found.shell], Settings(errexit=is_sourced, pipefail=is_sourced))
    yield Step(
        text,
        path,
        1,
        call.folders[0],
        (path,),
        errexit=shell.errexit,
        pipefail=shell.pipefail,
        values=call.values,
        arguments=words[1:],
        sourced=is_sourced,
    )
