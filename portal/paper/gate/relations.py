"""Which parts of the package lead to which, and what leads out of it (security plan, T7).

Nothing may be fetched from outside. A hyperlink to a page or a mail address stays; other links and
the remembered template of the author's own machine are taken out, for honest files have them.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from portal.paper.findings import Finding
from portal.paper.gate.markup import SAFE_LINK, tree
from portal.paper.gate.refused import fault, refusal, removed

ROOT_RELATIONS = "_rels/.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KNOWN_FAMILY = re.compile(
    r"http://(schemas\.openxmlformats\.org/(officeDocument|package)/2006/relationships"
    r"|schemas\.microsoft\.com/office/20\d\d/\d\d/relationships"
    r"|schemas\.microsoft\.com/office/20\d\d/relationships"
    r"|purl\.oclc\.org/ooxml/officeDocument/relationships)(/metadata)?/(?P<kind>[\w-]+)"
)
_KINDS = """
    officeDocument core-properties extended-properties extendedProperties custom-properties
    customProperties styles stylesWithEffects settings webSettings fontTable font theme
    themeOverride numbering header footer footnotes endnotes image hyperlink customXml
    customXmlProps chart chartUserShapes chartStyle chartColorStyle diagramData diagramLayout
    diagramQuickStyle diagramColors diagramDrawing
"""
_KEPT = frozenset(_KINDS.split())
# What the clean copy does without, and the word for it.
DROPPED: Mapping[str, str] = {
    "thumbnail": "thumbnail",
    "printerSettings": "printer-settings",
    "attachedTemplate": "attached-template",
    "recipientData": "mail-merge",
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsExtensible": "comments",
    "commentsIds": "comments",
    "people": "comments",
    "documenttasks": "comments",
    "glossaryDocument": "building-blocks",
    "keyMapCustomizations": "keyboard",
    "classificationlabels": "metadata",
}
_REASONS: Mapping[str, str] = {
    "oleObject": "embedded-file",
    "package": "embedded-file",
    "control": "control",
    "activeXControlBinary": "control",
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "aFChunk": "foreign-chunk",
    "subDocument": "foreign-chunk",
    "mailMergeSource": "mail-merge-source",
    "mailMergeHeaderSource": "mail-merge-source",
    "video": "film",
    "audio": "film",
    "media": "film",
}
_MAY_BE_OUTSIDE = frozenset({"attachedTemplate", "thumbnail", "printerSettings"})
_HAS_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", re.I)


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a .rels part; `source` is the part that has it, "" the package itself."""

    source: str
    id: str
    kind: str
    target: str
    is_external: bool

    @property
    def part(self) -> str:
        """The name of the part it leads to."""
        target = unquote(self.target.partition("#")[0])
        if not target.startswith("/"):
            target = posixpath.join(posixpath.dirname(self.source), target)
        return posixpath.normpath(target.lstrip("/"))


@dataclass(slots=True)
class Relations:
    """All relations that stay, and those that go, with what is said of them."""

    kept: list[Relation] = field(default_factory=list)
    dropped: list[Relation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    def of_kind(self, kind: str, source: str = "") -> list[Relation]:
        return [one for one in self.kept if one.kind == kind and one.source == source]


def read_relations(parts: Mapping[str, bytes]) -> Relations:
    """The relations of a package whose XML is proved; raises `Refused` when it is no list."""
    relations = Relations()
    for name, data in parts.items():
        if not name.casefold().endswith(".rels"):
            continue
        for relation in _lines(name, data):
            told = _judge(relation)
            if told is None:
                relations.kept.append(relation)
            elif told.is_fault:
                relations.faults.append(told)
            else:
                relations.dropped.append(relation)
                relations.findings.append(told)
    return relations


def source_of(rels_part: str) -> str:
    """The part whose relations stand there: word/_rels/document.xml.rels → word/document.xml."""
    folder, name = posixpath.split(rels_part)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def rels_of(part: str) -> str:
    """The other way round."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def without(data: bytes, ids: set[str]) -> bytes:
    """A .rels part without these lines."""
    root = tree(data)
    for line in list(root):
        if line.get("Id") in ids:
            root.remove(line)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _lines(name: str, data: bytes) -> Iterator[Relation]:
    root = tree(data)
    seen: set[str] = set()
    if root.tag != f"{{{_PACKAGE}}}Relationships":
        raise refusal("OPC-BAD", "broken-package", name)
    for line in root.iterchildren(etree.Element):
        id_, family, target = line.get("Id"), line.get("Type"), line.get("Target")
        if not id_ or family is None or target is None or id_ in seen:
            raise refusal("OPC-BAD", "broken-package", name)
        seen.add(id_)
        known = _KNOWN_FAMILY.fullmatch(family)
        kind = known["kind"] if known else family
        is_external = line.get("TargetMode", "Internal").strip().casefold() != "internal"
        outside = is_external or bool(_HAS_SCHEME.match(target))
        yield Relation(source_of(name), id_, kind, target, outside)


def _judge(relation: Relation) -> Finding | None:
    """What is to be said of one; nothing of one that stays as it is."""
    kind, source, shown = relation.kind, relation.source, relation.target[:80]
    if kind == "hyperlink":
        is_safe = relation.is_external and SAFE_LINK.fullmatch(relation.target)
        is_here = not relation.is_external and shown.startswith("#")
        return None if is_safe or is_here else removed("link", source, target=shown)
    if kind in DROPPED and (kind in _MAY_BE_OUTSIDE or not relation.is_external):
        return removed(DROPPED[kind], source)
    if relation.is_external:
        reason = "external-picture" if kind == "image" else _REASONS.get(kind, "external")
        return fault("REL-DENY", reason, source, target=shown)
    if kind not in _KEPT or relation.part.startswith(".."):
        return fault("REL-DENY", _REASONS.get(kind, "relation"), source, target=shown)
    return None
