"""Word's lists in a file of many papers: each paper has its own, or the numbers would run on."""

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree

from portal.paper.merging.mergeable import OFFICE, relation_elements, resolved
from portal.paper.package import W, parse_xml, to_bytes


class Lists:
    """The lists of the first paper, and copies of them for each one after it."""

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        names = [
            resolved(main, one.get("Target", ""))
            for one in relation_elements(parts, main)
            if one.get("Type") == OFFICE + "numbering"
        ]
        self.name = names[0] if names else ""
        self.root: Any = parse_xml(parts[self.name], self.name) if names else None
        self.nums = {} if self.root is None else _by_id(self.root, "num", "numId")
        self.abstracts = (
            {} if self.root is None else _by_id(self.root, "abstractNum", "abstractNumId")
        )
        self.last = max((int(n) for n in (*self.nums, *self.abstracts) if n.isdigit()), default=0)

    def copied(self, document: etree._Element) -> dict[str, str]:
        """The new number of each list the document uses."""
        used = {node.get(f"{W}val", "") for node in document.iter(f"{W}numId")}
        abstracts: dict[str, str] = {}
        return {name: self._copy(name, abstracts) for name in sorted(used) if name in self.nums}

    def write(self, parts: dict[str, bytes]) -> None:
        if self.root is not None:
            parts[self.name] = to_bytes(self.root)

    def _copy(self, name: str, abstracts: dict[str, str]) -> str:
        num = copy.deepcopy(self.nums[name])
        points = num.find(f"{W}abstractNumId")
        wanted = points.get(f"{W}val", "")
        if wanted not in abstracts and wanted in self.abstracts:
            abstracts[wanted] = self._next()
            copied = copy.deepcopy(self.abstracts[wanted])
            copied.set(f"{W}abstractNumId", abstracts[wanted])
            for node in copied.findall(f"{W}nsid") + copied.findall(f"{W}name"):
                copied.remove(node)
            self.abstracts[wanted].addnext(copied)  # those stand before the first list
        points.set(f"{W}val", abstracts.get(wanted, wanted))
        num.set(f"{W}numId", new := self._next())
        self.root.append(num)
        return new

    def _next(self) -> str:
        self.last += 1
        return str(self.last)


def _by_id(root: etree._Element, tag: str, name: str) -> dict[str, etree._Element]:
    return {node.get(f"{W}{name}", ""): node for node in root.iterchildren(f"{W}{tag}")}
