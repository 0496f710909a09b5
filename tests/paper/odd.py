"""Odd Word templates by the dozen: tags torn apart by runs, in tables, boxes, controls, notes."""

from hypothesis import strategies as st

from portal.paper.package import CONTENT_TYPES, write_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

WORDS = st.sampled_from(
    ["", " ", "Наказ ", " про ", "§ 5", "A&amp;B", "&lt;b&gt;", "«x»", "’", "\u00a0", "}", "%"]
)
PRINTED = st.sampled_from(
    [
        "{{ topic }}",
        "{{topic}}",
        "{{ тема }}",
        "{{ employee.name|genitive }}",
        "{{ employee|agree(“який”, “яка”) }}",
        "{{ topic if flag else number }}",
        "{{ note|paragraphs }}",
        "{{ note }}",
        "{{- number -}}",
        "{# a comment #}",
        "{% if flag %}{{ topic }}{% else %}–{% endif %}",
        "{% if hours &gt; 5 and not flag %}багато{% endif %}",
        "{% for one in rows %}{{ loop.index }} {% if one.name %}; {% endif %}{%endfor%}",
        "{%- if flag %} так {%- endif %}",
    ]
)
LOOKS = st.sampled_from(["", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:lang w:val="uk-UA"/></w:rPr>'])
BETWEEN_RUNS = st.sampled_from(
    ["", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkStart w:id="0" w:name="b"/>']
)
OPENED = st.sampled_from(["if flag", "if not flag", "for one in rows"])


@st.composite
def runs(draw, text):
    """The text in runs, torn anywhere but within an entity."""
    letters = []
    rest = text
    while rest:
        end = rest.index(";") + 1 if rest[0] == "&" else 1
        letters.append(rest[:end])
        rest = rest[end:]
    xml = ""
    while letters:
        length = draw(st.integers(1, max(len(letters), 1)) | st.just(len(letters)))
        piece = "".join(letters[:length])
        del letters[:length]
        space = draw(st.sampled_from(["", ' xml:space="preserve"']))
        xml += f"<w:r>{draw(LOOKS)}<w:t{space}>{piece}</w:t></w:r>{draw(BETWEEN_RUNS)}"
    return xml


@st.composite
def paragraphs(draw, text=None):
    look = draw(st.sampled_from(["", '<w:pPr><w:jc w:val="both"/></w:pPr>']))
    pieces = draw(st.lists(WORDS | PRINTED, max_size=4)) if text is None else [text]
    return f"<w:p>{look}{draw(runs(''.join(pieces)))}</w:p>"


def with_end(statement):
    return statement, f"end{statement.split()[0]}"


@st.composite
def blocks(draw, inside):
    begin, end = with_end(draw(OPENED))
    opening, closing = draw(paragraphs(f"{{%p {begin} %}}")), draw(paragraphs(f"{{%p {end} %}}"))
    return f"{opening}{''.join(draw(st.lists(inside, min_size=1, max_size=2)))}{closing}"


@st.composite
def cells(draw, inside):
    width = draw(st.sampled_from(["", '<w:gridSpan w:val="2"/>']))
    content = "".join(draw(st.lists(inside, max_size=1)))
    return f"<w:tc><w:tcPr>{width}</w:tcPr>{content}{draw(paragraphs())}</w:tc>"


@st.composite
def rows(draw, inside):
    """Rows, some repeated or left out, some with cells that are."""
    kind = draw(st.sampled_from(["plain", "plain", "block", "cells"]))
    row = "".join(draw(st.lists(cells(inside), min_size=1, max_size=3)))
    begin, end = with_end(draw(OPENED))
    if kind == "cells":
        tag = "<w:tc><w:tcPr/><w:p><w:r><w:t>{{%tc {} %}}</w:t></w:r></w:p></w:tc>"
        row = tag.format(begin) + row + tag.format(end)
    xml = f"<w:tr>{row}</w:tr>"
    if kind == "block":
        tag = "<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{{%tr {} %}}</w:t></w:r></w:p></w:tc></w:tr>"
        xml = tag.format(begin) + xml + tag.format(end)
    return xml


@st.composite
def tables(draw, inside):
    columns = "".join(
        f'<w:gridCol w:w="{width}"/>'
        for width in draw(st.lists(st.integers(500, 3000), min_size=1, max_size=4))
    )
    body = "".join(draw(st.lists(rows(inside), min_size=1, max_size=3)))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


@st.composite
def boxes(draw):
    """A text box as Word writes it, with its copy for old versions."""
    return box(f"<w:txbxContent>{draw(paragraphs())}</w:txbxContent>", draw(st.integers(1, 9)))


def box(content, number):
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f'<wp:docPr id="{number}" name="Поле"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


@st.composite
def controls(draw):
    content = f"<w:sdtContent>{draw(paragraphs())}</w:sdtContent>"
    return f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr>{content}</w:sdt>'


def bodies():
    leaves = paragraphs() | boxes() | controls()
    return st.recursive(leaves, lambda inside: blocks(inside) | tables(inside), max_leaves=6)


SECTION = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'


@st.composite
def templates(draw):
    """A package with a body of one section or two, a header, perhaps notes."""
    body = [*draw(st.lists(bodies(), min_size=1, max_size=4))]
    if draw(st.booleans()):
        body.insert(draw(st.integers(0, len(body))), SECTION)
    last = '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>'
    parts = {
        "word/document.xml": part("document", f"<w:body>{''.join(body)}{last}</w:body>"),
        "word/header1.xml": part("hdr", "".join(draw(st.lists(bodies(), min_size=1, max_size=2)))),
        "word/footnotes.xml": part(
            "footnotes", f'<w:footnote w:id="1">{draw(paragraphs())}</w:footnote>'
        ),
    }
    return packed(parts)


def packed(parts):
    return write_parts({**parts, **around(parts)})


def part(root, content):
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()


def around(parts):
    """The content types and the relations of the package."""
    kinds = {"document": "document.main", "header1": "header", "footnotes": "footnotes"}
    names = [name.removeprefix("word/").removesuffix(".xml") for name in parts]
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kinds[name]}+xml"/>'
        for name in names
    )
    leading = [("rId1", "header", "header1.xml"), ("rId2", "footnotes", "footnotes.xml")]
    return {
        CONTENT_TYPES: f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}'
        "</Types>".encode(),
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": relations(leading),
    }


def relations(leading):
    inside = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in leading
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()
