r"""The shell commands of Dockerfiles, makefiles and the YAML of CI systems, with everything else blanked out.

Each reader takes a text whose lines end only in ``\n``, and that has no NUL. Sources: Dockerfile reference (shell and
exec form, heredocs, ``escape``); GNU make manual ("Recipes"); YAML 1.2.2 (7.3 Flow Scalar Styles, 8.1 Block Scalar
Styles), of which nothing is read but where a command is.
"""

from __future__ import annotations

import re

_MOST_MISSING = 20
"""Heredocs without an end, after which no end is looked for: each look goes through the whole file."""
_LONGEST = 2000
"""Characters of a value that may be a version, or a list of versions."""
KEYS = frozenset(
    "run script before_script after_script after-script command commands bash pwsh powershell inlinescript".split()
)
"""The keys whose values GitHub, GitLab, CircleCI, Azure, Bitbucket and CodeBuild run as commands, in lower case."""
_DOCKER_HEAD = re.compile(r"[ \t]*(?:ONBUILD[ \t]+)?([A-Z]+)(?=[ \t\\`]|$)", re.IGNORECASE)
"""The word of an instruction; ONBUILD is only a prefix."""
_FLAG = re.compile(r"[ \t\n\\]*--[a-z][^ \t\n]*")
"""A flag of an instruction, such as ``--mount=type=cache``, and the space before it."""
_HEREDOC = re.compile(r"(?<!<)<<(-?)[ \t]*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\2")
"""What opens a heredoc: whether tabs are stripped, the quote, and the delimiter. ``<<<`` is a here-string."""
_SHELL_HEREDOC = re.compile(rf"(?:[/a-z]*sh(?:[ \t]+-\w+)*[ \t]*)?(?:{_HEREDOC.pattern})")
"""A RUN whose heredoc is the script of a shell, and nothing else."""
_MAKE_VALUE = re.compile(r"(?:export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*[:?]{0,2}=[ \t]*([^\s#]*)[ \t]*(?:#.*)?")
"""The assignment of a variable in a makefile: its name and its value."""
_YAML_KEY = re.compile(r"""(['"]?)([A-Za-z_$][\w.$-]*)\1[ \t]*:(?=[ \t]|$)""")
"""A key of a block mapping, in quotes or not."""
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:#.*)?")
"""What opens a block scalar: its style, and the indicators of indentation and chomping."""
_FLOW_ITEM = re.compile(r"""\"(?:[^"\\]|\\.)*(?:"|\\?\Z)|'(?:[^']|'')*(?:'|\Z)|[^\["',\]\n]+|.""", re.DOTALL)
"""A piece of a list in brackets: a quoted scalar, which need not be closed, a plain one, or a sign."""
_FLOW_PAIR = re.compile(r"""([\w-]+)["']?[ ]?:[ ]?["']?([\w.+!-]+)""")
"""A key and a plain value of a mapping in braces."""
_PROPERTY = re.compile(r"(?:[&!][^\s]*[ \t]+)+(?=[|>'\"\[\w])")
"""Anchors and tags before a value."""


class Script:
    """A file as shell text of the same length: NULs replace everything that is not shell text.

    ``values`` are those that the file gives to variables, apart from the assignments of the shell text. ``above``
    gives, for a line whose comment is about a command further down, the first line of that command.
    """

    __slots__ = ("above", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, list[str]] = {}
        self.above: dict[int, int] = {}


def _blank(text: str) -> str:
    """Return NULs in place of a text; its line ends stay."""
    return "\n".join(["\0" * len(line) for line in text.split("\n")])


# --- Dockerfiles ------------------------------------------------------------------------------------


def of_dockerfile(text: str) -> Script:
    """Return the shell text of a Dockerfile, and the values of ARG and ENV as assignments."""
    from backend_standards.readers import docker

    lines = text.split("\n")
    escape = docker.escape(lines)
    script = Script("")
    done: list[str] = []
    comments: list[int] = []
    missing: set[str] = set()
    at = 0
    while at < len(lines):
        if lines[at].lstrip().startswith("#") or not lines[at].strip():
            if lines[at].strip():
                comments.append(at + 1)
            else:
                comments = []
            done.append("\0" * len(lines[at]) + "\n")
            at += 1
            continue
        taken = _instruction(lines, at, escape)
        done.append(_shell_of_instruction(lines[at:taken], escape))
        script.above.update(dict.fromkeys(comments, at + 1))
        first, at, comments = at, taken, []
        if "<<" in done[-1]:
            instruction = len(done) - 1
            at = _heredocs(lines, at, done, missing, is_run=_word(lines[first]) == "RUN")
            if at > taken:
                done[instruction] = _HEREDOC.sub(lambda match: "\0" * len(match[0]), done[instruction])
    script.text = "".join(done)[: len(text)]
    return script


def _instruction(lines: list[str], at: int, escape: str) -> int:
    """Return the number of the line after an instruction that begins at a line."""
    while at < len(lines):
        line = lines[at].rstrip()
        is_passed_over = not line or line.lstrip().startswith("#")
        at += 1
        if not line.endswith(escape) and not is_passed_over:
            break
    return at


def _shell_of_instruction(lines: list[str], escape: str) -> str:
    """Return an instruction as shell text, without the comments among its lines and their line ends."""
    head = _DOCKER_HEAD.match(lines[0])
    word = _word(lines[0])
    if not head or word not in ("RUN", "CMD", "ENTRYPOINT", "ARG", "ENV", "COPY", "ADD"):
        return _blank("\n".join(lines) + "\n")
    parts = []
    for number, line in enumerate(lines):
        is_last = number == len(lines) - 1
        stripped = line.rstrip()
        if number and (not stripped or stripped.startswith("#") or stripped.lstrip().startswith("#")):
            parts.append("\0" * len(line) + ("\n" if is_last else "\0"))
        elif not is_last and stripped.endswith(escape):
            parts.append(stripped[:-1] + "\0" * (len(line) - len(stripped)) + "\\\n")
        else:
            parts.append(line + "\n")
    rest = "".join(parts)[head.end() :]
    blank = "\0" * head.end()
    if word in ("COPY", "ADD"):
        heredocs = "".join(match[0] for match in _HEREDOC.finditer(rest))
        return _blank(blank + rest) if not heredocs else blank + _keep(rest, _HEREDOC)
    if word in ("ARG", "ENV"):
        return blank + _assignment(rest)
    flags, at = [blank], 0
    while flag := _FLAG.match(rest, at):
        flags.append(_without_flag(flag[0]))
        at = flag.end()
    blank, rest = "".join(flags), rest[at:]
    if rest.lstrip(" \t\\\n").startswith("["):
        rest = _exec_form(rest)
    return blank + rest


def _word(line: str) -> str:
    """Return the word that an instruction begins with, in upper case and without ONBUILD; "" if it has none."""
    head = _DOCKER_HEAD.match(line.removeprefix("\ufeff"))
    return head[1].upper() if head else ""


def _keep(text: str, pattern: re.Pattern[str]) -> str:
    """Return a text with everything blanked out that a pattern does not match."""
    kept = list(_blank(text))
    for match in pattern.finditer(text):
        kept[match.start() : match.end()] = match[0]
    return "".join(kept)


def _without_flag(text: str) -> str:
    at = text.index("--")
    return text[:at] + "\0" * (len(text) - at)


def _assignment(rest: str) -> str:
    """Return ``NAME=VALUE`` of ARG or ENV; the old form of ENV has a space in place of ``=``."""
    body = rest.strip()
    name, _, _ = body.partition(" ")
    if body and "=" not in name and " " in body:
        at = rest.index(name) + len(name)
        value = rest[at:].lstrip(" \t")
        return rest[:at] + "=" + "\0" * (len(rest) - at - len(value) - 1) + value
    return rest


def _exec_form(rest: str) -> str:
    """Return the words of a JSON array, with spaces between them in place of commas."""
    parts = re.split(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))', rest, flags=re.DOTALL)
    parts[::2] = [re.sub(r"[\[\],]", " ", part) for part in parts[::2]]
    return "".join(parts)


def _heredocs(lines: list[str], at: int, done: list[str], missing: set[str], *, is_run: bool) -> int:
    """Read the bodies of an instruction's heredocs, and keep one that is a shell's script; return the next line."""
    instruction = done[-1].replace("\0", "").strip()
    heredocs = list(_HEREDOC.finditer(instruction))
    is_script = is_run and len(heredocs) == 1 and _SHELL_HEREDOC.fullmatch(instruction) is not None
    for dash, _, delimiter in [match.groups() for match in heredocs]:
        if delimiter in missing or len(missing) == _MOST_MISSING:
            continue
        end = at
        while end < len(lines) and (lines[end].lstrip("\t") if dash else lines[end]) != delimiter:
            end += 1
        if end == len(lines):  # then it was not a heredoc, but a shift or a string
            missing.add(delimiter)
            continue
        body = lines[at:end]
        if not is_script or (body and body[0].startswith("#!") and "sh" not in body[0]):
            body = ["\0" * len(line) for line in body]
        done += [line + "\n" for line in [*body, "\0" * len(lines[end])]]
        at = end + 1
    return at


# --- makefiles --------------------------------------------------------------------------------------


def of_makefile(text: str) -> Script:
    """Return the shell text of a makefile's recipes, and the values of its variables."""
    script = Script("")
    done = []
    is_recipe = continues = False
    for line in text.split("\n"):
        if not continues:
            is_recipe = line.startswith("\t")
        if is_recipe:
            lead = len(line) - len(line.lstrip("\t @+-")) if not continues else 0
            done.append("\0" * lead + line[lead:].replace("$$", "\0$"))
        else:
            if match := _MAKE_VALUE.fullmatch(line):
                script.values.setdefault(match[1], []).append(match[2])
            done.append("\0" * len(line))
        continues = line.endswith("\\")
    script.text = "\n".join(done)
    return script


# --- YAML -------------------------------------------------------------------------------------------


def of_yaml(text: str) -> Script:
    """Return the shell text of a CI system's YAML, and the values of its variables."""
    return _Yaml(text).script


class _Yaml:
    """Reads the lines of a YAML file once, and keeps the scalars under a key of commands."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.at = 0
        self.done: list[str] = []
        """The text of the lines before ``at``, each with one character for its end."""
        self.keys: list[tuple[int, str]] = []
        """The keys above the current line: (column, name)."""
        self.script = Script("")
        while self.at < len(self.lines):
            self._line(self.lines[self.at])
        self.script.text = "".join(self.done)[: len(text)]

    def _line(self, line: str) -> None:
        at = _indent(line)
        if not line.strip() or line[at] == "#":
            self._pass_over()
            return
        column = at
        while line.startswith(("- ", "-\t"), at):
            column = at
            at += 1
            while line[at : at + 1] in (" ", "\t"):
                at += 1
        is_item = line.startswith("-", column) and at > column
        while self.keys and self.keys[-1][0] >= (column + 1 if is_item else at):
            self.keys.pop()
        match = _YAML_KEY.match(line, at)
        if match:
            name = self.keys[-1][1] if match[2] == "default" and self.keys else match[2]
            self.keys.append((at, name))
            column = at
            at = match.end() + _indent(line[match.end() :])
        elif not is_item and self.keys:  # a scalar that begins on the line below its key
            column = self.keys[-1][0]
        if found := _PROPERTY.match(line, at):
            at = found.end()
        value = line[at:]
        is_command = bool(self.keys) and self.keys[-1][1].lower() in KEYS
        if _BLOCK.fullmatch(value):
            self._block(column, folds=value[0] == ">", is_command=is_command)
        elif is_command and not value.startswith(("#", "*", "{", "!")):
            self._command(at, column)
        else:
            self._remember(value)
            self._pass_over()

    def _pass_over(self) -> None:
        self.done.append("\0" * len(self.lines[self.at]) + "\n")
        self.at += 1

    def _continues(self, column: int) -> bool:
        """Return whether the current line belongs to a scalar that began under a key or dash at a column."""
        if self.at == len(self.lines):
            return False
        line = self.lines[self.at]
        return not line.strip() or _indent(line) > column

    def _block(self, column: int, *, folds: bool, is_command: bool) -> None:
        """Read a block scalar. In a folded one, a space replaces the line end between two lines of the same depth."""
        head = self.at + 1
        self._pass_over()
        first = -1
        while self._continues(column):
            line = self.lines[self.at]
            if not is_command:
                self._pass_over()
                continue
            if first < 0 and line.strip():
                first = _indent(line)
                self.script.above[head] = self.at + 1
            below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            joins = folds and _indent(line) == first and _indent(below) == first and bool(below.strip())
            self.done.append(line + (" " if joins else "\n"))
            self.at += 1

    def _command(self, at: int, column: int) -> None:
        """Read a scalar, or a list in brackets, that begins at a place of the current line."""
        lines = [self.lines[self.at]]
        self.at += 1
        has_only_a_key = not lines[0][at:].strip()
        while not has_only_a_key and self._continues(column):
            lines.append(self.lines[self.at])
            self.at += 1
        text = "\n".join(lines)
        value = text[at:]
        if value.startswith("["):
            value = _flow_list(value)
        elif value.startswith(("'", '"')):
            value = _unquoted(value)
        else:
            value = value.replace("\n", " ")
        self.done.append("\0" * at + value + "\n")

    def _remember(self, value: str) -> None:
        """Keep the values that a key gives to a variable: one of an environment, or the list of a matrix."""
        if len(value) > _LONGEST or not self.keys:
            return
        if value.startswith("{"):
            pairs = [(match[1], match[2]) for match in _FLOW_PAIR.finditer(value)]
        else:
            value = value.partition(" #")[0].strip()
            items = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            pairs = [(self.keys[-1][1], item.strip(" \"'")) for item in items]
        for name, each in pairs:
            if each:
                self.script.values.setdefault(name, []).append(each)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _unquoted(text: str) -> str:
    """Return what is in a quoted scalar at the start of a text: spaces replace line ends, NULs all that follows."""
    quote = text[0]
    parts = ["\0"]
    at = 1
    while at < len(text):
        char, following = text[at], text[at + 1 : at + 2]
        if quote == '"' and char == "\\":
            parts.append("\0" + {"n": "\n", "t": "\t", "\n": "\0"}.get(following, following))
            at += 2
        elif char == quote and following == quote == "'":
            parts.append("'\0")
            at += 2
        elif char == quote:
            break
        else:
            parts.append(" " if char == "\n" else char)
            at += 1
    return "".join(parts) + "\0" * (len(text) - at)


def _flow_list(text: str) -> str:
    """Return the items of a list in brackets, one a line."""
    parts = []
    for match in _FLOW_ITEM.finditer(text):
        item = match[0]
        if item[0] in "\"'" and len(item) > 1:
            parts.append(_unquoted(item))
        else:
            parts.append({"[": "\0", "]": "\0", ",": "\n", "\n": " "}.get(item, item))
    return "".join(parts)
