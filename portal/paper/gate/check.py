"""The questions of the gate in their order, and what comes of the answers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.paper.findings import MOST_SHOWN, Finding
from portal.paper.gate.archive import unpack
from portal.paper.gate.cleaning import Cleaning
from portal.paper.gate.contents import (
    check_contents,
    check_document,
    check_main,
    content_types,
)
from portal.paper.gate.instructions import check_instructions
from portal.paper.gate.markup import is_xml, prove_all, tree
from portal.paper.gate.refused import Refused, fault
from portal.paper.gate.relations import read_relations
from portal.paper.package import (
    paragraph_text,
    paragraphs,
    read_parts,
    text_parts,
    write_parts,
    xml_names,
)

_SLIPS = ("TPL-SYNTAX", "TPL-FIELD")
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and the copy of the file the portal works with; None when it is refused."""

    findings: tuple[Finding, ...]
    cleaned: bytes | None
    fields: tuple[str, ...] = ()

    @property
    def is_cleaned(self) -> bool:
        """Something harmless was taken out of the copy."""
        return any(one.code == "CLEANED" for one in self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        """Why it is refused: each code once, code of other programs before slips of the pen."""
        return codes_of(self.findings)


def codes_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The codes of the faults among them, the gravest first."""
    codes = dict.fromkeys(one.code for one in findings if one.is_fault)
    return tuple(sorted(codes, key=lambda code: _SLIPS.index(code) if code in _SLIPS else -1))


def check_package(data: bytes) -> Checked:
    """Whether this is a Word file that can do nothing but be read; its tags are not looked at."""
    return open_package(data)[0]


def check_printed(docx: bytes) -> list[Finding]:
    """A finished paper is looked at once more: what was filled in may not have become a field
    code, nor may a tag be left standing."""
    parts = read_parts(docx)
    found = check_instructions({name: parts[name] for name in xml_names(parts)})
    for name in text_parts(parts):
        for paragraph in paragraphs(tree(parts[name])):
            text = paragraph_text(paragraph)
            if _LEFT_OVER.search(text):
                found.append(fault("TPL-SYNTAX", "left-over", name, text=text[:MOST_SHOWN]))
    return found


def open_package(data: bytes) -> tuple[Checked, Mapping[str, bytes]]:
    """The check of the package, and the parts that were cut from it."""
    try:
        raw = unpack(data)
        types = content_types(raw)
        parts = prove_all(raw, types)
        main = check_main(types)
        relations = read_relations(parts)
        texts = {name: part for name, part in parts.items() if is_xml(name, types.get(name, ""))}
        told = [*relations.faults, *check_contents(parts, types), *check_instructions(texts)]
        if told:
            raise Refused(told)
        check_document(parts, main, relations)
        cleaning = Cleaning(parts, types, relations)
        cleaning.run()
    except Refused as refused:
        return Checked(refused.findings, None), {}
    checked = Checked(tuple(cleaning.findings), write_parts(cleaning.parts))
    return checked, cleaning.shed
