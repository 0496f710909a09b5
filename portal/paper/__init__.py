"""Paper: Word templates filled with plain values, PDFs stamped and put together for the printer.

Pure: bytes and values in, bytes and values out; no Flask, no database, no other package of the
portal.
"""

from portal.paper.faults import MissingValue, PaperFault, Place, TemplateFault
from portal.paper.filters import Wording, build_filters
from portal.paper.render import render

__all__ = [
    "MissingValue",
    "PaperFault",
    "Place",
    "TemplateFault",
    "Wording",
    "build_filters",
    "render",
]
