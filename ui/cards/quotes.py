"""What the cards of all replies are made of: quotes with their citations, and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Citation
from ui.wording import date, isolated, label, marks, outlet, printed_by, text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply stands in its conversation; a citation is found by it and its number."""

    exchange: int
    """Counted from 0."""
    reply: int
    """Which reply of that exchange, counted from 0."""


def quote(words: str, cited: Sequence[Citation], place: Place, more: str = "") -> str:
    """Some words, each citation's number that leads to its paragraph, who says them where, and
    `more` about them (HTML)."""
    lines = "".join(
        f'<p class="attribution">{button(each, place)}{attribution(each)}</p>' for each in cited
    )
    return (
        f'<li class="quote"><blockquote dir="auto"><p>{text(words)}</p></blockquote>'
        f"{lines}{more}</li>"
    )


def button(citation: Citation, place: Place) -> str:
    """The number of a citation, which opens its paragraph."""
    read = f"Citation {citation.number}: read paragraph {citation.paragraph.number} of "
    title = citation.article.title
    return (
        f'<button type="button" class="citation" data-exchange="{place.exchange}" '
        f'data-reply="{place.reply}" data-number="{citation.number}" '
        f'aria-label="{label(read + title)}" title="{label(title)}">[{citation.number}]</button>'
    )


def attribution(citation: Citation) -> str:
    """Outlet, date, what the text is not, speaker, who printed the same sentence first,
    who else does, and warnings."""
    parts = [f'<span class="outlet">{outlet(citation.article)}</span>']
    parts.append(date(citation.published, citation.updated))
    parts += marks(citation.article)
    if citation.speaker:
        parts.append(f'says: <span class="speaker">{isolated(citation.speaker)}</span>')
    first, others = printed_by(citation)
    if first:
        parts.append(f"first in: {isolated(first)}")
    if others:
        parts.append(f"also in: {isolated(others)}")
    if citation.retracted:
        parts.append(f'<strong class="retracted">{isolated(citation.retracted)}</strong>')
    if citation.suspicious:
        parts.append(f'<strong class="suspicious">{isolated(citation.suspicious)}</strong>')
    return " · ".join(parts)


def sentences(each: Sequence[str], kind: str) -> str:
    """Remarks of ours as a list of that class; nothing where there are none."""
    if not each:
        return ""
    items = "".join(f"<li>{isolated(one)}</li>" for one in each)
    return f'<ul class="{kind}">{items}</ul>'
