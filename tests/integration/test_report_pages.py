"""The HTML pages of a review and of an audit in a real browser: they sort, filter, open rows, and ask nobody for anything."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

import browser
from backend_standards.audit import page as audit_page
from backend_standards.review import page
from backend_standards.standard.table import ROWS
from backend_standards.standard.titles import title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Browser

HOSTILE = "</script><script>document.title='x'</script><img src=http://127.0.0.1:9/x onerror=\"document.title='y'\">"
SHOWN = "[...document.querySelectorAll('#body > tr:not(.details) .open')].map(each => each.textContent)"
MANY = 300

pytestmark = [
    pytest.mark.xdist_group("pages"),
    pytest.mark.skipif(sys.platform == "win32", reason="the browser is told what to do over POSIX pipes"),
]


def report(name: str, *broken: str, state: str = "complete", words: str = HOSTILE) -> dict[str, Any]:
    states = {row: "broken" if row in broken else "kept" for row in ROWS}
    lines = [line(row, each, words) for row, each in states.items()] if state == "complete" else []
    kept = len(lines) - len(broken)
    summary = {"kept": kept, "broken": len(broken), "unknown": 0, "not-applicable": 0, "not-decidable": 0}
    problems = [] if state == "complete" else [f"cannot be read {HOSTILE}"]
    return {"repository": name, "state": state, "problems": problems, "summary": summary, "lines": lines}


def line(row: str, state: str, words: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": row, "state": state, "why": f"because {words}"}
    if state == "broken":
        place = {"path": words, "in_file": True, "line": 3, "column": 1, "rule": "a-rule", "message": words}
        found |= {"fix": f"mend it {words}", "commands": [f"run {words}"], "places": [place] * 9, "more": 2}
    return found


REPORTS = [
    report("b-few", "M1"),
    report("a-many", "M1", "M7", "T5", "O2"),
    report("c-clean"),
    report("d-unread", state="failed"),
    report(HOSTILE, "M7"),
]
BEFORE = [report("b-few", "M1", "M2", "M3"), report("a-many", "M1", "M7", "T5", "O2"), report("c-clean")]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not browser.program():
        pytest.skip("no Chromium here; CI installs one")
    with browser.browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


def opened(window: Browser, folder: Path, text: str) -> Browser:
    """Open a page from the disk. What it asks for besides itself is a complaint, as is an error on the console."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    window.complaints.clear()
    window.resize(1400)
    window.open(path.as_uri())
    assert window.complaints == [f"asks for {path.as_uri()}"]
    return window


def click(window: Browser, selector: str, number: int = 0) -> None:
    window.run(f"document.querySelectorAll({selector!r})[{number}].click()")


def choose(window: Browser, selector: str, value: str) -> None:
    window.run(
        f"(() => {{ const each = document.querySelector({selector!r}); each.value = {value!r};"
        " each.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


def test_sorts(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS))
    assert window.run(SHOWN) == ["d-unread", "a-many", "b-few", HOSTILE, "c-clean"]
    assert window.run("document.querySelectorAll('[aria-sort=descending]').length") == 1
    click(window, "#head button", 0)
    assert window.run(SHOWN) == sorted((each["repository"] for each in REPORTS), key=str.lower)
    click(window, "#head button", 0)
    assert window.run("document.querySelector('#head th').getAttribute('aria-sort')") == "descending"
    click(window, "#head button", 1)
    assert window.run(SHOWN)[0] == "c-clean"
    assert len(window.complaints) == 1


def test_filters(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS))
    choose(window, "#key", "M7")
    assert window.run(SHOWN) == ["a-many", HOSTILE]
    assert window.run("document.querySelector('#shown').textContent") == "2 of 5 shown"
    choose(window, "#name", "A-M")
    assert window.run(SHOWN) == ["a-many"]
    click(window, "#reset")
    window.wait(f"{SHOWN}.length === 5")
    first = "document.querySelector('#keys-list button').textContent"
    assert window.run(first) == f"M1 {title(ROWS['M1'])}: 2 of 4"  # of five, one could not be read
    click(window, "#keys-list button", 0)
    assert window.run("document.querySelector('#key').value") == "M1"
    assert window.run(SHOWN) == ["a-many", "b-few"]
    assert len(window.complaints) == 1


def test_a_row_opens_with_a_key_and_its_lines_are_text(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS))
    window.run("document.querySelectorAll('.open')[1].focus()")
    for kind in ("keyDown", "keyUp"):
        window.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
    assert window.run("document.querySelectorAll('.open')[1].getAttribute('aria-expanded')") == "true"
    text = window.run("document.querySelector('.details').textContent")
    assert all(part in text for part in ("M1", "M7", "T5", "O2", f"mend it {HOSTILE}", f"run {HOSTILE}", "6 more"))
    assert window.run("document.querySelectorAll('.details h3').length") == 4
    click(window, ".details > td > details > summary")
    window.wait("document.querySelectorAll('.details h3').length > 20")
    assert window.run("document.querySelectorAll('img, iframe, object').length") == 0
    assert window.run("document.querySelectorAll('script').length") == 2
    assert window.run("document.title") == "Review against the standard"
    choose(window, "#key", "M7")
    assert window.run("document.querySelectorAll('.details li').length") == 1
    click(window, ".open", 0)
    assert window.run("document.querySelectorAll('.details').length") == 0
    assert len(window.complaints) == 1


def test_what_changed_since_an_earlier_report(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS, BEFORE, "old.json"))
    assert "compared with old.json" in window.run("document.querySelector('#lead').textContent")
    assert "-2" in window.run("[...document.querySelectorAll('.delta')].map(each => each.textContent)")
    click(window, "#changed")
    assert window.run(SHOWN) == ["b-few"]
    click(window, ".open")
    click(window, ".details > td > details > summary")
    window.wait("document.querySelector('.details').textContent.includes('was broken')")
    assert len(window.complaints) == 1


def test_one_repository_is_open_at_once(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many([REPORTS[1]]))
    assert window.run("document.querySelectorAll('.details').length") == 1
    assert window.run("document.querySelector('#keys').hidden")


def test_a_few_hundred_repositories(window: Browser, tmp_path: Path) -> None:
    rows = list(ROWS)
    words = "src/services/mail.py"
    names = [(f"service-{number:03}", rows[number % 40 : number % 40 + 30]) for number in range(MANY)]
    reports = [report(name, *broken, words=words) for name, broken in names]
    opened(window, tmp_path, page.of_many(reports, reports, "old.json"))
    assert window.run(f"{SHOWN}.length") == MANY
    drawn = window.run("document.querySelectorAll('*').length")
    assert drawn < 25 * MANY, "a row is a few cells; its lines come when it is opened"
    assert (tmp_path / "page.html").stat().st_size < MANY * 100_000
    click(window, "#head button", 3)
    click(window, ".open", 7)
    choose(window, "#key", "M20")
    assert window.run(f"{SHOWN}.length") == sum("M20" in broken for _, broken in names)
    assert len(window.complaints) == 1


def test_every_control_has_a_name(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS, BEFORE, "old.json"))
    tree = window.call("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "textbox", "searchbox", "combobox", "checkbox", "table", "columnheader", "rowheader")
    nameless = [
        each["role"]["value"]
        for each in tree
        if each.get("role", {}).get("value") in roles and not each.get("name", {}).get("value")
    ]
    assert nameless == []
    assert {"table", "columnheader", "rowheader", "searchbox", "combobox"} <= {
        each.get("role", {}).get("value") for each in tree
    }


@pytest.mark.parametrize("dark", [False, True])
def test_colours_are_readable(window: Browser, tmp_path: Path, dark: bool) -> None:
    opened(window, tmp_path, page.of_many(REPORTS))
    window.resize(1400, dark=dark)
    click(window, ".open", 1)
    script = """
    [...document.querySelectorAll('td, th button, .open, .details div, .details span, label, p, button, summary')]
      .filter(each => each.textContent.trim() && each.offsetParent)
      .map(each => {
        let back = each;
        while (back && getComputedStyle(back).backgroundColor === 'rgba(0, 0, 0, 0)') back = back.parentElement;
        return [getComputedStyle(each).color, getComputedStyle(back || document.body).backgroundColor];
      })
    """
    pairs = {(ink, ground) for ink, ground in window.run(script)}
    assert pairs
    assert [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < 4.5] == []  # WCAG 2, level AA


def contrast(ink: str, ground: str) -> float:
    """Return the contrast of two colours as WCAG 2 has it."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_it_prints_its_table(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, page.of_many(REPORTS))
    window.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert window.run("getComputedStyle(document.querySelector('#filters')).display") == "none"
        assert window.run("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
        assert len(window.call("Page.printToPDF")["data"]) > 1000
    finally:
        window.call("Emulation.setEmulatedMedia", media="")


# --- the audit ---------------------------------------------------------------------------------------

SECRET = {
    "rule": "aws-access-key-id",
    "kind": HOSTILE,
    "account": None,
    "sha256": None,
    "fingerprint": "0",
    "first": {"commit": "a" * 40, "author": HOSTILE, "email": "n@example.com", "date": "2026-01-02T03:04:05Z", "tag": None, "path": HOSTILE, "line": 1, "column": 2},
    "commits": 1,
    "blobs": 1,
    "paths": ["a.py"],
    "head": [{"path": "a.py", "line": 1}],
    "branches": ["main"],
    "whole_file": False,
}  # fmt: skip
AUDITS: list[dict[str, Any]] = [
    {"repository": "clean", "state": "complete", "problems": [], "notes": [], "commits": 3, "blobs": 1, "bytes": 1, "secrets": []},
    {"repository": "leaks", "state": "complete", "problems": [], "notes": [], "commits": 2, "blobs": 1, "bytes": 1, "secrets": [SECRET, {**SECRET, "head": [], "branches": []}]},
    {"repository": HOSTILE, "state": "failed", "problems": [HOSTILE], "secrets": []},
]  # fmt: skip


def test_the_page_of_an_audit(window: Browser, tmp_path: Path) -> None:
    opened(window, tmp_path, audit_page.render(AUDITS))
    assert window.run("document.querySelector('#lead').textContent") == "3 repositories: 1 with 2 secrets, 1 not read"
    assert window.run(SHOWN) == [HOSTILE, "leaks", "clean"]
    choose(window, "#key", "aws-access-key-id")
    assert window.run(SHOWN) == ["leaks"]
    click(window, ".open")
    text = window.run("document.querySelector('.details').textContent")
    assert "in HEAD" in text
    assert "only in the history" in text
    assert "first seen 2026-01-02 in commit aaaaaaaaaa" in text
    assert window.run("document.querySelectorAll('img').length") == 0
    assert len(window.complaints) == 1
