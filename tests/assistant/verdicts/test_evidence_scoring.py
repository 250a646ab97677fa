"""What a sentence says of a claim, and whose word it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scripted_assistant import article
from weighing import weighed

from assistant.evidence import Candidate
from assistant.nli.base import Chances
from assistant.nli.scoring import stance_of_texts
from assistant.testing.word_stance import WordStance
from assistant.verdicts.evidence_scoring import Weighed


def stance(one: Weighed[Candidate]) -> str:
    """What is likelier than not."""
    if max(one.supports, one.refutes) < 0.5:
        return "neutral"
    return "supports" if one.supports > one.refutes else "refutes"


def best(message: str, *texts: str, published: str | None = None) -> Weighed[Candidate]:
    """The sentence with the strongest stance in an article of these paragraphs."""
    source = article("A report", *texts, outlet="Orsk Post", published=published)
    return max(weighed(message, source), key=lambda one: max(one.supports, one.refutes))


def test_a_sentence_that_says_so_supports_as_the_outlets_word() -> None:
    one = best("The old bridge was closed", "It rained. The old bridge was closed in spring.")
    assert (stance(one), one.speaker) == ("supports", None)
    assert one.voice == {"Orsk Post", one.sentence.article.id}
    assert one.sentence.statement.text == "The old bridge was closed in spring."
    assert one.supports > 0.9


def test_a_sentence_that_says_the_opposite_refutes() -> None:
    one = best("The old bridge was closed", "The old bridge was not closed in spring.")
    assert stance(one) == "refutes"


def test_a_sentence_about_something_else_is_neutral() -> None:
    one = best("The old bridge was closed", "The ferry sails at noon.")
    assert stance(one) == "neutral"


def test_a_quoted_sentence_is_its_speakers_word() -> None:
    one = best("The old bridge was closed", "Ivo Lamm said that the old bridge was closed.")
    assert (stance(one), one.speaker) == ("supports", "Ivo Lamm")


def test_a_claim_about_what_somebody_says_takes_only_their_word() -> None:
    claim = "Ivo Lamm said that the old bridge was closed"
    assert best(claim, "Ivo Lamm said that the old bridge was closed.").supports > 0.9
    assert best(claim, "Edda Krol said that the old bridge was closed.").supports == 0
    assert best(claim, "The old bridge was closed.").supports == 0


def test_the_outlets_own_words_are_its_word() -> None:
    claim = "According to the Orsk Post, the old bridge was closed"
    assert best(claim, "The old bridge was closed.").supports > 0.9


def test_a_denial_counts_for_both_who_deny_and_who_claim() -> None:
    source = article("Dispute", "Velmark denied claims by Orsk that the old bridge was hit.")
    found = {one.speaker: stance(one) for one in weighed("The old bridge was hit", source)}
    assert found == {"Velmark": "refutes", "Orsk": "supports"}


def test_who_is_said_to_deny_is_not_who_claims() -> None:
    text = "Velmark denied claims by Orsk that the old bridge was hit."
    assert best("Velmark said that the old bridge was hit", text).refutes > 0.9
    assert best("Velmark denied that the old bridge was hit", text).supports > 0.9
    assert best("Orsk said that the old bridge was hit", text).supports > 0.9


def test_two_speakers_in_one_sentence_each_have_their_own_part() -> None:
    text = "Ivo Lamm said that the dam was safe, and Edda Krol replied that the bridge was closed."
    one = best("The bridge was closed", text)
    assert (stance(one), one.speaker) == ("supports", "Edda Krol")
    assert stance(best("Ivo Lamm said that the bridge was closed", text)) == "neutral"


def test_a_title_is_who_the_article_gives_that_title() -> None:
    text = "It rained in Orsk. The local governor announced that the old bridge was closed."
    assert best("The governor of Orsk said that the old bridge was closed", text).supports > 0.9


def test_another_number_of_the_same_thing_refutes_and_says_so() -> None:
    one = best("More than 100 houses were damaged", "Over 40 houses were damaged in Orsk.")
    assert stance(one) == "refutes"
    assert one.notes == ("This sentence says “Over 40”; the claim says “More than 100”.",)


def test_an_agreeing_number_supports() -> None:
    assert best("At least 30 houses were damaged", "Over 40 houses were damaged.").supports > 0.9


def test_a_number_that_the_sentence_does_not_give_is_not_supported() -> None:
    assert best("40 houses were damaged", "Many houses were damaged.").supports == 0


def test_a_number_of_something_else_decides_nothing() -> None:
    one = best("100 houses were damaged", "It hit 12 boats, and the old bridge.")
    assert stance(one) == "neutral"


def test_the_same_on_another_day_is_told_apart() -> None:
    one = best(
        "The old bridge was closed on 5 March", "On March 3 the old bridge was closed.",
        published="2031-03-06",
    )  # fmt: skip
    assert one.other_date is not None
    assert stance(one) == "refutes"
    assert one.notes == (
        "It is about “March 3”; the claim is about “5 March”.",
        "“March 3” is read as 2031-03-03, from the article's date.",
    )


def test_the_same_day_supports_however_it_is_written() -> None:
    one = best(
        "The old bridge was closed on 4 March", "The old bridge was closed on Tuesday.",
        published="2031-03-06",
    )  # fmt: skip
    assert (stance(one), one.other_date) == ("supports", None)
    one = best("The old bridge was closed on 4 March", "On March 4 the old bridge was closed.")
    assert stance(one) == "supports"


def test_the_sentence_before_is_read_where_one_leans_on_it() -> None:
    one = best(
        "The old bridge was closed in spring", "The old bridge leaks.", "It was closed in spring."
    )
    assert one.sentence.statement.text == "It was closed in spring."
    assert stance(one) == "supports"


def test_an_article_without_the_claims_names_says_nothing_of_it() -> None:
    assert best("The bridge of Corish was closed", "The bridge was closed.").supports == 0


def test_a_long_sentence_is_read_in_windows() -> None:
    long = " ".join(["the mayor opened a market and"] * 40)
    assert (
        best("The old bridge was closed", f"Then {long} the old bridge was closed.").supports > 0.9
    )


def test_plain_texts_are_weighed_in_the_same_way() -> None:
    stances = stance_of_texts(
        "More than 100 houses were damaged",
        ["Over 40 houses were damaged.", "Over 200 houses were damaged.", "It rained."],
        WordStance(),
    )
    assert [one.refutes > 0.9 for one in stances] == [True, False, False]
    assert [one.supports > 0.9 for one in stances] == [False, True, False]


def test_a_sentence_that_opens_with_the_words_of_a_claim_says_it() -> None:
    claim = "There is no shortage of velotrine"
    text = "There is no shortage of velotrine in Velmark, the ministry said."
    (one,) = stance_of_texts(claim, [text], OverstatedStance())
    assert one.supports > 0.9
    assert one.refutes == 0
    text = "The old bridge was closed unless the harbour is."
    (other,) = stance_of_texts("The old bridge was closed", [text], OverstatedStance())
    assert other.refutes > 0.9


def test_the_day_of_a_statement_is_not_the_day_of_what_it_states() -> None:
    claim = "The old bridge was closed on 24 November 2025"
    said = "The old bridge was closed, the ministry said on 24 November 2025."
    assert best(claim, said).supports < 0.5
    happened = "The old bridge was closed on 24 November 2025, the ministry said."
    assert best(claim, happened).supports > 0.9


def test_what_the_sentence_before_says_is_not_put_into_a_mouth() -> None:
    claim = "Ivo Lamm said that the old bridge was closed"
    text = "The old bridge was closed, Edda Krol said. But Ivo Lamm said that he knew nothing."
    assert all(one.supports < 0.5 for one in weighed(claim, article("Said", text)))


def test_who_denies_the_opposite_does_not_say_so() -> None:
    claim = "The old bridge was safe"
    text = "Velmark denied claims by Orsk that the old bridge was not safe."
    assert best(claim, text).supports > 0.9
    hesitant = stance_of_texts(claim, ["The old bridge was not safe."], WordStance())
    assert hesitant[0].refutes > 0.9


def test_nobody_was_hurt_is_not_contradicted_by_something_else() -> None:
    claim = "Nobody was hurt on the old bridge"
    texts = ["Somebody was hurt on the old bridge.", "It rained in the harbour."]
    told, other = stance_of_texts(claim, texts, OverstatedStance("Somebody"))
    assert told.refutes > 0.9
    assert other.refutes == 0


class OverstatedStance(WordStance):
    """Takes everything for a contradiction, but for what begins like the claim with a word."""

    def __init__(self, word: str = "-") -> None:
        self._word = word

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Chances:
        told = [text.startswith(self._word) and claim.startswith(self._word)
                for text, claim in pairs]  # fmt: skip
        rows = [[0.98, 0.01, 0.01] if one else [0.01, 0.98, 0.01] for one in told]
        return np.array(rows, dtype=np.float32).reshape(len(pairs), 3)


def test_a_month_is_not_any_day_of_it() -> None:
    claim = "The old bridge was closed on 5 December 2023"
    one = best(claim, "The old bridge was closed at the end of December 2023.")
    assert one.supports < 0.5
    assert (
        "Its date, “December 2023”, is less exact than the claim's, “5 December 2023”." in one.notes
    )


def test_the_governor_of_another_place_is_another_governor() -> None:
    text = "The local governor said that the old bridge was closed. It stands in Orsk."
    assert best("The governor of Corish said that the old bridge was closed", text).supports == 0
