"""From passages to an answer in the articles' own words, without a language model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.absence import notices_of_absence
from assistant.answers.contradictions import Contradiction
from assistant.answers.pairwise_nli import Related
from assistant.english.english_only import MODELS_READ_ENGLISH
from assistant.english.temporal import tells_when
from assistant.evidence import Candidate, cite, speaker_of
from assistant.types import AnswerContent, Citation, Disagreement, Question, Sentence
from index.types import Article

MOST_SENTENCES = 5
_NEAREST = 3
WRITTEN_BY = "quotes"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def quote(question: Question, related: Related) -> AnswerContent:
    """The candidates that answer, or an abstention with the nearest ones."""
    candidates, chosen = related.candidates, related.answering
    notices = tuple(_notices(question, chosen))
    if not chosen:
        absent = notices_of_absence(one.article for one in candidates[:_NEAREST])
        return abstain(question, candidates, (*notices, *absent))
    return compose(question, chosen, related.dispute, notices)


def _notices(question: Question, chosen: Sequence[Candidate]) -> Iterator[str]:
    """What the reader should know of the choice."""
    speaker = question.only_speaker
    if speaker:
        done = "are quoted" if chosen else "were considered"
        yield f"Only sentences attributed to {speaker} {done}."
    elif (
        question.speaker and chosen and not any(one.is_said_by(question.speaker) for one in chosen)
    ):
        yield f"None of these sentences is attributed to {question.speaker}."
    for year in _YEAR.findall(question.text):
        told = (text for one in chosen for text in _tells(one.article))
        is_whole = not any(one.article.partial for one in chosen)
        if chosen and is_whole and not any(year in text for text in told):
            yield f"No quoted article mentions the year {year}."


def _tells(article: Article) -> Iterator[str]:
    """Its dates and its text."""
    yield article.published or ""
    for paragraph in article.paragraphs:
        yield from (paragraph.published or "", paragraph.text)


def compose(
    question: Question,
    chosen: Sequence[Candidate],
    dispute: Contradiction | None,
    notices: tuple[str, ...],
) -> AnswerContent:
    """Put the chosen statements in order and number their citations."""
    ordered = _ordered(question, chosen, dispute)
    citations = tuple(
        cite(number, candidate, as_denied=_is_denied(dispute, side))
        for number, (candidate, side) in enumerate(ordered, start=1)
    )
    sentences = tuple(
        Sentence(
            text=citation.quote,
            citations=(citation.number,),
            support=round(candidate.support, 4),
            side=side,
        )
        for citation, (candidate, side) in zip(citations, ordered, strict=True)
    )
    disagreements = (_disagreement(dispute),) if dispute else ()
    return AnswerContent(
        text=_text(citations, sentences, disagreements),
        sentences=sentences,
        citations=citations,
        written_by=WRITTEN_BY,
        notices=notices,
        disagreements=disagreements,
    )


_DENIED_SIDE = 2


def _ordered(
    question: Question, chosen: Sequence[Candidate], dispute: Contradiction | None
) -> list[tuple[Candidate, int | None]]:
    """The sides of a dispute, all of them; then what else answers, as many as a reader takes in:
    where a date is asked for, first those that give one."""
    ordered: list[tuple[Candidate, int | None]] = []
    if dispute:
        for number, side in enumerate(dispute.sides, start=1):
            ordered += [(candidate, number) for candidate in side]
    taken = {id(candidate) for candidate, _ in ordered}
    rest = [(candidate, None) for candidate in chosen if id(candidate) not in taken]
    if question.asks_when:
        rest.sort(key=lambda one: not tells_when(one[0].statement.text))
    return [*ordered, *rest[: max(0, MOST_SENTENCES - len(ordered))]]


def _disagreement(dispute: Contradiction) -> Disagreement:
    return Disagreement(
        reason=dispute.reason,
        sides=tuple(
            "; ".join(dict.fromkeys(_who(one, _is_denied(dispute, number)) for one in side))
            for number, side in enumerate(dispute.sides, start=1)
        ),
    )


def _is_denied(dispute: Contradiction | None, side: int | None) -> bool:
    return dispute is not None and dispute.is_denial and side == _DENIED_SIDE


def _who(candidate: Candidate, as_denied: bool) -> str:
    speaker = speaker_of(candidate, as_denied=as_denied)
    carrier = candidate.article.outlet or f"“{candidate.article.title}”"
    return f"{speaker}, in {carrier}" if speaker else carrier


def introduction(citation: Citation) -> str:
    """Who says it, where and when, in one line."""
    carrier = citation.article.outlet or f"“{citation.article.title}”"
    dated = citation.published or (citation.updated and f"updated {citation.updated}")
    parts = [citation.speaker, carrier, dated, citation.retracted]
    return ", ".join(part for part in parts if part)


def _text(
    citations: Sequence[Citation],
    sentences: Sequence[Sentence],
    disagreements: Sequence[Disagreement],
) -> str:
    lines = [f"The articles disagree. {one.reason}" for one in disagreements]
    lines += [
        f"{introduction(citation)}: {sentence.text} [{citation.number}]"
        for citation, sentence in zip(citations, sentences, strict=True)
    ]
    return "\n".join(lines)


def abstain(
    question: Question,
    candidates: Sequence[Candidate],
    notices: tuple[str, ...],
    written_by: str = WRITTEN_BY,
) -> AnswerContent:
    """Say that the articles do not answer, and show the nearest statements as such; where the
    models could not read them or the question, say that instead."""
    shown = candidates[:_NEAREST]
    nearest = tuple(cite(number, candidate) for number, candidate in enumerate(shown, start=1))
    not_judged = _not_judged(question, shown)
    return AnswerContent(
        text=f"Not assessed. {not_judged}" if not_judged else "The articles do not answer this.",
        sentences=(),
        citations=(),
        written_by=written_by,
        notices=notices,
        abstained=True,
        nearest=nearest,
        not_judged=not_judged,
    )


def _not_judged(question: Question, nearest: Sequence[Candidate]) -> str | None:
    """Why nobody can tell whether these answer; None where that could be told."""
    if not question.is_english:
        return f"{MODELS_READ_ENGLISH}, and this isn't in English."
    foreign = sum(not one.can_be_judged for one in nearest)
    if not foreign:
        return None
    which = {len(nearest): "the closest passages aren't", 1: "one of the closest passages isn't"}
    which_are_not = which.get(foreign, "some of the closest passages aren't")
    return (
        f"{MODELS_READ_ENGLISH}, and {which_are_not} in English. "
        "Nothing found in English answers this."
    )
