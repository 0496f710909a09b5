"""The PDF of many papers cut into theirs: as each would be had it been converted by itself.

Kept for every part: the pages, its own branch of the structure tree (a tagged PDF stays tagged),
the colour profile and the PDF/A mark. Not kept: what belongs to the others, named destinations,
fonts and pictures no page of the part uses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from portal.paper.faults import PaperFault
from portal.paper.merging.merge import bookmark
from portal.paper.pdf.printing import open_pdf, saved

_OF_THE_WHOLE = ("/Lang", "/MarkInfo", "/OutputIntents", "/ViewerPreferences")
_TITLE = re.compile(rb"(<dc:title>.*?<rdf:li[^>]*>).*?(</rdf:li>)", re.S)


def split(pdf: bytes, mark: str, titles: Sequence[str]) -> list[bytes]:
    """One PDF a paper, in their order; `titles` are those of their Word files.

    Raises `PaperFault` when the destinations do not prove where each paper begins and ends.
    """
    with open_pdf(pdf) as whole:
        ranges = _ranges(whole, mark, len(titles))
        try:
            trees = _Trees(whole)
            return [
                _part(whole, trees, pages, title)
                for pages, title in zip(ranges, titles, strict=True)
            ]
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as fault:
            raise PaperFault("uneven") from fault  # not built as LibreOffice builds it


def _ranges(whole: pikepdf.Pdf, mark: str, count: int) -> list[range]:
    """The pages of each paper, counted from 0: side by side, from the first to the last."""
    places = {page.obj.objgen: number for number, page in enumerate(whole.pages)}
    destinations = whole.Root.get("/Dests", Dictionary())

    def place(position: int, *, ends: bool) -> int:
        found: Any = destinations.get(f"/{bookmark(mark, position, ends=ends)}")
        if not isinstance(found, Array) or found[0].objgen not in places:
            raise PaperFault("uneven")
        return places[found[0].objgen]

    ranges = [
        range(place(position, ends=False), place(position, ends=True) + 1)
        for position in range(count)
    ]
    edges = [0, *(stop for pages in ranges for stop in (pages.start, pages.stop)), len(places)]
    if any(left != right for left, right in zip(edges[::2], edges[1::2], strict=True)):
        raise PaperFault("uneven")
    if not all(ranges):
        raise PaperFault("uneven")
    return ranges


class _Trees:
    """The structure of the whole, by the page its branches begin on."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.root: Any = whole.Root.get("/StructTreeRoot")
        self.branches: dict[tuple[int, int], list[Any]] = {}
        self.parents: Mapping[int, Any] = {}
        if self.root is None:
            return
        (document,) = self.root.K
        for branch in document.K:
            self.branches.setdefault(_page_of(branch).objgen, []).append(branch)
        self.parents = dict(pikepdf.NumberTree(self.root.ParentTree))

    def of(self, pages: Sequence[pikepdf.Page]) -> Any:
        """A tree of these pages alone; the things of the pages are counted anew, in their order."""
        root = self.whole.make_indirect(
            Dictionary(Type=Name.StructTreeRoot, RoleMap=self.root.RoleMap)
        )
        branches = [b for page in pages for b in self.branches.get(page.obj.objgen, ())]
        document = self.whole.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Document, P=root, Pg=pages[0].obj, K=Array(branches)
            )
        )
        for branch in branches:
            branch.P = document
        parents = [self.parents[int(thing[name])] for thing, name in _counted(pages)]
        nums = [item for pair in enumerate(parents) for item in pair]
        root.K = Array([document])
        root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(nums)))
        root.ParentTreeNextKey = len(parents)
        return root


def _counted(pages: Iterable[pikepdf.Page]) -> Iterator[tuple[Any, str]]:
    """Each thing that has a number in the structure, and where: pages, and links on them."""
    for page in pages:
        if "/StructParents" in page.obj:
            yield page.obj, "/StructParents"
        for note in page.obj.get("/Annots", ()):
            if "/StructParent" in note:
                yield note, "/StructParent"


def _page_of(branch: Any) -> Any:
    """The page a branch begins on: its own, or that of the first below it that has one."""
    while "/Pg" not in branch:
        branch = branch.K[0] if isinstance(branch.K, Array) else branch.K
    return branch.Pg


def _part(whole: pikepdf.Pdf, trees: _Trees, pages: range, title: str) -> bytes:
    taken = [whole.pages[number] for number in pages]
    with pikepdf.new() as part:
        part.pages.extend(taken)
        part.remove_unreferenced_resources()
        if trees.root is not None:
            part.Root.StructTreeRoot = part.copy_foreign(trees.of(taken))
            for number, (thing, name) in enumerate(_counted(part.pages)):
                thing[name] = number
        for name in _OF_THE_WHOLE:
            if name in whole.Root:
                part.Root[name] = part.copy_foreign(whole.make_indirect(whole.Root[name]))
        if "/Metadata" in whole.Root:
            part.Root.Metadata = _metadata(part, whole.Root.Metadata.read_bytes(), title)
        for name, value in whole.docinfo.items():
            part.docinfo[name] = title if name == "/Title" else str(value)
        return saved(part, version=whole.pdf_version)


def _metadata(part: pikepdf.Pdf, xmp: bytes, title: str) -> pikepdf.Stream:
    """The mark of PDF/A and the title of this paper."""
    words = escape(title).encode()
    said = _TITLE.sub(lambda found: found[1] + words + found[2], xmp, count=1)
    return pikepdf.Stream(part, said, Type=Name.Metadata, Subtype=Name.XML)
