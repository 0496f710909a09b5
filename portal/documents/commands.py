"""The command that issues papers without the pages: for a school's own programs and for drills."""

import json
import os
from datetime import date
from pathlib import Path

import click

from portal.documents.by_command import Plan, parse_day, plan_papers, read_wish
from portal.documents.views.batch_words import file_stems
from portal.documents.work import make_pdfs, run_batch
from portal.errors import PapkaError
from portal.extensions import db, services, writing


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    try:
        return parse_day(text) if text else None
    except PapkaError as refusal:
        raise click.BadParameter(str(refusal)) from refusal


@click.command("issue")
@click.argument("kind")
@click.option("--organisation", required=True, help="Its code.")
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Excel or CSV; full names in one column or in three. Not for a kind that names nobody.",
)
@click.option("--set", "words", multiple=True, metavar="FIELD=VALUE", help="An answer of the form.")
@click.option("--date", "day", callback=_day, help="Of the papers: 2026-06-05; default today.")
@click.option("--by", "login", default="", help="Whose act it is; default the first who may.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
def issue(
    kind: str,
    organisation: str,
    people: Path | None,
    words: tuple[str, ...],
    day: date | None,
    login: str,
    out: Path,
) -> None:
    """Issue papers of a KIND (D06, referral …) for the people of a list, and write their files.

    A kind of one person gives a paper for each; any other one paper for all, and its extracts.
    First everything is tried: each problem is a line on the error output, after its cell or field,
    the status is 1 and no number is taken. Then a JSON line for each paper goes to the output:
    number, kind, person (null when it names several), docx, pdf. Where no PDF can be made the Word
    files are written all the same, pdf is null, a line says so, and the status is 0: the paper is
    issued, and its PDF is made when the converter is back. Whoever uses the shell of this machine
    is the operator: steps of approval are taken as said, and recorded.
    """
    try:
        with writing():
            wish = read_wish(kind, organisation, people, words, day=day, by=login)
            plan = plan_papers(wish)
            _refuse(plan)
            db.session.commit()
        _work_off(plan)
    except PapkaError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _hand_out(plan, out)
    _refuse(Plan(problems=list(plan.failed())))


def _refuse(plan: Plan) -> None:
    for line in plan.problems:
        click.echo(line, err=True)
    if plan.problems:
        raise SystemExit(1)


def _work_off(plan: Plan) -> None:
    """What the queue would do, here and now."""
    editions = [document.edition.id for document in plan.documents]
    batch_ids = [batch.id for batch in plan.batches]
    db.session.rollback()
    make_pdfs(editions)
    for batch_id in batch_ids:
        run_batch(batch_id)


def _hand_out(plan: Plan, out: Path) -> None:
    """The files of every paper under names people understand, and a line for each paper."""
    out.mkdir(parents=True, exist_ok=True)
    without_pdf = 0
    for document, stem in zip(plan.papers(), file_stems(plan.papers()), strict=True):
        docx = _written(out / f"{stem}.docx", document.edition.docx_sha256)
        pdf_sha256 = document.edition.pdf_sha256
        pdf = _written(out / f"{stem}.pdf", pdf_sha256) if pdf_sha256 else None
        without_pdf += pdf is None
        people = [person.name for person in document.people]
        line = {
            "number": document.number,
            "kind": document.kind,
            "person": people[0] if len(people) == 1 else None,
            "docx": docx,
            "pdf": pdf,
        }
        click.echo(json.dumps(line, ensure_ascii=False))
    if without_pdf:
        said = (
            f"{without_pdf} PDF could not be made now; the papers are issued, take the Word files."
        )
        click.echo(said, err=True)


def _written(path: Path, sha256: str) -> str:
    path.write_bytes(services().store.get(sha256))
    return os.fspath(path)
