"""Whether a requirements file that pip-compile or ``uv pip compile`` wrote pins what its inputs ask for.

Sources: the header that both write, with the command; pip's "Requirements File Format".
"""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.core.text import decode, with_newlines
from backend_standards.locks import BY_PIP_COMPILE, BY_UV, egg_name, files, is_commit, normal, plain
from backend_standards.locks.manifests import Manifest, texts
from backend_standards.locks.requirements import MANY, Requirement, by_name, parse, place_of_url, satisfies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifests

_HEADS = (BY_PIP_COMPILE, BY_UV, "by the following command", "To update, run")
"""What both tools write into the header, in their several versions."""
_WITH = "by pip-compile with Python "
_HEADER_LINES = 25
_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
_MOST_PARTS = 10
"""How many folders of an absolute name are compared."""
_VALUE_OPTIONS = (
    "--extra --group --unsafe-package --no-emit-package --python-version "
    "-o --output-file -c --constraint --constraints -b --build-constraint --build-constraints --override --overrides "
    "--exclude --excludes --cert --client-cert --config --config-file --cache-dir --pip-args -f --find-links -p "
    "--python --project --directory --torch-backend -i --index-url --extra-index-url --index --default-index "
    "--custom-compile-command"
).split()
"""Options of either command with a value that matters, or that could be taken for an input."""
_OF_PATHS = "url file:"
_LAST = 99
"""Higher than any micro version of Python."""
_UNSAFE = ("pip", "setuptools", "distribute", "wheel")
"""Packages that pip-compile does not pin unless it is told to."""


class Command:
    """The command in a compiled file's header: ``words`` as they are there, and what they mean."""

    __slots__ = ("all_extras", "extras", "groups", "inputs", "left_out", "output", "overrides", "python", "words")

    def __init__(self, words: Sequence[str], python: str = "") -> None:
        self.words = list(words)
        self.python = python
        """The version of Python for which the file was compiled, as 3.11, or ""."""
        self.inputs: list[str] = []
        self.extras: list[str] = []
        self.groups: list[str] = []
        self.left_out: list[str] = []
        self.output = ""
        self.all_extras = False
        self.overrides = any(word.startswith(("--override", "--exclude=", "--excludes")) for word in words)
        """Whether other files may override what the inputs say."""
        start = words.index("compile") + 1 if "compile" in words else 1
        rest = iter(words[start:])
        for word in rest:
            option, equals, value = word.partition("=")
            if not option.startswith("-"):
                if word.endswith((".in", ".txt", *_MANIFESTS)):
                    self.inputs.append(word)
                continue
            if option == "--all-extras":
                self.all_extras = True
                continue
            if not equals and option in _VALUE_OPTIONS:
                value = next(rest, "")
            if option in ("-o", "--output-file"):
                self.output = value
            elif option in ("--extra", "--group"):
                (self.extras if option == "--extra" else self.groups).extend(value.split(","))
            elif option == "--python-version":
                self.python = ".".join(value.split(".")[:2])
            elif option in ("--unsafe-package", "--no-emit-package"):
                self.left_out.append(normal(value))

    def text(self) -> str:
        """Return the command as one line, or "" if a word may hold a login or another secret."""
        import shlex

        from backend_standards.core import masking

        if any(("@" in word and "://" in word) or not masking.is_plain(word) for word in self.words):
            return ""

        return shlex.join(self.words)

    def folder(self, path: str) -> str:
        """Return the folder in which a file's command ran, as far as the command tells."""
        return self.folders(path)[0]

    def folders(self, path: str) -> list[str]:
        """Return the folders in which a file's command may have run, the likeliest first.

        From there, its output is that file. Without an output, pip-compile writes beside its single input.
        """
        own = path.rpartition("/")[0]
        above = [own]
        while above[-1]:
            above.append(above[-1].rpartition("/")[0])
        output = self.output
        if not output and len(self.inputs) == 1 and self.words[0].endswith("pip-compile"):
            stem, _, end = self.inputs[0].rpartition(".")
            output = f"{stem}.txt" if end in ("in", "txt") else "requirements.txt"
        while output.startswith("./"):
            output = output[2:]
        found = [folder for folder in above if beside(f"{folder}/x" if folder else "x", output) == path]
        return [*found, *(folder for folder in above if folder not in found)]


class Compilation:
    """How a compiled file was made: by which command, if the file says so, and from which files.

    ``inputs`` are tracked files. ``lost`` are the inputs in the command for which there is no tracked file.
    """

    __slots__ = ("command", "inputs", "lost")

    def __init__(self, command: Command | None, inputs: list[str], lost: Sequence[str] = ()) -> None:
        self.command = command
        self.inputs = inputs
        self.lost = lost


def compilation(path: str, data: bytes, manifests: Manifests) -> Compilation | None:
    """Return how a requirements file was compiled; None for one that was not, or by a command that overrides inputs."""
    source = f"{path.removesuffix('.txt')}.in"
    has_source = manifests.has(source)
    command = header(data)
    if command is None:
        return Compilation(None, [source]) if has_source else None
    if command.overrides:
        return None
    if not command.inputs:
        return Compilation(command, [source]) if has_source else None
    found: dict[str, list[str]] = {}
    for folder in command.folders(path):
        places = [_tracked(path, folder, each, manifests) for each in command.inputs]
        found[folder] = [each for each in places if manifests.content(each) is not None]
        if len(found[folder]) == len(places):
            return Compilation(command, places)
    folder = max(found, key=lambda folder: len(found[folder]))  # the first of those with the most inputs
    lost = [each for each in command.inputs if _tracked(path, folder, each, manifests) not in found[folder]]
    return Compilation(command, found[folder], lost)


def _tracked(path: str, folder: str, name: str, manifests: Manifests) -> str:
    """Return the path of an input that a command names, if it ran in a folder.

    An absolute name is that of another machine, often of a container where the repository is mounted. It means the
    tracked file with the longest end of that name; the last word alone is enough only for a file at the root.
    """
    if not name.startswith("/") or "/../" in name:
        return beside(f"{folder}/x" if folder else "x", name)
    parts = name.strip("/").split("/")[-_MOST_PARTS:]
    least = 2 if "/" in path else 1
    ends = ("/".join(parts[at:]) for at in range(len(parts) - least + 1))
    return next((end for end in ends if manifests.content(end) is not None), name)


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the inputs ask for and a compiled file does not pin, or the reverse, each as a sentence.

    Raises:
        Stopped: an input cannot be parsed.
    """
    found = compilation(path, data, manifests)
    if found is None:
        return
    inputs = Inputs()
    for each in found.inputs:
        inputs.add(each, manifests.content, found.command)
    inputs.missing |= bool(found.lost)
    for each in found.lost:
        yield f"the input {each} that its header names is not in the repository, so nothing compares it"
    for each in inputs.absent:
        yield f"{each} includes a file that is not in the repository, so nothing compares it"
    output = Lines(path, data, is_output=True)
    if output.includes and found.command is None:
        return  # written by hand
    overridden = _overridden(path, found.command, manifests)
    inputs.requirements = [each for each in inputs.requirements if each.name not in overridden]
    yield from _differences(output, inputs, found.command)


def command(path: str, data: bytes = b"", *, inputs: Sequence[str] = ()) -> Remedy:
    """Return the command that writes a compiled file: that of its header, or pip-compile with inputs beside it.

    ``inputs`` are the names of the inputs, by default that of the file with ``.in`` at its end.
    """
    from backend_standards.core.remedies import quote
    from backend_standards.locks.findings import writing

    name = path.rpartition("/")[2]
    written = header(data)
    if written is None:
        names = " ".join(map(quote, inputs or [f"{name.removesuffix('.txt')}.in"]))
        note = "If `uv pip compile` wrote the file, run that." if data else ""
        return writing(f"pip-compile -o {quote(name)} {names}", path), note
    text = written.text()
    if not text:
        return "", "Run the command in the file's header again. It may hold a login, so it is not shown here."
    return writing(text, path, written.folder(path)), ""


def _overridden(path: str, command: Command | None, manifests: Manifests) -> set[str]:
    """Return the names whose version ``uv pip compile`` takes from ``[tool.uv]`` of the folder in which it runs."""
    manifest = manifests.project(command.folder(path)) if command and "uv" in command.words[0] else None
    if manifest is None:
        return set()
    rows = texts(manifest.tool("uv").get("override-dependencies"))
    return {each.name for each in manifest.requirements("tool.uv.override-dependencies", rows)}


def header(data: bytes) -> Command | None:
    """Return the command in the header of a compiled file, or None for any other file."""
    head = b"\n".join(data.split(b"\n", _HEADER_LINES)[:_HEADER_LINES])
    if b"compile" not in head:
        return None
    comments = []
    for line in with_newlines(decode(head)).split("\n"):
        if line.strip() and not line.startswith("#"):
            break
        comments.append(line.lstrip("#").strip())
    if not any(head in comment for comment in comments for head in _HEADS):
        return None
    for comment in comments:
        words = _split(comment)
        names = [word.rpartition("/")[2] for word in words[:3]]
        if names[:1] == ["pip-compile"] or names == ["uv", "pip", "compile"]:
            python = next((each.partition(_WITH)[2] for each in comments if _WITH in each), "")
            return Command(words, python)
    return None


def _split(comment: str) -> list[str]:
    if not comment.startswith(("pip-compile", "uv ")) and "/" not in comment:
        return []
    from backend_standards.readers import words

    try:
        return words.split(comment)
    except ValueError:
        return []


class Lines:
    """The entries of a requirements file: ``requirements``, pins, and what it includes."""

    __slots__ = ("annotated", "constraints", "includes", "nameless", "pins", "requirements")

    def __init__(self, path: str, data: bytes, *, is_output: bool = False) -> None:
        self.requirements: list[Requirement] = []
        self.includes: list[str] = []
        self.constraints: list[str] = []
        self.pins: dict[str, list[str]] = {}
        """Versions by name; "" for a package from a URL."""
        self.nameless: list[Requirement] = []
        """URLs and paths that do not say the name of their package."""
        self.annotated: dict[str, set[str]] = {}
        """For each name, the files that ask for it according to the comments of a compiled file."""
        self._read(path, with_newlines(decode(data)), is_output=is_output)

    def _read(self, path: str, text: str, *, is_output: bool) -> None:
        name, has_via = "", False
        for number, line in _logical(text):
            code, _, comment = line.partition("#") if line.startswith("#") else _cut(line)
            code = code.strip()
            if code:
                name = self._entry(path, number, code, is_output=is_output)
                has_via = False
            is_via = comment.split()[:1] == ["via"]
            name = "" if is_via and has_via else name  # the comment of an entry that somebody deleted
            has_via |= is_via
            if is_output and name and "-r " in comment:
                for word in comment.replace(",", " ").split("-r ")[1:]:
                    self.annotated.setdefault(name, set()).add(word.split()[0] if word.split() else "")

    def _entry(self, path: str, number: int, code: str, *, is_output: bool) -> str:
        if code.startswith("-"):
            return self._option(code)
        found = parse(code.partition(" --")[0])
        if found is None:
            if is_output or "/" in code or code.startswith(".") or code.endswith((".whl", ".gz", ".zip")):
                url, _, marker = code.partition(" --")[0].partition(" ;")
                return self._place(url.strip(), marker.strip())
            raise Stopped(f"{path}:{number}: is not a requirement that pip can read; fix it")
        self._add(found)
        return found.name

    def _option(self, code: str) -> str:
        option, equals, value = code.partition("=") if code.startswith("--") else (code[:2], "", code[2:])
        if not equals and " " in option:
            option, _, value = option.partition(" ")
        value = value.strip().strip("\"'")
        if option in ("-r", "--requirement"):
            self.includes.append(value)
        elif option in ("-c", "--constraint"):
            self.constraints.append(value)
        elif option in ("-e", "--editable"):
            return self._place(value)
        return ""

    def _place(self, url: str, marker: str = "") -> str:
        """Add a requirement that is a URL or a path; return its name, if the URL tells it."""
        fields = (field.partition("=") for field in url.partition("#")[2].split("&"))
        egg = next((egg_name(value) for key, _, value in fields if key == "egg"), "")
        place = place_of_url(url) if "://" in url else ""
        found = Requirement(egg, (), "", marker, place or ("url" if egg else ""))
        if egg:
            self._add(found)
        else:
            self.nameless.append(found)
        return found.name

    def _add(self, found: Requirement) -> None:
        self.requirements.append(found)
        if found.place:
            self.pins.setdefault(found.name, []).append("")
        elif found.specifier.startswith("==") and "," not in found.specifier and not found.specifier.endswith("*"):
            self.pins.setdefault(found.name, []).append(found.specifier.lstrip("="))

    def all_pinned(self) -> bool:
        """Return whether there are requirements, and all are pinned."""
        return bool(self.pins) and all(each.name in self.pins for each in self.requirements)


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a requirements file with their numbers; a backslash at the end joins the next line."""
    held: list[str] = []
    start = 1
    for number, line in enumerate(text.split("\n"), 1):
        if not held:
            start = number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            held.append(line[:-1])
            continue
        yield start, "".join([*held, line])
        held = []
    if held:
        yield start, "".join(held)


def _cut(line: str) -> tuple[str, str, str]:
    """Return a line's code and comment: a # begins a comment only after a space."""
    at = line.find("#")
    while at > 0 and not line[at - 1].isspace():
        at = line.find("#", at + 1)
    return (line, "", "") if at < 0 else (line[:at], "#", line[at + 1 :])


class Inputs:
    """What a file was compiled from: the requirements of all inputs and of the files that they include."""

    __slots__ = ("absent", "constraints", "files", "missing", "nameless", "requirements")

    def __init__(self) -> None:
        self.requirements: list[Requirement] = []
        self.constraints: list[Requirement] = []
        self.files: set[str] = set()
        self.nameless: list[Requirement] = []
        """URLs and paths that do not say the name of their package."""
        self.absent: list[str] = []
        """The files that include another one that is not tracked."""
        self.missing = False
        """Whether an input is not tracked, or cannot be read, so that not all requirements are known."""

    def add(self, path: str, read: Callable[[str], bytes | None], command: Command | None) -> None:
        """Add an input and, for a requirement file, what it includes: ``-r`` and ``-c``."""
        waiting = [(path, False, "")]
        seen: set[tuple[str, bool]] = set()
        while waiting:
            path, is_constraint, parent = waiting.pop()
            if (path, is_constraint) in seen:
                continue
            seen.add((path, is_constraint))
            data = None if "://" in path or "$" in path else read(path)
            name = path.rpartition("/")[2]
            if data is None or name == "setup.py":
                self.missing = True
                if parent and "://" not in path and "$" not in path and parent not in self.absent:
                    self.absent.append(parent)
                continue
            self.files.add(path)
            if name == "pyproject.toml":
                self._add_project(path, data, command)
            elif name == "setup.cfg":
                self._add_setup(path, data, command)
            else:
                lines = Lines(path, data)
                (self.constraints if is_constraint else self.requirements).extend(lines.requirements)
                self.nameless += [] if is_constraint else lines.nameless
                waiting += [(beside(path, each), is_constraint, path) for each in lines.includes]
                waiting += [(beside(path, each), True, path) for each in lines.constraints]

    def _add_project(self, path: str, data: bytes, command: Command | None) -> None:
        project = Manifest(path, files.manifest(path, data))
        if project.dynamic & {"dependencies", "optional-dependencies"} or not project.project:
            self.missing = True
        groups = {normal(group) for group in command.groups} if command else set()
        self.requirements += project.dependencies()
        wanted = [normal(each) for each in (command.extras if command else ())]
        if command and command.all_extras:
            wanted = project.extra_names()
        own = normal(project.name or "")
        for extra in wanted:  # the list grows: an extra may name other extras of its own project
            for each in project.extras([extra]):  # the extra is asked for, so its marker holds
                each.marker = each.marker.rpartition("extra ==")[0].removesuffix(" and ").strip()
                if each.name == own:
                    wanted += each.extras.difference(wanted)
                else:
                    self.requirements.append(each)
        for name, rows in project.groups().items() if groups else ():
            self.requirements += rows if name in groups else ()

    def _add_setup(self, path: str, data: bytes, command: Command | None) -> None:
        import configparser

        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string(decode(data))
        except configparser.Error as error:
            raise Stopped(f"{path}: cannot be parsed as setup.cfg; fix it") from error
        rows = parser.get("options", "install_requires", fallback="").split("\n")
        for extra in command.extras if command else ():
            rows += parser.get("options.extras_require", extra, fallback="").split("\n")
        if rows[0].startswith("file:"):
            self.missing = True
            return
        for row in filter(None, (row.partition(" #")[0].strip() for row in rows)):
            if not row.startswith("#") and (found := parse(row)):
                self.requirements.append(found)


def _may_hold(marker: str, python: str) -> bool:
    """Return whether a marker may hold for a version of Python. False only if it is about nothing else."""
    if not python.replace(".", "").isdecimal() or python.count(".") != 1:
        return True
    names = [
        word for word in plain.words(marker) if word[0] not in "'()<>=!~" and word not in ("and", "or", "not", "in")
    ]
    if not set(names) <= {*plain.PYTHON}:
        return True
    from packaging.markers import Marker

    try:
        return any(
            Marker(marker).evaluate({"python_version": python, "python_full_version": f"{python}.{micro}"})
            for micro in (0, _LAST)
        )
    except (ValueError, RecursionError):  # InvalidMarker, or a number of more than 4300 digits
        return True


class _Urls:
    """The places of requirements, by their URL: the refs at which each is asked for or pinned."""

    __slots__ = ("_commits", "_floating", "_has_path", "_refs")

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self._refs: set[tuple[str, str]] = set()
        self._commits: set[str] = set()
        self._floating: set[str] = set()
        """URLs that have a commit, and those with a branch, a tag or no ref."""
        self._has_path = False
        """Whether a place is a path: tools write an absolute path in place of a relative one."""
        for each in requirements:
            if not each.place or each.place.startswith(_OF_PATHS):
                self._has_path = True
            else:
                url, ref = _url_and_ref(each.place)
                self._refs.add((url, ref))
                (self._commits if is_commit(ref) else self._floating).add(url)

    def ask_for(self, pinned: str) -> bool:
        """Return whether one of them asks for a pinned place."""
        if pinned.startswith(_OF_PATHS):
            return self._has_path
        url, ref = _url_and_ref(pinned)
        return (url, ref) in self._refs or (is_commit(ref) and url in self._floating)

    def answer(self, asked: str) -> bool:
        """Return whether one of them is pinned at a place that is asked for."""
        if asked.startswith(_OF_PATHS):
            return self._has_path
        url, ref = _url_and_ref(asked)
        return (url, ref) in self._refs or (not is_commit(ref) and url in self._commits)


def _url_and_ref(place: str) -> tuple[str, str]:
    """Return the URL of a place, without a login, and the ref of a checkout."""
    kind, _, url = place.partition(" ")
    url = url.partition("#")[0].lower()
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    ref = ""
    if kind == "git":
        path, at, ref = path.rpartition("@")
        path = path if at else ref
        ref = ref if at else ""
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path.removesuffix('.git')}", ref


def beside(path: str, other: str) -> str:
    """Return the path from the root of what a file gives from its own folder; a URL as it is."""
    if "://" in other:
        return other
    import os

    return os.path.normpath(os.path.join(path[: path.rfind("/") + 1], other)).replace(os.sep, "/")


def _differences(output: Lines, inputs: Inputs, command: Command | None) -> Iterator[str]:
    """Yield how the output differs from what the inputs ask for.

    A requirement with a marker may be absent: it may not have held where the file was compiled. A file with several
    pins of one name (``uv pip compile --universal``) needs one that fulfils each such requirement.
    """
    often = [name for name, versions in output.pins.items() if len(versions) > MANY]
    if often:
        yield from (f"{name} is pinned more than {MANY} times, too often to be compared" for name in often)
        return
    left_out = {*_UNSAFE, *(command.left_out if command else ())}
    places = {name: _Urls(rows) for name, rows in by_name(output.requirements).items()}
    alternatives: dict[str, list[Requirement]] = {}
    for each in inputs.requirements:
        if each.marker and not _may_hold(each.marker, command.python if command else ""):
            continue
        if each.marker:
            alternatives.setdefault(each.name, []).append(each)
            continue
        versions = output.pins.get(each.name)
        if versions and each.place:
            if " " in each.place and not places[each.name].answer(each.place):
                yield f"{each} is asked for, but pinned from another place"
        elif versions is None:
            if each.name not in left_out:
                yield f"{each} is asked for, but not pinned"
        elif wrong := [version for version in versions if version and not satisfies(version, each.specifier)]:
            yield f"{each} is asked for, but {wrong[0]} is pinned"
    pinned_urls = _Urls([*output.requirements, *output.nameless])
    if any(each.place and not each.marker and not pinned_urls.answer(each.place) for each in inputs.nameless):
        yield "a package from a URL is asked for, but not pinned"
    for name, rows in alternatives.items():
        for version in output.pins.get(name, ()):
            if version and not any(satisfies(version, each.specifier) for each in rows):
                yield f"{' or '.join(map(str, rows))} is asked for, but {version} is pinned"
    for each in inputs.constraints:
        if each.marker or each.place:
            continue
        for version in output.pins.get(each.name, ()):
            if version and not satisfies(version, each.specifier):
                yield f"{each} is a constraint, but {version} is pinned"
    if inputs.missing:
        return
    known = {each.name for each in inputs.requirements}
    asked_urls = _Urls(inputs.nameless)
    known |= {each.name for each in output.requirements if asked_urls.ask_for(each.place)}
    files = {file.rpartition("/")[2] for file in inputs.files}
    for name, sources in output.annotated.items():
        for source in sorted(sources):
            if name not in known and source.rpartition("/")[2] in files:
                yield f"{name} is pinned for {source.rpartition('/')[2]}, which does not ask for it"
                break
