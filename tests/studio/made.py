"""Little Word files of an author."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document


def word(*paragraphs: str, header: str = "", table: Sequence[Sequence[str]] = ()) -> bytes:
    """A .docx of these paragraphs, with a table at its end."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if table:
        cells = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    target = BytesIO()
    document.save(target)
    return target.getvalue()
