"""What a sentence leaves open is resolved within its article, or stays as it stands."""

from __future__ import annotations

from scripted_assistant import article

from assistant.attribution.statements import Statement, statements
from index.types import Role


def _of(*paragraphs: str) -> list[Statement]:
    return list(statements(article("A fire in Orsk", *paragraphs)))


def test_statements_are_the_sentences_in_reading_order() -> None:
    told = _of("One burned. Two fled.", "“Run!”, she cried. Nobody ran.")
    assert [(statement.paragraph.number, statement.text) for statement in told] == [
        (2, "One burned."),
        (2, "Two fled."),
        (3, "“Run!”, she cried."),
        (3, "Nobody ran."),
    ]


def test_only_body_paragraphs_make_statements() -> None:
    told = statements(
        article("A fire", "Photo: Lena Horvay", "It burned.", roles={2: Role.CAPTION})
    )
    assert [statement.text for statement in told] == ["It burned."]


def test_he_is_the_one_who_spoke_just_before() -> None:
    told = _of("Harbour master Ivo Lamm said that it burned. “It is out now”, he added.")
    assert told[1].speaker == "Harbour master Ivo Lamm"
    assert told[1].reading.startswith("Harbour master Ivo Lamm: ")


def test_she_is_not_the_man_of_two_paragraphs_before() -> None:
    told = _of(
        "Interior Minister Anton Reyle said that it was arson.",
        "Lena Horvay runs a bakery by the river.",
        "“The stairs were gone,” she said.",
    )
    assert told[2].speaker == "Lena Horvay"


def test_she_stays_she_where_two_people_were_named() -> None:
    told = _of("Tom Moss and Lena Horvay live there. “The stairs were gone,” she said.")
    assert told[1].speaker == "she"


def test_a_place_in_two_words_is_not_who_he_is() -> None:
    told = _of("Mayor Karl Dunn visited Orrel Dam. “It is safe,” he said.")
    assert told[1].speaker == "Mayor Karl Dunn"


def test_a_quoted_word_alone_belongs_to_nobody() -> None:
    told = _of(
        "Mayor Karl Dunn said that it was safe. Protesters in the square carried signs with “Liar”."
    )
    assert told[1].speaker is None


def test_the_woman_is_not_whoever_spoke_last() -> None:
    told = _of("Mayor Karl Dunn said no.", "The woman said that she had seen it.")
    assert told[1].speaker == "The woman"


def test_she_is_the_person_named_in_the_same_paragraph() -> None:
    told = _of(
        "Interior Minister Anton Reyle said that it was arson.",
        "Prime Minister Hanna Vos visited the town. “We will rebuild,” she said.",
    )
    assert told[2].speaker == "Prime Minister Hanna Vos"


def test_a_description_keeps_its_words_and_adds_the_name() -> None:
    told = _of(
        "The Ministry of Harbours said that it burned.", "The ministry stresses that it is out."
    )
    assert told[1].speaker == "The ministry (The Ministry of Harbours)"


def test_a_description_that_fits_nobody_stays_as_it_stands() -> None:
    told = _of("Spokesman Ivo Lamm said that it burned.", "The mayor said that it is out.")
    assert told[1].speaker == "The mayor"


def test_it_was_reported_belongs_to_whoever_reported_just_before() -> None:
    told = _of("Velmark media claimed a fire in Orsk. It was reported that 30 boats burned.")
    assert told[1].speaker == "Velmark media"


def test_it_was_reported_alone_belongs_to_nobody() -> None:
    assert _of("It was reported that 30 boats burned.")[0].speaker is None


def test_quoted_words_belong_to_the_speaker_before_them() -> None:
    told = _of("The ministry has recalled the treaty. Orsk “acts under Article 9”.")
    assert told[1].speaker == "The ministry"


def test_a_speakers_country_is_his_party() -> None:
    told = _of("Kremlin spokesman Ivo Lamm said no.", "Ivo Lamm also stressed that it was late.")
    assert told[1].parties == {"Russia"}


def test_he_goes_on_whoever_his_own_sentence_names() -> None:
    told = _of("Mayor Karl Dunn said that Tom Moss had left.", "He said that it was late.")
    assert told[1].speaker == "Mayor Karl Dunn"


def test_he_stays_he_where_another_was_named_since() -> None:
    told = _of(
        "Mayor Karl Dunn said that it shook. Tom Moss lives there. He said that it was late."
    )
    assert told[2].speaker == "He"


def test_she_is_not_a_spokesman() -> None:
    told = _of("Spokesman Karl Dunn said no.", "“It is late,” she said.")
    assert told[1].speaker == "she"


def test_who_was_he_once_is_not_she_later() -> None:
    told = _of("Robin Dunn said no.", "He said that it was late.", "She said that it was early.")
    assert [statement.speaker for statement in told] == ["Robin Dunn", "Robin Dunn", "She"]


def test_they_are_those_who_spoke_just_before() -> None:
    told = _of("Harbour workers say that it shook.", "They say that nobody came.")
    assert told[1].speaker == "Harbour workers"


def test_they_are_not_one_person() -> None:
    told = _of("Mayor Karl Dunn said no.", "They say that nobody came.")
    assert told[1].speaker == "They"


def test_it_is_the_body_that_spoke_just_before_or_nobody() -> None:
    told = _of("The Harbour Board said that it shook.", "It said that nobody came.")
    assert told[1].speaker == "The Harbour Board"
    assert _of("The crane fell.", "It said that nobody came.")[1].speaker is None


def test_speech_over_several_paragraphs_is_one_persons() -> None:
    told = _of(
        "“The floor shook,” Lena Horvay said. “And then it stopped.",
        "“Nobody came. The mayor said nothing.",
        "“We waited until morning.”",
        "The lamps were out.",
    )
    assert [statement.speaker for statement in told] == [*["Lena Horvay"] * 5, None]


def test_a_quotation_after_a_heading_is_not_the_last_speakers() -> None:
    told = statements(
        article(
            "A fire",
            "Lena Horvay said that it shook.",
            "What now?",
            "“Nobody knows what comes now.”",
            roles={3: Role.HEADING},
        )
    )
    assert told[1].speaker is None


def test_a_long_quotation_in_a_long_sentence_is_somebodys() -> None:
    told = _of(
        "The board explained that the dam was sound. The works would thus have made it possible to "
        "keep the harbour open, in particular for “boats that carry grain and salt to the islands”."
    )
    assert told[1].speaker == "The board"


def test_a_quotation_that_another_introduces_is_not_the_last_speakers() -> None:
    told = _of(
        "The Orsk Herald said that it shook. Lena Horvay, back from the square, wept: “It is gone”."
    )
    assert told[1].speaker != "The Orsk Herald"


def test_a_report_without_a_name_explains_no_report() -> None:
    told = _of("“It was sound,” a part of the report reads.", "“It was old,” the report reads.")
    assert told[1].speaker == "the report"
