"""What numbers in the news measure: shares, money, lengths, weights, spans of time."""

from __future__ import annotations

from functools import cache
from typing import Any

CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound sterling", "¥": "yen"}
_MONEY = {
    "dollar": "dollar dollars usd",
    "euro": "euro euros eur",
    "pound sterling": "gbp",
    "ruble": "ruble rubles rouble roubles",
    "hryvnia": "hryvnia hryvnias",
    "yen": "yen",
    "yuan": "yuan",
    "rupee": "rupee rupees",
}
_MEASURES = {
    "meter": "metre metres meter meters",
    "kilometer": "kilometre kilometres kilometer kilometers km",
    "centimeter": "centimetre centimetres centimeter centimeters cm",
    "millimeter": "millimetre millimetres millimeter millimeters mm",
    "mile": "mile miles",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "kilogram": "kilogram kilograms kilo kilos kg",
    "metric_ton": "tonne tonnes ton tons",
    "gram": "gram grams",
    "pound": "lb lbs",
    "liter": "litre litres liter liters",
    "hectare": "hectare hectares",
    "acre": "acre acres",
    "degree_Celsius": "celsius",
    "megawatt": "megawatt megawatts mw",
    "gigawatt": "gigawatt gigawatts gw",
    "second": "seconds",
    "minute": "minute minutes",
    "hour": "hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
}
"""As pint names them. "Second" is an ordinal, and "pound" money, more often than not."""
UNITS: dict[str, str] = {
    **{word: unit for unit, words in (_MONEY | _MEASURES).items() for word in words.split()},
    **dict.fromkeys(("%", "percent", "per cent"), "%"),
    "us dollars": "dollar",
    **dict.fromkeys(("square kilometres", "square kilometers"), "kilometer ** 2"),
    "square miles": "mile ** 2",
    **dict.fromkeys(("cubic metres", "cubic meters"), "meter ** 3"),
    "degrees celsius": "degree_Celsius",
}
"""Words behind a number -> its unit."""


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
