"""The form of a kind of paper, made from its manifest.

`question_form` gives a fresh class; an instance takes the plain data of a draft as `data=`, and
`plain_answers` gives it back, with whatever cannot be read as it was typed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from portal.documents.answers import (
    ChoiceAnswer,
    DateAnswer,
    DocumentAnswer,
    HasRows,
    IdAnswer,
    LongTextAnswer,
    NumberAnswer,
    OrganisationAnswer,
    PaperRow,
    PeopleAnswer,
    PictureAnswer,
    RowsAnswer,
    TextAnswer,
    WhenAsked,
    YesNoAnswer,
)
from portal.documents.catalogue import Kind
from portal.documents.drafts import remembered
from portal.documents.links import papers_on_offer
from portal.documents.manifest import Choice, Follows
from portal.documents.manifest import FormField as ManifestField
from portal.documents.models import Document
from portal.documents.received_basis import received_on_offer
from portal.documents.typed import Question, known_organisations
from portal.documents.values import is_asked
from portal.extensions import db
from portal.forms import Form, Required, RowForm, TextField
from portal.people.models import Employment, Organisation
from portal.people.search import search_people

NOTHING = ("", "–")  # the first line of a list to choose from
# What the paper does to another, asked as a question.
FOLLOWED = {
    "follows": _l("The paper it follows"),
    "amends": _l("The paper it changes"),
    "cancels": _l("The paper it cancels"),
}


class QuestionForm(Form):
    """What a kind asks; the class is made for one kind, organisation, language and day."""

    of_kind: ClassVar[Kind]
    of_organisation: ClassVar[Organisation]
    offered_names: ClassVar[Sequence[str]]  # of organisations, while one is typed

    def plain_answers(self) -> dict[str, Any]:
        """All answers as a draft keeps them."""
        return {name: self[name].plain() for name in self.asked_names()}

    def asked_names(self) -> list[str]:
        """The names of the answers, papers it follows first."""
        followed = [f.name for f in self.of_kind.manifest.follows]
        questions = self.of_kind.fields_in(self.of_organisation.country)
        names = [*followed, *(question.name for question in questions)]
        return [name for name in names if name in self]

    def asks(self, name: str) -> bool:
        """Whether the other answers leave room for this question."""
        question = next((f for f in self.of_kind.fields if f.name == name), None)
        country = self.of_organisation.country
        return question is None or is_asked(question, country, self.plain_answers())


def question_form(
    kind: Kind,
    organisation: Organisation,
    language: str,
    day: date,
    *,
    document: Document | None = None,
) -> type[QuestionForm]:
    """The form of the kind, worded in the language of the page, with the people of that day.

    Papers to choose from that name the same people as `document` stand first; what a registered
    one has chosen stays on offer.
    """
    maker = _Maker(organisation, language, day, document)
    fields: dict[str, Any] = {f.name: maker.followed(f) for f in kind.manifest.follows}
    for question in kind.fields_in(organisation.country):
        if question.type != "computed":
            fields[question.name] = maker.answer(question)
    facts = {
        "of_kind": kind,
        "of_organisation": organisation,
        "offered_names": maker.offered_names,
    }
    return type("QuestionFormOfKind", (QuestionForm,), {**fields, **facts})


def conditions(kind: Kind) -> dict[str, str]:
    """For each question that depends on another: "field=value", as the page shows it by."""
    shown: dict[str, str] = {}
    for question in kind.fields:
        for name, wanted in question.when.items():
            if wanted is not False:
                shown[question.name] = f"{name}={'y' if wanted is True else wanted}"
    return shown


def source_marks(kind: Kind, organisation: Organisation, data: Mapping[str, Any]) -> dict[str, str]:
    """Where each answer came from, as far as it still is what came from there."""
    last = remembered(kind, organisation)
    followed = [db.session.get(Document, data.get(f.name) or 0) for f in kind.manifest.follows]
    marks: dict[str, str] = {}
    for question in kind.fields:
        plain = data.get(question.name)
        if plain in (None, "", [], False):
            continue
        if any(paper and paper.data.get(question.name) == plain for paper in followed):
            marks[question.name] = _("from the paper it follows")
        elif "last" in question.source and last.get(question.name) == plain:
            marks[question.name] = "last"
    return marks


class _Maker:
    """Makes the fields of one form; lists that several fields offer are read once."""

    def __init__(
        self, organisation: Organisation, language: str, day: date, document: Document | None
    ) -> None:
        self.organisation, self.language, self.day = organisation, language, day
        self.document = document
        self._people: Sequence[Employment] | None = None
        self.offered_names: Sequence[str] = ()  # only when an organisation is asked

    def followed(self, follows: Follows) -> Any:
        papers = self._papers([follows.kind])
        label = FOLLOWED[follows.role]
        required = [Required()] if follows.required else []
        return IdAnswer(label, required, choices=[NOTHING, *papers])

    def answer(self, question: ManifestField) -> Any:
        if question.type == "document":
            return DocumentAnswer(
                self._paper_row(question.kinds),
                self._label(question),
                is_required=question.required,
                description=self._help(question),
            )
        if question.type == "rows":
            return self._rows(question)
        required = [Required()] if question.required else []
        return self._simple(question, [WhenAsked(), *required])

    def _rows(self, question: ManifestField) -> Any:
        cells = {
            column.name: self._simple(column, [Required()] if column.required else [])
            for column in question.columns
            if column.type != "computed"
        }
        row = type("AnswerRow", (RowForm,), cells)
        return RowsAnswer(
            FormField(row),
            self._label(question),
            [WhenAsked(), *([HasRows()] if question.required else [])],
            min_entries=1,
            description=self._help(question),
        )

    def _simple(self, question: Question, validators: list[Any]) -> Any:
        make = self._makers().get(question.type, self._typed(TextAnswer))
        return make(question, validators)

    def _makers(self) -> Mapping[str, Callable[[Question, list[Any]], Any]]:
        return {
            "long_text": self._plain_maker(LongTextAnswer),
            "image": self._plain_maker(PictureAnswer),
            "date": self._plain_maker(DateAnswer),
            "yes_no": self._plain_maker(YesNoAnswer),
            "number": self._typed(NumberAnswer),
            "money": self._typed(NumberAnswer),
            "organisation": self._organisation,
            "choice": self._choice,
            "person": self._person,
            "people": self._several,
            "document": self._paper,
        }

    def _plain_maker(self, field: Any) -> Callable[[Question, list[Any]], Any]:
        return lambda question, validators: field(
            self._label(question), validators, description=self._help(question)
        )

    def _typed(self, field: Any) -> Callable[[Question, list[Any]], Any]:
        return lambda question, validators: field(
            self._label(question),
            validators,
            question=question,
            organisation=self.organisation,
            description=self._help(question),
        )

    def _organisation(self, question: Question, validators: list[Any]) -> Any:
        known = db.session.scalars(known_organisations(self.organisation))
        self.offered_names = [one.full_name for one in known]
        return self._typed(OrganisationAnswer)(question, validators)

    def _choice(self, question: Question, validators: list[Any]) -> Any:
        return self._chosen(ChoiceAnswer, question, validators, map(self._option, question.choices))

    def _person(self, question: Question, validators: list[Any]) -> Any:
        people = [(str(e.id), self._named(e)) for e in self._staff()]
        return self._chosen(IdAnswer, question, validators, people)

    def _paper(self, question: Question, validators: list[Any]) -> Any:
        return self._chosen(IdAnswer, question, validators, self._papers(()))

    def _several(self, question: Question, validators: list[Any]) -> Any:
        return PeopleAnswer(
            self._label(question),
            validators,
            choices=[(e.id, str(e.person.name_on(self.day))) for e in self._staff()],
            details={e.id: self._post(e) for e in self._staff()},
            description=self._help(question),
        )

    def _chosen(self, field: Any, question: Question, validators: list[Any], options: Any) -> Any:
        return field(
            self._label(question),
            validators,
            choices=[NOTHING, *options],
            description=self._help(question),
        )

    def _paper_row(self, kinds: Collection[str]) -> type[PaperRow]:
        none = ("", _("another paper, or none"))
        received = received_on_offer(self.organisation, kinds)
        others = [(one.value, one.label) for one in received]
        choices = [none, *self._papers(kinds), *others]
        fields: dict[str, Any] = {
            "received": {one.value: one.plain for one in received},
            "paper": IdAnswer(_("From the journals"), choices=choices),
            "title": TextField(_("What it is"), description=_("For example: договір.")),
            "number": TextField(_("Number"), limit=60),
            "date": DateAnswer(_("Date")),
        }
        return type("PaperRowOfForm", (PaperRow,), fields)

    def _option(self, choice: Choice) -> tuple[str, str]:
        return choice.value, choice.label.in_language(self.language)

    def _papers(self, kinds: Collection[str]) -> list[tuple[str, str]]:
        found = papers_on_offer(self.organisation, kinds, self.document)
        return [(str(p.id), f"№ {p.number} · {p.dated_on:%d.%m.%Y} · {p.title}") for p in found]

    def _staff(self) -> Sequence[Employment]:
        if self._people is None:
            found = search_people([self.organisation.id], "", self.day)
            self._people = db.session.scalars(found).all()
        return self._people

    def _named(self, employment: Employment) -> str:
        name, post = str(employment.person.name_on(self.day)), self._post(employment)
        return f"{name}, {post}" if post else name

    def _post(self, employment: Employment) -> str:
        post = employment.post_on(self.day)
        return post.text if post else ""

    def _label(self, question: Question) -> str:
        return question.label.in_language(self.language)

    def _help(self, question: Question) -> str:
        said = [question.help.in_language(self.language)] if question.help else []
        if getattr(question, "by_hand", False):
            said.append(_("Left empty, a line is printed to be filled in by hand."))
        return " ".join(said)
