"""Paper: Word templates filled with plain values, PDFs stamped and put together for the printer.

Pure: bytes and values in, bytes and values out; no Flask, no database, no other package of the
portal.
"""

from portal.paper.deflate import DEFLATES
from portal.paper.faults import MissingValue, PaperFault, Place, TemplateFault
from portal.paper.fields import fields, text
from portal.paper.filters import Filter, Wording, build_filters
from portal.paper.findings import Finding
from portal.paper.letterhead import asks_for_letterhead, with_letterhead, without_letterhead
from portal.paper.lock import Refusal, check_returned, controls, differences, fill_controls
from portal.paper.merging.merge import Leaf, merge, merged, open_leaf
from portal.paper.merging.mergeable import merge_reasons
from portal.paper.merging.proof import words_shown
from portal.paper.merging.split import split
from portal.paper.pdf.contents import Item, contents
from portal.paper.pdf.copies import certified_copy
from portal.paper.pdf.pages import page_count, page_image, page_texts
from portal.paper.pdf.printing import print_job
from portal.paper.pdf.routing import RoutingCode, read_routing_code, routing_code
from portal.paper.pdf.stamp import stamp
from portal.paper.pictures import BadPicture, Picture, qr_picture
from portal.paper.template import Template, compile_template, render

__all__ = [
    "DEFLATES",
    "BadPicture",
    "Filter",
    "Finding",
    "Item",
    "Leaf",
    "MissingValue",
    "PaperFault",
    "Picture",
    "Place",
    "Refusal",
    "RoutingCode",
    "Template",
    "TemplateFault",
    "Wording",
    "asks_for_letterhead",
    "build_filters",
    "certified_copy",
    "check_returned",
    "compile_template",
    "contents",
    "controls",
    "differences",
    "fields",
    "fill_controls",
    "merge",
    "merge_reasons",
    "merged",
    "open_leaf",
    "page_count",
    "page_image",
    "page_texts",
    "print_job",
    "qr_picture",
    "read_routing_code",
    "render",
    "routing_code",
    "split",
    "stamp",
    "text",
    "with_letterhead",
    "without_letterhead",
    "words_shown",
]
