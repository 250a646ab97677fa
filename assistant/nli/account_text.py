"""Two accounts of one question as the judge reads them: a pair of texts, the earlier first.

The question comes before the first, so that it is the two accounts that are compared. Which came
first, and by how many days, is said in words: a model does not subtract dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Account:
    """What one outlet prints about a question."""

    text: str
    outlet: str = ""
    """Empty if it is not known."""
    published: date | None = None


def side_by_side(question: str, a: Account, b: Account) -> tuple[str, str]:
    """The two texts. The order in which the accounts are given does not matter where both are
    dated."""
    when = ""
    if a.published and b.published:
        days = (b.published - a.published).days
        if days < 0:
            a, b, days = b, a, -days
        when = ("The same day", "A day later")[days] if days < 2 else f"{days} days later"
    return f"{question} {_said(a.outlet, a.text)}", _said(_joined(when, b.outlet), b.text)


def _said(where: str, text: str) -> str:
    return f"{where}: {text}" if where else text


def _joined(when: str, outlet: str) -> str:
    return ", ".join(part for part in (when, outlet) if part)
