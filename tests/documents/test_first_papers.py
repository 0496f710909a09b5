"""Contract, annex, letter, orders that change or cancel an order: from the form to the journal."""

from datetime import date
from itertools import count

import pytest

from portal import paper
from portal.documents.models import Document, Link
from portal.extensions import db, services
from portal.permissions import Role
from tests.documents.conftest import ANSWERS
from tests.documents.desk import registered
from tests.documents.papers import CATALOGUE
from tests.factories import make_employment, make_head, make_organisation, make_user, sign_in

_clicks = count(1)
CONTRACT = {
    "dated_on": "2026-06-04",
    "training_kind": "long_term",
    "programme": "Сучасні технології обслуговування техніки",
    "training_from": "2026-06-15",
    "training_to": "2026-06-26",
    "hours": "60",
    "is_paid": "y",
    "price": "1250,00",
    "vat": "without",
    "their_number": "15",
    "their_date": "2026-06-03",
}
REASON = {"reason": "перенесенням строків навчання", "dated_on": "2026-06-10"}


@pytest.fixture
def office(client, lyceum):
    """The browser of the director, who approves by registering."""
    sign_in(client, lyceum.director)
    return client


@pytest.fixture
def host(lyceum):
    """A card of the directory with all that contracts print."""
    card = make_organisation(
        "UAS2",
        owner_id=lyceum.organisation.id,
        kind="host",
        address="вул. Польова, 5",
        requisites={"iban": "UA000000000000000000000000000"},
    )
    make_head(card, "UA02")
    return card


def written(office, kind, people=(), follows=None, **answers):
    """The registered paper: kind chosen, people ticked, form filled, number taken."""
    begun = {"kind": kind, **({"source": follows.id} if follows else {})}
    address = office.post("/documents/new", data=begun).location.removesuffix("/draft")
    if people:
        office.post(f"{address}/people", data={"people": [one.id for one in people]})
    answer = office.post(f"{address}/data", data=answers)
    assert answer.status_code == 303, answer.text
    assert "To be mended" not in office.get(f"{address}/check").text
    click = {"request_key": f"click {next(_clicks)}", "names_are_right": "y"}
    answer = office.post(f"{address}/register", data=click)
    assert answer.status_code == 303, answer.text
    return db.session.get_one(Document, int(address.split("/")[-1]))


def text_of(document):
    docx = services().store.get(document.edition.docx_sha256)
    return paper.text(docx).replace("\u00a0", " ")


def journal_of(office, document):
    return office.get(f"/journals/{document.journal_id}").text.replace("\u00a0", " ")


def roles_from(document):
    links = db.session.scalars(db.select(Link).where(Link.from_id == document.id))
    return {(link.role, link.to_id) for link in links}


def test_a_contract_takes_the_partner_from_its_card_and_stands_in_its_journal(office, lyceum, host):
    contract = written(
        office, "contract", lyceum.teachers, **{**CONTRACT, "provider": host.full_name}
    )

    text = text_of(contract)
    assert contract.number == "1/2026-ПК"
    assert "в особі директора Петренка Сергія Миколайовича, що діє на підставі Статуту" in text
    assert "IBAN UA000000000000000000000000000" in text
    assert "3 750,00 грн (три тисячі сімсот п’ятдесят гривень 00 копійок), без ПДВ" in text
    assert "Сорока Павло Дмитрович" in text
    line = journal_of(office, contract)
    assert "1/2026-ПК" in line
    assert "15, 03.06.2026" in line
    assert "3750" in line


def test_the_form_of_a_contract_asks_all_its_questions_and_shows_the_price(office, make_draft):
    draft = make_draft(kind="contract", is_paid=True, price="1250")
    page = office.get(f"/documents/{draft.id}/data").text

    kind = CATALOGUE.kind("contract")
    labels = [question.label.en for question in kind.fields_in("ua")]
    assert [label for label in labels if label not in page] == []
    assert '<output class="d-block strong">1250</output>' in page


def test_a_contract_with_a_partner_without_a_card_leaves_lines_to_fill_in(office, lyceum):
    free = {**CONTRACT, "is_paid": "", "provider": "Приватне підприємство «Нива»"}
    contract = written(office, "contract", lyceum.teachers[:1], **free)

    assert "(далі – Виконавець), в особі ____" in text_of(contract)
    assert "надаються безоплатно" in text_of(contract)


def test_the_annex_of_a_contract_has_its_number_and_its_people(office, lyceum, host):
    answers = {**CONTRACT, "provider": str(host.id), "list_annex": "y"}
    contract = written(office, "contract", lyceum.teachers, **answers)
    assert "Додаток" not in text_of(contract)[:200]
    assert (
        f"kind=contract_annex&amp;source={contract.id}"
        in office.get(f"/documents/{contract.id}").text
    )

    annex = written(office, "contract_annex", follows=contract, dated_on="2026-06-04")
    assert (annex.number, annex.derived_from_id) == (contract.number, contract.id)
    assert "Гриць Любов Степанівна" in text_of(annex)
    assert "Разом" in text_of(annex)


def test_each_listener_has_an_individual_programme_under_the_number_of_the_contract(
    office, lyceum, host
):
    answers = {**CONTRACT, "provider": host.full_name, "programme_annex": "y"}
    contract = written(office, "contract", lyceum.teachers[:1], **answers)
    programme = written(
        office,
        "contract_programme",
        follows=contract,
        dated_on="2026-06-04",
        contract=contract.id,
        goal="опанування нової техніки",
        **{"topics-0-content": "Будова комбайнів", "topics-0-hours": "40"},
        **{"topics-1-content": "Обслуговування", "topics-1-hours": "20"},
    )

    text = text_of(programme)
    assert (programme.number, programme.derived_from_id) == (contract.number, contract.id)
    assert "Ткача Андрія Петровича, викладача" in text
    assert "Будова комбайнів" in text
    assert "Разом\n60" in text.replace("\n\n", "\n")


def test_an_order_names_the_contract_it_rests_on_and_both_pages_show_it(office, lyceum, host):
    answers = {**CONTRACT, "provider": host.full_name}
    contract = written(office, "contract", lyceum.teachers[:1], **answers)
    order = written(
        office,
        "order_of_sending",
        lyceum.teachers[:1],
        **{**ANSWERS, "dated_on": "2026-06-05", "contract-paper": contract.id},
    )

    assert "договору від 04 червня 2026 року № 1/2026-ПК" in text_of(order)
    assert roles_from(order) == {("rests-on", contract.id)}
    assert f"/documents/{contract.id}" in office.get(f"/documents/{order.id}").text
    assert f"/documents/{order.id}" in office.get(f"/documents/{contract.id}").text


def test_an_order_offers_contracts_only_and_first_those_of_its_people(
    office, lyceum, host, make_draft
):
    other_order = registered(make_draft(dated_on=date(2026, 6, 3)))
    answers = {**CONTRACT, "provider": host.full_name}
    ours = written(office, "contract", lyceum.teachers[:1], **answers)
    newer = written(
        office, "contract", lyceum.teachers[1:2], **{**answers, "dated_on": "2026-06-05"}
    )
    draft = make_draft(lyceum.teachers[:1])

    page = office.get(f"/documents/{draft.id}/data").text
    assert page.index(f'<option value="{ours.id}"') < page.index(f'<option value="{newer.id}"')
    assert f"№ {other_order.number} ·" not in page


def test_a_contract_is_written_in_russian_too(client, app):
    school = make_organisation("RUS1")
    make_head(school, "RU01", basis="Устава")
    director = make_user(Role.HEAD, school)
    teacher = make_employment("RU03", school)
    institute = make_organisation(
        "RUS2",
        owner_id=school.id,
        kind="provider",
        requisites={"licence": "№ Л035-00000-24/00000000", "bic": "000000001"},
    )
    make_head(institute, "RU06", basis="Устава")
    sign_in(client, director)

    answers = {**CONTRACT, "provider": institute.full_name, "with_listener": "y"}
    text = text_of(written(client, "contract", [teacher], **answers))
    assert "в лице директора Белых Татьяны Сергеевны, действующей на основании Устава" in text
    assert "осуществляющее образовательную деятельность на основании лицензии № Л035" in text
    assert "(одна тысяча двести пятьдесят рублей 00 копеек)" in text
    assert "обучить Ткача Романа Игоревича, учителя физики" in text


def test_an_order_is_changed_and_both_papers_show_it(office, lyceum, make_draft):
    order = registered(make_draft(lyceum.teachers[:2]))
    change = written(
        office,
        "order_amendment",
        [*lyceum.teachers],
        order,
        order=order.id,
        new_from="2026-06-22",
        new_to="2026-07-03",
        **{"people_changes-0-excluded": lyceum.teachers[0].id},
        **{"people_changes-0-added": lyceum.teachers[2].id},
        **REASON,
    )

    text = text_of(change)
    assert change.number == "2-к/тр"
    assert "Внести до наказу від 05 червня 2026 року № 1-к/тр" in text
    assert "«з 15 червня 2026 року по 26 червня 2026 року» замінити словами «з 22 червня" in text
    assert (
        "слова «ТКАЧА Андрія Петровича, викладача професійно-теоретичної підготовки» замінити "
        "словами «СОРОКУ Павла Дмитровича, майстра виробничого навчання»" in text
    )
    assert roles_from(change) == {("amends", order.id)}
    assert "Changed by another paper" in office.get(f"/documents/{order.id}").text
    assert "Зміни внесено: № 2-к/тр, 10.06.2026" in journal_of(office, order)
    assert "Changes" in office.get(f"/documents/{change.id}").text


def test_an_amendment_must_change_something_of_what_the_order_says(office, lyceum, make_draft):
    order = registered(make_draft(lyceum.teachers[:1]))
    begun = {"kind": "order_amendment", "source": order.id}
    address = office.post("/documents/new", data=begun).location.removesuffix("/draft")
    office.post(f"{address}/data", data={"order": order.id, **REASON})
    assert "Nothing is said here yet" in office.get(f"{address}/check").text

    stranger = {"people_changes-0-excluded": lyceum.teachers[2].id}
    office.post(f"{address}/data", data={"order": order.id, **REASON, **stranger})
    page = office.get(f"{address}/check").text
    assert "Сорока Павло Дмитрович is not named in the paper this question is about." in page
    absent = {"people_changes-0-added": lyceum.teachers[2].id}
    office.post(f"{address}/data", data={"order": order.id, **REASON, **absent})
    page = office.get(f"{address}/check").text
    assert "Сорока Павло Дмитрович must also be among the people of this paper." in page


def test_a_cancelled_order_stays_in_the_journal_and_nothing_follows_it(office, lyceum, make_draft):
    order = registered(make_draft())
    cancellation = written(
        office, "order_cancellation", follows=order, order=order.id, referrals_void="y", **REASON
    )

    assert "Скасувати наказ від 05 червня 2026 року № 1-к/тр" in text_of(cancellation)
    assert "Направлення, видані на підставі скасованого наказу" in text_of(cancellation)
    assert order.annulled_at is None
    assert "Скасовано: № 2-к/тр, 10.06.2026" in journal_of(office, order)
    page = office.get(f"/documents/{order.id}").text
    assert "Cancelled by another paper" in page
    assert "kind=referral" not in page
    draft = make_draft(kind="referral", order=order.id)
    said = office.get(f"/documents/{draft.id}/check").text
    assert "The paper this one follows is not in force." in said
    assert f'<option value="{order.id}"' not in office.get(f"/documents/{draft.id}/data").text


def test_an_order_is_in_force_again_when_its_cancellation_was_a_mistake(office, lyceum, make_draft):
    order = registered(make_draft())
    cancellation = written(office, "order_cancellation", follows=order, order=order.id, **REASON)
    office.post(f"/documents/{cancellation.id}/annul", data={"reason": "помилка секретаря"})

    page = office.get(f"/documents/{order.id}").text
    assert "Cancelled by another paper" not in page
    assert "kind=referral" in page


def test_a_cancellation_may_still_be_corrected_before_it_is_signed(office, make_draft):
    order = registered(make_draft())
    answers = {"order": order.id, **REASON}
    cancellation = written(office, "order_cancellation", follows=order, **answers)
    corrected = {"order": order.id, "reason": "хворобою працівника", "why_corrected": "помилка"}

    office.post(f"/documents/{cancellation.id}/correct", data=corrected)
    assert len(cancellation.editions) == 2
    assert "У зв’язку з хворобою працівника" in text_of(cancellation)
    assert roles_from(cancellation) == {("cancels", order.id)}


def test_a_letter_goes_to_the_head_of_the_card_and_is_found_by_its_heading(office, lyceum, host):
    letter = written(
        office,
        "letter",
        dated_on="2026-06-05",
        addressee_organisation=host.full_name,
        about="Про надсилання плану-графіка",
        body="Надсилаємо план-графік.\nПросимо погодити.",
        annex_sheets="3",
    )

    text = text_of(letter)
    assert letter.number == "01-15/1"
    assert "Директору Зеленодільського ліцею № 5" in text
    assert "Сергію ПЕТРЕНКУ" in text
    assert "Шановний Сергію Миколайовичу!" in text
    assert "Додаток: на 3 арк. у 1 прим." in text
    assert letter.title == "Про надсилання плану-графіка"
    assert "Про надсилання плану-графіка" in journal_of(office, letter)


def test_a_letter_says_to_whom_it_goes(office):
    address = office.post("/documents/new", data={"kind": "letter"}).location
    address = address.removesuffix("/draft")
    office.post(
        f"{address}/data", data={"dated_on": "2026-06-05", "about": "Про літо", "body": "Текст."}
    )

    assert "Nothing is said here yet" in office.get(f"{address}/check").text
