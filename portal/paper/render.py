"""A Word template and plain values → the finished paper.

The sandbox, the reading of values and the printing of them are here; which tags a template may
hold is in `language`, the work on Word's XML in `tags`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from portal.paper import language
from portal.paper.faults import FilterFault, MissingValue, TemplateFault
from portal.paper.filters import Filter, digits
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
    parts = read_parts(template)
    environment = _Environment(filters)
    core = core_part(parts)
    finished: dict[str, bytes] = {}
    for source in sources(parts):
        text = _rendered(source, context, environment, filters)
        finished[source.part] = (
            core_properties(text) if source.part == core else finish(source, text)
        )
    return write_parts({**parts, **finished})


class _Environment(ImmutableSandboxedEnvironment):
    """Items of plain records and a few parts of values; no attribute, method or global else."""

    def __init__(self, filters: Mapping[str, Filter]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        self.globals.clear()
        self.filters = {
            **{name: _reporting(filter_) for name, filter_ in filters.items()},
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


def _rendered(
    source: Source,
    context: Mapping[str, object],
    environment: _Environment,
    filters: Iterable[str],
) -> str:
    tree = language.Reader(environment, frozenset(filters)).read(source)
    try:
        return environment.from_string(tree).render(context)
    except MissingValue as fault:
        fault.place = source.place_of(fault.placeholder)
        raise
    except TemplateFault as fault:
        fault.place = source.place_of(str(fault.params.get("placeholder", "")))
        raise


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


def _printed(value: object) -> str:
    """How a value stands on paper: always text, never anything the engine would trust."""
    if isinstance(value, Mapping) and "name" in value:
        value = value["name"]
    if isinstance(value, date):
        return digits(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, bool) or not (isinstance(value, str | int) or _is_value(value)):
        raise TemplateFault("wrong-value")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
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
