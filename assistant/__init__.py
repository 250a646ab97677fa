"""From a message to a cited reply."""

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, Passage, Sentence, Turn
from assistant.verdicts.types import Label, Verdict, Wish

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Label",
    "Passage",
    "Sentence",
    "Turn",
    "Verdict",
    "Wish",
]
