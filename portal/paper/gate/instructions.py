"""Field codes: what Word is asked to work out by itself (security plan, T9).

Page numbers, dates and references are; anything that loads or runs something is not. The words of
one code may be spread over many runs, and codes may stand within codes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from portal.paper.findings import Finding
from portal.paper.gate.markup import SAFE_LINK, tree
from portal.paper.gate.refused import fault
from portal.paper.package import W

_WORDS = """
    PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME REF
    PAGEREF NOTEREF TOC TC TOA TA INDEX XE SEQ STYLEREF LISTNUM FORMTEXT FORMCHECKBOX
    FORMDROPDOWN SYMBOL MERGEFIELD HYPERLINK TITLE SUBJECT AUTHOR KEYWORDS DOCPROPERTY
    NUMWORDS NUMCHARS FILENAME IF EQ ADVANCE AUTONUM =
"""
_ALLOWED = frozenset(_WORDS.split())
_KEYWORD = re.compile(r"\s*([A-Za-z]+(?![\w{])|=)")  # not one that a tag makes longer
_INNER = "\x00"  # where a code within a code stands
_WORD = re.compile(r'"([^"]*)"|(\S+)')
# Words of HYPERLINK that are followed by one which is no address.
_WITH_ARGUMENT = frozenset({r"\l", r"\o", r"\t"})


@dataclass(slots=True)
class _Code:
    """A code that has begun; its instruction ends where its result begins."""

    words: list[str] = field(default_factory=list)
    is_separated: bool = False


def check_instructions(parts: Mapping[str, bytes]) -> list[Finding]:
    """A fault for each field code of these parts of XML that is not on the list."""
    return [
        fault("FLD-DENY", "field", part, field=" ".join(code.replace(_INNER, "").split())[:80])
        for part, data in parts.items()
        if b"instrText" in data or b"fldSimple" in data or b"InstrText" in data
        for code in instructions(tree(data))
        if not _is_harmless(code)
    ]


def instructions(root: etree._Element) -> Iterator[str]:
    """Every instruction of a part, put together from its runs."""
    open_codes: list[_Code] = []
    for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText", f"{W}fldSimple"):
        if node.tag == f"{W}fldSimple":
            yield str(node.get(f"{W}instr", ""))
        elif node.tag != f"{W}fldChar":
            text = node.text or ""
            if open_codes and not open_codes[-1].is_separated:
                open_codes[-1].words.append(text)
            else:
                yield text
        else:
            yield from _border(str(node.get(f"{W}fldCharType", "")), open_codes)
    yield from ("".join(code.words) for code in open_codes)


def _border(kind: str, open_codes: list[_Code]) -> Iterator[str]:
    if kind == "begin":
        if open_codes and not open_codes[-1].is_separated:
            open_codes[-1].words.append(_INNER)
        open_codes.append(_Code())
    elif kind == "separate" and open_codes:
        open_codes[-1].is_separated = True
    elif kind == "end" and open_codes:
        yield "".join(open_codes.pop().words)


def _is_harmless(instruction: str) -> bool:
    if not instruction.strip():
        return True
    keyword = _KEYWORD.match(instruction)
    if keyword is None or keyword[1].upper() not in _ALLOWED:
        return False
    if keyword[1].upper() != "HYPERLINK":
        return True
    return all(SAFE_LINK.fullmatch(address) for address in _addresses(instruction[keyword.end() :]))


def _addresses(words: str) -> Iterator[str]:
    """What HYPERLINK leads to; a place in the document itself (\\l) is none."""
    is_argument = False
    for quoted, bare in _WORD.findall(words):
        if is_argument:
            is_argument = False
        elif bare.startswith("\\"):
            is_argument = bare.casefold() in _WITH_ARGUMENT
        else:
            yield quoted or bare
