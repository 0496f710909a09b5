"""What a template asks for, and what a paper says."""

from functools import lru_cache

from jinja2 import Environment

from portal.paper.language import Reader
from portal.paper.package import paragraph_text, paragraphs, parse_xml, read_parts, text_parts
from portal.paper.tags import sources


@lru_cache(maxsize=64)
def fields(template: bytes) -> frozenset[str]:
    """The dotted English paths of every value the template uses, wherever it stands.

    A loop's variable stands for its list: `{% for p in people %}{{ p.name }}{% endfor %}` uses
    `people` and `people.name`. Raises `TemplateFault` when the template could not be rendered.
    """
    reader = Reader(Environment(autoescape=True))  # it only parses: nothing is run here
    for source in sources(read_parts(template)):
        reader.read(source)
    return frozenset(reader.paths)


def text(docx: bytes) -> str:
    """All text, a paragraph a line: headers, body with tables and controls, notes, footers."""
    return "\n".join(text_lines(docx))


def text_lines(docx: bytes) -> list[str]:
    parts = read_parts(docx)
    return [
        paragraph_text(paragraph)
        for part in text_parts(parts)
        for paragraph in paragraphs(parse_xml(parts[part], part))
    ]
