"""What an author leaves in a Word file without knowing, taken out (security plan, T33).

Names of authors, comments, tracked changes, the printer and the template of the author's machine,
links nobody can follow: the clean copy does without them, and each is told of once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from portal.paper.findings import Finding
from portal.paper.gate.changes import accept_changes, drop_comment_marks
from portal.paper.gate.contents import is_thumbnail
from portal.paper.gate.markup import is_xml, tree
from portal.paper.gate.refused import notice, removed
from portal.paper.gate.relations import (
    ROOT_RELATIONS,
    Relations,
    rels_of,
    without,
)
from portal.paper.package import CONTENT_TYPES, W, to_bytes

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
# What is blank in the core properties of a clean copy; dates and the title stay.
_OF_AUTHOR = frozenset(
    {"creator", "lastModifiedBy", "subject", "description", "keywords", "category"}
    | {"contentStatus", "identifier"}
)
_CUSTOM = frozenset({"custom-properties", "customProperties"})
_OF_COMPANY = frozenset({"Company", "Manager", "HyperlinkBase"})
# Without what it leads to, such an element has no sense at all; of others only the lead is taken.
_USELESS_WITHOUT = frozenset(
    {"attachedTemplate", "printerSettings", "hlinkClick", "hlinkHover", "hlinkMouseOver"}
)
_CHANGED = (b":ins ", b":del ", b":moveFrom", b":moveTo", b"Change ", b":cellIns ", b":cellDel ")


@dataclass(slots=True)
class Cleaning:
    """Goes through the package once; `parts` is what is left, `shed` what was cut from it."""

    parts: dict[str, bytes]
    types: Mapping[str, str]
    relations: Relations
    findings: list[Finding] = field(default_factory=list)
    shed: dict[str, bytes] = field(default_factory=dict)

    def run(self) -> None:
        """Every step; the findings say each thing once, however often it stood there."""
        self._drop_custom_properties()
        self._blank_properties()
        self._cut_relations()
        for name in [name for name in self.parts if is_xml(name, self.types.get(name, ""))]:
            self._clean_text(name)
        self._drop_unreachable()
        told = {(one.code, one.reason): one for one in [*self.relations.findings, *self.findings]}
        self.findings = list(told.values())

    def _drop_custom_properties(self) -> None:
        """Labels of an office's own; they stay where the text prints one of them."""
        is_printed = any(b"DOCPROPERTY" in data for data in self.parts.values())
        for relation in self.relations.kept[:]:
            if relation.kind in _CUSTOM and not is_printed:
                self.relations.kept.remove(relation)
                self.relations.dropped.append(relation)
                self.findings.append(removed("metadata", relation.part))

    def _blank_properties(self) -> None:
        wanted = {_CORE: _OF_AUTHOR, f"{_OFFICE}extended-properties+xml": _OF_COMPANY}
        for name, of_type in self.types.items():
            names = wanted.get(of_type, frozenset())
            if not names or name not in self.parts:
                continue
            root = tree(self.parts[name])
            told = [n for n in root.iterchildren(etree.Element) if _local(n) in names]
            if any("".join(node.itertext()).strip() for node in told):
                self.shed[name] = self.parts[name]
                for node in told:
                    root.remove(node)
                self.parts[name] = to_bytes(root)
                self.findings.append(removed("metadata", name))

    def _cut_relations(self) -> None:
        """The lines of the relations that go, and what in the text leads by them."""
        for source in {one.source for one in self.relations.dropped}:
            ids = {one.id for one in self.relations.dropped if one.source == source}
            lines = rels_of(source) if source else ROOT_RELATIONS
            self.parts[lines] = without(self.parts[lines], ids)
            if source in self.parts:
                root = tree(self.parts[source])
                for node in list(root.iter(etree.Element)):
                    _cut_leads(node, ids)
                self.parts[source] = to_bytes(root)

    def _clean_text(self, name: str) -> None:
        data = self.parts[name]
        has_changes = any(sign in data for sign in _CHANGED)
        has_comments = b":comment" in data
        has_sources = b":mailMerge" in data
        if b":vanish" in data:
            self._tell_hidden(name)
        if not (has_changes or has_comments or has_sources):
            return
        root = tree(data)
        if root.tag.startswith(W):
            if accept_changes(root):
                self.findings.append(removed("tracked-changes", name))
            drop_comment_marks(root)
            for node in list(root.iter(f"{W}mailMerge")):
                node.getparent().remove(node)
                self.findings.append(removed("mail-merge", name))
            self.parts[name] = to_bytes(root)

    def _tell_hidden(self, name: str) -> None:
        for run in tree(self.parts[name]).iter(f"{W}r"):
            mark = run.find(f"{W}rPr/{W}vanish")
            text = "".join(run.itertext(f"{W}t"))
            if mark is not None and mark.get(f"{W}val") not in ("0", "false") and text.strip():
                self.findings.append(notice("hidden-text", name, around=text))
                return

    def _drop_unreachable(self) -> None:
        """Only what the package leads to goes on: the parts of comments, thumbnails, strays."""
        names = {name.casefold(): name for name in self.parts}
        kept = {CONTENT_TYPES, ROOT_RELATIONS}
        todo = [""]
        while todo:
            source = todo.pop()
            for lead in (one for one in self.relations.kept if one.source == source):
                name = names.get(lead.part.casefold())
                if lead.is_external or name is None or name in kept or is_thumbnail(name):
                    continue
                kept |= {name, rels_of(name)}
                todo.append(name)
        for name in set(self.parts) - kept:
            if is_xml(name, self.types.get(name, "")):
                self.shed[name] = self.parts[name]
            del self.parts[name]
        self.parts[CONTENT_TYPES] = _listing(self.parts[CONTENT_TYPES], set(self.parts))


def _cut_leads(node: etree._Element, ids: set[str]) -> None:
    led = [
        key for key, value in node.attrib.items() if key.startswith(_RELATION_ID) and value in ids
    ]
    parent = node.getparent()
    if led and parent is not None and _local(node) in _USELESS_WITHOUT:
        parent.remove(node)
        return
    for key in led:
        del node.attrib[key]


def _listing(data: bytes, kept: set[str]) -> bytes:
    """The content types of the parts that are left; the bytes as they were when all are."""
    root = tree(data)
    names = {f"/{name}".casefold() for name in kept}
    gone = [
        line
        for line in root.iterchildren(etree.Element)
        if _local(line) == "Override" and _part_name(line).casefold() not in names
    ]
    for line in gone:
        root.remove(line)
    return to_bytes(root) if gone else data


def _part_name(line: etree._Element) -> str:
    return "/" + str(line.get("PartName", "")).lstrip("/")


def _local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def shed_texts(shed: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Part and text of all that was cut, paragraph by paragraph."""
    for name, data in shed.items():
        root = tree(data)
        paragraphs = list(root.iter(f"{W}p")) or [root]
        yield from ((name, "".join(str(text) for text in p.itertext())) for p in paragraphs)
