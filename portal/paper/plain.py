"""What may enter a template: plain values, and frozen records that know their cases.

Nothing that could reach the database or a file: SECURITY.md, T1.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from portal.paper.pictures import Picture

_PLAIN = frozenset({str, int, bool, Decimal, date, type(None), Picture})


def check_plain(context: Mapping[str, object]) -> None:
    """Raises TypeError, with the path, for anything else than plain values."""
    _check(context, ("context",))


def is_value(value: object) -> bool:
    """A name, a post or an organisation's name: a frozen record that knows its cases."""
    kind: Any = type(value)
    return _is_value_type(kind)


def _check(value: Any, path: tuple[str, ...]) -> None:
    kind: Any = type(value)
    if kind in _PLAIN:
        return
    if kind in (list, tuple):
        inside = (*path, "[]")
        for item in value:
            _check(item, inside)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if type(item) not in _PLAIN or type(key) is not str:
                _check_item(key, item, path)
    elif not _is_value_type(kind):
        raise TypeError(f"{'.'.join(path)}: {kind.__name__} is not a plain value")


def _check_item(key: object, item: object, path: tuple[str, ...]) -> None:
    if not isinstance(key, str):
        raise TypeError(f"{'.'.join(path)}: a key is not a text")
    _check(item, (*path, key))


@lru_cache(maxsize=64)
def _is_value_type(kind: type) -> bool:
    return (
        is_dataclass(kind)
        and getattr(kind, "__dataclass_params__").frozen  # noqa: B009 (no stub has it)
        and hasattr(kind, "in_case")
    )
