"""Two invented articles that contradict each other, replies about them, and an assistant."""

from __future__ import annotations

from scripted_assistant import (
    ScriptedAssistant,
    abstaining,
    article,
    cite,
    quoting,
    ruling,
    weighed,
)

from assistant.types import Disagreement
from assistant.verdicts.types import Label, Stance

SHORT = "The pumps ran all night."
FILLER = tuple(f"Paragraph of the long report, number {number}. {SHORT}" for number in range(40))
GATE = "The gate was opened at 04:10, the engineers said."
FLOOD = article(
    "Gate opened before the flood", *FILLER, GATE, outlet="Quell Herald", published="2031-03-03"
)
DENIAL = article("Agency denies it", "The gate stayed shut, the agency insisted.")
EARLY = cite(1, FLOOD, GATE, speaker="the engineers")
SHUT = cite(2, DENIAL, "The gate stayed shut, the agency insisted.", speaker="the agency")
SPLIT = Disagreement(
    reason="They differ on whether the gate was opened.", sides=("Quell Herald", "The agency")
)
NOTE = "The date is that of the article."
CONFLICT = ruling(
    Label.CONFLICTING,
    EARLY,
    SHUT,
    evidence=(
        weighed(EARLY, Stance.SUPPORTS, 0.96, date="2031-03-02", notes=(NOTE,)),
        weighed(SHUT, Stance.REFUTES, 0.91),
    ),
    text="The engineers say that it was opened [1], the agency that it stayed shut [2].",
    confidence=0.74,
)
"""A verdict with something on either side."""
UNSETTLED = ruling(Label.NOT_ENOUGH, SHUT, text="Nothing speaks for or against it.")


def newsroom() -> ScriptedAssistant:
    """An assistant with two articles, about to give three kinds of reply."""
    desk = ScriptedAssistant(FLOOD, DENIAL)
    desk.enqueue(
        quoting(EARLY, SHUT, sides=[1, 2], disagreement=SPLIT), abstaining(SHUT), quoting(SHUT)
    )
    return desk
