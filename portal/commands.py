"""The flask commands: each parses its words, calls one function, commits once and answers."""

import gc
import io
import signal
import sys
from pathlib import Path

import click
import waitress
from flask import Flask, current_app

from portal.accounts.first_start import first_code, has_users
from portal.backup import Manifest, back_up, restore
from portal.config import Config
from portal.demo.furnish import furnish, give_passwords
from portal.doctor import examine
from portal.documents.commands import issue
from portal.errors import PapkaError
from portal.extensions import db, know_tables, services, writing
from portal.grammar.lines import BadLine, decline_line
from portal.jobs import jobs
from portal.logs import write_json_lines
from portal.machine import State
from portal.studio.commands import check
from portal.upgrade import known_revisions, upgrade_database

THREADS = 8
SIGNS = {State.GOOD: "ok  ", State.WARNING: "note", State.FAULT: "BAD "}


def register(app: Flask) -> None:
    """Give the app its commands."""
    for command in (serve, doctor, backup, restore_backup, issue, decline, check, worker):
        app.cli.add_command(command)


class Refusable(click.Command):
    """A command that says what the portal refuses in one line, and ends with status 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PapkaError as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.command("serve", cls=Refusable)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Bring the database up to date and serve the portal until it is stopped."""
    write_json_lines()
    config = _config()
    made = upgrade_database(config, known=known_revisions(), now=services().clock.now())
    if made:
        click.echo(f"Backed up before the upgrade: {made}", err=True)
    know_tables()
    if config.is_demo:
        _show_demo_logins()
    _show_first_code(config)
    if config.runs_jobs:
        jobs(current_app).start(str(config.instance / "jobs.lock"))
    # Answers are finished, as by Ctrl+C; a shell's background job would otherwise ignore SIGINT.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    click.echo(f"Papka is open at {config.public_url}  (Ctrl+C closes it)", err=True)
    gc.collect()
    gc.freeze()  # what the start made stays: to look through it again would hold up a page
    waitress.serve(
        current_app._get_current_object(),  # type: ignore[attr-defined]  # threads need the app itself
        host=host,
        port=port,
        threads=THREADS,
        max_request_body_size=config.max_body,
        ident=None,
    )


def _show_demo_logins() -> None:
    """Furnish an empty portal; either way everybody in it gets a new password, shown here only."""
    with writing():
        if not has_users():
            furnish(services().clock.today())
        logins = give_passwords()
        db.session.commit()
    click.echo("Demo: all organisations, people and papers are fictional. Logins:", err=True)
    for login in logins:
        click.echo(f"  {login.login:<32}{login.password}  {login.name}", err=True)


def _show_first_code(config: Config) -> None:
    """Whoever can read this terminal may make the first user, and nobody else."""
    with writing():
        code = first_code()
        db.session.commit()
    if code:
        click.echo(f"First start: open {config.public_url} and give this code: {code}", err=True)


@click.command("doctor", cls=Refusable)
@click.option("--full", is_flag=True, help="Read every stored file and make a PDF.")
def doctor(full: bool) -> None:
    """Say what is in order and what to do; the status is 1 when something is bad."""
    tools = services()
    findings = examine(
        _config(), tools.pdf, head=known_revisions()[0], now=tools.clock.now(), full=full
    )
    bad = 0
    for finding in findings:
        click.echo(f"{SIGNS[finding.state]}  {finding.what}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
        bad += finding.state is State.FAULT
    if bad:
        raise SystemExit(1)


@click.command("backup", cls=Refusable)
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write everything but the keys into one new FILE; people may go on working."""
    manifest = back_up(_config(), file, now=services().clock.now())
    click.echo(f"{file}: the database and {_count(manifest)}")
    if manifest.damaged:
        click.echo("Damaged before the backup was made: " + ", ".join(manifest.damaged))
        raise SystemExit(1)


@click.command("restore", cls=Refusable)
@click.argument("file", type=click.Path(path_type=Path))
def restore_backup(file: Path) -> None:
    """Fill an empty portal from FILE, after every byte of it has been proved."""
    manifest = restore(_config(), file, revisions=known_revisions())
    click.echo(f"Restored as of {manifest.made_at}: the database and {_count(manifest)}")


@click.command("decline")
@click.option("--doubts", is_flag=True, help="Behind each form, a tab and why to look at it.")
def decline(doubts: bool) -> None:
    """Put names, posts and organisations into cases: lines of standard input in, forms out.

    A line is language, kind, gender, nominative, case, with tabs between: uk or ru; name, post or
    organisation; m, f or nothing; "Family Given Patronymic"; genitive, dative, accusative,
    instrumental, locative or vocative. A line that cannot be read gives an empty line and a
    message on the error output; then the status is 1.
    """
    bad = 0
    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(lines, start=1):
        try:
            form = decline_line(line.rstrip("\n"))
        except BadLine as fault:
            bad += 1
            click.echo(f"line {number}: {fault}", err=True)
            click.echo()
            continue
        told = f"\t{','.join(form.doubts)}" if doubts else ""
        click.echo(f"{form.text}{told}".encode())  # whatever the terminal speaks
    if bad:
        raise SystemExit(1)


@click.command("worker", cls=Refusable)
def worker() -> None:
    """Make papers and PDFs in this process until it is stopped; started before `serve`, alone."""
    write_json_lines()
    queue = jobs(current_app)
    click.echo("Working off the queue (Ctrl+C ends it)", err=True)
    queue.work(str(_config().instance / "jobs.lock"))


def _count(manifest: Manifest) -> str:
    return f"{len(manifest.stored_files)} stored files"


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config
