"""Is everything in order, and what is to be done: programs, disk, database, files, history.

It reads and reports; it mends nothing, least of all a row after a damaged file. Whoever calls it
has an application context.
"""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import docx
import pikepdf
import sqlalchemy as sa

from portal.accounts.models import Letter
from portal.audit import AuditChain, verify_chain
from portal.config import Config
from portal.errors import Unavailable
from portal.extensions import Base, PdfMaker, db
from portal.machine import Advice, Observation, State, examine_backup, examine_machine
from portal.storage import FileStore

SHOWN = 5  # names in one line; the count says how many there are


def examine(
    config: Config, pdf: PdfMaker, *, head: str, now: datetime, full: bool
) -> Iterator[Observation]:
    """Every finding, the quick ones first; `full` reads every stored file and makes a PDF."""
    yield from examine_machine(config)
    yield examine_backup(config, now)
    if full:
        yield _probe(pdf)
    yield _database(config, full=full)
    version = _version(head)
    yield version
    if version.state is State.FAULT:
        return  # what the rows should look like is known for this version only
    yield _letters()
    yield from _stored_files(FileStore(config.instance / "files"), full=full)
    yield from _history()


# --- the machine


def _probe(pdf: PdfMaker) -> Observation:
    document = docx.Document()
    document.add_paragraph("Наказ № 1 — приказ № 1")
    file = io.BytesIO()
    document.save(file)
    try:
        with pikepdf.open(io.BytesIO(pdf.convert([file.getvalue()])[0])) as made:
            params = {"pages": len(made.pages)}
            return Observation("a Word file becomes PDF (%(pages)s page)", params=params)
    except Unavailable as e:
        return Observation("a Word file does not become PDF", State.FAULT, Advice(command=str(e)))


def _letters() -> Observation:
    """Whether letters have come back in the last three months."""
    count = sa.select(sa.func.count(Letter.id))
    failed = db.session.scalar(count.where(Letter.failed_at.is_not(None))) or 0
    if not failed:
        return Observation("no letter has failed")
    advice = Advice(
        "See why on the page Users → Letters; mend the address or the server, try again there."
    )
    params = {"count": failed}
    return Observation("%(count)s letters could not be sent", State.WARNING, advice, params)


# --- the data


def _database(config: Config, *, full: bool) -> Observation:
    if not config.is_sqlite:
        db.session.execute(sa.text("SELECT 1"))
        return Observation("PostgreSQL answers")
    check = sa.text("PRAGMA integrity_check") if full else sa.text("PRAGMA quick_check")
    answers = [row[0] for row in db.session.execute(check)]
    orphans = db.session.execute(sa.text("PRAGMA foreign_key_check")).all()
    if answers == ["ok"] and not orphans:
        return Observation("the database is whole")
    advice = Advice("Stop the portal and restore the last good backup into a new instance folder.")
    params = {"answer": answers[0]}
    return Observation("the database is damaged: %(answer)s", State.FAULT, advice, params)


def _version(head: str) -> Observation:
    present = ""
    if sa.inspect(db.engine).has_table("alembic_version"):
        present = db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
    if present == head:
        return Observation(
            "the database is of this version (%(version)s)", params={"version": head}
        )
    advice = Advice("Start the portal anew; it backs up first:", "python3 -m portal run")
    params = {"present": present or "nothing", "version": head}
    return Observation(
        "the database is at %(present)s, not %(version)s", State.FAULT, advice, params
    )


def named_files() -> set[str]:
    """The hash of every stored file that a row names: columns called so by their ending."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("sha256"):
                query = sa.select(column).where(column.is_not(None), column != "").distinct()
                found.update(db.session.scalars(query))
    return found


def _stored_files(store: FileStore, *, full: bool) -> Iterator[Observation]:
    """Missing, changed, untracked: the three things that can be wrong with a file."""
    named = named_files()
    present = {path.name for path in store.paths()}
    changed = [path for path in store.paths() if full and _hash(path) != path.name]
    advice = Advice("Take these files from a backup: each lies there under its name.")
    if missing := sorted(named - present):
        params = {"count": len(missing), "names": _some(missing)}
        yield Observation("%(count)s stored files missing: %(names)s", State.FAULT, advice, params)
    if changed:
        params = {"count": len(changed), "names": _some([path.name for path in changed])}
        yield Observation("%(count)s stored files changed: %(names)s", State.FAULT, advice, params)
    if not missing and not changed:
        params = {"count": len(named)}
        if full:
            yield Observation("%(count)s stored files re-read, all as stored", params=params)
        else:
            yield Observation("%(count)s stored files in place", params=params)
    if untracked := present - named:
        yield Observation(
            "%(count)s files no row names: left by interrupted work, harmless",
            params={"count": len(untracked)},
        )


def _history() -> Iterator[Observation]:
    chains = db.session.scalars(sa.select(AuditChain.organisation_id)).all()
    broken = {chain: place for chain in chains if (place := verify_chain(chain)) is not None}
    for organisation_id, place in broken.items():
        yield Observation(
            "the history of organisation %(organisation)s does not fit from entry %(entry)s on",
            State.FAULT,
            Advice("Somebody changed the database by hand. Compare with a backup."),
            {"organisation": organisation_id, "entry": place},
        )
    if not broken:
        params = {"count": len(chains)}
        yield Observation("the history of changes is whole (%(count)s chains)", params=params)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return f"{shown} …" if len(names) > SHOWN else shown
