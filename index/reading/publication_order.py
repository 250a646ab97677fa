"""Which of several articles came out first, as far as their dates tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

_END = "~"
"""Sorts behind all digits: the end of the day, month or year that a date tells."""
_TO_THE_MINUTE = 16


def moment(published: str | None) -> str:
    """Something to sort dates by, ISO 8601 of any precision: who tells the hour goes before whoever
    tells only that day, and who tells nothing is last."""
    if published is None:
        return _END * 2
    if "T" not in published:
        return f"{published}{_END}"
    try:
        told = datetime.fromisoformat(published)
    except ValueError:
        return f"{published}{_END}"
    return (told.astimezone(UTC) if told.tzinfo else told).isoformat()[:_TO_THE_MINUTE]


def earliest(published: Sequence[str | None]) -> int | None:
    """The place of the date that is before every other date; None where two may be the same, as a
    day and an hour of it may, or where fewer than two are told."""
    dated = sorted((moment(one).rstrip(_END), place) for place, one in enumerate(published) if one)
    if len(dated) < 2:
        return None
    first, place = dated[0]
    if any(other[: len(first)] <= first[: len(other)] for other, _ in dated[1:]):
        return None
    return place
