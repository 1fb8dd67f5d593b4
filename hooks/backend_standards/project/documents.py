"""The findings about a project's documents. Imported only if there may be one."""

from __future__ import annotations

import posixpath

from backend_standards.core import Exempt, Finding
from backend_standards.core.remedies import allow, quote
from backend_standards.core.text import decode
from backend_standards.project import COMMANDS, README_PARTS, TEMPLATE, TEMPLATE_PARTS, places, pull_request, rules
from backend_standards.project.readme import Document
from backend_standards.project.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.project.parts import Parts

    Reader: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]

_LONGEST_LINK = 4096
"""Bytes that the target of a symbolic link has at most."""
_MOST_FOLLOWED = 40
"""Documents that are read after the README, in the order of its links."""
_MOST_LINKS = 200
"""Links of a README that are followed: each costs a look at all tracked paths."""
_MOST_BYTES = 1 << 20
_LONGEST_QUOTE = 60
_NAMED = 4
"""Commands that a message names."""
_RULES = {
    "purpose": (rules.README_NO_PURPOSE, "does not say what the project is for"),
    "setup": (rules.README_NO_SETUP, "has no instructions for the setup"),
    "dependencies": (rules.README_NO_DEPENDENCIES, "does not say how dependencies are managed"),
    "api": (rules.README_NO_API, "has neither the API nor a link to it"),
}
_NOTES = {
    "purpose": "Write a sentence below the title: what it does, and for whom.",
    "setup": "Write a section Setup: the commands, and the variables of the environment. Or link to it: "
    "“Setup: see [docs/setup.md](docs/setup.md)”.",
    "dependencies": "Write a section Dependencies: how one is added, updated and locked.",
    "api": "Write a section API: the endpoints, or a link to the generated documentation, such as `/docs`.",
}
_ELSEWHERE = "keeps it elsewhere"


def findings(
    paths: Sequence[str], read: Reader, settings: Settings | None = None, *, is_top: bool = True
) -> Iterator[Finding]:
    """Yield the findings, as ``check_project_docs.check`` does."""
    settings = settings or Settings()
    judge = _Judge(paths, read, settings)
    for root in settings.roots:
        yield from judge.root(root)
    if is_top:
        yield from judge.template()


class _Judge:
    def __init__(self, paths: Sequence[str], read: Reader, settings: Settings) -> None:
        self._paths = paths
        self._known: frozenset[str] | None = None
        self._read = read
        self._settings = settings
        self._parts: Parts | None = None

    def _document(self, path: str, data: bytes) -> Document:
        return Document(path, decode(data[:_MOST_BYTES]))

    def _tracked(self) -> frozenset[str]:
        if self._known is None:
            self._known = frozenset(self._paths)
        return self._known

    def _contents(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of files; a symbolic link to a tracked file has those of its target."""
        found = self._read(list(paths))
        contents = {path: found[path] for path in paths if path in found}
        for path, data in contents.items():
            if 0 < len(data) < _LONGEST_LINK and b"\n" not in data and b" " not in data:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), data.decode("utf-8", "replace")))
                if target in self._tracked():
                    contents[path] = self._read([target]).get(target, data)
        return contents

    # --- the README of a root ---------------------------------------------------------------------------

    def root(self, root: str) -> Iterator[Finding]:
        """Yield the findings about a root's README and commands. A root without a README is the layout's to tell."""
        files = [path for path in places.readmes(self._paths, root) if self._settings.refuses(path)]
        documents = [self._document(path, data) for path, data in self._contents(files).items()]
        told = False
        for document in documents:
            placeholder = self._placeholder(document)
            if placeholder:
                told = True
                yield placeholder
        if documents and self._settings.is_strict:
            yield from self._lacking(root, documents, has_placeholder=told)
        if self._settings.asks(COMMANDS):
            yield from self._commands(root, documents)

    def _placeholder(self, document: Document) -> Finding | None:
        from backend_standards.project import placeholders

        found = list(placeholders.in_document(document))
        if not found:
            return None
        number, text = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        return Finding(
            document.path,
            rules.README_PLACEHOLDER,
            f"the README still has the words of a template: “{_short(text)}”{more}",
            line=number,
            note="Write the text, or delete the section.",
            exempt=[allow(document.path)],
            known_as="the README still has the words of a template",
        )

    def _lacking(self, root: str, documents: Sequence[Document], *, has_placeholder: bool) -> Iterator[Finding]:
        """Yield a finding for each part that is asked for and that no README of the root has."""
        from backend_standards.project import parts

        wanted = [part for part in README_PARTS if self._settings.asks(part)]
        known = self._parts = self._parts or parts.Parts(self._settings.words)
        found: set[str] = set()
        for document in documents:
            theirs, unfilled = parts.found_in(document, known)
            found |= theirs | (unfilled if has_placeholder else set())
        lacking = [part for part in wanted if part not in found]
        if not lacking:
            return
        main = documents[0]
        if not any(any(section.lines for section in document.sections) for document in documents):
            yield self._hollow(root, main, lacking)
            return
        elsewhere = any(map(parts.is_documentation, documents))
        followed: list[str] = []
        if any(part != "purpose" for part in lacking):
            if elsewhere:
                lacking = [part for part in lacking if part == "purpose" or self._settings.insists(part)]
            else:
                followed, theirs = self._followed(documents, known)
                lacking = [part for part in lacking if part not in theirs]
        for part in lacking:
            reason = ""
            if part == "api" and not self._settings.insists("api"):
                applies, reason = self._has_api(root)
                if not applies:
                    continue
            if part == "purpose" and has_placeholder:
                continue  # what is to be replaced is the purpose
            yield self._lack(main, part, reason, followed)

    def _lack(self, document: Document, part: str, reason: str, followed: Sequence[str]) -> Finding:
        rule, message = _RULES[part]
        headings = [section.heading for section in document.sections if section.heading][1:]
        read = f"Looked at {len(headings)} headings" if len(headings) > 1 else ""
        if followed:
            read = f"{read or 'Looked'}{',' if read else ' at it,'} and at {_listed(followed)}, which it links to"
        note = f"{_NOTES[part]} {read}." if read else _NOTES[part]
        return Finding(
            document.path,
            rule,
            f"the README {message}{reason}",
            note=note,
            exempt=[Exempt("optional", part, words=_ELSEWHERE)],
            known_as=f"the README {message}",
        )

    def _hollow(self, root: str, document: Document, lacking: Sequence[str]) -> Finding:
        """Return the one finding about a README that has no text at all: check-project-layout tells of it, too."""
        headings = [section.heading for section in document.sections if section.heading]
        what = "a title and nothing else" if len(headings) < 2 else f"{len(headings)} headings and no text below them"
        part = lacking[0]
        return Finding(
            document.path,
            _RULES[part][0],
            f"the README has {what if headings else 'no text'}",
            note="Write what the project does, how to set it up, how its dependencies are managed, and its API.",
            exempt=[Exempt("optional", each, words=_ELSEWHERE) for each in lacking],
            cause=f"no text in the README of {root or '.'}",
            known_as="a README without text",
        )

    def _followed(self, documents: Sequence[Document], known: Parts) -> tuple[list[str], set[str]]:
        """Return the tracked documents that a README links to, and the parts but the purpose that they have."""
        from backend_standards.project import parts

        targets: dict[str, None] = {}
        for document in documents:
            folder = posixpath.dirname(document.path)
            for target in parts.pointers(document)[:_MOST_LINKS]:
                for path in self._targets(folder, target):
                    targets[path] = None
        own = {document.path for document in documents}
        chosen = [path for path in targets if path not in own][:_MOST_FOLLOWED]
        found: set[str] = set()
        for path, data in self._contents(chosen).items():
            other = self._document(path, data)
            found.update(parts.of_other(other, known))
        return chosen, found - {"purpose"}

    def _targets(self, folder: str, target: str) -> Iterator[str]:
        """Yield the tracked documents that a relative link leads to: a file, or those of a folder's top."""
        target = target.partition("#")[0].partition("?")[0]
        if not target or "://" in target or target.startswith(("mailto:", "//")):
            return
        for start in (folder, ""):
            path = posixpath.normpath(posixpath.join(start, target.lstrip("/")))
            if path in self._tracked():
                if path.lower().endswith((".md", ".markdown", ".rst", ".txt")):
                    yield path
                return
        prefix = posixpath.normpath(posixpath.join(folder, target.lstrip("/"))) + "/"
        if prefix not in ("./", "../"):
            below = [path for path in self._paths if path.startswith(prefix)]
            yield from [path for path in below if path.lower().endswith((".md", ".rst"))][:_MOST_FOLLOWED]

    def _has_api(self, root: str) -> tuple[bool, str]:
        """Return whether an API is to be documented, and what shows it.

        A root without Python cannot tell, so the standard's words hold: it should say where its API is.
        """
        from backend_standards.project import routes

        path, made = routes.found(self._paths, root, self._read)
        if path:
            return True, f", although there is one: {made} in {path}"
        return not self._has_python(root), ""

    def _has_python(self, root: str) -> bool:
        return any(path.endswith(".py") and path.startswith(root) for path in self._paths)

    # --- the commands -----------------------------------------------------------------------------------

    def _commands(self, root: str, documents: Sequence[Document]) -> Iterator[Finding]:
        from backend_standards.project import commands

        if commands.documented(self._paths, root, self._read):
            return
        named: dict[str, int] = {}
        place = ""
        for document in documents:
            if not named:
                named, place = commands.by_hand(document), document.path
        is_project = self._has_python(root) and places.place_of_template(self._paths)
        if not (named or is_project or self._settings.insists(COMMANDS)):
            return
        words = ", ".join([*named][:_NAMED])
        more = f"; {place} has {words} run by hand" if named else ""
        yield Finding(
            f"{root}Makefile",
            rules.COMMANDS_UNDOCUMENTED,
            f"no Makefile, justfile or other task runner documents the commands{more}",
            note="Write a Makefile with a target for each command: lint, type check, test, build.",
            exempt=[Exempt("optional", COMMANDS, words=_ELSEWHERE)],
            known_as="no Makefile documents the commands",
        )

    # --- the template for pull requests -----------------------------------------------------------------

    def template(self) -> Iterator[Finding]:
        """Yield what is wrong with the template for pull requests."""
        files = [path for path in places.templates(self._paths) if self._settings.refuses(path)]
        texts = {path: decode(data) for path, data in self._contents(files).items()}
        filled = {path: text for path, text in texts.items() if not pull_request.is_empty(text)}
        if not filled:
            if texts or self._wants_template():
                yield from self._no_template(next(iter(texts), ""))
            return
        if self._settings.asks(TEMPLATE_PARTS):
            lacks = {path: list(pull_request.lacks(text)) for path, text in filled.items()}
            path = min(lacks, key=lambda each: len(lacks[each]))
            if lacks[path]:
                yield self._incomplete(path, lacks[path])

    def _wants_template(self) -> bool:
        """Return whether pull requests are made here: the files tell a forge, or the team says so."""
        return self._settings.insists(TEMPLATE) or bool(places.place_of_template(self._paths))

    def _no_template(self, path: str) -> Iterator[Finding]:
        if not self._settings.asks(TEMPLATE):
            return
        place = path or places.place_of_template(self._paths) or places.DEFAULT_TEMPLATE
        misplaced = "" if path else next(iter(places.misplaced(self._paths)), "")
        request = "merge request" if place.startswith(".gitlab/") else "pull request"
        message = f"no template for {request}s is tracked"
        if path:
            message = f"the template for {request}s is empty"
        elif misplaced:
            message = f"no forge looks for a template for {request}s where it is: {misplaced}"
        yield Finding(
            place,
            rules.PR_TEMPLATE_MISSING,
            message,
            commands=[_command(place, misplaced)],
            note="" if misplaced else "The command writes the standard's template. One in your own words passes, too.",
            exempt=[Exempt("optional", TEMPLATE, words="has one for all repositories of the organization")],
        )

    def _incomplete(self, path: str, lacking: Sequence[str]) -> Finding:
        return Finding(
            path,
            rules.PR_TEMPLATE_INCOMPLETE,
            f"the template does not ask for {_listed(lacking)}",
            note="Add it in your own words.",
            exempt=[Exempt("optional", TEMPLATE_PARTS)],
            known_as="the template lacks ideas of the standard's",
        )


def _listed(words: Sequence[str]) -> str:
    """Return some words as a sentence has them; those after the fourth are counted."""
    shown = list(words[:_NAMED])
    if len(words) > _NAMED:
        shown.append(f"{len(words) - _NAMED} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _command(place: str, misplaced: str) -> str:
    """Return the command that moves a template to its place, or writes the standard's there."""
    folder = posixpath.dirname(place)
    make = f"mkdir -p {quote(folder)} && " if folder else ""
    if misplaced:
        return f"{make}git mv -- {quote(misplaced)} {quote(place)}"
    lines = " ".join(quote(line) for line in pull_request.STANDARD.splitlines())
    return f"{make}printf '%s\\n' {lines} > {quote(place)} && git add -- {quote(place)}"
