"""What is mended in the row of one person, before the batch is started."""

from collections.abc import Mapping
from typing import Any

from portal.documents.catalogue import kind_of
from portal.documents.models import BatchItem
from portal.documents.typed import parse
from portal.documents.views.rights import acting_user_id
from portal.errors import Invalid
from portal.extensions import db
from portal.forms import clean_line
from portal.people.posts import post_titles, split_post
from portal.people.service import give_post, record_change
from portal.permissions import Right, require


def apply_mending(item: BatchItem, typed: Mapping[str, str]) -> None:
    """Take over what the row says; an empty field changes nothing."""
    if "left_out" in typed:
        item.left_out = typed["left_out"] == "1"
    if typed.get("gender") in ("m", "f"):
        _say_gender(item, typed["gender"])
    if post := clean_line(typed.get("post"))[:500]:
        _give_post(item, post)
    item.data = {**item.data, **_answers(item, typed)}
    db.session.flush()


def _say_gender(item: BatchItem, gender: str) -> None:
    require(Right.EDIT_PEOPLE, item.batch.organisation_id)
    person = item.employment.person
    person.gender = gender
    record_change("person-changed", person, item.batch.organisation_id, by_user_id=acting_user_id())


def _give_post(item: BatchItem, text: str) -> None:
    """A post from the day of the paper on; the first one of a person, from the beginning."""
    require(Right.EDIT_PEOPLE, item.batch.organisation_id)
    employment = item.employment
    title, tail = split_post(text, post_titles(employment.organisation))
    since = item.batch.dated_on if employment.posts else None
    give_post(employment, title, tail, by_user_id=acting_user_id(), started_on=since)


def _answers(item: BatchItem, typed: Mapping[str, str]) -> dict[str, Any]:
    kind = kind_of(item.batch)
    answers: dict[str, Any] = {}
    for question in kind.fields_in(item.batch.organisation.country):
        text = clean_line(typed.get(f"answer-{question.name}"))
        if text:
            try:
                answers[question.name] = parse(question, text, item.batch.organisation)
            except Invalid:
                answers[question.name] = text  # the dry run says what is wrong with it
    return answers
