"""Whether those whose word a written sentence gives are those who said it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.english.names import abbreviates, own_words, spelling, spellings
from assistant.evidence import ArticleStatement
from assistant.nli.base import StanceModel
from assistant.nli.scoring import stance_of_texts
from assistant.thresholds import NOT_SAID_BELOW
from assistant.verdicts.evidence_scoring import Weighed
from assistant.verdicts.types import Claim


def misattributed(
    claim: Claim, weighed: Sequence[Weighed[ArticleStatement]], model: StanceModel
) -> bool:
    """Whether a claim gives somebody a word that the sentences weighed for it do not give them:
    somebody else says it, or nobody. Raises ModelError."""
    if claim.speaker is None:
        return False
    own = [one.supports for one in weighed if one.asked_for]
    if own:
        return max(own) < NOT_SAID_BELOW
    if any(_may_be(claim.speaker, one.speaker) for one in weighed if one.speaker):
        return False
    # An outlet may tell what somebody said without quoting it: "Truss announced her resignation".
    names = {spelling(word) for word in own_words(claim.speaker)}
    telling = [one.sentence.statement.reading for one in weighed if one.speaker is None]
    naming = [text for text in telling if names <= spellings(text)]
    said = stance_of_texts(claim.text, naming, model)
    return all(one.supports < NOT_SAID_BELOW for one in said)


def _may_be(name: str, speaker: str) -> bool:
    """Whether a speaker may be meant, though under another name: "brand manager Rosenbloom"."""
    wanted = {spelling(word) for word in own_words(name)}
    known = {spelling(word) for word in own_words(speaker) if word[:1].isupper()}
    last = own_words(name)[-1:] or [name]
    return bool(wanted & known) or abbreviates(last[0], speaker)
