"""Answers for the sample of a drafted question, so that the first look shows a whole paper.

They have the shape of a `sample.toml`; the author of the template may write better ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.documents.manifest import Column, FormField
from portal.paper.filters import uncapitalised

_USUAL: Mapping[str, Any] = {
    "number": 30,
    "money": "1250.50",
    "yes_no": True,
    "phone": "(000) 000-00-00",
    "email": "name@example.org",
    "tax_id": "0000000000",
    "iban": "UA00 0000 0000 0000 0000 0000 0000 0",
}
_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "programme": {
        "uk": "Інклюзивне навчання",
        "ru": "Функциональная грамотность",
        "en": "Inclusive education",
    },
    "document": {"uk": "договір", "ru": "договор", "en": "contract"},
}


def sample_answers(
    questions: Sequence[FormField], shared: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """One answer for each question; `shared` is what the samples of all kinds have in common."""
    answers = {q.name: _answer(q, shared, language) for q in questions}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _answer(question: FormField | Column, shared: Mapping[str, Any], language: str) -> Any:
    match question.type:
        case "date":
            return shared["date"]
        case "choice":
            return question.choices[0].value
        case "person":
            return _person(shared["people"][0])
        case "people":
            return [_person(one) for one in shared["people"]]
        case "organisation":
            organisation = shared["organisation"]
            return {"name": organisation["name"], "short": organisation["short"]}
        case "programme":
            return _IN_WORDS["programme"][language]
        case "document":
            title = _IN_WORDS["document"][language]
            return {"title": title, "number": "7", "date": shared["date"]}
        case "rows" if isinstance(question, FormField):
            row = {c.name: _answer(c, shared, language) for c in question.columns}
            return [row, row]
        case "text" | "long_text":
            return uncapitalised(question.label.in_language(language))
        case _:
            return _USUAL.get(question.type)


def _person(person: Mapping[str, str]) -> dict[str, str]:
    return {part: person[part] for part in ("family", "given", "patronymic", "gender", "post")}
