"""What a sentence leaves open is resolved within its article, or stays as it stands."""

from __future__ import annotations

from scripted_assistant import article

from assistant.statements import Statement, statements
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
