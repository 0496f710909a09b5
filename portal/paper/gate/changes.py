"""Tracked changes and comments: a template is taken as its author sees it once all are accepted."""

from lxml import etree

from portal.paper.package import W

_GONE = (f"{W}del", f"{W}moveFrom", f"{W}cellDel")
_STAYS = (f"{W}ins", f"{W}moveTo", f"{W}cellIns", f"{W}cellMerge", f"{W}numberingChange")
_FORMER_LOOKS = tuple(
    f"{W}{what}Change"
    for what in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
)
_BORDERS = tuple(
    f"{W}{what}Range{end}"
    for what in (
        *("moveFrom", "moveTo"),
        *(f"customXml{act}" for act in ("Ins", "Del", "MoveFrom", "MoveTo")),
    )
    for end in ("Start", "End")
)
_COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
_P, _PPR, _RPR, _TRPR, _TCPR, _R = (
    f"{W}{name}" for name in ("p", "pPr", "rPr", "trPr", "tcPr", "r")
)


def accept_changes(root: etree._Element) -> bool:
    """Makes every tracked change of a part final; False when there was none."""
    gone = list(root.iter(*_GONE))
    stays = list(root.iter(*_STAYS))
    former = list(root.iter(*_FORMER_LOOKS, *_BORDERS))
    joined = [node for node in gone if _is_paragraph_mark(node)]
    for node in former:
        _cut(node)
    for node in stays:
        _accept_new(node)
    for node in gone:
        _accept_loss(node)
    for node in joined:
        _join_with_next(node)
    return bool(gone or stays or former)


def drop_comment_marks(root: etree._Element) -> None:
    """Where comments were hung; the run of a mark goes when nothing else stands in it."""
    for mark in list(root.iter(*_COMMENT_MARKS)):
        run = mark.getparent()
        _cut(mark)
        if run is not None and run.tag == _R and all(child.tag == _RPR for child in run):
            _cut(run)


def _is_paragraph_mark(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == _RPR and parent.getparent().tag == _PPR


def _accept_new(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    if parent.tag not in (_RPR, _TRPR, _TCPR):
        at = parent.index(node)
        for number, child in enumerate(list(node)):
            parent.insert(at + number, child)
    _cut(node)


def _accept_loss(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None or _is_paragraph_mark(node):
        return
    if parent.tag in (_TRPR, _TCPR):
        _cut(parent.getparent())  # a whole row, a whole cell
    else:
        _cut(node)


def _join_with_next(mark: etree._Element) -> None:
    """A paragraph whose end was deleted goes on in the next one, which keeps its own looks."""
    paragraph = next(mark.iterancestors(_P), None)
    if paragraph is None:
        return
    following = paragraph.getnext()
    if following is None or following.tag != _P:
        _cut(mark)
        return
    at = 1 if following.find(_PPR) is not None else 0
    for number, child in enumerate([c for c in paragraph if c.tag != _PPR]):
        following.insert(at + number, child)
    _cut(paragraph)


def _cut(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
