"""Ukrainian names in Latin letters: the table of ПКМУ 55 of 27.01.2010."""

from portal.grammar.letters import APOSTROPHES

_TABLE = {
    **dict(zip("абвгґдезиіклмнопрстуф", "abvhgdezyiklmnoprstuf", strict=True)),
    "є": "ie", "ж": "zh", "ї": "i", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ю": "iu", "я": "ia", "ь": "",
    **dict.fromkeys(APOSTROPHES, ""),
}  # fmt: skip
_AT_THE_BEGINNING = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def in_latin(text: str) -> str:
    """«Згурський Юрій» as "Zghurskyi Yurii"; what is not Ukrainian stays as it is."""
    written, before = [], ""
    for sign in text:
        letter = sign.lower()
        latin = _TABLE.get(letter, letter)
        if not before or not (before.isalpha() or before in APOSTROPHES):
            latin = _AT_THE_BEGINNING.get(letter, latin)
        if letter == "г" and before.lower() == "з":
            latin = "gh"
        written.append(latin.capitalize() if sign != letter else latin)
        before = sign
    return "".join(written)
