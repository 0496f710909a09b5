import pytest

from portal.documents.shapes import CONTEXT
from portal.paper.usage import usages
from portal.studio.drafting import drafted
from tests.studio.made import word


def form(*paragraphs, language="uk"):
    questions = drafted(usages(word(*paragraphs)), CONTEXT, language)
    return {question.name: question for question in questions}


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("{{ дата_виїзду }}", "date"),
        ("{{ термін|словами }}", "date"),
        ("{{ початок_занять|цифрами }}", "date"),
        ("{{ години }}", "number"),
        ("{{ годин_всього|словами }}", "number"),
        ("{{ учнів|узгодити_з_числом('учень', 'учні', 'учнів') }}", "number"),
        ("{{ сума|словами }}", "money"),
        ("{{ стоимость_обучения }}", "money"),
        ("{{ супровідник|родовий }}", "person"),
        ("{{ супровідник.піб|ініціали }}", "person"),
        ("{{ сопровождающий.фио }} {{ сопровождающий.должность }}", "person"),
        ("{{ приймає.назва|родовий }} {{ приймає.адреса }}", "organisation"),
        ("{{ лист_запит.дата }} {{ лист_запит.номер }}", "document"),
        ("{% for у in учасники %}{{ у.піб|родовий }}{% endfor %}", "people"),
        ("{% for у in уроки %}{{ у.день }}{% endfor %}", "rows"),
        ("{% if зі_збереженням_зарплати %}…{% endif %}", "yes_no"),
        ("{% if спосіб == 'потягом' %}…{% elif спосіб == 'автобусом' %}…{% endif %}", "choice"),
        ("{{ тема_уроку }}", "text"),
        ("{{ зміст_роботи|абзаци }}", "long_text"),
        ("{{ телефон_супровідника }}", "phone"),
    ],
)
def test_the_type_is_seen_from_the_use_and_the_name(tag, kind):
    (question,) = form(tag).values()

    assert question.type == kind


def test_what_every_paper_has_is_not_asked():
    assert form("{{ працівник.піб|родовий }} {{ дата|словами }} {{ керівник|підпис }}") == {}


def test_a_table_has_a_column_for_each_part():
    tags = "{%tr for у in уроки %}", "{{ у.дата }} {{ у.вчитель|знахідний }} {{ у.клас }}"
    (rows,) = form(*tags).values()

    assert [(c.name, c.type) for c in rows.columns] == [
        ("date", "date"),
        ("teacher", "person"),
        ("klas", "text"),
    ]


def test_a_known_word_is_labelled_in_every_language_and_a_word_of_ones_own_in_the_same():
    questions = form("{{ мета }} {{ назва_гуртка }}")

    assert questions["purpose"].label.ru == "Цель"
    assert questions["purpose"].label.en == "Purpose"
    assert questions["nazva_gurtka"].label.ru == "Назва гуртка"


def test_the_answers_of_a_choice_are_the_words_the_template_asks_for():
    (question,) = form("{% if спосіб == 'На потязі' %}а{% endif %}").values()
    (choice,) = question.choices

    assert (choice.value, choice.label.uk) == ("na_potiazi", "На потязі")
    assert str(choice.phrase("uk")) == "На потязі"


def test_what_is_printed_has_to_be_answered_and_what_is_only_asked_has_not():
    questions = form("{{ тема_уроку }} {% if терміново %}…{% endif %}")

    assert questions["tema_uroku"].required
    assert not questions["terminovo"].required


@pytest.mark.parametrize(
    "tags",
    ["{% for у in уроки %}…{% endfor %}", "{{ мета_пoїздки }}", "{{ " + "довго" * 12 + " }}"],
)
def test_what_cannot_be_asked_is_left_to_the_check(tags):
    assert form(tags) == {}
