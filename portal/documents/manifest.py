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
employee      the one person of a per-person paper; None otherwise
              a person named: id: int (the employment) · name: Name · post: Phrase
              file_number · education · experience · category · previous_training · phone · email
<follows>     for each paper it follows, under the name given in `kind.toml` («order»): number,
              date, organisation, head, people, and the fields of that paper by their names;
              None when an optional one is absent. The item of an extract is found by
              `person.id == employee.id` in `order.people`
<field>       each field of the form, by its name:
              text, long_text, tax_id, iban, phone, email: str · date: date or None
              number: int or Decimal, or None · money: Decimal or None · yes_no: bool
              choice: Phrase made by `Choice.phrase`, or None
              person: {name, post} or None · people: list of the same
              organisation: {name: Phrase, short, address, email} or None
              programme: str, the title without quotation marks
              document: {title, number, date} of a paper of ours or another's, or None
              rows: list of dictionaries by column · computed: as its rule gives · image: image
A field left to be filled in by hand (`by_hand`) is given as `BLANK`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

BLANK = "_" * 12

Country = Literal["ua", "ru"]
Role = Literal[
    "secretary",
    "head",
    "deputy",
    "methodist",
    "accountant",
    "lawyer",
    "teacher",
    "leader",
    "coordinator",
    "department_head",
]
