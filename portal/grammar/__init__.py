"""Names, posts and organisations in cases; agreement; dates, numbers and sums in words; sort keys.

Pure: strings and dates in, strings and frozen values out. Rules are named where they are applied.
"""

from portal.grammar.agreement import agree, plural
from portal.grammar.alphabet import search_key, sort_key
from portal.grammar.customs import alternatives
from portal.grammar.dates import date_in_digits, date_in_words, date_spelt
from portal.grammar.doubts import DOUBTS, REASONS
from portal.grammar.full_names import split_full_name
from portal.grammar.genders import guess_gender
from portal.grammar.money import money_in_words
from portal.grammar.names import decline_name
from portal.grammar.numbers import number_in_words
from portal.grammar.phrases import decline_organisation, decline_post
from portal.grammar.titles import shipped_posts
from portal.grammar.values import Alternative, Case, Name, Phrase

__all__ = [
    "DOUBTS",
    "REASONS",
    "Alternative",
    "Case",
    "Name",
    "Phrase",
    "agree",
    "alternatives",
    "date_in_digits",
    "date_in_words",
    "date_spelt",
    "decline_name",
    "decline_organisation",
    "decline_post",
    "guess_gender",
    "money_in_words",
    "number_in_words",
    "plural",
    "search_key",
    "shipped_posts",
    "sort_key",
    "split_full_name",
]
