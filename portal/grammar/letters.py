"""Letters: tidy spelling of what people type, and the letter case of a form.

What a particular language does with its letters stands in the modules named after the language.
"""

import re
import unicodedata

# Правопис prints ’ (U+2019), and so do Word and the printed papers; the other signs are what
# keyboards and old files give for it.
APOSTROPHE = "’"
APOSTROPHES = "'`´ʹʼ‘’′＇"
HYPHENS = "‐‑⁃﹣－"
VOWELS = "аеєиіїоуюяёыэ"

_SAME_SIGN = str.maketrans(
    dict.fromkeys(APOSTROPHES, APOSTROPHE) | dict.fromkeys(HYPHENS, "-") | {"\u00ad": ""}
)
_LOOK_ALIKES = str.maketrans("ABCEHIÏKMOPTXYaceiïopxy", "АВСЕНІЇКМОРТХУасеіїорху")
_LATIN = re.compile("[A-Za-zÏï]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_VOWEL = re.compile(f"[{VOWELS}]", re.IGNORECASE)


def tidy(text: str) -> str:
    """One Unicode form, one apostrophe, one hyphen, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME_SIGN).split())


def in_cyrillic(text: str) -> str:
    """Latin letters that slipped into a Cyrillic word as the Cyrillic ones they look like."""
    return " ".join(
        word.translate(_LOOK_ALIKES) if _LATIN.search(word) and _CYRILLIC.search(word) else word
        for word in text.split(" ")
    )


def syllables(word: str) -> int:
    return len(_VOWEL.findall(word))


def like(model: str, word: str) -> str:
    """The word with the capitals of its model: "ТКАЧ" makes "ткача" "ТКАЧА"."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    if model[:1].isupper():
        word = word[:1].upper() + word[1:]  # «Ёж», «Ежа»
    lowered, small = model.lower(), word.lower()
    agreed = 0
    while agreed < min(len(model), len(word)) and lowered[agreed] == small[agreed]:
        agreed += 1
    return model[:agreed] + word[agreed:]
