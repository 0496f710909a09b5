"""One post or one name of an organisation in all cases: adjectives, head, and the rest as it is.

Quoted parts, numbers, abbreviations and words in the genitive never change. A second post or a
second name of the same house behind a dash, in brackets or straight after the first changes too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.grammar.doubts import WORD_UNKNOWN
from portal.grammar.endings import Words, find_row, joined, unchanged
from portal.grammar.russian_words import RUSSIAN
from portal.grammar.titles import houses, shipped_posts
from portal.grammar.ukrainian_words import UKRAINIAN

WORDS: Mapping[str, Words] = {"uk": UKRAINIAN, "ru": RUSSIAN}

# «Заклад дошкільної освіти (ясла-садок) «Сонечко»»: the words in brackets may agree too.
_BRACKETS = re.compile(r"(?P<before>[^(«\"]+) \((?P<inside>[^()]+)\)(?P<after>.*)")
# «Школа-дитячий садок»: the adjective belongs to the word behind it.
_JOINED_ADJECTIVE = re.compile(r"(?P<first>[\w ]+)-(?P<second>\w+ \w.*)")
_DASH = re.compile(r" [-–—] ")


@dataclass(frozen=True, slots=True)
class Declined:
    """The forms of some words, the gender of their head, and what is doubtful."""

    forms: Mapping[str, str]
    gender: str = ""
    doubts: tuple[str, ...] = ()


def decline_clause(text: str, words: Words, *, is_animate: bool) -> Declined:
    """The first post or name of a text, and whatever names the same thing once more."""
    for split in (_split_at_dash, _split_joined, _split_brackets):
        pieces = split(text, words)
        if pieces:
            break
    else:
        return _decline_words(text, words, is_animate=is_animate)
    first, joint, second, rest = pieces
    one = decline_clause(first, words, is_animate=is_animate)
    two = decline_clause(second, words, is_animate=is_animate)
    forms = joined([one.forms, unchanged(joint), two.forms, unchanged(rest)], "")
    return Declined(forms, one.gender, tuple(dict.fromkeys(one.doubts + two.doubts)))


def starts_with_head(text: str, words: Words) -> bool:
    """Whether the words begin with a post or a house known by name, in the nominative."""
    tokens = text.split(" ")
    head = tokens[head_position(tokens, words)]
    return _is_known(head.strip("()«»,;").split("-")[0].lower(), words)


def head_position(tokens: list[str], words: Words) -> int:
    """Where the noun stands behind its adjectives and adverbs."""
    position = 0
    while position + 1 < len(tokens) and (
        tokens[position].lower() in words.adverbs
        or _agree(tokens[position], tokens[position + 1], words)
    ):
        position += 1
    return position


def _split_at_dash(text: str, words: Words) -> tuple[str, str, str, str] | None:
    dash = _DASH.search(text)
    if dash is None or re.search(r"[«\"(]", text[: dash.start()]):
        return None
    second = text[dash.end() :]
    return (text[: dash.start()], dash[0], second, "") if starts_with_head(second, words) else None


def _split_joined(text: str, words: Words) -> tuple[str, str, str, str] | None:
    found = _JOINED_ADJECTIVE.match(text)
    if found is None or not _is_known(found["first"].lower().split(" ")[-1], words):
        return None
    adjective, following = found["second"].split(" ")[:2]
    is_pair = _agree(adjective, following, words)
    return (found["first"], "-", found["second"], "") if is_pair else None


def _split_brackets(text: str, words: Words) -> tuple[str, str, str, str] | None:
    """«(помощник)», «(ясла-садок)» name the thing again, «(технологии)» does not."""
    found = _BRACKETS.fullmatch(text)
    if found is None or not starts_with_head(found["inside"], words):
        return None
    return found["before"], " (", found["inside"], f"){found['after']}"


def _agree(token: str, following: str, words: Words) -> bool:
    """Whether a word is an adjective that belongs to the word behind it."""
    token, following = token.strip("()"), following.strip("()")
    adjective = find_row(words.adjectives, token)
    lowered = following.lower()
    if adjective is None or not following[:1].isalpha() or _is_abbreviation(token, words):
        return False
    if lowered in words.prepositions or token.lower() in words.nouns_like_adjectives:
        return False
    if words.governing.search(token.lower()) and words.governed.search(lowered):
        return False
    if _is_abbreviation(following, words):
        return True
    if lowered.split("-")[0] in words.common_gender:
        return adjective.gender in ("m", "f")
    candidates = (
        find_row(words.adjectives, following),
        find_row(words.nouns, following.split("-")[0]),
    )
    return any(found is not None and found.gender == adjective.gender for found in candidates)


def _decline_words(text: str, words: Words, *, is_animate: bool) -> Declined:
    """Adjectives, head, what agrees behind it, and the rest unchanged."""
    tokens = text.split(" ")
    head = head_position(tokens, words)
    is_animate = is_animate or tokens[head].lower().split("-")[-1] in words.persons
    pieces = [_adjective(token, words, is_animate=is_animate) for token in tokens[:head]]
    noun = _decline_head(tokens[head], words, is_animate=is_animate)
    pieces.append(noun.forms)
    rest = tokens[head + 1 :]
    while rest and _is_post_posed(rest[0], noun.gender, words):
        pieces.append(_adjective(rest.pop(0), words, is_animate=is_animate))
    again = None if is_animate else _second_house(rest, words)
    if again is None:
        return Declined(joined([*pieces, *map(unchanged, rest)], " "), noun.gender, noun.doubts)
    second = decline_clause(" ".join(rest[again:]), words, is_animate=False)
    pieces += [*map(unchanged, rest[:again]), second.forms]
    doubts = tuple(dict.fromkeys(noun.doubts + second.doubts))
    return Declined(joined(pieces, " "), noun.gender, doubts)


def _second_house(rest: list[str], words: Words) -> int | None:
    """Where the house is named again: «… учреждение Пермского края средняя школа № 5»."""
    for position, token in enumerate(rest):
        if not token[:1].isalpha() or _is_abbreviation(token, words):
            return None
        if token.lower() in words.prepositions:
            return None
        tail = rest[position:]
        head = tail[head_position(tail, words)].lower()
        if starts_with_head(" ".join(tail), words) and not words.like_genitive.search(head):
            return position
    return None


def _is_post_posed(token: str, gender: str, words: Words) -> bool:
    """«сестра медична», «педагог соціальний»: an adjective behind its noun."""
    lowered = token.lower()
    if not words.post_posed.search(lowered) or _is_abbreviation(token, words):
        return False
    found = find_row(words.adjectives, token)
    return found is not None and found.gender == gender


def _adjective(token: str, words: Words, *, is_animate: bool) -> Mapping[str, str]:
    if token.lower() in words.adverbs:
        return unchanged(token)
    word = token.strip("()")
    found = find_row(words.adjectives, word)
    if found is None:
        return unchanged(token)
    forms = found.forms(word, is_animate=is_animate)
    return {case: token.replace(word, form) for case, form in forms.items()}


def _decline_head(token: str, words: Words, *, is_animate: bool) -> Declined:
    if not token[:1].isalpha() or _is_abbreviation(token, words):
        return Declined(unchanged(token))
    lowered = token.lower()
    is_noun = lowered in words.nouns_like_adjectives
    if words.noun_like.search(lowered) and not is_noun:
        found = find_row(words.adjectives, token)
        gender = found.gender if found else ""
        return Declined(_adjective(token, words, is_animate=is_animate), gender)
    parts = [_noun(part, words, is_animate=is_animate) for part in token.split("-")]
    genders = [part.gender for part in parts if part.gender]
    doubts = tuple(dict.fromkeys(doubt for part in parts for doubt in part.doubts))
    return Declined(joined([part.forms for part in parts], "-"), "".join(genders[:1]), doubts)


def _noun(part: str, words: Words, *, is_animate: bool) -> Declined:
    lowered = part.lower()
    if lowered in words.frozen_first_parts or _is_abbreviation(part, words):
        return Declined(unchanged(part))
    if lowered in words.indeclinable:
        return Declined(unchanged(part), "n")
    found = find_row(words.nouns, part)
    if found is None:
        return Declined(unchanged(part), doubts=(WORD_UNKNOWN,))
    forms = found.forms(part, is_animate=is_animate)
    is_sure = found.is_sure or _is_known(lowered, words)
    return Declined(forms, found.gender, () if is_sure else (WORD_UNKNOWN,))


def _is_abbreviation(token: str, words: Words) -> bool:
    """«МКОУ», «НВК»; a long word in capitals is a word of a name written in capitals."""
    if not token.isupper() or len(token) < 2:
        return False
    return len(token) < 7 and not _is_known(token.lower(), words)


def _is_known(word: str, words: Words) -> bool:
    """Whether the word heads a post of the reviewed list or the name of a house."""
    return word in _heads(words.language)


@lru_cache(maxsize=len(WORDS))
def _heads(language: str) -> frozenset[str]:
    heads = set(houses(language))
    for title in shipped_posts(language):
        tokens = title.lower().split(" ")
        heads.update(tokens[head_position(tokens, WORDS[language])].split("-"))
    return frozenset(heads)
