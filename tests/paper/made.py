"""What the tests of paper are made of: a stand-in for a person's name, a saved Word file."""

from dataclasses import dataclass
from io import BytesIO

import pikepdf


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


def pdf(*texts, size=(595, 842), at=(100, 700)):
    """One page for each text."""
    document = pikepdf.new()
    for text in texts:
        page = document.add_blank_page(page_size=size)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        words = f"BT /F1 12 Tf {at[0]} {at[1]} Td ({text}) Tj ET".encode()
        page.obj.Contents = document.make_stream(words)
    target = BytesIO()
    document.save(target)
    return target.getvalue()
