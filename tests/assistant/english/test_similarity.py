"""What prints the same, and what only looks like it."""

from __future__ import annotations

import pytest

from assistant.english.similarity import same_wording

SENTENCE = "Thirty boats burned in the old harbour of Orsk on Monday night."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SENTENCE, SENTENCE, True),
        (SENTENCE, f"Late it was told: {SENTENCE[0].lower()}{SENTENCE[1:]}", True),
        (SENTENCE, SENTENCE.replace("Thirty", "Twelve"), False),
        (SENTENCE, SENTENCE.replace("Orsk", "Corish"), False),
        (
            "The dam of Orrel is safe for the people of the town.",
            "The dam of Orrel is not safe for the people of the town.",
            False,
        ),
        (
            "Sarrow accused Velmark of opening the gate.",
            "Velmark accused Sarrow of opening the gate.",
            False,
        ),
        ("Nobody was killed.", "Nobody was hurt.", False),
    ],
)
def test_same_wording(one: str, other: str, same: bool) -> None:
    assert same_wording(one, other) is same
