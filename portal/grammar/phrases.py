"""Posts and names of organisations in all cases.

The leading adjectives and the noun they belong to are declined, what follows stays as it is:
quoted parts, numbers, abbreviations and words in the genitive never change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.grammar.doubts import WORD_UNKNOWN
from portal.grammar.endings import Words, find_row, joined, unchanged
from portal.grammar.full_names import split_full_name
from portal.grammar.letters import tidy
from portal.grammar.names import decline_name
from portal.grammar.russian_words import RUSSIAN
from portal.grammar.ukrainian_words import UKRAINIAN
from portal.grammar.values import Case, Phrase

_WORDS = {"uk": UKRAINIAN, "ru": RUSSIAN}
# «В. о. директора» already stands in the genitive and reads the same in every case.
_ACTING = re.compile(
    r"(?:т\. ?)?(?:в\. ?о\.|и\. ?о\.|вр\. ?и\. ?о\.|(?:т?во|врио)\b)", re.IGNORECASE
)
# An entrepreneur's name is a person's and is declined as one.
_ENTREPRENEUR = re.compile(
    r"(?P<status>(?i:фізична особа ?[-–—] ?підприємець|індивідуальний підприємець|фоп"
    r"|индивидуальный предприниматель|ип)) (?P<person>[А-ЯЁІЇЄҐ]\S+(?: [А-ЯЁІЇЄҐ]\S+){1,2})"
)
# «Заклад дошкільної освіти (ясла-садок) «Сонечко»»: the words in brackets may agree too.
_BRACKETS = re.compile(r"(?P<before>[^(«\"]+) \((?P<inside>[^()]+)\)(?P<after>.*)")
_NEXT_POST = re.compile(r"([,;] )")
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class _Declined:
    forms: Mapping[str, str]
    gender: str = ""
    doubts: tuple[str, ...] = ()


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
    declined: _Declined,
    gender: str,
    overrides: Mapping[str, str] | None,
) -> Phrase:
    kept = {case: form for case, form in (overrides or {}).items() if form}
    doubts = () if kept else declined.doubts
    return Phrase(
        text, language, kind, declined.gender or gender, {**declined.forms, **kept}, doubts
    )


@lru_cache(maxsize=4096)
def _declined_post(text: str, language: str) -> _Declined:
    if language not in _WORDS or _ACTING.match(text):
        return _Declined(unchanged(text))
    words = _WORDS[language]
    first, *others = _NEXT_POST.split(text)
    declined = _declined_clause(first, words, is_animate=True)
    pieces = [declined.forms]
    for piece in others:
        is_post = words.second_post.search(piece.split(" ")[0].lower())
        pieces.append(
            _declined_clause(piece, words, is_animate=True).forms if is_post else unchanged(piece)
        )
    return _Declined(joined(pieces, ""), declined.gender, declined.doubts)


@lru_cache(maxsize=4096)
def _declined_organisation(text: str, language: str) -> _Declined:
    if language not in _WORDS:
        return _Declined(unchanged(text))
    words = _WORDS[language]
    entrepreneur = _ENTREPRENEUR.fullmatch(text)
    if entrepreneur is None:
        return _declined_clause(text, words, is_animate=False)
    status = _declined_clause(entrepreneur["status"], words, is_animate=True)
    family, given, patronymic = split_full_name(entrepreneur["person"], language)
    person = decline_name(family, given, patronymic, "", language)
    names = {case: person.in_case(case) for case in status.forms}
    forms = {**joined([status.forms, names], " "), Case.NOMINATIVE: text}
    return _Declined(forms, status.gender, person.doubts)


def _declined_clause(text: str, words: Words, *, is_animate: bool) -> _Declined:
    """One post or name, with words in brackets when they name the same thing once more."""
    found = _BRACKETS.fullmatch(text)
    if found is None or not _is_named_again(found["inside"], words):
        return _declined_words(text, words, is_animate=is_animate)
    before = _declined_words(found["before"], words, is_animate=is_animate)
    inside = _declined_words(found["inside"], words, is_animate=is_animate)
    pieces = [before.forms, unchanged(" ("), inside.forms, unchanged(f"){found['after']}")]
    return _Declined(joined(pieces, ""), before.gender, before.doubts)


def _is_named_again(inside: str, words: Words) -> bool:
    """«(помощник)», «(ясла-садок)» are names of the thing, «(технологии)» is not."""
    first = inside.split(" ")[0].lower()
    is_post = words.second_post.search(first) is not None
    return is_post or first.split("-")[-1] in words.short_words


def _declined_words(text: str, words: Words, *, is_animate: bool) -> _Declined:
    """Adjectives, head, what agrees behind it, and the rest unchanged."""
    tokens = text.split(" ")
    head = _head_position(tokens, words)
    pieces = [_adjective(token, words, is_animate=is_animate) for token in tokens[:head]]
    noun = _declined_head(tokens[head], words, is_animate=is_animate)
    pieces.append(noun.forms)
    pieces.extend(_declined_rest(tokens[head + 1 :], words, is_animate=is_animate))
    return _Declined(joined(pieces, " "), noun.gender, noun.doubts)


def _head_position(tokens: list[str], words: Words) -> int:
    position = 0
    while position + 1 < len(tokens) and _agree(tokens[position], tokens[position + 1], words):
        position += 1
    return position


def _agree(token: str, following: str, words: Words) -> bool:
    """Whether a word is an adjective that belongs to the word behind it."""
    adjective = find_row(words.adjectives, token)
    if adjective is None or not following[:1].isalpha() or _is_abbreviation(token, words):
        return False
    lowered = following.lower()
    if words.governing.search(token.lower()) and words.governed.search(lowered):
        return False
    if _is_abbreviation(following, words):
        return True
    candidates = (
        find_row(words.adjectives, following),
        find_row(words.nouns, following.split("-")[0]),
    )
    return any(found is not None and found.gender == adjective.gender for found in candidates)


def _adjective(token: str, words: Words, *, is_animate: bool) -> Mapping[str, str]:
    found = find_row(words.adjectives, token)
    return unchanged(token) if found is None else found.forms(token, is_animate=is_animate)


def _declined_head(token: str, words: Words, *, is_animate: bool) -> _Declined:
    if not token[:1].isalpha() or _is_abbreviation(token, words):
        return _Declined(unchanged(token))
    if words.noun_like.search(token.lower()):
        found = find_row(words.adjectives, token)
        gender = found.gender if found else ""
        return _Declined(_adjective(token, words, is_animate=is_animate), gender)
    parts = [_noun(part, words, is_animate=is_animate) for part in token.split("-")]
    genders = [part.gender for part in parts if part.gender]
    doubts = tuple(dict.fromkeys(doubt for part in parts for doubt in part.doubts))
    return _Declined(joined([part.forms for part in parts], "-"), "".join(genders[:1]), doubts)


def _noun(part: str, words: Words, *, is_animate: bool) -> _Declined:
    if part.lower() in words.frozen_first_parts or _is_abbreviation(part, words):
        return _Declined(unchanged(part))
    found = find_row(words.nouns, part)
    if found is None:
        return _Declined(unchanged(part), doubts=(WORD_UNKNOWN,))
    doubts = () if found.is_sure else (WORD_UNKNOWN,)
    return _Declined(found.forms(part, is_animate=is_animate), found.gender, doubts)


def _declined_rest(
    tokens: list[str], words: Words, *, is_animate: bool
) -> Iterator[Mapping[str, str]]:
    """What agrees behind the head: "сестра медична", "особа – підприємець"; then as it stands."""
    while tokens and words.post_posed.search(tokens[0].lower()):
        yield _adjective(tokens.pop(0), words, is_animate=is_animate)
    if len(tokens) > 1 and tokens[0] in _DASHES and words.second_post.search(tokens[1]):
        yield unchanged(tokens.pop(0))
        yield _noun(tokens.pop(0), words, is_animate=is_animate).forms
    yield from (unchanged(token) for token in tokens)


def _is_abbreviation(token: str, words: Words) -> bool:
    """«МКОУ», «НВК»; a long word in capitals is a word of a name written in capitals."""
    return token.isupper() and len(token) < 7 and token.lower() not in words.short_words
