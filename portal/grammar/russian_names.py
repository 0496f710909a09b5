"""Parts of Russian names in cases: own rules first, then the petrovich rules.

After ж, ч, ш, щ, ц and in soft words the instrumental is -ом, -ём under stress and -ем without
it; stress cannot be seen, so the words known to have it are listed. Of the vowels that may drop
out of a family name the rules drop those that the common noun drops («Купца»); families differ,
see `customs`. Cases: genitive, dative, accusative, instrumental, prepositional, vocative.
"""

import re
from functools import lru_cache

from pytrovich import enums
from pytrovich.maker import PetrovichDeclinationMaker

from portal.grammar.endings import Pattern, find_row, row, unchanged
from portal.grammar.letters import like
from portal.grammar.values import Case

_ENGINE_CASES = {
    Case.NOMINATIVE: enums.Case.NOMINATIVE,
    Case.GENITIVE: enums.Case.GENITIVE,
    Case.DATIVE: enums.Case.DATIVE,
    Case.ACCUSATIVE: enums.Case.ACCUSATIVE,
    Case.INSTRUMENTAL: enums.Case.INSTRUMENTAL,
    Case.LOCATIVE: enums.Case.PREPOSITIONAL,
    Case.VOCATIVE: enums.Case.NOMINATIVE,
}
_ENGINE_PARTS = {
    "family": enums.NamePart.LASTNAME,
    "given": enums.NamePart.FIRSTNAME,
    "patronymic": enums.NamePart.MIDDLENAME,
}
_ENGINE_GENDERS = {"m": enums.Gender.MALE, "f": enums.Gender.FEMALE}

_HARD = "а у а ом е ="
_MIXED = "а у а ем е ="
_SOFT = "я ю я ем е ="
_NOUN_F = "ы е у ой е ="
_CONSONANT = "бвгджзклмнпрстфхцчшщ"
_VOWEL = "аеёиоуыэюя"

# «Черных», «Долгих» are old genitives; «Рерих» is not.
_INDECLINABLE = re.compile(
    r"(?:[уоею]а|ых|[гжкнхчшщ]их|[ая]го|ово|^(?:гюго|дега|дюма|золя|петипа))$"
)
# First halves that are no family names of their own.
_FIRST_HALVES = (
    "аб абд абдул абу аль бей бен бонч ван грум да де дель дер ди дон ибн кара ла ле лю мак сан"
    " сант санта сен сент тер тян фон шах шолом эль"
)
_FROZEN_FIRST = frozenset(_FIRST_HALVES.split())
_NOUNS_ON_INA = (
    "бузин|былин|годин|долин|дубин|калин|картин|кручин|лучин|малин|морщин|осин|паутин|перин"
    "|половин|пружин|пучин|равнин|рябин|скорин|скотин|сметан|смородин|хворостин|щетин"
)
_NOUNS_ON_OVA = "вд|гол|дубр|кор|осн|подк|пол|с"
_STRESSED_SIBILANT_A = "каланч|лапш|левш|душ|меж|моч|мощ|овц|парч|паш|пращ|саранч|свеч|ханж"
_ROWS: dict[tuple[str, str], tuple[Pattern, ...]] = {
    ("family", "m"): (
        row("m", r"^лев", "льв", _HARD),
        row("m", r"^[её]ж", "еж", _HARD),
        row("m", r"^(коз|кот|ос|пеп|уз)[её]л", r"\1л", _HARD),
        row("m", r"^ор[её]л", "орл", _HARD),
        row("m", r"^дятел", "дятл", _HARD),
        row("m", r"^(боб|ков|кост|шат)ёр", r"\1р", _HARD),
        row("m", r"^(боб|вет)ер", r"\1р", _HARD),
        row("m", rf"^(?!зл)([{_CONSONANT}]*о)й", r"\1", _SOFT),
        row("m", r"^(геро|за?бо|конво|отбо|перебо|поко|прибо|разбо|убо|усто)й", r"\1", _SOFT),
        row("m", r"^(вороб|мурав|реп|солов)ей", r"\1ь", "я ю я ём е ="),
        row("m", r"([лр]ю)й", r"\1", _SOFT),
        row("m", r"^кий", "ки", _SOFT),
        row("m", r"^(боки|коки|корни|корчи|топчи)й", r"\1", "я ю я ем и ="),
        row("m", r"(г)ий", r"\1", "ого ому ого им ом ="),
        row("m", r"^(греб|кам|кор|крем|перст|рем|селез|ячм)ень", r"\1н", _SOFT),
        row("m", r"^([дп])ень", r"\1н", "я ю я ём е ="),
        row("m", r"^(дёг|ког|лап|лок|лом|ног)оть", r"\1т", _SOFT),
        row("m", rf"^([{_CONSONANT}]+ец)", r"\1", _HARD),
        row("m", rf"^([{_CONSONANT}]*[{_VOWEL}])ец", r"\1йц", _HARD),
        row("m", rf"([{_VOWEL}])ец", r"\1йц", _MIXED),
        row("m", r"^(брат|нем|пал|пер|стар|тан)ец", r"\1ц", _MIXED),
        row("m", rf"^([{_CONSONANT}]*[{_VOWEL}]л)ец", r"\1ьц", _HARD),
        row("m", rf"([{_VOWEL}]л)ец", r"\1ьц", _MIXED),
        row("m", rf"^([{_CONSONANT}]*[{_VOWEL}][{_CONSONANT}])ец", r"\1ц", _HARD),
        row("m", r"^(голуб|леден|молод|огур|удал)ец", r"\1ц", _HARD),
        row("m", rf"([{_VOWEL}][{_CONSONANT}])ец", r"\1ц", _MIXED),
        row("m", r"ец", "ец", _HARD),
        row("m", r"([вжлмн][ео]бок|нибок|скок|^(?:вост|знат|ист|пот)ок)", r"\1", _HARD),
        row("m", rf"([{_VOWEL}](?:[бвгджзкмнпстхчш]|[{_CONSONANT}][жчш]|ст))ок", r"\1к", _HARD),
        row("m", r"их", "их", _HARD),
        row("m", rf"^([{_CONSONANT}]+ин)", r"\1", _HARD),
        row("m", rf"({_STRESSED_SIBILANT_A})а", r"\1", "и е у ой е ="),
        row("m", r"([жчшщ])а", r"\1", "и е у ей е ="),
    ),
    ("family", "f"): (
        row("f", r"^третья", "треть", "ей ей ю ей ей ="),
        row("f", r"^(?!больш|чуж)(\w*[жчшщ])ая", r"\1", "ей ей ую ей ей ="),
        row("f", rf"^({_NOUNS_ON_INA})а", r"\1", _NOUN_F),
        row("f", rf"^({_NOUNS_ON_OVA})ова", r"\1ов", _NOUN_F),
        row("f", rf"({_STRESSED_SIBILANT_A})а", r"\1", "и е у ой е ="),
        row("f", r"([жчшщ])а", r"\1", "и е у ей е ="),
    ),
    ("given", "m"): (
        row("m", r"(ек)", r"\1", _HARD),
        row("m", r"ия", "и", "и и ю ей и ="),
    ),
    ("given", "f"): (
        row("f", r"ия", "и", "и и ю ей и ="),
        row("f", r"^адель", "адел", "и и ь ью и ="),
    ),
    ("patronymic", "m"): (row("m", r"(ыч)", r"\1", _MIXED),),
}

_STRESSED_SIBILANT = re.compile(
    r"(?:ач|яч|^(?:бич|борщ|г[её]рш|камыш|кирпич|клещ|ковш|кулиш|латыш|л[еия]щ|малыш|меч|морж|нож"
    r"|плащ|плющ|прыщ|свищ|стриж|сургуч|сыч|уж|финиш|хвощ|хрущ|хрящ|чиж|шалаш|швец|шиш|[её]рш))$"
)
_UNSTRESSED_SIBILANT = re.compile(r"^(?:муж|паж|страж|сторож)$")
_STRESSED_SOFT = re.compile(
    r"(?:^(?!аптекарь|бондарь|государь|знахарь|лазарь|лекарь|пахарь|пекарь|писарь|слесарь|токарь"
    r"|цезарь|янтарь).*арь|^(?:бобыль|богатырь|вождь|гвоздь|дождь|журавль|карась|кисель|ковыль|конь|корабль|король|костыль"
    r"|кошель|мотыль|рубль|руль|фитиль|шмель))$"
)


def decline_part(word: str, part: str, gender: str, *, is_last: bool) -> dict[str, str]:
    """One hyphen-free word of a name; `is_last` is false for the first half of a double name."""
    lowered = word.lower()
    if part == "family":
        is_frozen = not is_last and lowered in _FROZEN_FIRST
        if is_frozen or _INDECLINABLE.search(lowered):
            return unchanged(word)
    own = find_row(_ROWS.get((part, gender), ()), word)
    if own is not None:
        return own.forms(word, is_animate=True)
    forms: dict[str, str] = {
        case: _maker().make(_ENGINE_PARTS[part], _ENGINE_GENDERS[gender], engine_case, lowered)
        for case, engine_case in _ENGINE_CASES.items()
    }
    if part == "family" and gender == "m":
        forms[Case.INSTRUMENTAL] = _instrumental(lowered, forms[Case.INSTRUMENTAL])
    mended = {case: _spelt(form) for case, form in forms.items()}
    return {case: like(word, form) for case, form in mended.items()} | {Case.NOMINATIVE: word}


def _spelt(form: str) -> str:
    """After г, к, х no ы; after ж, ч, ш, щ neither ы nor я nor ю."""
    form = re.sub(r"([гжкхчшщ])ы$", r"\1и", form)
    return re.sub(r"([жчшщ])я$", r"\1а", re.sub(r"([жчшщ])ю$", r"\1у", form))


def _instrumental(family: str, form: str) -> str:
    if _UNSTRESSED_SIBILANT.search(family):
        return re.sub(r"ом$", "ем", form)
    if _STRESSED_SIBILANT.search(family):
        return re.sub(r"ем$", "ом", form)
    if _STRESSED_SOFT.search(family):
        return re.sub(r"ем$", "ём", form)
    return re.sub(r"([гкхжчшщ])ым$", r"\1им", form)  # «Сухой»: «Сухим», not «Сухым»


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()
