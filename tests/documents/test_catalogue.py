"""The catalogue takes a folder as a kind without any code, and says what is wrong with one."""

import shutil

import pytest
from docx import Document

from portal import paper
from portal.documents.kind_folders import CatalogueFault, load_catalogue
from portal.documents.samples import sample_context
from portal.documents.wording import filters_of
from portal.errors import NotFound
from tests.documents.papers import CATALOGUE, FOLDER, PAPERS, words

MANIFEST = """
code = "D33"
title = { uk = "Лист", ru = "Письмо", en = "Letter" }
heading = { uk = "Лист", ru = "Письмо", en = "Letter" }
file_name = { uk = "Лист № {number}", ru = "Письмо № {number}", en = "Letter No {number}" }
register = "R07"
per_person = true
prepared_by = ["secretary"]
signed_by = ["head"]
retention.ua = { years = 3, words = "3 роки" }

[[fields]]
name = "topic"
type = "text"
required = true
label = { uk = "Тема", ru = "Тема", en = "Topic" }
"""


@pytest.fixture
def shelf(tmp_path):
    """A folder of one new kind beside the shared sample."""
    shutil.copy(FOLDER / "sample.toml", tmp_path / "sample.toml")
    home = tmp_path / "letter"
    home.mkdir()
    _write(home, MANIFEST)
    return tmp_path


def _write(home, manifest, *lines, sample='[ua.uk]\ntopic = "Про літо"\n'):
    (home / "kind.toml").write_text(manifest, encoding="utf-8")
    (home / "sample.toml").write_text(sample, encoding="utf-8")
    document = Document()
    for line in lines or ("{{ employee.name|dative }}: {{ topic }}",):
        document.add_paragraph(line)
    document.save(str(home / "ua.uk.docx"))


def test_a_folder_dropped_in_is_a_kind_that_can_be_filled(shelf):
    catalogue = load_catalogue(shelf)
    letter = catalogue.kind("D33")
    context = sample_context(catalogue, letter, "ua", "uk")

    docx = paper.render(letter.template("ua", "uk"), context, filters_of("uk"))
    assert words(docx) == ["Ткачу Андрію Петровичу: Про літо"]


def test_a_kind_is_found_by_name_and_by_code():
    assert CATALOGUE.kind("referral") is CATALOGUE.kind("D07")


def test_an_unknown_kind_or_language_is_not_found():
    with pytest.raises(NotFound):
        CATALOGUE.kind("D99")
    with pytest.raises(NotFound):
        CATALOGUE.kind("referral").template("ua", "en")


def test_the_three_kinds_of_sending_are_written_in_both_countries():
    shipped = {"order_of_sending", "extract_of_order", "referral"}

    assert {kind.name for kind in CATALOGUE.of("ua")} >= shipped
    assert {kind.name for kind in CATALOGUE.of("ru")} >= shipped


def test_extract_and_referral_follow_the_order():
    followers = CATALOGUE.following("order_of_sending")

    assert {kind.name for kind in followers} >= {"extract_of_order", "referral"}
    assert CATALOGUE.kind("D06x").manifest.derived_from == "order_of_sending"


@pytest.mark.parametrize(("name", "country", "language"), PAPERS)
def test_each_paper_has_words_for_its_title_and_its_retention(name, country, language):
    kind = CATALOGUE.kind(name)

    assert kind.title(language)
    assert kind.retention(country).words


def test_credits_are_asked_in_ukraine_only():
    order = CATALOGUE.kind("D06")

    assert "credits" in {field.name for field in order.fields_in("ua")}
    assert "credits" not in {field.name for field in order.fields_in("ru")}


def test_a_file_name_is_fit_for_every_file_system():
    kind = CATALOGUE.kind("D06")
    name = kind.file_name("uk", number="45-к/тр", date="05.06.2026", people='Ткач "А" <П>')

    assert name == "Наказ № 45-к-тр від 05.06.2026, Ткач -А- -П-"


def test_a_template_hash_changes_with_the_template():
    kind = CATALOGUE.kind("D06")

    assert kind.template_hash("ua", "uk") != kind.template_hash("ru", "ru")


@pytest.mark.parametrize(
    ("wrong", "right", "key"),
    [
        ('code = "d 33"', 'code = "D33"', "code"),
        ('type = "txt"', 'type = "text"', "fields.0.type"),
        (
            'title = { uk = "Лист" }',
            'title = { uk = "Лист", ru = "Письмо", en = "Letter" }',
            "title",
        ),
        ('signed_by = ["boss"]', 'signed_by = ["head"]', "signed_by.0"),
        ("colour = 1\nper_person = true", "per_person = true", "colour"),
        ('type = "choice"', 'type = "text"', "fields.0"),
        ('name = "people"', 'name = "topic"', ""),
        ('derived_from = "order"\nper_person = true', "per_person = true", ""),
        ("numbered = false\nper_person = true", "per_person = true", ""),
    ],
)
def test_a_bad_manifest_is_refused_with_file_and_key(shelf, wrong, right, key):
    _write(shelf / "letter", MANIFEST.replace(right, wrong, 1))

    with pytest.raises(CatalogueFault) as fault:
        load_catalogue(shelf)
    assert fault.value.file == shelf / "letter" / "kind.toml"
    assert fault.value.key.startswith(key)
    assert fault.value.reason


def test_broken_toml_is_refused_with_its_line(shelf):
    (shelf / "letter" / "kind.toml").write_text("code = \n", encoding="utf-8")

    with pytest.raises(CatalogueFault, match="line 1"):
        load_catalogue(shelf)


@pytest.mark.parametrize(
    "placeholder",
    ["{{ topik }}", "{{ employee.salary }}", "{{ order.number }}", "{{ topic.text.text }}"],
)
def test_a_template_may_only_name_what_it_will_be_given(shelf, placeholder):
    _write(shelf / "letter", MANIFEST, placeholder)

    with pytest.raises(CatalogueFault) as fault:
        load_catalogue(shelf)
    assert fault.value.file == shelf / "letter" / "ua.uk.docx"
    assert fault.value.key in placeholder


def test_a_template_with_a_fault_is_refused(shelf):
    _write(shelf / "letter", MANIFEST, "{% if topic %}")

    with pytest.raises(CatalogueFault) as fault:
        load_catalogue(shelf)
    assert fault.value.file == shelf / "letter" / "ua.uk.docx"


def test_a_template_of_an_unknown_country_is_refused(shelf):
    shutil.copy(shelf / "letter" / "ua.uk.docx", shelf / "letter" / "uk.docx")

    with pytest.raises(CatalogueFault, match=r"ua\.uk\.docx"):
        load_catalogue(shelf)


def test_a_required_answer_must_stand_in_the_sample(shelf):
    _write(shelf / "letter", MANIFEST, sample="[ua.uk]\n")

    with pytest.raises(CatalogueFault) as fault:
        load_catalogue(shelf)
    assert fault.value.key == "ua.uk.topic"


def test_a_kind_that_follows_nothing_known_is_refused(shelf):
    follows = 'follows = [{ kind = "order", name = "order" }]\nper_person = true'
    _write(shelf / "letter", MANIFEST.replace("per_person = true", follows))

    with pytest.raises(CatalogueFault, match="there is no kind order"):
        load_catalogue(shelf)


def test_two_kinds_cannot_have_one_code(shelf):
    shutil.copytree(shelf / "letter", shelf / "other_letter")

    with pytest.raises(CatalogueFault, match="D33 is taken"):
        load_catalogue(shelf)


def test_a_kind_says_how_long_it_is_kept_in_each_of_its_countries(shelf):
    shutil.copy(shelf / "letter" / "ua.uk.docx", shelf / "letter" / "ru.ru.docx")
    sample = '[ua.uk]\ntopic = "Про літо"\n[ru.ru]\ntopic = "О лете"\n'
    (shelf / "letter" / "sample.toml").write_text(sample, encoding="utf-8")

    with pytest.raises(CatalogueFault) as fault:
        load_catalogue(shelf)
    assert fault.value.key == "retention.ru"
