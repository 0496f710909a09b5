"""Which numbers and addresses may stand on a paper."""

import pytest

from portal.documents.requisites import is_valid, tidied


@pytest.mark.parametrize(
    ("kind", "typed", "country"),
    [
        ("tax_id", "31 7920 4431", "ua"),
        ("tax_id", "00000011", "ua"),
        ("tax_id", "7707083893", "ru"),
        ("tax_id", "500100732259", "ru"),
        ("iban", "UA21 3223 1300 0002 6007 2335 6600 1", "ua"),
        ("iban", "40702810500000000001", "ru"),
        ("phone", "+380 67 123 45 67", "ua"),
        ("email", "Sekretar@Licey.example", "ua"),
    ],
)
def test_a_number_that_can_be_right_is_taken(kind, typed, country):
    assert is_valid(kind, tidied(kind, typed), country)


@pytest.mark.parametrize(
    ("kind", "typed", "country"),
    [
        ("tax_id", "3179204430", "ua"),
        ("tax_id", "317920443", "ua"),
        ("tax_id", "٣179204431", "ua"),
        ("tax_id", "7707083894", "ru"),
        ("tax_id", "500100732258", "ru"),
        ("iban", "UA213223130000026007233566002", "ua"),
        ("iban", "UA2132231300000260072335660", "ua"),
        ("iban", "40702810500000000001", "ua"),
        ("phone", "12", "ua"),
        ("phone", "завтра", "ua"),
        ("email", "sekretar@", "ua"),
        ("email", "a@b.example\nBcc: c@d.example", "ua"),
    ],
)
def test_a_slip_of_a_digit_is_found(kind, typed, country):
    assert not is_valid(kind, tidied(kind, typed), country)


def test_numbers_are_kept_without_the_spaces_they_are_grouped_by():
    assert tidied("iban", "ua21 3223\u00a01300") == "UA2132231300"
