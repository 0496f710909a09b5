"""The file on paper: the inventory and the cover."""

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.downloads import PDF, attachment
from portal.errors import NotFound
from portal.extensions import services
from portal.files.models import Section
from portal.files.print_forms import Compiler, cover_html, inventory_html
from portal.files.views.blueprint import as_file_name, blueprint, find_file, note_reading
from portal.people.models import Employment
from portal.permissions import signed_in


@blueprint.get("/files/<int:employment_id>/inventory.pdf")
@signed_in
def print_inventory(employment_id: int) -> Response:
    """The inventory as a paper (D01), with numbers of sheets once the file is closed, or asked."""
    employment = _find_whole_file(employment_id)
    note_reading(employment, "inventory, printed")
    is_numbered = employment.ended_on is not None or "numbered" in request.args
    html = inventory_html(employment, _compiler(employment), is_numbered=is_numbered)
    pdf = services().pdf.from_html(html)
    return attachment(pdf, _name_of(employment, _("Inventory")), PDF)


@blueprint.get("/files/<int:employment_id>/cover.pdf")
@signed_in
def print_cover(employment_id: int) -> Response:
    """The cover of the file (D39)."""
    employment = _find_whole_file(employment_id)
    note_reading(employment, "cover, printed")
    pdf = services().pdf.from_html(cover_html(employment))
    return attachment(pdf, _name_of(employment, _("Cover")), PDF)


def _find_whole_file(employment_id: int) -> Employment:
    """A file of which the reader may see every section."""
    employment, sections = find_file(employment_id)
    if Section.INVENTORY not in sections:
        raise NotFound
    return employment


def _compiler(employment: Employment) -> Compiler:
    """Whoever prints it, as they work there; else the head of the organisation."""
    today, organisation = services().clock.today(), employment.organisation
    reader = current_user.person
    works = [e for e in (reader.employments if reader else ()) if e.organisation == organisation]
    post = works[0].post_on(today) if works else None
    if post and reader and reader.id != employment.person_id:
        text = post.text[:1].upper() + post.text[1:]
        return Compiler(text, reader.name_on(today).declined().signature())
    head = organisation.authority_on(today)
    if head is None:
        return Compiler("", "")
    return Compiler(head.title, head.person.name_on(today).declined().signature())


def _name_of(employment: Employment, what: str) -> str:
    """The name of a printed form: what it is and of which file."""
    name = employment.person.name_on(services().clock.today())
    return as_file_name(f"{what}, {employment.file_number or ''} {name}")
