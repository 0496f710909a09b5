"""What the tests of paper are made of: a stand-in for a person's name, a saved Word file."""

from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class FakeName:
    """A name as the filters see it: the case is written beside the word."""

    family: str = "Ткач"
    given: str = "Андрій"
    gender: str = "m"

    def in_case(self, case: str) -> str:
        return f"{self.family}/{case}"

    def initials(self, case: str = "nominative") -> str:
        return f"{self.family}/{case} {self.given[0]}."

    def initials_first(self, case: str = "nominative") -> str:
        return f"{self.given[0]}. {self.family}/{case}"

    def signature(self, case: str = "nominative") -> str:
        return f"{self.given} {self.family.upper()}/{case}"

    def given_and_patronymic(self, case: str = "vocative") -> str:
        return f"{self.given} Петрович/{case}"

    def family_upper(self, case: str = "nominative") -> str:
        return f"{self.family.upper()}/{case}"

    def __str__(self) -> str:
        return f"{self.family} {self.given}"


def saved(document):
    target = BytesIO()
    document.save(target)
    return target.getvalue()
