"""What can be checked against articles, and a clear word on what cannot."""

from __future__ import annotations

import re

from assistant.english.english_only import is_english
from assistant.english.sentence_forms import has_verb
from assistant.english.similarity import words
from index.errors import ClaimError
from index.strings.folding import without_accents
from index.words.word_lists import any_of, word_lists

LONGEST_CLAIM = 600
"""Characters of one claim: about what the stance model reads of it beside its evidence."""
_FEWEST_WORDS = 3
_LISTS = word_lists("assistant.verdicts", "check_worthiness.toml")
_ORDER = frozenset(_LISTS["orders"])
"""Verbs that a message to an assistant begins with when it wants something done."""
_NORM = re.compile(
    r"\b(?:should|ought to|must not be allowed|deserves?|it is time (?:to|for|that))\b"
)
_JUDGEMENT = re.compile(rf"\b(?:{any_of(_LISTS['judgements'])})\b", re.IGNORECASE)
_FEELING = re.compile(
    r"^(?:i|we) (?:\w+ly )?(?:like|love|hate|prefer|feel|hope|wish|want|fear|agree|disagree|doubt"
    r"|think|believe|am|are|was|were)\b"
    r"|\bin my (?:humble )?opinion\b|\b(?:imho|imo)\b",
    re.IGNORECASE,
)


def refuse_what_cannot_be_checked(statement: str, sentence: str, *, is_attributed: bool) -> None:
    """Raises ClaimError where a statement cannot be checked. `is_attributed`: it tells what
    somebody says, which can be checked whatever that is."""
    if not is_english(statement):
        raise not_english(sentence)
    if is_order(statement):
        raise ClaimError(
            "That is a request. A claim states that something is the case.",
            subject=sentence,
            remedy="Write what you want checked as a statement: “The bridge was closed in May.”",
        )
    if len(statement) > LONGEST_CLAIM:
        raise ClaimError(
            f"It is one sentence of {len(statement):,} characters; a claim can have at most "
            f"{LONGEST_CLAIM:,}.",
            subject=short(sentence),
            remedy="Split it into sentences that each say one thing.",
        )
    if _FEELING.search(statement) or (
        not is_attributed and (_NORM.search(statement) or _JUDGEMENT.search(statement))
    ):
        raise ClaimError(
            "That is an opinion. What is good, or what should happen, can't be checked against "
            "articles.",
            subject=sentence,
            remedy="Check a fact, or who holds the opinion: “The mayor said that the bridge should "
            "be closed.”",
        )
    if len(words(statement)) < _FEWEST_WORDS or not has_verb(statement):
        raise no_statement(sentence)


def is_order(statement: str) -> bool:
    first, *rest = [without_accents(word) for word in words(statement)] or [""]
    if first not in _ORDER:
        return False
    # "Check fraud rose", "List prices fell": a noun, where a verb follows it at once.
    is_noun = bool(rest) and has_verb(rest[0], first_may_be_verb=True)
    return not (is_noun and rest[0] not in {"me", "it"})


def not_english(text: str) -> ClaimError:
    return ClaimError(
        "That doesn't seem to be English, the only language that Onrecord can assess.",
        subject=short(text),
        remedy="Write the claim in English. Articles in other languages are found, but only "
        "English sentences are assessed.",
    )


def no_statement(sentence: str) -> ClaimError:
    return ClaimError(
        "That isn't a full sentence. A claim states that something is the case.",
        subject=sentence,
        remedy="Write a sentence with a verb: “The bridge was closed in May.”",
    )


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rstrip() + "…"
