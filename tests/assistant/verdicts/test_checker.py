"""A claim checked from end to end, in a real store with the fakes that ship with Onrecord."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.events import Progress, replies
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.errors import ClaimError
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant, Label, Verdict, Wish

ARTICLES = {
    "herald": (
        "The old bridge",
        "Outlet: Orsk Herald",
        "The old bridge was closed in spring. Over 40 houses were damaged by the flood.",
    ),
    "post": (
        "Is it open?",
        "Outlet: Orsk Post",
        "The Velmark ministry said that the old bridge was not closed.",
    ),
    "copy": (
        "The old bridge again",
        "Outlet: Quell Radio",
        "The old bridge was closed in spring. Over 40 houses were damaged by the flood.",
    ),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (title, outlet, *paragraphs) in ARTICLES.items():
        text = "\n\n".join([f"Title: {title}\n{outlet}", *paragraphs])
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    store = Store.open(tmp_path / "store", FakeEmbedder())
    with Assistant(store, OverlapReranker(), WordStance()) as opened:
        opened.add([folder])
        yield opened


def test_a_verdict_names_both_sides_and_quotes_them_to_the_character(desk: Assistant) -> None:
    verdict = desk.check("The old bridge was closed.")
    assert verdict.label is Label.CONFLICTING
    assert {(one.stance.value, one.speaker) for one in verdict.evidence} == {
        ("supports", None),
        ("refutes", "The Velmark ministry"),
    }
    for evidence in verdict.evidence:
        citation = verdict.citations[evidence.citation - 1]
        assert citation.number == evidence.citation
        assert citation.quote in citation.paragraph.text
        assert citation.speaker == evidence.speaker
        assert f"[{citation.number}]" in verdict.text
    assert verdict.generation == desk.generation
    assert 0 < verdict.confidence < 1
    assert set(verdict.seconds) == {"retrieve", "weigh"}


def test_carriers_of_one_text_count_once(desk: Assistant) -> None:
    verdict = desk.check("Over 40 houses were damaged.")
    assert verdict.label is Label.SUPPORTED
    (citation,) = verdict.citations
    carriers = {citation.article.outlet, *citation.carriers}
    assert carriers == {"Orsk Herald", "Quell Radio"}


def test_what_no_article_tells_is_not_enough_and_shows_the_nearest(desk: Assistant) -> None:
    verdict = desk.check("The ferry sank in the harbour.")
    assert verdict.label is Label.NOT_ENOUGH
    assert all(one.stance.value == "neutral" for one in verdict.evidence)
    assert "do not settle" in verdict.text


def test_an_empty_store_says_that_it_is_empty(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store", FakeEmbedder())
    with Assistant(store, OverlapReranker(), WordStance()) as desk:
        verdict = desk.check("The old bridge was closed.")
    assert verdict.label is Label.NOT_ENOUGH
    assert verdict.evidence == ()
    assert "no articles" in verdict.notices[0]


def test_several_claims_are_checked_one_by_one(desk: Assistant) -> None:
    message = "The old bridge was closed. Over 40 houses were damaged. What a flood!"
    verdicts = desk.check_all(message)
    assert [one.claim for one in verdicts] == [
        "The old bridge was closed.",
        "Over 40 houses were damaged.",
    ]
    assert "What a flood!" in verdicts[0].notices[0]
    assert verdicts[1].notices == ()
    with pytest.raises(ClaimError, match="2 claims"):
        desk.check(message)


@pytest.mark.parametrize(
    ("message", "wish", "kinds"),
    [
        ("The old bridge was closed.", Wish.EITHER, ["verdict"]),
        ("The old bridge was closed.", Wish.ANSWER, ["answer"]),
        ("Was the old bridge closed?", Wish.EITHER, ["verdict", "answer"]),
        ("Was the old bridge closed?", Wish.CHECK, ["verdict"]),
        ("Was the old bridge closed?", Wish.ANSWER, ["answer"]),
        ("When was the old bridge closed?", Wish.EITHER, ["answer"]),
        ("The old bridge was closed. 40 houses were damaged.", Wish.EITHER, ["verdict", "verdict"]),
    ],
)
def test_a_message_gets_what_its_reader_wishes(
    desk: Assistant, message: str, wish: Wish, kinds: list[str]
) -> None:
    events = list(desk.reply(message, wish=wish))
    assert [one.kind for one in replies(events)] == kinds
    assert any(isinstance(one, Progress) for one in events)


def test_a_day_that_depends_on_who_speaks_is_not_compared_and_that_is_said(desk: Assistant) -> None:
    verdict = desk.check("The old bridge was closed yesterday.")
    assert verdict.notices[-1].startswith("“yesterday” wasn't compared")


def test_a_question_cannot_be_forced_to_be_a_claim(desk: Assistant) -> None:
    with pytest.raises(ClaimError, match="question"):
        list(desk.reply("When was the old bridge closed?", wish=Wish.CHECK))


def test_a_verdict_as_json_is_the_contract(desk: Assistant) -> None:
    told = desk.check("The old bridge was closed.").model_dump(mode="json")
    assert told["kind"] == "verdict"
    assert told["label"] == "conflicting"
    assert set(told["evidence"][0]) == {"citation", "stance", "score", "speaker", "date", "said",
                                         "notes"}  # fmt: skip
    assert Verdict.model_json_schema(mode="serialization")["title"] == "Verdict"
