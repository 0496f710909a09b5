"""How the language of a paper puts dates, numbers and sums into words: the filters of templates."""

from collections.abc import Mapping
from functools import cache

from portal import grammar, paper

_CURRENCY = {"uk": "UAH", "ru": "RUB", "en": "UAH"}


@cache
def filters_of(language: str) -> Mapping[str, paper.Filter]:
    """What `paper.render` takes for papers in that language."""
    return paper.build_filters(
        paper.Wording(
            date_in_words=lambda day: grammar.date_in_words(day, language),
            date_spelt=lambda day: grammar.date_spelt(day, language),
            number_in_words=lambda number, gender, case: grammar.number_in_words(
                number, language, gender, case
            ),
            sum_in_words=lambda money, case: grammar.money_in_words(
                money, _CURRENCY[language], language, case
            ),
        )
    )
