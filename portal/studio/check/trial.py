"""Files from outside are looked at, and a new template is filled in for the first time, apart.

The portal starts a program in confinement, without network, and reads what it tells; a file that
hangs or swells is ended with it, and the portal goes on serving (security plan, T2).
"""

import contextlib
import json
import os
import sys
import tempfile
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portal.config import ROOT
from portal.converters.confined import ConverterFailed, run_confined
from portal.documents.frozen import to_json
from portal.paper import Picture
from portal.paper.filters import ARGUMENTS
from portal.paper.findings import Finding, from_plain
from portal.paper.given import Given
from portal.studio.check.apart import WALL_SECONDS

FILE, CLEANED, PRINTED = "file", "cleaned", "printed"  # what lies in the folder of a job
_STARTING = 60  # seconds until the program has read its modules, on a busy machine


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program told of one file; nothing when the file was too much for it."""

    told: Mapping[str, Any]
    is_whole: bool
    files: Mapping[str, bytes]
    memory: int = 0  # bytes at most
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """The check of a template and its first filling in.

    `cleaned` is the copy the portal works with, None when the file is refused; `printed` is the
    paper it made of the sample, None without a sample or when the sample lacks something.
    """

    findings: tuple[Finding, ...]
    cleaned: bytes | None
    fields: tuple[str, ...]
    printed: bytes | None = None

    @property
    def is_good(self) -> bool:
        return self.cleaned is not None


def try_template(
    docx: bytes,
    *,
    given: Given | None = None,
    sample: Mapping[str, Any] | None = None,
    language: str = "uk",
) -> Trial:
    """The check of one template, and the paper it makes of the sample."""
    job = template_job(given=given, sample=sample, language=language)
    (answer,) = look_apart("portal.studio.check.look_at_template", [(docx, job)])
    return trial_of(answer)


def template_job(
    *,
    given: Given | None = None,
    filters: Collection[str] = frozenset(ARGUMENTS),
    sample: Mapping[str, Any] | None = None,
    language: str = "uk",
) -> dict[str, Any]:
    """What `look_at_template` is to know: names in force, values to fill in."""
    return {
        "given": asdict(given) if given else None,
        "filters": sorted(filters),
        "sample": None if sample is None else to_json(sample, _packed),
        "language": language,
    }


def _packed(picture: Picture) -> str:
    return b64encode(picture.data).decode("ascii")


def trial_of(answer: Answer) -> Trial:
    """What `look_at_template` told."""
    if not answer.is_whole:
        return Trial((Finding("TPL-HEAVY", "too-heavy"),), None, ())
    findings = tuple(from_plain(one) for one in answer.told["findings"])
    fields = tuple(answer.told["fields"])
    if any(one.is_fault for one in findings):
        return Trial(findings, None, fields)
    return Trial(findings, answer.files[CLEANED], fields, answer.files.get(PRINTED))


def look_apart(program: str, jobs: Sequence[tuple[bytes, Mapping[str, Any]]]) -> list[Answer]:
    """What the program, a module with `apart.look_at_each`, tells of each file."""
    command = [sys.executable, "-P", "-m", program]
    environment = {"PYTHONPATH": os.fspath(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory(prefix="papka-trial-") as name:
        folder = Path(name)
        _lay_out(folder, jobs)
        seconds = _STARTING + WALL_SECONDS * len(jobs)
        # What was told until the time was over counts, the rest was too heavy.
        with contextlib.suppress(ConverterFailed):
            run_confined(command, folder=folder, seconds=seconds, environment=environment)
        return [_answer(folder / str(number)) for number in range(len(jobs))]


def _lay_out(folder: Path, jobs: Iterable[tuple[bytes, Mapping[str, Any]]]) -> None:
    told = []
    for number, (data, job) in enumerate(jobs):
        home = folder / str(number)
        home.mkdir()
        (home / FILE).write_bytes(data)
        told.append(job)
    (folder / "jobs.json").write_text(json.dumps(told), encoding="utf-8")


def _answer(home: Path) -> Answer:
    try:
        told = json.loads((home / "told.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Answer({}, False, {})
    files = {path.name: path.read_bytes() for path in home.iterdir() if path.suffix != ".json"}
    return Answer(told, told["is_whole"], files, told["memory"], told["seconds"])
