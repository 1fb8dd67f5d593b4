r"""Justfiles: their recipes with parameters, dependencies and lines, their variables and settings. Nothing is run.

Source: the manual of just, "Grammar", "Recipe Parameters", "Settings", "Expressions and Substitutions".
"""

from __future__ import annotations

import posixpath
import re

from backend_standards.readers.shell import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

NOT_KNOWN = f"${{{UNKNOWN}}}"
_LONGEST = 2_000
"""Characters of a value. A longer one is unknown, so that values made of values stay small."""
_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+|\\\n) | (?P<comment>\#[^\n]*)
    | x?'''(?P<block>.*?)(?:'''|\Z) | x?\"\"\"(?P<cooked_block>.*?)(?:\"\"\"|\Z)
    | x?'(?P<raw>[^']*)(?:'|\Z) | x?"(?P<cooked>(?:[^"\\]|\\.)*)(?:"|\\?\Z)
    | (?P<backtick>```.*?(?:```|\Z)|`[^`]*(?:`|\Z))
    | (?P<name>{_NAME}) | (?P<sign>:=|&&|\|\||==|!=|=~|::|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u\{[0-9A-Fa-f]{1,6}\}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\n": ""}
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_HEADER = re.compile(rf"@?{_NAME}(?=[ \t:]|$)")
_KEYWORDS = re.compile(r"(?:alias|export|unexport|import|mod|set)(?=[ \t?]|$)")
_INTERPOLATION = re.compile(r"\{\{\{\{|\{\{((?>(?:'[^'\n]*'|\"[^\"\n]*\"|\{[^{}\n]*\}|(?!\}\}).){0,500}))\}\}")
"""``{{ … }}`` of a line, or the braces that stand for two of them. Strings and braces may be in it."""
_QUOTE = re.compile(r"'''|\"\"\"|```|['\"`#]")
FOLDERS = frozenset(("justfile_directory", "invocation_directory", "source_directory", "module_directory"))
"""Functions that give a folder. Their values are given under their names with parentheses."""


class Token:
    """A word of a justfile: ``kind`` is "text" for a string, "name", "sign" or "backtick"."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text


class Parameter:
    """A parameter: its default as an expression (None if it has none), and "*" or "+" if it takes all that follow."""

    __slots__ = ("default", "name", "sign")

    def __init__(self, name: str, sign: str) -> None:
        self.name = name
        self.sign = sign
        self.default: list[Token] | None = None


class Needed:
    """A dependency: the name of its recipe, and an expression for each of its arguments."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.arguments: list[list[Token]] = []


class Recipe:
    """A recipe. ``lines`` has its body without the indentation; ``before`` and ``after`` are its dependencies."""

    __slots__ = ("after", "attributes", "before", "line", "lines", "name", "parameters", "path")

    def __init__(self, name: str, path: str, line: int, attributes: Iterable[str]) -> None:
        self.name = name
        self.path = path
        self.line = line
        self.attributes = tuple(attributes)
        self.parameters: list[Parameter] = []
        self.before: list[Needed] = []
        self.after: list[Needed] = []
        self.lines: list[tuple[str, int]] = []

    def is_script(self) -> bool:
        """Return whether the body is one text for the interpreter of its first line or of an attribute."""
        has_interpreter = bool(self.lines) and self.lines[0][0].startswith("#!")
        return has_interpreter or any(each.startswith("script") for each in self.attributes)


class Justfile:
    """What a justfile says, with what it imports."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.recipes: dict[str, Recipe] = {}
        self.aliases: dict[str, str] = {}
        self.variables: dict[str, list[Token]] = {}
        self.settings: dict[str, list[Token]] = {}
        self.imports: list[str] = []
        self.modules: dict[str, str] = {}
        """The path of each module as it is written, "" if it is not."""

    def add(self, other: Justfile) -> None:
        """Take what an imported file says; the file's own recipes and variables come first."""
        for name in ("recipes", "aliases", "variables", "settings", "modules"):
            mine = getattr(self, name)
            for key, value in getattr(other, name).items():
                mine.setdefault(key, value)

    def value(self, expression: Sequence[Token], given: Mapping[str, str]) -> str:
        """Return what an expression stands for; ``${NAME}`` for what the file does not tell."""
        return _Value(self.variables, given).of(expression)

    def filled(self, text: str, given: Mapping[str, str]) -> str:
        """Return a line with the values of ``{{ … }}`` in it."""

        def value(match: re.Match[str]) -> str:
            return "{{" if match[1] is None else self.value(tokens(match[1]), given)

        return _INTERPOLATION.sub(value, text)


def tokens(text: str) -> list[Token]:
    """Return the words of a part of a justfile that is no body of a recipe."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("space", "comment"):
            continue
        value = match[kind]
        if kind in ("cooked", "cooked_block"):
            value = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), value)
        if kind in ("block", "cooked_block"):
            value = _unindented(value)
        found.append(Token(kind if kind in ("name", "sign", "backtick") else "text", value))
    return found


def _unindented(text: str) -> str:
    """Return an indented string as just reads it: without its first line end, and without the common indentation."""
    lines = text.removeprefix("\n").split("\n")
    depths = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    common = min(depths, default=0)
    return "\n".join(line[common:] for line in lines)


def read(text: str, path: str) -> Justfile:
    """Return what a text says; what it imports is not read. Linear in its length."""
    found = Justfile(path)
    attributes: list[str] = []
    recipe: Recipe | None = None
    for kind, words, number, body in _statements(text):
        if kind == "body" and recipe is not None:
            recipe.lines = body
        elif kind == "attribute":
            attributes += _attributes(words)
            continue
        elif kind == "recipe":
            recipe = _recipe(words, path, number, attributes)
            if recipe is not None:
                found.recipes.setdefault(recipe.name, recipe)
        elif kind == "statement":
            recipe = None
            _take(words, found)
        attributes = []
    return found


def _statements(text: str) -> Iterator[tuple[str, list[Token], int, list[tuple[str, int]]]]:
    """Yield each statement: its kind, its words, its line; and the body of a recipe after its header."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip() or line.startswith("#"):
            at += 1
            continue
        if line[0] in " \t":
            start = at
            at, body = _body(lines, at)
            yield "body", [], start + 1, body
            continue
        start = at
        at, words = _logical(lines, at)
        yield _kind(line, words), words, start + 1, []


def _body(lines: list[str], at: int) -> tuple[int, list[tuple[str, int]]]:
    """Return the place after the indented lines that begin at a place, and these without their common indentation."""
    start = at
    while at < len(lines) and (not lines[at].strip() or lines[at][0] in " \t"):
        at += 1
    end = at
    while not lines[end - 1].strip():
        end -= 1
    first = lines[start]
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return at, [(lines[each].removeprefix(indent).rstrip("\r"), each + 1) for each in range(start, end)]


def _logical(lines: list[str], at: int) -> tuple[int, list[Token]]:
    """Return the place after a statement, which goes on within brackets, strings and after a backslash."""
    end = at + 1
    depth = _depth(lines[at])
    quote = _open_quote(lines[at], "")
    while end < len(lines) and (depth > 0 or quote or lines[end - 1].endswith("\\")):
        quote = _open_quote(lines[end], quote)
        depth += _depth(lines[end])
        end += 1
    return end, tokens("\n".join(lines[at:end]))


def _depth(line: str) -> int:
    """Return how many more brackets a line opens than it closes, outside of strings."""
    signs = [match["sign"] for match in _TOKEN.finditer(line) if match["sign"]]
    return sum((sign in _OPENING) - (sign in _CLOSING) for sign in signs)


def _open_quote(line: str, quote: str) -> str:
    """Return the quote of a string that is open after a line; ``quote`` is the one that is open before it."""
    at = 0
    while True:
        if quote:
            at = _end_of_quote(line, at, quote)
            if at < 0:
                return quote
            quote = ""
        match = _QUOTE.search(line, at)
        if not match or match[0] == "#":
            return ""
        at, quote = match.end(), match[0]


def _end_of_quote(line: str, at: int, quote: str) -> int:
    """Return the offset after a closing quote, -1 if there is none; a backslash escapes one in double quotes."""
    end = line.find(quote, at)
    while end > at and quote[0] == '"' and _escapes(line, at, end):
        end = line.find(quote, end + 1)
    return -1 if end < 0 else end + len(quote)


def _escapes(line: str, start: int, at: int) -> bool:
    """Return whether the character at an offset has an odd number of backslashes before it."""
    count = 0
    while at - count > start and line[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _kind(line: str, words: Sequence[Token]) -> str:
    if line.startswith("["):
        return "attribute"
    texts = [word.text for word in words[:3]]
    if ":=" in texts[1:3] or (_KEYWORDS.match(line) and not _is_recipe(words)):
        return "statement"
    return "recipe" if _HEADER.match(line) else ""


def _is_recipe(words: Sequence[Token]) -> bool:
    """Return whether a statement that begins with a keyword is a recipe of that name."""
    return any(word.kind == "sign" and word.text == ":" for word in words[1:])


def _attributes(words: Sequence[Token]) -> Iterator[str]:
    """Yield the attributes of a line in brackets, with what is in their parentheses."""
    name = ""
    for word in words[1:]:
        if word.text in (",", "]") and word.kind == "sign":
            if name:
                yield name
            name = ""
        elif word.text not in ("(", ")"):
            name += word.text
    if name:
        yield name


def _take(words: Sequence[Token], found: Justfile) -> None:
    """Take a statement that is no recipe."""
    first = words[0].text
    rest = list(words[1:])
    if first in ("import", "mod"):
        rest = [word for word in rest if word.text != "?" or word.kind == "text"]
        if first == "import":
            found.imports += [word.text for word in rest if word.kind == "text"]
        elif rest:
            found.modules[rest[0].text] = next((word.text for word in rest[1:] if word.kind == "text"), "")
        return
    if first in ("export", "set", "alias", "unexport") and rest[1:2] and rest[1].text != ":=" and first != "set":
        return
    target = words[1:] if first in ("export", "set", "alias") and (len(words) < 2 or words[1].text != ":=") else words
    if not target:
        return
    name, value = target[0].text, list(target[2:])
    if first == "set" and target is not words:
        found.settings[name] = value
    elif first == "alias" and target is not words:
        found.aliases[name] = "".join(word.text for word in value)
    elif len(target) > 1 and target[1].text == ":=":
        found.variables[name] = value


def _recipe(words: Sequence[Token], path: str, number: int, attributes: Iterable[str]) -> Recipe | None:
    at = 1 if words[0].text == "@" else 0
    if at >= len(words) or words[at].kind != "name":
        return None
    found = Recipe(words[at].text, path, number, attributes)
    at += 1
    sign = ""
    while at < len(words) and not (words[at].text == ":" and words[at].kind == "sign"):
        word = words[at]
        if word.kind == "name":
            found.parameters.append(Parameter(word.text, sign))
            sign = ""
        elif word.text in ("*", "+", "$"):
            sign += word.text.replace("$", "")
        elif word.text == "=" and found.parameters:
            value, at = _expression(words, at + 1)
            found.parameters[-1].default = value
            continue
        at += 1
    if at >= len(words):
        return None
    _dependencies(words, at + 1, found)
    return found


def _expression(words: Sequence[Token], at: int) -> tuple[list[Token], int]:
    """Return the value of a default, which is one word, a call, or in parentheses, and the place after it."""
    start = at
    depth = 0
    while at < len(words):
        word = words[at]
        if word.kind == "sign":
            depth += (word.text in _OPENING) - (word.text in _CLOSING)
        at += 1
        is_call = word.kind == "name" and words[at : at + 1] and words[at].text == "("
        if depth <= 0 and not is_call:
            break
    return list(words[start:at]), at


def _dependencies(words: Sequence[Token], at: int, found: Recipe) -> None:
    into = found.before
    depth = 0
    for word in words[at:]:
        if word.kind == "sign" and word.text in "()":
            depth += 1 if word.text == "(" else -1
            if word.text == "(" and depth == 1:
                into.append(Needed(""))
                continue
            if depth == 0:
                continue
        if depth == 0:
            if word.text == "&&":
                into = found.after
            elif word.kind == "name":
                _named(into, word.text)
            elif word.text == "::" and into:
                into[-1].name += "::"
        elif into and not into[-1].name:
            into[-1].name = word.text
        elif into:
            _argument(into[-1], word)


def _named(into: list[Needed], name: str) -> None:
    if into and into[-1].name.endswith("::"):
        into[-1].name += name
    else:
        into.append(Needed(name))


def _argument(needed: Needed, word: Token) -> None:
    """Add a word to the arguments: one that no operator joins to the word before begins the next."""
    if word.text == "::" and not needed.arguments:
        needed.name += "::"
        return
    if needed.name.endswith("::"):
        needed.name += word.text
        return
    last = needed.arguments[-1][-1] if needed.arguments else None
    is_joined = last is not None and (
        (last.kind == "sign" and last.text not in ")")
        or (word.kind == "sign" and word.text != "(")
        or (word.text == "(" and last.kind == "name")
    )
    if is_joined:
        needed.arguments[-1].append(word)
    else:
        needed.arguments.append([word])


class _Value:
    """The value of an expression: strings and variables that ``+`` and ``/`` join. Everything else is unknown."""

    def __init__(self, variables: Mapping[str, list[Token]], given: Mapping[str, str]) -> None:
        self.variables = variables
        self.given = given
        self.open: set[str] = set()

    def of(self, expression: Sequence[Token]) -> str:
        """Return the value; a variable within itself, or 20 within each other, are unknown."""
        words = list(expression)
        while len(words) > 1 and words[0].text == "(" and words[-1].text == ")" and _is_one_group(words):
            words = words[1:-1]
        if not words:
            return ""
        if words[0].kind == "name" and len(words) > 2 and words[1].text == "(" and words[-1].text == ")":
            return self._call(words[0].text, words[2:-1])
        value = ""
        join = "+"
        for number, word in enumerate(words):
            if number % 2:
                if word.kind != "sign" or word.text not in "+/":
                    return NOT_KNOWN
                join = word.text
                continue
            if word.kind not in ("text", "name"):
                return NOT_KNOWN
            piece = word.text if word.kind == "text" else self._variable(word.text)
            value = piece if not number else value + piece if join == "+" else posixpath.join(value, piece)
            if len(value) > _LONGEST:
                return NOT_KNOWN
        return value if len(words) % 2 else NOT_KNOWN

    def _variable(self, name: str) -> str:
        if name in self.given:
            return self.given[name]
        if name not in self.variables or name in self.open or len(self.open) == 20:
            return f"${{{name}}}" if re.fullmatch(r"\w+", name, re.ASCII) else NOT_KNOWN
        self.open.add(name)
        value = self.of(self.variables[name])
        self.open.discard(name)
        return value

    def _call(self, name: str, arguments: list[Token]) -> str:
        if name in FOLDERS and not arguments:
            return self.given.get(f"{name}()", ".")
        if name == "just_executable":
            return "just"
        texts = [word.text for word in arguments if word.kind == "text"]
        if name in ("env", "env_var", "env_var_or_default") and texts:
            if texts[0] in self.given:
                return self.given[texts[0]]
            if len(arguments) == 3 and len(texts) == 2:
                return texts[1]
            return f"${{{texts[0]}}}" if re.fullmatch(r"\w+", texts[0], re.ASCII) else NOT_KNOWN
        return NOT_KNOWN


def _is_one_group(words: Sequence[Token]) -> bool:
    """Return whether the first parenthesis is closed by the last word."""
    depth = 0
    for number, word in enumerate(words):
        if word.kind == "sign":
            depth += (word.text == "(") - (word.text == ")")
        if not depth:
            return number == len(words) - 1
    return False


def opened(path: str, read_file: Callable[[str], Justfile | None]) -> Justfile | None:
    """Return a justfile with what it imports, each file once."""
    first = read_file(path)
    if first is None:
        return None
    found = Justfile(path)
    seen: set[str] = set()
    waiting = [(path, first)]
    while waiting:
        at, current = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        found.add(current)
        for name in current.imports:
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(at), name))
            if inner not in seen and (file := read_file(inner)) is not None:
                waiting.append((inner, file))
    return found
