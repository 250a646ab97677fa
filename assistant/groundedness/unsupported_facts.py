"""What a written sentence takes from nowhere: quotations, addresses, numbers, dates and names that
none of its sources has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.attribution.event_time import days
from assistant.attribution.speech_acts import asserts, stated
from assistant.attribution.statements import Statement, statements
from assistant.english.names import abbreviates, mentions_all
from assistant.english.quantities import quantities
from assistant.english.temporal import Moment, moments
from assistant.groundedness.draft_parser import Cited
from assistant.groundedness.unsupported_clauses import ADDRESS
from assistant.llm.prompt_context import Source
from assistant.nli.number_agreement import may_mean
from assistant.retrieval.sentence_selection import article_countries, article_spellings
from assistant.verdicts.claim_detection import names_of
from index.strings.quotation_marks import DOUBLE, SINGLE, quotations

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TWO = re.compile(r"\b(?:twice|both|pair|couple|twins?|doubled?)\b")


def foreign(cited: Cited) -> Iterator[str]:
    """The quotations, addresses, numbers, dates and names of a sentence that its sources do not
    have."""
    text = cited.text
    told = " ".join(told_by(source) for source in cited.sources)
    dates = moments(text, None)
    yield from _quotations(text, told)
    for address in ADDRESS.findall(text):
        if address.lower().rstrip(".,;:!?") not in told.lower():
            yield address
    yield from _undated(dates, cited, told)
    yield from _uncounted(text, told, dates)
    for name in names_of(text):
        opens = text.startswith(f"{name},")  # "Moreover,"
        given = abbreviates(name, told) or re.search(rf"(?<!\w){re.escape(name)}\b", told)
        if not (opens or given or any(_names(one, name) for one in cited.sources)):
            yield name


def _quotations(text: str, told: str) -> Iterator[str]:
    said = _evened(told)
    for start, end in quotations(text)[0]:
        quotation = text[start:end].strip(DOUBLE + SINGLE)
        if _evened(quotation) not in said:
            yield quotation


def _undated(dates: Sequence[Moment], cited: Cited, told: str) -> Iterator[str]:
    known = [one for source in cited.sources for one in _dates(source)]
    years = {None, *(one.year for one in known)}
    for date in dates:
        agreed = any(one.agrees(date) for one in known)  # "19 April" with that of any year
        dated = agreed and (date.year in years or str(date.year) in told)
        if not dated and date.text.lower() not in told.lower():
            yield date.text


def _uncounted(text: str, told: str, dates: Sequence[Moment]) -> Iterator[str]:
    numbers = quantities(told)
    counted = {one.value for one in numbers} | {
        float(one.replace(",", "")) for one in _NUMBER.findall(told) if _is_number(one)
    }
    if _TWO.search(told.lower()):
        counted.add(2.0)
    for number in quantities(text):
        of_date = any(date.start <= number.start < date.end for date in dates)
        in_a_word = number.start > 0 and text[number.start - 1].isalnum()  # "Q4"
        told_so = number.value in counted or any(may_mean(number, one) for one in numbers)
        if number.value > 1 and not (of_date or in_a_word or told_so):
            yield text[number.start : number.end]


def _evened(text: str) -> str:
    """A text without what may differ where it is quoted: kinds of quotation marks, how words are
    spaced, a capital or a stop at an end."""
    marks = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys(DOUBLE)})
    return " ".join(text.translate(marks).split()).strip(" .,;:!?-–—…").lower()


def told_by(source: Source) -> str:
    """All words that a sentence may take from a source."""
    article = source.article
    readings = (one.reading for one in within(source) if asserts(one.text))
    title = article.title if asserts(article.title) else None
    dated = article.published_at(source.paragraph)
    parts = (title, article.outlet, dated, stated(source), *readings)
    return " ".join(part for part in parts if part)


def within(source: Source) -> tuple[Statement, ...]:
    """The sentences of its paragraph."""
    return tuple(
        one for one in statements(source.article) if one.paragraph.number == source.paragraph.number
    )


def _names(source: Source, name: str) -> bool:
    article = source.article
    return mentions_all(article_spellings(article), article_countries(article), name)


def _dates(source: Source) -> Iterator[Moment]:
    yield from moments(f"{source.article.published_at(source.paragraph) or ''} ", None)
    for statement in within(source):
        yield from days(source.article, statement)


def _is_number(text: str) -> bool:
    return text.replace(",", "").count(".") <= 1
