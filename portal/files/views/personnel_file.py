"""The personnel file on the screen: sections, inventory, downloads, taking a paper out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.downloads import attachment, table
from portal.errors import NotFound
from portal.extensions import db, services
from portal.files.completeness import Required as RequiredPaper
from portal.files.completeness import missing
from portal.files.models import FileItem, Section
from portal.files.print_forms import column_heads, note_of
from portal.files.service import find_item, inventory, take_out
from portal.files.uploads import waiting
from portal.files.views.blueprint import (
    as_file_name,
    blueprint,
    find_file,
    may_send,
    note_reading,
    open_sections,
    sees_uploads,
)
from portal.forms import Form, LongTextField, Required
from portal.people.models import Employment
from portal.permissions import Right, find, holds, requires, signed_in
from portal.web import form_page, told_on

blueprint.add_app_template_global(note_of)

SECTIONS: Mapping[Section, LazyString] = {
    Section.INVENTORY: _l("Inventory"),
    Section.EMPLOYMENT: _l("Contract, orders"),
    Section.PERSONAL_SHEET: _l("Personal sheet"),
    Section.EDUCATION: _l("Education, titles"),
    Section.TRAINING: _l("Professional development"),
    Section.ATTESTATION: _l("Attestation"),
    Section.AWARDS: _l("Awards, penalties"),
    Section.PERSONAL_DATA: _l("Changes of data, consent"),
    Section.OTHER: _l("Other"),
}


class TakeOutForm(Form):
    reason = LongTextField(
        _l("Why it is taken out"),
        [Required()],
        limit=500,
        description=_l("One sentence; the line stays in the inventory with it."),
    )


@blueprint.get("/files/mine")
@signed_in
def mine() -> WerkzeugResponse | str:
    """The own file of whoever has signed in; of several workplaces, a choice."""
    person = current_user.person
    employments = person.employments if person else []
    if len(employments) == 1:
        return redirect(url_for("files.show", employment_id=employments[0].id))
    return render_template("files/mine.html", employments=employments)


@blueprint.get("/files/<int:employment_id>")
@signed_in
def show(employment_id: int) -> str:
    employment, sections = find_file(employment_id)
    items = [item for item in inventory(employment) if item.section in sections]
    section = _chosen_section(sections)
    shown = [i for i in items if section is Section.INVENTORY or i.section == section]
    note_reading(employment, f"file, {section}")
    today = services().clock.today()
    return render_template(
        "files/show.html",
        employment=employment,
        name=employment.person.name_on(today),
        post=employment.post_on(today),
        names=SECTIONS,
        sections=[one for one in Section if one in sections],
        section=section,
        counts=_counts(items),
        missing=_missing(items, employment, sections),
        items=shown,
        may_take_out=holds(Right.KEEP_FILES, employment.organisation_id),
        is_own=employment.person_id == current_user.person_id,
        sent_in=waiting(employment) if sees_uploads(employment) else [],
        may_send=may_send(employment),
    )


@blueprint.get("/files/<int:employment_id>/items/<int:item_id>")
@signed_in
def download(employment_id: int, item_id: int) -> Response:
    item = _find_readable_item(employment_id, item_id)
    note_reading(item.employment, f"line {item.line}: {item.title}"[:500])
    name = " ".join(part for part in (item.title, _numbered(item)) if part)
    return attachment(services().store.get(item.sha256), as_file_name(name), item.media_type)


@blueprint.get("/files/<int:employment_id>/inventory.<any(xlsx, csv):ending>")
@signed_in
def export(employment_id: int, ending: str) -> Response:
    """The inventory in the form of the archive rules (D01), in the language of the file."""
    employment, sections = find_file(employment_id)
    if Section.INVENTORY not in sections:
        raise NotFound
    items = inventory(employment)
    note_reading(employment, "inventory")
    with force_locale(employment.organisation.language):
        rows = [[i.line, i.paper_index, i.dated_on, i.title, i.sheets, note_of(i)] for i in items]
        title = _("Inventory of file %(number)s", number=employment.file_number or "")
        return table(ending, as_file_name(title), column_heads(), rows)


@blueprint.route("/files/<int:employment_id>/items/<int:item_id>/take-out", methods=["GET", "POST"])
@requires(Right.KEEP_FILES)
def take_item_out(employment_id: int, item_id: int) -> WerkzeugResponse | tuple[str, int]:
    employment = find(Employment, employment_id, Right.KEEP_FILES)
    item = find_item(employment, item_id)
    form = TakeOutForm()
    if form.validate_on_submit():
        with told_on(form):
            take_out(item, reason=form.reason.data, removed_by=current_user.id)
            db.session.commit()
            flash(_("The paper is taken out. Its line stays in the inventory."), "ok")
            return redirect(url_for("files.show", employment_id=employment_id), 303)
    return form_page("files/take_out.html", form, item=find_item(employment, item_id))


@blueprint.app_template_global()
def file_address(employment: Employment) -> str | None:
    """Where cards lead: the personnel file, for a reader who may open some of it."""
    if not open_sections(employment):
        return None
    return url_for("files.show", employment_id=employment.id)


def _find_readable_item(employment_id: int, item_id: int) -> FileItem:
    employment, sections = find_file(employment_id)
    item = find_item(employment, item_id)
    if item.section not in sections:
        raise NotFound
    return item


def _chosen_section(sections: Collection[str]) -> Section:
    asked = request.args.get("section", "")
    first = next(section for section in Section if section in sections)
    return Section(asked) if asked in sections else first


def _counts(items: Sequence[FileItem]) -> Mapping[str, int]:
    """How many papers lie in each section; the inventory counts its lines."""
    counts: Counter[str] = Counter(item.section for item in items if not item.removed_at)
    counts[Section.INVENTORY] = len(items)
    return counts


def _missing(
    items: Sequence[FileItem], employment: Employment, sections: Collection[str]
) -> list[RequiredPaper]:
    """What the file lacks, as far as the reader sees it."""
    lacking = missing(items, employment.organisation.country)
    return [one for one in lacking if one.section in sections]


def _numbered(item: FileItem) -> str:
    day = f"{item.dated_on:%d.%m.%Y}"
    return f"№ {item.paper_index}, {day}" if item.paper_index else day
