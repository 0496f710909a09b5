"""Whether a PDF shows the paper it is said to be made of.

A program may give a whole PDF that is not this paper's. The words of the Word file are looked for
in it; breaks of lines, hyphens at their ends and capitals as a matter of style change nothing.
"""

import re
from unicodedata import normalize

from portal.paper.merging.mergeable import body_of
from portal.paper.package import paragraph_text, paragraphs, read_parts
from portal.paper.pdf.pages import page_texts

_WORD = re.compile(r"\w{2,}")
_NO_LETTERS = re.compile(r"\W+")


def words_shown(docx: bytes, pdf: bytes) -> float:
    """How much of the text stands in the PDF: 1.0 is every word, also when there is none."""
    lines = map(paragraph_text, paragraphs(body_of(read_parts(docx))))
    wanted = set(_WORD.findall(_folded("\n".join(lines))))
    text = _NO_LETTERS.sub("", _folded("".join(page_texts(pdf))))
    return sum(word in text for word in wanted) / len(wanted) if wanted else 1.0


def _folded(text: str) -> str:
    return normalize("NFKC", text).replace("\u00ad", "").casefold()
