"""The four papers of the benchmark, written with python-docx for each dialect, and their values.

People, schools and texts are fictional. Pictures are part of the template: no peer can change a
picture without a paid module.
"""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from struct import pack
from typing import Any

import segno
from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.benchmarks.dialects import Dialect

WORDS = """
договір сторона замовник виконавець слухач програма навчання підвищення кваліфікації строк
обсяг година кредит розклад заняття матеріал доступ робота звіт оцінка комісія рішення документ
сертифікат підпис керівник заклад освіта послуга якість оплата рахунок сума податок відрядження
місце середній заробіток витрата компетентність тема перелік набутий передбачений визначений
узгоджений належний письмовий наступний календарний робочий день місяць рік початок завершення
надає забезпечує зберігає відшкодовує подає перевіряє підтверджує вирішує повідомляє передає
не пізніше ніж протягом після відповідно до законодавства у порядку за умови крім випадків
"""
FAMILIES = ("Ткач", "Гриць", "Швець", "Чорна", "Сорока", "Коваль", "Нечай-Левицька", "Саркісян")
CONTRACT_FIELDS = 60
CONTRACT_BLOCKS = 10


@dataclass(frozen=True)
class Paper:
    """One paper: how its template is written, and what is filled in."""

    name: str
    write: Callable[[Word, Dialect], None]
    values: dict[str, Any]

    def template(self, dialect: Dialect) -> bytes:
        word = Document()
        word.styles["Normal"].font.name = "Times New Roman"
        word.styles["Normal"].font.size = Pt(14)
        self.write(word, dialect)
        target = BytesIO()
        word.save(target)
        return target.getvalue()


def _line(word: Any, dialect: Dialect, text: str) -> None:
    """A paragraph; each `[field]` of the text stands in a bold run of its own, as people do it."""
    paragraph = word.add_paragraph()
    for number, piece in enumerate(text.replace("]", "[").split("[")):
        if piece:
            paragraph.add_run(dialect.value(piece) if number % 2 else piece).bold = bool(number % 2)
    _dress(paragraph)


def _dress(paragraph: Any, size: int = 14) -> None:
    """Say of every run what it looks like, as Word does whatever the style says."""
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for run in paragraph.runs:
        run.font.name, run.font.size = "Times New Roman", Pt(size)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "uk-UA")
        run._r.get_or_add_rPr().append(language)


def _clauses(number: int) -> list[str]:
    """So many sentences that mean nothing and pack as texts do, the same each time."""
    chosen = random.Random(number)
    return [" ".join(chosen.choices(WORDS.split(), k=20)).capitalize() + "." for _ in range(number)]


def _referral(word: Word, dialect: Dialect) -> None:
    section = word.sections[0]
    _line(section.header, dialect, "[organisation], код ЄДРПОУ [code]")
    _line(section.footer, dialect, "Направлення № [number] від [dated_on]")
    word.add_heading("НАПРАВЛЕННЯ", 1)
    _line(word, dialect, "№ [number] від [dated_on]")
    _line(word, dialect, "[organisation] направляє [person_dative], [post_dative], до [provider].")
    _line(word, dialect, "Вид підвищення кваліфікації: [training_kind].")
    _line(word, dialect, "Програма: «[programme]», обсяг [hours] год., з [since] по [until].")
    _line(word, dialect, "Підстава: наказ [basis].")
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("[head_post]", "________", "[head]"), strict=True):
        _line(cell, dialect, text)
    for cell, text in zip(table.rows[1].cells, ("М. П.", "", "[dated_on]"), strict=True):
        _line(cell, dialect, text)


def _order(word: Word, dialect: Dialect) -> None:
    _line(word, dialect, "[organisation]")
    word.add_heading("НАКАЗ", 1)
    _line(word, dialect, "[dated_on]    № [number]")
    for text in (*_clauses(3), "НАКАЗУЮ направити на навчання до [provider]:"):
        _line(word, dialect, text)
    columns = ["n", "person", "post", "programme", "since", "until", "hours"]
    heads = ["№", "Прізвище, ім’я", "Посада", "Програма", "З", "По", "Годин"]
    table = word.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
        _dress(cell.paragraphs[0], size=8)
    for row in dialect.table(columns):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            _dress(cell.paragraphs[0], size=8)
    for number, text in enumerate(_clauses(4), start=2):
        _line(word, dialect, f"{number}. {text}")
    _line(word, dialect, "[head_post]    [head]")


def _contract(word: Word, dialect: Dialect) -> None:
    word.add_heading("ДОГОВІР ПРО НАДАННЯ ОСВІТНІХ ПОСЛУГ", 1)
    clauses = _clauses(CONTRACT_FIELDS + CONTRACT_BLOCKS)
    for n in range(CONTRACT_FIELDS):
        if n % 6 == 0:
            word.add_heading(f"{n // 6 + 1}. Умови", 2)
        _line(word, dialect, f"{n // 6 + 1}.{n % 6 + 1}. {clauses[n]} Узгоджено: [field_{n + 1}].")
        if n % 6 == 5:
            begin, end = dialect.block(f"is_agreed_{n // 6 + 1}")
            for text in (begin, f"{n // 6 + 1}.7. {clauses[-1 - n // 6]}", end):
                _dress(word.add_paragraph(text))


def _certificate(word: Word, dialect: Dialect) -> None:
    word.add_picture(BytesIO(_logo()), width=Mm(40))
    word.add_heading("СЕРТИФІКАТ", 1)
    _line(word, dialect, "№ [number]")
    _line(word, dialect, "Цим засвідчується, що [person], [post], [finished] програму")
    _line(word, dialect, "«[programme]» обсягом [hours] год. ([ects] кредити ЄКТС)")
    _line(word, dialect, "з [since] по [until] у [provider].")
    _line(word, dialect, "[head_post]    [head]    [dated_on]")
    code = BytesIO()
    segno.make("https://papka.example/verify/0123456789abcdef", error="q").save(
        code, kind="png", scale=8
    )
    word.add_picture(BytesIO(code.getvalue()), width=Mm(30))


def _logo() -> bytes:
    """A picture of about 50 KB that does not pack: noise, the same each time."""
    width, height = 130, 130
    noise = random.Random(2026)
    rows = b"".join(b"\0" + noise.randbytes(3 * width) for _ in range(height))
    chunks = (
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


_SHARED = {
    "organisation": "ДНЗ «Вишнегорський професійний ліцей машинобудування»",
    "code": "00000000",
    "number": "45-к/тр",
    "dated_on": "05.06.2026",
    "person": "Гриць Любов Степанівна",
    "person_dative": "Гриць Любов Степанівну",
    "post": "методист",
    "post_dative": "методиста",
    "provider": "Навчально-методичний центр «Освіта & праця»",
    "training_kind": "курси підвищення кваліфікації",
    "programme": "Сучасні технології обслуговування техніки",
    "hours": "60",
    "ects": "2",
    "since": "15.06.2026",
    "until": "26.06.2026",
    "basis": "№ 44-к/тр від 04.06.2026",
    "finished": "закінчила",
    "head_post": "Директор",
    "head": "Олена КОВАЛЬ",
}
_ROWS = [
    {
        "n": str(n),
        "person": f"{FAMILIES[n % len(FAMILIES)]} Андрій Петрович",
        "post": "викладач професійно-теоретичної підготовки",
        "programme": "Сучасні технології обслуговування техніки",
        "since": "15.06.2026",
        "until": "26.06.2026",
        "hours": str(30 + n),
    }
    for n in range(1, 31)
]
_AGREED = {f"field_{n}": f"за актом № {n} від 05.06.2026" for n in range(1, CONTRACT_FIELDS + 1)}
_BLOCKS = {f"is_agreed_{n}": n % 2 == 1 for n in range(1, CONTRACT_BLOCKS + 1)}

PAPERS = (
    Paper("referral", _referral, _SHARED),
    Paper("order", _order, {**_SHARED, "rows": _ROWS}),
    Paper("contract", _contract, {**_AGREED, **_BLOCKS}),
    Paper("certificate", _certificate, _SHARED),
)
