"""The manual leads somewhere: its links and pictures are there, and no picture lies unused."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    lost = [to for to in LINK.findall(page.read_text("utf-8")) if not (page.parent / to).exists()]

    assert lost == []


def test_every_picture_is_shown():
    shown = {(p.parent / to).resolve() for p in PAGES for to in LINK.findall(p.read_text("utf-8"))}

    assert set((ROOT / "docs" / "pictures").iterdir()) <= shown
