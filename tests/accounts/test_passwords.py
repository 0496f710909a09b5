"""Which passwords are refused, and how they are kept."""

import pytest

from portal.accounts.passwords import (
    check_new_password,
    hash_password,
    is_right_password,
    make_first_password,
)
from portal.errors import Invalid

DOOR = ["tkach.iryna", "Ірина Ткач", "ДНЗ «ВПЛМ»", "Вишнегорський професійний ліцей"]


def test_a_hash_is_argon2id_with_nineteen_mebibytes_and_never_the_same():
    first, second = hash_password("тиха вода греблю рве"), hash_password("тиха вода греблю рве")

    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second


def test_only_the_right_password_is_right():
    kept = hash_password("тиха вода греблю рве")

    assert is_right_password("тиха вода греблю рве", kept)
    assert not is_right_password("тиха вода греблю рвe", kept)
    assert not is_right_password("", kept)


@pytest.mark.parametrize("kept", [None, "", "no hash at all"])
def test_without_a_hash_nothing_is_right(kept):
    assert not is_right_password("", kept)
    assert not is_right_password("тиха вода греблю рве", kept)


@pytest.mark.parametrize(
    "password",
    [
        "тиха вода греблю рве",
        "correct horse battery staple",
        "Береза7під8вікном",
        "k7mf-2xqp-9tha",
        "пароль від скрині в коморі",
    ],
)
def test_a_sentence_or_a_random_string_is_taken(password):
    check_new_password(password, known=DOOR)


@pytest.mark.parametrize(
    "password",
    [
        "пароль1",  # short
        "password",
        "Password2026!",
        "P@ssw0rd",
        "пароль2026",
        "gfhjkm2026",  # «пароль» with the wrong layout
        "Привіт123",
        "любовь2024",
        "шевченко",
        "12345678",
        "19052026",
        "aaaaaaaaaa",
        "абабабабаб",
        "qwertyuiop",
        "йцукенгшщ",
        "poiuytrewq",
        "qwerty123456",
        "1qaz2wsx3edc",
        "tkach.iryna1",
        "Ірина2026",
        "Вишнегорський1",
        "ліцейліцей",
        "я" * 201,
    ],
)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(Invalid) as refusal:
        check_new_password(password, known=DOOR)

    assert refusal.value.field == "password"


def test_a_first_password_is_random_readable_and_good_enough():
    made = {make_first_password() for _time in range(200)}

    assert len(made) == 200
    assert all(len(password) == 14 and not set(password) & set("01ilo") for password in made)
    for password in made:
        check_new_password(password, known=DOOR)
