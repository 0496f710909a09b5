"""Numbers and sums of money in words, by num2words, and mended where it is wrong."""

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

from portal.grammar.agreement import plural
from portal.grammar.letters import tidy
from portal.grammar.values import Case

_CENT = Decimal("0.01")
_RUSSIAN_CASES = {
    Case.NOMINATIVE: "n",
    Case.GENITIVE: "g",
    Case.DATIVE: "d",
    Case.ACCUSATIVE: "a",
    Case.INSTRUMENTAL: "i",
    Case.LOCATIVE: "p",
    Case.VOCATIVE: "n",
}

# Words in which num2words departs from Український правопис 2019, declension of numerals.
_MENDED = {
    "двохста": "двохсот",
    "трьохста": "трьохсот",
    "чотирьохста": "чотирьохсот",
    "п’ятиста": "п’ятисот",
    "шестиста": "шестисот",
    "семиста": "семисот",
    "восьмиста": "восьмисот",
    "дев’ятиста": "дев’ятисот",
    "стами": "ста",
    "стах": "ста",
    "дев’яностами": "дев’яноста",
    "тисячи": "тисячі",
}
_MENDED_INSTRUMENTAL = {
    "мільйонів": "мільйонами",
    "мільярдів": "мільярдами",
    "трильйонів": "трильйонами",
}
_ZERO = {
    Case.GENITIVE: "нуля",
    Case.DATIVE: "нулю",
    Case.INSTRUMENTAL: "нулем",
    Case.LOCATIVE: "нулі",
}

# (gender of the main unit, its forms, forms of the hundredth)
_CURRENCIES = {
    ("uk", "UAH"): ("f", ("гривня", "гривні", "гривень"), ("копійка", "копійки", "копійок")),
    ("uk", "RUB"): ("m", ("рубль", "рублі", "рублів"), ("копійка", "копійки", "копійок")),
    ("uk", "EUR"): ("m", ("євро", "євро", "євро"), ("цент", "центи", "центів")),
    ("uk", "USD"): ("m", ("долар", "долари", "доларів"), ("цент", "центи", "центів")),
    ("ru", "RUB"): ("m", ("рубль", "рубля", "рублей"), ("копейка", "копейки", "копеек")),
    ("ru", "UAH"): ("f", ("гривна", "гривны", "гривен"), ("копейка", "копейки", "копеек")),
    ("ru", "EUR"): ("m", ("евро", "евро", "евро"), ("цент", "цента", "центов")),
    ("ru", "USD"): ("m", ("доллар", "доллара", "долларов"), ("цент", "цента", "центов")),
    ("en", "UAH"): ("f", ("hryvnia", "hryvnias", "hryvnias"), ("kopiyka", "kopiykas", "kopiykas")),
    ("en", "RUB"): ("m", ("rouble", "roubles", "roubles"), ("kopeck", "kopecks", "kopecks")),
}


def number_in_words(n: int, language: str, gender: str = "m", case: str = Case.NOMINATIVE) -> str:
    """«двадцять одна» for 21 of feminine things; `gender` is "m", "f" or "n"."""
    if language == "uk":
        return _in_ukrainian(n, gender, Case(case))
    if language == "ru":
        short = _RUSSIAN_CASES[Case(case)]
        return str(num2words(n, lang="ru", gender=gender, case=short, animate=False))
    return str(num2words(n, lang=language))


def money_in_words(amount: Decimal, currency: str, language: str) -> str:
    """«одна тисяча двісті гривень 05 копійок»: the whole in words, the hundredths in digits."""
    if amount < 0:
        raise ValueError(f"A sum on a paper cannot be negative: {amount}")
    gender, units, hundredths = _CURRENCIES[language, currency]
    whole, rest = divmod(int((amount / _CENT).quantize(Decimal(1), ROUND_HALF_UP)), 100)
    words = number_in_words(whole, language, gender)
    unit, hundredth = _counted(whole, units, language), _counted(rest, hundredths, language)
    return f"{words} {unit} {rest:02} {hundredth}"


def _counted(n: int, forms: tuple[str, str, str], language: str) -> str:
    """English counts 21 as many, Ukrainian and Russian as one."""
    if language == "en":
        return forms[0] if n == 1 else forms[1]
    return plural(n, *forms)


def _in_ukrainian(n: int, gender: str, case: Case) -> str:
    if n == 0:
        return _ZERO.get(case, "нуль")
    if case is Case.VOCATIVE:
        case = Case.NOMINATIVE
    sex = "feminine" if gender == "f" else "masculine"
    words = tidy(str(num2words(n, lang="uk", case=case.value, gender=sex))).split()
    mended = dict(_MENDED)
    if case is Case.INSTRUMENTAL:
        mended |= _MENDED_INSTRUMENTAL
    if gender == "n" and case in (Case.NOMINATIVE, Case.ACCUSATIVE) and words[-1] == "один":
        words[-1] = "одне"
    return " ".join(mended.get(word, word) for word in words)
