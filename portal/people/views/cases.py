"""Case forms on pages: their names, what is doubtful, and the form that corrects them.

Only what differs from the rules is kept, so that better rules mend what nobody has touched.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal import grammar
from portal.forms import Form, RadiosField, TextField
from portal.grammar import Alternative, Case, Name, Phrase
from portal.grammar.values import PARTS
from portal.people.models import PersonName

CASES: Mapping[Case, Any] = {
    Case.NOMINATIVE: _l("Nominative"),
    Case.GENITIVE: _l("Genitive"),
    Case.DATIVE: _l("Dative"),
    Case.ACCUSATIVE: _l("Accusative"),
    Case.INSTRUMENTAL: _l("Instrumental"),
    Case.LOCATIVE: _l("Locative"),
    Case.VOCATIVE: _l("Vocative"),
}
# The question each case answers, in the language of the papers, whoever reads the page.
QUESTIONS: Mapping[str, Mapping[Case, str]] = {
    "uk": {
        Case.NOMINATIVE: "хто?",
        Case.GENITIVE: "кого?",
        Case.DATIVE: "кому?",
        Case.ACCUSATIVE: "кого?",
        Case.INSTRUMENTAL: "ким?",
        Case.LOCATIVE: "на кому?",
        Case.VOCATIVE: "звертання",
    },
    "ru": {
        Case.NOMINATIVE: "кто?",
        Case.GENITIVE: "кого?",
        Case.DATIVE: "кому?",
        Case.ACCUSATIVE: "кого?",
        Case.INSTRUMENTAL: "кем?",
        Case.LOCATIVE: "о ком?",
    },
}
DOUBTS: Mapping[str, Any] = {
    "gender-unknown": _l("It is not known whether this is a man or a woman: say so on the card."),
    "gender-guessed": _l("Man or woman was guessed by the name: say so on the card."),
    "gender-contradicts-patronymic": _l("The patronymic speaks of the other gender."),
    "unusual-surname": _l("Families decline such a surname in different ways: ask once."),
    "foreign-name": _l("No part of this name changes by the rules: check that it is so."),
    "word-unknown": _l("A word here is not known to the rules: check its forms."),
}
WAYS: Mapping[str, Any] = {
    "vowel-drops": _l("by the rules, the vowel drops out"),
    "vowel-stays": _l("by family custom, the vowel stays"),
    "soft": _l("soft declension"),
    "hard": _l("hard declension"),
    "noun": _l("as a noun"),
    "possessive": _l("as a possessive surname"),
    "first-half-stays": _l("the first half stays"),
    "first-half-changes": _l("both halves change"),
}
OWN_WAY = "own"
LONGEST = 200


def shown_cases(language: str) -> list[tuple[Case, Any, str]]:
    """The cases of a language of papers: code, name for the page, question."""
    return [(case, CASES[case], question) for case, question in QUESTIONS[language].items()]


def doubts_of(name: PersonName) -> list[Any]:
    """What somebody should look at before the name goes on paper; nothing once it is confirmed."""
    if name.confirmed_at:
        return []
    return [DOUBTS[code] for code in name.declined().doubts]


class PhraseForms(Form):
    """The case forms of a post or of an organisation's name."""

    @classmethod
    def of(cls, phrase: Phrase) -> "PhraseForms":
        fields: dict[str, Any] = {
            case: TextField(CASES[case]) for case in _changing(phrase.language)
        }
        form: PhraseForms = type("PhraseFormsOfThis", (cls,), fields)(data=dict(phrase.forms))
        return form

    def overrides(self, by_rule: Phrase) -> dict[str, str]:
        """Case → form, as a card keeps it: only what the rules do not give."""
        typed = {case: self[case].data or "" for case in _changing(by_rule.language)}
        return {c: form for c, form in typed.items() if form and form != by_rule.forms[c]}


class NameForms(Form):
    """The case forms of the three parts of a name, and the ways its family may be declined."""

    ways: tuple[Alternative, ...] = ()
    way_in_use = OWN_WAY

    @classmethod
    def of(cls, name: Name) -> "NameForms":
        ways = grammar.alternatives(name)
        fields: dict[str, Any] = {
            _field(case, part): TextField(CASES[case], limit=LONGEST)
            for case in _changing(name.language)
            for part in PARTS
            if getattr(name, part)
        }
        in_use = next((way.reason for way in ways if _is_used(way, name)), OWN_WAY)
        if ways:
            choices = [(way.reason, WAYS[way.reason]) for way in ways]
            fields["way"] = RadiosField(choices=[*choices, (OWN_WAY, _l("Write otherwise"))])
        data = {
            _field(case, part): form
            for case, forms in name.forms.items()
            for part, form in zip(PARTS, forms, strict=True)
        }
        form: NameForms = type("NameFormsOfThis", (cls,), fields)(data={**data, "way": in_use})
        form.ways, form.way_in_use = ways, in_use
        return form

    def overrides(self, by_rule: Name) -> dict[str, dict[str, str]]:
        """Case → part → form, as a card keeps it: only what the rules do not give."""
        chosen = self._chosen_way()
        kept: dict[str, dict[str, str]] = {}
        for case in _changing(by_rule.language):
            for part, rule in zip(PARTS, by_rule.forms[case], strict=True):
                typed = self[_field(case, part)].data if _field(case, part) in self else ""
                form = chosen.forms[case] if chosen and part == chosen.part else typed
                if form and form != rule:
                    kept.setdefault(case, {})[part] = form
        return kept

    def _chosen_way(self) -> Alternative | None:
        """The way chosen anew; the way in use already stands in the fields, to be corrected."""
        wanted = self["way"].data if self.ways else OWN_WAY
        if wanted == self.way_in_use:
            return None
        return next((way for way in self.ways if way.reason == wanted), None)


def _changing(language: str) -> list[Case]:
    return [case for case in QUESTIONS[language] if case is not Case.NOMINATIVE]


def _field(case: str, part: str) -> str:
    return f"{case}_{part}"


def _is_used(way: Alternative, name: Name) -> bool:
    return all(form == name.forms[case][0] for case, form in way.forms.items())
