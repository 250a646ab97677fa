"""How an article's outlet, date and numbers, and a verdict's label, are worded where people read.

HTML is a `Markup`, plain text a `str`. `text`, `isolated`, `date` and `outlet` return HTML to show,
`label` and `value` what is safe as an attribute: everything that comes from an article or a reader
passes through them on its way to the page. All others return plain text, for a terminal, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from assistant.types import Citation
from assistant.verdicts.label_words import LABEL_WORDS
from assistant.verdicts.types import Label, Stance
from index.reports import Carrier, RebuildReport
from index.types import Article
from index.words.months_and_weekdays import MONTHS
from ui.invisible_characters import escaped, in_html, in_label
from ui.json.report_documents import SkippedJson

STANCE_WORDS = {
    Stance.SUPPORTS: "supports",
    Stance.REFUTES: "contradicts",
    Stance.NEUTRAL: "does not settle",
}

TRANSLATED = "machine translated"
"""For an article that says so itself: its quotes are no one's own words."""

NOTHING = Markup()
"""No HTML at all."""

DATE_PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}))?)?)?")


def some_of(examples: Iterable[str], count: int) -> str:
    """The examples, with " …" where there are more of them."""
    shown = list(examples)
    return ", ".join(shown) + (" …" if count > len(shown) else "")


def skipped_words(kind: SkippedJson) -> str:
    """All of one kind that was passed over, with what can be done about it."""
    return f"{kind['happened']}: {some_of(kind['examples'], kind['count'])} {kind['remedy']}"


def marks(article: Article) -> list[str]:
    """What a reader should know about an article's text, a few words each."""
    translated = [TRANSLATED] if article.machine_translated else []
    return translated + ([article.partial.words] if article.partial else [])


def text(raw: str) -> Markup:
    """Text as HTML: nothing in it is a tag or an entity, and nothing in it is invisible."""
    return in_html(raw)


def isolated(raw: str) -> Markup:
    """Text of others within a line of ours: it has a writing direction of its own, and doesn't
    affect what is around it."""
    return Markup("<bdi>{}</bdi>").format(in_html(raw))


def label(raw: str) -> Markup:
    """The value of an attribute that is read by people."""
    return escaped(in_label(raw))


def value(raw: str) -> Markup:
    """The value of an attribute that programs read, to the character."""
    return escaped(raw)


def clipped(raw: str, limit: int) -> str:
    """The beginning of a text that is longer than `limit` characters."""
    return raw if len(raw) <= limit else raw[:limit].rstrip() + " …"


def dates_words(published: str | None, updated: str | None) -> str:
    """When an article was published, and when it was updated, for a reader."""
    return _dates_form(published, updated).format(date_words(published), date_words(updated))


def _dates_form(published: str | None, updated: str | None) -> str:
    """Where the two dates go in what a reader reads of them."""
    if updated is None or updated == published:
        return "{0}"
    if published is None:
        return "updated {1}; publication date not given"
    return "{0} (updated {1})"


def date_words(published: str | None) -> str:
    """An ISO 8601 date of any precision as a reader writes it: "3 March 2031"."""
    if published is None:
        return "date not given"
    match = DATE_PARTS.match(published)
    if match is None:
        return published
    year, month, day, time = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    words = f"{MONTHS[int(month) - 1].capitalize()} {year}"
    if day is not None:
        words = f"{int(day)} {words}"
    return f"{words}, {time}" if time is not None else words


def date(published: str | None, updated: str | None = None) -> Markup:
    """The dates, each in a <time> element."""
    form = escape(_dates_form(published, updated))
    return form.format(_time(published), _time(updated))


def _time(day: str | None) -> Markup:
    words = text(date_words(day))
    if not day:
        return words
    return Markup('<time datetime="{}">{}</time>').format(value(day), words)


def outlet(article: Article) -> Markup:
    """The article's outlet, or its title where the outlet is not known."""
    return isolated(article.outlet or article.title)


def capitalized(name: str) -> str:
    """A name at the head of a line: "The ministry" for "the ministry", but "eBay" as it is."""
    first = name.split(" ", 1)[0]
    return name[:1].upper() + name[1:] if first.islower() else name


def counted(number: int, noun: str) -> str:
    """ "1 article", "1,204 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def library_update(generation: int) -> str:
    """Which state of the articles a reader sees: "library update 4"."""
    return f"library update {generation}"


def rebuilt_words(done: RebuildReport) -> str:
    """What a rebuild did, in a sentence."""
    return (
        f"Search index refreshed: {counted(done.articles, 'article')} in {done.seconds:.1f} s; "
        f"{library_update(done.generation)}."
    )


def rebuilt_details(done: RebuildReport) -> str:
    """The same for those who know what an embedding model is."""
    return (
        f"Embedding model {done.model}: {counted(done.chunks, 'passage')}, {done.embedded:,} "
        f"embedded and {done.reused:,} reused; {done.freed / 1e6:.1f} MB freed."
    )


STAGES = {
    "cutting": "splitting articles into passages",
    "embedding": "preparing passages for search",
    "arranging vectors": "preparing the search by meaning",
    "sending vectors": "preparing the search by meaning",
    "arranging words": "preparing the search by words",
    "overwriting": "erasing what was removed",
    "tidying": "finishing",
}
"""By the index's own name of it, what a reader is told of a stage; the other names say it."""


def stage_words(stage: str) -> str:
    """A stage of a change, for a reader."""
    return STAGES.get(stage, stage)


def label_words(label: Label) -> str:
    """A verdict's label: "Not enough evidence"."""
    return LABEL_WORDS[label].short.capitalize()


def percent(probability: float) -> str:
    """A probability in whole per cent; what is not certain is not shown as 100% or 0%."""
    if 0.995 <= probability < 1:
        return "over 99%"
    if 0 < probability < 0.005:
        return "under 1%"
    return f"{probability:.0%}"


def carried(carriers: Sequence[Carrier]) -> str:
    """Who prints a text, by outlet and date."""
    return ", ".join(
        f"{one.outlet or one.title}" + (f" ({date_words(one.published)})" if one.published else "")
        for one in carriers
    )


MOST_NAMED = 8
"""How many carriers of a quote are named where people read; the JSON has all."""


def printed_by(citation: Citation) -> tuple[str | None, str | None]:
    """Who printed a quote first, where the dates settle it, and who else prints it."""
    first = citation.first_publisher
    others = [name for name in citation.carriers if name != first]
    named = ", ".join(others[:MOST_NAMED])
    if len(others) > MOST_NAMED:
        named += f" and {len(others) - MOST_NAMED} more"
    return first, named or None
