"""A template given back with a comment of Word at every fault.

Word knows comments in the body alone: what is wrong in a header, a footer or a note is told at the
first paragraph of the body, what is wrong in a text box at the paragraph the box hangs on.
"""

import posixpath
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from portal.paper.diagnosis.hidden import OUR_NAME
from portal.paper.diagnosis.passages import RUN, Line, lines
from portal.paper.faults import TemplateFault
from portal.paper.findings import Finding
from portal.paper.package import (
    CONTENT_TYPES,
    W,
    main_part,
    parse_xml,
    read_parts,
    to_bytes,
    write_parts,
)

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_BOX = f"{W}txbxContent"


def commented(docx: bytes, findings: Sequence[Finding], words: Callable[[Finding], str]) -> bytes:
    """The same file with a comment for each finding; earlier ones of ours are taken out.

    `words` tells a finding to its author; it has to name the place, as a comment cannot always
    stand there.
    """
    parts = uncommented(read_parts(docx))
    main = main_part(parts)
    if main is None:
        raise TemplateFault("not-docx")
    name = _comments_name(parts, main)
    comments = (
        parse_xml(parts[name], name)
        if name in parts
        else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    )
    body = parse_xml(parts[main], main)
    own_lines = {line.place.paragraph: line for line in lines(main, body)}
    first = max((int(c.get(f"{W}id", 0)) for c in comments), default=-1) + 1
    for number, finding in enumerate(findings, start=first):
        comments.append(_comment(number, words(finding)))
        _anchor(number, finding, main, own_lines)
    parts[main] = to_bytes(body)
    parts[name] = to_bytes(comments)
    _register(parts, main, name)
    return write_parts(parts)


def uncommented(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without our own comments and their anchors."""
    kept = dict(parts)
    main = main_part(parts)
    name = _comments_name(parts, main) if main else ""
    if main is None or name not in parts:
        return kept
    comments, body = parse_xml(parts[name], name), parse_xml(parts[main], main)
    ours = {c.get(f"{W}id") for c in comments if c.get(f"{W}author") == OUR_NAME}
    for comment in [c for c in comments if c.get(f"{W}id") in ours]:
        comments.remove(comment)
    kinds = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    for node in [node for node in body.iter(*kinds) if node.get(f"{W}id") in ours]:
        holder = node.getparent() if node.tag == kinds[2] else node
        if holder is not None and holder.getparent() is not None:
            holder.getparent().remove(holder)
    return {**kept, name: to_bytes(comments), main: to_bytes(body)}


def _comment(number: int, text: str) -> etree._Element:
    comment = etree.Element(
        f"{W}comment",
        {f"{W}id": str(number), f"{W}author": OUR_NAME, f"{W}initials": OUR_NAME[0]},
    )
    for line in text.splitlines() or [""]:
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), RUN)
        etree.SubElement(run, f"{W}t").text = line
    return comment


def _anchor(number: int, finding: Finding, main: str, own: Mapping[int | None, Line]) -> None:
    place = finding.place
    line = own.get(place.paragraph) if place is not None and place.part == main else None
    if line is None:
        _enclose(number, [], own[1].paragraph if 1 in own else None)
    elif line.place.is_in_box:
        boxes = [node for node in line.paragraph.iterancestors() if node.tag == _BOX]
        _enclose(number, [], next(boxes[-1].iterancestors(f"{W}p"), None))
    else:
        start = line.text.find(finding.tag) if finding.tag else -1
        touched = line.touched(start, start + len(finding.tag)) if start >= 0 else []
        runs = [run for piece in touched if (run := piece.node.getparent()) is not None]
        _enclose(number, runs, line.paragraph)


def _enclose(number: int, runs: Sequence[etree._Element], paragraph: etree._Element | None) -> None:
    """The marks about these runs, or about the whole paragraph."""
    if paragraph is None:
        return
    start = etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)})
    end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)})
    reference = etree.Element(RUN)
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": str(number)})
    if runs:
        runs[0].addprevious(start)
        runs[-1].addnext(reference)
        runs[-1].addnext(end)
        return
    form = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if form is None else 1, start)
    paragraph.extend((end, reference))


def _comments_name(parts: Mapping[str, bytes], main: str) -> str:
    """The part that holds the comments of the document, there or not."""
    for override in parse_xml(parts[CONTENT_TYPES], CONTENT_TYPES).iterchildren(
        f"{_TYPES}Override"
    ):
        if override.get("ContentType") == _COMMENTS_TYPE:
            return str(override.get("PartName", "")).lstrip("/")
    return posixpath.join(posixpath.dirname(main), "comments.xml")


def _register(parts: dict[str, bytes], main: str, name: str) -> None:
    """Tell the package of the part and the document of its comments, unless it knows."""
    types = parse_xml(parts[CONTENT_TYPES], CONTENT_TYPES)
    if not any(node.get("PartName") == f"/{name}" for node in types):
        told = {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE}
        etree.SubElement(types, f"{_TYPES}Override", told)
        parts[CONTENT_TYPES] = to_bytes(types)
    folder, file = posixpath.split(main)
    relations_name = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations_name in parts:
        relations = parse_xml(parts[relations_name], relations_name)
    else:
        relations = etree.Element(f"{_RELATIONS}Relationships", nsmap={None: _RELATIONS[1:-1]})
    if any(node.get("Type") == f"{_OFFICE}/comments" for node in relations):
        return
    told = {
        "Id": "rIdPapkaComments",
        "Type": f"{_OFFICE}/comments",
        "Target": posixpath.relpath(name, folder or "."),
    }
    etree.SubElement(relations, f"{_RELATIONS}Relationship", told)
    parts[relations_name] = to_bytes(relations)
