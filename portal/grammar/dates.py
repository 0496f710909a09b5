"""Dates as papers write them (ДСТУ 4163:2020 and ГОСТ Р 7.0.97)."""

from datetime import date

from portal.grammar.numbers import ordinal_in_genitive

_MONTHS = {
    "uk": (
        "січня лютого березня квітня травня червня "
        "липня серпня вересня жовтня листопада грудня"
    ),
    "ru": (
        "января февраля марта апреля мая июня "
        "июля августа сентября октября ноября декабря"
    ),
    "en": (
        "January February March April May June "
        "July August September October November December"
    ),
}  # fmt: skip
_YEAR = {"uk": "року", "ru": "года"}
_SHAPES = {
    "uk": "{day:02} {month} {year} року",
    "ru": "{day} {month} {year} г.",
    "en": "{day} {month} {year}",
}


def date_in_words(day: date, language: str) -> str:
    """«05 червня 2026 року», the day in two digits; «5 июня 2026 г.», without a nought."""
    month = _MONTHS[language].split()[day.month - 1]
    return _SHAPES[language].format(day=day.day, month=month, year=day.year)


def date_spelt(day: date, language: str) -> str:
    """«двадцять п’ятого травня дві тисячі двадцять шостого року», as deeds are dated."""
    if language not in _YEAR:
        return date_in_words(day, language)
    month = _MONTHS[language].split()[day.month - 1]
    ordinal, year = (ordinal_in_genitive(n, language) for n in (day.day, day.year))
    return f"{ordinal} {month} {year} {_YEAR[language]}"


def date_in_digits(day: date) -> str:
    """05.06.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
