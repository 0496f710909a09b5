"""How the shipped papers lie on the page, measured: ДСТУ 4163:2020, ГОСТ Р 7.0.97-2025."""

import re

import pytest

from portal.converters import LibreOffice
from portal.grammar.latin import in_latin
from tests.documents.papers import CATALOGUE, PAPERS, Pages, fill, people, person, words

pytestmark = pytest.mark.converter

LEFT, RIGHT, TOP = 30, 200, 20  # margins of 30 and 10 mm beside, 20 above
WITHIN = 1  # millimetre
LONG_POST = {
    "en": "директор",
    "uk": "заступник директора з навчально-виробничої роботи та підготовки в колегії",
    "ru": "заместитель директора по учебно-воспитательной и научно-методической работе в школе",
}
FIRST_WORDS = {
    "order_of_sending": {"uk": "Відповідно до статті", "ru": "В соответствии с"},
    "extract_of_order": {"uk": "Відповідно до статті", "ru": "В соответствии с"},
    "referral": {"uk": "Видано", "ru": "Направляется"},
    "contract": {"uk": "Державний навчальний", "ru": "Краевое государственное"},
    "order_amendment": {"uk": "У зв’язку з", "ru": "В связи с"},
    "order_cancellation": {"uk": "У зв’язку з", "ru": "В связи с"},
    "letter": {"uk": "Надсилаємо", "ru": "Направляем"},
}
# Signed by two parties side by side; of several pages.
BY_TWO = {"contract", "contract_annex", "contract_programme"}
BY_ONE = [where for where in PAPERS if where[0] not in BY_TWO]
# The last words of the text: the signature stands on their page.
LAST_WORDS = {
    "order_of_sending": {"uk": "лист-виклик", "ru": "вызов от"},
    "order_amendment": {"uk": "лист виконавця", "ru": "письмо исполнителя"},
    "order_cancellation": {"uk": "заява Ткача", "ru": "заявление Ткача"},
    "contract": {"uk": "однакову юридичну силу", "ru": "равную юридическую силу"},
    "contract_annex": {"uk": "Загальна вартість", "ru": "Общая стоимость"},
}
ADDRESSEE = 90  # from the margin, ДСТУ 4163:2020
ORDERS = [where for where in PAPERS if where[0] == "order_of_sending"]
INDENT = {"uk": 10, "ru": 12.5}


def _signs(where):
    """The one whose name stands last: the head, or the person whose own word the paper is."""
    return CATALOGUE.kind(where[0]).manifest.signed_by[-1]


# How those who sign the samples write their names: in Ukraine, in Russia.
SIGNED = {
    "head": ("Олена", "КОВАЛЬ", "О.П. Шевченко"),
    "secretary": ("Олена", "КОВАЛЬ", "О.П. Шевченко"),
    "teacher": ("Андрій", "ТКАЧ", "Р.И. Ткач"),
}
HEADED = [where for where in BY_ONE if _signs(where) != "teacher" and where[2] != "en"]
CROWDS = (8, 9, 10, 11, 12, 13, 14, 30)


@pytest.fixture(scope="module")
def pages():
    """Every paper, converted in one call: as the sample has it, with a long post, with crowds."""
    docx = {}
    for where in PAPERS:
        language = where[2]
        boss = {**person(language, 3), "post": LONG_POST[language], "basis": ""}
        docx[*where, "sample"] = fill(*where)
        docx[*where, "long"] = fill(*where, head=boss, people=people(language, 5)[4:])
        for count in CROWDS:
            manifest = CATALOGUE.kind(where[0]).manifest
            if manifest.names_people and not manifest.per_person:
                docx[*where, count] = fill(*where, people=people(language, count))
    pdfs = dict(zip(docx, LibreOffice().convert(list(docx.values())), strict=True))
    opened = {key: Pages(pdf) for key, pdf in pdfs.items()}
    yield opened
    for one in opened.values():
        one.close()


def _squashed(text):
    """Without what lines, hyphens at their ends and capitals as a matter of style change."""
    return re.sub(r"[^\w№«»()_]", "", text).casefold()


def _crowds(pages, where):
    return {key[-1]: one for key, one in pages.items() if key[:3] == where and key[-1] in CROWDS}


@pytest.mark.parametrize("where", PAPERS, ids="-".join)
def test_the_pdf_says_what_the_word_file_says(pages, where):
    one = pages[*where, "sample"]
    printed = _squashed("".join(one.text(number) for number in range(len(one))))

    assert [line for line in words(fill(*where)) if _squashed(line) not in printed] == []


@pytest.mark.parametrize("where", PAPERS, ids="-".join)
def test_one_person_fits_on_one_page(pages, where):
    assert len(pages[*where, "sample"]) == (2 if where[0] == "contract" else 1)


@pytest.mark.parametrize("where", PAPERS, ids="-".join)
def test_nothing_stands_in_the_margins(pages, where):
    for key, one in pages.items():
        if key[:3] == where:
            boxes = [box for number in range(len(one)) for box in one.letters(number)]
            assert min(box.left for box in boxes) == pytest.approx(LEFT, abs=WITHIN)
            assert max(box.right for box in boxes) <= RIGHT + WITHIN
            assert max(box.bottom for box in boxes) <= 297 - 20


@pytest.mark.parametrize("where", PAPERS, ids="-".join)
def test_the_foot_of_the_first_page_is_free_for_codes(pages, where):
    for key, one in pages.items():
        if key[:3] == where:
            assert max(box.bottom for box in one.letters(0)) <= 297 - 28.6


@pytest.mark.parametrize("where", [w for w in PAPERS if w[0] in FIRST_WORDS], ids="-".join)
def test_the_first_line_of_a_paragraph_is_indented(pages, where):
    name, _, language = where
    first = pages[*where, "sample"].find(0, FIRST_WORDS[name][language])

    assert first.left == pytest.approx(LEFT + INDENT[language], abs=WITHIN)


@pytest.mark.parametrize("where", BY_ONE, ids="-".join)
def test_the_name_of_the_signatory_has_its_place(pages, where):
    """Ukraine: 125 mm from the margin; Russia: at the right edge."""
    one = pages[*where, "sample"]
    given, family, russian = SIGNED[_signs(where)]
    if where[2] == "ru":
        assert one.find(0, russian).right == pytest.approx(RIGHT, abs=WITHIN)
        return
    if where[2] == "en":
        given, family = in_latin(given), in_latin(family.capitalize())
    name = one.find(0, f"{given} {family}")
    assert name.right < RIGHT
    assert name.left == pytest.approx(LEFT + 125, abs=WITHIN)


@pytest.mark.parametrize("where", HEADED, ids="-".join)
def test_a_long_post_wraps_and_the_name_stands_on_its_last_line(pages, where):
    one = pages[*where, "long"]
    last_word = LONG_POST[where[2]].split()[-1]
    family = person(where[2], 3)["family"]
    wanted = family.split("-")[-1].upper() if where[2] == "uk" else family
    page = one.page_with(last_word)

    line = one.line_of(page, last_word)
    assert one.find(page, last_word).right <= LEFT + 73 + WITHIN
    assert one.line_of(page, wanted) == pytest.approx(line, abs=WITHIN)


@pytest.mark.parametrize("where", PAPERS, ids="-".join)
def test_pages_are_numbered_from_the_second_in_the_middle_above(pages, where):
    for key, one in pages.items():
        if key[:3] != where:
            continue
        assert [box for box in one.letters(0) if box.bottom < TOP] == []
        for number in range(1, len(one)):
            above = [box for box in one.letters(number) if box.bottom < TOP]
            middle = (min(b.left for b in above) + max(b.right for b in above)) / 2
            assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=WITHIN)
            assert min(box.top for box in above) >= 10
            assert one.text(number).split()[0] == str(number + 1)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_the_heading_keeps_to_its_width(pages, language):
    where = ("order_of_sending", {"uk": "ua", "ru": "ru"}[language], language)
    one = pages[*where, "sample"]

    for wanted in {"uk": ("підвищення", "Ткача"), "ru": ("повышение", "Ткача")}[language]:
        assert one.find(0, wanted).right <= LEFT + 73 + WITHIN


@pytest.mark.parametrize("where", [w for w in PAPERS if w[0] in LAST_WORDS], ids="-".join)
def test_a_signature_never_stands_without_the_last_lines_of_the_text(pages, where):
    signed = {"uk": "Олена КОВАЛЬ", "ru": "О.П. Шевченко"}[where[2]]
    last = LAST_WORDS[where[0]][where[2]]
    for one in _crowds(pages, where).values():
        page = one.page_with(last)
        below = [n for n in range(len(one)) if signed in one.text(n)]

        assert page in below


@pytest.mark.parametrize("where", ORDERS, ids="-".join)
def test_items_and_people_are_numbered_without_a_gap(pages, where):
    for count, one in _crowds(pages, where).items():
        lines = "\n".join(one.text(number) for number in range(len(one))).splitlines()
        starts = [line.strip().split(" ")[0] for line in lines]

        assert [x for x in starts if x in {f"{n})" for n in range(1, 99)}] == [
            f"{n})" for n in range(1, count + 1)
        ]
        assert [x for x in starts if x in {f"{n}." for n in range(1, 10)}] == [
            f"{n}." for n in range(1, 7)
        ]


@pytest.mark.parametrize("where", ORDERS, ids="-".join)
def test_everybody_named_has_a_line_to_sign_on(pages, where):
    one = pages[*where, 30]
    text = "".join(one.text(number) for number in range(len(one)))

    assert text.count("«___»") == 30
    assert len(one) == 3


@pytest.mark.parametrize("where", [w for w in PAPERS if w[0] in BY_TWO], ids="-".join)
def test_the_parties_sign_side_by_side_on_one_level(pages, where):
    """The other party begins behind the middle of the page, its name on the line of ours."""
    first, second = {
        "uk": ("Олена КОВАЛЬ", "Ігор МЕЛЬНИК"),
        "ru": ("И.П. Мельник", "О.П. Шевченко"),
    }[where[2]]
    one = pages[*where, "sample"]
    page = one.page_with(second)

    assert one.line_of(page, first) == pytest.approx(one.line_of(page, second), abs=WITHIN)
    assert one.find(page, first).right < LEFT + 85 < one.find(page, second).left


@pytest.mark.parametrize("where", [w for w in PAPERS if w[0] == "letter"], ids="-".join)
def test_the_addressee_of_a_letter_stands_in_the_right_half(pages, where):
    one = pages[*where, "sample"]

    assert one.find(0, "Директору").left == pytest.approx(LEFT + ADDRESSEE, abs=WITHIN)
    assert one.find(0, "01-15/128").left < LEFT + 73


@pytest.mark.parametrize("where", [w for w in PAPERS if w[0] == "contract_annex"], ids="-".join)
def test_a_list_of_thirty_has_its_head_on_each_page(pages, where):
    one = pages[*where, 30]
    head = {"uk": "Посада", "ru": "Должность"}[where[2]]
    post = {"uk": "старший майстер", "ru": "воспитатель"}[where[2]]
    texts = [one.text(number) for number in range(len(one))]

    assert [head in text for text in texts if post in text] != []
    assert all(head in text for text in texts if post in text)
