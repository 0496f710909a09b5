"""The command that checks files from outside before anybody brings them in."""

import json
import os
from pathlib import Path
from typing import Literal

import click
from flask import current_app
from flask_babel import force_locale

from portal.errors import PapkaError
from portal.extensions import services
from portal.studio.check.dictionaries import Dictionary, read_dictionary
from portal.studio.check.verdicts import ACCEPT, CLEANED, REJECT, Checks, Verdict

_SIGNS = {ACCEPT: "ok  ", CLEANED: "ok* ", REJECT: "BAD "}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--fields", "names", type=_FILE, help="A kind.toml or a list of fields.")
@click.option("--as", "kind", type=click.Choice(["template", "upload", "import"]))
@click.option("--json", "as_json", is_flag=True, help="One line for each file.")
def check(
    files: tuple[Path, ...],
    names: Path | None,
    kind: Literal["template", "upload", "import"] | None,
    *,
    as_json: bool,
) -> None:
    """Say whether each FILE would be taken: a Word template, a paper sent in, a list of people.

    Without --as the ending of a file says what it is brought for. Nothing is kept and nothing in
    the file is obeyed; each is looked at in a process of its own with an end to its time. With
    --fields every name in a template is looked up, and the template is filled in once. The status
    is 1 when a file is refused.
    """
    bad = 0
    language = _language()
    try:
        with force_locale(language):
            dictionary = _dictionary(names)
            checks = Checks(dictionary, language, services().clock.today())
            for verdict in checks.verdicts(files, kind):
                bad += verdict.verdict == REJECT
                click.echo((_line(verdict) if as_json else _words(verdict)).encode())
    except PapkaError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if bad:
        raise SystemExit(1)


def _dictionary(names: Path | None) -> Dictionary:
    return read_dictionary(names, current_app.extensions["catalogue"]) if names else Dictionary()


def _language() -> str:
    """That of the terminal where it is one of ours, else Ukrainian."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return said[:2] if said[:2] in ("uk", "ru", "en") else "uk"


def _line(verdict: Verdict) -> str:
    return json.dumps(
        {
            "file": verdict.file,
            "verdict": verdict.verdict,
            "codes": list(verdict.codes),
            "messages": list(verdict.messages),
            "fields": list(verdict.fields),
        }
    )


def _words(verdict: Verdict) -> str:
    name = verdict.file.encode("utf-8", "replace").decode()
    lines = [f"{_SIGNS[verdict.verdict]}{name}", *(f"      {one}" for one in verdict.messages)]
    return "\n".join(lines)
