"""What the cards of all replies are built from: quotes with their citations, and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.types import Citation
from ui.wording import NOTHING, date, isolated, label, marks, outlet, printed_by, text


@dataclass(frozen=True, slots=True)
class ReplyPosition:
    """Which reply of a conversation; a citation is found by it and its number."""

    exchange: int
    """Counted from 0."""
    reply: int
    """Which reply of that exchange, counted from 0."""


def quote(
    words: str, cited: Sequence[Citation], position: ReplyPosition, more: Markup = NOTHING
) -> Markup:
    """Some words, the number of each citation, which leads to its paragraph, who says them where,
    and `more` about them."""
    lines = Markup().join(attribution_line(each, position) for each in cited)
    return Markup(
        '<li class="quote"><blockquote dir="auto"><p>{}</p></blockquote>{}{}</li>'
    ).format(text(words), lines, more)


def attribution_line(citation: Citation, position: ReplyPosition) -> Markup:
    """A citation's number, and who says it where."""
    line = Markup('<p class="attribution">{}{}</p>')
    return line.format(button(citation, position), attribution(citation))


def button(citation: Citation, position: ReplyPosition) -> Markup:
    """The number of a citation, which opens its paragraph."""
    read = f"Citation {citation.number}: read paragraph {citation.paragraph.number} of "
    title = citation.article.title
    return Markup(
        '<button type="button" class="citation" data-exchange="{exchange}" '
        'data-reply="{reply}" data-number="{number}" '
        'aria-label="{name}" title="{title}">[{number}]</button>'
    ).format(
        exchange=position.exchange,
        reply=position.reply,
        number=citation.number,
        name=label(read + title),
        title=label(title),
    )


def attribution(citation: Citation) -> Markup:
    """Outlet, date, marks of the article, speaker, who printed the same sentence first, who else
    does, and warnings."""
    parts = [Markup('<span class="outlet">{}</span>').format(outlet(citation.article))]
    parts.append(date(citation.published, citation.updated))
    parts += map(text, marks(citation.article))
    if citation.speaker:
        speaker = Markup('says: <span class="speaker">{}</span>')
        parts.append(speaker.format(isolated(citation.speaker)))
    first, others = printed_by(citation)
    if first:
        parts.append(Markup("first in: {}").format(isolated(first)))
    if others:
        parts.append(Markup("also in: {}").format(isolated(others)))
    if citation.retracted:
        warning = Markup('<strong class="retracted">{}</strong>')
        parts.append(warning.format(isolated(citation.retracted)))
    if citation.suspicious:
        warning = Markup('<strong class="suspicious">{}</strong>')
        parts.append(warning.format(isolated(citation.suspicious)))
    return Markup(" · ").join(parts)


def sentences(remarks: Sequence[str], kind: str) -> Markup:
    """Our remarks as a list of that class; nothing if there are none."""
    if not remarks:
        return NOTHING
    items = Markup().join(Markup("<li>{}</li>").format(isolated(remark)) for remark in remarks)
    return Markup('<ul class="{}">{}</ul>').format(kind, items)
