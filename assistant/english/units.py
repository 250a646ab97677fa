"""What numbers in the news measure: shares, money, lengths, weights, spans of time."""

from __future__ import annotations

from functools import cache
from typing import Any

from index.words.word_lists import word_lists

CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound sterling", "¥": "yen"}
_MONEY = word_lists("assistant.english", "units.toml", "money")
_MEASURES = word_lists("assistant.english", "units.toml", "measures")
_SHARES = word_lists("assistant.english", "units.toml", "shares")
UNITS: dict[str, str] = {
    word: unit
    for table in (_MONEY, _MEASURES, _SHARES)
    for unit, words in table.items()
    for word in words
}
"""Words behind a number -> its unit: a currency, a unit as pint names it, or "%"."""


def converted(value: float, unit: str | None, target: str | None) -> float | None:
    """A value in another unit; None where they do not measure the same. A number without a unit
    counts something. Money is not converted: no rate is known here."""
    if unit == target:
        return value
    if unit is None or target is None or {unit, target} & {"%", *_MONEY}:
        return None
    import pint  # noqa: PLC0415 - half a second that only unlike units have to pay

    try:
        return float(_registry().Quantity(value, unit).to(target).magnitude)
    except pint.DimensionalityError:
        return None


@cache
def _registry() -> Any:
    import pint  # noqa: PLC0415

    return pint.UnitRegistry()
