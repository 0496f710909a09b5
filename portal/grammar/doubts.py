"""The codes of everything a person should look at before a form goes on paper.

The pages translate them; here they are only named.
"""

GENDER_UNKNOWN = "gender-unknown"  # nothing is declined until someone says
GENDER_GUESSED = "gender-guessed"  # from the given or the family name alone
GENDER_CONTRADICTS = "gender-contradicts-patronymic"
UNUSUAL_SURNAME = "unusual-surname"  # families differ; `alternatives` names the ways
FOREIGN_NAME = "foreign-name"  # no part of the name changes
WORD_UNKNOWN = "word-unknown"  # the ending does not tell how a post or a name is declined

DOUBTS = (
    GENDER_UNKNOWN,
    GENDER_GUESSED,
    GENDER_CONTRADICTS,
    UNUSUAL_SURNAME,
    FOREIGN_NAME,
    WORD_UNKNOWN,
)

# Why one of several forms is chosen.
VOWEL_DROPS = "vowel-drops"  # Шевця
VOWEL_STAYS = "vowel-stays"  # Швеця
SOFT = "soft"  # Бондаря
HARD = "hard"  # Бондара
NOUN = "noun"  # Мартином
POSSESSIVE = "possessive"  # Мартиним
FIRST_HALF_STAYS = "first-half-stays"  # Жук-Петренка
FIRST_HALF_CHANGES = "first-half-changes"  # Жука-Петренка

REASONS = (
    VOWEL_DROPS,
    VOWEL_STAYS,
    SOFT,
    HARD,
    NOUN,
    POSSESSIVE,
    FIRST_HALF_STAYS,
    FIRST_HALF_CHANGES,
)
