import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.paper import PaperFault
from portal.paper.pdf.routing import ALPHABET, read_routing_code, routing_code


@given(st.integers(0, 2**40 - 1), st.integers(0, 1023), st.integers(0, 2**14 - 1))
def test_a_code_reads_back(document_id, edition, page):
    code = routing_code(document_id, edition, page)

    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert read_routing_code(code) == (document_id, edition, page)


def test_a_code_typed_by_hand_is_understood():
    code = routing_code(31, 1, 2)
    typed = code.replace("0", "O").replace("1", "l").replace("B", "В").lower()
    spaced = f" {typed[:4]}-{typed[4:8]} {typed[8:]}"

    assert read_routing_code(spaced) == (31, 1, 2)


def test_every_wrong_character_and_every_exchange_is_found():
    code = routing_code(123_456_789, 3, 17)
    wrong = {
        code[:at] + letter + code[at + 1 :]
        for at in range(16)
        for letter in ALPHABET
        if letter != code[at]
    }
    wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(15)}

    for text in wrong - {code}:
        with pytest.raises(PaperFault):
            read_routing_code(text)


@pytest.mark.parametrize("text", ["", "0" * 15, "0" * 17, "Ж" * 16, "U" * 16, "\u0130" * 16])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(PaperFault):
        read_routing_code(text)


@pytest.mark.parametrize("parts", [(2**40, 1, 1), (1, 1024, 1), (1, 1, 2**14), (-1, 1, 1)])
def test_a_part_out_of_range_is_an_error(parts):
    with pytest.raises(ValueError, match="does not fit"):
        routing_code(*parts)
