"""Which statements answer."""

from __future__ import annotations

from dataclasses import replace

from scripted_assistant import article

from assistant.evidence import Candidate
from assistant.retrieval.query_analysis import understand
from assistant.retrieval.sentence_selection import answering, candidates
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.types import Copy, Passage
from index.types import Article, Chunk


def _passage(source: Article) -> Passage:
    first, last = source.paragraphs[1], source.paragraphs[-1]
    text = "\n".join(paragraph.text for paragraph in source.paragraphs[1:])
    chunk = Chunk(source.id, source.id, 1, 2, last.number, 0, len(last.text), "", text)
    assert first.number == 2
    return Passage(chunk, source, 0.9, 1, 1)


def _candidates(question: str, *sources: Article) -> list[Candidate]:
    passages = [_passage(source) for source in sources]
    return candidates(understand(question), passages, OverlapReranker())


def test_the_statement_with_the_questions_words_comes_first() -> None:
    found = _candidates(
        "How many boats burned?", article("Fire", "It was late. Thirty boats burned. Nobody slept.")
    )
    assert found[0].statement.text == "Thirty boats burned."


def test_a_name_that_the_article_does_not_have_rules_it_out() -> None:
    question = understand("What did Corwin say about the boats?")
    source = article("Fire", "Ivo Lamm said that thirty boats burned.")
    found = candidates(question, [_passage(source)], OverlapReranker())
    assert found
    assert answering(question, found) == []


def test_a_spelling_of_the_name_will_do() -> None:
    question = understand("What did Zelenskyy say about the boats?")
    source = article("Fire", "President Volodymyr Zelensky said that the boats burned.")
    found = candidates(question, [_passage(source)], OverlapReranker())
    assert [one.statement.text for one in answering(question, found)] == [source.paragraphs[1].text]


def test_how_many_wants_a_number() -> None:
    question = understand("How many boats burned?")
    found = candidates(
        question, [_passage(article("Fire", "All boats burned on May 3."))], OverlapReranker()
    )
    assert answering(question, found) == []


def test_only_the_words_of_the_one_who_is_asked_about_answer() -> None:
    question = understand("What did Orsk say about the boats?")
    source = article("Fire", "Orsk said that the boats burned.", "Lindmoor said the boats sank.")
    found = candidates(question, [_passage(source)], OverlapReranker())
    chosen = answering(question, found)
    assert [one.statement.speaker for one in chosen] == ["Orsk"]


def test_moscow_speaks_for_russia() -> None:
    source = article("Fire", "The Russian defence ministry said that the boats burned.")
    found = _candidates("What did Moscow say?", source)
    assert found[0].is_said_by("Moscow")
    assert not found[0].is_said_by("Paris")


def test_two_that_say_the_same_are_one_with_a_carrier() -> None:
    text = "Thirty boats burned in the old harbour of Orsk on Monday."
    found = _candidates(
        "How many boats burned?",
        article("One", text, outlet="Gazette"),
        article("Two", text.replace("on Monday", "late on Monday"), outlet="Post"),
    )
    assert len(found) == 1
    assert [carrier.outlet for carrier in found[0].carriers] == ["Post"]


def test_two_that_quote_the_same_words_are_one_with_a_carrier() -> None:
    words = "“We will rebuild every pier and send the bill to whoever lit that fire,”"
    found = _candidates(
        "What did Vos say about the fire?",
        article("One", f"{words} Vos told residents of the town.", outlet="Gazette"),
        article("Two", f"{words} she said in the sports hall where 380 slept.", outlet="Post"),
    )
    assert len(found) == 1
    assert len(found[0].carriers) == 1


def test_two_short_ones_with_different_numbers_are_two() -> None:
    found = _candidates(
        "How many boats burned?",
        article("One", "Thirty boats burned.", outlet="Gazette"),
        article("Two", "Twelve boats burned.", outlet="Post"),
    )
    assert len(found) == 2


def test_a_carrier_of_a_passage_carries_only_the_sentences_that_it_prints() -> None:
    text = "Thirty boats burned in the harbour of Orsk."
    one = article("One", f"{text} Orsk lit the fire by mistake.", outlet="Gazette")
    two = article("Two", f"{text} Lindmoor lit the fire by mistake.", outlet="Post")
    passage = replace(_passage(one), copies=(Copy(two, two.paragraphs[1]),))
    found = candidates(understand("Who lit the fire?"), [passage], OverlapReranker())
    carried = {candidate.statement.text: candidate.carriers for candidate in found}
    assert carried[text] == (two,)
    assert carried["Orsk lit the fire by mistake."] == ()


def test_the_injured_are_no_answer_to_how_many_died() -> None:
    question = understand("How many people died in the fire?")
    source = article("Fire", "Forty people were injured in the fire.")
    found = candidates(question, [_passage(source)], OverlapReranker())
    assert answering(question, found) == []
