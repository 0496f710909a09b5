"""The shape of a kind of paper: `kind.toml` as frozen models, and what its templates may say.

A kind is a folder of data: `kind.toml`, one `<country>.<language>.docx` for each language it is
written in, `sample.toml`. Nothing here reads a file (that is `catalogue`) or knows a database.

What a template is given
========================
Plain dictionaries whose leaves are str, int, Decimal, date, bool or None, or the value types of
`portal.grammar`: `Name` (a person's name in all cases) and `Phrase` (a post, an organisation's
name, a choice). Every key below is always there; what is unknown is "" (text) or None (the rest),
so that `{% if … %}` can leave a line out and StrictUndefined still stops a misspelt name.

number        str; "" for a kind without a number of its own
date          date of the paper
organisation  name: Phrase (full, as in the statute) · short: str · founder: str (nominative)
              settlement: str («м. Вишнегорськ») · address · phone · email
              registry_code: str, label and all («код ЄДРПОУ 00000011»)
head          who signs on that date: name: Name · post: Phrase, as it is printed
              («В. о. директора») · basis: str («Статуту», genitive)
people        list of the persons named, in the alphabetical order of their list
employee      the person, when the paper names exactly one; None when it names several
              a person named: id: int (the employment) · name: Name · post: Phrase (its text is ""
              for a person without a post: `{% if employee.post.text %}`)
              file_number · education · experience · category · previous_training · phone · email
<follows>     for each paper it follows, under the name given in `kind.toml` («order»): number,
              date, organisation, head, people, employee, and that paper's fields by their names;
              None when an optional one is absent. The item of an extract is found by
              `person.id == employee.id` in `order.people`
<field>       each field of the form, by its name:
              text, long_text, tax_id, iban, phone, email: str · date: date or None
              number: int or Decimal, or None · money: Decimal or None · yes_no: bool
              choice: Phrase made by `Choice.phrase`, or None
              person: {name, post} or None · people: list of the same
              organisation: {name: Phrase, short, address, email} or None
              programme: str, the title without quotation marks
              document: {title, number, date} of a paper of ours or another's, or None; one that
              is only written down has a title, number "" and date None
              rows: list of dictionaries by column · computed: as its rule gives · image: image
A field left to be filled in by hand (`by_hand`) is given as `BLANK`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from portal.grammar import Case, Phrase

BLANK = "_" * 12

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

ORGANISATION = frozenset(
    {"name", "short", "founder", "settlement", "address", "phone", "email", "registry_code"}
)
PERSON = frozenset(
    {"id", "name", "post", "file_number", "education", "experience", "category"}
    | {"previous_training", "phone", "email"}
)
# What every template may name, and what hangs on it (nothing: it is printed as it is).
CONTEXT: Mapping[str, frozenset[str]] = {
    "number": frozenset(),
    "date": frozenset(),
    "organisation": ORGANISATION,
    "head": frozenset({"name", "post", "basis"}),
    "people": PERSON,
    "employee": PERSON,
}
PARTS: Mapping[str, frozenset[str]] = {
    "person": frozenset({"name", "post"}),
    "people": frozenset({"name", "post"}),
    "organisation": frozenset({"name", "short", "address", "email"}),
    "document": frozenset({"title", "number", "date"}),
}


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

    sum: of numbers, or of one column of rows (`rows.column`) · days: from the first date to the
    second, both counted · add_days: the date and the number · ects: hours / per, to two digits.
    """

    function: Literal["sum", "days", "add_days", "ects"]
    of: tuple[str, ...] = Field(min_length=1)
    per: int = 30


class _Question(_Part):
    """What fields and the columns of a table have in common."""

    name: Identifier
    type: FieldType
    label: Words
    help: Words | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    compute: Rule | None = None
    max_length: int | None = Field(default=None, ge=1, le=20_000)
    minimum: float | None = None
    maximum: float | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("choices belong to a field of type choice, and it needs them")
        if (self.type == "computed") != (self.compute is not None):
            raise ValueError("compute belongs to a field of type computed, and it needs it")
        if self.type in ("computed", "yes_no") and self.required:
            raise ValueError(f"a field of type {self.type} is never required")
        return self


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
    field has that value (a choice's value, or true for yes_no); unasked, it is empty.
    """

    source: tuple[Source, ...] = ()
    by_hand: bool = False
    countries: tuple[Country, ...] = ("ua", "ru")
    when: Mapping[Identifier, str | bool] = Field(default_factory=dict)
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if (self.type == "rows") != bool(self.columns):
            raise ValueError("columns belong to a field of type rows, and it needs them")
        return self

    @property
    def parts(self) -> frozenset[str]:
        """What may hang on it in a template."""
        if self.type == "rows":
            return frozenset(column.name for column in self.columns)
        return PARTS.get(self.type, frozenset())


class Follows(_Part):
    """A paper it follows in the chain: of which kind, and by which name templates know it."""

    kind: Identifier
    name: Identifier
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
    """Facts of the layout: copies to print, whether a batch may be converted as one document
    (not with Word's automatic numbers, which would run on), whether the seal is put on it."""

    copies: int = Field(default=1, ge=1, le=9)
    merge: bool = False
    seal: bool = False
    leaves_house: bool = False


class Manifest(_Part):
    """`kind.toml` whole. A kind of one person is `per_person`; any other names its people in one
    paper. `counted`: what one, few, many of them are called. `journal` is the register of the
    nomenclature (R01 …); a kind without a number of its own has none and is `derived_from`
    another, unique per paper and person."""

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
    approval: tuple[Role, ...] = ()
    signed_by: tuple[Role, ...] = Field(min_length=1)
    acknowledged: bool = False
    filing: Filing | None = None
    retention: Mapping[Country, Retention] = Field(min_length=1)
    sheet: Sheet = Sheet()
    file_name: Words
    fields: tuple[FormField, ...] = ()

    @model_validator(mode="after")
    def _number(self) -> Self:
        if self.numbered != (self.journal is not None):
            raise ValueError("a numbered kind names its register, and only it")
        if not self.numbered and self.derived_from is None:
            raise ValueError("a kind without a number is derived_from the kind whose number it has")
        if self.derived_from and self.derived_from not in {f.kind for f in self.follows}:
            raise ValueError("derived_from must stand among follows")
        return self

    @model_validator(mode="after")
    def _names(self) -> Self:
        taken = [*CONTEXT, *(f.name for f in self.follows), *(f.name for f in self.fields)]
        twice = sorted({name for name in taken if taken.count(name) > 1})
        if twice:
            raise ValueError(f"names used twice: {', '.join(twice)}")
        for field in self.fields:
            if missing := set(self._leaned_on(field)) - {f.name for f in self.fields}:
                raise ValueError(f"{field.name} leans on unknown {', '.join(sorted(missing))}")
        return self

    @staticmethod
    def _leaned_on(field: FormField) -> tuple[str, ...]:
        of = field.compute.of if field.compute else ()
        return (*field.when, *(name.split(".")[0] for name in of))

    def names_in(self, country: str) -> Mapping[str, frozenset[str]]:
        """All that a template of that country may name, but for its followed papers' own fields."""
        own = {f.name: f.parts for f in self.fields if country in f.countries}
        return {**CONTEXT, **own}
