from portal.tables import Column, read_table

COLUMNS = (
    Column("family", {"uk": ("Прізвище",)}, required=True),
    Column("post", {"uk": ("Посада",)}),
)


def read(text):
    return read_table(text.encode(), "list.csv", wanted=COLUMNS)


def test_a_title_above_the_heading_is_skipped_and_named():
    table = read("Список працівників, ліцей;;\n;;\n№;Прізвище;Посада\n1;Ткач;вчитель")

    assert [cell.text for cell in table.head] == ["№", "Прізвище", "Посада"]
    assert table.rows[0][1].address == "B4"
    assert [(note.code, note.places) for note in table.notes] == [("title-rows", ("1",))]


def test_the_heading_repeated_on_each_page_is_not_data():
    table = read("№;Прізвище;Посада\n1;2;3\n1;Ткач;вчитель\n№;прізвище;Посада\n2;Коваль;вчитель")

    assert [row[1].text for row in table.rows] == ["Ткач", "Коваль"]


def test_without_a_known_heading_the_first_row_of_words_is_taken():
    table = read("2026;\nName;Post\nAndrii;teacher")

    assert [cell.text for cell in table.head] == ["Name", "Post"]


def test_rows_are_of_one_width_and_blank_rows_are_left_out():
    table = read("Прізвище;Посада\nТкач\n;;;\nКоваль;вчитель")

    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Ткач", ""],
        ["Коваль", "вчитель"],
    ]
    assert [row[1].address for row in table.rows] == ["B2", "B4"]


def test_invisible_letters_and_extra_spaces_are_removed_and_named():
    table = read("Прізвище;Посада\nТ\u200bкач;вчитель  математики ")

    assert [cell.text for cell in table.rows[0]] == ["Ткач", "вчитель математики"]
    assert [(note.code, note.places) for note in table.notes] == [
        ("invisible", ("A2",)),
        ("spaces", ("B2",)),
    ]


def test_a_note_names_a_few_places_only():
    table = read("Прізвище;Посада\n" + "Ткач ;вчитель\n" * 30)

    assert table.notes[0].params == {"places": "A2, A3, A4, A5, A6, A7, A8, A9…"}
