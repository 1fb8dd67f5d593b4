"""The documentation as its readers get it: built, followed link by link, and opened in a real browser."""

from __future__ import annotations

import contextlib
import functools
import os
import posixpath
import subprocess
import sys
import threading
import urllib.parse
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import browser
from backend_standards.core import rules
from support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser import Browser

pytestmark = [
    pytest.mark.xdist_group("site"),
    pytest.mark.skipif(sys.platform == "win32", reason="its refusals are played by a POSIX shell"),
]
NAMES = sorted(path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md"))
PAGES = [f"{name}.html" for name in (*NAMES, "search")]
PHONE = 400
"""Pixels: the width of a phone, held upright."""


class Page(HTMLParser):
    """What a page points to, what can be pointed to in it, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.loads.append(values["href"])
        elif tag in ("script", "img", "iframe") and "src" in values:
            self.loads.append(values["src"])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, as ``make docs`` builds it."""
    folder = tmp_path_factory.mktemp("site")
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    # A proxy that nobody answers at: what asks the network for anything fails.
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    argv = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-E", "-b", "html"]
    argv += ["-d", str(tmp_path_factory.mktemp("doctrees")), "docs", str(folder)]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path.read_text("utf-8")) for path in site.rglob("*.html")}


def test_every_page_is_built(pages: dict[str, Page]) -> None:
    assert set(pages) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_internal_link_and_anchor_answers(name: str, pages: dict[str, Page], site: Path) -> None:
    dead = []
    for link in pages[name].links:
        target = urllib.parse.urlsplit(link)
        if target.scheme or target.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), urllib.parse.unquote(target.path)))
        path = name if not target.path else path
        fragment = urllib.parse.unquote(target.fragment)
        if path in pages:
            if fragment and fragment not in pages[path].anchors:
                dead.append(link)
        elif fragment or not (site / path).is_file():
            dead.append(link)
    assert not dead


@pytest.mark.parametrize("name", PAGES)
def test_no_page_loads_anything_from_elsewhere(name: str, pages: dict[str, Page], site: Path) -> None:
    assert pages[name].loads
    for link in pages[name].loads:
        path = posixpath.join(posixpath.dirname(name), urllib.parse.urlsplit(link).path)
        assert (site / path).is_file(), link
    assert not any("@import" in path.read_text("utf-8") for path in site.rglob("*.css"))


def test_every_rule_has_an_anchor(pages: dict[str, Page]) -> None:
    assert set(rules.every()) <= pages["rules.html"].anchors


def test_names_of_rules_and_hooks_are_links(pages: dict[str, Page]) -> None:
    links = pages["hooks/forbid-env-files.html"].links
    assert "../rules.html#env-template-secret" in links
    assert "forbid-aws-keys.html" in links
    assert "rules.html#stale-baseline" in pages["baseline.html"].links


# In a browser.


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site, on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A page in a browser; a developer may be without one, CI must not."""
    if not browser.program():
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no browser: .ci/run installs chromium")
        pytest.skip("there is no chromium or chrome on PATH")
    with browser.browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page_in_a_browser(name: str, dark: bool, page: Browser, served: str) -> None:
    page.complaints.clear()
    page.resize(1300, dark=dark)
    page.open(f"{served}/{name}")
    assert page.run("document.title")
    assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.resize(PHONE, dark=dark)
    page.wait(f"window.innerWidth === {PHONE}")
    wide = (
        "[...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    width = page.run("document.documentElement.scrollWidth")
    assert width <= page.run("document.documentElement.clientWidth"), (
        f"{width} px wide; too far right: {page.run(wide)}"
    )
    assert page.complaints == []


@pytest.mark.parametrize("rule", ["aws-access-key-id", "unpinned-range", "stale-baseline"])
def test_search_finds_a_rule(rule: str, page: Browser, served: str) -> None:
    page.complaints.clear()
    page.resize(1300)
    page.open(f"{served}/search.html?q={rule}")
    link = f'document.querySelector(\'#search-results a[href*="rules.html"][href$="#{rule}"]\')'
    page.wait(f"{link} !== null")
    with contextlib.suppress(browser.NavigatedAway):  # the click was heard, and the answer overtaken
        page.run(f"{link}.click()")
    page.wait(f"document.readyState === 'complete' && location.hash === '#{rule}'")
    assert page.run("document.querySelector(':target').id") == rule
    assert page.complaints == []


def test_text_of_a_page_is_readable(page: Browser, served: str) -> None:
    """The size of the text, and that a table which is too wide scrolls by itself."""
    page.resize(PHONE)
    page.open(f"{served}/comparison.html")
    page.wait(f"window.innerWidth === {PHONE}")
    assert page.run("parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)") >= 14
    assert page.run("[...document.querySelectorAll('.table-wrapper')].some(e => e.scrollWidth > e.clientWidth)")
