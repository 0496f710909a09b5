"""The tags in one paragraph, whole and broken ones, found in its text alone.

A broken tag that can be recognised is given as what it was meant to be, so that it is not followed
by faults of its neighbours; whether its words make sense is for others to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.paper.diagnosis.passages import UNREAD

_GAP = rf"[ \u00a0{UNREAD}]*"
_TOKEN = re.compile(rf"(?P<open>\{{(?:{_GAP}[{{%#])?)|(?P<close>(?:[}}%#]{_GAP})?\}})")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}

# What reads like the inside of a tag: dotted names, filters, texts in brackets.
_PATH = re.compile(r"\s*[^\W\d][\w’'ʼ]*(?:\.[^\W\d][\w’'ʼ]*)*(?:\s*\|\s*\w+(?:\([^(){}]*\))?)*")
_LONGEST = 300

STATEMENTS = frozenset({"for", "if", "elif", "else", "endif", "endfor"})
_WORD = re.compile(r"-?(?:(?:tr|tc|p|r)\s+)?\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag at `start`–`end` of a line; `meant` is the tag as it should be written."""

    start: int
    end: int
    meant: str
    reason: str = ""  # why it is no proper tag
    is_safe: bool = False
    is_fault: bool = True

    @property
    def is_readable(self) -> bool:
        """The tag, mended if need be, can be read further."""
        return bool(self.meant) and self.is_fault

    @property
    def inside(self) -> str:
        return self.meant[2:-2]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    sign: str  # "{{", "%}", "{" …: without the gap
    is_exact: bool
    is_open: bool

    @property
    def is_double(self) -> bool:
        return len(self.sign) > 1


def marks(text: str) -> list[Mark]:
    """All tags of a line; `text` is its `as_read`."""
    return list(_marks(text, _without_pairs(_tokens(text))))


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        sign = written[0] + written[-1] if len(written) > 1 else written
        found.append(_Token(match.start(), match.end(), sign, sign == written, bool(match["open"])))
    return found


def _without_pairs(tokens: list[_Token]) -> list[_Token]:
    """`{{ call({}) }}`: single braces within a tag are its words."""
    kept: list[_Token] = []
    at = 0
    while at < len(tokens):
        kept.append(tokens[at])
        at += 1
        if kept[-1].is_open and kept[-1].is_double and kept[-1].is_exact:
            at = _behind_pairs(tokens, at, kept[-1].end)
    return kept


def _behind_pairs(tokens: list[_Token], start: int, end: int) -> int:
    """Where the tag goes on behind its pairs of braces; `start` when it does not."""
    at = start
    while [token.sign for token in tokens[at : at + 2]] == ["{", "}"] and tokens[at].start > end:
        at += 2
    is_closed = at < len(tokens) and tokens[at].is_double and not tokens[at].is_open
    return at if is_closed else start


def _marks(text: str, tokens: list[_Token]) -> Iterator[Mark]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.sign == "{#" and token.is_exact:
            at, mark = _comment(text, tokens, at)
        elif token.is_open:
            at, mark = _opened(text, tokens, at)
        else:
            mark = _stray(token) if token.is_double and token.is_exact else None
            at += 1
        if mark:
            yield mark


def _comment(text: str, tokens: list[_Token], at: int) -> tuple[int, Mark | None]:
    for number in range(at + 1, len(tokens)):
        if tokens[number].sign == "#}" and tokens[number].is_exact:
            return number + 1, None
    return len(tokens), Mark(tokens[at].start, len(text), "", "unclosed-tag")


def _stray(token: _Token) -> Mark:
    return Mark(token.start, token.end, "", "stray-end")


def _opened(text: str, tokens: list[_Token], at: int) -> tuple[int, Mark | None]:
    """The tag that begins with this token, and the number of the next token."""
    opening = tokens[at]
    inner = at + 1
    while inner < len(tokens) and _is_extra_brace(opening, tokens[inner - 1], tokens[inner]):
        inner += 1
    closing = tokens[inner] if inner < len(tokens) else None
    if closing is None or closing.is_open:
        return inner, _unclosed(text, opening, tokens[inner - 1], closing)
    inside = text[tokens[inner - 1].end : closing.start]
    end, after = closing.end, inner + 1
    while inner > at + 1 and after < len(tokens) and _is_extra_end(end, tokens[after]):
        end, after = tokens[after].end, after + 1
    is_exact = opening.is_exact and closing.is_exact and inner == at + 1
    if is_exact and _CLOSING.get(opening.sign) == closing.sign:
        return after, _whole(text, opening, closing)
    return after, _broken(opening, closing, end, inside, has_extra=inner > at + 1)


def _is_extra_brace(opening: _Token, before: _Token, token: _Token) -> bool:
    """A third brace: `{{{ name }}`."""
    return opening.sign == "{{" and token.sign in ("{", "{{") and token.start == before.end


def _is_extra_end(end: int, token: _Token) -> bool:
    return token.sign in ("}", "}}") and token.start == end


def _whole(text: str, opening: _Token, closing: _Token) -> Mark:
    meant = text[opening.start : closing.end].replace(UNREAD, "")
    return Mark(opening.start, closing.end, meant)


def extra_ends(text: str) -> list[Mark]:
    """A brace too many after a tag that works: `{{ name }}}` prints it. A notice, no fault."""
    return [
        Mark(match.start(), match.end(), match[1], "extra-brace", is_safe=True, is_fault=False)
        for match in re.finditer(r"(?<!\{)(\{\{[^{}]*\}\})\}+", text)
    ]


def _unclosed(text: str, opening: _Token, last: _Token, following: _Token | None) -> Mark | None:
    if not (opening.is_double and opening.is_exact):
        return None
    end = following.start if following else len(text)
    inside = text[last.end : end]
    path = _PATH.match(inside) if opening.sign == "{{" else None
    if path is None:
        return Mark(opening.start, end, "", "unclosed-tag")
    rest = inside[path.end() :].strip(f" \u00a0{UNREAD}")
    meant = _tag("{{", path[0])
    is_whole = not rest or rest[0] in ",.;:)»"
    return Mark(opening.start, last.end + path.end(), meant, "unclosed-tag", is_safe=is_whole)


def _broken(
    opening: _Token, closing: _Token, end: int, inside: str, *, has_extra: bool
) -> Mark | None:
    inside = inside.replace(UNREAD, "")
    if not opening.is_double and not closing.is_double:
        return None  # `{name}` of other programs
    if len(inside) > _LONGEST or (
        not (opening.is_exact and opening.is_double)
        and not (closing.is_exact and closing.is_double)
        and not _looks_like_tag(inside)
    ):
        return None
    sign = _meant_sign(opening, closing, inside)
    reason = "extra-brace" if has_extra else _reason(opening, closing)
    return Mark(opening.start, end, _tag(sign, inside), reason, is_safe=bool(inside.strip()))


def _looks_like_tag(inside: str) -> bool:
    return bool(_PATH.fullmatch(inside.rstrip())) or first_word(inside) in STATEMENTS


def _meant_sign(opening: _Token, closing: _Token, inside: str) -> str:
    """Braces or percent signs; where they disagree the first word decides."""
    signs = {
        {"{": "", "}": ""}.get(opening.sign, opening.sign),
        {"%}": "{%", "}}": "{{", "#}": "{#", "}": ""}[closing.sign],
    } - {""}
    if len(signs) == 1:
        return signs.pop()
    return "{%" if first_word(inside) in STATEMENTS else "{{"


def _reason(opening: _Token, closing: _Token) -> str:
    if not (opening.is_double and closing.is_double):
        return "missing-brace"
    if _CLOSING[opening.sign] != closing.sign:
        return "wrong-brackets"
    return "split-tag"


def first_word(inside: str) -> str:
    """What a statement does: `tr for p in people` → for."""
    match = _WORD.match(inside.lstrip())
    return match[1] if match else ""


def _tag(sign: str, inside: str) -> str:
    scoped = sign == "{%" and re.match(r"-?(?:tr|tc|p|r)\s", inside)
    gap = "" if scoped else " "
    return f"{sign}{gap}{inside.strip()} {_CLOSING[sign]}"
