"""A Word template and plain values → the finished paper.

The sandbox, the reading of values and the printing of them are here; which tags a template may
hold is in `language`, the work on Word's XML in `tags`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from portal.paper import language
from portal.paper.faults import FilterFault, MissingValue, TemplateFault
from portal.paper.filters import ARGUMENTS, Filter, digits
from portal.paper.language import Reader
from portal.paper.package import core_part, read_parts, write_parts
from portal.paper.tags import Source, core_properties, finish, sources

_PLAIN = (str, int, bool, Decimal, date, type(None))

# What a template may ask of a value that is not a record: parts of a name, the year of a date.
_VISIBLE = frozenset({"family", "given", "patronymic", "gender", "text", "year"})

# XML 1.0, section 2.2: what is not listed cannot stand in a document.
_FORBIDDEN_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(template: bytes, context: Mapping[str, object], filters: Mapping[str, Filter]) -> bytes:
    """The finished .docx.

    A value that is None or not there stops the paper where it is printed (`MissingValue`); an
    empty text prints as nothing; both are false in a condition.
    """
    _check_plain(context, "context")
    compiled = _compile(template)
    environment = _Environment(filters)
    core = core_part(compiled.parts)
    finished: dict[str, bytes] = {}
    for source, code in compiled.sources:
        text = _run(source, code, context, environment)
        finished[source.part] = (
            core_properties(text) if source.part == core else finish(source, text)
        )
    return write_parts({**compiled.parts, **finished})


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A template as it is kept between papers: nothing in it changes when it is run."""

    parts: Mapping[str, bytes]
    sources: Sequence[tuple[Source, CodeType]]


@lru_cache(maxsize=64)
def _compile(template: bytes) -> _Compiled:
    """Opening, checking and compiling take twenty times as long as filling in."""
    parts = read_parts(template)
    environment = _Environment(dict.fromkeys(ARGUMENTS, str))  # the names are all it needs
    reader = Reader(environment)
    return _Compiled(
        parts,
        [(source, environment.compile(reader.read(source))) for source in sources(parts)],
    )


class _Environment(ImmutableSandboxedEnvironment):
    """Items of plain records and a few parts of values; no attribute, method or global else."""

    def __init__(self, filters: Mapping[str, Filter]) -> None:
        # Not optimised: filters are known when a template is run, not when it is compiled.
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=_clean, optimized=False
        )
        self.globals.clear()
        self.filters = {
            **{name: _reporting(filter_) for name, filter_ in filters.items()},
            language.SHOWN: _shown,
            language.PRESENT: _present,
            language.KNOWN: _known,
            language.ROWS: _rows,
        }

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(name=attribute)
        if isinstance(obj, LoopContext) and attribute in language.LOOP_FACTS:
            return getattr(obj, attribute)
        if attribute in _VISIBLE and (isinstance(obj, date) or _is_value(obj)):
            return getattr(obj, attribute, self.undefined(name=attribute))
        return self.undefined(name=attribute)


def _run(
    source: Source, code: CodeType, context: Mapping[str, object], environment: _Environment
) -> str:
    try:
        return Template.from_code(environment, code, {}).render(context)
    except MissingValue as fault:
        fault.place = source.place_of(fault.placeholder)
        raise
    except TemplateFault as fault:
        fault.place = source.place_of(str(fault.params.get("placeholder", "")))
        raise


def _shown(value: object, placeholder: str) -> str:
    """How a value stands on paper: always text, never anything the engine would trust."""
    value = _present(value, placeholder)
    if isinstance(value, Mapping) and "name" in value:
        value = value["name"]
    if isinstance(value, date):
        return digits(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, bool) or not (isinstance(value, str | int) or _is_value(value)):
        raise TemplateFault("wrong-value", placeholder=placeholder)
    return str(value)


def _present(value: object, placeholder: str) -> object:
    if value is None or isinstance(value, Undefined):
        raise MissingValue(placeholder)
    return value


def _known(value: object, placeholder: str) -> object:
    if isinstance(value, Undefined):
        raise MissingValue(placeholder)
    return value


def _rows(value: object, placeholder: str) -> object:
    if not isinstance(_present(value, placeholder), list | tuple):
        raise TemplateFault("wrong-value", placeholder=placeholder)
    return value


def _reporting(filter_: Filter) -> Callable[..., str]:
    """The filter, with its faults told by the placeholder it was used on."""

    def filtered(value: object, placeholder: str, *arguments: str) -> str:
        try:
            return filter_(value, *arguments)
        except FilterFault as fault:
            if fault.missing:
                raise MissingValue(f"{placeholder}.{fault.missing}") from fault
            raise TemplateFault("wrong-value", placeholder=placeholder) from fault

    return filtered


def _clean(text: str) -> str:
    """Every kind of line break as one, and nothing that XML forbids."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _FORBIDDEN_IN_XML.sub("", text)


def _check_plain(value: object, path: str) -> None:
    """Nothing that could reach the database or a file may enter a template: SECURITY T1."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{path}: a key is not a text")
            _check_plain(item, f"{path}.{key}")
    elif type(value) in (list, tuple):
        for item in value:  # type: ignore[attr-defined]
            _check_plain(item, f"{path}[]")
    elif type(value) not in _PLAIN and not _is_value(value):
        raise TypeError(f"{path}: {type(value).__name__} is not a plain value")


def _is_value(value: object) -> bool:
    """A name, a post or an organisation's name: a frozen record that knows its cases."""
    return (
        is_dataclass(value)
        and getattr(type(value), "__dataclass_params__").frozen  # noqa: B009 (no stub has it)
        and hasattr(value, "in_case")
    )
