from html import unescape

import pytest

from portal.documents.shapes import CONTEXT
from portal.extensions import db
from portal.paper.aliases import local
from tests.factories import make_employment

PAGE = "/templates/fields"


def shown(client, path=PAGE):
    return unescape(client.get(path).text)


@pytest.mark.usefixtures("secretary")
def test_fields_stand_with_the_values_of_our_own_people(client, office):
    make_employment("UA09", office.organisation)

    page = shown(client)

    assert "{{ employee|genitive }}" in page
    assert "Ткачука-Мельника Ігоря Олеговича" in page
    assert "ДНЗ «ВПЛМ»" in page


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("uk", "{{ працівник|родовий }}"),
        ("uk", "{{ заклад.назва }}"),
        ("uk", '{{ години|узгодити_з_числом("година", "години", "годин") }}'),
        ("ru", "{{ работник|родительный }}"),
        ("ru", "{% for лицо in лица %}{{ лицо.фио }}{% endfor %}"),
    ],
)
def test_fields_are_called_in_the_language_of_the_page(client, secretary, language, tag):
    secretary.language = language
    db.session.commit()

    assert tag in shown(client)


@pytest.mark.usefixtures("secretary")
def test_a_kind_adds_the_questions_of_its_form(client):
    page = shown(client, f"{PAGE}?kind=letter")

    assert "{{ executor|genitive }}" in page
    assert "Executor" in page


@pytest.mark.usefixtures("secretary")
def test_a_query_leaves_what_has_its_words(client):
    page = shown(client, f"{PAGE}?q=dative")

    assert "{{ employee|dative }}" in page
    assert "{{ employee|genitive }}" not in page
    assert "Nothing is called so" in shown(client, f"{PAGE}?q=zzz")


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_field_has_a_name_in_the_author_s_language(language):
    parts = {*CONTEXT, *(part for parts in CONTEXT.values() for part in parts)} - {"id"}

    # An IBAN is an IBAN in any alphabet, but its field has a name all the same.
    assert [part for part in sorted(parts) if local(part, language) == part] == []
