r"""Files that hold shell commands, with all else in them blanked out: Dockerfiles, makefiles, the YAML of CI systems.

Sources: Dockerfile reference (shell and exec form, heredocs, ``escape``); GNU make manual ("Recipes"); YAML 1.2.2
(7.3 Flow Scalar Styles, 8.1 Block Scalar Styles), of which no more is read than where a command stands.
"""

from __future__ import annotations

import re

from backend_standards.dependencies import install_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_MISSING = 20  # delimiters that no line ends, after which none is looked for: each look goes through the file
_LONGEST = 2000  # characters of a value that may be a version, or a list of them
KEYS = frozenset(
    "run script before_script after_script after-script command commands bash pwsh powershell inlinescript".split()
)
"""The keys under which GitHub, GitLab, CircleCI, Azure, Bitbucket and CodeBuild take commands, in lower case."""
_DOCKER_HEAD = re.compile(r"[ \t]*(?:ONBUILD[ \t]+)?([A-Z]+)(?=[ \t\\`]|$)", re.IGNORECASE)
_FLAG = re.compile(r"[ \t\n\\]*--[a-z][^ \t\n]*")
_HEREDOC = re.compile(r"(?<!<)<<(-?)[ \t]*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\2")
_SHELL_HEREDOC = re.compile(rf"(?:[/a-z]*sh(?:[ \t]+-\w+)*[ \t]*)?(?:{_HEREDOC.pattern})")
_MAKE_VALUE = re.compile(r"(?:export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*[:?]{0,2}=[ \t]*([^\s#]*)[ \t]*(?:#.*)?")
_YAML_KEY = re.compile(r"""(['"]?)([A-Za-z_$][\w.$-]*)\1[ \t]*:(?=[ \t]|$)""")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:#.*)?")
_FLOW_ITEM = re.compile(r"""\"(?:[^"\\]|\\.)*(?:"|\\?\Z)|'(?:[^']|'')*(?:'|\Z)|[^\["',\]\n]+|.""", re.DOTALL)
_FLOW_PAIR = re.compile(r"""([\w-]+)["']?[ ]?:[ ]?["']?([\w.+!-]+)""")
_PROPERTY = re.compile(r"(?:[&!][^\s]*[ \t]+)+(?=[|>'\"\[\w])")


class Script:
    """A file as shell text of the same length, in which NULs stand for what is none.

    ``values`` are those that the file gives variables, beside what the shell text itself assigns. ``above`` gives, for
    a line whose comment speaks for a command further down, that command's first line.
    """

    __slots__ = ("above", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, list[str]] = {}
        self.above: dict[int, int] = {}


def read(kind: str, text: str) -> Script:
    r"""Return the shell text of a file; ``text`` has lines that end in ``\n`` alone, and no NUL."""
    readers: dict[str, Callable[[str], Script]] = {
        install_names.DOCKERFILE: _dockerfile,
        install_names.MAKE: _makefile,
        install_names.YAML: _yaml,
    }
    return readers.get(kind, Script)(text)


def _blank(text: str) -> str:
    """Return NULs in the place of a text, its line ends kept."""
    return "\n".join(["\0" * len(line) for line in text.split("\n")])


# --- Dockerfiles ------------------------------------------------------------------------------------


def _dockerfile(text: str) -> Script:
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
    """Return the number of the line behind an instruction that begins at a line."""
    while at < len(lines):
        line = lines[at].rstrip()
        is_passed_over = not line or line.lstrip().startswith("#")
        at += 1
        if not line.endswith(escape) and not is_passed_over:
            break
    return at


def _shell_of_instruction(lines: list[str], escape: str) -> str:
    """Return an instruction as shell text: comments among its lines are gone with their line ends."""
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
    """Return the word that an instruction begins with, in upper case and behind ONBUILD; "" for none."""
    head = _DOCKER_HEAD.match(line.removeprefix("\ufeff"))
    return head[1].upper() if head else ""


def _keep(text: str, pattern: re.Pattern[str]) -> str:
    """Return a text with all blanked out but what a pattern matches."""
    kept = list(_blank(text))
    for match in pattern.finditer(text):
        kept[match.start() : match.end()] = match[0]
    return "".join(kept)


def _without_flag(text: str) -> str:
    at = text.index("--")
    return text[:at] + "\0" * (len(text) - at)


def _assignment(rest: str) -> str:
    """Return ``NAME=VALUE`` of ARG or ENV; ENV's old form has a blank for the ``=``."""
    body = rest.strip()
    name, _, _ = body.partition(" ")
    if body and "=" not in name and " " in body:
        at = rest.index(name) + len(name)
        value = rest[at:].lstrip(" \t")
        return rest[:at] + "=" + "\0" * (len(rest) - at - len(value) - 1) + value
    return rest


def _exec_form(rest: str) -> str:
    """Return the words of a JSON array, parted by blanks instead of commas."""
    parts = re.split(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))', rest, flags=re.DOTALL)
    parts[::2] = [re.sub(r"[\[\],]", " ", part) for part in parts[::2]]
    return "".join(parts)


def _heredocs(lines: list[str], at: int, done: list[str], missing: set[str], *, is_run: bool) -> int:
    """Take the bodies of an instruction's heredocs; one that is the script of a shell is kept. Return the next line."""
    instruction = done[-1].replace("\0", "").strip()
    heredocs = list(_HEREDOC.finditer(instruction))
    is_script = is_run and len(heredocs) == 1 and _SHELL_HEREDOC.fullmatch(instruction) is not None
    for dash, _, delimiter in [match.groups() for match in heredocs]:
        if delimiter in missing or len(missing) == _MOST_MISSING:
            continue
        end = at
        while end < len(lines) and (lines[end].lstrip("\t") if dash else lines[end]) != delimiter:
            end += 1
        if end == len(lines):  # then it was none: a shift, or a string
            missing.add(delimiter)
            continue
        body = lines[at:end]
        if not is_script or (body and body[0].startswith("#!") and "sh" not in body[0]):
            body = ["\0" * len(line) for line in body]
        done += [line + "\n" for line in [*body, "\0" * len(lines[end])]]
        at = end + 1
    return at


# --- makefiles --------------------------------------------------------------------------------------


def _makefile(text: str) -> Script:
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


def _yaml(text: str) -> Script:
    return _Yaml(text).script


class _Yaml:
    """Goes through the lines of a YAML file once, and keeps those scalars that stand under a key of commands."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.at = 0
        self.done: list[str] = []
        """The text of the lines before ``at``, each with one character for its end."""
        self.keys: list[tuple[int, str]] = []
        """The keys that the current line stands under: (column, name)."""
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
        """Return whether the line at hand belongs to a scalar that began under a key or dash at a column."""
        if self.at == len(self.lines):
            return False
        line = self.lines[self.at]
        return not line.strip() or _indent(line) > column

    def _block(self, column: int, *, folds: bool, is_command: bool) -> None:
        """Take a block scalar. A folded one has a blank for the end of each line that another as deep follows."""
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
            behind = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            joins = folds and _indent(line) == first and _indent(behind) == first and bool(behind.strip())
            self.done.append(line + (" " if joins else "\n"))
            self.at += 1

    def _command(self, at: int, column: int) -> None:
        """Take a scalar, or a list in brackets, that begins at a place of the line at hand."""
        lines = [self.lines[self.at]]
        self.at += 1
        is_key_alone = not lines[0][at:].strip()
        while not is_key_alone and self._continues(column):
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
        """Keep what a key gives: an environment's value, a matrix's list."""
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
    """Return what a quoted scalar at the start of a text holds; its line ends are blanks, and what follows is gone."""
    quote = text[0]
    parts = ["\0"]
    at = 1
    while at < len(text):
        char, behind = text[at], text[at + 1 : at + 2]
        if quote == '"' and char == "\\":
            parts.append("\0" + {"n": "\n", "t": "\t", "\n": "\0"}.get(behind, behind))
            at += 2
        elif char == quote and behind == quote == "'":
            parts.append("'\0")
            at += 2
        elif char == quote:
            break
        else:
            parts.append(" " if char == "\n" else char)
            at += 1
    return "".join(parts) + "\0" * (len(text) - at)


def _flow_list(text: str) -> str:
    """Return the items of a list in brackets, a line each."""
    parts = []
    for match in _FLOW_ITEM.finditer(text):
        item = match[0]
        if item[0] in "\"'" and len(item) > 1:
            parts.append(_unquoted(item))
        else:
            parts.append({"[": "\0", "]": "\0", ",": "\n", "\n": " "}.get(item, item))
    return "".join(parts)
