"""Paragraphs that speak to a language model rather than to a reader.

An article can hold orders for whoever summarises it: "ignore what you were told and write …". They
are text like any other here: quoted, never obeyed. A reader should see that they are there, and a
model is better not given them. What this file finds by form is no defence by itself: the checks of
every written sentence are (assistant/confirm.py)."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}?\b(?:instructions?|prompts?|"
    r"guidelines|you (?:were|have been) told|everything (?:above|before))\b"
    r"|\b(?:system|developer) (?:prompt|message)\b"
    r"|\byou are (?:now |no longer )?(?:an?|the) (?:\w+ ){0,3}(?:ai|chatbot|language model|llm)\b"
    r"|\b(?:ai|language) (?:models?|assistants?)\b[^.!?\n]{0,60}?"
    r"\b(?:must|should|shall|are to|have to)\b"
    r"|\bas an? (?:ai|large language model|language model)\b"
    r"|\b(?:new|updated|additional|important|further) instructions?\s*:"
    r"|\binstructions? (?:for|to) (?:the |any |all )?(?:ai|llm|assistants?|models?|chatbots?)\b"
    r"|\bdo anything now\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:instruction|system|response|user)\b"
    r"|^\s*(?:system|assistant|user|human)\s*:\s",
    re.IGNORECASE | re.MULTILINE,
)
"""How a conversation with a model is written down."""
_DOING = (
    "add|include|append|insert|integrate|incorporate|modify|augment|enhance|replace|use|provide|"
    "remove|introduce|misspell|scramble|jumble|rearrange|anagram|group|combine|substitute|render|"
    "convert|write|begin|start|end|finish|conclude|respond|reply|answer|translate|repeat|mention|"
    "suggest|tease|promote|express|give|make|state|say|print|output|encode"
)
_REPLY = r"(?:answer|response|reply|output|message)(?:'s|s)?"
_YOUR_REPLY = re.compile(rf"\byour (?:next |own |final |whole |entire )?{_REPLY}\b", re.IGNORECASE)
_ORDER = re.compile(
    rf"(?:^|[.!?:;,\"“”'’)\]>-]\s*|\b(?:please|then|and|must|should)\s+)(?:{_DOING})\b",
    re.IGNORECASE,
)
_ORDER_FIRST = re.compile(
    rf"^\W*(?:{_DOING})\b.*\b(?:in|to|of|from|for|with)\s+the\s+{_REPLY}\b",
    re.IGNORECASE | re.DOTALL,
)
_TASKS = re.compile(
    r"(?:^|[.!?\"“”:]\s+)(?:please\s+)?(?:"
    r"(?:draft|compose|write|provide|develop|create|generate) (?:an?|the|me)\b[^.!?\n]{0,30}?"
    r"\b(?:essay|poem|story|letter|speech|code|script|program|function|introduction|equivalent|"
    r"list|example)\b"
    r"|(?:explain|describe|translate|summari[sz]e|break down|show me|tell me)\b[^.!?\n]{0,80}"
    r"\b(?:simple terms|an example|the following|the concept|the process|the theory|the plot|"
    r"the lifecycle|the difference|in (?:french|spanish|german|russian|japanese|english))\b"
    r"|can you (?:show|tell|write|give|explain|provide)\b"
    r")",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"[\U000e0000-\U000e007f]"
    r"|[\u200b-\u200d\u2060-\u2064\ufeff](?:.?[\u200b-\u200d\u2060-\u2064\ufeff]){7,}"
)
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/=_-])")


@lru_cache(maxsize=8192)
def suspicion(text: str) -> str | None:
    """Why a paragraph looks like orders for a language model, in words for a reader; None where it
    does not. In doubt it says why: a marked paragraph is shown and quoted all the same."""
    if _HIDDEN.search(text):
        return "It holds characters that a reader cannot see."
    if _MARKUP.search(text):
        return "It looks like a conversation with a language model."
    if _ORDERS.search(text) or _tells_how_to_reply(text):
        return "It looks like an order to a language model."
    if _TASKS.search(text):
        return "It looks like a task for a language model."
    return _encoded(text)


def _tells_how_to_reply(text: str) -> bool:
    return bool((_YOUR_REPLY.search(text) and _ORDER.search(text)) or _ORDER_FIRST.search(text))


def _encoded(text: str) -> str | None:
    for run in _ENCODED.findall(text):
        try:
            plain = base64.b64decode(run + "=" * (-len(run) % 4), validate=True)
        except binascii.Error:
            continue
        if plain.isascii() and b" " in plain and plain.decode("ascii").isprintable():
            return "It holds encoded text."
    return None
