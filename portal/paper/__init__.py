"""Paper: Word templates filled with plain values, PDFs stamped and put together for the printer.

Pure: bytes and values in, bytes and values out; no Flask, no database, no other package of the
portal.
"""

from portal.paper.faults import MissingValue, PaperFault, Place, TemplateFault
from portal.paper.fields import fields, text
from portal.paper.filters import Filter, Wording, build_filters
from portal.paper.render import render

__all__ = [
    "Filter",
    "MissingValue",
    "PaperFault",
    "Place",
    "TemplateFault",
    "Wording",
    "build_filters",
    "fields",
    "render",
    "text",
]
