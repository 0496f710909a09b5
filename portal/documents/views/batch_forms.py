"""The form of a batch: its people, ticked or in a list, and the answers that all papers share."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.documents.batch import name_people, plan_batch
from portal.documents.catalogue import Kind
from portal.documents.drafts import following, usual_answers
from portal.documents.models import Batch, Document
from portal.documents.people_lists import PASTED, ListedPerson, read_people_list
from portal.documents.questions import QuestionForm, question_form, source_marks
from portal.documents.views.rights import acting_user_id
from portal.documents.views.steps import page_language
from portal.extensions import db, services
from portal.forms import DateField, FileField, LongTextField, PeopleField
from portal.people.models import Employment, Organisation
from portal.people.search import search_people


def batch_form(
    kind: Kind, organisation: Organisation, batch: Batch | None, source: Document | None
) -> QuestionForm:
    """A fresh form, filled with what the batch says already, or with what its source says."""
    day = batch.dated_on if batch else services().clock.today()
    staff = db.session.scalars(search_people([organisation.id], "", day)).all()
    data = dict(batch.data) if batch else _first_answers(kind, organisation, source)
    named = batch.items if batch else source.people if source else []
    fields = {
        "people": PeopleField(
            _l("Who gets a paper"),
            choices=[(e.id, str(e.person.name_on(day))) for e in staff],
            details={e.id: post.text for e in staff if (post := e.post_on(day))},
        ),
        "pasted": LongTextField(
            _l("Or paste a list from Excel"),
            description=_l("One person a line; the heading may stand above."),
            filters=[_as_pasted],
        ),
        "people_file": FileField(_l("Or add an Excel file"), accept=".xlsx,.xls,.ods,.csv"),
        "dated_on": DateField(_l("Date of the papers")),
        "staff": staff,
    }
    form: QuestionForm = type(
        "BatchForm", (question_form(kind, organisation, page_language(), day),), fields
    )(
        data={**data, "dated_on": day, "people": [row.employment_id for row in named]},
        sources=source_marks(kind, organisation, data),
    )
    return form


def _as_pasted(text: str | None) -> str:
    """With the tabs between the cells, which other texts lose."""
    return text or ""


def keep(form: Any, kind: Kind, organisation: Organisation, batch: Batch | None) -> Batch | None:
    """The batch as the form says it, or None when it lacks people or a date.

    What is missing in the answers does not stop anybody here: the dry run shows it for everyone.
    """
    listed = _listed(form, kind, organisation)
    ticked = [employment for employment in form.staff if employment.id in (form.people.data or [])]
    people = list(
        {e.id: e for e in [*ticked, *(one.employment for one in listed if one.employment)]}.values()
    )
    if not people and not listed:
        form.people.errors = [_("Choose at least one person.")]
    if form.dated_on.data is None and not form.dated_on.errors:
        form.dated_on.errors = [_("This has to be filled in.")]
    if form.people.errors or form.dated_on.errors:
        return None
    answers = form.plain_answers()
    if batch is None:
        batch = _planned(kind, organisation, answers, form.dated_on.data)
    batch.data, batch.dated_on = answers, form.dated_on.data
    own = {one.employment.id: one.answers for one in listed if one.employment}
    name_people(batch, people, own)
    batch.unresolved = {"rows": [*batch.unresolved.get("rows", []), *_unclear(listed)]}
    return batch


def _first_answers(
    kind: Kind, organisation: Organisation, source: Document | None
) -> dict[str, Any]:
    today = services().clock.today()
    usual = usual_answers(kind, organisation, made_by=acting_user_id(), day=today)
    return {**usual, **(following(kind, source) if source else {})}


def _planned(kind: Kind, organisation: Organisation, answers: dict[str, Any], day: Any) -> Batch:
    ids = [answers.get(follows.name) for follows in kind.manifest.follows]
    source = db.session.get(Document, ids[0]) if ids and ids[0] else None
    return plan_batch(
        kind, organisation, [], data=answers, dated_on=day, made_by=acting_user_id(), source=source
    )


def _listed(form: Any, kind: Kind, organisation: Organisation) -> list[ListedPerson]:
    day = form.dated_on.data or services().clock.today()
    sheets: list[tuple[bytes, str]] = []
    if form.pasted.data:
        sheets.append((form.pasted.data.encode(), PASTED))
    if form.people_file.data:
        sheets.append((form.people_file.data.read(), form.people_file.data.filename or ""))
    return [
        one
        for data, name in sheets
        for one in read_people_list(data, name, kind, organisation, day)
    ]


def _unclear(listed: Sequence[ListedPerson]) -> list[dict[str, Any]]:
    """Rows that name nobody for certain, as the batch keeps them until somebody has chosen."""
    return [
        {
            "address": one.address,
            "text": one.text,
            "answers": dict(one.answers),
            "choices": [employment.id for employment in one.choices],
        }
        for one in listed
        if one.employment is None
    ]


def added(batch: Batch, row: dict[str, Any], employment: Employment) -> None:
    """Take a person into the batch for a row of its list."""
    people = [*(item.employment for item in batch.items), employment]
    once = list({one.id: one for one in people}.values())
    name_people(batch, once, {employment.id: row["answers"]})
