"""A template made from papers already filled in: the places that change, each to be accepted."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.documents.context import person_on_paper
from portal.errors import Conflict, Invalid, NotFound
from portal.extensions import db, services
from portal.forms import FileField, Form, Required
from portal.grammar.values import Name
from portal.paper.gate import check_package
from portal.people.search import search_people
from portal.permissions import Right, holds, requires
from portal.studio import service
from portal.studio.examples.proposals import Proposal, proposals, read_proposal, taught
from portal.studio.models import TemplateVersion
from portal.studio.questions import draft_questions
from portal.studio.views.blueprint import blueprint
from portal.studio.views.bringing import LARGEST
from portal.studio.views.rights import acting_user_id, find_version, page_language
from portal.studio.words import place_words
from portal.web import form_page, told_on

_LANGUAGES = ("uk", "ru")  # those whose names and dates are known by their looks
_TICKED = 0.55
_SURENESS = ((0.9, _l("sure")), (0.7, _l("likely")), (0.0, _l("perhaps")))
_KINDS: dict[str, LazyString] = {
    "name": _l("person"),
    "post": _l("post"),
    "date": _l("date"),
    "number": _l("number"),
    "hours": _l("hours or credits"),
    "money": _l("sum of money"),
    "organisation": _l("organisation"),
    "programme": _l("programme"),
    "word": _l("word that agrees"),
    "text": _l("text"),
}


class SecondForm(Form):
    file = FileField(
        _l("A second paper of the same kind (.docx)"),
        [Required()],
        accept=".docx",
        limit=LARGEST,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One place as the page shows it."""

    proposal: Proposal
    place: str
    kind: LazyString
    before: str
    after: str

    @property
    def is_ticked(self) -> bool:
        return self.proposal.confidence >= _TICKED

    @property
    def sureness(self) -> LazyString:
        return next(word for least, word in _SURENESS if self.proposal.confidence >= least)


@blueprint.route("/versions/<int:version_id>/examples", methods=["GET", "POST"])
@requires(Right.EDIT_TEMPLATES)
def by_example(version_id: int) -> tuple[str, int]:
    """What would become a field; a second paper, sent in, makes the list surer. Keeps nothing."""
    version = _filled(version_id)
    form = SecondForm()
    second = None
    if form.validate_on_submit():
        with told_on(form):
            second = _clean(form.file.data.read())
    rows = _rows(version, second)
    title = version.title(page_language())
    return form_page(
        "studio/examples.html", form, version=version, title=title, rows=rows, second=second
    )


@blueprint.post("/versions/<int:version_id>/examples/taught")
@requires(Right.EDIT_TEMPLATES)
def teach(version_id: int) -> Response:
    """The ticked places become tags, and the form asks for them."""
    version = _filled(version_id)
    accepted = [read_proposal(text) for text in request.form.getlist("place")]
    if not accepted:
        flash(_("Tick at least one place."), "bad")
        return redirect(url_for("studio.by_example", version_id=version_id), 303)
    result = taught(_file_of(version), accepted, language=version.language)
    by, name = acting_user_id(), f"{version.title(page_language())}.docx"
    service.replace_file(version, result.docx, name, by=by)
    draft_questions(version, by=by)
    db.session.commit()
    said = ngettext(
        "%(num)d place is a field now.", "%(num)d places are fields now.", len(accepted)
    )
    flash(said, "ok")
    return redirect(url_for("studio.version", version_id=version_id), 303)


def _filled(version_id: int) -> TemplateVersion:
    """A draft whose file was let in, in a language whose words are known."""
    version = find_version(version_id)
    if version.docx_sha256 is None or version.language not in _LANGUAGES:
        raise NotFound
    if not version.is_draft:
        raise Conflict("This version has been published already.")
    return version


def _file_of(version: TemplateVersion) -> bytes:
    return services().store.get(version.docx_sha256 or "")


def _clean(docx: bytes) -> bytes:
    """The second paper goes through the same door as the first."""
    cleaned = check_package(docx).cleaned
    if cleaned is None:
        raise Invalid("This file cannot be used. Save it in Word once more as .docx.", field="file")
    return cleaned


def _rows(version: TemplateVersion, second: bytes | None) -> list[Row]:
    found = proposals(_file_of(version), second, language=version.language, cards=_cards(version))
    return [_row(proposal) for proposal in found]


def _row(proposal: Proposal) -> Row:
    before, _text, after = proposal.around.partition(" ".join(proposal.text.split()))
    place = place_words(proposal.place)
    return Row(proposal, place, _KINDS[proposal.kind], before, after)


def _cards(version: TemplateVersion) -> Sequence[Name]:
    """The names of the staff, where the acting person may read them."""
    if not holds(Right.READ_PERSONAL_DATA, version.organisation_id):
        return ()
    day = services().clock.today()
    staff = db.session.scalars(search_people([version.organisation_id], "", day))
    named = [person_on_paper(employment, day)["name"] for employment in staff]
    return [name for name in named if name.language == version.language]
