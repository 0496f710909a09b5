"""Filled documents for teaching by example: six pairs of our kinds, and plain ones made by hand.

What a template of ours prints is put between two private characters, so that the true places of
a filled document are known: its text tells where, the tag tells what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.documents.context import filters_of
from portal.documents.samples import sample_context
from portal.paper import render
from portal.paper.diagnosis.passages import Line, lines
from portal.paper.diagnosis.scan import marks
from portal.paper.package import parse_xml, read_parts, text_parts, to_bytes, write_parts
from tests.documents.papers import CATALOGUE

OPEN, CLOSE = "\ue000", "\ue001"

PEOPLE: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "uk": (
        {
            "family": "Ткач",
            "given": "Андрій",
            "patronymic": "Петрович",
            "gender": "m",
            "post": "викладач професійно-теоретичної підготовки",
        },
        {
            "family": "Гнатюк",
            "given": "Сергій",
            "patronymic": "Васильович",
            "gender": "m",
            "post": "майстер виробничого навчання",
        },
        {
            "family": "Савченко",
            "given": "Наталія",
            "patronymic": "Іванівна",
            "gender": "f",
            "post": "учитель української мови",
        },
    ),
    "ru": (
        {
            "family": "Орлова",
            "given": "Марина",
            "patronymic": "Сергеевна",
            "gender": "f",
            "post": "учитель математики",
        },
        {
            "family": "Белкина",
            "given": "Ольга",
            "patronymic": "Ивановна",
            "gender": "f",
            "post": "воспитатель",
        },
        {
            "family": "Громов",
            "given": "Пётр",
            "patronymic": "Алексеевич",
            "gender": "m",
            "post": "педагог-психолог",
        },
    ),
}
_FACTS = {"education": "", "experience": "", "category": "", "previous_training": ""} | {
    "file_number": "",
    "phone": "",
    "email": "",
}
_CHANGES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "uk": (
        {"number": "45-к/тр", "date": date(2026, 6, 5)},
        {
            "number": "112-к/тр",
            "date": date(2026, 9, 14),
            "training_from": date(2026, 9, 21),
            "training_to": date(2026, 10, 2),
            "hours": 90,
            "programme": "Цифрові інструменти вчителя",
            "provider": {
                "name": "Комунальний заклад «Вишнегорський обласний інститут»",
                "short": "КЗ «ВОІ»",
            },
            "contract": {"title": "договір", "number": "31-ПК", "date": date(2026, 9, 10)},
            "application_on": date(2026, 9, 7),
        },
        {
            "number": "7-к/тр",
            "date": date(2027, 2, 1),
            "training_from": date(2027, 2, 8),
            "training_to": date(2027, 2, 12),
            "hours": 31,
            "programme": "Безпечна школа",
            "provider": {"name": "Приватне підприємство «Освітній простір»", "short": "ПП «ОП»"},
            "contract": {"title": "договір", "number": "2/2027", "date": date(2027, 1, 28)},
            "application_on": date(2027, 1, 25),
        },
    ),
    "ru": (
        {"number": "45-к", "date": date(2026, 3, 5)},
        {
            "number": "112-к",
            "date": date(2026, 9, 14),
            "training_from": date(2026, 9, 21),
            "training_to": date(2026, 10, 2),
            "hours": 36,
            "programme": "Инклюзивное образование в школе",
            "provider": {"name": "Общество с ограниченной ответственностью «Знание»", "short": ""},
            "contract": {"title": "договор", "number": "31", "date": date(2026, 9, 10)},
            "application_on": date(2026, 9, 7),
        },
        {
            "number": "7-к",
            "date": date(2027, 2, 1),
            "training_from": date(2027, 2, 8),
            "training_to": date(2027, 2, 12),
            "hours": 21,
            "programme": "Цифровая грамотность педагога",
            "provider": {"name": "Автономная некоммерческая организация «Школа»", "short": ""},
            "contract": {"title": "договор", "number": "2/2027", "date": date(2027, 1, 28)},
            "application_on": date(2027, 1, 25),
        },
    ),
}


@dataclass(frozen=True)
class Filled:
    """A document, its values, and its places by paragraph: start, end, text."""

    docx: bytes
    values: Mapping[str, Any]
    places: Mapping[tuple[str, int], list[tuple[int, int, str]]]


def filled(kind_name: str, language: str, which: int) -> Filled:
    """The paper of the first, the second or the third person."""
    country = "ua" if language == "uk" else "ru"
    kind = CATALOGUE.kind(kind_name)
    changes = {**_CHANGES[language][which], "people": [{**_FACTS, **PEOPLE[language][which]}]}
    if kind_name == "certificate":
        changes["number"] = changes["number"].split("-")[0]
    values = sample_context(CATALOGUE, kind, country, language, **changes)
    template = kind.template(country, language)
    marked = render(_marked(template), values, filters_of(language))
    return Filled(render(template, values, filters_of(language)), values, _places(marked))


def changing(papers: Sequence[Filled]) -> list[tuple[str, int, int, int]]:
    """The places of the first paper whose text is not the same in all: part, paragraph, span."""
    first, *others = papers
    found = []
    for key, places in first.places.items():
        for number, (start, end, text) in enumerate(places):
            texts = {other.places[key][number][2] for other in others}
            if texts != {text} and text:
                found.append((*key, start, end))
    return found


def _marked(template: bytes) -> bytes:
    parts = read_parts(template)
    for part in text_parts(parts):
        root = parse_xml(parts[part], part)
        for line in list(lines(part, root, copies=True)):
            for mark in reversed(marks(line.as_read)):
                if mark.meant.startswith("{{"):
                    fresh = Line(line.place, line.paragraph)
                    fresh.replace(mark.start, mark.end, f"{OPEN}{mark.meant}{CLOSE}")
        parts[part] = to_bytes(root)
    return write_parts(parts)


def _places(docx: bytes) -> dict[tuple[str, int], list[tuple[int, int, str]]]:
    found: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    parts = read_parts(docx)
    for part in text_parts(parts):
        for line in lines(part, parse_xml(parts[part], part)):
            own: list[tuple[int, int, str]] = []
            text = line.text.replace(OPEN, "").replace(CLOSE, "").replace("\u00a0", " ")
            at = start = 0
            for letter in line.text:
                if letter == OPEN:
                    start = at
                elif letter == CLOSE:
                    own.append((start, at, text[start:at]))
                else:
                    at += 1
            if own:
                found[part, line.place.paragraph or 0] = own
    return found
