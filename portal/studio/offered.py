"""What a kind of paper offers to its templates, as the tree names are looked up in.

The shape is that of `documents.shapes`: the fixed names, the papers it follows with their own
fields, the questions of its form.
"""

from collections.abc import Iterable, Mapping

from portal.documents.manifest import Column, FormField, Manifest
from portal.documents.shapes import CONTEXT, HEAD, PARTS
from portal.paper.given import Given
from portal.paper.letterhead import LETTERHEAD

_NAME = Given({part: Given() for part in ("family", "given", "patronymic", "gender", "text")})
_PHRASE = Given({"text": Given(), "gender": Given()})
_DATE = Given({"year": Given()})
_LISTS = frozenset({"people", "rows"})


def offered(manifest: Manifest, kinds: Mapping[str, Manifest], country: str | None = None) -> Given:
    """All names a template of the kind may use, in one country or in any."""
    fields = [f for f in manifest.fields if country is None or country in f.countries]
    followed = {
        f.name: offered(kinds[f.kind], kinds, country) for f in manifest.follows if f.kind in kinds
    }
    fixed = {name: _fixed(name, parts) for name, parts in CONTEXT.items()}
    fixed[LETTERHEAD] = Given()  # its place in a paper, see `paper.letterhead`
    return Given({**fixed, **followed, **{field.name: _question(field) for field in fields}})


def _fixed(name: str, parts: Iterable[str]) -> Given:
    if name == "date":
        return _DATE
    head = {"head": _record(HEAD, of_person=True)} if name == "organisation" else {}
    record = _record(parts, of_person=name != "organisation")
    return Given({**record.parts, **head}, is_list=name == "people")


def _question(field: FormField | Column) -> Given:
    if field.type in ("date", "computed"):
        return _DATE
    if field.type == "choice":
        return _PHRASE
    if isinstance(field, FormField) and field.type == "rows":
        return Given({column.name: _question(column) for column in field.columns}, is_list=True)
    parts = PARTS.get(field.type, frozenset())
    record = _record(parts - {"head"}, of_person=field.type in ("person", "people"))
    head = {"head": _record(HEAD, of_person=True)} if "head" in parts else {}
    return Given({**record.parts, **head}, is_list=field.type in _LISTS)


def _record(parts: Iterable[str], *, of_person: bool) -> Given:
    values = {"name": _NAME if of_person else _PHRASE, "post": _PHRASE, "date": _DATE}
    return Given({part: values.get(part, Given()) for part in parts})
