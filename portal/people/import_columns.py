"""The columns a list of people may have, and the headings they go by in school offices."""

from portal.tables import Column

PEOPLE_COLUMNS = (
    Column(
        "full_name",
        {
            "uk": ("ПІБ", "П.І.Б. працівника", "Прізвище, ім'я, по батькові", "Прізвище та ім'я"),
            "ru": ("ФИО", "Ф.И.О. работника", "Фамилия, имя, отчество", "Фамилия и имя"),
            "en": ("Full name", "Name and surname"),
        },
        stands_for=("family", "given"),
    ),
    Column(
        "family",
        {"uk": ("Прізвище",), "ru": ("Фамилия",), "en": ("Surname", "Family name", "Last name")},
        required=True,
    ),
    Column(
        "given",
        {"uk": ("Ім'я",), "ru": ("Имя",), "en": ("Given name", "First name", "Name")},
        required=True,
    ),
    Column(
        "patronymic",
        {"uk": ("По батькові",), "ru": ("Отчество",), "en": ("Patronymic", "Middle name")},
    ),
    Column("gender", {"uk": ("Стать",), "ru": ("Пол",), "en": ("Gender", "Sex")}),
    Column(
        "birth_date",
        {
            "uk": ("Дата народження", "Народження", "Д.н."),
            "ru": ("Дата рождения", "Рождение", "Д.р."),
            "en": ("Birth date", "Date of birth"),
        },
    ),
    Column(
        "post",
        {
            "uk": ("Посада", "Посада, предмет", "Назва посади"),
            "ru": ("Должность", "Должность, предмет", "Название должности"),
            "en": ("Post", "Position", "Job title"),
        },
    ),
    Column(
        "load",
        {
            "uk": ("Ставка", "Навантаження", "Обсяг ставки", "Педагогічне навантаження"),
            "ru": ("Ставка", "Нагрузка", "Объём ставки", "Педагогическая нагрузка"),
            "en": ("Load", "Part of post", "FTE"),
        },
    ),
    Column(
        "started_on",
        {
            "uk": ("Дата прийняття", "Прийнято", "Дата прийому на роботу", "Працює з"),
            "ru": ("Дата приёма", "Принят", "Дата приёма на работу", "Работает с"),
            "en": ("Started on", "Start date", "Hired on"),
        },
    ),
    Column(
        "file_number",
        {
            "uk": ("№ особової справи", "Номер особової справи", "Особова справа", "№ справи"),
            "ru": ("№ личного дела", "Номер личного дела", "Личное дело", "№ дела"),
            "en": ("File number", "Personnel file"),
        },
    ),
    Column(
        "phone",
        {
            "uk": ("Телефон", "Мобільний телефон", "Номер телефону", "Тел."),
            "ru": ("Телефон", "Мобильный телефон", "Номер телефона", "Тел."),
            "en": ("Phone", "Telephone", "Mobile"),
        },
    ),
    Column(
        "email",
        {
            "uk": ("Ел. пошта", "E-mail", "Електронна пошта", "Електронна адреса", "Пошта"),
            "ru": ("Эл. почта", "E-mail", "Электронная почта", "Электронный адрес", "Почта"),
            "en": ("E-mail", "E-mail address", "Mail"),
        },
    ),
    Column(
        "tax_number",
        {
            "uk": ("РНОКПП", "ІПН", "Податковий номер", "Ідентифікаційний код", "Код РНОКПП"),
            "ru": ("ИНН", "Налоговый номер", "Номер ИНН"),
            "en": ("Tax number", "Tax ID", "TIN"),
        },
    ),
)
