"""An agency's text is one voice in a reply, whoever prints it, and all who print it are named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from parsed_html import ParsedHtml
from scripted_assistant import article, cite, quoting

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.reading.publication_order import earliest
from index.search.embedding import FakeEmbedder
from index.store import Store
from onrecord import Assistant, Label
from ui.cards.quotes import ReplyPosition
from ui.cards.reply_card import reply_card
from ui.cli.terminal import citations

CLOSED = (
    "The old bridge of Orsk was closed to all traffic on Monday after a ship with 40 tons of salt "
    "had struck its second pier in the fog."
)
SINCE = (
    "For trains the old bridge of Orsk was closed all night by the harbour office, which sends "
    "drivers round by the mill at Tarn for 12 days."
)
EDITED = (
    CLOSED.replace("had struck", "struck"),
    CLOSED.replace("to all traffic", "for all traffic"),
    CLOSED.replace("of Orsk was", "at Orsk was"),
    CLOSED.replace("in the fog.", "in fog."),
)
OUTLETS = ("Orsk Herald", "Tarn Post", "Mill Echo", "Salt Times", "Quell Radio")
QUESTION = "Why was the old bridge of Orsk closed to all traffic?"
CLAIM = "The old bridge of Orsk was closed."


class Desk(Assistant):
    """Its articles, each of an outlet and a day of March 2031, are added one by one."""

    def __init__(self, folder: Path) -> None:
        store = Store.open(folder / "store", FakeEmbedder())
        super().__init__(store, OverlapReranker(), WordStance())
        self.folder = folder

    def take(self, outlet: str, day: int, *paragraphs: str) -> str:
        """Returns the article's id."""
        header = f"Title: News of {outlet}\nOutlet: {outlet}\nDate: 2031-03-{day:02}"
        path = self.folder / f"{outlet}.txt"
        path.write_text("\n\n".join([header, *paragraphs]), encoding="utf-8")
        ((name, _),) = self.add([path]).added
        return name


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def one_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each search brings up one passage."""
    monkeypatch.setattr("assistant.retrieval.retriever._CANDIDATES", 1)


@pytest.mark.usefixtures("one_hit")
def test_all_who_print_a_sentence_are_named_and_the_first_publisher_is_told(desk: Desk) -> None:
    for day, (outlet, text) in enumerate(zip(OUTLETS, (CLOSED, *EDITED), strict=True)):
        more = f"People in the street of the {outlet} had heard a noise like thunder at night."
        desk.take(outlet, 9 - day, text, more)
    assert len(desk.search(QUESTION)) == 1
    citation, *_ = desk.ask(QUESTION).citations
    others = [outlet for outlet in reversed(OUTLETS) if outlet != citation.article.outlet]
    assert list(citation.carriers) == others
    assert citation.first_publisher == "Quell Radio"
    told = citation.model_dump(mode="json")
    assert (told["carriers"], told["first_publisher"]) == (others, "Quell Radio")


def test_one_text_is_quoted_once_and_counts_as_one_voice(desk: Desk) -> None:
    for day, (outlet, text) in enumerate(zip(OUTLETS, (CLOSED, *EDITED), strict=True), start=1):
        desk.take(outlet, day, text, SINCE)
    answer = desk.ask(QUESTION)
    assert len({citation.article.outlet for citation in answer.citations}) == 1
    assert len(answer.citations) == 2
    assert not answer.disagreement
    verdict = desk.check(CLAIM)
    assert verdict.label is Label.SUPPORTED
    (name,) = {citation.article.outlet for citation in verdict.citations}
    assert verdict.text == f"This is reported by {name} [1][2]."
    assert all(len(citation.carriers) == 4 for citation in verdict.citations)


def test_parts_of_one_text_in_two_outlets_are_told_as_one_text(desk: Desk) -> None:
    desk.take("Orsk Herald", 1, CLOSED)
    desk.take("Tarn Post", 2, CLOSED, SINCE)
    desk.take("Mill Echo", 3, "Our reporter saw by noon that the old bridge of Orsk was closed.")
    verdict = desk.check(CLAIM)
    numbers = {str(one.article.outlet): one.number for one in verdict.citations}
    herald, post, echo = (numbers[name] for name in ("Orsk Herald", "Tarn Post", "Mill Echo"))
    assert verdict.text == (
        f"This is reported by Orsk Herald [{herald}] (the same text as in Tarn Post [{post}]) "
        f"and Mill Echo [{echo}]."
    )


def test_two_that_share_a_paragraph_in_texts_of_their_own_are_two_voices(desk: Desk) -> None:
    notice = (
        "The old bridge of Orsk was closed, and all who live at the river are asked to keep away "
        "from the piers until the tide of 4 March has turned."
    )
    desk.take(
        "Orsk Herald",
        1,
        notice,
        "Snow lay on both banks while the old bridge of Orsk was closed with chains.",
        "The ferry takes 8 cars at a time and no lorry, so 30 drivers waited in a long row beside "
        "the fish market until the baker brought them bread and tea.",
    )
    desk.take(
        "Tarn Post",
        2,
        notice,
        "The old bridge of Orsk was closed when our reporter came there in the morning.",
        "She had walked 5 miles in the rain, and met an old man who had rowed across with his dog "
        "and a basket of eggs to see what the noise had been about.",
    )
    assert len(desk.search(notice)[0].carriers) == 1
    text = desk.check(CLAIM).text
    assert all(outlet in text for outlet in ("Orsk Herald [", "Tarn Post ["))
    assert "same text" not in text


@pytest.mark.usefixtures("one_hit")
def test_a_corrected_number_is_another_voice(desk: Desk) -> None:
    desk.take("Orsk Herald", 1, CLOSED)
    desk.take("Tarn Post", 2, EDITED[1])
    desk.take("Mill Echo", 3, CLOSED.replace("40 tons", "14 tons"))
    (citation,) = desk.ask(QUESTION).citations
    herald, post = {"Orsk Herald", "Tarn Post"}, {"Mill Echo"}
    assert {citation.article.outlet, *citation.carriers} in (herald, post)


def test_copies_are_one_side_of_a_disagreement(desk: Desk) -> None:
    for day, outlet in enumerate(OUTLETS[:3], start=1):
        desk.take(outlet, day, CLOSED, SINCE)
    desk.take("Salt Times", 4, CLOSED.replace("40 tons", "14 tons"))
    answer = desk.ask("How many tons of salt were on the ship that struck the old bridge of Orsk?")
    (disagreement,) = answer.disagreements
    assert len(disagreement.sides) == 2
    assert "Salt Times" in disagreement.sides
    assert not any(" and " in side for side in disagreement.sides)


def test_one_text_with_two_answers_is_two_sides_and_no_copy(desk: Desk) -> None:
    days = ("3 March 2031", "3 March 2031", "9 March 2031")
    for day, (outlet, told) in enumerate(zip(OUTLETS, days, strict=False), start=1):
        desk.take(outlet, day, CLOSED.replace("on Monday", f"on {told}"), SINCE)
    answer = desk.ask("When was the old bridge of Orsk closed to all traffic?")
    (disagreement,) = answer.disagreements
    assert disagreement.reason == "They print the same text with different dates."
    sides = {
        frozenset({citation.article.outlet, *citation.carriers})
        for citation, sentence in zip(answer.citations, answer.sentences, strict=True)
        if sentence.side
    }
    assert sides == {
        frozenset({"Orsk Herald", "Tarn Post"}),
        frozenset({"Mill Echo"}),
    }


@pytest.mark.usefixtures("one_hit")
def test_a_retracted_copy_is_not_quoted_where_another_stands(desk: Desk) -> None:
    names = {
        outlet: desk.take(outlet, day, CLOSED) for day, outlet in enumerate(OUTLETS[:3], start=1)
    }
    (found,) = desk.search(QUESTION)
    withdrawn = str(found.article.outlet)
    desk.retract(names[withdrawn])
    assert desk.search(QUESTION)[0].article.id == names[withdrawn]
    (citation,) = desk.ask(QUESTION).citations
    assert citation.article.outlet != withdrawn
    assert citation.retracted is None
    assert f"{withdrawn} (retracted)" in citation.carriers
    verdict = desk.check(CLAIM)
    assert verdict.label is Label.SUPPORTED
    assert verdict.citations[0].retracted is None


def test_what_too_many_print_has_no_carriers(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"text": f"{CLOSED}\n\nNews number {n}."}) for n in range(201)]
    path.write_text("\n".join(lines), encoding="utf-8")
    store.add([path])
    (first, *_) = store.articles()
    assert store.carriers(first.id, 1, 2) == {}
    store.remove([first.id])
    (first, *_) = store.articles()
    assert {len(found) for found in store.carriers(first.id, 1, 2).values()} == {200}


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2031-03-04", "2031-03-03"], 1),
        (["2031-03-04", None, "2031-03"], None),
        (["2031-02", None, "2031-03-04"], 0),
        (["2031-03-04", "2031-03-04T08:00"], None),
        (["2031-03-04T08:00+01:00", "2031-03-04T07:30Z"], 0),
        (["2031-03-04", None], None),
        ([], None),
    ],
)
def test_the_first_is_told_only_where_the_dates_tell_it(
    dates: list[str | None], first: int | None
) -> None:
    assert earliest(dates) == first


def test_a_long_list_of_carriers_is_cut_where_people_read_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = article("Bridge", CLOSED, outlet="Orsk Herald")
    names = tuple(f"Outlet {number}" for number in range(1, 12))
    citation = cite(1, source, CLOSED, carriers=names)
    citation = citation.model_copy(update={"first_publisher": "Outlet 1"})
    named = ", ".join(names[1:9])
    card = ParsedHtml(reply_card(quoting(citation, question="Why?"), ReplyPosition(0, 0)))
    assert f"first in: Outlet 1 · also in: {named} and 2 more" in card.text
    citations([citation])
    told = capsys.readouterr().out
    assert "first in Outlet 1\n" in told
    assert f"also in {named} and 2 more\n" in told
