"""Is everything in order, and what is to be done: programs, disk, database, files, history.

It reads and reports; it mends nothing, least of all a row after a damaged file. Whoever calls it
has an application context.
"""

import hashlib
import io
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import docx
import pikepdf
import sqlalchemy as sa

from portal.accounts.models import Letter
from portal.antivirus import antivirus_at
from portal.audit import AuditChain, verify_chain
from portal.config import Config
from portal.errors import Unavailable
from portal.extensions import Base, NoAntivirus, PdfMaker, db
from portal.storage import FileStore

GIB = 1024**3
LOW_ON_DISK = 2 * GIB
OUT_OF_DISK = GIB // 4
BACKUP_LASTS = timedelta(days=7)
# The harmless file every scanner must find (eicar.org), in two parts lest one finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SHOWN = 5  # names in one line; the count says how many there are


class State(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    WARNING = "warning"  # works, but something is missing or will be
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    what: str
    state: State = State.GOOD
    advice: str = ""


def examine(
    config: Config, pdf: PdfMaker, *, head: str, now: datetime, full: bool
) -> Iterator[Finding]:
    """Every finding, the quick ones first; `full` reads every stored file and makes a PDF."""
    yield from _programs()
    yield from _fonts()
    if full:
        yield _probe(pdf)
    yield _disk(config.instance)
    yield _privacy(config.instance)
    yield _mail(config)
    yield _antivirus(config)
    yield _backup(config, now)
    yield _database(config, full=full)
    version = _version(head)
    yield version
    if version.state is State.FAULT:
        return  # what the rows should look like is known for this version only
    yield _letters()
    yield from _stored_files(FileStore(config.instance / "files"), full=full)
    yield from _history()


# --- the machine


def _programs() -> Iterator[Finding]:
    for program, package, purpose in (
        ("soffice", "libreoffice-writer-nogui", "no PDF of papers, only Word files"),
        ("wkhtmltopdf", "wkhtmltopdf", "lists and journals are printed from the browser"),
    ):
        if shutil.which(program):
            yield Finding(f"{program} is installed")
        else:
            advice = f"sudo apt-get install -y --no-install-recommends {package}"
            yield Finding(f"{program} is missing: {purpose}", State.WARNING, advice)


def _fonts() -> Iterator[Finding]:
    """Whether Times New Roman, which papers are set in, has a face of the same widths here."""
    if shutil.which("fc-match") is None:
        return
    done = subprocess.run(
        ["fc-match", "-f", "%{family}", "Times New Roman"],
        capture_output=True,
        text=True,
        check=False,
    )
    if any(name in done.stdout for name in ("Liberation Serif", "Times New Roman", "Tinos")):
        yield Finding(f"Times New Roman is printed in {done.stdout}")
    else:
        advice = "sudo apt-get install -y fonts-liberation"
        yield Finding("no font of the width of Times New Roman", State.WARNING, advice)


def _probe(pdf: PdfMaker) -> Finding:
    document = docx.Document()
    document.add_paragraph("Наказ № 1 — приказ № 1")
    file = io.BytesIO()
    document.save(file)
    try:
        with pikepdf.open(io.BytesIO(pdf.convert([file.getvalue()])[0])) as made:
            return Finding(f"a Word file becomes PDF ({len(made.pages)} page)")
    except Unavailable as e:
        return Finding("a Word file does not become PDF", State.FAULT, str(e))


def _disk(instance: Path) -> Finding:
    free = shutil.disk_usage(instance).free
    what = f"{free / GIB:.1f} GiB free on the disk of {instance}"
    if free < OUT_OF_DISK:
        return Finding(what, State.FAULT, "Free the disk at once: new papers cannot be kept.")
    if free < LOW_ON_DISK:
        return Finding(what, State.WARNING, "Free the disk, or move the instance to a larger one.")
    return Finding(what)


def _privacy(instance: Path) -> Finding:
    """Personal files and the key are for the portal's own user alone."""
    if stat.S_IMODE(instance.stat().st_mode) & 0o077 == 0:
        return Finding("the instance folder is closed to other users")
    advice = f"chmod 700 {instance}"
    return Finding("other users of this machine can read the data", State.FAULT, advice)


def _mail(config: Config) -> Finding:
    if config.mail_url and config.mail_from:
        return Finding(f"letters leave as {config.mail_from}")
    advice = "Set PAPKA_MAIL_URL (smtp://user:password@host:port) and PAPKA_MAIL_FROM."
    return Finding("no mail server is set: letters wait in the portal", State.WARNING, advice)


def _letters() -> Finding:
    """Whether letters have come back in the last three months."""
    count = sa.select(sa.func.count(Letter.id))
    failed = db.session.scalar(count.where(Letter.failed_at.is_not(None))) or 0
    if not failed:
        return Finding("no letter has failed")
    advice = "See why on the page Users → Letters; mend the address or the server, try again there."
    return Finding(f"{failed} letters could not be sent", State.WARNING, advice)


def _antivirus(config: Config) -> Finding:
    scanner = antivirus_at(config.antivirus)
    if isinstance(scanner, NoAntivirus):
        advice = "sudo apt-get install -y clamav-daemon, or set PAPKA_CLAMD (socket or host:port)"
        return Finding("no virus scanner looks at what people send in", State.WARNING, advice)
    try:
        is_awake = scanner.find(EICAR) != ""
    except Unavailable:
        is_awake = False
    if is_awake:
        return Finding("the virus scanner finds the test virus")
    advice = "Files people send in are refused until clamd answers: see systemctl status clamav-*"
    return Finding("the virus scanner does not find the test virus", State.FAULT, advice)


def _backup(config: Config, now: datetime) -> Finding:
    advice = "python3 -m portal backup FILE, and carry the file to another machine"
    try:
        text = config.last_backup.read_text(encoding="ascii")
    except FileNotFoundError:
        return Finding("no backup was made yet", State.WARNING, advice)
    made_at = datetime.fromisoformat(text)
    what = f"last backup {made_at:%Y-%m-%d %H:%M} UTC"
    return Finding(what, State.WARNING, advice) if now - made_at > BACKUP_LASTS else Finding(what)


# --- the data


def _database(config: Config, *, full: bool) -> Finding:
    if not config.is_sqlite:
        db.session.execute(sa.text("SELECT 1"))
        return Finding("PostgreSQL answers")
    check = sa.text("PRAGMA integrity_check") if full else sa.text("PRAGMA quick_check")
    answers = [row[0] for row in db.session.execute(check)]
    orphans = db.session.execute(sa.text("PRAGMA foreign_key_check")).all()
    if answers == ["ok"] and not orphans:
        return Finding("the database is whole")
    advice = "Stop the portal and restore the last good backup into a new instance folder."
    return Finding(f"the database is damaged: {answers[0]}", State.FAULT, advice)


def _version(head: str) -> Finding:
    present = ""
    if sa.inspect(db.engine).has_table("alembic_version"):
        present = db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
    if present == head:
        return Finding(f"the database is of this version ({head})")
    advice = "python3 -m portal run (it backs up first)"
    return Finding(f"the database is at {present or 'nothing'}, not {head}", State.FAULT, advice)


def named_files() -> set[str]:
    """The hash of every stored file that a row names: columns called so by their ending."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("sha256"):
                query = sa.select(column).where(column.is_not(None), column != "").distinct()
                found.update(db.session.scalars(query))
    return found


def _stored_files(store: FileStore, *, full: bool) -> Iterator[Finding]:
    """Missing, changed, untracked: the three things that can be wrong with a file."""
    named = named_files()
    present = {path.name for path in store.paths()}
    changed = [path for path in store.paths() if full and _hash(path) != path.name]
    advice = "Take these files from a backup: each lies there under its name."
    if missing := sorted(named - present):
        yield Finding(f"{len(missing)} stored files missing: {_some(missing)}", State.FAULT, advice)
    if changed:
        names = _some([path.name for path in changed])
        yield Finding(f"{len(changed)} stored files changed: {names}", State.FAULT, advice)
    if not missing and not changed:
        checked = "re-read, all as they were stored" if full else "in place"
        yield Finding(f"{len(named)} stored files {checked}")
    if untracked := present - named:
        yield Finding(f"{len(untracked)} files no row names: left by interrupted work, harmless")


def _history() -> Iterator[Finding]:
    chains = db.session.scalars(sa.select(AuditChain.organisation_id)).all()
    broken = {chain: place for chain in chains if (place := verify_chain(chain)) is not None}
    for organisation_id, place in broken.items():
        yield Finding(
            f"the history of organisation {organisation_id} does not fit from entry {place} on",
            State.FAULT,
            "Somebody changed the database by hand. Compare with a backup.",
        )
    if not broken:
        yield Finding(f"the history of changes is whole ({len(chains)} chains)")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return f"{shown} …" if len(names) > SHOWN else shown
