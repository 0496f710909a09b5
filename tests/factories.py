"""Organisations, people and users for tests, and signing in as one of them.

The people and the schools are fictional. Everything made here is committed, so that requests of a
test client see it.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import Grant, User
from portal.accounts.passwords import hash_password
from portal.extensions import Base, db
from portal.people.models import Authority, Employment, Organisation, Person, PersonName, Post
from portal.permissions import Role

PASSWORD = "тиха вода греблю рве"

_numbers = count(1)


@dataclass(frozen=True)
class School:
    """An organisation of the sample."""

    country: str
    kind: str
    full_name: str
    short_name: str
    settlement: str

    @property
    def language(self) -> str:
        return {"ua": "uk", "ru": "ru"}[self.country]


SCHOOLS = {
    "UAS1": School(
        "ua",
        "school",
        "Державний навчальний заклад «Вишнегорський професійний ліцей машинобудування»",
        "ДНЗ «ВПЛМ»",
        "м. Вишнегорськ",
    ),
    "UAS2": School(
        "ua",
        "school",
        "Зеленодільський ліцей № 5 Вишнегорської міської ради",
        "Зеленодільський ліцей № 5",
        "м. Вишнегорськ",
    ),
    "UAS3": School(
        "ua",
        "school",
        'Комунальний заклад позашкільної освіти «Центр творчості "Веселка"»',
        "ЦТ «Веселка»",
        "м. Вишнегорськ",
    ),
    "RUS1": School(
        "ru",
        "school",
        "Муниципальное казённое общеобразовательное учреждение "
        "«Заозёрская средняя общеобразовательная школа»",
        "МКОУ «Заозёрская СОШ»",
        "с. Заозёрное",
    ),
    "RUS2": School(
        "ru",
        "school",
        "Муниципальное бюджетное общеобразовательное учреждение "
        "«Гимназия № 7 города Светлореченска»",
        "Гимназия № 7",
        "г. Светлореченск",
    ),
    "RUS3": School(
        "ru",
        "school",
        'Муниципальное дошкольное образовательное учреждение «Детский сад № 3 "Родничок"»',
        "Детский сад № 3",
        "г. Светлореченск",
    ),
    "RUD1": School(
        "ru",
        "department",
        "Отдел образования администрации Заозёрского района",
        "Отдел образования",
        "с. Заозёрное",
    ),
}

# code: family, given, patronymic, gender, post
PEOPLE = {
    "UA01": ("Петренко", "Олена", "Іванівна", "f", "учитель математики"),
    "UA02": ("Петренко", "Сергій", "Миколайович", "m", "майстер виробничого навчання"),
    "UA03": ("Ткач", "Ірина", "Василівна", "f", "секретар навчальної частини"),
    "UA04": ("Ткач", "Андрій", "Петрович", "m", "викладач професійно-теоретичної підготовки"),
    "UA05": ("Гриць", "Богдан", "Ілліч", "m", "старший майстер"),
    "UA06": ("Гриць", "Любов", "Степанівна", "f", "методист"),
    "UA07": ("Швець", "Микола", "Лук'янович", "m", "викладач фізичної культури"),
    "UA08": ("Нечай-Левицька", "Ольга", "Юріївна", "f", "практичний психолог"),
    "UA09": (
        "Ткачук-Мельник",
        "Ігор",
        "Олегович",
        "m",
        "заступник директора з навчально-виробничої роботи",
    ),
    "UA10": ("Чорна", "Надія", "Григорівна", "f", "заступник директора з виховної роботи"),
    "UA11": ("Саркісян", "Армен", "Гагікович", "m", "керівник гуртка"),
    "UA12": ("Дюбуа", "Софі", "", "f", "вчитель французької мови"),
    "UA13": ("Сорока", "Павло", "Дмитрович", "m", "майстер виробничого навчання"),
    "UA14": ("Коваль", "Олена", "Ігорівна", "f", "директор"),
    "RU01": ("Шевченко", "Олег", "Петрович", "m", "директор"),
    "RU02": ("Ткач", "Вера", "Николаевна", "f", "секретарь"),
    "RU03": ("Ткач", "Роман", "Игоревич", "m", "учитель физики"),
    "RU04": ("Гриц", "Марк", "Львович", "m", "учитель истории и обществознания"),
    "RU05": ("Швец", "Лев", "Андреевич", "m", "преподаватель-организатор ОБЗР"),
    "RU06": ("Белых", "Татьяна", "Сергеевна", "f", "заместитель директора по учебной работе"),
    "RU07": ("Римская-Орлова", "Любовь", "Павловна", "f", "педагог-психолог"),
    "RU08": ("Сорока", "Илья", "Кузьмич", "m", "учитель труда (технологии)"),
    "RU09": ("Шмидт", "Анна", "Карловна", "f", "учитель-логопед"),
    "RU10": ("Карапетян", "Гаяне", "Ашотовна", "f", "воспитатель"),
    "RU11": ("Грин", "Артур", "Робертович", "m", "педагог дополнительного образования"),
    "RU12": ("Гайнуллина", "Айгуль", "Рашитовна", "f", "музыкальный руководитель"),
    "RU13": (
        "Мельник-Зарецкий",
        "Пётр",
        "Фёдорович",
        "m",
        "заместитель директора по воспитательной работе",
    ),
    "RU14": ("Мамедов", "Эльчин", "Ариф оглы", "m", "учитель математики"),
}


def make_organisation(
    sample: str = "UAS1", *, parent: Organisation | None = None, **fields: object
) -> Organisation:
    """One of the sample schools; `fields` replace or complete its values."""
    school = SCHOOLS[sample]
    organisation = Organisation(
        code=f"{sample.lower()}-{next(_numbers)}",
        kind=school.kind,
        country=school.country,
        language=school.language,
        settlement=school.settlement,
        parent=parent,
    )
    organisation.rename(school.full_name, school.short_name)
    return _saved(organisation, fields)


def make_person(sample: str = "UA04", **fields: object) -> Person:
    """One of the sample people, employed nowhere yet."""
    family, given, patronymic, gender, _post = PEOPLE[sample]
    language = {"UA": "uk", "RU": "ru"}[sample[:2]]
    person = Person(gender=gender)
    person.names.append(PersonName.of(family, given, patronymic, language=language))
    return _saved(person, fields)


def make_employment(
    person: Person | str, organisation: Organisation, *, post: str = "", **fields: object
) -> Employment:
    """Work of a person, or of the sample person of that code, with the post of the sample."""
    sample = person if isinstance(person, str) else ""
    employment = Employment(
        person=make_person(person) if isinstance(person, str) else person,
        organisation=organisation,
        file_number=str(next(_numbers)),
        started_on=date(2020, 9, 1),
    )
    title = post or (PEOPLE[sample][4] if sample else "викладач")
    employment.posts.append(Post(title=title, started_on=date(2020, 9, 1)))
    return _saved(employment, fields)


def make_head(
    organisation: Organisation, sample: str = "UA14", *, title: str = "Директор", **fields: object
) -> Authority:
    """A head who signs since 2020, employed there."""
    employment = make_employment(sample, organisation)
    authority = Authority(
        organisation=organisation,
        person=employment.person,
        capacity="head",
        title=title,
        basis="Статуту",
        started_on=date(2020, 9, 1),
    )
    return _saved(authority, fields)


def make_user(
    role: Role | str,
    organisation: Organisation | None,
    *,
    person: Person | None = None,
    **fields: object,
) -> User:
    """Someone who signs in with `PASSWORD` and reads English; without organisation, no grant."""
    user = User(
        login=f"{role}-{next(_numbers)}",
        password_hash=_password_hash(),
        display_name=str(role).capitalize(),
        language="en",
        person=person,
    )
    if organisation is not None:
        user.all_grants.append(Grant(organisation=organisation, role=str(role)))
    return _saved(user, fields)


def sign_in(client: FlaskClient, user: User, password: str = PASSWORD) -> TestResponse:
    """Make the browser that of this user, who may have been another's before."""
    client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"])
    answer = client.post("/sign-in", data={"login": user.login, "password": password})
    assert answer.status_code == 302, answer.text
    return answer


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def _saved(record: Base, fields: dict[str, object]):
    for name, value in fields.items():
        setattr(record, name, value)
    db.session.add(record)
    db.session.commit()
    return record
