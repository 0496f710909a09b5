"""Journals: opened by profile, numbered without gaps, honest about late entries."""

from datetime import date

import pytest

from portal.documents.issue import LateEntry, annul, register
from portal.documents.journals import find_gaps, open_journal, start_at
from portal.errors import Conflict, Invalid
from portal.extensions import db
from tests.documents.conftest import Lyceum


def _register(draft, lyceum, **options):
    document = register(
        draft, issued_by=lyceum.secretary.id, request_key=f"key-{draft.id}", **options
    )
    db.session.commit()
    return document


def test_numbers_follow_each_other_in_the_pattern_of_the_country(make_draft, lyceum: Lyceum):
    numbers = [_register(make_draft(), lyceum).number for _ in range(3)]

    assert numbers == ["1-к/тр", "2-к/тр", "3-к/тр"]


def test_a_school_that_starts_in_mid_year_goes_on_from_its_paper_journal(make_draft, lyceum):
    journal = open_journal(lyceum.organisation, "R01", date(2026, 6, 1))
    start_at(journal, 213)
    db.session.commit()

    assert _register(make_draft(), lyceum).number == "213-к/тр"
    assert not find_gaps(journal).missing


def test_the_first_number_cannot_change_once_papers_are_in_the_journal(make_draft, lyceum):
    document = _register(make_draft(), lyceum)

    with pytest.raises(Conflict):
        start_at(document.journal, 50)


def test_a_new_year_begins_at_one_with_the_pattern_of_the_old(make_draft, lyceum):
    journal = open_journal(lyceum.organisation, "R01", date(2026, 6, 1))
    journal.pattern = "{n}-вк"
    db.session.commit()
    _register(make_draft(), lyceum)

    january = _register(make_draft(dated_on=date(2027, 1, 11)), lyceum)

    assert january.number == "1-вк"
    assert january.journal.year == 2027


def test_an_earlier_date_needs_a_reason(make_draft, lyceum):
    _register(make_draft(dated_on=date(2026, 6, 5)), lyceum)
    earlier = make_draft(dated_on=date(2026, 6, 3))

    with pytest.raises(Invalid):
        _register(earlier, lyceum)
    db.session.rollback()
    document = _register(earlier, lyceum, out_of_order_reason="наказ підписано до від'їзду")

    assert document.number == "2-к/тр"
    assert find_gaps(document.journal).out_of_order == [document.number]


def test_a_late_entry_gets_a_fraction_of_the_number_it_stands_behind(make_draft, lyceum):
    for _ in range(2):
        _register(make_draft(), lyceum)

    late = [
        _register(make_draft(), lyceum, late=LateEntry(1, "знайдено під час звірки"))
        for _ in range(2)
    ]

    assert [document.number for document in late] == ["1/1-к/тр", "1/2-к/тр"]
    assert _register(make_draft(), lyceum).number == "3-к/тр"


def test_an_annulled_paper_keeps_its_number_and_its_line(make_draft, lyceum):
    first = _register(make_draft(), lyceum)
    annul(first, reason="курс скасовано", annulled_by=lyceum.director.id)
    db.session.commit()

    assert _register(make_draft(), lyceum).number == "2-к/тр"
    assert not find_gaps(first.journal).missing
    assert first.number == "1-к/тр"


def test_a_closed_journal_takes_no_more_papers(make_draft, lyceum):
    journal = open_journal(lyceum.organisation, "R01", date(2026, 6, 1))
    journal.closed_on = date(2026, 6, 2)
    db.session.commit()

    with pytest.raises(Conflict):
        _register(make_draft(), lyceum)
