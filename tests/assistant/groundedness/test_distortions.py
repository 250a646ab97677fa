"""What a sentence changes in its source's words is seen; what it only tells otherwise is not."""

from __future__ import annotations

import pytest

from assistant.groundedness.distortions import shift

AROUND = "the other way round"
BOUNDED = "differently, or not at all"
CONDITION = "attach a condition"


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        (
            "The storm killed three people in Velm and eleven in Orsk.",
            "The storm killed three people in Orsk and eleven in Velm.",
            None,  # "in Orsk and eleven in Velm": with an "and" between them it is not known
        ),
        (
            "Kant handed Aske a letter from the government of Orsk.",
            "Aske handed Kant a letter from the government of Orsk.",
            AROUND,
        ),
        (
            "Marek was released on Tuesday; Ina remains in custody.",
            "Ina was released on Tuesday; Marek remains in custody.",
            AROUND,
        ),
        (
            "Unemployment rose from 5.1 percent to 4.2 percent.",
            "Unemployment rose from 4.2 percent to 5.1 percent.",
            AROUND,
        ),
        ("Nets: 12 were lost, 30 saved.", "Nets: 30 were lost, 12 saved.", AROUND),
        ("More than 140 frogs were counted.", "The team counted 140 frogs.", BOUNDED),
        ("Some 300 workers may go, it warned.", "Up to 300 workers may go, it warned.", None),
        ("It warned that 300 workers may go.", "Up to 300 workers may go, it warned.", BOUNDED),
        ("Krane will resign.", "If the audit finds nothing, Krane will resign.", CONDITION),
        ("Pay was raised by half.", "They strike unless pay is raised by half.", CONDITION),
    ],
)
def test_what_is_changed(text: str, source: str, reason: str | None) -> None:
    found = shift(text, [source], source)
    assert (reason in (found or "")) if reason else (found is None)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Velm and Orsk signed the treaty in May.", "Orsk and Velm signed the treaty in May."),
        ("Orsk met Velm in the final of the cup.", "Velm met Orsk in the final of the cup."),
        ("Five of the twelve injured are in hospital.", "Of the twelve injured, five are there."),
        ("In May Krane opened the bridge of Orsk.", "Krane opened the bridge of Orsk in May."),
        ("Over two summers 140 frogs were counted.", "They counted 140 frogs in two summers."),
        ("At least 140 frogs were counted.", "A minimum of 140 frogs were counted."),
        ("More than 30,000 people came.", "There came 31,400 people."),
        ("If it fails, Krane will resign.", "Krane will resign if the audit fails."),
        ("Krane could resign.", "If the audit finds nothing, Krane will resign."),
        ("Krane wants to know the reason.", "Krane asked if there was a reason."),
    ],
)
def test_what_is_told_otherwise(text: str, source: str) -> None:
    assert shift(text, [source], source) is None
