"""The verdict on one requirement: does it name one version, and no other, for every install?

Read as pip reads a requirement (``pip/_internal/req/constructors.py``): first a URL, then a path, then the standard
form (PyPA's "Dependency specifiers"). ``packaging`` parses all but the plain case, which ``plain`` proves without it.
"""

from __future__ import annotations

from backend_standards.locks import normal as normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = 20  # characters; no known form of a token has less
_LONGEST = 200  # characters of a plain requirement; what is longer may go the slow way
_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_VARIABLES = (
    "python_version python_full_version os_name sys_platform platform_release platform_system platform_version "
    "platform_machine platform_python_implementation implementation_name implementation_version"
).split()
_FLOATING = ("latest", "newest", "current", "stable", "master", "main", "head", "trunk", "any")
_VERSION = "VERSION"
WITHOUT_TEMPLATES = "leave templates out, by exclude: in the configuration of this hook"


class Problem:
    """What is wrong with a requirement, and how to mend it. Both texts hold no part of a URL or of what is no name."""

    __slots__ = ("fix", "message", "rule", "subject")

    def __init__(self, subject: str, rule: str, message: str, fix: str = "") -> None:
        self.subject = subject
        """The package's name as written, or ""."""
        self.rule = rule
        self.message = message
        self.fix = fix


class Requirement:
    """One requirement as far as pinning goes.

    ``name`` is normalised, ``version`` that of an exact pin; either may be "". ``marker`` is its text. ``problem`` is
    why it is not pinned, or None. ``kind`` is ``index``, ``url``, ``vcs``, ``path``, or ``unknown`` for what pip cannot
    read; ``hashed`` says that a URL holds its hash.
    """

    __slots__ = ("hashed", "kind", "marker", "name", "problem", "specifier", "version")

    def __init__(
        self, name: str, version: str = "", marker: str = "", problem: Problem | None = None, kind: str = "index"
    ) -> None:
        self.name = name
        self.version = version
        self.marker = marker
        self.problem = problem
        self.kind = kind
        self.specifier = ""
        """The version specifiers of a range, parted by commas."""
        self.hashed = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What two requirements of one name have in common that ask for the same."""
        return self.kind, self.version, self.specifier, self.marker


def judge(text: str, *, editable: bool = False) -> Requirement:
    """Return the verdict on the text of one requirement, without options; ``editable`` for the value of ``-e``."""
    if editable:
        return _judge_editable(text)
    return plain(text) or _plainly_open(text) or _judge(text)


def plain(text: str) -> Requirement | None:
    """Return a requirement that is proved to be pinned: ``name[extras]==version ; marker``; None where in doubt.

    No text is accepted that ``packaging`` would not read as one ``==`` with a version that has no wildcard.
    """
    name, equals, rest = text.partition("==")
    if not equals or len(text) > _LONGEST or not text.isascii():
        return None
    version, semicolon, marker = rest.partition(";")
    version, marker = version.strip(" \t"), marker.strip(" \t")
    parts = _name_and_extras(name)
    if not parts or not _is_version(version) or (semicolon and not _is_marker(marker)):
        return None
    return Requirement(normal(parts[0]), version, marker)


def _name_and_extras(text: str) -> tuple[str, list[str]] | None:
    """Return a name and the extras in brackets behind it; None for any other text."""
    name = text.strip(" \t")
    extras: list[str] = []
    if name.endswith("]"):
        name, _, inside = name[:-1].partition("[")
        name = name.rstrip(" \t")
        extras = [extra.strip(" \t") for extra in inside.split(",")]
        if not all(map(_is_name, extras)):
            return None
    return (name, extras) if _is_name(name) else None


def _plainly_open(text: str) -> Requirement | None:
    """Return the verdict on a bare name, and on a range of plain versions; None where in doubt."""
    body, semicolon, marker = text.partition(";")
    marker = marker.strip(" \t")
    if len(text) > _LONGEST or not text.isascii() or (semicolon and not _is_marker(marker)):
        return None
    name = body
    for sign in "<>=!~":
        name = name.partition(sign)[0]
    parts = _name_and_extras(name)
    if not parts or is_archive(body.strip(" \t")):
        return None
    specifiers = []
    for part in body[len(name) :].split(",") if len(name) < len(body) else ():
        specifier = part.strip(" \t")
        operator = specifier[: 2 if specifier[1:2] == "=" else 1]
        version = specifier[len(operator) :].strip(" \t")
        is_plain = "+" not in version and _is_version(version)
        if operator in ("==", "!=") and version.endswith(".*"):
            is_plain = _is_version(version[:-2]) and version[:-2].replace(".", "0").isdigit()
        if not is_plain or operator not in (*_OPERATORS, "~=") or (operator == "~=" and "." not in version):
            return None
        specifiers.append((operator, version))
    return _judge_specifier(*parts, specifiers, marker)


def _is_name(text: str) -> bool:
    return text[:1].isalnum() and text[-1:].isalnum() and _without_marks(text).isalnum()


def _without_marks(text: str) -> str:
    return text.replace("-", "").replace("_", "").replace(".", "")  # a quarter of what translate() takes


def _is_version(text: str) -> bool:
    """Return whether a text is a version in the normal form of PyPA's "Version specifiers", or has a ``v`` before."""
    if text.replace(".", "0").isdigit():
        return ".." not in text and text[0] != "." and text[-1] != "."
    text, plus, local = text.removeprefix("v").partition("+")
    if plus and not all(part.isalnum() for part in local.split(".")):
        return False
    epoch, mark, release = text.partition("!")
    if mark and not epoch.isdigit():
        return False
    parts = (release if mark else text).split(".")
    for tag in ("dev", "post"):
        if len(parts) > 1 and parts[-1].startswith(tag) and parts[-1][len(tag) :].isdigit():
            parts.pop()
    for tag in ("a", "b", "rc"):
        head, found, number = parts[-1].partition(tag)
        if found and number.isdigit():
            parts[-1] = head
            break
    return all(part.isdigit() for part in parts)


def _is_marker(text: str) -> bool:
    """Return whether a text is comparisons of known variables with quoted words, joined by ``and`` and ``or``."""
    words = text.split(" ")
    if len(words) % 4 != 3:
        return False
    for at in range(0, len(words), 4):
        variable, operator, value = words[at : at + 3]
        quote = value[:1]
        if variable not in _VARIABLES or operator not in _OPERATORS or quote not in ("'", '"') or len(value) < 3:
            return False
        if value[-1] != quote or not _without_marks(value[1:-1]).isalnum():
            return False
    return all(words[at] in ("and", "or") for at in range(3, len(words), 4))


def has_variable(text: str) -> bool:
    """Return whether a text holds ``${NAME}``, which pip fills in from the environment."""
    at = text.find("${")
    while at >= 0:
        end = text.find("}", at, at + _LONGEST)
        name = text[at + 2 : max(end, 0)].replace("_", "A")
        if name.isascii() and name.isalnum() and name == name.upper():
            return True
        at = text.find("${", at + 2)
    return False


def same_version(one: str, other: str) -> bool:
    """Return whether one release can be both: 1.0 and 1.0.0 are equal, and 1.0+cpu satisfies ==1.0 (PEP 440)."""
    if ("+" in one) != ("+" in other):
        one, other = one.partition("+")[0], other.partition("+")[0]
    if one == other:
        return True
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except (InvalidVersion, ValueError):
        return False


def allows(specifier: str, version: str) -> bool:
    """Return whether a version satisfies a specifier, a pre-release too; what cannot be told is no contradiction."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion, ValueError):
        return True


def invalid(message: str, fix: str = "", subject: str = "") -> Requirement:
    """Return the verdict on what pip cannot read."""
    return Requirement("", problem=Problem(subject, "invalid-requirement", message, fix), kind="unknown")


# --- what is not plain ------------------------------------------------------------------------------


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
    parts = _name_and_extras(name)
    if at and parts and _scheme(url.strip()) and url.isascii() and not any(map(str.isspace, url.strip())):
        return _judge_url(parts[0], url.strip(), marker)
    if known := _versions(body):
        return _judge_specifier(*known, marker)
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        parsed = Parsed(body)
    except (InvalidRequirement, ValueError, RecursionError):  # a number of more than 4300 digits
        return _judge_invalid(body)
    if parsed.url is not None:
        return _judge_named_url(parsed.name, parsed.url, marker)
    specifiers = [(each.operator, each.version) for each in parsed.specifier]
    return _judge_specifier(parsed.name, list(parsed.extras), specifiers, marker)


def _versions(text: str) -> tuple[str, list[str], list[tuple[str, str]]] | None:
    """Return name, extras and specifiers of what is plain but for its versions; None where in doubt.

    ``packaging`` reads the versions, but not the whole: importing its parser takes as long again.
    """
    name = text
    for sign in "(<>=!~":
        name = name.partition(sign)[0]
    rest = text[len(name) :].strip(" \t")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    parts = _name_and_extras(name)
    if not parts or "===" in rest or not all(each.strip(" \t") for each in rest.split(",")):
        return None
    if not text.isascii() or not text.replace("\t", " ").isprintable():  # what SpecifierSet takes for blanks
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return *parts, [(each.operator, each.version) for each in SpecifierSet(rest)]
    except (InvalidSpecifier, ValueError):  # a number of more than 4300 digits
        return None


def _judge_specifier(
    name: str, extras: Sequence[str], specifiers: Sequence[tuple[str, str]], marker: str
) -> Requirement:
    """Return the verdict on a name with version specifiers; several of them pin where one does."""
    if len(name) >= _TOKEN and _is_token(name):
        return invalid(
            "this looks like a token, not like a package's name", "delete it; if it was ever pushed, rotate it"
        )
    bracket = f"[{','.join(sorted(extras))}]" if extras else ""
    suffix = f" ; {marker}" if marker else ""
    fix = f"write {name}{bracket}=={_VERSION}{suffix}, with the version that you have tested: pip show {name}"
    exact = [version for operator, version in specifiers if operator == "===" or _is_exact(operator, version)]
    problem = None
    version = ""
    if any(one.lower() in _FLOATING for one in exact):
        message = f"{name}: no release has that word for a version, and what is the latest changes by the day"
        problem = Problem(name, "unpinned-latest", message, fix)
    elif exact:
        version = exact[0]
        if not all(same_version(version, other) for other in exact[1:]):
            message = f"{name}: pinned to different versions on one line; pip finds no version that satisfies both"
            problem = Problem(name, "conflicting-pins", message, fix)
    elif any(operator == "==" for operator, _ in specifiers):
        message = f"{name}: a wildcard takes whatever release of that series is the newest on the day"
        problem = Problem(name, "unpinned-wildcard", message, fix)
    elif specifiers:
        message = f"{name}: a range takes whatever release in it is the newest on the day"
        problem = Problem(name, "unpinned-range", message, fix)
    else:
        message = f"{name}: without a version, pip takes whatever release is the newest on the day"
        problem = Problem(name, "unpinned-bare", message, fix)
    verdict = Requirement(normal(name), version, marker, problem)
    verdict.specifier = "" if exact else ",".join(operator + version for operator, version in specifiers)
    return verdict


def _is_token(name: str) -> bool:
    from backend_standards.secrets import values

    return any(True for _ in values.known_secrets(name))


def _is_exact(operator: str, version: str) -> bool:
    return operator == "==" and not version.endswith(".*")


def _marker_problem(marker: str) -> Requirement | None:
    if not marker or _is_marker(marker):
        return None
    if has_variable(marker):
        message = "the marker depends on the environment's variables"
        return Requirement(
            "", problem=Problem("", "unpinned-variable", message, "write the marker out"), kind="unknown"
        )
    from packaging.markers import InvalidMarker, Marker

    try:
        Marker(marker)
    except (InvalidMarker, ValueError, RecursionError):
        form = 'write it like: ; python_version < "3.12"'
        return invalid("what stands behind the semicolon is no environment marker: pip ends with an error", form)
    return None


def _judge_named_url(name: str, url: str, marker: str) -> Requirement:
    if url.lower() in _FLOATING:
        message = f"{name}: pip knows no @{url.lower()}; it takes that for a URL and ends with an error"
        fix = f"write {name}=={_VERSION}, with the version that you have tested: pip show {name}"
        return Requirement(normal(name), marker=marker, problem=Problem(name, "unpinned-latest", message, fix))
    return _judge_url(name, url, marker)


def _judge_url(name: str, url: str, marker: str) -> Requirement:
    from backend_standards.dependencies import urls

    return urls.judge(name, url, marker)


def _judge_editable(text: str) -> Requirement:
    """Return the verdict on the value of ``-e``: a path, ``vcs+…#egg=name`` or ``name @ vcs+…``."""
    from backend_standards.dependencies import urls

    name, at, url = text.partition("@")
    if at and _is_name(name.strip().partition("[")[0]) and _scheme(url.strip()):
        body, _, marker = url.strip().partition(" ;")
        found = _judge_url(name.strip().partition("[")[0], body.strip(), marker.strip())
        if found.kind == "vcs" or found.problem or body.strip().lower().startswith("file:"):
            return found
        return invalid("pip installs only a folder or a checkout editable, no archive", "leave -e out")
    if scheme := _scheme(text):
        if scheme == "file":
            return _judge_url("", text, "")
        if scheme not in urls.VCS_SCHEMES:
            return invalid("pip installs only a folder or a checkout editable, no archive", "leave -e out")
        if "+" not in scheme:  # which pip reads with -e alone
            text = f"{scheme}+{text}"
        if "#egg=" not in text and "&egg=" not in text:
            message = "pip needs the name of an editable checkout: it ends with an error"
            return invalid(message, "write -e 'NAME @ URL', or #egg=NAME behind the URL")
        return _judge_url("", text, "")
    if has_variable(text):
        message = "the path depends on the environment's variables"
        return Requirement("", problem=Problem("", "unpinned-variable", message, "write the path out"), kind="path")
    if any(sign in text for sign in "=<>") and not text.startswith((".", "/")):
        message = "-e takes the path of a project or a checkout's URL; pip ends with an error"
        return invalid(message, "leave -e out")
    return _judge_path(text, "")


# --- paths ------------------------------------------------------------------------------------------


def _scheme(text: str) -> str:
    """Return the scheme of what pip takes for a URL, in lower case; "" for anything else."""
    scheme, colon, _ = text.partition(":")
    if not colon:
        return ""
    from backend_standards.dependencies import urls

    scheme = scheme.lower()
    return scheme if scheme in urls.SCHEMES else ""


def is_archive(path: str) -> bool:
    """Return whether a file name has the ending of an archive that pip installs."""
    ends = (".zip", ".whl", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz")
    return path.lower().endswith((*ends, ".tar.lzma"))


def _is_path(text: str) -> bool:
    if text.startswith(("./", "../", "/")) or text[1:3] in (":\\", ":/"):
        return True
    if text.startswith("."):  # ".", "..", ".[extra]", ".\\lib"; reStructuredText's directives begin so too
        return not any(char.isspace() for char in text)
    path = text.partition("[")[0].rstrip()
    before, at, _ = path.partition("@")
    if is_archive(path):
        return not at or "/" in before
    return "/" in path and not any(char.isspace() or char in "@<>=!~#?$\"'" for char in path)


def _judge_path(text: str, marker: str) -> Requirement:
    """Return the verdict on a path: this repository's own code, unless it begins at a machine's root."""
    if has_variable(text):
        message = "the path depends on the environment's variables"
        return Requirement("", problem=Problem("", "unpinned-variable", message, "write the path out"), kind="path")
    if text.startswith("/") or text[1:3] in (":\\", ":/"):
        return Requirement("", marker=marker, problem=local_build(""), kind="path")
    if "==" in text and is_archive(text):
        return invalid("pip takes this for the name of a file, because it ends like an archive", "leave the ending out")
    return Requirement("", marker=marker, kind="path")


def local_build(name: str) -> Problem:
    """Return the problem of a path that begins at a machine's root."""
    message = f"{name or 'this'}: a path of the machine that wrote the file, which no other machine has"
    version = (
        f"{name}=={_VERSION} (pip list --format=freeze writes it so)" if name else "a path relative to the project"
    )
    return Problem(name, "local-build-path", message, f"write {version}")


# --- what pip cannot read ---------------------------------------------------------------------------


def _judge_invalid(text: str) -> Requirement:
    """Return the finding about a text that ``packaging`` cannot parse, with what pip would do and the likely remedy."""
    name = _leading_name(text)
    rest = text[len(name) :].lstrip(" \t")
    word = rest.lstrip("=@:~ \t").lower()
    is_name = text[len(name) :][:1] in " \t=<>!~^[(;,#" or word in _FLOATING  # else a part of anything, maybe a token
    shown = name if len(name) <= 100 and is_name else ""
    if has_variable(text):
        message = f"{shown or 'this'}: which version it is depends on the environment's variables"
        fix = f"write {shown or 'NAME'}=={_VERSION} out"
        return Requirement(normal(name), problem=Problem(shown, "unpinned-variable", message, fix))
    if name and word in _FLOATING:
        message = f"{shown}: pip knows no version of that name, and ends with an error"
        fix = f"write {shown}=={_VERSION}, with the version that you have tested: pip show {shown}"
        return Requirement(normal(name), problem=Problem(shown, "unpinned-latest", message, fix))
    if name and rest.startswith("=") and word == "*":
        message = f"{shown}: * stands for any version"
        fix = f"write {shown}=={_VERSION}, with the version that you have tested: pip show {shown}"
        return Requirement(normal(name), problem=Problem(shown, "unpinned-wildcard", message, fix))
    message, fix = _reason(text, shown, rest)
    return invalid(f"{message}: pip ends with an error", fix, shown)


def _leading_name(text: str) -> str:
    end = next((at for at, char in enumerate(text) if not (char.isascii() and (char.isalnum() or char in "-_."))), None)
    return text[:end].rstrip("-_.")


def _reason(text: str, name: str, rest: str) -> tuple[str, str]:
    """Return why a text is no requirement, and what to write."""
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "this is left over from a merge", "resolve the conflict"
    if "{{" in text or "{%" in text:
        return "this is a line of a template", WITHOUT_TEMPLATES
    if text.endswith("\\"):
        return "a blank stands behind the backslash, so that the next line is none of this one's", "delete the blank"
    if "\t-" in text:
        return "a tab stands before the option; pip parts options by spaces", "write a space"
    if text[:1] in "\"'":
        return "pip takes no quotes in a requirements file", "leave the quotes out"
    if text.startswith("pip"):
        command, _, _ = rest.partition(" ")
        if command == "install":
            return "this is a command", "write the requirement alone"
    if not name:
        return "this is no requirement", "write NAME==VERSION, or # before a remark"
    version = rest.lstrip("= \t")
    if "#" in version and rest.startswith("=="):
        head, _, tail = version.partition("#")
        if _is_version(head.strip()) and len(head) < 50:
            return "without a blank before it, # begins no comment", f"write {name}=={head.strip()}  # and the comment"
    if rest.startswith("=") and not rest.startswith("==") and _is_version(version) and len(version) < 50:
        return "= is no operator of versions", f"write {name}=={version}"
    if rest[:1].isdigit() and _is_version(rest) and len(rest) < 50:
        return "== is missing before the version", f"write {name}=={rest}"
    if rest.startswith("==") and " " in version:
        return "more than a version stands behind ==", "write one requirement a line"
    if rest.startswith("==") and "-" in version:
        head, _, tail = version.partition("-")
        if _is_version(head) and tail.isascii() and tail.isalnum() and len(version) < 50:
            fix = f"write {name}=={head}+{tail} for a local version, or {name}==={version} for this very text"
            return "what stands behind == is no version (PEP 440)", fix
    if rest.startswith("=="):
        return "what stands behind == is no version (PEP 440)", f"write {name}=={_VERSION}"
    if rest.startswith(("^", "=^", "= ^", "= {", '= "', "='", '="')):
        return "this is Poetry's way of writing, not pip's", f"write {name}=={_VERSION}"
    return "this is no requirement that pip can read", f"write {name}=={_VERSION}, or # before a remark"


class Pins:
    """The exact pins of one name in the constraints of an install.

    A pin under a marker holds where the requirement has the same one, or where another stands beside it under another
    marker, as compilers for all platforms write them.
    """

    __slots__ = ("_by_marker",)

    def __init__(self) -> None:
        self._by_marker: dict[str, tuple[int, Requirement]] = {}
        """The first of each marker, with its place among them."""

    def add(self, pin: Requirement) -> None:
        """Note a requirement of the constraints; what is no exact pin holds nothing."""
        if pin.version and not pin.problem:
            self._by_marker.setdefault(marker_key(pin), (len(self._by_marker), pin))

    def holding(self, requirement: Requirement) -> Requirement | None:
        """Return the pin that holds for a requirement: the first without a marker or with the same one."""
        found = [self._by_marker[key] for key in {"", marker_key(requirement)} if key in self._by_marker]
        if found:
            return min(found, key=lambda each: each[0])[1]
        return next(iter(self._by_marker.values()))[1] if len(self._by_marker) > 1 else None


def marker_key(requirement: Requirement) -> str:
    """Return the marker without what is a matter of style: blanks, and which quotes."""
    return "".join(requirement.marker.split()).replace("'", '"')
