"""Little Word files, and filters whose words are easy to see."""

from collections.abc import Callable

import pytest
from docx import Document

from portal.paper import Wording, build_filters
from tests.paper.made import FakeName, saved


@pytest.fixture
def name():
    return FakeName()


@pytest.fixture
def filters():
    return build_filters(
        Wording(
            date_in_words=lambda day: f"{day.day:02} день",
            date_spelt=lambda day: f"{day.day:02} день словами",
            number_in_words=lambda number, gender, case: f"число {number} {gender} {case}",
            sum_in_words=lambda amount, case: f"сума {amount} {case}",
        )
    )


@pytest.fixture
def word() -> Callable[..., bytes]:
    """Makes a .docx of these paragraphs."""

    def make(*paragraphs: str, header: str = "", title: str = "") -> bytes:
        document = Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        document.core_properties.title = title
        return saved(document)

    return make
