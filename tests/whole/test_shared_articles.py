"""The two real articles, if the folder with them is beside the project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from project import SHARED

from onrecord import Answer, Assistant

ARTICLES = SHARED / "articles"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    if not ARTICLES.is_dir():
        pytest.skip("../shared is not here: the real articles are not part of the project")
    with Assistant.open(tmp_path_factory.mktemp("desk") / "store") as opened:
        opened.add([ARTICLES])
        yield opened


def _sides(answer: Answer, side: int) -> str:
    return " ".join(
        f"{answer.citations[sentence.citations[0] - 1].speaker}: {sentence.text}"
        for sentence in answer.sentences
        if sentence.side == side
    )


def test_a_number_is_quoted_as_the_claim_of_who_claims_it(desk: Assistant) -> None:
    answer = desk.ask("How many buildings were damaged in Belgorod?")
    best = answer.citations[0]
    assert "over 40 buildings and 60 vehicles" in best.quote
    assert best.speaker == "Russian media"
    assert best.quote in best.paragraph.text


def test_a_person_is_quoted_and_nobody_else(desk: Assistant) -> None:
    answer = desk.ask("What did Macron say about strikes on civilian infrastructure?")
    assert "constitutes a war crime" in answer.citations[0].quote
    assert {citation.speaker for citation in answer.citations} == {"Emmanuel Macron"}


def test_paris_is_the_french_ministry(desk: Assistant) -> None:
    answer = desk.ask("Which article of the UN Charter does Paris invoke?")
    assert "Article 51" in answer.citations[0].quote


def test_denial_and_accusation_stand_side_by_side(desk: Assistant) -> None:
    answer = desk.ask("Did the strikes hit targets inside Kyiv?")
    assert answer.disagreement
    assert "no strikes against targets within the city limits" in _sides(answer, 1)
    assert "Ukrainian and French presidents" in _sides(answer, 2)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 World Cup?",
        "What is the capital of Mongolia?",
        "What did Biden say about Belgorod?",
        "How many people were killed in Belgorod?",
    ],
)
def test_what_the_articles_do_not_tell_is_an_abstention(desk: Assistant, question: str) -> None:
    assert desk.ask(question).abstained


def test_a_follow_up_about_another_party(desk: Assistant) -> None:
    from onrecord import Turn

    first = desk.ask("Did the strikes hit targets inside Kyiv?")
    second = desk.ask("and what did Moscow answer?", [Turn(first.asked, first.question)])
    assert second.sentences
