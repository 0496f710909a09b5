"""The verdict on a file from outside: a template, a paper sent in, or a list of people.

Each is looked at apart (see `trial`), a handful of files by one program; whatever a file does to
that program, there is a verdict on it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from flask_babel import gettext as _

from portal.extensions import services
from portal.files.intake import FAULTS, LARGEST
from portal.paper.gate import codes_of
from portal.studio.check.dictionaries import Dictionary
from portal.studio.check.trial import Answer, look_apart, template_job, trial_of
from portal.studio.words import TOO_HEAVY, TRACES, place_words, sentence

Kind = Literal["template", "upload", "import"]
ACCEPT, CLEANED, REJECT = "accept", "accept-sanitised", "reject"

_AT_ONCE = 16  # files for one program
_ENDINGS: Mapping[str, Kind] = {
    **dict.fromkeys((".docx", ".dotx", ".docm", ".doc", ".odt", ".rtf"), "template"),
    **dict.fromkeys((".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".txt"), "import"),
}  # all else is a paper sent in


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one file; `codes` tell why it is refused, each once."""

    file: str
    verdict: str
    codes: Sequence[str] = ()
    messages: Sequence[str] = ()
    fields: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """How files are checked: against which names, in whose language, on which day."""

    dictionary: Dictionary
    language: str
    today: date

    def verdicts(self, files: Sequence[Path], kind: Kind | None) -> Iterator[Verdict]:
        """One for each file, in their order."""
        for of_kind, same in groupby(files, key=lambda file: kind or guessed(file)):
            group = list(same)
            for start in range(0, len(group), _AT_ONCE):
                yield from self._of_kind(group[start : start + _AT_ONCE], of_kind)

    def _of_kind(self, files: Sequence[Path], kind: Kind) -> Iterator[Verdict]:
        known: dict[Path, Verdict] = {}
        for file in files:
            if told := _at_the_door(file, kind):
                known[file] = told
        jobs = [(f.read_bytes(), self._job(f, kind)) for f in files if f not in known]
        answers = iter(look_apart(f"portal.studio.check.look_at_{kind}", jobs) if jobs else ())
        for file in files:
            yield known.get(file) or _TOLD[kind](str(file), next(answers))

    def _job(self, file: Path, kind: Kind) -> Mapping[str, Any]:
        if kind == "template":
            names = self.dictionary
            return template_job(
                given=names.given,
                filters=names.filters,
                sample=names.sample,
                language=names.language,
            )
        return {"name": file.name, "language": self.language, "today": self.today.isoformat()}


def guessed(file: Path) -> Kind:
    """What a file is brought for, by its ending."""
    return _ENDINGS.get(file.suffix.casefold(), "upload")


def _at_the_door(file: Path, kind: Kind) -> Verdict | None:
    """What is refused before it is opened."""
    if file.stat().st_size > LARGEST:
        return _refused_upload(str(file), "size")
    if kind == "upload" and (virus := services().antivirus.find(file.read_bytes())):
        return _refused_upload(str(file), "virus", virus=virus)
    return None


def _template(file: str, answer: Answer) -> Verdict:
    trial = trial_of(answer)
    faults = [one for one in trial.findings if one.is_fault]
    messages = []
    for finding in [*faults, *(one for one in trial.findings if not one.is_fault)]:
        place = place_words(finding.place)
        tag = f" {finding.tag}" if finding.tag else ""
        messages.append(f"{place}:{tag} {sentence(finding)}" if place else sentence(finding))
    is_cleaned = any(one.code == "CLEANED" for one in trial.findings)
    return Verdict(
        file,
        REJECT if trial.cleaned is None else CLEANED if is_cleaned else ACCEPT,
        codes_of(faults),
        _once(messages),
        trial.fields,
    )


def _upload(file: str, answer: Answer) -> Verdict:
    if not answer.is_whole or "fault" in answer.told:
        return _refused_upload(file, str(answer.told.get("fault", "heavy")))
    told = [str(TRACES[trace]) for trace in answer.told["traces"]]
    return Verdict(file, CLEANED if told else ACCEPT, messages=told)


def _refused_upload(file: str, reason: str, **params: object) -> Verdict:
    problem = FAULTS[reason]
    return Verdict(file, REJECT, (problem.code,), (_(problem.message, **params),))


def _import(file: str, answer: Answer) -> Verdict:
    told = answer.told
    if not answer.is_whole:
        return Verdict(file, REJECT, ("IMP-HEAVY",), (str(TOO_HEAVY),))
    messages = _once([_(text, **params) for text, params in told["told"]])
    if "code" in told:
        return Verdict(file, REJECT, (told["code"],), messages)
    verdict = ACCEPT if told["is_clean"] else CLEANED
    return Verdict(file, verdict, (), messages, told["columns"])


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


_TOLD: Mapping[Kind, Callable[[str, Answer], Verdict]] = {
    "template": _template,
    "upload": _upload,
    "import": _import,
}
