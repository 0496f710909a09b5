"""What is quickly seen around the portal: programs, fonts, disk, mail, virus scanner, backup.

The doctor begins with it, and the administrator's page shows it. The command says it in English,
the page in the language of its reader.
"""

import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from portal.antivirus import antivirus_at
from portal.config import Config
from portal.errors import Unavailable
from portal.extensions import NoAntivirus

GIB = 1024**3
LOW_ON_DISK = 2 * GIB
OUT_OF_DISK = GIB // 4
BACKUP_LASTS = timedelta(days=7)
APT = "sudo apt-get install -y"
# The harmless file every scanner must find (eicar.org), in two parts lest one finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class State(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    WARNING = "warning"  # works, but something is missing or will be
    FAULT = "fault"


@dataclass(frozen=True)
class Advice:
    """What to do: a sentence, a command to type, or both."""

    message: str = ""
    command: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.command) if part)


@dataclass(frozen=True)
class Observation:
    """One line of the report; the command says it in English, the page of the portal in its own."""

    message: str
    state: State = State.GOOD
    advice: Advice | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return self.message % self.params


def examine_machine(config: Config) -> Iterator[Observation]:
    """What is quickly seen around the portal: programs, disk, mail, virus scanner."""
    yield from _programs()
    yield from _fonts()
    yield _disk(config.instance)
    yield _privacy(config.instance)
    yield _mail(config)
    yield _antivirus(config)


def _programs() -> Iterator[Observation]:
    for program, package, lacking in (
        (
            "soffice",
            "libreoffice-writer-nogui",
            Observation("soffice is missing: no PDF of papers, only Word files", State.WARNING),
        ),
        (
            "wkhtmltopdf",
            "wkhtmltopdf",
            Observation(
                "wkhtmltopdf is missing: lists and journals are printed from the browser",
                State.WARNING,
            ),
        ),
    ):
        if shutil.which(program):
            yield Observation("%(program)s is installed", params={"program": program})
        else:
            advice = Advice(command=f"{APT} --no-install-recommends {package}")
            yield replace(lacking, advice=advice)


def _fonts() -> Iterator[Observation]:
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
        yield Observation("Times New Roman is printed in %(font)s", params={"font": done.stdout})
    else:
        advice = Advice(command=f"{APT} fonts-liberation")
        yield Observation("no font of the width of Times New Roman", State.WARNING, advice)


def _disk(instance: Path) -> Observation:
    free = shutil.disk_usage(instance).free
    state, advice = State.GOOD, None
    if free < OUT_OF_DISK:
        state, advice = State.FAULT, Advice("Free the disk at once: new papers cannot be kept.")
    elif free < LOW_ON_DISK:
        state = State.WARNING
        advice = Advice("Free the disk, or move the instance to a larger one.")
    params = {"size": f"{free / GIB:.1f}", "folder": instance}
    return Observation("%(size)s GiB free on the disk of %(folder)s", state, advice, params)


def _privacy(instance: Path) -> Observation:
    """Personal files and the key are for the portal's own user alone."""
    if stat.S_IMODE(instance.stat().st_mode) & 0o077 == 0:
        return Observation("the instance folder is closed to other users")
    advice = Advice(command=f"chmod 700 {instance}")
    return Observation("other users of this machine can read the data", State.FAULT, advice)


def _mail(config: Config) -> Observation:
    if config.mail_url and config.mail_from:
        return Observation("letters leave as %(sender)s", params={"sender": config.mail_from})
    advice = Advice("Set PAPKA_MAIL_URL (smtp://user:password@host:port) and PAPKA_MAIL_FROM.")
    return Observation("no mail server is set: letters wait in the portal", State.WARNING, advice)


def _antivirus(config: Config) -> Observation:
    scanner = antivirus_at(config.antivirus)
    if isinstance(scanner, NoAntivirus):
        advice = Advice(
            "Install one, or set PAPKA_CLAMD (socket or host:port):", f"{APT} clamav-daemon"
        )
        return Observation("no virus scanner looks at what people send in", State.WARNING, advice)
    try:
        is_awake = scanner.find(EICAR) != ""
    except Unavailable:
        is_awake = False
    if is_awake:
        return Observation("the virus scanner finds the test virus")
    advice = Advice(
        "Files people send in are refused until clamd answers:", "systemctl status clamav-*"
    )
    return Observation("the virus scanner does not find the test virus", State.FAULT, advice)


def examine_backup(config: Config, now: datetime) -> Observation:
    advice = Advice(
        "Make one and carry the file to another machine:", "python3 -m portal backup FILE"
    )
    try:
        text = config.last_backup.read_text(encoding="ascii")
    except FileNotFoundError:
        return Observation("no backup was made yet", State.WARNING, advice)
    made_at = datetime.fromisoformat(text)
    is_old = now - made_at > BACKUP_LASTS
    state = State.WARNING if is_old else State.GOOD
    params = {"moment": f"{made_at:%Y-%m-%d %H:%M}"}
    return Observation("last backup %(moment)s UTC", state, advice if is_old else None, params)
