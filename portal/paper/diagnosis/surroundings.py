"""What stands about a tag: the words its author would look for, the text it would take with it."""

from lxml import etree

from portal.paper.findings import MOST_SHOWN
from portal.paper.package import W, paragraph_text

_ELLIPSIS = "…"


def around(text: str, start: int, end: int) -> str:
    """The passage with the words next to it, on one line, `MOST_SHOWN` characters at most."""
    if end - start >= MOST_SHOWN:
        return _one_line(text[start : start + MOST_SHOWN - 1]) + _ELLIPSIS
    room = (MOST_SHOWN - (end - start)) // 2 - 1
    left, right = max(0, start - room), min(len(text), end + room)
    shown = _one_line(text[left:right])
    return (_ELLIPSIS if left else "") + shown + (_ELLIPSIS if right < len(text) else "")


def beside(holder: etree._Element, tag: str) -> str:
    """All other text of the row, cell or paragraph the tag stands in."""
    texts = [paragraph_text(paragraph) for paragraph in holder.iter(f"{W}p")]
    return " ".join(" ".join(texts).replace(tag, "", 1).split())


def _one_line(text: str) -> str:
    return " ".join(text.split())
