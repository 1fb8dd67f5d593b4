"""The verdict on one requirement: does it name one version, and no other, for every install?

It is read as pip reads it (``pip/_internal/req/constructors.py``): first as a URL, then as a path, then in the standard
form (PyPA's "Dependency specifiers"). ``packaging`` parses all but the plain cases, which are judged without it.
"""

from __future__ import annotations

from backend_standards.dependencies import FLOATING, LONGEST, Problem, Requirement, has_variable, is_archive, is_version
from backend_standards.dependencies.plain import OPERATORS, is_marker, is_name, name_and_extras, plain
from backend_standards.locks import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = 20
"""Characters of the shortest known form of a token."""


def judge(text: str, *, editable: bool = False) -> Requirement:
    """Return the verdict on the text of one requirement, without options; ``editable`` for the value of ``-e``."""
    if editable:
        return _judge_editable(text)
    return plain(text) or _plainly_open(text) or _judge(text)


def _plainly_open(text: str) -> Requirement | None:
    """Return the verdict on a bare name, or on a range of plain versions; None if in doubt."""
    body, semicolon, marker = text.partition(";")
    marker = marker.strip(" \t")
    if len(text) > LONGEST or not text.isascii() or (semicolon and not is_marker(marker)):
        return None
    name = body
    for sign in "<>=!~":
        name = name.partition(sign)[0]
    parts = name_and_extras(name)
    if not parts or is_archive(body.strip(" \t")):
        return None
    specifiers = []
    for part in body[len(name) :].split(",") if len(name) < len(body) else ():
        specifier = part.strip(" \t")
        operator = specifier[: 2 if specifier[1:2] == "=" else 1]
        version = specifier[len(operator) :].strip(" \t")
        is_plain = "+" not in version and is_version(version)
        if operator in ("==", "!=") and version.endswith(".*"):
            is_plain = is_version(version[:-2]) and version[:-2].replace(".", "0").isdigit()
        if not is_plain or operator not in (*OPERATORS, "~=") or (operator == "~=" and "." not in version):
            return None
        specifiers.append((operator, version))
    return _judge_specifier(*parts, specifiers, marker)


def _judge(text: str) -> Requirement:
    is_url = _scheme(text) != ""
    body, _, marker = text.partition("; " if is_url else ";")
    body, marker = body.strip(), marker.strip()
    if problem := _marker_problem(marker):
        return problem
    if is_url:
        return _judge_url("", body, marker)
    if _is_path(body):
        return _judge_path(body, marker)
    name, at, url = body.partition("@")
    parts = name_and_extras(name)
    if at and parts and _scheme(url.strip()) and url.isascii() and not any(map(str.isspace, url.strip())):
        return _judge_url(parts[0], url.strip(), marker)
    if known := _versions(body):
        return _judge_specifier(*known, marker)
    import packaging.requirements

    try:
        parsed = packaging.requirements.Requirement(body)
    except (ValueError, RecursionError):  # a number of more than 4300 digits
        from backend_standards.dependencies import unreadable

        return unreadable.judge(body)
    if parsed.url is not None:
        return _judge_named_url(parsed.name, parsed.url, marker)
    specifiers = [(each.operator, each.version) for each in parsed.specifier]
    return _judge_specifier(parsed.name, list(parsed.extras), specifiers, marker)


def _versions(text: str) -> tuple[str, list[str], list[tuple[str, str]]] | None:
    """Return name, extras and specifiers of a requirement that is plain except for its versions; None if in doubt.

    ``packaging`` reads only the versions: importing its parser of requirements takes as long again.
    """
    name = text
    for sign in "(<>=!~":
        name = name.partition(sign)[0]
    rest = text[len(name) :].strip(" \t")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    parts = name_and_extras(name)
    if not parts or "===" in rest or not all(each.strip(" \t") for each in rest.split(",")):
        return None
    if not text.isascii() or not text.replace("\t", " ").isprintable():  # which SpecifierSet may read as spaces
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return *parts, [(each.operator, each.version) for each in SpecifierSet(rest)]
    except (InvalidSpecifier, ValueError):  # a number of more than 4300 digits
        return None


def _judge_specifier(
    name: str, extras: Sequence[str], specifiers: Sequence[tuple[str, str]], marker: str
) -> Requirement:
    """Return the verdict on a name with version specifiers; if one of several pins it, it is pinned."""
    if len(name) >= _TOKEN and _is_token(name):
        from backend_standards.dependencies.problems import invalid

        message = "this looks like a token, not like the name of a package"
        return invalid(message, "Delete it. If it was ever pushed, rotate it.")
    exact = [version for operator, version in specifiers if operator == "===" or _is_exact(operator, version)]
    verdict = Requirement(normal(name), marker=marker)
    if not exact:
        from backend_standards.dependencies.problems import loose

        verdict.problem = loose(name, extras, [operator for operator, _ in specifiers], marker)
        verdict.specifier = ",".join(operator + version for operator, version in specifiers)
    elif any(one.lower() in FLOATING for one in exact):
        from backend_standards.dependencies.problems import latest

        verdict.problem = latest(name, "has no release of that name, and which one is meant changes with each release")
    else:
        verdict.version = exact[0]
        verdict.problem = _conflict(name, exact) if len(exact) > 1 else None
    return verdict


def _conflict(name: str, versions: Sequence[str]) -> Problem | None:
    """Return the problem of a package that one line pins to several versions, if they differ."""
    from backend_standards.dependencies.pins import same_version

    if all(same_version(versions[0], other) for other in versions[1:]):
        return None
    from backend_standards.dependencies.problems import pin
    from backend_standards.dependencies.rules import CONFLICTING_PINS

    message = f"{name} is pinned to different versions on one line, and no version satisfies them all"
    return Problem(name, CONFLICTING_PINS, message, pin(name))


def _is_token(name: str) -> bool:
    from backend_standards.secrets.values import known_secrets

    return any(True for _ in known_secrets(name))


def _is_exact(operator: str, version: str) -> bool:
    return operator == "==" and not version.endswith(".*")


def _marker_problem(marker: str) -> Requirement | None:
    if not marker or is_marker(marker):
        return None
    if has_variable(marker):
        from backend_standards.dependencies.problems import variable

        return Requirement("", problem=variable("", "marker"), kind="unknown")
    from packaging.markers import InvalidMarker, Marker

    try:
        Marker(marker)
    except (InvalidMarker, ValueError, RecursionError):
        from backend_standards.dependencies.problems import invalid

        message = "the semicolon is not followed by an environment marker, so pip ends with an error"
        return invalid(message, 'Write it as in this example: ; python_version < "3.12"')
    return None


def _judge_named_url(name: str, url: str, marker: str) -> Requirement:
    if url.lower() in FLOATING:
        from backend_standards.dependencies.problems import latest

        problem = latest(name, f"is followed by @{url.lower()}, which pip takes for a URL, so it ends with an error")
        return Requirement(normal(name), marker=marker, problem=problem)
    return _judge_url(name, url, marker)


def _judge_url(name: str, url: str, marker: str) -> Requirement:
    from backend_standards.dependencies import urls

    return urls.judge(name, url, marker)


def _judge_editable(text: str) -> Requirement:
    """Return the verdict on the value of ``-e``: a path, ``vcs+…#egg=name`` or ``name @ vcs+…``."""
    from backend_standards.dependencies import urls

    name, at, url = text.partition("@")
    if at and is_name(name.strip().partition("[")[0]) and _scheme(url.strip()):
        body, _, marker = url.strip().partition(" ;")
        found = _judge_url(name.strip().partition("[")[0], body.strip(), marker.strip())
        is_editable = found.kind == "vcs" or found.problem or body.strip().lower().startswith("file:")
        return found if is_editable else _editable_archive()
    if scheme := _scheme(text):
        if scheme == "file":
            return _judge_url("", text, "")
        if scheme not in urls.VCS_SCHEMES:
            return _editable_archive()
        if "+" not in scheme:  # which pip reads only after -e
            text = f"{scheme}+{text}"
        if "#egg=" not in text and "&egg=" not in text:
            from backend_standards.dependencies.problems import invalid

            message = "this editable checkout does not say its name, so pip ends with an error"
            return invalid(message, "Write -e 'NAME @ URL', or #egg=NAME after the URL.")
        return _judge_url("", text, "")
    if not has_variable(text) and any(sign in text for sign in "=<>") and not text.startswith((".", "/")):
        from backend_standards.dependencies.problems import invalid

        message = "-e takes the path of a project or the URL of a checkout, so pip ends with an error"
        return invalid(message, "Delete the -e.")
    return _judge_path(text, "")


def _editable_archive() -> Requirement:
    from backend_standards.dependencies.problems import invalid

    return invalid("-e takes only a folder or a checkout, so pip ends with an error at an archive", "Delete the -e.")


# --- paths ------------------------------------------------------------------------------------------


def _scheme(text: str) -> str:
    """Return the scheme of a URL that pip can open, in lower case; "" for any other text."""
    scheme, colon, _ = text.partition(":")
    if not colon:
        return ""
    from backend_standards.dependencies import urls

    scheme = scheme.lower()
    return scheme if scheme in urls.SCHEMES else ""


def _is_path(text: str) -> bool:
    if text.startswith(("./", "../", "/")) or text[1:3] in (":\\", ":/"):
        return True
    if text.startswith("."):  # ".", "..", ".[extra]", ".\\lib"; directives of reStructuredText begin with a point too
        return not any(char.isspace() for char in text)
    path = text.partition("[")[0].rstrip()
    before, at, _ = path.partition("@")
    if is_archive(path):
        return not at or "/" in before
    return "/" in path and "://" not in path and not any(char.isspace() or char in "@<>=!~#?$\"'" for char in path)


def _judge_path(text: str, marker: str) -> Requirement:
    """Return the verdict on a path: it is this repository's own code, unless it begins at the root of a machine."""
    verdict = Requirement("", marker=marker, kind="path")
    if has_variable(text):
        from backend_standards.dependencies.problems import variable

        verdict.problem = variable("", "path")
    elif text.startswith("/") or text[1:3] in (":\\", ":/"):
        from backend_standards.dependencies.problems import local_build

        verdict.problem = local_build("")
    elif "==" in text and is_archive(text):
        from backend_standards.dependencies.problems import invalid

        return invalid("pip takes this for the name of a file, because it ends like an archive", "Delete the ending.")
    return verdict
