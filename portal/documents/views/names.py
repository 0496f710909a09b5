"""Names and posts of one draft as they will be printed, and confirming or correcting them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal import grammar
from portal.documents.case_forms import NamedPerson, case_forms, confirm
from portal.documents.drafts import content_of
from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import acting_user_id
from portal.documents.views.steps import find_draft
from portal.errors import NotFound
from portal.extensions import db
from portal.forms import Form, RadiosField
from portal.grammar import Phrase
from portal.people.service import record_change
from portal.people.views.cases import NameForms, PhraseForms
from portal.permissions import Right, requires


class GenderForm(Form):
    gender = RadiosField(_l("Who is it?"), choices=[("m", _l("a man")), ("f", _l("a woman"))])


@dataclass(frozen=True)
class OpenName:
    """The name that is being looked at, with the form that corrects it."""

    named: NamedPerson
    gender: GenderForm | None
    name: NameForms
    post: PhraseForms | None


@blueprint.post("/documents/<int:document_id>/names/<int:person_id>")
@requires(Right.PREPARE_PAPERS)
def confirm_name(document_id: int, person_id: int) -> Response:
    """The forms are right, or are corrected: kept on the card, for every paper to come."""
    document = find_draft(document_id)
    opened = open_name(named_people(document), person_id)
    if opened is None:
        raise NotFound
    if opened.gender and opened.gender.validate_on_submit() and opened.gender.gender.data:
        _say_gender(document, opened)
        again: int | None = person_id
    else:
        _keep(document, opened)
        again = None
    db.session.commit()
    address = url_for("documents.check", document_id=document_id, name=again, _anchor="names")
    return redirect(address, 303)


def named_people(document: Document) -> list[NamedPerson]:
    return case_forms(content_of(document))


def open_name(people: Sequence[NamedPerson], person_id: int | None) -> OpenName | None:
    """The name asked for, else the first that somebody should look at."""
    doubtful = [one for one in people if one.is_doubtful]
    asked = [one for one in people if one.person.id == person_id]
    named = next(iter(asked or ([] if person_id else doubtful)), None)
    if named is None:
        return None
    return OpenName(
        named=named,
        gender=None if named.person.gender else GenderForm(data={"gender": named.name.gender}),
        name=NameForms.of(named.name),
        post=PhraseForms.of(named.post_forms) if named.post and named.post_cases else None,
    )


def _keep(document: Document, opened: OpenName) -> None:
    named = opened.named
    if not opened.name.validate_on_submit():
        return
    confirm(
        named,
        by=acting_user_id(),
        organisation_id=document.organisation_id,
        forms=opened.name.overrides(named.version.by_rule()),
        post_forms=opened.post.overrides(_by_rule(named)) if opened.post else None,
    )
    flash(_("%(name)s: kept on the card, papers print it so.", name=str(named.version)), "ok")


def _by_rule(named: NamedPerson) -> Phrase:
    return grammar.decline_post(
        named.post_forms.text, named.post_forms.language, named.person.gender
    )


def _say_gender(document: Document, opened: OpenName) -> None:
    person = opened.named.person
    person.gender = request.form["gender"]
    record_change("person-changed", person, document.organisation_id, by_user_id=acting_user_id())
    flash(_("Kept on the card. Look at the forms once more."), "ok")
