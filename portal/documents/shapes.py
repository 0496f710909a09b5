"""The shapes of what a template is given: names, and what hangs on each.

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
              and the requisites of its card, each str: edebo · iban · bank · licence · website ·
              kpp · ogrn · okpo · personal_account · account · bic
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
              person: {id, name, post} or None · people: list of the same; one chosen `among` the
              people of another paper is as that paper named them
              organisation: as above, and head: who signs for it on that date, by its card, or
              None; or None
              programme: str, the title without quotation marks
              document: {title, number, date} of a paper of ours or another's, or None; one that
              is only written down has a title, number "" and date None
              rows: list of dictionaries by column · computed: as its rule gives · image: Picture or
              None, printed by `{{ name }}` as wide as the manifest says
A field left to be filled in by hand (`by_hand`) is given as `BLANK`.
"""

from collections.abc import Mapping

BLANK = "_" * 12
PICTURE_WIDTH = 40  # millimetres, where the manifest does not say

# What stands in `Organisation.requisites`.
REQUISITES = frozenset(
    {"edebo", "iban", "bank", "licence", "website"}
    | {"kpp", "ogrn", "okpo", "personal_account", "account", "bic"}
)
ORGANISATION = REQUISITES | {
    *("name", "short", "founder", "settlement", "address", "phone", "email", "registry_code"),
}
HEAD = frozenset({"name", "post", "basis"})
PERSON = frozenset(
    {"id", "name", "post", "file_number", "education", "experience", "category"}
    | {"previous_training", "phone", "email"}
)
# What every template may name, and what hangs on it (nothing: it is printed as it is).
CONTEXT: Mapping[str, frozenset[str]] = {
    "number": frozenset(),
    "date": frozenset(),
    "organisation": ORGANISATION,
    "head": HEAD,
    "people": PERSON,
    "employee": PERSON,
}
PARTS: Mapping[str, frozenset[str]] = {
    "person": frozenset({"id", "name", "post"}),
    "people": frozenset({"id", "name", "post"}),
    "organisation": ORGANISATION | {"head"},
    "document": frozenset({"title", "number", "date"}),
}
