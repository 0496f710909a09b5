"""Correcting a paper that has its number but no signature yet."""

from base64 import b64encode
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.documents.catalogue import kind_of
from portal.documents.issue import correct as correct_paper
from portal.documents.issue import preview_correction
from portal.documents.models import Document
from portal.documents.previews import preview_page
from portal.documents.questions import QuestionForm, conditions, question_form
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import Act, acting_user_id, find_paper
from portal.errors import Conflict, Invalid, Unavailable
from portal.extensions import db, services
from portal.forms import LongTextField, Required
from portal.paper import PaperFault
from portal.permissions import Right, requires
from portal.web import form_page, sentence, told_on


@blueprint.route("/documents/<int:document_id>/correct", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def correct(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    """The same questions once more, and why; the number and the date stay."""
    document = find_paper(document_id, Act.CORRECT)
    if not document.can_be_corrected:
        raise Conflict("The paper is signed already: annul it or issue an amending one.")
    form = _correction_form(document)
    if form.is_submitted() and not form.grown() and form.validate():
        with told_on(form):
            data = {**document.data, **form.plain_answers()}
            reason = form["why_corrected"].data
            edition = correct_paper(document, data=data, reason=reason, made_by=acting_user_id())
            db.session.commit()
            flash(_("Corrected: edition %(n)s. Print it anew.", n=edition.n), "ok")
            return redirect(url_for("documents.show", document_id=document_id), 303)
    document = find_paper(document_id)
    shown = conditions(kind_of(document))
    return form_page("documents/correct.html", form, document=document, conditions=shown)


@blueprint.post("/documents/<int:document_id>/correct/preview")
@requires(Right.PREPARE_PAPERS)
def preview_of_correction(document_id: int) -> str:
    """The first page as the answers typed so far would print it: a piece of the page above."""
    document = find_paper(document_id, Act.CORRECT)
    answers = {**document.data, **_correction_form(document).plain_answers()}
    image, fault = "", ""
    try:
        docx = preview_correction(document, answers)
        db.session.rollback()  # nothing slow inside a transaction
        image = b64encode(preview_page(docx, 1)).decode("ascii")
    except PaperFault as e:
        fault = str(e)
    except (Conflict, Invalid, Unavailable) as e:
        fault = sentence(e)
    return render_template(
        "documents/_correction.html", document_id=document_id, image=image, fault=fault
    )


def _correction_form(document: Document) -> QuestionForm:
    kind, day = kind_of(document), document.dated_on
    questions = question_form(
        kind,
        document.organisation,
        str(get_locale()),
        day or services().clock.today(),
        document=document,
    )
    why: dict[str, Any] = {
        "why_corrected": LongTextField(
            _l("Why it is corrected"), [Required()], limit=500, description=_l("One sentence.")
        )
    }
    form: QuestionForm = type("CorrectionForm", (questions,), why)(data=document.data)
    return form
