"""The report of a check as the page tells it: faults with their places, and the fields used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.documents.catalogue import Kind, kinds_of
from portal.documents.manifest import Manifest
from portal.documents.shapes import CONTEXT
from portal.extensions import services
from portal.paper.findings import Finding
from portal.paper.usage import Usage
from portal.studio.changes import FieldChange, Turn, field_changes
from portal.studio.checking import fields_used, findings_of
from portal.studio.dictionary import Author
from portal.studio.models import TemplateVersion
from portal.studio.words import place_words, sentence

TURNS: Mapping[Turn, tuple[LazyString, str]] = {
    Turn.SAME: (_l("as before"), ""),
    Turn.ADDED: (_l("New"), "ink"),
    Turn.REMOVED: (_l("Gone"), "wait"),
    Turn.RENAMED: (_l("Probably renamed"), "ink"),
}
_SOURCES = {
    "number": _l("journal"),
    "date": _l("form"),
    "organisation": _l("our card"),
    "head": _l("our card"),
    "people": _l("person's card"),
    "employee": _l("person's card"),
}


@dataclass(frozen=True)
class Row:
    """One finding: `before`, the tag and `after` are the text about it as Word shows it."""

    number: int
    index: int  # among all findings, for its button
    finding: Finding
    place: str
    before: str
    after: str
    words: str

    @property
    def has_mend(self) -> bool:
        return bool(self.finding.mend)


@dataclass(frozen=True)
class FieldRow:
    """One value the template uses."""

    written: str
    source: str
    example: str
    turn: Turn
    was: str = ""


def rows_of(version: TemplateVersion) -> tuple[list[Row], list[Row]]:
    """The faults, numbered, and the notices."""
    faults: list[Row] = []
    notices: list[Row] = []
    for index, finding in enumerate(findings_of(version)):
        kept = faults if finding.is_fault else notices
        kept.append(_row(len(kept) + 1, index, finding))
    return faults, notices


def safe_ones(version: TemplateVersion) -> list[Finding]:
    """What one click may mend without a question."""
    return [f for f in findings_of(version) if f.is_safe and f.mend]


def said(finding: Finding) -> str:
    """A finding as a comment of Word says it: place, cause, mend."""
    place = place_words(finding.place)
    return f"{place}: {sentence(finding)}" if place else sentence(finding)


def field_rows(version: TemplateVersion, used: Sequence[Usage], author: Author) -> list[FieldRow]:
    """The fields of the template, and those of the template in force that it no longer names."""
    manifest = Manifest.model_validate(version.manifest)
    paths = [one.path for one in used]
    before = paths_before(version)
    turns = {c.path: c for c in changes_of(version, before, paths)} if before else {}
    rows = [
        FieldRow(
            one.written,
            source_of(one.path, manifest, version),
            author.example(one.path),
            turns[one.path].turn if one.path in turns else Turn.SAME,
            turns[one.path].was if one.path in turns else "",
        )
        for one in used
        if not _is_only_root(one, paths)
    ]
    gone = [c for c in turns.values() if c.turn is Turn.REMOVED]
    return rows + [
        FieldRow(author.path(c.path), source_of(c.path, manifest, version), "", c.turn)
        for c in gone
        if not any(other.path.startswith(f"{c.path}.") for other in gone)
    ]


def paths_before(version: TemplateVersion) -> frozenset[str]:
    """What the template now in force names; nothing for a new kind."""
    kind = kind_in_force(version)
    place = version.country, version.language
    return fields_used(kind.templates[place]) if kind and place in kind.templates else frozenset()


def kind_in_force(version: TemplateVersion) -> Kind | None:
    kinds = {kind.name: kind for kind in kinds_of(version.organisation)}
    return kinds.get(version.kind)


def changes_of(
    version: TemplateVersion, before: frozenset[str], now: Sequence[str]
) -> list[FieldChange]:
    """The difference to what is in force."""
    return field_changes(before, now, version.report.get("renames", {}))


def source_of(path: str, manifest: Manifest, version: TemplateVersion) -> str:
    """Where a value comes from, in a word."""
    root = path.partition(".")[0]
    asked = {f.name for f in manifest.fields}
    followed = next((f.kind for f in manifest.follows if f.name == root), None)
    if followed:
        kinds = {kind.name: kind for kind in kinds_of(version.organisation)}
        return kinds[followed].title(version.language) if followed in kinds else followed
    if root in CONTEXT:
        return str(_SOURCES[root])
    return str(_("form") if root in asked else _("nowhere"))


def template_of(version: TemplateVersion) -> bytes:
    """The file the portal works with, cleaned; as it came while it is not let in."""
    return services().store.get(version.docx_sha256 or version.original_sha256)


def _row(number: int, index: int, finding: Finding) -> Row:
    before, tag, after = finding.around.partition(finding.tag) if finding.tag else ("", "", "")
    if not tag:
        before, after = finding.around, ""
    words = sentence(replace(finding, mend=""))
    return Row(
        number, index, finding, _capitalised(place_words(finding.place)), before, after, words
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_only_root(usage: Usage, paths: Sequence[str]) -> bool:
    """`people` where `people.name` stands too: the list by itself tells nothing."""
    return usage.is_repeated and any(path.startswith(f"{usage.path}.") for path in paths)
