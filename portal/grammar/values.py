"""The frozen values that papers are filled with: a person's name, a post, an organisation's name.

They carry every case form already resolved, so whoever prints them needs no rule and no engine.
How the forms are found stands in the other modules of this package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.grammar.latin import in_latin

NO_BREAK_SPACE = "\u00a0"
PARTS = ("family", "given", "patronymic")


class Case(StrEnum):
    """The cases of Ukrainian; Russian uses all but the vocative, which there equals the first."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    LOCATIVE = "locative"
    VOCATIVE = "vocative"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in all cases, overrides of the person's card already applied.

    `gender` is "m", "f" or "" (then nothing is declined and `doubts` says "gender-unknown");
    `forms` maps each case to (family, given, patronymic).
    """

    family: str
    given: str
    patronymic: str
    gender: str
    language: str
    forms: Mapping[str, tuple[str, str, str]] = field(hash=False)
    doubts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.in_case(Case.NOMINATIVE)

    def in_case(self, case: str) -> str:
        """The whole name: "Ткача Андрія Петровича"."""
        return " ".join(part for part in self.forms[case] if part)

    def given_and_patronymic(self, case: str = Case.VOCATIVE) -> str:
        """How a letter addresses the person: "Андрію Петровичу"."""
        return " ".join(part for part in self.forms[case][1:] if part)

    def initials(self, case: str = Case.NOMINATIVE) -> str:
        """The family name first: "Ткача А. П.", in Russian "Ткача Р.И."."""
        return self._joined(self.forms[case][0], self._initials())

    def initials_first(self, case: str = Case.NOMINATIVE) -> str:
        """The initials first: "А. П. Ткач", in Russian "Р.И. Ткач"."""
        return self._joined(self._initials(), self.forms[case][0])

    def signature(self, case: str = Case.NOMINATIVE) -> str:
        """As under a paper: "Андрій ТКАЧ" (ДСТУ 4163:2020, 5.26), "Р.И. Ткач" (ГОСТ Р 7.0.97).

        The dative of the Ukrainian form stands in the addressee: "Олені КОВАЛЬ".
        """
        if self.language != "uk":
            return self.initials_first(case)
        family, given, _ = self.forms[case]
        return f"{given} {family.upper()}".strip()

    def family_upper(self, case: str = Case.NOMINATIVE) -> str:
        """As in the item of an order: "ТКАЧА Андрія Петровича"; Russian keeps small letters."""
        family, given, patronymic = self.forms[case]
        if self.language == "uk":
            family = family.upper()
        return " ".join(part for part in (family, given, patronymic) if part)

    def latin(self) -> str:
        """On a paper in English: "Andrii Tkach"."""
        return in_latin(f"{self.given} {self.family}".strip(), self.language)

    def _initials(self) -> str:
        """Initials never change with the case; "оглы" and "кызы" have none."""
        words = [*self.given.split(), *self.patronymic.split()[:1]]
        joint = NO_BREAK_SPACE if self.language == "uk" else ""
        return joint.join(_initial(word) for word in words)

    @staticmethod
    def _joined(first: str, second: str) -> str:
        return NO_BREAK_SPACE.join(part for part in (first, second) if part)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A post or an organisation's name in all cases.

    `kind` is "post" or "organisation"; `gender` is that of the head noun: "m", "f", "n", "p"
    (plural) or "" when the words do not show it.
    """

    text: str
    language: str
    kind: str
    gender: str
    forms: Mapping[str, str] = field(hash=False)
    doubts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    def in_case(self, case: str) -> str:
        return self.forms[case]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several accepted ways to decline a part of a name, for the person to choose.

    `part` is "family", "given" or "patronymic"; `reason` is a code such as "vowel-drops".
    """

    part: str
    reason: str
    forms: Mapping[str, str] = field(hash=False)

    def overrides(self) -> dict[str, dict[str, str]]:
        """The choice in the shape in which a person's card keeps it."""
        return {
            case: {self.part: form} for case, form in self.forms.items() if case != Case.NOMINATIVE
        }


def _initial(word: str) -> str:
    """The first letters: "А." for "Анна", "А.-М." for "Анна-Марія"."""
    return "-".join(f"{piece[0].upper()}." for piece in word.split("-") if piece)
