"""Finish in Word: what goes out, what comes back, and what is refused."""

import io

import pytest
from docx import Document as WordFile

from portal import paper
from portal.documents.drafts import save_draft
from portal.documents.issue import register
from portal.documents.word import drop_word, take_back, word_changes, word_draft
from portal.errors import Conflict, Invalid
from portal.extensions import db, services, writing


def edited(docx: bytes, old: str, new: str) -> bytes:
    """The file with a text of a paragraph replaced, as somebody does in Word."""
    file = WordFile(io.BytesIO(docx))
    for paragraph in file.paragraphs:
        if old in paragraph.text:
            text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def test_the_draft_goes_out_without_number(make_draft):
    docx = word_draft(make_draft())

    assert paper.controls(docx)["papka.number"].strip("_") == ""


def test_what_was_edited_by_hand_is_registered_with_its_number(lyceum, make_draft):
    draft = make_draft()
    returned = edited(word_draft(draft), "НАКАЗУЮ", "НАКАЗУЮ НЕГАЙНО")
    with writing():
        take_back(draft, returned, by=lyceum.secretary.id)
        changes = word_changes(draft)
        register(draft, issued_by=lyceum.secretary.id, request_key="one")
        db.session.commit()

    assert [(old.strip(), new.strip()) for old, new in changes] == [
        ("НАКАЗУЮ:", "НАКАЗУЮ НЕГАЙНО:")
    ]
    issued = services().store.get(draft.edition.docx_sha256)
    assert "НАКАЗУЮ НЕГАЙНО" in paper.text(issued)
    assert paper.controls(issued)["papka.number"] == "1-к/тр"
    assert draft.edition.is_by_hand


def test_an_approved_paper_is_approved_anew_after_word(lyceum, make_draft):
    draft = make_draft()
    draft.submitted_at = draft.approved_at = services().clock.now()

    take_back(draft, word_draft(draft), by=lyceum.secretary.id)
    assert draft.approved_at is None


def test_a_file_of_another_sort_is_refused_in_plain_words(lyceum, make_draft):
    with pytest.raises(Invalid, match="not a Word file"):
        take_back(make_draft(), b"%PDF-1.7", by=lyceum.secretary.id)


def test_the_edited_file_can_be_dropped_again(lyceum, make_draft):
    draft = make_draft()
    with pytest.raises(Conflict, match="not edited"):
        drop_word(draft, by=lyceum.secretary.id)
    take_back(draft, word_draft(draft), by=lyceum.secretary.id)

    drop_word(draft, by=lyceum.secretary.id)
    assert draft.word_sha256 is None
    assert word_changes(draft) == []


def test_another_answer_takes_the_edited_file_away(lyceum, make_draft):
    draft = make_draft()
    take_back(draft, word_draft(draft), by=lyceum.secretary.id)
    people = [row.employment for row in draft.people]

    save_draft(draft, {**draft.data, "plan": ""}, draft.dated_on, people)
    assert draft.word_sha256
    save_draft(draft, {**draft.data, "hours": "30"}, draft.dated_on, people)
    assert draft.word_sha256 is None
