import pytest

from portal.paper import Place


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/document.xml", "body"),
        ("word/document2.xml", "body"),
        ("word/header1.xml", "header"),
        ("word/footer12.xml", "footer"),
        ("word/footnotes.xml", "footnote"),
        ("word/endnotes.xml", "endnote"),
        ("docProps/core.xml", "properties"),
        ("word/styles.xml", "other"),
    ],
)
def test_a_place_knows_what_its_part_is_to_a_reader(part, kind):
    assert Place(part).kind == kind
