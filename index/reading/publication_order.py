"""Which of several articles was published first, where their dates settle it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

_END = "~"
"""Sorts behind all digits: the end of the day, month or year that a date gives."""
_TO_THE_MINUTE = 16


def moment(published: str | None) -> str:
    """A sort key for dates, ISO 8601 of any precision: one with the hour comes before one with only
    the day, and a missing one is last."""
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
    """The place of the date that is before every other date; None if two may be the same, as a day
    and an hour of it may, or if fewer than two are given."""
    dated = sorted((moment(one).rstrip(_END), place) for place, one in enumerate(published) if one)
    if len(dated) < 2:
        return None
    first, place = dated[0]
    if any(other[: len(first)] <= first[: len(other)] for other, _ in dated[1:]):
        return None
    return place
