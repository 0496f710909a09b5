"""A template with its faults mended in Word's own XML: only the letters of the tags change.

What is put in looks as the first letter of what it replaces. A tag that needs a row or a paragraph
of its own is given one; the marks of Word's mail merge go when their text becomes a tag.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from portal.paper.diagnosis.foreign import foreign_marks, merge_fields
from portal.paper.diagnosis.passages import ROW, RUN, Line, lines
from portal.paper.diagnosis.scan import extra_ends, marks
from portal.paper.findings import Finding
from portal.paper.package import W, core_part, parse_xml, read_parts, to_bytes, write_parts

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARAGRAPH = f"{W}p"


def mended(docx: bytes, findings: Sequence[Finding], chosen: Sequence[Finding] = ()) -> bytes:
    """The file with every safe mend of `findings`, and with the `chosen` ones safe or not."""
    wanted = [finding for finding in findings if finding.is_safe and finding.mend]
    wanted += [finding for finding in chosen if finding.mend]
    parts = read_parts(docx)
    by_part: dict[str, list[Finding]] = {}
    for finding in wanted:
        if finding.place is not None and finding.place.part in parts:
            by_part.setdefault(finding.place.part, []).append(finding)
    for part, own in by_part.items():
        root = parse_xml(parts[part], part)
        if part == core_part(parts):
            _mend_title(root, own)
        else:
            _mend_part(part, root, own)
        parts[part] = to_bytes(root)
    return write_parts(parts) if by_part else docx


def _mend_title(root: etree._Element, findings: list[Finding]) -> None:
    title = root.find(_TITLE)
    for finding in findings:
        if title is not None:
            title.text = (title.text or "").replace(finding.tag, finding.mend)


def _mend_part(part: str, root: etree._Element, findings: list[Finding]) -> None:
    moves: list[tuple[Finding, etree._Element]] = []
    rests: dict[int, str] = {}
    for line in list(lines(part, root, copies=True)):
        number = line.place.paragraph or 0
        if number in rests and not line.is_copy:
            line.replace(0, len(rests[number]), "")
        own = [finding for finding in findings if _is_about(finding, line)]
        for start, end, finding in _spans(line, own):
            move = str(finding.params.get("move", ""))
            _replace(line, start, end, "" if move else finding.mend)
            if move:
                moves.insert(0, (finding, line.paragraph))
            if "rest" in finding.params and not line.is_copy:
                rests[number + 1] = str(finding.params["rest"])
    _move_all(sorted(moves, key=lambda move: move[0].place.paragraph or 0 if move[0].place else 0))


def _is_about(finding: Finding, line: Line) -> bool:
    if finding.place is None:
        return False
    if line.is_copy:  # old Word's copy of a text box has the same tags
        return finding.place.is_in_box
    return finding.place.paragraph == line.place.paragraph


def _spans(line: Line, findings: list[Finding]) -> Iterator[tuple[int, int, Finding]]:
    """Where in the line which finding is mended, from its end; none overlaps another."""
    by_tag = {finding.tag: finding for finding in findings}
    if not by_tag:
        return
    before = len(line.text)
    for start, end in sorted(_places(line), reverse=True, key=lambda span: (span[1], -span[0])):
        finding = by_tag.get(line.text[start:end])
        if finding is not None and end <= before:
            before = start
            yield start, end, finding


def _places(line: Line) -> Iterator[tuple[int, int]]:
    text = line.as_read
    for mark in (*marks(text), *extra_ends(text)):
        yield mark.start, mark.end
        yield mark.start, len(text)  # a tag that goes on in the next paragraph
    for field in merge_fields(line):
        yield field.start, field.end
    for finding in foreign_marks(line, None):
        start = line.text.find(finding.tag)
        while start >= 0:
            yield start, start + len(finding.tag)
            start = line.text.find(finding.tag, start + 1)


def _replace(line: Line, start: int, end: int, new: str) -> None:
    """On a fresh line, as an earlier mend may have changed its texts."""
    fresh = Line(line.place, line.paragraph, line.is_copy)
    for field in merge_fields(fresh):
        if (field.start, field.end) == (start, end):
            _unwrap(field.markup)
            fresh = Line(line.place, line.paragraph, line.is_copy)
            break
    fresh.replace(start, end, new)


def _unwrap(markup: Sequence[etree._Element]) -> None:
    """Take the marks of a field away and leave its text."""
    for node in markup:
        parent = node.getparent()
        if parent is None:
            continue
        if node.tag == f"{W}fldSimple":
            for child in list(node):
                node.addprevious(child)
            parent.remove(node)
            continue
        parent.remove(node)
        if parent.tag == RUN and all(child.tag == f"{W}rPr" for child in parent):
            holder = parent.getparent()
            if holder is not None:
                holder.remove(parent)


def _move_all(moves: Sequence[tuple[Finding, etree._Element]]) -> None:
    """Beginnings go before their row in their order, ends behind it in theirs."""
    for finding, paragraph in moves:
        if str(finding.params["move"]).endswith("before"):
            _holder(finding, paragraph).addprevious(_alone(finding, paragraph))
    for finding, paragraph in reversed(moves):
        if str(finding.params["move"]).endswith("after"):
            _holder(finding, paragraph).addnext(_alone(finding, paragraph))


def _holder(finding: Finding, paragraph: etree._Element) -> etree._Element:
    if str(finding.params["move"]).startswith("row"):
        return next(paragraph.iterancestors(ROW))
    return paragraph


def _alone(finding: Finding, paragraph: etree._Element) -> etree._Element:
    """A row like its neighbour, or a paragraph, that holds nothing but the tag."""
    if not str(finding.params["move"]).startswith("row"):
        return _paragraph(paragraph, finding.mend)
    row = etree.Element(ROW)
    for number, cell in enumerate(_holder(finding, paragraph).iterchildren(f"{W}tc")):
        new = etree.SubElement(row, f"{W}tc")
        form = cell.find(f"{W}tcPr")
        if form is not None:
            new.append(deepcopy(form))
            for merge in new.findall(f"{W}tcPr/{W}vMerge"):
                merge.getparent().remove(merge)
        new.append(_paragraph(paragraph, "" if number else finding.mend))
    return row


def _paragraph(like: etree._Element, text: str) -> etree._Element:
    paragraph = etree.Element(_PARAGRAPH)
    form = like.find(f"{W}pPr")
    if form is not None:
        paragraph.append(deepcopy(form))
    if text:
        run = etree.SubElement(paragraph, RUN)
        etree.SubElement(run, f"{W}t").text = text
    return paragraph
