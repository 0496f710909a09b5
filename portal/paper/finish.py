"""The text of a part after its tags were filled in, made what Word expects.

What there is to do is settled beforehand as far as it can be; docxtpl does all of it each time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from jinja2 import nodes

from portal.paper.grids import UNTOUCHED, Grids
from portal.paper.package import check_xml
from portal.paper.pictures import LOOK
from portal.paper.tags import repaired_grids, set_lines

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*')
_NO_TEXT = re.compile(r'<w:t xml:space="preserve">\s*</w:t>')
_RUN = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>)", re.DOTALL)
_BEFORE_FIRST_DRAWING = 1000  # docxtpl counts from there


@dataclass(frozen=True, slots=True)
class Finish:
    """How the text of one part is finished."""

    part: str
    grids: Grids = UNTOUCHED
    is_numbered: bool = False  # the drawings of the body have ids of their own in any case
    counts_drawings: bool = False  # and so many that only the text itself tells
    around: Callable[[str], str] | None = None  # what the text stands in: the core properties

    def __call__(self, rendered: str, has_pictures: bool = False) -> bytes:
        if has_pictures:
            rendered = _with_looks(rendered)
        rendered = self.around(rendered) if self.around else set_lines(rendered)
        if self.grids.must_be_repaired(rendered):
            rendered = repaired_grids(rendered, self.part)
        if self.counts_drawings or (self.is_numbered and has_pictures):
            rendered = _numbered(rendered, count(_BEFORE_FIRST_DRAWING + 1))
        data = (_DECLARATION + rendered).encode()
        check_xml(data, self.part)
        return data


def number_drawings(tree: nodes.Template, xml: str) -> bool:
    """Gives the drawings their ids; False when loops or conditions change how many there are."""
    numbers = count(_BEFORE_FIRST_DRAWING + 1)
    for node in tree.body:
        for child in node.nodes if isinstance(node, nodes.Output) else ():
            if isinstance(child, nodes.TemplateData):
                child.data = _numbered(child.data, numbers)
    return next(numbers) == _BEFORE_FIRST_DRAWING + 1 + xml.count("<wp:docPr")


def _with_looks(rendered: str) -> str:
    """Text behind a picture looks like the text before it, which docxtpl forgets."""
    done, *others = rendered.split(LOOK)
    for following in others:
        done += ("" if _NO_TEXT.match(following) else _look_of_run(done)) + following
    return done


def _look_of_run(rendered: str) -> str:
    """Of the run that the last drawing stands in the middle of."""
    end = rendered.rindex("</w:t></w:r><w:r><w:drawing>")
    begin = max(rendered.rfind("<w:r>", 0, end), rendered.rfind("<w:r ", 0, end))
    look = _RUN.match(rendered, begin) if begin >= 0 else None
    return look[1] if look else ""


def _numbered(xml: str, numbers: "count[int]") -> str:
    return _DRAWING.sub(lambda match: f"{match[1]}{next(numbers)}", xml)
