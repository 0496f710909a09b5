"""One table of what fields, filters and cases are called in Ukrainian and in Russian.

A template may say `{{ працівник.піб|родовий }}`; it is read as `{{ employee.name|genitive }}`.
Each part of a dotted path is looked up by itself. An apostrophe cannot stand in a placeholder:
`ім'я` is written `імя`. A name of the author's own that is in no table (`{{ мета_поїздки }}`) is
read in Latin letters: `meta_poizdky`.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from unicodedata import name as character_name

_TABLE = """
employee         працівник             работник
employees        працівники            работники
person           особа                 лицо
people           особи                 лица
teacher          учитель вчитель       педагог
organisation     заклад                организация учреждение
host             заклад_стажування     место_стажировки
provider         надавач               исполнитель
head             керівник              руководитель
supervisor       наставник             наставник_стажировки
leader           голова                председатель
programme        програма              программа
event            захід                 мероприятие
events           заходи                мероприятия
contract         договір               договор
order            наказ                 приказ
basis            підстава на_підставі   основание на_основании
letterhead       бланк шапка            бланк_письма шапка_документа
journal          журнал                номенклатура
members          члени                 члены
rows             рядки                 строки
courses          курси                 курсы
name             піб назва             фио название
full_name        повне_імя             полное_имя
given            імя                   имя
family           прізвище              фамилия
patronymic       по_батькові           отчество
short            скорочено              сокращенно
founder          засновник              учредитель
settlement       населений_пункт        населенный_пункт
registry_code    код_єдрпоу єдрпоу      огрн
file_number      номер_справи           номер_дела
education        освіта                 образование
experience       стаж                   стаж_работы
previous_training  попереднє_підвищення   предыдущее_повышение
gender           стать                 пол
birth_date       дата_народження       дата_рождения
post             посада                должность
department       підрозділ             подразделение
category         категорія             категория
subject          предмет               дисциплина
city             місто                 город
place            місце                 место
address          адреса                адрес
phone            телефон               телефон_номер
email            пошта                 почта
code             код                   код_организации
tax_id           рнокпп                инн
iban             рахунок               счет счёт
edebo            єдебо                  едебо
bank             банк                   банк_организации
licence          ліцензія               лицензия
website          сайт                   сайт_организации
kpp              кпп_закладу            кпп
ogrn             огрн_закладу           огрн_организации
okpo             окпо_закладу           окпо
personal_account  особовий_рахунок      лицевой_счёт
account          розрахунковий_рахунок  расчётный_счёт
bic              бік_банку              бик
number           номер                 номер_документа
date             дата                  дата_документа
language         мова                  язык
title            заголовок             заглавие
topic            тема                  тема_программы
kind             вид                   вид_документа
form             форма                 форма_обучения
direction        напрям                направление
year             рік                   год
starts_on        початок               начало
ends_on          кінець                конец окончание
hours            години                часы
credits          кредити               кредиты
days             дні                   дни
amount           сума                  сумма
term             строк                 срок
reason           причина               причина_отправки
purpose          мета                  цель
content          зміст                 содержание
result           результат             результат_обучения
note             примітка              примечание
nominative       називний              именительный
genitive         родовий               родительный
dative           давальний             дательный
accusative       знахідний             винительный
instrumental     орудний               творительный
locative         місцевий              предложный
vocative         кличний               звательный
initials         ініціали прізвище_та_ініціали   инициалы фамилия_и_инициалы
initials_first   ініціали_спочатку     инициалы_вначале
signature        підпис                подпись
family_upper     прізвище_великими     фамилия_прописными
given_and_patronymic  імя_по_батькові    имя_отчество
latin            латиницею              латиницей
in_words         словами               прописью
spelt            повністю_словами     полностью_прописью
digits           цифрами               цифры
agree            узгодити              согласовать
plural           узгодити_з_числом     согласовать_с_числом
capitalised      з_великої             с_прописной
uncapitalised    з_малої               со_строчной
paragraphs       абзаци                абзацы
"""


_LANGUAGES = ("uk", "ru")  # the columns of the table after the English one


def _rows(table: str) -> list[list[list[str]]]:
    """Line by line, column by column, the names."""
    lines = table.strip().splitlines()
    return [[column.split() for column in re.split(r"\s{2,}", line)] for line in lines]


def _read(table: str) -> Mapping[str, str]:
    """Local name → English name; a name given twice would be a fault of the table."""
    pairs = [(local, row[0][0]) for row in _rows(table) for column in row[1:] for local in column]
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("an alias stands for two names")
    return names


ALIASES = _read(_TABLE)
ENGLISH = frozenset(ALIASES.values())

# Letters that look the same: a Latin name typed with a Ukrainian keyboard layout, or the reverse.
_CYRILLIC, _LATIN = "аеіїорсухкмтвнАВЕІКМНОРСТУХ", "aeiiopcyxkmtbhABEIKMHOPCTYX"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans("aeiopcyxABEIKMHOPCTYX", "аеіорсухАВЕІКМНОРСТУХ")


# How Cyrillic letters of an author's own name are read; a name only has to be the same each time.
_ROMAN = str.maketrans(
    {
        **dict(zip("абвгґдезиіїйклмнопрстуфыэё", "abvggdezyiiiklmnoprstufyee", strict=True)),
        **dict(zip("єжхцчшщюя", "ie zh kh ts ch sh shch iu ia".split(), strict=True)),  # noqa: SIM905
        **dict.fromkeys("ьъ", ""),
    }
)

_LOCAL: Mapping[str, Mapping[str, str]] = {
    language: {row[0][0]: row[number][0] for row in _rows(_TABLE)}
    for number, language in enumerate(_LANGUAGES, start=1)
}


def english(name: str) -> str:
    """The English name; one that is in no table stays as it is, in Latin letters."""
    return ALIASES.get(name) or romanised(name)


def local(name: str, language: str) -> str:
    """What an author who writes in that language calls it; the English name where none is told."""
    return _LOCAL.get(language, {}).get(name, name)


def romanised(name: str) -> str:
    """A Cyrillic name in Latin letters; one of mixed scripts stays, for it is a fault."""
    return name if name.isascii() or mixes_scripts(name) else name.lower().translate(_ROMAN)


def mixes_scripts(name: str) -> bool:
    """True for `nаme` with a Cyrillic «а»: it looks right and is not."""
    scripts = {character_name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    return len(scripts) > 1


def look_alikes(name: str) -> tuple[str, str]:
    """The name as it would be in Latin letters of the same look, and in Cyrillic ones."""
    return name.translate(_TO_LATIN), name.translate(_TO_CYRILLIC)


def nearest(name: str, known: Iterable[str] = ENGLISH) -> str:
    """The name the author most likely meant, or ""."""
    candidates = {*known, *ALIASES}
    for meant in (*look_alikes(name), name.lower()):
        if meant in candidates:
            return meant
    found = [
        close
        for meant in (name, *look_alikes(name))
        for close in get_close_matches(meant, candidates, n=1, cutoff=0.6)
    ]
    return found[0] if found else ""
