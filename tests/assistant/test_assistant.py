"""The front door with the real models, from a folder of articles to a cited answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.events import Done, Progress
from index.errors import ArticleNotFound, QuestionError
from onrecord import Answer, Assistant, Turn

HERALD = """Title: Boats burn in Orsk harbour
Outlet: Orsk Herald
Date: 4 March 2031

Thirty boats burned in the harbour of Orsk on Monday night, harbour master Ivo Lamm said.

"Somebody from Lindmoor lit the fire," said Ivo Lamm. He called for an inquiry.
"""
LINDMOOR = """Title: Lindmoor rejects accusations over harbour fire
Outlet: Lindmoor Messenger
Date: 5 March 2031

The government of Lindmoor denied that anybody from Lindmoor lit the fire in the harbour of Orsk.

Twelve boats burned in the harbour of Orsk, the government of Lindmoor said on Tuesday.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "herald.txt").write_text(HERALD, encoding="utf-8")
    (folder / "lindmoor.txt").write_text(LINDMOOR, encoding="utf-8")
    with Assistant.open(tmp_path_factory.mktemp("desk") / "store") as opened:
        report = opened.add([folder])
        assert len(report.added) == 2
        yield opened


def _assert_quotes_are_verbatim(answer: Answer) -> None:
    for citation in (*answer.citations, *answer.nearest):
        paragraph = citation.article.paragraph(citation.paragraph.number)
        assert citation.quote == paragraph.text[citation.start : citation.end] != ""
    for sentence in answer.sentences:
        assert [answer.citations[n - 1].quote for n in sentence.citations] == [sentence.text]


def test_a_statement_comes_with_outlet_speaker_and_date(desk: Assistant) -> None:
    answer = desk.ask("What did Ivo Lamm say about the fire?")
    _assert_quotes_are_verbatim(answer)
    assert not answer.abstained
    best = answer.citations[0]
    assert best.article.outlet == "Orsk Herald"
    assert best.article.published == "2031-03-04"
    assert best.speaker is not None
    assert "Ivo Lamm" in best.speaker


def test_contradicting_numbers_stand_side_by_side(desk: Assistant) -> None:
    answer = desk.ask("How many boats burned in Orsk?")
    _assert_quotes_are_verbatim(answer)
    assert answer.disagreement
    sides = {sentence.side: sentence.text for sentence in answer.sentences if sentence.side}
    assert sorted(text.split()[0] for text in sides.values()) == ["Thirty", "Twelve"]
    assert answer.text.startswith("The articles disagree.")


def test_a_denial_stands_beside_the_accusation(desk: Assistant) -> None:
    answer = desk.ask("Did somebody from Lindmoor light the fire?")
    assert answer.disagreement
    assert len(answer.disagreements[0].sides) == 2


def test_what_the_articles_do_not_tell_is_an_abstention_with_the_nearest(desk: Assistant) -> None:
    answer = desk.ask("Who won the 1987 chess championship?")
    _assert_quotes_are_verbatim(answer)
    assert answer.abstained
    assert not answer.sentences
    assert not answer.citations
    assert answer.nearest


def test_a_follow_up_uses_the_conversation(desk: Assistant) -> None:
    first = desk.ask("Did somebody from Lindmoor light the fire?")
    second = desk.ask("and what did Ivo Lamm say?", [Turn(first.asked, first.question)])
    assert second.asked == "and what did Ivo Lamm say?"
    assert "Lindmoor" in second.question
    assert any("Somebody from Lindmoor" in sentence.text for sentence in second.sentences)


def test_steps_tell_what_is_done_and_end_with_the_answer(desk: Assistant) -> None:
    *before, last = desk.steps("How many boats burned in Orsk?")
    assert before[0] == Progress("Searching 2 articles")
    assert isinstance(last, Done)
    assert set(last.reply.seconds) == {
        "understand",
        "retrieve",
        "select",
        "relate",
        "answer",
    }


def test_json_has_the_contracts_fields(desk: Assistant) -> None:
    answer = json.loads(desk.ask("How many boats burned in Orsk?").model_dump_json())
    assert answer["kind"] == "answer"
    assert answer["written_by"] == "quotes"
    assert answer["generation"] == desk.generation
    citation = answer["citations"][0]
    paragraph = desk.article(citation["article"], citation["version"]).paragraph(
        citation["paragraph"]
    )
    assert paragraph.text[citation["start"] : citation["end"]] == citation["quote"]


def test_search_returns_passages_best_first(desk: Assistant) -> None:
    passages = desk.search("harbour fire accusations", limit=2)
    assert len(passages) == 2
    assert passages[0].score >= passages[1].score


def test_retrieval_works_in_any_langchain_chain(desk: Assistant) -> None:
    documents = desk.retriever.invoke("How many boats burned in Orsk?")
    assert documents[0].metadata["outlet"] in {"Orsk Herald", "Lindmoor Messenger"}
    assert documents[0].metadata["paragraphs"]


def test_an_empty_question_is_an_error(desk: Assistant) -> None:
    with pytest.raises(QuestionError):
        desk.ask(" ")


def test_an_unknown_article_is_an_error(desk: Assistant) -> None:
    with pytest.raises(ArticleNotFound):
        desk.article("000000000000")


def test_doctor_finds_nothing_wrong(desk: Assistant) -> None:
    assert all(finding.ok for finding in desk.doctor())


def test_a_year_that_no_quoted_article_mentions_is_told(desk: Assistant) -> None:
    answer = desk.ask("How many boats burned in Orsk in 2015?")
    assert answer.abstained or "No quoted article mentions the year 2015." in answer.notices


def test_a_yes_or_no_question_about_somebody_tells_when_he_is_not_quoted(desk: Assistant) -> None:
    answer = desk.ask("Did Ivo Lamm deny the fire?")
    told = {citation.speaker for citation in answer.citations}
    silent = not any("Lamm" in (speaker or "") for speaker in told)
    notice = "None of these sentences is attributed to Ivo Lamm."
    assert answer.abstained or (notice in answer.notices) == silent
