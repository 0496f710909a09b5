"""Words of school papers that show case, gender or meaning, in Ukrainian and in Russian.

Written by hand from orders, referrals and certificates; what is missing here is not proposed.
"""

import re
from collections.abc import Mapping, Sequence

# Words that agree with the person a paper is about: of a man, of a woman.
_AGREEING = {
    "uk": """
ознайомлений ознайомлена, направлений направлена, прибув прибула, вибув вибула, пройшов пройшла,
підвищив підвищила, зобов’язаний зобов’язана, призначений призначена, зарахований зарахована,
відрахований відрахована, навчався навчалася, отримав отримала, здобув здобула, виконав виконала,
взяв взяла, склав склала, працював працювала, звільнений звільнена, відряджений відряджена,
народився народилася, який яка, він вона, завершив завершила, опанував опанувала,
стажувався стажувалася, набув набула, допущений допущена, нагороджений нагороджена
""",
    "ru": """
ознакомлен ознакомлена, направлен направлена, прибыл прибыла, выбыл выбыла, прошёл прошла,
прошел прошла, повысил повысила, обязан обязана, назначен назначена, зачислен зачислена,
отчислен отчислена, обучался обучалась, получил получила, освоил освоила, выполнил выполнила,
принял приняла, работал работала, командирован командирована, уволен уволена, родился родилась,
который которая, он она, завершил завершила, сдал сдала, стажировался стажировалась,
допущен допущена, награждён награждена
""",
}
AGREEING: Mapping[str, Sequence[Sequence[str]]] = {
    language: [pair.split() for pair in words.split(",")] for language, words in _AGREEING.items()
}

# What is counted: words for 1, 2, 5 and, for fractions, a part of one.
COUNTED: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "uk": {
        "hours": (("година", "години", "годин"),),
        "credits": (("кредит", "кредити", "кредитів", "кредиту"),),
    },
    "ru": {
        "hours": (("час", "часа", "часов"), ("часа", "часов", "часов")),
        "credits": (("кредит", "кредита", "кредитов", "кредита"),),
    },
}
# After these the words for what is counted stand in the genitive.
OF_VOLUME = re.compile(r"(?:в объ[её]ме|объ[её]мом|в количестве)\s*$", re.IGNORECASE)

# Papers that a date and a number belong to, by the beginning of the word.
PAPERS = {
    "contract": ("договор", "договір", "угод"),
    "order": ("наказ", "приказ"),
    "decision": ("протокол", "рішенн", "решени"),
    "referral": ("направленн", "направлени"),
    "certificate": ("сертифікат", "свідоцтв", "удостоверени", "посвідченн"),
    "application": ("заяв",),
    "letter": ("лист", "письм", "виклик", "вызов"),
    "licence": ("ліцензі", "лицензи"),
}
# The words of a law: its date and number never change.
OF_LAWS = re.compile(
    r"закон|постанов|кабінет|кабинет|міністер|министер|минобр|минпрос|федеральн|кодекс|\bмон\b"
    r"|розпорядженн|распоряжени|порядк|стандарт|\bдсту\b|\bгост\b|указ",
    re.IGNORECASE,
)

# The case a name stands in after such a word.
_BEFORE_NAMES = {
    "accusative": (
        "направити відрядити зарахувати призначити відрахувати звільнити перевести допустити "
        "нагородити преміювати прийняти направить командировать зачислить назначить отчислить "
        "уволить перевести допустить наградить премировать принять на "
        "направляє відряджає зараховує призначає направляємо направляю відряджаю "
        "направляет командирует зачисляет назначает направляем направляю командирую"
    ),
    "dative": (
        "видано видана видати надати надано доручити вручено дозволити повернути встановити "
        "виплатити выдано выдана дана дано выдать предоставить поручить вручено разрешить "
        "вернуть установить выплатить к по"
    ),
    "genitive": (
        "від до для заява заяви заявою заяву стосовно от у заявление заявления заявлению "
        "заявлением относительно"
    ),
    "instrumental": "за з із зі с со между між",
}
AFTER_WORD = {word: case for case, words in _BEFORE_NAMES.items() for word in words.split()}
# A verb whose object stands in the accusative, however far before it.
GOVERNING = re.compile(
    r"\b(?:направити|направля(?:є|ю|ємо|ет|ем)|направить|відряд(?:ити|жає|жаю)|зарах(?:увати|овує)"
    r"|признач(?:ити|ає|аю)|командир(?:овать|ует)|зачисл(?:ить|яет)|назнач(?:ить|ает)|допустит[иь])\b"
)
INFINITIVE = re.compile(r"\b[а-яіїєґё’]{3,}(?:ти|ть)\b")

# Endings of patronymics: of which gender, in which cases.
PATRONYMICS = {
    "uk": (
        (r"ич", "m", "nominative"),
        (r"ича", "m", "genitive accusative"),
        (r"ичу", "m", "dative"),
        (r"ичеві", "m", "dative locative"),
        (r"ичем", "m", "instrumental"),
        (r"ичі", "m", "locative"),
        (r"вна", "f", "nominative"),
        (r"вни", "f", "genitive"),
        (r"вні", "f", "dative locative"),
        (r"вну", "f", "accusative"),
        (r"вною", "f", "instrumental"),
        (r"вно", "f", "vocative"),
    ),
    "ru": (
        (r"ич", "m", "nominative"),
        (r"ича", "m", "genitive accusative"),
        (r"ичу", "m", "dative"),
        (r"ичем", "m", "instrumental"),
        (r"иче", "m", "locative"),
        (r"[вч]на", "f", "nominative"),
        (r"[вч]ны", "f", "genitive"),
        (r"[вч]не", "f", "dative locative"),
        (r"[вч]ну", "f", "accusative"),
        (r"[вч]ной", "f", "instrumental"),
    ),
}
# Endings of family names that decline as nouns and as adjectives, for names with initials.
FAMILIES = {
    "uk": (
        (r"(?:ого)", "m", "genitive accusative"),
        (r"(?:ому|еві|ові)", "m", "dative"),
        (r"(?:ем|єм|ом|им|ім|їм)", "m", "instrumental"),
        (r"(?:ої)", "f", "genitive"),
        (r"(?:ій|їй)", "f", "dative locative"),
        (r"(?:ою|ею|єю)", "f", "instrumental"),
        (r"(?:ову|єву|еву|іну|їну|ську|цьку)", "f", "accusative"),
        (r"(?:а|я)", "m", "genitive accusative nominative"),
        (r"(?:у|ю)", "m", "dative accusative"),
        (r"(?:і|ї)", "f", "dative locative"),
        (r"(?:и)", "f", "genitive"),
    ),
    "ru": (
        (r"(?:ого|его)", "m", "genitive accusative"),
        (r"(?:ому|ему)", "m", "dative"),
        (r"(?:ым|им|ом|ем)", "m", "instrumental"),
        (r"(?:ую|ову|еву|ёву|ину|ыну)", "f", "accusative"),
        (r"(?:ой|ей)", "f", "genitive dative instrumental locative"),
        (r"(?:ова|ева|ёва|ина|ына)", "", "genitive accusative nominative"),
        (r"(?:у|ю)", "m", "dative accusative"),
        (r"(?:а|я)", "m", "genitive accusative nominative"),
        (r"(?:е)", "", "locative dative"),
    ),
}
NOT_NAMES = frozenset(("Фамилия", "Прізвище", "ПРІЗВИЩЕ", "ФАМИЛИЯ", "Ім", "Имя"))
