"""Which of the standard's parts a README has: purpose, setup, dependencies, API.

A part is there if a heading has a word of its list and something below it, if a sentence with a link has one, or if a
line of code is a command of that part. Imported only where a part is asked for.
"""

from __future__ import annotations

import re

from backend_standards.project import README_PARTS
from backend_standards.project.placeholders import is_filler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.project.readme import Document, Line

_WORDS = {
    "purpose": (
        "purpose about overview description what why introduction intro background summary motivation context goal "
        "goals mission abstract features scope project zweck überblick übersicht beschreibung einleitung ziel "
        "présentation objectif objetivo descripción descrição propósito introducción introdução scopo descrizione "
        "概要 简介 介绍"
    ),
    "setup": (
        "setup set-up set=up setting=up settings install* getting=started get=started quick=start quickstart* usage "
        "start starting run runs running local* develop* environment* env prerequisite* configur* build building "
        "bootstrap* hacking docker compose how=to=use how=to=start tutorial try=it working=on onboarding setup* "
        "einrichtung* inbetriebnahme schnellstart erste=schritte voraussetzungen entwicklung konfiguration umgebung* "
        "nutzung verwendung démarrage mise=en=route utilisation développement environnement prérequis "
        "instalación instalação instalacion instalacao primeros=pasos primeiros=passos configuración configuração "
        "desarrollo uso requisitos=previos avvio installazione sviluppo ambiente configurazione installatie gebruik "
        "安装* 快速开始 使用* 开发* インストール* セットアップ* 使い方 環境構築 開発*"
    ),
    "dependencies": (
        "dependenc* dependant* packages requirement* upgrad* lock=file lock=files "
        "lockfile* poetry uv pip=tools pipenv pdm updating=packages abhängigkeit* paket* pakete bibliothek* "
        "dépendance* paquets dependencia* dependência* paquetes pacotes dipendenz* pacchetti afhankelijkhe* "
        "依赖* 依存*"
    ),
    "api": (
        "api apis endpoint* swagger openapi redoc route routes routing rest graphql http reference web=service "
        "interface schnittstelle* endpunkt* referenz référence referencia referência riferimento 接口* "
        "エンドポイント*"
    ),
}
"""The words of a heading by part: ``*`` stands for any end, ``=`` for a space."""
_NOT_REFERENCE = frozenset("key keys token tokens secret secrets credential credentials gateway test tests".split())
"""What follows "API" in a heading that is not about the API itself."""
_ABOUT_TESTS = frozenset("test tests testing lint linting linter linters checks coverage release releasing".split())
_OTHER_SUBJECTS = _ABOUT_TESTS.union(
    "license licence lizenz contributing contributors contribution authors author credits changelog changes contents "
    "badges status support security conduct contact deployment deploying deploy toc todo roadmap".split()
)
"""Words of a first section that does not say what the project is for."""
_WEAK = frozenset("run runs running start starting local locally build building docker compose env".split())
"""Words of the setup that do not count beside those of tests: "Running the tests"."""
_SETUP_IN_TEXT = (
    "setup",
    "set up",
    "install",
    "getting started",
    "get started",
    "quick start",
    "quickstart",
    "development",
    "locally",
)
_DOCUMENTS = (".md", ".rst", ".txt", ".adoc", ".html", ".yaml", ".yml", ".json")
_SETUP_COMMAND = re.compile(
    r"(?:^|[\s$`&;(])(?:pip3? install|python3? -m (?:pip install|venv)|uv (?:sync|venv|run|pip install)|"
    r"poetry (?:install|run)|pipenv (?:install|sync|run)|pdm (?:install|sync|run)|hatch (?:shell|run)|"
    r"docker[ -]compose (?:-\S+ \S+ )*(?:up|build|run)|docker run|"
    r"make (?:install|setup|bootstrap|run|up|dev|build|start|init|venv)|just (?:install|setup|run|up|dev|start)|"
    r"uvicorn |flask run|fastapi (?:dev|run)|gunicorn |cp \.env|(?:\./)?manage\.py runserver|npm (?:ci|install)|"
    r"sam (?:build|local)|(?:\./)?script/(?:setup|bootstrap))"
)
_DEPENDENCY_COMMAND = re.compile(
    r"(?:^|[\s$`&;(])(?:pip-compile|pip-sync|uv (?:lock|add|remove|pip compile|export)|"
    r"poetry (?:add|remove|update|lock|export)|pipenv (?:lock|update|uninstall|upgrade)|"
    r"pdm (?:add|lock|update|remove)|pip3? freeze|"
    r"(?:make|just) (?:(?:freeze|lock|upgrade|update|compile|bump)[\w-]*|"
    r"(?:requirements|deps)[-_](?:update|upgrade|compile)))"
)
_ROUTE = re.compile(
    r"(?:^|[\s`|*(\"'])(?:GET|POST|PUT|PATCH|DELETE)[`|*\s:]{1,6}(?:https?://[^\s/]{1,200})?/[\w{<]"
    r"|\bcurl\b[^|;&]{0,200}?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|/v\d+/|/api/|\$\{?\w*(?:URL|HOST|ENDPOINT)\b)"
)
_REFERENCE = re.compile(r"openapi|swagger|redoc|/docs/?$|api-docs|apidoc|api_doc|postman|graphiql", re.I)
_API_WORDS = re.compile(
    r"\bapi (?:reference|docs?|documentation|spec|specification|description|explorer|guide|endpoints)\b"
    r"|^\W{0,3}api\b\W{0,3}:|\bapi-dokumentation\b|\bdocumentation of the api\b",
    re.I,
)
_TOOLS = re.compile(
    r"\b(?:uv|poetry|pip-tools|pip-compile|pipenv|pdm|conda|dependabot|renovate|requirements\S*)\b", re.I
)
_DEPENDENCIES = re.compile(
    r"dependenc|abhängigkeit|dépendance|dependência|dependencia|requirements\S{0,40}\.(?:txt|in)\b"
)
_MANAGES = re.compile(
    r"manag|\block|\bpin|updat|upgrad|\badd(?:s|ed|ing)?\b|remov|compil|resolv|bump|\bsee\b|verwalt|aktualis|gestion",
    re.I,
)
"""What is done to dependencies, besides their installation."""
_MOST_WORDS_OF_API = 5
"""Words of a heading about the API; a longer one only mentions it: "Create a DNS record for the new API"."""
_GENERAL = frozenset(
    "documentation docs doc wiki handbook dokumentation manual runbook documentación documentação guide guides".split()
)
_FILLERS = frozenset(
    "the our full complete official project projects developer developers dev further more detailed online here see "
    "read for please and at on in find is are of technical user service internal can be you information found go to "
    "a it it's its hosted visit check out all additional this available view browse".split()
)
_SHORT = 12
"""Words of a line that does nothing but send elsewhere."""
_HOSTS = re.compile(
    r"//[\w.-]+\.(?:github\.io|gitlab\.io|gitbook\.io|readthedocs\.(?:io|org)|rtfd\.io)\b|github\.com/[^/]+/[^/]+/wiki"
)
"""Where projects keep their documentation."""
_OWN_HOST = re.compile(r"https?://(?:docs?|documentation|developers?|wiki|handbook|manual)\.([\w-]+)\.[\w.-]+")
"""The documentation of whoever has the domain."""
_SHORTEST_NAME = 4
"""Letters of a domain's name that a title may have by chance."""
_MORE = frozenset("documentation docs learn started guide guides wiki manual instructions details more".split())


class Parts:
    """What each part is known by: the words of the standard's hook, and those of the team."""

    __slots__ = ("_beginnings", "_phrases", "_words")

    def __init__(self, more: Mapping[str, Iterable[str]] | None = None) -> None:
        self._words: dict[str, set[str]] = {}
        self._beginnings: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}
        for part, listed in _WORDS.items():
            each = [word.replace("=", " ") for word in listed.split()]
            each += [word.casefold() for word in (more or {}).get(part, ())]
            self._beginnings[part] = tuple(word[:-1] for word in each if word.endswith("*"))
            plain = [" ".join(_words(word)) for word in each if not word.endswith("*")]
            self._phrases[part] = tuple(f" {word} " for word in plain if " " in word)
            self._words[part] = {word for word in plain if " " not in word}

    def of_heading(self, heading: str) -> Iterator[str]:
        """Yield the parts that the words of a heading name."""
        words = _words(heading)
        for part in README_PARTS:
            hits = {word for word in words if word in self._words[part] or word.startswith(self._beginnings[part])}
            phrases = any(phrase in f" {' '.join(words)} " for phrase in self._phrases[part])
            if not (hits or phrases):
                continue
            if part == "setup" and not phrases and hits <= _WEAK and not _ABOUT_TESTS.isdisjoint(words):
                continue
            if part == "api" and (len(words) > _MOST_WORDS_OF_API or not _NOT_REFERENCE.isdisjoint(words)):
                continue
            yield part


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def found_in(document: Document, parts: Parts) -> tuple[set[str], set[str]]:
    """Return the parts that a README has, and those whose section holds nothing but a placeholder."""
    found: set[str] = set()
    unfilled: set[str] = set()
    title = document.title
    if title < 0 and set(parts.of_heading(document.sections[0].heading if document.sections else "")) == {"api"}:
        title = 0  # such as "## Orders API", above headings of its own level
    filled = document.has_text()
    named: list[set[str]] = []
    for at, section in enumerate(document.sections):
        names = set(parts.of_heading(section.heading)) if section.level and at != title else set()
        named.append(names)
        if names and filled[at]:
            is_unfilled = is_filler([line.text for line in document.below(at)])
            (unfilled if is_unfilled else found).update(names)
    found.discard("purpose")
    if _tells_purpose(document, title, named):
        found.add("purpose")
    for section, names in zip(document.sections, named, strict=True):
        for line in section.lines:
            found.update(_of_line(line, names))
    return found, unfilled


def _tells_purpose(document: Document, title: int, named: Sequence[set[str]]) -> bool:
    """Return whether a line of prose is where a README says what the project is for."""
    name = _words(document.sections[title].heading) if title >= 0 else []
    is_first = True
    for at, section in enumerate(document.sections):
        is_start = section.level == 0 or at == title
        may_tell = is_start or "purpose" in named[at]
        if not may_tell and is_first:
            # The first section tells, unless it has another subject.
            may_tell = not named[at] and _OTHER_SUBJECTS.isdisjoint(_words(section.heading))
            is_first = False
        if may_tell:
            for line in section.lines:
                if _is_prose(line) and _words(line.text) != name:
                    return True
    return False


def _is_prose(line: Line) -> bool:
    """Return whether a line is a sentence, or the part of one: two words, or one of a script without spaces."""
    if line.is_code or line.is_only_links or line.text.startswith("|") or is_filler([line.text]):
        return False
    words = [word for word in line.text.split() if any(char.isalpha() for char in word)]
    return len(words) > 1 or not "".join(words).isascii()


def _of_line(line: Line, names: set[str]) -> Iterator[str]:
    """Yield the parts that a line shows by a command, a request, or a sentence with a link."""
    text = line.text
    if _DEPENDENCY_COMMAND.search(text) and (line.is_code or "`" in text):
        yield "dependencies"
    if names.isdisjoint(("dependencies", "api")) and (line.is_code or "`" in text) and _SETUP_COMMAND.search(text):
        yield "setup"
    if _ROUTE.search(text):
        yield "api"
    if line.is_code:
        return
    for sentence in _sentences(text):
        yield from _of_sentence(sentence, line)


def _sentences(text: str) -> list[str]:
    return text.replace("! ", ". ").replace("? ", ". ").split(". ")


def _of_sentence(sentence: str, line: Line) -> Iterator[str]:
    """Yield the parts that a sentence speaks of, if it has a link or names a file or tool."""
    lowered = sentence.casefold()
    links = [target for label, target in line.links if (label or target) in sentence and not target.startswith("#")]
    spans = sentence.split("`")[1::2]
    paths = [span for span in spans if span.casefold().endswith(_DOCUMENTS) and " " not in span]
    is_managed = _MANAGES.search(sentence) and (links or spans or _TOOLS.search(sentence))
    is_entry = bool(links) and len(_words(sentence)) <= _SHORT
    if (is_managed or is_entry) and _DEPENDENCIES.search(lowered):
        yield "dependencies"
    if (links or paths) and any(word in lowered for word in _SETUP_IN_TEXT):
        yield "setup"
    references = [*links, *spans]
    if (
        any(_REFERENCE.search(each) for each in references)
        and ("api" in lowered or "swagger" in lowered or "docs" in lowered or "endpoint" in lowered)
    ) or (references and _API_WORDS.search(sentence)):
        yield "api"


def pointers(document: Document) -> list[str]:
    """Return the targets of all links, and the paths of documents in backticks."""
    found = []
    for section in document.sections:
        for line in section.lines:
            if not line.is_code:
                found += [target for _, target in line.links]
                found += [span for span in line.text.split("`")[1::2] if span.casefold().endswith(_DOCUMENTS)]
    return found


def is_documentation(document: Document) -> bool:
    """Return whether a README sends its readers to documentation that is kept elsewhere, as a whole."""
    own = _words(document.sections[document.title].heading) if document.title >= 0 else []
    for section in document.sections:
        for line in section.lines:
            outside = [link for link in line.links if link[1].startswith(("http://", "https://"))]
            if not outside or line.is_code:
                continue
            if any(_is_own_site(target, own) for _, target in outside):
                return True
            words = _words(line.text.partition("http")[0])
            if _is_general(words, own) or any(_is_general(_words(label), own) for label, _ in outside):
                return True
            if _is_general(_words(section.heading), own) and len(words) <= _SHORT:
                return True
            if any(_HOSTS.search(target) for _, target in outside) and not _MORE.isdisjoint(words):
                return True
    return False


def _is_own_site(target: str, own: Sequence[str]) -> bool:
    """Return whether a link leads to a site of documentation with this project's name: to ``docs.orders.example``."""
    match = _OWN_HOST.match(target)
    name = match[1].replace("-", "").casefold() if match else ""
    return len(name) >= _SHORTEST_NAME and name in "".join(own)


def _is_general(words: Sequence[str], own: Sequence[str]) -> bool:
    """Return whether words name nothing but the documentation of this project, whose name is ``own``."""
    return not _GENERAL.isdisjoint(words) and _GENERAL.union(_FILLERS, own).issuperset(words)


def of_other(document: Document, parts: Parts) -> set[str]:
    """Return the parts that a document which the README links to has, its title included."""
    found, _ = found_in(document, parts)
    for section, is_filled in zip(document.sections, document.has_text(), strict=True):
        if is_filled and section.level:
            found.update(parts.of_heading(section.heading))
    return found
