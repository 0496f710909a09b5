"""The program that checks templates and fills each in with its sample; started by `trial`."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from portal.documents.frozen import from_json
from portal.documents.wording import filters_of
from portal.paper import Filter, PaperFault, render
from portal.paper.findings import Finding, as_plain
from portal.paper.gate import check_printed, check_template
from portal.paper.given import Given
from portal.studio.check.apart import look_at_each
from portal.studio.check.trial import CLEANED, FILE, PRINTED


def look(home: Path, job: Mapping[str, Any]) -> Mapping[str, Any]:
    """The findings of the check; the clean copy and the paper made of the sample stay as files."""
    given = job["given"] and _given(job["given"])
    checked = check_template((home / FILE).read_bytes(), given, frozenset(job["filters"]))
    findings = list(checked.findings)
    if checked.cleaned is not None:
        (home / CLEANED).write_bytes(checked.cleaned)
        if job["sample"] is not None:
            findings += _fill(home, checked.cleaned, job)
    return {"findings": [as_plain(one) for one in findings], "fields": list(checked.fields)}


def _fill(home: Path, template: bytes, job: Mapping[str, Any]) -> list[Finding]:
    """The first paper; a value that the sample lacks is nothing against the template."""
    try:
        sample = from_json(job["sample"], b64decode)
        printed = render(template, sample, _filters(job["language"], job["filters"]))
    except PaperFault:
        return []
    (home / PRINTED).write_bytes(printed)
    return check_printed(printed)


def _filters(language: str, names: Iterable[str]) -> dict[str, Filter]:
    """Ours; one that only another portal has prints what it is given."""
    return {**dict.fromkeys(names, _as_it_is), **filters_of(language)}


def _as_it_is(value: object, *_: object) -> str:
    return str(value)


def _given(level: Mapping[str, Any]) -> Given:
    parts = {name: _given(below) for name, below in level["parts"].items()}
    return Given(parts, is_list=level["is_list"], is_open=level["is_open"])


if __name__ == "__main__":
    look_at_each(Path.cwd(), look)
