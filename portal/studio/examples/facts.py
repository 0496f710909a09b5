"""Dates, numbers, hours, sums, titles and words of agreement in a filled document."""

import re
from collections.abc import Iterator

from portal import grammar
from portal.grammar.dates import _MONTHS
from portal.studio.examples.spans import Example, Span
from portal.studio.examples.words import AGREEING, COUNTED, OF_LAWS, OF_VOLUME, PAPERS

_MONTH = {lang: "|".join(_MONTHS[lang].split()) for lang in ("uk", "ru")}
_DIGITS = re.compile(r"(?<![\d.])\d{2}\.\d{2}\.\d{4}(?!\d)")
_IN_WORDS = {
    lang: re.compile(
        rf"[«\"]?\d{{1,2}}[»\"]?\s(?:{months})\s\d{{4}}(?:\s(?:року|года|р\.|г\.|р|г)(?!\w))?"
    )
    for lang, months in _MONTH.items()
}
_NUMBER = re.compile(r"№\s*(\w[\w/.\-‑–]*\w|\w)(?<!_)")
_NAMED_NUMBER = re.compile(r"\bномер:?\s+(\S*\d\S*\w|\d)", re.IGNORECASE)
_OF_NUMBER = re.compile(r"(?:№|номер)\s*\S+\s+(?:від|от)\s*$", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"(?:програм\w+|программ\w+|тем\w+|курс\w+)[^«»]{0,40}«([^«»]{3,300})»", re.I
)
_SUM = re.compile(r"(\d[\d \u00a0]*),(\d\d)\s*(?=грн|руб|гривень|гривні|₴)")
_ISSUED = re.compile(r"(?:дата видачі|дата выдачи|дата)\s*:?\s*$", re.IGNORECASE)
_FROM = re.compile(r"(?:^|\s)(?:з|із|с|со)\s*$", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:^|\s)(?:з|із|с|со)\s\S+(?:\s\S+){0,3}\s(?:по|до)\s*$", re.IGNORECASE)
_TO = re.compile(r"(?:^|\s)(?:до|не пізніше|не позднее)\s*$", re.IGNORECASE)
_HOUSES = tuple("ліце лице школ гімназ гимназ сад училищ заклад ясл сош зош".split())  # noqa: SIM905
_NEAR = 45


def spans(example: Example) -> Iterator[Span]:
    """All of them; the paths of dates and numbers are those of the papers they belong to."""
    yield from _dates(example)
    yield from _numbers(example)
    for number, text in enumerate(example.texts):
        yield from _counted(number, text, example.language)
        yield from _sums(number, text, example.language)
        for match in _PROGRAMME.finditer(text):
            yield Span(number, match.start(1), match.end(1), "programme", "programme", "", 0.85)


def agreeing(example: Example, gender: str) -> Iterator[Span]:
    """Words that would change with the gender of the person the paper is about."""
    for number, text in enumerate(example.texts):
        for masculine, feminine in AGREEING[example.language]:
            own = masculine if gender == "m" else feminine
            for match in re.finditer(rf"(?<![\w’]){own}(?![\w’])", text):
                words_of_tag = f'agree("{masculine}", "{feminine}")'
                yield Span(
                    number, match.start(), match.end(), "word", "employee", words_of_tag, 0.75
                )


def paper_of(example: Example, line: int, start: int) -> str:
    """The paper whose date or number stands there: `contract`, `order`; "" for this one."""
    before = re.split(r"[;:]", example.before(line, start, 2 * _NEAR))[-1].casefold()
    found = ""
    for word in re.findall(r"[\w’]+", before):
        for name, stems in PAPERS.items():
            if word.startswith(stems):
                found = name
    title = " ".join(example.texts[:12]).casefold()
    if found and any(_is_title(example, stem) for stem in PAPERS[found]):
        return ""
    if found == "letter" and "№" not in title:
        return found
    return found


def _is_title(example: Example, stem: str) -> bool:
    """The paper calls itself so: a line of one word in capitals near its beginning."""
    return any(
        text.strip().isupper() and text.strip().casefold().startswith(stem)
        for text in example.texts[:20]
    )


def of_law(example: Example, line: int, start: int) -> bool:
    """A date or a number of a law stays in every paper."""
    before = re.split(r";", example.before(line, start, 160))[-1]
    near = re.split(r",\s(?=план|договор|договір)", before)[-1]
    return bool(OF_LAWS.search(near))


def _dates(example: Example) -> Iterator[Span]:
    others = 0
    for number, text in enumerate(example.texts):
        shapes = ((_DIGITS, "digits"), (_IN_WORDS[example.language], "in_words"))
        for pattern, filter_ in shapes:
            for match in pattern.finditer(text):
                if of_law(example, number, match.start()):
                    continue
                path, confidence = _date_path(example, number, match.start(), match.end())
                if not path:
                    others += 1
                    path = f"date_{others + 1}"
                yield Span(number, match.start(), match.end(), "date", path, filter_, confidence)


def _date_path(example: Example, line: int, start: int, end: int) -> tuple[str, float]:
    text = example.texts[line]
    before, after = text[:start], text[end:]
    paper = paper_of(example, line, start)
    if _FROM.search(before) and re.match(r"\s(?:по|до)\s", after):
        return "training_from", 0.9
    if _FROM_TO.search(before):
        return "training_to", 0.9
    if not before.strip() or _ISSUED.search(before):
        return "date", 0.85
    if paper == "application":
        return "application_on", 0.85
    if _TO.search(before):
        return "report_by", 0.8
    if paper:
        return f"{paper}.date", 0.85
    is_numbered = re.search(r"(?:№|номер)\s*\S+\s+(?:від|от)\s*$", before) or re.match(
        r"\s*№", after
    )
    return ("date", 0.85) if is_numbered else ("", 0.7)


def _numbers(example: Example) -> Iterator[Span]:
    others = 0
    for number, text in enumerate(example.texts):
        for match in _NUMBER.finditer(text):
            start = match.start()
            if "_" in match[1] or of_law(example, number, start) or _is_of_a_house(text, start):
                continue
            path = _number_path(example, number, start, match.end())
            if not path:
                others += 1
                path = f"number_{others + 1}"
            yield Span(number, match.start(1), match.end(1), "number", path, "", 0.8)
        for match in _NAMED_NUMBER.finditer(text):
            yield Span(number, match.start(1), match.end(1), "number", "number", "", 0.75)
        if re.fullmatch(r"\s*\w[\w/-]{0,14}\s*", text) and _is_labelled(example, number):
            word = text.strip()
            start = text.index(word)
            yield Span(number, start, start + len(word), "number", "number", "", 0.8)


def _number_path(example: Example, line: int, start: int, end: int) -> str:
    """That of another paper, or of this one: alone in its line, or beside a date."""
    paper = paper_of(example, line, start)
    before, after = example.texts[line][:start], example.texts[line][end:]
    if paper:
        return f"{paper}.number"
    alone = _DIGITS.sub("", before).strip()
    is_own = not alone or alone.isupper() or re.match(r"\s*(?:від|от)", after)
    return "number" if is_own or re.search(r"(?:від|от)\s[^,;]*$", before) else ""


def _is_labelled(example: Example, line: int) -> bool:
    """«Регистрационный номер» in the line above, or in the cell beside."""
    above = example.texts[line - 1].casefold().strip() if line else ""
    return above.endswith("номер") and any(letter.isdigit() for letter in example.texts[line])


def _is_of_a_house(text: str, start: int) -> bool:
    """«ліцей № 5» is a name, not a number."""
    words = re.findall(r"[\w’]+", text[:start].casefold())
    stems = (
        "ліце",
        "лице",
        "школ",
        "гімназ",
        "гимназ",
        "сад",
        "училищ",
        "заклад",
        "ясл",
        "сош",
        "зош",
    )
    return bool(words) and words[-1].startswith(stems)


def _counted(number: int, text: str, language: str) -> Iterator[Span]:
    for path, rows in COUNTED[language].items():
        words = "|".join(sorted({word for row in rows for word in row}, key=len, reverse=True))
        for match in re.finditer(rf"(?<![\d,.])(\d+(?:,\d+)?)(\s+)({words})(?!\w)", text):
            row = rows[-1] if OF_VOLUME.search(text[: match.start()]) else rows[0]
            if language == "ru" and len(rows) > 1 and match[3] not in _expected(match[1], rows[0]):
                row = rows[-1]
            arguments = ", ".join(f'"{word}"' for word in row)
            yield Span(number, match.start(1), match.end(1), "hours", path, "", 0.85)
            yield Span(
                number, match.start(3), match.end(3), "word", path, f"plural({arguments})", 0.85
            )


def _expected(digits: str, row: tuple[str, ...]) -> str:
    return grammar.plural(int(digits.split(",")[0]), *row[:3])


def _sums(number: int, text: str, language: str) -> Iterator[Span]:
    for match in _SUM.finditer(text):
        yield Span(number, match.start(), match.end(2), "money", "amount", "digits", 0.8)
        in_words = re.compile(r"\(([^()]*(?:гривень|гривня|гривні|рублей|рубля|рубль)[^()]*)\)")
        words = in_words.search(text, match.end())
        if words:
            span = Span(number, words.start(1), words.end(1), "money", "amount", "in_words", 0.8)
            yield span
