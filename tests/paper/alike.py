"""Whether two Word files say the same: their parts as canonical XML, whatever their ids are."""

import re
from hashlib import sha256
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import canonicalize

from lxml import etree

from portal.paper.package import CONTENT_TYPES, core_part, parse_xml, read_parts

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
PIC, WP = f"{DRAWING}picture}}", f"{DRAWING}wordprocessingDrawing}}"


def differences(one, other):
    """The names of parts that differ, each with the first place where they do.

    Left aside: core properties, of which ours keep the title alone; how a picture that was filled
    in is called, indented and numbered outside the body; how relations are called.
    """
    mine, yours = meaning(read_parts(one)), meaning(read_parts(other))
    names = sorted(mine.keys() ^ yours.keys())
    return [f"{name}: only in one" for name in names] + [
        f"{name}: {first_difference(mine[name], yours[name])}"
        for name in sorted(mine.keys() & yours.keys())
        if mine[name] != yours[name]
    ]


def meaning(parts):
    """By name: canonical XML with relations followed; pictures only as what is shown."""
    core = core_part(parts)
    found = {}
    for name, data in parts.items():
        if name in (core, CONTENT_TYPES) or "/media/" in name or name.endswith(".rels"):
            continue
        found[name] = canonical(name, parts) if name.endswith(".xml") else data
    return found


def canonical(name, parts):
    root = parse_xml(parts[name], name)
    targets = relations(name, parts)
    for node in root.iter("*"):
        for key, value in node.attrib.items():
            if key.startswith(R):
                node.set(key, targets[value])
    for inline in root.iter(f"{WP}inline"):
        for node in inline.iter(f"{WP}docPr", f"{PIC}cNvPr"):
            node.set("name", "")
            if not name.startswith("word/document"):
                node.set("id", "")
        for node in inline.iter("*"):
            node.text = node.tail = None
    return canonicalize(etree.tostring(root, encoding="unicode"), rewrite_prefixes=True)


def relations(name, parts):
    """What each relation of the part leads to: a file by its hash, a part by its name."""
    path = f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels"
    if path not in parts:
        return {}
    return {
        node.get("Id"): leads_to(node, name, parts)
        for node in parse_xml(parts[path], path).iterchildren("{*}Relationship")
    }


def leads_to(node, name, parts):
    target = node.get("Target")
    path = target[1:] if target.startswith("/") else normpath(join(dirname(name), target))
    if "/media/" in path:
        return sha256(parts[path]).hexdigest()
    return target if node.get("TargetMode") == "External" else path


def first_difference(one, other):
    place = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    begin = max(place - 80, 0)
    return f"{show(one[begin : place + 80])} … {show(other[begin : place + 80])}"


def show(data):
    return re.sub(r"\s+", " ", data if isinstance(data, str) else data.decode(errors="replace"))
