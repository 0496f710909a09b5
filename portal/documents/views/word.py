"""Finish in Word: the draft goes out and comes back edited."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.rights import acting_user_id
from portal.documents.views.steps import find_draft
from portal.documents.word import drop_word, take_back, word_changes, word_draft
from portal.downloads import DOCX, attachment
from portal.extensions import db
from portal.forms import FileField, Form, Required
from portal.permissions import Right, requires
from portal.web import told_on


class ReturnedForm(Form):
    file = FileField(
        _l("The edited draft"), [Required(_l("Choose the Word file."))], accept=".docx"
    )


@blueprint.route("/documents/<int:document_id>/word", methods=["GET", "POST"])
@requires(Right.PREPARE_PAPERS)
def word(document_id: int) -> WerkzeugResponse | tuple[str, int]:
    document = find_draft(document_id)
    form = ReturnedForm()
    if form.validate_on_submit():
        with told_on(form):
            take_back(document, form.file.data.read(), by=acting_user_id())
            db.session.commit()
            flash(_("The edited draft is kept. Look at what has changed."), "ok")
            return redirect(url_for("documents.word", document_id=document_id), 303)
    return _word_page(document, form), 422 if form.errors else 200


@blueprint.get("/documents/<int:document_id>/word/draft.docx")
@requires(Right.PREPARE_PAPERS)
def word_file(document_id: int) -> Response:
    document = find_draft(document_id)
    return attachment(word_draft(document), document.title, DOCX)


@blueprint.post("/documents/<int:document_id>/word/drop")
@requires(Right.PREPARE_PAPERS)
def drop_word_file(document_id: int) -> WerkzeugResponse:
    drop_word(find_draft(document_id), by=acting_user_id())
    db.session.commit()
    flash(_("The paper says again what the form gives."), "ok")
    return redirect(url_for("documents.check", document_id=document_id), 303)


def _word_page(document: Document, form: ReturnedForm) -> str:
    return render_template(
        "documents/word.html", document=document, form=form, changes=word_changes(document)
    )
