"""Sending a paper on its way, registering it, and the decision of whoever approves."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal.accounts.roles import ROLE_NAMES
from portal.documents.approval import approve, pending_step, recall, return_draft, submit
from portal.documents.catalogue import kind_of
from portal.documents.context import problems
from portal.documents.drafts import content_of
from portal.documents.listing import Folder
from portal.documents.models import Document
from portal.documents.views.blueprint import blueprint
from portal.documents.views.check import check_page, look
from portal.documents.views.finish import FinishForm, begin_work, issue, told_registered
from portal.documents.views.many import do_each, picked
from portal.documents.views.names import named_people
from portal.documents.views.rights import acting_user_id, find_own, own_roles, writes
from portal.documents.views.steps import asks_others, find_draft
from portal.extensions import db
from portal.forms import Form, Required, TextField
from portal.permissions import Right, holds, requires
from portal.web import told_on


class ReturnForm(Form):
    reason = TextField(
        _l("What must be mended"), [Required()], description=_l("One sentence for the writer.")
    )


@blueprint.post("/documents/<int:document_id>/register")
@requires(Right.PREPARE_PAPERS)
def register(document_id: int) -> Response | tuple[str, int]:
    """Number, fill, freeze; a second click leads to the paper that the first one made."""
    document = find_own(Document, document_id)
    if document.registered_at:
        return redirect(url_for("documents.show", document_id=document_id), 303)
    people = named_people(document)
    form = FinishForm.of(document, people)
    if form.validate_on_submit() and not _still_to_mend(document, form):
        with told_on(form):
            batches = issue(document, form, people)
            db.session.commit()
            begin_work(document, batches)
            return told_registered(document, has_extracts=bool(batches))
    form.fault_title = _("The paper is not registered. The number is free.")
    return check_page(document, form), 422


@blueprint.post("/documents/<int:document_id>/submit")
@requires(Right.PREPARE_PAPERS)
def send(document_id: int) -> Response | tuple[str, int]:
    """The draft goes to whoever has to say yes first."""
    document = find_draft(document_id)
    form = FinishForm.of(document, named_people(document))
    if _still_to_mend(document, form):
        form.fault_title = _("The paper is not sent.")
        return check_page(document, form), 422
    roles = own_roles(document.organisation_id)
    submit(document, submitted_by=acting_user_id(), own_roles=roles)
    step = pending_step(document)
    db.session.commit()
    flash(_("Sent for approval: %(who)s.", who=ROLE_NAMES.get(step or "", "")), "ok")
    return redirect(url_for("documents.index"), 303)


@blueprint.post("/documents/<int:document_id>/recall")
@requires(Right.PREPARE_PAPERS)
def take_back_draft(document_id: int) -> Response:
    recall(find_draft(document_id), by=acting_user_id())
    db.session.commit()
    flash(_("The paper is with you again."), "ok")
    return redirect(url_for("documents.check", document_id=document_id), 303)


@blueprint.get("/documents/<int:document_id>/approval")
@requires(Right.READ_PAPERS)
def approval(document_id: int) -> str:
    """The check page to read, with the decision for whoever has it."""
    document = find_draft(document_id, Right.READ_PAPERS)
    return _approval_page(document, ReturnForm())


@blueprint.post("/documents/<int:document_id>/approve")
@requires(Right.APPROVE_PAPERS)
def say_yes(document_id: int) -> Response:
    document = find_draft(document_id, Right.APPROVE_PAPERS)
    approve(document, approved_by=acting_user_id(), roles=own_roles(document.organisation_id))
    db.session.commit()
    flash(_("Approved: %(title)s.", title=document.title), "ok")
    if not asks_others(document) and writes(kind_of(document), document.organisation_id):
        return redirect(url_for("documents.check", document_id=document_id), 303)
    return redirect(url_for("documents.index"), 303)


@blueprint.post("/documents/approve")
@requires(Right.APPROVE_PAPERS)
def say_yes_to_many() -> Response:
    """Yes to all that are ticked; what waits for somebody else stays as it is and is told."""
    mine = [d for d in picked() if holds(Right.APPROVE_PAPERS, d.organisation_id)]
    by = acting_user_id()
    done = do_each(mine, lambda d: approve(d, approved_by=by, roles=own_roles(d.organisation_id)))
    db.session.commit()
    flash(ngettext("%(num)d paper is approved.", "%(num)d papers are approved.", done), "ok")
    return redirect(url_for("documents.index", folder=Folder.TO_APPROVE.value), 303)


@blueprint.post("/documents/<int:document_id>/return")
@requires(Right.APPROVE_PAPERS)
def give_back(document_id: int) -> Response | tuple[str, int]:
    document = find_draft(document_id, Right.APPROVE_PAPERS)
    form = ReturnForm()
    if form.validate_on_submit():
        roles = own_roles(document.organisation_id)
        return_draft(document, returned_by=acting_user_id(), roles=roles, reason=form.reason.data)
        db.session.commit()
        flash(_("Returned to the writer with your words."), "ok")
        return redirect(url_for("documents.index"), 303)
    return _approval_page(document, form), 422


def _approval_page(document: Document, form: ReturnForm) -> str:
    step = pending_step(document)
    decides = holds(Right.APPROVE_PAPERS, document.organisation_id)
    return render_template(
        "documents/approval.html",
        form=form,
        decides=decides and step in own_roles(document.organisation_id),
        prepares=writes(kind_of(document), document.organisation_id),
        role_names=ROLE_NAMES,
        **look(document, named_people(document)),
    )


def _still_to_mend(document: Document, form: Form) -> bool:
    """Say above the form that something is missing; the page lists what."""
    blocked = any(problem.blocks for problem in problems(content_of(document)))
    if blocked:
        form.form_errors.append(_("Mend first what is listed below."))
    return blocked
