"""What a written sentence takes from nowhere: quotations, addresses, numbers, dates and names that
none of its sources has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.attribution.event_time import days
from assistant.english.names import abbreviates, mentions_all
from assistant.english.quantities import quantities
from assistant.english.temporal import Moment, moments
from assistant.groundedness.cited_sentence import CitedParagraph, CitedSentence
from assistant.groundedness.unsupported_clauses import ADDRESS
from assistant.nli.number_agreement import may_mean
from assistant.retrieval.sentence_selection import article_countries, article_spellings
from assistant.verdicts.claim_detection import names_of
from index.strings.quotation_marks import DOUBLE, SINGLE, quotations
from index.types import Article

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TWO = re.compile(r"\b(?:twice|both|pair|couple|twins?|doubled?)\b")


def foreign(cited: CitedSentence) -> Iterator[str]:
    """The quotations, addresses, numbers, dates and names of a sentence that its sources do not
    have."""
    text, words = cited.text, cited.words
    dates = moments(text, None)
    yield from _quotations(cited)
    for address in ADDRESS.findall(text):
        if address.lower().rstrip(".,;:!?") not in words.lower():
            yield address
    yield from _undated(dates, cited)
    yield from _uncounted(dates, cited)
    for name in names_of(text):
        opens = text.startswith(f"{name},")  # "Moreover,"
        given = abbreviates(name, words) or re.search(rf"(?<!\w){re.escape(name)}\b", words)
        if not (
            opens or given or any(_names(one.source.article, name) for one in cited.paragraphs)
        ):
            yield name


def _quotations(cited: CitedSentence) -> Iterator[str]:
    said = _evened(cited.words)
    for start, end in quotations(cited.text)[0]:
        quotation = cited.text[start:end].strip(DOUBLE + SINGLE)
        if _evened(quotation) not in said:
            yield quotation


def _undated(dates: Sequence[Moment], cited: CitedSentence) -> Iterator[str]:
    known = [one for paragraph in cited.paragraphs for one in _dates(paragraph)]
    years = {None, *(one.year for one in known)}
    for date in dates:
        agreed = any(one.agrees(date) for one in known)  # "19 April" with that of any year
        dated = agreed and (date.year in years or str(date.year) in cited.words)
        if not dated and date.text.lower() not in cited.words.lower():
            yield date.text


def _uncounted(dates: Sequence[Moment], cited: CitedSentence) -> Iterator[str]:
    text = cited.text
    numbers = quantities(cited.words)
    counted = {one.value for one in numbers} | {
        float(one.replace(",", "")) for one in _NUMBER.findall(cited.words) if _is_number(one)
    }
    if _TWO.search(cited.words.lower()):
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


def _names(article: Article, name: str) -> bool:
    return mentions_all(article_spellings(article), article_countries(article), name)


def _dates(paragraph: CitedParagraph) -> Iterator[Moment]:
    source = paragraph.source
    yield from moments(f"{source.article.published_at(source.paragraph) or ''} ", None)
    for statement in paragraph.statements:
        yield from days(source.article, statement)


def _is_number(text: str) -> bool:
    return text.replace(",", "").count(".") <= 1
