"""The shape of a kind of paper: `kind.toml` as frozen models, and what its templates may say.

A kind is a folder of data: `kind.toml`, one `<country>.<language>.docx` for each language it is
written in, `sample.toml`. Nothing here reads a file (that is `catalogue`) or knows a database.

What a template is given says `shapes`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from portal.documents.shapes import CONTEXT, HEAD, PARTS
from portal.grammar import Case, Phrase

Country = Literal["ua", "ru"]
Language = Literal["uk", "ru", "en"]
FieldType = Literal[
    "text", "long_text", "date", "number", "money", "choice", "yes_no", "person", "people",
    "organisation", "programme", "document", "rows", "computed", "image", "tax_id", "iban",
    "phone", "email",
]  # fmt: skip
# The roles of `portal.permissions`; a deputy is a duty, not a role.
Role = Literal[
    "secretary", "head", "methodist", "pd-officer", "attestation-officer", "teacher", "leader",
    "coordinator", "department-head",
]  # fmt: skip
Source = Literal["subject", "follows", "organisation", "last"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(_Part):
    """The same words in each language of the interface."""

    uk: Line
    ru: Line
    en: Line

    def in_language(self, language: str) -> str:
        words: str = getattr(self, language if language in ("uk", "ru") else "en")
        return words


class Forms(_Part):
    """A choice's words on paper: the nominative, and other cases where a template needs them."""

    nominative: Line
    genitive: Line | None = None
    dative: Line | None = None
    accusative: Line | None = None
    instrumental: Line | None = None
    locative: Line | None = None


class Choice(_Part):
    """One answer of a choice: what the form shows, and what the paper says in each language."""

    value: Identifier
    label: Words
    print: Mapping[Language, Forms] = Field(min_length=1)

    def phrase(self, language: str) -> Phrase:
        """The words for the template; a case not written is as the nominative."""
        words = next((f for key, f in self.print.items() if key == language), None)
        if words is None:
            raise LookupError(f"{self.value}: {language}")
        forms = {str(c): getattr(words, c, None) or words.nominative for c in Case}
        return Phrase(words.nominative, language, "choice", "", forms)


class Rule(_Part):
    """How a computed field comes from others: credits are hours divided by `per` (30 in Ukraine).

    sum: of numbers, or of one column of rows (`rows.column`) · times: their product, a list such
    as `people` counting by its length · days: from the first date to the second, both counted ·
    add_days: the date and the number · ects: hours / per, to two digits.
    """

    function: Literal["sum", "times", "days", "add_days", "ects"]
    of: tuple[str, ...] = Field(min_length=1)
    per: int = 30


class _Question(_Part):
    """What fields and the columns of a table have in common.

    `among`: a person only of those named by this paper ("people") or by one it follows.
    """

    name: Identifier
    type: FieldType
    label: Words
    help: Words | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    compute: Rule | None = None
    among: Identifier | None = None
    max_length: int | None = Field(default=None, ge=1, le=20_000)
    minimum: float | None = None
    minimum_in: Mapping[Country, float] = Field(default_factory=dict)  # where a law asks for more
    maximum: float | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices belong to a field of type choice, and it needs them")
        if (self.type == "computed") != (self.compute is not None):
            raise ValueError("compute belongs to a field of type computed, and it needs it")
        if self.type in ("computed", "yes_no") and self.required:
            raise ValueError(f"a field of type {self.type} is never required")
        if self.among and self.type != "person":
            raise ValueError("among belongs to a field of type person")
        return self

    def least_in(self, country: str) -> float | None:
        """The least number it takes there."""
        return next((n for land, n in self.minimum_in.items() if land == country), self.minimum)


class Column(_Question):
    """One column of a table in the form."""

    @model_validator(mode="after")
    def _flat(self) -> Self:
        if self.type in ("rows", "people", "image"):
            raise ValueError(f"a column cannot be of type {self.type}")
        return self


class FormField(_Question):
    """One question of the form; the template names it by `name`.

    `source`: where its first value comes from, tried in turn. `when`: asked only while another
    field has that value (a choice's value, or true for yes_no); unasked, it is empty. `kinds`:
    which papers of ours a field of type document offers; none named, any.
    """

    source: tuple[Source, ...] = ()
    by_hand: bool = False
    countries: tuple[Country, ...] = ("ua", "ru")
    when: Mapping[Identifier, str | bool] = Field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    kinds: tuple[Identifier, ...] = ()
    width_mm: float | None = Field(default=None, ge=5, le=170)  # of a picture on the paper

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if self.width_mm and self.type != "image":
            raise ValueError("width_mm belongs to a field of type image")
        if self.kinds and self.type != "document":
            raise ValueError("kinds belong to a field of type document")
        if (self.type == "rows") != bool(self.columns):
            raise ValueError("columns belong to a field of type rows, and it needs them")
        return self

    @property
    def parts(self) -> frozenset[str]:
        """What may hang on it in a template."""
        if self.type == "rows":
            return frozenset(column.name for column in self.columns)
        return PARTS.get(self.type, frozenset())

    def parts_of(self, part: str) -> frozenset[str]:
        """What may hang on one of its parts: the head of an organisation, a cell of a table."""
        if self.type == "organisation" and part == "head":
            return HEAD
        types = {column.name: column.type for column in self.columns}
        return PARTS.get(types.get(part, ""), frozenset())


class Follows(_Part):
    """A paper it follows in the chain: of which kind, by which name templates know it, and what
    it does to it. A paper in force that `cancels` another ends it; it stays in its journal."""

    kind: Identifier
    name: Identifier
    role: Literal["follows", "amends", "cancels"] = "follows"
    required: bool = True


class Filing(_Part):
    """What goes to the personnel file of each person named, and into which section."""

    section: Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
    copy_as: Literal["certified_copy", "extract", "original"] = "certified_copy"


class Retention(_Part):
    """How long it is kept: years from the end of the year, or none for permanently."""

    years: int | None = Field(default=None, ge=1)
    article: str = ""
    words: Line


class Sheet(_Part):
    """Facts of the layout: copies to print, whether a batch may be converted as one document (where
    the template allows it, `paper.merge_reasons`), whether the seal is put on it."""

    copies: int = Field(default=1, ge=1, le=9)
    merge: bool = False
    seal: bool = False
    leaves_house: bool = False


class Manifest(_Part):
    """`kind.toml` whole. A kind of one person is `per_person`; any other names its people in one
    paper. `counted`: what one, few, many of them are called. `journal` is the register of the
    nomenclature (R01 …); a kind without a number of its own has none. Such a kind may be
    `derived_from` another, whose number it prints, unique per paper and person. `titled_by` is
    the question whose answer is the paper's title in lists and journals, in place of `heading`;
    `at_least_one` are questions of which one must be answered; `requested_by` are roles that may
    ask the office for it on their own page."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,11}[a-z]?$")]
    title: Words
    heading: Words
    counted: Mapping[Language, tuple[Line, Line, Line]] = Field(default_factory=dict)
    journal: Annotated[str, StringConstraints(pattern=r"^R\d\d$")] | None = Field(
        default=None, alias="register"
    )
    numbered: bool = True
    per_person: bool
    names_people: bool = True
    derived_from: Identifier | None = None
    follows: tuple[Follows, ...] = ()
    prepared_by: tuple[Role, ...] = Field(min_length=1)
    requested_by: tuple[Role, ...] = ()
    approval: tuple[Role, ...] = ()
    signed_by: tuple[Role, ...] = Field(min_length=1)
    acknowledged: bool = False
    filing: Filing | None = None
    retention: Mapping[Country, Retention] = Field(min_length=1)
    sheet: Sheet = Sheet()
    file_name: Words
    fields: tuple[FormField, ...] = ()
    titled_by: Identifier | None = None
    at_least_one: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _number(self) -> Self:
        if self.numbered != (self.journal is not None):
            raise ValueError("a numbered kind names its register, and only it")
        if self.requested_by and not self.per_person:
            raise ValueError("only papers about one person can be asked for (requested_by)")
        if self.derived_from and self.derived_from not in {f.kind for f in self.follows}:
            raise ValueError("derived_from must stand among follows")
        return self

    @model_validator(mode="after")
    def _names(self) -> Self:
        taken = [*CONTEXT, *(f.name for f in self.follows), *(f.name for f in self.fields)]
        twice = sorted({name for name in taken if taken.count(name) > 1})
        if twice:
            raise ValueError(f"names used twice: {', '.join(twice)}")
        known = {"people", *(f.name for f in self.fields)}
        for field in self.fields:
            if missing := set(self._leaned_on(field)) - known:
                raise ValueError(f"{field.name} leans on unknown {', '.join(sorted(missing))}")
            named = {q.among for q in (field, *field.columns)} - {None, "people"}
            if named - {f.name for f in self.follows}:
                raise ValueError(f"{field.name} is among people of no paper it follows")
        asked = {self.titled_by or "people", *self.at_least_one}
        if missing := asked - known:
            raise ValueError(f"there is no field {', '.join(sorted(missing))}")
        return self

    @staticmethod
    def _leaned_on(field: FormField) -> tuple[str, ...]:
        of = field.compute.of if field.compute else ()
        return (*field.when, *(name.split(".")[0] for name in of))

    def names_in(self, country: str) -> Mapping[str, frozenset[str]]:
        """All that a template of that country may name, but for its followed papers' own fields."""
        own = {f.name: f.parts for f in self.fields if country in f.countries}
        return {**CONTEXT, **own}
