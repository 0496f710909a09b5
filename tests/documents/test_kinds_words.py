"""What the shipped papers say: every value stands on its paper, and nothing where there is none."""

import re
from datetime import date
from itertools import combinations, product

import pytest

from portal import paper
from portal.grammar.latin import in_latin
from tests.documents.papers import CATALOGUE, PAPERS, fill, people, person, words

FIELDS = [
    pytest.param(*where, field, id=f"{'-'.join(where)}-{field.name}")
    for where in PAPERS
    for field in CATALOGUE.kind(where[0]).fields_in(where[1])
]
# Two spaces, a space before a stop, two stops, empty brackets or quotes, a number or a date that
# is not there.
SCARS = re.compile(
    r" {2}| [,.;:]|,,|\.\.|;;|\(\s*\)|«\s*»|№\s*(?:[,.;:)]|$)"
    r"|\b(?:від|от)\s*(?:[,.;:)]|$)|\b(?:до|з|по|с|в)\s*(?:[,;:)]|$)|None",
    re.MULTILINE,
)
# Answers that one sentence joins: any two of them may be missing.
BASIS = {"application_on", "contract", "other_basis"}


def _sentinel(field, language):
    """A value in the shape of a sample, and what of it must stand on paper."""
    match field.type:
        case "date":
            return date(2031, 11, 27), ("27 листопада 2031", "27.11.2031", "27 November 2031")
        case "number":
            return 1741, ("1741",)
        case "person":
            return person(language, 1), (person(language, 1)["family"][:4].upper(),)
        case "people":
            return [person(language, 1)], (person(language, 1)["family"].upper(),)
        case "organisation":
            return {"name": "Заклад «Позначка»"}, ("«ПОЗНАЧКА»",)
        case "money":
            return "17411.00", ("17\u00a0411,00", "17 411,00")
        case "document":
            value = {"title": "", "number": "1741-ПОЗ", "date": date(2031, 11, 27)}
            return value, ("1741-ПОЗ",)
        case "choice":
            return field.choices[0].value, ()
        case _:
            return "Позначка", ("ПОЗНАЧКА",)


def _sentinel_row(field, language):
    """A row of a table; a person among others is said by their number in the sample."""
    return {c.name: 1 if c.among else _sentinel(c, language)[0] for c in field.columns}


@pytest.mark.parametrize(("name", "country", "language", "field"), FIELDS)
def test_each_answer_changes_the_paper_or_stands_on_it(name, country, language, field):
    if field.when.get("written_in", language) != language:
        return
    used = paper.fields(CATALOGUE.kind(name).template(country, language))
    if field.name not in used:
        assert not field.required, "a required answer that no paper shows"
        return
    if field.type == "yes_no":
        texts = {
            str(words(fill(name, country, language, **{field.name: x}))) for x in (True, False)
        }
        assert len(texts) == 2
    elif field.type == "rows":
        row = _sentinel_row(field, language)
        texts = {str(words(fill(name, country, language, **{field.name: x}))) for x in ([], [row])}
        assert len(texts) == 2
    elif field.type == "choice":
        answers = [choice.value for choice in field.choices]
        texts = {str(words(fill(name, country, language, **{field.name: x}))) for x in answers}
        assert len(texts) == len(answers)
    elif field.type != "computed":
        value, marks = _sentinel(field, language)
        text = "\n".join(words(fill(name, country, language, **{field.name: value}))).upper()
        assert any(mark.upper() in text for mark in marks)


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_number_date_school_and_signatory_stand_on_the_paper(name, country, language):
    head = {**person(language, 3), "post": "проректор", "basis": ""}
    school = {"name": "Заклад «Позначка»", "founder": "Засновниця"}
    own = {"number": "1741-поз", "date": date(2031, 11, 27)}
    manifest = CATALOGUE.kind(name).manifest
    derived = manifest.derived_from
    docx = fill(name, country, language, head=head, organisation=school, **({} if derived else own))
    text = "\n".join(words(docx)).upper()

    is_on_letterhead = "organisation.founder" in paper.fields(
        CATALOGUE.kind(name).template(country, language)
    )
    expected = ["«ПОЗНАЧКА»"]
    if language == "en":
        expected += ["DIRECTOR", in_latin(head["family"]).upper()]
    elif manifest.signed_by != ("teacher",):
        expected += ["ПРОРЕКТОР", head["family"].upper()]
    expected += ["ЗАСНОВНИЦЯ"] if is_on_letterhead else []
    source = CATALOGUE.kind(derived).sample[country][language]["number"] if derived else ""
    if manifest.numbered or derived:
        expected += [source.upper() if derived else "1741-ПОЗ"]
    assert [mark for mark in expected if mark not in text] == []


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_number_and_date_stand_in_locked_controls(name, country, language):
    manifest = CATALOGUE.kind(name).manifest
    numbered = {"papka.number"} if manifest.numbered or manifest.derived_from else set()

    assert set(paper.controls(fill(name, country, language))) == {"papka.date", *numbered}


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
@pytest.mark.parametrize("count", [1, 3])
def test_empty_answers_leave_no_scar(name, country, language, count):
    kinds = [CATALOGUE.kind(name), *(CATALOGUE.kind(f.kind) for f in _follows(name))]
    optional = sorted({f.name for k in kinds for f in k.fields_in(country) if not f.required})
    bare = {"name": "Заклад «Позначка»"}
    chosen = {"people": people(language, count)}
    joined = [*combinations(sorted(BASIS.intersection(optional)), 2)]
    papers = [
        fill(name, country, language, **chosen, **dict.fromkeys(gone))
        for gone in [*combinations(optional, 1), *joined, optional]
    ]
    papers.append(fill(name, country, language, **chosen, organisation=bare))
    scars = {line for docx in papers for line in words(docx) if SCARS.search(line)}

    assert scars == set()


def _typed_text(name, country):
    """A question that is answered by typing: a required one, where there is one."""
    kinds = (CATALOGUE.kind(name), *(CATALOGUE.kind(f.kind) for f in _follows(name)))
    typed = [
        f
        for kind in kinds
        for f in kind.fields_in(country)
        if f.type in ("text", "long_text", "programme") and not f.when
    ]
    return max(typed, key=lambda field: field.required).name


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_characters_of_xml_are_only_characters(name, country, language):
    odd = 'A & B < C > "D" {{ 7 }} %}'
    someone = {**person(language, 0), "family": "О'Нил-Ткач", "patronymic": ""}
    typed = _typed_text(name, country)
    docx = fill(name, country, language, people=[someone], **{typed: odd})

    assert odd in "\n".join(words(docx))


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_a_person_without_post_or_patronymic_leaves_no_scar(name, country, language):
    someone = {**person(language, 0), "post": "", "patronymic": ""}
    lines = words(fill(name, country, language, people=[someone]))

    assert [line for line in lines if SCARS.search(line)] == []


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_a_contract_that_is_only_written_down_is_named_as_written(name, country, language):
    contract = {"title": "усна домовленість", "number": "", "date": None}
    lines = words(fill(name, country, language, contract=contract))

    assert [line for line in lines if SCARS.search(line)] == []
    assert "contract" not in _asked(name) or any("усна домовленість" in line for line in lines)


@pytest.mark.parametrize(("country", "language"), [("ua", "uk"), ("ru", "ru")])
def test_the_item_of_an_extract_has_the_number_it_has_in_the_order(country, language):
    for keep, travel, replaced in product([True, False], repeat=3):
        changes = {
            "keep_pay": keep,
            "travel": travel,
            "replacement_by": person(language, 4) if replaced else None,
        }
        item = f"{2 + keep + travel + replaced}."
        lines = words(fill("extract_of_order", country, language, **changes))

        assert any(line.startswith(item) and ("копію" in line or "копию" in line) for line in lines)


@pytest.mark.parametrize(("country", "language"), [("ua", "uk"), ("ru", "ru")])
def test_an_extract_names_only_its_person_at_their_place_in_the_list(country, language):
    named = people(language, 3)
    lines = words(fill("extract_of_order", country, language, people=named))

    assert any(line.startswith("1) ") for line in lines)
    assert not any(named[1]["given"][:4] in line for line in lines)


def test_the_order_of_the_sample_reads_as_the_office_writes_it():
    text = "\n".join(words(fill("order_of_sending", "ua", "uk")))

    for sentence in (
        "Про направлення на підвищення кваліфікації Ткача А. П.",
        (
            "НАПРАВИТИ ТКАЧА Андрія Петровича, викладача професійно-теоретичної підготовки, на "
            "довгострокове підвищення кваліфікації (стажування) до Товариства з обмеженою "
            "відповідальністю «Агромашсервіс-Схід» з 15 червня 2026 року по 26 червня 2026 року за "
            "програмою «Сучасні технології обслуговування зернозбиральної техніки» обсягом "
            "60 годин (2 кредити ЄКТС)"
        ),
        "Зберегти за Ткачем А. П. місце роботи (посаду) і середню заробітну плату",
        "Заступнику директора з навчально-виробничої роботи Ткачуку-Мельнику І. О. забезпечити",
        "Ткачу А. П. до 03 липня 2026 року подати звіт і копію документа",
        (
            "Підстава: заява Ткача А. П. від 01 червня 2026 року; договір від 04 червня 2026 року "
            "№ 7/2026-ПК; лист-виклик від 02.06.2026 № 15."
        ),
        "З наказом ознайомлений:",
    ):
        assert sentence in text


def test_the_russian_order_of_the_sample_reads_as_the_office_writes_it():
    text = "\n".join(words(fill("order_of_sending", "ru", "ru")))

    for sentence in (
        "О направлении на повышение квалификации Ткача Р.И.",
        (
            "Направить Ткача Романа Игоревича, учителя физики, на обучение по дополнительной "
            "профессиональной программе повышения квалификации «Обновлённые ФГОС: формирование "
            "функциональной грамотности» в Краевое государственное автономное учреждение ДПО "
            "«Заозёрский краевой институт повышения квалификации» с 16.03.2026 по 27.03.2026, "
            "объём 72 часа, форма обучения очная, с отрывом от работы."
        ),
        "Сохранить за Ткачом Р.И. место работы (должность) и среднюю заработную плату.",
        "Заместителю директора по учебной работе Белых Т.С. обеспечить замену уроков.",
        "Ткачу Р.И. в течение 3 рабочих дней после обучения представить копию",
        "С приказом ознакомлен:",
    ):
        assert sentence in text


def test_control_is_laid_on_somebody_in_the_accusative():
    docx = fill("order_of_sending", "ua", "uk", control="person", control_by=person("uk", 3))

    assert "Контроль за виконанням цього наказу покласти на практичного психолога" in "\n".join(
        words(docx)
    )


def test_a_woman_is_acquainted_as_a_woman():
    docx = fill("order_of_sending", "ua", "uk", people=people("uk", 1))

    assert "З наказом ознайомлена:" in words(docx)


def test_the_contract_of_the_sample_reads_as_a_lawyer_writes_it():
    text = "\n".join(words(fill("contract", "ua", "uk")))

    for sentence in (
        (
            "Державний навчальний заклад «Вишнегорський професійний ліцей машинобудування» "
            "(далі – Замовник), в особі директора Коваль Олени Ігорівни, що діє на підставі "
            "Статуту, з однієї сторони, та Товариство з обмеженою відповідальністю "
            "«Агромашсервіс-Схід» (далі – Виконавець), в особі директора Мельника Ігоря Павловича"
        ),
        "стажування Ткача Андрія Петровича, викладача професійно-теоретичної підготовки",
        "1 250,00 грн (одна тисяча двісті п’ятдесят гривень 00 копійок), без ПДВ",
        "протягом 5 банківських днів після підписання Сторонами акта",
        "діє до 31 грудня 2026 року",
    ):
        assert sentence in text


def test_the_russian_contract_of_the_sample_reads_as_a_lawyer_writes_it():
    text = "\n".join(words(fill("contract", "ru", "ru", with_listener=True)))

    for sentence in (
        (
            "осуществляющее образовательную деятельность на основании лицензии "
            "№ Л035-00000-24/00000000, выданной министерством образования края, именуемое в "
            "дальнейшем «Исполнитель», в лице директора Мельник Ирины Павловны, действующей на "
            "основании Устава"
        ),
        "в лице директора Шевченко Олега Петровича, действующего на основании Устава",
        "Ткач Роман Игоревич, учитель физики Заказчика, именуемый в дальнейшем «Обучающийся»",
        "обучить Ткача Романа Игоревича, учителя физики, по дополнительной профессиональной",
        "4 800,00 руб. (четыре тысячи восемьсот рублей 00 копеек), НДС не облагается",
        "в трёх экземплярах",
    ):
        assert sentence in text


@pytest.mark.parametrize(("country", "language"), [("ua", "uk"), ("ru", "ru")])
def test_what_the_card_of_a_partner_lacks_is_left_to_be_filled_in_by_hand(country, language):
    text = "\n".join(words(fill("contract", country, language, provider={"name": "Заклад"})))

    assert {"uk": "в особі ____", "ru": "в лице ____"}[language] in text
    assert not SCARS.search(text)


@pytest.mark.parametrize(("country", "language"), [("ua", "uk"), ("ru", "ru")])
def test_the_price_of_a_contract_is_that_of_all_its_listeners(country, language):
    listeners = people(language, 3)
    for list_annex in (True, False):
        docx = fill("contract", country, language, people=listeners, list_annex=list_annex)
        lines = words(docx)
        price = {"uk": "3 750,00 грн", "ru": "14 400,00 руб."}[language]

        assert any(price in line for line in lines)
        assert any("3) " in line or listeners[2]["family"] in line for line in lines) != list_annex
    annex = words(fill("contract_annex", country, language, people=listeners))
    assert all(f"{one['family']} {one['given']}" in "\n".join(annex) for one in listeners)


def test_an_amendment_quotes_the_order_it_changes():
    text = "\n".join(words(fill("order_amendment", "ua", "uk", people_changes=[{"excluded": 1}])))

    for sentence in (
        "Про внесення змін до наказу від 05 червня 2026 року № 45-к/тр",
        (
            "у пункті 1 слова «з 15 червня 2026 року по 26 червня 2026 року» замінити словами "
            "«з 22 червня 2026 року по 03 липня 2026 року»;"
        ),
        "слова «обсягом 60 годин (2 кредити ЄКТС)» замінити словами «обсягом 30 годин (1 кредит",
        "виключити з пункту 1 слова «ТКАЧА Андрія Петровича, викладача",
        "у пункті 5 слова «03 липня» замінити словами «10 липня».",
    ):
        assert sentence in text


def test_a_russian_order_is_cancelled_by_its_date_number_and_title():
    text = "\n".join(words(fill("order_cancellation", "ru", "ru")))

    assert "Об отмене приказа от 10.03.2026 № 45-к" in text
    assert "Отменить приказ от 10.03.2026 № 45-к «О направлении на повышение квалификации" in text


def test_a_letter_addresses_its_reader_in_the_dative_and_the_vocative():
    text = "\n".join(words(fill("letter", "ua", "uk")))

    assert "Директору Навчально-методичного центру" in text
    assert "Ользі НЕЧАЙ-ЛЕВИЦЬКІЙ" in text
    assert "Шановна Ольго Юріївно!" in text
    russian = "\n".join(words(fill("letter", "ru", "ru")))
    assert "Лисицыной Н.Е." in russian
    assert "Уважаемая Нина Егоровна!" in russian


def test_a_letter_to_many_says_nobody_by_name():
    many = {"addressee": "Керівникам закладів освіти", "addressee_organisation": None}
    text = "\n".join(words(fill("letter", "ua", "uk", salutation="Шановні колеги!", **many)))

    assert "Керівникам закладів освіти" in text
    assert "Шановні колеги!" in text
    assert "Нечай" not in text


def _follows(name):
    return CATALOGUE.kind(name).manifest.follows


def _asked(name):
    return {field.name for field in CATALOGUE.kind(name).fields}
