"""Finish in Word: number and date in locked content controls, and the file that comes back.

The shipped templates hold the placeholders of number and date inside content controls that Word
does not let one edit or delete. A draft goes out with blanks in them; when the edited file has
come back they are filled at registration. The same control may stand twice (a tear-off slip).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree

from portal.paper.faults import TemplateFault
from portal.paper.fields import text_lines
from portal.paper.package import W, parse_xml, read_parts, text_parts, to_bytes, write_parts

NUMBER, DATE = "papka.number", "papka.date"

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EXTERNAL_ALLOWED = ("http://", "https://", "mailto:")
_ACTIVE = ("vbaProject", "vbaData", "/activeX/", "/embeddings/", "afchunk")
_ACTIVE_FIELD = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|LINK|DDE|DDEAUTO|DATABASE|IMPORT|RD|MACROBUTTON)\b"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a returned file cannot be taken.

    Codes: not-docx, too-big, broken-xml, active-content, external-link, active-field,
    tracked-changes, control-lost, control-added; `detail` is the part, link, field or tag.
    """

    code: str
    detail: str = ""


def controls(docx: bytes) -> dict[str, str]:
    """The text of each content control of ours, by tag."""
    found: dict[str, str] = {}
    for root in _roots(read_parts(docx)).values():
        for tag, content in _controls(root):
            found.setdefault(tag, "".join(t.text or "" for t in content.iter(f"{W}t")))
    return found


def fill_controls(docx: bytes, texts: Mapping[str, str]) -> bytes:
    """The same file with these texts in the controls, set as what stood there before."""
    parts = read_parts(docx)
    for part, root in _roots(parts).items():
        wanted = [(tag, content) for tag, content in _controls(root) if tag in texts]
        for tag, content in wanted:
            _fill(content, texts[tag])
        if wanted:
            parts[part] = to_bytes(root)
    return write_parts(parts)


def check_returned(original: bytes, returned: bytes) -> list[Refusal]:
    """What is wrong with an edited draft; nothing when it may be registered."""
    try:
        parts = read_parts(returned)
        roots = _roots(parts)
        relations = {name: parse_xml(parts[name], name) for name in parts if name.endswith(".rels")}
    except TemplateFault as fault:
        return [Refusal(fault.code)]
    return [
        *_active_parts(parts),
        *_external_links(relations),
        *_active_fields(roots),
        *_tracked_changes(roots),
        *_changed_controls(_roots(read_parts(original)), roots),
    ]


def differences(original: bytes, returned: bytes) -> list[tuple[str, str]]:
    """Paragraphs that changed, as pairs (before, after); "" where there was or is none."""
    before, after = text_lines(original), text_lines(returned)
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            found.extend(zip_longest(before[i1:i2], after[j1:j2], fillvalue=""))
    return [(old, new) for old, new in found if old.strip() or new.strip()]


def _roots(parts: Mapping[str, bytes]) -> dict[str, etree._Element]:
    return {part: parse_xml(parts[part], part) for part in text_parts(parts)}


def _controls(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        name = "" if tag is None else str(tag.get(f"{W}val"))
        if name in (NUMBER, DATE) and content is not None:
            yield name, content


def _fill(content: etree._Element, text: str) -> None:
    """The first run takes the text and keeps its look; the others are emptied."""
    texts = list(content.iter(f"{W}t"))
    if not texts:
        paragraph = next(content.iter(f"{W}p"), content)
        texts = [etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")]
    for node in texts:
        node.text = ""
    texts[0].text = text
    texts[0].set(_XML_SPACE, "preserve")


def _active_parts(parts: Mapping[str, bytes]) -> Iterator[Refusal]:
    for name in parts:
        if any(mark.lower() in name.lower() for mark in _ACTIVE):
            yield Refusal("active-content", name)


def _external_links(relations: Mapping[str, etree._Element]) -> Iterator[Refusal]:
    """Word itself links its own template (`attachedTemplate`) to an honest file: not counted."""
    for root in relations.values():
        for relation in root:
            kind = str(relation.get("Type")).rpartition("/")[2]
            target = str(relation.get("Target"))
            is_outside = str(relation.get("TargetMode")).lower() == "external" or "://" in target
            is_page = kind == "hyperlink" and target.lower().startswith(_EXTERNAL_ALLOWED)
            if is_outside and not is_page and kind != "attachedTemplate":
                yield Refusal("external-link", target)


def _active_fields(roots: Mapping[str, etree._Element]) -> Iterator[Refusal]:
    """Fields that fetch a file or run something when Word or LibreOffice updates them."""
    for root in roots.values():
        simple = [str(node.get(f"{W}instr")) for node in root.iter(f"{W}fldSimple")]
        joined = [
            "".join(node.text or "" for node in paragraph.iter(f"{W}instrText"))
            for paragraph in root.iter(f"{W}p")
        ]
        for instruction in simple + joined:
            found = _ACTIVE_FIELD.search(instruction.upper())
            if found:
                yield Refusal("active-field", found.group())


def _tracked_changes(roots: Mapping[str, etree._Element]) -> Iterator[Refusal]:
    """Changes neither accepted nor rejected would be printed in colour, or not at all."""
    for part, root in roots.items():
        if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
            yield Refusal("tracked-changes", part)


def _changed_controls(
    original: Mapping[str, etree._Element], returned: Mapping[str, etree._Element]
) -> Iterator[Refusal]:
    before, after = (
        Counter(tag for root in roots.values() for tag, _ in _controls(root))
        for roots in (original, returned)
    )
    for tag in (NUMBER, DATE):
        if after[tag] != before[tag]:
            yield Refusal("control-lost" if after[tag] < before[tag] else "control-added", tag)
