"""Word packages put together part by part, as badly as a test needs them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENTS = "application/vnd.openxmlformats-officedocument"
WORD = f"{DOCUMENTS}.wordprocessingml"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def p(*runs: str) -> str:
    """A paragraph of these runs, or of ready XML."""
    return f"<w:p>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def run(text: str, looks: str = "") -> str:
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(*instruction: str, result: str = "1") -> str:
    """A complex field, its instruction in as many runs as given."""
    words = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in instruction
    )
    return f"{mark('begin')}{words}{mark('separate')}{run(result)}{mark('end')}"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def relation(number: int, kind: str, target: str, more: str = "", family: str = OFFICE) -> str:
    return f'<Relationship Id="rId{number}" Type="{family}/{kind}" Target="{target}" {more}/>'


def docx(
    *body: str,
    relations: str = "",
    types: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    root_relations: str = "",
) -> bytes:
    """A package of these paragraphs; `types` are content types by part, or by ".ending"."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(types or {}),
        "_rels/.rels": _relations(
            relation(1, "officeDocument", "word/document.xml") + root_relations
        ),
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        **(parts or {}),
    }
    return zipped(whole)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def _relations(lines: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _types(own: Mapping[str, str]) -> str:
    lines = "".join(
        f'<Default Extension="{name[1:]}" ContentType="{of_type}"/>'
        if name.startswith(".")
        else f'<Override PartName="/{name}" ContentType="{of_type}"/>'
        for name, of_type in own.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        f"{lines}</Types>"
    )
