"""Names in Latin letters: Ukrainian ones by ПКМУ 55 of 27.01.2010, Russian ones by Doc 9303."""

from portal.grammar.letters import APOSTROPHES

_TABLE = {
    **dict(zip("абвгґдезиіклмнопрстуф", "abvhgdezyiklmnoprstuf", strict=True)),
    "є": "ie", "ж": "zh", "ї": "i", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ю": "iu", "я": "ia", "ь": "",
    **dict.fromkeys(APOSTROPHES, ""),
}  # fmt: skip
_RUSSIAN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "",
    "ю": "iu", "я": "ia",
}  # fmt: skip
_AT_THE_BEGINNING = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def in_latin(text: str, language: str = "uk") -> str:
    """«Згурський Юрій» as "Zghurskyi Yurii"; signs of other alphabets stay as they are."""
    if language == "ru":
        return "".join(_in_case_of(sign, _RUSSIAN.get(sign.lower(), sign)) for sign in text)
    written, before = [], ""
    for sign in text:
        letter = sign.lower()
        latin = _TABLE.get(letter, letter)
        if not before or not (before.isalpha() or before in APOSTROPHES):
            latin = _AT_THE_BEGINNING.get(letter, latin)
        if letter == "г" and before.lower() == "з":
            latin = "gh"
        written.append(_in_case_of(sign, latin))
        before = sign
    return "".join(written)


def _in_case_of(sign: str, latin: str) -> str:
    return latin.capitalize() if sign.isupper() else latin
