"""From a message to a cited reply."""

from assistant.assistant import Assistant
from assistant.nli.account_text import Account
from assistant.nli.judge import Found, Judge, Stance, Standing
from assistant.types import Answer, Citation, Passage, Sentence, Turn
from assistant.verdicts.types import Label, Verdict, Wish

__all__ = [
    "Account",
    "Answer",
    "Assistant",
    "Citation",
    "Found",
    "Judge",
    "Label",
    "Passage",
    "Sentence",
    "Stance",
    "Standing",
    "Turn",
    "Verdict",
    "Wish",
]
