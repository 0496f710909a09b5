"""Every field and filter a template may use, in the author's language, each with what it prints.

The pieces are made from the tables that templates are read by (`paper.aliases`, `documents.shapes`,
the questions of the kind), so the catalogue cannot promise what the engine does not keep.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.documents.manifest import FormField
from portal.documents.shapes import CONTEXT, REQUISITES
from portal.grammar import Case
from portal.paper import Filter, PaperFault
from portal.paper.aliases import local
from portal.paper.faults import FilterFault
from portal.people.views.cases import CASES
from portal.people.views.requisites import REQUISITES as ASKED
from portal.studio.meanings import MEANINGS, PURPOSES

# In the order in which a form asks for them; what an organisation's card rarely has comes last.
_ORDER = (
    *("name", "short", "founder", "settlement", "registry_code", "address", "phone", "email"),
    *("post", "basis", "file_number", "category", "education", "experience", "previous_training"),
)
# The second alias of `name`: what an organisation has.
_TITLE = {"uk": "назва", "ru": "название"}

# How an answer of that type is printed: its part ("" for the whole) and the filters.
_PRINTED: Mapping[str, Sequence[Sequence[str]]] = {
    "person": (("", "genitive"), ("post", "genitive")),
    "organisation": (("", "genitive"),),
    "document": (("title",), ("number",), ("date",)),
    "date": (("", "in_words"), ("", "digits")),
    "money": (("", "digits"), ("", "in_words")),
    "long_text": (("", "paragraphs"),),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be put into Word: the tag, what it means, what it prints for the example."""

    tag: str
    meaning: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    pieces: Sequence[Piece]
    note: str = ""


@dataclass(frozen=True)
class Author:
    """Who writes templates: in which language, with which values to show."""

    language: str
    country: str
    context: Mapping[str, Any]
    filters: Mapping[str, Filter]
    own: Mapping[str, str] = field(default_factory=dict)  # names of questions as first written

    def tag(self, path: str, *filters: str) -> str:
        """`employee.name`, `genitive` → `{{ працівник.піб|родовий }}`."""
        return "{{ " + "|".join([self.path(path), *map(self.filter, filters)]) + " }}"

    def path(self, path: str) -> str:
        """The path in the author's words; a person has a name, an organisation a title."""
        if path.endswith("organisation.name"):
            return f"{local('organisation', self.language)}.{_TITLE.get(self.language, 'name')}"
        root, *parts = path.split(".")
        called = self.own.get(root) or local(root, self.language)
        return ".".join([called, *(local(part, self.language) for part in parts)])

    def filter(self, call: str) -> str:
        """A filter with its arguments: `initials:dative` → `ініціали("давальний")`."""
        name, *arguments = call.split(":")
        said = ", ".join(f'"{self._argument(name, a)}"' for a in arguments)
        return local(name, self.language) + (f"({said})" if said else "")

    def piece(self, path: str, meaning: str, *filters: str) -> Piece:
        return Piece(self.tag(path, *filters), str(meaning), self.printed(path, *filters))

    def printed(self, path: str, *filters: str) -> str:
        """What the paper would say there; nothing when the example has no such value."""
        value: Any = self.context
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        if value in (None, ""):
            return ""
        try:
            for call in filters:
                name, *arguments = call.split(":")
                value = self.filters[name](value, *arguments)
        except (FilterFault, PaperFault):
            return ""
        if isinstance(value, Mapping):
            value = value.get("name", "")
        return self._plain(value)

    def example(self, path: str) -> str:
        """What a value is, or the first of a list; nothing when there is none."""
        value: Any = self.context
        for part in path.split("."):
            value = value[0] if isinstance(value, list) and value else value
            value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        value = value.get("name") if isinstance(value, Mapping) else value
        return "" if value is None or isinstance(value, list) else self._plain(value)

    def _plain(self, value: object) -> str:
        is_figure = isinstance(value, date | Decimal)
        return self.filters["digits"](value) if is_figure else str(value)

    def _argument(self, name: str, argument: str) -> str:
        return argument if name in ("agree", "plural") else local(argument, self.language)


def dictionary(author: Author, questions: Sequence[FormField] = ()) -> list[Group]:
    """All pieces in groups; those of the kind's own form come first."""
    groups = [
        Group(
            _("Questions of this kind's form"), [p for q in questions for p in of_form(author, q)]
        ),
        Group(_("The person named"), _facts(author, "employee")),
        Group(
            _("A person's name in cases"),
            [author.piece("employee", CASES[c], c) for c in Case],
            _("The same for the head, for a post and for an organisation."),
        ),
        Group(_("Other ways to write a name"), list(_ways(author))),
        Group(_("The paper"), list(_of_paper(author))),
        Group(_("Our organisation"), _facts(author, "organisation")),
        Group(_("Who signs"), _facts(author, "head")),
        Group(_("Dates, numbers and sums"), list(_figures(author, questions))),
        Group(_("Several people, rows of a table"), list(_loops(author))),
        Group(_("Only when something is so"), list(_conditions(author))),
    ]
    return [group for group in groups if group.pieces]


def of_form(author: Author, question: FormField) -> Iterator[Piece]:
    """The ways to print one answer, by its type."""
    name, label = question.name, question.label.in_language(author.language)
    if question.type == "yes_no":
        yield Piece(_when(author, name), label)
    elif question.type == "people":
        yield Piece(_each(author, name, "name"), label)
    elif question.type == "rows":
        columns = [column.name for column in question.columns]
        yield Piece(_each(author, name, *columns), label)
    elif question.type != "image":
        for part, *filters in _PRINTED.get(question.type, (("",),)):
            meaning = f"{label}: {MEANINGS[part]}" if part else label
            yield author.piece(f"{name}.{part}" if part else name, meaning, *filters)


def _facts(author: Author, root: str) -> list[Piece]:
    foreign = REQUISITES - set(ASKED[author.country])
    parts = sorted(CONTEXT[root] - {"id"} - foreign, key=lambda p: (_place(p), p))
    return [author.piece(f"{root}.{part}", MEANINGS[part]) for part in parts]


def _place(part: str) -> int:
    return _ORDER.index(part) if part in _ORDER else len(_ORDER)


def _of_paper(author: Author) -> Iterator[Piece]:
    yield author.piece("number", MEANINGS["number"])
    yield author.piece("date", MEANINGS["date"], "in_words")


def _ways(author: Author) -> Iterator[Piece]:
    for call in (
        *("initials", "initials:dative", "initials_first", "family_upper:accusative"),
        *("given_and_patronymic", "latin"),
    ):
        yield author.piece("employee", PURPOSES[call], call)
    yield author.piece("head", PURPOSES["signature"], "signature")
    yield author.piece("employee.post", PURPOSES["capitalised"], "genitive", "capitalised")
    yield author.piece("head.post", PURPOSES["uncapitalised"], "genitive", "uncapitalised")
    masculine, feminine = ("який", "яка") if author.language != "ru" else ("который", "которая")
    yield author.piece("employee", PURPOSES["agree"], f"agree:{masculine}:{feminine}")


def _figures(author: Author, questions: Sequence[FormField]) -> Iterator[Piece]:
    for call in ("in_words", "spelt", "digits"):
        yield author.piece("date", PURPOSES[f"date_{call}"], call)
    yield author.piece("date.year", PURPOSES["year"])
    words = ("година", "години", "годин") if author.language != "ru" else ("час", "часа", "часов")
    yield author.piece("hours", PURPOSES["number_in_words"], "in_words")
    yield author.piece("hours", PURPOSES["plural"], f"plural:{':'.join(words)}")
    yield author.piece("amount", PURPOSES["sum_digits"], "digits")
    yield author.piece("amount", PURPOSES["sum_in_words"], "in_words")
    yield author.piece("content", PURPOSES["paragraphs"], "paragraphs")


def _loops(author: Author) -> Iterator[Piece]:
    one, several = local("person", author.language), local("people", author.language)
    yield Piece(_each(author, "people", "name"), _("Something for each person"))
    yield Piece(f"{{%tr for {one} in {several} %}}", _("Above the row of a table to be repeated"))
    yield Piece("{%tr endfor %}", _("Below that row"))
    yield Piece("{{ loop.index }}", _("The number in the list"), "1")


def _conditions(author: Author) -> Iterator[Piece]:
    path = author.path("employee.category")
    yield Piece(f"{{% if {path} %}}…{{% endif %}}", _("Printed only when there is such a value"))
    yield Piece(f"{{% if {path} %}}…{{% else %}}…{{% endif %}}", _("One text or another"))
    form = author.path("form")
    yield Piece(f'{{% if {form} == "…" %}}…{{% endif %}}', _("Printed only for one answer"))


def _each(author: Author, root: str, *parts: str) -> str:
    one = local("person" if root == "people" else "event", author.language)
    inner = " ".join(f"{{{{ {one}.{local(part, author.language)} }}}}" for part in parts)
    return f"{{% for {one} in {author.path(root)} %}}{inner}{{% endfor %}}"


def _when(author: Author, name: str) -> str:
    return f"{{% if {author.path(name)} %}}…{{% endif %}}"
