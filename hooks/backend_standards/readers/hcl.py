"""HCL (Terraform, OpenTofu, Terragrunt) as data with marks: blocks, attributes, objects, lists, heredocs and calls.

Nothing is computed: a template stays in its text as ``${…}``, a reference keeps its name, a conditional keeps its two
results. The reader goes over a text once and uses no recursion. A text whose brackets, quotes or heredocs do not end is
unreadable, because what follows them would be judged as something else.

Source: HCL native syntax specification (hashicorp/hcl, ``hclsyntax/spec.md``).
"""

from __future__ import annotations

import re

from backend_standards.readers.marked import Block, Call, Expression, Items, Node, Pairs, Places, Text, Unreadable

DEEPEST = 200
"""Brackets within each other. The deepest of 2,500 files of Terraform has 22."""
_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\0\ufeff\f\v]+) | (?P<comment>\#[^\n]*|//[^\n]*) | (?P<long>/\*) | (?P<newline>\n)
    | (?P<name>[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*(?:\.(?:[^\W\d][\w-]*|\d+|\*))*)
    | (?P<number>\d[\w.]*) | (?P<heredoc><<-?[ \t]*(?P<end>[^\W\d][\w-]*)[ \t\r]*\n)
    | (?P<quote>") | (?P<open>[{\[(]) | (?P<close>[}\])]) | (?P<comma>,)
    | (?P<arrow>=>|==|!=|<=|>=|&&|\|\||\.\.\.) | (?P<equal>[=:]) | (?P<question>\?) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_TEXT = re.compile(r'"|\\|\$\$\{|%%\{|[$%]\{|\n')
_IN_TEMPLATE = re.compile(r'"|\{|\}')
_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_LARGEST_CHARACTER = 0x10FFFF
CONDITIONAL = "?"
"""The name of the call that stands for ``condition ? a : b``; its arguments are the two results."""


def body(text: str) -> Pairs:
    """Return a text of HCL: its attributes and blocks are the pairs.

    Raises:
        Unreadable: a bracket, a quote, a comment or a heredoc does not end, or brackets are nested too deeply.
    """
    return _Reader(text).read()


class _Open:
    """A bracket that is being read, and the expression that is being read in it."""

    __slots__ = ("closing", "key", "node", "parts", "results")

    def __init__(self, node: Node, closing: str) -> None:
        self.node = node
        self.closing = closing
        self.key: list[Node] | None = None
        """What stands before the sign of equality of the current pair."""
        self.parts: list[Node] = []
        self.results = -1
        """How many parts stand before the question mark of a conditional; -1 without one."""


class _Reader:
    """Reads one text from its start to its end, once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = Places(text)
        self.at = 0
        self.root = Pairs(1, 1)
        self.open = [_Open(self.root, "")]
        self.follows = False
        """Whether the last sign was an operand that a bracket or a dot may follow directly."""
        self.is_member = False
        """Whether the last sign was a dot after an operand."""

    def read(self) -> Pairs:
        """Return the body."""
        while self.at < len(self.text):
            match = _TOKEN.match(self.text, self.at)
            kind, sign, start = (match.lastgroup, match[0], self.at) if match else (None, "", self.at)
            self.at = match.end() if match else self.at + 1
            follows, self.follows = self.follows, False
            if kind in ("blank", "comment"):
                continue
            if kind == "long":
                self.at = self._find("*/", "a comment does not end", start)
            elif kind == "newline":
                if self._is_body():
                    self._end_item()
            elif kind == "comma":
                self._end_item()
            elif kind == "open":
                self._bracket(sign, start, is_direct=follows)
            elif kind == "close":
                self._close(sign, start)
            elif kind == "equal":
                self._equal()
            elif kind == "question":
                self.open[-1].results = len(self.open[-1].parts)
            elif kind in ("name", "number", "quote", "heredoc"):
                self._operand(str(kind), sign, start, (match["end"] or "") if match else "")
            elif sign == "." and follows:
                self.is_member = True
        self._end_item()
        if len(self.open) > 1:
            raise Unreadable("a bracket is not closed", self.open[-1].node.line)
        return self.root

    # --- operands ---------------------------------------------------------------------------------------

    def _operand(self, kind: str, sign: str, start: int, end: str) -> None:
        line, column = self.places.of(start)
        is_member, self.is_member = self.is_member, False
        if is_member and kind in ("name", "number") and self.open[-1].parts:
            self._member(sign)
            return
        node: Node
        if kind == "quote":
            node = Text(self._quoted(start), line, column, '"')
        elif kind == "heredoc":
            node = Text(self._heredoc(end, start), line + 1, 1, "<<")
        elif kind == "number" or sign in ("true", "false", "null"):
            node = Text(sign, line, column)
        else:
            node = Expression(line, column, sign)
        self.follows = kind in ("name", "quote")
        self.open[-1].parts.append(node)

    def _member(self, name: str) -> None:
        """Read an attribute of what stands before a dot."""
        self.follows = True
        owner = self.open[-1].parts[-1]
        if isinstance(owner, Expression) and owner.text:
            owner.text += f".{name}"
        else:
            self.open[-1].parts[-1] = Expression(owner.line, owner.column, "", [owner])

    def _quoted(self, start: int) -> str:
        """Go past a quoted text; return it with its templates as they are written."""
        parts: list[str] = []
        at = self.at
        while match := _IN_TEXT.search(self.text, at):
            parts.append(self.text[at : match.start()])
            sign, at = match[0], match.end()
            if sign == '"':
                self.at = at
                return "".join(parts)
            if sign == "\n":
                break
            if sign == "\\":
                escape = _ESCAPE.match(self.text, at - 1)
                parts.append(_escaped(escape[0]) if escape else self.text[at : at + 1])
                at = escape.end() if escape else at + 1
            elif len(sign) == 3:
                parts.append(sign[1:])
            else:
                end = self._template(at, start)
                parts.append(self.text[match.start() : end])
                at = end
        raise self._unreadable("a quoted text does not end on its line", start)

    def _template(self, at: int, start: int) -> int:
        """Return the offset after a template whose brace has been opened."""
        waiting = ["}"]
        """What ends each brace and each quote that is open."""
        while waiting:
            inside = _IN_TEXT if waiting[-1] == '"' else _IN_TEMPLATE
            match = inside.search(self.text, at)
            if match is None:
                raise self._unreadable("a template does not end", start)
            sign, at = match[0], match.end()
            if sign == waiting[-1]:
                waiting.pop()
            elif sign == "\\":
                at += 1
            elif sign == '"' or sign == "{" or (len(sign) == 2 and sign[1] == "{"):
                waiting.append('"' if sign == '"' else "}")
            elif sign == "\n" and waiting[-1] == '"':
                raise self._unreadable("a quoted text does not end on its line", start)
        return at

    def _heredoc(self, end: str, start: int) -> str:
        """Go past a heredoc; return its lines as they are written."""
        first = at = self.at
        while at < len(self.text):
            newline = self.text.find("\n", at)
            newline = len(self.text) if newline < 0 else newline
            if self.text[at:newline].strip() == end:
                self.at = newline
                return self.text[first:at]
            at = newline + 1
        raise self._unreadable("a heredoc does not end", start)

    # --- brackets ---------------------------------------------------------------------------------------

    def _is_body(self) -> bool:
        """Return whether a line end ends an item here."""
        return isinstance(self.open[-1].node, Pairs)

    def _bracket(self, sign: str, start: int, *, is_direct: bool) -> None:
        if len(self.open) > DEEPEST:
            raise self._unreadable(f"brackets are nested more than {DEEPEST} deep", start)
        line, column = self.places.of(start)
        outer = self.open[-1]
        node: Node
        if sign == "{":
            node = self._block(outer) or Pairs(line, column)
        elif sign == "(" and is_direct and isinstance(outer.parts[-1], Expression):
            name = outer.parts.pop()
            node = Call(name.text if isinstance(name, Expression) else "", name.line, name.column)
        else:  # an index is a list that belongs to no value
            node = Items(line, column, "index" if sign == "[" and is_direct else "(" if sign == "(" else "")
        self.open.append(_Open(node, _CLOSING[sign]))

    @staticmethod
    def _block(outer: _Open) -> Block | None:
        """Return the block that a brace opens: words without a sign of equality stand before it."""
        if outer.key is not None or not isinstance(outer.node, Pairs) or not outer.parts:
            return None
        kind = outer.parts[0]
        if not isinstance(kind, Expression) or "." in kind.text or kind.text == "for":
            return None
        labels = [each.text for each in outer.parts[1:] if isinstance(each, Text | Expression)]
        return Block(kind.text, labels, kind.line, kind.column)

    def _close(self, sign: str, start: int) -> None:
        self._end_item()
        done = self.open[-1]
        if done.closing != sign:
            raise self._unreadable("a bracket is closed that is not open", start)
        self.open.pop()
        outer, node = self.open[-1], done.node
        self.follows = True
        if isinstance(node, Block):
            key = outer.parts[0]
            outer.parts = []
            self._pairs_of(outer).pairs.append((Text(node.type, key.line, key.column), node))
            self.follows = False
        elif node.tag == "index":
            if outer.parts and isinstance(outer.parts[-1], Expression):
                outer.parts[-1].text += "[]"
        elif isinstance(node, Items) and node.tag == "(":
            outer.parts.append(
                node.items[0] if len(node.items) == 1 else Expression(node.line, node.column, "", node.items)
            )
        else:
            outer.parts.append(node)

    @staticmethod
    def _pairs_of(outer: _Open) -> Pairs:
        """Return the body that a block is in."""
        assert isinstance(outer.node, Pairs)  # noqa: S101 - _block makes blocks in nothing else
        return outer.node

    # --- items ------------------------------------------------------------------------------------------

    def _equal(self) -> None:
        """Read ``=`` or ``:`` of a pair; the colon of a conditional only parts its results."""
        outer = self.open[-1]
        if isinstance(outer.node, Pairs) and outer.key is None and outer.results < 0 and outer.parts:
            outer.key, outer.parts = outer.parts, []

    def _end_item(self) -> None:
        """Put the expression that has been read where it belongs."""
        outer = self.open[-1]
        if not outer.parts:
            if not (isinstance(outer.node, Pairs) and outer.key is not None):
                outer.results = -1
            return
        value = _joined(outer.parts, outer.results)
        outer.parts, outer.results = [], -1
        if isinstance(outer.node, Pairs):
            key = outer.key[0] if outer.key else None
            outer.key = None
            if isinstance(key, Expression):
                key = Text(key.text, key.line, key.column)
            outer.node.pairs.append((key or Expression(value.line, value.column), value))
        elif isinstance(outer.node, Items):
            outer.node.items.append(value)
        elif isinstance(outer.node, Call):
            outer.node.arguments.append(value)

    # --- faults -----------------------------------------------------------------------------------------

    def _find(self, sign: str, fault: str, start: int) -> int:
        at = self.text.find(sign, self.at)
        if at < 0:
            raise self._unreadable(fault, start)
        return at + len(sign)

    def _unreadable(self, fault: str, start: int) -> Unreadable:
        return Unreadable(fault, self.places.of(start)[0])


def _joined(parts: list[Node], results: int) -> Node:
    """Return one value: the only part, the results of a conditional, or an expression of several parts."""
    if results >= 0:
        call = Call(CONDITIONAL, parts[0].line, parts[0].column)
        call.arguments = parts[results:]
        return call
    if len(parts) == 1:
        return parts[0]
    return Expression(parts[0].line, parts[0].column, "", parts)


def _escaped(escape: str) -> str:
    if escape[1] in "uU":
        code = int(escape[2:], 16)
        return chr(code) if code <= _LARGEST_CHARACTER else ""
    return _ESCAPED[escape[1]]
