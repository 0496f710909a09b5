"""The sheet in front of a pile: everybody in it, with the sheet each paper begins on."""

from portal import paper
from portal.paper.pdf.contents import ROWS

HEADS = ("Номер", "Особа", "Аркуш")


def listed(*items):
    return paper.page_texts(paper.contents("Направлення", "У стосі: 3", HEADS, items))


def test_each_paper_has_its_number_its_person_and_its_sheets():
    (page,) = listed(
        paper.Item("45-к/тр", "Ткач Андрій Петрович", 1),
        paper.Item("46-к/тр", "Їжакевич Ганна", 3),
        paper.Item("47-к/тр", "Сорока Ілля", 1),
    )

    words = page.split()
    assert words[words.index("45-к/тр") : words.index("46-к/тр")][-1] == "2"
    assert "3–5" in words
    assert words[-1] == "6"
    assert all(head in words for head in HEADS)


def test_a_long_list_goes_on_and_counts_its_own_sheets():
    """Three pages of it are two sheets, so the first paper lies on the third."""
    pages = listed(*(paper.Item(str(n), "Ткач", 1) for n in range(1, 2 * ROWS + 2)))

    assert len(pages) == 3
    assert "1 / 3" in pages[0]
    assert pages[0].split()[pages[0].split().index("Ткач") + 1] == "3"
    assert pages[2].split()[-1] == str(2 * ROWS + 3)


def test_what_is_too_long_does_not_run_into_the_next_column():
    (page,) = listed(paper.Item("1", "Дуже-Довге-Прізвище " * 9, 1))

    assert "…" in page
    assert page.split()[-1] == "2"
