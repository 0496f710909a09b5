"""Numbers in words, by num2words, and mended where it is wrong; years and days as ordinals."""

from num2words import num2words

from portal.grammar.letters import tidy
from portal.grammar.values import Case

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


def number_in_words(n: int, language: str, gender: str = "m", case: str = Case.NOMINATIVE) -> str:
    """«двадцять одна» for 21 of feminine things; `gender` is "m", "f" or "n"."""
    if language == "uk":
        return _in_ukrainian(n, gender, Case(case))
    if language == "ru":
        short = _RUSSIAN_CASES[Case(case)]
        return str(num2words(n, lang="ru", gender=gender, case=short, animate=False))
    return str(num2words(n, lang=language))


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


# Ordinals in the genitive, as dates are read aloud: of one word each, and of round thousands.
_ORDINALS = {
    "uk": (
        (
            "нульового першого другого третього четвертого п’ятого шостого сьомого восьмого"
            " дев’ятого десятого одинадцятого дванадцятого тринадцятого чотирнадцятого"
            " п’ятнадцятого шістнадцятого сімнадцятого вісімнадцятого дев’ятнадцятого"
        ),
        (
            "двадцятого тридцятого сорокового п’ятдесятого шістдесятого сімдесятого"
            " вісімдесятого дев’яностого"
        ),
        {1000: "тисячного", 1900: "тисяча дев’ятсотого", 2000: "двотисячного"},
    ),
    "ru": (
        (
            "нулевого первого второго третьего четвёртого пятого шестого седьмого восьмого"
            " девятого десятого одиннадцатого двенадцатого тринадцатого четырнадцатого пятнадцатого"
            " шестнадцатого семнадцатого восемнадцатого девятнадцатого"
        ),
        (
            "двадцатого тридцатого сорокового пятидесятого шестидесятого семидесятого"
            " восьмидесятого девяностого"
        ),
        {1000: "тысячного", 1900: "тысяча девятисотого", 2000: "двухтысячного"},
    ),
}


def ordinal_in_genitive(n: int, language: str) -> str:
    """«двадцять п’ятого», «дві тисячі двадцять шостого» for a day or a year from 1900 on."""
    ones, tens, round_ones = _ORDINALS[language]
    if n in round_ones:
        return round_ones[n]
    hundreds, rest = divmod(n, 100)
    last = rest if rest < 20 or rest % 10 == 0 else rest % 10
    word = ones.split()[last] if last < 20 else tens.split()[last // 10 - 2]
    before = f"{hundreds}{0 if last == rest else rest // 10}0".lstrip("0")
    if not before.strip("0"):
        return word
    counted = number_in_words(int(before), language)
    return f"{counted.removeprefix('одна ').removeprefix('одна ')} {word}"
