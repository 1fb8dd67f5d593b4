r"""The shell steps of a Jenkinsfile, read as text: Groovy is a language, and its pipelines may do anything.

Source: Jenkins' "Pipeline Syntax" and "Pipeline: Nodes and Processes". A string is a shell text where ``sh``, ``bat``
or ``powershell`` is before it, or ``script:`` of such a call.
"""

from __future__ import annotations

import re

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|'''(?P<long>.*?)(?:'''|\Z)"
    r'|"""(?P<double>.*?)(?:"""|\Z)'
    r"|'(?P<single>(?:[^'\\\n]|\\.)*)(?:'|$)"
    r'|"(?P<plain>(?:[^"\\\n]|\\.)*)(?:"|$)'
    r"|(?P<brace>[{}])"
    r"|(?P<builds>\bdockerfile[ \t]+true\b)",
    re.DOTALL | re.MULTILINE,
)
_SHELL = re.compile(r"(?:\b(?:sh|bat|pwsh|powershell)\s*\(?\s*|\bscript\s*:\s*)$")
_BUILDS = re.compile(r"\bdocker\s*\.\s*build\s*\(\s*$|\bdockerfile\s*$")
_HARMLESS = re.compile(r"\b(?:catchError|warnError)\b[^{}]*$")
_MILD = re.compile(r"SUCCESS|UNSTABLE|warnError")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BEFORE = 120
"""Characters before a string or a brace that say what it is."""
_AFTER = 300
_LIBRARY = re.compile(r"^[ \t]*(?:@Library\b|library[ \t]*[( '\"])", re.MULTILINE)
_NO_STATUS = re.compile(r"\A[^\n{}]*\breturnStatus\s*:\s*true")
_STATUS_BEFORE = re.compile(r"\breturnStatus\s*:\s*true[^\n{}]*\Z")


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return what the shell steps of a Jenkinsfile run, as one job.

    Raises:
        Unreadable: it is too large.
    """
    text = tracked.text(path)
    workflow = Workflow(path, path, ci.ON_CHANGES)
    job = Job("pipeline", path, 1, ci.ON_CHANGES)
    ci.steps_of(job, _steps(path, text))
    if found := _LIBRARY.search(text):
        line = Places(text).of(found.start())[0]
        job.steps.append(Step(path, line, action="library", unknown="a library of other pipelines"))
    workflow.jobs.append(job)
    return [workflow]


def _steps(path: str, text: str) -> Iterator[Step]:
    places = Places(text)
    ignored: list[bool] = []
    """For each open brace, whether a failure inside it is none of the build."""
    for match in _TOKEN.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        line = places.of(match.start())[0]
        if match["builds"]:
            yield Step(path, line, action="docker.build")
        elif match["brace"] == "{":
            harmless = _HARMLESS.search(before)
            ignored.append(bool(harmless and _MILD.search(harmless[0])) or bool(ignored and ignored[-1]))
            if _BUILDS.search(before):
                yield Step(path, line, action="docker.build")
        elif match["brace"]:
            del ignored[-1:]
        elif match["comment"] is None:
            if _BUILDS.search(before):
                yield Step(path, line, action="docker.build")
            elif _SHELL.search(before):
                after = text[match.end() : match.end() + _AFTER]
                has_status = bool(_NO_STATUS.match(after) or _STATUS_BEFORE.search(before))
                shell = next(each for each in match.group("long", "double", "single", "plain") if each is not None)
                is_ignored = has_status or bool(ignored and ignored[-1])
                yield Step(path, line, text=_unescaped(shell), can_fail=not is_ignored)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text) if "\\" in text else text
