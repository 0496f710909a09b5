"""Names, posts and organisations in cases; agreement; dates, numbers and sums in words; sort keys.

Pure: strings and dates in, strings and frozen values out. Rules are named where they are applied.
"""

from portal.grammar.values import Alternative, Case, Name, Phrase

__all__ = ["Alternative", "Case", "Name", "Phrase"]
