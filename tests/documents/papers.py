"""What the tests of kinds are made of: every shipped paper, filled; people; places on a page."""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from portal import paper
from portal.documents.kind_folders import load_catalogue
from portal.documents.samples import sample_context
from portal.documents.wording import filters_of

FOLDER = Path(__file__).resolve().parents[2] / "doc_templates"
CATALOGUE = load_catalogue(FOLDER)
PAPERS = [(kind.name, *where) for kind in CATALOGUE for where in sorted(kind.templates)]
MM = 72 / 25.4

_COLUMNS = ("family", "given", "patronymic", "gender", "post")
_PEOPLE = {
    "uk": (
        "Петренко|Олена|Іванівна|f|учитель математики",
        "Петренко|Сергій|Миколайович|m|майстер виробничого навчання",
        "Гриць|Богдан|Ілліч|m|старший майстер",
        "Нечай-Левицька|Ольга|Юріївна|f|практичний психолог",
        "Ткачук-Мельник|Ігор|Олегович|m|заступник директора з навчально-виробничої роботи",
        "Дюбуа|Софі||f|вчитель французької мови",
    ),
    "ru": (
        "Ткач|Вера|Николаевна|f|секретарь",
        "Гриц|Марк|Львович|m|учитель истории и обществознания",
        "Римская-Орлова|Любовь|Павловна|f|педагог-психолог",
        "Мельник-Зарецкий|Пётр|Фёдорович|m|заместитель директора по воспитательной работе",
        "Мамедов|Эльчин|Ариф оглы|m|учитель математики",
        "Карапетян|Гаяне||f|воспитатель",
    ),
}


def people(language, count):
    """So many persons of the sample, some of them more than once."""
    rows = _PEOPLE["uk" if language == "en" else language]
    named = [dict(zip(_COLUMNS, row.split("|"), strict=True)) for row in rows]
    return [named[n % len(named)] for n in range(count)]


def person(language, number):
    return people(language, number + 1)[number]


def fill(name, country, language, **changes):
    """The paper of the sample, with these values in place of the sample's."""
    kind = CATALOGUE.kind(name)
    context = sample_context(CATALOGUE, kind, country, language, **changes)
    return paper.render(kind.template(country, language), context, filters_of(language))


def words(docx):
    """Its paragraphs with common spaces, those without a letter left out."""
    lines = paper.text(docx).replace("\u00a0", " ").split("\n")
    return [line for line in lines if line.strip()]


@dataclass(frozen=True)
class Box:
    """A place on a page, in millimetres from its left and top edge."""

    left: float
    top: float
    right: float
    bottom: float


class Pages:
    """Where letters stand in a PDF."""

    def __init__(self, pdf):
        self.document = pdfium.PdfDocument(pdf)
        self.pages = list(self.document)
        self.texts = [page.get_textpage() for page in self.pages]

    def __len__(self):
        return len(self.pages)

    def text(self, number):
        return self.texts[number].get_text_range().replace("\u00a0", " ")

    def page_with(self, wanted):
        return next(n for n in range(len(self)) if wanted in self.text(n))

    def letters(self, number):
        """The box of every visible letter of a page."""
        text = self.texts[number]
        return [
            self._box(number, place)
            for place in range(text.count_chars())
            if text.get_text_range(place, 1).strip("\u00a0 \r\n\t")
        ]

    def find(self, number, wanted, letters=None):
        """The box of the first such text on the page, or of so many letters of it."""
        found = self.texts[number].search(wanted, match_case=True).get_next()
        assert found, f"{wanted!r} is not on page {number + 1}"
        first, count = found
        boxes = [self._box(number, first + place) for place in range(letters or count)]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def line_of(self, number, wanted):
        """How far from the top its first letter stands; letters with tails stand lower."""
        return self.find(number, wanted, letters=1).bottom

    def _box(self, number, place):
        height = self.pages[number].get_height()
        left, bottom, right, top = self.texts[number].get_charbox(place)
        return Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)

    def close(self):
        for part in (*self.texts, *self.pages, self.document):
            part.close()
