"""An answer from checked sentences: what stays, what is marked, what is struck, and the articles'
own words beside it where accounts differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers.extractive import introduction
from assistant.attribution.statements import statements
from assistant.evidence import Candidate, cite_words
from assistant.groundedness.check import CheckedSentence, Outcome
from assistant.groundedness.cited_sentence import Span
from assistant.types import NOT_CONFIRMED, AnswerContent, Citation, Sentence, Struck


def written_answer(
    quotes: AnswerContent,
    checked: Sequence[CheckedSentence],
    candidates: Sequence[Candidate],
    name: str,
) -> AnswerContent | None:
    """The answer of the model with that name. None where nothing stays: what is only marked is no
    answer.

    Args:
        quotes: the quoted answer to the same question: its disagreements are told whatever the
            model wrote, and its quotes of outlets that the model passed over stand below.
        candidates: the question's candidates, which know who else prints a sentence.
    """
    shown = [one for one in checked if one.stays]
    if not any(one.outcome is Outcome.KEPT for one in shown):
        return None
    citations = _Citations(candidates)
    prose = [
        Sentence(
            text=one.text,
            citations=tuple(dict.fromkeys(citations.of_span(span) for span in one.spans)),
            support=round(one.support, 4),
            check="kept" if one.outcome is Outcome.KEPT else "marked",
            speaker=one.speaker,
        )
        for one in shown
    ]
    beside = [
        Sentence(
            text=sentence.text,
            citations=tuple(citations.of_quote(each) for each in of_it),
            support=sentence.support,
            side=sentence.side,
        )
        for sentence, of_it in _beside(quotes, citations.made)
    ]
    sentences = (*prose, *beside)
    return AnswerContent(
        text=_text(sentences, citations.made, quotes),
        sentences=sentences,
        citations=tuple(citations.made),
        written_by=name,
        notices=quotes.notices,
        disagreements=quotes.disagreements,
        struck=struck(checked),
    )


def struck(checked: Sequence[CheckedSentence], *, all_of: bool = False) -> tuple[Struck, ...]:
    """Those that are no part of the reply, each with why; `all_of`: where none is."""
    return tuple(
        Struck(text=one.text, reason=one.reason or f"It is {NOT_CONFIRMED}.")
        for one in checked
        if all_of or not one.stays
    )


class _Citations:
    """The citations of an answer, numbered as they come."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        self.made: list[Citation] = []

    def of_span(self, span: Span) -> int:
        """The number of the citation of some words of a paragraph."""
        article, paragraph = span.source.article, span.source.paragraph
        known = self._known(article.id, paragraph.number, span.start, span.end)
        if known is not None:
            return known
        statement = next(
            (
                one
                for one in statements(article)
                if one.paragraph.number == paragraph.number and one.start <= span.start < one.end
            ),
            None,
        )
        of_article = (one for one in self._candidates if one.article.id == article.id)
        candidate = next((one for one in of_article if one.statement == statement), None)
        number = len(self.made) + 1
        speaker = statement.speaker if statement else None
        if candidate:
            self.made.append(cite_words(number, candidate, speaker, span.start, span.end))
        else:
            self.made.append(
                Citation(
                    number=number,
                    article=article,
                    paragraph=paragraph,
                    start=span.start,
                    end=span.end,
                    speaker=speaker,
                )
            )
        return number

    def of_quote(self, quote: Citation) -> int:
        """The number here of a citation of the quoted answer."""
        known = self._known(quote.article.id, quote.paragraph.number, quote.start, quote.end)
        if known is not None:
            return known
        number = len(self.made) + 1
        self.made.append(
            Citation(
                number=number,
                article=quote.article,
                paragraph=quote.paragraph,
                start=quote.start,
                end=quote.end,
                speaker=quote.speaker,
                carriers=quote.carriers,
                first_publisher=quote.first_publisher,
            )
        )
        return number

    def _known(self, article_id: str, paragraph: int, start: int, end: int) -> int | None:
        """The number of the citation of these words, where there is one."""
        place = (article_id, paragraph, start, end)
        return next((one.number for one in self.made if _place(one) == place), None)


def _place(citation: Citation) -> tuple[str, int, int, int]:
    return citation.article.id, citation.paragraph.number, citation.start, citation.end


def _beside(
    quotes: AnswerContent, cited: Sequence[Citation]
) -> Iterator[tuple[Sentence, list[Citation]]]:
    """The quotes that stand beside the prose: both sides of a disagreement, and what an outlet
    says that the prose does not cite."""
    numbered = {one.number: one for one in quotes.citations}
    outlets = {one.article.outlet or one.article.id for one in cited}
    for sentence in quotes.sentences:
        of_it = [numbered[number] for number in sentence.citations]
        passed_over = not any((one.article.outlet or one.article.id) in outlets for one in of_it)
        if sentence.side is not None or passed_over:
            yield sentence, of_it


def _text(
    sentences: Sequence[Sentence], citations: Sequence[Citation], quotes: AnswerContent
) -> str:
    lines = [f"The articles disagree. {one.reason}" for one in quotes.disagreements]
    for sentence in sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        if sentence.check is None:
            line = f"{introduction(citations[sentence.citations[0] - 1])}: {sentence.text}"
        elif sentence.check == "marked":
            line = f"{sentence.text} ({NOT_CONFIRMED})"
        else:
            word = f" (according to {sentence.speaker})" if sentence.speaker else ""
            line = f"{sentence.text}{word}"
        if sentence.check:
            cited = [citations[number - 1] for number in sentence.citations]
            gone = "".join(f" ([{one.number}] {one.retracted})" for one in cited if one.retracted)
            line += gone
        lines.append(f"{line} {marks}")
    return "\n".join(lines)
