"""What makes a kind of paper unusable, whichever source it comes from.

Sample, chain of papers, templates: everything a template names must be something that issuing
will give. Faults carry a code; the loader of folders and the studio say it each to their reader.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.documents.catalogue import Kind
from portal.documents.manifest import Manifest
from portal.paper import TemplateFault, fields

# Parts of the values of grammar that a template may ask for by themselves.
_OF_VALUES = frozenset({"family", "given", "patronymic", "gender", "text", "year"})
_IN_EVERY_SAMPLE = frozenset({"number", "date", "organisation", "head", "people"})


@dataclass(frozen=True, slots=True)
class KindFault:
    """One thing to mend: in which file of the kind, at which key.

    Codes: no-sample, code-taken, no-such-kind, no-retention, not-given, template.
    """

    code: str
    file: str
    key: str
    detail: str = ""

    def __str__(self) -> str:
        """For logs and for those who write folders of kinds."""
        return _REASONS[self.code].format(detail=self.detail)


_REASONS = {
    "no-sample": "it is missing",
    "no-retention": "it is missing",
    "code-taken": "{detail}",
    "no-such-kind": "there is no kind {detail}",
    "not-given": "neither the form nor the fixed names give it",
    "template": "{detail}",
}


def sample_faults(kind: Kind) -> Iterator[KindFault]:
    """Every required answer stands in the sample, or the first look at the paper fails."""
    for country, language in kind.templates:
        sample = kind.sample.get(country, {}).get(language, {})
        wanted = {f.name for f in kind.fields_in(country) if f.required and not f.when}
        for name in sorted({*_IN_EVERY_SAMPLE, *wanted} - set(sample)):
            yield KindFault("no-sample", "sample.toml", f"{country}.{language}.{name}")


def code_faults(kinds: Iterable[Kind]) -> Iterator[tuple[Kind, KindFault]]:
    """Two kinds cannot have one code."""
    seen: dict[str, str] = {}
    for kind in kinds:
        if kind.code in seen:
            told = f"{kind.code} is taken by {seen[kind.code]}"
            yield kind, KindFault("code-taken", "kind.toml", "code", told)
        seen[kind.code] = kind.name


def chain_faults(kind: Kind, kinds: Mapping[str, Kind]) -> Iterator[KindFault]:
    """Every kind it names is there, and every country it is written in says how long it is kept."""
    for followed in kind.manifest.follows:
        if followed.kind not in kinds:
            yield KindFault("no-such-kind", "kind.toml", "follows", followed.kind)
    for field in kind.fields:
        if missing := sorted(set(field.kinds) - set(kinds)):
            key = f"fields.{field.name}.kinds"
            yield KindFault("no-such-kind", "kind.toml", key, ", ".join(missing))
    for country in sorted({country for country, _ in kind.templates}):
        if country not in kind.manifest.retention:
            yield KindFault("no-retention", "kind.toml", f"retention.{country}")


def template_faults(
    kind: Kind, country: str, language: str, kinds: Mapping[str, Kind]
) -> Iterator[KindFault]:
    """Every path the template uses is one that issuing will give."""
    file = f"{country}.{language}.docx"
    try:
        used = fields(kind.template(country, language))
    except TemplateFault as e:
        yield KindFault("template", file, "", str(e))
        return
    for path in sorted(used):
        if not is_given(path, kind.manifest, country, kinds):
            yield KindFault("not-given", file, path)


def is_given(path: str, manifest: Manifest, country: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether a paper of that kind has something to print for a dotted path."""
    return _is_given(path.split("."), manifest, country, kinds)


def _is_given(path: list[str], manifest: Manifest, country: str, kinds: Mapping[str, Kind]) -> bool:
    root, *rest = path
    followed = next((f.kind for f in manifest.follows if f.name == root), None)
    if followed is not None:
        return not rest or (
            followed in kinds and _is_given(rest, kinds[followed].manifest, country, kinds)
        )
    parts = manifest.names_in(country).get(root)
    if parts is None or (rest and parts and rest[0] not in parts):
        return False
    of_value = rest[1:] if parts else rest
    field = next((f for f in manifest.fields if f.name == root), None)
    if field and of_value and of_value[0] in field.parts_of(rest[0]):
        of_value = of_value[1:]
    return len(of_value) <= 1 and _OF_VALUES.issuperset(of_value)
