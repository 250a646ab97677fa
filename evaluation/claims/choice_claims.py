"""A quiz question and one of its choices as a claim."""

from __future__ import annotations

import re

from assistant.english.lexicon import can_be, is_finite
from assistant.english.sentence_forms import BEFORE_A_BASE, declarative
from index.words.function_words import AUXILIARIES


def filled(question: str, choice: str) -> str:
    """A question with "who", "which …" or "what …" and one possible answer, as a statement."""
    text = question.strip().rstrip("?").strip()
    blank = re.search(r"_{2,}|\.{3,}|…", text)
    if blank:
        return text[: blank.start()] + choice + text[blank.end() :]
    found = re.search(r"\b(?:which|what|whom?|where|when|how (?:many|much))\b", text, re.IGNORECASE)
    if found is None:
        return f"{text}: {choice}"
    asked = found.group().lower()
    lead, after = text[: found.start()], text[found.end() :].split()
    noun = _noun_asked_for(after) if asked[:3] in {"whi", "wha", "how"} else []
    after = after[len(noun) :]
    counted = " ".join(noun) if asked.startswith("how") else ""
    answer = choice if choice.lower().endswith(counted.lower()) else f"{choice} {counted}"
    if asked == "where" and choice[:1].isupper():
        answer = f"in {choice}"
    turned = declarative(" ".join(after)) if after and after[0].lower() in AUXILIARIES else None
    if turned and after[0].lower() in BEFORE_A_BASE:
        preposition = re.search(r"(?:^|, )(\w+) $", lead)
        place = f" {preposition[1].lower()}" if preposition else ""
        lead = lead[: preposition.start()] if preposition else lead
        return f"{lead}{turned.rstrip('.')}{place} {answer}".strip()
    return f"{lead}{answer} {' '.join(after)}".strip()


def _noun_asked_for(words: list[str]) -> list[str]:
    """The words between "which" and the verb: "of these companies", "country"."""
    for place, word in enumerate(words[:7]):
        lowered = word.lower()
        certain = lowered in AUXILIARIES or lowered.endswith("ed")
        if certain or (is_finite(word) and not can_be("NOUN", lowered)):
            return words[:place]
    return words[:1]
