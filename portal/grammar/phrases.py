"""Posts and names of organisations in all cases: several posts in one line, acting heads,
entrepreneurs, and what the card corrects. The words themselves are bent in `clauses`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from portal.grammar.clauses import WORDS, Declined, decline_clause, starts_with_head
from portal.grammar.endings import joined, unchanged
from portal.grammar.full_names import split_full_name
from portal.grammar.letters import in_cyrillic, tidy
from portal.grammar.names import decline_name
from portal.grammar.values import Case, Phrase

# «В. о. директора», «зам. директора» already stand in the genitive, the same in every case.
_ACTING = re.compile(
    r"(?:т\. ?)?(?:в\. ?о\.|и\. ?о\.|вр\. ?и\. ?о\.|за(?:м|ст)\.|(?:т?во|врио)\b)", re.IGNORECASE
)
# The name of an entrepreneur, a notary, a citizen is a person's and is declined as one.
_ENTREPRENEUR = re.compile(
    r"(?P<status>(?i:фізична особа ?[-–—] ?підприємець|фоп|самозайнята особа"
    r"|(?:індивідуальний|приватний) підприємець|(?:приватний )?нотаріус|адвокат|фермер"
    r"|громадян(?:ин|ка)|ип|(?:индивидуальный|частный) предприниматель|(?:частный )?нотариус"
    r"|граждан(?:ин|ка)|самозанят(?:ый|ая)|глава (?:крестьянского \(фермерского\) хозяйства|кфх)))"
    r" (?P<person>[А-ЯЁІЇЄҐ]\S+(?: [А-ЯЁІЇЄҐ]\S+){1,2})"
)
# «учитель фізики, керівник гуртка», «секретарь и делопроизводитель»: a second post, where the words
# after the sign begin with one.
_NEXT_POST = re.compile(r"(, |; |/| (?:і|й|та|и) )")


def decline_post(
    text: str, language: str, gender: str = "", overrides: Mapping[str, str] | None = None
) -> Phrase:
    """A post; `gender` is the holder's and is kept where the words themselves show none."""
    text = tidy(text)
    return _phrase(text, language, "post", _declined_post(text, language), gender, overrides)


def decline_organisation(
    text: str, language: str, overrides: Mapping[str, str] | None = None
) -> Phrase:
    """The name of an organisation, or of an entrepreneur."""
    text = tidy(text)
    declined = _declined_organisation(text, language)
    return _phrase(text, language, "organisation", declined, "", overrides)


def _phrase(
    text: str,
    language: str,
    kind: str,
    declined: Declined,
    gender: str,
    overrides: Mapping[str, str] | None,
) -> Phrase:
    kept = {case: form for case, form in (overrides or {}).items() if form}
    doubts = () if kept else declined.doubts
    return Phrase(
        text, language, kind, declined.gender or gender, {**declined.forms, **kept}, doubts
    )


@lru_cache(maxsize=4096)
def _declined_post(text: str, language: str) -> Declined:
    if language not in WORDS or _ACTING.match(text):
        return Declined(unchanged(text))
    words = WORDS[language]
    first, *others = _NEXT_POST.split(in_cyrillic(text))
    declined = decline_clause(first, words, is_animate=True)
    pieces = [declined.forms]
    for piece in others:
        is_post = piece[:1].isalpha() and starts_with_head(piece, words)
        pieces.append(
            decline_clause(piece, words, is_animate=True).forms if is_post else unchanged(piece)
        )
    forms = {**joined(pieces, ""), Case.NOMINATIVE: text}
    return Declined(forms, declined.gender, declined.doubts)


@lru_cache(maxsize=4096)
def _declined_organisation(text: str, language: str) -> Declined:
    if language not in WORDS:
        return Declined(unchanged(text))
    words = WORDS[language]
    entrepreneur = _ENTREPRENEUR.fullmatch(text)
    if entrepreneur is None:
        declined = decline_clause(in_cyrillic(text), words, is_animate=False)
        return replace(declined, forms={**declined.forms, Case.NOMINATIVE: text})
    status = decline_clause(entrepreneur["status"], words, is_animate=True)
    family, given, patronymic = split_full_name(entrepreneur["person"], language)
    person = decline_name(family, given, patronymic, "", language)
    names = {case: person.in_case(case) for case in status.forms}
    forms = {**joined([status.forms, names], " "), Case.NOMINATIVE: text}
    return Declined(forms, status.gender, person.doubts)
