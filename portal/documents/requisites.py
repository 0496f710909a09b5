"""Tax numbers, accounts, telephones and addresses: what may stand on a paper as such.

Pure. Check digits are computed as the tax services do for РНОКПП and ИНН, and by ISO 13616 for
IBAN.
"""

import re
from collections.abc import Sequence

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}")
_PHONE = re.compile(r"[\d\s()+.,;/-]+")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_IBAN_LENGTHS = {"UA": 29}
_ACCOUNT = re.compile(r"\d{20}")  # Russia has no IBAN
_RNOKPP = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
_MOST_IN_PHONE = 15  # digits, ITU-T E.164


def tidied(kind: str, text: str) -> str:
    """As it is kept: numbers without the spaces people group them by."""
    if kind in ("tax_id", "iban"):
        return re.sub(r"[\s\u00a0-]", "", text).upper()
    return text.lower() if kind == "email" else text


def is_valid(kind: str, text: str, country: str) -> bool:
    """Whether the tidied text can be what a field of that type asks for."""
    match kind:
        case "tax_id":
            return _is_tax_number(text, country)
        case "iban":
            return _is_account(text, country)
        case "phone":
            digits = sum(sign.isdigit() for sign in text)
            return bool(_PHONE.fullmatch(text)) and 5 <= digits <= _MOST_IN_PHONE
        case _:
            return bool(_EMAIL.fullmatch(text))


def _is_tax_number(text: str, country: str) -> bool:
    """Of a person or of an organisation (код ЄДРПОУ has eight digits, its check is not asked)."""
    if not text.isascii() or not text.isdecimal():
        return False
    digits = [int(sign) for sign in text]
    if country == "ua":
        return len(digits) == 8 or (len(digits) == 10 and _checks(digits, _RNOKPP))
    if len(digits) == 12:
        return all(_checks(digits[: len(weights) + 1], weights) for weights in _INN_12)
    return len(digits) == 10 and _checks(digits, _INN_10)


def _checks(digits: Sequence[int], weights: Sequence[int]) -> bool:
    total = sum(digit * weight for digit, weight in zip(digits, weights, strict=False))
    return total % 11 % 10 == digits[-1]


def _is_account(text: str, country: str) -> bool:
    if country == "ru" and _ACCOUNT.fullmatch(text):
        return True
    if not _IBAN.fullmatch(text) or len(text) != _IBAN_LENGTHS.get(text[:2], len(text)):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1
