"""The cited article as HTML: every paragraph with its number, the cited one marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.types import Citation
from index.text.prompt_injection import suspicion
from index.types import Article, Paragraph, Role
from ui.web.chat import Trouble
from ui.web.exchange_card import trouble_card
from ui.web.history import History, history_line
from ui.wording import NOTHING, carried, counted, date, isolated, marks, text, value

CLOSE = Markup('<button type="button" class="close" data-close>Back</button>')
"""Returns to the button that opened the source; page.js does the work."""

NOTHING_OPEN = Markup(
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
    past: History | None = None,
) -> Markup:
    """The article with one citation, and those of the same reply (`others`), marked.

    `opened` counts the openings of a session: opening the same citation twice makes two different
    texts, so that the page scrolls to it again. `newest`: the article's newest version, None where
    the article is gone. `past`: its versions, where they are known."""
    same = [other for other in others if other.article == article and other is not cited]
    language = NOTHING
    if article.language:
        language = Markup(' lang="{}"').format(value(article.language))
    return Markup(
        '<aside class="source" aria-label="Source" data-opened="{opened}">{head}'
        '<ol class="paragraphs"{language}>{paragraphs}</ol></aside>'
    ).format(
        opened=opened,
        head=head(article, newest, past),
        language=language,
        paragraphs=Markup().join(numbered(each, cited, same) for each in article.paragraphs),
    )


def source_trouble(trouble: Trouble, *, opened: int) -> Markup:
    """In place of an article that could not be opened."""
    return Markup(
        '<aside class="source" aria-label="Source" data-opened="{}">{}<h2>Source</h2>{}</aside>'
    ).format(opened, CLOSE, trouble_card(trouble))


def head(article: Article, newest: int | None, past: History | None = None) -> Markup:
    """What is known of the article."""
    version_line = history_line(article, past) if past else NOTHING
    return Markup(
        '<header>{close}{outlet}<h2 tabindex="-1" dir="auto">{title}</h2>'
        '<p class="facts">{date}{authors}{marked}</p>'
        '<p class="facts">{kind}: <span class="location">{location}</span>'
        "{version} · {count}</p>"
        "{link}{carriers}{warnings}{version_line}</header>"
    ).format(
        close=CLOSE,
        outlet=outlet(article),
        title=text(article.title),
        date=date(article.published, article.updated),
        authors=authors(article),
        marked=Markup().join(Markup(" · {}").format(mark) for mark in marks(article)),
        kind=text(article.source.kind),
        location=isolated(article.source.location),
        version="" if version_line else f" · version {article.version}",
        count=counted(len(article.paragraphs), "paragraph"),
        link=link(article.url),
        carriers=carriers(past),
        warnings=warnings(article, newest),
        version_line=version_line,
    )


def outlet(article: Article) -> Markup:
    """Who published it; nothing if that is not known."""
    if not article.outlet:
        return NOTHING
    return Markup('<p class="outlet">{}</p>').format(isolated(article.outlet))


def authors(article: Article) -> Markup:
    """Who wrote it; nothing if that is not known."""
    if not article.authors:
        return NOTHING
    return Markup(" · by {}").format(Markup(", ").join(map(isolated, article.authors)))


def carriers(past: History | None) -> Markup:
    """Which articles print the same text."""
    if not (past and past.carriers):
        return NOTHING
    return Markup(
        '<p class="facts carriers">The same text, earliest publisher first: {}</p>'
    ).format(isolated(carried(past.carriers)))


def link(url: str | None) -> Markup:
    """A link to the original, only for web addresses: others could run a script."""
    if not url:
        return NOTHING
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        return Markup('<p class="facts">{}</p>').format(isolated(url))
    return Markup(
        '<p class="facts"><a href="{}" target="_blank" '
        'rel="noopener noreferrer nofollow">{}</a></p>'
    ).format(value(url), isolated(url))


def warnings(article: Article, newest: int | None) -> Markup:
    """That it was retracted, that its source no longer has it, and that this is not what the
    library holds today."""
    words = NOTHING
    if article.retracted:
        since = isolated(article.retracted.rstrip("."))
        words += Markup('<p class="outdated retracted">This article was {}.</p>').format(since)
    if article.gone:
        words += Markup('<p class="outdated">This article is {}.</p>').format(
            isolated(article.gone)
        )
    if newest is None:
        words += Markup('<p class="outdated">This article is no longer in the library.</p>')
    elif newest > article.version:
        words += Markup(
            '<p class="outdated">You are reading version {}, which the reply quotes. The library '
            "now holds version {}.</p>"
        ).format(article.version, newest)
    return words


def numbered(paragraph: Paragraph, cited: Citation | None, others: Sequence[Citation]) -> Markup:
    """One paragraph with its number, and a warning if it looks like orders for a model."""
    is_cited = cited is not None and cited.paragraph.number == paragraph.number
    kind = "note" if paragraph.role is Role.NOTE else QUIET.get(paragraph.role)
    note = Markup('<span class="kind">{}</span>')
    notes = note.format(kind) if kind else NOTHING
    if paragraph.published:
        notes += note.format(date(paragraph.published))
    reason = suspicion(paragraph.text)
    warning = Markup('<span class="suspicious">{}</span>').format(isolated(reason or ""))
    return Markup(
        '<li class="paragraph {role}{is_cited}" id="paragraph-{number}"{current}>'
        '<span class="number" aria-label="Paragraph {number}">{number}</span>'
        '<p dir="auto">{notes}{words}</p>{warning}</li>'
    ).format(
        role=paragraph.role,
        is_cited=" cited" if is_cited else "",
        number=paragraph.number,
        current=Markup(' aria-current="true" tabindex="-1"') if is_cited else NOTHING,
        notes=notes,
        words=marked(paragraph, cited, others),
        warning=warning if reason else NOTHING,
    )


def marked(paragraph: Paragraph, cited: Citation | None, others: Sequence[Citation]) -> Markup:
    """The paragraph's text, the cited span in <mark>, other cited spans marked lightly.

    Spans may overlap: the text is cut wherever one begins or ends."""
    spans = [
        (citation.start, citation.end, citation is cited, citation.number)
        for citation in (*others, *([cited] if cited else []))
        if citation.paragraph.number == paragraph.number
    ]
    edges = {0, len(paragraph.text)}.union(*((start, end) for start, end, _, _ in spans))
    pieces: list[Markup] = []
    for start, end in pairwise(sorted(edges)):
        piece = text(paragraph.text[start:end])
        over = [(first, number) for s, e, first, number in spans if s <= start and end <= e]
        if any(first for first, _ in over):
            piece = Markup("<mark>{}</mark>").format(piece)
        elif over:
            mark = Markup('<mark class="other" title="Citation [{}]">{}</mark>')
            piece = mark.format(over[0][1], piece)
        pieces.append(piece)
    return Markup().join(pieces)
