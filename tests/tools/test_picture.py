"""The README's picture of a refusal."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

import pytest

import picture
import scenes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scenes are played by a POSIX shell")


def test_picture_is_up_to_date() -> None:
    drawn = picture.draw(scenes.play(picture.SCENE))
    committed = picture.PICTURE.read_text(encoding="utf-8")
    assert picture.shown(committed) == picture.shown(drawn), "run: make picture"


def test_picture_asks_nobody_for_anything() -> None:
    text = picture.PICTURE.read_text(encoding="utf-8")
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert not any(word in text for word in ("@font-face", "@import", "url(h", "<script", "<image"))
    root = ElementTree.fromstring(text)
    assert root.get("aria-label")


def test_picture_shows_colours_and_both_refusals() -> None:
    text = picture.shown(picture.PICTURE.read_text(encoding="utf-8"))
    assert all(words in text for words in ("$gitcommit", "aws-access-key-id", "env-file", "Failed"))
