"""The same paper made by docxtpl itself, in the same sandbox and under the same allow-list."""

from io import BytesIO

from docxtpl import DocxTemplate

from portal.paper.filters import PARAGRAPH_SEPARATOR
from portal.paper.language import Reader
from portal.paper.package import clean
from portal.paper.sandbox import Sandbox
from portal.paper.tags import Source


class Reading(Sandbox):
    """What docxtpl hands to Jinja is read by our rules first."""

    def __init__(self, filters):
        super().__init__(filters)
        self.finalize = in_docxtpls_signs
        self.reader = Reader(Sandbox(filters))

    def _parse(self, source, name, filename):
        return self.reader.read(Source("", source))


def in_docxtpls_signs(value):
    return clean(value).replace(PARAGRAPH_SEPARATOR, "\a")


def render(template, context, filters):
    word, target = DocxTemplate(BytesIO(template)), BytesIO()
    word.render(context, Reading(filters))
    word.save(target)
    return target.getvalue()
