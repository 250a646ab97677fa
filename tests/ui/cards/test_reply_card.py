"""The reply card: what a reader sees of an answer, and that nothing in it can run."""

from __future__ import annotations

from dataclasses import replace

from parsed_html import ParsedHtml
from scripted_assistant import abstaining, article, cite, quoting

from assistant.types import Answer, Disagreement, Sentence
from ui.cards.quotes import ReplyPosition
from ui.cards.reply_card import reply_card
from ui.web.chat import Conversation, Exchange, Finished, Trouble
from ui.web.exchange_card import log

FLOOD = article(
    "Gate opened before the flood",
    "The gate was opened at 04:10, the engineers said. Nobody gave that order.",
    "At least 340 houses stood in water.",
    outlet="Quell Herald",
    published="2031-03-03",
)
DENIAL = article(
    "Agency denies it", "The gate stayed shut, the agency insisted.", published="2031-03"
)
EARLY = cite(
    1,
    FLOOD,
    "The gate was opened at 04:10, the engineers said.",
    speaker="the engineers",
    carriers=("Harbour Post",),
)
SHUT = cite(2, DENIAL, "The gate stayed shut, the agency insisted.", speaker="the agency")
HOUSES = cite(3, FLOOD, "At least 340 houses stood in water.")
POSITION = ReplyPosition(0, 0)
NASTY = '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 1">"\'&amp;'


def settled(answer: Answer, question: str = "When?") -> Answer:
    """As the assistant returns it, with the question filled in."""
    return answer.model_copy(update={"question": answer.question or question, "asked": question})


def test_each_sentence_is_a_quote_with_its_numbered_citation() -> None:
    card = ParsedHtml(reply_card(settled(quoting(EARLY, HOUSES)), ReplyPosition(4, 1)))
    assert "The gate was opened at 04:10, the engineers said." in card.within("p")
    buttons = card.having("class", "citation")
    assert [
        (each["data-exchange"], each["data-reply"], each["data-number"]) for each in buttons
    ] == [("4", "1", "1"), ("4", "1", "3")]
    assert all(each["type"] == "button" for each in buttons)
    assert card.within("button") == ["[1]", "[3]"]


def test_outlet_date_speaker_and_carriers_stand_by_the_citation() -> None:
    card = ParsedHtml(reply_card(settled(quoting(EARLY)), POSITION))
    assert "Quell Herald · 3 March 2031 · says: the engineers · also in: Harbour Post" in card.text


def test_an_unknown_outlet_shows_the_title_and_an_unknown_date_says_so() -> None:
    memo = article("Memo on pumps", "Twelve pumps were sent.")
    card = ParsedHtml(
        reply_card(settled(quoting(cite(1, memo, "Twelve pumps were sent."))), POSITION)
    )
    assert "Memo on pumps · date not given" in card.text


def test_a_sentence_with_two_citations_shows_both() -> None:
    answer = quoting(EARLY, SHUT).model_copy(
        update={"sentences": (Sentence(text="The gate.", citations=(1, 2), support=0.9),)}
    )
    card = ParsedHtml(reply_card(settled(answer), POSITION))
    assert card.within("button") == ["[1]", "[2]"]
    assert "Quell Herald" in card.text
    assert "Agency denies it · March 2031" in card.text


def test_sides_that_disagree_stand_next_to_each_other_under_a_banner() -> None:
    split = Disagreement(
        reason="They differ on whether the gate was opened.",
        sides=("The engineers, in Quell Herald", "The agency"),
    )
    card = ParsedHtml(
        reply_card(
            settled(quoting(EARLY, SHUT, HOUSES, sides=[1, 2, None], disagreement=split)), POSITION
        )
    )
    assert card.within("h3") == ["The articles disagree"]
    assert "They differ on whether the gate was opened." in card.within("p")
    assert card.within("h4") == [
        "The engineers, in Quell Herald",
        "The agency",
        "Also in the articles",
    ]
    assert len(card.having("class", "side")) == 2


def test_an_answer_without_disagreement_has_no_banner() -> None:
    assert "disagree" not in reply_card(settled(quoting(EARLY)), POSITION)


def test_an_abstention_says_so_and_shows_the_nearest_passages_as_such() -> None:
    card = ParsedHtml(reply_card(settled(abstaining(HOUSES)), POSITION))
    assert "The articles do not answer this." in card.text
    assert "Closest passages (none answers the question)" in card.text
    assert card.within("button") == ["[3]"]


def test_what_a_machine_translated_is_said_to_be_beside_quotes_and_written_sentences() -> None:
    for translated in (False, True):
        source = replace(EARLY.article, machine_translated=translated)
        reply = quoting(EARLY.model_copy(update={"article": source}), question="When?")
        (one,) = reply.sentences
        written = reply.model_copy(
            update={"sentences": (one.model_copy(update={"check": "kept"}),)}
        )
        quoted = ParsedHtml(reply_card(settled(reply, "When?"), POSITION)).within("p")
        told = ParsedHtml(reply_card(settled(written, "When?"), POSITION))
        assert ("machine translated" in " ".join(quoted)) is translated
        assert ("[1] machine translated" in told.within("span")) is translated


def test_a_rewritten_question_is_shown_and_an_unchanged_one_is_not() -> None:
    rewritten = settled(quoting(EARLY, question="When was the gate opened?"), "And when?")
    assert "Understood as: " in ParsedHtml(reply_card(rewritten, POSITION)).text
    assert "Understood as" not in reply_card(settled(quoting(EARLY)), POSITION)


def test_notices_generation_and_seconds_are_shown() -> None:
    card = ParsedHtml(
        reply_card(settled(quoting(EARLY, notices=("Only 2031 was searched.",))), POSITION)
    )
    assert "Only 2031 was searched." in card.within("li")
    assert "1 quote, word for word · 0.55 seconds · library update 3" in card.text


def test_nothing_from_an_article_or_a_reader_becomes_an_element() -> None:
    nasty = article(NASTY, NASTY + " was printed.", outlet=NASTY, published=NASTY)
    citation = cite(1, nasty, NASTY + " was printed.", speaker=NASTY, carriers=(NASTY,))
    split = Disagreement(reason=NASTY, sides=(NASTY,))
    answer = settled(
        quoting(citation, sides=[1], disagreement=split, notices=(NASTY,), question=NASTY), "x"
    )
    conversation = Conversation(
        (
            Exchange(NASTY, Finished(), (answer,)),
            Exchange(NASTY, Finished(), (settled(abstaining(citation), NASTY),)),
            Exchange(NASTY, Trouble(NASTY, NASTY, NASTY)),
        )
    )
    card = ParsedHtml(log(conversation))
    assert card.dangers() == []
    assert card.text.count(NASTY) >= 12
