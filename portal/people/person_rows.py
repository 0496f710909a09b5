"""One person as a row of a table tells, what is doubtful in it, and who stands there twice."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from portal import grammar
from portal.people.row_checks import REPEATED, TAX_NUMBER_REPEATED
from portal.tables import RowFault, Rule


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at in a row which is taken; `suggestion` may be put into `field`."""

    field: str
    address: str
    rule: Rule
    value: str
    suggestion: str = ""

    @property
    def message(self) -> str:
        return self.rule.message

    @property
    def params(self) -> dict[str, str]:
        return RowFault(self.address, self.rule, self.value).params


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the table tells; `address` is the cell of the name."""

    address: str
    family: str
    given: str
    patronymic: str = ""
    gender: str = ""
    birth_date: date | None = None
    post: str = ""
    load: str = ""
    started_on: date | None = None
    file_number: str = ""
    phone: str = ""
    email: str = ""
    tax_number: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)

    def mended(self) -> "PersonRow":
        """The row with all suggestions taken."""
        fixes = {doubt.field: doubt.suggestion for doubt in self.doubts if doubt.suggestion}
        left = tuple(doubt for doubt in self.doubts if not doubt.suggestion)
        return replace(self, doubts=left, **fixes)  # type: ignore[arg-type]  # fields of text only


class KnownPeople:
    """The people read so far, to tell a person who stands in the list twice."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[PersonRow]] = defaultdict(list)
        self._by_tax_number: dict[str, PersonRow] = {}

    def refuse_repeated(self, person: PersonRow) -> PersonRow | RowFault:
        """The person, or a fault naming the row where the same person stands above."""
        namesakes = self._by_name[grammar.search_key(person.full_name)]
        for other in namesakes:
            if _is_same(person, other):
                rule = replace(REPEATED, example=other.address)
                return RowFault(person.address, rule, person.full_name)
        holder = self._by_tax_number.get(person.tax_number)
        if holder and person.tax_number:
            rule = replace(TAX_NUMBER_REPEATED, example=holder.address)
            return RowFault(person.address, rule, person.tax_number)
        namesakes.append(person)
        self._by_tax_number[person.tax_number] = person
        return person


def _is_same(person: PersonRow, other: PersonRow) -> bool:
    """Of one name: the same person unless a number or a birth date tells them apart."""
    if person.tax_number and other.tax_number:
        return person.tax_number == other.tax_number
    if person.birth_date and other.birth_date:
        return person.birth_date == other.birth_date
    return True
