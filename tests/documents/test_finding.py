"""Finding papers by words: the beginnings of words lead to them, and the words follow the paper."""

import pytest
import sqlalchemy as sa

from portal.documents.finding import DocumentWord, kept_words, says
from portal.documents.issue import register
from portal.documents.listing import Folder, Wanted, count, count_folders, papers, said_count
from portal.extensions import db, writing


def _register(draft, key):
    with writing():
        register(draft, issued_by=draft.created_by_id, request_key=key)
        db.session.commit()
    return draft


def _found(query, lyceum):
    own = {lyceum.organisation.id}
    return db.session.scalars(papers(own, Wanted()).where(says(query, own))).all()


@pytest.mark.parametrize(
    "query", ["1-к", "1-К/ТР", "№ 1-к/тр", "направл", "«Підвищення кваліф", "ткач", "наказ ткач"]
)
def test_a_paper_is_found_by_the_beginnings_of_its_words(lyceum, make_draft, query):
    paper = _register(make_draft(), "first")

    assert _found(query, lyceum) == [paper]


@pytest.mark.parametrize("query", ["7-к/тр", "к/тр", "договір", "направлення гриць"])
def test_other_words_do_not_find_it(lyceum, make_draft, query):
    _register(make_draft(), "first")

    assert _found(query, lyceum) == []


def test_words_follow_the_title_and_go_with_the_paper(lyceum, make_draft):
    draft = make_draft()
    draft.title = "Про атестацію"
    db.session.commit()

    words = set(db.session.scalars(sa.select(DocumentWord.word)))
    assert words == {"про", "атестацію"}

    db.session.delete(draft)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count(DocumentWord.word))) == 0


def test_a_double_name_is_found_by_either_half_and_a_number_only_as_a_whole():
    assert kept_words("45-к/тр", "Витяг: «Нечай-Левицька»") == {
        "45-к/тр",
        "витяг",
        "нечай-левицька",
        "нечай",
        "левицька",
    }


def test_folders_are_counted_and_a_long_one_is_only_said_to_be_long(lyceum, make_draft):
    _register(make_draft(), "first")
    make_draft()
    own = {lyceum.organisation.id}

    counts = count_folders(own, Wanted())

    assert (counts[Folder.WORK], counts[Folder.TO_SIGN], counts[Folder.DRAFTS]) == (2, 1, 1)
    assert count(own, Wanted(folder=Folder.ALL)) == counts[Folder.ALL] == 2
    assert (said_count(1000), said_count(1001)) == ("1000", "1000+")
