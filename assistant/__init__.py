"""From a message to a cited reply."""

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, Passage, Sentence, Turn

__all__ = ["Answer", "Assistant", "Citation", "Passage", "Sentence", "Turn"]
