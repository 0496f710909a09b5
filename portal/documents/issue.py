"""Issuing a paper: number, fill, freeze, register, in one transaction or not at all.

PDF, signature, scan and filing are later acts. There is no state "numbered, not filled".
"""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from portal import audit, paper
from portal.documents import journals
from portal.documents.approval import refuse_unapproved
from portal.documents.catalogue import Kind, kinds_of
from portal.documents.context import (
    Content,
    build_context,
    fill,
    problems,
)
from portal.documents.drafts import content_of, frozen_context, refuse_registered, remember
from portal.documents.journals import TakenNumber
from portal.documents.links import link_papers
from portal.documents.models import Document, DocumentPerson, Edition
from portal.documents.received_basis import link_received
from portal.documents.requests import tell_askers
from portal.documents.snapshot import kept_values
from portal.documents.turns import take_paper
from portal.documents.verification import verify_hash
from portal.errors import Conflict, Invalid
from portal.extensions import db, services
from portal.paper import PaperFault


@dataclass(frozen=True)
class LateEntry:
    """A paper of an earlier day: the number it stands behind, and one sentence why."""

    after: int
    reason: str


def register(
    document: Document,
    *,
    issued_by: int,
    request_key: str,
    late: LateEntry | None = None,
    out_of_order_reason: str = "",
) -> Document:
    """Give the draft its number and freeze it; the caller commits.

    The same `request_key` again returns the paper already registered, so a repeated click takes no
    second number. Raises `Invalid` for what must be mended first and `Conflict` when the draft has
    moved on; then nothing has changed.
    """
    take_paper(document)
    if document.request_key == request_key:
        return document
    refuse_registered(document)
    refuse_unapproved(document)
    content = content_of(document)
    refuse_blocked(content)
    _refuse_second_derived(content)
    number = _take_number(content, document, late, out_of_order_reason)
    _freeze(document, content, number, issued_by=issued_by)
    document.request_key = request_key
    document.registered_at = services().clock.now()
    document.registered_by_id = issued_by
    document.verify_hash = verify_hash(document.id)
    link_papers(document, content)
    link_received(document, content)
    remember(content.kind, document)
    _record(document, "register", issued_by, {"number": document.number, "kind": document.kind})
    tell_askers(document, by=issued_by)
    return document


def correct(document: Document, *, data: dict[str, Any], reason: str, made_by: int) -> Edition:
    """A new edition under the same number and date, as long as nobody has signed (design 4)."""
    take_paper(document)
    if not document.can_be_corrected:
        raise Conflict("The paper is signed already: annul it or issue an amending one.")
    if not reason.strip():
        raise Invalid("Say in one sentence why it is corrected.", field="reason")
    document.data = data
    document.word_sha256 = None  # it says what is being corrected
    content = content_of(document)
    refuse_blocked(content)
    edition = _make_edition(document, content, document.number or "", made_by, reason.strip())
    document.printed_at = None
    document.title = content.title
    _name_frozen_people(document)
    link_papers(document, content)
    link_received(document, content)
    _record(document, "correct", made_by, {"edition": edition.n})
    return edition


def preview_correction(document: Document, data: dict[str, Any]) -> bytes:
    """The Word file as a correction with these answers would print it; nothing is kept."""
    content = replace(content_of(document), data=data)
    refuse_blocked(content)
    return _filled(content, document.number or "")


def annul(document: Document, *, reason: str, annulled_by: int) -> None:
    """Cross the paper out: its number stays in the journal with the reason, for good."""
    take_paper(document)
    if not document.registered_at or document.annulled_at:
        raise Conflict("Only a registered paper can be annulled, and only once.")
    if not reason.strip():
        raise Invalid("Say in one sentence why it is annulled.", field="reason")
    document.annulled_at = services().clock.now()
    document.annulment_reason = reason.strip()
    _record(document, "annul", annulled_by, {"number": document.number})


def preview(document: Document) -> bytes:
    """The Word file as it would be issued now, with the number it would get."""
    if document.registered_at:
        return services().store.get(document.edition.docx_sha256)
    content = content_of(document)
    if document.word_sha256:
        return _with_controls(document.word_sha256, content, expected_number(content))
    return _filled(content, expected_number(content))


def expected_number(content: Content) -> str:
    """The number the paper would get now, or that of the paper it is derived from."""
    if source := source_of(content):
        return source.number or ""
    register_name = content.kind.manifest.journal
    if register_name is None:
        return ""
    return journals.next_number_text(content.organisation, register_name, content.dated_on)


def source_of(content: Content) -> Document | None:
    """The paper that this one is derived from: an extract's order."""
    kind = content.kind.manifest.derived_from
    names = [f.name for f in content.kind.manifest.follows if f.kind == kind]
    return content.followed(names[0]) if names else None


def derived_paper(kind_name: str, source_id: int | None, employment_id: int) -> Document | None:
    """The extract that this person already has of that paper: there is one for each."""
    return db.session.scalar(
        sa.select(Document)
        .join(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(
            DocumentPerson.derived_from_id == source_id,
            DocumentPerson.kind == kind_name,
            DocumentPerson.employment_id == employment_id,
        )
    )


def refuse_blocked(content: Content) -> None:
    """Raise the first thing that keeps the paper from being issued."""
    for problem in problems(content):
        if problem.blocks:
            raise Invalid(problem.message, field=problem.field, **problem.params)


def _refuse_second_derived(content: Content) -> None:
    source = source_of(content)
    if source is None:
        return
    for employment in content.people:
        if derived_paper(content.kind.name, source.id, employment.id):
            name = employment.person.name_on(content.dated_on)
            raise Conflict("%(name)s already has this extract.", name=str(name))


def _take_number(
    content: Content, document: Document, late: LateEntry | None, out_of_order_reason: str
) -> TakenNumber | None:
    register_name = content.kind.manifest.journal
    if register_name is None:
        return None
    journal = journals.open_journal(content.organisation, register_name, content.dated_on)
    if late:
        document.late_reason = _reason(late.reason)
        return journals.take_late_number(journal, late.after)
    newest = journals.last_date(journal)
    if newest and content.dated_on < newest:
        document.late_reason = _reason(out_of_order_reason)
    return journals.take_next_number(journal)


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid(
            "The journal already has a later date: say in one sentence why this one comes after.",
            field="late_reason",
        )
    return text.strip()


def _freeze(
    document: Document, content: Content, number: TakenNumber | None, *, issued_by: int
) -> None:
    source = source_of(content)
    document.dated_on, document.title = content.dated_on, content.title
    if number:
        document.journal = number.journal
        document.sequence, document.fraction = number.sequence, number.fraction
    document.number = number.text if number else source.number if source else None
    document.derived_from = source
    _make_edition(document, content, document.number or "", issued_by, "")
    _name_frozen_people(document)


def _make_edition(
    document: Document, content: Content, number: str, made_by: int, reason: str
) -> Edition:
    context = build_context(content, number)
    template = template_of(content)
    if document.word_sha256:
        docx = _with_controls(document.word_sha256, content, number)
    else:
        docx = _checked_fill(content, template, context)
    document.signatory = _signatory(content.kind, context)
    edition = Edition(
        n=len(document.editions) + 1,
        docx_sha256=services().store.put(docx),
        data=kept_values(context),
        templates=_frozen_templates(content, template),
        made_at=services().clock.now(),
        made_by_id=made_by,
        reason=reason,
        is_by_hand=document.word_sha256 is not None,
    )
    document.editions.append(edition)
    db.session.flush()
    return edition


def _signatory(kind: Kind, context: dict[str, Any]) -> str:
    """Who signs: the people themselves what is their own word, else whoever has the authority."""
    if kind.manifest.signed_by == ("teacher",):
        return ", ".join(person["name"].signature() for person in context["people"])
    head = context["head"]
    return f"{head['post']} {head['name'].signature()}" if head else ""


def template_of(content: Content) -> bytes:
    """The template now in force, or, for a derived paper, the one in force when its source was."""
    source = source_of(content)
    if source and (frozen := source.edition.templates.get(content.kind.name)):
        return services().store.get(frozen)
    return content.kind.template(content.organisation.country, content.language)


def _frozen_templates(content: Content, template: bytes) -> dict[str, str]:
    """This paper's template and those of the papers that will be derived from it."""
    country, language = content.organisation.country, content.language
    kept: dict[str, bytes] = {content.kind.name: template}
    for kind in kinds_of(content.organisation).derived_from(content.kind, country, language):
        kept[kind.name] = kind.template(country, language)
    return {name: services().store.put(data) for name, data in kept.items()}


def _filled(content: Content, number: str) -> bytes:
    return _checked_fill(content, template_of(content), build_context(content, number))


def _checked_fill(content: Content, template: bytes, context: dict[str, Any]) -> bytes:
    try:
        return fill(content, template, context)
    except PaperFault as fault:
        raise Invalid("The template cannot be filled: %(fault)s.", fault=str(fault)) from fault


def _with_controls(sha256: str, content: Content, number: str) -> bytes:
    """The draft that came back from Word, with number and date put into their locked places."""
    as_filled = paper.controls(_filled(content, number))
    return paper.fill_controls(services().store.get(sha256), as_filled)


def _name_frozen_people(document: Document) -> None:
    context = frozen_context(document)
    named = {person["id"]: person for person in context["people"]}
    for row in document.people:
        person = named[row.employment_id]
        row.name, row.post = str(person["name"]), str(person["post"])
        if document.derived_from_id or document.derived_from:
            row.kind, row.derived_from_id = document.kind, document.derived_from_id
    db.session.flush()


def _record(document: Document, action: str, by: int, details: dict[str, Any]) -> None:
    audit.record(
        action,
        document,
        by_user_id=by,
        organisation_id=document.organisation_id,
        details=details,
    )
