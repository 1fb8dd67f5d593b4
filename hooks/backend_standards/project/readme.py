"""A README as sections: headings, and the lines of text and code below each.

Markdown (CommonMark, GitHub), reStructuredText (docutils) and plain text are read line by line. Comments, badges and
tables of contents are no text. The time is linear, without recursion. Imported only where a README has to be read.
"""

from __future__ import annotations

import re

from backend_standards.core.text import lines as lines_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PSEUDO = 7
"""The level of a heading that is no heading to Markdown: a bold line, or a short one that ends with a colon."""
_LONGEST_LINE = 4000
"""Characters of a line that are read."""
_MOST_LINKS = 20
"""Links of a line; more are an index of something."""
_LONGEST_PSEUDO = 50
_DOTS = ("...", "…")
"""What stands for a text that is still to be written."""
_MOST_WORDS = 5
"""A short line with a colon is a heading up to so many words; a sentence has more."""
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*)|(?=[^\s#!0-9])(.*))?$")
_FENCE = re.compile(r"[ \t>]*(?:[-*+] |\d+\. )?(`{3,}|~{3,})")
_BOLD = re.compile(r"(\*\*|__)([^*_]{1,50})(?:\1:?)$")
_HTML_HEADING = re.compile(r"<(h[1-6]|summary)\b[^<>]*>", re.IGNORECASE)
_HTML_END = re.compile(r"</(h[1-6]|summary)\s*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\(<?([^()<>\s]*)[^()]*\)|\[([^\[\]]*)\])")
_RST_LINK = re.compile(r"`([^`<>]*)<([^`<>]*)>`_{1,2}")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]*)>")
_URL = re.compile(r"https?://[^\s<>()\[\]`\"']+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ANCHOR = re.compile(r"<a\b[^<>]*\bhref=[\"']([^\"'<>]*)[\"']", re.IGNORECASE)
_DEFINITION = re.compile(r" {0,3}\[([^\[\]]+)\]:\s*<?([^\s<>]+)")
_RST_DEFINITION = re.compile(r"\.\. _(?:`([^`]+)`|([^:`]+)):\s+(\S+)")
_RST_REFERENCE = re.compile(r"`([^`<>]+)`_{1,2}(?![\w`])|(?<![\w`])([A-Za-z][\w.-]*?)_(?![\w`])")
_ADORNMENTS = frozenset("=-~^\"'`#*+.:_<>!$%&(),/;?@[\\]{|}")
_DIRECTIVE = re.compile(r"\.\. (?:\|[^|]*\| )?([A-Za-z:-]+?)::(?:\s+(.*))?$")
_WITHOUT_TEXT = (
    "image",
    "figure",
    "contents",
    "sectnum",
    "meta",
    "raw",
    "toctree",
    "highlight",
    "role",
    "target-notes",
)
_WITH_CODE = ("code", "code-block", "sourcecode", "prompt", "parsed-literal", "literalinclude")


class Line:
    """One line below a heading. ``text`` has no badges and no tags; ``links`` are pairs of label and target."""

    __slots__ = ("is_code", "links", "number", "text")

    def __init__(self, number: int, text: str, links: Sequence[tuple[str, str]], *, is_code: bool) -> None:
        self.number = number
        self.text = text
        self.links = links
        self.is_code = is_code

    @property
    def is_only_links(self) -> bool:
        """Whether nothing is on the line but links."""
        rest = self.text
        for label, target in self.links:
            rest = rest.replace(label, "", 1).replace(target, "", 1)
        return bool(self.links) and not any(char.isalnum() for char in rest)


class Section:
    """A heading, its level (0 for what is before the first), and the lines down to the next heading."""

    __slots__ = ("heading", "level", "lines", "number")

    def __init__(self, heading: str, level: int, number: int) -> None:
        self.heading = heading
        self.level = level
        self.number = number
        self.lines: list[Line] = []


class Document:
    """A README or another text, read once."""

    __slots__ = ("path", "sections")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.sections = [section for section in _sections(path, text) if section.heading or section.lines]

    def below(self, at: int) -> Iterator[Line]:
        """Yield the lines of a section and of the sections inside it."""
        level = self.sections[at].level
        yield from self.sections[at].lines
        for section in self.sections[at + 1 :]:
            if section.level <= level:
                return
            yield from section.lines

    def has_text(self) -> list[bool]:
        """Return for each section whether a line is in it, or in a section inside it."""
        found = [False] * len(self.sections)
        inner: dict[int, bool] = {}  # by level, whether sections after this one, which may be inside it, have text
        for at in range(len(self.sections) - 1, -1, -1):
            section = self.sections[at]
            has = any(not _is_contents(line) for line in section.lines)
            has = has or any(filled for level, filled in inner.items() if level > section.level)
            found[at] = has
            inner = {level: filled for level, filled in inner.items() if level < section.level}
            inner[section.level] = has or inner.get(section.level, False)
        return found

    @property
    def title(self) -> int:
        """The index of the section whose heading is the document's title, or -1."""
        for at, section in enumerate(self.sections[:2]):
            if section.level:
                is_first = at == 0 or not any(line.text for line in self.sections[0].lines if not line.is_only_links)
                levels = [each.level for each in self.sections[at + 1 :]]
                return at if is_first and (section.level == 1 or all(each > section.level for each in levels)) else -1
        return -1


def _is_contents(line: Line) -> bool:
    """Return whether a line is an entry of a table of contents."""
    return line.is_only_links and all(target.startswith("#") for _, target in line.links)


def _sections(path: str, text: str) -> list[Section]:
    rows = [line[:_LONGEST_LINE].rstrip() for line in lines_of(text.removeprefix("\ufeff"))]
    reader = _Rst() if path.lower().endswith(".rst") else _Markdown()
    return reader.read(rows)


class _Reader:
    def __init__(self) -> None:
        self.sections = [Section("", 0, 1)]
        self._targets: dict[str, str] = {}
        """Where references lead, by their names in lower case."""

    def heading(self, text: str, level: int, number: int) -> None:
        plain = _inline(text)[0] or (text.strip() if text.strip().startswith("<") and "=" not in text else "")
        self.sections.append(Section(plain.strip("#*_ \t:"), level, number))

    def line(self, number: int, text: str, *, is_code: bool = False) -> None:
        """Add a line, unless it is nothing but badges."""
        if is_code:
            if text.strip():
                self.sections[-1].lines.append(Line(number, text.strip(), (), is_code=True))
            return
        text, links = _inline(text)
        if self._targets:
            links = [(label, self._targets.get(target.casefold(), target)) for label, target in links]
        if links or text in _DOTS or any(char.isalnum() for char in text):
            self.sections[-1].lines.append(Line(number, text, links, is_code=False))


def _inline(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a line without pictures and tags, links by their labels, and the links themselves."""
    if "![" in text:
        text = _IMAGE.sub("", text)
    links: list[tuple[str, str]] = []
    if "<" in text and "href" in text:
        links += [("", target) for target in _ANCHOR.findall(text)]
    if "](" in text or "][" in text:
        for label, target, reference in _LINK.findall(text):
            if label.strip():
                links.append((label, target or reference or label))
        text = _LINK.sub(r"\1", text)
    if ">`_" in text:
        links += [(label.strip(), target) for label, target in _RST_LINK.findall(text)]
        text = _RST_LINK.sub(r"\1", text)
    if "://" in text:
        text = _AUTOLINK.sub(r"\1", text)
        links += [(url, url) for url in _URL.findall(text)]
    if "<" in text:
        text = _TAG.sub("", text)
        if not text.strip():
            links = []
    return text.strip(), links[:_MOST_LINKS]


class _Markdown(_Reader):
    def read(self, rows: Sequence[str]) -> list[Section]:
        found = (_DEFINITION.match(row) for row in rows if "]:" in row)
        self._targets = {match[1].casefold(): match[2] for match in found if match}
        fence, in_comment, in_html, last = "", False, "", ""
        for number, row in enumerate(_without_front_matter(rows), 1):
            if fence:
                if row.strip().strip("> ").startswith(fence) and not row.strip().strip("> ").strip(fence[0]):
                    fence = ""
                else:
                    self.line(number, row, is_code=True)
                continue
            if in_comment or "<!--" in row:
                row, in_comment = _without_comments(row, in_comment=in_comment)
            if not in_comment and (match := _FENCE.match(row)):
                fence = match[1]
                last = ""
                continue
            if in_html or _HTML_HEADING.search(row):
                in_html = self._html_heading(number, row, in_html)
                last = ""
                continue
            last = self._plain(number, row, last)
        return self.sections

    def _html_heading(self, number: int, row: str, before: str) -> str:
        """Read a heading of HTML, or a line of one; return what of it is still open, "" if nothing is."""
        end = _HTML_END.search(row)
        text = f"{before} {row[: end.end()] if end else row}".strip()
        if not end and len(text) < _LONGEST_LINE:
            return text
        start = _HTML_HEADING.search(text)
        level = int(start[1][1]) if start and start[1][1].isdigit() else PSEUDO
        self.heading(text, level, number)
        if end and row[end.end() :].strip():
            self.line(number, row[end.end() :])
        return ""

    def _plain(self, number: int, row: str, last: str) -> str:
        """Read a line outside of code and comments; return it if the next line may make it a heading."""
        text = row.strip()
        if not text:
            return ""
        if row.startswith(("    ", "\t")) and not last:
            self.line(number, row, is_code=True)
            return ""
        stripped = text.lstrip("> ")
        if match := _ATX.match(stripped if text.startswith(">") else row):
            self.heading(match[2] or match[3] or "", len(match[1]), number)
            return ""
        if last and len(text) > 1 and not text.strip("=-") and len(set(text)) == 1:
            lines = self.sections[-1].lines
            if lines and lines[-1].number == number - 1:
                lines.pop()
            self.heading(last, 1 if text[0] == "=" else 2, number)
            return ""
        if _DEFINITION.match(row):
            return ""
        if heading := _pseudo(stripped):
            self.heading(heading, PSEUDO, number)
            return text
        self.line(number, text)
        return "" if text.startswith(("- ", "* ", "+ ", "|")) else text


def _pseudo(text: str) -> str:
    """Return the heading that a bold line or a short one with a colon is, or ""."""
    if len(text) > _LONGEST_PSEUDO:
        return ""
    if match := _BOLD.match(text):
        return match[2]
    if text.endswith(":") and text[0].isalnum() and len(text.split()) <= _MOST_WORDS and "`" not in text:
        return text[:-1]
    return ""


def _without_front_matter(rows: Sequence[str]) -> Sequence[str]:
    """Return the lines with those of a leading block of YAML emptied."""
    if rows and rows[0] == "---":
        for at, row in enumerate(rows[1:], 1):
            if row == "---":
                return [""] * (at + 1) + list(rows[at + 1 :])
    return rows


def _without_comments(row: str, *, in_comment: bool) -> tuple[str, bool]:
    """Return a line without comments of HTML, and whether one goes on in the next line."""
    kept: list[str] = []
    at = 0
    while True:
        if in_comment:
            end = row.find("-->", at)
            if end < 0:
                return "".join(kept), True
            at, in_comment = end + 3, False
        start = row.find("<!--", at)
        kept.append(row[at:start] if start >= 0 else row[at:])
        if start < 0:
            return "".join(kept), False
        at, in_comment = start + 4, True


class _Rst(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self._styles: list[tuple[str, bool]] = []
        """The adornments of headings, in the order of their levels."""

    def read(self, rows: Sequence[str]) -> list[Section]:
        found = (_RST_DEFINITION.match(row) for row in rows if row.startswith(".. _"))
        self._targets = {(match[1] or match[2]).casefold(): match[3] for match in found if match}
        # The indentation above which lines belong to a directive, -1 for none; and whether they are code.
        block, is_code = -1, False
        is_skipped = False
        for at, row in enumerate(rows):
            text = row.strip()
            if not text:
                continue
            indent = len(row) - len(row.lstrip())
            if block >= 0 and indent > block:
                if not is_skipped and not (text.startswith(":") and text.count(":") > 1):
                    self.line(at + 1, text, is_code=is_code)
                continue
            block, is_code, is_skipped = -1, False, False
            if text.startswith(".. ") or text == "..":
                is_code, is_skipped = self._explicit(at + 1, text)
                block = indent
            elif _is_adornment(text):
                continue
            elif at + 1 < len(rows) and _is_adornment(below := rows[at + 1].strip()) and len(below) >= len(text) - 2:
                style = (below[0], at > 0 and rows[at - 1].strip() == below)
                if style not in self._styles:
                    self._styles.append(style)
                self.heading(text, self._styles.index(style) + 1, at + 1)
            else:
                if text.endswith("::"):
                    block, is_code, text = indent, True, text[:-2]
                self._text(at + 1, _without_substitutions(text))
        return self.sections

    def _text(self, number: int, text: str) -> None:
        """Add a line, with the references in it as links."""
        known = self._targets
        found = [match[1] or match[2] for match in _RST_REFERENCE.finditer(text)] if "_" in text and known else []
        links = [(name, known[name.casefold()]) for name in found if name.casefold() in known]
        self.line(number, text)
        lines = self.sections[-1].lines
        if links and lines and lines[-1].number == number:
            lines[-1].links = [*lines[-1].links, *links[:_MOST_LINKS]]

    def _explicit(self, number: int, text: str) -> tuple[bool, bool]:
        """Read the first line of a directive or comment; return whether what follows is code, or is left out."""
        match = _DIRECTIVE.match(text)
        if not match:
            return False, True
        name, argument = match[1], match[2] or ""
        if name == "include" and argument:
            self.sections[-1].lines.append(Line(number, argument, [(argument, argument)], is_code=False))
        if name in _WITH_CODE:
            return True, False
        if argument and name not in _WITHOUT_TEXT and name != "include":
            self.line(number, argument)
        return False, name in _WITHOUT_TEXT or name == "include"


def _is_adornment(text: str) -> bool:
    return len(text) > 2 and text[0] in _ADORNMENTS and not text.strip(text[0])


def _without_substitutions(text: str) -> str:
    """Return a line without substitutions such as ``|build-status|``; "" if nothing else is on it."""
    return "" if all(word.startswith("|") and word.endswith("|") for word in text.split()) else text
