"""Where templates run: what they may ask of a value, how values stand on paper, who draws.

Which tags a template may hold at all is decided in `language`; this is the second fence.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from portal.paper import language
from portal.paper.faults import FilterFault, MissingValue, TemplateFault
from portal.paper.filters import Filter, digits
from portal.paper.package import clean
from portal.paper.pictures import Gallery, Picture
from portal.paper.plain import is_value

# The gallery of the paper being made; no template can name it.
GALLERY = "_gallery"

# What a template may ask of a value that is not a record: parts of a name, the year of a date.
_VISIBLE = frozenset({"family", "given", "patronymic", "gender", "text", "year"})


class Sandbox(ImmutableSandboxedEnvironment):
    """Items of plain records and a few parts of values; no attribute, method or global else."""

    def __init__(self, filters: Mapping[str, Filter]) -> None:
        # Not optimised: filters are known when a template is run, not when it is compiled.
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=clean, optimized=False
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
        if type(obj) is dict or isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(name=attribute)
        if isinstance(obj, LoopContext) and attribute in language.LOOP_FACTS:
            return getattr(obj, attribute)
        if attribute in _VISIBLE and (isinstance(obj, date) or is_value(obj)):
            return getattr(obj, attribute, self.undefined(name=attribute))
        return self.undefined(name=attribute)


@pass_context
def _shown(context: Context, value: object, placeholder: str) -> str:
    """How a value stands on paper: text, never anything the engine would trust, or a picture."""
    if type(value) is str:
        return value
    value = _present(value, placeholder)
    if isinstance(value, Picture):
        return _drawn(context, value, placeholder)
    if isinstance(value, Mapping) and "name" in value:
        value = value["name"]
    if isinstance(value, date):
        return digits(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, bool) or not (isinstance(value, str | int) or is_value(value)):
        raise TemplateFault("wrong-value", placeholder=placeholder)
    return str(value)


def _drawn(context: Context, picture: Picture, placeholder: str) -> Markup:
    gallery = context.get(GALLERY)
    if not isinstance(gallery, Gallery) or not gallery.takes_pictures:
        raise TemplateFault("wrong-value", placeholder=placeholder)
    return Markup(gallery.draw(picture))  # its values are numbers and quoted text


def _present(value: object, placeholder: str) -> object:
    if value is None or isinstance(value, Undefined):
        raise MissingValue(placeholder)
    return value


def _known(value: object, placeholder: str) -> object:
    """What a condition asks; words with cases are compared as they read in the first one."""
    if isinstance(value, Undefined):
        raise MissingValue(placeholder)
    return str(value) if is_value(value) else value


def _rows(value: object, placeholder: str) -> object:
    if not isinstance(_present(value, placeholder), list | tuple):
        raise TemplateFault("wrong-value", placeholder=placeholder)
    return value


def _reporting(filter_: Filter) -> Callable[..., str]:
    """The filter, with its faults told by the placeholder it was used on."""

    def filtered(value: object, placeholder: str, *arguments: str) -> str:
        try:
            if isinstance(value, Picture):
                raise FilterFault
            return filter_(value, *arguments)
        except FilterFault as fault:
            if fault.missing:
                raise MissingValue(f"{placeholder}.{fault.missing}") from fault
            raise TemplateFault("wrong-value", placeholder=placeholder) from fault

    return filtered
