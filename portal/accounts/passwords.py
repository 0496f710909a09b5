"""Passwords: how they are hashed, made and judged. Nothing here knows the database or the web."""

import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import Invalid

LEAST_LENGTH = 8
GREATEST_LENGTH = 200  # hashing longer ones would cost time without making them safer

# The least memory that OWASP's guide on storing passwords names for argon2id.
_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)

# Without letters and digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# «пароль» typed with the wrong layout is "gfhjkm", and known as such.
_LATIN_KEYS = str.maketrans(
    "йцукенгшщзхїґфівапролджєячсмитьбюыэъё", "qwertyuiop[]\\asdfghjkl;'zxcvbnm,.s']`"
)
_LOOK_ALIKES = str.maketrans("@4301!$57", "aaeoiisst")
_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"),
    *("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm"),
)


def hash_password(password: str) -> str:
    """The argon2id hash with its own salt and parameters."""
    return _hasher.hash(password)


def is_right_password(password: str, password_hash: str | None) -> bool:
    """Whether the password has this hash; without a hash the same work is done for nothing."""
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_hex())


def make_first_password() -> str:
    """A random password to be written on a slip of paper: three groups of four, 59 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def check_new_password(password: str, *, known: Iterable[str] = ()) -> None:
    """Raise `Invalid` for a password that is short, widely known, or made of the `known` words.

    Known are what stands on the door: the login, the person's name, the organisation.
    """
    plain = _plain(password)
    if len(password) < LEAST_LENGTH:
        raise Invalid(
            "At least 8 characters. Three words are easy to keep in mind.", field="password"
        )
    if len(password) > GREATEST_LENGTH:
        raise Invalid("At most 200 characters.", field="password")
    if password.isdecimal() or _is_monotonous(plain):
        raise Invalid(
            "Digits alone, repeated letters and rows of keys are guessed first.", field="password"
        )
    if _core(plain) in _common():
        raise Invalid(
            "This password is on every list of common ones. Take another.", field="password"
        )
    if _without(plain, _words(known)) < LEAST_LENGTH / 2:
        raise Invalid(
            "The login and the names here are guessed first. Take another.", field="password"
        )


def _plain(password: str) -> str:
    return password.casefold().replace("’", "'").translate(_LATIN_KEYS)


def _core(plain: str) -> str:
    """The word inside "P@ssw0rd2026!": look-alikes put back, digits and marks around taken off."""
    return re.sub(r"[^a-z]", "", plain.strip("0123456789!?.-_*#").translate(_LOOK_ALIKES))


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(_core(_plain(word)) for word in lines.split())


def _words(texts: Iterable[str]) -> set[str]:
    """The words of texts that are long enough to be half a password."""
    words = {_plain(word) for text in texts for word in re.split(r"[\W_]+", text)}
    return {word for word in words if len(word) >= 4}


def _is_monotonous(plain: str) -> bool:
    """Whether it is a few characters repeated, or a run along a row of keys, either way round."""
    runs = {row[i : i + 4] for row in _ROWS for i in range(len(row) - 3)}
    runs |= {run[::-1] for run in runs}
    return len(set(plain)) <= 3 or _without(plain, runs) < LEAST_LENGTH / 2


def _without(text: str, pieces: Iterable[str]) -> int:
    """How many characters belong to none of the pieces, however these overlap."""
    covered: set[int] = set()
    for piece in pieces:
        for found in re.finditer(f"(?={re.escape(piece)})", text):
            covered.update(range(found.start(), found.start() + len(piece)))
    return len(text) - len(covered)
