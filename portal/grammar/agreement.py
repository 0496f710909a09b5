"""Words that agree with a number or with a person's gender."""


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that stands with a number: 1 година, 2 години, 5 годин; 1 час, 2 часа, 5 часов."""
    last_two = abs(n) % 100
    last = last_two % 10
    if last == 1 and last_two != 11:
        return one
    if 2 <= last <= 4 and not 12 <= last_two <= 14:
        return few
    return many


def agree(gender: str, masculine: str, feminine: str) -> str:
    """The word for a man or a woman; both, for everyone to see, where the gender is not known."""
    both = f"{masculine}/{feminine}"
    return {"m": masculine, "f": feminine}.get(gender, both)
