"""Which sentences of an answer repeat each other, and which contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scripted_assistant import article

from assistant.answers.answer_candidates import select
from assistant.answers.pairwise_nli import Related, relate
from assistant.nli.base import Chances, StanceModel
from assistant.retrieval.query_analysis import understand
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from assistant.types import Passage
from index.types import Article, Chunk


def _related(question: str, *sources: Article, model: StanceModel | None = None) -> Related:
    passages = []
    for source in sources:
        last = source.paragraphs[-1]
        text = "\n".join(paragraph.text for paragraph in source.paragraphs[1:])
        chunk = Chunk(source.id, source.id, 1, 2, last.number, 0, len(last.text), "", text)
        passages.append(Passage(chunk, source, 0.9, 1, 1))
    asked = understand(question)
    return relate(select(asked, passages, OverlapReranker()), model or WordStance())


def _texts(related: Related) -> list[str]:
    return [one.statement.text for one in related.candidates]


def test_an_outlet_is_not_quoted_twice_with_the_same() -> None:
    source = article("Closed", "The old bridge was closed.", "Closed was the old bridge.")
    assert _texts(_related("Was the old bridge closed?", source)) == ["The old bridge was closed."]


def test_another_outlet_that_says_the_same_stays() -> None:
    one = article("Closed", "The old bridge was closed.", outlet="Orsk Herald")
    two = article("Shut", "Closed was the old bridge.", outlet="Orsk Post")
    assert len(_texts(_related("Was the old bridge closed?", one, two))) == 2


def test_another_number_is_no_repetition() -> None:
    source = article("Damage", "Damaged were 40 houses.", "Damaged were 12 houses.")
    assert len(_texts(_related("How many houses were damaged?", source))) == 2


def test_two_voices_that_contradict_each_other_are_opposed() -> None:
    one = article("Closed", "The old bridge was closed.", outlet="Orsk Herald")
    two = article("Open", "The old bridge was not closed.", outlet="Orsk Post")
    dispute = _related("Was the old bridge closed?", one, two).dispute
    assert dispute is not None
    assert {side[0].article.outlet for side in dispute.sides} == {"Orsk Herald", "Orsk Post"}


def test_a_retracted_article_is_opposed_to_nobody_and_makes_no_other_a_repetition() -> None:
    standing = article("Closed", "The old bridge was closed.", outlet="Orsk Herald")
    one = replace(standing, retracted="retracted on 3 March 2031")
    two = article("Open", "The old bridge was not closed.", outlet="Orsk Post")
    assert _related("Was the old bridge closed?", one, two).dispute is None
    again = article("Closed again", "Closed was the old bridge.", outlet="Orsk Herald")
    assert len(_texts(_related("Was the old bridge closed?", one, again))) == 2
    assert len(_texts(_related("Was the old bridge closed?", standing, again))) == 1


def test_one_voice_is_not_set_against_itself() -> None:
    source = article("Both", "The old bridge was closed.", "The old bridge was not closed.")
    assert _related("Was the old bridge closed?", source).dispute is None


def test_nothing_that_answers_is_nothing_to_compare() -> None:
    assert _related("Who won the cup?", article("Closed", "It rained.")).dispute is None


class Agreeing(WordStance):
    """Holds whatever it reads for the same, as a small model may hold two names."""

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        return np.array([[0.98, 0.01, 0.01]] * len(pairs), dtype=np.float32)


def test_another_answer_is_no_repetition_whatever_the_model_holds_of_it() -> None:
    told = "The old mill of Orsk was built in 1874 by {}, who came from Lindmoor."
    again = article("Mill", told.format("Vane"), f"It is so: {told.format('Vane')}")
    assert len(_texts(_related("Who built the old mill?", again, model=Agreeing()))) == 1
    source = article("Mill", told.format("Vane"), told.format("Lamm"))
    assert len(_texts(_related("Who built the old mill?", source, model=Agreeing()))) == 2
