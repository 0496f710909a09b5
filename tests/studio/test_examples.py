"""Teaching by example: what is proposed from pairs of filled papers, and what comes of it."""

from collections.abc import Mapping

import pytest

from portal import grammar
from portal.documents.context import filters_of
from portal.paper import render, text
from portal.paper.diagnosis.diagnose import diagnose
from portal.studio.examples.proposals import proposals, taught
from tests.studio import plain_pairs
from tests.studio.filled_pairs import changing, filled

PAIRS = [
    (kind, language)
    for kind in ("order_of_sending", "referral", "certificate")
    for language in ("uk", "ru")
]


def _key(proposal):
    place = proposal.place
    return place.part, place.paragraph, proposal.start, proposal.end


def _measured(kind, language):
    """True places, those proposed, and what was proposed of the fixed words of the paper."""
    papers = [filled(kind, language, which) for which in range(3)]
    found = proposals(papers[0].docx, papers[1].docx, language=language)
    true = set(changing(papers))
    printed = {
        (*key, start, end) for key, places in papers[0].places.items() for start, end, _ in places
    }
    false = [p for p in found if not any(_overlap(_key(p), place) for place in printed)]
    return papers, found, true, false


def _overlap(one, other):
    return one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3]


def test_of_six_pairs_ninety_percent_of_the_places_are_proposed_and_few_false_ones():
    true_places = hits = proposed = wrong = 0
    for kind, language in PAIRS:
        _, found, true, false = _measured(kind, language)
        exact = {_key(proposal) for proposal in found}
        true_places += len(true)
        hits += len(true & exact)
        proposed += len(found)
        wrong += len(false)

    assert hits >= 0.9 * true_places
    assert wrong <= 0.1 * proposed


# Values that our kinds call otherwise, or that stand in a line of free text.
def _context(values, language):
    other = values.get("replacement_by") or values.get("secretary")
    letter = (("02.06.2026" if language == "uk" else "03.03.2026"), "15")
    return {
        **values,
        "person_2": other if isinstance(other, Mapping) else {"name": other},
        "letter": {"date": letter[0], "number": letter[1]},
        "licence": {"date": "01.02.2024", "number": "15-л"},
    }


@pytest.mark.parametrize(("kind", "language"), PAIRS)
def test_the_template_taught_issues_the_paper_of_a_third_person_of_the_other_gender(kind, language):
    papers, found, _, _ = _measured(kind, language)
    kept = [proposal for proposal in found if not proposal.path.startswith(("letter", "licence"))]

    result = taught(papers[0].docx, kept, language=language)

    assert diagnose(result.docx).is_good
    printed = text(render(result.docx, _context(papers[2].values, language), filters_of(language)))
    assert _plain(printed) == _plain(text(papers[2].docx))


def _plain(words):
    return words.replace("\u00a0", " ").split("\n")


# Head and organisation may change in any paper, though they are the same in both examples.
_STANDING = ("head", "organisation")


@pytest.mark.parametrize("is_pair", [True, False], ids=["two papers", "one paper"])
def test_in_plain_papers_of_other_hands_the_places_are_proposed_too(is_pair):
    true_places = hits = proposed = wrong = 0
    for language, first, second in (*plain_pairs.PAPERS.values(), *plain_pairs.UNSEEN.values()):
        other = plain_pairs.document(second) if is_pair else None
        found = proposals(plain_pairs.document(first), other, language=language)
        exact = {(p.place.paragraph, p.start, p.end): p for p in found}
        true = plain_pairs.places(first)
        true_places += len(true)
        hits += len(true & set(exact))
        proposed += len(found)
        wrong += sum(
            key not in true and proposal.path.split(".")[0] not in _STANDING
            for key, proposal in exact.items()
        )

    assert hits >= 0.9 * true_places
    assert wrong <= 0.1 * proposed


@pytest.mark.parametrize("name", plain_pairs.PAPERS)
def test_plain_papers_teach_a_template_that_is_right_for_the_other_gender(name):
    language, first, second = plain_pairs.PAPERS[name]
    docx = plain_pairs.document(first)
    found = proposals(docx, plain_pairs.document(second), language=language)

    result = taught(docx, found, language=language)

    assert diagnose(result.docx).is_good
    printed = text(render(result.docx, plain_pairs.VALUES[name], filters_of(language)))
    assert _plain(printed.strip()) == plain_pairs.THIRD[name].strip().split("\n")


def test_the_form_asks_for_what_nothing_else_answers():
    language, first, second = plain_pairs.PAPERS["order uk"]
    docx = plain_pairs.document(first)
    found = proposals(docx, plain_pairs.document(second), language=language)

    fields = {field.name: field.type for field in taught(docx, found, language=language).fields}

    assert fields == {
        "programme": "programme",
        "training_from": "date",
        "training_to": "date",
        "hours": "number",
        "amount": "money",
    }


def test_what_is_not_accepted_stays_as_it_was():
    language, first, _ = plain_pairs.PAPERS["order uk"]
    docx = plain_pairs.document(first)
    found = [p for p in proposals(docx, language=language) if p.kind == "date"]

    result = taught(docx, found[:1], language=language)

    lines = text(result.docx).split("\n")
    assert lines[2] == "{{ date|digits }}\t№ 14-к"
    assert "Мельничук Оксану" in lines[6]


def test_a_card_names_a_person_whom_no_shape_gives_away():
    docx = plain_pairs.document("Відрядити ⟦Римську-Корж Любов Павлівну⟧ до Києва")
    card = grammar.decline_name("Римська-Корж", "Любов", "Павлівна", "f", "uk")

    (found,) = proposals(docx, language="uk", cards=[card])

    assert found.tag == "{{ employee.name|accusative }}"
