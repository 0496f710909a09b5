"""What lies on the desk of whoever has come in: piles of papers, and the one thing to do now.

What waits is asked of the papers themselves, within the rights of the reader; a newcomer is led
from the first people over the head to the first paper.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from flask_babel import LazyString, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.documents import listing
from portal.documents.catalogue import kind_of
from portal.documents.listing import Folder, Wanted
from portal.documents.models import Document
from portal.documents.views.next_step import address_of, next_step
from portal.documents.views.rights import kinds_written
from portal.documents.views.words import state_detail, who
from portal.extensions import db, services
from portal.files.models import FileItem, Section
from portal.people.models import Authority, Employment, Organisation
from portal.permissions import Right, permitted

SHOWN = 3  # papers of a pile; the rest behind one link
LOOKED_BACK = 500  # papers: what was written last tells what will be written
OFFERED = 5  # kinds of paper to begin with one press


@dataclass(frozen=True)
class Line:
    """One paper of a pile."""

    text: str
    href: str
    number: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Pile:
    """A queue: what it is, how many, the first of them, the way to all."""

    title: LazyString
    count: int
    lines: Sequence[Line]
    more: str
    href: str


@dataclass(frozen=True)
class Next:
    """The one thing to do now."""

    title: str
    text: str
    label: str
    href: str


@dataclass(frozen=True)
class Quick:
    """A kind of paper, and what is sent to begin one."""

    title: str
    sent: Mapping[str, object]


PILES: Sequence[tuple[Folder, LazyString, Right]] = (
    (Folder.TO_APPROVE, _l("To approve"), Right.APPROVE_PAPERS),
    (Folder.DRAFTS, _l("To prepare"), Right.PREPARE_PAPERS),
    (Folder.TO_SIGN, _l("To print and sign"), Right.READ_PAPERS),
    (Folder.TO_SCAN, _l("Wait for the scan"), Right.READ_PAPERS),
    (Folder.TO_FILE, _l("Into the files"), Right.READ_PAPERS),
)


def piles() -> list[Pile]:
    """The queues the reader has to do with; empty ones are left out."""
    found = []
    for folder, title, right in PILES:
        organisations = permitted(right) & permitted(Right.READ_PAPERS)
        count = _count(organisations, folder) if organisations else 0
        if count:
            found.append(
                Pile(
                    title=title,
                    count=count,
                    lines=[_line(paper) for paper in _oldest(organisations, folder)],
                    more=ngettext("All %(num)d", "All %(num)d", count),
                    href=url_for("documents.index", folder=folder.value),
                )
            )
    return found


def waiting() -> int:
    """How many papers are on their way, for the tab of papers."""
    return _count(permitted(Right.READ_PAPERS), Folder.WORK)


def what_next() -> Next | None:
    """The first step a newcomer lacks, else the oldest paper that waits for the reader."""
    return step_of_newcomer() or _oldest_act()


def quick_kinds() -> list[Quick]:
    """Kinds to begin at once, those used most first; of several organisations none is guessed."""
    organisations = db.session.scalars(
        sa.select(Organisation).where(Organisation.id.in_(permitted(Right.PREPARE_PAPERS))).limit(2)
    ).all()
    if len(organisations) != 1:
        return []
    [mine] = organisations
    newest = (
        sa.select(Document.kind)
        .where(Document.organisation_id == mine.id)
        .order_by(Document.id.desc())
        .limit(LOOKED_BACK)
    )
    used = Counter(db.session.scalars(newest))
    kinds = [kind for kind in kinds_written(mine) if not kind.manifest.follows]
    kinds.sort(key=lambda kind: (-used[kind.name], kind.name))
    language = str(get_locale())
    return [
        Quick(kind.title(language), {"kind": kind.name, "organisation": mine.id})
        for kind in kinds[:OFFERED]
    ]


def own_papers() -> list[FileItem]:
    """The newest papers on training and attestation in the reader's own file."""
    person_id = current_user.person_id
    newest = (
        sa.select(FileItem)
        .join(Employment)
        .where(
            Employment.person_id == person_id,
            FileItem.section.in_([Section.TRAINING, Section.ATTESTATION]),
            FileItem.removed_at.is_(None),
        )
        .order_by(FileItem.dated_on.desc(), FileItem.id.desc())
        .limit(5)
    )
    return list(db.session.scalars(newest)) if person_id else []


def step_of_newcomer() -> Next | None:
    """What a portal lacks that has just been begun: people, a head, a first paper."""
    mine = permitted(Right.EDIT_PEOPLE)
    if not mine:
        return None
    if _has_nobody_but_me(mine):
        return Next(
            _("Begin with the people"),
            _("Bring the list of employees from Excel: names, posts, file numbers."),
            _("Bring people from Excel"),
            url_for("people.bring_people"),
        )
    headless = _without_head(mine)
    if headless is not None:
        return Next(
            _("Name the head"),
            _("Who signs papers of %(name)s, and since when?", name=headless.short_name),
            _("Name the head"),
            url_for("organisations.appoint_signatory", organisation_id=headless.id),
        )
    preparing = permitted(Right.PREPARE_PAPERS)
    if preparing and not _count(preparing, Folder.ALL):
        return Next(
            _("Write the first paper"),
            _("Usually it is the order of sending: choose the kind, the people, the dates."),
            _("Write the first paper"),
            url_for("documents.new"),
        )
    return None


def _oldest_act() -> Next | None:
    for folder, _title, right in PILES:
        for paper in _oldest(permitted(right) & permitted(Right.READ_PAPERS), folder):
            step = next_step(paper)
            if step is not None:
                return Next(
                    title=_("Next: %(paper)s", paper=_kind_in_a_sentence(paper)),
                    text=" · ".join(filter(None, [_numbered(paper), who(paper)])),
                    label=step.label,
                    href=address_of(paper) if step.is_post else step.href,
                )
    return None


def _has_nobody_but_me(organisations: frozenset[int]) -> bool:
    others = sa.select(Employment.id).where(
        Employment.organisation_id.in_(organisations),
        Employment.person_id != (current_user.person_id or 0),
    )
    return db.session.scalar(others.limit(1)) is None


def _without_head(organisations: frozenset[int]) -> Organisation | None:
    """An organisation with people for which nobody signs today."""
    today = services().clock.today()
    signs = sa.exists().where(
        Authority.organisation_id == Organisation.id,
        Authority.started_on <= today,
        sa.or_(Authority.ended_on.is_(None), Authority.ended_on >= today),
    )
    employs = sa.exists().where(Employment.organisation_id == Organisation.id)
    return db.session.scalar(
        sa.select(Organisation)
        .where(Organisation.id.in_(organisations), employs, ~signs)
        .order_by(Organisation.sort_key)
    )


def _count(organisations: frozenset[int], folder: Folder) -> int:
    return listing.count(organisations, Wanted(folder=folder))


def _oldest(organisations: frozenset[int], folder: Folder) -> Sequence[Document]:
    found = listing.papers(organisations, Wanted(folder=folder))
    return db.session.scalars(found.order_by(Document.id).limit(SHOWN)).all()


def _line(paper: Document) -> Line:
    return Line(
        text=paper.title or _("a paper without a title"),
        href=address_of(paper),
        number=paper.number or "",
        detail=" · ".join(filter(None, [who(paper), state_detail(paper)])),
    )


def _kind_in_a_sentence(paper: Document) -> str:
    """What the paper is: «наказ про направлення на підвищення кваліфікації»."""
    title = kind_of(paper).title(str(get_locale()))
    return title[:1].lower() + title[1:]


def _numbered(paper: Document) -> str:
    return f"№\u00a0{paper.number}" if paper.number else ""
