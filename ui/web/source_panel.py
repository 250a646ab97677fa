"""The cited article as HTML: every paragraph with its number, the cited one marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from assistant.types import Citation
from index.text.prompt_injection import suspicion
from index.types import Article, Paragraph, Role
from ui.web.chat import Trouble
from ui.web.exchange_card import trouble_card
from ui.web.history import History, history_line
from ui.wording import carried, counted, date, isolated, marks, text, value

CLOSE = '<button type="button" class="close" data-close>Back</button>'
"""Returns to the button that opened the source; all that it does is in page.js."""

NOTHING_OPEN = (
    '<aside class="source empty" aria-label="Source"><h2>Source</h2>'
    "<p>Choose a citation, such as [1], and the paragraph it comes from opens here.</p></aside>"
)

QUIET = {Role.BYLINE: "byline", Role.CAPTION: "caption", Role.BOILERPLATE: "not part of the text"}
"""Paragraphs that are shown in grey because they are never quoted, and what they are called."""


def source_panel(
    article: Article,
    *,
    opened: int,
    cited: Citation | None = None,
    others: Sequence[Citation] = (),
    newest: int | None = None,
    told: History | None = None,
) -> str:
    """The article with one citation, and those of the same reply (`others`), marked.

    `opened` counts the openings of a session: opening the same citation twice gives two
    different texts, so that the page scrolls to it again. `newest`: the article's newest
    version, None where the article is gone. `told`: its versions, where they are known."""
    same = [other for other in others if other.article == article and other is not cited]
    paragraphs = "".join(numbered(each, cited, same) for each in article.paragraphs)
    language = f' lang="{value(article.language)}"' if article.language else ""
    return (
        f'<aside class="source" aria-label="Source" data-opened="{opened}">'
        f"{head(article, newest, told)}"
        f'<ol class="paragraphs"{language}>{paragraphs}</ol></aside>'
    )


def source_trouble(trouble: Trouble, *, opened: int) -> str:
    """In place of an article that could not be opened."""
    return (
        f'<aside class="source" aria-label="Source" data-opened="{opened}">{CLOSE}'
        f"<h2>Source</h2>{trouble_card(trouble)}</aside>"
    )


def head(article: Article, newest: int | None, told: History | None = None) -> str:
    """What is known of the article."""
    outlet = f'<p class="outlet">{isolated(article.outlet)}</p>' if article.outlet else ""
    authors = f" · by {', '.join(map(isolated, article.authors))}" if article.authors else ""
    retracted = ""
    if article.retracted:
        since = isolated(article.retracted.rstrip("."))
        retracted = f'<p class="outdated retracted">This article was {since}.</p>'
    gone = (
        f'<p class="outdated">This article is {isolated(article.gone)}.</p>' if article.gone else ""
    )
    versions = history_line(article, told) if told else ""
    version = "" if versions else f" · version {article.version}"
    carriers = ""
    if told and told.carriers:
        carriers = (
            '<p class="facts carriers">The same text, earliest publisher first: '
            f"{isolated(carried(told.carriers))}</p>"
        )
    marked = "".join(f" · {mark}" for mark in marks(article))
    return (
        f'<header>{CLOSE}{outlet}<h2 tabindex="-1" dir="auto">{text(article.title)}</h2>'
        f'<p class="facts">{date(article.published, article.updated)}{authors}{marked}</p>'
        f'<p class="facts">{text(article.source.kind)}: '
        f'<span class="location">{isolated(article.source.location)}</span>'
        f"{version} · {counted(len(article.paragraphs), 'paragraph')}</p>"
        f"{link(article.url)}{carriers}{retracted}{gone}"
        f"{outdated(article, newest)}{versions}</header>"
    )


def link(url: str | None) -> str:
    """A way to the original, only for addresses of the web: others could run a script."""
    if not url:
        return ""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        return f'<p class="facts">{isolated(url)}</p>'
    return (
        f'<p class="facts"><a href="{value(url)}" target="_blank" '
        f'rel="noopener noreferrer nofollow">{isolated(url)}</a></p>'
    )


def outdated(article: Article, newest: int | None) -> str:
    """A word of warning where this is not what the library holds today."""
    if newest is None:
        return '<p class="outdated">This article is no longer in the library.</p>'
    if newest > article.version:
        return (
            f'<p class="outdated">You are reading version {article.version}, which the reply '
            f"quotes. The library now holds version {newest}.</p>"
        )
    return ""


def numbered(paragraph: Paragraph, cited: Citation | None, others: Sequence[Citation]) -> str:
    """One paragraph with its number, and a warning where it looks like orders for a model."""
    is_cited = cited is not None and cited.paragraph.number == paragraph.number
    role = str(paragraph.role)
    classes = f"paragraph {role}{' cited' if is_cited else ''}"
    current = ' aria-current="true" tabindex="-1"' if is_cited else ""
    kind = "note" if paragraph.role is Role.NOTE else QUIET.get(paragraph.role)
    note = f'<span class="kind">{kind}</span>' if kind else ""
    if paragraph.published:
        note += f'<span class="kind">{date(paragraph.published)}</span>'
    reason = suspicion(paragraph.text)
    warning = f'<span class="suspicious">{isolated(reason)}</span>' if reason else ""
    return (
        f'<li class="{classes}" id="paragraph-{paragraph.number}"{current}>'
        f'<span class="number" aria-label="Paragraph {paragraph.number}">{paragraph.number}</span>'
        f'<p dir="auto">{note}{marked(paragraph, cited, others)}</p>{warning}</li>'
    )


def marked(paragraph: Paragraph, cited: Citation | None, others: Sequence[Citation]) -> str:
    """The paragraph's text, the cited span in <mark>, other cited spans marked lightly.

    Spans may overlap: the text is cut wherever one begins or ends."""
    spans = [
        (citation.start, citation.end, citation is cited, citation.number)
        for citation in (*others, *([cited] if cited else []))
        if citation.paragraph.number == paragraph.number
    ]
    edges = {0, len(paragraph.text)}.union(*((start, end) for start, end, _, _ in spans))
    pieces = ""
    for start, end in pairwise(sorted(edges)):
        piece = text(paragraph.text[start:end])
        over = [(first, number) for s, e, first, number in spans if s <= start and end <= e]
        if any(first for first, _ in over):
            pieces += f"<mark>{piece}</mark>"
        elif over:
            pieces += f'<mark class="other" title="Citation [{over[0][1]}]">{piece}</mark>'
        else:
            pieces += piece
    return pieces
