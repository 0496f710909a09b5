"""One question of the form: its type, its words, when it is asked, its place among the others."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField

from portal.documents.manifest import FormField, Manifest
from portal.extensions import db
from portal.forms import ChoiceField, Form, LongTextField, Required, TextField
from portal.permissions import Right, requires
from portal.studio.drafting import choices_of
from portal.studio.manifests import LANGUAGES
from portal.studio.models import TemplateVersion
from portal.studio.questions import (
    change_question,
    manifest_of,
    move_question,
    names_as_written,
    question_of,
    remove_question,
)
from portal.studio.views.blueprint import blueprint
from portal.studio.views.rights import acting_user_id, find_version, page_language
from portal.web import form_page, told_on

TYPES: Mapping[str, LazyString] = {
    "text": _l("a line of text"),
    "long_text": _l("several lines of text"),
    "date": _l("a date"),
    "number": _l("a number"),
    "money": _l("a sum of money"),
    "choice": _l("one of several answers"),
    "yes_no": _l("yes or no"),
    "person": _l("one person of ours"),
    "people": _l("several people of ours"),
    "organisation": _l("an organisation"),
    "programme": _l("a programme"),
    "document": _l("a paper: name, number, date"),
    "rows": _l("a table"),
    "computed": _l("worked out by the portal"),
    "image": _l("a picture"),
    "tax_id": _l("a tax number"),
    "iban": _l("a bank account (IBAN)"),
    "phone": _l("a phone number"),
    "email": _l("an e-mail address"),
}
# A table, a picture and what is worked out need more than a word said here.
_FIXED = frozenset({"rows", "computed", "image"})
_ALWAYS = ("", _l("always"))
_YES, _NO = "y", "n"


class QuestionForm(Form):
    label = TextField(_l("What the form asks"), [Required()], limit=200)
    help = TextField(_l("Help below it"), limit=300)
    type = ChoiceField(_l("What is answered"))
    answers = LongTextField(
        _l("Answers to choose from"),
        description=_l("Each on a line of its own, as the paper prints it."),
    )
    required = BooleanField(_l("It has to be answered"))
    last = BooleanField(_l("Offer what was answered last time"))
    when = ChoiceField(_l("It is asked only when"))

    def changes(self, question: FormField, language: str) -> dict[str, Any]:
        """What is to be written into the form; None takes a fact away."""
        kind = self.type.data
        texts = [line for line in self.answers.data.splitlines() if line.strip()]
        is_same = texts == _texts(question) and kind == question.type
        changes: dict[str, Any] = {
            "label": _in_languages(self.label.data, question.label, language),
            "help": _in_languages(self.help.data, question.help, language),
            "type": kind,
            "required": self.required.data and kind not in ("yes_no", "computed"),
            "source": _source(question, offers_last=self.last.data),
            "when": _when(self.when.data) or None,
        }
        if not is_same:
            changes["choices"] = choices_of(texts) if kind == "choice" else None
        if kind != question.type:
            changes |= dict.fromkeys(("among", "kinds", "maximum", "minimum", "minimum_in"))
            changes["max_length"] = None
        return changes


@blueprint.route("/versions/<int:version_id>/questions/<question_name>", methods=["GET", "POST"])
@requires(Right.EDIT_TEMPLATES)
def question(version_id: int, question_name: str) -> Response | tuple[str, int]:
    """Everything that may be said of one question."""
    version, asked = find_version(version_id), question_of(find_version(version_id), question_name)
    form = QuestionForm(data=_shown(asked, page_language()))
    form.type.choices = [(t, TYPES[t]) for t in _types_for(asked)]
    form.when.choices = [_ALWAYS, *_conditions(manifest_of(version), question_name)]
    if form.validate_on_submit():
        if form.type.data == "choice" and not form.answers.data:
            form.answers.errors = [_("Write the answers, each on a line of its own.")]
        else:
            with told_on(form):
                changes = form.changes(asked, page_language())
                change_question(version, question_name, changes, by=acting_user_id())
                db.session.commit()
                flash(_("The question is kept."), "ok")
                return redirect(_home(version), 303)
    return form_page(
        "studio/question.html",
        form,
        version=version,
        question=asked,
        written=names_as_written(version).get(question_name, question_name),
        language=page_language(),
    )


@blueprint.post("/versions/<int:version_id>/questions/<question_name>/move")
@requires(Right.EDIT_TEMPLATES)
def move(version_id: int, question_name: str) -> Response:
    version = find_version(version_id)
    move_question(version, question_name, up=request.form.get("way") == "up", by=acting_user_id())
    db.session.commit()
    return redirect(_home(version), 303)


@blueprint.post("/versions/<int:version_id>/questions/<question_name>/remove")
@requires(Right.EDIT_TEMPLATES)
def remove(version_id: int, question_name: str) -> Response:
    version = find_version(version_id)
    question_of(version, question_name)
    remove_question(version, question_name, by=acting_user_id())
    db.session.commit()
    flash(_("The question is asked no more."), "ok")
    return redirect(_home(version), 303)


def condition_words(asked: FormField, manifest: Manifest) -> str:
    """«only when the way of training is “distance”», or nothing."""
    said = []
    for name, wanted in asked.when.items():
        other = next(field for field in manifest.fields if field.name == name)
        said.append(f"{_label(other)}: {_answer(other, wanted)}")
    return str(_("only when %(what)s", what=", ".join(said))) if said else ""


def _home(version: TemplateVersion) -> str:
    return url_for("studio.version", version_id=version.id, _anchor="form")


def _label(field: FormField) -> str:
    return field.label.in_language(page_language())


def _answer(field: FormField, wanted: str | bool) -> str:
    if isinstance(wanted, bool):
        return str(_("yes") if wanted else _("no"))
    words = next((c.label for c in field.choices if c.value == wanted), None)
    return words.in_language(page_language()) if words else str(wanted)


def _types_for(asked: FormField) -> list[str]:
    if asked.type in _FIXED:
        return [asked.type]
    return [kind for kind in TYPES if kind not in _FIXED]


def _conditions(manifest: Manifest, name: str) -> list[tuple[str, str]]:
    """Answers of other questions on which this one may hang."""
    found: list[tuple[str, str]] = []
    for field in manifest.fields:
        if field.name == name or name in field.when:
            continue
        if field.type == "yes_no":
            pairs: list[tuple[str, str | bool]] = [(_YES, True), (_NO, False)]
        else:
            pairs = [(choice.value, choice.value) for choice in field.choices]
        found += [
            (f"{field.name}={value}", f"{_label(field)}: {_answer(field, wanted)}")
            for value, wanted in pairs
        ]
    return found


def _shown(asked: FormField, language: str) -> dict[str, Any]:
    when = next(iter(asked.when.items()), None)
    said = "" if when is None else f"{when[0]}={_plain(when[1])}"
    return {
        "label": asked.label.in_language(language),
        "help": asked.help.in_language(language) if asked.help else "",
        "type": asked.type,
        "answers": "\n".join(_texts(asked)),
        "required": asked.required,
        "last": "last" in asked.source,
        "when": said,
    }


def _plain(wanted: str | bool) -> str:
    if isinstance(wanted, bool):
        return _YES if wanted else _NO
    return wanted


def _when(said: str) -> dict[str, str | bool]:
    name, _equals, value = said.partition("=")
    answers: dict[str, str | bool] = {_YES: True, _NO: False}
    return {name: answers.get(value, value)} if name else {}


def _texts(asked: FormField) -> list[str]:
    """The answers as the paper prints them, in the first language they have."""
    return [next(iter(choice.print.values())).nominative for choice in asked.choices]


def _source(asked: FormField, *, offers_last: bool) -> list[str]:
    others: list[str] = [source for source in asked.source if source != "last"]
    return [*others, "last"] if offers_last else others


def _in_languages(text: str, words: Any, language: str) -> dict[str, str] | None:
    """Only the language of the page is asked; one not translated yet follows it."""
    if not text:
        return None
    if words is None:
        return dict.fromkeys(LANGUAGES, text)
    old = words.in_language(language)
    told = {code: words.in_language(code) for code in LANGUAGES}
    return {c: text if c == language or said == old else said for c, said in told.items()}
