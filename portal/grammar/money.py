"""Sums of money: the whole in words, in any case, the hundredths in digits."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.grammar.agreement import plural
from portal.grammar.numbers import number_in_words
from portal.grammar.values import Case

_CENT = Decimal("0.01")
_OBLIQUE = (
    Case.GENITIVE,
    Case.DATIVE,
    Case.ACCUSATIVE,
    Case.INSTRUMENTAL,
    Case.LOCATIVE,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is counted: its gender, the forms with 1, 2 and 5, and those of the other cases."""

    gender: str
    counted: tuple[str, str, str]
    one: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    def with_number(self, n: int, language: str, case: Case) -> str:
        is_one = plural(n, "one", "few", "many") == "one"
        if language == "en":  # English counts 21 as many, Ukrainian and Russian as one
            return self.counted[0] if n == 1 else self.counted[1]
        if case in (Case.NOMINATIVE, Case.VOCATIVE) or (n and n % 1000 == 0):
            return plural(n, *self.counted)  # «однієї тисячі гривень»: behind a round thousand too
        if case is Case.ACCUSATIVE and not is_one:
            return plural(n, *self.counted)
        return (self.one if is_one else self.several)[_OBLIQUE.index(case)]


def _unit(gender: str, counted: str, one: str = "", several: str = "") -> _Unit:
    first, few, many = counted.split()
    return _Unit(gender, (first, few, many), tuple(one.split()), tuple(several.split()))


_EURO_UK = _unit("m", "євро " * 3, "євро " * 5, "євро " * 5)
_EURO_RU = _unit("m", "евро " * 3, "евро " * 5, "евро " * 5)
_KOPIYKA = _unit(
    "f",
    "копійка копійки копійок",
    "копійки копійці копійку копійкою копійці",
    "копійок копійкам копійки копійками копійках",
)
_KOPEYKA = _unit(
    "f",
    "копейка копейки копеек",
    "копейки копейке копейку копейкой копейке",
    "копеек копейкам копейки копейками копейках",
)
_CENT_UK = _unit(
    "m", "цент центи центів", "цента центу цент центом центі", "центів центам центи центами центах"
)
_CENT_RU = _unit(
    "m", "цент цента центов", "цента центу цент центом центе", "центов центам центы центами центах"
)
_CURRENCIES = {
    ("uk", "UAH"): (
        _unit(
            "f",
            "гривня гривні гривень",
            "гривні гривні гривню гривнею гривні",
            "гривень гривням гривні гривнями гривнях",
        ),
        _KOPIYKA,
    ),
    ("uk", "RUB"): (
        _unit(
            "m",
            "рубль рублі рублів",
            "рубля рублю рубль рублем рублі",
            "рублів рублям рублі рублями рублях",
        ),
        _KOPIYKA,
    ),
    ("uk", "EUR"): (_EURO_UK, _CENT_UK),
    ("uk", "USD"): (
        _unit(
            "m",
            "долар долари доларів",
            "долара долару долар доларом доларі",
            "доларів доларам долари доларами доларах",
        ),
        _CENT_UK,
    ),
    ("ru", "RUB"): (
        _unit(
            "m",
            "рубль рубля рублей",
            "рубля рублю рубль рублём рубле",
            "рублей рублям рубли рублями рублях",
        ),
        _KOPEYKA,
    ),
    ("ru", "UAH"): (
        _unit(
            "f",
            "гривна гривны гривен",
            "гривны гривне гривну гривной гривне",
            "гривен гривнам гривны гривнами гривнах",
        ),
        _KOPEYKA,
    ),
    ("ru", "EUR"): (_EURO_RU, _CENT_RU),
    ("ru", "USD"): (
        _unit(
            "m",
            "доллар доллара долларов",
            "доллара доллару доллар долларом долларе",
            "долларов долларам доллары долларами долларах",
        ),
        _CENT_RU,
    ),
    ("en", "UAH"): (
        _unit("f", "hryvnia hryvnias hryvnias"),
        _unit("f", "kopiyka kopiykas kopiykas"),
    ),
    ("en", "RUB"): (_unit("m", "rouble roubles roubles"), _unit("f", "kopeck kopecks kopecks")),
}


def money_in_words(
    amount: Decimal, currency: str, language: str, case: str = Case.NOMINATIVE
) -> str:
    """«одна тисяча двісті гривень 05 копійок»: the whole in words, the hundredths in digits."""
    if amount < 0:
        raise ValueError(f"A sum on a paper cannot be negative: {amount}")
    unit, hundredth = _CURRENCIES[language, currency]
    whole, rest = divmod(int((amount / _CENT).quantize(Decimal(1), ROUND_HALF_UP)), 100)
    words = number_in_words(whole, language, unit.gender, case)
    units = unit.with_number(whole, language, Case(case))
    return f"{words} {units} {rest:02} {hundredth.with_number(rest, language, Case(case))}"
