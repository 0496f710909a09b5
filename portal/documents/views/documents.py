"""The list of papers with its folders and filters, its export, and finding."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Response, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.documents import finding, listing
from portal.documents.catalogue import kind_of, kinds_among
from portal.documents.listing import Folder, Wanted
from portal.documents.models import Document, Journal
from portal.documents.received_list import find_received
from portal.documents.views.asked import LAST_LIST, MONTH, WEEK, asked, filters, parameters
from portal.documents.views.blueprint import blueprint
from portal.documents.views.next_step import address_of, next_step
from portal.documents.views.rights import Act, may_with_some
from portal.documents.views.saved import shown_views
from portal.documents.views.words import FOLDERS, STATES, state_detail, who
from portal.downloads import table
from portal.extensions import db, services
from portal.forms import clean_line
from portal.people.models import Employment, Organisation
from portal.people.search import names_at_work, search_people
from portal.permissions import Right, permitted, requires

MOST_PEOPLE = 400  # offered as a choice; of a larger staff the field of words finds anybody
FEW = 20  # people and papers that a search shows of each


@blueprint.get("/documents")
@requires(Right.READ_PAPERS)
def index() -> str:
    organisations, wanted = permitted(Right.READ_PAPERS), _wanted()
    session[LAST_LIST] = urlencode(parameters(request.args))
    counts = listing.count_folders(organisations, wanted)
    page = listing.page_of(
        listing.papers(organisations, wanted),
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
    )
    return render_template(
        "documents/index.html",
        page=page,
        wanted=wanted,
        total=counts[wanted.folder],
        said_total=listing.said_count(counts[wanted.folder]),
        tabs=_tabs(wanted, counts),
        bulk=_bulk(wanted.folder, organisations),
        filters=filters(request.args),
        asked=parameters(request.args),
        views=shown_views(parameters(request.args)),
        **_choices(organisations),
        **_pieces(),
    )


@blueprint.get("/documents/export.<any(xlsx, csv):ending>")
@requires(Right.READ_PAPERS)
def export(ending: str) -> Response:
    """The list as it is filtered, all of it."""
    papers = listing.every(listing.papers(permitted(Right.READ_PAPERS), _wanted()))
    head = [
        *(_("Number"), _("Date"), _("Kind"), _("Subject"), _("People"), _("State")),
        *(_("Signed by"), _("Organisation")),
    ]
    language = str(get_locale())
    rows = [
        [
            paper.number,
            paper.dated_on if paper.registered_at else None,
            kind_of(paper).title(language),
            paper.title,
            ", ".join(person.name for person in paper.people),
            STATES[paper.status][0],
            paper.signatory,
            paper.organisation.short_name,
        ]
        for paper in papers
    ]
    return table(ending, _("Papers"), head, rows)


@blueprint.get("/documents/search")
@requires(Right.READ_PAPERS)
def search() -> str:
    """Papers, also received ones, and people by a number, a surname in any case, or a word."""
    query = clean_line(request.args.get("q"))[:100]
    return render_template(
        "documents/search.html",
        query=query,
        papers=_papers_saying(query) if query else (),
        people=_people_called(query) if query else (),
        received=find_received(query, permitted(Right.READ_PAPERS), few=FEW) if query else (),
        today=services().clock.today(),
        few=FEW,
        **_pieces(),
    )


def _pieces() -> dict[str, Any]:
    """What the lines of a list are made of."""
    return {
        "states": STATES,
        "state_detail": state_detail,
        "who": who,
        "next_step": next_step,
        "address_of": address_of,
    }


def _wanted() -> Wanted:
    return asked(request.args, services().clock.today())


def _tabs(wanted: Wanted, counts: dict[Folder, int]) -> list[dict[str, Any]]:
    kept: dict[str, Any] = dict(filters(request.args))
    return [
        {
            "label": label,
            "href": url_for("documents.index", folder=folder.value, **kept),
            "count": listing.said_count(counts[folder]),
            "current": folder is wanted.folder,
        }
        for folder, label in FOLDERS.items()
    ]


def _bulk(folder: Folder, organisation_ids: frozenset[int]) -> dict[str, bool]:
    """Which acts fit all papers of the folder and are open to the reader somewhere."""
    own = db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(organisation_ids)))
    organisations = own.all()

    def fits(act: Act, *folders: Folder) -> bool:
        return folder in folders and any(may_with_some(act, one) for one in organisations)

    return {
        "print": fits(Act.PRINT, Folder.TO_SIGN, Folder.TO_SCAN, Folder.WORK, Folder.ALL),
        "sign": fits(Act.SIGN, Folder.TO_SIGN),
        "file": fits(Act.FILE, Folder.TO_FILE),
        "approve": folder is Folder.TO_APPROVE and bool(permitted(Right.APPROVE_PAPERS)),
    }


def _choices(organisation_ids: frozenset[int]) -> dict[str, Any]:
    """What the filters offer."""
    language, today = str(get_locale()), services().clock.today()
    journals = db.session.scalars(
        sa.select(Journal)
        .where(Journal.organisation_id.in_(organisation_ids))
        .order_by(Journal.year.desc(), Journal.register, Journal.organisation_id)
    ).all()
    years = sorted({journal.year for journal in journals} | {today.year}, reverse=True)
    others, kinds = ("dates", _("other dates")), kinds_among(organisation_ids)
    periods = [("", _("any")), (WEEK, _("this week")), (MONTH, _("this month"))]
    return {
        "kinds": [("", _("all")), *((kind.name, kind.title(language)) for kind in kinds)],
        "journals": [("", _("all")), *((j.id, f"{j.title}, {j.year}") for j in journals)],
        "periods": [*periods, *((str(year), str(year)) for year in years), others],
        "people": [("", _("anybody")), *_people(organisation_ids)],
    }


def _people(organisation_ids: frozenset[int]) -> list[tuple[int, str]]:
    """Whom the papers may concern, in their alphabetical order; one who was asked for always."""
    today = services().clock.today()
    people = names_at_work(organisation_ids, today, MOST_PEOPLE)
    chosen = db.session.get(Employment, request.args.get("person", 0, type=int))
    if chosen and chosen.organisation_id in organisation_ids and chosen.id not in dict(people):
        people.append((chosen.id, str(chosen.person.name_on(today))))
    return people


def _papers_saying(query: str) -> Sequence[Document]:
    for loosely in (False, True):
        condition = finding.says(query, permitted(Right.READ_PAPERS), loosely=loosely)
        found = listing.papers(permitted(Right.READ_PAPERS), Wanted()).where(condition)
        papers = listing.page_of(found).items[:FEW]
        if papers:
            break
    return papers


def _people_called(query: str) -> Sequence[Employment]:
    today, own = services().clock.today(), permitted(Right.READ_PEOPLE)
    found = db.session.scalars(search_people(own, query, today).limit(FEW)).all()
    return (
        found
        or db.session.scalars(
            search_people(own, finding.without_endings(query), today).limit(FEW)
        ).all()
    )
