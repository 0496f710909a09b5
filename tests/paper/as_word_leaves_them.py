"""Ten good templates in the state in which Word leaves them after a week of editing.

Each is the file, the values it asks for and the words that stand on the paper. What Word adds is
written in its own XML: runs cut by `rsid`, marks of the spelling checker, bookmarks, content
controls, text boxes with a copy for old Word, tables in tables, typographic quotes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import crc32

from docx import Document

from tests.paper.made import FakeName, saved

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="708" '
    'w:footer="708" w:gutter="0"/></w:sectPr>'
)
VALUES: Mapping[str, object] = {
    "employee": {"name": FakeName(), "post": "викладач", "gender": "m"},
    "head": {"name": FakeName("Коваль", "Олена", "f"), "post": "директор"},
    "organisation": {"name": "Ліцей № 1", "settlement": "м. Вишнегорськ"},
    "date": date(2026, 6, 5),
    "number": "45-к/тр",
    "hours": 60,
    "topic": "Безпека",
    "note": "",
    "people": [
        {"name": FakeName(), "courses": [{"title": "Курс А"}, {"title": "Курс Б"}]},
        {"name": FakeName("Гнатюк", "Ірина", "f"), "courses": [{"title": "Курс В"}]},
    ],
}


@dataclass(frozen=True)
class Left:
    """A template as Word left it, and what its paper says, line by line."""

    name: str
    docx: bytes
    says: tuple[str, ...]
    values: Mapping[str, object]


def ten() -> list[Left]:
    return [
        Left(builder.__name__, *builder(), VALUES)
        for builder in (
            cut_by_rsid,
            marked_by_the_spelling_checker,
            with_bookmarks,
            in_content_controls,
            in_a_text_box,
            with_tables_in_tables,
            with_curly_quotes,
            with_headers_and_footnotes,
            in_links_with_hard_spaces,
            of_several_sections_with_lists,
        )
    ]


Built = tuple[bytes, tuple[str, ...]]


def cut_by_rsid() -> Built:
    body = _paragraph(
        *("Видано {", "{ em", "ployee", ".na", "me|da", "tive }", "}, наказ № {{ num", "ber }}"),
        bold=3,
    )
    return _package(body), ("Видано Ткач/dative, наказ № 45-к/тр",)


def marked_by_the_spelling_checker() -> Built:
    spell = '<w:proofErr w:type="spellStart"/>{}<w:proofErr w:type="spellEnd"/>'
    body = (
        "<w:p>"
        + _run("Направити {{ ")
        + spell.format(_run("працівник", lang="uk-UA"))
        + _run(".")
        + spell.format(_run("піб|родовий", lang="en-US"))
        + '<w:proofErr w:type="gramStart"/>'
        + _run(" }}")
        + '<w:proofErr w:type="gramEnd"/>'
        + _run(", {{ ")
        + spell.format(_run("працівник.посада"))
        + _run(" }}.")
        + "</w:p>"
    )
    return _package(body), ("Направити Ткач/genitive, викладач.",)


def with_bookmarks() -> Built:
    body = (
        "<w:p>"
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        + _run("Тема: {{ to")
        + '<w:bookmarkStart w:id="1" w:name="OLE_LINK1"/><w:bookmarkEnd w:id="0"/>'
        + _run("pic }}, {% if ho")
        + '<w:bookmarkEnd w:id="1"/>'
        + _run("urs %}обсяг {{ hours }} год.{% endif %}")
        + "</w:p>"
    )
    return _package(body), ("Тема: Безпека, обсяг 60 год.",)


def in_content_controls() -> Built:
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="Кому"/><w:id w:val="{id}"/>'
        '<w:placeholder><w:docPart w:val="DefaultPlaceholder"/></w:placeholder></w:sdtPr>'
        "<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )
    body = control.format(id=11, inside=_paragraph("Кому: {{ head", ".name|dative }}"))
    body += (
        "<w:p>"
        + _run("Дата: ")
        + control.format(id=12, inside=_run("{{ date|digits }}"))
        + _run(", № ")
        + control.format(id=13, inside=_run("{{ num") + _run("ber }}"))
        + "</w:p>"
    )
    return _package(body), ("Кому: Коваль/dative", "Дата: 05.06.2026, № 45-к/тр")


def in_a_text_box() -> Built:
    inside = _paragraph("ЗАТВЕРДЖУЮ {{ head", ".name|signature }}")
    shape = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="2000000" cy="600000"/><wp:docPr id="1" name="Напис 1"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="2000000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape style="width:157pt;height:47pt"><v:textbox>'
        f"<w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    body = f"<w:p><w:r>{shape}</w:r></w:p>" + _paragraph("Наказ {{ number }}")
    return _package(body), ("ЗАТВЕРДЖУЮ Олена КОВАЛЬ/nominative", "Наказ 45-к/тр")


def with_tables_in_tables() -> Built:
    document = Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).text = "{%tr for p in people %}"
    table.cell(1, 0).text = "{{ p.name }}"
    inner = table.cell(1, 1).add_table(3, 1)
    inner.cell(0, 0).text = "{%tr for c in p.courses %}"
    inner.cell(1, 0).text = "{{ c.title }}"
    inner.cell(2, 0).text = "{%tr endfor %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    return saved(document), ("Ткач Андрій", "Курс А", "Курс Б", "Гнатюк Ірина", "Курс В")


def with_curly_quotes() -> Built:
    body = _paragraph("{{ employee|agree(“який”, “яка”) }} і {{ head.name|agree(„він“, „вона“) }}")
    body += _paragraph("{{ head.name|agree(«прибув», «прибула») }}")
    return _package(body), ("який і вона", "прибула")


def with_headers_and_footnotes() -> Built:
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ organisation.name }}"
    section.header.paragraphs[0].text = "Наказ {{ number }}"
    section.footer.paragraphs[0].text = "{{ organisation.settlement }}"
    document.add_paragraph("Тема {{ topic }}")
    return _with_footnote(saved(document), "Примітка: {{ date|digits }}"), (
        "Ліцей № 1",
        "Тема Безпека",
        "Примітка: 05.06.2026",
        "м. Вишнегорськ",
    )


def in_links_with_hard_spaces() -> Built:
    body = (
        "<w:p>"
        + _run("{{\u00a0topic\u00a0}} ")
        + '<w:hyperlink w:anchor="later">'
        + _run("див. {{ number }}")
        + "</w:hyperlink>"
        + '<w:smartTag w:uri="urn:x" w:element="date">'
        + _run(" від {{ da")
        + _run("te|digits }}")
        + "</w:smartTag>"
        + "<w:r><w:lastRenderedPageBreak/><w:t>, {{ head.post|capitalised }}</w:t></w:r>"
        + "</w:p>"
    )
    return _package(body), ("Безпека див. 45-к/тр від 05.06.2026, Директор",)


def of_several_sections_with_lists() -> Built:
    document = Document()
    document.add_paragraph("Список:")
    document.add_paragraph("{%p for p in people %}")
    document.add_paragraph(
        "{{ p.name|initials }}{% if not loop.last %};{% else %}.{% endif %}", style="List Number"
    )
    document.add_paragraph("{%p endfor %}")
    document.add_section()
    document.add_paragraph("{%p if note %}")
    document.add_paragraph("Примітка: {{ note }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("Приміток немає")
    document.add_paragraph("{%p endif %}")
    return saved(document), (
        "Список:",
        "Ткач/nominative А.;",
        "Гнатюк/nominative І..",
        "Приміток немає",
    )


def _paragraph(*texts: str, bold: int = -1) -> str:
    return f"<w:p>{''.join(_run(text, is_bold=n == bold) for n, text in enumerate(texts))}</w:p>"


def _run(text: str, *, lang: str = "", is_bold: bool = False) -> str:
    form = ("<w:b/>" if is_bold else "") + (f'<w:lang w:val="{lang}"/>' if lang else "")
    return (
        f'<w:r w:rsidR="00{crc32(text.encode()):08X}" w:rsidRPr="00A1B2C3"><w:rPr>{form}</w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def _package(body: str) -> bytes:
    """A document of python-docx with this body instead of its own."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:document {_NAMES}><w:body>{body}{_SECTION}</w:body></w:document>"
    )
    return _changed(saved(Document()), {"word/document.xml": lambda _: xml})


def _with_footnote(docx: bytes, text: str) -> bytes:
    notes = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:footnotes {_NAMES}><w:footnote w:id="1">{_paragraph(text)}</w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    return _changed(
        docx,
        {
            "[Content_Types].xml": lambda xml: xml.replace(
                "</Types>",
                f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
            ),
            "word/_rels/document.xml.rels": lambda xml: xml.replace(
                "</Relationships>",
                f'<Relationship Id="rIdNotes" Type="{relation}" Target="footnotes.xml"/>'
                "</Relationships>",
            ),
            "word/document.xml": lambda xml: xml.replace(
                "</w:p>", '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>', 1
            ),
        },
        {"word/footnotes.xml": notes},
    )


def _changed(
    docx: bytes, changes: Mapping[str, Callable[[str], str]], added: Mapping[str, str] | None = None
) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(docx)) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in source.namelist():
            data = source.read(name)
            if name in changes:
                data = changes[name](data.decode()).encode()
            package.writestr(name, data)
        for name, text in (added or {}).items():
            package.writestr(name, text)
    return target.getvalue()
